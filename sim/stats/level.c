/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/level.h"

#include <math.h>

double bf_level_mean(const struct bf_level *level, double reset_h, double now_h)
{
    const double passed_h = now_h - reset_h;
    return passed_h > 0.0 ? bf_level_area(level, now_h) / passed_h : (double)NAN;
}
