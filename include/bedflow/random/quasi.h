/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/quasi.h -- points that fill a cube evenly: Sobol's sequence, shifted at random.
 *
 * Each coordinate of the sequence is moved by a keyed uniform and wrapped at 1
 * (a Cranley-Patterson rotation), so that every point is uniform, averages over
 * the points are unbiased, and another seed is another, equally even design.
 * Powers of two are filled best.
 *
 * Source: I. Sobol', USSR Comput. Maths. Math. Phys. 7 (1967) 86-112, as in GSL
 * (gsl_qrng_sobol: P. Bratley, B. Fox, ACM TOMS 14 (1988), algorithm 659);
 * R. Cranley, T. Patterson, SIAM J. Numer. Anal. 13 (1976) 904-914.
 */
#ifndef BF_RANDOM_QUASI_H
#define BF_RANDOM_QUASI_H

#include <stdbool.h>
#include <stdint.h>

#define BF_QUASI_DIMENSIONS 40

/* u[count][dimensions], each in [0, 1). Requires 1 <= dimensions <=
 * BF_QUASI_DIMENSIONS. False when memory is out. */
bool bf_quasi_sobol(uint32_t dimensions, uint32_t count, uint64_t seed, double u[]);

#endif
