/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/picture.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/curve.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"
#include "bedflow/report/table_picture.h"
#include "bedflow/report/discharges.h"
#include "bedflow/report/who_waits.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    TITLE_WIDTH = 92,
    BELOW_WIDTH = 132,
    CAPTION_WIDTH = 150,
    REASONS_SHOWN = 8,
    PANEL_LABEL_WIDTH = 23,
    SERVICES_DRAWN = 96 /* of single services; more make pictures that nobody looks through */
};

/* Least distance of labels at the end of a line, as a share of its panel: in a
 * panel of its own and in half a picture. */
static const double END_GAP = 0.055, END_GAP_HALF = 0.125;

/* What every picture needs. */
struct job {
    const struct bf_record *record;
    const char *plots_dir;
    struct bf_script script;
    struct bf_err *err;
    bool *has; /* [BF_PICTURE_COUNT] */
};

const char *bf_picture_name(enum bf_picture picture)
{
    static const char *const name[BF_PICTURE_COUNT] = {
        "delayed", "system",   "readmissions", "occupancy", "queues",    "waits",
        "rules",   "outcomes", "capacity",     "spend",     "who-waits", "discharges"};
    return name[picture];
}

void bf_picture_footer(const struct bf_record *record, char text[], size_t size)
{
    char first[32], last[32], title[160], commit[48] = "", count[64];
    bf_day_words(record->first_day, first, sizeof first);
    bf_day_words(record->first_day + (bf_day)record->day_count - (record->day_count > 0), last,
                 sizeof last);
    /* the title keeps room for what identifies the run */
    bool cut = !bf_format(title, 64, "%s", record->title);
    while (cut && ((unsigned char)title[strlen(title) - 1] & 0x80) != 0) {
        title[strlen(title) - 1] = '\0';
    }
    if (record->commit[0] != '\0') {
        bf_format(commit, sizeof commit, " (%.12s)", record->commit);
    }
    bf_format(count, sizeof count, "%u replication%s", record->replication_count,
              record->replication_count == 1 ? "" : "s");
    if (record->replication_count != record->planned) {
        bf_format(count, sizeof count, "%u of %u replications", record->replication_count,
                  record->planned);
    }
    bf_format(text, size, "%s%s   |   %s to %s   |   seed %s   |   %s   |   bedflow %s%s", title,
              cut ? "…" : "", first, last, record->seed, count, record->version, commit);
}

void bf_picture_caption(const struct bf_record *record, char text[], size_t size)
{
    const char *chance = record->chance_only ? " Chance only: inputs assumed exact." : "";
    if (record->replication_count <= 1) {
        bf_format(text, size, "One replication is one possible winter: no range can be shown.%s",
                  chance);
        return;
    }
    bf_format(text, size,
              "Line: the median of %u possible winters at each date. Dark band: half of them (p25 "
              "to p75). Light band: nine in ten (p05 to p95). "
              "The bands are the range over possible winters, not the error of a mean.%s",
              record->replication_count, chance);
}

static bool join_data(const struct job *job, char path[BF_FILE_CAP], const char *name)
{
    char file[128];
    bf_format(file, sizeof file, "data/%s.csv", name);
    return bf_path_join(path, job->plots_dir, file, job->err);
}

/* The band that is the line of the picture. */
static enum bf_band line_of(const struct bf_record *record)
{
    return record->replication_count > 1 ? BF_BAND_P50 : BF_BAND_MEAN;
}

static void set_prefixed(struct job *job, const char *prefix, const char *name, double value)
{
    char full[96];
    bf_format(full, sizeof full, "%s_%s", prefix, name);
    bf_script_number(&job->script, full, value);
}

static void set_words(struct job *job, const char *prefix, const char *name, const char *text,
                      unsigned width)
{
    char full[96];
    bf_format(full, sizeof full, "%s_%s", prefix, name);
    if (strcmp(name, "title") == 0) {
        bf_script_title(&job->script, full, text, width, 2);
    } else {
        bf_script_wrapped(&job->script, full, text, width, 2);
    }
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

static bool write_ends(const struct job *job, const char *name, const struct bf_curve *curve,
                       double target, struct bf_axis axis, const char *unit, double gap)
{
    struct end_label label[5];
    double place[5];
    uint32_t count = 0;
    char file[64], path[BF_FILE_CAP], text[64], number[48];
    double digits = axis.top - axis.bottom > 15 ? 10 : 1;
    const char *percent = strcmp(unit, "%") == 0 ? "%" : "";
    if (job->record->replication_count > 1) {
        add_band_label(label, &count, curve, BF_BAND_P05, "p05, mild winter", digits, percent);
        add_band_label(label, &count, curve, BF_BAND_P50, "median winter", digits, percent);
        add_band_label(label, &count, curve, BF_BAND_P95, "p95, hard winter", digits, percent);
    } else {
        add_band_label(label, &count, curve, BF_BAND_MEAN, "this winter", digits, percent);
    }
    if (!isnan(target)) {
        bf_value_print(target, (double)NAN, number, sizeof number);
        bf_format(text, sizeof text, "target %s%s", number, percent);
        add_label(label, &count, target, "target", text);
    }
    for (uint32_t i = 0; i < count; i++) {
        place[i] = label[i].place;
    }
    double span = axis.top - axis.bottom;
    bf_labels_spread(place, count, span * gap, axis.bottom, axis.top);
    bf_format(file, sizeof file, "%s-ends", name);
    struct bf_csv csv;
    if (!join_data(job, path, file) || !bf_csv_open(&csv, path, "place,text,role", job->err)) {
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

/* Table, labels, range and target of one curve; words are the caller's. */
static bool write_curve(struct job *job, const char *name, const char *axis_words,
                        const struct bf_curve *curve, double target, const char *unit,
                        bool from_zero, double gap)
{
    double low = 0, high = 1;
    char path[BF_FILE_CAP], text[200];
    bf_curve_range(curve, &low, &high);
    if (!isnan(target)) {
        low = target < low ? target : low;
        high = target > high ? target : high;
    }
    struct bf_axis axis = bf_axis_for(low, high, from_zero);
    set_prefixed(job, name, "bottom", axis.bottom);
    set_prefixed(job, name, "top", axis.top);
    set_prefixed(job, name, "step", axis.step);
    set_prefixed(job, name, "target", target);
    bf_format(text, sizeof text, "%s%s", axis_words,
              axis.bottom > 0 ? " (the scale does not begin at 0)" : "");
    set_words(job, name, "axis", text, BELOW_WIDTH);
    return join_data(job, path, name) && bf_curve_write(curve, path, job->err) &&
           write_ends(job, name, curve, target, axis, unit, gap);
}

static bool has_values(const struct bf_curve *curve)
{
    double low, high;
    return bf_curve_range(curve, &low, &high);
}

/* Points whose line lies on the wrong side of the target. */
static uint32_t count_above(const struct bf_curve *curve, enum bf_band band, double target)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < curve->count; i++) {
        count += curve->band[band][i] > target;
    }
    return count;
}

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

static bool write_reason_table(const struct job *job, const struct reason reason[], uint32_t shown,
                               uint32_t count, double *highest)
{
    char path[BF_FILE_CAP], head[1024] = "date", name[64];
    struct bf_csv csv;
    for (uint32_t i = 0; i < shown; i++) {
        const char *code = i + 1 == shown && shown < count ? "rest" : reason[i].code;
        size_t used = strlen(head);
        bf_format(name, sizeof name, "%.24s", code);
        bf_format(head + used, sizeof head - used, ",%s_low,%s_high", name, name);
    }
    if (!join_data(job, path, "reasons") || !bf_csv_open(&csv, path, head, job->err)) {
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
static void set_reason_labels(struct job *job, const struct reason reason[], uint32_t shown,
                              uint32_t count, double top)
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

static bool write_reasons(struct job *job)
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

static void delayed_words(struct job *job, const struct bf_curve *curve,
                          const struct bf_series_record *series)
{
    char title[400], below[600], responsible[200], typical[48], peak[48], day[32];
    enum bf_band line = line_of(job->record);
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
                  "Delayed transfers of care: %s people on an average day, %s at the peak on %s",
                  typical, peak, day);
    }
    set_words(job, "delayed", "title", title, TITLE_WIDTH);
    set_words(job, "delayed", "below", below, BELOW_WIDTH);
}

static bool picture_delayed(struct job *job)
{
    struct bf_curve curve;
    const struct bf_series_record *series =
        bf_record_series(job->record, "system", "all", "delayed");
    if (!bf_curve_daily(&curve, job->record, series, job->err)) {
        return false;
    }
    bool good = true;
    if (has_values(&curve)) {
        job->has[BF_PICTURE_DELAYED] = true;
        delayed_words(job, &curve, series);
        good = write_curve(job, "delayed", "People delayed, at midnight", &curve, series->target,
                           series->unit, true, END_GAP_HALF) &&
               write_reasons(job);
    }
    bf_curve_free(&curve);
    return good;
}

/* ---- occupancy of the system, readmissions ---- */

static void system_words(struct job *job, const struct bf_curve *curve,
                         const struct bf_series_record *series)
{
    char title[400], typical[48], target[48];
    enum bf_band line = line_of(job->record);
    bf_value_print(bf_curve_mean(curve, BF_BAND_MEAN), 1, typical, sizeof typical);
    bf_value_print(series->target, (double)NAN, target, sizeof target);
    if (isnan(series->target)) {
        bf_format(title, sizeof title, "Beds are %s%% occupied on an average day", typical);
    } else {
        uint32_t above = count_above(curve, line, series->target);
        bf_format(title, sizeof title,
                  "Beds are %s%% occupied on an average day, and above the target of %s%% on %u of "
                  "%u days",
                  typical, target, above, curve->count);
    }
    set_words(job, "system", "title", title, TITLE_WIDTH);
    set_words(job, "system", "below", series->help, BELOW_WIDTH);
}

static bool picture_system(struct job *job)
{
    struct bf_curve curve;
    const struct bf_series_record *series =
        bf_record_series(job->record, "system", "all", "occupancy");
    if (!bf_curve_daily(&curve, job->record, series, job->err)) {
        return false;
    }
    bool good = true;
    if (has_values(&curve)) {
        job->has[BF_PICTURE_SYSTEM] = true;
        system_words(job, &curve, series);
        good = write_curve(job, "system", "Beds occupied, %", &curve, series->target, series->unit,
                           false, END_GAP);
    }
    bf_curve_free(&curve);
    return good;
}

static void readmission_words(struct job *job, const struct bf_curve *curve,
                              const struct bf_series_record *series)
{
    char title[400], typical[48], peak[48], day[32];
    enum bf_band line = line_of(job->record);
    int64_t at = bf_curve_peak(curve, line);
    bf_value_print(bf_curve_mean(curve, BF_BAND_MEAN), 1, typical, sizeof typical);
    if (at < 0 || !(curve->band[line][at] > 0)) {
        bf_format(title, sizeof title, "Nobody who was discharged is readmitted");
    } else {
        bf_value_print(curve->band[line][at], 1, peak, sizeof peak);
        bf_day_words(curve->day[at], day, sizeof day);
        bf_format(title, sizeof title,
                  "%s%% of people discharged are readmitted; at most %s%%, in the week of %s",
                  typical, peak, day);
    }
    set_words(job, "readmissions", "title", title, TITLE_WIDTH);
    set_words(job, "readmissions", "below", series->help, BELOW_WIDTH);
}

static bool picture_readmissions(struct job *job)
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
    if (has_values(&curve)) {
        job->has[BF_PICTURE_READMISSIONS] = true;
        readmission_words(job, &curve, part);
        good =
            write_curve(job, "readmissions", "Readmitted, % of people discharged alive in the week",
                        &curve, part->target, "%", false, END_GAP);
    }
    bf_curve_free(&curve);
    return good;
}

/* ---- every service ---- */

/* One service's daily series; any may be NULL. */
struct service {
    const char *key, *label;
    const struct bf_series_record *occupied, *capacity, *waiting, *delayed;
    double full;   /* mean of people in over mean of places; NaN without places */
    double people; /* in it and waiting for it, on average */
    bool drawn;
    double waiting_mean, waiting_peak;
};

static void band_of(const struct bf_series_record *series, struct bf_csv *csv, uint32_t day)
{
    for (size_t k = 0; k < BF_BAND_COUNT; k++) {
        bf_csv_number(csv, series == NULL ? (double)NAN : series->band[k][day]);
    }
}

static bool write_service(const struct job *job, const struct service *service, uint32_t file)
{
    char name[32], path[BF_FILE_CAP];
    struct bf_csv csv;
    bf_format(name, sizeof name, "service-%02u", file);
    if (!join_data(job, path, name) ||
        !bf_csv_open(&csv, path,
                     "date,in_mean,in_p05,in_p25,in_p50,in_p75,in_p95,places,waiting_mean,"
                     "waiting_p05,waiting_p25,waiting_p50,waiting_p75,waiting_p95,delayed_mean,"
                     "delayed_p05,delayed_p25,delayed_p50,delayed_p75,delayed_p95",
                     job->err)) {
        return false;
    }
    for (uint32_t d = 0; d < job->record->day_count; d++) {
        bf_csv_day(&csv, job->record->first_day + (bf_day)d);
        band_of(service->occupied, &csv, d);
        bf_csv_number(&csv, service->capacity == NULL ? (double)NAN
                                                      : service->capacity->band[BF_BAND_MEAN][d]);
        band_of(service->waiting, &csv, d);
        band_of(service->delayed, &csv, d);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, job->err);
}

static double mean_of(const struct bf_record *record, const struct bf_series_record *series)
{
    double sum = 0;
    uint32_t defined = 0;
    for (uint32_t d = 0; series != NULL && d < record->day_count; d++) {
        double value = series->band[BF_BAND_MEAN][d];
        if (!isnan(value)) {
            sum += value;
            defined++;
        }
    }
    return defined > 0 ? sum / defined : (double)NAN;
}

static double highest_of(const struct bf_record *record, const struct bf_series_record *series)
{
    double highest = 0;
    for (uint32_t d = 0; series != NULL && d < record->day_count; d++) {
        for (size_t k = 0; k < BF_BAND_COUNT; k++) {
            double value = series->band[k][d];
            highest = value > highest ? value : highest;
        }
    }
    return highest;
}

/* Services in the order of the catalogue. */
static uint32_t find_services(const struct bf_record *record, struct service service[])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->series_count; i++) {
        const struct bf_series_record *series = &record->series[i];
        bool known = strcmp(series->service, "system") == 0;
        for (uint32_t k = 0; k < count && !known; k++) {
            known = strcmp(service[k].key, series->service) == 0;
        }
        if (known) {
            continue;
        }
        struct service *found = &service[count];
        const char *key = series->service;
        *found = (struct service){.key = key, .label = series->label};
        found->occupied = bf_record_series(record, key, "all", "occupied");
        found->capacity = bf_record_series(record, key, "all", "capacity");
        found->waiting = bf_record_series(record, key, "all", "waiting");
        found->delayed = bf_record_series(record, key, "all", "delayed");
        found->waiting_mean = mean_of(record, found->waiting);
        found->waiting_peak = highest_of(record, found->waiting);
        double places = mean_of(record, found->capacity);
        found->full = places > 0 ? mean_of(record, found->occupied) / places : (double)NAN;
        count += found->occupied != NULL || found->waiting != NULL;
    }
    return count;
}

static int most_first(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return (x < y) - (x > y);
}

/* Beyond SERVICES_DRAWN, those with the most people; of equals the first in the scenario. */
static bool choose_services(struct job *job, struct service service[], uint32_t count)
{
    double *people = bf_heap_take((size_t)count + 1, sizeof *people);
    uint32_t left = SERVICES_DRAWN;
    if (people == NULL) {
        return bf_fail(job->err, BF_E_NOMEM, NULL, "expected memory for the services");
    }
    for (uint32_t i = 0; i < count; i++) {
        double in = service[i].occupied ? mean_of(job->record, service[i].occupied) : 0;
        service[i].people =
            (in > 0 ? in : 0) + (service[i].waiting_mean > 0 ? service[i].waiting_mean : 0);
        people[i] = service[i].people;
    }
    qsort(people, count, sizeof *people, most_first);
    double least = count > SERVICES_DRAWN ? people[SERVICES_DRAWN - 1] : -1;
    bf_heap_give(people);
    for (uint32_t i = 0; i < count; i++) {
        service[i].drawn = service[i].people > least;
        left -= service[i].drawn;
    }
    for (uint32_t i = 0; i < count && left > 0; i++) {
        bool equal = !service[i].drawn && service[i].people >= least;
        left -= equal;
        service[i].drawn = service[i].drawn || equal;
    }
    return true;
}

/* What a page says below its title, and that not every service is drawn. */
static void services_below(struct job *job, const char *picture, const char *text, uint32_t count)
{
    char words[400], all[24];
    bf_value_print(count, 10, all, sizeof all);
    bf_format(words, sizeof words, "%s", text);
    if (count > SERVICES_DRAWN) {
        bf_format(words, sizeof words, "%s Drawn: the %d with the most people of %s services.",
                  text, SERVICES_DRAWN, all);
    }
    set_words(job, picture, "below", words, BELOW_WIDTH);
}

static void occupancy_note(const struct service *service, char text[], size_t size)
{
    text[0] = '\0';
    if (!isnan(service->full)) {
        bf_format(text, size, "%.0f%% full", 100 * service->full);
    }
}

static void queue_note(const struct service *service, char text[], size_t size)
{
    char number[48];
    double mean = service->waiting_mean;
    bf_value_print(mean, mean < 10 ? 1 : 10, number, sizeof number);
    bf_format(text, size, mean > 0 ? "mean %s" : "none", number);
}

static void set_panel(struct job *job, const char *prefix, uint32_t panel, uint32_t file,
                      const char *label, unsigned width, const char *note, double highest)
{
    char name[64];
    struct bf_axis axis = bf_axis_for(0, highest, true);
    double step = axis.step * (axis.top / axis.step > 4.5 ? 2 : 1);
    bf_format(name, sizeof name, "%s_label", prefix);
    char entry[96];
    bf_format(entry, sizeof entry, "%s[%u]", name, panel);
    bf_script_wrapped(&job->script, "panel_label", label, width, 1);
    bf_sink_format(&job->script.sink, "%s = panel_label\n", entry);
    bf_format(name, sizeof name, "%s_note", prefix);
    bf_script_array_text(&job->script, name, panel, note);
    bf_format(name, sizeof name, "%s_top", prefix);
    bf_script_array_number(&job->script, name, panel, ceil(axis.top / step - 1e-9) * step);
    bf_format(name, sizeof name, "%s_step", prefix);
    bf_script_array_number(&job->script, name, panel, step);
    bf_format(name, sizeof name, "%s_file", prefix);
    bf_script_array_number(&job->script, name, panel, file);
}

static void begin_panels(struct job *job, const char *prefix, uint32_t count)
{
    static const char *const part[] = {"label", "note", "top", "step", "file"};
    char name[64];
    set_prefixed(job, prefix, "panels", count);
    for (size_t i = 0; i < sizeof part / sizeof part[0]; i++) {
        bf_format(name, sizeof name, "%s_%s", prefix, part[i]);
        bf_script_array(&job->script, name, count);
    }
}

static void occupancy_words(struct job *job, const struct service service[], uint32_t count)
{
    char title[400];
    uint32_t with_places = 0, nearly_full = 0;
    const struct service *fullest = NULL;
    for (uint32_t i = 0; i < count; i++) {
        if (service[i].occupied != NULL && !isnan(service[i].full)) {
            with_places++;
            nearly_full += service[i].full > 0.95;
            fullest = fullest == NULL || service[i].full > fullest->full ? &service[i] : fullest;
        }
    }
    if (fullest == NULL) {
        bf_format(title, sizeof title, "People in every service");
    } else if (nearly_full == 0) {
        bf_format(title, sizeof title, "The fullest service is %s, at %.0f%% of its places",
                  fullest->label, 100 * fullest->full);
    } else {
        bf_format(title, sizeof title,
                  "%u of %u services %s more than 95%% full on average; fullest: %s (%.0f%%)",
                  nearly_full, with_places, nearly_full == 1 ? "is" : "are", fullest->label,
                  100 * fullest->full);
    }
    set_words(job, "occupancy", "title", title, TITLE_WIDTH);
    services_below(job, "occupancy",
                   "People in each service (blue) and its places (black line). Each panel has its "
                   "own scale, from 0.",
                   count);
}

static void queue_words(struct job *job, const struct service service[], uint32_t count)
{
    char title[400], number[48];
    const struct service *longest = NULL;
    for (uint32_t i = 0; i < count; i++) {
        bool longer = longest == NULL || service[i].waiting_mean > longest->waiting_mean;
        if (service[i].waiting_mean > 0 && longer) {
            longest = &service[i];
        }
    }
    if (longest == NULL) {
        bf_format(title, sizeof title, "Nobody waits for any service");
    } else {
        bf_value_print(longest->waiting_mean, longest->waiting_mean < 10 ? 1 : 10, number,
                       sizeof number);
        bf_format(title, sizeof title, "The longest queue is for %s: %s people on an average day",
                  longest->label, number);
    }
    set_words(job, "queues", "title", title, TITLE_WIDTH);
    services_below(job, "queues",
                   "People waiting for each service. Each panel has its own scale, from 0.", count);
}

static void set_occupancy_panels(struct job *job, const struct service service[], uint32_t count)
{
    uint32_t panels = 0, panel = 0;
    char note[96];
    for (uint32_t i = 0; i < count; i++) {
        panels += service[i].drawn && service[i].occupied != NULL;
    }
    job->has[BF_PICTURE_OCCUPANCY] = panels > 0;
    begin_panels(job, "occupancy", panels);
    for (uint32_t i = 0; i < count; i++) {
        if (service[i].drawn && service[i].occupied != NULL) {
            double people = highest_of(job->record, service[i].occupied);
            double places = highest_of(job->record, service[i].capacity);
            occupancy_note(&service[i], note, sizeof note);
            set_panel(job, "occupancy", ++panel, i + 1, service[i].label, PANEL_LABEL_WIDTH, note,
                      people > places ? people : places);
        }
    }
    occupancy_words(job, service, count);
}

static void set_queue_panels(struct job *job, const struct service service[], uint32_t count)
{
    uint32_t panels = 0, panel = 0;
    char note[96];
    for (uint32_t i = 0; i < count; i++) {
        panels += service[i].drawn && service[i].waiting != NULL;
    }
    job->has[BF_PICTURE_QUEUES] = panels > 0;
    begin_panels(job, "queues", panels);
    for (uint32_t i = 0; i < count; i++) {
        if (service[i].drawn && service[i].waiting != NULL) {
            queue_note(&service[i], note, sizeof note);
            set_panel(job, "queues", ++panel, i + 1, service[i].label, PANEL_LABEL_WIDTH, note,
                      service[i].waiting_peak);
        }
    }
    queue_words(job, service, count);
}

static bool picture_services(struct job *job)
{
    struct service *service = bf_heap_take((size_t)job->record->series_count + 1, sizeof *service);
    if (service == NULL) {
        return bf_fail(job->err, BF_E_NOMEM, NULL, "expected memory for the services");
    }
    uint32_t count = find_services(job->record, service);
    if (!choose_services(job, service, count)) {
        bf_heap_give(service);
        return false;
    }
    set_occupancy_panels(job, service, count);
    set_queue_panels(job, service, count);
    bool good = true;
    for (uint32_t i = 0; good && i < count; i++) {
        good = !service[i].drawn || write_service(job, &service[i], i + 1);
    }
    bf_heap_give(service);
    return good;
}

/* ---- waits ---- */

enum { WAIT_P50, WAIT_P90, WAIT_P95, WAIT_COUNT };

struct wait {
    const char *label;
    const struct bf_scalar_record *quantile[WAIT_COUNT]; /* each may be NULL */
};

static double wait_mean(const struct wait *wait, int which)
{
    return wait->quantile[which] == NULL ? (double)NAN : wait->quantile[which]->mean;
}

/* The longest first; beyond SERVICES_DRAWN the others are left out. */
static uint32_t find_waits(const struct bf_record *record, struct wait wait[])
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < record->scalar_count; i++) {
        const struct bf_scalar_record *scalar = &record->scalar[i];
        if (strcmp(scalar->measure, "wait_p50") != 0 || strcmp(scalar->group, "all") != 0 ||
            strcmp(scalar->service, "system") == 0) {
            continue;
        }
        struct wait found = {.label = scalar->label, .quantile = {scalar}};
        found.quantile[WAIT_P90] = bf_record_scalar(record, scalar->service, "all", "wait_p90");
        found.quantile[WAIT_P95] = bf_record_scalar(record, scalar->service, "all", "wait_p95");
        double key = wait_mean(&found, WAIT_P95);
        if (isnan(scalar->mean) && isnan(key)) {
            continue;
        }
        bool full = count == SERVICES_DRAWN;
        if (full && !(wait_mean(&wait[count - 1], WAIT_P95) < key)) {
            continue;
        }
        uint32_t at = full ? count - 1 : count++;
        for (; at > 0 && wait_mean(&wait[at - 1], WAIT_P95) < key; at--) {
            wait[at] = wait[at - 1];
        }
        wait[at] = found;
    }
    return count;
}

static void hours_words(double hours, char text[], size_t size)
{
    char number[48];
    if (!(hours >= 1.0 / 60)) {
        bf_format(text, size, isnan(hours) ? "–" : "none");
    } else if (hours < 1) {
        bf_format(text, size, "%.0f min", 60 * hours);
    } else if (hours < 36) {
        bf_value_print(hours, hours < 10 ? 1 : 10, number, sizeof number);
        bf_format(text, size, "%s h", number);
    } else {
        bf_value_print(hours / 24, hours < 240 ? 1 : 10, number, sizeof number);
        bf_format(text, size, "%s days", number);
    }
}

static void set_wait_ticks(struct job *job, double low, double high)
{
    static const struct {
        double hours;
        const char *words;
    } tick[] = {{1.0 / 60, "1 min"}, {0.1, "6 min or less"}, {0.5, "30 min"},  {2, "2 h"},
                {8, "8 h"},          {24, "1 day"},          {72, "3 days"},   {168, "1 week"},
                {672, "4 weeks"},    {2016, "12 weeks"},     {8760, "1 year"}, {43800, "5 years"}};
    char text[1000] = "set xtics (";
    bool any = false;
    for (size_t i = 0; i < sizeof tick / sizeof tick[0]; i++) {
        if (tick[i].hours >= low * 0.999 && tick[i].hours <= high * 1.001) {
            size_t used = strlen(text);
            bf_format(text + used, sizeof text - used, "%s\"%s\" %.6f", any ? ", " : "",
                      tick[i].words, tick[i].hours);
            any = true;
        }
    }
    size_t used = strlen(text);
    bf_format(text + used, sizeof text - used, ")");
    for (char *at = text; *at != '\0'; at++) {
        if (*at == ',' && at[1] != ' ') {
            *at = '.'; /* the decimal point of the host program's locale */
        }
    }
    bf_script_text(&job->script, "waits_ticks", text);
}

/* Ends of the axis of waits, in hours. Waits under six minutes count as none. */
static void set_wait_axis(struct job *job, const struct wait wait[], uint32_t count)
{
    double low = 2, high = 24;
    for (uint32_t i = 0; i < count; i++) {
        for (int k = 0; k < WAIT_COUNT; k++) {
            const struct bf_scalar_record *scalar = wait[i].quantile[k];
            if (scalar != NULL && !isnan(scalar->p05)) {
                low = scalar->p05 < low ? scalar->p05 : low;
                high = scalar->p95 > high ? scalar->p95 : high;
            }
        }
    }
    low = low < 0.1 ? 0.1 : low * 0.8;
    high *= 1.25;
    bf_script_number(&job->script, "waits_low", low);
    bf_script_number(&job->script, "waits_high", high);
    set_wait_ticks(job, low, high);
}

static bool write_wait_table(const struct job *job, const struct wait wait[], uint32_t count)
{
    char path[BF_FILE_CAP];
    struct bf_csv csv;
    if (!join_data(job, path, "waits") ||
        !bf_csv_open(&csv, path,
                     "row,p50,p50_low,p50_high,p90,p90_low,p90_high,p95,p95_low,p95_high,label",
                     job->err)) {
        return false;
    }
    for (uint32_t i = 0; i < count; i++) {
        bf_csv_count(&csv, i + 1);
        for (int k = 0; k < WAIT_COUNT; k++) {
            const struct bf_scalar_record *scalar = wait[i].quantile[k];
            bf_csv_number(&csv, scalar == NULL ? (double)NAN : scalar->mean);
            bf_csv_number(&csv, scalar == NULL ? (double)NAN : scalar->p05);
            bf_csv_number(&csv, scalar == NULL ? (double)NAN : scalar->p95);
        }
        bf_csv_text(&csv, wait[i].label);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, job->err);
}

static void wait_words(struct job *job, const struct wait wait[], uint32_t count)
{
    char title[400], longest[64];
    hours_words(wait_mean(&wait[0], WAIT_P95), longest, sizeof longest);
    bf_format(title, sizeof title, "The longest waits are for %s: one in twenty waits over %s",
              wait[0].label, longest);
    if (!(wait_mean(&wait[0], WAIT_P95) >= 1.0 / 60)) {
        bf_format(title, sizeof title, "Nobody waits for any service");
    }
    set_words(job, "waits", "title", title, TITLE_WIDTH);
    set_words(job, "waits", "below",
              "From being ready for the service to its start. Each step to the right multiplies "
              "the wait (logarithmic scale).",
              BELOW_WIDTH);
    bf_script_array(&job->script, "waits_label", count);
    bf_script_array(&job->script, "waits_half", count);
    bf_script_array(&job->script, "waits_long", count);
    for (uint32_t i = 0; i < count; i++) {
        char half[64], long_one[64];
        hours_words(wait_mean(&wait[i], WAIT_P50), half, sizeof half);
        hours_words(wait_mean(&wait[i], WAIT_P95), long_one, sizeof long_one);
        bf_script_wrapped(&job->script, "row_label", wait[i].label, 30, 1);
        bf_sink_format(&job->script.sink, "waits_label[%u] = row_label\n", i + 1);
        bf_script_array_text(&job->script, "waits_half", i + 1, half);
        bf_script_array_text(&job->script, "waits_long", i + 1, long_one);
    }
}

static void set_wait_caption(struct job *job)
{
    char text[500];
    bf_picture_caption(job->record, text, sizeof text);
    if (job->record->replication_count > 1) {
        bf_format(
            text, sizeof text,
            "Marks: the mean over %u possible winters. Pale bars: nine in ten winters (p05 to "
            "p95), the range over possible winters, not the error of a mean.%s",
            job->record->replication_count,
            job->record->chance_only ? " Chance only: inputs assumed exact." : "");
    }
    bf_script_wrapped(&job->script, "waits_caption", text, CAPTION_WIDTH, 2);
}

static bool picture_waits(struct job *job)
{
    struct wait *wait = bf_heap_take((size_t)job->record->scalar_count + 1, sizeof *wait);
    if (wait == NULL) {
        return bf_fail(job->err, BF_E_NOMEM, NULL, "expected memory for the waits");
    }
    uint32_t count = find_waits(job->record, wait);
    bool good = true;
    if (count > 0) {
        job->has[BF_PICTURE_WAITS] = true;
        bf_script_number(&job->script, "waits_rows", count);
        bf_script_number(&job->script, "waits_key_p50", wait_mean(&wait[0], WAIT_P50));
        bf_script_number(&job->script, "waits_key_p95", wait_mean(&wait[0], WAIT_P95));
        set_wait_caption(job);
        set_wait_axis(job, wait, count);
        wait_words(job, wait, count);
        good = write_wait_table(job, wait, count);
    }
    bf_heap_give(wait);
    return good;
}

/* ---- rules of escalation ---- */

static const struct bf_series_record *rule_series(const struct bf_record *record, uint32_t i)
{
    const struct bf_series_record *series = &record->series[i];
    bool is_rule = strncmp(series->group, "policy:", 7) == 0 && strcmp(series->measure, "on") == 0;
    return is_rule ? series : NULL;
}

static bool write_rule(const struct job *job, const struct bf_series_record *series, uint32_t file)
{
    char name[32], path[BF_FILE_CAP];
    struct bf_csv csv;
    bf_format(name, sizeof name, "rule-%02u", file);
    if (!join_data(job, path, name) || !bf_csv_open(&csv, path, "date,share_on", job->err)) {
        return false;
    }
    for (uint32_t d = 0; d < job->record->day_count; d++) {
        bf_csv_day(&csv, job->record->first_day + (bf_day)d);
        bf_csv_number(&csv, 100 * series->band[BF_BAND_MEAN][d]);
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, job->err);
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
    bf_format(text, size, "on %.0f%% of nights; most on %s%s%.0f%s", 100 * mean_of(record, series),
              day, record->replication_count > 1 ? ", in " : "",
              100 * series->band[BF_BAND_MEAN][most],
              record->replication_count > 1 ? "% of winters" : "%");
}

static void rule_words(struct job *job, const struct bf_series_record *most)
{
    char title[400];
    double share = 100 * mean_of(job->record, most);
    if (share > 0) {
        bf_format(title, sizeof title, "The rule most in use is on for %.0f%% of nights: %s", share,
                  most->label);
    } else {
        bf_format(title, sizeof title, "No rule of escalation ever comes on");
    }
    set_words(job, "rules", "title", title, TITLE_WIDTH);
    set_words(job, "rules", "below",
              job->record->replication_count > 1
                  ? "Share of possible winters in which each rule is on at midnight, by day. "
                    "policy_log.csv has every time, and why."
                  : "Whether each rule is on at midnight, in the one winter that was run. "
                    "policy_log.csv has every time, and why.",
              BELOW_WIDTH);
}

static bool picture_rules(struct job *job)
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
    begin_panels(job, "rules", count);
    for (uint32_t i = 0; i < record->series_count; i++) {
        char note[160];
        if ((series = rule_series(record, i)) == NULL) {
            continue;
        }
        rule_note(record, series, note, sizeof note);
        file++;
        set_panel(job, "rules", file, file, series->label, 3 * PANEL_LABEL_WIDTH, note, 100);
        most = most == NULL || mean_of(record, series) > mean_of(record, most) ? series : most;
        if (!write_rule(job, series, file)) {
            return false;
        }
    }
    rule_words(job, most);
    return true;
}

/* ---- tables ---- */

static bool picture_tables(struct job *job)
{
    struct bf_table_picture picture = {job->record, job->plots_dir, &job->script};
    return bf_outcomes_picture(&picture, &job->has[BF_PICTURE_OUTCOMES], job->err) &&
           bf_capacity_picture(&picture, &job->has[BF_PICTURE_CAPACITY], job->err) &&
           bf_spend_picture(&picture, &job->has[BF_PICTURE_SPEND], job->err) &&
           bf_who_waits_picture(&picture, &job->has[BF_PICTURE_WHO_WAITS], job->err) &&
           bf_discharges_picture(&picture, &job->has[BF_PICTURE_DISCHARGES], job->err);
}

/* ---- all ---- */

static void set_common(struct job *job)
{
    const struct bf_record *record = job->record;
    char text[700];
    double first = 86400.0 * record->first_day;
    uint32_t span = record->day_count > 1 ? record->day_count - 1 : 1;
    bf_script_remark(&job->script, "Written by bedflow; the scripts beside it read it.");
    bf_script_remark(&job->script, "Draw a picture again, in this folder: gnuplot delayed.gp");
    bf_picture_footer(record, text, sizeof text);
    bf_script_text(&job->script, "footer", text);
    bf_picture_caption(record, text, sizeof text);
    bf_script_wrapped(&job->script, "caption", text, CAPTION_WIDTH, 2);
    bf_script_number(&job->script, "has_range", record->replication_count > 1);
    bf_script_number(&job->script, "first_x", first);
    bf_script_number(&job->script, "last_x", first + 86400.0 * span);
    bf_script_ticks(&job->script, "ticks_wide", record->first_day, record->day_count, 13,
                    BF_TICKS_FULL);
    bf_script_ticks(&job->script, "ticks_small", record->first_day, record->day_count, 5,
                    BF_TICKS_BRIEF);
    bf_script_ticks(&job->script, "ticks_bare", record->first_day, record->day_count, 13,
                    BF_TICKS_BARE);
}

bool bf_picture_write(const struct bf_record *record, const char *plots_dir,
                      bool has[BF_PICTURE_COUNT], struct bf_err *err)
{
    static bool (*const draw[])(struct job *) = {
        picture_delayed, picture_system, picture_readmissions, picture_services,
        picture_waits,   picture_rules,  picture_tables};
    struct job job = {.record = record, .plots_dir = plots_dir, .err = err, .has = has};
    char path[BF_FILE_CAP];
    memset(has, 0, BF_PICTURE_COUNT * sizeof has[0]);
    if (!bf_path_join(path, plots_dir, "run.gp", err) || !bf_script_open(&job.script, path, err)) {
        return false;
    }
    set_common(&job);
    bool good = true;
    bool worth_it = record->day_count > 0 && record->replication_count > 0;
    for (size_t i = 0; good && worth_it && i < sizeof draw / sizeof draw[0]; i++) {
        good = draw[i](&job);
    }
    struct bf_err late;
    if (!bf_script_close(&job.script, good ? err : &late)) {
        return false;
    }
    return good;
}
