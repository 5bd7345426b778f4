/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/random/draw.h"
#include "bedflow/random/gsl_rng.h"

#include <gsl/gsl_randist.h>

static void the_same_key_gives_the_same_numbers(void **state)
{
    (void)state;
    struct bf_gsl_rng one, other;
    bf_gsl_rng_init(&one, 0x1234567890abcdef, 17);
    bf_gsl_rng_init(&other, 1, 2);
    (void)gsl_rng_get(&other.rng);
    bf_gsl_rng_set(&other.rng, 0x1234567890abcdef, 17);
    for (int i = 0; i < 100; i++)
        assert_same_double(gsl_rng_uniform(&one.rng), gsl_rng_uniform(&other.rng));
}

/* GSL's own generators repeat: they take 32 bits of a seed and 0 is another seed. */
static void every_bit_of_the_key_counts(void **state)
{
    (void)state;
    struct bf_gsl_rng base, flipped;
    bf_gsl_rng_init(&base, 0, 0);
    const double first = gsl_rng_uniform(&base.rng);
    for (int bit = 0; bit < 64; bit++) {
        bf_gsl_rng_init(&flipped, UINT64_C(1) << bit, 0);
        assert_true(fabs(gsl_rng_uniform(&flipped.rng) - first) > 1e-9);
        bf_gsl_rng_init(&flipped, 0, UINT64_C(1) << bit);
        assert_true(fabs(gsl_rng_uniform(&flipped.rng) - first) > 1e-9);
    }
}

static void it_works_through_gsl_s_own_alloc_set_and_clone(void **state)
{
    (void)state;
    gsl_rng *rng = gsl_rng_alloc(bf_gsl_rng_philox);
    gsl_rng_set(rng, 4357);
    struct bf_gsl_rng own;
    bf_gsl_rng_init(&own, 4357, 0);
    for (int i = 0; i < 7; i++)
        assert_int_equal(gsl_rng_get(rng), gsl_rng_get(&own.rng));
    gsl_rng *clone = gsl_rng_clone(rng);
    for (int i = 0; i < 7; i++)
        assert_int_equal(gsl_rng_get(rng), gsl_rng_get(clone));
    assert_int_equal(gsl_rng_max(rng), 0xffffffffUL);
    assert_int_equal(gsl_rng_min(rng), 0);
    assert_string_equal(gsl_rng_name(rng), "bedflow_philox4x64");
    gsl_rng_free(clone);
    gsl_rng_free(rng);
}

static void uniforms_have_53_bits(void **state)
{
    (void)state;
    struct bf_gsl_rng it;
    bf_gsl_rng_init(&it, 99, 3);
    int fine = 0;
    for (int i = 0; i < 1000; i++) {
        const double scaled = gsl_rng_uniform(&it.rng) * 0x1p32;
        fine += fabs(scaled - floor(scaled)) > 0.0;
    }
    assert_int_equal(fine, 1000);
}

static void it_shares_no_block_with_the_draws_of_a_run(void **state)
{
    (void)state;
    const struct bf_key key = {77, 5};
    struct bf_gsl_rng it;
    bf_gsl_rng_init(&it, key.seed, key.replication);
    for (uint64_t block = 0; block < 50; block++) {
        const struct bf_block drawn = bf_draw(&key, block, 0);
        for (int lane = 0; lane < 4; lane++)
            assert_true(fabs(gsl_rng_uniform(&it.rng) - drawn.u[lane]) > 0.0);
    }
}

static void a_gsl_sampler_run_by_it_has_the_right_moments(void **state)
{
    (void)state;
    enum { DRAWS = 40000 };
    struct bf_gsl_rng it;
    bf_gsl_rng_init(&it, 2385, 1);
    double sum = 0.0, squares = 0.0;
    for (int i = 0; i < DRAWS; i++) {
        const double x = gsl_ran_gaussian_ziggurat(&it.rng, 1.37);
        sum += x;
        squares += x * x;
    }
    assert_close(sum / DRAWS, 0.0, 6.0 * 1.37 / sqrt((double)DRAWS));
    assert_close_relative(squares / DRAWS, 1.37 * 1.37, 6.0 * sqrt(2.0 / DRAWS));
}

static void a_foreign_generator_is_refused(void **state)
{
    (void)state;
    gsl_rng *other = gsl_rng_alloc(gsl_rng_taus2);
    assert_breaks_contract(bf_gsl_rng_set(other, 3, 4), "bf_gsl_rng_philox");
    gsl_rng_free(other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_same_key_gives_the_same_numbers),
        cmocka_unit_test(every_bit_of_the_key_counts),
        cmocka_unit_test(it_works_through_gsl_s_own_alloc_set_and_clone),
        cmocka_unit_test(uniforms_have_53_bits),
        cmocka_unit_test(it_shares_no_block_with_the_draws_of_a_run),
        cmocka_unit_test(a_gsl_sampler_run_by_it_has_the_right_moments),
        cmocka_unit_test(a_foreign_generator_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
