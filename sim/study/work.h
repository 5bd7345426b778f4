/* SPDX-License-Identifier: GPL-3.0-or-later */
/* work.h -- private to study/: replications as jobs, done by threads in any order.
 *
 * A job knows its own place for results, so who did it when leaves no trace. Jobs
 * of different models may be mixed; those of one model side by side are cheapest,
 * since a worker builds its memory anew where the model changes.
 */
#ifndef BF_STUDY_WORK_H
#define BF_STUDY_WORK_H

#include "bedflow/study/study.h"

enum bf_job_state { BF_JOB_WAITING, BF_JOB_DONE, BF_JOB_STOPPED };

struct bf_job {
    enum bf_job_state state;
    const struct bf_model *model; /* NULL: that of the study */
    struct bf_replication replication;
    struct bf_outcome outcome; /* arrays set by the caller */
    struct bf_err *err;        /* of a stopped one, on the heap; the caller gives it back */
};

/* Do those of job[count] that wait, and keep them (study->keeper). Jobs that were not begun when
 * the user stopped stay waiting. False when no worker could be given its memory, or one could not
 * be kept. */
bool bf_work(const struct bf_study *study, struct bf_job job[], uint32_t count, bool warming_up,
             struct bf_err *err);

/* How rank 0 gives jobs away while its own threads take others (run_mpi.c). */
struct bf_dispatch {
    const struct bf_study *study;
    struct bf_job *job; /* [count] */
    uint32_t count;
    void *crew;
    uint32_t (*take)(void *crew);                /* a job to give away; UINT32_MAX: none */
    void (*give_back)(void *crew, uint32_t job); /* it came to nothing: somebody else does it */
    /* Its state, outcome and err are set; the parcel that says the same. */
    void (*done)(void *crew, uint32_t job, const unsigned char parcel[], size_t length);
    bool (*is_idle)(void *crew); /* the threads here have ended: nobody takes what is given back */
    void (*work_here)(void *crew); /* do what is left in this thread */
    void (*report)(void *crew);
};

/* Give jobs to other ranks until none is left, here or there. */
void bf_ranks_manage(struct bf_ranks *ranks, const struct bf_dispatch *dispatch);

/* The shape and contents of a job's parcel: a pilot's is its levels. */
void bf_job_pack(const struct bf_model *model, const struct bf_job *job, uint32_t option,
                 unsigned char bytes[], size_t *length);
size_t bf_job_room(const struct bf_model *model, const struct bf_job *job);
/* False if the parcel is not whole, or of another job. */
bool bf_job_unpack(const struct bf_model *model, struct bf_job *job, uint32_t option,
                   const unsigned char bytes[], size_t length);

/* Threads that bf_work uses for so many jobs. */
uint32_t bf_work_threads(const struct bf_study *study, uint32_t count);

double bf_cpu_s(void);

#endif
