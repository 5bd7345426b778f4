/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/goal.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/base/units.h"

#include <string.h>

enum { NAME_CAP = 128, AMOUNT_CAP = 48 };

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* ---- measures by name ------------------------------------------------------------------ */

/* "name" of the system, "service.name" of a service. */
static void spell(const struct bf_measure *measure, char text[NAME_CAP])
{
    bool system = strcmp(measure->service, "system") == 0;
    bf_format(text, NAME_CAP, "%s%s%s", system ? "" : measure->service, system ? "" : ".",
              measure->name);
}

uint32_t bf_measure_named(const struct bf_measure measure[], uint32_t count, const char *name)
{
    for (uint32_t i = 0; i < count; i++) {
        const struct bf_measure *m = &measure[i];
        char own[256];
        bool system = strcmp(m->service, "system") == 0, all = strcmp(m->group, "all") == 0;
        bf_format(own, sizeof own, "%s%s%s%s%s", system ? "" : m->service, system ? "" : ".",
                  all ? "" : m->group, all ? "" : ".", m->name);
        if (strcmp(own, name) == 0) return i;
    }
    return UINT32_MAX;
}

uint32_t bf_measure_find(const struct bf_catalogue *catalogue, const char *name)
{
    char own[NAME_CAP];
    if (strncmp(name, "system.", 7) == 0) name += 7;
    for (uint32_t i = 0; i < catalogue->scalar_count; i++) {
        if (strcmp(catalogue->scalar[i].group, "all") != 0) continue;
        spell(&catalogue->scalar[i], own);
        if (strcmp(own, name) == 0) return i;
    }
    return UINT32_MAX;
}

bool bf_measure_unknown(const struct bf_catalogue *catalogue, const char *name, struct bf_err *err)
{
    const char **list = bf_heap_take(catalogue->scalar_count + 1, sizeof *list);
    char(*text)[NAME_CAP] = bf_heap_take(catalogue->scalar_count + 1, sizeof *text);
    char quoted[NAME_CAP], near_words[NAME_CAP + 32] = "";
    size_t count = 0;
    for (uint32_t i = 0; list && text && i < catalogue->scalar_count; i++) {
        if (strcmp(catalogue->scalar[i].group, "all") != 0) continue;
        spell(&catalogue->scalar[i], text[count]);
        list[count] = text[count];
        count++;
    }
    const char *near = count > 0 ? bf_text_nearest(name, list, count) : NULL;
    if (near) bf_format(near_words, sizeof near_words, "; did you mean %s?", near);
    bf_text_quote(quoted, sizeof quoted, name);
    bf_fail(err, BF_E_KEY, NULL,
            "expected a measure of summary.csv, such as delayed_days or acute.wait_p95, received "
            "\"%s\"%s",
            quoted, near_words);
    bf_heap_give(text);
    bf_heap_give(list);
    return false;
}

/* ---- goals ----------------------------------------------------------------------------- */

/* Length of the first goal in text: to a semicolon, or to a comma that a letter follows. */
static size_t goal_length(const char *text)
{
    size_t length = 0;
    for (; text[length] != '\0' && text[length] != ';'; length++) {
        const char *after = text + length + 1;
        if (text[length] != ',') continue;
        while (is_blank(*after))
            after++;
        if (is_letter(*after)) break;
    }
    return length;
}

/* A piece of text without the blanks around it. False if it does not fit. */
static bool cut(const char *from, size_t length, char text[], size_t size)
{
    while (length > 0 && is_blank(*from)) {
        from++;
        length--;
    }
    while (length > 0 && is_blank(from[length - 1]))
        length--;
    return bf_format(text, size, "%.*s", (int)length, from);
}

static bool parse_amount(const char *name, const char *text, struct bf_goal *goal,
                         struct bf_err *err)
{
    char why[160];
    if (!bf_units_parse(BF_DIM_NUMBER, text, &goal->amount, why, sizeof why))
        return bf_fail(err, BF_E_SYNTAX, NULL, "%s: expected a number or a percentage: %s", name,
                       why);
    if (goal->amount < 0)
        return bf_fail(err, BF_E_RANGE, NULL, "%s: expected an amount of 0 or more, received %s",
                       name, text);
    goal->is_share = strchr(text, '%') != NULL;
    return true;
}

static bool parse_goal(const char *text, size_t length, const struct bf_catalogue *catalogue,
                       struct bf_goals *goals, struct bf_err *err)
{
    char name[NAME_CAP], amount[AMOUNT_CAP];
    const char *colon = memchr(text, ':', length);
    size_t before = colon ? (size_t)(colon - text) : 0;
    if (!colon || !cut(text, before, name, sizeof name) || name[0] == '\0' ||
        !cut(colon + 1, length - before - 1, amount, sizeof amount))
        return bf_fail(err, BF_E_SYNTAX, NULL,
                       "expected a measure, a colon and an amount, such as \"delayed_days: 5%%\", "
                       "received \"%.*s\"",
                       (int)(length < 80 ? length : 80), text);
    if (goals->count == BF_GOALS_CAP)
        return bf_fail(err, BF_E_LIMIT, NULL, "expected at most %d measures, received more",
                       BF_GOALS_CAP);
    struct bf_goal *goal = &goals->goal[goals->count];
    goal->scalar = bf_measure_find(catalogue, name);
    if (goal->scalar == UINT32_MAX) return bf_measure_unknown(catalogue, name, err);
    if (bf_goals_of(goals, goal->scalar))
        return bf_fail(err, BF_E_KEY, NULL, "expected each measure once, received %s twice", name);
    if (!parse_amount(name, amount, goal, err)) return false;
    goals->count++;
    return true;
}

bool bf_goals_parse(const char *text, const struct bf_catalogue *catalogue, struct bf_goals *goals,
                    struct bf_err *err)
{
    goals->count = 0;
    while (text && *text != '\0') {
        size_t length = goal_length(text);
        if (!parse_goal(text, length, catalogue, goals, err)) return false;
        text += length;
        text += *text != '\0';
    }
    return true;
}

const struct bf_goal *bf_goals_of(const struct bf_goals *goals, uint32_t scalar)
{
    for (uint32_t i = 0; i < goals->count; i++)
        if (goals->goal[i].scalar == scalar) return &goals->goal[i];
    return NULL;
}
