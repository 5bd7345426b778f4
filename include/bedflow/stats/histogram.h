/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/histogram.h -- the distribution of durations in hours, in fixed memory.
 *
 * Log-linear bins: each octave from 2^-6 h (56 seconds) to 2^16 h (7.5 years)
 * is cut into 40 bins of equal width, so a bin is between 1.27% and 2.5% of its
 * lower edge wide. Besides there are an exact bin for 0, one bin for what lies
 * below the first octave, and one for what lies above the last.
 *
 * Error: a quantile is within one bin of the quantile of the numbers
 * themselves: 2.5% between 56 seconds and 7.5 years, under 56 seconds below,
 * and exact at 0 and at the maximum; above 7.5 years it is only known to lie
 * below the maximum. A share above x errs by less than the share in x's bin.
 *
 * Cost: an add takes the exponent and mantissa bits of the double and no
 * logarithm: a few nanoseconds, one cache line; a quantile walks all bins.
 * Size 3.5 kB.
 */
#ifndef BF_STATS_HISTOGRAM_H
#define BF_STATS_HISTOGRAM_H

#include "bedflow/base/contract.h"

#include <stdint.h>
#include <string.h>

#define BF_HISTOGRAM_LOW_EXPONENT (-6) /* the first octave begins at 2^-6 hours */
#define BF_HISTOGRAM_OCTAVES      22
#define BF_HISTOGRAM_PER_OCTAVE   40
/* Zero, below, the octaves, above. */
#define BF_HISTOGRAM_BINS (3 + BF_HISTOGRAM_OCTAVES * BF_HISTOGRAM_PER_OCTAVE)

struct bf_histogram {
    uint64_t count;
    double max; /* largest number added; 0 while empty */
    uint32_t bin[BF_HISTOGRAM_BINS];
};

static inline void bf_histogram_clear(struct bf_histogram *histogram)
{
    memset(histogram, 0, sizeof *histogram);
}

/* The bin of x; rounding may have made a zero duration slightly negative. */
static inline uint32_t bf_histogram_index(double x)
{
    if (x <= 0.0) return 0;
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    const int32_t octave = (int32_t)(bits >> 52) - 1023 - BF_HISTOGRAM_LOW_EXPONENT;
    if (octave < 0) return 1;
    if (octave >= BF_HISTOGRAM_OCTAVES) return BF_HISTOGRAM_BINS - 1;
    const uint64_t fraction = (bits >> 20) & 0xffffffffu; /* of the octave, in 2^-32 */
    return 2 + (uint32_t)octave * BF_HISTOGRAM_PER_OCTAVE +
           (uint32_t)((fraction * BF_HISTOGRAM_PER_OCTAVE) >> 32);
}

/* Count a duration of x hours, `times` times. */
static inline void bf_histogram_add_many(struct bf_histogram *histogram, double x, uint64_t times)
{
    BF_INVARIANT(x > -1e-6 && x < __builtin_inf());
    histogram->bin[bf_histogram_index(x)] += (uint32_t)times;
    histogram->count += times;
    if (times > 0 && x > histogram->max) histogram->max = x;
}

/* Once. */
static inline void bf_histogram_add(struct bf_histogram *histogram, double x)
{
    bf_histogram_add_many(histogram, x, 1);
}

/* The value below which a share q (0..1) of the numbers lies, interpolated
 * linearly within its bin; q = 1 is the maximum. NaN when empty. */
double bf_histogram_quantile(const struct bf_histogram *histogram, double q);

/* The share of numbers above x: exact at x = 0 and from the maximum on, else
 * interpolated linearly within the bin of x. NaN when empty. */
double bf_histogram_share_above(const struct bf_histogram *histogram, double x);

/* The lower edge of a bin, and with bin + 1 its upper edge; the bin above the octaves has none. */
double bf_histogram_edge(uint32_t bin);

#endif
