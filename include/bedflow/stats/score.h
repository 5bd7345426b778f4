/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/score.h -- how good was a forecast that gave many possible values?
 *
 * The continuous ranked probability score is the mean distance of the members
 * from what happened, less half their mean distance from each other: 0 is
 * perfect, it has the unit of the measure, and for a single value it is the
 * plain distance. The estimator is the fair one, unbiased for the forecast's
 * own law however few the members are: the members' distances are averaged over
 * the m (m - 1) pairs of different members.
 *
 * Source: T. Gneiting, A. Raftery, J. Am. Stat. Assoc. 102 (2007) 359-378;
 * fair: C. Ferro, Q. J. R. Meteorol. Soc. 140 (2014) 1917-1923.
 */
#ifndef BF_STATS_SCORE_H
#define BF_STATS_SCORE_H

#include <stdint.h>

/* Sorts member[0..count). NaN without members. O(m log m). */
double bf_score_crps(double member[], uint32_t count, double observed);

#endif
