/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/calibration_store.h -- a calibration as a folder.
 *
 *   calibrated.cfg    the scenario with the fitted values (report/calibrated.h)
 *   inputs.csv        path, best, interval, sd, range, how much was learned
 *   correlations.csv  of the posterior, input by input
 *   rows.csv          observed, modelled, 90% predictive interval, CRPS, fitted or held out
 *   scores.csv        by measure, of held-out rows: coverage, CRPS, references, skill
 *   points.csv        every simulated point and its modelled means
 *   calibration.json  how it was made: program, method, all that differs between observed and
 *                     modelled, and the texts of the warnings
 *
 * Written whole or not at all (report/folder.h); calibration.json last.
 */
#ifndef BF_REPORT_CALIBRATION_STORE_H
#define BF_REPORT_CALIBRATION_STORE_H

#include "bedflow/report/calibration_words.h"
#include "bedflow/report/identity.h"

/* Write into `dir` (must not hold anything, unless force). Fails with BF_E_IO or
 * BF_E_NOMEM. */
bool bf_calibration_write(const struct bf_calibration_view *view,
                          const struct bf_run_identity *identity, const char *dir, bool force,
                          struct bf_err *err);

#endif
