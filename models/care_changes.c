/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care_rows.h"

static const char *const signal_names[] = {"occupancy", "waiting", "delayed", "rules", NULL};

/* How other hours are written, wherever they are. */
#define HOURS_WRITTEN(t, f)                                                                        \
    HOURS(t, f days, "days", "always",                                                             \
          "whole days on which they apply, \"weekends\", \"Mon-Fri\"; none: all"),                 \
        CHOICE(t, f like, "like", bf_like_names, 0, "itself",                                      \
               "these days are worked like this one: hours, reviews in rounds, and rota"),         \
        TEXT(t, f window[BF_WINDOW_ADMITS], "admits", NULL,                                        \
             "when people can arrive on these days, \"daily 10:00-16:00\", \"never\"; none: as "   \
             "usual"),                                                                             \
        TEXT(t, f window[BF_WINDOW_DISCHARGES], "discharges", NULL,                                \
             "when people can leave on these days; none: as usual"),                               \
        TEXT(t, f window[BF_WINDOW_ROUNDS], "rounds", NULL,                                        \
             "when readiness is decided on these days; none: as usual")

#define DATES_BY_WINTER(t, f)                                                                      \
    FIXED(t, f.date_sd_h, "date_sd", BF_DIM_TIME, 0, YEAR_H, "0 h",                                \
          "standard deviation of its dates from winter to winter"),                                \
        FIXED(t, f.length_cv, "length_cv", BF_DIM_NUMBER, 0, 2, "0",                               \
              "coefficient of variation of its length, first to last day, from winter to winter"), \
        TEXT(t, f.event, "event", NULL,                                                            \
             "what it is part of: everything with the same name here is earlier or later, "        \
             "longer and larger together (each by its own date_sd, length_cv and size_cv)")

static const struct bf_param other_hours_params[] = {
    DATE(bf_other_hours, from, "from", BF_PARAM_REQUIRED, "first day"),
    DATE(bf_other_hours, to, "to", 0, "last day; none: for ever"),
    HOURS_WRITTEN(bf_other_hours, hours.), DATES_BY_WINTER(bf_other_hours, by_winter), END};
static const struct bf_param hours_params[] = {HOURS_WRITTEN(bf_hours, ), END};
static const struct bf_table hours_table = {
    "other hours of a change or a policy",
    "How services work while it is in force; `what` names them: \"services.acute\". They come "
    "after the services' own other_hours, in the order written, changes before policies.",
    sizeof(struct bf_hours),
    hours_params,
    NULL,
    NULL,
    NULL};
const struct bf_table care_other_hours_table = {
    "other hours",
    "Dates on which a service works otherwise: Christmas, industrial action, seven-day working. "
    "Where several cover a day, the last one written that says something counts.",
    sizeof(struct bf_other_hours),
    other_hours_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param change_params[] = {
    TEXT(bf_change, label, "label", NULL, "name for people"),
    NAMES(bf_change, what, "what", NULL, BF_PARAM_REQUIRED | BF_PARAM_LOOSE,
          "path or paths, \"services.acute.beds\"; with other_hours services, \"services.acute\""),
    AMOUNT(bf_change, set, "set", "the value from then on, with its unit"),
    AMOUNT(bf_change, add, "add", "added to the value, with its unit; may be negative"),
    QTY(bf_change, factor, "factor", BF_DIM_NUMBER, 0, 1000, NULL, "multiplies the value"),
    DATE(bf_change, from, "from", BF_PARAM_REQUIRED, "first day"),
    DATE(bf_change, to, "to", 0, "last day; none: for ever"),
    FIXED(bf_change, ramp_h, "ramp", BF_DIM_TIME, 0, 10 * YEAR_H, "0 h",
          "reached in equal daily steps over so long from the first day"),
    FIXED(bf_change, fade_h, "fade", BF_DIM_TIME, 0, 10 * YEAR_H, "0 h",
          "leaves in equal daily steps over so long after the last day"),
    SUB(bf_change, other_hours, "other_hours", BF_PARAM_GROUP, &hours_table,
        "in place of set, add and factor: how the services in `what` work from then on"),
    DATES_BY_WINTER(bf_change, by_winter),
    FIXED(bf_change, by_winter.size_cv, "size_cv", BF_DIM_NUMBER, 0, 2, "0",
          "coefficient of variation of its size (what is added, or factor - 1) from winter to "
          "winter"),
    FIXED(bf_change, by_winter.correlation, "season_correlation", BF_DIM_NUMBER, -1, 1, "0",
          "of its size with how hard the season is: events that have one come large together, and "
          "two of them have the product of theirs with one another"),
    END};
const struct bf_table care_change_table = {
    "change",
    "A dated change of any number, or of hours: shocks, purchases, closures, ramps, strikes.",
    sizeof(struct bf_change),
    change_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param policy_params[] = {
    TEXT(bf_policy, label, "label", NULL, "name for people"),
    TEXT(bf_policy, service, "service", NULL,
         "where it is measured; none: all acute beds (occupancy, waiting), everywhere (delayed)"),
    CHOICE(bf_policy, signal, "when", signal_names, BF_PARAM_REQUIRED, NULL,
           "what is measured: occupancy (people / places), people waiting, people delayed, or how "
           "many of the `rules` named are on: levels of escalation by several measures"),
    NAMES(bf_policy, rules, "rules", NULL, BF_PARAM_LOOSE,
          "with when = \"rules\": names of policies written before it"),
    QTY_NEEDED(bf_policy, above, "above", BF_DIM_NUMBER, 0, 1e6, "starts above this"),
    QTY_NEEDED(bf_policy, below, "until_below", BF_DIM_NUMBER, 0, 1e6,
               "ends below this: at most `above`"),
    FIXED(bf_policy, for_h, "for", BF_DIM_TIME, 0, YEAR_H, "0 h", "above the line for so long"),
    FIXED(bf_policy, notice_h, "notice", BF_DIM_TIME, 0, YEAR_H, "0 h",
          "from the decision to the effect"),
    FIXED(bf_policy, at_least_h, "at_least", BF_DIM_TIME, 0, YEAR_H, "0 h",
          "once begun, kept so long"),
    NAMES(bf_policy, what, "what", NULL, BF_PARAM_LOOSE,
          "path or paths that it changes while it is on; with other_hours services; none: it only "
          "watches, for the `rules` of others and for the log"),
    AMOUNT(bf_policy, set, "set", "the value while it is on"),
    AMOUNT(bf_policy, add, "add", "added while it is on"),
    FIXED(bf_policy, factor, "factor", BF_DIM_NUMBER, 0, 1000, NULL, "multiplies while it is on"),
    SUB(bf_policy, other_hours, "other_hours", BF_PARAM_GROUP, &hours_table,
        "in place of these: how the services in `what` work while it is on (a discharge team at "
        "weekends: days = \"weekends\"; like = \"Friday\")"),
    END};
const struct bf_table care_policy_table = {
    "policy",
    "A rule of escalation: while a measure is high, a number of the scenario is changed, or the "
    "hours of services are. Looked at every hour.",
    sizeof(struct bf_policy),
    policy_params,
    NULL,
    NULL,
    NULL};
