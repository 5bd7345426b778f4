/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/score.h"

#include "bedflow/stats/quantile.h"

#include <math.h>

double bf_score_crps(double member[], uint32_t count, double observed)
{
    double far = 0, apart = 0;
    if (count == 0) return (double)NAN;
    bf_quantile_sort(member, count);
    for (uint32_t i = 0; i < count; i++) {
        far += fabs(member[i] - observed) / count;
        /* sorted, the i-th is the larger of i pairs and the smaller of the others */
        apart += member[i] * (2.0 * i - (count - 1.0));
    }
    if (count == 1) return far;
    return far - apart / ((double)count * (count - 1.0));
}
