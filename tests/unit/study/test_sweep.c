/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "../report/example_sweep.h"

static void points_are_summarised_and_effects_found(void **state)
{
    (void)state;
    struct example_sweep e;
    example_sweep_begin(&e, BF_DESIGN_GRID, 2, 4);
    assert_int_equal(e.design.count, 12);
    const struct bf_sweep_measure *of = &e.sweep.of[0];
    assert_close(of->point[0].mean, 900 - 150 + 77.5 + 12.5 * 2.5 + 0.5, 0.5);
    assert_int_equal(of->point[11].count, EXAMPLE_WINTERS);
    assert_close(of->effect[0].change.estimate, -150, 0.5);
    assert_close(of->effect[1].change.estimate, 124, 0.5);
    assert_int_equal(of->split_points, 12);
    assert_int_equal(of->split_winters, EXAMPLE_WINTERS);
    assert_true(of->split.share.estimate > 0.8);
    assert_true(e.sweep.of[1].split.share.estimate < 0.35); /* nothing but chance */
    assert_null(of->indices);
    example_sweep_end(&e);
}

static void points_that_never_ran_are_left_out(void **state)
{
    (void)state;
    static const struct bf_measure *const measure[2] = {&synthetic_measure[0],
                                                        &synthetic_measure[1]};
    struct example_sweep e;
    struct bf_err err;
    example_sweep_begin(&e, BF_DESIGN_GRID, 2, 4);
    bf_sweep_free(&e.sweep);
    for (uint32_t w = 0; w < EXAMPLE_WINTERS; w++)
        e.responses.value[2 * (3 * EXAMPLE_WINTERS + w)] = (double)NAN; /* all of point 3 */
    e.responses.value[2 * (5 * EXAMPLE_WINTERS + 1)] = (double)NAN;     /* winter 1 of point 5 */
    assert_true(bf_sweep_analyse(&e.factors, &e.design, &e.responses, measure, 7, &e.sweep, &err));
    assert_int_equal(e.sweep.of[0].split_points, 11);
    assert_int_equal(e.sweep.of[0].split_winters, EXAMPLE_WINTERS - 1);
    assert_nan(e.sweep.of[0].point[3].mean);
    assert_int_equal(e.sweep.of[0].point[5].count, EXAMPLE_WINTERS - 1);
    assert_int_equal(e.sweep.of[1].split_points, 12);
    example_sweep_end(&e);
}

static void one_at_a_time_has_no_split(void **state)
{
    (void)state;
    struct example_sweep e;
    example_sweep_begin(&e, BF_DESIGN_ONE_AT_A_TIME, 2, 1);
    assert_close(e.sweep.of[0].effect[0].change.estimate, -150, 1);
    assert_nan(e.sweep.of[0].split.share.estimate);
    example_sweep_end(&e);
}

static void indices_of_a_linear_response_are_shares_of_variance(void **state)
{
    (void)state;
    struct example_sweep e;
    example_sweep_begin(&e, BF_DESIGN_INDICES, 2, 512);
    const struct bf_sweep_measure *of = &e.sweep.of[0];
    /* beds 20, 30, 40: variance 200 / 3; days even over 4: 16 / 12 */
    double beds = 7.5 * 7.5 * 200 / 3, days = 31.0 * 31 * 16 / 12;
    assert_int_equal(of->index_rows, 512);
    assert_close(of->indices[0].first.estimate, beds / (beds + days), 0.05);
    assert_close(of->indices[1].total.estimate, days / (beds + days), 0.05);
    assert_int_equal(of->split_points, 1024);
    example_sweep_end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(points_are_summarised_and_effects_found),
        cmocka_unit_test(points_that_never_ran_are_left_out),
        cmocka_unit_test(one_at_a_time_has_no_split),
        cmocka_unit_test(indices_of_a_linear_response_are_shares_of_variance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
