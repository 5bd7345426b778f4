/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "depots.h"

#include "sim/scenario/parse.h"

static void a_literal_becomes_a_tree_without_lines(void **state)
{
    (void)state;
    char why[BF_WHAT_CAP];
    struct bf_tree *tree = bf_tree_new();
    struct bf_node *list = bf_parse_literal(
        tree, "[1, 2.5e3, \"x\" \"y\",\n { a = 0x1F; b = FALSE; }, ]", "--set", why, sizeof why);
    assert_non_null(list);
    assert_int_equal(list->kind, BF_NODE_LIST);
    assert_int_equal(list->count, 4);
    assert_null(list->name);
    assert_null(list->parent);
    assert_int_equal(list->line, 0);
    assert_string_equal(list->file, "--set");
    assert_string_equal(bf_tree_element(list, 1)->text, "2.5e3");
    assert_string_equal(bf_tree_element(list, 2)->text, "xy");
    const struct bf_node *group = bf_tree_element(list, 3);
    assert_string_equal(bf_tree_member(tree, group, "a")->text, "0x1F");
    assert_string_equal(bf_tree_member(tree, group, "b")->text, "false");
    assert_int_equal(bf_tree_member(tree, group, "b")->line, 0);
    bf_tree_free(tree);
}

static void what_is_not_one_value_is_no_literal(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",  "1; b = 2",       "[1",    "{ a = ; }", "= 3",      "1 2", "word", "\"a",
        "]", "@include \"x\"", "1\x01", "[1] [2]",   "{a=1;a=2}"};
    char why[BF_WHAT_CAP];
    struct bf_tree *tree = bf_tree_new();
    for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
        why[0] = '\0';
        assert_null(bf_parse_literal(tree, bad[i], "--set", why, sizeof why));
        assert_contains(why, "expected");
    }
    assert_false(tree->pieces.failed);
    bf_tree_free(tree);
}

static void a_repeated_name_is_refused_with_both_places(void **state)
{
    (void)state;
    assert_faults(read_text("format = 1;\ngrowth = 2;\ndepots: { growth = 3;\n};\ngrowth = 4;\n"),
                  1,
                  "main.cfg:5: expected 'growth' once, received it again; the first stands in "
                  "main.cfg:2");
}

static void what_libconfig_refuses_has_its_line(void **state)
{
    (void)state;
    assert_faults(read_text("format = 1;\n\ngrowth = = 2;\n"), 1,
                  "main.cfg:3: expected settings such as name = value;, received =");
    assert_faults(read_text("format = 1;\ntags = [\"a\",, \"b\"];\n"), 1, "main.cfg:2: expected");
    assert_faults(read_text("format = 1;\n\ntags =\n\n"), 1,
                  "main.cfg:3: expected more after this");
    assert_faults(read_text("format = 1;\nscale = 3;\n5;\n"), 1, "main.cfg:3: expected settings");
}

static void numbers_of_any_kind_are_kept_as_written(void **state)
{
    (void)state;
    struct reading r =
        read_text("format = 1; growth = 1e5; scale = 5000000000; depots: { x: { kind = "
                  "\"crew\"; by_month = [1, 2.5, 0x10, 3L, 7., .5]; }; };");
    assert_fine(&r);
    assert_close(county_of(&r)->growth, 1e5, 0);
    assert_close(county_of(&r)->scale, 5e9, 0);
    static const double want[] = {1, 2.5, 16, 3, 7, 0.5};
    const struct bf_series *months = &depot_of(&r, "x")->by_month;
    assert_int_equal(months->count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_close(months->value[i], want[i], 0);
    assert_string_equal(bf_bound_find(&r.scenario.bound, "depots.x.by_month[2]")->text, "0x10");
    reading_free(&r);
}

static void a_list_may_use_either_bracket(void **state)
{
    (void)state;
    struct reading r =
        read_text("format = 1; tags = (\"a\", \"b\"); depots: { x: { kind = \"crew\"; "
                  "then = [ { to = \"y\"; }, ]; with = []; }; };");
    assert_fine(&r);
    assert_int_equal(county_of(&r)->tags.count, 2);
    assert_int_equal(depot_of(&r, "x")->then.count, 1);
    assert_int_equal(depot_of(&r, "x")->with.count, 0);
    reading_free(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_literal_becomes_a_tree_without_lines),
        cmocka_unit_test(what_is_not_one_value_is_no_literal),
        cmocka_unit_test(a_repeated_name_is_refused_with_both_places),
        cmocka_unit_test(what_libconfig_refuses_has_its_line),
        cmocka_unit_test(numbers_of_any_kind_are_kept_as_written),
        cmocka_unit_test(a_list_may_use_either_bracket),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
