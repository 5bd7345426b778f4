/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care_rows.h"

static const char *const stream_kinds[] = {"emergency", "planned", NULL};

static const struct bf_param class_params[] = {
    TEXT(bf_class, label, "label", NULL, "name for people"),
    TEXT(bf_class, ages, "ages", NULL,
         "age band, \"75-84\" or \"65+\"; a class whose band lies within another's is counted in "
         "both where it is told who waits longer"),
    FLAG(bf_class, adult, "adult", "true", "delayed transfers count adults only"),
    QTY(bf_class, readmission_factor, "readmission_factor", BF_DIM_NUMBER, 0, 100, "1",
        "on the hazard of emergency readmission"),
    QTY(bf_class, death_factor, "death_factor", BF_DIM_NUMBER, 0, 100, "1",
        "on the hazard of death after discharge"),
    END};
const struct bf_table care_class_table = {"class",
                                          "A class of people: age band and frailty.",
                                          sizeof(struct bf_class),
                                          class_params,
                                          NULL,
                                          NULL,
                                          NULL};

static const struct bf_param locality_params[] = {
    TEXT(bf_locality, label, "label", NULL, "name for people"),
    QTY(bf_locality, population, "population", BF_DIM_COUNT, 0, 1e9, "1",
        "people; shares demand among localities where a stream does not say"),
    END};
const struct bf_table care_locality_table = {
    "locality", "A part of the county.", sizeof(struct bf_locality), locality_params, NULL, NULL,
    NULL};

static const struct bf_param offer_only_params[] = {
    NAMES(bf_only, localities, "localities", NULL, BF_PARAM_LOOSE, "people of these localities"),
    NAMES(bf_only, classes, "classes", NULL, BF_PARAM_LOOSE, "people of these classes"), END};
static const struct bf_table offer_only_table = {
    "people of a stream",
    "The people of a stream to whom a service is offered: those of every list that is given.",
    sizeof(struct bf_only),
    offer_only_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param offer_params[] = {
    TEXT(bf_offer, to, "to", NULL, "service that may avoid the admission"),
    NAMES(bf_offer, or_else, "or", NULL, BF_PARAM_LOOSE,
          "services that are asked next, in order, when the one before cannot answer (its queue is "
          "full, or its patience ends)"),
    QTY(bf_offer, share, "share", BF_DIM_SHARE, 0, 1, "1", "of the stream's people referred to it"),
    QTY(bf_offer, after_admission, "after_admission", BF_DIM_SHARE, 0, 1, "0",
        "of those referred, the share referred only after admission: too late to avoid it, "
        "but they may leave earlier with support"),
    TEXT(bf_offer, early_to, "early_to", NULL,
         "service in which those can finish their hospital stay (its moves_stay says how much)"),
    FLAG(bf_offer, readmissions, "readmissions", "false",
         "people who are readmitted are referred to it in the same shares"),
    SUB(bf_offer, only, "only", BF_PARAM_GROUP, &offer_only_table,
        "offered to these people alone, and the share is of them"),
    END};
static const struct bf_table offer_table = {
    "offer",
    "Referral to a service that may avoid the admission if it answers in time.",
    sizeof(struct bf_offer),
    offer_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param stream_params[] = {
    TEXT(bf_stream, label, "label", NULL, "name for people"),
    CHOICE(bf_stream, kind, "kind", stream_kinds, 0, "emergency",
           "emergency, or planned (elective: cancelled when no bed is free)"),
    QTY_NEEDED(bf_stream, rate, "rate", BF_DIM_RATE, 0, 1e6, "presentations, mean over a year"),
    TABLE(bf_stream, daily, "daily",
          "CSV file of days on which the rate and its factors do not apply: columns date and count "
          "(people who came), or date, mean and cv (a forecast and its error)"),
    FLAG(bf_stream, contains_readmissions, "contains_readmissions", "false",
         "the rate is a published total of emergency admissions, readmissions included: first "
         "presentations are solved from it"),
    FIXED(bf_stream, first_presentations, "first_presentations", BF_DIM_NUMBER, 0, 100, NULL,
          "with contains_readmissions: first presentations for each of the published total; none: "
          "solved, for the scenario at the root of `extends` and without --set, so that every "
          "option has the same people"),
    QTY(bf_stream, growth, "growth", BF_DIM_NUMBER, -0.5, 0.5, "0", "a year, from period.from"),
    SERIES(bf_stream, by_month, "by_month", BF_DIM_NUMBER, 0, 100, NULL,
           "12 factors, January first"),
    SERIES(bf_stream, by_weekday, "by_weekday", BF_DIM_NUMBER, 0, 100, NULL,
           "7 factors, Monday first"),
    SERIES(bf_stream, by_hour, "by_hour", BF_DIM_NUMBER, 0, 100, NULL,
           "24 relative rates, midnight first"),
    QTY(bf_stream, bank_holiday, "bank_holiday", BF_DIM_NUMBER, 0, 100, NULL,
        "factor on bank holidays in place of the weekday's (else as Sunday)"),
    QTY(bf_stream, dispersion, "dispersion", BF_DIM_NUMBER, 0, 10, "0",
        "variance of a day's factor of mean 1 (gamma): 0 is a plain Poisson day"),
    FIXED(bf_stream, season_cv, "season_cv", BF_DIM_NUMBER, 0, 1, "0",
          "coefficient of variation of a winter's factor: one draw a replication"),
    FIXED(bf_stream, season_correlation, "season_correlation", BF_DIM_NUMBER, -1, 1, "0",
          "of that factor with how hard the season is, which events share, too"),
    SHARES(bf_stream, classes, "classes", "share of each class"),
    SHARES(bf_stream, localities, "localities", "share of each locality (else by population)"),
    SUB_NEEDED(bf_stream, enter, "enter", BF_PARAM_LIST, &care_way_table, "where people present"),
    SUB(bf_stream, offer, "offer", BF_PARAM_GROUP, &offer_table, "first offered to"),
    QTY(bf_stream, rebook_h, "rebook", BF_DIM_TIME, 1, YEAR_H, "14 days",
        "planned: a cancelled person is called again after so long, one priority higher; with "
        "still no bed they stay on the list for the next one, a priority higher each time again"),
    QTY(bf_stream, cancelled, "cancelled", BF_DIM_SHARE, 0, 1, "0",
        "planned: share of the people whose day has come who are cancelled whatever beds there are "
        "(a strike, a rule of escalation): called again after `rebook`, one priority higher, and "
        "then kept unless there is no bed"),
    END};
const struct bf_table care_stream_table = {
    "stream",
    "A stream of demand: first presentations of people, by year, month, weekday, hour.",
    sizeof(struct bf_stream),
    stream_params,
    NULL,
    NULL,
    NULL};
