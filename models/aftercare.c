/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steps.h"

#include <math.h>

/* The readmission and the death of one discharge each have one exponential threshold of cumulative
 * hazard, drawn at the discharge. The clock runs in every place and at home, at the rate of the
 * class and the place; a place slows it or speeds it, and cannot stop it. */

#define BASE(w, p, cause) (&(w)->numbers->service[(p)->after].after[cause])

/* ---- the curve ------------------------------------------------------------------------- */

/* Cumulative hazard at time t since discharge: incidence is straight between its points. */
static double hazard_at(const struct bf_incidence *curve, double t_h)
{
    uint32_t last = curve->count - 1;
    if (!(t_h > 0)) return 0; /* nearly always: the move that is the discharge */
    if (t_h >= curve->at_h[last]) return curve->hazard[last];
    uint32_t k = 0;
    while (curve->at_h[k + 1] <= t_h)
        k++;
    double along = (t_h - curve->at_h[k]) / (curve->at_h[k + 1] - curve->at_h[k]);
    return -log1p(-(curve->share[k] + along * (curve->share[k + 1] - curve->share[k])));
}

/* The time since discharge at which the cumulative hazard reaches `hazard`; infinite: never. */
static double time_at(const struct bf_incidence *curve, double hazard)
{
    uint32_t last = curve->count - 1;
    if (!(hazard < curve->hazard[last])) return (double)INFINITY;
    uint32_t k = 0;
    while (curve->hazard[k + 1] <= hazard)
        k++;
    double share = -expm1(-hazard);
    double along = (share - curve->share[k]) / (curve->share[k + 1] - curve->share[k]);
    return curve->at_h[k] + along * (curve->at_h[k + 1] - curve->at_h[k]);
}

/* ---- the clock ------------------------------------------------------------------------- */

static double threshold(const struct world *w, const struct patient *p, int cause, double u)
{
    const struct bf_incidence *curve = BASE(w, p, cause);
    double most = most_hazard(w, p, cause);
    if (never_met(curve, most, u)) return (double)INFINITY;
    double hazard = -log1p(-u);
    return hazard < curve->hazard[curve->count - 1] * most ? hazard : (double)INFINITY;
}

void world_discharge_clock(struct world *w, uint32_t i, uint32_t from)
{
    struct patient *p = patient_at(w, i);
    p->after = (uint16_t)from;
    p->discharged_h = p->hazard_since_h = w->sim.now_h;
    p->hazard = UINT32_MAX;
    p->flags |= FLAG_AFTER;
    for (int cause = 0; cause < CAUSE_COUNT; cause++) {
        p->left[cause] = (double)INFINITY;
        p->factor[cause] = 0;
    }
    if (BASE(w, p, CAUSE_READMISSION)->count)
        p->left[CAUSE_READMISSION] =
            threshold(w, p, CAUSE_READMISSION, stay_uniform(p, OF_STAY_READMISSION));
    if (BASE(w, p, CAUSE_DEATH)->count)
        p->left[CAUSE_DEATH] = threshold(w, p, CAUSE_DEATH, stay_uniform(p, OF_STAY_DEATH));
}

/* Discharged before the run began. What is left of an exponential threshold is exponential again.
 */
void world_found_clock(struct world *w, uint32_t i, uint32_t from, double discharged_h,
                       const double u[CAUSE_COUNT])
{
    struct patient *p = patient_at(w, i);
    p->after = (uint16_t)from;
    p->discharged_h = discharged_h;
    p->hazard_since_h = w->sim.now_h;
    p->hazard = UINT32_MAX;
    p->flags |= FLAG_AFTER;
    for (int cause = 0; cause < CAUSE_COUNT; cause++) {
        p->left[cause] = BASE(w, p, cause)->count ? -log1p(-u[cause]) : (double)INFINITY;
        p->factor[cause] = 0;
    }
}

static double place_factor(const struct world *w, uint32_t service, int cause)
{
    if (service == BF_TO_HOME) service = w->n->home;
    return bf_is_service(service) ? w->numbers->service[service].factor[cause] : 1;
}

/* The place changes: what was spent in the last one is taken off, and the next event foreseen. */
void world_clock_place(struct world *w, uint32_t i, uint32_t service)
{
    struct patient *p = patient_at(w, i);
    double earliest_h = (double)INFINITY;
    for (int cause = 0; cause < CAUSE_COUNT; cause++) {
        if (!(p->left[cause] < (double)INFINITY)) continue;
        const struct bf_incidence *curve = BASE(w, p, cause);
        double now = hazard_at(curve, w->sim.now_h - p->discharged_h);
        if (p->factor[cause] > 0) {
            double before = hazard_at(curve, p->hazard_since_h - p->discharged_h);
            p->left[cause] = fmax(0, p->left[cause] - p->factor[cause] * (now - before));
        }
        p->factor[cause] =
            w->numbers->class_factor[2 * p->class_ + cause] * place_factor(w, service, cause);
        if (has_companions(w)) p->factor[cause] *= beside_factor(w, i, cause);
        if (!(p->factor[cause] > 0)) continue;
        double at_h = p->discharged_h + time_at(curve, now + p->left[cause] / p->factor[cause]);
        if (at_h < earliest_h) {
            earliest_h = at_h;
            p->hazard_cause = (uint8_t)cause;
        }
    }
    p->hazard_since_h = w->sim.now_h;
    p->hazard = UINT32_MAX;
    if (earliest_h < w->end_h)
        p->hazard =
            bf_sim_schedule(&w->sim, fmax(earliest_h, w->sim.now_h), RANK_LEAVE, EV_HAZARD, i, 0);
}

void world_stop_clock(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    p->flags &= (uint16_t)~FLAG_AFTER;
    p->hazard = UINT32_MAX;
}

/* ---- readmission and death ------------------------------------------------------------- */

static void hold_place(struct world *w, uint32_t i, uint32_t service)
{
    struct patient *p = patient_at(w, i);
    double hold_h = w->numbers->service[service].hold_h;
    if (!(hold_h > 0) || p->held != BF_TO_LEFT) return;
    w->node[service].held++;
    p->held = (uint16_t)service;
    p->hold = bf_sim_schedule(&w->sim, w->sim.now_h + hold_h, RANK_LEAVE, EV_HOLD_END, i, 0);
}

void world_hold_over(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t held = p->held;
    p->held = BF_TO_LEFT;
    p->hold = UINT32_MAX;
    w->node[held].held--;
    world_mark(w, held);
}

static void new_episode(struct world *w, struct patient *p, uint32_t i)
{
    p->flags &= (uint16_t) ~(FLAG_OFFERED | FLAG_REFERRED | FLAG_EARLY | FLAG_SEEN | FLAG_ADMITTED);
    p->episode++;
    if (w->n->revisit_count)
        memset(&w->visits[(size_t)i * w->n->revisit_count], 0,
               w->n->revisit_count * sizeof *w->visits);
    p->choice = UINT32_MAX;
    p->came_from = p->planned_at = BF_TO_LEFT;
}

void world_hazard(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t place = p->service;
    if (has_indicators(w)) indicators_settle(w, i);
    if (has_indicators(w) && bf_is_service(place)) indicators_interrupted(w, p, place);
    world_stop_clock(w, i);
    world_interrupt(w, i);
    if (has_companions(w)) beside_end(w, i);
    if (p->hazard_cause == CAUSE_DEATH) {
        world_exit(w, i, BF_TO_DIED);
        return;
    }
    tell(w, p, BF_STEP_RETURNS, w->n->service[p->after].returns_to, place,
         w->sim.now_h - p->discharged_h);
    if (bf_is_service(place)) hold_place(w, i, place);
    new_episode(w, p, i);
    p->flags &= (uint16_t)~FLAG_PLANNED;
    p->flags |= FLAG_RETURN;
    p->level = w->n->stream[p->stream].planned ? 4 : w->numbers->choice[p->entry].level;
    w->count.presented++;
    if (w->n->stream[p->stream].offers_again && world_offer(w, i)) return;
    world_present(w, i, w->n->service[p->after].returns_to);
}

/* ---- an averted crisis that comes back ------------------------------------------------- */

/* Whether a crisis that was averted comes back, and when: by the curve of the service that averted
 * it, the one that it was offered to or else the last that saw the person, counted from the end of
 * all support, quickened by the class. */
bool world_averted(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t by = p->offered;
    const struct bf_incidence *curve = &w->numbers->service[by].averted;
    if (!curve->count) return false;
    double factor = w->numbers->class_factor[2 * p->class_ + CAUSE_READMISSION];
    struct bf_block u = draw_at(w, p, w->n->service[by].key, 0, BLOCK_AVERTED);
    double after_h =
        factor > 0 ? time_at(curve, -log1p(-u.u[LANE_AVERTED]) / factor) : (double)INFINITY;
    if (!(w->sim.now_h + after_h < w->end_h)) return false;
    p->timer = bf_sim_schedule(&w->sim, w->sim.now_h + after_h, RANK_ARRIVE, EV_RETURN, i, 0);
    return true;
}

/* In crisis again, by a way in of its own: as others of the stream present. */
static void draw_entry(const struct world *w, struct patient *p)
{
    const struct bf_stream_info *info = &w->n->stream[p->stream];
    struct bf_ways ways = bf_enter_ways(info, p->group);
    struct bf_block u = bf_draw_by(&w->sim.keys, p->who, info->key, bf_occasion(p->episode, 0, 0));
    p->entry = world_pick_way(w, ways.first, ways.count, u.u[LANE_ENTER]);
}

void world_return(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    if (p->flags & FLAG_AFTER) world_stop_clock(w, i);
    tell(w, p, BF_STEP_COMES_BACK, p->offered, BF_TO_LEFT, 0);
    new_episode(w, p, i);
    p->flags &= (uint16_t)~FLAG_RETURN;
    draw_entry(w, p);
    if (w->measuring) w->sum.came_back++;
    world_enter(w, i);
}
