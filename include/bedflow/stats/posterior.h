/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/posterior.h -- which inputs agree with what was observed, and how sure is that?
 *
 * z = m(x) + e: observations z, an emulator m of the model's means, inputs x in
 * -1..1 (the caller's ranges, all equally likely before), and errors e, normal
 * with mean 0 and covariance
 *
 *   V = covariance + d^2 diag(scale^2)
 *
 * `covariance` is everything that is known beforehand: one history is one draw
 * of chance, simulation error, error of the observation, error of the
 * emulator. d is the model discrepancy, a share of `scale`: what the model is
 * off beyond all of these. It is taken as given, or, when asked for, found from
 * the misfit: the least d >= 0 at which the weighted squares come to rows -
 * inputs (the moment estimator of R. Paule, J. Mandel, J. Res. NBS 87 (1982)
 * 377-385). That needs more rows than inputs; else it stays 0.
 *
 * Best: least weighted squares by Levenberg-Marquardt (GSL multifit_nlinear), from
 * the best of many places; bounds hold because x = sin(t). Spread: the posterior
 * by random-walk Metropolis on the emulator, so intervals respect bounds and
 * curvature; `information` is its linear (Laplace) form at the best place.
 *
 * Validity: errors nearly normal, discrepancy independent from row to row, an
 * emulator whose error is small beside the rest. Intervals are credible
 * intervals; tests/verify/verify_calibrate.c measures how often they hold the truth.
 * Source: M. Kennedy, A. O'Hagan, J. R. Statist. Soc. B 63 (2001) 425-464.
 */
#ifndef BF_STATS_POSTERIOR_H
#define BF_STATS_POSTERIOR_H

#include "bedflow/stats/emulator.h"

#define BF_POSTERIOR_SAMPLES 4000u

struct bf_evidence {
    const struct bf_emulator *emulator;
    const uint32_t *output;   /* [rows]: output of the emulator that each row observes */
    const double *observed;   /* [rows] */
    const double *covariance; /* [rows][rows] */
    const double *scale;      /* [rows], of the discrepancy */
    uint32_t rows;
    double discrepancy; /* d; NaN: to be found */
};

struct bf_posterior {
    uint32_t inputs;
    double best[BF_EMULATOR_INPUTS];
    double squares;     /* weighted, at the best place */
    double discrepancy; /* d */
    bool discrepancy_found;
    double *information; /* [inputs][inputs]: J' V^-1 J at the best place */
    double *sample;      /* [BF_POSTERIOR_SAMPLES][inputs] */
    double accepted;     /* share of steps of the walk */
};

/* Numbers in (0, 1), one by one. */
typedef double bf_posterior_uniform(void *context);

/* Infer. Fails with BF_E_RANGE when the covariance is not positive definite, or
 * BF_E_NOMEM. Free the posterior in any case. */
bool bf_posterior_infer(const struct bf_evidence *evidence, bf_posterior_uniform *uniform,
                        void *context, struct bf_posterior *posterior, struct bf_err *err);
void bf_posterior_free(struct bf_posterior *posterior);

/* Directions among `inputs` from an information matrix (weighted squares rise by
 * t^2 v' I v): eigenvectors vector[k * inputs + j], the one that is known least
 * first, and how far one may go along each before the squares rise by 1
 * (infinite: for ever). False without memory. */
bool bf_information_directions(const double information[], uint32_t inputs, double vector[],
                               double reach[]);

#endif
