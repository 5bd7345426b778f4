/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/contract.h"

static void a_kept_contract_says_nothing_and_goes_on(void **state)
{
    int evaluated = 0;

    (void)state;
    BF_REQUIRE(++evaluated == 1);
    assert_int_equal(evaluated, 1);
}

static void a_broken_contract_aborts_and_names_the_condition(void **state)
{
    volatile int beds = -3;

    (void)state;
    assert_breaks_contract(BF_REQUIRE(beds >= 0), "broken contract: beds >= 0");
    assert_breaks_contract(BF_REQUIRE(beds >= 0), "test_contract.c:");
}

static void a_broken_contract_tells_seed_replication_and_clock(void **state)
{
    const double now_h = 812.4375;
    const struct bf_contract_context run = {.seed = 20211101, .replication = 37, .now_h = &now_h};

    (void)state;
    bf_contract_context = &run;
    assert_breaks_contract(bf_contract_broken("x.c", 7, "y"),
                           "replication 37 of seed 20211101, at 812.4375 h");
    bf_contract_context = NULL;
}

static void a_context_without_a_clock_is_told_without_it(void **state)
{
    const struct bf_contract_context run = {.seed = 91, .replication = 2};

    (void)state;
    bf_contract_context = &run;
    assert_breaks_contract(bf_contract_broken("x.c", 7, "y"), "replication 2 of seed 91\n");
    bf_contract_context = NULL;
}

static void invariants_are_checked_in_debug_builds_only(void **state)
{
    (void)state;
#ifdef BF_DEBUG
    assert_breaks_contract(BF_INVARIANT(2 > 3), "2 > 3");
#else
    int evaluated = 0;
    BF_INVARIANT(++evaluated == 5);
    assert_int_equal(evaluated, 0);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_kept_contract_says_nothing_and_goes_on),
        cmocka_unit_test(a_broken_contract_aborts_and_names_the_condition),
        cmocka_unit_test(a_broken_contract_tells_seed_replication_and_clock),
        cmocka_unit_test(a_context_without_a_clock_is_told_without_it),
        cmocka_unit_test(invariants_are_checked_in_debug_builds_only),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
