/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/contract.h -- checks for mistakes in this program, never in its input.
 *
 * A broken contract prints file:line, the condition and the run's context
 * (seed, replication, clock), then aborts. This is the only abort() in the
 * library, and the context hook is its only writable global: it is
 * thread-local, set by kernel/sim.c while a replication runs.
 */
#ifndef BF_BASE_CONTRACT_H
#define BF_BASE_CONTRACT_H

_Noreturn void bf_contract_broken(const char *file, int line, const char *condition);

/* What a replication tells about itself when a contract breaks inside it. */
struct bf_contract_context {
    unsigned long long seed;
    unsigned replication;
    const double *now_h; /* the clock, read at the moment of failure */
};
extern _Thread_local const struct bf_contract_context *bf_contract_context;

/* Always on: cheap preconditions. */
#define BF_REQUIRE(cond)                                                                           \
    (__builtin_expect(!!(cond), 1) ? (void)0 : bf_contract_broken(__FILE__, __LINE__, #cond))

/* Debug and sanitizer builds only: invariants inside the event loop. */
#ifdef BF_DEBUG
#define BF_INVARIANT(cond) BF_REQUIRE(cond)
#else
#define BF_INVARIANT(cond) ((void)sizeof(cond))
#endif

#endif
