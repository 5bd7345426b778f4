/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_optimum.h"
#include "example_result.h"
#include "scratch.h"

#include "bedflow/report/csv.h"

static struct example_optimum e;

static bool draw(const char *folder, const char *program, enum bf_gnuplot_end *how)
{
    struct bf_drawing drawing = {
        .plots = scratch_path(folder), .scripts = "plots", .program = program};
    struct bf_err err;
    if (!bf_optimum_draw(&e.view, &example_identity, &drawing, &err))
        fail_msg("%s: %s", err.where.file, err.what);
    *how = drawing.end;
    if (*how == BF_GNUPLOT_FAILED)
        fail_msg("%s", drawing.said.bytes ? drawing.said.bytes : "no reason");
    bf_text_free(&drawing.said);
    return drawing.count > 0;
}

static void the_frontier_is_drawn_and_what_it_beats_is_grey(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    example_optimum_begin(&e, BF_SELECTED);
    assert_true(draw("a", NULL, &how));
    char *table = scratch_read("a/data/options.csv");
    assert_contains(table, "role,cost_thousands,harm,low,high\n1,0,");
    char number[BF_NUMBER_CAP], row[BF_NUMBER_CAP + 16];
    bf_number_print(e.point[3].harm.estimate, number);
    snprintf(row, sizeof row, "\n2,631.5,%s,", number);
    const char *at = strstr(table, row);
    assert_non_null(at);
    char *next;
    double low = strtod(at + strlen(row), &next), high = strtod(next + 1, NULL);
    assert_close(low, e.point[3].harm.estimate, 1e-6); /* the chosen one against itself */
    assert_close(high, e.point[3].harm.estimate, 1e-6);
    assert_contains(table, "\n0,842,");
    free(table);
    table = scratch_read("a/data/frontier.csv");
    assert_null(strstr(table, "\n0,"));
    free(table);
    char *script = scratch_read("a/run.gp");
    assert_contains(script, "Delayed bed days: least with 30 beds");
    free(script);
    if (how == BF_GNUPLOT_DONE) assert_true(scratch_exists("a/optimise-frontier.svg"));
}

static void who_sees_only_the_picture_learns_what_is_as_good_for_less(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    example_optimum_begin(&e, BF_SELECTED);
    assert_int_equal(bf_optimum_cheapest(&e.optimum), 3);
    e.standing[2] = BF_STANDING_EQUAL;
    e.optimum.point[2].cost.estimate = e.optimum.point[3].cost.estimate - 238200;
    assert_int_equal(bf_optimum_cheapest(&e.optimum), 2);
    assert_true(draw("d", "no-such-gnuplot", &how));
    char *script = scratch_read("d/run.gp");
    assert_contains(script, "least with 30 beds; as good for £238k less: ");
    free(script);
    e.optimum.selected.best = UINT32_MAX;
    assert_int_equal(bf_optimum_cheapest(&e.optimum), UINT32_MAX);
}

static void an_open_choice_has_an_open_title(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    example_optimum_begin(&e, BF_SELECTED_OPEN);
    assert_true(draw("b", "no-such-gnuplot", &how));
    assert_int_equal(how, BF_GNUPLOT_MISSING);
    char *script = scratch_read("b/run.gp");
    assert_contains(script, "not decided which option is best");
    free(script);
}

static void without_a_frontier_there_is_no_picture(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    example_optimum_begin(&e, BF_SELECTED_NONE);
    e.optimum.frontier_count = 0;
    assert_false(draw("c", NULL, &how));
    assert_false(scratch_exists("c"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_frontier_is_drawn_and_what_it_beats_is_grey),
        cmocka_unit_test(who_sees_only_the_picture_learns_what_is_as_good_for_less),
        cmocka_unit_test(an_open_choice_has_an_open_title),
        cmocka_unit_test(without_a_frontier_there_is_no_picture),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
