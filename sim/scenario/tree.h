/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/tree.h -- scenario text as a tree of our own, each node with its place.
 *
 * The tree stands between libconfig and the tables: files are merged on it,
 * --set changes it, the resolved text is written from it, values are bound from
 * it. Numbers stay as they were written until a table says what they are.
 *
 * Invariants: names are unique within a group; children keep the order of the
 * text; `index` counts a node among its siblings when it was added.
 * Ownership: the tree owns nodes and texts; all go at once.
 * Cost: member lookup O(1) on average, whatever the size of the group.
 */
#ifndef BF_SCENARIO_TREE_H
#define BF_SCENARIO_TREE_H

#include "bedflow/base/err.h"
#include "pieces.h"

#include <stdint.h>

enum bf_node_kind {
    BF_NODE_GROUP,
    BF_NODE_LIST,
    BF_NODE_TEXT,
    BF_NODE_NUMBER, /* text is the literal as written, "0x1F", "2.50" */
    BF_NODE_FLAG    /* text is "true" or "false" */
};

struct bf_node {
    enum bf_node_kind kind;
    uint32_t count, index; /* children; own number among siblings */
    const char *name;      /* NULL in a list and of a root */
    const char *text;      /* of TEXT, NUMBER, FLAG */
    const char *file;      /* "--set" if from there */
    int line;
    /* Evidence of a single value, its own or of a group around it in the same
     * file; NULL if none. Set by bf_tree_settle. */
    const char *source, *assumption;
    struct bf_node *parent, *first, *last, *next, *previous;
    struct bf_node *chain; /* next node of the same hash */
    uint32_t hash;
};

struct bf_tree {
    struct bf_pieces pieces;
    struct bf_node *root;
    struct bf_node **bucket; /* [bucket_count], a power of two; named nodes by (parent, name) */
    size_t bucket_count, named_count;
};

struct bf_tree *bf_tree_new(void); /* NULL when memory has run out */
void bf_tree_free(struct bf_tree *tree);

/* A node that stands alone; text[length] is copied. NULL when memory has run out. */
struct bf_node *bf_tree_node(struct bf_tree *tree, enum bf_node_kind kind, const char text[],
                             size_t length, const char *file, int line);
/* Put `node` last in `parent` under `name` (NULL in a list; else copied).
 * Requires that the group has no member of that name. False: memory. */
bool bf_tree_add(struct bf_tree *tree, struct bf_node *parent, const char *name,
                 struct bf_node *node);
/* Take `node` out of its parent. */
void bf_tree_take(struct bf_tree *tree, struct bf_node *node);
/* Put `node` where `old` stands, under its name. */
void bf_tree_swap(struct bf_tree *tree, struct bf_node *old, struct bf_node *node);

/* The member of a group, or NULL; also NULL if `group` is NULL or no group. */
struct bf_node *bf_tree_member(const struct bf_tree *tree, const struct bf_node *group,
                               const char *name);
struct bf_node *bf_tree_element(const struct bf_node *list, uint32_t index);

/* "source", "assumption" or "note". */
bool bf_name_is_evidence(const char *name);
/* A group that is one value with its evidence: { value = 30; source = "E20"; }. */
bool bf_node_is_value(const struct bf_tree *tree, const struct bf_node *node);

/* Give every single value under `root` the evidence nearest around it. Called
 * for each file before it is merged, so that evidence stays with its values. */
void bf_tree_settle(const struct bf_tree *tree, struct bf_node *root);

/* "services.acute.then[1].share"; cut at the front with "..." if it does not fit. */
void bf_node_path(const struct bf_node *node, char path[], size_t size);
void bf_node_where(const struct bf_node *node, struct bf_where *where);

/* What a person would call the node, for "received ...": `"29 days"`, `30`, `a group { ... }`. */
void bf_node_describe(const struct bf_node *node, char text[], size_t size);

/* One step of a dotted path: a name, or an index in square brackets. */
struct bf_step {
    const char *name; /* NULL: an index */
    size_t length;
    uint32_t index;
};
/* Read the next step and move *path behind it. False at the end of the path
 * (**path is NUL) and at what is no step (**path is not). */
bool bf_path_step(const char **path, struct bf_step *step);
/* The child that a step leads to, or NULL; sees through { value = [...]; }. */
struct bf_node *bf_tree_follow(const struct bf_tree *tree, struct bf_node *node,
                               const struct bf_step *step);

#endif
