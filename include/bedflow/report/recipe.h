/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/recipe.h -- what a result folder says of how it was made: enough to make it again.
 *
 * From run.json alone. The scenario is its own resolved text, so the files that
 * it came from may have changed or gone; its SHA-256 tells whether the text is
 * still the one that ran.
 *
 * Ownership: a recipe owns its texts and arrays; free it once.
 */
#ifndef BF_REPORT_RECIPE_H
#define BF_REPORT_RECIPE_H

#include "bedflow/report/json_read.h"

struct bf_recipe {
    const char *file; /* the scenario's name, as the user typed it */
    const char *title;
    const char *text;                       /* resolved scenario */
    const char *version, *commit, *command; /* of the program that ran; "" if unknown */
    uint64_t seed, digest;
    uint32_t warm_up_days;
    bool fixed_inputs, interrupted;
    uint32_t planned, stopped;
    uint32_t count;
    uint32_t *replication;            /* [count]: numbers, ascending */
    uint64_t *own_digest;             /* [count]: of each */
    uint64_t *people;                 /* [count]: of who presented in each; NULL: not known */
    struct bf_json_document document; /* private */
};

/* Read DIR/run.json. Fails with BF_E_IO, BF_E_SYNTAX, BF_E_KEY (something is
 * missing; was it written by an older version?), BF_E_RANGE (the scenario text
 * was changed since, numbers out of order, or nothing finished) or BF_E_NOMEM.
 * Free the recipe in any case. */
bool bf_recipe_read(struct bf_recipe *recipe, const char *dir, struct bf_err *err);
void bf_recipe_free(struct bf_recipe *recipe);

#endif
