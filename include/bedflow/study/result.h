/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/result.h -- what a study found: every finished replication, in order.
 *
 * Shapes: scalar[r * scalar_count + i]; daily[(r * day_count + d) * daily_count + j].
 * Replications that a limit stopped are not among the finished ones; they are
 * in `stopped` with their reason.
 */
#ifndef BF_STUDY_RESULT_H
#define BF_STUDY_RESULT_H

#include "bedflow/base/err.h"
#include "bedflow/stats/measure.h"

struct bf_stopped {
    uint32_t replication;
    struct bf_err err;
};

struct bf_result {
    const struct bf_catalogue *catalogue;
    const char *title;         /* of the scenario */
    const char *scenario_file; /* as the user typed it */
    uint64_t seed;
    uint32_t planned;      /* replications asked for */
    uint32_t count;        /* finished */
    uint32_t found;        /* of those and the stopped: kept from before, not simulated now */
    uint32_t *replication; /* [count]: their numbers, ascending */
    double *scalar;        /* [count][scalar_count] */
    float *daily;          /* [count][day_count][daily_count] */
    uint64_t *digest;      /* [count]: of everything the replication measured */
    uint64_t *events;      /* [count]: events handled */
    uint64_t *people;      /* [count]: of who presented (models/replicate.h); NULL: not known */
    uint64_t total_digest; /* of the digests in order */
    struct bf_use *use;    /* [use_count]: when rules were on, replication after replication */
    uint32_t use_count;
    struct bf_stopped *stopped;
    uint32_t stopped_count;
    bool interrupted;  /* the user stopped the study */
    bool chance_only;  /* no input has a declared range or uncertainty */
    bool fixed_inputs; /* declared ranges were ignored */
    uint32_t warm_up_days;
    uint32_t threads;
    double wall_s, cpu_s;
};

/* Statistics of one column over the finished replications; NaNs left out.
 * mc_low..mc_high is the 95% t interval of the mean (simulation error); p05..p95
 * are quantiles over replications, that is over possible winters
 * (gsl_stats_quantile_from_sorted_data). */
struct bf_summary {
    double mean, mc_low, mc_high, p05, p25, p50, p75, p95;
    uint32_t count; /* replications with a defined value */
};
void bf_summarise(double value[], uint32_t count, struct bf_summary *summary); /* sorts value */

void bf_result_free(struct bf_result *result);

#endif
