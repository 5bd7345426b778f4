/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/models/snapshot.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/rows.h"
#include "bedflow/base/text.h"
#include "bedflow/base/units.h"
#include "present.h"
#include "world.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELL_CAP     128
#define DAYS_MOST    36525.0
#define ONE_TIME_H   1e-9 /* between people of one time, so that they keep the order of the file */
#define OUTLASTED    1e-12
#define SUGGEST_MAX  256
#define ABSENT_LEAST 2   /* people at once, of whom nobody being there is worth a warning */
#define ABSENT_DAYS  3.0 /* of a stay on average */

enum column { SERVICE, CLASS, LOCALITY, DAYS, WAITING, SINCE, COLUMNS };
static const char *const column_name[COLUMNS] = {"service",     "class",       "locality",
                                                 "days_so_far", "waiting_for", "delayed_since"};

struct reader {
    struct bf_network *n;
    struct bf_rows rows;
    struct bf_snapshot *snapshot;
};

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
static void note_unused(struct reader *r, const char *name)
{
    const char *absent[COLUMNS];
    char all[200], quoted[80];
    size_t count = 0;
    for (int c = 0; c < COLUMNS; c++)
        if (bf_sheet_column(r->rows.sheet, column_name[c]) < 0) absent[count++] = column_name[c];
    bf_text_list(absent, count, all, sizeof all);
    bf_text_quote(quoted, sizeof quoted, name);
    bf_rows_fault(&r->rows, count ? BF_WARNING : BF_NOTE, BF_E_KEY, 1, "",
                  "the column \"%s\" is not used%s%s", quoted,
                  count ? "; is it one of those that are not there? " : "", all);
}

static void note_other_column(struct reader *r, const char *name)
{
    const char *near = bf_text_nearest(name, column_name, COLUMNS);
    if (near)
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, 1, "",
                      "expected a column that is known, received \"%s\"; did you mean \"%s\"?",
                      name, near);
    else
        note_unused(r, name);
}

static void find_columns(struct reader *r)
{
    for (int c = 0; c < COLUMNS; c++)
        r->rows.column[c] = -1;
    for (size_t i = 0; i < r->rows.sheet->columns; i++) {
        char name[CELL_CAP];
        int c = 0;
        trim(name, sizeof name, r->rows.sheet->head[i]);
        while (c < COLUMNS && strcmp(name, column_name[c]) != 0)
            c++;
        if (c < COLUMNS)
            r->rows.column[c] = (int)i;
        else
            note_other_column(r, name);
    }
    if (!bf_rows_have(&r->rows, SERVICE))
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, 1, "",
                      "expected a header with a column \"service\", and any of class, locality, "
                      "days_so_far, waiting_for, delayed_since");
}

/* The field of this row, without the spaces around it; "" if there is no such column. */
static void cell(const struct reader *r, enum column column, char text[CELL_CAP])
{
    trim(text, CELL_CAP, bf_rows_field(&r->rows, column));
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

static void unknown_name(struct reader *r, enum column column, const char *expected,
                         const char *text, const char *const names[], size_t count)
{
    char quoted[80], all[200];
    const char *near = bf_text_nearest(text, names, count);
    bf_text_quote(quoted, sizeof quoted, text);
    bf_text_list(names, count, all, sizeof all);
    bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), column_name[column],
                  "expected %s, received \"%s\"; %s%s%s", expected, quoted,
                  near ? "did you mean \"" : "there are ", near ? near : all, near ? "\"?" : "");
}

/* The index, BF_UNKNOWN if the field is empty or, after a fault, if there is no such name. */
static uint16_t read_name(struct reader *r, enum column column, name_at *name, uint32_t count,
                          const char *expected)
{
    char text[CELL_CAP];
    const char *names[SUGGEST_MAX];
    size_t used = 0;
    cell(r, column, text);
    if (!text[0]) return count == 1 ? 0 : BF_UNKNOWN;
    uint32_t i = look_up(r->n, name, count, text);
    if (i != UINT32_MAX) return (uint16_t)i;
    collect(r->n, name, count, names, &used);
    unknown_name(r, column, expected, text, names, used);
    return BF_UNKNOWN;
}

static void read_service(struct reader *r, struct bf_present *p)
{
    char text[CELL_CAP];
    const char *names[SUGGEST_MAX];
    size_t used = 0;
    cell(r, SERVICE, text);
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

static void read_waiting(struct reader *r, struct bf_present *p)
{
    char text[CELL_CAP];
    const char *names[SUGGEST_MAX];
    size_t used = 0;
    cell(r, WAITING, text);
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

/* ---- times ----------------------------------------------------------------------------- */

static double read_days(struct reader *r)
{
    char text[CELL_CAP], why[BF_WHAT_CAP];
    double days;
    cell(r, DAYS, text);
    if (!text[0]) return (double)NAN;
    if (strchr(text, '%') || !bf_units_parse(BF_DIM_NUMBER, text, &days, why, sizeof why) ||
        !(days >= 0 && days <= DAYS_MOST)) {
        char quoted[80];
        bf_text_quote(quoted, sizeof quoted, text);
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_TYPE, bf_rows_line(&r->rows), column_name[DAYS],
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
static double read_since(struct reader *r)
{
    char text[CELL_CAP], quoted[80], from[BF_DAY_TEXT], cure[120];
    double at_h, from_h = r->n->from * 24.0;
    cell(r, SINCE, text);
    if (!text[0]) return (double)NAN;
    bf_text_quote(quoted, sizeof quoted, text);
    bf_day_print(r->n->from, from);
    if (!parse_instant(text, &at_h)) {
        bf_day_cure(text, cure, sizeof cure);
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_TYPE, bf_rows_line(&r->rows), column_name[SINCE],
                      "expected a date such as %s or %s 14:30, or nothing, received \"%s\"%s", from,
                      from, quoted, cure);
        return (double)NAN;
    }
    /* a date alone of the very day of the start means its beginning */
    if (strlen(text) == 10 && at_h == from_h + 12) at_h = from_h;
    if (at_h > from_h) {
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), column_name[SINCE],
            "expected a time before the run begins, at midnight of %s (period.from), received "
            "\"%s\"",
            from, quoted);
        return (double)NAN;
    }
    if (from_h - at_h > DAYS_MOST * 24) {
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), column_name[SINCE],
                      "expected a time in the last century, received \"%s\"", quoted);
        return (double)NAN;
    }
    return from_h - at_h;
}

static void read_times(struct reader *r, struct bf_present *p)
{
    double since_h = read_since(r);
    p->elapsed_h = read_days(r);
    bool outside = p->service == BF_TO_LEFT;
    if (!outside && p->service != BF_TO_HOME && p->awaits == BF_AWAITS_NOTHING && !isnan(since_h))
        p->awaits = BF_AWAITS_UNKNOWN;
    if (!isnan(since_h) && !isnan(p->elapsed_h) && since_h > p->elapsed_h + 24)
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), column_name[SINCE],
                      "expected a time after they came, %.6g days ago (days_so_far), received one "
                      "%.6g days ago; one of the two is wrong",
                      p->elapsed_h / 24, since_h / 24);
    if (outside && isnan(since_h)) since_h = p->elapsed_h;
    p->waited_h = isnan(since_h) ? 0 : since_h;
    p->waited_h += (double)(r->rows.sheet->rows - r->rows.row) * ONE_TIME_H;
    if (p->elapsed_h < p->waited_h) p->elapsed_h = p->waited_h;
}

/* ---- what fits together ---------------------------------------------------------------- */

/* Whether somebody of a class, who came by this stream and from a place that the row allows, may
 * wait as it says. */
static bool has_way_from(const struct reader *r, const struct bf_present *p, uint32_t class_,
                         uint32_t stream)
{
    const struct bf_numbers *numbers = &r->n->numbers;
    for (uint32_t l = 0; l < r->n->locality_count; l++) {
        if (p->locality != BF_UNKNOWN && p->locality != l) continue;
        struct bf_ways ways = present_ways(r->n, numbers, p, bf_group_of(r->n, stream, l, class_));
        for (uint32_t k = 0; k < ways.count; k++)
            if (present_weight(r->n, numbers, p, ways, k) >= 0) return true;
        if (!r->n->stream_cell) return false;
    }
    return false;
}

static bool has_way(const struct reader *r, const struct bf_present *p, uint32_t class_)
{
    for (uint32_t s = 0; s < r->n->stream_count; s++) {
        if (has_way_from(r, p, class_, s)) return true;
        if (!r->n->stream_cell) return false;
    }
    return false;
}

static void check_way(struct reader *r, const struct bf_present *p)
{
    bool found = false;
    char to[CELL_CAP];
    for (uint32_t k = 0; k < r->n->class_count && !found; k++)
        if (p->class_ == BF_UNKNOWN || p->class_ == k) found = has_way(r, p, k);
    if (found) return;
    cell(r, WAITING, to);
    bf_rows_fault(
        &r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), column_name[WAITING],
        "expected what people in %s%s%s can wait for, received \"%s\": no way on from there %s "
        "it; add one to services.%s.then (its share may be 0)",
        r->n->service[p->service].name, p->class_ == BF_UNKNOWN ? "" : " of class ",
        p->class_ == BF_UNKNOWN ? "" : r->n->class_[p->class_].name, to,
        p->awaits == BF_AWAITS_TASK ? "needs" : "leads to", r->n->service[p->service].name);
}

static void check_outside(struct reader *r, const struct bf_present *p)
{
    if (p->awaits == BF_AWAITS_NOTHING || p->awaits == BF_AWAITS_UNKNOWN)
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), column_name[SERVICE],
            "expected the service they are in, or in waiting_for the one that they wait for "
            "outside, received neither");
    else if (p->awaits != BF_AWAITS_PLACE)
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), column_name[WAITING],
            "expected a service, since nobody outside waits for a task or for home; name in "
            "service where they are");
}

static void check_home(struct reader *r, const struct bf_present *p)
{
    if (p->awaits != BF_AWAITS_NOTHING)
        bf_rows_fault(
            &r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), column_name[WAITING],
            "expected nothing for somebody at home; leave service empty if they wait outside");
    if (isnan(p->elapsed_h))
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_KEY, bf_rows_line(&r->rows), column_name[DAYS],
                      "expected the days since their discharge from hospital, received nothing");
}

static void check_inside(struct reader *r, const struct bf_present *p)
{
    const struct bf_service_info *info = &r->n->service[p->service];
    bool permanent = r->n->numbers.site[(size_t)p->service * r->n->group_count].permanent;
    if (p->awaits == BF_AWAITS_NOTHING) return;
    if (permanent)
        bf_rows_fault(&r->rows, BF_ERROR, BF_E_RANGE, bf_rows_line(&r->rows), column_name[WAITING],
                      "expected nothing for people in %s, who are there for good", info->name);
    else
        check_way(r, p);
}

/* ---- by which stream they came --------------------------------------------------------- */

/* Share of the people of one group who come to a service, at once or as a further preference. */
static double share_brought(const struct bf_network *n, struct bf_ways ways, uint32_t to)
{
    const struct bf_choice *way = &n->numbers.choice[ways.first];
    double share = 0;
    for (uint32_t k = 0; k < ways.count; k++) {
        bool there = way[k].to == to;
        for (uint32_t a = 0; a < way[k].alt_count && !there; a++)
            there = n->numbers.alt[way[k].alt + a].to == to;
        if (there) share += 1e-9 + way[k].cumulative - (k ? way[k - 1].cumulative : 0);
    }
    return share;
}

/* How many a day a stream brings to a service: directly, or by an offer. */
static double brings(const struct bf_network *n, uint32_t stream, uint32_t to, uint32_t class_,
                     bool offered)
{
    const struct bf_stream_numbers *numbers = &n->numbers.stream[stream];
    const struct bf_stream_info *info = &n->stream[stream];
    const double *classes = &n->numbers.class_share[(size_t)stream * n->class_count];
    double rate = 1e-9 + numbers->rate_per_day, share = 0;
    if (class_ != BF_UNKNOWN) rate *= 1e-9 + classes[class_] - (class_ ? classes[class_ - 1] : 0);
    if (offered)
        return info->offer_to == to ? rate * numbers->offer_share * (1 - numbers->offer_after) : 0;
    for (uint32_t g = 0; g < (info->enter ? n->group_count : 1); g++) /* those most of whom come */
        share = fmax(share, share_brought(n, bf_enter_ways(info, g), to));
    return rate * share * (info->planned ? 1e-3 : 1); /* planned people do not wait for beds */
}

/* Whether people of a stream can wait for what the row says: not all may, with filters. */
static bool may_wait(const struct reader *r, const struct bf_present *p, uint32_t stream)
{
    if (!r->n->stream_cell || p->awaits == BF_AWAITS_NOTHING || !bf_is_service(p->service))
        return true;
    for (uint32_t k = 0; k < r->n->class_count; k++)
        if ((p->class_ == BF_UNKNOWN || p->class_ == k) && has_way_from(r, p, k, stream))
            return true;
    return false;
}

static double best_stream(const struct reader *r, const struct bf_present *p, uint32_t to,
                          bool offered, uint16_t *stream)
{
    double best = 0;
    for (uint32_t s = 0; s < r->n->stream_count; s++) {
        if (!may_wait(r, p, s)) continue;
        double people = brings(r->n, s, to, p->class_, offered);
        if (people > best) {
            best = people;
            *stream = (uint16_t)s;
        }
    }
    return best;
}

/* The busiest stream, planned people last: for those who came by way of other services. */
static uint16_t any_stream(const struct reader *r, const struct bf_present *p)
{
    const struct bf_network *n = r->n;
    uint32_t best = 0;
    while (best + 1 < n->stream_count && !may_wait(r, p, best))
        best++;
    for (uint32_t s = best + 1; s < n->stream_count; s++) {
        if (!may_wait(r, p, s)) continue;
        bool better = n->stream[s].planned == n->stream[best].planned
                          ? n->numbers.stream[s].rate_per_day > n->numbers.stream[best].rate_per_day
                          : n->stream[best].planned;
        if (better) best = s;
    }
    return (uint16_t)best;
}

static void find_stream(struct reader *r, struct bf_present *p)
{
    uint32_t at = p->service == BF_TO_LEFT ? p->target : p->service;
    p->stream = any_stream(r, p);
    if (!bf_is_service(at)) return;
    if (best_stream(r, p, at, false, &p->stream) > 0) return;
    p->offered = best_stream(r, p, at, true, &p->stream) > 0;
    if (p->service == BF_TO_LEFT && !p->offered)
        bf_rows_fault(
            &r->rows, BF_WARNING, BF_E_RANGE, bf_rows_line(&r->rows), column_name[WAITING],
            "nobody comes to %s from outside in this scenario: they wait for it all the same",
            r->n->service[at].name);
}

/* ---- rows ------------------------------------------------------------------------------ */

static uint64_t hash_row(const struct reader *r)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (int c = 0; c < COLUMNS; c++) {
        char text[CELL_CAP];
        cell(r, (enum column)c, text);
        for (const char *at = text;; at++) {
            hash = (hash ^ (unsigned char)*at) * UINT64_C(0x100000001b3);
            if (!*at) break;
        }
    }
    return hash;
}

static void read_row(struct reader *r)
{
    struct bf_present *p = &r->snapshot->person[r->snapshot->count++];
    size_t errors = r->rows.faults->errors;
    *p = (struct bf_present){
        .who = hash_row(r), .target = BF_UNKNOWN, .line = bf_rows_line(&r->rows)};
    read_service(r, p);
    p->class_ = read_name(r, CLASS, class_name, r->n->class_count, "the name of a class");
    p->locality =
        read_name(r, LOCALITY, locality_name, r->n->locality_count, "the name of a locality");
    read_waiting(r, p);
    if (r->rows.faults->errors != errors) return;
    read_times(r, p);
    if (r->rows.faults->errors != errors) return;
    if (p->service == BF_TO_LEFT)
        check_outside(r, p);
    else if (p->service == BF_TO_HOME)
        check_home(r, p);
    else
        check_inside(r, p);
    if (r->rows.faults->errors == errors) find_stream(r, p);
}

static int by_hash(const void *a, const void *b)
{
    const struct bf_present *x = a, *y = b;
    return x->who < y->who ? -1 : x->who > y->who;
}

/* Rows that say the same are told apart by their number among them. */
static void give_keys(struct bf_snapshot *snapshot)
{
    uint64_t equal = 0, last = 0;
    qsort(snapshot->person, snapshot->count, sizeof *snapshot->person, by_hash);
    for (uint32_t i = 0; i < snapshot->count; i++) {
        uint64_t hash = snapshot->person[i].who;
        equal = i && hash == last ? equal + 1 : 0;
        last = hash;
        uint64_t mixed = (hash ^ hash >> 29) + equal * UINT64_C(0x9e3779b97f4a7c15);
        snapshot->person[i].who = bf_thing_key(THING_PRESENT, mixed >> 16);
    }
}

static bool waits(const struct bf_present *p)
{
    return p->awaits != BF_AWAITS_NOTHING;
}

/* Those in stays first, then those who wait, the longest wait first: a total order. */
static int in_order(const void *a, const void *b)
{
    const struct bf_present *x = a, *y = b;
    if (waits(x) != waits(y)) return waits(x) ? 1 : -1;
    if (x->waited_h != y->waited_h) return x->waited_h > y->waited_h ? -1 : 1;
    return x->who < y->who ? -1 : x->who > y->who;
}

static void count_all(struct bf_snapshot *snapshot)
{
    for (uint32_t i = 0; i < snapshot->count; i++) {
        const struct bf_present *p = &snapshot->person[i];
        snapshot->home += p->service == BF_TO_HOME;
        snapshot->outside += p->service == BF_TO_LEFT;
        if (!bf_is_service(p->service)) continue;
        snapshot->ready += waits(p);
        snapshot->in += !waits(p);
        snapshot->unknown += !waits(p) && isnan(p->elapsed_h);
    }
}

/* ---- what is worth saying -------------------------------------------------------------- */

struct bf_snapshot_at bf_snapshot_count(const struct bf_snapshot *snapshot, uint32_t service)
{
    struct bf_snapshot_at at = {0};
    for (uint32_t i = 0; i < snapshot->count; i++) {
        const struct bf_present *p = &snapshot->person[i];
        at.in += p->service == service;
        at.ready += p->service == service && waits(p);
        at.outside += p->service == BF_TO_LEFT && p->target == service;
    }
    return at;
}

static bool has_outlasted(const struct bf_network *n, const struct bf_present *p)
{
    if (!bf_is_service(p->service) || waits(p) || isnan(p->elapsed_h)) return false;
    for (uint32_t k = 0; k < n->class_count; k++) {
        const struct bf_site *site = &n->numbers.site[(size_t)p->service * n->group_count + k];
        if (p->class_ != BF_UNKNOWN && p->class_ != k) continue;
        if (site->permanent || !(site->factor > 0) ||
            bf_dist_survival(&site->stay, p->elapsed_h / site->factor) >= OUTLASTED)
            return false;
    }
    return true;
}

/* Care hours of one person on a day, in the middle of the stay. */
static double hours_of_one(const struct bf_service_numbers *numbers)
{
    return (numbers->first_per_day + numbers->last_per_day) / 2;
}

static void note_hours(struct reader *r, uint32_t s, uint32_t people)
{
    const struct bf_service_numbers *numbers = &r->n->numbers.service[s];
    double hours = people * hours_of_one(numbers);
    if (!r->n->service[s].has_hours || hours <= numbers->hours_per_day) return;
    bf_rows_fault(&r->rows, BF_NOTE, BF_E_RANGE, 0, "",
                  "%u people are in %s, whose visits take about %.0f hours a day of the %.0f there "
                  "are before dated changes: they keep them, and hardly anybody starts until some "
                  "have left",
                  people, r->n->service[s].name, hours, numbers->hours_per_day);
}

static void note_services(struct reader *r)
{
    for (uint32_t s = 0; s < r->n->service_count; s++) {
        struct bf_snapshot_at at = bf_snapshot_count(r->snapshot, s);
        double places = r->n->numbers.service[s].places;
        uint32_t outlasted = 0;
        if (r->n->service[s].kind != BF_KIND_TEAM && at.in > places)
            bf_rows_fault(
                &r->rows, BF_NOTE, BF_E_RANGE, 0, "",
                "%u people are in %s, which has %.0f places before dated changes: they stay, "
                "and %.0f places close as people leave",
                at.in, r->n->service[s].name, places, at.in - places);
        note_hours(r, s, at.in);
        for (uint32_t i = 0; i < r->snapshot->count; i++)
            outlasted +=
                r->snapshot->person[i].service == s && has_outlasted(r->n, &r->snapshot->person[i]);
        if (outlasted)
            bf_rows_fault(
                &r->rows, BF_WARNING, BF_E_RANGE, 0, "",
                "%u of %u people in %s have been there longer than its stays ever last: they "
                "are taken as ready; are they waiting for something, or are its stays too short?",
                outlasted, at.in, r->n->service[s].name);
    }
}

/* Who was discharged before the start comes back only if the table has them. */
static void note_home(struct reader *r, double readmissions)
{
    if (r->snapshot->home || !(readmissions > 0)) return;
    bf_rows_fault(
        &r->rows, BF_WARNING, BF_E_RANGE, 0, "",
        "nobody of the table is at home after a discharge, so that readmissions are missing "
        "at first, about %.3g a day fading over the weeks after the start; add rows with "
        "service \"home\" and days_so_far since the discharge",
        readmissions / 365);
}

/* People at once, on average; 0 where that is not known. */
static double usually_in(const struct bf_network *n, const struct bf_load *load, uint32_t s)
{
    const struct bf_service_numbers *numbers = &n->numbers.service[s];
    if (n->service[s].has_hours)
        return hours_of_one(numbers) > 0 ? load[s].offered / hours_of_one(numbers) : 0;
    bool people = n->service[s].kind == BF_KIND_BEDS || n->service[s].kind == BF_KIND_CASELOAD;
    return people ? fmin(load[s].offered, load[s].capacity) : 0;
}

/* A table of one hospital, or one that came out empty, starts the rest of the county from nothing.
 */
static void note_absent(struct reader *r, const struct bf_load *load)
{
    char one[160], all[600] = "";
    uint32_t absent = 0;
    for (uint32_t s = 0; s < r->n->service_count; s++) {
        double people = usually_in(r->n, load, s);
        bool soon = people < ABSENT_DAYS * load[s].arrivals_per_day; /* it fills by itself */
        if (people < ABSENT_LEAST || soon || bf_snapshot_count(r->snapshot, s).in) continue;
        bf_format(one, sizeof one, "%s%s (about %.0f at once on average)", absent++ ? ", " : "",
                  r->n->service[s].name, people);
        if (strlen(all) + strlen(one) < sizeof all)
            bf_format(all + strlen(all), sizeof all - strlen(all), "%s", one);
    }
    if (absent)
        bf_rows_fault(&r->rows, BF_WARNING, BF_E_RANGE, 0, "",
                      "nobody of the table is in %s: what is asked for there finds it empty at "
                      "first, so that delays and waits come out too low; add who is there, "
                      "unless it is new",
                      all);
}

static void note_county(struct reader *r)
{
    double emergency = 0, readmissions = 0;
    struct bf_load *load = bf_heap_take(r->n->service_count, sizeof *load);
    if (load && bf_network_load(r->n, load, &emergency, &readmissions)) {
        note_absent(r, load);
        note_home(r, readmissions);
    }
    bf_heap_give(load);
}

/* ---- all ------------------------------------------------------------------------------- */

static struct bf_snapshot *reserve(size_t rows)
{
    struct bf_snapshot *snapshot = bf_heap_take(1, sizeof *snapshot);
    if (!snapshot) return NULL;
    snapshot->person = bf_heap_take(rows ? rows : 1, sizeof *snapshot->person);
    if (snapshot->person) return snapshot;
    bf_heap_give(snapshot);
    return NULL;
}

bool bf_snapshot_read(struct bf_network *network, const struct bf_sheet *sheet, const char *file,
                      struct bf_faults *faults)
{
    struct reader r = {.n = network,
                       .rows = bf_rows_begin(sheet, file, column_name, COLUMNS, faults)};
    size_t errors = faults->errors;
    BF_REQUIRE(!network->snapshot && network->stream_count > 0);
    find_columns(&r);
    if ((double)sheet->rows > network->care->limits.patients)
        bf_rows_fault(&r.rows, BF_ERROR, BF_E_LIMIT, 0, "",
                      "expected at most %.0f people, received %zu; raise limits.patients",
                      network->care->limits.patients, sheet->rows);
    if (faults->errors != errors) return false;
    r.snapshot = reserve(sheet->rows);
    if (!r.snapshot) {
        bf_rows_fault(&r.rows, BF_ERROR, BF_E_NOMEM, 0, "", "expected memory for %zu people",
                      sheet->rows);
        return false;
    }
    for (r.rows.row = 0; r.rows.row < sheet->rows; r.rows.row++)
        read_row(&r);
    if (faults->errors != errors) {
        bf_snapshot_free(r.snapshot);
        return false;
    }
    give_keys(r.snapshot);
    qsort(r.snapshot->person, r.snapshot->count, sizeof *r.snapshot->person, in_order);
    count_all(r.snapshot);
    note_services(&r);
    note_county(&r);
    network->snapshot = r.snapshot;
    return true;
}

void bf_snapshot_free(struct bf_snapshot *snapshot)
{
    if (!snapshot) return;
    bf_heap_give(snapshot->person);
    bf_heap_give(snapshot);
}
