/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/dist.h -- a distribution as data: described in a scenario, sampled by inversion.
 *
 * A draw is a monotone function of one uniform, so that changing a mean shifts
 * every draw and reshuffles none. All values are in the unit of the numbers
 * given (hours for durations).
 *
 * shape        parameters                       notes
 * constant     mean
 * uniform      min, max
 * exponential  mean
 * lognormal    mean and (median or sd or cv)    ln X ~ N(mu, sigma^2)
 * gamma        mean and (sd or cv)
 * weibull      mean and (sd or cv)
 * triangular   min, mode, max
 * empirical    points                           quantiles at equal steps from 0 to 1
 *
 * `max` given with an unbounded shape truncates by inversion: the uniform is
 * scaled to [0, F(max)); the mean reported is that of the truncated law.
 *
 * Cost: exponential and lognormal by closed forms (normal quantile: Wichura,
 * AS 241, Applied Statistics 37 (1988) 477-484); gamma by
 * gsl_cdf_gamma_Pinv unless tabulated.
 */
#ifndef BF_RANDOM_DIST_H
#define BF_RANDOM_DIST_H

#include "bedflow/base/param.h"

enum bf_shape {
    BF_SHAPE_CONSTANT,
    BF_SHAPE_UNIFORM,
    BF_SHAPE_EXPONENTIAL,
    BF_SHAPE_LOGNORMAL,
    BF_SHAPE_GAMMA,
    BF_SHAPE_WEIBULL,
    BF_SHAPE_TRIANGULAR,
    BF_SHAPE_EMPIRICAL
};

/* As written in a scenario (durations, in hours); unset fields are NaN. */
struct bf_dist_spec {
    int32_t shape; /* enum bf_shape */
    double mean, median, sd, cv, min, mode, max;
    struct bf_series points;
};
/* The table of a duration distribution; `mean` may also be given alone. */
extern const struct bf_table bf_dist_table;

/* Ready to sample: the fitted parameters of the shape. Plain data. */
struct bf_dist {
    int32_t shape;
    uint32_t point_count;
    double a, b, c;       /* exponential: a mean; lognormal: a mu, b sigma; uniform: a min, b width; ... */
    double u_max;         /* F(max), 1 when not truncated */
    const double *points; /* of empirical, and of tabulated shapes; else NULL */
};

/* Fit. Fails (false) with why[0..size) when parameters are missing, too many or
 * impossible (median above mean in a lognormal, cv <= 0). */
bool bf_dist_fit(const struct bf_dist_spec *spec, struct bf_dist *dist, char why[], size_t size);

/* The quantile at u in (0, 1): monotone in u, finite, never negative for the
 * shapes above when their parameters are. */
double bf_dist_sample(const struct bf_dist *dist, double u);

double bf_dist_mean(const struct bf_dist *dist);
double bf_dist_sd(const struct bf_dist *dist);
double bf_dist_cdf(const struct bf_dist *dist, double x);

/* The quantile of X - elapsed given X > elapsed, at u: the residual of someone
 * who has stayed `elapsed` so far. Falls back to the mean residual 0 when
 * survival to `elapsed` is below 1e-12. */
double bf_dist_residual(const struct bf_dist *dist, double elapsed, double u);

/* The quantile of the equilibrium (length-biased) residual at u, density
 * (1 - F(x)) / mean: for someone found in service at a random instant.
 * Source: Cox, Renewal Theory (1962), section 5.2. Bisection; not for hot paths. */
double bf_dist_equilibrium_residual(const struct bf_dist *dist, double u);

/* Standard normal quantile, AS 241 (PPND16), relative error about 1e-16. */
double bf_normal_quantile(double u);

/* Poisson count by inversion: the smallest n with P(N <= n) >= u; monotone in
 * both u and mean. mean in [0, 1e6]. */
uint32_t bf_poisson_quantile(double mean, double u);

/* Gamma quantile with mean 1 and the given variance: the over-dispersion factor of a day. */
double bf_gamma_factor(double variance, double u);

#endif
