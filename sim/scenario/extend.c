/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "extend.h"

#include "bedflow/base/text.h"
#include "parse.h"

#include <stdlib.h>
#include <string.h>

static const struct bf_param *find(const struct bf_param *params, const char *name, size_t length)
{
    for (const struct bf_param *param = params; param && param->name; param++) {
        if (!strncmp(param->name, name, length) && param->name[length] == '\0') return param;
    }
    return NULL;
}

const struct bf_param *bf_table_any(const struct bf_table *table, const char *name, size_t length)
{
    const struct bf_param *selector = table->selector ? bf_table_selector(table) : NULL;
    const struct bf_param *found = find(table->params, name, length);
    for (size_t i = 0; selector && selector->choices[i] && !found; i++)
        found = find(table->variant[i], name, length);
    return found;
}

/* What a table says of a group: the struct of `table`, or entries with names of the user's: a map
 * of them, or named numbers. */
struct shape {
    const struct bf_table *table; /* NULL: unknown, or named numbers */
    bool is_map;
};

static struct shape shape_of(struct shape around, const char *name)
{
    if (!around.table) return (struct shape){0};
    if (around.is_map) return (struct shape){.table = around.table};
    const struct bf_param *param = bf_table_any(around.table, name, strlen(name));
    if (param && (param->type == BF_PARAM_GROUP || param->type == BF_PARAM_MAP))
        return (struct shape){.table = param->table, .is_map = param->type == BF_PARAM_MAP};
    return (struct shape){.is_map = param && param->type == BF_PARAM_SHARES};
}

/* { source = ...; range = ...; } without a value. */
static bool is_evidence_alone(const struct bf_node *node)
{
    if (node->kind != BF_NODE_GROUP || node->count == 0) return false;
    for (const struct bf_node *child = node->first; child; child = child->next) {
        if (!bf_name_is_evidence(child->name) && strcmp(child->name, "range") != 0) return false;
    }
    return true;
}

static bool names_evidence(const struct bf_tree *tree, const struct bf_node *group)
{
    return bf_tree_member(tree, group, "source") || bf_tree_member(tree, group, "assumption");
}

static void carry_evidence(struct bf_node *to, const struct bf_node *from)
{
    to->source = from->source;
    to->assumption = from->assumption;
    for (struct bf_node *child = to->first; child; child = child->next)
        carry_evidence(child, from);
}

static bool merge(struct bf_tree *tree, struct bf_node *base, struct bf_node *over,
                  struct shape shape);

/* Evidence `over` for the value `old`, which may have some already. */
static bool merge_evidence(struct bf_tree *tree, struct bf_node *old, struct bf_node *over)
{
    struct bf_node *value = old;
    bool names = names_evidence(tree, over);
    struct bf_node said = {.source = over->source, .assumption = over->assumption};
    if (old->kind == BF_NODE_GROUP) {
        value = bf_tree_member(tree, old, "value");
        if (!merge(tree, old, over, (struct shape){0})) return false;
    } else {
        bf_tree_take(tree, over);
        bf_tree_swap(tree, old, over);
        if (!bf_tree_add(tree, over, "value", old)) return false;
    }
    if (names) carry_evidence(value, &said);
    return true;
}

static bool merge_one(struct bf_tree *tree, struct bf_node *base, struct bf_node *node,
                      struct shape shape)
{
    struct bf_node *old = bf_tree_member(tree, base, node->name);
    if (!old) {
        bf_tree_take(tree, node);
        return bf_tree_add(tree, base, node->name, node);
    }
    bool both = old->kind == BF_NODE_GROUP && node->kind == BF_NODE_GROUP;
    bool old_is_value = old->kind != BF_NODE_GROUP || bf_node_is_value(tree, old);
    if (old_is_value && is_evidence_alone(node)) return merge_evidence(tree, old, node);
    if (both && !(old_is_value && bf_node_is_value(tree, node)))
        return merge(tree, old, node, shape_of(shape, node->name));
    bool removes = node->kind == BF_NODE_TEXT && !strcmp(node->text, "remove");
    bf_tree_take(tree, node);
    bool entry = shape.is_map && !bf_name_is_evidence(node->name);
    if (removes && (entry || (old->kind == BF_NODE_GROUP && !old_is_value)))
        bf_tree_take(tree, old);
    else
        bf_tree_swap(tree, old, node);
    return true;
}

static bool merge(struct bf_tree *tree, struct bf_node *base, struct bf_node *over,
                  struct shape shape)
{
    /* Faults about a group as a whole belong to the file that speaks last. */
    base->file = over->file;
    base->line = over->line;
    for (struct bf_node *node = over->first, *after; node; node = after) {
        after = node->next;
        if (!merge_one(tree, base, node, shape)) return false;
    }
    return true;
}

/* Put `over`, whose nodes move, on top of `base`. False: memory. */
static bool merge_roots(struct bf_tree *tree, struct bf_node *base, struct bf_node *over,
                        const struct bf_table *table)
{
    return merge(tree, base, over, (struct shape){.table = table});
}

/* One file of the chain; `child` is the one that extends it. */
struct link {
    const struct bf_source *source;
    const struct link *child;
    int depth;
};

/* Whether nothing at its top is a scenario's: such are files that scenarios include. */
static bool is_part(const struct bf_node *root, const struct bf_table *table)
{
    bool groups = false;
    for (const struct bf_node *child = root->first; child; child = child->next) {
        groups = groups || child->kind == BF_NODE_GROUP;
        for (const struct bf_param *p = table->params; p->name; p++)
            if (strcmp(p->name, child->name) == 0 || strcmp("extends", child->name) == 0)
                return false;
    }
    return groups;
}

/* False if nothing else can be said of the file. */
static bool check_format(const struct bf_tree *tree, const struct bf_node *root,
                         const struct bf_table *table, struct bf_faults *faults)
{
    const struct bf_node *format = bf_tree_member(tree, root, "format");
    struct bf_where where;
    if (!format) {
        bf_node_where(root, &where);
        where.line = 1;
        bf_format(where.path, sizeof where.path, "format");
        if (is_part(root, table)) {
            bf_faults_add(faults, BF_ERROR, BF_E_KEY, &where,
                          "expected a scenario, which begins with format = 1, received what may be "
                          "a part of one; name it in a scenario, where it belongs: @include "
                          "\"file.cfg\"");
            return false;
        }
        bf_faults_add(faults, BF_ERROR, BF_E_KEY, &where,
                      "expected the format of the scenario, received none; write format = 1; at "
                      "the top");
        return true;
    }
    if (format->kind == BF_NODE_NUMBER && !strcmp(format->text, "1")) return true;
    char received[96];
    bf_node_describe(format, received, sizeof received);
    bf_node_where(format, &where);
    bool newer = format->kind == BF_NODE_NUMBER && strtod(format->text, NULL) > 1;
    bf_faults_add(faults, BF_ERROR, BF_E_RANGE, &where, "expected format 1, received %s%s",
                  received, newer ? "; a newer version of this program reads it" : "");
    return false;
}

static bool may_extend(const struct link *link, const char *path, const struct bf_where *where,
                       struct bf_faults *faults)
{
    for (const struct link *open = link; open; open = open->child) {
        if (!strcmp(open->source->path, path)) {
            bf_faults_add(faults, BF_ERROR, BF_E_KEY, where,
                          "expected scenarios that extend each other without a circle, received "
                          "%s again",
                          path);
            return false;
        }
    }
    if (link->depth < BF_EXTEND_DEPTH) return true;
    bf_faults_add(faults, BF_ERROR, BF_E_LIMIT, where,
                  "expected scenarios that extend each other at most %d deep, received %s",
                  BF_EXTEND_DEPTH, path);
    return false;
}

static struct bf_node *read_link(struct bf_tree *tree, struct bf_files *files,
                                 const struct link *link, const struct bf_table *table);

/* The scenario that `extends` names, or NULL. */
static struct bf_node *read_base(struct bf_tree *tree, struct bf_files *files,
                                 const struct bf_node *extends, const struct link *link,
                                 const struct bf_table *table)
{
    struct bf_where where;
    bf_node_where(extends, &where);
    if (extends->kind != BF_NODE_TEXT || !extends->text[0]) {
        char received[96];
        bf_node_describe(extends, received, sizeof received);
        bf_faults_add(files->faults, BF_ERROR, BF_E_TYPE, &where,
                      "expected the name of a scenario in double quotes, received %s", received);
        return NULL;
    }
    const char *path = bf_files_resolve(files, extends->file, extends->text);
    if (!path || !may_extend(link, path, &where, files->faults)) return NULL;
    const struct bf_source *source = bf_files_read(files, path, &where, "extends");
    if (!source) return NULL;
    struct link base = {.source = source, .child = link, .depth = link->depth + 1};
    return read_link(tree, files, &base, table);
}

static struct bf_node *read_link(struct bf_tree *tree, struct bf_files *files,
                                 const struct link *link, const struct bf_table *table)
{
    struct bf_node *root = bf_parse_source(tree, files, link->source);
    if (!root) return NULL;
    bool known = check_format(tree, root, table, files->faults);
    bf_tree_settle(tree, root);
    struct bf_node *extends = bf_tree_member(tree, root, "extends");
    if (!extends) files->root = link->source->path;
    if (!extends) return known ? root : NULL;
    struct bf_node *base = read_base(tree, files, extends, link, table);
    bf_tree_take(tree, extends);
    if (!base || !known || !merge_roots(tree, base, root, table)) return NULL;
    return base;
}

struct bf_node *bf_extend_read(struct bf_tree *tree, struct bf_files *files, const char *path,
                               const struct bf_table *table)
{
    const struct bf_source *source = bf_files_read(files, path, NULL, NULL);
    if (!source) return NULL;
    struct link link = {.source = source};
    return read_link(tree, files, &link, table);
}
