/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "studying.h"

#include "bedflow/report/folder.h"
#include "bedflow/study/goal.h"
#include "interrupt.h"
#include "pictures.h"
#include "say.h"

struct bf_study bf_study_asked(const struct bf_arguments *a, const struct bf_model *model,
                               struct bf_progress_line *line)
{
    bool draws = !a->quiet && bf_progress_wanted();
    return (struct bf_study){.model = model,
                             .seed = a->seed,
                             .replications = 1,
                             .threads = (uint32_t)a->threads,
                             .fixed_inputs = a->fixed_inputs,
                             .warm_up_days = -1,
                             .progress = draws ? bf_progress_draw : NULL,
                             .progress_context = line,
                             .stop = bf_interrupt_watch()};
}

struct bf_points bf_points_asked(const struct bf_arguments *a, const struct bf_study *study,
                                 const struct bf_loader *loader, const struct bf_factors *factors)
{
    return (struct bf_points){.study = study,
                              .file = a->operand[0],
                              .loader = loader,
                              .set = a->set,
                              .set_count = a->set_count,
                              .factors = factors};
}

int bf_measure_asked(const struct bf_catalogue *catalogue, const char *option, const char *name,
                     uint32_t *scalar)
{
    struct bf_err err;
    *scalar = bf_measure_find(catalogue, name);
    if (*scalar != UINT32_MAX) return BF_EXIT_DONE;
    bf_measure_unknown(catalogue, name, &err);
    return bf_complain(BF_EXIT_USAGE, "%s: %s", option, err.what);
}

int bf_draw_asked(const struct bf_arguments *a, const char *folder, bf_draw *draw, const void *view,
                  const struct bf_run_identity *identity)
{
    char plots[BF_FILE_CAP] = "";
    struct bf_drawing drawing = bf_drawing_in(plots, !a->no_plots);
    struct bf_err err;
    if (bf_interrupted()) return BF_EXIT_DONE;
    bool drawn = bf_path_join(plots, folder, "plots", &err) && draw(view, identity, &drawing, &err);
    return bf_drawing_told(&drawing, drawn, &err, a->quiet);
}
