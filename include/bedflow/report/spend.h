/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/spend.h -- what each payer and each purchase spends, month by month.
 *
 * Sums of the daily series `spend` of each replication over the days of a month within the period,
 * then summarised over replications. A payer's spend holds its purchases.
 */
#ifndef BF_REPORT_SPEND_H
#define BF_REPORT_SPEND_H

#include "bedflow/study/result.h"

struct bf_spend_row {
    const struct bf_measure
        *series;        /* group "payer:NHS" of the system, "purchase:x" of its service */
    bf_day first, last; /* of the month, within the period */
    struct bf_summary pounds;
};

/* Rows by series, then month, from bf_heap_take (NULL for none). Fails with BF_E_NOMEM. */
bool bf_spend_rows(const struct bf_result *result, struct bf_spend_row **rows, uint32_t *count,
                   struct bf_err *err);

/* spend_by_month.csv: month,days,service,group,unit,mean,mc_low,mc_high,p05,p50,p95. Fails with
 * BF_E_IO or BF_E_NOMEM. */
bool bf_spend_write(const struct bf_result *result, const char *path, struct bf_err *err);

/* Whether the run has anything to pay for. */
bool bf_spend_is_known(const struct bf_catalogue *catalogue);

#endif
