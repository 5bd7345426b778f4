/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/regress.h"

#include "bedflow/base/contract.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_multifit.h>

static bool fit(const double x[], const double y[], uint32_t rows, uint32_t columns, double beta[],
                gsl_multifit_linear_workspace *space, gsl_matrix *error)
{
    gsl_matrix_const_view design = gsl_matrix_const_view_array(x, rows, columns);
    gsl_vector_const_view response = gsl_vector_const_view_array(y, rows);
    gsl_vector_view slope = gsl_vector_view_array(beta, columns);
    double residual;
    return gsl_multifit_linear(&design.matrix, &response.vector, &slope.vector, error, &residual,
                               space) == 0;
}

bool bf_least_squares(const double x[], const double y[], uint32_t rows, uint32_t columns,
                      double beta[])
{
    if (columns == 0 || rows < columns) return false;
    gsl_multifit_linear_workspace *space = gsl_multifit_linear_alloc(rows, columns);
    gsl_matrix *error = gsl_matrix_alloc(columns, columns);
    bool good = space && error && fit(x, y, rows, columns, beta, space, error);
    if (error) gsl_matrix_free(error);
    if (space) gsl_multifit_linear_free(space);
    return good;
}

double bf_chi_squared_quantile(double p, double freedom)
{
    BF_REQUIRE(p > 0 && p < 1 && freedom > 0);
    return gsl_cdf_chisq_Pinv(p, freedom);
}
