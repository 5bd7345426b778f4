/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench/fast_random.h -- sequential random numbers for the yardsticks, written only for speed.
 *
 * The library's draws are keyed and by inversion (random/draw.h). These are
 * neither: they show what that costs. All state is in the caller's structs.
 *
 * Generator: xoshiro256++, D. Blackman and S. Vigna, ACM Trans. Math. Software
 * 47 (2021) 36; seeded by splitmix64.
 *
 * bf_strips: one table for any unimodal density whose tail can be sampled. The
 * area under the density is covered by upright rectangles of equal area. Most
 * of a rectangle lies below the curve; a uniform that falls there is stretched
 * to the width and is the answer: one random word, one multiplication and no
 * exponential. Exact: the rest is plain rejection. J. Ahrens, Computing 54
 * (1995) 127-146. For the lognormal this saves the exp() of a normal.
 *
 * bf_ziggurat: normal and exponential by 256 layers. G. Marsaglia and W. Tsang,
 * J. Statistical Software 5 (2000) 8; tables as in J. Doornik (2005).
 */
#ifndef BF_BENCH_FAST_RANDOM_H
#define BF_BENCH_FAST_RANDOM_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

struct bf_xoshiro {
    uint64_t s[4];
};

static inline void bf_xoshiro_seed(struct bf_xoshiro *rng, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        uint64_t z = seed += UINT64_C(0x9e3779b97f4a7c15);
        z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
        rng->s[i] = z ^ (z >> 31);
    }
}

static inline uint64_t bf_rotl64(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

static inline uint64_t bf_xoshiro_next(struct bf_xoshiro *rng)
{
    uint64_t *s = rng->s;
    const uint64_t result = bf_rotl64(s[0] + s[3], 23) + s[0], t = s[1] << 17;
    s[2] ^= s[0];
    s[3] ^= s[1];
    s[1] ^= s[2];
    s[0] ^= s[3];
    s[2] ^= t;
    s[3] = bf_rotl64(s[3], 45);
    return result;
}

/* Through int64_t: the conversion from unsigned has a branch on x86. */
static inline double bf_word_53(uint64_t word)
{
    return (double)(int64_t)(word >> 11);
}

/* In [0, 1). */
static inline double bf_xoshiro_uniform(struct bf_xoshiro *rng)
{
    return bf_word_53(bf_xoshiro_next(rng)) * 0x1p-53;
}

/* In (0, 1), for logarithms. */
static inline double bf_xoshiro_open(struct bf_xoshiro *rng)
{
    return ((double)(int64_t)(bf_xoshiro_next(rng) >> 12) + 0.5) * 0x1p-52;
}

/* Normal given that it is above z > 0: G. Marsaglia, Technometrics 6 (1964) 101-102. */
static inline double bf_normal_above(struct bf_xoshiro *rng, double z)
{
    double x, y;
    do {
        x = -log(bf_xoshiro_open(rng)) / z;
        y = -log(bf_xoshiro_open(rng));
    } while (y + y < x * x);
    return z + x;
}

/* ---- strips ---- */

#define BF_STRIPS 512u /* 16 KB a table: half of a small first-level cache */

struct bf_strip {
    double below; /* a 53-bit word under this lands below the curve */
    double slope; /* answer = left + word * slope */
    double left;
    double width; /* 0: no strip */
};

struct bf_strips {
    struct bf_strip strip[BF_STRIPS]; /* 0 is the right-hand tail */
    double area;                      /* of each rectangle */
    double tail;                      /* where the tail begins */
    double sigma;                     /* of ln X; 0: exponential of mean 1 */
};

/* Densities of exp(sigma Z) and of the exponential of mean 1, and their upper tails. */
static inline double bf_strips_density(double sigma, double x)
{
    if (sigma <= 0.0) return exp(-x);
    if (x <= 0.0) return 0.0;
    const double z = log(x) / sigma;
    return exp(-0.5 * z * z) * 0.3989422804014327 / (sigma * x);
}

static inline double bf_strips_upper(double sigma, double x)
{
    return sigma <= 0.0 ? exp(-x) : 0.5 * erfc(log(x) / sigma * 0.7071067811865476);
}

static inline void bf_strips_put(struct bf_strips *table, uint32_t i, double left, double width,
                                 double least)
{
    if (i >= BF_STRIPS) return;
    const double share = least * width / table->area;
    table->strip[i] = (struct bf_strip){.below = share * 0x1p53,
                                        .slope = share > 0.0 ? width / share * 0x1p-53 : 0.0,
                                        .left = left,
                                        .width = width};
}

/* Cover the density by rectangles of this area, from the mode outwards; their number. */
static inline uint32_t bf_strips_cover(struct bf_strips *table, double area)
{
    const double sigma = table->sigma;
    const double mode = sigma <= 0.0 ? 0.0 : exp(-sigma * sigma);
    uint32_t n = 1;
    double x = mode;
    table->area = area;
    while (n <= BF_STRIPS && bf_strips_upper(sigma, x) > area) {
        const double width = area / bf_strips_density(sigma, x);
        bf_strips_put(table, n++, x, width, bf_strips_density(sigma, x + width));
        x += width;
    }
    table->tail = x;
    table->strip[0] = (struct bf_strip){.left = x};
    for (x = mode; n <= BF_STRIPS && x > 0.0;) {
        const double width = fmin(x, area / bf_strips_density(sigma, x));
        x -= width;
        bf_strips_put(table, n++, x, width, bf_strips_density(sigma, x));
    }
    return n;
}

/* sigma > 0: exp(sigma Z), that is, a lognormal of median 1; 0: the exponential of mean 1. */
static inline void bf_strips_init(struct bf_strips *table, double sigma)
{
    double low = 0.5 / BF_STRIPS, high = 2.0 / BF_STRIPS;
    table->sigma = sigma;
    for (int i = 0; i < 50; i++) {
        const double middle = 0.5 * (low + high);
        if (bf_strips_cover(table, middle) > BF_STRIPS)
            low = middle;
        else
            high = middle;
    }
    for (uint32_t i = bf_strips_cover(table, high); i < BF_STRIPS; i++)
        table->strip[i] = (struct bf_strip){.width = 0.0};
}

/* The uniform `word` chose strip i and fell above the certain part of it. True when accepted. */
static inline bool bf_strips_reject(const struct bf_strips *table, struct bf_xoshiro *rng,
                                    uint32_t i, double word, double *value)
{
    const struct bf_strip *strip = &table->strip[i];
    if (i == 0) {
        const double share = bf_strips_upper(table->sigma, table->tail) / table->area;
        if (word * 0x1p-53 >= share) return false;
        *value = table->sigma <= 0.0
                     ? table->tail - log(bf_xoshiro_open(rng))
                     : exp(table->sigma * bf_normal_above(rng, log(table->tail) / table->sigma));
        return true;
    }
    if (!(strip->width > 0.0)) return false;
    *value = strip->left + strip->width * bf_xoshiro_uniform(rng);
    const double height = word * 0x1p-53 * table->area / strip->width;
    return height < bf_strips_density(table->sigma, *value);
}

/* Out of line, so that the quick path stays short. */
__attribute__((noinline, cold, unused)) static double bf_strips_slow(const struct bf_strips *table,
                                                                     struct bf_xoshiro *rng,
                                                                     uint64_t word)
{
    double value;
    for (;;) {
        const uint32_t i = (uint32_t)word % BF_STRIPS;
        const double high = bf_word_53(word);
        if (high < table->strip[i].below)
            return table->strip[i].left + high * table->strip[i].slope;
        if (bf_strips_reject(table, rng, i, high, &value)) return value;
        word = bf_xoshiro_next(rng);
    }
}

static inline double bf_strips_draw(const struct bf_strips *table, struct bf_xoshiro *rng)
{
    const uint64_t word = bf_xoshiro_next(rng);
    const struct bf_strip *strip = &table->strip[word % BF_STRIPS];
    const double high = bf_word_53(word);
    if (high < strip->below) return strip->left + high * strip->slope;
    return bf_strips_slow(table, rng, word);
}

/* ---- ziggurat ---- */

#define BF_LAYERS 256

struct bf_ziggurat {
    double x[BF_LAYERS + 1]; /* right edges, falling; x[0] is that of the base as a rectangle */
    double f[BF_LAYERS + 1]; /* density there, 1 at 0 */
    bool normal;             /* else exponential */
};

static inline double bf_ziggurat_density(bool normal, double x)
{
    return normal ? exp(-0.5 * x * x) : exp(-x);
}

static inline void bf_ziggurat_init(struct bf_ziggurat *zig, bool normal)
{
    const double edge = normal ? 3.6541528853610088 : 7.69711747013104972;
    const double area = normal ? 0.00492867323399 : 0.0039496598225815571993;
    zig->normal = normal;
    zig->x[0] = area / bf_ziggurat_density(normal, edge);
    zig->x[1] = edge;
    for (int i = 2; i < BF_LAYERS; i++) {
        const double f = bf_ziggurat_density(normal, zig->x[i - 1]) + area / zig->x[i - 1];
        zig->x[i] = normal ? sqrt(-2.0 * log(f)) : -log(f);
    }
    zig->x[BF_LAYERS] = 0.0;
    for (int i = 0; i <= BF_LAYERS; i++)
        zig->f[i] = bf_ziggurat_density(normal, zig->x[i]);
}

/* Normal, or exponential of mean 1. The sign is that of the word: a branch on it would cost 4 ns.
 */
static inline double bf_ziggurat_draw(const struct bf_ziggurat *zig, struct bf_xoshiro *rng)
{
    for (;;) {
        const uint64_t word = bf_xoshiro_next(rng);
        const uint32_t i = (uint32_t)word % BF_LAYERS;
        const double both = (double)((int64_t)word >> 10) * 0x1p-53 * zig->x[i], x = fabs(both);
        if (x < zig->x[i + 1]) return zig->normal ? both : x;
        if (i == 0 && zig->normal) return copysign(bf_normal_above(rng, zig->x[1]), both);
        if (i == 0) return zig->x[1] - log(bf_xoshiro_open(rng));
        const double f = zig->f[i] + bf_xoshiro_uniform(rng) * (zig->f[i + 1] - zig->f[i]);
        if (f < bf_ziggurat_density(zig->normal, x)) return zig->normal ? both : x;
    }
}

#endif
