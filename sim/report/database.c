/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/database.h"

#include "bedflow/base/contract.h"

#ifndef BF_WITH_SQLITE

bool bf_database_is_built(void)
{
    return false;
}

const char *bf_database_version(void)
{
    return "";
}

bool bf_database_write(const struct bf_result *result, const struct bf_run_identity *identity,
                       const char *path, struct bf_err *err)
{
    (void)result;
    (void)identity;
    (void)path;
    return bf_fail(err, BF_E_IO, NULL,
                   "expected a build with SQLite to write a database; install libsqlite3-dev "
                   "and build again");
}

#else

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/base/sha256.h"
#include "bedflow/report/policy_log.h"
#include "bedflow/report/store.h"

#include <inttypes.h>
#include <math.h>
#include <sqlite3.h>
#include <string.h>

bool bf_database_is_built(void)
{
    return true;
}

const char *bf_database_version(void)
{
    return sqlite3_libversion();
}

/* A half-written file is thrown away with its folder, so a journal would only
 * cost time. */
static const char schema[] =
    "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 4096;"
    "BEGIN;"
    "CREATE TABLE run(title TEXT NOT NULL, scenario_file TEXT, scenario_text TEXT,"
    " scenario_sha256 TEXT, seed TEXT NOT NULL, replications_planned INTEGER NOT NULL,"
    " replications_finished INTEGER NOT NULL, interrupted INTEGER NOT NULL,"
    " chance_only INTEGER NOT NULL, first_day TEXT NOT NULL, days INTEGER NOT NULL,"
    " warm_up_days INTEGER NOT NULL, version TEXT, commit_id TEXT, compiler TEXT, command TEXT,"
    " threads INTEGER, wall_seconds REAL, cpu_seconds REAL, digest TEXT NOT NULL);"
    "CREATE TABLE measure(id INTEGER PRIMARY KEY, kind TEXT NOT NULL"
    " CHECK(kind IN ('scalar', 'daily')), service TEXT NOT NULL, label TEXT NOT NULL,"
    " class TEXT NOT NULL, name TEXT NOT NULL, unit TEXT NOT NULL, headline INTEGER NOT NULL,"
    " lower_is_better INTEGER NOT NULL, target REAL, help TEXT);"
    "CREATE TABLE summary(measure_id INTEGER PRIMARY KEY REFERENCES measure(id), mean REAL,"
    " mc_low REAL, mc_high REAL, p05 REAL, p25 REAL, p50 REAL, p75 REAL, p95 REAL,"
    " replications INTEGER NOT NULL);"
    "CREATE TABLE daily(measure_id INTEGER NOT NULL REFERENCES measure(id), date TEXT NOT NULL,"
    " mean REAL, p05 REAL, p25 REAL, p50 REAL, p75 REAL, p95 REAL,"
    " PRIMARY KEY(measure_id, date)) WITHOUT ROWID;"
    "CREATE TABLE replication(number INTEGER PRIMARY KEY, digest TEXT NOT NULL,"
    " events INTEGER NOT NULL);"
    "CREATE TABLE replication_value(measure_id INTEGER NOT NULL REFERENCES measure(id),"
    " replication INTEGER NOT NULL REFERENCES replication(number), value REAL,"
    " PRIMARY KEY(measure_id, replication)) WITHOUT ROWID;"
    "CREATE TABLE policy_log(replication INTEGER NOT NULL REFERENCES replication(number),"
    " policy TEXT NOT NULL, label TEXT NOT NULL, measure TEXT NOT NULL, value REAL NOT NULL,"
    " above REAL NOT NULL, decided TEXT NOT NULL, started TEXT NOT NULL, ended TEXT,"
    " hours REAL NOT NULL, until_below REAL NOT NULL, action TEXT NOT NULL);"
    "CREATE TABLE stopped(number INTEGER PRIMARY KEY, reason TEXT NOT NULL);";

static const char finish[] =
    "CREATE INDEX measure_by_name ON measure(service, class, name);"
    "CREATE INDEX daily_by_date ON daily(date);"
    "CREATE INDEX replication_value_by_replication ON replication_value(replication);"
    "CREATE VIEW named_summary AS SELECT service, label, class AS \"group\", name AS measure, unit,"
    " mean, mc_low, mc_high, p05, p25, p50, p75, p95, replications"
    " FROM summary JOIN measure ON id = measure_id;"
    "CREATE VIEW named_daily AS SELECT date, service, label, class AS \"group\", name AS measure,"
    " unit, mean, p05, p25, p50, p75, p95 FROM daily JOIN measure ON id = measure_id;"
    "CREATE VIEW named_replications AS SELECT replication, service, label, class AS \"group\","
    " name AS measure, unit, value FROM replication_value JOIN measure ON id = measure_id;"
    "COMMIT;";

struct database {
    sqlite3 *handle;
    sqlite3_stmt *statement; /* being filled; NULL between statements */
    int column;              /* last bound, from 1 */
    int unbound;             /* why a value could not be bound; its row would have a NULL there */
    const char *path;
    struct bf_err *err;
    double *work; /* [count] */
};

static bool ran_out_of_memory(const struct database *db)
{
    if (db->handle == NULL || db->unbound == SQLITE_NOMEM) return true;
    int status = sqlite3_extended_errcode(db->handle);
    return status == SQLITE_NOMEM || status == SQLITE_IOERR_NOMEM;
}

static bool fail_database(struct database *db)
{
    struct bf_where where = {.file = "", .line = 0, .path = ""};
    bf_format(where.file, sizeof where.file, "%s", db->path);
    if (ran_out_of_memory(db))
        return bf_fail(db->err, BF_E_NOMEM, &where,
                       "cannot write the database: memory ran out; end other programs, or use "
                       "fewer threads");
    return bf_fail(db->err, BF_E_IO, &where,
                   "cannot write the database: %s; make room, or choose another folder",
                   db->unbound != SQLITE_OK ? sqlite3_errstr(db->unbound)
                                            : sqlite3_errmsg(db->handle));
}

static bool run_sql(struct database *db, const char *sql)
{
    return sqlite3_exec(db->handle, sql, NULL, NULL, NULL) == SQLITE_OK || fail_database(db);
}

static bool begin_statement(struct database *db, const char *sql)
{
    BF_REQUIRE(db->statement == NULL);
    db->column = 0;
    return sqlite3_prepare_v2(db->handle, sql, -1, &db->statement, NULL) == SQLITE_OK ||
           fail_database(db);
}

static void bind_text(struct database *db, const char *text)
{
    int status = text == NULL
                     ? sqlite3_bind_null(db->statement, ++db->column)
                     : sqlite3_bind_text(db->statement, ++db->column, text, -1, SQLITE_TRANSIENT);
    BF_REQUIRE(status == SQLITE_OK || status == SQLITE_NOMEM || status == SQLITE_TOOBIG);
    if (db->unbound == SQLITE_OK) db->unbound = status;
}

static void bind_number(struct database *db, double value)
{
    int status = isnan(value) ? sqlite3_bind_null(db->statement, ++db->column)
                              : sqlite3_bind_double(db->statement, ++db->column, value);
    BF_REQUIRE(status == SQLITE_OK);
}

static void bind_count(struct database *db, uint64_t value)
{
    int status = sqlite3_bind_int64(db->statement, ++db->column, (sqlite3_int64)value);
    BF_REQUIRE(status == SQLITE_OK);
}

static void bind_u64_text(struct database *db, uint64_t value, bool hexadecimal)
{
    char text[32];
    if (hexadecimal) {
        bf_format(text, sizeof text, "%016" PRIx64, value);
    } else {
        bf_format(text, sizeof text, "%" PRIu64, value);
    }
    bind_text(db, text);
}

static bool step_row(struct database *db)
{
    bool bound = db->unbound == SQLITE_OK;
    bool good = (bound && sqlite3_step(db->statement) == SQLITE_DONE) || fail_database(db);
    sqlite3_reset(db->statement);
    db->column = 0;
    return good;
}

static void end_statement(struct database *db)
{
    sqlite3_finalize(db->statement);
    db->statement = NULL;
}

static bool insert_run(struct database *db, const struct bf_result *result,
                       const struct bf_run_identity *identity)
{
    char day[BF_DAY_TEXT], hex[BF_SHA256_TEXT] = "";
    const char *text = identity->scenario_text;
    if (text != NULL) {
        bf_sha256_text(text, strlen(text), hex);
    }
    if (!begin_statement(db, "INSERT INTO run VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)")) {
        return false;
    }
    bf_day_print(result->catalogue->first_day, day);
    bind_text(db, result->title);
    bind_text(db, result->scenario_file);
    bind_text(db, text);
    bind_text(db, text == NULL ? NULL : hex);
    bind_u64_text(db, result->seed, false);
    bind_count(db, result->planned);
    bind_count(db, result->count);
    bind_count(db, result->interrupted);
    bind_count(db, result->chance_only);
    bind_text(db, day);
    bind_count(db, result->catalogue->day_count);
    bind_count(db, result->warm_up_days);
    bind_text(db, identity->version);
    bind_text(db, identity->commit);
    bind_text(db, identity->compiler);
    bind_text(db, identity->command);
    bind_count(db, result->threads);
    bind_number(db, result->wall_s);
    bind_number(db, result->cpu_s);
    bind_u64_text(db, result->total_digest, true);
    bool good = step_row(db);
    end_statement(db);
    return good;
}

/* Scalars have the ids 1 to scalar_count, daily series follow. */
static bool insert_measures(struct database *db, const struct bf_catalogue *catalogue)
{
    uint32_t count = catalogue->scalar_count + catalogue->daily_count;
    bool good = begin_statement(db, "INSERT INTO measure VALUES(?,?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; good && i < count; i++) {
        bool is_scalar = i < catalogue->scalar_count;
        const struct bf_measure *measure =
            is_scalar ? &catalogue->scalar[i] : &catalogue->daily[i - catalogue->scalar_count];
        bind_count(db, i + 1);
        bind_text(db, is_scalar ? "scalar" : "daily");
        bind_text(db, measure->service);
        bind_text(db, measure->label);
        bind_text(db, measure->group);
        bind_text(db, measure->name);
        bind_text(db, measure->unit);
        bind_count(db, measure->headline);
        bind_count(db, measure->lower_is_better);
        bind_number(db, measure->target);
        bind_text(db, measure->help);
        good = step_row(db);
    }
    end_statement(db);
    return good;
}

static bool insert_summaries(struct database *db, const struct bf_result *result)
{
    bool good = begin_statement(db, "INSERT INTO summary VALUES(?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t i = 0; good && i < result->catalogue->scalar_count; i++) {
        struct bf_summary s;
        bf_store_scalar(result, i, db->work, &s);
        bind_count(db, i + 1);
        const double value[] = {s.mean, s.mc_low, s.mc_high, s.p05, s.p25, s.p50, s.p75, s.p95};
        for (size_t k = 0; k < sizeof value / sizeof value[0]; k++) {
            bind_number(db, value[k]);
        }
        bind_count(db, s.count);
        good = step_row(db);
    }
    end_statement(db);
    return good;
}

static bool insert_daily(struct database *db, const struct bf_result *result)
{
    const struct bf_catalogue *catalogue = result->catalogue;
    bool good = begin_statement(db, "INSERT INTO daily VALUES(?,?,?,?,?,?,?,?)");
    for (uint32_t j = 0; good && j < catalogue->daily_count; j++) {
        for (uint32_t d = 0; good && d < catalogue->day_count; d++) {
            struct bf_summary s;
            char day[BF_DAY_TEXT];
            bf_store_daily(result, j, d, db->work, &s);
            bf_day_print(catalogue->first_day + (bf_day)d, day);
            bind_count(db, catalogue->scalar_count + j + 1);
            bind_text(db, day);
            const double value[] = {s.mean, s.p05, s.p25, s.p50, s.p75, s.p95};
            for (size_t k = 0; k < sizeof value / sizeof value[0]; k++) {
                bind_number(db, value[k]);
            }
            good = step_row(db);
        }
    }
    end_statement(db);
    return good;
}

static bool insert_replications(struct database *db, const struct bf_result *result)
{
    bool good = begin_statement(db, "INSERT INTO replication VALUES(?,?,?)");
    for (uint32_t r = 0; good && r < result->count; r++) {
        bind_count(db, result->replication[r]);
        bind_u64_text(db, result->digest[r], true);
        bind_count(db, result->events[r]);
        good = step_row(db);
    }
    end_statement(db);
    good = good && begin_statement(db, "INSERT INTO replication_value VALUES(?,?,?)");
    uint32_t scalars = result->catalogue->scalar_count;
    for (uint32_t i = 0; good && i < scalars; i++) {
        for (uint32_t r = 0; good && r < result->count; r++) {
            bind_count(db, i + 1);
            bind_count(db, result->replication[r]);
            bind_number(db, result->scalar[(size_t)r * scalars + i]);
            good = step_row(db);
        }
    }
    end_statement(db);
    return good;
}

static bool insert_uses(struct database *db, const struct bf_result *result)
{
    const struct bf_catalogue *catalogue = result->catalogue;
    bool good = begin_statement(db, "INSERT INTO policy_log VALUES(?,?,?,?,?,?,?,?,?,?,?,?)");
    for (uint32_t k = 0; good && k < result->use_count; k++) {
        const struct bf_use *use = &result->use[k];
        const struct bf_rule *rule = &catalogue->rule[use->rule];
        char moment[BF_MOMENT_TEXT];
        bind_count(db, use->replication);
        bind_text(db, rule->name);
        bind_text(db, rule->label);
        bind_text(db, rule->measure);
        bind_number(db, use->value);
        bind_number(db, rule->above);
        bf_moment_print(catalogue->first_day, use->decided_h, moment);
        bind_text(db, moment);
        bf_moment_print(catalogue->first_day, use->on_h, moment);
        bind_text(db, moment);
        if (!isnan(use->off_h)) bf_moment_print(catalogue->first_day, use->off_h, moment);
        bind_text(db, isnan(use->off_h) ? NULL : moment);
        bind_number(db, bf_use_hours(use, catalogue->day_count));
        bind_number(db, rule->below);
        bind_text(db, rule->action);
        good = step_row(db);
    }
    end_statement(db);
    return good;
}

static bool insert_stopped(struct database *db, const struct bf_result *result)
{
    bool good = begin_statement(db, "INSERT INTO stopped VALUES(?,?)");
    for (uint32_t i = 0; good && i < result->stopped_count; i++) {
        char reason[BF_PATH_CAP * 2 + BF_WHAT_CAP + 32];
        bf_err_render(&result->stopped[i].err, reason, sizeof reason);
        bind_count(db, result->stopped[i].replication);
        bind_text(db, reason);
        good = step_row(db);
    }
    end_statement(db);
    return good;
}

bool bf_database_write(const struct bf_result *result, const struct bf_run_identity *identity,
                       const char *path, struct bf_err *err)
{
    struct database db = {.path = path, .err = err};
    db.work = bf_heap_take((size_t)result->count + 1, sizeof(double));
    if (db.work == NULL) {
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u values", result->count);
    }
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
    bool good = sqlite3_open_v2(path, &db.handle, flags, NULL) == SQLITE_OK || fail_database(&db);
    good = good && run_sql(&db, schema) && insert_run(&db, result, identity) &&
           insert_measures(&db, result->catalogue) && insert_summaries(&db, result) &&
           insert_daily(&db, result) && insert_replications(&db, result) &&
           insert_uses(&db, result) && insert_stopped(&db, result) && run_sql(&db, finish);
    if (sqlite3_close(db.handle) != SQLITE_OK && good) {
        good = fail_database(&db);
    }
    bf_heap_give(db.work);
    return good;
}

#endif
