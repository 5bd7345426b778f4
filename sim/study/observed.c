/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/observed.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/rows.h"
#include "bedflow/base/text.h"
#include "bedflow/study/goal.h"

#include <math.h>
#include <string.h>

#define SD_OF_90 (2 * 1.6448536269514722) /* sd's in a 90% interval */
#define NAMES    400u                     /* candidates for "did you mean" */

enum column {
    MEASURE,
    FROM,
    TO,
    VALUE,
    LOW,
    HIGH,
    STATISTIC,
    SOURCE,
    DEFINITION,
    COMPARABILITY,
    NOTE,
    COLUMNS
};
static const char *const column_name[COLUMNS] = {
    "measure",   "from",   "to",         "value",         "low", "high",
    "statistic", "source", "definition", "comparability", "note"};

struct reader {
    struct bf_rows rows;
    const struct bf_catalogue *catalogue;
    const struct bf_hold_out *hold_out;
    struct bf_observed *observed;
};

/* ---- fields ---------------------------------------------------------------------------- */

static void find_columns(struct reader *r)
{
    r->rows.row = SIZE_MAX;
    for (size_t i = 0; i < r->rows.sheet->columns; i++) {
        bool known = false;
        for (int c = 0; c < COLUMNS; c++)
            known = known || strcmp(r->rows.sheet->head[i], column_name[c]) == 0;
        if (known) continue;
        const char *near = bf_text_nearest(r->rows.sheet->head[i], column_name, COLUMNS);
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), "",
            "expected the columns measure, from, to, value, low, high, statistic, source, "
            "definition, comparability and note, received \"%s\"%s%s%s",
            r->rows.sheet->head[i], near ? "; did you mean \"" : "", near ? near : "",
            near ? "\"?" : "");
    }
    if (!bf_rows_have(&r->rows, MEASURE) || !bf_rows_have(&r->rows, FROM) ||
        !bf_rows_have(&r->rows, VALUE))
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), "",
            "expected a header with measure, from and value at least (to, low, high, statistic, "
            "source, definition, comparability and note if wanted)");
}

static double read_number(struct reader *r, enum column column)
{
    return bf_rows_number(&r->rows, column, -HUGE_VAL, HUGE_VAL, "a number");
}

static bool month_parse(const char *text, bf_day *from, bf_day *to)
{
    char first[16];
    if (strlen(text) != 7) return false;
    bf_format(first, sizeof first, "%s-01", text);
    if (!bf_day_parse(first, from)) return false;
    for (*to = *from + 27;; (*to)++) {
        int year, month, day, next_year, next_month;
        bf_day_to_civil(*to, &year, &month, &day);
        bf_day_to_civil(*to + 1, &next_year, &next_month, &day);
        if (next_month != month) return true;
    }
}

static bool read_days(struct reader *r, struct bf_observed_row *row)
{
    const char *from = bf_rows_field(&r->rows, FROM), *to = bf_rows_field(&r->rows, TO);
    bool whole = to[0] == '\0' && month_parse(from, &row->from, &row->to);
    if (!whole) {
        char quoted[80], cure[120];
        bool bad_from = !bf_day_parse(from, &row->from);
        row->to = row->from;
        bool bad_to = to[0] != '\0' && !bf_day_parse(to, &row->to);
        bf_text_quote(quoted, sizeof quoted, bad_from ? from : to);
        bf_day_cure(bad_from ? from : to, cure, sizeof cure);
        if (bad_from || bad_to) {
            bf_rows_fault(
                &r->rows, BF_ERROR, BF_E_TYPE, bf_rows_line(&r->rows), bad_from ? "from" : "to",
                "expected a date such as 2021-11-01%s, received \"%s\"%s",
                bad_from ? ", or a month such as 2021-11 with nothing in `to`" : "", quoted, cure);
            return false;
        }
    }
    bf_day first = r->catalogue->first_day, last = first + (bf_day)r->catalogue->day_count - 1;
    if (row->to < row->from) {
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), "to",
                      "expected `to` on or after `from`, received %s", to);
        return false;
    }
    if (row->from < first || row->to > last) {
        char a[BF_DAY_TEXT], b[BF_DAY_TEXT];
        bf_day_print(first, a);
        bf_day_print(last, b);
        bf_rows_fault(
            &r->rows, BF_WARNING, BF_E_RANGE, bf_rows_line(&r->rows), "from",
            "left out: its days are not all within the scenario's period, %s to %s (to take it "
            "in, lengthen the period: --set period.to=...)",
            a, b);
        return false;
    }
    const struct bf_hold_out *hold = r->hold_out;
    bool some = row->from <= hold->to && row->to >= hold->from && hold->from <= hold->to;
    row->held_out = some && row->from >= hold->from && row->to <= hold->to;
    if (some && !row->held_out)
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), "from",
            "expected days all inside or all outside the hold-out, received some on either "
            "side; cut the row, or move the hold-out");
    return !some || row->held_out;
}

static void read_value(struct reader *r, struct bf_observed_row *row)
{
    double low = read_number(r, LOW), high = read_number(r, HIGH);
    row->value = read_number(r, VALUE);
    if (isnan(row->value) && bf_rows_field(&r->rows, VALUE)[0] == '\0')
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), "value",
                      "expected a number, received nothing");
    if (isnan(low) != isnan(high)) {
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), "low",
                      "expected both low and high, or neither");
    } else if (!isnan(low) && !isnan(row->value)) {
        row->sd = (high - low) / SD_OF_90;
        if (!(low <= row->value && row->value <= high))
            bf_rows_fault(&r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), "value",
                          "expected a value from low to high");
    }
}

/* ---- measures -------------------------------------------------------------------------- */

static const char *nearest_measure(const struct bf_catalogue *c, const char *name)
{
    static const char *const systems[] = {"delayed",    "dtoc_rate",     "occupancy",
                                          "admissions", "discharges",    "emergency_admissions",
                                          "cancelled",  "waiting_acute", "in_process"};
    const char *candidate[NAMES];
    size_t count = 0;
    for (uint32_t i = 0; i < c->daily_count && count < NAMES; i++)
        if (strcmp(c->daily[i].service, "system") == 0 && strcmp(c->daily[i].group, "all") == 0)
            candidate[count++] = c->daily[i].name;
    const char *near = bf_text_nearest(name, candidate, count);
    return near ? near : bf_text_nearest(name, systems, sizeof systems / sizeof systems[0]);
}

static bool add_term(struct reader *r, struct bf_observed_measure *m, const char *name)
{
    const struct bf_catalogue *c = r->catalogue;
    uint32_t i = bf_measure_named(c->daily, c->daily_count, name);
    if (i != UINT32_MAX && m->column_count < BF_OBSERVED_TERMS) {
        if (m->column_count == 0) {
            m->unit = c->daily[i].unit;
            m->help = c->daily[i].help;
        }
        m->column[m->column_count++] = i;
        return true;
    }
    const char *near = nearest_measure(c, name), *dot = strchr(name, '.');
    char quoted[80];
    bf_text_quote(quoted, sizeof quoted, name);
    bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), "measure",
                  "expected a measure by day, as in daily.csv: one of the whole system such as "
                  "emergency_admissions, or of a service such as ward.occupied%s, received "
                  "\"%s\"%s%s%s",
                  m->column_count == BF_OBSERVED_TERMS ? ", at most 16 of them" : "", quoted,
                  near && !dot ? "; did you mean \"" : "", near && !dot ? near : "",
                  near && !dot ? "\"?" : "");
    return false;
}

static bool read_terms(struct reader *r, struct bf_observed_measure *m)
{
    for (const char *at = m->text; at;) {
        char name[256];
        const char *plus = strchr(at, '+');
        size_t length = plus ? (size_t)(plus - at) : strlen(at);
        while (length > 0 && *at == ' ')
            at++, length--;
        while (length > 0 && at[length - 1] == ' ')
            length--;
        bf_format(name, sizeof name, "%.*s", (int)length, at);
        if (!add_term(r, m, name)) return false;
        at = plus ? plus + 1 : NULL;
    }
    return true;
}

/* Index of the row's measure, or UINT32_MAX. */
static uint32_t read_measure(struct reader *r)
{
    struct bf_observed *o = r->observed;
    const char *text = bf_rows_field(&r->rows, MEASURE),
               *statistic = bf_rows_field(&r->rows, STATISTIC);
    bool total = strcmp(statistic, "total") == 0;
    if (!total && statistic[0] != '\0' && strcmp(statistic, "mean") != 0)
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), "statistic",
                      "expected mean or total (or nothing, for mean), received \"%s\"", statistic);
    for (uint32_t i = 0; i < o->measure_count; i++)
        if (strcmp(o->measure[i].text, text) == 0 && o->measure[i].total == total) return i;
    if (o->measure_count == BF_OBSERVED_MEASURES) {
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_LIMIT, bf_rows_line(&r->rows), "measure",
                      "expected at most %u measures", BF_OBSERVED_MEASURES);
        return UINT32_MAX;
    }
    struct bf_observed_measure *m = &o->measure[o->measure_count];
    *m = (struct bf_observed_measure){.text = text,
                                      .total = total,
                                      .source = bf_rows_field(&r->rows, SOURCE),
                                      .definition = bf_rows_field(&r->rows, DEFINITION),
                                      .comparability = bf_rows_field(&r->rows, COMPARABILITY)};
    if (!read_terms(r, m)) return UINT32_MAX;
    if (m->definition[0] == '\0')
        bf_rows_fault(
            &r->rows, BF_WARNING, BF_E_KEY, bf_rows_line(&r->rows), "definition",
            "what was counted under \"%s\" is not said: only numbers of one definition can be "
            "compared; the model's is \"%s\"",
            text, m->help);
    return o->measure_count++;
}

/* ---- rows ------------------------------------------------------------------------------ */

static void compare_rows(struct reader *r)
{
    const struct bf_observed *o = r->observed;
    for (uint32_t i = 0; i < o->row_count; i++)
        for (uint32_t k = i + 1; k < o->row_count; k++) {
            const struct bf_observed_row *a = &o->row[i], *b = &o->row[k];
            if (a->measure != b->measure || a->from > b->to || b->from > a->to) continue;
            for (r->rows.row = 0;
                 r->rows.row < r->rows.sheet->rows && r->rows.sheet->line[r->rows.row] != b->line;)
                r->rows.row++;
            if (a->from == b->from && a->to == b->to)
                bf_rows_fault(
                    &r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), "from",
                    "expected each measure once for the same days, received the same as in line "
                    "%u",
                    a->line);
            else
                bf_rows_fault(&r->rows, BF_WARNING, BF_E_RANGE, bf_rows_line(&r->rows), "from",
                              "shares days with line %u: what happened then counts twice", a->line);
            return;
        }
}

bool bf_observed_read(const struct bf_sheet *sheet, const char *file,
                      const struct bf_catalogue *catalogue, const struct bf_hold_out *hold_out,
                      struct bf_observed *o, struct bf_faults *faults)
{
    struct reader r = {.rows = bf_rows_begin(sheet, file, column_name, COLUMNS, faults),
                       .catalogue = catalogue,
                       .hold_out = hold_out,
                       .observed = o};
    size_t errors = faults->errors;
    *o = (struct bf_observed){.row = bf_heap_take(sheet->rows + 1, sizeof *o->row)};
    find_columns(&r);
    if (!o->row)
        bf_rows_fault(&r.rows, BF_ERROR, BF_E_NOMEM, bf_rows_line(&r.rows), "",
                      "expected memory for the rows");
    if (sheet->rows == 0 || sheet->rows > BF_OBSERVED_ROWS)
        bf_rows_fault(&r.rows, BF_ERROR, BF_E_LIMIT, bf_rows_line(&r.rows), "",
                      "expected 1 to %u rows, received %zu", BF_OBSERVED_ROWS, sheet->rows);
    if (faults->errors != errors) return false;
    for (r.rows.row = 0; r.rows.row < sheet->rows; r.rows.row++) {
        struct bf_observed_row row = {.line = sheet->line[r.rows.row]};
        uint32_t measures = o->measure_count;
        row.measure = read_measure(&r);
        bool days = read_days(&r, &row);
        read_value(&r, &row);
        if (!days) o->measure_count = measures; /* a measure comes with its first row */
        if (!days || row.measure == UINT32_MAX) continue;
        o->row[o->row_count++] = row;
        o->held_count += row.held_out;
        o->fit_count += !row.held_out;
    }
    compare_rows(&r);
    r.rows.row = SIZE_MAX;
    if (faults->errors == errors && o->fit_count == 0)
        bf_rows_fault(&r.rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r.rows), "",
                      "expected rows to fit, received none within the period that is not held out");
    return faults->errors == errors;
}

double bf_observed_modelled(const struct bf_observed *o, uint32_t i, const struct bf_result *result,
                            uint32_t r)
{
    const struct bf_observed_row *row = &o->row[i];
    const struct bf_observed_measure *m = &o->measure[row->measure];
    const struct bf_catalogue *c = result->catalogue;
    double sum = 0;
    uint32_t days = 0;
    for (bf_day day = row->from; day <= row->to; day++) {
        size_t d = (size_t)r * c->day_count + (size_t)(day - c->first_day);
        double value = 0;
        for (uint32_t k = 0; k < m->column_count; k++)
            value += (double)result->daily[d * c->daily_count + m->column[k]];
        if (isnan(value)) continue;
        sum += value;
        days++;
    }
    if (days == 0) return (double)NAN;
    return m->total ? sum : sum / days;
}

void bf_observed_free(struct bf_observed *o)
{
    bf_heap_give(o->row);
    *o = (struct bf_observed){.row = NULL};
}

/* ---- the hold-out ---------------------------------------------------------------------- */

static bool end_parse(const char *text, bf_day *from, bf_day *to)
{
    if (month_parse(text, from, to)) return true;
    if (!bf_day_parse(text, from)) return false;
    *to = *from;
    return true;
}

bool bf_hold_out_parse(const char *text, struct bf_hold_out *hold_out, struct bf_err *err)
{
    char from[32], to[32];
    bf_day unused;
    const char *dots = strstr(text, "..");
    bool ok = dots && bf_format(from, sizeof from, "%.*s", (int)(dots - text), text) &&
              bf_format(to, sizeof to, "%s", dots + 2) &&
              end_parse(from, &hold_out->from, &unused) && end_parse(to, &unused, &hold_out->to) &&
              hold_out->from <= hold_out->to;
    return ok || bf_fail(err, BF_E_SYNTAX, NULL,
                         "expected two days or months with two dots between, such as "
                         "2022-01-01..2022-03-31 or 2022-01..2022-03, received \"%s\"",
                         text);
}
