/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/scenario/sheets.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/sha256.h"
#include "bedflow/base/text.h"
#include "files.h"
#include "tree.h"

#include <string.h>

static const char *table_name(const struct bf_bound *bound, const struct bf_given *given)
{
    const char *name = NULL;
    if (given->param->type != BF_PARAM_TEXT || !(given->param->flags & BF_PARAM_TABLE)) return NULL;
    memcpy(&name, bound->region + given->offset, sizeof name);
    return name && name[0] ? name : NULL;
}

static size_t count_tables(const struct bf_bound *bound)
{
    size_t count = 0;
    for (size_t i = 0; i < bound->given_count; i++)
        count += table_name(bound, &bound->given[i]) != NULL;
    return count;
}

static bool no_memory(struct bf_faults *faults)
{
    bf_faults_add(faults, BF_ERROR, BF_E_NOMEM, NULL,
                  "expected enough memory to read the tables of the scenario, received too little");
    return false;
}

/* One table from the text of its file, which stays for another setting that names it. */
static bool read_table(struct bf_scenario *scenario, struct bf_files *files,
                       const struct bf_given *given, struct bf_scenario_sheet *out)
{
    struct bf_where asked;
    bf_scenario_locate(scenario, given->path, &asked);
    const char *written_in = asked.line > 0 ? asked.file : scenario->file;
    const char *name = table_name(&scenario->bound, given);
    const char *path = bf_files_resolve(files, written_in, name);
    if (!path) return no_memory(files->faults);
    const struct bf_source *source = bf_files_read(files, path, &asked, given->param->name);
    if (!source) return false;
    char *copy = bf_heap_take(source->length + 1, 1);
    if (!copy) return no_memory(files->faults);
    memcpy(copy, source->text, source->length);
    out->path = given->path;
    out->file = source->path;
    return bf_sheet_parse(&out->sheet, copy, source->length, source->path, files->faults);
}

/* Tables are files of the scenario, and its checksum stands for them. */
static bool keep_files(struct bf_scenario *scenario, const struct bf_files *files)
{
    struct bf_text text = {.bytes = NULL};
    struct bf_scenario_file *grown = bf_heap_grow(
        scenario->files, (scenario->file_count + files->count) * sizeof *scenario->files);
    if (!grown) return false;
    scenario->files = grown;
    bf_text_add(&text, "%s", scenario->resolved);
    for (size_t i = 0; i < files->count; i++) {
        const struct bf_source *source = files->source[i];
        struct bf_scenario_file *file = &grown[scenario->file_count++];
        file->path = source->path;
        file->length = source->loaded;
        memcpy(file->sha256, source->sha256, sizeof file->sha256);
        bf_text_add(&text, "# table %s, SHA-256 %s\n", source->path, source->sha256);
    }
    if (text.failed) {
        bf_text_free(&text);
        return false;
    }
    bf_heap_give(scenario->resolved);
    scenario->resolved = text.bytes;
    bf_sha256_text(text.bytes, text.length, scenario->sha256);
    return true;
}

bool bf_scenario_sheets_read(struct bf_scenario *scenario, const struct bf_loader *loader,
                             struct bf_scenario_sheets *sheets, struct bf_faults *faults)
{
    const struct bf_bound *bound = &scenario->bound;
    size_t errors = faults->errors, count = count_tables(bound);
    *sheets = (struct bf_scenario_sheets){.count = 0};
    if (count == 0) return true;
    sheets->sheet = bf_heap_take(count, sizeof *sheets->sheet);
    if (!sheets->sheet) return no_memory(faults);
    struct bf_files files = {.loader = loader, .pieces = &scenario->tree->pieces, .faults = faults};
    for (size_t i = 0; i < bound->given_count; i++)
        if (table_name(bound, &bound->given[i]))
            read_table(scenario, &files, &bound->given[i], &sheets->sheet[sheets->count++]);
    if (faults->errors == errors && !keep_files(scenario, &files)) no_memory(faults);
    bf_files_free(&files);
    return faults->errors == errors;
}

void bf_scenario_sheets_free(struct bf_scenario_sheets *sheets)
{
    for (size_t i = 0; i < sheets->count; i++)
        bf_sheet_free(&sheets->sheet[i].sheet);
    bf_heap_give(sheets->sheet);
    *sheets = (struct bf_scenario_sheets){.count = 0};
}
