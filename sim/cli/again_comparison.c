/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "again_comparison.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/members.h"
#include "bedflow/report/result_json.h"
#include "bedflow/study/study.h"
#include "again.h"
#include "identity.h"
#include "interrupt.h"
#include "place.h"
#include "progress.h"
#include "ranks.h"
#include "reply.h"
#include "say.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool bf_is_comparison(const char *dir)
{
    char path[BF_FILE_CAP];
    struct bf_err err;
    return bf_path_join(path, dir, "comparison.json", &err) && access(path, F_OK) == 0;
}

/* Digest and checksum of an option must belong to its text: else somebody changed the folder. */
static int look_at_texts(const struct bf_dossier *d)
{
    for (uint32_t o = 0; o < d->option_count; o++) {
        char hex[BF_SHA256_TEXT];
        bf_scenario_sum(d->option[o].text, hex);
        if (d->option[o].text[0] == '\0' || strcmp(hex, d->option[o].sha256) != 0)
            return bf_complain(BF_EXIT_IO,
                               "%s/comparison.json: option %s: expected the scenario that was run "
                               "(its SHA-256 is noted), received one that was changed since",
                               d->dir, d->option[o].name);
    }
    return BF_EXIT_DONE;
}

static int open_folder(struct bf_dossier *d, const char *dir)
{
    struct bf_err err;
    if (!bf_dossier_read(d, dir, &err)) return bf_complain_err(&err);
    return look_at_texts(d);
}

/* ---- reproduce ------------------------------------------------------------------------- */

const struct bf_member bf_reproduced_option_members[] = {
    WORDS("name", "short name of the option; the first is the base"),
    FLAG("reproduced", "everything it measured is the same to the last bit"),
    WORDS("stored_digest", "checksum of all its stored replications"),
    WORDS("digest", "the same of those run again"), END};

struct reproduced {
    char digest[BF_DOSSIER_OPTIONS][32];
    uint32_t equal;
};

static int run_option(const struct bf_dossier *d, uint32_t o, const struct bf_arguments *a,
                      struct reproduced *r)
{
    struct bf_progress_line line = {.shown = false};
    struct bf_model model = {.care = NULL};
    struct bf_result result = {.catalogue = NULL};
    struct bf_err err;
    const struct bf_dossier_option *option = &d->option[o];
    bool draws = !a->quiet && bf_progress_wanted();
    int code = bf_stored_open(&model, option->file, option->text);
    const struct bf_study study = {.model = &model,
                                   .option = o,
                                   .seed = strtoull(d->seed, NULL, 10),
                                   .replications = option->planned,
                                   .threads = (uint32_t)a->threads,
                                   .fixed_inputs = d->fixed_inputs,
                                   .warm_up_days = (int32_t)d->warm_up_days,
                                   .ranks = bf_ranks_here(),
                                   .progress = draws ? bf_progress_draw : NULL,
                                   .progress_context = &line,
                                   .stop = bf_interrupt_watch()};
    if (code == BF_EXIT_DONE && !bf_study_run(&study, &result, &err)) code = bf_complain_err(&err);
    bf_progress_end(&line);
    if (code == BF_EXIT_DONE && bf_interrupted()) {
        bf_say("Stopped by you; nothing is changed.");
        code = BF_EXIT_INTERRUPTED;
    }
    if (code == BF_EXIT_DONE) {
        bf_format(r->digest[o], sizeof r->digest[o], "%016" PRIx64, result.total_digest);
        r->equal += strcmp(r->digest[o], option->digest) == 0;
    }
    bf_result_free(&result);
    bf_model_free(&model);
    return code;
}

static bool is_equal(const struct bf_dossier *d, const struct reproduced *r, uint32_t o)
{
    return strcmp(r->digest[o], d->option[o].digest) == 0;
}

static void reply(const struct bf_dossier *d, const struct reproduced *r)
{
    struct bf_json *json = bf_reply_result();
    uint32_t stored = 0, equal = 0;
    if (json == NULL) return;
    for (uint32_t o = 0; o < d->option_count; o++) {
        stored += d->option[o].finished;
        equal += is_equal(d, r, o) ? d->option[o].finished : 0;
    }
    bf_json_text(json, "folder", d->dir);
    bf_json_flag(json, "reproduced", r->equal == d->option_count);
    bf_json_count(json, "stored", stored);
    bf_json_count(json, "compared", stored);
    bf_json_count(json, "equal", equal);
    bf_json_text(json, "people_equal", NULL);
    bf_json_text(json, "first_different", NULL);
    bf_json_text(json, "seed", d->seed);
    bf_json_count(json, "warm_up_days", d->warm_up_days);
    bf_json_text(json, "stored_digest", d->option[0].digest);
    bf_json_text(json, "digest", r->digest[0]);
    bf_json_text(json, "stored_version", d->version);
    bf_json_text(json, "stored_commit", d->commit);
    bf_json_array(json, "options");
    for (uint32_t o = 0; o < d->option_count; o++) {
        bf_json_object(json, NULL);
        bf_json_text(json, "name", d->option[o].name);
        bf_json_flag(json, "reproduced", is_equal(d, r, o));
        bf_json_text(json, "stored_digest", d->option[o].digest);
        bf_json_text(json, "digest", r->digest[o]);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
}

static int tell(const struct bf_dossier *d, const struct reproduced *r)
{
    struct bf_text out = {.bytes = NULL};
    bool all = r->equal == d->option_count;
    bf_text_add(&out,
                "%s: %s: %u of %u options come out the same to the last bit, %u replications each\n"
                "seed %s, warm-up %u days\n",
                d->dir, all ? "reproduced" : "NOT reproduced", r->equal, d->option_count,
                d->option[0].finished, d->seed, d->warm_up_days);
    for (uint32_t o = 0; o < d->option_count; o++)
        bf_text_add(&out, "%s: stored digest %s, digest now %s%s\n", d->option[o].name,
                    d->option[o].digest, r->digest[o], is_equal(d, r, o) ? "" : ": differs");
    reply(d, r);
    int code = bf_print(&out);
    if (all) return code;
    bf_again_say_versions(d->version, d->commit);
    return BF_EXIT_STOPPED;
}

int bf_comparison_reproduce(const struct bf_arguments *a)
{
    struct bf_dossier *d = bf_heap_take(1, sizeof *d);
    struct reproduced r = {.equal = 0};
    if (d == NULL) return bf_complain(BF_EXIT_STOPPED, "memory ran out");
    int code = a->reps > 0 ? bf_complain(BF_EXIT_USAGE,
                                         "--reps: a comparison keeps one digest for all "
                                         "replications of an option, so it is reproduced whole")
                           : open_folder(d, a->operand[0]);
    for (uint32_t o = 0; code == BF_EXIT_DONE && o < d->option_count; o++)
        code = run_option(d, o, a, &r);
    if (code == BF_EXIT_DONE) code = tell(d, &r);
    bf_dossier_free(d);
    bf_heap_give(d);
    return code;
}

/* ---- extend ---------------------------------------------------------------------------- */

static int check_reps(const struct bf_dossier *d, const struct bf_arguments *a)
{
    if (a->reps > d->option[0].planned) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_USAGE,
                       "--reps: expected the number in all, more than the %u replications of each "
                       "option that are there",
                       d->option[0].planned);
}

static int begin(struct bf_keeping *keeping, const struct bf_arguments *a)
{
    struct bf_request request;
    struct bf_err err;
    char folder[BF_FILE_CAP];
    bf_place_choose(a->operand[0], "", "", folder);
    int code = bf_keeping_look(folder, false, "remove that folder first");
    if (code != BF_EXIT_DONE) return code;
    if (!bf_request_read(&request, folder, &err)) {
        bf_request_free(&request);
        bf_complain_err(&err);
        return bf_complain(BF_EXIT_IO,
                           "%s: what was asked for is not kept there (--no-journal); compare again "
                           "with --reps %" PRIu64 " --force",
                           folder, a->reps);
    }
    struct bf_run_identity now;
    bf_identity(&now);
    request.typed = a->typed.bytes;
    request.version = now.version;
    request.commit = now.commit;
    request.replications = (uint32_t)a->reps;
    request.precision = "";
    request.replaces = true;
    request.no_plots = a->no_plots;
    code = bf_keeping_begin_from(keeping, &request, folder);
    keeping->request = request; /* its texts are freed by bf_keeping_end */
    return code;
}

int bf_comparison_extend(const struct bf_arguments *a)
{
    struct bf_dossier *d = bf_heap_take(1, sizeof *d);
    struct bf_keeping keeping;
    if (d == NULL) return bf_complain(BF_EXIT_STOPPED, "memory ran out");
    bf_reply_is_of(&bf_command_compare);
    int code = open_folder(d, a->operand[0]);
    if (code == BF_EXIT_DONE) code = check_reps(d, a);
    if (code == BF_EXIT_DONE) {
        memset(&keeping, 0, sizeof keeping);
        keeping.journal.file = -1;
        code = begin(&keeping, a);
        if (code == BF_EXIT_DONE) code = bf_compare_extend(a, &keeping, d);
        bf_keeping_end(&keeping);
    }
    bf_dossier_free(d);
    bf_heap_give(d);
    return code;
}
