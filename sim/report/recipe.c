/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/recipe.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/sink.h"
#include "wanted.h"

#include <string.h>

struct reading {
    struct bf_recipe *recipe;
    struct bf_wanted wanted;
};

static const struct bf_json_value *at(const struct reading *r, const char *member)
{
    return bf_json_at(&r->recipe->document, member);
}

static bool read_text(const struct reading *r, const char *member, const char **text)
{
    *text = bf_wanted_text(&r->wanted, member);
    return (*text)[0] != '\0' || bf_wanted_missing(&r->wanted, member);
}

static bool read_scenario(const struct reading *r)
{
    struct bf_recipe *recipe = r->recipe;
    const char *stated;
    if (!read_text(r, "scenario.text", &recipe->text) ||
        !read_text(r, "scenario.sha256", &stated) ||
        !bf_wanted_count(&r->wanted, "scenario.warm_up_days", &recipe->warm_up_days))
        return false;
    recipe->file = bf_wanted_text(&r->wanted, "scenario.file");
    recipe->title = bf_wanted_text(&r->wanted, "scenario.title");
    return bf_wanted_scenario(&r->wanted, "scenario.text", recipe->text, stated);
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
    if (!list || list->type != BF_JSON_ARRAY) return bf_wanted_missing(&r->wanted, member);
    uint32_t count = length_of(r, list);
    bool knows = true; /* older versions do not tell of people */
    recipe->replication = bf_heap_take((size_t)count + 1, sizeof *recipe->replication);
    recipe->own_digest = bf_heap_take((size_t)count + 1, sizeof *recipe->own_digest);
    recipe->people = bf_heap_take((size_t)count + 1, sizeof *recipe->people);
    if (!recipe->replication || !recipe->own_digest || !recipe->people)
        return bf_fail(r->wanted.err, BF_E_NOMEM, NULL, "expected memory to read %s",
                       r->wanted.path);
    const struct bf_json_value *v = bf_json_first(&recipe->document, list);
    for (; v; v = bf_json_next(&recipe->document, v)) {
        uint32_t k = recipe->count++;
        if (!bf_json_to_u32(bf_json_member(&recipe->document, v, "number"),
                            &recipe->replication[k]) ||
            !bf_json_to_u64(bf_json_member(&recipe->document, v, "digest"), 16,
                            &recipe->own_digest[k]))
            return bf_wanted_missing(&r->wanted, member);
        knows = knows && bf_json_to_u64(bf_json_member(&recipe->document, v, "people"), 16,
                                        &recipe->people[k]);
        if (k > 0 && recipe->replication[k] <= recipe->replication[k - 1])
            return bf_wanted_fail(&r->wanted, BF_E_RANGE, member,
                                  "expected ascending numbers, received others");
    }
    if (!knows) {
        bf_heap_give(recipe->people);
        recipe->people = NULL;
    }
    return count > 0 ||
           bf_wanted_fail(&r->wanted, BF_E_RANGE, member,
                          "expected finished replications, found none: there is nothing to "
                          "make again");
}

static bool read_study(const struct reading *r)
{
    struct bf_recipe *recipe = r->recipe;
    if (!bf_json_to_u64(at(r, "study.seed"), 10, &recipe->seed))
        return bf_wanted_missing(&r->wanted, "study.seed");
    if (!bf_json_to_u64(at(r, "study.digest"), 16, &recipe->digest))
        return bf_wanted_missing(&r->wanted, "study.digest");
    recipe->stopped = length_of(r, at(r, "study.stopped"));
    return bf_wanted_flag(&r->wanted, "study.fixed_inputs", &recipe->fixed_inputs) &&
           bf_wanted_flag(&r->wanted, "study.interrupted", &recipe->interrupted) &&
           bf_wanted_count(&r->wanted, "study.replications_planned", &recipe->planned) &&
           read_replications(r);
}

bool bf_recipe_read(struct bf_recipe *recipe, const char *dir, struct bf_err *err)
{
    char path[BF_FILE_CAP];
    const struct reading r = {
        recipe,
        {&recipe->document, path,
         "expected a value that says how the result was made, found none; was it written by an "
         "older version? Run the scenario again",
         err}};
    *recipe = (struct bf_recipe){.file = ""};
    if (!bf_path_join(path, dir, "run.json", err) || !bf_json_read(&recipe->document, path, err) ||
        !read_scenario(&r) || !read_study(&r))
        return false;
    recipe->version = bf_wanted_text(&r.wanted, "program.version");
    recipe->commit = bf_wanted_text(&r.wanted, "program.commit");
    recipe->command = bf_wanted_text(&r.wanted, "program.command");
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
