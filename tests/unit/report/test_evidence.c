/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/report/evidence.h"
#include "model_fixture.h"

static const char scenario[] =
    "format = 1; title = \"x\";\n"
    "period = { from = \"2021-11-01\"; to = \"2021-12-12\"; };\n"
    "start = { warm_up = { value = \"30 days\"; source = \"E07\"; }; };\n"
    "demand: { falls: { rate = { value = \"9.7 per day\"; source = \"H02\"; };\n"
    "  by_weekday = [1.1, 1.0, 1.0, 1.0, 1.0, 0.95, 0.95];\n"
    "  enter = ( { to = \"ward\"; } ); }; };\n"
    "services: { ward: { kind = \"beds\"; setting = \"acute\"; assumption = \"as in "
    "\\\"E20\\\"\";\n"
    "  beds = { value = 58; range = [52, 63]; }; stay = { mean = \"4.3 days\"; };\n"
    "  then = ( { to = \"home\"; } ); }; };\n"
    "changes: { shut: { what = \"services.ward.beds\"; from = \"2021-11-20\";\n"
    "  add = { value = \"-3\"; source = \"W15\"; }; }; };\n";

static struct fixture f;

static void every_number_has_one_kind_of_evidence(void **state)
{
    (void)state;
    size_t count[BF_EVIDENCE_COUNT], numbers = 0;
    bf_evidence_count(&f.model.scenario.bound, count);
    assert_int_equal(count[BF_EVIDENCE_SOURCE], 3);
    assert_int_equal(count[BF_EVIDENCE_NONE], 7); /* weekdays */
    assert_true(count[BF_EVIDENCE_ASSUMED] >= 2);
    for (int kind = 0; kind < BF_EVIDENCE_COUNT; kind++) {
        struct bf_evidence_list list;
        assert_true(bf_evidence_list(&f.model.scenario.bound, (enum bf_evidence)kind, &list));
        for (size_t i = 0; i < list.count; i++)
            numbers += list.line[i].count;
        bf_evidence_list_free(&list);
    }
    assert_int_equal(numbers, count[0] + count[1] + count[2] + count[3]);
}

static void numbers_of_one_list_make_one_line(void **state)
{
    (void)state;
    struct bf_evidence_list list;
    char path[BF_PATH_CAP], value[80];
    assert_true(bf_evidence_list(&f.model.scenario.bound, BF_EVIDENCE_NONE, &list));
    assert_int_equal(list.count, 1);
    assert_int_equal(list.line[0].count, 7);
    bf_evidence_path(&list.line[0], path, sizeof path);
    bf_evidence_value(&list.line[0], value, sizeof value);
    assert_string_equal(path, "demand.falls.by_weekday");
    assert_string_equal(value, "7 numbers");
    bf_evidence_list_free(&list);
}

static void the_table_tells_place_value_range_and_reason(void **state)
{
    (void)state;
    struct bf_text out = {.bytes = NULL};
    bf_evidence_table(&f.model.scenario.bound, &out);
    assert_false(out.failed);
    assert_contains(out.bytes, "Numbers with neither source nor assumption: 7\n"
                               "  given.cfg:5: demand.falls.by_weekday, 7 numbers\n");
    assert_contains(out.bytes,
                    "  given.cfg:8: services.ward.beds = 58 (range 52 to 63): as in \"E20\"\n");
    assert_contains(out.bytes, "Numbers with a source: 3\n"
                               "  given.cfg:3: start.warm_up = 30 days: E07\n"
                               "  given.cfg:4: demand.falls.rate = 9.7 per day: H02\n"
                               "  given.cfg:11: changes.shut.add = -3: W15\n");
    bf_text_free(&out);
}

static void what_the_program_solved_is_no_gap(void **state)
{
    (void)state;
    const struct bf_bound *bound = &f.model.scenario.bound;
    struct bf_param solved;
    struct bf_given given[2];
    size_t count[BF_EVIDENCE_COUNT], i = 0;
    while (strcmp(bound->given[i].path, "services.ward.beds") != 0)
        i++;
    given[0] = given[1] = bound->given[i];
    given[0].assumption = given[1].assumption = NULL;
    solved = *given[1].param;
    solved.name = "first_presentations";
    given[1].param = &solved;
    bf_evidence_count(&(struct bf_bound){.given = given, .given_count = 2}, count);
    assert_int_equal(count[BF_EVIDENCE_NONE], 1);
    assert_int_equal(count[BF_EVIDENCE_DEFAULT], 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_has_one_kind_of_evidence),
        cmocka_unit_test(numbers_of_one_list_make_one_line),
        cmocka_unit_test(the_table_tells_place_value_range_and_reason),
        cmocka_unit_test(what_the_program_solved_is_no_gap),
    };
    fixture_text(&f, scenario);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_close(&f);
    return failed;
}
