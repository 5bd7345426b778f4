/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/scenario/read.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/sha256.h"
#include "bedflow/base/text.h"
#include "bind.h"
#include "extend.h"
#include "files.h"
#include "set.h"
#include "tree.h"
#include "write.h"

#include <string.h>

/* Their paths stay in the tree, their texts go. */
static bool keep_files(struct bf_scenario *scenario, const struct bf_files *files)
{
    if (files->count == 0) return true;
    scenario->files = bf_heap_take(files->count, sizeof *scenario->files);
    if (!scenario->files) return false;
    for (size_t i = 0; i < files->count; i++) {
        const struct bf_source *source = files->source[i];
        struct bf_scenario_file *file = &scenario->files[i];
        file->path = source->path;
        file->length = source->loaded;
        memcpy(file->sha256, source->sha256, sizeof file->sha256);
    }
    scenario->file_count = files->count;
    return true;
}

static bool write_resolved(struct bf_scenario *scenario)
{
    struct bf_text text = {0};
    bf_write_tree(scenario->tree, &text);
    if (text.failed || !text.bytes) {
        bf_text_free(&text);
        return false;
    }
    scenario->resolved = text.bytes;
    bf_sha256_text(text.bytes, text.length, scenario->sha256);
    return true;
}

/* From files to tree->root. */
static bool read_tree(struct bf_scenario *scenario, const struct bf_loader *loader,
                      const struct bf_table *table, struct bf_faults *faults)
{
    struct bf_tree *tree = scenario->tree;
    struct bf_files files = {.loader = loader, .pieces = &tree->pieces, .faults = faults};
    tree->root = bf_extend_read(tree, &files, scenario->file, table);
    bool kept = keep_files(scenario, &files);
    scenario->root = files.root;
    bf_files_free(&files);
    tree->pieces.failed = tree->pieces.failed || !kept;
    return tree->root != NULL;
}

static bool read_all(struct bf_scenario *scenario, const struct bf_loader *loader,
                     const struct bf_setting set[], size_t set_count, const struct bf_table *table,
                     struct bf_faults *faults)
{
    if (!scenario->file || !scenario->tree) return false;
    if (!read_tree(scenario, loader, table, faults)) return false;
    size_t errors = faults->errors;
    for (size_t i = 0; i < set_count; i++)
        bf_set_apply(scenario->tree, table, &set[i], faults);
    /* Bound even after a fault of a setting, for the faults of the files. */
    if (!bf_bind(scenario->tree, table, &scenario->bound, faults)) return false;
    return faults->errors == errors && write_resolved(scenario);
}

bool bf_scenario_read(const char *file, const struct bf_loader *loader,
                      const struct bf_setting set[], size_t set_count, const struct bf_table *table,
                      struct bf_scenario *scenario, struct bf_faults *faults)
{
    BF_REQUIRE(!scenario->tree && !scenario->file && !scenario->bound.region);
    size_t errors = faults->errors;
    *scenario = (struct bf_scenario){.file = bf_heap_text(file), .tree = bf_tree_new()};
    bool done = read_all(scenario, loader, set, set_count, table, faults);
    bool no_memory = !scenario->tree || scenario->tree->pieces.failed;
    if (no_memory || (!done && faults->errors == errors)) {
        struct bf_where where = {0};
        bf_format(where.file, sizeof where.file, "%s", file);
        bf_faults_add(faults, BF_ERROR, BF_E_NOMEM, &where,
                      "expected enough memory to read the scenario, received too little");
    }
    if (no_memory) bf_bound_free(&scenario->bound);
    return faults->errors == errors;
}

bool bf_scenario_locate(const struct bf_scenario *scenario, const char *path,
                        struct bf_where *where)
{
    struct bf_node *node = scenario->tree ? scenario->tree->root : NULL;
    struct bf_step step;
    bool found = node != NULL;
    const char *at = path;
    *where = (struct bf_where){0};
    bf_format(where->path, sizeof where->path, "%s", path);
    bf_format(where->file, sizeof where->file, "%s", scenario->file ? scenario->file : "");
    while (found && bf_path_step(&at, &step)) {
        struct bf_node *next = bf_tree_follow(scenario->tree, node, &step);
        found = next != NULL;
        node = next ? next : node;
    }
    found = found && *at == '\0' && node->file != NULL;
    while (node && !node->file)
        node = node->parent;
    if (!node) return false;
    bf_format(where->file, sizeof where->file, "%s", node->file);
    where->line = node->line;
    return found;
}

void bf_scenario_free(struct bf_scenario *scenario)
{
    bf_bound_free(&scenario->bound);
    bf_tree_free(scenario->tree);
    bf_heap_give(scenario->file);
    bf_heap_give(scenario->resolved);
    bf_heap_give(scenario->files);
    *scenario = (struct bf_scenario){0};
}
