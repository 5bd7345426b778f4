/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/kernel/sim.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void bf_sim_init(struct bf_sim *sim, struct bf_arena *arena, uint32_t event_cap, double bucket_h)
{
    memset(sim, 0, sizeof *sim);
    bf_event_list_init(&sim->list, arena, event_cap, bucket_h);
}

void bf_sim_reset(struct bf_sim *sim, struct bf_key key)
{
    bf_event_list_reset(&sim->list);
    sim->now_h = 0;
    sim->events = 0;
    sim->keys = bf_key_schedule(&key);
    sim->failed = false;
    sim->context = (struct bf_contract_context){
        .seed = key.seed, .replication = (unsigned)key.replication, .now_h = &sim->now_h};
    bf_contract_context = &sim->context;
}

void bf_sim_end(struct bf_sim *sim)
{
    if (bf_contract_context == &sim->context) bf_contract_context = NULL;
}

void bf_sim_fail(struct bf_sim *sim, enum bf_errcode code, const char *fmt, ...)
{
    if (sim->failed) return;
    sim->failed = true;
    memset(&sim->err, 0, sizeof sim->err);
    sim->err.code = code;
    va_list args;
    va_start(args, fmt);
    vsnprintf(sim->err.what, sizeof sim->err.what, fmt, args);
    va_end(args);
}

void bf_sim_fail_full(struct bf_sim *sim)
{
    bf_sim_fail(sim, BF_E_LIMIT,
                "expected at most %u pending events, needed one more on day %.1f of the run; raise "
                "limits.events",
                (unsigned)sim->list.cap, sim->now_h / 24);
}
