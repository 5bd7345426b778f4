/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/regress.h"

static void a_plane_without_noise_is_found(void **state)
{
    (void)state;
    bool no_memory;
    double x[6][3], y[6], beta[3];
    for (int i = 0; i < 6; i++) {
        x[i][0] = 1;
        x[i][1] = 2.385 * i - 1.7;
        x[i][2] = (i * i) % 5 * 1000.3;
        y[i] = 7.31 - 0.52 * x[i][1] + 0.00419 * x[i][2];
    }
    assert_true(bf_least_squares(&x[0][0], y, 6, 3, beta, &no_memory));
    assert_close(beta[0], 7.31, 1e-10);
    assert_close(beta[1], -0.52, 1e-10);
    assert_close(beta[2], 0.00419, 1e-13);
}

static void residuals_are_square_to_every_column(void **state)
{
    (void)state;
    const double x[5][2] = {{1, 0.3}, {1, 1.9}, {1, 2.2}, {1, 4.7}, {1, 5.1}};
    const double y[5] = {3.1, -0.4, 8.8, 2.7, 6.3};
    bool no_memory;
    double beta[2], sum = 0, product = 0;
    assert_true(bf_least_squares(&x[0][0], y, 5, 2, beta, &no_memory));
    for (int i = 0; i < 5; i++) {
        double rest = y[i] - beta[0] - beta[1] * x[i][1];
        sum += rest;
        product += rest * x[i][1];
    }
    assert_close(sum, 0, 1e-12);
    assert_close(product, 0, 1e-12);
}

static void columns_that_others_explain_share_their_slope(void **state)
{
    (void)state;
    bool no_memory;
    double x[5][3], y[5], beta[3];
    for (int i = 0; i < 5; i++) {
        x[i][0] = 1;
        x[i][1] = 1.37 * i * i - 2.6;
        x[i][2] = -3 * x[i][1]; /* of three times the length: a third of the slope each unit */
        y[i] = 4.18 + 0.734 * x[i][1];
    }
    assert_true(bf_least_squares(&x[0][0], y, 5, 3, beta, &no_memory));
    assert_false(no_memory);
    assert_close(beta[0], 4.18, 1e-12);
    assert_close(beta[1], 0.734 / 2, 1e-12);
    assert_close(beta[2], -0.734 / 6, 1e-12);
}

static void fewer_rows_than_columns_have_no_plane(void **state)
{
    (void)state;
    const double x[2][3] = {{1, 2, 3}, {1, 5, 4}}, y[2] = {1.1, 2.2};
    bool no_memory;
    double beta[3];
    assert_false(bf_least_squares(&x[0][0], y, 2, 3, beta, &no_memory));
}

static void quantiles_of_chi_squared_are_those_of_tables(void **state)
{
    (void)state;
    assert_close(bf_chi_squared_quantile(0.95, 7), 14.0671404493, 1e-8);
    assert_close(bf_chi_squared_quantile(0.025, 23), 11.6885519, 1e-6);
    assert_close(bf_chi_squared_quantile(0.5, 2), 2 * log(2), 1e-12);
}

static void chances_that_are_none_are_our_own_mistakes(void **state)
{
    (void)state;
    assert_breaks_contract(bf_chi_squared_quantile(0, 7), "p > 0");
    assert_breaks_contract(bf_chi_squared_quantile(1, 7), "p < 1");
    assert_breaks_contract(bf_chi_squared_quantile(0.5, 0), "freedom");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plane_without_noise_is_found),
        cmocka_unit_test(residuals_are_square_to_every_column),
        cmocka_unit_test(columns_that_others_explain_share_their_slope),
        cmocka_unit_test(fewer_rows_than_columns_have_no_plane),
        cmocka_unit_test(quantiles_of_chi_squared_are_those_of_tables),
        cmocka_unit_test(chances_that_are_none_are_our_own_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
