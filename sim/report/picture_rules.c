/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "answer.h"
#include "picture_job.h"

#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"

#include <math.h>
#include <string.h>

/* ---- rules of escalation ---- */

static const struct bf_series_record *rule_series(const struct bf_record *record, uint32_t i)
{
    const struct bf_series_record *series = &record->series[i];
    bool is_rule = strncmp(series->group, "policy:", 7) == 0 && strcmp(series->measure, "on") == 0;
    return is_rule ? series : NULL;
}

static bool write_rule(const struct bf_picture_job *job, const struct bf_series_record *series,
                       uint32_t file)
{
    char name[32], path[BF_FILE_CAP];
    struct bf_csv csv;
    bf_format(name, sizeof name, "rule-%02u", file);
    if (!bf_picture_path(job, path, name) || !bf_csv_open(&csv, path, "date,share_on", job->err)) {
        return false;
    }
    for (uint32_t d = 0; d < job->record->day_count; d++) {
        bf_csv_day(&csv, job->record->first_day + (bf_day)d);
        bf_csv_number(&csv, 100 * series->band[BF_BAND_MEAN][d]);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, job->err);
}

/* "13%", and for what is rare but not never "under 1%" */
static void share_words(double share, char text[], size_t size)
{
    char plain[32];
    bf_answer_share(share, plain, sizeof plain);
    bf_format(text, size, "%s%s",
              plain[0] == '<'   ? "under "
              : plain[0] == '>' ? "over "
                                : "",
              plain + (plain[0] == '<' || plain[0] == '>'));
}

/* "on 13% of nights; most on 14 Jan 2022, in 35% of winters" */
static void rule_note(const struct bf_record *record, const struct bf_series_record *series,
                      char text[], size_t size)
{
    uint32_t most = 0;
    char day[32];
    for (uint32_t d = 1; d < record->day_count; d++) {
        if (series->band[BF_BAND_MEAN][d] > series->band[BF_BAND_MEAN][most]) {
            most = d;
        }
    }
    if (!(series->band[BF_BAND_MEAN][most] > 0)) {
        bf_format(text, size, "never on");
        return;
    }
    bf_day_words(record->first_day + (bf_day)most, day, sizeof day);
    char nights[40], winters[40];
    share_words(bf_picture_mean(record, series), nights, sizeof nights);
    share_words(series->band[BF_BAND_MEAN][most], winters, sizeof winters);
    if (record->replication_count > 1)
        bf_format(text, size, "on %s of nights; most on %s, in %s of winters", nights, day,
                  winters);
    else
        bf_format(text, size, "on %s of nights, first on %s", nights, day);
}

static void rule_words(struct bf_picture_job *job, const struct bf_series_record *most)
{
    char title[400], nights[40];
    double share = bf_picture_mean(job->record, most);
    if (share > 0) {
        share_words(share, nights, sizeof nights);
        bf_format(title, sizeof title, "The rule most in use is on for %s of nights: %s", nights,
                  most->label);
    } else {
        bf_format(title, sizeof title, "No rule of escalation ever comes on");
    }
    bf_script_words(&job->script, "rules", "title", title, BF_PICTURE_TITLE);
    bf_script_words(&job->script, "rules", "below",
                    job->record->replication_count > 1
                        ? "Share of possible winters in which each rule is on at midnight, by day. "
                          "policy_log.csv has every time, and why."
                        : "Whether each rule is on at midnight, in the one winter that was run. "
                          "policy_log.csv has every time, and why.",
                    BF_PICTURE_BELOW);
}

bool bf_picture_rules(struct bf_picture_job *job)
{
    const struct bf_record *record = job->record;
    const struct bf_series_record *most = NULL, *series;
    uint32_t count = 0, file = 0;
    for (uint32_t i = 0; i < record->series_count; i++) {
        count += rule_series(record, i) != NULL;
    }
    if (count == 0) {
        return true;
    }
    job->has[BF_PICTURE_RULES] = true;
    bf_picture_panels(job, "rules", count);
    for (uint32_t i = 0; i < record->series_count; i++) {
        char note[160];
        if ((series = rule_series(record, i)) == NULL) {
            continue;
        }
        rule_note(record, series, note, sizeof note);
        file++;
        const struct bf_picture_panel panel = {.file = file,
                                               .label = series->label,
                                               .note = note,
                                               .width = 3 * BF_PICTURE_PANEL_LABEL,
                                               .highest = 100};
        bf_picture_panel(job, "rules", file, &panel);
        most = most == NULL || bf_picture_mean(record, series) > bf_picture_mean(record, most)
                   ? series
                   : most;
        if (!write_rule(job, series, file)) {
            return false;
        }
    }
    rule_words(job, most);
    return true;
}
