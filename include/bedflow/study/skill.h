/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/skill.h -- were the predictions good, and better than knowing nothing?
 *
 * Two simple forecasts of each held-out row, made from the fitted rows of the
 * same measure, give the score a scale: "as always" (climatology), every fitted
 * value equally likely, and "as last" (persistence), the fitted value nearest
 * before the row, else the nearest. Totals are compared by the day, so that
 * months of different length are alike. All are scored by CRPS (stats/score.h), in
 * the measure's unit: less is better. skill is 1 - CRPS / that of the better of the two: 1 is
 * perfect, 0 is no better, negative is worse.
 *
 * Rows of a measure with no fitted rows have no such forecasts and no skill.
 */
#ifndef BF_STUDY_SKILL_H
#define BF_STUDY_SKILL_H

#include "bedflow/stats/interval.h"
#include "bedflow/study/calibrate.h"

struct bf_skill {
    uint32_t rows;                   /* held out, of this measure (or of all) */
    uint32_t inside;                 /* within their 90% predictive intervals */
    struct bf_interval coverage;     /* inside / rows: Clopper-Pearson, 95% */
    double crps, as_always, as_last; /* means over the rows; NaN if there are none */
    double skill;                    /* NaN if there is no reference */
};

/* Of one measure, of its held-out rows; or, with held_out false, of the fitted
 * ones, without references (these were used). */
struct bf_skill bf_skill_of(const struct bf_observed *observed,
                            const struct bf_calibration *calibration, uint32_t measure,
                            bool held_out);

/* Rows within their interval, of all measures together; scores of different units are not added. */
struct bf_skill bf_skill_all(const struct bf_observed *observed,
                             const struct bf_calibration *calibration, bool held_out);

#endif
