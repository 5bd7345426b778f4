/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/drawing.h -- pictures of one result, from their tables to gnuplot.
 *
 * A folder of pictures stands by itself: tables in data/, what the scripts cannot know in run.gp
 * (report/script.h), and the scripts. So a picture can be drawn again with gnuplot alone:
 * `cd PLOTS && gnuplot NAME.gp`.
 *
 * What draws a result (bf_sweep_draw and its like) names its pictures, calls bf_drawing_begin,
 * writes its tables and its run.gp, and calls bf_drawing_end. With no picture named it writes
 * nothing. Each fails with BF_E_IO or BF_E_NOMEM; a missing gnuplot is no failure, but is told in
 * `end`.
 */
#ifndef BF_REPORT_DRAWING_H
#define BF_REPORT_DRAWING_H

#include "bedflow/report/gnuplot.h"
#include "bedflow/report/script.h"

#define BF_DRAWING_CAP 4

struct bf_drawing {
    const char *plots;   /* the folder; made if missing */
    const char *scripts; /* where the program's *.gp are */
    const char *program; /* NULL: "gnuplot" */
    /* What became of it. */
    const char *name[BF_DRAWING_CAP]; /* [count]: NAME.png and NAME.svg */
    uint32_t count;
    enum bf_gnuplot_end end;
    struct bf_text said; /* by gnuplot, where it failed; the caller frees it */
};

void bf_drawing_add(struct bf_drawing *drawing, const char *name);

/* Make plots/data. */
bool bf_drawing_begin(const struct bf_drawing *drawing, struct bf_err *err);

/* Open plots/run.gp, which begins with a remark. */
bool bf_drawing_script(const struct bf_drawing *drawing, struct bf_script *script,
                       const char *remark, struct bf_err *err);

/* Copy the scripts and run gnuplot on those of the pictures. */
bool bf_drawing_end(struct bf_drawing *drawing, struct bf_err *err);

/* Copy scripts/NAME.gp into plots. */
bool bf_drawing_copy(const char *scripts, const char *plots, const char *name, struct bf_err *err);

#endif
