/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/write.h -- a tree as the text of one scenario, in one canonical form.
 *
 * The order is that of the tree; comments are gone; numbers and texts are as
 * they were written. A value whose evidence is not that of the group around it,
 * since it came from another file, is written with its own.
 */
#ifndef BF_SCENARIO_WRITE_H
#define BF_SCENARIO_WRITE_H

#include "bedflow/base/text.h"
#include "tree.h"

/* Check out->failed. */
void bf_write_tree(const struct bf_tree *tree, struct bf_text *out);

#endif
