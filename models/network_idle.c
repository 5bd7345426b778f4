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

void bf_compile_idle(struct bf_compile *c)
{
    const struct bf_network *n = c->network;
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
