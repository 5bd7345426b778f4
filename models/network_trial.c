/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "compile.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define DAYS_OF_CAUSE 5 /* begins, is whole, ends, is over, has faded */
#define NO_POLICY     UINT32_MAX
#define CAUSES_NAMED  6

/* Changes and policies are tried at the dates and sizes as written, each policy on its own, so that
 * what can't be is said before a run and with the line that asks for it. */
struct trial {
    struct bf_compile *c;
    const struct bf_network *n;
    unsigned char *care;  /* the scenario's values, of the day */
    unsigned char *block; /* of numbers */
    struct bf_numbers numbers;
    double *value;                     /* [target_count] */
    bool *told_held, *told_impossible; /* [target_count] */
    bf_day *days;                      /* [day_count], in order */
    uint32_t day_count;
    bf_day day;      /* tried now */
    uint32_t policy; /* the one that is on, or NO_POLICY */
};

/* ---- what is in force ------------------------------------------------------------------ */

static double level_of(const struct trial *t, uint16_t k)
{
    const struct bf_cause *cause = &t->n->cause[k];
    if (cause->kind == BF_CAUSE_POLICY || t->policy != NO_POLICY)
        return cause->kind == BF_CAUSE_POLICY && cause->index == t->policy ? 1 : 0;
    if (cause->kind == BF_CAUSE_PURCHASE && t->n->purchase[cause->index].call != UINT16_MAX)
        return 0;
    return bf_cause_level(cause, cause->from, cause->to, t->day);
}

static double held(const struct bf_param *param, double value)
{
    if (param->min == 0 && param->max == 0) return value;
    return fmin(param->max, fmax(param->min, value));
}

static const struct bf_given *given_of(const struct trial *t, uint32_t target)
{
    return &t->n->bound->given[t->n->target[target].given];
}

static double base_of(const struct trial *t, uint32_t target)
{
    double base;
    memcpy(&base, t->n->bound->region + t->n->target[target].offset, sizeof base);
    return base;
}

static double value_of(const struct trial *t, uint32_t target)
{
    double value = base_of(t, target);
    for (uint32_t k = t->n->target[target].first; k < t->n->target[target].last; k++) {
        const struct bf_shift *shift = &t->n->shift[k];
        double level = level_of(t, shift->cause);
        if (level != 0) value = bf_shifted(value, shift, shift->value, level, 1);
    }
    return value;
}

/* ---- what is said ---------------------------------------------------------------------- */

/* The path of what was written last of all that is in force, and of the others. */
static void name_causes(const struct trial *t, uint32_t target, char path[BF_PATH_CAP],
                        char others[200])
{
    static const char *const kind[] = {"changes", "purchases", "policies"};
    char name[CAUSES_NAMED][BF_PATH_CAP];
    const char *all[CAUSES_NAMED];
    size_t count = 0;
    for (uint32_t k = t->n->target[target].first; k < t->n->target[target].last; k++) {
        const struct bf_cause *cause = &t->n->cause[t->n->shift[k].cause];
        if (level_of(t, t->n->shift[k].cause) == 0 || count == CAUSES_NAMED) continue;
        all[count] = name[count];
        bf_format(name[count++], BF_PATH_CAP, "%s.%s", kind[cause->kind], cause->name);
    }
    bf_format(path, BF_PATH_CAP, "%s", count ? name[count - 1] : "");
    others[0] = '\0';
    if (count > 1) bf_text_list(all, count - 1, others, 200);
}

static void name_time(const struct trial *t, char when[60])
{
    char day[48];
    bf_day_print_words(t->day, day, sizeof day);
    bf_format(when, 60, "%s%s", t->policy == NO_POLICY ? "on " : "while it is on",
              t->policy == NO_POLICY ? day : "");
}

static void tell_held(struct trial *t, uint32_t target, double value)
{
    const struct bf_param *param = given_of(t, target)->param;
    char path[BF_PATH_CAP], others[200], when[60], at[64], limit[64];
    name_causes(t, target, path, others);
    name_time(t, when);
    bf_units_print(param->dim, value, at, sizeof at);
    bf_units_print(param->dim, held(param, value), limit, sizeof limit);
    bf_compile_fault(
        t->c, BF_WARNING, BF_E_RANGE, path, "%s it takes \"%s\" to %s%s%s, and it is held at %s%s",
        when, given_of(t, target)->path, at, others[0] ? " together with " : "", others, limit,
        others[0] ? "; if both close the same, let one of them close less" : "");
}

static void tell_impossible(struct trial *t, uint32_t target, const char *why)
{
    char path[BF_PATH_CAP], others[200], when[60];
    name_causes(t, target, path, others);
    name_time(t, when);
    bf_compile_fault(t->c, BF_ERROR, BF_E_RANGE, path, "%s it makes a number impossible%s%s: %s%s",
                     when, others[0] ? ", together with " : "", others, why,
                     strstr(why, "median") ? "; change the mean and the median by one factor: "
                                             "what = [\"...mean\", \"...median\"]"
                                           : "");
}

/* ---- one day, or one policy ------------------------------------------------------------ */

static bool derived_before(const struct trial *t, uint32_t target)
{
    for (uint32_t k = 0; k < target; k++)
        if (t->n->target[k].object == t->n->target[target].object && t->value[k] != base_of(t, k))
            return true;
    return false;
}

static void try_now(struct trial *t)
{
    const struct bf_network *n = t->n;
    char why[256];
    bf_bound_copy(n->bound, t->care);
    for (uint32_t k = 0; k < n->target_count; k++) {
        double value = value_of(t, k), kept = held(given_of(t, k)->param, value);
        double off = fabs(value - kept);
        if (off > 1e-9 * (1 + fabs(value)) && !t->told_held[k]) tell_held(t, k, value);
        if (off > 1e-9 * (1 + fabs(value))) t->told_held[k] = true;
        t->value[k] = kept;
        memcpy(t->care + n->target[k].offset, &kept, sizeof kept);
    }
    const struct bf_care *care = (const struct bf_care *)(const void *)t->care;
    for (uint32_t k = 0; k < n->target_count; k++) {
        if (isnan(t->value[k]) || t->value[k] == base_of(t, k) || derived_before(t, k)) continue;
        if (bf_numbers_derive(n, care, n->target[k].object, &t->numbers, why, sizeof why)) continue;
        if (!t->told_impossible[k]) tell_impossible(t, k, why);
        t->told_impossible[k] = true;
    }
}

/* ---- all ------------------------------------------------------------------------------- */

static int by_date(const void *a, const void *b)
{
    const bf_day x = *(const bf_day *)a, y = *(const bf_day *)b;
    return x < y ? -1 : x > y;
}

static void add_day(struct trial *t, double day)
{
    double last = (double)t->n->to + t->n->follow_up_days;
    if (day <= last) t->days[t->day_count++] = (bf_day)fmax(day, (double)t->n->from);
}

static void find_days(struct trial *t)
{
    for (uint32_t k = 0; k < t->n->cause_count; k++) {
        const struct bf_cause *cause = &t->n->cause[k];
        if (cause->kind == BF_CAUSE_POLICY || cause->from == BF_DAY_NONE) continue;
        add_day(t, cause->from);
        add_day(t, cause->from + ceil(cause->ramp_h / 24));
        if (cause->to == BF_DAY_NONE) continue;
        add_day(t, cause->to);
        add_day(t, cause->to + 1.0);
        add_day(t, cause->to + 1.0 + ceil(cause->fade_h / 24));
    }
    qsort(t->days, t->day_count, sizeof *t->days, by_date);
}

static void try_all(struct trial *t)
{
    find_days(t);
    memcpy(t->block, t->n->numbers.block, t->n->numbers.size);
    bf_numbers_layout(t->n, &t->numbers, t->block);
    for (uint32_t i = 0; i < t->day_count; i++) {
        if (i && t->days[i] == t->days[i - 1]) continue;
        t->day = t->days[i];
        try_now(t);
    }
    for (t->policy = 0; t->policy < t->n->policy_count; t->policy++)
        try_now(t);
}

void bf_compile_trial(struct bf_compile *c)
{
    const struct bf_network *n = c->network;
    if (n->target_count == 0) return;
    struct trial t = {.c = c,
                      .n = n,
                      .care = bf_heap_take(n->bound->size, 1),
                      .block = bf_heap_take(n->numbers.size, 1),
                      .value = bf_heap_take(n->target_count, sizeof *t.value),
                      .told_held = bf_heap_take(n->target_count, sizeof *t.told_held),
                      .told_impossible = bf_heap_take(n->target_count, sizeof *t.told_impossible),
                      .days = bf_heap_take((size_t)n->cause_count * DAYS_OF_CAUSE, sizeof *t.days),
                      .policy = NO_POLICY};
    if (t.care && t.block && t.value && t.told_held && t.told_impossible && t.days)
        try_all(&t);
    else
        bf_compile_fault(c, BF_ERROR, BF_E_NOMEM, "changes",
                         "expected memory to try the changes, received none");
    bf_heap_give(t.care);
    bf_heap_give(t.block);
    bf_heap_give(t.value);
    bf_heap_give(t.told_held);
    bf_heap_give(t.told_impossible);
    bf_heap_give(t.days);
}
