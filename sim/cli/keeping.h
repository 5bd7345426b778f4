/* SPDX-License-Identifier: GPL-3.0-or-later */
/* keeping.h -- a run that can be killed, and gone on with.
 *
 * While a run is under way its finished replications lie in FOLDER.unfinished: what
 * was asked for (report/request.h) and the journal (report/journal.h). At the
 * end the tables are written there, too, and one rename makes it FOLDER; results that were in
 * FOLDER stay until then. After a failure the finished replications stay for
 * `bedflow resume`. Finished results keep their journal up to BF_KEPT_MOST bytes,
 * so that `bedflow extend` need not simulate them again: it holds every day of every series of
 * each replication, which the tables do not.
 */
#ifndef BF_CLI_KEEPING_H
#define BF_CLI_KEEPING_H

#include "bedflow/report/journal.h"
#include "bedflow/report/request.h"
#include "bedflow/study/study.h"
#include "command.h"

#define BF_KEPT_MOST (UINT64_C(256) << 20)

struct bf_keeping {
    bool on;                   /* replications are kept */
    bool force;                /* what is in the folder may be replaced */
    char folder[BF_FILE_CAP];  /* of the results */
    char place[BF_FILE_CAP];   /* FOLDER.unfinished */
    struct bf_request request; /* of one that is gone on with */
    struct bf_journal journal;
    struct bf_keeper keeper;
    uint32_t found, added; /* replications in the journal before; since */
};

/* All return an exit code, and have said what is wrong. */

/* Is an unfinished run in the way of a new one? `cure` says how it is started over. */
int bf_keeping_look(const char *folder, bool force, const char *cure);

/* Begin: make FOLDER.unfinished, say there what is asked for. With `off` nothing is kept, and the
 * others do what is left to do. */
int bf_keeping_begin(struct bf_keeping *keeping, const struct bf_request *request,
                     const char *folder, bool force, bool off);

/* Begin with the journal of FOLDER itself, if it is of this request; else as bf_keeping_begin. */
int bf_keeping_begin_from(struct bf_keeping *keeping, const struct bf_request *request,
                          const char *folder);

/* Go on with FOLDER.unfinished, or with FOLDER if it was interrupted. The request was made by this
 * very program, or it is refused. */
int bf_keeping_open(struct bf_keeping *keeping, const char *folder);

/* What keeps the replications of a study (NULL: nothing does), and the warm-up of those that are
 * there (-1 if none is). */
const struct bf_keeper *bf_keeping_of(const struct bf_keeping *keeping);
int32_t bf_keeping_warm_up(const struct bf_keeping *keeping);

/* Simulate one of the replications that are there again: it must come out the same. study[option];
 * their keepers and replications are not looked at. */
int bf_keeping_verify(struct bf_keeping *keeping, const struct bf_study study[]);

/* Write results and give the folder its name. */
typedef bool bf_fill(const void *context, const char *folder, struct bf_err *err);
int bf_keeping_store(struct bf_keeping *keeping, bf_fill *fill, const void *context,
                     bool interrupted);

/* Nothing is worth keeping: remove FOLDER.unfinished. */
void bf_keeping_drop(struct bf_keeping *keeping);

/* The end, in any case: says what is kept if no results were stored, and how to go on. */
void bf_keeping_end(struct bf_keeping *keeping);

/* Go on with a run or a comparison. */
int bf_run_go_on(const struct bf_arguments *arguments, struct bf_keeping *keeping); /* cmd_run.c */
int bf_compare_go_on(const struct bf_arguments *arguments,
                     struct bf_keeping *keeping); /* cmd_compare.c */

#endif
