/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steps.h"

#include <math.h>

/* Services that people have beside the place they go to, if there is room when it is granted:
 * nobody waits for them, and who finds none goes without. Each begins after its lead time and lasts
 * its own stay, wherever the person lives meanwhile, until an acute admission, death, or leaving
 * the model. While they have it, the hazards of the person are those of the place times its
 * factors; and who has it when care hours are booked needs the hours times its visits_factor. */

static inline struct companion *beside_at(const struct world *w, uint32_t k)
{
    return (struct companion *)(void *)(w->companions.base + (size_t)k * sizeof(struct companion));
}

static bool has_room_beside(const struct world *w, uint32_t service)
{
    if (w->n->service[service].kind == BF_KIND_MARKET)
        return w->node[service].week_started < w->numbers->service[service].weekly_limit;
    return has_room(w, service) && w->queues.queue[service].count == 0;
}

/* ---- who has it ------------------------------------------------------------------------ */

/* Settled by the names of both services when the person is ready. */
void beside_want(struct world *w, uint32_t i)
{
    const struct patient *p = patient_at(w, i);
    const struct bf_company *company = &w->numbers->company[p->choice];
    w->company[i].wanted_beside = 0;
    for (uint32_t k = 0; k < company->beside; k++) {
        const struct bf_companion *of = &w->numbers->companion[company->first + company->count + k];
        uint64_t place = (w->n->service[of->service].key ^ UINT64_C(0x626573696465)) +
                         31 * w->n->service[p->service].key;
        struct bf_block u = draw_at(w, p, place, world_visit(w, i, p->service), 0);
        if (u.u[LANE_NEED] < of->share) w->company[i].wanted_beside |= (uint8_t)(1u << k);
    }
}

static uint32_t wanted_at(const struct world *w, uint32_t i, uint32_t k)
{
    const struct bf_company *company = &w->numbers->company[patient_at(w, i)->choice];
    return w->numbers->companion[company->first + company->count + k].service;
}

static bool has_already(const struct world *w, uint32_t i, uint32_t service)
{
    for (uint32_t k = w->company[i].beside; k; k = beside_at(w, k)->next)
        if (beside_at(w, k)->service == service) return true;
    return false;
}

/* A place is granted: what is wanted beside it is promised, or there is none. */
void beside_take(struct world *w, uint32_t i)
{
    uint32_t wanted = w->company[i].wanted_beside;
    w->company[i].wanted_beside = 0;
    for (uint32_t k = 0; wanted >> k; k++) {
        if (!(wanted >> k & 1)) continue;
        uint32_t service = wanted_at(w, i, k);
        if (has_already(w, i, service)) continue;
        if (w->measuring) w->node[service].joined++;
        observe_asked(w, patient_at(w, i), service);
        uint32_t at = has_room_beside(w, service) ? bf_pool_take(&w->companions) : 0;
        if (!at) {
            if (w->measuring) w->node[service].refused++;
            continue;
        }
        *beside_at(w, at) = (struct companion){.next = w->company[i].beside,
                                               .service = (uint16_t)service,
                                               .patient = i,
                                               .token = UINT32_MAX};
        w->company[i].beside = at;
        w->node[service].reserved++;
        w->node[service].week_started++;
    }
}

/* ---- what it changes ------------------------------------------------------------------- */

double beside_factor(const struct world *w, uint32_t i, int cause)
{
    double factor = 1;
    for (uint32_t k = w->company[i].beside; k; k = beside_at(w, k)->next)
        if (beside_at(w, k)->used)
            factor *= w->numbers->service[beside_at(w, k)->service].factor[cause];
    return factor;
}

double beside_visits(const struct world *w, uint32_t i)
{
    double factor = 1;
    for (uint32_t k = w->company[i].beside; k; k = beside_at(w, k)->next)
        factor *= w->numbers->service[beside_at(w, k)->service].visits_factor;
    for (uint32_t k = 0; w->company[i].wanted_beside >> k; k++)
        if (w->company[i].wanted_beside >> k & 1 && has_room_beside(w, wanted_at(w, i, k)) &&
            !has_already(w, i, wanted_at(w, i, k)))
            factor *= w->numbers->service[wanted_at(w, i, k)].visits_factor;
    return factor;
}

/* The hazards are others from now on. */
static void clock_again(struct world *w, uint32_t i)
{
    const struct patient *p = patient_at(w, i);
    if (!(p->flags & FLAG_AFTER)) return;
    if (bf_is_service(p->service))
        world_clock_place(w, i, p->service);
    else if (p->state == ST_HOME)
        world_clock_place(w, i, BF_TO_HOME);
}

/* ---- from the move on ------------------------------------------------------------------ */

static void begin(struct world *w, uint32_t k)
{
    struct companion *it = beside_at(w, k);
    struct patient *p = patient_at(w, it->patient);
    const struct bf_site *site = site_of(w, p, it->service);
    it->used = true;
    it->since_h = w->sim.now_h;
    w->node[it->service].reserved--;
    observe_companion_start(w, p, it->service, 0);
    if (!site->permanent) {
        struct bf_block u = draw_stay(w, p, it->patient, it->service);
        double end_h = w->sim.now_h + site_stay(site, u.u[LANE_STAY]);
        it->token = bf_sim_schedule(&w->sim, end_h, RANK_LEAVE, EV_BESIDE, k, 0);
    }
    clock_again(w, it->patient);
}

void beside_move(struct world *w, uint32_t i)
{
    for (uint32_t k = w->company[i].beside; k; k = beside_at(w, k)->next) {
        struct companion *it = beside_at(w, k);
        if (it->used || it->moved) continue;
        it->moved = true;
        struct patient *p = patient_at(w, i);
        struct bf_block u = draw_at(w, p, w->n->service[it->service].key, 0, BLOCK_LEAD);
        double lead_h = w->n->service[it->service].kind == BF_KIND_MARKET
                            ? bf_dist_draw(&w->numbers->service[it->service].lead, u.u[LANE_LEAD])
                            : 0;
        if (lead_h > 0)
            it->token =
                bf_sim_schedule(&w->sim, w->sim.now_h + lead_h, RANK_LEAVE, EV_BESIDE, k, 0);
        else
            begin(w, k);
    }
}

static void drop(struct world *w, uint32_t *link)
{
    uint32_t k = *link;
    struct companion it = *beside_at(w, k);
    *link = it.next;
    if (it.used)
        observe_companion_end(w, patient_at(w, it.patient), it.service, it.since_h);
    else
        w->node[it.service].reserved--;
    beside_at(w, k)->token = UINT32_MAX;
    bf_pool_give(&w->companions, k);
    world_mark(w, it.service);
}

/* A place granted is given up: what was promised with it is, too. */
void beside_give_up(struct world *w, uint32_t i)
{
    for (uint32_t *link = &w->company[i].beside; *link;) {
        const struct companion *it = beside_at(w, *link);
        if (!it->used && !it->moved)
            drop(w, link);
        else
            link = &beside_at(w, *link)->next;
    }
}

void beside_end(struct world *w, uint32_t i)
{
    while (w->company[i].beside)
        drop(w, &w->company[i].beside);
    w->company[i].wanted_beside = 0;
}

/* The lead time, or the time for which it is had, is over. Who lives at home and has nothing more
 * to come is no longer followed. */
void beside_event(struct world *w, uint32_t token, uint32_t k)
{
    if (beside_at(w, k)->token != token) return;
    if (!beside_at(w, k)->used) {
        begin(w, k);
        return;
    }
    uint32_t i = beside_at(w, k)->patient, *link = &w->company[i].beside;
    while (*link != k)
        link = &beside_at(w, *link)->next;
    drop(w, link);
    clock_again(w, i);
    const struct patient *p = patient_at(w, i);
    if (p->state != ST_HOME || w->company[i].beside || p->timer != UINT32_MAX) return;
    if (p->flags & FLAG_AFTER && p->hazard != UINT32_MAX) return;
    if (has_indicators(w)) indicators_end(w, i, BF_TO_HOME);
    world_patient_end(w, i);
}

void beside_count(struct world *w, uint32_t i)
{
    for (uint32_t k = w->company[i].beside; k; k = beside_at(w, k)->next) {
        struct node *node = &w->node[beside_at(w, k)->service];
        *(beside_at(w, k)->used ? &node->seen_in : &node->seen_reserved) += 1;
    }
}
