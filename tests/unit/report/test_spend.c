/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "scratch.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/spend.h"

/* The last two days of a year and the first of the next, a payer and what else is counted. */
static const struct bf_measure daily[] = {
    {.service = "system", .label = "All", .group = "all", .name = "occupancy", .unit = "%"},
    {.service = "system", .label = "All", .group = "payer:NHS", .name = "spend", .unit = "£"},
    {.service = "beds", .label = "Beds", .group = "purchase:block", .name = "spend", .unit = "£"}};
static float values[] = {90, 100.5F, 40, 91, 200, 40, 92, 300, 40, /* first replication */
                         90, 110.5F, 40, 91, 220, 40, 92, 310, 44};
static struct bf_catalogue catalogue = {.daily = daily, .daily_count = 3, .day_count = 3};

static struct bf_result result_of(uint32_t count)
{
    catalogue.first_day = bf_day_from_civil(2021, 12, 30);
    return (struct bf_result){.catalogue = &catalogue, .count = count, .daily = values};
}

static void months_are_summed_in_each_winter_first(void **state)
{
    (void)state;
    struct bf_result result = result_of(2);
    struct bf_spend_row *rows;
    uint32_t count;
    struct bf_err err;
    assert_true(bf_spend_is_known(&catalogue));
    assert_true(bf_spend_rows(&result, &rows, &count, &err));
    assert_int_equal(count, 4);
    assert_ptr_equal(rows[0].series, &daily[1]);
    assert_close(rows[0].pounds.mean, (300.5 + 330.5) / 2, 1e-9);
    assert_close(rows[0].pounds.p05, 300.5 + 0.05 * 30, 1e-9);
    assert_close(rows[1].pounds.mean, 305, 1e-9);
    assert_int_equal(rows[1].first, bf_day_from_civil(2022, 1, 1));
    assert_close(rows[2].pounds.mean, 80, 1e-9);
    assert_close(rows[3].pounds.mean, 42, 1e-9);
    bf_heap_give(rows);
}

static void the_table_names_month_payer_and_purchase(void **state)
{
    (void)state;
    struct bf_result result = result_of(2);
    struct bf_sheet sheet;
    struct bf_err err;
    assert_true(bf_spend_write(&result, scratch_path("spend.csv"), &err));
    assert_true(bf_sheet_read(&sheet, scratch_path("spend.csv"), &err));
    assert_int_equal(sheet.rows, 4);
    assert_string_equal(bf_sheet_at(&sheet, 0, bf_sheet_column(&sheet, "month")), "2021-12");
    assert_string_equal(bf_sheet_at(&sheet, 0, bf_sheet_column(&sheet, "days")), "2");
    assert_string_equal(bf_sheet_at(&sheet, 1, bf_sheet_column(&sheet, "mean")), "305");
    assert_string_equal(bf_sheet_at(&sheet, 3, bf_sheet_column(&sheet, "group")), "purchase:block");
    bf_sheet_free(&sheet);
}

static void without_money_or_winters_there_is_nothing(void **state)
{
    (void)state;
    struct bf_result result = result_of(0);
    struct bf_catalogue none = {.daily = daily, .daily_count = 1, .day_count = 3};
    struct bf_spend_row *rows;
    uint32_t count;
    struct bf_err err;
    assert_true(bf_spend_rows(&result, &rows, &count, &err));
    assert_int_equal(count, 0);
    assert_false(bf_spend_is_known(&none));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(months_are_summed_in_each_winter_first),
        cmocka_unit_test(the_table_names_month_payer_and_purchase),
        cmocka_unit_test(without_money_or_winters_there_is_nothing),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
