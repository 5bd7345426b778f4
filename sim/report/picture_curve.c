/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "picture_job.h"

#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <string.h>

/* Least distance of labels at the end of a line, as a share of its panel. */
static const double END_GAP = 0.055;

/* Points whose line lies on the wrong side of the target. */
static uint32_t count_above(const struct bf_curve *curve, enum bf_band band, double target)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < curve->count; i++) {
        count += curve->band[band][i] > target;
    }
    return count;
}

/* ---- labels at the right end of a curve ---- */

struct end_label {
    double place;
    char text[64];
    const char *role;
};

/* Ascending by place; a handful, so insertion. */
static void add_label(struct end_label label[], uint32_t *count, double place, const char *role,
                      const char *text)
{
    if (isnan(place)) {
        return;
    }
    uint32_t i = (*count)++;
    for (; i > 0 && label[i - 1].place > place; i--) {
        label[i] = label[i - 1];
    }
    label[i].place = place;
    label[i].role = role;
    bf_format(label[i].text, sizeof label[i].text, "%s", text);
}

static void add_band_label(struct end_label label[], uint32_t *count, const struct bf_curve *curve,
                           enum bf_band band, const char *words, double digits, const char *percent)
{
    char text[64], number[48];
    double value = curve->count > 0 ? curve->band[band][curve->count - 1] : (double)NAN;
    bf_value_print(value, digits, number, sizeof number);
    bf_format(text, sizeof text, "%s%s  %s", number, percent, words);
    bool is_middle = band == BF_BAND_P50 || band == BF_BAND_MEAN;
    add_label(label, count, value, is_middle ? "middle" : "edge", text);
}

static bool write_ends(struct bf_picture_job *job, const char *name, const struct bf_curve *curve,
                       struct bf_axis axis, const struct bf_picture_axis *of)
{
    struct end_label label[5];
    double place[5];
    uint32_t count = 0;
    char file[64], path[BF_FILE_CAP], text[64], number[48];
    double digits = axis.top - axis.bottom > 15 ? 10 : 1;
    const char *percent = strcmp(of->unit, "%") == 0 ? "%" : "";
    if (job->record->replication_count > 1) {
        add_band_label(label, &count, curve, BF_BAND_P05, "1 in 20 below (p05)", digits, percent);
        add_band_label(label, &count, curve, BF_BAND_P50, "median, at the end", digits, percent);
        add_band_label(label, &count, curve, BF_BAND_P95, "1 in 20 above (p95)", digits, percent);
    } else {
        add_band_label(label, &count, curve, BF_BAND_MEAN, "at the end", digits, percent);
    }
    if (!isnan(of->target)) {
        bf_value_print(of->target, (double)NAN, number, sizeof number);
        bf_format(text, sizeof text, "target %s%s", number, percent);
        add_label(label, &count, of->target, "target", text);
    }
    for (uint32_t i = 0; i < count; i++) {
        place[i] = label[i].place;
    }
    double span = axis.top - axis.bottom;
    bf_labels_spread(place, count, span * of->gap, axis.bottom, axis.top);
    bf_format(file, sizeof file, "%s-ends", name);
    struct bf_csv csv;
    if (!bf_picture_path(job, path, file) ||
        !bf_csv_open(&csv, path, "place,text,role", job->err)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        bf_csv_number(&csv, place[i]);
        bf_csv_text(&csv, label[i].text);
        bf_csv_text(&csv, label[i].role);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, job->err);
}

bool bf_picture_curve(struct bf_picture_job *job, const char *name, const struct bf_curve *curve,
                      const struct bf_picture_axis *of)
{
    double low = 0, high = 1, target = of->target;
    char path[BF_FILE_CAP], text[200];
    bf_curve_range(curve, &low, &high);
    if (!isnan(target)) {
        low = target < low ? target : low;
        high = target > high ? target : high;
    }
    struct bf_axis axis = bf_axis_for(low, high, of->from_zero);
    bf_script_prefixed(&job->script, name, "bottom", axis.bottom);
    bf_script_prefixed(&job->script, name, "top", axis.top);
    bf_script_prefixed(&job->script, name, "step", axis.step);
    bf_script_prefixed(&job->script, name, "target", target);
    bf_format(text, sizeof text, "%s%s", of->words,
              axis.bottom > 0 ? " (the scale does not begin at 0)" : "");
    bf_script_words(&job->script, name, "axis", text, BF_PICTURE_BELOW);
    return bf_picture_path(job, path, name) && bf_curve_write(curve, path, job->err) &&
           write_ends(job, name, curve, axis, of);
}

bool bf_picture_has(const struct bf_curve *curve)
{
    double low, high;
    return bf_curve_range(curve, &low, &high);
}

/* ---- occupancy of the system, readmissions ---- */

static void system_words(struct bf_picture_job *job, const struct bf_curve *curve,
                         const struct bf_series_record *series)
{
    char title[400], typical[48], target[48];
    enum bf_band line = bf_picture_line(job->record);
    bf_value_print(bf_curve_mean(curve, BF_BAND_MEAN), 1, typical, sizeof typical);
    bf_value_print(series->target, (double)NAN, target, sizeof target);
    bf_format(title, sizeof title, "All acute beds together are %s%% occupied on an average day",
              typical);
    if (!isnan(series->target)) {
        /* the median of each date is no winter: what one winter does is days_above */
        bool one = line == BF_BAND_MEAN;
        uint32_t half = count_above(curve, line, series->target);
        uint32_t days = half > 0 ? half : count_above(curve, BF_BAND_P95, series->target);
        size_t used = strlen(title);
        bf_format(title + used, sizeof title - used, "; on %u of %u days %s above %s%%", days,
                  curve->count,
                  one        ? "it is"
                  : half > 0 ? "half of the winters are"
                             : "one winter in 20 is",
                  target);
    }
    bf_script_words(&job->script, "system", "title", title, BF_PICTURE_TITLE);
    bf_script_words(&job->script, "system", "below", series->help, BF_PICTURE_BELOW);
}

bool bf_picture_system(struct bf_picture_job *job)
{
    struct bf_curve curve;
    const struct bf_series_record *series =
        bf_record_series(job->record, "system", "all", "occupancy");
    if (!bf_curve_daily(&curve, job->record, series, job->err)) {
        return false;
    }
    bool good = true;
    if (bf_picture_has(&curve)) {
        job->has[BF_PICTURE_SYSTEM] = true;
        system_words(job, &curve, series);
        const struct bf_picture_axis axis = {.words = "Beds occupied, %",
                                             .unit = series->unit,
                                             .target = series->target,
                                             .gap = END_GAP};
        good = bf_picture_curve(job, "system", &curve, &axis);
    }
    bf_curve_free(&curve);
    return good;
}

static void readmission_words(struct bf_picture_job *job, const struct bf_curve *curve,
                              const struct bf_series_record *series)
{
    char title[400], typical[48], peak[48], day[32];
    enum bf_band line = bf_picture_line(job->record);
    int64_t at = bf_curve_peak(curve, line);
    double mean = bf_curve_mean(curve, BF_BAND_MEAN);
    bf_value_print(mean, 1, typical, sizeof typical);
    if (!(mean > 0)) {
        bf_format(title, sizeof title,
                  "Nobody comes back in any winter: does the scenario leave readmissions out?");
    } else if (at < 0 || !(curve->band[line][at] > 0)) {
        bf_format(title, sizeof title,
                  "%s%% of people discharged are readmitted; in no week in half of the winters",
                  typical);
    } else {
        bf_value_print(curve->band[line][at], 1, peak, sizeof peak);
        bf_day_words(curve->day[at], day, sizeof day);
        bf_format(
            title, sizeof title,
            job->record->replication_count > 1
                ? "%s%% of people discharged are readmitted; the median is highest, %s%%, in the "
                  "week of %s"
                : "%s%% of people discharged are readmitted; at most %s%%, in the week of %s",
            typical, peak, day);
    }
    bf_script_words(&job->script, "readmissions", "title", title, BF_PICTURE_TITLE);
    bf_script_words(&job->script, "readmissions", "below", series->help, BF_PICTURE_BELOW);
}

bool bf_picture_readmissions(struct bf_picture_job *job)
{
    struct bf_curve curve;
    const struct bf_record *record = job->record;
    const struct bf_series_record *part = bf_record_series(record, "system", "all", "readmitted");
    const struct bf_series_record *whole =
        bf_record_series(record, "system", "all", "discharges_alive");
    if (!bf_curve_weekly_share(&curve, record, part, whole, job->err)) {
        return false;
    }
    bool good = true;
    if (bf_picture_has(&curve)) {
        job->has[BF_PICTURE_READMISSIONS] = true;
        readmission_words(job, &curve, part);
        const struct bf_picture_axis axis = {
            .words = "Readmitted, % of people discharged alive in the week",
            .unit = "%",
            .target = part->target,
            .gap = END_GAP};
        good = bf_picture_curve(job, "readmissions", &curve, &axis);
    }
    bf_curve_free(&curve);
    return good;
}
