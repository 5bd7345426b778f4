/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/evidence.h"

#include "bedflow/base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool is_number(const struct bf_given *given)
{
    enum bf_param_type type = given->param->type;
    if (strcmp(given->path, "format") == 0) return false;
    if (type == BF_PARAM_QUANTITY || type == BF_PARAM_SERIES || type == BF_PARAM_SHARES)
        return true;
    /* an amount whose unit is that of what it changes, or that is a target */
    return type == BF_PARAM_TEXT && (given->param->flags & BF_PARAM_LOOSE) && given->text != NULL;
}

static bool has_text(const char *text)
{
    return text != NULL && text[0] != '\0';
}

/* Solved by bedflow for the scenario at the root and written down with the result, not stated by
 * anybody; who states it says why. */
static bool is_solved(const struct bf_given *given)
{
    return strcmp(given->param->name, "first_presentations") == 0;
}

static enum bf_evidence evidence_of(const struct bf_given *given)
{
    if (has_text(given->source)) return BF_EVIDENCE_SOURCE;
    if (has_text(given->assumption)) return BF_EVIDENCE_ASSUMED;
    return given->where.file == NULL || is_solved(given) ? BF_EVIDENCE_DEFAULT : BF_EVIDENCE_NONE;
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

void bf_evidence_path(const struct bf_evidence_line *line, char text[], size_t size)
{
    size_t length = line->count > 1 ? stem_length(line->given) : strlen(line->given->path);
    bf_format(text, size, "%.*s", (int)length, line->given->path);
}

void bf_evidence_value(const struct bf_evidence_line *line, char text[], size_t size)
{
    const struct bf_given *given = line->given;
    char low[64], high[64];
    if (line->count > 1) {
        bf_format(text, size, "%zu numbers", line->count);
        return;
    }
    bf_format(text, size, "%s", given->text != NULL ? given->text : "?");
    if (isnan(given->low) || isnan(given->high)) return;
    bf_units_print(given->param->dim, given->low, low, sizeof low);
    bf_units_print(given->param->dim, given->high, high, sizeof high);
    size_t used = strlen(text);
    bf_format(text + used, size - used, " (range %s to %s)", low, high);
}

/* One number, or all of a list that have the same evidence. */
static void add_line(const struct bf_evidence_line *line, struct bf_text *out)
{
    const struct bf_given *given = line->given;
    char path[BF_PATH_CAP], value[512];
    bf_evidence_path(line, path, sizeof path);
    bf_evidence_value(line, value, sizeof value);
    add_place(given, out);
    bf_text_add(out, "%s%s%s", path, line->count > 1 ? ", " : " = ", value);
    const char *reason = has_text(given->source) ? given->source : given->assumption;
    if (has_text(reason)) bf_text_add(out, ": %s", reason);
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

void bf_evidence_count(const struct bf_bound *bound, size_t count[BF_EVIDENCE_COUNT])
{
    for (int kind = 0; kind < BF_EVIDENCE_COUNT; kind++)
        count[kind] = 0;
    for (size_t i = 0; i < bound->given_count; i++)
        if (is_number(&bound->given[i])) count[evidence_of(&bound->given[i])]++;
}

bool bf_evidence_list(const struct bf_bound *bound, enum bf_evidence kind,
                      struct bf_evidence_list *list)
{
    const struct bf_given **given = bf_heap_take(bound->given_count + 1, sizeof *given);
    size_t count = 0;
    *list = (struct bf_evidence_list){
        .line = bf_heap_take(bound->given_count + 1, sizeof *list->line), .count = 0};
    bool good = given != NULL && list->line != NULL;
    for (size_t i = 0; good && i < bound->given_count; i++)
        if (is_number(&bound->given[i]) && evidence_of(&bound->given[i]) == kind)
            given[count++] = &bound->given[i];
    if (good) qsort(given, count, sizeof *given, by_place);
    for (size_t i = 0, next; i < count; i = next) {
        next = i + 1;
        while (next < count && same_list(given[i], given[next]))
            next++;
        list->line[list->count++] = (struct bf_evidence_line){given[i], next - i};
    }
    bf_heap_give(given);
    return good;
}

void bf_evidence_list_free(struct bf_evidence_list *list)
{
    bf_heap_give(list->line);
    *list = (struct bf_evidence_list){.line = NULL};
}

static void add_those(const struct bf_bound *bound, enum bf_evidence kind, struct bf_text *out)
{
    struct bf_evidence_list list;
    if (!bf_evidence_list(bound, kind, &list)) out->failed = true;
    for (size_t i = 0; i < list.count; i++)
        add_line(&list.line[i], out);
    bf_evidence_list_free(&list);
}

void bf_evidence_table(const struct bf_bound *bound, struct bf_text *out)
{
    size_t count[BF_EVIDENCE_COUNT];
    bf_evidence_count(bound, count);
    bf_text_add(out, "Numbers with neither source nor assumption: %zu\n", count[BF_EVIDENCE_NONE]);
    add_those(bound, BF_EVIDENCE_NONE, out);
    bf_text_add(out, "\nNumbers that are assumptions: %zu\n", count[BF_EVIDENCE_ASSUMED]);
    add_those(bound, BF_EVIDENCE_ASSUMED, out);
    bf_text_add(out, "\nNumbers with a source: %zu\n", count[BF_EVIDENCE_SOURCE]);
    add_those(bound, BF_EVIDENCE_SOURCE, out);
    bf_text_add(out, "\nLeft to the defaults of bedflow: %zu\n", count[BF_EVIDENCE_DEFAULT]);
}
