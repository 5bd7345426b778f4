/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/shapley.h"

static void effects_that_add_are_their_own_shares(void **state)
{
    (void)state;
    static const double own[3] = {2.385, -0.71, 5.02};
    double value[8], share[3];
    for (uint32_t set = 0; set < 8; set++) {
        value[set] = 11.3;
        for (uint32_t i = 0; i < 3; i++)
            value[set] += set >> i & 1u ? own[i] : 0;
    }
    bf_shapley(value, 3, share);
    for (int i = 0; i < 3; i++)
        assert_close(share[i], own[i], 1e-12);
}

static void what_two_do_only_together_is_halved(void **state)
{
    (void)state;
    const double value[4] = {4, 4 + 1.25, 4 + 0.5, 4 + 1.25 + 0.5 + 6.5};
    double share[2];
    bf_shapley(value, 2, share);
    assert_close(share[0], 1.25 + 3.25, 1e-12);
    assert_close(share[1], 0.5 + 3.25, 1e-12);
}

static void shares_add_up_whatever_the_values(void **state)
{
    (void)state;
    double value[64], share[6], sum = 0;
    for (uint32_t set = 0; set < 64; set++)
        value[set] = (double)(set * set * 7919u % 1013u) / 13;
    bf_shapley(value, 6, share);
    for (int i = 0; i < 6; i++)
        sum += share[i];
    assert_close(sum, value[63] - value[0], 1e-10);
}

/* The glove game: one left glove (0), two right ones; a pair is worth 1: 2/3, 1/6, 1/6. */
static void the_glove_game_comes_out_as_in_the_books(void **state)
{
    (void)state;
    const double value[8] = {0, 0, 0, 1, 0, 1, 0, 1};
    double share[3];
    bf_shapley(value, 3, share);
    assert_close(share[0], 2.0 / 3, 1e-12);
    assert_close(share[1], 1.0 / 6, 1e-12);
    assert_close(share[2], 1.0 / 6, 1e-12);
}

static void no_cause_and_too_many_are_our_own_mistakes(void **state)
{
    (void)state;
    static const double value[2 << BF_SHAPLEY_CAUSES];
    double share[BF_SHAPLEY_CAUSES + 1];
    assert_breaks_contract(bf_shapley(value, 0, share), "causes");
    assert_breaks_contract(bf_shapley(value, BF_SHAPLEY_CAUSES + 1, share), "causes");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effects_that_add_are_their_own_shares),
        cmocka_unit_test(what_two_do_only_together_is_halved),
        cmocka_unit_test(shares_add_up_whatever_the_values),
        cmocka_unit_test(the_glove_game_comes_out_as_in_the_books),
        cmocka_unit_test(no_cause_and_too_many_are_our_own_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
