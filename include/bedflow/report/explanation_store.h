/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/explanation_store.h -- an explanation as a folder, with its picture.
 *
 *   causes.csv         name, kind, label, dates, share and its interval; also without all, with
 *                      all, all of them, and only together
 *   contrasts.csv      every daily series: in the window, on ordinary days, difference
 *   explanation.json   how it was made, the scenario, the answer and the words; last
 *   plots/             explain.png and .svg: a waterfall from without all to as it was; run.gp,
 *                      data/causes.csv, explain.gp, style.gp, frame.gp to draw it again
 */
#ifndef BF_REPORT_EXPLANATION_STORE_H
#define BF_REPORT_EXPLANATION_STORE_H

#include "bedflow/report/explanation_words.h"
#include "bedflow/report/drawing.h"
#include "bedflow/report/identity.h"

#define BF_EXPLANATION_BARS 10u /* causes drawn; the others are one bar */

/* Write the tables into `dir`. Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_explanation_write(const struct bf_explanation_view *view,
                          const struct bf_run_identity *identity, const char *dir, bool force,
                          struct bf_err *err);

/* Draw (report/drawing.h). Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_explanation_draw(const struct bf_explanation_view *view,
                         const struct bf_run_identity *identity, struct bf_drawing *drawing,
                         struct bf_err *err);

#endif
