/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"

#include "bedflow/report/evidence.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { NUMBER = 64 };

/* ---- words ----------------------------------------------------------------------------- */

bool bf_answer_open(double low, double high)
{
    return low < 0 && high > 0;
}

double bf_answer_error(double estimate, double low, double high)
{
    double half = (high - low) / 2, shorter = fmin(estimate - low, high - estimate);
    return shorter > 0 && shorter < half ? shorter : half;
}

void bf_answer_pounds(double value, double error, char text[], size_t size)
{
    char plain[NUMBER];
    double step = error > 10 ? pow(10, floor(log10(error)) - 1) : 1;
    bf_value_print(round(fabs(value) / step) * step, fmax(error, 10), plain, sizeof plain);
    bf_format(text, size, "%s£%s", value < 0 && strcmp(plain, "0") != 0 ? "-" : "", plain);
}

void bf_answer_rounded(double value, double error, char text[], size_t size)
{
    double step = error > 10 ? pow(10, floor(log10(error)) - 1) : 0;
    bf_value_print(step > 0 ? round(value / step) * step : value, error, text, size);
}

void bf_answer_chance(double share, char text[], size_t size)
{
    if (isnan(share))
        bf_format(text, size, "–");
    else if (share > 0.99)
        bf_format(text, size, ">99%%");
    else if (share < 0.01)
        bf_format(text, size, "<1%%");
    else
        bf_format(text, size, "%.0f%%", 100 * share);
}

void bf_answer_share(double share, char text[], size_t size)
{
    if (share > 0 && share < 0.005)
        bf_format(text, size, "<1%%");
    else if (share > 0.995 && share < 1)
        bf_format(text, size, ">99%%");
    else
        bf_format(text, size, isnan(share) ? "–" : "%.0f%%", 100 * share);
}

/* ---- the answer and its doubt ---------------------------------------------------------- */

void bf_answer_break(struct bf_text *out)
{
    while (out->length > 0 && out->bytes[out->length - 1] == ' ')
        out->bytes[--out->length] = '\0';
    if (out->length > 0 && out->bytes[out->length - 1] != '\n') bf_text_add(out, "\n");
}

void bf_answer(const struct bf_dossier *d, struct bf_text *out)
{
    static void (*const answer[BF_DOSSIER_KINDS])(const struct bf_dossier *, struct bf_text *) = {
        [BF_DOSSIER_RUN] = bf_answer_run,
        [BF_DOSSIER_COMPARISON] = bf_answer_comparison,
        [BF_DOSSIER_SWEEP] = bf_answer_sweep,
        [BF_DOSSIER_CALIBRATION] = bf_answer_calibration,
        [BF_DOSSIER_OPTIMISATION] = bf_answer_optimum,
        [BF_DOSSIER_EXPLANATION] = bf_answer_explanation};
    answer[d->kind](d, out);
    if (out->length == 0)
        bf_text_add(out, "The results hold none of the measures that an answer is made of; see the "
                         "tables below.");
    bf_answer_break(out);
}

static void add_evidence_doubt(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_model *model = bf_dossier_model(d);
    size_t count[BF_EVIDENCE_COUNT];
    if (model == NULL) return;
    bf_evidence_count(&model->scenario.bound, count);
    const size_t none = count[BF_EVIDENCE_NONE];
    char stated[32], sourced[32], assumed[32];
    bf_value_print((double)(count[BF_EVIDENCE_SOURCE] + count[BF_EVIDENCE_ASSUMED] + none), 1,
                   stated, sizeof stated);
    bf_value_print((double)count[BF_EVIDENCE_SOURCE], 1, sourced, sizeof sourced);
    bf_value_print((double)count[BF_EVIDENCE_ASSUMED], 1, assumed, sizeof assumed);
    bf_text_add(out,
                "Of the %s numbers that the scenario states, %s have a source, %s are "
                "assumptions and %zu %s neither: the answer is as good as those.",
                stated, sourced, assumed, none, none == 1 ? "has" : "have");
}

void bf_answer_doubt(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_dossier_option *o = &d->option[0];
    bf_text_add(out, "How sure is this? It rests on %u simulated winter%s%s", o->finished,
                o->finished == 1 ? "" : "s", bf_dossier_each(d));
    if (d->kind > BF_DOSSIER_CALIBRATION) {
        bf_text_add(out, ", the same people in each. ");
    } else if (d->kind > BF_DOSSIER_COMPARISON) {
        bf_text_add(out, ". ");
    } else if (d->kind == BF_DOSSIER_COMPARISON) {
        bf_text_add(out, ", with the same people in every option. The intervals of "
                         "the main figures hold all at once with 95%% confidence. ");
    } else {
        char mean[NUMBER], error[NUMBER];
        if (o->finished > 1 && bf_answer_delayed(d, mean, error, sizeof mean))
            bf_text_add(out,
                        "; with many more the mean of %s could come out up to %s higher or "
                        "lower (95%% confidence)",
                        mean, error);
        bf_text_add(out, ". ");
    }
    if (o->stopped > 0)
        bf_text_add(out, "%u of %u replications stopped at a limit and are left out. ", o->stopped,
                    o->planned);
    if ((d->kind == BF_DOSSIER_OPTIMISATION ? bf_answer_fewest(d) : o->finished) < 20)
        bf_text_add(out, "So few replications make intervals and ranges rough. ");
    if (o->chance_only || d->fixed_inputs)
        bf_text_add(out, d->kind == BF_DOSSIER_SWEEP
                             ? "Inputs that were not varied are taken as exact. "
                             : "Inputs are taken as exact: the range is chance alone, and too "
                               "narrow. ");
    add_evidence_doubt(d, out);
}
