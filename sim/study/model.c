/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/model.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/models/daily.h"
#include "bedflow/models/snapshot.h"
#include "bedflow/scenario/sheets.h"

#include <string.h>

/* Whether one path leads to, or into, what the other names. */
static bool related(const char *a, const char *b)
{
    size_t i = 0;
    while (a[i] && a[i] == b[i])
        i++;
    return (!a[i] && (!b[i] || b[i] == '.' || b[i] == '[')) ||
           (!b[i] && (a[i] == '.' || a[i] == '['));
}

/* A fault of the reader's may have been the cause of one that follows. */
static bool follows(const struct bf_faults *faults, size_t count, const char *path)
{
    for (size_t i = 0; i < count; i++)
        if (faults->fault[i].severity == BF_ERROR && faults->fault[i].err.where.path[0] &&
            related(faults->fault[i].err.where.path, path))
            return true;
    return false;
}

/* Faults of a model know a path; the scenario knows where that path was written. */
/* Of a number that is there, with a value that the reader refused: `received "its.path"`. */
static bool names_refused(const struct bf_faults *faults, size_t count, const char *what)
{
    char named[BF_PATH_CAP + 16];
    for (size_t i = 0; i < count; i++) {
        const struct bf_fault *fault = &faults->fault[i];
        if (fault->severity != BF_ERROR || fault->err.where.path[0] == '\0') continue;
        bf_format(named, sizeof named, "received \"%s\"", fault->err.where.path);
        if (strstr(what, named) != NULL) return true;
    }
    return false;
}

static void add_placed(const struct bf_scenario *scenario, struct bf_faults *faults,
                       const struct bf_faults *found)
{
    size_t before = faults->count;
    for (size_t i = 0; i < found->count; i++) {
        const struct bf_err *err = &found->fault[i].err;
        if (follows(faults, before, err->where.path)) continue;
        if (names_refused(faults, before, err->what)) continue;
        struct bf_where where;
        bf_scenario_locate(scenario, err->where.path, &where);
        memcpy(where.path, err->where.path, sizeof where.path);
        bf_faults_add(faults, found->fault[i].severity, err->code, &where, "%s", err->what);
    }
}

/* Compile; where the reader found faults, only to find the model's as well. */
static bool compile(struct bf_model *model, struct bf_faults *faults, bool read)
{
    struct bf_faults found = {.errors = read ? 0 : 1};
    bool ok = bf_network_compile(&model->scenario.bound, &model->network, &found);
    add_placed(&model->scenario, faults, &found);
    bf_faults_free(&found);
    if (!ok && faults->errors == 0) /* the fault itself found no memory */
        bf_faults_add(faults, BF_ERROR, BF_E_NOMEM, NULL,
                      "expected memory to compile the scenario");
    return ok;
}

/* The stream whose table "demand.NAME.daily" is; the number of streams for the snapshot. */
static uint32_t stream_of(const struct bf_network *n, const char *path)
{
    for (uint32_t s = 0; s < n->stream_count && strncmp(path, "demand.", 7) == 0; s++) {
        size_t length = strlen(n->stream[s].name);
        if (strncmp(path + 7, n->stream[s].name, length) == 0 &&
            strcmp(path + 7 + length, ".daily") == 0)
            return s;
    }
    BF_REQUIRE(strcmp(path, "start.snapshot") == 0);
    return n->stream_count;
}

/* The tables that the scenario names: rows are the models' to understand. */
static bool read_tables(struct bf_model *model, const struct bf_loader *loader,
                        struct bf_faults *faults)
{
    struct bf_scenario_sheets sheets;
    bool read = bf_scenario_sheets_read(&model->scenario, loader, &sheets, faults), ok = read;
    for (size_t i = 0; read && i < sheets.count; i++) {
        const struct bf_scenario_sheet *table = &sheets.sheet[i];
        uint32_t stream = stream_of(&model->network, table->path);
        if (stream < model->network.stream_count)
            ok = bf_daily_read(&model->network, stream, &table->sheet, table->file, faults) && ok;
        else
            ok = bf_snapshot_read(&model->network, &table->sheet, table->file, faults) && ok;
    }
    bf_scenario_sheets_free(&sheets);
    return ok;
}

/* ---- the same people in every option ---------------------------------------------------- */

#define SCALE_TEXT 32

/* What the scenario at the root says of the people of every option: settings that are added. */
struct people {
    struct bf_setting *set; /* [count]: those of the caller, then these */
    char (*text)[BF_PATH_CAP + SCALE_TEXT];
    size_t count;
};

static const struct bf_stream *stream_at(const struct bf_network *n, uint32_t i)
{
    return (const struct bf_stream *)n->care->demand.item + i;
}

static bool is_solved(const struct bf_network *n, uint32_t i)
{
    return stream_at(n, i)->contains_readmissions && !(stream_at(n, i)->first_presentations > 0);
}

/* Whether another scenario than the one at the root would be solved. */
static bool differs_from_root(const struct bf_model *model, size_t set_count)
{
    const struct bf_scenario *s = &model->scenario;
    if (!s->root || s->file_count == 0) return false;
    if (set_count == 0 && strcmp(s->root, s->files[0].path) == 0) return false;
    for (uint32_t i = 0; i < model->network.stream_count; i++)
        if (is_solved(&model->network, i)) return true;
    return false;
}

static void add_people(struct people *people, const struct bf_network *n,
                       const struct bf_network *root)
{
    for (uint32_t i = 0; i < n->stream_count; i++) {
        if (!is_solved(n, i)) continue;
        for (uint32_t k = 0; k < root->stream_count; k++) {
            if (strcmp(root->stream[k].name, n->stream[i].name) != 0 || !is_solved(root, k))
                continue;
            char *path = people->text[people->count], *value = path + BF_PATH_CAP;
            bf_format(path, BF_PATH_CAP, "demand.%s.first_presentations", n->stream[i].name);
            bf_format(value, SCALE_TEXT, "%.17g", root->stream_scale[k]);
            people->set[people->count++] = (struct bf_setting){path, value};
        }
    }
}

/* Solve the scenario at the root. False if it cannot stand alone: then this one is solved. */
static bool find_people(const struct bf_model *model, const struct bf_loader *loader,
                        const struct bf_setting set[], size_t set_count, struct people *people)
{
    struct bf_model root = {.care = NULL};
    struct bf_faults unheard = {.errors = 0};
    size_t room = set_count + model->network.stream_count;
    *people = (struct people){.set = bf_heap_take(room + 1, sizeof *people->set),
                              .text = bf_heap_take(room + 1, sizeof *people->text),
                              .count = set_count};
    bool ok = people->set && people->text &&
              bf_scenario_read(model->scenario.root, loader, NULL, 0, &bf_care_table,
                               &root.scenario, &unheard) &&
              compile(&root, &unheard, true);
    if (ok) {
        if (set_count) memcpy(people->set, set, set_count * sizeof *set);
        add_people(people, &model->network, &root.network);
        ok = people->count > set_count;
    }
    bf_faults_free(&unheard);
    bf_network_free(&root.network);
    bf_scenario_free(&root.scenario);
    return ok;
}

static bool read_and_compile(struct bf_model *model, const char *file,
                             const struct bf_loader *loader, const struct bf_setting set[],
                             size_t set_count, struct bf_faults *faults)
{
    bool read =
        bf_scenario_read(file, loader, set, set_count, &bf_care_table, &model->scenario, faults);
    return model->scenario.bound.region && compile(model, faults, read) && read;
}

/* Read again with the people of the root. */
static bool take_people(struct bf_model *model, const char *file, const struct bf_loader *loader,
                        const struct bf_setting set[], size_t set_count, size_t before,
                        struct bf_faults *faults)
{
    struct people people;
    bool ok = true;
    if (find_people(model, loader, set, set_count, &people)) {
        bf_network_free(&model->network);
        bf_scenario_free(&model->scenario);
        faults->count = before; /* notes and warnings come again */
        ok = read_and_compile(model, file, loader, people.set, people.count, faults);
    }
    bf_heap_give(people.set);
    bf_heap_give(people.text);
    return ok;
}

bool bf_model_load(struct bf_model *model, const char *file, const struct bf_loader *loader,
                   const struct bf_setting set[], size_t set_count, struct bf_faults *faults)
{
    memset(model, 0, sizeof *model);
    size_t before = faults->count;
    bool ok = read_and_compile(model, file, loader, set, set_count, faults);
    if (ok && differs_from_root(model, set_count))
        ok = take_people(model, file, loader, set, set_count, before, faults);
    if (ok) ok = read_tables(model, loader, faults);
    bf_faults_sort(faults);
    if (!ok) return false;
    model->care = model->network.care;
    struct bf_err err;
    if (!bf_measures_init(&model->measures, &model->network, &err)) {
        struct bf_where where;
        bf_scenario_locate(&model->scenario, err.where.path, &where);
        memcpy(where.path, err.where.path, sizeof where.path);
        bf_faults_add(faults, BF_ERROR, err.code, &where, "%s", err.what);
        return false;
    }
    return true;
}

void bf_model_free(struct bf_model *model)
{
    bf_measures_free(&model->measures);
    bf_network_free(&model->network);
    bf_scenario_free(&model->scenario);
    memset(model, 0, sizeof *model);
}
