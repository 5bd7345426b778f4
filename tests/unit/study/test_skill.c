/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/arena.h"
#include "bedflow/study/skill.h"

#include <math.h>

/* A measure of totals: fitted 310 of 31 days and 252 of 28; held out 330 of 30; and one of means
 * with nothing fitted. */
static struct bf_observed_row row[] = {
    {.measure = 0, .from = 0, .to = 30, .value = 310},
    {.measure = 0, .from = 31, .to = 58, .value = 252},
    {.measure = 0, .from = 59, .to = 88, .value = 330, .held_out = true},
    {.measure = 1, .from = 59, .to = 88, .value = 4.5, .held_out = true},
};
static struct bf_calibrated_row made[] = {
    {.p05 = 300, .p95 = 320, .crps = 2.5},
    {.p05 = 260, .p95 = 280, .crps = 4.5},
    {.p05 = 290, .p95 = 335, .crps = 15},
    {.p05 = 1, .p95 = 2, .crps = 3.25},
};

static void begin(struct bf_observed *o, struct bf_calibration *c)
{
    *o = (struct bf_observed){.row = row, .row_count = 4, .measure_count = 2};
    o->measure[0].total = true;
    *c = (struct bf_calibration){.row = made, .rows = 4};
}

static void a_forecast_is_held_against_the_same_by_the_day(void **state)
{
    (void)state;
    struct bf_observed o;
    struct bf_calibration c;
    begin(&o, &c);
    struct bf_skill s = bf_skill_of(&o, &c, 0, true);
    assert_int_equal(s.rows, 1);
    assert_int_equal(s.inside, 1);
    assert_close(s.as_last, 330 - 252.0 / 28 * 30, 1e-9);
    /* members 300 and 270: mean distance 45, half their distance 15 */
    assert_close(s.as_always, 30, 1e-9);
    assert_close(s.skill, 1 - 15.0 / 30, 1e-9);
}

static void nothing_fitted_is_no_reference(void **state)
{
    (void)state;
    struct bf_observed o;
    struct bf_calibration c;
    begin(&o, &c);
    struct bf_skill s = bf_skill_of(&o, &c, 1, true);
    assert_close(s.crps, 3.25, 1e-12);
    assert_true(isnan(s.skill));
    assert_true(isnan(s.as_last));
    s = bf_skill_of(&o, &c, 1, false);
    assert_int_equal(s.rows, 0);
    assert_true(isnan(s.crps));
}

static void fitted_and_held_out_rows_are_counted_apart(void **state)
{
    (void)state;
    struct bf_observed o;
    struct bf_calibration c;
    begin(&o, &c);
    struct bf_skill fitted = bf_skill_all(&o, &c, false), held = bf_skill_all(&o, &c, true);
    assert_int_equal(fitted.rows, 2);
    assert_int_equal(fitted.inside, 1);
    assert_int_equal(held.rows, 2);
    assert_int_equal(held.inside, 1);
    assert_true(held.coverage.low < 0.5 && held.coverage.high > 0.5);
}

/* In whatever order the table has them. */
static void the_last_before_is_the_reference_else_the_first_after(void **state)
{
    (void)state;
    static struct bf_observed_row around[] = {
        {.measure = 0, .from = 120, .to = 129, .value = 80},
        {.measure = 0, .from = 31, .to = 40, .value = 120},
        {.measure = 0, .from = 0, .to = 9, .value = 310},
        {.measure = 0, .from = 100, .to = 109, .value = 60},
        {.measure = 0, .from = 50, .to = 59, .value = 150, .held_out = true}};
    static struct bf_calibrated_row modelled[5];
    struct bf_observed o = {.row = around, .row_count = 5, .measure_count = 1};
    struct bf_calibration c = {.row = modelled, .rows = 5};
    assert_close(bf_skill_of(&o, &c, 0, true).as_last, 150 - 120, 1e-12);
    around[1].held_out = around[2].held_out = true;
    around[1].measure = around[2].measure = 1;
    assert_close(bf_skill_of(&o, &c, 0, true).as_last, 150 - 60, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_forecast_is_held_against_the_same_by_the_day),
        cmocka_unit_test(nothing_fitted_is_no_reference),
        cmocka_unit_test(fitted_and_held_out_rows_are_counted_apart),
        cmocka_unit_test(the_last_before_is_the_reference_else_the_first_after),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
