/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/factor.h -- a number of the scenario, and the values that it may take.
 *
 * A factor is what a sweep varies, an optimiser chooses and a calibration fits.
 * It is written as a path and its values:
 *
 *   services.ward.beds=20..40                      every whole number
 *   services.ward.stay.mean=4 days..7 days         any value between
 *   services.ward.stay.mean=4..7 days/0.5          4, 4.5, 5 ... 7 days
 *   purchases.x.from=2021-11-01..2021-12-31/7 days dates, a week apart
 *   purchases.x.price=£900 per bed per week; £1,050 per bed per week
 *   services.ward.hours=Mon-Fri 09:00, Sat 10:00; daily
 *
 * Values of a list are separated by semicolons where there is one, else by
 * commas; what stands in quotes or brackets is not cut. A number without a unit
 * borrows that of the other end. The last value of a lattice is the last that
 * is not beyond HIGH. A path must be one that the scenario holds, given or by default.
 *
 * Coordinates. A value is a double, x: of a number in the unit as typed (4.5 of
 * "4.5 days"), of a date the civil day (base/date.h), of a text its index in the
 * list. bf_factor_text writes it as --set takes it: so a point of a design is one
 * setting a factor, for bf_model_load. A setting replaces a value with its
 * declared range: what a factor varies is not drawn a second time.
 *
 * Quantiles. Even over the values, u in [0, 1]; a factor made from a declared
 * range has the triangle that a run draws from, its mode at the value
 * (models/changes.c); in both, x never falls as u rises.
 *
 * Ownership: factors own their texts; `given` points into the scenario, which
 * must outlive them.
 */
#ifndef BF_STUDY_FACTOR_H
#define BF_STUDY_FACTOR_H

#include "bedflow/base/param.h"
#include "bedflow/scenario/read.h"

#define BF_FACTORS_CAP      64
#define BF_FACTOR_TEXT      160     /* bytes of a value as a text, with its NUL */
#define BF_FACTOR_COUNT_CAP 1000000 /* values of one factor */

enum bf_factor_kind {
    BF_FACTOR_RANGE,   /* any number between */
    BF_FACTOR_LATTICE, /* low, low + step, ... */
    BF_FACTOR_LIST
};

struct bf_factor {
    const char *path;
    char
        label[160]; /* for people: "Thirty more beds: beds", from the label of what it belongs to */
    enum bf_factor_kind kind;
    const struct bf_given *given; /* the value of the base scenario */
    bool is_number;               /* false: texts, and dates */
    bool is_date;
    uint32_t count;         /* values; 0: any between */
    double low, high, step; /* as x; of a list the least and greatest; step 0 if there is none */
    double mode;            /* of the triangle; NaN: even */
    double base;            /* x of the base scenario; NaN if it has none */
    char before[8];         /* before the number: "£" */
    char unit[64];          /* behind it: " days", " per bed per week" */
    double *number;         /* [count] of a list; of texts NULL */
    const char **value;     /* [count] of a list, as typed */
    char *text;             /* private: path and list */
};

struct bf_factors {
    struct bf_factor factor[BF_FACTORS_CAP];
    uint32_t count;
};

/* Read typed[count] against the values of a scenario; `option` is where they were
 * typed, "--over", for messages. True if no error was added to *faults (all are
 * found): BF_E_SYNTAX, BF_E_KEY (no such path, or twice), BF_E_TYPE, BF_E_RANGE,
 * BF_E_LIMIT, BF_E_NOMEM. Requires *factors to be zero or freed; free in any case. */
bool bf_factors_read(const char *option, const char *const typed[], size_t count,
                     const struct bf_bound *bound, struct bf_factors *factors,
                     struct bf_faults *faults);

/* Every number that has a declared range, over that range. None is no error.
 * Fails with BF_E_LIMIT or BF_E_NOMEM. */
bool bf_factors_declared(const struct bf_bound *bound, struct bf_factors *factors,
                         struct bf_err *err);
void bf_factors_free(struct bf_factors *factors);

/* The i-th value, from 0. Requires i < count. */
double bf_factor_at(const struct bf_factor *factor, uint32_t i);
/* The value at a quantile, 0 <= u <= 1. */
double bf_factor_quantile(const struct bf_factor *factor, double u);

/* x as --set takes it, and for people: to four figures. */
void bf_factor_text(const struct bf_factor *factor, double x, char text[BF_FACTOR_TEXT]);
void bf_factor_words(const struct bf_factor *factor, double x, char text[BF_FACTOR_TEXT]);
/* Its ends: "1,300 to 1,500 hours per week". */
void bf_factor_span(const struct bf_factor *factor, char text[BF_FACTOR_TEXT]);
/* Its unit, "days", "£ per bed per week"; "" if it has none. */
void bf_factor_unit(const struct bf_factor *factor, char text[BF_FACTOR_TEXT]);

/* The settings of a point x[factors->count]; text[factors->count] keeps their values. */
void bf_factors_set(const struct bf_factors *factors, const double x[], char text[][BF_FACTOR_TEXT],
                    struct bf_setting set[]);

#endif
