/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/random/dist_fit.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"

#include <gsl/gsl_sf_gamma.h>
#include <math.h>

#define CV_LEAST         0.001
#define CV_LEAST_WEIBULL 0.002
#define CV_MOST          100.0
#define KEPT_LEAST       0.001 /* a `max` may not cut away more than the rest */
#define CENTURY_H        876000.0
#define TIME_LEAST_H     1e-6
#define SHARE_LEAST      1e-6

const char *const bf_shape_names[] = {"constant", "uniform",    "exponential", "lognormal", "gamma",
                                      "weibull",  "triangular", "empirical",   "mixture",   NULL};

static const struct bf_param dist_params[] = {
    {.name = "shape",
     .type = BF_PARAM_CHOICE,
     .fallback = "exponential",
     .offset = BF_FIELD(struct bf_dist_spec, shape),
     .choices = bf_shape_names,
     .help = "the shape of the distribution; exponential when only a mean is known"},
    {.name = "mean",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = 0.0,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, mean),
     .help = "the mean before truncation at max"},
    {.name = "median",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = 0.0,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, median),
     .help = "half of all are shorter; with the mean it fixes a lognormal"},
    {.name = "sd",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = 0.0,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, sd),
     .help = "the standard deviation of a lognormal, gamma or weibull"},
    {.name = "cv",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_NUMBER,
     .min = CV_LEAST,
     .max = CV_MOST,
     .offset = BF_FIELD(struct bf_dist_spec, cv),
     .help = "the standard deviation over the mean, instead of sd"},
    {.name = "min",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = 0.0,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, min),
     .help = "the shortest, of a uniform or triangular"},
    {.name = "mode",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = 0.0,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, mode),
     .help = "the most common, of a triangular"},
    {.name = "max",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = 0.0,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, max),
     .help = "the longest; cuts off the tail of an exponential, lognormal, gamma or weibull"},
    {.name = "points",
     .type = BF_PARAM_SERIES,
     .dim = BF_DIM_TIME,
     .min = 0.0,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, points),
     .help = "quantiles of an empirical at equal steps from shortest to longest, ascending"},
    {.name = "short_mean",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = TIME_LEAST_H,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, short_mean),
     .help = "mixture of two lognormals: the mean of the shorter"},
    {.name = "short_median",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = TIME_LEAST_H,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, short_median),
     .help = "mixture: the median of the shorter"},
    {.name = "long_mean",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = TIME_LEAST_H,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, long_mean),
     .help = "mixture: the mean of the longer"},
    {.name = "long_median",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_TIME,
     .min = TIME_LEAST_H,
     .max = CENTURY_H,
     .offset = BF_FIELD(struct bf_dist_spec, long_median),
     .help = "mixture: the median of the longer"},
    {.name = "long_share",
     .type = BF_PARAM_QUANTITY,
     .dim = BF_DIM_SHARE,
     .min = SHARE_LEAST,
     .max = 1.0 - SHARE_LEAST,
     .offset = BF_FIELD(struct bf_dist_spec, long_share),
     .help = "mixture: the share of all that are of the longer"},
    {.name = NULL}};

const struct bf_table bf_dist_table = {
    .name = "duration",
    .help = "How long something takes, as a distribution: a shape and the numbers that fix it. "
            "constant: mean. uniform: min, max. exponential: mean. lognormal: mean and one of "
            "median, sd, cv. gamma, weibull: mean and one of sd, cv. triangular: min, mode, max. "
            "empirical: points. mixture (of two lognormals, for people of two kinds who cannot be "
            "told apart): short_mean, short_median, long_mean, long_median, long_share. The "
            "unbounded shapes may have a max, which cuts off their tail; "
            "mean, median, sd and cv are those before the cut.",
    .size = sizeof(struct bf_dist_spec),
    .params = dist_params};

/* ---- which numbers a shape takes ----------------------------------------------------------------
 */

enum {
    MEAN = 1,
    MEDIAN = 2,
    SD = 4,
    CV = 8,
    MIN = 16,
    MODE = 32,
    MAX = 64,
    POINTS = 128,
    SHORT_MEAN = 256,
    SHORT_MEDIAN = 512,
    LONG_MEAN = 1024,
    LONG_MEDIAN = 2048,
    LONG_SHARE = 4096,
    MIXED = SHORT_MEAN | SHORT_MEDIAN | LONG_MEAN | LONG_MEDIAN | LONG_SHARE
};
static const char *const field_names[] = {
    "mean",   "median",     "sd",           "cv",        "min",         "mode",      "max",
    "points", "short_mean", "short_median", "long_mean", "long_median", "long_share"};

struct rule {
    unsigned needs, one_of, may;
    const char *words, *example;
};

static const struct rule rules[] = {
    [BF_SHAPE_CONSTANT] = {MEAN, 0, 0, "mean alone", "mean = \"9 days\";"},
    [BF_SHAPE_UNIFORM] = {MIN | MAX, 0, 0, "min and max", "min = \"2 days\"; max = \"9 days\";"},
    [BF_SHAPE_EXPONENTIAL] = {MEAN, 0, MAX, "mean, and max if wanted,", "mean = \"9 days\";"},
    [BF_SHAPE_LOGNORMAL] = {MEAN, MEDIAN | SD | CV, MAX,
                            "mean, one of median, sd or cv, and max if wanted,",
                            "mean = \"9 days\"; median = \"6 days\";"},
    [BF_SHAPE_GAMMA] = {MEAN, SD | CV, MAX, "mean, one of sd or cv, and max if wanted,",
                        "mean = \"9 days\"; sd = \"6 days\";"},
    [BF_SHAPE_WEIBULL] = {MEAN, SD | CV, MAX, "mean, one of sd or cv, and max if wanted,",
                          "mean = \"9 days\"; sd = \"6 days\";"},
    [BF_SHAPE_TRIANGULAR] = {MIN | MODE | MAX, 0, 0, "min, mode and max",
                             "min = \"2 days\"; mode = \"4 days\"; max = \"9 days\";"},
    [BF_SHAPE_EMPIRICAL] = {POINTS, 0, 0, "points alone",
                            "points = [ \"0 days\", \"3 days\", \"9 days\" ];"},
    [BF_SHAPE_MIXTURE] =
        {MIXED, 0, MAX,
         "short_mean, short_median, long_mean, long_median, long_share, and max "
         "if wanted,",
         "short_mean = \"4 days\"; short_median = \"3 days\"; long_mean = \"30 days\"; "
         "long_median = \"25 days\"; long_share = 0.1;"},
};

static unsigned given(const struct bf_dist_spec *spec)
{
    return (isnan(spec->mean) ? 0u : MEAN) | (isnan(spec->median) ? 0u : MEDIAN) |
           (isnan(spec->sd) ? 0u : SD) | (isnan(spec->cv) ? 0u : CV) |
           (isnan(spec->min) ? 0u : MIN) | (isnan(spec->mode) ? 0u : MODE) |
           (isnan(spec->max) ? 0u : MAX) | (spec->points.count > 0 ? POINTS : 0u) |
           (spec->short_mean > 0 ? SHORT_MEAN : 0u) | (spec->short_median > 0 ? SHORT_MEDIAN : 0u) |
           (spec->long_mean > 0 ? LONG_MEAN : 0u) | (spec->long_median > 0 ? LONG_MEDIAN : 0u) |
           (spec->long_share > 0 ? LONG_SHARE : 0u);
}

/* "mean, sd" or "nothing" */
static void name_fields(unsigned fields, char text[], size_t size)
{
    size_t used = 0;
    bf_format(text, size, "nothing");
    for (unsigned i = 0; i < sizeof field_names / sizeof field_names[0]; i++)
        if (fields >> i & 1u) {
            bf_format(text + used, size - used, "%s%s", used ? ", " : "", field_names[i]);
            while (text[used])
                used++;
        }
}

static bool suits(const struct rule *rule, unsigned have)
{
    const unsigned one = have & rule->one_of;
    const bool exactly_one = rule->one_of == 0 || (one != 0 && (one & (one - 1)) == 0);
    return (have & rule->needs) == rule->needs && exactly_one &&
           (have & ~(rule->needs | rule->one_of | rule->may)) == 0;
}

/* Where no shape was asked for, the one that takes what is given; else an example of it. */
static void name_cure(enum bf_shape shape, unsigned have, char text[], size_t size)
{
    const unsigned shapes = sizeof rules / sizeof rules[0];
    for (unsigned i = 0; shape == BF_SHAPE_EXPONENTIAL && i < shapes; i++)
        if (suits(&rules[i], have)) {
            bf_format(text, size, "what is given fits shape = \"%s\";", bf_shape_names[i]);
            return;
        }
    if (shape == BF_SHAPE_EXPONENTIAL && (have & (MEDIAN | SD | CV))) shape = BF_SHAPE_LOGNORMAL;
    bf_format(text, size, "write for example { shape = \"%s\"; %s }", bf_shape_names[shape],
              rules[shape].example);
}

static bool takes(const struct bf_dist_spec *spec, char why[], size_t size)
{
    const struct rule *rule = &rules[spec->shape];
    const unsigned have = given(spec);
    if (suits(rule, have)) return true;
    char names[160], cure[240];
    name_fields(have, names, sizeof names);
    name_cure((enum bf_shape)spec->shape, have, cure, sizeof cure);
    bf_format(why, size, "expected %s for shape %s%s, received %s; %s", rule->words,
              bf_shape_names[spec->shape],
              spec->shape == BF_SHAPE_EXPONENTIAL ? " (which it is where none is written)" : "",
              names, cure);
    return false;
}

/* ---- fitting ------------------------------------------------------------------------------------
 */

/* "expected a median below the mean of 3 days, received 4 days"; always false. */
static bool refuse(char why[], size_t size, const char *expected, double limit, double received)
{
    char limit_text[64], received_text[64];
    bf_units_print(BF_DIM_TIME, limit, limit_text, sizeof limit_text);
    bf_units_print(BF_DIM_TIME, received, received_text, sizeof received_text);
    bf_format(why, size, "expected %s %s, received %s", expected, limit_text, received_text);
    return false;
}

static bool check_positive(const char *name, double value, char why[], size_t size)
{
    if (value > 0.0 && isfinite(value)) return true;
    char expected[64];
    bf_format(expected, sizeof expected, "a finite %s above", name);
    return refuse(why, size, expected, 0.0, value);
}

/* The cv of the spec, from whatever stands for it. */
static bool find_cv(const struct bf_dist_spec *spec, double *cv, char why[], size_t size)
{
    if (!isnan(spec->median)) {
        if (!check_positive("median", spec->median, why, size)) return false;
        if (!(spec->median < spec->mean))
            return refuse(why, size, "a median below the mean of", spec->mean, spec->median);
        const double ratio = spec->mean / spec->median;
        *cv = sqrt((ratio - 1.0) * (ratio + 1.0));
    } else {
        *cv = isnan(spec->sd) ? spec->cv : spec->sd / spec->mean;
    }
    const double lowest = spec->shape == BF_SHAPE_WEIBULL ? CV_LEAST_WEIBULL : CV_LEAST;
    if (*cv >= lowest && *cv <= CV_MOST) return true;
    bf_format(why, size,
              "expected a cv (sd over mean) from %g to %g for shape %s, received %.6g; "
              "for no spread at all use shape constant",
              lowest, CV_MOST, bf_shape_names[spec->shape], *cv);
    return false;
}

static void fit_lognormal(const struct bf_dist_spec *spec, double cv, struct bf_dist *dist)
{
    const double variance =
        isnan(spec->median) ? log1p(cv * cv) : 2.0 * log(spec->mean / spec->median);
    dist->a = isnan(spec->median) ? log(spec->mean) - 0.5 * variance : log(spec->median);
    dist->b = sqrt(variance);
}

/* ln of E[X^2] / E[X]^2 for a weibull of inverse shape q: increases with q. */
static double weibull_spread(double q)
{
    return gsl_sf_lngamma(1.0 + 2.0 * q) - 2.0 * gsl_sf_lngamma(1.0 + q);
}

static void fit_weibull(double mean, double cv, struct bf_dist *dist)
{
    const double wanted = log1p(cv * cv);
    double low = 1e-4, high = 20.0; /* cv from 0.00013 to 3e5 */
    while (high - low > 1e-15 * high) {
        const double q = 0.5 * (low + high);
        if (q <= low || q >= high) break;
        if (weibull_spread(q) < wanted)
            low = q;
        else
            high = q;
    }
    dist->b = 0.5 * (low + high);
    dist->c = 1.0 / dist->b;
    dist->a = mean / gsl_sf_gamma(1.0 + dist->b);
}

static bool fit_points(const struct bf_dist_spec *spec, struct bf_dist *dist, char why[],
                       size_t size)
{
    const struct bf_series *points = &spec->points;
    if (points->count < 2) {
        bf_format(why, size, "expected at least two points, received %u", points->count);
        return false;
    }
    for (uint32_t i = 0; i < points->count; i++) {
        if (!isfinite(points->value[i]))
            return refuse(why, size, "finite points above", 0.0, points->value[i]);
        if (i > 0 && points->value[i] < points->value[i - 1])
            return refuse(why, size, "points that do not descend: after", points->value[i - 1],
                          points->value[i]);
    }
    dist->points = points->value;
    dist->point_count = points->count;
    dist->max = points->value[points->count - 1];
    return true;
}

static bool fit_between(const struct bf_dist_spec *spec, struct bf_dist *dist, char why[],
                        size_t size)
{
    if (!isfinite(spec->min) || !(spec->max > spec->min) || !isfinite(spec->max))
        return refuse(why, size, "a finite max above the min of", spec->min, spec->max);
    dist->a = spec->min;
    dist->max = spec->max;
    if (spec->shape == BF_SHAPE_UNIFORM) {
        dist->b = spec->max - spec->min;
        return true;
    }
    if (!(spec->mode >= spec->min))
        return refuse(why, size, "a mode not below the min of", spec->min, spec->mode);
    if (!(spec->mode <= spec->max))
        return refuse(why, size, "a mode not above the max of", spec->max, spec->mode);
    dist->b = spec->mode;
    dist->c = spec->max;
    return true;
}

static bool fit_mean(const struct bf_dist_spec *spec, struct bf_dist *dist, char why[], size_t size)
{
    if (spec->shape == BF_SHAPE_CONSTANT && spec->mean == 0.0) {
        dist->max = 0.0;
        return true;
    }
    if (!check_positive("mean", spec->mean, why, size)) return false;
    dist->a = spec->mean;
    if (spec->shape == BF_SHAPE_CONSTANT) dist->max = spec->mean;
    double cv = 0.0;
    if (rules[spec->shape].one_of != 0 && !find_cv(spec, &cv, why, size)) return false;
    if (spec->shape == BF_SHAPE_LOGNORMAL) fit_lognormal(spec, cv, dist);
    if (spec->shape == BF_SHAPE_WEIBULL) fit_weibull(spec->mean, cv, dist);
    if (spec->shape == BF_SHAPE_GAMMA) {
        dist->a = 1.0 / (cv * cv);
        dist->b = spec->mean * cv * cv;
    }
    return true;
}

/* ln X ~ N(mu, sigma^2) of one part of a mixture. */
static bool fit_part(double mean, double median, double *mu, double *sigma, char why[], size_t size)
{
    if (!check_positive("mean", mean, why, size)) return false;
    const struct bf_dist_spec part = {.shape = BF_SHAPE_LOGNORMAL, .mean = mean, .median = median};
    struct bf_dist dist = {.shape = BF_SHAPE_LOGNORMAL};
    double cv;
    if (!find_cv(&part, &cv, why, size)) return false;
    fit_lognormal(&part, cv, &dist);
    *mu = dist.a;
    *sigma = dist.b;
    return true;
}

static bool fit_mixture(const struct bf_dist_spec *spec, struct bf_dist *dist, char why[],
                        size_t size)
{
    if (!(spec->long_mean > spec->short_mean))
        return refuse(why, size, "a long_mean above the short_mean of", spec->short_mean,
                      spec->long_mean);
    if (!(spec->long_share < 1.0)) {
        bf_format(why, size, "expected a long_share below 1, received %g", spec->long_share);
        return false;
    }
    dist->c = spec->long_share;
    return fit_part(spec->short_mean, spec->short_median, &dist->a, &dist->b, why, size) &&
           fit_part(spec->long_mean, spec->long_median, &dist->d, &dist->e, why, size);
}

static bool truncate(const struct bf_dist_spec *spec, struct bf_dist *dist, char why[], size_t size)
{
    if (!check_positive("max", spec->max, why, size)) return false;
    const double kept = bf_dist_cdf(dist, spec->max);
    if (!(kept >= KEPT_LEAST)) {
        bf_format(why, size,
                  "expected a max that keeps at least %g%% of the distribution, received one "
                  "that keeps %.3g%%; are mean and max in the same unit?",
                  100.0 * KEPT_LEAST, 100.0 * kept);
        return false;
    }
    dist->u_max = kept;
    dist->max = spec->max;
    return true;
}

bool bf_dist_fit(const struct bf_dist_spec *spec, struct bf_dist *dist, char why[], size_t size)
{
    BF_REQUIRE(spec->shape >= BF_SHAPE_CONSTANT && spec->shape <= BF_SHAPE_MIXTURE);
    if (!takes(spec, why, size)) return false;
    struct bf_dist fitted = {.shape = spec->shape, .u_max = 1.0, .max = (double)INFINITY};
    bool done;
    if (spec->shape == BF_SHAPE_EMPIRICAL)
        done = fit_points(spec, &fitted, why, size);
    else if (spec->shape == BF_SHAPE_MIXTURE)
        done = fit_mixture(spec, &fitted, why, size);
    else if (spec->shape == BF_SHAPE_UNIFORM || spec->shape == BF_SHAPE_TRIANGULAR)
        done = fit_between(spec, &fitted, why, size);
    else
        done = fit_mean(spec, &fitted, why, size);
    if (done && (rules[spec->shape].may & MAX) && !isnan(spec->max))
        done = truncate(spec, &fitted, why, size);
    if (done) *dist = fitted;
    return done;
}

bool bf_dist_given(const struct bf_dist_spec *spec)
{
    return !isnan(spec->mean) || !isnan(spec->median) || !isnan(spec->min) || !isnan(spec->max) ||
           spec->points.count > 0 || (given(spec) & MIXED) != 0;
}
