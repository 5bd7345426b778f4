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
     "equally likely; the rest is chance.",
     "measure",
     {"input_share", "share_low..share_high"},
     {{"Measure", false}, {"Share of settings", true}, {"95% interval", true}},
     3,
     OF_SETTINGS},
    {BF_DOSSIER_SWEEP,
     "variance.csv",
     "The season and chance",
     "How much of the variance between winters is the season: dates, lengths and sizes of events, "
     "and demand. The rest is chance, with what declared ranges of inputs leave "
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

/* The ends that "low..high" names; NaN if the name is of one column, or of none. */
static void ends_of(const struct bf_sheet *t, size_t row, const char *name, double end[2])
{
    char column[64];
    const char *dots = name == NULL ? NULL : strstr(name, "..");
    end[0] = end[1] = (double)NAN;
    if (dots == NULL) return;
    bf_format(column, sizeof column, "%.*s", (int)(dots - name), name);
    end[0] = bf_dossier_number(t, row, column);
    end[1] = bf_dossier_number(t, row, dots + 2);
}

/* Shares of variance are told as percentages. */
static bool is_share(const char *name)
{
    static const char *const share[] = {"input_share", "share_low", "first", "total"};
    for (size_t i = 0; i < sizeof share / sizeof share[0]; i++)
        if (strncmp(name, share[i], strlen(share[i])) == 0) return true;
    return false;
}

static void print(double value, double error, bool share, char text[], size_t size)
{
    if (share)
        bf_format(text, size, isnan(value) ? "–" : "%.0f%%", 100 * value);
    else
        bf_value_print(value, error, text, size);
}

/* A number has the digits of the interval that stands beside it. */
static void cell(struct page *page, const struct bf_sheet *t, size_t row, const char *const name[],
                 bool number)
{
    char text[200], low[64], high[64];
    double own[2], beside[2];
    bool share = is_share(name[0]);
    ends_of(t, row, name[0], own);
    ends_of(t, row, name[1], beside);
    if (strcmp(name[0], "measure") == 0) {
        measure_words(page, t, row, text, sizeof text);
    } else if (strstr(name[0], "..") != NULL) {
        double half = (own[1] - own[0]) / 2;
        print(own[0], half, share, low, sizeof low);
        print(own[1], half, share, high, sizeof high);
        bf_format(text, sizeof text, isnan(half) ? "–" : "%s to %s", low, high);
    } else if (number) {
        print(bf_dossier_number(t, row, name[0]), (beside[1] - beside[0]) / 2, share, text,
              sizeof text);
    } else {
        const char *words = bf_dossier_text(t, row, name[0]);
        bool points = strcmp(name[0], "unit") == 0 && strcmp(words, "%") == 0 &&
                      bf_sheet_column(t, "change") >= 0;
        bf_format(text, sizeof text, "%s%s", words, points ? "; change: points" : "");
    }
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
                cell(page, &t, row, &k->name[i], k->column[i + 1].number);
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
