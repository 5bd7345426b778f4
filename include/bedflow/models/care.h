/* SPDX-License-Identifier: GPL-3.0-or-later */
/* models/care.h -- what a scenario says: a county's people, demand, services and changes.
 *
 * These structs are filled from text by the tables at the end (base/param.h),
 * which are also the manual. They hold what was written and nothing derived:
 * names are not yet indices, and nothing is checked across services. Compiling
 * (models/network.h) does both.
 *
 * Units: hours, per hour, hours of work per hour; shares 0..1.
 */
#ifndef BF_MODELS_CARE_H
#define BF_MODELS_CARE_H

#include "bedflow/base/param.h"
#include "bedflow/random/dist.h"

/* Where a service's people are; measures are defined by setting. */
enum bf_care_setting {
    BF_SETTING_ACUTE,     /* general and acute hospital beds: discharge from here starts the
                             readmission clock */
    BF_SETTING_NON_ACUTE, /* NHS community and other non-acute beds: delays count, shown apart */
    BF_SETTING_CARE_HOME, /* beds bought in care homes */
    BF_SETTING_HOME,      /* people live at home: nobody there is a delayed transfer */
    BF_SETTING_AE,        /* emergency department */
    BF_SETTING_COUNT
};

enum bf_kind {
    BF_KIND_BEDS,
    BF_KIND_CASELOAD,
    BF_KIND_TEAM,
    BF_KIND_MARKET,
    BF_KIND_HOME,
    BF_KIND_COUNT
};

/* Official reasons for a delayed transfer (NHS England, DTOC SitRep definitions), calibration D17.
 */
enum bf_reason {
    BF_REASON_A,   /* completion of assessment */
    BF_REASON_B,   /* public funding */
    BF_REASON_C,   /* further non-acute NHS care */
    BF_REASON_DI,  /* residential home */
    BF_REASON_DII, /* nursing home */
    BF_REASON_E,   /* care package in own home */
    BF_REASON_F,   /* community equipment, adaptations */
    BF_REASON_G,   /* patient or family choice */
    BF_REASON_H,   /* disputes */
    BF_REASON_I,   /* housing */
    BF_REASON_O,   /* other */
    BF_REASON_COUNT
};
enum bf_body { BF_BODY_NHS, BF_BODY_SOCIAL_CARE, BF_BODY_BOTH, BF_BODY_COUNT };

extern const char *const bf_setting_names[];
extern const char *const bf_like_names[]; /* "itself", "Monday" .. */
extern const char *const bf_kind_names[];
extern const char *const bf_reason_names[]; /* "A" .. "O" */
extern const char *const bf_reason_words[]; /* "completion of assessment" .. */
extern const char *const bf_body_names[];

/* How an event differs from one possible winter to the next: drawn once a replication. */
struct bf_by_winter {
    const char *event; /* those of one name share their draws; NULL: drawn alone */
    double date_sd_h;  /* of its dates */
    double length_cv;  /* of its days, first to last */
    double size_cv;
    double correlation; /* of its size with how hard the season is */
};

/* People to whom something is open: those of every list that is not empty. */
struct bf_only {
    struct bf_names localities, streams, classes;
};

/* One way on after a service, or into the system. */
struct bf_way_or {
    const char *to;
    double after_h; /* patience: also acceptable after so long since ready */
    bool keeps_claim;
    struct bf_only only;
};
struct bf_way {
    const char *to;
    double share;
    struct bf_items or_else; /* struct bf_way_or: further preferences, in order */
    struct bf_shares needs;  /* task: share of these people who need it */
    struct bf_shares with;   /* service: share of these people who use it beside the place */
    struct bf_shares beside; /* the same, and nobody waits for it */
    double priority;         /* 0 first .. 7 */
    struct bf_only only;     /* share is of these people; of others nobody goes this way */
};
/* Where some people go who give up, or are turned away. */
struct bf_some {
    const char *to;
    struct bf_only only;
};

/* Cumulative incidence since discharge: share[i] of people by day days[i]. */
struct bf_curve_spec {
    struct bf_series days;  /* hours */
    struct bf_series share; /* without competing causes */
    double until_h, beyond; /* goes on after the last point; its hazard, of the mean one so far */
};

struct bf_class {
    const char *label;
    const char *ages;
    bool adult;
    double readmission_factor, death_factor; /* on the hazard */
};

struct bf_locality {
    const char *label;
    double population;
};

struct bf_offer {
    const char *to;          /* service that may avoid the admission */
    struct bf_names or_else; /* services that are asked next, if it cannot answer */
    double share;            /* of the stream's people who are referred to it */
    double after_admission;  /* of those, referred only when already admitted */
    const char *early_to;    /* where those may finish their stay; NULL: nowhere */
    bool readmissions;       /* people who are readmitted are referred, too */
    struct bf_only only;     /* share is of these people; no others are referred */
};

struct bf_stream {
    const char *label;
    int32_t kind;      /* 0 emergency, 1 planned */
    double rate;       /* per hour, mean over a year */
    const char *daily; /* table of counts or forecasts by day; NULL: none */
    bool contains_readmissions;
    double first_presentations; /* per published; NaN: solved */
    double growth;              /* per year, from period.from */
    struct bf_series by_month, by_weekday, by_hour;
    double bank_holiday;       /* factor in place of the weekday's; NaN: as Sunday */
    double dispersion;         /* variance of a day's factor */
    double season_cv;          /* cv of a winter's factor */
    double season_correlation; /* of that factor with how hard the season is */
    struct bf_shares classes, localities;
    struct bf_items enter; /* struct bf_way */
    struct bf_offer offer;
    double rebook_h;  /* planned: a cancelled person comes back after so long */
    double cancelled; /* planned: share cancelled whatever beds there are */
};

/* What differs for one class of people at a service. */
struct bf_service_class {
    struct bf_dist_spec stay;
    double stay_factor;
    struct bf_items then;
};

/* Localities among which a caseload's hours are lent. */
struct bf_area_team {
    const char *label;
    struct bf_names localities;
};

struct bf_on_duty {
    struct bf_week hours;
    double staff;
    bf_day from, to; /* first and last day; NONE: always been, for ever */
};

/* Other hours than usual, while a change or a rule is in force, or from one date to another. */
enum bf_window { BF_WINDOW_ADMITS, BF_WINDOW_DISCHARGES, BF_WINDOW_ROUNDS, BF_WINDOW_COUNT };
struct bf_hours {
    struct bf_week days;                 /* whole days on which they apply */
    int32_t like;                        /* 0: each day like itself; 1.. Monday.., 8 bank holiday */
    const char *window[BF_WINDOW_COUNT]; /* as written; NULL: as usual */
};
struct bf_other_hours {
    bf_day from, to; /* first and last day; to NONE: for ever */
    struct bf_hours hours;
    struct bf_by_winter by_winter;
};

struct bf_after {
    struct bf_curve_spec readmission, death;
    const char *returns_to; /* NULL: the service discharged from */
};

/* How a delay for want of a service is recorded. */
struct bf_counts_as {
    int32_t reason, body; /* enum bf_reason, enum bf_body */
};

/* Who is not at work, and what agency staff make up. Capacities are stated for posts that are all
 * filled and well. */
struct bf_workforce {
    double turnover;       /* share of people in post who leave in a year */
    double recruitment_h;  /* a post stands empty so long */
    double sickness;       /* share of people in post who are away */
    double agency_share;   /* of what is missing, made up by agency staff */
    double agency_premium; /* pounds per place, care hour or person on duty, and hour */
};

struct bf_service {
    const char *label;
    const char *about;
    int32_t kind, setting;
    struct bf_dist_spec stay;
    struct bf_dist_spec observed_stay;
    double delay_share; /* of the observed stay that is not care: process and delay */
    double same_day;    /* share whose stay ends the same day */
    struct bf_dist_spec same_day_stay;
    struct bf_items by_class; /* struct bf_service_class */
    struct bf_items then;     /* struct bf_way */
    struct bf_counts_as waiting_counts_as;
    struct bf_week admits, discharges, rounds;
    struct bf_items other_hours; /* struct bf_other_hours */
    struct bf_series review;     /* share of people reviewed in a round, Monday..Sunday, holiday */
    struct bf_dist_spec process; /* transport, medicines, handover */
    double patience_h;           /* queue: gives up after so long; NaN: never */
    double patience_cv;          /* of people's patience about that mean; 0: the same for all */
    const char *outliers_from;   /* NULL: emergencies here are its own */
    const char *gives_up_to;
    struct bf_items some_give_up_to; /* struct bf_some: the first that is open to a person */
    double queue_limit;              /* NaN: none */
    const char *turned_away_to;
    struct bf_items some_turned_away_to; /* struct bf_some */
    double ageing_h; /* wait that outweighs one level of priority; NaN: strict */
    double target_h; /* response target */
    double readmission_factor, death_factor;
    double visits_factor; /* on care hours of those who have it beside a caseload */
    struct bf_after after_discharge;
    struct bf_curve_spec averted_returns; /* since the end of support */
    double moves_stay; /* early supported discharge: share of the remaining stay moved here */
    double hold_h;     /* a place left by emergency readmission is held so long */
    /* beds */
    double beds;
    bool unlimited;
    /* caseload */
    double hours, places, first_visits, last_visits;
    int32_t booking, fit;
    struct bf_shares areas;
    struct bf_items teams; /* struct bf_area_team */
    /* team */
    double staff;
    struct bf_items on_duty; /* struct bf_on_duty */
    /* market */
    struct bf_dist_spec lead_time;
    double weekly_limit;
    struct bf_workforce workforce;
    /* money */
    double cost; /* pounds per person (or care hour) and hour, or per start */
    const char *payer;
};

struct bf_task {
    const char *label;
    int32_t reason, body;
    struct bf_dist_spec duration;
    double lead_h;    /* starts so long before ready */
    const char *team; /* done by this team's queue, then `duration`; NULL: `duration` alone */
};

/* Dated change: the one primitive for anything that varies. */
struct bf_change {
    const char *label;
    struct bf_names what;  /* paths */
    const char *set, *add; /* as written, in the path's own dimension */
    double factor;
    bf_day from, to;             /* first and last day; to NONE: for ever */
    double ramp_h, fade_h;       /* linear in, from `from`; linear out, ending after `to` */
    struct bf_hours other_hours; /* of services, in place of a number */
    struct bf_by_winter by_winter;
};

/* Capacity that is bought. Compiles to a dated change of a service's capacity
 * (block; call-off: while it is called), or to places bought one by one (spot). */
enum bf_purchase_kind { BF_PURCHASE_BLOCK, BF_PURCHASE_SPOT, BF_PURCHASE_CALL_OFF };
struct bf_purchase {
    const char *label;
    const char *service;
    int32_t kind;                     /* enum bf_purchase_kind */
    double beds, hours;               /* places, or care hours per hour; call-off: at most */
    double beds_called, hours_called; /* call-off: wanted now */
    bf_day from, to;
    bf_day decided, ended; /* block: NONE: not said; not ended early */
    double notice_h;       /* block: of start and early end; call-off: from call to opening */
    double minimum_call_h; /* call-off: open and paid so long */
    double retainer;       /* call-off: pounds per place (or care hour) and hour; NaN: none */
    double ramp_h;
    double late_h,
        late_sd_h;    /* block: opens so long after `from`, on average; from winter to winter */
    double price;     /* pounds per place (or hour of care) and hour, or per person */
    double after_end; /* block, call-off: the same while somebody stays on; NaN: as price */
    int32_t paid;     /* 0 full or empty, 1 only when used */
    double minimum_term_h; /* a block is paid at least so long */
    const char *payer;
    double after_h; /* spot: bought for a person who has waited so long */
    double lead_h;  /* spot: there so long after that */
    double weekly_limit;
    double planned_stay_h; /* spot: a plan sets so much aside for each; NaN: the mean stay */
    bool moves; /* spot: to a place of the service's own or of a block that nobody waits for */
};

/* Money set aside for several purchases. */
enum bf_when_spent { BF_WHEN_SPENT_GOES_ON, BF_WHEN_SPENT_STOPS };
struct bf_purchase_plan {
    const char *label;
    double budget;             /* pounds, of the period */
    struct bf_names purchases; /* or "all" */
    int32_t when_spent;        /* enum bf_when_spent: of spot places and calls */
};

/* When something is measured above a line for a time, a change is made, until
 * it is below another line. */
enum bf_signal {
    BF_SIGNAL_OCCUPANCY,
    BF_SIGNAL_WAITING,
    BF_SIGNAL_DELAYED,
    BF_SIGNAL_RULES, /* how many other rules are on */
    BF_SIGNAL_COUNT
};
struct bf_policy {
    const char *label;
    const char *service;   /* where it is measured; NULL: the whole system */
    int32_t signal;        /* enum bf_signal */
    struct bf_names rules; /* those counted */
    double above, below;   /* occupancy as a share; people otherwise */
    double for_h;          /* above for so long */
    double notice_h;       /* from the decision to the effect */
    double at_least_h;     /* kept so long */
    struct bf_names what;
    const char *set, *add;
    double factor;
    struct bf_hours other_hours; /* of services, in place of a number */
};

struct bf_census {
    const char *label;
    double hour; /* of the day, 0..24 h */
    bool adults_only;
    bool counts_process;      /* also people only waiting for the discharge process (NCTR) */
    struct bf_names settings; /* in which delays count; and whose occupied beds divide */
    double target;            /* share of occupied beds; a line in pictures */
};

/* A row of an outcomes framework: what is counted, of which people, and what is asked of it. */
enum bf_indicator_kind {
    BF_INDICATOR_MEASURE,     /* a measure that the program has anyway */
    BF_INDICATOR_ADMISSIONS,  /* emergency admissions */
    BF_INDICATOR_BED_DAYS,    /* midnights that emergency patients spend in beds */
    BF_INDICATOR_READMISSION, /* within 30 days, of alive discharges */
    BF_INDICATOR_STARTS,      /* people who start at services */
    BF_INDICATOR_LEAVERS,     /* of those who leave services, the share that goes to others */
    BF_INDICATOR_AT_HOME,     /* of those discharged to services, the share at home after so long */
    BF_INDICATOR_IN_TARGET,   /* of those seen by services, the share within their targets */
    BF_INDICATOR_SPEND,       /* pounds */
    BF_INDICATOR_COUNT
};
struct bf_indicator {
    const char *label, *definition;
    int32_t kind;                                       /* enum bf_indicator_kind */
    struct bf_names streams, classes, ages, localities; /* of whom; none: of all */
    struct bf_names services;                           /* where; none: all acute services */
    struct bf_names to;                                 /* leavers, at home: where they go */
    struct bf_names elsewhere;                          /* at home: places that are nobody's home */
    bool interrupted;                      /* leavers: also who died there or was admitted */
    double after_h;                        /* at home: after so long */
    const char *measure, *service, *group; /* measure: which */
    struct bf_names payers, purchases;     /* spend: whose, or on what */
    double per, population;                /* counts: per so many of so many people */
    bool a_year;                           /* counts: in proportion, for a year */
    const char *target, *amber;            /* in the unit of the measure */
    int32_t better;                        /* enum bf_better */
};
enum bf_better { BF_BETTER_BY_KIND, BF_BETTER_LOWER, BF_BETTER_HIGHER };

struct bf_period {
    bf_day from, to; /* first and last day reported */
    double follow_up_h;
};

struct bf_start {
    double warm_up_h;     /* NaN: chosen by coupling */
    const char *snapshot; /* table of the people there at the start; NULL: none */
    double longest_h;
};

struct bf_limits {
    double patients, waiting, events;
};

struct bf_care {
    double format;
    const char *title, *question, *extends;
    struct bf_period period;
    struct bf_start start;
    struct bf_days bank_holidays;
    struct bf_items localities, classes, demand, tasks, services, changes, purchases, plans,
        policies, census, outcomes;
    double budget;                                /* pounds for all purchases; NaN: none stated */
    double acute_day_marginal, acute_day_average; /* pounds; NaN: none stated */
    bool seasons_differ;
    double season; /* the replication whose season all have; NaN: each its own */
    double occupancy_target;
    double occupancy_watch; /* days above this are counted */
    struct bf_limits limits;
};

extern const struct bf_table bf_care_table;    /* the root */
extern const struct bf_table bf_service_table; /* with a variant per kind, for the manual */

#endif
