/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "contour.h"

#include "bedflow/report/script.h"

#include <math.h>

enum { WANTED = 5 };

/* The mean is typical enough: intervals of one map are much alike. */
static double mean_width(const double low[], const double high[], uint32_t count)
{
    double sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += high[i] - low[i];
    return sum / count;
}

static void add(struct bf_contours *c, double level)
{
    uint32_t i = c->count++;
    for (; i > 0 && c->level[i - 1] > level; i--)
        c->level[i] = c->level[i - 1];
    c->level[i] = level;
}

/* In place of a round level that stands too near to it. */
static void add_target(struct bf_contours *c, double target)
{
    for (uint32_t i = 0; i < c->count; i++)
        if (fabs(c->level[i] - target) < c->apart / 2) {
            c->level[i] = target;
            return;
        }
    add(c, target);
}

struct bf_contours bf_contours_for(const double mean[], const double low[], const double high[],
                                   uint32_t count, double target)
{
    struct bf_contours c = {.count = 0, .apart = 1};
    double least = (double)INFINITY, most = -(double)INFINITY;
    for (uint32_t i = 0; i < count; i++) {
        if (!isfinite(mean[i]) || !isfinite(low[i]) || !isfinite(high[i])) return c;
        least = fmin(least, mean[i]);
        most = fmax(most, mean[i]);
    }
    double width = count > 0 ? mean_width(low, high, count) : 0;
    if (count == 0 || !(most - least > width) || !(most - least > 1e-9 * fabs(most))) return c;
    double step = bf_round_step(fmax((most - least) / WANTED, width));
    for (double at = ceil(least / step + 1e-9); at * step < most && c.count < WANTED + 1; at++)
        add(&c, at * step);
    c.apart = step / 2;
    if (target > least && target < most) add_target(&c, target);
    return c;
}
