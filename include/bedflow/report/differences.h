/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/differences.h -- how two scenarios differ, in words that make an agenda.
 *
 *   Services
 *     Step-down beds: beds 53 -> 83 (+30)
 *     new: Night sitters: kind team, staff 4
 *   Changes
 *     new: Winter block: Step-down beds: beds 62 -> 92, from 1 Nov 2021 to 31 Mar 2022, reached
 *     over 3 weeks (source E20)
 *
 * Values are compared as they are used and shown as they were written: "4 weeks"
 * and "28 days" are the same. Comments, order and layout make no difference;
 * neither does where a value comes from (a file, an included one, --set, a default).
 * What a change does to a number is told from the number as stated, as if no
 * other change applied. Numbers of a list (by_month) make one line together.
 * Evidence (source, assumption, range of an unchanged value) is counted at the end.
 *
 * Cost: quadratic in the settings of a scenario: 2,000 take some 20 ms.
 */
#ifndef BF_REPORT_DIFFERENCES_H
#define BF_REPORT_DIFFERENCES_H

#include "bedflow/base/text.h"
#include "bedflow/study/model.h"

/* Append the differences from a to b (check out->failed). Returns their number; 0: nothing that
 * a run uses differs (titles and labels apart). */
uint32_t bf_differences(const struct bf_model *a, const struct bf_model *b, struct bf_text *out);

#define BF_DIFFERENCE_SECTION 160

/* The next of those differences, from *at on, in one line without its indent, and the heading it
 * stands under ("" for the remark on evidence at the end). `item` is emptied first; the caller
 * frees it. False when none is left. Begin with section "" and *at at the first of the lines. */
bool bf_difference_next(const char **at, char section[BF_DIFFERENCE_SECTION], struct bf_text *item);

#endif
