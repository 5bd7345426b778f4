/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/models/care.h"

#define YEAR_H           8760.0
#define OFF(type, field) offsetof(struct type, field)
/* Rows of a table, one shape each. */
#define TEXT(t, f, n, def, help)                                                                   \
    {                                                                                              \
        n, BF_PARAM_TEXT, BF_DIM_NUMBER, BF_PARAM_LINE, 0, 0, def, OFF(t, f), NULL, NULL, help     \
    }
#define TEXT_NEEDED(t, f, n, help)                                                                 \
    {                                                                                              \
        n, BF_PARAM_TEXT, BF_DIM_NUMBER, BF_PARAM_REQUIRED | BF_PARAM_LINE, 0, 0, NULL, OFF(t, f), \
            NULL, NULL, help                                                                       \
    }
/* The name of a CSV file. */
#define TABLE(t, f, n, help)                                                                       \
    {                                                                                              \
        n, BF_PARAM_TEXT, BF_DIM_NUMBER, BF_PARAM_TABLE, 0, 0, NULL, OFF(t, f), NULL, NULL, help   \
    }
/* A value in the unit of something else: 30, "30 days". */
#define AMOUNT(t, f, n, help)                                                                      \
    {                                                                                              \
        n, BF_PARAM_TEXT, BF_DIM_NUMBER, BF_PARAM_LOOSE, 0, 0, NULL, OFF(t, f), NULL, NULL, help   \
    }
#define FLAG(t, f, n, def, help)                                                                   \
    {                                                                                              \
        n, BF_PARAM_FLAG, BF_DIM_NUMBER, 0, 0, 0, def, OFF(t, f), NULL, NULL, help                 \
    }
#define CHOICE(t, f, n, choices, flags, def, help)                                                 \
    {                                                                                              \
        n, BF_PARAM_CHOICE, BF_DIM_NUMBER, flags, 0, 0, def, OFF(t, f), NULL, choices, help        \
    }
#define QTY(t, f, n, dim, lo, hi, def, help)                                                       \
    {                                                                                              \
        n, BF_PARAM_QUANTITY, dim, 0, lo, hi, def, OFF(t, f), NULL, NULL, help                     \
    }
#define QTY_NEEDED(t, f, n, dim, lo, hi, help)                                                     \
    {                                                                                              \
        n, BF_PARAM_QUANTITY, dim, BF_PARAM_REQUIRED, lo, hi, NULL, OFF(t, f), NULL, NULL, help    \
    }
#define FIXED(t, f, n, dim, lo, hi, def, help)                                                     \
    {                                                                                              \
        n, BF_PARAM_QUANTITY, dim, BF_PARAM_FIXED, lo, hi, def, OFF(t, f), NULL, NULL, help        \
    }
#define DATE(t, f, n, flags, help)                                                                 \
    {                                                                                              \
        n, BF_PARAM_DATE, BF_DIM_NUMBER, flags, 0, 0, NULL, OFF(t, f), NULL, NULL, help            \
    }
#define HOURS(t, f, n, def, help)                                                                  \
    {                                                                                              \
        n, BF_PARAM_HOURS, BF_DIM_NUMBER, 0, 0, 0, def, OFF(t, f), NULL, NULL, help                \
    }
#define SERIES(t, f, n, dim, lo, hi, def, help)                                                    \
    {                                                                                              \
        n, BF_PARAM_SERIES, dim, 0, lo, hi, def, OFF(t, f), NULL, NULL, help                       \
    }
#define SHARES(t, f, n, help)                                                                      \
    {                                                                                              \
        n, BF_PARAM_SHARES, BF_DIM_SHARE, 0, 0, 1, NULL, OFF(t, f), NULL, NULL, help               \
    }
#define NAMES(t, f, n, def, flags, help)                                                           \
    {                                                                                              \
        n, BF_PARAM_NAMES, BF_DIM_NUMBER, flags, 0, 0, def, OFF(t, f), NULL, NULL, help            \
    }
#define SUB(t, f, n, type, table, help)                                                            \
    {                                                                                              \
        n, type, BF_DIM_NUMBER, 0, 0, 0, NULL, OFF(t, f), table, NULL, help                        \
    }
#define SUB_NEEDED(t, f, n, type, table, help)                                                     \
    {                                                                                              \
        n, type, BF_DIM_NUMBER, BF_PARAM_REQUIRED, 0, 0, NULL, OFF(t, f), table, NULL, help        \
    }
/* clang-format off */
#define END {.name = NULL}
/* clang-format on */

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
static const char *const stream_kinds[] = {"emergency", "planned", NULL};
static const char *const booking_names[] = {"whole stay", "first week", NULL};
static const char *const purchase_kinds[] = {"block", "spot", "call-off", NULL};
static const char *const when_spent_names[] = {"goes on", "stops", NULL};
static const char *const paid_names[] = {"full or empty", "when used", NULL};
static const char *const signal_names[] = {"occupancy", "waiting", "delayed", "rules", NULL};
const char *const bf_like_names[] = {"itself", "Monday",   "Tuesday", "Wednesday",    "Thursday",
                                     "Friday", "Saturday", "Sunday",  "bank holiday", NULL};
static const char *const fit_names[] = {"strict", "first who fits", NULL};

/* ---- ways ------------------------------------------------------------------------------ */

static const struct bf_param only_params[] = {
    NAMES(bf_only, localities, "localities", NULL, BF_PARAM_LOOSE, "people of these localities"),
    NAMES(bf_only, streams, "streams", NULL, BF_PARAM_LOOSE, "people who came by these streams"),
    NAMES(bf_only, classes, "classes", NULL, BF_PARAM_LOOSE, "people of these classes"), END};
static const struct bf_table only_table = {
    "people",
    "The people to whom something is open: those of every list that is given.",
    sizeof(struct bf_only),
    only_params,
    NULL,
    NULL,
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

static const struct bf_param some_params[] = {
    TEXT_NEEDED(bf_some, to, "to", "service, or \"home\", \"died\", \"left\""),
    SUB_NEEDED(bf_some, only, "only", BF_PARAM_GROUP, &only_table, "the people who go there"), END};
static const struct bf_table some_table = {
    "some people",
    "Where some people go; the first in the list that is open to a person counts.",
    sizeof(struct bf_some),
    some_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param way_or_params[] = {
    TEXT_NEEDED(bf_way_or, to, "to", "service that is also acceptable"),
    QTY(bf_way_or, after_h, "after", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "patience: acceptable only after so long since ready"),
    FLAG(bf_way_or, keeps_claim, "keeps_claim", "false",
         "goes on waiting for the first choice from there, and moves when it is free"),
    SUB(bf_way_or, only, "only", BF_PARAM_GROUP, &only_table, "open to these people alone"), END};
static const struct bf_table way_or_table = {
    "alternative",
    "A further preference: taken when it is free first, once patience has ended.",
    sizeof(struct bf_way_or),
    way_or_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param way_params[] = {
    TEXT_NEEDED(bf_way, to, "to",
                "service, or \"home\", \"died\", \"left\"; the first choice of these people"),
    QTY(bf_way, share, "share", BF_DIM_SHARE, 0, 1, "1", "of the people who go this way"),
    SUB(bf_way, or_else, "or", BF_PARAM_LIST, &way_or_table,
        "further preferences, in order, each with the patience after which it is accepted"),
    SHARES(bf_way, needs, "needs",
           "discharge tasks, each with the share of these people needing it"),
    SHARES(
        bf_way, with, "with",
        "services that are used together with the place, each with the share of these people who "
        "need it: { therapy = 0.4; }. They start when all have room at once, nothing is held for "
        "them meanwhile, and the first who asked goes first; until they are ready to leave the "
        "place. A delayed day counts for the first of these without room: `to`, then those of "
        "`with` as written. A further preference is taken without them"),
    SHARES(
        bf_way, beside, "beside",
        "services that are had beside the place or at home, each with the share of these people "
        "who would: { technology_enabled_care = 0.3; }. Nobody waits for them: who finds no room "
        "when the place is granted goes without. They last their own stay, wherever the person "
        "lives, until an acute admission"),
    QTY(bf_way, priority, "priority", BF_DIM_COUNT, 0, 7, "4", "0 is served first, 7 last"),
    SUB(bf_way, only, "only", BF_PARAM_GROUP, &only_table,
        "open to these people alone, and the share is of them; the shares of the ways that are "
        "open to a person add up to 1"),
    END};
static const struct bf_table way_table = {
    "way",
    "One way on: a share of people, where they go, what they need before they can move.",
    sizeof(struct bf_way),
    way_params,
    NULL,
    NULL,
    NULL};

/* ---- people ---------------------------------------------------------------------------- */

static const struct bf_param class_params[] = {
    TEXT(bf_class, label, "label", NULL, "name for people"),
    TEXT(bf_class, ages, "ages", NULL,
         "age band, \"75-84\" or \"65+\"; a class whose band lies within another's is counted in "
         "both "
         "where it is told who waits longer"),
    FLAG(bf_class, adult, "adult", "true", "delayed transfers count adults only"),
    QTY(bf_class, readmission_factor, "readmission_factor", BF_DIM_NUMBER, 0, 100, "1",
        "on the hazard of emergency readmission"),
    QTY(bf_class, death_factor, "death_factor", BF_DIM_NUMBER, 0, 100, "1",
        "on the hazard of death after discharge"),
    END};
static const struct bf_table class_table = {"class",
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
static const struct bf_table locality_table = {
    "locality", "A part of the county.", sizeof(struct bf_locality), locality_params, NULL, NULL,
    NULL};

/* ---- demand ---------------------------------------------------------------------------- */

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
    SUB_NEEDED(bf_stream, enter, "enter", BF_PARAM_LIST, &way_table, "where people present"),
    SUB(bf_stream, offer, "offer", BF_PARAM_GROUP, &offer_table, "first offered to"),
    QTY(bf_stream, rebook_h, "rebook", BF_DIM_TIME, 1, YEAR_H, "14 days",
        "planned: a cancelled person is called again after so long, one priority higher; with "
        "still no bed they stay on the list for the next one, a priority higher each time again"),
    QTY(bf_stream, cancelled, "cancelled", BF_DIM_SHARE, 0, 1, "0",
        "planned: share of the people whose day has come who are cancelled whatever beds there are "
        "(a strike, a rule of escalation): called again after `rebook`, one priority higher, and "
        "then kept unless there is no bed"),
    END};
static const struct bf_table stream_table = {
    "stream",
    "A stream of demand: first presentations of people, by year, month, weekday, hour.",
    sizeof(struct bf_stream),
    stream_params,
    NULL,
    NULL,
    NULL};

/* ---- services -------------------------------------------------------------------------- */

static const struct bf_param service_class_params[] = {
    SUB(bf_service_class, stay, "stay", BF_PARAM_GROUP, &bf_dist_table, "instead of the service's"),
    QTY(bf_service_class, stay_factor, "stay_factor", BF_DIM_NUMBER, 0, 100, "1", "on the stay"),
    SUB(bf_service_class, then, "then", BF_PARAM_LIST, &way_table, "instead of the service's"),
    END};
static const struct bf_table service_class_table = {"class at a service",
                                                    "What differs for one class of people.",
                                                    sizeof(struct bf_service_class),
                                                    service_class_params,
                                                    NULL,
                                                    NULL,
                                                    NULL};

static const struct bf_param on_duty_params[] = {
    HOURS(bf_on_duty, hours, "hours", "always", "when"),
    QTY(bf_on_duty, staff, "staff", BF_DIM_COUNT, 0, 1e6, "1", "people on duty then"),
    DATE(bf_on_duty, from, "from", 0, "first day on which the line counts; none: from the start"),
    DATE(bf_on_duty, to, "to", 0, "last day; none: for ever"), END};
static const struct bf_table on_duty_table = {"rota line",
                                              "Staff on duty at some hours; lines add up.",
                                              sizeof(struct bf_on_duty),
                                              on_duty_params,
                                              NULL,
                                              NULL,
                                              NULL};

static const struct bf_param area_team_params[] = {
    TEXT(bf_area_team, label, "label", NULL, "name for people"),
    NAMES(bf_area_team, localities, "localities", NULL, BF_PARAM_REQUIRED,
          "the localities it serves"),
    END};
static const struct bf_table area_team_table = {
    "area team",
    "Localities whose care hours are one: what one does not need, another can have.",
    sizeof(struct bf_area_team),
    area_team_params,
    NULL,
    NULL,
    NULL};

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
    "after "
    "the services' own other_hours, in the order written, changes before policies.",
    sizeof(struct bf_hours),
    hours_params,
    NULL,
    NULL,
    NULL};
static const struct bf_table other_hours_table = {
    "other hours",
    "Dates on which a service works otherwise: Christmas, industrial action, seven-day working. "
    "Where several cover a day, the last one written that says something counts.",
    sizeof(struct bf_other_hours),
    other_hours_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param curve_params[] = {
    SERIES(bf_curve_spec, days, "days", BF_DIM_TIME, 0, 10 * YEAR_H, NULL,
           "times since discharge, ascending: [\"7 days\", \"30 days\"]"),
    SERIES(bf_curve_spec, share, "share", BF_DIM_SHARE, 0, 0.999999, NULL,
           "share of people by then, if nothing else happened to them"),
    FIXED(bf_curve_spec, until_h, "goes_on_until", BF_DIM_TIME, 0, 10 * YEAR_H, NULL,
          "goes on from the last of the points until then, and is flat after; none: flat after the "
          "last point"),
    QTY(bf_curve_spec, beyond, "goes_on_at", BF_DIM_NUMBER, 0, 10, "1",
        "with goes_on_until: hazard a day, in proportion to the mean one up to the last point"),
    END};
static const struct bf_table curve_table = {"curve",
                                            "Cumulative incidence since discharge, straight "
                                            "between the points, flat after (or going on for "
                                            "some time).",
                                            sizeof(struct bf_curve_spec),
                                            curve_params,
                                            NULL,
                                            NULL,
                                            NULL};

static const struct bf_param after_params[] = {
    SUB(bf_after, readmission, "readmission", BF_PARAM_GROUP, &curve_table,
        "emergency presentation after discharge"),
    SUB(bf_after, death, "death", BF_PARAM_GROUP, &curve_table, "death after discharge"),
    TEXT(bf_after, returns_to, "returns_to", NULL,
         "service where a readmission presents (else the one discharged from)"),
    END};
static const struct bf_table after_table = {
    "after discharge",
    "What may happen after discharge, on one clock that runs everywhere.",
    sizeof(struct bf_after),
    after_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param counts_as_params[] = {
    CHOICE(bf_counts_as, reason, "reason", bf_reason_names, 0, "O",
           "official code of a delay for want of this service"),
    CHOICE(bf_counts_as, body, "responsible", bf_body_names, 0, "NHS", "responsible body"), END};
static const struct bf_table counts_as_table = {"waiting counts as",
                                                "How a delay for want of this service is recorded.",
                                                sizeof(struct bf_counts_as),
                                                counts_as_params,
                                                NULL,
                                                NULL,
                                                NULL};

static const struct bf_param workforce_params[] = {
    QTY(bf_workforce, turnover, "turnover", BF_DIM_SHARE, 0, 3, "0",
        "of the people in post, those who leave in a year"),
    QTY(bf_workforce, recruitment_h, "recruitment_delay", BF_DIM_TIME, 0, 3 * YEAR_H, "0 h",
        "a post stands empty so long before somebody new is there"),
    QTY(bf_workforce, sickness, "sickness", BF_DIM_SHARE, 0, 0.9, "0",
        "of the people in post, those away sick; a `range` draws one for each winter"),
    QTY(bf_workforce, agency_share, "agency_share", BF_DIM_SHARE, 0, 1, "0",
        "of what is missing, made up by agency staff"),
    QTY(bf_workforce, agency_premium, "agency_premium", BF_DIM_PRICE, 0, 1e6, NULL,
        "what agency staff cost more than one's own: \"£9 per hour\" of care or of a person on "
        "duty, \"£95 per bed per day\""),
    END};
static const struct bf_table workforce_table = {
    "workforce",
    "Who is not at work. The capacity of the service (beds, care hours, else places; staff on duty "
    "of a team) is stated for posts that are all filled and well, and what is open is: posts "
    "filled, 1 / (1 + turnover x recruitment_delay), times people well, plus what agency makes up "
    "of the rest. Beds and people on duty are whole numbers that differ from day to day with that "
    "mean. Capacity that is bought comes with its own staff.",
    sizeof(struct bf_workforce),
    workforce_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param service_params[] = {
    TEXT(bf_service, label, "label", NULL, "name for people"),
    TEXT(bf_service, about, "about", NULL, "one line: what it does"),
    CHOICE(bf_service, kind, "kind", bf_kind_names, BF_PARAM_REQUIRED, NULL, "kind of capacity"),
    CHOICE(bf_service, setting, "setting", bf_setting_names, 0, "home",
           "where its people are; delays count in acute, non-acute and care home"),
    SUB(bf_service, stay, "stay", BF_PARAM_GROUP, &bf_dist_table,
        "time from start to ready: without any wait for what comes next"),
    SUB(bf_service, observed_stay, "observed_stay", BF_PARAM_GROUP, &bf_dist_table,
        "published total stay, delay included; needs delay_share"),
    QTY(bf_service, delay_share, "delay_share", BF_DIM_SHARE, 0, 0.95, NULL,
        "share of the observed stay that is process and delay, netted off"),
    QTY(bf_service, same_day, "same_day", BF_DIM_SHARE, 0, 1, "0",
        "share of people whose stay is same_day_stay: they never need the bed overnight"),
    SUB(bf_service, same_day_stay, "same_day_stay", BF_PARAM_GROUP, &bf_dist_table,
        "stay of those, hours"),
    SUB(bf_service, by_class, "by_class", BF_PARAM_MAP, &service_class_table,
        "what differs by class"),
    SUB(bf_service, then, "then", BF_PARAM_LIST, &way_table, "where people go; shares add to 1"),
    SUB(bf_service, waiting_counts_as, "waiting_counts_as", BF_PARAM_GROUP, &counts_as_table,
        "reason and responsibility of a delay for want of this service"),
    HOURS(bf_service, admits, "admits", "always", "when people can arrive"),
    HOURS(bf_service, discharges, "discharges", "always", "when people can leave"),
    HOURS(bf_service, rounds, "rounds", "always", "when readiness is decided"),
    SUB(bf_service, other_hours, "other_hours", BF_PARAM_LIST, &other_hours_table,
        "dates on which it works otherwise"),
    SERIES(bf_service, review, "review", BF_DIM_SHARE, 0, 1, NULL,
           "share of people reviewed in a round: Monday to Sunday, bank holiday (8)"),
    SUB(bf_service, process, "process", BF_PARAM_GROUP, &bf_dist_table,
        "discharge process once a place is found: transport, medicines, handover"),
    QTY(bf_service, patience_h, "patience", BF_DIM_TIME, 0, YEAR_H, NULL,
        "people waiting elsewhere than in a bed give up after so long"),
    QTY(bf_service, patience_cv, "patience_cv", BF_DIM_NUMBER, 0, 5, "0",
        "spread of patience from person to person, standard deviation / mean (weibull): 0 is the "
        "same for all, 1 exponential"),
    TEXT(bf_service, outliers_from, "outliers_from", NULL,
         "emergencies in these beds are outliers of that service: their stay, rounds, readmission "
         "and where they go next are its; planned people's are those written here"),
    TEXT(bf_service, gives_up_to, "gives_up_to", "left", "where they go then"),
    SUB(bf_service, some_give_up_to, "some_give_up_to", BF_PARAM_LIST, &some_table,
        "where some people go instead: the first that is open to them"),
    QTY(bf_service, queue_limit, "queue_limit", BF_DIM_COUNT, 0, 1e9, NULL,
        "people from outside are turned away when so many wait"),
    TEXT(bf_service, turned_away_to, "turned_away_to", "left", "where they go then"),
    SUB(bf_service, some_turned_away_to, "some_turned_away_to", BF_PARAM_LIST, &some_table,
        "where some people go instead: the first that is open to them"),
    QTY(bf_service, ageing_h, "ageing", BF_DIM_TIME, 0, YEAR_H, NULL,
        "extra wait that outweighs one level of priority (else priority is strict)"),
    QTY(bf_service, target_h, "target", BF_DIM_TIME, 0, YEAR_H, NULL, "response target"),
    QTY(bf_service, readmission_factor, "readmission_factor", BF_DIM_NUMBER, 0, 100, "1",
        "on the hazard of readmission while here"),
    QTY(bf_service, death_factor, "death_factor", BF_DIM_NUMBER, 0, 100, "1",
        "on the hazard of death while here"),
    QTY(bf_service, visits_factor, "visits_factor", BF_DIM_NUMBER, 0, 10, "1",
        "on the care hours that people need of a caseload, where they have this service beside it "
        "(`beside` of a way)"),
    SUB(bf_service, after_discharge, "after_discharge", BF_PARAM_GROUP, &after_table,
        "acute: readmission and death after discharge"),
    SUB(bf_service, averted_returns, "averted_returns", BF_PARAM_GROUP, &curve_table,
        "people whom this service kept out of hospital and who present again all the same: share "
        "of "
        "them by time since their support ended (times the class's readmission_factor, as a "
        "hazard); none: the crisis is over. Theirs are people to whom it was offered, and all "
        "others (but planned people) who come to it before any admission to acute beds, and are "
        "not "
        "admitted then"),
    QTY(bf_service, moves_stay, "moves_stay", BF_DIM_SHARE, 0, 1, "0",
        "referred after admission: this share of the remaining hospital stay can be spent here"),
    QTY(bf_service, hold_h, "holds", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "a place left by an emergency readmission is kept so long"),
    SUB(bf_service, workforce, "workforce", BF_PARAM_GROUP, &workforce_table,
        "posts that stand empty, sickness, agency staff and what they cost"),
    QTY(bf_service, cost, "cost", BF_DIM_PRICE, 0, 1e6, NULL,
        "\"£346 per bed per day\" by people there (or care hours wanted), or \"£140 per contact\" "
        "by "
        "starts"),
    TEXT(bf_service, payer, "payer", "NHS", "who pays that cost"),
    END};

static const struct bf_param beds_params[] = {
    QTY(bf_service, beds, "beds", BF_DIM_COUNT, 0, 1e6, NULL, "staffed and open"),
    FLAG(bf_service, unlimited, "unlimited", "false", "never full (instead of beds)"), END};
static const struct bf_param caseload_params[] = {
    QTY(bf_service, hours, "hours", BF_DIM_EFFORT, 0, 1e6, NULL,
        "care hours offered, \"2400 hours per week\""),
    QTY(bf_service, places, "places", BF_DIM_COUNT, 0, 1e6, NULL, "people at once at most"),
    QTY(bf_service, first_visits, "first_visits", BF_DIM_EFFORT, 0, 168, "0 hours per week",
        "hours of one person at the start, \"14 hours per week\""),
    QTY(bf_service, last_visits, "last_visits", BF_DIM_EFFORT, 0, 168, "0 hours per week",
        "hours of one person at the end; in a straight line between"),
    CHOICE(bf_service, booking, "booking", booking_names, 0, "whole stay",
           "what must fit before a person can start"),
    CHOICE(bf_service, fit, "order", fit_names, 0, "strict",
           "strict: nobody is passed over; first who fits: a smaller package may go first"),
    SHARES(bf_service, areas, "areas", "share of the hours tied to each locality; none: shared"),
    SUB(bf_service, teams, "teams", BF_PARAM_MAP, &area_team_table,
        "with areas: localities that lend each other their hours; others keep their own; "
        "team_hours.csv tells which is short"),
    END};
static const struct bf_param team_params[] = {
    QTY(bf_service, staff, "staff", BF_DIM_NUMBER, 0, 1e6, "1",
        "factor on the rota (or people on duty at all hours, without one)"),
    SUB(bf_service, on_duty, "on_duty", BF_PARAM_LIST, &on_duty_table, "rota; lines add up"), END};
static const struct bf_param market_params[] = {
    SUB(bf_service, lead_time, "lead_time", BF_PARAM_GROUP, &bf_dist_table,
        "from request to the place being there"),
    QTY(bf_service, weekly_limit, "weekly_limit", BF_DIM_COUNT, 0, 1e6, NULL,
        "people who can start in a week"),
    END};
static const struct bf_param *const service_variants[] = {beds_params, caseload_params, team_params,
                                                          market_params, NULL};
static const char *const service_variant_help[] = {
    "beds: a person holds a bed for a stay and then until the next place is free. When the number "
    "falls, nobody is moved: beds close as people leave.",
    "caseload: care hours by the week, and places. Each person needs hours that taper from a first "
    "to a last rate over the stay; a start needs the hours of the whole stay (or of the first "
    "week). Someone with nowhere to move on to keeps the last rate.",
    "team: people on a rota who make contacts (`stay` is the length of one). A queue with "
    "priorities, patience and a response target; a contact under way is finished when a shift "
    "ends.",
    "market: bought when needed. A place is there after the lead time, and at most so many people "
    "start in a week. Without a `stay` people remain for good.",
    "home: people at home without a service; here to give home a label and hazard factors."};

const struct bf_table bf_service_table = {
    "service",
    "A service: what it holds, for how long, and where people go next.",
    sizeof(struct bf_service),
    service_params,
    "kind",
    service_variants,
    service_variant_help};

static const struct bf_param task_params[] = {
    TEXT(bf_task, label, "label", NULL, "name for people"),
    CHOICE(bf_task, reason, "reason", bf_reason_names, BF_PARAM_REQUIRED, NULL,
           "official code of a delay for this task"),
    CHOICE(bf_task, body, "responsible", bf_body_names, 0, "NHS", "responsible body"),
    SUB(bf_task, duration, "duration", BF_PARAM_GROUP, &bf_dist_table, "how long it takes"),
    QTY(bf_task, lead_h, "lead", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "started so long before the person is ready (not before admission)"),
    TEXT(bf_task, team, "team", NULL,
         "done by this team, in its queue; with a `duration` as well, that runs after the team's "
         "contact: a visit, then a decision"),
    END};
static const struct bf_table task_table = {
    "task",
    "What must be done between ready and moving, besides finding a place.",
    sizeof(struct bf_task),
    task_params,
    NULL,
    NULL,
    NULL};

/* ---- changes and measures -------------------------------------------------------------- */

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
static const struct bf_table change_table = {
    "change",
    "A dated change of any number, or of hours: shocks, purchases, closures, ramps, strikes.",
    sizeof(struct bf_change),
    change_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param purchase_params[] = {
    TEXT(bf_purchase, label, "label", NULL, "name for people"),
    TEXT_NEEDED(bf_purchase, service, "service", "the service whose capacity is bought"),
    CHOICE(bf_purchase, kind, "kind", purchase_kinds, BF_PARAM_REQUIRED, NULL,
           "block: so many places or hours from day to day; spot: a place for one person who has "
           "waited; call-off: so many at most, opened when a policy or a dated change calls them"),
    QTY(bf_purchase, beds, "beds", BF_DIM_COUNT, 0, 1e6, NULL,
        "block: places; call-off: places that can be called at most"),
    QTY(bf_purchase, hours, "hours", BF_DIM_EFFORT, 0, 1e6, NULL,
        "the same in care hours, \"350 hours per week\""),
    QTY(bf_purchase, beds_called, "beds_called", BF_DIM_COUNT, 0, 1e6, "0",
        "call-off: places called now; let a policy or a dated change set it"),
    QTY(bf_purchase, hours_called, "hours_called", BF_DIM_EFFORT, 0, 1e6, "0 hours per week",
        "call-off: the same in care hours"),
    DATE(bf_purchase, from, "from", BF_PARAM_REQUIRED, "first day"),
    DATE(bf_purchase, to, "to", BF_PARAM_REQUIRED, "last day"),
    DATE(bf_purchase, decided, "decided", 0,
         "block: day of the decision; `from` can be no earlier than `notice` after it"),
    DATE(bf_purchase, ended, "ended", 0,
         "block: day on which notice of an early end is given; it stays open for the notice, and "
         "is paid for it and for the minimum term"),
    FIXED(bf_purchase, notice_h, "notice", BF_DIM_TIME, 0, 10 * YEAR_H, "0 h",
          "block: from decision to start, and from `ended` to the end; call-off: from call to "
          "opening (what is called opens, even if it is wanted no more)"),
    FIXED(bf_purchase, minimum_call_h, "minimum_call", BF_DIM_TIME, 0, 10 * YEAR_H, "0 h",
          "call-off: kept open at least so long after the last increase"),
    QTY(bf_purchase, retainer, "retainer", BF_DIM_PRICE, 0, 1e6, NULL,
        "call-off: paid for all that can be called, called or not, \"£70 per bed per week\""),
    FIXED(bf_purchase, ramp_h, "ramp", BF_DIM_TIME, 0, 10 * YEAR_H, "0 h",
          "block: opens in equal daily steps over so long from the first day"),
    FIXED(
        bf_purchase, late_h, "late", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "block: opens so long after `from` on average, as when recruitment is slower than planned; "
        "nothing is paid before; `to` and the end of the minimum term stay as written"),
    FIXED(bf_purchase, late_sd_h, "late_sd", BF_DIM_TIME, 0, YEAR_H, "0 h",
          "block: standard deviation of `late` from winter to winter (lognormal: never early)"),
    QTY(bf_purchase, price, "price", BF_DIM_PRICE, 0, 1e6, NULL,
        "of beds \"£1,050 per bed per week\", of care hours \"£25 per hour\"; spot: also \"£1,722 "
        "per person\""),
    CHOICE(bf_purchase, paid, "paid", paid_names, 0, "full or empty",
           "block, call-off: for all places open, or for those used"),
    QTY(bf_purchase, after_end, "price_after_end", BF_DIM_PRICE, 0, 1e6, NULL,
        "block, call-off: of a place that has closed with somebody in it, until they leave, "
        "\"£1,310 per bed per week\" (a spot price, say); none: the price"),
    FIXED(bf_purchase, minimum_term_h, "minimum_term", BF_DIM_TIME, 0, 10 * YEAR_H, "0 h",
          "block: paid at least so long from the first day, even if it ends earlier"),
    TEXT(bf_purchase, payer, "payer", "NHS", "who pays"),
    QTY(bf_purchase, after_h, "after", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "spot: bought for a person who has waited so long for a place"),
    QTY(bf_purchase, lead_h, "lead_time", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "spot: the place is there so long after that"),
    QTY(bf_purchase, weekly_limit, "weekly_limit", BF_DIM_COUNT, 0, 1e6, NULL,
        "spot: places bought in a week at most"),
    QTY(bf_purchase, planned_stay_h, "planned_stay", BF_DIM_TIME, 0, YEAR_H, NULL,
        "spot: for so long at its price money of its plan is set aside when a place is bought; "
        "none: for the mean stay of such a person in the service, delay left out"),
    FLAG(bf_purchase, moves, "moves_to_block", "false",
         "spot: who has been in such a place longest moves, at midnight, to a place of the "
         "service's own, of a block or called off, if one is free and nobody waits for it; the "
         "spot place ends. Else they stay where they are until they leave"),
    END};
static const struct bf_table purchase_table = {
    "purchase",
    "Capacity that is bought, and its bill. A service fills its own places first, then blocks in "
    "the order written, then what was called off, then spot places; a place bought for one person "
    "ends when they leave. When a block ends or a call closes, nobody is moved out: whoever is "
    "there stays until they leave, and their place is paid for until then.",
    sizeof(struct bf_purchase),
    purchase_params,
    NULL,
    NULL,
    NULL};

static const struct bf_param plan_params[] = {
    TEXT(bf_purchase_plan, label, "label", NULL, "name for people"),
    {"budget", BF_PARAM_QUANTITY, BF_DIM_MONEY, BF_PARAM_REQUIRED | BF_PARAM_FIXED, 0, 1e12, NULL,
     OFF(bf_purchase_plan, budget), NULL, NULL,
     "for what its purchases cost in the period; set aside is what blocks and retainers will cost "
     "for certain, and what spot places and calls are planned to cost yet"},
    NAMES(bf_purchase_plan, purchases, "purchases", NULL, BF_PARAM_REQUIRED | BF_PARAM_LOOSE,
          "what it pays for, \"all\" for every purchase; a purchase belongs to one plan at most"),
    CHOICE(bf_purchase_plan, when_spent, "when_spent", when_spent_names, 0, "goes on",
           "stops: a spot place is bought, or a call made, only if what it is planned to cost (a "
           "spot place its planned_stay, a call its minimum) is neither spent nor set aside; when "
           "nothing is left, what was called off closes as if it were wanted no more"),
    END};
static const struct bf_table plan_table = {
    "plan",
    "A budget for several purchases: what is spent, owed for certain and left, by month, and the "
    "chance to overspend.",
    sizeof(struct bf_purchase_plan),
    plan_params,
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
static const struct bf_table policy_table = {
    "policy",
    "A rule of escalation: while a measure is high, a number of the scenario is changed, or the "
    "hours of services are. Looked at every hour.",
    sizeof(struct bf_policy),
    policy_params,
    NULL,
    NULL,
    NULL};

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
static const struct bf_table census_table = {"census",
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
static const struct bf_table indicator_table = {"outcome",
                                                "A row of an outcomes framework: what is counted, "
                                                "of whom, and from where it is green, amber or "
                                                "red.",
                                                sizeof(struct bf_indicator),
                                                indicator_params,
                                                "kind",
                                                indicator_variants,
                                                indicator_variant_help};

/* ---- the root -------------------------------------------------------------------------- */

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
         "\"remove\" takes an inherited entry or named share away"),
    SUB(bf_care, period, "period", BF_PARAM_GROUP, &period_table, "the days reported"),
    SUB(bf_care, start, "start", BF_PARAM_GROUP, &start_table, "how the run begins"),
    {"bank_holidays", BF_PARAM_DATES, BF_DIM_NUMBER, 0, 0, 0, NULL, OFF(bf_care, bank_holidays),
     NULL, NULL, "dates"},
    SUB(bf_care, localities, "localities", BF_PARAM_MAP, &locality_table, "parts of the county"),
    SUB(bf_care, classes, "classes", BF_PARAM_MAP, &class_table, "classes of people"),
    SUB_NEEDED(bf_care, demand, "demand", BF_PARAM_MAP, &stream_table, "who presents, and when"),
    SUB(bf_care, tasks, "tasks", BF_PARAM_MAP, &task_table, "discharge tasks"),
    SUB_NEEDED(bf_care, services, "services", BF_PARAM_MAP, &bf_service_table, "services"),
    SUB(bf_care, changes, "changes", BF_PARAM_MAP, &change_table, "dated changes"),
    SUB(bf_care, purchases, "purchases", BF_PARAM_MAP, &purchase_table, "capacity that is bought"),
    SUB(bf_care, plans, "plans", BF_PARAM_MAP, &plan_table, "budgets of several purchases each"),
    SUB(bf_care, policies, "policies", BF_PARAM_MAP, &policy_table, "rules of escalation"),
    FIXED(bf_care, budget, "budget", BF_DIM_MONEY, 0, 1e12, NULL,
          "for all purchases: `check` says whether blocks stay within it"),
    FIXED(
        bf_care, acute_day_marginal, "acute_day_marginal", BF_DIM_MONEY, 0, 1e6, NULL,
        "what an acute bed day not used really saves; net cost is told at nothing, at this and at "
        "the average"),
    FIXED(bf_care, acute_day_average, "acute_day_average", BF_DIM_MONEY, 0, 1e6, NULL,
          "average cost or price of an acute bed day"),
    SUB(bf_care, census, "census", BF_PARAM_MAP, &census_table,
        "definitions of delayed; the first is the headline (none: DTOC at midnight, adults)"),
    SUB(bf_care, outcomes, "outcomes", BF_PARAM_MAP, &indicator_table,
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
