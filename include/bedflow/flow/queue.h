/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flow/queue.h -- waiting lines in which one customer may stand several times.
 *
 * A claim is one customer's place in one queue. Order in a queue is
 * (priority, since_h, who): the lower priority number first, then who has waited
 * longer by the clock given (not by when the claim was made), then the
 * customer's key, so that the order never depends on the order of events at one
 * instant. A customer's claims are linked, so that an accepted place withdraws
 * the others in one call.
 *
 * A customer who cannot take a place yet only registers: the claim counts, and
 * stands in line from bf_queue_line_up on, where it would stand by now.
 *
 * Priority with ageing is in the key: the caller passes since_h minus the head
 * start of a priority, and ageing at one rate keeps that order for ever.
 *
 * Cost: joining in order, leaving, and taking the head are O(1). Joining late
 * with an early since_h walks from the tail past those who came between.
 */
#ifndef BF_FLOW_QUEUE_H
#define BF_FLOW_QUEUE_H

#include "bedflow/kernel/pool.h"

#define BF_QUEUE_LEVELS 8 /* strict priorities 0 (first) .. 7 */

struct bf_claim {
    uint32_t next, prev; /* in the queue */
    uint32_t customer;   /* index of the customer */
    uint32_t sibling;    /* next claim of the same customer */
    double since_h;      /* waits since */
    uint64_t who;        /* the customer's key: the last tie-break */
    uint16_t queue;      /* which queue */
    uint8_t level;       /* strict priority */
    uint8_t arg;         /* the caller's: which preference or task */
    uint16_t due;        /* the caller's: whether it can be offered a place yet */
    uint16_t behind;     /* the caller's: levels of priority that since_h stands for */
    uint32_t token;      /* the caller's: of an event that belongs to this claim */
    bool in_line;
};

struct bf_queue {
    uint32_t count;  /* claims, in line or not */
    uint32_t filled; /* a bit a level: somebody is in line there */
    uint32_t head[BF_QUEUE_LEVELS], tail[BF_QUEUE_LEVELS]; /* claims in line */
};

struct bf_queues {
    struct bf_queue *queue; /* [count] */
    uint32_t count;
    struct bf_pool claims;
};

static inline struct bf_claim *bf_claim_at(const struct bf_queues *queues, uint32_t claim)
{
    return (struct bf_claim *)(void *)(queues->claims.base +
                                       (size_t)claim * sizeof(struct bf_claim));
}

/* Bytes of an arena for `count` queues and at most claim_cap claims at once; take them, all empty;
 * empty them again. */
size_t bf_queues_room(uint32_t count, uint32_t claim_cap);
void bf_queues_init(struct bf_queues *queues, struct bf_arena *arena, uint32_t count,
                    uint32_t claim_cap);
void bf_queues_reset(struct bf_queues *queues);

/* A claim on `queue`, not yet in line; *claims is the head of the customer's list of claims and
 * gains this one. Returns the claim, or 0 when no claim is left. Requires queue < count and
 * level < BF_QUEUE_LEVELS. */
uint32_t bf_queue_register(struct bf_queues *queues, uint32_t queue, uint32_t customer,
                           uint64_t who, double since_h, uint32_t level, uint8_t arg,
                           uint32_t *claims);
/* In line, if it is not already: its place is by level, since_h and who, not by when it comes. */
void bf_queue_line_up(struct bf_queues *queues, uint32_t claim);

/* The first in line, or 0. */
static inline uint32_t bf_queue_head(const struct bf_queue *queue)
{
    return queue->filled ? queue->head[__builtin_ctz(queue->filled)] : 0;
}

/* The one in line after `claim`, which is in line; or 0. */
uint32_t bf_queue_after(const struct bf_queues *queues, uint32_t claim);

/* Withdraw one claim, or all of a customer's claims but `keep` (0: all). */
void bf_queue_leave(struct bf_queues *queues, uint32_t claim, uint32_t *claims);
void bf_queue_leave_all(struct bf_queues *queues, uint32_t *claims, uint32_t keep);

/* Whether order, counts and lists hold together, found the slow way: for tests. */
bool bf_queues_verify(const struct bf_queues *queues);

#endif
