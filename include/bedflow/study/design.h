/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/design.h -- which points of the space of factors are run.
 *
 *   grid            every combination of the values; a factor of any value between
 *                   takes `levels` of them, evenly, both ends included
 *   list            the rows of a table, a column a factor
 *   latin           each factor's range is cut into as many equal chances as there are
 *                   points, and each is used once, in random order
 *   sobol           an even filling of the space (random/quasi.h)
 *   one-at-a-time   the base, then each factor at its low and its high end, the others
 *                   as in the base
 *   indices         matrices A and B, and A with one column of B at a time: what
 *                   Sobol's indices are estimated from (study/sensitivity.h)
 *
 * Latin, sobol and indices spread by quantile, so that a declared range is
 * filled as a run would draw it.
 *
 * Shapes: x[count][factors]. Random order is keyed by the seed: the same seed is
 * the same design. Sources: M. McKay, R. Beckman, W. Conover, Technometrics 21
 * (1979) 239-245; A. Saltelli et al., Comput. Phys. Commun. 181 (2010) 259-270.
 */
#ifndef BF_STUDY_DESIGN_H
#define BF_STUDY_DESIGN_H

#include "bedflow/base/sheet.h"
#include "bedflow/study/factor.h"

#define BF_DESIGN_POINTS 20000

enum bf_design_kind {
    BF_DESIGN_GRID,
    BF_DESIGN_LIST,
    BF_DESIGN_LATIN,
    BF_DESIGN_SOBOL,
    BF_DESIGN_ONE_AT_A_TIME,
    BF_DESIGN_INDICES
};

struct bf_design {
    enum bf_design_kind kind;
    uint32_t count, factors;
    uint32_t rows; /* of A, in INDICES: points are A, B, then A with column 0, 1, ... of B */
    double *x;     /* [count][factors] */
};

/* "grid", ... as above; -1 for any other word. */
int bf_design_kind_of(const char *name);
const char *bf_design_name(enum bf_design_kind kind);

/* Make a design of any kind but LIST. `size`: points of LATIN and SOBOL, levels of
 * GRID, rows of INDICES. Fails with BF_E_LIMIT (more than BF_DESIGN_POINTS, or too
 * many factors), BF_E_RANGE (a factor without a base value, one at a time) or
 * BF_E_NOMEM. Free it in any case. */
bool bf_design_make(enum bf_design_kind kind, const struct bf_factors *factors, uint32_t size,
                    uint64_t seed, struct bf_design *design, struct bf_err *err);

/* The factors of a table, a column each, headed by its path, and its points. Every
 * factor is a list of the values that occur. `file` is for messages. True if no
 * error was added to *faults. Free both in any case. */
bool bf_design_list(const struct bf_sheet *sheet, const char *file, const struct bf_bound *bound,
                    struct bf_factors *factors, struct bf_design *design, struct bf_faults *faults);

void bf_design_free(struct bf_design *design);

static inline const double *bf_design_point(const struct bf_design *design, uint32_t i)
{
    return design->x + (size_t)i * design->factors;
}

#endif
