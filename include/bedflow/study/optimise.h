/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/optimise.h -- least cost that meets targets, or least harm within a budget.
 *
 * The question is what to make least, the limits that must be met, and the
 * factors that may be chosen (lattices and lists). Cost is the sum of the bills of
 * purchases, or where the scenario has none its whole spend. A search finds points worth
 * a careful look (study/search.h), with a few winters each; ranking and selection with a
 * guarantee decides (study/select.h).
 *
 * What the guarantee is about. Where the search saw the whole lattice, the whole lattice. Else
 * its finalists: half of the points that it looked at, at most BF_OPTIMISE_FINALISTS, the best by
 * what it saw and some along its frontier of cost and harm. They are judged by winters that the
 * search did not see (numbers from `from` on): points were chosen because
 * they did well in its winters, and would be flattered by these (tests/verify/verify_decide.c
 * has by how much). About the points put aside, and those never looked at, nothing is promised.
 * delta, where it is not asked for, is 2% of the greatest mean of the search.
 *
 * Options that were ruled out, but are worse by no more than delta, are told as equal, by
 * one-sided t bounds at alpha / k: the cheapest of them may be the wiser choice.
 *
 * The frontier: the points that no other beats in cost and in harm at once, by
 * their means. From one to the next: pounds for one delayed day less (or one of whatever
 * harm is measured in), with Fieller's interval; neighbours whose harm does not differ
 * by more than chance (95%) are told.
 *
 * Once decided, all finalists are brought to BF_OPTIMISE_WINTERS, as far as what is left pays for.
 *
 * Budget of work: replications, or time. With `within_s`, `replications` is what the caller
 * expects to fit; the search ends when its share of the time is over, and the choice before a
 * round that would take too long, at the pace of the last. Either way the same answer
 * follows from replications = `used` and look = systems.count, without a clock: the points of a
 * shorter search are the first of a longer one.
 *
 * More winters to close rivals first (OCBA) was tried and is not done: see study/select.h.
 */
#ifndef BF_STUDY_OPTIMISE_H
#define BF_STUDY_OPTIMISE_H

#include "bedflow/stats/interval.h"
#include "bedflow/study/points.h"
#include "bedflow/study/select.h"

#define BF_OPTIMISE_LIMITS    8
#define BF_OPTIMISE_POINTS    400u
#define BF_OPTIMISE_FINALISTS 20u
#define BF_OPTIMISE_WINTERS   50u

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
    double alpha, delta; /* delta 0: 2% of the greatest mean of what is made least */
    uint64_t replications;
    double within_s; /* from the call on; 0: no clock */
    uint32_t look;   /* points of the search; 0: as many as half of the work is enough for, a
                        quarter where a chance has to be met */
};

struct bf_option_point {
    struct bf_interval cost, harm; /* 95% intervals of means over the common winters */
    bool on_frontier;
};

struct bf_optimum {
    const struct bf_factors *factors;
    struct bf_systems systems; /* finalists first; observation r of a finalist is winter from + r,
                                  of others winter r */
    uint32_t finalists, from;
    struct bf_selected selected;   /* [systems.count] */
    double *x;                     /* [systems.count][factors] */
    struct bf_option_point *point; /* [systems.count] */
    uint32_t *frontier;            /* [frontier_count], cheapest first */
    uint32_t frontier_count;
    uint32_t common; /* winters that all finalists have seen: points are compared by these */
    bool whole;      /* the whole lattice was looked at: all are finalists */
    double delta;    /* as used */
    uint64_t searched, used; /* replications of the search, and in all */
    double wall_s;
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
