/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/arena.h -- memory that lives and dies together.
 *
 * An arena reserves one block and cuts pieces from its front; nothing is given
 * back singly. What runs replications has one arena, reserved and cut before the
 * first of them; the next uses the same pieces, so the event loop never allocates. The
 * operating system commits pages as they are first touched, so a generous
 * limit costs address space and not memory.
 *
 * bf_heap_* are the only calls to malloc and free in the library; a test can
 * make the n-th of them fail (base/heap_hook.h).
 *
 * Cost: take is O(1). Pieces are aligned to 64 bytes when they are at least
 * that large, else to 16. Fresh memory is zero; memory after a reset is not.
 */
#ifndef BF_BASE_ARENA_H
#define BF_BASE_ARENA_H

#include "bedflow/base/err.h"

struct bf_arena {
    unsigned char *base;
    size_t size, used;
};

/* Reserve `size` bytes, all zero. Fails with BF_E_NOMEM. */
bool bf_arena_init(struct bf_arena *arena, size_t size, struct bf_err *err);

/* Cut `count` pieces of `size` bytes. Requires that they fit: size the arena
 * with bf_arena_room first. Returns NULL only when count or size is 0. */
void *bf_arena_take(struct bf_arena *arena, size_t count, size_t size);

/* The bytes that a take of this shape uses up at most, for sizing. */
size_t bf_arena_room(size_t count, size_t size);

void bf_arena_reset(struct bf_arena *arena); /* forget all pieces; keep the block */
void bf_arena_free(struct bf_arena *arena);

/* Zeroed memory from the heap, or NULL. `count * size` may not overflow. */
void *bf_heap_take(size_t count, size_t size);
/* Grow a block from the heap; the new part is not cleared. NULL leaves the old block valid. */
void *bf_heap_grow(void *block, size_t size);
void bf_heap_give(void *block);
/* Copy of a text on the heap, or NULL. */
char *bf_heap_text(const char *text);

#endif
