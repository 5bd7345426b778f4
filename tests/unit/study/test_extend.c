/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "synthetic.h"

#include "bedflow/study/extend.h"

/* A catalogue with three days of two series, so that daily values are there to be kept or not. */
static const struct bf_catalogue with_days = {.scalar = synthetic_measure,
                                              .scalar_count = SYNTHETIC_MEASURES,
                                              .daily = synthetic_measure,
                                              .daily_count = 2,
                                              .day_count = 3};

static void make(struct bf_result *result, uint32_t first, uint32_t count)
{
    synthetic_begin(result, &with_days, first, count);
    synthetic_fill(result, 0, 0, 2.5);
    result->daily = bf_heap_take((size_t)count * 6 + 1, sizeof(float));
    for (size_t i = 0; i < (size_t)count * 6; i++)
        result->daily[i] = 0.25f * (float)(first * 6 + i);
    result->people = bf_heap_take((size_t)count + 1, sizeof *result->people);
    for (uint32_t i = 0; i < count; i++)
        result->people[i] = (first + i) * 0x9e3779b97f4a7c15u;
    result->use_count = 2 * count;
    result->use = bf_heap_take((size_t)result->use_count + 1, sizeof *result->use);
    for (uint32_t i = 0; i < result->use_count; i++)
        result->use[i] = (struct bf_use){.replication = first + i / 2,
                                         .rule = (uint16_t)(i % 2),
                                         .decided_h = 2.5 * (2 * first + i),
                                         .on_h = 2.5 * (2 * first + i) + 4,
                                         .off_h = 2.5 * (2 * first + i) + 11,
                                         .value = 0.385};
    result->wall_s = 1.5;
    result->total_digest = bf_result_digest(result);
}

static void two_pieces_are_the_same_as_the_whole(void **state)
{
    (void)state;
    struct bf_result whole, a, b, sum = {.catalogue = NULL};
    struct bf_err err;
    make(&whole, 4, 12);
    make(&a, 4, 5);
    make(&b, 9, 7);
    assert_true(bf_result_append(&sum, &a, true, &err));
    assert_true(bf_result_append(&sum, &b, true, &err));
    assert_int_equal(sum.count, 12);
    assert_int_equal(sum.planned, 12);
    assert_memory_equal(sum.replication, whole.replication, 12 * sizeof(uint32_t));
    assert_memory_equal(sum.scalar, whole.scalar, 12 * SYNTHETIC_MEASURES * sizeof(double));
    assert_memory_equal(sum.daily, whole.daily, 12 * 6 * sizeof(float));
    assert_memory_equal(sum.digest, whole.digest, 12 * sizeof(uint64_t));
    assert_memory_equal(sum.people, whole.people, 12 * sizeof(uint64_t));
    assert_int_equal(sum.use_count, whole.use_count);
    for (uint32_t i = 0; i < whole.use_count; i++) {
        assert_int_equal(sum.use[i].replication, whole.use[i].replication);
        assert_int_equal(sum.use[i].rule, whole.use[i].rule);
        assert_close(sum.use[i].on_h, whole.use[i].on_h, 0);
    }
    assert_true(sum.total_digest == whole.total_digest);
    assert_false(a.total_digest == whole.total_digest);
    assert_close(sum.wall_s, 3, 1e-12);
    bf_result_free(&whole);
    bf_result_free(&a);
    bf_result_free(&b);
    bf_result_free(&sum);
}

static void daily_values_can_be_left_out(void **state)
{
    (void)state;
    struct bf_result a, sum = {.catalogue = NULL};
    struct bf_err err;
    make(&a, 0, 5);
    assert_true(bf_result_append(&sum, &a, false, &err));
    assert_null(sum.daily);
    assert_int_equal(sum.count, 5);
    assert_true(sum.total_digest == a.total_digest);
    bf_result_free(&a);
    bf_result_free(&sum);
}

static void stopped_replications_and_interruptions_are_carried_along(void **state)
{
    (void)state;
    struct bf_result a, b, sum = {.catalogue = NULL};
    struct bf_err err;
    make(&a, 0, 5);
    make(&b, 7, 3);
    a.stopped = bf_heap_take(2, sizeof *a.stopped);
    a.stopped[0].replication = 5;
    a.stopped[1].replication = 6;
    a.stopped_count = 2;
    b.interrupted = true;
    assert_true(bf_result_append(&sum, &a, true, &err));
    assert_false(sum.interrupted);
    assert_true(bf_result_append(&sum, &b, true, &err));
    assert_true(sum.interrupted);
    assert_int_equal(sum.stopped_count, 2);
    assert_int_equal(sum.stopped[1].replication, 6);
    assert_int_equal(sum.count, 8);
    bf_result_free(&a);
    bf_result_free(&b);
    bf_result_free(&sum);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_pieces_are_the_same_as_the_whole),
        cmocka_unit_test(daily_values_can_be_left_out),
        cmocka_unit_test(stopped_replications_and_interruptions_are_carried_along),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
