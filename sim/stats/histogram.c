/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/histogram.h"

#include <math.h>

double bf_histogram_edge(uint32_t bin)
{
    BF_REQUIRE(bin < BF_HISTOGRAM_BINS);
    if (bin < 2) return 0.0;
    const uint32_t octave = (bin - 2) / BF_HISTOGRAM_PER_OCTAVE;
    const uint32_t part = (bin - 2) % BF_HISTOGRAM_PER_OCTAVE;
    return ldexp(1.0 + (double)part / BF_HISTOGRAM_PER_OCTAVE,
                 BF_HISTOGRAM_LOW_EXPONENT + (int)octave);
}

/* No number lies above the largest, whatever the bin. */
static double upper_edge(const struct bf_histogram *histogram, uint32_t bin)
{
    if (bin == BF_HISTOGRAM_BINS - 1) return histogram->max;
    return fmin(bin == 0 ? 0.0 : bf_histogram_edge(bin + 1), histogram->max);
}

double bf_histogram_quantile(const struct bf_histogram *histogram, double q)
{
    BF_REQUIRE(q >= 0.0 && q <= 1.0);
    if (histogram->count == 0) return (double)NAN;
    const double wanted = q * (double)histogram->count;
    double below = 0.0;
    for (uint32_t i = 0; i < BF_HISTOGRAM_BINS; i++) {
        const double here = (double)histogram->bin[i];
        if (here > 0.0 && below + here >= wanted) {
            const double low = bf_histogram_edge(i), high = upper_edge(histogram, i);
            return low + (high - low) * ((wanted - below) / here);
        }
        below += here;
    }
    return histogram->max;
}

double bf_histogram_share_above(const struct bf_histogram *histogram, double x)
{
    if (histogram->count == 0) return (double)NAN;
    if (x < 0.0) return 1.0;
    if (x >= histogram->max) return 0.0;
    const uint32_t at = bf_histogram_index(x);
    double above = 0.0;
    for (uint32_t i = at + 1; i < BF_HISTOGRAM_BINS; i++)
        above += (double)histogram->bin[i];
    const double low = bf_histogram_edge(at), high = upper_edge(histogram, at);
    if (high > low) above += (double)histogram->bin[at] * ((high - x) / (high - low));
    return above / (double)histogram->count;
}
