/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/study/framework.h"

#include <math.h>

static struct bf_framework_row row_of(double target, double amber, bool lower)
{
    return (struct bf_framework_row){
        .name = "r", .target = target, .amber = amber, .lower_is_better = lower};
}

static void a_value_on_a_line_has_the_better_colour(void **state)
{
    (void)state;
    struct bf_framework_row low = row_of(9.5, 10.25, true), high = row_of(82.9, 79, false);
    assert_int_equal(bf_rag_of(&low, 9.5), BF_RAG_GREEN);
    assert_int_equal(bf_rag_of(&low, 9.500001), BF_RAG_AMBER);
    assert_int_equal(bf_rag_of(&low, 10.25), BF_RAG_AMBER);
    assert_int_equal(bf_rag_of(&low, 10.26), BF_RAG_RED);
    assert_int_equal(bf_rag_of(&high, 82.9), BF_RAG_GREEN);
    assert_int_equal(bf_rag_of(&high, 79), BF_RAG_AMBER);
    assert_int_equal(bf_rag_of(&high, 78.99), BF_RAG_RED);
}

static void without_an_amber_line_what_is_not_green_is_red_and_without_target_nothing(void **state)
{
    (void)state;
    struct bf_framework_row plain = row_of(9.5, (double)NAN, true);
    struct bf_framework_row none = row_of((double)NAN, (double)NAN, true);
    assert_int_equal(bf_rag_of(&plain, 9.6), BF_RAG_RED);
    assert_int_equal(bf_rag_of(&none, 9.6), BF_RAG_NONE);
    assert_int_equal(bf_rag_of(&plain, (double)NAN), BF_RAG_NONE);
}

/* Winters of one measure, the second of two. */
static struct bf_judgement judge(const double value[], uint32_t count, struct bf_framework_row row)
{
    double scalar[64];
    for (uint32_t r = 0; r < count; r++) {
        scalar[2 * r] = 1e9;
        scalar[2 * r + 1] = value[r];
    }
    row.scalar = 1;
    struct bf_measure measure[2] = {{.name = "a", .unit = "%"}, {.name = "b", .unit = "%"}};
    struct bf_catalogue catalogue = {
        .scalar = measure, .scalar_count = 2, .framework = &row, .framework_count = 1};
    struct bf_result result = {.catalogue = &catalogue, .count = count, .scalar = scalar};
    struct bf_judgement judgement;
    struct bf_err err;
    assert_true(bf_framework_judge(&result, 0, &judgement, &err));
    return judgement;
}

static void chances_are_shares_of_winters_and_add_up(void **state)
{
    (void)state;
    const double value[] = {8.1, 8.9, 9.2, 9.49, 9.7, 9.9, 10.1, 10.2, 10.7, (double)NAN};
    struct bf_judgement j = judge(value, 10, row_of(9.5, 10.25, true));
    assert_int_equal(j.summary.count, 9);
    assert_close(j.chance[BF_RAG_GREEN].estimate, 4.0 / 9, 1e-12);
    assert_close(j.chance[BF_RAG_AMBER].estimate, 4.0 / 9, 1e-12);
    assert_close(j.chance[BF_RAG_RED].estimate, 1.0 / 9, 1e-12);
    /* exact binomial: of 1 in 9, upper end p with (1-p)^9 + 9 p (1-p)^8 = 0.025 */
    double p = j.chance[BF_RAG_RED].high;
    assert_close(pow(1 - p, 9) + 9 * p * pow(1 - p, 8), 0.025, 1e-9);
    assert_int_equal(j.rag, BF_RAG_AMBER); /* the mean is 9.588 */
    assert_false(j.sure);                  /* and its interval reaches green */
}

static void a_status_is_sure_when_the_interval_of_the_mean_lies_within_it(void **state)
{
    (void)state;
    const double value[] = {12.1, 12.3, 12.05, 12.2, 12.17};
    assert_true(judge(value, 5, row_of(9.5, 10.25, true)).sure);
    assert_int_equal(judge(value, 5, row_of(9.5, 10.25, true)).rag, BF_RAG_RED);
    assert_int_equal(judge(value, 5, row_of(9.5, 10.25, false)).rag, BF_RAG_GREEN);
    assert_false(judge(value, 1, row_of(9.5, 10.25, true)).sure); /* one winter has no interval */
    struct bf_judgement none = judge(value, 5, row_of((double)NAN, (double)NAN, true));
    assert_int_equal(none.rag, BF_RAG_NONE);
    assert_true(isnan(none.chance[BF_RAG_GREEN].estimate));
}

static void winters_without_a_value_have_no_status_and_no_chances(void **state)
{
    (void)state;
    const double none[] = {(double)NAN, (double)NAN, (double)NAN},
                 one[] = {(double)NAN, 9.2, (double)NAN};
    struct bf_judgement j = judge(none, 3, row_of(9.5, 10.25, true));
    assert_int_equal(j.rag, BF_RAG_NONE);
    assert_true(isnan(j.chance[BF_RAG_RED].estimate));
    j = judge(one, 3, row_of(9.5, 10.25, true));
    assert_close(j.chance[BF_RAG_GREEN].estimate, 1, 0);
    assert_int_equal(j.rag, BF_RAG_GREEN);
    j = judge(one, 3, row_of((double)NAN, (double)NAN, true));
    assert_int_equal(j.rag, BF_RAG_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_value_on_a_line_has_the_better_colour),
        cmocka_unit_test(without_an_amber_line_what_is_not_green_is_red_and_without_target_nothing),
        cmocka_unit_test(chances_are_shares_of_winters_and_add_up),
        cmocka_unit_test(a_status_is_sure_when_the_interval_of_the_mean_lies_within_it),
        cmocka_unit_test(winters_without_a_value_have_no_status_and_no_chances),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
