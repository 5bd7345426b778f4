/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/tally.h -- count, mean and variance of numbers seen one by one.
 *
 * Mean and squares are updated by Welford's recurrence, so that a small spread
 * around a large mean is not lost.
 *
 * Cost: an add is one division and a few sums; 24 bytes.
 * Source: B. P. Welford, Technometrics 4 (1962) 419-420.
 */
#ifndef BF_STATS_TALLY_H
#define BF_STATS_TALLY_H

#include <stdint.h>

struct bf_tally {
    uint64_t count;
    double mean; /* 0 while empty: read it by bf_tally_mean */
    double m2;   /* sum of squared distances from the mean */
};

static inline void bf_tally_init(struct bf_tally *tally)
{
    *tally = (struct bf_tally){.count = 0};
}

static inline void bf_tally_add(struct bf_tally *tally, double x)
{
    const double from_old = x - tally->mean;
    tally->count++;
    tally->mean += from_old / (double)tally->count;
    tally->m2 += from_old * (x - tally->mean);
}

/* NaN when empty; variance (divisor count - 1) and sd are NaN below two numbers. */
double bf_tally_mean(const struct bf_tally *tally);
double bf_tally_variance(const struct bf_tally *tally);
double bf_tally_sd(const struct bf_tally *tally);

#endif
