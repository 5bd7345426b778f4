/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ranks.h"

#include "again.h"
#include "bedflow/base/digest.h"
#include "identity.h"
#include "say.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct bf_ranks *ranks;

struct bf_ranks *bf_ranks_here(void)
{
    return ranks;
}

/* Launchers tell by the environment; starting MPI without one costs a second. */
static const char *told_by(const char *const name[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *value = getenv(name[i]);
        if (value != NULL && value[0] != '\0') return value;
    }
    return NULL;
}

static uint64_t this_program(void)
{
    struct bf_run_identity identity;
    struct bf_digest digest;
    bf_identity(&identity);
    bf_digest_init(&digest);
    bf_digest_add(&digest, identity.version, strlen(identity.version) + 1);
    bf_digest_add(&digest, identity.commit, strlen(identity.commit));
    return bf_digest_end(&digest);
}

static bool open_model(struct bf_model *model, const char *file, const char *text)
{
    return bf_stored_open(model, file, text) == BF_EXIT_DONE;
}

static uint32_t threads_wanted(int argc, char *argv[])
{
    struct bf_arguments arguments;
    const struct bf_command *command = argc > 1 ? bf_command_find(argv[1]) : NULL;
    uint32_t threads = 1;
    if (command == NULL) return threads;
    if (bf_arguments_read(&arguments, command, argc, argv) && arguments.threads > 0)
        threads = (uint32_t)arguments.threads;
    bf_arguments_free(&arguments);
    return threads;
}

/* Rank 0 alone speaks, and decides when it is over: Ctrl-C is for it. */
static int help(int argc, char *argv[])
{
    if (freopen("/dev/null", "w", stdout) == NULL || freopen("/dev/null", "w", stderr) == NULL)
        return BF_EXIT_IO;
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    bf_ranks_serve(ranks, threads_wanted(argc, argv), open_model);
    if (!bf_ranks_end(ranks)) _exit(BF_EXIT_DONE);
    return BF_EXIT_DONE;
}

/* What simulates and hands nothing out would let all ranks but one wait until its end. */
static bool refuse_idleness(int argc, char *argv[], int *code)
{
    static const char *const alone[] = {"sweep", "optimise", "calibrate", "explain", "log"};
    bool is_alone = false;
    for (size_t i = 0; i < sizeof alone / sizeof alone[0] && argc > 1; i++)
        is_alone = is_alone || strcmp(argv[1], alone[i]) == 0;
    if (!is_alone || bf_ranks_count(ranks) < 2) return false;
    *code = bf_complain(BF_EXIT_USAGE,
                        "bedflow %s works on one machine, and the other ranks would wait for it: "
                        "leave mpirun away; --threads says how many processors it takes.\n"
                        "run, compare, extend, reproduce and resume hand out their replications",
                        argv[1]);
    bf_ranks_finish(*code);
    ranks = NULL;
    return true;
}

bool bf_ranks_start(int argc, char *argv[], int *code)
{
    static const char *const size[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "PMIX_RANK"};
    static const char *const rank[] = {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK"};
    const char *many = told_by(size, 3), *mine = told_by(rank, 3);
    if (many == NULL) return false;
    if (!bf_ranks_are_built()) {
        if (strcmp(many, "1") == 0 && getenv(size[0]) != NULL) return false;
        *code = BF_EXIT_USAGE;
        if (mine == NULL || strcmp(mine, "0") == 0)
            bf_complain(BF_EXIT_USAGE,
                        "this bedflow was built without MPI, so that every rank would do the same; "
                        "build it with: make MPI=1");
        return true;
    }
    ranks = bf_ranks_begin(&argc, &argv, this_program());
    if (bf_ranks_mine(ranks) == 0) return refuse_idleness(argc, argv, code);
    *code = help(argc, argv);
    return true;
}

int bf_ranks_finish(int code)
{
    const char *trouble = bf_ranks_trouble(ranks);
    if (trouble[0] != '\0') bf_say("%.*s", (int)strlen(trouble) - 1, trouble);
    if (bf_ranks_end(ranks)) return code;
    fflush(NULL);
    _exit(code); /* the orderly end of MPI would wait for the dead */
}
