/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "binder.h"

#include "bedflow/base/text.h"
#include "value.h"

#include <math.h>
#include <string.h>

/* ---- single values ---- */

/* A value and what is written around it: { value = 30; range = [25, 35]; }. */
struct single {
    const struct bf_node *leaf; /* NULL after a fault */
    const struct bf_node *range;
};

static void open_member(struct bf_binder *b, const struct bf_param *param, bool may_range,
                        const struct bf_node *child, struct single *single)
{
    if (bf_bind_is_evidence(b, child)) return;
    if (!strcmp(child->name, "value")) {
        single->leaf = child;
        return;
    }
    if (may_range && !strcmp(child->name, "range")) {
        single->range = child;
        return;
    }
    char what[BF_WHAT_CAP];
    size_t before = bf_bind_push_name(b, child->name);
    bf_format(what, sizeof what,
              "unknown setting '%s'; '%s' is one value, with value, source, assumption%s and note",
              child->name, param->name, may_range ? ", range" : "");
    bf_bind_fault(b, child, BF_E_KEY, what);
    bf_bind_pop(b, before);
}

static struct single open_value(struct bf_binder *b, const struct bf_param *param, bool may_range,
                                const struct bf_node *node)
{
    struct single single = {0};
    if (node->kind != BF_NODE_GROUP) return (struct single){.leaf = node};
    for (const struct bf_node *child = node->first; child; child = child->next)
        open_member(b, param, may_range, child, &single);
    if (!single.leaf)
        bf_bind_fault_unlike(b, node, "a value", "write { value = ...; source = \"...\"; }");
    return single;
}

/* Read the declared range into low and high. `value` lies within. */
static void read_range(struct bf_binder *b, const struct bf_param *param,
                       const struct bf_node *range, double value, struct bf_given *given)
{
    double bound[2] = {(double)NAN, (double)NAN};
    char why[BF_WHAT_CAP];
    if (range->kind != BF_NODE_LIST || range->count != 2) {
        bf_bind_fault_unlike(b, range, "a range of two values", "write range = [low, high];");
        return;
    }
    for (uint32_t i = 0; i < 2; i++) {
        const struct bf_node *node = i ? range->last : range->first;
        enum bf_errcode code = bf_value_read(param, node, &bound[i], why, sizeof why);
        if (code != BF_OK) {
            bf_bind_fault(b, node, code, why);
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
        bf_bind_fault(b, range, BF_E_RANGE, why);
        return;
    }
    given->low = bound[0];
    given->high = bound[1];
}

static void record(struct bf_binder *b, const struct bf_param *param, size_t at,
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

void bf_bind_single(struct bf_binder *b, const struct bf_param *param, const struct bf_node *node,
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
        bf_bind_fault(b, single.leaf, code, why);
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

struct bf_many bf_bind_take_many(struct bf_binder *b, enum bf_param_type type, size_t at,
                                 uint32_t count, size_t size)
{
    struct layout layout = layout_of(type);
    struct bf_many many = {0};
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

void bf_bind_put_name(struct bf_binder *b, size_t names, uint32_t index, const char *name)
{
    bf_region_put(&b->region, names + index * sizeof name, &name, sizeof name);
}

void bf_bind_elements(struct bf_binder *b, const struct bf_param *param, const struct bf_node *node,
                      size_t at)
{
    const struct bf_node *list = open_value(b, param, false, node).leaf;
    if (!list) return;
    if (list->kind == BF_NODE_TEXT && param->flags & BF_PARAM_LOOSE) {
        struct bf_many one = bf_bind_take_many(b, param->type, at, 1, bf_value_size(BF_PARAM_TEXT));
        bf_bind_single(b, param, list, one.values);
        return;
    }
    if (list->kind != BF_NODE_LIST) {
        bf_bind_fault_unlike(b, list, "a list", "write [ first, second ]");
        return;
    }
    enum bf_param_type type = bf_value_type(param->type);
    size_t size = bf_value_size(type);
    struct bf_many many = bf_bind_take_many(b, param->type, at, list->count, size);
    uint32_t index = 0;
    for (const struct bf_node *child = list->first; child; child = child->next, index++) {
        unsigned char blank[sizeof(double)];
        size_t before = bf_bind_push_index(b, index);
        bf_value_blank(type, blank);
        bf_region_put(&b->region, many.values + index * size, blank, size);
        bf_bind_single(b, param, child, many.values + index * size);
        bf_bind_pop(b, before);
    }
}

void bf_bind_shares(struct bf_binder *b, const struct bf_param *param, const struct bf_node *node,
                    size_t at)
{
    if (node->kind != BF_NODE_GROUP) {
        bf_bind_fault_unlike(b, node, "named numbers", "write { first = 0.3; second = 0.7; }");
        return;
    }
    uint32_t count = 0, index = 0;
    for (const struct bf_node *child = node->first; child; child = child->next)
        count += !bf_name_is_evidence(child->name);
    struct bf_many many = bf_bind_take_many(b, param->type, at, count, sizeof(double));
    for (const struct bf_node *child = node->first; child; child = child->next) {
        if (bf_bind_is_evidence(b, child)) continue;
        size_t before = bf_bind_push_name(b, child->name);
        const double blank = (double)NAN;
        bf_region_put(&b->region, many.values + index * sizeof blank, &blank, sizeof blank);
        bf_bind_put_name(b, many.names, index, child->name);
        if (bf_bind_removes(child))
            bf_bind_fault_nothing_to_remove(b, child);
        else
            bf_bind_single(b, param, child, many.values + index * sizeof(double));
        index++;
        bf_bind_pop(b, before);
    }
}
