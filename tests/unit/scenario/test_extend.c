/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "depots.h"

static struct reading extend(const char *base, const char *over)
{
    struct memory_file files[] = {{.path = "d/over.cfg", .text = over},
                                  {.path = "d/base.cfg", .text = base}};
    return read_files(files, 2);
}

#define OVER "format = 1; extends = \"base.cfg\";\n"

static void groups_are_merged_and_the_rest_replaced(void **state)
{
    (void)state;
    struct reading r =
        extend("format = 1; growth = 2.385; tags = [\"a\", \"b\"];\n"
               "depots: { x: { kind = \"crew\"; stay = { mean = \"3 h\"; cv = 2; }; };\n"
               "y: { kind = \"store\"; beds = 431; }; };",
               OVER "tags = [\"c\"];\n"
                    "depots: { x: { stay = { mean = \"5 h\"; }; };\n"
                    "z: { kind = \"crew\"; }; };");
    assert_fine(&r);
    assert_close(county_of(&r)->growth, 2.385, 0);
    assert_int_equal(county_of(&r)->tags.count, 1);
    assert_close(depot_of(&r, "x")->stay.mean_h, 5, 0);
    assert_close(depot_of(&r, "x")->stay.cv, 2, 0);
    assert_close(depot_of(&r, "y")->beds, 431, 0);
    assert_string_equal(county_of(&r)->depots.name[2], "z");
    const struct bf_bound *bound = &r.scenario.bound;
    assert_string_equal(bf_bound_find(bound, "depots.x.stay.mean")->where.file, "d/over.cfg");
    assert_int_equal(bf_bound_find(bound, "depots.x.stay.mean")->where.line, 3);
    assert_string_equal(bf_bound_find(bound, "depots.y.beds")->where.file, "d/base.cfg");
    reading_free(&r);
}

static void a_number_and_its_evidence_replace_each_other(void **state)
{
    (void)state;
    struct reading r =
        extend("format = 1; growth = { value = 2.385; source = \"E20\"; range = [2, 3]; };\n"
               "scale = 12; horizon = { value = \"9 weeks\"; source = \"E1\"; };",
               OVER "growth = 2.5; scale = { value = 13; assumption = \"more\"; };\n"
                    "horizon = { value = \"10 weeks\"; };");
    assert_fine(&r);
    const struct bf_given *given = bf_bound_find(&r.scenario.bound, "growth");
    assert_null(given->source);
    assert_true(isnan(given->low));
    assert_string_equal(bf_bound_find(&r.scenario.bound, "scale")->assumption, "more");
    assert_null(bf_bound_find(&r.scenario.bound, "horizon")->source);
    reading_free(&r);
}

static void evidence_alone_is_added_to_what_is_inherited(void **state)
{
    (void)state;
    struct reading r = extend("format = 1; growth = 2.385;\n"
                              "scale = { value = 12; source = \"E20\"; };",
                              OVER "growth = { range = [2, 3]; source = \"E7\"; };\n"
                                   "scale = { range = [11, 14]; };");
    assert_fine(&r);
    const struct bf_given *growth = bf_bound_find(&r.scenario.bound, "growth");
    const struct bf_given *scale = bf_bound_find(&r.scenario.bound, "scale");
    assert_close(county_of(&r)->growth, 2.385, 0);
    assert_string_equal(growth->source, "E7");
    assert_close(growth->high, 3, 0);
    assert_string_equal(scale->source, "E20");
    assert_close(scale->low, 11, 0);
    reading_free(&r);
}

static void a_new_number_does_not_borrow_the_old_source(void **state)
{
    (void)state;
    struct reading r =
        extend("format = 1; depots: { x: { kind = \"store\"; source = \"C36\"; beds = 431;"
               " stay = { mean = \"3 h\"; }; }; };",
               OVER "depots: { x: { beds = 461; }; };");
    assert_fine(&r);
    assert_null(bf_bound_find(&r.scenario.bound, "depots.x.beds")->source);
    assert_string_equal(bf_bound_find(&r.scenario.bound, "depots.x.stay.mean")->source, "C36");
    reading_free(&r);
    r = extend("format = 1; depots: { x: { kind = \"store\"; source = \"C36\"; beds = 431;"
               " stay = { mean = \"3 h\"; }; }; };",
               OVER "depots: { x: { beds = 461; source = \"K2\"; }; };");
    assert_fine(&r);
    assert_string_equal(bf_bound_find(&r.scenario.bound, "depots.x.beds")->source, "K2");
    assert_string_equal(bf_bound_find(&r.scenario.bound, "depots.x.stay.mean")->source, "C36");
    reading_free(&r);
}

static void remove_takes_an_entry_of_a_map_away(void **state)
{
    (void)state;
    struct reading r = extend("format = 1; title = \"t\"; depots: { x: { kind = \"crew\"; }; "
                              "y: { kind = \"crew\"; }; };",
                              OVER "title = \"remove\"; depots: { x = \"remove\"; };");
    assert_fine(&r);
    assert_string_equal(county_of(&r)->title, "remove");
    assert_int_equal(county_of(&r)->depots.count, 1);
    assert_null(depot_of(&r, "x"));
    reading_free(&r);
    assert_faults(extend("format = 1; depots: { north: { kind = \"crew\"; }; };",
                         OVER "depots: { nort = \"remove\"; };"),
                  1, "d/over.cfg:2: depots.nort: expected an inherited entry to remove");
}

/* Nothing is left of what was in it, such as a median that would not go with a new shape. */
static void remove_takes_a_group_away(void **state)
{
    (void)state;
    struct reading r =
        extend("format = 1; pause = { mean = \"2.3 h\"; }; depots: { x: { kind = \"crew\"; }; };",
               OVER "pause = \"remove\"; depots = \"remove\";");
    assert_fine(&r);
    assert_true(isnan(county_of(&r)->pause.mean_h));
    assert_null(bf_bound_find(&r.scenario.bound, "pause.mean"));
    assert_int_equal(county_of(&r)->depots.count, 0);
    reading_free(&r);
    assert_faults(extend("format = 1;", OVER "pause = \"remove\";"), 1,
                  "pause: expected a group, received \"remove\"");
}

static void remove_takes_one_of_the_named_numbers_away(void **state)
{
    (void)state;
    struct reading r =
        extend("format = 1; depots: { x: { kind = \"store\"; beds = 431;\n"
               "classes = { a = 0.385; b = { value = 0.615; source = \"P01\"; }; }; }; };",
               OVER "depots: { x: { classes = { b = \"remove\"; c = 0.274; d = 0.341; }; }; };");
    assert_fine(&r);
    const struct bf_shares *classes = &depot_of(&r, "x")->classes;
    assert_int_equal(classes->count, 3);
    assert_string_equal(classes->name[1], "c");
    assert_close(classes->value[1], 0.274, 0);
    assert_null(bf_bound_find(&r.scenario.bound, "depots.x.classes.b"));
    reading_free(&r);
    assert_faults(extend("format = 1; depots: { x: { kind = \"store\"; beds = 431;"
                         " classes = { alpha = 1; }; }; };",
                         OVER "depots: { x: { classes = { alpa = \"remove\"; }; }; };"),
                  1,
                  "d/over.cfg:2: depots.x.classes.alpa: expected an inherited entry to remove, "
                  "received 'alpa', which there is not; did you mean 'alpha'?");
}

static void a_chain_may_be_long_but_not_a_circle(void **state)
{
    (void)state;
    static const struct memory_file chain[] = {
        {.path = "c.cfg", .text = "format = 1; extends = \"b.cfg\"; growth = 3;"},
        {.path = "b.cfg", .text = "format = 1; extends = \"a.cfg\"; growth = 2; scale = 12;"},
        {.path = "a.cfg", .text = "format = 1; growth = 1; scale = 11; strict = true;"}};
    static const struct memory_file circle[] = {
        {.path = "c.cfg", .text = "format = 1;\nextends = \"b.cfg\";"},
        {.path = "b.cfg", .text = "format = 1;\n\nextends = \"c.cfg\";"}};
    struct reading r = read_files(chain, 3);
    assert_fine(&r);
    assert_close(county_of(&r)->growth, 3, 0);
    assert_close(county_of(&r)->scale, 12, 0);
    assert_true(county_of(&r)->strict);
    reading_free(&r);
    assert_faults(read_files(circle, 2), 1,
                  "b.cfg:3: extends: expected scenarios that extend each other without a circle");
    char names[13][24], texts[13][64];
    struct memory_file deep[13];
    for (int i = 0; i < 13; i++) {
        snprintf(names[i], sizeof names[i], "%d.cfg", i);
        snprintf(texts[i], sizeof texts[i], "format = 1; extends = \"%d.cfg\";", i + 1);
        deep[i] = (struct memory_file){.path = names[i], .text = texts[i]};
    }
    assert_faults(read_files(deep, 13), 1,
                  "10.cfg:1: extends: expected scenarios that extend each "
                  "other at most 10 deep");
}

static void a_scenario_says_its_format(void **state)
{
    (void)state;
    assert_faults(read_text("growth = 2;\nscal = 3;"), 2,
                  "main.cfg:1: format: expected the format of the scenario, received none; write "
                  "format = 1; at the top");
    assert_faults(read_text("\nformat = 2; depots = 3;"), 1,
                  "main.cfg:2: format: expected format 1, received 2; a newer version");
    assert_faults(read_text("format = \"1\";"), 1, "expected format 1, received \"1\"");
    assert_faults(read_text(""), 1, "write format = 1;");
    assert_faults(extend("growth = 2;", OVER), 1, "d/base.cfg:1: format: expected");
}

/* One fault, and not one for each name that no scenario has. */
static void a_part_of_a_scenario_is_told_from_a_scenario(void **state)
{
    (void)state;
    assert_faults(read_text("north: { size = 3; };\nsouth: { size = 4; };"), 1,
                  "main.cfg:1: format: expected a scenario, which begins with format = 1, received "
                  "what may be a part of one; name it in a scenario, where it belongs: @include");
    assert_faults(read_text("north: { size = 3; };\ngrowth = 2;"), 2, "write format = 1;");
}

static void a_base_that_cannot_be_read_is_named_with_its_reader(void **state)
{
    (void)state;
    assert_faults(read_text("format = 1;\n\nextends = \"gone.cfg\";"), 1,
                  "main.cfg:3: extends: expected a file that can be read after extends, received "
                  "gone.cfg: no such file");
    assert_faults(read_text("format = 1;\nextends = 3;"), 1,
                  "main.cfg:2: extends: expected the name of a scenario in double quotes");
    assert_faults(read_text("format = 1;\nextends = \"\";"), 1, "received \"\"");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(groups_are_merged_and_the_rest_replaced),
        cmocka_unit_test(a_number_and_its_evidence_replace_each_other),
        cmocka_unit_test(evidence_alone_is_added_to_what_is_inherited),
        cmocka_unit_test(a_new_number_does_not_borrow_the_old_source),
        cmocka_unit_test(remove_takes_an_entry_of_a_map_away),
        cmocka_unit_test(remove_takes_a_group_away),
        cmocka_unit_test(remove_takes_one_of_the_named_numbers_away),
        cmocka_unit_test(a_chain_may_be_long_but_not_a_circle),
        cmocka_unit_test(a_scenario_says_its_format),
        cmocka_unit_test(a_part_of_a_scenario_is_told_from_a_scenario),
        cmocka_unit_test(a_base_that_cannot_be_read_is_named_with_its_reader),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
