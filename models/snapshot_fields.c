/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "snapshot_reader.h"

#include "bedflow/base/text.h"
#include "bedflow/base/units.h"

#include <math.h>
#include <string.h>

#define LONGEST_DAYS 36525.0
#define ONE_TIME_H   1e-9 /* between people of one time, so that they keep the order of the file */
#define SUGGEST_MAX  256

const char *const snapshot_column_name[SNAPSHOT_COLUMNS] = {
    "service", "class", "locality", "days_so_far", "waiting_for", "delayed_since"};

/* ---- columns --------------------------------------------------------------------------- */

static void trim(char text[], size_t size, const char *from)
{
    while (*from == ' ' || *from == '\t')
        from++;
    bf_format(text, size, "%s", from);
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        text[--length] = '\0';
}

/* Beside a column that is wanted and not there it may be that one under another name. */
static void note_unused(struct snapshot_reader *r, const char *name)
{
    const char *absent[SNAPSHOT_COLUMNS];
    char all[200], quoted[80];
    size_t count = 0;
    for (int c = 0; c < SNAPSHOT_COLUMNS; c++)
        if (bf_sheet_column(r->rows.sheet, snapshot_column_name[c]) < 0)
            absent[count++] = snapshot_column_name[c];
    bf_text_list(absent, count, all, sizeof all);
    bf_text_quote(quoted, sizeof quoted, name);
    bf_rows_fault(&r->rows, count ? BF_WARNING : BF_NOTE, BF_E_KEY, 1, "",
                  "the column \"%s\" is not used%s%s", quoted,
                  count ? "; is it one of those that are not there? " : "", all);
}

static void note_other_column(struct snapshot_reader *r, const char *name)
{
    const char *near = bf_text_nearest(name, snapshot_column_name, SNAPSHOT_COLUMNS);
    if (near)
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, 1, "",
                      "expected a column that is known, received \"%s\"; did you mean \"%s\"?",
                      name, near);
    else
        note_unused(r, name);
}

void snapshot_find_columns(struct snapshot_reader *r)
{
    for (int c = 0; c < SNAPSHOT_COLUMNS; c++)
        r->rows.column[c] = -1;
    for (size_t i = 0; i < r->rows.sheet->columns; i++) {
        char name[SNAPSHOT_CELL_CAP];
        int c = 0;
        trim(name, sizeof name, r->rows.sheet->head[i]);
        while (c < SNAPSHOT_COLUMNS && strcmp(name, snapshot_column_name[c]) != 0)
            c++;
        if (c < SNAPSHOT_COLUMNS)
            r->rows.column[c] = (int)i;
        else
            note_other_column(r, name);
    }
    if (!bf_rows_have(&r->rows, SERVICE))
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, 1, "",
                      "expected a header with a column \"service\", and any of class, locality, "
                      "days_so_far, waiting_for, delayed_since");
}

void snapshot_cell(const struct snapshot_reader *r, enum snapshot_column column,
                   char text[SNAPSHOT_CELL_CAP])
{
    trim(text, SNAPSHOT_CELL_CAP, bf_rows_field(&r->rows, column));
}

/* ---- names ----------------------------------------------------------------------------- */

typedef const char *name_at(const struct bf_network *n, uint32_t i);

static const char *service_name(const struct bf_network *n, uint32_t i)
{
    return n->service[i].name;
}
static const char *class_name(const struct bf_network *n, uint32_t i)
{
    return n->class_[i].name;
}
static const char *locality_name(const struct bf_network *n, uint32_t i)
{
    return n->locality_name[i];
}
static const char *task_name(const struct bf_network *n, uint32_t i)
{
    return n->task[i].name;
}

static uint32_t look_up(const struct bf_network *n, name_at *name, uint32_t count, const char *text)
{
    for (uint32_t i = 0; i < count; i++)
        if (strcmp(name(n, i), text) == 0) return i;
    return UINT32_MAX;
}

static void collect(const struct bf_network *n, name_at *name, uint32_t count,
                    const char *names[SUGGEST_MAX], size_t *used)
{
    for (uint32_t i = 0; i < count && *used < SUGGEST_MAX; i++)
        names[(*used)++] = name(n, i);
}

static void unknown_name(struct snapshot_reader *r, enum snapshot_column column,
                         const char *expected, const char *text, const char *const names[],
                         size_t count)
{
    char quoted[80], all[200];
    const char *near = bf_text_nearest(text, names, count);
    bf_text_quote(quoted, sizeof quoted, text);
    bf_text_list(names, count, all, sizeof all);
    bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows),
                  snapshot_column_name[column], "expected %s, received \"%s\"; %s%s%s", expected,
                  quoted, near ? "did you mean \"" : "there are ", near ? near : all,
                  near ? "\"?" : "");
}

/* The index, BF_UNKNOWN if the field is empty or, after a fault, if there is no such name. */
static uint16_t read_name(struct snapshot_reader *r, enum snapshot_column column, name_at *name,
                          uint32_t count, const char *expected)
{
    char text[SNAPSHOT_CELL_CAP];
    const char *names[SUGGEST_MAX];
    size_t used = 0;
    snapshot_cell(r, column, text);
    if (!text[0]) return count == 1 ? 0 : BF_UNKNOWN;
    uint32_t i = look_up(r->n, name, count, text);
    if (i != UINT32_MAX) return (uint16_t)i;
    collect(r->n, name, count, names, &used);
    unknown_name(r, column, expected, text, names, used);
    return BF_UNKNOWN;
}

static void read_service(struct snapshot_reader *r, struct bf_present *p)
{
    char text[SNAPSHOT_CELL_CAP];
    const char *names[SUGGEST_MAX];
    size_t used = 0;
    snapshot_cell(r, SERVICE, text);
    p->service = BF_TO_LEFT;
    if (!text[0]) return;
    uint32_t i = look_up(r->n, service_name, r->n->service_count, text);
    if (strcmp(text, "home") == 0 || (i != UINT32_MAX && r->n->service[i].kind == BF_KIND_HOME)) {
        p->service = BF_TO_HOME;
    } else if (i != UINT32_MAX) {
        p->service = (uint16_t)i;
    } else {
        names[used++] = "home";
        collect(r->n, service_name, r->n->service_count, names, &used);
        unknown_name(r, SERVICE, "the name of a service, \"home\" or nothing", text, names, used);
    }
}

static void read_waiting(struct snapshot_reader *r, struct bf_present *p)
{
    char text[SNAPSHOT_CELL_CAP];
    const char *names[SUGGEST_MAX];
    size_t used = 0;
    snapshot_cell(r, WAITING, text);
    if (!text[0]) return;
    uint32_t service = look_up(r->n, service_name, r->n->service_count, text);
    uint32_t task = look_up(r->n, task_name, r->n->task_count, text);
    if (strcmp(text, "home") == 0 ||
        (service != UINT32_MAX && r->n->service[service].kind == BF_KIND_HOME)) {
        p->awaits = BF_AWAITS_HOME;
    } else if (service != UINT32_MAX) {
        p->awaits = BF_AWAITS_PLACE;
        p->target = (uint16_t)service;
    } else if (task != UINT32_MAX) {
        p->awaits = BF_AWAITS_TASK;
        p->target = (uint16_t)task;
    } else {
        names[used++] = "home";
        collect(r->n, service_name, r->n->service_count, names, &used);
        collect(r->n, task_name, r->n->task_count, names, &used);
        unknown_name(r, WAITING, "the name of a service or a task, or \"home\"", text, names, used);
    }
}

void snapshot_read_names(struct snapshot_reader *r, struct bf_present *p)
{
    read_service(r, p);
    p->class_ = read_name(r, CLASS, class_name, r->n->class_count, "the name of a class");
    p->locality =
        read_name(r, LOCALITY, locality_name, r->n->locality_count, "the name of a locality");
    read_waiting(r, p);
}

/* ---- times ----------------------------------------------------------------------------- */

static double read_days(struct snapshot_reader *r)
{
    char text[SNAPSHOT_CELL_CAP], why[BF_WHAT_CAP];
    double days;
    snapshot_cell(r, DAYS, text);
    if (!text[0]) return (double)NAN;
    if (strchr(text, '%') || !bf_units_parse(BF_DIM_NUMBER, text, &days, why, sizeof why) ||
        !(days >= 0 && days <= LONGEST_DAYS)) {
        char quoted[80];
        bf_text_quote(quoted, sizeof quoted, text);
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_TYPE, bf_rows_line(&r->rows), snapshot_column_name[DAYS],
            "expected days so far such as 12 or 0.5, 0 to 36525, or nothing, received \"%s\"%s",
            quoted, bf_rows_cure(text));
        return (double)NAN;
    }
    return days * 24;
}

static bool two_digits(const char *text, int most, int *value)
{
    if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9') return false;
    *value = (text[0] - '0') * 10 + (text[1] - '0');
    return *value <= most;
}

/* "2021-10-28", "2021-10-28 14:30", with T for the space, with seconds: hours since 1970. */
static bool parse_instant(const char *text, double *at_h)
{
    char date[11];
    bf_day day;
    int hour = 12, minute = 0, second = 0;
    size_t length = strlen(text);
    if (length < 10) return false;
    memcpy(date, text, 10);
    date[10] = '\0';
    if (!bf_day_parse(date, &day)) return false;
    bool timed = length > 10;
    if (timed && ((text[10] != ' ' && text[10] != 'T') || length < 16 || text[13] != ':' ||
                  !two_digits(text + 11, 23, &hour) || !two_digits(text + 14, 59, &minute)))
        return false;
    if (timed && length != 16 &&
        (length != 19 || text[16] != ':' || !two_digits(text + 17, 59, &second)))
        return false;
    *at_h = day * 24.0 + hour + minute / 60.0 + second / 3600.0;
    return true;
}

/* Hours from then to the start of the period; NaN when not known. */
static double read_since(struct snapshot_reader *r)
{
    char text[SNAPSHOT_CELL_CAP], quoted[80], from[BF_DAY_TEXT], cure[120];
    double at_h, from_h = r->n->from * 24.0;
    snapshot_cell(r, SINCE, text);
    if (!text[0]) return (double)NAN;
    bf_text_quote(quoted, sizeof quoted, text);
    bf_day_print(r->n->from, from);
    if (!parse_instant(text, &at_h)) {
        bf_day_cure(text, cure, sizeof cure);
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_TYPE, bf_rows_line(&r->rows),
                      snapshot_column_name[SINCE],
                      "expected a date such as %s or %s 14:30, or nothing, received \"%s\"%s", from,
                      from, quoted, cure);
        return (double)NAN;
    }
    /* a date alone of the very day of the start means its beginning */
    if (strlen(text) == 10 && at_h == from_h + 12) at_h = from_h;
    if (at_h > from_h) {
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), snapshot_column_name[SINCE],
            "expected a time before the run begins, at midnight of %s (period.from), received "
            "\"%s\"",
            from, quoted);
        return (double)NAN;
    }
    if (from_h - at_h > LONGEST_DAYS * 24) {
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows),
                      snapshot_column_name[SINCE],
                      "expected a time in the last century, received \"%s\"", quoted);
        return (double)NAN;
    }
    return from_h - at_h;
}

void snapshot_read_times(struct snapshot_reader *r, struct bf_present *p)
{
    double since_h = read_since(r);
    p->elapsed_h = read_days(r);
    bool outside = p->service == BF_TO_LEFT;
    if (!outside && p->service != BF_TO_HOME && p->awaits == BF_AWAITS_NOTHING && !isnan(since_h))
        p->awaits = BF_AWAITS_UNKNOWN;
    if (!isnan(since_h) && !isnan(p->elapsed_h) && since_h > p->elapsed_h + 24)
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows),
                      snapshot_column_name[SINCE],
                      "expected a time after they came, %.6g days ago (days_so_far), received one "
                      "%.6g days ago; one of the two is wrong",
                      p->elapsed_h / 24, since_h / 24);
    if (outside && isnan(since_h)) since_h = p->elapsed_h;
    p->waited_h = isnan(since_h) ? 0 : since_h;
    p->waited_h += (double)(r->rows.sheet->rows - r->rows.row) * ONE_TIME_H;
    if (p->elapsed_h < p->waited_h) p->elapsed_h = p->waited_h;
}
