/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answer_optimum.c -- what to choose, at what cost, how sure; or what it would take to know. */
#include "answer.h"

#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { NUMBER = 64, WORDS = 700, OTHERS_TOLD = 3 };

/* ---- looking up ------------------------------------------------------------------------ */

static const struct bf_json_value *first_option(const struct bf_dossier *d)
{
    return bf_json_first(&d->document, bf_json_at(&d->document, "options"));
}

const struct bf_json_value *bf_answer_option(const struct bf_dossier *d, double number)
{
    for (const struct bf_json_value *o = first_option(d); o; o = bf_json_next(&d->document, o))
        if (fabs(bf_dossier_value(d, o, "option") - number) < 0.5) return o;
    return NULL;
}

/* By the search: not judged, and no part of what is said of the others. */
static bool was_put_aside(const struct bf_dossier *d, const struct bf_json_value *option)
{
    return strcmp(bf_dossier_words(d, option, "standing"), "put aside by the search") == 0;
}

double bf_answer_fewest(const struct bf_dossier *d)
{
    double fewest = HUGE_VAL;
    for (const struct bf_json_value *o = first_option(d); o; o = bf_json_next(&d->document, o))
        if (!was_put_aside(d, o)) fewest = fmin(fewest, bf_dossier_value(d, o, "winters"));
    return fewest;
}

void bf_answer_limits(const struct bf_dossier *d, char text[], size_t size)
{
    const struct bf_json_value *l =
        bf_json_first(&d->document, bf_json_at(&d->document, "method.limits"));
    text[0] = '\0';
    for (bool first = true; l; l = bf_json_next(&d->document, l), first = false) {
        size_t used = strlen(text);
        bf_format(text + used, size - used, "%s%s", first ? "" : " and ",
                  bf_dossier_words(d, l, "limit"));
    }
}

static unsigned count_of(const struct bf_dossier *d, const char *standing)
{
    unsigned count = 0;
    for (const struct bf_json_value *o = first_option(d); o; o = bf_json_next(&d->document, o))
        count += standing == NULL ? !was_put_aside(d, o)
                                  : strcmp(bf_dossier_words(d, o, "standing"), standing) == 0;
    return count;
}

/* ---- words ----------------------------------------------------------------------------- */

static void cost_words(const struct bf_dossier *d, const struct bf_json_value *o, char text[],
                       size_t size)
{
    bf_answer_pounds(bf_dossier_value(d, o, "cost"), 0, text, size);
}

/* "15,350 bed days in an average winter (95% interval: 14,200 to 16,500)" */
static void harm_words(const struct bf_dossier *d, const struct bf_json_value *o, char text[],
                       size_t size)
{
    double end[2] = {bf_dossier_value(d, o, "harm_low"), bf_dossier_value(d, o, "harm_high")};
    double half = fabs(end[1] - end[0]) / 2;
    /* where more is better it is kept with its sign turned */
    double sign = bf_dossier_value(d, o, "harm") < 0 ? -1 : 1;
    char mean[NUMBER], low[NUMBER], high[NUMBER];
    bf_value_print(sign * bf_dossier_value(d, o, "harm"), half, mean, sizeof mean);
    bf_value_print(fmin(sign * end[0], sign * end[1]), half, low, sizeof low);
    bf_value_print(fmax(sign * end[0], sign * end[1]), half, high, sizeof high);
    bf_format(text, size, "%s %s in an average winter", mean,
              bf_dossier_words(d, NULL, "method.harm_unit"));
    size_t used = strlen(text);
    if (half > 0) bf_format(text + used, size - used, " (95%% interval: %s to %s)", low, high);
}

static void difference_that_matters(const struct bf_dossier *d, char text[], size_t size)
{
    double delta = bf_dossier_value(d, NULL, "method.indifference");
    char plain[NUMBER];
    if (strcmp(bf_dossier_words(d, NULL, "method.least"), "cost") == 0) {
        bf_answer_pounds(delta, delta / 10, text, size);
        return;
    }
    bf_answer_rounded(delta, delta / 10, plain, sizeof plain);
    bf_format(text, size, "%s %s", plain, bf_dossier_words(d, NULL, "method.harm_unit"));
}

static void add_equals(const struct bf_dossier *d, const struct bf_json_value *chosen,
                       struct bf_text *out)
{
    static const char equal[] = "as good as the chosen one";
    const struct bf_json_value *cheapest = NULL;
    char cost[NUMBER], saved[NUMBER];
    unsigned count = count_of(d, equal);
    if (count == 0) return;
    for (const struct bf_json_value *o = first_option(d); o; o = bf_json_next(&d->document, o))
        if (strcmp(bf_dossier_words(d, o, "standing"), equal) == 0 &&
            (!cheapest || bf_dossier_value(d, o, "cost") < bf_dossier_value(d, cheapest, "cost")))
            cheapest = o;
    cost_words(d, cheapest, cost, sizeof cost);
    double less = bf_dossier_value(d, chosen, "cost") - bf_dossier_value(d, cheapest, "cost");
    if (count == 1)
        bf_text_add(out, "“%s” is as good to within that", bf_dossier_words(d, cheapest, "words"));
    else
        bf_text_add(out, "%u others are as good to within that; the cheapest of them is “%s”",
                    count, bf_dossier_words(d, cheapest, "words"));
    bf_answer_pounds(less, 0, saved, sizeof saved);
    if (less > 0)
        bf_text_add(out, ", for %s: %s less, which may make it the wiser choice. ", cost, saved);
    else
        bf_text_add(out, ", for %s. ", cost);
}

static void add_decided(const struct bf_dossier *d, const struct bf_json_value *chosen,
                        struct bf_text *out)
{
    bool least_cost = strcmp(bf_dossier_words(d, NULL, "method.least"), "cost") == 0;
    char cost[NUMBER], harm[WORDS], delta[WORDS], limits[WORDS];
    cost_words(d, chosen, cost, sizeof cost);
    harm_words(d, chosen, harm, sizeof harm);
    difference_that_matters(d, delta, sizeof delta);
    bf_answer_limits(d, limits, sizeof limits);
    const char *words = bf_dossier_words(d, chosen, "words");
    const char *label = bf_dossier_words(d, NULL, "method.harm_label");
    if (least_cost)
        bf_text_add(out,
                    "“%s” is the cheapest of the options looked at that meets what was asked (%s). "
                    "It costs %s. “%s” is then %s. ",
                    words, limits, cost, label, harm);
    else
        bf_text_add(out,
                    "“%s” is best. It costs %s. “%s” is then %s, the least of the options "
                    "looked at%s%s%s. ",
                    words, cost, label, harm, limits[0] ? " that meet what was asked (" : "",
                    limits, limits[0] ? ")" : "");
    bf_text_add(out, "With %.0f%% confidence %snone of the others%s is better by more than %s. ",
                100 * bf_dossier_value(d, NULL, "method.confidence"),
                limits[0] ? "it meets what was asked and " : "",
                bf_dossier_flag(d, NULL, "method.whole") ? "" : " that were judged", delta);
    bf_answer_break(out);
    add_equals(d, chosen, out);
}

/* The choice against doing nothing: what it avoids, and what an acute day must be worth for it. */
static void add_worth(const struct bf_dossier *d, struct bf_text *out)
{
    const struct bf_json_value *w = bf_json_first(&d->document, bf_json_at(&d->document, "worth"));
    char days[3][NUMBER], each[3][NUMBER];
    static const char *const day[] = {"delayed_days_avoided", "delayed_days_avoided_low",
                                      "delayed_days_avoided_high"};
    static const char *const worth[] = {"break_even_day", "break_even_day_low",
                                        "break_even_day_high"};
    if (w == NULL || !(bf_dossier_value(d, w, day[1]) > 0)) return;
    double half = (bf_dossier_value(d, w, day[2]) - bf_dossier_value(d, w, day[1])) / 2;
    double error = (bf_dossier_value(d, w, worth[2]) - bf_dossier_value(d, w, worth[1])) / 2;
    for (int k = 0; k < 3; k++) {
        bf_answer_rounded(bf_dossier_value(d, w, day[k]), half, days[k], NUMBER);
        bf_answer_pounds(bf_dossier_value(d, w, worth[k]), error, each[k], NUMBER);
    }
    bf_text_add(out,
                "Against doing nothing it avoids %s delayed bed days (95%% interval: %s to %s)",
                days[0], days[1], days[2]);
    if (bf_dossier_value(d, w, "extra_spend") > 0 && error > 0)
        bf_text_add(out,
                    ", and is worth its cost if an acute bed day released is worth at least %s (%s "
                    "to %s)",
                    each[0], each[1], each[2]);
    bf_text_add(out, ". ");
}

static void add_open(const struct bf_dossier *d, const struct bf_json_value *best,
                     struct bf_text *out)
{
    char cost[NUMBER], harm[WORDS], needed[NUMBER];
    double more = bf_dossier_value(d, NULL, "answer.replications_needed");
    unsigned told = 0;
    bf_text_add(out, "Not decided: %.0f of the %u options that were judged may be the best. ",
                bf_dossier_value(d, NULL, "answer.open"), count_of(d, NULL));
    if (best != NULL) {
        cost_words(d, best, cost, sizeof cost);
        harm_words(d, best, harm, sizeof harm);
        bf_text_add(out, "%s is “%s”: it costs %s, and “%s” is then %s. ",
                    bf_dossier_flag(d, best, "meets_limits")
                        ? "Best so far"
                        : "Best so far, but not yet known to meet what was asked,",
                    bf_dossier_words(d, best, "words"), cost,
                    bf_dossier_words(d, NULL, "method.harm_label"), harm);
    }
    for (const struct bf_json_value *o = first_option(d); o && told < OTHERS_TOLD;
         o = bf_json_next(&d->document, o)) {
        if (o == best || strcmp(bf_dossier_words(d, o, "standing"), "not decided") != 0) continue;
        cost_words(d, o, cost, sizeof cost);
        if (told++ == 0) {
            bf_text_add(out, "It may as well be one of these:");
            bf_answer_break(out);
        }
        bf_text_add(out, "- “%s” (%s)\n", bf_dossier_words(d, o, "words"), cost);
    }
    bf_answer_break(out);
    if (strcmp(bf_dossier_words(d, NULL, "answer.end"), "stopped") == 0) {
        bf_text_add(out, "The search was stopped early. ");
    } else if (isnan(more)) {
        bf_text_add(out, "More simulation would not tell soon: an option lies right at a limit. "
                         "Ask for a little less, or accept either. ");
    } else {
        bf_answer_rounded(more, fmax(more / 10, 10), needed, sizeof needed);
        bf_text_add(out, "About %s more simulated winters would tell. ", needed);
    }
}

void bf_answer_optimum(const struct bf_dossier *d, struct bf_text *out)
{
    const char *end = bf_dossier_words(d, NULL, "answer.end");
    const struct bf_json_value *option =
        bf_answer_option(d, bf_dossier_value(d, NULL, "answer.option"));
    char limits[WORDS];
    if (strcmp(end, "decided") == 0 && option != NULL) {
        add_decided(d, option, out);
        bf_answer_break(out);
        add_worth(d, out);
    } else if (strcmp(end, "none meets the limits") == 0) {
        bf_answer_limits(d, limits, sizeof limits);
        bf_text_add(
            out,
            "None of the %u options that were judged meets what was asked%s%s%s. Allow more to be "
            "bought, or ask for less. ",
            count_of(d, NULL), limits[0] ? " (" : "", limits, limits[0] ? ")" : "");
    } else {
        add_open(d, option, out);
    }
    bf_answer_break(out);
    if (!bf_dossier_flag(d, NULL, "method.whole"))
        bf_text_add(out,
                    "The options were found by a search, which did not look at all there are%s. ",
                    bf_dossier_flag(d, NULL, "method.fresh_winters")
                        ? "; those that looked best were then judged by other simulated winters, "
                          "and nothing is promised about the rest"
                        : "");
}
