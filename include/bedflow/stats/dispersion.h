/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/dispersion.h -- do daily counts scatter more than Poisson counts would?
 *
 * Counts come in groups of equal mean (weekdays). Within a group a Poisson count
 * has a variance equal to its mean; days that have a factor of their own, of
 * mean 1 and variance d, have mean m and variance m + d m^2.
 *
 *   ratio       sum of (count - group mean)^2 / group mean, over n - groups: the
 *               Pearson statistic per degree of freedom, 1 for Poisson counts
 *   dispersion  sum over groups of [sum of squares x n/(n-1) - sum] over the sum of
 *               squared means: the d of the moments, 0 if it comes out negative
 *
 * The interval of the ratio is that of chi-square over its degrees of freedom,
 * which holds when the counts are Poisson: a ratio outside is no chance. A trend
 * or a season within the counts scatters them, too: it is not taken out.
 * Source: P. McCullagh, J. Nelder, Generalized Linear Models (1989), section
 * 6.2; moments: N. Breslow, Applied Statistics 33 (1984) 38-44.
 */
#ifndef BF_STATS_DISPERSION_H
#define BF_STATS_DISPERSION_H

#include <stdint.h>

#define BF_DISPERSION_GROUPS 16u

struct bf_dispersion {
    uint32_t groups;                /* with any count */
    double ratio;                   /* NaN with less than one degree of freedom */
    double chance_low, chance_high; /* of the ratio of Poisson counts: 95% lie between */
    double dispersion;
};

/* group[i] < BF_DISPERSION_GROUPS; count[i] is finite and not negative. */
struct bf_dispersion bf_dispersion_of(const double count[], const uint8_t group[], uint32_t n);

#endif
