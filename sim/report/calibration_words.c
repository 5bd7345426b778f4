/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/calibration_words.h"

#include "bedflow/report/table.h"
#include "bedflow/study/skill.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#define MEMBER       0.3  /* of the largest part of a direction: belongs to it */
#define UNKNOWN      0.45 /* one sd along a direction, of a range -1..1: not told by the data */
#define LOOSE        0.12 /* and at least so far, and so much farther than the best known one: */
#define LOOSER       6.0  /* known together better than apart */
#define WHOLLY       0.85 /* of an input lies along unknown directions: nothing is known of it */
#define LITTLE       0.75 /* of the range's own spread left: little was learned */
#define ROUGH        0.25 /* of a row's variance is the emulator's: say so */
#define SURFACE_OFF  1.0  /* sd's between emulator and model at the best place: say so */
#define ROWS_TO_TELL 40u
#define WIDE         96u

/* ---- paragraphs ------------------------------------------------------------------------ */

/* "- text", broken at spaces, indented below the first line. */
static void add_point(struct bf_text *out, const char *text)
{
    size_t at = 0, length = strlen(text), width = WIDE - 2;
    for (bool first = true; at < length; first = false) {
        size_t take = length - at;
        if (take > width) {
            for (take = width; take > 0 && text[at + take] != ' ';)
                take--;
            if (take == 0) take = strcspn(text + at, " ");
        }
        bf_text_add(out, "%s%.*s\n", first ? "- " : "  ", (int)take, text + at);
        at += take;
        at += strspn(text + at, " ");
    }
}

static const char *path_of(const struct bf_calibration_view *v, uint32_t j)
{
    return v->factors->factor[j].path;
}

static void value_of(const struct bf_calibration_view *v, uint32_t j, double x,
                     char text[BF_FACTOR_TEXT])
{
    bf_factor_words(&v->factors->factor[j], x, text);
}

/* ---- what the data cannot tell --------------------------------------------------------- */

/* Inputs that belong to a direction, the largest part first; returns how many. */
static uint32_t members_of(const double vector[], uint32_t inputs, uint32_t member[])
{
    uint32_t count = 0;
    double most = 0;
    for (uint32_t j = 0; j < inputs; j++)
        most = fmax(most, fabs(vector[j]));
    for (uint32_t j = 0; j < inputs; j++) {
        if (fabs(vector[j]) < MEMBER * most) continue;
        uint32_t k = count++;
        for (; k > 0 && fabs(vector[member[k - 1]]) < fabs(vector[j]); k--)
            member[k] = member[k - 1];
        member[k] = j;
    }
    return count;
}

/* Step of an input when one goes `along` a direction, in per cent of its best value (of its
 * range if that is 0). */
static double percent(const struct bf_calibration_view *v, const double vector[], uint32_t j,
                      double along)
{
    const struct bf_factor *f = &v->factors->factor[j];
    double best = fabs(v->calibration->input[j].best);
    double step = along * vector[j] * (f->high - f->low) / 2;
    return 100 * step / (best > 0 ? best : f->high - f->low);
}

/* How far to go so that the first member moves by 10%, or as far as the data let. */
static double example_step(const struct bf_calibration_view *v, const double vector[],
                           uint32_t first, double reach)
{
    double unit = fabs(percent(v, vector, first, 1));
    double along = unit > 0 ? 10 / unit : reach;
    return fmin(along, reach) * (vector[first] < 0 ? -1 : 1);
}

static void add_names(const struct bf_calibration_view *v, const uint32_t member[], uint32_t count,
                      const char *between, char text[], size_t size)
{
    text[0] = '\0';
    for (uint32_t k = 0; k < count; k++) {
        size_t used = strlen(text);
        bf_format(text + used, size - used, "%s%s",
                  k == 0          ? ""
                  : k + 1 < count ? ", "
                                  : between,
                  path_of(v, member[k]));
    }
}

static void add_moves(const struct bf_calibration_view *v, const double vector[],
                      const uint32_t member[], uint32_t count, double reach, char text[],
                      size_t size)
{
    double along = example_step(v, vector, member[0], reach);
    char share[40];
    text[0] = '\0';
    for (uint32_t k = 0; k < count; k++) {
        size_t used = strlen(text);
        double by = percent(v, vector, member[k], along);
        bf_value_print(fabs(by), fabs(by), share, sizeof share);
        bf_format(text + used, size - used, "%s%s %s by %s%%",
                  k == 0          ? ""
                  : k + 1 < count ? ", "
                                  : " and ",
                  by > 0 ? "raising" : "lowering", path_of(v, member[k]), share);
    }
}

static void tell_blind(const struct bf_calibration_view *v, uint32_t j, struct bf_text *out)
{
    const struct bf_calibrated_input *in = &v->calibration->input[j];
    char low[BF_FACTOR_TEXT], high[BF_FACTOR_TEXT], text[600];
    value_of(v, j, in->low, low);
    value_of(v, j, in->high, high);
    bf_format(text, sizeof text,
              "These data say next to nothing about %s: anything from %s to %s fits as well.",
              path_of(v, j), low, high);
    add_point(out, text);
}

static void tell_direction(const struct bf_calibration_view *v, const double vector[], double reach,
                           bool severe, const uint32_t member[], uint32_t count,
                           struct bf_text *out)
{
    char names[600], moves[800], text[1800];
    add_names(v, member, count, severe ? " from " : " and ", names, sizeof names);
    add_moves(v, vector, member, count, reach, moves, sizeof moves);
    if (severe)
        bf_format(text, sizeof text,
                  "These data cannot tell %s: %s fits equally well. Find out one of them by other "
                  "means, or fix it.",
                  names, moves);
    else
        bf_format(text, sizeof text,
                  "%s are known better together than apart: %s changes the fit by no more than "
                  "chance does.",
                  names, moves);
    add_point(out, text);
}

/* Inputs that lie wholly in what the data do not see. */
static void tell_blinds(const struct bf_calibration_view *v, const double vector[],
                        const double reach[], bool told[], struct bf_text *out)
{
    uint32_t n = v->calibration->inputs;
    for (uint32_t j = 0; j < n; j++) {
        double unseen = 0;
        for (uint32_t k = 0; k < n; k++)
            if (reach[k] > UNKNOWN) unseen += vector[k * n + j] * vector[k * n + j];
        if (unseen < WHOLLY) continue;
        told[j] = true;
        tell_blind(v, j, out);
    }
}

static void tell_unknown(const struct bf_calibration_view *v, struct bf_text *out)
{
    const struct bf_calibration *c = v->calibration;
    double vector[BF_EMULATOR_INPUTS * BF_EMULATOR_INPUTS], reach[BF_EMULATOR_INPUTS];
    bool told[BF_EMULATOR_INPUTS] = {false};
    if (!bf_information_directions(c->information, c->inputs, vector, reach)) {
        out->failed = true; /* without memory what is not known cannot be said */
        return;
    }
    tell_blinds(v, vector, reach, told, out);
    for (uint32_t k = 0; k < c->inputs; k++) {
        uint32_t member[BF_EMULATOR_INPUTS], fresh = 0;
        const double *along = vector + (size_t)k * c->inputs;
        uint32_t count = members_of(along, c->inputs, member);
        bool severe = reach[k] > UNKNOWN;
        bool loose = reach[k] > LOOSE && reach[k] > LOOSER * reach[c->inputs - 1];
        for (uint32_t i = 0; i < count; i++)
            fresh += !told[member[i]];
        if (count < 2 || fresh < 2 || (!severe && !loose)) continue;
        tell_direction(v, along, reach[k], severe, member, count, out);
        for (uint32_t i = 0; i < count; i++)
            told[member[i]] = true;
    }
    for (uint32_t j = 0; j < c->inputs; j++) {
        char text[500];
        if (told[j] || c->input[j].left < LITTLE) continue;
        bf_format(text, sizeof text,
                  "Little was learned about %s: its interval is nearly the range that was typed.",
                  path_of(v, j));
        add_point(out, text);
    }
}

static void tell_bounds(const struct bf_calibration_view *v, struct bf_text *out)
{
    for (uint32_t j = 0; j < v->calibration->inputs; j++) {
        const struct bf_calibrated_input *in = &v->calibration->input[j];
        char text[600], value[BF_FACTOR_TEXT];
        if (!in->at_low && !in->at_high) continue;
        value_of(v, j, in->best, value);
        bf_format(text, sizeof text,
                  "%s is at the %s end of its range, %s: the data would like it %s. Widen the "
                  "range if the world allows it; if not, something else in the scenario is off.",
                  path_of(v, j), in->at_low ? "low" : "high", value,
                  in->at_low ? "lower" : "higher");
        add_point(out, text);
    }
}

static void tell_method(const struct bf_calibration_view *v, struct bf_text *out)
{
    const struct bf_calibration *c = v->calibration;
    char text[600], share[40];
    if (c->discrepancy > 0.1) {
        bf_format(text, sizeof text,
                  "The model is off by %.0f%% of the values beyond chance. Look whether observed "
                  "and modelled count the same before believing these inputs.",
                  100 * c->discrepancy);
        add_point(out, text);
    }
    if (c->emulator_share > ROUGH || c->emulator_off > SURFACE_OFF) {
        bf_format(text, sizeof text,
                  "The surface through the runs is rough: its error is %.0f%% of what a row may "
                  "differ by, and it is %.1f standard deviations from the model at the best "
                  "place. Narrow the ranges, or give more points (--budget) or --reps.",
                  100 * c->emulator_share, c->emulator_off);
        add_point(out, text);
    }
    if (c->edge)
        add_point(out, "The interval of some input ends where the points of the search end: the "
                       "search was misled at first. Give more points (--budget), or calibrate "
                       "again from a range around this result.");
    if (v->observed->fit_count <= c->inputs) {
        bf_value_print(100 * c->discrepancy, 100 * c->discrepancy, share, sizeof share);
        bf_format(text, sizeof text,
                  "%u fitted rows for %u inputs: whether the model fits cannot be seen, and its "
                  "discrepancy is taken as %s%%.",
                  v->observed->fit_count, c->inputs, share);
        add_point(out, text);
    }
}

static void tell_definitions(const struct bf_calibration_view *v, struct bf_text *out)
{
    for (uint32_t m = 0; m < v->observed->measure_count; m++) {
        const struct bf_observed_measure *measure = &v->observed->measure[m];
        char text[1200];
        bool low = strncmp(measure->comparability, "low", 3) == 0;
        if (measure->definition[0] != '\0' && !low) continue;
        bf_format(text, sizeof text, "%s: the model counts \"%s\"; observed is \"%s\"%s%s.",
                  measure->text, measure->help,
                  measure->definition[0] ? measure->definition : "not said",
                  measure->comparability[0] ? "; comparability " : "", measure->comparability);
        add_point(out, text);
    }
}

void bf_calibration_warnings(const struct bf_calibration_view *v, struct bf_text *out)
{
    tell_unknown(v, out);
    tell_bounds(v, out);
    tell_method(v, out);
    tell_definitions(v, out);
}

/* ---- tables ---------------------------------------------------------------------------- */

/* "2021-10-01 to 2021-12-31", or one day. */
static void days_words(const struct bf_observed_row *row, char text[], size_t size)
{
    char from[BF_DAY_TEXT], to[BF_DAY_TEXT];
    bf_day_print(row->from, from);
    bf_day_print(row->to, to);
    if (row->from == row->to)
        bf_format(text, size, "%s", from);
    else
        bf_format(text, size, "%s to %s", from, to);
}

static void add_padded(struct bf_text *out, const char *text, unsigned columns)
{
    unsigned width = bf_text_width(text);
    bf_text_add(out, "%s%*s", text, width < columns ? (int)(columns - width) : 0, "");
}

/* The end of a name that is too long, since paths differ there. */
static void add_name(struct bf_text *out, const char *text, unsigned columns)
{
    char cut[160];
    size_t length = strlen(text);
    if (length > columns)
        bf_format(cut, sizeof cut, "...%s", text + length - (columns - 3));
    else
        bf_format(cut, sizeof cut, "%s", text);
    add_padded(out, cut, columns);
}

static void tell_inputs(const struct bf_calibration_view *v, struct bf_text *out)
{
    const struct bf_calibration *c = v->calibration;
    bf_text_add(out, "\n%-40s %-22s %-25s %s\n", "input", "best", "95% interval", "learned");
    for (uint32_t j = 0; j < c->inputs; j++) {
        const struct bf_calibrated_input *in = &c->input[j];
        char best[BF_FACTOR_TEXT], low[BF_FACTOR_TEXT], high[BF_FACTOR_TEXT], both[80];
        value_of(v, j, in->best, best);
        bf_value_print(in->low, in->sd / 10, low, sizeof low);
        bf_value_print(in->high, in->sd / 10, high, sizeof high);
        bf_format(both, sizeof both, "%s to %s", low, high);
        add_name(out, path_of(v, j), 40);
        bf_text_add(out, " ");
        add_padded(out, best, 22);
        bf_text_add(out, " ");
        add_padded(out, both, 25);
        bf_text_add(out, " %.0f%%\n", 100 * fmax(0, 1 - in->left));
    }
    if (c->inputs < 2) return;
    bf_text_add(out, "correlation:");
    for (uint32_t j = 1; j < c->inputs; j++)
        for (uint32_t k = 0; k < j; k++)
            bf_text_add(out, " %u-%u %+.2f", k + 1, j + 1, c->correlation[j * c->inputs + k]);
    bf_text_add(out, "\n");
}

static void tell_row(const struct bf_calibration_view *v, uint32_t i, struct bf_text *out)
{
    const struct bf_observed_row *o = &v->observed->row[i];
    const struct bf_calibrated_row *row = &v->calibration->row[i];
    char days[40], observed[40], modelled[40], low[40], high[40], both[90];
    double error = (row->p95 - row->p05) / 2;
    days_words(o, days, sizeof days);
    bf_value_print(o->value, error / 10, observed, sizeof observed);
    bf_value_print(row->modelled, error / 10, modelled, sizeof modelled);
    bf_value_print(row->p05, error / 10, low, sizeof low);
    bf_value_print(row->p95, error / 10, high, sizeof high);
    bf_format(both, sizeof both, "%s to %s", low, high);
    bool inside = row->p05 <= o->value && o->value <= row->p95;
    const char *where = inside ? "" : o->value < row->p05 ? "below" : "above";
    bf_text_add(out, "  %-26s %10s %10s   %s", days, observed, modelled, both);
    if (!inside || o->held_out)
        bf_text_add(out, "%*s%s%s%s",
                    bf_text_width(both) < 22 ? (int)(23 - bf_text_width(both)) : 1, "", where,
                    !inside && o->held_out ? ", " : "", o->held_out ? "held out" : "");
    bf_text_add(out, "\n");
}

static void tell_rows(const struct bf_calibration_view *v, struct bf_text *out)
{
    const struct bf_observed *o = v->observed;
    if (o->row_count > ROWS_TO_TELL) {
        bf_text_add(out, "\nRow by row: rows.csv\n");
        return;
    }
    bf_text_add(out, "\n  %-26s %10s %10s   %s\n", "", "observed", "modelled", "90% predicted");
    for (uint32_t m = 0; m < o->measure_count; m++) {
        const struct bf_observed_measure *measure = &o->measure[m];
        char name[100];
        bf_text_quote(name, sizeof name, measure->text);
        bf_text_add(out, "%s, %s%s\n", name, measure->total ? "total of the days" : "mean, ",
                    measure->total ? "" : measure->unit);
        for (uint32_t i = 0; i < o->row_count; i++)
            if (o->row[i].measure == m) tell_row(v, i, out);
    }
}

static void tell_share(const struct bf_skill *s, const char *what, struct bf_text *out)
{
    bf_text_add(out, "%s: %u of %u within their 90%% intervals", what, s->inside, s->rows);
    bf_text_add(out, " (%.0f%%; 95%% interval of that share %.0f to %.0f%%)\n",
                100 * s->coverage.estimate, 100 * s->coverage.low, 100 * s->coverage.high);
}

static void tell_scores(const struct bf_calibration_view *v, struct bf_text *out)
{
    const struct bf_observed *o = v->observed;
    struct bf_skill fitted = bf_skill_all(o, v->calibration, false);
    struct bf_skill held = bf_skill_all(o, v->calibration, true);
    bf_text_add(out, "\n");
    tell_share(&fitted, "Fitted rows", out);
    if (held.rows == 0) {
        bf_text_add(out, "No rows were held out: that it fits is no sign that it predicts "
                         "(--hold-out FROM..TO).\n");
        return;
    }
    tell_share(&held, "Held-out rows", out);
    for (uint32_t m = 0; m < o->measure_count; m++) {
        struct bf_skill s = bf_skill_of(o, v->calibration, m, true);
        char name[60], score[40], always[40], last[40];
        if (s.rows == 0) continue;
        bf_text_quote(name, sizeof name, o->measure[m].text);
        bf_value_print(s.crps, (double)NAN, score, sizeof score);
        bf_value_print(s.as_always, (double)NAN, always, sizeof always);
        bf_value_print(s.as_last, (double)NAN, last, sizeof last);
        bf_text_add(out, "  %s: score %s", name, score);
        if (isnan(s.skill))
            bf_text_add(out,
                        "; nothing of it was fitted, so there is nothing to hold it against\n");
        else
            bf_text_add(out, "; %s \"as always\", %s \"as last\": %s than the better of them\n",
                        always, last, s.skill > 0 ? "better" : "no better");
    }
    bf_text_add(out,
                "Score: mean distance from what happened, in the measure's unit, less half the "
                "spread (CRPS).\n");
}

static void tell_fit(const struct bf_calibration_view *v, struct bf_text *out)
{
    const struct bf_calibration *c = v->calibration;
    int64_t free = (int64_t)v->observed->fit_count - c->inputs;
    char squares[40], share[40];
    bf_value_print(c->squares, (double)NAN, squares, sizeof squares);
    bf_value_print(100 * c->discrepancy, 100 * c->discrepancy, share, sizeof share);
    bf_text_add(out, "Weighted squares %s", squares);
    if (free > 0)
        bf_text_add(out, "; %lld would be right for %u rows and %u %s", (long long)free,
                    v->observed->fit_count, c->inputs, c->inputs == 1 ? "input" : "inputs");
    bf_text_add(out, ".\n");
    if (c->discrepancy_found)
        bf_text_add(out,
                    "Beyond chance the model is off by %s%% of each value (from the misfit); all "
                    "intervals have it.\n",
                    share);
    else if (c->discrepancy > 0)
        bf_text_add(out, "A discrepancy of %s%% of each value is taken, as asked for.\n", share);
    else
        bf_text_add(out, "Chance and the rows' own errors explain all the misfit.\n");
}

void bf_calibration_words(const struct bf_calibration_view *v, struct bf_text *out)
{
    const struct bf_observed *o = v->observed;
    const struct bf_calibration *c = v->calibration;
    char first[BF_DAY_TEXT], last[BF_DAY_TEXT];
    struct bf_text warnings = {.bytes = NULL};
    bf_day_print(v->first_day, first);
    bf_day_print(v->last_day, last);
    bf_text_add(out, "%s\n", v->title ? v->title : "untitled");
    bf_text_add(out,
                "%s to %s; %u rows fitted, %u held out; %u points of %u replications; seed "
                "%" PRIu64 "\n",
                first, last, o->fit_count, o->held_count, c->points, c->replications, v->seed);
    tell_inputs(v, out);
    bf_calibration_warnings(v, &warnings);
    if (warnings.length > 0) {
        bf_text_add(out, "\nMind:\n");
        bf_text_add_bytes(out, warnings.bytes, warnings.length);
    }
    tell_rows(v, out);
    tell_scores(v, out);
    tell_fit(v, out);
    out->failed = out->failed || warnings.failed;
    bf_text_free(&warnings);
}
