/* SPDX-License-Identifier: GPL-3.0-or-later */
/* exactness.h -- whether --precision was reached, in words. */
#ifndef BF_CLI_EXACTNESS_H
#define BF_CLI_EXACTNESS_H

#include "bedflow/study/precision.h"

/* Say it (quiet: only if not). `count` replications were run; `name` are the
 * options', or NULL for a single study. Returns BF_EXIT_DONE or BF_EXIT_NOT_EXACT. */
int bf_exactness_say(const struct bf_reached *reached, const struct bf_catalogue *catalogue,
                     uint32_t count, const char *const name[], bool quiet);

#endif
