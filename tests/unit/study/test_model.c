/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

static const char small[] =
    "format = 1;\n"
    "period = { from = \"2021-01-04\"; to = \"2021-01-31\"; follow_up = \"0 days\"; };\n"
    "start = { warm_up = \"14 days\"; };\n"
    "demand: { people: { rate = \"3.7 per day\"; enter = ( { to = \"ward\"; } ); }; };\n"
    "services: {\n"
    "  ward: { kind = \"beds\"; beds = 17; setting = \"acute\"; stay = { mean = \"2.9 days\"; };\n"
    "    then = ( { to = \"home\"; share = 0.7; }, { to = \"wrad\"; share = 0.4; } ); };\n"
    "};\n";

static void faults_of_the_model_come_with_file_and_line(void **state)
{
    (void)state;
    struct fixture f;
    assert_false(fixture_try(&f, small, "given.cfg", NULL, 0));
    assert_true(f.faults.errors >= 2);
    bool unknown = false, shares = false;
    for (size_t i = 0; i < f.faults.count; i++) {
        const struct bf_err *err = &f.faults.fault[i].err;
        if (strstr(err->what, "did you mean \"ward\"")) unknown = err->where.line == 7;
        if (strstr(err->what, "add to 1")) shares = err->where.line == 7;
        assert_string_equal(err->where.file, "given.cfg");
    }
    assert_true(unknown);
    assert_true(shares);
    fixture_close(&f);
}

static void faults_of_reading_and_of_the_model_come_together(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_setting set[] = {{"services.ward.stay.mean", "2.9 dayz"}};
    assert_false(fixture_try(&f, small, "given.cfg", set, 1));
    bool unit = false, unknown = false;
    for (size_t i = 0; i < f.faults.count; i++) {
        unit = unit || strstr(f.faults.fault[i].err.what, "dayz");
        unknown = unknown || strstr(f.faults.fault[i].err.what, "did you mean \"ward\"");
        /* the missing mean is not reported again as a missing stay */
        assert_null(strstr(f.faults.fault[i].err.what, "expected a distribution"));
    }
    assert_true(unit);
    assert_true(unknown);
    fixture_close(&f);
}

static void settings_from_outside_change_the_model(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_setting set[] = {{"services.ward.then[1].to", "home"},
                               {"services.ward.then[1].share", "0.3"},
                               {"services.ward.beds", "23"}};
    assert_true(fixture_try(&f, small, "given.cfg", set, 3));
    assert_int_equal((int)f.model.network.numbers.service[0].places, 23);
    fixture_close(&f);
}

static void a_file_that_is_missing_is_named(void **state)
{
    (void)state;
    struct fixture f;
    assert_false(fixture_try(&f, NULL, "nowhere/at-all.cfg", NULL, 0));
    assert_true(f.faults.errors == 1);
    char line[1200];
    bf_err_render(&f.faults.fault[0].err, line, sizeof line);
    assert_contains(line, "nowhere/at-all.cfg");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_of_the_model_come_with_file_and_line),
        cmocka_unit_test(faults_of_reading_and_of_the_model_come_together),
        cmocka_unit_test(settings_from_outside_change_the_model),
        cmocka_unit_test(a_file_that_is_missing_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
