/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "scratch.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/discharges.h"

#define OF(g, n, u)                                                                                \
    {                                                                                              \
        .service = "system", .group = g, .name = n, .label = "Whole system", .unit = u             \
    }
static const struct bf_measure scalar[] = {OF("all", "discharges_overnight", "people"),
                                           OF("weekday:Thu", "discharges_overnight", "per day"),
                                           OF("weekday:Thu", "discharges_index", "ratio"),
                                           OF("weekday:Sun", "discharges_index", "ratio"),
                                           OF("hour:16", "discharges_share", "%"),
                                           OF("hour:17", "discharges_before", "%"),
                                           OF("class:old", "readmission_rate", "%")};
enum { SCALARS = sizeof scalar / sizeof scalar[0] };
static double values[2 * SCALARS] = {913, 31.5, 1.3125, 0.4375, 11.5, 68.5, 9,
                                     937, 32.5, 1.4375, 0.3125, 12.5, 71.5, 9};
static const struct bf_catalogue catalogue = {.scalar = scalar, .scalar_count = SCALARS};

static void write_table(struct bf_sheet *sheet)
{
    struct bf_result result = {.catalogue = &catalogue, .count = 2, .scalar = values};
    struct bf_err err;
    assert_true(bf_discharges_are_known(&result));
    assert_true(bf_discharges_write(&result, scratch_path("times.csv"), &err));
    assert_true(bf_sheet_read(sheet, scratch_path("times.csv"), &err));
}

static void weekdays_and_hours_have_their_rows_and_nothing_else_has(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    write_table(&sheet);
    int by = bf_sheet_column(&sheet, "by"), name = bf_sheet_column(&sheet, "name");
    int mean = bf_sheet_column(&sheet, "mean"), measure = bf_sheet_column(&sheet, "measure");
    assert_int_equal(sheet.rows, 5);
    assert_string_equal(bf_sheet_at(&sheet, 1, by), "weekday");
    assert_string_equal(bf_sheet_at(&sheet, 1, name), "Thu");
    assert_string_equal(bf_sheet_at(&sheet, 1, measure), "discharges_index");
    assert_string_equal(bf_sheet_at(&sheet, 1, mean), "1.375");
    assert_string_equal(bf_sheet_at(&sheet, 4, by), "hour");
    assert_string_equal(bf_sheet_at(&sheet, 4, name), "17");
    assert_string_equal(bf_sheet_at(&sheet, 4, mean), "70");
    bf_sheet_free(&sheet);
}

static void the_picture_names_the_busiest_and_the_quietest_day(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_script script;
    struct bf_err err;
    bool has;
    write_table(&sheet);
    struct bf_record record = {.replication_count = 2};
    record.extra[BF_EXTRA_DISCHARGES] = &sheet;
    struct bf_table_picture picture = {&record, scratch, &script};
    assert_true(bf_folder_make(scratch_path("data"), &err));
    assert_true(bf_script_open(&script, scratch_path("run.gp"), &err));
    assert_true(bf_discharges_picture(&picture, &has, &err));
    assert_true(bf_script_close(&script, &err));
    assert_true(has);
    char *text = scratch_read("run.gp");
    assert_contains(text, "Thursdays have 1.4 times an average day’s discharges, Sundays 0.4; 70% "
                          "are gone by 17:00");
    free(text);
    text = scratch_read("data/discharges.csv");
    assert_contains(text, "1,2,Sun,0.375,");
    assert_contains(text, "2,1,16,12,");
    free(text);
    bf_sheet_free(&sheet);
}

static void where_nobody_left_there_is_nothing(void **state)
{
    (void)state;
    double nobody[SCALARS] = {0, 0, (double)NAN, (double)NAN, (double)NAN, (double)NAN, 9};
    struct bf_result result = {.catalogue = &catalogue, .count = 1, .scalar = nobody};
    struct bf_record record = {.replication_count = 1};
    struct bf_table_picture picture = {&record, scratch, NULL};
    struct bf_err err;
    bool has = true;
    assert_false(bf_discharges_are_known(&result));
    assert_true(bf_discharges_picture(&picture, &has, &err));
    assert_false(has);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(weekdays_and_hours_have_their_rows_and_nothing_else_has),
        cmocka_unit_test(the_picture_names_the_busiest_and_the_quietest_day),
        cmocka_unit_test(where_nobody_left_there_is_nothing),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
