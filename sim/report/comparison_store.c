/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_store.h"

#include "bedflow/report/comparison_json.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/study/worth.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

struct job {
    const struct bf_comparison_view *view;
    const struct bf_run_identity *identity;
};

static void fingerprint(const struct job *job, uint32_t option, char hex[BF_SHA256_TEXT])
{
    bf_scenario_sum(job->view->text ? job->view->text[option] : NULL, hex);
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
    bf_csv_measure(csv, measure);
    bf_csv_count(csv, measure->headline);
    bf_csv_count(csv, measure->lower_is_better);
    bf_csv_numbers(csv, value, sizeof value / sizeof value[0]);
    bf_csv_count(csv, p->pairs);
    bf_csv_number(csv, p->zone > 0 ? p->zone : (double)NAN);
    bf_csv_text(csv, bf_verdict_words(p->verdict));
    bf_csv_number(csv, p->fewer);
    bf_csv_number(csv, p->base - p->base_half);
    bf_csv_number(csv, p->base + p->base_half);
    bf_csv_end_row(csv);
}

static bool write_differences(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    const struct bf_decision *d = job->view->decision;
    if (!bf_csv_open(&csv, path,
                     "option,title,service,group,measure,unit,headline,lower_is_better,base_mean,"
                     "option_mean,difference,low,high,together_low,together_high,sd,pairs,zone,"
                     "verdict,times_fewer,base_low,base_high",
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
        bf_csv_measure(csv, d->measure[m]);
        bf_csv_exact(csv, result->scalar[row * result->catalogue->scalar_count + column]);
        bf_csv_end_row(csv);
    }
}

static bool write_pairs(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    const struct bf_decision *d = job->view->decision;
    if (!bf_csv_open(&csv, path, "option,replication,service,group,measure,unit,value", err))
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
    double number[BF_COMPARISON_WORTH];
    bf_comparison_worth(view, o, number);
    for (int i = 0; i < BF_COMPARISON_WORTH; i++)
        bf_csv_number(csv, number[i]);
}

static bool write_options(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    const struct bf_decision *d = job->view->decision;
    char hex[BF_SHA256_TEXT], digest[24];
    struct bf_text head = {.bytes = NULL};
    bf_text_add(&head, "option,title,scenario_file,scenario_sha256,chance_best,share_best,"
                       "replications,stopped,digest");
    for (int i = 0; i < BF_COMPARISON_WORTH; i++)
        bf_text_add(&head, ",%s", bf_comparison_worth_name[i]);
    if (!bf_csv_open_with(&csv, path, &head, err)) return false;
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

static bool write_targets(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    const struct bf_decision *d = job->view->decision;
    if (!bf_csv_open(&csv, path, "option,service,group,measure,unit,target,met,met_low,met_high",
                     err))
        return false;
    for (uint32_t o = 0; o < d->option_count; o++)
        for (uint32_t m = 0; m < d->measure_count; m++) {
            const struct bf_interval *meets = &d->meets[(size_t)o * d->measure_count + m];
            if (isnan(d->target[m])) continue;
            bf_csv_text(&csv, job->view->name[o]);
            bf_csv_measure(&csv, d->measure[m]);
            bf_csv_number(&csv, d->target[m]);
            bf_csv_interval(&csv, meets);
            bf_csv_end_row(&csv);
        }
    return bf_csv_close(&csv, err);
}

static bool write_payers(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    const struct bf_decision *d = job->view->decision;
    if (!bf_csv_open(&csv, path, "option,payer,extra_spend,low,high", err)) return false;
    for (uint32_t o = 1; o < d->option_count; o++)
        for (uint32_t m = 0; m < d->measure_count; m++) {
            struct bf_interval extra;
            if (!bf_worth_of_payer(d, job->view->result, o, m, &extra)) continue;
            bf_csv_text(&csv, job->view->name[o]);
            bf_csv_text(&csv, bf_worth_payer(d->measure[m]));
            bf_csv_interval(&csv, &extra);
            bf_csv_end_row(&csv);
        }
    return bf_csv_close(&csv, err);
}

static bool write_prices(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    const struct bf_comparison_view *view = job->view;
    struct bf_price price[BF_PRICES_CAP];
    struct bf_csv csv;
    uint32_t count = bf_prices_of(view->decision, view->result, price, BF_PRICES_CAP);
    if (!bf_csv_open(&csv, path,
                     "option,service,purchase,against,unit,acute_day,price_now,break_even,low,high",
                     err))
        return false;
    for (uint32_t i = 0; i < count * BF_VALUATIONS; i++) {
        const struct bf_price *p = &price[i / BF_VALUATIONS];
        struct bf_interval at = p->at[i % BF_VALUATIONS];
        bf_csv_text(&csv, view->name[p->own]);
        bf_csv_text(&csv, p->bought->service);
        bf_csv_text(&csv, p->bought->group + strlen("purchase:"));
        bf_csv_text(&csv, view->name[p->other]);
        bf_csv_text(&csv, p->bought->unit);
        bf_csv_text(&csv, bf_valuation_words[i % BF_VALUATIONS]);
        bf_csv_number(&csv, p->now);
        bf_csv_number(&csv, isnan(at.low) ? (double)NAN : at.estimate);
        bf_csv_number(&csv, at.low);
        bf_csv_number(&csv, at.high);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

/* ---- how it was made ------------------------------------------------------------------- */

static bool write_json(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_json json;
    if (!bf_json_begin(&json, path, job->identity, err)) return false;
    bf_json_comparison(&json, job->view, true);
    return bf_json_close(&json, err);
}

/* comparison.json comes last: a folder that has it is complete. */
static const struct bf_folder_file files[] = {
    {"comparison.csv", write_differences}, {"pairs.csv", write_pairs},
    {"options.csv", write_options},        {"targets.csv", write_targets},
    {"payers.csv", write_payers},          {"prices.csv", write_prices},
    {"comparison.json", write_json}};
enum { FILES = sizeof files / sizeof files[0] };

bool bf_comparison_fill(const struct bf_comparison_view *view,
                        const struct bf_run_identity *identity, const char *folder,
                        struct bf_err *err)
{
    const struct job job = {.view = view, .identity = identity};
    return bf_folder_fill(folder, files, FILES, &job, 1, err);
}

bool bf_comparison_write(const struct bf_comparison_view *view,
                         const struct bf_run_identity *identity, const char *dir, bool force,
                         struct bf_err *err)
{
    const struct job job = {.view = view, .identity = identity};
    return bf_folder_write(dir, force, files, FILES, &job, err);
}
