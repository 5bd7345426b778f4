/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/dispersion.h"

#include "bedflow/base/contract.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

struct group {
    double n, sum, squares; /* squares of distances from the group's mean */
};

static void add_up(struct group groups[BF_DISPERSION_GROUPS], const double count[],
                   const uint8_t group[], uint32_t n)
{
    for (uint32_t i = 0; i < n; i++) {
        BF_REQUIRE(group[i] < BF_DISPERSION_GROUPS && count[i] >= 0 && isfinite(count[i]));
        groups[group[i]].n++;
        groups[group[i]].sum += count[i];
    }
    for (uint32_t i = 0; i < n; i++) {
        struct group *g = &groups[group[i]];
        double distance = count[i] - g->sum / g->n;
        g->squares += distance * distance;
    }
}

struct bf_dispersion bf_dispersion_of(const double count[], const uint8_t group[], uint32_t n)
{
    struct group groups[BF_DISPERSION_GROUPS] = {{0}};
    struct bf_dispersion out = {.ratio = (double)NAN};
    double pearson = 0, excess = 0, squares = 0, sum = 0;
    add_up(groups, count, group, n);
    for (uint32_t k = 0; k < BF_DISPERSION_GROUPS; k++) {
        const struct group *g = &groups[k];
        double mean = g->n > 0 ? g->sum / g->n : 0;
        out.groups += g->n > 0;
        sum += g->sum;
        if (!(mean > 0)) continue;
        pearson += g->squares / mean;
        if (g->n < 2) continue;
        excess += g->squares * g->n / (g->n - 1) - g->sum;
        squares += g->n * mean * mean;
    }
    out.dispersion = squares > 0 ? fmax(0, excess / squares) : 0;
    out.chance_low = out.chance_high = (double)NAN;
    if (n <= out.groups || !(sum > 0)) return out;
    double freedom = n - out.groups;
    out.ratio = pearson / freedom;
    out.chance_low = gsl_cdf_chisq_Pinv(0.025, freedom) / freedom;
    out.chance_high = gsl_cdf_chisq_Qinv(0.025, freedom) / freedom;
    return out;
}
