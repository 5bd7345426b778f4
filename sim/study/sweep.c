/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/sweep.h"

#include "bedflow/base/arena.h"

#include <math.h>
#include <string.h>

struct analysis {
    struct bf_sweep *sweep;
    uint64_t seed;
    uint32_t column;
    double *y;    /* [points][winters] of one measure */
    double *kept; /* the same, without gaps */
    double *mean; /* [points] */
    bool *whole;  /* [winters] */
};

static double response(const struct analysis *a, uint32_t point, uint32_t winter)
{
    return bf_response(a->sweep->responses, point, winter, a->column);
}

/* ---- points ---------------------------------------------------------------------------- */

static void summarise(const struct analysis *a, struct bf_sweep_measure *of)
{
    const struct bf_responses *r = a->sweep->responses;
    for (uint32_t p = 0; p < r->points; p++) {
        double *own = a->y + (size_t)p * r->replications;
        for (uint32_t w = 0; w < r->replications; w++)
            own[w] = response(a, p, w);
        memcpy(a->kept, own, r->replications * sizeof *own);
        bf_summarise(a->kept, r->replications, &of->point[p]); /* sorts */
        a->mean[p] = of->point[p].mean;
    }
}

/* ---- inputs and chance ----------------------------------------------------------------- */

/* Points that are a sample of the inputs. */
static uint32_t sampled_points(const struct bf_design *design)
{
    if (design->kind == BF_DESIGN_ONE_AT_A_TIME) return 0;
    return design->kind == BF_DESIGN_INDICES ? 2 * design->rows : design->count;
}

/* Whether every point that ran has the measure in this winter. */
static bool is_whole(const struct analysis *a, const struct bf_sweep_measure *of, uint32_t points,
                     uint32_t winter)
{
    for (uint32_t p = 0; p < points; p++)
        if (of->point[p].count > 0 && isnan(response(a, p, winter))) return false;
    return true;
}

static void split(const struct analysis *a, struct bf_sweep_measure *of)
{
    const struct bf_responses *r = a->sweep->responses;
    uint32_t sampled = sampled_points(a->sweep->design);
    size_t used = 0;
    for (uint32_t p = 0; p < sampled; p++)
        of->split_points += of->point[p].count > 0;
    for (uint32_t w = 0; w < r->replications; w++)
        of->split_winters += a->whole[w] = is_whole(a, of, sampled, w);
    for (uint32_t p = 0; p < sampled; p++)
        for (uint32_t w = 0; w < r->replications; w++)
            if (of->point[p].count > 0 && a->whole[w]) a->kept[used++] = response(a, p, w);
    bf_variance_split(a->kept, of->split_points, of->split_winters, BF_SWEEP_LEVEL, a->seed,
                      &of->split);
}

/* ---- indices --------------------------------------------------------------------------- */

static bool whole_row(const struct analysis *a, uint32_t row)
{
    const struct bf_design *d = a->sweep->design;
    for (uint32_t block = 0; block < d->factors + 2; block++)
        if (isnan(a->mean[block * d->rows + row])) return false;
    return true;
}

static bool estimate_indices(const struct analysis *a, struct bf_sweep_measure *of)
{
    const struct bf_design *d = a->sweep->design;
    uint32_t rows = 0, blocks = d->factors + 2;
    for (uint32_t i = 0; i < d->rows; i++)
        rows += whole_row(a, i);
    of->index_rows = rows;
    for (uint32_t block = 0, k = 0; block < blocks; block++)
        for (uint32_t i = 0; i < d->rows; i++)
            if (whole_row(a, i)) a->kept[k++] = a->mean[block * d->rows + i];
    if (rows >= 2)
        return bf_sobol_indices(a->kept, rows, d->factors, of->split.noise, BF_SWEEP_LEVEL, a->seed,
                                of->indices);
    const struct bf_interval none = {(double)NAN, (double)NAN, (double)NAN};
    for (uint32_t f = 0; f < d->factors; f++)
        of->indices[f] = (struct bf_indices){none, none};
    return true;
}

/* ---- all measures ---------------------------------------------------------------------- */

static bool take_measure(const struct bf_sweep *s, struct bf_sweep_measure *of)
{
    of->point = bf_heap_take(s->design->count, sizeof *of->point);
    of->effect = bf_heap_take(s->design->factors, sizeof *of->effect);
    if (s->design->kind == BF_DESIGN_INDICES)
        of->indices = bf_heap_take(s->design->factors, sizeof *of->indices);
    return of->point && of->effect && (of->indices || s->design->kind != BF_DESIGN_INDICES);
}

static bool analyse_measure(struct analysis *a, struct bf_sweep_measure *of)
{
    const struct bf_sweep *s = a->sweep;
    summarise(a, of);
    split(a, of);
    return bf_effects(s->design, s->factors, a->y, s->responses->replications, BF_SWEEP_LEVEL,
                      of->effect) &&
           (!of->indices || estimate_indices(a, of));
}

bool bf_sweep_analyse(const struct bf_factors *factors, const struct bf_design *design,
                      const struct bf_responses *responses,
                      const struct bf_measure *const measure[], uint64_t seed,
                      struct bf_sweep *sweep, struct bf_err *err)
{
    size_t cells = (size_t)responses->points * responses->replications + 1;
    *sweep = (struct bf_sweep){.factors = factors,
                               .design = design,
                               .responses = responses,
                               .measures = responses->measures};
    struct analysis a = {.sweep = sweep, .seed = seed};
    a.y = bf_heap_take(cells, sizeof *a.y);
    a.kept = bf_heap_take(cells, sizeof *a.kept);
    a.mean = bf_heap_take(responses->points, sizeof *a.mean);
    a.whole = bf_heap_take(responses->replications, sizeof *a.whole);
    sweep->of = bf_heap_take(sweep->measures + 1, sizeof *sweep->of);
    bool good = a.y && a.kept && a.mean && a.whole && sweep->of;
    for (uint32_t m = 0; good && m < sweep->measures; m++) {
        sweep->of[m].measure = measure[m];
        a.column = m;
        good = take_measure(sweep, &sweep->of[m]) && analyse_measure(&a, &sweep->of[m]);
    }
    bf_heap_give(a.whole);
    bf_heap_give(a.mean);
    bf_heap_give(a.kept);
    bf_heap_give(a.y);
    return good || bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the analysis of the sweep");
}

void bf_sweep_free(struct bf_sweep *sweep)
{
    for (uint32_t m = 0; sweep->of && m < sweep->measures; m++) {
        bf_heap_give(sweep->of[m].point);
        bf_heap_give(sweep->of[m].effect);
        bf_heap_give(sweep->of[m].indices);
    }
    bf_heap_give(sweep->of);
    memset(sweep, 0, sizeof *sweep);
}
