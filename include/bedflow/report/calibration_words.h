/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/calibration_words.h -- a calibration told to people: values, what the data cannot tell,
 * how well it fits and predicts.
 *
 * At most 100 columns. Warnings come in words: an input of which nothing was
 * learned, inputs that only a combination of is known, a best value at the end
 * of its range, definitions that differ, a surface that is not good enough.
 */
#ifndef BF_REPORT_CALIBRATION_WORDS_H
#define BF_REPORT_CALIBRATION_WORDS_H

#include "bedflow/base/text.h"
#include "bedflow/study/calibrate.h"

/* What was calibrated. All is the caller's. */
struct bf_calibration_view {
    const struct bf_calibration *calibration;
    const struct bf_observed *observed;
    const struct bf_factors *factors;
    const char *title;         /* of the scenario; NULL: none */
    const char *scenario_file; /* as typed */
    const char *table_file;
    const char *extends;          /* the scenario's path from the folder of the result */
    const struct bf_setting *set; /* [set_count]: --set of the user */
    size_t set_count;
    const char *whole; /* the calibrated scenario in full, for paths that cannot be extended */
    uint64_t seed;
    bool fixed_inputs;
    bf_day first_day, last_day; /* of the period */
};

/* Append the whole table. */
void bf_calibration_words(const struct bf_calibration_view *view, struct bf_text *out);

/* Only the warnings, a line or two each beginning with "- "; nothing if there are none. */
void bf_calibration_warnings(const struct bf_calibration_view *view, struct bf_text *out);

#endif
