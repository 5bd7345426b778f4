/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/units.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define VALUE_MAX    1e15 /* beyond, a double no longer holds every tenth */
#define FIGURES_CAP  40   /* digits of a number worth reading */
#define EXPONENT_MAX 99   /* of ten, as written */

/* ---- words ---- */

enum kind { TIME, THING, POUNDS, PERCENT };

struct word {
    const char *text;
    enum kind kind;
    double num, den; /* of TIME: hours are num / den, so that a minute is exact */
};

/* Plurals in s are found by their singular. "m" is missing on purpose. */
static const struct word words[] = {
    {"second", TIME, 1, 3600},   {"sec", TIME, 1, 3600},
    {"s", TIME, 1, 3600},        {"minute", TIME, 1, 60},
    {"min", TIME, 1, 60},        {"hour", TIME, 1, 1},
    {"hr", TIME, 1, 1},          {"h", TIME, 1, 1},
    {"day", TIME, 24, 1},        {"d", TIME, 24, 1},
    {"night", TIME, 24, 1},      {"week", TIME, 168, 1},
    {"wk", TIME, 168, 1},        {"w", TIME, 168, 1},
    {"fortnight", TIME, 336, 1}, {"month", TIME, 730, 1},
    {"mth", TIME, 730, 1},       {"mo", TIME, 730, 1},
    {"quarter", TIME, 2190, 1},  {"year", TIME, 8760, 1},
    {"yr", TIME, 8760, 1},       {"y", TIME, 8760, 1},
    {"annum", TIME, 8760, 1},    {"pound", POUNDS, 0, 0},
    {"gbp", POUNDS, 0, 0},       {"%", PERCENT, 0, 0},
    {"percent", PERCENT, 0, 0},  {"pct", PERCENT, 0, 0},
    {"admission", THING, 0, 0},  {"appointment", THING, 0, 0},
    {"arrival", THING, 0, 0},    {"assessment", THING, 0, 0},
    {"attendance", THING, 0, 0}, {"bed", THING, 0, 0},
    {"call", THING, 0, 0},       {"care", THING, 0, 0},
    {"case", THING, 0, 0},       {"client", THING, 0, 0},
    {"contact", THING, 0, 0},    {"death", THING, 0, 0},
    {"delivery", THING, 0, 0},   {"discharge", THING, 0, 0},
    {"episode", THING, 0, 0},    {"fall", THING, 0, 0},
    {"head", THING, 0, 0},       {"item", THING, 0, 0},
    {"journey", THING, 0, 0},    {"nurse", THING, 0, 0},
    {"package", THING, 0, 0},    {"patient", THING, 0, 0},
    {"people", THING, 0, 0},     {"person", THING, 0, 0},
    {"place", THING, 0, 0},      {"placement", THING, 0, 0},
    {"procedure", THING, 0, 0},  {"readmission", THING, 0, 0},
    {"referral", THING, 0, 0},   {"resident", THING, 0, 0},
    {"slot", THING, 0, 0},       {"spell", THING, 0, 0},
    {"staff", THING, 0, 0},      {"start", THING, 0, 0},
    {"stay", THING, 0, 0},       {"team", THING, 0, 0},
    {"therapist", THING, 0, 0},  {"thing", THING, 0, 0},
    {"transfer", THING, 0, 0},   {"unit", THING, 0, 0},
    {"vehicle", THING, 0, 0},    {"visit", THING, 0, 0},
    {"worker", THING, 0, 0},
};
#define WORD_COUNT (sizeof words / sizeof words[0])

/* ---- what each dimension looks like ---- */

enum part { /* parts of a written quantity */
            HAS_POUNDS = 1,
            HAS_PERCENT = 2,
            HAS_THING = 4,
            HAS_TIME = 8,
            PER_THING = 16,
            PER_TIME = 32
};

static const struct shape {
    unsigned must, may;
    const char *expected, *cure;
} shapes[] = {
    [BF_DIM_COUNT] = {0, HAS_THING, "a whole number such as 30",
                      "write it without a unit or a fraction"},
    [BF_DIM_NUMBER] = {0, HAS_PERCENT, "a number such as 1.25", "write it without a unit"},
    [BF_DIM_SHARE] = {0, HAS_PERCENT, "a share such as 0.35 or \"35%\"",
                      "write a number from 0 to 1 or a percentage from 0% to 100%"},
    [BF_DIM_TIME] = {HAS_TIME, 0, "a duration such as \"3.2 days\"",
                     "write a number and minutes, hours, days, weeks, months or years"},
    [BF_DIM_RATE] = {PER_TIME, HAS_THING | HAS_PERCENT | PER_THING,
                     "a rate such as \"138.5 per day\"",
                     "write a number and per hour, per day, per week, per month or per year"},
    [BF_DIM_EFFORT] = {HAS_TIME | PER_TIME, HAS_THING | PER_THING,
                       "an effort such as \"2400 hours per week\"",
                       "write hours or minutes, and per day, per week, per month or per year"},
    [BF_DIM_MONEY] = {HAS_POUNDS, 0, "an amount such as \"£1,722\"",
                      "write £ or GBP and a number, and nothing else"},
    [BF_DIM_PRICE] = {HAS_POUNDS, PER_THING | PER_TIME,
                      "a price such as \"£1,050 per bed per week\"",
                      "write £ or GBP, a number, and per hour, per bed per week, or per episode"},
};

static const struct shape *shape_of(enum bf_dim dim)
{
    BF_REQUIRE((size_t)dim < sizeof shapes / sizeof shapes[0]);
    return &shapes[dim];
}

const char *bf_units_expected(enum bf_dim dim)
{
    return shape_of(dim)->expected;
}

/* ---- reading ---- */

struct reader {
    const char *at;
    unsigned parts;
    double value;     /* the number, or the hours of a TIME */
    double per_count; /* things or times that it is for: the 4 of "per 4 weeks" */
    double num, den;  /* hours of the PER_TIME: num / den */
    char cure[160];   /* what is wrong, when a step returns false; "" if the shape says it */
};

static bool refuse(struct reader *r, const char *cure)
{
    bf_format(r->cure, sizeof r->cure, "%s", cure);
    return false;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static void skip_spaces(struct reader *r)
{
    while (is_space(*r->at))
        r->at++;
}

/* The digits of a number, and the power of ten that they are to be scaled by. */
struct figures {
    char text[FIGURES_CAP + 16]; /* sign, digits, exponent, NUL */
    int length, scale;
    bool too_long;
};

static void keep_digit(struct figures *f, char digit)
{
    if (f->length == 0 && digit == '0') return;
    if (f->length < FIGURES_CAP)
        f->text[f->length++] = digit;
    else
        f->too_long = true;
}

/* Digits before the point, with or without commas at the thousands. */
static bool read_whole(struct reader *r, struct figures *f)
{
    int group = 0;
    bool commas = false, misplaced = false;

    for (;; r->at++) {
        if (is_digit(*r->at)) {
            keep_digit(f, *r->at);
            group++;
        } else if (*r->at == ',' && is_digit(r->at[1])) {
            misplaced |= commas ? group != 3 : group < 1 || group > 3;
            commas = true;
            group = 0;
        } else {
            break;
        }
    }
    if (misplaced || (commas && group != 3))
        return refuse(r, "a comma separates thousands, as in 1,050; write a decimal with a point");
    return true;
}

static void read_exponent(struct reader *r, struct figures *f)
{
    const char *at = r->at;
    int exponent = 0;

    if (*at != 'e' && *at != 'E') return;
    at++;
    const bool negative = *at == '-';
    at += *at == '-' || *at == '+';
    if (!is_digit(*at)) return; /* a unit that begins with e */
    for (; is_digit(*at); at++)
        exponent = exponent > EXPONENT_MAX ? exponent : 10 * exponent + (*at - '0');
    f->too_long |= exponent > EXPONENT_MAX;
    f->scale += negative ? -exponent : exponent;
    r->at = at;
}

/* A number without its sign. The point is taken out before strtod sees it, so
 * that the locale's decimal mark plays no part, and the result is still the
 * nearest double. */
static bool read_number(struct reader *r, double *value)
{
    struct figures f = {.length = 0};

    if (!is_digit(r->at[0]) && !(r->at[0] == '.' && is_digit(r->at[1]))) return refuse(r, "");
    if (!read_whole(r, &f)) return false;
    if (*r->at == '.' && is_digit(r->at[1]))
        for (r->at++; is_digit(*r->at); r->at++) {
            keep_digit(&f, *r->at);
            f.scale--;
        }
    read_exponent(r, &f);
    if (f.too_long) return refuse(r, "the number has too many digits or too large an exponent");
    if (f.length == 0) f.text[f.length++] = '0';
    bf_format(f.text + f.length, sizeof f.text - (size_t)f.length, "e%d", f.scale);
    *value = strtod(f.text, NULL);
    if (!(*value <= VALUE_MAX)) return refuse(r, "the number is too large; at most 1e15 is taken");
    return true;
}

/* Pass over `text` if it comes next and does not go on as a longer word. */
static bool accept(struct reader *r, const char *text)
{
    char next[8];
    const size_t length = strlen(text);

    BF_REQUIRE(length < sizeof next);
    skip_spaces(r);
    if (strnlen(r->at, length) < length || (is_letter(text[0]) && is_letter(r->at[length])))
        return false;
    memcpy(next, r->at, length);
    next[length] = '\0';
    if (!bf_text_same(next, text)) return false;
    r->at += length;
    return true;
}

static bool accept_per(struct reader *r)
{
    return accept(r, "per") || accept(r, "/") || accept(r, "a") || accept(r, "an");
}

static const struct word *find_word(const char *text)
{
    char singular[32];
    const size_t length = strlen(text);

    for (size_t i = 0; i < WORD_COUNT; i++)
        if (bf_text_same(words[i].text, text)) return &words[i];
    if (length < 3 || (text[length - 1] != 's' && text[length - 1] != 'S')) return NULL;
    bf_format(singular, sizeof singular, "%.*s", (int)length - 1, text);
    for (size_t i = 0; i < WORD_COUNT; i++)
        if (bf_text_same(words[i].text, singular)) return &words[i];
    return bf_text_same(text, "deliveries") ? find_word("delivery") : NULL;
}

/* The known word that may be meant, or NULL; the table has no plurals. */
static const char *nearest_word(const char *text)
{
    const char *names[WORD_COUNT];
    char singular[32];

    for (size_t i = 0; i < WORD_COUNT; i++)
        names[i] = words[i].text;
    const char *nearest = bf_text_nearest(text, names, WORD_COUNT);
    if (nearest != NULL || text[0] == '\0') return nearest;
    bf_format(singular, sizeof singular, "%.*s", (int)strlen(text) - 1, text);
    return bf_text_nearest(singular, names, WORD_COUNT);
}

/* Say why a word is not known. */
static bool refuse_word(struct reader *r, const char *text)
{
    if (bf_text_same(text, "m"))
        return refuse(r, "\"m\" may be minutes or months; write min or months");
    const char *nearest = nearest_word(text);
    if (nearest != NULL)
        bf_format(r->cure, sizeof r->cure, "\"%s\" is not a unit (did you mean \"%s\"?)", text,
                  nearest);
    else
        bf_format(r->cure, sizeof r->cure, "\"%s\" is not a unit", text);
    return false;
}

/* The next word of the table, NULL with a cure if there is none. */
static const struct word *read_word(struct reader *r)
{
    char text[32];
    size_t length = 0;

    skip_spaces(r);
    while (is_letter(r->at[length]))
        length++;
    if (length == 0 && *r->at == '%') length = 1;
    bf_format(text, sizeof text, "%.*s", (int)(length < sizeof text ? length : 31), r->at);
    const struct word *word = length < sizeof text ? find_word(text) : NULL;
    if (length == 0 && *r->at == '\0')
        refuse(r, "");
    else if (length == 0)
        refuse(r, "there is something in it that is neither a number nor a unit");
    else if (word == NULL)
        refuse_word(r, text);
    r->at += word != NULL ? length : 0;
    return word;
}

static bool add_part(struct reader *r, unsigned part)
{
    if (r->parts & part) return refuse(r, "the same kind of unit is given twice");
    r->parts |= part;
    return true;
}

/* "£" or GBP before the number. */
static void read_currency(struct reader *r)
{
    if (accept(r, "\xC2\xA3") || accept(r, "gbp")) /* £ in UTF-8 */
        r->parts |= HAS_POUNDS;
    skip_spaces(r);
}

/* "£250k", "£1.2m": only after a currency sign, and only at the number. */
static void read_multiple(struct reader *r)
{
    const bool thousands = *r->at == 'k' || *r->at == 'K';
    const bool millions = *r->at == 'm' || *r->at == 'M';

    if (!(r->parts & HAS_POUNDS) || !(thousands || millions) || is_letter(r->at[1])) return;
    r->value *= thousands ? 1e3 : 1e6;
    r->at++;
}

/* A further "30 min" of "1 h 30 min". */
static bool read_more_time(struct reader *r)
{
    double more;

    if (!read_number(r, &more)) return false;
    const struct word *word = read_word(r);
    if (word == NULL) return false;
    if (word->kind != TIME)
        return refuse(r, "a second number needs a unit of time, as in \"1 h 30 min\"");
    r->value += copysign(more, r->value) * word->num / word->den;
    return true;
}

static bool accept_per_cent(struct reader *r)
{
    const char *const start = r->at;

    if (accept(r, "per") && accept(r, "cent")) return true;
    r->at = start;
    return false;
}

/* True, and nothing passed over, before a "per" or the end. */
static bool is_over(struct reader *r)
{
    struct reader ahead = *r;

    skip_spaces(&ahead);
    return *ahead.at == '\0' || accept_per(&ahead);
}

/* The units of what is counted, up to the first "per". */
static bool read_numerator(struct reader *r)
{
    static const unsigned part_of[] = {
        [TIME] = HAS_TIME, [THING] = HAS_THING, [POUNDS] = HAS_POUNDS, [PERCENT] = HAS_PERCENT};

    if (accept_per_cent(r)) r->parts |= HAS_PERCENT;
    while (!is_over(r)) {
        skip_spaces(r);
        if (is_digit(*r->at) && (r->parts & HAS_TIME)) {
            if (!read_more_time(r)) return false;
            continue;
        }
        const struct word *word = read_word(r);
        if (word == NULL || !add_part(r, part_of[word->kind])) return false;
        if (word->kind == TIME) r->value = r->value * word->num / word->den;
    }
    return true;
}

static bool read_per_unit(struct reader *r)
{
    const struct word *word = read_word(r);

    if (word == NULL) return false;
    if (word->kind != THING && word->kind != TIME)
        return refuse(r, "after \"per\" comes a time or a thing, such as week or bed");
    if (word->kind == TIME) {
        r->num = word->num;
        r->den = word->den;
    }
    return add_part(r, word->kind == TIME ? PER_TIME : PER_THING);
}

/* One "per 4 weeks", "per bed", "per bed day" or "/ bed-week". */
static bool read_denominator(struct reader *r)
{
    double count = 1;

    skip_spaces(r);
    if (is_digit(*r->at) && !read_number(r, &count)) return false;
    if (!(count > 0)) return refuse(r, "nothing is per 0 of anything");
    r->per_count *= count;
    if (!read_per_unit(r)) return false;
    if (is_over(r)) return true;
    accept(r, "-");
    return read_per_unit(r);
}

static bool read_sign(struct reader *r)
{
    const bool negative = *r->at == '-';
    r->at += negative || *r->at == '+';
    return negative;
}

/* "-£25", as we print it, or "£-25". */
static bool read_sign_and_currency(struct reader *r)
{
    const char *const start = r->at;
    const bool negative = read_sign(r), first = r->at > start;
    read_currency(r);
    if (first && (r->parts & HAS_POUNDS)) return negative;
    if (first) r->at = start;
    return read_sign(r);
}

static bool read_quantity(struct reader *r)
{
    const bool negative = read_sign_and_currency(r);
    if (!read_number(r, &r->value)) return false;
    /* The sign of a zero matters to nobody. */
    r->value = negative && r->value > 0 ? -r->value : r->value;
    read_multiple(r);
    if (!read_numerator(r)) return false;
    while (accept_per(r))
        if (!read_denominator(r)) return false;
    skip_spaces(r);
    return *r->at == '\0' || refuse(r, "there is something after the end of the quantity");
}

/* ---- judging ---- */

static bool fits(struct reader *r, enum bf_dim dim)
{
    const struct shape *shape = shape_of(dim);

    if ((r->parts & shape->must) != shape->must || (r->parts & ~(shape->must | shape->may)) != 0)
        return refuse(r, "");
    if (dim == BF_DIM_PRICE && !(r->parts & (PER_THING | PER_TIME))) return refuse(r, "");
    return true;
}

static bool is_in_bounds(struct reader *r, enum bf_dim dim, double value)
{
    if (!(fabs(value) <= VALUE_MAX))
        return refuse(r, "the number is too large; at most 1e15 is taken");
    if (dim == BF_DIM_COUNT && floor(value) < value) return refuse(r, "");
    if (dim == BF_DIM_SHARE && !(value >= 0 && value <= 1)) {
        refuse(r, "");
        if (!(r->parts & HAS_PERCENT) && value >= 2 && value <= 100) /* "31" for 31% */
            bf_format(r->cure, sizeof r->cure, "%.6g in a hundred is \"%.6g%%\" or %.6g", value,
                      value, value / 100);
        return false;
    }
    return true;
}

static bool convert(struct reader *r, enum bf_dim dim, double *value)
{
    double made = r->value;

    if (!fits(r, dim)) return false;
    if (r->parts & HAS_PERCENT) made /= 100;
    if (r->parts & (PER_TIME | PER_THING)) made /= r->per_count;
    if (r->parts & PER_TIME) made = made * r->den / r->num;
    if (!is_in_bounds(r, dim, made)) return false;
    *value = made;
    return true;
}

bool bf_units_parse(enum bf_dim dim, const char *text, double *value, char why[], size_t size)
{
    struct reader r = {.at = text, .per_count = 1, .num = 1, .den = 1};
    char received[80];

    if (read_quantity(&r) && convert(&r, dim, value)) return true;
    bf_text_quote(received, sizeof received, text);
    bf_format(why, size, "expected %s, received \"%s\"; %s%s%s", shape_of(dim)->expected, received,
              r.cure, r.cure[0] != '\0' ? "; " : "", shape_of(dim)->cure);
    return false;
}

bool bf_units_price_is_by_time(const char *text)
{
    struct reader r = {.at = text, .per_count = 1, .num = 1, .den = 1};

    return read_quantity(&r) && (r.parts & PER_TIME) != 0;
}

bool bf_units_price_is_by_hour(const char *text)
{
    struct reader r = {.at = text, .per_count = 1, .num = 1, .den = 1};

    return read_quantity(&r) && (r.parts & PER_TIME) != 0 && r.num <= r.den;
}

/* ---- writing ---- */

/* The digits of |value| to `count` figures; returns the power of ten of the
 * first. snprintf may write any decimal mark: only digits are taken from it. */
static int figures_of(double value, int count, char digit[20])
{
    char text[48];
    int kept = 0;
    const char *c = text;

    bf_format(text, sizeof text, "%.*e", count - 1, fabs(value));
    for (; *c != 'e'; c++)
        if (is_digit(*c)) digit[kept++] = *c;
    while (kept > 1 && digit[kept - 1] == '0')
        kept--;
    digit[kept] = '\0';
    return (int)strtol(c + 1, NULL, 10);
}

/* To four figures or the whole number, with commas and a point: "1,050",
 * "138.5". Numbers below 1e-4 or from 1e15 on are written as 2.5e-07. */
static void print_number(double value, char text[40])
{
    char digit[20];
    int exponent = figures_of(value, 4, digit);
    size_t at = 0;

    if (exponent >= 4 && exponent < 15) exponent = figures_of(round(value), exponent + 1, digit);
    const int count = (int)strlen(digit);
    const bool scientific = exponent < -4 || exponent >= 15;
    const int first = scientific ? 0 : exponent; /* power of ten of digit[0] */
    const int last = first - count + 1;
    if (value < 0) text[at++] = '-';
    for (int p = first > 0 ? first : 0; p >= (last < 0 ? last : 0); p--) {
        const int i = first - p;
        if (p == -1) text[at++] = '.';
        text[at++] = i >= 0 && i < count ? digit[i] : '0';
        if (p > 0 && p % 3 == 0) text[at++] = ',';
    }
    text[at] = '\0';
    if (scientific) bf_format(text + at, 40 - at, "e%d", exponent);
}

static void print_unit(double value, const char *unit, const char *rest, char text[], size_t size)
{
    char number[40];

    print_number(value, number);
    const bool one = strcmp(number, "1") == 0;
    bf_format(text, size, "%s %s%s%s", number, unit, one ? "" : "s", rest);
}

static void print_time(double hours, char text[], size_t size)
{
    const double length = fabs(hours);

    if (length > 0 && length < 1)
        print_unit(hours * 60, "minute", "", text, size);
    else if (length < 48)
        print_unit(hours, "hour", "", text, size);
    else if (length < 2 * 8760)
        print_unit(hours / 24, "day", "", text, size);
    else
        print_unit(hours / 8760, "year", "", text, size);
}

static void print_rate(double per_hour, char text[], size_t size)
{
    char number[40];
    const double per_day = fabs(per_hour) * 24;
    const bool days = per_day >= 1 || !(per_day > 0), weeks = !days && per_day * 7 >= 1;

    print_number(per_hour * (days ? 24 : weeks ? 168 : 8760), number);
    bf_format(text, size, "%s per %s", number, days ? "day" : weeks ? "week" : "year");
}

/* Pounds, with pence where there are some and they matter. */
static void print_money(double pounds, const char *rest, char text[], size_t size)
{
    char number[40];
    const double amount = fabs(pounds);
    const char *sign = pounds < 0 ? "-" : "";

    print_number(amount, number);
    const char *point = strchr(number, '.');
    const bool one_decimal = point != NULL && strlen(point) == 2 && amount < 1000;
    bf_format(text, size, "%s£%s%s%s", sign, number, one_decimal ? "0" : "", rest);
}

void bf_units_print(enum bf_dim dim, double value, char text[], size_t size)
{
    char number[40];

    shape_of(dim);
    if (!isfinite(value)) {
        bf_format(text, size, "%s",
                  isnan(value) ? "none"
                  : value > 0  ? "no limit"
                               : "no lower limit");
        return;
    }
    switch (dim) {
    case BF_DIM_COUNT:
    case BF_DIM_NUMBER:
        print_number(value, number);
        bf_format(text, size, "%s", number);
        break;
    case BF_DIM_SHARE:
        print_number(value * 100, number);
        bf_format(text, size, "%s%%", number);
        break;
    case BF_DIM_TIME:
        print_time(value, text, size);
        break;
    case BF_DIM_RATE:
        print_rate(value, text, size);
        break;
    case BF_DIM_EFFORT:
        print_unit(value * 168, "hour", " per week", text, size);
        break;
    case BF_DIM_MONEY:
        print_money(value, "", text, size);
        break;
    case BF_DIM_PRICE:
        print_money(value, " per hour or thing", text, size);
        break;
    }
}
