/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/extend.h -- two pieces of one study put together.
 *
 * A replication depends on its number and on nothing that ran before it, so
 * replications 0-19 and then 20-99 are the same as 0-99 at once: the same
 * numbers, the same digests, bit for bit.
 */
#ifndef BF_STUDY_EXTEND_H
#define BF_STUDY_EXTEND_H

#include "bedflow/study/result.h"

/* The digest of all replications of a result, in their order; total_digest of a
 * result that ran at once is this. */
uint64_t bf_result_digest(const struct bf_result *result);
/* The same of who presented. Requires that it is known. */
uint64_t bf_result_people(const struct bf_result *result);

/* Add the replications of `more` behind those of `result`, which may be all
 * zero: then it becomes a copy. Without keep_days the daily values are left
 * out, and result->daily is NULL: a comparison of many long runs needs only
 * scalars. Times and threads add up as one who waited would count them.
 * Requires the same catalogue, seed, warm-up, and numbers above those of
 * `result`, stopped ones included. Fails with BF_E_NOMEM; `result` is as it was. */
bool bf_result_append(struct bf_result *result, const struct bf_result *more, bool keep_days,
                      struct bf_err *err);

#endif
