/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/recipe.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/sha256.h"
#include "bedflow/base/text.h"
#include "bedflow/report/sink.h"

#include <string.h>

struct reading {
    struct bf_recipe *recipe;
    const char *path;
    struct bf_err *err;
};

static bool fail(const struct reading *r, enum bf_errcode code, const char *member,
                 const char *what)
{
    struct bf_where where = {.line = 0};
    bf_format(where.file, sizeof where.file, "%s", r->path);
    bf_format(where.path, sizeof where.path, "%s", member);
    return bf_fail(r->err, code, &where, "%s", what);
}

static bool missing(const struct reading *r, const char *member)
{
    return fail(r, BF_E_KEY, member,
                "expected a value that says how the result was made, found none; was it written by "
                "an older version? Run the scenario again");
}

static const struct bf_json_value *at(const struct reading *r, const char *member)
{
    return bf_json_at(&r->recipe->document, member);
}

static const char *text_or_empty(const struct reading *r, const char *member)
{
    const struct bf_json_value *value = at(r, member);
    return value && value->type == BF_JSON_TEXT ? value->text : "";
}

static bool read_text(const struct reading *r, const char *member, const char **text)
{
    *text = text_or_empty(r, member);
    return (*text)[0] != '\0' || missing(r, member);
}

static bool read_count(const struct reading *r, const char *member, uint32_t *count)
{
    return bf_json_to_u32(at(r, member), count) || missing(r, member);
}

static bool read_flag(const struct reading *r, const char *member, bool *flag)
{
    const struct bf_json_value *value = at(r, member);
    if (!value || (value->type != BF_JSON_TRUE && value->type != BF_JSON_FALSE))
        return missing(r, member);
    *flag = value->type == BF_JSON_TRUE;
    return true;
}

static bool read_scenario(const struct reading *r)
{
    struct bf_recipe *recipe = r->recipe;
    const char *stated;
    char hex[BF_SHA256_TEXT];
    if (!read_text(r, "scenario.text", &recipe->text) ||
        !read_text(r, "scenario.sha256", &stated) ||
        !read_count(r, "scenario.warm_up_days", &recipe->warm_up_days))
        return false;
    recipe->file = text_or_empty(r, "scenario.file");
    recipe->title = text_or_empty(r, "scenario.title");
    bf_sha256_text(recipe->text, strlen(recipe->text), hex);
    return strcmp(hex, stated) == 0 ||
           fail(r, BF_E_RANGE, "scenario.text",
                "expected the scenario that ran, received another (its SHA-256 differs); was this "
                "file changed by hand?");
}

static uint32_t length_of(const struct reading *r, const struct bf_json_value *list)
{
    uint32_t count = 0;
    const struct bf_json_value *v = bf_json_first(&r->recipe->document, list);
    for (; v; v = bf_json_next(&r->recipe->document, v))
        count++;
    return count;
}

static bool read_replications(const struct reading *r)
{
    static const char member[] = "study.replications";
    struct bf_recipe *recipe = r->recipe;
    const struct bf_json_value *list = at(r, member);
    if (!list || list->type != BF_JSON_ARRAY) return missing(r, member);
    uint32_t count = length_of(r, list);
    bool knows = true; /* older versions do not tell of people */
    recipe->replication = bf_heap_take((size_t)count + 1, sizeof *recipe->replication);
    recipe->own_digest = bf_heap_take((size_t)count + 1, sizeof *recipe->own_digest);
    recipe->people = bf_heap_take((size_t)count + 1, sizeof *recipe->people);
    if (!recipe->replication || !recipe->own_digest || !recipe->people)
        return bf_fail(r->err, BF_E_NOMEM, NULL, "expected memory to read %s", r->path);
    const struct bf_json_value *v = bf_json_first(&recipe->document, list);
    for (; v; v = bf_json_next(&recipe->document, v)) {
        uint32_t k = recipe->count++;
        if (!bf_json_to_u32(bf_json_member(&recipe->document, v, "number"),
                            &recipe->replication[k]) ||
            !bf_json_to_u64(bf_json_member(&recipe->document, v, "digest"), 16,
                            &recipe->own_digest[k]))
            return missing(r, member);
        knows = knows && bf_json_to_u64(bf_json_member(&recipe->document, v, "people"), 16,
                                        &recipe->people[k]);
        if (k > 0 && recipe->replication[k] <= recipe->replication[k - 1])
            return fail(r, BF_E_RANGE, member, "expected ascending numbers, received others");
    }
    if (!knows) {
        bf_heap_give(recipe->people);
        recipe->people = NULL;
    }
    return count > 0 || fail(r, BF_E_RANGE, member,
                             "expected finished replications, found none: there is nothing to "
                             "make again");
}

static bool read_study(const struct reading *r)
{
    struct bf_recipe *recipe = r->recipe;
    if (!bf_json_to_u64(at(r, "study.seed"), 10, &recipe->seed)) return missing(r, "study.seed");
    if (!bf_json_to_u64(at(r, "study.digest"), 16, &recipe->digest))
        return missing(r, "study.digest");
    recipe->stopped = length_of(r, at(r, "study.stopped"));
    return read_flag(r, "study.fixed_inputs", &recipe->fixed_inputs) &&
           read_flag(r, "study.interrupted", &recipe->interrupted) &&
           read_count(r, "study.replications_planned", &recipe->planned) && read_replications(r);
}

bool bf_recipe_read(struct bf_recipe *recipe, const char *dir, struct bf_err *err)
{
    char path[BF_FILE_CAP];
    struct reading r = {.recipe = recipe, .path = path, .err = err};
    *recipe = (struct bf_recipe){.file = ""};
    if (!bf_path_join(path, dir, "run.json", err) || !bf_json_read(&recipe->document, path, err) ||
        !read_scenario(&r) || !read_study(&r))
        return false;
    recipe->version = text_or_empty(&r, "program.version");
    recipe->commit = text_or_empty(&r, "program.commit");
    recipe->command = text_or_empty(&r, "program.command");
    return true;
}

void bf_recipe_free(struct bf_recipe *recipe)
{
    bf_json_document_free(&recipe->document);
    bf_heap_give(recipe->replication);
    bf_heap_give(recipe->own_digest);
    bf_heap_give(recipe->people);
    *recipe = (struct bf_recipe){.file = ""};
}
