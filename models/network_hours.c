/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>
#include <string.h>

#define ALL_DAYS    0xffu /* a bit a kind of day */
#define CLOSED_LONG 4 /* days: Christmas and its weekend; longer is a service that takes nobody */

static const char *const window_names[BF_WINDOW_COUNT] = {"admits", "discharges", "rounds"};

static void check_week(struct bf_compile *c, const struct bf_week *week, const char *path)
{
    static const uint8_t kinds[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    if (week->always || bf_week_next_open(week, kinds, 8, 0) >= 0) return;
    bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                     "expected some open hours in a week, received none: nobody could ever move");
}

struct bf_varies bf_compile_varies(const struct bf_by_winter *by_winter, const char *own)
{
    return (struct bf_varies){.key = bf_name_key(by_winter->event ? by_winter->event : own),
                              .date_sd_h = by_winter->date_sd_h,
                              .length_cv = by_winter->length_cv,
                              .size_cv = by_winter->size_cv,
                              .correlation = by_winter->correlation};
}

/* ---- what is written ------------------------------------------------------------------- */

/* Bits of the days that are open all day; false if some are open at some hours. */
static bool whole_days(const struct bf_week *week, uint8_t *days)
{
    *days = week->always ? ALL_DAYS : 0;
    for (int kind = 0; kind < 8 && !week->always; kind++) {
        if (week->count[kind] == 0) continue;
        if (week->open[kind][0].from_min != 0 || week->open[kind][0].to_min != 1440) return false;
        *days = (uint8_t)(*days | 1u << kind);
    }
    return true;
}

bool bf_hours_given(const struct bf_hours *hours)
{
    bool any = hours->like != 0 || !hours->days.always;
    for (int k = 0; k < BF_WINDOW_COUNT; k++)
        any = any || hours->window[k];
    return any;
}

static void add_word(char text[], size_t size, const char *between, const char *a, const char *b)
{
    size_t used = strlen(text);
    bf_format(text + used, size - used, "%s%s%s", used ? between : "", a, b);
}

void bf_hours_words(const struct bf_hours *hours, char text[], size_t size)
{
    static const char *const day_names[] = {"Mon", "Tue", "Wed", "Thu",
                                            "Fri", "Sat", "Sun", "bank holidays"};
    uint8_t days;
    char on[80] = "";
    text[0] = '\0';
    if (hours->like) add_word(text, size, "", "worked like ", bf_like_names[hours->like]);
    for (int k = 0; k < BF_WINDOW_COUNT; k++) {
        if (!hours->window[k]) continue;
        add_word(text, size, ", ", window_names[k], " ");
        add_word(text, size, "", hours->window[k], "");
    }
    if (!whole_days(&hours->days, &days) || days == ALL_DAYS) return;
    for (int kind = 0; kind < 8; kind++)
        if (days & 1u << kind) add_word(on, sizeof on, " ", day_names[kind], "");
    add_word(text, size, ", on ", on, "");
}

static void compile_hours(struct bf_compile *c, const struct bf_hours *hours, bool for_ever,
                          struct bf_dated *dated, const char *path)
{
    bool any = hours->like != 0;
    char at[BF_PATH_CAP], why[256];
    dated->like = hours->like ? (uint8_t)(hours->like - 1) : UINT8_MAX;
    bf_format(at, sizeof at, "%s.days", path);
    if (!whole_days(&hours->days, &dated->days) || dated->days == 0)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, at,
                         "expected whole days, \"weekends\", received %s; write hours in admits, "
                         "discharges or rounds",
                         dated->days ? "hours of a day" : "none");
    for (int k = 0; k < BF_WINDOW_COUNT; k++) {
        const char *text = hours->window[k];
        if (!text) continue;
        any = true;
        bf_format(at, sizeof at, "%s.%s", path, window_names[k]);
        dated->given[k] = bf_week_parse(text, &dated->window[k], why, sizeof why);
        if (!dated->given[k])
            bf_compile_fault(c, BF_ERROR, BF_E_TYPE, at, "%s", why);
        else if (for_ever && dated->days == ALL_DAYS)
            check_week(c, &dated->window[k], at);
    }
    if (!any)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected `like`, `admits`, `discharges` or `rounds`: what is otherwise "
                         "on these days, received none of them");
}

/* The number that closes a service to new people: who is there stays until they leave. */
static const char *number_of_new(const struct bf_service *s)
{
    switch (s->kind) {
    case BF_KIND_BEDS:
        return "beds";
    case BF_KIND_CASELOAD:
        return isnan(s->hours) ? "places" : "hours";
    case BF_KIND_TEAM:
        return "staff";
    default:
        return "weekly_limit";
    }
}

/* Places are given, and kept, until the hour at which people can arrive: on a Sunday that is how it
 * is, but weeks of it are told as discharge process. */
static void warn_of_closed(struct bf_compile *c, const struct bf_dated *dated, double days,
                           uint32_t service, const char *path)
{
    static const uint8_t kinds[8] = {0, 1, 2, 3, 4, 5, 6, 7};
    const struct bf_week *week = &dated->window[BF_WINDOW_ADMITS];
    const struct bf_items *services = &c->network->care->services;
    const struct bf_service *s = (const struct bf_service *)services->item + service;
    if (!dated->given[BF_WINDOW_ADMITS] || dated->days != ALL_DAYS || !(days > CLOSED_LONG)) return;
    if (week->always || bf_week_next_open(week, kinds, 8, 0) >= 0) return;
    bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                     "nobody can arrive, and places are given and kept all the same: who waits for "
                     "the day is told as in the discharge process, not as delayed. To take nobody "
                     "new, let a change set \"services.%s.%s\" to 0: who is there stays",
                     services->name[service], number_of_new(s));
}

/* ---- those of a service ---------------------------------------------------------------- */

/* Whether a change or policy gives hours to this service. */
static bool gives_to(const struct bf_hours *hours, const struct bf_names *what, const char *service)
{
    if (!bf_hours_given(hours)) return false;
    for (uint32_t j = 0; j < what->count; j++)
        if (strncmp(what->name[j], "services.", 9) == 0 && strcmp(what->name[j] + 9, service) == 0)
            return true;
    return false;
}

uint32_t bf_compile_hours_count(const struct bf_network *n, uint32_t service)
{
    const struct bf_care *care = n->care;
    const char *name = care->services.name[service];
    const struct bf_change *change = care->changes.item;
    const struct bf_policy *policy = care->policies.item;
    uint32_t count = ((const struct bf_service *)care->services.item)[service].other_hours.count;
    for (uint32_t i = 0; i < care->changes.count; i++)
        count += gives_to(&change[i].other_hours, &change[i].what, name);
    for (uint32_t i = 0; i < care->policies.count; i++)
        count += gives_to(&policy[i].other_hours, &policy[i].what, name);
    return count;
}

static void compile_own(struct bf_compile *c, const struct bf_other_hours *own, uint32_t service,
                        const char *path, struct bf_dated *dated)
{
    dated->from = own->from;
    dated->to = own->to;
    dated->cause = BF_NO_CAUSE;
    dated->varies = bf_compile_varies(&own->by_winter, path);
    bf_compile_dates(c, path, own->from, own->to);
    compile_hours(c, &own->hours, own->to == BF_DAY_NONE, dated, path);
    warn_of_closed(c, dated, bf_days_of(own->from, own->to), service, path);
    if (own->by_winter.length_cv > 0 && own->to == BF_DAY_NONE)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected `to` with length_cv: what has no end has no length");
}

/* Changes, then policies: the causes that bf_compile_changes makes, in its order. */
static void compile_caused(struct bf_compile *c, const char *name, struct bf_dated dated[],
                           uint32_t count)
{
    const struct bf_care *care = c->network->care;
    const struct bf_change *change = care->changes.item;
    const struct bf_policy *policy = care->policies.item;
    uint32_t first = care->changes.count + care->purchases.count;
    bool quiet = c->quiet;
    c->quiet = true; /* faults are told once, of the change or policy */
    for (uint32_t i = 0; i < care->changes.count; i++) {
        if (!gives_to(&change[i].other_hours, &change[i].what, name)) continue;
        compile_hours(c, &change[i].other_hours, false, &dated[count], name);
        dated[count++].cause = (uint16_t)i;
    }
    for (uint32_t i = 0; i < care->policies.count; i++) {
        if (!gives_to(&policy[i].other_hours, &policy[i].what, name)) continue;
        compile_hours(c, &policy[i].other_hours, false, &dated[count], name);
        dated[count++].cause = (uint16_t)(first + i);
    }
    c->quiet = quiet;
}

void bf_compile_hours(struct bf_compile *c, uint32_t service, bool always[BF_WINDOW_COUNT])
{
    struct bf_network *n = c->network;
    struct bf_service_info *info = &n->service[service];
    const struct bf_service *s = (const struct bf_service *)n->care->services.item + service;
    const struct bf_other_hours *own = s->other_hours.item;
    const struct bf_week *usual[BF_WINDOW_COUNT] = {&s->admits, &s->discharges, &s->rounds};
    char path[BF_PATH_CAP];
    uint32_t count = bf_compile_hours_count(n, service);
    struct bf_dated *dated = bf_arena_take(&n->arena, count, sizeof *dated);
    for (uint32_t i = 0; i < s->other_hours.count; i++) {
        bf_format(path, sizeof path, "services.%s.other_hours[%u]", info->name, (unsigned)i);
        compile_own(c, &own[i], service, path, &dated[i]);
    }
    compile_caused(c, info->name, dated, s->other_hours.count);
    info->dated = dated;
    info->dated_count = count;
    info->dated_first = n->dated_count;
    n->dated_count += count;
    for (int k = 0; k < BF_WINDOW_COUNT; k++) {
        bf_format(path, sizeof path, "services.%s.%s", info->name, window_names[k]);
        check_week(c, usual[k], path);
        info->window[k] = *usual[k];
        always[k] = usual[k]->always;
        for (uint32_t i = 0; i < info->dated_count; i++)
            always[k] = always[k] && (!dated[i].given[k] || dated[i].window[k].always);
    }
}

void bf_compile_check_hours(struct bf_compile *c, const struct bf_hours *hours, double days,
                            const struct bf_names *what, const char *path)
{
    const struct bf_items *services = &c->network->care->services;
    struct bf_dated scratch = {.cause = BF_NO_CAUSE};
    bool warned = false;
    char at[BF_PATH_CAP];
    bf_format(at, sizeof at, "%s.other_hours", path);
    compile_hours(c, hours, false, &scratch, at);
    bf_format(at, sizeof at, "%s.what", path);
    for (uint32_t j = 0; j < what->count; j++) {
        const char *name = what->name[j];
        if (!name) continue;
        bool service = strncmp(name, "services.", 9) == 0;
        uint32_t k = service ? bf_compile_find(services, name + 9, strlen(name + 9)) : UINT32_MAX;
        if (k != UINT32_MAX) {
            if (!warned) warn_of_closed(c, &scratch, days, k, path);
            warned = true;
            continue;
        }
        const char *near =
            bf_text_nearest(service ? name + 9 : name, services->name, services->count);
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, at,
                         "expected a service with other_hours, \"services.%s\", received \"%s\"",
                         near                  ? near
                         : services->count > 0 ? services->name[0]
                                               : "NAME",
                         name);
    }
}
