/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>

#define ALTERNATIVES_MAX 100 /* of one way: an index and a mark in a byte */

static void compile_needs(struct bf_compile *c, const struct bf_way *way, struct bf_choice *choice,
                          const char *path)
{
    struct bf_network *n = c->network;
    for (uint32_t i = 0; i < way->needs.count; i++) {
        char at[BF_PATH_CAP];
        bf_format(at, sizeof at, "%s.needs.%s", path, way->needs.name[i]);
        uint32_t task = bf_compile_name(c, c->tasks, way->needs.name[i], at, "a task");
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
        alt->to = bf_compile_destination(c, or [i].to, at, true);
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
    *choice = (struct bf_choice){.to = bf_compile_destination(c, way->to, to, true)};
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
struct bf_ways bf_compile_ways(struct bf_compile *c, const struct bf_items *ways, const char *path)
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
void bf_compile_ways_by_group(struct bf_compile *c, const struct bf_items *ways, const char *path,
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
