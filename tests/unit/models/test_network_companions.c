/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which services may be used together with a place, and what they need. */
#include "unit.h"

#include "model_fixture.h"

#define HEAD                                                                                       \
    "format = 1; period = { from = \"2021-01-01\"; to = \"2021-12-31\"; };"                        \
    "demand: { falls: { rate = \"2.4 per day\"; enter = ( { to = \"ward\"; } ); }; };"
#define WARD(way)                                                                                  \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"2 "        \
    "days\"; }; then = ( { " way " } ); };"
#define PACKAGE                                                                                    \
    " package: { kind = \"caseload\"; places = 30; stay = { mean = \"5 days\"; }; then = ( { to "  \
    "= \"home\"; } ); };"
#define THERAPY                                                                                    \
    " therapy: { kind = \"caseload\"; hours = \"90 h/week\"; first_visits = \"9 h/week\"; "        \
    "last_visits = \"5 h/week\"; };"

static void expect_fault(const char *text, const char *path, const char *says)
{
    struct fixture f;
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    if (fixture_faults(&f, path, says) == 0)
        fail_msg("expected a fault at %s that says \"%s\"", path, says);
    fixture_close(&f);
}

static void a_companion_needs_no_stay_and_no_ways_of_its_own(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, HEAD "services: {" WARD("to = \"package\"; with = { therapy = 0.5; };")
                         PACKAGE THERAPY "};");
    assert_int_equal(f.faults.count, 0);
    fixture_close(&f);
}

static void its_load_is_that_of_the_stays_in_the_place(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, HEAD "services: {" WARD("to = \"package\"; with = { therapy = 0.5; };")
                         PACKAGE THERAPY "};");
    struct bf_load load[3];
    double emergencies, back;
    assert_true(bf_network_load(&f.model.network, load, &emergencies, &back));
    const struct bf_load *therapy = &load[fixture_service(&f, "therapy")];
    assert_close(therapy->arrivals_per_day, 1.2, 1e-9);
    assert_close(therapy->offered, 1.2 * 5 * 7 / 7.0, 1e-9); /* 6 people, an hour a day each */
    assert_close(therapy->capacity, 90 / 7.0, 1e-9);
    fixture_close(&f);
}

static void what_can_not_be_used_together_is_refused_in_words(void **state)
{
    (void)state;
    expect_fault(HEAD "services: {" WARD("to = \"package\"; with = { therapie = 0.5; };")
                     PACKAGE THERAPY "};",
                 "services.ward.then[0].with.therapie", "did you mean \"therapy\"?");
    expect_fault(HEAD "services: {" WARD("to = \"package\"; with = { package = 0.5; };")
                     PACKAGE THERAPY "};",
                 "services.ward.then[0].with.package", "other than the one gone to");
    expect_fault(HEAD "services: {" WARD("to = \"home\"; with = { therapy = 0.5; };") THERAPY "};",
                 "services.ward.then[0].with", "expected a way to a service");
    expect_fault(HEAD "services: {" WARD("to = \"package\"; with = { ward = 0.5; };") PACKAGE "};",
                 "services.ward.then[0].with.ward", "setting is home");
    expect_fault(HEAD "services: {" WARD("to = \"package\"; with = { nurses = 0.5; };") PACKAGE
                 " nurses: { kind = \"team\"; staff = 2; stay = { mean = \"1 h\"; }; then = ( { to "
                 "= \"home\"; } ); }; };",
                 "services.ward.then[0].with.nurses", "kind caseload or beds");
    expect_fault(HEAD "services: {" WARD("to = \"package\"; with = { therapy = 0.5; }; or = ( { to "
                                         "= \"b\"; keeps_claim = true; } );") PACKAGE THERAPY
                 " b: { kind = \"beds\"; beds = 3; stay = { mean = \"1 day\"; }; then = ( { to = "
                 "\"home\"; } ); }; };",
                 "services.ward.then[0].or[0].keeps_claim", "no keeps_claim");
}

static void a_way_in_has_none(void **state)
{
    (void)state;
    expect_fault("format = 1; period = { from = \"2021-01-01\"; to = \"2021-12-31\"; };"
                 "demand: { falls: { rate = \"2.4 per day\"; enter = ( { to = \"package\"; with = "
                 "{ therapy = 0.5; }; } ); }; }; services: {" PACKAGE THERAPY "};",
                 "demand.falls.enter", "no `with` on a way into the system");
}

static void who_goes_there_as_well_needs_a_stay_and_a_way_on(void **state)
{
    (void)state;
    const char *text = HEAD "services: {" WARD(
        "to = \"package\"; with = { therapy = 0.5; }; or = ( { to = \"therapy\"; } );")
        PACKAGE THERAPY "};";
    expect_fault(text, "services.therapy", "expected a `stay`");
    expect_fault(text, "services.therapy", "expected where people go next");
}

static void several_are_reached_each(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, HEAD
                 "services: {" WARD("to = \"package\"; with = { therapy = 0.5; nurse = 0.2; };")
                     PACKAGE THERAPY " nurse: { kind = \"caseload\"; hours = \"90 h/week\"; "
                                     "first_visits = \"7 h/week\"; last_visits = \"7 h/week\"; };"
                                     " };");
    fixture_show(&f.faults);
    assert_int_equal(f.faults.count, 0);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_companion_needs_no_stay_and_no_ways_of_its_own),
        cmocka_unit_test(its_load_is_that_of_the_stays_in_the_place),
        cmocka_unit_test(what_can_not_be_used_together_is_refused_in_words),
        cmocka_unit_test(a_way_in_has_none),
        cmocka_unit_test(who_goes_there_as_well_needs_a_stay_and_a_way_on),
        cmocka_unit_test(several_are_reached_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
