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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_folder_holds_the_options_and_the_frontier),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
