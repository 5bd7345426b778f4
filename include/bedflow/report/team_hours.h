/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/team_hours.h -- which team is short: care hours by the areas of a service.
 *
 * From the measures area_hours_offered, _booked, _short (hours a day, means of the period's days)
 * and _share (booked of offered, in percent), groups "team:x" and "locality:x", of each service
 * whose hours are kept apart by `areas`.
 */
#ifndef BF_REPORT_TEAM_HOURS_H
#define BF_REPORT_TEAM_HOURS_H

#include "bedflow/study/result.h"

/* Whether any service has hours in more than one area. */
bool bf_team_hours_are_known(const struct bf_catalogue *catalogue);

/* team_hours.csv: service,service_label,area,label,measure,unit,mean,mc_low,mc_high,p05,p50,p95;
 * area is "team:x" or "locality:x". Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_team_hours_write(const struct bf_result *result, const char *path, struct bf_err *err);

#endif
