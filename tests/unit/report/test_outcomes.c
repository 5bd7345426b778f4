/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "narrow.h"

#include "scratch.h"

#include "bedflow/report/csv.h"
#include "bedflow/report/outcomes.h"
#include "bedflow/report/table.h"

#include <math.h>

static const struct bf_measure measures[] = {
    {.service = "system", .group = "all", .name = "readmission_rate", .unit = "%"},
    {.service = "system", .group = "all", .name = "placements", .unit = "people"}};
static const struct bf_framework_row framework[] = {
    {.name = "readmissions",
     .label = "Emergency readmissions within 30 days of a discharge from hospital",
     .definition = "all, \"England\"",
     .source = "E18",
     .caution = "",
     .scalar = 0,
     .target = 9.5,
     .amber = 10.25,
     .lower_is_better = true},
    {.name = "placements",
     .label = "Places",
     .definition = "",
     .source = "",
     .caution = "left out: those who paid themselves",
     .scalar = 1,
     .target = (double)NAN,
     .amber = (double)NAN,
     .lower_is_better = true}};
static const struct bf_catalogue catalogue = {
    .scalar = measures, .scalar_count = 2, .framework = framework, .framework_count = 2};
static double values[] = {9.1, 612, 9.9, 634, 10.7, 655, 9.3, 601};

static struct bf_result result_of(uint32_t count)
{
    return (struct bf_result){.catalogue = &catalogue, .count = count, .scalar = values};
}

static const char *field(const struct bf_sheet *sheet, size_t row, const char *name)
{
    int column = bf_sheet_column(sheet, name);
    assert_true(column >= 0);
    return bf_sheet_at(sheet, row, column);
}

static void the_table_on_disk_holds_every_row_with_its_lines_status_and_chances(void **state)
{
    (void)state;
    struct bf_result result = result_of(4);
    struct bf_err err;
    struct bf_sheet sheet;
    assert_true(bf_outcomes_write(&result, scratch_path("outcomes.csv"), &err));
    assert_true(bf_sheet_read(&sheet, scratch_path("outcomes.csv"), &err));
    assert_int_equal(sheet.rows, 2);
    assert_string_equal(field(&sheet, 0, "outcome"), "readmissions");
    assert_string_equal(field(&sheet, 0, "definition"), "all, \"England\"");
    assert_string_equal(field(&sheet, 0, "target"), "9.5");
    assert_string_equal(field(&sheet, 0, "mean"), "9.75");
    assert_string_equal(field(&sheet, 0, "status"), "amber");
    assert_string_equal(field(&sheet, 0, "sure"), "0");
    assert_string_equal(field(&sheet, 0, "chance_green"), "0.5");
    assert_string_equal(field(&sheet, 0, "chance_amber"), "0.25");
    assert_string_equal(field(&sheet, 0, "chance_red"), "0.25");
    assert_string_equal(field(&sheet, 0, "source"), "E18");
    assert_string_equal(field(&sheet, 1, "status"), "none");
    assert_string_equal(field(&sheet, 1, "chance_red"), "");
    assert_string_equal(field(&sheet, 1, "caution"), "left out: those who paid themselves");
    bf_sheet_free(&sheet);
}

static void the_screen_tells_status_in_words_and_doubt_with_a_mark(void **state)
{
    (void)state;
    struct bf_result result = result_of(4);
    struct bf_text out = {.bytes = NULL};
    bf_outcomes_table(&result, &out);
    assert_false(out.failed);
    assert_non_null(strstr(out.bytes, "amber?"));
    assert_non_null(strstr(out.bytes, "50%   25%   25%"));
    assert_non_null(strstr(out.bytes, "too near a line to be sure"));
    assert_non_null(strstr(out.bytes, "Places: left out: those who paid themselves"));
    assert_narrow(out.bytes, BF_TABLE_COLUMNS);
    bf_text_free(&out);
}

static void nothing_is_said_without_a_framework_or_without_winters(void **state)
{
    (void)state;
    struct bf_result result = result_of(0);
    struct bf_catalogue bare = {.scalar = measures, .scalar_count = 2};
    struct bf_text out = {.bytes = NULL};
    bf_outcomes_table(&result, &out);
    result = result_of(4);
    result.catalogue = &bare;
    bf_outcomes_table(&result, &out);
    assert_int_equal(out.length, 0);
    bf_text_free(&out);
}

static void a_place_that_cannot_be_written_is_an_error(void **state)
{
    (void)state;
    struct bf_result result = result_of(4);
    struct bf_err err;
    assert_false(bf_outcomes_write(&result, scratch_path("none/outcomes.csv"), &err));
    assert_int_equal(err.code, BF_E_IO);
}

/* A mean of 8.385 with little scatter is green for sure, and a row without a target has no doubt.
 */
static void a_mean_far_from_every_line_leaves_no_doubt(void **state)
{
    (void)state;
    static double sure[] = {8.38, 612, 8.39, 634, 8.37, 655, 8.4, 601};
    struct bf_result result = result_of(4);
    struct bf_text out = {.bytes = NULL};
    result.scalar = sure;
    bf_outcomes_table(&result, &out);
    assert_contains(out.bytes, "green");
    assert_null(strstr(out.bytes, "green?"));
    assert_null(strstr(out.bytes, "too near a line to be sure"));
    bf_text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_table_on_disk_holds_every_row_with_its_lines_status_and_chances),
        cmocka_unit_test(the_screen_tells_status_in_words_and_doubt_with_a_mark),
        cmocka_unit_test(nothing_is_said_without_a_framework_or_without_winters),
        cmocka_unit_test(a_place_that_cannot_be_written_is_an_error),
        cmocka_unit_test(a_mean_far_from_every_line_leaves_no_doubt),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
