/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/table.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/store.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

/* One code point; `length` gets its bytes. Broken bytes count as Latin-1. */
static uint32_t decode(const char *text, size_t *length)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t more = at[0] >= 0xF0 ? 3 : at[0] >= 0xE0 ? 2 : at[0] >= 0xC2 ? 1 : 0;
    uint32_t point = at[0] & (more == 0 ? 0xFFu : 0x3Fu >> more);
    for (size_t i = 1; i <= more; i++) {
        if ((at[i] & 0xC0) != 0x80) {
            *length = 1;
            return at[0];
        }
        point = point << 6 | (at[i] & 0x3Fu);
    }
    *length = more + 1;
    return point;
}

/* Marks that sit on the letter before them take no column, East Asian wide
 * characters and emoji two (Unicode Standard Annex 11, the common ranges). */
static unsigned columns_of(uint32_t point)
{
    static const struct {
        uint32_t low, high;
        unsigned columns;
    } range[] = {
        {0x0300, 0x036F, 0},   {0x200B, 0x200F, 0},   {0x20D0, 0x20FF, 0}, {0xFE00, 0xFE0F, 0},
        {0xFE20, 0xFE2F, 0},   {0x1100, 0x115F, 2},   {0x2E80, 0xA4CF, 2}, {0xAC00, 0xD7A3, 2},
        {0xF900, 0xFAFF, 2},   {0xFE30, 0xFE6F, 2},   {0xFF00, 0xFF60, 2}, {0xFFE0, 0xFFE6, 2},
        {0x1F300, 0x1FAFF, 2}, {0x20000, 0x3FFFD, 2},
    };
    for (size_t i = 0; i < sizeof range / sizeof range[0]; i++) {
        if (point >= range[i].low && point <= range[i].high) {
            return range[i].columns;
        }
    }
    return 1;
}

unsigned bf_text_width(const char *text)
{
    unsigned width = 0;
    for (size_t length = 0; *text != '\0'; text += length) {
        width += columns_of(decode(text, &length));
    }
    return width;
}

void bf_text_fit(const char *text, unsigned width, char out[], size_t size)
{
    size_t kept = 0;
    if (bf_text_width(text) <= width) {
        bf_format(out, size, "%s", text);
        return;
    }
    unsigned used = 0;
    for (size_t length = 0; text[kept] != '\0'; kept += length) {
        used += columns_of(decode(text + kept, &length));
        if (used + 1 > width) {
            break;
        }
    }
    bf_format(out, size, "%.*s…", (int)kept, text);
}

void bf_table_cell(struct bf_text *out, const char *text, unsigned width, bool to_the_right)
{
    unsigned used = bf_text_width(text);
    int pad = used < width ? (int)(width - used) : 0;
    bf_text_add(out, "%*s%s%*s", to_the_right ? pad : 0, "", text, to_the_right ? 0 : pad, "");
}

/* Commas between thousands, inserted from the right of the integer part. */
static void group_thousands(const char *digits, char text[], size_t size)
{
    size_t start = digits[0] == '-', whole = start + strspn(digits + start, "0123456789");
    size_t to = 0;
    for (size_t i = 0; digits[i] != '\0' && to + 2 < size; i++) {
        if (i > start && i < whole && (whole - i) % 3 == 0) {
            text[to++] = ',';
        }
        text[to++] = digits[i];
    }
    text[to] = '\0';
}

static int digits_after_point(double value, double error)
{
    double scale = isfinite(error) && error > 0 ? error : fabs(value) / 50;
    if (!(scale > 0) || scale >= 9.5) {
        return 0;
    }
    int digits = 1 - (int)floor(log10(scale) + 1e-9);
    if (!(isfinite(error) && error > 0) && fabs(value - floor(value + 0.5)) < 1e-9) {
        return 0;
    }
    return digits < 0 ? 0 : digits > 4 ? 4 : digits;
}

/* Tables hold nine digits, and what is read from one must be told as what it was written from. A
 * half goes away from zero, as in a spreadsheet; nine digits differ from a half by more than the
 * hair that is added. */
static double as_in_tables(double value)
{
    if (!(fabs(value) > 0) || fabs(value) >= 1e9) return value;
    double unit = pow(10, 8 - floor(log10(fabs(value))));
    return isfinite(unit) ? round(value * unit) / unit * (1 + 1e-12) : value;
}

void bf_value_print(double value, double error, char text[], size_t size)
{
    char digits[400], *comma;
    if (!isfinite(value)) {
        bf_format(text, size, "–");
        return;
    }
    bf_format(digits, sizeof digits, "%.*f", digits_after_point(value, error), as_in_tables(value));
    comma = strchr(digits, ','); /* the decimal point of the host program's locale */
    if (comma != NULL) {
        *comma = '.';
    }
    if (!(value < 0) && !(value > 0)) {
        bf_format(text, size, "0");
        return;
    }
    if (strspn(digits, "-0.") == strlen(digits)) {
        bf_format(text, size, "%s", digits + (digits[0] == '-'));
        return;
    }
    group_thousands(digits, text, size);
}

void bf_hours_print(double hours, char text[], size_t size)
{
    char number[48];
    if (!(hours >= 1.0 / 60)) {
        bf_format(text, size, isnan(hours) ? "–" : "none");
    } else if (hours < 1) {
        bf_format(text, size, "%.0f min", 60 * hours);
    } else if (hours < 36) {
        bf_value_print(hours, hours < 10 ? 1 : 10, number, sizeof number);
        bf_format(text, size, "%s h", number);
    } else {
        bf_value_print(hours / 24, hours < 240 ? 1 : 10, number, sizeof number);
        bf_format(text, size, "%s days", number);
    }
}

/* A line is told as it was written: no figures added. */
static void print_line(double value, char text[], size_t size)
{
    char digits[64];
    bf_format(digits, sizeof digits, "%.*f", fabs(value) < 1000 ? 3 : 0, value);
    for (char *comma = strchr(digits, ','); comma; comma = NULL)
        *comma = '.';
    size_t length = strlen(digits);
    while (strchr(digits, '.') && (digits[length - 1] == '0' || digits[length - 1] == '.')) {
        bool point = digits[length - 1] == '.';
        digits[--length] = '\0';
        if (point) break;
    }
    group_thousands(digits, text, size);
}

void bf_figure_print(double value, double error, const char *unit, char text[], size_t size)
{
    char plain[420];
    bool pounds = strncmp(unit, "£", strlen("£")) == 0;
    double by = !pounds || fabs(value) < 1e4 ? 1 : fabs(value) < 1e6 ? 1e3 : 1e6;
    if (isnan(error) && isfinite(value))
        print_line(value / by, plain, sizeof plain);
    else
        bf_value_print(value / by, error / by, plain, sizeof plain);
    if (!isfinite(value))
        bf_format(text, size, "–");
    else if (pounds && plain[0] == '-')
        bf_format(text, size, "-£%s%s", plain + 1, by > 1e3 ? "m" : by > 1 ? "k" : "");
    else if (pounds)
        bf_format(text, size, "£%s%s", plain, by > 1e3 ? "m" : by > 1 ? "k" : "");
    else
        bf_format(text, size, "%s%s", plain, unit[0] == '%' ? "%" : "");
}

void bf_measure_words(const struct bf_measure *measure, char text[], size_t size)
{
    const char *class = strcmp(measure->group, "all") == 0 ? "" : measure->group;
    bf_format(text, size, "%s%s%s", measure->name, class[0] == '\0' ? "" : ", ", class);
    for (char *at = text; *at != '\0'; at++) {
        *at = *at == '_' ? ' ' : *at;
    }
}

enum { WHAT_WIDTH = 44, MEAN_WIDTH = 11, ERROR_WIDTH = 9, RANGE_WIDTH = 20, UNIT_WIDTH = 12 };

static void add_row(struct bf_text *out, const char *what, const char *mean, const char *error,
                    const char *range, const char *unit)
{
    char cell[256];
    bf_text_fit(what, WHAT_WIDTH, cell, sizeof cell);
    bf_table_cell(out, cell, WHAT_WIDTH, false);
    bf_table_cell(out, mean, MEAN_WIDTH, true);
    bf_text_add(out, " ");
    bf_table_cell(out, error, ERROR_WIDTH, false);
    bf_table_cell(out, range, RANGE_WIDTH, true);
    bf_text_fit(unit, UNIT_WIDTH, cell, sizeof cell);
    bf_text_add(out, "  %s\n", cell);
}

static void add_measure(struct bf_text *out, const struct bf_measure *measure,
                        const struct bf_summary *s)
{
    char what[256], words[160], mean[64], error[80] = "", low[64], high[64], range[160] = "–";
    double half = (s->mc_high - s->mc_low) / 2;
    double digits = s->count > 1 ? half : (double)NAN;
    bf_measure_words(measure, words, sizeof words);
    if (measure->title)
        bf_format(what, sizeof what, "%s", measure->title);
    else
        bf_format(what, sizeof what, "%s: %s", measure->label, words);
    bf_value_print(s->mean, digits, mean, sizeof mean);
    if (s->count > 1 && isfinite(half)) {
        char plain[64];
        bf_value_print(half, half, plain, sizeof plain);
        bf_format(error, sizeof error, half > 0 ? "± %s" : "in each", plain);
        /* winters are told to one digit less than the mean */
        bf_value_print(s->p05, 10 * half, low, sizeof low);
        bf_value_print(s->p95, 10 * half, high, sizeof high);
        bf_format(range, sizeof range, "%s to %s", low, high);
    }
    add_row(out, what, mean, error, range, measure->unit);
}

/* The mean of a measure of the system that is shown; NaN if it has none. */
static double shown_mean(const struct bf_result *result, const char *name, double work[])
{
    for (uint32_t i = 0; i < result->catalogue->scalar_count; i++) {
        const struct bf_measure *m = &result->catalogue->scalar[i];
        struct bf_summary summary;
        if (!m->headline || strcmp(m->service, "system") != 0 || strcmp(m->name, name) != 0)
            continue;
        bf_store_scalar(result, i, work, &summary);
        return summary.mean;
    }
    return (double)NAN;
}

static void add_what_is_left_out(const struct bf_result *result, double work[], struct bf_text *out)
{
    double over = shown_mean(result, "days_above", work);
    double back = shown_mean(result, "readmission_rate", work);
    if (!isnan(over) && isnan(shown_mean(result, "occupancy", work)))
        bf_table_paragraph(out, BF_NO_ACUTE_SHARE);
    if (!(back > 0) && !isnan(back)) bf_table_paragraph(out, BF_NOBODY_RETURNS);
}

static void add_remarks(const struct bf_result *result, struct bf_text *out)
{
    if (result->count > 1) {
        bf_text_add(out, "±: how far off the mean may be for want of winters (95%%). p05 to p95: "
                         "nine possible winters in ten.\n");
    }
    if (result->chance_only) {
        bf_text_add(out, "chance only: inputs assumed exact\n");
    }
    if (result->count == 1) {
        bf_text_add(out, "one replication: a single possible winter, so no error and no range\n");
    }
    if (result->interrupted) {
        bf_text_add(out, "interrupted: %u of %u replications finished\n", result->count,
                    result->planned);
    }
    if (result->stopped_count > 0) {
        char reason[BF_PATH_CAP * 2 + BF_WHAT_CAP + 32];
        bf_err_render(&result->stopped[0].err, reason, sizeof reason);
        bf_text_add(out,
                    "%u of %u replications stopped and are left out; the first, number %u: %s\n",
                    result->stopped_count, result->planned, result->stopped[0].replication, reason);
    }
}

void bf_table_headline(const struct bf_result *result, struct bf_text *out)
{
    double *work = bf_heap_take((size_t)result->count + 1, sizeof(double));
    if (work == NULL) {
        out->failed = true;
        return;
    }
    if (result->count == 0) {
        bf_text_add(out, "No replication finished, so there is nothing to show.\n");
    } else {
        add_row(out, "", "mean", "± 95%", "winters p05 to p95", "unit");
        for (uint32_t i = 0; i < result->catalogue->scalar_count; i++) {
            struct bf_summary summary;
            if (result->catalogue->scalar[i].headline) {
                bf_store_scalar(result, i, work, &summary);
                add_measure(out, &result->catalogue->scalar[i], &summary);
            }
        }
        add_what_is_left_out(result, work, out);
    }
    add_remarks(result, out);
    bf_heap_give(work);
}

/* ---- laying out ------------------------------------------------------------------------ */

void bf_table_cut_cell(struct bf_text *out, const char *text, unsigned width)
{
    char kept[256];
    bf_text_fit(text, width, kept, sizeof kept);
    bf_table_cell(out, kept, width, false);
}

void bf_table_wrap(struct bf_text *out, unsigned first, unsigned next, const char *text)
{
    unsigned column = 0;
    while (*text != '\0') {
        char word[256];
        size_t length = strcspn(text, " ");
        bf_format(word, sizeof word, "%.*s", (int)length, text);
        unsigned width = bf_text_width(word);
        if (column == 0) {
            bf_text_add(out, "%*s", (int)first, "");
            column = first;
        } else if (column + 1 + width > BF_TABLE_COLUMNS) {
            bf_text_add(out, "\n%*s", (int)next, "");
            column = next;
        } else {
            bf_text_add(out, " ");
            column++;
        }
        bf_text_add_bytes(out, text, length);
        column += width;
        text += length;
        text += strspn(text, " ");
    }
    bf_text_add(out, "\n");
}

void bf_table_paragraph(struct bf_text *out, const char *text)
{
    bf_table_wrap(out, 0, 2, text);
}
