/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_explanation.h"
#include "scratch.h"

#include "bedflow/report/csv.h"
#include "bedflow/report/explanation_store.h"

static const struct bf_run_identity identity = {.version = "1.2.3", .commit = "abc"};

static void tables_say_what_was_found(void **state)
{
    (void)state;
    struct example e;
    struct bf_sheet sheet;
    struct bf_err err;
    example_begin(&e);
    if (!bf_explanation_write(&e.view, &identity, scratch_path("x"), false, &err))
        fail_msg("%s", err.what);
    assert_true(bf_sheet_read(&sheet, scratch_path("x/causes.csv"), &err));
    assert_int_equal(sheet.rows, 5);
    assert_string_equal(bf_sheet_at(&sheet, 1, 0), "wave");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "kind")), "change");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "to")), "2021-01-17");
    assert_string_equal(bf_sheet_at(&sheet, 2, bf_sheet_column(&sheet, "to")), "");
    assert_string_equal(bf_sheet_at(&sheet, 2, bf_sheet_column(&sheet, "low")), "-2.75");
    assert_string_equal(bf_sheet_at(&sheet, 4, bf_sheet_column(&sheet, "estimate")), "12.4");
    bf_sheet_free(&sheet);
    assert_true(bf_sheet_read(&sheet, scratch_path("x/contrasts.csv"), &err));
    assert_int_equal(sheet.rows, e.f.model.measures.catalogue.daily_count);
    bf_sheet_free(&sheet);
    char *json = scratch_read("x/explanation.json");
    assert_contains(json, "\"from\": \"2021-01-11\"");
    assert_contains(json, "\"shares\": \"Shapley\"");
    free(json);
    assert_false(bf_explanation_write(&e.view, &identity, scratch_path("x"), false, &err));
    assert_true(bf_explanation_write(&e.view, &identity, scratch_path("x"), true, &err));
    example_end(&e);
}

/* Each bar begins where the last ended, and the last cause ends where it was. */
static void bars_lead_from_without_all_to_as_it_was(void **state)
{
    (void)state;
    struct example e;
    struct bf_drawing drawing = {
        .plots = scratch_path("p"), .scripts = unit_path("plots"), .program = "no-such-gnuplot"};
    struct bf_err err;
    example_begin(&e);
    if (!bf_explanation_draw(&e.view, &identity, &drawing, &err)) fail_msg("%s", err.what);
    assert_int_equal(drawing.end, BF_GNUPLOT_MISSING);
    char *bars = scratch_read("p/data/causes.csv");
    assert_contains(bars, "1,0,6.86,5.9,7.8,0\n");
    assert_contains(bars, "2,6.86,13.69,11.98,15.37,1\n");
    assert_contains(bars, "3,13.69,12.4,10.94,13.86,2\n");
    assert_contains(bars, "4,0,12.4,11.1,13.7,0\n");
    free(bars);
    char *script = scratch_read("p/run.gp");
    assert_contains(script, "what made it so");
    assert_contains(script, "bar_value[2] = '+6.8'");
    assert_true(scratch_number(script, "axis_low") <= 5.9);
    assert_true(scratch_number(script, "axis_high") >= 15.37);
    free(script);
    bf_text_free(&drawing.said);
    example_end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_say_what_was_found),
        cmocka_unit_test(bars_lead_from_without_all_to_as_it_was),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
