/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "bedflow/report/csv.h"
#include "bedflow/report/policy_log.h"

static const char *at(const struct bf_sheet *sheet, size_t row, const char *name)
{
    int column = bf_sheet_column(sheet, name);
    assert_true(column >= 0);
    return bf_sheet_at(sheet, row, column);
}

static void every_use_has_a_row_with_its_moments_and_why(void **state)
{
    (void)state;
    static struct example example;
    struct bf_sheet sheet;
    struct bf_err err;
    example_make(&example, example_winter());
    assert_true(bf_policy_log_write(&example.result, scratch_path("policy_log.csv"), &err));
    assert_true(bf_sheet_read(&sheet, scratch_path("policy_log.csv"), &err));
    assert_int_equal(sheet.rows, 2);
    assert_string_equal(at(&sheet, 0, "replication"), "0");
    assert_string_equal(at(&sheet, 0, "policy"), "stop");
    assert_string_equal(at(&sheet, 0, "label"), "Half of planned operations stop");
    assert_string_equal(at(&sheet, 0, "measure"), "occupancy of all acute beds");
    assert_string_equal(at(&sheet, 0, "value"), "0.983");
    assert_string_equal(at(&sheet, 0, "above"), "0.98");
    /* the period begins on 1 December */
    assert_string_equal(at(&sheet, 0, "decided"), "2021-11-30 12:00");
    assert_string_equal(at(&sheet, 0, "on"), "2021-11-30 22:30");
    assert_string_equal(at(&sheet, 0, "off"), "2021-12-03 01:15");
    assert_string_equal(at(&sheet, 0, "hours"), "49.25"); /* within the period */
    assert_string_equal(at(&sheet, 0, "until_below"), "0.94");
    assert_string_equal(at(&sheet, 0, "action"), "demand.planned.rate: times 0.5");
    assert_string_equal(at(&sheet, 1, "replication"), "3");
    assert_string_equal(at(&sheet, 1, "off"), ""); /* still on */
    assert_string_equal(at(&sheet, 1, "hours"), "716");
    bf_sheet_free(&sheet);
    bf_result_free(&example.result);
}

static void moments_round_to_the_minute_across_midnight(void **state)
{
    (void)state;
    char text[BF_MOMENT_TEXT];
    bf_day day = bf_day_from_civil(2024, 2, 28);
    bf_moment_print(day, 23.9999, text);
    assert_string_equal(text, "2024-02-29 00:00");
    bf_moment_print(day, -0.25, text);
    assert_string_equal(text, "2024-02-27 23:45");
}

static void a_file_that_cannot_be_written_is_told(void **state)
{
    (void)state;
    struct bf_catalogue none = {.rule_count = 0};
    struct bf_result result = {.catalogue = &none};
    struct bf_err err;
    assert_false(bf_policy_log_write(&result, scratch_path("absent/policy_log.csv"), &err));
    assert_int_equal(err.code, BF_E_IO);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_use_has_a_row_with_its_moments_and_why),
        cmocka_unit_test(moments_round_to_the_minute_across_midnight),
        cmocka_unit_test(a_file_that_cannot_be_written_is_told),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
