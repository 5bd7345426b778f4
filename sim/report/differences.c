/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/differences.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/script.h"
#include "bedflow/report/table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { WORDS = 700, WRITTEN_SHOWN = 6, PATHS_SHOWN = 3 };

/* The settings of a scenario by path, and where the last object looked at begins. */
struct index {
    const struct bf_bound *bound;
    const struct bf_given **by_path; /* [given_count] */
    size_t at;
};

struct job {
    const struct bf_bound *a, *b;
    struct index in_a, in_b;
    struct bf_text *out;
    uint32_t found, evidence;
    bool headed; /* the section's heading stands */
    const char *heading;
    char stem[BF_PATH_CAP]; /* of the list whose numbers are being counted */
    uint32_t more;          /* numbers of it beside the first */
};

/* ---- settings by path ------------------------------------------------------------------ */

static int compare_paths(const void *x, const void *y)
{
    return strcmp((*(const struct bf_given *const *)x)->path,
                  (*(const struct bf_given *const *)y)->path);
}

/* Without memory for it, settings are looked for one after another. */
static struct index index_open(const struct bf_bound *bound)
{
    struct index index = {.bound = bound,
                          .by_path = bf_heap_take(bound->given_count + 1, sizeof *index.by_path)};
    for (size_t i = 0; index.by_path && i < bound->given_count; i++)
        index.by_path[i] = &bound->given[i];
    if (index.by_path)
        qsort(index.by_path, bound->given_count, sizeof *index.by_path, compare_paths);
    return index;
}

static const struct bf_given *find(const struct index *index, const char *path)
{
    const struct bf_given wanted = {.path = path}, *key = &wanted;
    if (!index->by_path) return bf_bound_find(index->bound, path);
    const struct bf_given **found = bsearch(&key, index->by_path, index->bound->given_count,
                                            sizeof *index->by_path, compare_paths);
    return found ? *found : NULL;
}

/* ---- values ---------------------------------------------------------------------------- */

static bool same_number(double a, double b)
{
    return (isnan(a) && isnan(b)) || (a <= b && a >= b);
}

static bool same_text(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

static const void *value_at(const struct bf_bound *bound, const struct bf_given *given)
{
    return bound->region + given->offset;
}

static double number_of(const struct bf_bound *bound, const struct bf_given *given)
{
    double value;
    memcpy(&value, value_at(bound, given), sizeof value);
    return value;
}

static const char *text_of(const struct bf_bound *bound, const struct bf_given *given)
{
    const char *text;
    memcpy(&text, value_at(bound, given), sizeof text);
    return text;
}

static bool is_number(const struct bf_given *given)
{
    enum bf_param_type type = given->param->type;
    return type == BF_PARAM_QUANTITY || type == BF_PARAM_SERIES || type == BF_PARAM_SHARES;
}

static size_t plain_size(enum bf_param_type type)
{
    switch (type) {
    case BF_PARAM_FLAG:
        return sizeof(bool);
    case BF_PARAM_CHOICE:
        return sizeof(int32_t);
    case BF_PARAM_DATE:
    case BF_PARAM_DATES:
        return sizeof(bf_day);
    default:
        return 0;
    }
}

/* Weeks have padding, and are compared by what was written. */
static bool same_value(const struct job *job, const struct bf_given *a, const struct bf_given *b)
{
    if (a->param->type != b->param->type) return false;
    if (is_number(a)) return same_number(number_of(job->a, a), number_of(job->b, b));
    size_t size = plain_size(a->param->type);
    if (size > 0) return memcmp(value_at(job->a, a), value_at(job->b, b), size) == 0;
    if (a->param->type == BF_PARAM_HOURS)
        return same_text(a->text ? a->text : a->param->fallback,
                         b->text ? b->text : b->param->fallback);
    return same_text(text_of(job->a, a), text_of(job->b, b));
}

static void value_words(const struct bf_bound *bound, const struct bf_given *given, char text[],
                        size_t size)
{
    if (!given)
        bf_format(text, size, "not given");
    else if (given->text)
        bf_format(text, size, "%s", given->text);
    else if (is_number(given))
        bf_units_print(given->param->dim, number_of(bound, given), text, size);
    else
        bf_format(text, size, "%s", given->param->fallback ? given->param->fallback : "not given");
}

/* ---- names ----------------------------------------------------------------------------- */

/* The label of the object at `object`, or the last part of its path. */
static void label_words(const struct bf_bound *bound, const char *object, char text[], size_t size)
{
    char path[BF_PATH_CAP];
    bf_format(path, sizeof path, "%s.label", object);
    const struct bf_given *given = bf_bound_find(bound, path);
    const char *label = given ? text_of(bound, given) : NULL;
    const char *dot = strrchr(object, '.');
    bf_format(text, size, "%s", label && label[0] ? label : dot ? dot + 1 : object);
}

/* Length of "services.ward" in "services.ward.stay.mean"; of all if there is no more. */
static size_t object_length(const char *path)
{
    size_t first = strcspn(path, ".");
    if (path[first] == '\0') return first;
    return first + 1 + strcspn(path + first + 1, ".");
}

/* "stay.mean" is "stay mean", "by_month[3]" "by month, number 4". */
static void setting_words(const char *rest, char text[], size_t size)
{
    size_t to = 0;
    for (const char *at = rest; *at != '\0' && to + 24 < size; at++) {
        if (*at == '[') {
            unsigned index = 0;
            for (at++; *at >= '0' && *at <= '9'; at++)
                index = 10 * index + (unsigned)(*at - '0');
            bf_format(text + to, size - to, ", number %u%s", index + 1, at[1] == '.' ? "," : "");
            to += strlen(text + to);
        } else {
            text[to++] = *at == '.' || *at == '_' ? ' ' : *at;
        }
        if (*at == '\0') break;
    }
    text[to] = '\0';
}

static bool is_in_a_section(const char *path);

/* "Step-down beds: beds" for a path anywhere in a scenario. */
static void path_words(const struct bf_bound *bound, const char *path, char text[], size_t size)
{
    char object[BF_PATH_CAP], label[160], setting[200];
    size_t length = object_length(path);
    if (!is_in_a_section(path)) {
        setting_words(path, text, size);
        return;
    }
    bf_format(object, sizeof object, "%.*s", (int)length, path);
    label_words(bound, object, label, sizeof label);
    setting_words(path[length] == '.' ? path + length + 1 : "", setting, sizeof setting);
    bf_format(text, size, "%s%s%s", label, setting[0] ? ": " : "", setting);
}

/* ---- lines ----------------------------------------------------------------------------- */

static void flush_list(struct job *job)
{
    if (job->more > 0)
        bf_text_add(job->out, "    and %u more %s of that list\n", job->more,
                    job->more == 1 ? "number" : "numbers");
    job->more = 0;
    job->stem[0] = '\0';
}

/* Broken at spaces; lines after the first stand further in. */
static void add_wrapped(struct bf_text *out, const char *text)
{
    unsigned column = 0;
    while (*text != '\0') {
        char word[256];
        size_t length = strcspn(text, " ");
        bf_format(word, sizeof word, "%.*s", (int)length, text);
        unsigned width = bf_text_width(word);
        bool breaks = column > 0 && column + 1 + width > BF_TABLE_COLUMNS;
        if (breaks || column == 0) {
            bf_text_add(out, column == 0 ? "  " : "\n      ");
            column = column == 0 ? 2 : 6;
        } else {
            bf_text_add(out, " ");
            column++;
        }
        bf_text_add_bytes(out, text, length);
        column += width;
        text += length;
        text += strspn(text, " ");
    }
    bf_text_add(out, "\n");
}

static void line(struct job *job, const char *text)
{
    flush_list(job);
    if (!job->headed) bf_text_add(job->out, "%s\n", job->heading);
    job->headed = true;
    job->found++;
    add_wrapped(job->out, text);
}

/* The path of the list that a number belongs to; "" for a single value. */
static void stem_of(const struct bf_given *given, char stem[BF_PATH_CAP])
{
    enum bf_param_type type = given->param->type;
    size_t length = strlen(given->path);
    stem[0] = '\0';
    if (type != BF_PARAM_SERIES && type != BF_PARAM_SHARES && type != BF_PARAM_DATES &&
        type != BF_PARAM_NAMES)
        return;
    while (length > 0 && given->path[length - 1] != '.' && given->path[length - 1] != '[')
        length--;
    bf_format(stem, BF_PATH_CAP, "%.*s", (int)length, given->path);
}

static void difference_words(const struct job *job, const struct bf_given *a,
                             const struct bf_given *b, char text[], size_t size)
{
    char what[400], before[200], after[200], by[64] = "";
    const struct bf_given *one = b ? b : a;
    path_words(b ? job->b : job->a, one->path, what, sizeof what);
    value_words(job->a, a, before, sizeof before);
    value_words(job->b, b, after, sizeof after);
    if (a && b && one->param->dim == BF_DIM_COUNT && is_number(one)) {
        double change = number_of(job->b, b) - number_of(job->a, a);
        if (isfinite(change)) bf_format(by, sizeof by, " (%+g)", change);
    }
    bf_format(text, size, "%s %s -> %s%s", what, before, after, by);
    if (b && b->source && b->source[0]) {
        size_t used = strlen(text);
        bf_format(text + used, size - used, " (source %s)", b->source);
    }
}

/* Solved in one, and taken over by the other from the scenario that it extends. */
static bool is_taken_over(const struct bf_given *a, const struct bf_given *b)
{
    bool one_only = !a || !a->text || !b || !b->text;
    return one_only && strcmp((b ? b : a)->param->name, "first_presentations") == 0;
}

static void tell_difference(struct job *job, const struct bf_given *a, const struct bf_given *b)
{
    char stem[BF_PATH_CAP], text[WORDS];
    if (is_taken_over(a, b)) return;
    stem_of(b ? b : a, stem);
    if (stem[0] != '\0' && strcmp(stem, job->stem) == 0) {
        job->more++;
        return;
    }
    difference_words(job, a, b, text, sizeof text);
    line(job, text);
    bf_format(job->stem, sizeof job->stem, "%s", stem);
}

static bool same_evidence(const struct bf_given *a, const struct bf_given *b)
{
    return same_text(a->source, b->source) && same_text(a->assumption, b->assumption) &&
           same_number(a->low, b->low) && same_number(a->high, b->high);
}

/* ---- one object in both ---------------------------------------------------------------- */

static bool is_within(const char *path, const char *object)
{
    size_t length = strlen(object);
    return strncmp(path, object, length) == 0 &&
           (path[length] == '.' || path[length] == '[' || path[length] == '\0');
}

/* The first setting of `object`; those of one object follow one another, and objects mostly come
 * in the order in which they are asked for. */
static size_t first_within(struct index *index, const char *object)
{
    size_t count = index->bound->given_count;
    for (size_t k = 0; k < count; k++) {
        size_t i = (index->at + k) % count;
        if (!is_within(index->bound->given[i].path, object)) continue;
        index->at = i;
        return i;
    }
    return count;
}

static const struct bf_given *within(const struct index *index, size_t i, const char *object)
{
    if (i >= index->bound->given_count) return NULL;
    const struct bf_given *given = &index->bound->given[i];
    return is_within(given->path, object) ? given : NULL;
}

/* All settings below `object` that differ; those of b first, in the order of the tables. */
static void compare_settings(struct job *job, const char *object)
{
    const struct bf_given *a, *b;
    for (size_t i = first_within(&job->in_b, object); (b = within(&job->in_b, i, object)); i++) {
        a = find(&job->in_a, b->path);
        if (!a || !same_value(job, a, b))
            tell_difference(job, a, b);
        else if (!same_evidence(a, b))
            job->evidence++;
    }
    for (size_t i = first_within(&job->in_a, object); (a = within(&job->in_a, i, object)); i++)
        if (!find(&job->in_b, a->path)) tell_difference(job, a, NULL);
    flush_list(job);
}

static bool is_same(struct job *job, const char *object)
{
    const struct bf_given *a, *b;
    for (size_t i = first_within(&job->in_b, object); (b = within(&job->in_b, i, object)); i++) {
        a = find(&job->in_a, b->path);
        if (!a || !same_value(job, a, b)) return false;
        job->evidence += !same_evidence(a, b);
    }
    for (size_t i = first_within(&job->in_a, object); (a = within(&job->in_a, i, object)); i++)
        if (!find(&job->in_b, a->path)) return false;
    return true;
}

/* ---- what a dated change does ---------------------------------------------------------- */

static void add_words(char text[], size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

static void add_words(char text[], size_t size, const char *fmt, ...)
{
    size_t used = strlen(text);
    va_list args;
    va_start(args, fmt);
    bf_format_list(text + used, size - used, fmt, args);
    va_end(args);
}

/* "+30", "-4", "£25": a signed amount of a dimension. */
static bool parse_signed(enum bf_dim dim, const char *text, double *value)
{
    char why[160];
    bool negative = text[0] == '-';
    if (!bf_units_parse(dim, text + (text[0] == '-' || text[0] == '+'), value, why, sizeof why))
        return false;
    if (negative) *value = -*value;
    return true;
}

/* One number: "Step-down beds: beds 62 -> 92". False if that cannot be said. */
static bool effect_words(const struct bf_bound *bound, const struct bf_change *change, char text[],
                         size_t size)
{
    const struct bf_given *target =
        change->what.count == 1 ? bf_bound_find(bound, change->what.name[0]) : NULL;
    if (!target || !is_number(target)) return false;
    double before = number_of(bound, target), after = before, amount;
    if (!isfinite(before)) return false;
    enum bf_dim dim = target->param->dim;
    if (change->set) {
        if (!parse_signed(dim, change->set, &after)) return false;
    } else if (change->add) {
        if (!parse_signed(dim, change->add, &amount)) return false;
        after = before + amount;
    } else if (!isnan(change->factor)) {
        after = before * change->factor;
    }
    char what[400], from[80], to[80];
    path_words(bound, target->path, what, sizeof what);
    bf_units_print(dim, before, from, sizeof from);
    bf_units_print(dim, after, to, sizeof to);
    bf_format(text, size, "%s %s -> %s", what, from, to);
    return true;
}

static void effects_words(const struct bf_bound *bound, const struct bf_change *change, char text[],
                          size_t size)
{
    if (bf_hours_given(&change->other_hours)) {
        bf_hours_words(&change->other_hours, text, size);
        add_words(text, size, ": ");
    } else if (change->set)
        bf_format(text, size, "set to %s: ", change->set);
    else if (change->add)
        bf_format(text, size, "%s%s: ", change->add[0] == '-' || change->add[0] == '+' ? "" : "+",
                  change->add);
    else
        bf_format(text, size, "times %g: ", change->factor);
    for (uint32_t i = 0; i < change->what.count && i < PATHS_SHOWN; i++) {
        char what[400];
        path_words(bound, change->what.name[i], what, sizeof what);
        add_words(text, size, "%s%s", i > 0 ? "; " : "", what);
    }
    if (change->what.count > PATHS_SHOWN)
        add_words(text, size, "; and %u more", change->what.count - PATHS_SHOWN);
}

static void days_words(bf_day from, bf_day to, double ramp_h, double fade_h, char text[],
                       size_t size)
{
    char day[32], time[48];
    bf_day_words(from, day, sizeof day);
    add_words(text, size, ", from %s", day);
    if (to != BF_DAY_NONE) {
        bf_day_words(to, day, sizeof day);
        add_words(text, size, " to %s", day);
    }
    if (ramp_h > 0) {
        bf_units_print(BF_DIM_TIME, ramp_h, time, sizeof time);
        add_words(text, size, ", reached over %s", time);
    }
    if (fade_h > 0) {
        bf_units_print(BF_DIM_TIME, fade_h, time, sizeof time);
        add_words(text, size, ", leaving over %s", time);
    }
}

/* The first evidence of an object's own numbers. */
static void source_words(const struct bf_bound *bound, const char *object, char text[], size_t size)
{
    for (size_t i = 0; i < bound->given_count; i++) {
        const struct bf_given *given = &bound->given[i];
        if (!is_within(given->path, object) || !given->source || !given->source[0]) continue;
        add_words(text, size, " (source %s)", given->source);
        return;
    }
}

static void change_words(const struct bf_bound *bound, const char *object, const void *item,
                         char text[], size_t size)
{
    const struct bf_change *change = item;
    if (!effect_words(bound, change, text, size)) effects_words(bound, change, text, size);
    days_words(change->from, change->to, change->ramp_h, change->fade_h, text, size);
    const struct bf_by_winter *by = &change->by_winter;
    if (by->date_sd_h > 0 || by->length_cv > 0 || by->size_cv > 0)
        add_words(text, size, "; differs by winter");
    source_words(bound, object, text, size);
}

static void written_words(const struct bf_bound *bound, const char *object, const char *name,
                          const char *before, char text[], size_t size)
{
    char path[BF_PATH_CAP], value[200];
    bf_format(path, sizeof path, "%s.%s", object, name);
    const struct bf_given *given = bf_bound_find(bound, path);
    if (!given || !given->text) return;
    value_words(bound, given, value, sizeof value);
    add_words(text, size, "%s%s", before, value);
}

/* "block of 30 beds at Step-down beds, from 1 Nov 2021 to 31 Mar 2022, £1,050 per bed per week" */
static void purchase_words(const struct bf_bound *bound, const char *object, const void *item,
                           char text[], size_t size)
{
    const struct bf_purchase *purchase = item;
    char service[BF_PATH_CAP], label[160];
    bf_format(service, sizeof service, "services.%s", purchase->service);
    label_words(bound, service, label, sizeof label);
    text[0] = '\0';
    written_words(bound, object, "kind", "", text, size);
    if (!isnan(purchase->beds)) add_words(text, size, " of %g beds", purchase->beds);
    written_words(bound, object, "hours", " of ", text, size);
    written_words(bound, object, "beds_called", ", called at first: ", text, size);
    written_words(bound, object, "hours_called", ", called at first: ", text, size);
    add_words(text, size, " at %s", label);
    days_words(purchase->from, purchase->to, purchase->ramp_h, 0, text, size);
    written_words(bound, object, "after", ", for who has waited ", text, size);
    written_words(bound, object, "lead_time", ", there after ", text, size);
    written_words(bound, object, "weekly_limit", ", at most a week: ", text, size);
    written_words(bound, object, "price", ", ", text, size);
    written_words(bound, object, "paid", ", paid ", text, size);
    written_words(bound, object, "minimum_term", ", at least for ", text, size);
    written_words(bound, object, "notice", ", notice ", text, size);
    written_words(bound, object, "minimum_call", ", a call lasts at least ", text, size);
    written_words(bound, object, "retainer", ", held ready for ", text, size);
    written_words(bound, object, "payer", ", by ", text, size);
    source_words(bound, object, text, size);
}

/* ---- any other object ------------------------------------------------------------------ */

/* What was written in it, but its label and words about it. */
static void object_words(const struct bf_bound *bound, const char *object, const void *item,
                         char text[], size_t size)
{
    uint32_t shown = 0, more = 0;
    size_t length = strlen(object);
    (void)item;
    text[0] = '\0';
    for (size_t i = 0; i < bound->given_count; i++) {
        const struct bf_given *given = &bound->given[i];
        const char *rest = given->path + length + 1;
        char setting[200], value[200];
        if (!is_within(given->path, object) || given->path[length] != '.' || !given->text) continue;
        if (strcmp(rest, "label") == 0 || strcmp(rest, "about") == 0) continue;
        if (shown >= WRITTEN_SHOWN || strchr(rest, '[') != NULL) {
            more++;
            continue;
        }
        setting_words(rest, setting, sizeof setting);
        value_words(bound, given, value, sizeof value);
        add_words(text, size, "%s%s %s", shown++ > 0 ? ", " : "", setting, value);
    }
    if (more > 0)
        add_words(text, size, "; and %u more %s", more, more == 1 ? "setting" : "settings");
    source_words(bound, object, text, size);
}

/* ---- sections -------------------------------------------------------------------------- */

typedef void describe(const struct bf_bound *bound, const char *object, const void *item,
                      char text[], size_t size);

static const struct section {
    const char *name, *heading;
    describe *describe;
    bool as_a_whole; /* a difference is told by the object before and after */
} sections[] = {
    {"services", "Services", object_words, false},
    {"demand", "Demand", object_words, false},
    {"changes", "Changes by date", change_words, true},
    {"purchases", "Purchases", purchase_words, true},
    {"policies", "Rules of escalation", object_words, false},
    {"tasks", "Discharge tasks", object_words, false},
    {"classes", "Classes of people", object_words, false},
    {"localities", "Localities", object_words, false},
    {"census", "Definitions of delay", object_words, false},
};
enum { SECTIONS = sizeof sections / sizeof sections[0] };

static const struct bf_param *param_of(const struct bf_bound *bound, const char *name)
{
    for (const struct bf_param *p = bound->table->params; p->name != NULL; p++)
        if (strcmp(p->name, name) == 0 && p->type == BF_PARAM_MAP) return p;
    return NULL;
}

static struct bf_items items_of(const struct bf_bound *bound, const struct bf_param *param)
{
    struct bf_items items;
    memcpy(&items, bound->region + param->offset, sizeof items);
    return items;
}

static int64_t index_of(const struct bf_items *items, const char *name)
{
    for (uint32_t i = 0; i < items->count; i++)
        if (strcmp(items->name[i], name) == 0) return i;
    return -1;
}

static const void *item_at(const struct bf_items *items, const struct bf_param *param, int64_t i)
{
    return (const unsigned char *)items->item + (size_t)i * param->table->size;
}

/* An object that only one scenario has. */
static void tell_object(struct job *job, const struct section *section,
                        const struct bf_bound *bound, const char *object, const void *item)
{
    char label[160], words[WORDS - 200], text[WORDS];
    label_words(bound, object, label, sizeof label);
    section->describe(bound, object, item, words, sizeof words);
    bf_format(text, sizeof text, "%s: %s: %s", bound == job->b ? "new" : "gone", label, words);
    line(job, text);
}

static void tell_whole(struct job *job, const struct section *section, const char *object,
                       const void *before, const void *after)
{
    char label[160], was[WORDS], is[WORDS];
    if (is_same(job, object)) return;
    label_words(job->b, object, label, sizeof label);
    section->describe(job->a, object, before, was, sizeof was);
    section->describe(job->b, object, after, is, sizeof is);
    if (strcmp(was, is) == 0) {
        compare_settings(job, object);
        return;
    }
    char text[2 * WORDS + 200];
    bf_format(text, sizeof text, "%s: %s; was %s", label, is, was);
    line(job, text);
}

static void tell_section(struct job *job, const struct section *section)
{
    const struct bf_param *param = param_of(job->b, section->name);
    if (!param) return;
    struct bf_items a = items_of(job->a, param), b = items_of(job->b, param);
    job->heading = section->heading;
    job->headed = false;
    char object[BF_PATH_CAP];
    for (uint32_t i = 0; i < b.count; i++) {
        int64_t before = index_of(&a, b.name[i]);
        bf_format(object, sizeof object, "%s.%s", section->name, b.name[i]);
        if (before < 0)
            tell_object(job, section, job->b, object, item_at(&b, param, i));
        else if (section->as_a_whole)
            tell_whole(job, section, object, item_at(&a, param, before), item_at(&b, param, i));
        else
            compare_settings(job, object);
    }
    for (uint32_t i = 0; i < a.count; i++) {
        if (index_of(&b, a.name[i]) >= 0) continue;
        bf_format(object, sizeof object, "%s.%s", section->name, a.name[i]);
        tell_object(job, section, job->a, object, item_at(&a, param, i));
    }
}

/* ---- the rest: period, start, limits, ... ---------------------------------------------- */

static bool is_in_a_section(const char *path)
{
    for (int i = 0; i < SECTIONS; i++)
        if (is_within(path, sections[i].name)) return true;
    return false;
}

/* Words about the scenario; they stand in its heading. */
static bool is_words(const char *path)
{
    return strcmp(path, "title") == 0 || strcmp(path, "question") == 0 ||
           strcmp(path, "extends") == 0 || strcmp(path, "format") == 0;
}

static void tell_rest(struct job *job)
{
    job->heading = "The scenario as a whole";
    job->headed = false;
    for (size_t i = 0; i < job->b->given_count; i++) {
        const struct bf_given *b = &job->b->given[i];
        if (is_in_a_section(b->path) || is_words(b->path)) continue;
        const struct bf_given *a = find(&job->in_a, b->path);
        if (!a || !same_value(job, a, b))
            tell_difference(job, a, b);
        else if (!same_evidence(a, b))
            job->evidence++;
    }
    for (size_t i = 0; i < job->a->given_count; i++) {
        const struct bf_given *a = &job->a->given[i];
        if (!is_in_a_section(a->path) && !is_words(a->path) && !find(&job->in_b, a->path))
            tell_difference(job, a, NULL);
    }
    flush_list(job);
}

bool bf_difference_next(const char **at, char section[BF_DIFFERENCE_SECTION], struct bf_text *item)
{
    enum { HEADING = 0, CONTINUED = 6 };
    bf_text_free(item);
    while (**at != '\0') {
        const char *line = *at;
        size_t length = strcspn(line, "\n"), indent = strspn(line, " ");
        if (indent < CONTINUED && item->length > 0) return true;
        *at += length + (line[length] != '\0');
        if (indent == HEADING)
            bf_format(section, BF_DIFFERENCE_SECTION, "%.*s",
                      length > 0 && line[length - 1] == '.' ? 0 : (int)length, line);
        if (indent > HEADING || section[0] == '\0')
            bf_text_add(item, "%s%.*s", item->length > 0 ? " " : "", (int)(length - indent),
                        line + indent);
    }
    return item->length > 0;
}

uint32_t bf_differences(const struct bf_model *a, const struct bf_model *b, struct bf_text *out)
{
    struct job job = {.a = &a->scenario.bound, .b = &b->scenario.bound, .out = out};
    job.in_a = index_open(job.a);
    job.in_b = index_open(job.b);
    tell_rest(&job);
    for (int i = 0; i < SECTIONS; i++)
        tell_section(&job, &sections[i]);
    bf_heap_give(job.in_a.by_path);
    bf_heap_give(job.in_b.by_path);
    if (job.evidence > 0)
        bf_text_add(out, "Evidence alone (source, assumption or range) differs for %u %s.\n",
                    job.evidence, job.evidence == 1 ? "value" : "values");
    return job.found;
}
