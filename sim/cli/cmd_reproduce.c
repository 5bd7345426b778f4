/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_reproduce.c -- bedflow reproduce: does this result come out again, to the last bit? */
#include "command.h"

#include "again.h"
#include "again_comparison.h"
#include "bedflow/report/members.h"
#include "bedflow/report/result_json.h"
#include "reply.h"
#include "say.h"

#include <inttypes.h>

static const struct bf_member members[] = {
    WORDS("folder", "the stored result"),
    FLAG("reproduced", "everything compared is the same to the last bit"),
    COUNT("stored", "replications that the folder has"),
    COUNT("compared", "replications that were run again"),
    COUNT("equal", "of these, how many came out the same"),
    COUNT_OR_NULL(
        "people_equal",
        "of these, in how many the same people presented; null: the folder does not tell"),
    COUNT_OR_NULL("first_different", "number of the first that did not; null: none"),
    WORDS("seed", "seed of the random numbers, in decimal"),
    COUNT("warm_up_days", "days simulated before the first day reported"),
    WORDS("stored_digest", "checksum of all stored replications"),
    WORDS_OR_NULL("digest", "the same of those run again; null unless all were"),
    LIST("options",
         "of a comparison, each option; its digests above are those of the base. Empty for a run",
         bf_reproduced_option_members),
    WORDS("stored_version", "version of bedflow that wrote the folder"),
    WORDS("stored_commit", "its commit"),
    END};

static void reply(const struct bf_again *again, const struct bf_agreement *agreement,
                  const char *dir, bool equal)
{
    const struct bf_recipe *recipe = &again->recipe;
    struct bf_json *json = bf_reply_result();
    if (json == NULL) return;
    bf_json_text(json, "folder", dir);
    bf_json_flag(json, "reproduced", equal);
    bf_json_count(json, "stored", recipe->count);
    bf_json_count(json, "compared", agreement->compared);
    bf_json_count(json, "equal", agreement->equal);
    if (agreement->people_known)
        bf_json_count(json, "people_equal", agreement->people_equal);
    else
        bf_json_text(json, "people_equal", NULL);
    if (agreement->equal < agreement->compared)
        bf_json_count(json, "first_different", agreement->first_different);
    else
        bf_json_text(json, "first_different", NULL);
    bf_json_seed(json, "seed", recipe->seed);
    bf_json_count(json, "warm_up_days", recipe->warm_up_days);
    bf_json_digest(json, "stored_digest", recipe->digest);
    if (agreement->whole && again->result.count == recipe->count)
        bf_json_digest(json, "digest", again->result.total_digest);
    else
        bf_json_text(json, "digest", NULL);
    bf_json_text(json, "stored_version", recipe->version);
    bf_json_text(json, "stored_commit", recipe->commit);
    bf_json_array(json, "options");
    bf_json_end_array(json);
}

static int tell(const struct bf_again *again, const char *dir)
{
    const struct bf_recipe *recipe = &again->recipe;
    struct bf_agreement agreement;
    struct bf_text out = {.bytes = NULL};
    bf_again_compare(again, &agreement);
    bool equal = agreement.equal == agreement.compared;
    /* a digest of all is compared too, when all were run: it is what people quote */
    if (agreement.whole && recipe->count == again->result.count)
        equal = equal && again->result.total_digest == recipe->digest;
    if (agreement.people_known) equal = equal && agreement.people_equal == agreement.compared;
    bf_text_add(&out, "%s: %s: %u of %u stored replications come out the same to the last bit\n",
                dir, equal ? "reproduced" : "NOT reproduced", agreement.equal, agreement.compared);
    if (agreement.people_known)
        bf_text_add(&out, "the same people presented in %u of %u\n", agreement.people_equal,
                    agreement.compared);
    bf_text_add(&out, "seed %" PRIu64 ", warm-up %u days, stored digest %016" PRIx64, recipe->seed,
                recipe->warm_up_days, recipe->digest);
    if (agreement.whole && again->result.count == recipe->count)
        bf_text_add(&out, ", digest now %016" PRIx64 "\n", again->result.total_digest);
    else
        bf_text_add(&out, "; %u of %u were run again\n", agreement.compared, recipe->count);
    reply(again, &agreement, dir, equal);
    int code = bf_print(&out);
    if (equal) return code;
    if (agreement.equal < agreement.compared)
        bf_complain(BF_EXIT_STOPPED, "the first that differs is replication %u",
                    agreement.first_different);
    bf_again_say_reasons(again);
    return BF_EXIT_STOPPED;
}

static int run(const struct bf_arguments *a)
{
    struct bf_again again;
    if (bf_is_comparison(a->operand[0])) return bf_comparison_reproduce(a);
    int code = bf_again_open(&again, a->operand[0]);
    if (code == BF_EXIT_DONE) {
        const struct bf_recipe *recipe = &again.recipe;
        uint32_t end = recipe->replication[recipe->count - 1] + 1;
        if (a->reps > 0 && a->reps < recipe->count) end = recipe->replication[a->reps - 1] + 1;
        code = bf_again_run(&again, end, a, NULL);
    }
    if (code == BF_EXIT_DONE) code = tell(&again, a->operand[0]);
    bf_again_free(&again);
    return code;
}

static const struct bf_option options[] = {
    BF_NUMBER_OPTION("reps", 'n', "N", NULL, 1, 1000000, reps,
                     "only the first N of the stored replications (all unless given)"),
    BF_OPTION_THREADS, BF_FLAG_OPTION("quiet", 'q', quiet, "no progress"), BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow reproduce results/winter-2021", "does last month's result still come out?"},
    {"bedflow reproduce results/compare-winter-2021", "does every option still come out?"},
    {"bedflow reproduce results/winter-2021 --reps 5", "a quick look at five of its winters"},
    {NULL, NULL}};

const struct bf_command bf_command_reproduce = {
    .name = "reproduce",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .missing = "a folder of results",
    .summary = "run a stored result again, and compare to the last bit",
    .about =
        "Reads DIR/run.json alone: the scenario as it was, seed, warm-up, replications. Runs it\n"
        "again and compares the digests of everything that was measured. Ends with 0 if all are\n"
        "equal and 1 if not. The folder is not changed. A comparison is run again from its\n"
        "comparison.json, every option of it. Of other folders it says what makes them again.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
