/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/fit.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_math.h>
#include <gsl/gsl_multimin.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX       600
#define SETTLED         1e-7
#define SETTLED_MIXTURE 1e-4 /* far below its standard errors */
#define MIXED_LEAST     50   /* values */
#define LEAST_SIGMA     0.03 /* of ln X: less is a spike and not a kind of stay */
#define IMPOSSIBLE      1e300
#define LEAST_P         1e-300

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
    static const char *const name[BF_FIT_SHAPES] = {"lognormal", "gamma", "weibull", "mixture"};
    return name[shape];
}

static uint32_t parameter_count(enum bf_fit_shape shape)
{
    return shape == BF_FIT_MIXTURE ? 5 : 2;
}

static double survival(const struct bf_fitted *f, double x)
{
    if (!(x > 0)) return 1;
    switch (f->shape) {
    case BF_FIT_LOGNORMAL:
        return gsl_cdf_lognormal_Q(x, f->a, f->b);
    case BF_FIT_GAMMA:
        return gsl_cdf_gamma_Q(x, f->a, f->b);
    case BF_FIT_WEIBULL:
        return gsl_cdf_weibull_Q(x, f->a, f->b);
    default:
        return (1 - f->c) * gsl_cdf_lognormal_Q(x, f->a, f->b) +
               f->c * gsl_cdf_lognormal_Q(x, f->d, f->e);
    }
}

static double log_density(const struct bf_fitted *f, double x, double log_x)
{
    double a = f->a, b = f->b, z, z2;
    switch (f->shape) {
    case BF_FIT_LOGNORMAL:
        z = (log_x - a) / b;
        return -0.5 * z * z - log(x * b) - 0.5 * log(2 * M_PI);
    case BF_FIT_GAMMA:
        return (a - 1) * log_x - x / b - a * log(b) - gsl_sf_lngamma(a);
    case BF_FIT_WEIBULL:
        z = x / a;
        return log(b / a) + (b - 1) * log(z) - pow(z, b);
    default:
        z = (log_x - a) / b;
        z2 = (log_x - f->d) / f->e;
        z = (1 - f->c) / b * exp(-0.5 * z * z) + f->c / f->e * exp(-0.5 * z2 * z2);
        return log(fmax(z, LEAST_P)) - log_x - 0.5 * log(2 * M_PI);
    }
}

double bf_fitted_cdf(const struct bf_fitted *f, double x)
{
    if (!(x > 0)) return 0;
    switch (f->shape) {
    case BF_FIT_LOGNORMAL:
        return gsl_cdf_lognormal_P(x, f->a, f->b);
    case BF_FIT_GAMMA:
        return gsl_cdf_gamma_P(x, f->a, f->b);
    case BF_FIT_WEIBULL:
        return gsl_cdf_weibull_P(x, f->a, f->b);
    default:
        return (1 - f->c) * gsl_cdf_lognormal_P(x, f->a, f->b) +
               f->c * gsl_cdf_lognormal_P(x, f->d, f->e);
    }
}

/* It lies between the quantiles of the two parts: Newton's steps on the logarithm, and halves where
 * a step leads out. */
static double mixture_quantile(const struct bf_fitted *f, double u)
{
    double z = gsl_cdf_ugaussian_Pinv(u), y1 = f->a + f->b * z, y2 = f->d + f->e * z;
    double low = fmin(y1, y2), high = fmax(y1, y2), y = 0.5 * (low + high);
    while (high - low > 1e-12) {
        double z1 = (y - f->a) / f->b, z2 = (y - f->d) / f->e;
        double over = (1 - f->c) * gsl_cdf_ugaussian_P(z1) + f->c * gsl_cdf_ugaussian_P(z2) - u;
        double slope =
            (1 - f->c) * gsl_ran_ugaussian_pdf(z1) / f->b + f->c * gsl_ran_ugaussian_pdf(z2) / f->e;
        *(over < 0 ? &low : &high) = y;
        double next = y - over / slope;
        if (fabs(next - y) <= 1e-13 * (1 + fabs(y))) break;
        y = next > low && next < high ? next : 0.5 * (low + high);
    }
    return exp(y);
}

/* Of scale 1. gsl_cdf_gamma_Pinv gives up for shapes below about 0.2, and here and there above:
 * then by halves, from the power law that the quantile is never below. */
static double gamma_quantile(double shape, double u)
{
    double x = shape > 0.2 ? gsl_cdf_gamma_Pinv(u, shape, 1) : (double)NAN;
    double low = (log(u) + gsl_sf_lngamma(1 + shape)) / shape;
    double high = log(shape + 40 * sqrt(shape) + 800);
    if (isfinite(x)) return x;
    while (high - low > 1e-12 * fmax(1, fabs(low))) {
        double middle = 0.5 * (low + high);
        *(gsl_cdf_gamma_P(exp(middle), shape, 1) < u ? &low : &high) = middle;
    }
    return exp(high);
}

double bf_fitted_quantile(const struct bf_fitted *fitted, double u)
{
    BF_REQUIRE(u > 0 && u < 1);
    switch (fitted->shape) {
    case BF_FIT_LOGNORMAL:
        return gsl_cdf_lognormal_Pinv(u, fitted->a, fitted->b);
    case BF_FIT_GAMMA:
        return fitted->b * gamma_quantile(fitted->a, u);
    case BF_FIT_WEIBULL:
        return gsl_cdf_weibull_Pinv(u, fitted->a, fitted->b);
    default:
        return mixture_quantile(fitted, u);
    }
}

static double lognormal_mean(double mu, double sigma)
{
    return exp(mu + sigma * sigma / 2);
}

static void describe(struct bf_fitted *f)
{
    double a = f->a, b = f->b, m1, m2;
    switch (f->shape) {
    case BF_FIT_LOGNORMAL:
        f->mean = lognormal_mean(a, b);
        f->sd = f->mean * sqrt(expm1(b * b));
        break;
    case BF_FIT_GAMMA:
        f->mean = a * b;
        f->sd = b * sqrt(a);
        break;
    case BF_FIT_WEIBULL:
        f->mean = a * gsl_sf_gamma(1 + 1 / b);
        f->sd = sqrt(fmax(0, a * a * gsl_sf_gamma(1 + 2 / b) - f->mean * f->mean));
        break;
    default:
        m1 = lognormal_mean(a, b);
        m2 = lognormal_mean(f->d, f->e);
        f->mean = (1 - f->c) * m1 + f->c * m2;
        f->sd = sqrt((1 - f->c) * m1 * m1 * expm1(b * b) + f->c * m2 * m2 * expm1(f->e * f->e) +
                     f->c * (1 - f->c) * (m2 - m1) * (m2 - m1));
    }
    f->median = bf_fitted_quantile(f, 0.5);
}

/* ---- likelihood ------------------------------------------------------------------------ */

#define MOST_PARAMETERS 5

struct search {
    const struct bf_fit_sample *sample;
    struct sums sums;
    enum bf_fit_shape shape;
    const double *logs; /* [sample->count] of exact values, of a mixture; else NULL */
};

/* A search walks on (mu or ln of the mean or scale, ln of the other), of a mixture twice, and the
 * logit of the share; shapes stay within these. */
static bool believable(enum bf_fit_shape shape, const double at[])
{
    if (shape != BF_FIT_MIXTURE) return fabs(at[0]) < 40 && at[1] > -6 && at[1] < 9;
    return fabs(at[0]) < 40 && fabs(at[2]) < 40 && at[1] > -4 && at[1] < 2 && at[3] > -4 &&
           at[3] < 2 && fabs(at[4]) < 6;
}

/* From what the search walks on to the shape's own parameters. */
static void parameters(const double at[], struct bf_fitted *f)
{
    f->b = exp(at[1]);
    switch (f->shape) {
    case BF_FIT_GAMMA: /* at[0] is ln of the mean, at[1] ln of the shape */
        f->a = exp(at[1]);
        f->b = exp(at[0] - at[1]);
        break;
    case BF_FIT_WEIBULL:
        f->a = exp(at[0]);
        break;
    case BF_FIT_LOGNORMAL:
        f->a = at[0];
        break;
    default:
        f->a = at[0];
        f->d = at[2];
        f->e = exp(at[3]);
        f->c = 1 / (1 + exp(-at[4]));
    }
}

static double log_interval(const struct search *s, const struct bf_fitted *f, double value)
{
    double half = s->sample->width / 2, low = value - half, high = value + half;
    double below = bf_fitted_cdf(f, low), p = bf_fitted_cdf(f, high) - below;
    if (low > 0 && below > 0.5) p = survival(f, low) - survival(f, high);
    return log(fmax(p, LEAST_P));
}

static double log_likelihood(const struct search *s, const struct bf_fitted *f)
{
    const struct bf_fit_sample *sample = s->sample;
    const struct sums *sums = &s->sums;
    double sum = 0, a = f->a, b = f->b;
    if (sample->width == 0 && s->shape == BF_FIT_LOGNORMAL) {
        double d = sums->log_mean - a;
        return sample->n * (-sums->log_mean - log(b) - 0.5 * log(2 * M_PI) -
                            (sums->log_variance + d * d) / (2 * b * b));
    }
    if (sample->width == 0 && s->shape == BF_FIT_GAMMA)
        return sample->n *
               ((a - 1) * sums->log_mean - sums->mean / b - a * log(b) - gsl_sf_lngamma(a));
    for (uint32_t i = 0; i < sample->count; i++) {
        double x = sample->value[i], log_x = s->logs ? s->logs[i] : log(x);
        sum += sample->weight[i] *
               (sample->width > 0 ? log_interval(s, f, x) : log_density(f, x, log_x));
    }
    return sum;
}

static double badness(const gsl_vector *vector, void *context)
{
    const struct search *s = context;
    struct bf_fitted f = {.shape = s->shape};
    double at[MOST_PARAMETERS];
    for (uint32_t i = 0; i < vector->size; i++)
        at[i] = gsl_vector_get(vector, i);
    if (!believable(s->shape, at)) return IMPOSSIBLE;
    parameters(at, &f);
    double value = -log_likelihood(s, &f);
    return isfinite(value) ? value : IMPOSSIBLE;
}

/* ---- the search ------------------------------------------------------------------------ */

static const double cuts[] = {0.3, 0.5, 0.7, 0.9}; /* of a mixture's starts */
#define CUTS (sizeof cuts / sizeof cuts[0])

/* Mean and ln of the standard deviation of the logarithms of the values from one rank to another.
 */
static void log_moments(const struct bf_fit_sample *s, double from, double to, double at[2])
{
    double before = 0, n = 0, sum = 0, squares = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        double in = fmin(before + s->weight[i], to) - fmax(before, from);
        double y = log(fmax(s->value[i], s->width / 4));
        before += s->weight[i];
        if (!(in > 0)) continue;
        n += in;
        sum += in * y;
        squares += in * y * y;
    }
    at[0] = sum / n;
    at[1] = log(fmax(0.1, sqrt(fmax(0, squares / n - at[0] * at[0]))));
}

static void begin_mixture(const struct search *s, double cut, double at[])
{
    log_moments(s->sample, 0, cut * s->sample->n, at);
    log_moments(s->sample, cut * s->sample->n, s->sample->n, at + 2);
    at[4] = log((1 - cut) / cut);
}

static void begin(const struct search *s, double at[])
{
    double mean = fmax(s->sums.mean, 1e-12);
    double cv2 = fmin(100, fmax(1e-4, s->sums.variance / (mean * mean)));
    at[0] = log(mean);
    if (s->shape == BF_FIT_LOGNORMAL) {
        at[0] -= log1p(cv2) / 2;
        at[1] = log(log1p(cv2)) / 2;
    } else if (s->shape == BF_FIT_GAMMA) {
        at[1] = -log(cv2);
    } else {
        at[1] = -log(cv2) / 2 * 1.086; /* Justus and others (1978): exponent about cv^-1.086 */
    }
    at[1] = fmin(8, fmax(-5, at[1]));
}

/* What GSL needs for one walk. */
struct walker {
    gsl_multimin_function function;
    gsl_multimin_fminimizer *minimizer;
    gsl_vector *at, *step;
    bool no_memory;
};

static bool done_by(struct walker *w, int status)
{
    w->no_memory = w->no_memory || status == GSL_ENOMEM;
    return status == GSL_SUCCESS;
}

/* From at[] with steps of this size, until the simplex is as small as that: at[] is the end. */
static bool walk(struct walker *w, double at[], double size, double settled)
{
    size_t count = w->function.n;
    bool done = false;
    for (size_t i = 0; i < count; i++)
        gsl_vector_set(w->at, i, at[i]);
    gsl_vector_set_all(w->step, size);
    if (!done_by(w, gsl_multimin_fminimizer_set(w->minimizer, &w->function, w->at, w->step)))
        return false;
    for (size_t i = 0; !done && i < STEPS_MAX * count / 2; i++) {
        if (!done_by(w, gsl_multimin_fminimizer_iterate(w->minimizer))) return false;
        done = gsl_multimin_fminimizer_size(w->minimizer) < settled;
    }
    for (size_t i = 0; i < count; i++)
        at[i] = gsl_vector_get(gsl_multimin_fminimizer_x(w->minimizer), i);
    return done;
}

#define FEW 256

/* As many values as show where to begin. */
static struct bf_fit_sample few_of(const struct bf_fit_sample *s, double value[FEW],
                                   double weight[FEW])
{
    if (s->count <= FEW) return *s;
    for (int i = 0; i < FEW; i++) {
        value[i] = bf_fit_sample_quantile(s, (i + 0.5) / FEW);
        weight[i] = s->n / FEW;
    }
    return (struct bf_fit_sample){value, weight, FEW, s->n, s->width};
}

/* A rough walk from every start, and on from the best. */
static void choose_start(struct walker *w, struct search *s, double best[])
{
    double least = (double)INFINITY, value[FEW], weight[FEW];
    struct bf_fit_sample few = few_of(s->sample, value, weight);
    struct search rough = {.sample = &few, .sums = s->sums, .shape = s->shape};
    begin_mixture(&rough, cuts[0], best);
    w->function.params = &rough;
    for (size_t k = 0; k < CUTS; k++) {
        double at[MOST_PARAMETERS];
        begin_mixture(&rough, cuts[k], at);
        walk(w, at, 0.3, 0.02);
        double end = gsl_multimin_fminimizer_minimum(w->minimizer);
        if (!(end < least)) continue;
        least = end;
        memcpy(best, at, sizeof at);
    }
    w->function.params = s;
}

/* Twice: a simplex that has collapsed early is opened again where it stopped. */
static bool minimise(struct search *s, double best[], bool *no_memory)
{
    size_t count = parameter_count(s->shape);
    struct walker w = {.function = {badness, count, s},
                       .minimizer =
                           gsl_multimin_fminimizer_alloc(gsl_multimin_fminimizer_nmsimplex2, count),
                       .at = gsl_vector_alloc(count),
                       .step = gsl_vector_alloc(count)};
    bool mixture = s->shape == BF_FIT_MIXTURE, done = w.minimizer && w.at && w.step;
    w.no_memory = !done;
    double first = mixture ? 10 * SETTLED_MIXTURE : SETTLED;
    double settled = mixture ? SETTLED_MIXTURE : SETTLED;
    if (done && mixture)
        choose_start(&w, s, best);
    else if (done)
        begin(s, best);
    done = done && walk(&w, best, mixture ? 0.1 : 0.3, first) && walk(&w, best, 0.05, settled);
    if (w.minimizer) gsl_multimin_fminimizer_free(w.minimizer);
    if (w.at) gsl_vector_free(w.at);
    if (w.step) gsl_vector_free(w.step);
    *no_memory = w.no_memory;
    return done && !w.no_memory;
}

/* The second part is the longer; a part must be of somebody, have some spread, and not be the
 * other once more. */
static bool settle_mixture(struct bf_fitted *f, double n)
{
    if (lognormal_mean(f->a, f->b) > lognormal_mean(f->d, f->e)) {
        double mu = f->a, sigma = f->b;
        f->a = f->d;
        f->b = f->e;
        f->d = mu;
        f->e = sigma;
        f->c = 1 - f->c;
    }
    double fewest = fmax(5, n / 50), least = fmin(f->b, f->e);
    bool apart = fabs(f->d - f->a) > 0.01 * least || fabs(log(f->e / f->b)) > 0.01;
    return f->c * n >= fewest && (1 - f->c) * n >= fewest && least > LEAST_SIGMA && apart &&
           lognormal_mean(f->d, f->e) > lognormal_mean(f->a, f->b);
}

/* With the logarithms at hand. */
static bool minimise_mixture(struct search *s, double best[], bool *no_memory)
{
    const struct bf_fit_sample *sample = s->sample;
    double *logs = sample->width > 0 ? NULL : bf_heap_take(sample->count, sizeof *logs);
    for (uint32_t i = 0; logs && i < sample->count; i++)
        logs[i] = log(sample->value[i]);
    s->logs = logs;
    bool done = minimise(s, best, no_memory);
    s->logs = NULL;
    bf_heap_give(logs);
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
    struct bf_fitted f = {.shape = shape};
    double best[MOST_PARAMETERS];
    fitted->no_memory = false;
    if (sample->count < 3 || (shape == BF_FIT_MIXTURE && sample->n < MIXED_LEAST) ||
        !(shape == BF_FIT_MIXTURE ? minimise_mixture : minimise)(&search, best,
                                                                 &fitted->no_memory) ||
        !believable(shape, best))
        return false;
    parameters(best, &f);
    if (shape == BF_FIT_MIXTURE && !settle_mixture(&f, sample->n)) return false;
    f.log_likelihood = log_likelihood(&search, &f);
    f.aic = 2 * parameter_count(shape) - 2 * f.log_likelihood;
    f.bic = parameter_count(shape) * log(sample->n) - 2 * f.log_likelihood;
    describe(&f);
    f.distance = distance(sample, &f);
    if (!isfinite(f.mean) || !isfinite(f.sd) || !isfinite(f.aic)) return false;
    *fitted = f;
    return true;
}

/* ---- goodness -------------------------------------------------------------------------- */

double bf_fit_p_value(const struct bf_fit_sample *sample, const struct bf_fitted *fitted,
                      uint32_t resamples, bf_fit_uniform *uniform, void *context)
{
    uint32_t n = (uint32_t)sample->n, tried = 0, as_far = 0;
    double *value = bf_heap_take(n, sizeof *value), *weight = bf_heap_take(n, sizeof *weight);
    bool whole = true;
    for (uint32_t r = 0; whole && value && weight && r < resamples; r++) {
        for (uint32_t i = 0; i < n; i++) {
            double x = bf_fitted_quantile(fitted, uniform(context));
            x = fmin(fmax(x, 1e-300), 1e300); /* a long tail may have no number any more */
            value[i] = sample->width > 0 ? sample->width * floor(x / sample->width + 0.5) : x;
        }
        struct bf_fit_sample again = bf_fit_sample_of(value, weight, n, sample->width);
        struct bf_fitted refitted;
        bool done = bf_fit(&again, fitted->shape, &refitted);
        whole = done || !refitted.no_memory;
        if (!done) continue;
        tried++;
        as_far += refitted.distance >= fitted->distance;
    }
    whole = whole && value && weight;
    bf_heap_give(value);
    bf_heap_give(weight);
    if (!whole) return -1;
    return tried ? (1.0 + as_far) / (1.0 + tried) : (double)NAN;
}
