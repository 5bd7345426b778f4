/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/discharges.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/store.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { TITLE_WIDTH = 92, BELOW_WIDTH = 132, WEEKDAYS = 7 };

/* ---- the table ------------------------------------------------------------------------- */

/* "weekday:Mon" and "hour:17" of the whole system: which, and the name behind it; else NULL. */
static const char *name_in(const struct bf_measure *m, const char **by)
{
    static const char *const kind[] = {"weekday", "hour"};
    if (strcmp(m->service, "system") != 0) return NULL;
    for (size_t k = 0; k < sizeof kind / sizeof kind[0]; k++) {
        size_t length = strlen(kind[k]);
        if (strncmp(m->group, kind[k], length) != 0 || m->group[length] != ':') continue;
        *by = kind[k];
        return m->group + length + 1;
    }
    return NULL;
}

bool bf_discharges_are_known(const struct bf_result *result)
{
    const struct bf_catalogue *c = result->catalogue;
    for (uint32_t i = 0; i < c->scalar_count; i++) {
        if (strcmp(c->scalar[i].name, "discharges_overnight") != 0) continue;
        if (strcmp(c->scalar[i].group, "all") != 0) continue;
        for (uint32_t r = 0; r < result->count; r++)
            if (result->scalar[(size_t)r * c->scalar_count + i] > 0) return true;
    }
    return false;
}

bool bf_discharges_write(const struct bf_result *result, const char *path, struct bf_err *err)
{
    const struct bf_catalogue *c = result->catalogue;
    double *work = bf_heap_take((size_t)result->count + 1, sizeof *work);
    struct bf_csv csv;
    if (!work)
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u values", result->count);
    bool good = bf_csv_open(&csv, path, "by,name,measure,unit," BF_CSV_SUMMARY, err);
    for (uint32_t i = 0; good && i < c->scalar_count; i++) {
        const char *by = NULL, *name = name_in(&c->scalar[i], &by);
        struct bf_summary s;
        if (!name) continue;
        bf_store_scalar(result, i, work, &s);
        bf_csv_text(&csv, by);
        bf_csv_text(&csv, name);
        bf_csv_text(&csv, c->scalar[i].name);
        bf_csv_text(&csv, c->scalar[i].unit);
        bf_csv_summary(&csv, &s);
        bf_csv_end_row(&csv);
    }
    bf_heap_give(work);
    return good && bf_csv_close(&csv, err);
}

/* ---- the picture ----------------------------------------------------------------------- */

enum { T_BY, T_NAME, T_MEASURE, T_MEAN, T_P05, T_P95, T_COUNT };

struct bars {
    const struct bf_sheet *sheet;
    int at[T_COUNT];
    double most[2];                    /* by weekday, by hour */
    size_t busiest, quietest, at_five; /* rows; SIZE_MAX: none */
};

static double number_at(const struct bars *bars, size_t row, int column)
{
    double value;
    const char *text = bf_sheet_at(bars->sheet, row, bars->at[column]);
    return bf_number_parse(text, &value) ? value : (double)NAN;
}

static bool says(const struct bars *bars, size_t row, int column, const char *text)
{
    return strcmp(bf_sheet_at(bars->sheet, row, bars->at[column]), text) == 0;
}

/* 0: a weekday's bar; 1: an hour's; -1: neither, or undefined. */
static int panel_of(const struct bars *bars, size_t row)
{
    if (isnan(number_at(bars, row, T_MEAN))) return -1;
    if (says(bars, row, T_MEASURE, "discharges_index")) return 0;
    return says(bars, row, T_MEASURE, "discharges_share") ? 1 : -1;
}

static void note_row(struct bars *bars, size_t row, int panel)
{
    double mean = number_at(bars, row, T_MEAN);
    bars->most[panel] = fmax(bars->most[panel], fmax(mean, number_at(bars, row, T_P95)));
    if (panel != 0) return;
    if (bars->busiest == SIZE_MAX || mean > number_at(bars, bars->busiest, T_MEAN))
        bars->busiest = row;
    if (bars->quietest == SIZE_MAX || mean < number_at(bars, bars->quietest, T_MEAN))
        bars->quietest = row;
}

static bool write_bars(const struct bf_table_picture *picture, struct bars *bars,
                       struct bf_err *err)
{
    char path[BF_FILE_CAP];
    struct bf_csv csv;
    uint32_t count[2] = {0, 0};
    if (!bf_path_join(path, picture->plots_dir, "data/discharges.csv", err) ||
        !bf_csv_open(&csv, path, "panel,place,name,mean,p05,p95", err))
        return false;
    for (size_t row = 0; row < bars->sheet->rows; row++) {
        int panel = panel_of(bars, row);
        if (says(bars, row, T_MEASURE, "discharges_before") && says(bars, row, T_NAME, "17"))
            bars->at_five = row;
        if (panel < 0) continue;
        note_row(bars, row, panel);
        bf_csv_count(&csv, (uint64_t)panel + 1);
        bf_csv_count(&csv, ++count[panel]);
        bf_csv_text(&csv, bf_sheet_at(bars->sheet, row, bars->at[T_NAME]));
        for (int c = T_MEAN; c <= T_P95; c++)
            bf_csv_number(&csv, number_at(bars, row, c));
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

static const char *day_words(const char *name)
{
    static const char *const word[][2] = {
        {"Mon", "Mondays"}, {"Tue", "Tuesdays"},  {"Wed", "Wednesdays"}, {"Thu", "Thursdays"},
        {"Fri", "Fridays"}, {"Sat", "Saturdays"}, {"Sun", "Sundays"}};
    for (size_t k = 0; k < WEEKDAYS; k++)
        if (strcmp(word[k][0], name) == 0) return word[k][1];
    return name;
}

static void write_words(const struct bf_table_picture *picture, const struct bars *bars)
{
    static const char *const name[2] = {"discharges_weekday", "discharges_hour"};
    char title[300], gone[80] = "";
    for (int k = 0; k < 2; k++) {
        char variable[64];
        struct bf_axis axis = bf_axis_for(0, fmax(bars->most[k], 1e-6), true);
        bf_format(variable, sizeof variable, "%s_top", name[k]);
        bf_script_number(picture->script, variable, axis.top);
        bf_format(variable, sizeof variable, "%s_step", name[k]);
        bf_script_number(picture->script, variable, axis.step);
    }
    if (bars->at_five != SIZE_MAX)
        bf_format(gone, sizeof gone, "; %.0f%% are gone by 17:00",
                  number_at(bars, bars->at_five, T_MEAN));
    bf_format(title, sizeof title, "%s have %.1f times an average day’s discharges, %s %.1f%s",
              day_words(bf_sheet_at(bars->sheet, bars->busiest, bars->at[T_NAME])),
              number_at(bars, bars->busiest, T_MEAN),
              day_words(bf_sheet_at(bars->sheet, bars->quietest, bars->at[T_NAME])),
              number_at(bars, bars->quietest, T_MEAN), gone);
    bf_script_title(picture->script, "discharges_title", title, TITLE_WIDTH, 2);
    bf_script_wrapped(picture->script, "discharges_below",
                      "Adults discharged alive from acute beds after at least a night there. No "
                      "share of discharges is entered: the pattern comes out of rounds, "
                      "transport, opening hours and bank holidays.",
                      BELOW_WIDTH, 2);
}

bool bf_discharges_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err)
{
    static const char *const column[T_COUNT] = {"by", "name", "measure", "mean", "p05", "p95"};
    struct bars bars = {.sheet = picture->record->extra[BF_EXTRA_DISCHARGES],
                        .busiest = SIZE_MAX,
                        .quietest = SIZE_MAX,
                        .at_five = SIZE_MAX};
    *has = false;
    if (!bars.sheet) return true;
    for (int k = 0; k < T_COUNT; k++) {
        bars.at[k] = bf_sheet_column(bars.sheet, column[k]);
        if (bars.at[k] < 0)
            return bf_fail(err, BF_E_KEY, NULL,
                           "expected a column \"%s\" in discharges_by_time.csv", column[k]);
    }
    if (!write_bars(picture, &bars, err)) return false;
    if (bars.busiest == SIZE_MAX || !(bars.most[1] > 0)) return true;
    write_words(picture, &bars);
    *has = true;
    return true;
}
