/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reference.c -- the engine, from a scenario file and with every measure on, beside the hand-coded
 * limit, in one process: milliseconds of CPU as a ratio, and whether both find the same means. The
 * limit runs twice: with the fastest draws, and with the engine's.
 *
 *   reference [REPLICATIONS]          both workloads, engine and limit in turn
 *   reference engine|limit|keyed WORKLOAD N   one of them alone, for `valgrind --tool=callgrind`;
 * says the events of the last replication reference engine FILE.cfg N       the same with a
 * scenario and its own warm-up
 */
#include "engine.h"
#include "limit.h"
#include "stopwatch.h"

#define SIMULATED_YEARS ((double)BF_LIMIT_END_DAY / 365)

static bool open_workload(struct engine *engine, const char *workload)
{
    char file[64];
    snprintf(file, sizeof file, "tests/bench/reference-%s.cfg", workload);
    return engine_open(engine, file, NULL, 0);
}

static int compare(const char *workload, enum bf_limit_workload which, uint32_t reps)
{
    struct engine engine = {.space = NULL};
    static struct bf_limit_result limit, limit_keyed;
    double before_mb = engine_memory_mb();
    if (!open_workload(&engine, workload)) return 1;
    double *ours = calloc(reps, sizeof *ours), *theirs = calloc(reps, sizeof *theirs);
    double *keyed = calloc(reps, sizeof *keyed), keyed_busy = 0;
    double busy = 0, delayed = 0, limit_busy = 0, limit_delayed = 0, events = 0;
    bf_limit_run(which, 1, &limit); /* fills its tables */
    bf_limit_run_keyed(which, 1, &limit);
    for (uint32_t r = 0; r < reps; r++) {
        double at = bf_cpu_ns();
        engine_run(&engine, r, BF_LIMIT_WARM_DAYS);
        ours[r] = bf_cpu_ns() - at;
        at = bf_cpu_ns();
        bf_limit_run(which, 100 + r, &limit);
        theirs[r] = bf_cpu_ns() - at;
        busy += engine_scalar(&engine, "hospital", "occupied_mean") / reps;
        at = bf_cpu_ns();
        bf_limit_run_keyed(which, 100 + r, &limit_keyed);
        keyed[r] = bf_cpu_ns() - at;
        keyed_busy += limit_keyed.busy[BF_LIMIT_ACUTE] / reps;
        delayed += engine_scalar(&engine, "hospital", "delayed_mean") / reps;
        limit_busy += limit.busy[BF_LIMIT_ACUTE] / reps;
        limit_delayed += limit.delayed / reps;
        events += (double)engine.out.events / reps;
    }
    bf_sort_runs(ours, reps);
    bf_sort_runs(theirs, reps);
    bf_sort_runs(keyed, reps);
    printf("%-9s engine %6.2f ms a replication (%5.2f a simulated year), limit %5.2f ms: "
           "ratio %.2f (medians %.2f); %.0f ns an event\n",
           workload, ours[0] / 1e6, ours[0] / 1e6 / SIMULATED_YEARS, theirs[0] / 1e6,
           ours[0] / theirs[0], ours[reps / 2] / theirs[reps / 2], ours[0] / events);
    printf("%-9s limit with the engine's draws (keyed, by inversion) %5.2f ms: ratio %.2f (medians "
           "%.2f)\n",
           "", keyed[0] / 1e6, ours[0] / keyed[0], ours[reps / 2] / keyed[reps / 2]);
    printf(
        "%-9s acute beds occupied %.1f, %.1f and %.1f; delayed %.2f and %.2f; %u people at once at "
        "most; memory %.1f MB in all, %.1f before\n",
        "", busy, limit_busy, keyed_busy, delayed, limit_delayed, engine.out.peak_patients,
        engine_memory_mb(), before_mb);
    engine_close(&engine);
    free(ours);
    free(theirs);
    free(keyed);
    return 0;
}

static int engine_alone(const char *workload, uint32_t reps)
{
    struct engine engine = {.space = NULL};
    bool own = strstr(workload, ".cfg") != NULL;
    bool opened = own ? engine_open(&engine, workload, NULL, 0) : open_workload(&engine, workload);
    if (!opened) return 1;
    double stated_h = engine.model.care->start.warm_up_h;
    uint32_t warm_up_days =
        own && !isnan(stated_h) ? (uint32_t)(stated_h / 24) : BF_LIMIT_WARM_DAYS;
    for (uint32_t r = 0; r < reps; r++)
        engine_run(&engine, r, warm_up_days);
    printf("%llu\n", (unsigned long long)engine.out.events);
    engine_close(&engine);
    return 0;
}

static int alone(const char *who, const char *workload, uint32_t reps)
{
    static struct bf_limit_result limit;
    if (strcmp(who, "engine") == 0) return engine_alone(workload, reps);
    const enum bf_limit_workload which =
        strcmp(workload, "pressed") == 0 ? BF_LIMIT_PRESSED : BF_LIMIT_BALANCED;
    for (uint32_t r = 0; r < reps; r++)
        if (strcmp(who, "keyed") == 0)
            bf_limit_run_keyed(which, 100 + r, &limit);
        else
            bf_limit_run(which, 100 + r, &limit);
    printf("%llu\n", (unsigned long long)limit.events);
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
