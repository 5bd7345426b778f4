/* SPDX-License-Identifier: GPL-3.0-or-later */
/* random_scenario.h -- small scenarios of every kind, made up from a number.
 *
 * The same number gives the same text. Most of what a scenario can say turns up sooner or later:
 * all kinds of service, cycles, preferences that keep their claim, tasks of teams, patience, full
 * queues, holds, readmission, early discharge, dated changes. Nothing in it makes sense.
 *
 * With odd loads, of every number some are at an end of what can be written: no beds or a hundred
 * thousand, nobody or thousands a day, stays of no time or a lifetime, doors that never open,
 * changes on the first or the last day, a period of one day.
 */
#ifndef BF_TESTS_RANDOM_SCENARIO_H
#define BF_TESTS_RANDOM_SCENARIO_H

#include "bedflow/base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

struct random_scenario {
    char text[1 << 15];
    size_t length;
    uint64_t state;
    char last_day[16]; /* of the period */
    uint32_t odd;      /* percent of numbers that are at an end */
    uint32_t services, tasks, classes, localities;
    char kind[8];    /* of each service: b c t m */
    bool counted[8]; /* says how many beds */
    bool beside[8];  /* may be used together with a place */
    bool addon[8];   /* may be had beside one */
};

static inline uint64_t random_word(struct random_scenario *s)
{
    uint64_t z = s->state += UINT64_C(0x9e3779b97f4a7c15); /* splitmix64 */
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}
static inline uint32_t random_below(struct random_scenario *s, uint32_t n)
{
    return (uint32_t)(random_word(s) % n);
}
static inline bool random_chance(struct random_scenario *s, uint32_t percent)
{
    return random_below(s, 100) < percent;
}
static inline double random_between(struct random_scenario *s, double low, double high)
{
    return low + (high - low) * ((double)(random_word(s) >> 11) * 0x1p-53);
}

static inline bool random_odd(struct random_scenario *s)
{
    return s->odd > 0 && random_chance(s, s->odd);
}

static inline void random_say(struct random_scenario *s, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
static inline void random_say(struct random_scenario *s, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    int n = vsnprintf(s->text + s->length, sizeof s->text - s->length, fmt, args);
    va_end(args);
    s->length += (size_t)n;
    if (s->length >= sizeof s->text) s->length = sizeof s->text - 1;
}

static inline void random_dist(struct random_scenario *s, double low_h, double high_h)
{
    static const char *const ends[] = {
        "shape = \"constant\"; mean = \"0 h\";",
        "shape = \"constant\"; mean = \"24 h\";",
        "mean = \"0.001 minutes\";",
        "mean = \"80 years\";",
        "shape = \"lognormal\"; mean = \"9 h\"; cv = 100;",
        "shape = \"uniform\"; min = \"0 h\"; max = \"0.001 minutes\";"};
    if (random_odd(s)) {
        random_say(s, "{ %s }", ends[random_below(s, 6)]);
        return;
    }
    double mean = random_between(s, low_h, high_h);
    switch (random_below(s, 5)) {
    case 0:
        random_say(s, "{ shape = \"constant\"; mean = \"%.3f h\"; }", mean);
        break;
    case 1:
        random_say(s, "{ shape = \"lognormal\"; mean = \"%.3f h\"; cv = %.2f; }", mean,
                   random_between(s, 0.2, 2));
        break;
    case 2:
        random_say(s, "{ shape = \"uniform\"; min = \"%.3f h\"; max = \"%.3f h\"; }", mean / 2,
                   mean * 1.5);
        break;
    default:
        random_say(s, "{ mean = \"%.3f h\"; }", mean);
    }
}

/* A service other than a team where nobody could be helped on: any will do. */
static inline void random_service_name(struct random_scenario *s)
{
    random_say(s, "\"s%u\"", (unsigned)random_below(s, s->services));
}

static inline void random_end(struct random_scenario *s)
{
    static const char *const ends[] = {"home", "home", "home", "home", "left", "died"};
    random_say(s, "\"%s\"", ends[random_below(s, 6)]);
}

/* Of three localities: one, or the other two; so that a pair of ways leaves nobody out. */
static inline void random_only(struct random_scenario *s, int half)
{
    if (half)
        random_say(s, " only = { localities = [%s]; };", half == 1 ? "\"l1\"" : "\"l0\", \"l2\"");
}

static inline void random_with(struct random_scenario *s, uint32_t to)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < s->services; k++) {
        if (!s->beside[k] || k == to || random_chance(s, 40)) continue;
        random_say(s, "%s s%u = %.2f;", count++ ? "" : " with = {", (unsigned)k,
                   random_between(s, 0.2, 1));
    }
    if (count) random_say(s, " };");
}

static inline void random_beside(struct random_scenario *s, uint32_t to)
{
    for (uint32_t k = 1; k < s->services; k++)
        if (s->addon[k] && k != to && random_chance(s, 50)) {
            random_say(s, " beside = { s%u = %.2f; };", (unsigned)k, random_between(s, 0.1, 1));
            return;
        }
}

static inline void random_way(struct random_scenario *s, double share, bool inside, int half)
{
    bool service = random_chance(s, !inside ? 95 : share < 0.5 ? 70 : 30);
    uint32_t to = random_below(s, s->services);
    bool keeps_any = false;
    random_say(s, "{ to = ");
    if (service)
        random_say(s, "\"s%u\"", (unsigned)to);
    else
        random_end(s);
    random_say(s, "; share = %.4f; priority = %u;", share, (unsigned)random_below(s, 8));
    random_only(s, half);
    if (service && random_chance(s, 40)) {
        random_say(s, " or = (");
        uint32_t count = 1 + random_below(s, 3);
        for (uint32_t i = 0; i < count; i++) {
            bool keeps = random_chance(s, 40);
            keeps_any = keeps_any || keeps;
            random_say(s, "%s{ to = ", i ? ", " : " ");
            if (keeps || random_chance(s, 80))
                random_service_name(s);
            else
                random_end(s);
            random_say(s, "; after = \"%.2f h\"; keeps_claim = %s;",
                       random_chance(s, 30) ? 0.0 : random_between(s, 0, 120),
                       keeps ? "true" : "false");
            if (random_chance(s, 20)) random_say(s, " only = { streams = [\"d0\"]; };");
            random_say(s, " }");
        }
        random_say(s, " );");
    }
    if (inside && service && to < 8 && !keeps_any) random_with(s, to);
    if (inside) random_beside(s, service ? to : 8);
    if (inside && s->tasks && random_chance(s, 50)) {
        random_say(s, " needs = {");
        for (uint32_t i = 0; i < s->tasks; i++)
            if (random_chance(s, 70))
                random_say(s, " t%u = %.2f;", (unsigned)i, random_between(s, 0, 1));
        random_say(s, " };");
    }
    random_say(s, " }");
}

static inline void random_ways(struct random_scenario *s, const char *name, bool inside)
{
    uint32_t count = 1 + random_below(s, 3);
    double left = 1;
    random_say(s, "    %s = ( ", name);
    for (uint32_t i = 0; i < count; i++) {
        double share =
            i + 1 == count ? left : floor(left * random_between(s, 0.2, 0.8) * 1e4) / 1e4;
        left -= share;
        bool split = s->localities && random_chance(s, 30);
        random_way(s, share, inside, split ? 1 : 0);
        if (split) random_say(s, ", ");
        if (split) random_way(s, share, inside, 2);
        random_say(s, i + 1 == count ? " );\n" : ", ");
    }
}

static inline void random_hours(struct random_scenario *s, const char *name)
{
    static const char *const hours[] = {"Mon-Fri 09:00-17:00", "Mon-Fri 08:00, Sat 10:00",
                                        "10:00-16:00",         "Tue 07:30-19:30; Thu 12:00-13:00",
                                        "Mon-Sun 22:00-06:00", "never",
                                        "Hol 00:00-00:01"};
    uint32_t k = random_odd(s) ? 5 + random_below(s, 2) : random_below(s, 5);
    random_say(s, "    %s = \"%s\";\n", name, hours[k]);
}

/* A capacity below `usual`, or at an end. */
static inline unsigned random_count(struct random_scenario *s, uint32_t usual)
{
    static const unsigned ends[] = {0, 1, 100000};
    return random_odd(s) ? ends[random_below(s, 3)] : (unsigned)random_below(s, usual);
}

static inline void random_capacity(struct random_scenario *s, uint32_t i)
{
    switch (s->kind[i]) {
    case 'b':
        if (random_chance(s, 15))
            random_say(s, "    unlimited = true;\n");
        else
            random_say(s, "    beds = %u;\n", random_count(s, 9));
        s->counted[i] = strstr(s->text + s->length - 16, "beds =") != NULL;
        break;
    case 'c':
        if (random_chance(s, 60)) {
            random_say(s,
                       "    hours = \"%.1f hours per week\"; first_visits = \"%.1f h/week\"; "
                       "last_visits = \"%.1f h/week\";\n",
                       random_odd(s) ? 0.0 : random_between(s, 5, 120), random_between(s, 1, 20),
                       random_between(s, 0, 10));
            random_say(s, "    booking = \"%s\"; order = \"%s\";\n",
                       random_chance(s, 50) ? "whole stay" : "first week",
                       random_chance(s, 50) ? "strict" : "first who fits");
            if (s->localities && random_chance(s, 40))
                random_say(s, "    areas = { l0 = 0.5; l1 = 0.3; l2 = 0.2; };\n");
            if (random_chance(s, 50))
                random_say(s, "    places = %u;\n", 1 + (unsigned)random_below(s, 9));
        } else {
            random_say(s, "    places = %u;\n", random_count(s, 9));
        }
        break;
    case 't':
        random_say(s, "    staff = %u;\n", random_count(s, 5));
        if (random_chance(s, 50))
            random_say(s,
                       "    on_duty = ( { hours = \"Mon-Fri 08:00-18:00\"; staff = 1; }, { hours = "
                       "\"07:15-22:45\"; staff = %u; } );\n",
                       (unsigned)random_below(s, 3));
        break;
    default:
        random_say(s, "    lead_time = ");
        random_dist(s, 0, 100);
        random_say(s, ";\n");
        if (random_chance(s, 60)) random_say(s, "    weekly_limit = %u;\n", random_count(s, 12));
    }
}

static inline void random_extras(struct random_scenario *s)
{
    if (random_chance(s, 30)) random_hours(s, "admits");
    if (random_chance(s, 30)) random_hours(s, "discharges");
    if (random_chance(s, 30)) random_hours(s, "rounds");
    if (random_chance(s, 25)) {
        random_say(
            s,
            "    other_hours = ( { from = \"2021-03-%02u\"; to = \"2021-04-10\"; like = "
            "\"Sunday\"; }, { from = \"2021-03-20\"; to = \"2021-03-%02u\"; %s = \"%s\"; } );\n",
            1 + (unsigned)random_below(s, 28), 20 + (unsigned)random_below(s, 9),
            random_chance(s, 50)   ? "admits"
            : random_chance(s, 50) ? "discharges"
                                   : "rounds",
            random_chance(s, 50) ? "never" : "Tue 10:00, Fri 22:00-04:00");
    }
    if (random_chance(s, 20))
        random_say(s, "    review = [0.8, 0.7, 0.6, 0.9, 1.0, 0.3, 0.2, 0.1];\n");
    if (random_chance(s, 30)) {
        random_say(s, "    process = ");
        random_dist(s, 0.1, 20);
        random_say(s, ";\n");
    }
    if (random_chance(s, 25)) {
        random_say(s, "    patience = \"%.2f h\"; gives_up_to = ",
                   random_chance(s, 15) ? 0.0 : random_between(s, 0, 50));
        if (random_chance(s, 50))
            random_service_name(s);
        else
            random_end(s);
        random_say(s, ";%s\n", random_chance(s, 50) ? " patience_cv = 1.0;" : "");
        if (random_chance(s, 30))
            random_say(
                s, "    some_give_up_to = ( { to = \"s%u\"; only = { streams = \"d0\"; }; } );\n",
                (unsigned)random_below(s, s->services));
    }
    if (random_chance(s, 25)) {
        random_say(s, "    queue_limit = %u; turned_away_to = ", (unsigned)random_below(s, 4));
        if (random_chance(s, 50))
            random_service_name(s);
        else
            random_end(s);
        random_say(s, ";\n");
    }
    if (random_chance(s, 20))
        random_say(s, "    ageing = \"%u h\";\n", (unsigned)random_below(s, 50));
    if (random_chance(s, 20))
        random_say(s, "    target = \"%u h\";\n", (unsigned)random_below(s, 50));
    if (random_chance(s, 30))
        random_say(s, "    holds = \"%u h\";\n", (unsigned)random_below(s, 200));
    if (random_chance(s, 30)) random_say(s, "    moves_stay = %.2f;\n", random_between(s, 0, 1));
    if (random_chance(s, 25))
        random_say(s, "    readmission_factor = %.2f; death_factor = %.2f;\n",
                   random_between(s, 0, 3), random_between(s, 0, 3));
    if (random_chance(s, 25)) {
        random_say(s, "    same_day = %.2f; same_day_stay = ", random_between(s, 0, 1));
        random_dist(s, 0.5, 5);
        random_say(s, ";\n");
    }
}

static inline void random_service(struct random_scenario *s, uint32_t i)
{
    static const char *const setting[] = {"acute",     "acute", "non-acute",
                                          "care home", "home",  "A&E"};
    const char *kind = s->kind[i] == 'b'   ? "beds"
                       : s->kind[i] == 'c' ? "caseload"
                       : s->kind[i] == 't' ? "team"
                                           : "market";
    random_say(s, "  s%u: {\n    kind = \"%s\"; setting = \"%s\";\n", (unsigned)i, kind,
               s->beside[i] || s->addon[i] ? "home" : setting[i == 0 ? 0 : random_below(s, 6)]);
    if (s->kind[i] != 'm' || random_chance(s, 70)) {
        random_say(s, "    stay = ");
        random_dist(s, 0.5, s->kind[i] == 't' ? 6 : 150);
        random_say(s, ";\n");
    }
    random_capacity(s, i);
    random_extras(s);
    random_ways(s, "then", true);
    if (s->classes && random_chance(s, 40)) {
        random_say(s, "    by_class = { c1 = { stay_factor = %.2f; ", random_between(s, 0.1, 3));
        if (random_chance(s, 50)) random_ways(s, "then", true);
        random_say(s, "}; };\n");
    }
    if (random_chance(s, i == 0 ? 80 : 30)) {
        random_say(
            s,
            "    after_discharge = { readmission = { days = [\"%u h\", \"30 days\"]; share = "
            "[%.2f, %.2f]; };",
            10 + (unsigned)random_below(s, 300), random_between(s, 0, 0.2),
            random_between(s, 0.2, 0.9));
        if (random_chance(s, 50))
            random_say(s, " death = { days = [\"20 days\"]; share = [%.2f]; };",
                       random_between(s, 0, 0.5));
        if (random_chance(s, 50)) {
            random_say(s, " returns_to = ");
            random_service_name(s);
            random_say(s, ";");
        }
        random_say(s, " };\n");
    }
    if ((s->kind[i] == 'c' || s->kind[i] == 't' || s->counted[i]) && random_chance(s, 25))
        random_say(s,
                   "    workforce = { turnover = %.2f; recruitment_delay = \"%u days\"; sickness = "
                   "%.2f; agency_share = %.2f; agency_premium = \"£9 per hour\"; };\n",
                   random_between(s, 0, 1), (unsigned)random_below(s, 300),
                   random_between(s, 0, 0.4), random_between(s, 0, 1));
    if (random_chance(s, 25))
        random_say(s, "    averted_returns = { days = [\"%u h\"]; share = [%.2f]; };\n",
                   1 + (unsigned)random_below(s, 300), random_between(s, 0, 0.9));
    random_say(s, "  };\n");
}

static inline void random_stream(struct random_scenario *s, uint32_t i)
{
    static const double ends[] = {0, 0.02, 300, 4000}; /* 0.02: a person or none */
    random_say(s, "  d%u: {\n    rate = \"%.3f per day\"; kind = \"%s\";\n", (unsigned)i,
               random_odd(s)          ? ends[random_below(s, 4)]
               : random_chance(s, 10) ? 0.0
                                      : random_between(s, 0.05, 5),
               random_chance(s, 30) ? "planned" : "emergency");
    if (s->classes) random_say(s, "    classes = { c0 = 0.6; c1 = 0.4; };\n");
    if (random_chance(s, 30)) random_say(s, "    by_weekday = [2, 1, 1, 0, 1, 0.5, 0.2];\n");
    if (random_chance(s, 30)) random_say(s, "    dispersion = %.2f;\n", random_between(s, 0, 1));
    if (random_chance(s, 30)) random_say(s, "    season_cv = 0.2; growth = -0.1;\n");
    if (random_chance(s, 30))
        random_say(s, "    rebook = \"%u h\";\n", 1 + (unsigned)random_below(s, 400));
    random_ways(s, "enter", false);
    if (random_chance(s, 40)) {
        uint32_t first = random_below(s, s->services);
        random_say(s, "    offer = { to = \"s%u\"", (unsigned)first);
        random_say(s, "; share = %.2f; after_admission = %.2f;", random_between(s, 0, 1),
                   random_between(s, 0, 1));
        uint32_t to = random_below(s, s->services);
        if (s->kind[to] != 't' && random_chance(s, 80))
            random_say(s, " early_to = \"s%u\";", (unsigned)to);
        if (random_chance(s, 40)) random_say(s, " readmissions = true;");
        if (s->localities && random_chance(s, 30)) random_only(s, 1);
        if (s->services > 1 && random_chance(s, 50))
            random_say(s, " or = \"s%u\";",
                       (unsigned)((first + 1 + random_below(s, s->services - 1)) % s->services));
        random_say(s, " };\n");
    }
    random_say(s, "  };\n");
}

/* The first and the last day of something, written 2021-MM-DD. */
static inline void random_dates(struct random_scenario *s, const char *first_month,
                                const char *last_month)
{
    unsigned first = 1 + (unsigned)random_below(s, 28), last = 1 + (unsigned)random_below(s, 28);
    if (random_odd(s)) { /* all, the first day, the last day, before it all */
        static const char *const from[] = {"2021-03-01", "2021-03-01", NULL, "2021-02-01"};
        static const char *const to[] = {NULL, "2021-03-01", NULL, "2021-03-01"};
        uint32_t k = random_below(s, 4);
        random_say(s, "from = \"%s\"; to = \"%s\"; ", from[k] ? from[k] : s->last_day,
                   to[k] ? to[k] : s->last_day);
        return;
    }
    random_say(s, "from = \"2021-%s-%02u\"; to = \"2021-%s-%02u\"; ", first_month, first,
               last_month, last);
}

/* Other hours of some service, in a change or a policy. */
static inline void random_other_hours(struct random_scenario *s)
{
    static const char *const days[] = {"weekends", "Mon-Fri", "Hol", "always"};
    random_say(s, "what = [\"services.s%u\"]; other_hours = { days = \"%s\"; %s; };",
               (unsigned)random_below(s, s->services), days[random_below(s, 4)],
               random_chance(s, 40)   ? "like = \"Wednesday\""
               : random_chance(s, 50) ? "discharges = \"daily 07:00-21:00\"; rounds = \"always\""
                                      : "admits = \"never\"; rounds = \"Tue 10:00\"");
}

static inline void random_changes(struct random_scenario *s)
{
    random_say(s, "changes: {\n");
    for (uint32_t i = 0; i < 2 && random_chance(s, 40); i++) {
        random_say(s, "  h%u: { ", (unsigned)i);
        random_dates(s, "03", "04");
        random_say(s, "date_sd = \"%u days\"; length_cv = 0.5; ", (unsigned)random_below(s, 12));
        random_other_hours(s);
        random_say(s, " };\n");
    }
    uint32_t count = random_below(s, 4);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = random_below(s, s->services);
        if (!s->counted[k]) continue;
        random_say(s, "  x%u: { what = [\"services.s%u.beds\"]; %s; ", (unsigned)i, (unsigned)k,
                   random_chance(s, 50)   ? "factor = 0.4"
                   : random_chance(s, 50) ? "add = \"-2\""
                                          : "set = \"3\"");
        random_dates(s, "03", "04");
        random_say(s, "ramp = \"%u days\"; fade = \"%u days\"; };\n", (unsigned)random_below(s, 9),
                   (unsigned)random_below(s, 9));
    }
    random_say(s, "};\n");
}

static inline void random_purchases(struct random_scenario *s)
{
    random_say(s, "purchases: {\n");
    for (uint32_t k = 0; k < s->services; k++) {
        if (!s->counted[k] || random_chance(s, 50)) continue;
        if (random_chance(s, 30))
            random_say(s,
                       "  p%u: { service = \"s%u\"; kind = \"call-off\"; beds = 5; beds_called = "
                       "%u; from = \"2021-02-%02u\"; to = \"2021-04-%02u\"; notice = \"%u h\"; "
                       "minimum_call = \"%u h\"; price = \"£700 per bed per week\"; };\n",
                       (unsigned)k, (unsigned)k, (unsigned)random_below(s, 8),
                       1 + (unsigned)random_below(s, 28), 1 + (unsigned)random_below(s, 28),
                       (unsigned)random_below(s, 90), (unsigned)random_below(s, 90));
        else if (random_chance(s, 60))
            random_say(
                s,
                "  p%u: { service = \"s%u\"; kind = \"spot\"; from = \"2021-02-%02u\"; to = "
                "\"2021-04-%02u\"; after = \"%u h\"; lead_time = \"%u h\"; weekly_limit = %u; "
                "price = \"£900 per person\"; moves_to_block = %s; };\n",
                (unsigned)k, (unsigned)k, 1 + (unsigned)random_below(s, 28),
                1 + (unsigned)random_below(s, 28), (unsigned)random_below(s, 40),
                (unsigned)random_below(s, 20), (unsigned)random_below(s, 9),
                k % 2 ? "true" : "false");
        else
            random_say(s,
                       "  p%u: { service = \"s%u\"; kind = \"block\"; beds = 3; from = "
                       "\"2021-02-%02u\"; to = \"2021-04-%02u\"; ramp = \"7 days\"; price = \"£700 "
                       "per bed per week\"; };\n",
                       (unsigned)k, (unsigned)k, 1 + (unsigned)random_below(s, 28),
                       1 + (unsigned)random_below(s, 28));
    }
    random_say(s, "};\npolicies: {\n");
    for (uint32_t i = 0; i < 2 && random_chance(s, 40); i++) {
        random_say(s, "  o%u: { when = \"delayed\"; above = %u; until_below = 1; ", (unsigned)i,
                   1 + (unsigned)random_below(s, 4));
        random_other_hours(s);
        random_say(s, " };\n");
    }
    for (uint32_t k = 0; k < s->services; k++)
        if (s->counted[k] && random_chance(s, 40))
            random_say(
                s,
                "  r%u: { when = \"%s\"; above = 0.9; until_below = 0.8; for = \"%u h\"; at_least "
                "= \"%u h\"; what = [\"services.s%u.beds\"]; add = \"2\"; };\n",
                (unsigned)k, random_chance(s, 50) ? "occupancy" : "delayed",
                (unsigned)random_below(s, 30), (unsigned)random_below(s, 50), (unsigned)k);
    random_say(s, "};\n");
}

static inline const char *random_scenario_of(struct random_scenario *s, uint64_t number,
                                             uint32_t odd)
{
    static const char kinds[] = "bbbbcccttm";
    memset(s, 0, sizeof *s);
    s->odd = odd;
    s->state = number * 2385 + 17;
    s->services = 1 + random_below(s, 6);
    s->tasks = random_below(s, 4);
    s->classes = random_chance(s, 40) ? 2 : 0;
    s->localities = random_chance(s, 40) ? 3 : 0;
    for (uint32_t i = 0; i < s->services; i++)
        s->kind[i] = i == 0 ? 'b' : kinds[random_below(s, 10)];
    for (uint32_t i = 1; i < s->services; i++)
        s->beside[i] = (s->kind[i] == 'b' || s->kind[i] == 'c') && random_chance(s, 40);
    for (uint32_t i = 1; i < s->services; i++)
        s->addon[i] = s->kind[i] == 'm' && random_chance(s, 60);
    random_say(s, "# made up: %llu\nformat = 1;\n", (unsigned long long)number);
    snprintf(s->last_day, sizeof s->last_day, "2021-04-%02u", 1 + (unsigned)random_below(s, 30));
    if (random_odd(s)) snprintf(s->last_day, sizeof s->last_day, "2021-03-01");
    random_say(s, "period = { from = \"2021-03-01\"; to = \"%s\"; follow_up = \"%u days\"; };\n",
               s->last_day, (unsigned)random_below(s, 40));
    random_say(s, "start = { warm_up = \"%u days\"; };\n", (unsigned)random_below(s, 30));
    random_say(s, "limits = { patients = 4000; waiting = 4000; events = 30000; };\n");
    random_say(s, "bank_holidays = [\"2021-03-17\", \"2021-04-05\"];\n");
    if (s->classes)
        random_say(s, "classes: { c0: { }; c1: { adult = false; readmission_factor = 1.7; }; };\n");
    if (s->localities)
        random_say(s, "localities: { l0: { population = 3; }; l1: { population = 2; }; l2: { "
                      "population = 1; }; };\n");
    random_say(s, "tasks: {\n");
    for (uint32_t i = 0; i < s->tasks; i++) {
        uint32_t team = random_below(s, s->services);
        random_say(s, "  t%u: { reason = \"%s\"; lead = \"%u h\"; ", (unsigned)i,
                   i == 0   ? "A"
                   : i == 1 ? "B"
                            : "G",
                   random_chance(s, 50) ? 0 : (unsigned)random_below(s, 60));
        if (s->kind[team] == 't') {
            random_say(s, "team = \"s%u\"; ", (unsigned)team);
            if (random_chance(s, 40)) {
                random_say(s, "duration = ");
                random_dist(s, 0, 80);
                random_say(s, "; ");
            }
            random_say(s, "};\n");
        } else {
            random_say(s, "duration = ");
            random_dist(s, 0, 80);
            random_say(s, "; };\n");
        }
    }
    random_say(s, "};\ndemand: {\n");
    uint32_t streams = 1 + random_below(s, 3);
    for (uint32_t i = 0; i < streams; i++)
        random_stream(s, i);
    random_say(s, "};\nservices: {\n");
    for (uint32_t i = 0; i < s->services; i++)
        random_service(s, i);
    random_say(s, "};\n");
    if (random_chance(s, 50)) random_changes(s);
    if (random_chance(s, 40)) random_purchases(s);
    if (random_chance(s, 50))
        random_say(
            s,
            "census: { first: { hour = \"0 h\"; }; eight: { hour = \"8 h\"; adults_only = false; "
            "counts_process = true; settings = [\"acute\", \"care home\"]; }; };\n");
    return s->text;
}

static inline const char *random_scenario(struct random_scenario *s, uint64_t number)
{
    return random_scenario_of(s, number, 0);
}

#endif
