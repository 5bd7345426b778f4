/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/csv.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"

#include <errno.h>
#include <inttypes.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The host program may have set a locale whose decimal point is a comma, or
 * even several bytes: what printf wrote is put right afterwards. */
static void restore_full_stop(char text[])
{
    const char *point = localeconv()->decimal_point;
    size_t length = strlen(point);
    char *at = strcmp(point, ".") == 0 || length == 0 ? NULL : strstr(text, point);
    if (at != NULL) {
        *at = '.';
        memmove(at + 1, at + length, strlen(at + length) + 1);
    }
}

static bool print_special(double value, char text[BF_NUMBER_CAP])
{
    if (isfinite(value)) {
        return false;
    }
    bf_format(text, BF_NUMBER_CAP, "%s", isnan(value) ? "" : value > 0 ? "inf" : "-inf");
    return true;
}

void bf_number_print(double value, char text[BF_NUMBER_CAP])
{
    if (!print_special(value, text)) {
        bf_format(text, BF_NUMBER_CAP, "%.9g", value == 0 ? 0.0 : value);
        restore_full_stop(text);
    }
}

void bf_number_print_exact(double value, char text[BF_NUMBER_CAP])
{
    static const int digits[] = {9, 12, 15, 16, 17};
    if (print_special(value, text)) {
        return;
    }
    for (size_t i = 0; i < sizeof digits / sizeof digits[0]; i++) {
        bf_format(text, BF_NUMBER_CAP, "%.*g", digits[i], value);
        double back = strtod(text, NULL);
        if (!(back < value) && !(back > value)) {
            break;
        }
    }
    restore_full_stop(text);
}

void bf_number_print_float(float value, char text[BF_NUMBER_CAP])
{
    if (print_special((double)value, text)) {
        return;
    }
    for (int digits = 6; digits <= 9; digits++) {
        bf_format(text, BF_NUMBER_CAP, "%.*g", digits, (double)value);
        float back = strtof(text, NULL);
        if (!(back < value) && !(back > value)) {
            break;
        }
    }
    restore_full_stop(text);
}

bool bf_number_parse(const char *text, double *value)
{
    char local[96];
    if (text[0] == '\0') {
        *value = (double)NAN;
        return true;
    }
    const char *stop = strchr(text, '.');
    if (strpbrk(text, ", \t\n") != NULL) {
        return false;
    }
    if (stop == NULL) {
        bf_format(local, sizeof local, "%s", text);
    } else {
        bf_format(local, sizeof local, "%.*s%s%s", (int)(stop - text), text,
                  localeconv()->decimal_point, stop + 1);
    }
    char *end = NULL;
    double read = strtod(local, &end);
    if (end == local || *end != '\0') {
        return false;
    }
    *value = read;
    return true;
}

/* ---- writing ---- */

bool bf_csv_open(struct bf_csv *csv, const char *path, const char *head, struct bf_err *err)
{
    csv->within_row = false;
    if (!bf_sink_open(&csv->sink, path, err)) {
        return false;
    }
    bf_sink_text(&csv->sink, head);
    bf_sink_bytes(&csv->sink, "\n", 1);
    return true;
}

static void separate(struct bf_csv *csv)
{
    if (csv->within_row) {
        bf_sink_bytes(&csv->sink, ",", 1);
    }
    csv->within_row = true;
}

void bf_csv_text(struct bf_csv *csv, const char *text)
{
    separate(csv);
    if (text == NULL) {
        return;
    }
    if (strpbrk(text, ",\"\r\n") == NULL) {
        bf_sink_text(&csv->sink, text);
        return;
    }
    bf_sink_bytes(&csv->sink, "\"", 1);
    for (const char *from = text; *from != '\0';) {
        size_t run = strcspn(from, "\"");
        bf_sink_bytes(&csv->sink, from, run);
        from += run;
        if (*from == '"') {
            bf_sink_bytes(&csv->sink, "\"\"", 2);
            from++;
        }
    }
    bf_sink_bytes(&csv->sink, "\"", 1);
}

void bf_csv_number(struct bf_csv *csv, double value)
{
    char text[BF_NUMBER_CAP];
    bf_number_print(value, text);
    separate(csv);
    bf_sink_text(&csv->sink, text);
}

void bf_csv_exact(struct bf_csv *csv, double value)
{
    char text[BF_NUMBER_CAP];
    bf_number_print_exact(value, text);
    separate(csv);
    bf_sink_text(&csv->sink, text);
}

void bf_csv_float(struct bf_csv *csv, float value)
{
    char text[BF_NUMBER_CAP];
    bf_number_print_float(value, text);
    separate(csv);
    bf_sink_text(&csv->sink, text);
}

void bf_csv_count(struct bf_csv *csv, uint64_t value)
{
    separate(csv);
    bf_sink_format(&csv->sink, "%" PRIu64, value);
}

void bf_csv_day(struct bf_csv *csv, bf_day day)
{
    char text[BF_DAY_TEXT];
    bf_day_print(day, text);
    separate(csv);
    bf_sink_text(&csv->sink, text);
}

void bf_csv_end_row(struct bf_csv *csv)
{
    bf_sink_bytes(&csv->sink, "\n", 1);
    csv->within_row = false;
}

bool bf_csv_close(struct bf_csv *csv, struct bf_err *err)
{
    return bf_sink_close(&csv->sink, err);
}

/* ---- reading ---- */

static bool fail_at(struct bf_err *err, enum bf_errcode code, const char *path, size_t line,
                    const char *what)
{
    struct bf_where where = {.file = "", .line = (int)line, .path = ""};
    bf_format(where.file, sizeof where.file, "%s", path);
    return bf_fail(err, code, &where, "%s", what);
}

/* The whole file on the heap with a NUL after it. */
static char *slurp(const char *path, size_t *length, struct bf_err *err)
{
    errno = 0;
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        bf_io_fail(err, path, "read", errno);
        return NULL;
    }
    char *bytes = NULL;
    size_t used = 0, cap = 0, got = 1;
    while (got > 0) {
        if (used + 1 >= cap) {
            cap = cap == 0 ? 1u << 16 : 2 * cap;
            char *grown = bf_heap_grow(bytes, cap);
            if (grown == NULL) {
                fail_at(err, BF_E_NOMEM, path, 0, "expected memory to read this table");
                goto failed;
            }
            bytes = grown;
        }
        errno = 0;
        got = fread(bytes + used, 1, cap - used - 1, file);
        used += got;
    }
    if (ferror(file)) {
        bf_io_fail(err, path, "read", errno);
        goto failed;
    }
    fclose(file);
    bytes[used] = '\0';
    *length = used;
    return bytes;
failed:
    fclose(file);
    bf_heap_give(bytes);
    return NULL;
}

struct cursor {
    char *at;      /* next byte to read */
    char *end;     /* of the file */
    size_t line;   /* 1-based */
    bool row_done; /* the field just cut was the last of its row */
    bool broken;   /* a quote that never ends, or text after a closing quote */
};

static char *cut_quoted(struct cursor *cursor)
{
    char *start = ++cursor->at, *to = start;
    for (; cursor->at < cursor->end; cursor->at++) {
        if (*cursor->at == '"') {
            if (cursor->at[1] != '"') {
                break;
            }
            cursor->at++;
        }
        cursor->line += *cursor->at == '\n';
        *to++ = *cursor->at;
    }
    cursor->broken = cursor->at >= cursor->end;
    if (!cursor->broken) {
        cursor->at++;
    }
    *to = '\0';
    return start;
}

/* One field, unquoted in place; moves past its separator. */
static const char *cut_field(struct cursor *cursor)
{
    bool quoted = cursor->at < cursor->end && *cursor->at == '"';
    char *start = cursor->at;
    if (quoted) {
        start = cut_quoted(cursor);
    } else {
        cursor->at += strcspn(cursor->at, ",\r\n");
    }
    char stop = *cursor->at;
    cursor->broken = cursor->broken ||
                     (stop != ',' && stop != '\r' && stop != '\n' && stop != '\0') ||
                     (stop == '\0' && cursor->at < cursor->end);
    char *close = cursor->at;
    if (stop == '\r' && cursor->at[1] == '\n') {
        cursor->at++;
    }
    if (cursor->at < cursor->end) {
        cursor->at++;
    }
    cursor->row_done = stop != ',';
    cursor->line += cursor->row_done;
    if (!quoted) {
        *close = '\0';
    }
    return start;
}

static bool push(const char ***list, size_t *count, size_t *cap, const char *field)
{
    if (*count == *cap) {
        size_t wanted = *cap == 0 ? 256 : 2 * *cap;
        const char **grown = bf_heap_grow(*list, wanted * sizeof *grown);
        if (grown == NULL) {
            return false;
        }
        *list = grown;
        *cap = wanted;
    }
    (*list)[(*count)++] = field;
    return true;
}

static bool cut_rows(struct bf_sheet *sheet, size_t length, const char *path, struct bf_err *err)
{
    struct cursor cursor = {.at = sheet->bytes, .end = sheet->bytes + length, .line = 1};
    size_t fields = 0, cap = 0, head_cap = 0;
    while (cursor.at < cursor.end) {
        size_t line = cursor.line, in_row = 0;
        bool is_head = sheet->columns == 0;
        do {
            const char *field = cut_field(&cursor);
            if (cursor.broken) {
                return fail_at(err, BF_E_SYNTAX, path, line,
                               "expected a field and then a comma or the end of the line, "
                               "received an open quote or a stray byte");
            }
            bool kept = is_head ? push(&sheet->head, &in_row, &head_cap, field)
                                : push(&sheet->field, &fields, &cap, field);
            if (!kept) {
                return fail_at(err, BF_E_NOMEM, path, line, "expected memory to read this table");
            }
            in_row += !is_head;
        } while (!cursor.row_done);
        if (is_head) {
            sheet->columns = in_row;
        } else if (in_row != sheet->columns) {
            char what[128];
            bf_format(what, sizeof what, "expected %zu fields as in the header, received %zu",
                      sheet->columns, in_row);
            return fail_at(err, BF_E_SYNTAX, path, line, what);
        }
    }
    sheet->rows = sheet->columns == 0 ? 0 : fields / sheet->columns;
    return sheet->columns > 0 ||
           fail_at(err, BF_E_SYNTAX, path, 1, "expected a header line, received an empty file");
}

bool bf_sheet_read(struct bf_sheet *sheet, const char *path, struct bf_err *err)
{
    size_t length = 0;
    *sheet = (struct bf_sheet){.bytes = slurp(path, &length, err)};
    if (sheet->bytes == NULL) {
        return false;
    }
    if (!cut_rows(sheet, length, path, err)) {
        bf_sheet_free(sheet);
        return false;
    }
    return true;
}

int bf_sheet_column(const struct bf_sheet *sheet, const char *name)
{
    for (size_t i = 0; i < sheet->columns; i++) {
        if (strcmp(sheet->head[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

void bf_sheet_free(struct bf_sheet *sheet)
{
    bf_heap_give(sheet->field);
    bf_heap_give(sheet->head);
    bf_heap_give(sheet->bytes);
    *sheet = (struct bf_sheet){.bytes = NULL};
}
