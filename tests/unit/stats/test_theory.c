/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/stats/theory.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>

static void erlang_b_is_a_poisson_cut_off_at_the_servers(void **state)
{
    (void)state;
    assert_close(bf_theory_erlang_b(5, 3.0), 0.110054, 5e-7); /* any traffic table */
    assert_close(bf_theory_erlang_b(10, 4.461), 0.01, 5e-6);
    for (uint32_t c = 1; c < 90; c += 7)
        for (double load = 0.37; load < 80.0; load *= 1.9)
            assert_close_relative(bf_theory_erlang_b(c, load),
                                  gsl_ran_poisson_pdf(c, load) / gsl_cdf_poisson_P(c, load), 1e-10);
    assert_same_double(bf_theory_erlang_b(3, 0.0), 0.0);
    assert_same_double(bf_theory_erlang_b(0, 2.385), 1.0);
}

/* Gross et al. (2008), the eye clinic of section 2.3: three doctors, six patients
 * an hour, twenty minutes each: 8/9 of a patient wait on average, for 4/27 h. */
static void erlang_c_gives_the_textbook_clinic(void **state)
{
    (void)state;
    const double wait_h = bf_theory_mmc_wait_mean(3, 6.0, 1.0 / 3.0);
    assert_close(wait_h, 4.0 / 27.0, 1e-14);
    assert_close(wait_h * 6.0, 8.0 / 9.0, 1e-13);
    assert_close(bf_theory_erlang_c(3, 2.0), 4.0 / 9.0, 1e-14);
    assert_same_double(bf_theory_erlang_c(3, 3.0), 1.0);
    assert_true(isinf(bf_theory_mmc_wait_mean(3, 9.0, 1.0 / 3.0)));
}

static void quantiles_of_the_wait_leave_the_right_share_above(void **state)
{
    (void)state;
    const double c = bf_theory_erlang_c(4, 1.37 * 2.385), spare = 4.0 / 2.385 - 1.37;
    assert_same_double(bf_theory_mmc_wait_quantile(4, 1.37, 2.385, 0.9 * (1.0 - c)), 0.0);
    for (double q = 1.0 - c + 0.01; q < 1.0; q += 0.047) {
        const double wait_h = bf_theory_mmc_wait_quantile(4, 1.37, 2.385, q);
        assert_close(c * exp(-spare * wait_h), 1.0 - q, 1e-13);
    }
}

/* Gross et al. (2008), section 2.5: three stalls for car inspection, room for
 * seven, a car a minute, six minutes each: 3.09 wait and 6.06 are there on
 * average. By hand the states 0..7 weigh 1, 6, 18, 36, 72, 144, 288, 576. */
static void limited_room_gives_the_textbook_inspection(void **state)
{
    (void)state;
    const struct bf_theory_queue got = bf_theory_mmck(3, 7, 1.0, 6.0);
    assert_close(got.queue_mean, 3.09, 5e-3);
    assert_close(got.number_mean, 6.06, 5e-3);
    assert_close_relative(got.p_lost, 576.0 / 1141.0, 1e-14);
    assert_close_relative(got.p_wait, (36.0 + 72.0 + 144.0 + 288.0) / 1141.0, 1e-14);
    assert_close_relative(got.queue_mean, 3528.0 / 1141.0, 1e-14);
    assert_close_relative(got.wait_h_mean, 3528.0 / 565.0, 1e-14);
}

static void limited_room_lies_between_loss_and_delay(void **state)
{
    (void)state;
    const double load = 1.37 * 2.385;
    assert_close_relative(bf_theory_mmck(4, 4, 1.37, 2.385).p_lost, bf_theory_erlang_b(4, load),
                          1e-13);
    const struct bf_theory_queue wide = bf_theory_mmck(4, 900, 1.37, 2.385);
    assert_close_relative(wide.wait_h_mean, bf_theory_mmc_wait_mean(4, 1.37, 2.385), 1e-11);
    assert_close_relative(wide.p_wait, bf_theory_erlang_c(4, load), 1e-11);
    const struct bf_theory_queue flooded = bf_theory_mmck(4, 20000, 4.1, 2.385);
    assert_close_relative(flooded.p_lost, 1.0 - 4.0 / (4.1 * 2.385), 1e-11);
    assert_true(bf_theory_mmck(700, 720, 10.0, 1.0).p_lost >= 0.0); /* weights beyond 1e308 */
    assert_close_relative(bf_theory_mmck(700, 720, 10.0, 1.0).number_mean, 10.0, 1e-12);
}

/* Garnett, Mandelbaum, Reiman (2002), the example of the introduction: 48 calls
 * a minute, 50 agents, a minute each, patience two minutes: 3.1% abandon, and
 * the wait is 3.7 seconds instead of 20.8. */
static void impatience_gives_the_published_call_centre(void **state)
{
    (void)state;
    const struct bf_theory_queue got = bf_theory_erlang_a(50, 48.0, 1.0, 2.0);
    assert_close(got.p_lost, 0.031, 5e-4);
    assert_close(60.0 * got.wait_h_mean, 3.7, 5e-2);
    assert_close(60.0 * bf_theory_mmc_wait_mean(50, 48.0, 1.0), 20.8, 5e-2);
}

/* Leaving at the same rate from queue and server, the number present is Poisson. */
static void patience_as_long_as_service_is_an_endless_ward(void **state)
{
    (void)state;
    const double load = 9.3 * 1.37;
    const struct bf_theory_queue got = bf_theory_erlang_a(11, 9.3, 1.37, 1.37);
    assert_close_relative(got.number_mean, load, 1e-13);
    assert_close_relative(got.p_wait, gsl_cdf_poisson_Q(10, load), 1e-11);
}

static void impatience_lies_between_its_limits(void **state)
{
    (void)state;
    const struct bf_theory_queue never = bf_theory_erlang_a(4, 1.37, 2.385, 1e9);
    assert_close_relative(never.wait_h_mean, bf_theory_mmc_wait_mean(4, 1.37, 2.385), 1e-6);
    const struct bf_theory_queue at_once = bf_theory_erlang_a(4, 1.37, 2.385, 1e-9);
    assert_close_relative(at_once.p_lost, bf_theory_erlang_b(4, 1.37 * 2.385), 1e-6);
    const struct bf_theory_queue flooded = bf_theory_erlang_a(4, 900.0, 2.385, 31.0);
    assert_close_relative(900.0 * (1.0 - flooded.p_lost), 4.0 / 2.385, 1e-9);
}

static void one_patience_for_all_lies_between_loss_and_delay(void **state)
{
    (void)state;
    const double lambda = 2.385, s = 1.07;
    struct bf_theory_queue got = bf_theory_mmc_fixed_patience(3, lambda, s, 1e3);
    assert_close_relative(got.wait_h_mean, bf_theory_mmc_wait_mean(3, lambda, s), 1e-9);
    assert_close_relative(got.p_wait, bf_theory_erlang_c(3, lambda * s), 1e-9);
    got = bf_theory_mmc_fixed_patience(4, 1.37, 2.6, 1e-12);
    assert_close_relative(got.p_lost, bf_theory_erlang_b(4, 1.37 * 2.6), 1e-9);
}

/* Arrivals see one server as it is over time: busy for lambda s (1 - p_lost) of it. */
static void one_patience_for_all_keeps_one_server_in_balance(void **state)
{
    (void)state;
    const double lambda = 0.73, patience[] = {0.31, 1.9, 7.7};
    for (size_t i = 0; i < 3; i++) {
        /* loads below, at and above 1 */
        const double s[] = {0.84, 1.0 / 0.73, 2.385};
        for (size_t k = 0; k < 3; k++) {
            const struct bf_theory_queue got =
                bf_theory_mmc_fixed_patience(1, lambda, s[k], patience[i]);
            assert_close_relative(got.p_wait, lambda * s[k] * (1.0 - got.p_lost), 1e-9);
            assert_true(got.wait_h_mean > got.p_lost * patience[i]);
            assert_true(got.wait_h_mean < got.p_wait * patience[i]);
        }
    }
}

static void one_patience_for_all_passes_smoothly_through_full_load(void **state)
{
    (void)state;
    const double at = bf_theory_mmc_fixed_patience(5, 2.5, 2.0, 1.3).wait_h_mean;
    for (int side = -1; side <= 1; side += 2) {
        const double by = side * 1.1e-4 / 1.3; /* outside the series */
        assert_close_relative(bf_theory_mmc_fixed_patience(5, 2.5 + by, 2.0, 1.3).wait_h_mean, at,
                              3e-4);
    }
}

static void one_server_waits_by_pollaczek_and_khinchine(void **state)
{
    (void)state;
    const double lambda = 0.31, s = 2.385;
    const double exponential = bf_theory_mg1_wait_mean(lambda, s, 2.0 * s * s);
    assert_close_relative(exponential, bf_theory_mmc_wait_mean(1, lambda, s), 1e-13);
    assert_close_relative(bf_theory_mg1_wait_mean(lambda, s, s * s), exponential / 2.0, 1e-14);
    assert_true(isinf(bf_theory_mg1_wait_mean(0.5, 2.0, 5.0)));
}

/* Kleinrock's conservation law: whatever the order, sum rho_k W_k = rho W_0 / (1 - rho). */
static void priorities_only_pass_waiting_around(void **state)
{
    (void)state;
    const double arrival[] = {0.11, 0.07, 0.05}, s[] = {1.37, 2.385, 4.9}, s2[] = {3.1, 9.7, 60.2};
    double wait_h[3], rho = 0.0, w0 = 0.0, passed = 0.0;
    bf_theory_priority_mg1(3, arrival, s, s2, wait_h);
    for (int k = 0; k < 3; k++) {
        rho += arrival[k] * s[k];
        w0 += arrival[k] * s2[k] / 2.0;
        passed += arrival[k] * s[k] * wait_h[k];
    }
    assert_close_relative(passed, rho * w0 / (1.0 - rho), 1e-13);
    assert_true(wait_h[0] < wait_h[1] && wait_h[1] < wait_h[2]);
    assert_close_relative(wait_h[0], w0 / (1.0 - arrival[0] * s[0]), 1e-14);
    bf_theory_priority_mg1(1, arrival, s, s2, wait_h);
    assert_close_relative(wait_h[0], bf_theory_mg1_wait_mean(arrival[0], s[0], s2[0]), 1e-14);
}

static void priorities_at_several_servers_average_to_erlang_c(void **state)
{
    (void)state;
    const double arrival[] = {0.4, 0.9, 0.3}, s = 2.385;
    double wait_h[3];
    bf_theory_priority_mmc(5, 3, arrival, s, wait_h);
    const double mean = (0.4 * wait_h[0] + 0.9 * wait_h[1] + 0.3 * wait_h[2]) / 1.6;
    assert_close_relative(mean, bf_theory_mmc_wait_mean(5, 1.6, s), 1e-13);
    const double flood[] = {0.4, 9.9};
    bf_theory_priority_mmc(5, 2, flood, s, wait_h);
    assert_true(isfinite(wait_h[0]) && isinf(wait_h[1]));
}

static double exponential_survival(const void *law, double x)
{
    return exp(-x / *(const double *)law);
}

static double lognormal_survival(const void *law, double x)
{
    const double *mu_sigma = law;
    return x > 0.0 ? gsl_cdf_lognormal_Q(x, mu_sigma[0], mu_sigma[1]) : 1.0;
}

/* With exponential service m' = rate - m / s, which each step solves exactly. */
static void a_varying_rate_follows_its_differential_equation(void **state)
{
    (void)state;
    const double rate[] = {0.5, 6.25, 3.0, 9.1, 0.0, 2.385},
                 services[] = {0.021, 1.37, 19.4, 150.0};
    for (size_t k = 0; k < UNIT_COUNT(services); k++) {
        const double s = services[k], decay = exp(-4.0 / s);
        double m = 0.0, fixed = 0.0;
        for (int step = 0; step < 6; step++)
            fixed = fixed * decay + rate[step] * s * (1.0 - decay);
        m = fixed / (1.0 - pow(decay, 6.0)); /* at the start of a period */
        for (int step = 0; step < 6; step++) {
            const double want = rate[step] * s + (m - rate[step] * s) * exp(-1.7 / s);
            const double at_h = 24.0 * 7 + 4.0 * step + 1.7;
            const double got =
                bf_theory_mt_g_infinity(rate, 6, 4.0, at_h, exponential_survival, &s);
            assert_close(got, want, 1e-11 * (1.0 + want));
            m = rate[step] * s + (m - rate[step] * s) * decay;
        }
    }
}

static void a_steady_rate_fills_rate_times_mean_whatever_the_law(void **state)
{
    (void)state;
    const double rate = 2.385, law[] = {3.143, 0.67};
    const double mean = exp(law[0] + 0.5 * law[1] * law[1]);
    assert_close_relative(bf_theory_mt_g_infinity(&rate, 1, 24.0, -3.3, lognormal_survival, law),
                          rate * mean, 1e-10);
}

static void midnight_belongs_to_the_day_before(void **state)
{
    (void)state;
    const double rate[] = {10.0, 0.0}, s = 0.5;
    const double at = bf_theory_mt_g_infinity(rate, 2, 12.0, 12.0, exponential_survival, &s);
    assert_close_relative(at, 10.0 * s, 1e-9);
    const double end = bf_theory_mt_g_infinity(rate, 2, 12.0, 0.0, exponential_survival, &s);
    assert_close(end, 0.0, 1e-9);
}

static void a_chain_of_a_queue_gives_the_closed_form(void **state)
{
    (void)state;
    enum { ROOM = 9, N = ROOM + 1 };
    double rates[N * N] = {0.0}, p[N];
    for (int n = 0; n < ROOM; n++) {
        rates[n * N + n + 1] = 1.37;
        rates[(n + 1) * N + n] = (n + 1 < 3 ? n + 1 : 3) / 2.385;
    }
    assert_true(bf_theory_ctmc_stationary(N, rates, p));
    double sum = 0.0, number = 0.0;
    for (int n = 0; n < N; n++) {
        sum += p[n];
        number += n * p[n];
    }
    const struct bf_theory_queue want = bf_theory_mmck(3, ROOM, 1.37, 2.385);
    assert_close(sum, 1.0, 1e-13);
    assert_close_relative(p[ROOM], want.p_lost, 1e-12);
    assert_close_relative(number, want.number_mean, 1e-12);
}

static void a_one_way_circle_stays_in_proportion_to_its_times(void **state)
{
    (void)state;
    const double stay[] = {0.21, 3.7, 1.37, 11.9};
    double rates[16] = {0.0}, p[4];
    for (int i = 0; i < 4; i++) {
        rates[i * 4 + (i + 1) % 4] = 1.0 / stay[i];
        rates[i * 4 + i] = 77.7; /* the diagonal is not read */
    }
    assert_true(bf_theory_ctmc_stationary(4, rates, p));
    for (int i = 0; i < 4; i++)
        assert_close_relative(p[i], stay[i] / (0.21 + 3.7 + 1.37 + 11.9), 1e-13);
}

static void a_chain_in_two_pieces_has_no_single_answer(void **state)
{
    (void)state;
    double rates[16] = {0.0}, p[4];
    rates[0 * 4 + 1] = rates[1 * 4 + 0] = 1.3;
    rates[2 * 4 + 3] = rates[3 * 4 + 2] = 0.7;
    assert_false(bf_theory_ctmc_stationary(4, rates, p));
    double lone;
    const double none = 0.0;
    assert_true(bf_theory_ctmc_stationary(1, &none, &lone));
    assert_same_double(lone, 1.0);
}

/* Gross et al. (2008), section 4.1: no queue before either of two equal servers:
 * P(empty) = 2 / (3 r^2 + 4 r + 2), P(blocked) = r^2 / 2 of it, with r = lambda / mu. */
static void two_single_places_give_the_textbook_blocking(void **state)
{
    (void)state;
    const double lambda = 0.77, s = 2.385, r = lambda * s,
                 empty = 2.0 / (3.0 * r * r + 4.0 * r + 2);
    struct bf_theory_tandem got;
    assert_true(bf_theory_tandem_blocking(lambda, s, s, 1, 1, &got));
    assert_close_relative(got.p_blocked, r * r / 2.0 * empty, 1e-12);
    assert_close_relative(got.p_lost, (r + 1.5 * r * r) * empty, 1e-12);
    assert_close_relative(got.throughput_per_h, lambda * (1.0 - got.p_lost), 1e-12);
}

static void wide_second_room_makes_two_independent_queues(void **state)
{
    (void)state;
    const double lambda = 0.31, s1 = 1.37, s2 = 1.19, r1 = lambda * s1, r2 = lambda * s2;
    struct bf_theory_tandem got;
    assert_true(bf_theory_tandem_blocking(lambda, s1, s2, 28, 20, &got));
    assert_close_relative(got.first_mean, r1 / (1.0 - r1), 1e-6);
    assert_close_relative(got.second_mean, r2 / (1.0 - r2), 1e-6);
    assert_true(got.p_blocked < 1e-8);
}

/* Hunt (1956): a saturated first server passes (n + 1) / (n + 2) of its rate into
 * room for n at an equal second. */
static void a_flood_passes_what_blocking_lets_through(void **state)
{
    (void)state;
    for (uint32_t room = 1; room <= 4; room++) {
        struct bf_theory_tandem got;
        assert_true(bf_theory_tandem_blocking(1e6, 2.385, 2.385, 3, room, &got));
        assert_close_relative(got.throughput_per_h, (room + 1.0) / (room + 2.0) / 2.385, 1e-5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(erlang_b_is_a_poisson_cut_off_at_the_servers),
        cmocka_unit_test(erlang_c_gives_the_textbook_clinic),
        cmocka_unit_test(quantiles_of_the_wait_leave_the_right_share_above),
        cmocka_unit_test(limited_room_gives_the_textbook_inspection),
        cmocka_unit_test(limited_room_lies_between_loss_and_delay),
        cmocka_unit_test(impatience_gives_the_published_call_centre),
        cmocka_unit_test(patience_as_long_as_service_is_an_endless_ward),
        cmocka_unit_test(impatience_lies_between_its_limits),
        cmocka_unit_test(one_patience_for_all_lies_between_loss_and_delay),
        cmocka_unit_test(one_patience_for_all_keeps_one_server_in_balance),
        cmocka_unit_test(one_patience_for_all_passes_smoothly_through_full_load),
        cmocka_unit_test(one_server_waits_by_pollaczek_and_khinchine),
        cmocka_unit_test(priorities_only_pass_waiting_around),
        cmocka_unit_test(priorities_at_several_servers_average_to_erlang_c),
        cmocka_unit_test(a_varying_rate_follows_its_differential_equation),
        cmocka_unit_test(a_steady_rate_fills_rate_times_mean_whatever_the_law),
        cmocka_unit_test(midnight_belongs_to_the_day_before),
        cmocka_unit_test(a_chain_of_a_queue_gives_the_closed_form),
        cmocka_unit_test(a_one_way_circle_stays_in_proportion_to_its_times),
        cmocka_unit_test(a_chain_in_two_pieces_has_no_single_answer),
        cmocka_unit_test(two_single_places_give_the_textbook_blocking),
        cmocka_unit_test(wide_second_room_makes_two_independent_queues),
        cmocka_unit_test(a_flood_passes_what_blocking_lets_through),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
