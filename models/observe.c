/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "steps.h"

#include <math.h>

#define READMISSION_H 720.0 /* "within 30 days of discharge" */

/* ---- a stay ---------------------------------------------------------------------------- */

/* An emergency admission soon after a discharge counts on the day of that discharge. */
void observe_readmission(struct world *w, const struct patient *p)
{
    if (p->since_h - p->discharged_h > READMISSION_H) return;
    if (p->discharged_h < 0) return; /* before the run */
    uint32_t day = (uint32_t)floor(p->discharged_h / 24);
    if (day < w->period_from || day >= w->period_to) return;
    w->sum.readmitted++;
    w->sum.readmitted_class[p->class_]++;
    measures_readmitted(w, day - w->period_from);
    if (has_indicators(w)) indicators_readmitted(w, p);
}

void observe_found(struct world *w, struct patient *p, uint32_t service)
{
    take_up(w, p, service, false);
    p->came_from = (uint16_t)service;
}

/* ---- services used together with a place ------------------------------------------------ */

/* The person is in a place elsewhere, and stays there in every count of people by setting. */
void observe_companion_start(struct world *w, const struct patient *p, uint32_t service,
                             double waited_h)
{
    struct node *node = &w->node[service];
    node->occupied++;
    node->entered++;
    node->stay_sum_h -= w->sim.now_h;
    bf_level_add(&node->in, w->sim.now_h, 1);
    if (has_indicators(w)) indicators_started(w, p, service);
    observe_commenced(w, service, fmax(0, w->sim.now_h - p->since_h));
    tell(w, p, BF_STEP_WITH, service, bf_is_service(p->service) ? p->service : BF_TO_HOME, 0);
    if (!w->measuring) return;
    node->started++;
    node->waited++;
    node->wait_h += waited_h;
    bf_histogram_add(&w->wait[service], waited_h);
    if (waited_h <= w->numbers->service[service].target_h) node->in_target++;
}

void observe_companion_end(struct world *w, const struct patient *p, uint32_t service,
                           double since_h)
{
    struct node *node = &w->node[service];
    double used_h = w->sim.now_h - since_h;
    node->occupied--;
    node->left++;
    node->stay_sum_h += w->sim.now_h;
    node->total_h += used_h;
    bf_level_add(&node->in, w->sim.now_h, -1);
    tell(w, p, BF_STEP_WITH_ENDS, service, p->service, used_h);
    if (!w->measuring) return;
    node->left_in_period++;
}

/* Nothing is missing but the discharge itself. */
void observe_process(struct world *w, const struct patient *p, int change)
{
    if (bf_is_service(p->service)) w->in_process[!(p->flags & FLAG_ADULT)][p->service] += change;
}

void observe_early(struct world *w, const struct patient *p)
{
    if (!w->measuring) return;
    w->sum.early++;
    w->sum.early_days += fmax(0, p->stay_end_h - w->sim.now_h) / 24;
}

/* ---- delay ----------------------------------------------------------------------------- */

static void count_delay(struct world *w, const struct patient *p, int change)
{
    uint32_t service = p->service;
    bool adult = p->flags & FLAG_ADULT;
    if (!w->n->service[service].counts_delay) return;
    bf_level_add(&w->node[service].delayed, w->sim.now_h, change);
    w->delayed += change;
    w->delayed_reason[!adult][service * BF_REASON_COUNT + p->reason] += change;
    w->delayed_body[!adult][service * BF_BODY_COUNT + p->body] += change;
    if (!adult) return;
    w->delayed_adult[service] += change;
    if (!w->node[service].headline) return;
    w->delayed_class[p->class_] += change;
    w->delayed_locality[p->locality] += change;
}

void observe_delay_start(struct world *w, struct patient *p, uint32_t reason, uint32_t body)
{
    p->reason = (uint8_t)reason;
    p->body = (uint8_t)body;
    count_delay(w, p, 1);
}

void observe_delay_end(struct world *w, struct patient *p)
{
    if (p->reason == UINT8_MAX) return;
    count_delay(w, p, -1);
    p->reason = UINT8_MAX;
}

/* ---- exit ------------------------------------------------------------------- */

bool observe_exit(struct world *w, struct patient *p, uint32_t to)
{
    if (to == BF_TO_DIED) w->count.deaths++;
    /* offered to a service that answered, and out again without an acute stay */
    bool avoided =
        (p->flags & FLAG_OFFERED) && to != BF_TO_DIED &&
        !(bf_is_service(p->came_from) && w->n->service[p->came_from].setting == BF_SETTING_ACUTE);
    if (avoided) w->count.avoided++;
    if (avoided && w->measuring) w->sum.avoided_stream[p->stream]++;
    bool averted = avoided || ((p->flags & FLAG_SEEN) && to != BF_TO_DIED);
    p->flags &= (uint16_t) ~(FLAG_OFFERED | FLAG_SEEN);
    return averted;
}

/* ---- the period ------------------------------------------------------------------------ */

void observe_period_start(struct world *w)
{
    w->measuring = true;
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        struct node *node = &w->node[s];
        double now_h = w->sim.now_h;
        bf_level_add(&node->in, now_h, 0);
        bf_level_add(&node->waiting, now_h, 0);
        bf_level_add(&node->delayed, now_h, 0);
        node->in_area = node->in.area;
        node->waiting_area = node->waiting.area;
        node->delayed_area = node->delayed.area;
        node->in.max = node->in.value;
        node->waiting.max = node->waiting.value;
        node->delayed.max = node->delayed.value;
        node->open_area = 0;
        node->open_since_h = now_h;
        bf_histogram_clear(&w->wait[s]);
        memset(node->plain, 0, w->n->class_count * w->n->locality_count * sizeof *node->plain);
        node->total_h = 0;
    }
}

/* Whoever began plainly had not waited; whoever ended plainly was not delayed. */
static void count_plain(struct world *w, uint32_t s)
{
    struct node *node = &w->node[s];
    uint64_t begun = 0;
    for (uint32_t k = 0; k < w->n->class_count; k++)
        for (uint32_t l = 0; l < w->n->locality_count; l++) {
            const uint32_t cell = cell_of(w, k, l);
            const struct plain *plain = &node->plain[cell];
            begun += plain->begun;
            w->sum.waited_class[k] += plain->begun;
            w->sum.waited_locality[l] += plain->begun;
            node->left_in_period += plain->ended;
            if (node->headline) w->sum.left_cell[cell] += plain->ended;
        }
    node->started += begun;
    node->waited += begun;
    bf_histogram_add_many(&w->wait[s], 0, begun);
    if (0 <= w->numbers->service[s].target_h) node->in_target += begun;
}

void observe_period_end(struct world *w)
{
    for (uint32_t s = 0; s < w->n->service_count; s++)
        count_plain(w, s);
}

struct acute_beds observe_acute_beds(const struct world *w)
{
    struct acute_beds beds = {.occupied = 0};
    for (uint32_t k = 0; k < w->ward_count; k++) {
        const struct node *node = &w->node[w->ward[k]];
        beds.waiting += node->waiting.value;
        if (node->unlimited) continue;
        beds.occupied += node->occupied;
        beds.open += node->places;
    }
    return beds;
}

static void sum_day(struct world *w)
{
    if (!w->measuring) return;
    w->sum.presented += w->count.presented;
    w->sum.admissions += w->count.emergency + w->count.planned;
    w->sum.emergency += w->count.emergency;
    w->sum.planned += w->count.planned;
    w->sum.discharges += w->count.discharges;
    w->sum.discharges_alive += w->count.discharges - w->count.discharges_dead;
    w->sum.avoided += w->count.avoided;
    w->sum.deaths += w->count.deaths;
}

/* A day's care hours: what was offered, wanted, and fell short. */
static void sum_hours(struct world *w)
{
    uint32_t column = w->column_areas;
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        const struct bf_service_info *info = &w->n->service[s];
        struct node *node = &w->node[s];
        if (!info->has_hours) continue;
        node->day_offered = node->day_booked = node->day_short = 0;
        for (uint32_t a = 0; a < node->booking.areas; a++) {
            double share = info->areas ? w->numbers->area_share[s * w->n->locality_count + a] : 1;
            double offered = w->numbers->service[s].hours_per_day * share;
            double wanted = bf_booking_today(&node->booking, a);
            node->day_offered += offered;
            node->day_booked += wanted;
            node->day_short += fmax(0, wanted - offered);
            if (w->measuring && info->area_count > 1) measures_area(w, &column, wanted, offered);
        }
        if (w->measuring) {
            node->hours_offered += node->day_offered;
            node->hours_booked += node->day_booked;
            node->hours_short += node->day_short;
        }
        bf_booking_next_day(&node->booking);
    }
}

/* Place-hours of the day that ends. */
static void close_places(struct world *w)
{
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        struct node *node = &w->node[s];
        node->day_open_h += node->places * (w->sim.now_h - node->day_open_since_h);
        node->day_open_since_h = w->sim.now_h;
    }
}

static void next_day(struct world *w)
{
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        struct node *node = &w->node[s];
        node->day_asked[0] = node->day_asked[1] = node->day_started = 0;
        node->day_commence_h = node->day_open_h = 0;
    }
    w->starts_today = 0;
    memset(&w->count, 0, sizeof w->count);
}

/* The midnight that ends a day: its census, its sums, its row. */
void observe_midnight(struct world *w)
{
    sum_hours(w);
    money_midnight(w);
    for (uint32_t k = 0; k < w->n->census_count; k++)
        if (w->n->census[k].hour < 1e-9) observe_census(w, k);
    sum_day(w);
    indicators_midnight(w);
    close_places(w);
    if (w->measuring) measures_row(w);
    next_day(w);
}

/* Count the delayed by a definition. */
void observe_census(struct world *w, uint32_t k)
{
    const struct bf_census_info *census = &w->n->census[k];
    struct census_now *now = &w->census[k];
    memset(now, 0, sizeof *now);
    if (has_companions(w)) companions_reasons(w);
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        const struct bf_service_info *info = &w->n->service[s];
        if (!census->setting[info->setting] || info->kind == BF_KIND_TEAM) continue;
        const struct node *node = &w->node[s];
        now->occupied += census->adults_only ? node->adults : node->occupied;
        now->delayed += census->adults_only ? w->delayed_adult[s] : node->delayed.value;
        for (int age = 0; age < (census->adults_only ? 1 : 2); age++) {
            if (census->counts_process) now->delayed += w->in_process[age][s];
            for (uint32_t r = 0; r < BF_REASON_COUNT; r++)
                now->reason[r] += w->delayed_reason[age][s * BF_REASON_COUNT + r];
            for (uint32_t b = 0; b < BF_BODY_COUNT; b++)
                now->body[b] += w->delayed_body[age][s * BF_BODY_COUNT + b];
        }
    }
}

/* ---- laws ------------------------------------------------------------------------------ */

static bool is_not_seen(const struct world *w, const struct patient *p)
{
    return p->state == ST_ROUND && (p->flags & FLAG_ADULT) && w->node[p->service].headline;
}

/* Count places by the people who say that they hold, await or claim them. */
static void count_people(struct world *w)
{
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        struct node *node = &w->node[s];
        node->seen_in = node->seen_reserved = node->seen_held = node->seen_waiting = 0;
        node->seen_spot = 0;
    }
    int32_t not_seen = 0;
    for (uint32_t i = 1; i < w->patients.fresh; i++) {
        const struct patient *p = patient_at(w, i);
        if (!p->serial) continue;
        not_seen += is_not_seen(w, p);
        if (bf_is_service(p->service) && !p->contact_over) w->node[p->service].seen_in++;
        if (p->reserved && bf_is_service(p->next)) w->node[p->next].seen_reserved++;
        if (bf_is_service(p->held)) w->node[p->held].seen_held++;
        if (bf_is_service(p->spot)) w->node[p->spot].seen_spot++;
        if (bf_is_service(p->bought)) w->node[p->bought].seen_spot++;
        if (has_companions(w)) {
            companions_count(w, i);
            beside_count(w, i);
        }
        for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling) {
            const struct bf_claim *claim = bf_claim_at(&w->queues, c);
            BF_REQUIRE(claim->customer == i);
            if (claim->arg == 0 || is_contact(claim) || is_companion_claim(claim))
                w->node[claim->queue].seen_waiting++;
        }
    }
    BF_REQUIRE(not_seen == w->not_seen);
}

/* Hours may have come free with the midnight that ends the run. */
static bool wants_hours(const struct world *w, const struct bf_claim *of)
{
    if (!(of->due & DUE_TOGETHER)) return false;
    const struct patient *p = patient_at(w, of->customer);
    for (uint32_t c = p->claims; c; c = bf_claim_at(&w->queues, c)->sibling)
        if (w->n->service[bf_claim_at(&w->queues, c)->queue].has_hours) return true;
    return false;
}

/* What people hold is what services think they gave, and nobody who could be served waits. */
static void require_places(const struct world *w, uint32_t s)
{
    const struct bf_service_info *info = &w->n->service[s];
    const struct node *node = &w->node[s];
    if (info->kind == BF_KIND_TEAM)
        BF_REQUIRE(node->seen_in <= node->occupied); /* contacts for tasks come on top */
    else
        BF_REQUIRE(node->seen_in == node->occupied);
    BF_REQUIRE(node->seen_reserved == node->reserved && node->seen_held == node->held);
    BF_REQUIRE(node->seen_waiting == (int32_t)node->waiting.value);
    BF_REQUIRE(node->seen_spot == node->spot);
    if (!has_room(w, s) || info->has_hours || info->kind == BF_KIND_MARKET) return;
    for (uint32_t c = bf_queue_head(&w->queues.queue[s]); c; c = bf_queue_after(&w->queues, c)) {
        const struct bf_claim *claim = bf_claim_at(&w->queues, c);
        BF_REQUIRE(claim->due != DUE);
        BF_REQUIRE(wants_hours(w, claim) || !world_all_may_go(w, claim));
    }
}

/* What must hold in every replication, whatever the scenario. A breach is our mistake. */
void observe_laws(struct world *w)
{
    double now_h = w->sim.now_h;
    BF_REQUIRE(w->created == w->destroyed + w->patients.count);
    int32_t all_delayed = 0;
    count_people(w);
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        const struct node *node = &w->node[s];
        require_places(w, s);
        /* people in = people out + people inside */
        BF_REQUIRE(node->entered == node->left + (uint64_t)node->occupied);
        BF_REQUIRE(node->occupied == (int32_t)node->in.value && node->occupied >= 0);
        BF_REQUIRE(node->reserved >= 0 && node->held >= 0);
        /* Little's law as an identity of areas: the integral of the number inside is the sum of
         * the times spent inside; those still here have spent until now */
        double times_h = node->stay_sum_h + node->occupied * now_h;
        double area_h = bf_level_area(&node->in, now_h);
        double scale = 1e-9 * (fabs(area_h) + (double)node->entered * now_h + 1);
        BF_REQUIRE(fabs(times_h - area_h) <= scale);
        /* reasons add up to the delayed */
        int32_t all = (int32_t)node->delayed.value, adults = w->delayed_adult[s];
        all_delayed += all;
        for (int k = 0; k < 2; k++) {
            int32_t reasons = 0, bodies = 0, delayed = k ? all - adults : adults;
            for (uint32_t r = 0; r < BF_REASON_COUNT; r++)
                reasons += w->delayed_reason[k][s * BF_REASON_COUNT + r];
            for (uint32_t b = 0; b < BF_BODY_COUNT; b++)
                bodies += w->delayed_body[k][s * BF_BODY_COUNT + b];
            BF_REQUIRE(reasons == delayed && bodies == delayed && w->in_process[k][s] >= 0);
        }
    }
    BF_REQUIRE(all_delayed == w->delayed);
}
