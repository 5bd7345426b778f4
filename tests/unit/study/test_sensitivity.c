/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/arena.h"
#include "bedflow/random/draw.h"
#include "bedflow/random/dist.h"
#include "bedflow/study/sensitivity.h"

static struct bf_factors factors;

/* Factors without a scenario: only their range is looked at. */
static void even_factors(uint32_t count, double low, double high)
{
    memset(&factors, 0, sizeof factors);
    factors.count = count;
    for (uint32_t f = 0; f < count; f++)
        factors.factor[f] = (struct bf_factor){.path = "x",
                                               .kind = BF_FACTOR_RANGE,
                                               .is_number = true,
                                               .low = low,
                                               .high = high,
                                               .mode = (double)NAN,
                                               .base = low + 0.3 * (high - low)};
}

static double normal(uint64_t seed, uint32_t a, uint32_t b)
{
    const struct bf_key key = {seed, a};
    return bf_normal_quantile(bf_draw(&key, bf_thing_key(0x7777, b), 3).u[1]);
}

/* ---- Sobol's indices ------------------------------------------------------------------- */

static double ishigami(const double x[])
{
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

/* T. Ishigami, T. Homma (1990); indices in closed form, a = 7, b = 0.1. */
static const double first_true[3] = {0.313905, 0.442411, 0};
static const double total_true[3] = {0.557589, 0.442411, 0.243684};

static void indices_of(uint32_t rows, double noise_sd, struct bf_indices indices[3])
{
    struct bf_design design;
    struct bf_err err;
    even_factors(3, -3.141592653589793, 3.141592653589793);
    assert_true(bf_design_make(BF_DESIGN_INDICES, &factors, rows, 2385, &design, &err));
    assert_int_equal(design.count, 5 * rows);
    double *f = calloc(design.count, sizeof *f);
    for (uint32_t i = 0; i < design.count; i++)
        f[i] = 1000 + ishigami(bf_design_point(&design, i)) + noise_sd * normal(41, 0, i);
    assert_true(bf_sobol_indices(f, rows, 3, noise_sd * noise_sd, 0.95, 7, indices));
    free(f);
    bf_design_free(&design);
}

static void indices_of_ishigamis_function_are_found(void **state)
{
    (void)state;
    struct bf_indices indices[3];
    indices_of(2048, 0, indices);
    for (int i = 0; i < 3; i++) {
        assert_close(indices[i].first.estimate, first_true[i], 0.012);
        assert_close(indices[i].total.estimate, total_true[i], 0.012);
        assert_true(indices[i].first.low <= first_true[i] &&
                    first_true[i] <= indices[i].first.high);
        assert_true(indices[i].total.low <= total_true[i] &&
                    total_true[i] <= indices[i].total.high);
    }
}

static void noise_is_not_taken_for_an_input(void **state)
{
    (void)state;
    struct bf_indices indices[3];
    indices_of(4000, 2.3, indices); /* as much noise as a third of the variance */
    for (int i = 0; i < 3; i++) {
        assert_close(indices[i].first.estimate, first_true[i], 0.06);
        assert_close(indices[i].total.estimate, total_true[i], 0.06);
    }
}

static void a_response_without_spread_has_no_indices(void **state)
{
    (void)state;
    const double f[12] = {3.7, 3.7, 3.7, 3.7, 3.7, 3.7, 3.7, 3.7, 3.7, 3.7, 3.7, 3.7};
    struct bf_indices indices[2];
    assert_true(bf_sobol_indices(f, 3, 2, 0, 0.95, 1, indices));
    assert_nan(indices[1].first.estimate);
    assert_nan(indices[1].total.low);
}

/* ---- effects --------------------------------------------------------------------------- */

enum { WINTERS = 9 };

/* A linear response, with winters that move all points alike. */
static double *linear(const struct bf_design *design, double noise)
{
    double *y = calloc((size_t)design->count * WINTERS, sizeof *y);
    for (uint32_t p = 0; p < design->count; p++)
        for (uint32_t r = 0; r < WINTERS; r++) {
            const double *x = bf_design_point(design, p);
            y[(size_t)p * WINTERS + r] = 500 + 31.7 * x[0] - 4.25 * x[1] + 0 * x[2] +
                                         100 * normal(3, r, 0) + noise * normal(5, r, p);
        }
    return y;
}

static void effects_of_a_linear_response_are_its_slopes(void **state)
{
    (void)state;
    static const struct {
        enum bf_design_kind kind;
        uint32_t size;
    } design[] = {{BF_DESIGN_ONE_AT_A_TIME, 1},
                  {BF_DESIGN_GRID, 4},
                  {BF_DESIGN_LATIN, 30},
                  {BF_DESIGN_SOBOL, 32}};
    for (size_t d = 0; d < UNIT_COUNT(design); d++) {
        struct bf_design points;
        struct bf_effect effect[3];
        struct bf_err err;
        even_factors(3, 2.5, 10.3);
        assert_true(bf_design_make(design[d].kind, &factors, design[d].size, 11, &points, &err));
        double *y = linear(&points, 0);
        assert_true(bf_effects(&points, &factors, y, WINTERS, 0.95, effect));
        assert_close(effect[0].change.estimate, 31.7 * 7.8, 1e-8);
        assert_close(effect[1].change.estimate, -4.25 * 7.8, 1e-8);
        assert_close(effect[2].change.estimate, 0, 1e-8);
        assert_close(effect[0].change.high - effect[0].change.low, 0, 1e-8);
        assert_close(effect[0].at_high - effect[0].at_low, 31.7 * 7.8, 1e-8);
        free(y);
        y = linear(&points, 6.1);
        assert_true(bf_effects(&points, &factors, y, WINTERS, 0.95, effect));
        assert_true(effect[0].change.low < 31.7 * 7.8 && 31.7 * 7.8 < effect[0].change.high);
        assert_true(effect[2].change.low < 0 && 0 < effect[2].change.high);
        free(y);
        bf_design_free(&points);
    }
}

/* ---- variance split -------------------------------------------------------------------- */

static void fill_split(double y[], uint32_t points, uint32_t winters, uint32_t study,
                       const double sd[3])
{
    for (uint32_t p = 0; p < points; p++)
        for (uint32_t r = 0; r < winters; r++)
            y[p * winters + r] = 900 + sd[0] * normal(100 + study, 1, p) +
                                 sd[1] * normal(100 + study, 2, r) +
                                 sd[2] * normal(100 + study, 3 + r, p);
}

static void the_split_covers_the_share_of_inputs(void **state)
{
    (void)state;
    static const double sd[3] = {4.1, 3.2, 2.3};
    const double share = 4.1 * 4.1 / (4.1 * 4.1 + 3.2 * 3.2 + 2.3 * 2.3);
    static double y[25 * 12];
    uint32_t covered = 0, studies = 400;
    double input = 0, both = 0, chance = 0;
    for (uint32_t s = 0; s < studies; s++) {
        struct bf_split split;
        fill_split(y, 25, 12, s, sd);
        bf_variance_split(y, 25, 12, 0.95, s, &split);
        covered += split.share.low <= share && share <= split.share.high;
        input += split.input / studies;
        both += split.both / studies;
        chance += split.chance / studies;
    }
    assert_close(covered / (double)studies, 0.95, 0.033); /* three standard errors */
    assert_close(input, 4.1 * 4.1, 1.0);
    assert_close(chance, 3.2 * 3.2, 1.0);
    assert_close(both, 2.3 * 2.3, 0.2);
}

static void without_spread_of_inputs_the_share_is_small(void **state)
{
    (void)state;
    static const double sd[3] = {0, 3.2, 2.3};
    static double y[40 * 20];
    struct bf_split split;
    fill_split(y, 40, 20, 999, sd);
    bf_variance_split(y, 40, 20, 0.95, 1, &split);
    assert_true(split.share.low < 1e-9);
    assert_true(split.share.high < 0.06);
}

static void one_winter_or_no_spread_has_no_split(void **state)
{
    (void)state;
    static const double y[6] = {2.385, 2.385, 2.385, 2.385, 2.385, 2.385};
    struct bf_split split;
    bf_variance_split(y, 6, 1, 0.95, 1, &split);
    assert_nan(split.share.estimate);
    bf_variance_split(y, 3, 2, 0.95, 1, &split);
    assert_nan(split.input);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(indices_of_ishigamis_function_are_found),
        cmocka_unit_test(noise_is_not_taken_for_an_input),
        cmocka_unit_test(a_response_without_spread_has_no_indices),
        cmocka_unit_test(effects_of_a_linear_response_are_its_slopes),
        cmocka_unit_test(the_split_covers_the_share_of_inputs),
        cmocka_unit_test(without_spread_of_inputs_the_share_is_small),
        cmocka_unit_test(one_winter_or_no_spread_has_no_split),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
