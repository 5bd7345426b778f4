/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

static void make(const char *name)
{
    struct bf_err err;
    assert_true(bf_folder_make(scratch_path(name), &err));
}

static void a_folder_is_told_by_what_it_holds(void **state)
{
    (void)state;
    make("look/empty");
    make("look/result");
    make("look/other");
    scratch_write("look/result/run.json", "{}");
    scratch_write("look/other/thesis.txt", "years of work");
    assert_int_equal(bf_folder_look(scratch_path("look/none")), BF_FOLDER_NONE);
    assert_int_equal(bf_folder_look(scratch_path("look/empty")), BF_FOLDER_EMPTY);
    assert_int_equal(bf_folder_look(scratch_path("look/result")), BF_FOLDER_RESULT);
    assert_int_equal(bf_folder_look(scratch_path("look/other")), BF_FOLDER_OTHER);
    assert_int_equal(bf_folder_look(scratch_path("look/other/thesis.txt")), BF_FOLDER_OTHER);
}

static void a_new_folder_appears_only_at_the_commit(void **state)
{
    (void)state;
    char partial[BF_FILE_CAP], file[BF_FILE_CAP];
    struct bf_err err;
    const char *target = scratch_path("new/deep/result/");
    assert_true(bf_folder_begin(target, false, partial, &err));
    assert_false(scratch_exists("new/deep/result"));
    assert_true(bf_path_join(file, partial, "run.json", &err));
    struct bf_sink sink;
    assert_true(bf_sink_open(&sink, file, &err));
    assert_true(bf_sink_close(&sink, &err));
    assert_true(bf_folder_commit(partial, target, false, &err));
    assert_true(scratch_exists("new/deep/result/run.json"));
    assert_int_equal(bf_folder_look(partial), BF_FOLDER_NONE);
}

static void an_existing_folder_is_refused_without_force_even_if_empty(void **state)
{
    (void)state;
    char partial[BF_FILE_CAP];
    struct bf_err err = {.code = BF_OK};
    make("taken");
    assert_false(bf_folder_begin(scratch_path("taken"), false, partial, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_contains(err.what, "--force");
    assert_false(scratch_exists("taken.partial-0"));
}

static void force_replaces_results_and_empty_folders_and_nothing_else(void **state)
{
    (void)state;
    char partial[BF_FILE_CAP];
    struct bf_err err = {.code = BF_OK};
    make("old/plots/data");
    scratch_write("old/run.json", "old");
    scratch_write("old/plots/data/x.csv", "old");
    assert_true(bf_folder_begin(scratch_path("old"), true, partial, &err));
    assert_true(bf_folder_commit(partial, scratch_path("old"), true, &err));
    assert_int_equal(bf_folder_look(scratch_path("old")), BF_FOLDER_EMPTY);
    assert_false(scratch_exists("old.old-0"));

    make("work");
    scratch_write("work/thesis.txt", "years of work");
    assert_false(bf_folder_begin(scratch_path("work"), true, partial, &err));
    assert_contains(err.what, "run.json");
    assert_true(scratch_exists("work/thesis.txt"));
}

static void a_folder_that_appears_meanwhile_is_not_overwritten(void **state)
{
    (void)state;
    char partial[BF_FILE_CAP];
    struct bf_err err = {.code = BF_OK};
    assert_true(bf_folder_begin(scratch_path("race"), false, partial, &err));
    make("race");
    scratch_write("race/run.json", "theirs");
    assert_false(bf_folder_place(partial, scratch_path("race"), false, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_int_not_equal(bf_folder_look(partial), BF_FOLDER_NONE); /* what is in it is worth it */
    assert_false(bf_folder_commit(partial, scratch_path("race"), false, &err));
    assert_int_equal(bf_folder_look(partial), BF_FOLDER_NONE);
    char *bytes = scratch_read("race/run.json");
    assert_string_equal(bytes, "theirs");
    free(bytes);
}

static void a_link_is_neither_followed_nor_replaced(void **state)
{
    (void)state;
    char partial[BF_FILE_CAP];
    struct bf_err err = {.code = BF_OK};
    make("target");
    scratch_write("target/run.json", "kept");
    assert_int_equal(symlink("target", scratch_path("link")), 0);
    assert_false(bf_folder_begin(scratch_path("link"), true, partial, &err));
    make("holder");
    assert_int_equal(symlink("../target", scratch_path("holder/inner")), 0);
    bf_folder_remove(scratch_path("holder"));
    assert_false(scratch_exists("holder"));
    assert_true(scratch_exists("target/run.json"));
}

static void an_unused_name_is_found_beside_leftovers(void **state)
{
    (void)state;
    char partial[BF_FILE_CAP];
    struct bf_err err;
    make("twice.partial-0");
    assert_true(bf_folder_begin(scratch_path("twice"), false, partial, &err));
    assert_contains(partial, "twice.partial-1");
}

static void a_file_in_the_way_of_a_parent_is_reported(void **state)
{
    (void)state;
    char partial[BF_FILE_CAP];
    struct bf_err err = {.code = BF_OK};
    scratch_write("file", "");
    assert_false(bf_folder_begin(scratch_path("file/result"), false, partial, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_false(bf_folder_begin("", false, partial, &err));
}

static void a_copy_has_the_same_bytes_and_a_missing_source_is_named(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    scratch_write("from.gp", "plot 2.385");
    assert_true(bf_file_copy(scratch_path("from.gp"), scratch_path("to.gp"), &err));
    char *bytes = scratch_read("to.gp");
    assert_string_equal(bytes, "plot 2.385");
    free(bytes);
    assert_false(bf_file_copy(scratch_path("gone.gp"), scratch_path("to.gp"), &err));
    assert_contains(err.where.file, "gone.gp");
}

static void a_file_is_read_to_its_end_or_said(void **state)
{
    (void)state;
    struct bf_text out = {.bytes = NULL};
    struct bf_err err;
    char large[20001];
    memset(large, 'x', sizeof large - 1);
    large[sizeof large - 1] = '\0';
    large[19998] = 'y';
    scratch_write("large", large);
    assert_true(bf_file_read(&out, scratch_path("large"), &err));
    assert_int_equal(out.length, 20000);
    assert_string_equal(out.bytes, large);
    assert_false(bf_file_read(&out, scratch_path("none"), &err));
    assert_int_equal(err.code, BF_E_IO);
    bf_text_free(&out);
}

static bool write_word(const void *subject, const char *path, struct bf_err *err)
{
    struct bf_sink sink;
    if (!bf_sink_open(&sink, path, err)) return false;
    bf_sink_text(&sink, subject);
    return bf_sink_close(&sink, err);
}

static bool write_half(const void *subject, const char *path, struct bf_err *err)
{
    return write_word(subject, path, err) &&
           bf_fail(err, BF_E_LIMIT, NULL, "expected the other half");
}

static const struct bf_folder_file whole[] = {{"one.csv", write_word}, {"run.json", write_word}};
static const struct bf_folder_file broken[] = {
    {"one.csv", write_word}, {"two.csv", write_half}, {"run.json", write_word}};

static void a_folder_is_filled_with_its_files_or_with_none_of_them(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    make("fill");
    scratch_write("fill/journal", "kept");
    assert_true(bf_folder_fill(scratch_path("fill"), whole, UNIT_COUNT(whole), "2.385", 2, &err));
    char *text = scratch_read("fill/run.json");
    assert_string_equal(text, "2.385");
    free(text);
    assert_false(bf_folder_fill(scratch_path("fill"), broken, UNIT_COUNT(broken), "7.1", 2, &err));
    assert_int_equal(err.code, BF_E_LIMIT);
    assert_false(scratch_exists("fill/one.csv"));
    assert_false(scratch_exists("fill/two.csv"));
    assert_false(scratch_exists("fill/run.json"));
    assert_true(scratch_exists("fill/journal"));
}

static void a_new_folder_of_files_is_there_whole_or_not_at_all(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    const char *folder = scratch_path("written");
    assert_false(bf_folder_write(folder, false, broken, UNIT_COUNT(broken), "7.1", &err));
    assert_int_equal(err.code, BF_E_LIMIT);
    assert_false(scratch_exists("written"));
    assert_false(scratch_exists("written.partial-0"));
    assert_true(bf_folder_write(folder, false, whole, UNIT_COUNT(whole), "2.385", &err));
    assert_int_equal(bf_folder_look(folder), BF_FOLDER_RESULT);
    assert_false(bf_folder_write(folder, false, whole, UNIT_COUNT(whole), "9.25", &err));
    assert_true(bf_folder_write(folder, true, whole, UNIT_COUNT(whole), "9.25", &err));
    char *text = scratch_read("written/one.csv");
    assert_string_equal(text, "9.25");
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_is_told_by_what_it_holds),
        cmocka_unit_test(a_new_folder_appears_only_at_the_commit),
        cmocka_unit_test(an_existing_folder_is_refused_without_force_even_if_empty),
        cmocka_unit_test(force_replaces_results_and_empty_folders_and_nothing_else),
        cmocka_unit_test(a_folder_that_appears_meanwhile_is_not_overwritten),
        cmocka_unit_test(a_link_is_neither_followed_nor_replaced),
        cmocka_unit_test(an_unused_name_is_found_beside_leftovers),
        cmocka_unit_test(a_file_in_the_way_of_a_parent_is_reported),
        cmocka_unit_test(a_copy_has_the_same_bytes_and_a_missing_source_is_named),
        cmocka_unit_test(a_folder_is_filled_with_its_files_or_with_none_of_them),
        cmocka_unit_test(a_new_folder_of_files_is_there_whole_or_not_at_all),
        cmocka_unit_test(a_file_is_read_to_its_end_or_said),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
