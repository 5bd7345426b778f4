/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/err.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"

#include <stdarg.h>
#include <string.h>

/* Fill through a local copy: `where` and the arguments may point into *err
 * itself when a caller adds to a message. */
static void fill(struct bf_err *err, enum bf_errcode code, const struct bf_where *where,
                 const char *fmt, va_list args) __attribute__((format(printf, 4, 0)));

static void fill(struct bf_err *err, enum bf_errcode code, const struct bf_where *where,
                 const char *fmt, va_list args)
{
    struct bf_err made = {.code = code};

    BF_REQUIRE(code != BF_OK);
    if (where != NULL) made.where = *where;
    bf_format_list(made.what, sizeof made.what, fmt, args);
    *err = made;
}

bool bf_fail(struct bf_err *err, enum bf_errcode code, const struct bf_where *where,
             const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    fill(err, code, where, fmt, args);
    va_end(args);
    return false;
}

void bf_err_render(const struct bf_err *err, char text[], size_t size)
{
    const struct bf_where *where = &err->where;
    char place[BF_PATH_CAP + 32] = "";

    if (where->file[0] != '\0' && where->line > 0)
        bf_format(place, sizeof place, "%s:%d: ", where->file, where->line);
    else if (where->file[0] != '\0')
        bf_format(place, sizeof place, "%s: ", where->file);
    else if (where->line > 0)
        bf_format(place, sizeof place, "line %d: ", where->line);
    bf_format(text, size, "%s%s%s%s", place, where->path, where->path[0] != '\0' ? ": " : "",
              err->what);
}

/* Bytes of `text` before `mark`, where quotes and brackets around it do not count; all of it if
 * there is none. */
static size_t before(const char *text, const char *mark)
{
    int open = 0;
    bool quoted = false;

    for (size_t i = 0; text[i] != '\0'; i++) {
        if (open <= 0 && !quoted && strncmp(text + i, mark, strlen(mark)) == 0) return i;
        if (text[i] == '"') quoted = !quoted;
        if (!quoted) open += (text[i] == '(') - (text[i] == ')');
    }
    return strlen(text);
}

static const char *after(const char *text, size_t length, const char *mark)
{
    return text[length] != '\0' ? text + length + strlen(mark) : text + length;
}

void bf_err_take_apart(const char *what, struct bf_err_parts *parts)
{
    static const char begin[] = "expected ", then[] = ", received ", end[] = "; ";
    const char *rest = what;

    *parts = (struct bf_err_parts){.about = ""};
    if (strncmp(what, begin, strlen(begin)) != 0) {
        const size_t about = before(what, ": expected ");
        if (what[about] != '\0')
            bf_format(parts->about, sizeof parts->about, "%.*s", (int)about, what);
        rest = after(what, about, ": ");
    }
    if (strncmp(rest, begin, strlen(begin)) != 0) {
        bf_format(parts->cure, sizeof parts->cure, "%s", after(what, before(what, end), end));
        return;
    }
    rest += strlen(begin);
    const size_t whole = before(rest, end), expected = before(rest, then);
    bf_format(parts->cure, sizeof parts->cure, "%s", after(rest, whole, end));
    bf_format(parts->expected, sizeof parts->expected, "%.*s",
              (int)(expected < whole ? expected : whole), rest);
    if (expected < whole)
        bf_format(parts->received, sizeof parts->received, "%.*s",
                  (int)(whole - expected - strlen(then)), rest + expected + strlen(then));
}

/* Room for one more, or false. */
static bool make_room(struct bf_faults *faults)
{
    if (faults->count < faults->cap) return true;
    if (faults->count >= BF_FAULTS_CAP) return false;
    size_t cap = faults->cap > 0 ? 2 * faults->cap : 8;
    if (cap > BF_FAULTS_CAP) cap = BF_FAULTS_CAP;
    struct bf_fault *grown = bf_heap_grow(faults->fault, cap * sizeof *grown);
    if (grown == NULL) {
        faults->no_memory = true;
        return false;
    }
    faults->fault = grown;
    faults->cap = cap;
    return true;
}

/* The setting or column that a fault is of: "mean" of "services.ward.stay.mean", "to" of
 * "services.ward.then[0].to". */
static const char *setting_of(const struct bf_fault *fault, size_t *length)
{
    const char *path = fault->err.where.path, *dot = strrchr(path, '.');
    const char *start = dot != NULL ? dot + 1 : path;
    *length = strcspn(start, "[");
    return start;
}

bool bf_fault_same(const struct bf_fault *a, const struct bf_fault *b)
{
    size_t length_a, length_b;
    if (a->severity != b->severity || strcmp(a->err.what, b->err.what) != 0) return false;
    const char *of_a = setting_of(a, &length_a), *of_b = setting_of(b, &length_b);
    return length_a == length_b && memcmp(of_a, of_b, length_a) == 0;
}

#define LOOKED_UP 20000u /* faults after which nobody looks whether they are old: it takes time */

/* Whether it is kept often enough; then it is counted with the first. */
static bool is_old(struct bf_faults *faults, const struct bf_fault *fault)
{
    struct bf_fault *first = NULL;
    size_t found = 0;
    if (faults->errors + faults->warnings > LOOKED_UP) return false;
    for (size_t i = 0; i < faults->count && found < BF_FAULTS_SAME; i++)
        if (bf_fault_same(&faults->fault[i], fault)) {
            if (found++ == 0) first = &faults->fault[i];
        }
    if (found < BF_FAULTS_SAME) return false;
    first->again++;
    return true;
}

void bf_faults_add(struct bf_faults *faults, enum bf_severity severity, enum bf_errcode code,
                   const struct bf_where *where, const char *fmt, ...)
{
    struct bf_fault fault = {.severity = severity};
    va_list args;

    faults->errors += severity == BF_ERROR;
    faults->warnings += severity == BF_WARNING;
    if (code == BF_E_NOMEM) faults->no_memory = true;
    va_start(args, fmt);
    fill(&fault.err, code, where, fmt, args);
    va_end(args);
    if (is_old(faults, &fault) || !make_room(faults)) return;
    faults->fault[faults->count++] = fault;
}

static bool comes_after(const struct bf_fault *a, const struct bf_fault *b)
{
    const int order = strcmp(a->err.where.file, b->err.where.file);

    return order != 0 ? order > 0 : a->err.where.line > b->err.where.line;
}

void bf_faults_sort(struct bf_faults *faults)
{
    /* Insertion: stable, needs no memory, and faults are found almost in order. */
    for (size_t i = 1; i < faults->count; i++) {
        const struct bf_fault moved = faults->fault[i];
        size_t to = i;

        while (to > 0 && comes_after(&faults->fault[to - 1], &moved))
            to--;
        memmove(&faults->fault[to + 1], &faults->fault[to], (i - to) * sizeof moved);
        faults->fault[to] = moved;
    }
}

void bf_faults_free(struct bf_faults *faults)
{
    bf_heap_give(faults->fault);
    *faults = (struct bf_faults){0};
}
