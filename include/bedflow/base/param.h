/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/param.h -- parameters as tables: one description serves reading, checking,
 * defaults, the manual, --set, dated changes and sweeps.
 *
 * A table describes the fields of one struct: name, type, dimension, range,
 * default, offset and one line of help. A model publishes a table; the scenario
 * reader fills the struct from text by it and knows no model by name; the
 * command line prints the manual from it, so neither can drift from the other.
 *
 * Memory: everything read from one scenario lies in one region (struct
 * bf_bound), so that a replication can own a private copy whose numbers dated
 * changes may alter: copying is one memcpy and moving the pointers inside.
 *
 * A quantity in a scenario is `beds = 30;` or, with its evidence,
 * `beds = { value = 30; source = "E20"; range = [25, 35]; };`. `source`,
 * `assumption` and `note` written in a group hold for every number in it that
 * has none of its own.
 */
#ifndef BF_BASE_PARAM_H
#define BF_BASE_PARAM_H

#include "bedflow/base/date.h"
#include "bedflow/base/err.h"
#include "bedflow/base/units.h"

#include <stdint.h>

enum bf_param_type {
    BF_PARAM_TEXT,     /* const char *: NULL if not given and without a default */
    BF_PARAM_FLAG,     /* bool */
    BF_PARAM_CHOICE,   /* int32_t: index in `choices` */
    BF_PARAM_QUANTITY, /* double, internal unit of `dim`; NaN if not given and without a default */
    BF_PARAM_DATE,     /* bf_day: BF_DAY_NONE if not given */
    BF_PARAM_HOURS,    /* struct bf_week */
    BF_PARAM_SERIES,   /* struct bf_series: a list of quantities of `dim` */
    BF_PARAM_DATES,    /* struct bf_days: a list of dates */
    BF_PARAM_NAMES,    /* struct bf_names: a list of texts */
    BF_PARAM_GROUP,    /* the struct of `table`, in place */
    BF_PARAM_LIST,     /* struct bf_items of `table`'s struct, in order: ( {...}, {...} ) */
    BF_PARAM_MAP,      /* struct bf_items of `table`'s struct, named: { a: {...}; b: {...}; } */
    BF_PARAM_SHARES    /* struct bf_shares: named numbers of `dim`: { a = 0.3; b = 0.7; } */
};

enum bf_param_flags {
    BF_PARAM_REQUIRED = 1, /* must be given */
    BF_PARAM_FIXED = 2,    /* no dated change may alter it */
    BF_PARAM_LOOSE = 4,    /* TEXT: a number is taken as it was written; NAMES: a single text is a
                              list of one */
    BF_PARAM_TABLE = 8,    /* TEXT: the name of a CSV file, beside the file it is written in */
    BF_PARAM_LINE = 16     /* TEXT: one line, since it stands in tables and titles */
};

struct bf_series {
    double *value; /* [count] */
    uint32_t count;
};
struct bf_days {
    bf_day *day; /* [count] */
    uint32_t count;
};
struct bf_names {
    const char **name; /* [count] */
    uint32_t count;
};
struct bf_shares {
    const char **name; /* [count] */
    double *value;     /* [count] */
    uint32_t count;
};
/* Structs of one table, one after another. */
struct bf_items {
    void *item;        /* [count * table->size] */
    const char **name; /* [count]; names of a map, NULL for a list */
    uint32_t count;
};

struct bf_table;

struct bf_param {
    const char *name;
    enum bf_param_type type;
    enum bf_dim dim; /* of QUANTITY, SERIES, SHARES */
    uint32_t flags;
    double min, max;      /* of QUANTITY, SERIES, SHARES, in internal unit; both 0: no range */
    const char *fallback; /* default as a user would write it; NULL: none */
    size_t offset;        /* of the field in the struct */
    const struct bf_table *table; /* of GROUP, LIST, MAP */
    const char *const *choices;   /* of CHOICE, NULL-terminated */
    const char *help;             /* one line for the manual */
};

/* A table may have variants: a CHOICE parameter named `selector` decides which
 * further parameters belong (variant[i] goes with choices[i]); all of them are
 * fields of the same struct, so that variants share one size. */
struct bf_table {
    const char *name; /* what one struct is: "service", "route" */
    const char *help; /* a paragraph for the manual */
    size_t size;
    const struct bf_param *params;         /* ends with name == NULL */
    const char *selector;                  /* NULL: no variants */
    const struct bf_param *const *variant; /* [choices of the selector]; entries may be NULL */
    const char *const *variant_help;       /* [choices]: a paragraph each */
};

/* One value that the scenario holds (given or default), with its evidence. */
struct bf_given {
    const char *path; /* "services.rehab_beds.stay.mean" */
    const struct bf_param *param;
    size_t offset; /* of the value in the region */
    struct {
        const char *file; /* NULL for a default */
        int line;
    } where;
    const char *text;       /* as written, "29 days"; NULL for a default */
    const char *source;     /* "C36", or NULL */
    const char *assumption; /* the reason, or NULL */
    double low, high;       /* declared range in internal unit; NaN if none */
};

/* Everything read from one scenario. */
struct bf_bound {
    const struct bf_table *table; /* of the root */
    unsigned char *region;        /* the root struct lies at offset 0 */
    size_t size;
    size_t *pointer; /* [pointer_count] offsets of pointers into the region */
    size_t pointer_count;
    struct bf_given *given; /* [given_count], in the order of the tables */
    size_t given_count;
};

/* Copy the region into `copy` [bound->size], which must not overlap it and be
 * aligned as memory from an arena is, and move its pointers: those at
 * bound->pointer[], each NULL or into the region, come to point at the same
 * place of the copy. Any other pointer (a text that outlives both) is copied as
 * it is. Cost: one memcpy and O(pointers). */
void bf_bound_copy(const struct bf_bound *bound, unsigned char copy[]);

/* The value at `path` as spelled in given[], or NULL; O(values). Paths of list
 * items are "then[1].share", of shares and series "classes.frail" and
 * "by_month[3]". */
const struct bf_given *bf_bound_find(const struct bf_bound *bound, const char *path);

/* Give back region, pointer and given, which are from bf_heap_*. The texts that
 * given[] points at lie in the region or belong to the reader that filled it. */
void bf_bound_free(struct bf_bound *bound);

/* The choices of a table's selector, or NULL if it has no variants. */
const struct bf_param *bf_table_selector(const struct bf_table *table);

/* What the manual says of one parameter: what to write ("a duration"), its range ("0 to 40
 * beds"; "-": none), its default ("-": none; "required"). */
#define BF_PARAM_WORDS_CAP 160
struct bf_param_words {
    char write[BF_PARAM_WORDS_CAP], range[BF_PARAM_WORDS_CAP], fallback[BF_PARAM_WORDS_CAP];
};
void bf_param_words(const struct bf_param *param, struct bf_param_words *words);

/* Write the manual of one table: a row a parameter and those of one variant
 * (-1: none; BF_ALL_VARIANTS); then, indented, the tables that these rows hold, with all their
 * variants, each table once. Columns are aligned: name, what to write, range,
 * default, meaning. A table deeper than 16 is named and not described. */
enum { BF_ALL_VARIANTS = -2 };
struct bf_text;
void bf_table_manual(const struct bf_table *table, int variant, struct bf_text *out);

#define BF_FIELD(type, field) offsetof(type, field)

#endif
