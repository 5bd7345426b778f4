/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/design.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/random/draw.h"
#include "bedflow/random/quasi.h"

#include <math.h>
#include <string.h>

enum { THING_DESIGN = 0x4453 }; /* a kind of thing that no model draws for */

static const char *const kind_name[] = {"grid",          "list",    "latin", "sobol",
                                        "one-at-a-time", "indices", NULL};

int bf_design_kind_of(const char *name)
{
    for (int i = 0; kind_name[i]; i++)
        if (bf_text_same(kind_name[i], name)) return i;
    return -1;
}

const char *bf_design_name(enum bf_design_kind kind)
{
    return kind_name[kind];
}

static bool reserve(struct bf_design *design, uint64_t count, struct bf_err *err)
{
    if (count > BF_DESIGN_POINTS)
        return bf_fail(err, BF_E_LIMIT, NULL,
                       "expected at most %d points, received %.0f; take "
                       "fewer values, or the design latin or sobol",
                       BF_DESIGN_POINTS, (double)count);
    design->count = (uint32_t)count;
    design->x = bf_heap_take((size_t)count * design->factors + 1, sizeof *design->x);
    return design->x ||
           bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u points", design->count);
}

static double *point(struct bf_design *design, uint32_t i)
{
    return design->x + (size_t)i * design->factors;
}

/* ---- grid ------------------------------------------------------------------------------ */

static uint32_t levels_of(const struct bf_factor *f, uint32_t levels)
{
    return f->count > 0 ? f->count : levels;
}

static double level(const struct bf_factor *f, uint32_t i, uint32_t levels)
{
    if (f->count > 0) return bf_factor_at(f, i);
    return levels > 1 ? f->low + i * (f->high - f->low) / (levels - 1) : (f->low + f->high) / 2;
}

static bool make_grid(struct bf_design *design, const struct bf_factors *factors, uint32_t levels,
                      struct bf_err *err)
{
    uint64_t count = 1;
    for (uint32_t f = 0; f < factors->count && count <= BF_DESIGN_POINTS; f++)
        count *= levels_of(&factors->factor[f], levels);
    if (!reserve(design, count, err)) return false;
    for (uint32_t i = 0; i < design->count; i++) {
        uint32_t rest = i;
        for (uint32_t f = factors->count; f-- > 0;) { /* the last factor runs fastest */
            uint32_t own = levels_of(&factors->factor[f], levels);
            point(design, i)[f] = level(&factors->factor[f], rest % own, levels);
            rest /= own;
        }
    }
    return true;
}

/* ---- random and even ------------------------------------------------------------------- */

/* One column of a Latin hypercube: a random order of the strata, a random place in each. */
static void latin_column(struct bf_design *design, uint32_t column, uint64_t seed)
{
    const struct bf_key key = {seed, 0};
    for (uint32_t i = 0; i < design->count; i++)
        point(design, i)[column] = i;
    for (uint32_t i = design->count; i-- > 0;) {
        struct bf_block u = bf_draw(&key, bf_thing_key(THING_DESIGN, column), i);
        uint32_t k = (uint32_t)(u.u[0] * (i + 1));
        double stratum = point(design, k)[column];
        point(design, k)[column] = point(design, i)[column];
        point(design, i)[column] = (stratum + u.u[1]) / design->count;
    }
}

/* Quantiles to values. */
static void place(struct bf_design *design, const struct bf_factors *factors)
{
    for (uint32_t i = 0; i < design->count; i++)
        for (uint32_t f = 0; f < design->factors; f++)
            point(design, i)[f] = bf_factor_quantile(&factors->factor[f], point(design, i)[f]);
}

static void latin(struct bf_design *design, uint64_t seed)
{
    for (uint32_t f = 0; f < design->factors; f++)
        latin_column(design, f, seed);
}

static bool sobol(struct bf_design *design, uint64_t seed, struct bf_err *err)
{
    if (design->factors > BF_QUASI_DIMENSIONS)
        return bf_fail(err, BF_E_LIMIT, NULL,
                       "expected at most %d factors in the design sobol, received %u; take the "
                       "design latin",
                       BF_QUASI_DIMENSIONS, design->factors);
    return bf_quasi_sobol(design->factors, design->count, seed, design->x) ||
           bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the design");
}

/* ---- one at a time --------------------------------------------------------------------- */

static bool make_one_at_a_time(struct bf_design *design, const struct bf_factors *factors,
                               struct bf_err *err)
{
    if (!reserve(design, 2 * (uint64_t)factors->count + 1, err)) return false;
    for (uint32_t f = 0; f < factors->count; f++) {
        const struct bf_factor *factor = &factors->factor[f];
        if (isnan(factor->base))
            return bf_fail(err, BF_E_RANGE, NULL,
                           "%s: expected the scenario's own value among those listed, since the "
                           "design one-at-a-time starts from it",
                           factor->path);
        for (uint32_t i = 0; i < design->count; i++)
            point(design, i)[f] = factor->base;
        point(design, 2 * f + 1)[f] = factor->low;
        point(design, 2 * f + 2)[f] = factor->high;
    }
    return true;
}

/* ---- A, B and their mixtures ------------------------------------------------------------ */

static bool make_indices(struct bf_design *design, const struct bf_factors *factors, uint32_t rows,
                         uint64_t seed, struct bf_err *err)
{
    uint32_t k = factors->count;
    struct bf_design both = {.factors = 2 * k};
    design->rows = rows;
    bool good = reserve(design, (uint64_t)rows * (k + 2), err) && reserve(&both, rows, err);
    if (good && 2 * k <= BF_QUASI_DIMENSIONS)
        good = sobol(&both, seed, err);
    else if (good)
        latin(&both, seed);
    for (uint32_t i = 0; good && i < rows; i++) {
        const double *a = point(&both, i), *b = a + k;
        memcpy(point(design, i), a, k * sizeof *a);
        memcpy(point(design, rows + i), b, k * sizeof *b);
        for (uint32_t f = 0; f < k; f++) {
            double *mixed = point(design, (2 + f) * rows + i);
            memcpy(mixed, a, k * sizeof *a);
            mixed[f] = b[f];
        }
    }
    if (good) place(design, factors);
    bf_design_free(&both);
    return good;
}

bool bf_design_make(enum bf_design_kind kind, const struct bf_factors *factors, uint32_t size,
                    uint64_t seed, struct bf_design *design, struct bf_err *err)
{
    BF_REQUIRE(kind != BF_DESIGN_LIST && factors->count >= 1 && size >= 1);
    *design = (struct bf_design){.kind = kind, .factors = factors->count};
    if (kind == BF_DESIGN_GRID) return make_grid(design, factors, size, err);
    if (kind == BF_DESIGN_ONE_AT_A_TIME) return make_one_at_a_time(design, factors, err);
    if (kind == BF_DESIGN_INDICES) return make_indices(design, factors, size, seed, err);
    if (!reserve(design, size, err)) return false;
    if (kind == BF_DESIGN_LATIN)
        latin(design, seed);
    else if (!sobol(design, seed, err))
        return false;
    place(design, factors);
    return true;
}

/* ---- a table --------------------------------------------------------------------------- */

/* "path=value;value", each value once; fields that hold a semicolon would be cut. */
static bool column_text(const struct bf_sheet *sheet, int column, struct bf_text *text)
{
    bf_text_add(text, "%s=", sheet->head[column]);
    for (size_t row = 0; row < sheet->rows; row++) {
        const char *field = bf_sheet_at(sheet, row, column);
        bool known = false;
        if (strchr(field, ';') || field[0] == '\0') return false;
        for (size_t k = 0; k < row && !known; k++)
            known = strcmp(bf_sheet_at(sheet, k, column), field) == 0;
        if (!known) bf_text_add(text, "%s;", field);
    }
    return true;
}

static void refuse_field(const char *file, const struct bf_sheet *sheet, int column,
                         struct bf_faults *faults)
{
    struct bf_where where = {.line = (int)sheet->line[0]};
    bf_format(where.file, sizeof where.file, "%s", file);
    bf_text_quote(where.path, sizeof where.path, sheet->head[column]);
    bf_faults_add(faults, BF_ERROR, BF_E_TYPE, &where,
                  "expected a value without a semicolon in every row of this column");
}

/* A field is its value but for spaces around it. */
static bool same_value(const char *value, const char *field)
{
    size_t length = strlen(value);
    field += strspn(field, " \t\"");
    return strncmp(field, value, length) == 0 &&
           field[length + strspn(field + length, " \t\"")] == '\0';
}

static void place_rows(const struct bf_sheet *sheet, const struct bf_factors *factors,
                       struct bf_design *design)
{
    for (uint32_t f = 0; f < factors->count; f++)
        for (size_t row = 0; row < sheet->rows; row++) {
            const struct bf_factor *factor = &factors->factor[f];
            uint32_t i = 0;
            while (i < factor->count &&
                   !same_value(factor->value[i], bf_sheet_at(sheet, row, (int)f)))
                i++;
            point(design, (uint32_t)row)[f] = bf_factor_at(factor, i);
        }
}

bool bf_design_list(const struct bf_sheet *sheet, const char *file, const struct bf_bound *bound,
                    struct bf_factors *factors, struct bf_design *design, struct bf_faults *faults)
{
    const char *typed[BF_FACTORS_CAP];
    struct bf_text text[BF_FACTORS_CAP];
    struct bf_err err;
    size_t errors = faults->errors;
    *design = (struct bf_design){.kind = BF_DESIGN_LIST};
    memset(factors, 0, sizeof *factors);
    memset(text, 0, sizeof text);
    struct bf_where where = {.line = 1};
    bf_format(where.file, sizeof where.file, "%s", file);
    if (sheet->columns > BF_FACTORS_CAP || sheet->rows == 0 || sheet->rows > BF_DESIGN_POINTS) {
        bf_faults_add(faults, BF_ERROR, BF_E_LIMIT, &where,
                      "expected 1 to %d rows and at most %d columns, each headed by the path of a "
                      "setting, received %zu rows and %zu columns",
                      BF_DESIGN_POINTS, BF_FACTORS_CAP, sheet->rows, sheet->columns);
        return false;
    }
    for (size_t c = 0; c < sheet->columns; c++) {
        if (!column_text(sheet, (int)c, &text[c])) refuse_field(file, sheet, (int)c, faults);
        typed[c] = text[c].bytes ? text[c].bytes : "";
    }
    bool good = faults->errors == errors &&
                bf_factors_read(file, typed, sheet->columns, bound, factors, faults);
    design->factors = factors->count;
    if (good && !reserve(design, sheet->rows, &err)) {
        bf_faults_add(faults, BF_ERROR, err.code, NULL, "%s", err.what);
        good = false;
    }
    if (good) place_rows(sheet, factors, design);
    for (size_t c = 0; c < sheet->columns; c++)
        bf_text_free(&text[c]);
    return good;
}

void bf_design_free(struct bf_design *design)
{
    bf_heap_give(design->x);
    memset(design, 0, sizeof *design);
}
