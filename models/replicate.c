/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/models/replicate.h"

#include "bedflow/base/digest.h"
#include "world.h"

#include <math.h>

struct bf_workspace {
    struct world world;
    struct bf_arena arena;
    const struct bf_catalogue *catalogue;
};

/* ---- memory ---------------------------------------------------------------------------- */

/* Most buckets hold one event, so that there is little to sort, and little that the processor
 * guesses wrong: 5% less time than four times the width. */
static double bucket_width_h(const struct bf_network *n)
{
    double per_h = fmax(n->events_per_day, 1) / 24;
    return fmin(4, fmax(0.0005, 2 / per_h));
}

/* Whether stays are drawn before they begin: care hours are promised for the whole of one. */
static bool plans_stays(const struct bf_network *n)
{
    bool some = n->companion_count > 0;
    for (uint32_t s = 0; s < n->service_count; s++)
        some |= n->service[s].has_hours;
    return some;
}

static size_t room(const struct bf_network *n)
{
    const struct bf_limits *limits = &n->care->limits;
    uint32_t people = (uint32_t)limits->patients, services = n->service_count;
    size_t total =
        bf_event_list_room((uint32_t)limits->events) + bf_queues_room(services, people * 2) +
        bf_pool_room(people, sizeof(struct patient)) +
        bf_pool_room(people, sizeof(struct contact)) +
        bf_pool_room(n->companion_count ? people : 0, sizeof(struct companion)) +
        bf_arena_room(n->companion_count ? (size_t)people + 1 : 0, sizeof(struct company)) +
        bf_arena_room((size_t)people + 1, sizeof(struct expected)) +
        bf_arena_room((size_t)people + 2, sizeof(struct due)) +
        bf_arena_room(DAY_PARTS_MAX, sizeof(uint32_t)) +
        bf_arena_room(DAY_PARTS_MAX / 64, sizeof(uint64_t)) +
        bf_arena_room(((size_t)people + 1) * n->revisit_count, sizeof(uint32_t)) +
        bf_arena_room(((size_t)people + 1) * n->check_count, sizeof(double)) +
        bf_arena_room(n->indicator_count, sizeof(struct indicator)) +
        bf_arena_room(services, sizeof(struct node)) +
        bf_arena_room(services, sizeof(struct staffing)) +
        bf_arena_room(services, BF_WINDOW_COUNT * OPENINGS * sizeof(struct opening)) +
        bf_arena_room(services, sizeof(struct bf_histogram)) +
        bf_arena_room(1, sizeof(struct fit)) +
        bf_arena_room(plans_stays(n) ? (size_t)people + 1 : 0, sizeof(struct bf_block)) +
        services * bf_arena_room((size_t)n->class_count * n->locality_count, sizeof(struct plain)) +
        bf_arena_room(services, 4 * sizeof(uint16_t)) + bf_arena_room(n->numbers.size, 1) +
        bf_arena_room(n->bound->size, 1) + bf_arena_room(n->stream_count, 8) +
        4 * bf_arena_room(n->cause_count, 8) + bf_arena_room(n->dated_count, sizeof(struct span)) +
        bf_arena_room(n->policy_count, sizeof(struct policy)) +
        bf_arena_room(n->purchase_count, sizeof(struct bill)) +
        bf_arena_room(n->plan_count, sizeof(struct plan)) +
        bf_arena_room(n->call_count, sizeof(struct call)) + 2 * bf_arena_room(n->stream_count, 8) +
        2 * bf_arena_room(n->payer_count, 8) + 2 * bf_arena_room(n->target_count, 8) +
        2 * bf_arena_room(services, BF_REASON_COUNT * 4) +
        2 * bf_arena_room(services, BF_BODY_COUNT * 4) + 3 * bf_arena_room(services, 4) +
        bf_arena_room(n->class_count, 4) + bf_arena_room(n->locality_count, 4) +
        bf_arena_room(n->census_count, sizeof(struct census_now)) +
        bf_arena_room(n->census_count, 8) + 4 * bf_arena_room(n->class_count, 8) +
        2 * bf_arena_room(n->locality_count, 8) + 64 * 64;
    for (uint32_t s = 0; s < services; s++)
        if (n->service[s].has_hours) total += bf_booking_room(n->service[s].area_count);
    return total;
}

static void take_nodes(struct world *w, struct bf_arena *a)
{
    const struct bf_network *n = w->n;
    w->node = bf_arena_take(a, n->service_count, sizeof *w->node);
    w->staffing = bf_arena_take(a, n->service_count, sizeof *w->staffing);
    w->opening =
        bf_arena_take(a, n->service_count, BF_WINDOW_COUNT * OPENINGS * sizeof *w->opening);
    w->wait = bf_arena_take(a, n->service_count, sizeof *w->wait);
    w->fit = bf_arena_take(a, 1, sizeof *w->fit);
    w->dirty = bf_arena_take(a, n->service_count, sizeof *w->dirty);
    w->cycle = bf_arena_take(a, n->service_count, sizeof *w->cycle);
    w->ward = bf_arena_take(a, n->service_count, sizeof *w->ward);
    for (int k = 0; k < 2; k++) {
        w->delayed_reason[k] =
            bf_arena_take(a, n->service_count, BF_REASON_COUNT * sizeof(int32_t));
        w->delayed_body[k] = bf_arena_take(a, n->service_count, BF_BODY_COUNT * sizeof(int32_t));
        w->in_process[k] = bf_arena_take(a, n->service_count, sizeof(int32_t));
    }
    w->delayed_adult = bf_arena_take(a, n->service_count, sizeof(int32_t));
    for (uint32_t s = 0; s < n->service_count; s++) {
        const size_t cells = (size_t)n->class_count * n->locality_count;
        w->node[s].plain = bf_arena_take(a, cells, sizeof(struct plain));
        if (n->service[s].on_cycle) w->cycle[w->cycle_count++] = (uint16_t)s;
        if (n->service[s].setting == BF_SETTING_ACUTE && n->service[s].kind == BF_KIND_BEDS)
            w->ward[w->ward_count++] = (uint16_t)s;
        if (n->service[s].has_hours)
            bf_booking_init(&w->node[s].booking, a, n->service[s].area_count);
    }
}

static void take_sums(struct world *w, struct bf_arena *a)
{
    const struct bf_network *n = w->n;
    w->season = bf_arena_take(a, n->stream_count, sizeof(double));
    w->cause_first = bf_arena_take(a, n->cause_count, sizeof(bf_day));
    w->cause_last = bf_arena_take(a, n->cause_count, sizeof(bf_day));
    w->span = bf_arena_take(a, n->dated_count, sizeof *w->span);
    w->cause_size = bf_arena_take(a, n->cause_count, sizeof(double));
    w->cause_level = bf_arena_take(a, n->cause_count, sizeof(double));
    w->policy = bf_arena_take(a, n->policy_count, sizeof *w->policy);
    w->bill = bf_arena_take(a, n->purchase_count, sizeof *w->bill);
    w->call = bf_arena_take(a, n->call_count, sizeof *w->call);
    w->plan = bf_arena_take(a, n->plan_count, sizeof *w->plan);
    w->spent = bf_arena_take(a, n->payer_count, sizeof(double));
    w->spent_today = bf_arena_take(a, n->payer_count, sizeof(double));
    w->target_base = bf_arena_take(a, n->target_count, sizeof(double));
    w->target_now = bf_arena_take(a, n->target_count, sizeof(double));
    w->delayed_class = bf_arena_take(a, n->class_count, sizeof(int32_t));
    w->delayed_locality = bf_arena_take(a, n->locality_count, sizeof(int32_t));
    w->census = bf_arena_take(a, n->census_count, sizeof *w->census);
    w->census_occupied = bf_arena_take(a, n->census_count, sizeof(double));
    w->sum.discharged_class = bf_arena_take(a, n->class_count, sizeof(uint64_t));
    w->sum.readmitted_class = bf_arena_take(a, n->class_count, sizeof(uint64_t));
    w->sum.offered_stream = bf_arena_take(a, n->stream_count, sizeof(uint64_t));
    w->sum.avoided_stream = bf_arena_take(a, n->stream_count, sizeof(uint64_t));
    w->sum.wait_class = bf_arena_take(a, n->class_count, sizeof(double));
    w->sum.waited_class = bf_arena_take(a, n->class_count, sizeof(uint64_t));
    w->sum.wait_locality = bf_arena_take(a, n->locality_count, sizeof(double));
    size_t cells = (size_t)n->class_count * n->locality_count;
    w->sum.left_cell = bf_arena_take(a, cells, sizeof(double));
    w->sum.delay_cell = bf_arena_take(a, cells, sizeof(double));
    w->sum.waited_locality = bf_arena_take(a, n->locality_count, sizeof(uint64_t));
}

bool bf_workspace_init(struct bf_workspace **workspace, const struct bf_network *n,
                       const struct bf_catalogue *catalogue, struct bf_err *err)
{
    struct bf_workspace *space = bf_heap_take(1, sizeof *space);
    if (!space) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for a replication");
    if (!bf_arena_init(&space->arena, room(n), err)) {
        bf_heap_give(space);
        return false;
    }
    struct world *w = &space->world;
    struct bf_arena *a = &space->arena;
    uint32_t people = (uint32_t)n->care->limits.patients;
    space->catalogue = catalogue;
    w->n = n;
    bf_sim_init(&w->sim, a, (uint32_t)n->care->limits.events, bucket_width_h(n));
    bf_queues_init(&w->queues, a, n->service_count, people * 2);
    bf_pool_init(&w->patients, a, people, sizeof(struct patient));
    bf_pool_init(&w->contacts, a, people, sizeof(struct contact));
    bf_pool_init(&w->companions, a, n->companion_count ? people : 0, sizeof(struct companion));
    w->company = bf_arena_take(a, n->companion_count ? (size_t)people + 1 : 0, sizeof *w->company);
    w->planned = bf_arena_take(a, plans_stays(n) ? (size_t)people + 1 : 0, sizeof *w->planned);
    w->expected = bf_arena_take(a, (size_t)people + 1, sizeof *w->expected);
    w->due = bf_arena_take(a, (size_t)people + 2, sizeof *w->due);
    w->part = bf_arena_take(a, DAY_PARTS_MAX, sizeof *w->part);
    w->part_filled = bf_arena_take(a, DAY_PARTS_MAX / 64, sizeof *w->part_filled);
    w->visits = bf_arena_take(a, ((size_t)people + 1) * n->revisit_count, sizeof(uint32_t));
    w->check_h = bf_arena_take(a, ((size_t)people + 1) * n->check_count, sizeof(double));
    w->indicator = bf_arena_take(a, n->indicator_count, sizeof *w->indicator);
    take_nodes(w, a);
    take_sums(w, a);
    bf_numbers_layout(n, &w->own, bf_arena_take(a, n->numbers.size, 1));
    w->care = bf_arena_take(a, n->bound->size, 1);
    w->daily_count = measures_columns(w);
    BF_REQUIRE(w->daily_count == catalogue->daily_count);
    *workspace = space;
    return true;
}

void bf_workspace_free(struct bf_workspace *workspace)
{
    if (!workspace) return;
    bf_arena_free(&workspace->arena);
    bf_heap_give(workspace);
}

/* ---- start ----------------------------------------------------------------------------- */

/* An array of none may have no address. */
static void clear(void *array, size_t bytes)
{
    if (bytes) memset(array, 0, bytes);
}

static void clear_sums(struct world *w)
{
    const struct bf_network *n = w->n;
    uint64_t *discharged = w->sum.discharged_class, *readmitted = w->sum.readmitted_class;
    uint64_t *waited_class = w->sum.waited_class, *waited_locality = w->sum.waited_locality;
    double *left_cell = w->sum.left_cell, *delay_cell = w->sum.delay_cell;
    uint64_t *offered_stream = w->sum.offered_stream, *avoided_stream = w->sum.avoided_stream;
    double *wait_class = w->sum.wait_class, *wait_locality = w->sum.wait_locality;
    memset(&w->sum, 0, sizeof w->sum);
    memset(&w->count, 0, sizeof w->count);
    clear(discharged, n->class_count * sizeof *discharged);
    clear(readmitted, n->class_count * sizeof *readmitted);
    clear(wait_class, n->class_count * sizeof *wait_class);
    clear(waited_class, n->class_count * sizeof *waited_class);
    clear(wait_locality, n->locality_count * sizeof *wait_locality);
    clear(waited_locality, n->locality_count * sizeof *waited_locality);
    size_t cells = (size_t)n->class_count * n->locality_count;
    clear(left_cell, cells * sizeof *left_cell);
    clear(delay_cell, cells * sizeof *delay_cell);
    w->sum.left_cell = left_cell;
    w->sum.delay_cell = delay_cell;
    w->sum.discharged_class = discharged;
    w->sum.readmitted_class = readmitted;
    w->sum.wait_class = wait_class;
    w->sum.waited_class = waited_class;
    w->sum.wait_locality = wait_locality;
    w->sum.waited_locality = waited_locality;
    w->sum.offered_stream = offered_stream;
    w->sum.avoided_stream = avoided_stream;
    clear(offered_stream, n->stream_count * sizeof *offered_stream);
    clear(avoided_stream, n->stream_count * sizeof *avoided_stream);
    clear(w->indicator, n->indicator_count * sizeof *w->indicator);
    clear(w->staffing, n->service_count * sizeof *w->staffing);
    clear(w->policy, n->policy_count * sizeof *w->policy);
    clear(w->bill, n->purchase_count * sizeof *w->bill);
    clear(w->call, n->call_count * sizeof *w->call);
    clear(w->plan, n->plan_count * sizeof *w->plan);
    w->acute_days = 0;
    clear(w->spent, n->payer_count * sizeof *w->spent);
    clear(w->spent_today, n->payer_count * sizeof *w->spent_today);
    clear(w->census, n->census_count * sizeof *w->census);
    clear(w->census_occupied, n->census_count * sizeof *w->census_occupied);
    for (int k = 0; k < 2; k++) {
        clear(w->delayed_reason[k], n->service_count * BF_REASON_COUNT * sizeof(int32_t));
        clear(w->delayed_body[k], n->service_count * BF_BODY_COUNT * sizeof(int32_t));
        clear(w->in_process[k], n->service_count * sizeof(int32_t));
    }
    clear(w->delayed_adult, n->service_count * sizeof(int32_t));
    clear(w->delayed_class, n->class_count * sizeof(int32_t));
    clear(w->delayed_locality, n->locality_count * sizeof(int32_t));
}

static bool has_referrals(const struct bf_network *n, uint32_t s)
{
    for (uint32_t g = 0; g < n->group_count; g++) {
        const struct bf_site *site = &n->numbers.site[(size_t)s * n->group_count + g];
        for (uint32_t k = 0; k < site->choice_count; k++)
            if (n->numbers.choice[site->choice + k].team_needs) return true;
    }
    return false;
}

static void clear_nodes(struct world *w)
{
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        struct bf_booking booking = w->node[s].booking;
        struct plain *plain_people = w->node[s].plain;
        bf_booking_reset(&booking);
        const struct bf_service_info *info = &w->n->service[s];
        const struct bf_site *site = &w->n->numbers.site[(size_t)s * w->n->group_count];
        bool plain = !w->trace && !has_indicators(w) && info->outliers_from == s;
        w->node[s] = (struct node){
            .booking = booking,
            .plain = plain_people,
            .acute = info->setting == BF_SETTING_ACUTE,
            .headline = info->counts_delay && w->n->census[0].setting[info->setting],
            .revisits = info->revisits,
            .refers = has_referrals(w->n, s) || has_referrals(w->n, info->outliers_from),
            .key = info->key,
            .admits_always = info->always[BF_WINDOW_ADMITS],
            .has_hours = info->has_hours,
            .unlimited = info->unlimited,
            .outliers_from = info->outliers_from,
            .plain_in = plain && info->plain_in && !info->averts && !w->n->companion_count &&
                        !info->same_day && !site->permanent,
            .plain_out = plain && info->plain_out && !w->n->companion_count};
        bf_histogram_clear(&w->wait[s]);
        clear(openings_of(w, s, 0), BF_WINDOW_COUNT * OPENINGS * sizeof *w->opening);
    }
}

/* The other start of a coupled pair: every place taken by somebody at the beginning of a stay, and
 * as many again as a fifth of the places waiting. Both starts then forget, or they do not. */
static void fill(struct world *w)
{
    uint64_t id = 0;
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        if (w->n->service[s].kind == BF_KIND_TEAM || w->n->stream_count == 0) continue;
        if (w->n->service[s].companion) continue; /* used with places elsewhere, which are full */
        double places = w->numbers->service[s].places;
        if (places > 1e6 && w->n->service[s].has_hours)
            places = w->numbers->service[s].hours_per_day /
                     fmax(1e-6, w->numbers->service[s].first_per_day);
        if (!(places <= 1e6)) continue;
        for (int k = 0; k < (int)(places * 1.2) && !w->sim.failed; k++) {
            uint32_t i = world_patient_new(w, bf_thing_key(THING_START, ++id), 0);
            if (!i) return;
            struct patient *p = patient_at(w, i);
            p->flags = w->n->class_[0].adult ? FLAG_ADULT : 0;
            p->choice = UINT32_MAX;
            world_find_group(w, p);
            p->entry = bf_enter_ways(&w->n->stream[0], p->group).first;
            p->level = 4;
            world_present(w, i, s);
            world_settle(w);
        }
    }
}

static void open_all(struct world *w)
{
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        if (w->n->service[s].on_duty_count)
            world_change_shift(w, s);
        else
            world_open(w, s);
    }
}

static void schedule_censuses(struct world *w)
{
    for (uint32_t k = 0; k < w->n->census_count; k++)
        if (w->n->census[k].hour >= 1e-9)
            bf_sim_schedule(&w->sim, w->midnight_h + w->n->census[k].hour, RANK_DAY, EV_CENSUS, k,
                            0);
}

static void begin(struct world *w, const struct bf_replication *r)
{
    const struct bf_network *n = w->n;
    bf_sim_reset(&w->sim, (struct bf_key){r->seed, r->number});
    bf_queues_reset(&w->queues);
    bf_pool_reset(&w->patients);
    bf_pool_reset(&w->contacts);
    bf_pool_reset(&w->companions);
    w->fit->event = 0;
    w->serial = w->dirty_count = w->away = w->listed = 0;
    w->expected_count = w->due_next = 0;
    w->arrives_h = (double)INFINITY;
    w->created = w->destroyed = 0;
    w->not_seen = w->delayed = 0;
    w->today = w->derived = 0;
    w->midnight_h = 0;
    w->simple = !has_indicators(w) && !has_companions(w) && n->revisit_count == 0;
    w->measuring = false;
    w->patience_changed = false;
    w->over_full = r->over_full;
    w->fixed_inputs = r->fixed_inputs;
    w->trace = r->trace;
    w->trace_context = r->trace_context;
    w->first_day = n->from - (bf_day)r->warm_up_days;
    BF_REQUIRE(w->first_day >= n->kinds_from);
    BF_REQUIRE(!n->snapshot || r->warm_up_days == 0);
    w->period_from = r->warm_up_days;
    w->period_to = r->warm_up_days + (uint32_t)(n->to - n->from + 1);
    w->end_h = (r->stop_before_period ? w->period_from : w->period_to + n->follow_up_days) * 24.0;
    clear_sums(w);
    clear_nodes(w);
    double season = n->care->season;
    w->season_keys =
        bf_key_schedule(&(struct bf_key){r->seed, isnan(season) ? r->number : (uint32_t)season});
    world_inputs(w);
    for (uint32_t s = 0; s < n->service_count; s++)
        w->node[s].site = &w->numbers->site[(size_t)s * n->group_count];
}

/* ---- a day ----------------------------------------------------------------------------- */

static void couple(struct world *w)
{
    if (!w->out->coupling) return;
    uint32_t services = w->n->service_count;
    float *row = &w->out->coupling[(size_t)(w->today - 1) * (services + 1)];
    double delayed = 0;
    for (uint32_t s = 0; s < services; s++) {
        row[s] = (float)(w->node[s].in.value + w->node[s].waiting.value);
        delayed += w->node[s].delayed.value;
    }
    row[services] = (float)delayed;
}

/* A market's week begins on Monday. */
static void new_week(struct world *w)
{
    if (bf_day_weekday(w->first_day + (bf_day)w->today) != 0) return;
    for (uint32_t s = 0; s < w->n->service_count; s++)
        w->node[s].week_started = w->node[s].week_spot = 0;
}

static void day(struct world *w)
{
    uint32_t day_number = (uint32_t)lround(w->sim.now_h / 24);
    if (day_number > 0) {
        observe_midnight(w);
        w->today = day_number;
        w->midnight_h = w->sim.now_h;
        couple(w);
        if (w->today == w->period_to) {
            observe_period_end(w);
            measures_scalars(w);
            policies_period_end(w);
            w->measuring = false;
        }
    }
    if (w->sim.now_h >= w->end_h) {
        bf_sim_schedule(&w->sim, w->sim.now_h, RANK_END, EV_END, 0, 0);
        return;
    }
    new_week(w);
    world_day_changes(w, false);
    if (w->today == 0) world_found(w);
    if (w->today == w->period_from) observe_period_start(w);
    open_all(w);
    world_day_demand(w);
    schedule_censuses(w);
    if (w->n->policy_count || w->n->call_count) world_policies(w);
    bf_sim_schedule(&w->sim, (w->today + 1) * 24.0, RANK_DAY, EV_DAY, 0, 0);
}

/* ---- the loop -------------------------------------------------------------------------- */

/* A patient's event counts only while it is the one the patient waits for: then it is over. */
static inline bool is_awaited(const struct patient *p, uint32_t *token,
                              const struct bf_event *event)
{
    if (!p->serial || *token != event->seq) return false;
    *token = UINT32_MAX;
    return true;
}

static inline void refer(struct world *w, const struct bf_event *event)
{
    const struct patient *p = patient_at(w, event->subject);
    bool same = p->serial && (p->serial & 0xfffu) == event->arg >> 4;
    if (same && (p->state == ST_STAY || p->state == ST_ROUND))
        world_refer(w, event->subject, event->arg & 15u);
}

/* Of patients, the most frequent first; then of others. */
static void other_event(struct world *w, const struct bf_event *event)
{
    const uint32_t i = event->subject;
    struct patient *p = patient_at(w, i);
    switch (event->kind) {
    case EV_ROUND:
        if (is_awaited(p, &p->timer, event)) world_round(w, i);
        break;
    case EV_MOVE:
        if (is_awaited(p, &p->timer, event)) world_move(w, i);
        break;
    case EV_PATIENCE:
        if (is_awaited(p, &p->side, event)) world_patience(w, i);
        break;
    case EV_HAZARD:
        if (p->serial && p->hazard == event->seq) world_hazard(w, i);
        break;
    case EV_TASK:
        if (is_awaited(p, &p->timer, event)) world_tasks(w, i);
        break;
    case EV_GIVE_UP:
        if (is_awaited(p, &p->timer, event)) world_give_up(w, i);
        break;
    case EV_EARLY:
        if (is_awaited(p, &p->side, event)) world_early(w, i);
        break;
    case EV_REBOOK:
        if (is_awaited(p, &p->timer, event)) world_rebook(w, i);
        break;
    case EV_RETURN:
        if (is_awaited(p, &p->timer, event)) world_return(w, i);
        break;
    case EV_HOLD_END:
        if (p->serial && p->hold == event->seq) world_hold_over(w, i);
        break;
    case EV_REFER:
        refer(w, event);
        break;
    case EV_LEAD:
        world_lead_over(w, event->seq, i);
        break;
    case EV_SPOT:
        world_spot(w, event->seq, i);
        break;
    case EV_CONTACT:
        world_contact_over(w, i);
        break;
    case EV_WORKED:
        world_worked(w, i);
        break;
    case EV_BESIDE:
        beside_event(w, event->seq, i);
        break;
    case EV_DAY:
        day(w);
        break;
    case EV_CENSUS:
        observe_census(w, i);
        break;
    case EV_ROTA:
        world_change_shift(w, i);
        break;
    case EV_POLICY:
        world_policies(w);
        break;
    default:
        BF_REQUIRE(false && "a known event");
    }
}

static inline void handle(struct world *w, const struct bf_event *event)
{
    if (event->kind != EV_STAY_END) {
        const struct bf_event taken = *event; /* what follows may schedule */
        other_event(w, &taken);
    } else { /* every second event */
        const uint32_t i = event->subject;
        struct patient *p = patient_at(w, i);
        if (is_awaited(p, &p->timer, event)) world_stay_over(w, i);
    }
    if (w->dirty_count) world_settle(w);
}

/* The next event's patient is on the way from memory while this one is handled. */
static inline void fetch_ahead(struct world *w)
{
    struct bf_event_list *list = &w->sim.list;
    if (list->near_count == 0 && !bf_event_list_turn(list)) return;
    const struct patient *p = patient_at(w, bf_event_list_peek(list)->subject);
    __builtin_prefetch(p);
    __builtin_prefetch(&p->claims);
}

static void run(struct world *w)
{
    struct bf_event event;
    bf_sim_schedule(&w->sim, 0, RANK_DAY, EV_DAY, 0, 0);
    if (bf_sim_next(&w->sim, &event)) handle(w, &event);
    if (w->over_full) fill(w);
    const struct bf_event *next;
    enum bf_sim_first first;
    while ((first = bf_sim_first(&w->sim, w->arrives_h, &next)) != BF_SIM_NONE) {
        if (first == BF_SIM_MINE) {
            world_arrive(w);
        } else {
            if (next->kind == EV_END) return;
            fetch_ahead(w);
            handle(w, next);
        }
    }
}

static uint64_t digest_of(const struct bf_outcome *out, const struct bf_catalogue *catalogue)
{
    struct bf_digest digest;
    bf_digest_init(&digest);
    bf_digest_add_doubles(&digest, out->scalar, catalogue->scalar_count);
    size_t cells = (size_t)catalogue->daily_count * catalogue->day_count;
    double some[256];
    for (size_t i = 0; i < cells;) {
        size_t count = 0;
        while (count < sizeof some / sizeof *some && i < cells)
            some[count++] = (double)out->daily[i++];
        bf_digest_add_doubles(&digest, some, count);
    }
    return bf_digest_end(&digest);
}

bool bf_replicate(struct bf_workspace *space, const struct bf_replication *r,
                  struct bf_outcome *out, struct bf_err *err)
{
    struct world *w = &space->world;
    w->out = out;
    out->use_count = 0;
    if (out->people) *out->people = 0;
    memset(out->daily, 0,
           sizeof(float) * space->catalogue->daily_count * space->catalogue->day_count);
    begin(w, r);
    if (!w->sim.failed) run(w);
    if (w->sim.failed) {
        *err = w->sim.err;
        bf_sim_end(&w->sim);
        return false;
    }
    indicators_finish(w);
    measures_followed(w);
    observe_laws(w);
    out->events = w->sim.events;
    out->peak_patients = w->patients.fresh - 1;
    out->digest = digest_of(out, space->catalogue);
    bf_sim_end(&w->sim);
    return true;
}

uint32_t bf_coupling_count(const struct bf_network *network)
{
    return network->service_count + 1;
}

uint32_t bf_run_days(const struct bf_network *network, uint32_t warm_up_days)
{
    return warm_up_days + (uint32_t)(network->to - network->from + 1) + network->follow_up_days;
}
