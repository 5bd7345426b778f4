/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/random/draw.h"
#include "bedflow/stats/posterior.h"
#include "bedflow/stats/quantile.h"

#include <gsl/gsl_errno.h>
#include <math.h>

enum { ROWS = 3, INPUTS = 2, POINTS = 9 };

struct problem {
    struct bf_emulator emulator;
    uint32_t output[ROWS];
    double observed[ROWS], covariance[ROWS * ROWS], scale[ROWS];
    struct bf_evidence evidence;
};

static double uniform(void *context)
{
    uint64_t *count = context;
    struct bf_key key = {17, 3};
    struct bf_block u = bf_draw(&key, ++*count, 0);
    return u.u[0];
}

/* Rows a0 + a1 x + a2 y with these slopes; errors of sd 0.2. */
static void begin(struct problem *p, const double slope[ROWS][INPUTS])
{
    double x[POINTS * INPUTS], y[POINTS * ROWS];
    struct bf_err err;
    assert_true(bf_emulator_places(INPUTS, POINTS, x));
    for (uint32_t k = 0; k < POINTS; k++)
        for (uint32_t i = 0; i < ROWS; i++)
            y[k * ROWS + i] = 10 + slope[i][0] * x[k * INPUTS] + slope[i][1] * x[k * INPUTS + 1];
    assert_true(bf_emulator_fit(&p->emulator, x, y, POINTS, INPUTS, ROWS, &err));
    memset(p->covariance, 0, sizeof p->covariance);
    for (uint32_t i = 0; i < ROWS; i++) {
        p->output[i] = i;
        p->observed[i] = 10 + slope[i][0] * 0.31 - slope[i][1] * 0.24;
        p->covariance[i * ROWS + i] = 0.04;
        p->scale[i] = 10;
    }
    p->evidence = (struct bf_evidence){.emulator = &p->emulator,
                                       .output = p->output,
                                       .observed = p->observed,
                                       .covariance = p->covariance,
                                       .scale = p->scale,
                                       .rows = ROWS,
                                       .discrepancy = (double)NAN};
}

static void infer(struct problem *p, struct bf_posterior *posterior)
{
    struct bf_err err;
    uint64_t count = 0;
    if (!bf_posterior_infer(&p->evidence, uniform, &count, posterior, &err))
        fail_msg("%s", err.what);
}

static void moments(const struct bf_posterior *p, uint32_t j, double *mean, double *sd)
{
    double squares = 0;
    *mean = 0;
    for (uint32_t s = 0; s < BF_POSTERIOR_SAMPLES; s++)
        *mean += p->sample[s * INPUTS + j] / BF_POSTERIOR_SAMPLES;
    for (uint32_t s = 0; s < BF_POSTERIOR_SAMPLES; s++)
        squares += pow(p->sample[s * INPUTS + j] - *mean, 2) / BF_POSTERIOR_SAMPLES;
    *sd = sqrt(squares);
}

/* Linear and far from the bounds: the normal law of weighted least squares, by hand. */
static void a_linear_problem_has_the_posterior_of_least_squares(void **state)
{
    (void)state;
    static const double slope[ROWS][INPUTS] = {{2, 0}, {0, 2.5}, {2, 0}};
    struct problem p;
    struct bf_posterior q;
    double mean, sd;
    begin(&p, slope);
    infer(&p, &q);
    assert_close(q.best[0], 0.31, 1e-3);
    assert_close(q.best[1], -0.24, 1e-3);
    assert_close(q.discrepancy, 0, 0);
    assert_close(q.information[0], 2 * 4 / 0.04, 1e-6);
    moments(&q, 0, &mean, &sd);
    assert_close(mean, 0.31, 0.01);
    assert_close(sd, 1 / sqrt(200), 0.006);
    moments(&q, 1, &mean, &sd);
    assert_close(sd, 1 / sqrt(2.5 * 2.5 / 0.04), 0.006);
    assert_true(q.accepted > 0.15 && q.accepted < 0.7);
    bf_posterior_free(&q);
    bf_emulator_free(&p.emulator);
}

/* Two rows of the same kind that differ by 1.8: no input can fit both, so squares come to rows -
 * inputs only when each may be off by d * 10 beyond 0.2: 1.8^2 / 2 = (0.04 + 100 d^2) * 1. */
static void what_no_input_explains_is_discrepancy(void **state)
{
    (void)state;
    static const double slope[ROWS][INPUTS] = {{2, 0}, {0, 2.5}, {2, 0}};
    struct problem p;
    struct bf_posterior q;
    begin(&p, slope);
    p.observed[0] += 0.9;
    p.observed[2] -= 0.9;
    infer(&p, &q);
    assert_true(q.discrepancy_found);
    assert_close(q.discrepancy, sqrt((1.62 - 0.04) / 100), 5e-4);
    bf_posterior_free(&q);
    p.evidence.discrepancy = 0.03;
    infer(&p, &q);
    assert_false(q.discrepancy_found);
    assert_close(q.discrepancy, 0.03, 0);
    bf_posterior_free(&q);
    bf_emulator_free(&p.emulator);
}

static void a_best_place_beyond_the_range_is_at_its_end(void **state)
{
    (void)state;
    static const double slope[ROWS][INPUTS] = {{2, 0}, {0, 2.5}, {2, 0}};
    struct problem p;
    struct bf_posterior q;
    double mean, sd;
    begin(&p, slope);
    p.evidence.discrepancy = 0;
    p.observed[0] += 4;
    p.observed[2] += 4;
    infer(&p, &q);
    assert_close(q.best[0], 1, 1e-3);
    moments(&q, 0, &mean, &sd);
    assert_true(mean < 1 && mean > 0.95);
    bf_posterior_free(&q);
    bf_emulator_free(&p.emulator);
}

/* Every row sees x + y only: along x - y nothing is known. */
static void a_direction_that_no_row_sees_is_the_weakest(void **state)
{
    (void)state;
    static const double slope[ROWS][INPUTS] = {{2, 2}, {1, 1}, {2, 2}};
    struct problem p;
    struct bf_posterior q;
    double vector[INPUTS * INPUTS], reach[INPUTS], mean, sd;
    begin(&p, slope);
    infer(&p, &q);
    assert_true(bf_information_directions(q.information, INPUTS, vector, reach));
    assert_true(reach[0] > 50);
    assert_close(fabs(vector[0]), sqrt(0.5), 1e-6);
    assert_close(vector[0], -vector[1], 1e-6);
    assert_close(reach[1], 1 / sqrt(2 * 9 / 0.04), 1e-6);
    moments(&q, 0, &mean, &sd);
    assert_true(sd > 0.4); /* of a uniform: 0.577, less what the bounds cut */
    bf_posterior_free(&q);
    bf_emulator_free(&p.emulator);
}

static void without_any_error_nothing_can_be_weighed(void **state)
{
    (void)state;
    static const double slope[ROWS][INPUTS] = {{2, 0}, {0, 2.5}, {2, 0}};
    struct problem p;
    struct bf_posterior q;
    struct bf_err err;
    uint64_t count = 0;
    begin(&p, slope);
    memset(p.covariance, 0, sizeof p.covariance);
    assert_false(bf_posterior_infer(&p.evidence, uniform, &count, &q, &err));
    assert_int_equal(err.code, BF_E_RANGE);
    bf_posterior_free(&q);
    bf_emulator_free(&p.emulator);
}

int main(void)
{
    gsl_set_error_handler_off(); /* as the program does */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_linear_problem_has_the_posterior_of_least_squares),
        cmocka_unit_test(what_no_input_explains_is_discrepancy),
        cmocka_unit_test(a_best_place_beyond_the_range_is_at_its_end),
        cmocka_unit_test(a_direction_that_no_row_sees_is_the_weakest),
        cmocka_unit_test(without_any_error_nothing_can_be_weighed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
