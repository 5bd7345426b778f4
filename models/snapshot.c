/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/models/snapshot.h"

#include "present.h"
#include "world.h"

#include <math.h>

/* Draws of a person of the table that belong to no service. */
#define PLACE_FOUND UINT64_C(0x736e617073686f74)
enum { BLOCK_WHO = 0, BLOCK_PAST = 1 };
enum { LANE_FOUND_CLASS, LANE_FOUND_LOCALITY, LANE_FOUND_WAY, LANE_FOUND_ELAPSED };
enum { LANE_FOUND_FROM, LANE_FOUND_READMISSION, LANE_FOUND_DEATH, LANE_FOUND_TASK };
enum { LANE_FOUND_UNSEEN = LANE_FOUND_TASK }; /* who is in a stay has no task under way */

static struct bf_block draw_found(const struct world *w, const struct patient *p, uint32_t block)
{
    return bf_draw_by(&w->sim.keys, p->who, PLACE_FOUND, bf_occasion(0, 0, block));
}

/* ---- what is left ---------------------------------------------------------------------- */

/* A stay is one of two laws: of those who leave the same day, and of the others. */
struct law {
    const struct bf_dist *dist;
    double factor, weight;
};
struct laws {
    struct law law[2];
};

static struct laws laws_of(const struct world *w, uint32_t service, const struct bf_site *site)
{
    const struct bf_service_numbers *numbers = &w->numbers->service[service];
    double same_day = w->n->service[service].same_day ? numbers->same_day : 0;
    return (struct laws){
        {{&numbers->same_day_stay, 1, same_day}, {&site->stay, site->factor, 1 - same_day}}};
}

static double within(double u)
{
    return fmin(fmax(u, 0x1p-53), 1 - 0x1p-53);
}

/* Which law, given how likely each is now; u becomes a uniform of its own. */
static const struct law *pick_law(const struct laws *laws, const double likely[2], double *u)
{
    double first = likely[0] / (likely[0] + likely[1]);
    if (*u < first) {
        *u = within(*u / first);
        return &laws->law[0];
    }
    *u = within((*u - first) / (1 - first));
    return &laws->law[1];
}

/* The rest of a stay that has lasted `elapsed_h`; 0 when it has outlasted its law. */
static double rest_given(const struct laws *laws, double elapsed_h, double u)
{
    double likely[2] = {0, 0};
    for (int k = 0; k < 2; k++) {
        const struct law *law = &laws->law[k];
        if (law->weight > 0 && law->factor > 0)
            likely[k] = law->weight * bf_dist_survival(law->dist, elapsed_h / law->factor);
    }
    if (!(likely[0] + likely[1] > 0)) return 0;
    const struct law *law = pick_law(laws, likely, &u);
    return law->factor * bf_dist_residual(law->dist, elapsed_h / law->factor, u);
}

/* The rest of a stay of somebody found in service at a time that has nothing to do with it. */
static double rest_found(const struct laws *laws, double u)
{
    double likely[2] = {0, 0};
    for (int k = 0; k < 2; k++) {
        const struct law *law = &laws->law[k];
        if (law->weight > 0 && law->factor > 0)
            likely[k] = law->weight * law->factor * bf_dist_mean(law->dist);
    }
    if (!(likely[0] + likely[1] > 0)) return 0;
    const struct law *law = pick_law(laws, likely, &u);
    return law->factor * bf_dist_equilibrium_residual(law->dist, u);
}

/* ---- well, and not yet seen ------------------------------------------------------------ */

#define HARDLY_ANYBODY 1e-6 /* missed by every round since */

/* Rounds of a service on a day before the start: until when they saw people, and what share they
 * missed. False: there were none. */
static bool rounds_on(const struct world *w, uint32_t service, uint32_t at, int *until_min,
                      double *missed)
{
    const struct bf_week *week = world_week(w, service, BF_WINDOW_ROUNDS, at);
    const uint8_t kind = world_day_kind(w, service, at);
    *missed = 1 - w->numbers->service[service].review[kind];
    *until_min = week->always ? 24 * 60 : 0;
    for (int k = 0; !week->always && k < week->count[kind]; k++)
        if (week->open[kind][k].to_min > *until_min) *until_min = week->open[kind][k].to_min;
    return *until_min > 0;
}

/* Stays that ended between two times before the start: of those begun elapsed_h ago or, when that
 * is not known, at an even rate. */
static double ended(const struct laws *laws, double elapsed_h, double from_h, double to_h)
{
    double sum = 0;
    for (int k = 0; k < 2; k++) {
        const struct law *law = &laws->law[k];
        if (!(law->weight > 0)) continue;
        if (isnan(elapsed_h))
            sum += law->weight * (to_h - from_h);
        else if (law->factor > 0)
            sum += law->weight * (bf_dist_survival(law->dist, (elapsed_h - to_h) / law->factor) -
                                  bf_dist_survival(law->dist, (elapsed_h - from_h) / law->factor));
    }
    return sum;
}

/* Stays that are not over: of those begun elapsed_h ago or, when that is not known, at any time. */
static double under_way(const struct laws *laws, double elapsed_h)
{
    double sum = 0;
    for (int k = 0; k < 2; k++) {
        const struct law *law = &laws->law[k];
        if (!(law->weight > 0 && law->factor > 0)) continue;
        sum +=
            law->weight * (isnan(elapsed_h) ? law->factor * bf_dist_mean(law->dist)
                                            : bf_dist_survival(law->dist, elapsed_h / law->factor));
    }
    return sum;
}

/* People whose stay is over and whom every round since has missed, in the unit of stays under way.
 * With `part` of them, in *ago_h: when the stay ended. */
static double unseen(const struct world *w, uint32_t service, const struct laws *laws,
                     double elapsed_h, double part, double *ago_h)
{
    const double least_h = isnan(elapsed_h) ? (double)INFINITY : elapsed_h;
    double sum = 0, left = 1, from_h = 0;
    uint32_t today = day_index_now(w);
    *ago_h = 0;
    for (uint32_t day = 1; day <= today && left > HARDLY_ANYBODY && from_h < least_h; day++) {
        double missed;
        int until_min;
        if (!rounds_on(w, service, today - day, &until_min, &missed)) continue;
        double to_h = fmin(least_h, day * 24.0 - until_min / 60.0);
        double here = left * ended(laws, elapsed_h, from_h, to_h);
        if (here > 0 && sum <= part && part <= sum + here)
            *ago_h = from_h + (to_h - from_h) * (part - sum) / here;
        sum += here;
        left *= missed;
        from_h = to_h;
    }
    return sum;
}

/* ---- who they are ---------------------------------------------------------------------- */

static double ways_weight(const struct world *w, const struct bf_present *person, uint32_t group,
                          bool *any)
{
    struct bf_ways ways = present_ways(w->n, w->numbers, person, group);
    double sum = 0;
    *any = false;
    for (uint32_t k = 0; k < ways.count; k++) {
        double weight = present_weight(w->n, w->numbers, person, ways, k);
        *any = *any || weight >= 0;
        sum += fmax(0, weight);
    }
    return sum;
}

/* A way that fits what the row says, or UINT32_MAX. */
static uint32_t pick_way(const struct world *w, const struct bf_present *person, uint32_t group,
                         double u)
{
    bool any;
    struct bf_ways ways = present_ways(w->n, w->numbers, person, group);
    double left = u * ways_weight(w, person, group, &any);
    uint32_t found = UINT32_MAX;
    for (uint32_t k = 0; k < ways.count; k++) {
        double weight = present_weight(w->n, w->numbers, person, ways, k);
        if (weight < 0 || (weight == 0 && found != UINT32_MAX)) continue;
        found = ways.first + k;
        left -= weight;
        if (left < 0) break;
    }
    return found;
}

/* Classes by their share of those who come, and by how often such people wait as this one does. */
static uint8_t class_of(const struct world *w, const struct bf_present *person, uint32_t locality,
                        double u)
{
    if (person->class_ != BF_UNKNOWN) return (uint8_t)person->class_;
    const double *cumulative = &w->numbers->class_share[person->stream * w->n->class_count];
    double weight[256], sum = 0;
    bool waits = person->awaits != BF_AWAITS_NOTHING && bf_is_service(person->service);
    uint32_t found = 0;
    for (uint32_t k = 0; k < w->n->class_count; k++) {
        bool any = true;
        uint32_t group = bf_group_of(w->n, person->stream, locality, k);
        double ways = waits ? ways_weight(w, person, group, &any) : 1;
        weight[k] = any ? 1e-12 + (cumulative[k] - (k ? cumulative[k - 1] : 0)) * ways : 0;
        sum += weight[k];
    }
    double left = u * sum;
    for (uint32_t k = 0; k < w->n->class_count; k++) {
        if (!(weight[k] > 0)) continue;
        found = k;
        left -= weight[k];
        if (left < 0) break;
    }
    return (uint8_t)found;
}

/* Whether people of a locality can wait for what the row says. */
static bool may_wait(const struct world *w, const struct bf_present *person, uint32_t locality)
{
    if (!w->n->stream_cell || person->awaits == BF_AWAITS_NOTHING || person->offered) return true;
    for (uint32_t k = 0; k < w->n->class_count; k++) {
        bool any;
        if (person->class_ != BF_UNKNOWN && person->class_ != k) continue;
        ways_weight(w, person, bf_group_of(w->n, person->stream, locality, k), &any);
        if (any) return true;
    }
    return false;
}

static uint8_t locality_of(const struct world *w, const struct bf_present *person, double u)
{
    if (person->locality != BF_UNKNOWN) return (uint8_t)person->locality;
    const double *cumulative = &w->numbers->locality_share[person->stream * w->n->locality_count];
    uint32_t k = 0, count = w->n->locality_count;
    while (k + 1 < count && u > cumulative[k])
        k++;
    for (uint32_t step = 0; step < count; step++)
        if (may_wait(w, person, (k + step) % count)) return (uint8_t)((k + step) % count);
    return (uint8_t)k;
}

static uint32_t entry_of(const struct world *w, const struct bf_present *person, uint32_t group)
{
    struct bf_ways ways = bf_enter_ways(&w->n->stream[person->stream], group);
    for (uint32_t k = ways.first; k < ways.first + ways.count; k++)
        if (w->numbers->choice[k].to == person->service) return k;
    return ways.first;
}

static uint32_t person_new(struct world *w, const struct bf_present *person)
{
    uint32_t i = world_patient_new(w, person->who, person->stream);
    if (!i) return 0;
    struct patient *p = patient_at(w, i);
    struct bf_block u = draw_found(w, p, BLOCK_WHO);
    p->locality = locality_of(w, person, u.u[LANE_FOUND_LOCALITY]);
    p->class_ = class_of(w, person, p->locality, u.u[LANE_FOUND_CLASS]);
    world_find_group(w, p);
    if (w->n->class_[p->class_].adult) p->flags |= FLAG_ADULT;
    if (person->offered) p->flags |= FLAG_OFFERED;
    p->entry = entry_of(w, person, p->group);
    p->level = w->numbers->choice[p->entry].level;
    p->choice = UINT32_MAX;
    p->reason = UINT8_MAX;
    return i;
}

/* ---- since a discharge ----------------------------------------------------------------- */

/* The hospital service from which they probably came to `to`, or BF_TO_LEFT: from none. */
static uint32_t discharged_from(const struct world *w, uint32_t to, double u)
{
    double sum = 0;
    for (uint32_t s = 0; s < w->n->service_count; s++)
        sum += present_discharge_weight(w->n, w->numbers, s, to);
    double left = u * sum;
    uint32_t found = BF_TO_LEFT;
    for (uint32_t s = 0; s < w->n->service_count && sum > 0; s++) {
        double weight = present_discharge_weight(w->n, w->numbers, s, to);
        if (!(weight > 0)) continue;
        found = s;
        left -= weight;
        if (left < 0) break;
    }
    return found;
}

static void start_clock(struct world *w, uint32_t i, uint32_t to, double since_h)
{
    struct bf_block u = draw_found(w, patient_at(w, i), BLOCK_PAST);
    uint32_t from = discharged_from(w, to, u.u[LANE_FOUND_FROM]);
    if (!bf_is_service(from)) return;
    double thresholds[CAUSE_COUNT];
    thresholds[CAUSE_READMISSION] = u.u[LANE_FOUND_READMISSION];
    thresholds[CAUSE_DEATH] = u.u[LANE_FOUND_DEATH];
    world_found_clock(w, i, from, since_h, thresholds);
    world_clock_place(w, i, to);
}

static void found_home(struct world *w, uint32_t i, const struct bf_present *person)
{
    struct patient *p = patient_at(w, i);
    p->state = ST_HOME;
    start_clock(w, i, BF_TO_HOME, w->sim.now_h - person->elapsed_h);
    if (p->hazard == UINT32_MAX) world_patient_end(w, i);
}

/* ---- in a stay ------------------------------------------------------------------------- */

/* Care hours of the days that are left, on the same line from first to last visits. */
static void book_rest(struct world *w, const struct bf_service_info *info, uint32_t i,
                      double before_h, double left_h)
{
    struct patient *p = patient_at(w, i);
    if (!info->has_hours) return;
    const struct bf_service_numbers *numbers = &w->numbers->service[p->service];
    double first = numbers->first_per_day, last = numbers->last_per_day;
    double along = before_h + left_h > 0 ? before_h / (before_h + left_h) : 1;
    double days = fmin(3650, fmax(1, ceil(left_h / 24 - 1e-9)));
    p->taper = (struct bf_taper){first + (last - first) * along, last, w->today, (uint32_t)days};
    bf_booking_book(&w->node[p->service].booking, area_of(w, p, p->service), &p->taper);
}

static void found_stay(struct world *w, uint32_t i, const struct bf_site *site, double left_h)
{
    struct patient *p = patient_at(w, i);
    if (site->permanent) {
        p->stay_end_h = BF_SIM_HORIZON_H;
        return;
    }
    p->stay_end_h = w->sim.now_h + left_h; /* may be past, of those not yet seen */
    p->timer =
        bf_sim_schedule(&w->sim, fmax(w->sim.now_h, p->stay_end_h), RANK_LEAVE, EV_STAY_END, i, 0);
    if (p->choice != UINT32_MAX && w->numbers->choice[p->choice].team_needs)
        world_plan_referrals(w, i);
}

/* ---- waiting --------------------------------------------------------------------------- */

/* Lead times and single places bought have been under way since the wait began. */
static void move_claims_back(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    double waited_h = w->sim.now_h - p->since_h;
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling) {
        struct bf_claim *claim = bf_claim_at(&w->queues, c);
        const struct bf_service_info *info = &w->n->service[claim->queue];
        if (claim->arg >= ARG_CONTACT) continue;
        if (info->spot != UINT16_MAX) {
            const struct bf_purchase_numbers *spot = &w->numbers->purchase[info->spot];
            double at_h = fmax(w->sim.now_h, p->since_h + spot->after_h) + spot->lead_h;
            claim->token = bf_sim_schedule(&w->sim, at_h, RANK_WAIT, EV_SPOT, i, 0);
        } else if (info->kind == BF_KIND_MARKET && claim->arg == 0) {
            struct bf_block u = draw_at(w, p, info->key, 0, BLOCK_LEAD);
            double rest_h =
                bf_dist_residual(&w->numbers->service[claim->queue].lead, waited_h, u.u[LANE_LEAD]);
            claim->token =
                bf_sim_schedule(&w->sim, w->sim.now_h + rest_h, RANK_WAIT, EV_LEAD, i, 0);
        }
    }
}

/* Whoever has waited beyond their patience is more patient than the scenario thinks. */
static void move_patience_back(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    if (p->state != ST_WAITING) return;
    double patience_h = world_patience_h(w, i, p->first, w->sim.now_h - p->since_h);
    if (isnan(patience_h)) return;
    p->timer = bf_sim_schedule(&w->sim, w->sim.now_h + patience_h, RANK_WAIT, EV_GIVE_UP, i, 0);
}

static void found_outside(struct world *w, uint32_t i, const struct bf_present *person)
{
    struct patient *p = patient_at(w, i);
    struct bf_block u = draw_found(w, p, BLOCK_WHO);
    p->state = ST_WAITING;
    p->since_h = w->sim.now_h - person->waited_h;
    p->first = person->target;
    if (!person->offered) p->choice = pick_way(w, person, p->group, u.u[LANE_FOUND_WAY]);
    if (p->choice != UINT32_MAX) {
        p->entry = p->choice;
        p->level = w->numbers->choice[p->choice].level;
        p->first = w->numbers->choice[p->choice].to;
    }
    world_seek(w, i, true);
    move_claims_back(w, i);
    move_patience_back(w, i);
}

/* Of the tasks written after need k, those that this person will need as well. */
static uint16_t needs_after(const struct world *w, uint32_t i, uint32_t k)
{
    const struct patient *p = patient_at(w, i);
    const struct bf_choice *choice = &w->numbers->choice[p->choice];
    uint16_t needs = 0;
    for (uint32_t j = k + 1; j < choice->need_count; j++) {
        const struct bf_need *need = &w->numbers->need[choice->need + j];
        if (task_uniform(w, p, need->task, LANE_NEED) < need->share) needs |= (uint16_t)(1u << j);
    }
    return needs;
}

/* Tasks before need k are done or not needed, and k is under way. */
static void hold_up(struct world *w, uint32_t i, const struct bf_present *person)
{
    struct patient *p = patient_at(w, i);
    uint32_t k = present_need(w->numbers, p->choice, person->target);
    p->needs = (uint16_t)(1u << k | needs_after(w, i, k));
    if (bf_is_service(w->n->task[person->target].team)) {
        world_ask_team(w, i, k, p->since_h);
        return;
    }
    const struct bf_task_numbers *task = &w->numbers->task[person->target];
    struct bf_block u = draw_found(w, p, BLOCK_PAST);
    double taken_h = person->waited_h + task->lead_h;
    p->found_need = (uint16_t)(k + 1);
    p->granted_h = w->sim.now_h + bf_dist_residual(&task->duration, taken_h, u.u[LANE_FOUND_TASK]);
}

static void found_ready(struct world *w, uint32_t i, const struct bf_present *person)
{
    struct patient *p = patient_at(w, i);
    struct bf_block u = draw_found(w, p, BLOCK_WHO);
    p->stay_end_h = p->since_h = w->sim.now_h - person->waited_h;
    p->choice = pick_way(w, person, p->group, u.u[LANE_FOUND_WAY]);
    p->needs_known = person->awaits != BF_AWAITS_UNKNOWN; /* every task is done but those below */
    if (person->awaits == BF_AWAITS_TASK && p->choice != UINT32_MAX) hold_up(w, i, person);
    uint32_t serial = p->serial;
    world_ready_since(w, i, p->since_h);
    if (p->serial == serial && p->state == ST_DELAYED) move_claims_back(w, i);
}

/* ---- in a service ---------------------------------------------------------------------- */

/* What is left of a stay; below 0, of people who are well since then and have not been seen. */
static double left_of_stay(const struct world *w, uint32_t i, const struct laws *laws,
                           double elapsed_h, double u)
{
    const struct patient *p = patient_at(w, i);
    uint32_t as = stays_as(w, p, p->service);
    if (!w->n->service[as].rounds_always) {
        double ago_h, none = (double)INFINITY;
        double missed = unseen(w, as, laws, elapsed_h, none, &ago_h);
        double part = draw_found(w, p, BLOCK_PAST).u[LANE_FOUND_UNSEEN] *
                      (missed + under_way(laws, elapsed_h));
        if (part < missed) {
            unseen(w, as, laws, elapsed_h, part, &ago_h);
            return -ago_h;
        }
    }
    return isnan(elapsed_h) ? rest_found(laws, u) : rest_given(laws, elapsed_h, u);
}

static void found_inside(struct world *w, uint32_t i, const struct bf_present *person)
{
    struct patient *p = patient_at(w, i);
    uint32_t service = person->service;
    const struct bf_service_info *info = &w->n->service[service];
    const struct bf_site *site = site_of(w, p, service);
    struct laws laws = laws_of(w, service, site);
    struct bf_block u = draw_at(w, p, info->key, 0, BLOCK_STAY), f = draw_found(w, p, BLOCK_WHO);
    bool stays = person->awaits == BF_AWAITS_NOTHING;
    double before_h = person->elapsed_h, left_h = 0;
    remember_word(p, &u);
    p->service = (uint16_t)service;
    p->state = ST_STAY;
    if (stays && !site->permanent) left_h = left_of_stay(w, i, &laws, before_h, u.u[LANE_STAY]);
    if (isnan(before_h) && site->permanent)
        before_h = 0;
    else if (isnan(before_h) && stays && !(left_h < 0)) /* the past, given the rest */
        before_h = rest_given(&laws, left_h, f.u[LANE_FOUND_ELAPSED]);
    else if (isnan(before_h)) /* a whole stay, and what has gone by since */
        before_h = (stays ? -left_h : person->waited_h) +
                   rest_given(&laws, 0, stays ? f.u[LANE_FOUND_ELAPSED] : u.u[LANE_STAY]);
    p->started_h = w->sim.now_h - before_h;
    observe_found(w, p, service);
    tell(w, p, BF_STEP_FOUND, service, BF_TO_LEFT, before_h);
    book_rest(w, info, i, before_h, fmax(0, left_h));
    if (info->setting != BF_SETTING_ACUTE) start_clock(w, i, service, p->started_h);
    if (stays) {
        p->choice = pick_way(w, person, p->group, u.u[LANE_WAY]);
        found_stay(w, i, site, left_h);
    } else {
        found_ready(w, i, person);
    }
}

/* Places are closed while people are put into them and into queues, so that nobody is served
 * before all are there; opening then serves everybody in order. */
void world_found(struct world *w)
{
    const struct bf_snapshot *snapshot = w->n->snapshot;
    for (uint32_t k = 0; snapshot && k < snapshot->count && !w->sim.failed; k++) {
        const struct bf_present *person = &snapshot->person[k];
        uint32_t i = person_new(w, person);
        if (!i) return;
        if (person->service == BF_TO_HOME)
            found_home(w, i, person);
        else if (person->service == BF_TO_LEFT)
            found_outside(w, i, person);
        else
            found_inside(w, i, person);
    }
}
