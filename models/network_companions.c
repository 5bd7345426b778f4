/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>
#include <string.h>

/* Services that are used together with a place: `with` of a way on. They hold nobody's place in a
 * bed, so that nobody is counted twice, and they need no stay and no ways of their own. */

/* ---- who is one ------------------------------------------------------------------------ */

static void mark(struct bf_network *n, const struct bf_items *ways)
{
    const struct bf_way *way = ways->item;
    for (uint32_t i = 0; i < ways->count; i++)
        for (uint32_t k = 0; k < way[i].with.count; k++) {
            const char *name = way[i].with.name[k];
            uint32_t at = bf_compile_find(&n->care->services, name, strlen(name));
            if (at != UINT32_MAX) n->service[at].companion = true;
        }
}

void bf_compile_mark_companions(struct bf_network *n)
{
    const struct bf_service *s = n->care->services.item;
    for (uint32_t i = 0; i < n->service_count; i++) {
        mark(n, &s[i].then);
        const struct bf_service_class *by = s[i].by_class.item;
        for (uint32_t k = 0; k < s[i].by_class.count; k++)
            mark(n, &by[k].then);
    }
}

/* ---- of a way -------------------------------------------------------------------------- */

static void refuse_way(struct bf_compile *c, const struct bf_way *way,
                       const struct bf_choice *choice, const char *path)
{
    char at[BF_PATH_CAP];
    const struct bf_way_or * or = way->or_else.item;
    bf_format(at, sizeof at, "%s.with", path);
    if (!bf_is_service(choice->to))
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, at,
                         "expected a way to a service, with whose place these are used together, "
                         "received one to \"%s\"",
                         way->to ? way->to : "nowhere");
    if (way->with.count > BF_COMPANIONS_MAX)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, at, "expected at most %d services, received %u",
                         BF_COMPANIONS_MAX, (unsigned)way->with.count);
    for (uint32_t k = 0; k < way->or_else.count; k++) {
        if (! or [k].keeps_claim) continue;
        bf_format(at, sizeof at, "%s.or[%u].keeps_claim", path, (unsigned)k);
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, at,
                         "expected no keeps_claim on a way that has `with`: nobody goes on waiting "
                         "for several services at once from another place; take one of them out");
    }
}

static void refuse_companion(struct bf_compile *c, uint32_t service, const struct bf_choice *choice,
                             const char *path)
{
    const struct bf_service *s =
        (const struct bf_service *)c->network->care->services.item + service;
    const char *name = c->network->care->services.name[service];
    if (service == choice->to)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected a service other than the one gone to, received \"%s\" again",
                         name);
    if (s->kind != BF_KIND_BEDS && s->kind != BF_KIND_CASELOAD)
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, path,
                         "expected a service of kind caseload or beds, which has room or has not, "
                         "received a %s",
                         bf_kind_names[s->kind]);
    if (s->setting != BF_SETTING_HOME)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected a service whose setting is home, since its people are in "
                         "another place and are counted there, received %s",
                         bf_setting_names[s->setting]);
}

void bf_compile_companions(struct bf_compile *c, const struct bf_way *way, uint32_t index,
                           const char *path)
{
    struct bf_network *n = c->network;
    struct bf_choice *choice = &n->numbers.choice[index];
    if (n->numbers.company == NULL) return;
    n->numbers.company[index] = (struct bf_company){n->companion_count, 0};
    if (way->with.count == 0) return;
    choice->company = true;
    refuse_way(c, way, choice, path);
    for (uint32_t k = 0; k < way->with.count; k++) {
        char at[BF_PATH_CAP];
        bf_format(at, sizeof at, "%s.with.%s", path, way->with.name[k]);
        uint32_t service = bf_compile_service(c, way->with.name[k], at);
        if (service != UINT32_MAX) refuse_companion(c, service, choice, at);
        n->numbers.companion[n->companion_count++].service =
            (uint16_t)(service == UINT32_MAX ? 0 : service);
    }
    n->numbers.company[index].count =
        way->with.count < BF_COMPANIONS_MAX ? way->with.count : BF_COMPANIONS_MAX;
}

/* ---- gone to as a place all the same --------------------------------------------------- */

void bf_compile_gone_to(struct bf_compile *c, uint32_t service)
{
    const struct bf_service *s =
        (const struct bf_service *)c->network->care->services.item + service;
    char path[BF_PATH_CAP];
    if (!c->network->service[service].companion) return;
    bf_format(path, sizeof path, "services.%s", c->network->service[service].name);
    if (!bf_dist_given(&s->stay) && !bf_dist_given(&s->observed_stay))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected a `stay`, since some people go here and do not only use it with "
                         "a place elsewhere, received none");
    if (s->then.count == 0)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected where people go next, then = ( { to = \"home\"; } );, since "
                         "some go here and do not only use it with a place elsewhere");
}
