/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench/threads.c -- how much sooner is a whole run done on two threads than on one?
 *
 *   threads [ROUNDS [PROGRAM]]     3 rounds of build/release/bedflow unless told
 *
 * The program itself, from reading the scenario to the last table (no pictures): a hundred winters,
 * on one thread and on two in turn; the least of each. Goal: 1.9 times on 2 idle processors. What
 * the second thread could have of its processor is printed, as others may use the machine.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char scenario[] = "scenarios/east-sussex/winter-2021.cfg";
#define REPLICATIONS "100"

static double wall_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Of the children that have ended. */
static double cpu_s(void)
{
    struct rusage u;
    getrusage(RUSAGE_CHILDREN, &u);
    return (double)(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           (double)(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}

static bool call(const char *const argument[])
{
    int status = 1;
    fflush(stdout);
    pid_t child = fork();
    if (child == 0) {
        if (freopen("/dev/null", "w", stdout) && freopen("/dev/null", "w", stderr))
            execvp(argument[0], (char *const *)(const void *)argument);
        _exit(127);
    }
    return child > 0 && waitpid(child, &status, 0) == child && status == 0;
}

struct least {
    double wall, cpu;
};

static bool run(const char *program, const char *threads, const char *folder, struct least *least)
{
    const char *const argument[] = {program,      "run",       scenario, "--reps",
                                    REPLICATIONS, "--threads", threads,  "--no-plots",
                                    "--force",    "--out",     folder,   NULL};
    double at = wall_s(), cpu = cpu_s();
    if (!call(argument)) return false;
    struct least now = {wall_s() - at, cpu_s() - cpu};
    if (least->wall <= 0 || now.wall < least->wall) *least = now;
    return true;
}

int main(int argc, char **argv)
{
    unsigned long rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 3;
    const char *program = argc > 2 ? argv[2] : "build/release/bedflow";
    char within[64], folder[sizeof within + 8];
    snprintf(within, sizeof within, "/tmp/bedflow-bench-%ld", (long)getpid());
    if (rounds == 0 || access(program, X_OK) != 0) {
        fprintf(stderr, "threads: expected a program to run, found none at %s\n", program);
        return 64;
    }
    if (mkdir(within, 0700) != 0) return 1;
    snprintf(folder, sizeof folder, "%s/result", within);
    struct least one = {0, 0}, two = {0, 0};
    bool good = true;
    for (unsigned long k = 0; k < rounds && good; k++)
        good = run(program, "1", folder, &one) && run(program, "2", folder, &two);
    const char *const clean[] = {"rm", "-rf", within, NULL};
    if (!call(clean) || !good) return 1;
    printf("threads: a run of " REPLICATIONS " winters with its tables takes %.2f s on one thread "
           "and %.2f s on two: %.2f times (goal: 1.9; of two processors it had %.0f%%)\n",
           one.wall, two.wall, one.wall / two.wall, 100 * two.cpu / (2 * two.wall));
    return 0;
}
