/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/comparison_json.h -- a comparison as members of a JSON document: comparison.json and
 * what `bedflow compare --json` prints.
 */
#ifndef BF_REPORT_COMPARISON_JSON_H
#define BF_REPORT_COMPARISON_JSON_H

#include "bedflow/report/comparison_table.h"
#include "bedflow/report/result_json.h"

/* "method" and "options". With the scenarios' resolved texts if `whole`; the table is without
 * them. */
void bf_json_comparison(struct bf_json *json, const struct bf_comparison_view *view, bool whole);
extern const struct bf_member bf_comparison_method_members[], bf_comparison_option_members[];

/* What an option costs and is worth (study/worth.h): the columns of options.csv and members of an
 * option. NaN where there is no bill, and for ratios where no days may be avoided or released. */
enum { BF_COMPARISON_WORTH = 21 };
extern const char *const bf_comparison_worth_name[BF_COMPARISON_WORTH];
void bf_comparison_worth(const struct bf_comparison_view *view, uint32_t option,
                         double number[BF_COMPARISON_WORTH]);

#endif
