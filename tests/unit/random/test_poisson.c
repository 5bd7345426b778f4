/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/random/draw.h"
#include "bedflow/random/poisson.h"

#include <gsl/gsl_cdf.h>

static const double uniforms[] = {0x1p-53, 1e-12, 1e-7,  0.0013, 0.07,       0.31,       0.5,
                                  0.6931,  0.9,   0.987, 0.9999, 1.0 - 1e-9, 1.0 - 1e-12};

/* The quantile n is right when P(N <= n - 1) < u <= P(N <= n); GSL's own error needs a little room.
 */
static void assert_quantile(double mean, double u)
{
    const uint32_t n = bf_poisson_quantile(mean, u);
    const double room = 1e-10 * u + 1e-13;
    if (!(gsl_cdf_poisson_P(n, mean) >= u - room))
        fail_msg("mean %g, u %.17g: %u is too low", mean, u, n);
    if (n > 0 && !(gsl_cdf_poisson_P(n - 1, mean) < u + room))
        fail_msg("mean %g, u %.17g: %u is too high", mean, u, n);
}

static void it_inverts_the_cdf_at_every_size_of_mean(void **state)
{
    (void)state;
    const double means[] = {1e-9,  0.003, 0.7,   2.385, 9.9,    15.99,  16.0,   17.3,    81.0, 99.7,
                            112.0, 113.6, 114.9, 138.5, 500.25, 1870.4, 9999.5, 31415.9, 1e5};
    for (size_t m = 0; m < UNIT_COUNT(means); m++)
        for (size_t i = 0; i < UNIT_COUNT(uniforms); i++)
            assert_quantile(means[m], uniforms[i]);
    const struct bf_key key = {5, 5};
    for (uint64_t i = 0; i < 3000; i++) {
        const struct bf_block block = bf_draw(&key, i, 9);
        assert_quantile(exp(12.0 * block.u[0] - 3.0), block.u[1]);
    }
}

static void it_never_falls_as_the_uniform_rises(void **state)
{
    (void)state;
    const double means[] = {0.4, 7.77, 138.5, 2401.3};
    for (size_t m = 0; m < UNIT_COUNT(means); m++) {
        uint32_t before = 0;
        for (int i = 1; i < 20000; i++) {
            const uint32_t n = bf_poisson_quantile(means[m], i / 20000.0);
            assert_true(n >= before);
            before = n;
        }
        assert_true(bf_poisson_quantile(means[m], 1.0 - 0x1p-53) >= before);
    }
}

static void it_never_falls_as_the_mean_rises(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(uniforms); i++) {
        uint32_t before = 0;
        for (double mean = 0.0; mean < 700.0; mean += 0.173) {
            const uint32_t n = bf_poisson_quantile(mean, uniforms[i]);
            if (n < before) fail_msg("u %g, mean %g: %u after %u", uniforms[i], mean, n, before);
            before = n;
        }
    }
}

static void nobody_comes_when_the_mean_is_zero(void **state)
{
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(uniforms); i++)
        assert_int_equal(bf_poisson_quantile(0.0, uniforms[i]), 0);
    assert_int_equal(bf_poisson_quantile(0.0, 1.0 - 0x1p-53), 0);
}

static void the_ends_of_the_uniform_and_the_largest_mean_are_sane(void **state)
{
    (void)state;
    const double mean = 1e6, sd = 1e3;
    assert_true(bf_poisson_quantile(mean, 0x1p-53) > mean - 9.0 * sd);
    assert_true(bf_poisson_quantile(mean, 1.0 - 0x1p-53) < mean + 10.0 * sd);
    assert_true(bf_poisson_quantile(2.385, 1.0 - 0x1p-53) < 40);
    assert_close(bf_poisson_quantile(mean, 0.5), mean, 1.0); /* the median is within 1 of it */
}

static void its_mean_and_variance_are_the_mean(void **state)
{
    (void)state;
    enum { STEPS = 200000 };
    const double mean = 23.85;
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < STEPS; i++) { /* the middles of equal cells: nearly exact integration */
        const double x = bf_poisson_quantile(mean, (i + 0.5) / STEPS) - mean;
        sum += x;
        squares += x * x;
    }
    assert_close(sum / STEPS, 0.0, 1e-3);
    assert_close(squares / STEPS, mean, 2e-2);
}

static void impossible_arguments_break_the_contract(void **state)
{
    (void)state;
    assert_breaks_contract(bf_poisson_quantile(-0.5, 0.3), "mean >= 0.0");
    assert_breaks_contract(bf_poisson_quantile(1.1e6, 0.3), "mean <= 1e6");
    assert_breaks_contract(bf_poisson_quantile(2.0, 1.0), "u < 1.0");
    assert_breaks_contract(bf_poisson_quantile((double)NAN, 0.4), "mean");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(it_inverts_the_cdf_at_every_size_of_mean),
        cmocka_unit_test(it_never_falls_as_the_uniform_rises),
        cmocka_unit_test(it_never_falls_as_the_mean_rises),
        cmocka_unit_test(nobody_comes_when_the_mean_is_zero),
        cmocka_unit_test(the_ends_of_the_uniform_and_the_largest_mean_are_sane),
        cmocka_unit_test(its_mean_and_variance_are_the_mean),
        cmocka_unit_test(impossible_arguments_break_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
