/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/value.h -- one single value of a scenario, as its parameter wants it.
 *
 * On failure a code is returned and "expected ..., received ..." with its cure
 * is written into why[0..size); the value is left alone.
 */
#ifndef BF_SCENARIO_VALUE_H
#define BF_SCENARIO_VALUE_H

#include "bedflow/base/param.h"
#include "tree.h"

/* The type of one element: QUANTITY of a SERIES or SHARES, DATE of DATES, TEXT
 * of NAMES; any other type is its own. */
enum bf_param_type bf_value_type(enum bf_param_type type);
bool bf_type_is_single(enum bf_param_type type); /* TEXT to HOURS */

/* The bytes of one value of a single type. */
size_t bf_value_size(enum bf_param_type type);

/* Read `node` as one element of `param`: const char *, bool, int32_t, double,
 * bf_day or struct bf_week. A text points into the node. */
enum bf_errcode bf_value_read(const struct bf_param *param, const struct bf_node *node, void *value,
                              char why[], size_t size);

/* The field of a parameter (of any type) that was not given. */
void bf_value_blank(enum bf_param_type type, void *value);
/* The bytes of the field of a parameter, 0 for GROUP. */
size_t bf_field_size(enum bf_param_type type);
size_t bf_field_align(enum bf_param_type type);

/* "expected 1 to 40" in units of `param`. False if it has no range. */
bool bf_value_range_text(const struct bf_param *param, char text[], size_t size);

#endif
