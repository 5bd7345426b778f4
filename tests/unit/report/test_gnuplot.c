/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/gnuplot.h"

/* A stand-in that writes down how it was called, for machines without gnuplot. */
static const char *stand_in(const char *name, const char *script)
{
    scratch_write(name, script);
    assert_int_equal(chmod(scratch_path(name), 0755), 0);
    return scratch_path(name);
}

static void the_program_is_told_the_folder_and_the_script_without_a_shell(void **state)
{
    (void)state;
    struct bf_text said = {NULL, 0, 0, false};
    struct bf_err err;
    assert_true(bf_folder_make(scratch_path("it's $(here)"), &err));
    char program[256], folder[256], script[700];
    snprintf(script, sizeof script, "#!/bin/sh\nprintf '%%s\\n' \"$@\" > \"%s\"\n",
             scratch_path("called"));
    snprintf(program, sizeof program, "%s", stand_in("fake", script));
    snprintf(folder, sizeof folder, "%s", scratch_path("it's $(here)"));
    static const char *const name[] = {"delayed"};
    assert_int_equal(bf_gnuplot_run(program, folder, name, 1, &said), BF_GNUPLOT_DONE);
    char *bytes = scratch_read("called"), expected[700];
    snprintf(expected, sizeof expected, "-d\n-e\ncd '%s/it''s $(here)'\n-e\nload 'delayed.gp'\n",
             scratch);
    assert_string_equal(bytes, expected);
    free(bytes);
    assert_false(scratch_exists("it's $(here)/delayed.log"));
    assert_null(said.bytes);
}

static void a_missing_program_is_told_from_a_failing_one(void **state)
{
    (void)state;
    static const char *const name[] = {"a", "b", "c"};
    struct bf_text said = {NULL, 0, 0, false};
    assert_int_equal(bf_gnuplot_run("no-such-program-anywhere", scratch, name, 3, &said),
                     BF_GNUPLOT_MISSING);
    assert_null(said.bytes);
    assert_false(scratch_exists("a.log"));
    char program[256];
    snprintf(program, sizeof program, "%s",
             stand_in("fails", "#!/bin/sh\necho 'line 7: expected a comma' >&2\nexit 3\n"));
    assert_int_equal(bf_gnuplot_run(program, scratch, name, 3, &said), BF_GNUPLOT_FAILED);
    assert_contains(said.bytes, "a.gp: gnuplot failed:line 7: expected a comma\n");
    assert_contains(said.bytes, "c.gp: gnuplot failed");
    assert_true(scratch_exists("b.log"));
    bf_text_free(&said);
}

/* As where the PATH has a folder that this user may not look into. */
static void one_on_the_path_that_may_not_be_run_is_missing(void **state)
{
    (void)state;
    char path[4096];
    static const char *const name[] = {"a"};
    struct bf_text said = {NULL, 0, 0, false};
    snprintf(path, sizeof path, "%s", getenv("PATH"));
    scratch_write("not-to-be-run", "#!/bin/sh\n");
    assert_int_equal(setenv("PATH", scratch, 1), 0);
    assert_int_equal(bf_gnuplot_run("not-to-be-run", scratch, name, 1, &said), BF_GNUPLOT_MISSING);
    assert_null(said.bytes);
    assert_int_equal(setenv("PATH", path, 1), 0);
}

static void one_killed_by_a_signal_has_failed(void **state)
{
    (void)state;
    static const char *const name[] = {"a"};
    struct bf_text said = {NULL, 0, 0, false};
    char program[256];
    snprintf(program, sizeof program, "%s", stand_in("dies", "#!/bin/sh\nkill -9 $$\n"));
    assert_int_equal(bf_gnuplot_run(program, scratch, name, 1, &said), BF_GNUPLOT_FAILED);
    assert_contains(said.bytes, "a.gp: gnuplot failed\n");
    bf_text_free(&said);
}

static void scripts_without_a_picture_are_drawn_later(void **state)
{
    (void)state;
    static const char *const name[] = {"drawn", "waits", "unknown"};
    struct bf_text said = {NULL, 0, 0, false};
    char program[256], script[600];
    snprintf(script, sizeof script, "#!/bin/sh\nprintf '%%s\\n' \"$5\" >> \"%s\"\n",
             scratch_path("later"));
    snprintf(program, sizeof program, "%s", stand_in("notes", script));
    scratch_write("drawn.gp", "");
    scratch_write("drawn.svg", "<svg/>");
    scratch_write("waits.gp", "");
    assert_int_equal(bf_gnuplot_run(BF_GNUPLOT_NOT_NOW, scratch, name, 3, &said), BF_GNUPLOT_LATER);
    assert_false(scratch_exists("later"));
    assert_int_equal(bf_gnuplot_catch_up(program, scratch, name, 3, &said), BF_GNUPLOT_DONE);
    char *bytes = scratch_read("later");
    assert_string_equal(bytes, "load 'waits.gp'\n");
    free(bytes);
    assert_int_equal(bf_gnuplot_catch_up("no-such-program-anywhere", scratch, name, 3, &said),
                     BF_GNUPLOT_MISSING);
    assert_null(said.bytes);
}

static void the_advice_names_package_and_command(void **state)
{
    (void)state;
    struct bf_text said = {NULL, 0, 0, false};
    bf_gnuplot_advice("results/winter", &said);
    assert_contains(said.bytes, "apt install gnuplot-nox");
    assert_contains(said.bytes, "bedflow plot results/winter");
    bf_text_free(&said);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_program_is_told_the_folder_and_the_script_without_a_shell),
        cmocka_unit_test(a_missing_program_is_told_from_a_failing_one),
        cmocka_unit_test(one_on_the_path_that_may_not_be_run_is_missing),
        cmocka_unit_test(one_killed_by_a_signal_has_failed),
        cmocka_unit_test(scripts_without_a_picture_are_drawn_later),
        cmocka_unit_test(the_advice_names_package_and_command),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
