/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel/event_list_inline.h -- the two paths of kernel/event_list.h that every event takes. */
#ifndef BF_KERNEL_EVENT_LIST_INLINE_H
#define BF_KERNEL_EVENT_LIST_INLINE_H

/* Slow paths, in event_list.c. */
void bf_event_list_near_insert(struct bf_event_list *list, uint32_t node);
void bf_event_list_far_insert(struct bf_event_list *list, uint32_t node, uint64_t bucket);
bool bf_event_list_turn(struct bf_event_list *list);
void bf_event_list_heap_pop(struct bf_event_list *list);

static inline uint32_t bf_event_near_node(const struct bf_event_near *near)
{
    return (uint32_t)near->order & BF_EVENTS_MAX;
}

/* What happens next, after bf_event_list_turn or while near holds events; it stays where it is. */
static inline const struct bf_event *bf_event_list_peek(const struct bf_event_list *list)
{
    const bool heaped = __builtin_expect(list->heaped, 0);
    return &list->node[bf_event_near_node(&list->near[heaped ? 0 : list->near_count - 1])].event;
}

/* Nodes are as many as cap, so none is left when cap events are pending. */
static inline bool bf_event_list_full(const struct bf_event_list *list)
{
    return __builtin_expect(list->next_seq == UINT32_MAX, 0) ||
           (__builtin_expect(!list->free_node, 0) && list->fresh_node > list->cap);
}

static inline uint32_t bf_event_list_schedule(struct bf_event_list *list, struct bf_event event)
{
    uint32_t n = list->free_node;
    if (__builtin_expect(n != 0, 1))
        list->free_node = list->node[n].next;
    else
        n = list->fresh_node++;
    event.seq = list->next_seq++;
    list->node[n].event = event;
    list->pending++;
    const uint64_t bucket = (uint64_t)(int64_t)(event.at_h * list->buckets_per_h);
    if (list->small || bucket <= list->bucket) {
        bf_event_list_near_insert(list, n);
    } else if (bucket - list->bucket < BF_WHEEL_SIZE) {
        const uint32_t slot = (uint32_t)bucket & (BF_WHEEL_SIZE - 1);
        list->node[n].next = list->wheel[slot];
        list->wheel[slot] = n;
        list->filled[slot / 64] |= UINT64_C(1) << (slot % 64);
    } else {
        bf_event_list_far_insert(list, n, bucket);
    }
    return event.seq;
}

static inline const struct bf_event *bf_event_list_before(struct bf_event_list *list, double at_h)
{
    if (list->near_count == 0 && !bf_event_list_turn(list)) return NULL;
    const bool heaped = __builtin_expect(list->heaped, 0);
    const struct bf_event_near *first = &list->near[heaped ? 0 : list->near_count - 1];
    if (at_h < first->at_h) return NULL;
    const uint32_t n = bf_event_near_node(first);
    list->pending--;
    if (heaped)
        bf_event_list_heap_pop(list);
    else
        list->near_count--;
    list->node[n].next = list->free_node;
    list->free_node = n;
    return &list->node[n].event;
}

static inline bool bf_event_list_next(struct bf_event_list *list, struct bf_event *event)
{
    const struct bf_event *first = bf_event_list_before(list, __builtin_inf());
    if (first) *event = *first;
    return first != NULL;
}

#endif
