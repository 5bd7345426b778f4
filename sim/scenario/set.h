/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/set.h -- one value put into a tree by its path: --set services.acute.beds=400.
 *
 * The table says which paths there are, so that a value can also be put where
 * the files left the default; entries of maps and lists must be there already.
 * It says what the text is, too: 2021 is a text for a title and a number for
 * beds. A text that begins with a bracket or a double quote is read as a
 * scenario would hold it. What is put replaces a value with all its evidence.
 * An entry of a map is taken away by the value remove.
 */
#ifndef BF_SCENARIO_SET_H
#define BF_SCENARIO_SET_H

#include "bedflow/base/param.h"
#include "bedflow/scenario/read.h"
#include "tree.h"

/* False after a fault, or when memory has run out. */
bool bf_set_apply(struct bf_tree *tree, const struct bf_table *table,
                  const struct bf_setting *setting, struct bf_faults *faults);

#endif
