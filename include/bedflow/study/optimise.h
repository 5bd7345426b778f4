/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/optimise.h -- least cost that meets targets, or least harm within a budget.
 *
 * The question is what to make least, the limits that must be met, and the
 * factors that may be chosen (lattices and lists). Cost is the sum of the bills of
 * purchases, or where the scenario has none its whole spend. A search finds points worth
 * a careful look (study/search.h), with a few winters each; ranking and selection with a
 * guarantee decides among them (study/select.h). Where the search saw the whole lattice
 * the guarantee is about the whole lattice, else about the points that it found, and is then
 * only near its level, since the search has seen the first winters that the choice uses again.
 *
 * Options that were ruled out, but are worse by no more than delta, are told as equal, by
 * one-sided t bounds at alpha / k: the cheapest of them may be the wiser choice.
 *
 * The frontier: the points that no other beats in cost and in harm at once, by
 * their means. From one to the next: pounds for one delayed day less (or one of whatever
 * harm is measured in), with Fieller's interval; neighbours whose harm does not differ
 * by more than chance (95%) are told.
 *
 * What is left of the work after the choice gives every option more winters, up to 50, since
 * options are compared on the frontier by the winters that all of them have.
 *
 * Budget of work: replications in all. The caller turns seconds into it by
 * the time of a few, so that the same number gives the same answer again.
 */
#ifndef BF_STUDY_OPTIMISE_H
#define BF_STUDY_OPTIMISE_H

#include "bedflow/stats/interval.h"
#include "bedflow/study/points.h"
#include "bedflow/study/select.h"

#define BF_OPTIMISE_LIMITS 8
#define BF_OPTIMISE_POINTS 400u

/* Columns of an observation. */
enum { BF_OPTIMISE_LEAST, BF_OPTIMISE_COST, BF_OPTIMISE_HARM, BF_OPTIMISE_FIRST_LIMIT };

struct bf_optimise_request {
    struct bf_points *points; /* without x, count and measures: those are chosen here */
    bool least_cost;          /* else least harm */
    uint32_t harm;            /* scalar of the base */
    bool harm_is_negative;    /* more of it is better: admissions avoided */
    /* Limits: column is a scalar of the base here; UINT32_MAX: cost. */
    struct bf_limit limit[BF_OPTIMISE_LIMITS];
    uint32_t limit_count;
    double alpha, delta; /* delta 0: 2% of the mean of what is made least, at the first point */
    uint64_t replications;
};

struct bf_option_point {
    struct bf_interval cost, harm; /* 95% intervals of means over the common winters */
    bool on_frontier;
};

struct bf_optimum {
    const struct bf_factors *factors;
    struct bf_systems systems;
    struct bf_selected selected;
    double *x;                     /* [systems.count][factors] */
    struct bf_option_point *point; /* [systems.count] */
    uint32_t *frontier;            /* [frontier_count], cheapest first */
    uint32_t frontier_count;
    uint32_t common; /* winters that all options have seen: points are compared by these */
    bool whole;      /* the whole lattice was looked at */
    double delta;    /* as used */
    uint64_t used;
    bool costs_are_bills; /* of purchases; else the whole spend */
    uint64_t digest;
    bool interrupted;
    struct bf_limit limit[BF_OPTIMISE_LIMITS]; /* columns of an observation */
    uint32_t limit_count;
};

/* Run. Fails with BF_E_KEY (no bill and no spend in the scenario), BF_E_RANGE (a factor of
 * any value between; too few replications), BF_E_NOMEM, or as bf_points_run does. Free in any case.
 */
bool bf_optimise(const struct bf_optimise_request *request, struct bf_optimum *optimum,
                 struct bf_err *err);
void bf_optimum_free(struct bf_optimum *optimum);

/* From one frontier point to the next, dearer one: how much harm it spares, and pounds for each
 * unit of it, over the winters that both have. */
void bf_frontier_step(const struct bf_optimum *optimum, uint32_t cheap, uint32_t dear,
                      struct bf_interval *spared, struct bf_interval *each);

#endif
