/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Services used together with a place: all at once or none, in the order in which people asked. */
#include "unit.h"

#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-01-01\"; to = \"2022-12-31\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"
#define DEMAND "demand: { falls: { rate = \"2.3 per day\"; enter = ( { to = \"ward\"; } ); }; };"
#define WARD(way, after)                                                                           \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"2 "        \
    "days\"; }; then = ( { to = \"package\"; " way " } ); " after " };"
#define PACKAGE(places)                                                                            \
    " package: { kind = \"caseload\"; places = " places "; stay = { mean = \"8.5 days\"; };"       \
    "   waiting_counts_as = { reason = \"E\"; }; then = ( { to = \"home\"; } ); };"
#define THERAPY(capacity)                                                                          \
    " therapy: { kind = \"caseload\"; " capacity " waiting_counts_as = { reason = \"C\"; }; };"

/* Who uses `name` at each step of the story: at most so many, and each of them is in the package.
 * Returns how often it began. */
static uint32_t check_use(const struct fixture *f, const char *name, int32_t most)
{
    uint32_t service = fixture_service(f, name), package = fixture_service(f, "package");
    uint32_t began = 0;
    int32_t now = 0;
    for (size_t k = 0; k < f->story.count; k++) {
        const struct bf_told *told = &f->story.told[k];
        if (told->service != service) continue;
        if (told->step == BF_STEP_WITH_ENDS) now--;
        if (told->step != BF_STEP_WITH) continue;
        began++;
        assert_true(++now <= most);
        assert_int_equal(told->other, package);
        size_t before = k;
        while (f->story.told[before].who != told->who ||
               f->story.told[before].step != BF_STEP_STARTS)
            before--;
        assert_int_equal(f->story.told[before].service, package);
        assert_same_double(f->story.told[before].at_h, told->at_h);
    }
    return began;
}

static void both_begin_at_the_move_and_end_when_the_person_is_ready(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND "services: {" WARD("with = { therapy = 0.4; };", "")
                         PACKAGE("21") THERAPY("places = 9;") "};");
    fixture_follow(&f, 3);
    uint32_t began = check_use(&f, "therapy", 9), ended = 0;
    assert_in_range(began, 560, 780); /* 0.4 of 2.3 a day over 790 days is 727, some still wait */
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_WITH_ENDS) continue;
        const struct bf_told *left = fixture_find(&f, k > 4 ? k - 4 : 0, told->who, BF_STEP_HOME);
        assert_true(left != NULL);
        assert_close(left->at_h, told->at_h, 1e-9);
        ended++;
    }
    assert_true(ended > 500);
    fixture_close(&f);
}

/* Everybody needs both, so they go in the order in which they asked. */
static void who_asked_first_goes_first(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND "services: {" WARD("with = { therapy = 1.0; };", "")
                         PACKAGE("30") THERAPY("places = 20;") "};");
    fixture_follow(&f, 1);
    double asked_h = 0;
    uint32_t granted = 0, waited = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_GRANTED || told->service != fixture_service(&f, "package"))
            continue;
        assert_true(told->at_h - told->value >= asked_h - 1e-6);
        asked_h = told->at_h - told->value;
        granted++;
        waited += told->value > 0.5;
    }
    assert_true(granted > 1000 && waited > 300);
    fixture_close(&f);
}

/* Nobody holds a package for want of therapy: those who need none go past. */
static void nothing_is_held_for_those_who_lack_the_other(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND "services: {" WARD("with = { therapy = 0.5; };", "")
                         PACKAGE("60") THERAPY("places = 3;") "};");
    fixture_run(&f, 1);
    /* half of them never wait; the others wait for three places of therapy, which is too few */
    assert_true(fixture_scalar(&f, "therapy", "waiting_mean") > 100);
    assert_close(fixture_scalar(&f, "therapy", "occupied_mean"), 3, 0.05);
    assert_close(fixture_scalar(&f, "package", "occupied_mean"), 1.15 * 8.5 + 3, 1.2);
    assert_true(fixture_of(&f, "system", "reason:C", "delayed_days") > 0);
    assert_same_double(fixture_of(&f, "system", "reason:E", "delayed_days"), 0);
    fixture_close(&f);
}

static void a_further_preference_is_taken_without_them(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD DEMAND "services: {" WARD(
            "with = { therapy = 0.5; }; or = ( { to = \"bed\"; after = \"3 days\"; } );", "")
            PACKAGE("60") THERAPY(
                "places = 3;") " bed: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"
                               "   stay = { mean = \"9 days\"; }; then = ( { to = \"home\"; } ); "
                               "}; };");
    fixture_follow(&f, 1);
    uint32_t bed = fixture_service(&f, "bed"), beds = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_GRANTED || told->service != bed) continue;
        assert_close(told->value, 72, 1e-6);
        beds++;
    }
    assert_true(beds > 300 && check_use(&f, "therapy", 3) > 150);
    assert_true(fixture_scalar(&f, "therapy", "waiting_mean") < 4);
    fixture_close(&f);
}

static void hours_of_a_companion_are_booked_over_the_stay_in_the_place(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND
                 "services: {" WARD("with = { therapy = 1.0; };",
                                    "") " package: { kind = \"caseload\"; places = 90; stay = { "
                                        "shape = \"constant\"; mean = "
                                        "\"7 days\"; }; then = ( { to = \"home\"; } ); };" THERAPY(
                                            "hours = \"60 h/week\"; first_visits = \"5 h/week\"; "
                                            "last_visits = \"1 h/week\";") "};");
    fixture_run(&f, 1);
    /* 3 hours each, 2.3 people a day: 6.9 of 8.57 hours a day, and never more than there are */
    assert_close(fixture_scalar(&f, "therapy", "hours_booked"), 6.9 * 730, 300);
    assert_same_double(fixture_scalar(&f, "therapy", "hours_short"), 0);
    assert_true(fixture_of(&f, "package", "all", "wait_mean") > 1);
    fixture_close(&f);
}

static void who_is_readmitted_gives_them_back(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND "services: {" WARD(
                         "with = { therapy = 1.0; };",
                         "after_discharge = { readmission = { days = [\"20 days\"]; "
                         "share = [0.5]; }; };") PACKAGE("60") THERAPY("places = 40;") "};");
    fixture_follow(&f, 1);
    uint32_t package = fixture_service(&f, "package"), back = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_RETURNS || told->other != package) continue;
        size_t before = k;
        while (f.story.told[before].who != told->who ||
               f.story.told[before].step != BF_STEP_WITH_ENDS)
            before--;
        assert_same_double(f.story.told[before].at_h, told->at_h);
        back++;
    }
    assert_true(back > 100);
    fixture_close(&f);
}

/* Two beds exchange people who also need a third service: when that is short, they wait for it, and
 * then go. */
static void people_on_a_cycle_go_when_the_other_service_has_room(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "demand: { x: { rate = \"1 per day\"; enter = ( { to = \"a\"; } ); };"
        " y: { rate = \"0.8 per day\"; enter = ( { to = \"b\"; } ); };"
        " z: { rate = \"0.7 per day\"; enter = ( { to = \"therapy\"; } ); }; };"
        "services: { a: { kind = \"beds\"; beds = 1; queue_limit = 0; setting = \"acute\";"
        "   stay = { mean = \"15 h\"; }; then = ( { to = \"b\"; with = { therapy = 1.0; }; } ); };"
        " b: { kind = \"beds\"; beds = 1; queue_limit = 0; setting = \"non-acute\";"
        "   stay = { mean = \"13 h\"; }; then = ( { to = \"a\"; share = 0.7; with = { therapy = "
        "0.6; }; }, { to = \"home\"; share = 0.3; } ); };"
        " therapy: { kind = \"caseload\"; places = 2; queue_limit = 0; stay = { mean = \"20 h\"; "
        "}; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    double before_h[2] = {0, 0};
    uint32_t starts = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_STARTS || told->service > 1) continue;
        assert_true(told->at_h - before_h[told->service] < 30 * 24); /* nobody stalls */
        before_h[told->service] = told->at_h;
        starts++;
    }
    assert_true(starts > 500);
    assert_true(fixture_scalar(&f, "system", "exchanges") > 20);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(both_begin_at_the_move_and_end_when_the_person_is_ready),
        cmocka_unit_test(who_asked_first_goes_first),
        cmocka_unit_test(nothing_is_held_for_those_who_lack_the_other),
        cmocka_unit_test(a_further_preference_is_taken_without_them),
        cmocka_unit_test(hours_of_a_companion_are_booked_over_the_stay_in_the_place),
        cmocka_unit_test(who_is_readmitted_gives_them_back),
        cmocka_unit_test(people_on_a_cycle_go_when_the_other_service_has_room),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
