/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/models/daily.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/rows.h"
#include "bedflow/base/text.h"
#include "bedflow/base/units.h"

#include <math.h>
#include <string.h>

#define DAYS_MAX   36525
#define PEOPLE_MAX 1e6
#define CV_MAX     3.0
#define APART      0.25 /* of the stream's own rate: worth a warning */

enum column { DATE, COUNT, MEAN, CV, COLUMNS };
static const char *const column_name[COLUMNS] = {"date", "count", "mean", "cv"};
static const struct bf_daily_value nothing = {(double)NAN, (double)NAN, 0};

struct reader {
    struct bf_network *n;
    uint32_t stream;
    struct bf_rows rows;
    struct bf_daily *daily;
};

/* ---- columns --------------------------------------------------------------------------- */

static void find_columns(struct reader *r)
{
    for (size_t i = 0; i < r->rows.sheet->columns; i++) {
        const char *near = bf_text_nearest(r->rows.sheet->head[i], column_name, COLUMNS);
        if (near && r->rows.column[DATE] != (int)i && bf_sheet_column(r->rows.sheet, near) < 0)
            bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, 1, "",
                          "expected a column that is known, received \"%s\"; did you mean \"%s\"?",
                          r->rows.sheet->head[i], near);
    }
    if (!bf_rows_have(&r->rows, DATE) ||
        (!bf_rows_have(&r->rows, COUNT) && !bf_rows_have(&r->rows, MEAN)))
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_KEY, 1, "",
            "expected a header with date and count, or with date, mean and, if wanted, cv");
    if (bf_rows_have(&r->rows, CV) && !bf_rows_have(&r->rows, MEAN))
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, 1, "",
                      "expected a column mean, since there is a column cv");
}

/* NaN for an empty field or a column that is not there. */
static double read_number(struct reader *r, enum column column, double most)
{
    char expected[80], limit[40];
    bf_units_print(BF_DIM_NUMBER, most, limit, sizeof limit);
    bf_format(expected, sizeof expected, "a number from 0 to %s, or nothing", limit);
    return bf_rows_number(&r->rows, column, 0, most, expected);
}

static bool read_date(struct reader *r, bf_day *day)
{
    char text[32], quoted[80], cure[120];
    const char *field = bf_rows_field(&r->rows, DATE);
    bf_format(text, sizeof text, "%s", field + strspn(field, " "));
    text[strcspn(text, " ")] = '\0';
    if (bf_day_parse(text, day)) return true;
    bf_text_quote(quoted, sizeof quoted, field);
    bf_day_cure(text, cure, sizeof cure);
    bf_rows_fault(&r->rows, BF_ERROR, BF_E_TYPE, bf_rows_line(&r->rows), column_name[DATE],
                  "expected a date such as 2021-11-01, received \"%s\"%s", quoted, cure);
    return false;
}

/* ---- rows ------------------------------------------------------------------------------ */

/* What a row says of its day: nothing, after a fault. */
static struct bf_daily_value read_value(struct reader *r)
{
    size_t errors = r->rows.faults->errors;
    uint32_t line = bf_rows_line(&r->rows);
    struct bf_daily_value value = {read_number(r, COUNT, PEOPLE_MAX),
                                   read_number(r, MEAN, PEOPLE_MAX), read_number(r, CV, CV_MAX)};
    if (r->rows.faults->errors != errors) return nothing;
    if (!isnan(value.count) && value.count != floor(value.count))
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_TYPE, line, column_name[COUNT],
            "expected a whole number of people, received %g; call the column mean if it is a "
            "forecast",
            value.count);
    else if (!isnan(value.cv) && isnan(value.mean) && isnan(value.count))
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, line, column_name[MEAN],
                      "expected a mean beside the cv, received nothing");
    if (isnan(value.cv)) value.cv = 0;
    if (!isnan(value.count))
        value.mean = (double)NAN; /* what was is better than what was foreseen */
    return value;
}

static bool find_span(struct reader *r)
{
    bf_day first = 0, last = 0, day;
    size_t errors = r->rows.faults->errors, found = 0;
    for (r->rows.row = 0; r->rows.row < r->rows.sheet->rows; r->rows.row++) {
        bool dated = read_date(r, &day);
        read_value(r); /* its faults are told beside those of dates */
        if (!dated) continue;
        first = found == 0 || day < first ? day : first;
        last = found == 0 || day > last ? day : last;
        found++;
    }
    if (r->rows.faults->errors != errors) return false;
    if (found == 0)
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_SYNTAX, 0, "",
                      "expected a row a day, received none");
    else if ((int64_t)last - first >= DAYS_MAX)
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_RANGE, 0, "",
                      "expected dates within a century, received some %lld days apart",
                      (long long)((int64_t)last - first));
    if (r->rows.faults->errors != errors) return false;
    r->daily->first = first;
    r->daily->days = (uint32_t)(last - first + 1);
    r->daily->value = bf_heap_take(r->daily->days, sizeof *r->daily->value);
    if (!r->daily->value) {
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_NOMEM, 0, "", "expected memory for %u days",
                      r->daily->days);
        r->daily->days = 0;
        return false;
    }
    for (uint32_t i = 0; i < r->daily->days; i++)
        r->daily->value[i] = nothing;
    return true;
}

/* Of a table whose dates and numbers have no faults. */
static void read_row(struct reader *r)
{
    bf_day day;
    if (!read_date(r, &day)) return;
    struct bf_daily_value *at = &r->daily->value[day - r->daily->first];
    if (!isnan(at->count) || !isnan(at->mean))
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), column_name[DATE],
                      "expected each day once, received one that an earlier row has");
    *at = read_value(r);
}

/* ---- what is worth saying -------------------------------------------------------------- */

/* The stream's own mean on a day, as the event loop takes it, without the winter's factor. */
static double own_mean(const struct bf_network *n, uint32_t stream, bf_day day)
{
    const struct bf_stream_numbers *s = &n->numbers.stream[stream];
    int year, month, of_month;
    bf_day_to_civil(day, &year, &month, &of_month);
    double years = (double)(day - n->from) / 365.25;
    return s->rate_per_day * s->month[month - 1] * s->weekday[bf_day_weekday(day)] *
           pow(1 + s->growth, years) / n->stream_scale[stream];
}

static void summarise(struct reader *r, double counts[], uint8_t weekdays[])
{
    struct bf_daily *daily = r->daily;
    double sum = 0, own = 0;
    for (uint32_t i = 0; i < daily->days; i++) {
        const struct bf_daily_value *value = &daily->value[i];
        bf_day day = daily->first + (bf_day)i;
        if (isnan(value->count) && isnan(value->mean)) continue;
        own += own_mean(r->n, r->stream, day);
        sum += isnan(value->count) ? value->mean : value->count;
        if (isnan(value->count)) {
            daily->forecasts++;
            continue;
        }
        counts[daily->counts] = value->count;
        weekdays[daily->counts++] = (uint8_t)bf_day_weekday(day);
    }
    double days = daily->counts + daily->forecasts;
    daily->mean = days > 0 ? sum / days : 0;
    daily->own_mean = days > 0 ? own / days : 0;
    daily->scatter = bf_dispersion_of(counts, weekdays, daily->counts);
}

/* Days that a table leaves out in its midst, where a row is missed more often than meant. */
static void warn_gaps(struct reader *r)
{
    const struct bf_daily *daily = r->daily;
    uint32_t missing = 0, first = 0;
    char day[BF_DAY_TEXT];
    for (uint32_t i = 0; i < daily->days; i++) {
        if (!isnan(daily->value[i].count) || !isnan(daily->value[i].mean)) continue;
        if (missing++ == 0) first = i;
    }
    if (missing == 0) return;
    bf_day_print(daily->first + (bf_day)first, day);
    bf_rows_fault(&r->rows, BF_WARNING, BF_E_RANGE, 0, "",
                  "%u day%s between the first and the last of the table %s no number (%s%s): there "
                  "the rate of demand.%s holds",
                  missing, missing == 1 ? "" : "s", missing == 1 ? "has" : "have",
                  missing == 1 ? "" : "first ", day, r->n->stream[r->stream].name);
}

/* A number by which the rate of a day is found, of this stream: "demand.falls.by_month[0]". */
static bool is_of_rate(const struct reader *r, const char *path)
{
    static const char *const of_rate[] = {"rate",       "growth",    "by_month",     "by_weekday",
                                          "dispersion", "season_cv", "bank_holiday", NULL};
    const char *name = r->n->stream[r->stream].name;
    size_t length = strlen(name);
    if (strncmp(path, "demand.", 7) != 0 || strncmp(path + 7, name, length) != 0 ||
        path[7 + length] != '.')
        return false;
    const char *last = path + 8 + length;
    for (int k = 0; of_rate[k]; k++)
        if (strcspn(last, "[") == strlen(of_rate[k]) &&
            strncmp(last, of_rate[k], strlen(of_rate[k])) == 0)
            return true;
    return false;
}

/* Days of the table that are reported on which a change is in force. */
static uint32_t days_lost(const struct reader *r, const struct bf_cause *cause)
{
    uint32_t days = 0;
    for (uint32_t i = 0; i < r->daily->days; i++) {
        const struct bf_daily_value *value = &r->daily->value[i];
        bf_day day = r->daily->first + (bf_day)i;
        if ((isnan(value->count) && isnan(value->mean)) || day < r->n->from || day > r->n->to)
            continue;
        days += cause->kind == BF_CAUSE_POLICY ||
                bf_cause_level(cause, cause->from, cause->to, day) != 0;
    }
    return days;
}

/* A wave of flu on top of a table is no wave: the table says how many come. */
static void warn_changes(struct reader *r)
{
    static const char *const kind[] = {"changes", "purchases", "policies"};
    const struct bf_network *n = r->n;
    for (uint32_t k = 0; k < n->shift_count; k++) {
        const char *path = n->bound->given[n->target[n->shift[k].target].given].path;
        const struct bf_cause *cause = &n->cause[n->shift[k].cause];
        uint32_t days = is_of_rate(r, path) ? days_lost(r, cause) : 0;
        if (days == 0) continue;
        bf_rows_fault(
            &r->rows, BF_WARNING, BF_E_RANGE, 0, "",
            "%s.%s changes %s, which does nothing on %u day%s of the period that %s in "
            "this table: there the table alone says how many come; change its numbers, or "
            "take these days out of it",
            kind[cause->kind], cause->name, path, days, days == 1 ? "" : "s",
            days == 1 ? "is" : "are");
    }
}

static void warn(struct reader *r)
{
    const struct bf_daily *daily = r->daily;
    warn_gaps(r);
    if (daily->first > r->n->to || daily->first + (bf_day)daily->days <= r->n->from)
        bf_rows_fault(
            &r->rows, BF_WARNING, BF_E_RANGE, 0, "",
            "no day of the table lies within the period: the table changes nothing that is "
            "reported");
    char have[40], own[40];
    bf_units_print(BF_DIM_NUMBER, daily->mean, have, sizeof have);
    bf_units_print(BF_DIM_NUMBER, daily->own_mean, own, sizeof own);
    if (fabs(daily->mean - daily->own_mean) > APART * daily->own_mean)
        bf_rows_fault(
            &r->rows, BF_WARNING, BF_E_RANGE, 0, "",
            "the table has %s people a day, and the rate of demand.%s would bring %s on the "
            "same days; outside the table the rate holds",
            have, r->n->stream[r->stream].name, own);
    warn_changes(r);
}

static bool finish(struct reader *r)
{
    double *counts = bf_heap_take(r->daily->days, sizeof *counts);
    uint8_t *weekdays = bf_heap_take(r->daily->days, 1);
    bool ok = counts && weekdays;
    if (ok)
        summarise(r, counts, weekdays);
    else
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_NOMEM, 0, "", "expected memory for %u days",
                      r->daily->days);
    bf_heap_give(counts);
    bf_heap_give(weekdays);
    if (ok) warn(r);
    return ok;
}

/* ---- all ------------------------------------------------------------------------------- */

bool bf_daily_read(struct bf_network *network, uint32_t stream, const struct bf_sheet *sheet,
                   const char *file, struct bf_faults *faults)
{
    struct reader r = {.n = network,
                       .stream = stream,
                       .rows = bf_rows_begin(sheet, file, column_name, COLUMNS, faults)};
    size_t errors = faults->errors;
    BF_REQUIRE(stream < network->stream_count);
    if (!network->daily) network->daily = bf_heap_take(network->stream_count, sizeof *r.daily);
    if (!network->daily) {
        bf_rows_fault(&r.rows, BF_ERROR, BF_E_NOMEM, 0, "", "expected memory for daily arrivals");
        return false;
    }
    r.daily = &network->daily[stream];
    BF_REQUIRE(!r.daily->value);
    find_columns(&r);
    if (faults->errors != errors || !find_span(&r)) return false;
    for (r.rows.row = 0; r.rows.row < sheet->rows; r.rows.row++)
        read_row(&r);
    return faults->errors == errors && finish(&r);
}

void bf_daily_free(struct bf_network *network)
{
    for (uint32_t s = 0; network->daily && s < network->stream_count; s++)
        bf_heap_give(network->daily[s].value);
    bf_heap_give(network->daily);
    network->daily = NULL;
}

struct bf_daily_value bf_daily_at(const struct bf_network *network, uint32_t stream, bf_day day)
{
    const struct bf_daily *daily = network->daily ? &network->daily[stream] : NULL;
    if (!daily || day < daily->first || day - daily->first >= (bf_day)daily->days) return nothing;
    return daily->value[day - daily->first];
}
