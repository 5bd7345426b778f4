/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What compiling refuses, and in which words. The changes and purchases of a scenario are here too.
 */
#include "unit.h"

#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; };"                        \
    "start = { warm_up = \"0 days\"; };"
#define DEMAND "demand: { people: { rate = \"2.3 per day\"; enter = ( { to = \"ward\"; } ); }; };"
#define WARD(inside)                                                                               \
    "services: { ward: { kind = \"beds\"; beds = 20; setting = \"acute\"; stay = { mean = \"3 "    \
    "days\"; };"                                                                                   \
    "   then = ( { to = \"home\"; } ); " inside " }; };"

static void expect_fault(const char *text, const char *path, const char *what)
{
    struct fixture f;
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    if (fixture_faults(&f, path, what) == 0)
        fail_msg("no fault at %s that says \"%s\"", path, what);
    fixture_close(&f);
}

static void names_that_lead_nowhere_are_told_with_the_nearest(void **state)
{
    (void)state;
    expect_fault(
        PERIOD
        "demand: { people: { rate = \"2 per day\"; enter = ( { to = \"wrad\"; } ); }; };" WARD(""),
        "demand.people.enter[0].to", "did you mean \"ward\"");
    expect_fault(PERIOD DEMAND WARD("gives_up_to = \"nowhere\";"), "services.ward.gives_up_to",
                 "expected the name of a service");
}

static void outliers_come_from_other_beds_of_the_same_setting(void **state)
{
    (void)state;
    expect_fault(PERIOD DEMAND WARD("outliers_from = \"ward\";"), "services.ward.outliers_from",
                 "expected other beds of the same setting");
    expect_fault(PERIOD DEMAND WARD("outliers_from = \"wrad\";"), "services.ward.outliers_from",
                 "did you mean \"ward\"");
}

static void tasks_on_a_way_in_are_refused(void **state)
{
    (void)state;
    expect_fault(PERIOD "tasks: { kit: { reason = \"F\"; duration = { mean = \"2 h\"; }; }; };"
                        "demand: { people: { rate = \"2 per day\";"
                        "   enter = ( { to = \"ward\"; needs = { kit = 0.3; }; } ); }; };" WARD(""),
                 "demand.people.enter", "tasks come between");
}

static void shares_that_do_not_add_to_1_are_told_with_the_difference(void **state)
{
    (void)state;
    expect_fault(
        PERIOD
        "demand: { people: { rate = \"2 per day\"; enter = ( { to = \"ward\"; share = 0.5; },"
        " { to = \"left\"; share = 0.3; } ); }; };" WARD(""),
        "demand.people.enter", "+0.2");
}

static void dates_the_wrong_way_round_are_refused(void **state)
{
    (void)state;
    expect_fault(
        "format = 1; period = { from = \"2021-11-30\"; to = \"2021-11-01\"; };" DEMAND WARD(""),
        "period.to", "the dates are reversed");
    expect_fault(PERIOD DEMAND WARD("") "changes: { x: { what = \"services.ward.beds\"; add = 1;"
                                        " from = \"2021-11-09\"; to = \"2021-11-08\"; }; };",
                 "changes.x", "reversed");
}

static void a_service_without_capacity_or_stay_is_refused(void **state)
{
    (void)state;
    expect_fault(PERIOD DEMAND "services: { ward: { kind = \"beds\"; stay = { mean = \"3 days\"; };"
                               " then = ( { to = \"home\"; } ); }; };",
                 "services.ward", "received neither");
    expect_fault(PERIOD DEMAND "services: { ward: { kind = \"beds\"; beds = 3;"
                               " then = ( { to = \"home\"; } ); }; };",
                 "services.ward.stay", "expected a distribution");
    expect_fault(PERIOD DEMAND
                 "services: { ward: { kind = \"caseload\"; hours = \"30 hours per week\";"
                 " stay = { mean = \"3 days\"; }; then = ( { to = \"home\"; } ); }; };",
                 "services.ward", "first_visits");
    expect_fault(
        PERIOD DEMAND
        "services: { ward: { kind = \"beds\"; beds = 3; stay = { mean = \"3 days\"; }; }; };",
        "services.ward.then", "expected where people go next");
    expect_fault(PERIOD DEMAND WARD("discharges = \"never\";"), "services.ward.discharges",
                 "nobody could ever move");
}

static void a_stay_that_no_distribution_has_is_refused(void **state)
{
    (void)state;
    expect_fault(PERIOD DEMAND "services: { ward: { kind = \"beds\"; beds = 3; stay = { shape ="
                               " \"lognormal\"; mean = \"3 days\"; median = \"5 days\"; };"
                               " then = ( { to = \"home\"; } ); }; };",
                 "services.ward.stay", "median");
}

static void a_text_of_two_lines_is_refused(void **state)
{
    (void)state;
    expect_fault(PERIOD DEMAND WARD("about = \"one\\nand two\";"), "services.ward.about",
                 "one line of text");
}

/* What the reader refused is told once, and looked at no further. */
static void a_shape_that_there_is_not_is_told_with_the_nearest(void **state)
{
    (void)state;
    expect_fault(
        PERIOD DEMAND WARD("process = { shape = \"lggnormal\"; mean = \"5 h\"; cv = 1.1; };"),
        "services.ward.process.shape", "did you mean \"lognormal\"");
    expect_fault(PERIOD DEMAND WARD("") "tasks: { kit: { reason = \"F\"; duration = { shape = "
                                        "\"gama\"; mean = \"5 h\"; cv = 1.1; }; }; };",
                 "tasks.kit.duration.shape", "did you mean \"gamma\"");
}

static void no_demand_is_refused(void **state)
{
    (void)state;
    expect_fault(PERIOD "demand: { };" WARD(""), "demand", "at least one stream");
}

static void words_of_the_system_name_no_service(void **state)
{
    (void)state;
    expect_fault(PERIOD
                 "demand: { people: { rate = \"2 per day\"; enter = ( { to = \"home\"; } ); }; };"
                 "services: { home: { kind = \"beds\"; beds = 3; stay = { mean = \"3 days\"; };"
                 " then = ( { to = \"left\"; } ); }; };",
                 "services.home", "own word");
}

static void tasks_and_classes_must_exist(void **state)
{
    (void)state;
    expect_fault(PERIOD DEMAND
                 "tasks: { assess: { reason = \"A\"; duration = { mean = \"1 day\"; }; }; };"
                 "services: { ward: { kind = \"beds\"; beds = 20; stay = { mean = \"3 days\"; };"
                 " then = ( { to = \"home\"; needs = { asess = 0.5; }; } ); }; };",
                 "services.ward.then[0].needs.asess", "did you mean \"assess\"");
    expect_fault(PERIOD DEMAND WARD("by_class = { old = { stay_factor = 2; }; };"),
                 "services.ward.by_class.old", "expected the name of a class");
    expect_fault(PERIOD DEMAND "tasks: { assess: { reason = \"A\"; }; };" WARD(""), "tasks.assess",
                 "received neither");
}

static void a_change_must_name_a_number_that_can_vary(void **state)
{
    (void)state;
    expect_fault(PERIOD DEMAND WARD("") "changes: { x: { what = \"services.ward.bed\"; add = 1;"
                                        " from = \"2021-11-09\"; }; };",
                 "changes.x.what", "did you mean \"services.ward.beds\"");
    expect_fault(PERIOD DEMAND WARD("") "changes: { x: { what = \"services.ward.label\"; add = 1;"
                                        " from = \"2021-11-09\"; }; };",
                 "changes.x.what", "expected the path of a number");
    expect_fault(PERIOD DEMAND WARD("") "changes: { x: { what = \"limits.patients\"; add = 1;"
                                        " from = \"2021-11-09\"; }; };",
                 "changes.x.what", "holds for the whole run");
    expect_fault(PERIOD DEMAND WARD("") "changes: { x: { what = \"services.ward.beds\"; add = 1;"
                                        " factor = 2; from = \"2021-11-09\"; }; };",
                 "changes.x.what", "several");
    expect_fault(PERIOD DEMAND WARD("") "changes: { x: { what = \"services.ward.beds\";"
                                        " set = \"3 days\"; from = \"2021-11-09\"; }; };",
                 "changes.x.what", "set:");
    expect_fault(
        PERIOD DEMAND WARD("") "changes: { x: { what = \"services.ward.patience\"; add = \"1 h\";"
                               " from = \"2021-11-09\"; }; };",
        "changes.x.what", "services.ward.patience");
}

static void a_total_stay_used_as_ready_stay_is_a_warning(void **state)
{
    (void)state;
    struct fixture f;
    assert_true(fixture_try(
        &f,
        PERIOD DEMAND
        "services: { ward: { kind = \"beds\"; beds = 20; observed_stay = { mean = \"3 days\"; };"
        " then = ( { to = \"home\"; } ); }; };",
        "given.cfg", NULL, 0));
    bool told = false;
    for (size_t i = 0; i < f.faults.count; i++)
        told = told || strstr(f.faults.fault[i].err.what, "counted twice");
    assert_true(told);
    fixture_close(&f);
}

static void a_census_knows_its_settings(void **state)
{
    (void)state;
    expect_fault(PERIOD DEMAND WARD("") "census: { mine: { settings = [\"acut\"]; }; };",
                 "census.mine.settings", "received \"acut\"");
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND WARD(
                         "") "census: { mine: { settings = [\"care home\"]; hour = \"8 h\"; }; };");
    assert_true(f.model.network.census[0].setting[BF_SETTING_CARE_HOME]);
    assert_false(f.model.network.census[0].setting[BF_SETTING_ACUTE]);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_that_lead_nowhere_are_told_with_the_nearest),
        cmocka_unit_test(outliers_come_from_other_beds_of_the_same_setting),
        cmocka_unit_test(tasks_on_a_way_in_are_refused),
        cmocka_unit_test(shares_that_do_not_add_to_1_are_told_with_the_difference),
        cmocka_unit_test(dates_the_wrong_way_round_are_refused),
        cmocka_unit_test(a_service_without_capacity_or_stay_is_refused),
        cmocka_unit_test(a_stay_that_no_distribution_has_is_refused),
        cmocka_unit_test(a_text_of_two_lines_is_refused),
        cmocka_unit_test(a_shape_that_there_is_not_is_told_with_the_nearest),
        cmocka_unit_test(no_demand_is_refused),
        cmocka_unit_test(words_of_the_system_name_no_service),
        cmocka_unit_test(tasks_and_classes_must_exist),
        cmocka_unit_test(a_change_must_name_a_number_that_can_vary),
        cmocka_unit_test(a_total_stay_used_as_ready_stay_is_a_warning),
        cmocka_unit_test(a_census_knows_its_settings),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
