/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/extend.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/digest.h"

#include <string.h>

uint64_t bf_result_digest(const struct bf_result *result)
{
    struct bf_digest total;
    bf_digest_init(&total);
    for (uint32_t r = 0; r < result->count; r++) {
        bf_digest_add_u64(&total, result->replication[r]);
        bf_digest_add_u64(&total, result->digest[r]);
    }
    return bf_digest_end(&total);
}

uint64_t bf_result_people(const struct bf_result *result)
{
    struct bf_digest total;
    BF_REQUIRE(result->people || result->count == 0);
    bf_digest_init(&total);
    for (uint32_t r = 0; r < result->count; r++) {
        bf_digest_add_u64(&total, result->replication[r]);
        bf_digest_add_u64(&total, result->people[r]);
    }
    return bf_digest_end(&total);
}

/* Room for so many more items behind the first; the old block stays valid when there is none. */
static bool grow(void *pointer, size_t count, size_t size)
{
    void *block;
    memcpy(&block, pointer, sizeof block);
    block = bf_heap_grow(block, (count + 1) * size);
    if (block) memcpy(pointer, &block, sizeof block);
    return block != NULL;
}

/* Known of all, or of none. */
static bool knows_people(const struct bf_result *result, const struct bf_result *more)
{
    return more->people && (result->people || result->count == 0);
}

static bool grow_all(struct bf_result *result, const struct bf_result *more, size_t cells)
{
    size_t count = (size_t)result->count + more->count;
    size_t stopped = (size_t)result->stopped_count + more->stopped_count;
    return grow(&result->replication, count, sizeof *result->replication) &&
           grow(&result->digest, count, sizeof *result->digest) &&
           grow(&result->events, count, sizeof *result->events) &&
           (!knows_people(result, more) || grow(&result->people, count, sizeof *result->people)) &&
           grow(&result->stopped, stopped, sizeof *result->stopped) &&
           grow(&result->use, (size_t)result->use_count + more->use_count, sizeof *result->use) &&
           grow(&result->scalar, count * more->catalogue->scalar_count, sizeof *result->scalar) &&
           (cells == 0 || grow(&result->daily, count * cells, sizeof *result->daily));
}

static void copy_all(struct bf_result *result, const struct bf_result *more, size_t cells)
{
    size_t scalars = more->catalogue->scalar_count, from = result->count, add = more->count;
    if (add > 0) {
        memcpy(result->replication + from, more->replication, add * sizeof *more->replication);
        memcpy(result->digest + from, more->digest, add * sizeof *more->digest);
        memcpy(result->events + from, more->events, add * sizeof *more->events);
        if (knows_people(result, more))
            memcpy(result->people + from, more->people, add * sizeof *more->people);
        memcpy(result->scalar + from * scalars, more->scalar, add * scalars * sizeof *more->scalar);
        if (cells > 0)
            memcpy(result->daily + from * cells, more->daily, add * cells * sizeof *more->daily);
    }
    if (more->stopped_count > 0)
        memcpy(result->stopped + result->stopped_count, more->stopped,
               more->stopped_count * sizeof *more->stopped);
    if (more->use_count > 0)
        memcpy(result->use + result->use_count, more->use, more->use_count * sizeof *more->use);
    result->use_count += more->use_count;
    result->count += more->count;
    result->stopped_count += more->stopped_count;
}

static uint32_t last_number(const struct bf_result *result)
{
    uint32_t last = result->count > 0 ? result->replication[result->count - 1] : 0;
    for (uint32_t i = 0; i < result->stopped_count; i++)
        if (result->stopped[i].replication > last) last = result->stopped[i].replication;
    return last;
}

bool bf_result_append(struct bf_result *result, const struct bf_result *more, bool keep_days,
                      struct bf_err *err)
{
    if (!result->catalogue) {
        *result = *more;
        result->replication = NULL;
        result->scalar = NULL;
        result->daily = NULL;
        result->digest = result->events = result->people = NULL;
        result->stopped = NULL;
        result->count = result->stopped_count = result->planned = result->found = 0;
        result->use = NULL;
        result->use_count = 0;
        result->wall_s = result->cpu_s = 0;
        result->interrupted = false;
    }
    BF_REQUIRE(result->catalogue == more->catalogue && result->seed == more->seed);
    BF_REQUIRE(result->warm_up_days == more->warm_up_days);
    BF_REQUIRE(result->planned == 0 || more->count == 0 ||
               more->replication[0] > last_number(result));
    const struct bf_catalogue *catalogue = more->catalogue;
    size_t cells = keep_days ? (size_t)catalogue->daily_count * catalogue->day_count : 0;
    if (!grow_all(result, more, cells))
        return bf_fail(err, BF_E_NOMEM, NULL,
                       "expected memory for %u more replications; ask for fewer, or a shorter "
                       "period",
                       (unsigned)more->count);
    copy_all(result, more, cells);
    result->planned += more->planned;
    result->found += more->found;
    result->interrupted = result->interrupted || more->interrupted;
    result->wall_s += more->wall_s;
    result->cpu_s += more->cpu_s;
    if (more->threads > result->threads) result->threads = more->threads;
    result->total_digest = bf_result_digest(result);
    return true;
}
