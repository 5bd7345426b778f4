/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/capacity_demand.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"

#include <math.h>
#include <string.h>

bf_day bf_month_end(bf_day day)
{
    int year, month, of_month;
    bf_day_to_civil(day, &year, &month, &of_month);
    return bf_day_from_civil(month == 12 ? year + 1 : year, month == 12 ? 1 : month + 1, 1) - 1;
}

/* ---- the columns of one service -------------------------------------------------------- */

enum {
    ASKED_HOSPITAL,
    ASKED_COMMUNITY,
    COMMENCED,
    COMMENCE_HOURS,
    PLACE_DAYS,
    HOURS_OFFERED,
    HOURS_BOOKED,
    START_LIMIT,
    DAILY_COUNT
};

struct plan {
    const struct bf_result *result;
    uint32_t daily[DAILY_COUNT]; /* UINT32_MAX: it has none */
    uint32_t stay_total;
    const char *service, *label;
};

static uint32_t find(const struct bf_measure measure[], uint32_t count, const char *service,
                     const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(measure[i].service, service) == 0 && strcmp(measure[i].name, name) == 0 &&
            strcmp(measure[i].group, "all") == 0)
            return i;
    return UINT32_MAX;
}

static struct plan plan_of(const struct bf_result *result, uint32_t asked)
{
    static const char *const name[DAILY_COUNT] = {
        "asked_hospital", "asked_community", "commenced",    "commence_hours",
        "place_days",     "hours_offered",   "hours_booked", "start_limit"};
    const struct bf_catalogue *c = result->catalogue;
    struct plan plan = {
        .result = result, .service = c->daily[asked].service, .label = c->daily[asked].label};
    for (int k = 0; k < DAILY_COUNT; k++)
        plan.daily[k] = find(c->daily, c->daily_count, plan.service, name[k]);
    plan.stay_total = find(c->scalar, c->scalar_count, plan.service, "stay_total");
    return plan;
}

/* Sum over days [from, to) of a replication; NaN without the column or without any value. */
static double sum(const struct plan *plan, uint32_t r, int column, uint32_t from, uint32_t to)
{
    const struct bf_catalogue *c = plan->result->catalogue;
    double total = 0;
    uint32_t defined = 0;
    for (uint32_t d = from; plan->daily[column] != UINT32_MAX && d < to; d++) {
        double value =
            (double)plan->result
                ->daily[((size_t)r * c->day_count + d) * c->daily_count + plan->daily[column]];
        if (isnan(value)) continue;
        total += value;
        defined++;
    }
    return defined ? total : (double)NAN;
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : (double)NAN;
}

/* ---- one month of one replication ------------------------------------------------------ */

static void month_of(const struct plan *plan, uint32_t r, uint32_t from, uint32_t to,
                     double value[BF_PLAN_COLUMNS])
{
    uint32_t days = plan->result->catalogue->day_count;
    double stay =
        plan->stay_total == UINT32_MAX
            ? (double)NAN
            : plan->result
                  ->scalar[(size_t)r * plan->result->catalogue->scalar_count + plan->stay_total];
    double package = ratio(sum(plan, r, HOURS_BOOKED, 0, days), sum(plan, r, COMMENCED, 0, days));
    double places = ratio(sum(plan, r, PLACE_DAYS, from, to), stay);
    double hours = ratio(sum(plan, r, HOURS_OFFERED, from, to), package);
    double limit = sum(plan, r, START_LIMIT, from, to);
    value[BF_PLAN_FROM_HOSPITAL] = sum(plan, r, ASKED_HOSPITAL, from, to);
    value[BF_PLAN_FROM_COMMUNITY] = sum(plan, r, ASKED_COMMUNITY, from, to);
    value[BF_PLAN_DEMAND] = value[BF_PLAN_FROM_HOSPITAL] + value[BF_PLAN_FROM_COMMUNITY];
    value[BF_PLAN_CAPACITY] = fmin(fmin(places, hours), limit); /* NaN gives way */
    value[BF_PLAN_GAP] = value[BF_PLAN_CAPACITY] - value[BF_PLAN_DEMAND];
    value[BF_PLAN_STARTED] = sum(plan, r, COMMENCED, from, to);
    value[BF_PLAN_STAY_DAYS] = stay;
    value[BF_PLAN_PACKAGE_HOURS] = package;
    value[BF_PLAN_TO_START_DAYS] =
        ratio(sum(plan, r, COMMENCE_HOURS, from, to), value[BF_PLAN_STARTED]) / 24;
}

static const char *limit_of(const struct plan *plan)
{
    uint32_t days = plan->result->catalogue->day_count;
    if (plan->daily[START_LIMIT] != UINT32_MAX && !isnan(sum(plan, 0, START_LIMIT, 0, days)))
        return "a weekly limit";
    bool hours = plan->daily[HOURS_OFFERED] != UINT32_MAX;
    bool places = !isnan(sum(plan, 0, PLACE_DAYS, 0, days));
    return hours && places ? "places and care hours"
           : hours         ? "care hours"
           : places        ? "places"
                           : "nothing";
}

static void summarise_month(const struct plan *plan, struct bf_plan_row *row, double work[])
{
    const struct bf_result *result = plan->result;
    uint32_t from = (uint32_t)(row->first - result->catalogue->first_day);
    uint32_t to = (uint32_t)(row->last - result->catalogue->first_day) + 1;
    for (uint32_t r = 0; r < result->count; r++) {
        double value[BF_PLAN_COLUMNS];
        month_of(plan, r, from, to, value);
        for (int k = 0; k < BF_PLAN_COLUMNS; k++)
            work[(size_t)k * result->count + r] = value[k];
    }
    for (int k = 0; k < BF_PLAN_COLUMNS; k++)
        bf_summarise(work + (size_t)k * result->count, result->count, &row->value[k]);
}

/* ---- all ------------------------------------------------------------------------------- */

static uint32_t count_months(const struct bf_catalogue *c)
{
    uint32_t count = 0;
    bf_day end = c->first_day + (bf_day)c->day_count;
    for (bf_day day = c->first_day; day < end; day = bf_month_end(day) + 1)
        count++;
    return count;
}

static bool is_plan(const struct bf_measure *daily)
{
    return strcmp(daily->name, "asked_hospital") == 0 && strcmp(daily->group, "all") == 0;
}

bool bf_plan_rows(const struct bf_result *result, struct bf_plan_row **rows, uint32_t *count,
                  struct bf_err *err)
{
    const struct bf_catalogue *c = result->catalogue;
    uint32_t services = 0;
    for (uint32_t j = 0; j < c->daily_count; j++)
        services += is_plan(&c->daily[j]);
    *count = result->count ? services * count_months(c) : 0;
    *rows = NULL;
    if (*count == 0) return true;
    double *work = bf_heap_take((size_t)result->count * BF_PLAN_COLUMNS, sizeof *work);
    *rows = bf_heap_take(*count, sizeof **rows);
    if (!work || !*rows) {
        bf_heap_give(work);
        bf_heap_give(*rows);
        *rows = NULL;
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for a table of months");
    }
    uint32_t at = 0;
    bf_day end = c->first_day + (bf_day)c->day_count - 1;
    for (uint32_t j = 0; j < c->daily_count; j++) {
        if (!is_plan(&c->daily[j])) continue;
        struct plan plan = plan_of(result, j);
        for (bf_day day = c->first_day; day <= end; day = bf_month_end(day) + 1) {
            bf_day last = bf_month_end(day) < end ? bf_month_end(day) : end;
            (*rows)[at] = (struct bf_plan_row){.service = plan.service,
                                               .label = plan.label,
                                               .limit = limit_of(&plan),
                                               .first = day,
                                               .last = last};
            summarise_month(&plan, &(*rows)[at++], work);
        }
    }
    bf_heap_give(work);
    return true;
}

static void write_row(struct bf_csv *csv, const struct bf_plan_row *row)
{
    char month[BF_DAY_TEXT];
    bf_day_print(row->first, month);
    month[7] = '\0'; /* YYYY-MM */
    bf_csv_text(csv, month);
    bf_csv_count(csv, (uint64_t)(row->last - row->first + 1));
    bf_csv_text(csv, row->service);
    bf_csv_text(csv, row->label);
    bf_csv_text(csv, row->limit);
    for (int k = 0; k < BF_PLAN_COLUMNS; k++) {
        const struct bf_summary *s = &row->value[k];
        bf_csv_number(csv, s->mean);
        if (k != BF_PLAN_DEMAND && k != BF_PLAN_CAPACITY && k != BF_PLAN_GAP) continue;
        bf_csv_number(csv, s->mc_low);
        bf_csv_number(csv, s->mc_high);
        bf_csv_number(csv, s->p05);
        bf_csv_number(csv, s->p95);
    }
    bf_csv_end_row(csv);
}

bool bf_capacity_demand_write(const struct bf_result *result, const char *path, struct bf_err *err)
{
    struct bf_plan_row *rows;
    struct bf_csv csv;
    uint32_t count;
    if (!bf_plan_rows(result, &rows, &count, err)) return false;
    bool good = bf_csv_open(
        &csv, path,
        "month,days,service,label,limit,demand_hospital,demand_community,demand,demand_mc_low,"
        "demand_mc_high,demand_p05,demand_p95,capacity,capacity_mc_low,capacity_mc_high,"
        "capacity_p05,capacity_p95,gap,gap_mc_low,gap_mc_high,gap_p05,gap_p95,started,stay_days,"
        "package_hours,days_to_start",
        err);
    for (uint32_t i = 0; good && i < count; i++)
        write_row(&csv, &rows[i]);
    bf_heap_give(rows);
    return good && bf_csv_close(&csv, err);
}
