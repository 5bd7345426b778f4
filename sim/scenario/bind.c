/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bind.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "extend.h"
#include "parse.h"
#include "region.h"
#include "scan.h"
#include "value.h"

#include <math.h>
#include <string.h>

#define NAMES_CAP      256  /* names worth comparing with a misspelt one */
#define SUGGEST_FAULTS 200u /* after so many errors, no more suggestions */

/* A default that is a list or a group, parsed once. */
struct parsed {
    const struct bf_param *param;
    const struct bf_node *node;
};

struct binder {
    struct bf_tree *tree;
    struct bf_faults *faults;
    struct bf_region region;
    const struct bf_node *site; /* innermost group with a place */
    struct parsed *parsed;      /* [parsed_count] */
    size_t parsed_count, parsed_cap;
    size_t path_length;
    char path[BF_BIND_PATH_CAP];
};

/* ---- places ---- */

static size_t push_name(struct binder *b, const char *name)
{
    size_t before = b->path_length;
    bf_format(b->path + before, sizeof b->path - before, "%s%s", before ? "." : "", name);
    b->path_length += strlen(b->path + before);
    return before;
}

static size_t push_index(struct binder *b, uint32_t index)
{
    size_t before = b->path_length;
    bf_format(b->path + before, sizeof b->path - before, "[%u]", (unsigned)index);
    b->path_length += strlen(b->path + before);
    return before;
}

static void pop(struct binder *b, size_t before)
{
    b->path_length = before;
    b->path[before] = '\0';
}

/* A fault at `node`, or at the group around it if it has no place of its own. */
static void fault(struct binder *b, const struct bf_node *node, enum bf_errcode code,
                  const char *what)
{
    const struct bf_node *at = node && node->file ? node : b->site;
    struct bf_where where = {.line = at->line};
    bf_format(where.file, sizeof where.file, "%s", at->file ? at->file : "");
    bf_format(where.path, sizeof where.path, "%s", b->path);
    bf_faults_add(b->faults, BF_ERROR, code, &where, "%s", what);
}

static void fault_unlike(struct binder *b, const struct bf_node *node, const char *expected,
                         const char *cure)
{
    char received[96], what[BF_WHAT_CAP];
    bf_node_describe(node, received, sizeof received);
    bf_format(what, sizeof what, "expected %s, received %s%s%s", expected, received,
              *cure ? "; " : "", cure);
    fault(b, node, BF_E_TYPE, what);
}

static void fault_no_group(struct binder *b, const struct bf_node *node, const struct bf_table *of)
{
    char cure[96];
    bf_format(cure, sizeof cure, "write { ... }; what goes into it: bedflow kinds \"%s\"",
              of->name);
    fault_unlike(b, node, "a group", cure);
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

/* The variant that has `name`, -1 if none. */
static int variant_with(const struct bf_table *table, const char *name)
{
    const struct bf_param *selector = table->selector ? bf_table_selector(table) : NULL;
    for (int i = 0; selector && selector->choices[i]; i++) {
        if (has_param(table->variant[i], name)) return i;
    }
    return -1;
}

/* `child` is no setting of the table under this variant: say why. */
static void fault_unknown(struct binder *b, const struct bf_table *table, int variant,
                          const struct bf_node *child)
{
    char what[BF_WHAT_CAP], hint[400];
    int other = variant_with(table, child->name);
    const struct bf_param *own = variant >= 0 ? table->variant[variant] : NULL;
    if (other >= 0 && variant >= 0) {
        const struct bf_param *selector = bf_table_selector(table);
        bf_format(what, sizeof what, "'%s' belongs to %s \"%s\", this is %s \"%s\"", child->name,
                  selector->name, selector->choices[other], selector->name,
                  selector->choices[variant]);
        fault(b, child, BF_E_KEY, what);
        return;
    }
    if (other >= 0) {
        const struct bf_param *selector = bf_table_selector(table);
        bool asked = bf_tree_member(b->tree, child->parent, selector->name) ||
                     (selector->flags & BF_PARAM_REQUIRED);
        if (asked) return; /* the fault is that of the selector */
        bf_format(what, sizeof what, "'%s' belongs to %s \"%s\", which is not given", child->name,
                  selector->name, selector->choices[other]);
        fault(b, child, BF_E_KEY, what);
        return;
    }
    hint[0] = '\0';
    if (b->faults->errors < SUGGEST_FAULTS) {
        bf_bind_suggest(child->name, table->params, own, hint, sizeof hint);
        if (!hint[0]) {
            char names[300];
            list_names(table->params, own, names, sizeof names);
            bf_format(hint, sizeof hint, "; a %s has %s", table->name, names);
        }
    }
    bf_format(what, sizeof what, "unknown setting '%s'%s", child->name, hint);
    fault(b, child, BF_E_KEY, what);
}

/* True if `child` is evidence of a group, and it is then checked. */
static bool is_evidence(struct binder *b, const struct bf_node *child)
{
    if (!bf_name_is_evidence(child->name)) return false;
    if (child->kind != BF_NODE_TEXT) {
        size_t before = push_name(b, child->name);
        fault_unlike(b, child, "a text in double quotes", "");
        pop(b, before);
    }
    return true;
}

static void refuse_unknown(struct binder *b, const struct bf_table *table, int variant,
                           const struct bf_node *group)
{
    const struct bf_param *own = variant >= 0 ? table->variant[variant] : NULL;
    for (const struct bf_node *child = group->first; child; child = child->next) {
        if (has_param(table->params, child->name) || has_param(own, child->name) ||
            is_evidence(b, child))
            continue;
        if (!group->parent && !strcmp(child->name, "format")) continue;
        size_t before = push_name(b, child->name);
        fault_unknown(b, table, variant, child);
        pop(b, before);
    }
}

/* ---- single values ---- */

/* A value and what is written around it: { value = 30; range = [25, 35]; }. */
struct single {
    const struct bf_node *leaf; /* NULL after a fault */
    const struct bf_node *range;
};

static void open_member(struct binder *b, const struct bf_param *param, bool may_range,
                        const struct bf_node *child, struct single *single)
{
    if (is_evidence(b, child)) return;
    if (!strcmp(child->name, "value")) {
        single->leaf = child;
        return;
    }
    if (may_range && !strcmp(child->name, "range")) {
        single->range = child;
        return;
    }
    char what[BF_WHAT_CAP];
    size_t before = push_name(b, child->name);
    bf_format(what, sizeof what,
              "unknown setting '%s'; '%s' is one value, with value, source, assumption%s and note",
              child->name, param->name, may_range ? ", range" : "");
    fault(b, child, BF_E_KEY, what);
    pop(b, before);
}

static struct single open_value(struct binder *b, const struct bf_param *param, bool may_range,
                                const struct bf_node *node)
{
    struct single single = {0};
    if (node->kind != BF_NODE_GROUP) return (struct single){.leaf = node};
    for (const struct bf_node *child = node->first; child; child = child->next)
        open_member(b, param, may_range, child, &single);
    if (!single.leaf) fault_unlike(b, node, "a value", "write { value = ...; source = \"...\"; }");
    return single;
}

/* Read the declared range into low and high. `value` lies within. */
static void read_range(struct binder *b, const struct bf_param *param, const struct bf_node *range,
                       double value, struct bf_given *given)
{
    double bound[2] = {(double)NAN, (double)NAN};
    char why[BF_WHAT_CAP];
    if (range->kind != BF_NODE_LIST || range->count != 2) {
        fault_unlike(b, range, "a range of two values", "write range = [low, high];");
        return;
    }
    for (uint32_t i = 0; i < 2; i++) {
        const struct bf_node *node = i ? range->last : range->first;
        enum bf_errcode code = bf_value_read(param, node, &bound[i], why, sizeof why);
        if (code != BF_OK) {
            fault(b, node, code, why);
            return;
        }
    }
    if (!(bound[0] <= value && value <= bound[1])) {
        char low[64], high[64], at[64];
        bf_units_print(param->dim, bound[0], low, sizeof low);
        bf_units_print(param->dim, bound[1], high, sizeof high);
        bf_units_print(param->dim, value, at, sizeof at);
        bf_format(why, sizeof why, "expected a range around the value %s, received %s to %s", at,
                  low, high);
        fault(b, range, BF_E_RANGE, why);
        return;
    }
    given->low = bound[0];
    given->high = bound[1];
}

static void record(struct binder *b, const struct bf_param *param, size_t at,
                   const struct bf_node *leaf, struct bf_given *given)
{
    given->path = bf_pieces_text(&b->tree->pieces, b->path, b->path_length);
    if (!given->path) return;
    given->param = param;
    given->offset = at;
    if (leaf->file) {
        given->where.file = leaf->file;
        given->where.line = leaf->line;
        given->text = leaf->text;
        given->source = leaf->source;
        given->assumption = leaf->assumption;
    }
    bf_region_record(&b->region, given);
}

/* One value, or one element of a series, of shares, of dates or names, to `at`. */
static void bind_single(struct binder *b, const struct bf_param *param, const struct bf_node *node,
                        size_t at)
{
    union {
        double quantity;
        struct bf_week week;
        const char *text;
        int32_t choice;
        bf_day day;
        bool flag;
    } value;
    char why[BF_WHAT_CAP] = "";
    enum bf_param_type type = bf_value_type(param->type);
    bf_value_blank(type, &value);
    struct single single = open_value(b, param, type == BF_PARAM_QUANTITY, node);
    if (!single.leaf) return;
    enum bf_errcode code = bf_value_read(param, single.leaf, &value, why, sizeof why);
    if (code != BF_OK) {
        fault(b, single.leaf, code, why);
        return;
    }
    struct bf_given given = {.low = (double)NAN, .high = (double)NAN};
    if (single.range) read_range(b, param, single.range, value.quantity, &given);
    bf_region_put(&b->region, at, &value, bf_value_size(type));
    record(b, param, at, single.leaf, &given);
}

/* ---- many values ---- */

/* Where the parts of a list lie in its field. The structs differ in their
 * types alone, but each is asked for its own offsets. */
struct layout {
    size_t values, names, count;
    bool has_names;
};

static struct layout layout_of(enum bf_param_type type)
{
    switch (type) {
    case BF_PARAM_SERIES:
        return (struct layout){.values = offsetof(struct bf_series, value),
                               .count = offsetof(struct bf_series, count)};
    case BF_PARAM_DATES:
        return (struct layout){.values = offsetof(struct bf_days, day),
                               .count = offsetof(struct bf_days, count)};
    case BF_PARAM_NAMES:
        return (struct layout){.values = offsetof(struct bf_names, name),
                               .count = offsetof(struct bf_names, count)};
    case BF_PARAM_SHARES:
        return (struct layout){.values = offsetof(struct bf_shares, value),
                               .names = offsetof(struct bf_shares, name),
                               .count = offsetof(struct bf_shares, count),
                               .has_names = true};
    default:
        return (struct layout){.values = offsetof(struct bf_items, item),
                               .names = offsetof(struct bf_items, name),
                               .count = offsetof(struct bf_items, count),
                               .has_names = type == BF_PARAM_MAP};
    }
}

struct many {
    size_t values, names;
};

/* Room for `count` elements of `size`, known to the field at `at`. */
static struct many take_many(struct binder *b, enum bf_param_type type, size_t at, uint32_t count,
                             size_t size)
{
    struct layout layout = layout_of(type);
    struct many many = {0};
    if (count == 0) return many;
    many.values = bf_region_take(&b->region, count, size);
    if (layout.has_names) {
        many.names = bf_region_take(&b->region, count, sizeof(const char *));
        bf_region_point(&b->region, at + layout.names, many.names);
    }
    bf_region_point(&b->region, at + layout.values, many.values);
    bf_region_put(&b->region, at + layout.count, &count, sizeof count);
    return many;
}

static void put_name(struct binder *b, size_t names, uint32_t index, const char *name)
{
    bf_region_put(&b->region, names + index * sizeof name, &name, sizeof name);
}

/* SERIES, DATES, NAMES */
static void bind_elements(struct binder *b, const struct bf_param *param,
                          const struct bf_node *node, size_t at)
{
    const struct bf_node *list = open_value(b, param, false, node).leaf;
    if (!list) return;
    if (list->kind == BF_NODE_TEXT && param->flags & BF_PARAM_LOOSE) {
        struct many one = take_many(b, param->type, at, 1, bf_value_size(BF_PARAM_TEXT));
        bind_single(b, param, list, one.values);
        return;
    }
    if (list->kind != BF_NODE_LIST) {
        fault_unlike(b, list, "a list", "write [ first, second ]");
        return;
    }
    enum bf_param_type type = bf_value_type(param->type);
    size_t size = bf_value_size(type);
    struct many many = take_many(b, param->type, at, list->count, size);
    uint32_t index = 0;
    for (const struct bf_node *child = list->first; child; child = child->next, index++) {
        unsigned char blank[sizeof(double)];
        size_t before = push_index(b, index);
        bf_value_blank(type, blank);
        bf_region_put(&b->region, many.values + index * size, blank, size);
        bind_single(b, param, child, many.values + index * size);
        pop(b, before);
    }
}

static bool removes(const struct bf_node *child)
{
    return child->kind == BF_NODE_TEXT && strcmp(child->text, "remove") == 0;
}

static void fault_nothing_to_remove(struct binder *b, const struct bf_node *child)
{
    char what[BF_WHAT_CAP], hint[128] = "";
    const char *names[NAMES_CAP];
    size_t count = 0;
    for (const struct bf_node *other = child->parent->first; other && count < NAMES_CAP;
         other = other->next) {
        if (!bf_name_is_evidence(other->name) && !removes(other)) names[count++] = other->name;
    }
    const char *near = bf_text_nearest(child->name, names, count);
    if (near) bf_format(hint, sizeof hint, "; did you mean '%s'?", near);
    bf_format(what, sizeof what,
              "expected an inherited entry to remove, received '%s', which there is not%s",
              child->name, hint);
    fault(b, child, BF_E_KEY, what);
}

static void bind_shares(struct binder *b, const struct bf_param *param, const struct bf_node *node,
                        size_t at)
{
    if (node->kind != BF_NODE_GROUP) {
        fault_unlike(b, node, "named numbers", "write { first = 0.3; second = 0.7; }");
        return;
    }
    uint32_t count = 0, index = 0;
    for (const struct bf_node *child = node->first; child; child = child->next)
        count += !bf_name_is_evidence(child->name);
    struct many many = take_many(b, param->type, at, count, sizeof(double));
    for (const struct bf_node *child = node->first; child; child = child->next) {
        if (is_evidence(b, child)) continue;
        size_t before = push_name(b, child->name);
        const double blank = (double)NAN;
        bf_region_put(&b->region, many.values + index * sizeof blank, &blank, sizeof blank);
        put_name(b, many.names, index, child->name);
        if (removes(child))
            fault_nothing_to_remove(b, child);
        else
            bind_single(b, param, child, many.values + index * sizeof(double));
        index++;
        pop(b, before);
    }
}

/* ---- structs ---- */

static void bind_struct(struct binder *b, const struct bf_table *table, const struct bf_node *node,
                        size_t at);

static void bind_list(struct binder *b, const struct bf_param *param, const struct bf_node *node,
                      size_t at)
{
    if (node->kind != BF_NODE_LIST) {
        fault_unlike(b, node, "a list", "write ( { ... }, { ... } )");
        return;
    }
    size_t size = param->table->size;
    struct many many = take_many(b, param->type, at, node->count, size);
    uint32_t index = 0;
    for (const struct bf_node *child = node->first; child; child = child->next, index++) {
        size_t before = push_index(b, index);
        if (child->kind == BF_NODE_GROUP)
            bind_struct(b, param->table, child, many.values + index * size);
        else
            fault_no_group(b, child, param->table);
        pop(b, before);
    }
}

/* A map may carry evidence, too; an entry of such a name is a group. */
static bool is_entry(const struct bf_node *child)
{
    return child->kind == BF_NODE_GROUP || !bf_name_is_evidence(child->name);
}

static void fault_entry(struct binder *b, const struct bf_node *child)
{
    if (removes(child))
        fault_nothing_to_remove(b, child);
    else
        fault_unlike(b, child, "a group", "write { ... }");
}

static void bind_map(struct binder *b, const struct bf_param *param, const struct bf_node *node,
                     size_t at)
{
    if (node->kind != BF_NODE_GROUP) {
        fault_unlike(b, node, "named groups", "write { first = { ... }; second = { ... }; }");
        return;
    }
    size_t size = param->table->size;
    uint32_t count = 0, index = 0;
    for (const struct bf_node *child = node->first; child; child = child->next)
        count += is_entry(child);
    struct many many = take_many(b, param->type, at, count, size);
    for (const struct bf_node *child = node->first; child; child = child->next) {
        if (!is_entry(child)) {
            is_evidence(b, child);
            continue;
        }
        size_t before = push_name(b, child->name);
        put_name(b, many.names, index, child->name);
        if (child->kind == BF_NODE_GROUP)
            bind_struct(b, param->table, child, many.values + index * size);
        else
            fault_entry(b, child);
        index++;
        pop(b, before);
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
static const struct bf_node *parsed_default(struct binder *b, const struct bf_param *param)
{
    char why[BF_WHAT_CAP];
    for (size_t i = 0; i < b->parsed_count; i++) {
        if (b->parsed[i].param == param) return b->parsed[i].node;
    }
    if (b->parsed_count == b->parsed_cap) {
        size_t cap = b->parsed_cap ? 2 * b->parsed_cap : 16;
        struct parsed *more = bf_heap_grow(b->parsed, cap * sizeof *more);
        if (!more) {
            b->region.failed = true;
            return NULL;
        }
        b->parsed = more;
        b->parsed_cap = cap;
    }
    const struct bf_node *node = bf_bind_default(b->tree, param, why, sizeof why);
    if (!node) fault(b, NULL, BF_E_TYPE, why);
    b->parsed[b->parsed_count++] = (struct parsed){.param = param, .node = node};
    return node;
}

/* ---- one parameter ---- */

static void bind_given(struct binder *b, const struct bf_param *param, const struct bf_node *node,
                       size_t at)
{
    switch (param->type) {
    case BF_PARAM_TEXT:
    case BF_PARAM_FLAG:
    case BF_PARAM_CHOICE:
    case BF_PARAM_QUANTITY:
    case BF_PARAM_DATE:
    case BF_PARAM_HOURS:
        bind_single(b, param, node, at);
        break;
    case BF_PARAM_SERIES:
    case BF_PARAM_DATES:
    case BF_PARAM_NAMES:
        bind_elements(b, param, node, at);
        break;
    case BF_PARAM_SHARES:
        bind_shares(b, param, node, at);
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
            fault_no_group(b, node, param->table);
        break;
    }
}

static void bind_fallback(struct binder *b, const struct bf_param *param, size_t at)
{
    if (bf_type_is_single(param->type)) {
        struct bf_node node = {.kind = kind_of_default(param), .text = param->fallback};
        bind_single(b, param, &node, at);
        return;
    }
    const struct bf_node *node = parsed_default(b, param);
    if (node) bind_given(b, param, node, at);
}

static void fault_missing(struct binder *b, const struct bf_param *param)
{
    char what[BF_WHAT_CAP];
    const char *expected = "a value";
    if (param->type == BF_PARAM_QUANTITY) expected = bf_units_expected(param->dim);
    bf_format(what, sizeof what, "expected '%s' (%s), received none; give it %s", param->name,
              param->help ? param->help : "required", expected);
    fault(b, NULL, BF_E_KEY, what);
}

/* `group` is NULL if the struct was not given: then nothing in it is required. */
static void bind_params(struct binder *b, const struct bf_param *params,
                        const struct bf_node *group, size_t at)
{
    for (const struct bf_param *param = params; param && param->name; param++) {
        const struct bf_node *node = bf_tree_member(b->tree, group, param->name);
        size_t before = push_name(b, param->name);
        if (node)
            bind_given(b, param, node, at + param->offset);
        else if (group && (param->flags & BF_PARAM_REQUIRED))
            fault_missing(b, param);
        else if (param->fallback)
            bind_fallback(b, param, at + param->offset);
        else if (param->type == BF_PARAM_GROUP)
            bind_struct(b, param->table, NULL, at + param->offset);
        pop(b, before);
    }
}

static void blank_struct(struct binder *b, const struct bf_table *table, size_t at);

static void blank_params(struct binder *b, const struct bf_param *params, size_t at)
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

static void blank_struct(struct binder *b, const struct bf_table *table, size_t at)
{
    const struct bf_param *selector = table->selector ? bf_table_selector(table) : NULL;
    for (int i = 0; selector && selector->choices[i]; i++)
        blank_params(b, table->variant[i], at);
    blank_params(b, table->params, at);
}

/* Variants may share a field: all are blank before the selected one is read. */
static void bind_struct(struct binder *b, const struct bf_table *table, const struct bf_node *node,
                        size_t at)
{
    const struct bf_node *around = b->site;
    int variant = bf_bind_variant(b->tree, table, node);
    if (node && node->file) b->site = node;
    blank_struct(b, table, at);
    bind_params(b, table->params, node, at);
    if (variant >= 0) bind_params(b, table->variant[variant], node, at);
    if (node) refuse_unknown(b, table, variant, node);
    b->site = around;
}

bool bf_bind(struct bf_tree *tree, const struct bf_table *table, struct bf_bound *bound,
             struct bf_faults *faults)
{
    struct binder *b = bf_heap_take(1, sizeof *b);
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
