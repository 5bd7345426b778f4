/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "set.h"

#include "bedflow/base/text.h"
#include "bind.h"
#include "extend.h"
#include "files.h"
#include "parse.h"
#include "scan.h"
#include "value.h"

#include <string.h>

#define NAMES_CAP 256

/* The file of a node that comes from a setting. */
static const char set_file[] = "--set";

/* How far a path has been followed. */
enum stand {
    AT_STRUCT, /* `node` is a group of `table` */
    AT_PARAM,  /* `param` of the group `holder`; `node` is its setting, NULL if there is none */
    AT_ENTRY,  /* `node` is an entry of the map or list `param`, a group of its table */
    AT_ELEMENT /* `node` is one value of a series, of shares, of dates or names */
};

struct spot {
    enum stand stand;
    const struct bf_table *table;
    const struct bf_param *param;
    struct bf_node *holder, *node;
};

struct setter {
    struct bf_tree *tree;
    struct bf_faults *faults;
    const struct bf_setting *setting;
};

static bool refuse(struct setter *s, enum bf_errcode code, const char *what)
{
    struct bf_where where = {0};
    bf_format(where.file, sizeof where.file, "%s", set_file);
    bf_text_quote(where.path, sizeof where.path, s->setting->path);
    bf_faults_add(s->faults, BF_ERROR, code, &where, "%s", what);
    return false;
}

static void step_text(const struct bf_step *step, char text[], size_t size)
{
    if (step->name)
        bf_format(text, size, "%.*s", (int)(step->length < 64 ? step->length : 64), step->name);
    else
        bf_format(text, size, "[%u]", (unsigned)step->index);
}

static bool refuse_name(struct setter *s, const struct spot *spot, const char *name)
{
    char hint[128], what[BF_WHAT_CAP];
    int variant = bf_bind_variant(s->tree, spot->table, spot->node);
    bf_bind_suggest(name, spot->table->params, variant >= 0 ? spot->table->variant[variant] : NULL,
                    hint, sizeof hint);
    bf_format(what, sizeof what, "unknown setting '%s'%s", name, hint);
    return refuse(s, BF_E_KEY, what);
}

static bool step_into_struct(struct setter *s, struct spot *spot, const struct bf_step *step)
{
    char name[80];
    step_text(step, name, sizeof name);
    const struct bf_param *param =
        step->name ? bf_table_any(spot->table, step->name, step->length) : NULL;
    int variant = bf_bind_variant(s->tree, spot->table, spot->node);
    if (param && variant >= 0) { /* variants may use a name for different things */
        for (const struct bf_param *own = spot->table->variant[variant]; own && own->name; own++) {
            if (!strcmp(own->name, param->name)) param = own;
        }
    }
    if (!param) return refuse_name(s, spot, name);
    *spot = (struct spot){.stand = AT_PARAM,
                          .param = param,
                          .holder = spot->node,
                          .node = bf_tree_member(s->tree, spot->node, param->name)};
    return true;
}

/* Write down what was left to its default, so that a part of it can be changed. */
static bool need_node(struct setter *s, struct spot *spot)
{
    char why[BF_WHAT_CAP] = "expected an entry that the scenario holds; it holds none here";
    if (spot->node) return true;
    if (spot->param->fallback)
        spot->node = bf_bind_default(s->tree, spot->param, why, sizeof why);
    else if (spot->param->type == BF_PARAM_GROUP)
        spot->node = bf_tree_node(s->tree, BF_NODE_GROUP, NULL, 0, set_file, 0);
    if (!spot->node) return refuse(s, BF_E_KEY, why);
    return bf_tree_add(s->tree, spot->holder, spot->param->name, spot->node);
}

/* No such entry: say which there are. */
static bool refuse_entry(struct setter *s, const struct spot *spot, const struct bf_step *step)
{
    char name[80], what[BF_WHAT_CAP];
    step_text(step, name, sizeof name);
    if (spot->node->kind == BF_NODE_LIST) {
        bf_format(what, sizeof what,
                  "expected an index from [0] to [%u], as '%s' has %u entries, received %s",
                  spot->node->count ? spot->node->count - 1 : 0, spot->param->name,
                  spot->node->count, name);
        return refuse(s, BF_E_KEY, what);
    }
    const char *names[NAMES_CAP];
    size_t count = 0;
    for (const struct bf_node *child = spot->node->first; child && count < NAMES_CAP;
         child = child->next) {
        if (child->name && !bf_name_is_evidence(child->name)) names[count++] = child->name;
    }
    const char *near = bf_text_nearest(name, names, count);
    if (near) {
        bf_format(what, sizeof what, "unknown entry '%s' of '%s'; did you mean '%s'?", name,
                  spot->param->name, near);
        return refuse(s, BF_E_KEY, what);
    }
    char all[300];
    bf_text_list(names, count, all, sizeof all);
    bf_format(what, sizeof what, "unknown entry '%s' of '%s'%s%s", name, spot->param->name,
              count ? "; there are " : ", which has none", all);
    return refuse(s, BF_E_KEY, what);
}

static bool step_into_param(struct setter *s, struct spot *spot, const struct bf_step *step)
{
    const struct bf_param *param = spot->param;
    char what[BF_WHAT_CAP];
    if (bf_type_is_single(param->type)) {
        bf_format(what, sizeof what, "expected the path to end at '%s', which is one value",
                  param->name);
        return refuse(s, BF_E_KEY, what);
    }
    if (!need_node(s, spot)) return false;
    if (param->type == BF_PARAM_GROUP) {
        *spot = (struct spot){.stand = AT_STRUCT, .table = param->table, .node = spot->node};
        return step_into_struct(s, spot, step);
    }
    struct bf_node *next = bf_tree_follow(s->tree, spot->node, step);
    if (!next || (next->name && bf_name_is_evidence(next->name) && next->kind != BF_NODE_GROUP))
        return refuse_entry(s, spot, step);
    bool entry = param->type == BF_PARAM_MAP || param->type == BF_PARAM_LIST;
    *spot = (struct spot){.stand = entry ? AT_ENTRY : AT_ELEMENT, .param = param, .node = next};
    return true;
}

static bool one_step(struct setter *s, struct spot *spot, const struct bf_step *step)
{
    switch (spot->stand) {
    case AT_STRUCT:
        return step_into_struct(s, spot, step);
    case AT_PARAM:
        return step_into_param(s, spot, step);
    case AT_ENTRY:
        *spot = (struct spot){.stand = AT_STRUCT, .table = spot->param->table, .node = spot->node};
        return step_into_struct(s, spot, step);
    case AT_ELEMENT:
        return refuse(s, BF_E_KEY, "expected the path to end at one value");
    }
    return false;
}

static bool follow(struct setter *s, struct spot *spot)
{
    const char *path = s->setting->path;
    struct bf_step step;
    if (!*path)
        return refuse(s, BF_E_KEY, "expected a path such as services.name.beds, received none");
    for (unsigned steps = 0; bf_path_step(&path, &step); steps++) {
        if (steps == 2 * 64) return refuse(s, BF_E_LIMIT, "expected a path of at most 128 steps");
        if (!one_step(s, spot, &step)) return false;
    }
    if (*path == '\0') return true;
    return refuse(s, BF_E_KEY,
                  "expected a path of names, points and [0] for the first of a list, such as "
                  "services.name.then[0].share");
}

static struct bf_node *single_node(struct setter *s, enum bf_param_type type)
{
    const char *value = s->setting->value;
    size_t length = strlen(value);
    enum bf_node_kind kind = BF_NODE_TEXT;
    if (type == BF_PARAM_FLAG && (!strcmp(value, "true") || !strcmp(value, "false")))
        kind = BF_NODE_FLAG;
    else if (type == BF_PARAM_QUANTITY && length > 0 && bf_number_length(value) == length)
        kind = BF_NODE_NUMBER;
    return bf_tree_node(s->tree, kind, value, length, set_file, 0);
}

static struct bf_node *value_node(struct setter *s, const struct spot *spot)
{
    char why[BF_WHAT_CAP];
    const char *value = s->setting->value;
    enum bf_param_type type =
        spot->stand == AT_ELEMENT ? bf_value_type(spot->param->type) : spot->param->type;
    bool single = spot->stand != AT_ENTRY && bf_type_is_single(type);
    bool literal = *value == '"' || (*value == '{' && type != BF_PARAM_TEXT);
    if (type == BF_PARAM_NAMES && spot->param->flags & BF_PARAM_LOOSE)
        single = !*value || !strchr("[({", *value); /* one text is a list of one */
    if (bf_files_bad_byte(value, strlen(value)) != strlen(value)) {
        refuse(s, BF_E_TYPE, "expected readable text in UTF-8");
        return NULL;
    }
    if (single && !literal) return single_node(s, type);
    struct bf_node *node = bf_parse_literal(s->tree, value, set_file, why, sizeof why);
    if (!node) refuse(s, BF_E_TYPE, why);
    return node;
}

bool bf_set_apply(struct bf_tree *tree, const struct bf_table *table,
                  const struct bf_setting *setting, struct bf_faults *faults)
{
    struct setter s = {.tree = tree, .faults = faults, .setting = setting};
    struct spot spot = {.stand = AT_STRUCT, .table = table, .node = tree->root};
    if (!follow(&s, &spot)) return false;
    if (spot.stand == AT_ENTRY && spot.param->type == BF_PARAM_MAP &&
        !strcmp(setting->value, "remove")) {
        bf_tree_take(tree, spot.node);
        return true;
    }
    struct bf_node *node = value_node(&s, &spot);
    if (!node) return false;
    bf_tree_settle(tree, node);
    if (!spot.node) return bf_tree_add(tree, spot.holder, spot.param->name, node);
    bf_tree_swap(tree, spot.node, node);
    return true;
}
