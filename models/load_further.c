/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load_further.h"

#include "bedflow/base/arena.h"
#include "load.h"

#include <math.h>

struct further {
    const struct bf_network *n;
    struct bf_load *load;
    double *excess; /* [service] people a day, more than there is room for */
};

/* What one person a day needs of a service, in the unit of its load. */
static double need_of(const struct bf_network *n, uint32_t service, uint32_t group)
{
    const struct bf_service_numbers *numbers = &n->numbers.service[service];
    if (n->service[service].kind == BF_KIND_MARKET) return 7;
    double days = load_mean_stay_h(n, service, group) / 24;
    if (!n->service[service].has_hours) return days;
    return days * (numbers->first_per_day + numbers->last_per_day) / 2;
}

static double ratio_of(const struct bf_network *n, uint32_t i, const struct bf_load *load,
                       double people)
{
    double places = n->numbers.service[i].places;
    double ratio = load->offered > 0 ? load->offered / load->capacity : 0;
    if (n->service[i].has_hours && people > 0) ratio = fmax(ratio, people / places);
    return ratio;
}

/* ---- a bound --------------------------------------------------------------------------- */

static void could_come(struct further *f, uint32_t to, uint32_t group, double people)
{
    if (bf_is_service(to) && people > 0) f->load[to].could_add += people * need_of(f->n, to, group);
}

static void bound_way(struct further *f, const struct bf_choice *way, uint32_t group, double people)
{
    const struct bf_alt *alt = &f->n->numbers.alt[way->alt];
    for (uint32_t k = 0; k < way->alt_count; k++) {
        bool again = false;
        for (uint32_t j = 0; j < k; j++)
            again = again || alt[j].to == alt[k].to;
        if (!again && alt[k].to != way->to) could_come(f, alt[k].to, group, people);
    }
}

/* People from outside who give up or are turned away. */
static void bound_leaving(struct further *f, uint32_t from, uint32_t group, double people)
{
    const struct bf_service_info *info = &f->n->service[from];
    const struct bf_service_numbers *numbers = &f->n->numbers.service[from];
    uint32_t up = info->some_give_up ? info->some_give_up[group] : info->gives_up_to;
    uint32_t away = info->some_turned_away ? info->some_turned_away[group] : info->turned_away_to;
    bool gives_up = !isnan(numbers->patience_h), turned = !isinf(numbers->queue_limit);
    if (gives_up && up != from) could_come(f, up, group, people);
    if (turned && away != from && !(gives_up && away == up)) could_come(f, away, group, people);
}

/* ---- who take it ----------------------------------------------------------------------- */

/* Of people a day who want a full service, those who are too many, as far as there is room for them
 * in one of their further choices. */
static void take_further(struct further *f, const struct bf_choice *way, uint32_t group,
                         double people)
{
    const struct bf_alt *alt = &f->n->numbers.alt[way->alt];
    if (!bf_is_service(way->to)) return;
    double *excess = &f->excess[way->to], left = fmin(people, *excess);
    for (uint32_t k = 0; k < way->alt_count && left > 0; k++) {
        double take = left;
        if (alt[k].to == way->to) continue;
        if (bf_is_service(alt[k].to)) {
            struct bf_load *there = &f->load[alt[k].to];
            double each = need_of(f->n, alt[k].to, group);
            double room = there->capacity - there->offered - there->taken_over;
            if (each > 0 && !isinf(room)) take = fmin(take, fmax(0, room / each));
            there->taken_over += take * each;
        }
        f->load[way->to].elsewhere_per_day += take;
        *excess -= take;
        left -= take;
    }
}

/* ---- every way ------------------------------------------------------------------------- */

typedef void per_way(struct further *f, const struct bf_choice *way, uint32_t group, double people);

static void each_way(struct further *f, struct bf_ways ways, uint32_t group, double people,
                     per_way *visit)
{
    double before = 0;
    for (uint32_t w = ways.first; people > 0 && w < ways.first + ways.count; w++) {
        const struct bf_choice *way = &f->n->numbers.choice[w];
        if (way->alt_count) visit(f, way, group, people * (way->cumulative - before));
        before = way->cumulative;
    }
}

static double part(const double cumulative[], uint32_t i)
{
    return i ? cumulative[i] - cumulative[i - 1] : cumulative[0];
}

static void each_stream(struct further *f, uint32_t s, per_way *visit)
{
    const struct bf_network *n = f->n;
    const struct bf_stream_info *info = &n->stream[s];
    const struct bf_stream_numbers *numbers = &n->numbers.stream[s];
    for (uint32_t l = 0; l < (n->stream_cell ? n->locality_count : 1); l++)
        for (uint32_t k = 0; k < n->class_count; k++) {
            uint32_t group = bf_group_of(n, s, l, k);
            double people = numbers->rate_per_day *
                            part(&n->numbers.class_share[(size_t)s * n->class_count], k);
            if (n->stream_cell)
                people *= part(&n->numbers.locality_share[(size_t)s * n->locality_count], l);
            bool offered =
                bf_is_service(info->offer_to) && !(info->offered && !info->offered[group]);
            double share = offered ? numbers->offer_share * (1 - numbers->offer_after) : 0;
            each_way(f, bf_enter_ways(info, group), group, people * (1 - share), visit);
            for (uint32_t o = 0; visit == bound_way && o < info->offer_or_count; o++)
                could_come(f, info->offer_or[o], group, people * share);
            if (visit != bound_way) continue;
            struct bf_ways ways = bf_enter_ways(info, group);
            double before = 0;
            for (uint32_t w = ways.first; w < ways.first + ways.count; w++) {
                const struct bf_choice *way = &n->numbers.choice[w];
                if (bf_is_service(way->to))
                    bound_leaving(f, way->to, group,
                                  people * (1 - share) * (way->cumulative - before));
                before = way->cumulative;
            }
        }
}

static void all_ways(struct further *f, const double going[], per_way *visit)
{
    const struct bf_network *n = f->n;
    size_t sites = (size_t)n->service_count * n->group_count;
    for (size_t at = 0; at < sites; at++) {
        const struct bf_site *site = &n->numbers.site[at];
        struct bf_ways ways = {site->choice, site->choice_count};
        each_way(f, ways, (uint32_t)(at % n->group_count), going[at], visit);
    }
    for (uint32_t s = 0; s < n->stream_count; s++)
        each_stream(f, s, visit);
}

bool load_further(const struct bf_network *n, const double going[], const double people[],
                  struct bf_load load[])
{
    struct further f = {n, load, bf_heap_take(n->service_count + 1, sizeof *f.excess)};
    if (f.excess == NULL) return false;
    for (uint32_t i = 0; i < n->service_count; i++) {
        double ratio = ratio_of(n, i, &load[i], people[i]);
        f.excess[i] = ratio > 1 ? load[i].arrivals_per_day * (1 - 1 / ratio) : 0;
        load[i].taken = f.excess[i] > 0;
    }
    all_ways(&f, going, bound_way);
    all_ways(&f, going, take_further);
    for (uint32_t i = 0; i < n->service_count; i++)
        load[i].taken = load[i].taken && f.excess[i] <= 1e-9 * load[i].arrivals_per_day;
    bf_heap_give(f.excess);
    return true;
}
