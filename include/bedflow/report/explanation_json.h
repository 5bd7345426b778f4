/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/explanation_json.h -- an explanation as the members of a JSON object.
 *
 * The table describes what bf_json_explanation writes; the command line adds `folder`.
 */
#ifndef BF_REPORT_EXPLANATION_JSON_H
#define BF_REPORT_EXPLANATION_JSON_H

#include "bedflow/report/explanation_words.h"
#include "bedflow/report/json_schema.h"

/* With `folder`, a text, which is the caller's to write. */
extern const struct bf_member bf_explanation_members[];

/* All but `folder`, into the open object. */
void bf_json_explanation(struct bf_json *json, const struct bf_explanation_view *view);

#endif
