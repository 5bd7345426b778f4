/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/factor.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "factor_parts.h"
#include "typed_number.h"

#include <math.h>
#include <string.h>

/* ---- types ----------------------------------------------------------------------------- */

bool bf_factor_is_quantity(const struct bf_param *param)
{
    return param->type == BF_PARAM_QUANTITY || param->type == BF_PARAM_SERIES ||
           param->type == BF_PARAM_SHARES;
}

bool bf_factor_is_date(const struct bf_param *param)
{
    return param->type == BF_PARAM_DATE || param->type == BF_PARAM_DATES;
}

bool bf_factor_is_amount(const struct bf_param *param)
{
    return param->type == BF_PARAM_TEXT && (param->flags & BF_PARAM_LOOSE);
}

bool bf_factor_is_whole(const struct bf_factor *f)
{
    return bf_factor_is_quantity(f->given->param) && f->given->param->dim == BF_DIM_COUNT;
}

/* ---- the base's value ------------------------------------------------------------------ */

static double base_text(const struct bf_factor *f, const char *text)
{
    struct bf_typed_number p;
    double x;
    if (!text) return (double)NAN;
    if (f->is_number)
        return bf_typed_number_cut(text, &p) && bf_typed_number_alone(&p, &x) &&
                       strcmp(p.after, f->unit) == 0
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

double bf_factor_base(const struct bf_factor *f, const struct bf_bound *bound)
{
    const unsigned char *at = bound->region + f->given->offset;
    if (bf_factor_is_quantity(f->given->param)) {
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

/* A number that is told without a unit needs one in its name. */
static const char *told_name(const char *name)
{
    return strcmp(name, "weekly_limit") == 0 ? "starts a week at most" : name;
}

void bf_factor_label(struct bf_factor *f, const struct bf_bound *bound)
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
    bf_format(f->label, sizeof f->label, "%s: %s", label, told_name(second + 1));
    size_t own = strlen(label);
    for (char *at = f->label; *at; at++)
        if (*at == '_' || (*at == '.' && at > f->label + own)) *at = ' ';
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
    struct bf_typed_number p;
    double scale = 1;
    f->given = given;
    f->path = f->text = bf_heap_text(given->path);
    f->is_number = true;
    if (!f->text) return false;
    bf_factor_label(f, bound);
    if (given->text && bf_typed_number_cut(given->text, &p) &&
        bf_typed_number_scale(given->param->dim, &p, &scale)) {
        memcpy(f->before, p.before, sizeof f->before);
        memcpy(f->unit, p.after, sizeof f->unit);
    } else {
        plain_unit(f);
        scale = unit_scale(f);
    }
    f->low = given->low / scale;
    f->high = given->high / scale;
    f->base = f->mode = bf_factor_base(f, bound);
    if (bf_factor_is_whole(f)) {
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
        if (isnan(given->low) || !(given->low < given->high) ||
            !bf_factor_is_quantity(given->param))
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
