/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_extend.c -- bedflow extend: more replications of a stored result. */
#include "command.h"

#include "again.h"
#include "again_comparison.h"
#include "bedflow/report/store.h"
#include "bedflow/report/table.h"
#include "identity.h"
#include "interrupt.h"
#include "keeping.h"
#include "outcome.h"
#include "pictures.h"
#include "place.h"
#include "say.h"

#include <inttypes.h>

/* How many replications numbers first..end-1 are, were none of them stopped. */
static int plan_end(const struct bf_again *again, const struct bf_arguments *a, uint32_t *end)
{
    const struct bf_recipe *recipe = &again->recipe;
    uint32_t stored = recipe->replication[recipe->count - 1] + 1;
    /* stopped ones at the end count as run; an interrupted run has only what finished */
    if (!recipe->interrupted && recipe->planned > stored) stored = recipe->planned;
    if (a->reps == 0)
        return bf_complain(BF_EXIT_USAGE,
                           "bedflow extend: expected --reps N, more than the %u "
                           "replications that are there",
                           stored);
    if (a->reps <= stored)
        return bf_complain(
            BF_EXIT_USAGE,
            "--reps: expected more than the %u replications that are there, received "
            "%" PRIu64 "; --reps is the number in all",
            stored, a->reps);
    *end = (uint32_t)a->reps;
    return BF_EXIT_DONE;
}

static int refuse_difference(const struct bf_again *again, const char *dir)
{
    struct bf_agreement agreement;
    bf_again_compare(again, &agreement);
    if (agreement.equal == agreement.compared) return BF_EXIT_DONE;
    bf_complain(BF_EXIT_STOPPED,
                "%s: %u of %u stored replications come out differently (the first, number %u), so "
                "more of them\nwould be another result; nothing is changed",
                dir, agreement.compared - agreement.equal, agreement.compared,
                agreement.first_different);
    bf_again_say_reasons(again);
    return BF_EXIT_STOPPED;
}

struct filling {
    const struct bf_again *again;
    const struct bf_run_identity *identity;
};

static bool fill(const void *context, const char *folder, struct bf_err *err)
{
    const struct filling *f = context;
    return bf_store_fill(&f->again->result, f->identity, folder, err);
}

static int store(const struct bf_again *again, const struct bf_arguments *a,
                 struct bf_keeping *keeping)
{
    const char *dir = keeping->folder;
    struct bf_run_identity identity;
    struct bf_text table = {.bytes = NULL};
    struct filling filling = {again, &identity};
    bf_identity(&identity);
    identity.command = a->typed.bytes;
    identity.scenario_text = again->recipe.text;
    bf_table_headline(&again->result, &table);
    int code = bf_print(&table);
    int stored = bf_keeping_store(keeping, fill, &filling, false);
    if (stored != BF_EXIT_DONE) {
        bf_say("%s is as it was.", dir);
        return stored;
    }
    if (code == BF_EXIT_DONE) code = bf_outcome_reply(&again->result, &identity, NULL, dir);
    if (!a->quiet)
        bf_say("%s: %u replications (there were %u, %u of them taken as they were kept); digest "
               "%016" PRIx64,
               dir, again->result.count, again->recipe.count, again->result.found,
               again->result.total_digest);
    return code;
}

static int begin(const struct bf_again *again, const struct bf_arguments *a, uint32_t end,
                 struct bf_keeping *keeping)
{
    const struct bf_recipe *recipe = &again->recipe;
    struct bf_run_identity identity;
    char folder[BF_FILE_CAP];
    bf_identity(&identity);
    struct bf_request request = {.command = "run",
                                 .typed = a->typed.bytes,
                                 .version = identity.version,
                                 .commit = identity.commit,
                                 .seed = recipe->seed,
                                 .replications = end,
                                 .fixed_inputs = recipe->fixed_inputs,
                                 .replaces = true,
                                 .no_plots = a->no_plots,
                                 .option_count = 1};
    request.option[0] = (struct bf_request_option){
        .title = recipe->title, .file = recipe->file, .text = recipe->text};
    bf_place_choose(a->operand[0], "", "", folder);
    int code = bf_keeping_look(folder, false, "remove that folder first");
    return code == BF_EXIT_DONE ? bf_keeping_begin_from(keeping, &request, folder) : code;
}

static int extend(struct bf_again *again, const struct bf_arguments *a, uint32_t end)
{
    struct bf_keeping keeping;
    int code = begin(again, a, end, &keeping);
    if (code != BF_EXIT_DONE) return code;
    code = bf_again_run(again, end, a, &keeping);
    if (code == BF_EXIT_DONE) {
        code = refuse_difference(again, a->operand[0]);
        if (code != BF_EXIT_DONE) bf_keeping_drop(&keeping);
    }
    if (code == BF_EXIT_DONE) code = store(again, a, &keeping);
    bf_keeping_end(&keeping);
    return code;
}

static int run(const struct bf_arguments *a)
{
    struct bf_again again;
    uint32_t end = 0;
    if (bf_is_comparison(a->operand[0])) return bf_comparison_extend(a);
    int code = bf_again_open(&again, a->operand[0]);
    if (code == BF_EXIT_DONE) code = plan_end(&again, a, &end);
    if (code == BF_EXIT_DONE) code = extend(&again, a, end);
    if (code == BF_EXIT_DONE && again.result.stopped_count > 0)
        code = bf_complain(BF_EXIT_STOPPED, "%u of %u replications stopped",
                           again.result.stopped_count, again.result.planned);
    else if (code == BF_EXIT_DONE && !a->no_plots && !bf_interrupted())
        code = bf_pictures(a->operand, 1, NULL, a->quiet, NULL);
    bf_again_free(&again);
    return code;
}

static const struct bf_option options[] = {
    BF_NUMBER_OPTION("reps", 'n', "N", NULL, 1, 1000000, reps,
                     "replications in all, with those that are there"),
    BF_OPTION_THREADS,
    BF_OPTION_NO_PLOTS,
    BF_OPTION_QUIET,
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow extend results/winter-2021 --reps 400", "a hundred winters become four hundred"},
    {"bedflow extend results/compare-winter-2021 --reps 400", "and in every option"},
    {NULL, NULL}};

const struct bf_command bf_command_extend = {
    .name = "extend",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .missing = "a folder of results",
    .summary = "more replications of a stored result",
    .about =
        "Brings a folder of results to --reps replications; it is then what one run of so many\n"
        "would have written, with the same digest. Scenario, seed and warm-up come from its\n"
        "run.json. Replications that are there are taken from the journal of the run, after one "
        "of\n"
        "them was simulated again as a test. Where there is no journal of this program, all are\n"
        "simulated again and must come out the same: if they do not, nothing is changed. Pictures\n"
        "are drawn anew. A comparison goes on in the same way, every option of it; its --json is\n"
        "that of `bedflow compare`.",
    .options = options,
    .examples = examples,
    .result = bf_outcome_members,
    .run = run};
