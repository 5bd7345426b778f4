/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>
#include <string.h>

/* ---- who pays, by what ----------------------------------------------------------------- */

uint16_t bf_compile_payer(struct bf_network *n, const char *name)
{
    if (!name) name = "NHS";
    for (uint32_t i = 0; i < n->payer_count; i++)
        if (strcmp(n->payer[i].name, name) == 0) return (uint16_t)i;
    n->payer[n->payer_count].name = name;
    return (uint16_t)n->payer_count++;
}

/* Whether a price was written by time ("per bed per week") or per person. */
bool bf_compile_by_time(const struct bf_network *n, const char *path)
{
    const struct bf_given *given = bf_bound_find(n->bound, path);
    return given && given->text && bf_units_price_is_by_time(given->text);
}

bool bf_compile_by_hour(const struct bf_network *n, const char *path)
{
    const struct bf_given *given = bf_bound_find(n->bound, path);
    return given && given->text && bf_units_price_is_by_hour(given->text);
}

/* ---- what each kind may say ------------------------------------------------------------ */

/* A setting of another kind would be read and do nothing. */
static void refuse_others(struct bf_compile *c, const struct bf_purchase *p, const char *path)
{
    enum { BLOCK = 1, SPOT = 2, CALL = 4 };
    static const struct {
        const char *name;
        unsigned kinds;
    } field[] = {
        {"beds", BLOCK | CALL},   {"hours", BLOCK | CALL}, {"ramp", BLOCK},
        {"minimum_term", BLOCK},  {"decided", BLOCK},      {"ended", BLOCK},
        {"notice", BLOCK | CALL}, {"paid", BLOCK | CALL},  {"after", SPOT},
        {"lead_time", SPOT},      {"weekly_limit", SPOT},  {"beds_called", CALL},
        {"moves_to_block", SPOT}, {"planned_stay", SPOT},  {"price_after_end", BLOCK | CALL},
        {"hours_called", CALL},   {"minimum_call", CALL},  {"retainer", CALL},
        {"late", BLOCK},          {"late_sd", BLOCK},
    };
    static const unsigned of_kind[] = {BLOCK, SPOT, CALL};
    static const char *const kind[] = {"a block", "a spot purchase", "a call-off"};
    for (size_t i = 0; i < sizeof field / sizeof field[0]; i++) {
        char at[BF_PATH_CAP];
        bf_format(at, sizeof at, "%s.%s", path, field[i].name);
        const struct bf_given *given = bf_bound_find(c->network->bound, at);
        if (!given || !given->text || field[i].kinds & of_kind[p->kind]) continue;
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, at,
                         "expected nothing of this name in %s, which has no use for it; take it "
                         "out, or see `bedflow kinds purchase`",
                         kind[p->kind]);
    }
}

/* ---- capacity that opens --------------------------------------------------------------- */

/* It opens as a dated change of the service's own capacity. */
static void adds_capacity(struct bf_compile *c, const struct bf_purchase *p,
                          struct bf_purchase_info *info, const char *path)
{
    struct bf_network *n = c->network;
    const struct bf_service *s = (const struct bf_service *)n->care->services.item + info->service;
    const char *name = n->care->services.name[info->service];
    char what[BF_PATH_CAP];
    bool beds = !isnan(p->beds), hours = !isnan(p->hours);
    if (beds == hours) {
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, path, "expected `beds` or `hours`, received %s",
                         beds ? "both" : "neither");
        return;
    }
    const char *field = hours ? "hours" : s->kind == BF_KIND_CASELOAD ? "places" : "beds";
    bf_format(what, sizeof what, "services.%s.%s", name, field);
    info->hours = hours;
    const struct bf_given *given = bf_bound_find(n->bound, what);
    double base = (double)NAN;
    if (given) memcpy(&base, n->bound->region + given->offset, sizeof base);
    if (isnan(base)) {
        bf_compile_fault(
            c, BF_ERROR, BF_E_KEY, path,
            "expected a service with `%s` of its own to add to (0 will do); \"%s\" has "
            "none",
            field, name);
        return;
    }
    struct bf_shift shift = {.cause = info->cause, .op = 'a', .value = hours ? p->hours : p->beds};
    shift.target = bf_compile_target(n, (uint32_t)(given - n->bound->given));
    n->shift[n->shift_count++] = shift;
}

/* What is billed by places and days has no price by person; an hour of care none by week. */
static void check_price(struct bf_compile *c, const struct bf_purchase *p, double price,
                        const char *path, const char *field)
{
    char at[BF_PATH_CAP];
    bf_format(at, sizeof at, "%s.%s", path, field);
    if (isnan(price) || p->kind == BF_PURCHASE_SPOT) return;
    if (!isnan(p->hours) && !bf_compile_by_hour(c->network, at))
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, at,
                         "expected the price of an hour of care, such as \"£25 per hour\", since "
                         "care hours are bought");
    else if (isnan(p->hours) && !bf_compile_by_time(c->network, at))
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, at,
                         "expected a price by time, such as \"£1,050 per bed per week\": %s is "
                         "billed by its beds and their days; a price per person is for spot places",
                         p->kind == BF_PURCHASE_BLOCK ? "a block" : "what is called off");
}

/* The price of places that have closed with somebody in them is one of time, beside such a price.
 */
static void check_after_end(struct bf_compile *c, const struct bf_purchase *p, const char *path)
{
    char after[BF_PATH_CAP];
    bf_format(after, sizeof after, "%s.price_after_end", path);
    if (isnan(p->after_end) || p->kind == BF_PURCHASE_SPOT) return;
    if (!isnan(p->hours))
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, after,
                         "expected nothing of this name with care hours: visits that are booked go "
                         "on in the hours that are left; take it out");
    else if (!bf_compile_by_time(c->network, after))
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, after,
                         "expected a price by time, such as \"£1,310 per bed per week\"");
}

/* ---- block ----------------------------------------------------------------------------- */

static bf_day whole_days(double hours)
{
    return (bf_day)ceil(hours / 24 - 1e-9);
}

/* A spread is of something: nothing that is never late can be late by chance. */
static void compile_late(struct bf_compile *c, const struct bf_purchase *p, struct bf_cause *cause,
                         const char *path)
{
    cause->varies = (struct bf_varies){
        .key = bf_name_key(path), .late_h = p->late_h, .late_sd_h = p->late_sd_h};
    if (p->late_sd_h > 0 && !(p->late_h > 0))
        bf_compile_fault(
            c, BF_ERROR, BF_E_RANGE, path,
            "expected `late`, how late it opens on average, beside `late_sd`, received "
            "none; write late = \"14 days\", say");
}

/* What is owed for closed places after the period is in no table. */
static void tell_term(struct bf_compile *c, const struct bf_purchase *p,
                      const struct bf_purchase_info *info, const char *path)
{
    bf_day to = c->network->to, closed = info->to > to ? info->to : to;
    double left = (double)info->paid_to - closed, amount = isnan(p->hours) ? p->beds : p->hours;
    char until[48], cost[48];
    if (!(left > 0) || !(amount > 0) || !(p->price > 0) || info->used) return;
    bf_day_print_words(info->paid_to, until, sizeof until);
    bf_units_print(BF_DIM_MONEY, round(left * 24 * amount * p->price), cost, sizeof cost);
    bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                     "is paid until %s by its minimum term: of that, %s for the days after the end "
                     "of the period, closed, are in no figure of a run",
                     until, cost);
}

/* The notice of a start, of an early end, and the term that is paid whatever happens. */
static void compile_block(struct bf_compile *c, const struct bf_purchase *p,
                          struct bf_purchase_info *info, const char *path)
{
    char date[48], other[48];
    bf_day notice = whole_days(p->notice_h), first = p->decided + notice;
    if (p->decided != BF_DAY_NONE && p->from < first) {
        bf_day_print_words(first, date, sizeof date);
        bf_day_print_words(p->from, other, sizeof other);
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected `from` on %s or later, %d days after it is decided, received "
                         "%s; decide earlier, or open later",
                         date, (int)notice, other);
    }
    if (p->ended != BF_DAY_NONE) {
        if (p->ended < p->from || p->ended > p->to) {
            bf_day_print_words(p->from, date, sizeof date);
            bf_day_print_words(p->to, other, sizeof other);
            bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                             "expected `ended`, the day on which notice of an early end is given, "
                             "from %s to %s",
                             date, other);
        } else if (p->ended + notice - 1 < p->to) {
            info->to = p->ended + notice - 1;
        }
    }
    bf_day term = p->from + whole_days(p->minimum_term_h) - 1;
    info->paid_to = term > info->to ? term : info->to;
    tell_term(c, p, info, path);
}

/* ---- call-off -------------------------------------------------------------------------- */

static bool is_called(const struct bf_compile *c, const char *path)
{
    const struct bf_network *n = c->network;
    for (uint32_t i = 0; i < n->care->changes.count; i++) {
        const struct bf_names *what = &((const struct bf_change *)n->care->changes.item)[i].what;
        for (uint32_t k = 0; k < what->count; k++)
            if (what->name[k] && strcmp(what->name[k], path) == 0) return true;
    }
    for (uint32_t i = 0; i < n->care->policies.count; i++) {
        const struct bf_names *what = &((const struct bf_policy *)n->care->policies.item)[i].what;
        for (uint32_t k = 0; k < what->count; k++)
            if (what->name[k] && strcmp(what->name[k], path) == 0) return true;
    }
    return false;
}

static void compile_call_off(struct bf_compile *c, const struct bf_purchase *p,
                             struct bf_purchase_info *info, const char *path)
{
    char called[BF_PATH_CAP], wrong[BF_PATH_CAP];
    bool beds = !isnan(p->beds);
    bf_format(called, sizeof called, "%s.%s", path, beds ? "beds_called" : "hours_called");
    bf_format(wrong, sizeof wrong, "%s.%s", path, beds ? "hours_called" : "beds_called");
    if (is_called(c, wrong) || (beds ? p->hours_called : p->beds_called) > 0)
        bf_compile_fault(c, BF_ERROR, BF_E_KEY, wrong,
                         "expected %s to be called, as the contract "
                         "is for %s",
                         beds ? "`beds_called`" : "`hours_called`", beds ? "beds" : "hours");
    else if (!((beds ? p->beds_called : p->hours_called) > 0) && !is_called(c, called))
        bf_compile_fault(c, BF_WARNING, BF_E_RANGE, path,
                         "nothing is ever called: let a change or a policy set \"%s\"", called);
    if ((beds ? p->beds_called : p->hours_called) > (beds ? p->beds : p->hours))
        bf_compile_fault(c, BF_WARNING, BF_E_RANGE, called,
                         "more is called than the contract holds: no more than that opens");
    info->call = c->network->call_count++;
}

/* ---- spot ------------------------------------------------------------------------------ */

static void compile_spot(struct bf_compile *c, struct bf_purchase_info *info, uint32_t i,
                         const char *path)
{
    struct bf_network *n = c->network;
    const struct bf_service *s = (const struct bf_service *)n->care->services.item + info->service;
    if (s->kind != BF_KIND_BEDS || s->unlimited)
        bf_compile_fault(c, BF_ERROR, BF_E_TYPE, path,
                         "expected a service of kind beds for spot places, received %s",
                         s->unlimited ? "one without a limit" : bf_kind_names[s->kind]);
    else if (n->service[info->service].spot == UINT16_MAX)
        n->service[info->service].spot = (uint16_t)i;
    else
        bf_compile_fault(c, BF_ERROR, BF_E_RANGE, path,
                         "expected one spot purchase for a service, received a second");
}

/* ---- any ------------------------------------------------------------------------------- */

static uint32_t service_of(struct bf_compile *c, const char *name, const char *path)
{
    const struct bf_items *services = &c->network->care->services;
    uint32_t service = bf_compile_find(services, name, strlen(name));
    if (service != UINT32_MAX) return service;
    const char *near = bf_text_nearest(name, services->name, services->count);
    bf_compile_fault(c, BF_ERROR, BF_E_KEY, path,
                     "expected the name of a service, received \"%s\"%s%s%s", name,
                     near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return UINT32_MAX;
}

void bf_compile_purchase(struct bf_compile *c, uint32_t i)
{
    struct bf_network *n = c->network;
    const struct bf_items *items = &n->care->purchases;
    const struct bf_purchase *p = (const struct bf_purchase *)items->item + i;
    struct bf_purchase_info *info = &n->purchase[i];
    char path[BF_PATH_CAP], price[BF_PATH_CAP];
    bf_format(path, sizeof path, "purchases.%s", items->name[i]);
    bf_format(price, sizeof price, "purchases.%s.price", items->name[i]);
    bf_compile_dates(c, path, p->from, p->to);
    uint32_t service = p->service ? service_of(c, p->service, path) : UINT32_MAX;
    if (service == UINT32_MAX) return;
    uint32_t k = bf_compile_cause(n, BF_CAUSE_PURCHASE, i, items->name[i], p->label);
    struct bf_cause *cause = &n->cause[k];
    *info = (struct bf_purchase_info){.name = items->name[i],
                                      .label = cause->label,
                                      .payer = bf_compile_payer(n, p->payer),
                                      .service = (uint16_t)service,
                                      .cause = (uint16_t)k,
                                      .kind = (uint8_t)p->kind,
                                      .call = UINT16_MAX,
                                      .plan = UINT16_MAX,
                                      .used = p->paid == 1,
                                      .by_time = bf_compile_by_time(n, price),
                                      .moves = p->moves,
                                      .from = p->from,
                                      .to = p->to,
                                      .paid_to = p->to,
                                      .notice_h = p->notice_h,
                                      .minimum_h = p->minimum_call_h};
    refuse_others(c, p, path);
    check_price(c, p, p->price, path, "price");
    if (p->kind == BF_PURCHASE_CALL_OFF) check_price(c, p, p->retainer, path, "retainer");
    check_after_end(c, p, path);
    if (p->kind == BF_PURCHASE_BLOCK) compile_block(c, p, info, path);
    if (p->kind == BF_PURCHASE_CALL_OFF) compile_call_off(c, p, info, path);
    if (p->kind == BF_PURCHASE_SPOT)
        compile_spot(c, info, i, path);
    else
        adds_capacity(c, p, info, path);
    bf_compile_reach(c, path, p->from, info->paid_to, 0);
    cause->from = info->from;
    cause->to = info->to;
    cause->ramp_h = p->ramp_h;
    compile_late(c, p, cause, path);
}
