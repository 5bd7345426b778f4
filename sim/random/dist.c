/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/random/dist.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_sf_gamma.h>

#define LARGEST_UNIFORM (1.0 - 0x1p-53)
#define LEAST_SURVIVAL  1e-12

/* ---- quantiles ----------------------------------------------------------------------------------
 */

/* |normal quantile| for a tail below 0.075, by the two outer regions of AS 241: M. Wichura, Applied
 * Statistics 37 (1988) 477-484. */
static double normal_tail(double tail)
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

double bf_normal_quantile_far(double u)
{
    return u < 0.5 ? -normal_tail(u) : normal_tail(1.0 - u);
}

/* Where to begin: Wilson and Hilferty (1931) in the middle, the power law of the
 * lower tail where that fails. */
static double gamma_guess(double shape, double p, double log_power_law)
{
    const double cube_root =
        1.0 - 1.0 / (9.0 * shape) + bf_normal_quantile(p) / (3.0 * sqrt(shape));
    return cube_root > 0.3 ? log(shape) + 3.0 * log(cube_root) : log_power_law;
}

/* How far y = ln x is from the quantile, when a Newton step says `step` and that is small: the
 * inverse of the tail's Taylor series to the third power. `slope` is the size of the derivative of
 * the log tail by y; its own derivatives follow from that of the density. */
static double gamma_refine(double shape, double x, bool lower, double slope, double step)
{
    const double hazard = lower ? -slope : slope;
    const double second = shape - x + hazard; /* over the first */
    const double third = second * second - x + hazard * second;
    return step * (1.0 + step * (second / 2.0 + step * (second * second / 2.0 - third / 6.0)));
}

/* Quantile of a gamma of scale 1 from its tails p and upper = 1 - p, by Newton
 * steps on the logarithm of the smaller tail over ln x, kept in a bracket; the
 * last step is of the fourth order, as a tail is dear.
 * Not gsl_cdf_gamma_Pinv and Qinv: for a cv above 3 or below 0.01 they give up,
 * or return numbers whose tail is wrong by half (GSL 2.7.1). */
static double gamma_quantile(double shape, double p, double upper)
{
    const double log_gamma = gsl_sf_lngamma(shape);
    const double log_power_law = (log(p) + log_gamma + log(shape)) / shape;
    if (log_power_law < -37.0) /* the rest of the series is below rounding */
        return exp(log_power_law);
    double low = log_power_law, high = log(shape + 12.0 * sqrt(shape) + 60.0);
    double y = fmin(fmax(gamma_guess(shape, p, log_power_law), low), high);
    for (int i = 0; i < 100; i++) {
        const double x = exp(y);
        const double tail =
            p < 0.5 ? gsl_cdf_gamma_P(x, shape, 1.0) : gsl_cdf_gamma_Q(x, shape, 1.0);
        const double miss = p < 0.5 ? log(tail / p) : log(upper / tail);
        if (miss < 0.0)
            low = y;
        else
            high = y;
        const double slope = exp(shape * y - x - log_gamma) / tail, step = miss / slope;
        if (fabs(step) * (sqrt(1.0 + shape) + slope) < 5e-4) { /* to the fourth: rounding */
            y -= gamma_refine(shape, x, p < 0.5, slope, step);
            break;
        }
        const double newton = y - step;
        y = newton > low && newton < high ? newton : 0.5 * (low + high);
    }
    return exp(y);
}

static double triangular_quantile(const struct bf_dist *dist, double u)
{
    const double width = dist->c - dist->a, rise = dist->b - dist->a, fall = dist->c - dist->b;
    const double end[2] = {dist->a, dist->c}, tail[2] = {u, 1.0 - u}, side[2] = {rise, -fall};
    const int right = u * width >= rise; /* by chance: looked up, and not a branch */
    return end[right] + copysign(sqrt(tail[right] * width * fabs(side[right])), side[right]);
}

static double empirical_quantile(const struct bf_dist *dist, double u)
{
    const double place = u * (double)(dist->point_count - 1);
    uint32_t i = (uint32_t)place;
    if (i > dist->point_count - 2) i = dist->point_count - 2;
    const double *p = dist->points;
    return p[i] + (place - (double)i) * (p[i + 1] - p[i]);
}

/* Tail probability at x = exp(y) of a mixture; *slope: the size of its derivative by y. */
static double mixture_tail(const struct bf_dist *dist, bool lower, double y, double *slope)
{
    const double z = (y - dist->a) / dist->b, z2 = (y - dist->d) / dist->e;
    const double share = 1.0 - dist->c;
    *slope =
        share * gsl_ran_ugaussian_pdf(z) / dist->b + dist->c * gsl_ran_ugaussian_pdf(z2) / dist->e;
    if (lower) return share * gsl_cdf_ugaussian_P(z) + dist->c * gsl_cdf_ugaussian_P(z2);
    return share * gsl_cdf_ugaussian_Q(z) + dist->c * gsl_cdf_ugaussian_Q(z2);
}

/* Quantile of a mixture from its tails p and upper = 1 - p. It lies between those of its parts;
 * Newton steps on the logarithm of the smaller tail over ln x, kept in that bracket. */
static double mixture_quantile(const struct bf_dist *dist, double p, double upper)
{
    const bool lower = p < 0.5;
    const double z = lower ? bf_normal_quantile(p) : -bf_normal_quantile(upper);
    const double y1 = dist->a + dist->b * z, y2 = dist->d + dist->e * z;
    double low = fmin(y1, y2), high = fmax(y1, y2), y = low + dist->c * (high - low);
    for (int i = 0; i < 100 && high - low > 1e-15 * (1.0 + fabs(high)); i++) {
        double slope;
        const double tail = mixture_tail(dist, lower, y, &slope);
        const double miss = lower ? log(tail / p) : log(upper / tail);
        if (miss < 0.0)
            low = y;
        else
            high = y;
        const double newton = y - miss * tail / slope;
        if (fabs(newton - y) < 1e-9 && newton >= low && newton <= high) { /* it squares the error */
            y = newton;
            break;
        }
        y = newton > low && newton < high ? newton : 0.5 * (low + high);
    }
    return exp(y);
}

/* The quantile at u before truncation. */
static double quantile(const struct bf_dist *dist, double u)
{
    switch (dist->shape) {
    case BF_SHAPE_CONSTANT:
        return dist->a;
    case BF_SHAPE_UNIFORM:
        return dist->a + u * dist->b;
    case BF_SHAPE_EXPONENTIAL: /* 1 - u is exact for the uniforms of bf_draw: log1p is not needed */
        return -dist->a * log(1.0 - u);
    case BF_SHAPE_GAMMA:
        return dist->b * gamma_quantile(dist->a, u, 1.0 - u);
    case BF_SHAPE_WEIBULL:
        return dist->a * pow(-log(1.0 - u), dist->b);
    case BF_SHAPE_TRIANGULAR:
        return triangular_quantile(dist, u);
    case BF_SHAPE_MIXTURE:
        return mixture_quantile(dist, u, 1.0 - u);
    default:
        BF_REQUIRE(dist->shape == BF_SHAPE_EMPIRICAL);
        return empirical_quantile(dist, u);
    }
}

double bf_dist_draw_other(const struct bf_dist *dist, double u)
{
    const double x = quantile(dist, u * dist->u_max);
    return x < dist->max ? x : dist->max;
}

double bf_dist_sample(const struct bf_dist *dist, double u)
{
    BF_REQUIRE(u > 0.0 && u < 1.0);
    return bf_dist_draw(dist, u);
}

/* The x with P(X > x) = s before truncation. */
static double upper_quantile(const struct bf_dist *dist, double s)
{
    switch (dist->shape) {
    case BF_SHAPE_CONSTANT:
        return dist->a;
    case BF_SHAPE_UNIFORM:
        return dist->a + (1.0 - s) * dist->b;
    case BF_SHAPE_EXPONENTIAL:
        return -dist->a * log(s);
    case BF_SHAPE_LOGNORMAL:
        return exp(dist->a - dist->b * bf_normal_quantile(s));
    case BF_SHAPE_WEIBULL:
        return dist->a * pow(-log(s), dist->b);
    case BF_SHAPE_GAMMA:
        return dist->b * gamma_quantile(dist->a, 1.0 - s, s);
    case BF_SHAPE_MIXTURE:
        return mixture_quantile(dist, 1.0 - s, s);
    default:
        return quantile(dist, 1.0 - s);
    }
}

/* ---- probabilities ------------------------------------------------------------------------------
 */

static double triangular_survival(const struct bf_dist *dist, double x)
{
    const double width = dist->c - dist->a;
    if (x < dist->b) return 1.0 - (x - dist->a) * (x - dist->a) / (width * (dist->b - dist->a));
    return (dist->c - x) * (dist->c - x) / (width * (dist->c - dist->b));
}

static double empirical_cdf(const struct bf_dist *dist, double x)
{
    const double *p = dist->points;
    uint32_t low = 0, high = dist->point_count - 1; /* p[low] <= x < p[high] */
    while (high - low > 1) {
        const uint32_t middle = low + (high - low) / 2;
        if (p[middle] <= x)
            low = middle;
        else
            high = middle;
    }
    return ((double)low + (x - p[low]) / (p[high] - p[low])) / (double)(dist->point_count - 1);
}

static double least(const struct bf_dist *dist)
{
    switch (dist->shape) {
    case BF_SHAPE_CONSTANT:
    case BF_SHAPE_UNIFORM:
    case BF_SHAPE_TRIANGULAR:
        return dist->a;
    case BF_SHAPE_EMPIRICAL:
        return dist->points[0];
    default:
        return 0.0;
    }
}

/* P(X > x) before truncation, for x inside the support. */
static double survival_inside(const struct bf_dist *dist, double x)
{
    switch (dist->shape) {
    case BF_SHAPE_CONSTANT:
        return 1.0;
    case BF_SHAPE_UNIFORM:
        return 1.0 - (x - dist->a) / dist->b;
    case BF_SHAPE_EXPONENTIAL:
        return exp(-x / dist->a);
    case BF_SHAPE_LOGNORMAL:
        return x > 0.0 ? gsl_cdf_lognormal_Q(x, dist->a, dist->b) : 1.0;
    case BF_SHAPE_GAMMA:
        return gsl_cdf_gamma_Q(x, dist->a, dist->b);
    case BF_SHAPE_WEIBULL:
        return gsl_cdf_weibull_Q(x, dist->a, dist->c);
    case BF_SHAPE_TRIANGULAR:
        return triangular_survival(dist, x);
    case BF_SHAPE_MIXTURE:
        return x > 0.0 ? (1.0 - dist->c) * gsl_cdf_lognormal_Q(x, dist->a, dist->b) +
                             dist->c * gsl_cdf_lognormal_Q(x, dist->d, dist->e)
                       : 1.0;
    default:
        return 1.0 - empirical_cdf(dist, x);
    }
}

/* What truncation has cut away. */
static double survival_at_max(const struct bf_dist *dist)
{
    return dist->u_max < 1.0 ? survival_inside(dist, dist->max) : 0.0;
}

double bf_dist_survival(const struct bf_dist *dist, double x)
{
    if (x >= dist->max) return 0.0;
    if (x < least(dist)) return 1.0;
    const double s = (survival_inside(dist, x) - survival_at_max(dist)) / dist->u_max;
    return fmin(fmax(s, 0.0), 1.0);
}

double bf_dist_cdf(const struct bf_dist *dist, double x)
{
    if (x >= dist->max) return 1.0;
    if (x < least(dist)) return 0.0;
    double p;
    switch (dist->shape) { /* directly where one minus the survival would lose the lower tail */
    case BF_SHAPE_EXPONENTIAL:
        p = -expm1(-x / dist->a);
        break;
    case BF_SHAPE_LOGNORMAL:
        p = x > 0.0 ? gsl_cdf_lognormal_P(x, dist->a, dist->b) : 0.0;
        break;
    case BF_SHAPE_GAMMA:
        p = gsl_cdf_gamma_P(x, dist->a, dist->b);
        break;
    case BF_SHAPE_WEIBULL:
        p = gsl_cdf_weibull_P(x, dist->a, dist->c);
        break;
    case BF_SHAPE_MIXTURE:
        p = x > 0.0 ? (1.0 - dist->c) * gsl_cdf_lognormal_P(x, dist->a, dist->b) +
                          dist->c * gsl_cdf_lognormal_P(x, dist->d, dist->e)
                    : 0.0;
        break;
    default:
        p = 1.0 - survival_inside(dist, x);
        break;
    }
    return fmin(p / dist->u_max, 1.0);
}

/* ---- moments ------------------------------------------------------------------------------------
 */

/* E[X^r] of a uniform on (from, to), r = 1 or 2. */
static double uniform_moment(int r, double from, double to)
{
    return r == 1 ? 0.5 * (from + to) : (from * from + from * to + to * to) / 3.0;
}

/* P(gamma of scale 1 <= x), also at infinity. */
static double gamma_below(double x, double shape)
{
    return isfinite(x) ? gsl_cdf_gamma_P(x, shape, 1.0) : 1.0;
}

/* E[X^r; X <= x] of a gamma: shape and scale as usual. */
static double gamma_partial(double shape, double scale, int r, double x)
{
    const double whole = r == 1 ? shape * scale : shape * (shape + 1.0) * scale * scale;
    return whole * gamma_below(x / scale, shape + r);
}

static double lognormal_partial(double mu, double sigma, int r, double x)
{
    const double whole = exp(r * mu + 0.5 * r * r * sigma * sigma);
    if (!isfinite(x)) return whole;
    return x > 0.0 ? whole * gsl_cdf_ugaussian_P((log(x) - mu) / sigma - r * sigma) : 0.0;
}

static double weibull_partial(const struct bf_dist *dist, int r, double x)
{
    const double whole = pow(dist->a, r) * gsl_sf_gamma(1.0 + r * dist->b);
    return whole * gamma_below(pow(x / dist->a, dist->c), 1.0 + r * dist->b);
}

/* Integral of t^r (t - from) from `from` to `to`; also serves the falling side by reflection. */
static double ramp_integral(int r, double from, double to)
{
    const double d = to - from;
    const double linear = d * d * (0.5 * from + d / 3.0);
    if (r == 1) return linear;
    return d * d * (0.5 * from * from + 2.0 * from * d / 3.0 + 0.25 * d * d);
}

static double triangular_partial(const struct bf_dist *dist, int r, double x)
{
    const double a = dist->a, b = dist->b, c = dist->c, width = c - a;
    const double top = fmin(x, b);
    double sum = top > a ? 2.0 * ramp_integral(r, a, top) / (width * (b - a)) : 0.0;
    if (x > b) { /* t -> -t turns (c - t) into a rise from -c; an odd power changes sign */
        const double sign = r == 1 ? -1.0 : 1.0;
        const double fall = ramp_integral(r, -c, -b) - ramp_integral(r, -c, -fmin(x, c));
        sum += sign * 2.0 * fall / (width * (c - b));
    }
    return sum;
}

static double empirical_partial(const struct bf_dist *dist, int r, double x)
{
    const double *p = dist->points;
    double sum = 0.0;
    for (uint32_t i = 0; i + 1 < dist->point_count && p[i] <= x; i++) {
        const double to = fmin(p[i + 1], x);
        const double share = p[i + 1] > p[i] ? (to - p[i]) / (p[i + 1] - p[i]) : 1.0;
        sum += share * uniform_moment(r, p[i], to);
    }
    return sum / (double)(dist->point_count - 1);
}

/* E[X^r; X <= x] before truncation, r = 1 or 2; x may be infinite. */
static double partial_moment(const struct bf_dist *dist, int r, double x)
{
    if (x < least(dist)) return 0.0;
    switch (dist->shape) {
    case BF_SHAPE_CONSTANT:
        return pow(dist->a, r);
    case BF_SHAPE_UNIFORM: {
        const double to = fmin(x, dist->a + dist->b);
        return uniform_moment(r, dist->a, to) * (to - dist->a) / dist->b;
    }
    case BF_SHAPE_EXPONENTIAL:
        return gamma_partial(1.0, dist->a, r, x);
    case BF_SHAPE_LOGNORMAL:
        return lognormal_partial(dist->a, dist->b, r, x);
    case BF_SHAPE_GAMMA:
        return gamma_partial(dist->a, dist->b, r, x);
    case BF_SHAPE_WEIBULL:
        return weibull_partial(dist, r, x);
    case BF_SHAPE_TRIANGULAR:
        return triangular_partial(dist, r, x);
    case BF_SHAPE_MIXTURE:
        return (1.0 - dist->c) * lognormal_partial(dist->a, dist->b, r, x) +
               dist->c * lognormal_partial(dist->d, dist->e, r, x);
    default:
        return empirical_partial(dist, r, x);
    }
}

double bf_dist_mean(const struct bf_dist *dist)
{
    return partial_moment(dist, 1, dist->max) / dist->u_max;
}

double bf_dist_sd(const struct bf_dist *dist)
{
    const double a = dist->a, b = dist->b, c = dist->c;
    if (dist->u_max >= 1.0) { /* without the cancellation of the general form */
        switch (dist->shape) {
        case BF_SHAPE_CONSTANT:
            return 0.0;
        case BF_SHAPE_UNIFORM:
            return b / sqrt(12.0);
        case BF_SHAPE_EXPONENTIAL:
            return a;
        case BF_SHAPE_LOGNORMAL:
            return exp(a + 0.5 * b * b) * sqrt(expm1(b * b));
        case BF_SHAPE_GAMMA:
            return b * sqrt(a);
        case BF_SHAPE_TRIANGULAR:
            return sqrt(((b - a) * (b - a) + (c - a) * (c - b)) / 18.0);
        default:
            break;
        }
    }
    const double mean = bf_dist_mean(dist);
    return sqrt(fmax(0.0, partial_moment(dist, 2, dist->max) / dist->u_max - mean * mean));
}

/* ---- residuals ----------------------------------------------------------------------------------
 */

double bf_dist_residual(const struct bf_dist *dist, double elapsed, double u)
{
    BF_REQUIRE(u > 0.0 && u < 1.0);
    if (elapsed >= dist->max) return 0.0;
    const double from = fmax(elapsed, least(dist));
    const double cut = survival_at_max(dist);
    const double left = survival_inside(dist, from) - cut;
    if (left < LEAST_SURVIVAL * dist->u_max) return 0.0;
    const double s = fmin(cut + left * (1.0 - u), LARGEST_UNIFORM);
    return fmax(0.0, fmin(upper_quantile(dist, s), dist->max) - elapsed);
}

double bf_dist_equilibrium_residual(const struct bf_dist *dist, double u)
{
    BF_REQUIRE(u > 0.0 && u < 1.0);
    BF_REQUIRE(least(dist) >= 0.0);
    const double mean = bf_dist_mean(dist);
    if (!(mean > 0.0)) return 0.0;
    double low = 0.0;
    double high = isfinite(dist->max) ? dist->max : bf_dist_sample(dist, LARGEST_UNIFORM);
    while (high - low > 1e-14 * high) {
        const double x = 0.5 * (low + high);
        if (x <= low || x >= high) break;
        const double below =
            x * bf_dist_survival(dist, x) + partial_moment(dist, 1, x) / dist->u_max;
        if (below < u * mean)
            low = x;
        else
            high = x;
    }
    return high;
}

double bf_gamma_factor(double variance, double u)
{
    BF_REQUIRE(variance >= 0.0);
    BF_REQUIRE(u > 0.0 && u < 1.0);
    if (!(variance > 0.0)) return 1.0;
    return variance * gamma_quantile(1.0 / variance, u, 1.0 - u);
}

#define GAMMA_Z  8.3 /* u = 2^-53 is at 8.21 */
#define GAMMA_PI 3.14159265358979323846

static double cube_root_at(double variance, double z)
{
    return cbrt(variance *
                gamma_quantile(1.0 / variance, gsl_cdf_ugaussian_P(z), gsl_cdf_ugaussian_Q(z)));
}

/* Clenshaw's recurrence. */
static double fitted(const struct bf_gamma_fit *fit, double z)
{
    const double x = z / GAMMA_Z;
    double next = 0.0, after = 0.0;
    for (uint32_t k = fit->terms; k-- > 1;) {
        const double now = fit->term[k] + 2.0 * x * next - after;
        after = next;
        next = now;
    }
    const double root = fit->term[0] + x * next - after;
    return root * root * root;
}

static bool is_close(const struct bf_gamma_fit *fit)
{
    for (int i = 0; i <= 2 * BF_GAMMA_TERMS; i++) {
        const double z = GAMMA_Z * (i / (double)BF_GAMMA_TERMS - 1.0);
        const double root = cube_root_at(fit->variance, z);
        if (!(fabs(fitted(fit, z) / (root * root * root) - 1.0) < 1e-9)) return false;
    }
    return true;
}

void bf_gamma_fit(struct bf_gamma_fit *fit, double variance)
{
    BF_REQUIRE(variance >= 0.0);
    if (fit->variance == variance) return;
    if (!(variance > 0.0)) {
        *fit = (struct bf_gamma_fit){.variance = 0.0};
        return;
    }
    *fit = (struct bf_gamma_fit){.variance = variance, .terms = BF_GAMMA_TERMS};
    for (int i = 0; i < BF_GAMMA_TERMS; i++) {
        const double angle = GAMMA_PI * (i + 0.5) / BF_GAMMA_TERMS;
        const double root = cube_root_at(variance, GAMMA_Z * cos(angle));
        for (int k = 0; k < BF_GAMMA_TERMS; k++)
            fit->term[k] += (k ? 2.0 : 1.0) / BF_GAMMA_TERMS * root * cos(k * angle);
    }
    while (fit->terms > 1 && fabs(fit->term[fit->terms - 1]) < 1e-14)
        fit->terms--;
    if (!is_close(fit)) fit->terms = 0;
}

double bf_gamma_draw(const struct bf_gamma_fit *fit, double u)
{
    BF_REQUIRE(u > 0.0 && u < 1.0);
    return fit->terms ? fitted(fit, bf_normal_quantile(u)) : bf_gamma_factor(fit->variance, u);
}
