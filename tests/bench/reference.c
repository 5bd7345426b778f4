/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reference.c -- the engine, from a scenario file and with every measure on, beside the hand-coded
 * limit, in one process: milliseconds of CPU as a ratio, and whether both find the same means.
 *
 *   reference [REPLICATIONS]          both workloads, engine and limit in turn
 *   reference engine|limit WORKLOAD N one of them alone, for `valgrind --tool=callgrind`
 */
#include "bedflow/base/arena.h"
#include "bedflow/study/model.h"
#include "limit.h"
#include "stopwatch.h"

#include <math.h>
#include <sys/resource.h>

#define SIMULATED_YEARS ((double)BF_LIMIT_END_DAY / 365)

static bool load_file(void *context, const char *path, char **text, size_t *length,
                      struct bf_err *err)
{
    (void)context;
    FILE *file = fopen(path, "rb");
    if (!file) return bf_fail(err, BF_E_IO, NULL, "cannot open %s", path);
    size_t cap = 1 << 16;
    *text = bf_heap_take(cap, 1);
    *length = *text ? fread(*text, 1, cap - 1, file) : 0;
    fclose(file);
    return *text != NULL;
}

struct engine {
    struct bf_model model;
    struct bf_workspace *space;
    struct bf_outcome out;
};

static bool engine_init(struct engine *engine, const char *workload)
{
    char file[64];
    struct bf_faults faults = {0};
    struct bf_loader loader = {NULL, load_file};
    struct bf_err err = {.what = ""};
    snprintf(file, sizeof file, "tests/bench/reference-%s.cfg", workload);
    if (!bf_model_load(&engine->model, file, &loader, NULL, 0, &faults)) {
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

static void engine_run(struct engine *engine, uint32_t number)
{
    struct bf_replication r = {.seed = 2021, .number = number, .warm_up_days = BF_LIMIT_WARM_DAYS};
    struct bf_err err;
    if (!bf_replicate(engine->space, &r, &engine->out, &err)) {
        fprintf(stderr, "%s\n", err.what);
        exit(1);
    }
}

static double scalar(const struct engine *engine, const char *service, const char *name)
{
    const struct bf_catalogue *catalogue = &engine->model.measures.catalogue;
    for (uint32_t i = 0; i < catalogue->scalar_count; i++)
        if (strcmp(catalogue->scalar[i].service, service) == 0 &&
            strcmp(catalogue->scalar[i].name, name) == 0)
            return engine->out.scalar[i];
    return (double)NAN;
}

static double memory_mb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss / 1024;
}

static int compare(const char *workload, enum bf_limit_workload which, uint32_t reps)
{
    struct engine engine = {.space = NULL};
    static struct bf_limit_result limit;
    double before_mb = memory_mb();
    if (!engine_init(&engine, workload)) return 1;
    double *ours = calloc(reps, sizeof *ours), *theirs = calloc(reps, sizeof *theirs);
    double busy = 0, delayed = 0, limit_busy = 0, limit_delayed = 0, events = 0;
    bf_limit_run(which, 1, &limit); /* fills its tables */
    for (uint32_t r = 0; r < reps; r++) {
        double at = bf_cpu_ns();
        engine_run(&engine, r);
        ours[r] = bf_cpu_ns() - at;
        at = bf_cpu_ns();
        bf_limit_run(which, 100 + r, &limit);
        theirs[r] = bf_cpu_ns() - at;
        busy += scalar(&engine, "hospital", "occupied_mean") / reps;
        delayed += scalar(&engine, "hospital", "delayed_mean") / reps;
        limit_busy += limit.busy[BF_LIMIT_ACUTE] / reps;
        limit_delayed += limit.delayed / reps;
        events += (double)engine.out.events / reps;
    }
    bf_sort_runs(ours, reps);
    bf_sort_runs(theirs, reps);
    printf("%-9s engine %6.2f ms a replication (%5.2f a simulated year), limit %5.2f ms: "
           "ratio %.2f (medians %.2f); %.0f ns an event\n",
           workload, ours[0] / 1e6, ours[0] / 1e6 / SIMULATED_YEARS, theirs[0] / 1e6,
           ours[0] / theirs[0], ours[reps / 2] / theirs[reps / 2], ours[0] / events);
    printf("%-9s acute beds occupied %.1f and %.1f; delayed %.2f and %.2f; %u people at once at "
           "most; memory %.1f MB in all, %.1f before\n",
           "", busy, limit_busy, delayed, limit_delayed, engine.out.peak_patients, memory_mb(),
           before_mb);
    bf_workspace_free(engine.space);
    bf_model_free(&engine.model);
    free(engine.out.scalar);
    free(engine.out.daily);
    free(ours);
    free(theirs);
    return 0;
}

static int alone(const char *who, const char *workload, uint32_t reps)
{
    struct engine engine = {.space = NULL};
    static struct bf_limit_result limit;
    bool ours = strcmp(who, "engine") == 0;
    if (ours && !engine_init(&engine, workload)) return 1;
    for (uint32_t r = 0; r < reps; r++)
        if (ours)
            engine_run(&engine, r);
        else
            bf_limit_run(strcmp(workload, "pressed") == 0 ? BF_LIMIT_PRESSED : BF_LIMIT_BALANCED,
                         100 + r, &limit);
    return 0;
}

int main(int argc, char **argv)
{
    if (argc == 4) return alone(argv[1], argv[2], (uint32_t)strtoul(argv[3], NULL, 10));
    uint32_t reps = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 15;
    if (reps == 0) return 64;
    int bad = compare("balanced", BF_LIMIT_BALANCED, reps);
    return bad ? bad : compare("pressed", BF_LIMIT_PRESSED, reps);
}
