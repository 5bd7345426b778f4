/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/explanation_store.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/explanation_json.h"
#include "bedflow/report/result_json.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"

#include <inttypes.h>
#include <math.h>

struct job {
    const struct bf_explanation_view *view;
    const struct bf_run_identity *identity;
};

/* ---- tables ---------------------------------------------------------------------------- */

static void end_with_interval(struct bf_csv *csv, const struct bf_interval *i)
{
    bf_csv_interval(csv, i);
    bf_csv_end_row(csv);
}

static void put_total(struct bf_csv *csv, const char *kind, const char *label,
                      const struct bf_interval *i)
{
    bf_csv_text(csv, "");
    bf_csv_text(csv, kind);
    bf_csv_text(csv, label);
    bf_csv_text(csv, "");
    bf_csv_text(csv, "");
    end_with_interval(csv, i);
}

static bool write_causes(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    static const char *const kind[] = {[BF_CAUSE_CHANGE] = "change",
                                       [BF_CAUSE_PURCHASE] = "purchase",
                                       [BF_CAUSE_POLICY] = "policy"};
    const struct bf_explanation *x = job->view->explanation;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path, "name,kind,label,from,to,estimate,low,high", err)) return false;
    put_total(&csv, "without_all", "without all of these", &x->with_none);
    for (uint32_t i = 0; i < x->cause_count; i++) {
        const struct bf_cause *cause = &job->view->model->network.cause[x->cause[i].cause];
        bf_csv_text(&csv, cause->name);
        bf_csv_text(&csv, kind[cause->kind]);
        bf_csv_text(&csv, cause->label);
        char day[BF_DAY_TEXT] = "";
        if (cause->kind != BF_CAUSE_POLICY) bf_day_print(cause->from, day);
        bf_csv_text(&csv, day);
        day[0] = '\0';
        if (cause->kind != BF_CAUSE_POLICY && cause->to != BF_DAY_NONE)
            bf_day_print(cause->to, day);
        bf_csv_text(&csv, day);
        end_with_interval(&csv, &x->cause[i].share);
    }
    if (!x->shapley) put_total(&csv, "together", "only together", &x->together);
    put_total(&csv, "difference", "all of them", &x->difference);
    put_total(&csv, "with_all", "as it was", &x->with_all);
    return bf_csv_close(&csv, err);
}

static bool write_contrasts(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    const struct bf_catalogue *c = &job->view->model->measures.catalogue;
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path,
                     "service,group,measure,unit,in_window,ordinary,difference,low,high", err))
        return false;
    for (uint32_t i = 0; i < c->daily_count; i++) {
        const struct bf_contrast *s = &job->view->explanation->series[i];
        bf_csv_measure(&csv, &c->daily[i]);
        bf_csv_number(&csv, s->in.estimate);
        bf_csv_number(&csv, s->ordinary.estimate);
        end_with_interval(&csv, &s->difference);
    }
    return bf_csv_close(&csv, err);
}

static bool write_json(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    const struct bf_explanation_view *v = job->view;
    struct bf_json json;
    struct bf_text words = {.bytes = NULL};
    bf_explanation_words(v, &words);
    bool ok = bf_json_begin(&json, path, job->identity, err);
    if (ok) {
        bf_json_text(&json, "explained", v->folder);
        bf_json_text(&json, "title", v->title);
        bf_json_text(&json, "file", v->file);
        bf_json_text(&json, "text", v->model->scenario.resolved);
        bf_json_count(&json, "warm_up_days", v->warm_up_days);
        bf_json_flag(&json, "fixed_inputs", v->fixed_inputs);
        bf_json_explanation(&json, v);
        bf_json_text(&json, "words", words.bytes ? words.bytes : "");
        bf_sink_whole(&json.sink, &words);
        ok = bf_json_close(&json, err);
    }
    bf_text_free(&words);
    return ok;
}

static const struct bf_folder_file files[] = {{"causes.csv", write_causes},
                                              {"contrasts.csv", write_contrasts},
                                              {"explanation.json", write_json}};

bool bf_explanation_write(const struct bf_explanation_view *view,
                          const struct bf_run_identity *identity, const char *dir, bool force,
                          struct bf_err *err)
{
    const struct job job = {.view = view, .identity = identity};
    return bf_folder_write(dir, force, files, sizeof files / sizeof files[0], &job, err);
}

/* ---- the picture ----------------------------------------------------------------------- */

#define BARS_CAP (BF_EXPLANATION_BARS + 4)

struct bar {
    char label[120];
    struct bf_interval share;
    double from, to; /* where it begins and ends */
    int kind;        /* 0 a level, 1 more, 2 less */
};
struct bars {
    struct bar bar[BARS_CAP];
    uint32_t count;
    double low, high;
};

static void add_bar(struct bars *b, const char *label, const struct bf_interval *share, double from,
                    bool level)
{
    struct bar *bar = &b->bar[b->count++];
    bf_format(bar->label, sizeof bar->label, "%s", label);
    bar->share = *share;
    bar->from = level ? 0 : from;
    bar->to = level ? share->estimate : from + share->estimate;
    bar->kind = level ? 0 : share->estimate > 0 ? 1 : 2;
    double half = isnan(share->low) ? 0 : (share->high - share->low) / 2;
    b->low = fmin(b->low, fmin(level ? bar->to : bar->from, bar->to) - half);
    b->high = fmax(b->high, fmax(bar->from, bar->to) + half);
}

/* What the causes that have no bar of their own did, replication by replication. */
static bool sum_others(const struct bf_explanation *x, uint32_t first, struct bf_interval *sum)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < x->replications; r++) {
        double own = 0;
        for (uint32_t i = first; i < x->cause_count; i++)
            own += x->share[(size_t)i * x->replications + r];
        bf_tally_add(&tally, own);
    }
    *sum = bf_interval_of_mean(&tally, 0.95);
    return first < x->cause_count;
}

static void make_bars(const struct bf_explanation_view *v, struct bars *b)
{
    const struct bf_explanation *x = v->explanation;
    uint32_t own = x->cause_count <= BF_EXPLANATION_BARS ? x->cause_count : BF_EXPLANATION_BARS - 1;
    struct bf_interval others;
    char label[80];
    *b = (struct bars){.low = HUGE_VAL, .high = -HUGE_VAL};
    add_bar(b, "Without all of these", &x->with_none, 0, true);
    double at = x->with_none.estimate;
    for (uint32_t i = 0; i < own; i++) {
        add_bar(b, v->model->network.cause[x->cause[i].cause].label, &x->cause[i].share, at, false);
        at += x->cause[i].share.estimate;
    }
    if (sum_others(x, own, &others)) {
        bf_format(label, sizeof label, "The other %u", x->cause_count - own);
        add_bar(b, label, &others, at, false);
        at += others.estimate;
    }
    if (!x->shapley && x->cause_count > 0) add_bar(b, "Only together", &x->together, at, false);
    add_bar(b, "As it was", &x->with_all, 0, true);
}

static bool write_bars(const struct bars *b, const char *plots, struct bf_err *err)
{
    struct bf_csv csv;
    char path[BF_FILE_CAP];
    if (!bf_path_join(path, plots, "data/causes.csv", err) ||
        !bf_csv_open(&csv, path, "bar,from,to,low,high,kind", err))
        return false;
    for (uint32_t i = 0; i < b->count; i++) {
        const struct bar *bar = &b->bar[i];
        double move = bar->to - bar->share.estimate;
        bf_csv_count(&csv, i + 1);
        bf_csv_number(&csv, bar->from);
        bf_csv_number(&csv, bar->to);
        bf_csv_number(&csv, bar->share.low + move);
        bf_csv_number(&csv, bar->share.high + move);
        bf_csv_count(&csv, (uint64_t)bar->kind);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static void set_words(const struct bf_explanation_view *v, const struct bf_run_identity *identity,
                      struct bf_script *script)
{
    const struct bf_explanation *x = v->explanation;
    char days[80], what[200], title[400], footer[500];
    struct bf_text sentence = {.bytes = NULL};
    bf_explanation_days(x, days, sizeof days);
    bf_explanation_measure(v, what, sizeof what);
    bf_format(title, sizeof title, "%s, %s: what made it so", what, days);
    bf_explanation_sentence(v, &sentence);
    bf_script_title(script, "headline", title, 92, 2);
    bf_script_wrapped(script, "below", sentence.bytes ? sentence.bytes : "", 132, 3);
    bf_sink_whole(&script->sink, &sentence);
    bf_text_free(&sentence);
    bf_script_wrapped(
        script, "caption",
        x->shapley ? "Each bar begins where the one above it ends; the line across its end is the "
                     "95% interval of its length. Shares are averaged over all orders in which "
                     "causes could come (Shapley), the same people in every run. The scale need "
                     "not begin at 0."
                   : "Each bar begins where the one above it ends; the line across its end is the "
                     "95% interval of its length. Each cause was switched off by itself, the same "
                     "people in every run; the rest is what they do only together. The scale need "
                     "not begin at 0.",
        150, 2);
    bf_format(footer, sizeof footer,
              "%s | seed %" PRIu64 " | %u runs of %u replications | bedflow %s (%.12s)",
              v->title ? v->title : "Untitled", v->seed, x->runs, x->replications,
              identity->version, identity->commit ? identity->commit : "unknown");
    bf_script_wrapped(script, "footer", footer, 175, 1);
    bf_script_text(script, "unit", v->model->measures.catalogue.daily[x->column].unit);
}

static void set_bars(const struct bars *b, struct bf_script *script)
{
    struct bf_axis axis = bf_axis_for(b->low, b->high, b->low < 0.3 * b->high);
    bf_script_number(script, "bars", b->count);
    bf_script_number(script, "axis_low", axis.bottom);
    bf_script_number(script, "axis_high", axis.top);
    bf_script_number(script, "axis_step", axis.step);
    bf_script_array(script, "bar_label", b->count);
    bf_script_array(script, "bar_value", b->count);
    for (uint32_t i = 0; i < b->count; i++) {
        const struct bar *bar = &b->bar[i];
        double half = (bar->share.high - bar->share.low) / 2;
        char plain[60], value[64];
        bf_script_wrapped(script, "one_label", bar->label, 44, 1);
        bf_sink_format(&script->sink, "bar_label[%u] = one_label\n", i + 1);
        bf_value_print(bar->share.estimate, half > 0 ? half : (double)NAN, plain, sizeof plain);
        bf_format(value, sizeof value, "%s%s", bar->kind && bar->share.estimate > 0 ? "+" : "",
                  plain);
        bf_script_array_text(script, "bar_value", i + 1, value);
    }
}

bool bf_explanation_draw(const struct bf_explanation_view *v,
                         const struct bf_run_identity *identity, struct bf_drawing *drawing,
                         struct bf_err *err)
{
    struct bars bars;
    struct bf_script script;
    make_bars(v, &bars);
    bf_drawing_add(drawing, "explain");
    if (!bf_drawing_begin(drawing, err) || !write_bars(&bars, drawing->plots, err) ||
        !bf_drawing_script(drawing, &script, "Written by bedflow explain; explain.gp reads it.",
                           err))
        return false;
    set_words(v, identity, &script);
    set_bars(&bars, &script);
    return bf_script_close(&script, err) && bf_drawing_end(drawing, err);
}
