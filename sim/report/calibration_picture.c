/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/calibration_picture.h"

#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"
#include "bedflow/study/skill.h"

#include <inttypes.h>
#include <math.h>

struct job {
    const struct bf_calibration_view *view;
    const struct bf_run_identity *identity;
    struct bf_drawing *drawing;
    uint32_t panels;
    struct bf_err *err;
};

static bool write_table(const struct job *job)
{
    const struct bf_observed *o = job->view->observed;
    struct bf_csv csv;
    char path[BF_FILE_CAP];
    if (!bf_path_join(path, job->drawing->plots, "data/rows.csv", job->err) ||
        !bf_csv_open(&csv, path, "panel,from,to,observed,low,high,modelled,inside", job->err))
        return false;
    for (uint32_t i = 0; i < o->row_count; i++) {
        const struct bf_observed_row *row = &o->row[i];
        const struct bf_calibrated_row *c = &job->view->calibration->row[i];
        if (row->measure >= job->panels) continue;
        bf_csv_count(&csv, row->measure + 1);
        bf_csv_day(&csv, row->from);
        bf_csv_day(&csv, row->to + 1); /* to the midnight that ends it */
        bf_csv_number(&csv, row->value);
        bf_csv_number(&csv, c->p05);
        bf_csv_number(&csv, c->p95);
        bf_csv_number(&csv, c->modelled);
        bf_csv_count(&csv, c->p05 <= row->value && row->value <= c->p95);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, job->err);
}

/* ---- words ----------------------------------------------------------------------------- */

static void title_words(const struct job *job, char text[], size_t size)
{
    const struct bf_calibration_view *v = job->view;
    struct bf_skill fitted = bf_skill_all(v->observed, v->calibration, false);
    struct bf_skill held = bf_skill_all(v->observed, v->calibration, true);
    if (held.rows > 0)
        bf_format(text, size,
                  "%u of %u held-out and %u of %u fitted values lie where the model expects them",
                  held.inside, held.rows, fitted.inside, fitted.rows);
    else
        bf_format(text, size, "%u of %u fitted values lie where the model expects them",
                  fitted.inside, fitted.rows);
}

static void set_words(const struct job *job, struct bf_script *script)
{
    const struct bf_calibration_view *v = job->view;
    const struct bf_calibration *c = v->calibration;
    char title[300], footer[700];
    struct bf_text below = {.bytes = NULL};
    title_words(job, title, sizeof title);
    bf_text_add(&below, "%s. Fitted:", v->title ? v->title : "Untitled");
    for (uint32_t j = 0; j < c->inputs; j++) {
        char best[BF_FACTOR_TEXT], low[60], high[60];
        bf_value_print(c->input[j].low, c->input[j].sd / 10, low, sizeof low);
        bf_value_print(c->input[j].high, c->input[j].sd / 10, high, sizeof high);
        bf_factor_words(&v->factors->factor[j], c->input[j].best, best);
        bf_text_add(&below, "%s %s = %s (%s to %s)", j ? ";" : "", v->factors->factor[j].path, best,
                    low, high);
    }
    bf_text_add(&below, ".");
    bf_script_title(script, "headline", title, 92, 2);
    bf_script_wrapped(script, "below", below.bytes ? below.bytes : "", 132, 3);
    bf_sink_whole(&script->sink, &below);
    bf_text_free(&below);
    bf_script_wrapped(script, "caption",
                      v->observed->held_count > 0
                          ? "Dot: observed (red: outside). Line: modelled mean. Band: where nine "
                            "in ten observed values should lie: chance, inputs, errors of "
                            "observation and of the model. Grey ground: held out, not fitted."
                          : "Dot: observed (red: outside). Line: modelled mean. Band: where nine "
                            "in ten observed values should lie: chance, inputs, errors of "
                            "observation and of the model. Nothing was held out.",
                      150, 2);
    bf_format(footer, sizeof footer,
              "%s | seed %" PRIu64 " | %u points of %u replications | bedflow %s (%.12s)",
              v->table_file, v->seed, c->points, c->replications, job->identity->version,
              job->identity->commit ? job->identity->commit : "unknown");
    bf_script_wrapped(script, "footer", footer, 175, 1);
}

/* ---- panels ---------------------------------------------------------------------------- */

static void set_panel(const struct job *job, struct bf_script *script, uint32_t m)
{
    const struct bf_observed *o = job->view->observed;
    const struct bf_observed_measure *measure = &o->measure[m];
    double low = HUGE_VAL, high = -HUGE_VAL;
    char unit[120];
    for (uint32_t i = 0; i < o->row_count; i++) {
        const struct bf_calibrated_row *c = &job->view->calibration->row[i];
        if (o->row[i].measure != m) continue;
        low = fmin(low, fmin(c->p05, o->row[i].value));
        high = fmax(high, fmax(c->p95, o->row[i].value));
    }
    struct bf_axis axis = bf_axis_for(low, high, low < 0.4 * high);
    bf_format(unit, sizeof unit, "%s%s%s", measure->total ? "" : measure->unit,
              measure->total ? "total of the days" : ", mean of the days",
              axis.bottom > 0 ? " (the scale does not begin at 0)" : "");
    bf_script_wrapped(script, "panel_text", measure->text, job->panels > 2 ? 48 : 80, 2);
    bf_sink_format(&script->sink, "panel_label[%u] = panel_text\n", m + 1);
    bf_script_array_text(script, "panel_unit", m + 1, unit);
    bf_script_array_number(script, "panel_low", m + 1, axis.bottom);
    bf_script_array_number(script, "panel_high", m + 1, axis.top);
    bool many = (axis.top - axis.bottom) / axis.step > 5.5 && job->panels > 2;
    bf_script_array_number(script, "panel_step", m + 1, many ? 2 * axis.step : axis.step);
}

/* The rows' days, and of them those that were held out. */
static void set_days(const struct job *job, struct bf_script *script)
{
    const struct bf_observed *o = job->view->observed;
    bf_day first = o->row[0].from, last = o->row[0].to, held_from = 0, held_to = 0;
    bool held = false;
    char text[BF_DAY_TEXT];
    for (uint32_t i = 0; i < o->row_count; i++) {
        const struct bf_observed_row *row = &o->row[i];
        first = row->from < first ? row->from : first;
        last = row->to > last ? row->to : last;
        if (!row->held_out) continue;
        held_from = !held || row->from < held_from ? row->from : held_from;
        held_to = !held || row->to > held_to ? row->to : held_to;
        held = true;
    }
    bf_day_print(first, text);
    bf_script_text(script, "first_day", text);
    bf_day_print(last + 1, text);
    bf_script_text(script, "last_day", text);
    bf_script_number(script, "held", held);
    bf_day_print(held_from, text);
    bf_script_text(script, "held_from", text);
    bf_day_print(held_to + 1, text);
    bf_script_text(script, "held_to", text);
    bf_script_ticks(script, "ticks", first, (uint32_t)(last - first + 1), job->panels > 1 ? 6 : 12,
                    BF_TICKS_FULL);
}

static bool write_script(const struct job *job)
{
    static const char *const array[] = {"panel_label", "panel_unit", "panel_low", "panel_high",
                                        "panel_step"};
    struct bf_script script;
    if (!bf_drawing_script(job->drawing, &script,
                           "Written by bedflow calibrate; calibrate.gp reads it.", job->err))
        return false;
    set_words(job, &script);
    set_days(job, &script);
    bf_script_number(&script, "panels", job->panels);
    for (size_t k = 0; k < sizeof array / sizeof array[0]; k++)
        bf_script_array(&script, array[k], job->panels);
    for (uint32_t m = 0; m < job->panels; m++)
        set_panel(job, &script, m);
    return bf_script_close(&script, job->err);
}

/* ---- drawing --------------------------------------------------------------------------- */

bool bf_calibration_draw(const struct bf_calibration_view *view,
                         const struct bf_run_identity *identity, struct bf_drawing *drawing,
                         struct bf_err *err)
{
    struct job job = {.view = view, .identity = identity, .drawing = drawing, .err = err};
    uint32_t measures = view->observed->measure_count;
    job.panels = measures < BF_CALIBRATION_PANELS ? measures : BF_CALIBRATION_PANELS;
    bf_drawing_add(drawing, "calibrate");
    return bf_drawing_begin(drawing, err) && write_table(&job) && write_script(&job) &&
           bf_drawing_end(drawing, err);
}
