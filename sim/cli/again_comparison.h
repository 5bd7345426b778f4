/* SPDX-License-Identifier: GPL-3.0-or-later */
/* again_comparison.h -- a stored comparison made again, or with more replications.
 *
 * From comparison.json alone, which has the scenario of every option as it was (the tables that a
 * scenario names must be where they were, unchanged: again.h). Each option is compared by the
 * digest of everything that it measured.
 */
#ifndef BF_CLI_AGAIN_COMPARISON_H
#define BF_CLI_AGAIN_COMPARISON_H

#include "bedflow/report/dossier.h"
#include "command.h"
#include "keeping.h"

/* Whether the folder is one of `bedflow compare`. */
bool bf_is_comparison(const char *dir);

/* `bedflow reproduce` and `bedflow extend` of it; exit codes. */
int bf_comparison_reproduce(const struct bf_arguments *arguments);
int bf_comparison_extend(const struct bf_arguments *arguments);
extern const struct bf_member bf_reproduced_option_members[];

/* cmd_compare.c: go on with more replications than `stored` has: its own must come out the same, or
 * nothing is changed. */
int bf_compare_extend(const struct bf_arguments *arguments, struct bf_keeping *keeping,
                      const struct bf_dossier *stored);

#endif
