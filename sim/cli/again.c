/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "again.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/sha256.h"
#include "bedflow/report/dossier.h"
#include "bedflow/report/folder.h"
#include "bedflow/study/extend.h"
#include "files.h"
#include "identity.h"
#include "interrupt.h"
#include "place.h"
#include "progress.h"
#include "ranks.h"
#include "say.h"

#include <string.h>
#include <unistd.h>

/* A scenario without its files. */
/* A table of the run, as the resolved text notes it: "# table PATH, SHA-256 SUM". */
struct noted {
    char path[BF_FILE_CAP], sum[65];
};

static const char *base_name(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* The table of this path; else the one of this name, for a setting inherited from a scenario in
 * another folder. */
static bool find_noted(const char *text, const char *path, struct noted *noted)
{
    static const char begin[] = "\n# table ", middle[] = ", SHA-256 ";
    bool found = false;
    for (const char *at = strstr(text, begin); at != NULL; at = strstr(at + 1, begin)) {
        const char *name = at + sizeof begin - 1, *sum = strstr(name, middle);
        struct noted one;
        if (sum == NULL) break;
        bool whole = bf_format(one.path, sizeof one.path, "%.*s", (int)(sum - name), name);
        bf_format(one.sum, sizeof one.sum, "%.64s", sum + sizeof middle - 1);
        if (!whole || strcmp(base_name(one.path), base_name(path)) != 0) continue;
        *noted = one;
        found = true;
        if (strcmp(one.path, path) == 0) break;
    }
    return found;
}

/* Tables stay where they are: a result has their checksums, not the people in them. */
static bool load_table(const struct bf_stored *stored, const char *path, char **text,
                       size_t *length, struct bf_err *err)
{
    struct noted noted;
    struct bf_disk disk = {.absent = false};
    struct bf_loader loader = bf_disk_loader(&disk);
    char sum[BF_SHA256_TEXT];
    if (!find_noted(stored->text, path, &noted))
        return bf_fail(err, BF_E_IO, NULL,
                       "expected a scenario that is whole, found one that "
                       "needs another file");
    if (!loader.load(loader.context, noted.path, text, length, err)) return false;
    bf_sha256_text(*text, *length, sum);
    if (strcmp(sum, noted.sum) == 0) return true;
    bf_heap_give(*text);
    return bf_fail(err, BF_E_IO, NULL,
                   "expected the table %s as it was, received one that has changed since",
                   noted.path);
}

/* The resolved text names no other file but its tables. */
static bool load(void *context, const char *path, char **text, size_t *length, struct bf_err *err)
{
    const struct bf_stored *stored = context;
    if (strcmp(path, stored->file) != 0) return load_table(stored, path, text, length, err);
    *text = bf_heap_text(stored->text);
    *length = strlen(stored->text);
    return *text != NULL || bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the scenario");
}

struct bf_loader bf_stored_loader(struct bf_stored *stored)
{
    return (struct bf_loader){stored, load};
}

int bf_stored_open(struct bf_model *model, const char *file, const char *text)
{
    struct bf_faults faults = {.count = 0};
    struct bf_stored stored = {file, text};
    struct bf_loader loader = bf_stored_loader(&stored);
    int code = BF_EXIT_DONE;
    bool good = bf_model_load(model, file, &loader, NULL, 0, &faults);
    if (good && faults.no_memory) bf_model_free(model);
    if (!good || faults.no_memory) {
        bf_say_faults(stderr, &faults, BF_WITHOUT_NOTES);
        code = bf_faults_code(&faults, BF_EXIT_SCENARIO);
    }
    bf_faults_free(&faults);
    return code;
}

/* What makes such a folder again: its command, which is noted in it. "" if that is not known. */
static const char *say_how(const char *dir, char text[], size_t size)
{
    struct bf_dossier *d = bf_heap_take(1, sizeof *d);
    struct bf_err ignored;
    text[0] = '\0';
    if (d != NULL && bf_dossier_read(d, dir, &ignored) && d->command[0] != '\0' &&
        d->kind != BF_DOSSIER_COMPARISON)
        bf_format(
            text, size,
            ", which are made again, or made larger, by that command into another folder (-o). "
            "It was:\n  %s%s%s",
            d->command,
            d->option[0].digest[0] != '\0' ? "\nThey are the same if its document has this digest: "
                                           : "",
            d->option[0].digest);
    if (d != NULL) bf_dossier_free(d);
    bf_heap_give(d);
    return text;
}

/* A folder of another command holds no run.json. */
static int look_for_run(const char *dir)
{
    char path[BF_FILE_CAP], how[2400];
    struct bf_err err;
    if (!bf_path_join(path, dir, "run.json", &err)) return bf_complain_err(&err);
    if (access(path, F_OK) == 0) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_IO,
                       "%s: expected results of bedflow run (they hold run.json), received those "
                       "of another command%s",
                       dir, say_how(dir, how, sizeof how));
}

int bf_again_open(struct bf_again *again, const char *dir)
{
    struct bf_err err;
    memset(again, 0, sizeof *again);
    int code = bf_place_holds(dir, "(it holds run.json)");
    if (code == BF_EXIT_DONE) code = look_for_run(dir);
    if (code != BF_EXIT_DONE) return code;
    if (!bf_recipe_read(&again->recipe, dir, &err)) return bf_complain_err(&err);
    code = bf_stored_open(&again->model, again->recipe.file, again->recipe.text);
    if (code == BF_EXIT_SCENARIO)
        bf_complain(code,
                    "%s: this version of bedflow does not take the stored scenario; it was "
                    "run by version %s (%s)",
                    dir, again->recipe.version, again->recipe.commit);
    return code;
}

int bf_again_run(struct bf_again *again, uint32_t end, const struct bf_arguments *a,
                 struct bf_keeping *keeping)
{
    struct bf_progress_line line = {.shown = false};
    const struct bf_recipe *recipe = &again->recipe;
    bool draws = !a->quiet && bf_progress_wanted();
    struct bf_study study = {.model = &again->model,
                             .seed = recipe->seed,
                             .replications = end,
                             .threads = (uint32_t)a->threads,
                             .fixed_inputs = recipe->fixed_inputs,
                             .warm_up_days = (int32_t)recipe->warm_up_days,
                             .keeper = keeping ? bf_keeping_of(keeping) : NULL,
                             .ranks = bf_ranks_here(),
                             .progress = draws ? bf_progress_draw : NULL,
                             .progress_context = &line,
                             .stop = bf_interrupt_watch()};
    struct bf_err err;
    int code = keeping ? bf_keeping_verify(keeping, &study) : BF_EXIT_DONE;
    if (code != BF_EXIT_DONE) return code;
    bool ran = bf_study_run(&study, &again->result, &err);
    bf_progress_end(&line);
    if (!ran) return bf_complain_err(&err);
    if (recipe->title[0] != '\0') again->result.title = recipe->title;
    if (!bf_interrupted()) return BF_EXIT_DONE;
    bf_say("Stopped by you; nothing is changed.");
    return BF_EXIT_INTERRUPTED;
}

void bf_again_compare(const struct bf_again *again, struct bf_agreement *agreement)
{
    const struct bf_recipe *recipe = &again->recipe;
    const struct bf_result *result = &again->result;
    uint32_t end = result->planned, row = 0;
    *agreement = (struct bf_agreement){.people_known = recipe->people && result->people};
    for (uint32_t k = 0; k < recipe->count && recipe->replication[k] < end; k++) {
        while (row < result->count && result->replication[row] < recipe->replication[k])
            row++;
        bool equal = row < result->count && result->replication[row] == recipe->replication[k] &&
                     result->digest[row] == recipe->own_digest[k];
        if (!equal && agreement->compared == agreement->equal)
            agreement->first_different = recipe->replication[k];
        agreement->compared++;
        agreement->equal += equal;
        agreement->people_equal += agreement->people_known && row < result->count &&
                                   result->replication[row] == recipe->replication[k] &&
                                   result->people[row] == recipe->people[k];
    }
    agreement->whole = agreement->compared == recipe->count;
}

void bf_again_say_reasons(const struct bf_again *again)
{
    bf_again_say_versions(again->recipe.version, again->recipe.commit);
}

void bf_again_say_versions(const char *version, const char *commit)
{
    struct bf_run_identity now;
    bf_identity(&now);
    bool same = strcmp(version, now.version) == 0 && strcmp(commit, now.commit) == 0;
    if (same)
        bf_say("The program is the same (%s, %s). Another compiler or mathematical library, or a "
               "result\nthat was changed by hand, can be the reason.",
               now.version, now.commit);
    else
        bf_say("It was run by bedflow %s (%s); this is %s (%s). A change of the model between "
               "them is the\nlikely reason: CHANGELOG.md.",
               version, commit, now.version, now.commit);
}

void bf_again_free(struct bf_again *again)
{
    bf_result_free(&again->result);
    bf_model_free(&again->model);
    bf_recipe_free(&again->recipe);
}
