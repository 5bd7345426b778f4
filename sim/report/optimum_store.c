/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/optimum_view.h"
#include "bedflow/report/result_json.h"

#include <math.h>

struct job {
    const struct bf_optimum_view *view;
    const struct bf_run_identity *identity;
};

static bool write_options(const void *subject, const char *path, struct bf_err *err)
{
    const struct bf_optimum_view *view = ((const struct job *)subject)->view;
    const struct bf_optimum *o = view->optimum;
    struct bf_text head = {.bytes = NULL};
    struct bf_csv csv;
    bf_text_add(&head, "option");
    for (uint32_t f = 0; f < o->factors->count; f++)
        bf_text_add(&head, ",%s", o->factors->factor[f].path);
    bf_text_add(&head, ",winters,cost,cost_low,cost_high,harm,harm_low,harm_high,standing,"
                       "meets_limits,on_frontier");
    if (!bf_csv_open_with(&csv, path, &head, err)) return false;
    for (uint32_t i = 0; i < o->systems.count; i++) {
        bf_csv_count(&csv, i + 1);
        for (uint32_t f = 0; f < o->factors->count; f++) {
            char text[BF_FACTOR_TEXT];
            bf_factor_text(&o->factors->factor[f], o->x[(size_t)i * o->factors->count + f], text);
            bf_csv_text(&csv, text);
        }
        bf_csv_count(&csv, o->selected.seen[i]);
        bf_csv_interval(&csv, &o->point[i].cost);
        bf_csv_interval(&csv, &o->point[i].harm);
        bf_csv_text(&csv, bf_standing_words(view, i));
        bf_csv_count(&csv, o->selected.meets[i]);
        bf_csv_count(&csv, o->point[i].on_frontier);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static bool write_frontier(const void *subject, const char *path, struct bf_err *err)
{
    const struct bf_optimum_view *view = ((const struct job *)subject)->view;
    const struct bf_optimum *o = view->optimum;
    const struct bf_interval none = {(double)NAN, (double)NAN, (double)NAN};
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path,
                     "option,cost,harm,spared,spared_low,spared_high,pounds_each,pounds_low,"
                     "pounds_high",
                     err))
        return false;
    for (uint32_t k = 0; k < o->frontier_count; k++) {
        struct bf_interval spared = none, each = none;
        if (k > 0) bf_frontier_step(o, o->frontier[k - 1], o->frontier[k], &spared, &each);
        bf_csv_count(&csv, o->frontier[k] + 1);
        bf_csv_number(&csv, o->point[o->frontier[k]].cost.estimate);
        bf_csv_number(&csv, o->point[o->frontier[k]].harm.estimate);
        bf_csv_interval(&csv, &spared);
        bf_csv_interval(&csv, spared.low > 0 ? &each : &none);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static bool write_worth(const void *subject, const char *path, struct bf_err *err)
{
    const struct bf_optimum_view *view = ((const struct job *)subject)->view;
    struct bf_text head = {.bytes = NULL};
    struct bf_csv csv;
    bf_text_add(&head, "option,winters,delayed_days_avoided,delayed_days_avoided_low,"
                       "delayed_days_avoided_high");
    for (int i = 0; i < BF_COMPARISON_WORTH; i++)
        bf_text_add(&head, ",%s", bf_comparison_worth_name[i]);
    if (!bf_csv_open_with(&csv, path, &head, err)) return false;
    uint32_t options = view->worth != NULL ? view->worth->decision->option_count : 0;
    for (uint32_t k = 1; k < options; k++) {
        struct bf_optimum_worth w;
        bf_optimum_worth_of(view, k, &w);
        bf_csv_count(&csv, view->worth_point[k - 1] + 1);
        bf_csv_count(&csv, view->worth->decision->pair_count);
        bf_csv_interval(&csv, &w.avoided);
        bf_csv_numbers(&csv, w.money, BF_COMPARISON_WORTH);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static bool write_json(const void *subject, const char *path, struct bf_err *err)
{
    const struct job *job = subject;
    struct bf_json json;
    if (!bf_json_begin(&json, path, job->identity, err)) return false;
    bf_json_optimum(&json, job->view, true);
    return bf_json_close(&json, err);
}

/* optimise.json comes last: a folder that has it is complete. */
static const struct bf_folder_file files[] = {{"options.csv", write_options},
                                              {"frontier.csv", write_frontier},
                                              {"worth.csv", write_worth},
                                              {"optimise.json", write_json}};

bool bf_optimum_write(const struct bf_optimum_view *view, const struct bf_run_identity *identity,
                      const char *dir, bool force, struct bf_err *err)
{
    const struct job job = {.view = view, .identity = identity};
    return bf_folder_write(dir, force, files, sizeof files / sizeof files[0], &job, err);
}
