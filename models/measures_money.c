/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measures_walk.h"

#include <math.h>
#include <stdio.h>

static void scalar_purchase(struct walk *walk, uint32_t k)
{
    static const struct bill none = {.open = 0};
    const struct bill *bill = walk->w ? &walk->w->bill[k] : &none;
    const struct bf_purchase_info *info = &walk->n->purchase[k];
    const char *unit = info->hours ? "hours" : "bed days";
    walk_service(walk, info->service);
    walk_group(walk, "purchase", info->name);
    put(walk, (struct about){"spend", "£", "the bill of this purchase", false, true, 0},
        bill->spend);
    put(walk,
        (struct about){"bought", unit, "open and paid for, counted at midnights", false, false, 0},
        bill->open);
    put(walk,
        (struct about){"used", unit,
                       "of those, in use: own places first, then blocks in the order written, "
                       "then call-offs",
                       false, false, 0},
        bill->used);
    put(walk, (struct about){"void", unit, "bought and not used", false, true, 0},
        bill->open - bill->used);
    if (info->kind != BF_PURCHASE_SPOT && !info->hours)
        put(walk,
            (struct about){"stayed_on", unit,
                           "of those used, in places that had closed with somebody in them", false,
                           true, 0},
            bill->stayed);
    put(walk,
        (struct about){"price_per_used", "£", "spend / used, over all winters", false, true, 0},
        ratio(bill->spend, bill->used));
    if (info->kind == BF_PURCHASE_SPOT)
        put(walk,
            (struct about){"people", "people", "people for whom a place was bought", false, false,
                           0},
            (double)bill->people);
    if (info->kind == BF_PURCHASE_CALL_OFF)
        put(walk, (struct about){"calls", "times", "times that more was opened", false, false, 0},
            (double)bill->people);
}

enum { EVERY_PAYER = UINT16_MAX };

/* Stated costs of acute services: an acute day is valued apart from other spend. What agency staff
 * cost there is cash, and is left in. */
static double acute_cost(const struct world *w, uint32_t payer)
{
    double sum = 0;
    for (uint32_t s = 0; w && s < w->n->service_count; s++)
        if (w->n->service[s].setting == BF_SETTING_ACUTE &&
            (payer == EVERY_PAYER || w->n->service[s].payer == payer))
            sum += w->node[s].cost - w->staffing[s].agency_cost;
    return sum;
}

static double bills(const struct world *w, uint32_t payer)
{
    double sum = 0;
    for (uint32_t k = 0; w && k < w->n->purchase_count; k++)
        if (payer == EVERY_PAYER || w->n->purchase[k].payer == payer) sum += w->bill[k].spend;
    return sum;
}

/* What is spent elsewhere, with the acute bed days used at nothing, at the cost that a day really
 * saves, and at the average price: the truth lies between, and the scenario says where. */
static void scalar_net(struct walk *walk, double total)
{
    const struct bf_care *care = walk->n->care;
    const struct world *w = walk->w;
    double elsewhere = total - acute_cost(w, EVERY_PAYER), days = w ? w->acute_days : 0;
    put(walk,
        (struct about){"acute_bed_days", "bed days",
                       "people in acute beds, but those without a limit, summed over midnights",
                       false, true, 0},
        days);
    if (has_money(walk->n))
        put(walk,
            (struct about){"spend_elsewhere", "£",
                           "spent in the period but on acute services: an acute day at nothing",
                           false, true, 0},
            elsewhere);
    if (!isnan(care->acute_day_marginal))
        put(walk,
            (struct about){"net_marginal", "£",
                           "spend_elsewhere, with acute bed days at acute_day_marginal", false,
                           true, 0},
            elsewhere + days * care->acute_day_marginal);
    if (!isnan(care->acute_day_average))
        put(walk,
            (struct about){"net_average", "£",
                           "spend_elsewhere, with acute bed days at acute_day_average", false, true,
                           0},
            elsewhere + days * care->acute_day_average);
    if (has_money(walk->n) || !isnan(care->budget))
        put(walk,
            (struct about){"purchases", "£", "the bills of all purchases", false, true,
                           isnan(care->budget) ? 0 : care->budget},
            bills(w, EVERY_PAYER));
}

/* Of services that say who is not at work. */
static void scalar_workforce(struct walk *walk, uint32_t s, double days)
{
    const struct staffing *x = walk->w ? &walk->w->staffing[s] : NULL;
    if (!has_workforce(walk->n, s)) return;
    put(walk,
        (struct about){"staffed", "%",
                       "of its own full capacity, what is staffed: posts filled, people well, "
                       "agency",
                       false, false, 0},
        x ? 100 * x->staffed_sum / days : 0);
    put(walk,
        (struct about){"agency_cost", "£", "what agency staff cost more than one's own", false,
                       true, 0},
        x ? x->agency_cost : 0);
}

static void scalar_money(struct walk *walk)
{
    const struct world *w = walk->w;
    double days = w ? w->period_to - w->period_from : 1, total = 0;
    walk_system(walk);
    for (uint32_t p = 0; has_money(walk->n) && p < walk->n->payer_count; p++) {
        walk_group(walk, "payer", walk->n->payer[p].name);
        put(walk, (struct about){"spend", "£", "spent in the period, by payer", false, true, 0},
            w ? w->spent[p] : 0);
        put(walk,
            (struct about){"spend_elsewhere", "£",
                           "spent by this payer, but on acute services: an acute day at nothing",
                           false, true, 0},
            w ? w->spent[p] - acute_cost(w, p) : 0);
        put(walk,
            (struct about){"purchases", "£", "the bills of purchases, by payer", false, true, 0},
            bills(w, p));
        total += w ? w->spent[p] : 0;
    }
    walk->group = "all";
    if (has_money(walk->n))
        put(walk,
            (struct about){"spend", "£", "spent in the period, purchases and stated costs", false,
                           true, 0},
            total);
    scalar_net(walk, total);
    for (uint32_t k = 0; k < walk->n->policy_count; k++) {
        walk_group(walk, "policy", walk->n->policy[k].name);
        put(walk,
            (struct about){"activations", "times", "times that the rule came on", false, true, 0},
            w ? w->policy[k].activations : 0);
        put(walk,
            (struct about){"share_on", "%", "share of the period that it was on", false, true, 0},
            w ? 100 * w->policy[k].hours_on / (days * 24) : 0);
    }
    for (uint32_t s = 0; s < walk->n->service_count; s++) {
        const struct bf_service *given =
            (const struct bf_service *)walk->n->care->services.item + s;
        walk_service(walk, s);
        scalar_workforce(walk, s, days);
        if (isnan(given->cost)) continue;
        put(walk, (struct about){"cost", "£", "its stated cost in the period", false, true, 0},
            w ? w->node[s].cost : 0);
    }
    for (uint32_t k = 0; k < walk->n->purchase_count; k++)
        scalar_purchase(walk, k);
}

static void scalar_plans(struct walk *walk)
{
    static const struct plan none = {.spent = 0};
    walk_system(walk);
    for (uint32_t i = 0; i < walk->n->plan_count; i++) {
        const struct plan *plan = walk->w ? &walk->w->plan[i] : &none;
        const struct bf_plan_info *info = &walk->n->plan[i];
        walk_group(walk, "plan", info->name);
        walk->label = info->label;
        put(walk,
            (struct about){"spend", "£", "spent of this budget in the period", false, true,
                           info->budget},
            plan->spent);
        put(walk,
            (struct about){"left", "£",
                           "of this budget at the end of the period; below 0: overspent", false,
                           false, 0},
            info->budget - plan->spent);
        if (info->stops)
            put(walk,
                (struct about){"days_out", "days",
                               "days on which something was not bought for want of money", false,
                               true, 0},
                plan->days_out);
    }
    walk_system(walk);
}

void walk_money(struct walk *walk)
{
    scalar_money(walk);
    scalar_plans(walk);
}
