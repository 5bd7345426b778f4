/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/sensitivity.h -- which inputs matter, and how much of the spread is chance.
 *
 * Everything here works on a table of responses y[points][winters]: one measure
 * at every point, winter (replication) r being the same people at every point.
 *
 * Effect of one factor: how far the response moves when the factor goes from its low
 * to its high end, the others as in the base (one-at-a-time), or on average over
 * the points (grid: the difference of two levels' means; other designs: the slope of
 * a plane fitted by least squares, times high - low). It is computed in every
 * winter. Of one-at-a-time and grids the interval is the t interval over winters: it is that
 * of chance, for these points, which are all that is asked about. The points of other designs are
 * a sample of the inputs: there the variance over winters is added to that of which points
 * there happen to be (each of 20 groups of points left out in turn: the jackknife), so the
 * interval is for the plane that all possible points would have. It counts what differs by
 * winter and point twice, and so is never too short (tests/verify/verify_decide.c); undefined below
 * some 20 points. A plane leaves out bends and interactions: see indices for these.
 *
 * Variance split. y = mean + input(point) + chance(winter) + both(point, winter),
 * a two-way random model. With mean squares MS of points, winters and remainder,
 *   V_both = MS_remainder, V_input = (MS_points - MS_remainder) / winters,
 *   V_chance = (MS_winters - MS_remainder) / points, negative ones taken as 0.
 * Between-point variance is thus freed from the simulation's own. `share` is
 * V_input / (V_input + V_chance + V_both): of the spread between winters, what comes from
 * the inputs; `both` is counted as chance, as it is there when inputs are known
 * and it differs from one winter to the next. The interval is the generalised one
 * (Weerahandi) from chi-squared quantiles of keyed uniforms; it assumes points
 * drawn at random (latin, sobol, A and B of indices) and roughly normal parts.
 * Source: S. Searle, G. Casella, C. McCulloch, Variance Components (1992), ch. 4;
 * S. Weerahandi, JASA 88 (1993) 899-905.
 *
 * Sobol's indices: first, the share of the variance that would go if the factor
 * were known; total, the share that would stay if all others were. Estimators
 *   V_i  = mean of f(B) (f(AB_i) - f(A))            (Saltelli et al. 2010, table 2 b)
 *   VT_i = mean of (f(A) - f(AB_i))^2 / 2           (Jansen 1999; table 2 f)
 * over the variance of f at A and B. `noise` is the variance that the simulation
 * leaves in each f (V_both / winters, in common random numbers): it is taken from the
 * variance and from VT_i, which would both be too large. Intervals: percentile
 * bootstrap over rows; indices are unbiased, so small ones may be below 0.
 * Source: A. Saltelli et al., Comput. Phys. Commun. 181 (2010) 259-270; M. Jansen,
 * Comput. Phys. Commun. 117 (1999) 35-43; G. Archer, A. Saltelli, I. Sobol', J.
 * Statist. Comput. Simul. 58 (1997) 99-120 (bootstrap).
 */
#ifndef BF_STUDY_SENSITIVITY_H
#define BF_STUDY_SENSITIVITY_H

#include "bedflow/stats/interval.h"
#include "bedflow/study/design.h"

#define BF_SENSITIVITY_RESAMPLES 1000u

/* ---- effects --------------------------------------------------------------------------- */

struct bf_effect {
    double at_low, at_high;    /* mean response at the factor's ends; of a fitted plane */
    struct bf_interval change; /* at_high - at_low */
};

/* effect[factors] at `level` from y[design->count][winters]. NaN where there is
 * none: texts in a fitted plane, too few points. False when memory is out. */
bool bf_effects(const struct bf_design *design, const struct bf_factors *factors, const double y[],
                uint32_t winters, double level, struct bf_effect effect[]);

/* ---- variance split -------------------------------------------------------------------- */

struct bf_split {
    double input, chance, both; /* variances */
    struct bf_interval share;   /* of inputs in the sum */
    double noise;               /* both / winters: left in the mean of a point */
};

/* y[points][winters]. All NaN with fewer than two of either, or no spread at all. */
void bf_variance_split(const double y[], uint32_t points, uint32_t winters, double level,
                       uint64_t seed, struct bf_split *split);

/* ---- Sobol's indices ------------------------------------------------------------------- */

struct bf_indices {
    struct bf_interval first, total;
};

/* f[(factors + 2) * rows]: means at A, B, AB_0, AB_1, ... as in BF_DESIGN_INDICES.
 * indices[factors]; NaN without variance beyond the noise. Requires rows >= 2.
 * False when memory is out. */
bool bf_sobol_indices(const double f[], uint32_t rows, uint32_t factors, double noise, double level,
                      uint64_t seed, struct bf_indices indices[]);

#endif
