/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/record.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"

#include <math.h>
#include <string.h>

enum { SHEET_RUN, SHEET_MEASURES, SHEET_SUMMARY, SHEET_DAILY, SHEET_DAYS, SHEET_COUNT };

struct keep {
    struct bf_sheet sheet[SHEET_COUNT], extra[BF_EXTRA_COUNT];
    char path[SHEET_COUNT][BF_FILE_CAP];
    double *numbers; /* all bands and paths */
};

enum { DAYS_CAP = 100000, REPLICATIONS_CAP = 10000000 };

static bool fail_row(struct bf_err *err, const struct keep *keep, int sheet, size_t row,
                     const char *what)
{
    struct bf_where where = {.file = "", .line = (int)row + 2, .path = ""};
    bf_format(where.file, sizeof where.file, "%s", keep->path[sheet]);
    return bf_fail(err, BF_E_KEY, &where, "%s; was this folder written by another version?", what);
}

static bool fail_memory(struct bf_err *err)
{
    return bf_fail(err, BF_E_NOMEM, NULL, "expected memory to read the results");
}

/* Indices of the named columns; all must be there. */
static bool find_columns(const struct keep *keep, int sheet, const char *const name[], int index[],
                         size_t count, struct bf_err *err)
{
    for (size_t i = 0; i < count; i++) {
        index[i] = bf_sheet_column(&keep->sheet[sheet], name[i]);
        if (index[i] < 0) {
            char what[128];
            bf_format(what, sizeof what, "expected a column \"%s\"", name[i]);
            struct bf_where where = {.file = "", .line = 1, .path = ""};
            bf_format(where.file, sizeof where.file, "%s", keep->path[sheet]);
            return bf_fail(err, BF_E_KEY, &where, "%s, found none", what);
        }
    }
    return true;
}

static const char *cell(const struct bf_sheet *sheet, size_t row, int column)
{
    return sheet->field[row * sheet->columns + (size_t)column];
}

static const char *run_value(const struct bf_sheet *run, const char *key)
{
    for (size_t row = 0; run->columns >= 2 && row < run->rows; row++) {
        if (strcmp(cell(run, row, 0), key) == 0) {
            return cell(run, row, 1);
        }
    }
    return "";
}

static double run_number(const struct bf_sheet *run, const char *key)
{
    double value = (double)NAN;
    return bf_number_parse(run_value(run, key), &value) ? value : (double)NAN;
}

static bool take_identity(struct bf_record *record, const struct keep *keep, struct bf_err *err)
{
    const struct bf_sheet *run = &keep->sheet[SHEET_RUN];
    double days = run_number(run, "days"), planned = run_number(run, "replications_planned");
    double finished = run_number(run, "replications_finished");
    record->title = run_value(run, "title");
    record->version = run_value(run, "version");
    record->commit = run_value(run, "commit");
    record->seed = run_value(run, "seed");
    record->chance_only = run_number(run, "chance_only") > 0;
    if (!bf_day_parse(run_value(run, "first_day"), &record->first_day) ||
        !(days >= 0 && days <= DAYS_CAP) || !(planned >= 0 && planned <= REPLICATIONS_CAP) ||
        !(finished >= 0 && finished <= REPLICATIONS_CAP)) {
        return fail_row(err, keep, SHEET_RUN, 0,
                        "expected first_day, days, replications_planned and "
                        "replications_finished, found one missing or odd");
    }
    record->day_count = (uint32_t)days;
    record->planned = (uint32_t)planned;
    record->replication_count = (uint32_t)finished;
    return true;
}

static bool take_catalogue(struct bf_record *record, const struct keep *keep, struct bf_err *err)
{
    static const char *const name[] = {"kind",    "service", "label",  "group",
                                       "measure", "unit",    "target", "help"};
    int at[8];
    const struct bf_sheet *sheet = &keep->sheet[SHEET_MEASURES];
    if (!find_columns(keep, SHEET_MEASURES, name, at, 8, err)) {
        return false;
    }
    record->series = bf_heap_take(sheet->rows + 1, sizeof *record->series);
    record->scalar = bf_heap_take(sheet->rows + 1, sizeof *record->scalar);
    if (record->series == NULL || record->scalar == NULL) {
        return fail_memory(err);
    }
    for (size_t row = 0; row < sheet->rows; row++) {
        const char *text[8];
        double target = (double)NAN;
        for (size_t i = 0; i < 8; i++) {
            text[i] = cell(sheet, row, at[i]);
        }
        bf_number_parse(text[6], &target);
        if (strcmp(text[0], "daily") == 0) {
            record->series[record->series_count++] = (struct bf_series_record){.service = text[1],
                                                                               .label = text[2],
                                                                               .group = text[3],
                                                                               .measure = text[4],
                                                                               .unit = text[5],
                                                                               .help = text[7],
                                                                               .target = target};
        } else {
            record->scalar[record->scalar_count++] =
                (struct bf_scalar_record){.service = text[1],
                                          .label = text[2],
                                          .group = text[3],
                                          .measure = text[4],
                                          .unit = text[5],
                                          .target = target,
                                          .mean = (double)NAN,
                                          .mc_low = (double)NAN,
                                          .mc_high = (double)NAN,
                                          .p05 = (double)NAN,
                                          .p50 = (double)NAN,
                                          .p95 = (double)NAN};
        }
    }
    return true;
}

static bool same_names(const char *const a[3], const char *service, const char *group,
                       const char *measure)
{
    return strcmp(a[0], service) == 0 && strcmp(a[1], group) == 0 && strcmp(a[2], measure) == 0;
}

/* The scalar of this name or NULL; rows come in the order of the catalogue, so it is looked for
 * from the last one on. */
static struct bf_scalar_record *find_scalar(const struct bf_record *record,
                                            const char *const key[3], size_t *guess)
{
    for (size_t tried = 0; tried < record->scalar_count; tried++) {
        size_t i = (*guess + tried) % record->scalar_count;
        struct bf_scalar_record *scalar = &record->scalar[i];
        if (same_names(key, scalar->service, scalar->group, scalar->measure)) {
            *guess = i + 1;
            return scalar;
        }
    }
    return NULL;
}

static bool take_scalars(struct bf_record *record, const struct keep *keep, struct bf_err *err)
{
    static const char *const name[] = {"service", "group", "measure", "mean", "mc_low",
                                       "mc_high", "p05",   "p50",     "p95"};
    int at[9];
    const struct bf_sheet *sheet = &keep->sheet[SHEET_SUMMARY];
    if (!find_columns(keep, SHEET_SUMMARY, name, at, 9, err)) {
        return false;
    }
    size_t guess = 0;
    for (size_t row = 0; row < sheet->rows; row++) {
        const char *key[3] = {cell(sheet, row, at[0]), cell(sheet, row, at[1]),
                              cell(sheet, row, at[2])};
        struct bf_scalar_record *scalar = find_scalar(record, key, &guess);
        if (scalar == NULL) {
            continue;
        }
        double *to[] = {&scalar->mean, &scalar->mc_low, &scalar->mc_high,
                        &scalar->p05,  &scalar->p50,    &scalar->p95};
        for (size_t k = 0; k < 6; k++) {
            if (!bf_number_parse(cell(sheet, row, at[3 + k]), to[k])) {
                return fail_row(err, keep, SHEET_SUMMARY, row, "expected a number");
            }
        }
    }
    return true;
}

static struct bf_series_record *find_series(const struct bf_record *record,
                                            const char *const key[3], size_t *guess)
{
    for (size_t tried = 0; tried < record->series_count; tried++) {
        size_t i = (*guess + tried) % record->series_count;
        struct bf_series_record *series = &record->series[i];
        if (same_names(key, series->service, series->group, series->measure)) {
            *guess = i;
            return series;
        }
    }
    return NULL;
}

/* Day index of a date in the window, or -1. Dates mostly follow one another. */
static int64_t day_index(const struct bf_record *record, const char *date)
{
    bf_day day;
    if (!bf_day_parse(date, &day) || day < record->first_day ||
        day - record->first_day >= (int64_t)record->day_count) {
        return -1;
    }
    return day - record->first_day;
}

static bool take_bands(struct bf_record *record, const struct keep *keep, struct bf_err *err)
{
    static const char *const name[] = {"service", "group", "measure", "date", "mean",
                                       "p05",     "p25",   "p50",     "p75",  "p95"};
    int at[10];
    const struct bf_sheet *sheet = &keep->sheet[SHEET_DAILY];
    if (!find_columns(keep, SHEET_DAILY, name, at, 10, err)) {
        return false;
    }
    size_t guess = 0;
    for (size_t row = 0; row < sheet->rows; row++) {
        const char *key[3] = {cell(sheet, row, at[0]), cell(sheet, row, at[1]),
                              cell(sheet, row, at[2])};
        struct bf_series_record *series = find_series(record, key, &guess);
        int64_t day = day_index(record, cell(sheet, row, at[3]));
        if (series == NULL || day < 0) {
            return fail_row(err, keep, SHEET_DAILY, row,
                            "expected a series of measures.csv and a date of the run");
        }
        for (size_t k = 0; k < BF_BAND_COUNT; k++) {
            if (!bf_number_parse(cell(sheet, row, at[4 + k]), &series->band[k][day])) {
                return fail_row(err, keep, SHEET_DAILY, row, "expected a number");
            }
        }
    }
    return true;
}

/* Index of replication `number`, added at the end when it is new: the table
 * holds them in ascending order, series after series. */
static int64_t replication_index(struct bf_record *record, uint32_t number, uint32_t *known,
                                 uint32_t *guess)
{
    for (uint32_t tried = 0; tried < *known; tried++) {
        uint32_t i = (*guess + tried) % *known;
        if (record->replication[i] == number) {
            *guess = i;
            return i;
        }
    }
    if (*known == record->replication_count) {
        return -1;
    }
    record->replication[*known] = number;
    *guess = *known;
    return (*known)++;
}

static void mark_kept(struct bf_record *record, const struct keep *keep, const int at[])
{
    const struct bf_sheet *sheet = &keep->sheet[SHEET_DAYS];
    size_t guess = 0;
    for (size_t row = 0; row < sheet->rows; row++) {
        const char *key[3] = {cell(sheet, row, at[0]), cell(sheet, row, at[1]),
                              cell(sheet, row, at[2])};
        struct bf_series_record *series = find_series(record, key, &guess);
        if (series != NULL) {
            series->paths = keep->numbers; /* a mark; placed by lay_out */
        }
    }
}

static bool take_paths(struct bf_record *record, const struct keep *keep, const int at[6],
                       struct bf_err *err)
{
    const struct bf_sheet *sheet = &keep->sheet[SHEET_DAYS];
    size_t guess = 0;
    uint32_t known = 0, last = 0;
    for (size_t row = 0; row < sheet->rows; row++) {
        const char *key[3] = {cell(sheet, row, at[0]), cell(sheet, row, at[1]),
                              cell(sheet, row, at[2])};
        struct bf_series_record *series = find_series(record, key, &guess);
        int64_t day = day_index(record, cell(sheet, row, at[3]));
        double number = (double)NAN;
        bool good = bf_number_parse(cell(sheet, row, at[4]), &number) && number >= 0 &&
                    number <= (double)UINT32_MAX;
        int64_t r = good ? replication_index(record, (uint32_t)number, &known, &last) : -1;
        if (series == NULL || day < 0 || r < 0) {
            return fail_row(err, keep, SHEET_DAYS, row,
                            "expected a replication, a series and a date of the run");
        }
        if (!bf_number_parse(cell(sheet, row, at[5]),
                             &series->paths[(size_t)r * record->day_count + (size_t)day])) {
            return fail_row(err, keep, SHEET_DAYS, row, "expected a number");
        }
    }
    return true;
}

/* One block for all bands and the paths that are kept, filled with NaN. */
static bool lay_out(struct bf_record *record, struct keep *keep, const int at[6],
                    struct bf_err *err)
{
    double mark = 0;
    size_t days = record->day_count, paths = 0;
    keep->numbers = &mark;
    mark_kept(record, keep, at);
    keep->numbers = NULL;
    for (uint32_t i = 0; i < record->series_count; i++) {
        paths += record->series[i].paths != NULL;
    }
    size_t count = days * (BF_BAND_COUNT * (size_t)record->series_count +
                           paths * (size_t)record->replication_count);
    keep->numbers = bf_heap_take(count + 1, sizeof(double));
    record->replication = bf_heap_take((size_t)record->replication_count + 1, sizeof(uint32_t));
    if (keep->numbers == NULL || record->replication == NULL) {
        return fail_memory(err);
    }
    for (size_t i = 0; i < count; i++) {
        keep->numbers[i] = (double)NAN;
    }
    double *next = keep->numbers;
    for (uint32_t i = 0; i < record->series_count; i++) {
        for (size_t k = 0; k < BF_BAND_COUNT; k++, next += days) {
            record->series[i].band[k] = next;
        }
        if (record->series[i].paths != NULL) {
            record->series[i].paths = next;
            next += days * record->replication_count;
        }
    }
    return true;
}

static bool read_sheets(struct keep *keep, const char *dir, struct bf_err *err)
{
    static const char *const name[SHEET_COUNT] = {"run.csv", "measures.csv", "summary.csv",
                                                  "daily.csv", "replication_days.csv"};
    for (size_t i = 0; i < SHEET_COUNT; i++) {
        struct bf_err why;
        if (!bf_path_join(keep->path[i], dir, name[i], err)) {
            return false;
        }
        if (!bf_sheet_read(&keep->sheet[i], keep->path[i], &why)) {
            if (why.code != BF_E_IO) {
                *err = why;
                return false;
            }
            return bf_fail(err, BF_E_IO, &why.where,
                           "expected a folder of results, and this table of it cannot be read; "
                           "give the folder that `bedflow run --out` wrote");
        }
    }
    return true;
}

static bool read_extras(struct bf_record *record, struct keep *keep, const char *dir,
                        struct bf_err *err)
{
    static const char *const name[BF_EXTRA_COUNT] = {
        "outcomes.csv",       "capacity_demand.csv", "spend_by_month.csv",
        "plans_by_month.csv", "who_waits.csv",       "discharges_by_time.csv"};
    for (size_t i = 0; i < BF_EXTRA_COUNT; i++) {
        char path[BF_FILE_CAP];
        if (!bf_path_join(path, dir, name[i], err)) {
            return false;
        }
        if (bf_sheet_read(&keep->extra[i], path, err)) {
            record->extra[i] = &keep->extra[i];
        } else if (err->code != BF_E_IO) {
            return false;
        }
    }
    return true;
}

static bool fill(struct bf_record *record, struct keep *keep, struct bf_err *err)
{
    static const char *const name[] = {"service", "group",       "measure",
                                       "date",    "replication", "value"};
    int at[6];
    return find_columns(keep, SHEET_DAYS, name, at, 6, err) && take_identity(record, keep, err) &&
           take_catalogue(record, keep, err) && take_scalars(record, keep, err) &&
           lay_out(record, keep, at, err) && take_bands(record, keep, err) &&
           take_paths(record, keep, at, err);
}

bool bf_record_read(struct bf_record *record, const char *dir, struct bf_err *err)
{
    *record = (struct bf_record){.title = ""};
    struct keep *keep = bf_heap_take(1, sizeof *keep);
    if (keep == NULL) {
        return fail_memory(err);
    }
    record->keep = keep;
    bool good = read_sheets(keep, dir, err) && read_extras(record, keep, dir, err) &&
                fill(record, keep, err);
    /* the big tables are numbers now; their texts are not needed any more */
    bf_sheet_free(&keep->sheet[SHEET_DAILY]);
    bf_sheet_free(&keep->sheet[SHEET_DAYS]);
    if (!good) {
        bf_record_free(record);
    }
    return good;
}

const struct bf_series_record *bf_record_series(const struct bf_record *record, const char *service,
                                                const char *group, const char *measure)
{
    const char *key[3] = {service, group, measure};
    size_t guess = 0;
    return find_series(record, key, &guess);
}

const struct bf_scalar_record *bf_record_scalar(const struct bf_record *record, const char *service,
                                                const char *group, const char *measure)
{
    const char *key[3] = {service, group, measure};
    for (uint32_t i = 0; i < record->scalar_count; i++) {
        const struct bf_scalar_record *scalar = &record->scalar[i];
        if (same_names(key, scalar->service, scalar->group, scalar->measure)) {
            return scalar;
        }
    }
    return NULL;
}

void bf_record_free(struct bf_record *record)
{
    struct keep *keep = record->keep;
    if (keep != NULL) {
        for (size_t i = 0; i < SHEET_COUNT; i++) {
            bf_sheet_free(&keep->sheet[i]);
        }
        for (size_t i = 0; i < BF_EXTRA_COUNT; i++) {
            bf_sheet_free(&keep->extra[i]);
        }
        bf_heap_give(keep->numbers);
    }
    bf_heap_give(keep);
    bf_heap_give(record->series);
    bf_heap_give(record->scalar);
    bf_heap_give(record->replication);
    *record = (struct bf_record){.title = NULL};
}
