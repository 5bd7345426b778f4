/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* ---- other hours of a day -------------------------------------------------------------- */

static bool applies(const struct world *w, const struct bf_service_info *info, uint32_t k,
                    uint32_t at)
{
    const struct span *span = &w->span[info->dated_first + k];
    return at >= span->first && at <= span->last && info->dated[k].days >> w->n->day_kind[at] & 1u;
}

uint8_t world_other_day(const struct world *w, uint32_t service, uint32_t at)
{
    const struct bf_service_info *info = &w->n->service[service];
    for (uint32_t k = info->dated_count; k-- > 0;)
        if (info->dated[k].like != UINT8_MAX && applies(w, info, k, at)) return info->dated[k].like;
    return w->n->day_kind[at];
}

/* ---- the next opening ------------------------------------------------------------------ */

const struct bf_week *world_week(const struct world *w, uint32_t service, enum bf_window window,
                                 uint32_t at)
{
    const struct bf_service_info *info = &w->n->service[service];
    const struct bf_week *week = &info->window[window];
    for (uint32_t k = 0; k < info->dated_count; k++)
        if (info->dated[k].given[window] && applies(w, info, k, at))
            week = &info->dated[k].window[window];
    return week;
}

/* With other hours on some dates: day by day. */
static double next_open_by_date(const struct world *w, uint32_t service, enum bf_window window,
                                double from_h, int64_t day, int64_t from_min)
{
    int64_t shift = w->first_day - w->n->kinds_from;
    for (int64_t at = day + shift; at < w->n->day_kind_count; at++, from_min = 0) {
        const struct bf_week *week = world_week(w, service, window, (uint32_t)at);
        uint8_t kind = world_day_kind(w, service, (uint32_t)at);
        int64_t open = week->always ? from_min : bf_week_next_open(week, &kind, 1, from_min);
        if (open < 0) continue;
        double at_h = (double)(at - shift) * 24 + (double)open / 60;
        return at == day + shift && open == from_min ? from_h : fmax(from_h, at_h);
    }
    return fmax(from_h, (double)(w->n->day_kind_count - shift) * 24);
}

/* The first open instant at or after from_h. Whole minutes decide; an instant inside an open
 * minute is open as it is. */
static double next_open(const struct world *w, uint32_t service, enum bf_window window,
                        double from_h)
{
    const struct bf_service_info *info = &w->n->service[service];
    const struct bf_week *week = &info->window[window];
    int64_t day = (int64_t)(from_h / 24);
    int64_t from_min = (int64_t)((from_h - (double)day * 24) * 60 + 1e-7);
    if (from_min == 24 * 60) { /* a hair before midnight is midnight */
        day += 1;
        from_min = 0;
    }
    int64_t at = w->first_day - w->n->kinds_from + day;
    BF_REQUIRE(from_h >= 0 && at >= 0);
    if (at >= w->n->day_kind_count) return from_h; /* long after the end of the run */
    if (info->dated_count) return next_open_by_date(w, service, window, from_h, day, from_min);
    size_t ahead = (size_t)(w->n->day_kind_count - at);
    int64_t open = bf_week_next_open(week, &w->n->day_kind[at], ahead > 32 ? 32 : ahead, from_min);
    if (open == from_min) return from_h;
    /* a calendar with no open minute in a month: the far end of the run */
    return open < 0 ? from_h + 24 * 32 : fmax(from_h, (double)day * 24 + (double)open / 60);
}

static void learn_opening(const struct world *w, uint32_t service, enum bf_window window,
                          uint32_t day, struct opening *opening)
{
    uint32_t at = day_index_now(w) + (day - w->today);
    *opening = (struct opening){.asked = day + 1};
    if (at >= w->n->day_kind_count) return;
    const struct bf_week *week = world_week(w, service, window, at);
    uint8_t kind = world_day_kind(w, service, at);
    if (week->count[kind] > 1) return;
    double midnight_h = day * 24.0;
    if (week->count[kind]) {
        opening->from_min = week->open[kind][0].from_min;
        opening->to_min = week->open[kind][0].to_min;
        opening->next_h[0] = midnight_h + opening->from_min / 60;
    }
    opening->next_h[2] = next_open(w, service, window, midnight_h + opening->to_min / 60);
    /* when it opens no more, how far the run looks ahead depends on from when it looks */
    if (opening->next_h[2] < midnight_h + 31 * 24.0) opening->known = day + 1;
}

/* The first of its day to ask, or a day of several openings, or one days ahead. */
double world_look_ahead(const struct world *w, uint32_t service, enum bf_window window,
                        double from_h)
{
    if (w->n->service[service].always[window]) return from_h;
    if (!(from_h < BF_SIM_HORIZON_H)) return next_open(w, service, window, from_h);
    const double ahead_h = from_h - w->midnight_h;
    const bool today = ahead_h >= 0 && ahead_h < 24;
    const uint32_t day = today ? w->today : (uint32_t)(int)(from_h / 24);
    struct opening *opening = &openings_of(w, service, window)[day % OPENINGS];
    if (opening->asked != day + 1) learn_opening(w, service, window, day, opening);
    const double minute = opening_minute(from_h, day * 24.0);
    if (opening->known == day + 1 && minute < 24 * 60)
        return later_of(from_h, opening_next(opening, minute));
    return next_open(w, service, window, from_h);
}

/* ---- a policy turns -------------------------------------------------------------------- */

/* Who waits for a round or a window of this service was given a time by its hours until now. */
static void look_again(struct world *w, uint32_t i, uint32_t service)
{
    struct patient *p = patient_at(w, i);
    if (p->timer == UINT32_MAX) return;
    if (p->state == ST_ROUND && stays_as(w, p, p->service) == service) {
        double at_h = world_next_open(w, service, BF_WINDOW_ROUNDS, w->sim.now_h);
        p->timer = bf_sim_schedule(&w->sim, at_h, RANK_LEAVE, EV_ROUND, i, 0);
    } else if (p->state == ST_LEAVING && p->reserved == RESERVED_ALONE &&
               (p->service == service || p->next == service)) {
        world_leave_later(w, i);
    }
}

void world_hours_turned(struct world *w, uint32_t policy)
{
    uint16_t cause = w->n->policy[policy].cause;
    bool on = w->policy[policy].on;
    for (uint32_t s = 0; s < w->n->service_count; s++) {
        const struct bf_service_info *info = &w->n->service[s];
        bool turned = false;
        for (uint32_t k = 0; k < info->dated_count; k++) {
            if (info->dated[k].cause != cause) continue;
            w->span[info->dated_first + k] =
                on ? (struct span){day_index_now(w), UINT32_MAX} : (struct span){1, 0};
            turned = true;
        }
        if (!turned) continue;
        for (int window = 0; window < BF_WINDOW_COUNT; window++)
            memset(openings_of(w, s, (enum bf_window)window), 0, OPENINGS * sizeof *w->opening);
        for (uint32_t i = 1; i < w->patients.fresh; i++)
            if (patient_at(w, i)->serial) look_again(w, i, s);
        if (info->on_duty_count) world_change_shift(w, s);
    }
}
