/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "synthetic.h"

#include "bedflow/study/compare.h"
#include "bedflow/study/precision.h"

enum { MOST = 1200 };

static void the_number_needed_follows_the_square(void **state)
{
    (void)state;
    assert_int_equal(bf_precision_needed(40, 3.0, 1.5), 160);
    assert_int_equal(bf_precision_needed(40, 1.25, 1.5), 40);
    assert_int_equal(bf_precision_needed(37, 2.385, 1.1), 174);
    assert_int_equal(bf_precision_needed(40, 2.5, 0), UINT32_MAX);
    assert_int_equal(bf_precision_needed(40, (double)NAN, 1.5), UINT32_MAX);
}

static void the_next_look_is_a_quarter_to_double_and_never_above_the_most(void **state)
{
    (void)state;
    assert_int_equal(bf_precision_next(40, 42, 1000), 51);
    assert_int_equal(bf_precision_next(40, 67, 1000), 67);
    assert_int_equal(bf_precision_next(40, UINT32_MAX, 1000), 80);
    assert_int_equal(bf_precision_next(40, 900, 75), 75);
    assert_int_equal(bf_precision_next(1, 900, 75), 2);
}

/* One sequential study of numbers drawn by `draw`; its interval at the end, and how many it took.
 */
static uint32_t sequential(double (*draw)(uint64_t, uint64_t), uint32_t first,
                           const struct bf_goals *goals, struct bf_interval *interval)
{
    struct bf_result result;
    struct bf_reached reached;
    struct bf_err err;
    synthetic_begin(&result, &synthetic_catalogue, first, MOST);
    for (uint32_t r = 0; r < MOST; r++)
        synthetic_set(&result, r, 0, draw(result.seed, first + r));
    uint32_t n = BF_PRECISION_LEAST;
    for (;;) {
        result.count = n;
        assert_true(bf_precision_look(goals, &result, 1, &reached, &err));
        if (reached.met || n == MOST) break;
        n = bf_precision_next(n, reached.needed, MOST);
    }
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < n; r++)
        bf_tally_add(&tally, result.scalar[r * SYNTHETIC_MEASURES]);
    *interval = bf_interval_of_mean(&tally, BF_COMPARE_LEVEL);
    bf_result_free(&result);
    return n;
}

static double normal(uint64_t seed, uint64_t number)
{
    return 100 + 25 * synthetic_normal(seed, number, 7);
}

static double exponential(uint64_t seed, uint64_t number)
{
    struct bf_key key = {seed, number};
    return -100 * log(bf_draw(&key, bf_thing_key(0x52, 0), 0).u[0]);
}

/* Share of sequential studies whose interval covers 100, with the mean number of replications. */
static double coverage(double (*draw)(uint64_t, uint64_t), double share, uint32_t cases,
                       double *mean_count)
{
    struct bf_goals goals = {.goal = {{.scalar = 0, .amount = share, .is_share = true}},
                             .count = 1};
    uint32_t covered = 0, total = 0;
    for (uint32_t i = 0; i < cases; i++) {
        struct bf_interval interval;
        total += sequential(draw, i * MOST, &goals, &interval);
        covered += interval.low <= 100 && 100 <= interval.high;
    }
    *mean_count = (double)total / cases;
    return (double)covered / cases;
}

static void stopping_early_still_covers_normal_numbers(void **state)
{
    (void)state;
    double count;
    double share = coverage(normal, 0.05, 2000, &count);
    /* about (1.96 * 25 / 5)^2 = 96 would do */
    assert_in_range(count, 88, 125);
    if (!(share >= 0.93)) fail_msg("covered %.4f", share);
}

static void stopping_early_still_covers_skewed_numbers(void **state)
{
    (void)state;
    double count;
    double share = coverage(exponential, 0.10, 1000, &count);
    /* about (1.96 * 100 / 10)^2 = 384 */
    assert_in_range(count, 340, 460);
    if (!(share >= 0.93)) fail_msg("covered %.4f", share);
}

static void nothing_stops_before_the_least_number(void **state)
{
    (void)state;
    struct bf_interval interval;
    struct bf_goals goals = {.goal = {{.scalar = 0, .amount = 0.9, .is_share = true}}, .count = 1};
    assert_int_equal(sequential(normal, 17, &goals, &interval), BF_PRECISION_LEAST);
}

static void the_goal_furthest_away_is_told(void **state)
{
    (void)state;
    struct bf_result result;
    struct bf_reached reached;
    struct bf_err err;
    struct bf_goals goals;
    synthetic_begin(&result, &synthetic_catalogue, 0, 50);
    synthetic_fill(&result, 0, 0, 0);
    assert_true(bf_goals_parse("delayed_days: 50; occupancy: 1.5; admissions: 4.5",
                               &synthetic_catalogue, &goals, &err));
    assert_true(bf_precision_look(&goals, &result, 1, &reached, &err));
    assert_false(reached.met);
    assert_int_equal(reached.scalar, 1);
    assert_close(reached.wanted, 1.5, 0);
    assert_int_equal(reached.needed, bf_precision_needed(50, reached.half, 1.5));
    assert_true(bf_goals_parse("delayed_days: 50", &synthetic_catalogue, &goals, &err));
    assert_true(bf_precision_look(&goals, &result, 1, &reached, &err));
    assert_true(reached.met);
    goals.count = 0;
    assert_true(bf_precision_look(&goals, &result, 1, &reached, &err));
    assert_true(reached.met);
    bf_result_free(&result);
}

static void of_several_options_the_interval_of_the_difference_counts(void **state)
{
    (void)state;
    struct bf_result result[3];
    struct bf_reached reached;
    struct bf_err err;
    struct bf_goals goals;
    for (uint32_t o = 0; o < 3; o++) {
        synthetic_begin(&result[o], &synthetic_catalogue, 0, 50);
        synthetic_fill(&result[o], o, 0, o == 2 ? 12.5 : 2.5);
    }
    /* the mean is known to 11, the differences to about 1.7 and 6 */
    assert_true(bf_goals_parse("delayed_days: 7.5", &synthetic_catalogue, &goals, &err));
    assert_true(bf_precision_look(&goals, result, 3, &reached, &err));
    assert_true(reached.met);
    assert_true(bf_precision_look(&goals, result, 1, &reached, &err));
    assert_false(reached.met);
    assert_true(bf_goals_parse("delayed_days: 2.5", &synthetic_catalogue, &goals, &err));
    assert_true(bf_precision_look(&goals, result, 3, &reached, &err));
    assert_false(reached.met);
    assert_int_equal(reached.option, 2);
    for (uint32_t o = 0; o < 3; o++)
        bf_result_free(&result[o]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_needed_follows_the_square),
        cmocka_unit_test(the_next_look_is_a_quarter_to_double_and_never_above_the_most),
        cmocka_unit_test(stopping_early_still_covers_normal_numbers),
        cmocka_unit_test(stopping_early_still_covers_skewed_numbers),
        cmocka_unit_test(nothing_stops_before_the_least_number),
        cmocka_unit_test(the_goal_furthest_away_is_told),
        cmocka_unit_test(of_several_options_the_interval_of_the_difference_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
