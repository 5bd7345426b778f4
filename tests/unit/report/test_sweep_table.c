/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "narrow.h"

#include "example_sweep.h"

#include "bedflow/report/table.h"

static char *table(struct example_sweep *e)
{
    static struct bf_text text;
    bf_text_free(&text);
    bf_sweep_table(&e->view, &text);
    assert_narrow(text.bytes, BF_TABLE_COLUMNS);
    return text.bytes;
}

static void a_grid_is_told_point_by_point(void **state)
{
    (void)state;
    struct example_sweep e;
    example_sweep_begin(&e, BF_DESIGN_GRID, 1, 3);
    const char *said = table(&e);
    assert_contains(said, "A ward: 3 points (grid), 6 possible winters each");
    assert_contains(said, "services.ward.beds = 20 to 40 (the scenario says 30)");
    assert_contains(said, "if every point were equally likely");
    assert_contains(said, "chance only");
    example_sweep_end(&e);
}

static void effects_are_ranked_and_the_split_is_in_words(void **state)
{
    (void)state;
    struct example_sweep e;
    example_sweep_begin(&e, BF_DESIGN_LATIN, 2, 24);
    const char *said = table(&e);
    const char *beds = strstr(said, "beds, 20 to 40: -1");
    const char *days = strstr(said, "stay.mean, 2.5 to 6.5 days: +12");
    assert_non_null(beds);
    assert_non_null(days);
    assert_true(beds < days);
    char words[400];
    bf_sweep_split_words(&e.view, 0, words, sizeof words);
    assert_contains(words, "Delayed bed days: of the spread between winters, 9");
    assert_contains(words, "% is chance.");
    example_sweep_end(&e);
}

static void indices_are_told_with_their_intervals(void **state)
{
    (void)state;
    struct example_sweep e;
    example_sweep_begin(&e, BF_DESIGN_INDICES, 2, 64);
    const char *said = table(&e);
    assert_contains(said, "Sobol's indices");
    assert_contains(said, "of the spread that inputs make");
    example_sweep_end(&e);
}

static void a_point_that_was_refused_says_so(void **state)
{
    (void)state;
    struct example_sweep e;
    example_sweep_begin(&e, BF_DESIGN_GRID, 1, 3);
    e.responses.refused[1].code = BF_E_RANGE;
    assert_contains(table(&e), "refused");
    example_sweep_end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_grid_is_told_point_by_point),
        cmocka_unit_test(effects_are_ranked_and_the_split_is_in_words),
        cmocka_unit_test(indices_are_told_with_their_intervals),
        cmocka_unit_test(a_point_that_was_refused_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
