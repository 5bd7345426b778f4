/* SPDX-License-Identifier: GPL-3.0-or-later */
/* traffic.h -- private to models/: how many people a day come to each service, on average. */
#ifndef BF_MODELS_TRAFFIC_H
#define BF_MODELS_TRAFFIC_H

#include "bedflow/models/network.h"

/* Why people are there: counts of admissions tell them apart. */
enum origin { FIRST, PLANNED, RETURN, ORIGINS };
/* People followed together. The first three lanes are the origins; streams whose people may be
 * offered a service when they are readmitted, or come back when a crisis was averted, have lanes
 * of their own: of each origin, those in the hands of that service, those admitted, those seen by
 * another that averts crises, and the others. */
struct lane {
    enum origin origin;
    uint32_t stream;   /* UINT32_MAX: any */
    uint32_t other[2]; /* lane of the same origin: not offered, offered */
    uint32_t admitted; /* lane of the same origin: has been in an acute service */
    uint32_t seen;     /* first lane of those seen by services that avert; UINT32_MAX: not told */
    uint32_t again;    /* lane when readmitted */
    uint16_t by;       /* service that averts, if they are not admitted; BF_TO_LEFT: none */
};
enum outcome { SETTLED, ROUND_FOR_EVER, NO_MEMORY };

/* The traffic equations flow = from outside + flow x ways, solved by following people on from
 * service to service until fewer than `least` a day wait to be followed at any. Each step takes
 * what waits at one service, so this is Gauss-Seidel in the order in which people move. */
struct traffic {
    const struct bf_network *n;
    double *flow;    /* [site] people a day; contacts for tasks come on top at the end */
    double *contact; /* [site] of a team, for tasks, a day */
    double *beside, *beside_people; /* [service] who use it with a place: a day, and at once */
    double *waiting;                /* [site][lane] people a day not yet followed on */
    double *mass;                   /* [service] their sum */
    double *returns;                /* [site] probability of readmission after a discharge alive */
    struct lane *lane;
    uint32_t *own; /* [stream] first lane: FIRST or PLANNED, or those of its own */
    uint32_t lanes;
    uint32_t *avert; /* [service] number among those that avert; UINT32_MAX: does not */
    uint32_t averts; /* how many do */
    uint32_t *queue; /* [service] a ring */
    bool *queued;
    uint32_t head, count;
    double least;
    double admitted[ORIGINS]; /* to acute services from outside them, a day */
};

/* Solve, with the rates of streams that contain readmissions times `scale`. Unless it is out of
 * memory, the caller frees *t. */
enum outcome traffic_solve(struct traffic *t, const struct bf_network *n, double scale);
void traffic_free(struct traffic *t);

/* Whether the rate of a stream holds people who come back, and first presentations are to be found:
 * they are not given. */
bool traffic_contains_readmissions(const struct bf_network *n, uint32_t stream);

#endif
