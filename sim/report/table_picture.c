/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/table_picture.h"

#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { TITLE_WIDTH = 92, BELOW_WIDTH = 132, LABEL_WIDTH = 46 };

/* ---- reading a table ------------------------------------------------------------------- */

static bool find_columns(const struct bf_sheet *sheet, const char *const name[], int column[],
                         size_t count, struct bf_err *err)
{
    for (size_t i = 0; i < count; i++) {
        column[i] = bf_sheet_column(sheet, name[i]);
        if (column[i] < 0)
            return bf_fail(err, BF_E_KEY, NULL,
                           "expected a column \"%s\" in a table of the results, found none; was "
                           "this folder written by another version?",
                           name[i]);
    }
    return true;
}

static double number_at(const struct bf_sheet *sheet, size_t row, int column)
{
    double value;
    return bf_number_parse(bf_sheet_at(sheet, row, column), &value) ? value : (double)NAN;
}

static void set_words(const struct bf_table_picture *picture, const char *name, const char *title,
                      const char *below)
{
    char full[64];
    bf_format(full, sizeof full, "%s_title", name);
    bf_script_title(picture->script, full, title, TITLE_WIDTH, 2);
    bf_format(full, sizeof full, "%s_below", name);
    bf_script_wrapped(picture->script, full, below, BELOW_WIDTH, 2);
}

static void set_text(const struct bf_table_picture *picture, const char *array, size_t i,
                     const char *text)
{
    bf_script_array_text(picture->script, array, (uint32_t)i + 1, text);
}

/* ---- the outcomes framework ------------------------------------------------------------ */

enum {
    O_LABEL,
    O_UNIT,
    O_BETTER,
    O_TARGET,
    O_AMBER,
    O_MEAN,
    O_LOW,
    O_HIGH,
    O_STATUS,
    O_SURE,
    O_GREEN,
    O_YELLOW,
    O_RED,
    O_WINTERS,
    O_COUNT
};
static const char *const outcome_column[] = {
    "label",   "unit",   "better", "target",       "amber",        "mean",       "mc_low",
    "mc_high", "status", "sure",   "chance_green", "chance_amber", "chance_red", "replications"};

/* "green from 82.9%, amber from 79%" */
static void lines_words(const struct bf_sheet *sheet, size_t row, const int at[], char text[],
                        size_t size)
{
    const char *unit = bf_sheet_at(sheet, row, at[O_UNIT]);
    bool lower = strcmp(bf_sheet_at(sheet, row, at[O_BETTER]), "lower") == 0;
    char target[64], amber[64];
    bf_figure_print(number_at(sheet, row, at[O_TARGET]), (double)NAN, unit, target, sizeof target);
    bf_figure_print(number_at(sheet, row, at[O_AMBER]), (double)NAN, unit, amber, sizeof amber);
    const char *word = lower ? "to" : "from";
    if (isnan(number_at(sheet, row, at[O_TARGET])))
        bf_format(text, size, "no target");
    else if (isnan(number_at(sheet, row, at[O_AMBER])))
        bf_format(text, size, "%s %s", word, target);
    else
        bf_format(text, size, "%s %s | %s %s", word, target, word, amber);
}

static void outcome_row(const struct bf_table_picture *picture, const struct bf_sheet *sheet,
                        size_t row, const int at[])
{
    char text[200], mean[64], error[64];
    const char *unit = bf_sheet_at(sheet, row, at[O_UNIT]);
    double half = (number_at(sheet, row, at[O_HIGH]) - number_at(sheet, row, at[O_LOW])) / 2;
    bf_text_fit(bf_sheet_at(sheet, row, at[O_LABEL]), LABEL_WIDTH, text, sizeof text);
    set_text(picture, "outcome_label", row, text);
    bf_figure_print(number_at(sheet, row, at[O_MEAN]), half, unit, mean, sizeof mean);
    bf_figure_print(half, half, unit, error, sizeof error);
    if (half > 0)
        bf_format(text, sizeof text, "%s ± %s", mean, error);
    else
        bf_format(text, sizeof text, "%s", mean);
    set_text(picture, "outcome_mean", row, text);
    lines_words(sheet, row, at, text, sizeof text);
    set_text(picture, "outcome_lines", row, text);
    for (int c = 0; c < 3; c++) {
        static const char *const share[] = {"outcome_green", "outcome_amber", "outcome_red"};
        double value = number_at(sheet, row, at[O_GREEN + c]);
        bf_script_array_number(picture->script, share[c], (uint32_t)row + 1,
                               isnan(value) ? 0 : value);
    }
    const char *status = bf_sheet_at(sheet, row, at[O_STATUS]);
    bool sure = strcmp(bf_sheet_at(sheet, row, at[O_SURE]), "1") == 0;
    set_text(picture, "outcome_status", row, status);
    set_text(picture, "outcome_doubt", row, sure || strcmp(status, "none") == 0 ? "" : "?");
}

static void outcome_title(const struct bf_table_picture *picture, const struct bf_sheet *sheet,
                          const int at[])
{
    static const char *const word[] = {"green", "amber", "red"};
    uint32_t seen[3] = {0}, judged = 0;
    char title[200];
    for (size_t row = 0; row < sheet->rows; row++)
        for (int c = 0; c < 3; c++)
            if (strcmp(bf_sheet_at(sheet, row, at[O_STATUS]), word[c]) == 0) {
                seen[c]++;
                judged++;
            }
    bf_format(title, sizeof title, "Of %u outcomes with a target, %u green, %u amber and %u red",
              judged, seen[0], seen[1], seen[2]);
    set_words(picture, "outcomes", title,
              "Status of the mean over possible winters (±: 95% simulation error); \"?\": too near "
              "a line to be sure. Bars: the share of winters in which the figure is green, amber "
              "or red.");
}

bool bf_outcomes_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err)
{
    const struct bf_sheet *sheet = picture->record->extra[BF_EXTRA_OUTCOMES];
    static const char *const array[] = {"outcome_label",  "outcome_mean",  "outcome_lines",
                                        "outcome_status", "outcome_doubt", "outcome_green",
                                        "outcome_amber",  "outcome_red"};
    int at[O_COUNT];
    *has = false;
    if (!sheet || sheet->rows == 0) return true;
    if (!find_columns(sheet, outcome_column, at, O_COUNT, err)) return false;
    for (size_t i = 0; i < sizeof array / sizeof array[0]; i++)
        bf_script_array(picture->script, array[i], (uint32_t)sheet->rows);
    for (size_t row = 0; row < sheet->rows; row++)
        outcome_row(picture, sheet, row, at);
    bf_script_number(picture->script, "outcomes_rows", (double)sheet->rows);
    outcome_title(picture, sheet, at);
    *has = true;
    return true;
}
