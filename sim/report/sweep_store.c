/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/result_json.h"
#include "bedflow/report/sweep_view.h"

#include "bedflow/base/text.h"

#include <math.h>

struct job {
    const struct bf_sweep_view *view;
    const struct bf_sweep *s;
    const struct bf_run_identity *identity;
};

/* ---- tables ---------------------------------------------------------------------------- */

static const char *state_of(const struct bf_responses *r, uint32_t p)
{
    static const char *const word[] = {[BF_PROBE_WAITING] = "not run",
                                       [BF_PROBE_DONE] = "run",
                                       [BF_PROBE_STOPPED] = "stopped by a limit",
                                       [BF_PROBE_REFUSED] = "refused"};
    enum bf_probe_state worst = BF_PROBE_DONE;
    for (uint32_t w = 0; w < r->replications; w++) {
        enum bf_probe_state state = r->probe[(size_t)p * r->replications + w].state;
        if (state != BF_PROBE_DONE) worst = state;
    }
    return word[worst];
}

static bool write_points(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    struct bf_text head = {.bytes = NULL};
    bf_text_add(&head, "point");
    for (uint32_t f = 0; f < job->s->factors->count; f++)
        bf_text_add(&head, ",%s", job->s->factors->factor[f].path);
    bf_text_add(&head, ",state,reason");
    if (!bf_csv_open_with(&csv, path, &head, err)) return false;
    for (uint32_t p = 0; p < job->s->responses->points; p++) {
        const struct bf_err *refused = &job->s->responses->refused[p];
        bf_csv_count(&csv, p + 1);
        for (uint32_t f = 0; f < job->s->factors->count; f++) {
            char text[BF_FACTOR_TEXT];
            bf_factor_text(&job->s->factors->factor[f], bf_design_point(job->s->design, p)[f],
                           text);
            bf_csv_text(&csv, text);
        }
        bf_csv_text(&csv, state_of(job->s->responses, p));
        bf_csv_text(&csv, refused->code == BF_OK ? "" : refused->what);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static bool write_response(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path,
                     "point,service,group,measure,unit,mean,mc_low,mc_high,p05,p25,p50,p75,p95,"
                     "winters",
                     err))
        return false;
    for (uint32_t p = 0; p < job->s->responses->points; p++)
        for (uint32_t m = 0; m < job->s->measures; m++) {
            const struct bf_summary *s = &job->s->of[m].point[p];
            const double value[] = {s->mean, s->mc_low, s->mc_high, s->p05,
                                    s->p25,  s->p50,    s->p75,     s->p95};
            bf_csv_count(&csv, p + 1);
            bf_csv_measure(&csv, job->s->of[m].measure);
            bf_csv_numbers(&csv, value, sizeof value / sizeof value[0]);
            bf_csv_count(&csv, s->count);
            bf_csv_end_row(&csv);
        }
    return bf_csv_close(&csv, err);
}

static bool write_replications(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    const struct bf_responses *r = job->s->responses;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path, "point,replication,service,group,measure,unit,value", err))
        return false;
    for (uint32_t p = 0; p < r->points; p++)
        for (uint32_t w = 0; w < r->replications; w++) {
            if (r->probe[(size_t)p * r->replications + w].state != BF_PROBE_DONE) continue;
            for (uint32_t m = 0; m < r->measures; m++) {
                bf_csv_count(&csv, p + 1);
                bf_csv_count(&csv, w);
                bf_csv_measure(&csv, job->s->of[m].measure);
                bf_csv_exact(&csv, bf_response(r, p, w, m));
                bf_csv_end_row(&csv);
            }
        }
    return bf_csv_close(&csv, err);
}

static bool write_effects(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path,
                     "factor,service,group,measure,unit,low,high,at_low,at_high,change,change_low,"
                     "change_high",
                     err))
        return false;
    /* numbers of seasons are names: from one to another nothing grows */
    uint32_t factors = bf_sweep_of_seasons(job->s) ? 0 : job->s->factors->count;
    for (uint32_t m = 0; m < job->s->measures; m++)
        for (uint32_t f = 0; f < factors; f++) {
            const struct bf_factor *factor = &job->s->factors->factor[f];
            const struct bf_effect *effect = &job->s->of[m].effect[f];
            char low[BF_FACTOR_TEXT], high[BF_FACTOR_TEXT];
            bf_factor_text(factor, factor->low, low);
            bf_factor_text(factor, factor->high, high);
            bf_csv_text(&csv, factor->path);
            bf_csv_measure(&csv, job->s->of[m].measure);
            bf_csv_text(&csv, low);
            bf_csv_text(&csv, high);
            bf_csv_number(&csv, effect->at_low);
            bf_csv_number(&csv, effect->at_high);
            bf_csv_interval(&csv, &effect->change);
            bf_csv_end_row(&csv);
        }
    return bf_csv_close(&csv, err);
}

static bool write_variance(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path,
                     "service,group,measure,unit,input,chance,both,input_share,share_low,"
                     "share_high,points,winters",
                     err))
        return false;
    for (uint32_t m = 0; m < job->s->measures; m++) {
        const struct bf_sweep_measure *of = &job->s->of[m];
        const double value[] = {of->split.input, of->split.chance, of->split.both};
        bf_csv_measure(&csv, of->measure);
        bf_csv_numbers(&csv, value, 3);
        bf_csv_interval(&csv, &of->split.share);
        bf_csv_count(&csv, of->split_points);
        bf_csv_count(&csv, of->split_winters);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static bool write_indices(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_csv csv;
    if (job->s->design->kind != BF_DESIGN_INDICES) return true;
    if (!bf_csv_open(&csv, path,
                     "factor,service,group,measure,unit,first,first_low,first_high,total,total_low,"
                     "total_high,rows",
                     err))
        return false;
    for (uint32_t m = 0; m < job->s->measures; m++)
        for (uint32_t f = 0; f < job->s->factors->count; f++) {
            const struct bf_sweep_measure *of = &job->s->of[m];
            bf_csv_text(&csv, job->s->factors->factor[f].path);
            bf_csv_measure(&csv, of->measure);
            bf_csv_interval(&csv, &of->indices[f].first);
            bf_csv_interval(&csv, &of->indices[f].total);
            bf_csv_count(&csv, of->index_rows);
            bf_csv_end_row(&csv);
        }
    return bf_csv_close(&csv, err);
}

static bool write_json(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_json json;
    if (!bf_json_begin(&json, path, job->identity, err)) return false;
    bf_json_sweep(&json, job->view, true);
    return bf_json_close(&json, err);
}

/* sweep.json comes last: a folder that has it is complete. */
static const struct bf_folder_file files[] = {{"points.csv", write_points},
                                              {"response.csv", write_response},
                                              {"replications.csv", write_replications},
                                              {"effects.csv", write_effects},
                                              {"variance.csv", write_variance},
                                              {"indices.csv", write_indices},
                                              {"sweep.json", write_json}};

bool bf_sweep_write(const struct bf_sweep_view *view, const struct bf_run_identity *identity,
                    const char *dir, bool force, struct bf_err *err)
{
    const struct job job = {.view = view, .s = view->sweep, .identity = identity};
    return bf_folder_write(dir, force, files, sizeof files / sizeof files[0], &job, err);
}
