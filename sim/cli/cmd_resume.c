/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_resume.c -- bedflow resume: finish what a crash, a full disk or Ctrl-C left. */
#include "command.h"

#include "bedflow/report/members.h"

#include "keeping.h"
#include "reply.h"
#include "say.h"

#include <string.h>

static int go_on(const struct bf_arguments *a, struct bf_keeping *keeping)
{
    const struct bf_request *request = &keeping->request;
    if (!a->quiet)
        bf_say("Going on with: %s\n%u finished %s kept.", request->typed, keeping->found,
               bf_plural(keeping->found, "replication is", "replications are"));
    if (strcmp(request->command, "compare") == 0) {
        bf_reply_is_of(&bf_command_compare);
        return bf_compare_go_on(a, keeping);
    }
    if (strcmp(request->command, "run") == 0) {
        bf_reply_is_of(&bf_command_run);
        return bf_run_go_on(a, keeping);
    }
    return bf_complain(BF_EXIT_STOPPED, "%s: expected a run or a comparison, received \"%s\"",
                       keeping->folder, request->command);
}

/* Of a folder that is finished; else the document is the finished command's. */
static const struct bf_member members[] = {
    WORDS("folder", "the results"), FLAG("was_finished", "there was nothing left to do"), END};

static void reply(const char *folder)
{
    struct bf_json *json = bf_reply_result();
    if (json == NULL) return;
    bf_json_text(json, "folder", folder);
    bf_json_flag(json, "was_finished", true);
}

static int run(const struct bf_arguments *a)
{
    struct bf_keeping keeping;
    int code = bf_keeping_open(&keeping, a->operand[0]);
    if (code == BF_EXIT_DONE && keeping.on)
        code = go_on(a, &keeping);
    else if (code == BF_EXIT_DONE)
        reply(a->operand[0]);
    bf_keeping_end(&keeping);
    return code;
}

static const struct bf_option options[] = {BF_OPTION_THREADS, BF_OPTION_NO_PLOTS, BF_OPTION_QUIET,
                                           BF_OPTION_HELP, BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow resume results/winter-2021", "the computer was switched off during the night"},
    {NULL, NULL}};

const struct bf_command bf_command_resume = {
    .name = "resume",
    .operands = "DIR",
    .least = 1,
    .most = 1,
    .missing = "the folder that the results were to go to",
    .summary = "finish a run or a comparison that did not end",
    .about =
        "Goes on with what `bedflow run`, `compare` or `extend` had begun when it was killed, the\n"
        "disk was full, or Ctrl-C stopped it: what was asked for, and every replication that had\n"
        "finished, is in DIR.unfinished (after Ctrl-C in DIR). The results are those of a run\n"
        "that was never stopped, with the same digest. One of the replications is simulated again\n"
        "as a test; if it comes out differently, or if another version of bedflow began the run,\n"
        "nothing is changed. With --json the document is that of the command that is finished.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
