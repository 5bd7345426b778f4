/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/level.h"

static void the_area_is_that_under_the_steps(void **state)
{
    (void)state;
    struct bf_level level;
    bf_level_init(&level, 3.0, 10.5);
    bf_level_add(&level, 12.0, 2.0);   /* 3 for 1.5 h */
    bf_level_add(&level, 12.0, -1.0);  /* 5 for no time */
    bf_level_add(&level, 20.25, -4.0); /* 4 for 8.25 h */
    assert_close(bf_level_area(&level, 21.0), 4.5 + 33.0, 1e-13);
    assert_close(bf_level_mean(&level, 10.5, 21.0), 37.5 / 10.5, 1e-13);
    assert_same_double(level.value, 0.0);
    assert_same_double(level.max, 5.0);
}

static void asking_changes_nothing(void **state)
{
    (void)state;
    struct bf_level level;
    bf_level_init(&level, 2.385, 0.0);
    const struct bf_level before = level;
    (void)bf_level_area(&level, 99.0);
    (void)bf_level_mean(&level, 0.0, 99.0);
    assert_memory_equal(&level, &before, sizeof level);
}

static void a_reset_keeps_the_value_and_starts_area_and_maximum_anew(void **state)
{
    (void)state;
    struct bf_level level;
    bf_level_init(&level, 9.0, 0.0);
    bf_level_add(&level, 3.7, -6.5);
    bf_level_reset(&level, 24.0);
    assert_same_double(level.value, 2.5);
    assert_same_double(level.max, 2.5);
    assert_same_double(bf_level_area(&level, 24.0), 0.0);
    assert_close(bf_level_mean(&level, 24.0, 31.3), 2.5, 1e-13);
}

/* The areas of two halves add up to that of the whole: what a daily census relies on. */
static void areas_add_up_over_resets(void **state)
{
    (void)state;
    struct bf_level whole, part;
    bf_level_init(&whole, 1.0, 0.0);
    bf_level_init(&part, 1.0, 0.0);
    double sum = 0.0;
    for (int i = 1; i <= 500; i++) {
        const double now_h = 0.37 * i, delta = i % 3 - 1;
        bf_level_add(&whole, now_h, delta);
        bf_level_add(&part, now_h, delta);
        if (i % 7 == 0) {
            sum += bf_level_area(&part, now_h + 0.1);
            bf_level_reset(&part, now_h + 0.1);
        }
    }
    sum += bf_level_area(&part, 200.0);
    assert_close_relative(sum, bf_level_area(&whole, 200.0), 1e-12);
}

static void set_gives_the_value_itself(void **state)
{
    (void)state;
    struct bf_level level;
    bf_level_init(&level, 4.0, 1.0);
    bf_level_set(&level, 3.0, 7.25);
    bf_level_set(&level, 5.0, 1.5);
    assert_same_double(level.value, 1.5);
    assert_same_double(level.max, 7.25);
    assert_close(bf_level_area(&level, 6.0), 8.0 + 14.5 + 1.5, 1e-13);
}

static void the_mean_over_no_time_is_undefined(void **state)
{
    (void)state;
    struct bf_level level;
    bf_level_init(&level, 4.0, 17.5);
    assert_nan(bf_level_mean(&level, 17.5, 17.5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_area_is_that_under_the_steps),
        cmocka_unit_test(asking_changes_nothing),
        cmocka_unit_test(a_reset_keeps_the_value_and_starts_area_and_maximum_anew),
        cmocka_unit_test(areas_add_up_over_resets),
        cmocka_unit_test(set_gives_the_value_itself),
        cmocka_unit_test(the_mean_over_no_time_is_undefined),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
