/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/models/daily.h"
#include "steps.h"

#include <math.h>

/* ---- a record for a person ------------------------------------------------------------- */

static void fail_people(struct world *w)
{
    bf_sim_fail(&w->sim, BF_E_LIMIT,
                "expected at most %u people in the system at once, reached on day %u of the run; "
                "raise limits.patients, or see `bedflow check` for services whose load is above "
                "capacity",
                (unsigned)w->patients.cap, (unsigned)w->today);
}

/* Record i for somebody of the stream: everything that is the same for all who are new. */
STEP struct patient *patient_new(struct world *w, uint32_t i, uint64_t who, uint32_t stream)
{
    struct patient *p = patient_at(w, i);
    static const struct patient nobody = {.service = BF_TO_LEFT,
                                          .next = BF_TO_LEFT,
                                          .held = BF_TO_LEFT,
                                          .spot = BF_TO_LEFT,
                                          .bought = BF_TO_LEFT,
                                          .offered = BF_TO_LEFT,
                                          .after = BF_TO_LEFT,
                                          .came_from = BF_TO_LEFT,
                                          .planned_at = BF_TO_LEFT,
                                          .timer = UINT32_MAX,
                                          .side = UINT32_MAX,
                                          .hazard = UINT32_MAX,
                                          .hold = UINT32_MAX};
    memcpy(p, &nobody, offsetof(struct patient, discharged_h));
    p->who = who;
    p->stream = (uint16_t)stream;
    p->serial = ++w->serial;
    w->created++;
    if (w->simple) return p;
    if (has_indicators(w)) indicators_new(w, i);
    if (has_companions(w)) w->company[i] = (struct company){.first = 0};
    if (w->n->revisit_count)
        memset(&w->visits[(size_t)i * w->n->revisit_count], 0,
               w->n->revisit_count * sizeof *w->visits);
    return p;
}

uint32_t world_patient_new(struct world *w, uint64_t who, uint32_t stream)
{
    uint32_t i = bf_pool_take(&w->patients);
    if (!i) {
        fail_people(w);
        return 0;
    }
    struct patient *p = patient_new(w, i, who, stream);
    if (w->n->stream[stream].planned) p->flags |= FLAG_PLANNED;
    return i;
}

void world_patient_end(struct world *w, uint32_t i)
{
    patient_end(w, patient_at(w, i), i);
}

/* ---- a day's people -------------------------------------------------------------------- */

static double day_mean(const struct world *w, uint32_t stream)
{
    const struct bf_stream_numbers *s = &w->numbers->stream[stream];
    bf_day day = w->first_day + (bf_day)w->today;
    int year, month, of_month;
    bf_day_to_civil(day, &year, &month, &of_month);
    uint8_t kind = w->n->day_kind[day - w->n->kinds_from];
    double years = (double)(day - w->n->from) / 365.25;
    double growth = s->growth != 0 ? pow(1 + s->growth, years) : 1;
    return s->rate_per_day * s->month[month - 1] * s->weekday[kind] * growth * w->season[stream];
}

static uint32_t drawn_count(struct world *w, uint32_t s, bf_day day, double mean,
                            const struct bf_gamma_fit *factor)
{
    const struct bf_stream_info *info = &w->n->stream[s];
    struct bf_block u =
        bf_draw_by(&w->sim.keys, bf_thing_key(THING_DAY, (uint64_t)(uint32_t)day), info->key, 0);
    if (mean > BF_ARRIVALS_MAX)
        bf_sim_fail(&w->sim, BF_E_LIMIT,
                    "expected at most %.0f people a day, received %.0f from demand.%s on day %u "
                    "of the run",
                    BF_ARRIVALS_MAX, mean, info->name, (unsigned)w->today);
    return bf_arrivals_count_by(mean, bf_gamma_draw(factor, u.u[LANE_DAY]), u.u[LANE_COUNT]);
}

/* Of a count that holds readmissions, too, those who present for the first time. */
static bool comes_first(const struct world *w, uint32_t s, bf_day day, uint32_t k)
{
    double share = w->n->stream_scale[s];
    if (!(share < 1)) return true;
    uint32_t key = w->n->stream[s].key;
    struct bf_block u =
        bf_draw_by(&w->sim.keys, bf_person_key(key, day, k), key, bf_occasion(0, 0, 2));
    return u.u[LANE_FIRST] < share;
}

/* Two people share a block: a time, a class, a locality and a way in, each of 32 bits. */
STEP struct bf_words draw_two(const struct world *w, uint32_t key, bf_day day, uint32_t k)
{
    return bf_draw_words_by(&w->sim.keys, bf_person_key(key, day, k & ~1u), key,
                            bf_occasion(0, 0, 0));
}

/* The first `count` people of a stream's day (of a count that holds readmissions, those among them
 * who come first): when, of which class, from where, by which way in. */
static void expect(struct world *w, uint32_t s, bf_day day, uint32_t count, bool some_return)
{
    const struct bf_stream_info *info = &w->n->stream[s];
    const struct bf_stream_numbers *stream = &w->numbers->stream[s];
    const uint32_t classes = w->n->class_count, localities = w->n->locality_count;
    const double *class_share = &w->numbers->class_share[s * classes];
    const double *locality_share = &w->numbers->locality_share[s * localities];
    const uint16_t planned = info->planned ? FLAG_PLANNED : 0;
    const double midnight_h = w->midnight_h, last_h = nextafter(midnight_h + 24.0, 0);
    struct bf_ways in = {info->choice, info->choice_count};
    struct bf_words two = {{0}};
    for (uint32_t k = 0; k < count; k++) {
        if (!(k & 1)) two = draw_two(w, info->key, day, k);
        const uint64_t first = two.word[2 * (k & 1)], second = two.word[2 * (k & 1) + 1];
        if (some_return && !comes_first(w, s, day, k)) continue;
        if (w->expected_count == w->patients.cap) {
            fail_people(w);
            return;
        }
        struct expected *e = &w->expected[++w->expected_count];
        const double at_h = midnight_h + bf_day_shape_time(&stream->hours, bf_uniform_high(first));
        e->at_h = at_h < last_h ? at_h : last_h; /* rounded up: still of this day */
        e->who = bf_person_key(info->key, day, k);
        e->stream = (uint16_t)s;
        e->class_ = e->locality = 0;
        if (classes > 1)
            e->class_ = (uint8_t)bf_share_pick(&stream->classes, class_share, classes,
                                               bf_uniform_low(first));
        if (localities > 1)
            e->locality = (uint8_t)bf_share_pick(&stream->localities, locality_share, localities,
                                                 bf_uniform_high(second));
        e->group = (uint16_t)bf_group_of(w->n, s, e->locality, e->class_);
        e->flags = planned | (w->n->class_[e->class_].adult ? FLAG_ADULT : 0);
        if (info->enter) in = info->enter[e->group];
        e->entry = world_pick_way(w, in.first, in.count, bf_uniform_low(second));
    }
}

/* A day of the stream's table. */
static void demand_given(struct world *w, uint32_t s, bf_day day,
                         const struct bf_daily_value *given)
{
    if (isnan(given->count)) {
        double mean = given->mean * w->n->stream_scale[s];
        const struct bf_gamma_fit factor = {.variance = given->cv * given->cv};
        expect(w, s, day, drawn_count(w, s, day, mean, &factor), false);
        return;
    }
    expect(w, s, day, (uint32_t)given->count, true);
}

/* ---- in order of time ------------------------------------------------------------------ */

/* Everybody expected, into lists by parts of the day, so many that few hold more than one person;
 * in a list by time, and at one time as drawn. Returns the words of part_filled. */
static uint32_t part_expected(struct world *w)
{
    uint32_t parts = 64;
    while (parts < 4 * w->expected_count && parts < DAY_PARTS_MAX)
        parts *= 2;
    memset(w->part_filled, 0, parts / 64 * sizeof *w->part_filled);
    const double from_h = w->midnight_h, per_h = parts / 24.0;
    for (uint32_t k = 1; k <= w->expected_count; k++) {
        struct expected *e = &w->expected[k];
        uint32_t part = (uint32_t)(int)((e->at_h - from_h) * per_h);
        part = part < parts ? part : parts - 1;
        uint64_t *filled = &w->part_filled[part / 64];
        uint32_t *link = &w->part[part];
        if (__builtin_expect(*filled >> (part % 64) & 1, 0))
            while (*link && w->expected[*link].at_h <= e->at_h)
                link = &w->expected[*link].next;
        else
            *link = 0;
        *filled |= UINT64_C(1) << (part % 64);
        e->next = *link;
        *link = k;
    }
    return parts / 64;
}

/* The day in order of time: whoever presents next is found without a search. */
static void sort_expected(struct world *w)
{
    const uint32_t words = part_expected(w);
    struct due *due = w->due;
    for (uint32_t word = 0; word < words; word++)
        for (uint64_t filled = w->part_filled[word]; filled; filled &= filled - 1) {
            uint32_t k = w->part[64 * word + (uint32_t)__builtin_ctzll(filled)];
            for (; k; k = w->expected[k].next)
                *due++ = (struct due){w->expected[k].at_h, k};
        }
    *due = (struct due){(double)INFINITY, 0};
    w->due_next = 0;
    w->arrives_h = w->due[0].at_h;
}

/* Every bit of x reaches every bit of the result.
 * Source: S. Vigna's splitmix64, public domain, with the constants of D. Stafford (mix 13). */
static inline uint64_t mixed(uint64_t x)
{
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

/* The day's part of outcome.people. Time is that of the day, in quarters of an hour (hours since
 * the start round otherwise after another warm-up: in seconds, one person in 10^8 would differ),
 * and the way in is told by its place among the stream's own: neither depends on what services
 * there are. */
static void digest_people(struct world *w)
{
    uint64_t day = (uint64_t)(w->first_day + (bf_day)w->today), sum = 0;
    for (uint32_t k = 1; k <= w->expected_count; k++) {
        const struct expected *e = &w->expected[k];
        uint64_t quarter = (uint64_t)((e->at_h - w->midnight_h) * 4);
        uint64_t way = e->entry - w->n->stream[e->stream].choice;
        uint64_t is = quarter << 16 | (uint64_t)e->class_ << 8 | e->locality;
        sum += mixed(e->who ^ mixed(day << 34 ^ is ^ way << 50));
    }
    *w->out->people += sum;
}

void world_day_demand(struct world *w)
{
    bf_day day = w->first_day + (bf_day)w->today;
    BF_REQUIRE(!(w->arrives_h < (double)INFINITY));
    w->expected_count = 0;
    for (uint32_t s = 0; s < w->n->stream_count; s++) {
        if (w->n->daily) {
            struct bf_daily_value given = bf_daily_at(w->n, s, day);
            if (!isnan(given.count) || !isnan(given.mean)) {
                demand_given(w, s, day, &given);
                continue;
            }
        }
        expect(w, s, day, drawn_count(w, s, day, day_mean(w, s), &w->numbers->stream[s].day_factor),
               false);
    }
    if (w->out->people && w->today >= w->period_from && w->today < w->period_to) digest_people(w);
    sort_expected(w);
}

/* ---- a person presents ----------------------------------------------------------------- */

static inline bool is_offered(const struct world *w, const struct patient *p)
{
    return w->numbers->stream[p->stream].offer_share > 0;
}

/* Referred to a service that may avoid the admission? True if the person went there. */
bool world_offer(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    const struct bf_stream_info *info = &w->n->stream[p->stream];
    const struct bf_stream_numbers *numbers = &w->numbers->stream[p->stream];
    if (!is_offered(w, p)) return false;
    if (info->offered && !info->offered[p->group]) return false;
    struct bf_block u = bf_draw_by(&w->sim.keys, p->who, info->key, bf_occasion(p->episode, 0, 1));
    if (u.u[LANE_OFFER] >= numbers->offer_share) return false;
    if (u.u[LANE_AFTER_ADMISSION] < numbers->offer_after) {
        p->flags |= FLAG_REFERRED;
        if (w->measuring) w->sum.offered_after++;
        return false;
    }
    if (!bf_is_service(info->offer_to)) return false;
    p->flags |= FLAG_OFFERED;
    p->offered = info->offer_to;
    p->choice = UINT32_MAX;
    if (w->measuring) w->sum.offered++;
    if (w->measuring) w->sum.offered_stream[p->stream]++;
    world_present(w, i, info->offer_to);
    return true;
}

static void by_way(struct world *w, uint32_t i, uint32_t way)
{
    patient_at(w, i)->choice = way;
    world_present(w, i, w->numbers->choice[way].to);
}

/* The service to ask after the one that could not answer. */
static uint32_t next_offer(const struct world *w, const struct patient *p)
{
    const struct bf_stream_info *info = &w->n->stream[p->stream];
    uint32_t k = 0;
    while (p->offered != info->offer_to && k < info->offer_or_count &&
           info->offer_or[k++] != p->offered)
        ;
    return k < info->offer_or_count ? info->offer_or[k] : BF_TO_LEFT;
}

/* What was offered could not avoid the admission: another service may, or nothing does. */
void world_not_avoided(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    uint32_t next = next_offer(w, p);
    if (bf_is_service(next)) {
        p->offered = (uint16_t)next;
        p->choice = UINT32_MAX;
        world_present(w, i, next);
        return;
    }
    p->flags &= (uint16_t)~FLAG_OFFERED;
    if (!(p->flags & FLAG_RETURN)) {
        by_way(w, i, p->entry);
        return;
    }
    p->choice = UINT32_MAX;
    world_present(w, i, w->n->service[p->after].returns_to);
}

static void turn_away(struct world *w, uint32_t i, uint32_t to)
{
    struct patient *p = patient_at(w, i);
    tell(w, p, BF_STEP_TURNED_AWAY, to, BF_TO_LEFT, 0);
    if (w->measuring) w->node[to].refused++;
    const struct bf_service_info *info = &w->n->service[to];
    uint32_t other = info->turned_away_to;
    if (info->some_turned_away) other = info->some_turned_away[p->group];
    if (p->flags & FLAG_OFFERED) { /* could not avoid the admission */
        world_not_avoided(w, i);
        return;
    }
    p->choice = UINT32_MAX;
    if (bf_is_service(other) && other != to && ++p->hops <= HOPS_MAX) {
        world_present(w, i, other);
    } else {
        world_exit(w, i, bf_is_service(other) ? BF_TO_LEFT : other);
    }
}

/* A planned person for whom no bed is free is called again later, one priority higher. */
static void cancel(struct world *w, uint32_t i, uint32_t to)
{
    struct patient *p = patient_at(w, i);
    double rebook_h = w->numbers->stream[p->stream].rebook_h;
    if (w->measuring) {
        w->node[to].cancelled++;
        w->sum.cancelled++;
    }
    w->count.cancelled++;
    tell(w, p, BF_STEP_CANCELLED, to, BF_TO_LEFT, rebook_h);
    if (p->level > 0) p->level--;
    p->state = ST_AWAY;
    p->since_h = w->sim.now_h;
    w->away++;
    p->timer = bf_sim_schedule(&w->sim, w->sim.now_h + rebook_h, RANK_ARRIVE, EV_REBOOK, i, 0);
}

/* Whatever beds there are. A larger share cancels the same people, and more. */
static bool is_cancelled(const struct world *w, const struct patient *p)
{
    double share = w->numbers->stream[p->stream].cancelled;
    if (!(share > 0) || !bf_is_service(w->numbers->choice[p->entry].to)) return false;
    struct bf_block u =
        bf_draw_by(&w->sim.keys, p->who, w->n->stream[p->stream].key, bf_occasion(0, 0, 2));
    return u.u[LANE_CANCELLED] < share;
}

/* Called again, and still no bed: on the list for the next one, a level higher every so long. */
static void wait_on_list(struct world *w, uint32_t i, uint32_t to)
{
    struct patient *p = patient_at(w, i);
    double rise_h = w->numbers->stream[p->stream].rebook_h;
    p->state = ST_LISTED;
    p->first = (uint16_t)to;
    world_list(w, i, to);
    if (p->level > 0)
        p->timer = bf_sim_schedule(&w->sim, w->sim.now_h + rise_h, RANK_ARRIVE, EV_REBOOK, i, 0);
}

void world_rebook(struct world *w, uint32_t i)
{
    struct patient *p = patient_at(w, i);
    if (p->state == ST_AWAY) {
        w->away--;
        by_way(w, i, p->entry);
        return;
    }
    uint32_t service = p->first;
    world_unlist(w, p);
    if (p->level > 0) p->level--;
    wait_on_list(w, i, service);
}

/* Whoever can take a place plainly has nothing more to ask. */
STEP bool present_plainly(struct world *w, struct patient *p, uint32_t i, uint32_t to)
{
    if (!bf_is_service(to) || !starts_plainly(w, p, i, to)) return false;
    BF_INVARIANT(!bf_is_service(p->service));
    struct node *node = &w->node[to];
    if (w->measuring) node->joined++;
    node->day_asked[1]++; /* not from hospital */
    p->since_h = p->granted_h = w->sim.now_h;
    p->first = (uint16_t)to;
    start_plainly(w, p, i, to);
    return true;
}

/* Present at a service (or at none) from outside. */
void world_present(struct world *w, uint32_t i, uint32_t to)
{
    struct patient *p = patient_at(w, i);
    if (present_plainly(w, p, i, to)) return;
    if (has_indicators(w)) indicators_settle(w, i);
    tell(w, p, BF_STEP_PRESENTS, to, BF_TO_LEFT, 0);
    if (!bf_is_service(to)) {
        world_exit(w, i, to);
        return;
    }
    struct node *node = &w->node[to];
    const struct bf_service_numbers *numbers = &w->numbers->service[to];
    if (w->measuring) node->joined++;
    observe_asked(w, p, to);
    bool market = w->n->service[to].kind == BF_KIND_MARKET; /* takes its lead time */
    bool free = market ? w->queues.queue[to].count == 0 : world_can_start(w, i, to);
    if (!free && w->queues.queue[to].count - node->listed >= numbers->queue_limit) {
        turn_away(w, i, to);
        return;
    }
    if (!free && (p->flags & FLAG_PLANNED) && !(p->flags & FLAG_RETURN) &&
        w->n->service[to].kind == BF_KIND_BEDS && w->n->service[to].setting == BF_SETTING_ACUTE) {
        if (p->state == ST_AWAY)
            wait_on_list(w, i, to);
        else
            cancel(w, i, to);
        return;
    }
    p->state = ST_WAITING;
    p->since_h = w->sim.now_h;
    p->first = (uint16_t)to;
    const struct bf_service_info *info = &w->n->service[to];
    if (free && info->plain_in && !info->has_hours && info->always[BF_WINDOW_ADMITS]) {
        world_start_at_once(w, i, to);
    } else if (free && !market && !wants_company(w, i)) {
        p->alt_next = 0;
        world_granted(w, i, to);
    } else {
        world_seek(w, i, true);
    }
}

/* A new presentation: offered first to a service that may avoid the admission, if at all. */
STEP void enter(struct world *w, struct patient *p, uint32_t i)
{
    const struct bf_choice *way = &w->numbers->choice[p->entry];
    uint32_t to = way->to;
    w->count.presented++;
    p->level = way->level;
    if (is_offered(w, p) && world_offer(w, i)) return;
    p->choice = p->entry;
    if ((p->flags & FLAG_PLANNED) && is_cancelled(w, p)) {
        cancel(w, i, to);
        return;
    }
    if (!present_plainly(w, p, i, to)) world_present(w, i, to);
}

void world_enter(struct world *w, uint32_t i)
{
    enter(w, patient_at(w, i), i);
}

void world_arrive(struct world *w)
{
    const struct expected *e = &w->expected[w->due[w->due_next++].who];
    const struct due *later = &w->due[w->due_next];
    w->arrives_h = later->at_h;
    __builtin_prefetch(&w->expected[later->who]);
    uint32_t i = bf_pool_take(&w->patients);
    if (!i) {
        fail_people(w);
        return;
    }
    struct patient *p = patient_new(w, i, e->who, e->stream);
    p->class_ = e->class_;
    p->locality = e->locality;
    p->entry = e->entry;
    p->flags = e->flags;
    p->group = e->group;
    p->cell = cell_of(w, e->class_, e->locality);
    enter(w, p, i);
    if (w->dirty_count) world_settle(w);
}
