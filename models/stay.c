/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steps.h"

#include <math.h>

/* ---- the stay drawn -------------------------------------------------------------------- */

/* One uniform for the mixture of same-day and longer stays: monotone while same-day stays are the
 * shorter ones, so that a larger share of them shortens stays and lengthens none. */
static double drawn_stay(const struct world *w, uint32_t service, const struct bf_site *site,
                         double u)
{
    if (w->n->service[service].same_day) {
        const struct bf_service_numbers *numbers = &w->numbers->service[service];
        double share = numbers->same_day;
        if (u < share) return bf_dist_draw(&numbers->same_day_stay, u / share);
        u = (u - share) / (1 - share);
        if (!(u > 0)) u = 0x1p-53;
    }
    return site_stay(site, u);
}

static bool ends_early(const struct world *w, const struct patient *p)
{
    return (p->flags & FLAG_REFERRED) && p->state == ST_STAY && bf_is_service(p->service) &&
           w->n->service[p->service].setting == BF_SETTING_ACUTE;
}

/* A stay is the same whenever it is drawn: it is remembered until an episode begins, numbers change
 * or the person has been there once more. */
static bool is_remembered(const struct world *w, const struct patient *p, uint32_t service)
{
    return p->planned_at == service && p->planned_by == w->derived;
}

static double remembered_stay(const struct world *w, struct patient *p, uint32_t i,
                              uint32_t service)
{
    if (is_remembered(w, p, service)) return p->planned_h;
    uint32_t as = stays_as(w, p, service);
    if (p->planned_at != service) w->planned[i] = draw_stay(w, p, i, as);
    p->planned_h = drawn_stay(w, as, site_of(w, p, as), w->planned[i].u[LANE_STAY]);
    p->planned_at = (uint16_t)service;
    p->planned_by = w->derived;
    return p->planned_h;
}

double world_planned_stay(const struct world *w, uint32_t i, uint32_t service, double at_h)
{
    struct patient *p = patient_at(w, i);
    if (ends_early(w, p) || (p->flags & FLAG_EARLY)) return later_of(0, p->stay_end_h - at_h);
    return remembered_stay(w, p, i, service);
}

/* ---- start ----------------------------------------------------------------------------- */

/* Tasks done by a team that may start before the person is ready. */
void world_plan_referrals(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    const struct bf_choice *choice = &w->numbers->choice[p->choice];
    for (uint32_t k = 0; k < choice->need_count; k++) {
        const struct bf_need *need = &w->numbers->need[choice->need + k];
        if (!bf_is_service(w->n->task[need->task].team)) continue;
        double lead_h = w->numbers->task[need->task].lead_h;
        if (!(lead_h > 0)) continue;
        double at_h = fmax(w->sim.now_h, p->stay_end_h - lead_h);
        uint16_t arg = (uint16_t)(k | (p->serial & 0xfffu) << 4);
        bf_sim_schedule(&w->sim, at_h, RANK_WAIT, EV_REFER, i, arg);
    }
}

static void plan_early(struct world *w, uint32_t i, double stay_h)
{
    struct patient *p = patient_at(w, i);
    uint32_t to = w->n->stream[p->stream].early_to;
    if (!bf_is_service(to)) return;
    double moves = w->numbers->service[to].moves_stay;
    if (!(moves > 0)) return;
    p->side =
        bf_sim_schedule(&w->sim, w->sim.now_h + (1 - moves) * stay_h, RANK_WAIT, EV_EARLY, i, 0);
}

void world_fail_starts(struct world *w, uint32_t service)
{
    bf_sim_fail(&w->sim, BF_E_LIMIT,
                "expected at most %u starts in a day, reached on day %u of the run at %s: are "
                "there stays of no length that lead back to where they began?",
                STARTS_PER_DAY_MAX, (unsigned)w->today, w->n->service[service].name);
}

void world_start(struct world *w, uint32_t i, uint32_t service)
{
    struct patient *p = patient_at(w, i);
    if (has_indicators(w)) indicators_settle(w, i);
    const struct bf_service_info *info = &w->n->service[service];
    uint32_t as = stays_as(w, p, service);
    const struct bf_site *site = site_of(w, p, as);
    struct bf_block u = p->planned_at == service ? w->planned[i] : draw_stay(w, p, i, as);
    double stay_h = (p->flags & FLAG_EARLY)        ? fmax(0, p->stay_end_h - w->sim.now_h)
                    : is_remembered(w, p, service) ? p->planned_h
                                                   : drawn_stay(w, as, site, u.u[LANE_STAY]);
    if (p->flags & FLAG_EARLY) p->flags &= (uint16_t) ~(FLAG_EARLY | FLAG_REFERRED); /* only once */
    p->spot = p->bought;
    p->bought = BF_TO_LEFT;
    begin_stay(w, p, i, service, site, &u, stay_h, site->permanent, w->sim.now_h - p->since_h,
               false);
    tell(w, p, BF_STEP_STARTS, service, BF_TO_LEFT, p->stay_end_h - p->started_h);
    if ((p->flags & FLAG_REFERRED) && info->setting == BF_SETTING_ACUTE && !site->permanent)
        plan_early(w, i, stay_h);
    run_clock(w, p, i, service);
    const uint16_t other = FLAG_OFFERED | FLAG_ADMITTED | FLAG_PLANNED;
    if (has_companions(w) && info->setting == BF_SETTING_ACUTE) beside_end(w, i);
    if (info->averts && !(p->flags & other)) { /* who is admitted after all was not averted */
        p->flags |= FLAG_SEEN;
        p->offered = (uint16_t)service;
    }
}

/* A place is free, nobody is before the patient, and nothing else is needed: the same as being
 * granted it, without queues and reservations. Most stays begin so. */
void world_start_at_once(struct world *w, uint32_t i, uint32_t service)
{
    struct patient *p = patient_at(w, i);
    p->granted_h = w->sim.now_h;
    p->timer = UINT32_MAX;
    p->hops = 0;
    observe_wait(w, service, p, 0);
    tell(w, p, BF_STEP_GRANTED, service, BF_TO_LEFT, 0);
    world_start(w, i, service);
}

/* ---- early supported discharge --------------------------------------------------------- */

void world_early(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t to = w->n->stream[p->stream].early_to;
    if (p->state != ST_STAY) return;
    p->since_h = w->sim.now_h;
    world_claim_early(w, i, to);
}

/* ---- well enough ----------------------------------------------------------------------- */

/* Nothing to be done before this person can go. */
static inline bool goes_at_once(const struct world *w, const struct patient *p)
{
    return p->choice != UINT32_MAX && !p->claims && !bf_is_service(p->held) &&
           w->numbers->choice[p->choice].need_count == 0;
}

/* What is still booked of a stay. */
static inline void release_hours(struct world *w, const struct patient *p, uint32_t service)
{
    if (!w->node[service].has_hours) return;
    bf_booking_release(&w->node[service].booking, area_of(w, p, service), &p->taper, w->today);
}

/* Well enough, and out of plain services in the same instant. */
static inline void go_out_plainly(struct world *w, struct patient *p, uint32_t i, uint32_t to)
{
    uint32_t from = p->service;
    bool discharged = w->node[from].acute, gone = true;
    release_hours(w, p, from);
    observe_leave(w, p, from, true);
    give_place_back(w, p, i, from, from);
    if (discharged) {
        observe_discharge(w, p, from, to, true);
        gone = to != BF_TO_HOME || !w->n->service[from].after || is_gone(w, p, from);
        if (!gone) world_discharge_clock(w, i, from);
    } else {
        gone = to != BF_TO_HOME || !(p->flags & FLAG_AFTER);
    }
    if (!gone) {
        p->state = ST_HOME;
        p->side = UINT32_MAX;
        p->since_h = p->granted_h = w->sim.now_h;
        world_clock_place(w, i, BF_TO_HOME);
        if (p->hazard != UINT32_MAX) return;
    }
    patient_end(w, p, i);
}

/* Well enough, and in the next service in the same instant. */
static inline void go_on_plainly(struct world *w, struct patient *p, uint32_t i,
                                 const struct bf_choice *way)
{
    uint32_t from = p->service, to = way->to;
    p->first = (uint16_t)to;
    p->level = way->level;
    p->alt_next = 0;
    p->since_h = p->granted_h = w->sim.now_h;
    release_hours(w, p, from);
    observe_asked(w, p, to);
    observe_leave(w, p, from, true);
    give_place_back(w, p, i, from, from);
    if (w->node[from].acute && !w->node[to].acute) {
        observe_discharge(w, p, from, to, true);
        if (w->n->service[from].after) world_discharge_clock(w, i, from);
    }
    start_plainly(w, p, i, to);
}

/* False: not plainly, and nothing is done. */
static inline bool goes_plainly(struct world *w, struct patient *p, uint32_t i)
{
    if (!w->node[p->service].plain_out || !goes_at_once(w, p)) return false;
    const struct bf_choice *way = &w->numbers->choice[p->choice];
    if (bf_is_service(way->to)) {
        if (way->to == p->service || !starts_plainly(w, p, i, way->to)) return false;
        go_on_plainly(w, p, i, way);
    } else {
        if (way->to == BF_TO_DIED || (p->flags & (FLAG_OFFERED | FLAG_SEEN))) return false;
        go_out_plainly(w, p, i, way->to);
    }
    return true;
}

static void leave_at_once(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    p->since_h = p->granted_h = w->sim.now_h;
    p->next = w->numbers->choice[p->choice].to;
    p->state = ST_LEAVING;
    tell(w, p, BF_STEP_READY, p->service, BF_TO_LEFT, w->sim.now_h - p->started_h);
    if (has_companions(w) && w->numbers->choice[p->choice].company) {
        beside_want(w, i);
        beside_take(w, i);
    }
    world_move(w, i);
}

void world_stay_over(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    if (goes_plainly(w, p, i)) return;
    uint32_t as = stays_as(w, p, p->service);
    const struct bf_service_info *info = &w->n->service[as];
    if (p->claims && (p->flags & FLAG_REFERRED)) world_claim_early_over(w, i);
    p->side = UINT32_MAX;
    if (w->n->service[p->service].plain_out && !w->node[p->service].has_hours &&
        info->rounds_always && goes_at_once(w, p) &&
        !bf_is_service(w->numbers->choice[p->choice].to)) {
        leave_at_once(w, i);
        return;
    }
    if (info->rounds_always) {
        world_ready(w, i);
        return;
    }
    double at_h = world_next_open(w, as, BF_WINDOW_ROUNDS, w->sim.now_h);
    tell(w, p, BF_STEP_WELL, p->service, BF_TO_LEFT, 0);
    p->state = ST_ROUND;
    observe_not_seen(w, p, 1);
    p->timer = bf_sim_schedule(&w->sim, at_h, RANK_LEAVE, EV_ROUND, i, 0);
}

/* A person not reviewed today is seen in the first round of another day. */
void world_round(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t service = stays_as(w, p, p->service);
    bf_day day = w->first_day + (bf_day)w->today;
    uint8_t kind = day_kind_at(w, service);
    double share = w->numbers->service[service].review[kind];
    if (share < 1) {
        if (stay_uniform(p, OF_STAY_ROUND + ((uint32_t)day & 0xffffu)) >= share) {
            double at_h = world_next_open(w, service, BF_WINDOW_ROUNDS, (w->today + 1) * 24.0);
            p->timer = bf_sim_schedule(&w->sim, at_h, RANK_LEAVE, EV_ROUND, i, 0);
            return;
        }
    }
    observe_not_seen(w, p, -1);
    world_ready(w, i);
}

/* ---- the end --------------------------------------------------------------------------- */

void world_leave(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t service = p->service;
    if (p->flags & FLAG_OVERRUN)
        end_overrun(w, p, service);
    else
        release_hours(w, p, service);
    if (has_companions(w)) companions_end(w, i);
    if (!p->contact_over) observe_leave(w, p, service, false);
    p->contact_over = false;
    give_place_back(w, p, i, service, stays_as(w, p, service));
}
