/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answer_sweep.c -- what matters most in a sweep, and how a calibration ended. */
#include "answer.h"

#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { NUMBER = 64 };

/* ---- a sweep, a calibration ------------------------------------------------------------ */

const char *bf_answer_factor(const struct bf_dossier *d, const char *path)
{
    const struct bf_json_document *doc = &d->document;
    const struct bf_json_value *list = bf_json_at(doc, "factors");
    for (const struct bf_json_value *v = bf_json_first(doc, list); v != NULL;
         v = bf_json_next(doc, v)) {
        const struct bf_json_value *own = bf_json_member(doc, v, "path");
        const struct bf_json_value *label = bf_json_member(doc, v, "label");
        if (own != NULL && own->type == BF_JSON_TEXT && strcmp(own->text, path) == 0 &&
            label != NULL && label->type == BF_JSON_TEXT && label->text[0] != '\0')
            return label->text;
    }
    return path;
}

bool bf_answer_of_seasons(const struct bf_dossier *d)
{
    const struct bf_json_document *doc = &d->document;
    const struct bf_json_value *first = bf_json_first(doc, bf_json_at(doc, "factors"));
    if (first == NULL || bf_json_next(doc, first) != NULL) return false;
    const struct bf_json_value *path = bf_json_member(doc, first, "path");
    return path != NULL && path->type == BF_JSON_TEXT && strcmp(path->text, "season") == 0;
}

/* The measure that people ask about first, else the first there is. */
static const char *chief_measure(const struct bf_sheet *t)
{
    for (size_t row = 0; row < t->rows; row++)
        if (bf_dossier_is(t, row, "measure", "delayed_days")) return "delayed_days";
    return t->rows > 0 ? bf_dossier_text(t, 0, "measure") : "";
}

static void add_strongest(const struct bf_dossier *d, const struct bf_sheet *t, struct bf_text *out)
{
    const char *measure = chief_measure(t);
    size_t best = SIZE_MAX;
    double most = 0;
    char label[200], change[NUMBER], low[NUMBER], high[NUMBER];
    for (size_t row = 0; row < t->rows; row++) {
        double size = fabs(bf_dossier_number(t, row, "change"));
        if (!bf_dossier_is(t, row, "measure", measure) || !(size > most)) continue;
        best = row;
        most = size;
    }
    if (best == SIZE_MAX) return;
    double from = bf_dossier_number(t, best, "change_low");
    double to = bf_dossier_number(t, best, "change_high"), half = (to - from) / 2;
    bf_dossier_measure(d, bf_dossier_text(t, best, "service"), bf_dossier_text(t, best, "group"),
                       measure, label, sizeof label);
    bf_value_print(bf_dossier_number(t, best, "change"), half, change, sizeof change);
    bf_value_print(from, half, low, sizeof low);
    bf_value_print(to, half, high, sizeof high);
    bf_text_add(
        out,
        "Of the settings that were tried, “%s” moves “%s” most: from %s to %s it changes by "
        "%s %s (95%% interval: %s to %s)%s. ",
        bf_answer_factor(d, bf_dossier_text(t, best, "factor")), label,
        bf_dossier_text(t, best, "low"), bf_dossier_text(t, best, "high"), change,
        bf_dossier_text(t, best, "unit"), low, high,
        from < 0 && to > 0 ? ", so it is not decided in which direction" : "");
}

static void add_split(const struct bf_dossier *d, const struct bf_sheet *t, struct bf_text *out)
{
    const char *measure = chief_measure(t);
    for (size_t row = 0; row < t->rows; row++) {
        double share = bf_dossier_number(t, row, "input_share");
        if (!bf_dossier_is(t, row, "measure", measure) || isnan(share)) continue;
        char label[200];
        bf_dossier_measure(d, bf_dossier_text(t, row, "service"), bf_dossier_text(t, row, "group"),
                           measure, label, sizeof label);
        if (bf_answer_of_seasons(d))
            bf_text_add(out,
                        "Of the variance of “%s” between winters, %.0f%% is the season (95%% "
                        "interval: %.0f%% to %.0f%%), dates and sizes of events and demand; the "
                        "rest is chance, with what declared ranges of inputs leave open. ",
                        label, 100 * share, 100 * bf_dossier_number(t, row, "share_low"),
                        100 * bf_dossier_number(t, row, "share_high"));
        else
            bf_text_add(
                out,
                "If every point were equally likely, %.0f%% of the variance of “%s” between "
                "winters would come from these settings, and the rest would be chance. ",
                100 * share, label);
        return;
    }
}

void bf_answer_sweep(const struct bf_dossier *d, struct bf_text *out)
{
    struct bf_sheet effects, variance;
    if (bf_dossier_table(d, "effects.csv", &effects, out)) add_strongest(d, &effects, out);
    bf_answer_break(out);
    if (bf_dossier_table(d, "variance.csv", &variance, out)) add_split(d, &variance, out);
    bf_sheet_free(&effects);
    bf_sheet_free(&variance);
}

void bf_answer_calibration(const struct bf_dossier *d, struct bf_text *out)
{
    struct bf_sheet inputs, rows;
    size_t fitted = 0, held = 0, inside = 0;
    bool known = bf_dossier_table(d, "inputs.csv", &inputs, out);
    bool told = bf_dossier_table(d, "rows.csv", &rows, out);
    for (size_t row = 0; told && row < rows.rows; row++) {
        bool is_held = bf_dossier_is(&rows, row, "held_out", "1");
        held += is_held;
        fitted += !is_held;
        inside += is_held && bf_dossier_is(&rows, row, "inside", "1");
    }
    if (known)
        bf_text_add(out, "%zu %s fitted to %zu observed rows. ", inputs.rows,
                    inputs.rows == 1 ? "number was" : "numbers were", fitted);
    bf_answer_break(out);
    for (size_t row = 0; known && row < inputs.rows; row++) {
        double low = bf_dossier_number(&inputs, row, "low");
        double high = bf_dossier_number(&inputs, row, "high"), half = (high - low) / 2;
        char best[NUMBER], ends[2][NUMBER];
        bf_value_print(bf_dossier_number(&inputs, row, "best"), half, best, sizeof best);
        bf_value_print(low, half, ends[0], sizeof ends[0]);
        bf_value_print(high, half, ends[1], sizeof ends[1]);
        const char *end = bf_dossier_text(&inputs, row, "at_end");
        bf_text_add(out, "- %s: %s %s (95%% interval: %s to %s)",
                    bf_answer_factor(d, bf_dossier_text(&inputs, row, "path")), best,
                    bf_dossier_text(&inputs, row, "unit"), ends[0], ends[1]);
        if (end[0] != '\0')
            bf_text_add(out, ", at the %s end of its range: the data would like it %s", end,
                        strcmp(end, "low") == 0 ? "lower" : "higher");
        bf_text_add(out, "\n");
    }
    if (held > 0)
        bf_text_add(out,
                    "Of %zu rows that were kept back, %zu lie inside the range that nine in ten "
                    "should lie in. ",
                    held, inside);
    else if (told)
        bf_text_add(out, "No rows were kept back, so how well it predicts has not been tested. ");
    bf_sheet_free(&inputs);
    bf_sheet_free(&rows);
}
