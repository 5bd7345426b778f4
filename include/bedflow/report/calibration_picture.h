/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/calibration_picture.h -- observed against modelled, period by period.
 *
 * One panel a measure (at most BF_CALIBRATION_PANELS): for every row a band from
 * its first to its last day (90% predictive interval), a line (modelled mean) and a dot (observed);
 * a dot outside its band is red. The days held out are shaded. Writes, into
 * `plots` (made if missing),
 *
 *   run.gp, data/rows.csv (panel,from,to,observed,low,high,modelled,inside), calibrate.gp,
 *   style.gp, frame.gp
 *
 * and draws calibrate.png and calibrate.svg. To draw again: cd PLOTS && gnuplot calibrate.gp.
 */
#ifndef BF_REPORT_CALIBRATION_PICTURE_H
#define BF_REPORT_CALIBRATION_PICTURE_H

#include "bedflow/report/calibration_words.h"
#include "bedflow/report/drawing.h"
#include "bedflow/report/identity.h"

#define BF_CALIBRATION_PANELS 6u

/* Draw (report/drawing.h). Fails with BF_E_IO. */
bool bf_calibration_draw(const struct bf_calibration_view *view,
                         const struct bf_run_identity *identity, struct bf_drawing *drawing,
                         struct bf_err *err);

#endif
