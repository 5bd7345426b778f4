/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/poisson.h -- how many come in a day, by inversion.
 *
 * The probabilities are summed upwards from nine standard deviations below the
 * mean, where less than 1e-19 is left out; the first one is Loader's
 * saddle-point form, good to about 1e-12 at a mean of a million.
 *
 * Cost: grows with sqrt(mean): COST_HERE
 * Source: C. Loader, "Fast and accurate computation of binomial
 * probabilities" (2000), equations 1 and 6.
 */
#ifndef BF_RANDOM_POISSON_H
#define BF_RANDOM_POISSON_H

#include <stdint.h>

/* Poisson count by inversion: the smallest n with P(N <= n) >= u; monotone in
 * both u and mean. Requires mean in [0, 1e6] and u in (0, 1). 0 when mean is 0. */
uint32_t bf_poisson_quantile(double mean, double u);

#endif
