/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/random/dist.h"
#include "bedflow/random/draw.h"
#include "bedflow/stats/covariance.h"

#include <math.h>

enum { COUNT = 4000, COLUMNS = 3 };

/* Columns 0 and 1 correlate by 0.8; 2 is apart; sds 2.3, 0.7, 1.9. */
static void fill(double value[], uint32_t count)
{
    for (uint64_t r = 0; r < count; r++) {
        struct bf_key key = {11, 0};
        struct bf_block u = bf_draw(&key, r, 2);
        double a = bf_normal_quantile(u.u[0]), b = bf_normal_quantile(u.u[1]);
        value[r * COLUMNS] = 2.3 * a;
        value[r * COLUMNS + 1] = 0.7 * (0.8 * a + 0.6 * b);
        value[r * COLUMNS + 2] = 1.9 * bf_normal_quantile(u.u[2]);
    }
}

static void many_replications_give_the_law_back(void **state)
{
    (void)state;
    static double value[COUNT * COLUMNS];
    double c[COLUMNS * COLUMNS];
    fill(value, COUNT);
    double share = bf_covariance_shrunk(value, COUNT, COLUMNS, c);
    assert_true(share >= 0 && share < 0.01);
    assert_close(c[0], 2.3 * 2.3, 0.3);
    assert_close(c[4], 0.7 * 0.7, 0.03);
    assert_close(c[1], 2.3 * 0.7 * 0.8, 0.07);
    assert_close(c[2], 0, 0.2);
    assert_close(c[1], c[3], 0);
}

static void few_replications_keep_variances_and_shrink_the_rest(void **state)
{
    (void)state;
    enum { FEW = 4 };
    double value[FEW * COLUMNS], c[COLUMNS * COLUMNS], sum = 0, squares = 0;
    fill(value, FEW);
    for (int r = 0; r < FEW; r++)
        sum += value[r * COLUMNS] / FEW;
    for (int r = 0; r < FEW; r++)
        squares += (value[r * COLUMNS] - sum) * (value[r * COLUMNS] - sum);
    double share = bf_covariance_shrunk(value, FEW, COLUMNS, c);
    assert_true(share > 0.05 && share <= 1);
    assert_close(c[0], squares / (FEW - 1), 1e-12);
}

/* By hand: r = 10 / sqrt(140), var(r) = 4 / 27 x 19 x 9 / 140, and so the share is 19 / 75 of it.
 */
static void the_share_is_that_of_the_formula(void **state)
{
    (void)state;
    const double value[] = {1, 2, 2, 1, 3, 4, 6, 5};
    double c[4];
    assert_close(bf_covariance_shrunk(value, 4, 2, c), 19.0 / 75, 1e-14);
    assert_close(c[0], 14.0 / 3, 1e-14);
    assert_close(c[3], 10.0 / 3, 1e-14);
    assert_close(c[1], 56.0 / 75 * 10 / 3, 1e-14);
}

static void a_column_that_never_varies_has_no_covariance(void **state)
{
    (void)state;
    const double value[] = {1.5, 2, 2.5, 2, 9.25, 2};
    double c[4];
    bf_covariance_shrunk(value, 3, 2, c);
    assert_close(c[1], 0, 0);
    assert_close(c[3], 0, 0);
    assert_true(c[0] > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(many_replications_give_the_law_back),
        cmocka_unit_test(few_replications_keep_variances_and_shrink_the_rest),
        cmocka_unit_test(the_share_is_that_of_the_formula),
        cmocka_unit_test(a_column_that_never_varies_has_no_covariance),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
