/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/precision.h -- enough replications, and no more.
 *
 * Runs one study, or several options side by side, in batches: all options up
 * to replication n, then a look at the intervals, then more. One study looks
 * at the t interval of a mean; several look at the paired differences to the
 * first, which is the interval of the decision. A share ("delayed_days: 5%") is
 * of the mean of the study, or of the base where differences are looked at: a
 * share of a difference that may be 0 could never be reached.
 *
 * Validity. Stopping when the interval looks narrow enough makes it a little too
 * short: the procedure of Chow and Robbins, whose coverage is exact only in the
 * limit of small half-widths. Two things keep it honest here: at least
 * BF_PRECISION_LEAST replications whatever the first ones say, and few looks,
 * since each look foresees how many are needed and goes at least a quarter of
 * the way. In simulated normal and skewed (exponential) numbers a nominal 95%
 * covers at least 93% (tests/unit/study/test_precision.c). For several options
 * the intervals are those that hold together (study/compare.h) where the measure is a
 * headline.
 * Source: Y. Chow, H. Robbins, Ann. Math. Statist. 36 (1965) 457-462; relative
 * width: A. Nadas, Ann. Math. Statist. 40 (1969) 667-671; the use in simulation:
 * A. Law, Simulation Modeling and Analysis, 5th ed. (2015), section 9.4.1.
 *
 * Warm-up: options get the longest that any of them needs, so that all see the
 * same days. Memory: without keep_days, scalars only, and the daily values of
 * BF_PRECISION_BATCH replications.
 */
#ifndef BF_STUDY_PRECISION_H
#define BF_STUDY_PRECISION_H

#include "bedflow/study/goal.h"
#include "bedflow/study/study.h"

#define BF_PRECISION_LEAST 20u
#define BF_PRECISION_BATCH 64u

struct bf_plan {
    const struct bf_study *study; /* [count]; seed, first, replications of the first count */
    uint32_t count;
    bool keep_days;
    struct bf_goals precision; /* none: exactly `replications`, in one piece */
    uint32_t most;             /* replications at most, with a precision */
};

/* The goal that is furthest from being met. */
struct bf_reached {
    bool met;        /* all are; also true without goals */
    uint32_t scalar; /* of the first study */
    uint32_t option; /* whose difference; 0 for a single study */
    double half, wanted;
    uint32_t needed; /* replications that would be about enough; UINT32_MAX: cannot be said */
};

/* Run. result[count], all zero before, each to be freed. Ctrl-C (study->stop)
 * leaves what finished. Fails as bf_study_run does, naming no option: *failed
 * gets its index. */
bool bf_plan_run(const struct bf_plan *plan, struct bf_result result[], struct bf_reached *reached,
                 uint32_t *failed, struct bf_err *err);

/* How many replications an interval of this half-width at `count` would have
 * needed to be `wanted` wide: count (half / wanted)^2, rounded up; UINT32_MAX if
 * that cannot be said. */
uint32_t bf_precision_needed(uint32_t count, double half, double wanted);

/* How many to have at the next look: a quarter more at least, double at most, `most` never
 * exceeded. */
uint32_t bf_precision_next(uint32_t count, uint32_t needed, uint32_t most);

/* Look at what there is: the goals over one result, or over differences. */
bool bf_precision_look(const struct bf_goals *goals, const struct bf_result result[],
                       uint32_t count, struct bf_reached *reached, struct bf_err *err);

#endif
