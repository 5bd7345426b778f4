/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/worth.h"

#include <math.h>
#include <string.h>

static const double none = (double)NAN;

static uint32_t find_in(const struct bf_decision *d, const char *service, const char *group,
                        const char *name)
{
    for (uint32_t m = 0; m < d->measure_count; m++)
        if (strcmp(d->measure[m]->name, name) == 0 &&
            strcmp(d->measure[m]->service, service) == 0 &&
            strcmp(d->measure[m]->group, group) == 0)
            return m;
    return UINT32_MAX;
}

uint32_t bf_decision_find(const struct bf_decision *d, const char *name)
{
    return find_in(d, "system", "all", name);
}

static double value_of(const struct bf_decision *d, const struct bf_result result[],
                       uint32_t option, uint32_t measure, uint32_t pair, double missing)
{
    uint32_t column = d->column[(size_t)option * d->measure_count + measure];
    if (column == UINT32_MAX) return missing;
    uint32_t row = d->row[(size_t)option * d->pair_count + pair];
    return result[option].scalar[(size_t)row * result[option].catalogue->scalar_count + column];
}

static struct bf_interval unknown(void)
{
    return (struct bf_interval){.estimate = none, .low = none, .high = none};
}

/* Option less base of a measure of money. */
static struct bf_interval difference(const struct bf_decision *d, const struct bf_result result[],
                                     uint32_t option, uint32_t money, double missing)
{
    struct bf_tally extra;
    if (money == UINT32_MAX) return unknown();
    bf_tally_init(&extra);
    for (uint32_t k = 0; k < d->pair_count; k++) {
        double more = value_of(d, result, option, money, k, missing) -
                      value_of(d, result, 0, money, k, missing);
        if (!isnan(more)) bf_tally_add(&extra, more);
    }
    return bf_interval_of_mean(&extra, d->level);
}

/* Extra pounds of a measure of spend against fewer of a measure of days, pair by pair. */
static void compare(const struct bf_decision *d, const struct bf_result result[], uint32_t option,
                    uint32_t spend, uint32_t days, struct bf_interval *fewer,
                    struct bf_interval *each)
{
    struct bf_pair_tally pairs = {.count = 0};
    struct bf_tally avoided;
    bf_tally_init(&avoided);
    for (uint32_t k = 0; k < d->pair_count; k++) {
        double money =
            value_of(d, result, option, spend, k, 0) - value_of(d, result, 0, spend, k, 0);
        double less =
            value_of(d, result, 0, days, k, none) - value_of(d, result, option, days, k, none);
        if (isnan(money) || isnan(less)) continue;
        bf_tally_add(&avoided, less);
        bf_pair_tally_add(&pairs, money, less);
    }
    *fewer = bf_interval_of_mean(&avoided, d->level);
    *each = bf_interval_of_ratio(&pairs, d->level);
}

static const char *const net_name[BF_VALUATIONS] = {"spend_elsewhere", "net_marginal",
                                                    "net_average"};

void bf_worth_of(const struct bf_decision *d, const struct bf_result result[], uint32_t option,
                 struct bf_worth *worth)
{
    uint32_t elsewhere = bf_decision_find(d, "spend_elsewhere");
    uint32_t spend = elsewhere != UINT32_MAX ? elsewhere : bf_decision_find(d, "spend");
    uint32_t days = bf_decision_find(d, "delayed_days");
    uint32_t acute = bf_decision_find(d, "acute_bed_days");
    *worth = (struct bf_worth){.known = spend != UINT32_MAX && days != UINT32_MAX,
                               .valued = elsewhere != UINT32_MAX && acute != UINT32_MAX};
    worth->avoided = worth->per_day = worth->released = worth->break_even = unknown();
    worth->paid = difference(d, result, option, bf_decision_find(d, "purchases"), 0);
    worth->spend = difference(d, result, option, spend, 0);
    for (int v = 0; v < BF_VALUATIONS; v++)
        worth->net[v] = worth->valued
                            ? difference(d, result, option, bf_decision_find(d, net_name[v]),
                                         v == BF_DAY_AT_NOTHING ? 0 : none)
                            : unknown();
    if (worth->known) compare(d, result, option, spend, days, &worth->avoided, &worth->per_day);
    if (worth->valued)
        compare(d, result, option, elsewhere, acute, &worth->released, &worth->break_even);
}

const char *const bf_valuation_words[BF_VALUATIONS] = {"nothing", "marginal cost", "average cost"};

const char *bf_worth_payer(const struct bf_measure *measure)
{
    return measure->group + strlen("payer:");
}

bool bf_worth_of_payer(const struct bf_decision *d, const struct bf_result result[],
                       uint32_t option, uint32_t m, struct bf_interval *extra)
{
    const struct bf_measure *measure = d->measure[m];
    if (strcmp(measure->name, net_name[BF_DAY_AT_NOTHING]) != 0 ||
        strncmp(measure->group, "payer:", 6) != 0)
        return false;
    *extra = difference(d, result, option, m, 0);
    return true;
}

/* ---- prices ---------------------------------------------------------------------------- */

/* With its own bill left out, what the option may cost to be worth as much as the other. */
static struct bf_interval price_at(const struct bf_decision *d, const struct bf_result result[],
                                   const struct bf_price *p, uint32_t bill, int valuation)
{
    uint32_t net = bf_decision_find(d, net_name[valuation]);
    uint32_t units = find_in(d, p->bought->service, p->bought->group, "bought");
    double missing = valuation == BF_DAY_AT_NOTHING ? 0 : none;
    struct bf_pair_tally pairs = {.count = 0};
    for (uint32_t k = 0; net != UINT32_MAX && k < d->pair_count; k++)
        bf_pair_tally_add(&pairs,
                          value_of(d, result, p->other, net, k, missing) -
                              value_of(d, result, p->own, net, k, missing) +
                              value_of(d, result, p->own, bill, k, 0),
                          value_of(d, result, p->own, units, k, 0));
    struct bf_interval price = bf_interval_of_ratio(&pairs, d->level);
    return isnan(price.estimate) ? unknown() : price;
}

static void take_price(const struct bf_decision *d, const struct bf_result result[],
                       struct bf_price *p)
{
    uint32_t bill = find_in(d, p->bought->service, p->bought->group, "spend");
    uint32_t units = find_in(d, p->bought->service, p->bought->group, "bought");
    struct bf_pair_tally now = {.count = 0};
    for (uint32_t k = 0; k < d->pair_count; k++)
        bf_pair_tally_add(&now, value_of(d, result, p->own, bill, k, 0),
                          value_of(d, result, p->own, units, k, 0));
    p->now = bf_interval_of_ratio(&now, d->level).estimate;
    for (int v = 0; v < BF_VALUATIONS; v++)
        p->at[v] = price_at(d, result, p, bill, v);
}

static bool has(const struct bf_decision *d, uint32_t option, uint32_t measure)
{
    return measure != UINT32_MAX &&
           d->column[(size_t)option * d->measure_count + measure] != UINT32_MAX;
}

static bool is_purchase(const struct bf_measure *m)
{
    return strcmp(m->name, "bought") == 0 && strncmp(m->group, "purchase:", 9) == 0;
}

/* Whom a place is bought for is counted of spot places alone, calls of those that are called. */
static bool is_spot(const struct bf_decision *d, const struct bf_measure *m)
{
    return find_in(d, m->service, m->group, "people") != UINT32_MAX;
}

static bool is_block(const struct bf_decision *d, const struct bf_measure *m)
{
    return !is_spot(d, m) && find_in(d, m->service, m->group, "calls") == UINT32_MAX;
}

static bool buys_block(const struct bf_decision *d, uint32_t option, const char *service)
{
    for (uint32_t m = 0; m < d->measure_count; m++)
        if (is_purchase(d->measure[m]) && has(d, option, m) &&
            strcmp(d->measure[m]->service, service) == 0 && is_block(d, d->measure[m]))
            return true;
    return false;
}

uint32_t bf_prices_of(const struct bf_decision *d, const struct bf_result result[],
                      struct bf_price price[], uint32_t cap)
{
    uint32_t count = 0;
    for (uint32_t own = 0; own < d->option_count; own++)
        for (uint32_t m = 0; m < d->measure_count; m++) {
            const struct bf_measure *bought = d->measure[m];
            if (!is_purchase(bought) || !has(d, own, m) || !is_spot(d, bought)) continue;
            for (uint32_t other = 0; other < d->option_count && count < cap; other++) {
                if (other == own || !buys_block(d, other, bought->service)) continue;
                price[count] = (struct bf_price){.own = own, .other = other, .bought = bought};
                take_price(d, result, &price[count++]);
            }
        }
    return count;
}
