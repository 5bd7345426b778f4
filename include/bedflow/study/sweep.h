/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/sweep.h -- what the responses at the points of a design say.
 *
 * For every measure: each point's mean with its simulation error and the range over
 * possible winters; the effect of each factor; the split of the spread into inputs
 * and chance; and, from the design `indices`, Sobol's indices (study/sensitivity.h).
 *
 * The split takes the points that have the measure in every winter, and the
 * winters that all of those have: of the design `indices` only those of A and B, which are
 * drawn at random. One at a time there is none: ends are no sample of inputs.
 */
#ifndef BF_STUDY_SWEEP_H
#define BF_STUDY_SWEEP_H

#include "bedflow/study/points.h"
#include "bedflow/study/result.h"
#include "bedflow/study/sensitivity.h"

#define BF_SWEEP_LEVEL 0.95

/* One measure over the whole design. */
struct bf_sweep_measure {
    const struct bf_measure *measure;
    struct bf_summary *point;   /* [points] */
    struct bf_effect *effect;   /* [factors] */
    struct bf_indices *indices; /* [factors]; NULL but for the design `indices` */
    uint32_t index_rows;        /* rows of A that all mixtures have */
    struct bf_split split;
    uint32_t split_points, split_winters;
};

struct bf_sweep {
    const struct bf_factors *factors;
    const struct bf_design *design;
    const struct bf_responses *responses;
    struct bf_sweep_measure *of; /* [measures] */
    uint32_t measures;
};

/* Analyse responses->measures measures, which are measure[]. All that is pointed at
 * must outlive the sweep. Fails with BF_E_NOMEM. Free it in any case. */
bool bf_sweep_analyse(const struct bf_factors *factors, const struct bf_design *design,
                      const struct bf_responses *responses,
                      const struct bf_measure *const measure[], uint64_t seed,
                      struct bf_sweep *sweep, struct bf_err *err);
void bf_sweep_free(struct bf_sweep *sweep);

#endif
