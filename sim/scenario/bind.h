/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/bind.h -- a tree to values, by a table.
 *
 * Walks the table, not the tree: each parameter looks for its setting, and what
 * no parameter asked for is unknown. Every fault is found, with its place; a
 * value with a fault is left blank.
 */
#ifndef BF_SCENARIO_BIND_H
#define BF_SCENARIO_BIND_H

#include "bedflow/base/param.h"
#include "tree.h"

/* Room for a path of 64 steps, each a name of 63 bytes or an index. */
#define BF_BIND_PATH_CAP 8192

/* Bind tree->root to `table`. True if no error was added; then *bound points at
 * texts of the tree. */
bool bf_bind(struct bf_tree *tree, const struct bf_table *table, struct bf_bound *bound,
             struct bf_faults *faults);

/* The default of a parameter as a node of the tree, as if it had been written
 * in its place. NULL if it does not parse, or memory has run out. */
struct bf_node *bf_bind_default(struct bf_tree *tree, const struct bf_param *param, char why[],
                                size_t size);

/* "; did you mean 'beds'?", or "" if no parameter of these (two lists, either
 * may be NULL) is near to `name`. */
void bf_bind_suggest(const char *name, const struct bf_param *common,
                     const struct bf_param *variant, char text[], size_t size);

/* The choice of the selector in the group, -1 if it is not given or unknown. */
int bf_bind_variant(const struct bf_tree *tree, const struct bf_table *table,
                    const struct bf_node *group);

#endif
