/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/factor.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "factor_parts.h"
#include "typed_number.h"

#include <ctype.h>
#include <math.h>
#include <string.h>

struct reading {
    const char *option;
    const struct bf_bound *bound;
    struct bf_factor *factor;
    struct bf_faults *faults;
};

static bool refuse(const struct reading *r, enum bf_errcode code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static bool refuse(const struct reading *r, enum bf_errcode code, const char *fmt, ...)
{
    struct bf_where where = {.line = 0};
    char what[BF_WHAT_CAP];
    va_list args;
    va_start(args, fmt);
    bf_format_list(what, sizeof what, fmt, args);
    va_end(args);
    bf_format(where.file, sizeof where.file, "%s", r->option);
    bf_text_quote(where.path, sizeof where.path, r->factor->path ? r->factor->path : "");
    bf_faults_add(r->faults, BF_ERROR, code, &where, "%s", what);
    return false;
}

/* ---- numbers of one factor ------------------------------------------------------------- */

/* One number of several that share a unit. */
struct amount {
    const char *typed;
    struct bf_typed_number number;
    double x;
};

static void borrow(struct bf_typed_number *p, const struct bf_typed_number *from)
{
    memcpy(p->before, from->before, sizeof p->before);
    memcpy(p->after, from->after, sizeof p->after);
}

static const struct bf_typed_number *first_with_unit(const struct amount amount[], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (bf_typed_number_has_unit(&amount[i].number)) return &amount[i].number;
    return &amount[0].number;
}

static bool in_range(const struct reading *r, const char *typed, double value)
{
    const struct bf_param *param = r->factor->given->param;
    char low[64], high[64];
    if ((param->min == 0.0 && param->max == 0.0) || (value >= param->min && value <= param->max))
        return true;
    bf_units_print(param->dim, param->min, low, sizeof low);
    bf_units_print(param->dim, param->max, high, sizeof high);
    if (isinf(param->max))
        return refuse(r, BF_E_RANGE, "expected %s or more, received %s", low, typed);
    if (isinf(param->min))
        return refuse(r, BF_E_RANGE, "expected %s or less, received %s", high, typed);
    return refuse(r, BF_E_RANGE, "expected %s to %s, received %s", low, high, typed);
}

/* A price by time and one by the thing are different dimensions that share one name. */
static bool same_price(const struct reading *r, const char *own)
{
    const struct bf_given *given = r->factor->given;
    if (given->param->dim != BF_DIM_PRICE || !given->text ||
        bf_units_price_is_by_time(own) == bf_units_price_is_by_time(given->text))
        return true;
    return refuse(r, BF_E_TYPE,
                  "expected a price like the scenario's, %s, received %s: one is by time and the "
                  "other is not",
                  given->text, own);
}

static bool read_quantity(const struct reading *r, struct amount *a, double scale)
{
    char own[160], why[BF_WHAT_CAP];
    double value;
    enum bf_dim dim = r->factor->given->param->dim;
    bf_format(own, sizeof own, "%s%s%s", a->number.before, a->number.digits, a->number.after);
    const char *dash = strchr(own, '-');
    bool range = dash && dash > own && dash[-1] >= '0' && dash[-1] <= '9';
    if (!bf_units_parse(dim, own, &value, why, sizeof why))
        return refuse(r, BF_E_TYPE, range ? "%s; a range has two dots, LOW..HIGH" : "%s", why);
    if (!in_range(r, own, value) || !same_price(r, own)) return false;
    a->x = value / scale;
    return true;
}

static bool read_amount(const struct reading *r, struct amount *a,
                        const struct bf_typed_number *unit)
{
    if (strcmp(a->number.before, unit->before) == 0 && strcmp(a->number.after, unit->after) == 0 &&
        bf_typed_number_alone(&a->number, &a->x))
        return true;
    return refuse(r, BF_E_TYPE, "expected numbers of one unit, \"%s1%s\", received \"%s\"",
                  unit->before, unit->after, a->typed);
}

/* All numbers of a factor, in the unit of the first that has one. */
static bool read_numbers(const struct reading *r, struct amount amount[], uint32_t count)
{
    struct bf_factor *f = r->factor;
    const struct bf_param *param = f->given->param;
    double scale = 1;
    bool good = true;
    for (uint32_t i = 0; i < count; i++)
        if (!bf_typed_number_cut(amount[i].typed, &amount[i].number))
            return refuse(r, BF_E_TYPE, "expected %s, received \"%s\"",
                          bf_factor_is_amount(param) ? "a number" : bf_units_expected(param->dim),
                          amount[i].typed);
    const struct bf_typed_number unit = *first_with_unit(amount, count);
    for (uint32_t i = 0; i < count; i++)
        if (!bf_typed_number_has_unit(&amount[i].number)) borrow(&amount[i].number, &unit);
    if (!bf_factor_is_amount(param) && !bf_typed_number_scale(param->dim, &unit, &scale)) {
        /* what is wrong with it by itself, or else only that it has two units */
        return read_quantity(r, &amount[0], 1) &&
               refuse(r, BF_E_TYPE,
                      "expected numbers with one unit, such as \"1.5 h\", received \"%s\"",
                      amount[0].typed);
    }
    for (uint32_t i = 0; i < count; i++)
        good = (bf_factor_is_amount(param) ? read_amount(r, &amount[i], &unit)
                                           : read_quantity(r, &amount[i], scale)) &&
               good;
    memcpy(f->before, unit.before, sizeof f->before);
    memcpy(f->unit, unit.after, sizeof f->unit);
    return good;
}

/* ---- LOW..HIGH/STEP -------------------------------------------------------------------- */

/* Without spaces at its ends, and without quotes around all of it. */
static char *trim(char *text)
{
    text = bf_text_trim(text);
    size_t length = strlen(text);
    if (length >= 2 && text[0] == '"' && text[length - 1] == '"' &&
        memchr(text + 1, '"', length - 2) == NULL) {
        text[length - 1] = '\0';
        text++;
    }
    return text;
}

/* The slash before a number; that of "h/week" is part of a unit. */
static char *find_step(char *text)
{
    for (char *at = strchr(text, '/'); at; at = strchr(at + 1, '/')) {
        const char *next = at + 1 + strspn(at + 1, " \t");
        if (isdigit((unsigned char)*next) || *next == '.' || (unsigned char)*next == 0xC2)
            return at;
    }
    return NULL;
}

static bool count_lattice(const struct reading *r)
{
    struct bf_factor *f = r->factor;
    double steps = (f->high - f->low) / f->step;
    if (!(f->step > 0)) return refuse(r, BF_E_RANGE, "expected a step above 0");
    if (!(steps < BF_FACTOR_COUNT_CAP - 1))
        return refuse(r, BF_E_LIMIT, "expected at most %d values, received %.0f; take a wider step",
                      BF_FACTOR_COUNT_CAP, steps + 1);
    f->kind = BF_FACTOR_LATTICE;
    f->count = (uint32_t)floor(steps + 1e-9) + 1;
    f->high = f->low + (f->count - 1) * f->step;
    return true;
}

static bool whole_step(const struct reading *r)
{
    struct bf_factor *f = r->factor;
    if (f->step <= 0) f->step = 1;
    if (floor(f->step) < f->step)
        return refuse(r, BF_E_RANGE, "expected a whole step, since this is a whole number");
    return true;
}

static bool finish_range(const struct reading *r, const char *low, const char *high)
{
    struct bf_factor *f = r->factor;
    if (!(f->low < f->high))
        return refuse(r, BF_E_RANGE, "expected the first value below the last, received %s..%s",
                      low, high);
    if ((bf_factor_is_whole(f) || f->is_date) && !whole_step(r)) return false;
    return f->step > 0 ? count_lattice(r) : true;
}

static bool read_step(const struct reading *r, char *step, const struct bf_typed_number *unit)
{
    struct bf_factor *f = r->factor;
    enum bf_dim dim = f->is_date ? BF_DIM_TIME : f->given->param->dim;
    char own[160], one[128], why[BF_WHAT_CAP];
    struct bf_typed_number p;
    double scale = f->is_date ? 24 : 1, value;
    if (!bf_typed_number_cut(step, &p))
        return refuse(r, BF_E_TYPE, "expected a step, received \"%s\"", step);
    if (!bf_typed_number_has_unit(&p) && unit) borrow(&p, unit);
    bf_format(own, sizeof own, "%s%s%s", p.before, p.digits, p.after);
    bf_format(one, sizeof one, "%s1%s", unit ? unit->before : "", unit ? unit->after : "");
    if (bf_factor_is_amount(f->given->param)) {
        if (!bf_typed_number_alone(&p, &f->step))
            return refuse(r, BF_E_TYPE, "expected a number as step");
        return f->step > 0 || refuse(r, BF_E_RANGE, "expected a step above 0");
    }
    if (!bf_units_parse(dim, own, &value, why, sizeof why)) return refuse(r, BF_E_TYPE, "%s", why);
    if (!f->is_date) bf_units_parse(dim, one, &scale, why, sizeof why);
    f->step = value / scale;
    return f->step > 0 || refuse(r, BF_E_RANGE, "expected a step above 0, received %s", step);
}

static bool read_day(const struct reading *r, const char *text, double *x)
{
    bf_day day;
    char cure[120];
    bf_day_cure(text, cure, sizeof cure);
    if (!bf_day_parse(text, &day))
        return refuse(r, BF_E_TYPE, "expected a date such as 2021-11-01, received \"%s\"%s", text,
                      cure);
    *x = day;
    return true;
}

static bool read_date_range(const struct reading *r, char *low, char *high, char *step)
{
    struct bf_factor *f = r->factor;
    bool good = read_day(r, low, &f->low);
    good = read_day(r, high, &f->high) && good;
    if (step) good = read_step(r, step, NULL) && good;
    return good && finish_range(r, low, high);
}

static bool read_range(const struct reading *r, char *text, char *dots)
{
    struct bf_factor *f = r->factor;
    dots[0] = '\0';
    char *low = trim(text), *high = dots + 2, *step = find_step(high);
    if (step) {
        *step = '\0';
        step = trim(step + 1);
    }
    high = trim(high);
    f->kind = BF_FACTOR_RANGE;
    if (f->is_date) return read_date_range(r, low, high, step);
    f->is_number = true;
    struct amount ends[2] = {{.typed = low}, {.typed = high}};
    if (!read_numbers(r, ends, 2)) return false;
    f->low = ends[0].x;
    f->high = ends[1].x;
    if (step && !read_step(r, step, first_with_unit(ends, 2))) return false;
    return finish_range(r, low, high);
}

/* ---- lists ----------------------------------------------------------------------------- */

static bool check_choice(const struct reading *r, const char *value)
{
    static const char *const flags[] = {"false", "true", NULL};
    const struct bf_param *param = r->factor->given->param;
    const char *const *choice = param->type == BF_PARAM_FLAG ? flags : param->choices;
    char all[256] = "";
    for (; *choice; choice++) {
        if (strcmp(*choice, value) == 0) return true;
        size_t used = strlen(all);
        bf_format(all + used, sizeof all - used, "%s\"%s\"", used > 0 ? ", " : "", *choice);
    }
    return refuse(r, BF_E_KEY, "expected one of %s, received \"%s\"", all, value);
}

static bool read_texts(const struct reading *r)
{
    struct bf_factor *f = r->factor;
    const struct bf_param *param = f->given->param;
    char why[BF_WHAT_CAP];
    bool good = true;
    for (uint32_t i = 0; i < f->count; i++) {
        struct bf_week week;
        if (f->is_date) good = read_day(r, f->value[i], &f->number[i]) && good;
        if (param->type == BF_PARAM_HOURS && !bf_week_parse(f->value[i], &week, why, sizeof why))
            good = refuse(r, BF_E_TYPE, "%s", why);
        if (param->type == BF_PARAM_CHOICE || param->type == BF_PARAM_FLAG)
            good = check_choice(r, f->value[i]) && good;
    }
    return good;
}

static bool read_list_numbers(const struct reading *r)
{
    struct bf_factor *f = r->factor;
    struct amount *amount = bf_heap_take(f->count, sizeof *amount);
    if (!amount) return refuse(r, BF_E_NOMEM, "expected memory for %u values", f->count);
    for (uint32_t i = 0; i < f->count; i++)
        amount[i].typed = f->value[i];
    bool good = read_numbers(r, amount, f->count);
    for (uint32_t i = 0; i < f->count; i++)
        f->number[i] = amount[i].x;
    bf_heap_give(amount);
    /* "1,050" would be 1 and 50 */
    for (uint32_t i = 0; good && i < f->count; i++)
        if (f->value[i][0] == '0' && isdigit((unsigned char)f->value[i][1]))
            good = refuse(r, BF_E_SYNTAX,
                          "expected numbers without a comma inside, received \"%s\" "
                          "behind a comma; part the values with semicolons",
                          f->value[i]);
    f->is_number = true;
    return good;
}

static bool repeats(const struct reading *r)
{
    const struct bf_factor *f = r->factor;
    for (uint32_t i = 1; i < f->count; i++)
        for (uint32_t j = 0; j < i; j++)
            if (strcmp(f->value[i], f->value[j]) == 0)
                return !refuse(r, BF_E_KEY, "expected every value once, received %s twice",
                               f->value[i]);
    return false;
}

static bool cut_list(const struct reading *r, char *text)
{
    struct bf_factor *f = r->factor;
    const char *separator = text[bf_text_value_length(text, ";", NULL)] == ';' ? ";" : ",";
    size_t cap = 1;
    for (const char *at = text; *at; at++)
        cap += *at == *separator;
    if (cap > 10000) return refuse(r, BF_E_LIMIT, "expected at most 10000 values");
    f->value = bf_heap_take(cap, sizeof *f->value);
    f->number = bf_heap_take(cap, sizeof *f->number);
    if (!f->value || !f->number)
        return refuse(r, BF_E_NOMEM, "expected memory for %zu values", cap);
    for (char *at = text; *at != '\0';) {
        size_t length = bf_text_value_length(at, separator, NULL);
        bool last = at[length] == '\0';
        at[length] = '\0';
        char *value = trim(at);
        if (*value == '\0') return refuse(r, BF_E_SYNTAX, "expected a value between two commas");
        if (strlen(value) >= BF_FACTOR_TEXT)
            return refuse(r, BF_E_LIMIT, "expected a value of less than %d bytes", BF_FACTOR_TEXT);
        f->value[f->count++] = value;
        at += length + !last;
    }
    return f->count > 0 || refuse(r, BF_E_SYNTAX, "expected values behind the \"=\"");
}

static bool read_list(const struct reading *r, char *text)
{
    struct bf_factor *f = r->factor;
    f->kind = BF_FACTOR_LIST;
    if (!cut_list(r, text) || repeats(r)) return false;
    bool good = bf_factor_is_quantity(f->given->param) ? read_list_numbers(r) : read_texts(r);
    if (!f->is_number && !f->is_date) { /* coordinates of texts are their places */
        for (uint32_t i = 0; i < f->count; i++)
            f->number[i] = i;
    }
    f->low = f->high = f->number[0];
    for (uint32_t i = 1; i < f->count; i++) {
        f->low = fmin(f->low, f->number[i]);
        f->high = fmax(f->high, f->number[i]);
    }
    return good;
}

/* ---- one factor ------------------------------------------------------------------------ */

static bool refuse_path(const struct reading *r)
{
    const struct bf_bound *bound = r->bound;
    const char **path = bf_heap_take(bound->given_count + 1, sizeof *path);
    size_t count = 0;
    for (size_t i = 0; path && i < bound->given_count; i++)
        path[count++] = bound->given[i].path;
    const char *near = path ? bf_text_nearest(r->factor->path, path, count) : NULL;
    refuse(r, BF_E_KEY,
           "expected the path of a value that the scenario holds%s%s%s; `bedflow check` "
           "prints them, and --set gives a value to one that has none",
           near ? "; did you mean " : "", near ? near : "", near ? "?" : "");
    bf_heap_give(path);
    return false;
}

/* An unquoted "..": texts may hold one. */
static char *find_dots(const struct bf_factor *f, char *text)
{
    const struct bf_param *param = f->given->param;
    if (!bf_factor_is_quantity(param) && !bf_factor_is_date(param) && !bf_factor_is_amount(param))
        return NULL;
    return strstr(text, "..");
}

static bool read_factor(struct reading *r, const char *typed)
{
    struct bf_factor *f = r->factor;
    f->base = f->mode = (double)NAN;
    f->text = bf_heap_text(typed);
    if (!f->text) return refuse(r, BF_E_NOMEM, "expected memory for a factor");
    char *equals = strchr(f->text, '=');
    if (equals) *equals = '\0';
    f->path = trim(f->text);
    if (!equals || f->path[0] == '\0')
        return refuse(r, BF_E_SYNTAX,
                      "expected a path, \"=\" and values, such as services.ward."
                      "beds=20..40 or services.ward.beds=20,30,40, received \"%s\"",
                      typed);
    f->given = bf_bound_find(r->bound, f->path);
    if (!f->given) return refuse_path(r);
    f->is_date = bf_factor_is_date(f->given->param);
    bf_factor_label(f, r->bound);
    /* a pair of quotes around all of it is the shell's habit */
    char *values = trim(equals + 1), *dots = find_dots(f, values);
    bool good = dots ? read_range(r, values, dots) : read_list(r, values);
    if (good) f->base = bf_factor_base(f, r->bound);
    return good;
}

static bool is_repeated(const struct bf_factors *factors, uint32_t i)
{
    for (uint32_t k = 0; k < i; k++)
        if (factors->factor[k].path && factors->factor[i].path &&
            strcmp(factors->factor[k].path, factors->factor[i].path) == 0)
            return true;
    return false;
}

bool bf_factors_read(const char *option, const char *const typed[], size_t count,
                     const struct bf_bound *bound, struct bf_factors *factors,
                     struct bf_faults *faults)
{
    struct reading r = {option, bound, NULL, faults};
    bool good = true;
    memset(factors, 0, sizeof *factors);
    if (count > BF_FACTORS_CAP) {
        bf_faults_add(faults, BF_ERROR, BF_E_LIMIT, NULL, "%s: expected at most %d, received %zu",
                      option, BF_FACTORS_CAP, count);
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        r.factor = &factors->factor[factors->count++];
        good = read_factor(&r, typed[i]) && good;
        if (is_repeated(factors, factors->count - 1))
            good = refuse(&r, BF_E_KEY, "expected every path once, received it twice");
    }
    return good;
}
