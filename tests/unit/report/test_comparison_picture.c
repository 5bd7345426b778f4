/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "../study/synthetic.h"

#include "bedflow/report/comparison_picture.h"

enum { REPS = 12 };

/* Tests run from the root of the sources, where plots/ is. */
static const char scripts[] = "plots";
static struct bf_result result[3];
static struct bf_decision decision;
static const char *const name[] = {"winter", "it's `more`", "home care with a long name"};
static struct bf_comparison_view view = {&decision, result, name, NULL};

static void make(uint32_t reps, double shift, double zone)
{
    struct bf_err err;
    struct bf_goals matters = {.goal = {{.scalar = 0, .amount = zone}}, .count = 1};
    for (uint32_t o = 0; o < 3; o++) {
        synthetic_begin(&result[o], &synthetic_catalogue, 0, reps);
        synthetic_fill(&result[o], o, o * shift, 2.5);
    }
    struct bf_decision_request request = {
        .result = result, .count = 3, .matters = &matters, .resamples = 100};
    assert_true(bf_decide(&request, &decision, &err));
}

static void end(void)
{
    bf_decision_free(&decision);
    for (uint32_t o = 0; o < 3; o++)
        bf_result_free(&result[o]);
}

static uint32_t draw(const char *folder, const char *program, enum bf_gnuplot_end *how)
{
    struct bf_drawing drawing = {
        .plots = scratch_path(folder), .scripts = scripts, .program = program};
    struct bf_err err = {.code = BF_OK};
    uint32_t panels = 99;
    if (!bf_comparison_draw(&view, &example_identity, &drawing, &panels, &err))
        fail_msg("%s: %s", err.where.file, err.what);
    *how = drawing.end;
    if (*how == BF_GNUPLOT_FAILED)
        fail_msg("%s", drawing.said.bytes ? drawing.said.bytes : "no reason");
    bf_text_free(&drawing.said);
    assert_int_equal(drawing.count, panels > 0);
    return panels;
}

static void long_names_of_many_options_stand_in_a_line_each(void **state)
{
    enum { MANY = 12 };
    static const char *const names[MANY] = {
        "winter", "b", "home care with a long name",
        "d",      "e", "f",
        "g",      "h", "i",
        "j",      "k", "a name that is longer than any line is wide"};
    struct bf_result options[MANY];
    struct bf_decision many;
    struct bf_err err;
    enum bf_gnuplot_end how;
    (void)state;
    for (uint32_t o = 0; o < MANY; o++) {
        synthetic_begin(&options[o], &synthetic_catalogue, 0, REPS);
        synthetic_fill(&options[o], o, o * 2.385, 2.5);
    }
    struct bf_decision_request request = {.result = options, .count = MANY, .resamples = 100};
    assert_true(bf_decide(&request, &many, &err));
    view = (struct bf_comparison_view){&many, options, names, NULL};
    draw("many", "no-such-program-anywhere", &how);
    view = (struct bf_comparison_view){&decision, result, name, NULL};
    char *script = scratch_read("many/run.gp");
    assert_contains(script, "names_small = 1\n");
    assert_contains(script, "one_name = 'home care with a long name'\none_name_lines = 1\n");
    assert_contains(script, "one_name = 'a name that is longer than'.'…'\none_name_lines = 1\n");
    free(script);
    bf_decision_free(&many);
    for (uint32_t o = 0; o < MANY; o++)
        bf_result_free(&options[o]);
}

static void a_picture_and_its_table_are_drawn(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    make(REPS, -17.5, 5.5);
    assert_int_equal(draw("a", NULL, &how), 3);
    char *table = scratch_read("a/data/options.csv");
    assert_contains(table, "panel,option,difference,low,high\n1,1,");
    assert_contains(table, "\n3,2,");
    free(table);
    char *script = scratch_read("a/run.gp");
    assert_contains(script, "Delayed bed days: ");
    assert_contains(script, "lower with “home care with a long name”");
    assert_contains(script, "it''s `more`");
    assert_contains(script, "panel_zone[1] = 5.5");
    for (unsigned m = 0; m < 3; m++) {
        char low[40], high[40], unit[80];
        snprintf(low, sizeof low, "panel_low[%u]", m + 1);
        snprintf(high, sizeof high, "panel_high[%u]", m + 1);
        for (uint32_t o = 1; o < 3; o++) {
            const struct bf_paired *p = bf_paired_at(&decision, o, m);
            assert_true(scratch_number(script, low) <= fmin(p->together_low, -p->zone));
            assert_true(scratch_number(script, high) >= fmax(p->together_high, p->zone));
        }
        snprintf(unit, sizeof unit, "panel_unit[%u] = '%s", m + 1,
                 m == 1 ? "percentage points;" : synthetic_measure[m].unit);
        assert_contains(script, unit);
    }
    assert_contains(script, "names_small = 0\n"); /* two lines fit */
    assert_contains(script, "one_name = 'home care with a'.\"\\n\".'long name'\n");
    free(script);
    if (how == BF_GNUPLOT_DONE) {
        char *svg = scratch_read("a/compare-options.svg");
        assert_contains(svg, "</svg>");
        free(svg);
        assert_true(scratch_exists("a/compare-options.png"));
    }
    end();
}

static void the_title_says_when_nothing_is_decided(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    make(REPS, 0, 0);
    draw("b", "no-such-gnuplot", &how);
    assert_int_equal(how, BF_GNUPLOT_MISSING);
    char *script = scratch_read("b/run.gp");
    assert_contains(script, "not decided whether any option lowers it");
    free(script);
    end();
}

static void without_intervals_there_is_no_picture(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    make(1, -17.5, 0);
    assert_int_equal(draw("c", NULL, &how), 0);
    assert_false(scratch_exists("c"));
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(long_names_of_many_options_stand_in_a_line_each),
        cmocka_unit_test(a_picture_and_its_table_are_drawn),
        cmocka_unit_test(the_title_says_when_nothing_is_decided),
        cmocka_unit_test(without_intervals_there_is_no_picture),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
