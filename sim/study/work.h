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

/* Threads that bf_work uses for so many jobs. */
uint32_t bf_work_threads(const struct bf_study *study, uint32_t count);

double bf_wall_s(void);
double bf_cpu_s(void);

#endif
