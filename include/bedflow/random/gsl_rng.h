/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random/gsl_rng.h -- our Philox where GSL wants a generator.
 *
 * For the few places that call a GSL sampler (resampling, search), never for
 * the event loop. GSL seeds with an unsigned long, which has 32 bits on some
 * machines: bf_gsl_rng_init and bf_gsl_rng_set key with the full 128 bits, and
 * different keys give unrelated sequences by construction.
 *
 * gsl_rng_get gives 32 bits (the same on every machine), gsl_rng_uniform 53,
 * never 0 or 1. Period 2^66 numbers. Both take one 64-bit word each.
 *
 * Ownership: the caller's; nothing is allocated by init. gsl_rng_alloc with
 * this type works too, and then gsl_rng_free is due.
 */
#ifndef BF_RANDOM_GSL_RNG_H
#define BF_RANDOM_GSL_RNG_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

/* State of one generator; private to gsl_rng.c. */
struct bf_gsl_rng_state {
    uint64_t key[2], block, word[4];
    uint32_t used; /* words of `word` handed out */
};

struct bf_gsl_rng {
    gsl_rng rng; /* pass &it.rng to GSL; points into this struct: do not copy it */
    struct bf_gsl_rng_state state;
};

extern const gsl_rng_type *const bf_gsl_rng_philox;

void bf_gsl_rng_init(struct bf_gsl_rng *it, uint64_t seed, uint64_t stream);

/* Start anew under the full key. Requires a generator of type bf_gsl_rng_philox.
 * gsl_rng_set(rng, s) is the same as seed s, stream 0. */
void bf_gsl_rng_set(const gsl_rng *rng, uint64_t seed, uint64_t stream);

#endif
