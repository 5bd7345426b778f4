/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_calibration.h"
#include "scratch.h"

#include "bedflow/report/calibration_store.h"
#include "bedflow/report/csv.h"

#include <gsl/gsl_errno.h>

static const struct bf_run_identity identity = {
    .version = "1.2.3", .commit = "abc", .compiler = "cc", .command = "bedflow calibrate"};

static void every_table_is_there_and_says_what_was_found(void **state)
{
    (void)state;
    struct example e;
    struct bf_sheet sheet;
    struct bf_err err;
    example_begin(&e, well_known);
    if (!bf_calibration_write(&e.view, &identity, scratch_path("c"), false, &err))
        fail_msg("%s", err.what);
    assert_true(bf_sheet_read(&sheet, scratch_path("c/rows.csv"), &err));
    assert_int_equal(sheet.rows, 3);
    assert_string_equal(bf_sheet_at(&sheet, 2, bf_sheet_column(&sheet, "held_out")), "1");
    assert_string_equal(bf_sheet_at(&sheet, 2, bf_sheet_column(&sheet, "inside")), "0");
    assert_string_equal(bf_sheet_at(&sheet, 0, bf_sheet_column(&sheet, "definition")),
                        "all, \"really\"");
    bf_sheet_free(&sheet);
    assert_true(bf_sheet_read(&sheet, scratch_path("c/inputs.csv"), &err));
    assert_string_equal(bf_sheet_at(&sheet, 0, bf_sheet_column(&sheet, "best")), "3.914");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "at_end")), "high");
    bf_sheet_free(&sheet);
    assert_true(bf_sheet_read(&sheet, scratch_path("c/scores.csv"), &err));
    assert_string_equal(bf_sheet_at(&sheet, 0, bf_sheet_column(&sheet, "crps")), "14.2");
    bf_sheet_free(&sheet);
    assert_true(bf_sheet_read(&sheet, scratch_path("c/points.csv"), &err));
    assert_int_equal(sheet.rows, 2 * (2 + 3));
    bf_sheet_free(&sheet);
    assert_true(scratch_exists("c/correlations.csv"));
    char *json = scratch_read("c/calibration.json");
    assert_contains(json, "\"discrepancy\": 0.0213");
    assert_contains(json, "high end of its range");
    free(json);
    char *scenario = scratch_read("c/calibrated.cfg");
    assert_contains(scenario, "extends = \"../given.cfg\"");
    free(scenario);
    assert_int_equal(bf_folder_look(scratch_path("c")), BF_FOLDER_RESULT);
    example_end(&e);
}

static void a_folder_with_results_is_kept_unless_forced(void **state)
{
    (void)state;
    struct example e;
    struct bf_err err;
    example_begin(&e, well_known);
    assert_true(bf_calibration_write(&e.view, &identity, scratch_path("d"), false, &err));
    assert_false(bf_calibration_write(&e.view, &identity, scratch_path("d"), false, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_true(bf_calibration_write(&e.view, &identity, scratch_path("d"), true, &err));
    example_end(&e);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_table_is_there_and_says_what_was_found),
        cmocka_unit_test(a_folder_with_results_is_kept_unless_forced),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
