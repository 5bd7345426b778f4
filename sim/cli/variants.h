/* SPDX-License-Identifier: GPL-3.0-or-later */
/* variants.h -- the options of a comparison: scenario files, and changes to the base.
 *
 * --alt "more-beds: services.step_down.beds=92, services.team.staff=4.5" is the
 * base with two values changed. A comma ends a value when a path and "=" follow it outside
 * brackets, so "Mon-Fri 09:00, Sat 10:00" and "[1, 2]" are values.
 */
#ifndef BF_CLI_VARIANTS_H
#define BF_CLI_VARIANTS_H

#include "command.h"

#define BF_VARIANTS_CAP BF_OPERANDS_CAP

struct bf_variant {
    char name[48]; /* unlike all others */
    const char *file;
    const char *words;      /* what --alt changes, as typed; NULL for a file */
    struct bf_setting *set; /* [set_count]: those of --set, then its own */
    size_t set_count;
    char *text; /* private: own settings, cut in place */
};

struct bf_variants {
    struct bf_variant item[BF_VARIANTS_CAP];
    uint32_t count;
};

/* Fill from operands, --set and --alt. Says what is wrong and returns an exit code. Free in any
 * case. */
int bf_variants_read(struct bf_variants *variants, const struct bf_arguments *arguments);
void bf_variants_free(struct bf_variants *variants);

#endif
