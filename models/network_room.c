/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/arena.h"
#include "compile.h"

#include <math.h>

/* A list with filters has a copy for each of `groups`; of each copy only what is open is used. */
static void count_ways(const struct bf_items *ways, struct bf_network *n, uint32_t groups)
{
    uint32_t copies = bf_compile_by_group(ways) ? groups : 1;
    n->choice_count += copies * ways->count;
    for (uint32_t i = 0; i < ways->count; i++) {
        const struct bf_way *way = (const struct bf_way *)ways->item + i;
        n->alt_count += copies * way->or_else.count;
        n->need_count += copies * way->needs.count;
        n->companion_count += copies * (way->with.count + way->beside.count);
    }
}

static void count_people(struct bf_network *n)
{
    const struct bf_care *care = n->care;
    n->service_count = care->services.count;
    n->class_count = care->classes.count ? care->classes.count : 1;
    n->locality_count = care->localities.count ? care->localities.count : 1;
    n->stream_count = care->demand.count;
}

static void count_all(struct bf_network *n)
{
    const struct bf_care *care = n->care;
    n->task_count = care->tasks.count;
    n->census_count = care->census.count ? care->census.count : 1;
    for (uint32_t i = 0; i < n->service_count; i++) {
        const struct bf_service *s = (const struct bf_service *)care->services.item + i;
        count_ways(&s->then, n, n->group_count);
        for (uint32_t k = 0; k < s->by_class.count; k++)
            count_ways(&((const struct bf_service_class *)s->by_class.item)[k].then, n,
                       n->group_count / n->class_count);
    }
    for (uint32_t i = 0; i < n->stream_count; i++)
        count_ways(&((const struct bf_stream *)care->demand.item)[i].enter, n, n->group_count);
    n->purchase_count = care->purchases.count;
    n->plan_count = care->plans.count;
    n->policy_count = care->policies.count;
    n->cause_count = care->changes.count + n->purchase_count + n->policy_count;
    n->payer_count = n->service_count + n->purchase_count;
    for (uint32_t i = 0; i < care->changes.count; i++)
        n->shift_count += ((const struct bf_change *)care->changes.item)[i].what.count;
    for (uint32_t i = 0; i < n->policy_count; i++)
        n->shift_count += ((const struct bf_policy *)care->policies.item)[i].what.count;
    n->shift_count += n->purchase_count;
}

static size_t room_offers(const struct bf_network *n)
{
    const struct bf_stream *s = n->care->demand.item;
    size_t room = 0;
    for (uint32_t i = 0; i < n->stream_count; i++) {
        room += bf_arena_room(s[i].offer.or_else.count, sizeof(uint16_t));
        if (s[i].offer.only.classes.count || s[i].offer.only.localities.count)
            room += bf_arena_room(n->group_count, sizeof(bool));
    }
    return room;
}

/* What differs by group of people, or by date. */
static size_t room_groups(const struct bf_network *n)
{
    const struct bf_stream *stream = n->care->demand.item;
    const struct bf_service *s = n->care->services.item;
    size_t ways = bf_arena_room(n->group_count, sizeof(struct bf_ways)), room = ways;
    size_t to = bf_arena_room(n->group_count, sizeof(uint16_t));
    for (uint32_t i = 0; i < n->stream_count; i++)
        if (bf_compile_by_group(&stream[i].enter)) room += ways;
    for (uint32_t i = 0; i < n->service_count; i++)
        room += bf_arena_room(bf_compile_hours_count(n, i), sizeof(struct bf_dated)) +
                (size_t)(s[i].some_give_up_to.count > 0) * to +
                (size_t)(s[i].some_turned_away_to.count > 0) * to;
    return room + bf_arena_room(n->choice_count, sizeof(uint16_t)) +
           bf_arena_room(n->alt_count, sizeof(uint16_t));
}

static size_t room_rules(const struct bf_network *n)
{
    const struct bf_policy *p = n->care->policies.item;
    size_t room = 0;
    for (uint32_t i = 0; i < n->policy_count; i++)
        room += bf_arena_room(p[i].rules.count, sizeof(uint16_t));
    return room;
}

/* Room for one array of each kind in the arena. */
static size_t room_all(const struct bf_network *n, size_t numbers, uint32_t uncertain)
{
    return bf_arena_room(n->service_count, sizeof *n->service) +
           bf_arena_room(n->stream_count, sizeof *n->stream) +
           bf_arena_room(n->task_count, sizeof *n->task) +
           bf_arena_room(n->class_count, sizeof *n->class_) +
           2 * bf_arena_room(n->locality_count, sizeof(char *)) +
           bf_arena_room(n->census_count, sizeof *n->census) + bf_arena_room(numbers, 1) +
           bf_arena_room(n->stream_count, sizeof(double)) +
           bf_arena_room(n->cause_count, sizeof *n->cause) +
           bf_arena_room(n->purchase_count, sizeof *n->purchase) +
           bf_arena_room(n->plan_count, sizeof *n->plan) +
           bf_arena_room(n->policy_count, sizeof *n->policy) + room_rules(n) +
           bf_arena_room(n->payer_count, sizeof *n->payer) +
           bf_arena_room(n->shift_count, sizeof *n->shift) +
           bf_arena_room(n->shift_count, sizeof *n->target) + room_offers(n) + room_groups(n) +
           bf_arena_room(uncertain, sizeof *n->uncertain) + bf_arena_room(n->day_kind_count, 1) +
           bf_compile_names_room(n) + bf_compile_indicators_room(n) + bf_compile_areas_room(n) +
           bf_compile_graph_room(n->service_count);
}

static void take_all(struct bf_network *n, size_t numbers, uint32_t uncertain)
{
    struct bf_arena *a = &n->arena;
    n->service = bf_arena_take(a, n->service_count, sizeof *n->service);
    n->stream = bf_arena_take(a, n->stream_count, sizeof *n->stream);
    n->task = bf_arena_take(a, n->task_count, sizeof *n->task);
    n->class_ = bf_arena_take(a, n->class_count, sizeof *n->class_);
    n->locality_name = bf_arena_take(a, n->locality_count, sizeof(char *));
    n->locality_label = bf_arena_take(a, n->locality_count, sizeof(char *));
    n->census = bf_arena_take(a, n->census_count, sizeof *n->census);
    n->stream_scale = bf_arena_take(a, n->stream_count, sizeof(double));
    n->cause = bf_arena_take(a, n->cause_count, sizeof *n->cause);
    n->purchase = bf_arena_take(a, n->purchase_count, sizeof *n->purchase);
    n->plan = bf_arena_take(a, n->plan_count, sizeof *n->plan);
    n->policy = bf_arena_take(a, n->policy_count, sizeof *n->policy);
    n->payer = bf_arena_take(a, n->payer_count, sizeof *n->payer);
    n->shift = bf_arena_take(a, n->shift_count, sizeof *n->shift);
    n->target = bf_arena_take(a, n->shift_count, sizeof *n->target);
    n->uncertain = bf_arena_take(a, uncertain, sizeof *n->uncertain);
    n->day_kind = bf_arena_take(a, n->day_kind_count, 1);
    n->choice_way = bf_arena_take(a, n->choice_count, sizeof(uint16_t));
    n->alt_or = bf_arena_take(a, n->alt_count, sizeof(uint16_t));
    bf_numbers_layout(n, &n->numbers, bf_arena_take(a, numbers, 1));
    for (uint32_t i = 0; i < n->stream_count; i++)
        n->stream_scale[i] = 1;
}

static uint32_t count_uncertain(const struct bf_bound *bound)
{
    uint32_t count = 0;
    for (size_t i = 0; i < bound->given_count; i++)
        if (!isnan(bound->given[i].low)) count++;
    return count;
}

bool bf_compile_room(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    count_people(n);
    if (n->class_count <= 255 && n->locality_count <= 255 && n->stream_count <= 30000 &&
        !bf_compile_groups(c))
        return false;
    count_all(n);
    if (n->service_count > BF_SERVICES_MAX || n->class_count > 255 || n->locality_count > 255 ||
        n->task_count > 60000 || n->stream_count > 30000 || n->choice_count > 1000000) {
        bf_compile_fault(c, BF_ERROR, BF_E_LIMIT, "",
                         "expected at most %u services, 255 classes, 255 localities, 30000 streams "
                         "and a million ways",
                         (unsigned)BF_SERVICES_MAX);
        return false;
    }
    if (n->to >= n->from && n->to - n->from < 36525) {
        uint32_t before =
            (uint32_t)ceil(fmax(n->care->start.longest_h,
                                isnan(n->care->start.warm_up_h) ? 0 : n->care->start.warm_up_h) /
                           24) +
            8;
        n->kinds_from = n->from - (bf_day)before;
        n->day_kind_count = before + (uint32_t)(n->to - n->from + 1) + n->follow_up_days + 400;
    }
    struct bf_numbers probe;
    bf_numbers_layout(n, &probe, NULL);
    uint32_t uncertain = count_uncertain(n->bound);
    struct bf_err err;
    if (!bf_arena_init(&n->arena, room_all(n, probe.size, uncertain), &err)) {
        bf_compile_fault(c, BF_ERROR, BF_E_NOMEM, "", "%s", err.what);
        return false;
    }
    take_all(n, probe.size, uncertain);
    return true;
}
