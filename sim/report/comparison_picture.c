/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_picture.h"

#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { TITLE_WIDTH = 92, BELOW_WIDTH = 132, CAPTION_WIDTH = 150, NAME_WIDTH = 17 };
enum { SMALL_WIDTH = 28, LINES_OF_TWO = 9 };

struct job {
    const struct bf_comparison_view *view;
    const struct bf_run_identity *identity;
    struct bf_drawing *drawing;
    uint32_t measure[BF_COMPARISON_PANELS]; /* [panels] */
    uint32_t panels;
    struct bf_err *err;
};

/* ---- what is drawn --------------------------------------------------------------------- */

static bool has_interval(const struct bf_decision *d, uint32_t m)
{
    for (uint32_t o = 1; o < d->option_count; o++)
        if (!isnan(bf_paired_at(d, o, m)->together_low)) return true;
    return false;
}

static void choose_panels(struct job *job)
{
    const struct bf_decision *d = job->view->decision;
    for (uint32_t m = 0; m < d->measure_count && job->panels < BF_COMPARISON_PANELS; m++)
        if (d->measure[m]->headline && has_interval(d, m)) job->measure[job->panels++] = m;
}

static bool write_table(const struct job *job)
{
    struct bf_csv csv;
    const struct bf_decision *d = job->view->decision;
    char path[BF_FILE_CAP];
    if (!bf_path_join(path, job->drawing->plots, "data/options.csv", job->err) ||
        !bf_csv_open(&csv, path, "panel,option,difference,low,high", job->err))
        return false;
    for (uint32_t i = 0; i < job->panels; i++)
        for (uint32_t o = 1; o < d->option_count; o++) {
            const struct bf_paired *p = bf_paired_at(d, o, job->measure[i]);
            bf_csv_count(&csv, i + 1);
            bf_csv_count(&csv, o);
            bf_csv_number(&csv, p->difference);
            bf_csv_number(&csv, p->together_low);
            bf_csv_number(&csv, p->together_high);
            bf_csv_end_row(&csv);
        }
    return bf_csv_close(&csv, job->err);
}

/* ---- words ----------------------------------------------------------------------------- */

/* The option that lowers the measure most, or raises it least. */
static uint32_t lowest(const struct bf_decision *d, uint32_t m)
{
    uint32_t best = 1;
    for (uint32_t o = 2; o < d->option_count; o++)
        if (bf_paired_at(d, o, m)->difference < bf_paired_at(d, best, m)->difference) best = o;
    return best;
}

static void title_words(const struct job *job, char text[], size_t size)
{
    const struct bf_decision *d = job->view->decision;
    uint32_t m = d->best_by;
    uint32_t o = lowest(d, m);
    const struct bf_paired *p = bf_paired_at(d, o, m);
    const char *name = job->view->name[o];
    char what[200], by[64], low[64], high[64];
    double half = (p->together_high - p->together_low) / 2;
    bf_comparison_measure(d->measure[m], what, sizeof what);
    bf_value_print(fabs(p->difference), half, by, sizeof by);
    bf_value_print(fmin(fabs(p->together_low), fabs(p->together_high)), half, low, sizeof low);
    bf_value_print(fmax(fabs(p->together_low), fabs(p->together_high)), half, high, sizeof high);
    switch (p->verdict) {
    case BF_VERDICT_LOWER:
    case BF_VERDICT_LOWER_PERHAPS_LITTLE:
        bf_format(text, size, "%s: %s lower with “%s” (%s to %s)", what, by, name, low, high);
        return;
    case BF_VERDICT_HIGHER:
    case BF_VERDICT_HIGHER_PERHAPS_LITTLE:
        bf_format(text, size, "%s: higher in every option; by %s or more with “%s”", what, by,
                  name);
        return;
    case BF_VERDICT_SAME:
        bf_format(text, size, "%s: no option lowers it", what);
        return;
    case BF_VERDICT_NO_MATTER:
        bf_format(text, size, "%s: no option lowers it by an amount that matters", what);
        return;
    case BF_VERDICT_OPEN:
    case BF_VERDICT_UNKNOWN:
        break;
    }
    bf_format(text, size, "%s: not decided whether any option lowers it", what);
}

static void set_words(const struct job *job, struct bf_script *script)
{
    const struct bf_decision *d = job->view->decision;
    const struct bf_result *base = &job->view->result[0];
    char title[600], below[700], footer[600], first[32], last[32];
    bool zones = false;
    for (uint32_t i = 0; i < job->panels; i++)
        zones = zones || bf_paired_at(d, 1, job->measure[i])->zone > 0;
    title_words(job, title, sizeof title);
    bf_format(
        below, sizeof below,
        "Difference of each option to “%s”, winter by winter: the same people in every option, "
        "%u possible winters.",
        base->title, d->pair_count);
    bf_script_title(script, "headline", title, TITLE_WIDTH, 2);
    bf_script_wrapped(script, "below", below, BELOW_WIDTH, 2);
    bf_script_wrapped(
        script, "caption",
        zones ? "Dot: mean difference. Bar: its 95% interval; all bars together hold with 95% "
                "confidence (Bonferroni). They are the error of means, not the range of winters. "
                "Grey: differences too small to matter. The line at 0 is the base."
              : "Dot: mean difference. Bar: its 95% interval; all bars together hold with 95% "
                "confidence (Bonferroni). They are the error of means, not the range of winters. "
                "The line at 0 is the base.",
        CAPTION_WIDTH, 2);
    bf_day_words(base->catalogue->first_day, first, sizeof first);
    bf_day_words(base->catalogue->first_day + (bf_day)base->catalogue->day_count -
                     (base->catalogue->day_count > 0),
                 last, sizeof last);
    bf_format(footer, sizeof footer,
              "%s to %s   |   seed %" PRIu64 "   |   %u replications   |   bedflow %s (%.12s)%s",
              first, last, base->seed, d->pair_count, job->identity->version,
              job->identity->commit ? job->identity->commit : "unknown",
              base->chance_only ? "   |   chance only: inputs assumed exact" : "");
    bf_script_wrapped(script, "footer", footer, 175, 1);
}

/* ---- panels ---------------------------------------------------------------------------- */

static void set_panel(const struct job *job, struct bf_script *script, uint32_t i)
{
    const struct bf_decision *d = job->view->decision;
    uint32_t m = job->measure[i];
    const struct bf_measure *measure = d->measure[m];
    double low = 0, high = 0, zone = 0;
    char label[200], unit[160];
    for (uint32_t o = 1; o < d->option_count; o++) {
        const struct bf_paired *p = bf_paired_at(d, o, m);
        low = p->together_low < low ? p->together_low : low;
        high = p->together_high > high ? p->together_high : high;
        zone = p->zone > zone ? p->zone : zone;
    }
    struct bf_axis axis = bf_axis_for(fmin(low, -zone), fmax(high, zone), true);
    bool percent = strcmp(measure->unit, "%") == 0;
    bf_comparison_measure(measure, label, sizeof label);
    bf_format(unit, sizeof unit, "%s%s", percent ? "percentage points" : measure->unit,
              !measure->lower_is_better ? "" : "; left is better");
    unsigned width = job->panels > 6 ? 26 : 34;
    bf_script_wrapped(script, "panel_text", label, width, 2);
    bf_sink_format(&script->sink, "panel_label[%u] = panel_text\n", i + 1);
    bf_script_array_text(script, "panel_unit", i + 1, unit);
    bf_script_array_number(script, "panel_low", i + 1, axis.bottom);
    bf_script_array_number(script, "panel_high", i + 1, axis.top);
    double steps = (axis.top - axis.bottom) / axis.step;
    bf_script_array_number(script, "panel_step", i + 1, axis.step * (steps > 4.5 ? 2 : 1));
    bf_script_array_number(script, "panel_zone", i + 1, zone);
}

static void set_panels(const struct job *job, struct bf_script *script)
{
    static const char *const array[] = {"panel_label", "panel_unit", "panel_low",
                                        "panel_high",  "panel_step", "panel_zone"};
    uint32_t options = job->view->decision->option_count - 1;
    bf_script_number(script, "panels", job->panels);
    bf_script_number(script, "options", options);
    for (size_t k = 0; k < sizeof array / sizeof array[0]; k++)
        bf_script_array(script, array[k], job->panels);
    for (uint32_t i = 0; i < job->panels; i++)
        set_panel(job, script, i);
    bf_script_array(script, "option_name", options);
    bf_script_array(script, "option_lines", options);
    /* names of two lines would run into each other: a line each then, in smaller letters */
    uint32_t rows = job->panels < 4 ? 1 : 2;
    bool wide = false;
    for (uint32_t o = 1; o <= options; o++)
        wide = wide || bf_text_width(job->view->name[o]) > NAME_WIDTH;
    bool crowded = wide && rows * options > LINES_OF_TWO;
    bf_script_number(script, "names_small", crowded);
    for (uint32_t o = 1; o <= options; o++) {
        bf_script_wrapped(script, "one_name", job->view->name[o],
                          crowded ? SMALL_WIDTH : NAME_WIDTH, crowded ? 1 : 2);
        bf_sink_format(&script->sink, "option_name[%u] = one_name\n", o);
        bf_sink_format(&script->sink, "option_lines[%u] = one_name_lines\n", o);
    }
}

static bool write_script(const struct job *job)
{
    struct bf_script script;
    if (!bf_drawing_script(job->drawing, &script,
                           "Written by bedflow compare; compare-options.gp reads it.", job->err))
        return false;
    set_words(job, &script);
    set_panels(job, &script);
    return bf_script_close(&script, job->err);
}

/* ---- drawing --------------------------------------------------------------------------- */

bool bf_comparison_draw(const struct bf_comparison_view *view,
                        const struct bf_run_identity *identity, struct bf_drawing *drawing,
                        uint32_t *panels, struct bf_err *err)
{
    struct job job = {.view = view, .identity = identity, .drawing = drawing, .err = err};
    choose_panels(&job);
    *panels = job.panels;
    if (job.panels == 0) return true;
    bf_drawing_add(drawing, "compare-options");
    return bf_drawing_begin(drawing, err) && write_table(&job) && write_script(&job) &&
           bf_drawing_end(drawing, err);
}
