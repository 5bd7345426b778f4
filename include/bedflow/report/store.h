/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/store.h -- a study's result as a folder of tables.
 *
 *   summary.csv           a row a scalar: scenario,service,group,measure,unit,mean,mc_low,
 *                         mc_high,p05,p50,p95,replications
 *   daily.csv             a row a daily series and day: scenario,date,service,group,measure,
 *                         unit,mean,p05,p25,p50,p75,p95
 *   replications.csv      a row a scalar and replication: scenario,replication,service,group,
 *                         measure,unit,value (exact: reads back to the same double)
 *   replication_days.csv  replication,date,service,group,measure,value, for the series that
 *                         bf_store_keeps_days names
 *   measures.csv          the catalogue: kind,service,label,group,measure,unit,headline,
 *                         lower_is_better,target,help
 *   capacity_demand.csv, discharges_by_time.csv, spend_by_month.csv
 *                         made from those for plans (report/capacity_demand.h, discharges.h,
 *                         spend.h)
 *   outcomes.csv          the outcomes framework (report/outcomes.h), if there is one
 *   who_waits.csv         by locality and age (report/who_waits.h), if the scenario has some
 *   team_hours.csv        care hours by team (report/team_hours.h), if a service has `areas`
 *   policy_log.csv        when rules of escalation were on (report/policy_log.h), if there are any
 *   plans_by_month.csv    budgets of several purchases (report/budgets.h), if there are any
 *   run.csv               key,value: the identity of the run, for spreadsheets and pictures
 *   run.json              the same and more: scenario text and its SHA-256, stopped
 *                         replications, digests
 *   results.sqlite        what all of those are made from, and the log of rules, for queries
 *                         (report/database.h), when built with SQLite
 *
 * Beside them a run leaves request.json and replications.journal (report/request.h, journal.h),
 * from which it is gone on with or extended.
 *
 * mean with mc_low..mc_high is the simulation error of the mean (95%); p05..p95
 * are possible winters. The CSV files and run.json are complete without SQLite.
 * Equal replication numbers of two folders with one seed are pairs (common
 * random numbers), so paired differences need replications.csv alone.
 *
 * Cost: one sort of `count` values for each scalar and each series and day.
 */
#ifndef BF_REPORT_STORE_H
#define BF_REPORT_STORE_H

#include "bedflow/report/identity.h"
#include "bedflow/study/result.h"

/* Write `result` as the folder `dir` (see report/folder.h for `force`). Fails
 * with BF_E_IO (also a full disk, at any write or close) or BF_E_NOMEM; nothing
 * is left behind then, and an older folder is as it was. */
bool bf_store_write(const struct bf_result *result, const struct bf_run_identity *identity,
                    const char *dir, bool force, struct bf_err *err)
    __attribute__((warn_unused_result));

/* Write the same files into a folder that is there, over those of the same names. On failure none
 * of them is left; what else is in the folder is not touched. */
bool bf_store_fill(const struct bf_result *result, const struct bf_run_identity *identity,
                   const char *folder, struct bf_err *err) __attribute__((warn_unused_result));

/* Whether the daily values of every replication are kept for this series:
 * headline series, and those of the whole system that pictures pair or sum over
 * weeks (delayed, dtoc_rate, occupancy, discharges_alive, readmitted). */
bool bf_store_keeps_days(const struct bf_measure *daily);

/* Summary of scalar `i`, and of daily series `j` on day `d`. `work` has room
 * for [result->count]. The mean of price_per_used is the spend of all
 * replications over what was used in all (Fieller's interval), its quantiles are
 * those of the replications' own. */
void bf_store_scalar(const struct bf_result *result, uint32_t i, double work[],
                     struct bf_summary *summary);
void bf_store_daily(const struct bf_result *result, uint32_t j, uint32_t d, double work[],
                    struct bf_summary *summary);

#endif
