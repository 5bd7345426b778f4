/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench/draw.c -- what a random number costs: keyed and by inversion, and the rivals.
 *
 *   draw [rounds]      9 unless told; the least of the rounds is printed
 *
 * "keyed" is random/draw.h: a Philox block of four uniforms for (key, who, what).
 * "a block each" takes one lane of every block, as a stay in the event loop does;
 * "four a block" uses all four. xoshiro256++ is the fastest sequential
 * generator; "strips" and "ziggurat" are in fast_random.h. All draws of a row are
 * independent of each other. Each row also prints the mean it saw, and the bench
 * fails when that is far from the truth: a number drawn wrong costs nothing.
 */
#include "bedflow/random/dist.h"
#include "bedflow/random/draw.h"
#include "fast_random.h"
#include "stopwatch.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_randist.h>
#include <gsl/gsl_rng.h>
#include <stdio.h>

enum { DRAWS = 100000 };

struct rivals {
    struct bf_key key;
    struct bf_xoshiro rng;
    struct bf_strips exponential, wide; /* Exp(1); exp(Z) */
    struct bf_ziggurat exp_zig, normal_zig;
    struct bf_dist exp_dist, wide_dist;
    gsl_rng *mt19937;
    uint64_t who;
};

/* A batch: the sum of DRAWS values of `value`, which may use r. */
#define ONE_BY_ONE(name, value)                                                                    \
    static double name(struct rivals *r)                                                           \
    {                                                                                              \
        double sum = 0.0;                                                                          \
        for (int i = 0; i < DRAWS; i++)                                                            \
            sum += (value);                                                                        \
        return sum;                                                                                \
    }

/* The same with all four lanes of a block; `value` uses u. */
#define FOUR_A_BLOCK(name, value)                                                                  \
    static double name(struct rivals *r)                                                           \
    {                                                                                              \
        double sum = 0.0;                                                                          \
        for (int i = 0; i < DRAWS / 4; i++) {                                                      \
            const struct bf_block block = bf_draw(&r->key, ++r->who, bf_what(2, 385, 1, 0));       \
            for (int lane = 0; lane < 4; lane++) {                                                 \
                const double u = block.u[lane];                                                    \
                sum += (value);                                                                    \
            }                                                                                      \
        }                                                                                          \
        return sum;                                                                                \
    }

static inline double keyed(struct rivals *r)
{
    return bf_draw(&r->key, ++r->who, bf_what(2, 385, 1, 0)).u[1];
}

ONE_BY_ONE(uniform_xoshiro, bf_xoshiro_uniform(&r->rng))
FOUR_A_BLOCK(uniform_keyed_4, u)
ONE_BY_ONE(uniform_keyed_1, keyed(r))
ONE_BY_ONE(uniform_gsl, gsl_rng_uniform(r->mt19937))

ONE_BY_ONE(exp_strips, bf_strips_draw(&r->exponential, &r->rng))
ONE_BY_ONE(exp_ziggurat, bf_ziggurat_draw(&r->exp_zig, &r->rng))
ONE_BY_ONE(exp_inverse, bf_dist_draw(&r->exp_dist, bf_xoshiro_open(&r->rng)))
FOUR_A_BLOCK(exp_keyed_4, bf_dist_draw(&r->exp_dist, u))
ONE_BY_ONE(exp_keyed_1, bf_dist_draw(&r->exp_dist, keyed(r)))
ONE_BY_ONE(exp_gsl, gsl_ran_exponential(r->mt19937, 1.0))

ONE_BY_ONE(normal_ziggurat, bf_ziggurat_draw(&r->normal_zig, &r->rng))
ONE_BY_ONE(normal_inverse, bf_normal_quantile(bf_xoshiro_open(&r->rng)))
ONE_BY_ONE(normal_gsl_inverse, gsl_cdf_ugaussian_Pinv(bf_xoshiro_open(&r->rng)))
FOUR_A_BLOCK(normal_keyed_4, bf_normal_quantile(u))
ONE_BY_ONE(normal_gsl, gsl_ran_gaussian_ziggurat(r->mt19937, 1.0))

ONE_BY_ONE(wide_strips, bf_strips_draw(&r->wide, &r->rng))
ONE_BY_ONE(wide_ziggurat, exp(bf_ziggurat_draw(&r->normal_zig, &r->rng)))
ONE_BY_ONE(wide_inverse, bf_dist_draw(&r->wide_dist, bf_xoshiro_open(&r->rng)))
FOUR_A_BLOCK(wide_keyed_4, bf_dist_draw(&r->wide_dist, u))
ONE_BY_ONE(wide_keyed_1, bf_dist_draw(&r->wide_dist, keyed(r)))
ONE_BY_ONE(wide_gsl, gsl_ran_lognormal(r->mt19937, 0.0, 1.0))

static const struct row {
    const char *law, *how;
    double (*batch)(struct rivals *);
    double mean, sd;
} rows[] = {
    {"uniform", "xoshiro256++", uniform_xoshiro, 0.5, 0.29},
    {"uniform", "keyed, four a block", uniform_keyed_4, 0.5, 0.29},
    {"uniform", "keyed, a block each", uniform_keyed_1, 0.5, 0.29},
    {"uniform", "gsl mt19937", uniform_gsl, 0.5, 0.29},
    {"exponential", "xoshiro, strips", exp_strips, 1.0, 1.0},
    {"exponential", "xoshiro, ziggurat", exp_ziggurat, 1.0, 1.0},
    {"exponential", "xoshiro, inversion", exp_inverse, 1.0, 1.0},
    {"exponential", "keyed, four a block", exp_keyed_4, 1.0, 1.0},
    {"exponential", "keyed, a block each", exp_keyed_1, 1.0, 1.0},
    {"exponential", "gsl_ran_exponential", exp_gsl, 1.0, 1.0},
    {"normal", "xoshiro, ziggurat", normal_ziggurat, 0.0, 1.0},
    {"normal", "xoshiro, AS 241", normal_inverse, 0.0, 1.0},
    {"normal", "xoshiro, gsl Pinv", normal_gsl_inverse, 0.0, 1.0},
    {"normal", "keyed, four a block", normal_keyed_4, 0.0, 1.0},
    {"normal", "gsl_ran ziggurat", normal_gsl, 0.0, 1.0},
    {"lognormal", "xoshiro, strips", wide_strips, 1.6487212707, 2.162},
    {"lognormal", "xoshiro, ziggurat + exp", wide_ziggurat, 1.6487212707, 2.162},
    {"lognormal", "xoshiro, inversion", wide_inverse, 1.6487212707, 2.162},
    {"lognormal", "keyed, four a block", wide_keyed_4, 1.6487212707, 2.162},
    {"lognormal", "keyed, a block each", wide_keyed_1, 1.6487212707, 2.162},
    {"lognormal", "gsl_ran_lognormal", wide_gsl, 1.6487212707, 2.162},
};
enum { ROWS = sizeof rows / sizeof rows[0] };

static void prepare(struct rivals *r)
{
    r->key = (struct bf_key){.seed = 2385, .replication = 17};
    bf_xoshiro_seed(&r->rng, 2385);
    bf_strips_init(&r->exponential, 0.0);
    bf_strips_init(&r->wide, 1.0);
    bf_ziggurat_init(&r->exp_zig, false);
    bf_ziggurat_init(&r->normal_zig, true);
    r->exp_dist = (struct bf_dist){
        .shape = BF_SHAPE_EXPONENTIAL, .a = 1.0, .u_max = 1.0, .max = (double)INFINITY};
    r->wide_dist = (struct bf_dist){
        .shape = BF_SHAPE_LOGNORMAL, .a = 0.0, .b = 1.0, .u_max = 1.0, .max = (double)INFINITY};
    gsl_rng_set(r->mt19937, 2385);
    r->who = 0;
}

/* False when the mean of all draws is more than six standard errors off. */
static bool print(const struct row *row, double least, double fastest, double mean, double count)
{
    const bool good = fabs(mean - row->mean) < 6.0 * row->sd / sqrt(count);
    printf("%-12s %-24s %7.1f %7.1f %9.4f%s\n", row->law, row->how, least, least / fastest, mean,
           good ? "" : "  WRONG");
    return good;
}

int main(int argc, char **argv)
{
    static struct rivals rivals;
    static double least[ROWS], sum[ROWS];
    const long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 9;
    bool good = true;
    if (rounds < 1 || argc > 2) {
        fprintf(stderr, "usage: draw [rounds]\n");
        return 64;
    }
    rivals.mt19937 = gsl_rng_alloc(gsl_rng_mt19937);
    prepare(&rivals);
    for (long round = 0; round < rounds; round++) {
        for (int i = 0; i < ROWS; i++) {
            const double start = bf_cpu_ns();
            sum[i] += rows[i].batch(&rivals);
            const double ns = (bf_cpu_ns() - start) / DRAWS;
            least[i] = round == 0 || ns < least[i] ? ns : least[i];
        }
    }
    printf("%-12s %-24s %7s %7s %9s\n", "law", "how", "ns", "ratio", "mean");
    double fastest = 1.0;
    for (int i = 0; i < ROWS; i++) {
        if (i == 0 || rows[i].law != rows[i - 1].law) fastest = least[i];
        const double count = (double)rounds * DRAWS;
        if (!print(&rows[i], least[i], fastest, sum[i] / count, count)) good = false;
    }
    gsl_rng_free(rivals.mt19937);
    return good ? 0 : 1;
}
