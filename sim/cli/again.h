/* SPDX-License-Identifier: GPL-3.0-or-later */
/* again.h -- a stored result made again: from its own run.json, and no other file but
 * the tables that its scenario names (a snapshot, daily arrivals), which must be
 * where they were and as they were.
 *
 * Replications that the folder has are compared by their digests: of everything
 * that was measured, to the last bit.
 */
#ifndef BF_CLI_AGAIN_H
#define BF_CLI_AGAIN_H

#include "bedflow/report/recipe.h"
#include "bedflow/study/study.h"
#include "command.h"
#include "keeping.h"

struct bf_again {
    struct bf_recipe recipe;
    struct bf_model model;
    struct bf_result result; /* of the new run */
};

/* What became of the stored replications that were run again. */
struct bf_agreement {
    uint32_t compared, equal;
    uint32_t first_different; /* its number, if compared > equal */
    uint32_t people_equal;    /* in which the same people presented */
    bool people_known;        /* the folder tells of people */
    bool whole;               /* every stored one was run again */
};

/* Read DIR and its scenario. Says what is wrong and returns an exit code. */
int bf_again_open(struct bf_again *again, const char *dir);

/* Run replications 0 up to `end` (left out); those that `keeping` has are taken from it. It may be
 * NULL. */
int bf_again_run(struct bf_again *again, uint32_t end, const struct bf_arguments *arguments,
                 struct bf_keeping *keeping);

void bf_again_compare(const struct bf_again *again, struct bf_agreement *agreement);

/* Why results may differ though the scenario is the same: to stderr. */
void bf_again_say_reasons(const struct bf_again *again);
void bf_again_say_versions(const char *version, const char *commit); /* that ran it */

/* A resolved scenario as a file of this name; its tables come from the disk, if unchanged. */
struct bf_stored {
    const char *file, *text;
};
struct bf_loader bf_stored_loader(struct bf_stored *stored);

/* Compile a scenario from its resolved text; free the model in any case. */
int bf_stored_open(struct bf_model *model, const char *file, const char *text);

void bf_again_free(struct bf_again *again);

#endif
