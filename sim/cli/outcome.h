/* SPDX-License-Identifier: GPL-3.0-or-later */
/* outcome.h -- a result as `result` of a JSON document: what run and extend tell. */
#ifndef BF_CLI_OUTCOME_H
#define BF_CLI_OUTCOME_H

#include "bedflow/report/identity.h"
#include "bedflow/report/json_schema.h"
#include "bedflow/study/precision.h"

extern const struct bf_member bf_outcome_members[];
extern const struct bf_member bf_exactness_members[];

/* Nothing unless a document is wanted. `folder` is where it is stored; NULL: nowhere. `reached`
 * may be NULL. Returns an exit code. */
int bf_outcome_reply(const struct bf_result *result, const struct bf_run_identity *identity,
                     const struct bf_reached *reached, const char *folder);

/* "precision": how exact the result is against what was asked; null if nothing was. */
void bf_exactness_json(struct bf_json *json, const struct bf_reached *reached,
                       const struct bf_catalogue *catalogue, const char *const name[]);

#endif
