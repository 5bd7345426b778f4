/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench/limit.c -- run the hand-coded limit: its results, and what a replication costs.
 *
 *   limit [balanced|pressed|overload] [replications]     20 unless told
 *
 * Under valgrind --tool=callgrind: the instructions of two counts of
 * replications, subtracted, leave out the tables.
 */
#include "limit.h"
#include "stopwatch.h"

enum { RUNS_MAX = 10000 };

static const char *const workload_name[] = {"balanced", "pressed", "overload"};
static const char *const service_name[] = {"crisis",       "acute",        "onward 150x21",
                                           "onward 60x28", "onward 40x35", "onward 80x42"};

static int workload_of(const char *name)
{
    for (int i = 0; i < 3; i++)
        if (strcmp(name, workload_name[i]) == 0) return i;
    return -1;
}

static void add(struct bf_limit_result *sum, const struct bf_limit_result *one)
{
    for (int i = 0; i < BF_LIMIT_SERVICES; i++) {
        sum->busy[i] += one->busy[i];
        sum->waiting[i] += one->waiting[i];
        sum->midnight_busy[i] += one->midnight_busy[i];
        sum->midnight_waiting[i] += one->midnight_waiting[i];
        sum->waiting_last[i] += one->waiting_last[i];
        sum->begun[i] += one->begun[i];
    }
    sum->delayed += one->delayed;
    sum->arrivals += one->arrivals;
    sum->returns += one->returns;
    sum->events += one->events;
    sum->people_max = one->people_max > sum->people_max ? one->people_max : sum->people_max;
}

static void print(const struct bf_limit_result *sum, double n)
{
    static const int places[] = {0, 700, 150, 60, 40, 80};
    printf("%-14s %9s %7s %9s %9s %9s %9s %9s\n", "service", "busy", "load", "waiting", "midnight",
           "midn.wait", "last wait", "stays");
    for (int i = 0; i < BF_LIMIT_SERVICES; i++) {
        printf("%-14s %9.2f ", service_name[i], sum->busy[i] / n);
        if (places[i])
            printf("%6.1f%%", 100.0 * sum->busy[i] / n / places[i]);
        else
            printf("%7s", "-");
        printf(" %9.2f %9.2f %9.2f %9.1f %9.1f\n", sum->waiting[i] / n, sum->midnight_busy[i] / n,
               sum->midnight_waiting[i] / n, sum->waiting_last[i] / n, (double)sum->begun[i] / n);
    }
    printf("delayed %.2f; arrivals %.1f; returns %.1f; events %.0f; at most %u people at once\n",
           sum->delayed / n, (double)sum->arrivals / n, (double)sum->returns / n,
           (double)sum->events / n, sum->people_max);
}

int main(int argc, char **argv)
{
    static double ms[RUNS_MAX];
    struct bf_limit_result one, sum = {.people_max = 0};
    const int workload = argc > 1 ? workload_of(argv[1]) : BF_LIMIT_BALANCED;
    const long runs = argc > 2 ? strtol(argv[2], NULL, 10) : 20;
    if (workload < 0 || runs < 1 || runs > RUNS_MAX || argc > 3) {
        fprintf(stderr, "usage: limit [balanced|pressed|overload] [replications, 1 to %d]\n",
                RUNS_MAX);
        return 64;
    }
    for (long run = 0; run < runs; run++) {
        const double start = bf_cpu_ns();
        bf_limit_run((enum bf_limit_workload)workload, 20385 + (uint64_t)run, &one);
        ms[run] = (bf_cpu_ns() - start) * 1e-6;
        add(&sum, &one);
    }
    printf("%s, %ld replications, means\n", workload_name[workload], runs);
    print(&sum, (double)runs);
    bf_sort_runs(ms, (size_t)runs);
    printf("CPU per replication: %.2f ms least, %.2f ms median; %.1f ns an event\n", ms[0],
           ms[runs / 2], ms[0] * 1e6 / ((double)sum.events / (double)runs));
    return 0;
}
