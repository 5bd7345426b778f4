/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "assert_close.h"
#include "scratch.h"

#include "bedflow/report/csv.h"
#include "bedflow/report/database.h"
#include "bedflow/report/disk_hook.h"
#include "bedflow/report/store.h"

#include <sys/resource.h>

static struct example example;

static void store(const char *name)
{
    struct bf_err err = {.code = BF_OK};
    example_make(&example, example_winter());
    if (!bf_store_write(&example.result, &example_identity, scratch_path(name), false, &err)) {
        fail_msg("%s: %s", err.where.file, err.what);
    }
}

static void read_sheet(struct bf_sheet *sheet, const char *name)
{
    struct bf_err err = {.code = BF_OK};
    if (!bf_sheet_read(sheet, scratch_path(name), &err)) {
        fail_msg("%s:%d: %s", err.where.file, err.where.line, err.what);
    }
}

static double field(const struct bf_sheet *sheet, size_t row, const char *column)
{
    double value = 0;
    int at = bf_sheet_column(sheet, column);
    assert_true(at >= 0);
    assert_true(bf_number_parse(sheet->field[row * sheet->columns + (size_t)at], &value));
    return value;
}

static void the_folder_holds_every_table_and_nothing_half_written(void **state)
{
    (void)state;
    static const char *const file[] = {"summary.csv",  "daily.csv", "replications.csv",
                                       "measures.csv", "run.csv",   "replication_days.csv",
                                       "run.json"};
    store("whole");
    for (size_t i = 0; i < UNIT_COUNT(file); i++) {
        char path[64];
        snprintf(path, sizeof path, "whole/%s", file[i]);
        assert_true(scratch_exists(path));
    }
    assert_int_equal(scratch_exists("whole/results.sqlite"), bf_database_is_built());
    assert_false(scratch_exists("whole.partial-0"));
    bf_result_free(&example.result);
}

static void the_headers_are_the_documented_ones(void **state)
{
    (void)state;
    static const struct {
        const char *file, *head;
    } row[] = {
        {"heads/summary.csv", "scenario,service,group,measure,unit,mean,mc_low,mc_high,p05,p50,"
                              "p95,replications\n"},
        {"heads/daily.csv", "scenario,date,service,group,measure,unit,mean,p05,p25,p50,p75,p95\n"},
        {"heads/replications.csv", "scenario,replication,service,group,measure,unit,value\n"},
        {"heads/replication_days.csv", "replication,date,service,group,measure,value\n"}};
    store("heads");
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        char *bytes = scratch_read(row[i].file);
        assert_memory_equal(bytes, row[i].head, strlen(row[i].head));
        free(bytes);
    }
    bf_result_free(&example.result);
}

static void the_summary_agrees_with_the_replications(void **state)
{
    (void)state;
    struct bf_sheet summary, values;
    store("agree");
    read_sheet(&summary, "agree/summary.csv");
    read_sheet(&values, "agree/replications.csv");
    uint32_t count = example.result.count;
    assert_int_equal(summary.rows, example.catalogue.scalar_count);
    assert_int_equal(values.rows, (size_t)count * example.catalogue.scalar_count);
    for (size_t i = 0; i < summary.rows; i++) {
        double sum = 0;
        for (uint32_t r = 0; r < count; r++) {
            double value = field(&values, i * count + r, "value");
            assert_same_double(value, example.result.scalar[r * summary.rows + i]);
            assert_int_equal((uint32_t)field(&values, i * count + r, "replication"), r);
            sum += value;
        }
        assert_close_relative(field(&summary, i, "mean"), sum / count, 1e-8);
        assert_true(field(&summary, i, "mc_low") < field(&summary, i, "mean"));
        assert_true(field(&summary, i, "p05") <= field(&summary, i, "p50"));
        assert_int_equal((uint32_t)field(&summary, i, "replications"), count);
    }
    bf_sheet_free(&summary);
    bf_sheet_free(&values);
    bf_result_free(&example.result);
}

static void every_day_of_every_series_has_a_row(void **state)
{
    (void)state;
    struct bf_sheet daily;
    store("days");
    read_sheet(&daily, "days/daily.csv");
    uint32_t days = example.catalogue.day_count;
    assert_int_equal(daily.rows, (size_t)days * example.catalogue.daily_count);
    const char *date = daily.field[34 * daily.columns + (size_t)bf_sheet_column(&daily, "date")];
    assert_string_equal(date, "2022-01-04");
    double sum = 0;
    for (uint32_t r = 0; r < example.result.count; r++) {
        sum +=
            (double)example.result.daily[((size_t)r * days + 34) * example.catalogue.daily_count];
    }
    assert_close_relative(field(&daily, 34, "mean"), sum / example.result.count, 1e-8);
    bf_sheet_free(&daily);
    bf_result_free(&example.result);
}

static void paths_are_kept_for_headlines_and_for_what_pictures_pair(void **state)
{
    (void)state;
    struct bf_measure measure = {.service = "system", .group = "all", .name = "readmitted"};
    assert_true(bf_store_keeps_days(&measure));
    measure.name = "admissions";
    assert_false(bf_store_keeps_days(&measure));
    measure.headline = true;
    assert_true(bf_store_keeps_days(&measure));
    measure = (struct bf_measure){.service = "ward", .group = "all", .name = "delayed"};
    assert_false(bf_store_keeps_days(&measure));
    measure = (struct bf_measure){.service = "system", .group = "reason:A", .name = "delayed"};
    assert_false(bf_store_keeps_days(&measure));
}

static void run_json_names_all_that_made_the_result(void **state)
{
    (void)state;
    store("identity");
    char *bytes = scratch_read("identity/run.json");
    static const char *const part[] = {
        "\"title\": \"Winter, \\\"as bought\\\"\"", "\"seed\": \"18446744073709551557\"",
        "\"text\": \"format = 1;\\ntitle = \\\"Winter\\\";\\n\"",
        /* sha256sum of that text */
        "\"sha256\": \"63a756a064c09e8e5d66fed92516d28b", "\"version\": \"0.1.0\"",
        "\"commit\": \"abc1234def56\"", "\"compiler\": \"gcc 12.2.0\"", "\"GSL\": \"2.7.1\"",
        "\"wall_seconds\": 3.25", "\"cpu_seconds\": 6.125", "\"digest\": \"deadbeef12345678\"",
        "\"replications_planned\": 7", "\"warm_up_days\": 210", "\"first_day\": \"2021-12-01\""};
    for (size_t i = 0; i < UNIT_COUNT(part); i++) {
        assert_contains(bytes, part[i]);
    }
    free(bytes);
    bf_result_free(&example.result);
}

static void stopped_replications_are_told_with_their_reason(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    struct bf_stopped *stopped = bf_heap_take(1, sizeof *stopped);
    example_make(&example, example_winter());
    stopped->replication = 385;
    bf_fail(&stopped->err, BF_E_LIMIT, NULL, "expected at most 50 people, reached at 812.4 h");
    example.result.stopped = stopped;
    example.result.stopped_count = 1;
    example.result.planned = 8;
    assert_true(
        bf_store_write(&example.result, &example_identity, scratch_path("stop"), false, &err));
    char *bytes = scratch_read("stop/run.json");
    assert_contains(bytes, "\"replication\": 385");
    assert_contains(bytes, "reached at 812.4 h");
    free(bytes);
    bf_result_free(&example.result);
}

static void a_result_without_replications_is_still_a_folder(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    struct example_shape shape = example_winter();
    shape.replications = 0;
    example_make(&example, shape);
    assert_true(
        bf_store_write(&example.result, &example_identity, scratch_path("none"), false, &err));
    struct bf_sheet summary;
    read_sheet(&summary, "none/summary.csv");
    assert_int_equal(summary.rows, example.catalogue.scalar_count);
    assert_nan(field(&summary, 0, "mean"));
    bf_sheet_free(&summary);
    bf_result_free(&example.result);
}

static void the_same_result_gives_the_same_bytes(void **state)
{
    (void)state;
    static const char *const file[] = {"summary.csv", "daily.csv", "replications.csv", "run.json"};
    store("once");
    bf_result_free(&example.result);
    store("again");
    bf_result_free(&example.result);
    for (size_t i = 0; i < UNIT_COUNT(file); i++) {
        char one[64], two[64];
        snprintf(one, sizeof one, "once/%s", file[i]);
        snprintf(two, sizeof two, "again/%s", file[i]);
        char *a = scratch_read(one), *b = scratch_read(two);
        assert_string_equal(a, b);
        free(a);
        free(b);
    }
}

/* Files of this process may not grow beyond `bytes`: a disk that is full then. */
static void limit_files(rlim_t bytes)
{
    struct rlimit limit;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static void a_disk_that_fills_leaves_nothing_and_the_old_folder_as_it_was(void **state)
{
    (void)state;
    static const rlim_t room[] = {0, 100, 4096, 9000, 30000};
    struct rlimit before;
    store("kept");
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    signal(SIGXFSZ, SIG_IGN);
    for (size_t i = 0; i < UNIT_COUNT(room); i++) {
        struct bf_err fresh = {.code = BF_OK}, forced = {.code = BF_OK};
        limit_files(room[i]);
        bool one =
            bf_store_write(&example.result, &example_identity, scratch_path("full"), false, &fresh);
        bool two =
            bf_store_write(&example.result, &example_identity, scratch_path("kept"), true, &forced);
        limit_files(before.rlim_cur);
        assert_false(one);
        assert_false(two);
        assert_int_equal(fresh.code, BF_E_IO);
        assert_contains(fresh.where.file, "full.partial-0/");
        assert_contains(fresh.what, "make room");
        assert_false(scratch_exists("full"));
        assert_false(scratch_exists("full.partial-0"));
        assert_true(scratch_exists("kept/run.json"));
        assert_false(scratch_exists("kept.partial-0"));
        assert_false(scratch_exists("kept.old-0"));
    }
    bf_result_free(&example.result);
}

#ifdef BF_FAULTS
/* A small result: some tens of calls to the disk. */
static struct example_shape small(uint64_t seed)
{
    struct example_shape shape = example_winter();
    shape.services = 2;
    shape.days = 60;
    shape.replications = 3;
    shape.seed = seed;
    return shape;
}

static void whichever_call_to_the_disk_fails_the_old_results_stay_whole(void **state)
{
    (void)state;
    struct bf_err err;
    unsigned failed = 0;
    bool done = false;
    example_make(&example, small(2385));
    assert_true(bf_store_write(&example.result, &example_identity, scratch_path("f"), true, &err));
    char *before = scratch_read("f/run.json");
    bf_result_free(&example.result);
    example_make(&example, small(9));
    for (unsigned n = 1; !done; n++) {
        err.code = BF_OK;
        bf_disk_hook = n;
        done = bf_store_write(&example.result, &example_identity, scratch_path("f"), true, &err);
        done = done && bf_disk_hook > 0;
        bf_disk_hook = 0;
        if (done) break;
        failed++;
        char *now = scratch_read("f/run.json");
        assert_string_equal(now, before);
        free(now);
        assert_int_equal(err.code, BF_E_IO);
        assert_contains(err.what, "No space left on device; make room");
        assert_true(err.where.file[0] != '\0');
        assert_false(scratch_exists("f.partial-0"));
        assert_false(scratch_exists("f.old-0"));
    }
    assert_true(failed > 40);
    free(before);
    bf_result_free(&example.result);
}

static void filling_a_folder_leaves_no_table_behind_when_it_fails(void **state)
{
    (void)state;
    static const char *const file[] = {"summary.csv", "daily.csv",      "replications.csv",
                                       "run.csv",     "results.sqlite", "run.json"};
    struct bf_err err;
    assert_true(bf_folder_make(scratch_path("g"), &err));
    scratch_write("g/mine", "kept");
    example_make(&example, small(2385));
    for (unsigned n = 1;; n++) {
        bf_disk_hook = n;
        bool done = bf_store_fill(&example.result, &example_identity, scratch_path("g"), &err);
        bool used = bf_disk_hook == 0;
        bf_disk_hook = 0;
        if (done && !used) break;
        assert_false(done);
        for (size_t i = 0; i < UNIT_COUNT(file); i++) {
            char path[64];
            snprintf(path, sizeof path, "g/%s", file[i]);
            assert_false(scratch_exists(path));
        }
        assert_true(scratch_exists("g/mine"));
    }
    bf_result_free(&example.result);
}
#endif

/* £60 for one day in use and £54 for 29: the 30 days cost £3.80 each, and not the mean of £60 and
 * £1.86. */
static void a_day_in_use_costs_what_all_winters_paid_over_what_all_used(void **state)
{
    (void)state;
    struct bf_measure scalar[] = {
        {.service = "other", .group = "purchase:sea", .name = "spend", .unit = "£"},
        {.service = "step", .group = "purchase:sea", .name = "spend", .unit = "£"},
        {.service = "step", .group = "purchase:sea", .name = "used", .unit = "bed days"},
        {.service = "step", .group = "purchase:sea", .name = "price_per_used", .unit = "£"}};
    double value[] = {7, 60, 1, 60, 7, 54, 29, 54.0 / 29}, work[2];
    struct bf_catalogue catalogue = {.scalar = scalar, .scalar_count = 4};
    struct bf_result result = {.catalogue = &catalogue, .count = 2, .scalar = value};
    struct bf_summary s;
    bf_store_scalar(&result, 3, work, &s);
    assert_close(s.mean, 114.0 / 30, 1e-12);
    assert_true(s.p95 > 50);
    bf_store_scalar(&result, 1, work, &s);
    assert_close(s.mean, 57, 1e-12);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_folder_holds_every_table_and_nothing_half_written),
        cmocka_unit_test(a_day_in_use_costs_what_all_winters_paid_over_what_all_used),
        cmocka_unit_test(the_headers_are_the_documented_ones),
        cmocka_unit_test(the_summary_agrees_with_the_replications),
        cmocka_unit_test(every_day_of_every_series_has_a_row),
        cmocka_unit_test(paths_are_kept_for_headlines_and_for_what_pictures_pair),
        cmocka_unit_test(run_json_names_all_that_made_the_result),
        cmocka_unit_test(stopped_replications_are_told_with_their_reason),
        cmocka_unit_test(a_result_without_replications_is_still_a_folder),
        cmocka_unit_test(the_same_result_gives_the_same_bytes),
        cmocka_unit_test(a_disk_that_fills_leaves_nothing_and_the_old_folder_as_it_was),
#ifdef BF_FAULTS
        cmocka_unit_test(whichever_call_to_the_disk_fails_the_old_results_stay_whole),
        cmocka_unit_test(filling_a_folder_leaves_no_table_behind_when_it_fails),
#endif
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
