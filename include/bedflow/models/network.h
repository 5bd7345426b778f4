/* SPDX-License-Identifier: GPL-3.0-or-later */
/* models/network.h -- a scenario compiled: checked, names turned into indices, flat.
 *
 * Compile once, run many. A network is immutable and shared by all threads; a
 * replication reads it and its own copy of the numbers (struct bf_numbers),
 * which dated changes and uncertain inputs alter. Nothing here is a string on
 * the event path.
 *
 * People are told apart by class; and by stream and locality only as far as some
 * way (an offer, a place to give up to) is open to some of them alone. Streams
 * that no such filter tells apart share a cell, and so do localities:
 *
 *     group = (stream_cell * locality_cells + locality_cell) * class_count + class
 *
 * Without filters by stream or locality a group is a class.
 *
 * Shapes: a "site" is one group at one service: site[service * group_count + group].
 */
#ifndef BF_MODELS_NETWORK_H
#define BF_MODELS_NETWORK_H

#include "bedflow/base/arena.h"
#include "bedflow/base/param.h"
#include "bedflow/flow/arrivals.h"
#include "bedflow/models/care.h"
#include "bedflow/random/dist.h"

/* Destinations that are not services. */
#define BF_TO_HOME      0xffffu
#define BF_TO_DIED      0xfffeu
#define BF_TO_LEFT      0xfffdu
#define BF_SERVICES_MAX 60000u
#define BF_CURVE_POINTS 12

static inline bool bf_is_service(uint32_t to)
{
    return to < BF_TO_LEFT;
}

/* One way on, ready to be chosen by a uniform. */
struct bf_choice {
    double cumulative; /* share of the ways up to and with this one; the last is exactly 1 */
    uint16_t to;
    uint8_t level;     /* strict priority, or input of ageing */
    uint8_t alt_count; /* further preferences */
    uint32_t alt;      /* first of them in alts */
    uint32_t need;     /* first of its needs */
    uint16_t need_count;
    bool team_needs; /* some task is a team's, and may start before ready */
    bool company;    /* other services are used with the place: see numbers.company */
};
struct bf_alt {
    double after_h;
    uint16_t to;
    bool keeps_claim;
};
struct bf_need {
    double share;
    uint16_t task;
};

/* A service that is used together with a place, by a share of those who go there. */
struct bf_companion {
    double share;
    uint16_t service;
};
/* Those of a way: companion[first..first + count) are started with, then `beside` more are had if
 * there is room. */
struct bf_company {
    uint32_t first;
    uint16_t count, beside; /* at most BF_COMPANIONS_MAX each */
};
#define BF_COMPANIONS_MAX 8

/* Consecutive choices. */
struct bf_ways {
    uint32_t first;
    uint16_t count;
};

/* One group of people at one service: what the start of a stay needs, in one place. */
struct bf_site {
    struct bf_dist stay;
    double factor; /* on the stay */
    uint32_t choice;
    uint16_t choice_count;
    bool permanent; /* no stay: here for good */
};

/* Cumulative incidence, and the same as cumulative hazard. */
struct bf_incidence {
    uint32_t count; /* 0: never */
    double at_h[BF_CURVE_POINTS], share[BF_CURVE_POINTS], hazard[BF_CURVE_POINTS];
};

/* The numbers of a service that may change during a run. */
struct bf_service_numbers {
    double places; /* beds, places or factor of a rota; infinite when unlimited */
    double hours_per_day;
    double first_per_day, last_per_day;
    double weekly_limit;
    double same_day;
    double review[8];
    double patience_h, queue_limit, ageing_h, target_h;
    double factor[2]; /* hazard factors: readmission, death */
    double visits_factor;
    double moves_stay, hold_h;
    double cost;            /* pounds; NaN: none stated */
    double staffed, agency; /* of own full capacity: open; of that, made up by agency staff */
    double agency_premium;  /* pounds */
    double bought;          /* of the capacity: by purchases, which have staff of their own */
    struct bf_dist same_day_stay, process, lead;
    struct bf_dist patience;      /* of mean 1, times patience_h */
    struct bf_incidence after[2]; /* readmission, death */
    struct bf_incidence averted;  /* averted crises that come back */
};
struct bf_stream_numbers {
    double rate_per_day; /* first presentations at period.from, factors left out */
    double month[12], weekday[8];
    double growth, dispersion, season_cv, rebook_h, cancelled;
    double offer_share, offer_after;
    struct bf_gamma_fit day_factor; /* of variance `dispersion` */
    struct bf_day_shape hours;
    struct bf_share_guide classes, localities; /* of class_share and locality_share */
};
struct bf_task_numbers {
    struct bf_dist duration;
    double lead_h;
};
struct bf_purchase_numbers {
    double amount, called;                /* places, or care hours per hour */
    double price, retainer;               /* pounds; 0: none stated */
    double after_end;                     /* of places that have closed, with people in them */
    double after_h, lead_h, weekly_limit; /* spot */
    double planned_stay_h;                /* NaN: the mean stay */
};

/* Every number that the event loop reads: one block, copied by a replication
 * when it has changes of its own. */
struct bf_numbers {
    struct bf_service_numbers *service; /* [service_count] */
    struct bf_site *site;               /* [service_count * group_count] */
    struct bf_choice *choice;           /* ways of services, then of streams */
    struct bf_alt *alt;
    struct bf_need *need;
    struct bf_company *company;       /* [choice_count]; NULL: no way has companions */
    struct bf_companion *companion;   /* [companion_count] */
    struct bf_stream_numbers *stream; /* [stream_count] */
    double *class_share;              /* [stream_count * class_count] cumulative */
    double *locality_share;           /* [stream_count * locality_count] cumulative */
    double *area_share;               /* [service_count * locality_count] of a caseload's hours */
    struct bf_task_numbers *task;     /* [task_count] */
    struct bf_purchase_numbers *purchase; /* [purchase_count] */
    double *class_factor;                 /* [class_count * 2] hazard factors */
    unsigned char *block;
    size_t size;
};

/* How an event differs from winter to winter. */
struct bf_varies {
    uint64_t key; /* of its draws: from the event's name, else its own */
    double date_sd_h, length_cv, size_cv, correlation;
    double late_h, late_sd_h; /* of a purchase: begins later than written, and does not end later */
};

/* Other hours of a service: on dates, or while a change or policy is in force. */
struct bf_dated {
    bf_day from, to; /* as written, without a cause; to NONE: for ever */
    struct bf_varies varies;
    uint16_t cause; /* in whose time they apply; BF_NO_CAUSE: on their own dates */
    uint8_t days;   /* on which: a bit a kind of day */
    uint8_t like;   /* kind of day; UINT8_MAX: each its own */
    bool given[BF_WINDOW_COUNT];
    struct bf_week window[BF_WINDOW_COUNT];
};
#define BF_NO_CAUSE UINT16_MAX

/* What never changes about a service. */
struct bf_service_info {
    const char *name, *label;
    uint64_t key; /* of its draws: from the name alone */
    uint8_t kind, setting;
    uint8_t reason, body;
    bool unlimited, strict, whole_stay, counts_delay, areas, has_hours, on_cycle, revisits;
    bool always[BF_WINDOW_COUNT]; /* open at any time, on any date */
    bool rounds_always;           /* and everybody is seen at once */
    bool process, same_day;
    bool after;     /* discharge from here starts the readmission clock */
    bool plain_in;  /* nothing but a place and its care hours is needed to begin: no lead time */
    bool plain_out; /* nothing but a place can hold people up on leaving */
    bool averts;    /* whom it keeps out of hospital may come back (averted_returns) */
    bool companion; /* some people use it together with a place elsewhere */
    const struct bf_dated *dated; /* [dated_count] in the order in which they count */
    uint32_t dated_count;
    uint32_t dated_first; /* of the first among those of all services */
    const struct bf_on_duty *on_duty;
    uint32_t on_duty_count;
    const uint8_t *area; /* [locality_count] whose hours a locality has; NULL unless `areas` */
    uint32_t area_count; /* of a caseload's hours: 1 unless `areas` */
    uint16_t gives_up_to, turned_away_to, returns_to;
    uint16_t outliers_from; /* whose stays and ways emergencies here have: itself, or another */
    const uint16_t *some_give_up, *some_turned_away; /* [group_count]; NULL: the same for all */
    uint16_t revisit_slot;                           /* counter of visits, when revisits */
    uint32_t choice;                                 /* its own ways; a class may have others */
    uint16_t choice_count;                           /* 0: a list for each group */
    uint16_t spot;  /* first purchase of single places, or UINT16_MAX */
    uint16_t payer; /* of its cost */
    bool cost_by_time;
    struct bf_week window[BF_WINDOW_COUNT]; /* large, and seldom read */
};
struct bf_stream_info {
    const char *name, *label;
    uint32_t key; /* < 2^15, from the name */
    bool planned;
    double season_correlation;
    uint32_t choice;
    uint16_t choice_count;       /* 0: `enter` */
    const struct bf_ways *enter; /* [group_count] by group; NULL: `choice` for all */
    const bool *offered;         /* [group_count] to whom; NULL: to all */
    uint16_t offer_to;           /* BF_TO_LEFT: none */
    uint16_t *offer_or;          /* [offer_or_count]: when that one cannot answer, in order */
    uint16_t offer_or_count;
    uint16_t early_to; /* BF_TO_LEFT: none */
    bool offers_again; /* readmissions, too, are referred */
};
struct bf_task_info {
    const char *name, *label;
    uint64_t key;
    uint8_t reason, body;
    uint16_t team;     /* BF_TO_LEFT: a process time */
    bool then_elapses; /* a process time follows the team's contact */
};
struct bf_class_info {
    const char *name, *label;
    bool adult;
};

/* Why a number differs from the scenario's own: a dated change, a purchase, a policy. */
enum bf_cause_kind { BF_CAUSE_CHANGE, BF_CAUSE_PURCHASE, BF_CAUSE_POLICY };
struct bf_cause {
    uint8_t kind;
    uint16_t index; /* among those of its kind */
    const char *name, *label;
    bf_day from, to; /* of a change or purchase */
    double ramp_h, fade_h;
    struct bf_varies varies;
};

/* What one cause does to one path. */
struct bf_shift {
    uint16_t cause;
    uint8_t op; /* 's' set, 'a' add, 'f' factor */
    double value;
    uint32_t target; /* index in targets */
};

struct bf_purchase_info {
    const char *name, *label;
    uint16_t service, cause, payer;
    uint8_t kind;  /* enum bf_purchase_kind */
    bool hours;    /* of care, not places */
    bool used;     /* paid when used */
    bool by_time;  /* the price is per place (or care hour) and hour, else per person */
    bool moves;    /* spot: to other places of the service as they are free */
    uint16_t call; /* among the call-offs, or UINT16_MAX */
    uint16_t plan; /* that pays for it, or UINT16_MAX */
    bf_day from, to, paid_to;
    double notice_h, minimum_h; /* of a call */
};
struct bf_plan_info {
    const char *name, *label;
    const char *source; /* of the budget, as the scenario says it; "" if none */
    double budget;      /* pounds */
    bool stops;         /* buying, when the money is gone */
};
struct bf_policy_info {
    const char *name, *label;
    uint16_t cause, service; /* BF_TO_LEFT: the whole system */
    uint8_t signal;
    bool acts;            /* false: it only watches, for other rules */
    const uint16_t *rule; /* [rule_count] rules counted, written before it */
    uint16_t rule_count;
    double above, below, for_h, notice_h, at_least_h;
};
struct bf_payer {
    const char *name;
};
/* A number that some change alters. */
struct bf_target {
    size_t offset;        /* in the region */
    uint32_t given;       /* in bound->given */
    uint32_t first, last; /* its shifts: shift[first..last) in file order */
    uint32_t object;      /* what to derive again (bf_numbers_derive) */
    bool capacity;        /* of a service, or the rate of a stream: bf_numbers_derive_capacity */
    bool patience;        /* after how long a further preference is accepted */
};

/* A number with a declared range: drawn once a replication. */
struct bf_uncertain {
    uint32_t given; /* index in bound->given */
    uint64_t key;   /* of its draw, from its path alone */
};

struct bf_census_info {
    const char *name, *label;
    double hour, target;
    bool adults_only, counts_process;
    bool setting[BF_SETTING_COUNT];
};

/* A row of the outcomes framework, ready to count. */
struct bf_indicator_info {
    const char *name, *label, *definition, *source;
    const char *unit;
    uint8_t kind;                     /* enum bf_indicator_kind */
    bool lower, interrupted;          /* lower is better */
    bool *stream, *class_, *locality; /* [.._count]: of whom */
    bool *from, *to;                  /* [service_count] */
    bool to_home, to_left;
    bool *home;             /* at home: [service_count] whose people are at home there */
    bool *payer, *purchase; /* spend */
    double after_h;
    uint32_t check;       /* at home: which of a patient's checks */
    double scale;         /* of counts: per people, a year */
    double target, amber; /* NaN: none; of a `measure` read when its unit is known */
    char caution[160];
};

struct bf_snapshot; /* models/snapshot.h */
struct bf_daily;    /* models/daily.h */
struct bf_network {
    const struct bf_bound *bound;
    const struct bf_care *care;
    uint32_t service_count, class_count, locality_count, stream_count, task_count, census_count;
    struct bf_service_info *service;
    struct bf_stream_info *stream;
    struct bf_task_info *task;
    struct bf_class_info *class_;
    const char **locality_name, **locality_label;
    struct bf_census_info *census;
    struct bf_numbers numbers; /* as the scenario states them, before any change */
    double *stream_scale;      /* [stream_count] first presentations per stated rate */
    uint32_t choice_count, alt_count, need_count, companion_count;
    uint16_t *choice_way, *alt_or; /* [choice_count], [alt_count]: which of the list written */
    uint32_t group_count, locality_cells;
    uint16_t *stream_cell;   /* [stream_count] heap; NULL: no filter by stream or locality */
    uint16_t *locality_cell; /* [locality_count] heap */
    struct bf_cause *cause;
    struct bf_purchase_info *purchase;
    struct bf_plan_info *plan;
    struct bf_policy_info *policy;
    struct bf_payer *payer;
    uint32_t cause_count, purchase_count, plan_count, policy_count, payer_count;
    uint32_t dated_count; /* other hours of all services */
    uint16_t call_count;  /* purchases that are call-offs */
    struct bf_shift *shift;
    uint32_t shift_count;
    struct bf_target *target;
    uint32_t target_count;
    struct bf_uncertain *uncertain;
    uint32_t uncertain_count;
    struct bf_indicator_info *indicator; /* [indicator_count], in the order written */
    uint32_t indicator_count;
    uint32_t check_count;      /* rows that ask where people are after a time */
    uint16_t *indicator_order; /* [indicator_count], those of one kind together */
    uint32_t indicator_first[BF_INDICATOR_COUNT + 1]; /* in that order: first of each kind */
    uint16_t home;                                    /* the service of kind home, or BF_TO_LEFT */
    uint32_t revisit_count; /* counters of visits that a patient carries */
    bool chance_only;       /* no range, no season-level uncertainty */
    bf_day from, to;        /* first and last day reported */
    uint32_t follow_up_days;
    uint8_t *day_kind; /* [day_kind_count] from the day `kinds_from` on */
    bf_day kinds_from;
    uint32_t day_kind_count;
    struct bf_snapshot *snapshot; /* who is there when the period begins; NULL: a warm-up */
    struct bf_daily *daily;       /* [stream_count] arrivals by day; NULL: no stream has a table */
    double events_per_day;        /* rough, for the width of a bucket */
    struct bf_arena arena;        /* of all of the above */
};

/* Compile. Adds every fault found, by path (where.file is left empty), and
 * returns whether there are no errors. When *faults holds errors already (the
 * scenario was read with faults, and `bound` has blanks) only the checks are
 * made. `bound` must outlive the network. */
bool bf_network_compile(const struct bf_bound *bound, struct bf_network *network,
                        struct bf_faults *faults);
void bf_network_free(struct bf_network *network);

/* Point the arrays of *numbers into `block`, and set block and size. With `block` NULL they are all
 * NULL, and size tells the bytes that one takes. Nothing is written into the block: copy those of
 * another, or derive them. */
void bf_numbers_layout(const struct bf_network *network, struct bf_numbers *numbers,
                       unsigned char *block);
/* Derive the numbers from `care` (a copy of the scenario whose values may have
 * changed): all, those of one service (its index), of one stream
 * (BF_OBJECT_STREAM + its index) or of one purchase. False with why when a change made them
 * impossible. */
#define BF_OBJECT_ALL      UINT32_MAX
#define BF_OBJECT_STREAM   0x10000u
#define BF_OBJECT_PURCHASE 0x20000u
bool bf_numbers_derive(const struct bf_network *network, const struct bf_care *care,
                       uint32_t object, struct bf_numbers *numbers, char why[], size_t size);
/* The same of a service or stream of which only capacity (beds, places, care hours, staff, a week's
 * limit) or the rate may have changed. Cost: some ns, where all of a service takes a microsecond.
 */
void bf_numbers_derive_capacity(const struct bf_network *network, const struct bf_care *care,
                                uint32_t object, struct bf_numbers *numbers);

/* How much of a change or a block is in force on a day, if its first and last day are these: 0
 * before, 1 within, equal daily steps on the ramps. And a value with what one shift makes of it, at
 * that level; size: of this winter, 1 as written. */
double bf_cause_level(const struct bf_cause *cause, bf_day first, bf_day last, bf_day day);
double bf_shifted(double value, const struct bf_shift *shift, double amount, double level,
                  double size);

static inline uint32_t bf_group_of(const struct bf_network *n, uint32_t stream, uint32_t locality,
                                   uint32_t class_)
{
    if (!n->stream_cell) return class_;
    uint32_t cell = n->stream_cell[stream] * n->locality_cells + n->locality_cell[locality];
    return cell * n->class_count + class_;
}

/* The day as an index into day_kind; days before and after the run are at its ends. */
static inline uint32_t bf_day_index(const struct bf_network *n, bf_day day)
{
    int64_t at = (int64_t)day - n->kinds_from;
    return at < 0 ? 0 : at > n->day_kind_count ? n->day_kind_count : (uint32_t)at;
}
static inline bool bf_on_duty_on(const struct bf_on_duty *line, bf_day day)
{
    return (line->from == BF_DAY_NONE || day >= line->from) &&
           (line->to == BF_DAY_NONE || day <= line->to);
}

/* The ways of a group of people into the system. */
static inline struct bf_ways bf_enter_ways(const struct bf_stream_info *stream, uint32_t group)
{
    return stream->enter ? stream->enter[group]
                         : (struct bf_ways){stream->choice, stream->choice_count};
}

/* Whether other hours are written in a change or policy; and "worked like Friday, discharges daily
 * 08:00-16:00, weekends only". */
bool bf_hours_given(const struct bf_hours *hours);
void bf_hours_words(const struct bf_hours *hours, char text[], size_t size);

/* The first word of a draw's place: a 64-bit FNV-1a of a name. */
uint64_t bf_name_key(const char *name);

/* ---- load ------------------------------------------------------------------------------ */

/* Long-run mean rates by the traffic equations: people counted at their first
 * preference, stays without delay, capacities as the scenario states them
 * before dated changes. Offers made before admission are taken to be kept; stays
 * finished early elsewhere are counted where they began; places' factors on the
 * hazard of readmission are taken as 1. */
struct bf_load {
    double
        arrivals_per_day; /* people whose first choice it is; of a team also contacts for tasks */
    double offered;       /* erlangs (people at once), hours per day of a caseload with hours,
                             starts per week of a market; 0 where people are for good */
    double capacity;      /* in the same unit; infinite when unlimited */
    double starts_per_week;
    /* Further choices (`or` of ways and offers, where people go who give up or are turned away). */
    double could_add;         /* as `offered`: if all for whom it is a further choice came */
    double elsewhere_per_day; /* more first choices than it has room for: who take a further one */
    double taken_over;        /* as `offered`: of those, from services that are full */
    bool taken; /* it is full, and further choices have room for all who are too many */
};
/* load[service_count]; *emergency_per_year is the number of emergency admissions
 * (readmissions included): people, other than from planned streams, who join an
 * acute service from outside; *readmissions_per_year those of them who come back.
 * False if the equations do not settle (people never leave), or without memory. */
bool bf_network_load(const struct bf_network *network, struct bf_load load[],
                     double *emergency_per_year, double *readmissions_per_year);

#endif
