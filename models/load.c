/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load.h"

#include "bedflow/base/arena.h"
#include "load_further.h"

#include <math.h>

double load_mean_stay_h(const struct bf_network *n, uint32_t i, uint32_t k)
{
    const struct bf_site *site = &n->numbers.site[(size_t)i * n->group_count + k];
    const struct bf_service_numbers *numbers = &n->numbers.service[i];
    if (site->permanent || n->service[i].kind == BF_KIND_HOME) return 0;
    double stay = bf_dist_mean(&site->stay) * site->factor;
    if (!n->service[i].same_day) return stay;
    return (1 - numbers->same_day) * stay +
           numbers->same_day * bf_dist_mean(&numbers->same_day_stay);
}

static double open_hours(const struct bf_week *week)
{
    double minutes = 0;
    if (week->always) return 168;
    for (int day = 0; day < 7; day++)
        for (int i = 0; i < week->count[day]; i++)
            minutes += week->open[day][i].to_min - week->open[day][i].from_min;
    return minutes / 60;
}

/* Share of the period's days on which a line of a rota counts. */
static double share_of_period(const struct bf_network *n, const struct bf_on_duty *line)
{
    bf_day from = line->from == BF_DAY_NONE || line->from < n->from ? n->from : line->from;
    bf_day to = line->to == BF_DAY_NONE || line->to > n->to ? n->to : line->to;
    return to < from ? 0 : (double)(to - from + 1) / (double)(n->to - n->from + 1);
}

static double staff_on_duty(const struct bf_network *n, uint32_t i)
{
    const struct bf_service_info *info = &n->service[i];
    double hours = 0;
    for (uint32_t k = 0; k < info->on_duty_count; k++)
        hours += info->on_duty[k].staff * open_hours(&info->on_duty[k].hours) *
                 share_of_period(n, &info->on_duty[k]);
    return n->numbers.service[i].places * (info->on_duty_count ? hours / 168 : 1);
}

double load_visits_per_day(const struct bf_service_numbers *numbers)
{
    return (numbers->first_per_day + numbers->last_per_day) / 2;
}

double load_of(const struct traffic *t, uint32_t i, struct bf_load *load)
{
    const struct bf_network *n = t->n;
    const struct bf_service_numbers *numbers = &n->numbers.service[i];
    double people = t->beside_people[i];
    *load = (struct bf_load){.capacity = numbers->places, .arrivals_per_day = t->beside[i]};
    for (uint32_t k = 0; k < n->group_count; k++) {
        double flow = t->flow[(size_t)i * n->group_count + k];
        load->arrivals_per_day += flow;
        if (flow > 0) people += flow * load_mean_stay_h(n, i, k) / 24;
    }
    load->starts_per_week = load->arrivals_per_day * 7;
    load->offered = people;
    if (n->service[i].has_hours) {
        load->offered = people * load_visits_per_day(numbers);
        load->capacity = numbers->hours_per_day;
    } else if (n->service[i].kind == BF_KIND_TEAM) {
        load->capacity = staff_on_duty(n, i);
    } else if (n->service[i].kind == BF_KIND_MARKET) {
        load->offered = load->starts_per_week;
        load->capacity = numbers->weekly_limit;
    }
    return people;
}

bool load_all(const struct traffic *t, struct bf_load load[])
{
    const struct bf_network *n = t->n;
    double *people = bf_heap_take(n->service_count + 1, sizeof *people);
    size_t sites = (size_t)n->service_count * n->group_count;
    double *going = bf_heap_take(sites + 1, sizeof *going);
    bool ok = people != NULL && going != NULL;
    for (uint32_t i = 0; ok && i < n->service_count; i++)
        people[i] = load_of(t, i, &load[i]);
    for (size_t at = 0; ok && at < sites; at++)
        going[at] = n->numbers.site[at].permanent ? 0 : t->flow[at] - t->contact[at];
    if (ok) ok = load_further(n, going, people, load);
    bf_heap_give(people);
    bf_heap_give(going);
    return ok;
}

double load_emergencies_per_year(const struct traffic *t)
{
    return (t->admitted[FIRST] + t->admitted[RETURN]) * YEAR_D;
}

bool bf_network_load(const struct bf_network *network, struct bf_load load[],
                     double *emergency_per_year, double *readmissions_per_year)
{
    struct traffic t;
    enum outcome outcome = traffic_solve(&t, network, 1);
    if (outcome == NO_MEMORY) return false;
    if (outcome == SETTLED && !load_all(&t, load)) outcome = ROUND_FOR_EVER;
    if (outcome == SETTLED) {
        *emergency_per_year = load_emergencies_per_year(&t);
        *readmissions_per_year = t.admitted[RETURN] * YEAR_D;
    }
    traffic_free(&t);
    return outcome == SETTLED;
}
