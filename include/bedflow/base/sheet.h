/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/sheet.h -- a table read from CSV text: a header, rows of fields, and the line of each row.
 *
 * Strict RFC 4180: fields are separated by commas; a field that begins with a
 * quote ends with one, with quotes inside it doubled; every row has as many
 * fields as the header. Lines end with CR LF, LF or CR, the last one as it
 * likes; a byte order mark and empty lines at the end are passed over. What is
 * nearly CSV is refused with its line and what to do: semicolons or tabs for
 * commas, rows that are too short or too long (all of them are reported).
 *
 * Fields are text, as it stands; spaces around it are kept.
 *
 * Shapes: head[columns]; field[row * columns + column]; line[rows], 1-based.
 * Cost: one pass, in place.
 */
#ifndef BF_BASE_SHEET_H
#define BF_BASE_SHEET_H

#include "bedflow/base/err.h"

#include <stdint.h>

struct bf_sheet {
    char *bytes;        /* private: the text, cut into fields in place */
    const char **head;  /* [columns] */
    const char **field; /* [rows][columns] */
    uint32_t *line;     /* [rows] on which the row begins */
    size_t rows, columns;
};

/* Cut text[0..length), which has a NUL behind it and comes from bf_heap_take or
 * bf_heap_grow. The sheet takes the text over, also when it fails; free it in
 * any case. `file` is for messages. True if no error was added to *faults:
 * BF_E_SYNTAX, BF_E_LIMIT (4096 columns), BF_E_NOMEM. */
bool bf_sheet_parse(struct bf_sheet *sheet, char text[], size_t length, const char *file,
                    struct bf_faults *faults);

/* Index of the column `name`, or -1. */
int bf_sheet_column(const struct bf_sheet *sheet, const char *name);

static inline const char *bf_sheet_at(const struct bf_sheet *sheet, size_t row, int column)
{
    return sheet->field[row * sheet->columns + (size_t)column];
}

void bf_sheet_free(struct bf_sheet *sheet);

#endif
