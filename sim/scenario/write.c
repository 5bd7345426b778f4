/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "write.h"

#include <string.h>

struct evidence {
    const char *source, *assumption; /* NULL: none */
};

struct writer {
    const struct bf_tree *tree;
    struct bf_text *out;
};

static void indent(struct writer *w, int depth)
{
    bf_text_add(w->out, "%*s", 2 * depth, "");
}

static void write_text(struct writer *w, const char *text)
{
    bf_text_add_bytes(w->out, "\"", 1);
    for (const char *at = text; *at; at++) {
        size_t plain = strcspn(at, "\\\"\n\r\t\f\v");
        bf_text_add_bytes(w->out, at, plain);
        at += plain;
        if (*at == '\0') break;
        switch (*at) {
        case '\n':
            bf_text_add_bytes(w->out, "\\n", 2);
            break;
        case '\t':
            bf_text_add_bytes(w->out, "\\t", 2);
            break;
        case '\\':
        case '"':
            bf_text_add(w->out, "\\%c", *at);
            break;
        default:
            bf_text_add(w->out, "\\x%02X", (unsigned)(unsigned char)*at);
            break;
        }
    }
    bf_text_add_bytes(w->out, "\"", 1);
}

static bool is_whole(const char *number)
{
    return strpbrk(number, "xX") || !strpbrk(number, ".eE");
}

/* libconfig's arrays want values of one type; lists take any. */
static bool is_array(const struct bf_node *list, bool plain)
{
    const struct bf_node *first = list->first;
    for (const struct bf_node *node = first; node; node = node->next) {
        if (!plain || node->kind == BF_NODE_GROUP || node->kind == BF_NODE_LIST ||
            node->kind != first->kind)
            return false;
        if (node->kind == BF_NODE_NUMBER && is_whole(node->text) != is_whole(first->text))
            return false;
    }
    return first != NULL;
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

static bool differs(const struct bf_node *node, struct evidence around)
{
    return !same_text(node->source, around.source) ||
           !same_text(node->assumption, around.assumption);
}

static bool is_scalar(const struct bf_node *node)
{
    return node->kind != BF_NODE_GROUP && node->kind != BF_NODE_LIST;
}

static bool all_as_around(const struct bf_node *list, struct evidence around)
{
    for (const struct bf_node *node = list->first; node; node = node->next) {
        if (is_scalar(node) && differs(node, around)) return false;
    }
    return true;
}

static void write_evidence(struct writer *w, struct evidence evidence)
{
    if (evidence.source || !evidence.assumption) {
        bf_text_add(w->out, " source = ");
        write_text(w, evidence.source ? evidence.source : "");
        bf_text_add(w->out, ";");
    }
    if (evidence.assumption) {
        bf_text_add(w->out, " assumption = ");
        write_text(w, evidence.assumption);
        bf_text_add(w->out, ";");
    }
}

static void write_scalar(struct writer *w, const struct bf_node *node)
{
    if (node->kind == BF_NODE_TEXT)
        write_text(w, node->text);
    else
        bf_text_add_bytes(w->out, node->text, strlen(node->text));
}

static void write_value(struct writer *w, const struct bf_node *node, struct evidence around,
                        int depth);

static void write_list(struct writer *w, const struct bf_node *list, struct evidence around,
                       int depth)
{
    bool array = is_array(list, all_as_around(list, around));
    bool lines = list->first && !is_scalar(list->first);
    bf_text_add(w->out, array ? "[" : "(");
    for (const struct bf_node *node = list->first; node; node = node->next) {
        bf_text_add(w->out, node == list->first ? "" : lines ? "," : ", ");
        if (lines) {
            bf_text_add(w->out, "\n");
            indent(w, depth + 1);
        }
        write_value(w, node, around, depth + 1);
    }
    if (lines) {
        bf_text_add(w->out, "\n");
        indent(w, depth);
    }
    bf_text_add(w->out, array ? "]" : ")");
}

static struct evidence of_group(const struct bf_tree *tree, const struct bf_node *group,
                                struct evidence around)
{
    const struct bf_node *source = bf_tree_member(tree, group, "source");
    const struct bf_node *assumption = bf_tree_member(tree, group, "assumption");
    if (!source && !assumption) return around;
    bool has_source = source && source->kind == BF_NODE_TEXT && source->text[0];
    bool has_assumption = assumption && assumption->kind == BF_NODE_TEXT && assumption->text[0];
    return (struct evidence){.source = has_source ? source->text : NULL,
                             .assumption = has_assumption ? assumption->text : NULL};
}

static void write_members(struct writer *w, const struct bf_node *group, struct evidence around,
                          int depth)
{
    struct evidence own = of_group(w->tree, group, around);
    for (const struct bf_node *node = group->first; node; node = node->next) {
        indent(w, depth);
        bf_text_add(w->out, "%s = ", node->name);
        bool plain = bf_name_is_evidence(node->name) && is_scalar(node);
        plain = plain || (!group->parent && !strcmp(node->name, "format"));
        if (plain)
            write_scalar(w, node);
        else
            write_value(w, node, own, depth);
        bf_text_add(w->out, ";\n");
    }
}

static void write_range(struct writer *w, const struct bf_node *range)
{
    bf_text_add(w->out, " range = ");
    if (range->kind == BF_NODE_LIST)
        write_list(w, range,
                   (struct evidence){range->first ? range->first->source : NULL,
                                     range->first ? range->first->assumption : NULL},
                   0);
    else
        write_value(w, range, (struct evidence){range->source, range->assumption}, 0);
    bf_text_add(w->out, ";");
}

/* { value = 30; source = "E20"; range = [25, 35]; } on one line. */
static void write_single(struct writer *w, const struct bf_node *group, struct evidence around)
{
    const struct bf_node *value = bf_tree_member(w->tree, group, "value");
    const struct bf_node *range = bf_tree_member(w->tree, group, "range");
    const struct bf_node *note = bf_tree_member(w->tree, group, "note");
    struct evidence own = {value->source, value->assumption};
    bf_text_add(w->out, "{ value = ");
    if (value->kind == BF_NODE_LIST)
        write_list(w, value, own, 0);
    else
        write_scalar(w, value);
    bf_text_add(w->out, ";");
    if (differs(value, around)) write_evidence(w, own);
    if (range) write_range(w, range);
    if (note) {
        bf_text_add(w->out, " note = ");
        write_value(w, note, (struct evidence){note->source, note->assumption}, 0);
        bf_text_add(w->out, ";");
    }
    bf_text_add(w->out, " }");
}

static void write_value(struct writer *w, const struct bf_node *node, struct evidence around,
                        int depth)
{
    if (node->kind == BF_NODE_LIST) {
        write_list(w, node, around, depth);
    } else if (bf_node_is_value(w->tree, node)) {
        write_single(w, node, around);
    } else if (node->kind == BF_NODE_GROUP) {
        bf_text_add(w->out, "{\n");
        write_members(w, node, around, depth + 1);
        indent(w, depth);
        bf_text_add(w->out, "}");
    } else if (differs(node, around)) {
        bf_text_add(w->out, "{ value = ");
        write_scalar(w, node);
        bf_text_add(w->out, ";");
        write_evidence(w, (struct evidence){node->source, node->assumption});
        bf_text_add(w->out, " }");
    } else {
        write_scalar(w, node);
    }
}

void bf_write_tree(const struct bf_tree *tree, struct bf_text *out)
{
    struct writer w = {.tree = tree, .out = out};
    write_members(&w, tree->root, (struct evidence){0}, 0);
}
