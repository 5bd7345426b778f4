/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_result.h"
#include "example_sweep.h"
#include "scratch.h"

static struct example_sweep e;

/* Draws, and returns the names in one text. */
static const char *draw(const char *folder, const char *program, enum bf_gnuplot_end *how)
{
    static char names[200];
    struct bf_drawing drawing = {
        .plots = scratch_path(folder), .scripts = "plots", .program = program};
    struct bf_err err = {.code = BF_OK};
    if (!bf_sweep_draw(&e.view, &example_identity, &drawing, &err))
        fail_msg("%s: %s", err.where.file, err.what);
    *how = drawing.end;
    if (*how == BF_GNUPLOT_FAILED)
        fail_msg("%s", drawing.said.bytes ? drawing.said.bytes : "no reason");
    bf_text_free(&drawing.said);
    for (uint32_t i = 0, used = 0; i <= drawing.count; i++)
        used +=
            (uint32_t)snprintf(names + used, sizeof names - used, i < drawing.count ? "%s " : "%s",
                               i < drawing.count ? drawing.name[i] : "");
    return names;
}

static void one_factor_is_a_curve(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    example_sweep_begin(&e, BF_DESIGN_GRID, 1, 3);
    assert_string_equal(draw("a", NULL, &how), "sweep-curve ");
    char *table = scratch_read("a/data/curve.csv");
    assert_contains(table, "panel,x,mean,mc_low,mc_high,p05,p95\n1,20,");
    assert_contains(table, "\n2,40,91.");
    free(table);
    char *script = scratch_read("a/run.gp");
    assert_contains(script, "Ward `x` ''y'': beds");
    assert_contains(script, "x_base = 30");
    free(script);
    if (how == BF_GNUPLOT_DONE) assert_true(scratch_exists("a/sweep-curve.svg"));
    example_sweep_end(&e);
}

static void two_factors_are_a_map_and_a_tornado(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    example_sweep_begin(&e, BF_DESIGN_GRID, 2, 4);
    assert_string_equal(draw("b", NULL, &how), "sweep-map sweep-effects ");
    char *table = scratch_read("b/data/map.csv");
    assert_contains(table, "column,row,mean,text\n1,1,");
    assert_contains(table, "\n3,4,");
    free(table);
    table = scratch_read("b/data/map_grid.csv"); /* columns are kept apart by an empty line */
    assert_contains(table, "column,row,mean,mc_low,mc_high\n1,1,");
    assert_contains(table, "\n\n2,1,");
    assert_contains(table, "\n\n3,1,");
    free(table);
    table = scratch_read("b/data/effects.csv");
    assert_contains(table, "change_high\n1,"); /* beds move it more: first row */
    assert_contains(table, ",-1");
    free(table);
    char *script = scratch_read("b/run.gp");
    assert_contains(script, "moves it most");
    assert_contains(script, "\nmap_levels = 2\n");
    assert_contains(script, "\nmap_level_words[1] = '800'\n");
    assert_contains(script, "how far off that line may lie");
    free(script);
    if (how == BF_GNUPLOT_DONE) {
        assert_true(scratch_exists("b/sweep-effects.png"));
        char *drawn = scratch_read("b/sweep-map.svg");
        assert_contains(drawn, "font-weight=\"bold\"");
        assert_contains(drawn, ">800<");
        free(drawn);
    }
    example_sweep_end(&e);
}

static void texts_have_no_lines_between_them(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    example_sweep_begin(&e, BF_DESIGN_GRID, 2, 4);
    e.factors.factor[1].is_number = false; /* --over service.kind=a,b,c,d */
    e.factors.factor[1].value = (const char *[]){"a", "b", "c", "d"};
    e.factors.factor[1].number = (double[]){0, 1, 2, 3};
    e.factors.factor[1].low = 0;
    e.factors.factor[1].high = e.factors.factor[1].base = 3;
    e.factors.factor[1].count = 4;
    for (uint32_t p = 0; p < e.design.count; p++)
        e.design.x[2 * p + 1] = p % 4;
    draw("t", NULL, &how);
    char *script = scratch_read("t/run.gp");
    assert_contains(script, "\nmap_levels = 0\n");
    assert_contains(script, "or have no order");
    free(script);
    if (how == BF_GNUPLOT_DONE) assert_true(scratch_exists("t/sweep-map.svg"));
    example_sweep_end(&e);
}

static void indices_have_their_own_picture(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    example_sweep_begin(&e, BF_DESIGN_INDICES, 2, 16);
    assert_string_equal(draw("c", NULL, &how), "sweep-effects sweep-indices ");
    char *table = scratch_read("c/data/indices.csv");
    assert_contains(table, "total_high\n1,");
    free(table);
    example_sweep_end(&e);
}

static void without_gnuplot_the_scripts_are_there(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    example_sweep_begin(&e, BF_DESIGN_GRID, 1, 3);
    draw("d", "no-such-gnuplot", &how);
    assert_int_equal(how, BF_GNUPLOT_MISSING);
    assert_true(scratch_exists("d/sweep-curve.gp"));
    example_sweep_end(&e);
}

static void nothing_that_ran_is_no_picture(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    example_sweep_begin(&e, BF_DESIGN_GRID, 1, 3);
    e.responses.done = 0;
    assert_string_equal(draw("e", NULL, &how), "");
    assert_false(scratch_exists("e"));
    example_sweep_end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_factor_is_a_curve),
        cmocka_unit_test(two_factors_are_a_map_and_a_tornado),
        cmocka_unit_test(texts_have_no_lines_between_them),
        cmocka_unit_test(indices_have_their_own_picture),
        cmocka_unit_test(without_gnuplot_the_scripts_are_there),
        cmocka_unit_test(nothing_that_ran_is_no_picture),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
