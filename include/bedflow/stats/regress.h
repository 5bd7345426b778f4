/* SPDX-License-Identifier: GPL-3.0-or-later */
/* stats/regress.h -- a plane through points by least squares, and the chi-squared law.
 *
 * Source: singular values by Jacobi's rotations, columns scaled (GSL, gsl_linalg_SV_decomp_jacobi),
 * and gsl_cdf_chisq_Pinv.
 */
#ifndef BF_STATS_REGRESS_H
#define BF_STATS_REGRESS_H

#include <stdbool.h>
#include <stdint.h>

/* beta[columns] that makes the sum of squares of y[rows] - x beta least;
 * x[rows][columns]. Columns that others explain share their slope. False when
 * there are fewer rows than columns, or without memory, which *no_memory tells. */
bool bf_least_squares(const double x[], const double y[], uint32_t rows, uint32_t columns,
                      double beta[], bool *no_memory);

/* The value below which a chi-squared number of `freedom` degrees lies with
 * probability p. Requires 0 < p < 1 and freedom > 0. */
double bf_chi_squared_quantile(double p, double freedom);

#endif
