/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel/event_list_inline.h -- the two paths of kernel/event_list.h that every event takes. */
#ifndef BF_KERNEL_EVENT_LIST_INLINE_H
#define BF_KERNEL_EVENT_LIST_INLINE_H

/* Slow paths, in event_list.c. */
void bf_event_list_near_insert(struct bf_event_list *list, const struct bf_event *event);
void bf_event_list_far_insert(struct bf_event_list *list, const struct bf_event *event,
                              uint64_t bucket);
bool bf_event_list_turn(struct bf_event_list *list);
void bf_event_list_heap_pop(struct bf_event_list *list);

/* Whether a comes before b. */
static inline bool bf_event_before(const struct bf_event *a, const struct bf_event *b)
{
    if (a->at_h != b->at_h) return a->at_h < b->at_h;
    if (a->rank != b->rank) return a->rank < b->rank;
    return a->seq < b->seq;
}

static inline uint32_t bf_event_list_schedule(struct bf_event_list *list, struct bf_event event)
{
    event.seq = list->next_seq++;
    list->pending++;
    if (!list->small) {
        uint64_t bucket = (uint64_t)(int64_t)(event.at_h * list->buckets_per_h);
        if (bucket > list->bucket) {
            if ((bucket ^ list->bucket) >> BF_WHEEL_BITS == 0) {
                uint32_t n = list->free_node, slot = (uint32_t)bucket & (BF_WHEEL_SIZE - 1);
                if (n)
                    list->free_node = list->node[n].next;
                else
                    n = list->fresh_node++;
                list->node[n].event = event;
                list->node[n].next = list->wheel[slot];
                list->wheel[slot] = n;
                list->filled[slot / 64] |= UINT64_C(1) << (slot % 64);
                list->wheel_count++;
            } else {
                bf_event_list_far_insert(list, &event, bucket);
            }
            return event.seq;
        }
    }
    bf_event_list_near_insert(list, &event);
    return event.seq;
}

static inline bool bf_event_list_next(struct bf_event_list *list, struct bf_event *event)
{
    if (list->near_count == 0 && !bf_event_list_turn(list)) return false;
    list->pending--;
    if (list->heaped) {
        *event = list->near[0];
        bf_event_list_heap_pop(list);
    } else {
        *event = list->near[--list->near_count];
    }
    return true;
}

#endif
