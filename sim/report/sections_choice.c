/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_choice.c -- the options of an optimisation: the frontier, and all of them. */
#include "answer.h"
#include "bedflow/base/text.h"
#include "bedflow/report/table.h"
#include "sections.h"

#include <math.h>
#include <string.h>

enum { CELL = 200 };

static bool is_optimum(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_OPTIMISATION;
}

/* ---- cells ----------------------------------------------------------------------------- */

static double half_of(const struct page *page, const struct bf_json_value *o, const char *low,
                      const char *high)
{
    return fabs(bf_dossier_value(page->dossier, o, high) -
                bf_dossier_value(page->dossier, o, low)) /
           2;
}

static void harm_cells(struct page *page, const struct bf_json_value *o)
{
    double harm = bf_dossier_value(page->dossier, o, "harm");
    double half = half_of(page, o, "harm_low", "harm_high");
    char text[CELL];
    bf_value_print(fabs(harm), half, text, sizeof text);
    bf_page_cell(page, text, true);
    bf_value_print(half, half, text, sizeof text);
    bf_page_cell(page, isnan(half) ? "–" : text, true);
}

static void cost_cell(struct page *page, const struct bf_json_value *o)
{
    char text[CELL];
    bf_answer_pounds(bf_dossier_value(page->dossier, o, "cost"), 0, text, sizeof text);
    bf_page_cell(page, text, true);
}

/* What a step along the frontier costs for each unit of harm spared. */
static void step_cells(struct page *page, const struct bf_json_value *step, bool first)
{
    const struct bf_dossier *d = page->dossier;
    double each = bf_dossier_value(d, step, "pounds_each");
    double low = bf_dossier_value(d, step, "pounds_low");
    double high = bf_dossier_value(d, step, "pounds_high"), half = bf_answer_error(each, low, high);
    char text[CELL], from[CELL], to[CELL];
    if (first || isnan(each)) {
        bf_page_cell(page, first ? "–" : "not decided, may spare none", true);
        bf_page_cell(page, "–", true);
        return;
    }
    bf_answer_pounds(each, half, text, sizeof text);
    bf_page_cell(page, text, true);
    bf_answer_pounds(low, half, from, sizeof from);
    bf_answer_pounds(high, half, to, sizeof to);
    bf_format(text, sizeof text, isnan(half) ? "–" : "%s to %s", from, to);
    bf_page_cell(page, text, true);
}

/* ---- the frontier ---------------------------------------------------------------------- */

bool bf_has_frontier(const struct page *page)
{
    const struct bf_json_document *doc = &page->dossier->document;
    return is_optimum(page) && bf_json_first(doc, bf_json_at(doc, "frontier")) != NULL;
}

/* What the short names of options stand for. */
static void put_legend(struct page *page)
{
    char text[700];
    const char *legend = bf_dossier_words(page->dossier, NULL, "answer.legend");
    if (legend[0] == '\0') return;
    bf_format(text, sizeof text, "In the names of options: %s.", legend);
    bf_page_paragraph(page, text);
}

static void put_asked(struct page *page)
{
    const struct bf_dossier *d = page->dossier;
    char limits[600], text[1400];
    bf_answer_limits(d, limits, sizeof limits);
    bool least_cost = strcmp(bf_dossier_words(d, NULL, "method.least"), "cost") == 0;
    bf_format(text, sizeof text,
              "What was asked: the least of “%s”%s%s. Cost is %s. The frontier below holds the "
              "options that no other beats in cost and in “%s” at once, the cheapest first; means "
              "are over the %.0f winters that every option%s has seen.",
              least_cost ? "cost" : bf_dossier_words(d, NULL, "method.harm_label"),
              limits[0] ? ", provided: " : "", limits,
              strcmp(bf_dossier_words(d, NULL, "method.cost"), "bills of purchases") == 0
                  ? "what the purchases are billed"
                  : "all that the scenario spends",
              bf_dossier_words(d, NULL, "method.harm_label"), bf_answer_fewest(d),
              bf_dossier_flag(d, NULL, "method.whole") ? "" : " that was judged");
    bf_page_paragraph(page, text);
}

void bf_put_frontier(struct page *page)
{
    const struct bf_dossier *d = page->dossier;
    const struct bf_json_document *doc = &d->document;
    char harm[CELL], each[CELL];
    bf_format(harm, sizeof harm, "Mean of “%s”, %s", bf_dossier_words(d, NULL, "method.harm_label"),
              bf_dossier_words(d, NULL, "method.harm_unit"));
    bf_format(each, sizeof each, "Next step: £ for each of these %s spared",
              bf_dossier_words(d, NULL, "method.harm_unit"));
    const struct column column[] = {{"Option", false},  {"Cost", true}, {harm, true},
                                    {"± (95%)", true},  {each, true},   {"95% interval", true},
                                    {"Standing", false}};
    double chosen = bf_dossier_value(d, NULL, "answer.option");
    put_asked(page);
    bf_page_table(page, "The frontier: each step against the cheaper one above it", column,
                  sizeof column / sizeof column[0]);
    const struct bf_json_value *step = bf_json_first(doc, bf_json_at(doc, "frontier"));
    for (bool first = true; step != NULL; step = bf_json_next(doc, step), first = false) {
        double number = bf_dossier_value(d, step, "option");
        const struct bf_json_value *o = bf_answer_option(d, number);
        if (o == NULL) continue;
        bf_page_row(page, bf_dossier_words(d, o, "short_words"));
        cost_cell(page, o);
        harm_cells(page, o);
        step_cells(page, step, first);
        const char *standing = bf_dossier_words(d, o, "standing");
        bool best = fabs(number - chosen) < 0.5 && strcmp(standing, "chosen") != 0;
        bf_page_cell_of(page, best ? "best so far, not decided" : standing, "standing");
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
    put_legend(page);
    const char *advice = bf_dossier_words(d, NULL, "answer.advice");
    if (advice[0] != '\0') bf_page_paragraph(page, advice);
    bf_page_paragraph(page,
                      "“May spare none”: the step costs more, and chance alone could make the "
                      "difference. A reminder: no delay at all is rarely the right target. As a "
                      "rule each further day spared costs more than the one before, and the money "
                      "may do more elsewhere.");
}

/* ---- is it worth it? ------------------------------------------------------------------- */

static const struct bf_json_value *first_worth(const struct page *page)
{
    const struct bf_json_document *doc = &page->dossier->document;
    return is_optimum(page) ? bf_json_first(doc, bf_json_at(doc, "worth")) : NULL;
}

bool bf_has_worth(const struct page *page)
{
    return first_worth(page) != NULL;
}

/* A number of it with its interval; left out where it cannot be said. */
static void worth_row(struct page *page, const struct bf_json_value *w, const char *words,
                      const char *name, const char *ends, bool money)
{
    const struct bf_dossier *d = page->dossier;
    char column[CELL], text[CELL], from[CELL], to[CELL];
    double value = bf_dossier_value(d, w, name), end[2];
    for (int k = 0; k < 2; k++) {
        bf_format(column, sizeof column, "%s_%s", ends, k == 0 ? "low" : "high");
        end[k] = bf_dossier_value(d, w, column);
    }
    double half = bf_answer_error(value, end[0], end[1]), error = half > 0 ? half : 0;
    void (*print)(double, double, char[], size_t) = money ? bf_answer_pounds : bf_value_print;
    bool price = strcmp(name, "spend_per_day_avoided") == 0 || strcmp(name, "break_even_day") == 0;
    if (isnan(value)) return;
    /* no price of an option that saves money, or spares nothing: see sections_comparison.c */
    if (price && !(value > 0 && bf_dossier_value(d, w, "extra_spend") > 0)) return;
    bf_page_row(page, words);
    print(value, error, text, sizeof text);
    bf_page_cell(page, text, true);
    print(end[0], error, from, sizeof from);
    print(end[1], error, to, sizeof to);
    bf_format(text, sizeof text, half > 0 ? "%s to %s" : isnan(half) ? "–" : "exact", from, to);
    size_t used = strlen(text);
    if (!price && bf_answer_open(end[0], end[1]))
        bf_format(text + used, sizeof text - used, "; not decided");
    bf_page_cell(page, text, true);
    bf_page_end_row(page);
}

static void put_worth_of(struct page *page, const struct bf_json_value *w, const char *which)
{
    static const struct {
        const char *words, *name, *ends;
        bool money;
    } row[] = {
        {"Delayed bed days avoided", "delayed_days_avoided", "delayed_days_avoided", false},
        {"Paid for what is bought, more", "extra_paid", "extra_paid", true},
        {"The same, with what other services then cost more or less", "extra_spend", "extra_spend",
         true},
        {"For each delayed bed day avoided", "spend_per_day_avoided", "spend_per_day", true},
        {"Acute bed days released", "acute_days_released", "acute_days_released", false},
        {"Net cost, an acute day worth nothing", "extra_spend", "extra_spend", true},
        {"Net cost, an acute day worth its marginal cost", "net_marginal", "net_marginal", true},
        {"Net cost, an acute day worth its average cost", "net_average", "net_average", true},
        {"Worth its cost if an acute day is worth at least", "break_even_day", "break_even_day",
         true}};
    static const struct column column[] = {
        {"Against the scenario as it stands", false}, {"Mean", true}, {"95% interval", true}};
    const struct bf_dossier *d = page->dossier;
    const struct bf_json_value *o = bf_answer_option(d, bf_dossier_value(d, w, "option"));
    char caption[CELL + 600];
    bf_format(caption, sizeof caption, "%s: %s", which,
              o != NULL ? bf_dossier_words(d, o, "words") : "");
    bf_page_table(page, caption, column, sizeof column / sizeof column[0]);
    for (size_t i = 0; i < sizeof row / sizeof row[0]; i++)
        worth_row(page, w, row[i].words, row[i].name, row[i].ends, row[i].money);
    bf_page_end_table(page);
}

void bf_put_worth(struct page *page)
{
    const struct bf_dossier *d = page->dossier;
    const struct bf_json_value *first = first_worth(page), *w = first;
    bool decided = strcmp(bf_dossier_words(d, NULL, "answer.end"), "decided") == 0;
    double chosen = bf_dossier_value(d, NULL, "answer.option");
    char text[400];
    for (; w != NULL; w = bf_json_next(&d->document, w))
        put_worth_of(page, w,
                     !(fabs(bf_dossier_value(d, w, "option") - chosen) < 0.5)
                         ? "The cheapest as good"
                     : decided ? "The chosen one"
                               : "The best so far");
    bf_format(text, sizeof text,
              "Over %.0f simulated winters by which no option was judged: one that did well in its "
              "own would be flattered.",
              bf_dossier_value(d, first, "winters"));
    bf_page_paragraph(page, text);
    bf_page_paragraph(page,
                      "A released acute day is a bed for somebody else. It is no cash unless beds "
                      "close, so its worth is shown in as many ways as the scenario states: "
                      "nothing; the marginal cost, which is what one day less really saves; and "
                      "the average cost, which is a price. Below zero, the days are worth more "
                      "than is paid.");
}

/* ---- every option ---------------------------------------------------------------------- */

bool bf_has_options(const struct page *page)
{
    return is_optimum(page) && bf_answer_option(page->dossier, 1) != NULL;
}

void bf_put_options(struct page *page)
{
    const struct bf_dossier *d = page->dossier;
    const struct bf_json_document *doc = &d->document;
    char harm[CELL], winters[32];
    bf_format(harm, sizeof harm, "Mean of “%s”, %s", bf_dossier_words(d, NULL, "method.harm_label"),
              bf_dossier_words(d, NULL, "method.harm_unit"));
    const struct column column[] = {{"Option", false}, {"Winters simulated", true},
                                    {"Cost", true},    {harm, true},
                                    {"± (95%)", true}, {"Standing", false}};
    bf_page_table(page,
                  bf_dossier_flag(d, NULL, "method.whole") ? "All options there are"
                                                           : "The options that the search found",
                  column, sizeof column / sizeof column[0]);
    const struct bf_json_value *o = bf_json_first(doc, bf_json_at(doc, "options"));
    for (; o != NULL; o = bf_json_next(doc, o)) {
        bf_page_row(page, bf_dossier_words(d, o, "short_words"));
        bf_value_print(bf_dossier_value(d, o, "winters"), (double)NAN, winters, sizeof winters);
        bf_page_cell(page, winters, true);
        cost_cell(page, o);
        harm_cells(page, o);
        bf_page_cell_of(page, bf_dossier_words(d, o, "standing"), "standing");
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
    put_legend(page);
}
