/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/curve.h"

/* Two series of three replications over twelve days from Wednesday 1 Dec 2021. */
enum { DAYS = 12, REPLICATIONS = 3 };
static double part_path[REPLICATIONS * DAYS], whole_path[REPLICATIONS * DAYS], band[DAYS];
static uint32_t number[REPLICATIONS];

static struct bf_record record_of(const uint32_t numbers[REPLICATIONS], double offset)
{
    for (uint32_t r = 0; r < REPLICATIONS; r++) {
        number[r] = numbers[r];
        for (uint32_t d = 0; d < DAYS; d++) {
            part_path[r * DAYS + d] = offset + 10.0 * numbers[r] + d;
            whole_path[r * DAYS + d] = 200;
            band[d] = 2.385 * d;
        }
    }
    return (struct bf_record){.replication_count = REPLICATIONS,
                              .replication = number,
                              .first_day = bf_day_from_civil(2021, 12, 1),
                              .day_count = DAYS};
}

static struct bf_series_record series_of(double paths[])
{
    struct bf_series_record series = {.paths = paths};
    for (int k = 0; k < BF_BAND_COUNT; k++) {
        series.band[k] = band;
    }
    return series;
}

static void a_daily_curve_is_the_series(void **state)
{
    (void)state;
    struct bf_record record = record_of((uint32_t[]){0, 1, 2}, 0);
    struct bf_series_record series = series_of(part_path);
    struct bf_curve curve;
    struct bf_err err;
    double low, high;
    assert_true(bf_curve_daily(&curve, &record, &series, &err));
    assert_int_equal(curve.count, DAYS);
    assert_close(bf_curve_mean(&curve, BF_BAND_P50), 2.385 * 5.5, 1e-12);
    assert_int_equal(bf_curve_peak(&curve, BF_BAND_P50), DAYS - 1);
    assert_true(bf_curve_range(&curve, &low, &high));
    assert_close(low, 0, 0);
    assert_close(high, 2.385 * 11, 1e-12);
    bf_curve_free(&curve);
    assert_true(bf_curve_daily(&curve, &record, NULL, &err));
    assert_int_equal(curve.count, 0);
    assert_false(bf_curve_range(&curve, &low, &high));
    assert_int_equal(bf_curve_peak(&curve, BF_BAND_P50), -1);
    assert_nan(bf_curve_mean(&curve, BF_BAND_P50));
    bf_curve_free(&curve);
}

static void weekly_shares_sum_whole_weeks_before_they_divide(void **state)
{
    (void)state;
    struct bf_record record = record_of((uint32_t[]){0, 1, 2}, 0);
    struct bf_series_record part = series_of(part_path), whole = series_of(whole_path);
    struct bf_curve curve;
    struct bf_err err;
    whole_path[0 * DAYS + 7] = 1000; /* a busy Wednesday weighs more */
    whole_path[1 * DAYS + 6] = (double)NAN;
    assert_true(bf_curve_weekly_share(&curve, &record, &part, &whole, &err));
    assert_int_equal(curve.count, 1);
    assert_int_equal(curve.day[0], bf_day_from_civil(2021, 12, 6));
    /* days 5 to 11 */
    assert_close(curve.paths[0], 100 * 56.0 / 2200, 1e-12);
    assert_close(curve.paths[1], 100 * (7 * 10 + 56 - 16) / 1200.0, 1e-12);
    assert_close(curve.paths[2], 100 * (7 * 20 + 56) / 1400.0, 1e-12);
    assert_close(curve.band[BF_BAND_P50][0], 100 * 110 / 1200.0, 1e-12);
    bf_curve_free(&curve);
}

static void a_window_without_a_whole_week_is_one_week(void **state)
{
    (void)state;
    struct bf_record record = record_of((uint32_t[]){0, 1, 2}, 0);
    struct bf_series_record part = series_of(part_path), whole = series_of(whole_path);
    struct bf_curve curve;
    struct bf_err err;
    record.day_count = 4;
    memset(whole_path, 0, sizeof whole_path);
    assert_true(bf_curve_weekly_share(&curve, &record, &part, &whole, &err));
    assert_int_equal(curve.count, 1);
    assert_nan(curve.band[BF_BAND_MEAN][0]); /* nobody was discharged */
    bf_curve_free(&curve);
    part.paths = NULL;
    assert_true(bf_curve_weekly_share(&curve, &record, &part, &whole, &err));
    assert_int_equal(curve.count, 0);
    bf_curve_free(&curve);
}

static void differences_pair_equal_replication_numbers_and_dates(void **state)
{
    (void)state;
    struct bf_curve a, b, difference;
    struct bf_summary overall;
    struct bf_err err;
    struct bf_series_record series = series_of(part_path);
    struct bf_record record = record_of((uint32_t[]){1, 4, 9}, 0);
    assert_true(bf_curve_daily(&a, &record, &series, &err));
    record = record_of((uint32_t[]){0, 4, 9}, -3.25);
    record.first_day += 2;
    assert_true(bf_curve_daily(&b, &record, &series, &err));
    assert_true(bf_curve_difference(&difference, &a, &b, &overall, &err));
    assert_int_equal(difference.count, DAYS - 2);
    assert_int_equal(difference.replication_count, 2);
    assert_int_equal(difference.replication[0], 4);
    assert_int_equal(difference.day[0], bf_day_from_civil(2021, 12, 3));
    /* the later window is two days behind in its ramp */
    assert_close(overall.mean, -5.25, 1e-12);
    assert_close(overall.mc_high - overall.mc_low, 0, 1e-12);
    assert_close(difference.band[BF_BAND_P95][0], -5.25, 1e-12);
    bf_curve_free(&difference);
    assert_true(bf_curve_difference(&difference, &a, &a, &overall, &err));
    assert_same_double(overall.mean, 0);
    bf_curve_free(&difference);
    bf_curve_free(&a);
    bf_curve_free(&b);
}

static void curves_that_share_nothing_have_no_difference(void **state)
{
    (void)state;
    struct bf_curve a, b, difference;
    struct bf_summary overall;
    struct bf_err err;
    struct bf_series_record series = series_of(part_path);
    struct bf_record record = record_of((uint32_t[]){0, 1, 2}, 0);
    assert_true(bf_curve_daily(&a, &record, &series, &err));
    record = record_of((uint32_t[]){5, 6, 7}, 0);
    assert_true(bf_curve_daily(&b, &record, &series, &err));
    assert_true(bf_curve_difference(&difference, &a, &b, &overall, &err));
    assert_int_equal(difference.count, 0);
    assert_int_equal(overall.count, 0);
    assert_nan(overall.mean);
    bf_curve_free(&difference);
    bf_curve_free(&a);
    bf_curve_free(&b);
}

static void a_curve_is_written_with_empty_fields_where_undefined(void **state)
{
    (void)state;
    struct bf_curve curve;
    struct bf_err err;
    struct bf_series_record series = series_of(part_path);
    struct bf_record record = record_of((uint32_t[]){0, 1, 2}, 0);
    band[1] = (double)NAN;
    record.day_count = 2;
    series.paths = NULL;
    assert_true(bf_curve_daily(&curve, &record, &series, &err));
    assert_true(bf_curve_write(&curve, scratch_path("curve.csv"), &err));
    char *bytes = scratch_read("curve.csv");
    assert_string_equal(bytes, "date,mean,p05,p25,p50,p75,p95\n2021-12-01,0,0,0,0,0,0\n"
                               "2021-12-02,,,,,,\n");
    free(bytes);
    bf_curve_free(&curve);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_daily_curve_is_the_series),
        cmocka_unit_test(weekly_shares_sum_whole_weeks_before_they_divide),
        cmocka_unit_test(a_window_without_a_whole_week_is_one_week),
        cmocka_unit_test(differences_pair_equal_replication_numbers_and_dates),
        cmocka_unit_test(curves_that_share_nothing_have_no_difference),
        cmocka_unit_test(a_curve_is_written_with_empty_fields_where_undefined),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
