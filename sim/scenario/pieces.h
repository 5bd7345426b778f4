/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/pieces.h -- small pieces of memory that live as long as a scenario.
 *
 * Unlike an arena a store of pieces grows block by block, since the size of a scenario is
 * not known before it is read. After a failed growth `failed` stays set, so
 * that a reader checks once, at the end of each stage.
 *
 * Cost: take is O(1), amortised. Pieces are zero and aligned to 16.
 */
#ifndef BF_SCENARIO_PIECES_H
#define BF_SCENARIO_PIECES_H

#include <stdbool.h>
#include <stddef.h>

struct bf_pieces_block;

struct bf_pieces {
    struct bf_pieces_block *block; /* newest first */
    bool failed;
};

/* `size` zeroed bytes, or NULL when memory has run out. */
void *bf_pieces_take(struct bf_pieces *pieces, size_t size);
/* Copy of bytes[length] with a NUL behind it, or NULL. */
char *bf_pieces_text(struct bf_pieces *pieces, const char bytes[], size_t length);
void bf_pieces_free(struct bf_pieces *pieces);

#endif
