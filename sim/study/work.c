/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "work.h"

#include "bedflow/base/arena.h"

#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct crew {
    const struct bf_study *study;
    struct bf_job *job;
    uint32_t count;
    bool warming_up;
    double from_s;
    atomic_uint next, done, gone; /* job to take; jobs done; workers that have ended */
    pthread_mutex_t lock;         /* guards err and failed */
    bool failed;
    struct bf_err err;
};

double bf_wall_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

double bf_cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

uint32_t bf_processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 ? (uint32_t)count : 1;
}

uint32_t bf_work_threads(const struct bf_study *study, uint32_t count)
{
    uint32_t threads = study->threads ? study->threads : bf_processors();
    if (threads > 1024) threads = 1024;
    return threads < count ? threads : count;
}

static bool stopping(const struct bf_study *study)
{
    return study->stop && atomic_load(study->stop) != 0;
}

static void do_job(struct crew *crew, struct bf_workspace *space, struct bf_job *job)
{
    struct bf_err err;
    if (bf_replicate(space, &job->replication, &job->outcome, &err)) {
        job->state = BF_JOB_DONE;
    } else {
        job->err = bf_heap_take(1, sizeof err);
        if (job->err) *job->err = err;
        job->state = job->err ? BF_JOB_STOPPED : BF_JOB_WAITING;
    }
    atomic_fetch_add(&crew->done, 1);
}

static void report(const struct crew *crew)
{
    const struct bf_study *study = crew->study;
    if (!study->progress) return;
    struct bf_progress progress = {.done = atomic_load(&crew->done),
                                   .planned = crew->count,
                                   .warming_up = crew->warming_up,
                                   .elapsed_s = bf_wall_s() - crew->from_s};
    study->progress(study->progress_context, &progress);
}

static void fail_crew(struct crew *crew, const struct bf_err *err)
{
    pthread_mutex_lock(&crew->lock);
    crew->failed = true;
    crew->err = *err;
    pthread_mutex_unlock(&crew->lock);
}

static const struct bf_model *model_of(const struct crew *crew, uint32_t i)
{
    return crew->job[i].model ? crew->job[i].model : crew->study->model;
}

/* Memory for jobs of a model; false after saying why. */
static bool make_space(struct crew *crew, const struct bf_model *model, struct bf_workspace **space)
{
    struct bf_err err;
    *space = NULL;
    if (bf_workspace_init(space, &model->network, &model->measures.catalogue, &err)) return true;
    fail_crew(crew, &err);
    return false;
}

static void work(struct crew *crew, bool reports)
{
    struct bf_workspace *space;
    if (crew->count == 0) return;
    /* before a job is taken: a worker without memory leaves them all to the others */
    const struct bf_model *model = model_of(crew, 0);
    if (!make_space(crew, model, &space)) return;
    while (!stopping(crew->study)) {
        uint32_t i = atomic_fetch_add(&crew->next, 1);
        if (i >= crew->count) break;
        if (model != model_of(crew, i)) {
            bf_workspace_free(space);
            model = model_of(crew, i);
            if (!make_space(crew, model, &space)) return;
        }
        do_job(crew, space, &crew->job[i]);
        if (reports) report(crew);
    }
    bf_workspace_free(space);
}

static void *worker(void *context)
{
    struct crew *crew = context;
    work(crew, false);
    atomic_fetch_add(&crew->gone, 1);
    return NULL;
}

/* The calling thread works too, and is the one that reports. */
bool bf_work(const struct bf_study *study, struct bf_job job[], uint32_t count, bool warming_up,
             struct bf_err *err)
{
    struct crew crew = {.study = study,
                        .job = job,
                        .count = count,
                        .warming_up = warming_up,
                        .from_s = bf_wall_s()};
    uint32_t wanted = bf_work_threads(study, count) - (count > 0), made = 0;
    pthread_t *thread = bf_heap_take(wanted + 1, sizeof *thread);
    if (!thread)
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u threads", wanted + 1);
    pthread_mutex_init(&crew.lock, NULL);
    /* fewer threads than wanted only make it slower */
    while (made < wanted && pthread_create(&thread[made], NULL, worker, &crew) == 0)
        made++;
    report(&crew);
    work(&crew, true);
    while (atomic_load(&crew.gone) < made) {
        struct timespec moment = {0, 20 * 1000 * 1000};
        nanosleep(&moment, NULL);
        report(&crew);
    }
    for (uint32_t k = 0; k < made; k++)
        pthread_join(thread[k], NULL);
    report(&crew);
    pthread_mutex_destroy(&crew.lock);
    bf_heap_give(thread);
    if (crew.failed && atomic_load(&crew.done) < count && !stopping(study)) {
        *err = crew.err;
        return false;
    }
    return true;
}
