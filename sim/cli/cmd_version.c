/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_version.c -- bedflow version: what this program was built from. */
#include "command.h"

#include "bedflow/report/members.h"

#include "identity.h"
#include "reply.h"
#include "say.h"

/* What there is to tell is the envelope's. */
static const struct bf_member members[] = {WORDS("licence", "SPDX name of the licence"), END};

static int run(const struct bf_arguments *a)
{
    struct bf_text out = {.bytes = NULL};
    struct bf_json *json = bf_reply_result();
    (void)a;
    if (json != NULL) bf_json_text(json, "licence", "GPL-3.0-or-later");
    bf_version_words(&out);
    return bf_print(&out);
}

static const struct bf_option options[] = {BF_OPTION_HELP, BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow version", "what to say in a report of a problem"}, {NULL, NULL}};

const struct bf_command bf_command_version = {
    .name = "version",
    .operands = "",
    .least = 0,
    .most = 0,
    .missing = "nothing",
    .summary = "what this program was built from",
    .about = "Prints version, commit, compiler and libraries. bedflow --version is the same.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
