/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/shapley.h"

#include "bedflow/base/contract.h"

static double factorial(uint32_t n)
{
    double product = 1;
    for (uint32_t i = 2; i <= n; i++)
        product *= i;
    return product;
}

static uint32_t members(uint32_t set)
{
    uint32_t count = 0;
    for (; set; set &= set - 1)
        count++;
    return count;
}

void bf_shapley(const double value[], uint32_t causes, double share[])
{
    BF_REQUIRE(causes >= 1 && causes <= BF_SHAPLEY_CAUSES);
    for (uint32_t i = 0; i < causes; i++) {
        share[i] = 0;
        for (uint32_t set = 0; set < 1u << causes; set++) {
            if (set >> i & 1u) continue;
            uint32_t before = members(set);
            double weight = factorial(before) * factorial(causes - before - 1) / factorial(causes);
            share[i] += weight * (value[set | 1u << i] - value[set]);
        }
    }
}
