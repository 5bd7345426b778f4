/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/points.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/digest.h"
#include "bedflow/base/text.h"
#include "work.h"

#include <math.h>
#include <string.h>

#define BATCH  96 /* replications whose whole outcomes are in memory */
#define MODELS 24 /* points loaded at a time */

/* ---- one point ------------------------------------------------------------------------- */

static void point_words(const struct bf_points *points, const double x[], char text[], size_t size)
{
    text[0] = '\0';
    for (uint32_t f = 0; f < points->factors->count; f++) {
        char value[BF_FACTOR_TEXT];
        size_t used = strlen(text);
        bf_factor_words(&points->factors->factor[f], x[f], value);
        bf_format(text + used, size - used, "%s%s = %s", f > 0 ? ", " : "",
                  points->factors->factor[f].path, value);
    }
}

static bool load(const struct bf_points *points, const double x[], struct bf_faults *faults,
                 struct bf_model *model)
{
    uint32_t own = points->factors->count;
    size_t count = points->set_count + own;
    struct bf_setting *set = bf_heap_take(count + 1, sizeof *set);
    char(*text)[BF_FACTOR_TEXT] = bf_heap_take(own + 1, sizeof *text);
    bool good = set && text;
    memset(model, 0, sizeof *model);
    if (good) {
        if (points->set_count > 0) memcpy(set, points->set, points->set_count * sizeof *set);
        bf_factors_set(points->factors, x, text, set + points->set_count);
        good = bf_model_load(model, points->file, points->loader, set, count, faults);
    } else {
        bf_faults_add(faults, BF_ERROR, BF_E_NOMEM, NULL, "expected memory for a point");
    }
    bf_heap_give(text);
    bf_heap_give(set);
    return good;
}

bool bf_point_load(const struct bf_points *points, const double x[], struct bf_model *model,
                   struct bf_err *err)
{
    struct bf_faults faults = {.count = 0};
    bool good = load(points, x, &faults, model);
    struct bf_err first = {.code = BF_E_NOMEM, .what = "expected memory for a point"};
    for (size_t i = faults.count; i-- > 0 && !faults.no_memory;)
        if (faults.fault[i].severity == BF_ERROR) first = faults.fault[i].err;
    if (good && faults.no_memory) good = false;
    const struct bf_catalogue *base = &points->study->model->measures.catalogue;
    const struct bf_catalogue *own = &model->measures.catalogue;
    if (good && (own->first_day != base->first_day || own->day_count != base->day_count)) {
        bf_fail(&first, BF_E_RANGE, NULL,
                "expected the days of the base in every point; the period cannot be varied");
        good = false;
    }
    bf_faults_free(&faults);
    if (!good) *err = first;
    return good;
}

/* ---- warm-up --------------------------------------------------------------------------- */

static bool own_warm_up(const struct bf_points *points, const double x[], uint32_t *days,
                        struct bf_err *err)
{
    struct bf_model model;
    struct bf_study study = *points->study;
    study.model = &model;
    bool good = bf_point_load(points, x, &model, err) && bf_study_warm_up(&study, days, err);
    bf_model_free(&model);
    if (!good && err->code != BF_E_STOPPED) {
        char what[BF_WHAT_CAP], where[400];
        point_words(points, x, where, sizeof where);
        bf_format(what, sizeof what, "%s", err->what);
        bf_format(err->what, sizeof err->what, "with %s: %s", where, what);
    }
    return good;
}

bool bf_points_warm_up(struct bf_points *points, struct bf_err *err)
{
    const struct bf_factors *factors = points->factors;
    const struct bf_care *care = points->study->model->care;
    double x[BF_FACTORS_CAP];
    if (!bf_study_warm_up(points->study, &points->warm_up_days, err)) return false;
    bool stated = points->study->warm_up_days >= 0 || !isnan(care->start.warm_up_h) ||
                  points->study->model->network.snapshot;
    for (uint32_t f = 0; f < factors->count; f++)
        for (int end = 0; end < 2; end++) {
            struct bf_points one = *points;
            struct bf_factors only = {.count = 1};
            uint32_t days = 0;
            only.factor[0] = factors->factor[f];
            one.factors = &only;
            x[0] = bf_factor_quantile(&only.factor[0], end);
            if (stated) { /* only whether it can be loaded */
                struct bf_model model;
                bool good = bf_point_load(&one, x, &model, err);
                bf_model_free(&model);
                if (!good) return false;
            } else if (!own_warm_up(&one, x, &days, err)) {
                return false;
            }
            if (days > points->warm_up_days) points->warm_up_days = days;
        }
    return true;
}

/* ---- probes ---------------------------------------------------------------------------- */

struct open_point {
    uint32_t point;
    bool good;
    struct bf_model model;
    uint32_t *column; /* [measure_count]: in its own catalogue; UINT32_MAX: none */
};

struct batch {
    const struct bf_points *points;
    struct open_point open[MODELS];
    uint32_t open_count;
    struct bf_job job[BATCH];
    struct bf_probe *probe[BATCH];
    uint32_t opened[BATCH]; /* index in open */
    uint32_t job_count;
    uint32_t done_before, planned; /* replications of the whole */
    double from_s;
};

static uint32_t find_column(const struct bf_catalogue *catalogue, const struct bf_measure *wanted)
{
    for (uint32_t i = 0; i < catalogue->scalar_count; i++)
        if (strcmp(catalogue->scalar[i].name, wanted->name) == 0 &&
            strcmp(catalogue->scalar[i].service, wanted->service) == 0 &&
            strcmp(catalogue->scalar[i].group, wanted->group) == 0)
            return i;
    return UINT32_MAX;
}

/* The point, loaded; NULL when memory is out. */
static struct open_point *open_point(struct batch *b, uint32_t point)
{
    const struct bf_points *points = b->points;
    struct open_point *o = &b->open[b->open_count];
    struct bf_err refused;
    o->point = point;
    o->column = bf_heap_take(points->measure_count + 1, sizeof *o->column);
    if (!o->column) return NULL;
    b->open_count++;
    o->good = bf_point_load(points, points->x + (size_t)point * points->factors->count, &o->model,
                            &refused);
    if (!o->good && refused.code == BF_E_NOMEM) return NULL; /* says nothing about the point */
    if (!o->good && points->refused) points->refused[point] = refused;
    const struct bf_catalogue *base = &points->study->model->measures.catalogue;
    for (uint32_t m = 0; o->good && m < points->measure_count; m++)
        o->column[m] = find_column(&o->model.measures.catalogue, &base->scalar[points->measure[m]]);
    return o;
}

static bool take_outcome(struct bf_job *job, const struct bf_catalogue *catalogue)
{
    job->outcome.scalar = bf_heap_take(catalogue->scalar_count + 1, sizeof(double));
    job->outcome.daily =
        bf_heap_take((size_t)catalogue->daily_count * catalogue->day_count + 1, sizeof(float));
    return job->outcome.scalar && job->outcome.daily;
}

static bool add_job(struct batch *b, struct bf_probe *probe)
{
    const struct bf_points *points = b->points;
    uint32_t i = b->job_count++;
    struct open_point *o = &b->open[b->open_count - 1];
    struct bf_job *job = &b->job[i];
    memset(job, 0, sizeof *job);
    job->model = &o->model;
    job->replication = (struct bf_replication){.seed = points->study->seed,
                                               .number = probe->replication,
                                               .warm_up_days = points->warm_up_days,
                                               .fixed_inputs = points->study->fixed_inputs};
    b->probe[i] = probe;
    b->opened[i] = b->open_count - 1;
    return take_outcome(job, &o->model.measures.catalogue);
}

/* Take probes from `next` on until the batch is full. */
static bool fill(struct batch *b, struct bf_probe probe[], size_t count, size_t *next)
{
    b->job_count = b->open_count = 0;
    for (; *next < count && b->job_count < BATCH; ++*next) {
        struct bf_probe *p = &probe[*next];
        struct open_point *o = b->open_count > 0 ? &b->open[b->open_count - 1] : NULL;
        if (p->state != BF_PROBE_WAITING) continue;
        if (!o || o->point != p->point) {
            if (b->open_count == MODELS) break;
            o = open_point(b, p->point);
            if (!o) return false;
        }
        if (!o->good)
            p->state = BF_PROBE_REFUSED;
        else if (!add_job(b, p))
            return false;
    }
    return true;
}

static void collect(struct batch *b, struct bf_err *stopped)
{
    for (uint32_t i = 0; i < b->job_count; i++) {
        const struct bf_job *job = &b->job[i];
        const struct open_point *o = &b->open[b->opened[i]];
        struct bf_probe *p = b->probe[i];
        if (job->state == BF_JOB_STOPPED) {
            p->state = BF_PROBE_STOPPED;
            if (stopped && stopped->code == BF_OK) *stopped = *job->err;
        }
        if (job->state != BF_JOB_DONE) continue;
        p->state = BF_PROBE_DONE;
        p->digest = job->outcome.digest;
        for (uint32_t m = 0; m < b->points->measure_count; m++)
            p->value[m] =
                o->column[m] == UINT32_MAX ? (double)NAN : job->outcome.scalar[o->column[m]];
    }
}

static void empty(struct batch *b)
{
    for (uint32_t i = 0; i < b->job_count; i++) {
        bf_heap_give(b->job[i].outcome.scalar);
        bf_heap_give(b->job[i].outcome.daily);
        bf_heap_give(b->job[i].err);
    }
    for (uint32_t i = 0; i < b->open_count; i++) {
        bf_model_free(&b->open[i].model);
        bf_heap_give(b->open[i].column);
    }
    b->job_count = b->open_count = 0;
}

static void tell(void *context, const struct bf_progress *part)
{
    const struct batch *b = context;
    const struct bf_study *study = b->points->study;
    struct bf_progress all = {.done = b->done_before + part->done,
                              .planned = b->planned,
                              .elapsed_s = bf_wall_s() - b->from_s};
    study->progress(study->progress_context, &all);
}

static bool is_stopping(const struct bf_study *study)
{
    return study->stop && atomic_load(study->stop) != 0;
}

bool bf_points_run(const struct bf_points *points, struct bf_probe probe[], size_t count,
                   struct bf_err *stopped, struct bf_err *err)
{
    struct bf_study study = *points->study;
    struct batch *b = bf_heap_take(1, sizeof *b);
    if (!b) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the points");
    b->points = points;
    b->from_s = bf_wall_s();
    for (size_t i = 0; i < count; i++)
        b->planned += probe[i].state == BF_PROBE_WAITING;
    if (stopped) stopped->code = BF_OK;
    if (study.progress) {
        study.progress = tell;
        study.progress_context = b;
    }
    bool good = true;
    for (size_t next = 0; good && next < count && !is_stopping(&study);) {
        good = fill(b, probe, count, &next);
        if (!good) bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the points");
        if (good && b->job_count > 0) good = bf_work(&study, b->job, b->job_count, false, err);
        if (good) collect(b, stopped);
        b->done_before += b->job_count;
        empty(b);
    }
    empty(b);
    bf_heap_give(b);
    return good;
}

/* ---- all of it ------------------------------------------------------------------------- */

static bool reserve(const struct bf_points *points, uint32_t replications, struct bf_responses *r,
                    struct bf_err *err)
{
    size_t cells = (size_t)points->count * replications;
    r->points = points->count;
    r->replications = replications;
    r->measures = points->measure_count;
    r->value = bf_heap_take(cells * r->measures + 1, sizeof *r->value);
    r->probe = bf_heap_take(cells + 1, sizeof *r->probe);
    r->refused = bf_heap_take(r->points + 1, sizeof *r->refused);
    if (!r->value || !r->probe || !r->refused)
        return bf_fail(err, BF_E_NOMEM, NULL,
                       "expected memory for %u points of %u replications; take fewer",
                       points->count, replications);
    for (size_t i = 0; i < cells * r->measures; i++)
        r->value[i] = (double)NAN;
    for (size_t i = 0; i < cells; i++)
        r->probe[i] = (struct bf_probe){.point = (uint32_t)(i / replications),
                                        .replication = (uint32_t)(i % replications),
                                        .value = r->value + i * r->measures};
    return true;
}

static void count_up(struct bf_responses *r)
{
    struct bf_digest total;
    size_t cells = (size_t)r->points * r->replications;
    bf_digest_init(&total);
    for (size_t i = 0; i < cells; i++) {
        const struct bf_probe *p = &r->probe[i];
        r->stopped_count += p->state == BF_PROBE_STOPPED;
        r->interrupted = r->interrupted || p->state == BF_PROBE_WAITING;
        r->refused_count += p->state == BF_PROBE_REFUSED && p->replication == 0;
        if (p->state != BF_PROBE_DONE) continue;
        r->done++;
        bf_digest_add_u64(&total, (uint64_t)p->point << 32 | p->replication);
        bf_digest_add_u64(&total, p->digest);
    }
    r->digest = bf_digest_end(&total);
}

bool bf_points_respond(struct bf_points *points, uint32_t replications, struct bf_responses *r,
                       struct bf_err *err)
{
    double from_s = bf_wall_s();
    memset(r, 0, sizeof *r);
    if (!reserve(points, replications, r, err)) return false;
    points->refused = r->refused;
    bool good = bf_points_run(points, r->probe, (size_t)r->points * replications, &r->stopped, err);
    points->refused = NULL;
    count_up(r);
    r->wall_s = bf_wall_s() - from_s;
    return good;
}

void bf_responses_free(struct bf_responses *r)
{
    bf_heap_give(r->value);
    bf_heap_give(r->probe);
    bf_heap_give(r->refused);
    memset(r, 0, sizeof *r);
}
