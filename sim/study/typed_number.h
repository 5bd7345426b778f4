/* SPDX-License-Identifier: GPL-3.0-or-later */
/* typed_number.h -- private to study/: a number in a text, and what stands around it: "£", "1,050",
 * " per bed per week".
 */
#ifndef BF_STUDY_TYPED_NUMBER_H
#define BF_STUDY_TYPED_NUMBER_H

#include "bedflow/base/units.h"

struct bf_typed_number {
    char before[8], digits[48], after[64];
};

/* Cut a text at its first number. False: it has none, or is too long. */
bool bf_typed_number_cut(const char *text, struct bf_typed_number *number);

/* The number alone. False: it is none. */
bool bf_typed_number_alone(const struct bf_typed_number *number, double *value);

/* What one of its unit is inside the program, if the quantity is its number times that:
 * "0 h 30 min" shows that it need not be. */
bool bf_typed_number_scale(enum bf_dim dim, const struct bf_typed_number *number, double *scale);

bool bf_typed_number_has_unit(const struct bf_typed_number *number);

#endif
