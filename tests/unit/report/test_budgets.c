/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "scratch.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/budgets.h"
#include "bedflow/report/csv.h"

/* The last two days of a year and the first of the next; the first winter spends early, the second
 * late and too much. */
static const struct bf_measure daily[] = {
    {.service = "system", .label = "All", .group = "all", .name = "occupancy", .unit = "%"},
    {.service = "system", .label = "F", .group = "plan:other", .name = "spend", .unit = "£"},
    {.service = "system", .label = "F", .group = "plan:fund", .name = "spend", .unit = "£"},
    {.service = "system", .label = "F", .group = "plan:fund", .name = "left", .unit = "£"},
    {.service = "system", .label = "F", .group = "plan:other", .name = "left", .unit = "£"}};
static float values[] = {90, 1, 300, 200, 9, 90, 1, 200, 100, 8, 90, 1, 50,  50,  7,
                         90, 2, 50,  450, 9, 90, 2, 100, 350, 7, 90, 2, 500, -50, 5};
static const struct bf_plan_line plan[] = {{"fund", "Winter fund", 600, true},
                                           {"other", "Other", 10, false}};
static struct bf_catalogue catalogue = {
    .daily = daily, .daily_count = 5, .day_count = 3, .plan = plan, .plan_count = 2};

static struct bf_result result_of(uint32_t count)
{
    catalogue.first_day = bf_day_from_civil(2021, 12, 30);
    return (struct bf_result){.catalogue = &catalogue, .count = count, .daily = values};
}

static void spend_is_summed_from_month_to_month_in_each_winter(void **state)
{
    (void)state;
    struct bf_result result = result_of(2);
    struct bf_budget_row *rows;
    uint32_t count;
    struct bf_err err;
    assert_true(bf_budget_rows(&result, &rows, &count, &err));
    assert_int_equal(count, 4);
    assert_ptr_equal(rows[0].plan, &plan[0]);
    assert_int_equal(rows[1].first, bf_day_from_civil(2022, 1, 1));
    /* 500 and 150 by December; 100 left and 350; 0 set aside and 100 */
    assert_close(rows[0].spent.mean, 325, 1e-9);
    assert_close(rows[0].spent.p95, 150 + 0.95 * 350, 1e-9);
    assert_close(rows[0].left.mean, 225, 1e-9);
    assert_close(rows[0].set_aside.mean, 50, 1e-9);
    assert_close(rows[0].overspent.estimate, 0, 0);
    /* 550 and 650 in the end: the order of winters has turned */
    assert_close(rows[1].spent.mean, 600, 1e-9);
    assert_close(rows[1].spent.p05, 555, 1e-9);
    assert_close(rows[1].spent.p95, 645, 1e-9);
    assert_close(rows[1].set_aside.mean, 0, 1e-9);
    assert_close(rows[1].overspent.estimate, 0.5, 0);
    assert_close(rows[1].overspent.low, 0.0126, 1e-4); /* 1 - 0.975^(1/2) */
    assert_close(rows[3].left.mean, 6, 1e-9);
    bf_heap_give(rows);
}

static void the_table_has_a_row_a_month_of_each_plan(void **state)
{
    (void)state;
    struct bf_result result = result_of(2);
    struct bf_sheet sheet;
    struct bf_err err;
    assert_true(bf_budgets_write(&result, scratch_path("plans.csv"), &err));
    assert_true(bf_sheet_read(&sheet, scratch_path("plans.csv"), &err));
    assert_int_equal(sheet.rows, 4);
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "month")), "2022-01");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "days")), "1");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "budget")), "600");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "stops")), "1");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "spent")), "600");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "chance_overspent")), "0.5");
    assert_string_equal(bf_sheet_at(&sheet, 2, bf_sheet_column(&sheet, "plan")), "other");
    bf_sheet_free(&sheet);
}

static void the_screen_tells_the_end_of_the_period(void **state)
{
    (void)state;
    struct bf_result result = result_of(2);
    struct bf_text out = {.bytes = NULL};
    bf_budgets_table(&result, &out);
    assert_contains(out.bytes, "Winter fund");
    assert_contains(out.bytes, "50% (1–99%)");
    assert_contains(out.bytes, "£600");
    bf_text_free(&out);
    catalogue.plan_count = 0;
    out = (struct bf_text){.bytes = NULL};
    bf_budgets_table(&result, &out);
    assert_int_equal(out.length, 0);
    bf_text_free(&out);
    catalogue.plan_count = 2;
}

static void one_winter_has_no_error_on_the_screen(void **state)
{
    (void)state;
    struct bf_result result = result_of(1);
    struct bf_text out = {.bytes = NULL};
    bf_budgets_table(&result, &out);
    assert_contains(out.bytes, "Winter fund");
    assert_null(strstr(out.bytes, "± £"));
    bf_text_free(&out);
}

static void without_winters_there_is_nothing(void **state)
{
    (void)state;
    struct bf_result result = result_of(0);
    struct bf_budget_row *rows;
    uint32_t count;
    struct bf_err err;
    assert_true(bf_budget_rows(&result, &rows, &count, &err));
    assert_int_equal(count, 0);
    assert_null(rows);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(spend_is_summed_from_month_to_month_in_each_winter),
        cmocka_unit_test(the_table_has_a_row_a_month_of_each_plan),
        cmocka_unit_test(the_screen_tells_the_end_of_the_period),
        cmocka_unit_test(one_winter_has_no_error_on_the_screen),
        cmocka_unit_test(without_winters_there_is_nothing),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
