/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/kernel/event_list.h"

#include "bedflow/base/contract.h"

#include <math.h>
#include <string.h>

#define CROWD     24u   /* steps to an event's place that are looked at one by one */
#define SHIFT_MAX 1024u /* events moved for one beyond which near is better kept as a heap */

size_t bf_event_list_room(uint32_t cap)
{
    return bf_arena_room(cap, sizeof(struct bf_event_near)) +
           bf_arena_room((size_t)cap + 1, sizeof(struct bf_event_node)) +
           bf_arena_room(BF_WHEEL_SIZE, sizeof(uint32_t)) +
           bf_arena_room(BF_WHEEL_WORDS, sizeof(uint64_t));
}

void bf_event_list_init(struct bf_event_list *list, struct bf_arena *arena, uint32_t cap,
                        double bucket_h)
{
    BF_REQUIRE(cap > 0 && cap <= BF_EVENTS_MAX && bucket_h > 0);
    memset(list, 0, sizeof *list);
    list->cap = cap;
    list->buckets_per_h = 1 / bucket_h;
    list->near = bf_arena_take(arena, cap, sizeof(struct bf_event_near));
    list->node = bf_arena_take(arena, (size_t)cap + 1, sizeof(struct bf_event_node));
    list->wheel = bf_arena_take(arena, BF_WHEEL_SIZE, sizeof(uint32_t));
    list->filled = bf_arena_take(arena, BF_WHEEL_WORDS, sizeof(uint64_t));
    bf_event_list_reset(list);
}

void bf_event_list_reset(struct bf_event_list *list)
{
    list->near_count = list->pending = list->next_seq = 0;
    list->page_count = list->beyond_count = 0;
    list->heaped = false;
    list->small = true;
    list->bucket = 0;
    list->beyond = list->free_node = 0;
    list->fresh_node = 1;
    memset(list->wheel, 0, BF_WHEEL_SIZE * sizeof *list->wheel);
    memset(list->filled, 0, BF_WHEEL_WORDS * sizeof *list->filled);
    memset(list->page, 0, sizeof list->page);
}

/* ---- near: the current bucket ---------------------------------------------------------- */

/* Nearly always told by the time alone. */
static inline bool before(const struct bf_event_near *a, const struct bf_event_near *b)
{
    return a->at_h < b->at_h || (a->at_h == b->at_h && a->order < b->order);
}

static inline struct bf_event_near near_of(const struct bf_event_node *node, uint32_t n)
{
    const struct bf_event *event = &node[n].event;
    return (struct bf_event_near){event->at_h,
                                  (uint64_t)event->rank << 58 | (uint64_t)event->seq << 26 | n};
}

static void sift_down(struct bf_event_list *list, uint32_t i)
{
    struct bf_event_near *near = list->near;
    const struct bf_event_near moving = near[i];
    const uint32_t count = list->near_count;
    for (;;) {
        uint32_t child = 2 * i + 1;
        if (child >= count) break;
        if (child + 1 < count && before(&near[child + 1], &near[child])) child++;
        if (!before(&near[child], &moving)) break;
        near[i] = near[child];
        i = child;
    }
    near[i] = moving;
}

static void heap_make(struct bf_event_list *list)
{
    list->heaped = true;
    for (uint32_t i = list->near_count / 2; i-- > 0;)
        sift_down(list, i);
}

static void heap_insert(struct bf_event_list *list, struct bf_event_near event)
{
    struct bf_event_near *near = list->near;
    uint32_t i = list->near_count++;
    while (i > 0) {
        uint32_t parent = (i - 1) / 2;
        if (!before(&event, &near[parent])) break;
        near[i] = near[parent];
        i = parent;
    }
    near[i] = event;
}

void bf_event_list_heap_pop(struct bf_event_list *list)
{
    uint32_t last = --list->near_count;
    if (last > 0) {
        list->near[0] = list->near[last];
        sift_down(list, 0);
    } else {
        list->heaped = false;
    }
}

/* ---- far: wheel and pages -------------------------------------------------------------- */

static uint64_t page_of(uint64_t bucket)
{
    return bucket >> BF_WHEEL_BITS;
}

/* Put a node where its bucket belongs; the bucket is after the current one. */
static void node_place(struct bf_event_list *list, uint32_t n, uint64_t bucket)
{
    const uint64_t ahead = page_of(bucket) - page_of(list->bucket);
    uint32_t *head;
    if (bucket - list->bucket < BF_WHEEL_SIZE) {
        uint32_t slot = (uint32_t)bucket & (BF_WHEEL_SIZE - 1);
        list->filled[slot / 64] |= UINT64_C(1) << (slot % 64);
        head = &list->wheel[slot];
    } else if (ahead < BF_PAGES) {
        list->page_count++;
        head = &list->page[page_of(bucket) % BF_PAGES];
    } else {
        list->beyond_count++;
        head = &list->beyond;
    }
    list->node[n].next = *head;
    *head = n;
}

static uint64_t bucket_of(const struct bf_event_list *list, double at_h)
{
    return (uint64_t)(int64_t)(at_h * list->buckets_per_h);
}

void bf_event_list_far_insert(struct bf_event_list *list, uint32_t node, uint64_t bucket)
{
    node_place(list, node, bucket);
}

/* Leave the small form: from now on the wheel holds what is later than the bucket of the
 * earliest pending event. */
static void spread(struct bf_event_list *list)
{
    list->small = false;
    list->bucket = bucket_of(list, list->near[list->near_count - 1].at_h);
    uint32_t keep = 0;
    while (keep < list->near_count &&
           bucket_of(list, list->near[list->near_count - 1 - keep].at_h) <= list->bucket)
        keep++;
    uint32_t later = list->near_count - keep;
    for (uint32_t i = 0; i < later; i++)
        node_place(list, bf_event_near_node(&list->near[i]), bucket_of(list, list->near[i].at_h));
    memmove(list->near, list->near + later, keep * sizeof *list->near);
    list->near_count = keep;
}

/* Where an event belongs among the first `count`, which are in order. */
static uint32_t place_among(const struct bf_event_list *list, uint32_t count,
                            const struct bf_event_near *event)
{
    uint32_t low = 0, high = count;
    while (low < high) {
        const uint32_t middle = low + (high - low) / 2;
        if (before(&list->near[middle], event))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* Most events that belong to the current bucket happen soon: look from the end, a little way. */
void bf_event_list_near_insert(struct bf_event_list *list, uint32_t node)
{
    const struct bf_event_near event = near_of(list->node, node);
    struct bf_event_near *near = list->near;
    BF_INVARIANT(list->near_count < list->cap);
    if (list->heaped) {
        heap_insert(list, event);
        return;
    }
    uint32_t i = list->near_count++;
    const uint32_t far = i > CROWD ? i - CROWD : 0;
    for (; i > far && before(&near[i - 1], &event); i--)
        near[i] = near[i - 1];
    if (i > 0 && i == far) {
        const uint32_t at = place_among(list, i, &event);
        const bool many = i - at > SHIFT_MAX;
        if (!many) memmove(&near[at + 1], &near[at], (i - at) * sizeof *near);
        near[many ? i : at] = event;
        if (many) heap_make(list);
        return;
    }
    near[i] = event;
    if (list->small && list->near_count > BF_EVENTS_SMALL) spread(list);
}

static void unpack_list(struct bf_event_list *list, uint32_t head, uint32_t *count)
{
    for (uint32_t n = head, next; n; n = next) {
        next = list->node[n].next;
        (*count)--;
        node_place(list, n, bucket_of(list, list->node[n].event.at_h));
    }
}

/* The first bucket from slot on that holds events; BF_WHEEL_SIZE: none. */
static uint32_t first_filled(const struct bf_event_list *list, uint32_t slot)
{
    if (slot == BF_WHEEL_SIZE) return BF_WHEEL_SIZE;
    uint32_t word = slot / 64;
    uint64_t bits = list->filled[word] & (~UINT64_C(0) << (slot % 64));
    while (!bits) {
        if (++word == BF_WHEEL_WORDS) return BF_WHEEL_SIZE;
        bits = list->filled[word];
    }
    return word * 64 + (uint32_t)__builtin_ctzll(bits);
}

/* No bucket of the page holds events any more: on to the next page, or, when the wheel is empty, to
 * the next that holds events. Its first bucket becomes the current one, so that every event of the
 * page has a bucket of its own in the wheel. */
static void turn_page(struct bf_event_list *list)
{
    uint64_t page = page_of(list->bucket);
    uint64_t next = first_filled(list, 0) < BF_WHEEL_SIZE ? page + 1 : UINT64_MAX;
    for (uint64_t i = 1; list->page_count && i < BF_PAGES && page + i < next; i++)
        if (list->page[(page + i) % BF_PAGES]) {
            next = page + i;
            break;
        }
    for (uint32_t n = list->beyond; n; n = list->node[n].next) {
        uint64_t p = page_of(bucket_of(list, list->node[n].event.at_h));
        if (p < next) next = p;
    }
    list->bucket = next << BF_WHEEL_BITS;
    uint32_t head = list->beyond;
    list->beyond = 0;
    unpack_list(list, head, &list->beyond_count);
    head = list->page[next % BF_PAGES];
    list->page[next % BF_PAGES] = 0;
    unpack_list(list, head, &list->page_count);
}

/* Into the empty near, by insertion while that is cheaper than a heap: events of one instant come
 * out of a bucket in order, those of a crowded one do not. */
static void load_bucket(struct bf_event_list *list, uint32_t slot)
{
    struct bf_event_near *near = list->near;
    const struct bf_event_node *node = list->node;
    uint64_t count = 0, moved = 0;
    bool crowded = false;
    for (uint32_t n = list->wheel[slot]; n; n = node[n].next) {
        const struct bf_event_near event = near_of(node, n);
        uint64_t i = count++;
        for (; i > 0 && before(&near[i - 1], &event); i--)
            near[i] = near[i - 1];
        near[i] = event;
        if (__builtin_expect(count <= CROWD, 1)) continue; /* however they lie: few steps */
        moved += count - i;
        if (moved > CROWD * count) {
            crowded = true;
            for (n = node[n].next; n; n = node[n].next)
                near[count++] = near_of(node, n);
            break;
        }
    }
    list->near_count = (uint32_t)count;
    list->wheel[slot] = 0;
    list->filled[slot / 64] &= ~(UINT64_C(1) << (slot % 64));
    if (crowded) heap_make(list);
}

/* near is empty: make the next bucket that holds events the current one. */
bool bf_event_list_turn(struct bf_event_list *list)
{
    if (list->pending == 0) {
        list->small = true;
        return false;
    }
    uint32_t slot = first_filled(list, ((uint32_t)list->bucket & (BF_WHEEL_SIZE - 1)) + 1);
    if (slot == BF_WHEEL_SIZE) {
        turn_page(list);
        slot = first_filled(list, 0);
    }
    list->bucket = (list->bucket & ~(uint64_t)(BF_WHEEL_SIZE - 1)) | slot;
    load_bucket(list, slot);
    return true;
}

/* ---- verify ---------------------------------------------------------------------------- */

bool bf_event_list_verify(const struct bf_event_list *list)
{
    uint32_t seen = list->near_count, in_wheel = 0, in_pages = 0, in_beyond = 0;
    for (uint32_t i = 0; i < list->near_count; i++) {
        bool later_bucket = bucket_of(list, list->near[i].at_h) > list->bucket;
        if (!list->small && later_bucket) return false;
        const uint32_t n = bf_event_near_node(&list->near[i]);
        if (near_of(list->node, n).order != list->near[i].order) return false;
        if (list->node[n].event.at_h != list->near[i].at_h) return false;
        if (!list->heaped && i && !before(&list->near[i], &list->near[i - 1])) return false;
        if (list->heaped && i && before(&list->near[i], &list->near[(i - 1) / 2])) return false;
    }
    for (uint32_t slot = 0; slot < BF_WHEEL_SIZE; slot++) {
        bool bit = list->filled[slot / 64] >> (slot % 64) & 1;
        if (bit != (list->wheel[slot] != 0)) return false;
        for (uint32_t n = list->wheel[slot]; n; n = list->node[n].next) {
            uint64_t bucket = bucket_of(list, list->node[n].event.at_h);
            if (bucket <= list->bucket || bucket - list->bucket >= BF_WHEEL_SIZE) return false;
            if ((bucket & (BF_WHEEL_SIZE - 1)) != slot) return false;
            in_wheel++;
        }
    }
    for (uint32_t p = 0; p < BF_PAGES; p++)
        for (uint32_t n = list->page[p]; n; n = list->node[n].next)
            in_pages++;
    for (uint32_t n = list->beyond; n; n = list->node[n].next)
        in_beyond++;
    seen += in_wheel + in_pages + in_beyond;
    return seen == list->pending && in_pages == list->page_count && in_beyond == list->beyond_count;
}
