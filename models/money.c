/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* ---- places bought one by one ---------------------------------------------------------- */

static struct bf_claim *claim_of(const struct world *w, const struct patient *p, uint32_t token,
                                 uint32_t *index)
{
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling)
        if (bf_claim_at(&w->queues, c)->token == token) {
            *index = c;
            return bf_claim_at(&w->queues, c);
        }
    return NULL;
}

/* What a place for this person is planned to cost. */
static double planned_cost(const struct world *w, const struct patient *p, uint32_t service)
{
    uint32_t k = w->n->service[service].spot;
    const struct bf_purchase_numbers *numbers = &w->numbers->purchase[k];
    if (!w->n->purchase[k].by_time) return numbers->price;
    const struct bf_site *site = site_of(w, p, service);
    double stay_h = numbers->planned_stay_h;
    if (isnan(stay_h))
        stay_h = site->permanent ? (double)INFINITY : bf_dist_mean(&site->stay) * site->factor;
    return plans_for(w, stay_h) * numbers->price;
}

/* A place could be there now for somebody who still waits. Bought if the purchase is in force and
 * the week's number is not used up; else asked again tomorrow. */
void world_spot(struct world *w, uint32_t token, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t c = 0;
    struct bf_claim *claim = p->state == ST_FREE ? NULL : claim_of(w, p, token, &c);
    if (!claim) return;
    uint32_t service = claim->queue;
    const struct bf_purchase_info *spot = &w->n->purchase[w->n->service[service].spot];
    const struct bf_purchase_numbers *numbers = &w->numbers->purchase[w->n->service[service].spot];
    struct node *node = &w->node[service];
    bf_day day = w->first_day + (bf_day)w->today;
    bool in_force = day >= spot->from && day <= spot->to;
    if (day > spot->to) return;
    bool due = claim->due == DUE || (claim->due == DUE_IF_ALL && companions_fit(w, i));
    bool buy = in_force && due && node->week_spot < numbers->weekly_limit;
    double cost = buy ? planned_cost(w, p, service) : 0;
    if (!buy || !plans_pay(w, w->n->service[service].spot, cost)) {
        claim->token = bf_sim_schedule(&w->sim, w->sim.now_h + 24, RANK_WAIT, EV_SPOT, i, 0);
        return;
    }
    node->week_spot++;
    node->spot++;
    if (p->state == ST_LEAVING) world_give_up_granted(w, i);
    p->bought = (uint16_t)service;
    struct bill *bill = &w->bill[w->n->service[service].spot];
    if (w->measuring) bill->people++;
    if (!spot->by_time) bill->spend_today += numbers->price;
    bill->planned = fmax(0, bill->planned) + (spot->by_time ? cost : 0);
    bill->each = spot->by_time ? cost : 0;
    world_accept(w, c);
}

void world_spot_end(struct world *w, uint16_t *spot)
{
    w->node[*spot].spot--;
    *spot = BF_TO_LEFT;
}

/* ---- a day's bills --------------------------------------------------------------------- */

/* Capacity that a block or what was called off adds on a day, and what is paid for. */
static double block_open(const struct world *w, uint32_t k, bf_day day)
{
    const struct bf_purchase_info *purchase = &w->n->purchase[k];
    double amount = purchase->call != UINT16_MAX ? w->call[purchase->call].open
                                                 : w->numbers->purchase[k].amount *
                                                       world_cause_level(w, purchase->cause, day) *
                                                       w->cause_size[purchase->cause];
    return purchase->hours ? amount * 24 : floor(amount + 1e-6);
}

/* Places (or care hours that day) in use, and of the service's own. */
static void in_use(const struct world *w, const struct bf_purchase_info *purchase, double *use,
                   double *places)
{
    const struct node *node = &w->node[purchase->service];
    if (purchase->hours) {
        *use = node->day_booked;
        *places = node->day_offered;
    } else {
        *use = node->occupied - node->spot;
        *places = node->places;
    }
}

double money_bought(const struct world *w, uint32_t service)
{
    bf_day day = w->first_day + (bf_day)w->today;
    double sum = 0;
    for (uint32_t k = 0; k < w->n->purchase_count; k++) {
        const struct bf_purchase_info *purchase = &w->n->purchase[k];
        bool same = purchase->service == service && purchase->kind != BF_PURCHASE_SPOT;
        if (same && purchase->hours == w->n->service[service].has_hours)
            sum += block_open(w, k, day);
    }
    return sum;
}

/* People whose places have closed stay until they leave: as many as the service has above its
 * places, but no more than lost theirs here. `others`: told of purchases before this one. */
static void stay_on(struct bill *bill, double open, double over, double others)
{
    double lost = fmax(0, bill->open_before - open);
    bill->staying = fmin(bill->staying + lost, fmax(0, over - others));
    bill->open_before = open;
}

/* What the other purchases of the same service open on a day. */
struct blocks {
    double before, all; /* filled before this one; all of them */
    double staying;     /* in places that have closed, of those billed already */
};

static double hours_of(const struct bf_purchase_info *purchase)
{
    return purchase->hours ? 1 : 24; /* a place costs by the hour of the day */
}

static double full_amount(const struct world *w, uint32_t k)
{
    double amount = w->numbers->purchase[k].amount;
    return w->n->purchase[k].hours ? amount * 24 : amount;
}

/* Closed, and paid all the same. */
static bool is_term(const struct bf_purchase_info *purchase, bf_day day)
{
    return purchase->call == UINT16_MAX && day > purchase->to && day <= purchase->paid_to;
}

/* Whatever happens: a block paid full or empty, and a retainer. */
double money_owed(const struct world *w, uint32_t k, bf_day day)
{
    const struct bf_purchase_info *purchase = &w->n->purchase[k];
    const struct bf_purchase_numbers *numbers = &w->numbers->purchase[k];
    if (purchase->kind == BF_PURCHASE_SPOT || day < purchase->from || day > purchase->paid_to)
        return 0;
    if (purchase->call != UINT16_MAX)
        return full_amount(w, k) * hours_of(purchase) * numbers->retainer;
    if (purchase->used || !purchase->by_time) return 0;
    double paid = is_term(purchase, day) ? full_amount(w, k) : block_open(w, k, day);
    return paid * hours_of(purchase) * numbers->price;
}

static void bill_block(struct world *w, uint32_t k, bf_day day, const struct blocks *blocks)
{
    const struct bf_purchase_info *purchase = &w->n->purchase[k];
    struct bill *bill = &w->bill[k];
    const struct bf_purchase_numbers *numbers = &w->numbers->purchase[k];
    double use, places, open = block_open(w, k, day);
    in_use(w, purchase, &use, &places);
    if (!purchase->hours) stay_on(bill, open, use - places, blocks->staying);
    /* what the service would have without its blocks: where more is closed than it has of its own,
     * the rest is closed of them */
    double own = fmax(0, places - blocks->all);
    if (purchase->hours && places < blocks->all) use = fmin(use, places); /* more is wanted */
    double used = fmin(open, fmax(0, use - own - blocks->before));
    bool term = is_term(purchase, day);
    double paid = purchase->used ? used : term ? full_amount(w, k) : open;
    double beyond = term ? fmax(0, bill->staying - paid) : bill->staying;
    double hours = hours_of(purchase);
    bool called = purchase->call != UINT16_MAX;
    bill->spend_today += money_owed(w, k, day);
    if (purchase->by_time) {
        if (purchase->used || called) bill->spend_today += paid * hours * numbers->price;
        bill->spend_today += beyond * hours * numbers->after_end;
    }
    if (w->measuring) {
        bill->open += (paid > open ? paid : open) + beyond;
        bill->used += used + bill->staying;
        bill->stayed += bill->staying;
    }
}

static void bill_blocks(struct world *w, bf_day day)
{
    for (uint32_t k = 0; k < w->n->purchase_count; k++) {
        const struct bf_purchase_info *purchase = &w->n->purchase[k];
        if (purchase->kind == BF_PURCHASE_SPOT) continue;
        struct blocks blocks = {.before = 0};
        for (uint32_t j = 0; j < w->n->purchase_count; j++) {
            const struct bf_purchase_info *other = &w->n->purchase[j];
            if (other->service != purchase->service || other->kind == BF_PURCHASE_SPOT ||
                other->hours != purchase->hours)
                continue;
            double open = block_open(w, j, day);
            blocks.all += open;
            bool first = other->kind == purchase->kind ? j < k : other->kind < purchase->kind;
            if (first) blocks.before += open;
            if (j < k) blocks.staying += w->bill[j].staying;
        }
        bill_block(w, k, day, &blocks);
    }
}

/* Who has been in a place bought for them longest, or 0. */
static uint32_t longest_in_spot(const struct world *w, uint32_t service)
{
    uint32_t longest = 0;
    for (uint32_t i = 1; i < w->patients.fresh; i++) {
        const struct patient *p = patient_at(w, i);
        if (!p->serial || p->spot != service) continue;
        if (!longest || p->started_h < patient_at(w, longest)->started_h) longest = i;
    }
    return longest;
}

/* Free places are nobody's wish, or they would not be free at midnight. */
static void move_to_block(struct world *w, uint32_t service)
{
    while (w->node[service].spot > 0 && has_room(w, service)) {
        uint32_t i = longest_in_spot(w, service);
        if (!i) return;
        world_spot_end(w, &patient_at(w, i)->spot);
    }
}

static void bill_spots(struct world *w)
{
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        uint32_t k = w->n->service[s].spot;
        if (k == UINT16_MAX) continue;
        const struct bf_purchase_info *spot = &w->n->purchase[k];
        double places = w->node[s].spot;
        double cost = spot->by_time ? places * 24 * w->numbers->purchase[k].price : 0;
        w->bill[k].spend_today += cost;
        w->bill[k].planned -= cost;
        if (!w->measuring) continue;
        w->bill[k].open += places;
        w->bill[k].used += places;
    }
}

/* What a service costs by itself: people there at midnight, care hours wanted, or starts. */
static double service_cost(struct world *w, uint32_t s)
{
    const struct bf_service_info *info = &w->n->service[s];
    struct node *node = &w->node[s];
    double cost = w->numbers->service[s].cost;
    double agency = workforce_cost(w, s);
    if (w->measuring) {
        w->staffing[s].agency_cost += agency;
        w->staffing[s].staffed_sum += w->numbers->service[s].staffed;
    }
    if (isnan(cost)) return agency;
    double starts = (double)(node->entered - node->starts_billed);
    node->starts_billed = node->entered;
    if (!info->cost_by_time) return starts * cost + agency;
    return agency + (info->has_hours ? node->day_booked : node->occupied * 24.0) * cost;
}

void money_midnight(struct world *w)
{
    const struct bf_network *n = w->n;
    bf_day day = w->first_day + (bf_day)w->today;
    memset(w->spent_today, 0, n->payer_count * sizeof *w->spent_today);
    for (uint32_t s = 0; s < n->service_count; s++) {
        uint32_t k = n->service[s].spot;
        if (k != UINT16_MAX && n->purchase[k].moves) move_to_block(w, s);
    }
    bill_blocks(w, day);
    bill_spots(w);
    if (n->plan_count) plans_midnight(w);
    for (uint32_t k = 0; k < n->purchase_count; k++) {
        struct bill *bill = &w->bill[k];
        w->spent_today[n->purchase[k].payer] += bill->spend_today;
        if (w->measuring) bill->spend += bill->spend_today;
        bill->shown = bill->spend_today;
        bill->spend_today = 0;
    }
    for (uint32_t s = 0; s < n->service_count; s++) {
        double cost = service_cost(w, s);
        w->spent_today[n->service[s].payer] += cost;
        if (w->measuring) w->node[s].cost += cost;
    }
    for (uint32_t p = 0; w->measuring && p < n->payer_count; p++)
        w->spent[p] += w->spent_today[p];
}
