/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_extend.c -- bedflow extend: more replications of a stored result. */
#include "command.h"

#include "again.h"
#include "bedflow/report/store.h"
#include "bedflow/report/table.h"
#include "identity.h"
#include "interrupt.h"
#include "outcome.h"
#include "pictures.h"
#include "say.h"

#include <inttypes.h>

/* How many replications numbers first..end-1 are, were none of them stopped. */
static int plan_end(const struct bf_again *again, const struct bf_arguments *a, uint32_t *end)
{
    const struct bf_recipe *recipe = &again->recipe;
    uint32_t stored = recipe->replication[recipe->count - 1] + 1 - recipe->replication[0];
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
    *end = recipe->replication[0] + (uint32_t)a->reps;
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

static int store(const struct bf_again *again, const struct bf_arguments *a)
{
    const char *dir = a->operand[0];
    struct bf_run_identity identity;
    struct bf_text table = {.bytes = NULL};
    struct bf_err err;
    bf_identity(&identity);
    identity.command = a->typed.bytes;
    identity.scenario_text = again->recipe.text;
    bf_table_headline(&again->result, &table);
    int code = bf_print(&table);
    if (!bf_store_write(&again->result, &identity, dir, true, &err)) {
        code = bf_complain_err(&err);
        bf_say("%s is as it was.", dir);
        return code;
    }
    if (code == BF_EXIT_DONE) code = bf_outcome_reply(&again->result, &identity, NULL, dir);
    if (!a->quiet)
        bf_say("%s: %u replications (there were %u); digest %016" PRIx64, dir, again->result.count,
               again->recipe.count, again->result.total_digest);
    return code;
}

static int run(const struct bf_arguments *a)
{
    struct bf_again again;
    uint32_t end = 0;
    int code = bf_again_open(&again, a->operand[0]);
    if (code == BF_EXIT_DONE) code = plan_end(&again, a, &end);
    if (code == BF_EXIT_DONE) code = bf_again_run(&again, end, a);
    if (code == BF_EXIT_DONE) code = refuse_difference(&again, a->operand[0]);
    if (code == BF_EXIT_DONE) code = store(&again, a);
    if (code == BF_EXIT_DONE && again.result.stopped_count > 0)
        code = bf_complain(BF_EXIT_STOPPED, "%u of %u replications stopped",
                           again.result.stopped_count, again.result.planned);
    else if (code == BF_EXIT_DONE && !a->no_plots && !bf_interrupted())
        code = bf_pictures(a->operand, 1, NULL, a->quiet, NULL);
    bf_again_free(&again);
    return code;
}

static const struct bf_option options[] = {
    {"reps", 'n', BF_OPTION_NUMBER, "N", NULL, 1, 1000000, BF_OPTION_FIELD(reps),
     "replications in all, with those that are there"},
    {"threads", 0, BF_OPTION_NUMBER, "N", "0", 0, 1024, BF_OPTION_FIELD(threads),
     "processors to use; the results are the same for any number (all unless given)"},
    {"no-plots", 0, BF_OPTION_FLAG, NULL, NULL, 0, 0, BF_OPTION_FIELD(no_plots),
     "draw no pictures"},
    {"quiet", 'q', BF_OPTION_FLAG, NULL, NULL, 0, 0, BF_OPTION_FIELD(quiet),
     "only the table, and what went wrong"},
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow extend results/winter-2021 --reps 400", "a hundred winters become four hundred"},
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
        "run.json. An interrupted run is completed in the same way. Replications that are there\n"
        "are simulated again, since bands by day need every day of each, and must come out the\n"
        "same: if they do not, nothing is changed. Pictures are drawn anew.",
    .options = options,
    .examples = examples,
    .result = bf_outcome_members,
    .run = run};
