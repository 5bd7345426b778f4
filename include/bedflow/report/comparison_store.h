/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/comparison_store.h -- a comparison as a folder of tables.
 *
 *   comparison.csv     a row for each option but the base, and measure: option,title,service,
 *                      group,measure,unit,headline,lower_is_better,base_mean,option_mean,
 *                      difference,low,high,together_low,together_high,sd,pairs,zone,verdict,
 *                      times_fewer,base_low,base_high (95% of the base's own mean)
 *   pairs.csv          a row for each option, headline measure and replication:
 *                      option,replication,service,group,measure,unit,value (exact)
 *   options.csv        a row for each option: option,title,scenario_file,scenario_sha256,
 *                      chance_best,share_best,replications,stopped,digest, and its money: the
 *                      columns of bf_comparison_worth_name (comparison_json.h), in £; empty without
 *                      a bill, and ratios where they may have nothing below the line (Fieller)
 *   targets.csv        a row for each option and target: option,service,group,measure,unit,
 *                      target,met,met_low,met_high
 *   payers.csv         a row for each option and payer: option,payer,extra_spend,low,high
 *   prices.csv         at what price of its spot places an option is worth as much as another with
 *                      a block: option,service,purchase,against,unit,acute_day,price_now,
 *                      break_even,low,high
 *   comparison.json    how it was made: program, seed, level, method, each option with its
 *                      scenario text and digest, headline differences
 *
 * low..high is the 95% interval of one difference, together_low..together_high
 * holds for all options and headlines at once (study/compare.h); the latter is
 * empty for other measures. times_fewer: "inf" where the difference never varies.
 */
#ifndef BF_REPORT_COMPARISON_STORE_H
#define BF_REPORT_COMPARISON_STORE_H

#include "bedflow/report/comparison_table.h"
#include "bedflow/report/identity.h"

/* Write the folder `dir`, whole or not at all (see report/folder.h for `force`).
 * Fails with BF_E_IO or BF_E_NOMEM. identity->scenario_text is not used: each
 * option has its own in view->text. */
bool bf_comparison_write(const struct bf_comparison_view *view,
                         const struct bf_run_identity *identity, const char *dir, bool force,
                         struct bf_err *err) __attribute__((warn_unused_result));

/* Write the same files into a folder that is there. On failure none of them is left; what else
 * is in the folder is not touched. */
bool bf_comparison_fill(const struct bf_comparison_view *view,
                        const struct bf_run_identity *identity, const char *folder,
                        struct bf_err *err) __attribute__((warn_unused_result));

#endif
