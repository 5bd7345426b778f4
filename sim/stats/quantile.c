/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/quantile.h"

#include "bedflow/base/contract.h"

#include <gsl/gsl_sort_double.h>
#include <gsl/gsl_statistics_double.h>
#include <math.h>

size_t bf_quantile_sort(double values[], size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(values[i])) {
            const double moved = values[i];
            values[i] = values[kept];
            values[kept++] = moved;
        }
    if (kept > 1) gsl_sort(values, 1, kept);
    return kept;
}

double bf_quantile_sorted(const double sorted[], size_t count, double q)
{
    BF_REQUIRE(q >= 0.0 && q <= 1.0);
    return count > 0 ? gsl_stats_quantile_from_sorted_data(sorted, 1, count, q) : (double)NAN;
}
