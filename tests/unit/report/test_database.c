/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "bedflow/report/database.h"

static struct example example;

#ifdef BF_WITH_SQLITE
#include <sqlite3.h>
#include <sys/resource.h>

static sqlite3 *open_written(const char *name)
{
    struct bf_err err = {.code = BF_OK};
    sqlite3 *handle = NULL;
    example_make(&example, example_winter());
    example.result.scalar[1] = (double)NAN;
    if (!bf_database_write(&example.result, &example_identity, scratch_path(name), &err)) {
        fail_msg("%s", err.what);
    }
    assert_int_equal(sqlite3_open(scratch_path(name), &handle), SQLITE_OK);
    return handle;
}

static double ask(sqlite3 *handle, const char *sql)
{
    sqlite3_stmt *statement = NULL;
    if (sqlite3_prepare_v2(handle, sql, -1, &statement, NULL) != SQLITE_OK) {
        fail_msg("%s: %s", sql, sqlite3_errmsg(handle));
    }
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    double value = sqlite3_column_double(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

static void every_table_has_its_rows(void **state)
{
    (void)state;
    sqlite3 *handle = open_written("rows.sqlite");
    const struct bf_catalogue *c = &example.catalogue;
    assert_close(ask(handle, "SELECT count(*) FROM run"), 1, 0);
    assert_close(ask(handle, "SELECT count(*) FROM measure"), c->scalar_count + c->daily_count, 0);
    assert_close(ask(handle, "SELECT count(*) FROM summary"), c->scalar_count, 0);
    assert_close(ask(handle, "SELECT count(*) FROM daily"), c->daily_count * c->day_count, 0);
    assert_close(ask(handle, "SELECT count(*) FROM replication_value"), c->scalar_count * 7, 0);
    assert_close(ask(handle, "SELECT count(*) FROM replication"), 7, 0);
    /* and by name, with the columns of the CSV files */
    assert_close(ask(handle, "SELECT count(unit) FROM named_summary WHERE \"group\" = 'all' OR 1"),
                 c->scalar_count, 0);
    assert_close(ask(handle, "SELECT count(date) FROM named_daily"), c->daily_count * c->day_count,
                 0);
    assert_close(ask(handle, "SELECT max(abs(n.value - v.value)) FROM named_replications n JOIN "
                             "replication_value v USING (replication) JOIN measure ON id = "
                             "measure_id WHERE name = n.measure AND class = n.\"group\" AND "
                             "measure.service = n.service AND kind = 'scalar'"),
                 0, 0);
    assert_close(ask(handle, "SELECT sum(hours) FROM policy_log"), 49.25 + 35 * 24 - 124, 1e-9);
    assert_close(ask(handle, "SELECT count(*) FROM policy_log WHERE ended IS NULL"), 1, 0);
    assert_close(ask(handle, "SELECT count(*) FROM pragma_integrity_check "
                             "WHERE integrity_check = 'ok'"),
                 1, 0);
    sqlite3_close(handle);
    bf_result_free(&example.result);
}

static void a_value_is_found_by_its_names_and_is_exact(void **state)
{
    (void)state;
    sqlite3 *handle = open_written("names.sqlite");
    double value =
        ask(handle, "SELECT value FROM replication_value JOIN measure ON id = measure_id WHERE "
                    "kind = 'scalar' AND service = 'system' AND class = 'all' AND name = 'cost' "
                    "AND replication = 3");
    assert_same_double(value, example.result.scalar[3 * example.catalogue.scalar_count + 2]);
    double mean = 0;
    for (uint32_t r = 0; r < 7; r++) {
        mean += example.result.scalar[r * example.catalogue.scalar_count + 2] / 7;
    }
    assert_close_relative(ask(handle, "SELECT mean FROM summary JOIN measure ON id = measure_id "
                                      "WHERE name = 'cost'"),
                          mean, 1e-12);
    sqlite3_close(handle);
    bf_result_free(&example.result);
}

static void undefined_is_null_and_the_seed_keeps_its_64_bits(void **state)
{
    (void)state;
    sqlite3 *handle = open_written("null.sqlite");
    assert_close(ask(handle, "SELECT count(*) FROM replication_value WHERE value IS NULL"), 1, 0);
    assert_close(ask(handle, "SELECT seed = '18446744073709551557' FROM run"), 1, 0);
    assert_close(ask(handle, "SELECT digest = 'deadbeef12345678' FROM run"), 1, 0);
    sqlite3_close(handle);
    bf_result_free(&example.result);
}

static void a_folder_that_is_not_there_is_reported(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    example_make(&example, example_winter());
    assert_false(
        bf_database_write(&example.result, &example_identity, scratch_path("no/x.sqlite"), &err));
    assert_int_equal(err.code, BF_E_IO);
    assert_contains(err.where.file, "no/x.sqlite");
    bf_result_free(&example.result);
}

/* A real failure of the system at every page: a limit on the size of files. */
static void a_disk_that_is_full_at_any_page_is_reported(void **state)
{
    (void)state;
    struct example_shape shape = example_winter();
    struct rlimit before, limit;
    unsigned failed = 0;
    shape.services = 2;
    shape.days = 9;
    example_make(&example, shape);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
    void (*handler)(int) = signal(SIGXFSZ, SIG_IGN);
    for (rlim_t pages = 0;; pages++) {
        struct bf_err err = {.code = BF_OK};
        limit = before;
        limit.rlim_cur = 4096 * pages;
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
        bool done = bf_database_write(&example.result, &example_identity,
                                      scratch_path("full.sqlite"), &err);
        assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
        remove(scratch_path("full.sqlite"));
        if (done) break;
        failed++;
        assert_int_equal(err.code, BF_E_IO);
        assert_contains(err.what, "cannot write the database: ");
        assert_contains(err.what, "make room");
    }
    assert_true(failed > 10);
    signal(SIGXFSZ, handler);
    bf_result_free(&example.result);
}

/* SQLite with an allocator whose n-th grant is refused. */
static sqlite3_mem_methods own_memory;
static unsigned refused_at, asked;

static void *take_or_not(int size)
{
    return ++asked == refused_at ? NULL : own_memory.xMalloc(size);
}

static void *grow_or_not(void *block, int size)
{
    return ++asked == refused_at ? NULL : own_memory.xRealloc(block, size);
}

static void refuse_memory(bool begin)
{
    sqlite3_shutdown();
    if (begin) assert_int_equal(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &own_memory), SQLITE_OK);
    sqlite3_mem_methods methods = own_memory;
    if (begin) {
        methods.xMalloc = take_or_not;
        methods.xRealloc = grow_or_not;
    }
    assert_int_equal(sqlite3_config(SQLITE_CONFIG_MALLOC, &methods), SQLITE_OK);
}

/* Texts that are there, of those that may be missing, and numbers. */
static double kept(const char *name)
{
    sqlite3 *handle = NULL;
    assert_int_equal(sqlite3_open(scratch_path(name), &handle), SQLITE_OK);
    double count = ask(
        handle, "SELECT (SELECT count(help) + count(target) FROM measure) + "
                "(SELECT count(scenario_file) + count(scenario_text) + count(scenario_sha256) "
                "+ count(version) + count(commit_id) + count(compiler) + count(command) FROM "
                "run) + (SELECT count(ended) FROM policy_log) + "
                "(SELECT count(value) FROM replication_value) + (SELECT count(p95) FROM daily)");
    sqlite3_close(handle);
    return count;
}

/* SQLite puts NULL where a text could not be kept, and most columns may be NULL. */
static void memory_that_sqlite_is_refused_is_told_and_leaves_no_hole(void **state)
{
    (void)state;
    unsigned failed = 0;
    struct example_shape shape = example_winter();
    shape.services = 2;
    shape.days = 9;
    example_make(&example, shape);
    refuse_memory(true);
    double whole = 0;
    for (unsigned n = 0, made = 0; n <= made; n++) { /* none in the first */
        struct bf_err err = {.code = BF_OK};
        refused_at = n;
        asked = 0;
        bool done =
            bf_database_write(&example.result, &example_identity, scratch_path("holes"), &err);
        made = asked > made ? asked : made;
        refused_at = 0;
        if (n == 0) whole = kept("holes");
        if (done) {
            assert_close(kept("holes"), whole, 0);
        } else {
            assert_true(n > 0);
            failed++;
            assert_int_equal(err.code, BF_E_NOMEM);
            assert_contains(err.what, "cannot write the database: memory ran out");
        }
        remove(scratch_path("holes"));
    }
    refuse_memory(false);
    assert_true(failed > 100);
    bf_result_free(&example.result);
}

static void the_version_of_sqlite_is_known(void **state)
{
    (void)state;
    assert_true(bf_database_is_built());
    assert_string_equal(bf_database_version(), sqlite3_libversion());
}

#else

static void a_build_without_sqlite_says_so(void **state)
{
    (void)state;
    struct bf_err err = {.code = BF_OK};
    example_make(&example, example_winter());
    assert_false(bf_database_is_built());
    assert_string_equal(bf_database_version(), "");
    assert_false(
        bf_database_write(&example.result, &example_identity, scratch_path("x.sqlite"), &err));
    assert_contains(err.what, "SQLite");
    assert_false(scratch_exists("x.sqlite"));
    bf_result_free(&example.result);
}

#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
#ifdef BF_WITH_SQLITE
        cmocka_unit_test(every_table_has_its_rows),
        cmocka_unit_test(a_value_is_found_by_its_names_and_is_exact),
        cmocka_unit_test(undefined_is_null_and_the_seed_keeps_its_64_bits),
        cmocka_unit_test(a_folder_that_is_not_there_is_reported),
        cmocka_unit_test(a_disk_that_is_full_at_any_page_is_reported),
        cmocka_unit_test(memory_that_sqlite_is_refused_is_told_and_leaves_no_hole),
        cmocka_unit_test(the_version_of_sqlite_is_known),
#else
        cmocka_unit_test(a_build_without_sqlite_says_so),
#endif
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
