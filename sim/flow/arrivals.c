/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/flow/arrivals.h"

#include "bedflow/base/contract.h"
#include "bedflow/random/dist.h"

void bf_day_shape_fit(struct bf_day_shape *shape, const double relative_rate[24])
{
    double total = 0;
    int last = -1;
    for (int hour = 0; hour < 24; hour++) {
        BF_REQUIRE(relative_rate[hour] >= 0);
        total += relative_rate[hour];
        if (relative_rate[hour] > 0) last = hour;
    }
    BF_REQUIRE(total > 0);
    double sum = 0;
    shape->cumulative[0] = 0;
    for (int hour = 0; hour < 24; hour++) {
        sum += relative_rate[hour];
        /* exactly 1 from the last open hour on, so that no u walks past the end */
        shape->cumulative[hour + 1] = hour >= last ? 1 : sum / total;
    }
    uint8_t hour = 0;
    for (int i = 0; i < BF_DAY_GUIDES; i++) {
        while (shape->cumulative[hour + 1] <= (double)i / BF_DAY_GUIDES)
            hour++;
        shape->guide[i] = hour;
    }
}

void bf_share_guide_fit(struct bf_share_guide *guide, const double cumulative[], uint32_t count)
{
    BF_REQUIRE(count > 0 && count <= 256);
    uint32_t kind = 0;
    for (int i = 0; i < BF_SHARE_GUIDES; i++) {
        while (kind + 1 < count && (double)i / BF_SHARE_GUIDES > cumulative[kind])
            kind++;
        guide->from[i] = (uint8_t)kind;
    }
}

uint32_t bf_arrivals_count(double mean, double dispersion, double u_day, double u_count)
{
    if (!(mean > 0)) return 0;
    return bf_arrivals_count_by(mean, bf_gamma_factor(dispersion, u_day), u_count);
}

uint32_t bf_arrivals_count_by(double mean, double factor, double u_count)
{
    mean *= factor;
    if (!(mean > 0)) return 0;
    if (mean > BF_ARRIVALS_MAX) mean = BF_ARRIVALS_MAX;
    return bf_poisson_quantile(mean, u_count);
}
