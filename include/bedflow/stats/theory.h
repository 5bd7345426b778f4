/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/theory.h -- queues whose answer is known, for verification and first estimates.
 *
 * Words: load = arrival rate x mean service time, in servers; rates are per
 * hour and times in hours (any one unit of time would do). "Wait" is the time
 * from arrival to the start of service. Answers that do not exist (a queue
 * without steady state) are infinite where they grow without limit.
 *
 * Requires positive rates and times throughout. Cost: closed forms and short
 * sums, but for the Markov chains: n^2 doubles and n^3 / 3 multiplications.
 * Source, unless another is named: D. Gross, J. Shortle, J. Thompson,
 * C. Harris, Fundamentals of Queueing Theory, 4th ed. (2008), "GSTH".
 */
#ifndef BF_STATS_THEORY_H
#define BF_STATS_THEORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Share turned away from `servers` without a queue (M/G/c/c: any law of service).
 * Recurrence B(c) = a B(c-1) / (c + a B(c-1)). GSTH section 2.6. load may be 0. */
double bf_theory_erlang_b(uint32_t servers, double load);

/* Share that has to wait in M/M/c: B / (1 - (a/c)(1 - B)); 1 when load >= servers. GSTH
 * section 2.3.
 */
double bf_theory_erlang_c(uint32_t servers, double load);

/* M/M/c: mean wait of all, and the wait not exceeded by a share q in [0, 1) of
 * them, from P(W > t) = C exp(-(c/s - lambda) t). GSTH section 2.3. */
double bf_theory_mmc_wait_mean(uint32_t servers, double arrival_per_h, double service_h);
double bf_theory_mmc_wait_quantile(uint32_t servers, double arrival_per_h, double service_h,
                                   double q);

/* What a birth-death queue with limited patience or room does. */
struct bf_theory_queue {
    double p_wait;      /* an arrival finds no free server (and is let in) */
    double p_lost;      /* M/M/c/K: turned away; M/M/c+M, +D: leaves before service */
    double wait_h_mean; /* M/M/c/K: of those let in; +M, +D: of all, until served or gone */
    double queue_mean;  /* waiting, over time */
    double number_mean; /* waiting and in service, over time */
};

/* M/M/c/K: `room` >= servers counts those in service. GSTH section 2.5. */
struct bf_theory_queue bf_theory_mmck(uint32_t servers, uint32_t room, double arrival_per_h,
                                      double service_h);

/* Erlang A, M/M/c+M: everyone who waits gives up after an exponential time.
 * Source: C. Palm (1957); O. Garnett, A. Mandelbaum, M. Reiman, Manufacturing &
 * Service Operations Management 4 (2002) 208-227. */
struct bf_theory_queue bf_theory_erlang_a(uint32_t servers, double arrival_per_h, double service_h,
                                          double patience_h);

/* M/M/c+D: everyone who waits gives up after the same time, patience_h; above 0. The
 * wait that a new person would have has density l p exp(-d x) up to the patience and
 * l p exp(l T - c m x) beyond, d = c m - l, p the chance of c - 1 busy.
 * Source: F. Baccelli, G. Hebuterne, Performance '81 (1981) 159-179. */
struct bf_theory_queue bf_theory_mmc_fixed_patience(uint32_t servers, double arrival_per_h,
                                                    double service_h, double patience_h);

/* M/G/1 mean wait, Pollaczek-Khinchine: lambda E[S^2] / (2 (1 - rho)). GSTH section 5.1. */
double bf_theory_mg1_wait_mean(double arrival_per_h, double service_h, double service_h2);

/* M/G/1 without pre-emption, class 0 first: W_k = W_0 / ((1 - s_{k-1})(1 - s_k)),
 * W_0 = sum lambda_i E[S_i^2] / 2, s_k the load of classes 0..k. wait_h[classes];
 * infinite for a class whose s_k reaches 1.
 * Source: A. Cobham, Operations Research 2 (1954) 70-76. */
void bf_theory_priority_mg1(size_t classes, const double arrival_per_h[], const double service_h[],
                            const double service_h2[], double wait_h[]);

/* The same for c servers and one exponential service time: W_0 = C(c, a) s / c,
 * s_k the load of classes 0..k per server. Cobham (1954). */
void bf_theory_priority_mmc(uint32_t servers, size_t classes, const double arrival_per_h[],
                            double service_h, double wait_h[]);

/* P(service time > x), given whatever `law` is. */
typedef double (*bf_theory_survival)(const void *law, double x);

/* M(t)/G/infinity in its periodic regime: mean number in service at at_h, the
 * integral of rate(at_h - x) P(S > x) over x > 0. rate_per_h[steps] are the
 * rates of successive steps of step_h hours each, repeated for ever; time 0
 * begins step 0. Integrated by 20-point Gauss-Legendre, finely near 0 and over an hour
 * at a time further out, until survival falls below 1e-13; a law with jumps is good to about
 * 1e-3 of one hour's arrivals. Requires that survival falls below 1e-13 within
 * 1e6 steps or hours. NaN when there is no memory.
 * Source: S. Eick, W. Massey, W. Whitt, Operations Research 41 (1993) 731-742, theorem 1. */
double bf_theory_mt_g_infinity(const double rate_per_h[], size_t steps, double step_h, double at_h,
                               bf_theory_survival survival, const void *law);

/* Stationary distribution of a finite Markov chain in continuous time:
 * rates[n][n] by rows, from row to column; the diagonal is not read. probability[n]
 * sums to 1. False when there is no memory or no unique answer (more than one
 * closed class). */
bool bf_theory_ctmc_stationary(size_t n, const double rates[], double probability[]);

/* Two single servers in series, Poisson arrivals, exponential services; whoever
 * finishes at the first when the second has no room stays and blocks it. */
struct bf_theory_tandem {
    double p_lost;      /* arrivals that find room1 people at the first station */
    double p_blocked;   /* share of time the first server is blocked */
    double first_mean;  /* people at the first station, the blocked one included */
    double second_mean; /* people at the second station */
    double throughput_per_h;
};

/* room1 and room2 >= 1 count the one in service. With room1 large p_lost tells
 * what leaving the queue unlimited would change. Solves (room1 + 1)(room2 + 1) +
 * room1 states; false when there is no memory.
 * Source: GSTH section 4.1, series queues with blocking. */
bool bf_theory_tandem_blocking(double arrival_per_h, double service1_h, double service2_h,
                               uint32_t room1, uint32_t room2, struct bf_theory_tandem *result);

#endif
