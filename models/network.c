/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/models/network.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/base/units.h"
#include "bedflow/models/daily.h"
#include "bedflow/models/snapshot.h"
#include "compile.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

uint64_t bf_name_key(const char *name)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (const char *c = name; *c; c++)
        hash = (hash ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    return hash;
}

/* ---- faults by path -------------------------------------------------------------------- */

void bf_compile_fault(struct bf_compile *c, enum bf_severity severity, enum bf_errcode code,
                      const char *path, const char *fmt, ...)
{
    if (c->quiet) return;
    struct bf_where where = {.line = 0};
    bf_format(where.path, sizeof where.path, "%s", path);
    char what[BF_WHAT_CAP];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    bf_faults_add(c->faults, severity, code, &where, "%s", what);
}

/* ---- names to indices ------------------------------------------------------------------ */

/* Names of a map, sorted, so that ten thousand of them are found without a search through all. */
struct bf_compile_names {
    const char *const *name;
    uint32_t *order;
    uint32_t count;
};

static void sift(struct bf_compile_names *names, uint32_t i, uint32_t count)
{
    uint32_t *o = names->order;
    for (;;) {
        uint32_t child = 2 * i + 1;
        if (child >= count) return;
        if (child + 1 < count && strcmp(names->name[o[child]], names->name[o[child + 1]]) < 0)
            child++;
        if (strcmp(names->name[o[i]], names->name[o[child]]) >= 0) return;
        uint32_t swap = o[i];
        o[i] = o[child];
        o[child] = swap;
        i = child;
    }
}

static struct bf_compile_names *names_sort(struct bf_compile *c, const struct bf_items *items)
{
    struct bf_arena *arena = &c->network->arena;
    struct bf_compile_names *names = bf_arena_take(arena, 1, sizeof *names);
    names->count = items->count;
    names->name = items->name;
    names->order = bf_arena_take(arena, items->count, sizeof(uint32_t));
    for (uint32_t i = 0; i < items->count; i++)
        names->order[i] = i;
    for (uint32_t i = items->count / 2; i-- > 0;)
        sift(names, i, items->count);
    for (uint32_t end = items->count; end-- > 1;) {
        uint32_t swap = names->order[0];
        names->order[0] = names->order[end];
        names->order[end] = swap;
        sift(names, 0, end);
    }
    return names;
}

static uint32_t names_find(const struct bf_compile_names *names, const char *name)
{
    uint32_t low = 0, high = names->count;
    while (low < high) {
        uint32_t mid = low + (high - low) / 2;
        int order = strcmp(names->name[names->order[mid]], name);
        if (order == 0) return names->order[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return UINT32_MAX;
}

static uint32_t find_or_fault(struct bf_compile *c, const struct bf_compile_names *names,
                              const char *name, const char *path, const char *what)
{
    if (!name) return UINT32_MAX; /* its absence is a fault of the reader's */
    uint32_t i = names_find(names, name);
    if (i != UINT32_MAX) return i;
    const char *near = bf_text_nearest(name, names->name, names->count);
    bf_compile_fault(c, BF_ERROR, BF_E_KEY, path, "expected the name of %s, received \"%s\"%s%s%s",
                     what, name, near ? "; did you mean \"" : "", near ? near : "",
                     near ? "\"?" : "");
    return UINT32_MAX;
}

static uint16_t find_destination(struct bf_compile *c, const char *name, const char *path,
                                 bool may_end)
{
    if (!name) return BF_TO_LEFT;
    if (may_end && strcmp(name, "home") == 0) {
        /* a service of kind home may carry the same name, and then gives home its factors */
        return BF_TO_HOME;
    }
    if (may_end && strcmp(name, "died") == 0) return BF_TO_DIED;
    if (may_end && strcmp(name, "left") == 0) return BF_TO_LEFT;
    uint32_t i = find_or_fault(c, c->services, name, path,
                               may_end ? "a service, \"home\", \"died\" or \"left\"" : "a service");
    return i == UINT32_MAX ? BF_TO_LEFT : (uint16_t)i;
}

uint32_t bf_compile_service(struct bf_compile *c, const char *name, const char *path)
{
    return find_or_fault(c, c->services, name, path, "a service");
}

#define ALTERNATIVES_MAX 100 /* of one way: an index and a mark in a byte */

/* ---- ways ------------------------------------------------------------------------------ */

static void compile_needs(struct bf_compile *c, const struct bf_way *way, struct bf_choice *choice,
                          const char *path)
{
    struct bf_network *n = c->network;
    for (uint32_t i = 0; i < way->needs.count; i++) {
        char at[BF_PATH_CAP];
        bf_format(at, sizeof at, "%s.needs.%s", path, way->needs.name[i]);
        uint32_t task = find_or_fault(c, c->tasks, way->needs.name[i], at, "a task");
        n->numbers.need[n->need_count++].task = (uint16_t)(task == UINT32_MAX ? 0 : task);
        const struct bf_task *t = n->care->tasks.item;
        if (task != UINT32_MAX && t[task].team) choice->team_needs = true;
    }
}

#define EVERYBODY UINT32_MAX /* in place of a group */

static bool is_open(const struct bf_compile *c, const struct bf_only *only, uint32_t group)
{
    return group == EVERYBODY || bf_compile_open_to(c->network, only, group);
}

static void compile_alternatives(struct bf_compile *c, const struct bf_way *way,
                                 struct bf_choice *choice, const char *path, uint32_t group)
{
    struct bf_network *n = c->network;
    const struct bf_way_or * or = way->or_else.item;
    choice->alt = n->alt_count;
    choice->alt_count = 0;
    if (way->or_else.count > ALTERNATIVES_MAX)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected at most %d further preferences, received %u", ALTERNATIVES_MAX,
                         (unsigned)way->or_else.count);
    for (uint32_t i = 0; i < way->or_else.count; i++) {
        char at[BF_PATH_CAP];
        if (!is_open(c, & or [i].only, group)) continue;
        bf_format(at, sizeof at, "%s.or[%u].to", path, (unsigned)i);
        struct bf_alt *alt = &n->numbers.alt[n->alt_count];
        n->alt_or[n->alt_count++] = (uint16_t)i;
        if (i < ALTERNATIVES_MAX) choice->alt_count++;
        alt->to = find_destination(c, or [i].to, at, true);
        alt->keeps_claim = or [i].keeps_claim;
        if (!bf_is_service(choice->to))
            bf_compile_fault(c, BF_ERROR, BF_E_RANGE, at,
                             "expected no alternative to \"%s\", which is always open", way->to);
        if (alt->keeps_claim && !bf_is_service(alt->to))
            bf_compile_fault(c, BF_ERROR, BF_E_RANGE, at,
                             "expected a service, since keeps_claim is set, received \"%s\"",
                             or [i].to);
    }
}

static void compile_way(struct bf_compile *c, const struct bf_way *way, const char *path,
                        uint32_t group)
{
    struct bf_network *n = c->network;
    char to[BF_PATH_CAP];
    bf_format(to, sizeof to, "%s.to", path);
    struct bf_choice *choice = &n->numbers.choice[n->choice_count++];
    *choice = (struct bf_choice){.to = find_destination(c, way->to, to, true)};
    choice->need = n->need_count;
    choice->need_count = (uint16_t)way->needs.count;
    compile_alternatives(c, way, choice, path, group);
    compile_needs(c, way, choice, path);
    bf_compile_companions(c, way, n->choice_count - 1, path);
    if (way->needs.count > BF_NEEDS_MAX)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path, "expected at most %d tasks, received %u",
                         BF_NEEDS_MAX, (unsigned)way->needs.count);
}

/* The ways that are open to a group, and the sum of their shares. */
static struct bf_ways compile_open(struct bf_compile *c, const struct bf_items *ways,
                                   const char *path, uint32_t group, double *sum)
{
    struct bf_network *n = c->network;
    const struct bf_way *way = ways->item;
    uint32_t first = n->choice_count;
    *sum = 0;
    for (uint32_t i = 0; i < ways->count; i++) {
        char at[BF_PATH_CAP];
        if (!is_open(c, &way[i].only, group)) continue;
        bf_format(at, sizeof at, "%s[%u]", path, (unsigned)i);
        n->choice_way[n->choice_count] = (uint16_t)i;
        compile_way(c, &way[i], at, group);
        *sum += way[i].share;
    }
    return (struct bf_ways){first, (uint16_t)(n->choice_count - first)};
}

static void fault_sum(struct bf_compile *c, const char *path, double sum, uint32_t count,
                      uint32_t group, const struct bf_only *used)
{
    const struct bf_network *n = c->network;
    char people[BF_WHAT_CAP] = "";
    uint32_t stream = 0, locality = 0;
    if (group != EVERYBODY) {
        bf_compile_group_people(n, group, &stream, &locality);
        bf_format(people, sizeof people, " for every person; of those%s%s%s%s%s%s",
                  used->streams.count ? " who came by " : "",
                  used->streams.count ? n->care->demand.name[stream] : "",
                  used->localities.count ? " from " : "",
                  used->localities.count ? n->locality_name[locality] : "",
                  used->classes.count ? " of class " : "",
                  used->classes.count ? n->class_[group % n->class_count].name : "");
    }
    bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                     "expected shares that add to 1%s, received %.6g (%u %s%s); change one by "
                     "%+.6g",
                     people, sum, (unsigned)count, count == 1 ? "way" : "ways",
                     group == EVERYBODY ? ""
                     : count == 1       ? " is open"
                                        : " are open",
                     1 - sum);
}

/* Compile a list of ways that is the same for all. */
static struct bf_ways compile_ways(struct bf_compile *c, const struct bf_items *ways,
                                   const char *path)
{
    double sum;
    struct bf_ways done = compile_open(c, ways, path, EVERYBODY, &sum);
    if (fabs(sum - 1) > 1e-6) fault_sum(c, path, sum, done.count, EVERYBODY, NULL);
    return done;
}

/* By what the filters of a list tell people apart: which lists of names are used (counts only). */
static struct bf_only filters_used(const struct bf_items *ways)
{
    struct bf_only used = {.streams = {.count = 0}};
    const struct bf_way *way = ways->item;
    for (uint32_t i = 0; i < ways->count; i++) {
        used.streams.count += way[i].only.streams.count;
        used.localities.count += way[i].only.localities.count;
        used.classes.count += way[i].only.classes.count;
    }
    return used;
}

/* Compile a list of ways for the groups of one class (UINT32_MAX: of every class) into
 * out[group * stride]: a copy each, of the ways that are open. Faults are told once. */
static void compile_by_group(struct bf_compile *c, const struct bf_items *ways, const char *path,
                             uint32_t class_, struct bf_ways out[])
{
    struct bf_network *n = c->network;
    double sum;
    uint32_t choices = n->choice_count, alts = n->alt_count, needs = n->need_count;
    uint32_t companions = n->companion_count;
    compile_open(c, ways, path, EVERYBODY, &sum);
    n->choice_count = choices;
    n->alt_count = alts;
    n->need_count = needs;
    n->companion_count = companions;
    struct bf_only used = filters_used(ways);
    bool told = false;
    for (uint32_t g = 0; g < n->group_count; g++) {
        if (class_ != UINT32_MAX && g % n->class_count != class_) continue;
        c->quiet = true;
        out[g] = compile_open(c, ways, path, g, &sum);
        c->quiet = false;
        if (fabs(sum - 1) > 1e-6 && !told) fault_sum(c, path, sum, out[g].count, g, &used);
        told = told || fabs(sum - 1) > 1e-6;
    }
}

/* ---- services -------------------------------------------------------------------------- */

/* A shape that the reader refused has been told already. */
static bool fits(const struct bf_dist_spec *spec, char why[], size_t size)
{
    struct bf_dist dist;
    return spec->shape < 0 || bf_dist_fit(spec, &dist, why, size);
}

static void need_dist(struct bf_compile *c, const struct bf_dist_spec *spec, const char *service,
                      const char *field, bool required)
{
    char path[BF_PATH_CAP], why[256];
    bf_format(path, sizeof path, "services.%s.%s", service, field);
    if (!bf_dist_given(spec)) {
        if (required)
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected a distribution such as { shape = \"lognormal\"; mean = \"5 "
                             "days\"; median = \"4 days\"; }, received nothing");
        return;
    }
    if (!fits(spec, why, sizeof why)) bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path, "%s", why);
}

static bool settings_delay(int32_t setting)
{
    return setting == BF_SETTING_ACUTE || setting == BF_SETTING_NON_ACUTE ||
           setting == BF_SETTING_CARE_HOME;
}

static void check_stays(struct bf_compile *c, const struct bf_service *s, const char *name)
{
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "services.%s.observed_stay", name);
    bool stay = bf_dist_given(&s->stay), observed = bf_dist_given(&s->observed_stay);
    bool needed = s->kind == BF_KIND_BEDS || s->kind == BF_KIND_CASELOAD || s->kind == BF_KIND_TEAM;
    const struct bf_service *all = c->network->care->services.item;
    needed = needed && !c->network->service[s - all].companion;
    need_dist(c, &s->stay, name, "stay", needed && !observed);
    need_dist(c, &s->observed_stay, name, "observed_stay", false);
    need_dist(c, &s->process, name, "process", false);
    need_dist(c, &s->same_day_stay, name, "same_day_stay", s->same_day > 0);
    need_dist(c, &s->lead_time, name, "lead_time", s->kind == BF_KIND_MARKET);
    if (observed && !stay && isnan(s->delay_share))
        bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                         "a published total stay is used as the time to ready: delays would be "
                         "counted twice; give delay_share, the part of it that is process and "
                         "delay");
    if (stay && s->kind == BF_KIND_HOME)
        bf_compile_fault(c, BF_WARNING, BF_E_KEY, path, "home has no stay: it is not used");
}

static void check_capacity(struct bf_compile *c, const struct bf_service *s, const char *name)
{
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "services.%s", name);
    if (s->kind == BF_KIND_BEDS && isnan(s->beds) && !s->unlimited)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected `beds = 30;` or `unlimited = true;`, received neither");
    if (s->kind == BF_KIND_BEDS && !isnan(s->beds) && s->unlimited)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected `beds` or `unlimited`, received both");
    if (s->kind == BF_KIND_CASELOAD && isnan(s->hours) && isnan(s->places))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected `hours = \"2400 hours per week\";` or `places = 150;`, received "
                         "neither");
    if (s->kind == BF_KIND_CASELOAD && !isnan(s->hours) && !(s->first_visits + s->last_visits > 0))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected first_visits and last_visits, the hours that one person needs, "
                         "since the service offers hours");
    if (s->review.count != 0 && s->review.count != 8)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected review to have 8 shares, Monday to Sunday and bank holiday, "
                         "received %u",
                         (unsigned)s->review.count);
}

static void check_workforce(struct bf_compile *c, const struct bf_service *s, const char *name)
{
    char path[BF_PATH_CAP], premium[BF_PATH_CAP];
    bf_format(path, sizeof path, "services.%s.workforce", name);
    bf_format(premium, sizeof premium, "%s.agency_premium", path);
    bool short_ = s->workforce.turnover > 0 || s->workforce.sickness > 0;
    bool some = s->kind == BF_KIND_CASELOAD || s->kind == BF_KIND_TEAM ||
                (s->kind == BF_KIND_BEDS && !s->unlimited);
    if (short_ && !some)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected a service with beds, care hours, places or staff that could be "
                         "missing, received %s; take the workforce out",
                         s->unlimited ? "one that is never full" : bf_kind_names[s->kind]);
    if (!isnan(s->workforce.agency_premium) && !bf_compile_by_time(c->network, premium))
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, premium,
                         "expected a price by time such as \"£9 per hour\" or \"£95 per bed per "
                         "day\"");
}

/* A list of ways at a service, of one class or (UINT32_MAX) of all. */
static void compile_sites(struct bf_compile *c, const struct bf_items *ways, const char *path,
                          uint32_t index, uint32_t class_)
{
    struct bf_network *n = c->network;
    struct bf_site *site = &n->numbers.site[(size_t)index * n->group_count];
    struct bf_ways all = {n->choice_count, 0};
    bool by_group = bf_compile_by_group(ways);
    if (by_group)
        compile_by_group(c, ways, path, class_, c->ways_of);
    else if (ways->count)
        all = compile_ways(c, ways, path);
    for (uint32_t g = 0; g < n->group_count; g++) {
        if (class_ != UINT32_MAX && g % n->class_count != class_) continue;
        struct bf_ways of = by_group ? c->ways_of[g] : all;
        site[g].choice = of.first;
        site[g].choice_count = of.count;
    }
    if (class_ != UINT32_MAX) return;
    n->service[index].choice = all.first;
    n->service[index].choice_count = all.count;
}

/* Where each group goes that is not left to the rule for all. */
static const uint16_t *compile_some(struct bf_compile *c, const struct bf_items *items,
                                    uint16_t otherwise, const char *service, const char *field)
{
    struct bf_network *n = c->network;
    const struct bf_some *some = items->item;
    if (items->count == 0) return NULL;
    uint16_t *to = bf_arena_take(&n->arena, n->group_count, sizeof *to);
    for (uint32_t g = 0; g < n->group_count; g++)
        to[g] = otherwise;
    for (uint32_t i = items->count; i-- > 0;) {
        char path[BF_PATH_CAP];
        bf_format(path, sizeof path, "services.%s.%s[%u].to", service, field, (unsigned)i);
        uint16_t there = find_destination(c, some[i].to, path, true);
        for (uint32_t g = 0; g < n->group_count; g++)
            if (bf_compile_open_to(n, &some[i].only, g)) to[g] = there;
    }
    return to;
}

static void compile_by_class(struct bf_compile *c, const struct bf_service *s, uint32_t index)
{
    struct bf_network *n = c->network;
    const struct bf_service_class *by = s->by_class.item;
    for (uint32_t i = 0; i < s->by_class.count; i++) {
        char path[BF_PATH_CAP], then[BF_PATH_CAP], why[256];
        bf_format(path, sizeof path, "services.%s.by_class.%s", n->service[index].name,
                  s->by_class.name[i]);
        bf_format(then, sizeof then, "%s.then", path);
        uint32_t k = find_or_fault(c, c->classes, s->by_class.name[i], path, "a class");
        if (k == UINT32_MAX) continue;
        if (bf_dist_given(&by[i].stay) && !fits(&by[i].stay, why, sizeof why)) {
            bf_format(then, sizeof then, "%s.stay", path);
            bf_compile_fault(c, BF_ERROR, BF_E_RANGE, then, "%s", why);
        }
        if (by[i].then.count) compile_sites(c, &by[i].then, then, index, k);
    }
}

static void compile_outliers(struct bf_compile *c, const struct bf_service *s, uint32_t index)
{
    const struct bf_service *all = c->network->care->services.item;
    struct bf_service_info *info = &c->network->service[index];
    char path[BF_PATH_CAP];
    info->outliers_from = (uint16_t)index;
    if (!s->outliers_from) return;
    bf_format(path, sizeof path, "services.%s.outliers_from", info->name);
    uint16_t of = find_destination(c, s->outliers_from, path, false);
    if (!bf_is_service(of)) return;
    if (of == index || s->kind != BF_KIND_BEDS || all[of].kind != BF_KIND_BEDS ||
        all[of].setting != s->setting || all[of].outliers_from)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected other beds of the same setting, which have no outliers_from "
                         "themselves, received \"%s\"",
                         s->outliers_from);
    else
        info->outliers_from = of;
}

static void check_rota(struct bf_compile *c, const struct bf_service *s, const char *name)
{
    const struct bf_on_duty *line = s->on_duty.item;
    for (uint32_t i = 0; i < s->on_duty.count; i++) {
        char path[BF_PATH_CAP];
        if (line[i].to == BF_DAY_NONE || line[i].from <= line[i].to) continue;
        bf_format(path, sizeof path, "services.%s.on_duty[%u]", name, (unsigned)i);
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected `to` on or after `from`, received an earlier day: the dates are "
                         "reversed");
    }
}

static void compile_service(struct bf_compile *c, uint32_t index)
{
    struct bf_network *n = c->network;
    const struct bf_service *s = (const struct bf_service *)n->care->services.item + index;
    struct bf_service_info *info = &n->service[index];
    char path[BF_PATH_CAP];
    info->kind = (uint8_t)s->kind;
    info->setting = (uint8_t)s->setting;
    info->reason = (uint8_t)s->waiting_counts_as.reason;
    info->body = (uint8_t)s->waiting_counts_as.body;
    info->unlimited = s->unlimited || s->kind == BF_KIND_HOME || s->kind == BF_KIND_MARKET ||
                      (s->kind == BF_KIND_CASELOAD && isnan(s->places));
    info->has_hours = s->kind == BF_KIND_CASELOAD && !isnan(s->hours);
    info->strict = s->fit == 0;
    info->whole_stay = s->booking == 0;
    info->counts_delay = s->kind != BF_KIND_TEAM && settings_delay(s->setting);
    bf_compile_areas(c, index);
    bool always[BF_WINDOW_COUNT];
    bf_compile_hours(c, index, always);
    info->admits_always = always[BF_WINDOW_ADMITS];
    info->discharges_always = always[BF_WINDOW_DISCHARGES];
    info->rounds_always = always[BF_WINDOW_ROUNDS] && s->review.count == 0;
    info->process = bf_dist_given(&s->process);
    info->same_day = bf_dist_given(&s->same_day_stay);
    info->plain_in = !info->has_hours && s->kind != BF_KIND_MARKET && info->admits_always;
    info->plain_out =
        !info->has_hours && !info->process && info->discharges_always && info->rounds_always;
    info->after = s->after_discharge.readmission.days.count || s->after_discharge.death.days.count;
    info->averts = s->averted_returns.days.count > 0;
    info->on_duty = s->on_duty.item;
    info->on_duty_count = s->on_duty.count;
    bf_format(path, sizeof path, "services.%s.gives_up_to", info->name);
    info->gives_up_to = find_destination(c, s->gives_up_to, path, true);
    bf_format(path, sizeof path, "services.%s.turned_away_to", info->name);
    info->turned_away_to = find_destination(c, s->turned_away_to, path, true);
    info->some_give_up =
        compile_some(c, &s->some_give_up_to, info->gives_up_to, info->name, "some_give_up_to");
    info->some_turned_away = compile_some(c, &s->some_turned_away_to, info->turned_away_to,
                                          info->name, "some_turned_away_to");
    info->returns_to = (uint16_t)index;
    compile_outliers(c, s, index);
    if (s->after_discharge.returns_to) {
        bf_format(path, sizeof path, "services.%s.after_discharge.returns_to", info->name);
        info->returns_to = find_destination(c, s->after_discharge.returns_to, path, false);
    }
    check_stays(c, s, info->name);
    check_capacity(c, s, info->name);
    check_rota(c, s, info->name);
    check_workforce(c, s, info->name);
    bf_format(path, sizeof path, "services.%s.then", info->name);
    bool permanent =
        s->kind == BF_KIND_HOME || (s->kind == BF_KIND_MARKET && !bf_dist_given(&s->stay));
    compile_sites(c, &s->then, path, index, UINT32_MAX);
    if (s->then.count == 0 && !permanent && !info->companion)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected where people go next, then = ( { to = \"home\"; } );");
    compile_by_class(c, s, index);
    for (uint32_t g = 0; g < n->group_count; g++)
        n->numbers.site[(size_t)index * n->group_count + g].permanent = permanent;
}

static void compile_services(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    const struct bf_items *services = &n->care->services;
    for (uint32_t i = 0; i < services->count; i++) {
        const struct bf_service *s = (const struct bf_service *)services->item + i;
        struct bf_service_info *info = &n->service[i];
        info->name = services->name[i];
        info->label = s->label ? s->label : info->name;
        info->key = bf_name_key(info->name);
        info->spot = UINT16_MAX;
        info->payer = bf_compile_payer(n, s->payer);
        char cost[BF_PATH_CAP];
        bf_format(cost, sizeof cost, "services.%s.cost", info->name);
        info->cost_by_time = !isnan(s->cost) && bf_compile_by_time(n, cost);
        if (strcmp(info->name, "died") == 0 || strcmp(info->name, "left") == 0 ||
            strcmp(info->name, "system") == 0 ||
            (strcmp(info->name, "home") == 0 && s->kind != BF_KIND_HOME)) {
            char path[BF_PATH_CAP];
            bf_format(path, sizeof path, "services.%s", info->name);
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected another name: \"%s\" is the system's own word", info->name);
        }
        if (s->kind == BF_KIND_HOME) n->home = (uint16_t)i;
    }
    bf_compile_mark_companions(n);
    for (uint32_t i = 0; i < services->count; i++)
        compile_service(c, i);
}

/* ---- tasks ----------------------------------------------------------------------------- */

static void compile_tasks(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    const struct bf_items *tasks = &n->care->tasks;
    for (uint32_t i = 0; i < tasks->count; i++) {
        const struct bf_task *t = (const struct bf_task *)tasks->item + i;
        struct bf_task_info *info = &n->task[i];
        char path[BF_PATH_CAP], why[256];
        info->name = tasks->name[i];
        info->label = t->label ? t->label : info->name;
        info->key = bf_name_key(info->name) ^ UINT64_C(0x7461736b);
        info->reason = (uint8_t)t->reason;
        info->body = (uint8_t)t->body;
        info->team = BF_TO_LEFT;
        bf_format(path, sizeof path, "tasks.%s", info->name);
        if (t->team) {
            bf_format(path, sizeof path, "tasks.%s.team", info->name);
            info->team = find_destination(c, t->team, path, false);
            if (bf_is_service(info->team) && n->service[info->team].kind != BF_KIND_TEAM)
                bf_compile_fault(c, BF_ERROR, BF_E_TYPE, path,
                                 "expected a service of kind team, received another kind");
            info->then_elapses = bf_dist_given(&t->duration);
        }
        if (!t->team && !bf_dist_given(&t->duration)) {
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected `duration` or `team`, received neither");
        } else if (bf_dist_given(&t->duration) && !fits(&t->duration, why, sizeof why)) {
            bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path, "duration: %s", why);
        }
    }
}

/* ---- demand ---------------------------------------------------------------------------- */

static void check_shares(struct bf_compile *c, const struct bf_shares *shares,
                         const struct bf_compile_names *names, const char *stream,
                         const char *field, const char *what)
{
    char path[BF_PATH_CAP];
    double sum = 0;
    for (uint32_t i = 0; i < shares->count; i++) {
        bf_format(path, sizeof path, "demand.%s.%s.%s", stream, field, shares->name[i]);
        find_or_fault(c, names, shares->name[i], path, what);
        sum += shares->value[i];
    }
    bf_format(path, sizeof path, "demand.%s.%s", stream, field);
    if (shares->count && fabs(sum - 1) > 1e-6)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected shares that add to 1, received %.6g; change one by %+.6g", sum,
                         1 - sum);
}

static void check_factors(struct bf_compile *c, const struct bf_series *series, uint32_t count,
                          const char *stream, const char *field)
{
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "demand.%s.%s", stream, field);
    double sum = 0;
    for (uint32_t i = 0; i < series->count; i++)
        sum += series->value[i];
    if (series->count && series->count != count)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path, "expected %u numbers, received %u",
                         (unsigned)count, (unsigned)series->count);
    else if (series->count && !(sum > 0))
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path, "expected some number above 0");
}

/* Streams of a scenario keep their people when another stream is added, so the key comes from the
 * name; the few that collide in 15 bits step on to the next free one. */
static uint32_t stream_key(const struct bf_network *n, uint32_t index)
{
    uint32_t key = (uint32_t)(bf_name_key(n->stream[index].name) % 32749) + 1;
    for (bool again = true; again;) {
        again = false;
        for (uint32_t i = 0; i < index; i++)
            if (n->stream[i].key == key) {
                key = key % 32749 + 1;
                again = true;
            }
    }
    return key;
}

/* Asked in order, each once, so that nobody is sent round for ever. */
static void compile_offer_or(struct bf_compile *c, const struct bf_stream *s,
                             struct bf_stream_info *info)
{
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "demand.%s.offer.or", info->name);
    info->offer_or = bf_arena_take(&c->network->arena, s->offer.or_else.count, sizeof(uint16_t));
    if (s->offer.or_else.count && !s->offer.to)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path, "expected `to`, the service asked first");
    for (uint32_t i = 0; i < s->offer.or_else.count; i++) {
        uint16_t to = find_destination(c, s->offer.or_else.name[i], path, false);
        bool again = to == info->offer_to;
        for (uint32_t k = 0; k < info->offer_or_count; k++)
            again = again || info->offer_or[k] == to;
        if (again && bf_is_service(to))
            bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                             "expected each service once, received \"%s\" again",
                             s->offer.or_else.name[i]);
        else if (bf_is_service(to))
            info->offer_or[info->offer_or_count++] = to;
    }
}

static void compile_offer(struct bf_compile *c, const struct bf_stream *s,
                          struct bf_stream_info *info)
{
    char path[BF_PATH_CAP];
    info->offer_to = info->early_to = BF_TO_LEFT;
    info->offers_again = s->offer.readmissions;
    if (s->offer.to) {
        bf_format(path, sizeof path, "demand.%s.offer.to", info->name);
        info->offer_to = find_destination(c, s->offer.to, path, false);
    }
    compile_offer_or(c, s, info);
    if (s->offer.early_to) {
        bf_format(path, sizeof path, "demand.%s.offer.early_to", info->name);
        info->early_to = find_destination(c, s->offer.early_to, path, false);
        if (bf_is_service(info->early_to) &&
            c->network->service[info->early_to].kind == BF_KIND_TEAM)
            bf_compile_fault(c, BF_ERROR, BF_E_TYPE, path,
                             "expected a service where people stay, received a team");
    }
}

/* To whom a stream's offer is made. */
static void compile_offered(struct bf_compile *c, const struct bf_stream *s,
                            struct bf_stream_info *info)
{
    struct bf_network *n = c->network;
    const struct bf_only *only = &s->offer.only;
    if (!only->classes.count && !only->localities.count) return;
    bool *offered = bf_arena_take(&n->arena, n->group_count, sizeof *offered);
    for (uint32_t g = 0; g < n->group_count; g++)
        offered[g] = bf_compile_open_to(n, only, g);
    info->offered = offered;
}

static void compile_enter(struct bf_compile *c, const struct bf_stream *s,
                          struct bf_stream_info *info)
{
    struct bf_network *n = c->network;
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "demand.%s.enter", info->name);
    info->choice = n->choice_count;
    if (bf_compile_by_group(&s->enter)) {
        struct bf_ways *enter = bf_arena_take(&n->arena, n->group_count, sizeof *enter);
        compile_by_group(c, &s->enter, path, UINT32_MAX, enter);
        info->enter = enter;
    } else {
        struct bf_ways all = compile_ways(c, &s->enter, path);
        info->choice_count = all.count;
    }
    for (uint32_t k = info->choice; k < n->choice_count; k++)
        if (n->numbers.choice[k].need_count) {
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected no needs on a way into the system: tasks come between a "
                             "service and the next");
            break;
        }
    for (uint32_t k = info->choice; k < n->choice_count; k++)
        if (n->numbers.choice[k].company) {
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected no `with` on a way into the system: it is for those who go "
                             "on from a service");
            break;
        }
}

static void compile_streams(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    const struct bf_items *demand = &n->care->demand;
    if (demand->count == 0)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, "demand", "expected at least one stream of demand");
    for (uint32_t i = 0; i < demand->count; i++) {
        const struct bf_stream *s = (const struct bf_stream *)demand->item + i;
        struct bf_stream_info *info = &n->stream[i];
        char path[BF_PATH_CAP];
        info->name = demand->name[i];
        info->label = s->label ? s->label : info->name;
        info->planned = s->kind == 1;
        info->season_correlation = s->season_correlation;
        info->key = stream_key(n, i);
        compile_enter(c, s, info);
        bf_format(path, sizeof path, "demand.%s.rate", info->name);
        if (!(s->rate > 0))
            bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                             "nobody ever presents here: the rate is 0");
        bf_format(path, sizeof path, "demand.%s.cancelled", info->name);
        if (s->cancelled > 0 && !info->planned)
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected `kind = \"planned\"`: only planned people can be cancelled");
        if (s->contains_readmissions && s->first_presentations > 0)
            n->stream_scale[i] = s->first_presentations;
        compile_offer(c, s, info);
        compile_offered(c, s, info);
        check_shares(c, &s->classes, c->classes, info->name, "classes", "a class");
        check_shares(c, &s->localities, c->localities, info->name, "localities", "a locality");
        check_factors(c, &s->by_month, 12, info->name, "by_month");
        check_factors(c, &s->by_weekday, 7, info->name, "by_weekday");
        check_factors(c, &s->by_hour, 24, info->name, "by_hour");
        bf_format(path, sizeof path, "demand.%s.classes", info->name);
        if (s->classes.count == 0 && n->care->classes.count > 1)
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected the share of each class, since there are %u classes",
                             (unsigned)n->care->classes.count);
    }
}

/* ---- time ------------------------------------------------------------------------------ */

static void compile_period(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    const struct bf_care *care = n->care;
    n->from = care->period.from;
    n->to = care->period.to;
    if (!(care->period.follow_up_h >= 0) || n->from == BF_DAY_NONE || n->to == BF_DAY_NONE) {
        n->from = n->to = 0; /* absent: a fault of the reader's, and nothing will run */
        return;
    }
    n->follow_up_days = (uint32_t)ceil(care->period.follow_up_h / 24 - 1e-9);
    if (n->to < n->from)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "period.to",
                         "expected a day on or after period.from, received an earlier one: the "
                         "dates are reversed");
    else if (n->to - n->from >= 36525)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "period.to",
                         "expected a period of at most a century, received %d days",
                         (int)(n->to - n->from + 1));
}

/* Kinds of day from the earliest start to well past the end, so that looking ahead for opening
 * hours never meets the edge. */
static void compile_days(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    for (uint32_t i = 0; i < n->day_kind_count; i++)
        n->day_kind[i] = (uint8_t)bf_day_weekday(n->kinds_from + (bf_day)i);
    const struct bf_days *holidays = &n->care->bank_holidays;
    for (uint32_t i = 0; i < holidays->count; i++) {
        int64_t at = (int64_t)holidays->day[i] - n->kinds_from;
        if (at >= 0 && at < n->day_kind_count) n->day_kind[at] = BF_WEEK_HOLIDAY;
    }
}

/* ---- classes, localities, censuses ----------------------------------------------------- */

static void compile_people(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    const struct bf_care *care = n->care;
    n->class_[0] = (struct bf_class_info){"all", "all", true};
    for (uint32_t i = 0; i < care->classes.count; i++) {
        const struct bf_class *k = (const struct bf_class *)care->classes.item + i;
        const char *name = care->classes.name[i];
        n->class_[i] = (struct bf_class_info){name, k->label ? k->label : name, k->adult};
    }
    n->locality_name[0] = n->locality_label[0] = "all";
    for (uint32_t i = 0; i < care->localities.count; i++) {
        const struct bf_locality *l = (const struct bf_locality *)care->localities.item + i;
        n->locality_name[i] = care->localities.name[i];
        n->locality_label[i] = l->label ? l->label : care->localities.name[i];
    }
}

static void compile_census(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    const struct bf_items *items = &n->care->census;
    n->census[0] = (struct bf_census_info){.name = "dtoc",
                                           .label = "Delayed transfers of care",
                                           .target = (double)NAN,
                                           .adults_only = true};
    n->census[0].setting[BF_SETTING_ACUTE] = n->census[0].setting[BF_SETTING_NON_ACUTE] = true;
    for (uint32_t i = 0; i < items->count; i++) {
        const struct bf_census *s = (const struct bf_census *)items->item + i;
        n->census[i] = (struct bf_census_info){.name = items->name[i],
                                               .label = s->label ? s->label : items->name[i],
                                               .hour = s->hour,
                                               .target = s->target,
                                               .adults_only = s->adults_only,
                                               .counts_process = s->counts_process};
        for (uint32_t j = 0; j < s->settings.count; j++) {
            uint32_t k = 0;
            if (!s->settings.name[j]) continue;
            while (k < BF_SETTING_COUNT && strcmp(bf_setting_names[k], s->settings.name[j]) != 0)
                k++;
            char path[BF_PATH_CAP];
            bf_format(path, sizeof path, "census.%s.settings", items->name[i]);
            if (k < BF_SETTING_COUNT)
                n->census[i].setting[k] = true;
            else
                bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                                 "expected acute, non-acute, care home, home or A&E, received "
                                 "\"%s\"",
                                 s->settings.name[j]);
        }
    }
}

/* ---- sizes ----------------------------------------------------------------------------- */

/* A list with filters has a copy for each of `groups`; of each copy only what is open is used. */
static void count_ways(const struct bf_items *ways, struct bf_network *n, uint32_t groups)
{
    uint32_t copies = bf_compile_by_group(ways) ? groups : 1;
    n->choice_count += copies * ways->count;
    for (uint32_t i = 0; i < ways->count; i++) {
        const struct bf_way *way = (const struct bf_way *)ways->item + i;
        n->alt_count += copies * way->or_else.count;
        n->need_count += copies * way->needs.count;
        n->companion_count += copies * (way->with.count + way->beside.count);
    }
}

static void count_people(struct bf_network *n)
{
    const struct bf_care *care = n->care;
    n->service_count = care->services.count;
    n->class_count = care->classes.count ? care->classes.count : 1;
    n->locality_count = care->localities.count ? care->localities.count : 1;
    n->stream_count = care->demand.count;
}

static void count_all(struct bf_network *n)
{
    const struct bf_care *care = n->care;
    n->task_count = care->tasks.count;
    n->census_count = care->census.count ? care->census.count : 1;
    for (uint32_t i = 0; i < n->service_count; i++) {
        const struct bf_service *s = (const struct bf_service *)care->services.item + i;
        count_ways(&s->then, n, n->group_count);
        for (uint32_t k = 0; k < s->by_class.count; k++)
            count_ways(&((const struct bf_service_class *)s->by_class.item)[k].then, n,
                       n->group_count / n->class_count);
    }
    for (uint32_t i = 0; i < n->stream_count; i++)
        count_ways(&((const struct bf_stream *)care->demand.item)[i].enter, n, n->group_count);
    n->purchase_count = care->purchases.count;
    n->plan_count = care->plans.count;
    n->policy_count = care->policies.count;
    n->cause_count = care->changes.count + n->purchase_count + n->policy_count;
    n->payer_count = n->service_count + n->purchase_count;
    for (uint32_t i = 0; i < care->changes.count; i++)
        n->shift_count += ((const struct bf_change *)care->changes.item)[i].what.count;
    for (uint32_t i = 0; i < n->policy_count; i++)
        n->shift_count += ((const struct bf_policy *)care->policies.item)[i].what.count;
    n->shift_count += n->purchase_count;
}

static size_t room_offers(const struct bf_network *n)
{
    const struct bf_stream *s = n->care->demand.item;
    size_t room = 0;
    for (uint32_t i = 0; i < n->stream_count; i++) {
        room += bf_arena_room(s[i].offer.or_else.count, sizeof(uint16_t));
        if (s[i].offer.only.classes.count || s[i].offer.only.localities.count)
            room += bf_arena_room(n->group_count, sizeof(bool));
    }
    return room;
}

/* What differs by group of people, or by date. */
static size_t room_groups(const struct bf_network *n)
{
    const struct bf_stream *stream = n->care->demand.item;
    const struct bf_service *s = n->care->services.item;
    size_t ways = bf_arena_room(n->group_count, sizeof(struct bf_ways)), room = ways;
    size_t to = bf_arena_room(n->group_count, sizeof(uint16_t));
    for (uint32_t i = 0; i < n->stream_count; i++)
        if (bf_compile_by_group(&stream[i].enter)) room += ways;
    for (uint32_t i = 0; i < n->service_count; i++)
        room += bf_arena_room(bf_compile_hours_count(n, i), sizeof(struct bf_dated)) +
                (size_t)(s[i].some_give_up_to.count > 0) * to +
                (size_t)(s[i].some_turned_away_to.count > 0) * to;
    return room + bf_arena_room(n->choice_count, sizeof(uint16_t)) +
           bf_arena_room(n->alt_count, sizeof(uint16_t));
}

static size_t room_rules(const struct bf_network *n)
{
    const struct bf_policy *p = n->care->policies.item;
    size_t room = 0;
    for (uint32_t i = 0; i < n->policy_count; i++)
        room += bf_arena_room(p[i].rules.count, sizeof(uint16_t));
    return room;
}

/* Room for one array of each kind in the arena. */
static size_t room_all(const struct bf_network *n, size_t numbers, uint32_t uncertain)
{
    size_t names = (size_t)n->service_count + n->class_count + n->locality_count + n->task_count;
    return bf_arena_room(n->service_count, sizeof *n->service) +
           bf_arena_room(n->stream_count, sizeof *n->stream) +
           bf_arena_room(n->task_count, sizeof *n->task) +
           bf_arena_room(n->class_count, sizeof *n->class_) +
           2 * bf_arena_room(n->locality_count, sizeof(char *)) +
           bf_arena_room(n->census_count, sizeof *n->census) + bf_arena_room(numbers, 1) +
           bf_arena_room(n->stream_count, sizeof(double)) +
           bf_arena_room(n->cause_count, sizeof *n->cause) +
           bf_arena_room(n->purchase_count, sizeof *n->purchase) +
           bf_arena_room(n->plan_count, sizeof *n->plan) +
           bf_arena_room(n->policy_count, sizeof *n->policy) + room_rules(n) +
           bf_arena_room(n->payer_count, sizeof *n->payer) +
           bf_arena_room(n->shift_count, sizeof *n->shift) +
           bf_arena_room(n->shift_count, sizeof *n->target) + room_offers(n) + room_groups(n) +
           bf_arena_room(uncertain, sizeof *n->uncertain) + bf_arena_room(n->day_kind_count, 1) +
           bf_arena_room(names, sizeof(uint32_t)) + 4 * 256 + bf_compile_indicators_room(n) +
           bf_compile_areas_room(n) + bf_compile_graph_room(n->service_count);
}

static void take_all(struct bf_network *n, size_t numbers, uint32_t uncertain)
{
    struct bf_arena *a = &n->arena;
    n->service = bf_arena_take(a, n->service_count, sizeof *n->service);
    n->stream = bf_arena_take(a, n->stream_count, sizeof *n->stream);
    n->task = bf_arena_take(a, n->task_count, sizeof *n->task);
    n->class_ = bf_arena_take(a, n->class_count, sizeof *n->class_);
    n->locality_name = bf_arena_take(a, n->locality_count, sizeof(char *));
    n->locality_label = bf_arena_take(a, n->locality_count, sizeof(char *));
    n->census = bf_arena_take(a, n->census_count, sizeof *n->census);
    n->stream_scale = bf_arena_take(a, n->stream_count, sizeof(double));
    n->cause = bf_arena_take(a, n->cause_count, sizeof *n->cause);
    n->purchase = bf_arena_take(a, n->purchase_count, sizeof *n->purchase);
    n->plan = bf_arena_take(a, n->plan_count, sizeof *n->plan);
    n->policy = bf_arena_take(a, n->policy_count, sizeof *n->policy);
    n->payer = bf_arena_take(a, n->payer_count, sizeof *n->payer);
    n->shift = bf_arena_take(a, n->shift_count, sizeof *n->shift);
    n->target = bf_arena_take(a, n->shift_count, sizeof *n->target);
    n->uncertain = bf_arena_take(a, uncertain, sizeof *n->uncertain);
    n->day_kind = bf_arena_take(a, n->day_kind_count, 1);
    n->choice_way = bf_arena_take(a, n->choice_count, sizeof(uint16_t));
    n->alt_or = bf_arena_take(a, n->alt_count, sizeof(uint16_t));
    bf_numbers_layout(n, &n->numbers, bf_arena_take(a, numbers, 1));
    for (uint32_t i = 0; i < n->stream_count; i++)
        n->stream_scale[i] = 1;
}

static uint32_t count_uncertain(const struct bf_bound *bound)
{
    uint32_t count = 0;
    for (size_t i = 0; i < bound->given_count; i++)
        if (!isnan(bound->given[i].low)) count++;
    return count;
}

static bool reserve(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    count_people(n);
    if (n->class_count <= 255 && n->locality_count <= 255 && n->stream_count <= 30000 &&
        !bf_compile_groups(c))
        return false;
    count_all(n);
    if (n->service_count > BF_SERVICES_MAX || n->class_count > 255 || n->locality_count > 255 ||
        n->task_count > 60000 || n->stream_count > 30000 || n->choice_count > 1000000) {
        bf_compile_fault(c, BF_ERROR, BF_E_LIMIT, "",
                         "expected at most %u services, 255 classes, 255 localities, 30000 streams "
                         "and a million ways",
                         (unsigned)BF_SERVICES_MAX);
        return false;
    }
    if (n->to >= n->from && n->to - n->from < 36525) {
        uint32_t before =
            (uint32_t)ceil(fmax(n->care->start.longest_h,
                                isnan(n->care->start.warm_up_h) ? 0 : n->care->start.warm_up_h) /
                           24) +
            8;
        n->kinds_from = n->from - (bf_day)before;
        n->day_kind_count = before + (uint32_t)(n->to - n->from + 1) + n->follow_up_days + 400;
    }
    struct bf_numbers probe;
    bf_numbers_layout(n, &probe, NULL);
    uint32_t uncertain = count_uncertain(n->bound);
    struct bf_err err;
    if (!bf_arena_init(&n->arena, room_all(n, probe.size, uncertain), &err)) {
        bf_compile_fault(c, BF_ERROR, BF_E_NOMEM, "", "%s", err.what);
        return false;
    }
    take_all(n, probe.size, uncertain);
    return true;
}

/* ---- the whole ------------------------------------------------------------------------- */

static void derive_first(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    char why[256];
    if (!bf_numbers_derive(n, n->care, BF_OBJECT_ALL, &n->numbers, why, sizeof why)) {
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, "", "%s", why);
        return;
    }
    bf_compile_graph(c);
    bf_compile_demand(c);
}

bool bf_network_compile(const struct bf_bound *bound, struct bf_network *network,
                        struct bf_faults *faults)
{
    memset(network, 0, sizeof *network);
    network->bound = bound;
    network->care = (const struct bf_care *)(const void *)bound->region;
    struct bf_compile c = {
        .network = network,
        .faults = faults,
    };
    network->home = BF_TO_LEFT;
    size_t errors = faults->errors;
    compile_period(&c);
    if (!reserve(&c)) return false;
    const uint32_t choices = network->choice_count, alts = network->alt_count,
                   needs = network->need_count, companions = network->companion_count;
    network->choice_count = network->alt_count = network->need_count = 0;
    network->companion_count = 0;
    network->payer_count = 0;
    c.ways_of = bf_arena_take(&network->arena, network->group_count, sizeof *c.ways_of);
    c.services = names_sort(&c, &network->care->services);
    c.classes = names_sort(&c, &network->care->classes);
    c.localities = names_sort(&c, &network->care->localities);
    c.tasks = names_sort(&c, &network->care->tasks);
    compile_people(&c);
    compile_services(&c);
    compile_tasks(&c);
    compile_streams(&c);
    network->choice_count = choices;
    network->alt_count = alts;
    network->need_count = needs;
    network->companion_count = companions;
    compile_census(&c);
    compile_days(&c);
    bf_compile_changes(&c);
    bf_compile_indicators(&c);
    if (errors == 0 && faults->errors == 0) derive_first(&c);
    return faults->errors == 0;
}

void bf_network_free(struct bf_network *network)
{
    bf_snapshot_free(network->snapshot);
    bf_daily_free(network);
    bf_heap_give(network->stream_cell);
    bf_heap_give(network->locality_cell);
    bf_arena_free(&network->arena);
    memset(network, 0, sizeof *network);
}
