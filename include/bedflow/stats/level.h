/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/level.h -- a number that holds over time: beds occupied, people waiting.
 *
 * Keeps the area under the step function since it began, whose growth over a time gives the mean
 * over that time, and the highest value held. Time is in hours and never runs backwards. Values are
 * whole or binary fractions in practice, so that areas over a year lose nothing that shows.
 *
 * Cost: an add is two multiplications and a comparison; 32 bytes.
 */
#ifndef BF_STATS_LEVEL_H
#define BF_STATS_LEVEL_H

#include "bedflow/base/contract.h"

struct bf_level {
    double value;   /* held now */
    double since_h; /* held since */
    double area;    /* value-hours from the beginning to since_h */
    double max;     /* highest value held; whoever wants it of a time sets it to the value */
};

static inline void bf_level_init(struct bf_level *level, double value, double now_h)
{
    level->value = value;
    level->since_h = now_h;
    level->area = 0.0;
    level->max = value;
}

/* Change the value by delta at now_h. */
static inline void bf_level_add(struct bf_level *level, double now_h, double delta)
{
    BF_INVARIANT(now_h >= level->since_h);
    level->area += level->value * (now_h - level->since_h);
    level->since_h = now_h;
    level->value += delta;
    level->max = level->value > level->max ? level->value : level->max;
}

/* Value-hours from the beginning to now_h. Changes nothing. */
static inline double bf_level_area(const struct bf_level *level, double now_h)
{
    return level->area + level->value * (now_h - level->since_h);
}

#endif
