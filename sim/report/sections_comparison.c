/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_comparison.c -- options against the base: differences, chances, money, targets. */
#include "answer.h"
#include "bedflow/report/differences.h"
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

static const char *signed_unit(const char *unit)
{
    return strcmp(unit, "%") == 0 ? "percentage points" : unit;
}

/* ---- comparison ------------------------------------------------------------------------ */

bool bf_has_comparison(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_COMPARISON && page->dossier->differences.rows > 0;
}

/* The base with its own simulation error; as exact as the difference in folders that lack it. */
static void base_words(const struct bf_sheet *t, size_t row, double error, char text[], size_t size)
{
    char plain[64];
    double mean = bf_dossier_number(t, row, "base_mean");
    double half = bf_dossier_number(t, row, "base_high") - mean;
    bool known = half > 0;
    bf_page_value(mean, known ? half : error, bf_dossier_text(t, row, "unit"), text, size);
    if (!known) return;
    bf_page_value(half, half, strcmp(bf_dossier_text(t, row, "unit"), "£") == 0 ? "£" : "", plain,
                  sizeof plain);
    size_t used = strlen(text);
    bf_format(text + used, size - used, " ± %s", plain);
}

static void difference_cells(struct page *page, size_t row, double low, double high)
{
    const struct bf_sheet *t = &page->dossier->differences;
    double difference = bf_dossier_number(t, row, "difference"), error = (high - low) / 2;
    const char *unit = bf_dossier_text(t, row, "unit");
    bool money = strcmp(unit, "£") == 0;
    char text[CELL], plain[CELL];
    base_words(t, row, error, text, sizeof text);
    bf_page_cell(page, text, true);
    bf_page_value(difference, error, money ? unit : "", plain, sizeof plain);
    bf_format(text, sizeof text, "%s%s", difference > 0 ? "+" : "", plain);
    bf_page_cell(page, text, true);
    bf_page_range(low, high, error, money ? unit : "", text, sizeof text);
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
    static const struct column column[] = {{"Measure", false},   {"Base ± 95%", true},
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
            if (bf_dossier_is(&d->differences, row, "option", d->option[o].name) &&
                bf_dossier_is(&d->differences, row, "headline", "1"))
                difference_row(page, row);
        for (size_t row = 0; row < d->differences.rows; row++)
            if (bf_dossier_is(&d->differences, row, "option", d->option[o].name) &&
                is_elsewhere(&d->differences, row))
                difference_row(page, row);
        bf_page_end_table(page);
    }
}

/* ---- money and chances ----------------------------------------------------------------- */

static size_t option_row(const struct bf_dossier *d, uint32_t option)
{
    for (size_t row = 0; row < d->options.rows; row++)
        if (bf_dossier_is(&d->options, row, "option", d->option[option].name)) return row;
    return SIZE_MAX;
}

bool bf_has_money(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_COMPARISON && page->dossier->options.rows > 0;
}

/* An interval of a difference: where it has zero in it, in words too. */
static void interval_cell(struct page *page, double low, double high, const char *text)
{
    char words[CELL + 16];
    bool open = bf_answer_open(low, high);
    bf_format(words, sizeof words, "%s%s", text, open ? "; not decided" : "");
    bf_page_cell_of(page, words, open ? "number open" : "number");
}

/* Two cells: an amount of money and its interval, or one where no amount can be told. */
static void money_cells(struct page *page, double value, double low, double high, bool difference)
{
    char text[CELL] = "–";
    double half = bf_answer_error(value, low, high);
    if (!isnan(value))
        bf_answer_pounds(value, isnan(half) ? fabs(value) / 20 : half, text, sizeof text);
    bf_page_cell(page, text, true);
    if (half > 1)
        bf_page_range(low, high, half, "£", text, sizeof text);
    else
        bf_format(text, sizeof text, half >= 0 ? "exact" : "–");
    if (difference)
        interval_cell(page, low, high, text);
    else
        bf_page_cell(page, text, true);
}

static void no_price_cells(struct page *page)
{
    bf_page_cell(page, "–", true);
    bf_page_cell(page, "–", true);
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

static void amount_cells(struct page *page, size_t row, const char *column)
{
    money_cells(page, money_of(page, row, column, ""), money_of(page, row, column, "_low"),
                money_of(page, row, column, "_high"), true);
}

/* Pounds for a day spared are a price only of an option that costs more and spares days: of one
 * that saves money and adds days the ratio looks the same, and is none. */
static void price_cells(struct page *page, size_t row, const char *column, const char *ends)
{
    double price = money_of(page, row, column, "");
    if (price > 0 && money_of(page, row, "extra_spend", "") > 0)
        money_cells(page, price, money_of(page, row, ends, "_low"),
                    money_of(page, row, ends, "_high"), false);
    else
        no_price_cells(page);
}

static void put_costs(struct page *page)
{
    static const struct column column[] = {
        {"Option", false},      {"For what is bought", true},
        {"95% interval", true}, {"With other services", true},
        {"95% interval", true}, {"For each delayed bed day avoided", true},
        {"95% interval", true}};
    const struct bf_dossier *d = page->dossier;
    if (!any_money(page, "extra_spend")) return;
    bf_page_table(page, "What is paid, more than in the base", column,
                  sizeof column / sizeof column[0]);
    for (uint32_t o = 1; o < d->option_count; o++) {
        size_t row = option_row(d, o);
        if (row == SIZE_MAX) continue;
        bf_page_row(page, option_title(d, o));
        amount_cells(page, row, "extra_paid");
        amount_cells(page, row, "extra_spend");
        price_cells(page, row, "spend_per_day_avoided", "spend_per_day");
        bf_page_end_row(page);
    }
    bf_page_end_table(page);
    bf_page_paragraph(
        page,
        "This is what providers are paid. “With other services” adds what other services cost more "
        "or less because people use them otherwise, at the cost that the scenario states; below "
        "zero, less is spent. Acute beds are not in it: an acute bed day that is not used "
        "saves little cash, as its staff is there and somebody else comes into the bed. “Not "
        "decided”: chance alone may have made the difference.");
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
    if (!isnan(days)) bf_page_value(days, (high - low) / 2, "", text, sizeof text);
    bf_page_cell(page, text, true);
    bf_page_range(low, high, (high - low) / 2, "", text, sizeof text);
    interval_cell(page, low, high, text);
    price_cells(page, row, "break_even_day", "break_even_day");
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
            amount_cells(page, row, net[v]);
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
            if (!bf_dossier_is(t, row, "option", d->option[o].name)) continue;
            bf_page_row(page, option_title(d, o));
            bf_page_cell(page, bf_dossier_text(t, row, "payer"), false);
            money_cells(page, bf_dossier_number(t, row, "extra_spend"),
                        bf_dossier_number(t, row, "low"), bf_dossier_number(t, row, "high"), true);
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
        double units = bf_dossier_is(t, row, "unit", "bed days") ? 7 : 1;
        bf_page_row(page, title_by_name(d, bf_dossier_text(t, row, "option")));
        bf_page_cell(page, title_by_name(d, bf_dossier_text(t, row, "against")), false);
        bf_page_cell(page, bf_dossier_text(t, row, "acute_day"), false);
        bf_answer_pounds(units * bf_dossier_number(t, row, "price_now"), 0, text, sizeof text);
        bf_page_cell(page, text, true);
        money_cells(page, units * bf_dossier_number(t, row, "break_even"),
                    units * bf_dossier_number(t, row, "low"),
                    units * bf_dossier_number(t, row, "high"), false);
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
        bf_page_value(bf_dossier_number(t, row, "target"), (double)NAN,
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
