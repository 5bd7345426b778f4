/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/base/units.h"
#include "compile.h"
#include "load.h"

#include <math.h>

#define NOTED 0.001 /* of published admissions: a difference worth a note */

/* ---- solving ----------------------------------------------------------- */

static bool solve_or_fault(struct bf_compile *c, struct traffic *t, double scale)
{
    enum outcome outcome = traffic_solve(t, c->network, scale);
    if (outcome == SETTLED) return true;
    if (outcome == NO_MEMORY) {
        bf_compile_fault(c, BF_ERROR, BF_E_NOMEM, "demand",
                         "expected memory for the flows between services, received none");
        return false;
    }
    uint32_t most = 0;
    for (uint32_t i = 1; i < c->network->service_count; i++)
        if (t->mass[i] > t->mass[most]) most = i;
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "services.%s.then", c->network->service[most].name);
    bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                     "expected people to leave in the end, received ways or readmissions that lead "
                     "them round without end; give some of these people a way to \"home\", "
                     "\"died\" or \"left\"");
    traffic_free(t);
    return false;
}

/* ---- first presentations ----------------------------------------------- */

struct people_text {
    char text[40];
};

/* "50,544" */
static struct people_text people(double count)
{
    struct people_text people;
    bf_units_print(BF_DIM_COUNT, round(count), people.text, sizeof people.text);
    return people;
}

static void note_balance(struct bf_compile *c, const struct traffic *t, double scale,
                         double published)
{
    const struct bf_network *n = c->network;
    double first = t->admitted[FIRST] * YEAR_D, again = t->admitted[RETURN] * YEAR_D;
    double presenting = 0;
    char of[96] = "";
    for (uint32_t i = 0; i < n->stream_count; i++)
        if (traffic_contains_readmissions(n, i))
            presenting += n->numbers.stream[i].rate_per_day * YEAR_D * scale;
    if (fabs(presenting - first) > 0.5)
        bf_format(of, sizeof of, " that are admitted (%s people present in these streams)",
                  people(presenting).text);
    bf_compile_fault(c, BF_NOTE, BF_E_RANGE, "demand",
                     "first presentations %s a year%s + readmissions %s = %s published; the stated "
                     "rate times %.4f",
                     people(first).text, of, people(again).text, people(published).text, scale);
}

/* First presentations that were found elsewhere: does the total still hold here? */
static void note_given(struct bf_compile *c)
{
    const struct bf_network *n = c->network;
    const struct bf_stream *s = n->care->demand.item;
    struct traffic t;
    double published = 0;
    for (uint32_t i = 0; i < n->stream_count; i++)
        if (s[i].contains_readmissions && s[i].first_presentations > 0)
            published += s[i].rate * 24 * YEAR_D;
    if (!(published > 0) || !solve_or_fault(c, &t, 1)) return;
    double come = load_emergencies_per_year(&t);
    /* the same people, and no fewer come back: nothing to be told */
    if (fabs(come - published) >= NOTED * published)
        bf_compile_fault(c, BF_NOTE, BF_E_RANGE, "demand",
                         "the same people present as in the scenario that this one extends or "
                         "changes; with readmissions that makes %s emergency admissions a "
                         "year, where %s are published in these streams",
                         people(come).text, people(published).text);
    traffic_free(&t);
}

static bool derive_scaled(struct bf_compile *c, double scale)
{
    struct bf_network *n = c->network;
    char why[256];
    for (uint32_t i = 0; i < n->stream_count; i++)
        if (traffic_contains_readmissions(n, i)) n->stream_scale[i] = scale;
    if (bf_numbers_derive(n, n->care, BF_OBJECT_ALL, &n->numbers, why, sizeof why)) return true;
    bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "demand", "%s", why);
    return false;
}

/* Emergency admissions are affine in the scale, so two evaluations find it. */
static bool find_scale(struct bf_compile *c, double published, double *scale)
{
    struct traffic t;
    double at[2];
    for (int i = 0; i < 2; i++) {
        if (!solve_or_fault(c, &t, i)) return false;
        at[i] = load_emergencies_per_year(&t);
        traffic_free(&t);
    }
    if (!(at[1] > at[0])) {
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "demand",
                         "contains_readmissions: expected people of these streams to be admitted "
                         "to a service whose setting is acute, received none; let their `enter` "
                         "lead to one, or leave contains_readmissions out");
        return false;
    }
    *scale = (published - at[0]) / (at[1] - at[0]);
    if (*scale > 0) return true;
    bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "demand",
                     "contains_readmissions: expected a published total above the %s emergency "
                     "admissions a year that other streams bring (readmissions after them "
                     "included), received %s; raise the rate, or leave contains_readmissions out",
                     people(at[0]).text, people(published).text);
    return false;
}

static bool balance_readmissions(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    struct traffic t;
    double published = 0, scale;
    for (uint32_t i = 0; i < n->stream_count; i++)
        if (traffic_contains_readmissions(n, i))
            published += n->numbers.stream[i].rate_per_day * YEAR_D;
    if (!(published > 0)) {
        note_given(c);
        return true;
    }
    if (!find_scale(c, published, &scale) || !solve_or_fault(c, &t, scale)) return false;
    note_balance(c, &t, scale, published);
    traffic_free(&t);
    return derive_scaled(c, scale);
}

/* ---- load against capacity --------------------------------------------- */

/* Three figures, without an exponent. */
static const char *figure(char text[24], double value)
{
    int decimals = value >= 99.95 ? 0 : value >= 9.995 ? 1 : value >= 0.9995 ? 2 : 4;
    if (value >= 9999.5)
        bf_units_print(BF_DIM_NUMBER, round(value), text, 24); /* with its commas */
    else
        bf_format(text, 24, "%.*f", decimals, value);
    return text;
}

static bool has_changes(const struct bf_network *n, uint32_t i)
{
    for (uint32_t k = 0; k < n->target_count; k++)
        if (n->target[k].object == i) return true;
    return false;
}

static void warn_load(struct bf_compile *c, uint32_t i, const struct bf_load *load, double ratio,
                      const char *arithmetic)
{
    const struct bf_network *n = c->network;
    const struct bf_service_numbers *numbers = &n->numbers.service[i];
    char path[BF_PATH_CAP], of[24], rest[160];
    bool some_go = (!isnan(numbers->patience_h) || !isinf(numbers->queue_limit)) &&
                   bf_compile_waits_outside(n, n->service[i].name);
    bf_format(rest, sizeof rest, "%s",
              some_go ? "the rest give up or are turned away" : "the queue grows without bound");
    if (load->taken)
        bf_format(rest, sizeof rest, "%s a day take a further choice, which has room for them",
                  figure(of, load->elsewhere_per_day));
    else if (load->elsewhere_per_day > 0)
        bf_format(rest, sizeof rest, "%s a day take a further choice, and %s",
                  figure(of, load->elsewhere_per_day),
                  some_go ? "more give up or are turned away"
                          : "the queue grows without bound all the same");
    bf_format(path, sizeof path, "services.%s", n->service[i].name);
    bf_compile_fault(c, load->taken ? BF_NOTE : BF_WARNING, BF_E_RANGE, path,
                     "%s%s%s%s: %s; %s (0.85 to 0.92 is usual)",
                     isinf(ratio) ? "no capacity" : "offered load ",
                     isinf(ratio) ? "" : figure(of, ratio), isinf(ratio) ? "" : " of capacity",
                     has_changes(n, i) ? " before dated changes" : "", arithmetic, rest);
}

/* Whatever holds people is compared in people; a caseload may be short of hours and of places. */
static void check_service(struct bf_compile *c, const struct traffic *t, uint32_t i,
                          const struct bf_load *further)
{
    const struct bf_network *n = c->network;
    const struct bf_service_numbers *numbers = &n->numbers.service[i];
    const struct bf_service_info *info = &n->service[i];
    static const char *const of[] = {"beds", "places", "staff on duty on average", "", ""};
    char a[24], b[24], d[24], e[24], f[24], has[40], words[256];
    struct bf_load load;
    double people = load_of(t, i, &load), stay = people / load.arrivals_per_day;
    double room = info->kind == BF_KIND_TEAM ? load.capacity : numbers->places;
    if (!(load.arrivals_per_day > 0)) return;
    figure(a, load.arrivals_per_day);
    if (info->kind == BF_KIND_MARKET && load.offered >= load.capacity) {
        bf_units_print(BF_DIM_NUMBER, load.capacity, has, sizeof has);
        bf_format(words, sizeof words, "%s people a day x 7 days = %s starts a week, for %s", a,
                  figure(b, load.offered), has);
        warn_load(c, i, further, load.offered / load.capacity, words);
    }
    if (info->has_hours && load.offered > 0 && load.offered >= load.capacity) {
        bf_format(words, sizeof words,
                  "%s people a day x %s days x %s hours a day = %s hours a day, for %s", a,
                  figure(b, stay), figure(d, load_visits_per_day(numbers)), figure(e, load.offered),
                  figure(f, load.capacity));
        warn_load(c, i, further, load.offered / load.capacity, words);
    }
    if (people > 0 && people >= room) {
        bool team = info->kind == BF_KIND_TEAM;
        bf_units_print(BF_DIM_NUMBER, room, has, sizeof has);
        bf_format(words, sizeof words, "%s %s a day x %s %s = %s at once, for %s %s", a,
                  team ? "contacts" : "people", figure(b, team ? stay * 24 : stay),
                  team ? "hours / 24" : "days", figure(d, people), has, of[info->kind]);
        warn_load(c, i, further, people / room, words);
    }
}

void bf_compile_demand(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    struct traffic t;
    if (!balance_readmissions(c) || !solve_or_fault(c, &t, 1)) return;
    struct bf_load *load = bf_heap_take(n->service_count + 1, sizeof *load);
    if (load == NULL || !load_all(&t, load)) {
        bf_compile_fault(c, BF_ERROR, BF_E_NOMEM, "demand",
                         "expected memory for the loads of services, received none");
        bf_heap_give(load);
        traffic_free(&t);
        return;
    }
    double arrivals = 0;
    for (uint32_t i = 0; i < n->service_count; i++) {
        arrivals += load[i].arrivals_per_day;
        check_service(c, &t, i, &load[i]);
    }
    n->events_per_day = 3 * arrivals + 50;
    bf_heap_give(load);
    traffic_free(&t);
}
