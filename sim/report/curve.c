/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/curve.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/csv.h"

#include <math.h>
#include <string.h>

/* Arrays of a curve of `count` points, undefined everywhere. */
static bool make(struct bf_curve *curve, uint32_t count, uint32_t replications, bool with_paths,
                 struct bf_err *err)
{
    *curve = (struct bf_curve){.count = count, .replication_count = replications};
    size_t room = (size_t)count + 1, paths = (size_t)replications * count + 1;
    curve->day = bf_heap_take(room, sizeof(bf_day));
    curve->replication = bf_heap_take((size_t)replications + 1, sizeof(uint32_t));
    curve->paths = with_paths ? bf_heap_take(paths, sizeof(double)) : NULL;
    bool good =
        curve->day != NULL && curve->replication != NULL && (!with_paths || curve->paths != NULL);
    for (size_t k = 0; k < BF_BAND_COUNT; k++) {
        curve->band[k] = bf_heap_take(room, sizeof(double));
        good = good && curve->band[k] != NULL;
        for (size_t i = 0; good && i < count; i++) {
            curve->band[k][i] = (double)NAN;
        }
    }
    if (!good) {
        bf_curve_free(curve);
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for a curve of %u points", count);
    }
    return true;
}

bool bf_curve_daily(struct bf_curve *curve, const struct bf_record *record,
                    const struct bf_series_record *series, struct bf_err *err)
{
    uint32_t count = series == NULL ? 0 : record->day_count;
    bool with_paths = series != NULL && series->paths != NULL;
    uint32_t replications = with_paths ? record->replication_count : 0;
    if (!make(curve, count, replications, with_paths, err)) {
        return false;
    }
    for (uint32_t d = 0; d < count; d++) {
        curve->day[d] = record->first_day + (bf_day)d;
        for (size_t k = 0; k < BF_BAND_COUNT; k++) {
            curve->band[k][d] = series->band[k][d];
        }
    }
    if (with_paths) {
        size_t values = (size_t)replications * count;
        memcpy(curve->paths, series->paths, values * sizeof(double));
        memcpy(curve->replication, record->replication, replications * sizeof(uint32_t));
    }
    return true;
}

/* The bands of point `i` from the paths. `work` has room for the replications. */
static void summarise_point(struct bf_curve *curve, uint32_t i, double work[])
{
    struct bf_summary s;
    for (uint32_t r = 0; r < curve->replication_count; r++) {
        work[r] = curve->paths[(size_t)r * curve->count + i];
    }
    bf_summarise(work, curve->replication_count, &s);
    const double value[BF_BAND_COUNT] = {
        [BF_BAND_MEAN] = s.mean, [BF_BAND_P05] = s.p05, [BF_BAND_P25] = s.p25,
        [BF_BAND_P50] = s.p50,   [BF_BAND_P75] = s.p75, [BF_BAND_P95] = s.p95};
    for (size_t k = 0; k < BF_BAND_COUNT; k++) {
        curve->band[k][i] = value[k];
    }
}

static bool summarise_points(struct bf_curve *curve, struct bf_err *err)
{
    double *work = bf_heap_take((size_t)curve->replication_count + 1, sizeof(double));
    if (work == NULL) {
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for a summary");
    }
    for (uint32_t i = 0; i < curve->count; i++) {
        summarise_point(curve, i, work);
    }
    bf_heap_give(work);
    return true;
}

struct weeks {
    uint32_t first, length, count; /* first day, days in a week, weeks */
};

static struct weeks whole_weeks(const struct bf_record *record)
{
    uint32_t first = (uint32_t)(7 - bf_day_weekday(record->first_day)) % 7;
    uint32_t count = record->day_count > first ? (record->day_count - first) / 7 : 0;
    if (count == 0) {
        return (struct weeks){0, record->day_count, record->day_count > 0};
    }
    return (struct weeks){first, 7, count};
}

static double share_of_week(const double part[], const double whole[], uint32_t days)
{
    double above = 0, below = 0;
    for (uint32_t d = 0; d < days; d++) {
        if (!isnan(part[d]) && !isnan(whole[d])) {
            above += part[d];
            below += whole[d];
        }
    }
    return below > 0 ? 100 * above / below : (double)NAN;
}

bool bf_curve_weekly_share(struct bf_curve *curve, const struct bf_record *record,
                           const struct bf_series_record *part,
                           const struct bf_series_record *whole, struct bf_err *err)
{
    bool known = part != NULL && whole != NULL && part->paths != NULL && whole->paths != NULL;
    struct weeks weeks = whole_weeks(record);
    if (!known) {
        return make(curve, 0, 0, false, err);
    }
    if (!make(curve, weeks.count, record->replication_count, true, err)) {
        return false;
    }
    memcpy(curve->replication, record->replication, record->replication_count * sizeof(uint32_t));
    for (uint32_t w = 0; w < weeks.count; w++) {
        uint32_t from = weeks.first + w * weeks.length;
        curve->day[w] = record->first_day + (bf_day)from;
        for (uint32_t r = 0; r < record->replication_count; r++) {
            size_t at = (size_t)r * record->day_count + from;
            curve->paths[(size_t)r * weeks.count + w] =
                share_of_week(part->paths + at, whole->paths + at, weeks.length);
        }
    }
    if (!summarise_points(curve, err)) {
        bf_curve_free(curve);
        return false;
    }
    return true;
}

/* Pairs of indices at which two ascending lists hold the same number. */
static uint32_t match(const int64_t a[], uint32_t a_count, const int64_t b[], uint32_t b_count,
                      uint32_t in_a[], uint32_t in_b[])
{
    uint32_t i = 0, j = 0, count = 0;
    while (i < a_count && j < b_count) {
        if (a[i] == b[j]) {
            in_a[count] = i++;
            in_b[count++] = j++;
        } else if (a[i] < b[j]) {
            i++;
        } else {
            j++;
        }
    }
    return count;
}

/* What two curves share; all arrays in one block. */
struct overlap {
    uint32_t points, replications;
    uint32_t *point_a, *point_b, *replication_a, *replication_b;
    int64_t *block;
};

static bool find_overlap(struct overlap *overlap, const struct bf_curve *a,
                         const struct bf_curve *b, struct bf_err *err)
{
    size_t room = (size_t)a->count + a->replication_count + b->count + b->replication_count + 4;
    overlap->block = bf_heap_take(3 * room, sizeof(int64_t));
    if (overlap->block == NULL) {
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory to pair two results");
    }
    int64_t *key_a = overlap->block, *key_b = key_a + room;
    uint32_t *index = (uint32_t *)(void *)(key_b + room);
    overlap->point_a = index;
    overlap->point_b = overlap->point_a + a->count;
    overlap->replication_a = overlap->point_b + b->count;
    overlap->replication_b = overlap->replication_a + a->replication_count;
    for (uint32_t i = 0; i < a->count; i++) {
        key_a[i] = a->day[i];
    }
    for (uint32_t i = 0; i < b->count; i++) {
        key_b[i] = b->day[i];
    }
    overlap->points = match(key_a, a->count, key_b, b->count, overlap->point_a, overlap->point_b);
    for (uint32_t i = 0; i < a->replication_count; i++) {
        key_a[i] = a->replication[i];
    }
    for (uint32_t i = 0; i < b->replication_count; i++) {
        key_b[i] = b->replication[i];
    }
    overlap->replications = match(key_a, a->replication_count, key_b, b->replication_count,
                                  overlap->replication_a, overlap->replication_b);
    return true;
}

/* The paired differences, and their means over time in work[replications]. */
static void subtract(struct bf_curve *curve, const struct bf_curve *a, const struct bf_curve *b,
                     const struct overlap *overlap, double work[])
{
    for (uint32_t i = 0; i < overlap->points; i++) {
        curve->day[i] = a->day[overlap->point_a[i]];
    }
    for (uint32_t r = 0; r < overlap->replications; r++) {
        const double *from_a = a->paths + (size_t)overlap->replication_a[r] * a->count;
        const double *from_b = b->paths + (size_t)overlap->replication_b[r] * b->count;
        double sum = 0;
        uint32_t defined = 0;
        curve->replication[r] = a->replication[overlap->replication_a[r]];
        for (uint32_t i = 0; i < overlap->points; i++) {
            double difference = from_b[overlap->point_b[i]] - from_a[overlap->point_a[i]];
            curve->paths[(size_t)r * overlap->points + i] = difference;
            if (!isnan(difference)) {
                sum += difference;
                defined++;
            }
        }
        work[r] = defined > 0 ? sum / defined : (double)NAN;
    }
}

bool bf_curve_difference(struct bf_curve *curve, const struct bf_curve *a, const struct bf_curve *b,
                         struct bf_summary *overall, struct bf_err *err)
{
    struct overlap overlap = {.block = NULL};
    bf_summarise(NULL, 0, overall);
    if (a->paths == NULL || b->paths == NULL) {
        return make(curve, 0, 0, false, err);
    }
    if (!find_overlap(&overlap, a, b, err)) {
        return false;
    }
    bool shared = overlap.points > 0 && overlap.replications > 0;
    uint32_t points = shared ? overlap.points : 0;
    uint32_t replications = shared ? overlap.replications : 0;
    double *work = bf_heap_take((size_t)replications + 1, sizeof(double));
    bool good = work != NULL || bf_fail(err, BF_E_NOMEM, NULL, "expected memory to pair results");
    good = good && make(curve, points, replications, shared, err);
    if (good && shared) {
        subtract(curve, a, b, &overlap, work);
        bf_summarise(work, replications, overall);
        good = summarise_points(curve, err);
        if (!good) {
            bf_curve_free(curve);
        }
    }
    bf_heap_give(work);
    bf_heap_give(overlap.block);
    return good;
}

double bf_curve_mean(const struct bf_curve *curve, enum bf_band band)
{
    double sum = 0;
    uint32_t defined = 0;
    for (uint32_t i = 0; i < curve->count; i++) {
        if (!isnan(curve->band[band][i])) {
            sum += curve->band[band][i];
            defined++;
        }
    }
    return defined > 0 ? sum / defined : (double)NAN;
}

bool bf_curve_range(const struct bf_curve *curve, double *low, double *high)
{
    bool any = false;
    for (size_t k = 0; k < BF_BAND_COUNT; k++) {
        for (uint32_t i = 0; i < curve->count; i++) {
            double value = curve->band[k][i];
            if (!isnan(value)) {
                *low = any && *low < value ? *low : value;
                *high = any && *high > value ? *high : value;
                any = true;
            }
        }
    }
    return any;
}

int64_t bf_curve_peak(const struct bf_curve *curve, enum bf_band band)
{
    int64_t best = -1;
    for (uint32_t i = 0; i < curve->count; i++) {
        double value = curve->band[band][i];
        if (!isnan(value) && (best < 0 || value > curve->band[band][best])) {
            best = i;
        }
    }
    return best;
}

bool bf_curve_write(const struct bf_curve *curve, const char *path, struct bf_err *err)
{
    struct bf_csv csv;
    if (!bf_csv_open(&csv, path, "date,mean,p05,p25,p50,p75,p95", err)) {
        return false;
    }
    for (uint32_t i = 0; i < curve->count; i++) {
        bf_csv_day(&csv, curve->day[i]);
        for (size_t k = 0; k < BF_BAND_COUNT; k++) {
            bf_csv_number(&csv, curve->band[k][i]);
        }
        bf_csv_end_row(&csv);
    }
    return bf_csv_close(&csv, err);
}

void bf_curve_free(struct bf_curve *curve)
{
    bf_heap_give(curve->day);
    bf_heap_give(curve->replication);
    bf_heap_give(curve->paths);
    for (size_t k = 0; k < BF_BAND_COUNT; k++) {
        bf_heap_give(curve->band[k]);
    }
    *curve = (struct bf_curve){.count = 0};
}
