/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/curve.h -- a line with its bands, ready to be drawn or paired.
 *
 * A curve has points in time (days, or Mondays of weeks), six bands, and, when
 * the daily values of every replication were kept, the path of each. A band at
 * a point is taken over replications: it is the range of possible winters on
 * that day. Differences are taken replication by replication first (common
 * random numbers) and summarised afterwards, which is what makes them narrow.
 *
 * Ownership: a curve owns its arrays; free it once. Errors: BF_E_NOMEM, and
 * BF_E_IO of what writes.
 */
#ifndef BF_REPORT_CURVE_H
#define BF_REPORT_CURVE_H

#include "bedflow/report/record.h"
#include "bedflow/study/result.h"

struct bf_curve {
    uint32_t count;              /* points; 0: nothing to draw */
    bf_day *day;                 /* [count], ascending */
    double *band[BF_BAND_COUNT]; /* each [count] */
    double *paths;               /* [replication_count][count], or NULL */
    uint32_t *replication;       /* [replication_count]: their numbers, ascending */
    uint32_t replication_count;
};

/* A daily series as it is. `series` may be NULL: an empty curve. */
bool bf_curve_daily(struct bf_curve *curve, const struct bf_record *record,
                    const struct bf_series_record *series, struct bf_err *err);

/* 100 x sum(part) / sum(whole) by week, Monday to Sunday, in each replication.
 * Weeks that the window cuts are left out, unless that leaves none: then the
 * window is one week. Empty if either series was not kept day by day. */
bool bf_curve_weekly_share(struct bf_curve *curve, const struct bf_record *record,
                           const struct bf_series_record *part,
                           const struct bf_series_record *whole, struct bf_err *err);

/* b - a, over the days and the replication numbers that both have. `overall`
 * gets the paired difference of the means over time (its mean and mc interval).
 * Empty when a curve has no paths or they share nothing. */
bool bf_curve_difference(struct bf_curve *curve, const struct bf_curve *a, const struct bf_curve *b,
                         struct bf_summary *overall, struct bf_err *err);

/* Mean over time of one band, its defined points only; NaN if none. */
double bf_curve_mean(const struct bf_curve *curve, enum bf_band band);

/* Smallest and largest defined value of all bands; false if there are none. */
bool bf_curve_range(const struct bf_curve *curve, double *low, double *high);

/* Index of the point where `band` is largest, or -1. */
int64_t bf_curve_peak(const struct bf_curve *curve, enum bf_band band);

/* Write date,mean,p05,p25,p50,p75,p95. */
bool bf_curve_write(const struct bf_curve *curve, const char *path, struct bf_err *err);

void bf_curve_free(struct bf_curve *curve);

#endif
