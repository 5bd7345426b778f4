/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/tally.h"

static const double seen[] = {2.385, -0.5, 17.25, 4.0, 4.0, 9.125, 0.03};

static struct bf_tally tally_of(const double x[], size_t count)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (size_t i = 0; i < count; i++)
        bf_tally_add(&tally, x[i]);
    return tally;
}

static void mean_and_variance_are_those_of_the_numbers(void **state)
{
    (void)state;
    const size_t n = UNIT_COUNT(seen);
    const struct bf_tally tally = tally_of(seen, n);
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < n; i++)
        sum += seen[i];
    for (size_t i = 0; i < n; i++)
        squares += (seen[i] - sum / (double)n) * (seen[i] - sum / (double)n);
    assert_int_equal(tally.count, n);
    assert_close(bf_tally_mean(&tally), sum / (double)n, 1e-14);
    assert_close(bf_tally_variance(&tally), squares / (double)(n - 1), 1e-12);
    assert_close(bf_tally_sd(&tally), sqrt(squares / (double)(n - 1)), 1e-13);
}

static void nothing_has_no_mean_and_one_number_no_variance(void **state)
{
    (void)state;
    struct bf_tally tally;
    bf_tally_init(&tally);
    assert_nan(bf_tally_mean(&tally));
    assert_nan(bf_tally_variance(&tally));
    bf_tally_add(&tally, 3.3);
    assert_same_double(bf_tally_mean(&tally), 3.3);
    assert_nan(bf_tally_variance(&tally));
    assert_nan(bf_tally_sd(&tally));
}

static void a_small_spread_around_a_large_mean_survives(void **state)
{
    (void)state;
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (int i = 0; i < 1000; i++)
        bf_tally_add(&tally, 1e9 + (i % 2 ? 0.5 : -0.5));
    assert_close(bf_tally_variance(&tally), 250.0 / 999.0, 1e-7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(mean_and_variance_are_those_of_the_numbers),
        cmocka_unit_test(nothing_has_no_mean_and_one_number_no_variance),
        cmocka_unit_test(a_small_spread_around_a_large_mean_survives),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
