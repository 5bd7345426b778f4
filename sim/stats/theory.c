/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/theory.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"

#include <gsl/gsl_integration.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

/* ---- loss and delay -----------------------------------------------------------------------------
 */

double bf_theory_erlang_b(uint32_t servers, double load)
{
    BF_REQUIRE(load >= 0.0);
    double b = 1.0;
    for (uint32_t c = 1; c <= servers; c++)
        b = load * b / (c + load * b);
    return b;
}

double bf_theory_erlang_c(uint32_t servers, double load)
{
    if (load >= servers) return 1.0;
    const double b = bf_theory_erlang_b(servers, load);
    return b / (1.0 - load / servers * (1.0 - b));
}

/* Rate at which a queue that never empties would lose its length, c/s - lambda. */
static double spare_rate(uint32_t servers, double arrival_per_h, double service_h)
{
    BF_REQUIRE(arrival_per_h > 0.0 && service_h > 0.0);
    return servers / service_h - arrival_per_h;
}

double bf_theory_mmc_wait_mean(uint32_t servers, double arrival_per_h, double service_h)
{
    const double spare = spare_rate(servers, arrival_per_h, service_h);
    return spare > 0.0 ? bf_theory_erlang_c(servers, arrival_per_h * service_h) / spare
                       : (double)INFINITY;
}

double bf_theory_mmc_wait_quantile(uint32_t servers, double arrival_per_h, double service_h,
                                   double q)
{
    BF_REQUIRE(q >= 0.0 && q < 1.0);
    const double spare = spare_rate(servers, arrival_per_h, service_h);
    if (!(spare > 0.0)) return (double)INFINITY;
    return fmax(0.0,
                log(bf_theory_erlang_c(servers, arrival_per_h * service_h) / (1.0 - q)) / spare);
}

/* Sums over the states of a birth-death queue; weights are relative, and scaled
 * down together when they grow out of range. */
struct sums {
    double all, queue, number, full; /* full: states without a free server */
    double last;                     /* weight of the highest state */
};

static void keep_in_range(struct sums *sums, double *weight)
{
    if (sums->all < 1e200) return;
    const double scale = 1e-200;
    sums->all *= scale;
    sums->queue *= scale;
    sums->number *= scale;
    sums->full *= scale;
    if (weight != &sums->last) *weight *= scale;
    sums->last *= scale;
}

/* States 0..c, downwards from state c: the weights are products of n / load. */
static struct sums sum_up_to_servers(uint32_t servers, double load)
{
    struct sums sums = {.all = 1.0, .number = servers, .full = 1.0, .last = 1.0};
    double weight = 1.0;
    for (uint32_t n = servers; n > 0; n--) {
        weight *= n / load;
        sums.all += weight;
        sums.number += weight * (n - 1);
        keep_in_range(&sums, &weight);
    }
    return sums;
}

/* Add the state with `waiting` in the queue, whose weight is `ratio` times the last. */
static void add_waiting(struct sums *sums, uint32_t servers, double waiting, double ratio)
{
    sums->last *= ratio;
    sums->all += sums->last;
    sums->full += sums->last;
    sums->queue += sums->last * waiting;
    sums->number += sums->last * (servers + waiting);
    keep_in_range(sums, &sums->last);
}

struct bf_theory_queue bf_theory_mmck(uint32_t servers, uint32_t room, double arrival_per_h,
                                      double service_h)
{
    BF_REQUIRE(servers >= 1 && room >= servers);
    BF_REQUIRE(arrival_per_h > 0.0 && service_h > 0.0);
    const double load = arrival_per_h * service_h;
    struct sums sums = sum_up_to_servers(servers, load);
    for (uint32_t waiting = 1; waiting <= room - servers; waiting++)
        add_waiting(&sums, servers, waiting, load / servers);
    const double p_lost = sums.last / sums.all;
    return (struct bf_theory_queue){.p_wait = (sums.full - sums.last) / sums.all,
                                    .p_lost = p_lost,
                                    .queue_mean = sums.queue / sums.all,
                                    .number_mean = sums.number / sums.all,
                                    .wait_h_mean =
                                        sums.queue / sums.all / (arrival_per_h * (1.0 - p_lost))};
}

struct bf_theory_queue bf_theory_erlang_a(uint32_t servers, double arrival_per_h, double service_h,
                                          double patience_h)
{
    BF_REQUIRE(servers >= 1);
    BF_REQUIRE(arrival_per_h > 0.0 && service_h > 0.0 && patience_h > 0.0);
    struct sums sums = sum_up_to_servers(servers, arrival_per_h * service_h);
    double ratio, waiting = 0.0, rest;
    do { /* until a geometric bound of the rest does not matter */
        waiting += 1.0;
        ratio = arrival_per_h / (servers / service_h + waiting / patience_h);
        add_waiting(&sums, servers, waiting, ratio);
        rest = sums.last * (servers + waiting) / ((1.0 - ratio) * (1.0 - ratio));
    } while (ratio >= 1.0 || rest > 1e-18 * sums.number);
    const double queue_mean = sums.queue / sums.all;
    return (struct bf_theory_queue){.p_wait = sums.full / sums.all,
                                    .p_lost = queue_mean / (patience_h * arrival_per_h),
                                    .queue_mean = queue_mean,
                                    .number_mean = sums.number / sums.all,
                                    .wait_h_mean = queue_mean / arrival_per_h};
}

/* The integrals of exp(-d x) and of x exp(-d x) over 0..t, for d of either sign and near 0. */
static void decay_integrals(double d, double t, double *zeroth, double *first)
{
    const double dt = d * t;
    if (fabs(dt) < 1e-4) {
        *zeroth = t * (1.0 - dt / 2.0 + dt * dt / 6.0);
        *first = t * t * (0.5 - dt / 3.0 + dt * dt / 8.0);
        return;
    }
    *zeroth = -expm1(-dt) / d;
    *first = (*zeroth - t * exp(-dt)) / d;
}

struct bf_theory_queue bf_theory_mmc_fixed_patience(uint32_t servers, double arrival_per_h,
                                                    double service_h, double patience_h)
{
    BF_REQUIRE(servers >= 1);
    BF_REQUIRE(arrival_per_h > 0.0 && service_h > 0.0 && patience_h > 0.0);
    const double load = arrival_per_h * service_h;
    /* up to c - 1 busy, relative to the chance of exactly c - 1 */
    const struct sums free = sum_up_to_servers(servers - 1, load);
    double zeroth, first;
    decay_integrals(servers / service_h - arrival_per_h, patience_h, &zeroth, &first);
    const double within = arrival_per_h * zeroth,
                 beyond = load / servers * exp((arrival_per_h - servers / service_h) * patience_h),
                 all = free.all / free.last + within + beyond;
    const double p_lost = beyond / all;
    const double wait_h = arrival_per_h * first / all + patience_h * p_lost;
    return (struct bf_theory_queue){.p_wait = (within + beyond) / all,
                                    .p_lost = p_lost,
                                    .wait_h_mean = wait_h,
                                    .queue_mean = arrival_per_h * wait_h,
                                    .number_mean = arrival_per_h * wait_h + load * (1.0 - p_lost)};
}

/* ---- general service and priorities -------------------------------------------------------------
 */

double bf_theory_mg1_wait_mean(double arrival_per_h, double service_h, double service_h2)
{
    BF_REQUIRE(arrival_per_h > 0.0 && service_h > 0.0 && service_h2 > 0.0);
    const double rho = arrival_per_h * service_h;
    return rho < 1.0 ? arrival_per_h * service_h2 / (2.0 * (1.0 - rho)) : (double)INFINITY;
}

/* wait_h[k] from W_0 and the load per server that each class brings, given in wait_h. */
static void cobham(size_t classes, double w0_h, double wait_h[])
{
    double above = 0.0;
    for (size_t k = 0; k < classes; k++) {
        const double upto = above + wait_h[k];
        wait_h[k] = upto < 1.0 ? w0_h / ((1.0 - above) * (1.0 - upto)) : (double)INFINITY;
        above = upto;
    }
}

void bf_theory_priority_mg1(size_t classes, const double arrival_per_h[], const double service_h[],
                            const double service_h2[], double wait_h[])
{
    double w0_h = 0.0;
    for (size_t k = 0; k < classes; k++) {
        BF_REQUIRE(arrival_per_h[k] > 0.0 && service_h[k] > 0.0 && service_h2[k] > 0.0);
        w0_h += 0.5 * arrival_per_h[k] * service_h2[k];
        wait_h[k] = arrival_per_h[k] * service_h[k];
    }
    cobham(classes, w0_h, wait_h);
}

void bf_theory_priority_mmc(uint32_t servers, size_t classes, const double arrival_per_h[],
                            double service_h, double wait_h[])
{
    BF_REQUIRE(servers >= 1 && service_h > 0.0);
    double load = 0.0;
    for (size_t k = 0; k < classes; k++) {
        BF_REQUIRE(arrival_per_h[k] > 0.0);
        load += arrival_per_h[k] * service_h;
        wait_h[k] = arrival_per_h[k] * service_h / servers;
    }
    cobham(classes, bf_theory_erlang_c(servers, load) * service_h / servers, wait_h);
}

/* ---- unlimited servers, rate that varies --------------------------------------------------------
 */

struct survivor {
    bf_theory_survival survival;
    const void *law;
};

static double survivor_at(double x, void *params)
{
    const struct survivor *it = params;
    return it->survival(it->law, x);
}

double bf_theory_mt_g_infinity(const double rate_per_h[], size_t steps, double step_h, double at_h,
                               bf_theory_survival survival, const void *law)
{
    BF_REQUIRE(steps >= 1 && step_h > 0.0);
    struct survivor it = {survival, law};
    gsl_function function = {survivor_at, &it};
    gsl_integration_glfixed_table *table = gsl_integration_glfixed_table_alloc(20);
    if (!table) return (double)NAN;
    const double period_h = step_h * (double)steps;
    double in_period_h = fmod(at_h, period_h);
    if (in_period_h < 0.0) in_period_h += period_h;
    size_t step = (size_t)(in_period_h / step_h) % steps;
    double left_h = fmax(0.0, in_period_h - (double)step * step_h); /* of this step, going back */
    double x = 0.0, mean = 0.0;
    for (uint32_t panels = 0; survival(law, x) > 1e-13; panels++) {
        BF_REQUIRE(panels < 1000000);
        const double width = fmin(left_h, fmin(fmax(x, 0x1p-10), 1.0));
        if (width > 0.0)
            mean += rate_per_h[step] * gsl_integration_glfixed(&function, x, x + width, table);
        x += width;
        left_h -= width;
        if (!(left_h > 0.0)) {
            step = step > 0 ? step - 1 : steps - 1;
            left_h = step_h;
        }
    }
    gsl_integration_glfixed_table_free(table);
    return mean;
}

/* ---- Markov chains ------------------------------------------------------------------------------
 */

/* The balance equations, one of them replaced by "probabilities add up to 1". */
static void fill_balance(size_t n, const double rates[], double matrix[], double right[])
{
    for (size_t from = 0; from < n; from++) {
        double out = 0.0;
        for (size_t to = 0; to < n; to++)
            if (to != from) {
                out += rates[from * n + to];
                matrix[to * n + from] = rates[from * n + to];
            }
        matrix[from * n + from] = -out;
        right[from] = 0.0;
    }
    for (size_t from = 0; from < n; from++)
        matrix[(n - 1) * n + from] = 1.0;
    right[n - 1] = 1.0;
}

/* Solve in place; false when a pivot vanishes beside the largest entry. */
static bool solve(size_t n, double matrix[], size_t order[], double right[])
{
    gsl_matrix_view a = gsl_matrix_view_array(matrix, n, n);
    gsl_vector_view b = gsl_vector_view_array(right, n);
    gsl_permutation permutation = {.size = n, .data = order};
    double largest = 0.0;
    for (size_t i = 0; i < n * n; i++)
        largest = fmax(largest, fabs(matrix[i]));
    int sign;
    gsl_linalg_LU_decomp(&a.matrix, &permutation, &sign);
    for (size_t i = 0; i < n; i++)
        if (!(fabs(matrix[i * n + i]) > 1e-14 * largest)) return false;
    return gsl_linalg_LU_svx(&a.matrix, &permutation, &b.vector) == 0;
}

bool bf_theory_ctmc_stationary(size_t n, const double rates[], double probability[])
{
    BF_REQUIRE(n >= 1 && n < 65536);
    double *matrix = bf_heap_take(n * n, sizeof *matrix);
    size_t *order = bf_heap_take(n, sizeof *order);
    bool done = false;
    if (matrix && order) {
        fill_balance(n, rates, matrix, probability);
        done = solve(n, matrix, order, probability);
    }
    for (size_t i = 0; done && i < n; i++) /* rounding may leave -1e-20 in a rare state */
        probability[i] = fmax(probability[i], 0.0);
    bf_heap_give(matrix);
    bf_heap_give(order);
    return done;
}

/* States: first station 0..room1 people, second 0..room2; then the first
 * blocked, with 1..room1 people there and the second full. */
static size_t open_state(uint32_t first, uint32_t second, uint32_t room2)
{
    return (size_t)first * (room2 + 1) + second;
}

static size_t blocked_state(uint32_t first, uint32_t room1, uint32_t room2)
{
    return (size_t)(room1 + 1) * (room2 + 1) + first - 1;
}

struct tandem {
    double arrival, finish1, finish2; /* per hour */
    uint32_t room1, room2;
    size_t n;
};

static void tandem_rates(const struct tandem *t, double rates[])
{
    for (uint32_t i = 0; i <= t->room1; i++)
        for (uint32_t j = 0; j <= t->room2; j++) {
            double *row = rates + open_state(i, j, t->room2) * t->n;
            if (i < t->room1) row[open_state(i + 1, j, t->room2)] = t->arrival;
            if (j > 0) row[open_state(i, j - 1, t->room2)] = t->finish2;
            if (i > 0 && j < t->room2) row[open_state(i - 1, j + 1, t->room2)] = t->finish1;
            if (i > 0 && j == t->room2) row[blocked_state(i, t->room1, t->room2)] = t->finish1;
        }
    for (uint32_t i = 1; i <= t->room1; i++) { /* the blocked one moves into the place that frees */
        double *row = rates + blocked_state(i, t->room1, t->room2) * t->n;
        if (i < t->room1) row[blocked_state(i + 1, t->room1, t->room2)] = t->arrival;
        row[open_state(i - 1, t->room2, t->room2)] = t->finish2;
    }
}

static struct bf_theory_tandem tandem_measures(const struct tandem *t, const double p[])
{
    struct bf_theory_tandem sum = {.p_lost = 0.0};
    for (uint32_t i = 0; i <= t->room1; i++)
        for (uint32_t j = 0; j <= t->room2; j++) {
            const double here = p[open_state(i, j, t->room2)];
            sum.first_mean += here * i;
            sum.second_mean += here * j;
            sum.p_lost += i == t->room1 ? here : 0.0;
            sum.throughput_per_h += j > 0 ? here * t->finish2 : 0.0;
        }
    for (uint32_t i = 1; i <= t->room1; i++) {
        const double here = p[blocked_state(i, t->room1, t->room2)];
        sum.p_blocked += here;
        sum.first_mean += here * i;
        sum.second_mean += here * t->room2;
        sum.p_lost += i == t->room1 ? here : 0.0;
        sum.throughput_per_h += here * t->finish2;
    }
    return sum;
}

bool bf_theory_tandem_blocking(double arrival_per_h, double service1_h, double service2_h,
                               uint32_t room1, uint32_t room2, struct bf_theory_tandem *result)
{
    BF_REQUIRE(arrival_per_h > 0.0 && service1_h > 0.0 && service2_h > 0.0);
    BF_REQUIRE(room1 >= 1 && room2 >= 1 && room1 < 10000 && room2 < 10000);
    struct tandem t = {arrival_per_h,
                       1.0 / service1_h,
                       1.0 / service2_h,
                       room1,
                       room2,
                       (size_t)(room1 + 1) * (room2 + 1) + room1};
    BF_REQUIRE(t.n < 65536);
    double *rates = bf_heap_take(t.n * t.n, sizeof *rates);
    double *probability = bf_heap_take(t.n, sizeof *probability);
    bool done = false;
    if (rates && probability) {
        tandem_rates(&t, rates);
        done = bf_theory_ctmc_stationary(t.n, rates, probability);
    }
    if (done) *result = tandem_measures(&t, probability);
    bf_heap_give(rates);
    bf_heap_give(probability);
    return done;
}
