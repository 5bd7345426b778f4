/* SPDX-License-Identifier: GPL-3.0-or-later */
/* bench/stopwatch.h -- CPU time of this thread, and what to keep of several runs.
 *
 * Seconds drift by half on a shared machine. So: many short runs, the rivals in
 * turn, the least of each; and read the ratios.
 */
#ifndef BF_BENCH_STOPWATCH_H
#define BF_BENCH_STOPWATCH_H

#include <stdlib.h>
#include <time.h>

/* CPU nanoseconds of this thread since it began. */
static inline double bf_cpu_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e9 + (double)now.tv_nsec;
}

static inline int bf_by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts values[0..count); then values[0] is the least and values[count / 2] the median. */
static inline void bf_sort_runs(double values[], size_t count)
{
    qsort(values, count, sizeof values[0], bf_by_value);
}

#endif
