/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/worth.h -- what an option costs, and what it is worth.
 *
 * Money that is paid and the worth of acute days that are released are kept apart. `spend` is
 * what the option costs more than the base: its purchases (`paid`), and what other services cost
 * more or less because people use them otherwise. What the scenario states as the cost of acute
 * services is not in it: a released acute day is a bed that somebody else can have, and saves cash
 * only where beds close.
 *
 * Money and days of one replication belong together, so a ratio is that of
 * mean extra spend to mean days avoided over the pairs, with Fieller's interval
 * (stats/interval.h), which knows that both are uncertain and move together. It
 * stands alone: it is not in the family of study/compare.h. Where the days avoided may
 * be none the interval has no ends, and a ratio would mislead.
 *
 * What an acute day released is worth is between nothing and its average cost: `net` is the spend
 * less the days released at nothing, at the marginal and at the average cost that the scenario
 * states, and `break_even` the value at which the option costs as much as its days are worth.
 *
 * The price of a purchase at which two options are worth the same (struct bf_price): with that
 * price per unit paid, in place of its own, option A with the spot purchase k would have the net
 * cost of option B. As the bill is price times units, that price is mean(net_B - (net_A - bill_k))
 * / mean(units_k), a ratio of means of the same replications again. "How dear may a spot bed be
 * before the block is the better buy?" It supposes that as many would be bought at the other price.
 *
 * A scenario that buys nothing has no measure of spend: it spends 0.
 */
#ifndef BF_STUDY_WORTH_H
#define BF_STUDY_WORTH_H

#include "bedflow/study/compare.h"

enum bf_valuation { BF_DAY_AT_NOTHING, BF_DAY_AT_MARGINAL, BF_DAY_AT_AVERAGE, BF_VALUATIONS };

/* Pounds are option - base. A number that is not known is NaN. */
struct bf_worth {
    bool known;              /* some option or the base has a bill, and delayed days are measured */
    struct bf_interval paid; /* the bills of purchases */
    struct bf_interval spend;    /* those and other services, but acute ones */
    struct bf_interval avoided;  /* delayed bed days, base - option */
    struct bf_interval per_day;  /* pounds of spend per day avoided; low and high NaN: see above */
    bool valued;                 /* acute bed days are measured */
    struct bf_interval released; /* acute bed days, base - option */
    struct bf_interval net[BF_VALUATIONS]; /* spend - released x value */
    struct bf_interval break_even;         /* spend / released: what an acute day must be worth */
};

/* An option (1..) against the base. Intervals at decision->level. */
void bf_worth_of(const struct bf_decision *decision, const struct bf_result result[],
                 uint32_t option, struct bf_worth *worth);

/* "nothing", "marginal cost", "average cost" */
extern const char *const bf_valuation_words[BF_VALUATIONS];

/* What one payer spends more than in the base, acute services left out; the payers add up to
 * `spend`. False if measure `m` is not that of a payer. */
bool bf_worth_of_payer(const struct bf_decision *decision, const struct bf_result result[],
                       uint32_t option, uint32_t m, struct bf_interval *extra);
const char *bf_worth_payer(const struct bf_measure *measure);

/* Prices per unit of what is bought: a bed day, an hour of care. */
struct bf_price {
    uint32_t own, other;                  /* options: whose price, and against which */
    const struct bf_measure *bought;      /* units of the purchase; its group names it */
    double now;                           /* mean bill / mean units */
    struct bf_interval at[BF_VALUATIONS]; /* at which both options are worth the same */
};
enum { BF_PRICES_CAP = 64 };

/* Every spot purchase of every option against every other option that has a block of the same
 * service. Returns how many; at most `cap`. */
uint32_t bf_prices_of(const struct bf_decision *decision, const struct bf_result result[],
                      struct bf_price price[], uint32_t cap);

/* The measure of the whole system of this name, or UINT32_MAX. */
uint32_t bf_decision_find(const struct bf_decision *decision, const char *name);

#endif
