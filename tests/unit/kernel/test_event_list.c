/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/kernel/event_list.h"
#include "bedflow/random/draw.h"

/* The event list against a naive twin: an array searched for its first event. */
struct twin {
    struct bf_arena arena;
    struct bf_event_list list;
    struct bf_event *event;
    uint32_t count, seq;
    double now_h;
    uint64_t draws;
};

static void twin_open(struct twin *t, uint32_t cap, double bucket_h)
{
    struct bf_err err;
    memset(t, 0, sizeof *t);
    assert_true(bf_arena_init(&t->arena, bf_event_list_room(cap), &err));
    bf_event_list_init(&t->list, &t->arena, cap, bucket_h);
    t->event = calloc(cap, sizeof *t->event);
    assert_non_null(t->event);
}

static void twin_close(struct twin *t)
{
    bf_arena_free(&t->arena);
    free(t->event);
}

static double uniform(struct twin *t, uint64_t who)
{
    const struct bf_key key = {2385, 17};
    return bf_draw(&key, who, t->draws++).u[0];
}

/* The definition. */
static bool comes_before(const struct bf_event *a, const struct bf_event *b)
{
    if (a->at_h != b->at_h) return a->at_h < b->at_h;
    if (a->rank != b->rank) return a->rank < b->rank;
    return a->seq < b->seq;
}

static void twin_schedule(struct twin *t, double at_h, uint8_t rank)
{
    struct bf_event event = {.at_h = at_h,
                             .subject = t->seq * 7,
                             .rank = rank,
                             .kind = 3,
                             .arg = (uint16_t)(t->seq % 999)};
    assert_int_equal(bf_event_list_schedule(&t->list, event), t->seq);
    event.seq = t->seq++;
    t->event[t->count++] = event;
}

static void twin_next(struct twin *t)
{
    struct bf_event got = {.seq = UINT32_MAX};
    uint32_t first = 0;
    for (uint32_t i = 1; i < t->count; i++)
        if (comes_before(&t->event[i], &t->event[first])) first = i;
    assert_true(bf_event_list_next(&t->list, &got));
    assert_int_equal(got.seq, t->event[first].seq);
    assert_int_equal(got.subject, t->event[first].subject);
    assert_int_equal(got.rank, t->event[first].rank);
    assert_int_equal(got.kind, 3);
    assert_int_equal(got.arg, t->event[first].arg);
    assert_same_double(got.at_h, t->event[first].at_h);
    t->now_h = got.at_h;
    t->event[first] = t->event[--t->count];
    assert_int_equal(t->list.pending, t->count);
}

/* A delay of one of several kinds: at once, on a grid with many ties, soon, far, very far. */
static double some_delay(struct twin *t, double scale_h)
{
    double kind = uniform(t, 1), u = uniform(t, 2);
    if (kind < 0.15) return 0;
    if (kind < 0.45) return floor(u * 8) * scale_h;
    if (kind < 0.80) return u * scale_h;
    if (kind < 0.95) return u * 300 * scale_h;
    return u * 3e5 * scale_h;
}

static void play(struct twin *t, uint32_t most, uint32_t steps, double scale_h)
{
    for (uint32_t step = 0; step < steps; step++) {
        bool add = t->count == 0 || (t->count < most && uniform(t, 3) < 0.52);
        if (add)
            twin_schedule(t, t->now_h + some_delay(t, scale_h), (uint8_t)(uniform(t, 4) * 4));
        else
            twin_next(t);
        if (step % 16 == 0) assert_true(bf_event_list_verify(&t->list));
    }
    while (t->count)
        twin_next(t);
    struct bf_event none;
    assert_false(bf_event_list_next(&t->list, &none));
    assert_true(bf_event_list_verify(&t->list));
}

static void events_leave_in_order_whatever_the_load_and_the_width_of_a_bucket(void **state)
{
    (void)state;
    static const double width[] = {0.002, 0.37, 4, 1000};
    static const uint32_t most[] = {5, 31, 33, 180};
    for (size_t w = 0; w < UNIT_COUNT(width); w++)
        for (size_t m = 0; m < UNIT_COUNT(most); m++) {
            struct twin t;
            twin_open(&t, 200, width[w]);
            t.draws = 1000000 * (w * 10 + m);
            play(&t, most[m], 3000, 0.7);
            twin_close(&t);
        }
}

static void many_small_loads_with_ties_leave_in_order(void **state)
{
    (void)state;
    struct twin t;
    twin_open(&t, 64, 0.25);
    for (uint32_t load = 0; load < 300; load++) {
        bf_event_list_reset(&t.list);
        t.seq = t.count = 0;
        t.now_h = 0;
        play(&t, 3 + load % 60, 150, load % 3 ? 0.01 : 13.7);
    }
    twin_close(&t);
}

static void ties_leave_by_rank_then_in_order_of_scheduling(void **state)
{
    (void)state;
    static const uint8_t rank[] = {3, 1, 3, 0, 1, BF_EVENT_RANKS - 1, 0};
    static const uint32_t expected[] = {3, 6, 1, 4, 0, 2, 5};
    struct twin t;
    twin_open(&t, 16, 0.5);
    for (size_t i = 0; i < UNIT_COUNT(rank); i++)
        bf_event_list_schedule(&t.list, (struct bf_event){.at_h = 17.25, .rank = rank[i]});
    for (size_t i = 0; i < UNIT_COUNT(expected); i++) {
        struct bf_event event;
        assert_true(bf_event_list_next(&t.list, &event));
        assert_int_equal(event.seq, expected[i]);
    }
    twin_close(&t);
}

static void the_width_of_a_bucket_does_not_change_the_order(void **state)
{
    (void)state;
    enum { EVENTS = 20000 };
    static uint32_t order[2][EVENTS];
    for (int pass = 0; pass < 2; pass++) {
        struct twin t;
        twin_open(&t, EVENTS, pass ? 0.003 : 7.7);
        for (uint32_t i = 0; i < EVENTS; i++) {
            double at_h = floor(uniform(&t, 5) * 3000) + (i % 3 ? 0 : uniform(&t, 6));
            bf_event_list_schedule(&t.list, (struct bf_event){.at_h = at_h, .rank = i % 5 == 0});
        }
        for (uint32_t i = 0; i < EVENTS; i++) {
            struct bf_event event = {.seq = UINT32_MAX};
            assert_true(bf_event_list_next(&t.list, &event));
            order[pass][i] = event.seq;
        }
        twin_close(&t);
    }
    assert_memory_equal(order[0], order[1], sizeof order[0]);
}

static void sixty_four_thousand_pending_events_are_totally_ordered(void **state)
{
    (void)state;
    enum { EVENTS = 65536 };
    struct twin t;
    twin_open(&t, EVENTS, 0.01);
    /* a third of them at four instants, the rest spread over ten years */
    for (uint32_t i = 0; i < EVENTS; i++) {
        double u = uniform(&t, 7);
        double at_h = i % 3 == 0 ? floor(u * 4) * 24 : u * 87600;
        bf_event_list_schedule(&t.list, (struct bf_event){.at_h = at_h, .rank = (uint8_t)(i % 7)});
    }
    assert_true(bf_event_list_verify(&t.list));
    struct bf_event last = {.at_h = -1}, event;
    for (uint32_t i = 0; i < EVENTS; i++) {
        assert_true(bf_event_list_next(&t.list, &event));
        assert_true(i == 0 || comes_before(&last, &event));
        last = event;
        /* what is taken is put back later, half of the time at this very instant */
        if (i % 4 == 0 && i < EVENTS / 2) {
            event.at_h += i % 8 ? 0 : 1000 * uniform(&t, 8);
            event.rank = 9;
            bf_event_list_schedule(&t.list, event);
        }
        if (i % 8192 == 0) assert_true(bf_event_list_verify(&t.list));
    }
    assert_int_equal(t.list.pending, EVENTS / 8);
    twin_close(&t);
}

static void a_reset_forgets_everything_and_numbers_from_nought(void **state)
{
    (void)state;
    struct twin t;
    twin_open(&t, 300, 0.1);
    for (int round = 0; round < 3; round++) {
        for (uint32_t i = 0; i < 300; i++)
            assert_int_equal(
                bf_event_list_schedule(&t.list, (struct bf_event){.at_h = i * 3.7, .rank = 1}), i);
        struct bf_event event;
        for (int i = 0; i < 100; i++)
            assert_true(bf_event_list_next(&t.list, &event));
        bf_event_list_reset(&t.list);
        assert_int_equal(t.list.pending, 0);
        assert_false(bf_event_list_next(&t.list, &event));
        assert_true(bf_event_list_verify(&t.list));
    }
    twin_close(&t);
}

static void verify_notices_a_list_out_of_order(void **state)
{
    (void)state;
    struct twin t;
    twin_open(&t, 50, 0.5);
    for (uint32_t i = 0; i < BF_EVENTS_SMALL; i++)
        bf_event_list_schedule(&t.list, (struct bf_event){.at_h = i * 1.3});
    assert_true(bf_event_list_verify(&t.list));
    struct bf_event_near swap = t.list.near[3];
    t.list.near[3] = t.list.near[4];
    t.list.near[4] = swap;
    assert_false(bf_event_list_verify(&t.list));
    t.list.near[4] = t.list.near[3];
    t.list.near[3] = swap;
    t.list.pending++;
    assert_false(bf_event_list_verify(&t.list));
    twin_close(&t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(events_leave_in_order_whatever_the_load_and_the_width_of_a_bucket),
        cmocka_unit_test(many_small_loads_with_ties_leave_in_order),
        cmocka_unit_test(ties_leave_by_rank_then_in_order_of_scheduling),
        cmocka_unit_test(the_width_of_a_bucket_does_not_change_the_order),
        cmocka_unit_test(sixty_four_thousand_pending_events_are_totally_ordered),
        cmocka_unit_test(a_reset_forgets_everything_and_numbers_from_nought),
        cmocka_unit_test(verify_notices_a_list_out_of_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
