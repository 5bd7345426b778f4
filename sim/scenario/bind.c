/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "binder.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "parse.h"
#include "scan.h"
#include "value.h"

#include <string.h>

/* ---- lists and maps ---- */

static void bind_struct(struct bf_binder *b, const struct bf_table *table,
                        const struct bf_node *node, size_t at);

static void bind_list(struct bf_binder *b, const struct bf_param *param, const struct bf_node *node,
                      size_t at)
{
    if (node->kind != BF_NODE_LIST) {
        bf_bind_fault_unlike(b, node, "a list", "write ( { ... }, { ... } )");
        return;
    }
    size_t size = param->table->size;
    struct bf_many many = bf_bind_take_many(b, param->type, at, node->count, size);
    uint32_t index = 0;
    for (const struct bf_node *child = node->first; child; child = child->next, index++) {
        size_t before = bf_bind_push_index(b, index);
        if (child->kind == BF_NODE_GROUP)
            bind_struct(b, param->table, child, many.values + index * size);
        else
            bf_bind_fault_no_group(b, child, param->table);
        bf_bind_pop(b, before);
    }
}

/* A map may carry evidence, too; an entry of such a name is a group. */
static bool is_entry(const struct bf_node *child)
{
    return child->kind == BF_NODE_GROUP || !bf_name_is_evidence(child->name);
}

static void fault_entry(struct bf_binder *b, const struct bf_node *child)
{
    if (bf_bind_removes(child))
        bf_bind_fault_nothing_to_remove(b, child);
    else
        bf_bind_fault_unlike(b, child, "a group", "write { ... }");
}

static void bind_map(struct bf_binder *b, const struct bf_param *param, const struct bf_node *node,
                     size_t at)
{
    if (node->kind != BF_NODE_GROUP) {
        bf_bind_fault_unlike(b, node, "named groups",
                             "write { first = { ... }; second = { ... }; }");
        return;
    }
    size_t size = param->table->size;
    uint32_t count = 0, index = 0;
    for (const struct bf_node *child = node->first; child; child = child->next)
        count += is_entry(child);
    struct bf_many many = bf_bind_take_many(b, param->type, at, count, size);
    for (const struct bf_node *child = node->first; child; child = child->next) {
        if (!is_entry(child)) {
            bf_bind_is_evidence(b, child);
            continue;
        }
        size_t before = bf_bind_push_name(b, child->name);
        bf_bind_put_name(b, many.names, index, child->name);
        if (child->kind == BF_NODE_GROUP)
            bind_struct(b, param->table, child, many.values + index * size);
        else
            fault_entry(b, child);
        index++;
        bf_bind_pop(b, before);
    }
}

/* ---- defaults ---- */

static enum bf_node_kind kind_of_default(const struct bf_param *param)
{
    if (param->type == BF_PARAM_FLAG) return BF_NODE_FLAG;
    size_t length = strlen(param->fallback);
    bool number = param->type == BF_PARAM_QUANTITY && length > 0 &&
                  bf_number_length(param->fallback) == length;
    return number ? BF_NODE_NUMBER : BF_NODE_TEXT;
}

struct bf_node *bf_bind_default(struct bf_tree *tree, const struct bf_param *param, char why[],
                                size_t size)
{
    if (!bf_type_is_single(param->type))
        return bf_parse_literal(tree, param->fallback, NULL, why, size);
    return bf_tree_node(tree, kind_of_default(param), param->fallback, strlen(param->fallback),
                        NULL, 0);
}

/* A list or group by default, parsed the first time. NULL after a fault. */
static const struct bf_node *parsed_default(struct bf_binder *b, const struct bf_param *param)
{
    char why[BF_WHAT_CAP];
    for (size_t i = 0; i < b->parsed_count; i++) {
        if (b->parsed[i].param == param) return b->parsed[i].node;
    }
    if (b->parsed_count == b->parsed_cap) {
        size_t cap = b->parsed_cap ? 2 * b->parsed_cap : 16;
        struct bf_parsed *more = bf_heap_grow(b->parsed, cap * sizeof *more);
        if (!more) {
            b->region.failed = true;
            return NULL;
        }
        b->parsed = more;
        b->parsed_cap = cap;
    }
    const struct bf_node *node = bf_bind_default(b->tree, param, why, sizeof why);
    if (!node) bf_bind_fault(b, NULL, BF_E_TYPE, why);
    b->parsed[b->parsed_count++] = (struct bf_parsed){.param = param, .node = node};
    return node;
}

/* ---- one parameter ---- */

static void bind_given(struct bf_binder *b, const struct bf_param *param,
                       const struct bf_node *node, size_t at)
{
    switch (param->type) {
    case BF_PARAM_TEXT:
    case BF_PARAM_FLAG:
    case BF_PARAM_CHOICE:
    case BF_PARAM_QUANTITY:
    case BF_PARAM_DATE:
    case BF_PARAM_HOURS:
        bf_bind_single(b, param, node, at);
        break;
    case BF_PARAM_SERIES:
    case BF_PARAM_DATES:
    case BF_PARAM_NAMES:
        bf_bind_elements(b, param, node, at);
        break;
    case BF_PARAM_SHARES:
        bf_bind_shares(b, param, node, at);
        break;
    case BF_PARAM_LIST:
        bind_list(b, param, node, at);
        break;
    case BF_PARAM_MAP:
        bind_map(b, param, node, at);
        break;
    case BF_PARAM_GROUP:
        if (node->kind == BF_NODE_GROUP)
            bind_struct(b, param->table, node, at);
        else
            bf_bind_fault_no_group(b, node, param->table);
        break;
    }
}

static void bind_fallback(struct bf_binder *b, const struct bf_param *param, size_t at)
{
    if (bf_type_is_single(param->type)) {
        struct bf_node node = {.kind = kind_of_default(param), .text = param->fallback};
        bf_bind_single(b, param, &node, at);
        return;
    }
    const struct bf_node *node = parsed_default(b, param);
    if (node) bind_given(b, param, node, at);
}

/* `group` is NULL if the struct was not given: then nothing in it is required. */
static void bind_params(struct bf_binder *b, const struct bf_param *params,
                        const struct bf_node *group, size_t at)
{
    for (const struct bf_param *param = params; param && param->name; param++) {
        const struct bf_node *node = bf_tree_member(b->tree, group, param->name);
        size_t before = bf_bind_push_name(b, param->name);
        if (node)
            bind_given(b, param, node, at + param->offset);
        else if (group && (param->flags & BF_PARAM_REQUIRED))
            bf_bind_fault_missing(b, param);
        else if (param->fallback)
            bind_fallback(b, param, at + param->offset);
        else if (param->type == BF_PARAM_GROUP)
            bind_struct(b, param->table, NULL, at + param->offset);
        bf_bind_pop(b, before);
    }
}

/* ---- structs ---- */

static void blank_struct(struct bf_binder *b, const struct bf_table *table, size_t at);

static void blank_params(struct bf_binder *b, const struct bf_param *params, size_t at)
{
    for (; params && params->name; params++) {
        struct bf_week blank; /* the largest field */
        if (params->type == BF_PARAM_GROUP) {
            blank_struct(b, params->table, at + params->offset);
            continue;
        }
        bf_value_blank(params->type, &blank);
        bf_region_put(&b->region, at + params->offset, &blank, bf_field_size(params->type));
    }
}

static void blank_struct(struct bf_binder *b, const struct bf_table *table, size_t at)
{
    const struct bf_param *selector = table->selector ? bf_table_selector(table) : NULL;
    for (int i = 0; selector && selector->choices[i]; i++)
        blank_params(b, table->variant[i], at);
    blank_params(b, table->params, at);
}

static int choice_index(const struct bf_param *selector, const char *text)
{
    for (int i = 0; selector->choices[i]; i++) {
        if (!strcmp(selector->choices[i], text)) return i;
    }
    return -1;
}

int bf_bind_variant(const struct bf_tree *tree, const struct bf_table *table,
                    const struct bf_node *group)
{
    const struct bf_param *selector = table->selector ? bf_table_selector(table) : NULL;
    if (!selector) return -1;
    const struct bf_node *node = bf_tree_member(tree, group, selector->name);
    if (node && bf_node_is_value(tree, node)) node = bf_tree_member(tree, node, "value");
    if (node) return node->kind == BF_NODE_TEXT ? choice_index(selector, node->text) : -1;
    return selector->fallback ? choice_index(selector, selector->fallback) : -1;
}

/* Variants may share a field: all are blank before the selected one is read. */
static void bind_struct(struct bf_binder *b, const struct bf_table *table,
                        const struct bf_node *node, size_t at)
{
    const struct bf_node *around = b->site;
    int variant = bf_bind_variant(b->tree, table, node);
    if (node && node->file) b->site = node;
    blank_struct(b, table, at);
    bind_params(b, table->params, node, at);
    if (variant >= 0) bind_params(b, table->variant[variant], node, at);
    if (node) bf_bind_refuse_unknown(b, table, variant, node);
    b->site = around;
}

bool bf_bind(struct bf_tree *tree, const struct bf_table *table, struct bf_bound *bound,
             struct bf_faults *faults)
{
    struct bf_binder *b = bf_heap_take(1, sizeof *b);
    size_t errors = faults->errors;
    if (!b) {
        tree->pieces.failed = true;
        return false;
    }
    b->tree = tree;
    b->faults = faults;
    b->site = tree->root;
    size_t root = bf_region_take(&b->region, 1, table->size);
    bind_struct(b, table, tree->root, root);
    bool fine = !b->region.failed && !tree->pieces.failed;
    tree->pieces.failed = !fine;
    /* what could be bound is kept also beside faults, for further checks */
    fine = fine && bf_region_finish(&b->region, table, bound) && faults->errors == errors;
    bf_region_free(&b->region);
    bf_heap_give(b->parsed);
    bf_heap_give(b);
    return fine;
}
