/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/graphviz.h"

/* A stand-in for machines without Graphviz: copies its input, in a frame, to its output. */
static void stand_in(const char *name, const char *script, char path[256])
{
    scratch_write(name, script);
    assert_int_equal(chmod(scratch_path(name), 0755), 0);
    snprintf(path, 256, "%s", scratch_path(name));
}

static void the_graph_goes_in_and_the_picture_comes_out(void **state)
{
    (void)state;
    char program[256], stem[400];
    struct bf_text svg = {.bytes = NULL};
    stand_in("fake",
             "#!/bin/sh\n[ \"$1 $2\" = '-Tsvg -o' ] || exit 4\n"
             "{ echo '<svg>'; cat \"$4\"; } > \"$3\"\n",
             program);
    snprintf(stem, sizeof stem, "%s/it's $(here) 7", scratch);
    assert_int_equal(bf_graphviz_draw(program, "digraph {}\n", stem, &svg), BF_GRAPHVIZ_DONE);
    assert_string_equal(svg.bytes, "<svg>\ndigraph {}\n");
    assert_false(scratch_exists("it's $(here) 7.dot"));
    assert_false(scratch_exists("it's $(here) 7.svg"));
    bf_text_free(&svg);
}

static void a_missing_program_is_told_from_a_failing_one(void **state)
{
    (void)state;
    char program[256], stem[400];
    struct bf_text svg = {.bytes = NULL};
    snprintf(stem, sizeof stem, "%s/x", scratch);
    assert_int_equal(bf_graphviz_draw("no-such-program-anywhere", "digraph {}", stem, &svg),
                     BF_GRAPHVIZ_MISSING);
    stand_in("fails", "#!/bin/sh\nexit 3\n", program);
    assert_int_equal(bf_graphviz_draw(program, "digraph {}", stem, &svg), BF_GRAPHVIZ_FAILED);
    stand_in("silent", "#!/bin/sh\nexit 0\n", program);
    assert_int_equal(bf_graphviz_draw(program, "digraph {}", stem, &svg), BF_GRAPHVIZ_FAILED);
    snprintf(stem, sizeof stem, "%s/none/x", scratch);
    assert_int_equal(bf_graphviz_draw(program, "digraph {}", stem, &svg), BF_GRAPHVIZ_FAILED);
    assert_null(svg.bytes);
    assert_false(scratch_exists("x.dot"));
}

/* As where the PATH has a folder that this user may not look into. */
static void one_on_the_path_that_may_not_be_run_is_missing(void **state)
{
    (void)state;
    char path[4096];
    char stem[400];
    struct bf_text svg = {.bytes = NULL};
    snprintf(stem, sizeof stem, "%s/x", scratch);
    snprintf(path, sizeof path, "%s", getenv("PATH"));
    scratch_write("not-to-be-run", "#!/bin/sh\n");
    assert_int_equal(setenv("PATH", scratch, 1), 0);
    assert_int_equal(bf_graphviz_draw("not-to-be-run", "digraph {}", stem, &svg),
                     BF_GRAPHVIZ_MISSING);
    assert_int_equal(setenv("PATH", path, 1), 0);
}

static void a_label_stays_a_label(void **state)
{
    (void)state;
    struct bf_text out = {.bytes = NULL};
    bf_graphviz_quote(&out, "a \"b\" \\n c\nd]; x -> y [\tz £");
    assert_string_equal(out.bytes, "\"a \\\"b\\\" \\\\n c\\nd]; x -> y [ z £\"");
    bf_text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_graph_goes_in_and_the_picture_comes_out),
        cmocka_unit_test(a_missing_program_is_told_from_a_failing_one),
        cmocka_unit_test(one_on_the_path_that_may_not_be_run_is_missing),
        cmocka_unit_test(a_label_stays_a_label),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
