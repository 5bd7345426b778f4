/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/arena.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/heap_hook.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define LINE 64 /* bytes of a cache line */

#ifdef BF_FAULTS
_Thread_local unsigned bf_heap_hook;

static bool request_fails(void)
{
    return bf_heap_hook > 0 && --bf_heap_hook == 0;
}
#else
static bool request_fails(void)
{
    return false;
}
#endif

static size_t product(size_t count, size_t size)
{
    BF_REQUIRE(size == 0 || count <= SIZE_MAX / 2 / size);
    return count * size;
}

static size_t alignment(size_t bytes)
{
    return bytes >= LINE ? LINE : 16;
}

bool bf_arena_init(struct bf_arena *arena, size_t size, struct bf_err *err)
{
    /* calloc, not a cleared block: large blocks come from the system as zero
     * pages that cost nothing until they are touched. */
    unsigned char *base = bf_heap_take(1, size);

    if (base == NULL)
        return bf_fail(err, BF_E_NOMEM, NULL,
                       "expected %zu bytes of memory, received none; use fewer threads or lower "
                       "the limits of the scenario",
                       size);
    *arena = (struct bf_arena){.base = base, .size = size};
    return true;
}

void *bf_arena_take(struct bf_arena *arena, size_t count, size_t size)
{
    const size_t bytes = product(count, size);

    if (bytes == 0) return NULL;
    /* The block itself is aligned to 16 only, so align the address, not the offset. */
    const uintptr_t front = (uintptr_t)arena->base + arena->used;
    const size_t skip = (size_t)(-front & (alignment(bytes) - 1));

    BF_REQUIRE(skip <= arena->size - arena->used);
    BF_REQUIRE(bytes <= arena->size - arena->used - skip);
    void *piece = arena->base + arena->used + skip;
    arena->used += skip + bytes;
    return piece;
}

size_t bf_arena_room(size_t count, size_t size)
{
    const size_t bytes = product(count, size);

    return bytes == 0 ? 0 : bytes + alignment(bytes) - 1;
}

void bf_arena_reset(struct bf_arena *arena)
{
    arena->used = 0;
}

void bf_arena_free(struct bf_arena *arena)
{
    bf_heap_give(arena->base);
    *arena = (struct bf_arena){0};
}

void *bf_heap_take(size_t count, size_t size)
{
    const size_t bytes = product(count, size);

    if (request_fails()) return NULL;
    return calloc(1, bytes > 0 ? bytes : 1);
}

void *bf_heap_grow(void *block, size_t size)
{
    if (request_fails()) return NULL;
    return realloc(block, size > 0 ? size : 1);
}

void bf_heap_give(void *block)
{
    free(block);
}

char *bf_heap_text(const char *text)
{
    const size_t size = strlen(text) + 1;
    char *copy = bf_heap_take(1, size);

    if (copy != NULL) memcpy(copy, text, size);
    return copy;
}
