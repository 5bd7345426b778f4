/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "work.h"

#include "bedflow/base/arena.h"
#include "bedflow/study/parcel.h"

#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

struct crew {
    const struct bf_study *study;
    struct bf_job *job;
    uint32_t count, waiting; /* jobs; those that were not done before */
    bool warming_up;
    double from_s;
    atomic_uint next, done, gone; /* job to take; jobs done; workers that have ended */
    atomic_bool lost;             /* something could not be kept: go on no further */
    pthread_mutex_t lock;         /* guards err and failed, and is held while something is kept */
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

static void fail(struct crew *crew, const struct bf_err *err)
{
    if (!crew->failed) crew->err = *err;
    crew->failed = true;
}

static const struct bf_model *model_of(const struct crew *crew, const struct bf_job *job)
{
    return job->model ? job->model : crew->study->model;
}

static void keep(struct crew *crew, const struct bf_job *job, unsigned char parcel[])
{
    const struct bf_keeper *keeper = crew->study->keeper;
    const struct bf_catalogue *catalogue = &model_of(crew, job)->measures.catalogue;
    struct bf_parcel p = {.option = keeper->option,
                          .replication = job->replication.number,
                          .warm_up_days = job->replication.warm_up_days,
                          .is_stopped = job->state == BF_JOB_STOPPED,
                          .scalar_count = catalogue->scalar_count,
                          .day_count = catalogue->day_count,
                          .daily_count = catalogue->daily_count,
                          .use_count = job->outcome.use_count,
                          .digest = job->outcome.digest,
                          .events = job->outcome.events};
    struct bf_err err;
    if (p.is_stopped) p.use_count = 0;
    size_t length = bf_parcel_pack(&p, job->outcome.scalar, job->outcome.daily, job->outcome.use,
                                   job->err, parcel);
    pthread_mutex_lock(&crew->lock);
    if (!atomic_load(&crew->lost) && !keeper->keep(keeper->context, parcel, length, &err)) {
        fail(crew, &err);
        atomic_store(&crew->lost, true);
    }
    pthread_mutex_unlock(&crew->lock);
}

static void report(const struct crew *crew)
{
    const struct bf_study *study = crew->study;
    if (!study->progress) return;
    struct bf_progress progress = {.done = atomic_load(&crew->done),
                                   .planned = crew->waiting,
                                   .warming_up = crew->warming_up,
                                   .elapsed_s = bf_wall_s() - crew->from_s};
    study->progress(study->progress_context, &progress);
}

static void fail_crew(struct crew *crew, const struct bf_err *err)
{
    pthread_mutex_lock(&crew->lock);
    fail(crew, err);
    pthread_mutex_unlock(&crew->lock);
}

/* What a worker has for jobs of one model: a workspace, and room for a parcel where replications
 * are kept. */
struct desk {
    const struct bf_model *model;
    struct bf_workspace *space;
    unsigned char *parcel;
};

static void clear_desk(struct desk *desk)
{
    bf_workspace_free(desk->space);
    bf_heap_give(desk->parcel);
    *desk = (struct desk){.model = NULL};
}

/* False after saying why. */
static bool set_desk(struct crew *crew, const struct bf_model *model, struct desk *desk)
{
    struct bf_err err;
    const struct bf_catalogue *c = &model->measures.catalogue;
    clear_desk(desk);
    if (!bf_workspace_init(&desk->space, &model->network, c, &err)) {
        desk->space = NULL;
        fail_crew(crew, &err);
        return false;
    }
    if (crew->study->keeper && !crew->warming_up) {
        desk->parcel = bf_heap_take(
            bf_parcel_room(c->scalar_count, c->day_count, c->daily_count, c->use_cap), 1);
        if (!desk->parcel) {
            bf_fail(&err, BF_E_NOMEM, NULL, "expected memory to keep a replication");
            fail_crew(crew, &err);
            clear_desk(desk);
            return false;
        }
    }
    desk->model = model;
    return true;
}

static void do_job(struct crew *crew, const struct desk *desk, struct bf_job *job)
{
    struct bf_err err;
    if (bf_replicate(desk->space, &job->replication, &job->outcome, &err)) {
        job->state = BF_JOB_DONE;
    } else {
        job->err = bf_heap_take(1, sizeof err);
        if (job->err) *job->err = err;
        job->state = job->err ? BF_JOB_STOPPED : BF_JOB_WAITING;
    }
    if (desk->parcel && job->state != BF_JOB_WAITING) keep(crew, job, desk->parcel);
    atomic_fetch_add(&crew->done, 1);
}

static void work(struct crew *crew, bool reports)
{
    struct desk desk = {.model = NULL};
    /* before a job is taken: a worker without memory leaves them all to the others */
    if (crew->count == 0 || !set_desk(crew, model_of(crew, &crew->job[0]), &desk)) return;
    while (!stopping(crew->study) && !atomic_load(&crew->lost)) {
        uint32_t i = atomic_fetch_add(&crew->next, 1);
        if (i >= crew->count) break;
        struct bf_job *job = &crew->job[i];
        if (job->state != BF_JOB_WAITING) continue;
        if (desk.model != model_of(crew, job) && !set_desk(crew, model_of(crew, job), &desk))
            return;
        do_job(crew, &desk, job);
        if (reports) report(crew);
    }
    clear_desk(&desk);
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
    for (uint32_t i = 0; i < count; i++)
        crew.waiting += job[i].state == BF_JOB_WAITING;
    if (crew.waiting == 0) return true;
    uint32_t wanted = bf_work_threads(study, crew.waiting) - 1, made = 0;
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
    bool unfinished = atomic_load(&crew.done) < crew.waiting && !stopping(study);
    if (crew.failed && (unfinished || atomic_load(&crew.lost))) {
        *err = crew.err;
        return false;
    }
    return true;
}
