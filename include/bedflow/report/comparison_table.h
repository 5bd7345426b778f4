/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/comparison_table.h -- options against the base, for a terminal and for people.
 *
 * One block an option: what it is, each headline measure at the base, in the
 * option, their paired difference with the interval that holds for all
 * differences shown at once, and a verdict in words. Then the delayed bed days
 * avoided and, where there is a bill, what each costs (study/worth.h), which option is best and how
 * sure that is, who meets the targets, and how the numbers were made. At most 100 columns.
 */
#ifndef BF_REPORT_COMPARISON_TABLE_H
#define BF_REPORT_COMPARISON_TABLE_H

#include "bedflow/base/text.h"
#include "bedflow/study/compare.h"

/* What was compared, and what the user called it. All is the caller's. */
struct bf_comparison_view {
    const struct bf_decision *decision;
    const struct bf_result *result; /* [option_count] */
    const char *const *name;        /* [option_count], short: "more-beds" */
    const char *const *text;        /* [option_count]: scenarios resolved; NULL if unknown */
};

/* Append the table to `out` (check out->failed at the end). */
void bf_comparison_table(const struct bf_comparison_view *view, struct bf_text *out);

/* Append of one option (1..): delayed bed days avoided, what that costs and by whom it is paid, and
 * what the acute days released are worth. The days have the interval that holds for all differences
 * shown if `together`, else their own. */
void bf_comparison_money(const struct bf_comparison_view *view, uint32_t option, bool together,
                         struct bf_text *out);

/* A verdict in a measure's own words: "lower: better" where lower is better. */
void bf_comparison_verdict(const struct bf_measure *measure, const struct bf_paired *paired,
                           char text[], size_t size);

/* What a chance of 0 or 100% says and does not say; `least` and `most` are the smallest and the
 * largest share of winters in which an option met the target. NULL: nothing to add. */
const char *bf_comparison_target_remark(double least, double most);

/* What a measure is called: its title, or "Service: wait p95". */
void bf_comparison_measure(const struct bf_measure *measure, char text[], size_t size);

#endif
