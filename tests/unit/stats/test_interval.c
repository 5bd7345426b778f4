/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/interval.h"

#include <gsl/gsl_cdf.h>

/* Student's t of 4 degrees of freedom at 97.5% is 2.776 in every table. */
static void the_interval_of_a_mean_is_student_s(void **state)
{
    (void)state;
    const double x[] = {12.1, 9.4, 10.7, 14.2, 11.6};
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (size_t i = 0; i < 5; i++)
        bf_tally_add(&tally, x[i]);
    const struct bf_interval got = bf_interval_of_mean(&tally, 0.95);
    const double half = 2.776445105 * sqrt(3.165) / sqrt(5.0); /* sum of squares 12.66, over 4 */
    assert_close(got.estimate, 11.6, 1e-13);
    assert_close(got.low, 11.6 - half, 1e-8);
    assert_close(got.high, 11.6 + half, 1e-8);
}

static void a_single_number_has_no_interval(void **state)
{
    (void)state;
    struct bf_tally tally;
    bf_tally_init(&tally);
    assert_nan(bf_interval_of_mean(&tally, 0.9).estimate);
    bf_tally_add(&tally, 3.75);
    const struct bf_interval got = bf_interval_of_mean(&tally, 0.9);
    assert_same_double(got.estimate, 3.75);
    assert_nan(got.low);
    assert_nan(got.high);
    assert_breaks_contract(bf_interval_of_mean(&tally, 1.0), "level < 1.0");
}

/* 5 of 50: 0.03328 to 0.21814, as any statistics package prints. */
static void the_interval_of_a_share_is_the_published_one(void **state)
{
    (void)state;
    const struct bf_interval got = bf_interval_of_share(5, 50, 0.95);
    assert_close(got.estimate, 0.1, 1e-15);
    assert_close(got.low, 0.03327509, 1e-8);
    assert_close(got.high, 0.21813537, 1e-8);
}

/* The definition: at each end the tail seen from there is half of what is left over. */
static void the_ends_of_a_share_leave_half_the_rest_in_each_tail(void **state)
{
    (void)state;
    for (unsigned n = 1; n < 400; n = 2 * n + 3)
        for (unsigned k = 0; k <= n; k += 1 + n / 17) {
            const struct bf_interval got = bf_interval_of_share(k, n, 0.9);
            if (k > 0)
                assert_close(gsl_cdf_binomial_Q(k - 1, got.low, n), 0.05, 1e-7);
            else
                assert_same_double(got.low, 0.0);
            if (k < n)
                assert_close(gsl_cdf_binomial_P(k, got.high, n), 0.05, 1e-7);
            else
                assert_same_double(got.high, 1.0);
        }
    assert_nan(bf_interval_of_share(0, 0, 0.9).estimate);
    assert_breaks_contract(bf_interval_of_share(4, 3, 0.9), "hits <= count");
}

/* As narrow as simultaneous bounds of many are: GSL's inverse gives up on some of these. */
static void the_ends_of_a_share_exist_at_any_level(void **state)
{
    (void)state;
    for (unsigned n = 1; n < 1400; n += 1 + n / 2)
        for (unsigned k = 0; k <= n; k += 1 + n / 37) {
            const struct bf_interval got = bf_interval_of_share(k, n, 1 - 0.05 / 84);
            if (k > 0) assert_close(gsl_cdf_binomial_Q(k - 1, got.low, n), 0.025 / 84, 1e-6);
            if (k < n) assert_close(gsl_cdf_binomial_P(k, got.high, n), 0.025 / 84, 1e-6);
        }
}

static const double cost[] = {103.2, 98.7, 111.4, 95.0, 107.3, 101.1};
static const double days[] = {21.7, 18.4, 24.9, 17.2, 22.0, 20.3};

static struct bf_pair_tally pairs_of(double shift)
{
    struct bf_pair_tally pairs = {.count = 0};
    for (size_t i = 0; i < UNIT_COUNT(cost); i++)
        bf_pair_tally_add(&pairs, cost[i], days[i] + shift);
    return pairs;
}

/* Fieller: at either end r, the t statistic of cost - r days is that of the table. */
static void the_ends_of_a_ratio_are_just_significant(void **state)
{
    (void)state;
    const struct bf_pair_tally pairs = pairs_of(0.0);
    const struct bf_interval got = bf_interval_of_ratio(&pairs, 0.95);
    assert_close(got.estimate, 616.7 / 124.5, 1e-13);
    assert_true(got.low < got.estimate && got.estimate < got.high);
    const double end[] = {got.low, got.high};
    for (int e = 0; e < 2; e++) {
        struct bf_tally rest;
        bf_tally_init(&rest);
        for (size_t i = 0; i < UNIT_COUNT(cost); i++)
            bf_tally_add(&rest, cost[i] - end[e] * days[i]);
        const double t = bf_tally_mean(&rest) / (bf_tally_sd(&rest) / sqrt(6.0));
        assert_close(fabs(t), gsl_cdf_tdist_Pinv(0.975, 5.0), 1e-7);
    }
}

static void a_denominator_that_may_be_zero_has_no_interval(void **state)
{
    (void)state;
    const struct bf_pair_tally pairs = pairs_of(-20.0);
    const struct bf_interval got = bf_interval_of_ratio(&pairs, 0.95);
    assert_close_relative(got.estimate, 616.7 / 4.5, 1e-9);
    assert_nan(got.low);
    assert_nan(got.high);
    const struct bf_pair_tally empty = {.count = 0};
    assert_nan(bf_interval_of_ratio(&empty, 0.95).estimate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_interval_of_a_mean_is_student_s),
        cmocka_unit_test(a_single_number_has_no_interval),
        cmocka_unit_test(the_interval_of_a_share_is_the_published_one),
        cmocka_unit_test(the_ends_of_a_share_leave_half_the_rest_in_each_tail),
        cmocka_unit_test(the_ends_of_a_share_exist_at_any_level),
        cmocka_unit_test(the_ends_of_a_ratio_are_just_significant),
        cmocka_unit_test(a_denominator_that_may_be_zero_has_no_interval),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
