/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench/fel.c -- the future event list against its rivals, in the hold model.
 *
 *   fel [rounds]      7 unless told; the least of the rounds is printed
 *
 * Hold model: with n events pending, take the first and schedule it again after
 * a delay, over and over (D. Jones, CACM 29 (1986) 300-311). Delays: `skewed` a
 * lognormal of sigma 1 and mean 5 days (hours to months), as the stays of
 * limit.h; `even` an exponential of the same mean. n = 1 is an empty service.
 *
 * All rivals keep the total order (time, rank, sequence): a checksum over the
 * order in which events leave must agree among them, or the bench fails. Times
 * are nanoseconds of a take and a schedule together. `sorted` is tried up to
 * 1,024 only.
 */
#include "bedflow/kernel/event_list.h"
#include "fast_random.h"
#include "stopwatch.h"

#include <stdio.h>
#include <string.h>

enum { DELAYS = 1 << 16, PENDING_MAX = 65536, WHEEL = 4096, SORTED_MAX = 1024 };
enum { HOLDS = 200000 };
enum rival { BINARY, FOUR_ARY, SORTED, LINKED_WHEEL, OURS, RIVALS };

static const char *const rival_name[] = {"binary heap", "4-ary heap", "sorted array", "bare wheel",
                                         "event_list.h"};

/* A 16-byte event: time, then rank and sequence, then whom. */
struct event {
    double at;
    uint32_t order, who;
};

static inline bool before(struct event a, struct event b)
{
    return a.at < b.at || (a.at == b.at && a.order < b.order);
}

/* ---- heaps: the root is event[0] ---- */

struct heap {
    uint32_t count;
    struct event event[PENDING_MAX + 4];
};

static inline void heap_put(struct heap *heap, uint32_t arity, struct event new)
{
    uint32_t i = heap->count++;
    while (i > 0) {
        const uint32_t parent = (i - 1) / arity;
        if (!before(new, heap->event[parent])) break;
        heap->event[i] = heap->event[parent];
        i = parent;
    }
    heap->event[i] = new;
}

static inline struct event heap_take(struct heap *heap, uint32_t arity)
{
    const struct event first = heap->event[0], last = heap->event[--heap->count];
    const uint32_t count = heap->count;
    uint32_t i = 0;
    for (uint32_t child; (child = i * arity + 1) < count;) {
        const uint32_t end = child + arity < count ? child + arity : count;
        uint32_t best = child;
        while (++child < end)
            best = before(heap->event[child], heap->event[best]) ? child : best;
        if (!before(heap->event[best], last)) break;
        heap->event[i] = heap->event[best];
        i = best;
    }
    heap->event[i] = last;
    return first;
}

/* ---- a sorted array: the first is at the end ---- */

static inline void sorted_put(struct heap *list, struct event new)
{
    uint32_t i = list->count++;
    for (; i > 0 && before(list->event[i - 1], new); i--)
        list->event[i] = list->event[i - 1];
    list->event[i] = new;
}

/* ---- wheel + sorted current bucket + overflow, as in limit.h ---- */

struct wheel {
    struct heap near; /* sorted */
    double per_day;
    uint64_t bucket;
    uint32_t far; /* head of what is beyond a turn */
    uint32_t head[WHEEL];
    uint32_t next[PENDING_MAX + 1];
    struct event event[PENDING_MAX + 1];
};

static inline void wheel_put(struct wheel *wheel, struct event new)
{
    const uint64_t bucket = (uint64_t)(new.at * wheel->per_day);
    if (bucket <= wheel->bucket) {
        sorted_put(&wheel->near, new);
        return;
    }
    uint32_t *head = bucket - wheel->bucket < WHEEL ? &wheel->head[bucket % WHEEL] : &wheel->far;
    wheel->event[new.who] = new;
    wheel->next[new.who] = *head;
    *head = new.who;
}

/* After a whole turn: put again what was too far. */
static void wheel_spread(struct wheel *wheel)
{
    uint32_t who = wheel->far;
    wheel->far = 0;
    for (uint32_t next; who; who = next) {
        next = wheel->next[who];
        wheel_put(wheel, wheel->event[who]);
    }
}

static inline struct event wheel_take(struct wheel *wheel)
{
    while (wheel->near.count == 0) {
        if (++wheel->bucket % WHEEL == 0) wheel_spread(wheel);
        uint32_t who = wheel->head[wheel->bucket % WHEEL];
        wheel->head[wheel->bucket % WHEEL] = 0;
        for (; who; who = wheel->next[who])
            sorted_put(&wheel->near, wheel->event[who]);
    }
    return wheel->near.event[--wheel->near.count];
}

/* ---- one face for all; `rival` is constant wherever this is inlined ---- */

struct bench {
    double delay[DELAYS];
    struct heap heap;
    struct wheel wheel;
    struct bf_arena arena;
    struct bf_event_list list;
    uint32_t seq;
};

static inline void put(struct bench *bench, enum rival rival, double at, uint32_t who)
{
    const struct event new = {at, bench->seq++, who};
    switch (rival) {
    case BINARY:
        heap_put(&bench->heap, 2, new);
        break;
    case FOUR_ARY:
        heap_put(&bench->heap, 4, new);
        break;
    case SORTED:
        sorted_put(&bench->heap, new);
        break;
    case LINKED_WHEEL:
        wheel_put(&bench->wheel, new);
        break;
    default:
        bf_event_list_schedule(&bench->list, (struct bf_event){.at_h = at, .subject = who});
    }
}

static inline struct event take(struct bench *bench, enum rival rival)
{
    struct bf_event event;
    switch (rival) {
    case BINARY:
        return heap_take(&bench->heap, 2);
    case FOUR_ARY:
        return heap_take(&bench->heap, 4);
    case SORTED:
        return bench->heap.event[--bench->heap.count];
    case LINKED_WHEEL:
        return wheel_take(&bench->wheel);
    default:
        if (!bf_event_list_next(&bench->list, &event)) abort();
        return (struct event){event.at_h, event.seq, event.subject};
    }
}

static void clear(struct bench *bench, uint32_t pending)
{
    const double mean = 5.0, a_bucket = 2.0; /* days; events a bucket should hold */
    bench->seq = bench->heap.count = 0;
    memset(bench->wheel.head, 0, sizeof bench->wheel.head);
    bench->wheel.near.count = bench->wheel.far = 0;
    bench->wheel.bucket = 0;
    bench->wheel.per_day = pending / mean / a_bucket;
    bf_arena_reset(&bench->arena);
    bf_event_list_init(&bench->list, &bench->arena, PENDING_MAX, mean * a_bucket / pending);
}

/* ns of a take and a schedule with n pending; the order of leaving goes into *checksum. */
static inline double hold(struct bench *bench, enum rival rival, uint32_t n, uint64_t *checksum)
{
    uint64_t sum = 0;
    uint32_t k = 0;
    clear(bench, n);
    for (uint32_t who = 1; who <= n; who++)
        put(bench, rival, bench->delay[k++ % DELAYS] * 0.5, who);
    for (uint32_t i = 0; i < 2 * n; i++) { /* to the steady state */
        const struct event first = take(bench, rival);
        put(bench, rival, first.at + bench->delay[k++ % DELAYS], first.who);
    }
    const double start = bf_cpu_ns();
    for (uint32_t i = 0; i < HOLDS; i++) {
        const struct event first = take(bench, rival);
        sum = sum * UINT64_C(0x5851f42d4c957f2d) + first.who;
        put(bench, rival, first.at + bench->delay[k++ % DELAYS], first.who);
    }
    *checksum = sum;
    return (bf_cpu_ns() - start) / HOLDS;
}

static double hold_one(struct bench *bench, enum rival rival, uint32_t n, uint64_t *checksum)
{
    switch (rival) {
    case BINARY:
        return hold(bench, BINARY, n, checksum);
    case FOUR_ARY:
        return hold(bench, FOUR_ARY, n, checksum);
    case SORTED:
        return hold(bench, SORTED, n, checksum);
    case LINKED_WHEEL:
        return hold(bench, LINKED_WHEEL, n, checksum);
    default:
        return hold(bench, OURS, n, checksum);
    }
}

/* Every rival in turn, `rounds` times. False when they disagree on the order. */
static bool compare(struct bench *bench, uint32_t n, long rounds, double least[RIVALS])
{
    uint64_t expected = 0, checksum;
    for (int r = 0; r < RIVALS; r++)
        least[r] = (double)INFINITY;
    for (long round = 0; round < rounds; round++) {
        for (int r = 0; r < RIVALS; r++) {
            if (r == SORTED && n > SORTED_MAX) continue;
            least[r] = fmin(least[r], hold_one(bench, (enum rival)r, n, &checksum));
            if (r == 0 && round == 0) expected = checksum;
            if (checksum != expected) {
                printf("%s: %u pending: events left in another order than from a %s\n",
                       rival_name[r], n, rival_name[0]);
                return false;
            }
        }
    }
    return true;
}

static void fill_delays(struct bench *bench, double sigma)
{
    struct bf_strips shape;
    struct bf_xoshiro rng;
    bf_xoshiro_seed(&rng, 4096);
    bf_strips_init(&shape, sigma);
    for (uint32_t i = 0; i < DELAYS; i++)
        bench->delay[i] = 5.0 * exp(-0.5 * sigma * sigma) * bf_strips_draw(&shape, &rng);
}

static bool table(struct bench *bench, const char *title, double sigma, long rounds)
{
    static const uint32_t pending[] = {1, 16, 64, 1024, 4096, 65536};
    double least[RIVALS];
    fill_delays(bench, sigma);
    printf("%s delays: ns per take + schedule, least of %ld\n%8s", title, rounds, "pending");
    for (int r = 0; r < RIVALS; r++)
        printf(" %13s", rival_name[r]);
    printf("   ours / best\n");
    for (size_t i = 0; i < sizeof pending / sizeof pending[0]; i++) {
        double best = (double)INFINITY;
        if (!compare(bench, pending[i], rounds, least)) return false;
        printf("%8u", pending[i]);
        for (int r = 0; r < RIVALS; r++) {
            if (r != OURS) best = fmin(best, least[r]);
            if (isinf(least[r]))
                printf(" %13s", "-");
            else
                printf(" %13.1f", least[r]);
        }
        printf("   %11.2f\n", least[OURS] / best);
        fflush(stdout);
    }
    return true;
}

int main(int argc, char **argv)
{
    static struct bench bench;
    const long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 7;
    struct bf_err err;
    if (rounds < 1 || argc > 2) {
        fprintf(stderr, "usage: fel [rounds]\n");
        return 64;
    }
    if (!bf_arena_init(&bench.arena, bf_event_list_room(PENDING_MAX), &err)) return 1;
    const bool same = table(&bench, "skewed", 1.0, rounds) && table(&bench, "even", 0.0, rounds);
    bf_arena_free(&bench.arena);
    return same ? 0 : 1;
}
