/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/worth.h"

#include <math.h>
#include <string.h>

uint32_t bf_decision_find(const struct bf_decision *d, const char *name)
{
    for (uint32_t m = 0; m < d->measure_count; m++)
        if (strcmp(d->measure[m]->name, name) == 0 &&
            strcmp(d->measure[m]->service, "system") == 0 &&
            strcmp(d->measure[m]->group, "all") == 0)
            return m;
    return UINT32_MAX;
}

static double value_of(const struct bf_decision *d, const struct bf_result result[],
                       uint32_t option, uint32_t measure, uint32_t pair, double missing)
{
    uint32_t column = d->column[(size_t)option * d->measure_count + measure];
    if (column == UINT32_MAX) return missing;
    size_t row = d->row[(size_t)option * d->pair_count + pair];
    return result[option].scalar[row * result[option].catalogue->scalar_count + column];
}

/* Extra pounds of a measure of spend against fewer of a measure of days, pair by pair. */
static void compare(const struct bf_decision *d, const struct bf_result result[], uint32_t option,
                    uint32_t spend, uint32_t days, struct bf_interval out[3])
{
    const double none = (double)NAN;
    struct bf_pair_tally pairs = {.count = 0};
    struct bf_tally extra, avoided;
    bf_tally_init(&extra);
    bf_tally_init(&avoided);
    for (uint32_t k = 0; k < d->pair_count; k++) {
        double money =
            value_of(d, result, option, spend, k, 0) - value_of(d, result, 0, spend, k, 0);
        double fewer =
            value_of(d, result, 0, days, k, none) - value_of(d, result, option, days, k, none);
        if (isnan(money) || isnan(fewer)) continue;
        bf_tally_add(&extra, money);
        bf_tally_add(&avoided, fewer);
        bf_pair_tally_add(&pairs, money, fewer);
    }
    out[0] = bf_interval_of_mean(&extra, d->level);
    out[1] = bf_interval_of_mean(&avoided, d->level);
    out[2] = bf_interval_of_ratio(&pairs, d->level);
}

void bf_worth_of(const struct bf_decision *d, const struct bf_result result[], uint32_t option,
                 struct bf_worth *worth)
{
    uint32_t spend = bf_decision_find(d, "spend"), days = bf_decision_find(d, "delayed_days");
    uint32_t elsewhere = bf_decision_find(d, "spend_elsewhere");
    uint32_t acute = bf_decision_find(d, "acute_bed_days");
    struct bf_interval found[3];
    *worth = (struct bf_worth){.known = spend != UINT32_MAX && days != UINT32_MAX,
                               .valued = elsewhere != UINT32_MAX && acute != UINT32_MAX};
    if (worth->known) {
        compare(d, result, option, spend, days, found);
        worth->spend = found[0];
        worth->avoided = found[1];
        worth->per_day = found[2];
    }
    if (worth->valued) {
        compare(d, result, option, elsewhere, acute, found);
        worth->elsewhere = found[0];
        worth->released = found[1];
        worth->break_even = found[2];
    }
}
