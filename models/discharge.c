/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steps.h"

#include <math.h>

/* ---- tasks ----------------------------------------------------------------------------- */

/* Which tasks of the way on this person needs, a bit each: settled once a stay, so that a share
 * that changes by date later changes nobody's mind. */
static void settle_needs(const struct world *w, struct patient *p)
{
    const struct bf_choice *choice = &w->numbers->choice[p->choice];
    uint32_t needed = 0;
    for (uint32_t k = 0; k < choice->need_count; k++) {
        const struct bf_need *need = &w->numbers->need[choice->need + k];
        needed |= (uint32_t)(task_uniform(w, p, need->task, LANE_NEED) < need->share) << k;
    }
    p->needs = (uint16_t)needed;
    p->needs_known = true;
}

static uint16_t needs(const struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    if (!p->needs_known) settle_needs(w, p);
    return p->needs;
}

/* The first task, in the order written, that this person needs and that is not done. Sets the
 * time at which it will be, infinite while a team has it. UINT32_MAX: none. */
static uint32_t first_unmet(const struct world *w, uint32_t i, double *done_h)
{
    struct patient *p = patient_at(w, i);
    if (p->choice == UINT32_MAX) return UINT32_MAX;
    const struct bf_choice *choice = &w->numbers->choice[p->choice];
    if (choice->need_count == 0 || (p->needs_known && !p->needs)) return UINT32_MAX;
    if (!p->needs_known) settle_needs(w, p);
    for (uint32_t left = p->needs; left; left &= left - 1) {
        uint32_t k = (uint32_t)__builtin_ctz(left);
        const struct bf_need *need = &w->numbers->need[choice->need + k];
        const struct bf_task_numbers *task = &w->numbers->task[need->task];
        if (bf_is_service(w->n->task[need->task].team)) {
            *done_h = (double)INFINITY;
            if (!(p->done >> k & 1)) return k;
            continue;
        }
        if (p->found_need == k + 1) {
            *done_h = p->granted_h; /* no place was granted yet: it says until when */
        } else {
            double u = task_uniform(w, p, need->task, LANE_DURATION);
            double from_h = later_of(p->started_h, p->since_h - task->lead_h);
            *done_h = from_h + bf_dist_draw(&task->duration, u);
        }
        if (*done_h > w->sim.now_h) return k;
    }
    return UINT32_MAX;
}

static void ask_teams(struct world *w, uint32_t i)
{
    for (uint32_t left = needs(w, i); left; left &= left - 1)
        world_refer(w, i, (uint32_t)__builtin_ctz(left));
}

/* Ask a team for a task, once, if this person needs it. */
void world_refer(struct world *w, uint32_t i, uint32_t k)
{
    struct patient *p = patient_at(w, i);
    if (p->choice == UINT32_MAX || k >= w->numbers->choice[p->choice].need_count) return;
    const struct bf_need *need = &w->numbers->need[w->numbers->choice[p->choice].need + k];
    if (p->asked >> k & 1 || !bf_is_service(w->n->task[need->task].team)) return;
    if (needs(w, i) >> k & 1) world_ask_team(w, i, k, w->sim.now_h);
}

static void wait_for_task(struct world *w, uint32_t i, uint32_t k, double done_h)
{
    struct patient *p = patient_at(w, i);
    uint32_t task = w->numbers->need[w->numbers->choice[p->choice].need + k].task;
    tell(w, p, BF_STEP_TASK, p->service, task, done_h - w->sim.now_h);
    observe_delay_start(w, p, w->n->task[task].reason, w->n->task[task].body);
    p->timer = done_h < (double)INFINITY
                   ? bf_sim_schedule(&w->sim, done_h, RANK_LEAVE, EV_TASK, i, 0)
                   : UINT32_MAX;
}

static void wait_for_place(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    const struct bf_service_info *to =
        &w->n->service[wants_company(w, i) ? companions_short(w, i) : p->first];
    observe_delay_start(w, p, to->reason, to->body);
}

/* A task is done: is another unmet, or does only the place remain? */
void world_tasks(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    double done_h;
    uint32_t k = first_unmet(w, i, &done_h);
    p->timer = UINT32_MAX;
    observe_delay_end(w, p);
    if (k != UINT32_MAX) {
        wait_for_task(w, i, k, done_h);
        return;
    }
    uint32_t to = w->numbers->choice[p->choice].to;
    if (!bf_is_service(to)) {
        world_granted(w, i, to);
        return;
    }
    wait_for_place(w, i);
    world_claims_due(w, i);
}

/* ---- ready ----------------------------------------------------------------------------- */

/* A place held through an emergency admission waits for its person. */
static bool back_to_held_place(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t held = p->held;
    if (!bf_is_service(held) || w->n->service[p->service].setting != BF_SETTING_ACUTE) return false;
    p->held = BF_TO_LEFT;
    p->hold = UINT32_MAX;
    w->node[held].held--;
    world_granted(w, i, held);
    return true;
}

void world_ready(struct world *w, uint32_t i)
{
    world_ready_since(w, i, w->sim.now_h);
}

void world_ready_since(struct world *w, uint32_t i, double since_h)
{
    struct patient *p = patient_at(w, i);
    uint32_t serial = p->serial;
    p->state = ST_DELAYED;
    p->since_h = since_h;
    p->reason = UINT8_MAX;
    p->timer = UINT32_MAX;
    tell(w, p, BF_STEP_READY, p->service, BF_TO_LEFT, since_h - p->started_h);
    if (w->n->service[p->service].has_hours) begin_overrun(w, p, p->service);
    if (has_companions(w)) {
        companions_end(w, i);
        if (p->choice != UINT32_MAX && w->numbers->choice[p->choice].company) beside_want(w, i);
    }
    if (w->n->service[p->service].kind == BF_KIND_TEAM) {
        /* the contact is over: staff are free, whatever the person waits for now */
        if (!p->found_need) p->granted_h = w->sim.now_h;
        observe_leave(w, p, p->service, false);
        p->contact_over = true;
        world_mark(w, p->service);
    }
    if (back_to_held_place(w, i)) return;
    double done_h = 0;
    uint32_t unmet = UINT32_MAX;
    uint32_t to = p->choice == UINT32_MAX ? BF_TO_HOME : w->numbers->choice[p->choice].to;
    if (p->choice != UINT32_MAX && w->numbers->choice[p->choice].need_count) {
        if (w->numbers->choice[p->choice].team_needs) ask_teams(w, i);
        unmet = first_unmet(w, i, &done_h);
    }
    if (unmet != UINT32_MAX) wait_for_task(w, i, unmet, done_h);
    if (!bf_is_service(to)) {
        if (unmet == UINT32_MAX) world_granted(w, i, to);
        return;
    }
    p->first = (uint16_t)to;
    p->level = w->numbers->choice[p->choice].level;
    observe_asked(w, p, to);
    if (w->numbers->choice[p->choice].company) companions_want(w, i);
    world_seek(w, i, unmet == UINT32_MAX);
    if (p->serial == serial && p->state == ST_DELAYED && p->reason == UINT8_MAX)
        wait_for_place(w, i);
}

/* ---- a place is there ------------------------------------------------------------------ */

/* Whether the preference accepted keeps the claim on the first choice. */
static uint32_t claim_to_keep(struct world *w, const struct patient *p)
{
    if (!(p->alt_next & 0x80) || p->choice == UINT32_MAX) return 0;
    uint32_t k = p->alt_next & 0x7f;
    const struct bf_choice *choice = &w->numbers->choice[p->choice];
    if (k == 0 || k > choice->alt_count || !w->numbers->alt[choice->alt + k - 1].keeps_claim)
        return 0;
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling)
        if (bf_claim_at(&w->queues, c)->arg == 0) return c;
    return 0;
}

static void withdraw_others(struct world *w, struct patient *p)
{
    if (!p->claims) return;
    uint32_t keep = claim_to_keep(w, p);
    if (!keep) {
        world_withdraw(w, p);
        return;
    }
    struct bf_claim *kept = bf_claim_at(&w->queues, keep);
    bf_level_add(&w->node[p->first].waiting, w->sim.now_h, -1);
    bf_queue_leave_all(&w->queues, &p->claims, keep);
    kept->arg = ARG_KEPT;
}

/* Care hours are wanted from the move on. `fit`: as found for this move; NULL: not known. */
static void book_hours(struct world *w, struct patient *p, uint32_t i, double at_h,
                       const struct fit *fit)
{
    p->booked = fit ? fit->taper : world_taper(w, i, p->next, at_h);
    bf_booking_book(&w->node[p->next].booking, area_of(w, p, p->next), &p->booked);
}

static inline void book(struct world *w, struct patient *p, uint32_t i, double at_h,
                        const struct fit *fit)
{
    if (has_companions(w)) {
        beside_take(w, i);
        companions_book(w, i, p->next, at_h);
    }
    if (bf_is_service(p->next) && w->n->service[p->next].has_hours) book_hours(w, p, i, at_h, fit);
}

static void release_booked(struct world *w, const struct patient *p)
{
    if (w->n->service[p->next].has_hours)
        bf_booking_release(&w->node[p->next].booking, area_of(w, p, p->next), &p->booked, w->today);
}

/* What was kept for the patient is used, or given up. */
static void end_reservation(struct world *w, struct patient *p)
{
    if (!p->reserved) return;
    p->reserved = 0;
    if (bf_is_service(p->next)) w->node[p->next].reserved--;
    observe_process(w, p, -1);
}

/* A place granted and not yet taken goes to somebody else. */
void world_give_up_granted(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    end_reservation(w, p);
    if (has_companions(w)) {
        companions_give_up(w, i);
        beside_give_up(w, i);
    }
    if (bf_is_service(p->next)) {
        release_booked(w, p);
        if (p->bought == p->next) world_spot_end(w, &p->bought);
        world_mark(w, p->next);
    }
    p->next = BF_TO_LEFT;
}

/* The place is the patient's: queues left, delay over, place reserved. */
STEP void take_place(struct world *w, struct patient *p, uint32_t i, uint32_t to)
{
    double waited_h = w->sim.now_h - p->since_h;
    /* the first choice came free while they were about to leave for another */
    if (p->state == ST_LEAVING) world_give_up_granted(w, i);
    if (bf_is_service(to)) observe_wait(w, to, p, waited_h);
    if (p->flags & FLAG_EARLY) {
        observe_early(w, p);
        tell(w, p, BF_STEP_EARLY, to, p->service, p->stay_end_h - w->sim.now_h);
    }
    withdraw_others(w, p);
    if (p->state == ST_DELAYED) {
        observe_delay_end(w, p);
    } else if (p->state == ST_STAY || p->state == ST_ROUND) {
        if (p->state == ST_ROUND) observe_not_seen(w, p, -1);
        p->since_h = w->sim.now_h; /* leaves before the end: early, or for its first choice */
        if (p->stay_end_h > w->sim.now_h && !(p->flags & FLAG_EARLY)) p->stay_end_h = w->sim.now_h;
    }
    p->state = ST_LEAVING;
    p->next = (uint16_t)to;
    p->granted_h = w->sim.now_h;
    p->timer = p->side = UINT32_MAX;
    p->hops = 0;
    tell(w, p, BF_STEP_GRANTED, to, p->service, waited_h);
}

void world_take_place(struct world *w, uint32_t i, uint32_t to)
{
    take_place(w, patient_at(w, i), i, to);
}

/* The place is kept until the patient can go. */
STEP void leave_at(struct world *w, struct patient *p, uint32_t i, double at_h,
                   const struct fit *fit)
{
    p->reserved = RESERVED_ALONE;
    if (bf_is_service(p->next)) w->node[p->next].reserved++;
    observe_process(w, p, 1);
    book(w, p, i, at_h, fit);
    p->timer = bf_sim_schedule(&w->sim, at_h, RANK_LEAVE, EV_MOVE, i, 0);
}

void world_leave_at(struct world *w, uint32_t i, double at_h)
{
    leave_at(w, patient_at(w, i), i, at_h, NULL);
}

/* Hours of discharge or admission have turned: another instant suits. */
void world_leave_later(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    double at_h = world_window(w, i, p->next, world_earliest_move(w, i));
    if (has_companions(w)) companions_unbook(w, i);
    if (bf_is_service(p->next)) release_booked(w, p);
    book(w, p, i, at_h, NULL);
    p->timer = bf_sim_schedule(&w->sim, at_h, RANK_LEAVE, EV_MOVE, i, 0);
}

/* The first instant from at_h on at which the patient may leave and arrive. */
STEP double window(const struct world *w, const struct patient *p, uint32_t to, double at_h)
{
    const struct bf_service_info *from =
        bf_is_service(p->service) ? &w->n->service[p->service] : NULL;
    const struct bf_service_info *next = bf_is_service(to) ? &w->n->service[to] : NULL;
    bool leaves = from && to != BF_TO_DIED && !from->always[BF_WINDOW_DISCHARGES];
    bool arrives = next && !next->always[BF_WINDOW_ADMITS];
    for (int tries = 0; tries < 30; tries++) {
        if (leaves) at_h = world_next_open(w, p->service, BF_WINDOW_DISCHARGES, at_h);
        if (!arrives) break;
        double before_h = at_h;
        at_h = world_next_open(w, to, BF_WINDOW_ADMITS, at_h);
        if (!leaves || !(at_h > before_h)) break;
    }
    return at_h;
}

double world_window(const struct world *w, uint32_t i, uint32_t to, double at_h)
{
    return window(w, patient_at(w, i), to, at_h);
}

STEP double process_h(const struct world *w, const struct patient *p, uint32_t to)
{
    if (!bf_is_service(p->service) || !w->n->service[p->service].process || to == BF_TO_DIED)
        return 0;
    return bf_dist_draw(&w->numbers->service[p->service].process, stay_uniform(p, OF_STAY_PROCESS));
}

double world_move_time(const struct world *w, uint32_t i, uint32_t to)
{
    const struct patient *p = patient_at(w, i);
    return window(w, p, to, w->sim.now_h + process_h(w, p, to));
}

double world_earliest_move(const struct world *w, uint32_t i)
{
    const struct patient *p = patient_at(w, i);
    return fmax(w->sim.now_h, p->granted_h + process_h(w, p, p->next));
}

void world_granted(struct world *w, uint32_t i, uint32_t to)
{
    struct patient *p = patient_at(w, i);
    bool hours = bf_is_service(to) && w->n->service[to].has_hours;
    const struct fit *fit = hours ? fit_of(w, p, i, to) : NULL;
    take_place(w, p, i, to);
    double at_h = fit ? fit->at_h : window(w, p, to, w->sim.now_h + process_h(w, p, to));
    if (at_h > w->sim.now_h) {
        leave_at(w, p, i, at_h, fit);
        return;
    }
    book(w, p, i, at_h, fit);
    world_move(w, i);
}

/* ---- the move -------------------------------------------------------------------------- */

static bool is_discharge(const struct world *w, uint32_t from, uint32_t to)
{
    if (!bf_is_service(from) || w->n->service[from].setting != BF_SETTING_ACUTE) return false;
    return !bf_is_service(to) || w->n->service[to].setting != BF_SETTING_ACUTE;
}

/* Home from a discharge, never to be heard of again: no clock is needed. */
static bool leaves_for_good(const struct world *w, const struct patient *p, uint32_t i,
                            uint32_t from)
{
    if (p->flags & (FLAG_OFFERED | FLAG_SEEN)) return false; /* may come back in crisis */
    if (has_companions(w) && w->company[i].beside) return false;
    return is_gone(w, p, from);
}

void world_move(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t from = p->service, to = p->next;
    if (has_indicators(w)) indicators_settle(w, i);
    end_reservation(w, p);
    if (bf_is_service(from)) {
        if (has_indicators(w)) indicators_moved(w, i, from, to);
        tell(w, p, BF_STEP_LEAVES, from, to, w->sim.now_h - p->started_h);
        world_leave(w, i);
    }
    if (is_discharge(w, from, to)) {
        uint32_t as = stays_as(w, p, from);
        observe_discharge(w, p, as, to, false);
        bool runs = w->n->service[as].after && to != BF_TO_DIED;
        if (runs && !(to == BF_TO_HOME && leaves_for_good(w, p, i, as)))
            world_discharge_clock(w, i, as);
    }
    p->next = BF_TO_LEFT;
    if (bf_is_service(to)) {
        p->taper = p->booked;
        world_start(w, i, to);
        if (has_companions(w)) {
            companions_start(w, i);
            beside_move(w, i);
        }
    } else {
        if (has_companions(w) && to == BF_TO_HOME) beside_move(w, i);
        world_exit(w, i, to);
    }
}

/* ---- out ------------------------------------------------------------------------------- */

static void release_hold(struct world *w, struct patient *p)
{
    if (!bf_is_service(p->held)) return;
    w->node[p->held].held--;
    world_mark(w, p->held);
    p->held = BF_TO_LEFT;
    p->hold = UINT32_MAX;
}

void world_exit(struct world *w, uint32_t i, uint32_t to)
{
    struct patient *p = patient_at(w, i);
    tell(w, p,
         to == BF_TO_HOME   ? BF_STEP_HOME
         : to == BF_TO_DIED ? BF_STEP_DIED
                            : BF_STEP_LEFT,
         BF_TO_LEFT, BF_TO_LEFT, 0);
    bool averted = observe_exit(w, p, to);
    if (has_indicators(w)) indicators_settle(w, i);
    p->state = ST_HOME;
    release_hold(w, p);
    world_withdraw(w, p);
    bool stays = averted && world_averted(w, i);
    if (to == BF_TO_HOME && (p->flags & FLAG_AFTER)) {
        world_clock_place(w, i, BF_TO_HOME);
        if (p->hazard != UINT32_MAX) stays = true;
    }
    if (has_companions(w) && to != BF_TO_HOME) beside_end(w, i);
    if (has_companions(w) && w->company[i].beside) stays = true;
    if (stays) return;
    if (has_indicators(w)) indicators_end(w, i, to);
    world_patient_end(w, i);
}

/* Drop whatever the patient does: place, claims, place granted, timers. */
void world_interrupt(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    world_withdraw(w, p);
    if (p->state == ST_DELAYED) observe_delay_end(w, p);
    if (p->state == ST_LEAVING) world_give_up_granted(w, i);
    p->timer = p->side = UINT32_MAX;
    if (bf_is_service(p->service)) {
        if (p->state == ST_STAY) p->stay_end_h = w->sim.now_h;
        if (p->state == ST_ROUND) observe_not_seen(w, p, -1);
        if (p->state == ST_STAY || p->state == ST_ROUND) p->since_h = w->sim.now_h;
        if (p->state != ST_LEAVING) p->granted_h = w->sim.now_h;
        tell(w, p, BF_STEP_LEAVES, p->service, BF_TO_LEFT, w->sim.now_h - p->started_h);
        world_leave(w, i);
    }
}
