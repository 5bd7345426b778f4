/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/arena.h"
#include "bedflow/study/result.h"

static void a_summary_of_known_numbers_is_right(void **state)
{
    (void)state;
    double value[] = {7.1, 2.385, 4.6, 3.9, 11.25};
    struct bf_summary s;
    bf_summarise(value, 5, &s);
    assert_int_equal(s.count, 5);
    assert_close(s.mean, 5.847, 1e-12);
    /* t(0.975, 4) = 2.7764451051977987; s = 3.4674803532248024 */
    assert_close(s.mc_high - s.mean, 2.7764451051977987 * 3.4674803532248024 / sqrt(5), 1e-9);
    assert_close(s.mean - s.mc_low, s.mc_high - s.mean, 1e-12);
    assert_close(s.p50, 4.6, 1e-12);
    assert_close(s.p05, 2.385 + 0.2 * (3.9 - 2.385), 1e-12);
    assert_close(s.p25, 3.9, 1e-12);
    assert_close(s.p75, 7.1, 1e-12);
    assert_close(s.p95, 7.1 + 0.8 * (11.25 - 7.1), 1e-12);
}

static void undefined_values_are_left_out_wherever_they_stand(void **state)
{
    (void)state;
    double value[] = {(double)NAN, 7.1, 2.385, (double)NAN, 4.6, 3.9, 11.25, (double)NAN};
    double plain[] = {7.1, 2.385, 4.6, 3.9, 11.25};
    struct bf_summary with, without;
    bf_summarise(value, 8, &with);
    bf_summarise(plain, 5, &without);
    assert_int_equal(with.count, 5);
    assert_same_double(with.mean, without.mean);
    assert_same_double(with.mc_low, without.mc_low);
    assert_same_double(with.p95, without.p95);
}

static void one_value_has_no_interval_and_none_has_nothing(void **state)
{
    (void)state;
    double value[] = {2.385, (double)NAN};
    struct bf_summary s;
    bf_summarise(value, 2, &s);
    assert_int_equal(s.count, 1);
    assert_close(s.mean, 2.385, 0);
    assert_close(s.p05, 2.385, 0);
    assert_nan(s.mc_low);
    assert_nan(s.mc_high);
    value[0] = (double)NAN;
    bf_summarise(value, 2, &s);
    assert_int_equal(s.count, 0);
    assert_nan(s.mean);
    assert_nan(s.p50);
    bf_summarise(NULL, 0, &s);
    assert_nan(s.mean);
}

static void the_order_of_replications_does_not_change_a_bit(void **state)
{
    (void)state;
    double forward[101], backward[101];
    struct bf_summary a, b;
    for (int i = 0; i < 101; i++) {
        forward[i] = 1.0 / (i + 0.37);
        backward[100 - i] = forward[i];
    }
    bf_summarise(forward, 101, &a);
    bf_summarise(backward, 101, &b);
    assert_same_double(a.mean, b.mean);
    assert_same_double(a.mc_high, b.mc_high);
}

static void a_freed_result_is_empty_and_may_be_freed_again(void **state)
{
    (void)state;
    struct bf_result result = {.count = 3};
    result.replication = bf_heap_take(3, sizeof(uint32_t));
    result.scalar = bf_heap_take(6, sizeof(double));
    result.daily = bf_heap_take(6, sizeof(float));
    result.digest = bf_heap_take(3, sizeof(uint64_t));
    result.events = bf_heap_take(3, sizeof(uint64_t));
    result.people = bf_heap_take(3, sizeof(uint64_t));
    result.stopped = bf_heap_take(1, sizeof(struct bf_stopped));
    bf_result_free(&result);
    assert_null(result.scalar);
    assert_int_equal(result.count, 0);
    bf_result_free(&result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_summary_of_known_numbers_is_right),
        cmocka_unit_test(undefined_values_are_left_out_wherever_they_stand),
        cmocka_unit_test(one_value_has_no_interval_and_none_has_nothing),
        cmocka_unit_test(the_order_of_replications_does_not_change_a_bit),
        cmocka_unit_test(a_freed_result_is_empty_and_may_be_freed_again),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
