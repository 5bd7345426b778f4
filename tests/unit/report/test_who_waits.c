/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "scratch.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/who_waits.h"

#define OF(g, n, l)                                                                                \
    {                                                                                              \
        .service = "system", .group = g, .name = n, .label = l, .unit = "days"                     \
    }
static const struct bf_measure scalar[] = {
    OF("locality:north", "left_beds", "The north"),
    OF("locality:north", "delay_mean", "The north"),
    OF("locality:south", "left_beds", "The south"),
    OF("locality:south", "delay_mean", "The south"),
    OF("ages:85+", "left_beds", "85+"),
    OF("ages:85+", "delay_mean", "85+"),
    OF("ages:85+, locality:north", "left_beds", "The north"),
    OF("ages:85+, locality:north", "delay_mean", "The north"),
    OF("class:old", "delay_mean", "Whole system")};
enum { SCALARS = sizeof scalar / sizeof scalar[0] };
static double values[2 * SCALARS] = {400, 1.25, 300, 0.5, 200, 2.5, 120, 3.5, 9,
                                     420, 1.35, 310, 0.6, 210, 2.7, 130, 3.7, 9};
static const struct bf_catalogue catalogue = {.scalar = scalar, .scalar_count = SCALARS};

static void write_table(void)
{
    struct bf_result result = {.catalogue = &catalogue, .count = 2, .scalar = values};
    struct bf_err err;
    assert_true(bf_who_waits_is_known(&catalogue));
    assert_true(bf_who_waits_write(&result, scratch_path("who.csv"), &err));
}

static void ages_and_localities_are_told_apart_and_classes_left_out(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_err err;
    write_table();
    assert_true(bf_sheet_read(&sheet, scratch_path("who.csv"), &err));
    assert_int_equal(sheet.rows, 4);
    int ages = bf_sheet_column(&sheet, "ages"), locality = bf_sheet_column(&sheet, "locality");
    int delay = bf_sheet_column(&sheet, "delay_days"), left = bf_sheet_column(&sheet, "left_beds");
    assert_string_equal(bf_sheet_at(&sheet, 0, ages), "all");
    assert_string_equal(bf_sheet_at(&sheet, 0, locality), "north");
    assert_string_equal(bf_sheet_at(&sheet, 0, delay), "1.3");
    assert_string_equal(bf_sheet_at(&sheet, 0, left), "410");
    assert_string_equal(bf_sheet_at(&sheet, 2, ages), "85+");
    assert_string_equal(bf_sheet_at(&sheet, 2, locality), "all");
    assert_string_equal(bf_sheet_at(&sheet, 3, ages), "85+");
    assert_string_equal(bf_sheet_at(&sheet, 3, locality), "north");
    assert_string_equal(bf_sheet_at(&sheet, 3, delay), "3.6");
    bf_sheet_free(&sheet);
}

static void the_picture_tells_the_longest_and_the_shortest(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_script script;
    struct bf_err err;
    bool has;
    write_table();
    assert_true(bf_sheet_read(&sheet, scratch_path("who.csv"), &err));
    struct bf_record record = {.replication_count = 2};
    record.extra[BF_EXTRA_WHO_WAITS] = &sheet;
    struct bf_table_picture picture = {&record, scratch, &script};
    assert_true(bf_folder_make(scratch_path("data"), &err));
    assert_true(bf_script_open(&script, scratch_path("run.gp"), &err));
    assert_true(bf_who_waits_picture(&picture, &has, &err));
    assert_true(bf_script_close(&script, &err));
    assert_true(has);
    char *text = scratch_read("run.gp");
    /* two winters: t is 12.7, so intervals of means a tenth apart are wide */
    assert_contains(text, "by locality 0.6 to 1.3 days (not told apart)");
    assert_contains(text, "who_locality[2] = 'The south'");
    assert_contains(text, "who_cell_words[1] = '3.6'");
    assert_contains(text, "who_cell_words[2] = '–'");
    free(text);
    text = scratch_read("data/who-waits.csv");
    assert_contains(text, "1,2,0.55,");
    free(text);
    bf_sheet_free(&sheet);
}

static void without_localities_and_ages_there_is_nothing(void **state)
{
    (void)state;
    struct bf_catalogue bare = {.scalar = &scalar[8], .scalar_count = 1};
    struct bf_record record = {.replication_count = 2};
    struct bf_table_picture picture = {&record, scratch, NULL};
    struct bf_err err;
    bool has = true;
    assert_false(bf_who_waits_is_known(&bare));
    assert_true(bf_who_waits_picture(&picture, &has, &err));
    assert_false(has);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ages_and_localities_are_told_apart_and_classes_left_out),
        cmocka_unit_test(the_picture_tells_the_longest_and_the_shortest),
        cmocka_unit_test(without_localities_and_ages_there_is_nothing),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
