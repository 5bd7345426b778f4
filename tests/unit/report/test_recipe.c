/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "bedflow/report/recipe.h"
#include "bedflow/report/store.h"

static struct example example;

static void store(const char *name)
{
    struct bf_err err;
    example_make(&example, example_winter());
    example.result.fixed_inputs = true;
    bool good = bf_store_write(&example.result, &example_identity, scratch_path(name), true, &err);
    assert_true(good);
}

static bool read_recipe(struct bf_recipe *recipe, const char *name, struct bf_err *err)
{
    return bf_recipe_read(recipe, scratch_path(name), err);
}

static void a_stored_result_says_how_it_was_made(void **state)
{
    (void)state;
    struct bf_recipe recipe;
    struct bf_err err;
    store("a");
    if (!read_recipe(&recipe, "a", &err)) fail_msg("%s: %s", err.where.path, err.what);
    assert_string_equal(recipe.text, example_identity.scenario_text);
    assert_string_equal(recipe.file, "winter.cfg");
    assert_string_equal(recipe.commit, "abc1234def56");
    assert_true(recipe.seed == 18446744073709551557u);
    assert_true(recipe.digest == 0xDEADBEEF12345678u);
    assert_int_equal(recipe.warm_up_days, 210);
    assert_true(recipe.fixed_inputs);
    assert_false(recipe.interrupted);
    assert_int_equal(recipe.count, 7);
    assert_int_equal(recipe.planned, 7);
    for (uint32_t r = 0; r < recipe.count; r++) {
        assert_int_equal(recipe.replication[r], example.result.replication[r]);
        assert_true(recipe.own_digest[r] == example.result.digest[r]);
        assert_true(recipe.people[r] == example.result.people[r]);
    }
    bf_recipe_free(&recipe);
    bf_result_free(&example.result);
}

/* As versions before wrote it. */
static void a_result_without_people_is_read_all_the_same(void **state)
{
    (void)state;
    struct bf_recipe recipe;
    struct bf_err err;
    store("old");
    bf_heap_give(example.result.people);
    example.result.people = NULL;
    assert_true(
        bf_store_write(&example.result, &example_identity, scratch_path("old"), true, &err));
    if (!read_recipe(&recipe, "old", &err)) fail_msg("%s: %s", err.where.path, err.what);
    assert_int_equal(recipe.count, 7);
    assert_null(recipe.people);
    bf_recipe_free(&recipe);
    bf_result_free(&example.result);
}

static void what_is_missing_or_changed_is_told(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *path;
        enum bf_errcode code;
    } row[] = {
        {"\"seed\"", "\"sheed\"", "study.seed", BF_E_KEY},
        {"\"fixed_inputs\": true", "\"fixed_inputs\": 1", "study.fixed_inputs", BF_E_KEY},
        {"\"warm_up_days\": 210", "\"warm_up_days\": -210", "scenario.warm_up_days", BF_E_KEY},
        {"Winter\\\";", "Sommer\\\";", "scenario.text", BF_E_RANGE},
        {"\"number\": 3", "\"number\": 2", "study.replications", BF_E_RANGE},
        {"\"number\": 3", "\"nimber\": 3", "study.replications", BF_E_KEY},
        {"{", "[", "", BF_E_SYNTAX},
    };
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_recipe recipe;
        struct bf_err err;
        store("b");
        bf_result_free(&example.result);
        scratch_change("b/run.json", row[i].from, row[i].to);
        if (read_recipe(&recipe, "b", &err)) fail_msg("accepted: %s", row[i].to);
        assert_int_equal(err.code, row[i].code);
        assert_string_equal(err.where.path, row[i].path);
        bf_recipe_free(&recipe);
    }
}

static void a_folder_without_run_json_is_told(void **state)
{
    (void)state;
    struct bf_recipe recipe;
    struct bf_err err;
    assert_false(read_recipe(&recipe, "nothing", &err));
    assert_int_equal(err.code, BF_E_IO);
    bf_recipe_free(&recipe);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stored_result_says_how_it_was_made),
        cmocka_unit_test(a_result_without_people_is_read_all_the_same),
        cmocka_unit_test(what_is_missing_or_changed_is_told),
        cmocka_unit_test(a_folder_without_run_json_is_told),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
