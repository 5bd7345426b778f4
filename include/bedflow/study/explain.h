/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/explain.h -- why was this day or week as it was?
 *
 * Two answers, from the same replications.
 *
 * Contrasts: every daily series in the window against ordinary days of the same
 * run, which are the days of the period outside the window that fall on the
 * window's weekdays. Differences are taken replication by replication.
 *
 * Shares: what each cause (a dated change, a purchase, a rule) adds to a measure
 * in the window. Coalitions of causes are simulated with the others taken out
 * of the scenario, under the same random numbers (a cause's own draws are keyed
 * by its name), up to the last day of the window; later days cannot matter.
 * Up to BF_SHAPLEY_CAUSES causes: Shapley values over all 2^k coalitions
 * (stats/shapley.h); they add up to with-all less with-none in every
 * replication. More: each is taken out alone, and `together` is what is left:
 * (with all - with none) - sum of shares, the part that causes only have in
 * company (negative where they overlap).
 *
 * Only causes that may be in force on or before the window are of interest: those
 * that begin (less three standard deviations of their date) by its last day, and
 * all rules.
 *
 * Intervals are t intervals of means over replications (95%).
 * Cost: runs x replications; 2^k runs, or k + 2.
 */
#ifndef BF_STUDY_EXPLAIN_H
#define BF_STUDY_EXPLAIN_H

#include "bedflow/stats/interval.h"
#include "bedflow/stats/shapley.h"
#include "bedflow/study/study.h"

struct bf_contrast {
    struct bf_interval in, ordinary, difference;
};

struct bf_explain_request {
    const char *file;
    const struct bf_loader *loader;
    const struct bf_study *study; /* of the run: its model, seed, first, replications, threads,
                                     fixed_inputs, warm_up_days and stop are taken */
    bf_day from, to;              /* the window, both ends included; BF_DAY_NONE: the worst week */
    const char *measure;          /* daily, as in daily.csv: "delayed", "ward.waiting" */
    const char *const *of;        /* [of_count] names of causes to look at; 0: all */
    size_t of_count;
    void (*progress)(void *context, uint32_t run, uint32_t runs); /* may be NULL */
    void *progress_context;
};

struct bf_explained {
    uint32_t cause; /* in the model's network */
    struct bf_interval share;
};

struct bf_explanation {
    bf_day from, to;
    uint32_t column;                /* of the measure */
    uint32_t replications;          /* that finished in every run */
    struct bf_contrast *series;     /* [daily_count of the catalogue] */
    struct bf_explained *cause;     /* [cause_count], the largest share first */
    uint32_t cause_count, left_out; /* left_out: not in force by then */
    bool shapley;
    struct bf_interval with_all, with_none, difference, together; /* together: 0 for Shapley */
    uint32_t runs;
    double *all, *none; /* [replications] */
    double *share;      /* [cause_count][replications], as cause */
};

/* Column of a daily measure by its name, or UINT32_MAX. */
uint32_t bf_daily_find(const struct bf_catalogue *catalogue, const char *name);

/* Explain. Fails with BF_E_KEY (no such measure or cause), BF_E_RANGE (window
 * outside the period, no ordinary day to compare with), what a run fails with,
 * BF_E_STOPPED or BF_E_NOMEM. Free in any case. */
bool bf_explain(const struct bf_explain_request *request, struct bf_explanation *explanation,
                struct bf_err *err);
void bf_explanation_free(struct bf_explanation *explanation);

#endif
