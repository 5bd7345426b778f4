/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "sim/scenario/region.h"

static void offsets_become_addresses_when_it_is_finished(void **state)
{
    (void)state;
    struct bf_region region = {0};
    struct bf_bound bound = {0};
    size_t root = bf_region_take(&region, 1, sizeof(struct bf_series));
    assert_int_equal(root, 0);
    size_t values = 0;
    for (int i = 0; i < 100; i++) { /* it moves as it grows */
        values = bf_region_take(&region, 3, sizeof(double));
        assert_int_equal(values % 16, 0);
    }
    const double value = 2.385;
    const uint32_t count = 3;
    bf_region_put(&region, values + 2 * sizeof value, &value, sizeof value);
    bf_region_put(&region, root + offsetof(struct bf_series, count), &count, sizeof count);
    bf_region_point(&region, root + offsetof(struct bf_series, value), values);
    bf_region_record(&region, &(struct bf_given){.path = "a", .offset = values});
    assert_true(bf_region_finish(&region, NULL, &bound));
    const struct bf_series *series = (const struct bf_series *)(const void *)bound.region;
    assert_int_equal(series->count, 3);
    assert_close(series->value[2], 2.385, 0);
    assert_close(series->value[0], 0, 0);
    assert_int_equal(bound.pointer_count, 1);
    assert_int_equal(bound.given_count, 1);
    assert_null(region.bytes);
    bf_bound_free(&bound);
}

static void more_than_there_is_fails_and_is_remembered(void **state)
{
    (void)state;
    struct bf_region region = {0};
    struct bf_bound bound = {0};
    bf_region_take(&region, 1, 24);
    assert_int_equal(bf_region_take(&region, SIZE_MAX / 8, 8), 0);
    assert_true(region.failed);
    const double value = 2.385;
    bf_region_put(&region, 4096, &value, sizeof value); /* ignored */
    assert_false(bf_region_finish(&region, NULL, &bound));
    assert_null(bound.region);
    bf_region_free(&region);
}

static void writing_outside_breaks_the_contract(void **state)
{
    (void)state;
    struct bf_region region = {0};
    const double value = 2.385;
    bf_region_take(&region, 1, 24);
    assert_breaks_contract(bf_region_put(&region, 32, &value, sizeof value), "region->used");
    bf_region_free(&region);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(offsets_become_addresses_when_it_is_finished),
        cmocka_unit_test(more_than_there_is_fails_and_is_remembered),
        cmocka_unit_test(writing_outside_breaks_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
