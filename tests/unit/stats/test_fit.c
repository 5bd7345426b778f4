/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "no_dist.h"

#include "bedflow/random/dist.h"
#include "bedflow/random/draw.h"
#include "bedflow/stats/fit.h"

#include <gsl/gsl_math.h>
#include <math.h>

struct source {
    struct bf_key key;
    uint64_t next;
};

static double uniform(void *context)
{
    struct source *s = context;
    return bf_draw(&s->key, s->next++, 0).u[0];
}

/* n keyed values of a law, perhaps rounded. */
struct sample {
    double *value, *weight;
    struct bf_fit_sample of;
};

static struct sample draw(const struct bf_fitted *law, uint32_t n, double width, uint64_t seed)
{
    struct sample s = {calloc(n, sizeof(double)), calloc(n, sizeof(double)), {0}};
    struct source source = {{seed, 3}, 0};
    assert_true(s.value && s.weight);
    for (uint32_t i = 0; i < n; i++) {
        double x = bf_fitted_quantile(law, uniform(&source));
        s.value[i] = width > 0 ? width * floor(x / width + 0.5) : x;
    }
    s.of = bf_fit_sample_of(s.value, s.weight, n, width);
    return s;
}

static void sample_free(struct sample *s)
{
    free(s->value);
    free(s->weight);
}

/* Fisher information of one observation gives the standard errors of the estimates: lognormal
 * sigma / sqrt(n) and sigma / sqrt(2 n); Weibull exponent 0.7797 b / sqrt(n) and scale 1.0530 a / b
 * / sqrt(n); gamma, with trigamma t = psi'(a): shape sqrt(a / (n (a t - 1))), scale
 * b sqrt(t / (n (a t - 1))). Five of them are allowed. */
static const struct {
    struct bf_fitted law;
    double error_a, error_b; /* times sqrt(n) */
} known[] = {
    {{.shape = BF_FIT_LOGNORMAL, .a = 1.271, .b = 0.853}, 0.853, 0.853 / 1.41421},
    /* trigamma(2.385) = 0.519086 */
    {{.shape = BF_FIT_GAMMA, .a = 2.385, .b = 1.91}, 3.1655, 2.8206},
    {{.shape = BF_FIT_WEIBULL, .a = 6.17, .b = 1.37}, 1.0530 * 6.17 / 1.37, 0.7797 * 1.37},
};

static void parameters_come_back_within_their_errors(void **state)
{
    (void)state;
    const uint32_t n = 4000;
    for (size_t k = 0; k < UNIT_COUNT(known); k++) {
        struct sample s = draw(&known[k].law, n, 0, 11 + k);
        struct bf_fitted f;
        assert_true(bf_fit(&s.of, known[k].law.shape, &f));
        assert_close(f.a, known[k].law.a, 5 * known[k].error_a / sqrt(n));
        assert_close(f.b, known[k].law.b, 5 * known[k].error_b / sqrt(n));
        sample_free(&s);
    }
}

static void whole_days_are_fitted_as_intervals_without_bias(void **state)
{
    (void)state;
    const uint32_t n = 20000;
    for (size_t k = 0; k < UNIT_COUNT(known); k++) {
        struct sample s = draw(&known[k].law, n, 1, 31 + k);
        struct bf_fitted f;
        assert_true(s.of.count < 300);
        assert_true(bf_fit(&s.of, known[k].law.shape, &f));
        /* rounding loses a little information: seven errors */
        assert_close(f.a, known[k].law.a, 7 * known[k].error_a / sqrt(n));
        assert_close(f.b, known[k].law.b, 7 * known[k].error_b / sqrt(n));
        sample_free(&s);
    }
}

static void a_lognormal_is_fitted_as_its_closed_form_says(void **state)
{
    (void)state;
    double value[] = {0.5, 2, 3.7, 3.7, 8.1, 20.2}, weight[6], mean = 0, squares = 0;
    for (int i = 0; i < 6; i++)
        mean += log(value[i]) / 6;
    for (int i = 0; i < 6; i++)
        squares += (log(value[i]) - mean) * (log(value[i]) - mean) / 6;
    struct bf_fit_sample s = bf_fit_sample_of(value, weight, 6, 0);
    struct bf_fitted f;
    assert_int_equal(s.count, 5);
    assert_true(bf_fit(&s, BF_FIT_LOGNORMAL, &f));
    assert_close(f.a, mean, 1e-6);
    assert_close(f.b, sqrt(squares), 1e-6);
    assert_close(f.median, exp(mean), 1e-5);
    assert_close(f.aic, 4 - 2 * f.log_likelihood, 1e-9);
    assert_close(f.bic, 2 * log(6) - 2 * f.log_likelihood, 1e-9);
    /* the likelihood at its top: -n (mean log + ln sigma + (ln 2 pi + 1) / 2) */
    assert_close(f.log_likelihood, -6 * (mean + log(sqrt(squares)) + (log(2 * M_PI) + 1) / 2),
                 1e-8);
}

static void the_shape_that_made_the_data_is_ranked_first(void **state)
{
    (void)state;
    for (size_t k = 0; k < UNIT_COUNT(known); k++)
        for (int width = 0; width < 2; width++) {
            struct sample s = draw(&known[k].law, 8000, width, 5 + k);
            struct bf_fitted f[BF_FIT_SHAPES];
            size_t best = 0;
            for (int j = 0; j < BF_FIT_SHAPES; j++) {
                bool fitted = bf_fit(&s.of, (enum bf_fit_shape)j, &f[j]);
                assert_true(fitted || j == BF_FIT_MIXTURE); /* there need not be two kinds */
                if (fitted && f[j].bic < f[best].bic) best = (size_t)j;
            }
            assert_int_equal(best, k);
            sample_free(&s);
        }
}

static void moments_of_a_fit_are_those_of_its_law(void **state)
{
    (void)state;
    for (size_t k = 0; k < UNIT_COUNT(known); k++) {
        struct sample s = draw(&known[k].law, 500, 0, 2);
        struct bf_fitted f;
        assert_true(bf_fit(&s.of, known[k].law.shape, &f));
        /* the same law by mean and cv, in the simulator's own words */
        const double none = (double)NAN;
        struct bf_dist_spec spec = {.shape = k == 0   ? BF_SHAPE_LOGNORMAL
                                             : k == 1 ? BF_SHAPE_GAMMA
                                                      : BF_SHAPE_WEIBULL,
                                    .mean = f.mean,
                                    .cv = f.sd / f.mean,
                                    .median = none,
                                    .sd = none,
                                    .min = none,
                                    .mode = none,
                                    .max = none};
        struct bf_dist dist;
        char why[200];
        assert_true(bf_dist_fit(&spec, &dist, why, sizeof why));
        for (double u = 0.1; u < 0.95; u += 0.2)
            assert_close(bf_fitted_quantile(&f, u), bf_dist_sample(&dist, u), 1e-5 * f.mean);
        assert_close(bf_fitted_cdf(&f, f.median), 0.5, 1e-9);
        sample_free(&s);
    }
}

/* Two kinds of stay: 68% short, 32% long, not far apart; share, mu and sigma of each. */
static const struct bf_fitted two_kinds = {
    .shape = BF_FIT_MIXTURE, .a = 0.783, .b = 0.617, .c = 0.318, .d = 2.871, .e = 0.453};

static void a_mixture_comes_back_and_is_ranked_before_one_kind(void **state)
{
    (void)state;
    for (int width = 0; width < 2; width++) {
        struct sample s = draw(&two_kinds, 6000, width, 17);
        struct bf_fitted f[BF_FIT_SHAPES];
        for (int j = 0; j < BF_FIT_SHAPES; j++)
            assert_true(bf_fit(&s.of, (enum bf_fit_shape)j, &f[j]));
        for (int j = 0; j < BF_FIT_MIXTURE; j++)
            assert_true(f[BF_FIT_MIXTURE].bic < f[j].bic - 50);
        const struct bf_fitted *m = &f[BF_FIT_MIXTURE];
        /* some five standard errors, from the information of one kind alone and half as much again:
         * the other hides a part of it */
        double n1 = 6000 * 0.682, n2 = 6000 * 0.318, room = width ? 9 : 7.5;
        assert_close(m->c, 0.318, room * sqrt(0.318 * 0.682 / 6000));
        assert_close(m->a, 0.783, room * 0.617 / sqrt(n1));
        assert_close(m->b, 0.617, room * 0.617 / sqrt(2 * n1));
        assert_close(m->d, 2.871, room * 0.453 / sqrt(n2));
        assert_close(m->e, 0.453, room * 0.453 / sqrt(2 * n2));
        double short_mean = exp(0.783 + 0.617 * 0.617 / 2),
               long_mean = exp(2.871 + 0.453 * 0.453 / 2);
        double mean = 0.682 * short_mean + 0.318 * long_mean;
        assert_close(m->mean, mean, 5 * m->sd / sqrt(6000));
        assert_close(bf_fitted_cdf(m, bf_fitted_quantile(m, 0.613)), 0.613, 1e-10);
        sample_free(&s);
    }
}

/* Whatever order the search finds them in, the second part is the longer. */
static void the_second_part_of_a_mixture_is_the_longer(void **state)
{
    (void)state;
    for (uint64_t seed = 0; seed < 12; seed++) {
        struct bf_fitted law = two_kinds, f;
        law.c = 0.08 + 0.07 * (double)seed;
        struct sample s = draw(&law, 900, 0, 60 + seed);
        assert_true(bf_fit(&s.of, BF_FIT_MIXTURE, &f));
        assert_true(f.a + f.b * f.b / 2 < f.d + f.e * f.e / 2);
        assert_close(f.c, law.c, 0.12);
        sample_free(&s);
    }
}

static void a_mixture_that_does_not_hold_up_is_refused(void **state)
{
    (void)state;
    double value[80], weight[80];
    struct bf_fitted f;
    for (int i = 0; i < 49; i++)
        value[i] = 1 + i * 0.37;
    struct bf_fit_sample s = bf_fit_sample_of(value, weight, 49, 0);
    assert_false(bf_fit(&s, BF_FIT_MIXTURE, &f)); /* too few */
    for (int i = 0; i < 80; i++)
        value[i] = i < 40 ? 3 + i * 1e-4 : 10 + i * 0.7; /* one part is a spike */
    s = bf_fit_sample_of(value, weight, 80, 0);
    assert_false(bf_fit(&s, BF_FIT_MIXTURE, &f));
}

/* The same law as the simulator draws. */
static void a_fitted_mixture_is_the_simulators(void **state)
{
    (void)state;
    const struct bf_fitted *f = &two_kinds;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_MIXTURE);
    spec.short_mean = exp(f->a + f->b * f->b / 2);
    spec.short_median = exp(f->a);
    spec.long_mean = exp(f->d + f->e * f->e / 2);
    spec.long_median = exp(f->d);
    spec.long_share = f->c;
    struct bf_dist dist;
    char why[200];
    assert_true(bf_dist_fit(&spec, &dist, why, sizeof why));
    for (double u = 0.01; u < 1; u += 0.07)
        assert_close_relative(bf_fitted_quantile(f, u), bf_dist_sample(&dist, u), 1e-9);
}

static void the_distance_is_that_of_the_steps(void **state)
{
    (void)state;
    double value[] = {1, 2, 2, 5}, weight[4];
    struct bf_fit_sample s = bf_fit_sample_of(value, weight, 4, 0);
    struct bf_fitted f;
    assert_true(bf_fit(&s, BF_FIT_WEIBULL, &f));
    double p1 = bf_fitted_cdf(&f, 1), p2 = bf_fitted_cdf(&f, 2), p5 = bf_fitted_cdf(&f, 5);
    double most = fmax(fmax(p1, fabs(0.25 - p1)), fmax(fabs(p2 - 0.25), fabs(0.75 - p2)));
    assert_close(f.distance, fmax(most, fmax(fabs(p5 - 0.75), 1 - p5)), 1e-12);
}

static void quantiles_of_a_sample_go_by_middle_ranks(void **state)
{
    (void)state;
    double value[] = {7, 1, 3, 3}, weight[4];
    struct bf_fit_sample s = bf_fit_sample_of(value, weight, 4, 0);
    assert_close(bf_fit_sample_quantile(&s, 0.5), 3, 1e-12);
    assert_close(bf_fit_sample_quantile(&s, 0.05), 1, 0);
    assert_close(bf_fit_sample_quantile(&s, 0.99), 7, 0);
    assert_close(bf_fit_sample_quantile(&s, (0.125 + 0.5) / 2), 2, 1e-12);
}

/* Under the law p-values are spread evenly; far from it they are small. */
static void p_values_are_fair_and_see_what_is_wrong(void **state)
{
    (void)state;
    double mean = 0;
    struct source source = {{99, 1}, 0};
    for (uint32_t r = 0; r < 40; r++) {
        struct sample s = draw(&known[2].law, 150, r % 2, 500 + r);
        struct bf_fitted f;
        assert_true(bf_fit(&s.of, BF_FIT_WEIBULL, &f));
        double p = bf_fit_p_value(&s.of, &f, 39, uniform, &source);
        assert_true(p > 0 && p <= 1);
        mean += p / 40;
        sample_free(&s);
    }
    assert_close(mean, 0.51, 4 * 0.2887 / sqrt(40));
    struct sample s = draw(&known[0].law, 2000, 0, 8);
    struct bf_fitted f;
    assert_true(bf_fit(&s.of, BF_FIT_GAMMA, &f));
    assert_true(bf_fit_p_value(&s.of, &f, 39, uniform, &source) <= 0.05);
    sample_free(&s);
}

/* Also of gammas of which GSL knows no quantile. */
static void quantiles_are_those_of_the_distribution(void **state)
{
    (void)state;
    static const double shape[] = {0.0025, 0.0183, 0.0821, 0.1999, 0.2385, 2.385, 238.5};
    for (size_t i = 0; i < sizeof shape / sizeof shape[0]; i++) {
        struct bf_fitted f = {.shape = BF_FIT_GAMMA, .a = shape[i], .b = 3.719};
        double before = 0;
        for (double u = 0.0119; u < 1; u += 0.0119) {
            double x = bf_fitted_quantile(&f, u);
            assert_true(isfinite(x) && x >= before);
            if (x > 1e-300) assert_close(bf_fitted_cdf(&f, x), u, 1e-9);
            before = x;
        }
    }
}

static void what_has_no_spread_cannot_be_fitted(void **state)
{
    (void)state;
    double same[] = {4, 4, 4, 4}, two[] = {4, 4, 5, 5}, weight[4];
    struct bf_fitted f;
    struct bf_fit_sample s = bf_fit_sample_of(same, weight, 4, 0);
    assert_false(bf_fit(&s, BF_FIT_GAMMA, &f));
    s = bf_fit_sample_of(two, weight, 4, 1);
    assert_false(bf_fit(&s, BF_FIT_LOGNORMAL, &f));
}

static void awkward_data_are_fitted_or_refused_but_never_nan(void **state)
{
    (void)state;
    struct source source = {{4, 4}, 0};
    for (int trial = 0; trial < 300; trial++) {
        double value[12], weight[12], scale = pow(10, 12 * uniform(&source) - 6);
        double width = trial % 3 ? 0 : scale;
        for (int i = 0; i < 12; i++) {
            double x = scale * pow(uniform(&source), trial % 7 ? 1 : 9);
            value[i] = width > 0 ? width * floor(5 * x / width) : x;
        }
        struct bf_fit_sample s = bf_fit_sample_of(value, weight, 12, width);
        for (int k = 0; k < BF_FIT_SHAPES; k++) {
            struct bf_fitted f;
            if (!bf_fit(&s, (enum bf_fit_shape)k, &f)) continue;
            assert_true(isfinite(f.mean) && isfinite(f.aic) && f.sd >= 0);
            assert_true(f.distance >= 0 && f.distance <= 1);
        }
    }
}

static void values_that_are_none_break_the_contract(void **state)
{
    (void)state;
    double bad[] = {3, -1}, zero[] = {0, 1}, weight[2];
    assert_breaks_contract(bf_fit_sample_of(bad, weight, 2, 1), "isfinite");
    assert_breaks_contract(bf_fit_sample_of(zero, weight, 2, 0), "isfinite");
    assert_string_equal(bf_fit_shape_name(BF_FIT_WEIBULL), "weibull");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(parameters_come_back_within_their_errors),
        cmocka_unit_test(whole_days_are_fitted_as_intervals_without_bias),
        cmocka_unit_test(a_lognormal_is_fitted_as_its_closed_form_says),
        cmocka_unit_test(the_shape_that_made_the_data_is_ranked_first),
        cmocka_unit_test(moments_of_a_fit_are_those_of_its_law),
        cmocka_unit_test(a_mixture_comes_back_and_is_ranked_before_one_kind),
        cmocka_unit_test(the_second_part_of_a_mixture_is_the_longer),
        cmocka_unit_test(a_mixture_that_does_not_hold_up_is_refused),
        cmocka_unit_test(a_fitted_mixture_is_the_simulators),
        cmocka_unit_test(the_distance_is_that_of_the_steps),
        cmocka_unit_test(quantiles_of_a_sample_go_by_middle_ranks),
        cmocka_unit_test(p_values_are_fair_and_see_what_is_wrong),
        cmocka_unit_test(quantiles_are_those_of_the_distribution),
        cmocka_unit_test(what_has_no_spread_cannot_be_fitted),
        cmocka_unit_test(awkward_data_are_fitted_or_refused_but_never_nan),
        cmocka_unit_test(values_that_are_none_break_the_contract),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
