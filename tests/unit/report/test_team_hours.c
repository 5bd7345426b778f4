/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "scratch.h"

#include "bedflow/report/csv.h"
#include "bedflow/report/team_hours.h"

#define OF(g, l, n)                                                                                \
    {                                                                                              \
        .service = "visits", .group = g, .name = n, .label = l, .unit = "hours per day"            \
    }
static const struct bf_measure scalar[] = {
    OF("all", "Visits, at home", "hours_offered"),
    OF("team:upper", "The upper team", "area_hours_booked"),
    OF("locality:south", "The south", "area_hours_booked"),
    OF("locality:south", "The south", "wait_mean"),
};
enum { SCALARS = sizeof scalar / sizeof scalar[0] };
static double values[2 * SCALARS] = {913, 23.5, 7.25, 1, 937, 24.25, 7.75, 2};
static const struct bf_catalogue catalogue = {.scalar = scalar, .scalar_count = SCALARS};

static void each_area_has_its_row_with_its_service_and_interval(void **state)
{
    (void)state;
    struct bf_result result = {.catalogue = &catalogue, .count = 2, .scalar = values};
    struct bf_sheet t;
    struct bf_err err;
    double low, high;
    assert_true(bf_team_hours_are_known(&catalogue));
    assert_true(bf_team_hours_write(&result, scratch_path("teams.csv"), &err));
    assert_true(bf_sheet_read(&t, scratch_path("teams.csv"), &err));
    static const char *const expected[2][4] = {
        {"Visits, at home", "team:upper", "The upper team", "23.875"},
        {"Visits, at home", "locality:south", "The south", "7.5"}};
    static const char *const column[] = {"service_label", "area", "label", "mean"};
    assert_int_equal(t.rows, 2);
    for (size_t row = 0; row < 2; row++)
        for (size_t k = 0; k < UNIT_COUNT(column); k++)
            assert_string_equal(bf_sheet_at(&t, row, bf_sheet_column(&t, column[k])),
                                expected[row][k]);
    /* of two runs half a unit apart: 12.706 x 0.25 on either side */
    assert_true(bf_number_parse(bf_sheet_at(&t, 1, bf_sheet_column(&t, "mc_low")), &low));
    assert_true(bf_number_parse(bf_sheet_at(&t, 1, bf_sheet_column(&t, "mc_high")), &high));
    assert_close(low, 7.5 - 12.7062 * 0.25, 1e-3);
    assert_close(high, 7.5 + 12.7062 * 0.25, 1e-3);
    bf_sheet_free(&t);
}

static void without_areas_there_is_no_table(void **state)
{
    (void)state;
    struct bf_catalogue bare = {.scalar = scalar, .scalar_count = 1};
    assert_false(bf_team_hours_are_known(&bare));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_area_has_its_row_with_its_service_and_interval),
        cmocka_unit_test(without_areas_there_is_no_table),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
