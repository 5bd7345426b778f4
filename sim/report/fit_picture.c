/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/fit_picture.h"

#include "bedflow/report/csv.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"

#include <math.h>

#define POINTS_MOST 200u

struct panels {
    const struct bf_stays_group *group[BF_FIT_PANELS];
    uint32_t count;
};

static struct panels choose(const struct bf_stays *stays)
{
    struct panels panels = {.count = 0};
    for (uint32_t g = 0; g < stays->group_count && panels.count < BF_FIT_PANELS; g++)
        if (stays->group[g].n >= BF_STAYS_LEAST && stays->group[g].best >= 0)
            panels.group[panels.count++] = &stays->group[g];
    return panels;
}

static uint32_t points_of(const struct bf_stays_group *group)
{
    return group->n < POINTS_MOST ? group->n : POINTS_MOST;
}

static bool write_table(const struct panels *panels, const char *folder, struct bf_err *err)
{
    char path[BF_FILE_CAP];
    struct bf_csv csv;
    if (!bf_path_join(path, folder, "data/fit.csv", err) ||
        !bf_csv_open(&csv, path, "panel,fitted,observed", err))
        return false;
    for (uint32_t i = 0; i < panels->count; i++) {
        const struct bf_stays_group *group = panels->group[i];
        uint32_t points = points_of(group);
        for (uint32_t k = 0; k < points; k++) {
            double u = (k + 0.5) / points;
            bf_csv_count(&csv, i + 1);
            bf_csv_number(&csv, bf_fitted_quantile(&group->fit[group->best], u));
            bf_csv_number(&csv, bf_fit_sample_quantile(&group->sample, u));
            bf_csv_end_row(&csv);
        }
    }
    return bf_csv_close(&csv, err);
}

static void set_panel(const struct panels *panels, struct bf_script *script, uint32_t i)
{
    const struct bf_stays_group *group = panels->group[i];
    const struct bf_fitted *fit = &group->fit[group->best];
    double last = 1 - 0.5 / points_of(group);
    double most = fmax(bf_fitted_quantile(fit, last), bf_fit_sample_quantile(&group->sample, last));
    struct bf_axis axis = bf_axis_for(0, most, true);
    char label[160], law[160], mean[40];
    bf_format(label, sizeof label, "%s: %u stays", group->name ? group->name : "All", group->n);
    bf_value_print(fit->mean, (double)NAN, mean, sizeof mean);
    bf_format(law, sizeof law, "%s, mean %s days, p = %.2g",
              bf_fit_shape_name((enum bf_fit_shape)group->best), mean, group->p_value);
    bf_script_array_text(script, "panel_label", i + 1, label);
    bf_script_array_text(script, "panel_law", i + 1, law);
    bf_script_array_number(script, "panel_top", i + 1, axis.top);
    bf_script_array_number(script, "panel_step", i + 1, axis.step);
}

static void set_words(const struct bf_stays *stays, struct bf_script *script)
{
    char first[32], last[32], text[400];
    const struct bf_stays_group *all = &stays->group[0];
    double at, off = bf_stays_worst(all, &all->fit[all->best], &at);
    bf_format(text, sizeof text, "Stays in %s against a %s: at most %.0f%% off up to p95",
              stays->file, bf_fit_shape_name((enum bf_fit_shape)all->best), 100 * fabs(off));
    bf_script_title(script, "headline", text, 78, 2);
    bf_script_wrapped(script, "below",
                      "Quantiles of the data (up) against those of the law (right): points on the "
                      "line agree.",
                      118, 2);
    bf_script_wrapped(script, "caption",
                      stays->whole_days ? "Whole days: each was fitted as the day about it."
                                        : "Stays of 0 are left out.",
                      140, 2);
    bf_day_words(stays->first, first, sizeof first);
    bf_day_words(stays->last, last, sizeof last);
    bf_format(text, sizeof text, "%s | column %s%s%s%s%s", stays->file, stays->column,
              stays->dated ? " | " : "", stays->dated ? first : "", stays->dated ? " to " : "",
              stays->dated ? last : "");
    bf_script_text(script, "footer", text);
}

static bool write_script(const struct bf_stays *stays, const struct panels *panels,
                         const struct bf_drawing *drawing, struct bf_err *err)
{
    static const char *const array[] = {"panel_label", "panel_law", "panel_top", "panel_step"};
    struct bf_script script;
    if (!bf_drawing_script(drawing, &script, "Written by bedflow fit; fit.gp reads it.", err))
        return false;
    set_words(stays, &script);
    bf_script_number(&script, "panels", panels->count);
    for (size_t k = 0; k < sizeof array / sizeof array[0]; k++)
        bf_script_array(&script, array[k], panels->count);
    for (uint32_t i = 0; i < panels->count; i++)
        set_panel(panels, &script, i);
    return bf_script_close(&script, err);
}

bool bf_fit_draw(const struct bf_stays *stays, struct bf_drawing *drawing, struct bf_err *err)
{
    struct panels panels = choose(stays);
    bf_drawing_add(drawing, "fit");
    return bf_drawing_begin(drawing, err) && write_table(&panels, drawing->plots, err) &&
           write_script(stays, &panels, drawing, err) && bf_drawing_end(drawing, err);
}
