/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care_rows.h"

static const struct bf_param census_params[] = {
    TEXT(bf_census, label, "label", NULL, "name for people"),
    FIXED(bf_census, hour, "hour", BF_DIM_TIME, 0, 23.99, "0 h", "time of day of the count"),
    FLAG(bf_census, adults_only, "adults_only", "true", "count adults only"),
    FLAG(bf_census, counts_process, "counts_process", "false",
         "also people only waiting for the discharge process"),
    NAMES(bf_census, settings, "settings", "[\"acute\", \"non-acute\"]", BF_PARAM_LOOSE,
          "settings whose beds count, above and below the line"),
    FIXED(bf_census, target, "target", BF_DIM_SHARE, 0, 1, NULL, "target rate, a line in pictures"),
    END};
const struct bf_table care_census_table = {"census",
                                           "A definition of delayed: when, whom, where.",
                                           sizeof(struct bf_census),
                                           census_params,
                                           NULL,
                                           NULL,
                                           NULL};

static const char *const indicator_kinds[] = {"measure", "admissions", "bed days", "readmissions",
                                              "starts",  "leavers",    "at home",  "in target",
                                              "spend",   NULL};
static const char *const better_names[] = {"by kind", "lower", "higher", NULL};

static const struct bf_param indicator_params[] = {
    TEXT(bf_indicator, label, "label", NULL, "name for people"),
    TEXT(bf_indicator, definition, "definition", NULL,
         "what exactly is counted, in a sentence; it stands in the table"),
    CHOICE(bf_indicator, kind, "kind", indicator_kinds, BF_PARAM_REQUIRED, NULL, "what is counted"),
    AMOUNT(bf_indicator, target, "target",
           "green up to here (or from here, where higher is better): 9.5%, 120, \"£2.5m\""),
    AMOUNT(bf_indicator, amber, "amber", "amber up to here, red beyond; none: no amber"),
    CHOICE(bf_indicator, better, "better", better_names, 0, "by kind",
           "lower or higher is better; by kind: higher for leavers, at home and in target"),
    END};
#define OF_WHOM                                                                                    \
    NAMES(bf_indicator, streams, "streams", NULL, BF_PARAM_LOOSE,                                  \
          "only people of these streams of demand"),                                               \
        NAMES(bf_indicator, classes, "classes", NULL, BF_PARAM_LOOSE, "only these classes"),       \
        NAMES(bf_indicator, ages, "ages", NULL, BF_PARAM_LOOSE,                                    \
              "only classes whose `ages` are these: [\"75-84\", \"85+\"]"),                        \
        NAMES(bf_indicator, localities, "localities", NULL, BF_PARAM_LOOSE,                        \
              "only these localities")
#define PER_PEOPLE                                                                                 \
    FIXED(bf_indicator, per, "per", BF_DIM_COUNT, 1, 1e9, NULL,                                    \
          "told per so many people, 100000; needs `population`"),                                  \
        FIXED(bf_indicator, population, "population", BF_DIM_COUNT, 1, 1e9, NULL,                  \
              "people that it is told of, such as those over 65"),                                 \
        FLAG(bf_indicator, a_year, "a_year", "false",                                              \
             "told for a year, in proportion to the days of the period")
static const struct bf_param measure_indicator_params[] = {
    TEXT(bf_indicator, measure, "measure", NULL, "its name, as in summary.csv: \"dtoc_rate\""),
    TEXT(bf_indicator, service, "service", "system", "its service"),
    TEXT(bf_indicator, group, "group", "all", "its group: \"payer:NHS\", \"class:over_85\""), END};
static const struct bf_param admissions_params[] = {
    OF_WHOM,
    NAMES(bf_indicator, services, "services", NULL, BF_PARAM_LOOSE,
          "admitted to these; none: to any acute service"),
    PER_PEOPLE, END};
static const struct bf_param bed_days_params[] = {
    OF_WHOM,
    NAMES(bf_indicator, services, "services", NULL, BF_PARAM_LOOSE,
          "in these beds; none: in any acute service"),
    PER_PEOPLE, END};
static const struct bf_param readmissions_params[] = {
    OF_WHOM,
    NAMES(bf_indicator, services, "services", NULL, BF_PARAM_LOOSE,
          "discharged from these; none: from any acute service"),
    END};
static const struct bf_param starts_params[] = {
    OF_WHOM,
    NAMES(bf_indicator, services, "services", NULL, BF_PARAM_LOOSE, "who start here; needed"),
    PER_PEOPLE, END};
static const struct bf_param leavers_params[] = {
    OF_WHOM,
    NAMES(bf_indicator, services, "services", NULL, BF_PARAM_LOOSE, "who leave these; needed"),
    NAMES(bf_indicator, to, "to", NULL, BF_PARAM_LOOSE,
          "counted if they go here: services, \"home\", \"left\"; needed"),
    FLAG(bf_indicator, interrupted, "interrupted", "false",
         "who died there or was admitted from there as an emergency is among those who left"),
    END};
static const struct bf_param at_home_params[] = {
    OF_WHOM,
    NAMES(bf_indicator, services, "services", NULL, BF_PARAM_LOOSE,
          "discharged from these; none: from any acute or non-acute service"),
    NAMES(bf_indicator, to, "to", NULL, BF_PARAM_LOOSE,
          "discharged to these services, or \"home\"; needed"),
    FIXED(bf_indicator, after_h, "after", BF_DIM_TIME, 1, YEAR_H, "91 days",
          "alive and at home so long after that discharge"),
    NAMES(bf_indicator, elsewhere, "elsewhere", NULL, BF_PARAM_LOOSE,
          "services of setting home that are not the person's own home: care-home places"),
    END};
static const struct bf_param in_target_params[] = {
    OF_WHOM,
    NAMES(bf_indicator, services, "services", NULL, BF_PARAM_LOOSE,
          "seen by these, which have a `target`; needed"),
    END};
static const struct bf_param spend_params[] = {
    NAMES(bf_indicator, payers, "payers", NULL, BF_PARAM_LOOSE,
          "spent by these, purchases and stated costs; none, and no purchases: by all"),
    NAMES(bf_indicator, purchases, "purchases", NULL, BF_PARAM_LOOSE,
          "spent on these purchases, \"all\" for every one"),
    PER_PEOPLE, END};
static const struct bf_param *const indicator_variants[] = {measure_indicator_params,
                                                            admissions_params,
                                                            bed_days_params,
                                                            readmissions_params,
                                                            starts_params,
                                                            leavers_params,
                                                            at_home_params,
                                                            in_target_params,
                                                            spend_params,
                                                            NULL};
static const char *const indicator_variant_help[] = {
    "measure: any measure of summary.csv, such as dtoc_rate or a wait.",
    "admissions: emergency admissions of the people named, readmissions among them.",
    "bed days: midnights that the people named, come as emergencies, spend in acute beds.",
    "readmissions: emergency admissions within 30 days of an alive discharge, of alive discharges; "
    "%.",
    "starts: people who start at the services named, such as placements in care homes.",
    "leavers: of those who leave the services named, the share that goes where it says; %. Those "
    "who die there, or whose stay an emergency cuts short, are left out unless `interrupted`.",
    "at home: of people discharged from hospital to the services named, the share alive and in "
    "their own home on the day that is `after` later; %. Everybody discharged in the period whose "
    "day comes before the follow-up ends is counted, whatever became of them; who is discharged "
    "again meanwhile is counted once. Who left for a place outside the model is where they were "
    "last.",
    "in target: of people seen by the services named, the share seen within the services' own "
    "response targets; %.",
    "spend: pounds spent by payers or on purchases, against a budget as the target."};
const struct bf_table care_indicator_table = {"outcome",
                                              "A row of an outcomes framework: what is counted, "
                                              "of whom, and from where it is green, amber or "
                                              "red.",
                                              sizeof(struct bf_indicator),
                                              indicator_params,
                                              "kind",
                                              indicator_variants,
                                              indicator_variant_help};
