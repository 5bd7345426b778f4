/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>
#include <string.h>

#define FACTOR_MOST    10.0 /* more looks like a percentage */
#define WARM_UP_MOSTLY 90.0 /* days, where a run finds it by itself */
#define OCCUPANCY_MOST 2.0  /* the same */
#define DATES_SURE     3.0  /* standard deviations that a date is looked for */

static bool is_number(const struct bf_param *param)
{
    return param->type == BF_PARAM_QUANTITY || param->type == BF_PARAM_SERIES ||
           param->type == BF_PARAM_SHARES;
}

/* The candidates for "did you mean": paths that a change may name. */
static const char *nearest_path(const struct bf_bound *bound, const char *path)
{
    const char *best = NULL;
    enum { AT_ONCE = 64 };
    const char *some[AT_ONCE];
    size_t count = 0;
    for (size_t i = 0; i < bound->given_count; i++) {
        if (is_number(bound->given[i].param)) some[count++] = bound->given[i].path;
        if (count == AT_ONCE || i + 1 == bound->given_count) {
            const char *near = bf_text_nearest(path, some, count);
            if (near) best = near;
            count = 0;
            if (best) some[count++] = best;
        }
    }
    return best;
}

uint32_t bf_compile_find(const struct bf_items *items, const char *path, size_t length)
{
    for (uint32_t i = 0; i < items->count; i++)
        if (strlen(items->name[i]) == length && strncmp(items->name[i], path, length) == 0)
            return i;
    return UINT32_MAX;
}

/* What must be derived again when the number at `path` changes. */
static uint32_t object_of(const struct bf_network *n, const char *path)
{
    const char *dot = strchr(path, '.');
    if (!dot) return BF_OBJECT_ALL;
    const char *name = dot + 1;
    size_t length = strcspn(name, ".[");
    if (strncmp(path, "services.", 9) == 0)
        return bf_compile_find(&n->care->services, name, length);
    if (strncmp(path, "demand.", 7) == 0) {
        uint32_t i = bf_compile_find(&n->care->demand, name, length);
        return i == UINT32_MAX ? BF_OBJECT_ALL : BF_OBJECT_STREAM + i;
    }
    if (strncmp(path, "purchases.", 10) == 0) {
        uint32_t i = bf_compile_find(&n->care->purchases, name, length);
        return i == UINT32_MAX ? BF_OBJECT_ALL : BF_OBJECT_PURCHASE + i;
    }
    return BF_OBJECT_ALL;
}

static bool is_at(const struct bf_network *n, const struct bf_target *target, const double *number)
{
    return n->bound->region + target->offset == (const unsigned char *)number;
}

/* The numbers that change most, and from which little follows. */
static bool is_capacity(const struct bf_network *n, const struct bf_target *target)
{
    if (target->object < BF_OBJECT_STREAM) {
        const struct bf_service *s =
            (const struct bf_service *)n->care->services.item + target->object;
        return is_at(n, target, &s->beds) || is_at(n, target, &s->hours) ||
               is_at(n, target, &s->places) || is_at(n, target, &s->staff) ||
               is_at(n, target, &s->weekly_limit);
    }
    if (target->object >= BF_OBJECT_PURCHASE) return false;
    return is_at(
        n, target,
        &((const struct bf_stream *)n->care->demand.item)[target->object - BF_OBJECT_STREAM].rate);
}

/* What a change or a policy does, as written. */
struct amount {
    const char *set, *add;
    double factor;
};

/* Whether a price is of an hour, of longer times or of a whole thing holds for the run, as written:
 * any other would be taken as pounds of that. */
static bool is_price_alike(struct bf_compile *c, const struct bf_given *given, const char *text,
                           const char *path)
{
    if (given->param->dim != BF_DIM_PRICE || !text || !given->text) return true;
    if (bf_units_price_is_by_time(text) == bf_units_price_is_by_time(given->text) &&
        bf_units_price_is_by_hour(text) == bf_units_price_is_by_hour(given->text))
        return true;
    bf_compile_fault(c, BF_ERROR, BF_E_TYPE, path,
                     "expected a price of the same kind as the one that it changes, \"%s\", "
                     "received \"%s\"",
                     given->text, text);
    return false;
}

static bool parse_amount(struct bf_compile *c, const struct amount *change,
                         const struct bf_given *given, const char *path, struct bf_shift *shift)
{
    char why[256];
    int ways = (change->set != NULL) + (change->add != NULL) + !isnan(change->factor);
    if (ways != 1) {
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected one of set, add, factor and other_hours, received %s",
                         ways ? "several" : "none");
        return false;
    }
    const char *text = change->set ? change->set : change->add;
    shift->op = change->set ? 's' : change->add ? 'a' : 'f';
    shift->value = change->factor;
    /* an added count is an amount of the same kind, and may be negative */
    enum bf_dim dim = given->param->dim;
    if (change->add && dim == BF_DIM_SHARE) dim = BF_DIM_NUMBER;
    if (text && !bf_units_parse(dim, text, &shift->value, why, sizeof why)) {
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, path, "%s: %s", change->set ? "set" : "add", why);
        return false;
    }
    if (!is_price_alike(c, given, text, path)) return false;
    const struct bf_param *p = given->param;
    if (change->set && (p->min != 0 || p->max != 0) &&
        !(shift->value >= p->min && shift->value <= p->max)) {
        char low[64], high[64];
        bf_units_print(p->dim, p->min, low, sizeof low);
        bf_units_print(p->dim, p->max, high, sizeof high);
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected a value of %s from %s to %s, received %s", p->name, low, high,
                         text);
        return false;
    }
    return true;
}

uint32_t bf_compile_target(struct bf_network *n, uint32_t given)
{
    for (uint32_t i = 0; i < n->target_count; i++)
        if (n->target[i].given == given) return i;
    struct bf_target *target = &n->target[n->target_count];
    target->given = given;
    target->offset = n->bound->given[given].offset;
    const char *path = n->bound->given[given].path;
    target->object = object_of(n, path);
    target->capacity = is_capacity(n, target);
    const char *last = strrchr(path, '.');
    target->patience = strstr(path, ".or[") && last && strcmp(last, ".after") == 0;
    return n->target_count++;
}

/* Fewer are seen in rounds, so fewer are declared ready: delays fall, and nobody is better off. */
static void note_fewer_seen(struct bf_compile *c, const struct bf_shift *shift,
                            const struct bf_given *given, double base, const char *at)
{
    const struct bf_network *n = c->network;
    bool lower = shift->op == 'f'   ? shift->value < 1
                 : shift->op == 'a' ? shift->value < 0
                                    : shift->value < base;
    if (!lower || strstr(given->path, ".review[") == NULL) return;
    for (uint32_t i = 0; i < n->shift_count; i++)
        if (n->shift[i].cause == shift->cause &&
            strstr(n->bound->given[n->target[n->shift[i].target].given].path, ".review["))
            return;
    bf_compile_fault(c, BF_NOTE, BF_E_RANGE, at,
                     "fewer people are seen in rounds, and who is well enough but not yet seen is "
                     "not counted as delayed: delayed transfers can fall while beds stay full; "
                     "judge it by occupancy, discharges and waits for a bed");
}

static bool cancels_emergencies(const struct bf_network *n, const char *path)
{
    const struct bf_stream *stream = n->care->demand.item;
    const char *last = strrchr(path, '.');
    if (strncmp(path, "demand.", 7) != 0 || !last || strcmp(last, ".cancelled") != 0) return false;
    uint32_t s = bf_compile_find(&n->care->demand, path + 7, (size_t)(last - path - 7));
    return s != UINT32_MAX && stream[s].kind != 1;
}

static void compile_path(struct bf_compile *c, uint32_t cause, const struct amount *amount,
                         const char *what, const char *at)
{
    struct bf_network *n = c->network;
    if (!what) return;
    const struct bf_given *given = bf_bound_find(n->bound, what);
    if (!given || !is_number(given->param)) {
        const char *near = given ? NULL : nearest_path(n->bound, what);
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, at,
                         "expected the path of a number in this scenario, received \"%s\"%s%s%s",
                         what,
                         near    ? "; did you mean \""
                         : given ? ", which is not a number"
                                 : "; `bedflow check --paths` lists them",
                         near ? near : "", near ? "\"?" : "");
        return;
    }
    if (given->param->flags & BF_PARAM_FIXED) {
        bf_compile_fault(
            c, BF_ERROR, BF_E_KEY, at,
            "expected a number that can vary by date, received \"%s\", which holds for "
            "the whole run",
            what);
        return;
    }
    if (cancels_emergencies(n, given->path)) {
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, at,
                         "expected a stream of planned people, received \"%s\": others cannot be "
                         "cancelled",
                         what);
        return;
    }
    struct bf_shift shift = {.cause = (uint16_t)cause};
    if (!parse_amount(c, amount, given, at, &shift)) return;
    double base;
    memcpy(&base, n->bound->region + given->offset, sizeof base);
    if (isnan(base) && shift.op != 's') {
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, at,
                         "expected a value to start from: the scenario does not give \"%s\"", what);
        return;
    }
    note_fewer_seen(c, &shift, given, base, at);
    shift.target = bf_compile_target(n, (uint32_t)(given - n->bound->given));
    n->shift[n->shift_count++] = shift;
}

/* Shifts of one target lie together, in file order. */
static void group_shifts(struct bf_network *n)
{
    for (uint32_t i = 1; i < n->shift_count; i++) {
        struct bf_shift moving = n->shift[i];
        uint32_t k = i;
        for (; k > 0 && n->shift[k - 1].target > moving.target; k--)
            n->shift[k] = n->shift[k - 1];
        n->shift[k] = moving;
    }
    uint32_t at = 0;
    for (uint32_t t = 0; t < n->target_count; t++) {
        n->target[t].first = at;
        while (at < n->shift_count && n->shift[at].target == t)
            at++;
        n->target[t].last = at;
    }
}

static void compile_ranges(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    for (size_t i = 0; i < n->bound->given_count; i++) {
        const struct bf_given *given = &n->bound->given[i];
        if (isnan(given->low) || !is_number(given->param)) continue;
        double value;
        memcpy(&value, n->bound->region + given->offset, sizeof value);
        if (!(given->low <= value && value <= given->high)) {
            bf_compile_fault(c, BF_ERROR, BF_E_RANGE, given->path,
                             "expected the value within its own range");
            continue;
        }
        if (given->low < given->high)
            n->uncertain[n->uncertain_count++] =
                (struct bf_uncertain){.given = (uint32_t)i, .key = bf_name_key(given->path)};
    }
}

static bool varies(const struct bf_by_winter *by_winter)
{
    return by_winter->date_sd_h > 0 || by_winter->length_cv > 0 || by_winter->size_cv > 0;
}

static bool season_varies(const struct bf_care *care)
{
    if (!care->seasons_differ) return false;
    const struct bf_change *change = care->changes.item;
    for (uint32_t i = 0; i < care->changes.count; i++)
        if (varies(&change[i].by_winter)) return true;
    const struct bf_purchase *purchase = care->purchases.item;
    for (uint32_t i = 0; i < care->purchases.count; i++)
        if (purchase[i].late_sd_h > 0) return true;
    const struct bf_stream *stream = care->demand.item;
    for (uint32_t i = 0; i < care->demand.count; i++)
        if (stream[i].season_cv > 0) return true;
    const struct bf_service *service = care->services.item;
    for (uint32_t i = 0; i < care->services.count; i++) {
        const struct bf_other_hours *other = service[i].other_hours.item;
        for (uint32_t k = 0; k < service[i].other_hours.count; k++)
            if (varies(&other[k].by_winter)) return true;
    }
    return false;
}

uint32_t bf_compile_cause(struct bf_network *n, enum bf_cause_kind kind, uint32_t index,
                          const char *name, const char *label)
{
    n->cause[n->cause_count] = (struct bf_cause){.kind = (uint8_t)kind,
                                                 .index = (uint16_t)index,
                                                 .name = name,
                                                 .label = label ? label : name,
                                                 .to = BF_DAY_NONE};
    return n->cause_count++;
}

void bf_compile_dates(struct bf_compile *c, const char *path, bf_day from, bf_day to)
{
    if (to != BF_DAY_NONE && to < from)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected `to` on or after `from`, received an earlier day: the dates are "
                         "reversed");
}

void bf_compile_reach(struct bf_compile *c, const char *path, bf_day from, double to,
                      double date_sd_h)
{
    const struct bf_network *n = c->network;
    double last = n->to + (double)n->follow_up_days;
    double warm_up_h = n->care->start.warm_up_h;
    double begins = n->from - (n->care->start.snapshot ? 0
                               : isnan(warm_up_h)      ? WARM_UP_MOSTLY
                                                       : ceil(warm_up_h / 24));
    double unsure = DATES_SURE * (date_sd_h > 0 ? date_sd_h / 24 : 0);
    char first[BF_DAY_TEXT], end[BF_DAY_TEXT], day[BF_DAY_TEXT];
    bool after = from > last + unsure, before = to < begins - unsure;
    if (n->to <= n->from || from == BF_DAY_NONE || (!after && !before)) return;
    bf_day_print(n->from, first);
    bf_day_print(n->to, end);
    bf_day_print(after ? from : (bf_day)to, day);
    bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                     "%s on %s, %s of the period, %s to %s: it does nothing",
                     after ? "begins" : "is over", day,
                     after ? "after the end" : "before the start", first, end);
}

/* What differs by winter must have something to differ in. */
static void check_varies(struct bf_compile *c, const struct bf_change *change, const char *path)
{
    const struct bf_by_winter *by_winter = &change->by_winter;
    bool hours = bf_hours_given(&change->other_hours);
    if (by_winter->length_cv > 0 && change->to == BF_DAY_NONE)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected `to` with length_cv: what has no end has no length");
    if (by_winter->size_cv > 0 && (change->set || hours))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected size_cv with add or factor only: %s has no size that could "
                         "differ; give the value itself a `range`, or use date_sd and length_cv",
                         hours ? "other_hours" : "set");
    else if (by_winter->correlation != 0 && !(by_winter->size_cv > 0))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected size_cv with season_correlation: a size that does not differ "
                         "cannot go with the season");
    if (hours && (change->ramp_h > 0 || change->fade_h > 0))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected other_hours without ramp and fade: a service works so, or it "
                         "does not");
}

/* Hours of services: compiled with the services. False: the change is of numbers. */
static bool is_of_hours(struct bf_compile *c, const struct bf_hours *hours, double days,
                        const struct amount *amount, const struct bf_names *what, const char *path)
{
    if (!bf_hours_given(hours)) return false;
    if (amount->set || amount->add || !isnan(amount->factor))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected one of set, add, factor and other_hours, received several");
    bf_compile_check_hours(c, hours, days, what, path);
    return true;
}

/* A path written twice would be changed twice. */
static void compile_paths(struct bf_compile *c, uint32_t cause, const struct amount *amount,
                          const struct bf_names *what, const char *at)
{
    for (uint32_t j = 0; j < what->count; j++) {
        bool again = false;
        for (uint32_t k = 0; k < j && what->name[j]; k++)
            again = again || (what->name[k] && strcmp(what->name[k], what->name[j]) == 0);
        if (again)
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, at,
                             "expected each path once, received \"%s\" again", what->name[j]);
        else
            compile_path(c, cause, amount, what->name[j], at);
    }
}

static void compile_change(struct bf_compile *c, uint32_t i)
{
    struct bf_network *n = c->network;
    const struct bf_items *changes = &n->care->changes;
    const struct bf_change *change = (const struct bf_change *)changes->item + i;
    char path[BF_PATH_CAP], what[BF_PATH_CAP];
    bf_format(path, sizeof path, "changes.%s", changes->name[i]);
    bf_format(what, sizeof what, "changes.%s.what", changes->name[i]);
    bf_compile_dates(c, path, change->from, change->to);
    uint32_t k = bf_compile_cause(n, BF_CAUSE_CHANGE, i, changes->name[i], change->label);
    struct bf_cause *cause = &n->cause[k];
    double to =
        change->to == BF_DAY_NONE ? (double)INFINITY : change->to + ceil(change->fade_h / 24);
    double spread = 1 + DATES_SURE * change->by_winter.length_cv;
    bf_compile_reach(c, path, change->from, change->from + (to - change->from) * spread,
                     change->by_winter.date_sd_h);
    if (change->factor > FACTOR_MOST)
        bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                         "factor multiplies: %g is %g times as much; a tenth less is factor = 0.9, "
                         "a tenth more 1.1",
                         change->factor, change->factor);
    cause->from = change->from;
    cause->to = change->to;
    cause->ramp_h = change->ramp_h;
    cause->fade_h = change->fade_h;
    cause->varies = bf_compile_varies(&change->by_winter, changes->name[i]);
    check_varies(c, change, path);
    struct amount amount = {change->set, change->add, change->factor};
    double days = bf_days_of(change->from, change->to);
    if (is_of_hours(c, &change->other_hours, days, &amount, &change->what, path)) return;
    compile_paths(c, k, &amount, &change->what, what);
}

/* ---- policies -------------------------------------------------------------------------- */

/* Rules that another one counts are written before it, so that none waits for itself. */
static void compile_rules(struct bf_compile *c, uint32_t i, const char *path)
{
    struct bf_network *n = c->network;
    const struct bf_items *items = &n->care->policies;
    const struct bf_policy *p = (const struct bf_policy *)items->item + i;
    uint16_t *rule = bf_arena_take(&n->arena, p->rules.count, sizeof *rule), count = 0;
    if ((p->signal == BF_SIGNAL_RULES) != (p->rules.count > 0))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected `rules` with when = \"rules\", and not otherwise, received %s",
                         p->rules.count ? "rules alone" : "none");
    if (p->signal == BF_SIGNAL_RULES && p->service)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected no `service` with when = \"rules\": the rules have theirs");
    for (uint32_t j = 0; j < p->rules.count; j++) {
        const char *name = p->rules.name[j];
        uint32_t k = name ? bf_compile_find(items, name, strlen(name)) : UINT32_MAX;
        if (k < i)
            rule[count++] = (uint16_t)k;
        else
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected the names of policies written before this one, received "
                             "\"%s\"",
                             name ? name : "");
    }
    n->policy[i].rule = rule;
    n->policy[i].rule_count = count;
    n->policy[i].acts = p->what.count > 0;
}

/* Of all acute beds: none, and it never begins. */
static void check_acute(struct bf_compile *c, const struct bf_policy *p, const char *path)
{
    const struct bf_items *services = &c->network->care->services;
    const struct bf_service *s = services->item;
    bool occupancy = p->signal == BF_SIGNAL_OCCUPANCY, some = false;
    if (p->service || (!occupancy && p->signal != BF_SIGNAL_WAITING)) return;
    for (uint32_t i = 0; i < services->count; i++)
        some = some || (s[i].kind == BF_KIND_BEDS && s[i].setting == BF_SETTING_ACUTE &&
                        !(occupancy && s[i].unlimited));
    if (!some)
        bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                         "never begins: it is measured at all acute beds, and no service has any%s "
                         "(setting = \"acute\"); write service = to say where",
                         occupancy ? " that can be full" : "");
}

/* Lines that are never crossed, or crossed to and fro. */
static void check_lines(struct bf_compile *c, uint32_t i, const char *path)
{
    const struct bf_network *n = c->network;
    const struct bf_policy *p = (const struct bf_policy *)n->care->policies.item + i;
    const struct bf_policy_info *info = &n->policy[i];
    if (p->below > p->above)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected until_below at or below `above`, received the other way round");
    else if (p->signal == BF_SIGNAL_OCCUPANCY && p->above >= OCCUPANCY_MOST)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected `above` as a share of the places, 0.95 for 95%%, received %g, "
                         "which is %g%%",
                         p->above, 100 * p->above);
    else if (p->signal == BF_SIGNAL_RULES && p->above >= info->rule_count && info->rule_count)
        bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                         "never begins: more than %g of %u rules are never on; for all of them "
                         "write above = %g",
                         p->above, (unsigned)info->rule_count, info->rule_count - 0.5);
    else if (p->signal != BF_SIGNAL_RULES && p->below == p->above && !(p->at_least_h > 0))
        bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                         "begins and ends at the same line, so it can be on and off by turns, hour "
                         "after hour; let until_below be lower, or write at_least");
    if (p->signal != BF_SIGNAL_OCCUPANCY || !bf_is_service(info->service)) return;
    const struct bf_service *s = (const struct bf_service *)n->care->services.item + info->service;
    bool places = s->kind == BF_KIND_TEAM || (s->kind == BF_KIND_BEDS && !s->unlimited) ||
                  (s->kind == BF_KIND_CASELOAD && !isnan(s->places));
    if (!places)
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, path,
                         "expected a service with beds, places or staff, of which people can be a "
                         "share, received \"%s\", which has none; use when = \"waiting\" or "
                         "\"delayed\"",
                         p->service);
}

static void compile_policy(struct bf_compile *c, uint32_t i)
{
    struct bf_network *n = c->network;
    const struct bf_items *items = &n->care->policies;
    const struct bf_policy *p = (const struct bf_policy *)items->item + i;
    char path[BF_PATH_CAP], what[BF_PATH_CAP];
    bf_format(path, sizeof path, "policies.%s", items->name[i]);
    bf_format(what, sizeof what, "policies.%s.what", items->name[i]);
    uint32_t service = BF_TO_LEFT;
    if (p->service) {
        service = bf_compile_find(&n->care->services, p->service, strlen(p->service));
        if (service == UINT32_MAX) {
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected the name of a service, received \"%s\"", p->service);
            service = BF_TO_LEFT;
        }
    }
    uint32_t k = bf_compile_cause(n, BF_CAUSE_POLICY, i, items->name[i], p->label);
    n->policy[i] = (struct bf_policy_info){.name = items->name[i],
                                           .label = n->cause[k].label,
                                           .cause = (uint16_t)k,
                                           .service = (uint16_t)service,
                                           .signal = (uint8_t)p->signal,
                                           .above = p->above,
                                           .below = p->below,
                                           .for_h = p->for_h,
                                           .notice_h = p->notice_h,
                                           .at_least_h = p->at_least_h};
    compile_rules(c, i, path);
    check_lines(c, i, path);
    check_acute(c, p, path);
    struct amount amount = {p->set, p->add, p->factor};
    if (!n->policy[i].acts &&
        (p->set || p->add || !isnan(p->factor) || bf_hours_given(&p->other_hours)))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected `what` is changed, received how alone: nothing would be done");
    BF_REQUIRE(c->faults->errors || k == n->care->changes.count + n->care->purchases.count + i);
    if (n->policy[i].acts &&
        is_of_hours(c, &p->other_hours, (double)INFINITY, &amount, &p->what, path))
        return;
    compile_paths(c, k, &amount, &p->what, what);
}

void bf_compile_changes(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    n->shift_count = n->cause_count = 0;
    for (uint32_t i = 0; i < n->care->changes.count; i++)
        compile_change(c, i);
    for (uint32_t i = 0; i < n->care->purchases.count; i++)
        bf_compile_purchase(c, i);
    for (uint32_t i = 0; i < n->care->policies.count; i++)
        compile_policy(c, i);
    group_shifts(n);
    compile_ranges(c);
    bf_compile_plans(c);
    n->chance_only = n->uncertain_count == 0 && !season_varies(n->care);
}
