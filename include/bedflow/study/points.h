/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/points.h -- one scenario at many points: settings of its factors, replications of each.
 *
 * A point is a value for each factor (study/factor.h). Replication r of every
 * point has the same people with the same needs (common random numbers, as in
 * study/compare.h), so responses are compared winter by winter.
 *
 * Work is a list of probes, each one replication of one point; points are
 * loaded as they are needed, and the threads share them. Only the wanted
 * scalars of each probe are kept: memory is that of probes x measures, besides
 * some dozen models and replications under way.
 *
 * Warm-up: one for all points, since a difference must not be one of calendars:
 * as the scenario states, else the longest that the base and the ends of every
 * factor, one at a time, need (bf_study_warm_up).
 *
 * A point whose settings contradict the scenario is refused with its reason,
 * the others run; a replication that a limit stops is stopped with its reason.
 * Measures that a point does not have (a bill where nothing is bought) are NaN.
 */
#ifndef BF_STUDY_POINTS_H
#define BF_STUDY_POINTS_H

#include "bedflow/study/factor.h"
#include "bedflow/study/study.h"

struct bf_points {
    const struct bf_study *study; /* of the base: model, seed, threads, fixed inputs, progress,
                                     stop; its replications and first number are not used */
    const char *file;             /* the scenario, with its loader and settings, to load again */
    const struct bf_loader *loader;
    const struct bf_setting *set; /* [set_count] of all points, before those of the factors */
    size_t set_count;
    const struct bf_factors *factors;
    const double *x; /* [count][factors->count] */
    uint32_t count;
    const uint32_t *measure; /* [measure_count]: scalars of the base's catalogue */
    uint32_t measure_count;
    uint32_t warm_up_days;
    struct bf_err *refused; /* [count], code BF_OK where none; may be NULL */
};

enum bf_probe_state { BF_PROBE_WAITING, BF_PROBE_DONE, BF_PROBE_STOPPED, BF_PROBE_REFUSED };

struct bf_probe {
    uint32_t point, replication;
    enum bf_probe_state state;
    double *value;   /* [measure_count], the caller's */
    uint64_t digest; /* of everything the replication measured */
};

/* Choose points->warm_up_days. Fails as bf_study_warm_up does, naming the factor
 * and value that do not settle, or when an end cannot be loaded. */
bool bf_points_warm_up(struct bf_points *points, struct bf_err *err);

/* Do probe[count], sorted by point for speed. *stopped, if it is not NULL, gets the
 * first reason of a stopped replication (code BF_OK if there is none). False when
 * nothing could run: BF_E_NOMEM. After Ctrl-C some stay BF_PROBE_WAITING. */
bool bf_points_run(const struct bf_points *points, struct bf_probe probe[], size_t count,
                   struct bf_err *stopped, struct bf_err *err);

/* Load the model of a point. On failure free it all the same; *err has the first fault. */
bool bf_point_load(const struct bf_points *points, const double x[], struct bf_model *model,
                   struct bf_err *err);

/* ---- all replications of all points ---------------------------------------------------- */

struct bf_responses {
    uint32_t points, replications, measures;
    double *value;          /* [points][replications][measures]; NaN: undefined, or not run */
    struct bf_probe *probe; /* [points][replications] */
    struct bf_err *refused; /* [points] */
    struct bf_err stopped;  /* the first; code BF_OK if none */
    uint32_t done, stopped_count, refused_count; /* replications; replications; points */
    uint64_t digest;                             /* of all that finished, in order */
    bool interrupted;
    double wall_s;
};

static inline double bf_response(const struct bf_responses *r, uint32_t point, uint32_t replication,
                                 uint32_t measure)
{
    return r->value[((size_t)point * r->replications + replication) * r->measures + measure];
}

/* Run replications 0.. of every point. Fails as bf_points_run does. Free in any case. */
bool bf_points_respond(struct bf_points *points, uint32_t replications,
                       struct bf_responses *responses, struct bf_err *err);
void bf_responses_free(struct bf_responses *responses);

#endif
