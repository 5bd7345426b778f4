/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* What the manager of a budget knows: the bills so far; what contracts will cost until the period
 * ends, at the prices of the day; what spot places and calls are planned to cost yet. Contracts are
 * summed over the days to come when something about them has changed; else a day is taken off. */

static void sum_owed(struct world *w, uint32_t plan)
{
    double sum = 0;
    for (uint32_t k = 0; k < w->n->purchase_count; k++)
        for (bf_day day = w->first_day + (bf_day)w->today;
             w->n->purchase[k].plan == plan && day <= w->n->to; day++)
            sum += money_owed(w, k, day);
    w->plan[plan].owed = sum;
}

/* The budget is of the period: what comes after it is not set aside. */
static double rest_of_period_h(const struct world *w, uint32_t day)
{
    return w->period_to > day ? (w->period_to - day) * 24.0 : 0;
}

double plans_for(const struct world *w, double planned_h)
{
    return fmin(planned_h, rest_of_period_h(w, w->today));
}

/* What is called stays open for its minimum at least. */
static double planned_call(const struct world *w, uint32_t k)
{
    const struct bf_purchase_info *info = &w->n->purchase[k];
    const struct call *call = &w->call[info->call];
    if (!info->by_time) return 0;
    double least_h = fmin(call->opened_h + info->minimum_h, w->period_to * 24.0);
    double open = call->open * fmax(0, least_h - w->sim.now_h);
    double from_h = call->opens_h, until_h = fmin(from_h + info->minimum_h, w->period_to * 24.0);
    double order = call->ordered ? call->order * fmax(0, until_h - from_h) : 0;
    return fmax(open, order) * w->numbers->purchase[k].price;
}

/* Of the places in use, all of them together as long as planned, less what they have cost. */
static double planned_spot(struct world *w, uint32_t k)
{
    struct bill *bill = &w->bill[k];
    double rest_h = rest_of_period_h(w, w->today + (w->measuring ? 1 : 0));
    double each = fmin(bill->each, rest_h * w->numbers->purchase[k].price);
    double most = w->node[w->n->purchase[k].service].spot * each;
    bill->planned = fmin(bill->planned, most);
    return fmax(0, bill->planned);
}

static void take_stock(struct world *w, uint32_t i)
{
    struct plan *plan = &w->plan[i];
    plan->left = w->n->plan[i].budget - plan->spent - plan->owed;
    for (uint32_t k = 0; k < w->n->purchase_count; k++) {
        if (w->n->purchase[k].plan != i) continue;
        if (w->n->purchase[k].kind == BF_PURCHASE_CALL_OFF) plan->left -= planned_call(w, k);
        if (w->n->purchase[k].kind == BF_PURCHASE_SPOT) plan->left -= planned_spot(w, k);
    }
}

static bool in_period(const struct world *w)
{
    return w->today >= w->period_from && w->today < w->period_to;
}

/* The day begins, or a rule turns: before anything is bought. */
void plans_day(struct world *w, bool changed)
{
    bool begins = w->today == w->period_from && !w->measuring;
    if (!in_period(w) || (!begins && !changed)) return;
    for (uint32_t i = 0; i < w->n->plan_count; i++) {
        sum_owed(w, i);
        take_stock(w, i);
    }
}

void plans_midnight(struct world *w)
{
    bf_day day = w->first_day + (bf_day)w->today;
    if (!w->measuring) return;
    for (uint32_t i = 0; i < w->n->plan_count; i++)
        w->plan[i].spent_today = 0;
    for (uint32_t k = 0; k < w->n->purchase_count; k++) {
        uint32_t i = w->n->purchase[k].plan;
        if (i == UINT16_MAX) continue;
        w->plan[i].spent_today += w->bill[k].spend_today;
        w->plan[i].owed -= money_owed(w, k, day);
    }
    for (uint32_t i = 0; i < w->n->plan_count; i++) {
        w->plan[i].spent += w->plan[i].spent_today;
        take_stock(w, i);
        if (w->plan[i].refused) w->plan[i].days_out++;
        w->plan[i].refused = false;
    }
}

static struct plan *that_stops(struct world *w, uint32_t k)
{
    uint32_t i = w->n->purchase[k].plan;
    bool stops = i != UINT16_MAX && w->n->plan[i].stops && in_period(w);
    return stops ? &w->plan[i] : NULL;
}

bool plans_pay(struct world *w, uint32_t k, double pounds)
{
    struct plan *plan = that_stops(w, k);
    if (!plan) return true;
    plan->refused = plan->refused || plan->left < pounds - 1e-6;
    if (plan->left < pounds - 1e-6) return false;
    plan->left -= pounds; /* until stock is taken at midnight */
    return true;
}

bool plans_go_on(struct world *w, uint32_t k)
{
    struct plan *plan = that_stops(w, k);
    const struct bf_purchase_info *info = &w->n->purchase[k];
    double day = info->by_time ? w->call[info->call].open * 24 * w->numbers->purchase[k].price : 0;
    if (!plan || plan->left >= day - 1e-6) return true;
    plan->refused = true;
    return false;
}
