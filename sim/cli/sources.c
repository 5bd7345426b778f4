/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "sources.h"

#include "bedflow/base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum evidence { EVIDENCE_DEFAULT, EVIDENCE_SOURCE, EVIDENCE_ASSUMED, EVIDENCE_NONE };

static bool is_number(const struct bf_given *given)
{
    enum bf_param_type type = given->param->type;
    if (strcmp(given->path, "format") == 0) return false;
    return type == BF_PARAM_QUANTITY || type == BF_PARAM_SERIES || type == BF_PARAM_SHARES;
}

static bool has_text(const char *text)
{
    return text != NULL && text[0] != '\0';
}

static enum evidence evidence_of(const struct bf_given *given)
{
    if (has_text(given->source)) return EVIDENCE_SOURCE;
    if (has_text(given->assumption)) return EVIDENCE_ASSUMED;
    return given->where.file == NULL ? EVIDENCE_DEFAULT : EVIDENCE_NONE;
}

/* Length of a path without the index or the name of one number in a list. */
static size_t stem_length(const struct bf_given *given)
{
    size_t length = strlen(given->path);
    if (given->param->type == BF_PARAM_QUANTITY) return length;
    while (length > 0 && given->path[length - 1] != '.' && given->path[length - 1] != '[')
        length--;
    return length > 0 ? length - 1 : strlen(given->path);
}

static bool same_list(const struct bf_given *a, const struct bf_given *b)
{
    size_t length = stem_length(a);
    return a->param == b->param && a->param->type != BF_PARAM_QUANTITY &&
           length == stem_length(b) && strncmp(a->path, b->path, length) == 0 &&
           evidence_of(a) == evidence_of(b);
}

static void add_place(const struct bf_given *given, struct bf_text *out)
{
    if (given->where.line > 0)
        bf_text_add(out, "  %s:%d: ", given->where.file, given->where.line);
    else
        bf_text_add(out, "  %s: ", given->where.file != NULL ? given->where.file : "default");
}

static void add_range(const struct bf_given *given, struct bf_text *out)
{
    char low[64], high[64];
    if (isnan(given->low) || isnan(given->high)) return;
    bf_units_print(given->param->dim, given->low, low, sizeof low);
    bf_units_print(given->param->dim, given->high, high, sizeof high);
    bf_text_add(out, " (range %s to %s)", low, high);
}

/* One number, or all of a list that have the same evidence. */
static void add_line(const struct bf_given *given, size_t count, struct bf_text *out)
{
    add_place(given, out);
    if (count > 1) {
        bf_text_add(out, "%.*s, %zu numbers", (int)stem_length(given), given->path, count);
    } else {
        bf_text_add(out, "%s = %s", given->path, given->text != NULL ? given->text : "?");
        add_range(given, out);
    }
    if (has_text(given->assumption)) bf_text_add(out, ": %s", given->assumption);
    bf_text_add(out, "\n");
}

/* By place: file, line, and then as the reader found them. */
static int by_place(const void *left, const void *right)
{
    const struct bf_given *a = *(const struct bf_given *const *)left;
    const struct bf_given *b = *(const struct bf_given *const *)right;
    if (a->where.file == NULL || b->where.file == NULL)
        return (a->where.file == NULL) - (b->where.file == NULL);
    int files = strcmp(a->where.file, b->where.file);
    if (files != 0) return files;
    if (a->where.line != b->where.line) return a->where.line < b->where.line ? -1 : 1;
    return a < b ? -1 : a > b;
}

static void add_those(const struct bf_bound *bound, enum evidence wanted, struct bf_text *out)
{
    const struct bf_given **list = bf_heap_take(bound->given_count + 1, sizeof *list);
    size_t count = 0;
    for (size_t i = 0; list != NULL && i < bound->given_count; i++)
        if (is_number(&bound->given[i]) && evidence_of(&bound->given[i]) == wanted)
            list[count++] = &bound->given[i];
    if (list == NULL)
        out->failed = true;
    else
        qsort(list, count, sizeof *list, by_place);
    for (size_t i = 0, next; i < count; i = next) {
        next = i + 1;
        while (next < count && same_list(list[i], list[next]))
            next++;
        add_line(list[i], next - i, out);
    }
    bf_heap_give(list);
}

void bf_sources_table(const struct bf_bound *bound, struct bf_text *out)
{
    size_t count[4] = {0};
    for (size_t i = 0; i < bound->given_count; i++)
        if (is_number(&bound->given[i])) count[evidence_of(&bound->given[i])]++;
    bf_text_add(out, "Numbers with neither source nor assumption: %zu\n", count[EVIDENCE_NONE]);
    add_those(bound, EVIDENCE_NONE, out);
    bf_text_add(out, "\nNumbers that are assumptions: %zu\n", count[EVIDENCE_ASSUMED]);
    add_those(bound, EVIDENCE_ASSUMED, out);
    bf_text_add(out, "\nNumbers with a source: %zu. Left to the defaults of bedflow: %zu.\n",
                count[EVIDENCE_SOURCE], count[EVIDENCE_DEFAULT]);
}
