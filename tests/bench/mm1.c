/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench/mm1.c -- M/M/1 at load 0.9, a million customers: a loop of two slots, and an event list.
 *
 *   mm1 [rounds]      5 unless told; the least of the rounds is printed
 *
 * The smallest model there is shows what a kernel adds to it. Two slots hold the
 * next arrival and the next departure; no event list, no persons. It is run with
 * the fastest sequential draws, with -log(u), and with the library's keyed draws
 * (a Philox block per four draws, or per draw), and with the last two through
 * kernel/event_list.h. A customer is two events. Mean service is 1, so the mean
 * time in the system should be 10, give or take 0.6.
 */
#include "bedflow/kernel/event_list.h"
#include "bedflow/random/draw.h"
#include "fast_random.h"
#include "stopwatch.h"

#include <stdio.h>

enum { CUSTOMERS = 1000000 };
enum purpose { GAP, SERVICE };
enum draws { STRIPS, LOGARITHM, KEYED_4, KEYED_1 };

struct source {
    struct bf_xoshiro rng;
    const struct bf_strips *exponential;
    struct bf_key key;
    uint64_t drawn[2]; /* by purpose */
    struct bf_block ahead[2];
};

struct outcome {
    double ns;   /* per customer */
    double mean; /* time in the system */
};

/* `draws` is constant wherever this is inlined. */
static inline double exponential(struct source *source, enum draws draws, enum purpose purpose)
{
    const uint64_t n = source->drawn[purpose]++;
    switch (draws) {
    case STRIPS:
        return bf_strips_draw(source->exponential, &source->rng);
    case LOGARITHM:
        return -log(bf_xoshiro_open(&source->rng));
    case KEYED_4:
        if (n % 4 == 0) source->ahead[purpose] = bf_draw(&source->key, n / 4, purpose);
        return -log(source->ahead[purpose].u[n % 4]);
    default:
        return -log(bf_draw(&source->key, n, purpose).u[0]);
    }
}

static inline struct outcome two_slots(struct source *source, enum draws draws)
{
    const double start = bf_cpu_ns(), mean_gap = 1.0 / 0.9;
    const double never = (double)INFINITY;
    double arrival = mean_gap * exponential(source, draws, GAP), departure = never;
    double left = 0.0, entered = 0.0;
    for (uint32_t inside = 0, served = 0; served < CUSTOMERS;) {
        if (arrival < departure) {
            entered += arrival;
            if (inside++ == 0) departure = arrival + exponential(source, draws, SERVICE);
            arrival += mean_gap * exponential(source, draws, GAP);
        } else {
            left += departure;
            inside--;
            /* The last time: those still inside count as of now. */
            if (++served == CUSTOMERS) left += inside * departure;
            departure = inside > 0 ? departure + exponential(source, draws, SERVICE) : never;
        }
    }
    return (struct outcome){(bf_cpu_ns() - start) / CUSTOMERS, (left - entered) / CUSTOMERS};
}

static inline void schedule(struct bf_event_list *list, double at, enum purpose kind)
{
    bf_event_list_schedule(list, (struct bf_event){.at_h = at, .kind = (uint8_t)kind});
}

static inline struct outcome listed(struct source *source, enum draws draws,
                                    struct bf_event_list *list)
{
    const double start = bf_cpu_ns(), mean_gap = 1.0 / 0.9;
    double left = 0.0, entered = 0.0;
    struct bf_event event;
    bf_event_list_reset(list);
    schedule(list, mean_gap * exponential(source, draws, GAP), GAP);
    for (uint32_t inside = 0, served = 0; served < CUSTOMERS;) {
        if (!bf_event_list_next(list, &event)) abort();
        if (event.kind == GAP) {
            entered += event.at_h;
            if (inside++ == 0)
                schedule(list, event.at_h + exponential(source, draws, SERVICE), SERVICE);
            schedule(list, event.at_h + mean_gap * exponential(source, draws, GAP), GAP);
        } else {
            left += event.at_h;
            inside--;
            if (++served == CUSTOMERS) left += inside * event.at_h;
            if (inside > 0)
                schedule(list, event.at_h + exponential(source, draws, SERVICE), SERVICE);
        }
    }
    return (struct outcome){(bf_cpu_ns() - start) / CUSTOMERS, (left - entered) / CUSTOMERS};
}

static struct outcome run(int rival, struct source *source, struct bf_event_list *list)
{
    switch (rival) {
    case 0:
        return two_slots(source, STRIPS);
    case 1:
        return two_slots(source, LOGARITHM);
    case 2:
        return two_slots(source, KEYED_4);
    case 3:
        return two_slots(source, KEYED_1);
    case 4:
        return listed(source, STRIPS, list);
    case 5:
        return listed(source, KEYED_4, list);
    default:
        return listed(source, KEYED_1, list);
    }
}

static const char *const rival_name[] = {"two slots, strips",
                                         "two slots, -log(u)",
                                         "two slots, keyed, four a block",
                                         "two slots, keyed, block each",
                                         "event_list.h, strips",
                                         "event_list.h, keyed, four a block",
                                         "event_list.h, keyed, block each"};
enum { RIVALS = sizeof rival_name / sizeof rival_name[0] };

static bool print(const double least[], const double mean[])
{
    bool good = true;
    printf("%-34s %8s %10s %9s %11s %8s\n", "M/M/1, load 0.9", "ns/cust.", "M cust./s", "to slots",
           "same draws", "mean");
    for (int i = 0; i < RIVALS; i++) {
        const int same = i < 4 ? i : i == 4 ? 0 : i - 3;
        printf("%-34s %8.1f %10.1f %9.2f %11.2f %8.3f\n", rival_name[i], least[i], 1e3 / least[i],
               least[i] / least[0], least[i] / least[same], mean[i]);
        if (fabs(mean[i] - 10.0) > 1.0 || (i > 4 && mean[i] != mean[same])) good = false;
    }
    if (!good) printf("WRONG: expected means near 10, and the same from the same keyed draws\n");
    return good;
}

int main(int argc, char **argv)
{
    static struct bf_strips strips;
    double least[RIVALS], mean[RIVALS];
    const long rounds = argc > 1 ? strtol(argv[1], NULL, 10) : 5;
    struct bf_arena arena;
    struct bf_event_list list;
    struct bf_err err;
    if (rounds < 1 || argc > 2) {
        fprintf(stderr, "usage: mm1 [rounds]\n");
        return 64;
    }
    if (!bf_arena_init(&arena, bf_event_list_room(64), &err)) return 1;
    bf_event_list_init(&list, &arena, 64, 1.0);
    bf_strips_init(&strips, 0.0);
    for (long round = 0; round < rounds; round++) {
        for (int i = 0; i < RIVALS; i++) {
            struct source source = {.exponential = &strips, .key = {2385, 17}};
            bf_xoshiro_seed(&source.rng, 2385);
            const struct outcome outcome = run(i, &source, &list);
            least[i] = round == 0 ? outcome.ns : fmin(least[i], outcome.ns);
            mean[i] = outcome.mean;
        }
    }
    bf_arena_free(&arena);
    return print(least, mean) ? 0 : 1;
}
