/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "pieces.h"

#include "bedflow/base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

#define BLOCK_SIZE ((size_t)64 * 1024)
#define ALIGN      ((size_t)16)

struct bf_pieces_block {
    struct bf_pieces_block *older;
    size_t size, used;
    alignas(16) unsigned char bytes[];
};

static struct bf_pieces_block *block_new(struct bf_pieces *pieces, size_t need)
{
    size_t size = need > BLOCK_SIZE / 4 ? need : BLOCK_SIZE;
    struct bf_pieces_block *block = bf_heap_take(1, sizeof *block + size);
    if (!block) {
        pieces->failed = true;
        return NULL;
    }
    block->size = size;
    /* A block made for one large piece is full: keep cutting from the present one. */
    if (size == need && pieces->block) {
        block->older = pieces->block->older;
        pieces->block->older = block;
    } else {
        block->older = pieces->block;
        pieces->block = block;
    }
    return block;
}

void *bf_pieces_take(struct bf_pieces *pieces, size_t size)
{
    if (size > SIZE_MAX / 2) {
        pieces->failed = true;
        return NULL;
    }
    size_t need = (size + ALIGN - 1) / ALIGN * ALIGN;
    struct bf_pieces_block *block = pieces->block;
    if (!block || block->size - block->used < need) block = block_new(pieces, need);
    if (!block) return NULL;
    void *piece = block->bytes + block->used;
    block->used += need;
    return piece;
}

char *bf_pieces_text(struct bf_pieces *pieces, const char bytes[], size_t length)
{
    char *copy = bf_pieces_take(pieces, length + 1);
    if (copy && length > 0) memcpy(copy, bytes, length);
    return copy;
}

void bf_pieces_free(struct bf_pieces *pieces)
{
    struct bf_pieces_block *block = pieces->block;
    while (block) {
        struct bf_pieces_block *older = block->older;
        bf_heap_give(block);
        block = older;
    }
    *pieces = (struct bf_pieces){0};
}
