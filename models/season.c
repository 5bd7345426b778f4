/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "world.h"

#include <math.h>

/* What an event is in this season. */
struct drawn {
    int32_t days; /* later than written */
    double length, size;
};

static double lognormal_mean_1(double cv, double z)
{
    double variance = log1p(cv * cv);
    return exp(sqrt(variance) * z - variance / 2);
}

/* A normal score that goes with the season's: exactly its own where it does not. */
static double with_season(double hardness, double correlation, double own)
{
    if (correlation == 0) return own;
    return correlation * hardness + sqrt(1 - correlation * correlation) * own;
}

/* How many days later than written a purchase opens: with its own mean, and never early. */
static int32_t days_late(const struct world *w, const struct bf_varies *varies)
{
    double days = varies->late_h / 24;
    if (!(days > 0)) return 0;
    if (w->n->care->seasons_differ && varies->late_sd_h > 0) {
        struct bf_block u =
            bf_draw_by(&w->season_keys, bf_thing_key(THING_CHANGE, 1), varies->key, 0);
        days *= lognormal_mean_1(varies->late_sd_h / varies->late_h, bf_normal_quantile(u.u[0]));
    }
    return (int32_t)lround(fmin(days, 1e6));
}

static struct drawn draw_event(const struct world *w, const struct bf_varies *varies,
                               double hardness)
{
    if (!w->n->care->seasons_differ) return (struct drawn){.length = 1, .size = 1};
    struct bf_block u = bf_draw_by(&w->season_keys, bf_thing_key(THING_CHANGE, 0), varies->key, 0);
    double size = with_season(hardness, varies->correlation, bf_normal_quantile(u.u[1]));
    return (struct drawn){
        .days = (int32_t)lround(bf_normal_quantile(u.u[0]) * varies->date_sd_h / 24),
        .length = varies->length_cv > 0
                      ? lognormal_mean_1(varies->length_cv, bf_normal_quantile(u.u[2]))
                      : 1,
        .size = varies->size_cv > 0 ? lognormal_mean_1(varies->size_cv, size) : 1};
}

/* The last day of what is so much longer, a day at least. */
static bf_day last_day(bf_day from, bf_day to, const struct drawn *drawn)
{
    if (to == BF_DAY_NONE) return BF_DAY_NONE;
    double days = fmax(1, round((double)(to - from + 1) * drawn->length));
    return from + drawn->days + (bf_day)days - 1;
}

static struct span span_of(const struct bf_network *n, bf_day first, bf_day last)
{
    if (last != BF_DAY_NONE && last < n->kinds_from) return (struct span){1, 0};
    return (struct span){bf_day_index(n, first),
                         last == BF_DAY_NONE ? UINT32_MAX : bf_day_index(n, last)};
}

static void draw_hours(struct world *w, const struct bf_service_info *info, double hardness)
{
    for (uint32_t k = 0; k < info->dated_count; k++) {
        const struct bf_dated *dated = &info->dated[k];
        struct span *span = &w->span[info->dated_first + k];
        uint16_t cause = dated->cause;
        if (cause == BF_NO_CAUSE) {
            struct drawn drawn = draw_event(w, &dated->varies, hardness);
            *span =
                span_of(w->n, dated->from + drawn.days, last_day(dated->from, dated->to, &drawn));
        } else if (w->n->cause[cause].kind == BF_CAUSE_POLICY) {
            *span = (struct span){1, 0}; /* off, as every policy at the start */
        } else {
            *span = span_of(w->n, w->cause_first[cause], w->cause_last[cause]);
        }
    }
}

void world_season(struct world *w)
{
    struct bf_block all = bf_draw_by(&w->season_keys, bf_thing_key(THING_SEASON, 1), 0, 0);
    double hardness = bf_normal_quantile(all.u[0]);
    for (uint32_t s = 0; s < w->n->stream_count; s++) {
        double cv = w->n->care->seasons_differ ? w->numbers->stream[s].season_cv : 0;
        struct bf_block u =
            bf_draw_by(&w->season_keys, bf_thing_key(THING_SEASON, 0), w->n->stream[s].key, 0);
        double z =
            with_season(hardness, w->n->stream[s].season_correlation, bf_normal_quantile(u.u[0]));
        w->season[s] = cv > 0 ? lognormal_mean_1(cv, z) : 1;
    }
    for (uint32_t k = 0; k < w->n->cause_count; k++) {
        const struct bf_cause *cause = &w->n->cause[k];
        struct drawn drawn = draw_event(w, &cause->varies, hardness);
        w->cause_first[k] = cause->from + drawn.days + days_late(w, &cause->varies);
        w->cause_last[k] = last_day(cause->from, cause->to, &drawn);
        w->cause_size[k] = drawn.size;
    }
    for (uint32_t s = 0; s < w->n->service_count; s++)
        draw_hours(w, &w->n->service[s], hardness);
}
