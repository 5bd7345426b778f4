/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>
#include <string.h>

/* Services that are used together with a place: `with` of a way on. They hold nobody's place in a
 * bed, so that nobody is counted twice, and they need no stay and no ways of their own. */

/* ---- who is one ------------------------------------------------------------------------ */

static void mark_names(struct bf_network *n, const struct bf_shares *shares)
{
    for (uint32_t k = 0; k < shares->count; k++) {
        uint32_t at = bf_compile_find(&n->care->services, shares->name[k], strlen(shares->name[k]));
        if (at != UINT32_MAX) n->service[at].companion = true;
    }
}

static void mark(struct bf_network *n, const struct bf_items *ways)
{
    const struct bf_way *way = ways->item;
    for (uint32_t i = 0; i < ways->count; i++) {
        mark_names(n, &way[i].with);
        mark_names(n, &way[i].beside);
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

static void refuse_beside(struct bf_compile *c, uint32_t service, const struct bf_choice *choice,
                          const char *path)
{
    const struct bf_service *s =
        (const struct bf_service *)c->network->care->services.item + service;
    bool hours = s->kind == BF_KIND_CASELOAD && !isnan(s->hours);
    if (hours || (s->kind != BF_KIND_MARKET && s->kind != BF_KIND_CASELOAD))
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, path,
                         "expected a market or a caseload with places, received %s",
                         hours ? "one with hours: people would wait for these, see `with`"
                               : bf_kind_names[s->kind]);
    if (s->setting != BF_SETTING_HOME)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected a service whose setting is home, since its people are counted "
                         "where they live, received %s",
                         bf_setting_names[s->setting]);
    if (s->kind != BF_KIND_MARKET && !bf_dist_given(&s->stay))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected a service with a `stay`: for how long people have it beside");
    if (service == choice->to)
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected a service other than the one gone to");
}

static uint16_t compile_list(struct bf_compile *c, const struct bf_shares *shares, bool beside,
                             uint32_t index, const char *path)
{
    struct bf_network *n = c->network;
    uint32_t count = 0;
    char at[BF_PATH_CAP];
    for (uint32_t k = 0; k < shares->count; k++) {
        bf_format(at, sizeof at, "%s.%s.%s", path, beside ? "beside" : "with", shares->name[k]);
        uint32_t service = bf_compile_service(c, shares->name[k], at);
        uint16_t known = (uint16_t)(service == UINT32_MAX ? 0 : service);
        if (service != UINT32_MAX && beside)
            refuse_beside(c, service, &n->numbers.choice[index], at);
        else if (service != UINT32_MAX)
            refuse_companion(c, service, &n->numbers.choice[index], at);
        if (count < BF_COMPANIONS_MAX) {
            n->numbers.companion[n->companion_count++].service = known;
            count++;
        }
    }
    if (shares->count > BF_COMPANIONS_MAX) {
        bf_format(at, sizeof at, "%s.%s", path, beside ? "beside" : "with");
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, at, "expected at most %d services, received %u",
                         BF_COMPANIONS_MAX, (unsigned)shares->count);
    }
    return (uint16_t)count;
}

void bf_compile_companions(struct bf_compile *c, const struct bf_way *way, uint32_t index,
                           const char *path)
{
    struct bf_network *n = c->network;
    struct bf_choice *choice = &n->numbers.choice[index];
    if (n->numbers.company == NULL) return;
    struct bf_company *company = &n->numbers.company[index];
    *company = (struct bf_company){.first = n->companion_count};
    choice->company = way->with.count || way->beside.count;
    if (way->with.count) refuse_way(c, way, choice, path);
    company->count = compile_list(c, &way->with, false, index, path);
    company->beside = compile_list(c, &way->beside, true, index, path);
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
