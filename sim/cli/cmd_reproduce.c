/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_reproduce.c -- bedflow reproduce: does this result come out again, to the last bit? */
#include "command.h"

#include "again.h"
#include "say.h"

#include <inttypes.h>

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
    bf_text_add(&out, "%s: %s: %u of %u stored replications come out the same to the last bit\n",
                dir, equal ? "reproduced" : "NOT reproduced", agreement.equal, agreement.compared);
    bf_text_add(&out, "seed %" PRIu64 ", warm-up %u days, stored digest %016" PRIx64, recipe->seed,
                recipe->warm_up_days, recipe->digest);
    if (agreement.whole && again->result.count == recipe->count)
        bf_text_add(&out, ", digest now %016" PRIx64 "\n", again->result.total_digest);
    else
        bf_text_add(&out, "; %u of %u were run again\n", agreement.compared, recipe->count);
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
    int code = bf_again_open(&again, a->operand[0]);
    if (code == BF_EXIT_DONE) {
        const struct bf_recipe *recipe = &again.recipe;
        uint32_t end = recipe->replication[recipe->count - 1] + 1;
        if (a->reps > 0 && a->reps < recipe->count) end = recipe->replication[a->reps - 1] + 1;
        code = bf_again_run(&again, end, a);
    }
    if (code == BF_EXIT_DONE) code = tell(&again, a->operand[0]);
    bf_again_free(&again);
    return code;
}

static const struct bf_option options[] = {
    {"reps", 'n', BF_OPTION_NUMBER, "N", NULL, 1, 1000000, BF_OPTION_FIELD(reps),
     "only the first N of the stored replications (all unless given)"},
    {"threads", 0, BF_OPTION_NUMBER, "N", "0", 0, 1024, BF_OPTION_FIELD(threads),
     "processors to use; the results are the same for any number (all unless given)"},
    {"quiet", 'q', BF_OPTION_FLAG, NULL, NULL, 0, 0, BF_OPTION_FIELD(quiet), "no progress"},
    BF_OPTION_HELP,
    BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow reproduce results/winter-2021", "does last month's result still come out?"},
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
        "equal and 1 if not. The folder is not changed.",
    .options = options,
    .examples = examples,
    .run = run};
