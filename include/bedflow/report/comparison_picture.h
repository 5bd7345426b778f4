/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/comparison_picture.h -- the picture of a comparison: an interval plot.
 *
 * One panel a headline measure, one line an option: the paired difference to
 * the base as a dot with the interval that holds for all differences at once;
 * the line at 0 is the base, a grey band the zone of indifference. Writes
 *
 *   <plots>/run.gp             titles, ranges, identity
 *   <plots>/data/options.csv   panel,option,difference,low,high
 *   <plots>/compare-options.gp, style.gp, frame.gp, and the .png and .svg that they draw
 *
 * so that it can be changed and drawn again: `cd <plots> && gnuplot
 * compare-options.gp`. Panels: the first BF_COMPARISON_PANELS headline measures
 * that have an interval for some option.
 */
#ifndef BF_REPORT_COMPARISON_PICTURE_H
#define BF_REPORT_COMPARISON_PICTURE_H

#include "bedflow/report/comparison_table.h"
#include "bedflow/report/drawing.h"
#include "bedflow/report/identity.h"

#define BF_COMPARISON_PANELS 8

/* Draw (report/drawing.h). *panels gets how many there are; 0: nothing was written, since nothing
 * has an interval. Fails with BF_E_IO. */
bool bf_comparison_draw(const struct bf_comparison_view *view,
                        const struct bf_run_identity *identity, struct bf_drawing *drawing,
                        uint32_t *panels, struct bf_err *err);

#endif
