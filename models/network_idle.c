/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "compile.h"

#include <string.h>

/* ---- settings that do nothing by themselves --------------------------------------------- */

enum { PARTNERS = 2 };

/* `setting` of what stands in a group of the scenario, and those without one of which it is read
 * and does nothing. A partner that begins with a dot is the scenario's own. */
static const struct idle {
    const char *group, *setting, *partner[PARTNERS], *because;
} idle[] = {
    {"services", "gives_up_to", {"patience", NULL}, "nobody gives up"},
    {"services", "some_give_up_to", {"patience", NULL}, "nobody gives up"},
    {"services", "patience_cv", {"patience", NULL}, "nobody gives up"},
    {"services", "turned_away_to", {"queue_limit", NULL}, "nobody is turned away"},
    {"services", "some_turned_away_to", {"queue_limit", NULL}, "nobody is turned away"},
    {"services", "same_day_stay", {"same_day", NULL}, "nobody stays for hours alone"},
    {"services",
     "delay_share",
     {"observed_stay", NULL},
     "a `stay` has no delay in it to be netted"},
    {"services", "payer", {"cost", "workforce.agency_premium"}, "it costs nothing"},
    {"services",
     "workforce.recruitment_delay",
     {"workforce.turnover", NULL},
     "nobody leaves whose post would stand empty"},
    {"services",
     "workforce.agency_share",
     {"workforce.sickness", "workforce.turnover"},
     "nobody is missing"},
    {"services",
     "workforce.agency_premium",
     {"workforce.agency_share", NULL},
     "there are no agency staff"},
    {"services",
     "after_discharge.returns_to",
     {"after_discharge.readmission", NULL},
     "nobody comes back"},
    {"demand", "rebook", {"kind", NULL}, "only planned people are called again"},
    {"demand", "bank_holiday", {".bank_holidays", NULL}, "no day is one"},
    {"demand", "season_correlation", {"season_cv", NULL}, "its winters do not differ"},
    {"demand",
     "first_presentations",
     {"contains_readmissions", NULL},
     "its rate is of first presentations as it stands"},
    {"demand", "offer.early_to", {"offer.after_admission", NULL}, "nobody is referred so late"}};

/* What of `path` follows `name`, or NULL: "" of the setting itself, else what stands within it. */
static const char *within(const char *path, const char *name)
{
    size_t length = strlen(name);
    bool is = strncmp(path, name, length) == 0 && strchr(".[", path[length]) != NULL;
    return is ? path + length : NULL;
}

/* "services.ward.patience": what follows the owner's name, if it is one of the group. */
static const char *setting_of(const char *path, const char *group)
{
    const char *rest = within(path, group);
    const char *dot = rest && *rest == '.' ? strchr(rest + 1, '.') : NULL;
    return dot ? dot + 1 : NULL;
}

/* Whether a number or anything within it is written, or set by a change, purchase or policy. */
static bool is_written(const struct bf_network *n, const char *path)
{
    for (size_t i = 0; i < n->bound->given_count; i++)
        if (n->bound->given[i].text && within(n->bound->given[i].path, path)) return true;
    for (uint32_t t = 0; t < n->target_count; t++)
        if (within(n->bound->given[n->target[t].given].path, path)) return true;
    return false;
}

static bool has_partner(const struct bf_network *n, const struct idle *row, const char *path,
                        size_t owner)
{
    char partner[BF_PATH_CAP];
    for (int k = 0; k < PARTNERS && row->partner[k]; k++) {
        const char *name = row->partner[k];
        if (*name == '.')
            bf_format(partner, sizeof partner, "%s", name + 1);
        else
            bf_format(partner, sizeof partner, "%.*s%s", (int)owner, path, name);
        if (is_written(n, partner)) return true;
    }
    return false;
}

static void warn(struct bf_compile *c, const struct idle *row, const char *path)
{
    char partners[160];
    const char *first = row->partner[0] + (*row->partner[0] == '.');
    bf_format(partners, sizeof partners, "`%s`%s%s%s", first, row->partner[1] ? " or `" : "",
              row->partner[1] ? row->partner[1] : "", row->partner[1] ? "`" : "");
    bf_compile_fault(
        c, BF_WARNING, BF_E_KEY, path,
        "does nothing without %s, which is not written: %s; add that, or take this out", partners,
        row->because);
}

/* ---- patience that nobody needs -------------------------------------------------------- */

static bool is_name(const char *a, const char *b)
{
    return a && strcmp(a, b) == 0;
}

static bool ways_lead(const struct bf_items *ways, const char *to)
{
    const struct bf_way *way = ways->item;
    for (uint32_t k = 0; k < ways->count; k++) {
        const struct bf_way_or *or_else = way[k].or_else.item;
        if (is_name(way[k].to, to)) return true;
        for (uint32_t j = 0; j < way[k].or_else.count; j++)
            if (is_name(or_else[j].to, to)) return true;
    }
    return false;
}

static bool some_lead(const struct bf_items *some, const char *to)
{
    for (uint32_t k = 0; k < some->count; k++)
        if (is_name(((const struct bf_some *)some->item)[k].to, to)) return true;
    return false;
}

static bool stream_leads(const struct bf_stream *stream, const char *to)
{
    bool leads = ways_lead(&stream->enter, to) || is_name(stream->offer.to, to);
    for (uint32_t k = 0; k < stream->offer.or_else.count; k++)
        leads = leads || is_name(stream->offer.or_else.name[k], to);
    return leads;
}

/* Whether people of this service may wait for another without a bed or a place here: those sent on
 * while they wait, those who come back after it, those whom a team has seen. */
static bool service_leads(const struct bf_service *s, const char *name, const char *to)
{
    const struct bf_service_class *by = s->by_class.item;
    const struct bf_after *after = &s->after_discharge;
    bool back = after->readmission.days.count > 0 &&
                is_name(after->returns_to ? after->returns_to : name, to);
    bool team = s->kind == BF_KIND_TEAM && ways_lead(&s->then, to);
    for (uint32_t k = 0; s->kind == BF_KIND_TEAM && k < s->by_class.count; k++)
        team = team || ways_lead(&by[k].then, to);
    return team || back || is_name(s->gives_up_to, to) || is_name(s->turned_away_to, to) ||
           some_lead(&s->some_give_up_to, to) || some_lead(&s->some_turned_away_to, to);
}

bool bf_compile_waits_outside(const struct bf_network *n, const char *to)
{
    const struct bf_items *streams = &n->care->demand, *services = &n->care->services;
    const struct bf_items *tasks = &n->care->tasks;
    bool waits = false;
    for (uint32_t k = 0; k < streams->count; k++)
        waits = waits || stream_leads((const struct bf_stream *)streams->item + k, to);
    for (uint32_t k = 0; k < services->count; k++)
        waits = waits ||
                service_leads((const struct bf_service *)services->item + k, services->name[k], to);
    for (uint32_t k = 0; k < tasks->count; k++)
        waits = waits || is_name(((const struct bf_task *)tasks->item)[k].team, to);
    return waits;
}

static void check_patience(struct bf_compile *c, uint32_t i)
{
    const struct bf_network *n = c->network;
    static const char *const setting[] = {"patience", "queue_limit"};
    for (int k = 0; k < 2; k++) {
        char path[BF_PATH_CAP];
        bf_format(path, sizeof path, "services.%s.%s", n->care->services.name[i], setting[k]);
        if (!is_written(n, path) || n->service[i].companion ||
            bf_compile_waits_outside(n, n->care->services.name[i]))
            continue;
        bf_compile_fault(c, BF_WARNING, BF_E_KEY, path,
                         "does nothing: it is for people who wait elsewhere than in a bed, and all "
                         "who wait for this are in another service; a further choice (`or`, with "
                         "`after`) is what they can take");
    }
}

/* ---- the whole ------------------------------------------------------------------------- */

void bf_compile_idle(struct bf_compile *c)
{
    const struct bf_network *n = c->network;
    for (uint32_t i = 0; i < n->service_count; i++)
        check_patience(c, i);
    char told[BF_PATH_CAP] = "";
    for (size_t i = 0; i < n->bound->given_count; i++) {
        const struct bf_given *given = &n->bound->given[i];
        for (size_t k = 0; given->text && k < sizeof idle / sizeof idle[0]; k++) {
            const char *setting = setting_of(given->path, idle[k].group);
            const char *rest = setting ? within(setting, idle[k].setting) : NULL;
            size_t owner = setting ? (size_t)(setting - given->path) : 0;
            char path[BF_PATH_CAP];
            if (!rest) continue;
            bf_format(path, sizeof path, "%.*s", (int)(rest - given->path), given->path);
            if (strcmp(path, told) == 0 || has_partner(n, &idle[k], path, owner)) continue;
            warn(c, &idle[k], path);
            bf_format(told, sizeof told, "%s", path);
        }
    }
}
