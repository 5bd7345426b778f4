/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>
#include <string.h>

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
    if (observed && stay)
        bf_compile_fault(
            c, BF_WARNING, BF_E_KEY, path,
            "does nothing beside `stay`, which is used, nor does any change of it: write "
            "your stay here, with delay_share = 0 if no delay is in it; or take this "
            "out, observed_stay = \"remove\", and let changes name \"services.%s.stay\"",
            name);
    bf_format(path, sizeof path, "services.%s.%s", name, stay ? "stay" : "observed_stay");
    if ((stay || observed) && s->kind == BF_KIND_HOME)
        bf_compile_fault(c, BF_WARNING, BF_E_KEY, path, "home has no stay: it is not used");
}

/* The default is home, where nobody is delayed, admitted or readmitted. */
static void check_setting(struct bf_compile *c, const struct bf_service *s, const char *name)
{
    enum { LOOKED_FOR = 200 }; /* services: each is a search through all that is given */
    char path[BF_PATH_CAP];
    if (s->kind != BF_KIND_BEDS || s->setting != BF_SETTING_HOME) return;
    if (c->network->service_count > LOOKED_FOR) return;
    bf_format(path, sizeof path, "services.%s.setting", name);
    const struct bf_given *given = bf_bound_find(c->network->bound, path);
    if (given && given->where.file) return;
    bf_compile_fault(c, BF_WARNING, BF_E_KEY, path,
                     "expected the setting of these beds, received none: its people count as at "
                     "home, and none of them is ever a delayed transfer, an admission or "
                     "readmitted; write setting = \"acute\"; (or non-acute, care home, A&E, home)");
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
    bool hours = s->kind == BF_KIND_TEAM || (s->kind == BF_KIND_CASELOAD && !isnan(s->hours));
    if (!isnan(s->workforce.agency_premium) && hours && !bf_compile_by_hour(c->network, premium))
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, premium,
                         "expected a price by time, of an hour of care or of a person on duty, "
                         "such as \"£9 per hour\"");
    else if (!isnan(s->workforce.agency_premium) && !bf_compile_by_time(c->network, premium))
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, premium,
                         "expected a price by time such as \"£9 per hour\" or \"£95 per bed per "
                         "day\"");
}

/* Care hours cost by the hour: a price by the week would be taken for that of an hour. */
static void check_cost(struct bf_compile *c, const struct bf_service *s, const char *name)
{
    char cost[BF_PATH_CAP];
    bf_format(cost, sizeof cost, "services.%s.cost", name);
    if (isnan(s->cost) || s->kind != BF_KIND_CASELOAD || isnan(s->hours)) return;
    if (bf_compile_by_time(c->network, cost) && !bf_compile_by_hour(c->network, cost))
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, cost,
                         "expected the cost of an hour of care, such as \"£25 per hour\", or of a "
                         "start, such as \"£1,722 per person\", since this service has care hours");
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
        bf_compile_ways_by_group(c, ways, path, class_, c->ways_of);
    else if (ways->count)
        all = bf_compile_ways(c, ways, path);
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
        uint16_t there = bf_compile_destination(c, some[i].to, path, true);
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
        uint32_t k = bf_compile_name(c, c->classes, s->by_class.name[i], path, "a class");
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
    uint16_t of = bf_compile_destination(c, s->outliers_from, path, false);
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
    bf_compile_hours(c, index, info->always);
    info->rounds_always = info->always[BF_WINDOW_ROUNDS] && s->review.count == 0;
    info->process = bf_dist_given(&s->process);
    info->same_day = bf_dist_given(&s->same_day_stay);
    info->plain_in = s->kind != BF_KIND_MARKET;
    info->plain_out = !info->process && info->always[BF_WINDOW_DISCHARGES] && info->rounds_always;
    info->after = s->after_discharge.readmission.days.count || s->after_discharge.death.days.count;
    info->averts = s->averted_returns.days.count > 0;
    info->on_duty = s->on_duty.item;
    info->on_duty_count = s->kind == BF_KIND_TEAM ? s->on_duty.count : 0;
    bf_format(path, sizeof path, "services.%s.gives_up_to", info->name);
    info->gives_up_to = bf_compile_destination(c, s->gives_up_to, path, true);
    bf_format(path, sizeof path, "services.%s.turned_away_to", info->name);
    info->turned_away_to = bf_compile_destination(c, s->turned_away_to, path, true);
    info->some_give_up =
        compile_some(c, &s->some_give_up_to, info->gives_up_to, info->name, "some_give_up_to");
    info->some_turned_away = compile_some(c, &s->some_turned_away_to, info->turned_away_to,
                                          info->name, "some_turned_away_to");
    info->returns_to = (uint16_t)index;
    compile_outliers(c, s, index);
    if (s->after_discharge.returns_to) {
        bf_format(path, sizeof path, "services.%s.after_discharge.returns_to", info->name);
        info->returns_to = bf_compile_destination(c, s->after_discharge.returns_to, path, false);
    }
    check_stays(c, s, info->name);
    check_setting(c, s, info->name);
    check_capacity(c, s, info->name);
    check_rota(c, s, info->name);
    check_workforce(c, s, info->name);
    check_cost(c, s, info->name);
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

void bf_compile_services(struct bf_compile *c)
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

void bf_compile_tasks(struct bf_compile *c)
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
            info->team = bf_compile_destination(c, t->team, path, false);
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
