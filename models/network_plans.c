/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "bedflow/base/units.h"
#include "compile.h"

#include <math.h>
#include <string.h>

enum { EVERY_PLAN = UINT16_MAX };

/* ---- what is owed ---------------------------------------------------------------------- */

/* What is owed on a day whatever happens, and at most when all is called. */
static void owed_on(const struct bf_purchase *p, const struct bf_purchase_info *info, bf_day day,
                    double *certain, double *at_most)
{
    double amount = info->hours ? p->hours * 24 : p->beds * 24;
    double price = isnan(p->price) ? 0 : p->price, since = (double)(day - info->from) + 1;
    double ramp = p->ramp_h / 24, level = since >= ramp ? 1 : since / ramp;
    if (day < info->from || day > info->paid_to) return;
    if (info->kind == BF_PURCHASE_CALL_OFF) {
        *certain += isnan(p->retainer) ? 0 : amount * p->retainer;
        *at_most += amount * price;
        return;
    }
    double open = info->hours ? amount * level : floor(p->beds * level + 1e-6) * 24;
    *(info->used ? at_most : certain) += (day > info->to ? amount : open) * price;
}

/* Of the purchases of one plan, or of all. */
static void tell_budget(struct bf_compile *c, uint16_t plan, double budget, const char *path)
{
    struct bf_network *n = c->network;
    double certain = 0, at_most = 0;
    bool spot = false, late = false;
    for (uint32_t i = 0; i < n->purchase_count; i++) {
        const struct bf_purchase_info *info = &n->purchase[i];
        const struct bf_purchase *p = (const struct bf_purchase *)n->care->purchases.item + i;
        if (!info->name || (plan != EVERY_PLAN && info->plan != plan)) continue;
        spot = spot || info->kind == BF_PURCHASE_SPOT;
        late = late || p->late_h > 0;
        if (info->kind == BF_PURCHASE_SPOT || !info->by_time) continue;
        for (bf_day day = n->from; day <= n->to; day++)
            owed_on(p, info, day, &certain, &at_most);
    }
    bool over = certain > budget + 0.5;
    char sure[40], more[40], limit[40];
    bf_units_print(BF_DIM_MONEY, round(certain), sure, sizeof sure);
    bf_units_print(BF_DIM_MONEY, round(at_most), more, sizeof more);
    bf_units_print(BF_DIM_MONEY, round(budget), limit, sizeof limit);
    bf_compile_fault(c, over ? BF_WARNING : BF_NOTE, BF_E_RANGE, path,
                     "purchases cost %s for certain in the period, before dated changes, and up to "
                     "%s more when used or called%s%s; the budget of %s %s",
                     sure, more, spot ? ", spot places on top" : "",
                     late ? ", less for each day that a block opens late" : "", limit,
                     over ? "is exceeded" : "holds what is certain");
}

/* ---- plans ----------------------------------------------------------------------------- */

/* What a purchase costs outside the period is nobody's: say so. */
static void check_dates(struct bf_compile *c, const struct bf_purchase_info *info, const char *path)
{
    const struct bf_network *n = c->network;
    bool before = info->from<n->from, after = info->paid_to> n->to;
    if (!before && !after) return;
    bf_compile_fault(c, BF_NOTE, BF_E_RANGE, path,
                     "what \"%s\" costs %s the period is not counted in the budget", info->label,
                     before && after ? "before and after"
                     : before        ? "before"
                                     : "after");
}

static void take_purchase(struct bf_compile *c, uint16_t plan, uint32_t i, const char *path)
{
    struct bf_purchase_info *info = &c->network->purchase[i];
    if (!info->name) return; /* has a fault of its own */
    if (info->plan != UINT16_MAX && info->plan != plan) {
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected a purchase in one plan at most, received %s, which is in "
                         "plans.%s as well; divide it into two purchases",
                         info->name, c->network->plan[info->plan].name);
        return;
    }
    info->plan = plan;
    check_dates(c, info, path);
}

static void take_purchases(struct bf_compile *c, uint16_t plan, const struct bf_names *names,
                           const char *path)
{
    const struct bf_items *items = &c->network->care->purchases;
    bool every = names->count == 1 && names->name[0] && strcmp(names->name[0], "all") == 0;
    if (names->count == 0 || (every && items->count == 0))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected the purchases that the budget is for, received none");
    for (uint32_t i = 0; every && i < items->count; i++)
        take_purchase(c, plan, i, path);
    for (uint32_t k = 0; !every && k < names->count; k++) {
        const char *name = names->name[k];
        if (!name) continue;
        uint32_t i = bf_compile_find(items, name, strlen(name));
        const char *near = i == UINT32_MAX ? bf_text_nearest(name, items->name, items->count) : "";
        if (i == UINT32_MAX)
            bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                             "expected the name of a purchase, received \"%s\"%s%s%s", name,
                             near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
        else
            take_purchase(c, plan, i, path);
    }
}

static void check_stop(struct bf_compile *c, uint16_t plan, const struct bf_purchase_plan *p,
                       const char *path)
{
    const struct bf_network *n = c->network;
    bool stops = p->when_spent == BF_WHEN_SPENT_STOPS, can_stop = false;
    for (uint32_t i = 0; i < n->purchase_count; i++)
        can_stop = can_stop || (n->purchase[i].name && n->purchase[i].plan == plan &&
                                n->purchase[i].kind != BF_PURCHASE_BLOCK);
    if (stops && !can_stop)
        bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                         "nothing in it can stop: blocks are contracts, and go on; only spot "
                         "places and what is called off can");
}

/* Where the budget comes from, as the scenario says it. */
static const char *source_of(const struct bf_network *n, const char *path)
{
    const struct bf_given *given = bf_bound_find(n->bound, path);
    if (!given) return "";
    return given->source ? given->source : given->assumption ? given->assumption : "";
}

static void compile_plan(struct bf_compile *c, uint32_t i)
{
    struct bf_network *n = c->network;
    const struct bf_items *items = &n->care->plans;
    const struct bf_purchase_plan *p = (const struct bf_purchase_plan *)items->item + i;
    char path[BF_PATH_CAP], at[BF_PATH_CAP], budget[BF_PATH_CAP];
    bf_format(path, sizeof path, "plans.%s", items->name[i]);
    bf_format(at, sizeof at, "%s.purchases", path);
    bf_format(budget, sizeof budget, "%s.budget", path);
    n->plan[i] = (struct bf_plan_info){.name = items->name[i],
                                       .label = p->label ? p->label : items->name[i],
                                       .source = source_of(n, budget),
                                       .budget = p->budget,
                                       .stops = p->when_spent == BF_WHEN_SPENT_STOPS};
    if (bf_compile_find(&n->care->outcomes, items->name[i], strlen(items->name[i])) != UINT32_MAX)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                         "expected another name: an outcome has this one, and a plan is a row of "
                         "the outcomes, too");
    take_purchases(c, (uint16_t)i, &p->purchases, at);
    check_stop(c, (uint16_t)i, p, path);
    if (!isnan(p->budget)) tell_budget(c, (uint16_t)i, p->budget, budget);
}

void bf_compile_plans(struct bf_compile *c)
{
    struct bf_network *n = c->network;
    if (n->to < n->from) return;
    if (!isnan(n->care->budget)) tell_budget(c, EVERY_PLAN, n->care->budget, "budget");
    for (uint32_t i = 0; i < n->plan_count; i++)
        compile_plan(c, i);
}
