/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/who_waits.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/store.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { TITLE_WIDTH = 92, BELOW_WIDTH = 132, ROWS_CAP = 300 };

/* ---- groups ---------------------------------------------------------------------------- */

/* "ages:85+, locality:north" apart; "all" for what is not named. False for another group. */
static bool parts_of(const char *group, char ages[128], char locality[128])
{
    const char *comma = strstr(group, ", locality:");
    bf_format(ages, 128, "all");
    bf_format(locality, 128, "all");
    if (strncmp(group, "locality:", 9) == 0) {
        bf_format(locality, 128, "%s", group + 9);
        return true;
    }
    if (strncmp(group, "ages:", 5) != 0) return false;
    bf_format(ages, 128, "%.*s", comma ? (int)(comma - group - 5) : 127, group + 5);
    if (comma) bf_format(locality, 128, "%s", comma + 11);
    return true;
}

static bool is_row(const struct bf_measure *m)
{
    char ages[128], locality[128];
    return strcmp(m->name, "delay_mean") == 0 && strcmp(m->service, "system") == 0 &&
           parts_of(m->group, ages, locality);
}

bool bf_who_waits_is_known(const struct bf_catalogue *catalogue)
{
    for (uint32_t i = 0; i < catalogue->scalar_count; i++)
        if (is_row(&catalogue->scalar[i])) return true;
    return false;
}

/* ---- the table ------------------------------------------------------------------------- */

bool bf_who_waits_write(const struct bf_result *result, const char *path, struct bf_err *err)
{
    const struct bf_catalogue *c = result->catalogue;
    double *work = bf_heap_take((size_t)result->count + 1, sizeof *work);
    struct bf_csv csv;
    if (!work)
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u values", result->count);
    bool good = bf_csv_open(
        &csv, path, "ages,locality,label,left_beds,delay_days,mc_low,mc_high,p05,p50,p95", err);
    for (uint32_t i = 1; good && i < c->scalar_count; i++) {
        char ages[128], locality[128];
        struct bf_summary s, left;
        if (!is_row(&c->scalar[i])) continue;
        parts_of(c->scalar[i].group, ages, locality);
        bf_store_scalar(result, i, work, &s);
        bf_store_scalar(result, i - 1, work, &left); /* left_beds stands before it */
        bf_csv_text(&csv, ages);
        bf_csv_text(&csv, locality);
        bf_csv_text(&csv, c->scalar[i].label);
        bf_csv_number(&csv, left.mean);
        bf_csv_summary(&csv, &s);
        bf_csv_end_row(&csv);
    }
    bf_heap_give(work);
    return good && bf_csv_close(&csv, err);
}

/* ---- the picture ----------------------------------------------------------------------- */

enum { W_AGES, W_LOCALITY, W_LABEL, W_MEAN, W_LOW, W_HIGH, W_P05, W_P95, W_COUNT };

struct rows {
    const struct bf_sheet *sheet;
    int at[W_COUNT];
    size_t row[2][ROWS_CAP]; /* by locality of all ages, by age band of all localities */
    uint32_t count[2];
};

static double number_at(const struct rows *rows, size_t row, int column)
{
    double value;
    return bf_number_parse(bf_sheet_at(rows->sheet, row, rows->at[column]), &value) ? value
                                                                                    : (double)NAN;
}

static bool is_all(const struct rows *rows, size_t row, int column)
{
    return strcmp(bf_sheet_at(rows->sheet, row, rows->at[column]), "all") == 0;
}

static void find_rows(struct rows *rows)
{
    for (size_t row = 0; row < rows->sheet->rows; row++) {
        bool ages = is_all(rows, row, W_AGES), locality = is_all(rows, row, W_LOCALITY);
        if (ages == locality || isnan(number_at(rows, row, W_MEAN))) continue;
        int k = ages ? 0 : 1;
        if (rows->count[k] < ROWS_CAP) rows->row[k][rows->count[k]++] = row;
    }
}

static bool write_rows(const struct bf_table_picture *picture, const struct rows *rows,
                       double *most, struct bf_err *err)
{
    char path[BF_FILE_CAP];
    struct bf_csv csv;
    if (!bf_path_join(path, picture->plots_dir, "data/who-waits.csv", err) ||
        !bf_csv_open(&csv, path, "panel,row,mean,mc_low,mc_high,p05,p95", err))
        return false;
    for (int k = 0; k < 2; k++)
        for (uint32_t i = 0; i < rows->count[k]; i++) {
            bf_csv_count(&csv, (uint64_t)k + 1);
            bf_csv_count(&csv, i + 1);
            for (int c = W_MEAN; c <= W_P95; c++) {
                double value = number_at(rows, rows->row[k][i], c);
                bf_csv_number(&csv, value);
                *most = fmax(*most, value);
            }
            bf_csv_end_row(&csv);
        }
    return bf_csv_close(&csv, err);
}

/* The mean of an age band in a locality, or NaN. */
static size_t crossing(const struct rows *rows, uint32_t locality, uint32_t band)
{
    const char *ages = bf_sheet_at(rows->sheet, rows->row[1][band], rows->at[W_AGES]);
    const char *place = bf_sheet_at(rows->sheet, rows->row[0][locality], rows->at[W_LOCALITY]);
    for (size_t row = 0; row < rows->sheet->rows; row++)
        if (strcmp(bf_sheet_at(rows->sheet, row, rows->at[W_AGES]), ages) == 0 &&
            strcmp(bf_sheet_at(rows->sheet, row, rows->at[W_LOCALITY]), place) == 0)
            return row;
    return SIZE_MAX;
}

static void write_words(const struct bf_table_picture *picture, const struct rows *rows)
{
    static const char *const name[2] = {"who_locality", "who_ages"};
    char text[256];
    for (int k = 0; k < 2; k++) {
        bf_script_array(picture->script, name[k], rows->count[k]);
        for (uint32_t i = 0; i < rows->count[k]; i++) {
            bf_text_fit(bf_sheet_at(rows->sheet, rows->row[k][i], rows->at[W_LABEL]), 28, text,
                        sizeof text);
            bf_script_array_text(picture->script, name[k], i + 1, text);
        }
    }
    bf_script_array(picture->script, "who_cell", rows->count[0] * rows->count[1]);
    bf_script_array(picture->script, "who_cell_words", rows->count[0] * rows->count[1]);
    for (uint32_t l = 0; l < rows->count[0]; l++)
        for (uint32_t a = 0; a < rows->count[1]; a++) {
            size_t row = crossing(rows, l, a);
            uint32_t cell = l * rows->count[1] + a + 1;
            double mean = row == SIZE_MAX ? (double)NAN : number_at(rows, row, W_MEAN);
            bf_format(text, sizeof text, isnan(mean) ? "–" : "%.1f", mean);
            bf_script_array_number(picture->script, "who_cell", cell, mean);
            bf_script_array_text(picture->script, "who_cell_words", cell, text);
        }
}

/* The two rows furthest apart in one panel. */
static void extremes(const struct rows *rows, int k, size_t *low, size_t *high)
{
    *low = *high = rows->row[k][0];
    for (uint32_t i = 1; i < rows->count[k]; i++) {
        if (number_at(rows, rows->row[k][i], W_MEAN) < number_at(rows, *low, W_MEAN))
            *low = rows->row[k][i];
        if (number_at(rows, rows->row[k][i], W_MEAN) > number_at(rows, *high, W_MEAN))
            *high = rows->row[k][i];
    }
}

static void write_title(const struct bf_table_picture *picture, const struct rows *rows)
{
    char title[400] = "Who waits longer", part[160];
    for (int k = 0; k < 2; k++) {
        size_t low, high, used = strlen(title);
        if (rows->count[k] < 2) continue;
        extremes(rows, k, &low, &high);
        /* told apart only where the intervals of the means do not touch */
        bool apart = number_at(rows, low, W_HIGH) < number_at(rows, high, W_LOW);
        bf_format(part, sizeof part, "%s %.1f to %.1f days%s", k ? "by age" : "by locality",
                  number_at(rows, low, W_MEAN), number_at(rows, high, W_MEAN),
                  apart ? "" : " (not told apart)");
        bf_format(title + used, sizeof title - used, "%s%s", used == 16 ? ": " : ", ", part);
    }
    bf_script_title(picture->script, "who_title", title, TITLE_WIDTH, 2);
    bf_script_wrapped(picture->script, "who_below",
                      "Days that people were delayed before leaving an acute or non-acute bed, of "
                      "all who left, with or without a delay. A wide age band holds the narrower "
                      "ones that lie within it.",
                      BELOW_WIDTH, 2);
}

bool bf_who_waits_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err)
{
    static const char *const column[W_COUNT] = {"ages",   "locality", "label", "delay_days",
                                                "mc_low", "mc_high",  "p05",   "p95"};
    struct rows rows = {.sheet = picture->record->extra[BF_EXTRA_WHO_WAITS]};
    double most = 0;
    *has = false;
    if (!rows.sheet) return true;
    for (int k = 0; k < W_COUNT; k++) {
        rows.at[k] = bf_sheet_column(rows.sheet, column[k]);
        if (rows.at[k] < 0)
            return bf_fail(err, BF_E_KEY, NULL, "expected a column \"%s\" in who_waits.csv",
                           column[k]);
    }
    find_rows(&rows);
    if (rows.count[0] < 2 && rows.count[1] < 2) return true;
    if (!write_rows(picture, &rows, &most, err)) return false;
    struct bf_axis axis = bf_axis_for(0, fmax(most, 1e-6), true);
    bf_script_number(picture->script, "who_top", axis.top);
    bf_script_number(picture->script, "who_step", axis.step);
    bf_script_number(picture->script, "who_localities", rows.count[0]);
    bf_script_number(picture->script, "who_bands", rows.count[1]);
    write_words(picture, &rows);
    write_title(picture, &rows);
    *has = true;
    return true;
}
