/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "binder.h"

#include "bedflow/base/text.h"
#include "bedflow/base/units.h"

#include <string.h>

#define NAMES_CAP      256  /* names worth comparing with a misspelt one */
#define SUGGEST_FAULTS 200u /* after so many errors, no more suggestions */

/* ---- places ---- */

size_t bf_bind_push_name(struct bf_binder *b, const char *name)
{
    size_t before = b->path_length;
    bf_format(b->path + before, sizeof b->path - before, "%s%s", before ? "." : "", name);
    b->path_length += strlen(b->path + before);
    return before;
}

size_t bf_bind_push_index(struct bf_binder *b, uint32_t index)
{
    size_t before = b->path_length;
    bf_format(b->path + before, sizeof b->path - before, "[%u]", (unsigned)index);
    b->path_length += strlen(b->path + before);
    return before;
}

void bf_bind_pop(struct bf_binder *b, size_t before)
{
    b->path_length = before;
    b->path[before] = '\0';
}

void bf_bind_fault(struct bf_binder *b, const struct bf_node *node, enum bf_errcode code,
                   const char *what)
{
    const struct bf_node *at = node && node->file ? node : b->site;
    struct bf_where where = {.line = at->line};
    bf_format(where.file, sizeof where.file, "%s", at->file ? at->file : "");
    bf_format(where.path, sizeof where.path, "%s", b->path);
    bf_faults_add(b->faults, BF_ERROR, code, &where, "%s", what);
}

void bf_bind_fault_unlike(struct bf_binder *b, const struct bf_node *node, const char *expected,
                          const char *cure)
{
    char received[96], what[BF_WHAT_CAP];
    bf_node_describe(node, received, sizeof received);
    bf_format(what, sizeof what, "expected %s, received %s%s%s", expected, received,
              *cure ? "; " : "", cure);
    bf_bind_fault(b, node, BF_E_TYPE, what);
}

void bf_bind_fault_no_group(struct bf_binder *b, const struct bf_node *node,
                            const struct bf_table *of)
{
    char cure[200], value[96], why[BF_WHAT_CAP];
    double read;
    const struct bf_param *p = of->params;
    while (p->name && p->type != BF_PARAM_QUANTITY)
        p++;
    bool lone = p->name && node->kind == BF_NODE_TEXT && node->text[0] != '\0' &&
                bf_units_parse(p->dim, node->text, &read, why, sizeof why);
    bf_node_describe(node, value, sizeof value);
    if (lone) /* `stay = "9 days"` */
        bf_format(cure, sizeof cure,
                  "write { %s = %s; }; what else goes into it: bedflow kinds \"%s\"", p->name,
                  value, of->name);
    else
        bf_format(cure, sizeof cure, "write { ... }; what goes into it: bedflow kinds \"%s\"",
                  of->name);
    bf_bind_fault_unlike(b, node, "a group", cure);
}

/* ---- names ---- */

static size_t collect(const struct bf_param *params, const char *names[], size_t count)
{
    for (; params && params->name && count < NAMES_CAP; params++)
        names[count++] = params->name;
    return count;
}

void bf_bind_suggest(const char *name, const struct bf_param *common,
                     const struct bf_param *variant, char text[], size_t size)
{
    const char *names[NAMES_CAP];
    size_t count = collect(variant, names, collect(common, names, 0));
    const char *near = bf_text_nearest(name, names, count);
    text[0] = '\0';
    if (near) bf_format(text, size, "; did you mean '%s'?", near);
}

/* Those of the kind at hand first: they are fewer, and mostly meant. */
static void list_names(const struct bf_param *common, const struct bf_param *variant, char text[],
                       size_t size)
{
    const char *names[NAMES_CAP];
    size_t count = collect(common, names, collect(variant, names, 0));
    bf_text_list(names, count, text, size);
}

static bool has_param(const struct bf_param *params, const char *name)
{
    for (; params && params->name; params++) {
        if (!strcmp(params->name, name)) return true;
    }
    return false;
}

/* The variant that has `name`, -1 if none. */
static int variant_with(const struct bf_table *table, const char *name)
{
    const struct bf_param *selector = table->selector ? bf_table_selector(table) : NULL;
    for (int i = 0; selector && selector->choices[i]; i++) {
        if (has_param(table->variant[i], name)) return i;
    }
    return -1;
}

/* `child` belongs to variant `other`, not to this one (-1: none was asked for). */
static void fault_elsewhere(struct bf_binder *b, const struct bf_table *table, int variant,
                            int other, const struct bf_node *child)
{
    const struct bf_param *selector = bf_table_selector(table);
    char what[BF_WHAT_CAP];
    bool asked = bf_tree_member(b->tree, child->parent, selector->name) ||
                 (selector->flags & BF_PARAM_REQUIRED);
    if (variant >= 0)
        bf_format(what, sizeof what, "'%s' belongs to %s \"%s\", this is %s \"%s\"", child->name,
                  selector->name, selector->choices[other], selector->name,
                  selector->choices[variant]);
    else if (asked)
        return; /* the fault is that of the selector */
    else
        bf_format(what, sizeof what, "'%s' belongs to %s \"%s\", which is not given", child->name,
                  selector->name, selector->choices[other]);
    bf_bind_fault(b, child, BF_E_KEY, what);
}

/* `child` is no setting of the table under this variant: say why. */
static void fault_unknown(struct bf_binder *b, const struct bf_table *table, int variant,
                          const struct bf_node *child)
{
    char what[BF_WHAT_CAP], hint[400] = "";
    const struct bf_param *own = variant >= 0 ? table->variant[variant] : NULL;
    int other = variant_with(table, child->name);
    if (other >= 0) {
        fault_elsewhere(b, table, variant, other, child);
        return;
    }
    if (b->faults->errors < SUGGEST_FAULTS) {
        bf_bind_suggest(child->name, table->params, own, hint, sizeof hint);
        if (!hint[0]) {
            char names[300];
            list_names(table->params, own, names, sizeof names);
            bf_format(hint, sizeof hint, "; a %s has %s", table->name, names);
        }
    }
    bf_format(what, sizeof what, "unknown setting '%s'%s", child->name, hint);
    bf_bind_fault(b, child, BF_E_KEY, what);
}

bool bf_bind_is_evidence(struct bf_binder *b, const struct bf_node *child)
{
    if (!bf_name_is_evidence(child->name)) return false;
    if (child->kind != BF_NODE_TEXT) {
        size_t before = bf_bind_push_name(b, child->name);
        bf_bind_fault_unlike(b, child, "a text in double quotes", "");
        bf_bind_pop(b, before);
    }
    return true;
}

void bf_bind_refuse_unknown(struct bf_binder *b, const struct bf_table *table, int variant,
                            const struct bf_node *group)
{
    const struct bf_param *own = variant >= 0 ? table->variant[variant] : NULL;
    for (const struct bf_node *child = group->first; child; child = child->next) {
        if (has_param(table->params, child->name) || has_param(own, child->name) ||
            bf_bind_is_evidence(b, child))
            continue;
        if (!group->parent && !strcmp(child->name, "format")) continue;
        size_t before = bf_bind_push_name(b, child->name);
        fault_unknown(b, table, variant, child);
        bf_bind_pop(b, before);
    }
}

bool bf_bind_removes(const struct bf_node *child)
{
    return child->kind == BF_NODE_TEXT && strcmp(child->text, "remove") == 0;
}

void bf_bind_fault_nothing_to_remove(struct bf_binder *b, const struct bf_node *child)
{
    char what[BF_WHAT_CAP], hint[128] = "";
    const char *names[NAMES_CAP];
    size_t count = 0;
    for (const struct bf_node *other = child->parent->first; other && count < NAMES_CAP;
         other = other->next) {
        if (!bf_name_is_evidence(other->name) && !bf_bind_removes(other))
            names[count++] = other->name;
    }
    const char *near = bf_text_nearest(child->name, names, count);
    if (near) bf_format(hint, sizeof hint, "; did you mean '%s'?", near);
    bf_format(what, sizeof what,
              "expected an inherited entry to remove, received '%s', which there is not%s",
              child->name, hint);
    bf_bind_fault(b, child, BF_E_KEY, what);
}

/* "from = ...; to = ...;" */
static void required_of(const struct bf_table *table, char text[], size_t size)
{
    size_t used = 0;
    bf_format(text, size, "...");
    for (const struct bf_param *p = table->params; p && p->name; p++) {
        if (!(p->flags & BF_PARAM_REQUIRED)) continue;
        bf_format(text + used, size - used, "%s%s = ...;", used ? " " : "", p->name);
        used += strlen(text + used);
    }
}

/* What to write for a setting that is missing. */
static void example_of(const struct bf_param *param, char text[], size_t size)
{
    char all[200];
    size_t count = 0;
    switch (param->type) {
    case BF_PARAM_QUANTITY:
        bf_format(text, size, "give it %s", bf_units_expected(param->dim));
        return;
    case BF_PARAM_CHOICE:
        while (param->choices[count])
            count++;
        bf_text_list(param->choices, count, all, sizeof all);
        bf_format(text, size, "give it one of %s, in double quotes", all);
        return;
    case BF_PARAM_LIST:
    case BF_PARAM_GROUP:
    case BF_PARAM_MAP:
        required_of(param->table, all, sizeof all);
        bf_format(
            text, size,
            param->type == BF_PARAM_LIST    ? "write %s = ( { %s } ); what goes into it: bedflow "
                                              "kinds \"%s\""
            : param->type == BF_PARAM_GROUP ? "write %s: { %s }; what goes into it: bedflow "
                                              "kinds \"%s\""
                                            : "write %s: { a_name: { %s }; }; what goes into it: "
                                              "bedflow kinds \"%s\"",
            param->name, all, param->table->name);
        return;
    case BF_PARAM_DATE:
        bf_format(text, size, "give it a date such as \"2021-11-01\"");
        return;
    case BF_PARAM_TEXT:
    case BF_PARAM_FLAG:
    case BF_PARAM_HOURS:
    case BF_PARAM_SERIES:
    case BF_PARAM_DATES:
    case BF_PARAM_NAMES:
    case BF_PARAM_SHARES:
        break;
    }
    bf_format(text, size, "give it a value");
}

void bf_bind_fault_missing(struct bf_binder *b, const struct bf_param *param)
{
    char what[BF_WHAT_CAP], expected[300];
    example_of(param, expected, sizeof expected);
    bf_format(what, sizeof what, "expected '%s' (%s), received none; %s", param->name,
              param->help ? param->help : "required", expected);
    bf_bind_fault(b, NULL, BF_E_KEY, what);
}
