/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/measure.h -- what a replication measures: the columns of every result.
 *
 * A model publishes a catalogue once; each replication fills one number per
 * scalar and one per daily series and day; the study reduces them without
 * knowing what they mean, and reports print them with the catalogue's words.
 *
 * NaN means "undefined in this replication" (a mean over nobody) and is left
 * out of averages; infinities never occur.
 */
#ifndef BF_STATS_MEASURE_H
#define BF_STATS_MEASURE_H

#include "bedflow/base/date.h"

#include <string.h>

struct bf_measure {
    const char *service; /* key of the service, or "system" */
    const char *label;   /* the service's name for people */
    const char *group;   /* "all", "class:frail_85", "locality:north", "reason:E", "body:NHS" */
    const char *name;    /* "delayed", "occupancy", "wait_p95", ... */
    const char *unit;    /* "people", "%", "hours", "days", "per day" */
    const char *help;    /* the definition, one line */
    const char *title;   /* what a person calls it, "Delayed transfers at midnight"; NULL: none */
    bool headline;       /* belongs in the short table on the screen */
    bool lower_is_better;
    double target; /* a target line for pictures; NaN if none */
};

/* Whether people are held up there who are not among the delayed: waiting for an acute bed, in the
 * discharge process, well and not yet seen. What a change takes off one it can put on another, so
 * these are shown beside the delayed. */
static inline bool bf_measure_is_elsewhere(const struct bf_measure *measure)
{
    static const char *const name[] = {"wait_over_4h", "waiting_acute", "in_process", "not_seen"};
    bool system = strcmp(measure->service, "system") == 0 && strcmp(measure->group, "all") == 0;
    for (size_t i = 0; system && i < sizeof name / sizeof name[0]; i++)
        if (strcmp(measure->name, name[i]) == 0) return true;
    return false;
}

/* A row of an outcomes framework: a scalar, and what is asked of it. Green: as good as `target` or
 * better; amber: as good as `amber`; else red. */
struct bf_framework_row {
    const char *name, *label;
    const char *definition; /* of the row; "" if none is given */
    const char *source;     /* of the target; "" if none */
    const char *caution;    /* what is left out of the figure; "" if nothing */
    uint32_t scalar;        /* in the catalogue */
    double target, amber;   /* NaN: none; amber without target does not occur */
    bool lower_is_better;
};

/* A rule that is on for some of the time, and what its log says of it. */
struct bf_rule {
    const char *name, *label;
    const char *measure; /* what is measured, "occupancy of all acute beds" */
    const char *action;  /* what is done while it is on, "services.acute.beds: add 20" */
    double above, below; /* on above the one, off below the other */
};

/* One time that a rule was on: hours since the first day reported began. */
struct bf_use {
    uint32_t replication;
    uint16_t rule;          /* in the catalogue */
    double decided_h, on_h; /* may lie before the first day */
    double off_h;           /* NaN: still on when the last day ended */
    double value;           /* of the measure when it was decided */
};

/* A budget for several purchases: its daily series are `spend` and `left` of the system, group
 * "plan:NAME"; its scalars `spend`, `left` and, if it stops, `days_out`. */
struct bf_plan_line {
    const char *name, *label;
    double budget; /* pounds */
    bool stops;    /* buying, when it is gone */
};

struct bf_catalogue {
    const struct bf_measure *scalar; /* [scalar_count] */
    uint32_t scalar_count;
    const struct bf_measure *daily; /* [daily_count] */
    uint32_t daily_count;
    const struct bf_framework_row *framework; /* [framework_count], in the order written */
    uint32_t framework_count;
    const struct bf_rule *rule; /* [rule_count] */
    uint32_t rule_count;
    uint32_t use_cap;                /* uses of all rules in one replication at most */
    const struct bf_plan_line *plan; /* [plan_count] */
    uint32_t plan_count;
    bf_day first_day; /* first day reported */
    uint32_t day_count;
};

#endif
