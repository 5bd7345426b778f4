/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel/pool.h -- a store of equal records with 32-bit indices.
 *
 * Index 0 is nobody. A free record's first four bytes link to the next free
 * one; the record given last is taken first, so the working set stays small.
 * Memory is touched only up to the largest number ever in use at once.
 */
#ifndef BF_KERNEL_POOL_H
#define BF_KERNEL_POOL_H

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"

#include <stdint.h>
#include <string.h>

struct bf_pool {
    unsigned char *base; /* record i at base + i * size */
    uint32_t size;       /* bytes of a record, at least 4 */
    uint32_t cap;        /* records besides nobody */
    uint32_t free_head, fresh;
    uint32_t count; /* in use */
};

static inline size_t bf_pool_room(uint32_t cap, size_t size)
{
    return bf_arena_room((size_t)cap + 1, size);
}

static inline void bf_pool_reset(struct bf_pool *pool)
{
    pool->free_head = pool->count = 0;
    pool->fresh = 1;
}

static inline void bf_pool_init(struct bf_pool *pool, struct bf_arena *arena, uint32_t cap,
                                size_t size)
{
    pool->base = bf_arena_take(arena, (size_t)cap + 1, size);
    pool->size = (uint32_t)size;
    pool->cap = cap;
    bf_pool_reset(pool);
}

/* The index of a record, its bytes undefined; 0 when all are in use. */
static inline uint32_t bf_pool_take(struct bf_pool *pool)
{
    uint32_t i = pool->free_head;
    if (i) {
        memcpy(&pool->free_head, pool->base + (size_t)i * pool->size, sizeof pool->free_head);
    } else {
        if (pool->fresh > pool->cap) return 0;
        i = pool->fresh++;
    }
    pool->count++;
    return i;
}

static inline void bf_pool_give(struct bf_pool *pool, uint32_t i)
{
    BF_INVARIANT(i > 0 && i < pool->fresh && pool->count > 0);
    memcpy(pool->base + (size_t)i * pool->size, &pool->free_head, sizeof pool->free_head);
    pool->free_head = i;
    pool->count--;
}

#endif
