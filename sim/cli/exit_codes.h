/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exit_codes.h -- what the program tells the one who started it; printed by --help.
 *
 * From 64 on the numbers are those of sysexits(3). A script may rely on them.
 */
#ifndef BF_CLI_EXIT_CODES_H
#define BF_CLI_EXIT_CODES_H

enum bf_exit {
    BF_EXIT_DONE = 0,
    BF_EXIT_STOPPED = 1,
    BF_EXIT_NOT_EXACT = 2,
    BF_EXIT_USAGE = 64,
    BF_EXIT_SCENARIO = 65,
    BF_EXIT_NO_FILE = 66,
    BF_EXIT_OUR_BUG = 70,
    BF_EXIT_EXISTS = 73,
    BF_EXIT_IO = 74,
    BF_EXIT_INTERRUPTED = 130
};

/* X(code, meaning) */
#define BF_EXIT_TABLE(X)                                                                           \
    X(BF_EXIT_DONE, "done")                                                                        \
    X(BF_EXIT_STOPPED, "some or all replications stopped, or the run could not begin; the reason " \
                       "is said, and what finished is stored; or a result did not come out again " \
                       "or belongs to another version")                                            \
    X(BF_EXIT_NOT_EXACT, "the exactness that --precision asked for was not reached, or a choice "  \
                         "not decided; the results are stored, and what it would take is said")    \
    X(BF_EXIT_USAGE, "the command line is not understood")                                         \
    X(BF_EXIT_SCENARIO, "the scenario has errors")                                                 \
    X(BF_EXIT_NO_FILE, "a file or folder to read does not exist")                                  \
    X(BF_EXIT_OUR_BUG, "a mistake in bedflow itself; please report it")                            \
    X(BF_EXIT_EXISTS, "the result folder exists; nothing was run")                                 \
    X(BF_EXIT_IO, "a file or folder cannot be read or written")                                    \
    X(BF_EXIT_INTERRUPTED, "stopped by you (Ctrl-C); finished replications are stored")

#endif
