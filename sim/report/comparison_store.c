/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_store.h"

#include "bedflow/base/sha256.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/json.h"
#include "bedflow/study/worth.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

struct job {
    const struct bf_comparison_view *view;
    const struct bf_run_identity *identity;
    const char *path;
};

static void put_measure(struct bf_csv *csv, const struct bf_measure *measure)
{
    bf_csv_text(csv, measure->service);
    bf_csv_text(csv, measure->group);
    bf_csv_text(csv, measure->name);
    bf_csv_text(csv, measure->unit);
}

static void fingerprint(const struct job *job, uint32_t option, char hex[BF_SHA256_TEXT])
{
    const char *text = job->view->text ? job->view->text[option] : NULL;
    hex[0] = '\0';
    if (text) bf_sha256_text(text, strlen(text), hex);
}

/* ---- tables ---------------------------------------------------------------------------- */

static void put_difference(struct bf_csv *csv, const struct bf_comparison_view *view, uint32_t o,
                           uint32_t m)
{
    const struct bf_measure *measure = view->decision->measure[m];
    const struct bf_paired *p = bf_paired_at(view->decision, o, m);
    const double value[] = {p->base, p->option,       p->difference,    p->low,
                            p->high, p->together_low, p->together_high, p->sd};
    bf_csv_text(csv, view->name[o]);
    bf_csv_text(csv, view->result[o].title);
    put_measure(csv, measure);
    bf_csv_count(csv, measure->headline);
    bf_csv_count(csv, measure->lower_is_better);
    for (size_t i = 0; i < sizeof value / sizeof value[0]; i++)
        bf_csv_number(csv, value[i]);
    bf_csv_count(csv, p->pairs);
    bf_csv_number(csv, p->zone > 0 ? p->zone : (double)NAN);
    bf_csv_text(csv, bf_verdict_words(p->verdict));
    bf_csv_number(csv, p->fewer);
    bf_csv_end_row(csv);
}

static bool write_differences(const struct job *job, struct bf_err *err)
{
    struct bf_csv csv;
    const struct bf_decision *d = job->view->decision;
    if (!bf_csv_open(&csv, job->path,
                     "option,title,service,group,measure,unit,headline,lower_is_better,base_mean,"
                     "option_mean,difference,low,high,together_low,together_high,sd,pairs,zone,"
                     "verdict,times_fewer",
                     err))
        return false;
    for (uint32_t o = 1; o < d->option_count; o++)
        for (uint32_t m = 0; m < d->measure_count; m++)
            put_difference(&csv, job->view, o, m);
    return bf_csv_close(&csv, err);
}

static void put_pairs(struct bf_csv *csv, const struct bf_comparison_view *view, uint32_t o,
                      uint32_t m)
{
    const struct bf_decision *d = view->decision;
    const struct bf_result *result = &view->result[o];
    uint32_t column = d->column[(size_t)o * d->measure_count + m];
    for (uint32_t k = 0; k < d->pair_count && column != UINT32_MAX; k++) {
        size_t row = d->row[(size_t)o * d->pair_count + k];
        bf_csv_text(csv, view->name[o]);
        bf_csv_count(csv, d->replication[k]);
        put_measure(csv, d->measure[m]);
        bf_csv_exact(csv, result->scalar[row * result->catalogue->scalar_count + column]);
        bf_csv_end_row(csv);
    }
}

static bool write_pairs(const struct job *job, struct bf_err *err)
{
    struct bf_csv csv;
    const struct bf_decision *d = job->view->decision;
    if (!bf_csv_open(&csv, job->path, "option,replication,service,group,measure,unit,value", err))
        return false;
    for (uint32_t o = 0; o < d->option_count; o++)
        for (uint32_t m = 0; m < d->measure_count; m++)
            if (d->measure[m]->headline || m == d->best_by) put_pairs(&csv, job->view, o, m);
    return bf_csv_close(&csv, err);
}

static void digest_text(uint64_t digest, char text[24])
{
    bf_format(text, 24, "%016" PRIx64, digest);
}

static void put_worth(struct bf_csv *csv, const struct bf_comparison_view *view, uint32_t o)
{
    struct bf_worth w = {.known = false};
    const double none = (double)NAN;
    if (o > 0) bf_worth_of(view->decision, view->result, o, &w);
    bf_csv_number(csv, w.known ? w.spend.estimate : none);
    /* a ratio that may have no days below it is not a price */
    bool bounded = w.known && !isnan(w.per_day.low);
    bf_csv_number(csv, bounded ? w.per_day.estimate : none);
    bf_csv_number(csv, bounded ? w.per_day.low : none);
    bf_csv_number(csv, bounded ? w.per_day.high : none);
}

static bool write_options(const struct job *job, struct bf_err *err)
{
    struct bf_csv csv;
    const struct bf_decision *d = job->view->decision;
    char hex[BF_SHA256_TEXT], digest[24];
    if (!bf_csv_open(&csv, job->path,
                     "option,title,scenario_file,scenario_sha256,chance_best,share_best,"
                     "replications,stopped,digest,extra_spend,spend_per_day_avoided,"
                     "spend_per_day_low,spend_per_day_high",
                     err))
        return false;
    for (uint32_t o = 0; o < d->option_count; o++) {
        const struct bf_result *result = &job->view->result[o];
        fingerprint(job, o, hex);
        digest_text(result->total_digest, digest);
        bf_csv_text(&csv, job->view->name[o]);
        bf_csv_text(&csv, result->title);
        bf_csv_text(&csv, result->scenario_file);
        bf_csv_text(&csv, hex);
        bf_csv_number(&csv, d->chance_best[o]);
        bf_csv_number(&csv, d->best_share[o]);
        bf_csv_count(&csv, result->count);
        bf_csv_count(&csv, result->stopped_count);
        bf_csv_text(&csv, digest);
        put_worth(&csv, job->view, o);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static bool write_targets(const struct job *job, struct bf_err *err)
{
    struct bf_csv csv;
    const struct bf_decision *d = job->view->decision;
    if (!bf_csv_open(&csv, job->path,
                     "option,service,group,measure,unit,target,met,met_low,met_high", err))
        return false;
    for (uint32_t o = 0; o < d->option_count; o++)
        for (uint32_t m = 0; m < d->measure_count; m++) {
            const struct bf_interval *meets = &d->meets[(size_t)o * d->measure_count + m];
            if (isnan(d->target[m])) continue;
            bf_csv_text(&csv, job->view->name[o]);
            put_measure(&csv, d->measure[m]);
            bf_csv_number(&csv, d->target[m]);
            bf_csv_number(&csv, meets->estimate);
            bf_csv_number(&csv, meets->low);
            bf_csv_number(&csv, meets->high);
            bf_csv_end_row(&csv);
        }
    return bf_csv_close(&csv, err);
}

/* ---- how it was made ------------------------------------------------------------------- */

static void json_program(struct bf_json *json, const struct bf_run_identity *identity)
{
    bf_json_object(json, "program");
    bf_json_text(json, "name", "bedflow");
    bf_json_text(json, "version", identity->version);
    bf_json_text(json, "commit", identity->commit);
    bf_json_text(json, "compiler", identity->compiler);
    bf_json_text(json, "command", identity->command);
    bf_json_object(json, "libraries");
    for (uint32_t i = 0; i < identity->library_count; i++)
        bf_json_text(json, identity->library[i].name, identity->library[i].version);
    bf_json_end_object(json);
    bf_json_end_object(json);
}

static void json_method(struct bf_json *json, const struct job *job)
{
    const struct bf_decision *d = job->view->decision;
    char seed[32];
    bf_format(seed, sizeof seed, "%" PRIu64, job->view->result[0].seed);
    bf_json_object(json, "method");
    bf_json_text(json, "seed", seed);
    bf_json_count(json, "pairs", d->pair_count);
    bf_json_count(json, "warm_up_days", job->view->result[0].warm_up_days);
    bf_json_flag(json, "fixed_inputs", job->view->result[0].fixed_inputs);
    bf_json_text(json, "random_numbers", "common: the same people in every option");
    bf_json_text(json, "intervals", "Student's t of paired differences");
    bf_json_text(json, "together", "Bonferroni over options and headline measures");
    bf_json_number(json, "level", d->level);
    bf_json_number(json, "level_of_each", d->each_level);
    bf_json_count(json, "differences_together", d->family);
    bf_json_text(json, "best", "paired bootstrap of the means over replications");
    bf_json_text(json, "best_by", d->measure[d->best_by]->name);
    bf_json_text(json, "best_by_service", d->measure[d->best_by]->service);
    bf_json_number(json, "times_fewer_low", d->fewer_low);
    bf_json_number(json, "times_fewer_high", d->fewer_high);
    bf_json_end_object(json);
}

static void json_difference(struct bf_json *json, const struct bf_measure *measure,
                            const struct bf_paired *p)
{
    bf_json_object(json, NULL);
    bf_json_text(json, "service", measure->service);
    bf_json_text(json, "group", measure->group);
    bf_json_text(json, "measure", measure->name);
    bf_json_text(json, "unit", measure->unit);
    bf_json_number(json, "base_mean", p->base);
    bf_json_number(json, "option_mean", p->option);
    bf_json_number(json, "difference", p->difference);
    bf_json_number(json, "low", p->low);
    bf_json_number(json, "high", p->high);
    bf_json_number(json, "together_low", p->together_low);
    bf_json_number(json, "together_high", p->together_high);
    bf_json_number(json, "zone", p->zone > 0 ? p->zone : (double)NAN);
    bf_json_text(json, "verdict", bf_verdict_words(p->verdict));
    bf_json_number(json, "times_fewer", p->fewer);
    bf_json_end_object(json);
}

static void json_option(struct bf_json *json, const struct job *job, uint32_t o)
{
    const struct bf_decision *d = job->view->decision;
    const struct bf_result *result = &job->view->result[o];
    char hex[BF_SHA256_TEXT], digest[24];
    fingerprint(job, o, hex);
    digest_text(result->total_digest, digest);
    bf_json_object(json, NULL);
    bf_json_text(json, "name", job->view->name[o]);
    bf_json_text(json, "title", result->title);
    bf_json_text(json, "file", result->scenario_file);
    bf_json_text(json, "sha256", hex[0] != '\0' ? hex : NULL);
    bf_json_count(json, "replications_planned", result->planned);
    bf_json_count(json, "replications_finished", result->count);
    bf_json_count(json, "stopped", result->stopped_count);
    bf_json_flag(json, "chance_only", result->chance_only);
    bf_json_text(json, "digest", digest);
    bf_json_number(json, "chance_best", d->chance_best[o]);
    bf_json_number(json, "share_best", d->best_share[o]);
    bf_json_text(json, "text", job->view->text ? job->view->text[o] : NULL);
    bf_json_array(json, "headline_differences");
    for (uint32_t m = 0; o > 0 && m < d->measure_count; m++)
        if (d->measure[m]->headline) json_difference(json, d->measure[m], bf_paired_at(d, o, m));
    bf_json_end_array(json);
    bf_json_end_object(json);
}

static bool write_json(const struct job *job, struct bf_err *err)
{
    struct bf_json json;
    if (!bf_json_open(&json, job->path, err)) return false;
    bf_json_count(&json, "format", 1);
    json_program(&json, job->identity);
    json_method(&json, job);
    bf_json_array(&json, "options");
    for (uint32_t o = 0; o < job->view->decision->option_count; o++)
        json_option(&json, job, o);
    bf_json_end_array(&json);
    return bf_json_close(&json, err);
}

/* comparison.json comes last: a folder that has it is complete. */
static bool write_all(struct job *job, const char *folder, struct bf_err *err)
{
    static const struct {
        const char *name;
        bool (*write)(const struct job *, struct bf_err *);
    } file[] = {{"comparison.csv", write_differences},
                {"pairs.csv", write_pairs},
                {"options.csv", write_options},
                {"targets.csv", write_targets},
                {"comparison.json", write_json}};
    for (size_t i = 0; i < sizeof file / sizeof file[0]; i++) {
        char path[BF_FILE_CAP];
        job->path = path;
        if (!bf_path_join(path, folder, file[i].name, err) || !file[i].write(job, err))
            return false;
    }
    return true;
}

bool bf_comparison_write(const struct bf_comparison_view *view,
                         const struct bf_run_identity *identity, const char *dir, bool force,
                         struct bf_err *err)
{
    char partial[BF_FILE_CAP];
    struct job job = {.view = view, .identity = identity};
    if (!bf_folder_begin(dir, force, partial, err)) return false;
    if (!write_all(&job, partial, err)) {
        bf_folder_remove(partial);
        return false;
    }
    return bf_folder_commit(partial, dir, force, err);
}
