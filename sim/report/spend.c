/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/spend.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/capacity_demand.h"
#include "bedflow/report/csv.h"

#include <math.h>
#include <string.h>

static bool is_spend(const struct bf_measure *daily)
{
    return strcmp(daily->name, "spend") == 0 && strcmp(daily->unit, "£") == 0;
}

bool bf_spend_is_known(const struct bf_catalogue *catalogue)
{
    for (uint32_t j = 0; j < catalogue->daily_count; j++)
        if (is_spend(&catalogue->daily[j])) return true;
    return false;
}

static void summarise(const struct bf_result *result, uint32_t j, struct bf_spend_row *row,
                      double work[])
{
    const struct bf_catalogue *c = result->catalogue;
    uint32_t from = (uint32_t)(row->first - c->first_day),
             to = (uint32_t)(row->last - c->first_day);
    for (uint32_t r = 0; r < result->count; r++) {
        work[r] = 0;
        for (uint32_t d = from; d <= to; d++)
            work[r] += (double)result->daily[((size_t)r * c->day_count + d) * c->daily_count + j];
    }
    bf_summarise(work, result->count, &row->pounds);
}

bool bf_spend_rows(const struct bf_result *result, struct bf_spend_row **rows, uint32_t *count,
                   struct bf_err *err)
{
    const struct bf_catalogue *c = result->catalogue;
    uint32_t series = 0, months = 0, at = 0;
    bf_day end = c->first_day + (bf_day)c->day_count - 1;
    for (bf_day day = c->first_day; day <= end; day = bf_month_end(day) + 1)
        months++;
    for (uint32_t j = 0; j < c->daily_count; j++)
        series += is_spend(&c->daily[j]);
    *count = result->count ? series * months : 0;
    *rows = NULL;
    if (*count == 0) return true;
    double *work = bf_heap_take(result->count, sizeof *work);
    *rows = bf_heap_take(*count, sizeof **rows);
    if (!work || !*rows) {
        bf_heap_give(work);
        bf_heap_give(*rows);
        *rows = NULL;
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for a table of months");
    }
    for (uint32_t j = 0; j < c->daily_count; j++) {
        if (!is_spend(&c->daily[j])) continue;
        for (bf_day day = c->first_day; day <= end; day = bf_month_end(day) + 1) {
            bf_day last = bf_month_end(day) < end ? bf_month_end(day) : end;
            (*rows)[at] = (struct bf_spend_row){.series = &c->daily[j], .first = day, .last = last};
            summarise(result, j, &(*rows)[at++], work);
        }
    }
    bf_heap_give(work);
    return true;
}

bool bf_spend_write(const struct bf_result *result, const char *path, struct bf_err *err)
{
    struct bf_spend_row *rows;
    struct bf_csv csv;
    uint32_t count;
    if (!bf_spend_rows(result, &rows, &count, err)) return false;
    bool good = bf_csv_open(&csv, path, "month,days,service,label,group,unit," BF_CSV_SUMMARY, err);
    for (uint32_t i = 0; good && i < count; i++) {
        const struct bf_spend_row *row = &rows[i];
        char month[BF_DAY_TEXT];
        bf_day_print(row->first, month);
        month[7] = '\0'; /* YYYY-MM */
        bf_csv_text(&csv, month);
        bf_csv_count(&csv, (uint64_t)(row->last - row->first + 1));
        bf_csv_text(&csv, row->series->service);
        bf_csv_text(&csv, row->series->label);
        bf_csv_text(&csv, row->series->group);
        bf_csv_text(&csv, row->series->unit);
        bf_csv_summary(&csv, &row->pounds);
        bf_csv_end_row(&csv);
    }
    bf_heap_give(rows);
    return good && bf_csv_close(&csv, err);
}
