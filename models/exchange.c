/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* People in full services can wait for each other's places for ever: A's for a place in B, B's for
 * one in A. Such a cycle is resolved in one instant: each takes the place that the next one leaves,
 * if all have the care hours and the other services that they need; else when these come free.
 * Where all who have the care hours are past their end and wait on the cycle themselves, none would
 * ever come free: then people change places all the same, and what is short is reported. The search
 * goes over services, along "somebody here, first in line among them, waits for there".
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

/* ---- care hours, and what is wanted together --------------------------------------------- */

/* The hours of a chain's people who hold up care hours are those that they would leave: taken off
 * while it is looked whether all of them fit, and put back. */
static void lift(struct world *w, const struct link chain[], uint32_t count)
{
    for (uint32_t k = 0; k < count; k++) {
        const struct patient *p = patient_at(w, chain[k].patient);
        if (!w->n->service[p->service].has_hours) continue;
        bf_booking_overrun_end(&w->node[p->service].booking, area_of(w, p, p->service), &p->taper);
    }
}

static void put_back(struct world *w, const struct link chain[], uint32_t count)
{
    for (uint32_t k = 0; k < count; k++) {
        const struct patient *p = patient_at(w, chain[k].patient);
        if (!w->n->service[p->service].has_hours) continue;
        bf_booking_overrun(&w->node[p->service].booking, area_of(w, p, p->service), &p->taper);
    }
}

static void unbook(struct world *w, const struct link *link, const struct bf_taper *taper)
{
    const struct patient *p = patient_at(w, link->patient);
    if (w->n->service[link->to].has_hours)
        bf_booking_release(&w->node[link->to].booking, area_of(w, p, link->to), taper, w->today);
}

/* Whether everybody at a service waits for a place on a cycle: nobody else's leaving frees hours.
 */
static bool all_wait(const struct world *w, uint32_t service)
{
    int32_t waiting = 0;
    for (uint32_t k = 0; k < w->cycle_count; k++)
        for (uint32_t c = bf_queue_head(&w->queues.queue[w->cycle[k]]); c;
             c = bf_queue_after(&w->queues, c)) {
            const struct bf_claim *claim = bf_claim_at(&w->queues, c);
            const struct patient *p = patient_at(w, claim->customer);
            if (claim->arg == 0 && p->service == service && p->state == ST_DELAYED) waiting++;
        }
    return waiting == w->node[service].occupied && w->node[service].reserved == 0;
}

/* One of the chain: hours of the place, and all that is wanted with it. What fits is booked. */
static bool fits(struct world *w, const struct link *link, double at_h, struct bf_taper *taper)
{
    uint32_t i = link->patient;
    if (w->n->service[link->to].has_hours) {
        *taper = world_taper(w, i, link->to, at_h);
        if (!world_taper_fits(w, i, link->to, taper) && !all_wait(w, link->to)) return false;
        bf_booking_book(&w->node[link->to].booking, area_of(w, patient_at(w, i), link->to), taper);
    }
    if (!link->together) return true;
    if (!companions_fit(w, i)) {
        unbook(w, link, taper);
        return false;
    }
    companions_promise(w, i);
    companions_book(w, i, link->to, at_h);
    return true;
}

/* Whether everybody on the chain has what they need besides the place, once all have left theirs.
 * True: companions are promised, hours are yet to be booked. */
static bool all_fit(struct world *w, const struct link chain[], uint32_t count, double at_h)
{
    struct bf_taper taper[CHAIN_MAX];
    uint32_t fit = 0;
    lift(w, chain, count);
    while (fit < count && fits(w, &chain[fit], at_h, &taper[fit]))
        fit++;
    for (uint32_t k = 0; k < fit; k++) {
        unbook(w, &chain[k], &taper[k]);
        if (!chain[k].together) continue;
        if (fit < count)
            companions_undo(w, chain[k].patient);
        else
            companions_unbook(w, chain[k].patient);
    }
    put_back(w, chain, count);
    return fit == count;
}

/* ---- chains ---------------------------------------------------------------------------- */

static double common_time(const struct world *w, const struct link chain[], uint32_t count)
{
    double at_h = w->sim.now_h;
    for (uint32_t k = 0; k < count; k++)
        at_h = fmax(at_h, world_move_time(w, chain[k].patient, chain[k].to));
    /* an instant that suits all of them, if some tries find one */
    double before_h = -1;
    for (int tries = 0; tries < 10 && at_h > before_h; tries++) {
        before_h = at_h;
        for (uint32_t k = 0; k < count; k++)
            at_h = world_window(w, chain[k].patient, chain[k].to, at_h);
    }
    return at_h;
}

static bool swap_places(struct world *w, const struct link chain[], uint32_t count)
{
    double at_h = common_time(w, chain, count);
    if (!all_fit(w, chain, count, at_h)) return false;
    for (uint32_t k = 0; k < count; k++) {
        tell(w, patient_at(w, chain[k].patient), BF_STEP_EXCHANGE, chain[k].to, BF_TO_LEFT, 0);
        world_take_place(w, chain[k].patient, chain[k].to);
    }
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
            if (swap_places(w, &own, 1)) return true;
            continue;
        }
        if (w->n->service[claim->queue].on_cycle && try_from(w, claim)) return true;
    }
    return false;
}
