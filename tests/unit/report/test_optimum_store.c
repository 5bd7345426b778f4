/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_optimum.h"
#include "example_result.h"
#include "scratch.h"

static struct example_optimum e;

static void a_folder_holds_the_options_and_the_frontier(void **state)
{
    (void)state;
    struct bf_err err;
    example_optimum_begin(&e, BF_SELECTED);
    assert_true(bf_optimum_write(&e.view, &example_identity, scratch_path("a"), false, &err));
    static const struct {
        const char *file, *text;
    } holds[] = {
        {"a/options.csv", "option,purchases.block.beds,winters,cost,"},
        {"a/options.csv", "\n4,30,12,631500,631500,631500,25"},
        {"a/options.csv", ",chosen,1,1\n"},
        {"a/options.csv", ",worse than another,1,0\n"},
        {"a/worth.csv", "option,winters,delayed_days_avoided,"}, /* nothing was appraised */
        {"a/frontier.csv", "pounds_high\n1,0,100"},
        {"a/frontier.csv", ",,,,,,\n2,210500,5"},
        {"a/optimise.json", "\"end\": \"decided\""},
        {"a/optimise.json", "\"whole\": true"},
        {"a/optimise.json", "\"text\": \"format = 1;\""},
    };
    for (size_t i = 0; i < UNIT_COUNT(holds); i++) {
        char *text = scratch_read(holds[i].file);
        assert_contains(text, holds[i].text);
        free(text);
    }
    assert_false(bf_optimum_write(&e.view, &example_identity, scratch_path("a"), false, &err));
    assert_true(bf_optimum_write(&e.view, &example_identity, scratch_path("a"), true, &err));
}

static void each_option_has_its_own_settings(void **state)
{
    (void)state;
    struct bf_err err;
    double x[EXAMPLE_OPTIONS][2];
    example_optimum_begin(&e, BF_SELECTED);
    e.factors.factor[1] = e.factors.factor[0];
    e.factors.factor[1].path = "services.rehab.beds";
    e.factors.count = 2;
    for (uint32_t i = 0; i < EXAMPLE_OPTIONS; i++) {
        x[i][0] = 10 * i;
        x[i][1] = 40 - 10 * i;
    }
    e.optimum.x = &x[0][0];
    assert_true(bf_optimum_write(&e.view, &example_identity, scratch_path("two"), false, &err));
    char *text = scratch_read("two/options.csv");
    assert_contains(text, "option,purchases.block.beds,services.rehab.beds,winters,");
    assert_contains(text, "\n1,0,40,12,0,");
    assert_contains(text, "\n4,30,10,12,631500,");
    free(text);
}

static void what_the_choice_is_worth_is_under_its_number(void **state)
{
    (void)state;
    enum { WINTERS = 9, CHOSEN = 3 };
    static const uint32_t point[] = {CHOSEN};
    static const char *const name[] = {"as it stands", "thirty beds"};
    struct bf_result result[2];
    struct bf_decision decision;
    struct bf_err err;
    for (uint32_t o = 0; o < 2; o++) {
        synthetic_begin(&result[o], &synthetic_catalogue, 3, WINTERS);
        synthetic_fill(&result[o], o, o ? -7.25 : 0, 2.5);
    }
    struct bf_decision_request request = {.result = result, .count = 2};
    assert_true(bf_decide(&request, &decision, &err));
    struct bf_comparison_view worth = {&decision, result, name, NULL};
    example_optimum_begin(&e, BF_SELECTED);
    e.view.worth = &worth;
    e.view.worth_point = point;
    assert_true(bf_optimum_write(&e.view, &example_identity, scratch_path("w"), false, &err));
    char *text = scratch_read("w/worth.csv");
    assert_contains(text, "\n4,9,"); /* nothing is bought here: the rest is empty */
    free(text);
    bf_decision_free(&decision);
    for (uint32_t o = 0; o < 2; o++)
        bf_result_free(&result[o]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_holds_the_options_and_the_frontier),
        cmocka_unit_test(each_option_has_its_own_settings),
        cmocka_unit_test(what_the_choice_is_worth_is_under_its_number),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
