/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/verify.h -- is a table of parameters itself sound? For tests.
 *
 * A slip in a table (an offset of another field, a default that does not parse)
 * would be read as a mistake of the user, or not at all. Every table that a
 * model publishes is verified once, in its unit test.
 */
#ifndef BF_SCENARIO_VERIFY_H
#define BF_SCENARIO_VERIFY_H

#include "bedflow/base/param.h"

/* Add a fault for everything that is wrong with `table` and the tables inside
 * it: fields outside the struct, misaligned or overlapping; names repeated,
 * malformed or reserved (source, assumption, note); defaults that do not parse
 * or lie outside the range; required settings with a default; a selector that
 * is no choice; missing choices, tables or help. True if nothing is. */
bool bf_table_verify(const struct bf_table *table, struct bf_faults *faults);

#endif
