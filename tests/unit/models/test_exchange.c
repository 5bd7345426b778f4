/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/theory.h"
#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-01-01\"; to = \"2022-12-31\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"30 days\"; };"

/* ---- two one-bed services, solved ------------------------------------------------------ */

enum { EMPTY, CARE, READY, LOOKS }; /* of one bed */

static const double in_per_h[2] = {0.37, 0.21}, stay_h[2] = {2.385, 1.7}, onward[2] = {0.6, 0.45};

static size_t state_of(int a, int b)
{
    return (size_t)(a * LOOKS + b);
}

/* Care ends in bed `k`; the other one holds `other`. */
static void end_of_care(double *row, int k, int other, double rate)
{
    int next[2];
    next[!k] = other;
    /* home: the bed is empty, or taken by the one who waits for it */
    next[k] = other == READY ? CARE : EMPTY;
    if (other == READY) next[!k] = EMPTY;
    row[state_of(next[0], next[1])] += rate * (1 - onward[k]);
    /* on: to a free bed; by exchange with the one who waits; or stays */
    next[!k] = other == EMPTY ? CARE : other;
    next[k] = other == EMPTY ? EMPTY : READY;
    if (other == READY) next[0] = next[1] = CARE;
    row[state_of(next[0], next[1])] += rate * onward[k];
}

static void two_beds_exchanging_patients_match_the_solved_chain(void **state)
{
    (void)state;
    enum { STATES = LOOKS * LOOKS };
    double rates[STATES * STATES] = {0}, p[STATES], swaps = 0, delayed[2] = {0}, full[2] = {0};
    for (int a = 0; a < LOOKS; a++)
        for (int b = 0; b < LOOKS; b++) {
            double *row = rates + state_of(a, b) * STATES;
            int bed[2] = {a, b};
            bool real = !(a == READY && b == READY) && !(a == READY && b == EMPTY) &&
                        !(a == EMPTY && b == READY);
            if (!real) row[0] = 1;
            for (int k = 0; real && k < 2; k++) {
                int next[2] = {a, b};
                next[k] = CARE;
                if (bed[k] == EMPTY) row[state_of(next[0], next[1])] += in_per_h[k];
                if (bed[k] == CARE) end_of_care(row, k, bed[!k], 1 / stay_h[k]);
            }
        }
    assert_true(bf_theory_ctmc_stationary(STATES, rates, p));
    for (int a = 0; a < LOOKS; a++)
        for (int b = 0; b < LOOKS; b++) {
            double share = p[state_of(a, b)];
            delayed[0] += a == READY ? share : 0;
            delayed[1] += b == READY ? share : 0;
            full[0] += a != EMPTY ? share : 0;
            full[1] += b != EMPTY ? share : 0;
            if (a == READY && b == CARE) swaps += share * onward[1] / stay_h[1];
            if (a == CARE && b == READY) swaps += share * onward[0] / stay_h[0];
        }
    struct fixture f;
    fixture_text(&f, PERIOD
                 "demand: { to_a: { rate = \"0.37 per hour\"; enter = ( { to = \"a\"; } ); };"
                 " to_b: { rate = \"0.21 per hour\"; enter = ( { to = \"b\"; } ); }; };"
                 "services: { a: { kind = \"beds\"; beds = 1; setting = \"acute\"; queue_limit = 0;"
                 "   stay = { mean = \"2.385 h\"; }; then = ( { to = \"b\"; share = 0.6; },"
                 "     { to = \"home\"; share = 0.4; } ); };"
                 " b: { kind = \"beds\"; beds = 1; setting = \"non-acute\"; queue_limit = 0;"
                 "   stay = { mean = \"1.7 h\"; }; then = ( { to = \"a\"; share = 0.45; },"
                 "     { to = \"home\"; share = 0.55; } ); }; };");
    struct fixture_expected e[] = {
        {"a", "all", "occupied_mean", full[0], 0.01, {0}},
        {"b", "all", "occupied_mean", full[1], 0.01, {0}},
        {"a", "all", "delayed_mean", delayed[0], 0.02, {0}},
        {"b", "all", "delayed_mean", delayed[1], 0.02, {0}},
        {"system", "all", "exchanges", swaps * 24 * 730, 0.02, {0}},
    };
    fixture_expect(&f, 200, e, UNIT_COUNT(e));
    fixture_close(&f);
}

/* ---- nobody stalls --------------------------------------------------------------------- */

/* People go on starting in every month at every service named. */
static void require_no_stall(const char *text, const char *const names[], size_t count)
{
    struct fixture f;
    fixture_text(&f, text);
    for (uint32_t r = 0; r < 3; r++) {
        fixture_follow(&f, r);
        for (size_t s = 0; s < count; s++) {
            uint32_t service = fixture_service(&f, names[s]), months = 0;
            double next_h = fixture_start_h(&f);
            for (size_t k = 0; k < f.story.count; k++) {
                const struct bf_told *told = &f.story.told[k];
                if (told->step != BF_STEP_STARTS || told->service != service) continue;
                if (told->at_h < next_h) continue;
                assert_true(told->at_h < next_h + 720); /* a start within each month */
                next_h += 720;
                months++;
            }
            assert_true(months >= 23);
        }
    }
    fixture_close(&f);
}

#define BED(name, next)                                                                            \
    " " name                                                                                       \
    ": { kind = \"beds\"; beds = 1; setting = \"non-acute\"; stay = { mean = \"20 h\"; };"         \
    "   then = ( { to = \"" next "\"; share = 0.8; }, { to = \"home\"; share = 0.2; } ); };"
#define INTO(name, to) " " name ": { rate = \"0.4 per day\"; enter = ( { to = \"" to "\"; } ); };"

static void three_beds_in_a_ring_never_stall(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "b", "c"};
    require_no_stall(PERIOD "demand: {" INTO("x", "a") INTO("y", "b")
                         INTO("z", "c") "};"
                                        "services: {" BED("a", "b") BED("b", "c")
                                            BED("c", "a") "};",
                     names, 3);
}

static void a_bed_whose_people_go_on_to_itself_never_stalls(void **state)
{
    (void)state;
    static const char *const names[] = {"a"};
    require_no_stall(PERIOD "demand: {" INTO("x", "a") "}; services: {" BED("a", "a") "};", names,
                     1);
}

static void care_hours_and_a_bed_never_stall(void **state)
{
    (void)state;
    static const char *const names[] = {"a", "visits"};
    require_no_stall(
        PERIOD "demand: {" INTO("x", "a") INTO(
            "y",
            "visits") "};"
                      "services: {" BED(
                          "a",
                          "visits") " visits: { kind = \"caseload\"; hours = \"14 h/week\"; "
                                    "first_visits = \"10 h/week\";"
                                    "   last_visits = \"5 h/week\"; stay = { mean = \"30 h\"; };"
                                    "   then = ( { to = \"a\"; share = 0.7; }, { to = \"home\"; "
                                    "share = 0.3; } ); }; };",
        names, 2);
}

/* Hours that people in service b want on the day of the step told: those in a stay by their taper
 * from 9 to 5 hours a week, those who wait to go on the 5. *stays: how many are in a stay. */
static double hours_wanted(const struct fixture *f, size_t upto, uint32_t b, uint32_t *stays)
{
    double wanted = 0, day = floor(f->story.told[upto].at_h / 24);
    *stays = 0;
    for (size_t k = 0; k < upto; k++) {
        const struct bf_told *in = &f->story.told[k], *ready, *left;
        if (in->step != BF_STEP_STARTS || in->service != b) continue;
        left = fixture_find(f, k, in->who, BF_STEP_LEAVES);
        ready = fixture_find(f, k, in->who, BF_STEP_READY);
        if (left && left < f->story.told + upto) continue;
        if (ready && ready < f->story.told + upto) {
            wanted += 5.0 / 7;
            continue;
        }
        double days = fmax(1, ceil(in->value / 24 - 1e-9)), gone = day - floor(in->at_h / 24);
        if (gone < days) wanted += (9 + (5 - 9) * (gone + 0.5) / days) / 7;
        ++*stays;
    }
    return wanted;
}

/* A bed and 20 hours a week of care, whose people go on to each other. Worked by hand: three who
 * wait to go from care have 15 hours, and when one of them changes with the bed, 9 come in place of
 * 5: 19 of 20 fit. With a fourth in care it is 24: that exchange waits, unless all four wait for
 * the bed. */
static void an_exchange_waits_for_the_care_hours(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "demand: { x: { rate = \"0.8 per day\"; enter = ( { to = \"a\"; } ); };"
        " y: { rate = \"0.9 per day\"; enter = ( { to = \"b\"; } ); }; };"
        "services: { a: { kind = \"beds\"; beds = 1; queue_limit = 0; setting = \"acute\"; stay = "
        "{ mean = \"17 h\"; }; then = ( { to = \"b\"; share = 0.9; }, { to = \"home\"; share = "
        "0.1; } ); };"
        " b: { kind = \"caseload\"; hours = \"20 h/week\"; first_visits = \"9 h/week\"; "
        "last_visits = \"5 h/week\"; queue_limit = 0; booking = \"first week\"; stay = { mean = "
        "\"70 "
        "h\"; }; then = ( { to = \"a\"; share = 0.5; }, { to = \"home\"; share = 0.5; } ); }; };");
    uint32_t b = fixture_service(&f, "b"), exchanges = 0, later = 0, stays;
    fixture_follow(&f, 1);
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_EXCHANGE || told->service != b) continue;
        size_t after = k;
        while (f.story.told[after].who != told->who || f.story.told[after].step != BF_STEP_STARTS)
            after++;
        if (!fixture_find(&f, after, told->who, BF_STEP_LEAVES)) break;
        while (f.story.told[after + 1].at_h == f.story.told[after].at_h)
            after++; /* both have moved */
        double wanted = hours_wanted(&f, after + 1, b, &stays);
        assert_true(wanted <= 20 / 7.0 + 1e-6 || stays == 1); /* the one who has just come */
        const struct bf_told *granted = fixture_find(&f, k, told->who, BF_STEP_GRANTED);
        exchanges++;
        later += granted && granted->value > 0;
    }
    assert_true(exchanges > 50 && later > 20);
    fixture_close(&f);
}

static void people_who_must_wait_for_discharge_hours_exchange_when_both_can_go(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD "demand: {" INTO("x", "a")
                         INTO("y", "b") "};"
                                        "services: { a: { kind = \"beds\"; beds = 1; setting = "
                                        "\"acute\"; stay = { mean = \"20 h\"; };"
                                        "   discharges = \"Mon-Fri 10:00-12:00\"; then = ( { to = "
                                        "\"b\"; share = 0.8; }, { to = "
                                        "\"home\"; share = 0.2; } ); };"
                                        " b: { kind = \"beds\"; beds = 1; setting = \"acute\"; "
                                        "stay = { mean = \"20 h\"; };"
                                        "   discharges = \"11:00-18:00\"; then = ( { to = \"a\"; "
                                        "share = 0.8; }, { to = \"home\"; "
                                        "share = 0.2; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t exchanged = 0;
    for (size_t k = 0; k + 1 < f.story.count; k++) {
        const struct bf_told *one = &f.story.told[k], *other = one + 1;
        if (one->step != BF_STEP_EXCHANGE) continue;
        while (other->step != BF_STEP_EXCHANGE && other < f.story.told + f.story.count - 1)
            other++;
        const struct bf_told *first = fixture_find(&f, k, one->who, BF_STEP_LEAVES);
        const struct bf_told *second = fixture_find(&f, k, other->who, BF_STEP_LEAVES);
        if (!first || !second) break;
        assert_close(first->at_h, second->at_h, 1e-9);
        double hour = fmod(first->at_h, 24);
        assert_true(hour >= 11 - 1e-9 && hour <= 12);
        exchanged++;
        k = (size_t)(other - f.story.told);
    }
    assert_true(exchanged > 30);
    fixture_close(&f);
}

static void an_emergency_return_never_blocks(void **state)
{
    (void)state;
    /* the hospital is full for good: who comes back waits outside, and the bed left is free */
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "demand: { falls: { rate = \"3 per day\"; enter = ( { to = \"ward\"; } ); }; };"
        "services: { ward: { kind = \"beds\"; beds = 4; setting = \"acute\"; stay = { mean = \"1.4 "
        "days\"; };"
        "   patience = \"30 h\"; then = ( { to = \"step\"; } );"
        "   after_discharge = { readmission = { days = [\"30 days\"]; share = [0.6]; }; }; };"
        " step: { kind = \"beds\"; beds = 20; setting = \"non-acute\"; stay = { mean = \"9 days\"; "
        "};"
        "   then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t step = fixture_service(&f, "step"), returns = 0;
    for (size_t k = 1; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_RETURNS || told->other != step) continue;
        assert_int_equal(f.story.told[k - 1].step, BF_STEP_LEAVES);
        assert_int_equal(f.story.told[k - 1].who, told->who);
        returns++;
    }
    assert_true(returns > 100);
    assert_same_double(fixture_scalar(&f, "system", "exchanges"), 0);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_beds_exchanging_patients_match_the_solved_chain),
        cmocka_unit_test(three_beds_in_a_ring_never_stall),
        cmocka_unit_test(a_bed_whose_people_go_on_to_itself_never_stalls),
        cmocka_unit_test(care_hours_and_a_bed_never_stall),
        cmocka_unit_test(an_exchange_waits_for_the_care_hours),
        cmocka_unit_test(people_who_must_wait_for_discharge_hours_exchange_when_both_can_go),
        cmocka_unit_test(an_emergency_return_never_blocks),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
