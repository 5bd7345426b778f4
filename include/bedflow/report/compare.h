/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/compare.h -- the tables and words of pictures that compare runs.
 *
 * For delayed transfers, occupancy and readmissions: the curves of all runs,
 * and the difference of each to the first, taken replication by replication
 * (equal numbers are pairs: common random numbers) and only then summarised.
 * Runs with different seeds are not pairs; their difference is not drawn, and
 * the picture and `said` tell why.
 *
 *   data/<name>-<i>.csv              curve of run i: date,mean,p05,p25,p50,p75,p95
 *   data/<name>-difference-<i>.csv   run i minus run 1, the same columns
 *   data/compare-service-NN.csv      date, then people in (median) and places of each run
 *
 * The title gives the paired difference of the average day with its 95%
 * interval: that one is the error of a mean, and is called so.
 */
#ifndef BF_REPORT_COMPARE_H
#define BF_REPORT_COMPARE_H

#include "bedflow/base/text.h"
#include "bedflow/report/record.h"

enum bf_comparison {
    BF_COMPARE_DELAYED,
    BF_COMPARE_SYSTEM,
    BF_COMPARE_READMISSIONS,
    BF_COMPARE_SERVICES,
    BF_COMPARE_COUNT
};

/* "compare-delayed" and so on: script and file name. */
const char *bf_comparison_name(enum bf_comparison comparison);

/* Write tables and run.gp under plots_dir (with its data/). Requires count >= 2
 * and count <= BF_PLOT_RUNS. Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_compare_write(const struct bf_record record[], uint32_t count, const char *plots_dir,
                      bool has[BF_COMPARE_COUNT], struct bf_text *said, struct bf_err *err);

#endif
