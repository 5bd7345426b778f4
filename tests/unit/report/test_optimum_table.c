/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "narrow.h"

#include "example_optimum.h"

#include "bedflow/report/table.h"

static struct example_optimum e;

static const char *table(void)
{
    static struct bf_text text;
    bf_text_free(&text);
    bf_optimum_table(&e.view, &text);
    assert_narrow(text.bytes, BF_TABLE_COLUMNS);
    return text.bytes;
}

static void a_decision_is_told_with_its_confidence(void **state)
{
    (void)state;
    example_optimum_begin(&e, BF_SELECTED);
    const char *said = table();
    assert_contains(said, "Chosen: 30 beds: £631,500, 25");
    assert_contains(said, "With 95% confidence");
    assert_contains(said, "better by more than");
    assert_contains(said, "rarely the right target");
    assert_null(strstr(said, "As good to within"));
}

static void equals_are_told_and_the_cheapest_named(void **state)
{
    (void)state;
    example_optimum_begin(&e, BF_SELECTED);
    e.standing[2] = BF_STANDING_EQUAL;
    const char *said = table();
    assert_contains(said, "As good to within 20 bed days");
    assert_contains(said, "- 20 beds: £421,000");
    assert_contains(said, "The cheapest of these, 20 beds, saves £210,500.");
}

static void what_is_not_decided_says_what_it_would_take(void **state)
{
    (void)state;
    example_optimum_begin(&e, BF_SELECTED_OPEN);
    const char *said = table();
    assert_contains(said, "Not decided: 2 of 5 options may be the best.");
    assert_contains(said, "or perhaps 20 beds");
    assert_contains(said, "About 2,390 more winters would tell, 2 minutes more on this machine");
    e.optimum.selected.needed = UINT64_MAX;
    assert_contains(table(), "right at a limit");
}

static void none_that_does_it_is_said(void **state)
{
    (void)state;
    example_optimum_begin(&e, BF_SELECTED_NONE);
    assert_contains(table(), "None of the options meets what was asked");
}

static void the_price_of_a_day_rises_along_the_frontier(void **state)
{
    (void)state;
    example_optimum_begin(&e, BF_SELECTED);
    const char *said = table();
    assert_contains(said, "£42"); /* 210,500 for about 500 days */
    assert_contains(said, "one bed day less costs £42");
    assert_contains(said, " at the end");
    /* a step within chance is no price */
    for (uint32_t r = 0; r < EXAMPLE_SEEN; r++)
        e.value[3][r][BF_OPTIMISE_HARM] = e.value[2][r][BF_OPTIMISE_HARM] + (r % 2 ? 0.5 : -0.5);
    assert_contains(table(), "may spare none");
}

/* Worth less cost is greatest where the next step costs more for a day than a day is worth: steps
 * are 210,500 for about 500, 167 and 83 days. */
static void the_best_value_may_lie_below_what_is_chosen(void **state)
{
    (void)state;
    struct bf_measure days = synthetic_measure[0];
    example_optimum_begin(&e, BF_SELECTED);
    days.unit = "bed days";
    e.view.harm = &days;
    e.view.day_worth = 865.5;
    const char *said = table();
    assert_contains(said, "If a bed day spared is worth £866");
    assert_contains(said, "the best value on average is 10 beds at £210,500");
    assert_contains(said, "The £421,000 from there to");
    e.view.day_worth = 5000;
    assert_null(strstr(table(), "Is it worth it?"));
}

static void options_are_short_where_the_last_words_tell_them_apart(void **state)
{
    (void)state;
    static double x[2 * EXAMPLE_OPTIONS] = {5, 7, 15, 8};
    char text[200];
    example_optimum_begin(&e, BF_SELECTED);
    e.factors.count = 2;
    e.factors.factor[1] = e.factors.factor[0];
    bf_format(e.factors.factor[1].label, sizeof e.factors.factor[1].label, "%s",
              "Spot places: starts a week at most");
    e.optimum.x = x;
    bf_optimum_short(&e.optimum, 1, text, sizeof text);
    assert_string_equal(text, "15 beds, at most 8 starts a week");
    bf_optimum_legend(&e.optimum, text, sizeof text);
    assert_string_equal(text, "beds = A `block` 'x'; starts a week at most = Spot places");
    bf_format(e.factors.factor[1].label, sizeof e.factors.factor[1].label, "Others: beds");
    bf_optimum_short(&e.optimum, 1, text, sizeof text);
    assert_string_equal(text, "A `block` 'x': 15 beds; Others: 8 beds");
}

static void standings_have_words(void **state)
{
    (void)state;
    example_optimum_begin(&e, BF_SELECTED);
    assert_string_equal(bf_standing_words(&e.view, 3), "chosen");
    e.standing[0] = BF_STANDING_BREAKS;
    e.standing[1] = BF_STANDING_FAILED;
    assert_string_equal(bf_standing_words(&e.view, 0), "misses a limit");
    assert_string_equal(bf_standing_words(&e.view, 1), "could not be run");
    e.view.least_cost = true;
    assert_contains(bf_standing_words(&e.view, 2), "dearer");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_decision_is_told_with_its_confidence),
        cmocka_unit_test(equals_are_told_and_the_cheapest_named),
        cmocka_unit_test(what_is_not_decided_says_what_it_would_take),
        cmocka_unit_test(none_that_does_it_is_said),
        cmocka_unit_test(the_price_of_a_day_rises_along_the_frontier),
        cmocka_unit_test(the_best_value_may_lie_below_what_is_chosen),
        cmocka_unit_test(options_are_short_where_the_last_words_tell_them_apart),
        cmocka_unit_test(standings_have_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
