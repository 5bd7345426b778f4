/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_calibration.h"
#include "scratch.h"

#include "bedflow/report/calibration_picture.h"

static const struct bf_run_identity identity = {.version = "1.2.3", .commit = "abc"};

static void tables_and_words_of_the_picture_come_from_the_calibration(void **state)
{
    (void)state;
    struct example e;
    struct bf_drawing drawing = {
        .plots = scratch_path("p"), .scripts = unit_path("plots"), .program = "no-such-gnuplot"};
    struct bf_err err;
    example_begin(&e, well_known);
    if (!bf_calibration_draw(&e.view, &identity, &drawing, &err)) fail_msg("%s", err.what);
    assert_int_equal(drawing.end, BF_GNUPLOT_MISSING);
    char *rows = scratch_read("p/data/rows.csv");
    assert_contains(rows, "1,2021-02-01,2021-03-01,299,244.5,298.3,271.4,0\n");
    assert_contains(rows, "2,2021-01-04,2021-02-01,37.5,31.2,43.9,37.71,1\n");
    free(rows);
    char *script = scratch_read("p/run.gp");
    assert_contains(script, "0 of 1 held-out and 2 of 2 fitted values");
    assert_contains(script, "held_from = '2021-02-01'");
    assert_contains(script, "mean of the days (the scale does not begin at 0)'");
    assert_contains(script, "held_to = '2021-03-01'");
    assert_true(scratch_number(script, "panel_low[1]") <= 244.5);
    assert_true(scratch_number(script, "panel_high[1]") >= 299);
    assert_true(scratch_number(script, "panel_low[2]") <= 31.2);
    assert_true(scratch_number(script, "panel_high[2]") >= 43.9);
    assert_contains(script, "services.ward.stay.mean = 3.914 days (3.402 to 4.511)");
    free(script);
    assert_true(scratch_exists("p/calibrate.gp"));
    bf_text_free(&drawing.said);
    example_end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tables_and_words_of_the_picture_come_from_the_calibration),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
