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
    uint32_t made;                /* workers; read by the calling thread alone */
    uint32_t *returned;           /* [returned_count]: jobs that other ranks gave back; or NULL */
    uint32_t returned_count;
    pthread_cond_t ended; /* a worker has */
    pthread_mutex_t lock; /* guards returned, err and failed; held while something is kept */
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
    uint32_t threads = study->threads ? study->threads : study->ranks ? 1 : bf_processors();
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

/* ---- parcels --------------------------------------------------------------------------- */

static struct bf_parcel shape_of(const struct bf_model *model, const struct bf_job *job)
{
    const struct bf_catalogue *c = &model->measures.catalogue;
    struct bf_parcel p = {.replication = job->replication.number,
                          .warm_up_days = job->replication.warm_up_days,
                          .is_stopped = job->state == BF_JOB_STOPPED,
                          .scalar_count = c->scalar_count,
                          .day_count = c->day_count,
                          .daily_count = c->daily_count,
                          .use_count = job->state == BF_JOB_DONE ? job->outcome.use_count : 0,
                          .digest = job->outcome.digest,
                          .events = job->outcome.events,
                          .people = job->outcome.people ? *job->outcome.people : 0};
    if (job->outcome.coupling) {
        p.scalar_count = 0;
        p.day_count = job->replication.warm_up_days;
        p.daily_count = bf_coupling_count(&model->network);
        p.use_count = 0;
    }
    return p;
}

static float *daily_of(const struct bf_job *job)
{
    return job->outcome.coupling ? job->outcome.coupling : job->outcome.daily;
}

size_t bf_job_room(const struct bf_model *model, const struct bf_job *job)
{
    struct bf_parcel p = shape_of(model, job);
    return bf_parcel_room(p.scalar_count, p.day_count, p.daily_count,
                          model->measures.catalogue.use_cap);
}

void bf_job_pack(const struct bf_model *model, const struct bf_job *job, uint32_t option,
                 unsigned char bytes[], size_t *length)
{
    struct bf_parcel p = shape_of(model, job);
    p.option = option;
    *length =
        bf_parcel_pack(&p, job->outcome.scalar, daily_of(job), job->outcome.use, job->err, bytes);
}

bool bf_job_unpack(const struct bf_model *model, struct bf_job *job, uint32_t option,
                   const unsigned char bytes[], size_t length)
{
    struct bf_parcel p, wanted = shape_of(model, job);
    struct bf_err why;
    if (!bf_parcel_look(bytes, length, &p)) return false;
    if (p.option != option || p.replication != wanted.replication ||
        p.warm_up_days != wanted.warm_up_days)
        return false;
    if (!p.is_stopped && (p.scalar_count != wanted.scalar_count ||
                          p.day_count != wanted.day_count || p.daily_count != wanted.daily_count))
        return false;
    uint32_t room = job->outcome.use ? model->measures.catalogue.use_cap : 0;
    if (p.use_count > room || !bf_parcel_unpack(bytes, length, job->outcome.scalar, daily_of(job),
                                                job->outcome.use, &why))
        return false;
    job->outcome.use_count = p.use_count;
    job->outcome.digest = p.digest;
    job->outcome.events = p.events;
    if (job->outcome.people) *job->outcome.people = p.people;
    if (p.is_stopped) {
        job->err = bf_heap_take(1, sizeof why);
        if (!job->err) return false;
        *job->err = why;
    }
    job->state = p.is_stopped ? BF_JOB_STOPPED : BF_JOB_DONE;
    return true;
}

/* ---- one after another ----------------------------------------------------------------- */

static void keep(struct crew *crew, const unsigned char parcel[], size_t length)
{
    const struct bf_keeper *keeper = crew->study->keeper;
    struct bf_err err;
    if (!keeper || crew->warming_up) return;
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

/* Why a replication stopped cannot be kept: it would look as one that was never begun. */
static void lose(struct crew *crew)
{
    struct bf_err err;
    bf_fail(&err, BF_E_NOMEM, NULL, "expected memory to say why a replication stopped");
    fail_crew(crew, &err);
    atomic_store(&crew->lost, true);
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
        if (!job->err) lose(crew);
    }
    if (desk->parcel && job->state != BF_JOB_WAITING) {
        size_t length;
        bf_job_pack(desk->model, job, crew->study->option, desk->parcel, &length);
        keep(crew, desk->parcel, length);
    }
    atomic_fetch_add(&crew->done, 1);
}

/* The next job that waits; UINT32_MAX: none, or no more are wanted. */
static uint32_t take(void *context)
{
    struct crew *crew = context;
    if (stopping(crew->study) || atomic_load(&crew->lost)) return UINT32_MAX;
    if (crew->returned) {
        pthread_mutex_lock(&crew->lock);
        uint32_t left = crew->returned_count;
        uint32_t job = left > 0 ? crew->returned[--crew->returned_count] : UINT32_MAX;
        pthread_mutex_unlock(&crew->lock);
        if (left > 0) return job;
    }
    for (;;) {
        uint32_t i = atomic_fetch_add(&crew->next, 1);
        if (i >= crew->count) return UINT32_MAX;
        if (crew->job[i].state == BF_JOB_WAITING) return i;
    }
}

static void work(struct crew *crew, bool reports)
{
    struct desk desk = {.model = NULL};
    /* before a job is taken: a worker without memory leaves them all to the others */
    if (crew->count == 0 || !set_desk(crew, model_of(crew, &crew->job[0]), &desk)) return;
    for (uint32_t i = take(crew); i != UINT32_MAX; i = take(crew)) {
        struct bf_job *job = &crew->job[i];
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
    pthread_mutex_lock(&crew->lock);
    atomic_fetch_add(&crew->gone, 1);
    pthread_cond_signal(&crew->ended);
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

/* ---- other ranks ----------------------------------------------------------------------- */

static void give_back(void *context, uint32_t job)
{
    struct crew *crew = context;
    pthread_mutex_lock(&crew->lock);
    crew->returned[crew->returned_count++] = job;
    pthread_mutex_unlock(&crew->lock);
}

static void done_elsewhere(void *context, uint32_t job, const unsigned char parcel[], size_t length)
{
    struct crew *crew = context;
    (void)job;
    keep(crew, parcel, length);
    atomic_fetch_add(&crew->done, 1);
}

static bool is_idle(void *context)
{
    struct crew *crew = context;
    return atomic_load(&crew->gone) == crew->made;
}

static void work_here(void *context)
{
    struct crew *crew = context;
    if (crew->returned_count > 0 || atomic_load(&crew->next) < crew->count) work(crew, true);
}

static void report_all(void *context)
{
    report(context);
}

/* Ranks know scenarios by their text; jobs of other models stay here. */
static bool can_give_away(const struct bf_study *study, const struct bf_job job[], uint32_t count)
{
    if (!study->ranks || !study->model->scenario.resolved) return false;
    for (uint32_t i = 0; i < count; i++)
        if (job[i].model && job[i].model != study->model) return false;
    return count > 1;
}

static void manage(struct crew *crew)
{
    const struct bf_dispatch dispatch = {.study = crew->study,
                                         .job = crew->job,
                                         .count = crew->count,
                                         .crew = crew,
                                         .take = take,
                                         .give_back = give_back,
                                         .done = done_elsewhere,
                                         .is_idle = is_idle,
                                         .work_here = work_here,
                                         .report = report_all};
    bf_ranks_manage(crew->study->ranks, &dispatch);
}

/* ---- all of it ------------------------------------------------------------------------- */

static void wait_for_all(struct crew *crew)
{
    pthread_mutex_lock(&crew->lock);
    while (!is_idle(crew)) {
        struct timespec until; /* whoever follows the progress hears of it meanwhile */
        clock_gettime(CLOCK_REALTIME, &until);
        until.tv_nsec += 20 * 1000 * 1000;
        if (until.tv_nsec >= 1000 * 1000 * 1000) {
            until.tv_nsec -= 1000 * 1000 * 1000;
            until.tv_sec++;
        }
        pthread_cond_timedwait(&crew->ended, &crew->lock, &until);
        pthread_mutex_unlock(&crew->lock);
        report(crew);
        pthread_mutex_lock(&crew->lock);
    }
    pthread_mutex_unlock(&crew->lock);
}

/* The calling thread works too, or minds the other ranks, and is the one that reports. */
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
    bool gives = can_give_away(study, job, count);
    uint32_t wanted = bf_work_threads(study, crew.waiting) - !gives;
    pthread_t *thread = bf_heap_take(wanted + 1, sizeof *thread);
    crew.returned = thread && gives ? bf_heap_take(count, sizeof *crew.returned) : NULL;
    if (!thread || (gives && !crew.returned)) {
        bf_heap_give(thread);
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u threads", wanted + 1);
    }
    pthread_mutex_init(&crew.lock, NULL);
    pthread_cond_init(&crew.ended, NULL);
    /* fewer threads than wanted only make it slower */
    while (crew.made < wanted && pthread_create(&thread[crew.made], NULL, worker, &crew) == 0)
        crew.made++;
    report(&crew);
    if (gives)
        manage(&crew);
    else
        work(&crew, true);
    wait_for_all(&crew);
    for (uint32_t k = 0; k < crew.made; k++)
        pthread_join(thread[k], NULL);
    report(&crew);
    pthread_cond_destroy(&crew.ended);
    pthread_mutex_destroy(&crew.lock);
    bf_heap_give(crew.returned);
    bf_heap_give(thread);
    bool unfinished = atomic_load(&crew.done) < crew.waiting && !stopping(study);
    if (crew.failed && (unfinished || atomic_load(&crew.lost))) {
        *err = crew.err;
        return false;
    }
    return true;
}
