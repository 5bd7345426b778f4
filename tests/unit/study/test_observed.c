/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "calibration_bench.h"

#define HEAD "measure,from,to,value,low,high,statistic,source,definition,comparability\n"

static void rows_have_days_values_and_errors(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b, bench_text);
    assert_true(bf_hold_out_parse("2021-02..2021-02", &b.hold_out, &(struct bf_err){0}));
    assert_true(bench_observe(&b, HEAD "admissions,2021-01-04,2021-01-31,271,,,total,A1,all,high\n"
                                       "ward.occupied,2021-02,,38.5,37.2,41.3,mean,,midnight,\n"
                                       "admissions,2021-02-01,,9,,,total,A1,,\n"));
    assert_int_equal(b.observed.row_count, 3);
    assert_int_equal(b.observed.measure_count, 2);
    assert_int_equal(b.observed.fit_count, 1);
    assert_int_equal(b.observed.held_count, 2);
    assert_true(b.observed.measure[0].total);
    assert_false(b.observed.measure[1].total);
    assert_int_equal(b.observed.row[1].to - b.observed.row[1].from, 27);
    assert_int_equal(b.observed.row[2].to, b.observed.row[2].from);
    assert_close(b.observed.row[1].sd, 4.1 / (2 * 1.6448536), 1e-6);
    assert_close(b.observed.row[0].sd, 0, 0);
    bench_close(&b);
}

/* The counterpart is the mean, or total, of the same daily columns over the same days. */
static void the_modelled_counterpart_is_the_same_mean(void **state)
{
    (void)state;
    struct bench b;
    struct bf_result result;
    struct bf_err err;
    bench_open(&b, bench_text);
    assert_true(bench_observe(&b,
                              HEAD "admissions + discharges,2021-01-06,2021-01-08,60,,,total,,x,\n"
                                   "ward.occupied,2021-01-06,2021-01-08,38,,,,,x,\n"));
    b.study.replications = 2;
    assert_true(bf_study_run(&b.study, &result, &err));
    const struct bf_catalogue *c = result.catalogue;
    double flow = 0, people = 0;
    for (uint32_t d = 2; d <= 4; d++)
        for (uint32_t k = 0; k < c->daily_count; k++) {
            const struct bf_measure *m = &c->daily[k];
            double value = (double)result.daily[((size_t)c->day_count + d) * c->daily_count + k];
            bool all = strcmp(m->group, "all") == 0;
            if (all && strcmp(m->service, "system") == 0 &&
                (!strcmp(m->name, "admissions") || !strcmp(m->name, "discharges")))
                flow += value;
            if (all && strcmp(m->service, "ward") == 0 && !strcmp(m->name, "occupied"))
                people += value / 3;
        }
    assert_true(flow > 20 && people > 10);
    assert_close(bf_observed_modelled(&b.observed, 0, &result, 1), flow, 1e-9);
    assert_close(bf_observed_modelled(&b.observed, 1, &result, 1), people, 1e-9);
    bf_result_free(&result);
    bench_close(&b);
}

static void faults_are_told_all_at_once_with_their_lines(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b, bench_text);
    assert_false(bench_observe(&b, HEAD "admisions,2021-01,,3,,,,,x,\n"
                                        "admissions,2021-13,,3,,,,,x,\n"
                                        "admissions,2021-01-05,2021-01-04,3,,,,,x,\n"
                                        "admissions,2021-01-06,,three,,,,,x,\n"
                                        "admissions,2021-01-07,,3,2,,,,x,\n"
                                        "admissions,2021-01-08,,3,4,5,,,x,\n"
                                        "admissions,2021-01-09,,3,,,sum,,x,\n"));
    assert_int_equal(b.faults.errors, 7 + 0);
    assert_contains(bench_fault(&b, 0), "seen.csv:2: measure");
    assert_contains(bench_fault(&b, 0), "did you mean \"admissions\"");
    bench_close(&b);
}

static void a_column_that_is_not_known_is_refused_with_the_nearest(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b, bench_text);
    assert_false(bench_observe(&b, "measure,from,until,value,sourse\nadmissions,2021-01,,3,x\n"));
    assert_int_equal(b.faults.errors, 2);
    assert_contains(bench_fault(&b, 1), "did you mean \"source\"");
    bench_close(&b);
}

static void days_outside_the_period_are_left_out_with_a_word(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b, bench_text);
    assert_true(bench_observe(&b, HEAD "admissions,2021-02,,280,,,total,,x,\n"
                                       "admissions,2021-03,,280,,,total,,x,\n"));
    assert_int_equal(b.observed.row_count, 1);
    assert_int_equal(b.faults.warnings, 1);
    assert_contains(bench_fault(&b, 0), "seen.csv:3: from: left out");
    bench_close(&b);
}

static void a_row_across_the_edge_of_the_hold_out_is_refused(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    bench_open(&b, bench_text);
    assert_true(bf_hold_out_parse("2021-01-20..2021-02-28", &b.hold_out, &err));
    assert_false(bench_observe(&b, HEAD "admissions,2021-01-04,2021-01-31,280,,,total,,x,\n"));
    assert_contains(bench_fault(&b, 0), "all inside or all outside the hold-out");
    bench_close(&b);
}

static void the_same_twice_is_refused_and_an_overlap_warned_of(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b, bench_text);
    assert_false(bench_observe(&b, HEAD "admissions,2021-02,,280,,,,,x,\n"
                                        "admissions,2021-02-01,2021-02-28,280,,,,,x,\n"));
    assert_contains(bench_fault(&b, 0), "the same as in line 2");
    bench_close(&b);
    bench_open(&b, bench_text);
    assert_true(bench_observe(&b, HEAD "admissions,2021-02,,280,,,,,x,\n"
                                       "admissions,2021-02-01,,9,,,,,,\n"));
    assert_contains(bench_fault(&b, 0), "counts twice");
    bench_close(&b);
}

static void a_missing_definition_is_warned_of(void **state)
{
    (void)state;
    struct bench b;
    bench_open(&b, bench_text);
    assert_true(bench_observe(&b, "measure,from,value\nadmissions,2021-02,280\n"));
    assert_contains(bench_fault(&b, 0), "the model's is \"admissions to acute beds\"");
    bench_close(&b);
}

static void a_hold_out_is_two_days_or_months(void **state)
{
    (void)state;
    struct bf_hold_out hold;
    struct bf_err err;
    assert_true(bf_hold_out_parse("2021-12..2022-02", &hold, &err));
    assert_int_equal(hold.to - hold.from, 31 + 31 + 28 - 1);
    assert_true(bf_hold_out_parse("2022-01-03..2022-01-09", &hold, &err));
    assert_int_equal(hold.to - hold.from, 6);
    assert_false(bf_hold_out_parse("2022-01-09..2022-01-03", &hold, &err));
    assert_false(bf_hold_out_parse("January", &hold, &err));
    assert_contains(err.what, "two dots between");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rows_have_days_values_and_errors),
        cmocka_unit_test(the_modelled_counterpart_is_the_same_mean),
        cmocka_unit_test(faults_are_told_all_at_once_with_their_lines),
        cmocka_unit_test(a_column_that_is_not_known_is_refused_with_the_nearest),
        cmocka_unit_test(days_outside_the_period_are_left_out_with_a_word),
        cmocka_unit_test(a_row_across_the_edge_of_the_hold_out_is_refused),
        cmocka_unit_test(the_same_twice_is_refused_and_an_overlap_warned_of),
        cmocka_unit_test(a_missing_definition_is_warned_of),
        cmocka_unit_test(a_hold_out_is_two_days_or_months),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
