/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "value.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/base/units.h"

#include <math.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

#define DESCRIBED_CAP 96

enum bf_param_type bf_value_type(enum bf_param_type type)
{
    switch (type) {
    case BF_PARAM_SERIES:
    case BF_PARAM_SHARES:
        return BF_PARAM_QUANTITY;
    case BF_PARAM_DATES:
        return BF_PARAM_DATE;
    case BF_PARAM_NAMES:
        return BF_PARAM_TEXT;
    case BF_PARAM_TEXT:
    case BF_PARAM_FLAG:
    case BF_PARAM_CHOICE:
    case BF_PARAM_QUANTITY:
    case BF_PARAM_DATE:
    case BF_PARAM_HOURS:
    case BF_PARAM_GROUP:
    case BF_PARAM_LIST:
    case BF_PARAM_MAP:
        break;
    }
    return type;
}

bool bf_type_is_single(enum bf_param_type type)
{
    return type <= BF_PARAM_HOURS;
}

size_t bf_value_size(enum bf_param_type type)
{
    BF_REQUIRE(bf_type_is_single(type));
    return bf_field_size(type);
}

/* Size and alignment of what a field of each type holds. */
static const struct {
    size_t size, align;
} field[] = {
    [BF_PARAM_TEXT] = {sizeof(char *), alignof(char *)},
    [BF_PARAM_FLAG] = {sizeof(bool), alignof(bool)},
    [BF_PARAM_CHOICE] = {sizeof(int32_t), alignof(int32_t)},
    [BF_PARAM_QUANTITY] = {sizeof(double), alignof(double)},
    [BF_PARAM_DATE] = {sizeof(bf_day), alignof(bf_day)},
    [BF_PARAM_HOURS] = {sizeof(struct bf_week), alignof(struct bf_week)},
    [BF_PARAM_SERIES] = {sizeof(struct bf_series), alignof(struct bf_series)},
    [BF_PARAM_DATES] = {sizeof(struct bf_days), alignof(struct bf_days)},
    [BF_PARAM_NAMES] = {sizeof(struct bf_names), alignof(struct bf_names)},
    [BF_PARAM_GROUP] = {0, 1},
    [BF_PARAM_LIST] = {sizeof(struct bf_items), alignof(struct bf_items)},
    [BF_PARAM_MAP] = {sizeof(struct bf_items), alignof(struct bf_items)},
    [BF_PARAM_SHARES] = {sizeof(struct bf_shares), alignof(struct bf_shares)},
};

size_t bf_field_size(enum bf_param_type type)
{
    return field[type].size;
}

size_t bf_field_align(enum bf_param_type type)
{
    return field[type].align;
}

void bf_value_blank(enum bf_param_type type, void *value)
{
    const double quantity = (double)NAN;
    const bf_day day = BF_DAY_NONE;
    const int32_t choice = -1;
    memset(value, 0, bf_field_size(type));
    if (type == BF_PARAM_QUANTITY)
        memcpy(value, &quantity, sizeof quantity);
    else if (type == BF_PARAM_DATE)
        memcpy(value, &day, sizeof day);
    else if (type == BF_PARAM_CHOICE)
        memcpy(value, &choice, sizeof choice);
}

static bool has_range(const struct bf_param *param)
{
    return !(param->min == 0.0 && param->max == 0.0);
}

bool bf_value_range_text(const struct bf_param *param, char text[], size_t size)
{
    char low[64], high[64];
    if (!has_range(param)) return false;
    bf_units_print(param->dim, param->min, low, sizeof low);
    if (isinf(param->max)) {
        bf_format(text, size, "expected at least %s", low);
        return true;
    }
    bf_units_print(param->dim, param->max, high, sizeof high);
    if (isinf(param->min))
        bf_format(text, size, "expected at most %s", high);
    else
        bf_format(text, size, "expected %s to %s", low, high);
    return true;
}

static enum bf_errcode unlike(const struct bf_node *node, const char *expected, const char *cure,
                              char why[], size_t size)
{
    char received[DESCRIBED_CAP];
    bf_node_describe(node, received, sizeof received);
    bf_format(why, size, "expected %s, received %s%s%s", expected, received, *cure ? "; " : "",
              cure);
    return BF_E_TYPE;
}

/* A literal as units.h reads numbers: decimal, without a suffix. False if it is too long. */
static bool plain_number(const char *literal, char text[64])
{
    size_t length = strcspn(literal, "L");
    if (strpbrk(literal, "xX")) {
        if (length > 2 + 15) return false;
        return bf_format(text, 64, "%llu", strtoull(literal, NULL, 16));
    }
    size_t to = 0;
    for (size_t i = 0; i < length && to < 63; i++) {
        bool bare_point = literal[i] == '.' && !(literal[i + 1] >= '0' && literal[i + 1] <= '9');
        if (!bare_point) text[to++] = literal[i];
    }
    text[to] = '\0';
    return length < 64;
}

/* A number without a unit; where one is needed, units.h knows which would do, and says so. */
static enum bf_errcode read_number(const struct bf_param *param, const struct bf_node *node,
                                   double *value, char why[], size_t size)
{
    char text[64];
    bool hex = strpbrk(node->text, "xX") != NULL;
    if (!plain_number(node->text, text))
        return unlike(node, "a number of at most 60 digits", "", why, size);
    if (param->dim == BF_DIM_COUNT && !hex && strpbrk(node->text, ".eE"))
        return unlike(node, "a whole number such as 30", "", why, size);
    return bf_units_parse(param->dim, text, value, why, size) ? BF_OK : BF_E_TYPE;
}

static enum bf_errcode check_range(const struct bf_param *param, const struct bf_node *node,
                                   double value, char why[], size_t size)
{
    char received[DESCRIBED_CAP], expected[160];
    bf_node_describe(node, received, sizeof received);
    if (!isfinite(value)) {
        bf_format(why, size, "expected a finite number, received %s", received);
        return BF_E_RANGE;
    }
    if (!has_range(param) || (value >= param->min && value <= param->max)) return BF_OK;
    bf_value_range_text(param, expected, sizeof expected);
    bf_format(why, size, "%s, received %s", expected, received);
    return BF_E_RANGE;
}

static enum bf_errcode read_quantity(const struct bf_param *param, const struct bf_node *node,
                                     double *value, char why[], size_t size)
{
    double read = (double)NAN;
    enum bf_errcode code = BF_E_TYPE;
    if (node->kind == BF_NODE_NUMBER)
        code = read_number(param, node, &read, why, size);
    else if (node->kind == BF_NODE_TEXT)
        code = bf_units_parse(param->dim, node->text, &read, why, size) ? BF_OK : BF_E_TYPE;
    else
        return unlike(node, bf_units_expected(param->dim), "", why, size);
    if (code == BF_OK) code = check_range(param, node, read, why, size);
    if (code == BF_OK) *value = read;
    return code;
}

static enum bf_errcode read_text(const struct bf_param *param, const struct bf_node *node,
                                 const char **value, char why[], size_t size)
{
    bool loose = node->kind == BF_NODE_NUMBER && param->flags & BF_PARAM_LOOSE;
    if (!loose && node->kind != BF_NODE_TEXT)
        return unlike(node, "a text in double quotes", "", why, size);
    if (param->flags & BF_PARAM_LINE && strpbrk(node->text, "\n\r\v\f"))
        return unlike(node, "one line of text", "without a line end", why, size);
    *value = node->text;
    return BF_OK;
}

static enum bf_errcode read_flag(const struct bf_node *node, bool *value, char why[], size_t size)
{
    if (node->kind != BF_NODE_FLAG)
        return unlike(node, "true or false", node->kind == BF_NODE_TEXT ? "without quotes" : "",
                      why, size);
    *value = node->text[0] == 't';
    return BF_OK;
}

static enum bf_errcode read_choice(const struct bf_param *param, const struct bf_node *node,
                                   int32_t *value, char why[], size_t size)
{
    char all[300] = "", received[DESCRIBED_CAP];
    size_t count = 0, length = 0;
    for (; param->choices[count]; count++) {
        if (node->kind == BF_NODE_TEXT && !strcmp(node->text, param->choices[count])) {
            *value = (int32_t)count;
            return BF_OK;
        }
        bf_format(all + length, sizeof all - length, "%s\"%s\"",
                  count == 0                  ? ""
                  : param->choices[count + 1] ? ", "
                                              : " or ",
                  param->choices[count]);
        length += strlen(all + length);
    }
    const char *near =
        node->kind == BF_NODE_TEXT ? bf_text_nearest(node->text, param->choices, count) : NULL;
    bf_node_describe(node, received, sizeof received);
    bf_format(why, size, "expected %s, received %s%s%s%s", all, received,
              near ? "; did you mean \"" : "", near ? near : "", near ? "\"?" : "");
    return node->kind == BF_NODE_TEXT ? BF_E_KEY : BF_E_TYPE;
}

static enum bf_errcode read_date(const struct bf_node *node, bf_day *value, char why[], size_t size)
{
    if (node->kind == BF_NODE_TEXT && bf_day_parse(node->text, value)) return BF_OK;
    char cure[120] = "";
    if (node->kind == BF_NODE_TEXT) bf_day_cure(node->text, cure, sizeof cure);
    return unlike(node, "a date such as \"2021-11-01\"", cure[0] ? cure + 2 : "", why, size);
}

static enum bf_errcode read_hours(const struct bf_node *node, struct bf_week *value, char why[],
                                  size_t size)
{
    if (node->kind != BF_NODE_TEXT)
        return unlike(node, "hours such as \"Mon-Fri 09:00-17:00\"", "", why, size);
    return bf_week_parse(node->text, value, why, size) ? BF_OK : BF_E_TYPE;
}

enum bf_errcode bf_value_read(const struct bf_param *param, const struct bf_node *node, void *value,
                              char why[], size_t size)
{
    switch (bf_value_type(param->type)) {
    case BF_PARAM_TEXT:
        return read_text(param, node, value, why, size);
    case BF_PARAM_FLAG:
        return read_flag(node, value, why, size);
    case BF_PARAM_CHOICE:
        return read_choice(param, node, value, why, size);
    case BF_PARAM_QUANTITY:
        return read_quantity(param, node, value, why, size);
    case BF_PARAM_DATE:
        return read_date(node, value, why, size);
    case BF_PARAM_HOURS:
        return read_hours(node, value, why, size);
    case BF_PARAM_SERIES:
    case BF_PARAM_DATES:
    case BF_PARAM_NAMES:
    case BF_PARAM_GROUP:
    case BF_PARAM_LIST:
    case BF_PARAM_MAP:
    case BF_PARAM_SHARES:
        break;
    }
    BF_REQUIRE(bf_type_is_single(param->type)); /* else there is no one value */
    return BF_E_TYPE;
}
