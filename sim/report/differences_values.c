/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "differences_words.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- settings by path ------------------------------------------------------------------ */

static int compare_paths(const void *x, const void *y)
{
    return strcmp((*(const struct bf_given *const *)x)->path,
                  (*(const struct bf_given *const *)y)->path);
}

/* Without memory for it, settings are looked for one after another. */
struct bf_diff_index bf_diff_index_open(const struct bf_bound *bound)
{
    struct bf_diff_index index = {
        .bound = bound, .by_path = bf_heap_take(bound->given_count + 1, sizeof *index.by_path)};
    for (size_t i = 0; index.by_path && i < bound->given_count; i++)
        index.by_path[i] = &bound->given[i];
    if (index.by_path)
        qsort(index.by_path, bound->given_count, sizeof *index.by_path, compare_paths);
    return index;
}

const struct bf_given *bf_diff_find(const struct bf_diff_index *index, const char *path)
{
    const struct bf_given wanted = {.path = path}, *key = &wanted;
    if (!index->by_path) return bf_bound_find(index->bound, path);
    const struct bf_given **found = bsearch(&key, index->by_path, index->bound->given_count,
                                            sizeof *index->by_path, compare_paths);
    return found ? *found : NULL;
}

/* ---- values ---------------------------------------------------------------------------- */

bool bf_diff_same_number(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a <= b && a >= b);
}

bool bf_diff_same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static const void *value_at(const struct bf_bound *bound, const struct bf_given *given)
{
    return bound->region + given->offset;
}

double bf_diff_number_of(const struct bf_bound *bound, const struct bf_given *given)
{
    double value;
    memcpy(&value, value_at(bound, given), sizeof value);
    return value;
}

static const char *text_of(const struct bf_bound *bound, const struct bf_given *given)
{
    const char *text;
    memcpy(&text, value_at(bound, given), sizeof text);
    return text;
}

bool bf_diff_is_number(const struct bf_given *given)
{
    enum bf_param_type type = given->param->type;
    return type == BF_PARAM_QUANTITY || type == BF_PARAM_SERIES || type == BF_PARAM_SHARES;
}

static size_t plain_size(enum bf_param_type type)
{
    switch (type) {
    case BF_PARAM_FLAG:
        return sizeof(bool);
    case BF_PARAM_CHOICE:
        return sizeof(int32_t);
    case BF_PARAM_DATE:
    case BF_PARAM_DATES:
        return sizeof(bf_day);
    default:
        return 0;
    }
}

/* Weeks have padding, and are compared by what was written. */
bool bf_diff_same_value(const struct bf_bound *in_a, const struct bf_given *a,
                        const struct bf_bound *in_b, const struct bf_given *b)
{
    if (a->param->type != b->param->type) return false;
    if (bf_diff_is_number(a))
        return bf_diff_same_number(bf_diff_number_of(in_a, a), bf_diff_number_of(in_b, b));
    size_t size = plain_size(a->param->type);
    if (size > 0) return memcmp(value_at(in_a, a), value_at(in_b, b), size) == 0;
    if (a->param->type == BF_PARAM_HOURS)
        return bf_diff_same_text(a->text ? a->text : a->param->fallback,
                                 b->text ? b->text : b->param->fallback);
    return bf_diff_same_text(text_of(in_a, a), text_of(in_b, b));
}

void bf_diff_value_words(const struct bf_bound *bound, const struct bf_given *given, char text[],
                         size_t size)
{
    if (!given)
        bf_format(text, size, "not given");
    else if (given->text)
        bf_format(text, size, "%s", given->text);
    else if (bf_diff_is_number(given))
        bf_units_print(given->param->dim, bf_diff_number_of(bound, given), text, size);
    else
        bf_format(text, size, "%s", given->param->fallback ? given->param->fallback : "not given");
}

/* ---- names ----------------------------------------------------------------------------- */

/* The label of the object at `object`, or the last part of its path. */
void bf_diff_label_words(const struct bf_bound *bound, const char *object, char text[], size_t size)
{
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "%s.label", object);
    const struct bf_given *given = bf_bound_find(bound, path);
    const char *label = given ? text_of(bound, given) : NULL;
    const char *dot = strrchr(object, '.');
    bf_format(text, size, "%s", label && label[0] ? label : dot ? dot + 1 : object);
}

/* Length of "services.ward" in "services.ward.stay.mean"; of all if there is no more. */
static size_t object_length(const char *path)
{
    size_t first = strcspn(path, ".");
    if (path[first] == '\0') return first;
    return first + 1 + strcspn(path + first + 1, ".");
}

/* "stay.mean" is "stay mean", "by_month[3]" "by month, number 4". */
void bf_diff_setting_words(const char *rest, char text[], size_t size)
{
    size_t to = 0;
    for (const char *at = rest; *at != '\0' && to + 24 < size; at++) {
        if (*at == '[') {
            unsigned index = 0;
            for (at++; *at >= '0' && *at <= '9'; at++)
                index = 10 * index + (unsigned)(*at - '0');
            bf_format(text + to, size - to, ", number %u%s", index + 1, at[1] == '.' ? "," : "");
            to += strlen(text + to);
        } else {
            text[to++] = *at == '.' || *at == '_' ? ' ' : *at;
        }
        if (*at == '\0') break;
    }
    text[to] = '\0';
}

/* "Step-down beds: beds" for a path anywhere in a scenario. */
void bf_diff_path_words(const struct bf_bound *bound, const char *path, char text[], size_t size)
{
    char object[BF_PATH_CAP], label[160], setting[200];
    size_t length = object_length(path);
    if (!bf_diff_is_in_a_section(path)) {
        bf_diff_setting_words(path, text, size);
        return;
    }
    bf_format(object, sizeof object, "%.*s", (int)length, path);
    bf_diff_label_words(bound, object, label, sizeof label);
    bf_diff_setting_words(path[length] == '.' ? path + length + 1 : "", setting, sizeof setting);
    bf_format(text, size, "%s%s%s", label, setting[0] ? ": " : "", setting);
}

bool bf_diff_is_within(const char *path, const char *object)
{
    size_t length = strlen(object);
    return strncmp(path, object, length) == 0 &&
           (path[length] == '.' || path[length] == '[' || path[length] == '\0');
}
