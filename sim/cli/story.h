/* SPDX-License-Identifier: GPL-3.0-or-later */
/* story.h -- what happened to people, step by step, in plain words. */
#ifndef BF_CLI_STORY_H
#define BF_CLI_STORY_H

#include "bedflow/base/text.h"
#include "bedflow/models/replicate.h"
#include "bedflow/report/json_schema.h"
#include "bedflow/report/person.h"

struct bf_story {
    const struct bf_network *network;
    bf_day first_day;     /* of the run */
    struct bf_told *told; /* [count], in the order of time */
    size_t count, cap;
    bool failed; /* memory ran out: the rest is missing */
};

void bf_story_add(struct bf_story *story, const struct bf_told *told);
void bf_story_free(struct bf_story *story);

/* All that is kept, by time, each line with its person. */
void bf_story_by_time(const struct bf_story *story, struct bf_text *out);
/* All that is kept of one person, under a heading. */
void bf_story_of(const struct bf_story *story, uint64_t who, struct bf_text *out);

/* "steps" of a document: all that is kept, in the order of time. */
void bf_story_json(const struct bf_story *story, struct bf_json *json);
extern const struct bf_member bf_story_members[];

#endif
