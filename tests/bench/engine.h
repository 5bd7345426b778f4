/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench/engine.h -- a scenario file run replication by replication, every measure on. */
#ifndef BF_BENCH_ENGINE_H
#define BF_BENCH_ENGINE_H

#include "bedflow/base/arena.h"
#include "bedflow/study/model.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

struct engine {
    struct bf_model model;
    struct bf_workspace *space;
    struct bf_outcome out;
};

static inline bool engine_file(void *context, const char *path, char **text, size_t *length,
                               struct bf_err *err)
{
    (void)context;
    FILE *file = fopen(path, "rb");
    if (!file) return bf_fail(err, BF_E_IO, NULL, "cannot open %s", path);
    size_t cap = 1 << 20;
    *text = bf_heap_take(cap, 1);
    *length = *text ? fread(*text, 1, cap - 1, file) : 0;
    fclose(file);
    return *text != NULL;
}

static inline bool engine_open(struct engine *engine, const char *file,
                               const struct bf_setting set[], size_t set_count)
{
    struct bf_faults faults = {0};
    struct bf_loader loader = {NULL, engine_file};
    struct bf_err err = {.what = ""};
    *engine = (struct engine){.space = NULL};
    if (!bf_model_load(&engine->model, file, &loader, set, set_count, &faults)) {
        for (size_t i = 0; i < faults.count; i++)
            fprintf(stderr, "%s\n", faults.fault[i].err.what);
        return false;
    }
    bf_faults_free(&faults);
    const struct bf_catalogue *catalogue = &engine->model.measures.catalogue;
    engine->out.scalar = calloc(catalogue->scalar_count, sizeof(double));
    engine->out.daily =
        calloc((size_t)catalogue->daily_count * catalogue->day_count, sizeof(float));
    return bf_workspace_init(&engine->space, &engine->model.network, catalogue, &err);
}

static inline void engine_close(struct engine *engine)
{
    bf_workspace_free(engine->space);
    bf_model_free(&engine->model);
    free(engine->out.scalar);
    free(engine->out.daily);
}

static inline void engine_run(struct engine *engine, uint32_t number, uint32_t warm_up_days)
{
    struct bf_replication r = {.seed = 2021, .number = number, .warm_up_days = warm_up_days};
    struct bf_err err;
    if (!bf_replicate(engine->space, &r, &engine->out, &err)) {
        fprintf(stderr, "%s\n", err.what);
        exit(1);
    }
}

static inline double engine_scalar(const struct engine *engine, const char *service,
                                   const char *name)
{
    const struct bf_catalogue *catalogue = &engine->model.measures.catalogue;
    for (uint32_t i = 0; i < catalogue->scalar_count; i++)
        if (strcmp(catalogue->scalar[i].service, service) == 0 &&
            strcmp(catalogue->scalar[i].name, name) == 0)
            return engine->out.scalar[i];
    return (double)NAN;
}

/* The most that the process has held, in megabytes. */
static inline double engine_memory_mb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

#endif
