/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/rows.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/base/units.h"

#include <math.h>
#include <stdarg.h>
#include <string.h>

struct bf_rows bf_rows_begin(const struct bf_sheet *sheet, const char *file,
                             const char *const name[], unsigned count, struct bf_faults *faults)
{
    struct bf_rows rows = {.sheet = sheet, .file = file, .faults = faults, .name = name};
    BF_REQUIRE(count <= BF_ROWS_COLUMNS);
    for (unsigned c = 0; c < BF_ROWS_COLUMNS; c++)
        rows.column[c] = c < count ? bf_sheet_column(sheet, name[c]) : -1;
    return rows;
}

const char *bf_rows_field(const struct bf_rows *rows, unsigned column)
{
    int at = rows->column[column];
    return at < 0 ? "" : bf_sheet_at(rows->sheet, rows->row, at);
}

uint32_t bf_rows_line(const struct bf_rows *rows)
{
    return rows->row < rows->sheet->rows ? rows->sheet->line[rows->row] : 1;
}

const char *bf_rows_cure(const char *text)
{
    return strchr(text, ',') ? "; write a decimal with a point" : "";
}

double bf_rows_number(const struct bf_rows *rows, unsigned column, double low, double high,
                      const char *expected)
{
    char why[BF_WHAT_CAP], quoted[80];
    double value;
    const char *text = bf_rows_field(rows, column);
    if (text[strspn(text, " ")] == '\0') return (double)NAN;
    if (bf_units_parse(BF_DIM_NUMBER, text, &value, why, sizeof why) && value >= low &&
        value <= high)
        return value;
    bf_text_quote(quoted, sizeof quoted, text);
    bf_rows_fault(rows, BF_ERROR, BF_E_TYPE, bf_rows_line(rows), rows->name[column],
                  "expected %s, received \"%s\"%s", expected, quoted, bf_rows_cure(text));
    return (double)NAN;
}

void bf_rows_fault(const struct bf_rows *rows, enum bf_severity severity, enum bf_errcode code,
                   uint32_t line, const char *path, const char *fmt, ...)
{
    struct bf_where where = {.line = (int)line};
    char what[BF_WHAT_CAP];
    va_list args;
    bf_format(where.file, sizeof where.file, "%s", rows->file);
    bf_format(where.path, sizeof where.path, "%s", path);
    va_start(args, fmt);
    bf_format_list(what, sizeof what, fmt, args);
    va_end(args);
    bf_faults_add(rows->faults, severity, code, &where, "%s", what);
}
