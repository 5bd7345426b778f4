/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/random/quasi.h"

enum { COUNT = 256, DIMENSIONS = 7 };

static double u[COUNT][DIMENSIONS], again[COUNT][DIMENSIONS];

static void every_eighth_of_every_side_has_its_share(void **state)
{
    (void)state;
    assert_true(bf_quasi_sobol(DIMENSIONS, COUNT, 2385, &u[0][0]));
    for (int d = 0; d < DIMENSIONS; d++) {
        int inside[8] = {0};
        for (int i = 0; i < COUNT; i++) {
            assert_true(u[i][d] >= 0 && u[i][d] < 1);
            inside[(int)(u[i][d] * 8)]++;
        }
        for (int k = 0; k < 8; k++) /* 32 each; chance alone would leave about 5 of error */
            assert_true(abs(inside[k] - COUNT / 8) <= 2);
    }
}

static void integrals_are_far_better_than_by_chance(void **state)
{
    (void)state;
    double sum = 0;
    assert_true(bf_quasi_sobol(DIMENSIONS, COUNT, 17, &u[0][0]));
    for (int i = 0; i < COUNT; i++)
        for (int d = 0; d < DIMENSIONS; d++)
            sum += u[i][d] * u[i][d] / COUNT / DIMENSIONS;
    assert_close(sum, 1.0 / 3, 0.002); /* by chance: 0.007 */
}

static void a_seed_is_a_design_and_another_is_another(void **state)
{
    (void)state;
    assert_true(bf_quasi_sobol(DIMENSIONS, COUNT, 2385, &u[0][0]));
    assert_true(bf_quasi_sobol(DIMENSIONS, COUNT, 2385, &again[0][0]));
    assert_memory_equal(u, again, sizeof u);
    assert_true(bf_quasi_sobol(DIMENSIONS, COUNT, 2386, &again[0][0]));
    assert_true(fabs(u[3][2] - again[3][2]) > 1e-9);
}

static void one_side_and_all_sides_are_possible(void **state)
{
    (void)state;
    static double wide[3][BF_QUASI_DIMENSIONS];
    assert_true(bf_quasi_sobol(1, COUNT, 5, &u[0][0]));
    assert_true(bf_quasi_sobol(BF_QUASI_DIMENSIONS, 3, 5, &wide[0][0]));
    for (int d = 0; d < BF_QUASI_DIMENSIONS; d++)
        assert_true(wide[2][d] >= 0 && wide[2][d] < 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_eighth_of_every_side_has_its_share),
        cmocka_unit_test(integrals_are_far_better_than_by_chance),
        cmocka_unit_test(a_seed_is_a_design_and_another_is_another),
        cmocka_unit_test(one_side_and_all_sides_are_possible),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
