/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/dispersion.h"

#include <math.h>

static void the_ratio_is_pearsons_by_hand(void **state)
{
    (void)state;
    /* group 2: mean 10, squares 8; group 5: mean 4, squares 2; 7 counts, 2 groups */
    static const double count[] = {8, 10, 12, 10, 3, 5, 4};
    static const uint8_t group[] = {2, 2, 2, 2, 5, 5, 5};
    struct bf_dispersion d = bf_dispersion_of(count, group, 7);
    assert_int_equal(d.groups, 2);
    assert_close(d.ratio, (8.0 / 10 + 2.0 / 4) / 5, 1e-12);
    assert_close(d.dispersion, 0, 0); /* less scatter than chance */
    /* chi-square of 5 degrees of freedom: 0.8312 and 12.833 (tables) */
    assert_close(d.chance_low, 0.8312 / 5, 1e-4);
    assert_close(d.chance_high, 12.833 / 5, 1e-3);
}

static void moments_give_the_variance_of_a_days_factor(void **state)
{
    (void)state;
    static const double count[] = {2, 20, 5, 29};
    static const uint8_t group[] = {0, 0, 0, 0};
    /* mean 14, sum of squares 486: (486 * 4/3 - 56) / (4 * 196) */
    struct bf_dispersion d = bf_dispersion_of(count, group, 4);
    assert_close(d.dispersion, (486 * 4.0 / 3 - 56) / (4 * 196), 1e-12);
    assert_close(d.ratio, 486.0 / 14 / 3, 1e-12);
}

static void too_few_counts_or_none_at_all_have_no_ratio(void **state)
{
    (void)state;
    static const double count[] = {3, 7, 0};
    static const uint8_t group[] = {0, 1, 2};
    assert_true(isnan(bf_dispersion_of(count, group, 3).ratio));
    static const double none[] = {0, 0, 0};
    static const uint8_t same[] = {1, 1, 1};
    struct bf_dispersion d = bf_dispersion_of(none, same, 3);
    assert_true(isnan(d.ratio));
    assert_close(d.dispersion, 0, 0);
}

static void differences_between_groups_do_not_count(void **state)
{
    (void)state;
    static const double count[] = {4, 6, 400, 420};
    static const uint8_t apart[] = {0, 0, 1, 1}, together[] = {0, 0, 0, 0};
    assert_true(bf_dispersion_of(count, apart, 4).ratio < 1);
    assert_true(bf_dispersion_of(count, together, 4).ratio > 100);
}

static void counts_that_are_none_break_the_contract(void **state)
{
    (void)state;
    static const double bad[] = {3, -1};
    static const uint8_t group[] = {0, 0}, beyond[] = {0, 16};
    static const double good[] = {3, 1};
    assert_breaks_contract(bf_dispersion_of(bad, group, 2), "count[i] >= 0");
    assert_breaks_contract(bf_dispersion_of(good, beyond, 2), "BF_DISPERSION_GROUPS");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_ratio_is_pearsons_by_hand),
        cmocka_unit_test(moments_give_the_variance_of_a_days_factor),
        cmocka_unit_test(too_few_counts_or_none_at_all_have_no_ratio),
        cmocka_unit_test(differences_between_groups_do_not_count),
        cmocka_unit_test(counts_that_are_none_break_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
