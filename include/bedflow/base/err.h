/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/err.h -- the one error type, and the list that collects many of them.
 *
 * A function that can fail takes `struct bf_err *err` last and returns bool:
 * true means done and *err untouched; false means *err says why. Checking a
 * scenario finds all faults, not the first: those functions take a
 * `struct bf_faults *` and add to it.
 *
 * Grammar of a message: "expected X, received Y", then the cure if there is one.
 * Our own mistakes are not errors: see base/contract.h.
 *
 * Ownership: both types own their text; nothing in them points at memory that
 * can be freed, so an error can be reported when memory has run out.
 */
#ifndef BF_BASE_ERR_H
#define BF_BASE_ERR_H

#include <stdbool.h>
#include <stddef.h>

#define BF_PATH_CAP 192 /* bytes of a dotted path or a file name, with its NUL */
#define BF_WHAT_CAP 512 /* bytes of one message, with its NUL */

enum bf_errcode {
    BF_OK = 0,
    BF_E_SYNTAX, /* scenario text does not parse */
    BF_E_KEY,    /* unknown, missing or repeated setting, unknown name */
    BF_E_TYPE,   /* setting has the wrong type or unit */
    BF_E_RANGE,  /* value outside its stated range, or values that contradict each other */
    BF_E_LIMIT,  /* a declared limit was reached during a run */
    BF_E_IO,     /* the operating system refused a read or a write */
    BF_E_NOMEM,  /* memory could not be reserved before a run */
    BF_E_STOPPED /* the user asked to stop */
};

struct bf_where {
    char file[BF_PATH_CAP]; /* as the user typed it; "" if none */
    int line;               /* 1-based; 0 if none */
    char path[BF_PATH_CAP]; /* dotted path, "services.rehab_beds.stay.mean"; "" if none */
};

struct bf_err {
    enum bf_errcode code;
    struct bf_where where;
    char what[BF_WHAT_CAP];
};

/* Fill *err (code, place, message) and return false, so that callers can write
 * `return bf_fail(err, ...)`. `where` may be NULL. */
bool bf_fail(struct bf_err *err, enum bf_errcode code, const struct bf_where *where,
             const char *fmt, ...) __attribute__((format(printf, 4, 5)));

/* Render "file:line: path: what", leaving out what is unknown. Always NUL-terminated. */
void bf_err_render(const struct bf_err *err, char text[], size_t size);

/* A message taken apart by its grammar, for programs: "expected X, received Y; cure". */
struct bf_err_parts {
    char about[BF_PATH_CAP]; /* what stands before "expected": "--reps"; "" if nothing does */
    char expected[BF_WHAT_CAP], received[BF_WHAT_CAP], cure[BF_WHAT_CAP]; /* "" if not said */
};
void bf_err_take_apart(const char *what, struct bf_err_parts *parts);

/* How serious a fault is. Only errors stop a run. */
enum bf_severity { BF_ERROR, BF_WARNING, BF_NOTE };

struct bf_fault {
    enum bf_severity severity;
    struct bf_err err;
    size_t again; /* found so often besides, at places that are not kept */
};

/* A growing list of faults, at most BF_FAULTS_CAP kept, and BF_FAULTS_SAME of one that is found
 * again and again (a misspelt name in every row of a table), so that it crowds out no other; the
 * rest are counted. */
#define BF_FAULTS_CAP  1000
#define BF_FAULTS_SAME 100
struct bf_faults {
    struct bf_fault *fault; /* [count], in the order found */
    size_t count, cap;
    size_t errors, warnings; /* totals, also of those not kept */
    bool no_memory;          /* memory ran out: for what was read, or for a fault to be kept */
};

/* Add a fault. `where` may be NULL. Never fails: a fault that finds no memory
 * is still counted. */
void bf_faults_add(struct bf_faults *faults, enum bf_severity severity, enum bf_errcode code,
                   const struct bf_where *where, const char *fmt, ...)
    __attribute__((format(printf, 5, 6)));

/* Whether two are one fault at two places: the same words about the same setting or column. */
bool bf_fault_same(const struct bf_fault *a, const struct bf_fault *b);

/* Sort by file, then line, keeping the order of discovery among equals. */
void bf_faults_sort(struct bf_faults *faults);

void bf_faults_free(struct bf_faults *faults);

#endif
