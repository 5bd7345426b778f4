/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care_rows.h"

const char *const bf_setting_names[] = {"acute", "non-acute", "care home", "home", "A&E", NULL};
const char *const bf_kind_names[] = {"beds", "caseload", "team", "market", "home", NULL};
const char *const bf_reason_names[] = {"A", "B", "C", "Di", "Dii", "E",
                                       "F", "G", "H", "I",  "O",   NULL};
const char *const bf_reason_words[] = {"completion of assessment",
                                       "public funding",
                                       "further non-acute NHS care",
                                       "residential home",
                                       "nursing home",
                                       "care package in own home",
                                       "community equipment",
                                       "patient or family choice",
                                       "disputes",
                                       "housing",
                                       "other",
                                       NULL};
const char *const bf_body_names[] = {"NHS", "social care", "both", NULL};
const char *const bf_like_names[] = {"itself", "Monday",   "Tuesday", "Wednesday",    "Thursday",
                                     "Friday", "Saturday", "Sunday",  "bank holiday", NULL};

static const struct bf_param period_params[] = {
    DATE(bf_period, from, "from", BF_PARAM_REQUIRED, "first day reported"),
    DATE(bf_period, to, "to", BF_PARAM_REQUIRED, "last day reported"),
    FIXED(bf_period, follow_up_h, "follow_up", BF_DIM_TIME, 0, YEAR_H, "30 days",
          "run on so long, that the last discharges can be followed"),
    END};
static const struct bf_table period_table = {
    "period", "The days reported.", sizeof(struct bf_period), period_params, NULL, NULL, NULL};
static const struct bf_param start_params[] = {
    FIXED(bf_start, warm_up_h, "warm_up", BF_DIM_TIME, 0, 10 * YEAR_H, NULL,
          "simulated before the period; none: as long as an empty and an over-full start differ"),
    TABLE(bf_start, snapshot, "snapshot",
          "CSV file of the people there when the period begins, in place of a warm-up: columns "
          "service, class, locality, days_so_far, waiting_for, delayed_since (empty: not known)"),
    FIXED(bf_start, longest_h, "longest", BF_DIM_TIME, 0, 10 * YEAR_H, "730 days",
          "longest warm-up to try before refusing"),
    END};
static const struct bf_table start_table = {
    "start", "How the run begins.", sizeof(struct bf_start), start_params, NULL, NULL, NULL};
static const struct bf_param limit_params[] = {
    FIXED(bf_limits, patients, "patients", BF_DIM_COUNT, 1, 2e7, "200000",
          "people in the system at once"),
    FIXED(bf_limits, waiting, "waiting", BF_DIM_COUNT, 1, 2e7, "20000", "people in one queue"),
    FIXED(bf_limits, events, "events", BF_DIM_COUNT, 16, 5e7, "600000", "events pending at once"),
    END};
static const struct bf_table limit_table = {
    "limits",
    "A run that reaches one stops, and says which service and its load.",
    sizeof(struct bf_limits),
    limit_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param care_params[] = {
    FIXED(bf_care, format, "format", BF_DIM_COUNT, 1, 1, NULL, "version of this format: 1"),
    TEXT(bf_care, title, "title", "untitled", "one line, on every picture"),
    TEXT(bf_care, question, "question", NULL, "what this scenario is meant to answer"),
    TEXT(bf_care, extends, "extends", NULL,
         "scenario that this one builds on: groups are merged, all else is replaced; name = "
         "\"remove\" takes an inherited entry, group or named share away"),
    SUB_NEEDED(bf_care, period, "period", BF_PARAM_GROUP, &period_table, "the days reported"),
    SUB(bf_care, start, "start", BF_PARAM_GROUP, &start_table, "how the run begins"),
    {"bank_holidays", BF_PARAM_DATES, BF_DIM_NUMBER, 0, 0, 0, NULL, OFF(bf_care, bank_holidays),
     NULL, NULL, "dates"},
    SUB(bf_care, localities, "localities", BF_PARAM_MAP, &care_locality_table,
        "parts of the county"),
    SUB(bf_care, classes, "classes", BF_PARAM_MAP, &care_class_table, "classes of people"),
    SUB_NEEDED(bf_care, demand, "demand", BF_PARAM_MAP, &care_stream_table,
               "who presents, and when"),
    SUB(bf_care, tasks, "tasks", BF_PARAM_MAP, &care_task_table, "discharge tasks"),
    SUB_NEEDED(bf_care, services, "services", BF_PARAM_MAP, &bf_service_table, "services"),
    SUB(bf_care, changes, "changes", BF_PARAM_MAP, &care_change_table, "dated changes"),
    SUB(bf_care, purchases, "purchases", BF_PARAM_MAP, &care_purchase_table,
        "capacity that is bought"),
    SUB(bf_care, plans, "plans", BF_PARAM_MAP, &care_plan_table,
        "budgets of several purchases each"),
    SUB(bf_care, policies, "policies", BF_PARAM_MAP, &care_policy_table, "rules of escalation"),
    FIXED(bf_care, budget, "budget", BF_DIM_MONEY, 0, 1e12, NULL,
          "for all purchases: `check` says whether blocks stay within it"),
    FIXED(
        bf_care, acute_day_marginal, "acute_day_marginal", BF_DIM_MONEY, 0, 1e6, NULL,
        "what an acute bed day not used really saves; net cost is told at nothing, at this and at "
        "the average"),
    FIXED(bf_care, acute_day_average, "acute_day_average", BF_DIM_MONEY, 0, 1e6, NULL,
          "average cost or price of an acute bed day"),
    SUB(bf_care, census, "census", BF_PARAM_MAP, &care_census_table,
        "definitions of delayed; the first is the headline (none: DTOC at midnight, adults)"),
    SUB(bf_care, outcomes, "outcomes", BF_PARAM_MAP, &care_indicator_table,
        "an outcomes framework: measures with targets, green, amber or red"),
    FLAG(bf_care, seasons_differ, "seasons_differ", "true",
         "false: events come on their dates, as long and as large as written, and winters' factors "
         "of demand are 1: chance alone differs"),
    FIXED(bf_care, season, "season", BF_DIM_COUNT, 0, 1e9, NULL,
          "one season for all replications, that of this one (numbered from 0): dates, lengths and "
          "sizes of events and winters' factors of demand; none: each has its own"),
    FIXED(bf_care, occupancy_target, "occupancy_target", BF_DIM_SHARE, 0, 1, "0.92",
          "a line in pictures, and the target of which `compare` tells the chance"),
    FIXED(bf_care, occupancy_watch, "occupancy_watch", BF_DIM_SHARE, 0, 2, "0.95",
          "days with acute occupancy above this are counted"),
    SUB(bf_care, limits, "limits", BF_PARAM_GROUP, &limit_table, "limits of a run"),
    END};
const struct bf_table bf_care_table = {"scenario",
                                       "A county's people, demand, services, and what changes.",
                                       sizeof(struct bf_care),
                                       care_params,
                                       NULL,
                                       NULL,
                                       NULL};
