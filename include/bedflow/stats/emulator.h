/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/emulator.h -- a quadratic surface through the results of a few runs, quick to look up.
 *
 * A simulation at new inputs takes seconds; a polynomial fitted to runs at well
 * spread inputs takes a microsecond, and is smooth where the simulation has
 * noise. Every output is
 *
 *   y(x) = b0 + sum b_j x_j + sum b_jk x_j x_k     (j <= k)
 *
 * by least squares (singular value decomposition, GSL), with inputs scaled by
 * the caller to about -1..1. `error` is what the surface gets wrong at a point
 * that it has not seen: the root mean square of the residuals with each point
 * left out in turn, which the leverages give without fitting again.
 *
 * Validity: responses that bend once at most within the range. A saddle or a
 * threshold inside shows as a large `error`; narrow the range then.
 *
 * Shapes: x[points * inputs], y[points * outputs].
 * Cost: fitting points * terms^2 + points * terms * outputs; a look-up terms * outputs.
 * Source: J. Kleijnen, Design and Analysis of Simulation Experiments (2015), ch. 2;
 * leverage and left-out residuals: D. Allen, Technometrics 16 (1974) 125-127.
 */
#ifndef BF_STATS_EMULATOR_H
#define BF_STATS_EMULATOR_H

#include "bedflow/base/err.h"

#include <stdint.h>

#define BF_EMULATOR_INPUTS 8u
#define BF_EMULATOR_TERMS  45u /* of 8 inputs */

struct bf_emulator {
    uint32_t inputs, outputs, terms;
    double *coefficient; /* [outputs][terms]: 1, x_j, then x_j x_k with j <= k */
    double *error;       /* [outputs] of a point not seen; same unit as y */
};

/* (p + 1)(p + 2) / 2 */
uint32_t bf_emulator_terms(uint32_t inputs);

/* The powers and products of x, in the order of the coefficients. */
void bf_emulator_powers(uint32_t inputs, const double x[], double power[BF_EMULATOR_TERMS]);

/* x[count][inputs]: places spread evenly over -1..1, the first in the middle
 * (Sobol's sequence, GSL). False without memory. */
bool bf_emulator_places(uint32_t inputs, uint32_t count, double x[]);

/* Fit. Requires 1 to BF_EMULATOR_INPUTS inputs, finite numbers, and more points
 * than terms. Directions in which the points do not differ get the least
 * coefficients. Fails with BF_E_NOMEM, or BF_E_RANGE when the decomposition does not
 * settle. Free the emulator in any case. */
bool bf_emulator_fit(struct bf_emulator *emulator, const double x[], const double y[],
                     uint32_t points, uint32_t inputs, uint32_t outputs, struct bf_err *err);

/* Every output at x. */
void bf_emulator_at(const struct bf_emulator *emulator, const double x[], double y[]);

void bf_emulator_free(struct bf_emulator *emulator);

#endif
