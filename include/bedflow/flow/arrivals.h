/* SPDX-License-Identifier: GPL-3.0-or-later */
/* flow/arrivals.h -- a source of customers whose rate varies by day and hour.
 *
 * A day's count is a Poisson quantile of one keyed uniform, so that more demand
 * adds customers and removes none; the k-th customer of a day has a time of its
 * own, drawn by inverting the cumulative rate over the day, so that adding the
 * k-th moves nobody. Together they are exactly a Poisson process of
 * piecewise-constant rate (a mixed one when days are over-dispersed): given its
 * count, the points of a Poisson process are independent draws from the
 * normalised rate (Kingman, Poisson Processes (1993), section 2.4).
 */
#ifndef BF_FLOW_ARRIVALS_H
#define BF_FLOW_ARRIVALS_H

#include <stdint.h>

/* The shape of a day: cumulative share of the rate at the end of each hour. */
#define BF_DAY_GUIDES 256 /* so many that the hour is nearly always the guide's */
struct bf_day_shape {
    double cumulative[25];        /* [0] = 0, [24] = 1 */
    uint8_t guide[BF_DAY_GUIDES]; /* hour in which the share i / BF_DAY_GUIDES is reached */
};

/* From 24 relative rates, not all zero, none negative. */
void bf_day_shape_fit(struct bf_day_shape *shape, const double relative_rate[24]);

/* The time of day in hours, [0, 24) up to rounding, at which the share u of the day's rate has
 * passed. */
static inline double bf_day_shape_time(const struct bf_day_shape *shape, double u)
{
    uint32_t hour = shape->guide[(uint32_t)(u * BF_DAY_GUIDES)];
    while (shape->cumulative[hour + 1] <= u)
        hour++;
    double from = shape->cumulative[hour];
    return hour + (u - from) / (shape->cumulative[hour + 1] - from);
}

/* Which of several kinds of people somebody is: where to begin to look among cumulative shares. */
#define BF_SHARE_GUIDES 128
struct bf_share_guide {
    uint8_t from[BF_SHARE_GUIDES]; /* the kind at the share i / BF_SHARE_GUIDES */
};

/* For `count` kinds, 1 to 256; cumulative[count - 1] counts as 1. */
void bf_share_guide_fit(struct bf_share_guide *guide, const double cumulative[], uint32_t count);

/* The first kind whose cumulative share is at least u, 0 < u < 1. Cost: nearly always one step,
 * however many there are. */
static inline uint32_t bf_share_pick(const struct bf_share_guide *guide, const double cumulative[],
                                     uint32_t count, double u)
{
    uint32_t kind = guide->from[(uint32_t)(int)(u * BF_SHARE_GUIDES)];
    while ((kind + 1 < count) & (u > cumulative[kind])) /* one branch, nearly always the same */
        kind++;
    return kind;
}

/* Means beyond this count as this. */
#define BF_ARRIVALS_MAX 1e6

/* The count of a day of mean `mean`, uniform u_count; `dispersion` is the
 * variance of the day's gamma factor of mean 1 (0: plain Poisson), drawn at u_day;
 * or that factor is known. */
uint32_t bf_arrivals_count(double mean, double dispersion, double u_day, double u_count);
uint32_t bf_arrivals_count_by(double mean, double factor, double u_count);

#endif
