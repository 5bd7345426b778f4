/* SPDX-License-Identifier: GPL-3.0-or-later */
/* contour.h -- which levels a map of means gets lines for.
 *
 * Round levels, at most BF_CONTOURS_CAP - 1 of them, at least as far apart as the typical 95%
 * interval is wide: closer lines could not be told from each other. A target on the map is a level
 * too, in place of a round one close to it. A map as flat as its error has none.
 */
#ifndef BF_REPORT_CONTOUR_H
#define BF_REPORT_CONTOUR_H

#include <stdint.h>

#define BF_CONTOURS_CAP 8

struct bf_contours {
    double level[BF_CONTOURS_CAP]; /* ascending */
    uint32_t count;
    double apart; /* the least distance between two of them; 1 where there are none */
};

/* mean[count] with the ends of their intervals; a mean that is NaN anywhere gives no levels, for
 * lines would end in the open. `target` may be NaN. */
struct bf_contours bf_contours_for(const double mean[], const double low[], const double high[],
                                   uint32_t count, double target);

#endif
