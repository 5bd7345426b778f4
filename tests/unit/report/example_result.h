/* SPDX-License-Identifier: GPL-3.0-or-later */
/* example_result.h -- a made-up result with the shape of a real one.
 *
 * Numbers are smooth in time with noise by replication, from a small generator
 * of its own, so that tests know them and pictures of them look like winters.
 */
#ifndef BF_TESTS_EXAMPLE_RESULT_H
#define BF_TESTS_EXAMPLE_RESULT_H

#include "bedflow/base/arena.h"
#include "bedflow/report/identity.h"
#include "bedflow/study/result.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

struct example_shape {
    const char *title;
    uint32_t services, days, replications;
    bf_day first_day;
    double level; /* 1: as usual; 0: zero everywhere */
    double extra; /* places added to the first onward service */
    uint64_t seed;
    bool only_scalars; /* no daily series at all */
    bool no_targets;
    uint32_t rules; /* of escalation, at most 2 */
};

#define EXAMPLE_REASONS  11
#define EXAMPLE_SERVICES 40

struct example {
    struct example_shape shape;
    struct bf_catalogue catalogue;
    struct bf_measure scalar[16 * EXAMPLE_SERVICES], daily[8 * EXAMPLE_SERVICES + 40];
    struct bf_framework_row framework[2];
    char key[EXAMPLE_SERVICES][32], label[EXAMPLE_SERVICES][64];
    struct bf_result result;
};

static const char *const example_reason[EXAMPLE_REASONS] = {
    "reason:A", "reason:B", "reason:C", "reason:Di", "reason:Dii", "reason:E",
    "reason:F", "reason:G", "reason:H", "reason:I",  "reason:O"};
static const double example_share[EXAMPLE_REASONS] = {0.13, 0.03, 0.27, 0.08, 0.11, 0.21,
                                                      0.03, 0.09, 0.01, 0.03, 0.01};
static const char *const example_name[] = {
    "Acute hospital",        "Step-down beds, north",
    "Step-down beds, south", "Community hospital beds",
    "Reablement at home",    "Home care",
    "Crisis response (2 h)", "Care-home placements, with nursing",
    "Discharge hub",         "Therapists",
    "Frailty practitioners", "Équipe de nuit “intégrée”"};

static const struct bf_rule example_rule[2] = {
    {"beds", "Escalation beds", "occupancy of all acute beds", "services.acute.beds: add 20", 0.95,
     0.9},
    {"stop", "Half of planned operations stop", "occupancy of all acute beds",
     "demand.planned.rate: times 0.5", 0.98, 0.94}};

static inline double example_noise(uint64_t *state)
{
    *state = *state * 6364136223846793005u + 1442695040888963407u;
    uint64_t x = (*state >> 22) ^ *state;
    return (double)(x >> 11 & 0xFFFFFF) / 16777216.0 - 0.5;
}

static inline void example_add(struct bf_measure list[], uint32_t *count, const char *service,
                               const char *label, const char *group, const char *name,
                               const char *unit, const char *help, bool headline, double target)
{
    list[(*count)++] = (struct bf_measure){.service = service,
                                           .label = label,
                                           .group = group,
                                           .name = name,
                                           .unit = unit,
                                           .help = help,
                                           .headline = headline,
                                           .lower_is_better = true,
                                           .target = target};
}

static inline void example_catalogue(struct example *e)
{
    struct bf_catalogue *c = &e->catalogue;
    bool targets = !e->shape.no_targets;
    double none = (double)NAN;
    uint32_t n = 0, m = 0;
    for (uint32_t i = 0; i < e->shape.services; i++) {
        snprintf(e->key[i], sizeof e->key[i], "service_%02u", i);
        if (i < sizeof example_name / sizeof example_name[0]) {
            snprintf(e->label[i], sizeof e->label[i], "%s", example_name[i]);
        } else {
            snprintf(e->label[i], sizeof e->label[i], "Neighbourhood team %u", i);
        }
    }
    example_add(e->scalar, &n, "system", "System", "all", "delayed", "people",
                "Delayed transfers of care, mean of midnights", true, none);
    example_add(e->scalar, &n, "system", "System", "all", "dtoc_rate", "%",
                "Delayed bed days over occupied bed days", true, targets ? 3.5 : none);
    example_add(e->scalar, &n, "system", "System", "all", "cost", "£", "Cost of purchases", true,
                none);
    for (uint32_t i = 0; i < e->shape.services; i++) {
        static const char *const wait[] = {"wait_mean", "wait_p50", "wait_p90", "wait_p95"};
        for (size_t k = 0; k < 4; k++) {
            example_add(e->scalar, &n, e->key[i], e->label[i], "all", wait[k], "hours",
                        "Wait from ready to start", k == 0 && i < 3, none);
        }
        example_add(e->scalar, &n, e->key[i], e->label[i], "all", "occupancy", "%",
                    "People in over places", i == 0, none);
    }
    if (!e->shape.only_scalars) {
        example_add(e->daily, &m, "system", "System", "all", "delayed", "people",
                    "Patients ready to leave and still in a bed, counted at midnight.", true,
                    targets ? 110 : none);
        for (uint32_t r = 0; r < EXAMPLE_REASONS; r++) {
            example_add(e->daily, &m, "system", "System", example_reason[r], "delayed", "people",
                        "By official reason", false, none);
        }
        example_add(e->daily, &m, "system", "System", "body:NHS", "delayed", "people", "", false,
                    none);
        example_add(e->daily, &m, "system", "System", "body:social care", "delayed", "people", "",
                    false, none);
        example_add(e->daily, &m, "system", "System", "all", "occupancy", "%",
                    "General and acute beds occupied, % of those available, at midnight.", true,
                    targets ? 92 : none);
        example_add(e->daily, &m, "system", "System", "all", "discharges_alive", "per day", "",
                    false, none);
        example_add(e->daily, &m, "system", "System", "all", "readmitted", "per day",
                    "Emergency readmission within 30 days, by week of discharge.", false,
                    targets ? 14 : none);
        for (uint32_t i = 0; i < e->shape.services; i++) {
            static const char *const name[] = {"occupied", "capacity", "waiting", "delayed"};
            for (size_t k = 0; k < 4; k++) {
                example_add(e->daily, &m, e->key[i], e->label[i], "all", name[k],
                            k == 1 ? "places" : "people", "", false, none);
            }
        }
        for (uint32_t i = 0; i < e->shape.rules; i++) {
            example_add(e->daily, &m, "system", example_rule[i].label,
                        i == 0 ? "policy:beds" : "policy:stop", "on", "share", "", false, none);
        }
    }
    c->rule = example_rule;
    c->rule_count = e->shape.rules;
    c->scalar = e->scalar;
    c->scalar_count = n;
    e->framework[0] = (struct bf_framework_row){.name = "fewer_delayed",
                                                .label = "Fewer people delayed",
                                                .definition = "mean of midnights",
                                                .source = "E28",
                                                .caution = "",
                                                .scalar = 0,
                                                .target = targets ? 104 : none,
                                                .amber = targets ? 131.5 : none,
                                                .lower_is_better = true};
    e->framework[1] = e->framework[0];
    e->framework[1].name = "cost";
    e->framework[1].label = "Cost of what was bought, \"all in\"";
    e->framework[1].scalar = 2;
    e->framework[1].target = e->framework[1].amber = none;
    c->framework = e->framework;
    c->framework_count = e->shape.only_scalars ? 0 : 2;
    c->daily = e->daily;
    c->daily_count = m;
    c->first_day = e->shape.first_day;
    c->day_count = e->shape.days;
}

/* One replication: a season, a slow walk, and what follows from both. */
static inline void example_fill(struct example *e, uint32_t r)
{
    struct bf_result *result = &e->result;
    const struct bf_catalogue *c = &e->catalogue;
    double level = e->shape.level, walk = 0;
    uint64_t state = e->shape.seed * 977 + 7919 * (uint64_t)(r + 1);
    for (int k = 0; k < 9; k++) {
        example_noise(&state);
    }
    double season = 70 + 60 * example_noise(&state), size = 1 + 0.8 * example_noise(&state);
    double sum = 0;
    for (uint32_t d = 0; d < c->day_count; d++) {
        float *row = result->daily + ((size_t)r * c->day_count + d) * c->daily_count;
        double phase = (d - season) / 30.0, flu = exp(-phase * phase);
        walk = 0.93 * walk + 8 * example_noise(&state);
        double week = (d + 3) % 7 < 2 ? 6 : 0;
        double delayed = level * floor(95 + 45 * size * flu + walk + week -
                                       0.9 * e->shape.extra * (0.5 + flu + 0.6 * size));
        delayed = delayed < 0 ? 0 : delayed;
        sum += delayed;
        uint32_t j = 0;
        if (c->daily_count == 0) {
            continue;
        }
        row[j++] = (float)delayed;
        for (uint32_t k = 0; k < EXAMPLE_REASONS; k++) {
            row[j++] = (float)(delayed * example_share[k]);
        }
        row[j++] = (float)(0.62 * delayed);
        row[j++] = (float)(0.38 * delayed);
        row[j++] = (float)(level * (91 + 4.5 * flu * size + 0.08 * walk - 0.03 * e->shape.extra));
        double out = floor(level * ((d + 4) % 7 < 2 ? 78 : 132 + 20 * example_noise(&state)));
        row[j++] = (float)out;
        row[j++] = (float)floor(out * (0.138 + 0.02 * flu + 0.03 * example_noise(&state)));
        for (uint32_t i = 0; i < e->shape.services; i++) {
            double places = i == 0 ? 760 : 12 + 17.0 * ((i * 7) % 9);
            places += i == 1 ? e->shape.extra : 0;
            double full = 0.8 + 0.19 * ((i * 5) % 7) / 6.0 + 0.06 * flu + 0.003 * walk;
            double wanted = level * places * full;
            row[j++] = (float)floor(wanted > places ? places : wanted);
            row[j++] = i % 6 == 5 ? (float)NAN
                                  : (float)(d < c->day_count / 2 ? places : places + 4.0 * (i % 3));
            row[j++] = (float)(wanted > places ? 2 * (wanted - places)
                               : i % 5 == 0    ? 0
                                               : level * 3 * flu);
            row[j++] = (float)(i == 0 ? delayed : 0);
        }
        for (uint32_t i = 0; i < e->shape.rules; i++) {
            row[j++] = delayed > 110 + 20.0 * i ? 1 : 0;
        }
    }
    double *scalar = result->scalar + (size_t)r * c->scalar_count;
    uint32_t n = 0;
    scalar[n++] = sum / c->day_count;
    scalar[n++] = 100 * scalar[0] / 760;
    scalar[n++] = 1234567.25 + 90000 * example_noise(&state);
    for (uint32_t i = 0; i < e->shape.services; i++) {
        double mean = level * (i % 4 == 3 ? 0.02 : 1.7 * exp(0.45 * ((i * 5) % 11))) *
                      (1 + 0.5 * example_noise(&state));
        scalar[n++] = mean;
        scalar[n++] = 0.55 * mean;
        scalar[n++] = 2.3 * mean;
        scalar[n++] = 3.1 * mean;
        scalar[n++] = level * (90 + 9 * example_noise(&state));
    }
}

/* Build it all; `e` is large, so callers keep it static or on the heap. */
static inline void example_make(struct example *e, struct example_shape shape)
{
    memset(e, 0, sizeof *e);
    e->shape = shape;
    example_catalogue(e);
    struct bf_result *result = &e->result;
    size_t count = shape.replications;
    result->catalogue = &e->catalogue;
    result->title = shape.title;
    result->scenario_file = "winter.cfg";
    result->seed = shape.seed;
    result->planned = shape.replications;
    result->count = shape.replications;
    result->replication = bf_heap_take(count + 1, sizeof(uint32_t));
    result->scalar = bf_heap_take(count * e->catalogue.scalar_count + 1, sizeof(double));
    result->daily = bf_heap_take(count * shape.days * e->catalogue.daily_count + 1, sizeof(float));
    result->digest = bf_heap_take(count + 1, sizeof(uint64_t));
    result->people = bf_heap_take(count + 1, sizeof(uint64_t));
    result->events = bf_heap_take(count + 1, sizeof(uint64_t));
    result->use = bf_heap_take(2, sizeof *result->use);
    if (shape.rules > 1) {
        result->use[0] = (struct bf_use){0, 1, -12, -1.5, 49.25, 0.983};
        result->use[1] = (struct bf_use){3, 0, 100, 124, (double)NAN, 0.957};
        result->use_count = 2;
    }
    result->total_digest = 0xDEADBEEF12345678u;
    result->warm_up_days = 210;
    result->threads = 2;
    result->wall_s = 3.25;
    result->cpu_s = 6.125;
    for (uint32_t r = 0; r < count; r++) {
        result->replication[r] = r;
        result->digest[r] = 0x9E3779B97F4A7C15u * (r + 1);
        result->people[r] = 0xC2B2AE3D27D4EB4Fu * (r + 7);
        result->events[r] = 130000 + r;
        example_fill(e, r);
    }
}

static const struct bf_library example_library[] = {{"GSL", "2.7.1"}, {"libconfig", "1.5"}};
static const struct bf_run_identity example_identity = {.version = "0.1.0",
                                                        .commit = "abc1234def56",
                                                        .compiler = "gcc 12.2.0",
                                                        .command = "bedflow run winter.cfg",
                                                        .scenario_text =
                                                            "format = 1;\ntitle = \"Winter\";\n",
                                                        .library = example_library,
                                                        .library_count = 2};

/* Five weeks of winter, small enough for every test. */
static inline struct example_shape example_winter(void)
{
    return (struct example_shape){.title = "Winter, \"as bought\"",
                                  .services = 4,
                                  .days = 35,
                                  .replications = 7,
                                  .first_day = bf_day_from_civil(2021, 12, 1),
                                  .level = 1,
                                  .rules = 2,
                                  .seed = 18446744073709551557u};
}

#endif
