/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/extend.h -- one scenario on top of another.
 *
 * Groups are merged key by key; anything else replaces what it inherits, and so
 * does { value = ...; } over a value. A group of evidence alone ({ source =
 * "E20"; } or { range = [25, 35]; }) is added to the value that it stands over.
 * In a map (as the table says) the text "remove" takes the inherited entry away.
 * What is inherited keeps its order and its evidence; what is new comes last.
 */
#ifndef BF_SCENARIO_EXTEND_H
#define BF_SCENARIO_EXTEND_H

#include "bedflow/base/param.h"
#include "files.h"
#include "tree.h"

#define BF_EXTEND_DEPTH 10

/* Read `path` and all that it extends into one root, without `extends`. NULL
 * after a fault, or when memory has run out. */
struct bf_node *bf_extend_read(struct bf_tree *tree, struct bf_files *files, const char *path,
                               const struct bf_table *table);

/* The parameter of that name, common or of any variant, or NULL. */
const struct bf_param *bf_table_any(const struct bf_table *table, const char *name, size_t length);

#endif
