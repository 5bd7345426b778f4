/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/random/draw.h"

void bf_philox4x64(const uint64_t counter[4], const uint64_t key[2], uint64_t out[4])
{
    uint64_t x[4] = {counter[0], counter[1], counter[2], counter[3]};
    const struct bf_key_schedule schedule = bf_key_schedule(&(struct bf_key){key[0], key[1]});
    bf_philox_mix(x, &schedule);
    for (int i = 0; i < 4; i++)
        out[i] = x[i];
}
