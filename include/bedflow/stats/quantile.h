/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/quantile.h -- quantiles of numbers that are all there: over replications, over days.
 *
 * Definition: linear between order statistics, the i-th of n (from 0) being the
 * quantile i / (n - 1) (type 7 of Hyndman and Fan, The American Statistician 50
 * (1996) 361-365; gsl_stats_quantile_from_sorted_data). Undefined results
 * (NaN) are left out, as everywhere.
 */
#ifndef BF_STATS_QUANTILE_H
#define BF_STATS_QUANTILE_H

#include <stddef.h>

/* Move NaNs to the end and sort the rest ascending; returns how many they are. O(n log n). */
size_t bf_quantile_sort(double values[], size_t count);

/* The quantile q (0..1) of ascending numbers without NaN; NaN when there are none. */
double bf_quantile_sorted(const double sorted[], size_t count, double q);

#endif
