/* SPDX-License-Identifier: GPL-3.0-or-later */
/* measures_walk.h -- private to models/: columns of results, described and filled by the same walk.
 *
 * A name can so never stand beside another one's number: without a world the walk describes, with
 * one it fills. The parts of a walk:
 *
 *   measures_daily.c      a day: services, plans, censuses, the whole system, money
 *   measures_period.c     the period: the whole system, groups of people, services
 *   measures_money.c      what was spent and left
 *   measures_patterns.c   who waits longer; when people leave
 *   measures_framework.c  the outcomes framework; rules of escalation and plans, in words
 *   measures.c            all of them in order
 */
#ifndef BF_MODELS_MEASURES_WALK_H
#define BF_MODELS_MEASURES_WALK_H

#include "world.h"

#include <math.h>

struct walk {
    const struct bf_network *n;
    const struct world *w;      /* NULL: describing */
    struct bf_measure *measure; /* NULL: counting only */
    double *scalar;
    float *daily;
    bool late; /* only what is known after the follow-up is filled */
    uint32_t count;
    struct bf_arena *arena;
    const char *service, *label, *group;
};

struct about {
    const char *name, *unit, *help;
    bool headline, lower;
    double target;
};

/* What the next column is about: a service, or the whole system; of all people there. */
void walk_service(struct walk *walk, uint32_t service);
void walk_system(struct walk *walk);
/* Of some of them: "class:frail"; all, if kind is NULL. Made once, when describing. */
void walk_group(struct walk *walk, const char *kind, const char *name);

/* The next column in words, when describing. */
void walk_describe(struct walk *walk, const struct about *about);

/* The next column: its words, or its number. */
static inline void put(struct walk *walk, struct about about, double value)
{
    if (walk->measure) walk_describe(walk, &about);
    uint32_t i = walk->count++;
    if (walk->scalar && !walk->late) walk->scalar[i] = value;
    if (walk->daily) walk->daily[i] = (float)value;
}

/* Filled again at the end of the follow-up. */
static inline void put_late(struct walk *walk, struct about about, double value)
{
    if (walk->scalar) walk->scalar[walk->count] = value;
    put(walk, about, value);
}

/* Whether the next columns get their numbers now: else nothing need be summed for them. */
static inline bool fills(const struct walk *walk)
{
    return walk->w && !walk->late;
}

static inline double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : (double)NAN;
}

/* A share that the scenario states, in words; made once, when describing. */
const char *walk_share(const struct walk *walk, const char *before, double share,
                       const char *after);

/* What a column of a census is called: "delayed" or "dtoc_rate" of the first, else behind its name.
 */
const char *walk_census(struct walk *walk, uint32_t census, const char *what);

/* Whether the scenario states any price or cost; whether a service says who is not at work, from
 * the start or by date; whether averted crises may come back. */
bool has_money(const struct bf_network *n);
bool has_workforce(const struct bf_network *n, uint32_t service);
bool averts(const struct bf_network *n);

/* ---- parts of a walk, in its order ----------------------------------------------------- */

void walk_day(struct walk *walk);

void walk_period(struct walk *walk);
void walk_money(struct walk *walk);
void walk_patterns(struct walk *walk);
void walk_indicators(struct walk *walk);

/* The order of the columns that others write to by day. */
enum {
    DAILY_READMITTED_AFTER_CENSUS = 6,
    DAILY_WAITING_AFTER_READMITTED = 4, /* then in process, then not seen */
    DAILY_OVERNIGHT_AFTER_READMITTED = 7,
    DAILY_REASON_AFTER_READMITTED
};

/* The sum of a daily column over the period, and its highest day: so that the table and the curves
 * cannot differ. */
double measures_sum(const struct walk *walk, uint32_t column, double *most);

/* Columns of each area of a service that tells its care hours by area, by day: wanted, offered,
 * short. They are a day's last columns, written by measures_area. */
enum { AREA_COLUMNS = 3 };
bool measures_has_areas(const struct bf_network *n, uint32_t service);
uint32_t measures_area_columns(const struct bf_network *n);

/* The next column is about one area of a service: group "team:x", or "locality:x" where no team has
 * the locality, and its label. */
void walk_area(struct walk *walk, uint32_t service, uint32_t area);

/* The age band of a class, or NULL. */
const char *measures_ages(const struct bf_network *n, uint32_t class_);

/* ---- what a catalogue tells beside its columns ----------------------------------------- */

/* Rows of the outcomes framework, each with its column among scalar[count]. Fails with BF_E_KEY or
 * BF_E_RANGE: a row shows a measure that there is not, or has lines that contradict it. */
bool measures_framework(const struct bf_network *n, struct bf_framework_row framework[],
                        const struct bf_measure scalar[], uint32_t count, struct bf_err *err);

#define RULE_TEXT 400 /* of what a rule measures and does */
const struct bf_rule *measures_rules(const struct bf_network *n, struct bf_arena *arena);
const struct bf_plan_line *measures_plans(const struct bf_network *n, struct bf_arena *arena);

#endif
