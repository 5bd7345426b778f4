/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "narrow.h"

#include "example_explanation.h"

static void the_sentence_says_how_bad_and_because_of_what(void **state)
{
    (void)state;
    struct example e;
    struct bf_text out = {.bytes = NULL};
    example_begin(&e);
    bf_explanation_sentence(&e.view, &out);
    assert_contains(out.bytes, "11 Jan 2021 to 17 Jan 2021: Delayed transfers at midnight 12");
    assert_contains(out.bytes, "What did most: The wave +6.8 (5.1 to 8.5).");
    assert_null(strstr(out.bytes, "More beds")); /* not told from chance */
    bf_text_free(&out);
    example_contrast(&e, "delayed", 7.4, 7.1, 1.3);
    bf_explanation_sentence(&e.view, &out);
    assert_contains(out.bytes, "That is nothing out of the ordinary");
    bf_text_free(&out);
    example_end(&e);
}

static void who_what_where_and_each_cause_are_told(void **state)
{
    (void)state;
    struct example e;
    struct bf_text out = {.bytes = NULL};
    example_begin(&e);
    bf_explanation_words(&e.view, &out);
    assert_contains(out.bytes, "averaged over all orders (Shapley)");
    assert_contains(out.bytes, "-1.3 (-2.8 to 0.2)  not told from chance");
    assert_contains(out.bytes, "Left out, as not yet in force: 2.");
    assert_contains(out.bytes, "Who was delayed more: Frail people +5.3 (4.1 to 6.5).");
    assert_contains(out.bytes, "For what: further non-acute NHS care +5.1");
    assert_contains(out.bytes,
                    "Rehabilitation: 11.20 waiting (6.40); beds 96% full (93%); admits at certain");
    assert_null(strstr(out.bytes, "Ward: 0"));
    assert_null(strstr(out.bytes, "only together"));
    assert_narrow(out.bytes, 100);
    bf_text_free(&out);
    example_end(&e);
}

static void without_shapley_the_rest_is_told(void **state)
{
    (void)state;
    struct example e;
    struct bf_text out = {.bytes = NULL};
    example_begin(&e);
    e.x.shapley = false;
    e.x.together = (struct bf_interval){-2.31, -3.9, -0.7};
    bf_explanation_words(&e.view, &out);
    assert_contains(out.bytes, "switched off by itself");
    assert_contains(out.bytes, "only together (negative: they overlap)");
    assert_contains(out.bytes, "-2.3 (-3.9 to -0.7)");
    bf_text_free(&out);
    e.x.cause_count = 0;
    bf_explanation_words(&e.view, &out);
    assert_contains(out.bytes, "No change, purchase or rule was in force by then.");
    bf_text_free(&out);
    example_end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_sentence_says_how_bad_and_because_of_what),
        cmocka_unit_test(who_what_where_and_each_cause_are_told),
        cmocka_unit_test(without_shapley_the_rest_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
