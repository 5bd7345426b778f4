/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/flow/arrivals.h"
#include "bedflow/random/draw.h"
#include "bedflow/stats/tally.h"

static const struct bf_key key = {2385, 17};

static const double profile[24] = {0.55, 0.5, 0.45, 0.4, 0, 0,    0,   0.75, 1.05, 1.4,  1.65, 1.7,
                                   1.65, 1.5, 1.5,  1.4, 0, 1.35, 1.3, 1.2,  1.05, 0.95, 0.75, 0};

static void counts_of_a_day_are_poisson(void **state)
{
    (void)state;
    static const double means[] = {0.37, 2.385, 13.7, 138.5};
    enum { DAYS = 20000 };
    for (size_t k = 0; k < UNIT_COUNT(means); k++) {
        struct bf_tally tally;
        bf_tally_init(&tally);
        double mean = means[k], none = 0;
        for (uint32_t day = 0; day < DAYS; day++) {
            struct bf_block u = bf_draw(&key, k, day);
            uint32_t count = bf_arrivals_count(mean, 0, u.u[1], u.u[0]);
            bf_tally_add(&tally, count);
            none += count == 0;
        }
        /* five standard errors of the mean, of the variance and of the share of empty days */
        double p = exp(-mean);
        assert_close(bf_tally_mean(&tally), mean, 5 * sqrt(mean / DAYS));
        assert_close(bf_tally_variance(&tally), mean, 5 * sqrt((mean + 2 * mean * mean) / DAYS));
        if (p * DAYS > 20) assert_close(none / DAYS, p, 5 * sqrt(p * (1 - p) / DAYS));
    }
}

static void over_dispersed_days_have_the_variance_of_a_gamma_mixture(void **state)
{
    (void)state;
    enum { DAYS = 20000 };
    struct bf_tally tally;
    bf_tally_init(&tally);
    const double mean = 13.7, dispersion = 0.3, variance = mean + dispersion * mean * mean;
    for (uint32_t day = 0; day < DAYS; day++) {
        struct bf_block u = bf_draw(&key, 9, day);
        bf_tally_add(&tally, bf_arrivals_count(mean, dispersion, u.u[1], u.u[0]));
    }
    assert_close(bf_tally_mean(&tally), mean, 5 * sqrt(variance / DAYS));
    assert_close_relative(bf_tally_variance(&tally), variance, 0.08);
}

static void more_demand_never_makes_a_day_smaller(void **state)
{
    (void)state;
    for (uint32_t day = 0; day < 500; day++) {
        struct bf_block u = bf_draw(&key, 5, day);
        uint32_t last = 0;
        for (double mean = 0; mean < 40; mean += 0.37) {
            uint32_t count = bf_arrivals_count(mean, day % 2 ? 0.2 : 0, u.u[1], u.u[0]);
            assert_true(count >= last);
            last = count;
        }
    }
    assert_int_equal(bf_arrivals_count(0, 0.5, 0.9, 0.999999), 0);
}

static void times_of_day_follow_the_profile(void **state)
{
    (void)state;
    enum { PEOPLE = 240000 };
    struct bf_day_shape shape;
    double total = 0, chi2 = 0, seen[24] = {0}, within = 0;
    bf_day_shape_fit(&shape, profile);
    for (int hour = 0; hour < 24; hour++)
        total += profile[hour];
    for (uint32_t i = 0; i < PEOPLE; i++) {
        double at = bf_day_shape_time(&shape, bf_draw(&key, 7, i).u[0]);
        assert_true(at >= 0 && at < 24);
        seen[(int)at]++;
        within += at - floor(at);
    }
    for (int hour = 0; hour < 24; hour++) {
        double expected = PEOPLE * profile[hour] / total;
        if (expected > 0)
            chi2 += (seen[hour] - expected) * (seen[hour] - expected) / expected;
        else
            assert_true(seen[hour] <= 0);
    }
    assert_true(chi2 < 60); /* 18 degrees of freedom: one in half a million */
    assert_close(within / PEOPLE, 0.5, 5 * sqrt(1.0 / 12 / PEOPLE)); /* even within the hour */
}

static void the_time_of_day_rises_with_its_share_and_covers_the_day(void **state)
{
    (void)state;
    struct bf_day_shape shape;
    bf_day_shape_fit(&shape, profile);
    double last = -1;
    for (uint32_t i = 0; i < 4096; i++) {
        double u = (i + 0.5) / 4096, at = bf_day_shape_time(&shape, u);
        assert_true(at > last);
        last = at;
    }
    assert_true(bf_day_shape_time(&shape, 0x1p-53) < 1e-12);
    double latest = bf_day_shape_time(&shape, 1 - 0x1p-53);
    assert_true(latest > 22.99 && latest <= 23);
}

static void a_day_of_one_hour_is_that_hour(void **state)
{
    (void)state;
    for (int only = 0; only < 24; only++) {
        double rate[24] = {0};
        struct bf_day_shape shape;
        rate[only] = 0.37;
        bf_day_shape_fit(&shape, rate);
        for (uint32_t i = 0; i < 64; i++) {
            double u = (i + 0.5) / 64;
            assert_close(bf_day_shape_time(&shape, u), only + u, 1e-12);
        }
        assert_true(bf_day_shape_time(&shape, 1 - 0x1p-53) <= 24);
    }
}

static void a_profile_needs_some_rate(void **state)
{
    (void)state;
    struct bf_day_shape shape;
    const double nothing[24] = {0};
    double negative[24] = {1, 1, -0.1};
    assert_breaks_contract(bf_day_shape_fit(&shape, nothing), "total > 0");
    assert_breaks_contract(bf_day_shape_fit(&shape, negative), ">= 0");
}

/* The definition: the first kind whose cumulative share is at least u. */
static void require_picks(const double cumulative[], uint32_t count)
{
    struct bf_share_guide guide;
    bf_share_guide_fit(&guide, cumulative, count);
    for (uint32_t i = 0; i < 6151; i++) { /* a prime: in every part of every guide's cell */
        const double u = (i + 0.5) / 6151;
        uint32_t kind = 0;
        while (kind + 1 < count && u > cumulative[kind])
            kind++;
        assert_int_equal(bf_share_pick(&guide, cumulative, count, u), kind);
    }
    for (uint32_t k = 0; k + 1 < count; k++) /* at a boundary: still the kind that ends there */
        if (cumulative[k] > 0 && cumulative[k] < 1 && (k == 0 || cumulative[k] > cumulative[k - 1]))
            assert_int_equal(bf_share_pick(&guide, cumulative, count, cumulative[k]), k);
}

static void a_kind_of_people_is_found_by_its_cumulative_share(void **state)
{
    (void)state;
    const double some[] = {0.2385, 0.2385, 0.6134, 0.6171, 0.9999, 1};
    const double on_guides[] = {0.25, 0.5, 0.5078125, 0.75, 1};
    const double only_last[] = {0, 0, 0, 1}, only_first[] = {1, 1, 1}, alone[] = {1};
    double many[256];
    for (uint32_t k = 0; k < 256; k++)
        many[k] = pow((k + 1) / 256.0, 3.3);
    require_picks(some, 6);
    require_picks(on_guides, 5);
    require_picks(only_last, 4);
    require_picks(only_first, 3);
    require_picks(alone, 1);
    require_picks(many, 256);
    const double nearly[] = {0.3, 0.99999};
    struct bf_share_guide guide;
    bf_share_guide_fit(&guide, nearly, 2); /* rounded short of 1 */
    assert_int_equal(bf_share_pick(&guide, nearly, 2, 1 - 0x1p-53), 1);
    assert_breaks_contract(bf_share_guide_fit(&guide, nearly, 0), "count > 0");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_of_a_day_are_poisson),
        cmocka_unit_test(over_dispersed_days_have_the_variance_of_a_gamma_mixture),
        cmocka_unit_test(more_demand_never_makes_a_day_smaller),
        cmocka_unit_test(times_of_day_follow_the_profile),
        cmocka_unit_test(the_time_of_day_rises_with_its_share_and_covers_the_day),
        cmocka_unit_test(a_day_of_one_hour_is_that_hour),
        cmocka_unit_test(a_profile_needs_some_rate),
        cmocka_unit_test(a_kind_of_people_is_found_by_its_cumulative_share),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
