/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/comparison_table.h"
#include "bedflow/report/optimum_view.h"
#include "bedflow/report/table.h"

#include "answer.h"

#include <math.h>
#include <string.h>

enum { WHAT = 46, NUMBER = 11, EACH = 29, ROWS_SHOWN = 24 };

/* What stands before ": " is said once in the heading where all factors share it. */
static bool share_label(const struct bf_factors *factors)
{
    const char *first = factors->factor[0].label, *colon = strstr(first, ": ");
    if (!colon) return false;
    for (uint32_t f = 1; f < factors->count; f++)
        if (strncmp(factors->factor[f].label, first, (size_t)(colon - first) + 2) != 0)
            return false;
    return true;
}

/* "30 beds", "400 hours per week", "at most 8 starts a week": what is told with its value. */
static void setting_words(const char *name, const char *value, char text[], size_t size)
{
    static const char most[] = " at most";
    size_t length = strlen(name), end = sizeof most - 1;
    if (length > end && strcmp(name + length - end, most) == 0) {
        bf_format(text, size, "at most %s %.*s", value, (int)(length - end), name);
        return;
    }
    bool things = length > 1 && name[length - 1] == 's' && !strchr(name, ' ') &&
                  value[strspn(value, "0123456789")] == '\0';
    if (things)
        bf_format(text, size, "%s %s", value, name);
    else if (strstr(value, name))
        bf_format(text, size, "%s", value);
    else
        bf_format(text, size, "%s %s", name, value);
}

/* "beds" of "Beds in a block: beds". */
static const char *tail_of(const struct bf_factor *factor)
{
    const char *colon = strstr(factor->label, ": ");
    for (const char *next = colon; next; next = strstr(next + 2, ": "))
        colon = next;
    return colon ? colon + 2 : factor->label;
}

/* "30 beds, from 2021-11-15"; each after what it belongs to, unless all have that in common. */
static void option_words(const struct bf_optimum *o, uint32_t point, char text[], size_t size)
{
    bool shared = share_label(o->factors);
    text[0] = '\0';
    for (uint32_t f = 0; f < o->factors->count; f++) {
        const struct bf_factor *factor = &o->factors->factor[f];
        const char *tail = tail_of(factor);
        char value[BF_FACTOR_TEXT], own[BF_FACTOR_TEXT + 200];
        size_t used = strlen(text);
        bf_factor_words(factor, o->x[(size_t)point * o->factors->count + f], value);
        setting_words(tail, value, own, sizeof own);
        bf_format(text + used, size - used, "%s%.*s%s",
                  f == 0   ? ""
                  : shared ? ", "
                           : "; ",
                  shared ? 0 : (int)(tail - factor->label), factor->label, own);
    }
}

static bool has_tails(const struct bf_factors *factors)
{
    for (uint32_t f = 0; f < factors->count; f++)
        for (uint32_t g = 0; g < f; g++)
            if (strcmp(tail_of(&factors->factor[f]), tail_of(&factors->factor[g])) == 0)
                return false;
    return factors->count > 1;
}

uint32_t bf_optimum_cheapest(const struct bf_optimum *o)
{
    uint32_t cheapest = o->selected.best;
    if (cheapest == UINT32_MAX) return cheapest;
    for (uint32_t i = 0; i < o->systems.count; i++)
        if (o->selected.standing[i] == BF_STANDING_EQUAL &&
            o->point[i].cost.estimate < o->point[cheapest].cost.estimate)
            cheapest = i;
    return cheapest;
}

void bf_optimum_short(const struct bf_optimum *o, uint32_t point, char text[], size_t size)
{
    if (!has_tails(o->factors)) {
        option_words(o, point, text, size);
        return;
    }
    text[0] = '\0';
    for (uint32_t f = 0; f < o->factors->count; f++) {
        const struct bf_factor *factor = &o->factors->factor[f];
        char value[BF_FACTOR_TEXT], own[BF_FACTOR_TEXT + 200];
        size_t used = strlen(text);
        bf_factor_words(factor, o->x[(size_t)point * o->factors->count + f], value);
        setting_words(tail_of(factor), value, own, sizeof own);
        bf_format(text + used, size - used, "%s%s", f > 0 ? ", " : "", own);
    }
}

void bf_optimum_legend(const struct bf_optimum *o, char text[], size_t size)
{
    text[0] = '\0';
    for (uint32_t f = 0; has_tails(o->factors) && f < o->factors->count; f++) {
        const struct bf_factor *factor = &o->factors->factor[f];
        const char *tail = tail_of(factor);
        if (tail - factor->label < 2) continue;
        size_t used = strlen(text);
        bf_format(text + used, size - used, "%s%s = %.*s", used > 0 ? "; " : "", tail,
                  (int)(tail - factor->label - 2), factor->label);
    }
}

void bf_optimum_full_words(const struct bf_optimum *o, uint32_t point, char text[], size_t size)
{
    const char *first = o->factors->factor[0].label;
    text[0] = '\0';
    if (share_label(o->factors))
        bf_format(text, size, "%.*s", (int)(strstr(first, ": ") - first) + 2, first);
    size_t used = strlen(text);
    option_words(o, point, text + used, size - used);
}

const char *bf_standing_words(const struct bf_optimum_view *view, uint32_t point)
{
    const struct bf_optimum *o = view->optimum;
    switch (o->selected.standing[point]) {
    case BF_STANDING_BEST:
        return "chosen";
    case BF_STANDING_EQUAL:
        return "as good as the chosen one";
    case BF_STANDING_WORSE:
        return view->least_cost ? "dearer than one that meets the limits" : "worse than another";
    case BF_STANDING_BREAKS:
        return "misses a limit";
    case BF_STANDING_FAILED:
        return "could not be run";
    case BF_STANDING_ASIDE:
        return "put aside by the search";
    case BF_STANDING_OPEN:
        break;
    }
    return "not decided";
}

static void pounds(double value, double error, char text[], size_t size)
{
    char plain[64];
    bf_value_print(fabs(value), error, plain, sizeof plain);
    bf_format(text, size, "%s£%s", value < 0 && strcmp(plain, "0") != 0 ? "-" : "", plain);
}

static double half_of(struct bf_interval i)
{
    double half = (i.high - i.low) / 2;
    return half > 0 ? half : (double)NAN;
}

/* Harm as its measure counts it. */
static void harm_words(const struct bf_optimum_view *view, struct bf_interval harm, char text[],
                       size_t size)
{
    char value[64], half[64] = "";
    double sign = view->harm->lower_is_better ? 1 : -1;
    bf_value_print(sign * harm.estimate, half_of(harm), value, sizeof value);
    if (!isnan(half_of(harm))) bf_value_print(half_of(harm), half_of(harm), half, sizeof half);
    bf_format(text, size, "%s%s%s", value, half[0] ? " ± " : "", half);
}

/* ---- the answer ------------------------------------------------------------------------ */

static void add_question(const struct bf_optimum_view *view, struct bf_text *out)
{
    char line[900], what[200];
    bf_comparison_measure(view->harm, what, sizeof what);
    bf_format(line, sizeof line, "%s: %s", view->title ? view->title : view->file,
              view->least_cost ? "least cost" : what);
    for (uint32_t k = 0; k < view->optimum->limit_count; k++) {
        size_t used = strlen(line);
        bf_format(line + used, sizeof line - used, "%s %s", k > 0 ? " and" : ", subject to",
                  view->limit[k]);
    }
    bf_table_paragraph(out, line);
    const struct bf_optimum *o = view->optimum;
    if (o->whole)
        bf_format(line, sizeof line, "%u option%s looked at (all there are)", o->systems.count,
                  o->systems.count == 1 ? "" : "s");
    else
        bf_format(line, sizeof line,
                  "%u options found by a search, not all there are; %s the %u that looked best %s",
                  o->systems.count, o->from > 0 ? "then" : "then to be judged:", o->finalists,
                  o->from > 0 ? "judged by winters that the search had not seen" : "of them");
    size_t used = strlen(line);
    bf_format(line + used, sizeof line - used, "; %.0f simulated winters in all. Cost: %s.",
              (double)o->used,
              o->costs_are_bills ? "what the purchases are billed"
                                 : "everything the scenario spends");
    bf_table_paragraph(out, line);
}

static void describe(const struct bf_optimum_view *view, uint32_t i, bool whole, char text[],
                     size_t size)
{
    const struct bf_option_point *p = &view->optimum->point[i];
    char words[500], cost[80], harm[140];
    (whole ? option_words : bf_optimum_short)(view->optimum, i, words, sizeof words);
    pounds(p->cost.estimate, half_of(p->cost), cost, sizeof cost);
    harm_words(view, p->harm, harm, sizeof harm);
    bf_format(text, size, "%s: %s, %s %s", words, cost, harm, view->harm->unit);
}

static uint32_t count_of(const struct bf_optimum *o, enum bf_standing standing)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < o->systems.count; i++)
        count += o->selected.standing[i] == standing;
    return count;
}

static void delta_words(const struct bf_optimum_view *view, char text[], size_t size)
{
    char plain[80];
    if (view->least_cost) {
        pounds(view->optimum->delta, (double)NAN, text, size);
        return;
    }
    bf_value_print(view->optimum->delta, (double)NAN, plain, sizeof plain);
    bf_format(text, size, "%s %s", plain, view->harm->unit);
}

void bf_optimum_promise(const struct bf_optimum_view *view, char text[], size_t size)
{
    const struct bf_optimum *o = view->optimum;
    char delta[120], among[120] = "none of the options looked at";
    delta_words(view, delta, sizeof delta);
    if (!o->whole)
        bf_format(among, sizeof among, "none of the other %u that were judged", o->finalists - 1);
    bf_format(text, size, "With %.0f%% confidence %s%s is better by more than %s.%s",
              100 * view->level, o->limit_count > 0 ? "it meets what was asked, and " : "", among,
              delta,
              o->whole ? ""
                       : " Nothing is promised about options that the search put aside or "
                         "never met.");
}

static void add_decided(const struct bf_optimum_view *view, struct bf_text *out)
{
    const struct bf_optimum *o = view->optimum;
    char line[900], delta[80];
    uint32_t equal = count_of(o, BF_STANDING_EQUAL);
    char all[1000];
    describe(view, o->selected.best, true, line, sizeof line);
    bool alone = o->systems.count == 1;
    bf_format(all, sizeof all, "%s: %s",
              alone ? "There is only one option, so nothing was chosen" : "Chosen", line);
    bf_text_add(out, "\n");
    bf_table_paragraph(out, all);
    if (alone) return;
    delta_words(view, delta, sizeof delta);
    bf_optimum_promise(view, line, sizeof line);
    bf_table_paragraph(out, line);
    if (equal == 0) return;
    bf_format(line, sizeof line, "As good to within %s (%.0f%%):", delta, 100 * view->level);
    bf_table_paragraph(out, line);
    for (uint32_t i = 0; i < o->systems.count; i++)
        if (o->selected.standing[i] == BF_STANDING_EQUAL) {
            describe(view, i, false, line, sizeof line);
            bf_format(all, sizeof all, "- %s", line);
            bf_table_paragraph(out, all);
        }
    uint32_t cheapest = bf_optimum_cheapest(o);
    if (cheapest == o->selected.best) return;
    char saved[80], words[500];
    bf_optimum_short(o, cheapest, words, sizeof words);
    pounds(o->point[o->selected.best].cost.estimate - o->point[cheapest].cost.estimate, (double)NAN,
           saved, sizeof saved);
    bf_format(line, sizeof line, "The cheapest of these, %s, saves %s.", words, saved);
    bf_table_paragraph(out, line);
}

static void duration(double seconds, char text[], size_t size)
{
    if (seconds < 90)
        bf_format(text, size, "%.0f seconds", seconds);
    else if (seconds < 5400)
        bf_format(text, size, "%.0f minutes", seconds / 60);
    else
        bf_format(text, size, "%.0f hours", seconds / 3600);
}

static void add_open(const struct bf_optimum_view *view, struct bf_text *out)
{
    const struct bf_optimum *o = view->optimum;
    char line[900], all[1000], time[48];
    bool begun = o->whole || o->from > 0;
    bf_text_add(out, "\nNot decided: %u of %u options may be the best%s.\n", o->selected.open,
                o->finalists, begun ? "" : "; there was no time to judge them");
    if (o->selected.best != UINT32_MAX) {
        describe(view, o->selected.best, true, line, sizeof line);
        bf_format(all, sizeof all, "%s: %s",
                  o->selected.meets[o->selected.best]
                      ? "Best of those known to meet what was asked"
                      : "Best so far, not yet known to meet what was asked",
                  line);
        bf_table_paragraph(out, all);
    }
    uint32_t shown = 0;
    for (uint32_t i = 0; i < o->systems.count && shown < 5; i++) {
        if (o->selected.standing[i] != BF_STANDING_OPEN || i == o->selected.best) continue;
        describe(view, i, false, line, sizeof line);
        bf_format(all, sizeof all, "or perhaps %s", line);
        bf_table_paragraph(out, all);
        shown++;
    }
    if (o->selected.open > shown + 1)
        bf_text_add(out, "or %u more (options.csv)\n", o->selected.open - shown - 1);
    if (o->selected.needed == UINT64_MAX) {
        bf_table_paragraph(out, "More replications would not tell soon: an option lies right at a "
                                "limit. Ask for a little less, or accept either.");
        return;
    }
    double more = (double)o->selected.needed, total = more + (double)o->used;
    char winters[40];
    duration(more * view->seconds, time, sizeof time);
    bf_answer_rounded(more, fmax(more / 10, 10), winters, sizeof winters);
    bf_format(line, sizeof line,
              "About %s more winters would tell, %s more on this machine. To go on from here: "
              "--look %u --max-reps %.0f",
              winters, time, o->systems.count, total);
    bf_table_paragraph(out, line);
}

static void add_none(const struct bf_optimum_view *view, struct bf_text *out)
{
    bf_text_add(out, "\n");
    bf_table_paragraph(out,
                       view->optimum->whole
                           ? "None of the options meets what was asked, with the confidence "
                             "stated. Allow more to be bought, or ask for less."
                           : "None of the options found meets what was asked; the search did "
                             "not see all there are. Allow more to be bought, or ask for less.");
}

/* ---- the frontier ---------------------------------------------------------------------- */

static void step_words(const struct bf_optimum_view *view, uint32_t k, char text[], size_t size)
{
    const struct bf_optimum *o = view->optimum;
    struct bf_interval spared, each;
    char mid[80], low[80], high[80];
    text[0] = '\0';
    if (k == 0) return;
    bf_frontier_step(o, o->frontier[k - 1], o->frontier[k], &spared, &each);
    if (isnan(spared.low) || spared.low <= 0) {
        bf_format(text, size, "not decided, may spare none");
        return;
    }
    double half = half_of(each);
    pounds(each.estimate, half, mid, sizeof mid);
    pounds(each.low, half, low, sizeof low);
    pounds(each.high, half, high, sizeof high);
    bf_format(text, size, isnan(each.low) ? "%s" : "%s (%s to %s)", mid, low, high);
}

static void add_frontier(const struct bf_optimum_view *view, struct bf_text *out)
{
    const struct bf_optimum *o = view->optimum;
    char each[120], what[200], line[900], legend[500];
    if (o->frontier_count == 0) return;
    bf_comparison_measure(view->harm, what, sizeof what);
    bf_optimum_legend(o, legend, sizeof legend);
    bf_text_add(out, "\n");
    bf_format(line, sizeof line, "Frontier: no option is better in cost and in “%s” (%s) at once.",
              what, view->harm->unit);
    bf_table_paragraph(out, line);
    bf_format(line, sizeof line, "Means are over the %u winters that every option%s has seen%s%s.",
              o->common, o->whole ? "" : " that was judged", legend[0] ? ". Here " : "", legend);
    bf_table_paragraph(out, line);
    bf_table_cut_cell(out, "option", WHAT);
    bf_table_cell(out, "cost", NUMBER, true);
    bf_table_cell(out, "mean", NUMBER, true);
    bf_table_cell(out, "£ for one less (95%)", EACH, true);
    bf_text_add(out, "\n");
    for (uint32_t k = 0; k < o->frontier_count && k < ROWS_SHOWN; k++) {
        uint32_t i = o->frontier[k];
        char words[500], cost[80], harm[64];
        double sign = view->harm->lower_is_better ? 1 : -1;
        bf_optimum_short(o, i, words, sizeof words);
        pounds(o->point[i].cost.estimate, half_of(o->point[i].cost), cost, sizeof cost);
        bf_value_print(sign * o->point[i].harm.estimate, half_of(o->point[i].harm), harm,
                       sizeof harm);
        step_words(view, k, each, sizeof each);
        bool fits = bf_text_width(words) <= WHAT; /* else its figures stand below it */
        if (!fits) bf_table_paragraph(out, words);
        bf_table_cell(out, fits ? words : "", WHAT, false);
        bf_table_cell(out, cost, NUMBER, true);
        bf_table_cell(out, harm, NUMBER, true);
        bf_table_cell(out, each, EACH, true);
        bf_text_add(out, "%s\n", i == o->selected.best ? " *" : "");
    }
    if (o->selected.best != UINT32_MAX)
        bf_text_add(out, "* %s\n", o->selected.end == BF_SELECTED ? "chosen" : "the best so far");
}

/* The last point of the frontier, before the chosen one, to which a step is known to spare harm. */
static uint32_t last_known(const struct bf_optimum *o, uint32_t *chosen)
{
    uint32_t known = 0;
    *chosen = UINT32_MAX;
    for (uint32_t k = 0; k < o->frontier_count; k++)
        if (o->frontier[k] == o->selected.best) *chosen = k;
    for (uint32_t k = 1; *chosen != UINT32_MAX && k < *chosen; k++) {
        struct bf_interval spared, each;
        bf_frontier_step(o, o->frontier[k - 1], o->frontier[k], &spared, &each);
        if (spared.low > 0) known = k;
    }
    return known;
}

/* Where the worth of the days spared, less the cost, is greatest. */
static uint32_t worthiest(const struct bf_optimum_view *view)
{
    const struct bf_optimum *o = view->optimum;
    uint32_t best = 0;
    double most = -(double)INFINITY;
    for (uint32_t k = 0; k < o->frontier_count; k++) {
        const struct bf_option_point *p = &o->point[o->frontier[k]];
        double worth = -view->day_worth * p->harm.estimate - p->cost.estimate;
        if (worth > most) best = k;
        most = fmax(most, worth);
    }
    return best;
}

static void spared_words(const struct bf_optimum_view *view, uint32_t from, uint32_t to,
                         char text[], size_t size)
{
    const struct bf_optimum *o = view->optimum;
    struct bf_interval spared, each;
    char more[80], mid[80], low[80], high[80];
    bf_frontier_step(o, from, to, &spared, &each);
    pounds(o->point[to].cost.estimate - o->point[from].cost.estimate, (double)NAN, more,
           sizeof more);
    bf_value_print(spared.estimate, half_of(spared), mid, sizeof mid);
    bf_value_print(spared.low, half_of(spared), low, sizeof low);
    bf_value_print(spared.high, half_of(spared), high, sizeof high);
    bf_format(text, size, "The %s from there to the %s option spare %s %s in all (%s to %s)", more,
              o->selected.end == BF_SELECTED ? "chosen" : "best", mid, view->harm->unit, low, high);
    size_t used = strlen(text);
    if (isnan(each.low) || !(spared.low > 0)) {
        bf_format(text + used, size - used, ": not decided whether they spare anything.");
        return;
    }
    double half = half_of(each);
    pounds(each.estimate, half, mid, sizeof mid);
    pounds(each.low, half, low, sizeof low);
    pounds(each.high, half, high, sizeof high);
    bf_format(text + used, size - used, ": %s for each (%s to %s).", mid, low, high);
}

void bf_optimum_advice(const struct bf_optimum_view *view, char line[], size_t size)
{
    const struct bf_optimum *o = view->optimum;
    uint32_t chosen, known = last_known(o, &chosen);
    bool priced = view->day_worth > 0 && strcmp(view->harm->unit, "bed days") == 0;
    char words[500], spared[400], worth[80], cost[80];
    line[0] = '\0';
    if (chosen == UINT32_MAX) return;
    uint32_t at = priced ? worthiest(view) : known;
    if (at >= chosen || (!priced && at + 1 == chosen)) return;
    bf_optimum_short(o, o->frontier[at], words, sizeof words);
    spared_words(view, o->frontier[at], o->frontier[chosen], spared, sizeof spared);
    pounds(view->day_worth, (double)NAN, worth, sizeof worth);
    pounds(o->point[o->frontier[at]].cost.estimate, half_of(o->point[o->frontier[at]].cost), cost,
           sizeof cost);
    if (priced)
        bf_format(
            line, size,
            "Is it worth it? If a bed day spared is worth %s, what the scenario says an acute "
            "day costs on average, the best value on average is %s at %s. %s",
            worth, words, cost, spared);
    else
        bf_format(line, size, "Beyond %s no single step is known to spare anything. %s", words,
                  spared);
}

/* The choice against doing nothing. */
static void add_worth(const struct bf_optimum_view *view, struct bf_text *out)
{
    const struct bf_comparison_view *worth = view->worth;
    char line[900];
    if (worth == NULL) return;
    bf_text_add(out, "\n");
    bf_format(
        line, sizeof line,
        "Against doing nothing (the scenario as it stands), over %u other winters; intervals at "
        "least 95%%:",
        worth->decision->pair_count);
    bf_table_paragraph(out, line);
    for (uint32_t k = 1; k < worth->decision->option_count; k++) {
        char words[500];
        bf_optimum_short(view->optimum, view->worth_point[k - 1], words, sizeof words);
        bf_format(line, sizeof line, "%s, %s",
                  k > 1                                        ? "The cheapest as good"
                  : view->optimum->selected.end == BF_SELECTED ? "The chosen one"
                                                               : "The best so far",
                  words);
        bf_text_add(out, "\n");
        bf_table_paragraph(out, line);
        bf_comparison_money(worth, k, false, out);
    }
}

/* What the first and the last unit of harm cost to spare, where both are known. */
static void add_reminder(const struct bf_optimum_view *view, struct bf_text *out)
{
    const struct bf_optimum *o = view->optimum;
    struct bf_interval spared, first = {0, 0, 0}, last = {0, 0, 0};
    uint32_t known = 0, barren = 0;
    char line[700], a[80], b[80];
    for (uint32_t k = 1; k < o->frontier_count; k++) {
        struct bf_interval each;
        bf_frontier_step(o, o->frontier[k - 1], o->frontier[k], &spared, &each);
        barren += isnan(spared.low) || spared.low <= 0;
        if (isnan(each.estimate) || !(spared.low > 0)) continue;
        if (known++ == 0) first = each;
        last = each;
    }
    bf_text_add(out, "\n");
    if (known >= 2 && last.estimate > first.estimate) {
        pounds(first.estimate, half_of(first), a, sizeof a);
        pounds(last.estimate, half_of(last), b, sizeof b);
        bf_format(line, sizeof line,
                  "Along the frontier one %s less costs %s at first and %s at the end%s.",
                  strcmp(view->harm->unit, "bed days") == 0 ? "bed day" : "unit", a, b,
                  barren > 0 ? "; the steps that may spare none cost money all the same" : "");
        bf_table_paragraph(out, line);
    } else if (barren > 0) {
        bf_table_paragraph(out, "Some steps along the frontier cost money and may spare nothing.");
    }
    bf_table_paragraph(out,
                       "A reminder: no delay at all is rarely the right target. As a rule each "
                       "further day spared costs more than the one before, and the money may "
                       "do more elsewhere.");
}

void bf_optimum_table(const struct bf_optimum_view *view, struct bf_text *out)
{
    char advice[1200];
    add_question(view, out);
    switch (view->optimum->selected.end) {
    case BF_SELECTED:
        add_decided(view, out);
        break;
    case BF_SELECTED_NONE:
        add_none(view, out);
        break;
    case BF_SELECTED_OPEN:
    case BF_SELECTED_STOPPED:
        add_open(view, out);
        break;
    }
    add_worth(view, out);
    add_frontier(view, out);
    bf_optimum_advice(view, advice, sizeof advice);
    if (advice[0] != '\0') {
        bf_text_add(out, "\n");
        bf_table_paragraph(out, advice);
    }
    add_reminder(view, out);
}
