/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "region.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"

#include <string.h>

#define ALIGN ((size_t)16)

/* Room for `need` items of `size`. NULL leaves the old block as it is. */
static void *grown(struct bf_region *region, void *block, size_t need, size_t size, size_t *cap)
{
    if (need <= *cap) return block;
    size_t more = *cap ? *cap : 64;
    while (more < need && more <= SIZE_MAX / 4 / size)
        more *= 2;
    void *moved = more < need ? NULL : bf_heap_grow(block, more * size);
    if (!moved) {
        region->failed = true;
        return NULL;
    }
    *cap = more;
    return moved;
}

size_t bf_region_take(struct bf_region *region, size_t count, size_t size)
{
    BF_REQUIRE(size > 0);
    if (region->failed || count > (SIZE_MAX / 4 - region->used) / size) {
        region->failed = true;
        return 0;
    }
    size_t at = region->used;
    size_t need = at + (count * size + ALIGN - 1) / ALIGN * ALIGN;
    unsigned char *bytes = grown(region, region->bytes, need, 1, &region->cap);
    if (!bytes && need > 0) return 0;
    region->bytes = bytes;
    memset(bytes + at, 0, need - at);
    region->used = need;
    return at;
}

void bf_region_put(struct bf_region *region, size_t at, const void *value, size_t size)
{
    if (region->failed) return;
    BF_REQUIRE(at <= region->used && region->used - at >= size);
    memcpy(region->bytes + at, value, size);
}

static void get(const struct bf_region *region, size_t at, void *value, size_t size)
{
    memset(value, 0, size);
    if (region->failed) return;
    BF_REQUIRE(at <= region->used && region->used - at >= size);
    memcpy(value, region->bytes + at, size);
}

void bf_region_point(struct bf_region *region, size_t at, size_t target)
{
    size_t *pointer = grown(region, region->pointer, region->pointer_count + 1, sizeof *pointer,
                            &region->pointer_cap);
    if (!pointer) return;
    region->pointer = pointer;
    pointer[region->pointer_count++] = at;
    uintptr_t offset = target;
    bf_region_put(region, at, &offset, sizeof offset);
}

void bf_region_record(struct bf_region *region, const struct bf_given *given)
{
    struct bf_given *all =
        grown(region, region->given, region->given_count + 1, sizeof *all, &region->given_cap);
    if (!all) return;
    region->given = all;
    all[region->given_count++] = *given;
}

bool bf_region_finish(struct bf_region *region, const struct bf_table *table,
                      struct bf_bound *bound)
{
    if (region->failed) return false;
    for (size_t i = 0; i < region->pointer_count; i++) {
        uintptr_t offset;
        get(region, region->pointer[i], &offset, sizeof offset);
        unsigned char *target = region->bytes + offset;
        bf_region_put(region, region->pointer[i], &target, sizeof target);
    }
    *bound = (struct bf_bound){.table = table,
                               .region = region->bytes,
                               .size = region->used,
                               .pointer = region->pointer,
                               .pointer_count = region->pointer_count,
                               .given = region->given,
                               .given_count = region->given_count};
    *region = (struct bf_region){0};
    return true;
}

void bf_region_free(struct bf_region *region)
{
    bf_heap_give(region->bytes);
    bf_heap_give(region->pointer);
    bf_heap_give(region->given);
    *region = (struct bf_region){0};
}
