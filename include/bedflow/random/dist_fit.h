/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/dist_fit.h -- from the numbers people know to a distribution.
 *
 * shape        give                             and, if wanted
 * constant     mean
 * uniform      min, max
 * exponential  mean                             max
 * lognormal    mean and one of median, sd, cv   max
 * gamma        mean and one of sd, cv           max
 * weibull      mean and one of sd, cv           max
 * triangular   min, mode, max
 * empirical    points (at least two, ascending)
 * mixture      short_mean, short_median, long_mean, long_median, long_share    max
 *
 * Mean, median, sd and cv are those before truncation at `max`. Without a shape
 * `mean` stands alone and the shape is exponential. A mixture is two lognormals: `long_share` of
 * all have the longer one.
 *
 * Formulas: lognormal sigma^2 = 2 ln(mean / median) = ln(1 + cv^2), mu = ln mean
 * - sigma^2 / 2; gamma shape 1 / cv^2, scale mean cv^2; weibull shape k solves
 * Gamma(1 + 2/k) / Gamma(1 + 1/k)^2 = 1 + cv^2, scale mean / Gamma(1 + 1/k).
 */
#ifndef BF_RANDOM_DIST_FIT_H
#define BF_RANDOM_DIST_FIT_H

#include "bedflow/base/param.h"
#include "bedflow/random/dist.h"

/* As written in a scenario (durations, in hours); unset fields are NaN. */
struct bf_dist_spec {
    int32_t shape; /* enum bf_shape */
    double mean, median, sd, cv, min, mode, max;
    struct bf_series points;
    double short_mean, short_median, long_mean, long_median, long_share; /* or not above 0 */
};

/* The table of a duration distribution; `mean` may also be given alone. */
extern const struct bf_table bf_dist_table;

/* The names of the shapes, in the order of enum bf_shape, ending with NULL. */
extern const char *const bf_shape_names[];

/* Fit. Fails (false, *dist untouched) with why[0..size), "expected X, received
 * Y", when parameters are missing, too many or impossible: a median not below
 * the mean, a cv outside 0.001..100 (weibull 0.002..100), a max that would cut
 * away more than 99.9%, points that descend, a mixture whose long mean is not the longer. `points`
 * are borrowed: they live as long as the dist. */
bool bf_dist_fit(const struct bf_dist_spec *spec, struct bf_dist *dist, char why[], size_t size);

/* Whether a scenario wrote anything of the distribution, and not only its shape's default. */
bool bf_dist_given(const struct bf_dist_spec *spec);

#endif
