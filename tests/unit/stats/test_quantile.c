/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/quantile.h"

static void undefined_numbers_go_to_the_end_and_the_rest_is_sorted(void **state)
{
    (void)state;
    double values[] = {4.5, (double)NAN, -2.0, 17.25, (double)NAN, 4.5, 0.125};
    assert_int_equal(bf_quantile_sort(values, UNIT_COUNT(values)), 5);
    const double want[] = {-2.0, 0.125, 4.5, 4.5, 17.25};
    for (size_t i = 0; i < 5; i++)
        assert_same_double(values[i], want[i]);
    assert_nan(values[5]);
    assert_nan(values[6]);
}

static void quantiles_run_straight_between_the_numbers(void **state)
{
    (void)state;
    const double sorted[] = {1.0, 2.5, 3.0, 10.0, 12.0};
    assert_same_double(bf_quantile_sorted(sorted, 5, 0.0), 1.0);
    assert_same_double(bf_quantile_sorted(sorted, 5, 0.5), 3.0);
    assert_same_double(bf_quantile_sorted(sorted, 5, 1.0), 12.0);
    assert_close(bf_quantile_sorted(sorted, 5, 0.05), 1.3, 1e-14);
    assert_close(bf_quantile_sorted(sorted, 5, 0.95), 11.6, 1e-14);
    assert_close(bf_quantile_sorted(sorted, 5, 0.6), 5.8, 1e-13);
}

static void few_numbers_have_the_quantiles_they_can(void **state)
{
    (void)state;
    double one[] = {2.385};
    assert_int_equal(bf_quantile_sort(one, 1), 1);
    assert_same_double(bf_quantile_sorted(one, 1, 0.93), 2.385);
    double none[] = {(double)NAN};
    assert_int_equal(bf_quantile_sort(none, 1), 0);
    assert_nan(bf_quantile_sorted(none, 0, 0.5));
    assert_int_equal(bf_quantile_sort(NULL, 0), 0);
    assert_breaks_contract(bf_quantile_sorted(one, 1, -0.1), "q >= 0.0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(undefined_numbers_go_to_the_end_and_the_rest_is_sorted),
        cmocka_unit_test(quantiles_run_straight_between_the_numbers),
        cmocka_unit_test(few_numbers_have_the_quantiles_they_can),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
