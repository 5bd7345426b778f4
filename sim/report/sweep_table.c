/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_table.h"
#include "bedflow/report/sweep_view.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { WHAT = 48, INTERVAL = 22, POINTS_SHOWN = 30, EFFECTS_SHOWN = 20 };

/* ---- numbers --------------------------------------------------------------------------- */

static void ends(double low, double high, double error, char text[], size_t size)
{
    char a[64], b[64];
    text[0] = '\0';
    if (isnan(low) || isnan(high)) return;
    bf_value_print(low, error, a, sizeof a);
    bf_value_print(high, error, b, sizeof b);
    bf_format(text, size, "%s to %s", a, b);
}

static void signed_number(double value, double error, char text[], size_t size)
{
    char plain[64];
    bf_value_print(value, error, plain, sizeof plain);
    bf_format(text, size, "%s%s", value > 0 && strcmp(plain, "0") != 0 ? "+" : "", plain);
}

static void percent(double share, char text[], size_t size)
{
    bf_format(text, size, "%.0f%%", 100 * share);
}

/* ---- points ---------------------------------------------------------------------------- */

static void point_words(const struct bf_sweep *s, uint32_t p, char text[], size_t size)
{
    text[0] = '\0';
    for (uint32_t f = 0; f < s->factors->count; f++) {
        char value[BF_FACTOR_TEXT];
        size_t used = strlen(text);
        bf_factor_words(&s->factors->factor[f], bf_design_point(s->design, p)[f], value);
        bf_format(text + used, size - used, "%s%s", f > 0 ? ", " : "", value);
    }
}

static void add_point(const struct bf_sweep *s, uint32_t m, uint32_t p, struct bf_text *out)
{
    const struct bf_summary *point = &s->of[m].point[p];
    char what[300], mean[64], error[64] = "", range[140];
    double half = (point->mc_high - point->mc_low) / 2;
    point_words(s, p, what, sizeof what);
    bf_table_cut_cell(out, what, WHAT);
    if (s->responses->refused[p].code != BF_OK || point->count == 0) {
        bf_text_add(out, "  %s\n",
                    point->count == 0 && s->responses->refused[p].code == BF_OK ? "did not run"
                                                                                : "refused");
        return;
    }
    bf_value_print(point->mean, half, mean, sizeof mean);
    if (half > 0) bf_value_print(half, half, error, sizeof error);
    char both[140];
    bf_format(both, sizeof both, "%s%s%s", mean, half > 0 ? " ± " : "", error);
    ends(point->p05, point->p95, half, range, sizeof range);
    bf_table_cell(out, both, INTERVAL, true);
    bf_table_cell(out, range, INTERVAL, true);
    bf_text_add(out, "\n");
}

static void add_points(const struct bf_sweep *s, uint32_t m, struct bf_text *out)
{
    bool random = s->design->kind != BF_DESIGN_GRID && s->design->kind != BF_DESIGN_LIST &&
                  s->design->kind != BF_DESIGN_ONE_AT_A_TIME;
    if (random || bf_sweep_of_seasons(s) || s->responses->points > POINTS_SHOWN) return;
    bf_table_cut_cell(out, "point", WHAT);
    bf_table_cell(out, "mean ± 95%", INTERVAL, true);
    bf_table_cell(out, "winters p05 to p95", INTERVAL, true);
    bf_text_add(out, "\n");
    for (uint32_t p = 0; p < s->responses->points; p++)
        add_point(s, m, p, out);
}

/* ---- effects --------------------------------------------------------------------------- */

/* Factors from the greatest effect (or total index) to the least; undefined ones last. */
static double weight(const struct bf_sweep_measure *of, uint32_t f)
{
    double by = of->indices ? of->indices[f].total.estimate : fabs(of->effect[f].change.estimate);
    return isnan(by) ? -1 : by;
}

static void rank(const struct bf_sweep_measure *of, uint32_t factors, uint32_t order[])
{
    for (uint32_t f = 0; f < factors; f++) {
        uint32_t at = f;
        for (; at > 0 && weight(of, order[at - 1]) < weight(of, f); at--)
            order[at] = order[at - 1];
        order[at] = f;
    }
}

static void add_effect(const struct bf_sweep *s, const struct bf_sweep_measure *of, uint32_t f,
                       struct bf_text *out)
{
    const struct bf_factor *factor = &s->factors->factor[f];
    struct bf_interval change = of->effect[f].change;
    char span[BF_FACTOR_TEXT], line[600], by[72], range[140];
    double half = (change.high - change.low) / 2;
    bf_factor_span(factor, span);
    if (isnan(change.estimate)) return;
    signed_number(change.estimate, half, by, sizeof by);
    ends(change.low, change.high, half, range, sizeof range);
    bf_format(line, sizeof line, "%s, %s: %s%s%s%s %s%s", factor->label, span, by,
              range[0] ? " (" : "", range, range[0] ? ")" : "",
              strcmp(of->measure->unit, "%") == 0 ? "percentage points" : of->measure->unit,
              change.low < 0 && change.high > 0 ? "; not decided in which direction" : "");
    bf_table_paragraph(out, line);
}

static void add_index(const struct bf_sweep *s, const struct bf_sweep_measure *of, uint32_t f,
                      struct bf_text *out)
{
    char own[32], low[32], high[32], alone[32], line[600];
    struct bf_interval total = of->indices[f].total, first = of->indices[f].first;
    if (isnan(total.estimate)) return;
    percent(fmax(0, total.estimate), own, sizeof own);
    percent(fmax(0, total.low), low, sizeof low);
    percent(fmax(0, total.high), high, sizeof high);
    percent(fmax(0, first.estimate), alone, sizeof alone);
    bf_format(line, sizeof line,
              "%s: %s (%s to %s) of the spread that inputs make; %s if only it varied",
              s->factors->factor[f].label, own, low, high, alone);
    bf_table_paragraph(out, line);
}

static void add_effects(const struct bf_sweep *s, const struct bf_sweep_measure *of,
                        struct bf_text *out)
{
    uint32_t order[BF_FACTORS_CAP], factors = s->factors->count;
    rank(of, factors, order);
    bool asked = s->design->kind == BF_DESIGN_GRID || s->design->kind == BF_DESIGN_ONE_AT_A_TIME;
    bf_text_add(out, "%s\n",
                s->design->kind == BF_DESIGN_ONE_AT_A_TIME
                    ? "How far each moves it, the others as in the scenario (95% of simulation "
                      "error):"
                : asked ? "How far each moves it, on average over the points (95% of simulation "
                          "error):"
                        : "How far each moves it, on average over all values (95% of simulation "
                          "and of the\nchoice of points; a straight line, bends left out):");
    for (uint32_t i = 0; i < factors && i < EFFECTS_SHOWN; i++)
        add_effect(s, of, order[i], out);
    if (factors > EFFECTS_SHOWN)
        bf_text_add(out, "and %u more in effects.csv\n", factors - EFFECTS_SHOWN);
    if (!of->indices) return;
    bf_table_paragraph(out,
                       "Sobol's indices, with interactions (95%; above 100% is error, which more "
                       "--points lessen):");
    for (uint32_t i = 0; i < factors && i < EFFECTS_SHOWN; i++)
        add_index(s, of, order[i], out);
}

/* ---- inputs and chance ----------------------------------------------------------------- */

bool bf_sweep_of_seasons(const struct bf_sweep *sweep)
{
    return sweep->factors->count == 1 && strcmp(sweep->factors->factor[0].path, "season") == 0;
}

void bf_sweep_split_words(const struct bf_sweep_view *view, uint32_t measure, char text[],
                          size_t size)
{
    const struct bf_sweep *s = view->sweep;
    const struct bf_sweep_measure *of = &s->of[measure];
    const struct bf_interval *share = &of->split.share;
    char what[200], input[32], low[32], high[32], chance[32];
    text[0] = '\0';
    if (isnan(share->estimate)) return;
    bf_comparison_measure(of->measure, what, sizeof what);
    percent(share->estimate, input, sizeof input);
    percent(share->low, low, sizeof low);
    percent(share->high, high, sizeof high);
    percent(1 - share->estimate, chance, sizeof chance);
    if (bf_sweep_of_seasons(s)) {
        bf_format(text, size,
                  "%s: of the spread between winters, %s (%s to %s) is the season, dates and sizes "
                  "of events and demand, and %s is chance%s.",
                  what, input, low, high, chance,
                  view->fixed_inputs ? "" : ", with what declared ranges of inputs leave open");
        return;
    }
    bool sample = s->design->kind != BF_DESIGN_GRID && s->design->kind != BF_DESIGN_LIST;
    if (sample)
        bf_format(text, size,
                  "%s: of the spread between winters, %s is inputs (%s to %s) and %s is chance.",
                  what, input, low, high, chance);
    else
        bf_format(text, size,
                  "%s: if every point were equally likely, %s of the spread between winters would "
                  "be inputs and %s chance.",
                  what, input, chance);
}

/* ---- the whole ------------------------------------------------------------------------- */

static void add_heading(const struct bf_sweep_view *view, struct bf_text *out)
{
    const struct bf_sweep *s = view->sweep;
    char line[500];
    if (bf_sweep_of_seasons(s)) {
        bf_format(line, sizeof line, "%s: %u seasons, %u histories of chance each",
                  view->title ? view->title : view->file, s->responses->points,
                  s->responses->replications);
        bf_table_paragraph(out, line);
        return;
    }
    bf_format(line, sizeof line, "%s: %u points (%s), %u possible winters each",
              view->title ? view->title : view->file, s->responses->points,
              bf_design_name(s->design->kind), s->responses->replications);
    bf_table_paragraph(out, line);
    for (uint32_t f = 0; f < s->factors->count; f++) {
        const struct bf_factor *factor = &s->factors->factor[f];
        char span[BF_FACTOR_TEXT], own[BF_FACTOR_TEXT] = "";
        bf_factor_span(factor, span);
        if (!isnan(factor->base)) bf_factor_words(factor, factor->base, own);
        bf_format(line, sizeof line, "%s = %s%s%s%s", factor->path, span,
                  own[0] ? " (the scenario says " : "", own, own[0] ? ")" : "");
        bf_table_paragraph(out, line);
    }
}

static void add_measure(const struct bf_sweep_view *view, uint32_t m, struct bf_text *out)
{
    const struct bf_sweep *s = view->sweep;
    char what[200], words[400];
    bf_comparison_measure(s->of[m].measure, what, sizeof what);
    bf_text_add(out, "\n%s, %s\n", what, s->of[m].measure->unit);
    add_points(s, m, out);
    if (s->design->kind != BF_DESIGN_GRID || s->factors->count > 1) add_effects(s, &s->of[m], out);
    bf_sweep_split_words(view, m, words, sizeof words);
    if (words[0]) bf_table_paragraph(out, words);
}

void bf_sweep_table(const struct bf_sweep_view *view, struct bf_text *out)
{
    const struct bf_sweep *s = view->sweep;
    enum { MEASURES_SHOWN = 3 };
    add_heading(view, out);
    for (uint32_t m = 0; m < s->measures && m < MEASURES_SHOWN; m++)
        add_measure(view, m, out);
    bf_text_add(out, "\n");
    if (s->measures > MEASURES_SHOWN)
        bf_text_add(out, "%u more measures are in response.csv and effects.csv\n",
                    s->measures - MEASURES_SHOWN);
    if (view->chance_only)
        bf_text_add(out, "chance only: inputs that were not swept are assumed exact\n");
}
