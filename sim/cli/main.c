/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "command.h"

#include "bedflow/base/heap_hook.h"
#include "bedflow/report/disk_hook.h"
#include "ranks.h"
#include "reply.h"
#include "say.h"

#include <gsl/gsl_errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct bf_command *const command[] = {
    &bf_command_run,      &bf_command_check,     &bf_command_kinds,     &bf_command_trace,
    &bf_command_plot,     &bf_command_compare,   &bf_command_reproduce, &bf_command_extend,
    &bf_command_resume,   &bf_command_diff,      &bf_command_fit,       &bf_command_sweep,
    &bf_command_optimise, &bf_command_calibrate, &bf_command_explain,   &bf_command_report,
    &bf_command_log,      &bf_command_help,      &bf_command_version};
enum { COMMANDS = sizeof command / sizeof command[0] };

const struct bf_command *const *bf_commands(uint32_t *count)
{
    *count = COMMANDS;
    return command;
}

/* "--version" and "--help" are what people try first. */
const struct bf_command *bf_command_find(const char *name)
{
    if (strcmp(name, "-h") == 0) return &bf_command_help;
    if (strcmp(name, "--help") == 0 || strcmp(name, "--version") == 0) name += 2;
    for (int i = 0; i < COMMANDS; i++)
        if (strcmp(command[i]->name, name) == 0) return command[i];
    return NULL;
}

int bf_command_unknown(const char *name)
{
    const char *names[COMMANDS];
    for (int i = 0; i < COMMANDS; i++)
        names[i] = command[i]->name;
    const char *near = bf_text_nearest(name + strspn(name, "-"), names, COMMANDS);
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

static int show_manual(const struct bf_command *which)
{
    struct bf_text out = {.bytes = NULL};
    bf_command_manual(which, &out);
    return bf_print(&out);
}

static int run(const struct bf_command *which, int argc, char *argv[])
{
    struct bf_arguments arguments;
    int code = BF_EXIT_USAGE;
    if (bf_arguments_read(&arguments, which, argc, argv))
        code = arguments.help ? show_manual(which) : which->run(&arguments);
    else if (arguments.no_memory)
        code = BF_EXIT_STOPPED;
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
    bf_reply_abort();
    if (write(STDERR_FILENO, said, sizeof said - 1) < 0) _exit(BF_EXIT_OUR_BUG);
    _exit(BF_EXIT_OUR_BUG);
}

/* No pointer of ours is followed without a look, but libconfig 1.5 does so when memory runs out. */
static void on_bad_address(int number)
{
    static const char said[] =
        "bedflow: broke off. If memory had run out, end other programs and try again; if not, this "
        "is a mistake in bedflow, not in your scenario: please report what you typed, and the "
        "scenario\n";
    (void)number;
    bf_reply_abort();
    if (write(STDERR_FILENO, said, sizeof said - 1) < 0) _exit(BF_EXIT_OUR_BUG);
    _exit(BF_EXIT_OUR_BUG);
}

/* A library that ends the process without being asked to: the scanner of libconfig does so when it
 * gets no memory, with a code that means something else here. */
static bool ended_by_us;

static void on_exit_of_others(void)
{
    if (ended_by_us) return;
    fflush(stderr);
    bf_complain(BF_EXIT_STOPPED, "memory ran out; end other programs, or use fewer threads");
    bf_reply_end(BF_EXIT_STOPPED);
    fflush(NULL);
    _exit(BF_EXIT_STOPPED);
}

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define SANITIZED
#endif
#endif

/* Sanitizers tell more. */
static void catch_bad_addresses(void)
{
#if defined(SANITIZED) || defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    (void)on_bad_address;
#else
    const struct sigaction action = {.sa_handler = on_bad_address, .sa_flags = (int)SA_RESETHAND};
    sigaction(SIGSEGV, &action, NULL);
    sigaction(SIGBUS, &action, NULL);
#endif
}

static int begin(int argc, char *argv[])
{
    if (argc < 2) {
        bf_complain(BF_EXIT_USAGE, "expected a command, received none; for example: %s",
                    command[0]->examples[0].command);
        bf_say("see: bedflow --help");
        return BF_EXIT_USAGE;
    }
    const struct bf_command *which = bf_command_find(argv[1]);
    bf_reply_is_of(which);
    return which != NULL ? run(which, argc, argv) : bf_command_unknown(argv[1]);
}

/* Builds for tests only: see report/disk_hook.h and base/heap_hook.h. */
static void set_faults(void)
{
#ifdef BF_FAULTS
    const char *call = getenv("BF_FAIL_DISK"), *request = getenv("BF_FAIL_HEAP");
    if (call != NULL) bf_disk_hook = (unsigned)strtoul(call, NULL, 10);
    if (request != NULL) bf_heap_hook = (unsigned)strtoul(request, NULL, 10);
#endif
}

/* So that a test which counts n upwards knows when it is through. */
static int tell_faults(int code)
{
#ifdef BF_FAULTS
    const char *call = getenv("BF_FAIL_DISK"), *request = getenv("BF_FAIL_HEAP");
    if (call != NULL && bf_disk_hook > 0)
        fprintf(stderr, "BF_FAIL_DISK: made %lu calls\n", strtoul(call, NULL, 10) - bf_disk_hook);
    if (request != NULL && bf_heap_hook > 0)
        fprintf(stderr, "BF_FAIL_HEAP: made %lu requests\n",
                strtoul(request, NULL, 10) - bf_heap_hook);
#endif
    return code;
}

int main(int argc, char *argv[])
{
    set_faults();
    /* what GSL cannot compute is ours to notice, not a reason to end the process */
    gsl_set_error_handler_off();
    signal(SIGABRT, on_abort);
    catch_bad_addresses();
    int code;
    if (bf_ranks_start(argc, argv, &code)) return code;
#ifndef BF_WITH_MPI /* which may end a rank for reasons of its own */
    atexit(on_exit_of_others);
#else
    (void)on_exit_of_others;
#endif
    bf_reply_begin(argc, argv);
    code = tell_faults(bf_ranks_finish(bf_reply_end(begin(argc, argv))));
    ended_by_us = true;
    return code;
}
