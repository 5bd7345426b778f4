/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_calibration.h"

#include "bedflow/report/calibrated.h"

#include "table_loader.h"

static const struct bf_given *given_of(const struct bf_model *model, const char *path)
{
    const struct bf_given *given = bf_bound_find(&model->scenario.bound, path);
    assert_non_null(given);
    return given;
}

static void the_scenario_extends_runs_and_carries_its_evidence(void **state)
{
    (void)state;
    struct example e;
    struct bf_text out = {.bytes = NULL};
    struct bf_model model;
    struct bf_faults faults = {.count = 0};
    static const struct bf_setting set[] = {
        {"services.ward.stay.mean", "9 days"}, {"period.to", "2021-02-07"},
        {"services.ward.beds", "7"},           {"demand.people.rate", "8.5 per day"},
        {"demand.people.growth", "-0.0385"},   {"seasons_differ", "false"}};
    example_begin(&e, well_known);
    e.view.set = set;
    e.view.set_count = UNIT_COUNT(set);
    e.view.extends = "given.cfg";
    bf_calibrated_scenario(&e.view, &out);
    const struct table_text texts[] = {
        {"calibrated.cfg", out.bytes}, {"given.cfg", bench_text}, {NULL, NULL}};
    struct bf_loader loader = table_loader(texts);
    if (!bf_model_load(&model, "calibrated.cfg", &loader, NULL, 0, &faults)) {
        fixture_show(&faults);
        fail_msg("%s", out.bytes);
    }
    const struct bf_given *stay = given_of(&model, "services.ward.stay.mean");
    assert_string_equal(stay->text, "3.914 days");
    assert_close(stay->low, 3.274 * 24, 1e-9);
    assert_close(stay->high, 4.661 * 24, 1e-9);
    assert_contains(stay->source,
                    "fitted to seen.csv, 2021-01-04 to 2021-01-31: admissions (E\"16)");
    const struct bf_given *beds = given_of(&model, "services.ward.beds");
    assert_close(beds->low, 253, 0);
    assert_close(beds->high, 400, 0);
    assert_string_equal(model.care->title, "Ward \"A\", calibrated");
    assert_int_equal(model.measures.catalogue.day_count, 35);
    const struct bf_stream *people = model.care->demand.item;
    assert_close(people->rate, 8.5 / 24, 1e-12);
    assert_close(people->growth, -0.0385, 0);
    assert_contains(out.bytes, "growth = -0.0385;");
    assert_false(model.care->seasons_differ);
    bf_model_free(&model);
    bf_faults_free(&faults);
    bf_text_free(&out);
    example_end(&e);
}

static void a_path_into_a_list_makes_the_scenario_whole(void **state)
{
    (void)state;
    struct example e;
    struct bf_text out = {.bytes = NULL};
    static const struct bf_setting set[] = {{"services.ward.then[0].share", "1"}};
    example_begin(&e, well_known);
    e.view.set = set;
    e.view.set_count = 1;
    bf_calibrated_scenario(&e.view, &out);
    assert_contains(out.bytes, "# Whole");
    assert_contains(out.bytes, "\nformat = 1;\n");
    assert_null(strstr(out.bytes, "extends ="));
    bf_text_free(&out);
    example_end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_scenario_extends_runs_and_carries_its_evidence),
        cmocka_unit_test(a_path_into_a_list_makes_the_scenario_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
