/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/dist_inline.h -- the draws of the event loop; include random/dist.h instead.
 *
 * The normal quantile is a polynomial of degree 7 of its argument in each of 96
 * cells (16 an octave, so that one shift of the bits finds the cell), and far
 * in the tails algorithm AS 241. The exponential is 2^(j/64) times a polynomial
 * of what is left over. Neither asks for a logarithm, a division or a branch
 * that cannot be foreseen; together they cost a third of AS 241 and libm's exp.
 *
 * The polynomials are summed pairwise (Estrin) and not by Horner's rule: the
 * first terms dominate, so it loses nothing, and the chain is half as long.
 */
#ifndef BF_RANDOM_DIST_INLINE_H
#define BF_RANDOM_DIST_INLINE_H

#include "bedflow/base/contract.h"
#include "bedflow/random/dist.h"

#include <math.h>
#include <string.h>

/* Cells of tails from 2^-7 up to 1/2, and one for 1/2 itself. */
#define BF_NORMAL_CELLS      97
#define BF_NORMAL_LEAST_TAIL 0x1p-7
#define BF_EXP_POWERS        64

/* In tables.c: normal quantile / (u - 1/2), by powers of the tail less the middle of its cell;
 * 2^(j/64). */
extern const double bf_normal_cells[BF_NORMAL_CELLS][8];
extern const double bf_exp_powers[BF_EXP_POWERS];

/* The normal quantile for a tail below BF_NORMAL_LEAST_TAIL. */
double bf_normal_quantile_far(double u);

/* c[0] + c[1] x + ... + c[7] x^7 */
static inline double bf_polynomial7(const double c[8], double x)
{
    const double x2 = x * x;
    const double low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
    const double high = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
    return low + high * (x2 * x2);
}

static inline double bf_normal_quantile(double u)
{
    const double other = 1.0 - u, tail = u < other ? u : other; /* one instruction, no branch */
    if (__builtin_expect(tail < BF_NORMAL_LEAST_TAIL, 0)) return bf_normal_quantile_far(u);
    uint64_t bits;
    memcpy(&bits, &tail, sizeof bits);
    const uint64_t cell = (bits >> 48) - 16 * (1023 - 7); /* exponent, and its 16th */
    const uint64_t middle_bits = ((bits >> 48) << 1 | 1) << 47;
    double middle;
    memcpy(&middle, &middle_bits, sizeof middle);
    return (u - 0.5) * bf_polynomial7(bf_normal_cells[cell], tail - middle);
}

/* e^x for |x| < 700, to 1.1 units in the last place: for stays, whose logarithms are small.
 * Source: P. Tang, "Table-driven implementation of the exponential function in IEEE
 * floating-point arithmetic", ACM Trans. Math. Software 15 (1989) 144-157. */
static inline double bf_exp(double x)
{
    const double round = 0x1.8p52, per_step = 0x1.71547652b82fep+6; /* 64 / ln 2 */
    const double step_high = 0x1.62e42fefp-7, step_low = 0x1.473de6af278edp-40;
    const double shifted = x * per_step + round;
    int64_t bits;
    memcpy(&bits, &shifted, sizeof bits);
    const double steps = shifted - round;
    const double r = (x - steps * step_high) - steps * step_low, r2 = r * r;
    const double rest = r + r2 * ((0.5 + r * (1.0 / 6)) + r2 * ((1.0 / 24) + r * (1.0 / 120)));
    uint64_t power_bits;
    memcpy(&power_bits, &bf_exp_powers[bits & (BF_EXP_POWERS - 1)], sizeof power_bits);
    power_bits += (uint64_t)(bits >> 6) << 52;
    double power;
    memcpy(&power, &power_bits, sizeof power);
    return power + power * rest;
}

/* The shapes that bf_dist_draw leaves to dist.c; u not yet scaled. */
double bf_dist_draw_other(const struct bf_dist *dist, double u);

static inline double bf_dist_draw(const struct bf_dist *dist, double u)
{
    BF_INVARIANT(u > 0.0 && u < 1.0);
    if (__builtin_expect(dist->shape != BF_SHAPE_LOGNORMAL, 0)) return bf_dist_draw_other(dist, u);
    const double log_x = dist->a + dist->b * bf_normal_quantile(u * dist->u_max);
    const double x = __builtin_expect(fabs(log_x) < 700.0, 1) ? bf_exp(log_x) : exp(log_x);
    return x < dist->max ? x : dist->max;
}

#endif
