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

/* ---- one group in several files -------------------------------------------------------- */

static struct reading read_options(const char *one, const char *two)
{
    struct memory_file file[] = {{.path = "main.cfg",
                                  .text = "format = 1;\ndepots: {\n@include \"one.cfg\"\n"
                                          "x: { kind = \"crew\"; };\n@include \"two.cfg\"\n};\n"},
                                 {.path = "one.cfg", .text = one},
                                 {.path = "two.cfg", .text = two}};
    return read_files(file, 3);
}

static void files_add_to_one_group_each_their_own(void **state)
{
    (void)state;
    struct reading r = read_options(
        "x: { hours = { value = \"53.71 hours per week\"; source = \"E20\"; };\nstay = { mean = "
        "\"3.1 h\"; }; };",
        "x: { label = \"both\"; stay = { cv = 1.274; }; };\ny: { kind = \"crew\"; };");
    assert_fine(&r);
    assert_int_equal(county_of(&r)->depots.count, 2);
    assert_close(depot_of(&r, "x")->hours, 53.71 / 168, 1e-12);
    assert_close(depot_of(&r, "x")->stay.mean_h, 3.1, 0);
    assert_close(depot_of(&r, "x")->stay.cv, 1.274, 0);
    assert_string_equal(depot_of(&r, "x")->label, "both");
    assert_string_equal(bf_bound_find(&r.scenario.bound, "depots.x.hours")->source, "E20");
    assert_null(bf_bound_find(&r.scenario.bound, "depots.x.stay.cv")->source);
    struct reading again = read_text(r.scenario.resolved); /* names are unique there */
    assert_fine(&again);
    assert_string_equal(again.scenario.resolved, r.scenario.resolved);
    reading_free(&again);
    reading_free(&r);
}

static void files_that_say_the_same_thing_are_refused_with_both_places(void **state)
{
    (void)state;
    assert_faults(read_options("x: {\nhours = \"7.385 h\"; };", "x: { hours = \"2 h\"; };"), 1,
                  "two.cfg:1: expected 'hours' once, received it again; the first stands in "
                  "one.cfg:2; included files can add");
    assert_faults(read_options("x: { hours = { value = \"1 h\"; }; };",
                               "x: { hours = { value = \"2 h\"; }; };"),
                  1, "two.cfg:1: expected 'hours' once");
    assert_faults(read_options("x: { then = ( { to = \"y\"; } ); };",
                               "x: { then = ( { to = \"z\"; } ); stay = { mean = \"1 h\"; }; };"),
                  1, "two.cfg:1: expected 'then' once");
    assert_faults(read_options("x: { label = \"a\"; };", "x = 3;"), 1,
                  "two.cfg:1: expected 'x' once");
    /* within one file as ever, whatever another says */
    assert_faults(read_options("x: { hours = \"7.385 h\"; };", "y: { };\ny: { };"), 1,
                  "two.cfg:2: expected 'y' once, received it again; the first stands in two.cfg:1");
}

static void evidence_of_a_whole_group_is_not_lent_to_another_file(void **state)
{
    (void)state;
    assert_faults(read_options("x: { source = \"E20\"; };", "x: { label = \"b\"; };"), 2,
                  "two files can add to one group if source, assumption and note stand with each "
                  "value");
    assert_faults(
        read_options("y: { kind = \"crew\"; };", "y: { note = \"n\"; hours = \"2 h\"; };"), 1,
        "two.cfg:1: expected 'y' once");
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
        cmocka_unit_test(files_add_to_one_group_each_their_own),
        cmocka_unit_test(files_that_say_the_same_thing_are_refused_with_both_places),
        cmocka_unit_test(evidence_of_a_whole_group_is_not_lent_to_another_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
