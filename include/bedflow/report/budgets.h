/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/budgets.h -- budgets for several purchases: spent, set aside and left, month by month.
 *
 * At the end of a month, in each winter: spent so far in the period; left, as known that midnight:
 * neither spent nor set aside for contracts, calls and places in use (the daily series `left`); set
 * aside is what remains of the budget. Then summarised over winters. A winter is overspent when
 * less than nothing is left; the chance of it has its exact binomial 95% interval (simulation
 * error).
 */
#ifndef BF_REPORT_BUDGETS_H
#define BF_REPORT_BUDGETS_H

#include "bedflow/base/text.h"
#include "bedflow/report/json.h"
#include "bedflow/report/json_schema.h"
#include "bedflow/stats/interval.h"
#include "bedflow/study/result.h"

struct bf_budget_row {
    const struct bf_plan_line *plan;
    bf_day first, last; /* of the month, within the period */
    struct bf_summary spent, set_aside, left;
    struct bf_interval overspent; /* share of winters */
};

/* Rows by plan, then month, from bf_heap_take (NULL for none). Fails with BF_E_NOMEM. */
bool bf_budget_rows(const struct bf_result *result, struct bf_budget_row **rows, uint32_t *count,
                    struct bf_err *err);

/* plans_by_month.csv: month,days,plan,label,budget,stops; spent, set_aside and left with their
 * errors and ranges; chance_overspent,chance_low,chance_high,replications. Fails with BF_E_IO or
 * BF_E_NOMEM. */
bool bf_budgets_write(const struct bf_result *result, const char *path, struct bf_err *err);

/* The table on the screen: each plan at the end of the period. Nothing without plans. */
void bf_budgets_table(const struct bf_result *result, struct bf_text *out);

/* The member "plans" of a document: each with its months. False without memory. */
bool bf_json_budgets(struct bf_json *json, const struct bf_result *result);
extern const struct bf_member bf_budget_members[];

#endif
