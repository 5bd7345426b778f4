/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/who_waits.h -- who waits longer: days of delay by locality and age band.
 *
 * From the measures left_beds and delay_mean of the whole system, groups "locality:x", "ages:a" and
 * "ages:a, locality:x": days that people were delayed before leaving an acute or non-acute bed, of
 * all who left (those with no delay and same-day stays among them).
 */
#ifndef BF_REPORT_WHO_WAITS_H
#define BF_REPORT_WHO_WAITS_H

#include "bedflow/report/table_picture.h"
#include "bedflow/study/result.h"

/* Whether the run tells localities or age bands apart. */
bool bf_who_waits_is_known(const struct bf_catalogue *catalogue);

/* who_waits.csv: ages,locality,label,left_beds,delay_days,mc_low,mc_high,p05,p50,p95; "all" for
 * every age or locality. Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_who_waits_write(const struct bf_result *result, const char *path, struct bf_err *err);

/* Two panels of means with 95% simulation error and the range over winters, by locality and by age
 * band, and a table of both. Fails as those of report/table_picture.h. */
bool bf_who_waits_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err);

#endif
