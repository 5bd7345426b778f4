/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/covariance.h -- how several numbers vary together, from few replications.
 *
 * With as many numbers as replications the sample covariance cannot be
 * inverted, and with half as many it is far off. Correlations are therefore drawn
 * towards 0 by the share that their own scatter calls for, and variances are kept:
 *
 *   share = sum var(r_jk) / sum r_jk^2   over j != k, at most 1
 *
 * Source: J. Schaefer, K. Strimmer, Stat. Appl. Genet. Mol. Biol. 4 (2005) no. 32.
 * Cost: count * columns^2.
 */
#ifndef BF_STATS_COVARIANCE_H
#define BF_STATS_COVARIANCE_H

#include <stdint.h>

/* value[count][columns] to covariance[columns][columns], symmetric; returns the
 * share. Requires count >= 3 and numbers that are defined. A column without
 * spread has variance and covariances 0. */
double bf_covariance_shrunk(const double value[], uint32_t count, uint32_t columns,
                            double covariance[]);

#endif
