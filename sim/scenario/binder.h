/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/binder.h -- private to bind.c, bind_values.c and bind_faults.c: one walk of a table.
 *
 * bind.c walks structs, lists and maps and gives defaults; bind_values.c reads values, one or many;
 * bind_faults.c knows where the walk is and says what does not fit. `at` is everywhere an offset
 * in the region (scenario/region.h).
 */
#ifndef BF_SCENARIO_BINDER_H
#define BF_SCENARIO_BINDER_H

#include "bind.h"
#include "region.h"

/* A default that is a list or a group, parsed once. */
struct bf_parsed {
    const struct bf_param *param;
    const struct bf_node *node;
};

struct bf_binder {
    struct bf_tree *tree;
    struct bf_faults *faults;
    struct bf_region region;
    const struct bf_node *site; /* innermost group with a place */
    struct bf_parsed *parsed;   /* [parsed_count] */
    size_t parsed_count, parsed_cap;
    size_t path_length;
    char path[BF_BIND_PATH_CAP];
};

/* ---- bind_faults.c: where we are, and what does not fit ---- */

/* One step deeper. Returns what bf_bind_pop takes to come back. */
size_t bf_bind_push_name(struct bf_binder *b, const char *name);
size_t bf_bind_push_index(struct bf_binder *b, uint32_t index);
void bf_bind_pop(struct bf_binder *b, size_t before);

/* A fault at `node`, or at the group around it if it has no place of its own. */
void bf_bind_fault(struct bf_binder *b, const struct bf_node *node, enum bf_errcode code,
                   const char *what);
/* "expected `expected`, received" what the node is, and the cure ("": none). */
void bf_bind_fault_unlike(struct bf_binder *b, const struct bf_node *node, const char *expected,
                          const char *cure);
void bf_bind_fault_no_group(struct bf_binder *b, const struct bf_node *node,
                            const struct bf_table *of);
void bf_bind_fault_missing(struct bf_binder *b, const struct bf_param *param);
void bf_bind_fault_nothing_to_remove(struct bf_binder *b, const struct bf_node *child);
/* Every setting of the group that neither the table nor its variant (-1: none) has. */
void bf_bind_refuse_unknown(struct bf_binder *b, const struct bf_table *table, int variant,
                            const struct bf_node *group);

/* True if `child` is evidence of a group, and it is then checked. */
bool bf_bind_is_evidence(struct bf_binder *b, const struct bf_node *child);
/* Whether an entry is written as "remove". */
bool bf_bind_removes(const struct bf_node *child);

/* ---- bind_values.c ---- */

/* One value, or one element of a series, of shares, of dates or names, to `at`. */
void bf_bind_single(struct bf_binder *b, const struct bf_param *param, const struct bf_node *node,
                    size_t at);
/* SERIES, DATES, NAMES */
void bf_bind_elements(struct bf_binder *b, const struct bf_param *param, const struct bf_node *node,
                      size_t at);
void bf_bind_shares(struct bf_binder *b, const struct bf_param *param, const struct bf_node *node,
                    size_t at);

/* Room for `count` elements of `size`, known to the field at `at`: where the values and the names
 * of a map or of shares begin. */
struct bf_many {
    size_t values, names;
};
struct bf_many bf_bind_take_many(struct bf_binder *b, enum bf_param_type type, size_t at,
                                 uint32_t count, size_t size);
void bf_bind_put_name(struct bf_binder *b, size_t names, uint32_t index, const char *name);

#endif
