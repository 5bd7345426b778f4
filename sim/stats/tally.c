/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/tally.h"

#include <math.h>

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
