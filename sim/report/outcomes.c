/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/outcomes.h"

#include "bedflow/report/csv.h"
#include "bedflow/report/table.h"
#include "bedflow/study/framework.h"

#include <math.h>
#include <string.h>

/* ---- the table on disk ----------------------------------------------------------------- */

static void write_row(struct bf_csv *csv, const struct bf_result *result,
                      const struct bf_judgement *j)
{
    const struct bf_framework_row *row = j->row;
    const struct bf_summary *s = &j->summary;
    const char *words[] = {row->name, row->label, row->definition,
                           result->catalogue->scalar[row->scalar].unit,
                           row->lower_is_better ? "lower" : "higher"};
    const double numbers[] = {row->target, row->amber, s->mean, s->mc_low,
                              s->mc_high,  s->p05,     s->p50,  s->p95};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        bf_csv_text(csv, words[i]);
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
        bf_csv_number(csv, numbers[i]);
    bf_csv_text(csv, bf_rag_names[j->rag]);
    bf_csv_count(csv, j->sure);
    for (int c = 0; c < BF_RAG_NONE; c++) {
        bf_csv_number(csv, j->chance[c].estimate);
        bf_csv_number(csv, j->chance[c].low);
        bf_csv_number(csv, j->chance[c].high);
    }
    bf_csv_count(csv, s->count);
    bf_csv_text(csv, row->source);
    bf_csv_text(csv, row->caution);
    bf_csv_end_row(csv);
}

bool bf_outcomes_write(const struct bf_result *result, const char *path, struct bf_err *err)
{
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path,
                     "outcome,label,definition,unit,better,target,amber,mean,mc_low,mc_high,p05,"
                     "p50,p95,status,sure,chance_green,chance_green_low,chance_green_high,"
                     "chance_amber,chance_amber_low,chance_amber_high,chance_red,chance_red_low,"
                     "chance_red_high,replications,source,caution",
                     err))
        return false;
    for (uint32_t k = 0; k < result->catalogue->framework_count; k++) {
        struct bf_judgement judgement;
        if (!bf_framework_judge(result, k, &judgement, err)) {
            struct bf_err ignored;
            bf_csv_close(&csv, &ignored);
            return false;
        }
        write_row(&csv, result, &judgement);
    }
    return bf_csv_close(&csv, err);
}

/* ---- the table on the screen ----------------------------------------------------------- */

enum { LABEL_WIDTH = 44, MEAN_WIDTH = 18, LINE_WIDTH = 10, STATUS_WIDTH = 8 };

static void cell(struct bf_text *out, const char *text, unsigned width, bool to_the_right)
{
    unsigned used = bf_text_width(text);
    int pad = used < width ? (int)(width - used) : 0;
    bf_text_add(out, "%*s%s%*s", to_the_right ? pad : 0, "", text, to_the_right ? 0 : pad, "");
}

static void chance_words(const struct bf_interval *chance, char text[], size_t size)
{
    if (isnan(chance->estimate))
        bf_format(text, size, "–");
    else
        bf_format(text, size, "%.0f%%", 100 * chance->estimate);
}

static void mean_words(const struct bf_summary *s, const char *unit, char text[], size_t size)
{
    char mean[64], error[64];
    double half = (s->mc_high - s->mc_low) / 2;
    bf_figure_print(s->mean, half, unit, mean, sizeof mean);
    bf_figure_print(half, half, unit, error, sizeof error);
    if (half > 0)
        bf_format(text, size, "%s ± %s", mean, error);
    else
        bf_format(text, size, "%s", mean);
}

static void add_row(struct bf_text *out, const struct bf_judgement *j, const char *unit)
{
    const struct bf_framework_row *row = j->row;
    char label[256], line[64], words[200], chance[3][16];
    bf_text_fit(row->label, LABEL_WIDTH - 1, label, sizeof label);
    mean_words(&j->summary, unit, words, sizeof words);
    bf_figure_print(row->target, (double)NAN, unit, line, sizeof line);
    for (int c = 0; c < 3; c++)
        chance_words(&j->chance[c], chance[c], sizeof chance[c]);
    cell(out, label, LABEL_WIDTH, false);
    cell(out, words, MEAN_WIDTH, true);
    cell(out, line, LINE_WIDTH, true);
    bf_format(words, sizeof words, "%s%s", j->rag == BF_RAG_NONE ? "–" : bf_rag_names[j->rag],
              j->sure || j->rag == BF_RAG_NONE ? "" : "?");
    bf_text_add(out, "  ");
    cell(out, words, STATUS_WIDTH, false);
    for (int c = 0; c < 3; c++)
        cell(out, chance[c], 6, true);
    bf_text_add(out, "\n");
}

void bf_outcomes_table(const struct bf_result *result, struct bf_text *out)
{
    const struct bf_catalogue *catalogue = result->catalogue;
    if (catalogue->framework_count == 0 || result->count == 0) return;
    bool doubt = false, caution = false;
    bf_text_add(out, "\n");
    cell(out, "Outcomes framework", LABEL_WIDTH, false);
    cell(out, "mean ± 95%", MEAN_WIDTH, true);
    cell(out, "target", LINE_WIDTH, true);
    bf_text_add(out, "  status   green amber   red\n");
    for (uint32_t k = 0; k < catalogue->framework_count; k++) {
        struct bf_judgement judgement;
        struct bf_err err;
        if (!bf_framework_judge(result, k, &judgement, &err)) {
            out->failed = true;
            return;
        }
        add_row(out, &judgement, catalogue->scalar[catalogue->framework[k].scalar].unit);
        doubt = doubt || (!judgement.sure && judgement.rag != BF_RAG_NONE);
        caution = caution || catalogue->framework[k].caution[0];
    }
    bf_text_add(out,
                "green, amber, red: the share of possible winters in which the figure is so\n");
    if (doubt)
        bf_text_add(out,
                    "?: the mean is too near a line to be sure; more replications would tell\n");
    for (uint32_t k = 0; caution && k < catalogue->framework_count; k++)
        if (catalogue->framework[k].caution[0])
            bf_text_add(out, "%s: %s\n", catalogue->framework[k].label,
                        catalogue->framework[k].caution);
}
