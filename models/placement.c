/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steps.h"

#include <math.h>

/* ---- room ------------------------------------------------------------------------------ */

#define BOOKED_MAX       3650u /* days of one stay */
#define BOOKED_AHEAD_MAX 400u  /* days: with the longest stay, within BF_BOOKING_DAYS */

static uint32_t whole_days(double hours)
{
    const double days = hours / 24 - 1e-9;
    if (!(days > 1)) return 1;
    if (days >= BOOKED_MAX) return BOOKED_MAX;
    const uint32_t begun = (uint32_t)days;
    return begun + (days > begun);
}

static uint32_t planned_days(const struct world *w, uint32_t i, uint32_t service, double at_h)
{
    return whole_days(world_planned_stay(w, i, service, at_h));
}

static uint32_t day_of(const struct world *w, double at_h)
{
    const double day = at_h / 24 + 1e-9;
    const uint32_t last = w->today + BOOKED_AHEAD_MAX;
    return day < w->today + 1.0 ? w->today : day < last ? (uint32_t)day : last;
}

struct bf_taper world_taper(const struct world *w, uint32_t i, uint32_t service, double at_h)
{
    const struct bf_service_numbers *numbers = &w->numbers->service[service];
    double visits = has_companions(w) ? beside_visits(w, i) : 1;
    return (struct bf_taper){visits * numbers->first_per_day, visits * numbers->last_per_day,
                             day_of(w, at_h), planned_days(w, i, service, at_h)};
}

bool world_taper_fits(const struct world *w, uint32_t i, uint32_t service,
                      const struct bf_taper *taper)
{
    const struct bf_service_info *info = &w->n->service[service];
    uint32_t area = area_of(w, patient_at(w, i), service);
    double share = info->areas ? w->numbers->area_share[service * w->n->locality_count + area] : 1;
    return bf_booking_fits(&w->node[service].booking, area, taper,
                           info->whole_stay ? taper->days : 7,
                           w->numbers->service[service].hours_per_day * share);
}

bool world_hours_fit(const struct world *w, uint32_t i, uint32_t service)
{
    struct fit *fit = w->fit;
    fit->event = w->sim.events;
    fit->patient = i;
    fit->service = (uint16_t)service;
    fit->derived = w->derived;
    fit->at_h = world_move_time(w, i, service);
    fit->taper = world_taper(w, i, service, fit->at_h);
    return world_taper_fits(w, i, service, &fit->taper);
}

bool world_place_fits(const struct world *w, uint32_t i)
{
    const struct patient *p = patient_at(w, i);
    const struct bf_service_info *info = &w->n->service[p->first];
    const struct node *node = &w->node[p->first];
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling)
        if (bf_claim_at(&w->queues, c)->arg == 0 && (bf_claim_at(&w->queues, c)->due & DUE) != DUE)
            return false;
    if (!has_room(w, p->first)) return false;
    if (info->kind == BF_KIND_MARKET)
        return p->claims && node->week_started < w->numbers->service[p->first].weekly_limit;
    return !info->has_hours || world_hours_fit(w, i, p->first);
}

/* Whether the hours of this claim are there. */
static bool claim_fits(const struct world *w, const struct bf_claim *claim)
{
    if (!is_companion_claim(claim)) return world_hours_fit(w, claim->customer, claim->queue);
    struct bf_taper taper = companions_taper(w, claim->customer, claim->queue);
    return world_taper_fits(w, claim->customer, claim->queue, &taper);
}

static bool all_fit(const struct world *w, uint32_t i)
{
    return world_place_fits(w, i) && companions_fit(w, i);
}

/* Whether a claim that is before another's in a queue keeps that one waiting. */
static bool holds_up(const struct world *w, const struct bf_claim *claim)
{
    const struct bf_service_info *info = &w->n->service[claim->queue];
    if (info->has_hours && !claim_fits(w, claim)) return info->strict;
    return claim->due == DUE || all_fit(w, claim->customer);
}

static bool somebody_ahead(const struct world *w, const struct bf_claim *of)
{
    uint32_t area = area_of(w, patient_at(w, of->customer), of->queue);
    for (uint32_t c = bf_queue_head(&w->queues.queue[of->queue]); c;
         c = bf_queue_after(&w->queues, c)) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        if (claim == of) return false;
        if (claim->customer != of->customer &&
            area_of(w, patient_at(w, claim->customer), of->queue) == area && holds_up(w, claim))
            return true;
    }
    return false;
}

/* Who wants several services at once goes when there is room in each, and nobody who asked before
 * them in any of the queues could go. */
bool world_all_may_go(const struct world *w, const struct bf_claim *of)
{
    if (of->due != DUE_IF_ALL || !all_fit(w, of->customer)) return false;
    const struct patient *p = patient_at(w, of->customer);
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        if (claim != of && claim->due == DUE_IF_ALL && somebody_ahead(w, claim)) return false;
    }
    return true;
}

static inline bool may_go(const struct world *w, const struct bf_claim *claim)
{
    return claim->due == DUE || (claim->due & DUE_TOGETHER && world_all_may_go(w, claim));
}

/* Whether somebody else in line comes first. Those whose hours do not fit do not, where a smaller
 * package may go first. */
bool world_somebody_first(const struct world *w, uint32_t i, uint32_t service)
{
    const struct bf_service_info *info = &w->n->service[service];
    if (info->has_hours && !info->strict) return false;
    uint32_t area = area_of(w, patient_at(w, i), service);
    for (uint32_t c = bf_queue_head(&w->queues.queue[service]); c;
         c = bf_queue_after(&w->queues, c)) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        if (claim->customer != i && area_of(w, patient_at(w, claim->customer), service) == area &&
            may_go(w, claim))
            return true;
    }
    return false;
}

/* Whether a place can be given to this patient at once, nobody being before them. */
bool world_can_start(const struct world *w, uint32_t i, uint32_t service)
{
    const struct bf_service_info *info = &w->n->service[service];
    if (!has_room(w, service) || info->kind == BF_KIND_MARKET) return false;
    if (w->queues.queue[service].count && world_somebody_first(w, i, service)) return false;
    return !info->has_hours || world_hours_fit(w, i, service);
}

/* ---- claims ---------------------------------------------------------------------------- */

static void claim_lead(struct world *w, uint32_t i, struct bf_claim *claim)
{
    struct patient *p = patient_at(w, i);
    uint32_t service = claim->queue;
    struct bf_block u = draw_at(w, p, w->n->service[service].key, 0, BLOCK_LEAD);
    double lead_h = bf_dist_draw(&w->numbers->service[service].lead, u.u[LANE_LEAD]);
    claim->token = bf_sim_schedule(&w->sim, w->sim.now_h + lead_h, RANK_WAIT, EV_LEAD, i, 0);
}

/* Somebody who has waited long enough gets a place bought for them alone. */
static void claim_spot(struct world *w, uint32_t i, struct bf_claim *claim)
{
    const struct bf_purchase_numbers *spot =
        &w->numbers->purchase[w->n->service[claim->queue].spot];
    double at_h = w->sim.now_h + spot->after_h + spot->lead_h;
    claim->token = bf_sim_schedule(&w->sim, at_h, RANK_WAIT, EV_SPOT, i, 0);
}

/* Only who can be offered a place stands in line: nobody else is looked at when one is free. */
static void now_due(struct world *w, uint32_t c, uint32_t part)
{
    struct bf_claim *claim = bf_claim_at(&w->queues, c);
    claim->due = (uint16_t)(claim->due | part);
    if ((claim->due & DUE) == DUE) bf_queue_line_up(&w->queues, c);
}

void world_claim(struct world *w, uint32_t i, uint32_t service, uint8_t arg, bool due)
{
    struct patient *p = patient_at(w, i);
    const struct bf_service_numbers *numbers = &w->numbers->service[service];
    bool ageing = !isnan(numbers->ageing_h);
    double since_h = ageing ? p->since_h + p->level * numbers->ageing_h : p->since_h;
    uint32_t c = bf_queue_register(&w->queues, service, i, p->who, since_h, ageing ? 0 : p->level,
                                   arg, &p->claims);
    if (!c) {
        bf_sim_fail(&w->sim, BF_E_LIMIT,
                    "expected at most %u claims in queues, reached on day %u of the run while "
                    "joining the queue of %s; raise limits.patients",
                    (unsigned)w->queues.claims.cap, (unsigned)w->today,
                    w->n->service[service].name);
        return;
    }
    struct bf_claim *made = bf_claim_at(&w->queues, c);
    made->behind = ageing ? p->level : 0;
    made->token = UINT32_MAX;
    bool market = w->n->service[service].kind == BF_KIND_MARKET;
    if (market) claim_lead(w, i, made);
    now_due(w, c, (due ? DUE_TASKS : 0u) | (market ? 0u : DUE_LEAD));
    if (w->n->service[service].spot != UINT16_MAX && arg < ARG_CONTACT) claim_spot(w, i, made);
    double limit = w->n->care->limits.waiting;
    if (w->queues.queue[service].count > limit)
        bf_sim_fail(&w->sim, BF_E_LIMIT,
                    "expected at most %.0f people waiting for %s, reached on day %u of the run; "
                    "see `bedflow check` for its load, or raise limits.waiting",
                    limit, w->n->service[service].name, (unsigned)w->today);
}

/* Since when the claim is made, whatever its head start. */
static double asked_since(const struct world *w, const struct bf_claim *claim)
{
    double ageing_h = w->numbers->service[claim->queue].ageing_h;
    double since_h = claim->behind ? claim->since_h - claim->behind * ageing_h : claim->since_h;
    return since_h < w->sim.now_h ? since_h : w->sim.now_h; /* ageing may change by date */
}

static void start_waiting(struct world *w, struct patient *p)
{
    bf_level_add(&w->node[p->first].waiting, w->sim.now_h, 1);
    tell(w, p, BF_STEP_WAITS, p->first, BF_TO_LEFT, 0);
}

/* Claim the further preferences whose patience has ended, and wake up for the next one. */
static bool claim_alternatives(struct world *w, uint32_t i, bool due)
{
    struct patient *p = patient_at(w, i);
    if (p->choice == UINT32_MAX) return false;
    const struct bf_choice *choice = &w->numbers->choice[p->choice];
    while (p->alt_next < choice->alt_count) {
        const struct bf_alt *alt = &w->numbers->alt[choice->alt + p->alt_next];
        double at_h = p->since_h + alt->after_h;
        if (at_h > w->sim.now_h) {
            p->side = bf_sim_schedule(&w->sim, at_h, RANK_WAIT, EV_PATIENCE, i, 0);
            return false;
        }
        p->alt_next++;
        if (alt->after_h > 0) tell(w, p, BF_STEP_ACCEPTS, alt->to, BF_TO_LEFT, 0);
        if (due && (!bf_is_service(alt->to) || world_can_start(w, i, alt->to))) {
            p->alt_next = (uint8_t)(p->alt_next | 0x80);
            world_granted(w, i, alt->to);
            return true;
        }
        if (bf_is_service(alt->to)) world_claim(w, i, alt->to, p->alt_next, due);
    }
    return false;
}

/* A queue may hold only people who cannot take a place yet. */
static void mark_claimed(struct world *w, const struct patient *p)
{
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling)
        world_mark(w, bf_claim_at(&w->queues, c)->queue);
}

/* How long a person who asks for a service from outside will wait, given how long already; at the
 * end of that patience it begins anew. NaN: for ever. */
double world_patience_h(const struct world *w, uint32_t i, uint32_t service, double waited_h)
{
    const struct bf_service_numbers *numbers = &w->numbers->service[service];
    const struct bf_dist *law = &numbers->patience;
    double mean_h = numbers->patience_h;
    if (isnan(mean_h)) return mean_h;
    if (law->shape == BF_SHAPE_CONSTANT) return waited_h < mean_h ? mean_h - waited_h : mean_h;
    struct bf_block u = draw_at(w, patient_at(w, i), w->n->service[service].key,
                                world_visit(w, i, service), BLOCK_PATIENCE);
    double rest = waited_h > 0 ? bf_dist_residual(law, waited_h / mean_h, u.u[LANE_PATIENCE]) : 0;
    return mean_h * (rest > 0 ? rest : bf_dist_draw(law, u.u[LANE_PATIENCE]));
}

/* The first choice, with what is wanted together with it, if all of it is there. */
static bool start_first(struct world *w, uint32_t i)
{
    uint32_t to = patient_at(w, i)->first;
    bool company = wants_company(w, i);
    if (!world_can_start(w, i, to) || (company && !companions_can_start(w, i))) return false;
    if (company) companions_promise(w, i);
    world_granted(w, i, to);
    return true;
}

/* Seek the first choice and what else is acceptable: granted at once, or claimed. */
void world_seek(struct world *w, uint32_t i, bool due)
{
    struct patient *p = patient_at(w, i);
    uint32_t to = p->first;
    p->alt_next = 0;
    if (due && start_first(w, i)) return;
    start_waiting(w, p);
    world_claim(w, i, to, 0, due);
    if (wants_company(w, i)) companions_claim(w, i, due);
    double patience_h = p->state == ST_WAITING ? world_patience_h(w, i, to, 0) : (double)NAN;
    if (!isnan(patience_h))
        p->timer = bf_sim_schedule(&w->sim, w->sim.now_h + patience_h, RANK_WAIT, EV_GIVE_UP, i, 0);
    if (claim_alternatives(w, i, due)) return;
    if (due && bf_is_service(p->service) && w->n->service[p->service].on_cycle)
        world_exchange(w, i);
    mark_claimed(w, p);
}

void world_patience(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    bool due = p->claims && (bf_claim_at(&w->queues, p->claims)->due & DUE_TASKS);
    if (claim_alternatives(w, i, due)) return;
    if (due && bf_is_service(p->service) && w->n->service[p->service].on_cycle)
        world_exchange(w, i);
    mark_claimed(w, p);
}

/* People were told when to look at their next preference by what held until now. */
void world_patience_anew(struct world *w)
{
    for (uint32_t i = 1; i < w->patients.fresh; i++) {
        struct patient *p = patient_at(w, i);
        bool waits = p->serial && (p->state == ST_DELAYED || p->state == ST_WAITING) && p->claims;
        if (!waits || p->side == UINT32_MAX || p->choice == UINT32_MAX) continue;
        const struct bf_choice *choice = &w->numbers->choice[p->choice];
        if (p->alt_next >= choice->alt_count) continue;
        double at_h = p->since_h + w->numbers->alt[choice->alt + p->alt_next].after_h;
        p->side = bf_sim_schedule(&w->sim, fmax(at_h, w->sim.now_h), RANK_WAIT, EV_PATIENCE, i, 0);
    }
}

/* The first preference for which there is a place, if there is one. */
static bool start_by_preference(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    const struct bf_choice *choice = &w->numbers->choice[p->choice];
    if (start_first(w, i)) return true;
    for (uint32_t k = 0; k < p->alt_next && k < choice->alt_count; k++) {
        uint32_t to = w->numbers->alt[choice->alt + k].to;
        if (bf_is_service(to) && !world_can_start(w, i, to)) continue;
        p->alt_next = (uint8_t)((k + 1) | 0x80);
        world_granted(w, i, to);
        return true;
    }
    return false;
}

/* Every task is done: the patient's claims can be offered places. */
void world_claims_due(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        if (is_contact(claim)) continue;
        now_due(w, c, DUE_TASKS);
        world_mark(w, claim->queue);
    }
    if (start_by_preference(w, i)) return;
    if (bf_is_service(p->service) && w->n->service[p->service].on_cycle) world_exchange(w, i);
}

void world_lead_over(struct world *w, uint32_t token, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    if (p->state == ST_FREE) return;
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        if (claim->token != token) continue;
        now_due(w, c, DUE_LEAD);
        world_mark(w, claim->queue);
        return;
    }
}

void world_withdraw_all(struct world *w, struct patient *p)
{
    bool waits = false;
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        waits = waits || claim->arg == 0;
        if (is_contact(claim) || is_companion_claim(claim))
            bf_level_add(&w->node[claim->queue].waiting, w->sim.now_h, -1);
    }
    if (p->state == ST_LISTED) world_unlist(w, p);
    if (waits) bf_level_add(&w->node[p->first].waiting, w->sim.now_h, -1);
    bf_queue_leave_all(&w->queues, &p->claims, 0);
}

void world_give_up(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t service = p->first, to = w->n->service[service].gives_up_to;
    if (w->n->service[service].some_give_up) to = w->n->service[service].some_give_up[p->group];
    if (w->measuring) w->node[service].gave_up++;
    tell(w, p, BF_STEP_GIVES_UP, service, BF_TO_LEFT, w->sim.now_h - p->since_h);
    world_withdraw(w, p);
    p->side = UINT32_MAX;
    if (++p->hops > HOPS_MAX) {
        world_exit(w, i, BF_TO_LEFT);
        return;
    }
    if (p->flags & FLAG_OFFERED) {
        world_not_avoided(w, i);
        return;
    }
    p->choice = UINT32_MAX;
    if (to == service) to = BF_TO_LEFT;
    if (bf_is_service(to))
        world_present(w, i, to);
    else
        world_exit(w, i, to);
}

/* On the list for a bed, in the order of level and first cancellation. */
void world_list(struct world *w, uint32_t i, uint32_t service)
{
    tell(w, patient_at(w, i), BF_STEP_WAITS, service, BF_TO_LEFT, 0);
    w->node[service].listed++;
    w->listed++;
    world_claim(w, i, service, ARG_LISTED, true);
}

void world_unlist(struct world *w, struct patient *p)
{
    uint32_t c = p->claims;
    while (c && bf_claim_at(&w->queues, c)->arg != ARG_LISTED)
        c = bf_claim_at(&w->queues, c)->sibling;
    BF_REQUIRE(c);
    w->node[bf_claim_at(&w->queues, c)->queue].listed--;
    w->listed--;
    bf_queue_leave(&w->queues, c, &p->claims);
    p->state = ST_WAITING;
    p->timer = UINT32_MAX;
}

/* The stay could be finished elsewhere: go there if there is a place before it ends. */
void world_claim_early(struct world *w, uint32_t i, uint32_t to)
{
    observe_asked(w, patient_at(w, i), to);
    if (world_can_start(w, i, to)) {
        patient_at(w, i)->flags |= FLAG_EARLY;
        world_granted(w, i, to);
    } else {
        world_claim(w, i, to, ARG_EARLY, true);
        world_mark(w, to);
    }
}

/* The stay is over: there is no need to leave early now. */
void world_claim_early_over(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling)
        if (bf_claim_at(&w->queues, c)->arg == ARG_EARLY) {
            bf_queue_leave(&w->queues, c, &p->claims);
            return;
        }
}

/* ---- a team's contact for a task ------------------------------------------------------- */

void world_ask_team(struct world *w, uint32_t i, uint32_t need, double since_h)
{
    struct patient *p = patient_at(w, i);
    const struct bf_need *needed = &w->numbers->need[w->numbers->choice[p->choice].need + need];
    uint32_t team = w->n->task[needed->task].team;
    p->asked |= (uint16_t)(1u << need);
    double ready_h = p->since_h;
    p->since_h = since_h;
    world_claim(w, i, team, (uint8_t)(ARG_CONTACT + need), true);
    p->since_h = ready_h;
    if (w->measuring) w->node[team].joined++;
    observe_asked(w, p, team);
    bf_level_add(&w->node[team].waiting, w->sim.now_h, 1);
    world_mark(w, team);
}

static void start_contact(struct world *w, uint32_t c)
{
    const struct bf_claim claim = *bf_claim_at(&w->queues, c);
    struct patient *p = patient_at(w, claim.customer);
    uint32_t need = claim.arg - (uint32_t)ARG_CONTACT, team = claim.queue;
    struct node *node = &w->node[team];
    uint32_t task = w->numbers->need[w->numbers->choice[p->choice].need + need].task;
    double u = task_uniform(w, p, task, LANE_DURATION);
    const struct bf_site *site = site_of(w, p, team);
    double length_h = site->factor * bf_dist_draw(&site->stay, u);
    bf_queue_leave(&w->queues, c, &p->claims);
    uint32_t k = bf_pool_take(&w->contacts);
    if (!k) {
        bf_sim_fail(&w->sim, BF_E_LIMIT,
                    "expected at most %u contacts at once; raise limits.patients",
                    (unsigned)w->contacts.cap);
        return;
    }
    *contact_at(w, k) = (struct contact){claim.customer, p->serial, (uint16_t)team, (uint16_t)need};
    bf_level_add(&node->waiting, w->sim.now_h, -1);
    bf_level_add(&node->in, w->sim.now_h, 1);
    node->occupied++;
    node->entered++;
    node->stay_sum_h -= w->sim.now_h;
    observe_wait(w, team, p, w->sim.now_h - asked_since(w, &claim));
    observe_commenced(w, team, w->sim.now_h - asked_since(w, &claim));
    bf_sim_schedule(&w->sim, w->sim.now_h + length_h, RANK_LEAVE, EV_CONTACT, k, 0);
}

void world_contact_over(struct world *w, uint32_t k)
{
    const struct contact contact = *contact_at(w, k);
    struct node *node = &w->node[contact.team];
    bf_level_add(&node->in, w->sim.now_h, -1);
    node->occupied--;
    node->left++;
    node->stay_sum_h += w->sim.now_h;
    world_mark(w, contact.team);
    struct patient *p = patient_at(w, contact.patient);
    bool awaited = p->serial == contact.serial;
    uint32_t task =
        awaited ? w->numbers->need[w->numbers->choice[p->choice].need + contact.need].task : 0;
    if (awaited && w->n->task[task].then_elapses) {
        double u = task_uniform(w, p, task, LANE_THEN);
        double after_h = bf_dist_draw(&w->numbers->task[task].duration, u);
        bf_sim_schedule(&w->sim, w->sim.now_h + after_h, RANK_LEAVE, EV_WORKED, k, 0);
        return;
    }
    world_worked(w, k);
}

/* The task is done, if the person still waits for it. */
void world_worked(struct world *w, uint32_t k)
{
    const struct contact contact = *contact_at(w, k);
    bf_pool_give(&w->contacts, k);
    struct patient *p = patient_at(w, contact.patient);
    if (p->serial != contact.serial) return; /* went on without it */
    p->done |= (uint16_t)(1u << contact.need);
    tell(w, p, BF_STEP_TASK_DONE, contact.team,
         w->numbers->need[w->numbers->choice[p->choice].need + contact.need].task, 0);
    if (p->state == ST_DELAYED) world_tasks(w, contact.patient);
}

/* ---- serving --------------------------------------------------------------------------- */

/* A place and its companions, whichever of the queues has come to this person. */
static void accept_together(struct world *w, const struct bf_claim *claim)
{
    uint32_t to = patient_at(w, claim->customer)->first;
    if (claim->queue != to && w->n->service[to].kind == BF_KIND_MARKET) w->node[to].week_started++;
    companions_promise(w, claim->customer);
    world_granted(w, claim->customer, to);
}

void world_accept(struct world *w, uint32_t c)
{
    const struct bf_claim claim = *bf_claim_at(&w->queues, c);
    if (is_contact(&claim)) {
        start_contact(w, c);
        return;
    }
    struct patient *p = patient_at(w, claim.customer);
    if (claim.due & DUE_TOGETHER) {
        accept_together(w, &claim);
        return;
    }
    if (claim.arg == ARG_EARLY) p->flags |= FLAG_EARLY;
    if (claim.arg == ARG_LISTED) {
        world_unlist(w, p);
        p->since_h = w->sim.now_h; /* they waited at home, not for the ward to find a bed */
    }
    if (p->state == ST_STAY || p->state == ST_ROUND) p->since_h = asked_since(w, &claim);
    if (claim.arg > 0 && claim.arg < ARG_CONTACT) p->alt_next = (uint8_t)(claim.arg | 0x80);
    world_granted(w, claim.customer, claim.queue);
}

static uint32_t first_due(const struct world *w, uint32_t service)
{
    uint32_t c = bf_queue_head(&w->queues.queue[service]);
    while (c && !may_go(w, bf_claim_at(&w->queues, c)))
        c = bf_queue_after(&w->queues, c);
    return c;
}

/* The first who fits: in strict order nobody of the same area is passed over, but for those who
 * lack another service that they would use together with this one. */
static uint32_t first_fitting(const struct world *w, uint32_t service)
{
    const struct bf_service_info *info = &w->n->service[service];
    uint64_t closed[4] = {0};
    uint32_t open = info->area_count;
    for (uint32_t c = bf_queue_head(&w->queues.queue[service]); c && open;
         c = bf_queue_after(&w->queues, c)) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        uint32_t area = area_of(w, patient_at(w, claim->customer), service);
        if (closed[area / 64] >> (area % 64) & 1) continue;
        bool fits = claim_fits(w, claim);
        if (fits && may_go(w, claim)) return c;
        if (info->strict && !fits) {
            closed[area / 64] |= UINT64_C(1) << (area % 64);
            open--;
        }
    }
    return 0;
}

/* On a cycle of places, care hours or another service may have been what several people lacked to
 * exchange their places: of those in one place after another in the queue, the first is asked. */
static bool exchange_waiting(struct world *w, uint32_t service)
{
    const struct bf_service_info *info = &w->n->service[service];
    bool hours = info->has_hours && info->on_cycle;
    uint32_t tried = UINT32_MAX;
    if (!hours && !info->companion) return false;
    for (uint32_t c = bf_queue_head(&w->queues.queue[service]); c;
         c = bf_queue_after(&w->queues, c)) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        const struct patient *p = patient_at(w, claim->customer);
        if ((claim->due & DUE) != DUE || !bf_is_service(p->service) || p->service == tried ||
            !w->n->service[p->service].on_cycle || (!hours && !is_companion_claim(claim)))
            continue;
        if (world_exchange(w, claim->customer)) return true;
        tried = p->service;
    }
    return false;
}

static void serve_queue(struct world *w, uint32_t service)
{
    const struct bf_service_info *info = &w->n->service[service];
    struct node *node = &w->node[service];
    while (!w->sim.failed && has_room(w, service)) {
        if (info->kind == BF_KIND_MARKET &&
            node->week_started >= w->numbers->service[service].weekly_limit)
            return;
        uint32_t c = info->has_hours ? first_fitting(w, service) : first_due(w, service);
        if (!c) return;
        if (info->kind == BF_KIND_MARKET) node->week_started++;
        world_accept(w, c);
    }
}

static void serve(struct world *w, uint32_t service)
{
    do
        serve_queue(w, service);
    while (w->cycle_count && !w->sim.failed && exchange_waiting(w, service));
}

void world_settle(struct world *w)
{
    while (w->dirty_count && !w->sim.failed) {
        uint32_t service = w->dirty[--w->dirty_count];
        w->node[service].dirty = false;
        serve(w, service);
    }
}

/* ---- capacity -------------------------------------------------------------------------- */

/* Take over the places in force, and serve if they grew. */
static void take_over_places(struct world *w, uint32_t service, double places)
{
    struct node *node = &w->node[service];
    double rounding =
        w->numbers->service[service].staffed < 1 ? workforce_rounding(w, service) : 1e-6;
    int32_t whole = places > 1e9 ? INT32_MAX / 2 : (int32_t)floor(places + rounding);
    if (whole != node->places) {
        node->open_area += node->places * (w->sim.now_h - node->open_since_h);
        node->open_since_h = w->sim.now_h;
        node->day_open_h += node->places * (w->sim.now_h - node->day_open_since_h);
        node->day_open_since_h = w->sim.now_h;
        node->places = whole;
    }
    world_mark(w, service);
}

void world_open(struct world *w, uint32_t service)
{
    double places = w->numbers->service[service].places;
    int until_min;
    if (w->n->service[service].on_duty_count) places *= workforce_on_duty(w, service, &until_min);
    take_over_places(w, service, places);
}

void world_change_shift(struct world *w, uint32_t service)
{
    int until_min;
    double staff = workforce_on_duty(w, service, &until_min);
    take_over_places(w, service, staff * w->numbers->service[service].places);
    if (until_min < 24 * 60)
        bf_sim_schedule(&w->sim, w->midnight_h + until_min / 60.0, RANK_ROTA, EV_ROTA, service, 0);
}
