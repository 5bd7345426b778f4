/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/capacity_demand.h -- demand, capacity and gap by month and service: the shape of a plan.
 *
 * For every service out of hospital (settings non-acute, care home, home) and month of the period:
 *
 *   demand      new referrals: people who asked for it as their first choice; those in hospital
 *               beds (discharge) and all others (step-up from the community) apart
 *   capacity    people who could have started, were it full all the time: place days open / mean
 *               total stay (its delays included, since they hold places); with care hours: hours
 *               offered / hours of a package; of both, the fewer; with a weekly limit: a seventh of
 *               it a day. Undefined without a limit, or when nobody left. Spot places are not in
 *               it: they are there for one person, who is among those who started.
 *   gap         capacity - demand: negative where people must wait or go elsewhere
 *   started     people who did, as first or later choice
 *   to_start    days from asking (or, in a bed, from being ready) to starting, of those who started
 *
 * Mean stays and hours of a package are of the whole period of the same replication. A month that
 * the period cuts holds its days only (`days`). Teams: places are people on duty, stays contacts.
 */
#ifndef BF_REPORT_CAPACITY_DEMAND_H
#define BF_REPORT_CAPACITY_DEMAND_H

#include "bedflow/study/result.h"

enum bf_plan_column {
    BF_PLAN_FROM_HOSPITAL,
    BF_PLAN_FROM_COMMUNITY,
    BF_PLAN_DEMAND,
    BF_PLAN_CAPACITY,
    BF_PLAN_GAP,
    BF_PLAN_STARTED,
    BF_PLAN_STAY_DAYS,     /* of the period; the same in every month */
    BF_PLAN_PACKAGE_HOURS, /* of the period; NaN without care hours */
    BF_PLAN_TO_START_DAYS,
    BF_PLAN_COLUMNS
};

struct bf_plan_row {
    const char *service, *label;
    const char *limit;  /* what limits it: "places", "care hours", "a weekly limit", "nothing" */
    bf_day first, last; /* of the month, within the period */
    struct bf_summary value[BF_PLAN_COLUMNS];
};

/* Rows by service, then month, from bf_heap_take (NULL for none); give them back. The result needs
 * its daily values. Fails with BF_E_NOMEM. */
bool bf_plan_rows(const struct bf_result *result, struct bf_plan_row **rows, uint32_t *count,
                  struct bf_err *err);

/* capacity_demand.csv: month (YYYY-MM),days,service,label,limit, then of each column its mean, and
 * of demand, capacity and gap also mc_low, mc_high, p05 and p95. Fails with BF_E_IO or
 * BF_E_NOMEM. */
bool bf_capacity_demand_write(const struct bf_result *result, const char *path, struct bf_err *err);

/* Last day of the month of `day`. */
bf_day bf_month_end(bf_day day);

#endif
