/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measures_walk.h"

#include <math.h>
#include <stdio.h>

const char *walk_share(const struct walk *walk, const char *before, double share, const char *after)
{
    size_t size = strlen(before) + strlen(after) + 32;
    char *text = bf_arena_take(walk->arena, 1, size);
    snprintf(text, size, "%s%g%%%s", before, 100 * share, after);
    return text;
}

/* What people call the measures of the short table. */
static const char *title_of(const struct walk *walk, const struct about *about)
{
    static const struct {
        const char *name, *title;
    } elsewhere[] = {{"wait_over_4h", "Emergencies over 4 h in wait of a bed"},
                     {"waiting_acute", "Waiting for an acute bed, midnights"},
                     {"in_process", "In the discharge process, midnights"},
                     {"not_seen", "Well, not seen in a round, midnights"}},
      titles[] = {
          {"delayed", "Delayed transfers, mean of midnights"},
          {"dtoc_rate", "Delayed bed days of occupied bed days"},
          {"delayed_days", "Delayed bed days"},
          {"delayed_max", "Delayed transfers, worst midnight"},
          {"occupancy", "All acute beds occupied, midnights"},
          {"readmission_rate", "Readmitted within 30 days"},
          {"emergency_admissions", "Emergency admissions"},
      };
    if (strcmp(walk->service, "system") != 0) return NULL;
    for (size_t i = 0; i < sizeof elsewhere / sizeof elsewhere[0]; i++)
        if (strcmp(elsewhere[i].name, about->name) == 0 && strcmp(walk->group, "all") == 0)
            return elsewhere[i].title;
    if (!about->headline) return NULL;
    if (strcmp(about->name, "days_above") == 0)
        return walk_share(walk, "Days with acute beds over ", walk->n->care->occupancy_watch,
                          " full");
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (strcmp(titles[i].name, about->name) == 0) return titles[i].title;
    return NULL;
}

void walk_describe(struct walk *walk, const struct about *about)
{
    walk->measure[walk->count] =
        (struct bf_measure){.service = walk->service,
                            .label = walk->label,
                            .group = walk->group,
                            .name = about->name,
                            .unit = about->unit,
                            .help = about->help,
                            .title = title_of(walk, about),
                            .headline = about->headline,
                            .lower_is_better = about->lower,
                            .target = about->target > 0 ? about->target : (double)NAN};
}

void walk_group(struct walk *walk, const char *kind, const char *name)
{
    walk->group = "all";
    if (!walk->measure || !kind) return;
    size_t size = strlen(kind) + strlen(name) + 2;
    char *text = bf_arena_take(walk->arena, 1, size);
    snprintf(text, size, "%s:%s", kind, name);
    walk->group = text;
}

bool has_money(const struct bf_network *n)
{
    if (n->purchase_count) return true;
    const struct bf_service *given = n->care->services.item;
    for (uint32_t s = 0; s < n->service_count; s++)
        if (!isnan(given[s].cost) || !isnan(given[s].workforce.agency_premium)) return true;
    return false;
}

bool has_workforce(const struct bf_network *n, uint32_t s)
{
    const struct bf_service *given = (const struct bf_service *)n->care->services.item + s;
    const struct bf_workforce *force = &given->workforce;
    if (force->turnover > 0 || force->sickness > 0) return true;
    size_t from = (size_t)((const unsigned char *)force - n->bound->region);
    for (uint32_t t = 0; t < n->target_count; t++)
        if (n->target[t].offset >= from && n->target[t].offset < from + sizeof *force) return true;
    return false;
}

bool averts(const struct bf_network *n)
{
    const struct bf_service *given = n->care->services.item;
    for (uint32_t s = 0; s < n->service_count; s++)
        if (given[s].averted_returns.days.count) return true;
    return false;
}

void walk_service(struct walk *walk, uint32_t s)
{
    if (!walk->measure) return;
    walk->service = walk->n->service[s].name;
    walk->label = walk->n->service[s].label;
    walk->group = "all";
}

void walk_system(struct walk *walk)
{
    walk->service = "system";
    walk->label = "Whole system";
    walk->group = "all";
}

static void walk_scalars(struct walk *walk)
{
    walk_period(walk);
    walk_money(walk);
    walk_patterns(walk);
    walk_indicators(walk);
}

/* Bytes of the names of a service's areas, by day and of the period. */
static size_t area_names(const struct bf_network *n, uint32_t s)
{
    const struct bf_service *given = (const struct bf_service *)n->care->services.item + s;
    size_t names = 0;
    if (!measures_has_areas(n, s)) return 0;
    for (uint32_t t = 0; t < given->teams.count; t++)
        names += 2 * (strlen(given->teams.name[t]) + 64);
    for (uint32_t l = 0; l < n->locality_count; l++)
        names += 2 * (strlen(n->locality_name[l]) + 64);
    return names;
}

/* ---- describing ------------------------------------------------------------------------ */

bool bf_measures_init(struct bf_measures *measures, const struct bf_network *n, struct bf_err *err)
{
    struct walk days = {.n = n}, whole = {.n = n};
    walk_day(&days);
    walk_scalars(&whole);
    size_t names = 64 *
                   (size_t)(n->payer_count + 8 * n->purchase_count + 4 * n->policy_count +
                            n->class_count + n->locality_count + n->census_count * 4 + 32) *
                   6;
    names += (7 + 24) * 64; /* weekdays and hours */
    for (uint32_t k = 0; k < n->class_count; k++)
        names += 4 * (strlen(n->class_[k].name) + 16);
    for (uint32_t k = 0; k < n->class_count; k++)
        for (uint32_t l = 0; l <= n->locality_count; l++)
            names += 64 + (measures_ages(n, k) ? strlen(measures_ages(n, k)) : 0) +
                     (l < n->locality_count ? strlen(n->locality_name[l]) : 0);
    for (uint32_t k = 0; k < n->payer_count; k++)
        names += 4 * (strlen(n->payer[k].name) + 16);
    for (uint32_t k = 0; k < n->purchase_count; k++)
        names += 16 * (strlen(n->purchase[k].name) + 16);
    for (uint32_t k = 0; k < n->policy_count; k++)
        names += 8 * (strlen(n->policy[k].name) + 16);
    for (uint32_t k = 0; k < n->plan_count; k++)
        names += 2 * (strlen(n->plan[k].name) + 16 + 64);
    for (uint32_t l = 0; l < n->locality_count; l++)
        names += 4 * (strlen(n->locality_name[l]) + 16);
    for (uint32_t s = 0; s < n->stream_count; s++)
        names += 2 * (strlen(n->stream[s].name) + 16 + 64);
    for (uint32_t k = 0; k < n->census_count; k++)
        names += 8 * (strlen(n->census[k].name) + 16);
    for (uint32_t s = 0; s < n->service_count; s++)
        names += area_names(n, s);
    uint32_t rows = n->indicator_count + n->plan_count + (isnan(n->care->budget) ? 0u : 1u);
    size_t room = bf_arena_room(days.count, sizeof(struct bf_measure)) +
                  bf_arena_room(whole.count, sizeof(struct bf_measure)) +
                  bf_arena_room(n->policy_count, sizeof(struct bf_rule)) +
                  2 * n->policy_count * bf_arena_room(RULE_TEXT, 1) +
                  bf_arena_room(n->plan_count, sizeof(struct bf_plan_line)) +
                  bf_arena_room(rows, sizeof(struct bf_framework_row)) + names;
    if (!bf_arena_init(&measures->arena, room, err)) return false;
    struct bf_measure *d = bf_arena_take(&measures->arena, days.count, sizeof *d);
    struct bf_measure *s = bf_arena_take(&measures->arena, whole.count, sizeof *s);
    struct bf_framework_row *f = bf_arena_take(&measures->arena, rows, sizeof *f);
    days = (struct walk){.n = n, .measure = d, .arena = &measures->arena};
    whole = (struct walk){.n = n, .measure = s, .arena = &measures->arena};
    walk_day(&days);
    walk_scalars(&whole);
    measures->catalogue = (struct bf_catalogue){.scalar = s,
                                                .scalar_count = whole.count,
                                                .daily = d,
                                                .daily_count = days.count,
                                                .framework = f,
                                                .framework_count = rows,
                                                .rule = measures_rules(n, &measures->arena),
                                                .rule_count = n->policy_count,
                                                .use_cap = bf_measures_uses(n),
                                                .plan = measures_plans(n, &measures->arena),
                                                .plan_count = n->plan_count,
                                                .first_day = n->from,
                                                .day_count = (uint32_t)(n->to - n->from + 1)};
    return measures_framework(n, f, s, whole.count, err);
}

void bf_measures_free(struct bf_measures *measures)
{
    bf_arena_free(&measures->arena);
    measures->catalogue = (struct bf_catalogue){.scalar = NULL};
}

/* ---- filling --------------------------------------------------------------------------- */

static float *row_of(struct world *w, uint32_t day)
{
    return &w->out->daily[(size_t)day * w->daily_count];
}

uint32_t measures_columns(struct world *w)
{
    w->column_readmitted = 2 * w->n->census_count + DAILY_READMITTED_AFTER_CENSUS;
    w->column_overnight = w->column_readmitted + DAILY_OVERNIGHT_AFTER_READMITTED;
    w->column_reason = w->column_readmitted + DAILY_REASON_AFTER_READMITTED;
    struct walk walk = {.n = w->n};
    walk_day(&walk);
    w->column_areas = walk.count - measures_area_columns(w->n);
    return walk.count;
}

void measures_readmitted(struct world *w, uint32_t day)
{
    row_of(w, day)[w->column_readmitted] += 1;
}

void measures_row(struct world *w)
{
    uint32_t day = w->today - w->period_from;
    float readmitted = row_of(w, day)[w->column_readmitted];
    struct walk walk = {.n = w->n, .w = w, .daily = row_of(w, day)};
    walk_day(&walk);
    row_of(w, day)[w->column_readmitted] = readmitted;
    for (uint32_t k = 0; k < w->n->census_count; k++)
        w->census_occupied[k] += w->census[k].occupied;
    struct acute_beds beds = observe_acute_beds(w);
    w->acute_days += beds.occupied;
    if (beds.open > 0 && beds.occupied / beds.open > w->n->care->occupancy_watch)
        w->sum.days_above++;
}

void measures_scalars(struct world *w)
{
    struct walk walk = {.n = w->n, .w = w, .scalar = w->out->scalar};
    walk_scalars(&walk);
}

/* Readmissions of people discharged in the period are known when they have been followed up. */
void measures_followed(struct world *w)
{
    struct walk walk = {.n = w->n, .w = w, .scalar = w->out->scalar, .late = true};
    walk_scalars(&walk);
}
