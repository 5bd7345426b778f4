/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/drawing.h"

static const char remark[] = "Written by a test.";

static bool draw(struct bf_drawing *drawing, struct bf_err *err)
{
    struct bf_script script;
    bf_drawing_add(drawing, "picture");
    if (!bf_drawing_begin(drawing, err) || !bf_drawing_script(drawing, &script, remark, err))
        return false;
    bf_script_number(&script, "answer", 2.385);
    return bf_script_close(&script, err) && bf_drawing_end(drawing, err);
}

static void make_scripts(const char *own)
{
    struct bf_err err;
    assert_true(bf_folder_make(scratch_path("scripts"), &err));
    scratch_write("scripts/style.gp", "style = 1\n");
    scratch_write("scripts/frame.gp", "frame = 1\n");
    scratch_write("scripts/picture.gp", own);
}

static void a_folder_of_pictures_stands_by_itself(void **state)
{
    (void)state;
    struct bf_drawing drawing = {.plots = scratch_path("a/plots"),
                                 .scripts = scratch_path("scripts"),
                                 .program = "no-such-gnuplot"};
    struct bf_err err;
    make_scripts("load 'run.gp'\n");
    assert_true(draw(&drawing, &err));
    assert_int_equal(drawing.end, BF_GNUPLOT_MISSING);
    assert_int_equal(drawing.count, 1);
    assert_string_equal(drawing.name[0], "picture");
    assert_true(scratch_exists("a/plots/data"));
    assert_true(scratch_exists("a/plots/style.gp"));
    assert_true(scratch_exists("a/plots/frame.gp"));
    char *own = scratch_read("a/plots/picture.gp"), *run = scratch_read("a/plots/run.gp");
    assert_string_equal(own, "load 'run.gp'\n");
    assert_string_equal(run, "# Written by a test.\nanswer = 2.385\n");
    free(own);
    free(run);
    bf_text_free(&drawing.said);
}

static void what_gnuplot_could_not_draw_is_told(void **state)
{
    (void)state;
    struct bf_drawing drawing = {
        .plots = scratch_path("b"), .scripts = scratch_path("scripts"), .program = "false"};
    struct bf_err err;
    make_scripts("");
    assert_true(draw(&drawing, &err));
    assert_int_equal(drawing.end, BF_GNUPLOT_FAILED);
    bf_text_free(&drawing.said);
}

static void a_script_that_is_not_there_is_named(void **state)
{
    (void)state;
    struct bf_drawing drawing = {.plots = scratch_path("c"), .scripts = scratch_path("nowhere")};
    struct bf_err err = {.code = BF_OK};
    assert_false(draw(&drawing, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_contains(err.where.file, "nowhere/style.gp");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_of_pictures_stands_by_itself),
        cmocka_unit_test(what_gnuplot_could_not_draw_is_told),
        cmocka_unit_test(a_script_that_is_not_there_is_named),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
