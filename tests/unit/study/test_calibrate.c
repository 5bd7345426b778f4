/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "calibration_bench.h"

#include "bedflow/stats/score.h"
#include "bedflow/study/skill.h"

#include <gsl/gsl_errno.h>

#define HEAD "measure,from,to,value,low,high,statistic,definition\n"

/* Made by hand from the law: 9.7 a day for 3.9 days is 37.83 people. */
#define TRUE_ROWS                                                                                  \
    "admissions,2021-01-04,2021-01-31,271.6,,,total,x\nward.occupied,2021-01-04,2021-01-31,"       \
    "37.83,,,mean,x\n"                                                                             \
    "admissions,2021-02-01,2021-02-28,271.6,,,total,x\nward.occupied,2021-02-01,2021-02-28,"       \
    "37.83,,,mean,x\n"

static const char *const two[] = {"services.ward.stay.mean=2 days..6 days",
                                  "demand.people.rate=7 per day..13 per day"};

static void two_inputs_are_found_within_their_intervals(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    bench_open(&b, bench_text);
    assert_true(bench_observe(&b, HEAD TRUE_ROWS));
    bench_factors(&b, two, 2);
    if (!bench_calibrate(&b, 0, (double)NAN, &err)) fail_msg("%s", err.what);
    const struct bf_calibrated_input *in = b.calibration.input;
    assert_true(in[0].low < 3.9 && in[0].high > 3.9);
    assert_true(in[1].low < 9.7 && in[1].high > 9.7);
    assert_close(in[0].best, 3.9, 0.2);
    assert_close(in[1].best, 9.7, 0.25);
    /* the error is that of counts: 543 people, sd 23.3, of 9.7 a day 0.416 */
    assert_close(in[1].sd, 9.7 / sqrt(543), 0.08);
    assert_true(in[1].low > 8.5 && in[1].high < 11);
    assert_int_equal(b.calibration.points, bf_calibrate_points(2));
    assert_close(b.calibration.discrepancy, 0, 0);
    assert_close(b.calibration.correlation[0], 1, 1e-9);
    assert_false(in[0].at_low || in[0].at_high || b.calibration.edge);
    /* whole in thousandths of the range */
    assert_close(in[0].best * 1000, round(in[0].best * 1000), 1e-6);
    bench_close(&b);
}

static void the_same_for_any_number_of_threads(void **state)
{
    (void)state;
    double best[2];
    for (uint32_t threads = 1; threads <= 2; threads++) {
        struct bench b;
        struct bf_err err;
        bench_open(&b, bench_text);
        b.study.threads = 3 * threads - 2;
        b.study.replications = 6;
        assert_true(bench_observe(&b, HEAD TRUE_ROWS));
        bench_factors(&b, two, 2);
        assert_true(bench_calibrate(&b, 17, (double)NAN, &err));
        best[threads - 1] = b.calibration.input[0].low;
        bench_close(&b);
    }
    assert_close(best[0], best[1], 0);
}

/* Occupancy alone sees rate times stay. */
static void a_pair_that_the_data_cannot_tell_apart_is_a_weak_direction(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    double vector[4], reach[2];
    bench_open(&b, bench_text);
    assert_true(bench_observe(&b, HEAD "ward.occupied,2021-01-04,2021-01-31,37.83,,,mean,x\n"
                                       "ward.occupied,2021-02-01,2021-02-28,37.83,,,mean,x\n"
                                       "discharges,2021-02-01,2021-02-28,9.7,0,30,mean,x\n"));
    bench_factors(&b, two, 2);
    assert_true(bench_calibrate(&b, 0, 0, &err));
    assert_true(b.calibration.correlation[1] < -0.8);
    assert_true(bf_information_directions(b.calibration.information, 2, vector, reach));
    assert_true(reach[0] > 5 * reach[1]);
    assert_true(vector[0] * vector[1] < 0);
    bench_close(&b);
}

static void held_out_rows_are_predicted_and_not_fitted(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    bench_open(&b, bench_text);
    assert_true(bf_hold_out_parse("2021-02..2021-02", &b.hold_out, &err));
    /* held-out rows that would drag the inputs far away if they were fitted */
    assert_true(bench_observe(&b, HEAD "admissions,2021-01-04,2021-01-31,271.6,,,total,x\n"
                                       "ward.occupied,2021-01-04,2021-01-31,37.83,,,mean,x\n"
                                       "admissions,2021-02-01,2021-02-28,360,,,total,x\n"
                                       "ward.occupied,2021-02-01,2021-02-28,37.83,,,mean,x\n"));
    bench_factors(&b, two, 2);
    assert_true(bench_calibrate(&b, 0, 0, &err));
    assert_close(b.calibration.input[1].best, 9.7, 0.25);
    const struct bf_calibrated_row *row = b.calibration.row;
    assert_true(row[2].p95 < 360 && row[2].p05 < 271 && row[2].p50 > 240);
    /* chance of two months and the error of the input: 16.5 and 16.5 together */
    assert_close((row[2].p95 - row[2].p05) / 3.29, sqrt(2 * 271.6), 6);
    struct bf_skill skill = bf_skill_of(&b.observed, &b.calibration, 0, true);
    assert_int_equal(skill.rows, 1);
    assert_int_equal(skill.inside, 0);
    assert_close(skill.as_last, 360 - 271.6, 1e-9);
    assert_close(skill.crps, row[2].crps, 1e-9);
    assert_close(skill.skill, 1 - skill.crps / skill.as_last, 1e-9);
    struct bf_skill all = bf_skill_all(&b.observed, &b.calibration, true);
    assert_int_equal(all.rows, 2);
    assert_int_equal(all.inside, 1);
    bench_close(&b);
}

static void a_best_value_at_the_end_of_its_range_is_known(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    static const char *const low[] = {"services.ward.stay.mean=4.6 days..6 days"};
    bench_open(&b, bench_text);
    assert_true(bench_observe(&b, HEAD TRUE_ROWS));
    bench_factors(&b, low, 1);
    assert_true(bench_calibrate(&b, 0, 0, &err));
    assert_true(b.calibration.input[0].at_low);
    assert_close(b.calibration.input[0].best, 4.6, 0.03);
    bench_close(&b);
}

static void whole_numbers_stay_whole(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    static const char *const beds[] = {"services.ward.beds=20..60"};
    bench_open(&b, bench_text);
    assert_true(bench_observe(&b, HEAD "ward.capacity,2021-02,,41,,,mean,x\n"
                                       "ward.occupied,2021-02,,36,,,mean,x\n"));
    bench_factors(&b, beds, 1);
    b.study.replications = 8;
    if (!bench_calibrate(&b, 0, 0.01, &err)) fail_msg("%s", err.what);
    for (uint32_t k = 0; k < b.calibration.points; k++)
        assert_close(b.calibration.point[k], round(b.calibration.point[k]), 0);
    assert_close(b.calibration.input[0].best, 41, 1.01);
    bench_close(&b);
}

static void what_cannot_be_fitted_is_refused(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    static const char *const list[] = {"services.ward.beds=20, 30, 40"};
    bench_open(&b, bench_text);
    bench_factors(&b, list, 1);
    assert_false(bf_calibrate_accepts(&b.factors, &err));
    assert_contains(err.what, "cannot be fitted");
    struct bf_factors none = {.count = 0};
    assert_false(bf_calibrate_accepts(&none, &err));
    assert_contains(err.what, "1 to 8 inputs");
    bench_close(&b);
}

static void a_point_that_cannot_run_is_told_with_its_values(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    static const char *const much[] = {"demand.people.rate=9 per day..900 per day"};
    static const char tight[] = "limits = { patients = 400; waiting = 900; events = 5000; };\n";
    char *text = calloc(1, sizeof bench_text + sizeof tight);
    memcpy(text, bench_text, sizeof bench_text - 1);
    memcpy(text + sizeof bench_text - 1, tight, sizeof tight);
    bench_open(&b, text);
    assert_true(bench_observe(&b, HEAD TRUE_ROWS));
    bench_factors(&b, much, 1);
    b.study.replications = 5;
    assert_false(bench_calibrate(&b, 0, (double)NAN, &err));
    assert_contains(err.what, "demand.people.rate");
    bench_close(&b);
    free(text);
}

int main(void)
{
    gsl_set_error_handler_off(); /* as the program does */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_inputs_are_found_within_their_intervals),
        cmocka_unit_test(the_same_for_any_number_of_threads),
        cmocka_unit_test(a_pair_that_the_data_cannot_tell_apart_is_a_weak_direction),
        cmocka_unit_test(held_out_rows_are_predicted_and_not_fitted),
        cmocka_unit_test(a_best_value_at_the_end_of_its_range_is_known),
        cmocka_unit_test(whole_numbers_stay_whole),
        cmocka_unit_test(what_cannot_be_fitted_is_refused),
        cmocka_unit_test(a_point_that_cannot_run_is_told_with_its_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
