/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/study/errands.h"

#include <pthread.h>
#include <stdatomic.h>

#define ERRANDS 47

struct log {
    atomic_uint times[ERRANDS], begun;
    unsigned order[ERRANDS]; /* which was begun as the k-th; read with one thread */
    size_t bad[2];           /* these fail */
    atomic_uint waiting;     /* how many are within an errand at once */
    unsigned together;       /* wait until so many are */
};

static bool note(void *context, size_t i, struct bf_err *err)
{
    struct log *log = context;
    atomic_fetch_add(&log->times[i], 1);
    log->order[atomic_fetch_add(&log->begun, 1)] = (unsigned)i;
    atomic_fetch_add(&log->waiting, 1);
    while (i < log->together && atomic_load(&log->waiting) < log->together)
        ;
    if (i != log->bad[0] && i != log->bad[1]) return true;
    return bf_fail(err, BF_E_IO, NULL, "errand %zu", i);
}

static void each_errand_is_done_once_whatever_the_number_of_threads(void **state)
{
    (void)state;
    static const uint32_t threads[] = {0, 1, 2, 3, 7, 100};
    for (size_t k = 0; k < UNIT_COUNT(threads); k++) {
        struct log log = {.bad = {ERRANDS, ERRANDS}};
        struct bf_err err;
        assert_true(bf_errands(note, &log, ERRANDS, threads[k], &err));
        for (size_t i = 0; i < ERRANDS; i++)
            assert_int_equal(atomic_load(&log.times[i]), 1);
    }
}

static void one_thread_does_them_in_order(void **state)
{
    (void)state;
    struct log log = {.bad = {ERRANDS, ERRANDS}};
    struct bf_err err;
    assert_true(bf_errands(note, &log, ERRANDS, 1, &err));
    for (unsigned i = 0; i < ERRANDS; i++)
        assert_int_equal(log.order[i], i);
}

static void as_many_run_at_once_as_there_are_threads(void **state)
{
    (void)state;
    /* the first three end only when all three are under way: fewer threads would never come back */
    struct log log = {.bad = {ERRANDS, ERRANDS}, .together = 3};
    struct bf_err err;
    assert_true(bf_errands(note, &log, ERRANDS, 3, &err));
    assert_int_equal(atomic_load(&log.begun), ERRANDS);
}

static void after_a_failure_no_more_are_begun(void **state)
{
    (void)state;
    struct log log = {.bad = {5, 9}};
    struct bf_err err;
    assert_false(bf_errands(note, &log, ERRANDS, 1, &err));
    assert_string_equal(err.what, "errand 5");
    assert_int_equal(atomic_load(&log.begun), 6);
}

static void of_several_failures_the_first_in_order_is_told(void **state)
{
    (void)state;
    for (int round = 0; round < 20; round++) {
        struct log log = {.bad = {0, 1}, .together = 2}; /* both are under way before one fails */
        struct bf_err err;
        assert_false(bf_errands(note, &log, ERRANDS, 2, &err));
        assert_string_equal(err.what, "errand 0");
    }
}

static void no_errands_are_soon_done(void **state)
{
    (void)state;
    struct bf_err err;
    assert_true(bf_errands(note, NULL, 0, 4, &err));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_errand_is_done_once_whatever_the_number_of_threads),
        cmocka_unit_test(one_thread_does_them_in_order),
        cmocka_unit_test(as_many_run_at_once_as_there_are_threads),
        cmocka_unit_test(after_a_failure_no_more_are_begun),
        cmocka_unit_test(of_several_failures_the_first_in_order_is_told),
        cmocka_unit_test(no_errands_are_soon_done),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
