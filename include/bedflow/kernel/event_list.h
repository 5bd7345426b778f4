/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel/event_list.h -- the future event list: what happens next, and when.
 *
 * Events leave in order of (at_h, rank, seq): earliest first; at one instant
 * the lower rank first; at one rank in the order in which they were scheduled.
 * That total order makes a run a function of its scenario and seed alone; the
 * width of a bucket changes the speed and never the order.
 *
 * Shape: the events of the current bucket lie sorted in `near`; those of the
 * next whole turn of a wheel in its buckets, without order; later ones in pages,
 * each of one whole turn, spread over the wheel when the clock reaches the page.
 * A bucket is sorted when it becomes current. Up to
 * BF_EVENTS_SMALL events need no wheel at all: they stay in `near`. Where
 * that would take many steps an event, `near` is a binary heap until it is
 * empty, so no load is quadratic.
 *
 * Units: hours since the start of the run.
 * Cost: schedule and next O(1) amortised, O(log n) inside a crowded bucket. No
 * allocation after init.
 * Errors: none here; the caller keeps within `cap` (kernel/sim.h does).
 * Source: hierarchical timing wheels, G. Varghese and A. Lauck, IEEE/ACM Trans.
 * Networking 5 (1997) 824-834; sorting on arrival of the clock as in R. Brown,
 * "Calendar queues", CACM 31 (1988) 1220-1227.
 */
#ifndef BF_KERNEL_EVENT_LIST_H
#define BF_KERNEL_EVENT_LIST_H

#include "bedflow/base/arena.h"

#include <stdint.h>

struct bf_event {
    double at_h;      /* simulated hours since the start of the run */
    uint32_t seq;     /* set when scheduled; unique within a run; also the event's token */
    uint32_t subject; /* whom or what it is about */
    uint8_t rank;     /* order at one instant; below BF_EVENT_RANKS */
    uint8_t kind;     /* what the model should do */
    uint16_t arg;     /* the model's own */
};

#define BF_EVENT_RANKS  64
#define BF_EVENTS_MAX   ((1u << 26) - 1) /* pending at once */
#define BF_EVENTS_SMALL 8
#define BF_WHEEL_BITS   14
#define BF_WHEEL_SIZE   (1u << BF_WHEEL_BITS)
#define BF_WHEEL_WORDS  (BF_WHEEL_SIZE / 64)
#define BF_PAGES        64u

struct bf_event_node {
    struct bf_event event;
    uint32_t next; /* in its bucket, page or the free list; 0 ends */
};

/* An event of the current bucket, where it is sorted: what decides its turn, without a look at its
 * node. */
struct bf_event_near {
    double at_h;
    uint64_t order; /* rank, seq and node, of 6, 32 and 26 bits */
};

struct bf_event_list {
    /* private; read only from outside: pending */
    struct bf_event_near *near; /* [cap] current bucket: descending, or a heap */
    uint32_t near_count;
    uint32_t pending;
    uint32_t cap;
    uint32_t next_seq;
    bool heaped; /* near is a heap */
    bool small;  /* every event is in near */
    double buckets_per_h;
    uint64_t bucket;         /* number of the current bucket since time 0 */
    uint32_t *wheel;         /* [BF_WHEEL_SIZE] heads */
    uint64_t *filled;        /* [BF_WHEEL_WORDS] a bit per bucket that holds events */
    uint32_t page[BF_PAGES]; /* heads, by page number modulo BF_PAGES */
    uint32_t page_count;
    uint32_t beyond; /* head: farther than BF_PAGES pages */
    uint32_t beyond_count;
    struct bf_event_node *node; /* [cap + 1]; node 0 is nobody */
    uint32_t free_node;         /* head of the free list */
    uint32_t fresh_node;        /* first node never used */
};

/* Bytes that init takes from an arena for `cap` pending events. */
size_t bf_event_list_room(uint32_t cap);

/* Requires bucket_h > 0, and 1 to BF_EVENTS_MAX events. A good width holds half an event to two. */
void bf_event_list_init(struct bf_event_list *list, struct bf_arena *arena, uint32_t cap,
                        double bucket_h);
/* Forget all events and start the numbering anew. */
void bf_event_list_reset(struct bf_event_list *list);

/* Whether no more can be scheduled: cap events are pending, or their numbers are used up. */
static inline bool bf_event_list_full(const struct bf_event_list *list);

/* Schedule `event`; its seq is set and returned, as a token by which the caller
 * can tell later whether this event still counts. Requires that the list is not
 * full, that at_h is not NaN and not before the last event taken, and a rank below
 * BF_EVENT_RANKS. */
static inline uint32_t bf_event_list_schedule(struct bf_event_list *list, struct bf_event event);

/* Take the next event if it is not after at_h; NULL when none is. What is returned stays as it is
 * until something is scheduled. */
static inline const struct bf_event *bf_event_list_before(struct bf_event_list *list, double at_h);

/* Take the next event. False when none is pending. */
static inline bool bf_event_list_next(struct bf_event_list *list, struct bf_event *event);

/* Recompute every invariant the slow way; for tests. */
bool bf_event_list_verify(const struct bf_event_list *list);

#include "bedflow/kernel/event_list_inline.h"

#endif
