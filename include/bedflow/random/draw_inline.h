/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/draw_inline.h -- the body of bf_draw; include random/draw.h instead.
 *
 * Inline because a draw sits in the event loop: the constant
 * counter word folds into the first round.
 *
 * Cost: 15 ns a block of four uniforms when draws are independent, 29 ns from
 * arguments to result when the next draw depends on this one (gcc 12 -O2, 2 GHz
 * Xeon): 4 to 7 ns a uniform.
 */
#ifndef BF_RANDOM_DRAW_INLINE_H
#define BF_RANDOM_DRAW_INLINE_H

#include <stdint.h>
#include <string.h>

/* Third counter word: keeps these draws apart from every other use of Philox
 * under the same key (random/gsl_rng.h has its own word). */
#define BF_DRAW_DOMAIN UINT64_C(0x626564666c6f7731)

/* High word of a 64 x 64 bit product by 32-bit halves; the fallback of bf_mulhi64. */
static inline uint64_t bf_mulhi64_portable(uint64_t a, uint64_t b)
{
    const uint64_t a0 = a & 0xffffffffu, a1 = a >> 32;
    const uint64_t b0 = b & 0xffffffffu, b1 = b >> 32;
    const uint64_t mid = a1 * b0 + ((a0 * b0) >> 32);
    const uint64_t low = (mid & 0xffffffffu) + a0 * b1;
    return a1 * b1 + (mid >> 32) + (low >> 32);
}

#ifdef __SIZEOF_INT128__
__extension__ typedef unsigned __int128 bf_uint128;
static inline uint64_t bf_mulhi64(uint64_t a, uint64_t b)
{
    return (uint64_t)(((bf_uint128)a * b) >> 64);
}
#else
static inline uint64_t bf_mulhi64(uint64_t a, uint64_t b)
{
    return bf_mulhi64_portable(a, b);
}
#endif

/* One round: multipliers of table 2 (Salmon et al. 2011), halves swapped crosswise. */
static inline void bf_philox_round(uint64_t x[4], uint64_t key0, uint64_t key1)
{
    const uint64_t m0 = UINT64_C(0xD2E7470EE14C6C93), m1 = UINT64_C(0xCA5A826395121157);
    const uint64_t high0 = bf_mulhi64(m0, x[0]), low0 = m0 * x[0];
    const uint64_t high1 = bf_mulhi64(m1, x[2]), low1 = m1 * x[2];
    x[0] = high1 ^ x[1] ^ key0;
    x[2] = high0 ^ x[3] ^ key1;
    x[1] = low1;
    x[3] = low0;
}

static inline struct bf_key_schedule bf_key_schedule(const struct bf_key *key)
{
    const uint64_t w0 = UINT64_C(0x9E3779B97F4A7C15), w1 = UINT64_C(0xBB67AE8584CAA73B);
    struct bf_key_schedule schedule;
    for (uint64_t round = 0; round < BF_PHILOX_ROUNDS; round++) {
        schedule.round[round][0] = key->seed + round * w0;
        schedule.round[round][1] = key->replication + round * w1;
    }
    return schedule;
}

/* All rounds in place. Written out: a loop would keep x in memory. */
static inline void bf_philox_mix(uint64_t x[4], const struct bf_key_schedule *schedule)
{
    const uint64_t(*k)[2] = schedule->round;
    bf_philox_round(x, k[0][0], k[0][1]);
    bf_philox_round(x, k[1][0], k[1][1]);
    bf_philox_round(x, k[2][0], k[2][1]);
    bf_philox_round(x, k[3][0], k[3][1]);
    bf_philox_round(x, k[4][0], k[4][1]);
    bf_philox_round(x, k[5][0], k[5][1]);
    bf_philox_round(x, k[6][0], k[6][1]);
    bf_philox_round(x, k[7][0], k[7][1]);
    bf_philox_round(x, k[8][0], k[8][1]);
    bf_philox_round(x, k[9][0], k[9][1]);
}

/* A random word to a uniform in the open interval: the middle of one of 2^52
 * equal cells, an odd multiple of 2^-53, exact in a double. (The middles of
 * 2^53 cells would need 54 bits: the topmost rounds to 1.) */
static inline double bf_uniform(uint64_t word)
{
    const uint64_t bits = word >> 12 | UINT64_C(0x3ff0000000000000); /* a double in [1, 2) */
    double x;
    memcpy(&x, &bits, sizeof x);
    return x - (1.0 - 0x1p-53);
}

static inline double bf_uniform_high(uint64_t word)
{
    return ((double)(int64_t)(word >> 32) + 0.5) * 0x1p-32;
}

static inline double bf_uniform_low(uint64_t word)
{
    return ((double)(int64_t)(word & 0xffffffffu) + 0.5) * 0x1p-32;
}

static inline struct bf_words bf_draw_words_by(const struct bf_key_schedule *schedule, uint64_t who,
                                               uint64_t place, uint64_t what)
{
    struct bf_words x = {{who, what, BF_DRAW_DOMAIN, place}};
    bf_philox_mix(x.word, schedule);
    return x;
}

static inline struct bf_block bf_draw_by(const struct bf_key_schedule *schedule, uint64_t who,
                                         uint64_t place, uint64_t what)
{
    const struct bf_words x = bf_draw_words_by(schedule, who, place, what);
    return (struct bf_block){{bf_uniform(x.word[0]), bf_uniform(x.word[1]), bf_uniform(x.word[2]),
                              bf_uniform(x.word[3])}};
}

/* Every bit of x reaches every bit of the result, and no two x have the same.
 * Source: S. Vigna's splitmix64, public domain, with the constants of D. Stafford (mix 13). */
static inline uint64_t bf_mixed(uint64_t x)
{
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

static inline double bf_uniform_of(uint64_t word, uint64_t purpose)
{
    return bf_uniform(bf_mixed(word ^ purpose));
}

static inline struct bf_block bf_draw_at(const struct bf_key *key, uint64_t who, uint64_t place,
                                         uint64_t what)
{
    const struct bf_key_schedule schedule = bf_key_schedule(key);
    return bf_draw_by(&schedule, who, place, what);
}

static inline struct bf_block bf_draw(const struct bf_key *key, uint64_t who, uint64_t what)
{
    return bf_draw_at(key, who, 0, what);
}

#endif
