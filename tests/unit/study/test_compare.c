/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "synthetic.h"

#include "bedflow/study/compare.h"

enum { REPS = 40 };

static void make(struct bf_result *result, uint32_t first, uint32_t count, uint64_t option,
                 double shift, double own_sd)
{
    synthetic_begin(result, &synthetic_catalogue, first, count);
    synthetic_fill(result, option, shift, own_sd);
}

static void decide(const struct bf_result result[], uint32_t count, struct bf_decision *d)
{
    struct bf_decision_request request = {
        .result = result, .count = count, .resamples = BF_COMPARE_RESAMPLES};
    struct bf_err err;
    assert_true(bf_decide(&request, d, &err));
}

static void free_all(struct bf_result result[], uint32_t count, struct bf_decision *d)
{
    bf_decision_free(d);
    for (uint32_t o = 0; o < count; o++)
        bf_result_free(&result[o]);
}

static void identical_options_differ_by_exactly_nothing(void **state)
{
    (void)state;
    struct bf_result result[2];
    struct bf_decision d;
    make(&result[0], 0, REPS, 0, 0, 2.5);
    make(&result[1], 0, REPS, 0, 0, 2.5);
    decide(result, 2, &d);
    assert_int_equal(d.pair_count, REPS);
    for (uint32_t m = 0; m < d.measure_count; m++) {
        const struct bf_paired *p = bf_paired_at(&d, 1, m);
        assert_same_double(p->difference, 0);
        assert_same_double(p->low, 0);
        assert_same_double(p->high, 0);
        assert_int_equal(p->verdict, BF_VERDICT_SAME);
        assert_true(isinf(p->fewer));
    }
    assert_close(d.chance_best[0], 0.5, 1e-12);
    assert_close(d.chance_best[1], 0.5, 1e-12);
    assert_close(d.best_share[1], 0.5, 1e-12);
    free_all(result, 2, &d);
}

static void known_pairs_give_the_known_interval(void **state)
{
    (void)state;
    static const double base[] = {101.5, 87.25, 140.0, 96.75, 123.0};
    static const double other[] = {95.0, 83.5, 129.25, 94.0, 118.75};
    struct bf_result result[2];
    struct bf_decision d;
    for (int o = 0; o < 2; o++) {
        synthetic_begin(&result[o], &synthetic_catalogue, 0, 5);
        for (uint32_t r = 0; r < 5; r++)
            synthetic_set(&result[o], r, 0, o ? other[r] : base[r]);
    }
    decide(result, 2, &d);
    const struct bf_paired *p = bf_paired_at(&d, 1, 0);
    /* differences -6.5 -3.75 -10.75 -2.75 -4.25: mean -5.6, sd sqrt(40.7 / 4) */
    assert_int_equal(p->pairs, 5);
    assert_close(p->base, 109.7, 1e-12);
    assert_close(p->base_half, 2.7764451051977987 * sqrt(1833.925 / 4) / sqrt(5), 1e-9);
    assert_close(p->option, 104.1, 1e-12);
    assert_close(p->difference, -5.6, 1e-12);
    assert_close(p->sd, sqrt(40.7 / 4), 1e-12);
    assert_close(p->high - p->difference, 2.7764451051977987 * p->sd / sqrt(5), 1e-9);
    /* one headline measure is defined: the family is one, and together is alone */
    assert_int_equal(d.family, 1);
    assert_close(p->together_low, p->low, 1e-9);
    assert_int_equal(bf_paired_at(&d, 1, 1)->verdict, BF_VERDICT_UNKNOWN);
    /* sums of squares about the means: base 1833.925, option 1456.325 */
    assert_close(p->fewer, (1833.925 + 1456.325) / 4 / (p->sd * p->sd), 1e-9);
    free_all(result, 2, &d);
}

static void intervals_together_are_wider_and_stated_for_headlines_only(void **state)
{
    (void)state;
    struct bf_result result[3];
    struct bf_decision d;
    make(&result[0], 0, REPS, 0, 0, 2.5);
    make(&result[1], 0, REPS, 1, -12.5, 2.5);
    make(&result[2], 0, REPS, 2, 4.5, 2.5);
    decide(result, 3, &d);
    assert_int_equal(d.family, 6);
    assert_close(d.each_level, 1 - 0.05 / 6, 1e-12);
    for (uint32_t o = 1; o < 3; o++)
        for (uint32_t m = 0; m < 3; m++) {
            const struct bf_paired *p = bf_paired_at(&d, o, m);
            assert_true(p->together_low < p->low && p->high < p->together_high);
        }
    assert_nan(bf_paired_at(&d, 1, 3)->together_low);
    assert_int_equal(bf_paired_at(&d, 1, 0)->verdict, BF_VERDICT_LOWER);
    assert_int_equal(bf_paired_at(&d, 2, 0)->verdict, BF_VERDICT_HIGHER);
    free_all(result, 3, &d);
}

static void common_winters_cancel_and_the_gain_is_the_ratio_of_variances(void **state)
{
    (void)state;
    enum { MANY = 4000 };
    struct bf_result result[2];
    struct bf_decision d;
    make(&result[0], 0, MANY, 0, 0, 12.5);
    make(&result[1], 0, MANY, 1, -5, 12.5);
    decide(result, 2, &d);
    /* each has variance 37.5^2 + 12.5^2, the difference 2 * 12.5^2: ten times fewer */
    assert_close_relative(bf_paired_at(&d, 1, 0)->fewer, 10, 0.1);
    free_all(result, 2, &d);
}

static void options_equal_in_law_on_other_replications_differ_in_one_case_of_twenty(void **state)
{
    (void)state;
    enum { CASES = 1500, N = 25 };
    int found = 0, found_alone = 0;
    for (uint32_t i = 0; i < CASES; i++) {
        struct bf_result result[3];
        struct bf_decision d;
        for (uint32_t o = 0; o < 3; o++) {
            /* other people in each, as other replication numbers give; told apart afterwards */
            make(&result[o], 3 * i * N + o * N, N, 0, 0, 2.5);
            for (uint32_t r = 0; r < N; r++)
                result[o].replication[r] = r;
        }
        struct bf_decision_request request = {.result = result, .count = 3};
        struct bf_err err;
        assert_true(bf_decide(&request, &d, &err));
        bool any = false;
        for (uint32_t o = 1; o < 3; o++)
            for (uint32_t m = 0; m < 3; m++)
                any = any || bf_paired_at(&d, o, m)->verdict != BF_VERDICT_OPEN;
        found += any;
        found_alone += bf_paired_at(&d, 1, 3)->verdict != BF_VERDICT_OPEN;
        free_all(result, 3, &d);
    }
    /* at most 5% together (Bonferroni: a little below), 5% for one alone; 4 standard errors */
    assert_in_range(found, (int)(0.020 * CASES), (int)(0.0725 * CASES));
    assert_in_range(found_alone, (int)(0.0275 * CASES), (int)(0.0725 * CASES));
}

static void a_difference_within_the_zone_is_an_answer(void **state)
{
    (void)state;
    static const struct {
        double shift, zone;
        enum bf_verdict verdict;
    } row[] = {
        {-3.5, 25.5, BF_VERDICT_NO_MATTER},
        {-60.5, 25.5, BF_VERDICT_LOWER},
        {60.5, 25.5, BF_VERDICT_HIGHER},
        {-25.0, 25.5, BF_VERDICT_LOWER_PERHAPS_LITTLE},
        {25.0, 25.5, BF_VERDICT_HIGHER_PERHAPS_LITTLE},
        {-60.5, 0, BF_VERDICT_LOWER},
        {0.125, 0, BF_VERDICT_OPEN},
    };
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++) {
        struct bf_result result[2];
        struct bf_decision d;
        struct bf_err err;
        make(&result[0], 0, REPS, 0, 0, 2.5);
        make(&result[1], 0, REPS, 1, row[i].shift, 2.5);
        struct bf_goals matters = {.goal = {{.scalar = 0, .amount = row[i].zone}}, .count = 1};
        struct bf_decision_request request = {.result = result, .count = 2, .matters = &matters};
        assert_true(bf_decide(&request, &d, &err));
        assert_close(bf_paired_at(&d, 1, 0)->zone, row[i].zone, 0);
        assert_int_equal(bf_paired_at(&d, 1, 0)->verdict, row[i].verdict);
        free_all(result, 2, &d);
    }
}

static void a_zone_can_be_a_share_of_the_base(void **state)
{
    (void)state;
    struct bf_result result[2];
    struct bf_decision d;
    struct bf_err err;
    make(&result[0], 0, REPS, 0, 0, 2.5);
    make(&result[1], 0, REPS, 1, -3.5, 2.5);
    struct bf_goals matters;
    assert_true(bf_goals_parse("delayed_days: 2.5%", &synthetic_catalogue, &matters, &err));
    struct bf_decision_request request = {.result = result, .count = 2, .matters = &matters};
    assert_true(bf_decide(&request, &d, &err));
    const struct bf_paired *p = bf_paired_at(&d, 1, 0);
    assert_close(p->zone, 0.025 * p->base, 1e-9);
    assert_int_equal(p->verdict, BF_VERDICT_NO_MATTER);
    free_all(result, 2, &d);
}

static void the_chance_of_being_best_follows_the_paired_means(void **state)
{
    (void)state;
    struct bf_result result[3];
    struct bf_decision d;
    make(&result[0], 0, REPS, 0, 0, 0);
    make(&result[1], 0, REPS, 1, -37.5, 2.5);
    make(&result[2], 0, REPS, 2, 0.125, 5);
    decide(result, 3, &d);
    assert_close(d.chance_best[1], 1, 1e-12);
    assert_close(d.chance_best[0] + d.chance_best[2], 0, 1e-12);
    assert_close(d.best_share[0] + d.best_share[1] + d.best_share[2], 1, 1e-9);
    bf_decision_free(&d);
    /* base against a near tie: mean 0.125 +- 5 / sqrt 40, so P(base best) = Phi(mean / se) */
    struct bf_result two[2] = {result[0], result[2]};
    decide(two, 2, &d);
    const struct bf_paired *p = bf_paired_at(&d, 1, 0);
    double z = p->difference / (p->sd / sqrt(REPS));
    assert_close(d.chance_best[0], 0.5 * erfc(-z / sqrt(2)), 0.05);
    free_all(result, 3, &d);
}

static void higher_is_best_where_the_measure_says_so(void **state)
{
    (void)state;
    struct bf_result result[2];
    struct bf_decision d;
    struct bf_err err;
    make(&result[0], 0, REPS, 0, 0, 2.5);
    make(&result[1], 0, REPS, 1, 37.5, 2.5);
    struct bf_decision_request request = {
        .result = result, .count = 2, .best_by = 2, .resamples = 100};
    assert_true(bf_decide(&request, &d, &err));
    assert_close(d.chance_best[1], 1, 1e-12);
    free_all(result, 2, &d);
}

static void targets_are_met_in_an_exact_share_of_replications(void **state)
{
    (void)state;
    struct bf_result result[2];
    struct bf_decision d;
    struct bf_err err;
    for (int o = 0; o < 2; o++) {
        synthetic_begin(&result[o], &synthetic_catalogue, 0, 20);
        for (uint32_t r = 0; r < 20; r++) {
            synthetic_set(&result[o], r, 1, r < (o ? 17u : 4u) ? 91.5 : 92.25);
            synthetic_set(&result[o], r, 0, 700.5 + r);
        }
    }
    decide(result, 2, &d);
    assert_close(d.target[1], 92, 0);
    assert_close(d.meets[0 * d.measure_count + 1].estimate, 0.2, 1e-12);
    assert_close(d.meets[1 * d.measure_count + 1].estimate, 0.85, 1e-12);
    /* Clopper-Pearson of 4 in 20 */
    assert_close(d.meets[1].low, 0.0573340, 1e-6);
    assert_close(d.meets[1].high, 0.4366140, 1e-6);
    assert_nan(d.meets[0].estimate);
    bf_decision_free(&d);
    struct bf_goals targets;
    assert_true(bf_goals_parse("occupancy: 92.5%; delayed_days: 709.75", &synthetic_catalogue,
                               &targets, &err));
    struct bf_decision_request request = {.result = result, .count = 2, .targets = &targets};
    assert_true(bf_decide(&request, &d, &err));
    assert_close(d.target[1], 92.5, 1e-12);
    assert_close(d.meets[1].estimate, 1, 0);
    assert_close(d.meets[0].estimate, 0.5, 1e-12);
    free_all(result, 2, &d);
}

static void replications_that_one_option_lacks_are_left_out_of_all(void **state)
{
    (void)state;
    struct bf_result result[3];
    struct bf_decision d;
    make(&result[0], 0, 10, 0, 0, 2.5);
    make(&result[1], 3, 10, 0, 0, 2.5);
    make(&result[2], 0, 9, 0, 0, 2.5);
    result[2].replication[8] = 11; /* 8 stopped, 9 and 10 too */
    decide(result, 3, &d);
    assert_int_equal(d.pair_count, 5);
    assert_int_equal(d.replication[0], 3);
    assert_int_equal(d.replication[4], 7);
    assert_int_equal(bf_paired_at(&d, 1, 0)->verdict, BF_VERDICT_SAME);
    assert_int_equal(bf_paired_at(&d, 2, 0)->verdict, BF_VERDICT_SAME);
    free_all(result, 3, &d);
}

static void set_people(struct bf_result *result, uint64_t other_from)
{
    result->people = bf_heap_take((size_t)result->count + 1, sizeof *result->people);
    for (uint32_t r = 0; r < result->count; r++) {
        uint64_t number = result->replication[r];
        result->people[r] = number * 0x9e3779b97f4a7c15u + (number >= other_from);
    }
}

static void winters_with_the_same_people_are_counted(void **state)
{
    (void)state;
    struct bf_result result[4];
    struct bf_decision d;
    for (uint32_t o = 0; o < 4; o++)
        make(&result[o], o == 1 ? 3 : 0, 10, o, 0, 2.5);
    set_people(&result[0], 100);
    set_people(&result[1], 100); /* the same, in other rows */
    set_people(&result[2], 6);   /* pairs are 3 to 9: 3, 4 and 5 are the same */
    decide(result, 4, &d);
    assert_int_equal(d.pair_count, 7);
    assert_int_equal(d.same_people[0], 7);
    assert_int_equal(d.same_people[1], 7);
    assert_int_equal(d.same_people[2], 3);
    assert_true(d.same_people[3] == UINT32_MAX);
    free_all(result, 4, &d);
}

static void no_common_replication_is_an_error(void **state)
{
    (void)state;
    struct bf_result result[2];
    struct bf_decision d;
    struct bf_err err;
    make(&result[0], 0, 4, 0, 0, 2.5);
    make(&result[1], 4, 4, 0, 0, 2.5);
    struct bf_decision_request request = {.result = result, .count = 2};
    assert_false(bf_decide(&request, &d, &err));
    assert_int_equal(err.code, BF_E_RANGE);
    free_all(result, 2, &d);
}

static void measures_are_matched_by_name_and_not_by_place(void **state)
{
    (void)state;
    struct bf_measure other[4] = {synthetic_measure[3], synthetic_measure[1], synthetic_measure[0]};
    other[3] = (struct bf_measure){
        .service = "new_service", .group = "all", .name = "wait_p95", .unit = "hours"};
    struct bf_catalogue catalogue = {.scalar = other, .scalar_count = 4};
    struct bf_result result[2];
    struct bf_decision d;
    make(&result[0], 0, REPS, 0, 0, 2.5);
    synthetic_begin(&result[1], &catalogue, 0, REPS);
    for (uint32_t r = 0; r < REPS; r++) {
        synthetic_set(&result[1], r, 2, result[0].scalar[r * SYNTHETIC_MEASURES] - 3.5);
        synthetic_set(&result[1], r, 3, 7.25);
    }
    decide(result, 2, &d);
    assert_int_equal(d.measure_count, SYNTHETIC_MEASURES + 1);
    assert_close(bf_paired_at(&d, 1, 0)->difference, -3.5, 1e-9);
    assert_int_equal(bf_paired_at(&d, 1, 2)->pairs, 0);
    assert_string_equal(d.measure[SYNTHETIC_MEASURES]->service, "new_service");
    assert_int_equal(bf_paired_at(&d, 1, SYNTHETIC_MEASURES)->verdict, BF_VERDICT_UNKNOWN);
    free_all(result, 2, &d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(identical_options_differ_by_exactly_nothing),
        cmocka_unit_test(known_pairs_give_the_known_interval),
        cmocka_unit_test(intervals_together_are_wider_and_stated_for_headlines_only),
        cmocka_unit_test(common_winters_cancel_and_the_gain_is_the_ratio_of_variances),
        cmocka_unit_test(options_equal_in_law_on_other_replications_differ_in_one_case_of_twenty),
        cmocka_unit_test(a_difference_within_the_zone_is_an_answer),
        cmocka_unit_test(a_zone_can_be_a_share_of_the_base),
        cmocka_unit_test(the_chance_of_being_best_follows_the_paired_means),
        cmocka_unit_test(higher_is_best_where_the_measure_says_so),
        cmocka_unit_test(targets_are_met_in_an_exact_share_of_replications),
        cmocka_unit_test(replications_that_one_option_lacks_are_left_out_of_all),
        cmocka_unit_test(winters_with_the_same_people_are_counted),
        cmocka_unit_test(no_common_replication_is_an_error),
        cmocka_unit_test(measures_are_matched_by_name_and_not_by_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
