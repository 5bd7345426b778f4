/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The numbered scenarios against the theory that their comments name. */
#include "unit.h"

#include "bedflow/stats/theory.h"
#include "numbered.h"

/* ---- M/M/c with the same patience for all ----------------------------------------------- */

struct impatient {
    double lost, busy, waiting, wait_served;
};

/* F. Baccelli, G. Hebuterne, Performance '81, 159-179: the density of the wait that a new person
 * would have is l p exp(-(c m - l) x) up to the patience and l p exp(l T - c m x) beyond, p being
 * the probability of c - 1 busy. */
static struct impatient mm_patience(uint32_t servers, double per_h, double service_h,
                                    double patience_h)
{
    double load = per_h * service_h, term = 1, free = 0, last = 0;
    for (uint32_t j = 0; j < servers; j++) {
        free += term;
        last = term;
        term *= load / (j + 1);
    }
    double drain = servers / service_h, d = drain - per_h, e = exp(-d * patience_h);
    double within = per_h * last * (1 - e) / d, beyond = per_h * last * e / drain;
    double all = free + within + beyond;
    /* integral of x v(x) up to the patience */
    double first = per_h * last * ((1 - e) / d - patience_h * e) / d;
    struct impatient r;
    r.lost = beyond / all;
    r.busy = load * (1 - r.lost);
    r.waiting = per_h * (first / all + patience_h * r.lost);
    r.wait_served = first / all / (1 - r.lost);
    return r;
}

static void patience_without_end_is_erlang_c(void **state)
{
    (void)state;
    struct impatient r = mm_patience(3, 2.385, 1.07, 1e3);
    assert_close_relative(r.wait_served, bf_theory_mmc_wait_mean(3, 2.385, 1.07), 1e-9);
}

static void patience_of_nothing_is_erlang_b(void **state)
{
    (void)state;
    struct impatient r = mm_patience(4, 1.37, 2.6, 1e-12);
    assert_close_relative(r.lost, bf_theory_erlang_b(4, 1.37 * 2.6), 1e-9);
}

static void impatient_people_give_up_as_theory_says(void **state)
{
    (void)state;
    struct impatient r = mm_patience(5, 2.9, 1.9, 3);
    struct fixture f;
    OPEN(&f, "03-patience.cfg", {"period.to", "2022-12-31"});
    struct fixture_expected expected[] = {
        {"team", "all", "gave_up", 2.9 * 24 * 730 * r.lost, 0.02, {0}},
        {"team", "all", "occupied_mean", r.busy, 0.01, {0}},
        {"team", "all", "waiting_mean", r.waiting, 0.02, {0}},
        {"team", "all", "wait_mean", r.wait_served, 0.02, {0}},
    };
    EXPECT(&f, 85, expected);
    fixture_close(&f);
}

static void those_who_wait_three_days_take_the_second_choice(void **state)
{
    (void)state;
    struct impatient r = mm_patience(4, 0.3, 14.5, 3);
    struct fixture f;
    OPEN(&f, "08-preferences.cfg", {"demand.emergencies.rate", "0.3 per hour"},
         {"services.home_first.places", "4"}, {"services.hospital.stay.mean", "5.2 hours"},
         {"services.hospital.stay.median", "3 hours"},
         {"services.hospital.then[0].or[0].after", "3 hours"},
         {"services.home_first.stay.mean", "14.5 hours"},
         {"services.d2a_beds.stay.mean", "21 hours"}, {"period.to", "2023-12-31"});
    struct fixture_expected expected[] = {
        {"d2a_beds", "all", "occupied_mean", 0.3 * r.lost * 21, 0.025, {0}},
        {"home_first", "all", "occupied_mean", r.busy, 0.01, {0}},
        {"hospital", "all", "delayed_mean", r.waiting, 0.02, {0}},
        {"system", "reason:E", "delayed_days", r.waiting * 1095, 0.035, {0}},
    };
    EXPECT(&f, 100, expected);
    fixture_close(&f);
}

static void an_answer_in_time_avoids_the_admission(void **state)
{
    (void)state;
    struct impatient r = mm_patience(2, 12.0 / 24, 3.1, 2);
    struct fixture f;
    OPEN(&f, "13-crisis-response.cfg", {"period.to", "2022-12-31"});
    double answered = 12 * (1 - r.lost);
    struct fixture_expected expected[] = {
        {"system", "all", "avoided", answered * 0.7 * 730, 0.01, {0}},
        {"system", "all", "offered", 12 * 730, 0.01, {0}},
        {"system", "all", "emergency_admissions", (40 - answered * 0.7) * 730, 0.01, {0}},
        {"crisis_response", "all", "gave_up", 12 * r.lost * 730, 0.025, {0}},
        {"crisis_response", "all", "started", answered * 730, 0.01, {0}},
    };
    EXPECT(&f, 100, expected);
    assert_same_double(fixture_scalar(&f, "crisis_response", "in_target"), 100);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(patience_without_end_is_erlang_c),
        cmocka_unit_test(patience_of_nothing_is_erlang_b),
        cmocka_unit_test(impatient_people_give_up_as_theory_says),
        cmocka_unit_test(those_who_wait_three_days_take_the_second_choice),
        cmocka_unit_test(an_answer_in_time_avoids_the_admission),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
