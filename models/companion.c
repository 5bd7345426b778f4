/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steps.h"

#include <math.h>

/* A person's companions are the services that they use together with a place. All of them are
 * promised at the instant at which the place is granted, or none is: whoever lacks one holds
 * nothing of the others, so nobody waits for somebody who waits. They are used from the move until
 * the person is ready to leave the place, so nobody who waits to leave holds one either. */

static inline struct companion *companion_at(const struct world *w, uint32_t k)
{
    return (struct companion *)(void *)(w->companions.base + (size_t)k * sizeof(struct companion));
}

static const struct bf_companion *wanted_of(const struct world *w, const struct patient *p,
                                            uint32_t k)
{
    return &w->numbers->companion[w->numbers->company[p->choice].first + k];
}

static uint32_t count_of(const struct world *w, const struct patient *p)
{
    return w->numbers->company[p->choice].count;
}

/* ---- who needs which ------------------------------------------------------------------- */

/* Settled when the person is ready, so that a share that changes by date later changes nobody's
 * mind; by the names of both services, so that a scenario that gains one keeps the draws. */
void companions_want(struct world *w, uint32_t i)
{
    const struct patient *p = patient_at(w, i);
    w->company[i].wanted = 0;
    for (uint32_t k = 0; k < count_of(w, p); k++) {
        const struct bf_companion *of = wanted_of(w, p, k);
        uint64_t place = (w->n->service[of->service].key ^ UINT64_C(0x77697468)) +
                         31 * w->n->service[p->service].key;
        struct bf_block u = draw_at(w, p, place, world_visit(w, i, p->service), 0);
        if (u.u[LANE_NEED] < of->share) w->company[i].wanted |= (uint8_t)(1u << k);
    }
}

/* ---- room ------------------------------------------------------------------------------ */

/* The hours wanted of a companion: its visits, over the stay in the place. */
static struct bf_taper taper_of(const struct world *w, uint32_t i, uint32_t service, uint32_t place,
                                double at_h)
{
    struct bf_taper taper = world_taper(w, i, place, at_h);
    taper.first = w->numbers->service[service].first_per_day;
    taper.last = w->numbers->service[service].last_per_day;
    return taper;
}

struct bf_taper companions_taper(const struct world *w, uint32_t i, uint32_t service)
{
    uint32_t place = patient_at(w, i)->first;
    return taper_of(w, i, service, place, world_move_time(w, i, place));
}

static bool has_companion_room(const struct world *w, uint32_t i, uint32_t service)
{
    if (!has_room(w, service)) return false;
    if (!w->n->service[service].has_hours) return true;
    struct bf_taper taper = companions_taper(w, i, service);
    return world_taper_fits(w, i, service, &taper);
}

bool companions_fit(const struct world *w, uint32_t i)
{
    const struct patient *p = patient_at(w, i);
    for (uint32_t k = 0; k < count_of(w, p); k++)
        if (w->company[i].wanted >> k & 1 && !has_companion_room(w, i, wanted_of(w, p, k)->service))
            return false;
    return true;
}

/* A person who has not asked yet: nobody may be before them in any of the queues. */
bool companions_can_start(const struct world *w, uint32_t i)
{
    const struct patient *p = patient_at(w, i);
    for (uint32_t k = 0; k < count_of(w, p); k++) {
        uint32_t service = wanted_of(w, p, k)->service;
        if (w->company[i].wanted >> k & 1 &&
            (world_somebody_first(w, i, service) || !has_companion_room(w, i, service)))
            return false;
    }
    return true;
}

/* The service for want of which a person is delayed: the first without room, the place before its
 * companions as written; the place if there is room in each. */
uint32_t companions_short(const struct world *w, uint32_t i)
{
    const struct patient *p = patient_at(w, i);
    if (!world_place_fits(w, i)) return p->first;
    for (uint32_t k = 0; k < count_of(w, p); k++) {
        uint32_t service = wanted_of(w, p, k)->service;
        if (w->company[i].wanted >> k & 1 && !has_companion_room(w, i, service)) return service;
    }
    return p->first;
}

/* ---- queues ---------------------------------------------------------------------------- */

void companions_claim(struct world *w, uint32_t i, bool due)
{
    const struct patient *p = patient_at(w, i);
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling)
        if (bf_claim_at(&w->queues, c)->arg == 0) bf_claim_at(&w->queues, c)->due |= DUE_TOGETHER;
    for (uint32_t k = 0; k < count_of(w, p) && !w->sim.failed; k++) {
        uint32_t service = wanted_of(w, p, k)->service;
        if (!(w->company[i].wanted >> k & 1)) continue;
        world_claim(w, i, service, (uint8_t)(ARG_WITH + k), due);
        if (p->claims) bf_claim_at(&w->queues, p->claims)->due |= DUE_TOGETHER;
        bf_level_add(&w->node[service].waiting, w->sim.now_h, 1);
        observe_asked(w, p, service);
    }
}

/* By now another service may be short than when the delay began: looked at when it is counted. */
void companions_reasons(struct world *w)
{
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        if (!w->n->service[s].companion) continue;
        for (uint32_t c = bf_queue_head(&w->queues.queue[s]); c;
             c = bf_queue_after(&w->queues, c)) {
            const struct bf_claim *claim = bf_claim_at(&w->queues, c);
            struct patient *p = patient_at(w, claim->customer);
            if (!is_companion_claim(claim) || !(claim->due & DUE_TASKS) || p->state != ST_DELAYED)
                continue;
            const struct bf_service_info *is_short =
                &w->n->service[companions_short(w, claim->customer)];
            if (p->reason == is_short->reason && p->body == is_short->body) continue;
            observe_delay_end(w, p);
            observe_delay_start(w, p, is_short->reason, is_short->body);
        }
    }
}

/* ---- promised, used, given back -------------------------------------------------------- */

/* To each that is wanted, in one instant. */
void companions_promise(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    for (uint32_t k = 0; k < count_of(w, p); k++) {
        uint32_t service = wanted_of(w, p, k)->service;
        if (!(w->company[i].wanted >> k & 1)) continue;
        uint32_t at = bf_pool_take(&w->companions);
        if (!at) {
            bf_sim_fail(&w->sim, BF_E_LIMIT,
                        "expected at most %u services used together with a place; raise "
                        "limits.patients",
                        (unsigned)w->companions.cap);
            return;
        }
        struct companion *it = companion_at(w, at);
        *it = (struct companion){.next = w->company[i].first, .service = (uint16_t)service};
        w->company[i].first = at;
        w->node[service].reserved++;
        it->waited_h = w->sim.now_h - p->since_h;
    }
}

void companions_book(struct world *w, uint32_t i, uint32_t place, double at_h)
{
    const struct patient *p = patient_at(w, i);
    for (uint32_t k = w->company[i].first; k; k = companion_at(w, k)->next) {
        struct companion *it = companion_at(w, k);
        if (it->used || !w->n->service[it->service].has_hours) continue;
        it->taper = taper_of(w, i, it->service, place, at_h);
        it->booked = true;
        bf_booking_book(&w->node[it->service].booking, area_of(w, p, it->service), &it->taper);
    }
}

static void release_hours(struct world *w, const struct patient *p, struct companion *it)
{
    if (!it->booked) return;
    it->booked = false;
    bf_booking_release(&w->node[it->service].booking, area_of(w, p, it->service), &it->taper,
                       w->today);
}

void companions_unbook(struct world *w, uint32_t i)
{
    for (uint32_t k = w->company[i].first; k; k = companion_at(w, k)->next)
        if (!companion_at(w, k)->used) release_hours(w, patient_at(w, i), companion_at(w, k));
}

/* Those used, or those promised and not yet used, are given back. */
static void give_back(struct world *w, uint32_t i, bool used, bool serve)
{
    const struct patient *p = patient_at(w, i);
    uint32_t *link = &w->company[i].first;
    while (*link) {
        uint32_t at = *link;
        struct companion it = *companion_at(w, at);
        if (it.used != used) {
            link = &companion_at(w, at)->next;
            continue;
        }
        *link = it.next;
        release_hours(w, p, &it);
        if (used)
            observe_companion_end(w, p, it.service, it.since_h);
        else
            w->node[it.service].reserved--;
        bf_pool_give(&w->companions, at);
        if (serve) world_mark(w, it.service);
    }
}

void companions_end(struct world *w, uint32_t i)
{
    give_back(w, i, true, true);
}

void companions_give_up(struct world *w, uint32_t i)
{
    give_back(w, i, false, true);
}

/* As if nothing had been promised, so that there is nobody to be served. */
void companions_undo(struct world *w, uint32_t i)
{
    give_back(w, i, false, false);
}

/* The person is in the place. */
void companions_start(struct world *w, uint32_t i)
{
    const struct patient *p = patient_at(w, i);
    for (uint32_t k = w->company[i].first; k; k = companion_at(w, k)->next) {
        struct companion *it = companion_at(w, k);
        if (it->used) continue;
        it->used = true;
        it->since_h = w->sim.now_h;
        w->node[it->service].reserved--;
        observe_companion_start(w, p, it->service, it->waited_h);
    }
}

/* For the laws. */
void companions_count(struct world *w, uint32_t i)
{
    for (uint32_t k = w->company[i].first; k; k = companion_at(w, k)->next) {
        struct node *node = &w->node[companion_at(w, k)->service];
        *(companion_at(w, k)->used ? &node->seen_in : &node->seen_reserved) += 1;
    }
}
