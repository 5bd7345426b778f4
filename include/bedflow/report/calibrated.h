/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/calibrated.h -- the result of a calibration as a scenario that runs.
 *
 * It extends the scenario that was calibrated and sets the fitted values, each
 * with its evidence: `source` says what it was fitted to, `range` its
 * uncertainty. A run draws inputs with a range from a triangle, so the range is
 * the one whose triangle has the spread of the posterior, which is a quarter wider
 * than the 95% interval; it ends where the typed range ends. Correlations between
 * inputs are lost by that; the note says so. --set of the user is written as well.
 *
 * A path into a list ("then[0].share") cannot be set by a file that extends:
 * then the whole scenario is written.
 */
#ifndef BF_REPORT_CALIBRATED_H
#define BF_REPORT_CALIBRATED_H

#include "bedflow/report/calibration_words.h"

/* Append the text of the scenario (check out->failed at the end). */
void bf_calibrated_scenario(const struct bf_calibration_view *view, struct bf_text *out);

/* The fitted value of input j with its evidence, as --set takes it:
 * { value = 47; range = [44, 50]; source = "..."; }. */
void bf_calibrated_value(const struct bf_calibration_view *view, uint32_t j, struct bf_text *out);

#endif
