/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/goal.h -- a measure and an amount, as a person writes them: "delayed_days: 5%".
 *
 * One grammar serves three questions: how exact an answer has to be
 * (--precision), which difference matters (--matters) and what has to be met
 * (--target). Several goals are separated by semicolons, or by commas when a
 * letter follows: "delayed_days: 1,500; occupancy: 1".
 *
 * A measure is named as in summary.csv: of the whole system by its name alone,
 * of a service as "service.name"; groups (classes, localities) have no goals.
 *
 * Units: an amount is in the measure's own unit ("delayed_days: 50" is 50 bed
 * days). With a percent sign it is a share of the measure's mean, also where the
 * measure is itself a percentage: "occupancy: 1%" is about 0.9 points of 90.
 */
#ifndef BF_STUDY_GOAL_H
#define BF_STUDY_GOAL_H

#include "bedflow/base/err.h"
#include "bedflow/stats/measure.h"

#define BF_GOALS_CAP 16

struct bf_goal {
    uint32_t scalar; /* index in the catalogue's scalars */
    double amount;   /* in the measure's unit, or a share of its mean */
    bool is_share;
};

struct bf_goals {
    struct bf_goal goal[BF_GOALS_CAP];
    uint32_t count;
};

/* Read `text`; each measure once, amounts not negative. NULL gives no goals.
 * Fails with BF_E_SYNTAX, BF_E_KEY (no such measure: names the nearest one),
 * BF_E_RANGE or BF_E_LIMIT (more than BF_GOALS_CAP). */
bool bf_goals_parse(const char *text, const struct bf_catalogue *catalogue, struct bf_goals *goals,
                    struct bf_err *err);

/* The measure called `name` in full, groups too, as tables of days and of observations have it:
 * "occupancy", "acute.occupied", "reason:E.delayed". Its index, or UINT32_MAX. */
uint32_t bf_measure_named(const struct bf_measure measure[], uint32_t count, const char *name);

/* The scalar called `name` ("delayed_days", "acute.wait_p95"), or UINT32_MAX. */
uint32_t bf_measure_find(const struct bf_catalogue *catalogue, const char *name);

/* Fill *err: no measure has this name, and which one may have been meant. Returns false. */
bool bf_measure_unknown(const struct bf_catalogue *catalogue, const char *name, struct bf_err *err);

/* The goal of a scalar, or NULL. */
const struct bf_goal *bf_goals_of(const struct bf_goals *goals, uint32_t scalar);

#endif
