/* SPDX-License-Identifier: GPL-3.0-or-later */
/* models/replicate.h -- one replication: one possible history of the system.
 *
 * A replication is a pure function of (scenario, seed, replication number). It
 * runs from `warm_up_days` before the period to follow_up days after it, in a
 * workspace that is reused from one replication to the next.
 *
 * Checked in every replication, always: people in = people out + people inside,
 * at every service and in all; the area under the number in a service equals
 * the sum of the times spent there (Little); reasons of delay add up; nobody
 * is admitted beyond the open places.
 *
 * Threads: a workspace belongs to one thread; a network is shared.
 */
#ifndef BF_MODELS_REPLICATE_H
#define BF_MODELS_REPLICATE_H

#include "bedflow/models/network.h"
#include "bedflow/stats/measure.h"

/* Steps of a patient's story, for traces and event logs. */
enum bf_step {
    BF_STEP_PRESENTS, /* service: first choice */
    BF_STEP_WAITS,    /* service: waited for */
    BF_STEP_TURNED_AWAY,
    BF_STEP_GIVES_UP,
    BF_STEP_CANCELLED, /* value: hours until the next date */
    BF_STEP_STARTS,    /* value: stay to ready, hours */
    BF_STEP_WELL,      /* well enough; waits for a round */
    BF_STEP_READY,
    BF_STEP_TASK,      /* other: task that holds the person up */
    BF_STEP_TASK_DONE, /* other: task, by a team */
    BF_STEP_ACCEPTS,   /* service: a further preference becomes acceptable */
    BF_STEP_GRANTED,   /* service: a place is there; value: hours waited */
    BF_STEP_LEAVES,    /* service left; other: goes to; value: hours there */
    BF_STEP_HOME,
    BF_STEP_LEFT,
    BF_STEP_DIED,
    BF_STEP_RETURNS,    /* readmission; value: hours since discharge */
    BF_STEP_EARLY,      /* leaves early with support; value: hours saved */
    BF_STEP_EXCHANGE,   /* moves in a cycle of exchanges */
    BF_STEP_FOUND,      /* is there when the run begins; value: hours there so far */
    BF_STEP_COMES_BACK, /* an averted crisis; service: what had averted it */
    BF_STEP_WITH,       /* service: used together with the place; other: the place */
    BF_STEP_WITH_ENDS   /* service: used no longer; value: hours it was */
};

struct bf_told {
    double at_h; /* since the start of the run */
    uint64_t who;
    uint32_t episode;
    enum bf_step step;
    uint16_t service, other; /* BF_TO_* when not a service */
    uint8_t class_, locality;
    double value;
};
typedef void bf_trace(void *context, const struct bf_told *told);

/* The columns of a network's results. Lives in an arena of its own. */
struct bf_measures {
    struct bf_catalogue catalogue;
    struct bf_arena arena;
};
bool bf_measures_init(struct bf_measures *measures, const struct bf_network *network,
                      struct bf_err *err);
void bf_measures_free(struct bf_measures *measures);
/* Uses of all rules in one replication at most: the catalogue's use_cap. */
uint32_t bf_measures_uses(const struct bf_network *network);

/* Results of one replication, in the caller's memory. */
struct bf_outcome {
    double *scalar; /* [scalar_count] */
    float *daily;   /* [day_count][daily_count] */
    uint64_t digest, events;
    uint32_t peak_patients; /* present at once */
    struct bf_use *use;     /* [use_cap] when rules were on, in the order of their ends; NULL: not
                               wanted */
    uint32_t use_count;
    /* Headline levels by day of the run, warm-up included: [run_days][coupling_count];
     * (with stop_before_period [warm_up_days][coupling_count]); NULL: not wanted. Used to see
     * when two starts have become one. */
    float *coupling;
    /* Digest of all who present for the first time in the period, as demand expects them: who
     * (from which every later draw follows), day and time, class, locality, way in. A sum of 64
     * well-mixed bits for each person, so that no order matters. It is the same for two scenarios
     * exactly when the same people present, whatever services make of them. NULL: not wanted. */
    uint64_t *people;
};

struct bf_workspace;

/* Everything one thread needs, reserved before the first event. Fails with BF_E_NOMEM. */
bool bf_workspace_init(struct bf_workspace **workspace, const struct bf_network *network,
                       const struct bf_catalogue *catalogue, struct bf_err *err);
void bf_workspace_free(struct bf_workspace *workspace);

struct bf_replication {
    uint64_t seed;
    uint32_t number;
    uint32_t warm_up_days;   /* 0 when the network has a snapshot */
    bool over_full;          /* start with every place taken, and queues */
    bool stop_before_period; /* only the warm-up, for coupling: nothing is measured */
    bool fixed_inputs;       /* ignore declared ranges */
    bf_trace *trace;         /* NULL: none */
    void *trace_context;
};

/* Run. False when it was stopped: BF_E_LIMIT at a declared limit, BF_E_RANGE when a change makes a
 * number impossible on its day (compiling tries them as written, not as a winter draws them). */
bool bf_replicate(struct bf_workspace *workspace, const struct bf_replication *replication,
                  struct bf_outcome *outcome, struct bf_err *err);

/* Levels compared by coupling: per day, one number a service (people in it) and
 * the delayed people in all. */
uint32_t bf_coupling_count(const struct bf_network *network);
uint32_t bf_run_days(const struct bf_network *network, uint32_t warm_up_days);

#endif
