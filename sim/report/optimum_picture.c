/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_table.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/optimum_view.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"

#include <inttypes.h>
#include <math.h>

enum { TITLE_WIDTH = 92, BELOW_WIDTH = 132, CAPTION_WIDTH = 150, NAMES_SHOWN = 5, NAME_WIDTH = 22 };

#define THOUSAND 1000.0

/* 0 beaten, 1 on the frontier, 2 chosen */
static unsigned role_of(const struct bf_optimum *o, uint32_t i)
{
    return i == o->selected.best ? 2 : o->point[i].on_frontier;
}

/* How well the harm is known against that of the chosen option, or the cheapest of the frontier:
 * with the same people, far better than the harm itself. */
static struct bf_interval bar_of(const struct bf_optimum_view *view, uint32_t i)
{
    const struct bf_optimum *o = view->optimum;
    double sign = view->harm->lower_is_better ? 1 : -1, middle = sign * o->point[i].harm.estimate;
    uint32_t other = o->selected.best != UINT32_MAX ? o->selected.best : o->frontier[0];
    struct bf_interval spared, each;
    bf_frontier_step(o, i, other, &spared, &each);
    double half = (spared.high - spared.low) / 2;
    if (isnan(half)) half = 0;
    return (struct bf_interval){.estimate = middle, .low = middle - half, .high = middle + half};
}

static void put_point(struct bf_csv *csv, const struct bf_optimum_view *view, uint32_t i)
{
    const struct bf_option_point *p = &view->optimum->point[i];
    double sign = view->harm->lower_is_better ? 1 : -1;
    bf_csv_count(csv, role_of(view->optimum, i));
    bf_csv_number(csv, p->cost.estimate / THOUSAND);
    struct bf_interval bar = bar_of(view, i);
    bf_csv_number(csv, sign * p->harm.estimate);
    bf_csv_number(csv, bar.low);
    bf_csv_number(csv, bar.high);
    bf_csv_end_row(csv);
}

static bool write_tables(const struct bf_optimum_view *view, const char *plots, struct bf_err *err)
{
    const struct bf_optimum *o = view->optimum;
    static const char head[] = "role,cost_thousands,harm,low,high";
    char path[BF_FILE_CAP];
    struct bf_csv csv;
    if (!bf_path_join(path, plots, "data/options.csv", err) || !bf_csv_open(&csv, path, head, err))
        return false;
    for (uint32_t i = 0; i < o->finalists; i++)
        put_point(&csv, view, i);
    if (!bf_csv_close(&csv, err) || !bf_path_join(path, plots, "data/frontier.csv", err) ||
        !bf_csv_open(&csv, path, head, err))
        return false;
    for (uint32_t k = 0; k < o->frontier_count; k++)
        put_point(&csv, view, o->frontier[k]);
    return bf_csv_close(&csv, err);
}

static void set_title(const struct bf_optimum_view *view, struct bf_script *script)
{
    const struct bf_optimum *o = view->optimum;
    char words[500], what[200], title[1600];
    bf_comparison_measure(view->harm, what, sizeof what);
    uint32_t cheapest = bf_optimum_cheapest(o);
    if (o->selected.end == BF_SELECTED && cheapest != o->selected.best) {
        /* who sees only the picture would buy what costs more and does no better */
        char same[500];
        bf_optimum_short(o, o->selected.best, words, sizeof words);
        bf_optimum_short(o, cheapest, same, sizeof same);
        double saved = o->point[o->selected.best].cost.estimate - o->point[cheapest].cost.estimate;
        char less[64];
        bf_figure_print(saved, saved / 10, "£", less, sizeof less);
        bf_format(title, sizeof title, "%s: least with %s; as good for %s less: %s", what, words,
                  less, same);
    } else if (o->selected.end == BF_SELECTED) {
        bf_optimum_short(o, o->selected.best, words, sizeof words);
        bf_format(title, sizeof title, "%s: %s%s%s",
                  view->least_cost ? "Cheapest that does it" : what,
                  view->least_cost ? "" : "least with ", words,
                  !view->least_cost && o->limit_count > 0 ? ", among those that meet what was asked"
                                                          : "");
    } else {
        bf_format(title, sizeof title, "%s and cost: %s", what,
                  o->selected.end == BF_SELECTED_NONE ? "no option meets what was asked"
                                                      : "not decided which option is best");
    }
    bf_script_title(script, "headline", title, TITLE_WIDTH, 3);
}

static void set_words(const struct bf_optimum_view *view, const struct bf_run_identity *identity,
                      struct bf_script *script)
{
    const struct bf_optimum *o = view->optimum;
    char below[600], footer[500], first[32], last[32];
    set_title(view, script);
    char legend[500];
    bf_optimum_legend(o, legend, sizeof legend);
    bf_format(below, sizeof below, "%s. %u options%s, %u possible winters of each.%s%s",
              view->title ? view->title : "", o->finalists,
              o->whole ? "" : " that a search found best", o->common, legend[0] ? " Here " : "",
              legend);
    bf_script_wrapped(script, "below", below, BELOW_WIDTH, 2);
    bf_script_wrapped(
        script, "caption",
        "Diamond: chosen, or the best so far. Filled dots, joined: the frontier, nothing is better "
        "in cost and harm at once. Rings: beaten by another. Bars: 95% of the difference to the "
        "diamond. No delay at all is rarely the right target: as a rule each day less costs more.",
        CAPTION_WIDTH, 2);
    bf_day_words(view->first_day, first, sizeof first);
    bf_day_words(view->first_day + (bf_day)view->day_count - (view->day_count > 0), last,
                 sizeof last);
    bf_format(footer, sizeof footer, "%s to %s   |   seed %" PRIu64 "   |   bedflow %s (%.12s)",
              first, last, view->seed, identity->version,
              identity->commit ? identity->commit : "unknown");
    bf_script_wrapped(script, "footer", footer, 175, 1);
}

static void set_axes(const struct bf_optimum_view *view, struct bf_script *script)
{
    const struct bf_optimum *o = view->optimum;
    double x[2] = {(double)INFINITY, -(double)INFINITY}, y[2] = {x[0], x[1]};
    for (uint32_t i = 0; i < o->finalists; i++) {
        const struct bf_option_point *p = &o->point[i];
        x[0] = fmin(x[0], p->cost.estimate / THOUSAND);
        x[1] = fmax(x[1], p->cost.estimate / THOUSAND);
        struct bf_interval bar = bar_of(view, i);
        if (isnan(bar.estimate)) continue;
        y[0] = fmin(y[0], bar.low);
        y[1] = fmax(y[1], bar.high);
    }
    bool any = isfinite(x[0]) && isfinite(y[0]);
    struct bf_axis across = bf_axis_for(any ? x[0] : 0, any ? x[1] : 1, false);
    struct bf_axis up = bf_axis_for(any ? y[0] : 0, any ? y[1] : 1, false);
    char harm[200], words[300];
    bf_comparison_measure(view->harm, harm, sizeof harm);
    bf_format(words, sizeof words, "%s (%s%s)", harm, view->harm->unit,
              up.bottom > 0 || up.top < 0 ? "; the scale does not begin at 0" : "");
    bf_script_text(script, "harm_words", words);
    bf_script_number(script, "x_low", across.bottom);
    bf_script_number(script, "x_high", across.top);
    bf_script_number(script, "x_step", across.step);
    bf_script_number(script, "y_low", up.bottom);
    bf_script_number(script, "y_high", up.top);
    bf_script_number(script, "y_step", up.step);
}

/* Names of frontier points that stand far enough apart to be read; the chosen one always. */
static uint32_t choose_names(const struct bf_optimum *o, uint32_t shown[])
{
    uint32_t count = 0;
    if (o->frontier_count == 0) return 0;
    double width = o->point[o->frontier[o->frontier_count - 1]].cost.estimate -
                   o->point[o->frontier[0]].cost.estimate;
    double last = -(double)INFINITY, chosen = -(double)INFINITY;
    for (uint32_t k = 0; k < o->frontier_count; k++)
        if (o->frontier[k] == o->selected.best) chosen = o->point[o->frontier[k]].cost.estimate;
    for (uint32_t k = 0; k < o->frontier_count; k++) {
        double x = o->point[o->frontier[k]].cost.estimate;
        bool free = x - last >= width / NAMES_SHOWN && fabs(x - chosen) >= width / NAMES_SHOWN;
        if (!free && o->frontier[k] != o->selected.best) continue;
        shown[count++] = o->frontier[k];
        last = x;
    }
    return count;
}

static void set_names(const struct bf_optimum_view *view, struct bf_script *script)
{
    const struct bf_optimum *o = view->optimum;
    uint32_t shown[BF_OPTIMISE_POINTS], names = choose_names(o, shown);
    double sign = view->harm->lower_is_better ? 1 : -1;
    bf_script_number(script, "names", names);
    bf_script_array(script, "name_text", names);
    bf_script_array(script, "name_lift", names);
    bf_script_array(script, "name_x", names);
    bf_script_array(script, "name_y", names);
    for (uint32_t k = 0; k < names; k++) {
        char words[500];
        bf_optimum_short(o, shown[k], words, sizeof words);
        bf_script_wrapped(script, "one_name", words, NAME_WIDTH, 3);
        bf_sink_format(&script->sink,
                       "name_text[%u] = one_name\nname_lift[%u] = 0.6 + 0.5 * one_name_lines\n",
                       k + 1, k + 1);
        bf_script_array_number(script, "name_x", k + 1,
                               o->point[shown[k]].cost.estimate / THOUSAND);
        bf_script_array_number(script, "name_y", k + 1, sign * o->point[shown[k]].harm.estimate);
    }
}

static bool write_script(const struct bf_optimum_view *view, const struct bf_run_identity *identity,
                         const struct bf_drawing *drawing, struct bf_err *err)
{
    struct bf_script script;
    if (!bf_drawing_script(drawing, &script,
                           "Written by bedflow optimise; optimise-frontier.gp reads it.", err))
        return false;
    set_words(view, identity, &script);
    set_axes(view, &script);
    set_names(view, &script);
    return bf_script_close(&script, err);
}

bool bf_optimum_draw(const struct bf_optimum_view *view, const struct bf_run_identity *identity,
                     struct bf_drawing *drawing, struct bf_err *err)
{
    if (view->optimum->frontier_count == 0) return true;
    bf_drawing_add(drawing, "optimise-frontier");
    return bf_drawing_begin(drawing, err) && write_tables(view, drawing->plots, err) &&
           write_script(view, identity, drawing, err) && bf_drawing_end(drawing, err);
}
