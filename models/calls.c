/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* A framework contract: what is wanted opens after the notice, even if it is wanted no more by
 * then; what is not wanted closes at once, but for the minimum call. One order is under way at a
 * time: what is wanted meanwhile is ordered when that one opens. */

static void opens(struct world *w, struct call *call, uint32_t k, double amount)
{
    if (amount > call->open) {
        call->opened_h = w->sim.now_h;
        if (w->measuring) w->bill[k].people++;
    }
    call->open = amount;
}

/* What is wanted now, within the contract. */
static double wanted(const struct world *w, uint32_t k)
{
    const struct bf_purchase_info *info = &w->n->purchase[k];
    const struct bf_purchase_numbers *numbers = &w->numbers->purchase[k];
    bf_day day = w->first_day + (bf_day)w->today;
    if (day < info->from || day > info->to) return 0;
    double amount = fmin(numbers->called, numbers->amount);
    return info->hours ? amount : floor(amount + 1e-6);
}

/* Whether more can be called: it has to be paid for its minimum, or a day. */
static bool is_paid_for(struct world *w, uint32_t k, double more)
{
    const struct bf_purchase_info *info = &w->n->purchase[k];
    double hours = plans_for(w, fmax(24, info->minimum_h));
    return !info->by_time || plans_pay(w, k, more * hours * w->numbers->purchase[k].price);
}

static void step(struct world *w, uint32_t k)
{
    const struct bf_purchase_info *info = &w->n->purchase[k];
    struct call *call = &w->call[info->call];
    double now_h = w->sim.now_h, want = wanted(w, k);
    if (w->first_day + (bf_day)w->today > info->to) { /* the contract is over */
        *call = (struct call){.open = 0};
        return;
    }
    if (call->ordered && now_h >= call->opens_h - 1e-9) {
        call->ordered = false;
        opens(w, call, k, call->order);
    }
    if (call->ordered) return;
    bool can_close = now_h - call->opened_h >= info->minimum_h - 1e-9;
    if (want > 0 && call->open > 0 && can_close && !plans_go_on(w, k)) want = 0;
    if (want > call->open && !is_paid_for(w, k, want - call->open)) return;
    if (want > call->open && info->notice_h > 0) {
        *call = (struct call){call->open, want, now_h + info->notice_h, call->opened_h, true};
    } else if (want > call->open) {
        opens(w, call, k, want);
    } else if (can_close) {
        call->open = want;
    }
}

bool world_calls(struct world *w)
{
    bool changed = false;
    for (uint32_t k = 0; w->n->call_count && k < w->n->purchase_count; k++) {
        if (w->n->purchase[k].kind != BF_PURCHASE_CALL_OFF) continue;
        double before = w->call[w->n->purchase[k].call].open;
        step(w, k);
        double after = w->call[w->n->purchase[k].call].open;
        changed = changed || after < before || after > before;
    }
    return changed;
}
