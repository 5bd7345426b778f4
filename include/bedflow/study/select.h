/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/select.h -- which of many systems is best and meets its limits, with a stated guarantee.
 *
 * A system is anything that gives observation r: here a scenario at one point,
 * run as winter r with the same people as all others. Lower is better. Limits
 * are on other numbers of the same observation: at most (or at least) so much, on
 * average or with a stated chance.
 *
 * Guarantee. With normal observations, with probability at least 1 - alpha: what
 * is called best meets its limits, no system that meets them (and was not left
 * undecided) is better by more than delta, and what is ruled out for a limit
 * breaks it. Without limits this is the procedure KN of Kim and Nelson with four fifths of the
 * error, a = 0.8 alpha, valid with common random numbers. After `first` observations of all,
 * system i is ruled out at n observations when some other, l, has
 *
 *   mean_i - mean_l > max(0, delta / (2 n) (h2 S2_il / delta2 - n)),
 *   h2 = 2 eta (first - 1),  eta = ((2 a / (k - 1))^(-2 / (first - 1)) - 1) / 2,
 *
 * S2_il being the variance of their differences in the first observations, k the number of
 * systems; when n is beyond all h2 S2_il / delta2, the best mean is best. The other fifth of the
 * error is for a t bound of each pair at each look: KN is slow to rule out what is far
 * worse where delta is small, its bound there being h2 S2_il / (2 n delta).
 *
 * With limits the error is halved between choice and limits (Andradottir and Kim), and a
 * system is ruled out only by one that is known to meet them. A chance is judged by exact binomial
 * bounds (Clopper-Pearson), a mean by t bounds, each at a / (2 k limits looks): looks are
 * those that `room` holds, at `first` and then half as many again each time, which makes
 * fewer looks than KN allows and so is safe; and one last look at any number.
 * A mean of numbers that never varied is judged from BF_SELECT_CONSTANT of them on (by
 * then one winter in 20 would have been otherwise, with 95%), unless it is said to be exact.
 * Observations that are not normal: KN holds for means of many; tests/verify/verify_decide.c has
 * how near it comes for a skewed law at `first` = 10.
 *
 * The guarantee asks that which systems are here, and delta, were not chosen by these same
 * observations. After a search that looked at some winters, select with others: reuse
 * favours what was lucky (study/optimise.h; verify_decide has by how much).
 *
 * Systems need not have seen as much: two are compared by the observations that both have, and
 * the best of all by those that all of the open ones have. With limits, more of
 * them go to the best that seems to meet the limits and to those that would be better still.
 *
 * It ends undecided when `most` observations in total are used, or no more are `left`, and says
 * about what more it would take. The last look is as far as what is left pays for. Ended by
 * `left` after `used`, the same follows from most = used.
 *
 * What was tried, on 300 studies of the delayed days of a county's winter with 0 to 60 beds
 * bought in tens (means 17,486 to 14,995; differences of neighbours vary by 150 to 900), drawn from
 * 300 winters of each; winters used on average, all options together, at delta:
 *                                                        360   180    90    45
 *   KN alone                                              81   139   285   542
 *   150 winters by OCBA (Chen et al. 2000) first, then KN 223   255   356   577
 *   KN with first = 20                                   140   151   243   477
 *   KN and t bounds, as here                              82   114   193   360
 * OCBA gives winters to close rivals, but so does KN by ruling others out, and what one rival
 * has seen beyond the other is of no use to a comparison by common winters. It is not done.
 *
 * For chances, bounds that hold at every number at once (a martingale: the likelihood ratio mixed
 * evenly over the chances on one side of the one asked for, by Ville's inequality) need no look to
 * be counted, but cost more: winters until a chance is told from the one asked for, 20 systems,
 * alpha / 2 = 2.5%, means of 60 studies each
 *   asked for, true              90, 95  90, 97  90, 85  90, 80  80, 90  80, 70 %
 *   Clopper-Pearson, as here        618     276     739     206     245     312
 *   the martingale                  652     290    1010     252     263     406
 * Source: S.-H. Kim, B. Nelson, ACM TOMACS 11 (2001) 251-273, procedure KN, c = 1;
 * S. Andradottir, S.-H. Kim, Naval Res. Logist. 57 (2010) 403-421. C.-H. Chen, J. Lin, E. Yucesan,
 * S. Chick, Discrete Event Dyn. Syst. 10 (2000) 251-270 (OCBA).
 */
#ifndef BF_STUDY_SELECT_H
#define BF_STUDY_SELECT_H

#include "bedflow/base/err.h"

#include <stdint.h>

#define BF_SELECT_FIRST    10u
#define BF_SELECT_CONSTANT 59u

struct bf_limit {
    uint32_t column;
    double bound;
    bool at_least; /* else at most */
    double chance; /* that an observation meets it; NaN: the mean has to */
    bool exact;    /* a mean that is known where it never varies: a bill */
};

/* Fill value for observations from..to (to not included) of system[count], all of
 * them; NaN where one could not be made. Fails with any error; BF_E_STOPPED ends
 * the selection with what there is. */
typedef bool bf_observe(void *context, const uint32_t system[], uint32_t count, uint32_t from,
                        uint32_t to, struct bf_err *err);

struct bf_systems {
    uint32_t count, columns, room; /* room: observations of one at most */
    double *value;                 /* [count][room][columns]; column 0 is made least */
    bf_observe *observe;
    void *context;
};

static inline double *bf_observation(const struct bf_systems *systems, uint32_t system, uint32_t r)
{
    return systems->value + ((size_t)system * systems->room + r) * systems->columns;
}

struct bf_select_request {
    double alpha, delta; /* delta > 0 */
    uint32_t first;      /* observations of all before anything is ruled out; at least 2 */
    uint64_t most;       /* observations in total, those before the call not counted */
    uint64_t (*left)(void *context); /* of systems: observations that there is time for; may be
                                        NULL. Asked before each look */
    const struct bf_limit *limit;    /* [limit_count] */
    uint32_t limit_count;
};

enum bf_standing {
    BF_STANDING_OPEN,   /* may be the best, or may not meet its limits */
    BF_STANDING_BEST,   /* chosen: meets its limits */
    BF_STANDING_EQUAL,  /* as good as the best, to within delta */
    BF_STANDING_WORSE,  /* ruled out by a better one */
    BF_STANDING_BREAKS, /* does not meet a limit */
    BF_STANDING_FAILED, /* an observation could not be made */
    BF_STANDING_ASIDE   /* not among those that were judged */
};

enum bf_selected_end {
    BF_SELECTED,        /* a best one, with the guarantee */
    BF_SELECTED_NONE,   /* no system meets the limits */
    BF_SELECTED_OPEN,   /* not decided: see needed */
    BF_SELECTED_STOPPED /* by the user */
};

struct bf_selected {
    enum bf_selected_end end;
    uint32_t best;              /* also when open: the best mean among those known to meet their
                                   limits, else among the open; UINT32_MAX: none */
    enum bf_standing *standing; /* [count] */
    bool *meets;                /* [count]: known to meet all limits */
    uint32_t *seen;             /* [count]: observations */
    uint32_t open;              /* systems */
    uint64_t used;              /* observations in total */
    bool cut_short;             /* the last look was not the whole of one: no more was allowed */
    uint64_t needed;            /* more of them, about, to decide; 0 when decided, UINT64_MAX: none
                                   would do */
};

/* Select. systems->value may hold observations of seen[] systems before (found = NULL: none):
 * they are used and not made again. Fails with what observe fails with, or BF_E_NOMEM.
 * Free in any case. */
bool bf_select(const struct bf_systems *systems, const struct bf_select_request *request,
               const uint32_t found[], struct bf_selected *selected, struct bf_err *err);
void bf_selected_free(struct bf_selected *selected);

/* Mean of one column over the observations of a system that are defined. */
double bf_observed_mean(const struct bf_systems *systems, uint32_t system, uint32_t column,
                        uint32_t count);

#endif
