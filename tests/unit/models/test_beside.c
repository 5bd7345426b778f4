/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Services had beside a place: for whom, how long, and what they change. */
#include "unit.h"

#include "model_fixture.h"

#include <math.h>

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-01-01\"; to = \"2022-12-31\"; follow_up = \"40 days\"; " \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"                                                          \
    "demand: { falls: { rate = \"20 per day\"; enter = ( { to = \"ward\"; } ); }; };"
#define WARD(way)                                                                                  \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"2 "        \
    "days\"; }; then = ( { " way " } ); after_discharge = { readmission = { days = [\"30 "         \
    "days\"]; share = [0.3]; }; }; };"
#define ALARM(capacity, stay, more)                                                                \
    " alarm: { kind = \"caseload\"; " capacity " setting = \"home\"; stay = { shape = "            \
    "\"constant\"; mean = \"" stay "\"; }; " more " };"

static double readmitted(const char *text, double theory)
{
    struct fixture f;
    fixture_text(&f, text);
    struct fixture_expected expected[] = {
        {"system", "all", "readmission_rate", 100 * theory, 0.03, {0}}};
    fixture_expect(&f, 40, expected, 1);
    fixture_close(&f);
    return bf_tally_mean(&expected[0].tally);
}

static void it_changes_the_hazard_while_it_is_had(void **state)
{
    (void)state;
    /* incidence is straight, so the hazard until t days is -log(1 - 0.3 t / 30) */
    const double tenth = -log1p(-0.1), all = -log1p(-0.3);
    readmitted(PERIOD "services: {" WARD("to = \"home\"; beside = { alarm = 1.0; };")
                   ALARM("places = 100000;", "60 days", "readmission_factor = 0.4;") "};",
               -expm1(-0.4 * all));
    readmitted(PERIOD "services: {" WARD("to = \"home\"; beside = { alarm = 1.0; };")
                   ALARM("places = 100000;", "10 days", "readmission_factor = 0.4;") "};",
               -expm1(-(0.4 * tenth + all - tenth)));
    readmitted(PERIOD "services: {" WARD("to = \"home\"; beside = { alarm = 0.37; };")
                   ALARM("places = 100000;", "60 days", "readmission_factor = 1.9;") "};",
               0.63 * 0.3 - 0.37 * expm1(-1.9 * all));
}

static void nobody_waits_for_it(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD "services: {" WARD("to = \"home\"; beside = { alarm = 0.5; };")
                         ALARM("places = 7;", "20 days", "") "};");
    fixture_follow(&f, 1);
    uint32_t alarm = fixture_service(&f, "alarm"), began = 0;
    int32_t now = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->service != alarm) continue;
        now += told->step == BF_STEP_WITH ? 1 : told->step == BF_STEP_WITH_ENDS ? -1 : 0;
        began += told->step == BF_STEP_WITH;
        assert_in_range(now, 0, 7);
    }
    assert_true(began > 200);
    assert_close(fixture_scalar(&f, "alarm", "occupied_mean"), 7, 0.1);
    assert_true(fixture_scalar(&f, "alarm", "turned_away") > 5000);
    assert_same_double(fixture_scalar(&f, "system", "delayed_days"), 0);
    fixture_close(&f);
}

static void it_lasts_its_own_stay_unless_its_person_is_admitted(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD "services: {" WARD("to = \"visits\"; beside = { alarm = 1.0; };")
            ALARM("places = 100000;", "13 days",
                  "") " visits: { kind = \"caseload\"; places = 100000; stay = { shape = "
                      "\"constant\"; mean = \"4 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t whole = 0, cut = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_WITH_ENDS) continue;
        if (fabs(told->value - 13 * 24) < 1e-6) {
            whole++;
            continue;
        }
        assert_true(told->value < 13 * 24);
        const struct bf_told *back = fixture_find(&f, k, told->who, BF_STEP_RETURNS);
        assert_true(back != NULL);
        assert_same_double(back->at_h, told->at_h);
        cut++;
    }
    /* 0.13 are back within 13 days */
    double share = cut / (double)(whole + cut);
    assert_close(share, 0.13, 4.5 * sqrt(0.13 * 0.87 / (whole + cut)));
    fixture_close(&f);
}

static void who_has_it_needs_other_care_hours(void **state)
{
    (void)state;
#define VISITS                                                                                     \
    " visits: { kind = \"caseload\"; hours = \"9000 h/week\"; first_visits = \"14 h/week\"; "      \
    "last_visits = \"7 h/week\"; stay = { shape = \"constant\"; mean = \"5 days\"; }; then = ( { " \
    "to = \"home\"; } ); }; };"
    struct fixture with, without;
    fixture_text(&with, PERIOD "services: {" WARD("to = \"visits\"; beside = { alarm = 1.0; };")
                            ALARM("places = 100000;", "1 day", "visits_factor = 0.35;") VISITS);
    fixture_text(&without, PERIOD "services: {" WARD("to = \"visits\";") VISITS);
    fixture_run(&with, 4);
    fixture_run(&without, 4);
    assert_close_relative(fixture_scalar(&with, "visits", "hours_booked"),
                          0.35 * fixture_scalar(&without, "visits", "hours_booked"), 0.005);
    assert_close_relative(fixture_scalar(&with, "visits", "started"),
                          fixture_scalar(&without, "visits", "started"), 0.005);
    fixture_close(&with);
    fixture_close(&without);
}

/* A market: fitted after its lead time, at most so many a week. */
static void a_market_fits_so_many_a_week_after_its_lead_time(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD "services: {" WARD(
            "to = \"home\"; beside = { alarm = 0.5; };") " alarm: { kind = \"market\"; lead_time = "
                                                         "{ shape = \"constant\"; mean = \"31 "
                                                         "h\"; }; weekly_limit = 12; stay = { mean "
                                                         "= \"40 days\"; }; }; };");
    fixture_follow(&f, 1);
    uint32_t began = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_WITH) continue;
        bool left = false;
        for (size_t j = k; j-- > 0 && f.story.told[j].at_h > told->at_h - 31.5 && !left;)
            left = f.story.told[j].who == told->who && f.story.told[j].step == BF_STEP_HOME &&
                   fabs(told->at_h - 31 - f.story.told[j].at_h) < 1e-6;
        assert_true(left);
        began++;
    }
    /* 12 a week over 830 days, but for those who are back within the 31 hours */
    assert_in_range(began, (uint32_t)(0.96 * 12 * 830 / 7), 12 * 120);
    fixture_close(&f);
}

static void what_can_not_be_had_beside_is_refused(void **state)
{
    (void)state;
    struct fixture f;
    assert_false(
        fixture_try(&f, PERIOD "services: {" WARD("to = \"home\"; beside = { ward = 0.5; };") "};",
                    "given.cfg", NULL, 0));
    bool said = false;
    for (size_t k = 0; k < f.faults.count; k++)
        said = said ||
               strstr(f.faults.fault[k].err.what, "expected a market or a caseload with places");
    assert_true(said);
    fixture_close(&f);
}

static void each_of_several_has_a_share_of_its_own(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "services: {" WARD("to = \"home\"; beside = { alarm = 0.29; walker = 0.83; };") ALARM(
            "places = 100000;", "5 days",
            "") " walker: { kind = \"caseload\"; places = 100000; setting = \"home\"; stay = { "
                "mean = \"5 days\"; }; }; };");
    fixture_follow(&f, 1);
    uint32_t ward = fixture_service(&f, "ward"), alarm = fixture_service(&f, "alarm");
    uint32_t left = 0, alarms = 0, walkers = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        left += told->step == BF_STEP_LEAVES && told->service == ward;
        alarms += told->step == BF_STEP_WITH && told->service == alarm;
        walkers += told->step == BF_STEP_WITH && told->service != alarm;
    }
    assert_true(left > 10000);
    assert_close(alarms / (double)left, 0.29, 4.5 * sqrt(0.29 * 0.71 / left));
    assert_close(walkers / (double)left, 0.83, 4.5 * sqrt(0.83 * 0.17 / left));
    fixture_close(&f);
}

/* Four days of visits, and thirteen with the alarm: at home they still have the one from before. */
static void who_has_it_does_not_get_another(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 PERIOD "services: {" WARD("to = \"visits\"; beside = { alarm = 1.0; };") ALARM(
                     "places = 100000;", "13 days",
                     "") " visits: { kind = \"caseload\"; places = 100000; stay = { shape = "
                         "\"constant\"; mean = \"4 days\"; }; then = ( { to = \"home\"; beside = { "
                         "alarm = 1.0; }; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t began = 0;
    for (size_t k = 0; k < f.story.count && began < 2000; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_WITH) continue;
        began++;
        const struct bf_told *next = fixture_find(&f, k + 1, told->who, BF_STEP_WITH);
        const struct bf_told *ends = fixture_find(&f, k + 1, told->who, BF_STEP_WITH_ENDS);
        if (next != NULL) assert_true(ends != NULL && ends->at_h <= next->at_h);
    }
    assert_int_equal(began, 2000);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_changes_the_hazard_while_it_is_had),
        cmocka_unit_test(nobody_waits_for_it),
        cmocka_unit_test(it_lasts_its_own_stay_unless_its_person_is_admitted),
        cmocka_unit_test(who_has_it_needs_other_care_hours),
        cmocka_unit_test(a_market_fits_so_many_a_week_after_its_lead_time),
        cmocka_unit_test(what_can_not_be_had_beside_is_refused),
        cmocka_unit_test(each_of_several_has_a_share_of_its_own),
        cmocka_unit_test(who_has_it_does_not_get_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
