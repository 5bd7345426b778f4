/* SPDX-License-Identifier: GPL-3.0-or-later */
/* cmd_help.c -- bedflow help: the manual, for people and for programs, from the one table. */
#include "command.h"

#include "bedflow/report/members.h"

#include "completion.h"
#include "man_page.h"
#include "reply.h"
#include "say.h"

#include <string.h>

enum { TO_START = 5, EXIT_INDENT = 7 }; /* examples in the short help; of exit codes */

/* ---- for people ------------------------------------------------------------------------ */

static void add_exit_code(struct bf_text *out, int code, const char *meaning)
{
    bf_text_add(out, "  %3d  ", code);
    bf_add_paragraph(out, EXIT_INDENT, meaning);
}

static int overview(void)
{
    struct bf_text out = {.bytes = NULL};
    uint32_t count;
    const struct bf_command *const *command = bf_commands(&count);
    bf_text_add(&out,
                "bedflow simulates a county's health and care system, person by person: who waits "
                "in which\nbed for what, who comes back, and what another bed or care hour would "
                "change.\n\nUsage: bedflow COMMAND ...\n\n");
    for (uint32_t i = 0; i < count; i++)
        bf_text_add(&out, "  %-9s %-28s %s\n", command[i]->name, command[i]->operands,
                    command[i]->summary);
    bf_text_add(&out, "\n  --version  what this program was built from\n"
                      "  --help     this; after a command, all about that command\n"
                      "  --json     after any command: one JSON document in place of words\n"
                      "\nStart with:\n");
    for (uint32_t i = 0; i < count && i < TO_START; i++)
        bf_text_add(&out, "  %s\n      %s\n", command[i]->examples[0].command,
                    command[i]->examples[0].about);
    bf_text_add(&out, "\nExit codes:\n");
#define ADD(code, meaning) add_exit_code(&out, code, meaning);
    BF_EXIT_TABLE(ADD)
#undef ADD
    return bf_print(&out);
}

/* ---- for programs ---------------------------------------------------------------------- */

static const struct bf_member option_members[] = {
    WORDS("name", "how it is spelled, --reps"),
    WORDS_OR_NULL("letter", "its short form, -n"),
    WORDS_OR_NULL("value", "what follows it; null: nothing does"),
    WORDS_OR_NULL("fallback", "its value unless given"),
    FLAG("repeats", "each one given counts, not only the last"),
    WORDS("help", "what it does"),
    END};

static const struct bf_member example_members[] = {WORDS("command", "what to type"),
                                                   WORDS("about", "what it does"), END};

static const struct bf_member command_members[] = {
    WORDS("name", "name of the command"),
    WORDS("operands", "what it takes besides options"),
    WORDS("summary", "what it does, in one line"),
    WORDS("about", "what it does, in full"),
    LIST("options", "its options", option_members),
    LIST("examples", "examples", example_members),
    WORDS("format", "format of its --json document"),
    COUNT("version", "version of that format"),
    END};

static const struct bf_member exit_members[] = {COUNT("code", "exit code"),
                                                WORDS("meaning", "what it means"), END};

static const struct bf_member members[] = {
    LIST("commands", "the commands asked about", command_members),
    LIST("exit_codes", "every exit code", exit_members), END};

static void add_option(struct bf_json *json, const struct bf_option *o)
{
    char text[80];
    bf_json_object(json, NULL);
    bf_format(text, sizeof text, "--%s", o->name);
    bf_json_text(json, "name", text);
    bf_format(text, sizeof text, "-%c", o->letter);
    bf_json_text(json, "letter", o->letter != 0 ? text : NULL);
    bf_json_text(json, "value", o->value);
    bf_json_text(json, "fallback", o->fallback);
    bf_json_flag(json, "repeats", o->type == BF_OPTION_SETTING || o->type == BF_OPTION_TEXTS);
    bf_json_text(json, "help", o->help);
    bf_json_end_object(json);
}

static void add_command(struct bf_json *json, const struct bf_command *c)
{
    char format[80];
    bf_json_object(json, NULL);
    bf_json_text(json, "name", c->name);
    bf_json_text(json, "operands", c->operands);
    bf_json_text(json, "summary", c->summary);
    bf_json_text(json, "about", c->about);
    bf_json_array(json, "options");
    for (const struct bf_option *o = c->options; o->name != NULL; o++)
        add_option(json, o);
    bf_json_end_array(json);
    bf_json_array(json, "examples");
    for (const struct bf_example *e = c->examples; e->command != NULL; e++) {
        bf_json_object(json, NULL);
        bf_json_text(json, "command", e->command);
        bf_json_text(json, "about", e->about);
        bf_json_end_object(json);
    }
    bf_json_end_array(json);
    bf_format(format, sizeof format, "bedflow.%s", c->name);
    bf_json_text(json, "format", format);
    bf_json_count(json, "version", c->result_version > 0 ? c->result_version : 1);
    bf_json_end_object(json);
}

static void add_code(struct bf_json *json, int code, const char *meaning)
{
    bf_json_object(json, NULL);
    bf_json_count(json, "code", (uint64_t)code);
    bf_json_text(json, "meaning", meaning);
    bf_json_end_object(json);
}

/* `only`: one command; NULL: all. */
static void answer(struct bf_json *json, const struct bf_command *only)
{
    uint32_t count;
    const struct bf_command *const *command = bf_commands(&count);
    bf_json_array(json, "commands");
    for (uint32_t i = 0; i < count; i++)
        if (only == NULL || only == command[i]) add_command(json, command[i]);
    bf_json_end_array(json);
    bf_json_array(json, "exit_codes");
#define ADD(code, meaning) add_code(json, code, meaning);
    BF_EXIT_TABLE(ADD)
#undef ADD
    bf_json_end_array(json);
}

/* ---- the command ----------------------------------------------------------------------- */

static int schema(const struct bf_command *which)
{
    struct bf_text out = {.bytes = NULL};
    if (which == NULL)
        return bf_complain(BF_EXIT_USAGE, "--schema: expected a command before it, received none; "
                                          "for example: bedflow help run --schema");
    bf_reply_schema(which, &out);
    return bf_print(&out);
}

static int man(const struct bf_command *which, bool scenario)
{
    struct bf_text out = {.bytes = NULL};
    if (scenario)
        bf_man_scenario(&out);
    else if (which != NULL)
        bf_man_command(which, &out);
    else
        bf_man_program(&out);
    return bf_print(&out);
}

static int completion(void)
{
    struct bf_text out = {.bytes = NULL};
    bf_completion_bash(&out);
    return bf_print(&out);
}

/* Those print text for a program that is no JSON. */
static int only_one(const struct bf_arguments *a)
{
    if (a->schema + a->man + a->completion + a->json <= 1) return BF_EXIT_DONE;
    return bf_complain(BF_EXIT_USAGE, "bedflow help: expected one of --schema, --man, --completion "
                                      "and --json, received more");
}

static int run(const struct bf_arguments *a)
{
    struct bf_text out = {.bytes = NULL};
    const struct bf_command *which = NULL;
    int code = only_one(a);
    if (code != BF_EXIT_DONE) return code;
    bool scenario = a->man && a->operand_count > 0 && strcmp(a->operand[0], "scenario") == 0;
    if (a->operand_count > 0 && !scenario) {
        which = bf_command_find(a->operand[0]);
        if (which == NULL) return bf_command_unknown(a->operand[0]);
    }
    if (a->schema) return schema(which);
    if (a->man) return man(which, scenario);
    if (a->completion) return completion();
    struct bf_json *json = bf_reply_result();
    if (json != NULL) answer(json, which);
    if (which == NULL) return overview();
    bf_command_manual(which, &out);
    return bf_print(&out);
}

static const struct bf_option options[] = {
    BF_FLAG_OPTION("schema", 0, schema, "the JSON Schema of what the command prints with --json"),
    BF_FLAG_OPTION("man", 0, man,
                   "the manual page of the command, of bedflow, or of scenarios (bedflow help "
                   "scenario --man)"),
    BF_FLAG_OPTION("completion", 0, completion, "completion of command lines for bash"),
    BF_OPTION_HELP, BF_OPTION_END};

static const struct bf_example examples[] = {
    {"bedflow help", "what there is"},
    {"bedflow help run", "all about one command"},
    {"bedflow help run --schema", "what a program can expect of bedflow run --json"},
    {"bedflow help --completion >~/.local/share/bash-completion/completions/bedflow",
     "let bash complete commands, options, files and paths"},
    {NULL, NULL}};

const struct bf_command bf_command_help = {
    .name = "help",
    .operands = "[COMMAND]",
    .least = 0,
    .most = 1,
    .missing = "a command",
    .summary = "all about bedflow, or about one command",
    .about =
        "Without a command: what there is, and what the exit codes mean. Everything is printed\n"
        "from the same tables by which command lines are read.",
    .options = options,
    .examples = examples,
    .result = members,
    .run = run};
