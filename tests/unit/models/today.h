/* SPDX-License-Identifier: GPL-3.0-or-later */
/* today.h -- a scenario and its tables from texts, for tests of runs that start from today. */
#ifndef BF_TESTS_TODAY_H
#define BF_TESTS_TODAY_H

#include "model_fixture.h"
#include "table_loader.h"

static inline bool today_try(struct fixture *f, const char *scenario, const char *table)
{
    memset(f, 0, sizeof *f);
    const struct table_text texts[] = {
        {"given.cfg", scenario}, {"people.csv", table}, {"days.csv", table}, {NULL, NULL}};
    struct bf_loader loader = table_loader(texts);
    return bf_model_load(&f->model, "given.cfg", &loader, NULL, 0, &f->faults);
}

static inline void today_open(struct fixture *f, const char *scenario, const char *table)
{
    if (!today_try(f, scenario, table)) {
        fixture_show(&f->faults);
        fail_msg("the scenario does not load");
    }
    fixture_ready(f);
}

/* The one error of a table that must not load is at this line and says this. */
static inline void today_refused(const char *scenario, const char *table, int line,
                                 const char *path, const char *says)
{
    struct fixture f;
    assert_false(today_try(&f, scenario, table));
    const struct bf_err *err = NULL;
    for (size_t i = 0; i < f.faults.count && !err; i++)
        if (f.faults.fault[i].severity == BF_ERROR) err = &f.faults.fault[i].err;
    assert_non_null(err);
    assert_contains(err->what, says);
    assert_int_equal(err->where.line, line);
    assert_string_equal(err->where.path, path);
    fixture_close(&f);
}

static inline bool today_says(const struct fixture *f, enum bf_severity severity, const char *part)
{
    for (size_t i = 0; i < f->faults.count; i++)
        if (f->faults.fault[i].severity == severity && strstr(f->faults.fault[i].err.what, part))
            return true;
    return false;
}

/* Kolmogorov and Smirnov: sqrt(n) times the largest distance between the sample (sorted here) and
 * the law. Above 1.95 in one of a thousand samples of the law. */
typedef double today_law(double x, const void *context);

static inline int today_by_size(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static inline double today_distance(double sample[], size_t n, today_law *cdf, const void *context)
{
    double most = 0;
    qsort(sample, n, sizeof *sample, today_by_size);
    for (size_t i = 0; i < n; i++) {
        double p = cdf(sample[i], context);
        if (!(p >= 0 && p <= 1)) return 1e9;
        most = fmax(most, fmax(p - (double)i / (double)n, (double)(i + 1) / (double)n - p));
    }
    return most * sqrt((double)n);
}

/* Rows of one kind, many times over, under the header. */
static inline char *today_rows(const char *header, const char *row, int count)
{
    size_t head = strlen(header), length = strlen(row);
    char *text = malloc(head + (size_t)count * length + 1), *at = text + head;
    assert_non_null(text);
    memcpy(text, header, head);
    for (int i = 0; i < count; i++, at += length)
        memcpy(at, row, length);
    *at = '\0';
    return text;
}

#endif
