/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "measures_walk.h"

#include <stdio.h>

static void daily_service(struct walk *walk, uint32_t s)
{
    static const struct node nobody = {.places = 0};
    const struct node *x = walk->w ? &walk->w->node[s] : &nobody;
    const struct bf_service_info *info = &walk->n->service[s];
    walk_service(walk, s);
    put(walk, (struct about){"occupied", "people", "people there at midnight", false, false, 0},
        x->occupied);
    put(walk, (struct about){"capacity", "places", "places open at midnight", false, false, 0},
        x->places >= INT32_MAX / 2 ? (double)NAN : x->places);
    put(walk,
        (struct about){"waiting", "people", "people waiting at midnight for it as first choice",
                       false, true, 0},
        x->waiting.value);
    put(walk,
        (struct about){"delayed", "people",
                       "people ready to leave it and held up at midnight, process left out", false,
                       true, 0},
        x->delayed.value);
    if (!info->has_hours) return;
    put(walk,
        (struct about){"hours_booked", "hours", "care hours wanted that day", false, false, 0},
        x->day_booked);
    put(walk,
        (struct about){"hours_offered", "hours", "care hours offered that day", false, false, 0},
        x->day_offered);
}

/* What a plan of capacity and demand asks of a service out of hospital. */
static void daily_plan(struct walk *walk, uint32_t s)
{
    static const struct node nobody = {.places = 0};
    const struct node *x = walk->w ? &walk->w->node[s] : &nobody;
    const struct bf_service_info *info = &walk->n->service[s];
    if (info->setting == BF_SETTING_ACUTE || info->setting == BF_SETTING_AE ||
        info->kind == BF_KIND_HOME)
        return;
    walk_service(walk, s);
    put(walk,
        (struct about){"asked_hospital", "people",
                       "people in hospital beds who asked for it that day as first choice", false,
                       false, 0},
        x->day_asked[0]);
    put(walk,
        (struct about){"asked_community", "people",
                       "people elsewhere who asked for it that day as first choice", false, false,
                       0},
        x->day_asked[1]);
    put(walk, (struct about){"commenced", "people", "people who started that day", false, false, 0},
        x->day_started);
    put(walk,
        (struct about){"commence_hours", "hours",
                       "from asking to starting, summed over those who started that day", false,
                       true, 0},
        x->day_commence_h);
    bool unlimited = x->places >= INT32_MAX / 2;
    put(walk,
        (struct about){"place_days", "place days",
                       "places (of a team: people on duty) open that day, averaged over its hours",
                       false, false, 0},
        unlimited ? (double)NAN : x->day_open_h / 24);
    if (info->kind != BF_KIND_MARKET) return;
    double limit = walk->w ? walk->w->numbers->service[s].weekly_limit : 0;
    put(walk,
        (struct about){"start_limit", "people",
                       "people who could start that day: a seventh of the week's limit", false,
                       false, 0},
        isfinite(limit) ? limit / 7 : (double)NAN);
}

static void daily_reasons(struct walk *walk)
{
    static const struct census_now none = {0};
    const struct census_now *now = walk->w ? &walk->w->census[0] : &none;
    for (uint32_t r = 0; r < BF_REASON_COUNT; r++) {
        walk_group(walk, "reason", bf_reason_names[r]);
        put(walk, (struct about){"delayed", "people", bf_reason_words[r], false, true, 0},
            now->reason[r]);
    }
    for (uint32_t b = 0; b < BF_BODY_COUNT; b++) {
        walk_group(walk, "body", bf_body_names[b]);
        put(walk, (struct about){"delayed", "people", "by responsible body", false, true, 0},
            now->body[b]);
    }
    for (uint32_t k = 0; k < walk->n->class_count; k++) {
        walk_group(walk, "class", walk->n->class_[k].name);
        put(walk,
            (struct about){"delayed", "people", "adults of this class, in the beds of `delayed`",
                           false, true, 0},
            walk->w ? walk->w->delayed_class[k] : 0);
    }
    for (uint32_t l = 0; l < walk->n->locality_count; l++) {
        walk_group(walk, "locality", walk->n->locality_name[l]);
        put(walk,
            (struct about){"delayed", "people", "adults of this locality, in the beds of `delayed`",
                           false, true, 0},
            walk->w ? walk->w->delayed_locality[l] : 0);
    }
    walk->group = "all";
}

const char *walk_census(struct walk *walk, uint32_t k, const char *what)
{
    if (k == 0) return strcmp(what, "delayed") == 0 ? "delayed" : "dtoc_rate";
    if (!walk->measure) return what;
    size_t size = strlen(walk->n->census[k].name) + strlen(what) + 2;
    char *text = bf_arena_take(walk->arena, 1, size);
    snprintf(text, size, "%s_%s", walk->n->census[k].name, what);
    return text;
}

static void daily_census(struct walk *walk)
{
    for (uint32_t k = 0; k < walk->n->census_count; k++) {
        const struct bf_census_info *info = &walk->n->census[k];
        static const struct census_now none = {0};
        const struct census_now *now = walk->w ? &walk->w->census[k] : &none;
        put(walk,
            (struct about){
                walk_census(walk, k, "delayed"), "people",
                k ? info->label
                  : "Adults ready to leave and still in a bed at the census, for want of "
                    "a place or a task.",
                k == 0, true, 0},
            now->delayed);
        put(walk,
            (struct about){walk_census(walk, k, "rate"), "%",
                           "Delayed people per hundred occupied beds of the same settings.", k == 0,
                           true, info->target * 100},
            100 * ratio(now->delayed, now->occupied));
    }
}

static void daily_system(struct walk *walk)
{
    struct acute_beds beds = {.occupied = 0};
    double total = 0;
    if (walk->w) beds = observe_acute_beds(walk->w);
    walk_system(walk);
    daily_census(walk);
    const struct world *w = walk->w;
    put(walk,
        (struct about){"occupancy", "%", "Acute beds occupied of those open, counted at midnight.",
                       true, true, walk->n->care->occupancy_target * 100},
        100 * ratio(beds.occupied, beds.open));
    put(walk, (struct about){"admissions", "per day", "admissions to acute beds", false, false, 0},
        w ? w->count.emergency + w->count.planned : 0);
    put(walk,
        (struct about){"emergency_admissions", "per day", "emergency admissions", false, false, 0},
        w ? w->count.emergency : 0);
    put(walk,
        (struct about){"planned_admissions", "per day", "planned admissions", false, false, 0},
        w ? w->count.planned : 0);
    put(walk,
        (struct about){"discharges", "per day", "discharges from acute beds", false, false, 0},
        w ? w->count.discharges : 0);
    put(walk,
        (struct about){"discharges_alive", "per day", "alive discharges from acute beds", false,
                       false, 0},
        w ? w->count.discharges - w->count.discharges_dead : 0);
    put(walk,
        (struct about){"readmitted", "per day",
                       "Emergency readmissions within 30 days, by the day of the discharge.", false,
                       true, 0},
        0);
    put(walk,
        (struct about){"cancelled", "per day", "planned admissions cancelled", false, true, 0},
        w ? w->count.cancelled : 0);
    put(walk, (struct about){"presented", "per day", "people who presented", false, false, 0},
        w ? w->count.presented : 0);
    put(walk,
        (struct about){"avoided", "per day", "admissions avoided by a service that answered", false,
                       false, 0},
        w ? w->count.avoided : 0);
    put(walk,
        (struct about){"waiting_acute", "people", "people waiting for an acute bed at midnight",
                       false, true, 0},
        beds.waiting);
    for (uint32_t s = 0; w && s < w->n->service_count; s++)
        total += w->in_process[0][s];
    put(walk,
        (struct about){"in_process", "people",
                       "adults with place and tasks done, waiting for the discharge itself", false,
                       true, 0},
        total);
    put(walk,
        (struct about){"not_seen", "people",
                       "adults well enough to leave an acute or non-acute bed, not yet seen in the "
                       "round that decides it",
                       false, true, 0},
        w ? w->not_seen : 0);
    put(walk,
        (struct about){"discharges_overnight", "per day",
                       "adults discharged alive from acute beds after at least a night there",
                       false, false, 0},
        w ? w->count.discharges_overnight : 0);
    daily_reasons(walk);
}

/* Money by payer and purchase, and which rules are on. */
static void daily_money(struct walk *walk)
{
    const struct world *w = walk->w;
    walk_system(walk);
    for (uint32_t p = 0; has_money(walk->n) && p < walk->n->payer_count; p++) {
        walk_group(walk, "payer", walk->n->payer[p].name);
        put(walk, (struct about){"spend", "£", "Spent that day, by payer.", false, true, 0},
            w ? w->spent_today[p] : 0);
    }
    for (uint32_t k = 0; k < walk->n->policy_count; k++) {
        walk_group(walk, "policy", walk->n->policy[k].name);
        walk->label = walk->n->policy[k].label;
        put(walk,
            (struct about){"on", "share", "Whether the rule is on at midnight.", false, false, 0},
            w ? w->policy[k].on : 0);
    }
    for (uint32_t k = 0; k < walk->n->purchase_count; k++) {
        walk_service(walk, walk->n->purchase[k].service);
        walk_group(walk, "purchase", walk->n->purchase[k].name);
        put(walk, (struct about){"spend", "£", "Spent on this purchase that day.", false, true, 0},
            w ? w->bill[k].shown : 0);
    }
}

/* What a budget has left is as known that midnight. */
static void daily_plans(struct walk *walk)
{
    static const struct plan none = {.spent = 0};
    walk_system(walk);
    for (uint32_t i = 0; i < walk->n->plan_count; i++) {
        const struct plan *plan = walk->w ? &walk->w->plan[i] : &none;
        walk_group(walk, "plan", walk->n->plan[i].name);
        walk->label = walk->n->plan[i].label;
        put(walk, (struct about){"spend", "£", "Spent of this budget that day.", false, true, 0},
            plan->spent_today);
        put(walk,
            (struct about){"left", "£", "Neither spent by midnight nor set aside for the period.",
                           false, false, 0},
            plan->left);
    }
    walk_system(walk);
}

/* ---- care hours by area ---------------------------------------------------------------- */

bool measures_has_areas(const struct bf_network *n, uint32_t s)
{
    return n->service[s].has_hours && n->service[s].area_count > 1;
}

uint32_t measures_area_columns(const struct bf_network *n)
{
    uint32_t count = 0;
    for (uint32_t s = 0; s < n->service_count; s++)
        if (measures_has_areas(n, s)) count += n->service[s].area_count * AREA_COLUMNS;
    return count;
}

static uint32_t team_of(const struct bf_service *given, const char *locality)
{
    const struct bf_area_team *teams = given->teams.item;
    for (uint32_t t = 0; t < given->teams.count; t++)
        for (uint32_t i = 0; i < teams[t].localities.count; i++)
            if (strcmp(teams[t].localities.name[i], locality) == 0) return t;
    return UINT32_MAX;
}

void walk_area(struct walk *walk, uint32_t s, uint32_t area)
{
    if (!walk->measure) return;
    const struct bf_network *n = walk->n;
    const struct bf_service *given = (const struct bf_service *)n->care->services.item + s;
    const struct bf_area_team *teams = given->teams.item;
    uint32_t l = 0;
    while (n->service[s].area[l] != area)
        l++;
    uint32_t t = team_of(given, n->locality_name[l]);
    walk_service(walk, s);
    if (t == UINT32_MAX) {
        walk_group(walk, "locality", n->locality_name[l]);
        walk->label = n->locality_label[l];
    } else {
        walk_group(walk, "team", given->teams.name[t]);
        walk->label = teams[t].label ? teams[t].label : given->teams.name[t];
    }
}

void measures_area(struct world *w, uint32_t *column, double wanted, double offered)
{
    uint32_t day = w->today - w->period_from;
    float *cell = &w->out->daily[(size_t)day * w->daily_count + *column];
    cell[0] = (float)wanted;
    cell[1] = (float)offered;
    cell[2] = (float)fmax(0, wanted - offered);
    *column += AREA_COLUMNS;
}

/* A day's hours lie in its row already. */
static double noted(const struct walk *walk)
{
    return walk->daily ? (double)walk->daily[walk->count] : 0;
}

static void daily_areas(struct walk *walk)
{
    for (uint32_t s = 0; s < walk->n->service_count; s++)
        for (uint32_t a = 0; measures_has_areas(walk->n, s) && a < walk->n->service[s].area_count;
             a++) {
            walk_area(walk, s, a);
            put(walk,
                (struct about){"area_hours_booked", "hours",
                               "care hours wanted of this team that day", false, false, 0},
                noted(walk));
            put(walk,
                (struct about){"area_hours_offered", "hours",
                               "care hours that this team offers that day", false, false, 0},
                noted(walk));
            put(walk,
                (struct about){"area_hours_short", "hours",
                               "care hours wanted of this team beyond those it offers that day",
                               false, true, 0},
                noted(walk));
        }
    walk_system(walk);
}

void walk_day(struct walk *walk)
{
    daily_system(walk);
    for (uint32_t s = 0; s < walk->n->service_count; s++)
        daily_service(walk, s);
    for (uint32_t s = 0; s < walk->n->service_count; s++)
        daily_plan(walk, s);
    daily_money(walk);
    daily_plans(walk);
    daily_areas(walk);
}
