/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/evidence.h -- which numbers of a scenario have a source, which are assumed, and which
 * have nothing to stand on.
 *
 * A number is a quantity, one of a list or of named shares, or an amount whose unit depends on what
 * it is for (add = "-15", target = "84%"). Those of one list
 * with the same evidence make one line.
 */
#ifndef BF_REPORT_EVIDENCE_H
#define BF_REPORT_EVIDENCE_H

#include "bedflow/base/param.h"
#include "bedflow/base/text.h"

enum bf_evidence {
    BF_EVIDENCE_DEFAULT, /* not in the scenario: what bedflow takes */
    BF_EVIDENCE_SOURCE,
    BF_EVIDENCE_ASSUMED,
    BF_EVIDENCE_NONE, /* written, with neither source nor assumption: a gap */
    BF_EVIDENCE_COUNT
};

struct bf_evidence_line {
    const struct bf_given *given; /* the first of its numbers */
    size_t count;
};
struct bf_evidence_list {
    struct bf_evidence_line *line; /* [count], by file, line, and as the reader found them */
    size_t count;
};

/* How many numbers have each kind of evidence. */
void bf_evidence_count(const struct bf_bound *bound, size_t count[BF_EVIDENCE_COUNT]);

/* The lines of one kind. False without memory. Free the list in any case. */
bool bf_evidence_list(const struct bf_bound *bound, enum bf_evidence kind,
                      struct bf_evidence_list *list) __attribute__((warn_unused_result));
void bf_evidence_list_free(struct bf_evidence_list *list);

/* A line's path, that of the list if there are several numbers; and its value as
 * written with its range, or "7 numbers". */
void bf_evidence_path(const struct bf_evidence_line *line, char text[], size_t size);
void bf_evidence_value(const struct bf_evidence_line *line, char text[], size_t size);

/* Gaps, assumptions and numbers with a source, each with its place and the reason or source:
 * `bedflow check --sources`. Check out->failed. */
void bf_evidence_table(const struct bf_bound *bound, struct bf_text *out);

#endif
