/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/random/quasi.h"

#include "bedflow/base/contract.h"
#include "bedflow/random/draw.h"

#include <gsl/gsl_qrng.h>
#include <math.h>

enum { THING_SHIFT = 0x5155 }; /* a kind of thing that no model draws for */

bool bf_quasi_sobol(uint32_t dimensions, uint32_t count, uint64_t seed, double u[])
{
    BF_REQUIRE(dimensions >= 1 && dimensions <= BF_QUASI_DIMENSIONS);
    const struct bf_key key = {seed, 0};
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, dimensions);
    if (!sequence) return false;
    for (uint32_t i = 0; i < count; i++) {
        double *point = u + (size_t)i * dimensions;
        gsl_qrng_get(sequence, point);
        for (uint32_t d = 0; d < dimensions; d++) {
            double moved = point[d] + bf_draw(&key, bf_thing_key(THING_SHIFT, d), 0).u[0];
            point[d] = moved - floor(moved);
        }
    }
    gsl_qrng_free(sequence);
    return true;
}
