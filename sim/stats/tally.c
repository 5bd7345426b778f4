/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/tally.h"

#include <math.h>

void bf_tally_merge(struct bf_tally *tally, const struct bf_tally *from)
{
    if (from->count == 0) return;
    const double n = (double)tally->count, m = (double)from->count;
    const double apart = from->mean - tally->mean;
    tally->mean += apart * (m / (n + m));
    tally->m2 += from->m2 + apart * apart * (n * m / (n + m));
    tally->count += from->count;
    tally->min = fmin(tally->min, from->min);
    tally->max = fmax(tally->max, from->max);
}

double bf_tally_mean(const struct bf_tally *tally)
{
    return tally->count > 0 ? tally->mean : (double)NAN;
}

double bf_tally_variance(const struct bf_tally *tally)
{
    return tally->count > 1 ? tally->m2 / (double)(tally->count - 1) : (double)NAN;
}

double bf_tally_sd(const struct bf_tally *tally)
{
    return sqrt(bf_tally_variance(tally));
}

double bf_tally_min(const struct bf_tally *tally)
{
    return tally->count > 0 ? tally->min : (double)NAN;
}

double bf_tally_max(const struct bf_tally *tally)
{
    return tally->count > 0 ? tally->max : (double)NAN;
}

double bf_tally_sum(const struct bf_tally *tally)
{
    return tally->mean * (double)tally->count;
}
