/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* People in full services can wait for each other's places for ever: A's for a place in B, B's for
 * one in A. Such a cycle is resolved in one instant: each takes the place that the next one leaves.
 * The search goes over services, along "somebody here, first in line among them, waits for there".
 */

#define CHAIN_MAX 64

struct link {
    uint32_t patient; /* who waits */
    uint16_t to;      /* for which service */
    uint16_t parent;  /* link that led here; UINT16_MAX: the first */
    bool together;    /* and for others at once */
};

/* Whether a place would be enough for this claim to be granted. */
static bool can_move(const struct world *w, const struct bf_claim *claim)
{
    if (claim->arg >= ARG_CONTACT) return false;
    return claim->due == DUE || (claim->due == DUE_IF_ALL && companions_fit(w, claim->customer));
}

/* The first in line for `to` who holds a place in `from` and can move. */
static const struct bf_claim *waiter(const struct world *w, uint32_t from, uint32_t to)
{
    for (uint32_t c = bf_queue_head(&w->queues.queue[to]); c; c = bf_queue_after(&w->queues, c)) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        const struct patient *p = patient_at(w, claim->customer);
        if (p->service == from && p->state == ST_DELAYED && can_move(w, claim)) return claim;
    }
    return NULL;
}

/* What the people of a chain want together with their places: for all of them, or for none. */
static bool promise_all(struct world *w, const struct link chain[], uint32_t count)
{
    for (uint32_t k = 0; k < count; k++) {
        if (!chain[k].together) continue;
        if (companions_fit(w, chain[k].patient)) {
            companions_promise(w, chain[k].patient);
            continue;
        }
        while (k-- > 0)
            if (chain[k].together) companions_undo(w, chain[k].patient);
        return false;
    }
    return true;
}

static bool swap_places(struct world *w, const struct link chain[], uint32_t count)
{
    double at_h = w->sim.now_h;
    if (!promise_all(w, chain, count)) return false;
    for (uint32_t k = 0; k < count; k++) {
        tell(w, patient_at(w, chain[k].patient), BF_STEP_EXCHANGE, chain[k].to, BF_TO_LEFT, 0);
        world_take_place(w, chain[k].patient, chain[k].to);
    }
    for (uint32_t k = 0; k < count; k++)
        at_h = fmax(at_h, world_move_time(w, chain[k].patient, chain[k].to));
    /* an instant that suits all of them, if some tries find one */
    double before_h = -1;
    for (int tries = 0; tries < 10 && at_h > before_h; tries++) {
        before_h = at_h;
        for (uint32_t k = 0; k < count; k++)
            at_h = world_window(w, chain[k].patient, chain[k].to, at_h);
    }
    w->exchanges++;
    if (w->measuring) w->sum.exchanges++;
    for (uint32_t k = 0; k < count; k++) {
        world_leave_at(w, chain[k].patient, at_h);
        patient_at(w, chain[k].patient)->reserved = RESERVED_TOGETHER;
    }
    return true;
}

/* From one claim of patient i: is there a chain of waiters back to the patient's own service? */
static bool try_from(struct world *w, const struct bf_claim *first)
{
    struct link link[CHAIN_MAX];
    uint32_t i = first->customer, count = 1, home = patient_at(w, i)->service;
    link[0] = (struct link){i, first->queue, UINT16_MAX, first->due == DUE_IF_ALL};
    for (uint32_t at = 0; at < count; at++) {
        for (uint32_t k = 0; k < w->cycle_count && count < CHAIN_MAX; k++) {
            uint32_t to = w->cycle[k];
            bool seen = to == link[at].to;
            for (uint32_t j = 0; j < count && !seen; j++)
                seen = link[j].to == to;
            if (seen) continue;
            const struct bf_claim *next = waiter(w, link[at].to, to);
            if (!next || next->customer == i) continue;
            link[count] =
                (struct link){next->customer, (uint16_t)to, (uint16_t)at, next->due == DUE_IF_ALL};
            if (to != home) {
                count++;
                continue;
            }
            struct link chain[CHAIN_MAX];
            uint32_t length = 0;
            for (uint32_t j = count; j != UINT16_MAX; j = link[j].parent)
                chain[length++] = link[j];
            return swap_places(w, chain, length);
        }
    }
    return false;
}

bool world_exchange(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    if (p->state != ST_DELAYED) return false;
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        if (!can_move(w, claim)) continue;
        if (claim->queue == p->service) { /* the place that is sought is the patient's own */
            struct link own = {i, claim->queue, UINT16_MAX, claim->due == DUE_IF_ALL};
            return swap_places(w, &own, 1);
        }
        if (w->n->service[claim->queue].on_cycle && try_from(w, claim)) return true;
    }
    return false;
}
