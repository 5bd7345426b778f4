/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture_job.h"

#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

enum { REASONS_SHOWN = 8 };

/* Least distance of labels at the end of a line, as a share of its panel: in half a picture. */
static const double END_GAP_HALF = 0.125;

/* ---- delayed transfers of care ---- */

struct reason {
    const struct bf_series_record *series; /* NULL for the rest */
    const char *code;
    double mean;
};

/* Reasons with the most people first, the small ones as one rest at the end. */
static uint32_t find_reasons(const struct bf_record *record, struct reason reason[], uint32_t cap)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->series_count && count < cap; i++) {
        const struct bf_series_record *series = &record->series[i];
        if (strcmp(series->service, "system") != 0 || strcmp(series->measure, "delayed") != 0 ||
            strncmp(series->group, "reason:", 7) != 0) {
            continue;
        }
        double sum = 0;
        for (uint32_t d = 0; d < record->day_count; d++) {
            double value = series->band[BF_BAND_MEAN][d];
            sum += isnan(value) ? 0 : value;
        }
        if (!(sum > 0)) {
            continue;
        }
        uint32_t at = count++;
        for (; at > 0 && reason[at - 1].mean < sum / record->day_count; at--) {
            reason[at] = reason[at - 1];
        }
        reason[at] = (struct reason){series, series->group + 7, sum / record->day_count};
    }
    return count;
}

/* The means of a reason; the rest is the sum over all that are not shown. */
static double reason_value(const struct reason reason[], uint32_t i, uint32_t shown, uint32_t count,
                           uint32_t day)
{
    double sum = 0;
    uint32_t last = i + 1 == shown ? count : i + 1;
    for (uint32_t k = i; k < last; k++) {
        double value = reason[k].series->band[BF_BAND_MEAN][day];
        sum += isnan(value) ? 0 : value;
    }
    return sum;
}

static bool write_reason_table(const struct bf_picture_job *job, const struct reason reason[],
                               uint32_t shown, uint32_t count, double *highest)
{
    char path[BF_FILE_CAP], head[1024] = "date", name[64];
    struct bf_csv csv;
    for (uint32_t i = 0; i < shown; i++) {
        const char *code = i + 1 == shown && shown < count ? "rest" : reason[i].code;
        size_t used = strlen(head);
        bf_format(name, sizeof name, "%.24s", code);
        bf_format(head + used, sizeof head - used, ",%s_low,%s_high", name, name);
    }
    if (!bf_picture_path(job, path, "reasons") || !bf_csv_open(&csv, path, head, job->err)) {
        return false;
    }
    *highest = 0;
    for (uint32_t d = 0; d < job->record->day_count; d++) {
        double level = 0;
        bf_csv_day(&csv, job->record->first_day + (bf_day)d);
        for (uint32_t i = 0; i < shown; i++) {
            bf_csv_number(&csv, level);
            level += reason_value(reason, i, shown, count, d);
            bf_csv_number(&csv, level);
        }
        *highest = level > *highest ? level : *highest;
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, job->err);
}

/* Labels stand in the middle of their layer on the last day, moved apart. */
static void set_reason_labels(struct bf_picture_job *job, const struct reason reason[],
                              uint32_t shown, uint32_t count, double top)
{
    double place[REASONS_SHOWN], level = 0;
    uint32_t last = job->record->day_count - 1;
    for (uint32_t i = 0; i < shown; i++) {
        double value = reason_value(reason, i, shown, count, last);
        place[i] = level + value / 2;
        level += value;
    }
    bf_labels_spread(place, shown, top * 0.115, top * 0.03, top * 0.97);
    bf_script_array(&job->script, "reason_code", shown);
    bf_script_array(&job->script, "reason_place", shown);
    bf_script_array(&job->script, "reason_people", shown);
    for (uint32_t i = 0; i < shown; i++) {
        bool is_rest = i + 1 == shown && shown < count;
        double mean = 0;
        char number[48];
        for (uint32_t k = i; k < (is_rest ? count : i + 1); k++) {
            mean += reason[k].mean;
        }
        bf_value_print(mean, mean < 10 ? 1 : 10, number, sizeof number);
        bf_script_array_text(&job->script, "reason_code", i + 1,
                             is_rest ? "all other reasons" : reason[i].code);
        bf_script_array_number(&job->script, "reason_place", i + 1, place[i]);
        bf_script_array_text(&job->script, "reason_people", i + 1, number);
    }
}

static bool write_reasons(struct bf_picture_job *job)
{
    struct reason reason[64];
    double highest = 0;
    uint32_t count = find_reasons(job->record, reason, 64);
    uint32_t shown = count > REASONS_SHOWN ? REASONS_SHOWN : count;
    bf_script_number(&job->script, "reasons", shown);
    if (shown == 0) {
        return true;
    }
    if (!write_reason_table(job, reason, shown, count, &highest)) {
        return false;
    }
    struct bf_axis axis = bf_axis_for(0, highest, true);
    bf_script_number(&job->script, "reasons_top", axis.top);
    bf_script_number(&job->script, "reasons_step", axis.step);
    bf_script_text(&job->script, "reasons_axis",
                   "People delayed by reason (mean over winters; the number beside each reason "
                   "is its average day)");
    set_reason_labels(job, reason, shown, count, axis.top);
    return true;
}

/* "NHS 62%, social care 30%, both 8%" from the groups body:... */
static void responsible_words(const struct bf_record *record, char text[], size_t size)
{
    double mean[16], total = 0;
    const char *name[16];
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->series_count && count < 16; i++) {
        const struct bf_series_record *series = &record->series[i];
        if (strcmp(series->service, "system") == 0 && strcmp(series->measure, "delayed") == 0 &&
            strncmp(series->group, "body:", 5) == 0) {
            mean[count] = 0;
            for (uint32_t d = 0; d < record->day_count; d++) {
                double value = series->band[BF_BAND_MEAN][d];
                mean[count] += isnan(value) ? 0 : value;
            }
            total += mean[count];
            name[count++] = series->group + 5;
        }
    }
    size_t used = 0;
    text[0] = '\0';
    for (uint32_t i = 0; i < count && total > 0; i++) {
        bf_format(text + used, size - used, "%s%s %.0f%%", i == 0 ? " Responsible: " : ", ",
                  name[i], 100 * mean[i] / total);
        used = strlen(text);
    }
    if (used > 0) {
        bf_format(text + used, size - used, ".");
    }
}

static void delayed_words(struct bf_picture_job *job, const struct bf_curve *curve,
                          const struct bf_series_record *series)
{
    char title[400], below[600], responsible[200], typical[48], peak[48], day[32];
    enum bf_band line = bf_picture_line(job->record);
    int64_t at = bf_curve_peak(curve, line);
    double mean = bf_curve_mean(curve, BF_BAND_MEAN);
    responsible_words(job->record, responsible, sizeof responsible);
    bf_format(below, sizeof below, "%s%s", series->help, responsible);
    if (at < 0 || !(curve->band[line][at] > 0)) {
        bf_format(title, sizeof title, "Hardly anybody waits in a bed for the next place");
    } else {
        bf_value_print(mean, mean < 10 ? 1 : 10, typical, sizeof typical);
        bf_value_print(curve->band[line][at], mean < 10 ? 1 : 10, peak, sizeof peak);
        bf_day_words(curve->day[at], day, sizeof day);
        bf_format(title, sizeof title,
                  job->record->replication_count > 1
                      ? "Delayed transfers of care: %s people on an average day; the median is "
                        "highest, %s, on %s"
                      : "Delayed transfers of care: %s people on an average day, %s at the peak on "
                        "%s",
                  typical, peak, day);
    }
    bf_script_words(&job->script, "delayed", "title", title, BF_PICTURE_TITLE);
    bf_script_words(&job->script, "delayed", "below", below, BF_PICTURE_BELOW);
}

bool bf_picture_delayed(struct bf_picture_job *job)
{
    struct bf_curve curve;
    const struct bf_series_record *series =
        bf_record_series(job->record, "system", "all", "delayed");
    if (!bf_curve_daily(&curve, job->record, series, job->err)) {
        return false;
    }
    bool good = true;
    if (bf_picture_has(&curve)) {
        job->has[BF_PICTURE_DELAYED] = true;
        delayed_words(job, &curve, series);
        const struct bf_picture_axis axis = {.words = "People delayed, at midnight",
                                             .unit = series->unit,
                                             .target = series->target,
                                             .from_zero = true,
                                             .gap = END_GAP_HALF};
        good = bf_picture_curve(job, "delayed", &curve, &axis) && write_reasons(job);
    }
    bf_curve_free(&curve);
    return good;
}
