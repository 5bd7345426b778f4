/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/regress.h"

#include "bedflow/base/contract.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <math.h>

/* Singular values below this share of the largest are none. */
#define NEGLIGIBLE 2.3e-16

struct parts {
    gsl_matrix *u, *v; /* of x with columns of length 1: U S V' */
    gsl_vector *s, *length;
};

static bool parts_take(struct parts *parts, const double x[], uint32_t rows, uint32_t columns)
{
    parts->u = gsl_matrix_alloc(rows, columns);
    parts->v = gsl_matrix_alloc(columns, columns);
    parts->s = gsl_vector_alloc(columns);
    parts->length = gsl_vector_calloc(columns);
    if (!parts->u || !parts->v || !parts->s || !parts->length) return false;
    for (uint32_t j = 0; j < columns; j++) {
        double squares = 0;
        for (uint32_t i = 0; i < rows; i++)
            squares += x[(size_t)i * columns + j] * x[(size_t)i * columns + j];
        double length = squares > 0 ? sqrt(squares) : 1;
        gsl_vector_set(parts->length, j, length);
        for (uint32_t i = 0; i < rows; i++)
            gsl_matrix_set(parts->u, i, j, x[(size_t)i * columns + j] / length);
    }
    return true;
}

static void parts_give(struct parts *parts)
{
    if (parts->u) gsl_matrix_free(parts->u);
    if (parts->v) gsl_matrix_free(parts->v);
    if (parts->s) gsl_vector_free(parts->s);
    if (parts->length) gsl_vector_free(parts->length);
}

/* beta = V S^-1 U' y, in the lengths of the columns. */
static void solve(const struct parts *parts, const double y[], double beta[])
{
    for (size_t j = 0; j < parts->s->size; j++)
        beta[j] = 0;
    for (size_t k = 0; k < parts->s->size; k++) {
        double value = gsl_vector_get(parts->s, k), along = 0;
        if (!(value > NEGLIGIBLE * gsl_vector_get(parts->s, 0))) break;
        for (size_t i = 0; i < parts->u->size1; i++)
            along += gsl_matrix_get(parts->u, i, k) * y[i];
        for (size_t j = 0; j < parts->s->size; j++)
            beta[j] += gsl_matrix_get(parts->v, j, k) * along / value;
    }
    for (size_t j = 0; j < parts->s->size; j++)
        beta[j] /= gsl_vector_get(parts->length, j);
}

bool bf_least_squares(const double x[], const double y[], uint32_t rows, uint32_t columns,
                      double beta[], bool *no_memory)
{
    struct parts parts = {.u = NULL};
    *no_memory = false;
    if (columns == 0 || rows < columns) return false;
    bool good = parts_take(&parts, x, rows, columns);
    *no_memory = !good;
    /* not gsl_multifit_linear, which asks for memory inside and does not look */
    good = good && gsl_linalg_SV_decomp_jacobi(parts.u, parts.v, parts.s) == GSL_SUCCESS;
    if (good) solve(&parts, y, beta);
    parts_give(&parts);
    return good;
}

double bf_chi_squared_quantile(double p, double freedom)
{
    BF_REQUIRE(p > 0 && p < 1 && freedom > 0);
    return gsl_cdf_chisq_Pinv(p, freedom);
}
