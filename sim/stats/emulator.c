/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/emulator.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"

#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_qrng.h>
#include <math.h>

/* Singular values below this share of the largest are directions that the points leave open. */
#define NEGLIGIBLE 1e-10

uint32_t bf_emulator_terms(uint32_t inputs)
{
    return (inputs + 1) * (inputs + 2) / 2;
}

void bf_emulator_powers(uint32_t inputs, const double x[], double power[BF_EMULATOR_TERMS])
{
    uint32_t at = 0;
    power[at++] = 1;
    for (uint32_t j = 0; j < inputs; j++)
        power[at++] = x[j];
    for (uint32_t j = 0; j < inputs; j++)
        for (uint32_t k = j; k < inputs; k++)
            power[at++] = x[j] * x[k];
}

bool bf_emulator_places(uint32_t inputs, uint32_t count, double x[])
{
    gsl_qrng *sequence = gsl_qrng_alloc(gsl_qrng_sobol, inputs);
    if (!sequence) return false;
    for (uint32_t k = 0; k < count; k++) {
        double *place = x + (size_t)k * inputs;
        gsl_qrng_get(sequence, place);
        for (uint32_t j = 0; j < inputs; j++)
            place[j] = 2 * place[j] - 1;
    }
    gsl_qrng_free(sequence);
    return true;
}

struct parts {
    gsl_matrix *u, *v; /* of the powers: U S V' */
    gsl_vector *s;
};

static bool parts_take(struct parts *parts, uint32_t points, uint32_t terms)
{
    parts->u = gsl_matrix_alloc(points, terms);
    parts->v = gsl_matrix_alloc(terms, terms);
    parts->s = gsl_vector_alloc(terms);
    return parts->u && parts->v && parts->s;
}

static void parts_give(struct parts *parts)
{
    if (parts->u) gsl_matrix_free(parts->u);
    if (parts->v) gsl_matrix_free(parts->v);
    if (parts->s) gsl_vector_free(parts->s);
}

static uint32_t rank_of(const struct parts *parts, uint32_t terms)
{
    uint32_t rank = 0;
    while (rank < terms &&
           gsl_vector_get(parts->s, rank) > NEGLIGIBLE * gsl_vector_get(parts->s, 0))
        rank++;
    return rank;
}

/* Coefficients of one output: V S^-1 U' y. */
static void solve(const struct parts *parts, uint32_t rank, const double y[], uint32_t points,
                  uint32_t outputs, double coefficient[], uint32_t terms)
{
    for (uint32_t t = 0; t < terms; t++)
        coefficient[t] = 0;
    for (uint32_t k = 0; k < rank; k++) {
        double along = 0;
        for (uint32_t i = 0; i < points; i++)
            along += gsl_matrix_get(parts->u, i, k) * y[(size_t)i * outputs];
        along /= gsl_vector_get(parts->s, k);
        for (uint32_t t = 0; t < terms; t++)
            coefficient[t] += gsl_matrix_get(parts->v, t, k) * along;
    }
}

static double leverage(const struct parts *parts, uint32_t rank, uint32_t i)
{
    double sum = 0;
    for (uint32_t k = 0; k < rank; k++)
        sum += gsl_matrix_get(parts->u, i, k) * gsl_matrix_get(parts->u, i, k);
    return fmin(sum, 1 - 1e-6);
}

static void errors(struct bf_emulator *e, const struct parts *parts, uint32_t rank,
                   const double x[], const double y[], uint32_t points)
{
    double power[BF_EMULATOR_TERMS];
    for (uint32_t i = 0; i < points; i++) {
        double left_out = 1 / (1 - leverage(parts, rank, i));
        bf_emulator_powers(e->inputs, x + (size_t)i * e->inputs, power);
        for (uint32_t o = 0; o < e->outputs; o++) {
            double at = 0;
            for (uint32_t t = 0; t < e->terms; t++)
                at += e->coefficient[(size_t)o * e->terms + t] * power[t];
            double off = (y[(size_t)i * e->outputs + o] - at) * left_out;
            e->error[o] += off * off / points;
        }
    }
    for (uint32_t o = 0; o < e->outputs; o++)
        e->error[o] = sqrt(e->error[o]);
}

bool bf_emulator_fit(struct bf_emulator *e, const double x[], const double y[], uint32_t points,
                     uint32_t inputs, uint32_t outputs, struct bf_err *err)
{
    uint32_t terms = bf_emulator_terms(inputs);
    BF_REQUIRE(inputs >= 1 && inputs <= BF_EMULATOR_INPUTS && points > terms);
    *e = (struct bf_emulator){.inputs = inputs, .outputs = outputs, .terms = terms};
    e->coefficient = bf_heap_take((size_t)outputs * terms, sizeof(double));
    e->error = bf_heap_take(outputs, sizeof(double));
    struct parts parts = {.u = NULL};
    bool ok = e->coefficient && e->error && parts_take(&parts, points, terms);
    for (uint32_t i = 0; ok && i < points; i++) {
        double power[BF_EMULATOR_TERMS];
        bf_emulator_powers(inputs, x + (size_t)i * inputs, power);
        for (uint32_t t = 0; t < terms; t++)
            gsl_matrix_set(parts.u, i, t, power[t]);
    }
    /* by Jacobi's rotations: gsl_linalg_SV_decomp asks for memory inside and does not look */
    bool settled = ok && gsl_linalg_SV_decomp_jacobi(parts.u, parts.v, parts.s) == GSL_SUCCESS;
    if (settled) {
        uint32_t rank = rank_of(&parts, terms);
        for (uint32_t o = 0; o < outputs; o++)
            solve(&parts, rank, y + o, points, outputs, e->coefficient + (size_t)o * terms, terms);
        errors(e, &parts, rank, x, y, points);
    }
    parts_give(&parts);
    if (!ok) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the emulator");
    return settled || bf_fail(err, BF_E_RANGE, NULL,
                              "expected results through which a surface can be fitted; narrow the "
                              "ranges, or simulate more");
}

void bf_emulator_at(const struct bf_emulator *e, const double x[], double y[])
{
    double power[BF_EMULATOR_TERMS];
    bf_emulator_powers(e->inputs, x, power);
    for (uint32_t o = 0; o < e->outputs; o++) {
        y[o] = 0;
        for (uint32_t t = 0; t < e->terms; t++)
            y[o] += e->coefficient[(size_t)o * e->terms + t] * power[t];
    }
}

void bf_emulator_free(struct bf_emulator *e)
{
    bf_heap_give(e->coefficient);
    bf_heap_give(e->error);
    *e = (struct bf_emulator){.inputs = 0};
}
