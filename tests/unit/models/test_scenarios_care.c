/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbered scenarios against the theory that their comments name. */
#include "unit.h"

#include "bedflow/stats/theory.h"
#include "numbered.h"

static void readmissions_and_deaths_compete(void **state)
{
    (void)state;
    struct fixture f;
    fixture_file(&f, "scenarios/07-readmission.cfg", NULL, 0);
    double back = 0.12 * (1 - 0.04 / 2);
    assert_close_relative(f.model.network.stream_scale[0], 1 - back, 1e-4);
    struct fixture_expected expected[] = {
        {"system", "all", "readmission_rate", 100 * back, 0.02, {0}},
        {"system", "all", "emergency_admissions", 25 * 365, 0.01, {0}},
        {"hospital", "all", "occupied_mean", 25 * 5.2, 0.01, {0}},
    };
    EXPECT(&f, 100, expected);
    fixture_close(&f);
}

static void tasks_hold_people_up_for_the_first_that_is_unmet(void **state)
{
    (void)state;
    struct fixture f;
    OPEN(&f, "09-tasks-and-reasons.cfg", {"demand.emergencies.rate", "100 per day"});
    double a = 2.1, b = 3.3;
    double for_a = 100 * 0.6 * a, for_b = 100 * 0.3 * (0.4 * b + 0.6 * b * b / (a + b));
    struct fixture_expected expected[] = {
        {"system", "reason:A", "delayed_days", for_a * 365, 0.015, {0}},
        {"system", "reason:B", "delayed_days", for_b * 365, 0.02, {0}},
        {"system", "body:both", "delayed_days", for_a * 365, 0.015, {0}},
        {"system", "body:social care", "delayed_days", for_b * 365, 0.02, {0}},
        {"system", "all", "delayed_days", (for_a + for_b) * 365, 0.02, {0}},
        {"hospital", "all", "delayed_mean", for_a + for_b, 0.02, {0}},
    };
    EXPECT(&f, 60, expected);
    fixture_close(&f);
}

static void hours_wanted_are_those_of_the_taper(void **state)
{
    (void)state;
    struct fixture f;
    OPEN(&f, "10-caseload-hours.cfg", {"period.to", "2028-12-31"});
    double of_one = (14 + 4) / 2.0 * 3;
    struct fixture_expected expected[] = {
        {"reablement", "all", "hours_booked", 1.1 * of_one * 2922, 0.01, {0}},
        {"reablement", "all", "occupied_mean", 1.1 * 21, 0.01, {0}},
    };
    EXPECT(&f, 120, expected);
    assert_close_relative(fixture_scalar(&f, "reablement", "hours_offered"), 250.0 / 7 * 2922,
                          1e-9);
    assert_close(fixture_scalar(&f, "reablement", "hours_short"), 0, 1e-6);
    assert_true(fixture_scalar(&f, "reablement", "wait_mean") > 1);
    fixture_close(&f);
}

static void a_package_and_therapy_at_once_are_the_scarcer_of_the_two(void **state)
{
    (void)state;
    struct fixture f;
    OPEN(&f, "15-two-at-once.cfg", {"demand.emergencies.rate", "0.74 per hour"},
         {"services.package.stay.mean", "14.5 hours"}, {"services.hospital.stay.mean", "5.2 hours"},
         {"services.hospital.stay.median", "3 hours"}, {"period.to", "2028-12-31"});
    double waiting = 0.74 * bf_theory_mmc_wait_mean(12, 0.74, 14.5);
    assert_close(waiting, 5.2533, 0.0005);
    struct fixture_expected expected[] = {
        {"hospital", "all", "delayed_mean", waiting, 0.07, {0}},
        {"therapy", "all", "waiting_mean", waiting, 0.07, {0}},
        {"therapy", "all", "occupied_mean", 0.74 * 14.5, 0.01, {0}},
        {"package", "all", "occupied_mean", 0.74 * 14.5, 0.01, {0}},
        {"system", "reason:C", "delayed_days", waiting * 2922, 0.07, {0}},
    };
    EXPECT(&f, 150, expected);
    assert_same_double(fixture_of(&f, "system", "reason:E", "delayed_days"), 0);
    fixture_close(&f);
}

static void arrivals_are_those_of_the_tables(void **state)
{
    (void)state;
    struct fixture f;
    fixture_file(&f, "scenarios/16-arrivals-by-day.cfg", NULL, 0);
    struct bf_tally emergencies;
    bf_tally_init(&emergencies);
    for (uint32_t r = 0; r < 60; r++) {
        fixture_run(&f, r);
        bf_tally_add(&emergencies, fixture_of(&f, "system", "all", "emergency_admissions"));
        double of_table = 0;
        for (uint32_t day = 0; day < 183; day++)
            of_table += fixture_day(&f, "system", "all", "planned_admissions", day);
        assert_close(of_table, 3618, 0);
    }
    double variance = 50544 + 365 * pow(0.04 * 138.48, 2);
    double error = sqrt(variance / 60);
    assert_close(bf_tally_mean(&emergencies), 50544, 5 * error);
    /* At one chance in a million a variance of 59 degrees of freedom lies within these. */
    double ratio = pow(bf_tally_sd(&emergencies), 2) / variance;
    assert_true(ratio > 0.30 && ratio < 2.2);
    fixture_close(&f);
    struct fixture_expected expected[] = {
        {"medical", "all", "occupied_mean", 138.476 * 5.2, 0.01, {0}},
        {"surgical", "all", "occupied_mean", (3618 + 3499.86) / 365 * 3.1, 0.02, {0}},
    };
    fixture_file(&f, "scenarios/16-arrivals-by-day.cfg", NULL, 0);
    EXPECT(&f, 60, expected);
    fixture_close(&f);
}

/* Lindley's recursion on the probabilities, until they stand still. */
static double backlog_mean(double mean, int limit)
{
    enum { MOST = 200 };
    static double p[MOST], next[MOST];
    memset(p, 0, sizeof p);
    p[0] = 1;
    for (int week = 0; week < 800; week++) {
        memset(next, 0, sizeof next);
        for (int b = 0; b < MOST; b++) {
            double poisson = exp(-mean);
            for (int a = 0; a < 60 && p[b] > 1e-18; a++) {
                int left = b + a > limit ? b + a - limit : 0;
                next[left < MOST ? left : MOST - 1] += p[b] * poisson;
                poisson *= mean / (a + 1);
            }
        }
        memcpy(p, next, sizeof p);
    }
    double sum = 0;
    for (int b = 0; b < MOST; b++)
        sum += b * p[b];
    return sum;
}

/* The recursion holds on every path, week by week; its mean is the comment's. */
static void a_market_keeps_a_backlog_by_lindleys_recursion(void **state)
{
    (void)state;
    struct fixture f;
    OPEN(&f, "11-market.cfg", {"period.to", "2030-12-29"});
    assert_close(backlog_mean(7, 8), 2.300, 5e-4);
    fixture_follow(&f, 5);
    uint32_t weeks = fixture_days(&f) / 7, homes = fixture_service(&f, "care_homes");
    int *asked = calloc(weeks, sizeof *asked);
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        int week = (int)floor((told->at_h / 24 - fixture_warm_up(&f)) / 7);
        if (told->step == BF_STEP_WAITS && told->service == homes && week >= 0 && week < (int)weeks)
            asked[week]++;
    }
    int most = 0, backlog = (int)fixture_day(&f, "care_homes", "all", "waiting", 6);
    for (uint32_t week = 1; week < weeks; week++) {
        backlog = backlog + asked[week] > 8 ? backlog + asked[week] - 8 : 0;
        assert_int_equal((int)fixture_day(&f, "care_homes", "all", "waiting", 7 * week + 6),
                         backlog);
        most = backlog > most ? backlog : most;
    }
    assert_in_range(most, 10, 100);
    free(asked);
    fixture_close(&f);
}

static void a_block_of_beds_opens_and_closes_in_daily_steps(void **state)
{
    (void)state;
    struct fixture f;
    fixture_file(&f, "scenarios/12-dated-change.cfg", NULL, 0);
    fixture_run(&f, 3);
    bf_day first = f.model.network.from, november = bf_day_from_civil(2021, 11, 1),
           march = bf_day_from_civil(2022, 3, 31);
    for (uint32_t d = 0; d < fixture_days(&f); d++) {
        bf_day day = first + (bf_day)d;
        int opened = day < november ? 0 : day - november + 1;
        int closed = day <= march ? 0 : day - march;
        double more = 30.0 * (opened < 21 ? opened : 21) / 21;
        if (closed) more = closed < 14 ? 30.0 * (14 - closed) / 14 : 0;
        assert_same_double(fixture_day(&f, "d2a_beds", "all", "capacity", d),
                           floor(20 + more + 1e-6));
    }
    fixture_close(&f);
}

static void a_late_referral_shortens_the_stay_and_avoids_nothing(void **state)
{
    (void)state;
    struct fixture f;
    fixture_file(&f, "scenarios/14-early-supported-discharge.cfg", NULL, 0);
    struct fixture_expected expected[] = {
        {"system", "all", "avoided", 6 * 365, 0.02, {0}},
        {"system", "all", "early_discharges", 6 * 365, 0.02, {0}},
        {"system", "all", "early_days", 6 * 365 * 0.4 * 5.2, 0.03, {0}},
        {"hospital", "all", "occupied_mean", 34 * 5.2 - 6 * 0.4 * 5.2, 0.01, {0}},
        {"support", "all", "occupied_mean", 6 * 0.4 * 5.2, 0.03, {0}},
    };
    EXPECT(&f, 100, expected);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readmissions_and_deaths_compete),
        cmocka_unit_test(tasks_hold_people_up_for_the_first_that_is_unmet),
        cmocka_unit_test(hours_wanted_are_those_of_the_taper),
        cmocka_unit_test(a_package_and_therapy_at_once_are_the_scarcer_of_the_two),
        cmocka_unit_test(arrivals_are_those_of_the_tables),
        cmocka_unit_test(a_market_keeps_a_backlog_by_lindleys_recursion),
        cmocka_unit_test(a_block_of_beds_opens_and_closes_in_daily_steps),
        cmocka_unit_test(a_late_referral_shortens_the_stay_and_avoids_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
