/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/policy_log.h"

#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"

#include <math.h>

void bf_moment_print(bf_day first_day, double hours, char text[BF_MOMENT_TEXT])
{
    char day[BF_DAY_TEXT];
    double minutes = floor(hours * 60 + 0.5), days = floor(minutes / 1440);
    int of_day = (int)(minutes - days * 1440);
    bf_day_print(first_day + (bf_day)days, day);
    bf_format(text, BF_MOMENT_TEXT, "%s %02d:%02d", day, of_day / 60, of_day % 60);
}

double bf_use_hours(const struct bf_use *use, uint32_t day_count)
{
    double end_h = day_count * 24.0;
    return fmin(isnan(use->off_h) ? end_h : use->off_h, end_h) - fmax(use->on_h, 0);
}

static void write_row(struct bf_csv *csv, const struct bf_catalogue *catalogue,
                      const struct bf_use *use)
{
    const struct bf_rule *rule = &catalogue->rule[use->rule];
    char moment[BF_MOMENT_TEXT];
    bf_csv_count(csv, use->replication);
    bf_csv_text(csv, rule->name);
    bf_csv_text(csv, rule->label);
    bf_csv_text(csv, rule->measure);
    bf_csv_number(csv, use->value);
    bf_csv_number(csv, rule->above);
    bf_moment_print(catalogue->first_day, use->decided_h, moment);
    bf_csv_text(csv, moment);
    bf_moment_print(catalogue->first_day, use->on_h, moment);
    bf_csv_text(csv, moment);
    if (!isnan(use->off_h)) bf_moment_print(catalogue->first_day, use->off_h, moment);
    bf_csv_text(csv, isnan(use->off_h) ? "" : moment);
    bf_csv_number(csv, bf_use_hours(use, catalogue->day_count));
    bf_csv_number(csv, rule->below);
    bf_csv_text(csv, rule->action);
    bf_csv_end_row(csv);
}

bool bf_policy_log_write(const struct bf_result *result, const char *path, struct bf_err *err)
{
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path,
                     "replication,policy,label,measure,value,above,decided,on,off,hours,"
                     "until_below,action",
                     err))
        return false;
    for (uint32_t k = 0; k < result->use_count; k++)
        write_row(&csv, result->catalogue, &result->use[k]);
    return bf_csv_close(&csv, err);
}
