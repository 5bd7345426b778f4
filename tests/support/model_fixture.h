/* SPDX-License-Identifier: GPL-3.0-or-later */
/* model_fixture.h -- a scenario from a text, compiled and run, for tests of the engine.
 *
 * Include "unit.h" first. Any fault that is an error fails the test and is shown.
 *
 *     struct fixture f;
 *     fixture_text(&f, "format = 1; ...");             or fixture_file(&f, "scenarios/x.cfg", ...)
 *     fixture_run(&f, 3);                               replication 3
 *     assert_close(fixture_scalar(&f, "ward", "occupied_mean"), 2.385, 0.01);
 *     fixture_close(&f);
 *
 * A text is the scenario "given.cfg"; other names are files below the root of the sources, which is
 * TOP in the environment, or else where the test runs. The warm-up is the scenario's own.
 */
#ifndef BF_TESTS_MODEL_FIXTURE_H
#define BF_TESTS_MODEL_FIXTURE_H

#include "bedflow/base/arena.h"
#include "bedflow/stats/interval.h"
#include "bedflow/study/model.h"

#define FIXTURE_SEED UINT64_C(0x9e3779b97f4a7c15)

/* What people did, in order. */
struct fixture_story {
    struct bf_told *told; /* [count] */
    size_t count, cap;
};

struct fixture {
    struct bf_model model;
    struct bf_faults faults;
    struct bf_workspace *workspace;
    struct bf_outcome outcome;
    struct fixture_story story; /* of the last fixture_follow */
    bool over_full;
};

/* ---- loading --------------------------------------------------------------------------- */

static inline bool fixture_read(const char *path, char **text, size_t *length)
{
    FILE *file = fopen(unit_path(path), "rb");
    if (!file) return false;
    size_t cap = 1 << 16;
    *text = bf_heap_take(cap, 1);
    assert_non_null(*text);
    *length = fread(*text, 1, cap - 1, file);
    assert_true(*length < cap - 1);
    (*text)[*length] = '\0';
    fclose(file);
    return true;
}

static inline bool fixture_load(void *context, const char *path, char **text, size_t *length,
                                struct bf_err *err)
{
    if (strcmp(path, "given.cfg") == 0 && context) {
        *text = bf_heap_text(context);
        *length = strlen(context);
        return *text ? true : bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %s", path);
    }
    if (fixture_read(path, text, length)) return true;
    return bf_fail(err, BF_E_IO, NULL, "no such file: %s", path);
}

static inline void fixture_show(const struct bf_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        char line[BF_WHAT_CAP + 2 * BF_PATH_CAP];
        bf_err_render(&faults->fault[i].err, line, sizeof line);
        fprintf(stderr, "%d: %s\n", (int)faults->fault[i].severity, line);
    }
}

/* Faults of the last try at `path` (NULL: any) that say `what`. None: all there are are shown. */
static inline size_t fixture_faults(const struct fixture *f, const char *path, const char *what)
{
    size_t found = 0;
    for (size_t i = 0; i < f->faults.count; i++) {
        const struct bf_err *err = &f->faults.fault[i].err;
        found += (!path || strcmp(err->where.path, path) == 0) && strstr(err->what, what);
    }
    if (found == 0) fixture_show(&f->faults);
    return found;
}

/* Load; says whether it can run, and leaves the faults to the test. */
static inline bool fixture_try(struct fixture *f, const char *text, const char *file,
                               const struct bf_setting set[], size_t count)
{
    memset(f, 0, sizeof *f);
    char *copy = text ? bf_heap_text(text) : NULL;
    struct bf_loader loader = {copy, fixture_load};
    bool ok = bf_model_load(&f->model, file, &loader, set, count, &f->faults);
    bf_heap_give(copy);
    return ok;
}

static inline void fixture_ready(struct fixture *f)
{
    const struct bf_catalogue *catalogue = &f->model.measures.catalogue;
    struct bf_err err;
    assert_true(bf_workspace_init(&f->workspace, &f->model.network, catalogue, &err));
    f->outcome.scalar = calloc(catalogue->scalar_count, sizeof(double));
    f->outcome.daily = calloc((size_t)catalogue->daily_count * catalogue->day_count, sizeof(float));
    assert_true(f->outcome.scalar && f->outcome.daily);
}

static inline void fixture_open(struct fixture *f, const char *text, const char *file,
                                const struct bf_setting set[], size_t count)
{
    if (!fixture_try(f, text, file, set, count)) {
        fixture_show(&f->faults);
        fail_msg("%s does not load", file);
    }
    fixture_ready(f);
}

static inline void fixture_text(struct fixture *f, const char *text)
{
    fixture_open(f, text, "given.cfg", NULL, 0);
}

static inline void fixture_file(struct fixture *f, const char *file, const struct bf_setting set[],
                                size_t count)
{
    fixture_open(f, NULL, file, set, count);
}

static inline void fixture_close(struct fixture *f)
{
    bf_workspace_free(f->workspace);
    free(f->outcome.scalar);
    free(f->outcome.daily);
    free(f->story.told);
    bf_faults_free(&f->faults);
    bf_model_free(&f->model);
    memset(f, 0, sizeof *f);
}

/* ---- running --------------------------------------------------------------------------- */

static inline uint32_t fixture_warm_up(const struct fixture *f)
{
    double days = f->model.care->start.warm_up_h / 24;
    return isnan(days) ? 0 : (uint32_t)lround(days);
}

static inline bool fixture_try_run(struct fixture *f, uint32_t number, struct bf_err *err)
{
    struct bf_replication replication = {.seed = FIXTURE_SEED,
                                         .number = number,
                                         .warm_up_days = fixture_warm_up(f),
                                         .over_full = f->over_full};
    return bf_replicate(f->workspace, &replication, &f->outcome, err);
}

static inline void fixture_run(struct fixture *f, uint32_t number)
{
    struct bf_err err;
    if (!fixture_try_run(f, number, &err)) fail_msg("replication %u: %s", number, err.what);
}

/* Of one replication of a text. */
static inline uint64_t fixture_digest(const char *text, uint32_t number)
{
    struct fixture f;
    fixture_text(&f, text);
    fixture_run(&f, number);
    uint64_t digest = f.outcome.digest;
    fixture_close(&f);
    return digest;
}

static inline void fixture_hear(void *context, const struct bf_told *told)
{
    struct fixture_story *story = context;
    if (story->count == story->cap) {
        story->cap = story->cap ? 2 * story->cap : 4096;
        story->told = realloc(story->told, story->cap * sizeof *story->told);
        assert_non_null(story->told);
    }
    story->told[story->count++] = *told;
}

/* Run and note what people do. */
static inline void fixture_follow(struct fixture *f, uint32_t number)
{
    struct bf_err err;
    f->story.count = 0;
    struct bf_replication replication = {.seed = FIXTURE_SEED,
                                         .number = number,
                                         .warm_up_days = fixture_warm_up(f),
                                         .over_full = f->over_full,
                                         .trace = fixture_hear,
                                         .trace_context = &f->story};
    if (!bf_replicate(f->workspace, &replication, &f->outcome, &err))
        fail_msg("replication %u: %s", number, err.what);
}

/* The first telling of a step by a person at or after number `from`, or NULL. */
static inline const struct bf_told *fixture_find(const struct fixture *f, size_t from, uint64_t who,
                                                 enum bf_step step)
{
    for (size_t k = from; k < f->story.count; k++)
        if (f->story.told[k].who == who && f->story.told[k].step == step) return &f->story.told[k];
    return NULL;
}

static inline double fixture_start_h(const struct fixture *f) /* of the period */
{
    return fixture_warm_up(f) * 24.0;
}
static inline double fixture_end_h(const struct fixture *f)
{
    return fixture_start_h(f) + f->model.measures.catalogue.day_count * 24.0;
}

/* ---- results --------------------------------------------------------------------------- */

static inline uint32_t fixture_service(const struct fixture *f, const char *name)
{
    for (uint32_t s = 0; s < f->model.network.service_count; s++)
        if (strcmp(f->model.network.service[s].name, name) == 0) return s;
    fail_msg("no service %s", name);
    return 0;
}

static inline uint32_t fixture_column(const struct bf_measure measure[], uint32_t count,
                                      const char *service, const char *group, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(measure[i].service, service) == 0 && strcmp(measure[i].group, group) == 0 &&
            strcmp(measure[i].name, name) == 0)
            return i;
    fail_msg("no measure %s %s %s", service, group, name);
    return 0;
}

static inline double fixture_of(const struct fixture *f, const char *service, const char *group,
                                const char *name)
{
    const struct bf_catalogue *c = &f->model.measures.catalogue;
    return f->outcome.scalar[fixture_column(c->scalar, c->scalar_count, service, group, name)];
}

static inline double fixture_scalar(const struct fixture *f, const char *service, const char *name)
{
    return fixture_of(f, service, "all", name);
}

static inline double fixture_day(const struct fixture *f, const char *service, const char *group,
                                 const char *name, uint32_t day)
{
    const struct bf_catalogue *c = &f->model.measures.catalogue;
    uint32_t column = fixture_column(c->daily, c->daily_count, service, group, name);
    return (double)f->outcome.daily[(size_t)day * c->daily_count + column];
}

static inline uint32_t fixture_days(const struct fixture *f)
{
    return f->model.measures.catalogue.day_count;
}

/* ---- against theory -------------------------------------------------------------------- */

struct fixture_expected {
    const char *service, *group, *name;
    double theory;
    double width; /* the interval must be narrower than this share of theory */
    struct bf_tally tally;
};

/* A mean must lie within its interval about theory, at one error in a million, and the interval
 * must be narrow: so the test is neither moody nor empty. */
static inline void fixture_check(const struct fixture_expected *e)
{
    double half = bf_interval_half_width(e->tally.count, bf_tally_sd(&e->tally), 1 - 1e-6);
    double mean = bf_tally_mean(&e->tally);
    if (getenv("FIXTURE_SHOW"))
        fprintf(stderr, "%s %s %s: %.6g, theory %.6g, half-width %.3g (%.2f%%)\n", e->service,
                e->group, e->name, mean, e->theory, half, 100 * half / e->theory);
    if (!(fabs(mean - e->theory) <= half))
        fail_msg("%s %s %s: mean %.6g, theory %.6g, half-width %.3g", e->service, e->group, e->name,
                 mean, e->theory, half);
    if (!(half <= e->width * fabs(e->theory)))
        fail_msg("%s %s %s: half-width %.3g of theory %.6g: too wide to mean anything", e->service,
                 e->group, e->name, half, e->theory);
}

static inline void fixture_expect(struct fixture *f, uint32_t replications,
                                  struct fixture_expected expected[], size_t count)
{
    for (size_t k = 0; k < count; k++)
        bf_tally_init(&expected[k].tally);
    for (uint32_t r = 0; r < replications; r++) {
        fixture_run(f, r);
        for (size_t k = 0; k < count; k++)
            bf_tally_add(&expected[k].tally,
                         fixture_of(f, expected[k].service, expected[k].group, expected[k].name));
    }
    for (size_t k = 0; k < count; k++)
        fixture_check(&expected[k]);
}

#endif
