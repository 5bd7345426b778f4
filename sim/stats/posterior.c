/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/stats/posterior.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"

#include <gsl/gsl_cdf.h>
#include <gsl/gsl_eigen.h>
#include <gsl/gsl_errno.h>
#include <gsl/gsl_linalg.h>
#include <gsl/gsl_multifit_nlinear.h>
#include <math.h>
#include <string.h>

#define SCAN       400u  /* places looked at before the search */
#define STARTS     3u    /* of them, searched from */
#define HALVINGS   30u   /* of the bracket of the discrepancy */
#define BURN_IN    2000u /* steps of the walk that are forgotten */
#define THIN       5u    /* steps from one sample to the next */
#define WEAK_HOLD  0.1   /* pull to the middle: 1 sd at ten times the range */
#define UNIFORM_OF 3.0   /* 1 / variance of the uniform law on -1..1 */

/* The whitened problem: residual = target - surface * powers(x), of covariance 1. */
struct white {
    const struct bf_evidence *evidence;
    uint32_t rows, inputs, terms;
    double *root;    /* [rows][rows] */
    double *target;  /* [rows] */
    double *surface; /* [rows][terms] */
    double *scan;    /* [SCAN][inputs] */
    bool no_memory;
};

/* L with L L' = matrix (n x n, symmetric), in its lower triangle. False if it is
 * not positive definite. */
static bool cholesky(double matrix[], uint32_t n)
{
    gsl_matrix_view view = gsl_matrix_view_array(matrix, n, n);
    return gsl_linalg_cholesky_decomp1(&view.matrix) == GSL_SUCCESS;
}

/* L^-1 v, in place. */
static void forward(const double root[], uint32_t n, double v[], uint32_t stride)
{
    for (uint32_t i = 0; i < n; i++) {
        double sum = v[(size_t)i * stride];
        for (uint32_t k = 0; k < i; k++)
            sum -= root[(size_t)i * n + k] * v[(size_t)k * stride];
        v[(size_t)i * stride] = sum / root[(size_t)i * n + i];
    }
}

static bool whiten(struct white *w, double d)
{
    const struct bf_evidence *e = w->evidence;
    memcpy(w->root, e->covariance, sizeof(double) * w->rows * w->rows);
    for (uint32_t i = 0; i < w->rows; i++)
        w->root[(size_t)i * w->rows + i] += d * d * e->scale[i] * e->scale[i];
    if (!cholesky(w->root, w->rows)) return false;
    for (uint32_t i = 0; i < w->rows; i++) {
        w->target[i] = e->observed[i];
        memcpy(w->surface + (size_t)i * w->terms,
               e->emulator->coefficient + (size_t)e->output[i] * w->terms,
               sizeof(double) * w->terms);
    }
    forward(w->root, w->rows, w->target, 1);
    for (uint32_t t = 0; t < w->terms; t++)
        forward(w->root, w->rows, w->surface + t, w->terms);
    return true;
}

static double residual(const struct white *w, uint32_t row, const double power[])
{
    double at = w->target[row];
    for (uint32_t t = 0; t < w->terms; t++)
        at -= w->surface[(size_t)row * w->terms + t] * power[t];
    return at;
}

static double squares_at(const struct white *w, const double x[])
{
    double power[BF_EMULATOR_TERMS], sum = 0;
    bf_emulator_powers(w->inputs, x, power);
    for (uint32_t i = 0; i < w->rows; i++) {
        double r = residual(w, i, power);
        sum += r * r;
    }
    return sum;
}

/* Slope of the whitened means along input j. */
static double slope(const struct white *w, uint32_t row, const double x[], uint32_t j)
{
    const double *c = w->surface + (size_t)row * w->terms;
    double sum = c[1 + j];
    uint32_t at = 1 + w->inputs;
    for (uint32_t a = 0; a < w->inputs; a++)
        for (uint32_t b = a; b < w->inputs; b++, at++) {
            if (a == j) sum += c[at] * x[b];
            if (b == j) sum += c[at] * x[a];
        }
    return sum;
}

/* ---- the best place -------------------------------------------------------------------- */

static void place_of(const struct white *w, const gsl_vector *t, double x[])
{
    for (uint32_t j = 0; j < w->inputs; j++)
        x[j] = sin(gsl_vector_get(t, j));
}

/* A weak pull to the middle keeps what the data do not determine from wandering. */
static int residuals_of(const gsl_vector *t, void *context, gsl_vector *f)
{
    const struct white *w = context;
    double x[BF_EMULATOR_INPUTS], power[BF_EMULATOR_TERMS];
    place_of(w, t, x);
    bf_emulator_powers(w->inputs, x, power);
    for (uint32_t i = 0; i < w->rows; i++)
        gsl_vector_set(f, i, residual(w, i, power));
    for (uint32_t j = 0; j < w->inputs; j++)
        gsl_vector_set(f, w->rows + j, WEAK_HOLD * x[j]);
    return GSL_SUCCESS;
}

static int slopes_of(const gsl_vector *t, void *context, gsl_matrix *jacobian)
{
    const struct white *w = context;
    double x[BF_EMULATOR_INPUTS];
    place_of(w, t, x);
    gsl_matrix_set_zero(jacobian);
    for (uint32_t j = 0; j < w->inputs; j++) {
        double inner = cos(gsl_vector_get(t, j));
        for (uint32_t i = 0; i < w->rows; i++)
            gsl_matrix_set(jacobian, i, j, -slope(w, i, x, j) * inner);
        gsl_matrix_set(jacobian, w->rows + j, j, WEAK_HOLD * inner);
    }
    return GSL_SUCCESS;
}

/* From x downhill; x becomes the place found. False without memory. */
static bool descend(const struct white *w, double x[])
{
    struct white copy = *w; /* GSL's context is not const */
    gsl_multifit_nlinear_fdf problem = {.f = residuals_of,
                                        .df = slopes_of,
                                        .n = w->rows + w->inputs,
                                        .p = w->inputs,
                                        .params = &copy};
    gsl_multifit_nlinear_parameters how = gsl_multifit_nlinear_default_parameters();
    gsl_multifit_nlinear_workspace *space =
        gsl_multifit_nlinear_alloc(gsl_multifit_nlinear_trust, &how, problem.n, problem.p);
    gsl_vector *t = gsl_vector_alloc(w->inputs);
    bool ok = space && t;
    for (uint32_t j = 0; ok && j < w->inputs; j++)
        gsl_vector_set(t, j, asin(fmax(-0.99, fmin(0.99, x[j]))));
    int why;
    if (ok && gsl_multifit_nlinear_init(t, &problem, space) == GSL_SUCCESS) {
        gsl_multifit_nlinear_driver(200, 1e-10, 1e-10, 1e-12, NULL, NULL, &why, space);
        place_of(w, gsl_multifit_nlinear_position(space), x);
    }
    if (space) gsl_multifit_nlinear_free(space);
    if (t) gsl_vector_free(t);
    return ok;
}

static bool find_best(const struct white *w, double best[], double *squares)
{
    double at[STARTS][BF_EMULATOR_INPUTS] = {{0}}, value[STARTS];
    for (uint32_t s = 0; s < STARTS; s++)
        value[s] = HUGE_VAL;
    for (uint32_t k = 0; k < SCAN; k++) {
        const double *x = w->scan + (size_t)k * w->inputs;
        double here = squares_at(w, x);
        uint32_t s = STARTS;
        for (; s > 0 && here < value[s - 1]; s--)
            if (s < STARTS) {
                value[s] = value[s - 1];
                memcpy(at[s], at[s - 1], sizeof at[s]);
            }
        if (s == STARTS) continue;
        value[s] = here;
        memcpy(at[s], x, sizeof(double) * w->inputs);
    }
    *squares = HUGE_VAL;
    for (uint32_t s = 0; s < STARTS; s++) {
        if (!descend(w, at[s])) return false;
        double here = squares_at(w, at[s]);
        if (!(here < *squares)) continue;
        *squares = here;
        memcpy(best, at[s], sizeof(double) * w->inputs);
    }
    return true;
}

/* ---- discrepancy ----------------------------------------------------------------------- */

enum tried { FAILED, TOO_FAR, NEAR };

static enum tried try_discrepancy(struct white *w, double d, struct bf_posterior *p)
{
    if (!whiten(w, d)) return FAILED;
    w->no_memory = !find_best(w, p->best, &p->squares);
    if (w->no_memory) return FAILED;
    p->discrepancy = d;
    return p->squares > (double)w->rows - w->inputs ? TOO_FAR : NEAR;
}

static bool settle(struct white *w, struct bf_posterior *p)
{
    const double given = w->evidence->discrepancy;
    enum tried tried = try_discrepancy(w, isnan(given) ? 0 : given, p);
    if (tried != TOO_FAR || !isnan(given) || w->rows <= w->inputs) return tried != FAILED;
    double low = 0, high = 0.01;
    p->discrepancy_found = true;
    while (tried == TOO_FAR && high < 100) {
        tried = try_discrepancy(w, high, p);
        if (tried == TOO_FAR) low = high;
        high *= 2;
    }
    high /= 2;
    for (uint32_t k = 0; k < HALVINGS && tried != FAILED && high - low > 1e-4 * high; k++) {
        double middle = (low + high) / 2;
        tried = try_discrepancy(w, middle, p);
        *(tried == TOO_FAR ? &low : &high) = middle;
    }
    return tried != FAILED && try_discrepancy(w, high, p) != FAILED;
}

/* ---- spread ---------------------------------------------------------------------------- */

static void inform(const struct white *w, struct bf_posterior *p)
{
    for (uint32_t j = 0; j < w->inputs; j++)
        for (uint32_t k = 0; k <= j; k++) {
            double sum = 0;
            for (uint32_t i = 0; i < w->rows; i++)
                sum += slope(w, i, p->best, j) * slope(w, i, p->best, k);
            p->information[j * w->inputs + k] = p->information[k * w->inputs + j] = sum;
        }
}

/* The lower root of the steps' covariance: that of the linear posterior within the range. */
static bool step_root(const struct bf_posterior *p, double root[])
{
    uint32_t n = p->inputs;
    double precision[BF_EMULATOR_INPUTS * BF_EMULATOR_INPUTS];
    memcpy(precision, p->information, sizeof(double) * n * n);
    for (uint32_t j = 0; j < n; j++)
        precision[j * n + j] += UNIFORM_OF;
    gsl_matrix_view view = gsl_matrix_view_array(precision, n, n);
    if (gsl_linalg_cholesky_decomp1(&view.matrix) || gsl_linalg_cholesky_invert(&view.matrix))
        return false;
    memcpy(root, precision, sizeof(double) * n * n);
    return cholesky(root, n);
}

static bool within(const double x[], uint32_t n)
{
    for (uint32_t j = 0; j < n; j++)
        if (!(x[j] >= -1 && x[j] <= 1)) return false;
    return true;
}

static bool walk(const struct white *w, bf_posterior_uniform *uniform, void *context,
                 struct bf_posterior *p)
{
    uint32_t n = w->inputs, steps = BURN_IN + THIN * BF_POSTERIOR_SAMPLES, moved = 0;
    double root[BF_EMULATOR_INPUTS * BF_EMULATOR_INPUTS], at[BF_EMULATOR_INPUTS];
    double size = 2.38 / sqrt(n); /* Roberts, Gelman, Gilks (1997) */
    if (!step_root(p, root)) return false;
    memcpy(at, p->best, sizeof at);
    double here = squares_at(w, at);
    for (uint32_t s = 0; s < steps; s++) {
        double normal[BF_EMULATOR_INPUTS], to[BF_EMULATOR_INPUTS];
        for (uint32_t j = 0; j < n; j++)
            normal[j] = gsl_cdf_ugaussian_Pinv(uniform(context));
        for (uint32_t j = 0; j < n; j++) {
            to[j] = at[j];
            for (uint32_t k = 0; k <= j; k++)
                to[j] += size * root[j * n + k] * normal[k];
        }
        double chance = uniform(context);
        if (within(to, n)) {
            double there = squares_at(w, to);
            if (log(chance) < (here - there) / 2) {
                here = there;
                memcpy(at, to, sizeof at);
                moved++;
            }
        }
        if (s >= BURN_IN && (s - BURN_IN) % THIN == 0)
            memcpy(p->sample + (size_t)(s - BURN_IN) / THIN * n, at, sizeof(double) * n);
    }
    p->accepted = (double)moved / steps;
    return true;
}

bool bf_posterior_infer(const struct bf_evidence *e, bf_posterior_uniform *uniform, void *context,
                        struct bf_posterior *p, struct bf_err *err)
{
    struct white w = {
        .evidence = e, .rows = e->rows, .inputs = e->emulator->inputs, .terms = e->emulator->terms};
    BF_REQUIRE(e->rows > 0);
    *p = (struct bf_posterior){.inputs = w.inputs};
    p->information = bf_heap_take((size_t)w.inputs * w.inputs, sizeof(double));
    p->sample = bf_heap_take((size_t)BF_POSTERIOR_SAMPLES * w.inputs, sizeof(double));
    w.root = bf_heap_take((size_t)w.rows * w.rows, sizeof(double));
    w.target = bf_heap_take(w.rows, sizeof(double));
    w.surface = bf_heap_take((size_t)w.rows * w.terms, sizeof(double));
    w.scan = bf_heap_take((size_t)SCAN * w.inputs, sizeof(double));
    bool memory = p->information && p->sample && w.root && w.target && w.surface && w.scan &&
                  bf_emulator_places(w.inputs, SCAN, w.scan);
    bool ok = memory && settle(&w, p);
    if (ok) inform(&w, p);
    ok = ok && walk(&w, uniform, context, p);
    bf_heap_give(w.root);
    bf_heap_give(w.target);
    bf_heap_give(w.surface);
    bf_heap_give(w.scan);
    if (ok) return true;
    if (!memory || w.no_memory)
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the search");
    return bf_fail(err, BF_E_RANGE, NULL,
                   "expected observations with an error or runs that differ by chance; without "
                   "either no value is more likely than another");
}

void bf_posterior_free(struct bf_posterior *p)
{
    bf_heap_give(p->information);
    bf_heap_give(p->sample);
    *p = (struct bf_posterior){.inputs = 0};
}

bool bf_information_directions(const double information[], uint32_t n, double vector[],
                               double reach[])
{
    double copy[BF_EMULATOR_INPUTS * BF_EMULATOR_INPUTS];
    memcpy(copy, information, sizeof(double) * n * n);
    gsl_matrix_view view = gsl_matrix_view_array(copy, n, n);
    gsl_eigen_symmv_workspace *space = gsl_eigen_symmv_alloc(n);
    gsl_vector *value = gsl_vector_alloc(n);
    gsl_matrix *direction = gsl_matrix_alloc(n, n);
    bool ok = space && value && direction &&
              gsl_eigen_symmv(&view.matrix, value, direction, space) == GSL_SUCCESS &&
              gsl_eigen_symmv_sort(value, direction, GSL_EIGEN_SORT_VAL_ASC) == GSL_SUCCESS;
    for (uint32_t k = 0; ok && k < n; k++) {
        double rise = gsl_vector_get(value, k);
        reach[k] = rise > 0 ? 1 / sqrt(rise) : (double)INFINITY;
        for (uint32_t j = 0; j < n; j++)
            vector[k * n + j] = gsl_matrix_get(direction, j, k);
    }
    if (space) gsl_eigen_symmv_free(space);
    if (value) gsl_vector_free(value);
    if (direction) gsl_matrix_free(direction);
    return ok;
}
