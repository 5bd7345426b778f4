/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tree.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"

#include <stdio.h>
#include <string.h>

struct bf_tree *bf_tree_new(void)
{
    struct bf_tree *tree = bf_heap_take(1, sizeof *tree);
    if (!tree) return NULL;
    tree->bucket_count = 256;
    tree->bucket = bf_heap_take(tree->bucket_count, sizeof(struct bf_node *));
    if (!tree->bucket) {
        bf_heap_give(tree);
        return NULL;
    }
    return tree;
}

void bf_tree_free(struct bf_tree *tree)
{
    if (!tree) return;
    bf_pieces_free(&tree->pieces);
    bf_heap_give(tree->bucket);
    bf_heap_give(tree);
}

struct bf_node *bf_tree_node(struct bf_tree *tree, enum bf_node_kind kind, const char text[],
                             size_t length, const char *file, int line)
{
    struct bf_node *node = bf_pieces_take(&tree->pieces, sizeof *node);
    if (!node) return NULL;
    node->kind = kind;
    node->file = file;
    node->line = line;
    if (text) {
        node->text = bf_pieces_text(&tree->pieces, text, length);
        if (!node->text) return NULL;
    }
    return node;
}

/* FNV-1a, with the group's address mixed in. */
static uint32_t hash_of(const struct bf_node *group, const char *name, size_t length)
{
    uint64_t hash = 14695981039346656037u ^ (uint64_t)(uintptr_t)group;
    hash *= 1099511628211u;
    for (size_t i = 0; i < length; i++) {
        hash ^= (unsigned char)name[i];
        hash *= 1099511628211u;
    }
    return (uint32_t)(hash ^ (hash >> 32));
}

static void hash_put(struct bf_tree *tree, struct bf_node *node)
{
    struct bf_node **bucket = &tree->bucket[node->hash & (tree->bucket_count - 1)];
    node->chain = *bucket;
    *bucket = node;
}

static bool hash_grow(struct bf_tree *tree)
{
    size_t old_count = tree->bucket_count;
    struct bf_node **old = tree->bucket;
    struct bf_node **grown = bf_heap_take(2 * old_count, sizeof(struct bf_node *));
    if (!grown) {
        tree->pieces.failed = true;
        return false;
    }
    tree->bucket = grown;
    tree->bucket_count = 2 * old_count;
    for (size_t i = 0; i < old_count; i++) {
        for (struct bf_node *node = old[i], *after; node; node = after) {
            after = node->chain;
            hash_put(tree, node);
        }
    }
    bf_heap_give(old);
    return true;
}

static bool hash_add(struct bf_tree *tree, struct bf_node *node)
{
    if (tree->named_count >= tree->bucket_count && !hash_grow(tree)) return false;
    node->hash = hash_of(node->parent, node->name, strlen(node->name));
    hash_put(tree, node);
    tree->named_count++;
    return true;
}

static void hash_take(struct bf_tree *tree, struct bf_node *node)
{
    struct bf_node **link = &tree->bucket[node->hash & (tree->bucket_count - 1)];
    while (*link && *link != node)
        link = &(*link)->chain;
    BF_REQUIRE(*link == node);
    *link = node->chain;
    tree->named_count--;
}

static struct bf_node *member(const struct bf_tree *tree, const struct bf_node *group,
                              const char *name, size_t length)
{
    if (!group || group->kind != BF_NODE_GROUP) return NULL;
    uint32_t hash = hash_of(group, name, length);
    struct bf_node *node = tree->bucket[hash & (tree->bucket_count - 1)];
    for (; node; node = node->chain) {
        if (node->hash == hash && node->parent == group && !strncmp(node->name, name, length) &&
            node->name[length] == '\0')
            return node;
    }
    return NULL;
}

struct bf_node *bf_tree_member(const struct bf_tree *tree, const struct bf_node *group,
                               const char *name)
{
    return member(tree, group, name, strlen(name));
}

bool bf_tree_add(struct bf_tree *tree, struct bf_node *parent, const char *name,
                 struct bf_node *node)
{
    node->parent = parent;
    node->name = NULL;
    if (name) {
        node->name = bf_pieces_text(&tree->pieces, name, strlen(name));
        if (!node->name || !hash_add(tree, node)) return false;
    }
    node->index = parent->last ? parent->last->index + 1 : 0;
    node->previous = parent->last;
    node->next = NULL;
    if (parent->last)
        parent->last->next = node;
    else
        parent->first = node;
    parent->last = node;
    parent->count++;
    return true;
}

void bf_tree_take(struct bf_tree *tree, struct bf_node *node)
{
    struct bf_node *parent = node->parent;
    if (node->name) hash_take(tree, node);
    if (node->previous)
        node->previous->next = node->next;
    else
        parent->first = node->next;
    if (node->next)
        node->next->previous = node->previous;
    else
        parent->last = node->previous;
    parent->count--;
    node->parent = node->next = node->previous = NULL;
}

void bf_tree_swap(struct bf_tree *tree, struct bf_node *old, struct bf_node *node)
{
    struct bf_node *parent = old->parent;
    node->parent = parent;
    node->name = old->name;
    node->index = old->index;
    node->next = old->next;
    node->previous = old->previous;
    if (old->previous)
        old->previous->next = node;
    else
        parent->first = node;
    if (old->next)
        old->next->previous = node;
    else
        parent->last = node;
    if (old->name) {
        hash_take(tree, old);
        node->hash = old->hash;
        hash_put(tree, node);
        tree->named_count++;
    }
    old->parent = old->next = old->previous = NULL;
}

struct bf_node *bf_tree_element(const struct bf_node *list, uint32_t index)
{
    if (!list || list->kind != BF_NODE_LIST || index >= list->count) return NULL;
    struct bf_node *node = list->first;
    while (index-- > 0)
        node = node->next;
    return node;
}

bool bf_name_is_evidence(const char *name)
{
    return !strcmp(name, "source") || !strcmp(name, "assumption") || !strcmp(name, "note");
}

bool bf_node_is_value(const struct bf_tree *tree, const struct bf_node *node)
{
    const struct bf_node *value = bf_tree_member(tree, node, "value");
    if (!value || value->kind == BF_NODE_GROUP || node->count > 5) return false;
    for (const struct bf_node *child = node->first; child; child = child->next) {
        if (child != value && !bf_name_is_evidence(child->name) && strcmp(child->name, "range"))
            return false;
    }
    return true;
}

static const char *text_or_null(const struct bf_node *node)
{
    return node && node->kind == BF_NODE_TEXT && node->text[0] ? node->text : NULL;
}

static void settle(const struct bf_tree *tree, struct bf_node *node, const char *source,
                   const char *assumption)
{
    if (node->kind == BF_NODE_GROUP) {
        const struct bf_node *own_source = bf_tree_member(tree, node, "source");
        const struct bf_node *own_assumption = bf_tree_member(tree, node, "assumption");
        if (own_source || own_assumption) {
            source = text_or_null(own_source);
            assumption = text_or_null(own_assumption);
        }
    }
    node->source = source;
    node->assumption = assumption;
    for (struct bf_node *child = node->first; child; child = child->next)
        settle(tree, child, source, assumption);
}

void bf_tree_settle(const struct bf_tree *tree, struct bf_node *root)
{
    settle(tree, root, root->source, root->assumption);
}

void bf_node_path(const struct bf_node *node, char path[], size_t size)
{
    size_t at = size - 1;
    path[at] = '\0';
    for (; node && node->parent; node = node->parent) {
        char step[96];
        if (node->name)
            bf_format(step, sizeof step, "%s%s", node->parent->parent ? "." : "", node->name);
        else
            bf_format(step, sizeof step, "[%u]", (unsigned)node->index);
        size_t length = strlen(step);
        if (length + 3 > at) {
            memmove(path + 3, path + at, size - at);
            memcpy(path, "...", 3);
            return;
        }
        at -= length;
        memcpy(path + at, step, length);
    }
    memmove(path, path + at, size - at);
}

void bf_node_where(const struct bf_node *node, struct bf_where *where)
{
    *where = (struct bf_where){.line = node->line};
    bf_format(where->file, sizeof where->file, "%s", node->file ? node->file : "");
    bf_node_path(node, where->path, sizeof where->path);
}

void bf_node_describe(const struct bf_node *node, char text[], size_t size)
{
    switch (node->kind) {
    case BF_NODE_GROUP:
        bf_format(text, size, "a group { ... }");
        break;
    case BF_NODE_LIST:
        bf_format(text, size, "a list of %u", (unsigned)node->count);
        break;
    case BF_NODE_TEXT:
        if (strlen(node->text) <= 60)
            bf_format(text, size, "\"%s\"", node->text);
        else
            bf_format(text, size, "\"%.50s...\"", node->text);
        break;
    case BF_NODE_NUMBER:
    case BF_NODE_FLAG:
        bf_format(text, size, "%.60s", node->text);
        break;
    }
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' || byte == '*';
}

static bool index_step(const char **path, struct bf_step *step)
{
    const char *at = *path + 1;
    uint32_t index = 0;
    size_t digits = 0;
    for (; at[digits] >= '0' && at[digits] <= '9' && digits < 9; digits++)
        index = 10 * index + (uint32_t)(at[digits] - '0');
    if (digits == 0 || at[digits] != ']') return false;
    *step = (struct bf_step){.index = index};
    *path = at + digits + 1;
    return true;
}

bool bf_path_step(const char **path, struct bf_step *step)
{
    const char *at = *path;
    if (*at == '[') return index_step(path, step);
    if (*at == '.') at++;
    size_t length = 0;
    while (is_name_byte(at[length]))
        length++;
    if (length == 0) return false;
    *step = (struct bf_step){.name = at, .length = length};
    *path = at + length;
    return true;
}

struct bf_node *bf_tree_follow(const struct bf_tree *tree, struct bf_node *node,
                               const struct bf_step *step)
{
    if (step->name) return member(tree, node, step->name, step->length);
    if (bf_node_is_value(tree, node)) node = bf_tree_member(tree, node, "value");
    return bf_tree_element(node, step->index);
}
