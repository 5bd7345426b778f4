/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/rows.h -- the rows of a table (base/sheet.h) read one after another, by known columns.
 *
 * A reader names the columns that its table may have, goes from row to row by `row`, and asks for
 * fields by the column's place in its own list. A column that is not in the table has empty fields.
 * Faults carry the file, a line and the column.
 *
 * Nothing is copied: the sheet, the names and *faults outlive the reader. Cost: bf_rows_begin looks
 * at every column for each name; a field is found in O(1).
 */
#ifndef BF_BASE_ROWS_H
#define BF_BASE_ROWS_H

#include "bedflow/base/sheet.h"

#define BF_ROWS_COLUMNS 16

struct bf_rows {
    const struct bf_sheet *sheet;
    const char *file; /* for messages */
    struct bf_faults *faults;
    const char *const *name;     /* of the columns the table may have */
    int column[BF_ROWS_COLUMNS]; /* of each of them in the sheet; -1: not there */
    size_t row;                  /* that is read; sheet->rows or more: none, the table itself */
};

/* A reader of columns name[count], count <= BF_ROWS_COLUMNS, at row 0. */
struct bf_rows bf_rows_begin(const struct bf_sheet *sheet, const char *file,
                             const char *const name[], unsigned count, struct bf_faults *faults);

/* Whether the table has the column. */
static inline bool bf_rows_have(const struct bf_rows *rows, unsigned column)
{
    return rows->column[column] >= 0;
}

/* The field of the row as it stands; "" where the table has no such column. */
const char *bf_rows_field(const struct bf_rows *rows, unsigned column);

/* The line on which the row begins; 1 where none is read. */
uint32_t bf_rows_line(const struct bf_rows *rows);

/* What to do about a field that is no number, such as 3,5: "; write ..."; or "". */
const char *bf_rows_cure(const char *text);

/* A bare number from low to high, ends included. NaN where there is nothing or, after a fault
 * (BF_E_TYPE: "expected <expected>, received ..."), anything else. */
double bf_rows_number(const struct bf_rows *rows, unsigned column, double low, double high,
                      const char *expected);

/* Add a fault of this file; line 0: of the file as a whole. `path`: the column, or "". */
void bf_rows_fault(const struct bf_rows *rows, enum bf_severity severity, enum bf_errcode code,
                   uint32_t line, const char *path, const char *fmt, ...)
    __attribute__((format(printf, 6, 7)));

#endif
