/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/study.h -- many replications of one model: warm-up, threads, results in order.
 *
 * Replication r is the same for any number of threads; results are kept and
 * reduced by replication number, so a study is bit-identical however it ran.
 *
 * Warm-up: unless the scenario states one, a pilot of BF_PILOTS replications is
 * run twice, from an empty and from an over-full start under the same draws;
 * the warm-up is the first day from which, averaged over a week and the pilots,
 * every service's people and the delayed agree within 1%, or half a person, or
 * what chance leaves between starts that have met (three standard errors of the
 * pilots' differences, believed up to 3% of the level).
 * If they do not agree within start.longest, the study is refused, with the
 * service that differs most.
 *
 * A replication that a declared limit stops is recorded with its reason; the
 * others go on. Threads: the study makes its own (POSIX).
 */
#ifndef BF_STUDY_STUDY_H
#define BF_STUDY_STUDY_H

#include "bedflow/study/model.h"
#include "bedflow/study/ranks.h"
#include "bedflow/study/result.h"

#include <stdatomic.h>

#define BF_PILOTS 6u

struct bf_progress {
    uint32_t done, planned; /* replications */
    bool warming_up;        /* the pilot is under way */
    double elapsed_s;
};

/* Where finished replications are kept as they finish (study/parcel.h), so that
 * they need not be simulated again. What is found is taken as it is, if it has the
 * same warm-up and shape: whoever keeps sees to it that scenario, seed and program
 * are the same. */
struct bf_keeper {
    void *context;
    /* The parcel of a replication, valid until the next call; NULL if there is
     * none. Called from the calling thread before anything is simulated. */
    const unsigned char *(*find)(void *context, uint32_t option, uint32_t replication,
                                 size_t *length);
    /* Keep a parcel. Called from any thread, never by two at once. False with *err ends the study:
     * what cannot be kept should not be simulated. */
    bool (*keep)(void *context, const unsigned char bytes[], size_t length, struct bf_err *err);
};

struct bf_study {
    const struct bf_model *model;
    uint32_t option; /* which of several studies, for its parcels; usually 0 */
    uint64_t seed;
    uint32_t first;        /* number of the first replication, usually 0 */
    uint32_t replications; /* at least 1 */
    uint32_t threads;      /* 0: as many as processors; with ranks: one on each */
    bool fixed_inputs;     /* do not draw inputs from their declared ranges */
    int32_t warm_up_days;  /* -1: as the scenario says, or chosen */
    /* Called now and then from the calling thread; may be NULL. */
    void (*progress)(void *context, const struct bf_progress *progress);
    void *progress_context;
    const struct bf_keeper *keeper; /* may be NULL */
    struct bf_ranks *ranks;         /* other machines that help; may be NULL */
    const atomic_int *stop; /* set to non-zero: finish what runs, keep what is done; may be NULL */
};

/* Run. Fails as bf_study_warm_up does, with BF_E_NOMEM, or with what the keeper fails with when a
 * replication could not be kept. Otherwise *result holds what finished, which may be less than
 * planned when limits stopped replications or the user did. Free it with bf_result_free. */
bool bf_study_run(const struct bf_study *study, struct bf_result *result, struct bf_err *err);

/* The warm-up in days: what the study or the scenario says, none from a snapshot, else by coupling;
 * see above. Fails with BF_E_RANGE (none up to start.longest will do; one is asked for and there
 * is a snapshot), BF_E_STOPPED, BF_E_NOMEM, or as the replication that a limit stopped. */
bool bf_study_warm_up(const struct bf_study *study, uint32_t *days, struct bf_err *err);

uint32_t bf_processors(void);

/* Seconds of a clock that is never set back, from no date in particular. */
double bf_wall_s(void);

#endif
