/* SPDX-License-Identifier: GPL-3.0-or-later */
/* studying.h -- what commands that simulate have in common: a study as it was asked for, its
 * points, a measure by its name, and the picture at the end.
 */
#ifndef BF_CLI_STUDYING_H
#define BF_CLI_STUDYING_H

#include "bedflow/report/drawing.h"
#include "bedflow/report/identity.h"
#include "bedflow/study/points.h"
#include "command.h"
#include "progress.h"

/* A study of `model` with the seed, threads and inputs that were asked for, one replication, the
 * scenario's own warm-up; its progress in `line`, which it borrows. */
struct bf_study bf_study_asked(const struct bf_arguments *arguments, const struct bf_model *model,
                               struct bf_progress_line *line);

/* Points of the scenario that the command names, without x and measures. All is borrowed. */
struct bf_points bf_points_asked(const struct bf_arguments *arguments, const struct bf_study *study,
                                 const struct bf_loader *loader, const struct bf_factors *factors);

/* The scalar that `option` ("--measure") names; or says that there is none, with an exit code. */
int bf_measure_asked(const struct bf_catalogue *catalogue, const char *option, const char *name,
                     uint32_t *scalar);

/* Draw into FOLDER/plots, and say how it went. Nothing after Ctrl-C. */
typedef bool bf_draw(const void *view, const struct bf_run_identity *identity,
                     struct bf_drawing *drawing, struct bf_err *err);
int bf_draw_asked(const struct bf_arguments *arguments, const char *folder, bf_draw *draw,
                  const void *view, const struct bf_run_identity *identity);

#endif
