/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "narrow.h"

#include "example_calibration.h"

#include <gsl/gsl_errno.h>

static void values_intervals_rows_and_scores_are_told(void **state)
{
    (void)state;
    struct example e;
    struct bf_text out = {.bytes = NULL};
    example_begin(&e, well_known);
    e.c.squares = 12385.4;
    bf_calibration_words(&e.view, &out);
    assert_contains(out.bytes, "Weighted squares 12,385.");
    assert_contains(out.bytes,
                    "2021-01-04 to 2021-02-28; 2 rows fitted, 1 held out; 2 points of 20");
    assert_contains(out.bytes, "3.914 days");
    assert_contains(out.bytes, "3.402 to 4.511");
    assert_contains(out.bytes, "76%");
    assert_contains(out.bytes, "1-2 -0.42");
    assert_contains(out.bytes, "above, held out");
    assert_contains(out.bytes, "Held-out rows: 0 of 1 within their 90% intervals");
    assert_contains(out.bytes, "score 14.2");
    assert_contains(out.bytes, "A discrepancy of 2.1% of each value is taken");
    assert_narrow(out.bytes, 100);
    bf_text_free(&out);
    example_end(&e);
}

static void what_the_data_cannot_tell_is_said_in_words(void **state)
{
    (void)state;
    struct example e;
    struct bf_text out = {.bytes = NULL};
    example_begin(&e, a_ridge);
    bf_calibration_warnings(&e.view, &out);
    assert_contains(out.bytes, "These data cannot tell services.ward");
    /* equal steps of both ranges, opposed: 2 days by 3.914 against 100 beds by 400 */
    assert_contains(out.bytes,
                    "services.ward.stay.mean by 10% and lowering services.ward.beds by 4.9%");
    bf_text_free(&out);
    example_end(&e);
}

static void one_input_of_which_nothing_is_known_is_named(void **state)
{
    (void)state;
    static const double blind[4] = {400, 0, 0, 0.5};
    struct example e;
    struct bf_text out = {.bytes = NULL};
    example_begin(&e, blind);
    bf_calibration_warnings(&e.view, &out);
    assert_contains(out.bytes,
                    "next to nothing about services.ward.beds: anything from 283 to 400");
    bf_text_free(&out);
    example_end(&e);
}

static void ends_definitions_and_rough_surfaces_are_warned_of(void **state)
{
    (void)state;
    struct example e;
    struct bf_text out = {.bytes = NULL};
    example_begin(&e, well_known);
    e.c.emulator_share = 0.41;
    e.c.edge = true;
    e.c.discrepancy = 0.174;
    bf_calibration_warnings(&e.view, &out);
    assert_null(strstr(out.bytes, "cannot tell"));
    assert_contains(out.bytes, "services.ward.beds is at the high end of its range, 400");
    assert_contains(out.bytes, "its error is 41%");
    assert_contains(out.bytes, "off by 17% of the values");
    assert_contains(out.bytes, "the search was misled");
    assert_contains(out.bytes, "admissions: the model counts");
    assert_contains(out.bytes, "2 fitted rows for 2 inputs");
    bf_text_free(&out);
    example_end(&e);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_intervals_rows_and_scores_are_told),
        cmocka_unit_test(what_the_data_cannot_tell_is_said_in_words),
        cmocka_unit_test(one_input_of_which_nothing_is_known_is_named),
        cmocka_unit_test(ends_definitions_and_rough_surfaces_are_warned_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
