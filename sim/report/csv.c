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

/* A whole number below a million, as most counts of people are: its digits, as %g would give them,
 * at a tenth of the cost. */
static bool print_whole(double value, char text[BF_NUMBER_CAP])
{
    if (!(fabs(value) < 1e6)) {
        return false;
    }
    int32_t whole = (int32_t)value;
    if ((double)whole < value || (double)whole > value) {
        return false;
    }
    char digits[8];
    size_t count = 0, at = 0;
    for (uint32_t left = (uint32_t)(whole < 0 ? -whole : whole); count == 0 || left > 0;
         left /= 10) {
        digits[count++] = (char)('0' + left % 10);
    }
    if (whole < 0) {
        text[at++] = '-';
    }
    while (count > 0) {
        text[at++] = digits[--count];
    }
    text[at] = '\0';
    return true;
}

void bf_number_print(double value, char text[BF_NUMBER_CAP])
{
    if (!print_whole(value, text) && !print_special(value, text)) {
        bf_format(text, BF_NUMBER_CAP, "%.9g", value == 0 ? 0.0 : value);
        restore_full_stop(text);
    }
}

void bf_number_print_exact(double value, char text[BF_NUMBER_CAP])
{
    static const int digits[] = {9, 12, 15, 16, 17};
    if ((value != 0 && print_whole(value, text)) || print_special(value, text)) {
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
    if ((value != 0 && print_whole((double)value, text)) || print_special((double)value, text)) {
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

bool bf_csv_open_with(struct bf_csv *csv, const char *path, struct bf_text *head,
                      struct bf_err *err)
{
    bool good = head->failed ? bf_fail(err, BF_E_NOMEM, NULL, "expected memory for a table")
                             : bf_csv_open(csv, path, head->bytes, err);
    bf_text_free(head);
    return good;
}

static void separate(struct bf_csv *csv)
{
    if (csv->within_row) {
        bf_sink_bytes(&csv->sink, ",", 1);
    }
    csv->within_row = true;
}

/* A spreadsheet would work it out rather than show it. "+30 beds" is a name, "+f(1)" is none. */
static bool seems_a_formula(const char *text)
{
    bool signed_call = (*text == '+' || *text == '-') && strpbrk(text, "(|!") != NULL;
    return *text != '\0' && (strchr("=@\t\r", *text) != NULL || signed_call);
}

void bf_csv_text(struct bf_csv *csv, const char *text)
{
    separate(csv);
    if (text == NULL) {
        return;
    }
    const char *guard = seems_a_formula(text) ? "'" : "";
    if (strpbrk(text, ",\"\r\n") == NULL) {
        bf_sink_text(&csv->sink, guard);
        bf_sink_text(&csv->sink, text);
        return;
    }
    bf_sink_bytes(&csv->sink, "\"", 1);
    bf_sink_text(&csv->sink, guard);
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

void bf_csv_numbers(struct bf_csv *csv, const double value[], size_t count)
{
    for (size_t i = 0; i < count; i++)
        bf_csv_number(csv, value[i]);
}

void bf_csv_summary(struct bf_csv *csv, const struct bf_summary *s)
{
    const double value[] = {s->mean, s->mc_low, s->mc_high, s->p05, s->p50, s->p95};
    bf_csv_numbers(csv, value, sizeof value / sizeof value[0]);
}

void bf_csv_interval(struct bf_csv *csv, const struct bf_interval *interval)
{
    bf_csv_number(csv, interval->estimate);
    bf_csv_number(csv, interval->low);
    bf_csv_number(csv, interval->high);
}

void bf_csv_measure(struct bf_csv *csv, const struct bf_measure *measure)
{
    bf_csv_text(csv, measure->service);
    bf_csv_text(csv, measure->group);
    bf_csv_text(csv, measure->name);
    bf_csv_text(csv, measure->unit);
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

/* The first fault found. */
static bool parse(struct bf_sheet *sheet, char *bytes, size_t length, const char *path,
                  struct bf_err *err)
{
    struct bf_faults faults = {.count = 0};
    bool good = bf_sheet_parse(sheet, bytes, length, path, &faults);
    if (!good && faults.count > 0)
        *err = faults.fault[0].err;
    else if (!good)
        fail_at(err, BF_E_NOMEM, path, 0, "expected memory to read this table");
    bf_faults_free(&faults);
    return good;
}

bool bf_sheet_read(struct bf_sheet *sheet, const char *path, struct bf_err *err)
{
    size_t length = 0;
    *sheet = (struct bf_sheet){.bytes = NULL};
    char *bytes = slurp(path, &length, err);
    if (bytes == NULL) {
        return false;
    }
    if (!parse(sheet, bytes, length, path, err)) {
        bf_sheet_free(sheet);
        return false;
    }
    return true;
}
