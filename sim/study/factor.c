/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/factor.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
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

/* ---- types ----------------------------------------------------------------------------- */

static bool is_quantity(const struct bf_param *param)
{
    return param->type == BF_PARAM_QUANTITY || param->type == BF_PARAM_SERIES ||
           param->type == BF_PARAM_SHARES;
}

static bool is_date(const struct bf_param *param)
{
    return param->type == BF_PARAM_DATE || param->type == BF_PARAM_DATES;
}

/* A text that may hold a number in the unit of something else: `add = "-4"`. */
static bool is_amount(const struct bf_param *param)
{
    return param->type == BF_PARAM_TEXT && (param->flags & BF_PARAM_LOOSE);
}

static bool is_whole(const struct bf_factor *f)
{
    return is_quantity(f->given->param) && f->given->param->dim == BF_DIM_COUNT;
}

/* ---- a number and what stands around it ------------------------------------------------ */

struct piece {
    char before[8], digits[48], after[64];
};

static size_t digits_length(const char *at)
{
    size_t i = strspn(at, "0123456789,.");
    if (at[i] == 'e' || at[i] == 'E') {
        size_t sign = at[i + 1] == '-' || at[i + 1] == '+';
        if (isdigit((unsigned char)at[i + 1 + sign])) {
            i += 1 + sign;
            i += strspn(at + i, "0123456789");
        }
    }
    return i;
}

static bool cut_piece(const char *text, struct piece *p)
{
    size_t start = strcspn(text, "0123456789.");
    if (text[start] == '\0') return false;
    size_t first =
        start > 0 && (text[start - 1] == '-' || text[start - 1] == '+') ? start - 1 : start;
    size_t length = start - first + digits_length(text + start);
    const char *after = text + first + length;
    return bf_format(p->before, sizeof p->before, "%.*s", (int)first, text) &&
           bf_format(p->digits, sizeof p->digits, "%.*s", (int)length, text + first) &&
           bf_format(p->after, sizeof p->after, "%s", after);
}

/* The number alone: no unit, so the house's reader does it, thousands and all. */
static bool piece_number(const struct piece *p, double *value)
{
    char why[BF_WHAT_CAP];
    return bf_units_parse(BF_DIM_NUMBER, p->digits, value, why, sizeof why);
}

/* Whether the quantity is its number times one of its unit: "0 h 30 min" shows that it need not. */
static bool scale_of(enum bf_dim dim, const struct piece *p, double *scale)
{
    char one[128], none[128], why[BF_WHAT_CAP];
    double zero = 0;
    bf_format(one, sizeof one, "%s1%s", p->before, p->after);
    bf_format(none, sizeof none, "%s0%s", p->before, p->after);
    return bf_units_parse(dim, one, scale, why, sizeof why) &&
           bf_units_parse(dim, none, &zero, why, sizeof why) && fabs(zero) <= 0;
}

static bool has_unit(const struct piece *p)
{
    return p->before[0] != '\0' || p->after[0] != '\0';
}

/* ---- numbers of one factor ------------------------------------------------------------- */

/* One number of several that share a unit. */
struct amount {
    const char *typed;
    struct piece piece;
    double x;
};

static void borrow(struct piece *p, const struct piece *from)
{
    memcpy(p->before, from->before, sizeof p->before);
    memcpy(p->after, from->after, sizeof p->after);
}

static const struct piece *first_with_unit(const struct amount amount[], uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (has_unit(&amount[i].piece)) return &amount[i].piece;
    return &amount[0].piece;
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
    bf_format(own, sizeof own, "%s%s%s", a->piece.before, a->piece.digits, a->piece.after);
    if (!bf_units_parse(dim, own, &value, why, sizeof why)) return refuse(r, BF_E_TYPE, "%s", why);
    if (!in_range(r, own, value) || !same_price(r, own)) return false;
    a->x = value / scale;
    return true;
}

static bool read_amount(const struct reading *r, struct amount *a, const struct piece *unit)
{
    if (strcmp(a->piece.before, unit->before) == 0 && strcmp(a->piece.after, unit->after) == 0 &&
        piece_number(&a->piece, &a->x))
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
        if (!cut_piece(amount[i].typed, &amount[i].piece))
            return refuse(r, BF_E_TYPE, "expected %s, received \"%s\"",
                          is_amount(param) ? "a number" : bf_units_expected(param->dim),
                          amount[i].typed);
    const struct piece unit = *first_with_unit(amount, count);
    for (uint32_t i = 0; i < count; i++)
        if (!has_unit(&amount[i].piece)) borrow(&amount[i].piece, &unit);
    if (!is_amount(param) && !scale_of(param->dim, &unit, &scale)) {
        /* what is wrong with it by itself, or else only that it has two units */
        return read_quantity(r, &amount[0], 1) &&
               refuse(r, BF_E_TYPE,
                      "expected numbers with one unit, such as \"1.5 h\", received \"%s\"",
                      amount[0].typed);
    }
    for (uint32_t i = 0; i < count; i++)
        good = (is_amount(param) ? read_amount(r, &amount[i], &unit)
                                 : read_quantity(r, &amount[i], scale)) &&
               good;
    memcpy(f->before, unit.before, sizeof f->before);
    memcpy(f->unit, unit.after, sizeof f->unit);
    return good;
}

/* ---- LOW..HIGH/STEP -------------------------------------------------------------------- */

static char *trim(char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        text[--length] = '\0';
    length = strlen(text);
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
    if ((is_whole(f) || f->is_date) && !whole_step(r)) return false;
    return f->step > 0 ? count_lattice(r) : true;
}

static bool read_step(const struct reading *r, char *step, const struct piece *unit)
{
    struct bf_factor *f = r->factor;
    enum bf_dim dim = f->is_date ? BF_DIM_TIME : f->given->param->dim;
    char own[160], one[128], why[BF_WHAT_CAP];
    struct piece p;
    double scale = f->is_date ? 24 : 1, value;
    if (!cut_piece(step, &p)) return refuse(r, BF_E_TYPE, "expected a step, received \"%s\"", step);
    if (!has_unit(&p) && unit) borrow(&p, unit);
    bf_format(own, sizeof own, "%s%s%s", p.before, p.digits, p.after);
    bf_format(one, sizeof one, "%s1%s", unit ? unit->before : "", unit ? unit->after : "");
    if (is_amount(f->given->param)) {
        if (!piece_number(&p, &f->step)) return refuse(r, BF_E_TYPE, "expected a number as step");
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

/* Length up to the next separator outside quotes and brackets. */
static size_t value_length(const char *text, char separator)
{
    int depth = 0;
    bool quoted = false;
    size_t i = 0;
    for (; text[i] != '\0'; i++) {
        if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
        if (quoted) continue;
        depth += strchr("([{", text[i]) != NULL;
        depth -= strchr(")]}", text[i]) != NULL;
        if (text[i] == separator && depth <= 0) break;
    }
    return i;
}

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
    char separator = text[value_length(text, ';')] == ';' ? ';' : ',';
    size_t cap = 1;
    for (const char *at = text; *at; at++)
        cap += *at == separator;
    if (cap > 10000) return refuse(r, BF_E_LIMIT, "expected at most 10000 values");
    f->value = bf_heap_take(cap, sizeof *f->value);
    f->number = bf_heap_take(cap, sizeof *f->number);
    if (!f->value || !f->number)
        return refuse(r, BF_E_NOMEM, "expected memory for %zu values", cap);
    for (char *at = text; *at != '\0';) {
        size_t length = value_length(at, separator);
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
    bool good = is_quantity(f->given->param) ? read_list_numbers(r) : read_texts(r);
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

/* ---- the base's value ------------------------------------------------------------------ */

static double base_text(const struct bf_factor *f, const char *text)
{
    struct piece p;
    double x;
    if (!text) return (double)NAN;
    if (f->is_number)
        return cut_piece(text, &p) && piece_number(&p, &x) && strcmp(p.after, f->unit) == 0
                   ? x
                   : (double)NAN;
    for (uint32_t i = 0; i < f->count; i++)
        if (strcmp(f->value[i], text) == 0) return i;
    return (double)NAN;
}

static double unit_scale(const struct bf_factor *f)
{
    char one[128], why[BF_WHAT_CAP];
    double scale = 1;
    bf_format(one, sizeof one, "%s1%s", f->before, f->unit);
    return bf_units_parse(f->given->param->dim, one, &scale, why, sizeof why) ? scale : 1;
}

static double base_of(const struct bf_factor *f, const struct bf_bound *bound)
{
    const unsigned char *at = bound->region + f->given->offset;
    if (is_quantity(f->given->param)) {
        double value;
        memcpy(&value, at, sizeof value);
        return value / unit_scale(f);
    }
    if (f->is_date) {
        bf_day day;
        memcpy(&day, at, sizeof day);
        return day == BF_DAY_NONE ? (double)NAN : (double)day;
    }
    return base_text(f, f->given->text ? f->given->text : f->given->param->fallback);
}

/* ---- words ----------------------------------------------------------------------------- */

/* What the label of `services.ward` says, then the rest of the path; the path where there is none.
 */
static void set_label(struct bf_factor *f, const struct bf_bound *bound)
{
    char path[BF_PATH_CAP];
    const char *first = strchr(f->path, '.'), *second = first ? strchr(first + 1, '.') : NULL;
    const char *label = NULL;
    bf_format(f->label, sizeof f->label, "%s", f->path);
    if (!second || !bf_format(path, sizeof path, "%.*s.label", (int)(second - f->path), f->path))
        return;
    const struct bf_given *given = bf_bound_find(bound, path);
    if (given && given->param->type == BF_PARAM_TEXT)
        memcpy(&label, bound->region + given->offset, sizeof label);
    if (!label || label[0] == '\0') return;
    bf_format(f->label, sizeof f->label, "%s: %s", label, second + 1);
    size_t own = strlen(label);
    for (char *at = f->label; *at; at++)
        if (*at == '_' || (*at == '.' && at > f->label + own)) *at = ' ';
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
    if (!is_quantity(param) && !is_date(param) && !is_amount(param)) return NULL;
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
    f->is_date = is_date(f->given->param);
    set_label(f, r->bound);
    /* a pair of quotes around all of it is the shell's habit */
    char *values = trim(equals + 1), *dots = find_dots(f, values);
    bool good = dots ? read_range(r, values, dots) : read_list(r, values);
    if (good) f->base = base_of(f, r->bound);
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

/* ---- declared ranges ------------------------------------------------------------------- */

/* Units that a whole number of internal ones is written in, where the text has none to lend. */
static void plain_unit(struct bf_factor *f)
{
    static const char *const unit[] = {
        [BF_DIM_COUNT] = "",      [BF_DIM_NUMBER] = "",        [BF_DIM_SHARE] = "",
        [BF_DIM_TIME] = " hours", [BF_DIM_RATE] = " per hour", [BF_DIM_EFFORT] = " hours per hour",
        [BF_DIM_MONEY] = "",      [BF_DIM_PRICE] = " per hour"};
    enum bf_dim dim = f->given->param->dim;
    bool pounds = dim == BF_DIM_MONEY || dim == BF_DIM_PRICE;
    bf_format(f->before, sizeof f->before, "%s", pounds ? "\xC2\xA3" : "");
    bf_format(f->unit, sizeof f->unit, "%s", unit[dim]);
}

static bool declare(struct bf_factor *f, const struct bf_given *given, const struct bf_bound *bound)
{
    struct piece p;
    double scale = 1;
    f->given = given;
    f->path = f->text = bf_heap_text(given->path);
    f->is_number = true;
    if (!f->text) return false;
    set_label(f, bound);
    if (given->text && cut_piece(given->text, &p) && scale_of(given->param->dim, &p, &scale)) {
        memcpy(f->before, p.before, sizeof f->before);
        memcpy(f->unit, p.after, sizeof f->unit);
    } else {
        plain_unit(f);
        scale = unit_scale(f);
    }
    f->low = given->low / scale;
    f->high = given->high / scale;
    f->base = f->mode = base_of(f, bound);
    if (is_whole(f)) {
        f->kind = BF_FACTOR_LATTICE;
        f->step = 1;
        f->count = (uint32_t)floor(f->high - f->low + 0.5) + 1;
    }
    return true;
}

bool bf_factors_declared(const struct bf_bound *bound, struct bf_factors *factors,
                         struct bf_err *err)
{
    memset(factors, 0, sizeof *factors);
    for (size_t i = 0; i < bound->given_count; i++) {
        const struct bf_given *given = &bound->given[i];
        if (isnan(given->low) || !(given->low < given->high) || !is_quantity(given->param))
            continue;
        if (factors->count == BF_FACTORS_CAP)
            return bf_fail(err, BF_E_LIMIT, NULL,
                           "expected at most %d numbers with a declared range; name the ones that "
                           "matter with --over",
                           BF_FACTORS_CAP);
        if (!declare(&factors->factor[factors->count++], given, bound))
            return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the factors");
    }
    return true;
}

void bf_factors_free(struct bf_factors *factors)
{
    for (uint32_t i = 0; i < factors->count; i++) {
        bf_heap_give(factors->factor[i].text);
        bf_heap_give(factors->factor[i].value);
        bf_heap_give(factors->factor[i].number);
    }
    memset(factors, 0, sizeof *factors);
}

/* ---- values ---------------------------------------------------------------------------- */

double bf_factor_at(const struct bf_factor *f, uint32_t i)
{
    BF_REQUIRE(i < f->count);
    return f->kind == BF_FACTOR_LIST ? f->number[i] : f->low + i * f->step;
}

static double triangle(const struct bf_factor *f, double u)
{
    double width = f->high - f->low, at = (f->mode - f->low) / width;
    return u < at ? f->low + sqrt(u * width * (f->mode - f->low))
                  : f->high - sqrt((1 - u) * width * (f->high - f->mode));
}

double bf_factor_quantile(const struct bf_factor *f, double u)
{
    BF_REQUIRE(u >= 0 && u <= 1);
    if (!isnan(f->mode)) {
        double x = triangle(f, u);
        return f->count > 0 ? floor(x + 0.5) : x;
    }
    if (f->count == 0) return f->low + u * (f->high - f->low);
    double i = floor(u * f->count);
    return bf_factor_at(f, i < f->count ? (uint32_t)i : f->count - 1);
}

static void write_number(const struct bf_factor *f, double x, int figures, char text[])
{
    char digits[40];
    bf_format(digits, sizeof digits, "%.*g", figures, x);
    bf_format(text, BF_FACTOR_TEXT, "%s%s%s", f->before, digits, f->unit);
}

/* The place in a list whose coordinate is x, or the count. */
static uint32_t place_of(const struct bf_factor *f, double x)
{
    uint32_t i = 0;
    while (i < f->count && !(fabs(f->number[i] - x) <= 1e-9 * fabs(x)))
        i++;
    return i;
}

static void write_value(const struct bf_factor *f, double x, int figures, char text[])
{
    if (f->is_date) {
        char day[BF_DAY_TEXT];
        bf_day_print((bf_day)lround(x), day);
        bf_format(text, BF_FACTOR_TEXT, "%s", day);
        return;
    }
    if (f->is_number) {
        write_number(f, x, figures, text);
        return;
    }
    uint32_t i = place_of(f, x);
    BF_REQUIRE(i < f->count);
    bf_format(text, BF_FACTOR_TEXT, "%s", f->value[i]);
}

void bf_factor_text(const struct bf_factor *f, double x, char text[BF_FACTOR_TEXT])
{
    write_value(f, x, 12, text);
}

void bf_factor_words(const struct bf_factor *f, double x, char text[BF_FACTOR_TEXT])
{
    double whole = fabs(x) >= 1000 ? round(x) : x; /* to four figures, or to the unit */
    write_value(f, f->is_number ? whole : x, fabs(x) >= 1000 ? 12 : 4, text);
}

void bf_factor_span(const struct bf_factor *f, char text[BF_FACTOR_TEXT])
{
    char low[BF_FACTOR_TEXT], high[BF_FACTOR_TEXT];
    bf_factor_words(f, f->low, low);
    bf_factor_words(f, f->high, high);
    if (f->is_number) low[strlen(low) - strlen(f->unit)] = '\0'; /* said once is enough */
    bf_format(text, BF_FACTOR_TEXT, "%s to %s", low, high);
}

void bf_factor_unit(const struct bf_factor *f, char text[BF_FACTOR_TEXT])
{
    bf_format(text, BF_FACTOR_TEXT, "%s%s", f->before,
              f->unit + (f->before[0] ? 0 : strspn(f->unit, " ")));
}

void bf_factors_set(const struct bf_factors *factors, const double x[], char text[][BF_FACTOR_TEXT],
                    struct bf_setting set[])
{
    for (uint32_t i = 0; i < factors->count; i++) {
        bf_factor_text(&factors->factor[i], x[i], text[i]);
        set[i] = (struct bf_setting){factors->factor[i].path, text[i]};
    }
}
