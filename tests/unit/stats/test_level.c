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
    assert_memory_equal(&level, &before, sizeof level);
}

/* Areas at midnight, one taken from the next: what a daily census relies on. */
static void the_areas_of_days_add_up_to_that_of_all(void **state)
{
    (void)state;
    struct bf_level level;
    double sum = 0.0, at_midnight = 0.0;
    bf_level_init(&level, 1.0, 0.0);
    for (int i = 1; i <= 500; i++) {
        const double now_h = 0.37 * i;
        bf_level_add(&level, now_h, i % 3 - 1);
        if (i % 7 == 0) {
            const double area = bf_level_area(&level, now_h + 0.1);
            sum += area - at_midnight;
            at_midnight = area;
        }
    }
    double area = 0.0, value = 1.0; /* by hand */
    for (int i = 1; i <= 497; i++) {
        area += 0.37 * value;
        value += i % 3 - 1;
    }
    assert_close_relative(sum, area + 0.1 * value, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_area_is_that_under_the_steps),
        cmocka_unit_test(asking_changes_nothing),
        cmocka_unit_test(the_areas_of_days_add_up_to_that_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
