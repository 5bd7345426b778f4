/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/region.h -- the one block that all values of a scenario lie in, while it grows.
 *
 * Places are offsets, since the block moves as it grows; bf_region_finish turns
 * those that are pointers into addresses. After memory has run out `failed`
 * stays set and nothing is written any more: check once, at the end.
 * Pieces are zero and aligned to 16. The root struct lies at offset 0.
 */
#ifndef BF_SCENARIO_REGION_H
#define BF_SCENARIO_REGION_H

#include "bedflow/base/param.h"

struct bf_region {
    unsigned char *bytes;
    size_t used, cap;
    size_t *pointer;
    size_t pointer_count, pointer_cap;
    struct bf_given *given;
    size_t given_count, given_cap;
    bool failed;
};

size_t bf_region_take(struct bf_region *region, size_t count, size_t size);
void bf_region_put(struct bf_region *region, size_t at, const void *value, size_t size);
/* Let the pointer at `at` point to what lies at `target`. */
void bf_region_point(struct bf_region *region, size_t at, size_t target);
void bf_region_record(struct bf_region *region, const struct bf_given *given);
/* Move all into *bound. False when memory had run out. */
bool bf_region_finish(struct bf_region *region, const struct bf_table *table,
                      struct bf_bound *bound);
void bf_region_free(struct bf_region *region);

#endif
