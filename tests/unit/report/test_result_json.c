/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "unit.h"

#include "bedflow/report/result_json.h"
#include "bedflow/report/store.h"

static struct example example;
static struct bf_json_document document;

static const struct bf_member members[] = {
    {"program", BF_MEMBER_OBJECT, "program", bf_program_members, NULL},
    {"scenario", BF_MEMBER_OBJECT, "scenario", bf_scenario_members, NULL},
    {"study", BF_MEMBER_OBJECT, "study", bf_study_members, NULL},
    {"measures", BF_MEMBER_LIST, "measures", bf_measure_members, NULL},
    {"daily", BF_MEMBER_LIST, "curves", bf_curve_members, NULL},
    {"outcomes", BF_MEMBER_LIST, "outcomes", bf_framework_members, NULL},
    {NULL, 0, NULL, NULL, NULL}};

static void write_all(void)
{
    struct bf_text out = {.bytes = NULL};
    struct bf_json json;
    struct bf_err err;
    bf_json_open_text(&json, &out, 0);
    bf_json_program(&json, &example_identity);
    bf_json_scenario(&json, &example.result, &example_identity, false);
    bf_json_study(&json, &example.result);
    assert_true(bf_json_measures(&json, &example.result));
    assert_true(bf_json_daily(&json, &example.result));
    assert_true(bf_json_framework(&json, &example.result));
    assert_true(bf_json_close(&json, &err));
    assert_true(bf_json_parse(&document, out.bytes, out.length, "x", &err));
    if (!bf_json_schema_check(members, &document, &document.value[0], &err))
        fail_msg("%s: %s", err.where.path, err.what);
    bf_text_free(&out);
}

static void a_result_is_written_as_its_tables_say(void **state)
{
    (void)state;
    example_make(&example, example_winter());
    write_all();
    assert_string_equal(bf_json_at(&document, "scenario.first_day")->text, "2021-12-01");
    uint64_t digest;
    assert_true(bf_json_to_u64(bf_json_at(&document, "study.digest"), 16, &digest));
    assert_true(digest == example.result.total_digest);
    bf_json_document_free(&document);
    bf_result_free(&example.result);
}

static void outcomes_are_told_with_status_and_chances(void **state)
{
    (void)state;
    example_make(&example, example_winter());
    write_all();
    const struct bf_json_value *v = bf_json_first(&document, bf_json_at(&document, "outcomes"));
    assert_non_null(v);
    assert_string_equal(bf_json_member(&document, v, "outcome")->text, "fewer_delayed");
    assert_string_equal(bf_json_member(&document, v, "source")->text, "E28");
    v = bf_json_next(&document, v);
    assert_string_equal(bf_json_member(&document, v, "status")->text, "none");
    assert_null(bf_json_next(&document, v));
    bf_json_document_free(&document);
    bf_result_free(&example.result);
}

static void every_measure_has_the_numbers_of_the_tables(void **state)
{
    double work[1000];
    uint32_t count = 0;
    (void)state;
    example_make(&example, example_winter());
    write_all();
    for (const struct bf_json_value *v =
             bf_json_first(&document, bf_json_at(&document, "measures"));
         v != NULL; v = bf_json_next(&document, v), count++) {
        struct bf_summary s;
        bf_store_scalar(&example.result, count, work, &s);
        const struct bf_measure *measure = &example.result.catalogue->scalar[count];
        assert_string_equal(bf_json_member(&document, v, "measure")->text, measure->name);
        assert_close_relative(bf_json_member(&document, v, "mc_low")->number, s.mc_low, 1e-8);
        assert_close_relative(bf_json_member(&document, v, "p25")->number, s.p25, 1e-8);
        assert_close_relative(bf_json_member(&document, v, "p95")->number, s.p95, 1e-8);
    }
    assert_int_equal(count, example.result.catalogue->scalar_count);
    bf_json_document_free(&document);
    bf_result_free(&example.result);
}

static void every_curve_has_the_numbers_of_each_day(void **state)
{
    double work[1000];
    uint32_t count = 0;
    (void)state;
    example_make(&example, example_winter());
    write_all();
    for (const struct bf_json_value *v = bf_json_first(&document, bf_json_at(&document, "daily"));
         v != NULL; v = bf_json_next(&document, v), count++) {
        const struct bf_measure *measure = &example.result.catalogue->daily[count];
        assert_string_equal(bf_json_member(&document, v, "measure")->text, measure->name);
        const struct bf_json_value *mean =
            bf_json_first(&document, bf_json_member(&document, v, "mean"));
        const struct bf_json_value *p95 =
            bf_json_first(&document, bf_json_member(&document, v, "p95"));
        for (uint32_t d = 0; d < example.result.catalogue->day_count; d++) {
            struct bf_summary s;
            bf_store_daily(&example.result, count, d, work, &s);
            assert_close_relative(mean->number, s.mean, 1e-8);
            assert_close_relative(p95->number, s.p95, 1e-8);
            mean = bf_json_next(&document, mean);
            p95 = bf_json_next(&document, p95);
        }
        assert_null(mean);
        assert_null(p95);
    }
    assert_int_equal(count, example.result.catalogue->daily_count);
    bf_json_document_free(&document);
    bf_result_free(&example.result);
}

static void a_measure_of_nobody_is_null(void **state)
{
    (void)state;
    example_make(&example, example_winter());
    for (uint32_t r = 0; r < example.result.count; r++)
        example.result.scalar[(size_t)r * example.result.catalogue->scalar_count] = (double)NAN;
    write_all();
    const struct bf_json_value *first = bf_json_first(&document, bf_json_at(&document, "measures"));
    assert_int_equal(bf_json_member(&document, first, "mean")->type, BF_JSON_NULL);
    assert_close(bf_json_member(&document, first, "replications")->number, 0, 0);
    bf_json_document_free(&document);
    bf_result_free(&example.result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_result_is_written_as_its_tables_say),
        cmocka_unit_test(outcomes_are_told_with_status_and_chances),
        cmocka_unit_test(every_measure_has_the_numbers_of_the_tables),
        cmocka_unit_test(every_curve_has_the_numbers_of_each_day),
        cmocka_unit_test(a_measure_of_nobody_is_null),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
