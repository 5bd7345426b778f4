/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/policy_log.h -- when each rule of escalation was on, in each replication.
 *
 * policy_log.csv has a row for each time that a rule was on within the period,
 * replication after replication, in the order in which they ended:
 *
 *   replication,policy,label       which
 *   measure,value,above            what was measured, its value at the decision, the line
 *   decided,on,off                 "2021-12-03 14:00"; before the first day if it was on by then;
 *                                  off is empty if it was still on when the last day ended
 *   hours                          on within the period
 *   until_below,action             the other line; what is changed while it is on
 *
 * Only a run with rules has the table; the database has the same (report/database.h).
 */
#ifndef BF_REPORT_POLICY_LOG_H
#define BF_REPORT_POLICY_LOG_H

#include "bedflow/study/result.h"

#define BF_MOMENT_TEXT 24

/* "2021-12-03 14:00" */
void bf_moment_print(bf_day first_day, double hours, char text[BF_MOMENT_TEXT]);

/* Hours of a use within the period of so many days. */
double bf_use_hours(const struct bf_use *use, uint32_t day_count);

/* Write the table to `path`. Fails with BF_E_IO. */
bool bf_policy_log_write(const struct bf_result *result, const char *path, struct bf_err *err);

#endif
