/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/shapley.h -- what each of a few causes adds to a whole, when they act together.
 *
 * value[S] is the outcome when the causes in S are in force, S read as bits. A
 * cause's share is what it adds to those that came before it, averaged over all
 * orders in which they could have come:
 *
 *   share_i = sum over S without i of |S|! (k - |S| - 1)! / k! (value[S + i] - value[S])
 *
 * Shares add up to value[all] - value[none]; causes whose effects add get their
 * own; what two do only together is halved between them; a cause without effect
 * gets 0.
 * Source: L. Shapley, A value for n-person games, Annals of Mathematics Studies
 * 28 (1953) 307-317. Cost: k 2^k.
 */
#ifndef BF_STATS_SHAPLEY_H
#define BF_STATS_SHAPLEY_H

#include <stdint.h>

#define BF_SHAPLEY_CAUSES 6u

/* share[causes] from value[2^causes]. Requires 1 to BF_SHAPLEY_CAUSES causes. */
void bf_shapley(const double value[], uint32_t causes, double share[]);

#endif
