/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "bedflow/report/compare.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/store.h"

static struct example example;
static bool has[BF_COMPARE_COUNT];

static void load(struct bf_record *record, const char *name, struct example_shape shape)
{
    struct bf_err err = {.code = BF_OK};
    example_make(&example, shape);
    bool good =
        bf_store_write(&example.result, &example_identity, scratch_path(name), true, &err) &&
        bf_record_read(record, scratch_path(name), &err);
    bf_result_free(&example.result);
    if (!good) {
        fail_msg("%s: %s", err.where.file, err.what);
    }
}

static void compare(const struct bf_record record[], uint32_t count, struct bf_text *said)
{
    struct bf_err err = {.code = BF_OK};
    assert_true(bf_folder_make(scratch_path("plots/data"), &err));
    if (!bf_compare_write(record, count, scratch_path("plots"), has, said, &err)) {
        fail_msg("%s: %s", err.where.file, err.what);
    }
}

static void runs_with_one_seed_get_their_paired_difference(void **state)
{
    (void)state;
    struct bf_record record[2];
    struct bf_text said = {NULL, 0, 0, false};
    struct example_shape shape = example_winter();
    struct bf_sheet sheet;
    struct bf_err err;
    load(&record[0], "a", shape);
    shape.title = "With thirty more";
    shape.extra = 30;
    load(&record[1], "b", shape);
    compare(record, 2, &said);
    assert_null(said.bytes);
    for (int i = 0; i < BF_COMPARE_COUNT; i++) {
        assert_true(has[i]);
    }
    char *bytes = scratch_read("plots/run.gp");
    assert_contains(bytes, " fewer people on an average day");
    assert_contains(bytes, "95% interval of that mean difference: -");
    assert_contains(bytes, " percentage points lower on an average day");
    assert_contains(bytes, "delayed_differences = 1\n");
    assert_contains(bytes, "Readmissions: no difference");
    free(bytes);
    assert_true(bf_sheet_read(&sheet, scratch_path("plots/data/delayed-difference-2.csv"), &err));
    assert_int_equal(sheet.rows, 35);
    for (size_t d = 0; d < sheet.rows; d++) {
        double value = 0, expected = 0;
        assert_true(bf_number_parse(sheet.field[d * sheet.columns + 1], &value));
        const double *a = bf_record_series(&record[0], "system", "all", "delayed")->paths;
        const double *b = bf_record_series(&record[1], "system", "all", "delayed")->paths;
        for (size_t r = 0; r < 7; r++) {
            expected += (b[r * 35 + d] - a[r * 35 + d]) / 7;
        }
        assert_close(value, expected, 1e-6);
    }
    bf_sheet_free(&sheet);
    bf_record_free(&record[0]);
    bf_record_free(&record[1]);
}

static void runs_with_different_seeds_are_not_paired_and_it_is_said(void **state)
{
    (void)state;
    struct bf_record record[3];
    struct bf_text said = {NULL, 0, 0, false};
    struct example_shape shape = example_winter();
    load(&record[0], "c", shape);
    shape.seed = 385;
    load(&record[1], "d", shape);
    shape = example_winter();
    shape.extra = 12;
    load(&record[2], "e", shape);
    compare(record, 3, &said);
    assert_contains(said.bytes, "received 385");
    assert_contains(said.bytes, "--seed 18446744073709551557");
    char *bytes = scratch_read("plots/run.gp");
    assert_contains(bytes, "several runs, not paired");
    assert_contains(bytes, "delayed_differences = 1\n"); /* the third still is */
    free(bytes);
    bytes = scratch_read("plots/data/delayed-difference-2.csv");
    assert_string_equal(bytes, "date,mean,p05,p25,p50,p75,p95\n");
    free(bytes);
    bf_text_free(&said);
    for (int i = 0; i < 3; i++) {
        bf_record_free(&record[i]);
    }
}

static void a_service_that_one_run_lacks_is_empty_there(void **state)
{
    (void)state;
    struct bf_record record[2];
    struct bf_text said = {NULL, 0, 0, false};
    struct example_shape shape = example_winter();
    load(&record[0], "f", shape);
    shape.services = 2;
    load(&record[1], "g", shape);
    compare(record, 2, &said);
    char *bytes = scratch_read("plots/data/compare-service-04.csv");
    assert_contains(bytes, "date,in_1,places_1,in_2,places_2\n2021-12-01,");
    assert_contains(bytes, ",,\n");
    free(bytes);
    bf_record_free(&record[0]);
    bf_record_free(&record[1]);
}

static void one_run_alone_breaks_a_contract(void **state)
{
    (void)state;
    struct bf_record record;
    struct bf_text said = {NULL, 0, 0, false};
    struct bf_err err;
    load(&record, "h", example_winter());
    assert_breaks_contract((void)bf_compare_write(&record, 1, scratch, has, &said, &err),
                           "count >= 2");
    bf_record_free(&record);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(runs_with_one_seed_get_their_paired_difference),
        cmocka_unit_test(runs_with_different_seeds_are_not_paired_and_it_is_said),
        cmocka_unit_test(a_service_that_one_run_lacks_is_empty_there),
        cmocka_unit_test(one_run_alone_breaks_a_contract),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
