/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/models/network.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define YEAR_H 8760.0 /* as in base/units.h */

/* ---- layout ---------------------------------------------------------------------------- */

static void *piece(unsigned char *block, size_t *at, size_t count, size_t size)
{
    size_t start = *at;
    *at += (count * size + 63) & ~(size_t)63;
    return block ? block + start : NULL;
}

void bf_numbers_layout(const struct bf_network *n, struct bf_numbers *numbers, unsigned char *block)
{
    size_t at = 0, services = n->service_count, classes = n->class_count;
    numbers->service = piece(block, &at, services, sizeof *numbers->service);
    numbers->site = piece(block, &at, services * n->group_count, sizeof *numbers->site);
    numbers->choice = piece(block, &at, n->choice_count, sizeof *numbers->choice);
    numbers->alt = piece(block, &at, n->alt_count, sizeof *numbers->alt);
    numbers->need = piece(block, &at, n->need_count, sizeof *numbers->need);
    numbers->company = NULL;
    if (n->companion_count)
        numbers->company = piece(block, &at, n->choice_count, sizeof *numbers->company);
    numbers->companion = piece(block, &at, n->companion_count, sizeof *numbers->companion);
    numbers->stream = piece(block, &at, n->stream_count, sizeof *numbers->stream);
    numbers->class_share = piece(block, &at, n->stream_count * classes, sizeof(double));
    numbers->locality_share =
        piece(block, &at, (size_t)n->stream_count * n->locality_count, sizeof(double));
    numbers->area_share = piece(block, &at, services * n->locality_count, sizeof(double));
    numbers->task = piece(block, &at, n->task_count, sizeof *numbers->task);
    numbers->purchase = piece(block, &at, n->purchase_count, sizeof *numbers->purchase);
    numbers->class_factor = piece(block, &at, classes * 2, sizeof(double));
    numbers->block = block;
    numbers->size = at;
}

/* ---- parts ----------------------------------------------------------------------------- */

struct derive {
    const struct bf_network *n;
    const struct bf_care *care;
    struct bf_numbers *numbers;
    char *why;
    size_t size;
    bool ok;
};

static void fit(struct derive *d, const struct bf_dist_spec *spec, struct bf_dist *dist,
                const char *owner, const char *what)
{
    char why[200];
    memset(dist, 0, sizeof *dist);
    if (!bf_dist_given(spec) || bf_dist_fit(spec, dist, why, sizeof why)) return;
    if (d->ok) bf_format(d->why, d->size, "%s: %s: %s", owner, what, why);
    d->ok = false;
}

static void __attribute__((format(printf, 3, 4)))
impossible(struct derive *d, const char *owner, const char *fmt, ...)
{
    char what[200];
    va_list args;
    va_start(args, fmt);
    vsnprintf(what, sizeof what, fmt, args);
    va_end(args);
    if (d->ok) bf_format(d->why, d->size, "%s: %s", owner, what);
    d->ok = false;
}

static struct bf_dist_spec scaled(struct bf_dist_spec spec, double factor)
{
    spec.mean *= factor;
    spec.median *= factor;
    spec.sd *= factor;
    spec.min *= factor;
    spec.mode *= factor;
    spec.max *= factor;
    spec.short_mean *= factor;
    spec.short_median *= factor;
    spec.long_mean *= factor;
    spec.long_median *= factor;
    return spec;
}

/* Shares as weights. Where some differ from the scenario's own (a change is at work), those hold
 * and the others fill up to 1 in proportion; if none is left to fill, all are scaled. */
static void settle_shares(double share[], const double base[], uint32_t count)
{
    double moved = 0, kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (share[i] != base[i])
            moved += share[i];
        else
            kept += share[i];
    double sum = moved + kept;
    if (fabs(sum - 1) < 1e-9 || !(sum > 0)) return;
    bool fill = kept > 0 && moved < 1;
    for (uint32_t i = 0; i < count; i++)
        if (!fill)
            share[i] /= sum;
        else if (share[i] == base[i])
            share[i] *= (1 - moved) / kept;
}

#define WAYS_AT_ONCE 64

static void derive_alternatives(struct derive *d, const struct bf_way *way,
                                const struct bf_choice *choice)
{
    const struct bf_way_or * or = way->or_else.item;
    for (uint32_t k = choice->alt; k < choice->alt + choice->alt_count; k++)
        d->numbers->alt[k].after_h = or [d->n->alt_or[k]].after_h;
}

/* Those of a list of ways that some people have. */
static void derive_ways(struct derive *d, const char *owner, const struct bf_items *ways,
                        const struct bf_items *base, struct bf_ways of)
{
    const uint16_t *written = &d->n->choice_way[of.first];
    double share[WAYS_AT_ONCE] = {0}, own[WAYS_AT_ONCE] = {0};
    const struct bf_way *way = ways->item, *way0 = base->item;
    bool settle = of.count <= WAYS_AT_ONCE;
    for (uint32_t i = 0; settle && i < of.count; i++) {
        share[i] = way[written[i]].share;
        own[i] = way0[written[i]].share;
    }
    if (settle) settle_shares(share, own, of.count);
    double sum = 0, before = 0;
    for (uint32_t i = 0; i < of.count; i++) {
        struct bf_choice *choice = &d->numbers->choice[of.first + i];
        const struct bf_way *from = &way[written[i]];
        sum += settle ? share[i] : from->share;
        before += way0[written[i]].share;
        choice->cumulative = i + 1 == of.count ? 1 : sum;
        choice->level = (uint8_t)from->priority;
        derive_alternatives(d, from, choice);
        for (uint32_t k = 0; k < choice->need_count; k++)
            d->numbers->need[choice->need + k].share = from->needs.value[k];
        if (!choice->company) continue;
        const struct bf_company *company = &d->numbers->company[of.first + i];
        for (uint32_t k = 0; k < company->count; k++)
            d->numbers->companion[company->first + k].share = from->with.value[k];
        for (uint32_t k = 0; k < company->beside; k++)
            d->numbers->companion[company->first + company->count + k].share =
                from->beside.value[k];
    }
    if (before > 0 && !(sum > 0))
        impossible(d, owner, "expected some way with a share above 0, received none");
}

static void derive_curve(struct derive *d, const struct bf_curve_spec *curve,
                         struct bf_incidence *out, const char *owner, const char *what)
{
    uint32_t count = curve->days.count;
    const double *day = curve->days.value, *share = curve->share.value;
    bool on = curve->until_h > 0;
    bool good = count == curve->share.count && count + (on ? 1 : 0) < BF_CURVE_POINTS;
    for (uint32_t i = 0; good && i < count; i++)
        good = day[i] > (i ? day[i - 1] : 0) && share[i] >= (i ? share[i - 1] : 0) && share[i] < 1;
    if (!good) {
        if (d->ok)
            bf_format(d->why, d->size,
                      "%s: %s: expected as many days as shares (at most %d), both "
                      "ascending, shares below 1",
                      owner, what, BF_CURVE_POINTS - 1 - (on ? 1 : 0));
        d->ok = false;
        return;
    }
    if (on && (count == 0 || !(curve->until_h > day[count - 1]))) {
        if (d->ok)
            bf_format(
                d->why, d->size,
                "%s: %s: expected goes_on_until after the last of the days, received day %.0f",
                owner, what, curve->until_h / 24);
        d->ok = false;
        return;
    }
    out->count = count ? count + 1 : 0;
    out->at_h[0] = out->share[0] = out->hazard[0] = 0;
    for (uint32_t i = 0; i < count; i++) {
        out->at_h[i + 1] = day[i];
        out->share[i + 1] = share[i];
        out->hazard[i + 1] = -log1p(-share[i]);
    }
    if (!on) return;
    double last_h = day[count - 1], more = (curve->until_h - last_h) / last_h;
    out->count++;
    out->at_h[count + 1] = curve->until_h;
    out->hazard[count + 1] = out->hazard[count] * (1 + curve->beyond * more);
    out->share[count + 1] = -expm1(-out->hazard[count + 1]);
}

/* ---- a service ------------------------------------------------------------------------- */

static double places_of(const struct bf_service *s)
{
    switch (s->kind) {
    case BF_KIND_BEDS:
        return s->unlimited ? (double)INFINITY : fmax(0, floor(s->beds + 1e-6));
    case BF_KIND_CASELOAD:
        return isnan(s->places) ? (double)INFINITY : fmax(0, floor(s->places + 1e-6));
    case BF_KIND_TEAM:
        return fmax(0, s->staff);
    default:
        return (double)INFINITY;
    }
}

/* Of the lists of ways of one service, those of its groups: each once. */
static void derive_groups(struct derive *d, uint32_t index, const struct bf_service *s)
{
    const struct bf_network *n = d->n;
    const struct bf_service *s0 = (const struct bf_service *)n->care->services.item + index;
    const struct bf_service_info *info = &n->service[index];
    const struct bf_site *site = &d->numbers->site[(size_t)index * n->group_count];
    const struct bf_service_class *by = s->by_class.item, *by0 = s0->by_class.item;
    struct bf_ways all = {info->choice, info->choice_count};
    if (all.count) derive_ways(d, d->n->service[index].name, &s->then, &s0->then, all);
    for (uint32_t g = 0; g < n->group_count; g++) {
        struct bf_ways of = {site[g].choice, site[g].choice_count};
        const struct bf_items *ways = &s->then, *base = &s0->then;
        if (all.count && of.first == all.first) continue;
        if (g >= n->class_count && of.first == site[g - n->class_count].choice) continue;
        const char *class_ = n->class_[g % n->class_count].name;
        for (uint32_t i = 0; i < s->by_class.count; i++)
            if (by[i].then.count && strcmp(class_, s->by_class.name[i]) == 0) {
                ways = &by[i].then;
                base = &by0[i].then;
            }
        derive_ways(d, d->n->service[index].name, ways, base, of);
    }
}

/* The stay that all have who have none of their own, and a factor on it: the points of a table are
 * the scenario's own, and netted by the factor. */
static double derive_stay(struct derive *d, const struct bf_service *s, struct bf_dist *stay,
                          const char *name)
{
    double netted = isnan(s->delay_share) ? 1 : 1 - s->delay_share;
    bool table = s->observed_stay.shape == BF_SHAPE_EMPIRICAL;
    if (bf_dist_given(&s->stay)) {
        fit(d, &s->stay, stay, name, "stay");
        return 1;
    }
    struct bf_dist_spec spec = scaled(s->observed_stay, table ? 1 : netted);
    fit(d, &spec, stay, name, "observed_stay");
    return table ? netted : 1;
}

static void derive_sites(struct derive *d, uint32_t index, const struct bf_service *s)
{
    const struct bf_network *n = d->n;
    struct bf_site *site = &d->numbers->site[(size_t)index * n->group_count];
    const char *name = n->service[index].name;
    struct bf_dist stay;
    double factor = derive_stay(d, s, &stay, name);
    for (uint32_t g = 0; g < n->group_count; g++) {
        site[g].stay = stay;
        site[g].factor = factor;
    }
    derive_groups(d, index, s);
    const struct bf_service_class *by = s->by_class.item;
    for (uint32_t i = 0; i < s->by_class.count; i++) {
        uint32_t k = 0;
        while (k < n->class_count && strcmp(n->class_[k].name, s->by_class.name[i]) != 0)
            k++;
        if (k == n->class_count) continue;
        bool own = bf_dist_given(&by[i].stay);
        if (own) fit(d, &by[i].stay, &site[k].stay, name, "by_class stay");
        for (uint32_t g = k; g < n->group_count; g += n->class_count) {
            site[g].factor = by[i].stay_factor * (own ? 1 : factor);
            site[g].stay = site[k].stay;
        }
    }
}

static void derive_areas(struct derive *d, uint32_t index, const struct bf_service *s)
{
    const struct bf_network *n = d->n;
    const uint8_t *area = n->service[index].area;
    double *share = &d->numbers->area_share[(size_t)index * n->locality_count];
    for (uint32_t a = 0; a < n->locality_count; a++)
        share[a] = area ? 0 : 1;
    for (uint32_t l = 0; area && l < n->locality_count; l++)
        for (uint32_t i = 0; i < s->areas.count; i++)
            if (strcmp(s->areas.name[i], n->locality_name[l]) == 0)
                share[area[l]] += s->areas.value[i];
}

/* Next to no spread is none: no weibull has it. */
static void derive_patience(struct derive *d, const struct bf_service *s, struct bf_dist *out,
                            const char *name)
{
    struct bf_dist_spec unit = {.shape =
                                    s->patience_cv > 0.002 ? BF_SHAPE_WEIBULL : BF_SHAPE_CONSTANT,
                                .mean = 1,
                                .median = (double)NAN,
                                .sd = (double)NAN,
                                .cv = s->patience_cv > 0.002 ? s->patience_cv : (double)NAN,
                                .min = (double)NAN,
                                .mode = (double)NAN,
                                .max = (double)NAN};
    fit(d, &unit, out, name, "patience");
}

/* A post is filled for 1 / turnover on average, then empty for the delay (an alternating renewal
 * process), so a share 1 / (1 + turnover x delay) is filled. */
static void derive_workforce(const struct bf_service *s, struct bf_service_numbers *out)
{
    const struct bf_workforce *force = &s->workforce;
    double filled = 1 / (1 + force->turnover * force->recruitment_h / YEAR_H);
    double present = filled * (1 - force->sickness);
    out->agency = (1 - present) * force->agency_share;
    out->staffed = present + out->agency;
    out->agency_premium = isnan(force->agency_premium) ? 0 : force->agency_premium;
    if (!(out->staffed < 1)) return;
    bool hours = s->kind == BF_KIND_CASELOAD && !isnan(s->hours);
    double full = hours                     ? s->hours * 24
                  : s->kind == BF_KIND_TEAM ? s->staff
                  : s->kind == BF_KIND_BEDS ? s->beds
                                            : s->places;
    if (isnan(full) || (!hours && isinf(out->places))) return;
    double bought = fmin(full, out->bought);
    double open = bought + fmax(0, full - bought) * out->staffed;
    if (hours)
        out->hours_per_day = open;
    else
        out->places = open; /* made whole by day: world_open */
}

static void derive_capacity(const struct bf_service *s, struct bf_service_numbers *out)
{
    out->places = places_of(s);
    out->hours_per_day = isnan(s->hours) ? 0 : fmax(0, s->hours) * 24;
    derive_workforce(s, out);
    out->weekly_limit = isnan(s->weekly_limit) ? (double)INFINITY : s->weekly_limit;
}

static void derive_service(struct derive *d, uint32_t index)
{
    const struct bf_service *s = (const struct bf_service *)d->care->services.item + index;
    struct bf_service_numbers *out = &d->numbers->service[index];
    const char *name = d->n->service[index].name;
    derive_capacity(s, out);
    out->first_per_day = s->first_visits * 24;
    out->last_per_day = s->last_visits * 24;
    out->same_day = s->same_day;
    for (uint32_t i = 0; i < 8; i++)
        out->review[i] = s->review.count == 8 ? s->review.value[i] : 1;
    out->patience_h = s->patience_h;
    out->queue_limit = isnan(s->queue_limit) ? (double)INFINITY : s->queue_limit;
    out->ageing_h = s->ageing_h;
    out->target_h = s->target_h;
    out->factor[0] = s->readmission_factor;
    out->factor[1] = s->death_factor;
    out->visits_factor = s->visits_factor;
    out->moves_stay = s->moves_stay;
    out->hold_h = s->hold_h;
    out->cost = s->cost;
    fit(d, &s->same_day_stay, &out->same_day_stay, name, "same_day_stay");
    fit(d, &s->process, &out->process, name, "process");
    derive_patience(d, s, &out->patience, name);
    fit(d, &s->lead_time, &out->lead, name, "lead_time");
    derive_curve(d, &s->after_discharge.readmission, &out->after[0], name, "after_discharge");
    derive_curve(d, &s->after_discharge.death, &out->after[1], name, "after_discharge");
    derive_curve(d, &s->averted_returns, &out->averted, name, "averted_returns");
    derive_sites(d, index, s);
    derive_areas(d, index, s);
}

/* ---- a stream -------------------------------------------------------------------------- */

static void cumulate(struct derive *d, const char *owner, const char *of, double share[],
                     uint32_t count)
{
    double sum = 0, total = 0;
    for (uint32_t i = 0; i < count; i++)
        total += share[i];
    if (!(total > 0)) {
        impossible(d, owner, "expected people of some %s, received shares or populations of 0", of);
        return;
    }
    for (uint32_t i = 0; i < count; i++) {
        sum += share[i];
        share[i] = i + 1 == count ? 1 : sum / total;
    }
}

static void fill_shares(const struct bf_shares *shares, const struct bf_shares *base,
                        const char *name, double *value, double *own)
{
    *value = *own = 0;
    for (uint32_t i = 0; i < shares->count; i++)
        if (strcmp(shares->name[i], name) == 0) {
            *value = shares->value[i];
            *own = base->value[i];
        }
}

static void derive_people(struct derive *d, uint32_t index, const struct bf_stream *s)
{
    const struct bf_network *n = d->n;
    const struct bf_stream *s0 = (const struct bf_stream *)n->care->demand.item + index;
    double *classes = &d->numbers->class_share[(size_t)index * n->class_count];
    double *places = &d->numbers->locality_share[(size_t)index * n->locality_count];
    double own[256] = {0};
    const struct bf_locality *locality = d->care->localities.item;
    for (uint32_t i = 0; i < n->class_count; i++)
        fill_shares(&s->classes, &s0->classes, n->class_[i].name, &classes[i], &own[i]);
    if (s->classes.count)
        settle_shares(classes, own, n->class_count);
    else
        classes[0] = 1;
    cumulate(d, n->stream[index].name, "class", classes, n->class_count);
    bf_share_guide_fit(&d->numbers->stream[index].classes, classes, n->class_count);
    for (uint32_t i = 0; i < n->locality_count; i++)
        if (s->localities.count)
            fill_shares(&s->localities, &s0->localities, n->locality_name[i], &places[i], &own[i]);
        else
            places[i] = d->care->localities.count ? locality[i].population : 1;
    if (s->localities.count) settle_shares(places, own, n->locality_count);
    cumulate(d, n->stream[index].name, "locality", places, n->locality_count);
    bf_share_guide_fit(&d->numbers->stream[index].localities, places, n->locality_count);
}

/* Weekday factors of mean 1, with the bank holiday's as the eighth. */
static void derive_weekdays(struct derive *d, const char *name, const struct bf_stream *s,
                            double weekday[8])
{
    double sum = 0;
    for (uint32_t i = 0; i < 7; i++) {
        weekday[i] = s->by_weekday.count == 7 ? s->by_weekday.value[i] : 1;
        sum += weekday[i];
    }
    if (!(sum > 0)) impossible(d, name, "expected some number of by_weekday above 0");
    for (uint32_t i = 0; i < 7 && sum > 0; i++)
        weekday[i] *= 7 / sum;
    weekday[7] = isnan(s->bank_holiday) ? weekday[6] : s->bank_holiday;
}

/* Month factors whose mean over the days of a year is 1. */
static void derive_months(struct derive *d, const char *name, const struct bf_stream *s,
                          double month[12])
{
    static const double days[12] = {31, 28.25, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    double sum = 0;
    for (uint32_t i = 0; i < 12; i++) {
        month[i] = s->by_month.count == 12 ? s->by_month.value[i] : 1;
        sum += month[i] * days[i];
    }
    if (!(sum > 0)) impossible(d, name, "expected some number of by_month above 0");
    for (uint32_t i = 0; i < 12 && sum > 0; i++)
        month[i] *= 365.25 / sum;
}

static double rate_per_day(const struct bf_network *n, const struct bf_care *care, uint32_t index)
{
    return ((const struct bf_stream *)care->demand.item)[index].rate * 24 * n->stream_scale[index];
}

static void derive_stream(struct derive *d, uint32_t index)
{
    const struct bf_stream *s = (const struct bf_stream *)d->care->demand.item + index;
    const struct bf_stream *s0 = (const struct bf_stream *)d->n->care->demand.item + index;
    struct bf_stream_numbers *out = &d->numbers->stream[index];
    out->rate_per_day = rate_per_day(d->n, d->care, index);
    out->growth = s->growth;
    out->dispersion = s->dispersion;
    bf_gamma_fit(&out->day_factor, s->dispersion);
    out->season_cv = s->season_cv;
    out->rebook_h = s->rebook_h;
    out->cancelled = s->cancelled;
    out->offer_share = s->offer.to ? s->offer.share : 0;
    out->offer_after = s->offer.after_admission;
    const char *name = d->n->stream[index].name;
    derive_weekdays(d, name, s, out->weekday);
    derive_months(d, name, s, out->month);
    double flat[24], sum = 0;
    for (uint32_t i = 0; i < 24; i++)
        sum += flat[i] = s->by_hour.count == 24 ? s->by_hour.value[i] : 1;
    if (!(sum > 0)) {
        impossible(d, name, "expected some number of by_hour above 0");
        return;
    }
    bf_day_shape_fit(&out->hours, flat);
    derive_people(d, index, s);
    const struct bf_stream_info *info = &d->n->stream[index];
    if (!info->enter)
        derive_ways(d, info->name, &s->enter, &s0->enter,
                    (struct bf_ways){info->choice, info->choice_count});
    for (uint32_t g = 0; info->enter && g < d->n->group_count; g++)
        derive_ways(d, info->name, &s->enter, &s0->enter, info->enter[g]);
}

/* ---- a purchase ------------------------------------------------------------------------ */

static void derive_purchase(struct derive *d, uint32_t index)
{
    const struct bf_purchase *p = (const struct bf_purchase *)d->care->purchases.item + index;
    bool hours = !isnan(p->hours);
    d->numbers->purchase[index] = (struct bf_purchase_numbers){
        .amount = hours            ? p->hours
                  : isnan(p->beds) ? 0
                                   : p->beds,
        .called = hours ? p->hours_called : p->beds_called,
        .price = isnan(p->price) ? 0 : p->price,
        .retainer = isnan(p->retainer) ? 0 : p->retainer,
        .after_end = !isnan(p->after_end) ? p->after_end
                     : isnan(p->price)    ? 0
                                          : p->price,
        .after_h = p->after_h,
        .lead_h = p->lead_h,
        .planned_stay_h = p->planned_stay_h,
        .weekly_limit = isnan(p->weekly_limit) ? (double)INFINITY : p->weekly_limit};
}

/* ---- all ------------------------------------------------------------------------------- */

static void derive_others(struct derive *d)
{
    const struct bf_task *task = d->care->tasks.item;
    for (uint32_t i = 0; i < d->n->task_count; i++) {
        fit(d, &task[i].duration, &d->numbers->task[i].duration, d->n->task[i].name, "duration");
        d->numbers->task[i].lead_h = task[i].lead_h;
    }
    d->numbers->class_factor[0] = d->numbers->class_factor[1] = 1;
    const struct bf_class *class_ = d->care->classes.item;
    for (uint32_t i = 0; i < d->care->classes.count; i++) {
        d->numbers->class_factor[2 * i] = class_[i].readmission_factor;
        d->numbers->class_factor[2 * i + 1] = class_[i].death_factor;
    }
}

bool bf_numbers_derive(const struct bf_network *network, const struct bf_care *care,
                       uint32_t object, struct bf_numbers *numbers, char why[], size_t size)
{
    struct derive d = {network, care, numbers, why, size, true};
    if (object != BF_OBJECT_ALL) {
        if (object >= BF_OBJECT_PURCHASE)
            derive_purchase(&d, object - BF_OBJECT_PURCHASE);
        else if (object >= BF_OBJECT_STREAM)
            derive_stream(&d, object - BF_OBJECT_STREAM);
        else
            derive_service(&d, object);
        return d.ok;
    }
    for (uint32_t i = 0; i < network->service_count; i++)
        derive_service(&d, i);
    for (uint32_t i = 0; i < network->stream_count; i++)
        derive_stream(&d, i);
    for (uint32_t i = 0; i < network->purchase_count; i++)
        derive_purchase(&d, i);
    derive_others(&d);
    return d.ok;
}

void bf_numbers_derive_capacity(const struct bf_network *network, const struct bf_care *care,
                                uint32_t object, struct bf_numbers *numbers)
{
    if (object < BF_OBJECT_STREAM) {
        derive_capacity((const struct bf_service *)care->services.item + object,
                        &numbers->service[object]);
    } else {
        uint32_t i = object - BF_OBJECT_STREAM;
        numbers->stream[i].rate_per_day = rate_per_day(network, care, i);
    }
}
