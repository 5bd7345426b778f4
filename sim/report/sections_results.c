/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_results.c -- what came out: tables and pictures. */
#include "answer.h"
#include "bedflow/base/arena.h"
#include "bedflow/report/differences.h"
#include "bedflow/report/folder.h"
#include "bedflow/report/gnuplot.h"
#include "bedflow/report/svg.h"
#include "bedflow/report/table.h"
#include "bedflow/study/worth.h"
#include "sections.h"

#include <math.h>
#include <string.h>

enum { CELL = 160 };

static const char *option_title(const struct bf_dossier *d, uint32_t option)
{
    const struct bf_dossier_option *o = &d->option[option];
    return o->title[0] != '\0' ? o->title : o->name;
}

static bool is(const struct bf_sheet *t, size_t row, const char *column, const char *text)
{
    return strcmp(bf_dossier_text(t, row, column), text) == 0;
}

/* A value with its unit, where the unit is short. */
static void value_words(double value, double error, const char *unit, char text[], size_t size)
{
    char plain[64];
    if (strcmp(unit, "£") == 0) {
        bf_answer_pounds(value, error, text, size);
        return;
    }
    bf_value_print(value, error, plain, sizeof plain);
    bf_format(text, size, "%s%s", plain, strcmp(unit, "%") == 0 && !isnan(value) ? "%" : "");
}

static void range_words(double low, double high, double error, const char *unit, char text[],
                        size_t size)
{
    char ends[2][64];
    if (isnan(low) || isnan(high)) {
        bf_format(text, size, "–");
        return;
    }
    value_words(low, error, unit, ends[0], sizeof ends[0]);
    value_words(high, error, unit, ends[1], sizeof ends[1]);
    bf_format(text, size, "%s to %s", ends[0], ends[1]);
}

static const char *signed_unit(const char *unit)
{
    return strcmp(unit, "%") == 0 ? "percentage points" : unit;
}

/* ---- comparison ------------------------------------------------------------------------ */

bool bf_has_comparison(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_COMPARISON && page->dossier->differences.rows > 0;
}

static void difference_cells(struct page *page, size_t row, double low, double high)
{
    const struct bf_sheet *t = &page->dossier->differences;
    double difference = bf_dossier_number(t, row, "difference"), error = (high - low) / 2;
    const char *unit = bf_dossier_text(t, row, "unit");
    bool money = strcmp(unit, "£") == 0;
    char text[CELL], plain[CELL];
    value_words(bf_dossier_number(t, row, "base_mean"), error, unit, text, sizeof text);
    bf_page_cell(page, text, true);
    value_words(difference, error, money ? unit : "", plain, sizeof plain);
    bf_format(text, sizeof text, "%s%s", difference > 0 ? "+" : "", plain);
    bf_page_cell(page, text, true);
    range_words(low, high, error, money ? unit : "", text, sizeof text);
    bf_page_cell(page, text, true);
    bf_page_cell(page, money ? "" : signed_unit(unit), false);
    bf_answer_verdict(t, row, text, sizeof text);
    bf_page_cell(page, text, false);
}

static void difference_row(struct page *page, size_t row)
{
    const struct bf_sheet *t = &page->dossier->differences;
    char label[200];
    bf_dossier_measure(page->dossier, bf_dossier_text(t, row, "service"),
                       bf_dossier_text(t, row, "group"), bf_dossier_text(t, row, "measure"), label,
                       sizeof label);
    bf_page_row(page, label);
    bool family = !isnan(bf_dossier_number(t, row, "together_low"));
    double low = bf_dossier_number(t, row, family ? "together_low" : "low");
    double high = bf_dossier_number(t, row, family ? "together_high" : "high");
    difference_cells(page, row, low, high);
    bf_page_end_row(page);
}

static bool is_elsewhere(const struct bf_sheet *t, size_t row)
{
    struct bf_measure measure = {.service = bf_dossier_text(t, row, "service"),
                                 .group = bf_dossier_text(t, row, "group"),
                                 .name = bf_dossier_text(t, row, "measure")};
    return bf_measure_is_elsewhere(&measure) && !isnan(bf_dossier_number(t, row, "difference"));
}

void bf_put_comparison(struct page *page)
{
    static const struct column column[] = {{"Measure", false},   {"Base", true},
                                           {"Difference", true}, {"95% interval", true},
                                           {"Unit", false},      {"Verdict", false}};
    const struct bf_dossier *d = page->dossier;
    char text[1000];
    bf_format(
        text, sizeof text,
        "Each option against the base, “%s”. Every simulated winter has the same people, with "
        "the same needs, in every option, but where an option has another demand or a rule of "
        "escalation changes it; only what the option changes differs, which is why small "
        "differences can be seen. The intervals hold for all of the rows together; those of people "
        "who are held up and not among the delayed (waiting for an acute bed, in the discharge "
        "process, well and not yet seen) hold each by itself.",
        option_title(d, 0));
    bf_page_paragraph(page, text);
    for (uint32_t o = 1; o < d->option_count; o++) {
        if (strcmp(option_title(d, o), d->option[o].name) == 0)
            bf_format(text, sizeof text, "%s", d->option[o].name);
        else
            bf_format(text, sizeof text, "%s (in pictures: %s)", option_title(d, o),
                      d->option[o].name);
        bf_page_table(page, text, column, sizeof column / sizeof column[0]);
        for (size_t row = 0; row < d->differences.rows; row++)
            if (is(&d->differences, row, "option", d->option[o].name) &&
                is(&d->differences, row, "headline", "1"))
                difference_row(page, row);
        for (size_t row = 0; row < d->differences.rows; row++)
            if (is(&d->differences, row, "option", d->option[o].name) &&
                is_elsewhere(&d->differences, row))
                difference_row(page, row);
        bf_page_end_table(page);
    }
}

/* ---- money and chances ----------------------------------------------------------------- */

static size_t option_row(const struct bf_dossier *d, uint32_t option)
{
    for (size_t row = 0; row < d->options.rows; row++)
        if (is(&d->options, row, "option", d->option[option].name)) return row;
    return SIZE_MAX;
}

bool bf_has_money(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_COMPARISON && page->dossier->options.rows > 0;
}

/* Two cells: an amount of money and its interval, or one where no amount can be told. */
static void money_cells(struct page *page, double value, double low, double high)
{
    char text[CELL] = "–";
    double half = (high - low) / 2;
    if (!isnan(value))
        bf_answer_pounds(value, isnan(half) ? fabs(value) / 20 : half, text, sizeof text);
    bf_page_cell(page, text, true);
    if (half > 1)
        range_words(low, high, half, "£", text, sizeof text);
    else
        bf_format(text, sizeof text, half >= 0 ? "exact" : "–");
    bf_page_cell(page, text, true);
}

static double money_of(const struct page *page, size_t row, const char *column, const char *end)
{
    char name[64];
    bf_format(name, sizeof name, "%s%s", column, end);
    return bf_dossier_number(&page->dossier->options, row, name);
}

static void put_chances(struct page *page)
{
    static const struct column column[] = {
        {"Option", false}, {"Chance of the best mean", true}, {"Best in so many winters", true}};
    const struct bf_dossier *d = page->dossier;
    char text[CELL];
    bf_page_table(page, "Which is best", column, sizeof column / sizeof column[0]);
    for (uint32_t o = 0; o < d->option_count; o++) {
        size_t row = option_row(d, o);
        if (row == SIZE_MAX) continue;
        bf_page_row(page, option_title(d, o));
        bf_answer_chance(bf_dossier_number(&d->options, row, "chance_best"), text, sizeof text);
        bf_page_cell(page, text, true);
        bf_answer_share(bf_dossier_number(&d->options, row, "share_best"), text, sizeof text);
        bf_page_cell(page, text, true);
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
    bf_page_paragraph(page, "The chance of the best mean says how sure the order of the averages "
                            "is; being best in so many winters says how often it would turn out "
                            "so.");
}

static bool any_money(const struct page *page, const char *column)
{
    for (size_t row = 0; row < page->dossier->options.rows; row++)
        if (!isnan(money_of(page, row, column, ""))) return true;
    return false;
}

/* The options by row of some columns of options.csv, each with its interval. */
static void put_amounts(struct page *page, const char *caption, const struct column column[],
                        const char *const name[], const char *const ends[], size_t count)
{
    const struct bf_dossier *d = page->dossier;
    bf_page_table(page, caption, column, 2 * count + 1);
    for (uint32_t o = 1; o < d->option_count; o++) {
        size_t row = option_row(d, o);
        if (row == SIZE_MAX) continue;
        bf_page_row(page, option_title(d, o));
        for (size_t k = 0; k < count; k++)
            money_cells(page, money_of(page, row, name[k], ""),
                        money_of(page, row, ends[k], "_low"),
                        money_of(page, row, ends[k], "_high"));
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
}

static void put_costs(struct page *page)
{
    static const struct column column[] = {
        {"Option", false},      {"For what is bought", true},
        {"95% interval", true}, {"With other services", true},
        {"95% interval", true}, {"For each delayed bed day avoided", true},
        {"95% interval", true}};
    static const char *const name[] = {"extra_paid", "extra_spend", "spend_per_day_avoided"};
    static const char *const ends[] = {"extra_paid", "extra_spend", "spend_per_day"};
    if (!any_money(page, "extra_spend")) return;
    put_amounts(page, "What is paid, more than in the base", column, name, ends, 3);
    bf_page_paragraph(
        page,
        "This is what providers are paid. “With other services” adds what other services cost more "
        "or less because people use them otherwise, at the cost that the scenario states; below "
        "zero, less is spent. Acute beds are not in it: an acute bed day that is not used "
        "saves little cash, as its staff is there and somebody else comes into the bed.");
}

static void released_row(struct page *page, uint32_t option)
{
    const struct bf_dossier *d = page->dossier;
    size_t row = option_row(d, option);
    char text[CELL] = "–";
    if (row == SIZE_MAX) return;
    double days = money_of(page, row, "acute_days_released", "");
    double low = money_of(page, row, "acute_days_released", "_low");
    double high = money_of(page, row, "acute_days_released", "_high");
    bf_page_row(page, option_title(d, option));
    if (!isnan(days)) value_words(days, (high - low) / 2, "", text, sizeof text);
    bf_page_cell(page, text, true);
    range_words(low, high, (high - low) / 2, "", text, sizeof text);
    bf_page_cell(page, text, true);
    money_cells(page, money_of(page, row, "break_even_day", ""),
                money_of(page, row, "break_even_day", "_low"),
                money_of(page, row, "break_even_day", "_high"));
    bf_page_end_row(page);
}

static void put_net_costs(struct page *page)
{
    static const struct column column[] = {
        {"Option", false}, {"An acute day at", false}, {"Net cost", true}, {"95% interval", true}};
    static const char *const net[BF_VALUATIONS] = {"extra_spend", "net_marginal", "net_average"};
    const struct bf_dossier *d = page->dossier;
    bf_page_table(page, "Net cost: what is paid, less the worth of the days released", column,
                  sizeof column / sizeof column[0]);
    for (uint32_t o = 1; o < d->option_count; o++)
        for (int v = 0; v < BF_VALUATIONS; v++) {
            size_t row = option_row(d, o);
            if (row == SIZE_MAX || isnan(money_of(page, row, net[v], ""))) continue;
            bf_page_row(page, option_title(d, o));
            bf_page_cell(page, bf_valuation_words[v], false);
            money_cells(page, money_of(page, row, net[v], ""), money_of(page, row, net[v], "_low"),
                        money_of(page, row, net[v], "_high"));
            bf_page_end_row(page);
        }
    bf_page_end_table(page);
}

static void put_released(struct page *page)
{
    static const struct column column[] = {{"Option", false},
                                           {"Acute bed days released", true},
                                           {"95% interval", true},
                                           {"Worth its cost if a day is worth", true},
                                           {"95% interval", true}};
    if (!any_money(page, "acute_days_released")) return;
    bf_page_table(page, "Acute bed days released", column, sizeof column / sizeof column[0]);
    for (uint32_t o = 1; o < page->dossier->option_count; o++)
        released_row(page, o);
    bf_page_end_table(page);
    put_net_costs(page);
    bf_page_paragraph(
        page, "A released acute day is a bed for somebody else. It is no cash unless beds close, "
              "so its worth is shown in as many ways as the scenario states: nothing; the marginal "
              "cost, which is what one day less really saves; and the average cost, which is a "
              "price. Below zero, the days are worth more than is paid for them.");
}

static void put_payers(struct page *page)
{
    static const struct column column[] = {{"Option", false},
                                           {"Who pays", false},
                                           {"More than in the base", true},
                                           {"95% interval", true}};
    const struct bf_dossier *d = page->dossier;
    const struct bf_sheet *t = &d->payers;
    if (t->rows == 0) return;
    bf_page_table(page, "Each payer's own balance", column, sizeof column / sizeof column[0]);
    for (uint32_t o = 1; o < d->option_count; o++)
        for (size_t row = 0; row < t->rows; row++) {
            if (!is(t, row, "option", d->option[o].name)) continue;
            bf_page_row(page, option_title(d, o));
            bf_page_cell(page, bf_dossier_text(t, row, "payer"), false);
            money_cells(page, bf_dossier_number(t, row, "extra_spend"),
                        bf_dossier_number(t, row, "low"), bf_dossier_number(t, row, "high"));
            bf_page_end_row(page);
        }
    bf_page_end_table(page);
    bf_page_paragraph(page, "What each payer pays more than in the base, purchases and other "
                            "services; below zero, less. The payers add up to “with other "
                            "services” above. Acute beds are not in it.");
}

static const char *title_by_name(const struct bf_dossier *d, const char *name)
{
    for (uint32_t o = 0; o < d->option_count; o++)
        if (strcmp(d->option[o].name, name) == 0) return option_title(d, o);
    return name;
}

static void put_prices(struct page *page)
{
    static const struct column column[] = {
        {"Option", false},   {"Worth as much as", false}, {"With an acute day at", false},
        {"Price now", true}, {"Price up to which", true}, {"95% interval", true}};
    const struct bf_dossier *d = page->dossier;
    const struct bf_sheet *t = &d->prices;
    char text[CELL];
    if (t->rows == 0) return;
    bf_page_table(page, "How dear a spot place may be before the block is the better buy", column,
                  sizeof column / sizeof column[0]);
    for (size_t row = 0; row < t->rows; row++) {
        /* a bed is priced by the week */
        double units = is(t, row, "unit", "bed days") ? 7 : 1;
        bf_page_row(page, title_by_name(d, bf_dossier_text(t, row, "option")));
        bf_page_cell(page, title_by_name(d, bf_dossier_text(t, row, "against")), false);
        bf_page_cell(page, bf_dossier_text(t, row, "acute_day"), false);
        bf_answer_pounds(units * bf_dossier_number(t, row, "price_now"), 0, text, sizeof text);
        bf_page_cell(page, text, true);
        money_cells(page, units * bf_dossier_number(t, row, "break_even"),
                    units * bf_dossier_number(t, row, "low"),
                    units * bf_dossier_number(t, row, "high"));
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
    bf_page_paragraph(page, "Prices of a bed are by the week, of care by the hour. Up to that "
                            "price of a spot place its option is worth as much as the other, days "
                            "released included; it supposes that as many would be bought.");
}

void bf_put_money(struct page *page)
{
    put_chances(page);
    put_costs(page);
    put_released(page);
    put_payers(page);
    put_prices(page);
}

/* ---- what the options change ----------------------------------------------------------- */

bool bf_has_changes(const struct page *page)
{
    const struct bf_dossier *d = page->dossier;
    if (d->kind != BF_DOSSIER_COMPARISON || d->option[0].model == NULL) return false;
    for (uint32_t o = 1; o < d->option_count; o++)
        if (d->option[o].model != NULL) return true;
    return false;
}

/* Headings and their lists, as report/differences.h lays them out. */
static void put_differences(struct page *page, const char *lines)
{
    struct bf_html *h = &page->html;
    char section[BF_DIFFERENCE_SECTION] = "", last[BF_DIFFERENCE_SECTION] = "";
    struct bf_text item = {.bytes = NULL};
    while (bf_difference_next(&lines, section, &item)) {
        if (last[0] != '\0' && strcmp(section, last) != 0) bf_html_end(h);
        if (section[0] != '\0' && strcmp(section, last) != 0) {
            bf_html_leaf(h, "h4", section);
            bf_html_begin(h, "ul");
        }
        bf_html_leaf(h, section[0] != '\0' ? "li" : "p", item.bytes);
        bf_sink_whole(&h->sink, &item);
        bf_format(last, sizeof last, "%s", section);
    }
    bf_sink_whole(&h->sink, &item); /* of the last, if nothing of it was kept */
    if (last[0] != '\0') bf_html_end(h);
    bf_text_free(&item);
}

void bf_put_changes(struct page *page)
{
    const struct bf_dossier *d = page->dossier;
    for (uint32_t o = 1; o < d->option_count; o++) {
        struct bf_text words = {.bytes = NULL};
        if (d->option[o].model == NULL) continue;
        bf_html_leaf(&page->html, "h3", option_title(d, o));
        if (bf_differences(d->option[0].model, d->option[o].model, &words) == 0)
            bf_page_paragraph(page, "No difference that a run would use.");
        else if (words.bytes != NULL)
            put_differences(page, words.bytes);
        bf_sink_whole(&page->html.sink, &words);
        bf_text_free(&words);
    }
}

/* ---- the main figures of a run --------------------------------------------------------- */

static const struct bf_measure *headline_of(const struct page *page, uint32_t i)
{
    const struct bf_measure *m = &page->model->measures.catalogue.scalar[i];
    return m->headline ? m : NULL;
}

bool bf_has_headlines(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_RUN && page->model != NULL;
}

static void target_words(const struct bf_scalar_record *s, bool lower, char text[], size_t size)
{
    char target[64];
    if (isnan(s->target)) {
        bf_format(text, size, "–");
        return;
    }
    value_words(s->target, (double)NAN, s->unit, target, sizeof target);
    double good = lower ? s->p95 : s->p05, bad = lower ? s->p05 : s->p95;
    bool surely = lower ? good <= s->target : good >= s->target;
    bool hardly = lower ? bad > s->target : bad < s->target;
    bf_format(text, size, "%s %s: %s", lower ? "at most" : "at least", target,
              surely   ? "met in at least 19 of 20 simulated winters"
              : hardly ? "missed in at least 19 of 20 simulated winters"
                       : "met in some winters, missed in others");
}

void bf_put_headlines(struct page *page)
{
    static const struct column column[] = {{"Measure", false}, {"Mean", true},
                                           {"± (95%)", true},  {"Range over winters", true},
                                           {"Unit", false},    {"Target", false}};
    char text[CELL];
    bf_page_table(page, "The main figures over the period", column,
                  sizeof column / sizeof column[0]);
    for (uint32_t i = 0; i < page->model->measures.catalogue.scalar_count; i++) {
        const struct bf_measure *m = headline_of(page, i);
        const struct bf_scalar_record *s =
            m == NULL ? NULL
                      : bf_record_scalar(&page->dossier->record, m->service, m->group, m->name);
        if (s == NULL) continue;
        double error = (s->mc_high - s->mc_low) / 2, wide = (s->p95 - s->p05) / 4;
        bf_dossier_measure(page->dossier, m->service, m->group, m->name, text, sizeof text);
        bf_page_row(page, text);
        value_words(s->mean, error, s->unit, text, sizeof text);
        bf_page_cell(page, text, true);
        bf_value_print(error, error, text, sizeof text);
        bf_page_cell(page, text, true);
        range_words(s->p05, s->p95, wide, s->unit, text, sizeof text);
        bf_page_cell(page, text, true);
        bf_page_cell(page, s->unit, false);
        target_words(s, m->lower_is_better, text, sizeof text);
        bf_page_cell(page, text, false);
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
    bf_page_paragraph(page, "±: how far the mean may be off for want of more simulated winters. "
                            "Range over winters: nine possible winters out of ten lie in it.");
}

/* ---- outcomes -------------------------------------------------------------------------- */

bool bf_has_outcomes(const struct page *page)
{
    return page->dossier->outcomes.rows > 0;
}

static void outcome_row(struct page *page, size_t row)
{
    const struct bf_sheet *t = &page->dossier->outcomes;
    const char *unit = bf_dossier_text(t, row, "unit"), *label = bf_dossier_text(t, row, "label");
    double low = bf_dossier_number(t, row, "mc_low"), high = bf_dossier_number(t, row, "mc_high");
    double p05 = bf_dossier_number(t, row, "p05"), p95 = bf_dossier_number(t, row, "p95");
    char text[CELL], plain[CELL];
    bf_page_row(page, label[0] != '\0' ? label : bf_dossier_text(t, row, "outcome"));
    value_words(bf_dossier_number(t, row, "mean"), (high - low) / 2, unit, text, sizeof text);
    bf_page_cell(page, text, true);
    range_words(p05, p95, (p95 - p05) / 4, unit, text, sizeof text);
    bf_page_cell(page, text, true);
    bf_page_cell(page, unit, false);
    double target = bf_dossier_number(t, row, "target");
    value_words(target, (double)NAN, unit, plain, sizeof plain);
    bf_format(text, sizeof text, isnan(target) ? "–" : "%s %s",
              is(t, row, "better", "lower") ? "at most" : "at least", plain);
    bf_page_cell(page, text, false);
    bf_format(text, sizeof text, "%s%s", bf_dossier_text(t, row, "status"),
              is(t, row, "sure", "0") ? " (not sure)" : "");
    bf_page_cell(page, text, false);
    bf_answer_share(bf_dossier_number(t, row, "chance_green"), text, sizeof text);
    bf_page_cell(page, text, true);
    bf_page_end_row(page);
}

void bf_put_outcomes(struct page *page)
{
    static const struct column column[] = {{"Outcome", false},
                                           {"Mean", true},
                                           {"Range over winters", true},
                                           {"Unit", false},
                                           {"Target", false},
                                           {"Status of the mean", false},
                                           {"Winters that meet it", true}};
    bf_page_table(page, "Outcomes as the scenario defines them", column,
                  sizeof column / sizeof column[0]);
    for (size_t row = 0; row < page->dossier->outcomes.rows; row++)
        outcome_row(page, row);
    bf_page_end_table(page);
    bf_page_paragraph(page,
                      "Green meets the target, amber is near it, red is not. “Not sure”: more "
                      "simulated winters could change the status.");
    bf_page_picture(page, "outcomes", 0, 0);
}

/* ---- pictures -------------------------------------------------------------------------- */

/* Pictures that this program draws, with what they show. */
enum place {
    PLACE_MAIN,
    PLACE_OWN,   /* in the part about it */
    PLACE_DETAIL /* in the appendix */
};

static const struct known_picture {
    const char *name, *title, *words;
    enum place place;
} known[] = {
    {"compare-options", "Each option against the base",
     "A dot is the mean difference to the base, a bar its 95% interval; all bars hold together. "
     "The line at 0 is the base: a bar that does not touch it is a difference that chance does not "
     "explain. A grey band, if there is one, holds differences too small to matter. The figures "
     "are in the tables above.",
     PLACE_MAIN},
    {"sweep-curve", "The response to the setting",
     "The measure at each value of the setting. The line is the mean; the bands are the range over "
     "possible winters.",
     PLACE_MAIN},
    {"sweep-seasons", "The measure in each season",
     "A dot is the mean of one season over histories of chance, the dark bar its simulation error, "
     "the pale bar nine histories in ten. The same chance comes in every season.",
     PLACE_MAIN},
    {"sweep-map", "The response to two settings",
     "The mean of the measure at each pair of values of the two settings.", PLACE_MAIN},
    {"sweep-effects", "How far each setting moves the measure",
     "For each setting the change from its low to its high end, with its 95% interval. The figures "
     "are in the table above.",
     PLACE_MAIN},
    {"sweep-indices", "Which settings the variance comes from",
     "For each setting its share of the variance: alone, and with all that it does together with "
     "others. The figures are in the table above.",
     PLACE_MAIN},
    {"optimise-frontier", "Cost against what is left of the harm",
     "Each dot is an option: its cost, and the mean of what is to be small. A bar is the 95% "
     "interval of the difference to the diamond, which is the chosen option or the best so far. "
     "Filled dots, joined, are the frontier: no option is better in both at once. "
     "Rings are beaten by another. The figures are in the table above.",
     PLACE_MAIN},
    {"explain", "From what it would have been to what it was",
     "The first bar is what the days would have been without any of these causes, the last what "
     "they were; between them each bar begins where the one above it ends. The line across the "
     "end of a bar is the 95% interval of its length. The figures are in the table above.",
     PLACE_MAIN},
    {"calibrate", "What was observed beside what the fitted scenario gives",
     "The band holds nine in ten of what the fitted scenario predicts; dots are observed. Rows "
     "that "
     "were kept back test the fit, the others made it.",
     PLACE_MAIN},
    {"delayed", "Delayed transfers over the period, and their reasons",
     "Above: people delayed at each midnight. The line is the median of each date, the dark band "
     "holds "
     "half of the possible winters, the light band nine in ten; the bands are the range over "
     "winters, not the error of a mean. Below: the mean number of people by the reason of their "
     "delay, one on top of another.",
     PLACE_MAIN},
    {"system", "How full all acute beds together are",
     "Occupied acute beds of every kind, of those open, at midnight. The line is the median of "
     "each date, the dark band "
     "holds half of the possible winters, the light band nine in ten.",
     PLACE_MAIN},
    {"outcomes", "Outcomes against their targets",
     "Each outcome with its lines, and in how many possible winters it is green, amber or red. The "
     "figures are in the table above.",
     PLACE_OWN},
    {"readmissions", "People who come back within 30 days",
     "By week of discharge, as a share of those discharged alive. The line is the median of each "
     "date; "
     "the bands are the range over winters. The last weeks are followed for 30 more days.",
     PLACE_MAIN},
    {"occupancy", "Every service against its places",
     "People in each service and its places. The line is the median of each date; the bands are "
     "the "
     "range over winters.",
     PLACE_DETAIL},
    {"queues", "People waiting for every service",
     "How many wait for each service. The line is the median of each date; the bands are the range "
     "over "
     "winters.",
     PLACE_DETAIL},
    {"waits", "How long people wait",
     "For each service the wait that half, nine in ten and nineteen in twenty people do not "
     "exceed, with its range over winters.",
     PLACE_DETAIL},
    {"capacity", "Asked for, and what could have started, by month",
     "For each service out of hospital the people who asked for it in a month, from hospital beds "
     "and from the community, beside those who could have started. The scarcest come first.",
     PLACE_OWN},
    {"spend", "Spend by month",
     "What each payer spends in a month, and what each purchase costs, with the range over "
     "winters.",
     PLACE_OWN},
    {"plans", "What is spent and set aside, against the budget",
     "For each budget, at the end of each month, what has been spent since the period began, with "
     "its range over winters, and what contracts, calls and places in use will cost; the line is "
     "the budget.",
     PLACE_OWN},
    {"rules", "When rules of escalation are on",
     "For each rule the share of possible winters in which it is on at each midnight.", PLACE_OWN},
    {"who-waits", "Who waits longer",
     "Mean days of delay of all who left a bed, by locality and by age, and of both together: "
     "darker is longer.",
     PLACE_OWN},
    {"discharges", "Discharges by weekday and by hour",
     "Adults discharged alive from acute beds after at least a night: by weekday, against the mean "
     "day, and by hour. The line on a bar is the range over winters.",
     PLACE_OWN}};

void bf_page_draw(const struct bf_dossier *dossier, const char *program, struct bf_text *said)
{
    enum { KNOWN = sizeof known / sizeof known[0] };
    const char *name[KNOWN];
    char plots[BF_FILE_CAP];
    struct bf_err err;
    for (size_t i = 0; i < KNOWN; i++)
        name[i] = known[i].name;
    if (!bf_path_join(plots, dossier->dir, "plots", &err)) return;
    if (bf_gnuplot_catch_up(program != NULL ? program : "gnuplot", plots, name, KNOWN, said) ==
        BF_GNUPLOT_MISSING)
        bf_text_add(said, "no pictures: gnuplot is not installed (apt install gnuplot-nox); the "
                          "report is written without them\n");
}

static bool picture_path(const struct page *page, const char *name, unsigned part,
                         char path[BF_FILE_CAP])
{
    struct bf_err err;
    char file[128];
    if (part == 0)
        bf_format(file, sizeof file, "plots/%s.svg", name);
    else
        bf_format(file, sizeof file, "plots/%s-%u.svg", name, part);
    return bf_path_join(path, page->dossier->dir, file, &err);
}

static bool load_picture(const struct page *page, const char *name, unsigned part,
                         struct bf_text *svg)
{
    char path[BF_FILE_CAP];
    struct bf_err err;
    bool there = picture_path(page, name, part, path) && bf_file_read(svg, path, &err);
    if (svg->failed) page->said->failed = true;
    if (!there) return false;
    if (svg->bytes != NULL && bf_svg_is_good(svg->bytes)) return true;
    bf_text_add(page->said, "%s is no picture that can be put into a page; it is left out\n", path);
    return false;
}

static bool exists(const struct page *page, const char *name, unsigned part)
{
    struct bf_text svg = {.bytes = NULL};
    char path[BF_FILE_CAP];
    struct bf_err err;
    bool there = picture_path(page, name, part, path) && bf_file_read(&svg, path, &err);
    if (svg.failed) page->said->failed = true;
    bf_text_free(&svg);
    return there;
}

static bool any_of(const struct page *page, enum place place)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].place == place &&
            (exists(page, known[i].name, 0) || exists(page, known[i].name, 1)))
            return true;
    return false;
}

bool bf_has_pictures(const struct page *page)
{
    return any_of(page, PLACE_MAIN);
}

bool bf_has_details(const struct page *page)
{
    return any_of(page, PLACE_DETAIL) || exists(page, "capacity", 2);
}

static void put_picture(struct page *page, const struct known_picture *picture, unsigned part)
{
    struct bf_html *h = &page->html;
    struct bf_text svg = {.bytes = NULL};
    char prefix[32], title[200];
    if (load_picture(page, picture->name, part, &svg)) {
        bf_format(prefix, sizeof prefix, "picture%u", ++page->pictures);
        bf_format(title, sizeof title, part > 1 ? "%s (part %u)" : "%s", picture->title, part);
        bf_html_begin(h, "figure");
        bf_html_begin_of(h, "div", "scroll wide");
        bf_html_attribute(h, "tabindex", "0");
        bf_html_attribute(h, "role", "region");
        bf_html_attribute(h, "aria-label", title);
        bf_svg_put(h, svg.bytes, prefix, title, picture->words);
        bf_html_end(h);
        bf_html_begin(h, "figcaption");
        bf_html_leaf(h, "b", title);
        bf_html_format(h, ". %s", part > 1 ? "" : picture->words);
        bf_html_end(h);
        bf_html_end(h);
    }
    bf_text_free(&svg);
}

static void put_parts(struct page *page, const struct known_picture *picture, unsigned first,
                      unsigned last)
{
    for (unsigned part = first; part <= last && (part < 2 || exists(page, picture->name, part));
         part++)
        if (exists(page, picture->name, part)) put_picture(page, picture, part);
}

void bf_page_picture(struct page *page, const char *name, unsigned first, unsigned last)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (strcmp(known[i].name, name) == 0) put_parts(page, &known[i], first, last);
}

static void put_place(struct page *page, enum place place)
{
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
        if (known[i].place == place) put_parts(page, &known[i], 0, BF_PAGE_PARTS);
}

void bf_put_pictures(struct page *page)
{
    put_place(page, PLACE_MAIN);
}

void bf_put_details(struct page *page)
{
    put_place(page, PLACE_DETAIL);
    bf_page_picture(page, "capacity", 2, BF_PAGE_PARTS);
}

/* ---- reasons --------------------------------------------------------------------------- */

static const struct bf_scalar_record *of_group(const struct page *page, const char *kind,
                                               const char *name)
{
    char group[64];
    bf_format(group, sizeof group, "%s:%s", kind, name);
    return bf_record_scalar(&page->dossier->record, "system", group, "delayed_days");
}

static double all_days(const struct page *page)
{
    const struct bf_scalar_record *s =
        bf_record_scalar(&page->dossier->record, "system", "all", "delayed_days");
    return s == NULL ? (double)NAN : s->mean;
}

bool bf_has_reasons(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_RUN && all_days(page) > 0;
}

static void share_row(struct page *page, const char *what, const struct bf_scalar_record *s)
{
    char text[CELL];
    if (s == NULL || isnan(s->mean)) return;
    double error = (s->mc_high - s->mc_low) / 2;
    bf_page_row(page, what);
    bf_value_print(s->mean, error, text, sizeof text);
    bf_page_cell(page, text, true);
    range_words(s->p05, s->p95, (s->p95 - s->p05) / 4, "", text, sizeof text);
    bf_page_cell(page, text, true);
    bf_format(text, sizeof text, "%.1f%%", 100 * s->mean / all_days(page));
    bf_page_cell(page, text, true);
    bf_page_end_row(page);
}

void bf_put_reasons(struct page *page)
{
    static const struct column column[] = {{"Reason", false},
                                           {"Delayed bed days", true},
                                           {"Range over winters", true},
                                           {"Share", true}};
    struct column by_body[4];
    char text[CELL];
    memcpy(by_body, column, sizeof by_body);
    by_body[0].head = "Responsible";
    bf_page_table(page, "Delayed bed days by official reason", column, 4);
    for (int r = 0; r < BF_REASON_COUNT; r++) {
        bf_format(text, sizeof text, "%s: %s", bf_reason_names[r], bf_reason_words[r]);
        share_row(page, text, of_group(page, "reason", bf_reason_names[r]));
    }
    bf_page_end_table(page);
    bf_page_table(page, "Delayed bed days by the body responsible", by_body, 4);
    for (int b = 0; b < BF_BODY_COUNT; b++)
        share_row(page, bf_body_names[b], of_group(page, "body", bf_body_names[b]));
    bf_page_end_table(page);
    bf_page_paragraph(page, "Each delayed day has one reason: the task that is not done, else the "
                            "place that is the first choice and not free.");
}

/* ---- services -------------------------------------------------------------------------- */

bool bf_has_services(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_RUN && page->model != NULL;
}

static void number_cell(struct page *page, const char *service, const char *measure, double scale,
                        const char *after)
{
    const struct bf_scalar_record *s =
        bf_record_scalar(&page->dossier->record, service, "all", measure);
    char text[CELL], plain[64];
    if (s == NULL || isnan(s->mean)) {
        bf_page_cell(page, "–", true);
        return;
    }
    double error = fmax((s->mc_high - s->mc_low) / 2, fabs(s->mean) / 50) * scale;
    bf_value_print(s->mean * scale, error, plain, sizeof plain);
    bf_format(text, sizeof text, "%s%s", plain, after);
    bf_page_cell(page, text, true);
}

static void wait_cell(struct page *page, const char *service, const char *measure)
{
    const struct bf_scalar_record *s =
        bf_record_scalar(&page->dossier->record, service, "all", measure);
    char text[CELL];
    bf_hours_print(s == NULL ? (double)NAN : s->mean, text, sizeof text);
    bf_page_cell(page, text, true);
}

void bf_put_services(struct page *page)
{
    static const struct column column[] = {{"Service", false},
                                           {"Has", false},
                                           {"People in it", true},
                                           {"Full", true},
                                           {"People waiting for it", true},
                                           {"Mean wait", true},
                                           {"19 in 20 wait less than", true},
                                           {"Delayed in it", true}};
    const struct bf_network *n = &page->model->network;
    char text[CELL];
    bf_page_table(page, "Means over the period and over winters", column,
                  sizeof column / sizeof column[0]);
    for (uint32_t i = 0; i < n->service_count; i++) {
        const char *name = n->service[i].name;
        if (n->service[i].kind == BF_KIND_HOME) continue;
        bf_page_row(page, n->service[i].label);
        bf_map_capacity(&page->map, i, text, sizeof text);
        bf_page_cell(page, text, false);
        number_cell(page, name, "occupied_mean", 1, "");
        number_cell(page, name, "occupancy", 1, "%");
        number_cell(page, name, "waiting_mean", 1, "");
        wait_cell(page, name, "wait_mean");
        wait_cell(page, name, "wait_p95");
        number_cell(page, name, "delayed_mean", 1, "");
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
    bf_page_paragraph(page,
                      "“Has” is the capacity that the scenario states, before dated changes and "
                      "purchases. People wait for a service wherever they are meanwhile, and are "
                      "counted at their first choice; a wait is that of those who came in the end, "
                      "also of people who had waited for another. Those delayed in it are ready to "
                      "leave it. summary.csv has the simulation error of each figure.");
}

/* ---- targets of a comparison ----------------------------------------------------------- */

bool bf_has_targets(const struct page *page)
{
    return page->dossier->targets.rows > 0;
}

void bf_put_targets(struct page *page)
{
    static const struct column column[] = {{"Measure", false},
                                           {"Option", false},
                                           {"Target", true},
                                           {"Winters that meet it", true},
                                           {"95% interval", true}};
    const struct bf_dossier *d = page->dossier;
    const struct bf_sheet *t = &d->targets;
    bool certain = false;
    bf_page_table(page, "How often each option meets the targets", column,
                  sizeof column / sizeof column[0]);
    for (size_t row = 0; row < t->rows; row++) {
        char text[CELL], low[16], high[16];
        bf_dossier_measure(d, bf_dossier_text(t, row, "service"), bf_dossier_text(t, row, "group"),
                           bf_dossier_text(t, row, "measure"), text, sizeof text);
        bf_page_row(page, text);
        const char *option = bf_dossier_text(t, row, "option");
        for (uint32_t o = 0; o < d->option_count; o++)
            if (strcmp(option, d->option[o].name) == 0) {
                option = option_title(d, o);
                break;
            }
        double met = bf_dossier_number(t, row, "met");
        certain = certain || met <= 0 || met >= 1;
        bf_page_cell(page, option, false);
        value_words(bf_dossier_number(t, row, "target"), (double)NAN,
                    bf_dossier_text(t, row, "unit"), text, sizeof text);
        bf_page_cell(page, text, true);
        bf_answer_share(met, text, sizeof text);
        bf_page_cell(page, text, true);
        bf_answer_share(bf_dossier_number(t, row, "met_low"), low, sizeof low);
        bf_answer_share(bf_dossier_number(t, row, "met_high"), high, sizeof high);
        bf_format(text, sizeof text, "%s to %s", low, high);
        bf_page_cell(page, text, true);
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
    if (certain)
        bf_page_paragraph(page, "0% and 100% are what the simulated winters showed, and no "
                                "certainty: the interval says how rare the other may be. A target "
                                "that every option meets, or none, does not tell them apart.");
}
