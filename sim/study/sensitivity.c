/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/sensitivity.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/random/draw.h"
#include "bedflow/stats/quantile.h"
#include "bedflow/stats/regress.h"

#include <math.h>

enum { GROUPS = 20 };                               /* of points, left out in turn */
enum { THING_SPLIT = 0x5350, THING_ROWS = 0x524f }; /* kinds that no model draws for */

static const struct bf_interval nothing = {(double)NAN, (double)NAN, (double)NAN};

/* ---- effects --------------------------------------------------------------------------- */

struct effects {
    const struct bf_design *design;
    const struct bf_factors *factors;
    const double *y;
    uint32_t winters;
    double level;
};

static double at(const struct effects *e, uint32_t point, uint32_t winter)
{
    return e->y[(size_t)point * e->winters + winter];
}

/* Whether x is one end of a factor, but for rounding. */
static bool is_end(double x, double end)
{
    return fabs(x - end) <= 1e-9 * fmax(1, fabs(end));
}

/* Mean response of one winter over the points that have the factor at an end. */
static double level_mean(const struct effects *e, uint32_t f, double end, uint32_t winter)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t p = 0; p < e->design->count; p++)
        if (is_end(bf_design_point(e->design, p)[f], end) && !isnan(at(e, p, winter)))
            bf_tally_add(&tally, at(e, p, winter));
    return bf_tally_mean(&tally);
}

static void add_ends(double low, double high, struct bf_tally tally[3])
{
    if (isnan(low) || isnan(high)) return;
    bf_tally_add(&tally[0], low);
    bf_tally_add(&tally[1], high);
    bf_tally_add(&tally[2], high - low);
}

static void set_effect(const struct bf_tally tally[3], double level, struct bf_effect *effect)
{
    effect->at_low = bf_tally_mean(&tally[0]);
    effect->at_high = bf_tally_mean(&tally[1]);
    effect->change = bf_interval_of_mean(&tally[2], level);
}

static void start(struct bf_tally tally[3])
{
    for (int i = 0; i < 3; i++)
        bf_tally_init(&tally[i]);
}

static void effect_of_levels(const struct effects *e, uint32_t f, struct bf_effect *effect)
{
    const struct bf_factor *factor = &e->factors->factor[f];
    struct bf_tally tally[3];
    start(tally);
    for (uint32_t r = 0; r < e->winters; r++)
        add_ends(level_mean(e, f, factor->low, r), level_mean(e, f, factor->high, r), tally);
    set_effect(tally, e->level, effect);
}

/* Points are the base, then low and high of each factor. */
static void effect_alone(const struct effects *e, uint32_t f, struct bf_effect *effect)
{
    struct bf_tally tally[3];
    start(tally);
    for (uint32_t r = 0; r < e->winters; r++)
        add_ends(at(e, 2 * f + 1, r), at(e, 2 * f + 2, r), tally);
    set_effect(tally, e->level, effect);
}

static bool is_slope(const struct bf_factor *factor)
{
    return (factor->is_number || factor->is_date) && factor->low < factor->high;
}

/* Numbers as -1/2 at the low end and 1/2 at the high one: slopes are effects. */
static uint32_t fill_row(const struct effects *e, uint32_t point, double row[])
{
    uint32_t columns = 0;
    row[columns++] = 1;
    for (uint32_t f = 0; f < e->factors->count; f++) {
        const struct bf_factor *factor = &e->factors->factor[f];
        double x = bf_design_point(e->design, point)[f];
        if (is_slope(factor))
            row[columns++] = (x - factor->low) / (factor->high - factor->low) - 0.5;
    }
    return columns;
}

static uint32_t columns_of(const struct effects *e)
{
    uint32_t columns = 1;
    for (uint32_t f = 0; f < e->factors->count; f++)
        columns += is_slope(&e->factors->factor[f]);
    return columns;
}

/* Of one winter, or of the mean of all (winter == e->winters). */
static double response(const struct effects *e, uint32_t point, uint32_t winter)
{
    struct bf_tally tally;
    if (winter < e->winters) return at(e, point, winter);
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < e->winters; r++)
        if (!isnan(at(e, point, r))) bf_tally_add(&tally, at(e, point, r));
    return bf_tally_mean(&tally);
}

struct plane {
    double *x, *y, *beta;                        /* of a fit */
    struct bf_tally (*winters)[3], (*groups)[3]; /* [factors]: ends and change */
    bool no_memory;
};

/* The plane of a winter without the points of a group (GROUPS: all points); points without a
 * response are left out. */
static bool fit(const struct effects *e, uint32_t winter, uint32_t group, struct plane *plane)
{
    uint32_t rows = 0, columns = columns_of(e);
    for (uint32_t p = 0; p < e->design->count; p++) {
        double y = response(e, p, winter);
        if (isnan(y) || p % GROUPS == group) continue;
        fill_row(e, p, plane->x + (size_t)rows * columns);
        plane->y[rows++] = y;
    }
    return rows > columns &&
           bf_least_squares(plane->x, plane->y, rows, columns, plane->beta, &plane->no_memory);
}

static void add_slopes(const struct effects *e, const double beta[], struct bf_tally tally[][3])
{
    for (uint32_t f = 0, column = 1; f < e->factors->count; f++)
        if (is_slope(&e->factors->factor[f])) {
            add_ends(beta[0] - beta[column] / 2, beta[0] + beta[column] / 2, tally[f]);
            column++;
        }
}

/* Variances of chance and of which points there are, added; degrees of freedom by Satterthwaite. */
static void widen(const struct effects *e, const struct bf_tally *winters,
                  const struct bf_tally *groups, struct bf_interval *change)
{
    double n = (double)winters->count, g = (double)groups->count;
    double chance = bf_tally_variance(winters) / n;
    double points = (g - 1) * (g - 1) / g * bf_tally_variance(groups);
    double both = chance + points;
    change->low = change->high = (double)NAN;
    if (n < 2 || g < GROUPS) return;
    double freedom =
        both > 0 ? both * both / (chance * chance / (n - 1) + points * points / (g - 1)) : n - 1;
    uint64_t count = (uint64_t)fmax(2, floor(freedom) + 1);
    double half = bf_interval_half_width(count, sqrt(both * (double)count), e->level);
    change->low = change->estimate - half;
    change->high = change->estimate + half;
}

static bool effects_of_plane(const struct effects *e, struct bf_effect effect[])
{
    uint32_t k = e->factors->count, n = e->design->count;
    struct plane plane = {.x = bf_heap_take((size_t)n * (k + 1), sizeof *plane.x),
                          .y = bf_heap_take(n, sizeof *plane.y),
                          .beta = bf_heap_take(k + 1, sizeof *plane.beta),
                          .winters = bf_heap_take(k, sizeof *plane.winters),
                          .groups = bf_heap_take(k, sizeof *plane.groups)};
    bool good = plane.x && plane.y && plane.beta && plane.winters && plane.groups;
    for (uint32_t f = 0; good && f < k; f++) {
        start(plane.winters[f]);
        start(plane.groups[f]);
    }
    for (uint32_t r = 0; good && r < e->winters; r++, good = !plane.no_memory)
        if (fit(e, r, GROUPS, &plane)) add_slopes(e, plane.beta, plane.winters);
    for (uint32_t g = 0; good && g < GROUPS; g++, good = !plane.no_memory)
        if (fit(e, e->winters, g, &plane)) add_slopes(e, plane.beta, plane.groups);
    for (uint32_t f = 0; good && f < k; f++) {
        set_effect(plane.winters[f], e->level, &effect[f]);
        widen(e, &plane.winters[f][2], &plane.groups[f][2], &effect[f].change);
    }
    bf_heap_give(plane.groups);
    bf_heap_give(plane.winters);
    bf_heap_give(plane.beta);
    bf_heap_give(plane.y);
    bf_heap_give(plane.x);
    return good;
}

bool bf_effects(const struct bf_design *design, const struct bf_factors *factors, const double y[],
                uint32_t winters, double level, struct bf_effect effect[])
{
    const struct effects e = {design, factors, y, winters, level};
    if (design->kind != BF_DESIGN_GRID && design->kind != BF_DESIGN_ONE_AT_A_TIME)
        return effects_of_plane(&e, effect);
    for (uint32_t f = 0; f < factors->count; f++)
        if (design->kind == BF_DESIGN_GRID)
            effect_of_levels(&e, f, &effect[f]);
        else
            effect_alone(&e, f, &effect[f]);
    return true;
}

/* ---- variance split -------------------------------------------------------------------- */

struct squares { /* sums, and their degrees of freedom */
    double points, winters, rest;
    double points_df, winters_df, rest_df;
};

static struct squares squares_of(const double y[], uint32_t points, uint32_t winters)
{
    struct squares s = {.points_df = points - 1, .winters_df = winters - 1};
    struct bf_tally all, means;
    bf_tally_init(&all);
    for (size_t i = 0; i < (size_t)points * winters; i++)
        bf_tally_add(&all, y[i]);
    bf_tally_init(&means);
    for (uint32_t p = 0; p < points; p++) {
        struct bf_tally row;
        bf_tally_init(&row);
        for (uint32_t r = 0; r < winters; r++)
            bf_tally_add(&row, y[(size_t)p * winters + r]);
        bf_tally_add(&means, row.mean);
    }
    s.points = winters * means.m2;
    bf_tally_init(&means);
    for (uint32_t r = 0; r < winters; r++) {
        struct bf_tally column;
        bf_tally_init(&column);
        for (uint32_t p = 0; p < points; p++)
            bf_tally_add(&column, y[(size_t)p * winters + r]);
        bf_tally_add(&means, column.mean);
    }
    s.winters = points * means.m2;
    s.rest = fmax(0, all.m2 - s.points - s.winters);
    s.rest_df = s.points_df * s.winters_df;
    return s;
}

/* Variances from expected mean squares. */
static struct bf_split split_of(double points_ms, double winters_ms, double rest_ms,
                                uint32_t points, uint32_t winters)
{
    return (struct bf_split){.input = fmax(0, (points_ms - rest_ms) / winters),
                             .chance = fmax(0, (winters_ms - rest_ms) / points),
                             .both = rest_ms,
                             .noise = rest_ms / winters};
}

static double share_of(const struct bf_split *split)
{
    return split->input / (split->input + split->chance + split->both);
}

static void split_interval(const struct squares *s, uint32_t points, uint32_t winters, double level,
                           uint64_t seed, struct bf_interval *share)
{
    double drawn[BF_SENSITIVITY_RESAMPLES];
    const struct bf_key key = {seed, 0};
    for (uint32_t i = 0; i < BF_SENSITIVITY_RESAMPLES; i++) {
        struct bf_block u = bf_draw(&key, bf_thing_key(THING_SPLIT, 0), i);
        struct bf_split one =
            split_of(s->points / bf_chi_squared_quantile(u.u[0], s->points_df),
                     s->winters / bf_chi_squared_quantile(u.u[1], s->winters_df),
                     s->rest / bf_chi_squared_quantile(u.u[2], s->rest_df), points, winters);
        drawn[i] = share_of(&one);
    }
    bf_quantile_sort(drawn, BF_SENSITIVITY_RESAMPLES);
    share->low = bf_quantile_sorted(drawn, BF_SENSITIVITY_RESAMPLES, (1 - level) / 2);
    share->high = bf_quantile_sorted(drawn, BF_SENSITIVITY_RESAMPLES, (1 + level) / 2);
}

void bf_variance_split(const double y[], uint32_t points, uint32_t winters, double level,
                       uint64_t seed, struct bf_split *split)
{
    *split = (struct bf_split){(double)NAN, (double)NAN, (double)NAN, nothing, (double)NAN};
    if (points < 2 || winters < 2) return;
    struct squares s = squares_of(y, points, winters);
    if (!(s.points + s.winters + s.rest > 0)) return;
    *split = split_of(s.points / s.points_df, s.winters / s.winters_df, s.rest / s.rest_df, points,
                      winters);
    split->share.estimate = share_of(split);
    split_interval(&s, points, winters, level, seed, &split->share);
}

/* ---- Sobol's indices ------------------------------------------------------------------- */

struct rows {
    const double *f; /* less its mean: smaller numbers, smaller error */
    uint32_t rows;
    double noise;
};

/* Both indices of one factor over rows pick[rows]. */
static void estimate(const struct rows *r, uint32_t factor, const uint32_t pick[], double *first,
                     double *total)
{
    const double *a = r->f, *b = a + r->rows, *mixed = a + (size_t)(2 + factor) * r->rows;
    struct bf_tally spread;
    double alone = 0, all = 0, mean_a = 0, mean_b = 0;
    bf_tally_init(&spread);
    for (uint32_t i = 0; i < r->rows; i++) {
        mean_a += a[pick[i]] / r->rows;
        mean_b += b[pick[i]] / r->rows;
    }
    double mean = (mean_a + mean_b) / 2;
    for (uint32_t i = 0; i < r->rows; i++) {
        uint32_t k = pick[i];
        alone += (b[k] - mean) * (mixed[k] - a[k]) / r->rows;
        all += (a[k] - mixed[k]) * (a[k] - mixed[k]) / (2.0 * r->rows);
        bf_tally_add(&spread, a[k]);
        bf_tally_add(&spread, b[k]);
    }
    double variance = bf_tally_variance(&spread) - r->noise;
    bool known = variance > 0;
    *first = known ? alone / variance : (double)NAN;
    *total = known ? (all - r->noise) / variance : (double)NAN;
}

static void pick_rows(uint32_t pick[], uint32_t rows, uint64_t seed, uint32_t resample)
{
    const struct bf_key key = {seed, resample};
    for (uint32_t i = 0; i < rows; i++) {
        struct bf_block u = bf_draw(&key, bf_thing_key(THING_ROWS, 0), i);
        pick[i] = (uint32_t)(u.u[0] * rows);
    }
}

static struct bf_interval interval_of(double estimate, double drawn[], uint32_t count, double level)
{
    size_t kept = bf_quantile_sort(drawn, count);
    if (isnan(estimate) || kept < 2) return nothing;
    return (struct bf_interval){estimate, bf_quantile_sorted(drawn, kept, (1 - level) / 2),
                                bf_quantile_sorted(drawn, kept, (1 + level) / 2)};
}

static void indices_of(const struct rows *r, uint32_t factor, double level, uint64_t seed,
                       uint32_t pick[], struct bf_indices *out)
{
    double first[BF_SENSITIVITY_RESAMPLES], total[BF_SENSITIVITY_RESAMPLES], own[2];
    for (uint32_t i = 0; i < r->rows; i++)
        pick[i] = i;
    estimate(r, factor, pick, &own[0], &own[1]);
    for (uint32_t s = 0; s < BF_SENSITIVITY_RESAMPLES; s++) {
        pick_rows(pick, r->rows, seed, s);
        estimate(r, factor, pick, &first[s], &total[s]);
    }
    out->first = interval_of(own[0], first, BF_SENSITIVITY_RESAMPLES, level);
    out->total = interval_of(own[1], total, BF_SENSITIVITY_RESAMPLES, level);
}

bool bf_sobol_indices(const double f[], uint32_t rows, uint32_t factors, double noise, double level,
                      uint64_t seed, struct bf_indices indices[])
{
    BF_REQUIRE(rows >= 2);
    uint32_t *pick = bf_heap_take(rows, sizeof *pick);
    const struct rows r = {f, rows, isnan(noise) ? 0 : noise};
    if (!pick) return false;
    for (uint32_t k = 0; k < factors; k++)
        indices_of(&r, k, level, seed, pick, &indices[k]);
    bf_heap_give(pick);
    return true;
}
