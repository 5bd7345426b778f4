/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "bedflow/report/record.h"
#include "bedflow/report/store.h"

static struct example example;

static void store(const char *name)
{
    struct bf_err err = {.code = BF_OK};
    example_make(&example, example_winter());
    example.result.replication[6] = 41; /* numbers may have holes */
    if (!bf_store_write(&example.result, &example_identity, scratch_path(name), false, &err)) {
        fail_msg("%s", err.what);
    }
}

static void what_was_stored_is_read_back(void **state)
{
    (void)state;
    struct bf_record record;
    struct bf_err err = {.code = BF_OK};
    store("back");
    if (!bf_record_read(&record, scratch_path("back"), &err)) {
        fail_msg("%s:%d: %s", err.where.file, err.where.line, err.what);
    }
    assert_string_equal(record.title, "Winter, \"as bought\"");
    assert_string_equal(record.seed, "18446744073709551557");
    assert_string_equal(record.version, "0.1.0");
    assert_int_equal(record.replication_count, 7);
    assert_int_equal(record.replication[6], 41);
    assert_int_equal(record.day_count, 35);
    assert_int_equal(record.series_count, example.catalogue.daily_count);
    assert_int_equal(record.scalar_count, example.catalogue.scalar_count);
    const struct bf_series_record *series = bf_record_series(&record, "system", "all", "delayed");
    assert_non_null(series);
    assert_close(series->target, 110, 0);
    assert_non_null(series->paths);
    for (uint32_t r = 0; r < 7; r++) {
        for (uint32_t d = 0; d < 35; d++) {
            size_t at = ((size_t)r * 35 + d) * example.catalogue.daily_count;
            assert_same_double(series->paths[r * 35 + d], (double)example.result.daily[at]);
        }
    }
    assert_null(bf_record_series(&record, "system", "reason:A", "delayed")->paths);
    assert_null(bf_record_series(&record, "system", "all", "nothing"));
    const struct bf_scalar_record *cost = bf_record_scalar(&record, "system", "all", "cost");
    assert_true(cost->p05 < cost->p50 && cost->p50 < cost->p95);
    bf_record_free(&record);
    bf_record_free(&record);
    bf_result_free(&example.result);
}

static void a_folder_that_is_no_result_is_told_apart(void **state)
{
    (void)state;
    struct bf_record record;
    struct bf_err err = {.code = BF_OK};
    assert_false(bf_record_read(&record, scratch, &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_contains(err.what, "expected a folder of results");
    assert_contains(err.where.file, "run.csv");
}

static void tables_that_do_not_fit_together_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *file, *bytes, *says;
    } row[] = {{"bad/daily.csv", "date,service,group,measure,mean,p05,p25,p50,p75\n", "\"p95\""},
               {"bad/daily.csv",
                "date,service,group,measure,mean,p05,p25,p50,p75,p95\n"
                "2020-01-01,system,all,delayed,1,1,1,1,1,1\n",
                "a date of the run"},
               {"bad/daily.csv",
                "date,service,group,measure,mean,p05,p25,p50,p75,p95\n"
                "2021-12-02,system,all,delayed,many,1,1,1,1,1\n",
                "expected a number"},
               {"bad/replication_days.csv",
                "replication,date,service,group,measure,value\n9999999999,2021-12-02,system,all,"
                "delayed,2\n",
                "a replication"},
               {"bad/run.csv", "key,value\ntitle,x\ndays,-3\n", "first_day"}};
    struct bf_err err = {.code = BF_OK};
    store("bad");
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_record record;
        char *before = scratch_read(row[i].file);
        scratch_write(row[i].file, row[i].bytes);
        assert_false(bf_record_read(&record, scratch_path("bad"), &err));
        assert_int_equal(err.code, BF_E_KEY);
        assert_contains(err.what, row[i].says);
        scratch_write(row[i].file, before);
        free(before);
    }
    bf_result_free(&example.result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_stored_is_read_back),
        cmocka_unit_test(a_folder_that_is_no_result_is_told_apart),
        cmocka_unit_test(tables_that_do_not_fit_together_are_refused),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
