/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/worth.h -- what a delayed bed day avoided costs.
 *
 * Money and days of one replication belong together, so the ratio is that of
 * mean extra spend to mean days avoided over the pairs, with Fieller's interval
 * (stats/interval.h), which knows that both are uncertain and move together. It
 * stands alone: it is not in the family of study/compare.h. Where the days avoided may
 * be none the interval has no ends, and a ratio would mislead.
 *
 * What an acute day released is worth is between nothing and its average cost: so the break-even
 * is told, the value at which the option costs as much as it saves. It leaves out what the scenario
 * states as cost of acute services, which would count the same days.
 *
 * A scenario that buys nothing has no measure of spend: it spends 0.
 */
#ifndef BF_STUDY_WORTH_H
#define BF_STUDY_WORTH_H

#include "bedflow/study/compare.h"

struct bf_worth {
    bool known; /* some option or the base has a bill, and delayed days are measured */
    struct bf_interval spend;      /* extra pounds of the option */
    struct bf_interval avoided;    /* delayed bed days, base - option */
    struct bf_interval per_day;    /* pounds per day avoided; low and high NaN: see above */
    bool valued;                   /* acute bed days are measured */
    struct bf_interval elsewhere;  /* extra pounds, but on acute services */
    struct bf_interval released;   /* acute bed days, base - option */
    struct bf_interval break_even; /* elsewhere / released: what an acute day must be worth */
};

/* An option (1..) against the base. Intervals at decision->level. */
void bf_worth_of(const struct bf_decision *decision, const struct bf_result result[],
                 uint32_t option, struct bf_worth *worth);

/* The measure of the whole system of this name, or UINT32_MAX. */
uint32_t bf_decision_find(const struct bf_decision *decision, const char *name);

#endif
