/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/dist_inline.h -- the draws of the event loop; include random/dist.h instead.
 *
 * The polynomials are summed pairwise (Estrin) and not by Horner's rule: all
 * terms are positive, so it loses nothing, and the chain is half as long.
 */
#ifndef BF_RANDOM_DIST_INLINE_H
#define BF_RANDOM_DIST_INLINE_H

#include "bedflow/base/contract.h"
#include "bedflow/random/dist.h"

#include <math.h>

/* c[0] + c[1] x + ... + c[7] x^7 */
static inline double bf_polynomial7(const double c[8], double x)
{
    const double x2 = x * x;
    const double low = (c[0] + c[1] * x) + (c[2] + c[3] * x) * x2;
    const double high = (c[4] + c[5] * x) + (c[6] + c[7] * x) * x2;
    return low + high * (x2 * x2);
}

/* |normal quantile| for a tail probability below 0.075, by the two outer regions of AS 241. */
static inline double bf_normal_tail(double tail)
{
    static const double c[8] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                5.76949722146069140550e0,  3.64784832476320460504e0,
                                1.27045825245236838258e0,  2.41780725177450611770e-1,
                                2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static const double d[8] = {1.0,
                                2.05319162663775882187e0,
                                1.67638483018380384940e0,
                                6.89767334985100004550e-1,
                                1.48103976427480074590e-1,
                                1.51986665636164571966e-2,
                                5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
    static const double e[8] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[8] = {1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
    const double r = sqrt(-log(tail));
    if (r <= 5.0) return bf_polynomial7(c, r - 1.6) / bf_polynomial7(d, r - 1.6);
    return bf_polynomial7(e, r - 5.0) / bf_polynomial7(f, r - 5.0);
}

static inline double bf_normal_quantile(double u)
{
    static const double a[8] = {3.3871328727963666080e0,  1.3314166789178437745e+2,
                                1.9715909503065514427e+3, 1.3731693765509461125e+4,
                                4.5921953931549871457e+4, 6.7265770927008700853e+4,
                                3.3430575583588128105e+4, 2.5090809287301226727e+3};
    static const double b[8] = {1.0,
                                4.2313330701600911252e+1,
                                6.8718700749205790830e+2,
                                5.3941960214247511077e+3,
                                2.1213794301586595867e+4,
                                3.9307895800092710610e+4,
                                2.8729085735721942674e+4,
                                5.2264952788528545610e+3};
    const double q = u - 0.5;
    if (fabs(q) <= 0.425) {
        const double r = 0.180625 - q * q;
        return q * bf_polynomial7(a, r) / bf_polynomial7(b, r);
    }
    return q < 0.0 ? -bf_normal_tail(u) : bf_normal_tail(1.0 - u);
}

/* The shapes that bf_dist_draw leaves to dist.c; u already scaled. */
double bf_dist_quantile_other(const struct bf_dist *dist, double u);

static inline double bf_dist_draw(const struct bf_dist *dist, double u)
{
    BF_INVARIANT(u > 0.0 && u < 1.0);
    const double v = u * dist->u_max;
    double x;
    switch (dist->shape) {
    case BF_SHAPE_CONSTANT:
        return dist->a;
    case BF_SHAPE_UNIFORM:
        x = dist->a + v * dist->b;
        break;
    case BF_SHAPE_EXPONENTIAL: /* 1 - v is exact for the uniforms of bf_draw, so log1p is not needed
                                */
        x = -dist->a * log(1.0 - v);
        break;
    case BF_SHAPE_LOGNORMAL:
        x = exp(dist->a + dist->b * bf_normal_quantile(v));
        break;
    default:
        x = bf_dist_quantile_other(dist, v);
        break;
    }
    return x < dist->max ? x : dist->max;
}

#endif
