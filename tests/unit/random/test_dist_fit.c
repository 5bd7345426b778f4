/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "no_dist.h"

static struct bf_dist fitted(struct bf_dist_spec spec)
{
    struct bf_dist dist;
    char why[256] = "";
    if (!bf_dist_fit(&spec, &dist, why, sizeof why)) fail_msg("%s", why);
    return dist;
}

static void assert_refused(struct bf_dist_spec spec, const char *part)
{
    const struct bf_dist before = {.shape = 77, .a = 2.385};
    struct bf_dist dist = before;
    char why[512] = "";
    if (bf_dist_fit(&spec, &dist, why, sizeof why))
        fail_msg("accepted, and \"%s\" was expected", part);
    assert_contains(why, "expected");
    assert_contains(why, "received");
    assert_contains(why, part);
    assert_int_equal(dist.shape, before.shape);
    assert_same_double(dist.a, before.a);
}

/* BNSSG 2021: a mean of 29 and a median of exp(3.143) days are mu 3.143, sigma 0.67. */
static void a_lognormal_from_mean_and_median_has_them(void **state)
{
    (void)state;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_LOGNORMAL);
    spec.mean = 29.0 * 24.0;
    spec.median = 23.2 * 24.0;
    const struct bf_dist dist = fitted(spec);
    assert_close(dist.a - log(24.0), 3.143, 2e-3);
    assert_close(dist.b, 0.67, 2e-3);
    assert_close_relative(bf_dist_mean(&dist), spec.mean, 1e-14);
    assert_close_relative(bf_dist_sample(&dist, 0.5), spec.median, 1e-14);
}

static void mean_and_sd_come_back_from_every_shape_that_takes_them(void **state)
{
    (void)state;
    const int32_t shapes[] = {BF_SHAPE_LOGNORMAL, BF_SHAPE_GAMMA, BF_SHAPE_WEIBULL};
    const double cvs[] = {0.0021, 0.0463, 0.385, 0.9999, 1.0, 1.62, 4.77, 31.0};
    for (size_t s = 0; s < UNIT_COUNT(shapes); s++)
        for (size_t i = 0; i < UNIT_COUNT(cvs); i++) {
            struct bf_dist_spec spec = no_dist(shapes[s]);
            spec.mean = 73.19;
            spec.cv = cvs[i];
            const struct bf_dist by_cv = fitted(spec);
            assert_close_relative(bf_dist_mean(&by_cv), 73.19, 1e-12);
            assert_close_relative(bf_dist_sd(&by_cv), 73.19 * cvs[i], 1e-9);
            spec.cv = (double)NAN;
            spec.sd = 73.19 * cvs[i];
            const struct bf_dist by_sd = fitted(spec);
            assert_close_relative(by_sd.a, by_cv.a, 1e-12);
            assert_close_relative(by_sd.b, by_cv.b, 1e-12);
        }
}

static void a_weibull_of_cv_one_is_an_exponential(void **state)
{
    (void)state;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_WEIBULL);
    spec.mean = 2.385;
    spec.cv = 1.0;
    const struct bf_dist dist = fitted(spec);
    assert_close(dist.c, 1.0, 1e-13);
    assert_close_relative(dist.a, 2.385, 1e-13);
}

static void bounded_shapes_keep_their_ends(void **state)
{
    (void)state;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_TRIANGULAR);
    spec.min = 1.25;
    spec.mode = 3.5;
    spec.max = 9.0;
    const struct bf_dist triangular = fitted(spec);
    assert_close_relative(bf_dist_mean(&triangular), (1.25 + 3.5 + 9.0) / 3.0, 1e-14);
    assert_same_double(triangular.max, 9.0);
    spec = no_dist(BF_SHAPE_UNIFORM);
    spec.min = 1.25;
    spec.max = 9.0;
    const struct bf_dist uniform = fitted(spec);
    assert_close_relative(bf_dist_mean(&uniform), 5.125, 1e-14);
    assert_same_double(uniform.u_max, 1.0);
}

static void a_constant_may_be_zero_and_nothing_else_may(void **state)
{
    (void)state;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_CONSTANT);
    spec.mean = 0.0;
    const struct bf_dist dist = fitted(spec);
    assert_same_double(bf_dist_sample(&dist, 0.37), 0.0);
    assert_same_double(bf_dist_mean(&dist), 0.0);
    spec.mean = -0.25;
    assert_refused(spec, "mean above");
    spec.shape = BF_SHAPE_EXPONENTIAL;
    spec.mean = 0.0;
    assert_refused(spec, "mean above");
    spec.mean = (double)INFINITY;
    assert_refused(spec, "finite mean");
}

static void a_mixture_needs_a_shorter_and_a_longer_part(void **state)
{
    (void)state;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_MIXTURE);
    assert_false(bf_dist_given(&spec));
    spec.short_mean = 19.7;
    assert_true(bf_dist_given(&spec));
    spec.short_median = 13.1;
    spec.long_share = 0.318;
    spec.long_median = 71.3;
    assert_refused(spec, "received short_mean, short_median, long_median, long_share");
    spec.long_mean = 93.4;
    const struct bf_dist dist = fitted(spec);
    assert_close_relative(dist.d, log(71.3), 1e-14);
    assert_close_relative(dist.e * dist.e, 2 * log(93.4 / 71.3), 1e-13);
    spec.mean = 40.0;
    assert_refused(spec, "for shape mixture, received mean");
    spec.mean = (double)NAN;
    spec.long_mean = 19.6;
    assert_refused(spec, "a long_mean above the short_mean");
    spec.long_mean = 71.2;
    assert_refused(spec, "a median below the mean");
    spec.long_mean = 93.4;
    spec.long_share = 1.0;
    assert_refused(spec, "long_share below 1");
    spec = no_dist(BF_SHAPE_LOGNORMAL);
    spec.mean = 40.0;
    spec.cv = 0.7;
    spec.long_mean = 93.4;
    assert_refused(spec, "for shape lognormal, received mean, cv, long_mean");
}

static void what_is_given_finds_its_shape_or_an_example(void **state)
{
    (void)state;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_EXPONENTIAL);
    spec.median = 3.0;
    assert_refused(spec, "for shape exponential (which it is where none is written), received "
                         "median; write for example { shape = \"lognormal\"; mean = ");
    spec.mean = 4.0;
    assert_refused(spec, "what is given fits shape = \"lognormal\"");
    spec = no_dist(BF_SHAPE_EXPONENTIAL);
    spec.min = 1.0;
    spec.max = 2.0;
    assert_refused(spec, "what is given fits shape = \"uniform\"");
    spec.mode = 1.5;
    assert_refused(spec, "what is given fits shape = \"triangular\"");
    spec = no_dist(BF_SHAPE_GAMMA);
    spec.mean = 4.0;
    assert_refused(spec, "write for example { shape = \"gamma\"; mean = \"9 days\"; sd = ");
}

static void missing_and_superfluous_numbers_are_named(void **state)
{
    (void)state;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_LOGNORMAL);
    assert_refused(spec, "received nothing");
    spec.mean = 40.0;
    assert_refused(spec, "one of median, sd or cv");
    spec.sd = 12.0;
    spec.cv = 0.3;
    assert_refused(spec, "received mean, sd, cv");
    spec = no_dist(BF_SHAPE_CONSTANT);
    spec.mean = 4.0;
    spec.max = 9.0;
    assert_refused(spec, "mean alone for shape constant, received mean, max");
    spec = no_dist(BF_SHAPE_EXPONENTIAL);
    spec.mean = 4.0;
    spec.median = 3.0;
    assert_refused(spec, "received mean, median");
    spec = no_dist(BF_SHAPE_TRIANGULAR);
    spec.min = 1.0;
    spec.max = 2.0;
    assert_refused(spec, "min, mode and max for shape triangular, received min, max");
}

static void impossible_numbers_are_refused(void **state)
{
    (void)state;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_LOGNORMAL);
    spec.mean = 40.0;
    spec.median = 41.5;
    assert_refused(spec, "median below the mean");
    spec.median = 40.0;
    assert_refused(spec, "median below the mean");
    spec.median = -3.0;
    assert_refused(spec, "median above");
    spec.median = (double)NAN;
    spec.cv = 0.0;
    assert_refused(spec, "for no spread at all use shape constant");
    spec.cv = 100.5;
    assert_refused(spec, "cv (sd over mean) from");
    spec = no_dist(BF_SHAPE_WEIBULL);
    spec.mean = 5.0;
    spec.cv = 0.0015;
    assert_refused(spec, "from 0.002 to 100 for shape weibull");
    spec = no_dist(BF_SHAPE_UNIFORM);
    spec.min = 3.0;
    spec.max = 3.0;
    assert_refused(spec, "max above the min");
    spec = no_dist(BF_SHAPE_TRIANGULAR);
    spec.min = 3.0;
    spec.max = 5.0;
    spec.mode = 2.9;
    assert_refused(spec, "mode not below the min");
    spec.mode = 5.1;
    assert_refused(spec, "mode not above the max");
}

static void a_max_in_the_wrong_unit_is_noticed(void **state)
{
    (void)state;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_LOGNORMAL);
    spec.mean = 29.0 * 24.0;
    spec.cv = 0.75;
    spec.max = 29.0;
    assert_refused(spec, "same unit");
    spec.max = 0.0;
    assert_refused(spec, "max above");
    spec.max = 90.0 * 24.0;
    const struct bf_dist dist = fitted(spec);
    assert_true(dist.u_max < 1.0);
    assert_true(bf_dist_mean(&dist) < spec.mean);
}

static void points_must_be_two_and_not_descend(void **state)
{
    (void)state;
    double value[] = {0.5, 2.25, 2.25, 19.0};
    struct bf_dist_spec spec = no_dist(BF_SHAPE_EMPIRICAL);
    assert_refused(spec, "points alone for shape empirical, received nothing");
    spec.points = (struct bf_series){value, 1};
    assert_refused(spec, "at least two points, received 1");
    spec.points.count = 4;
    const struct bf_dist dist = fitted(spec);
    assert_ptr_equal(dist.points, value);
    assert_same_double(dist.max, 19.0);
    value[3] = 2.0;
    assert_refused(spec, "do not descend");
    value[3] = (double)INFINITY;
    assert_refused(spec, "finite points");
}

/* The table is an array of offsets: a slip would fill the wrong field. */
static void the_table_covers_every_field_of_the_spec_once(void **state)
{
    (void)state;
    unsigned char covered[sizeof(struct bf_dist_spec)] = {0};
    size_t rows = 0;
    for (const struct bf_param *p = bf_dist_table.params; p->name; p++, rows++) {
        const size_t width = p->type == BF_PARAM_CHOICE     ? sizeof(int32_t)
                             : p->type == BF_PARAM_QUANTITY ? sizeof(double)
                                                            : sizeof(struct bf_series);
        for (size_t i = 0; i < width; i++)
            assert_int_equal(covered[p->offset + i]++, 0);
        assert_non_null(p->help);
        const int32_t dim = strcmp(p->name, "cv") == 0           ? BF_DIM_NUMBER
                            : strcmp(p->name, "long_share") == 0 ? BF_DIM_SHARE
                                                                 : BF_DIM_TIME;
        if (p->type != BF_PARAM_CHOICE) assert_int_equal(p->dim, dim);
    }
    assert_int_equal(rows, 14);
    assert_int_equal(bf_dist_table.size, sizeof(struct bf_dist_spec));
    assert_string_equal(bf_shape_names[BF_SHAPE_LOGNORMAL], "lognormal");
    assert_string_equal(bf_shape_names[BF_SHAPE_EMPIRICAL], "empirical");
    assert_string_equal(bf_shape_names[BF_SHAPE_MIXTURE], "mixture");
    assert_null(bf_shape_names[BF_SHAPE_MIXTURE + 1]);
}

static void messages_never_overflow_a_short_text(void **state)
{
    (void)state;
    struct bf_dist_spec spec = no_dist(BF_SHAPE_GAMMA);
    spec.mean = spec.median = spec.sd = spec.cv = spec.min = spec.mode = spec.max = 3.0;
    for (size_t size = 1; size < 120; size++) {
        char why[128];
        memset(why, '#', sizeof why);
        struct bf_dist dist;
        assert_false(bf_dist_fit(&spec, &dist, why, size));
        assert_true(memchr(why, '\0', size) != NULL);
        assert_int_equal(why[size], '#');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_lognormal_from_mean_and_median_has_them),
        cmocka_unit_test(mean_and_sd_come_back_from_every_shape_that_takes_them),
        cmocka_unit_test(a_weibull_of_cv_one_is_an_exponential),
        cmocka_unit_test(bounded_shapes_keep_their_ends),
        cmocka_unit_test(a_constant_may_be_zero_and_nothing_else_may),
        cmocka_unit_test(a_mixture_needs_a_shorter_and_a_longer_part),
        cmocka_unit_test(what_is_given_finds_its_shape_or_an_example),
        cmocka_unit_test(missing_and_superfluous_numbers_are_named),
        cmocka_unit_test(impossible_numbers_are_refused),
        cmocka_unit_test(a_max_in_the_wrong_unit_is_noticed),
        cmocka_unit_test(points_must_be_two_and_not_descend),
        cmocka_unit_test(the_table_covers_every_field_of_the_spec_once),
        cmocka_unit_test(messages_never_overflow_a_short_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
