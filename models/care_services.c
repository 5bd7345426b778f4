/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "care_rows.h"

static const char *const booking_names[] = {"whole stay", "first week", NULL};
static const char *const fit_names[] = {"strict", "first who fits", NULL};

static const struct bf_param service_class_params[] = {
    SUB(bf_service_class, stay, "stay", BF_PARAM_GROUP, &bf_dist_table, "instead of the service's"),
    QTY(bf_service_class, stay_factor, "stay_factor", BF_DIM_NUMBER, 0, 100, "1", "on the stay"),
    SUB(bf_service_class, then, "then", BF_PARAM_LIST, &care_way_table, "instead of the service's"),
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
    SUB(bf_service, then, "then", BF_PARAM_LIST, &care_way_table,
        "where people go; shares add to 1"),
    SUB(bf_service, waiting_counts_as, "waiting_counts_as", BF_PARAM_GROUP, &counts_as_table,
        "reason and responsibility of a delay for want of this service"),
    HOURS(bf_service, admits, "admits", "always",
          "when people can arrive; a place is given, and kept, before: until then who has one "
          "waits in "
          "the discharge process, not among the delayed"),
    HOURS(bf_service, discharges, "discharges", "always", "when people can leave"),
    HOURS(bf_service, rounds, "rounds", "always", "when readiness is decided"),
    SUB(bf_service, other_hours, "other_hours", BF_PARAM_LIST, &care_other_hours_table,
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
    SUB(bf_service, some_give_up_to, "some_give_up_to", BF_PARAM_LIST, &care_some_table,
        "where some people go instead: the first that is open to them"),
    QTY(bf_service, queue_limit, "queue_limit", BF_DIM_COUNT, 0, 1e9, NULL,
        "people from outside are turned away when so many wait"),
    TEXT(bf_service, turned_away_to, "turned_away_to", "left", "where they go then"),
    SUB(bf_service, some_turned_away_to, "some_turned_away_to", BF_PARAM_LIST, &care_some_table,
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
        "of them by time since their support ended (times the class's readmission_factor, as a "
        "hazard); none: the crisis is over. Theirs are people to whom it was offered, and all "
        "others (but planned people) who come to it before any admission to acute beds, and are "
        "not admitted then"),
    QTY(bf_service, moves_stay, "moves_stay", BF_DIM_SHARE, 0, 1, "0",
        "referred after admission: this share of the remaining hospital stay can be spent here"),
    QTY(bf_service, hold_h, "holds", BF_DIM_TIME, 0, YEAR_H, "0 h",
        "a place left by an emergency readmission is kept so long"),
    SUB(bf_service, workforce, "workforce", BF_PARAM_GROUP, &workforce_table,
        "posts that stand empty, sickness, agency staff and what they cost"),
    QTY(bf_service, cost, "cost", BF_DIM_PRICE, 0, 1e6, NULL,
        "\"£346 per bed per day\" by people there (or care hours wanted), or \"£140 per contact\" "
        "by starts"),
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
    SHARES(bf_service, areas, "areas",
           "share of the hours tied to each locality; none: shared. A dated change of one "
           "(\"services.visits.areas.north\") gives that locality hours or takes them away, and no "
           "other: staff who come later there, say"),
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
const struct bf_table care_task_table = {
    "task",
    "What must be done between ready and moving, besides finding a place.",
    sizeof(struct bf_task),
    task_params,
    NULL,
    NULL,
    NULL};
