/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "depots.h"

static const struct memory_file file = {.path = "main.cfg", .text = COUNTY_TEXT};

static struct reading set_one(const char *path, const char *value)
{
    struct bf_setting setting = {.path = path, .value = value};
    return read_files_set(&file, 1, &setting, 1);
}

static void the_value_found_at(const char *path, const char *value, double want)
{
    struct reading r = set_one(path, value);
    assert_fine(&r);
    const struct bf_given *given = bf_bound_find(&r.scenario.bound, path);
    double found;
    assert_non_null(given);
    memcpy(&found, r.scenario.bound.region + given->offset, sizeof found);
    assert_close(found, want, 1e-12);
    assert_string_equal(given->where.file, "--set");
    assert_string_equal(given->text, value);
    assert_null(given->source);
    assert_true(isnan(given->low));
    reading_free(&r);
}

static void numbers_are_set_anywhere(void **state)
{
    (void)state;
    the_value_found_at("growth", "3.5", 3.5);
    the_value_found_at("horizon", "9 weeks", 9 * 168);
    the_value_found_at("depots.north.beds", "465", 465);
    the_value_found_at("depots.north.stay.mean", "7 days", 168);
    the_value_found_at("depots.north.then[1].share", "12.5%", 0.125);
    the_value_found_at("depots.north.classes.frail", "0.5", 0.5);
    the_value_found_at("depots.north.by_month[2]", "1.75", 1.75);
    the_value_found_at("weights[1]", "40 min", 40.0 / 60);
}

static void what_was_left_to_its_default_is_set_too(void **state)
{
    (void)state;
    the_value_found_at("depots.south.visit", "30 min", 0.5);
    the_value_found_at("depots.south.by_month[1]", "1.75", 1.75);
    the_value_found_at("pause.mean", "2 h", 2);
    struct reading r = set_one("depots.south.by_month[1]", "1.75");
    assert_int_equal(depot_of(&r, "south")->by_month.count, 3);
    assert_close(depot_of(&r, "south")->by_month.value[2], 0.75, 0);
    assert_null(bf_bound_find(&r.scenario.bound, "depots.south.by_month[2]")->where.file);
    reading_free(&r);
}

static void texts_flags_and_lists_are_set_by_their_type(void **state)
{
    (void)state;
    const struct bf_setting set[] = {
        {"title", "2021"},
        {"strict", "false"},
        {"start", "2022-01-03"},
        {"tags", "[\"x\", \"y\", \"z\"]"},
        {"depots.south.kind", "store"},
        {"depots.south", "{ kind = \"store\"; beds = 12; }"},
        {"depots.north.open", "always"},
        {"depots.north.then", "( { to = \"here\"; } )"},
        {"growth", "{ value = 2.5; source = \"K2\"; range = [2, 3]; }"},
        {"scale", "11"},
        {"scale", "12"}};
    struct reading r = read_files_set(&file, 1, set, UNIT_COUNT(set));
    assert_fine(&r);
    const struct county *county = county_of(&r);
    assert_string_equal(county->title, "2021");
    assert_false(county->strict);
    assert_int_equal(county->start, bf_day_from_civil(2022, 1, 3));
    assert_int_equal(county->tags.count, 3);
    assert_close(depot_of(&r, "south")->beds, 12, 0);
    assert_true(depot_of(&r, "north")->open.always);
    assert_int_equal(depot_of(&r, "north")->then.count, 1);
    assert_string_equal(bf_bound_find(&r.scenario.bound, "growth")->source, "K2");
    assert_close(bf_bound_find(&r.scenario.bound, "growth")->high, 3, 0);
    assert_close(county->scale, 12, 0);
    reading_free(&r);
}

static void an_entry_of_a_map_is_removed(void **state)
{
    (void)state;
    struct reading r = set_one("depots.north", "remove");
    assert_fine(&r);
    assert_int_equal(county_of(&r)->depots.count, 1);
    reading_free(&r);
}

static const struct {
    const char *path, *value, *says;
} faults[] = {
    {"groth", "3", "--set: groth: unknown setting 'groth'; did you mean 'growth'?"},
    {"depots.nort.beds", "3", "unknown entry 'nort' of 'depots'; did you mean 'north'?"},
    {"depots.north.bedz", "3", "unknown setting 'bedz'; did you mean 'beds'?"},
    {"depots.north.hours", "3 h/week", "'hours' belongs to kind \"crew\", this is kind \"store\""},
    {"depots.north.then[2].share", "0.5",
     "expected an index from [0] to [1], as 'then' has 2 entries"},
    {"depots.north.classes.frial", "0.5",
     "unknown entry 'frial' of 'classes'; did you mean 'frail'?"},
    {"depots.south.classes.frail", "0.5", "it holds none here"},
    {"growth.value", "3", "expected the path to end at 'growth', which is one value"},
    {"weights[0].value", "3 h", "expected the path to end at one value"},
    {"growth", "3 days", "--set: growth: expected a number"},
    {"horizon", "26", "--set: horizon: expected a duration"},
    {"depots.north.beds", "12.5", "expected a whole number such as 30, received 12.5"},
    {"depots.north.beds", "", "expected a whole number"},
    {"strict", "yes", "expected true or false"},
    {"tags", "x", "expected a value, received x"},
    {"tags", "[", "closing bracket"},
    {"depots.north", "{ kind = \"crew\"; beds = 3; }", "'beds' belongs to kind \"store\""},
    {"depots.north.then", "remove", "expected a value, received remove"},
    {"", "3", "expected a path such as"},
    {"depots..north", "3", "expected a path of names"},
    {"depots.north.then[x]", "3", "expected a path of names"},
    {"title", "a\xA3", "expected readable text in UTF-8"},
    {"pause.cv", "2", "pause.mean: expected 'mean' (mean time), received none"},
    {"depots.source", "3", "unknown entry 'source' of 'depots'"},
};

static void faults_of_settings_are_said_as_such(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(faults); i++)
        assert_faults(set_one(faults[i].path, faults[i].value), 1, faults[i].says);
}

static void a_fault_of_a_setting_does_not_hide_those_of_the_file(void **state)
{
    (void)state;
    struct memory_file bad = {.path = "main.cfg", .text = "format = 1;\nscal = 5;\n"};
    struct bf_setting setting = {.path = "groth", .value = "3"};
    assert_faults(read_files_set(&bad, 1, &setting, 1), 2, "main.cfg:2: scal: unknown setting");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_set_anywhere),
        cmocka_unit_test(what_was_left_to_its_default_is_set_too),
        cmocka_unit_test(texts_flags_and_lists_are_set_by_their_type),
        cmocka_unit_test(an_entry_of_a_map_is_removed),
        cmocka_unit_test(faults_of_settings_are_said_as_such),
        cmocka_unit_test(a_fault_of_a_setting_does_not_hide_those_of_the_file),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
