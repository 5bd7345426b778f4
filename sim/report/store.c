/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/store.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/capacity_demand.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/database.h"
#include "bedflow/report/folder.h"
#include "bedflow/base/sha256.h"
#include "bedflow/report/outcomes.h"
#include "bedflow/report/policy_log.h"
#include "bedflow/report/result_json.h"
#include "bedflow/report/budgets.h"
#include "bedflow/report/spend.h"
#include "bedflow/report/discharges.h"
#include "bedflow/report/team_hours.h"
#include "bedflow/report/who_waits.h"
#include "bedflow/stats/interval.h"

#include <stdio.h>
#include <string.h>

/* What every writer of one file needs. */
struct job {
    const struct bf_result *result;
    const struct bf_run_identity *identity;
};

bool bf_store_keeps_days(const struct bf_measure *daily)
{
    static const char *const needed[] = {"delayed", "dtoc_rate", "occupancy", "discharges_alive",
                                         "readmitted"};
    if (daily->headline) {
        return true;
    }
    if (strcmp(daily->service, "system") != 0 || strcmp(daily->group, "all") != 0) {
        return false;
    }
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        if (strcmp(daily->name, needed[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Measure `name` of the same purchase as measure i. */
static uint32_t beside(const struct bf_catalogue *c, uint32_t i, const char *name)
{
    for (uint32_t k = i; k-- > 0;)
        if (strcmp(c->scalar[k].name, name) == 0 &&
            strcmp(c->scalar[k].group, c->scalar[i].group) == 0 &&
            strcmp(c->scalar[k].service, c->scalar[i].service) == 0)
            return k;
    return UINT32_MAX;
}

/* What a day in use costs over all winters: the mean of the winters' own prices would be one of
 * those that hardly used what they paid for. */
static void price_of_all(const struct bf_result *result, uint32_t i, struct bf_summary *summary)
{
    const struct bf_catalogue *c = result->catalogue;
    uint32_t spend = beside(c, i, "spend"), used = beside(c, i, "used");
    struct bf_pair_tally pairs = {.count = 0};
    if (spend == UINT32_MAX || used == UINT32_MAX) return;
    for (uint32_t r = 0; r < result->count; r++) {
        const double *row = &result->scalar[(size_t)r * c->scalar_count];
        bf_pair_tally_add(&pairs, row[spend], row[used]);
    }
    struct bf_interval price = bf_interval_of_ratio(&pairs, 0.95);
    summary->mean = price.estimate;
    summary->mc_low = price.low;
    summary->mc_high = price.high;
}

void bf_store_scalar(const struct bf_result *result, uint32_t i, double work[],
                     struct bf_summary *summary)
{
    for (uint32_t r = 0; r < result->count; r++) {
        work[r] = result->scalar[(size_t)r * result->catalogue->scalar_count + i];
    }
    bf_summarise(work, result->count, summary);
    if (strcmp(result->catalogue->scalar[i].name, "price_per_used") == 0)
        price_of_all(result, i, summary);
}

static float daily_value(const struct bf_result *result, uint32_t r, uint32_t d, uint32_t j)
{
    const struct bf_catalogue *catalogue = result->catalogue;
    return result->daily[((size_t)r * catalogue->day_count + d) * catalogue->daily_count + j];
}

void bf_store_daily(const struct bf_result *result, uint32_t j, uint32_t d, double work[],
                    struct bf_summary *summary)
{
    for (uint32_t r = 0; r < result->count; r++) {
        work[r] = (double)daily_value(result, r, d, j);
    }
    bf_summarise(work, result->count, summary);
}

/* Room to summarise in, of each file its own: several are written at once. */
static double *take_work(const struct bf_result *result, struct bf_err *err)
{
    double *work = bf_heap_take((size_t)result->count + 1, sizeof *work);
    if (work == NULL)
        bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u values", result->count);
    return work;
}

/* ---- the tables ---- */

static bool write_summary(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    const struct bf_catalogue *catalogue = job->result->catalogue;
    double *work = take_work(job->result, err);
    if (work == NULL) return false;
    if (!bf_csv_open(&csv, path,
                     "scenario,service,group,measure,unit,mean,mc_low,mc_high,p05,p50,p95,"
                     "replications",
                     err)) {
        bf_heap_give(work);
        return false;
    }
    for (uint32_t i = 0; i < catalogue->scalar_count; i++) {
        const struct bf_measure *measure = &catalogue->scalar[i];
        struct bf_summary s;
        bf_store_scalar(job->result, i, work, &s);
        bf_csv_text(&csv, job->result->title);
        bf_csv_measure(&csv, measure);
        bf_csv_summary(&csv, &s);
        bf_csv_count(&csv, s.count);
        bf_csv_end_row(&csv);
    }
    bf_heap_give(work);
    return bf_csv_close(&csv, err);
}

static bool write_daily(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    const struct bf_catalogue *catalogue = job->result->catalogue;
    double *work = take_work(job->result, err);
    if (work == NULL) return false;
    if (!bf_csv_open(&csv, path,
                     "scenario,date,service,group,measure,unit,mean,p05,p25,p50,p75,p95", err)) {
        bf_heap_give(work);
        return false;
    }
    for (uint32_t j = 0; j < catalogue->daily_count; j++) {
        const struct bf_measure *measure = &catalogue->daily[j];
        for (uint32_t d = 0; d < catalogue->day_count; d++) {
            struct bf_summary s;
            bf_store_daily(job->result, j, d, work, &s);
            bf_csv_text(&csv, job->result->title);
            bf_csv_day(&csv, catalogue->first_day + (bf_day)d);
            bf_csv_measure(&csv, measure);
            const double value[] = {s.mean, s.p05, s.p25, s.p50, s.p75, s.p95};
            bf_csv_numbers(&csv, value, sizeof value / sizeof value[0]);
            bf_csv_end_row(&csv);
        }
    }
    bf_heap_give(work);
    return bf_csv_close(&csv, err);
}

static bool write_replications(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    const struct bf_result *result = job->result;
    const struct bf_catalogue *catalogue = result->catalogue;
    if (!bf_csv_open(&csv, path, "scenario,replication,service,group,measure,unit,value", err)) {
        return false;
    }
    for (uint32_t i = 0; i < catalogue->scalar_count; i++) {
        const struct bf_measure *measure = &catalogue->scalar[i];
        for (uint32_t r = 0; r < result->count; r++) {
            bf_csv_text(&csv, result->title);
            bf_csv_count(&csv, result->replication[r]);
            bf_csv_measure(&csv, measure);
            bf_csv_exact(&csv, result->scalar[(size_t)r * catalogue->scalar_count + i]);
            bf_csv_end_row(&csv);
        }
    }
    return bf_csv_close(&csv, err);
}

static void write_days_of(struct bf_csv *csv, const struct bf_result *result, uint32_t j)
{
    const struct bf_measure *measure = &result->catalogue->daily[j];
    for (uint32_t r = 0; r < result->count; r++) {
        for (uint32_t d = 0; d < result->catalogue->day_count; d++) {
            bf_csv_count(csv, result->replication[r]);
            bf_csv_day(csv, result->catalogue->first_day + (bf_day)d);
            bf_csv_text(csv, measure->service);
            bf_csv_text(csv, measure->group);
            bf_csv_text(csv, measure->name);
            bf_csv_float(csv, daily_value(result, r, d, j));
            bf_csv_end_row(csv);
        }
    }
}

static bool write_replication_days(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path, "replication,date,service,group,measure,value", err)) {
        return false;
    }
    for (uint32_t j = 0; j < job->result->catalogue->daily_count; j++) {
        if (bf_store_keeps_days(&job->result->catalogue->daily[j])) {
            write_days_of(&csv, job->result, j);
        }
    }
    return bf_csv_close(&csv, err);
}

static void write_measures_of(struct bf_csv *csv, const char *kind,
                              const struct bf_measure measure[], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        bf_csv_text(csv, kind);
        bf_csv_text(csv, measure[i].service);
        bf_csv_text(csv, measure[i].label);
        bf_csv_text(csv, measure[i].group);
        bf_csv_text(csv, measure[i].name);
        bf_csv_text(csv, measure[i].unit);
        bf_csv_count(csv, measure[i].headline);
        bf_csv_count(csv, measure[i].lower_is_better);
        bf_csv_number(csv, measure[i].target);
        bf_csv_text(csv, measure[i].help);
        bf_csv_end_row(csv);
    }
}

static bool write_measures(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    const struct bf_catalogue *catalogue = job->result->catalogue;
    if (!bf_csv_open(&csv, path,
                     "kind,service,label,group,measure,unit,headline,lower_is_better,target,help",
                     err)) {
        return false;
    }
    write_measures_of(&csv, "scalar", catalogue->scalar, catalogue->scalar_count);
    write_measures_of(&csv, "daily", catalogue->daily, catalogue->daily_count);
    return bf_csv_close(&csv, err);
}

/* ---- the identity ---- */

static void key_text(struct bf_csv *csv, const char *key, const char *value)
{
    bf_csv_text(csv, key);
    bf_csv_text(csv, value);
    bf_csv_end_row(csv);
}

static void key_count(struct bf_csv *csv, const char *key, uint64_t value)
{
    bf_csv_text(csv, key);
    bf_csv_count(csv, value);
    bf_csv_end_row(csv);
}

static bool write_run_csv(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    const struct bf_result *result = job->result;
    const struct bf_catalogue *catalogue = result->catalogue;
    char text[BF_DAY_TEXT], hex[BF_SHA256_TEXT];
    if (!bf_csv_open(&csv, path, "key,value", err)) {
        return false;
    }
    bf_scenario_sum(job->identity->scenario_text, hex);
    key_count(&csv, "format", 1);
    key_text(&csv, "title", result->title);
    key_text(&csv, "scenario_file", result->scenario_file);
    key_text(&csv, "scenario_sha256", hex);
    key_count(&csv, "seed", result->seed);
    key_count(&csv, "replications_planned", result->planned);
    key_count(&csv, "replications_finished", result->count);
    key_count(&csv, "interrupted", result->interrupted);
    key_count(&csv, "chance_only", result->chance_only);
    bf_day_print(catalogue->first_day, text);
    key_text(&csv, "first_day", text);
    key_count(&csv, "days", catalogue->day_count);
    key_count(&csv, "warm_up_days", result->warm_up_days);
    key_text(&csv, "version", job->identity->version);
    key_text(&csv, "commit", job->identity->commit);
    return bf_csv_close(&csv, err);
}

static bool write_run_json(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_json json;
    if (!bf_json_begin(&json, path, job->identity, err)) {
        return false;
    }
    bf_json_scenario(&json, job->result, job->identity, true);
    bf_json_study(&json, job->result);
    return bf_json_close(&json, err);
}

static bool write_database(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    return !bf_database_is_built() || bf_database_write(job->result, job->identity, path, err);
}

/* Only a scenario with a framework has the table. */
static bool write_outcomes(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    return job->result->catalogue->framework_count == 0 ||
           bf_outcomes_write(job->result, path, err);
}

/* Only a scenario with rules has the table. */
static bool write_policy_log(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    return job->result->catalogue->rule_count == 0 || bf_policy_log_write(job->result, path, err);
}

static bool write_capacity_demand(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    return bf_capacity_demand_write(job->result, path, err);
}

static bool write_spend(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    return !bf_spend_is_known(job->result->catalogue) || bf_spend_write(job->result, path, err);
}

/* Only a scenario with budgets has the table. */
static bool write_plans(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    return job->result->catalogue->plan_count == 0 || bf_budgets_write(job->result, path, err);
}

static bool write_who_waits(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    return !bf_who_waits_is_known(job->result->catalogue) ||
           bf_who_waits_write(job->result, path, err);
}

/* Only a scenario with `areas` has the table. */
static bool write_team_hours(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    return !bf_team_hours_are_known(job->result->catalogue) ||
           bf_team_hours_write(job->result, path, err);
}

static bool write_discharges(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    return !bf_discharges_are_known(job->result) || bf_discharges_write(job->result, path, err);
}

/* The longest to write come first, side by side. run.json comes last: a folder that has it is
 * complete. */
static const struct bf_folder_file files[] = {
    {"results.sqlite", write_database},   {"replication_days.csv", write_replication_days},
    {"daily.csv", write_daily},           {"replications.csv", write_replications},
    {"summary.csv", write_summary},       {"measures.csv", write_measures},
    {"run.csv", write_run_csv},           {"outcomes.csv", write_outcomes},
    {"policy_log.csv", write_policy_log}, {"capacity_demand.csv", write_capacity_demand},
    {"spend_by_month.csv", write_spend},  {"plans_by_month.csv", write_plans},
    {"who_waits.csv", write_who_waits},   {"discharges_by_time.csv", write_discharges},
    {"team_hours.csv", write_team_hours}, {"run.json", write_run_json},
};
enum { FILES = sizeof files / sizeof files[0] };

/* Into a folder that is there or, with `force`, as a new one. */
static bool store(const struct bf_result *result, const struct bf_run_identity *identity,
                  const char *folder, const bool *force, struct bf_err *err)
{
    struct job job = {.result = result, .identity = identity};
    return force ? bf_folder_write(folder, *force, files, FILES, &job, err)
                 : bf_folder_fill(folder, files, FILES, &job, result->threads, err);
}

bool bf_store_fill(const struct bf_result *result, const struct bf_run_identity *identity,
                   const char *folder, struct bf_err *err)
{
    return store(result, identity, folder, NULL, err);
}

bool bf_store_write(const struct bf_result *result, const struct bf_run_identity *identity,
                    const char *dir, bool force, struct bf_err *err)
{
    return store(result, identity, dir, &force, err);
}
