/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/calibration_store.h"

#include "bedflow/report/calibrated.h"
#include "bedflow/report/calibration_json.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/study/skill.h"

struct job {
    const struct bf_calibration_view *view;
    const struct bf_run_identity *identity;
};

static bool write_text(const char *path, struct bf_text *text, struct bf_err *err)
{
    struct bf_sink sink;
    bool ok = !text->failed || bf_fail(err, BF_E_NOMEM, NULL, "expected memory for a text");
    ok = ok && bf_sink_open(&sink, path, err);
    if (ok) bf_sink_bytes(&sink, text->bytes, text->length);
    ok = ok && bf_sink_close(&sink, err);
    bf_text_free(text);
    return ok;
}

static bool write_scenario(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_text text = {.bytes = NULL};
    bf_calibrated_scenario(job->view, &text);
    return write_text(path, &text, err);
}

static bool write_inputs(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    const struct bf_calibration *c = job->view->calibration;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path,
                     "path,unit,best,low,high,sd,range_low,range_high,tried_low,tried_high,"
                     "spread_left,at_end",
                     err))
        return false;
    for (uint32_t j = 0; j < c->inputs; j++) {
        const struct bf_calibrated_input *in = &c->input[j];
        const struct bf_factor *f = &job->view->factors->factor[j];
        char unit[BF_FACTOR_TEXT];
        bf_factor_unit(f, unit);
        bf_csv_text(&csv, f->path);
        bf_csv_text(&csv, unit);
        bf_csv_number(&csv, in->best);
        bf_csv_number(&csv, in->low);
        bf_csv_number(&csv, in->high);
        bf_csv_number(&csv, in->sd);
        bf_csv_number(&csv, in->range_low);
        bf_csv_number(&csv, in->range_high);
        bf_csv_number(&csv, f->low);
        bf_csv_number(&csv, f->high);
        bf_csv_number(&csv, in->left);
        bf_csv_text(&csv, in->at_low ? "low" : in->at_high ? "high" : "");
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static bool write_correlations(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    const struct bf_calibration *c = job->view->calibration;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path, "path,other,correlation", err)) return false;
    for (uint32_t j = 0; j < c->inputs; j++)
        for (uint32_t k = 0; k < c->inputs; k++) {
            bf_csv_text(&csv, job->view->factors->factor[j].path);
            bf_csv_text(&csv, job->view->factors->factor[k].path);
            bf_csv_number(&csv, c->correlation[j * c->inputs + k]);
            bf_csv_end_row(&csv);
        }
    return bf_csv_close(&csv, err);
}

static bool write_rows(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    const struct bf_observed *o = job->view->observed;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path,
                     "measure,statistic,unit,from,to,held_out,observed,observation_sd,modelled,p05,"
                     "p50,p95,inside,crps,residual,source,definition,comparability",
                     err))
        return false;
    for (uint32_t i = 0; i < o->row_count; i++) {
        const struct bf_observed_row *row = &o->row[i];
        const struct bf_observed_measure *m = &o->measure[row->measure];
        const struct bf_calibrated_row *c = &job->view->calibration->row[i];
        const double value[] = {row->value, row->sd, c->modelled, c->p05, c->p50, c->p95};
        bf_csv_text(&csv, m->text);
        bf_csv_text(&csv, m->total ? "total" : "mean");
        bf_csv_text(&csv, m->unit);
        bf_csv_day(&csv, row->from);
        bf_csv_day(&csv, row->to);
        bf_csv_count(&csv, row->held_out);
        bf_csv_numbers(&csv, value, sizeof value / sizeof value[0]);
        bf_csv_count(&csv, c->p05 <= row->value && row->value <= c->p95);
        bf_csv_number(&csv, c->crps);
        bf_csv_number(&csv, c->residual);
        bf_csv_text(&csv, m->source);
        bf_csv_text(&csv, m->definition);
        bf_csv_text(&csv, m->comparability);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static bool write_scores(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    const struct bf_observed *o = job->view->observed;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path,
                     "measure,statistic,rows,inside,coverage,coverage_low,coverage_high,crps,"
                     "crps_as_always,crps_as_last,skill",
                     err))
        return false;
    for (uint32_t m = 0; m < o->measure_count; m++) {
        struct bf_skill s = bf_skill_of(o, job->view->calibration, m, true);
        const double value[] = {s.coverage.estimate, s.coverage.low, s.coverage.high, s.crps,
                                s.as_always,         s.as_last,      s.skill};
        bf_csv_text(&csv, o->measure[m].text);
        bf_csv_text(&csv, o->measure[m].total ? "total" : "mean");
        bf_csv_count(&csv, s.rows);
        bf_csv_count(&csv, s.inside);
        bf_csv_numbers(&csv, value, sizeof value / sizeof value[0]);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static bool write_points(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    const struct bf_calibration *c = job->view->calibration;
    const struct bf_observed *o = job->view->observed;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path, "point,kind,name,from,to,value", err)) return false;
    for (uint32_t k = 0; k < c->points; k++) {
        for (uint32_t j = 0; j < c->inputs; j++) {
            bf_csv_count(&csv, k + 1);
            bf_csv_text(&csv, "input");
            bf_csv_text(&csv, job->view->factors->factor[j].path);
            bf_csv_text(&csv, "");
            bf_csv_text(&csv, "");
            bf_csv_number(&csv, c->point[(size_t)k * c->inputs + j]);
            bf_csv_end_row(&csv);
        }
        for (uint32_t i = 0; i < c->rows; i++) {
            bf_csv_count(&csv, k + 1);
            bf_csv_text(&csv, "modelled");
            bf_csv_text(&csv, o->measure[o->row[i].measure].text);
            bf_csv_day(&csv, o->row[i].from);
            bf_csv_day(&csv, o->row[i].to);
            bf_csv_number(&csv, c->mean[(size_t)k * c->rows + i]);
            bf_csv_end_row(&csv);
        }
    }
    return bf_csv_close(&csv, err);
}

static bool write_json(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_json json;
    if (!bf_json_begin(&json, path, job->identity, err)) return false;
    bf_json_calibration(&json, job->view);
    bf_json_text(&json, "text", job->identity->scenario_text);
    return bf_json_close(&json, err);
}

static const struct bf_folder_file files[] = {{"calibrated.cfg", write_scenario},
                                              {"inputs.csv", write_inputs},
                                              {"correlations.csv", write_correlations},
                                              {"rows.csv", write_rows},
                                              {"scores.csv", write_scores},
                                              {"points.csv", write_points},
                                              {"calibration.json", write_json}};

bool bf_calibration_write(const struct bf_calibration_view *view,
                          const struct bf_run_identity *identity, const char *dir, bool force,
                          struct bf_err *err)
{
    const struct job job = {.view = view, .identity = identity};
    return bf_folder_write(dir, force, files, sizeof files / sizeof files[0], &job, err);
}
