/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "assert_close.h"
#include "sim/report/contour.h"

#include <math.h>

/* Means from 14,269 to 27,397, each with an interval this wide to both sides. */
static struct bf_contours levels(double half, double target, double broken)
{
    double mean[4] = {14269, 18083, 21903, 27397}, low[4], high[4];
    mean[2] += broken;
    for (int i = 0; i < 4; i++) {
        low[i] = mean[i] - half;
        high[i] = mean[i] + half;
    }
    return bf_contours_for(mean, low, high, 4, target);
}

static void expect(struct bf_contours c, const double level[], uint32_t count)
{
    assert_int_equal(c.count, count);
    for (uint32_t i = 0; i < count; i++)
        assert_close(c.level[i], level[i], 1e-9);
}

static void levels_are_round_and_on_the_map(void **state)
{
    (void)state;
    expect(levels(85.2, (double)NAN, 0), (double[]){15000, 20000, 25000}, 3);
    struct bf_contours share = bf_contours_for((double[]){0.7706, 0.8896}, (double[]){0.77, 0.889},
                                               (double[]){0.771, 0.89}, 2, (double)NAN);
    expect(share, (double[]){0.775, 0.8, 0.825, 0.85, 0.875}, 5);
}

static void levels_stand_as_far_apart_as_intervals_are_wide(void **state)
{
    (void)state;
    struct bf_contours c = levels(2900, (double)NAN, 0);
    expect(c, (double[]){20000}, 1);
    assert_close(c.apart, 5000, 1e-9);
}

static void the_target_is_a_level_and_displaces_its_neighbour(void **state)
{
    (void)state;
    expect(levels(85.2, 17600, 0), (double[]){15000, 17600, 20000, 25000}, 4);
    expect(levels(85.2, 19100, 0), (double[]){15000, 19100, 25000}, 3);
    expect(levels(85.2, 13000, 0), (double[]){15000, 20000, 25000}, 3);
}

static void what_cannot_be_told_from_chance_has_no_lines(void **state)
{
    (void)state;
    assert_int_equal(levels(6600, (double)NAN, 0).count, 0);
    assert_int_equal(levels(6600, 20000, 0).count, 0);
    assert_int_equal(levels(85.2, (double)NAN, (double)NAN).count, 0);
    assert_int_equal(bf_contours_for(NULL, NULL, NULL, 0, (double)NAN).count, 0);
    const double flat[3] = {92.4, 92.4, 92.4};
    assert_int_equal(bf_contours_for(flat, flat, flat, 3, (double)NAN).count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(levels_are_round_and_on_the_map),
        cmocka_unit_test(levels_stand_as_far_apart_as_intervals_are_wide),
        cmocka_unit_test(the_target_is_a_level_and_displaces_its_neighbour),
        cmocka_unit_test(what_cannot_be_told_from_chance_has_no_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
