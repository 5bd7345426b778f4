/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/fit_picture.h -- how well stays fit: quantiles of the data against those of the law.
 *
 * One panel for all stays and one a class that was fitted (at most
 * BF_FIT_PANELS). Points on the line agree. Writes, into `folder` (made if missing),
 *
 *   run.gp, data/fit.csv (panel,fitted,observed), fit.gp, style.gp, frame.gp
 *
 * and draws fit.png and fit.svg. To draw again: cd FOLDER && gnuplot fit.gp.
 */
#ifndef BF_REPORT_FIT_PICTURE_H
#define BF_REPORT_FIT_PICTURE_H

#include "bedflow/report/drawing.h"
#include "bedflow/study/stays.h"

#define BF_FIT_PANELS 6u

/* Draw (report/drawing.h). Fails with BF_E_IO. */
bool bf_fit_draw(const struct bf_stays *stays, struct bf_drawing *drawing, struct bf_err *err);

#endif
