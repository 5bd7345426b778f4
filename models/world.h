/* SPDX-License-Identifier: GPL-3.0-or-later */
/* world.h -- private to models/: the state of one replication, and a patient's journey.
 *
 * The functions of a journey stand in the order in which a patient lives:
 *
 *   demand.c      a day's people are counted; a person presents
 *   placement.c   claims in queues; a place is granted; exchanges on a cycle
 *   companion.c   services used together with a place
 *   beside.c      services had beside a place, if there is room
 *   stay.c        a stay begins, ends, is reviewed in a round
 *   discharge.c   ready: tasks, delay and its reason; the window; the move
 *   steps.h       what nearly everybody goes through of the above, inline
 *   aftercare.c   readmission and death after discharge, on one clock
 *   observe.c     what is counted, at each step and at each census
 *   indicators.c  rows of the outcomes framework, counted as they happen
 *   measures.c    columns of results, described and filled (measures_walk.h)
 *   snapshot.c    people who are there when the run begins
 *   calls.c       places called off a framework contract
 *   plans.c       what is left of the budgets of purchases
 *   workforce.c   who is at work, what agency staff cost
 *   season.c      what differs from one possible winter to the next
 *   hours.c       when services are open, with other hours on some days
 *   changes.c     dated changes and inputs that differ between replications
 *   replicate.c   the loop
 *
 * Handlers have no error paths: what goes wrong is recorded in the sim.
 */
#ifndef BF_MODELS_WORLD_H
#define BF_MODELS_WORLD_H

#include "bedflow/flow/booking.h"
#include "bedflow/flow/queue.h"
#include "bedflow/kernel/pool.h"
#include "bedflow/kernel/sim.h"
#include "bedflow/models/network.h"
#include "bedflow/models/replicate.h"
#include "bedflow/stats/histogram.h"
#include "bedflow/stats/level.h"

/* ---- events, in the order of a life ---------------------------------------------------- */

enum event_kind {
    EV_DAY,      /* midnight: the day's record, changes, demand */
    EV_CENSUS,   /* a census that is not at midnight; subject: census */
    EV_ROTA,     /* a team's rota changes; subject: service */
    EV_POLICY,   /* the hour: are rules of escalation met? */
    EV_REBOOK,   /* a cancelled person is called again, or rises on the list */
    EV_RETURN,   /* an averted crisis comes back */
    EV_GIVE_UP,  /* patience with a queue ends */
    EV_STAY_END, /* well enough */
    EV_EARLY,    /* early enough to finish the stay elsewhere */
    EV_ROUND,    /* a round in which readiness is decided */
    EV_REFER,    /* a team's task is requested; arg: need */
    EV_TASK,     /* the task that holds the person up is done */
    EV_CONTACT,  /* a team's contact for a task ends; subject: contact */
    EV_WORKED,   /* what follows a team's contact is over; subject: contact */
    EV_LEAD,     /* a bought place is there */
    EV_SPOT,     /* a place bought for one person is there */
    EV_PATIENCE, /* the next preference becomes acceptable */
    EV_MOVE,     /* the window is open: the person goes */
    EV_HAZARD,   /* readmission or death after discharge */
    EV_HOLD_END, /* a held place is given up */
    EV_BESIDE,   /* what is had beside a place begins or ends; subject: companion */
    EV_END
};
/* At one instant: the census before everything, departures before arrivals. */
enum event_rank {
    RANK_DAY,
    RANK_ROTA,
    RANK_LEAVE,
    RANK_WAIT,
    RANK_ARRIVE,
    RANK_END = BF_EVENT_RANKS - 1
};

/* ---- a patient ------------------------------------------------------------------------- */

enum state {
    ST_FREE,
    ST_WAITING, /* outside, for a first place */
    ST_STAY,
    ST_ROUND,   /* well enough, before the round that decides it */
    ST_DELAYED, /* ready, and something is missing */
    ST_LEAVING, /* nothing is missing: process and window */
    ST_HOME,    /* at home, something may happen */
    ST_AWAY,    /* cancelled, comes back */
    ST_LISTED   /* called again, and on the list for a bed */
};

enum cause { CAUSE_READMISSION, CAUSE_DEATH, CAUSE_COUNT };

enum patient_flag {
    FLAG_ADULT = 1,
    FLAG_PLANNED = 2,
    FLAG_OFFERED = 4,   /* in the hands of a service that may avoid the admission */
    FLAG_REFERRED = 8,  /* referred after admission: may leave early */
    FLAG_EARLY = 16,    /* is leaving early: the rest of the stay is served elsewhere */
    FLAG_OVERRUN = 32,  /* past the booked end of a caseload stay */
    FLAG_AFTER = 64,    /* the clock after discharge runs */
    FLAG_RETURN = 128,  /* this presentation is a readmission */
    FLAG_SEEN = 256,    /* by a service that averts crises, which was not offered to them */
    FLAG_ADMITTED = 512 /* to an acute service in this episode */
};

enum { RESERVED_ALONE = 1, RESERVED_TOGETHER = 2 /* all of an exchange at one instant */ };

/* 256 bytes: what most people need lies in the first two of four cache lines. */
struct patient {
    _Alignas(64) uint32_t link; /* of the pool */
    uint32_t serial;            /* tells two lives of one record apart */
    uint64_t who;
    double started_h; /* of the present stay */
    double since_h;   /* waiting outside since, or ready since */
    double stay_end_h;
    double granted_h;
    uint64_t word;    /* drawn with the stay, for all that follows from it: stay_uniform */
    double planned_h; /* the stay at planned_at, as drawn with the numbers planned_by */
    uint32_t claims;
    uint32_t timer;   /* token of the event that ends the present state */
    uint32_t side;    /* token of a second one: patience, early */
    uint32_t choice;  /* the way on that is sought or will be; UINT32_MAX: a place without a way */
    uint32_t entry;   /* the way into the system */
    uint16_t service; /* where; BF_TO_LEFT: in none */
    uint16_t came_from; /* last service started; BF_TO_LEFT: none in this episode */
    uint16_t first;     /* first choice of what is sought */
    uint16_t next;      /* the place granted */
    uint16_t stream, episode;
    uint16_t group; /* of people: bf_group_of */
    uint16_t cell;  /* class * locality_count + locality */
    /* no bytes where steps write: a byte may alias anything, and all would be read again */
    uint16_t state, flags, level;
    uint8_t class_, locality;
    uint16_t needs, done, asked; /* a bit a task of the way on: needed; a team's: done, asked for */
    uint16_t found_need; /* 1 + the need that held them up when the run began, until granted_h */
    bool needs_known;
    uint8_t alt_next;
    uint8_t reason, body; /* while delayed */
    uint8_t hops;         /* services that had no place, one after another */
    uint8_t hazard_cause;
    uint8_t reserved;  /* a place is kept until the move: RESERVED_* */
    bool contact_over; /* seen by a team, which is free again */
    bool overnight;    /* a midnight has passed in acute beds since they came in, before this one */
    uint16_t after;    /* service discharged from */
    uint16_t held;     /* service that holds a place for them; BF_TO_LEFT: none */
    uint16_t spot;     /* service whose place, bought for them, they are in; BF_TO_LEFT: none */
    uint16_t bought;   /* the same, of the place granted */
    uint16_t offered;  /* the service that may avoid the admission, or has; BF_TO_LEFT: none */
    uint16_t planned_at; /* service whose stay is remembered in planned_h; BF_TO_LEFT: none */
    uint32_t hazard, hold;
    /* from here on nothing is set for a new person: written before it is read */
    double discharged_h, hazard_since_h; /* after an acute discharge */
    double left[CAUSE_COUNT];            /* cumulative hazard still to spend; infinite: never */
    double factor[CAUSE_COUNT];
    /* in a caseload, and promised by the next one */
    struct bf_taper taper, booked;
    uint32_t planned_by;
};
_Static_assert(sizeof(struct patient) == 256, "found by a shift, beginning at a cache line");

/* Somebody who will present later today: as much as is drawn before. */
struct expected {
    double at_h;
    uint64_t who;
    uint32_t entry; /* the way into the system */
    uint32_t next;  /* of the same part of the day; 0 ends */
    uint16_t stream, group, flags;
    uint8_t class_, locality;
};
struct due {
    double at_h;
    uint32_t who; /* of those expected */
};
/* At most so many parts of a day, each a list of those expected in order of time. */
#define DAY_PARTS_MAX 65536u

struct contact {
    uint32_t patient, serial;
    uint16_t team, need;
};

/* A service promised to a person together with a place, or used by them. */
struct companion {
    uint32_t next; /* of the same person */
    uint16_t service;
    bool used;   /* else promised */
    bool moved;  /* had beside: the person has moved, and its lead time runs */
    bool booked; /* hours, by the taper */
    struct bf_taper taper;
    uint32_t patient, token; /* had beside: whose; its next event */
    double waited_h;         /* until promised */
    double since_h;          /* used since */
};
/* A person's: those promised and used; those wanted of the way on, a bit each as written. */
struct company {
    uint32_t first;
    uint32_t beside; /* those had beside, whatever the place */
    uint8_t wanted, wanted_beside;
};

/* ---- a service ------------------------------------------------------------------------- */

/* Of one class and locality, whose stays began and ended plainly (steps.h) in the period: all else
 * that is counted of them follows, once, when the period is over. */
struct plain {
    uint32_t begun, ended;
};

struct node {
    _Alignas(64) int32_t places; /* open now */
    int32_t occupied, reserved, held;
    int32_t spot;   /* places bought for one person each, in use or reserved */
    int32_t adults; /* of those who occupy a place */
    /* what never changes, beside what a start and an end read and write */
    bool acute, revisits;
    bool headline; /* its delays are in the first census, and told by class and locality */
    bool refers;   /* some way on has tasks that a team may begin before the person is ready */
    bool plain_in, plain_out; /* steps.h: a start, an end may be plain */
    bool admits_always, has_hours, unlimited;
    uint16_t outliers_from;     /* whose stays and ways emergencies here have */
    uint64_t key;               /* of its draws */
    const struct bf_site *site; /* [group_count] */
    struct plain *plain;        /* [class_count * locality_count] */
    uint32_t listed;            /* cancelled people on the list for a bed here */
    uint32_t week_started;      /* market: starts this week */
    uint32_t week_spot;         /* spot places bought this week */
    bool dirty;
    struct bf_level in, waiting, delayed;
    struct bf_booking booking;
    /* whole run, for the laws */
    uint64_t entered, left;
    double stay_sum_h;
    /* the period */
    double in_area, waiting_area, delayed_area; /* at its start */
    double open_area, open_since_h;             /* places x hours */
    uint64_t joined, started, refused, gave_up, cancelled, in_target;
    double total_h, held_h, delay_h, process_h; /* sums over those who left; held: after the end */
    uint64_t left_in_period;
    uint64_t waited;
    double wait_h; /* sum over those who waited, or did not need to */
    double hours_offered, hours_booked, hours_short;
    double day_offered, day_booked, day_short;
    uint32_t day_asked[2], day_started; /* today: asked for, from hospital or not; starts */
    double day_commence_h;              /* from asking to starting, of those */
    double day_open_h;                  /* places x hours of the day so far, and since when */
    double day_open_since_h;
    double cost; /* pounds */
    uint64_t starts_billed;
    /* counted anew at the end of a run */
    int32_t seen_in, seen_reserved, seen_held, seen_waiting, seen_spot;
};

/* Found out when asked whether care hours suffice for somebody: when they would move, and what
 * would be booked. Good for the event at hand, in which most of those for whom they suffice start.
 */
struct fit {
    uint64_t event; /* the number of that event; 0: none */
    uint32_t patient, derived;
    uint16_t service;
    double at_h;
    struct bf_taper taper;
};

/* When a window of a service is open on a day, if that is once at most. A moment of the day, told
 * in minutes, lies before the opening, within, or after: the next open moment is then next_h[0],
 * that moment itself (next_h[1] is 0), or next_h[2], on another day. */
struct opening {
    uint32_t asked, known; /* 1 + the day of the run that the rest is of; known: and it is so */
    double from_min, to_min;
    double next_h[3];
};
#define OPENINGS 4u /* remembered of each window, by day: people look ahead a few days */

/* A rule of escalation: is its measure above the line, since when, and is it on? */
struct policy {
    bool above, decided, on;
    double above_since_h, decided_h, on_since_h, value; /* of the measure when decided */
    uint32_t activations;                               /* in the period */
    double hours_on;                                    /* in the period */
};

/* Days as indices into network.day_kind, both ends included; none when first > last. */
struct span {
    uint32_t first, last;
};

/* Who was at work at a service, in the period. */
struct staffing {
    double agency_cost; /* pounds that agency staff cost more than one's own */
    double staffed_sum; /* shares of own capacity, over days */
};

/* A call-off: open now; ordered, and when it opens. */
struct call {
    double open, order, opens_h, opened_h;
    bool ordered;
};

/* What a purchase cost and gave, in place-days or care hours, counted at midnights. */
struct bill {
    double open, used, spend, spend_today, shown;
    double open_before, staying; /* places yesterday; those that have closed with people in them */
    double stayed;               /* place-days of the latter */
    double planned, each; /* spot: planned to cost yet, all; of the last one, when it was bought */
    uint64_t people;      /* spot: for whom a place was bought; call-off: calls that opened */
};

/* A plan: what its purchases cost in the period so far and today; what contracts will for certain;
 * what is neither spent nor set aside. */
struct plan {
    double spent, spent_today, owed, left;
    bool refused;      /* today: something was not bought for want of money */
    uint32_t days_out; /* of the period: on which that was so */
};

/* A row of the outcomes framework: what is counted, of how many, and who is there now. */
struct indicator {
    double top, bottom;
    int32_t now;
};

/* Acute beds that can be full: people in them, and open; people waiting for any. */
struct acute_beds {
    double occupied, open, waiting;
};

/* One count of the delayed. */
struct census_now {
    double occupied, delayed;
    int32_t reason[BF_REASON_COUNT], body[BF_BODY_COUNT];
};

/* People sent on from full service to full service leave after so many. */
#define HOPS_MAX 32
/* Starts in one day beyond which a run is going round in circles of no length. */
#define STARTS_PER_DAY_MAX 50000000u

/* What a claim is for: a preference (0 the first, 1.. further ones), or one of these. */
enum {
    ARG_CONTACT = 0x80, /* plus the need */
    ARG_WITH = 0xa0,    /* plus the companion's number: used together with the first preference */
    ARG_LISTED = 0xfc,  /* a cancelled person's: not in any waiting room */
    ARG_KEPT = 0xfd,
    ARG_EARLY = 0xfe
};
/* When a claim can be offered a place: both; and when other services have room at once, too. */
enum { DUE_TASKS = 1, DUE_LEAD = 2, DUE = 3, DUE_TOGETHER = 4, DUE_IF_ALL = DUE | DUE_TOGETHER };

/* ---- the world ------------------------------------------------------------------------- */

struct world {
    struct bf_sim sim;
    const struct bf_network *n;
    const struct bf_numbers *numbers; /* those in force */
    struct bf_numbers own;            /* this replication's, when it has changes */
    uint32_t derived;                 /* how often they have changed */
    unsigned char *care;              /* this replication's copy of the scenario's values */
    struct node *node;
    struct staffing *staffing; /* [service_count] */
    struct opening *opening;   /* [service_count][BF_WINDOW_COUNT][OPENINGS] as far as asked for */
    struct bf_histogram *wait; /* [service_count] */
    struct fit *fit;           /* of whoever was asked for last */
    struct bf_block *planned;  /* [patients cap + 1] what planned_h is drawn from, for care hours */
    struct bf_queues queues;
    struct bf_pool patients, contacts;
    struct bf_pool companions; /* none where no way has companions */
    struct company *company;   /* [patients cap + 1] */
    struct expected *expected; /* [patients cap + 1] the day's; 0 is nobody */
    struct due *due;           /* [patients cap + 2] they, in order of time; then one never due */
    uint32_t expected_count, due_next;
    uint32_t *part;        /* [DAY_PARTS_MAX] of the day: the first expected in it, if any is */
    uint64_t *part_filled; /* [DAY_PARTS_MAX / 64] a bit a part: somebody is */
    double arrives_h;      /* when the next of them presents; infinite: none */
    uint32_t *visits;      /* [patients cap + 1][revisit_count] */
    uint16_t *dirty;       /* services to serve at this instant, without repeats */
    uint32_t dirty_count;
    uint16_t *cycle; /* services on blocking cycles */
    uint32_t cycle_count;
    uint16_t *ward; /* services of acute beds */
    uint32_t ward_count;
    uint32_t serial, starts_today;
    uint32_t away, listed;           /* planned people cancelled: not yet called again; called */
    bf_day first_day;                /* of the run */
    uint32_t today;                  /* day of the run */
    double midnight_h;               /* when it began */
    uint32_t period_from, period_to; /* days of the run: [from, to) */
    bool measuring;                  /* within the period */
    bool over_full;                  /* start full */
    bool patience_changed;           /* on this day, or by a rule */
    bool simple;                     /* nobody follows people through more than places */
    bool fixed_inputs;               /* declared ranges are not drawn */
    double factor_most[CAUSE_COUNT]; /* largest hazard factor of any place */
    double end_h;
    double *season;                     /* [stream_count] */
    struct bf_key_schedule season_keys; /* of this replication's season */
    bf_day *cause_first, *cause_last;   /* [cause_count] in this season */
    double *cause_size;
    double *cause_level;         /* [cause_count] how far they are in force today */
    double causes_move;          /* first day on which that may be otherwise */
    struct span *span;           /* [dated_count] days on which other hours apply */
    struct policy *policy;       /* [policy_count] */
    struct bill *bill;           /* [purchase_count] of the period */
    struct call *call;           /* [call_count] */
    struct plan *plan;           /* [plan_count] */
    double acute_days;           /* of the period: people in limited acute beds at midnights */
    double *spent, *spent_today; /* [payer_count] pounds */
    struct indicator *indicator; /* [indicator_count] */
    double *check_h; /* [patients cap + 1][check_count] when to see where they are; infinite: not */
    double *target_base, *target_now; /* [target_count] value without changes, and in force */
    /* counters now */
    /* adults, and others */
    int32_t *delayed_reason[2]; /* [service_count * BF_REASON_COUNT] people delayed */
    int32_t *delayed_body[2];   /* [service_count * BF_BODY_COUNT] */
    int32_t *in_process[2];     /* [service_count] nothing is missing but the discharge itself */
    int32_t *delayed_adult;     /* [service_count] */
    int32_t not_seen; /* adults well enough, in beds whose delays count, before the round */
    int32_t *delayed_class, *delayed_locality;
    int32_t delayed;           /* all that nodes count */
    struct census_now *census; /* [census_count] the last count of each */
    double *census_occupied;   /* [census_count] sum over the period */
    uint32_t daily_count, column_readmitted, column_reason, column_overnight, column_areas;
    uint64_t created, destroyed;
    /* today's counts */
    struct {
        uint32_t emergency, planned, discharges, discharges_dead, discharges_overnight, cancelled,
            avoided, deaths, presented;
    } count;
    /* the period's sums */
    struct {
        uint64_t presented, admissions, emergency, planned, discharges, discharges_alive,
            readmitted, cancelled, offered, offered_after, avoided, came_back, early, deaths,
            exchanges;
        double early_days;
        uint32_t days_above;
        uint32_t waited_4h, waited_12h; /* emergencies admitted, longer than that for a bed */
        uint32_t discharges_hour[24];   /* of discharges_overnight, by hour of the day */
        uint64_t *discharged_class, *readmitted_class; /* [class_count] */
        uint64_t *offered_stream, *avoided_stream;     /* [stream_count] */
        double *wait_class, *wait_locality;            /* hours */
        double *left_cell, *delay_cell; /* [class_count][locality_count] who left headline beds, and
                                           their hours of delay */
        uint64_t *waited_class, *waited_locality; /* people */
    } sum;
    struct bf_outcome *out;
    bf_trace *trace;
    void *trace_context;
};

/* Of two times; for numbers that are one, the fmax of the library in one instruction. */
static inline double later_of(double a, double b)
{
    return a > b ? a : b;
}

static inline struct patient *patient_at(const struct world *w, uint32_t i)
{
    return (struct patient *)(void *)(w->patients.base + (size_t)i * sizeof(struct patient));
}
static inline struct contact *contact_at(const struct world *w, uint32_t i)
{
    return (struct contact *)(void *)(w->contacts.base + (size_t)i * sizeof(struct contact));
}

static inline bool is_contact(const struct bf_claim *claim)
{
    return claim->arg >= ARG_CONTACT && claim->arg < ARG_WITH;
}
static inline bool is_companion_claim(const struct bf_claim *claim)
{
    return claim->arg >= ARG_WITH && claim->arg < ARG_LISTED;
}

/* Whether ways with companions exist: asked before their calls, so that others pay nothing. */
static inline bool has_companions(const struct world *w)
{
    return w->n->companion_count > 0;
}
/* Of a person who is ready: whether the first choice is wanted together with others. */
static inline bool wants_company(const struct world *w, uint32_t i)
{
    const struct patient *p = patient_at(w, i);
    return has_companions(w) && p->choice != UINT32_MAX && w->numbers->choice[p->choice].company &&
           w->company[i].wanted;
}

/* A free place that nobody has been promised. A place bought for one person is in addition. */
static inline bool has_room(const struct world *w, uint32_t service)
{
    const struct node *node = &w->node[service];
    return node->occupied + node->reserved + node->held - node->spot < node->places;
}

/* To be served at this instant, if anybody waits. */
static inline void world_mark(struct world *w, uint32_t service)
{
    struct node *node = &w->node[service];
    if (node->dirty || w->queues.queue[service].count == 0) return;
    node->dirty = true;
    w->dirty[w->dirty_count++] = (uint16_t)service;
}

/* Whose care hours a patient's are. */
static inline uint32_t area_of(const struct world *w, const struct patient *p, uint32_t service)
{
    const uint8_t *area = w->n->service[service].area;
    return area ? area[p->locality] : 0;
}

/* Whose stay and ways on a person has at a service: those of the service itself, or, of an outlier,
 * those of the beds that were full. */
static inline uint32_t stays_as(const struct world *w, const struct patient *p, uint32_t service)
{
    uint32_t of = w->node[service].outliers_from;
    return of == service || (p->flags & FLAG_PLANNED) ? service : of;
}

/* ---- draws: a lane is one purpose at one place ------------------------------------------ */

enum { LANE_STAY = 0, LANE_WAY = 1, LANE_WORD = 2 }; /* BLOCK_STAY */
enum { LANE_LEAD = 0 };                              /* BLOCK_LEAD */
enum { BLOCK_STAY = 0, BLOCK_LEAD = 1, BLOCK_AVERTED = 3, BLOCK_PATIENCE = 4 };
enum { LANE_AVERTED = 0 };                         /* BLOCK_AVERTED */
enum { LANE_PATIENCE = 0 };                        /* BLOCK_PATIENCE */
enum { LANE_ENTER = 3 };                           /* of a person who comes back, block 0 */
enum { LANE_OFFER = 0, LANE_AFTER_ADMISSION = 1 }; /* of a person, block 1 */
enum { LANE_FIRST = 0, LANE_CANCELLED = 1 };       /* of a person, block 2 */
enum { LANE_NEED = 0, LANE_DURATION = 1, LANE_THEN = 2 };
enum { LANE_COUNT = 0, LANE_DAY = 1 }; /* of a stream's day */
enum thing {
    THING_DAY = 1,
    THING_SEASON,
    THING_CHANGE,
    THING_INPUT,
    THING_START,
    THING_PRESENT,
    THING_STAFF
};

static inline struct bf_block draw_at(const struct world *w, const struct patient *p,
                                      uint64_t place, uint32_t visit, uint32_t block)
{
    return bf_draw_by(&w->sim.keys, p->who, place, bf_occasion(p->episode, visit, block));
}

/* What follows from a stay is drawn from its word: a purpose each, by a number or by a task's name,
 * so that tasks keep their draws when a scenario gains one. */
enum {
    OF_STAY_PROCESS = 1,
    OF_STAY_READMISSION = 2, /* plus the cause */
    OF_STAY_DEATH = OF_STAY_READMISSION + CAUSE_DEATH,
    OF_STAY_ROUND = 0x10000 /* and from here on: plus the day */
};
static inline void remember_word(struct patient *p, const struct bf_block *u)
{
    memcpy(&p->word, &u->u[LANE_WORD], sizeof p->word);
}
static inline double stay_uniform(const struct patient *p, uint64_t purpose)
{
    return bf_uniform_of(p->word, purpose);
}
static inline double task_uniform(const struct world *w, const struct patient *p, uint32_t task,
                                  uint32_t lane)
{
    return stay_uniform(p, w->n->task[task].key + lane * UINT64_C(0x9E3779B97F4A7C15));
}

/* The way on among `count` from `first`, at u. */
static inline uint32_t world_pick_way(const struct world *w, uint32_t first, uint32_t count,
                                      double u)
{
    const struct bf_choice *choice = &w->numbers->choice[first];
    uint32_t below = 0; /* all are compared: no branch that cannot be foreseen */
    for (uint32_t i = 0; i + 1 < count; i++)
        below += u > choice[i].cumulative;
    return first + below;
}

/* The kind of day number `at` of network.day_kind, as a service works. */
uint8_t world_other_day(const struct world *w, uint32_t service, uint32_t at);
static inline uint8_t world_day_kind(const struct world *w, uint32_t service, uint32_t at)
{
    return w->n->service[service].dated_count ? world_other_day(w, service, at)
                                              : w->n->day_kind[at];
}
static inline uint32_t day_index_now(const struct world *w)
{
    return (uint32_t)(w->first_day + (bf_day)w->today - w->n->kinds_from);
}
static inline struct opening *openings_of(const struct world *w, uint32_t service,
                                          enum bf_window window)
{
    return &w->opening[(service * BF_WINDOW_COUNT + (uint32_t)window) * OPENINGS];
}
/* From which midnight on; a hair before the next one is a minute too many. */
static inline double opening_minute(double at_h, double midnight_h)
{
    return (at_h - midnight_h) * 60 + 1e-7;
}
static inline double opening_next(const struct opening *opening, double minute)
{
    return opening->next_h[(minute >= opening->from_min) + (minute >= opening->to_min)];
}
/* The kind of day that today is for a service. */
static inline uint8_t day_kind_at(const struct world *w, uint32_t service)
{
    return world_day_kind(w, service, day_index_now(w));
}

static inline uint16_t cell_of(const struct world *w, uint32_t class_, uint32_t locality)
{
    return (uint16_t)(class_ * w->n->locality_count + locality);
}
static inline void world_find_group(const struct world *w, struct patient *p)
{
    p->group = (uint16_t)bf_group_of(w->n, p->stream, p->locality, p->class_);
    p->cell = cell_of(w, p->class_, p->locality);
}
static inline const struct bf_site *site_of(const struct world *w, const struct patient *p,
                                            uint32_t service)
{
    return &w->node[service].site[p->group];
}

/* Who leaves early takes the rest of a stay along, which the grant may end. */
static inline const struct fit *fit_of(const struct world *w, const struct patient *p, uint32_t i,
                                       uint32_t service)
{
    const struct fit *fit = w->fit;
    bool known = fit->event == w->sim.events && fit->patient == i && fit->service == service &&
                 fit->derived == w->derived && !(p->flags & (FLAG_EARLY | FLAG_REFERRED)) &&
                 !has_companions(w);
    return known ? fit : NULL;
}

/* ---- trace ----------------------------------------------------------------------------- */

static inline void tell(struct world *w, const struct patient *p, enum bf_step step,
                        uint32_t service, uint32_t other, double value)
{
    if (__builtin_expect(w->trace != NULL, 0))
        w->trace(w->trace_context, &(struct bf_told){.at_h = w->sim.now_h,
                                                     .who = p->who,
                                                     .episode = p->episode,
                                                     .step = step,
                                                     .service = (uint16_t)service,
                                                     .other = (uint16_t)other,
                                                     .class_ = p->class_,
                                                     .locality = p->locality,
                                                     .value = value});
}

/* ---- demand.c -------------------------------------------------------------------------- */
void world_day_demand(struct world *w);
void world_arrive(struct world *w); /* at arrives_h: the next of those expected today */
void world_present(struct world *w, uint32_t i, uint32_t to);
void world_rebook(struct world *w, uint32_t i);
void world_not_avoided(struct world *w, uint32_t i); /* the service could not answer */
bool world_offer(struct world *w, uint32_t i);       /* true: they went there */
void world_enter(struct world *w, uint32_t i); /* a new presentation: offered first, if at all */
uint32_t world_patient_new(struct world *w, uint64_t who, uint32_t stream);
void world_patient_end(struct world *w, uint32_t i);

/* ---- placement.c ----------------------------------------------------------------------- */
void world_seek(struct world *w, uint32_t i, bool due); /* places of the patient's choice */
void world_claim(struct world *w, uint32_t i, uint32_t service, uint8_t arg, bool due);
bool world_somebody_first(const struct world *w, uint32_t i, uint32_t service);
/* Whether hours suffice for this taper, by the service's own rule; whether the first choice, and
 * nothing else that is wanted with it, could be granted. */
bool world_taper_fits(const struct world *w, uint32_t i, uint32_t service,
                      const struct bf_taper *taper);
bool world_place_fits(const struct world *w, uint32_t i);
/* Whether the hours of a stay are there from when the person can move: see struct fit. */
bool world_hours_fit(const struct world *w, uint32_t i, uint32_t service);
bool world_all_may_go(const struct world *w, const struct bf_claim *of);
void world_claims_due(struct world *w, uint32_t i);
bool world_can_start(const struct world *w, uint32_t i, uint32_t service);
void world_give_up(struct world *w, uint32_t i);
void world_patience(struct world *w, uint32_t i);
void world_patience_anew(
    struct world *w); /* who waits accepts the next preference at another time */
void world_list(struct world *w, uint32_t i, uint32_t service); /* for a bed, from home */
void world_unlist(struct world *w, struct patient *p);
double world_patience_h(const struct world *w, uint32_t i, uint32_t service, double waited_h);
void world_lead_over(struct world *w, uint32_t claim, uint32_t i);
void world_settle(struct world *w);                 /* serve all that are marked */
void world_open(struct world *w, uint32_t service); /* capacity may have changed */
void world_change_shift(struct world *w, uint32_t service);
void world_ask_team(struct world *w, uint32_t i, uint32_t need, double since_h);
void world_contact_over(struct world *w, uint32_t contact);
void world_worked(struct world *w, uint32_t contact);
void world_withdraw_all(struct world *w, struct patient *p);
/* Leave every queue, if in any. The waiting of the first choice ends with it. */
static inline void world_withdraw(struct world *w, struct patient *p)
{
    if (p->claims) world_withdraw_all(w, p);
}
/* The visits that this patient would need there from the move on. */
struct bf_taper world_taper(const struct world *w, uint32_t i, uint32_t service, double at_h);
void world_accept(struct world *w, uint32_t claim);
void world_claim_early(struct world *w, uint32_t i, uint32_t to);
void world_claim_early_over(struct world *w, uint32_t i);

/* ---- money.c --------------------------------------------------------------------------- */
void world_spot(struct world *w, uint32_t token, uint32_t i); /* a place was bought */
void world_spot_end(struct world *w, uint16_t *spot);
void money_midnight(struct world *w);
double money_bought(const struct world *w, uint32_t service);     /* of its capacity today */
double money_owed(const struct world *w, uint32_t k, bf_day day); /* for a purchase, certainly */

/* ---- plans.c --------------------------------------------------------------------------- */
double plans_for(const struct world *w, double planned_h); /* of that, within the period */
void plans_day(struct world *w, bool changed);             /* of what is bought, since yesterday */
void plans_midnight(struct world *w); /* after the day's bills, which it reads */
bool plans_pay(struct world *w, uint32_t k, double pounds); /* false: there is too little left */
bool plans_go_on(struct world *w, uint32_t k); /* false: too little for another day of a call */

/* ---- workforce.c ----------------------------------------------------------------------- */
/* People on duty by the rota now, and the minute of the day until which they are. */
double workforce_on_duty(const struct world *w, uint32_t service, int *until_min);
double workforce_rounding(const struct world *w, uint32_t service); /* today's, 0..1 */
double workforce_cost(const struct world *w, uint32_t service);     /* today's, pounds */

/* ---- policies.c ------------------------------------------------------------------------ */
void world_policies(struct world *w);
void policies_period_end(struct world *w); /* those still on are noted */

/* ---- calls.c --------------------------------------------------------------------------- */
bool world_calls(struct world *w); /* what is called and opens; true: something changed */

/* ---- companion.c: of people whose way on has companions --------------------------------- */
void companions_want(struct world *w, uint32_t i); /* which, once they are ready */
struct bf_taper companions_taper(const struct world *w, uint32_t i, uint32_t service);
bool companions_fit(const struct world *w, uint32_t i);
bool companions_can_start(const struct world *w, uint32_t i);
uint32_t companions_short(const struct world *w, uint32_t i);
void companions_claim(struct world *w, uint32_t i, bool due);
void companions_promise(struct world *w, uint32_t i);
/* The hours of those promised, over the stay in the place from the move on. */
void companions_book(struct world *w, uint32_t i, uint32_t place, double at_h);
void companions_unbook(struct world *w, uint32_t i);
void companions_give_up(struct world *w, uint32_t i); /* promised and not used */
void companions_undo(struct world *w, uint32_t i);    /* within one instant */
void companions_start(struct world *w, uint32_t i);
void companions_end(struct world *w, uint32_t i);
void companions_reasons(struct world *w);
void companions_count(struct world *w, uint32_t i);

/* ---- beside.c: the same; nobody waits for these ------------------------------------------ */
void beside_want(struct world *w, uint32_t i);
void beside_take(struct world *w, uint32_t i);
void beside_give_up(struct world *w, uint32_t i);
void beside_move(struct world *w, uint32_t i);
void beside_end(struct world *w, uint32_t i);
void beside_event(struct world *w, uint32_t token, uint32_t k);
double beside_factor(const struct world *w, uint32_t i, int cause);
double beside_visits(const struct world *w, uint32_t i);
void beside_count(struct world *w, uint32_t i);

/* ---- exchange.c ------------------------------------------------------------------------ */
/* The patient waits on a service of a blocking cycle: can several move at once? */
bool world_exchange(struct world *w, uint32_t i);

/* ---- stay.c ---------------------------------------------------------------------------- */
/* How often this person has been at this service in this episode. */
static inline uint32_t world_visit(const struct world *w, uint32_t i, uint32_t service)
{
    if (!w->node[service].revisits) return 0;
    const struct bf_service_info *info = &w->n->service[service];
    return w->visits[(size_t)i * w->n->revisit_count + info->revisit_slot];
}
double world_planned_stay(const struct world *w, uint32_t i, uint32_t service, double at_h);
void world_start(struct world *w, uint32_t i, uint32_t service);
void world_start_at_once(struct world *w, uint32_t i, uint32_t service);
void world_fail_starts(struct world *w, uint32_t service); /* too many in a day */
void world_stay_over(struct world *w, uint32_t i);
void world_round(struct world *w, uint32_t i);
void world_early(struct world *w, uint32_t i);
void world_leave(struct world *w, uint32_t i);          /* gives back the present place */
void world_plan_referrals(struct world *w, uint32_t i); /* teams' tasks that begin before ready */

/* ---- snapshot.c ------------------------------------------------------------------------ */
void world_found(struct world *w); /* people who are there when the run begins */

/* ---- discharge.c ----------------------------------------------------------------------- */
void world_ready(struct world *w, uint32_t i);
void world_ready_since(struct world *w, uint32_t i, double since_h);
void world_tasks(struct world *w, uint32_t i); /* which is unmet? */
void world_refer(struct world *w, uint32_t i, uint32_t need);
void world_granted(struct world *w, uint32_t i, uint32_t to);
double world_window(const struct world *w, uint32_t i, uint32_t to, double at_h);
double world_move_time(const struct world *w, uint32_t i, uint32_t to);
void world_take_place(struct world *w, uint32_t i, uint32_t to); /* granted: queues left */
void world_leave_at(struct world *w, uint32_t i, double at_h);   /* reserve, and go later */
void world_leave_later(struct world *w, uint32_t i);             /* as the hours are now */
double world_earliest_move(const struct world *w, uint32_t i);   /* granted, and processed */
void world_give_up_granted(struct world *w, uint32_t i);         /* and not yet taken */
void world_move(struct world *w, uint32_t i);
void world_exit(struct world *w, uint32_t i, uint32_t to);
void world_interrupt(struct world *w, uint32_t i); /* drop place, claims and timers */

/* ---- aftercare.c ----------------------------------------------------------------------- */
void world_discharge_clock(struct world *w, uint32_t i, uint32_t from);
void world_clock_place(struct world *w, uint32_t i, uint32_t service); /* the place changed */
void world_stop_clock(struct world *w, uint32_t i);
void world_found_clock(struct world *w, uint32_t i, uint32_t from, double discharged_h,
                       const double u[CAUSE_COUNT]);
void world_hazard(struct world *w, uint32_t i);
bool world_averted(struct world *w, uint32_t i); /* will it come back? */
void world_return(struct world *w, uint32_t i);
void world_hold_over(struct world *w, uint32_t i);

/* ---- observe.c ------------------------------------------------------------------------- */
/* and, inline, in steps.h */
void observe_found(struct world *w, struct patient *p, uint32_t service);
void observe_readmission(struct world *w, const struct patient *p);
void observe_companion_start(struct world *w, const struct patient *p, uint32_t service,
                             double waited_h);
void observe_companion_end(struct world *w, const struct patient *p, uint32_t service,
                           double since_h);
void observe_process(struct world *w, const struct patient *p, int change);
/* Well enough, and the round that decides it is still to come; or no more so. */
static inline void observe_not_seen(struct world *w, const struct patient *p, int change)
{
    bool counts = w->node[p->service].headline;
    w->not_seen += (p->flags & FLAG_ADULT) && counts ? change : 0;
}
void observe_early(struct world *w, const struct patient *p);
bool observe_exit(struct world *w, struct patient *p, uint32_t to); /* true: averted */
void observe_delay_start(struct world *w, struct patient *p, uint32_t reason, uint32_t body);
void observe_delay_end(struct world *w, struct patient *p);
void observe_period_start(struct world *w);
void observe_period_end(struct world *w);
struct acute_beds observe_acute_beds(const struct world *w);
void observe_midnight(struct world *w);
void observe_census(struct world *w, uint32_t census);
void observe_laws(struct world *w);

/* ---- indicators.c ---------------------------------------------------------------------- */
/* Asked before the calls below, so that a scenario without a framework pays next to nothing. */
static inline bool has_indicators(const struct world *w)
{
    return w->n->indicator_count > 0;
}
void indicators_new(struct world *w, uint32_t i);
void indicators_in(struct world *w, const struct patient *p, uint32_t service, int change);
void indicators_started(struct world *w, const struct patient *p, uint32_t service);
void indicators_admitted(struct world *w, const struct patient *p, uint32_t service);
void indicators_waited(struct world *w, const struct patient *p, uint32_t service, bool in_target);
void indicators_discharged(struct world *w, const struct patient *p, uint32_t from);
void indicators_readmitted(struct world *w, const struct patient *p);
void indicators_moved(struct world *w, uint32_t i, uint32_t from, uint32_t to);
void indicators_interrupted(struct world *w, const struct patient *p, uint32_t from);
void indicators_settle(struct world *w, uint32_t i); /* before the place changes */
void indicators_end(struct world *w, uint32_t i, uint32_t to);
void indicators_midnight(struct world *w);
void indicators_finish(struct world *w);
double indicators_value(const struct world *w, uint32_t k);

/* ---- season.c -------------------------------------------------------------------------- */
void world_season(struct world *w); /* once a replication */

/* ---- hours.c --------------------------------------------------------------------------- */
/* A window's hours on day number `at` of network.day_kind. */
const struct bf_week *world_week(const struct world *w, uint32_t service, enum bf_window window,
                                 uint32_t at);
double world_look_ahead(const struct world *w, uint32_t service, enum bf_window window,
                        double from_h);
/* The first instant from from_h on at which a service is open for this: nearly always asked of
 * today or tomorrow, and told without a branch that cannot be foreseen. */
static inline double world_next_open(const struct world *w, uint32_t service, enum bf_window window,
                                     double from_h)
{
    const uint32_t later = from_h >= w->midnight_h + 24, day = w->today + later;
    const double minute = opening_minute(from_h, w->midnight_h + later * 24.0);
    const struct opening *opening = &openings_of(w, service, window)[day % OPENINGS];
    if (__builtin_expect(opening->known == day + 1 && minute >= 0 && minute < 24 * 60, 1))
        return later_of(from_h, opening_next(opening, minute));
    return world_look_ahead(w, service, window, from_h);
}
/* A policy turned: whose hours it gives works otherwise from this hour on, and who waits there for
 * a round or a window looks again. */
void world_hours_turned(struct world *w, uint32_t policy);

/* ---- changes.c ------------------------------------------------------------------------- */
void world_inputs(struct world *w);                   /* once a replication */
void world_day_changes(struct world *w, bool turned); /* each midnight; when a policy turned */
double world_cause_level(const struct world *w, uint32_t cause, bf_day day);

/* ---- measures.c ------------------------------------------------------------------------ */
uint32_t measures_columns(struct world *w); /* of a day; notes where some lie */
void measures_readmitted(struct world *w, uint32_t day);
void measures_row(struct world *w);
/* Care hours of the next area, in the order of services and areas from column_areas on, before the
 * day's row; `column` moves on. */
void measures_area(struct world *w, uint32_t *column, double wanted, double offered);
void measures_scalars(struct world *w);
void measures_followed(struct world *w); /* after the follow-up */

#endif
