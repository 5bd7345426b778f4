/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/random/dist.h"
#include "bedflow/random/draw.h"
#include "bedflow/study/select.h"

enum { ROOM = 1500, SYSTEMS = 8 };

/* Normal systems: their own means, a part that all share (common random numbers), a second column
 * that is met so often. */
struct synthetic {
    struct bf_systems systems;
    double mean[SYSTEMS], sd, shared_sd, chance[SYSTEMS];
    uint64_t study;
    uint32_t asked; /* observations */
    uint32_t stop_after;
    uint64_t clock; /* observations that there is time for */
};

static double uniform(const struct synthetic *s, uint32_t system, uint32_t r)
{
    const struct bf_key key = {s->study, r};
    return bf_draw(&key, bf_thing_key(0x5353, system), 0).u[0];
}

static bool observe(void *context, const uint32_t system[], uint32_t count, uint32_t from,
                    uint32_t to, struct bf_err *err)
{
    struct synthetic *s = context;
    for (uint32_t k = 0; k < count; k++)
        for (uint32_t r = from; r < to; r++) {
            double *value = bf_observation(&s->systems, system[k], r);
            if (++s->asked > s->stop_after) return bf_fail(err, BF_E_STOPPED, NULL, "stopped");
            value[0] = s->mean[system[k]] + s->sd * bf_normal_quantile(uniform(s, system[k], r)) +
                       s->shared_sd * bf_normal_quantile(uniform(s, 99, r));
            value[1] = uniform(s, 40 + system[k], r) < s->chance[system[k]] ? 10.7 : 14.2;
        }
    return true;
}

static struct synthetic *begin(uint32_t count)
{
    static struct synthetic s;
    static double value[SYSTEMS * ROOM * 2];
    memset(&s, 0, sizeof s);
    s.systems = (struct bf_systems){.count = count,
                                    .columns = 2,
                                    .room = ROOM,
                                    .value = value,
                                    .observe = observe,
                                    .context = &s};
    s.stop_after = UINT32_MAX;
    s.clock = UINT64_MAX;
    return &s;
}

static uint64_t left_of_clock(void *context)
{
    const struct synthetic *s = context;
    return s->asked < s->clock ? s->clock - s->asked : 0;
}

static struct bf_selected select_from(struct synthetic *s, double delta, uint64_t most,
                                      const struct bf_limit *limit)
{
    struct bf_select_request request = {.alpha = 0.05,
                                        .delta = delta,
                                        .first = 10,
                                        .most = most,
                                        .left = left_of_clock,
                                        .limit = limit,
                                        .limit_count = limit ? 1 : 0};
    struct bf_selected selected;
    struct bf_err err;
    if (!bf_select(&s->systems, &request, NULL, &selected, &err)) fail_msg("%s", err.what);
    return selected;
}

static void the_best_is_chosen_as_often_as_promised(void **state)
{
    (void)state;
    uint32_t right = 0, studies = 300;
    for (uint32_t k = 0; k < studies; k++) {
        struct synthetic *s = begin(5);
        s->study = 1000 + k;
        s->sd = 4.7;
        s->shared_sd = 9.1;
        for (uint32_t i = 0; i < 5; i++) /* the hardest case: all others exactly delta worse */
            s->mean[i] = i == 3 ? 100 : 102.385;
        struct bf_selected selected = select_from(s, 2.385, 1000000, NULL);
        assert_int_equal(selected.end, BF_SELECTED);
        right += selected.best == 3;
        bf_selected_free(&selected);
    }
    assert_true(right >= studies * 93 / 100); /* 0.95 less twice its standard error */
}

static void shared_chance_costs_nothing(void **state)
{
    (void)state;
    uint64_t used[2];
    for (int shared = 0; shared < 2; shared++) {
        struct synthetic *s = begin(4);
        s->study = 71;
        s->sd = 3.1;
        s->shared_sd = shared ? 50 : 0;
        for (uint32_t i = 0; i < 4; i++)
            s->mean[i] = 100 + 5.3 * i;
        struct bf_selected selected = select_from(s, 1.7, 1000000, NULL);
        assert_int_equal(selected.best, 0);
        used[shared] = selected.used;
        bf_selected_free(&selected);
    }
    assert_true(used[0] == used[1]);
}

static void systems_that_never_differ_are_equal_at_once(void **state)
{
    (void)state;
    struct synthetic *s = begin(3);
    s->study = 5;
    s->shared_sd = 20;
    s->mean[0] = s->mean[1] = 40.5;
    s->mean[2] = 40.6; /* worse, without doubt */
    struct bf_selected selected = select_from(s, 1, 1000, NULL);
    assert_int_equal(selected.end, BF_SELECTED);
    assert_int_equal(selected.standing[2], BF_STANDING_WORSE);
    assert_int_equal(selected.open, 2);
    assert_int_equal(selected.used, 30);
    bf_selected_free(&selected);
}

static const struct bf_limit limit = {.column = 1, .bound = 12, .chance = 0.8};

static void a_cheaper_system_that_breaks_its_limit_is_not_chosen(void **state)
{
    (void)state;
    uint32_t right = 0, wrong = 0;
    for (uint32_t k = 0; k < 60; k++) {
        struct synthetic *s = begin(4);
        static const double chance[4] = {0.5, 0.95, 0.97, 0.3};
        s->study = 3000 + k;
        s->sd = 0.2;
        for (uint32_t i = 0; i < 4; i++) {
            s->mean[i] = 10 + 2 * i;
            s->chance[i] = chance[i];
        }
        struct bf_selected selected = select_from(s, 1, 100000, &limit);
        if (selected.end == BF_SELECTED) {
            right += selected.best == 1;
            wrong += selected.best != 1;
            assert_int_equal(selected.standing[0], BF_STANDING_BREAKS);
            assert_true(selected.meets[1]);
        }
        bf_selected_free(&selected);
    }
    assert_true(right >= 57);
    assert_true(wrong <= 3);
}

static void none_that_meets_the_limit_is_an_answer(void **state)
{
    (void)state;
    struct synthetic *s = begin(3);
    s->sd = 1;
    for (uint32_t i = 0; i < 3; i++)
        s->chance[i] = 0.2 + 0.1 * i;
    struct bf_selected selected = select_from(s, 1, 100000, &limit);
    assert_int_equal(selected.end, BF_SELECTED_NONE);
    assert_int_equal(selected.best, UINT32_MAX);
    bf_selected_free(&selected);
}

static void a_mean_can_be_limited_too(void **state)
{
    (void)state;
    struct bf_limit mean = {.column = 1, .bound = 12, .chance = (double)NAN};
    struct synthetic *s = begin(2);
    s->study = 9;
    s->sd = 0.1;
    s->mean[1] = 3;
    s->chance[0] = 0.1; /* mean 13.85 */
    s->chance[1] = 1;   /* always 10.7: known, when it has been so for long */
    struct bf_selected selected = select_from(s, 0.5, 100000, &mean);
    assert_int_equal(selected.end, BF_SELECTED);
    assert_int_equal(selected.best, 1);
    assert_int_equal(selected.standing[0], BF_STANDING_BREAKS);
    assert_true(selected.seen[1] >= BF_SELECT_CONSTANT);
    bf_selected_free(&selected);
    mean.exact = true; /* as a bill is: at once */
    selected = select_from(s, 0.5, 100000, &mean);
    assert_int_equal(selected.end, BF_SELECTED);
    assert_true(selected.seen[1] < BF_SELECT_CONSTANT);
    bf_selected_free(&selected);
}

static void too_few_observations_are_undecided_with_what_it_would_take(void **state)
{
    (void)state;
    struct synthetic *s = begin(3);
    s->study = 12;
    s->sd = 9;
    s->mean[2] = -0.5;
    struct bf_selected selected = select_from(s, 0.5, 100, NULL);
    assert_int_equal(selected.end, BF_SELECTED_OPEN);
    assert_true(selected.used <= 100);
    assert_true(selected.open >= 2);
    assert_true(selected.needed > 1000 && selected.needed < 100000);
    assert_true(selected.best < 3);
    bf_selected_free(&selected);
}

static struct bf_selected select_by(uint64_t clock, uint64_t most)
{
    struct synthetic *s = begin(4);
    s->study = 83;
    s->sd = 6.3;
    s->clock = clock;
    for (uint32_t i = 0; i < 4; i++)
        s->mean[i] = 100 + 3.9 * i;
    return select_from(s, 0.71, most, NULL);
}

static void what_a_clock_cut_short_says_so_and_is_had_again_from_its_total(void **state)
{
    (void)state;
    uint32_t cut = 0, decided = 0;
    for (uint64_t clock = 40; clock < 700; clock += 7) {
        struct bf_selected timed = select_by(clock, 1000000);
        struct bf_selected again = select_by(UINT64_MAX, timed.used);
        assert_int_equal(timed.used, again.used);
        assert_int_equal(timed.end, again.end);
        assert_int_equal(timed.best, again.best);
        assert_memory_equal(timed.seen, again.seen, 4 * sizeof *timed.seen);
        cut += timed.cut_short;
        if (timed.end == BF_SELECTED && timed.cut_short) {
            /* with more at hand the last look would have been another */
            struct bf_selected more = select_by(UINT64_MAX, timed.used + 30);
            assert_true(memcmp(timed.seen, more.seen, 4 * sizeof *timed.seen) != 0);
            bf_selected_free(&more);
            decided++;
        }
        bf_selected_free(&timed);
        bf_selected_free(&again);
    }
    assert_true(cut > 10);
    assert_true(decided > 0);
    struct bf_selected free_of_it = select_by(UINT64_MAX, 1000000);
    assert_int_equal(free_of_it.end, BF_SELECTED);
    assert_false(free_of_it.cut_short);
    bf_selected_free(&free_of_it);
}

static void what_cannot_be_observed_is_left_out_and_a_stop_keeps_the_rest(void **state)
{
    (void)state;
    struct synthetic *s = begin(3);
    s->sd = 0.5;
    s->mean[0] = (double)NAN;
    s->mean[1] = 7;
    s->mean[2] = 30;
    struct bf_selected selected = select_from(s, 1, 1000, NULL);
    assert_int_equal(selected.standing[0], BF_STANDING_FAILED);
    assert_int_equal(selected.best, 1);
    bf_selected_free(&selected);
    s->stop_after = s->asked + 12;
    selected = select_from(s, 1, 1000, NULL);
    assert_int_equal(selected.end, BF_SELECTED_STOPPED);
    bf_selected_free(&selected);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_is_chosen_as_often_as_promised),
        cmocka_unit_test(shared_chance_costs_nothing),
        cmocka_unit_test(systems_that_never_differ_are_equal_at_once),
        cmocka_unit_test(a_cheaper_system_that_breaks_its_limit_is_not_chosen),
        cmocka_unit_test(none_that_meets_the_limit_is_an_answer),
        cmocka_unit_test(a_mean_can_be_limited_too),
        cmocka_unit_test(too_few_observations_are_undecided_with_what_it_would_take),
        cmocka_unit_test(what_a_clock_cut_short_says_so_and_is_had_again_from_its_total),
        cmocka_unit_test(what_cannot_be_observed_is_left_out_and_a_stop_keeps_the_rest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
