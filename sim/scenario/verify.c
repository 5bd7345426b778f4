/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/scenario/verify.h"

#include "bedflow/base/text.h"
#include "bind.h"
#include "tree.h"
#include "value.h"

#include <math.h>
#include <string.h>

#define DEPTH_MAX 16
#define OWN_MAX   512 /* parameters of one struct with one variant */

/* The tables around the one that is looked at: a table may hold itself in a list. */
struct verifier {
    struct bf_faults *faults;
    const struct bf_table *open[DEPTH_MAX];
    size_t depth;
};

static void fault(struct verifier *v, const struct bf_param *param, const char *what)
{
    struct bf_where where = {0};
    const struct bf_table *table = v->open[v->depth - 1];
    bf_format(where.path, sizeof where.path, "%s%s%s", table->name ? table->name : "(no name)",
              param ? "." : "", param ? param->name : "");
    bf_faults_add(v->faults, BF_ERROR, BF_E_KEY, &where, "%s", what);
}

static bool is_name(const char *name)
{
    const char *path = name;
    struct bf_step step;
    bool digit_first = *name >= '0' && *name <= '9';
    return !digit_first && *name != '-' && *name != '_' && *name != '.' &&
           bf_path_step(&path, &step) && *path == '\0' && strlen(name) <= 63;
}

static bool has_numbers(enum bf_param_type type)
{
    return bf_value_type(type) == BF_PARAM_QUANTITY;
}

static size_t size_of(const struct bf_param *param)
{
    if (param->type == BF_PARAM_GROUP) return param->table ? param->table->size : 0;
    return bf_field_size(param->type);
}

static void check_field(struct verifier *v, const struct bf_table *table,
                        const struct bf_param *param)
{
    if (param->offset > table->size || table->size - param->offset < size_of(param))
        fault(v, param, "expected a field inside the struct; its offset or type is another's");
    else if (param->offset % bf_field_align(param->type) != 0)
        fault(v, param, "expected the offset of a field of this type, received a misaligned one");
}

static void check_name(struct verifier *v, const struct bf_param *param)
{
    if (!is_name(param->name))
        fault(v, param,
              "expected a name of letters, digits, '_' and '-' that begins with a letter");
    else if (bf_name_is_evidence(param->name))
        fault(v, param, "expected another name: source, assumption and note are evidence");
    if (!param->help || !param->help[0]) fault(v, param, "expected one line of help");
}

static void check_type(struct verifier *v, const struct bf_param *param)
{
    bool wants_table = param->type == BF_PARAM_GROUP || param->type == BF_PARAM_LIST ||
                       param->type == BF_PARAM_MAP;
    if (wants_table && (!param->table || param->table->size == 0))
        fault(v, param, "expected the table of what is in it");
    if (param->type == BF_PARAM_CHOICE && (!param->choices || !param->choices[0]))
        fault(v, param, "expected choices");
    if (has_numbers(param->type) && !(param->min <= param->max))
        fault(v, param, "expected min <= max");
    if ((param->flags & BF_PARAM_REQUIRED) && param->fallback)
        fault(v, param, "expected no default of what is required");
}

/* The default is read as if a user had written it. */
static void check_default(struct verifier *v, const struct bf_param *param)
{
    /* A table of one parameter, wherever that lies in its struct. */
    struct bf_param alone[] = {*param, {0}};
    alone[0].offset = 0;
    struct bf_table table = {
        .name = "default", .size = size_of(param) ? size_of(param) : 1, .params = alone};
    struct bf_faults faults = {0};
    struct bf_bound bound = {0};
    struct bf_tree *tree = bf_tree_new();
    if (tree) tree->root = bf_tree_node(tree, BF_NODE_GROUP, NULL, 0, NULL, 0);
    if (!tree || !tree->root || !bf_bind(tree, &table, &bound, &faults)) {
        char what[BF_WHAT_CAP];
        bf_format(what, sizeof what, "expected a default that fits, received %s: %s",
                  param->fallback, faults.count ? faults.fault[0].err.what : "no memory");
        fault(v, param, what);
    }
    bf_bound_free(&bound);
    bf_faults_free(&faults);
    bf_tree_free(tree);
}

static void check_pair(struct verifier *v, const struct bf_param *a, const struct bf_param *b)
{
    char what[BF_WHAT_CAP];
    if (!strcmp(a->name, b->name))
        fault(v, b, "expected each name once");
    else if (a->offset < b->offset + size_of(b) && b->offset < a->offset + size_of(a)) {
        bf_format(what, sizeof what, "expected a field of its own, received that of '%s'", a->name);
        fault(v, b, what);
    }
}

/* Common parameters and those of one variant live in one struct together. */
static void check_together(struct verifier *v, const struct bf_param *common,
                           const struct bf_param *variant)
{
    const struct bf_param *all[OWN_MAX];
    size_t count = 0, common_count;
    for (; common && common->name && count < OWN_MAX; common++)
        all[count++] = common;
    common_count = variant ? count : 0; /* those are compared once, without a variant */
    for (; variant && variant->name && count < OWN_MAX; variant++)
        all[count++] = variant;
    for (size_t j = common_count; j < count; j++) {
        for (size_t i = 0; i < j; i++)
            check_pair(v, all[i], all[j]);
    }
}

static void check_table(struct verifier *v, const struct bf_table *table);

static void check_params(struct verifier *v, const struct bf_table *table,
                         const struct bf_param *params)
{
    for (const struct bf_param *param = params; param && param->name; param++) {
        size_t errors = v->faults->errors;
        check_name(v, param);
        check_type(v, param);
        check_field(v, table, param);
        if (v->faults->errors == errors && param->fallback) check_default(v, param);
        if (param->table) check_table(v, param->table);
    }
}

static void check_selector(struct verifier *v, const struct bf_table *table)
{
    const struct bf_param *selector = bf_table_selector(table);
    if (!selector || selector->type != BF_PARAM_CHOICE || !selector->choices)
        fault(v, selector, "expected a selector that is a choice among the parameters");
    else if (!table->variant || !table->variant_help)
        fault(v, selector, "expected parameters and help of the variants");
    else {
        for (size_t i = 0; selector->choices[i]; i++) {
            if (!table->variant_help[i]) fault(v, selector, "expected help of each variant");
            check_params(v, table, table->variant[i]);
            check_together(v, table->params, table->variant[i]);
        }
    }
}

static void check_table(struct verifier *v, const struct bf_table *table)
{
    for (size_t i = 0; i < v->depth; i++) {
        if (v->open[i] == table) return;
    }
    if (v->depth == DEPTH_MAX) {
        fault(v, NULL, "expected tables at most 16 deep");
        return;
    }
    v->open[v->depth++] = table;
    if (!table->name || !table->help) fault(v, NULL, "expected a name and help");
    if (!table->params || table->size == 0)
        fault(v, NULL, "expected parameters and the size of the struct");
    else {
        check_params(v, table, table->params);
        check_together(v, table->params, NULL);
        if (table->selector) check_selector(v, table);
    }
    v->depth--;
}

bool bf_table_verify(const struct bf_table *table, struct bf_faults *faults)
{
    size_t errors = faults->errors;
    struct verifier v = {.faults = faults};
    check_table(&v, table);
    return faults->errors == errors;
}
