/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/flow/queue.h"

size_t bf_queues_room(uint32_t count, uint32_t claim_cap)
{
    return bf_arena_room(count, sizeof(struct bf_queue)) +
           bf_pool_room(claim_cap, sizeof(struct bf_claim));
}

void bf_queues_init(struct bf_queues *queues, struct bf_arena *arena, uint32_t count,
                    uint32_t claim_cap)
{
    queues->queue = bf_arena_take(arena, count, sizeof(struct bf_queue));
    queues->count = count;
    bf_pool_init(&queues->claims, arena, claim_cap, sizeof(struct bf_claim));
    bf_queues_reset(queues);
}

void bf_queues_reset(struct bf_queues *queues)
{
    for (uint32_t i = 0; i < queues->count; i++)
        queues->queue[i] = (struct bf_queue){.count = 0};
    bf_pool_reset(&queues->claims);
}

static bool comes_before(const struct bf_claim *a, const struct bf_claim *b)
{
    if (a->since_h != b->since_h) return a->since_h < b->since_h;
    return a->who < b->who;
}

static void link_in_order(struct bf_queues *queues, struct bf_queue *queue, uint32_t claim)
{
    struct bf_claim *c = bf_claim_at(queues, claim);
    uint32_t before = queue->tail[c->level]; /* the last that comes before the new claim */
    while (before && comes_before(c, bf_claim_at(queues, before)))
        before = bf_claim_at(queues, before)->prev;
    c->prev = before;
    c->next = before ? bf_claim_at(queues, before)->next : queue->head[c->level];
    if (before)
        bf_claim_at(queues, before)->next = claim;
    else
        queue->head[c->level] = claim;
    if (c->next)
        bf_claim_at(queues, c->next)->prev = claim;
    else
        queue->tail[c->level] = claim;
    queue->filled |= 1u << c->level;
}

void bf_queue_line_up(struct bf_queues *queues, uint32_t claim)
{
    struct bf_claim *c = bf_claim_at(queues, claim);
    if (c->in_line) return;
    c->in_line = true;
    link_in_order(queues, &queues->queue[c->queue], claim);
}

uint32_t bf_queue_register(struct bf_queues *queues, uint32_t queue, uint32_t customer,
                           uint64_t who, double since_h, uint32_t level, uint8_t arg,
                           uint32_t *claims)
{
    BF_REQUIRE(queue < queues->count && level < BF_QUEUE_LEVELS);
    uint32_t claim = bf_pool_take(&queues->claims);
    if (!claim) return 0;
    *bf_claim_at(queues, claim) = (struct bf_claim){.customer = customer,
                                                    .sibling = *claims,
                                                    .since_h = since_h,
                                                    .who = who,
                                                    .queue = (uint16_t)queue,
                                                    .level = (uint8_t)level,
                                                    .arg = arg};
    *claims = claim;
    queues->queue[queue].count++;
    return claim;
}

uint32_t bf_queue_after(const struct bf_queues *queues, uint32_t claim)
{
    const struct bf_claim *c = bf_claim_at(queues, claim);
    if (c->next) return c->next;
    const struct bf_queue *q = &queues->queue[c->queue];
    const uint32_t later = q->filled & (UINT32_MAX << 1 << c->level);
    return later ? q->head[__builtin_ctz(later)] : 0;
}

static void unlink_claim(struct bf_queues *queues, struct bf_queue *q, const struct bf_claim *c)
{
    if (c->prev)
        bf_claim_at(queues, c->prev)->next = c->next;
    else
        q->head[c->level] = c->next;
    if (c->next)
        bf_claim_at(queues, c->next)->prev = c->prev;
    else
        q->tail[c->level] = c->prev;
    if (!q->head[c->level]) q->filled &= ~(1u << c->level);
}

static void unlink_and_give(struct bf_queues *queues, uint32_t claim)
{
    const struct bf_claim *c = bf_claim_at(queues, claim);
    struct bf_queue *q = &queues->queue[c->queue];
    if (c->in_line) unlink_claim(queues, q, c);
    q->count--;
    bf_pool_give(&queues->claims, claim);
}

void bf_queue_leave(struct bf_queues *queues, uint32_t claim, uint32_t *claims)
{
    uint32_t *link = claims;
    while (*link != claim) {
        BF_REQUIRE(*link);
        link = &bf_claim_at(queues, *link)->sibling;
    }
    *link = bf_claim_at(queues, claim)->sibling;
    unlink_and_give(queues, claim);
}

void bf_queue_leave_all(struct bf_queues *queues, uint32_t *claims, uint32_t keep)
{
    uint32_t kept = 0;
    for (uint32_t claim = *claims, next; claim; claim = next) {
        next = bf_claim_at(queues, claim)->sibling;
        if (claim == keep)
            kept = claim;
        else
            unlink_and_give(queues, claim);
    }
    *claims = kept;
    if (kept) bf_claim_at(queues, kept)->sibling = 0;
}

bool bf_queues_verify(const struct bf_queues *queues)
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < queues->count; i++) {
        const struct bf_queue *q = &queues->queue[i];
        uint32_t seen = 0;
        for (uint32_t level = 0; level < BF_QUEUE_LEVELS; level++) {
            uint32_t prev = 0;
            for (uint32_t c = q->head[level]; c; c = bf_claim_at(queues, c)->next) {
                const struct bf_claim *claim = bf_claim_at(queues, c);
                if (claim->queue != i || claim->level != level || claim->prev != prev) return false;
                if (!claim->in_line) return false;
                if (prev && comes_before(claim, bf_claim_at(queues, prev))) return false;
                prev = c;
                seen++;
            }
            if (q->tail[level] != prev || (q->filled >> level & 1) != (prev != 0)) return false;
        }
        if (seen > q->count) return false;
        total += q->count;
    }
    return total == queues->claims.count;
}
