/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "assert_close.h"
#include "example_optimum.h"
#include "example_result.h"
#include "scratch.h"

#include "sim/report/answer.h"

static struct example_optimum e;
static struct bf_dossier d;
static struct bf_text out;

/* The answer of a page about the folder of `e`. */
static const char *answer(void)
{
    struct bf_err err;
    bf_text_free(&out);
    assert_true(bf_optimum_write(&e.view, &example_identity, scratch_path("a"), true, &err));
    if (!bf_dossier_read(&d, scratch_path("a"), &err)) fail_msg("%s", err.what);
    assert_int_equal(d.kind, BF_DOSSIER_OPTIMISATION);
    assert_string_equal(d.option[0].text, "format = 1;");
    bf_answer(&d, &out);
    assert_false(out.failed);
    assert_close(bf_answer_fewest(&d), EXAMPLE_SEEN, 0);
    assert_null(bf_answer_option(&d, EXAMPLE_OPTIONS + 1));
    bf_dossier_free(&d);
    return out.bytes;
}

static void what_to_choose_has_its_cost_its_harm_and_its_confidence(void **state)
{
    (void)state;
    example_optimum_begin(&e, BF_SELECTED);
    const char *words = answer();
    assert_contains(words, "“A `block` 'x': 30 beds” ");
    assert_contains(words, "costs £631,500. ");
    assert_contains(words, "With 95% confidence none of the others is better by more than ");
    assert_null(strstr(words, "wiser"));
    assert_null(strstr(words, "found by a search"));
}

static void a_cheaper_one_that_is_as_good_is_named_with_what_it_saves(void **state)
{
    (void)state;
    example_optimum_begin(&e, BF_SELECTED);
    e.standing[1] = BF_STANDING_EQUAL;
    e.standing[2] = BF_STANDING_EQUAL;
    e.optimum.whole = false;
    const char *words = answer();
    assert_contains(words,
                    "2 others are as good to within that; the cheapest of them is “A `block` "
                    "'x': 10 beds”, for £210,500: £421,000 less");
    assert_contains(words, "found by a search, which did not look at all there are");
}

static void what_is_not_decided_says_what_it_would_take(void **state)
{
    (void)state;
    example_optimum_begin(&e, BF_SELECTED_OPEN);
    e.meets[3] = false;
    e.standing[3] = e.standing[2] = BF_STANDING_OPEN;
    const char *words = answer();
    assert_contains(
        words, "Not decided: 2 of the 5 options that were judged may be the best. Best so far, "
               "but not yet known to meet what was asked, is “A `block` 'x': 30 beds”");
    assert_contains(words,
                    "It may as well be one of these:\n- “A `block` 'x': 20 beds” (£421,000)\n");
    assert_contains(words, "About 2,390 more simulated winters would tell.\n");
    e.optimum.selected.needed = UINT64_MAX;
    assert_contains(answer(), "More simulation would not tell soon");
}

static void that_none_will_do_is_an_answer(void **state)
{
    (void)state;
    example_optimum_begin(&e, BF_SELECTED_NONE);
    assert_contains(answer(),
                    "None of the 5 options that were judged meets what was asked. Allow more");
}

static int end(void **state)
{
    bf_text_free(&out);
    return scratch_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_to_choose_has_its_cost_its_harm_and_its_confidence),
        cmocka_unit_test(a_cheaper_one_that_is_as_good_is_named_with_what_it_saves),
        cmocka_unit_test(what_is_not_decided_says_what_it_would_take),
        cmocka_unit_test(that_none_will_do_is_an_answer),
    };
    return cmocka_run_group_tests(tests, scratch_begin, end);
}
