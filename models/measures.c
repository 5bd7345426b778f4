/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "compile.h"
#include "world.h"

#include <math.h>
#include <stdio.h>

/* Columns are described and filled by the same walk, so that a name can never stand beside another
 * one's number: without a world it describes, with one it fills. */
struct walk {
    const struct bf_network *n;
    const struct world *w;      /* NULL: describing */
    struct bf_measure *measure; /* NULL: counting only */
    double *scalar;
    float *daily;
    bool late; /* only what is known after the follow-up is filled */
    uint32_t count;
    struct bf_arena *arena;
    const char *service, *label, *group;
};

struct about {
    const char *name, *unit, *help;
    bool headline, lower;
    double target;
};

/* A share that the scenario states, in words; made once, when describing. */
static const char *with_share(const struct walk *walk, const char *before, double share,
                              const char *after)
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
        return with_share(walk, "Days with acute beds over ", walk->n->care->occupancy_watch,
                          " full");
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++)
        if (strcmp(titles[i].name, about->name) == 0) return titles[i].title;
    return NULL;
}

static void put(struct walk *walk, struct about about, double value)
{
    uint32_t i = walk->count++;
    if (walk->scalar && !walk->late) walk->scalar[i] = value;
    if (walk->daily) walk->daily[i] = (float)value;
    if (walk->measure)
        walk->measure[i] =
            (struct bf_measure){.service = walk->service,
                                .label = walk->label,
                                .group = walk->group,
                                .name = about.name,
                                .unit = about.unit,
                                .help = about.help,
                                .title = title_of(walk, &about),
                                .headline = about.headline,
                                .lower_is_better = about.lower,
                                .target = about.target > 0 ? about.target : (double)NAN};
}

/* Filled again at the end of the follow-up. */
static void put_late(struct walk *walk, struct about about, double value)
{
    if (walk->scalar) walk->scalar[walk->count] = value;
    put(walk, about, value);
}

/* A group's name is made once, when describing. */
static void group(struct walk *walk, const char *kind, const char *name)
{
    walk->group = "all";
    if (!walk->measure || !kind) return;
    size_t size = strlen(kind) + strlen(name) + 2;
    char *text = bf_arena_take(walk->arena, 1, size);
    snprintf(text, size, "%s:%s", kind, name);
    walk->group = text;
}

static double ratio(double part, double whole)
{
    return whole > 0 ? part / whole : (double)NAN;
}

/* Whether the scenario states any price or cost. */
static bool has_money(const struct bf_network *n)
{
    if (n->purchase_count) return true;
    const struct bf_service *given = n->care->services.item;
    for (uint32_t s = 0; s < n->service_count; s++)
        if (!isnan(given[s].cost) || !isnan(given[s].workforce.agency_premium)) return true;
    return false;
}

/* Whether a service says who is not at work, from the start or by date. */
static bool has_workforce(const struct bf_network *n, uint32_t s)
{
    const struct bf_service *given = (const struct bf_service *)n->care->services.item + s;
    const struct bf_workforce *force = &given->workforce;
    if (force->turnover > 0 || force->sickness > 0) return true;
    size_t from = (size_t)((const unsigned char *)force - n->bound->region);
    for (uint32_t t = 0; t < n->target_count; t++)
        if (n->target[t].offset >= from && n->target[t].offset < from + sizeof *force) return true;
    return false;
}

/* Whether averted crises may come back. */
static bool averts(const struct bf_network *n)
{
    const struct bf_service *given = n->care->services.item;
    for (uint32_t s = 0; s < n->service_count; s++)
        if (given[s].averted_returns.days.count) return true;
    return false;
}

static void at_service(struct walk *walk, uint32_t s)
{
    walk->service = walk->n->service[s].name;
    walk->label = walk->n->service[s].label;
    walk->group = "all";
}

static void at_system(struct walk *walk)
{
    walk->service = "system";
    walk->label = "Whole system";
    walk->group = "all";
}

/* ---- a day ----------------------------------------------------------------------------- */

static void daily_service(struct walk *walk, uint32_t s)
{
    static const struct node nobody = {.places = 0};
    const struct node *x = walk->w ? &walk->w->node[s] : &nobody;
    const struct bf_service_info *info = &walk->n->service[s];
    at_service(walk, s);
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
    at_service(walk, s);
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
        group(walk, "reason", bf_reason_names[r]);
        put(walk, (struct about){"delayed", "people", bf_reason_words[r], false, true, 0},
            now->reason[r]);
    }
    for (uint32_t b = 0; b < BF_BODY_COUNT; b++) {
        group(walk, "body", bf_body_names[b]);
        put(walk, (struct about){"delayed", "people", "by responsible body", false, true, 0},
            now->body[b]);
    }
    for (uint32_t k = 0; k < walk->n->class_count; k++) {
        group(walk, "class", walk->n->class_[k].name);
        put(walk,
            (struct about){"delayed", "people", "adults of this class, all beds", false, true, 0},
            walk->w ? walk->w->delayed_class[k] : 0);
    }
    for (uint32_t l = 0; l < walk->n->locality_count; l++) {
        group(walk, "locality", walk->n->locality_name[l]);
        put(walk,
            (struct about){"delayed", "people", "adults of this locality, all beds", false, true,
                           0},
            walk->w ? walk->w->delayed_locality[l] : 0);
    }
    walk->group = "all";
}

static const char *census_name(struct walk *walk, uint32_t k, const char *what)
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
                census_name(walk, k, "delayed"), "people",
                k ? info->label
                  : "Adults ready to leave and still in a bed at the census, for want of "
                    "a place or a task.",
                k == 0, true, 0},
            now->delayed);
        put(walk,
            (struct about){census_name(walk, k, "rate"), "%",
                           "Delayed people per hundred occupied beds of the same settings.", k == 0,
                           true, info->target * 100},
            100 * ratio(now->delayed, now->occupied));
    }
}

static void acute_beds(const struct world *w, double *occupied, double *open, double *waiting)
{
    *occupied = *open = *waiting = 0;
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        const struct bf_service_info *info = &w->n->service[s];
        if (info->setting != BF_SETTING_ACUTE || info->kind != BF_KIND_BEDS) continue;
        *waiting += w->node[s].waiting.value;
        if (info->unlimited) continue;
        *occupied += w->node[s].occupied;
        *open += w->node[s].places;
    }
}

/* The order of the columns that others write to by day. */
enum {
    DAILY_READMITTED_AFTER_CENSUS = 6,
    DAILY_WAITING_AFTER_READMITTED = 4, /* then in process, then not seen */
    DAILY_OVERNIGHT_AFTER_READMITTED = 7,
    DAILY_REASON_AFTER_READMITTED
};

static void daily_system(struct walk *walk)
{
    double occupied = 0, open = 0, waiting = 0, total = 0;
    if (walk->w) acute_beds(walk->w, &occupied, &open, &waiting);
    at_system(walk);
    daily_census(walk);
    const struct world *w = walk->w;
    put(walk,
        (struct about){"occupancy", "%", "Acute beds occupied of those open, counted at midnight.",
                       true, true, walk->n->care->occupancy_target * 100},
        100 * ratio(occupied, open));
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
        waiting);
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
    at_system(walk);
    for (uint32_t p = 0; has_money(walk->n) && p < walk->n->payer_count; p++) {
        group(walk, "payer", walk->n->payer[p].name);
        put(walk, (struct about){"spend", "£", "Spent that day, by payer.", false, true, 0},
            w ? w->spent_today[p] : 0);
    }
    for (uint32_t k = 0; k < walk->n->policy_count; k++) {
        group(walk, "policy", walk->n->policy[k].name);
        walk->label = walk->n->policy[k].label;
        put(walk,
            (struct about){"on", "share", "Whether the rule is on at midnight.", false, false, 0},
            w ? w->policy[k].on : 0);
    }
    for (uint32_t k = 0; k < walk->n->purchase_count; k++) {
        at_service(walk, walk->n->purchase[k].service);
        group(walk, "purchase", walk->n->purchase[k].name);
        put(walk, (struct about){"spend", "£", "Spent on this purchase that day.", false, true, 0},
            w ? w->bill[k].shown : 0);
    }
}

/* What a budget has left is as known that midnight. */
static void daily_plans(struct walk *walk)
{
    static const struct plan none = {.spent = 0};
    at_system(walk);
    for (uint32_t i = 0; i < walk->n->plan_count; i++) {
        const struct plan *plan = walk->w ? &walk->w->plan[i] : &none;
        group(walk, "plan", walk->n->plan[i].name);
        walk->label = walk->n->plan[i].label;
        put(walk, (struct about){"spend", "£", "Spent of this budget that day.", false, true, 0},
            plan->spent_today);
        put(walk,
            (struct about){"left", "£", "Neither spent by midnight nor set aside for the period.",
                           false, false, 0},
            plan->left);
    }
    at_system(walk);
}

static void daily(struct walk *walk)
{
    daily_system(walk);
    for (uint32_t s = 0; s < walk->n->service_count; s++)
        daily_service(walk, s);
    for (uint32_t s = 0; s < walk->n->service_count; s++)
        daily_plan(walk, s);
    daily_money(walk);
    daily_plans(walk);
}

/* ---- the period ------------------------------------------------------------------------ */

static void scalar_stays(struct walk *walk, const struct node *x, bool permanent)
{
    static const struct node nobody = {.places = 0};
    if (permanent) x = &nobody; /* people who stay for good have no length of stay */
    put(walk,
        (struct about){"stay_ready", "days", "mean time from start to well enough", false, false,
                       0},
        ratio(x->total_h - x->held_h, (double)x->left_in_period) / 24);
    put(walk,
        (struct about){"stay_process", "days", "mean wait for rounds, transport and windows", false,
                       true, 0},
        ratio(x->process_h, (double)x->left_in_period) / 24);
    put(walk, (struct about){"stay_delay", "days", "mean delay of those who leave", false, true, 0},
        ratio(x->delay_h, (double)x->left_in_period) / 24);
    put(walk,
        (struct about){"stay_total", "days", "mean total stay: ready + process + delay", false,
                       false, 0},
        ratio(x->total_h, (double)x->left_in_period) / 24);
}

static void scalar_waits(struct walk *walk, const struct node *x, const struct bf_histogram *h,
                         bool acute)
{
    bool some = h && x->waited > 0;
    put(walk, (struct about){"wait_mean", "hours", "mean wait for a place", false, true, 0},
        ratio(x->wait_h, (double)x->waited));
    put(walk, (struct about){"wait_p50", "hours", "median wait for a place", false, true, 0},
        some ? bf_histogram_quantile(h, 0.5) : (double)NAN);
    put(walk, (struct about){"wait_p90", "hours", "90th percentile of the wait", false, true, 0},
        some ? bf_histogram_quantile(h, 0.9) : (double)NAN);
    put(walk, (struct about){"wait_p95", "hours", "95th percentile of the wait", false, true, 0},
        some ? bf_histogram_quantile(h, 0.95) : (double)NAN);
    if (!acute) return;
    put(walk,
        (struct about){"wait_over_4h", "%", "waited over 4 hours from decision to admit", false,
                       true, 0},
        some ? 100 * bf_histogram_share_above(h, 4) : (double)NAN);
    put(walk,
        (struct about){"wait_over_12h", "%", "waited over 12 hours from decision to admit", false,
                       true, 0},
        some ? 100 * bf_histogram_share_above(h, 12) : (double)NAN);
}

static void scalar_counts(struct walk *walk, const struct node *x)
{
    put(walk,
        (struct about){"joined", "people", "people who asked for it from outside", false, false, 0},
        (double)x->joined);
    put(walk, (struct about){"started", "people", "people who started", false, false, 0},
        (double)x->started);
    put(walk,
        (struct about){"turned_away", "people", "turned away: the queue was full", false, true, 0},
        (double)x->refused);
    put(walk, (struct about){"gave_up", "people", "gave up waiting", false, true, 0},
        (double)x->gave_up);
    put(walk, (struct about){"cancelled", "people", "planned admissions cancelled", false, true, 0},
        (double)x->cancelled);
}

static void scalar_service(struct walk *walk, uint32_t s)
{
    static const struct node nobody = {.places = 0};
    const struct world *w = walk->w;
    const struct node *x = w ? &w->node[s] : &nobody;
    const struct bf_service_info *info = &walk->n->service[s];
    double now_h = w ? w->sim.now_h : 0;
    double span_h = w ? (w->period_to - w->period_from) * 24.0 : 1;
    double in = (bf_level_area(&x->in, now_h) - x->in_area) / span_h;
    double open = (x->open_area + x->places * (now_h - x->open_since_h)) / span_h;
    at_service(walk, s);
    put(walk,
        (struct about){"occupied_mean", "people", "people there, averaged over time", false, false,
                       0},
        in);
    put(walk,
        (struct about){"occupied_max", "people", "most people there at once", false, false, 0},
        x->in.max);
    put(walk,
        (struct about){"occupancy", "%", "people there / places open, averaged over time", false,
                       false, 0},
        info->unlimited && !info->has_hours ? (double)NAN
        : info->has_hours                   ? 100 * ratio(x->hours_booked, x->hours_offered)
                                            : 100 * ratio(in, open));
    put(walk,
        (struct about){"waiting_mean", "people", "people waiting, averaged over time", false, true,
                       0},
        (bf_level_area(&x->waiting, now_h) - x->waiting_area) / span_h);
    put(walk,
        (struct about){"waiting_max", "people", "most people waiting at once", false, true, 0},
        x->waiting.max);
    put(walk,
        (struct about){"delayed_mean", "people", "people delayed there, averaged over time", false,
                       true, 0},
        (bf_level_area(&x->delayed, now_h) - x->delayed_area) / span_h);
    scalar_counts(walk, x);
    scalar_waits(walk, x, w ? &w->wait[s] : NULL, info->setting == BF_SETTING_ACUTE);
    scalar_stays(walk, x, walk->n->numbers.site[(size_t)s * walk->n->group_count].permanent);
    const struct bf_service *given = (const struct bf_service *)walk->n->care->services.item + s;
    if (!isnan(given->target_h))
        put(walk,
            (struct about){"in_target", "%", "seen within the response target", false, false, 0},
            100 * ratio((double)x->in_target, (double)x->waited));
    if (!info->has_hours) return;
    put(walk, (struct about){"hours_offered", "hours", "care hours offered", false, false, 0},
        x->hours_offered);
    put(walk, (struct about){"hours_booked", "hours", "care hours wanted", false, false, 0},
        x->hours_booked);
    put(walk,
        (struct about){"hours_short", "hours", "care hours wanted beyond those offered", false,
                       true, 0},
        x->hours_short);
    put(walk,
        (struct about){"hours_unused", "hours", "care hours offered beyond those wanted", false,
                       true, 0},
        x->hours_offered - x->hours_booked + x->hours_short);
}

/* Sums of daily rows, so that the table and the curves cannot differ. */
static double row_sum(const struct walk *walk, uint32_t column, double *most)
{
    const struct world *w = walk->w;
    if (!w) return 0;
    uint32_t days = w->period_to - w->period_from;
    double sum = 0;
    *most = 0;
    for (uint32_t d = 0; d < days; d++) {
        double value = (double)w->out->daily[(size_t)d * w->daily_count + column];
        if (isnan(value)) continue;
        sum += value;
        *most = fmax(*most, value);
    }
    return sum;
}

/* The mean of the days on which a column is defined, NaN if there are none. */
static double row_mean(const struct walk *walk, uint32_t column, double *most)
{
    const struct world *w = walk->w;
    uint32_t days = w ? w->period_to - w->period_from : 0, defined = 0;
    for (uint32_t d = 0; d < days; d++)
        defined += isnan(w->out->daily[(size_t)d * w->daily_count + column]) ? 0 : 1;
    double sum = row_sum(walk, column, most);
    if (!defined) *most = (double)NAN;
    return defined ? sum / defined : (double)NAN;
}

static void scalar_dtoc(struct walk *walk)
{
    const struct world *w = walk->w;
    double days = w ? w->period_to - w->period_from : 1, most = 0;
    for (uint32_t k = 0; k < walk->n->census_count; k++) {
        double delayed = row_sum(walk, 2 * k, &most);
        double beds = w ? w->census_occupied[k] : 0;
        const char *label = walk->n->census[k].label;
        put(walk, (struct about){census_name(walk, k, "delayed"), "people", label, k == 0, true, 0},
            delayed / days);
        put(walk,
            (struct about){census_name(walk, k, "rate"), "%",
                           "delayed bed days / occupied bed days of the same settings", k == 0,
                           true, walk->n->census[k].target * 100},
            100 * ratio(delayed, beds));
        if (k) continue;
        put(walk,
            (struct about){"delayed_days", "bed days", "delayed bed days in the period", true, true,
                           0},
            delayed);
        put(walk,
            (struct about){"delayed_max", "people", "most people delayed at one census", true, true,
                           0},
            most);
    }
}

/* People who are held up, and not among the delayed: a measure that only moves them here is none.
 */
static void scalar_not_delayed(struct walk *walk)
{
    uint32_t column = walk->w ? walk->w->column_readmitted + DAILY_WAITING_AFTER_READMITTED : 0;
    double most = 0;
    put(walk,
        (struct about){"waiting_acute", "people",
                       "people waiting for an acute bed, in A&E or elsewhere, mean of midnights",
                       false, true, 0},
        row_mean(walk, column, &most));
    put(walk,
        (struct about){
            "in_process", "people",
            "adults with place and tasks done, waiting for the discharge itself, mean of "
            "midnights",
            false, true, 0},
        row_mean(walk, column + 1, &most));
    put(walk,
        (struct about){"not_seen", "people",
                       "adults well enough to leave an acute or non-acute bed, not yet seen in the "
                       "round that decides it, mean of midnights",
                       false, true, 0},
        row_mean(walk, column + 2, &most));
}

static void scalar_flow(struct walk *walk)
{
    static const struct world nothing;
    const struct world *w = walk->w ? walk->w : &nothing;
    uint32_t census = 2 * walk->n->census_count;
    double most = 0;
    double occupancy = row_mean(walk, census, &most);
    put(walk,
        (struct about){"occupancy", "%", "acute beds occupied / available, mean of midnights", true,
                       true, walk->n->care->occupancy_target * 100},
        occupancy);
    put(walk,
        (struct about){"occupancy_max", "%", "highest midnight occupancy of acute beds", false,
                       true, 0},
        most);
    const char *above = "days with acute occupancy above occupancy_watch";
    if (walk->measure)
        above = with_share(walk, "midnights at which all acute beds together are more than ",
                           walk->n->care->occupancy_watch, " occupied (occupancy_watch)");
    put(walk, (struct about){"days_above", "days", above, true, true, 0}, w->sum.days_above);
    put_late(walk,
             (struct about){"readmission_rate", "%",
                            "emergency readmissions within 30 days / alive discharges", true, true,
                            0},
             100 * ratio((double)w->sum.readmitted, (double)w->sum.discharges_alive));
    put_late(walk,
             (struct about){"readmitted", "people", "emergency readmissions within 30 days", false,
                            true, 0},
             (double)w->sum.readmitted);
    put(walk,
        (struct about){"emergency_admissions", "people", "emergency admissions", true, false, 0},
        (double)w->sum.emergency);
    put(walk,
        (struct about){"wait_over_4h", "%",
                       "emergency admissions that waited over 4 hours from the decision to admit, "
                       "in whichever acute bed",
                       false, true, 0},
        100 * ratio((double)w->sum.waited_4h, (double)w->sum.emergency));
    put(walk, (struct about){"wait_over_12h", "%", "the same, over 12 hours", false, true, 0},
        100 * ratio((double)w->sum.waited_12h, (double)w->sum.emergency));
    scalar_not_delayed(walk);
    put(walk, (struct about){"planned_admissions", "people", "planned admissions", false, false, 0},
        (double)w->sum.planned);
    put(walk,
        (struct about){"discharges_alive", "people", "alive discharges from acute beds", false,
                       false, 0},
        (double)w->sum.discharges_alive);
    put(walk, (struct about){"cancelled", "people", "planned admissions cancelled", false, true, 0},
        (double)w->sum.cancelled);
    put(walk,
        (struct about){"planned_backlog", "people",
                       "cancelled planned people not yet called again, or on the list, at the end",
                       false, true, 0},
        (double)w->away + w->listed);
    put(walk, (struct about){"presented", "people", "people who presented", false, false, 0},
        (double)w->sum.presented);
    put(walk,
        (struct about){"offered", "people", "referred to a service that may avoid the admission",
                       false, false, 0},
        (double)w->sum.offered);
    put(walk,
        (struct about){"offered_after_admission", "people", "referred only after admission", false,
                       true, 0},
        (double)w->sum.offered_after);
    put(walk, (struct about){"avoided", "people", "admissions avoided", false, false, 0},
        (double)w->sum.avoided);
    if (averts(walk->n))
        put(walk,
            (struct about){"came_back", "people",
                           "people whose admission had been avoided and who presented again", false,
                           true, 0},
            (double)w->sum.came_back);
    put(walk,
        (struct about){"early_discharges", "people", "left early with support", false, false, 0},
        (double)w->sum.early);
    put(walk,
        (struct about){"early_days", "bed days", "hospital days that support released", false,
                       false, 0},
        w->sum.early_days);
    put(walk,
        (struct about){"deaths", "people", "deaths in services and after discharge", false, true,
                       0},
        (double)w->sum.deaths);
    put(walk,
        (struct about){"exchanges", "times", "places exchanged on a blocking cycle", false, true,
                       0},
        (double)w->sum.exchanges);
}

static void scalar_groups(struct walk *walk)
{
    static const struct world nothing;
    const struct world *w = walk->w ? walk->w : &nothing;
    double most = 0;
    uint32_t column = walk->w ? w->column_reason : 0;
    for (uint32_t r = 0; r < BF_REASON_COUNT; r++) {
        group(walk, "reason", bf_reason_names[r]);
        put(walk, (struct about){"delayed_days", "bed days", bf_reason_words[r], false, true, 0},
            row_sum(walk, column++, &most));
    }
    for (uint32_t b = 0; b < BF_BODY_COUNT; b++) {
        group(walk, "body", bf_body_names[b]);
        put(walk, (struct about){"delayed_days", "bed days", "by responsible body", false, true, 0},
            row_sum(walk, column++, &most));
    }
    for (uint32_t k = 0; k < walk->n->class_count; k++) {
        group(walk, "class", walk->n->class_[k].name);
        put(walk,
            (struct about){"delayed_days", "bed days", "adults of this class", false, true, 0},
            row_sum(walk, column++, &most));
        put_late(walk,
                 (struct about){"readmission_rate", "%", "within 30 days, of this class", false,
                                true, 0},
                 walk->w ? 100 * ratio((double)w->sum.readmitted_class[k],
                                       (double)w->sum.discharged_class[k])
                         : 0);
        put(walk,
            (struct about){"wait_mean", "hours", "mean wait for any place, of this class", false,
                           true, 0},
            walk->w ? ratio(w->sum.wait_class[k], (double)w->sum.waited_class[k]) : 0);
    }
    for (uint32_t l = 0; l < walk->n->locality_count; l++) {
        group(walk, "locality", walk->n->locality_name[l]);
        put(walk,
            (struct about){"delayed_days", "bed days", "adults of this locality", false, true, 0},
            row_sum(walk, column++, &most));
        put(walk,
            (struct about){"wait_mean", "hours", "mean wait for any place, of this locality", false,
                           true, 0},
            walk->w ? ratio(w->sum.wait_locality[l], (double)w->sum.waited_locality[l]) : 0);
    }
    for (uint32_t s = 0; s < walk->n->stream_count; s++) {
        if (!bf_is_service(walk->n->stream[s].offer_to)) continue;
        group(walk, "stream", walk->n->stream[s].name);
        put(walk,
            (struct about){"offered", "people",
                           "of this stream, referred to a service that may avoid the admission",
                           false, false, 0},
            walk->w ? (double)w->sum.offered_stream[s] : 0);
        put(walk,
            (struct about){"avoided", "people", "admissions of this stream avoided", false, false,
                           0},
            walk->w ? (double)w->sum.avoided_stream[s] : 0);
    }
    walk->group = "all";
}

static void scalar_purchase(struct walk *walk, uint32_t k)
{
    static const struct bill none = {.open = 0};
    const struct bill *bill = walk->w ? &walk->w->bill[k] : &none;
    const struct bf_purchase_info *info = &walk->n->purchase[k];
    const char *unit = info->hours ? "hours" : "bed days";
    at_service(walk, info->service);
    group(walk, "purchase", info->name);
    put(walk, (struct about){"spend", "£", "the bill of this purchase", false, true, 0},
        bill->spend);
    put(walk,
        (struct about){"bought", unit, "open and paid for, counted at midnights", false, false, 0},
        bill->open);
    put(walk,
        (struct about){"used", unit,
                       "of those, in use: own places first, then blocks in the order written, "
                       "then call-offs",
                       false, false, 0},
        bill->used);
    put(walk, (struct about){"void", unit, "bought and not used", false, true, 0},
        bill->open - bill->used);
    if (info->kind != BF_PURCHASE_SPOT && !info->hours)
        put(walk,
            (struct about){"stayed_on", unit,
                           "of those used, in places that had closed with somebody in them", false,
                           true, 0},
            bill->stayed);
    put(walk, (struct about){"price_per_used", "£", "spend / used", false, true, 0},
        ratio(bill->spend, bill->used));
    if (info->kind == BF_PURCHASE_SPOT)
        put(walk,
            (struct about){"people", "people", "people for whom a place was bought", false, false,
                           0},
            (double)bill->people);
    if (info->kind == BF_PURCHASE_CALL_OFF)
        put(walk, (struct about){"calls", "times", "times that more was opened", false, false, 0},
            (double)bill->people);
}

enum { EVERY_PAYER = UINT16_MAX };

/* Stated costs of acute services: an acute day is valued apart from other spend. What agency staff
 * cost there is cash, and is left in. */
static double acute_cost(const struct world *w, uint32_t payer)
{
    double sum = 0;
    for (uint32_t s = 0; w && s < w->n->service_count; s++)
        if (w->n->service[s].setting == BF_SETTING_ACUTE &&
            (payer == EVERY_PAYER || w->n->service[s].payer == payer))
            sum += w->node[s].cost - w->staffing[s].agency_cost;
    return sum;
}

static double bills(const struct world *w, uint32_t payer)
{
    double sum = 0;
    for (uint32_t k = 0; w && k < w->n->purchase_count; k++)
        if (payer == EVERY_PAYER || w->n->purchase[k].payer == payer) sum += w->bill[k].spend;
    return sum;
}

/* What is spent elsewhere, with the acute bed days used at nothing, at the cost that a day really
 * saves, and at the average price: the truth lies between, and the scenario says where. */
static void scalar_net(struct walk *walk, double total)
{
    const struct bf_care *care = walk->n->care;
    const struct world *w = walk->w;
    double elsewhere = total - acute_cost(w, EVERY_PAYER), days = w ? w->acute_days : 0;
    put(walk,
        (struct about){"acute_bed_days", "bed days",
                       "people in acute beds, but those without a limit, summed over midnights",
                       false, true, 0},
        days);
    if (has_money(walk->n))
        put(walk,
            (struct about){"spend_elsewhere", "£",
                           "spent in the period but on acute services: an acute day at nothing",
                           false, true, 0},
            elsewhere);
    if (!isnan(care->acute_day_marginal))
        put(walk,
            (struct about){"net_marginal", "£",
                           "spend_elsewhere, with acute bed days at acute_day_marginal", false,
                           true, 0},
            elsewhere + days * care->acute_day_marginal);
    if (!isnan(care->acute_day_average))
        put(walk,
            (struct about){"net_average", "£",
                           "spend_elsewhere, with acute bed days at acute_day_average", false, true,
                           0},
            elsewhere + days * care->acute_day_average);
    if (has_money(walk->n) || !isnan(care->budget))
        put(walk,
            (struct about){"purchases", "£", "the bills of all purchases", false, true,
                           isnan(care->budget) ? 0 : care->budget},
            bills(w, EVERY_PAYER));
}

/* Of services that say who is not at work. */
static void scalar_workforce(struct walk *walk, uint32_t s, double days)
{
    const struct staffing *x = walk->w ? &walk->w->staffing[s] : NULL;
    if (!has_workforce(walk->n, s)) return;
    put(walk,
        (struct about){"staffed", "%",
                       "of its own full capacity, what is staffed: posts filled, people well, "
                       "agency",
                       false, false, 0},
        x ? 100 * x->staffed_sum / days : 0);
    put(walk,
        (struct about){"agency_cost", "£", "what agency staff cost more than one's own", false,
                       true, 0},
        x ? x->agency_cost : 0);
}

static void scalar_money(struct walk *walk)
{
    const struct world *w = walk->w;
    double days = w ? w->period_to - w->period_from : 1, total = 0;
    at_system(walk);
    for (uint32_t p = 0; has_money(walk->n) && p < walk->n->payer_count; p++) {
        group(walk, "payer", walk->n->payer[p].name);
        put(walk, (struct about){"spend", "£", "spent in the period, by payer", false, true, 0},
            w ? w->spent[p] : 0);
        put(walk,
            (struct about){"spend_elsewhere", "£",
                           "spent by this payer, but on acute services: an acute day at nothing",
                           false, true, 0},
            w ? w->spent[p] - acute_cost(w, p) : 0);
        put(walk,
            (struct about){"purchases", "£", "the bills of purchases, by payer", false, true, 0},
            bills(w, p));
        total += w ? w->spent[p] : 0;
    }
    walk->group = "all";
    if (has_money(walk->n))
        put(walk,
            (struct about){"spend", "£", "spent in the period, purchases and stated costs", false,
                           true, 0},
            total);
    scalar_net(walk, total);
    for (uint32_t k = 0; k < walk->n->policy_count; k++) {
        group(walk, "policy", walk->n->policy[k].name);
        put(walk,
            (struct about){"activations", "times", "times that the rule came on", false, true, 0},
            w ? w->policy[k].activations : 0);
        put(walk,
            (struct about){"share_on", "%", "share of the period that it was on", false, true, 0},
            w ? 100 * w->policy[k].hours_on / (days * 24) : 0);
    }
    for (uint32_t s = 0; s < walk->n->service_count; s++) {
        const struct bf_service *given =
            (const struct bf_service *)walk->n->care->services.item + s;
        at_service(walk, s);
        scalar_workforce(walk, s, days);
        if (isnan(given->cost)) continue;
        put(walk, (struct about){"cost", "£", "its stated cost in the period", false, true, 0},
            w ? w->node[s].cost : 0);
    }
    for (uint32_t k = 0; k < walk->n->purchase_count; k++)
        scalar_purchase(walk, k);
}

static void scalar_plans(struct walk *walk)
{
    static const struct plan none = {.spent = 0};
    at_system(walk);
    for (uint32_t i = 0; i < walk->n->plan_count; i++) {
        const struct plan *plan = walk->w ? &walk->w->plan[i] : &none;
        const struct bf_plan_info *info = &walk->n->plan[i];
        group(walk, "plan", info->name);
        walk->label = info->label;
        put(walk,
            (struct about){"spend", "£", "spent of this budget in the period", false, true,
                           info->budget},
            plan->spent);
        put(walk,
            (struct about){"left", "£",
                           "of this budget at the end of the period; below 0: overspent", false,
                           false, 0},
            info->budget - plan->spent);
        if (info->stops)
            put(walk,
                (struct about){"days_out", "days",
                               "days on which something was not bought for want of money", false,
                               true, 0},
                plan->days_out);
    }
    at_system(walk);
}

/* ---- who waits longer ------------------------------------------------------------------ */

/* The age band of a class, or NULL. */
static const char *ages_of(const struct bf_network *n, uint32_t class_)
{
    if (class_ >= n->care->classes.count) return NULL;
    return ((const struct bf_class *)n->care->classes.item)[class_].ages;
}

static bool same_band(const struct bf_network *n, uint32_t a, uint32_t b)
{
    const char *x = ages_of(n, a), *y = ages_of(n, b);
    return x && y && strcmp(x, y) == 0;
}

/* Classes of one age band stand for it by the first of them. */
static bool begins_band(const struct bf_network *n, uint32_t class_)
{
    for (uint32_t k = 0; k < class_; k++)
        if (same_band(n, k, class_)) return false;
    return ages_of(n, class_) != NULL;
}

/* Of an age band (its first class, or UINT32_MAX: all) and a locality (or UINT32_MAX: all). */
static void scalar_delay(struct walk *walk, uint32_t band, uint32_t locality)
{
    const struct bf_network *n = walk->n;
    double left = 0, delay_h = 0;
    for (uint32_t k = 0; walk->w && k < n->class_count; k++)
        for (uint32_t l = 0; l < n->locality_count; l++) {
            if ((band != UINT32_MAX && !same_band(n, band, k)) ||
                (locality != UINT32_MAX && l != locality))
                continue;
            left += walk->w->sum.left_cell[(size_t)k * n->locality_count + l];
            delay_h += walk->w->sum.delay_cell[(size_t)k * n->locality_count + l];
        }
    put(walk,
        (struct about){"left_beds", "people", "left acute and non-acute beds", false, false, 0},
        left);
    put(walk,
        (struct about){"delay_mean", "days",
                       "days delayed before leaving an acute or non-acute bed, of all who left",
                       false, true, 0},
        ratio(delay_h, left) / 24);
}

static void scalar_who_waits(struct walk *walk)
{
    const struct bf_network *n = walk->n;
    char name[256];
    at_system(walk);
    for (uint32_t l = 0; n->care->localities.count && l < n->locality_count; l++) {
        group(walk, "locality", n->locality_name[l]);
        walk->label = n->locality_label[l];
        scalar_delay(walk, UINT32_MAX, l);
    }
    for (uint32_t k = 0; k < n->class_count; k++) {
        if (!begins_band(n, k)) continue;
        at_system(walk);
        group(walk, "ages", ages_of(n, k));
        walk->label = ages_of(n, k);
        scalar_delay(walk, k, UINT32_MAX);
        for (uint32_t l = 0; n->care->localities.count && l < n->locality_count; l++) {
            bf_format(name, sizeof name, "%s, locality:%s", ages_of(n, k), n->locality_name[l]);
            group(walk, "ages", name);
            walk->label = n->locality_label[l];
            scalar_delay(walk, k, l);
        }
    }
    at_system(walk);
}

/* Rows of the outcomes framework, but those that show a measure that is there anyway. */
static void scalar_indicators(struct walk *walk)
{
    at_system(walk);
    for (uint32_t k = 0; k < walk->n->indicator_count; k++) {
        const struct bf_indicator_info *row = &walk->n->indicator[k];
        if (row->kind == BF_INDICATOR_MEASURE) continue;
        const char *help = row->definition[0] ? row->definition : row->label;
        put_late(walk, (struct about){row->name, row->unit, help, false, row->lower, row->target},
                 walk->w ? indicators_value(walk->w, k) : 0);
    }
}

/* ---- when people leave ----------------------------------------------------------------- */

/* Of all days that fall on a weekday: their mean of the daily counts. */
static double weekday_mean(const struct world *w, int weekday)
{
    uint32_t days = w->period_to - w->period_from, count = 0;
    double sum = 0;
    for (uint32_t d = 0; d < days; d++) {
        if (bf_day_weekday(w->n->from + (bf_day)d) != weekday) continue;
        sum += (double)w->out->daily[(size_t)d * w->daily_count + w->column_overnight];
        count++;
    }
    return ratio(sum, count);
}

static void scalar_weekdays(struct walk *walk, double per_day)
{
    static const char *const names[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    for (int k = 0; k < 7; k++) {
        double mean = walk->w ? weekday_mean(walk->w, k) : 0;
        group(walk, "weekday", names[k]);
        put(walk,
            (struct about){"discharges_overnight", "per day",
                           "adults discharged alive after at least a night, on such a day", false,
                           false, 0},
            mean);
        put(walk,
            (struct about){"discharges_index", "ratio", "the same, to the mean of all days", false,
                           false, 0},
            ratio(mean, per_day));
    }
}

static void scalar_hours(struct walk *walk, double people)
{
    char name[8];
    double before = 0;
    for (uint32_t h = 0; h < 24; h++) {
        double now = walk->w ? walk->w->sum.discharges_hour[h] : 0;
        bf_format(name, sizeof name, "%02u", (unsigned)h);
        group(walk, "hour", name);
        put(walk,
            (struct about){"discharges_share", "%",
                           "of adults discharged alive after at least a night: within this hour",
                           false, false, 0},
            100 * ratio(now, people));
        put(walk,
            (struct about){"discharges_before", "%", "the same: gone by the start of this hour",
                           false, false, 0},
            100 * ratio(before, people));
        before += now;
    }
}

static void scalar_discharges(struct walk *walk)
{
    double most = 0, days = walk->w ? walk->w->period_to - walk->w->period_from : 1;
    double people = walk->w ? row_sum(walk, walk->w->column_overnight, &most) : 0;
    at_system(walk);
    put(walk,
        (struct about){"discharges_overnight", "people",
                       "adults discharged alive from acute beds after at least a night there",
                       false, false, 0},
        people);
    scalar_weekdays(walk, people / days);
    scalar_hours(walk, people);
    at_system(walk);
}

static void scalars(struct walk *walk)
{
    at_system(walk);
    scalar_dtoc(walk);
    scalar_flow(walk);
    scalar_groups(walk);
    for (uint32_t s = 0; s < walk->n->service_count; s++)
        scalar_service(walk, s);
    scalar_money(walk);
    scalar_plans(walk);
    scalar_who_waits(walk);
    scalar_discharges(walk);
    scalar_indicators(walk);
}

/* ---- the outcomes framework ------------------------------------------------------------ */

static uint32_t find_scalar(const struct bf_measure scalar[], uint32_t count, const char *service,
                            const char *group, const char *name)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(scalar[i].service, service) == 0 && strcmp(scalar[i].group, group) == 0 &&
            strcmp(scalar[i].name, name) == 0)
            return i;
    return UINT32_MAX;
}

/* A row that shows a measure: which, and its lines, now that the unit is known. */
static bool show_measure(const struct bf_network *n, uint32_t k, const struct bf_measure scalar[],
                         uint32_t count, struct bf_framework_row *row, struct bf_err *err)
{
    const struct bf_indicator *spec = (const struct bf_indicator *)n->care->outcomes.item + k;
    struct bf_where where = {.line = 0};
    char why[200];
    bf_format(where.path, sizeof where.path, "outcomes.%s", row->name);
    uint32_t i = find_scalar(scalar, count, spec->service, spec->group, spec->measure);
    if (i == UINT32_MAX)
        return bf_fail(
            err, BF_E_KEY, &where,
            "expected a measure of the results, received \"%s\" of service \"%s\", group "
            "\"%s\"; run the scenario and look in summary.csv for what there is",
            spec->measure, spec->service, spec->group);
    struct bf_indicator_info as = n->indicator[k];
    as.lower = spec->better == BF_BETTER_BY_KIND ? scalar[i].lower_is_better
                                                 : spec->better == BF_BETTER_LOWER;
    row->scalar = i;
    row->lower_is_better = as.lower;
    if (!bf_indicator_lines(spec, scalar[i].unit, &row->target, &row->amber, why, sizeof why) ||
        !bf_indicator_order(&as, row->target, row->amber, why, sizeof why))
        return bf_fail(err, BF_E_RANGE, &where, "%s", why);
    return true;
}

static bool describe_framework(const struct bf_network *n, struct bf_framework_row framework[],
                               const struct bf_measure scalar[], uint32_t count, struct bf_err *err)
{
    for (uint32_t k = 0; k < n->indicator_count; k++) {
        const struct bf_indicator_info *info = &n->indicator[k];
        framework[k] = (struct bf_framework_row){.name = info->name,
                                                 .label = info->label,
                                                 .definition = info->definition,
                                                 .source = info->source,
                                                 .caution = info->caution,
                                                 .target = info->target,
                                                 .amber = info->amber,
                                                 .lower_is_better = info->lower};
        if (info->kind == BF_INDICATOR_MEASURE) {
            if (!show_measure(n, k, scalar, count, &framework[k], err)) return false;
            continue;
        }
        framework[k].scalar = find_scalar(scalar, count, "system", "all", info->name);
        if (scalar[framework[k].scalar].help != info->definition &&
            scalar[framework[k].scalar].help != info->label) {
            struct bf_where where = {.line = 0};
            bf_format(where.path, sizeof where.path, "outcomes.%s", info->name);
            return bf_fail(err, BF_E_KEY, &where,
                           "expected another name: \"%s\" is a measure of the program's own",
                           info->name);
        }
    }
    uint32_t row = n->indicator_count;
    for (uint32_t i = 0; i < n->plan_count; i++) {
        char of[256];
        bf_format(of, sizeof of, "plan:%s", n->plan[i].name);
        framework[row++] = (struct bf_framework_row){
            .name = n->plan[i].name,
            .label = n->plan[i].label,
            .definition = "bills of the plan's purchases in the period, to its budget",
            .source = n->plan[i].source,
            .caution = "",
            .scalar = find_scalar(scalar, count, "system", of, "spend"),
            .target = n->plan[i].budget,
            .amber = (double)NAN,
            .lower_is_better = true};
    }
    if (!isnan(n->care->budget))
        framework[row] = (struct bf_framework_row){
            .name = "budget",
            .label = "Bills of all purchases, to the budget",
            .definition = "every purchase of the scenario, in the period",
            .source = "",
            .caution = "",
            .scalar = find_scalar(scalar, count, "system", "all", "purchases"),
            .target = n->care->budget,
            .amber = (double)NAN,
            .lower_is_better = true};
    return true;
}

/* ---- rules and their log --------------------------------------------------------------- */

/* A rule that comes on stays on for an hour and `at_least`; that it may come on again it is off
 * for an hour, then above for `for`, then noticed. */
static uint32_t uses_of(const struct bf_network *n, uint32_t k)
{
    const struct bf_policy_info *rule = &n->policy[k];
    double hours = (double)(n->to - n->from + 1) * 24;
    double cycle_h = fmax(1, rule->at_least_h) + 1 + rule->for_h + rule->notice_h;
    return (uint32_t)floor(hours / cycle_h) + 2;
}

uint32_t bf_measures_uses(const struct bf_network *n)
{
    uint32_t count = 0;
    for (uint32_t k = 0; k < n->policy_count; k++)
        count += uses_of(n, k);
    return count;
}

#define RULE_TEXT 400 /* of what a rule measures and does */

static void rule_words(const struct bf_network *n, uint32_t k, char measure[], char action[])
{
    static const char *const signals[] = {"occupancy of ", "people waiting for ",
                                          "people delayed in "};
    static const char *const whole[] = {"all acute beds", "acute beds", "all services"};
    const struct bf_policy_info *info = &n->policy[k];
    const struct bf_policy *p = (const struct bf_policy *)n->care->policies.item + k;
    if (info->signal == BF_SIGNAL_RULES) {
        bf_format(measure, RULE_TEXT, "rules on of");
        for (uint32_t r = 0; r < info->rule_count; r++)
            bf_format(measure + strlen(measure), RULE_TEXT - strlen(measure), "%s %s", r ? "," : "",
                      n->policy[info->rule[r]].label);
    } else {
        bf_format(measure, RULE_TEXT, "%s%s", signals[info->signal],
                  bf_is_service(info->service) ? n->service[info->service].label
                                               : whole[info->signal]);
    }
    if (!info->acts) {
        bf_format(action, RULE_TEXT, "watched, nothing is done");
        return;
    }
    action[0] = '\0';
    for (uint32_t i = 0; i < p->what.count; i++)
        bf_format(action + strlen(action), RULE_TEXT - strlen(action), "%s%s", i ? ", " : "",
                  p->what.name[i]);
    char hours[RULE_TEXT];
    if (bf_hours_given(&p->other_hours)) {
        bf_hours_words(&p->other_hours, hours, sizeof hours);
        bf_format(action + strlen(action), RULE_TEXT - strlen(action), ": %s", hours);
    } else if (p->set || p->add)
        bf_format(action + strlen(action), RULE_TEXT - strlen(action), ": %s %s",
                  p->set ? "set to" : "add", p->set ? p->set : p->add);
    else
        bf_format(action + strlen(action), RULE_TEXT - strlen(action), ": times %g", p->factor);
}

static const struct bf_rule *describe_rules(const struct bf_network *n, struct bf_arena *arena)
{
    struct bf_rule *rule = bf_arena_take(arena, n->policy_count, sizeof *rule);
    for (uint32_t k = 0; k < n->policy_count; k++) {
        char *measure = bf_arena_take(arena, RULE_TEXT, 1), *action;
        action = bf_arena_take(arena, RULE_TEXT, 1);
        rule_words(n, k, measure, action);
        rule[k] = (struct bf_rule){.name = n->policy[k].name,
                                   .label = n->policy[k].label,
                                   .measure = measure,
                                   .action = action,
                                   .above = n->policy[k].above,
                                   .below = n->policy[k].below};
    }
    return rule;
}

static const struct bf_plan_line *describe_plans(const struct bf_network *n, struct bf_arena *arena)
{
    struct bf_plan_line *line = bf_arena_take(arena, n->plan_count, sizeof *line);
    for (uint32_t i = 0; i < n->plan_count; i++)
        line[i] = (struct bf_plan_line){.name = n->plan[i].name,
                                        .label = n->plan[i].label,
                                        .budget = n->plan[i].budget,
                                        .stops = n->plan[i].stops};
    return line;
}

/* ---- describing ------------------------------------------------------------------------ */

bool bf_measures_init(struct bf_measures *measures, const struct bf_network *n, struct bf_err *err)
{
    struct walk days = {.n = n}, whole = {.n = n};
    daily(&days);
    scalars(&whole);
    size_t names = 64 *
                   (size_t)(n->payer_count + 8 * n->purchase_count + 4 * n->policy_count +
                            n->class_count + n->locality_count + n->census_count * 4 + 32) *
                   6;
    names += (7 + 24) * 64; /* weekdays and hours */
    for (uint32_t k = 0; k < n->class_count; k++)
        names += 4 * (strlen(n->class_[k].name) + 16);
    for (uint32_t k = 0; k < n->class_count; k++)
        for (uint32_t l = 0; l <= n->locality_count; l++)
            names += 64 + (ages_of(n, k) ? strlen(ages_of(n, k)) : 0) +
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
    daily(&days);
    scalars(&whole);
    measures->catalogue = (struct bf_catalogue){.scalar = s,
                                                .scalar_count = whole.count,
                                                .daily = d,
                                                .daily_count = days.count,
                                                .framework = f,
                                                .framework_count = rows,
                                                .rule = describe_rules(n, &measures->arena),
                                                .rule_count = n->policy_count,
                                                .use_cap = bf_measures_uses(n),
                                                .plan = describe_plans(n, &measures->arena),
                                                .plan_count = n->plan_count,
                                                .first_day = n->from,
                                                .day_count = (uint32_t)(n->to - n->from + 1)};
    return describe_framework(n, f, s, whole.count, err);
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
    daily(&walk);
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
    daily(&walk);
    row_of(w, day)[w->column_readmitted] = readmitted;
    for (uint32_t k = 0; k < w->n->census_count; k++)
        w->census_occupied[k] += w->census[k].occupied;
    double occupied, open, waiting;
    acute_beds(w, &occupied, &open, &waiting);
    w->acute_days += occupied;
    if (open > 0 && occupied / open > w->n->care->occupancy_watch) w->sum.days_above++;
}

void measures_scalars(struct world *w)
{
    struct walk walk = {.n = w->n, .w = w, .scalar = w->out->scalar};
    scalars(&walk);
}

/* Readmissions of people discharged in the period are known when they have been followed up. */
void measures_followed(struct world *w)
{
    struct walk walk = {.n = w->n, .w = w, .scalar = w->out->scalar, .late = true};
    scalars(&walk);
}
