/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ladder.h -- rungs of the theory ladder: a scenario, and what theory says of it.
 *
 * A rung is a scenario's text, read by the scenario reader, compiled, and run by the study
 * runner, and claims: columns of the result with the value that a closed form or a solved Markov
 * chain gives them. A claim holds if
 *
 *     |mean over replications - theory| <= half-width,
 *     half-width = t(R - 1, 1 - 1e-6 / LADDER_CHECKS) s / sqrt(R), and
 *     half-width < 1% of theory (quick: 4%),
 *
 * so that a right program fails once in a million runs of the whole ladder, and a wrong one by
 * more than about 1% does not pass. Each claim prints one line: what, how close, how narrow.
 *
 * BF_VERIFY=quick in the environment (make verify QUICK=1) runs a quarter of the replications.
 */
#ifndef BF_TESTS_LADDER_H
#define BF_TESTS_LADDER_H

#include "unit.h"

#include "bedflow/stats/tally.h"
#include "bedflow/study/study.h"

#define LADDER_CHECKS 400 /* at least as many as there are claims in all rungs together */

/* A column of the results, or a ratio of two, times `scale`, is `theory` on average. */
struct rung_claim {
    const char *what; /* in words, with its unit */
    double theory;
    const char *service, *group, *name;
    double scale; /* 0 means 1 */
    const char
        *over;  /* name of the column of the same service and group that divides; NULL: none */
    bool daily; /* the mean over days of a daily column */
};

/* Replications: 96, quick 24; or `full` of them in place of the 96. */
uint32_t rung_replications(uint32_t full);
bool rung_quick(void);

/* A text from a format; at most 16 kB; valid until the next call but one. */
const char *rung_text(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* The head of a scenario: `days` days reported from Monday, 1 January 2001, after a warm-up. */
const char *rung_head(uint32_t days, uint32_t warm_up_days);

struct rung {
    const char *title;
    struct bf_model model;
    struct bf_result result;
};

/* Read, compile, run `replications` times; fails the test with the reader's words. */
void rung_open(struct rung *rung, const char *title, const char *head, const char *body,
               uint32_t replications);
void rung_close(struct rung *rung);
/* The two halves of rung_open: results of a run are the caller's to free before the next. */
void rung_load(struct rung *rung, const char *title, const char *head, const char *body);
void rung_run(struct rung *rung, uint32_t first, uint32_t replications);
/* One value per replication: a column as a claim names it. */
double rung_value(const struct rung *rung, uint32_t replication, const struct rung_claim *claim);

/* Open, hold every claim against the results, close. */
void rung_climb(const char *title, const char *head, const char *body,
                const struct rung_claim claim[], size_t count);
/* Hold claims against the results of an open rung. */
void rung_hold(const struct rung *rung, const struct rung_claim claim[], size_t count);
/* Hold numbers from elsewhere against theory; prints like a claim, when it fails or if `say`. */
void rung_compare(const char *title, const char *what, const struct bf_tally *found, double theory,
                  bool say);

#define RUNG_CLIMB(title, head, body, claims)                                                      \
    rung_climb(title, head, body, claims, UNIT_COUNT(claims))

/* ---- Markov chains --------------------------------------------------------------------- */

#define CHAIN_NUMBERS 8
struct chain_state {
    int16_t n[CHAIN_NUMBERS];
};

/* A finite chain, explored from one state along its moves. */
struct chain {
    struct chain_state *state; /* [count] */
    double *probability;       /* [count] in the long run */
    uint32_t count, cap;
    struct chain_move *move;
    uint32_t moves, moves_cap;
    uint32_t from; /* being explored */
    const void *context;
};

/* Tell the chain every move that `from` can make: by chain_move. */
typedef void chain_moves(struct chain *chain, struct chain_state from);
void chain_move(struct chain *chain, double rate, struct chain_state to);

/* Explore and solve (bf_theory_ctmc_stationary). Fails the test if there is no single answer. */
void chain_solve(struct chain *chain, struct chain_state start, chain_moves *moves,
                 const void *context);
void chain_free(struct chain *chain);
/* The long-run mean of a function of the state. */
double chain_mean(const struct chain *chain, double (*of)(const struct chain_state *state));
/* The long-run mean of one of its numbers. */
double chain_number(const struct chain *chain, int k);

#endif
