/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/interval.h -- how far a number from a few replications can be trusted.
 *
 * All intervals are two-sided at `level`, such as 0.95, and assume independent
 * replications; those of means and ratios also that their sum is nearly normal.
 * Low and high are NaN where no interval exists. Requires 0 < level < 1.
 *
 * Cost: one quantile of Student's t or of a beta distribution each; microseconds.
 */
#ifndef BF_STATS_INTERVAL_H
#define BF_STATS_INTERVAL_H

#include "bedflow/stats/tally.h"

struct bf_interval {
    double estimate, low, high;
};

/* Student's t interval of a mean. Low and high are NaN below two numbers. */
struct bf_interval bf_interval_of_mean(const struct bf_tally *tally, double level);

/* Half-width of the t interval from its parts; NaN below two numbers. */
double bf_interval_half_width(uint64_t count, double sd, double level);

/* Share of `hits` among `count`: exact (never too short). All of it NaN when count is 0.
 * Source: C. Clopper, E. Pearson, Biometrika 26 (1934) 404-413. */
struct bf_interval bf_interval_of_share(uint64_t hits, uint64_t count, double level);

/* Pairs seen one by one: numerator and denominator of the same replication. */
struct bf_pair_tally {
    uint64_t count;
    double mean_x, mean_y;
    double m2_x, m2_y, m2_xy; /* sums of squares and of products about the means */
};

/* All zero is empty. */
void bf_pair_tally_add(struct bf_pair_tally *pairs, double x, double y);

/* Ratio of means, mean x / mean y, such as cost per delayed day avoided. Low
 * and high are NaN when mean y is not different from 0 at this level: then
 * every ratio would do, or all but a middle piece.
 * Source: E. Fieller, J. R. Statist. Soc. B 16 (1954) 175-185. */
struct bf_interval bf_interval_of_ratio(const struct bf_pair_tally *pairs, double level);

#endif
