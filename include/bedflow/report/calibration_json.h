/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/calibration_json.h -- a calibration as members of a JSON document: calibration.json and
 * what `bedflow calibrate --json` prints.
 */
#ifndef BF_REPORT_CALIBRATION_JSON_H
#define BF_REPORT_CALIBRATION_JSON_H

#include "bedflow/report/calibration_words.h"
#include "bedflow/report/result_json.h"

/* "scenario_file", "table_file", "method", "inputs", "rows", "scores", "warnings". */
void bf_json_calibration(struct bf_json *json, const struct bf_calibration_view *view);

/* These and "folder", which is the caller's to write. */
extern const struct bf_member bf_calibration_members[];

#endif
