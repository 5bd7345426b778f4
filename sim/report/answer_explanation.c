/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answer_explanation.c -- why days were as they were, in a paragraph. */
#include "answer.h"
#include "bedflow/base/date.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { NUMBER = 64, TOLD = 3 };

struct interval {
    double estimate, low, high;
};

static struct interval interval_of(const struct bf_dossier *d, const struct bf_json_value *object,
                                   const char *name)
{
    const struct bf_json_value *i =
        object ? bf_json_member(&d->document, object, name) : bf_json_at(&d->document, name);
    if (i == NULL) return (struct interval){(double)NAN, (double)NAN, (double)NAN};
    return (struct interval){bf_dossier_value(d, i, "estimate"), bf_dossier_value(d, i, "low"),
                             bf_dossier_value(d, i, "high")};
}

static bool is_sure(const struct interval *i)
{
    return i->low > 0 || i->high < 0;
}

/* People are more or fewer, other things higher or lower. */
static const char *way_words(const struct bf_dossier *d, bool down)
{
    bool people = strcmp(bf_dossier_words(d, NULL, "unit"), "people") == 0;
    return people ? (down ? "fewer" : "more") : (down ? "lower" : "higher");
}

/* "6.5 more (95% interval: 2.6 to 10.5)", ends as they are counted by the word */
static void change_words(const struct bf_dossier *d, const struct interval *i, char text[],
                         size_t size)
{
    double sign = i->estimate < 0 ? -1 : 1, half = (i->high - i->low) / 2;
    char value[NUMBER], low[NUMBER], high[NUMBER];
    bf_value_print(fabs(i->estimate), half, value, sizeof value);
    bf_value_print(fmin(sign * i->low, sign * i->high), half, low, sizeof low);
    bf_value_print(fmax(sign * i->low, sign * i->high), half, high, sizeof high);
    bf_format(text, size, "%s %s", value, way_words(d, sign < 0));
    size_t used = strlen(text);
    if (!isnan(half)) bf_format(text + used, size - used, " (95%% interval: %s to %s)", low, high);
}

static const struct bf_json_value *series_of(const struct bf_dossier *d)
{
    const struct bf_json_document *doc = &d->document;
    static const char *const name[] = {"service", "group", "measure"};
    const struct bf_json_value *s = bf_json_first(doc, bf_json_at(doc, "series"));
    for (; s != NULL; s = bf_json_next(doc, s)) {
        bool same = true;
        for (int k = 0; k < 3; k++)
            same = same &&
                   strcmp(bf_dossier_words(d, s, name[k]), bf_dossier_words(d, NULL, name[k])) == 0;
        if (same) return s;
    }
    return NULL;
}

static void add_days(const struct bf_dossier *d, struct bf_text *out)
{
    bf_day from, to;
    char first[48] = "", last[48] = "";
    if (!bf_day_parse(bf_dossier_words(d, NULL, "from"), &from) ||
        !bf_day_parse(bf_dossier_words(d, NULL, "to"), &to))
        return;
    bf_day_words(from, first, sizeof first);
    bf_day_words(to, last, sizeof last);
    bf_text_add(out, from == to ? "On %s " : "From %s to %s ", first, last);
}

static void add_causes(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_json_document *doc = &d->document;
    const struct bf_json_value *c = bf_json_first(doc, bf_json_at(doc, "causes"));
    bool any = c != NULL;
    unsigned told = 0;
    char text[200];
    for (; c != NULL && told < TOLD; c = bf_json_next(doc, c)) {
        struct interval share = interval_of(d, c, "share");
        if (!is_sure(&share)) continue;
        change_words(d, &share, text, sizeof text);
        if (told++ == 0) bf_text_add(out, "What did most:\n");
        bf_text_add(out, "- “%s”: %s\n", bf_dossier_words(d, c, "label"), text);
    }
    if (told == 0)
        bf_text_add(out, any ? "None of the events and measures in force by then can be told from "
                               "chance. "
                             : "No dated change, purchase or rule was in force by then. ");
    bf_answer_break(out);
    struct interval none = interval_of(d, NULL, "with_none");
    if (any && !isnan(none.estimate)) {
        bf_value_print(none.estimate, (none.high - none.low) / 2, text, sizeof text);
        bf_text_add(out, "Without %s it would have been %s. ",
                    bf_json_next(doc, bf_json_first(doc, bf_json_at(doc, "causes")))
                        ? "any of those that were in force"
                        : "it",
                    text);
    }
}

void bf_answer_explanation(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_json_value *s = series_of(d);
    char in[NUMBER], was[NUMBER], change[200];
    if (s == NULL) return;
    struct interval difference = interval_of(d, s, "difference");
    double half = (difference.high - difference.low) / 2;
    bf_value_print(bf_dossier_value(d, s, "in_window"), half, in, sizeof in);
    bf_value_print(bf_dossier_value(d, s, "ordinary"), half, was, sizeof was);
    change_words(d, &difference, change, sizeof change);
    add_days(d, out);
    bf_text_add(out,
                "“%s” was %s on average, against %s on ordinary days of the same winters: %s. ",
                bf_dossier_words(d, NULL, "label"), in, was, change);
    if (!is_sure(&difference))
        bf_text_add(out, "That is nothing out of the ordinary: chance alone may do it. ");
    bf_answer_break(out);
    add_causes(d, out);
}
