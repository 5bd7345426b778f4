/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/fit.h -- shapes of durations fitted to data by maximum likelihood.
 *
 * shape      density                                              a      b
 * lognormal  ln X ~ N(a, b^2)                                     mu     sigma
 * gamma      x^(a-1) exp(-x/b) / (b^a Gamma(a))                   shape  scale
 * weibull    (b/a) (x/a)^(b-1) exp(-(x/a)^b)                      scale  exponent
 * mixture    of two lognormals: ln X ~ N(a, b^2) for a share 1 - c of all, N(d, e^2) for c; the
 *            second is the one of greater mean
 *
 * Values may be exact, or rounded to a width: then each stands for the interval
 * of that width about it, cut at 0, and the likelihood is that of intervals. Days
 * in hospital counted in midnights are of this kind; as exact values they would
 * bias every shape, and a 0 would fit none.
 *
 * The search is Nelder and Mead's on the logarithms of the parameters (GSL
 * multimin, nmsimplex2), begun at the moments; a mixture's on the logit of the share, too, from
 * four starts: the values cut in two at their quantiles of 30%, 50%, 70% and 90%, with the moments
 * of the logarithms on either side. Its likelihood has no bound where one part shrinks to a value,
 * and says nothing where one part is empty or both are the same: what ends there is refused. Shapes
 * are ranked by the criterion of Schwarz, -2 ln likelihood + parameters x ln n (BIC), by which a
 * mixture must earn its three more. The distance of Kolmogorov and Smirnov has no table when
 * parameters are fitted, so its p-value comes from a parametric bootstrap: resamples of the fitted
 * law, rounded and fitted again. Source: J. Nelder, R. Mead, Computer Journal 7 (1965) 308-313; W.
 * Stute, W. Gonzales Manteiga, M. Presedo Quindimil, Metrika 40 (1993) 243-256; G. Schwarz, Annals
 * of Statistics 6 (1978) 461-464; G. McLachlan, D. Peel, Finite Mixture Models (2000),
 * section 3.10.
 */
#ifndef BF_STATS_FIT_H
#define BF_STATS_FIT_H

#include <stdbool.h>
#include <stdint.h>

enum bf_fit_shape { BF_FIT_LOGNORMAL, BF_FIT_GAMMA, BF_FIT_WEIBULL, BF_FIT_MIXTURE, BF_FIT_SHAPES };

/* Distinct values, ascending, and how often each was seen. Borrowed arrays. */
struct bf_fit_sample {
    const double *value, *weight; /* [count] */
    uint32_t count;
    double n;     /* sum of weights */
    double width; /* of rounding; 0: exact, and then every value is above 0 */
};

/* Sort value[n] in place and merge what is equal; weight[n] gets how often.
 * Requires finite values, not negative, and above 0 when width is 0. */
struct bf_fit_sample bf_fit_sample_of(double value[], double weight[], uint32_t n, double width);

struct bf_fitted {
    enum bf_fit_shape shape;
    double a, b;
    double c, d, e; /* of a mixture; else 0 */
    double log_likelihood, aic, bic;
    double mean, sd, median; /* of the fitted law */
    double distance;         /* Kolmogorov and Smirnov */
    bool no_memory;          /* why there is no fit */
};

/* Fit one shape. False when there are fewer than three distinct values, or when
 * the search does not settle on parameters that can be believed; a mixture needs 50 values, and 5
 * or a fiftieth of them in each part. False, too, without memory, which fitted->no_memory tells:
 * another shape is no better only because this one could not be tried. Cost: a mixture of 1000
 * exact values some 100 ms, others less than 1. */
bool bf_fit(const struct bf_fit_sample *sample, enum bf_fit_shape shape, struct bf_fitted *fitted);

double bf_fitted_cdf(const struct bf_fitted *fitted, double x);
double bf_fitted_quantile(const struct bf_fitted *fitted, double u);

/* The quantile of the sample at u, by the mid-ranks of its values. */
double bf_fit_sample_quantile(const struct bf_fit_sample *sample, double u);

/* Share of resamples at least as far from their own fit as the sample is from
 * its own, (1 + those) / (1 + resamples). `uniform` gives numbers in (0, 1). NaN when no
 * resample can be fitted; -1 when memory runs out. Cost: resamples x one fit. */
typedef double bf_fit_uniform(void *context);
double bf_fit_p_value(const struct bf_fit_sample *sample, const struct bf_fitted *fitted,
                      uint32_t resamples, bf_fit_uniform *uniform, void *context);

/* "lognormal", "gamma", "weibull", "mixture" */
const char *bf_fit_shape_name(enum bf_fit_shape shape);

#endif
