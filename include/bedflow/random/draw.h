/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/draw.h -- keyed random numbers: a draw is a function of what it is for.
 *
 * There is no stream and no state. A block of four uniforms is the Philox
 * bijection of (who, what) under the key (seed, replication): the same patient
 * has the same stay at a service in scenario A and in scenario B, whatever else
 * happens, and for any number of threads.
 *
 * who   64 bits: a person (bf_person_key) or a thing that is not a person;
 * what  64 bits: episode, service, visit and block (bf_what). Distinct
 *       arguments give distinct counters, and Philox is a bijection under each
 *       key, so no two draws of one replication can coincide by construction.
 *
 * A lane of a block is one purpose at one place; lanes are named where they are
 * used (models/world.h), never numbered by a running counter.
 *
 * Source: Philox4x64-10, J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel
 * random numbers: as easy as 1, 2, 3", SC11 (2011), section 3.3 and table 2.
 */
#ifndef BF_RANDOM_DRAW_H
#define BF_RANDOM_DRAW_H

#include <stdint.h>

struct bf_key {
    uint64_t seed, replication;
};

struct bf_block {
    double u[4]; /* odd multiples of 2^-53 in the open interval (0, 1) */
};

/* The key of each round: made once a replication, for the many draws of its event loop. */
#define BF_PHILOX_ROUNDS 10
struct bf_key_schedule {
    uint64_t round[BF_PHILOX_ROUNDS][2];
};
static inline struct bf_key_schedule bf_key_schedule(const struct bf_key *key);

/* Four 64-bit words of Philox4x64-10. */
void bf_philox4x64(const uint64_t counter[4], const uint64_t key[2], uint64_t out[4]);

/* The block of four uniforms for (key, who, what). */
static inline struct bf_block bf_draw(const struct bf_key *key, uint64_t who, uint64_t what);

/* The same at a place: the 64-bit key of a service's or stream's name, so that
 * no two names share draws (compiling a network refuses equal keys). */
static inline struct bf_block bf_draw_at(const struct bf_key *key, uint64_t who, uint64_t place,
                                         uint64_t what);

/* The same draws by a key's schedule. */
static inline struct bf_block bf_draw_by(const struct bf_key_schedule *schedule, uint64_t who,
                                         uint64_t place, uint64_t what);

/* For an occasion with many purposes, of which a few matter to each person: a uniform for each from
 * one word, by the purpose's key. The word may be the bits of a uniform, used for nothing else. */
static inline double bf_uniform_of(uint64_t word, uint64_t purpose);

/* The same as words, for eight uniforms of 32 bits instead of four of 52: where one part in four
 * thousand million is fine enough. */
struct bf_words {
    uint64_t word[4];
};
static inline struct bf_words bf_draw_words_by(const struct bf_key_schedule *schedule, uint64_t who,
                                               uint64_t place, uint64_t what);
static inline double bf_uniform_high(uint64_t word); /* odd multiples of 2^-33 in (0, 1) */
static inline double bf_uniform_low(uint64_t word);

/* What, at a place: need episode < 2^16, visit < 2^24, block < 2^24. */
static inline uint64_t bf_occasion(uint32_t episode, uint32_t visit, uint32_t block)
{
    return (uint64_t)episode << 48 | (uint64_t)(visit & 0xffffffu) << 24 | (block & 0xffffffu);
}

/* Who: a person of a demand stream. stream < 2^15, day in [-2^22, 2^22), ordinal < 2^25. */
static inline uint64_t bf_person_key(uint32_t stream, int32_t civil_day, uint32_t ordinal)
{
    return (uint64_t)stream << 48 |
           (uint64_t)((uint32_t)(civil_day + (1 << 22)) & 0x7fffffu) << 25 | ordinal;
}

/* Who: a thing that is not a person (day of a stream, closure, season), kind < 2^15. */
static inline uint64_t bf_thing_key(uint32_t kind, uint64_t id)
{
    return UINT64_C(1) << 63 | (uint64_t)kind << 48 | (id & UINT64_C(0xffffffffffff));
}

/* What: episode < 2^12, service < 2^16 (a stable key of its name), visit < 2^28, block < 2^8. */
static inline uint64_t bf_what(uint32_t episode, uint32_t service, uint32_t visit, uint32_t block)
{
    return (uint64_t)episode << 52 | (uint64_t)service << 36 | (uint64_t)visit << 8 | block;
}

#include "bedflow/random/draw_inline.h"

#endif
