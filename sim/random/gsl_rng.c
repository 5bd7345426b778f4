/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/random/gsl_rng.h"

#include "bedflow/base/contract.h"
#include "bedflow/random/draw.h"

/* Third counter word, as BF_DRAW_DOMAIN: no block here is also one of bf_draw. */
#define GSL_DOMAIN UINT64_C(0x626564666c6f7732)

static void start(struct bf_gsl_rng_state *state, uint64_t seed, uint64_t stream)
{
    *state = (struct bf_gsl_rng_state){.key = {seed, stream}, .used = 4};
}

static uint64_t next_word(struct bf_gsl_rng_state *state)
{
    if (state->used == 4) {
        const uint64_t counter[4] = {state->block++, 0, GSL_DOMAIN, 0};
        bf_philox4x64(counter, state->key, state->word);
        state->used = 0;
    }
    return state->word[state->used++];
}

static void philox_set(void *state, unsigned long seed)
{
    start(state, seed, 0);
}

static unsigned long philox_get(void *state)
{
    return (unsigned long)(next_word(state) >> 32);
}

static double philox_get_double(void *state)
{
    return bf_uniform(next_word(state));
}

static const gsl_rng_type philox_type = {.name = "bedflow_philox4x64",
                                         .max = 0xffffffffUL,
                                         .min = 0,
                                         .size = sizeof(struct bf_gsl_rng_state),
                                         .set = philox_set,
                                         .get = philox_get,
                                         .get_double = philox_get_double};

const gsl_rng_type *const bf_gsl_rng_philox = &philox_type;

void bf_gsl_rng_init(struct bf_gsl_rng *it, uint64_t seed, uint64_t stream)
{
    it->rng.type = bf_gsl_rng_philox;
    it->rng.state = &it->state;
    start(&it->state, seed, stream);
}

void bf_gsl_rng_set(const gsl_rng *rng, uint64_t seed, uint64_t stream)
{
    BF_REQUIRE(rng->type == bf_gsl_rng_philox);
    start(rng->state, seed, stream);
}
