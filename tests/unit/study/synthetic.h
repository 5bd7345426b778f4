/* SPDX-License-Identifier: GPL-3.0-or-later */
/* synthetic.h -- results whose truth is known: replications made of keyed normal numbers.
 *
 * Include "unit.h" first.
 */
#ifndef BF_TESTS_SYNTHETIC_H
#define BF_TESTS_SYNTHETIC_H

#include "bedflow/base/arena.h"
#include "bedflow/random/draw.h"
#include "bedflow/study/result.h"

#include <math.h>

#define SYNTHETIC_MEASURES 5

/* Headlines: delayed_days, occupancy, readmitted; then acute.wait_p95 and a group. */
static const struct bf_measure synthetic_measure[SYNTHETIC_MEASURES] = {
    {.service = "system",
     .label = "Whole system",
     .group = "all",
     .name = "delayed_days",
     .unit = "bed days",
     .help = "delayed bed days in the period",
     .title = "Delayed bed days",
     .headline = true,
     .lower_is_better = true,
     .target = __builtin_nan("")},
    {.service = "system",
     .label = "Whole system",
     .group = "all",
     .name = "occupancy",
     .unit = "%",
     .help = "beds occupied",
     .title = "Acute beds occupied",
     .headline = true,
     .lower_is_better = true,
     .target = 92},
    {.service = "system",
     .label = "Whole system",
     .group = "all",
     .name = "admissions",
     .unit = "people",
     .help = "admissions",
     .headline = true,
     .target = __builtin_nan("")},
    {.service = "acute",
     .label = "Acute beds",
     .group = "all",
     .name = "wait_p95",
     .unit = "hours",
     .help = "95th percentile of the wait",
     .lower_is_better = true,
     .target = __builtin_nan("")},
    {.service = "system",
     .label = "Whole system",
     .group = "class:frail",
     .name = "delayed_days",
     .unit = "bed days",
     .help = "of this class",
     .lower_is_better = true,
     .target = __builtin_nan("")},
};

static const struct bf_catalogue synthetic_catalogue = {
    .scalar = synthetic_measure, .scalar_count = SYNTHETIC_MEASURES, .first_day = 18932};

/* A standard normal number of a replication: `thing` says what for. */
static inline double synthetic_normal(uint64_t seed, uint64_t replication, uint64_t thing)
{
    struct bf_key key = {seed, replication};
    struct bf_block block = bf_draw(&key, bf_thing_key(0x51, thing), 0);
    return sqrt(-2 * log(block.u[0])) * cos(6.283185307179586 * block.u[1]);
}

/* Room for replications first..first+count; every scalar is NaN. */
static inline void synthetic_begin(struct bf_result *result, const struct bf_catalogue *catalogue,
                                   uint32_t first, uint32_t count)
{
    *result = (struct bf_result){.catalogue = catalogue,
                                 .title = "Synthetic",
                                 .scenario_file = "synthetic.cfg",
                                 .seed = 2385,
                                 .planned = count,
                                 .count = count,
                                 .warm_up_days = 91,
                                 .threads = 1};
    result->replication = bf_heap_take(count + 1, sizeof *result->replication);
    result->scalar = bf_heap_take((size_t)count * catalogue->scalar_count + 1, sizeof(double));
    result->digest = bf_heap_take(count + 1, sizeof *result->digest);
    result->events = bf_heap_take(count + 1, sizeof *result->events);
    for (uint32_t r = 0; r < count; r++) {
        result->replication[r] = first + r;
        result->digest[r] = 0x9e3779b97f4a7c15u * (first + r + 1);
        result->events[r] = 1000 + r;
    }
    for (size_t i = 0; i < (size_t)count * catalogue->scalar_count; i++)
        result->scalar[i] = (double)NAN;
}

static inline void synthetic_set(struct bf_result *result, uint32_t row, uint32_t scalar,
                                 double value)
{
    result->scalar[(size_t)row * result->catalogue->scalar_count + scalar] = value;
}

/* The five measures: a winter that all options share, and noise of the option's own. */
static inline void synthetic_fill(struct bf_result *result, uint64_t option, double shift,
                                  double own_sd)
{
    for (uint32_t r = 0; r < result->count; r++) {
        uint32_t number = result->replication[r];
        for (uint32_t m = 0; m < SYNTHETIC_MEASURES; m++) {
            double winter = synthetic_normal(result->seed, number, m);
            double own = synthetic_normal(result->seed, number, 100 * (option + 1) + m);
            synthetic_set(result, r, m, 1000.5 + 37.5 * winter + own_sd * own + shift);
        }
    }
}

#endif
