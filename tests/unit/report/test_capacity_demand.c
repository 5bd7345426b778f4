/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "scratch.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/capacity_demand.h"
#include "bedflow/report/csv.h"

#include <math.h>

/* Two services over 20 January to 3 February: twelve days and three. */
enum { DAYS = 15, COLUMNS = 9, REPS = 2 };
#define FIRST bf_day_from_civil(2022, 1, 20)

static struct bf_measure daily[COLUMNS];
static const struct bf_measure scalar[] = {
    {.service = "beds", .label = "Beds", .group = "all", .name = "stay_total"},
    {.service = "visits", .label = "Visits", .group = "all", .name = "stay_total"}};
static double scalars[REPS * 2] = {7.5, 21, 6, 21};
static float values[REPS * DAYS * COLUMNS];
static struct bf_catalogue catalogue;
static struct bf_result result;

static void column(uint32_t j, const char *service, const char *name, float first, float second,
                   float other)
{
    daily[j] = (struct bf_measure){
        .service = service, .label = service, .group = "all", .name = name, .unit = ""};
    for (uint32_t r = 0; r < REPS; r++)
        for (uint32_t d = 0; d < DAYS; d++)
            values[(r * DAYS + d) * COLUMNS + j] = r ? other : d < 12 ? first : second;
}

static void make(void)
{
    /* the first replication changes in February, the second is even */
    column(0, "beds", "asked_hospital", 3, 4, 2);
    column(1, "beds", "asked_community", 1, 0, 0.5F);
    column(2, "beds", "commenced", 2, 3, 2.5F);
    column(3, "beds", "commence_hours", 96, 36, 60);
    column(4, "beds", "place_days", 24, 30, 18);
    column(5, "visits", "asked_hospital", 2, 2, 2);
    column(6, "visits", "commenced", 2, 2, 2);
    column(7, "visits", "hours_offered", 45, 30, 45);
    column(8, "visits", "hours_booked", 40, 40, 40);
    catalogue = (struct bf_catalogue){.scalar = scalar,
                                      .scalar_count = 2,
                                      .daily = daily,
                                      .daily_count = COLUMNS,
                                      .first_day = FIRST,
                                      .day_count = DAYS};
    result = (struct bf_result){
        .catalogue = &catalogue, .count = REPS, .scalar = scalars, .daily = values};
}

static void months_come_to_what_they_are_by_hand(void **state)
{
    (void)state;
    struct bf_plan_row *rows;
    uint32_t count;
    struct bf_err err;
    make();
    assert_true(bf_plan_rows(&result, &rows, &count, &err));
    assert_int_equal(count, 4);
    const struct bf_plan_row *jan = &rows[0], *feb = &rows[1];
    assert_string_equal(jan->service, "beds");
    assert_int_equal(jan->last - jan->first + 1, 12);
    assert_int_equal(feb->last - feb->first + 1, 3);
    /* 12 x 3 and 12 x 2; 12 x 1 and 12 x 0.5 */
    assert_close(jan->value[BF_PLAN_FROM_HOSPITAL].mean, (36 + 24) / 2.0, 1e-9);
    assert_close(jan->value[BF_PLAN_FROM_COMMUNITY].mean, (12 + 6) / 2.0, 1e-9);
    assert_close(jan->value[BF_PLAN_DEMAND].mean, (48 + 30) / 2.0, 1e-9);
    /* 24 places x 12 days / 7.5 days; 18 x 12 / 6 */
    assert_close(jan->value[BF_PLAN_CAPACITY].mean, (38.4 + 36) / 2, 1e-9);
    assert_close(jan->value[BF_PLAN_GAP].mean, (38.4 - 48 + 36 - 30) / 2, 1e-9);
    assert_close(feb->value[BF_PLAN_GAP].mean, (12.0 - 12 + 9 - 7.5) / 2, 1e-9);
    assert_close(jan->value[BF_PLAN_STARTED].mean, (24 + 30) / 2.0, 1e-9);
    /* 48 and 24 hours a start */
    assert_close(jan->value[BF_PLAN_TO_START_DAYS].mean, 1.5, 1e-9);
    assert_close(jan->value[BF_PLAN_STAY_DAYS].mean, 6.75, 1e-9);
    assert_true(isnan(jan->value[BF_PLAN_PACKAGE_HOURS].mean));
    assert_string_equal(jan->limit, "places");
    bf_heap_give(rows);
}

/* A package is 15 x 40 hours over 15 x 2 starts: 20 hours. */
static void care_hours_are_told_in_packages(void **state)
{
    (void)state;
    struct bf_plan_row *rows;
    uint32_t count;
    struct bf_err err;
    make();
    assert_true(bf_plan_rows(&result, &rows, &count, &err));
    assert_string_equal(rows[2].limit, "care hours");
    assert_close(rows[2].value[BF_PLAN_PACKAGE_HOURS].mean, 20, 1e-9);
    assert_close(rows[2].value[BF_PLAN_CAPACITY].mean, 12 * 45 / 20.0, 1e-9);
    assert_close(rows[3].value[BF_PLAN_CAPACITY].mean, (4.5 + 6.75) / 2, 1e-9);
    assert_close(rows[3].value[BF_PLAN_CAPACITY].p05, 4.5 + 0.05 * 2.25, 1e-9);
    bf_heap_give(rows);
}

static void the_table_has_a_row_a_service_and_month(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_err err;
    make();
    assert_true(bf_capacity_demand_write(&result, scratch_path("plan.csv"), &err));
    assert_true(bf_sheet_read(&sheet, scratch_path("plan.csv"), &err));
    assert_int_equal(sheet.rows, 4);
    assert_string_equal(bf_sheet_at(&sheet, 0, bf_sheet_column(&sheet, "month")), "2022-01");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "month")), "2022-02");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "days")), "3");
    assert_string_equal(bf_sheet_at(&sheet, 0, bf_sheet_column(&sheet, "gap")), "-1.8");
    assert_string_equal(bf_sheet_at(&sheet, 0, bf_sheet_column(&sheet, "package_hours")), "");
    bf_sheet_free(&sheet);
}

static void nobody_and_no_service_make_an_empty_table(void **state)
{
    (void)state;
    struct bf_plan_row *rows;
    uint32_t count;
    struct bf_err err;
    make();
    result.count = 0;
    assert_true(bf_plan_rows(&result, &rows, &count, &err));
    assert_int_equal(count, 0);
    assert_null(rows);
    result.count = REPS;
    catalogue.daily_count = 0;
    assert_true(bf_plan_rows(&result, &rows, &count, &err));
    assert_int_equal(count, 0);
}

static void months_end_on_their_last_day(void **state)
{
    (void)state;
    assert_int_equal(bf_month_end(bf_day_from_civil(2024, 2, 1)), bf_day_from_civil(2024, 2, 29));
    assert_int_equal(bf_month_end(bf_day_from_civil(2021, 12, 31)),
                     bf_day_from_civil(2021, 12, 31));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_come_to_what_they_are_by_hand),
        cmocka_unit_test(care_hours_are_told_in_packages),
        cmocka_unit_test(the_table_has_a_row_a_service_and_month),
        cmocka_unit_test(nobody_and_no_service_make_an_empty_table),
        cmocka_unit_test(months_end_on_their_last_day),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
