/* SPDX-License-Identifier: GPL-3.0-or-later */
/* steps.h -- private to models/: the steps that nearly everybody takes, inline.
 *
 * Most stays begin at once in a free place and end by going home, and most of a run's time goes
 * there. Each step is written once and put together twice: by world_start, world_leave and
 * world_exit for every case there is, and by stay.c's start_plainly and end_plainly for people whom
 * nothing else can concern. There `plain` is the constant true, and the compiler leaves out what
 * cannot happen: nobody follows the people (no trace), no outcomes framework counts them.
 */
#ifndef BF_MODELS_STEPS_H
#define BF_MODELS_STEPS_H

#include "world.h"

#include <math.h>

#define STEP static inline __attribute__((always_inline))

/* ---- counted at a start ---------------------------------------------------------------- */

/* A new referral: who asks for a service as their first choice, from a hospital bed or not. */
STEP void observe_asked(struct world *w, const struct patient *p, uint32_t service)
{
    uint8_t from = bf_is_service(p->service) ? w->n->service[p->service].setting : BF_SETTING_HOME;
    bool hospital = from == BF_SETTING_ACUTE || from == BF_SETTING_NON_ACUTE;
    w->node[service].day_asked[!hospital]++;
}

STEP void observe_commenced(struct world *w, uint32_t service, double after_h)
{
    w->node[service].day_started++;
    if (after_h > 0) w->node[service].day_commence_h += after_h;
}

STEP bool from_outside(const struct world *w, const struct patient *p)
{
    return !bf_is_service(p->came_from) || !w->node[p->came_from].acute;
}

STEP void observe_wait(struct world *w, uint32_t service, const struct patient *p, double wait_h)
{
    if (!w->measuring) return;
    struct node *node = &w->node[service];
    node->waited++;
    bf_histogram_add(&w->wait[service], wait_h);
    bool in_target = wait_h <= w->numbers->service[service].target_h;
    if (in_target) node->in_target++;
    if (has_indicators(w)) indicators_waited(w, p, service, in_target);
    w->sum.waited_class[p->class_]++;
    w->sum.waited_locality[p->locality]++;
    if (wait_h == 0) return;
    node->wait_h += wait_h;
    w->sum.wait_class[p->class_] += wait_h;
    w->sum.wait_locality[p->locality] += wait_h;
    if (wait_h > 4 && node->acute && !(p->flags & FLAG_PLANNED) && from_outside(w, p)) {
        w->sum.waited_4h++;
        if (wait_h > 12) w->sum.waited_12h++;
    }
}

STEP void count_admission(struct world *w, const struct patient *p, uint32_t service, bool plain)
{
    if (p->flags & FLAG_PLANNED) {
        w->count.planned++;
        return;
    }
    w->count.emergency++;
    if (bf_is_service(p->after)) observe_readmission(w, p);
    if (!plain && has_indicators(w)) indicators_admitted(w, p, service);
}

/* In a place, whether just admitted or found there when the run begins. */
STEP void take_up(struct world *w, const struct patient *p, uint32_t service, bool plain)
{
    struct node *node = &w->node[service];
    node->occupied++;
    node->entered++;
    node->stay_sum_h -= w->sim.now_h;
    bf_level_add(&node->in, w->sim.now_h, 1);
    node->adults += (p->flags & FLAG_ADULT) != 0;
    if (!plain && has_indicators(w)) indicators_in(w, p, service, 1);
}

STEP void observe_start(struct world *w, struct patient *p, uint32_t service, double after_h,
                        bool plain)
{
    struct node *node = &w->node[service];
    take_up(w, p, service, plain);
    if (plain)
        node->plain[p->cell].begun++;
    else if (w->measuring)
        node->started++;
    if (!plain && has_indicators(w)) indicators_started(w, p, service);
    observe_commenced(w, service, after_h);
    if (node->acute) {
        p->flags &= (uint16_t) ~(FLAG_OFFERED | FLAG_SEEN); /* not avoided */
        p->flags |= FLAG_ADMITTED;
        if (from_outside(w, p)) {
            p->overnight = false;
            count_admission(w, p, service, plain);
        }
    }
    p->came_from = (uint16_t)service;
}

/* ---- a stay begins --------------------------------------------------------------------- */

/* What a stay as the service has them needs by chance. */
STEP struct bf_block draw_stay(const struct world *w, const struct patient *p, uint32_t i,
                               uint32_t service)
{
    return draw_at(w, p, w->node[service].key, world_visit(w, i, service), BLOCK_STAY);
}

STEP double site_stay(const struct bf_site *site, double u)
{
    return site->factor * bf_dist_draw(&site->stay, u);
}

STEP void count_start_of_day(struct world *w, uint32_t service)
{
    if (__builtin_expect(++w->starts_today > STARTS_PER_DAY_MAX, 0)) world_fail_starts(w, service);
}

/* The person is in the place, for stay_h if not for good. What the draws are for is told by their
 * lanes. */
STEP void begin_stay(struct world *w, struct patient *p, uint32_t i, uint32_t service,
                     const struct bf_site *site, const struct bf_block *u, double stay_h,
                     bool for_good, double after_h, bool plain)
{
    remember_word(p, u);
    p->service = (uint16_t)service;
    p->state = ST_STAY;
    p->started_h = w->sim.now_h;
    p->needs = p->done = p->asked = p->found_need = 0;
    p->needs_known = false;
    p->choice = site->choice_count
                    ? world_pick_way(w, site->choice, site->choice_count, u->u[LANE_WAY])
                    : UINT32_MAX;
    p->side = UINT32_MAX;
    observe_start(w, p, service, after_h, plain);
    count_start_of_day(w, service);
    if (for_good) {
        p->stay_end_h = BF_SIM_HORIZON_H;
        p->timer = UINT32_MAX;
        return;
    }
    p->stay_end_h = w->sim.now_h + stay_h;
    p->timer = bf_sim_schedule(&w->sim, p->stay_end_h, RANK_LEAVE, EV_STAY_END, i, 0);
    if (w->node[service].refers && p->choice != UINT32_MAX &&
        w->numbers->choice[p->choice].team_needs)
        world_plan_referrals(w, i);
}

/* In hospital again: the next discharge starts another clock. Elsewhere it runs as the place has
 * it. */
STEP void run_clock(struct world *w, const struct patient *p, uint32_t i, uint32_t service)
{
    if (!(p->flags & FLAG_AFTER)) return;
    if (w->node[service].acute)
        world_stop_clock(w, i);
    else
        world_clock_place(w, i, service);
}

STEP bool admits_now(const struct world *w, uint32_t service)
{
    return w->node[service].admits_always ||
           !(world_next_open(w, service, BF_WINDOW_ADMITS, w->sim.now_h) > w->sim.now_h);
}

/* Whether this person, who has just asked for the service, can take a place there plainly: it is
 * free, nobody is before them, and nothing they bring along has a say in their stay. */
STEP bool starts_plainly(const struct world *w, const struct patient *p, uint32_t i,
                         uint32_t service)
{
    const struct node *node = &w->node[service];
    return node->plain_in && !(p->flags & (FLAG_EARLY | FLAG_REFERRED)) &&
           w->queues.queue[service].count == 0 && has_room(w, service) && admits_now(w, service) &&
           (!node->has_hours || world_hours_fit(w, i, service));
}

/* The hours that were found to be there are booked. */
STEP void start_with_hours(struct world *w, struct patient *p, uint32_t i, uint32_t service)
{
    p->taper = p->booked = w->fit->taper;
    bf_booking_book(&w->node[service].booking, area_of(w, p, service), &p->taper);
    begin_stay(w, p, i, service, site_of(w, p, service), &w->planned[i], p->planned_h, false, 0,
               true);
}

STEP void start_plainly(struct world *w, struct patient *p, uint32_t i, uint32_t service)
{
    p->hops = 0;
    if (w->node[service].has_hours) {
        start_with_hours(w, p, i, service);
    } else {
        const struct bf_site *site = site_of(w, p, service);
        struct bf_block u = draw_stay(w, p, i, service);
        begin_stay(w, p, i, service, site, &u, site_stay(site, u.u[LANE_STAY]), false, 0, true);
    }
    run_clock(w, p, i, service);
}

/* ---- counted at an end ----------------------------------------------------------------- */

/* Plain: ready, granted and gone in one instant. */
STEP void observe_leave(struct world *w, struct patient *p, uint32_t service, bool plain)
{
    struct node *node = &w->node[service];
    double now_h = w->sim.now_h;
    node->occupied--;
    node->left++;
    node->stay_sum_h += now_h;
    bf_level_add(&node->in, now_h, -1);
    node->adults -= (p->flags & FLAG_ADULT) != 0;
    if (!plain && has_indicators(w)) indicators_in(w, p, service, -1);
    if (p->spot == service) world_spot_end(w, &p->spot);
    if (node->acute && p->started_h < w->midnight_h) p->overnight = true;
    node->total_h += now_h - p->started_h;
    if (plain) {
        node->plain[p->cell].ended++;
        return;
    }
    if (!w->measuring) return;
    double delay_h = p->granted_h - p->since_h;
    if (node->headline) {
        w->sum.left_cell[p->cell] += 1;
        w->sum.delay_cell[p->cell] += delay_h;
    }
    node->left_in_period++;
    double end_h = p->stay_end_h < now_h ? p->stay_end_h : now_h;
    double round_h = p->since_h > end_h ? p->since_h - end_h : 0;
    node->held_h += now_h - end_h;
    node->delay_h += delay_h;
    node->process_h += round_h + (now_h - p->granted_h);
}

STEP uint32_t hour_of_day(const struct world *w)
{
    double hour = w->sim.now_h - w->midnight_h;
    return hour < 0 ? 0 : hour < 24 ? (uint32_t)hour : 23;
}

STEP void observe_discharge(struct world *w, struct patient *p, uint32_t from, uint32_t to,
                            bool plain)
{
    w->count.discharges++;
    if (to == BF_TO_DIED) {
        w->count.discharges_dead++;
        return;
    }
    if (w->measuring) w->sum.discharged_class[p->class_]++;
    if (p->overnight && (p->flags & FLAG_ADULT)) {
        w->count.discharges_overnight++;
        if (w->measuring) w->sum.discharges_hour[hour_of_day(w)]++;
    }
    if (!plain && has_indicators(w)) indicators_discharged(w, p, from);
}

/* Past the booked end, the last rate goes on, unbooked, until the person leaves. */
STEP void begin_overrun(struct world *w, struct patient *p, uint32_t service)
{
    const uint32_t area = area_of(w, p, service);
    struct bf_booking *booking = &w->node[service].booking;
    /* what is still booked of the last day gives way to the last rate */
    bf_booking_release(booking, area, &p->taper, w->today);
    bf_booking_overrun(booking, area, &p->taper);
    p->flags |= FLAG_OVERRUN;
}

STEP void end_overrun(struct world *w, struct patient *p, uint32_t service)
{
    bf_booking_overrun_end(&w->node[service].booking, area_of(w, p, service), &p->taper);
    p->flags &= (uint16_t)~FLAG_OVERRUN;
}

/* The place is given back; what was asked for during the stay is no longer awaited. */
STEP void give_place_back(struct world *w, struct patient *p, uint32_t i, uint32_t service,
                          uint32_t as)
{
    if (w->node[as].revisits)
        w->visits[(size_t)i * w->n->revisit_count + w->n->service[as].revisit_slot]++;
    if (bf_is_service(p->planned_at) && stays_as(w, p, p->planned_at) == as)
        p->planned_at = BF_TO_LEFT; /* the next visit is another draw */
    p->service = BF_TO_LEFT;
    p->serial = ++w->serial;
    world_mark(w, service);
}

STEP void patient_end(struct world *w, struct patient *p, uint32_t i)
{
    BF_INVARIANT(!p->claims && !bf_is_service(p->service));
    p->state = ST_FREE;
    p->serial = 0;
    w->destroyed++;
    bf_pool_give(&w->patients, i);
}

/* ---- after a discharge ----------------------------------------------------------------- */

/* The largest hazard that any place gives somebody of this class, where 1 is the curve's own. */
STEP double most_hazard(const struct world *w, const struct patient *p, int cause)
{
    return w->numbers->class_factor[2 * p->class_ + cause] * w->factor_most[cause];
}

/* Most people never meet their threshold: told apart without a logarithm. The hazard that remains
 * unmet is at least u where 1 - u <= (1 - share)^most, and Bernoulli's inequality says that this is
 * so from u = most * share on. */
STEP bool never_met(const struct bf_incidence *curve, double most, double u)
{
    return u >= curve->share[curve->count - 1] * (most > 1 ? most : 1);
}

/* Neither readmitted nor dead before long: whoever goes home need not be remembered. */
STEP bool is_gone(const struct world *w, const struct patient *p, uint32_t from)
{
    for (int cause = 0; cause < CAUSE_COUNT; cause++) {
        const struct bf_incidence *curve = &w->numbers->service[from].after[cause];
        double u = stay_uniform(p, (uint64_t)(OF_STAY_READMISSION + cause));
        if (curve->count && !never_met(curve, most_hazard(w, p, cause), u)) return false;
    }
    return true;
}

#endif
