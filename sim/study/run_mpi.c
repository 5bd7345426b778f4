/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/ranks.h"

#ifndef BF_WITH_MPI

#include "work.h"

/* One rank, so that there is nothing to hand out and nobody to answer. */

bool bf_ranks_are_built(void)
{
    return false;
}

struct bf_ranks *bf_ranks_begin(int *argc, char ***argv, uint64_t program)
{
    (void)argc, (void)argv, (void)program;
    return NULL;
}

uint32_t bf_ranks_mine(const struct bf_ranks *ranks)
{
    (void)ranks;
    return 0;
}

uint32_t bf_ranks_count(const struct bf_ranks *ranks)
{
    (void)ranks;
    return 1;
}

void bf_ranks_serve(struct bf_ranks *ranks, uint32_t threads, bf_rank_open *open)
{
    (void)ranks, (void)threads, (void)open;
}

const char *bf_ranks_trouble(const struct bf_ranks *ranks)
{
    (void)ranks;
    return "";
}

bool bf_ranks_end(struct bf_ranks *ranks)
{
    (void)ranks;
    return true;
}

void bf_ranks_manage(struct bf_ranks *ranks, const struct bf_dispatch *dispatch)
{
    (void)ranks;
    dispatch->work_here(dispatch->crew);
}

#else

#include "bedflow/base/arena.h"
#include "bedflow/base/digest.h"
#include "bedflow/base/text.h"
#include "work.h"

#include <mpi.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

/* Everything that is sent is a block of numbers, WIRE of them, and what it announces: the tag
 * tells what. Only one thread of a rank speaks to MPI. */
enum { WIRE = 8, MODELS_CAP = 64, THREADS_CAP = 1024 };
enum tag {
    TAG_MODEL, /* down: key, bytes of text, bytes of file name; then both, as TAG_TEXT */
    TAG_TEXT,
    TAG_JOB,   /* down: see send_job */
    TAG_HOME,  /* down: the end; is somebody dead? */
    TAG_HELLO, /* up: threads, program */
    TAG_HEART, /* up: still alive */
    TAG_DONE,  /* up: batch, job, bytes of a parcel; then it, as TAG_PARCEL; no bytes: cannot */
    TAG_PARCEL
};
#define HEART_S 2.0

struct bf_ranks {
    uint32_t mine, count;
    uint64_t program, batch;
    uint32_t *free;             /* [count]: threads that wait for a job */
    bool *out;                  /* [count]: dead or of no use */
    double *heard_s;            /* [count]: when last */
    uint64_t known[MODELS_CAP]; /* keys of scenarios that were sent */
    uint32_t known_count;
    bool is_dead; /* one of them */
    struct bf_text trouble;
};

static void send(const void *bytes, size_t count, MPI_Datatype type, uint32_t to, enum tag tag)
{
    MPI_Send(bytes, (int)count, type, (int)to, (int)tag, MPI_COMM_WORLD);
}

static void send_wire(const uint64_t wire[WIRE], uint32_t to, enum tag tag)
{
    send(wire, WIRE, MPI_UINT64_T, to, tag);
}

static bool receive(void *bytes, size_t count, MPI_Datatype type, uint32_t from, int tag)
{
    return MPI_Recv(bytes, (int)count, type, (int)from, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE) ==
           MPI_SUCCESS;
}

static void pause_ms(long ms)
{
    struct timespec moment = {0, ms * 1000 * 1000};
    nanosleep(&moment, NULL);
}

/* ---- beginning and end ----------------------------------------------------------------- */

bool bf_ranks_are_built(void)
{
    return true;
}

struct bf_ranks *bf_ranks_begin(int *argc, char ***argv, uint64_t program)
{
    int provided, rank = 0, size = 1;
    if (MPI_Init_thread(argc, argv, MPI_THREAD_FUNNELED, &provided) != MPI_SUCCESS) return NULL;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Comm_size(MPI_COMM_WORLD, &size);
    struct bf_ranks *ranks = size > 1 ? bf_heap_take(1, sizeof *ranks) : NULL;
    if (!ranks) {
        MPI_Finalize();
        return NULL;
    }
    /* a message to one that died must not end those that live */
    MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    ranks->mine = (uint32_t)rank;
    ranks->count = (uint32_t)size;
    ranks->program = program;
    ranks->free = bf_heap_take(ranks->count, sizeof *ranks->free);
    ranks->out = bf_heap_take(ranks->count, sizeof *ranks->out);
    ranks->heard_s = bf_heap_take(ranks->count, sizeof *ranks->heard_s);
    if (!ranks->free || !ranks->out || !ranks->heard_s) MPI_Abort(MPI_COMM_WORLD, 1);
    for (uint32_t r = 0; r < ranks->count; r++)
        ranks->heard_s[r] = bf_wall_s();
    return ranks;
}

uint32_t bf_ranks_mine(const struct bf_ranks *ranks)
{
    return ranks ? ranks->mine : 0;
}

uint32_t bf_ranks_count(const struct bf_ranks *ranks)
{
    return ranks ? ranks->count : 1;
}

const char *bf_ranks_trouble(const struct bf_ranks *ranks)
{
    return ranks && ranks->trouble.bytes ? ranks->trouble.bytes : "";
}

bool bf_ranks_end(struct bf_ranks *ranks)
{
    if (!ranks) return true;
    const uint64_t wire[WIRE] = {ranks->is_dead};
    for (uint32_t r = 1; ranks->mine == 0 && r < ranks->count; r++)
        send_wire(wire, r, TAG_HOME);
    bool good = !ranks->is_dead;
    bf_heap_give(ranks->free);
    bf_heap_give(ranks->out);
    bf_heap_give(ranks->heard_s);
    bf_text_free(&ranks->trouble);
    bf_heap_give(ranks);
    if (good) MPI_Finalize();
    return good;
}

/* ---- rank 0 ---------------------------------------------------------------------------- */

struct manager {
    struct bf_ranks *ranks;
    const struct bf_dispatch *d;
    uint64_t key;
    uint32_t *owner; /* [d->count]: the rank that has a job; 0: none */
    uint32_t outstanding;
};

static void leave_out(struct manager *m, uint32_t rank, const char *why)
{
    struct bf_ranks *ranks = m->ranks;
    if (ranks->out[rank]) return;
    ranks->out[rank] = true;
    bf_text_add(&ranks->trouble, "rank %u %s; its replications were given to others\n", rank, why);
    for (uint32_t i = 0; i < m->d->count; i++) {
        if (m->owner[i] != rank) continue;
        m->owner[i] = 0;
        m->outstanding--;
        m->d->give_back(m->d->crew, i);
    }
}

static uint64_t key_of(const struct bf_scenario *scenario)
{
    struct bf_digest digest;
    bf_digest_init(&digest);
    bf_digest_add(&digest, scenario->file, strlen(scenario->file) + 1);
    bf_digest_add(&digest, scenario->resolved, strlen(scenario->resolved));
    return bf_digest_end(&digest);
}

/* Every rank learns every scenario once, also those that have not yet said a word. */
static bool announce(struct manager *m)
{
    struct bf_ranks *ranks = m->ranks;
    const struct bf_scenario *scenario = &m->d->study->model->scenario;
    const uint64_t wire[WIRE] = {m->key, strlen(scenario->resolved), strlen(scenario->file)};
    for (uint32_t k = 0; k < ranks->known_count; k++)
        if (ranks->known[k] == m->key) return true;
    if (ranks->known_count == MODELS_CAP) return false;
    ranks->known[ranks->known_count++] = m->key;
    for (uint32_t r = 1; r < ranks->count; r++) {
        if (ranks->out[r]) continue;
        send_wire(wire, r, TAG_MODEL);
        send(scenario->resolved, (size_t)wire[1], MPI_CHAR, r, TAG_TEXT);
        send(scenario->file, (size_t)wire[2], MPI_CHAR, r, TAG_TEXT);
    }
    return true;
}

static void send_job(struct manager *m, uint32_t rank, uint32_t i)
{
    const struct bf_job *job = &m->d->job[i];
    const struct bf_replication *r = &job->replication;
    const uint64_t flags = (uint64_t)r->over_full | (uint64_t)r->stop_before_period << 1 |
                           (uint64_t)r->fixed_inputs << 2 |
                           (uint64_t)(job->outcome.coupling != NULL) << 3 |
                           (uint64_t)(job->outcome.use != NULL) << 4;
    const uint64_t wire[WIRE] = {m->key,    m->ranks->batch, i,     r->seed,
                                 r->number, r->warm_up_days, flags, m->d->study->option};
    m->owner[i] = rank;
    m->outstanding++;
    m->ranks->free[rank]--;
    send_wire(wire, rank, TAG_JOB);
}

/* One that comes after its rank was given up has been done by another: it is thrown away. */
static void take_done(struct manager *m, uint32_t rank, const uint64_t wire[WIRE])
{
    const struct bf_dispatch *d = m->d;
    uint32_t i = (uint32_t)wire[1];
    size_t length = (size_t)wire[2];
    unsigned char *bytes = length > 0 ? bf_heap_take(length, 1) : NULL;
    bool whole = bytes && receive(bytes, length, MPI_BYTE, rank, TAG_PARCEL);
    m->ranks->free[rank]++;
    if (wire[0] == m->ranks->batch && i < d->count && m->owner[i] == rank) {
        if (whole && bf_job_unpack(d->study->model, &d->job[i], d->study->option, bytes, length)) {
            m->owner[i] = 0;
            m->outstanding--;
            d->done(d->crew, i, bytes, length);
            d->report(d->crew);
        } else {
            leave_out(m, rank, "cannot simulate this scenario (is a table that it names there?)");
        }
    }
    bf_heap_give(bytes);
}

/* All that has arrived. */
static bool listen(struct manager *m)
{
    struct bf_ranks *ranks = m->ranks;
    bool heard = false;
    for (;;) {
        int there = 0;
        MPI_Status status;
        uint64_t wire[WIRE];
        for (int tag = TAG_HELLO; !there && tag <= TAG_DONE; tag++)
            if (MPI_Iprobe(MPI_ANY_SOURCE, tag, MPI_COMM_WORLD, &there, &status) != MPI_SUCCESS)
                there = 0;
        if (!there) return heard;
        uint32_t rank = (uint32_t)status.MPI_SOURCE;
        if (!receive(wire, WIRE, MPI_UINT64_T, rank, status.MPI_TAG)) return heard;
        ranks->heard_s[rank] = bf_wall_s();
        heard = heard || status.MPI_TAG != TAG_HEART;
        if (status.MPI_TAG == TAG_HELLO) {
            ranks->free[rank] = (uint32_t)wire[0];
            if (wire[1] != ranks->program) leave_out(m, rank, "is another version of bedflow");
        } else if (status.MPI_TAG == TAG_DONE) {
            take_done(m, rank, wire);
        }
    }
}

static void look_for_the_dead(struct manager *m)
{
    double now_s = bf_wall_s();
    for (uint32_t r = 1; r < m->ranks->count; r++)
        if (!m->ranks->out[r] && now_s - m->ranks->heard_s[r] > BF_RANK_SILENCE_S) {
            m->ranks->is_dead = true;
            leave_out(m, r, "has not been heard of and is taken for dead");
        }
}

static bool give(struct manager *m)
{
    bool gave = false;
    for (uint32_t r = 1; r < m->ranks->count; r++)
        while (!m->ranks->out[r] && m->ranks->free[r] > 0) {
            uint32_t job = m->d->take(m->d->crew);
            if (job == UINT32_MAX) return gave;
            send_job(m, r, job);
            gave = true;
        }
    return gave;
}

void bf_ranks_manage(struct bf_ranks *ranks, const struct bf_dispatch *dispatch)
{
    struct manager m = {.ranks = ranks,
                        .d = dispatch,
                        .key = key_of(&dispatch->study->model->scenario),
                        .owner = bf_heap_take(dispatch->count, sizeof *m.owner)};
    bool useful = m.owner && announce(&m);
    ranks->batch++;
    /* silence between two batches is rank 0's own */
    for (uint32_t r = 1; r < ranks->count; r++)
        ranks->heard_s[r] = bf_wall_s();
    while (useful) {
        bool busy = listen(&m);
        look_for_the_dead(&m);
        busy = give(&m) || busy;
        if (dispatch->is_idle(dispatch->crew)) {
            dispatch->work_here(dispatch->crew);
            if (m.outstanding == 0) break;
        }
        dispatch->report(dispatch->crew);
        if (!busy) pause_ms(1);
    }
    bf_heap_give(m.owner);
    if (!useful) dispatch->work_here(dispatch->crew);
}

/* ---- the other ranks ------------------------------------------------------------------- */

/* A scenario that this rank was given. */
struct lesson {
    uint64_t key;
    struct bf_model model;
    char *text, *file;
    bool good;
};

struct order {
    uint64_t wire[WIRE];
    unsigned char *parcel; /* the answer; NULL: cannot */
    size_t length;
};

/* The hall of a rank: its threads take orders and leave answers, the first one carries them. */
struct hall {
    struct bf_ranks *ranks;
    bf_rank_open *open;
    struct lesson *lesson[MODELS_CAP];
    uint32_t lesson_count;
    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t order_came, answer_came;
    struct order order[THREADS_CAP], answer[THREADS_CAP];
    uint32_t order_count, answer_count;
    bool is_over;
};

static char *receive_text(size_t length)
{
    char *text = bf_heap_take(length + 1, 1);
    if (!text || !receive(text, length, MPI_CHAR, 0, TAG_TEXT)) MPI_Abort(MPI_COMM_WORLD, 1);
    return text;
}

static void learn(struct hall *hall, const uint64_t wire[WIRE])
{
    struct lesson *lesson = bf_heap_take(1, sizeof *lesson);
    if (!lesson || hall->lesson_count == MODELS_CAP) MPI_Abort(MPI_COMM_WORLD, 1);
    lesson->key = wire[0];
    lesson->text = receive_text((size_t)wire[1]);
    lesson->file = receive_text((size_t)wire[2]);
    lesson->good = hall->open(&lesson->model, lesson->file, lesson->text);
    pthread_mutex_lock(&hall->lock);
    hall->lesson[hall->lesson_count++] = lesson;
    pthread_mutex_unlock(&hall->lock);
}

static const struct lesson *lesson_of(struct hall *hall, uint64_t key)
{
    const struct lesson *lesson = NULL;
    pthread_mutex_lock(&hall->lock);
    for (uint32_t k = 0; k < hall->lesson_count; k++)
        if (hall->lesson[k]->key == key) lesson = hall->lesson[k];
    pthread_mutex_unlock(&hall->lock);
    return lesson && lesson->good ? lesson : NULL;
}

/* What a thread has for one scenario. */
struct bench {
    const struct lesson *lesson;
    struct bf_workspace *space;
    double *scalar;
    float *daily;
    struct bf_use *use;
};

static void clear_bench(struct bench *bench)
{
    bf_workspace_free(bench->space);
    bf_heap_give(bench->scalar);
    bf_heap_give(bench->daily);
    bf_heap_give(bench->use);
    *bench = (struct bench){.lesson = NULL};
}

static bool set_bench(struct bench *bench, const struct lesson *lesson)
{
    struct bf_err err;
    if (bench->lesson == lesson) return true;
    clear_bench(bench);
    const struct bf_catalogue *c = &lesson->model.measures.catalogue;
    if (!bf_workspace_init(&bench->space, &lesson->model.network, c, &err)) bench->space = NULL;
    bench->scalar = bf_heap_take((size_t)c->scalar_count + 1, sizeof *bench->scalar);
    bench->daily = bf_heap_take((size_t)c->day_count * c->daily_count + 1, sizeof *bench->daily);
    bench->use = bf_heap_take((size_t)c->use_cap + 1, sizeof *bench->use);
    if (!bench->space || !bench->scalar || !bench->daily || !bench->use) {
        clear_bench(bench);
        return false;
    }
    bench->lesson = lesson;
    return true;
}

/* Simulate one replication and pack it; without an answer if that cannot be done here. */
static void carry_out(struct hall *hall, struct bench *bench, struct order *order)
{
    const uint64_t *w = order->wire;
    const struct lesson *lesson = lesson_of(hall, w[0]);
    struct bf_err why;
    if (!lesson || !set_bench(bench, lesson)) return;
    const struct bf_model *model = &lesson->model;
    struct bf_job job = {.replication = {.seed = w[3],
                                         .number = (uint32_t)w[4],
                                         .warm_up_days = (uint32_t)w[5],
                                         .over_full = w[6] & 1,
                                         .stop_before_period = w[6] >> 1 & 1,
                                         .fixed_inputs = w[6] >> 2 & 1},
                         .outcome = {.scalar = bench->scalar,
                                     .daily = bench->daily,
                                     .use = w[6] >> 4 & 1 ? bench->use : NULL}};
    size_t levels = (size_t)job.replication.warm_up_days * bf_coupling_count(&model->network);
    if (w[6] >> 3 & 1) {
        job.outcome.coupling = bf_heap_take(levels + 1, sizeof(float));
        if (!job.outcome.coupling) return;
    }
    bool ran = bf_replicate(bench->space, &job.replication, &job.outcome, &why);
    job.state = ran ? BF_JOB_DONE : BF_JOB_STOPPED;
    job.err = ran ? NULL : &why;
    order->parcel = bf_heap_take(bf_job_room(model, &job), 1);
    if (order->parcel) bf_job_pack(model, &job, (uint32_t)w[7], order->parcel, &order->length);
    bf_heap_give(job.outcome.coupling);
}

static void *serve_orders(void *context)
{
    struct hall *hall = context;
    struct bench bench = {.lesson = NULL};
    pthread_mutex_lock(&hall->lock);
    for (;;) {
        while (hall->order_count == 0 && !hall->is_over)
            pthread_cond_wait(&hall->order_came, &hall->lock);
        if (hall->is_over) break;
        struct order order = hall->order[--hall->order_count];
        pthread_mutex_unlock(&hall->lock);
        carry_out(hall, &bench, &order);
        pthread_mutex_lock(&hall->lock);
        hall->answer[hall->answer_count++] = order;
        pthread_cond_signal(&hall->answer_came);
    }
    pthread_mutex_unlock(&hall->lock);
    clear_bench(&bench);
    return NULL;
}

static void send_answer(struct order *order)
{
    const uint64_t wire[WIRE] = {order->wire[1], order->wire[2], order->length};
    send_wire(wire, 0, TAG_DONE);
    if (order->length > 0) send(order->parcel, order->length, MPI_BYTE, 0, TAG_PARCEL);
    bf_heap_give(order->parcel);
}

/* Wait a moment for an answer and send it; false if there was none. */
static bool send_answers(struct hall *hall)
{
    struct order order;
    struct timespec until;
    clock_gettime(CLOCK_REALTIME, &until);
    until.tv_nsec += 1000 * 1000;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    pthread_mutex_lock(&hall->lock);
    if (hall->answer_count == 0) pthread_cond_timedwait(&hall->answer_came, &hall->lock, &until);
    bool there = hall->answer_count > 0;
    if (there) order = hall->answer[--hall->answer_count];
    pthread_mutex_unlock(&hall->lock);
    if (there) send_answer(&order);
    return there;
}

/* Take what rank 0 has sent; false at the end. */
static bool take_orders(struct hall *hall)
{
    for (;;) {
        int there = 0;
        MPI_Status status;
        struct order order = {.parcel = NULL};
        for (int tag = TAG_MODEL; !there && tag <= TAG_HOME; tag++) {
            if (tag == TAG_TEXT) continue;
            MPI_Iprobe(0, tag, MPI_COMM_WORLD, &there, &status);
        }
        if (!there) return true;
        if (!receive(order.wire, WIRE, MPI_UINT64_T, 0, status.MPI_TAG)) return false;
        if (status.MPI_TAG == TAG_HOME) {
            hall->ranks->is_dead = order.wire[0] != 0;
            return false;
        }
        if (status.MPI_TAG == TAG_MODEL) {
            learn(hall, order.wire);
            continue;
        }
        pthread_mutex_lock(&hall->lock);
        hall->order[hall->order_count++] = order;
        pthread_cond_signal(&hall->order_came);
        pthread_mutex_unlock(&hall->lock);
    }
}

static void minister(struct hall *hall, uint32_t threads)
{
    const uint64_t hello[WIRE] = {threads, hall->ranks->program}, heart[WIRE] = {0};
    double beat_s = bf_wall_s();
    send_wire(hello, 0, TAG_HELLO);
    while (take_orders(hall)) {
        while (send_answers(hall))
            ;
        if (bf_wall_s() - beat_s < HEART_S) continue;
        beat_s = bf_wall_s();
        send_wire(heart, 0, TAG_HEART);
    }
}

static void close_hall(struct hall *hall)
{
    for (uint32_t k = 0; k < hall->lesson_count; k++) {
        bf_model_free(&hall->lesson[k]->model);
        bf_heap_give(hall->lesson[k]->text);
        bf_heap_give(hall->lesson[k]->file);
        bf_heap_give(hall->lesson[k]);
    }
    pthread_mutex_destroy(&hall->lock);
    pthread_cond_destroy(&hall->order_came);
    pthread_cond_destroy(&hall->answer_came);
    bf_heap_give(hall);
}

void bf_ranks_serve(struct bf_ranks *ranks, uint32_t threads, bf_rank_open *open)
{
    pthread_t thread[THREADS_CAP];
    uint32_t made = 0;
    struct hall *hall = bf_heap_take(1, sizeof *hall);
    if (!hall) MPI_Abort(MPI_COMM_WORLD, 1);
    hall->ranks = ranks;
    hall->open = open;
    pthread_mutex_init(&hall->lock, NULL);
    pthread_cond_init(&hall->order_came, NULL);
    pthread_cond_init(&hall->answer_came, NULL);
    if (threads > THREADS_CAP) threads = THREADS_CAP;
    while (made < threads && pthread_create(&thread[made], NULL, serve_orders, hall) == 0)
        made++;
    minister(hall, made);
    pthread_mutex_lock(&hall->lock);
    hall->is_over = true;
    pthread_cond_broadcast(&hall->order_came);
    pthread_mutex_unlock(&hall->lock);
    for (uint32_t k = 0; k < made; k++)
        pthread_join(thread[k], NULL);
    for (uint32_t k = 0; k < hall->answer_count; k++)
        bf_heap_give(hall->answer[k].parcel);
    close_hall(hall);
}

#endif
