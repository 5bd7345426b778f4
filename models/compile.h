/* SPDX-License-Identifier: GPL-3.0-or-later */
/* compile.h -- private to models/: the parts of compiling a network. */
#ifndef BF_MODELS_COMPILE_H
#define BF_MODELS_COMPILE_H

#include "bedflow/models/network.h"

#include <math.h>

#define BF_NEEDS_MAX 16 /* tasks of one way: a bit each in a patient */

struct bf_compile_names; /* network_names.c */

struct bf_compile {
    struct bf_network *network;
    struct bf_faults *faults;
    struct bf_compile_names *services, *classes, *localities, *tasks;
    bool quiet;              /* faults have been told */
    struct bf_ways *ways_of; /* [group_count] scratch */
};

void bf_compile_fault(struct bf_compile *c, enum bf_severity severity, enum bf_errcode code,
                      const char *path, const char *fmt, ...) __attribute__((format(printf, 5, 6)));

/* network_room.c: how much of everything, counted before anything is compiled, and the memory for
 * it. False, with a fault: too much, or no memory. */
bool bf_compile_room(struct bf_compile *c);

/* network_names.c: names to indices. The names of a map, sorted; the index of one of them, or
 * UINT32_MAX with a fault at `path` (`what` is "a task"); where people go, BF_TO_LEFT with a fault:
 * a service or, if they may end, home, died or left; a service, or UINT32_MAX with a fault. */
size_t bf_compile_names_room(const struct bf_network *n);
struct bf_compile_names *bf_compile_names(struct bf_compile *c, const struct bf_items *items);
uint32_t bf_compile_name(struct bf_compile *c, const struct bf_compile_names *names,
                         const char *name, const char *path, const char *what);
uint16_t bf_compile_destination(struct bf_compile *c, const char *name, const char *path,
                                bool may_end);
uint32_t bf_compile_service(struct bf_compile *c, const char *name, const char *path);

/* network_ways.c: ways on, with further preferences, tasks and companions. A list that is the same
 * for all; one with filters, for the groups of one class (UINT32_MAX: of every class), into
 * out[group], a copy each of the ways that are open to it. */
struct bf_ways bf_compile_ways(struct bf_compile *c, const struct bf_items *ways, const char *path);
void bf_compile_ways_by_group(struct bf_compile *c, const struct bf_items *ways, const char *path,
                              uint32_t class_, struct bf_ways out[]);

/* network_services.c: services, and tasks before leaving them. */
void bf_compile_services(struct bf_compile *c);
void bf_compile_tasks(struct bf_compile *c);

/* network_demand.c: streams of demand. */
void bf_compile_streams(struct bf_compile *c);

/* network_groups.c: filters by stream, locality and class. False, with a fault: too many, or no
 * memory. Then: does any way of a list differ by group? is something open to a group? of which
 * stream and locality is a group (the first of those that share a cell)? */
bool bf_compile_groups(struct bf_compile *c);
bool bf_compile_by_group(const struct bf_items *ways);
bool bf_compile_open_to(const struct bf_network *n, const struct bf_only *only, uint32_t group);
void bf_compile_group_people(const struct bf_network *n, uint32_t group, uint32_t *stream,
                             uint32_t *locality);

/* network_companions.c: services used together with a place. Which services are; those of the way
 * whose choice is `index`; a service that may be one is gone to as a place, too. */
void bf_compile_mark_companions(struct bf_network *n);
void bf_compile_companions(struct bf_compile *c, const struct bf_way *way, uint32_t index,
                           const char *path);
void bf_compile_gone_to(struct bf_compile *c, uint32_t service);

/* network_areas.c: to whom a caseload's hours are tied. */
size_t bf_compile_areas_room(const struct bf_network *n);
void bf_compile_areas(struct bf_compile *c, uint32_t index);

/* network_hours.c: hours of a service, and other hours by date, change and policy. Says which
 * windows never hold anybody up. Faults of other_hours in a change or policy (at `path`, with its
 * `what`, for so many days; INFINITY: not known) are told by check. */
uint32_t bf_compile_hours_count(const struct bf_network *n, uint32_t service);
void bf_compile_hours(struct bf_compile *c, uint32_t service, bool always[BF_WINDOW_COUNT]);
void bf_compile_check_hours(struct bf_compile *c, const struct bf_hours *hours, double days,
                            const struct bf_names *what, const char *path);
struct bf_varies bf_compile_varies(const struct bf_by_winter *by_winter, const char *own);

/* network_idle.c: warns of what is written and does nothing, since another setting is missing. */
void bf_compile_idle(struct bf_compile *c);
/* Whether people may wait for this service elsewhere than in another one: they can give up, or be
 * turned away. */
bool bf_compile_waits_outside(const struct bf_network *n, const char *service);

/* network_changes.c: paths of dated changes and policies; ranges. */
void bf_compile_changes(struct bf_compile *c);
uint32_t bf_compile_find(const struct bf_items *items, const char *name, size_t length);
uint32_t bf_compile_target(struct bf_network *n, uint32_t given); /* of a number that varies */
uint32_t bf_compile_cause(struct bf_network *n, enum bf_cause_kind kind, uint32_t index,
                          const char *name, const char *label);
void bf_compile_dates(struct bf_compile *c, const char *path, bf_day from, bf_day to);
/* Days of that; infinite: without an end, or without a day from which it is. */
static inline double bf_days_of(bf_day from, bf_day to)
{
    return from == BF_DAY_NONE || to == BF_DAY_NONE ? (double)INFINITY : (double)to - from + 1;
}
/* Warn of what begins after everything has been counted, or is over before anything is simulated.
 */
void bf_compile_reach(struct bf_compile *c, const char *path, bf_day from, double to,
                      double date_sd_h);

/* network_trial.c: what changes, blocks and policies make of numbers as they are written. A fault
 * of what can't be, a warning of what is held at a limit. */
void bf_compile_trial(struct bf_compile *c);

/* network_purchases.c: capacity that is bought, who pays. */
void bf_compile_purchase(struct bf_compile *c, uint32_t i);
uint16_t bf_compile_payer(struct bf_network *n, const char *name);
bool bf_compile_by_time(const struct bf_network *n, const char *path);
bool bf_compile_by_hour(const struct bf_network *n, const char *path); /* an hour or less */

/* network_plans.c: budgets, and what is owed for certain. */
void bf_compile_plans(struct bf_compile *c);

/* network_indicators.c: the outcomes framework. */
size_t bf_compile_indicators_room(const struct bf_network *n);
void bf_compile_indicators(struct bf_compile *c);
/* The target and amber line in a unit, NaN if not given. False with why. */
bool bf_indicator_lines(const struct bf_indicator *spec, const char *unit, double *target,
                        double *amber, char why[], size_t size);

/* Whether amber lies on the worse side of the target. False with why. */
bool bf_indicator_order(const struct bf_indicator_info *info, double target, double amber,
                        char why[], size_t size);

/* network_graph.c: who can be reached, which services lie on cycles. */
size_t bf_compile_graph_room(uint32_t services);
void bf_compile_graph(struct bf_compile *c);

/* network_load.c: first presentations from published totals; offered load against capacity. */
void bf_compile_demand(struct bf_compile *c);

#endif
