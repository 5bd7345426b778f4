/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/sink.h"

static void what_is_written_is_in_the_file(void **state)
{
    (void)state;
    struct bf_sink sink;
    struct bf_err err;
    assert_true(bf_sink_open(&sink, scratch_path("plain"), &err));
    bf_sink_text(&sink, "first ");
    bf_sink_bytes(&sink, "second, cut", 6);
    bf_sink_format(&sink, " %d", 385);
    assert_true(bf_sink_close(&sink, &err));
    char *bytes = scratch_read("plain");
    assert_string_equal(bytes, "first second 385");
    free(bytes);
}

static void a_full_disk_is_reported_at_the_close_with_path_and_cure(void **state)
{
    (void)state;
    struct bf_sink sink;
    struct bf_err err = {.code = BF_OK};
    if (access("/dev/full", W_OK) != 0) {
        skip();
    }
    assert_true(bf_sink_open(&sink, "/dev/full", &err));
    bf_sink_text(&sink, "a few bytes that stay in the buffer");
    assert_false(bf_sink_close(&sink, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_string_equal(err.where.file, "/dev/full");
    assert_contains(err.what, "No space left");
    assert_contains(err.what, "make room");
}

static void a_failure_in_the_middle_is_remembered_until_the_close(void **state)
{
    (void)state;
    struct bf_sink sink;
    struct bf_err err = {.code = BF_OK};
    if (access("/dev/full", W_OK) != 0) {
        skip();
    }
    assert_true(bf_sink_open(&sink, "/dev/full", &err));
    for (int i = 0; i < 20000; i++) {
        bf_sink_format(&sink, "%d,", i);
    }
    assert_int_equal(err.code, BF_OK);
    assert_false(bf_sink_close(&sink, &err));
    err.code = BF_OK;
    assert_false(bf_sink_close(&sink, &err));
    assert_int_equal(err.code, BF_E_IO);
}

static void a_missing_folder_is_named(void **state)
{
    (void)state;
    struct bf_sink sink;
    struct bf_err err = {.code = BF_OK};
    assert_false(bf_sink_open(&sink, scratch_path("no/such/file"), &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_contains(err.where.file, "no/such/file");
    assert_contains(err.what, "No such file");
    bf_sink_text(&sink, "ignored");
    assert_true(bf_sink_close(&sink, &err));
}

static void a_path_that_is_too_long_is_refused_and_not_cut(void **state)
{
    (void)state;
    char out[BF_FILE_CAP], *name = malloc(5000);
    struct bf_err err = {.code = BF_OK};
    memset(name, 'x', 4999);
    name[4999] = '\0';
    assert_false(bf_path_join(out, "folder", name, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_true(bf_path_join(out, "folder", "name", &err));
    assert_string_equal(out, "folder/name");
    free(name);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_in_the_file),
        cmocka_unit_test(a_full_disk_is_reported_at_the_close_with_path_and_cure),
        cmocka_unit_test(a_failure_in_the_middle_is_remembered_until_the_close),
        cmocka_unit_test(a_missing_folder_is_named),
        cmocka_unit_test(a_path_that_is_too_long_is_refused_and_not_cut),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
