/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* 27.9 beds are 28 on nine days of ten: a uniform of the day makes them whole with the right mean,
 * and the same for every option that is compared. */
double workforce_rounding(const struct world *w, uint32_t service)
{
    bf_day day = w->first_day + (bf_day)w->today;
    struct bf_block u = bf_draw_by(&w->sim.keys, bf_thing_key(THING_STAFF, (uint64_t)(uint32_t)day),
                                   w->n->service[service].key, 0);
    return u.u[0];
}

/* The rota as it stands: its numbers may change by date. */
static const struct bf_on_duty *rota_of(const struct world *w, uint32_t service)
{
    bool own = w->numbers == &w->own;
    const struct bf_care *care = own ? (const struct bf_care *)(const void *)w->care : w->n->care;
    return ((const struct bf_service *)care->services.item)[service].on_duty.item;
}

double workforce_on_duty(const struct world *w, uint32_t service, int *until_min)
{
    const struct bf_service_info *info = &w->n->service[service];
    const struct bf_on_duty *rota = rota_of(w, service);
    const int minute = (int)((w->sim.now_h - w->midnight_h) * 60 + 1e-6);
    const uint8_t kind = day_kind_at(w, service);
    double staff = 0;
    *until_min = 24 * 60;
    for (uint32_t k = 0; k < info->on_duty_count; k++) {
        const struct bf_week *week = &info->on_duty[k].hours;
        bool on = false;
        for (int j = 0; j < week->count[kind]; j++) {
            const int from = week->open[kind][j].from_min, to = week->open[kind][j].to_min;
            if (minute < from && from < *until_min) *until_min = from;
            if (minute < to && to < *until_min) *until_min = to;
            on = on || (from <= minute && minute < to);
        }
        if (on && bf_on_duty_on(&info->on_duty[k], w->first_day + (bf_day)w->today))
            staff += rota[k].staff;
    }
    return staff;
}

/* Person-hours of a day's rota, as written. */
static double rota_hours(const struct world *w, uint32_t service)
{
    const struct bf_service_info *info = &w->n->service[service];
    if (info->on_duty_count == 0) return 24;
    uint8_t kind = day_kind_at(w, service);
    double hours = 0;
    for (uint32_t k = 0; k < info->on_duty_count; k++) {
        const struct bf_week *week = &info->on_duty[k].hours;
        if (!bf_on_duty_on(&info->on_duty[k], w->first_day + (bf_day)w->today)) continue;
        double minutes = week->always ? 1440 : 0;
        for (int j = 0; !week->always && j < week->count[kind]; j++)
            minutes += week->open[kind][j].to_min - week->open[kind][j].from_min;
        hours += rota_of(w, service)[k].staff * minutes / 60;
    }
    return hours;
}

/* What a day's agency staff cost more than one's own. */
double workforce_cost(const struct world *w, uint32_t service)
{
    const struct bf_service_info *info = &w->n->service[service];
    const struct bf_service_numbers *numbers = &w->numbers->service[service];
    if (!(numbers->agency > 0) || !(numbers->agency_premium > 0)) return 0;
    double open = info->has_hours ? numbers->hours_per_day : numbers->places;
    if (!(open < (double)INFINITY)) return 0;
    double own = fmax(0, open - numbers->bought);
    double by_agency = own * numbers->agency / numbers->staffed;
    double hours = info->has_hours ? 1 : info->kind == BF_KIND_TEAM ? rota_hours(w, service) : 24;
    return by_agency * hours * numbers->agency_premium;
}
