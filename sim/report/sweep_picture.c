/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_table.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/script.h"
#include "bedflow/report/sweep_view.h"
#include "bedflow/report/table.h"

#include "contour.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum {
    TITLE_WIDTH = 92,
    BELOW_WIDTH = 132,
    CAPTION_WIDTH = 150,
    ROWS_SHOWN = 15,
    MAP_SIDE = 16,
    NAME_WIDTH = 40
};

struct job {
    const struct bf_sweep_view *view;
    const struct bf_sweep *s;
    const struct bf_run_identity *identity;
    struct bf_drawing *drawing;
    bool curve, map, effects, indices;
    uint32_t panels;
    uint32_t order[BF_FACTORS_CAP], rows; /* of effects and indices */
    struct bf_script script;
    struct bf_err *err;
};

static bool open_table(const struct job *job, const char *name, const char *head,
                       struct bf_csv *csv)
{
    char path[BF_FILE_CAP];
    return bf_path_join(path, job->drawing->plots, name, job->err) &&
           bf_csv_open(csv, path, head, job->err);
}

static void end_with_numbers(struct bf_csv *csv, const double value[], size_t count)
{
    bf_csv_numbers(csv, value, count);
    bf_csv_end_row(csv);
}

/* "Delayed bed days, bed days" */
static void measure_words(const struct bf_measure *measure, char text[], size_t size)
{
    char what[200];
    bf_comparison_measure(measure, what, sizeof what);
    bf_format(text, size, "%s (%s)", what, measure->unit);
}

/* ---- axes of a factor ------------------------------------------------------------------ */

/* One tick, as part of "set xtics (...)"; texts are quoted so that nothing in them is done. */
static void add_tick(struct bf_text *out, const struct bf_factor *f, double x, double at)
{
    char words[BF_FACTOR_TEXT];
    if (f->is_number && fabs(x) >= 9999.5)
        bf_value_print(x, (double)NAN, words, sizeof words); /* never 1e+04 */
    else if (f->is_number)
        bf_format(words, sizeof words, "%.4g", x);
    else
        bf_factor_words(f, x, words);
    char safe[BF_FACTOR_TEXT];
    size_t length = 0;
    if (out->failed) return;
    for (const char *c = words; *c; c++)
        if (*c != '\'' && *c != '`' && (unsigned char)*c >= ' ') safe[length++] = *c;
    safe[length] = '\0';
    bf_text_add(out, "%s'%s'", out->bytes[out->length - 1] != '(' ? ", " : "", safe);
    bf_text_add(out, " %.10g", at);
}

static void factor_words(const struct bf_factor *f, char text[], size_t size)
{
    char unit[BF_FACTOR_TEXT];
    bf_factor_unit(f, unit);
    bf_format(text, size, "%s%s%s%s", f->label, unit[0] ? " (" : "", unit, unit[0] ? ")" : "");
}

/* ---- one factor: a curve --------------------------------------------------------------- */

static bool write_curve(const struct job *job)
{
    struct bf_csv csv;
    if (!open_table(job, "data/curve.csv", "panel,x,mean,mc_low,mc_high,p05,p95", &csv))
        return false;
    for (uint32_t m = 0; m < job->panels; m++)
        for (uint32_t p = 0; p < job->s->design->count; p++) {
            const struct bf_summary *s = &job->s->of[m].point[p];
            const double value[] = {bf_design_point(job->s->design, p)[0],
                                    s->mean,
                                    s->mc_low,
                                    s->mc_high,
                                    s->p05,
                                    s->p95};
            bf_csv_count(&csv, m + 1);
            end_with_numbers(&csv, value, sizeof value / sizeof value[0]);
        }
    return bf_csv_close(&csv, job->err);
}

static void set_curve_panel(struct job *job, uint32_t m)
{
    double low = (double)INFINITY, high = -(double)INFINITY;
    char label[300];
    for (uint32_t p = 0; p < job->s->design->count; p++) {
        const struct bf_summary *s = &job->s->of[m].point[p];
        low = fmin(low, fmin(s->p05, s->mean)); /* fmin leaves NaN out */
        high = fmax(high, fmax(s->p95, s->mean));
    }
    struct bf_axis axis = bf_axis_for(isfinite(low) ? low : 0, isfinite(high) ? high : 1, low < 0);
    measure_words(job->s->of[m].measure, label, sizeof label);
    bf_script_array_text(&job->script, "panel_label", m + 1, label);
    bf_script_array_number(&job->script, "panel_low", m + 1, axis.bottom);
    bf_script_array_number(&job->script, "panel_high", m + 1, axis.top);
    bf_script_array_number(&job->script, "panel_step", m + 1, axis.step);
}

static void set_curve_ticks(struct job *job)
{
    const struct bf_factor *f = &job->s->factors->factor[0];
    struct bf_text ticks = {.bytes = NULL};
    bf_text_add(&ticks, "set xtics (");
    uint32_t count = job->s->design->count, every = (count + 7) / 8;
    if (f->is_number) {
        struct bf_axis axis = bf_axis_for(f->low, f->high, false);
        for (double x = axis.bottom; x <= axis.top + axis.step / 2; x += axis.step)
            if (x >= f->low - 1e-9 * fabs(x) && x <= f->high + 1e-9 * fabs(x))
                add_tick(&ticks, f, fabs(x) < 1e-9 * axis.step ? 0 : x, x);
    } else {
        for (uint32_t p = 0; p<count; p += every> 0 ? every : 1)
            add_tick(&ticks, f, bf_design_point(job->s->design, p)[0],
                     bf_design_point(job->s->design, p)[0]);
    }
    bf_text_add(&ticks, ")");
    bf_script_text(&job->script, "x_ticks", ticks.bytes ? ticks.bytes : "");
    bf_sink_whole(&job->script.sink, &ticks);
    bf_text_free(&ticks);
}

static void set_curve(struct job *job)
{
    static const char *const array[] = {"panel_label", "panel_low", "panel_high", "panel_step"};
    const struct bf_factor *f = &job->s->factors->factor[0];
    char title[500], words[300], what[200];
    double margin = (f->high - f->low) * 0.02;
    bf_comparison_measure(job->s->of[0].measure, what, sizeof what);
    factor_words(f, words, sizeof words);
    bool seasons = bf_sweep_of_seasons(job->s);
    if (seasons)
        bf_format(title, sizeof title, "%s in %u possible seasons", what, job->s->design->count);
    else
        bf_format(title, sizeof title, "%s as %s changes", what, f->label);
    bf_script_title(&job->script, "curve_title", title, TITLE_WIDTH, 2);
    bf_script_wrapped(
        &job->script, "curve_caption",
        seasons ? "Dot: mean over histories of chance in one season. Dark bar: its 95% simulation "
                  "error. Pale bar: nine histories in ten (p05 to p95). The same chance in every "
                  "season: what differs from dot to dot is the season. Scales need not begin at 0."
                : "Line: mean over possible winters. Dark band: its 95% simulation error, which "
                  "more replications narrow. Pale band: nine winters in ten (p05 to p95). The "
                  "same people come at every point. Scales need not begin at 0.",
        CAPTION_WIDTH, 2);
    bf_script_number(&job->script, "panels", job->panels);
    for (size_t k = 0; k < sizeof array / sizeof array[0]; k++)
        bf_script_array(&job->script, array[k], job->panels);
    for (uint32_t m = 0; m < job->panels; m++)
        set_curve_panel(job, m);
    bf_script_number(&job->script, "x_low", f->low - margin);
    bf_script_number(&job->script, "x_high", f->high + margin);
    bool inside = !seasons && f->base >= f->low && f->base <= f->high;
    bf_script_number(&job->script, "x_base", inside ? f->base : (double)NAN);
    bf_script_text(&job->script, "x_words", words);
    set_curve_ticks(job);
}

/* ---- two factors: a map ---------------------------------------------------------------- */

/* A grid of two: the second factor runs fastest. */
static uint32_t map_rows(const struct job *job)
{
    const struct bf_design *d = job->s->design;
    uint32_t rows = 1;
    while (rows < d->count && fabs(bf_design_point(d, rows)[0] - bf_design_point(d, 0)[0]) <= 1e-12)
        rows++;
    return rows;
}

static bool write_map(const struct job *job)
{
    struct bf_csv csv;
    uint32_t rows = map_rows(job);
    if (!open_table(job, "data/map.csv", "column,row,mean,text", &csv)) return false;
    for (uint32_t p = 0; p < job->s->design->count; p++) {
        const struct bf_summary *s = &job->s->of[0].point[p];
        char text[64] = "refused";
        if (!isnan(s->mean))
            bf_value_print(s->mean, (s->mc_high - s->mc_low) / 2, text, sizeof text);
        bf_csv_count(&csv, p / rows + 1);
        bf_csv_count(&csv, p % rows + 1);
        bf_csv_number(&csv, s->mean);
        bf_csv_text(&csv, text);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, job->err);
}

/* Whether a line between two cells means anything: numbers or dates, in order. */
static bool is_ordered(const struct job *job, uint32_t factor, uint32_t count, uint32_t stride)
{
    const struct bf_factor *f = &job->s->factors->factor[factor];
    const struct bf_design *d = job->s->design;
    for (uint32_t i = 1; i < count; i++)
        if (!(bf_design_point(d, i * stride)[factor] >
              bf_design_point(d, (i - 1) * stride)[factor]))
            return false;
    return count > 1 && (f->is_number || f->is_date);
}

static struct bf_contours contours_of(const struct job *job)
{
    enum { CELLS = MAP_SIDE * MAP_SIDE };
    double mean[CELLS], low[CELLS], high[CELLS];
    uint32_t count = job->s->design->count, rows = map_rows(job);
    if (!is_ordered(job, 0, count / rows, rows) || !is_ordered(job, 1, rows, 1))
        return (struct bf_contours){.count = 0};
    for (uint32_t p = 0; p < count; p++) {
        const struct bf_summary *s = &job->s->of[0].point[p];
        mean[p] = s->mean;
        low[p] = s->mc_low;
        high[p] = s->mc_high;
    }
    return bf_contours_for(mean, low, high, count, job->s->of[0].measure->target);
}

/* As gnuplot wants a surface: an empty line after each column. */
static bool write_grid(const struct job *job)
{
    struct bf_csv csv;
    uint32_t rows = map_rows(job);
    if (!open_table(job, "data/map_grid.csv", "column,row,mean,mc_low,mc_high", &csv)) return false;
    for (uint32_t p = 0; p < job->s->design->count; p++) {
        const struct bf_summary *s = &job->s->of[0].point[p];
        if (p > 0 && p % rows == 0) bf_csv_end_row(&csv);
        bf_csv_count(&csv, p / rows + 1);
        bf_csv_count(&csv, p % rows + 1);
        end_with_numbers(&csv, (double[]){s->mean, s->mc_low, s->mc_high}, 3);
    }
    return bf_csv_close(&csv, job->err);
}

static void set_contours(struct job *job)
{
    struct bf_contours c = contours_of(job);
    char words[64];
    bf_script_number(&job->script, "map_levels", c.count);
    bf_script_number(&job->script, "map_level_apart", c.apart);
    bf_script_array(&job->script, "map_level", c.count);
    bf_script_array(&job->script, "map_level_words", c.count);
    for (uint32_t i = 0; i < c.count; i++) {
        bf_value_print(c.level[i], c.apart, words, sizeof words);
        bf_script_array_number(&job->script, "map_level", i + 1, c.level[i]);
        bf_script_array_text(&job->script, "map_level_words", i + 1, words);
    }
    bf_script_wrapped(
        &job->script, "map_caption",
        c.count > 0
            ? "Cells: the mean over possible winters; darker is more. Thick lines: where it would "
              "be "
              "as written, straight between cells. Dashed, in the same colour: how far off that "
              "line may lie (95% simulation error of each cell)."
            : "Each cell is one point: the mean over possible winters, with the digits that its "
              "simulation error leaves. Darker is more. No lines of equal means: the cells differ "
              "too little, or have no order. The same people come at every point.",
        CAPTION_WIDTH, 2);
}

static void set_map_ticks(struct job *job, const char *name, const char *set, uint32_t factor,
                          uint32_t count, uint32_t stride)
{
    struct bf_text ticks = {.bytes = NULL};
    bf_text_add(&ticks, "%s (", set);
    for (uint32_t i = 0; i < count; i++)
        add_tick(&ticks, &job->s->factors->factor[factor],
                 bf_design_point(job->s->design, i * stride)[factor], i + 1);
    bf_text_add(&ticks, ")");
    bf_script_text(&job->script, name, ticks.bytes ? ticks.bytes : "");
    bf_sink_whole(&job->script.sink, &ticks);
    bf_text_free(&ticks);
}

static void set_map(struct job *job)
{
    const struct bf_factor *f = job->s->factors->factor;
    uint32_t rows = map_rows(job), columns = job->s->design->count / rows;
    double low = (double)INFINITY, high = -(double)INFINITY;
    char title[500], words[300], what[300];
    for (uint32_t p = 0; p < job->s->design->count; p++) {
        low = fmin(low, job->s->of[0].point[p].mean);
        high = fmax(high, job->s->of[0].point[p].mean);
    }
    measure_words(job->s->of[0].measure, what, sizeof what);
    bf_format(title, sizeof title, "%s by %s and %s", what, f[0].label, f[1].label);
    bf_script_title(&job->script, "map_title", title, TITLE_WIDTH, 2);
    set_contours(job);
    bf_script_number(&job->script, "map_columns", columns);
    bf_script_number(&job->script, "map_rows", rows);
    bf_script_number(&job->script, "map_low", isfinite(low) ? low : 0);
    bf_script_number(&job->script, "map_high", high > low ? high : low + 1);
    factor_words(&f[0], words, sizeof words);
    bf_script_text(&job->script, "map_xwords", words);
    factor_words(&f[1], words, sizeof words);
    bf_script_text(&job->script, "map_ywords", words);
    set_map_ticks(job, "map_xticks", "set xtics scale 0", 0, columns, rows);
    set_map_ticks(job, "map_yticks", "set ytics scale 0", 1, rows, 1);
}

/* ---- effects and indices --------------------------------------------------------------- */

static double weight(const struct job *job, uint32_t f)
{
    const struct bf_sweep_measure *of = &job->s->of[0];
    double by = of->indices ? of->indices[f].total.estimate : fabs(of->effect[f].change.estimate);
    return isnan(by) ? -1 : by;
}

static void rank(struct job *job)
{
    uint32_t known = 0;
    for (uint32_t f = 0; f < job->s->factors->count; f++) {
        uint32_t at = f;
        for (; at > 0 && weight(job, job->order[at - 1]) < weight(job, f); at--)
            job->order[at] = job->order[at - 1];
        job->order[at] = f;
        known += weight(job, f) >= 0;
    }
    job->rows = known < ROWS_SHOWN ? known : ROWS_SHOWN;
}

/* Where the bars begin: the response of the base, or the middle of the plane. */
static double middle(const struct job *job)
{
    const struct bf_sweep_measure *of = &job->s->of[0];
    if (job->s->design->kind == BF_DESIGN_ONE_AT_A_TIME) return of->point[0].mean;
    struct bf_tally all;
    bf_tally_init(&all);
    for (uint32_t i = 0; i < job->rows; i++)
        bf_tally_add(&all,
                     (of->effect[job->order[i]].at_low + of->effect[job->order[i]].at_high) / 2);
    return bf_tally_mean(&all);
}

static bool write_effects(const struct job *job)
{
    struct bf_csv csv;
    if (!open_table(job, "data/effects.csv", "row,at_low,at_high,change,change_low,change_high",
                    &csv))
        return false;
    for (uint32_t i = 0; i < job->rows; i++) {
        const struct bf_effect *e = &job->s->of[0].effect[job->order[i]];
        const double value[] = {e->at_low, e->at_high, e->change.estimate, e->change.low,
                                e->change.high};
        bf_csv_count(&csv, i + 1);
        end_with_numbers(&csv, value, sizeof value / sizeof value[0]);
    }
    return bf_csv_close(&csv, job->err);
}

/* "Ward: beds" over "20 to 40", of a row. */
static void set_name(struct job *job, const char *array, uint32_t row)
{
    const struct bf_factor *f = &job->s->factors->factor[job->order[row]];
    char span[BF_FACTOR_TEXT], words[600];
    bf_factor_span(f, span);
    bf_format(words, sizeof words, "%s, %s", f->label, span);
    bf_script_wrapped(&job->script, "one_name", words, NAME_WIDTH, 2);
    bf_sink_format(&job->script.sink, "%s[%u] = one_name\n", array, row + 1);
}

static void set_change(struct job *job, uint32_t row)
{
    struct bf_interval c = job->s->of[0].effect[job->order[row]].change;
    double half = (c.high - c.low) / 2;
    char by[64], low[64], high[64], words[240];
    bf_value_print(c.estimate, half, by, sizeof by);
    bf_value_print(c.low, half, low, sizeof low);
    bf_value_print(c.high, half, high, sizeof high);
    if (half > 0)
        bf_format(words, sizeof words, "%s%s (%s to %s)", c.estimate > 0 ? "+" : "", by, low, high);
    else
        bf_format(words, sizeof words, "%s%s", c.estimate > 0 ? "+" : "", by);
    bf_script_array_text(&job->script, "effects_change", row + 1, words);
}

static void set_effects_title(struct job *job)
{
    const struct bf_factor *f = &job->s->factors->factor[job->order[0]];
    const struct bf_interval c = job->s->of[0].effect[job->order[0]].change;
    char what[200], title[500];
    bf_comparison_measure(job->s->of[0].measure, what, sizeof what);
    bf_format(title, sizeof title,
              c.low <= 0 && c.high >= 0 ? "%s: nothing that was swept is seen to move it"
                                        : "%s: %s moves it most",
              what, f->label);
    bf_script_title(&job->script, "effects_title", title, TITLE_WIDTH, 2);
}

static void set_effects(struct job *job)
{
    double at = middle(job), low = at, high = at;
    char words[300], caption[600];
    for (uint32_t i = 0; i < job->rows; i++) {
        const struct bf_effect *e = &job->s->of[0].effect[job->order[i]];
        low = fmin(low, fmin(e->at_low, e->at_high));
        high = fmax(high, fmax(e->at_low, e->at_high));
    }
    struct bf_axis axis = bf_axis_for(low, high, false);
    set_effects_title(job);
    measure_words(job->s->of[0].measure, words, sizeof words);
    bf_script_text(&job->script, "effects_words", words);
    bf_format(
        caption, sizeof caption,
        "Pale: at the low end of each input. Dark: at its high end; %s. In brackets the 95%% %s of "
        "the change, winter by winter with the same people.",
        job->s->design->kind == BF_DESIGN_ONE_AT_A_TIME
            ? "the others stay as in the scenario, the line"
            : "averages over the points that were run",
        job->s->design->kind == BF_DESIGN_ONE_AT_A_TIME || job->s->design->kind == BF_DESIGN_GRID
            ? "simulation error"
            : "error of simulation and of the choice of points");
    bf_script_wrapped(&job->script, "effects_caption", caption, CAPTION_WIDTH, 2);
    bf_script_number(&job->script, "effects_rows", job->rows);
    bf_script_number(&job->script, "effects_middle", at);
    bf_script_number(&job->script, "effects_low", axis.bottom);
    bf_script_number(&job->script, "effects_high", axis.top);
    bf_script_number(&job->script, "effects_step", axis.step);
    bf_script_array(&job->script, "effects_name", job->rows);
    bf_script_array(&job->script, "effects_change", job->rows);
    for (uint32_t i = 0; i < job->rows; i++) {
        set_name(job, "effects_name", i);
        set_change(job, i);
    }
}

static bool write_indices(const struct job *job)
{
    struct bf_csv csv;
    if (!open_table(job, "data/indices.csv",
                    "row,first,first_low,first_high,total,total_low,total_high", &csv))
        return false;
    for (uint32_t i = 0; i < job->rows; i++) {
        const struct bf_indices *n = &job->s->of[0].indices[job->order[i]];
        const double value[] = {100 * n->first.estimate, 100 * n->first.low, 100 * n->first.high,
                                100 * n->total.estimate, 100 * n->total.low, 100 * n->total.high};
        bf_csv_count(&csv, i + 1);
        end_with_numbers(&csv, value, sizeof value / sizeof value[0]);
    }
    return bf_csv_close(&csv, job->err);
}

static void set_indices(struct job *job)
{
    double most = 1;
    char what[200], title[400];
    for (uint32_t i = 0; i < job->rows; i++)
        most = fmax(most, job->s->of[0].indices[job->order[i]].total.high);
    bf_comparison_measure(job->s->of[0].measure, what, sizeof what);
    bf_format(title, sizeof title, "%s: which inputs its spread comes from", what);
    bf_script_title(&job->script, "indices_title", title, TITLE_WIDTH, 2);
    bf_script_wrapped(
        &job->script, "indices_caption",
        "Sobol's indices: the share of the spread made by inputs that would go if this one were "
        "known (first), and that would stay if all others were (total). Whiskers: 95% bootstrap "
        "intervals. Noise of the simulation is taken out.",
        CAPTION_WIDTH, 2);
    bf_script_number(&job->script, "indices_rows", job->rows);
    bf_script_number(&job->script, "indices_high", 100 * fmin(most, 1.4));
    bf_script_array(&job->script, "indices_name", job->rows);
    for (uint32_t i = 0; i < job->rows; i++)
        set_name(job, "indices_name", i);
}

/* ---- all of them ----------------------------------------------------------------------- */

static void set_words(struct job *job)
{
    const struct bf_sweep_view *view = job->view;
    char below[900], split[400], footer[600], first[32], last[32];
    bf_sweep_split_words(view, 0, split, sizeof split);
    if (bf_sweep_of_seasons(job->s))
        bf_format(below, sizeof below, "%s. %u seasons, %u histories of chance each. %s",
                  view->title ? view->title : "", job->s->responses->points,
                  job->s->responses->replications, split);
    else
        bf_format(below, sizeof below, "%s. %u points (%s), %u possible winters each. %s",
                  view->title ? view->title : "", job->s->responses->points,
                  bf_design_name(job->s->design->kind), job->s->responses->replications, split);
    bf_script_wrapped(&job->script, "below", below, BELOW_WIDTH, 2);
    bf_day_words(view->first_day, first, sizeof first);
    bf_day_words(view->first_day + (bf_day)view->day_count - (view->day_count > 0), last,
                 sizeof last);
    bf_format(footer, sizeof footer, "%s to %s   |   seed %" PRIu64 "   |   bedflow %s (%.12s)%s",
              first, last, view->seed, job->identity->version,
              job->identity->commit ? job->identity->commit : "unknown",
              view->chance_only ? "   |   other inputs assumed exact" : "");
    bf_script_wrapped(&job->script, "footer", footer, 175, 1);
}

static bool write_script(struct job *job)
{
    if (!bf_drawing_script(job->drawing, &job->script,
                           "Written by bedflow sweep; sweep-*.gp read it.", job->err))
        return false;
    set_words(job);
    if (job->curve) set_curve(job);
    if (job->map) set_map(job);
    if (job->effects) set_effects(job);
    if (job->indices) set_indices(job);
    return bf_script_close(&job->script, job->err);
}

static void choose(struct job *job)
{
    const struct bf_sweep *s = job->s;
    uint32_t factors = s->factors->count;
    bool some = s->responses->done > 0 && s->measures > 0;
    bool grid = s->design->kind == BF_DESIGN_GRID;
    job->panels = s->measures < BF_SWEEP_PANELS ? s->measures : BF_SWEEP_PANELS;
    job->curve = some && factors == 1 && grid && s->design->count > 1;
    if (some && factors == 2 && grid) {
        uint32_t rows = map_rows(job);
        job->map = rows <= MAP_SIDE && s->design->count / rows <= MAP_SIDE;
    }
    rank(job);
    job->effects = some && factors > 1 && job->rows > 0;
    job->indices =
        some && s->design->kind == BF_DESIGN_INDICES && s->of[0].index_rows >= 2 && job->rows > 0;
}

bool bf_sweep_draw(const struct bf_sweep_view *view, const struct bf_run_identity *identity,
                   struct bf_drawing *drawing, struct bf_err *err)
{
    struct job job = {
        .view = view, .s = view->sweep, .identity = identity, .drawing = drawing, .err = err};
    choose(&job);
    if (job.curve)
        bf_drawing_add(drawing, bf_sweep_of_seasons(job.s) ? "sweep-seasons" : "sweep-curve");
    if (job.map) bf_drawing_add(drawing, "sweep-map");
    if (job.effects) bf_drawing_add(drawing, "sweep-effects");
    if (job.indices) bf_drawing_add(drawing, "sweep-indices");
    if (drawing->count == 0) return true;
    return bf_drawing_begin(drawing, err) && (!job.curve || write_curve(&job)) &&
           (!job.map || (write_map(&job) && write_grid(&job))) &&
           (!job.effects || write_effects(&job)) && (!job.indices || write_indices(&job)) &&
           write_script(&job) && bf_drawing_end(drawing, err);
}
