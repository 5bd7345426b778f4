/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/poisson.h -- how many come in a day, by inversion.
 *
 * The probabilities are summed upwards from nine standard deviations below the
 * mean, where less than 1e-19 is left out; the first one is Loader's
 * saddle-point form, good to about 1e-12 at a mean of a million. Beyond 0.999
 * they are summed from above.
 *
 * Cost: grows with sqrt(mean): 15 ns at a mean of 2, 30 at 14, 170 at 140, 300 at
 * 1000, 2300 at 100000 (gcc 12 -O2, 2 GHz Xeon).
 * Source: C. Loader, "Fast and accurate computation of binomial
 * probabilities" (2000).
 */
#ifndef BF_RANDOM_POISSON_H
#define BF_RANDOM_POISSON_H

#include <stdint.h>

/* Poisson count by inversion: the smallest n with P(N <= n) >= u; monotone in
 * both u and mean. Requires mean in [0, 1e6] and u in (0, 1). 0 when mean is 0. */
uint32_t bf_poisson_quantile(double mean, double u);

#endif
