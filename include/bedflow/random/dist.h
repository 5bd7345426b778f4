/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/dist.h -- a distribution as data: described in a scenario, sampled by inversion.
 *
 * A draw is a monotone function of one uniform, so that changing a mean shifts
 * every draw and reshuffles none. All values are in the unit of the numbers
 * given (hours for durations). How one is described: random/dist_fit.h, which
 * this header brings along.
 *
 * shape        density f(x) and what a, b, c hold
 * constant     all mass at a
 * uniform      1 / b on (a, a + b)
 * exponential  exp(-x/a) / a
 * lognormal    ln X ~ N(a, b^2)
 * gamma        x^(a-1) exp(-x/b) / (b^a Gamma(a))
 * weibull      (c/a) (x/a)^(c-1) exp(-(x/a)^c); b holds 1/c
 * triangular   2 (x-a) / ((c-a) (b-a)) up to b, 2 (c-x) / ((c-a) (c-b)) above
 * empirical    `points` are the quantiles at equal steps from 0 to 1, straight between
 * mixture      of two lognormals: ln X ~ N(a, b^2) for a share 1 - c of all, N(d, e^2) for c
 *
 * `max` given with an unbounded shape truncates by inversion: the uniform is
 * scaled to (0, F(max)); mean and sd reported are those of the truncated law.
 *
 * Cost, ns a draw (gcc 12 -O2, 2 GHz Xeon): exponential 6, lognormal 5 (of
 * which the normal quantile 3), weibull 25, triangular 4; gamma 1000 to 3000, as
 * it solves gsl_cdf_gamma_P: prefer a lognormal or weibull of the same mean and
 * cv in a busy place; mixture 550, as it solves for the quantile, too (one uniform for
 * which of the two and how long, so that a draw is monotone in it). Nothing here allocates.
 */
#ifndef BF_RANDOM_DIST_H
#define BF_RANDOM_DIST_H

#include <stdint.h>

enum bf_shape {
    BF_SHAPE_CONSTANT,
    BF_SHAPE_UNIFORM,
    BF_SHAPE_EXPONENTIAL,
    BF_SHAPE_LOGNORMAL,
    BF_SHAPE_GAMMA,
    BF_SHAPE_WEIBULL,
    BF_SHAPE_TRIANGULAR,
    BF_SHAPE_EMPIRICAL,
    BF_SHAPE_MIXTURE
};

/* Ready to sample: the fitted parameters of the shape. Plain data, filled by bf_dist_fit. */
struct bf_dist {
    int32_t shape;        /* enum bf_shape */
    uint32_t point_count; /* of empirical; else 0 */
    double a, b, c;       /* see above; unused ones are 0 */
    double u_max;         /* F(max), 1 when not truncated */
    double max;           /* upper end of the support; infinity when there is none */
    const double *points; /* [point_count] of empirical, borrowed from the spec; else NULL */
    double d, e;          /* of mixture */
};

/* The quantile at u in (0, 1): monotone in u, finite, never negative for the
 * shapes above when their parameters are not. The inline of the same name with
 * `draw` gives the same bits and is for the event loop. */
double bf_dist_sample(const struct bf_dist *dist, double u);
static inline double bf_dist_draw(const struct bf_dist *dist, double u);

double bf_dist_mean(const struct bf_dist *dist);
double bf_dist_sd(const struct bf_dist *dist);
/* P(X <= x) and P(X > x); the second keeps its digits far out in the tail. */
double bf_dist_cdf(const struct bf_dist *dist, double x);
double bf_dist_survival(const struct bf_dist *dist, double x);

/* The quantile of X - elapsed given X > elapsed, at u: the residual of someone
 * who has stayed `elapsed` so far. 0 when survival to `elapsed` is below 1e-12. */
double bf_dist_residual(const struct bf_dist *dist, double elapsed, double u);

/* The quantile of the equilibrium (length-biased) residual at u, density
 * (1 - F(x)) / mean: for someone found in service at a random instant. Its CDF
 * is (x (1 - F(x)) + E[X; X <= x]) / mean. 0 when the mean is 0; requires
 * X >= 0. Source: Cox, Renewal Theory (1962), section 5.2. Bisection; not for
 * hot paths. */
double bf_dist_equilibrium_residual(const struct bf_dist *dist, double u);

/* Standard normal quantile at u in (0, 1), odd about u = 1/2 to the last bit,
 * relative error below 5e-16: how, dist_inline.h says. */
static inline double bf_normal_quantile(double u);

/* Gamma quantile with mean 1 and the given variance >= 0: the over-dispersion
 * factor of a day. 1 when the variance is 0. */
double bf_gamma_factor(double variance, double u);

/* The same for many draws of one variance, from a fit of its cube root over the normal quantile of
 * u, which is nearly straight (Wilson and Hilferty, PNAS 17 (1931) 684-688): Chebyshev polynomials
 * up to the last term that counts. Within 1e-9 of the quantile, for u from 2^-53 to its complement;
 * a variance for which that fails (above some 0.1) is drawn as above. Cost: to fit, 100 us; 40 ns a
 * draw, where a quantile is 2000. */
#define BF_GAMMA_TERMS 24
struct bf_gamma_fit {
    double variance;
    uint32_t terms; /* 0: not fitted */
    double term[BF_GAMMA_TERMS];
};
void bf_gamma_fit(struct bf_gamma_fit *fit, double variance);
double bf_gamma_draw(const struct bf_gamma_fit *fit, double u);

#include "bedflow/random/dist_fit.h"
#include "bedflow/random/dist_inline.h"
#include "bedflow/random/poisson.h"

#endif
