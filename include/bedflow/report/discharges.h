/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/discharges.h -- on which weekday, and by which hour, people leave acute beds.
 *
 * From the measures of the whole system that tell of adults discharged alive after at least a
 * night: in groups "weekday:Mon" and so on discharges_overnight (a day) and discharges_index (to
 * the mean day), in groups "hour:00" to "hour:23" discharges_share (within the hour) and
 * discharges_before (gone by its start). These patterns are never entered: they come out of rounds,
 * transport, opening hours and bank holidays, and can be held beside what a hospital counts.
 */
#ifndef BF_REPORT_DISCHARGES_H
#define BF_REPORT_DISCHARGES_H

#include "bedflow/report/table_picture.h"
#include "bedflow/study/result.h"

/* Whether anybody left after a night. */
bool bf_discharges_are_known(const struct bf_result *result);

/* discharges_by_time.csv: by,name,measure,unit,mean,mc_low,mc_high,p05,p50,p95, with "weekday" or
 * "hour" in `by`; undefined figures (nobody left) are empty. Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_discharges_write(const struct bf_result *result, const char *path, struct bf_err *err);

/* Bars by weekday, to the mean day, and by hour, with the range over winters. *has is false
 * without the table, or when nobody left. Fails as those of report/table_picture.h. */
bool bf_discharges_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err);

#endif
