/* SPDX-License-Identifier: GPL-3.0-or-later */
/* factor_parts.h -- private to study/: what reading a factor (factor_read.c) and a declared range
 * (factor.c) share.
 */
#ifndef BF_STUDY_FACTOR_PARTS_H
#define BF_STUDY_FACTOR_PARTS_H

#include "bedflow/study/factor.h"

/* By the type of what it varies: a number with a unit; a date; a text that may hold a number in the
 * unit of something else, `add = "-4"`; a whole number. */
bool bf_factor_is_quantity(const struct bf_param *param);
bool bf_factor_is_date(const struct bf_param *param);
bool bf_factor_is_amount(const struct bf_param *param);
bool bf_factor_is_whole(const struct bf_factor *factor);

/* The value of the base scenario, as x; NaN if it has none. */
double bf_factor_base(const struct bf_factor *factor, const struct bf_bound *bound);

/* Its name for people: what the label of `services.ward` says, then the rest of the path; the path
 * where there is none. */
void bf_factor_label(struct bf_factor *factor, const struct bf_bound *bound);

#endif
