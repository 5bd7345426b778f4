/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"
#include "table_loader.h"

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

/* ---- the same people in every option ---------------------------------------------------- */

#define ROOT                                                                                       \
    "format = 1; period = { from = \"2021-01-04\"; to = \"2021-05-31\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"                                                          \
    "demand: { falls: { rate = \"17.3 per day\"; contains_readmissions = true;"                    \
    "   enter = ( { to = \"ward\"; } ); offer = { to = \"response\"; share = 0.21; }; }; };"       \
    "services: {"                                                                                  \
    " response: { kind = \"team\"; staff = 90; stay = { mean = \"2 hours\"; };"                    \
    "   then = ( { to = \"home\"; } ); };"                                                         \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"4 "        \
    "days\"; };"                                                                                   \
    "   then = ( { to = \"home\"; } ); after_discharge = { readmission = { days = [\"30 days\"];"  \
    "   share = [0.137]; }; }; }; };"
#define MORE_RESPONSE                                                                              \
    "format = 1; extends = \"root.cfg\"; demand: { falls: { offer = { share = 0.55; }; }; };"
static const struct table_text family[] = {
    {"root.cfg", ROOT}, {"more.cfg", MORE_RESPONSE}, {NULL, NULL}};

static double scale_of(const char *file, const struct bf_setting set[], size_t count)
{
    struct bf_model model;
    struct bf_faults faults = {.errors = 0};
    struct bf_loader loader = table_loader(family);
    if (!bf_model_load(&model, file, &loader, set, count, &faults)) {
        fixture_show(&faults);
        fail_msg("%s does not load", file);
    }
    double scale = model.network.stream_scale[0];
    bf_faults_free(&faults);
    bf_model_free(&model);
    return scale;
}

static void an_option_that_avoids_more_has_the_people_of_the_root(void **state)
{
    (void)state;
    /* admissions are 0.79 of first presentations, times 1 / (1 - 0.137 ...) with readmissions */
    double root = scale_of("root.cfg", NULL, 0);
    assert_close(root, (1 - 0.137) / 0.79, 1e-3);
    assert_same_double(scale_of("more.cfg", NULL, 0), root);
    struct bf_setting set[] = {{"demand.falls.offer.share", "0.55"},
                               {"services.ward.after_discharge.readmission.share[0]", "0.3"}};
    assert_same_double(scale_of("root.cfg", set, 2), root);
    assert_same_double(scale_of("more.cfg", set + 1, 1), root);
}

static void a_total_of_its_own_can_be_stated(void **state)
{
    (void)state;
    struct bf_setting set[] = {{"demand.falls.first_presentations", "0.731"}};
    assert_same_double(scale_of("more.cfg", set, 1), 0.731);
}

static void the_resolved_text_has_the_same_people(void **state)
{
    (void)state;
    struct bf_model model, again;
    struct bf_faults faults = {.errors = 0};
    struct bf_loader loader = table_loader(family);
    assert_true(bf_model_load(&model, "more.cfg", &loader, NULL, 0, &faults));
    struct table_text alone[] = {{"alone.cfg", model.scenario.resolved}, {NULL, NULL}};
    struct bf_loader other = table_loader(alone);
    assert_true(bf_model_load(&again, "alone.cfg", &other, NULL, 0, &faults));
    assert_same_double(again.network.stream_scale[0], model.network.stream_scale[0]);
    assert_string_equal(again.scenario.sha256, model.scenario.sha256);
    bf_faults_free(&faults);
    bf_model_free(&model);
    bf_model_free(&again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(faults_of_the_model_come_with_file_and_line),
        cmocka_unit_test(an_option_that_avoids_more_has_the_people_of_the_root),
        cmocka_unit_test(a_total_of_its_own_can_be_stated),
        cmocka_unit_test(the_resolved_text_has_the_same_people),
        cmocka_unit_test(faults_of_reading_and_of_the_model_come_together),
        cmocka_unit_test(settings_from_outside_change_the_model),
        cmocka_unit_test(a_file_that_is_missing_is_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
