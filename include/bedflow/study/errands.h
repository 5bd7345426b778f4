/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/errands.h -- unlike things done side by side, such as the files of a folder.
 *
 * Errands may not depend on one another, and may share what none of them changes.
 */
#ifndef BF_STUDY_ERRANDS_H
#define BF_STUDY_ERRANDS_H

#include "bedflow/base/err.h"

#include <stddef.h>
#include <stdint.h>

/* Does errand i. Any thread may call it, for several i at once. */
typedef bool bf_errand(void *context, size_t i, struct bf_err *err);

/* Do errands 0 .. count - 1, begun in this order by up to `threads` threads (0 counts as 1), the
 * calling one among them; with one thread they are done one after another. Once one has failed no
 * more are begun: returns false then, and *err is of the first in order among those that failed. */
bool bf_errands(bf_errand *errand, void *context, size_t count, uint32_t threads,
                struct bf_err *err);

#endif
