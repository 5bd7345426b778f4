/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/histogram.h"

static struct bf_histogram histogram;

static void every_number_lies_in_its_bin_and_bins_are_narrow(void **state)
{
    (void)state;
    for (double x = 0x1.0001p-6; x < 65535.0; x *= 1.00037) {
        const uint32_t bin = bf_histogram_index(x);
        const double low = bf_histogram_edge(bin), high = bf_histogram_edge(bin + 1);
        assert_true(low <= x && x < high);
        assert_true((high - low) / low <= 0.025 * (1.0 + 1e-12));
    }
    for (uint32_t bin = 2; bin < BF_HISTOGRAM_BINS - 1; bin++) /* an edge is the first of its bin */
        assert_int_equal(bf_histogram_index(bf_histogram_edge(bin) * (1.0 + 1e-9)), bin);
}

static void the_ends_have_their_own_bins(void **state)
{
    (void)state;
    assert_int_equal(bf_histogram_index(0.0), 0);
    assert_int_equal(bf_histogram_index(-1e-12), 0);
    assert_int_equal(bf_histogram_index(5e-324), 1);
    assert_int_equal(bf_histogram_index(0x1p-6 * (1.0 - 1e-15)), 1);
    assert_int_equal(bf_histogram_index(0x1p-6), 2);
    assert_int_equal(bf_histogram_index(65536.0 * (1.0 - 1e-15)), BF_HISTOGRAM_BINS - 2);
    assert_int_equal(bf_histogram_index(65536.0), BF_HISTOGRAM_BINS - 1);
    assert_int_equal(bf_histogram_index(1e300), BF_HISTOGRAM_BINS - 1);
}

/* Numbers at the quantiles of a law spread over five decades: the truth is known. */
static void quantiles_keep_the_error_promised(void **state)
{
    (void)state;
    enum { COUNT = 5000 };
    bf_histogram_clear(&histogram);
    for (int i = 0; i < COUNT; i++)
        bf_histogram_add(&histogram, 0.03 * pow(1e5, (i + 0.5) / COUNT));
    for (double q = 0.01; q < 1.0; q += 0.0137)
        assert_close_relative(bf_histogram_quantile(&histogram, q), 0.03 * pow(1e5, q), 0.0255);
    assert_same_double(bf_histogram_quantile(&histogram, 1.0), histogram.max);
    for (double x = 0.05; x < 2900.0; x *= 1.27)
        assert_close(bf_histogram_share_above(&histogram, x), 1.0 - log(x / 0.03) / log(1e5), 1e-3);
}

static void quantile_and_share_invert_each_other(void **state)
{
    (void)state;
    bf_histogram_clear(&histogram);
    for (int i = 1; i < 700; i++)
        bf_histogram_add(&histogram, 0.113 * i);
    for (double q = 0.02; q < 1.0; q += 0.031) {
        const double x = bf_histogram_quantile(&histogram, q);
        assert_close(bf_histogram_share_above(&histogram, x), 1.0 - q, 1e-12);
    }
}

static void zeros_are_exact(void **state)
{
    (void)state;
    bf_histogram_clear(&histogram);
    for (int i = 0; i < 70; i++)
        bf_histogram_add(&histogram, 0.0);
    for (int i = 0; i < 30; i++)
        bf_histogram_add(&histogram, 4.1);
    assert_same_double(bf_histogram_quantile(&histogram, 0.5), 0.0);
    assert_same_double(bf_histogram_quantile(&histogram, 0.7), 0.0);
    assert_close_relative(bf_histogram_quantile(&histogram, 0.9), 4.1, 0.025);
    assert_close(bf_histogram_share_above(&histogram, 0.0), 0.3, 1e-15);
    assert_same_double(bf_histogram_share_above(&histogram, 4.1), 0.0);
    assert_same_double(bf_histogram_share_above(&histogram, -2.0), 1.0);
}

static void no_quantile_lies_above_the_largest_number(void **state)
{
    (void)state;
    bf_histogram_clear(&histogram);
    bf_histogram_add(&histogram, 4.1);
    assert_true(bf_histogram_quantile(&histogram, 0.999) <= 4.1);
    bf_histogram_add(&histogram, 90000.0);
    assert_same_double(bf_histogram_quantile(&histogram, 1.0), 90000.0);
    assert_true(bf_histogram_quantile(&histogram, 0.75) > 65535.0);
}

static void nothing_has_no_quantiles(void **state)
{
    (void)state;
    bf_histogram_clear(&histogram);
    assert_nan(bf_histogram_quantile(&histogram, 0.5));
    assert_nan(bf_histogram_share_above(&histogram, 1.0));
    assert_breaks_contract(bf_histogram_quantile(&histogram, 1.01), "q <= 1.0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_number_lies_in_its_bin_and_bins_are_narrow),
        cmocka_unit_test(the_ends_have_their_own_bins),
        cmocka_unit_test(quantiles_keep_the_error_promised),
        cmocka_unit_test(quantile_and_share_invert_each_other),
        cmocka_unit_test(zeros_are_exact),
        cmocka_unit_test(no_quantile_lies_above_the_largest_number),
        cmocka_unit_test(nothing_has_no_quantiles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
