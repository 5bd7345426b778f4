/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/kernel/pool.h"
#include "bedflow/kernel/sim.h"

struct fixture_sim {
    struct bf_arena arena;
    struct bf_sim sim;
};

static void sim_open(struct fixture_sim *f, uint32_t cap)
{
    struct bf_err err;
    memset(f, 0, sizeof *f);
    assert_true(bf_arena_init(&f->arena, bf_event_list_room(cap), &err));
    bf_sim_init(&f->sim, &f->arena, cap, 0.5);
    bf_sim_reset(&f->sim, (struct bf_key){2385, 17});
}

static void sim_close(struct fixture_sim *f)
{
    bf_sim_end(&f->sim);
    bf_arena_free(&f->arena);
}

static void the_clock_follows_the_events(void **state)
{
    (void)state;
    struct fixture_sim f;
    sim_open(&f, 20);
    uint32_t token = bf_sim_schedule(&f.sim, 13.7, 2, 5, 919, 77);
    bf_sim_schedule(&f.sim, 2.385, 1, 6, 47, 1);
    struct bf_event event;
    assert_true(bf_sim_next(&f.sim, &event));
    assert_same_double(f.sim.now_h, 2.385);
    assert_int_equal(event.subject, 47);
    assert_true(bf_sim_next(&f.sim, &event));
    assert_same_double(f.sim.now_h, 13.7);
    assert_int_equal(event.seq, token);
    assert_int_equal(event.kind, 5);
    assert_int_equal(event.rank, 2);
    assert_int_equal(event.arg, 77);
    assert_false(bf_sim_next(&f.sim, &event));
    assert_int_equal(f.sim.events, 2);
    sim_close(&f);
}

static void what_a_model_keeps_itself_comes_between_events(void **state)
{
    (void)state;
    struct fixture_sim f;
    sim_open(&f, 20);
    bf_sim_schedule(&f.sim, 13.7, 2, 5, 919, 77);
    const struct bf_event *event;
    assert_int_equal(bf_sim_first(&f.sim, 2.385, &event), BF_SIM_MINE);
    assert_same_double(f.sim.now_h, 2.385);
    /* at one instant the event comes first */
    assert_int_equal(bf_sim_first(&f.sim, 13.7, &event), BF_SIM_PENDING);
    assert_same_double(f.sim.now_h, 13.7);
    assert_int_equal(event->subject, 919);
    assert_int_equal(event->arg, 77);
    /* nothing else is pending */
    assert_int_equal(bf_sim_first(&f.sim, 47.25, &event), BF_SIM_MINE);
    assert_same_double(f.sim.now_h, 47.25);
    assert_int_equal(bf_sim_first(&f.sim, (double)INFINITY, &event), BF_SIM_NONE);
    assert_int_equal(f.sim.events, 3);
    bf_sim_fail(&f.sim, BF_E_LIMIT, "reached on day %d", 3);
    assert_int_equal(bf_sim_first(&f.sim, 48, &event), BF_SIM_NONE);
    sim_close(&f);
}

static void a_failure_sticks_and_stops_the_run(void **state)
{
    (void)state;
    struct fixture_sim f;
    sim_open(&f, 20);
    bf_sim_schedule(&f.sim, 1, 0, 0, 0, 0);
    bf_sim_fail(&f.sim, BF_E_LIMIT, "expected at most %d, reached on day %d", 47, 3);
    bf_sim_fail(&f.sim, BF_E_RANGE, "something else");
    struct bf_event event;
    assert_false(bf_sim_next(&f.sim, &event));
    assert_true(f.sim.failed);
    assert_int_equal(f.sim.err.code, BF_E_LIMIT);
    assert_string_equal(f.sim.err.what, "expected at most 47, reached on day 3");
    bf_sim_reset(&f.sim, (struct bf_key){2385, 18});
    assert_false(f.sim.failed);
    sim_close(&f);
}

static void a_full_list_of_events_fails_the_run_and_says_what_to_do(void **state)
{
    (void)state;
    struct fixture_sim f;
    sim_open(&f, 37);
    for (uint32_t i = 0; i < 37; i++)
        assert_int_equal(bf_sim_schedule(&f.sim, i * 1.37, 0, 0, 0, 0), i);
    assert_false(f.sim.failed);
    assert_int_equal(bf_sim_schedule(&f.sim, 99, 0, 0, 0, 0), UINT32_MAX);
    assert_true(f.sim.failed);
    assert_int_equal(f.sim.err.code, BF_E_LIMIT);
    assert_contains(f.sim.err.what, "37 pending events");
    assert_contains(f.sim.err.what, "limits.events");
    sim_close(&f);
}

static void nothing_is_scheduled_in_the_past_and_what_is_beyond_the_horizon_stays_there(
    void **state)
{
    (void)state;
    struct fixture_sim f;
    struct bf_event event = {.at_h = -1};
    sim_open(&f, 20);
    bf_sim_schedule(&f.sim, 7.5, 0, 0, 0, 0);
    bf_sim_next(&f.sim, &event);
    assert_breaks_contract(bf_sim_schedule(&f.sim, 7.4, 0, 0, 0, 0), "at_h >= sim->now_h");
    assert_breaks_contract(bf_sim_schedule(&f.sim, (double)NAN, 0, 0, 0, 0), "at_h");
    bf_sim_schedule(&f.sim, (double)INFINITY, 0, 0, 0, 0);
    bf_sim_schedule(&f.sim, 7.5, 0, 0, 0, 0);
    assert_true(bf_sim_next(&f.sim, &event));
    assert_same_double(event.at_h, 7.5);
    assert_true(bf_sim_next(&f.sim, &event));
    assert_same_double(event.at_h, BF_SIM_HORIZON_H);
    sim_close(&f);
}

static void a_broken_contract_tells_seed_replication_and_clock(void **state)
{
    (void)state;
    struct fixture_sim f;
    struct bf_event event;
    sim_open(&f, 20);
    bf_sim_schedule(&f.sim, 47.25, 0, 0, 0, 0);
    bf_sim_next(&f.sim, &event);
    assert_breaks_contract(bf_sim_schedule(&f.sim, 1, 0, 0, 0, 0),
                           "replication 17 of seed 2385, at 47.25 h");
    bf_sim_end(&f.sim);
    assert_null(bf_contract_context);
    sim_close(&f);
}

/* ---- pool ------------------------------------------------------------------------------ */

static void a_pool_lends_what_was_given_back_last(void **state)
{
    (void)state;
    struct bf_arena arena;
    struct bf_err err;
    struct bf_pool pool;
    assert_true(bf_arena_init(&arena, bf_pool_room(5, 24), &err));
    bf_pool_init(&pool, &arena, 5, 24);
    for (uint32_t i = 1; i <= 5; i++)
        assert_int_equal(bf_pool_take(&pool), i);
    assert_int_equal(bf_pool_take(&pool), 0);
    assert_int_equal(pool.count, 5);
    bf_pool_give(&pool, 2);
    bf_pool_give(&pool, 4);
    assert_int_equal(pool.count, 3);
    assert_int_equal(bf_pool_take(&pool), 4);
    assert_int_equal(bf_pool_take(&pool), 2);
    assert_int_equal(bf_pool_take(&pool), 0);
    bf_pool_reset(&pool);
    assert_int_equal(bf_pool_take(&pool), 1);
    bf_arena_free(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_follows_the_events),
        cmocka_unit_test(what_a_model_keeps_itself_comes_between_events),
        cmocka_unit_test(a_failure_sticks_and_stops_the_run),
        cmocka_unit_test(a_full_list_of_events_fails_the_run_and_says_what_to_do),
        cmocka_unit_test(
            nothing_is_scheduled_in_the_past_and_what_is_beyond_the_horizon_stays_there),
        cmocka_unit_test(a_broken_contract_tells_seed_replication_and_clock),
        cmocka_unit_test(a_pool_lends_what_was_given_back_last),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
