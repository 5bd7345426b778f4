/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/fit_picture.h"

/* Tests run from the root of the sources, where plots/ is. */
static const char scripts[] = "plots";
static struct bf_sheet sheet;
static struct bf_stays stays;

static void make(void)
{
    static const struct bf_stays_request request = {"it's `stays`.csv", NULL, "class", 1};
    struct bf_faults faults = {.count = 0};
    char text[2000] = "days,class\n", *at = text + strlen(text);
    for (int i = 0; i < 60; i++)
        at += snprintf(at, 24, "%.3f,%s\n", 0.4 + i * i / 97.0,
                       i < 25   ? "one"
                       : i < 58 ? "\"b\"\"c\""
                                : "few");
    assert_true(bf_sheet_parse(&sheet, bf_heap_text(text), strlen(text), "t", &faults));
    assert_true(bf_stays_fit(&sheet, &request, &stays, &faults));
    bf_faults_free(&faults);
}

static void end(void)
{
    bf_stays_free(&stays);
    bf_sheet_free(&sheet);
}

static bool draw(const char *folder, const char *program, enum bf_gnuplot_end *how,
                 struct bf_err *err)
{
    struct bf_drawing drawing = {
        .plots = scratch_path(folder), .scripts = scripts, .program = program};
    bool drawn = bf_fit_draw(&stays, &drawing, err);
    *how = drawing.end;
    if (drawn && *how == BF_GNUPLOT_FAILED)
        fail_msg("%s", drawing.said.bytes ? drawing.said.bytes : "no reason");
    bf_text_free(&drawing.said);
    return drawn;
}

static void quantiles_are_tabled_for_all_and_for_classes_that_were_fitted(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    struct bf_err err;
    struct bf_sheet table;
    make();
    assert_true(draw("a", NULL, &how, &err));
    assert_true(bf_sheet_read(&table, scratch_path("a/data/fit.csv"), &err));
    assert_string_equal(table.head[0], "panel");
    assert_int_equal(table.rows, 60 + 25 + 33);
    double fitted, observed, before = 0;
    for (size_t row = 0; row < 60; row++) {
        assert_true(bf_number_parse(bf_sheet_at(&table, row, 1), &fitted));
        assert_true(bf_number_parse(bf_sheet_at(&table, row, 2), &observed));
        assert_true(fitted > before);
        assert_close(observed, 0.4 + (double)(row * row) / 97, 1e-3);
        before = fitted;
    }
    bf_sheet_free(&table);
    if (how == BF_GNUPLOT_DONE)
        assert_true(scratch_exists("a/fit.png") && scratch_exists("a/fit.svg"));
    char *script = scratch_read("a/run.gp");
    assert_contains(script, "it''s");
    assert_contains(script, "panels = 3");
    free(script);
    end();
}

static void without_gnuplot_everything_but_the_picture_is_there(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    struct bf_err err;
    make();
    assert_true(draw("b", "no-such-program", &how, &err));
    assert_int_equal(how, BF_GNUPLOT_MISSING);
    assert_true(scratch_exists("b/fit.gp") && scratch_exists("b/style.gp"));
    assert_false(scratch_exists("b/fit.png"));
    end();
}

static void a_folder_that_cannot_be_made_is_an_error(void **state)
{
    (void)state;
    enum bf_gnuplot_end how;
    struct bf_err err = {.code = BF_OK};
    make();
    scratch_write("file", "in the way");
    assert_false(draw("file/x", NULL, &how, &err));
    assert_int_equal(err.code, BF_E_IO);
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quantiles_are_tabled_for_all_and_for_classes_that_were_fitted),
        cmocka_unit_test(without_gnuplot_everything_but_the_picture_is_there),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_an_error),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
