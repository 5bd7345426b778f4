/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/parse.h -- the door to libconfig: tokens to a tree.
 *
 * libconfig decides what is a setting, decodes texts and refuses repeated
 * names. Of two files (one of which includes the other, or both are included), each
 * may name a group: it then has the members of both, and a member that both name
 * is refused here. libconfig is given one token a line, with 0 in place of every number, ( ) in
 * place of [ ], and a hash before every name; so a line in one of its errors is the index of a
 * token, and the settings it returns, in order, are the values among the tokens. Numbers are taken
 * from the tokens. It never sees an @include, and opens no file.
 */
#ifndef BF_SCENARIO_PARSE_H
#define BF_SCENARIO_PARSE_H

#include "scan.h"
#include "tree.h"

/* From a file, with its includes, to its root group. */
struct bf_node *bf_parse_source(struct bf_tree *tree, struct bf_files *files,
                                const struct bf_source *source);

/* One value as a scenario would hold it: `[1, 2]`, `{ a = 0.3; }`, `"text"`.
 * NULL and why[0..size) if it is none, or when memory has run out. Its nodes
 * have `file` and no line. */
struct bf_node *bf_parse_literal(struct bf_tree *tree, const char *text, const char *file,
                                 char why[], size_t size);

#endif
