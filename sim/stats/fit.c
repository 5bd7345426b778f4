/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/fit.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>

#define STEPS_MAX  600
#define SETTLED    1e-7
#define IMPOSSIBLE 1e300
#define LEAST_P    1e-300

/* ---- the sample ------------------------------------------------------------------------ */

static int by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

struct bf_fit_sample bf_fit_sample_of(double value[], double weight[], uint32_t n, double width)
{
    uint32_t count = 0;
    qsort(value, n, sizeof *value, by_size);
    for (uint32_t i = 0; i < n; i++) {
        BF_REQUIRE(isfinite(value[i]) && value[i] >= 0 && (width > 0 || value[i] > 0));
        if (count && value[count - 1] == value[i]) {
            weight[count - 1]++;
        } else {
            value[count] = value[i];
            weight[count++] = 1;
        }
    }
    return (struct bf_fit_sample){value, weight, count, n, width};
}

double bf_fit_sample_quantile(const struct bf_fit_sample *sample, double u)
{
    BF_REQUIRE(sample->count > 0);
    double before = 0, last_rank = 0;
    for (uint32_t i = 0; i < sample->count; i++) {
        double rank = (before + sample->weight[i] / 2) / sample->n;
        if (u <= rank) {
            if (i == 0) return sample->value[0];
            double along = (u - last_rank) / (rank - last_rank);
            return sample->value[i - 1] + along * (sample->value[i] - sample->value[i - 1]);
        }
        before += sample->weight[i];
        last_rank = rank;
    }
    return sample->value[sample->count - 1];
}

/* Sums that are enough for exact values of two of the shapes. */
struct sums {
    double mean, variance, log_mean, log_variance; /* logarithms of exact values only */
};

static struct sums sums_of(const struct bf_fit_sample *s)
{
    struct sums sums = {0, 0, 0, 0};
    bool logs = s->width == 0;
    for (uint32_t i = 0; i < s->count; i++) {
        sums.mean += s->weight[i] * s->value[i] / s->n;
        if (logs) sums.log_mean += s->weight[i] * log(s->value[i]) / s->n;
    }
    for (uint32_t i = 0; i < s->count; i++) {
        double d = s->value[i] - sums.mean;
        sums.variance += s->weight[i] * d * d / s->n;
        if (!logs) continue;
        d = log(s->value[i]) - sums.log_mean;
        sums.log_variance += s->weight[i] * d * d / s->n;
    }
    return sums;
}

/* ---- the shapes ------------------------------------------------------------------------ */

const char *bf_fit_shape_name(enum bf_fit_shape shape)
{
    static const char *const name[BF_FIT_SHAPES] = {"lognormal", "gamma", "weibull"};
    return name[shape];
}

static double cdf(enum bf_fit_shape shape, double a, double b, double x)
{
    if (!(x > 0)) return 0;
    switch (shape) {
    case BF_FIT_LOGNORMAL:
        return gsl_cdf_lognormal_P(x, a, b);
    case BF_FIT_GAMMA:
        return gsl_cdf_gamma_P(x, a, b);
    default:
        return gsl_cdf_weibull_P(x, a, b);
    }
}

static double survival(enum bf_fit_shape shape, double a, double b, double x)
{
    if (!(x > 0)) return 1;
    switch (shape) {
    case BF_FIT_LOGNORMAL:
        return gsl_cdf_lognormal_Q(x, a, b);
    case BF_FIT_GAMMA:
        return gsl_cdf_gamma_Q(x, a, b);
    default:
        return gsl_cdf_weibull_Q(x, a, b);
    }
}

static double log_density(enum bf_fit_shape shape, double a, double b, double x)
{
    double z;
    switch (shape) {
    case BF_FIT_LOGNORMAL:
        z = (log(x) - a) / b;
        return -0.5 * z * z - log(x * b) - 0.5 * log(2 * M_PI);
    case BF_FIT_GAMMA:
        return (a - 1) * log(x) - x / b - a * log(b) - gsl_sf_lngamma(a);
    default:
        z = x / a;
        return log(b / a) + (b - 1) * log(z) - pow(z, b);
    }
}

double bf_fitted_cdf(const struct bf_fitted *fitted, double x)
{
    return cdf(fitted->shape, fitted->a, fitted->b, x);
}

double bf_fitted_quantile(const struct bf_fitted *fitted, double u)
{
    BF_REQUIRE(u > 0 && u < 1);
    switch (fitted->shape) {
    case BF_FIT_LOGNORMAL:
        return gsl_cdf_lognormal_Pinv(u, fitted->a, fitted->b);
    case BF_FIT_GAMMA:
        return gsl_cdf_gamma_Pinv(u, fitted->a, fitted->b);
    default:
        return gsl_cdf_weibull_Pinv(u, fitted->a, fitted->b);
    }
}

static void describe(struct bf_fitted *f)
{
    double a = f->a, b = f->b;
    switch (f->shape) {
    case BF_FIT_LOGNORMAL:
        f->mean = exp(a + b * b / 2);
        f->sd = f->mean * sqrt(expm1(b * b));
        break;
    case BF_FIT_GAMMA:
        f->mean = a * b;
        f->sd = b * sqrt(a);
        break;
    default:
        f->mean = a * gsl_sf_gamma(1 + 1 / b);
        f->sd = sqrt(fmax(0, a * a * gsl_sf_gamma(1 + 2 / b) - f->mean * f->mean));
    }
    f->median = bf_fitted_quantile(f, 0.5);
}

/* ---- likelihood ------------------------------------------------------------------------ */

struct search {
    const struct bf_fit_sample *sample;
    struct sums sums;
    enum bf_fit_shape shape;
};

/* A search walks on (mu or ln of the mean or scale, ln of the other); shapes stay within these. */
static bool believable(double x, double y)
{
    return fabs(x) < 40 && y > -6 && y < 9;
}

/* From what the search walks on to the shape's own parameters. */
static void parameters(enum bf_fit_shape shape, double x, double y, double *a, double *b)
{
    *b = exp(y);
    *a = shape == BF_FIT_LOGNORMAL ? x : exp(x);
    if (shape == BF_FIT_GAMMA) { /* x is ln of the mean, y ln of the shape */
        *a = exp(y);
        *b = exp(x - y);
    }
}

static double log_interval(const struct search *s, double a, double b, double value)
{
    double half = s->sample->width / 2, low = value - half, high = value + half;
    double p = cdf(s->shape, a, b, high) - cdf(s->shape, a, b, low);
    if (low > 0 && cdf(s->shape, a, b, low) > 0.5)
        p = survival(s->shape, a, b, low) - survival(s->shape, a, b, high);
    return log(fmax(p, LEAST_P));
}

static double log_likelihood(const struct search *s, double a, double b)
{
    const struct bf_fit_sample *sample = s->sample;
    const struct sums *sums = &s->sums;
    double sum = 0;
    if (sample->width == 0 && s->shape == BF_FIT_LOGNORMAL) {
        double d = sums->log_mean - a;
        return sample->n * (-sums->log_mean - log(b) - 0.5 * log(2 * M_PI) -
                            (sums->log_variance + d * d) / (2 * b * b));
    }
    if (sample->width == 0 && s->shape == BF_FIT_GAMMA)
        return sample->n *
               ((a - 1) * sums->log_mean - sums->mean / b - a * log(b) - gsl_sf_lngamma(a));
    for (uint32_t i = 0; i < sample->count; i++)
        sum +=
            sample->weight[i] * (sample->width > 0 ? log_interval(s, a, b, sample->value[i])
                                                   : log_density(s->shape, a, b, sample->value[i]));
    return sum;
}

static double badness(const gsl_vector *at, void *context)
{
    const struct search *s = context;
    double x = gsl_vector_get(at, 0), y = gsl_vector_get(at, 1), a, b;
    if (!believable(x, y)) return IMPOSSIBLE;
    parameters(s->shape, x, y, &a, &b);
    double value = -log_likelihood(s, a, b);
    return isfinite(value) ? value : IMPOSSIBLE;
}

/* ---- the search ------------------------------------------------------------------------ */

static void begin(const struct search *s, gsl_vector *at)
{
    double mean = fmax(s->sums.mean, 1e-12);
    double cv2 = fmin(100, fmax(1e-4, s->sums.variance / (mean * mean)));
    double first = log(mean), second;
    if (s->shape == BF_FIT_LOGNORMAL) {
        first -= log1p(cv2) / 2;
        second = log(log1p(cv2)) / 2;
    } else if (s->shape == BF_FIT_GAMMA) {
        second = -log(cv2);
    } else {
        second = -log(cv2) / 2 * 1.086; /* Justus and others (1978): exponent about cv^-1.086 */
    }
    gsl_vector_set(at, 0, first);
    gsl_vector_set(at, 1, fmin(8, fmax(-5, second)));
}

static bool walk(gsl_multimin_fminimizer *minimizer, gsl_multimin_function *function,
                 const gsl_vector *from, const gsl_vector *step)
{
    if (gsl_multimin_fminimizer_set(minimizer, function, from, step)) return false;
    for (int i = 0; i < STEPS_MAX; i++) {
        if (gsl_multimin_fminimizer_iterate(minimizer)) return false;
        if (gsl_multimin_fminimizer_size(minimizer) < SETTLED) return true;
    }
    return false;
}

/* Twice: a simplex that has collapsed early is opened again where it stopped. */
static bool minimise(struct search *s, double best[2])
{
    gsl_multimin_function function = {badness, 2, s};
    gsl_multimin_fminimizer *minimizer =
        gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, 2);
    gsl_vector *at = gsl_vector_alloc(2), *step = gsl_vector_alloc(2);
    bool done = minimizer && at && step;
    if (done) begin(s, at);
    for (int again = 0; done && again < 2; again++) {
        gsl_vector_set_all(step, again ? 0.05 : 0.3);
        done = walk(minimizer, &function, at, step);
        if (done) gsl_vector_memcpy(at, gsl_multimin_fminimizer_x(minimizer));
    }
    for (uint32_t i = 0; done && i < 2; i++)
        best[i] = gsl_vector_get(at, i);
    if (minimizer) gsl_multimin_fminimizer_free(minimizer);
    if (at) gsl_vector_free(at);
    if (step) gsl_vector_free(step);
    return done;
}

static double distance(const struct bf_fit_sample *sample, const struct bf_fitted *fitted)
{
    double before = 0, most = 0, half = sample->width / 2;
    for (uint32_t i = 0; i < sample->count; i++) {
        double after = before + sample->weight[i] / sample->n;
        double p = bf_fitted_cdf(fitted, sample->value[i] + half);
        most = fmax(most, fabs(after - p));
        if (half == 0) most = fmax(most, fabs(p - before));
        before = after;
    }
    return most;
}

bool bf_fit(const struct bf_fit_sample *sample, enum bf_fit_shape shape, struct bf_fitted *fitted)
{
    BF_REQUIRE(shape < BF_FIT_SHAPES);
    struct search search = {.sample = sample, .sums = sums_of(sample), .shape = shape};
    double best[2];
    if (sample->count < 3 || !minimise(&search, best) || !believable(best[0], best[1]))
        return false;
    *fitted = (struct bf_fitted){.shape = shape};
    parameters(shape, best[0], best[1], &fitted->a, &fitted->b);
    fitted->log_likelihood = log_likelihood(&search, fitted->a, fitted->b);
    fitted->aic = 2 * 2 - 2 * fitted->log_likelihood;
    describe(fitted);
    fitted->distance = distance(sample, fitted);
    return isfinite(fitted->mean) && isfinite(fitted->sd) && isfinite(fitted->aic);
}

/* ---- goodness -------------------------------------------------------------------------- */

double bf_fit_p_value(const struct bf_fit_sample *sample, const struct bf_fitted *fitted,
                      uint32_t resamples, bf_fit_uniform *uniform, void *context)
{
    uint32_t n = (uint32_t)sample->n, tried = 0, as_far = 0;
    double *value = bf_heap_take(n, sizeof *value), *weight = bf_heap_take(n, sizeof *weight);
    for (uint32_t r = 0; value && weight && r < resamples; r++) {
        for (uint32_t i = 0; i < n; i++) {
            double x = fmax(bf_fitted_quantile(fitted, uniform(context)), 1e-300);
            value[i] = sample->width > 0 ? sample->width * floor(x / sample->width + 0.5) : x;
        }
        struct bf_fit_sample again = bf_fit_sample_of(value, weight, n, sample->width);
        struct bf_fitted refitted;
        if (!bf_fit(&again, fitted->shape, &refitted)) continue;
        tried++;
        as_far += refitted.distance >= fitted->distance;
    }
    bf_heap_give(value);
    bf_heap_give(weight);
    return tried ? (1.0 + as_far) / (1.0 + tried) : (double)NAN;
}
