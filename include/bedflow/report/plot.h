/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/plot.h -- pictures from result folders.
 *
 * One folder: DIR/plots/ gets data/ (small wide tables), run.gp, copies of the
 * scripts, and every picture as PNG (1600 x 1000) and SVG. Several folders:
 * their delayed transfers, readmissions, occupancy and services are laid over
 * one another, with the paired difference to the first, in
 * DIR1/plots-with-<name of DIR2>[-and-...]/ unless `out` names a folder.
 *
 * A folder of pictures can be moved, changed and drawn again without this
 * program: `cd DIR/plots && gnuplot delayed.gp`. Drawing again with this
 * program replaces the tables and the scripts there.
 *
 * Without gnuplot the tables and scripts are written all the same, the call
 * succeeds, and `said` tells what to install.
 */
#ifndef BF_REPORT_PLOT_H
#define BF_REPORT_PLOT_H

#include "bedflow/base/text.h"
#include "bedflow/report/sink.h"

#include <stdint.h>

struct bf_plot_request {
    const char *const *dir; /* [dir_count] result folders; the first is the baseline */
    uint32_t dir_count;     /* at least 1, at most BF_PLOT_RUNS */
    const char *out;        /* folder for the pictures; NULL: as above */
    const char *scripts;    /* folder with the *.gp files of the program */
    const char *program;    /* "gnuplot" when NULL */
};

#define BF_PLOT_RUNS 6 /* colours that can be told apart */

struct bf_plot_outcome {
    char folder[BF_FILE_CAP]; /* where the pictures are */
    uint32_t drawn;           /* pictures; 0 without gnuplot */
    bool gnuplot_missing;
    struct bf_text said; /* advice and remarks for the user, lines; may be empty */
};

/* Draw. Fails with what bf_record_read fails with; BF_E_RANGE for too many
 * folders; BF_E_IO when tables, scripts or pictures cannot be written, or
 * gnuplot ends with an error (its words are in err and in outcome->said).
 * Free `outcome` in any case. */
bool bf_plot_draw(const struct bf_plot_request *request, struct bf_plot_outcome *outcome,
                  struct bf_err *err) __attribute__((warn_unused_result));

void bf_plot_outcome_free(struct bf_plot_outcome *outcome);

#endif
