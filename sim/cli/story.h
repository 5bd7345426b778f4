/* SPDX-License-Identifier: GPL-3.0-or-later */
/* story.h -- what happened to people, step by step, in plain words.
 *
 * A person is called by stream, day of first presentation and number on that
 * day: "falls-2022-01-03-17". The name is the same in every scenario with this
 * stream and seed, and so is the person (common random numbers). People of a
 * snapshot are called by their line in it: "snapshot-12".
 */
#ifndef BF_CLI_STORY_H
#define BF_CLI_STORY_H

#include "bedflow/base/text.h"
#include "bedflow/models/replicate.h"
#include "bedflow/report/json_schema.h"

#define BF_PERSON_CAP 128

struct bf_story {
    const struct bf_network *network;
    bf_day first_day;     /* of the run */
    struct bf_told *told; /* [count], in the order of time */
    size_t count, cap;
    bool failed; /* memory ran out: the rest is missing */
};

void bf_story_add(struct bf_story *story, const struct bf_told *told);
void bf_story_free(struct bf_story *story);

bool bf_person_print(const struct bf_network *network, uint64_t who, char text[], size_t size);
/* Text to the key of a person. False with why if no such person can exist. */
bool bf_person_parse(const struct bf_network *network, const char *text, uint64_t *who, char why[],
                     size_t size);

/* All that is kept, by time, each line with its person. */
void bf_story_by_time(const struct bf_story *story, struct bf_text *out);
/* All that is kept of one person, under a heading. */
void bf_story_of(const struct bf_story *story, uint64_t who, struct bf_text *out);

/* "steps" of a document: all that is kept, in the order of time. */
void bf_story_json(const struct bf_story *story, struct bf_json *json);
extern const struct bf_member bf_story_members[];

#endif
