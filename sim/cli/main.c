/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"
#include "identity.h"
#include "say.h"

#include <gsl/gsl_errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

static const struct bf_command *const command[] = {
    &bf_command_run,  &bf_command_check,   &bf_command_kinds,     &bf_command_trace,
    &bf_command_plot, &bf_command_compare, &bf_command_reproduce, &bf_command_extend,
    &bf_command_diff, &bf_command_fit};
enum { COMMANDS = sizeof command / sizeof command[0] };

static void add_exit_code(struct bf_text *out, int code, const char *meaning)
{
    bf_text_add(out, "  %3d  ", code);
    for (const char *at = meaning; *at != '\0'; at++)
        bf_text_add(out, *at == '\n' ? "%c       " : "%c", *at);
    bf_text_add(out, "\n");
}

static int help(void)
{
    struct bf_text out = {.bytes = NULL};
    bf_text_add(&out,
                "bedflow simulates a county's health and care system, person by person: who waits "
                "in which\nbed for what, who comes back, and what another bed or care hour would "
                "change.\n\nUsage: bedflow COMMAND ...\n\n");
    for (int i = 0; i < COMMANDS; i++)
        bf_text_add(&out, "  %-9s %-28s %s\n", command[i]->name, command[i]->operands,
                    command[i]->summary);
    bf_text_add(&out,
                "\n  --version  what this program was built from\n"
                "  --help     this; after a command, all about that command\n\nStart with:\n");
    for (int i = 0; i < COMMANDS; i++)
        bf_text_add(&out, "  %s\n      %s\n", command[i]->examples[0].command,
                    command[i]->examples[0].about);
    bf_text_add(&out, "\nExit codes:\n");
#define ADD(code, meaning) add_exit_code(&out, code, meaning);
    BF_EXIT_TABLE(ADD)
#undef ADD
    return bf_print(&out);
}

static int version(void)
{
    struct bf_text out = {.bytes = NULL};
    bf_version_words(&out);
    return bf_print(&out);
}

static const struct bf_command *find(const char *name)
{
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(command[i]->name, name) == 0) return command[i];
    return NULL;
}

static int unknown(const char *name)
{
    const char *names[COMMANDS + 1];
    for (int i = 0; i < COMMANDS; i++)
        names[i] = command[i]->name;
    names[COMMANDS] = "help";
    const char *near = bf_text_nearest(name + strspn(name, "-"), names, COMMANDS + 1);
    size_t length = strlen(name);
    bool is_file = length > 4 && strcmp(name + length - 4, ".cfg") == 0;
    if (near != NULL)
        bf_complain(BF_EXIT_USAGE, "bedflow has no command \"%s\"; did you mean bedflow %s?", name,
                    near);
    else if (is_file)
        bf_complain(BF_EXIT_USAGE,
                    "expected a command before the scenario; to run it: bedflow run "
                    "%s",
                    name);
    else
        bf_complain(BF_EXIT_USAGE, "bedflow has no command \"%s\"", name);
    bf_say("see: bedflow --help");
    return BF_EXIT_USAGE;
}

static int command_help(const struct bf_command *which)
{
    struct bf_text out = {.bytes = NULL};
    bf_command_help(which, &out);
    return bf_print(&out);
}

static int run(const struct bf_command *which, int argc, char *argv[])
{
    struct bf_arguments arguments;
    int code = BF_EXIT_USAGE;
    if (bf_arguments_read(&arguments, which, argc, argv))
        code = arguments.help ? command_help(which) : which->run(&arguments);
    bf_arguments_free(&arguments);
    return code;
}

/* A broken contract has said what and where; the exit code says whose mistake it is. */
static void on_abort(int number)
{
    static const char said[] =
        "bedflow: this is a mistake in bedflow, not in your scenario; please "
        "report the lines above and the scenario\n";
    (void)number;
    if (write(STDERR_FILENO, said, sizeof said - 1) < 0) _exit(BF_EXIT_OUR_BUG);
    _exit(BF_EXIT_OUR_BUG);
}

int main(int argc, char *argv[])
{
    /* what GSL cannot compute is ours to notice, not a reason to end the process */
    gsl_set_error_handler_off();
    signal(SIGABRT, on_abort);
    if (argc < 2) {
        bf_complain(BF_EXIT_USAGE, "expected a command, received none; for example: %s",
                    command[0]->examples[0].command);
        bf_say("see: bedflow --help");
        return BF_EXIT_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) return help();
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "version") == 0) return version();
    bool asks = strcmp(argv[1], "help") == 0;
    if (asks && argc == 2) return help();
    const struct bf_command *which = find(argv[asks ? 2 : 1]);
    if (which == NULL) return unknown(argv[asks ? 2 : 1]);
    return asks ? command_help(which) : run(which, argc, argv);
}
