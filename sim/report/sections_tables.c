/* SPDX-License-Identifier: GPL-3.0-or-later */
/* sections_tables.c -- tables of a folder that are shown as they are, with words for people. A new
 * kind of result needs a row in known[]. */
#include "answer.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/table.h"
#include "sections.h"

#include <math.h>
#include <string.h>

enum { COLUMNS = 9 };

/* The first column is a setting or, if `of` is "measure", a measure by its names. A name "a..b" is
 * the interval between two columns. */
static const struct known_table {
    enum bf_dossier_kind kind;
    const char *file, *caption, *words, *of;
    const char *name[COLUMNS];     /* columns of the file after the first, NULL-terminated */
    struct column column[COLUMNS]; /* and what they are called, with the first */
    size_t columns;
    enum { OF_ANY, OF_SETTINGS, OF_SEASONS } sweep; /* of which it is told */
} known[] = {
    {BF_DOSSIER_SWEEP,
     "effects.csv",
     "How far each setting moves each measure",
     "The change is from the low to the high end of the setting, on average over the points of the "
     "other settings, with the 95% interval of its simulation error.",
     "factor",
     {"measure", "low", "high", "at_low", "at_high", "change", "change_low..change_high", "unit"},
     {{"Setting", false},
      {"Measure", false},
      {"From", false},
      {"To", false},
      {"Mean at the low end", true},
      {"Mean at the high end", true},
      {"Change", true},
      {"95% interval", true},
      {"Unit", false}},
     9,
     OF_SETTINGS},
    {BF_DOSSIER_SWEEP,
     "variance.csv",
     "Inputs and chance",
     "How much of the variance between winters would come from the settings, if every point were "
     "equally likely (1 is all of it); the rest is chance.",
     "measure",
     {"input_share", "share_low..share_high"},
     {{"Measure", false}, {"Share of settings", true}, {"95% interval", true}},
     3,
     OF_SETTINGS},
    {BF_DOSSIER_SWEEP,
     "variance.csv",
     "The season and chance",
     "How much of the variance between winters is the season: dates, lengths and sizes of events, "
     "and demand (1 is all of it). The rest is chance, with what declared ranges of inputs leave "
     "open, if any were drawn.",
     "measure",
     {"input_share", "share_low..share_high"},
     {{"Measure", false}, {"Share of the season", true}, {"95% interval", true}},
     3,
     OF_SEASONS},
    {BF_DOSSIER_SWEEP,
     "indices.csv",
     "Which settings the variance comes from (Sobol's indices)",
     "First: the share of the variance that the setting explains alone. Total: with all that it "
     "does together with others.",
     "factor",
     {"measure", "first", "first_low..first_high", "total", "total_low..total_high"},
     {{"Setting", false},
      {"Measure", false},
      {"First", true},
      {"95% interval", true},
      {"Total", true},
      {"95% interval", true}},
     6,
     OF_ANY},
    {BF_DOSSIER_CALIBRATION,
     "inputs.csv",
     "The numbers that were fitted",
     "Best is the value that fits best; low to high holds it as far as the observations tell. What "
     "is left of the spread is 1 where nothing was learned.",
     "path",
     {"best", "low", "high", "range_low", "range_high", "spread_left", "unit"},
     {{"Number", false},
      {"Best", true},
      {"Low", true},
      {"High", true},
      {"Tried from", true},
      {"Tried to", true},
      {"Spread left", true},
      {"Unit", false}},
     8,
     OF_ANY},
    {BF_DOSSIER_CALIBRATION,
     "scores.csv",
     "How well rows that were kept back are predicted",
     "Inside: of the rows, those within the 90% predictive interval. CRPS is a distance between "
     "what was predicted and what was observed, in the measure's unit: less is better. Skill is "
     "above 0 where the fit does better than taking what always was.",
     "measure_text",
     {"rows", "inside", "coverage", "crps", "crps_as_always", "skill"},
     {{"Measure", false},
      {"Rows", true},
      {"Inside", true},
      {"Share inside", true},
      {"CRPS", true},
      {"CRPS of “as always”", true},
      {"Skill", true}},
     7,
     OF_ANY}};
enum { KNOWN = sizeof known / sizeof known[0] };

static bool applies(const struct page *page, const struct known_table *k)
{
    if (page->dossier->kind != k->kind || !bf_dossier_has(page->dossier, k->file)) return false;
    return k->sweep == OF_ANY || (k->sweep == OF_SEASONS) == bf_answer_of_seasons(page->dossier);
}

bool bf_has_tables(const struct page *page)
{
    for (int i = 0; i < KNOWN; i++)
        if (applies(page, &known[i])) return true;
    return false;
}

static void measure_words(const struct page *page, const struct bf_sheet *t, size_t row,
                          char text[], size_t size)
{
    bf_dossier_measure(page->dossier, bf_dossier_text(t, row, "service"),
                       bf_dossier_text(t, row, "group"), bf_dossier_text(t, row, "measure"), text,
                       size);
}

static void heading(struct page *page, const struct known_table *k, const struct bf_sheet *t,
                    size_t row)
{
    char text[200];
    if (strcmp(k->of, "measure") == 0) {
        measure_words(page, t, row, text, sizeof text);
        bf_page_row(page, text);
    } else if (strcmp(k->of, "measure_text") == 0) {
        bf_page_row(page, bf_dossier_text(t, row, "measure"));
    } else {
        bf_page_row(page, bf_answer_factor(page->dossier, bf_dossier_text(t, row, k->of)));
    }
}

/* "3,264 to 110", from the columns that "low..high" names; false if the name is of one column */
static bool interval_words(const struct bf_sheet *t, size_t row, const char *name, char text[],
                           size_t size)
{
    char column[64], low[64], high[64];
    const char *dots = strstr(name, "..");
    if (dots == NULL) return false;
    bf_format(column, sizeof column, "%.*s", (int)(dots - name), name);
    double from = bf_dossier_number(t, row, column);
    double to = bf_dossier_number(t, row, dots + 2), half = (to - from) / 2;
    bf_value_print(from, half, low, sizeof low);
    bf_value_print(to, half, high, sizeof high);
    bf_format(text, size, isnan(half) ? "–" : "%s to %s", low, high);
    return true;
}

static void cell(struct page *page, const struct bf_sheet *t, size_t row, const char *name,
                 bool number)
{
    char text[200];
    double value = bf_dossier_number(t, row, name);
    if (strcmp(name, "measure") == 0)
        measure_words(page, t, row, text, sizeof text);
    else if (interval_words(t, row, name, text, sizeof text))
        ;
    else if (number)
        bf_value_print(value, (double)NAN, text, sizeof text);
    else
        bf_format(text, sizeof text, "%s", bf_dossier_text(t, row, name));
    bf_page_cell(page, text, number);
}

static void put_table(struct page *page, const struct known_table *k)
{
    struct bf_sheet t;
    if (bf_dossier_table(page->dossier, k->file, &t, page->said)) {
        bf_page_table(page, k->caption, k->column, k->columns);
        for (size_t row = 0; row < t.rows; row++) {
            heading(page, k, &t, row);
            for (size_t i = 0; i + 1 < k->columns; i++)
                cell(page, &t, row, k->name[i], k->column[i + 1].number);
            bf_page_end_row(page);
        }
        bf_page_end_table(page);
        bf_page_paragraph(page, k->words);
    } else {
        bf_text_add(page->said, "%s cannot be read; it is left out\n", k->file);
    }
    bf_sheet_free(&t);
}

void bf_put_tables(struct page *page)
{
    for (int i = 0; i < KNOWN; i++)
        if (applies(page, &known[i])) put_table(page, &known[i]);
}
