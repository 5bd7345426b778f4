/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/outcomes.h -- the outcomes framework of a run: on the screen, and as a table.
 *
 * outcomes.csv has a row an outcome, in the order of the scenario:
 *
 *   outcome,label,definition,unit,better    what it is; better: lower or higher
 *   target,amber                            its lines; empty if none
 *   mean,mc_low,mc_high,p05,p50,p95         as in summary.csv
 *   status                                  of the mean: green, amber, red; none without target
 *   sure                                    1: the 95% interval of the mean lies within that status
 *   chance_green,..._low,..._high           share of winters, with its 95% interval; so for amber
 *                                           and red
 *   replications,source,caution             winters with a value; of the target; what is left out
 *
 * Status is always told in words, never by colour alone. Judged by study/framework.h.
 */
#ifndef BF_REPORT_OUTCOMES_H
#define BF_REPORT_OUTCOMES_H

#include "bedflow/base/text.h"
#include "bedflow/study/result.h"

/* Write the table to `path`. Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_outcomes_write(const struct bf_result *result, const char *path, struct bf_err *err);

/* Append a table of at most 100 columns for a terminal; nothing without a framework or without
 * replications (check out->failed). */
void bf_outcomes_table(const struct bf_result *result, struct bf_text *out);

#endif
