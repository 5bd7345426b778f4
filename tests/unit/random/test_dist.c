/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "no_dist.h"

#include "bedflow/random/dist.h"
#include "bedflow/random/draw.h"

#include <gsl/gsl_cdf.h>

static double points[] = {0.25, 1.5, 1.5, 4.75, 30.0};

static struct bf_dist make(int32_t shape, double mean, double cv, double max)
{
    const double none = (double)NAN;
    struct bf_dist_spec spec = no_dist(shape);
    spec.mean = mean;
    spec.cv = cv;
    spec.max = max;
    if (shape == BF_SHAPE_UNIFORM || shape == BF_SHAPE_TRIANGULAR) {
        spec.min = 0.4 * mean;
        spec.max = 2.1 * mean;
        spec.mean = none;
    }
    if (shape == BF_SHAPE_TRIANGULAR) spec.mode = 0.7 * mean;
    if (shape == BF_SHAPE_EMPIRICAL) {
        spec.mean = none;
        spec.points = (struct bf_series){points, UNIT_COUNT(points)};
    }
    struct bf_dist dist;
    char why[256];
    if (!bf_dist_fit(&spec, &dist, why, sizeof why)) fail_msg("%s", why);
    return dist;
}

static struct bf_dist mixture(double short_mean, double short_median, double long_mean,
                              double long_median, double share, double max)
{
    struct bf_dist_spec spec = no_dist(BF_SHAPE_MIXTURE);
    spec.max = max;
    spec.short_mean = short_mean;
    spec.short_median = short_median;
    spec.long_mean = long_mean;
    spec.long_median = long_median;
    spec.long_share = share;
    struct bf_dist dist;
    char why[256];
    if (!bf_dist_fit(&spec, &dist, why, sizeof why)) fail_msg("%s", why);
    return dist;
}

/* One of every shape, the unbounded ones also truncated; [count] */
static size_t every(struct bf_dist dists[20])
{
    const double none = (double)NAN;
    size_t n = 0;
    dists[n++] = make(BF_SHAPE_UNIFORM, 2.385, none, none);
    dists[n++] = make(BF_SHAPE_TRIANGULAR, 2.385, none, none);
    dists[n++] = make(BF_SHAPE_EMPIRICAL, none, none, none);
    for (int truncated = 0; truncated < 2; truncated++) {
        const double max = truncated ? 171.3 : none;
        dists[n++] = make(BF_SHAPE_EXPONENTIAL, 73.1, none, max);
        dists[n++] = make(BF_SHAPE_LOGNORMAL, 73.1, 0.853, max);
        dists[n++] = make(BF_SHAPE_LOGNORMAL, 73.1, 0.0317, max);
        dists[n++] = make(BF_SHAPE_GAMMA, 73.1, 0.613, max);
        dists[n++] = make(BF_SHAPE_GAMMA, 73.1, 1.87, max);
        dists[n++] = make(BF_SHAPE_WEIBULL, 73.1, 1.44, max);
        dists[n++] = mixture(19.7, 13.1, 93.4, 71.3, 0.318, max);
        dists[n++] = mixture(21.3, 21.2, 98.5, 97.9, 0.613, max); /* with a gap between */
    }
    return n;
}

static void the_normal_quantile_agrees_with_gsl(void **state)
{
    (void)state;
    const struct bf_key key = {1988, 241};
    for (uint64_t i = 0; i < 20000; i++) {
        const struct bf_block block = bf_draw(&key, i, 3);
        const double u = i & 1 ? block.u[0] : exp(-700.0 * block.u[0]);
        assert_close_relative(bf_normal_quantile(u), gsl_cdf_ugaussian_Pinv(u), 2e-14);
    }
    const double edge[] = {0x1p-53,       1e-300,     0.075,      0.0749999999, 0.925,
                           0.92500000001, 0.49999999, 0.50000001, 1.0 - 0x1p-53};
    for (size_t i = 0; i < UNIT_COUNT(edge); i++)
        assert_close_relative(bf_normal_quantile(edge[i]), gsl_cdf_ugaussian_Pinv(edge[i]), 2e-14);
}

/* Published to 17 digits in AS 241: PPND16 at 0.25, 0.001 and 1e-20. */
static void the_normal_quantile_gives_the_published_values(void **state)
{
    (void)state;
    assert_close_relative(bf_normal_quantile(0.25), -0.67448975019608174, 1e-15);
    assert_close_relative(bf_normal_quantile(0.001), -3.0902323061678135, 1e-15);
    assert_close_relative(bf_normal_quantile(1e-20), -9.2623400897984076, 1e-15);
    assert_same_double(bf_normal_quantile(0.5), 0.0);
}

static void the_normal_quantile_is_odd_to_the_last_bit(void **state)
{
    (void)state;
    const struct bf_key key = {3, 3};
    for (uint64_t i = 0; i < 2000; i++) {
        const double u = bf_draw(&key, i, 3).u[2];
        assert_same_double(bf_normal_quantile(1.0 - u), -bf_normal_quantile(u));
    }
}

/* Where one polynomial ends and the next begins, and where AS 241 takes over. */
static void the_normal_quantile_never_falls_from_cell_to_cell(void **state)
{
    (void)state;
    for (double octave = 0x1p-9; octave < 0.5; octave *= 2)
        for (int sixteenth = 0; sixteenth < 16; sixteenth++) {
            const double edge = octave * (1 + sixteenth / 16.0);
            double before = -(double)INFINITY;
            for (int i = -4; i <= 4; i++) {
                const double u = edge + i * 0x1p-47, z = bf_normal_quantile(u);
                assert_close_relative(z, gsl_cdf_ugaussian_Pinv(u), 2e-14);
                assert_true(z >= before);
                before = z;
            }
        }
}

static void the_exponential_is_that_of_the_library(void **state)
{
    (void)state;
    const struct bf_key key = {7, 1989};
    for (uint64_t i = 0; i < 50000; i++) {
        const struct bf_block u = bf_draw(&key, i, 0);
        const double x = (u.u[0] - 0.5) * (i & 1 ? 1399.9 : 14.7);
        assert_close_relative(bf_exp(x), exp(x), 3e-16);
    }
    const double edge[] = {0.0, -0.0, 0x1p-1074, -0x1p-60, 699.999, -699.999};
    for (size_t i = 0; i < UNIT_COUNT(edge); i++)
        assert_close_relative(bf_exp(edge[i]), exp(edge[i]), 3e-16);
    double before = 0;
    for (int i = -20000; i <= 20000; i++) { /* across every step of ln 2 / 64 from -5 to 5 */
        const double x = i / 4000.0, e = bf_exp(x);
        assert_true(e > before);
        before = e;
    }
}

static void quantile_and_cdf_invert_each_other(void **state)
{
    (void)state;
    struct bf_dist dists[20];
    const size_t count = every(dists);
    for (size_t d = 0; d < count; d++)
        for (int i = 1; i < 400; i++) {
            const double u = i / 400.0, x = bf_dist_sample(&dists[d], u);
            if (dists[d].shape == BF_SHAPE_EMPIRICAL && u >= 0.25 && u <= 0.5)
                continue; /* an atom */
            assert_close(bf_dist_cdf(&dists[d], x), u, 1e-12);
            assert_close(bf_dist_survival(&dists[d], x), 1.0 - u, 1e-12);
        }
}

static void draw_and_sample_give_the_same_bits_and_never_fall(void **state)
{
    (void)state;
    struct bf_dist dists[20];
    const size_t count = every(dists);
    for (size_t d = 0; d < count; d++) {
        double before = 0.0;
        for (int i = 0; i <= 1000; i++) {
            const double u = i == 0 ? 0x1p-53 : i == 1000 ? 1.0 - 0x1p-53 : i / 1000.0;
            const double x = bf_dist_sample(&dists[d], u);
            assert_same_double(bf_dist_draw(&dists[d], u), x);
            assert_true(isfinite(x) && x >= before && x <= dists[d].max);
            before = x;
        }
    }
}

/* Composite Simpson of P(X > x), and of 2 x P(X > x), over the bulk: E[X] and E[X^2]. */
static void integrate(const struct bf_dist *dist, double to, double *mean, double *square)
{
    enum { STEPS = 40000 };
    const double h = to / STEPS;
    double m = 0.0, s = 0.0;
    for (int i = 0; i <= STEPS; i++) {
        const double x = i * h, weight = i == 0 || i == STEPS ? 1.0 : i & 1 ? 4.0 : 2.0;
        const double above = bf_dist_survival(dist, x);
        m += weight * above;
        s += weight * 2.0 * x * above;
    }
    *mean = m * h / 3.0;
    *square = s * h / 3.0;
}

static void mean_and_sd_agree_with_integration_also_when_truncated(void **state)
{
    (void)state;
    struct bf_dist dists[20];
    const size_t count = every(dists);
    for (size_t d = 0; d < count; d++) {
        const double to = isfinite(dists[d].max) ? dists[d].max : 73.1 * 80.0;
        double mean, square;
        integrate(&dists[d], to, &mean, &square);
        const double sd = sqrt(square - mean * mean);
        assert_close_relative(bf_dist_mean(&dists[d]), mean, 2e-3);
        assert_close_relative(bf_dist_sd(&dists[d]), sd, 4e-3);
    }
}

/* E[X; X < m] of an exponential is mean - (m + mean) exp(-m/mean), by parts. */
static void a_truncated_exponential_has_the_mean_worked_by_hand(void **state)
{
    (void)state;
    const double mean = 29.0, m = 61.7;
    const struct bf_dist dist = make(BF_SHAPE_EXPONENTIAL, mean, (double)NAN, m);
    const double s = exp(-m / mean);
    assert_close_relative(bf_dist_mean(&dist), (mean - (m + mean) * s) / (1.0 - s), 1e-13);
    assert_close_relative(bf_dist_sample(&dist, 0.42), -mean * log1p(-0.42 * (1.0 - s)), 1e-13);
    assert_same_double(bf_dist_survival(&dist, m), 0.0);
}

/* A share 1 - c of one lognormal and c of another: means and squares add up by shares. */
static void a_mixture_has_the_moments_of_its_parts(void **state)
{
    (void)state;
    const double c = 0.318, none = (double)NAN;
    const struct bf_dist dist = mixture(19.7, 13.1, 93.4, 71.3, c, none);
    const double square = (1 - c) * 19.7 * 19.7 * (19.7 / 13.1) * (19.7 / 13.1) +
                          c * 93.4 * 93.4 * (93.4 / 71.3) * (93.4 / 71.3);
    const double mean = (1 - c) * 19.7 + c * 93.4;
    assert_close_relative(bf_dist_mean(&dist), mean, 1e-13);
    assert_close_relative(bf_dist_sd(&dist), sqrt(square - mean * mean), 1e-12);
    assert_close(bf_dist_cdf(&dist, 13.1),
                 (1 - c) * 0.5 + c * gsl_cdf_lognormal_P(13.1, dist.d, dist.e), 1e-14);
    assert_same_double(bf_dist_cdf(&dist, 0.0), 0.0);
    for (double u = 1e-9; u < 0.5; u *= 3.7) { /* both tails keep their digits */
        assert_close_relative(bf_dist_cdf(&dist, bf_dist_sample(&dist, u)), u, 1e-11);
        const double far = bf_dist_residual(&dist, 1e-9, 1.0 - u);
        assert_close_relative(bf_dist_survival(&dist, far), 1.0 - (1.0 - u), 1e-7);
    }
}

/* P(X > elapsed + r) / P(X > elapsed) by integration of the density. */
static void the_residual_of_a_mixture_is_that_of_its_density(void **state)
{
    (void)state;
    enum { STEPS = 200000 };
    const struct bf_dist dist = mixture(19.7, 13.1, 93.4, 71.3, 0.318, (double)NAN);
    const double elapsed = 37.9, u = 0.471, to = 6000.0;
    const double end = elapsed + bf_dist_residual(&dist, elapsed, u);
    double all = 0.0, before = 0.0, h = (to - elapsed) / STEPS;
    for (int i = 0; i < STEPS; i++) {
        const double x = elapsed + (i + 0.5) * h, y = log(x);
        const double z = (y - dist.a) / dist.b, z2 = (y - dist.d) / dist.e;
        const double f =
            (0.682 * exp(-0.5 * z * z) / dist.b + 0.318 * exp(-0.5 * z2 * z2) / dist.e) / x;
        all += f;
        if (x < end) before += f;
    }
    assert_close(before / all, u, 1e-3);
}

static void an_empirical_runs_straight_between_its_points(void **state)
{
    (void)state;
    const struct bf_dist dist = make(BF_SHAPE_EMPIRICAL, (double)NAN, (double)NAN, (double)NAN);
    assert_close(bf_dist_sample(&dist, 0.125), 0.875, 1e-14);
    assert_close(bf_dist_sample(&dist, 0.375), 1.5, 1e-14);
    assert_close(bf_dist_sample(&dist, 0.875), 17.375, 1e-13);
    assert_close(bf_dist_mean(&dist), (0.875 + 1.5 + 3.125 + 17.375) / 4.0, 1e-13);
    assert_close(bf_dist_cdf(&dist, 1.5), 0.5, 1e-14);
    assert_close(bf_dist_cdf(&dist, 1.4999999), 0.25, 1e-6);
}

static void a_gamma_keeps_its_quantiles_for_every_cv(void **state)
{
    (void)state;
    const double cvs[] = {0.0011, 0.012, 0.1, 0.5, 0.97, 1.0, 1.4, 3.3, 9.0, 33.0};
    const double us[] = {0x1p-53, 1e-9,  1e-4, 0.02, 0.0499, 0.0501,     0.3,          0.5,
                         0.77,    0.949, 0.96, 0.99, 0.9999, 1.0 - 1e-9, 1.0 - 0x1p-53};
    for (size_t c = 0; c < UNIT_COUNT(cvs); c++) {
        const struct bf_dist dist = make(BF_SHAPE_GAMMA, 41.7, cvs[c], (double)NAN);
        double before = 0.0;
        for (size_t i = 0; i < UNIT_COUNT(us); i++) {
            const double x = bf_dist_sample(&dist, us[i]);
            assert_true(isfinite(x) && x >= before);
            before = x;
            if (x > 1e-250 && us[i] < 0.5)
                assert_close_relative(bf_dist_cdf(&dist, x), us[i], 1e-8);
            if (us[i] >= 0.5 && x > 1e-250)
                assert_close_relative(bf_dist_survival(&dist, x), 1.0 - us[i], 1e-8);
        }
    }
}

/* Where GSL's own inverse is to be trusted, that of ours is the same number. */
static void a_gamma_agrees_with_gsl_at_ordinary_cvs(void **state)
{
    (void)state;
    for (double cv = 0.1; cv < 1.2; cv += 0.137)
        for (double u = 0.06; u < 0.95; u += 0.031) {
            const struct bf_dist dist = make(BF_SHAPE_GAMMA, 41.7, cv, (double)NAN);
            assert_close_relative(bf_dist_sample(&dist, u), gsl_cdf_gamma_Pinv(u, dist.a, dist.b),
                                  1e-8);
        }
}

static void who_has_stayed_so_far_stays_on_by_the_conditional_law(void **state)
{
    (void)state;
    struct bf_dist dists[20];
    const size_t count = every(dists);
    for (size_t d = 0; d < count; d++)
        for (int i = 1; i < 10; i++) {
            const double elapsed = bf_dist_sample(&dists[d], 0.61), u = i / 10.0;
            const double rest = bf_dist_residual(&dists[d], elapsed, u);
            const double want = bf_dist_survival(&dists[d], elapsed) * (1.0 - u);
            assert_true(rest >= 0.0);
            assert_close(bf_dist_survival(&dists[d], elapsed + rest), want, 1e-12);
        }
}

static void an_exponential_forgets_even_far_out(void **state)
{
    (void)state;
    const struct bf_dist dist = make(BF_SHAPE_EXPONENTIAL, 6.25, (double)NAN, (double)NAN);
    assert_close_relative(bf_dist_residual(&dist, 24.0 * 6.25, 0.37), -6.25 * log1p(-0.37), 1e-12);
    assert_same_double(bf_dist_residual(&dist, 28.0 * 6.25, 0.37), 0.0); /* survival 7e-13 */
}

/* At 6.9 sd above, 1 - F has 4 digits left and the upper tail all of them. */
static void a_lognormal_keeps_its_digits_far_out(void **state)
{
    (void)state;
    const struct bf_dist dist = make(BF_SHAPE_LOGNORMAL, 50.0, 0.6, (double)NAN);
    const double elapsed = exp(dist.a + 6.9 * dist.b);
    const double rest = bf_dist_residual(&dist, elapsed, 0.5);
    assert_close_relative(gsl_cdf_lognormal_Q(elapsed + rest, dist.a, dist.b),
                          0.5 * gsl_cdf_ugaussian_Q(6.9), 1e-9);
}

static void a_constant_runs_out(void **state)
{
    (void)state;
    const struct bf_dist dist = make(BF_SHAPE_CONSTANT, 8.5, (double)NAN, (double)NAN);
    assert_close(bf_dist_residual(&dist, 3.25, 0.9), 5.25, 1e-14);
    assert_same_double(bf_dist_residual(&dist, 8.5, 0.9), 0.0);
    assert_same_double(bf_dist_cdf(&dist, 8.4999), 0.0);
    assert_same_double(bf_dist_cdf(&dist, 8.5), 1.0);
    assert_same_double(bf_dist_sd(&dist), 0.0);
    assert_close(bf_dist_equilibrium_residual(&dist, 0.35), 0.35 * 8.5, 1e-12);
}

static void the_equilibrium_of_an_exponential_is_itself(void **state)
{
    (void)state;
    const struct bf_dist dist = make(BF_SHAPE_EXPONENTIAL, 13.7, (double)NAN, (double)NAN);
    for (int i = 1; i < 20; i++)
        assert_close_relative(bf_dist_equilibrium_residual(&dist, i / 20.0),
                              bf_dist_sample(&dist, i / 20.0), 1e-10);
}

/* Its mean is E[X^2] / (2 E[X]): Cox (1962), section 5.4. */
static void the_equilibrium_has_the_mean_of_renewal_theory(void **state)
{
    (void)state;
    struct bf_dist dists[20];
    const size_t count = every(dists);
    for (size_t d = 0; d < count; d++) {
        enum { STEPS = 4000 };
        double sum = 0.0;
        for (int i = 0; i < STEPS; i++)
            sum += bf_dist_equilibrium_residual(&dists[d], (i + 0.5) / STEPS);
        const double mean = bf_dist_mean(&dists[d]), sd = bf_dist_sd(&dists[d]);
        assert_close_relative(sum / STEPS, (mean * mean + sd * sd) / (2.0 * mean), 1.2e-2);
    }
}

static void the_factor_of_a_day_has_mean_one_and_its_variance(void **state)
{
    (void)state;
    enum { STEPS = 4000 };
    const double variance = 0.0385;
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < STEPS; i++) {
        const double x = bf_gamma_factor(variance, (i + 0.5) / STEPS) - 1.0;
        sum += x;
        squares += x * x;
    }
    assert_close(sum / STEPS, 0.0, 1e-4);
    assert_close_relative(squares / STEPS, variance, 5e-3);
    assert_same_double(bf_gamma_factor(0.0, 0.77), 1.0);
    assert_breaks_contract(bf_gamma_factor(-0.1, 0.5), "variance >= 0.0");
}

static void a_fitted_gamma_factor_is_its_quantile(void **state)
{
    (void)state;
    static const double variance[] = {0.0004, 0.006, 0.0237, 0.09, 0.3, 2.385};
    struct bf_gamma_fit fit = {.variance = 0};
    for (size_t k = 0; k < UNIT_COUNT(variance); k++) {
        bf_gamma_fit(&fit, variance[k]);
        if (variance[k] < 0.05) assert_true(fit.terms > 2);
        for (int i = 1; i < 400; i++) {
            double u = i / 400.0;
            assert_close_relative(bf_gamma_draw(&fit, u), bf_gamma_factor(variance[k], u), 2e-9);
            u = pow(0.5, 53 * u); /* and far out on both sides */
            assert_close_relative(bf_gamma_draw(&fit, u), bf_gamma_factor(variance[k], u), 2e-9);
            u = 1 - u < 1 ? 1 - u : 1 - 0x1p-53;
            assert_close_relative(bf_gamma_draw(&fit, u), bf_gamma_factor(variance[k], u), 2e-9);
        }
    }
    bf_gamma_fit(&fit, 0);
    assert_same_double(bf_gamma_draw(&fit, 0.77), 1.0);
    bf_gamma_fit(&fit, 2.385); /* no straight line: as the quantile itself */
    assert_int_equal(fit.terms, 0);
}

static void a_uniform_outside_0_and_1_breaks_the_contract(void **state)
{
    (void)state;
    const struct bf_dist dist = make(BF_SHAPE_WEIBULL, 3.0, 0.7, (double)NAN);
    assert_breaks_contract(bf_dist_sample(&dist, 1.0), "u < 1.0");
    assert_breaks_contract(bf_dist_residual(&dist, 1.0, 0.0), "u > 0.0");
    assert_breaks_contract(bf_dist_equilibrium_residual(&dist, (double)NAN), "u > 0.0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_normal_quantile_agrees_with_gsl),
        cmocka_unit_test(the_normal_quantile_gives_the_published_values),
        cmocka_unit_test(the_normal_quantile_is_odd_to_the_last_bit),
        cmocka_unit_test(the_normal_quantile_never_falls_from_cell_to_cell),
        cmocka_unit_test(the_exponential_is_that_of_the_library),
        cmocka_unit_test(quantile_and_cdf_invert_each_other),
        cmocka_unit_test(draw_and_sample_give_the_same_bits_and_never_fall),
        cmocka_unit_test(mean_and_sd_agree_with_integration_also_when_truncated),
        cmocka_unit_test(a_truncated_exponential_has_the_mean_worked_by_hand),
        cmocka_unit_test(a_mixture_has_the_moments_of_its_parts),
        cmocka_unit_test(the_residual_of_a_mixture_is_that_of_its_density),
        cmocka_unit_test(an_empirical_runs_straight_between_its_points),
        cmocka_unit_test(a_gamma_keeps_its_quantiles_for_every_cv),
        cmocka_unit_test(a_gamma_agrees_with_gsl_at_ordinary_cvs),
        cmocka_unit_test(who_has_stayed_so_far_stays_on_by_the_conditional_law),
        cmocka_unit_test(an_exponential_forgets_even_far_out),
        cmocka_unit_test(a_lognormal_keeps_its_digits_far_out),
        cmocka_unit_test(a_constant_runs_out),
        cmocka_unit_test(the_equilibrium_of_an_exponential_is_itself),
        cmocka_unit_test(the_equilibrium_has_the_mean_of_renewal_theory),
        cmocka_unit_test(the_factor_of_a_day_has_mean_one_and_its_variance),
        cmocka_unit_test(a_fitted_gamma_factor_is_its_quantile),
        cmocka_unit_test(a_uniform_outside_0_and_1_breaks_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
