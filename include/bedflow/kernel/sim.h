/* SPDX-License-Identifier: GPL-3.0-or-later */
/* kernel/sim.h -- one replication: its clock, its future events, its key, its failure.
 *
 * A model asks for the next event and handles it, in a loop that it owns:
 *
 *     while (bf_sim_next(&sim, &event))
 *         switch (event.kind) { ... }
 *
 * One sticky failure: what goes wrong inside a run (a declared limit is
 * reached) is recorded once, and bf_sim_next returns false from then on, so
 * handlers have no error paths.
 *
 * Units: hours since the start of the run.
 * Threads: a sim belongs to one thread at a time.
 */
#ifndef BF_KERNEL_SIM_H
#define BF_KERNEL_SIM_H

#include "bedflow/base/contract.h"
#include "bedflow/kernel/event_list.h"
#include "bedflow/random/draw.h"

struct bf_sim {
    double now_h;                /* read only */
    uint64_t events;             /* read only: events taken so far */
    struct bf_key_schedule keys; /* of the seed and the replication */
    bool failed;
    struct bf_err err; /* why, when failed */
    struct bf_event_list list;
    struct bf_contract_context context;
};

void bf_sim_init(struct bf_sim *sim, struct bf_arena *arena, uint32_t event_cap, double bucket_h);

/* Ready for a replication: clock 0, no events, no failure. */
void bf_sim_reset(struct bf_sim *sim, struct bf_key key);

/* After the last event: takes the replication out of contract messages. */
void bf_sim_end(struct bf_sim *sim);

/* Record the first failure; later ones are ignored. */
void bf_sim_fail(struct bf_sim *sim, enum bf_errcode code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* A full list of events is a failure of the run (BF_E_LIMIT). */
void bf_sim_fail_full(struct bf_sim *sim);

/* Schedule; returns the event's token. Requires now_h <= at_h. What lies beyond the horizon is
 * scheduled there: it never comes. */
#define BF_SIM_HORIZON_H 1e9
static inline uint32_t bf_sim_schedule(struct bf_sim *sim, double at_h, uint8_t rank, uint8_t kind,
                                       uint32_t subject, uint16_t arg)
{
    BF_REQUIRE(at_h >= sim->now_h);
    if (at_h > BF_SIM_HORIZON_H) at_h = BF_SIM_HORIZON_H;
    if (__builtin_expect(bf_event_list_full(&sim->list), 0)) {
        bf_sim_fail_full(sim);
        return UINT32_MAX;
    }
    return bf_event_list_schedule(
        &sim->list, (struct bf_event){
                        .at_h = at_h, .subject = subject, .rank = rank, .kind = kind, .arg = arg});
}

/* A model may keep sorted events of its own beside the list (a day's arrivals), the next of them at
 * mine_h, infinite when there is none. Which comes first? At one instant what is pending does. It
 * counts as taken, and the clock is there. *event is it when pending, else NULL, and stays as it is
 * until something is scheduled. */
enum bf_sim_first { BF_SIM_NONE, BF_SIM_MINE, BF_SIM_PENDING };
static inline enum bf_sim_first bf_sim_first(struct bf_sim *sim, double mine_h,
                                             const struct bf_event **event)
{
    *event = NULL;
    if (__builtin_expect(sim->failed, 0)) return BF_SIM_NONE;
    *event = bf_event_list_before(&sim->list, mine_h);
    if (!*event && !(mine_h < __builtin_inf())) return BF_SIM_NONE;
    const double at_h = *event ? (*event)->at_h : mine_h;
    BF_INVARIANT(at_h >= sim->now_h);
    sim->now_h = at_h;
    sim->events++;
    return *event ? BF_SIM_PENDING : BF_SIM_MINE;
}

/* Take the next event and set the clock to it. False at the end or after a failure. */
static inline bool bf_sim_next(struct bf_sim *sim, struct bf_event *event)
{
    const struct bf_event *first;
    if (bf_sim_first(sim, __builtin_inf(), &first) != BF_SIM_PENDING) return false;
    *event = *first;
    return true;
}

#endif
