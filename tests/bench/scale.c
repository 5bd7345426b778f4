/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench/scale.c -- does an event cost the same in a whole county, and in England?
 *
 *   scale [ROUNDS]     3 unless told; the least of the rounds is printed
 *
 * One line a workload: events of a replication, nanoseconds of CPU an event, and its ratio, in the
 * same run, to the reference workload: to both its parts together (time over events of as many
 * replications of each), and to each. Few people wait in the balanced part; in the pressed one, as
 * in a county in winter, beds are blocked.
 *
 * - the county scenarios, four winters each, with their own warm-up. Goal: at most 1.5 of both
 * parts together;
 * - England apart: 42 systems, each balanced and 1/42 of 6 million emergency admissions a year,
 *   one after another in one workspace. Goal: within 20% of one such county, and a year in 3 s;
 * - England coupled: the same people and places as one system with one queue to each service, a
 *   hundred thousand people at once. Reported, with no goal.
 */
#include "engine.h"
#include "stopwatch.h"

enum { SYSTEMS = 42, WARM_DAYS = 60, DAYS = 425, RUNS = 8, WINTERS = 4 };
#define ENGLAND   6e6   /* emergency admissions a year */
#define REFERENCE 50000 /* people a year of the reference workload */
#define ADMITTED  0.8   /* of whom so many are admitted */

struct line {
    double ns, events, seconds;
    uint32_t people;
};

static struct line run(struct engine *engine, uint32_t replications, uint32_t warm_up_days,
                       uint32_t rounds)
{
    struct line least = {.seconds = 1e30};
    for (uint32_t round = 0; round < rounds; round++) {
        struct line now = {.people = 0};
        double at = bf_cpu_ns();
        for (uint32_t r = 0; r < replications; r++) {
            engine_run(engine, r, warm_up_days);
            now.events += (double)engine->out.events;
            if (engine->out.peak_patients > now.people) now.people = engine->out.peak_patients;
        }
        now.seconds = (bf_cpu_ns() - at) / 1e9;
        now.ns = now.seconds * 1e9 / now.events;
        if (now.seconds < least.seconds) least = now;
    }
    return least;
}

/* Nanoseconds an event of the reference workload. */
struct reference {
    double both, balanced, pressed;
};

static void say(const char *what, struct line line, const struct reference *reference)
{
    printf("%-26s %10.0f events %8.1f ms %6.0f ns an event, %.2f of the reference (balanced %.2f, "
           "pressed %.2f); %6u people at once, %.1f MB so far\n",
           what, line.events, line.seconds * 1e3, line.ns, line.ns / reference->both,
           line.ns / reference->balanced, line.ns / reference->pressed, line.people,
           engine_memory_mb());
}

static bool find_reference(struct reference *reference, uint32_t rounds)
{
    static const char *const file[2] = {"tests/bench/reference-balanced.cfg",
                                        "tests/bench/reference-pressed.cfg"};
    struct line part[2];
    for (size_t k = 0; k < 2; k++) {
        struct engine engine;
        if (!engine_open(&engine, file[k], NULL, 0)) return false;
        part[k] = run(&engine, RUNS, WARM_DAYS, rounds);
        engine_close(&engine);
    }
    *reference = (struct reference){.both = (part[0].seconds + part[1].seconds) * 1e9 /
                                            (part[0].events + part[1].events),
                                    .balanced = part[0].ns,
                                    .pressed = part[1].ns};
    say("reference, balanced, 8 runs", part[0], reference);
    say("reference, pressed, 8 runs", part[1], reference);
    return true;
}

/* The balanced reference workload, `times` as large. */
static bool open_scaled(struct engine *engine, double times)
{
    static const struct {
        const char *path;
        double value;
        const char *unit;
    } number[] = {{"demand.people.rate", REFERENCE, " per year"},
                  {"services.hospital.beds", 700, ""},
                  {"services.caseload.places", 150, ""},
                  {"services.beds_a.beds", 60, ""},
                  {"services.beds_b.beds", 40, ""},
                  {"services.beds_c.beds", 80, ""}};
    enum { COUNT = sizeof number / sizeof *number };
    char text[COUNT][40];
    struct bf_setting set[COUNT + 1];
    for (size_t i = 0; i < COUNT; i++) {
        snprintf(text[i], sizeof text[i], "%.0f%s", number[i].value * times, number[i].unit);
        set[i] = (struct bf_setting){number[i].path, text[i]};
    }
    set[COUNT] = (struct bf_setting){"limits", "{ patients = 2000000; waiting = 1000000; }"};
    return engine_open(engine, "tests/bench/reference-balanced.cfg", set, COUNT + 1);
}

static bool county(const char *file, uint32_t rounds, const struct reference *reference)
{
    struct engine engine;
    if (!engine_open(&engine, file, NULL, 0)) return false;
    double stated_h = engine.model.care->start.warm_up_h;
    uint32_t warm_up_days = isnan(stated_h) ? WARM_DAYS : (uint32_t)(stated_h / 24);
    say(strrchr(file, '/') + 1, run(&engine, WINTERS, warm_up_days, rounds), reference);
    engine_close(&engine);
    return true;
}

static bool england(uint32_t rounds, const struct reference *reference)
{
    struct engine engine;
    const double times = ENGLAND / (REFERENCE * ADMITTED);
    if (!open_scaled(&engine, times / SYSTEMS)) return false;
    struct line apart = run(&engine, SYSTEMS, WARM_DAYS, rounds);
    say("England, 42 systems apart", apart, reference);
    printf("%-26s %.2f s a simulated year (goal: at most 3)\n", "", apart.seconds * 365 / DAYS);
    engine_close(&engine);
    if (!open_scaled(&engine, times)) return false;
    say("England, one system", run(&engine, 1, WARM_DAYS, 1), reference);
    engine_close(&engine);
    return true;
}

int main(int argc, char **argv)
{
    static const char *const file[] = {"scenarios/east-sussex/winter-2021.cfg",
                                       "scenarios/east-sussex/two-sites.cfg",
                                       "scenarios/east-sussex/programme.cfg"};
    uint32_t rounds = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 3;
    struct reference reference;
    if (rounds == 0) return 64;
    if (!find_reference(&reference, rounds)) return 1;
    for (size_t i = 0; i < sizeof file / sizeof *file; i++)
        if (!county(file[i], rounds, &reference)) return 1;
    return england(rounds, &reference) ? 0 : 1;
}
