/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_causes.c -- an explanation: what each cause added, who was held up, where it was short.
 */
#include "answer.h"
#include "bedflow/base/date.h"
#include "bedflow/base/text.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"
#include "sections.h"

#include <math.h>
#include <string.h>

enum { CELL = 200 };

/* ---- causes ---------------------------------------------------------------------------- */

bool bf_has_causes(const struct page *page)
{
    return page->dossier->kind == BF_DOSSIER_EXPLANATION &&
           bf_dossier_has(page->dossier, "causes.csv");
}

static void day_words(const char *iso, const char *otherwise, char text[], size_t size)
{
    bf_day day;
    if (bf_day_parse(iso, &day))
        bf_day_words(day, text, size);
    else
        bf_format(text, size, "%s", otherwise);
}

static void dates_cell(struct page *page, const struct bf_sheet *t, size_t row)
{
    char from[48], to[48], text[CELL];
    if (bf_dossier_text(t, row, "from")[0] == '\0') {
        bool policy = bf_dossier_is(t, row, "kind", "policy");
        bf_page_cell(page, policy ? "when its rule says" : "–", false);
        return;
    }
    day_words(bf_dossier_text(t, row, "from"), "", from, sizeof from);
    day_words(bf_dossier_text(t, row, "to"), "the end", to, sizeof to);
    bf_format(text, sizeof text, "%s to %s", from, to);
    bf_page_cell(page, text, false);
}

/* Levels are no changes: their value has no sign and no verdict. */
static void cause_row(struct page *page, const struct bf_sheet *t, size_t row)
{
    const char *kind = bf_dossier_text(t, row, "kind");
    bool level = strcmp(kind, "without_all") == 0 || strcmp(kind, "with_all") == 0;
    double value = bf_dossier_number(t, row, "estimate"), low = bf_dossier_number(t, row, "low");
    double high = bf_dossier_number(t, row, "high"), half = (high - low) / 2;
    char text[CELL], ends[2][64];
    bf_page_row(page, bf_dossier_text(t, row, "label"));
    dates_cell(page, t, row);
    bf_value_print(value, half, ends[0], sizeof ends[0]);
    bf_format(text, sizeof text, "%s%s", !level && value > 0 ? "+" : "", ends[0]);
    bf_page_cell(page, text, true);
    bf_value_print(low, half, ends[0], sizeof ends[0]);
    bf_value_print(high, half, ends[1], sizeof ends[1]);
    bf_format(text, sizeof text, isnan(half) ? "–" : "%s to %s", ends[0], ends[1]);
    bf_page_cell(page, text, true);
    bool sure = low > 0 || high < 0;
    bf_page_cell(page, level ? "" : sure ? "yes" : "no: chance may do it", false);
    bf_page_end_row(page);
}

void bf_put_causes(struct page *page)
{
    const struct bf_dossier *d = page->dossier;
    struct bf_sheet t;
    char adds[CELL], text[500];
    double left_out = bf_dossier_value(d, NULL, "causes_left_out");
    bf_format(adds, sizeof adds, "Adds, %s", bf_dossier_words(d, NULL, "unit"));
    const struct column column[] = {{"Cause", false},
                                    {"In force", false},
                                    {adds, true},
                                    {"95% interval", true},
                                    {"Told from chance", false}};
    bool shapley = strcmp(bf_dossier_words(d, NULL, "shares"), "Shapley") == 0;
    if (bf_dossier_table(d, "causes.csv", &t, page->said)) {
        bf_format(text, sizeof text, "“%s” on these days: what each cause added",
                  bf_dossier_words(d, NULL, "label"));
        bf_page_table(page, text, column, sizeof column / sizeof column[0]);
        for (size_t row = 0; row < t.rows; row++)
            cause_row(page, &t, row);
        bf_page_end_table(page);
    } else {
        bf_text_add(page->said, "causes.csv cannot be read; it is left out\n");
    }
    bf_sheet_free(&t);
    bf_page_paragraph(page, shapley
                                ? "Below zero, a cause spared so many. The shares add up to “all "
                                  "of them”."
                                : "Below zero, a cause spared so many. Each was taken out by "
                                  "itself; “only together” is what is left, below zero where "
                                  "they overlap.");
    if (!(left_out > 0)) return;
    bf_format(text, sizeof text, "Left out, as not yet in force on these days: %.0f.", left_out);
    bf_page_paragraph(page, text);
}

/* ---- who and where --------------------------------------------------------------------- */

bool bf_has_held_up(const struct page *page)
{
    const struct bf_dossier *d = page->dossier;
    return d->kind == BF_DOSSIER_EXPLANATION && (bf_dossier_words(d, NULL, "who")[0] != '\0' ||
                                                 bf_dossier_words(d, NULL, "places")[0] != '\0');
}

static void put_lines(struct page *page, const char *lines)
{
    bf_html_begin(&page->html, "ul");
    while (*lines != '\0') {
        size_t length = strcspn(lines, "\n");
        bf_html_begin(&page->html, "li");
        bf_html_format(&page->html, "%.*s", (int)length, lines);
        bf_html_end(&page->html);
        lines += length + (lines[length] == '\n');
    }
    bf_html_end(&page->html);
}

void bf_put_held_up(struct page *page)
{
    const char *who = bf_dossier_words(page->dossier, NULL, "who");
    const char *places = bf_dossier_words(page->dossier, NULL, "places");
    if (who[0] != '\0') {
        bf_page_paragraph(page, "People delayed, more than on ordinary days (95% interval):");
        put_lines(page, who);
    }
    if (places[0] != '\0') {
        bf_page_paragraph(page, "Services that more people waited for, and what limits each (in "
                                "brackets: on ordinary days):");
        put_lines(page, places);
    }
    const char *elsewhere = bf_dossier_words(page->dossier, NULL, "elsewhere");
    if (elsewhere[0] != '\0') {
        bf_page_paragraph(page, "People who are held up and not among the delayed, at midnight "
                                "(always listed: a cause can move people here):");
        put_lines(page, elsewhere);
    }
    bf_page_paragraph(page, "Of the delayed and the services only what chance does not explain is "
                            "listed. contrasts.csv, in the "
                            "folder of results, has every daily series.");
}
