/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/emulator.h"

#include <math.h>

enum { POINTS = 12, INPUTS = 2, OUTPUTS = 2 };

static double surface(const double x[])
{
    return 7.31 - 2.4 * x[0] + 0.9 * x[1] + 1.7 * x[0] * x[0] - 0.35 * x[0] * x[1] +
           0.6 * x[1] * x[1];
}

static double bent(const double x[])
{
    return exp(0.8 * x[0]) / (2 - x[1]);
}

static void sample(double x[], double y[])
{
    assert_true(bf_emulator_places(INPUTS, POINTS, x));
    for (uint32_t k = 0; k < POINTS; k++) {
        y[k * OUTPUTS] = surface(x + k * INPUTS);
        y[k * OUTPUTS + 1] = bent(x + k * INPUTS);
    }
}

static void a_quadratic_is_found_again(void **state)
{
    (void)state;
    double x[POINTS * INPUTS], y[POINTS * OUTPUTS], at[OUTPUTS];
    const double place[] = {0.413, -0.871};
    struct bf_emulator e;
    struct bf_err err;
    sample(x, y);
    assert_int_equal(bf_emulator_terms(INPUTS), 6);
    assert_true(bf_emulator_fit(&e, x, y, POINTS, INPUTS, OUTPUTS, &err));
    bf_emulator_at(&e, place, at);
    assert_close(at[0], surface(place), 1e-10);
    assert_close(e.error[0], 0, 1e-10);
    assert_close(e.coefficient[0], 7.31, 1e-10);
    bf_emulator_free(&e);
}

/* The error is that of leaving points out, done the slow way. */
static void the_error_is_of_points_left_out(void **state)
{
    (void)state;
    double x[POINTS * INPUTS], y[POINTS * OUTPUTS], sum = 0;
    struct bf_emulator all, e;
    struct bf_err err;
    sample(x, y);
    for (uint32_t out = 0; out < POINTS; out++) {
        double some_x[POINTS * INPUTS], some_y[POINTS * OUTPUTS], at[OUTPUTS];
        uint32_t n = 0;
        for (uint32_t k = 0; k < POINTS; k++) {
            if (k == out) continue;
            memcpy(some_x + n * INPUTS, x + k * INPUTS, sizeof(double) * INPUTS);
            memcpy(some_y + n * OUTPUTS, y + k * OUTPUTS, sizeof(double) * OUTPUTS);
            n++;
        }
        assert_true(bf_emulator_fit(&e, some_x, some_y, n, INPUTS, OUTPUTS, &err));
        bf_emulator_at(&e, x + out * INPUTS, at);
        sum += pow(at[1] - y[out * OUTPUTS + 1], 2) / POINTS;
        bf_emulator_free(&e);
    }
    assert_true(bf_emulator_fit(&all, x, y, POINTS, INPUTS, OUTPUTS, &err));
    assert_close(all.error[1], sqrt(sum), 1e-9);
    assert_true(all.error[1] > 0.001);
    bf_emulator_free(&all);
}

static void places_are_spread_and_begin_in_the_middle(void **state)
{
    (void)state;
    double x[3 * 64];
    int octant[8] = {0};
    assert_true(bf_emulator_places(3, 64, x));
    for (int j = 0; j < 3; j++)
        assert_close(x[j], 0, 1e-12);
    for (int k = 0; k < 64; k++)
        octant[(x[3 * k] > 0) + 2 * (x[3 * k + 1] > 0) + 4 * (x[3 * k + 2] > 0)]++;
    for (int o = 0; o < 8; o++)
        assert_true(octant[o] >= 6 && octant[o] <= 10);
}

static void too_few_points_break_the_contract(void **state)
{
    (void)state;
    double x[6 * INPUTS] = {0}, y[6] = {0};
    struct bf_emulator e;
    struct bf_err err;
    assert_breaks_contract(bf_emulator_fit(&e, x, y, 6, INPUTS, 1, &err), "points > terms");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_quadratic_is_found_again),
        cmocka_unit_test(the_error_is_of_points_left_out),
        cmocka_unit_test(places_are_spread_and_begin_in_the_middle),
        cmocka_unit_test(too_few_points_break_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
