/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/differences.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/table.h"

#include "differences_words.h"

#include <math.h>
#include <string.h>

enum { WORDS = 700 };

struct job {
    const struct bf_bound *a, *b;
    struct bf_diff_index in_a, in_b;
    struct bf_text *out;
    uint32_t found, evidence;
    bool headed; /* the section's heading stands */
    const char *heading;
    char stem[BF_PATH_CAP]; /* of the list whose numbers are being counted */
    uint32_t more;          /* numbers of it beside the first */
};

/* ---- lines ----------------------------------------------------------------------------- */

static void flush_list(struct job *job)
{
    if (job->more > 0)
        bf_text_add(job->out, "    and %u more %s of that list\n", job->more,
                    job->more == 1 ? "number" : "numbers");
    job->more = 0;
    job->stem[0] = '\0';
}

static void line(struct job *job, const char *text)
{
    flush_list(job);
    if (!job->headed) bf_text_add(job->out, "%s\n", job->heading);
    job->headed = true;
    job->found++;
    bf_table_wrap(job->out, 2, 6, text);
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
    bf_diff_path_words(b ? job->b : job->a, one->path, what, sizeof what);
    bf_diff_value_words(job->a, a, before, sizeof before);
    bf_diff_value_words(job->b, b, after, sizeof after);
    if (a && b && one->param->dim == BF_DIM_COUNT && bf_diff_is_number(one)) {
        double change = bf_diff_number_of(job->b, b) - bf_diff_number_of(job->a, a);
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
    return bf_diff_same_text(a->source, b->source) &&
           bf_diff_same_text(a->assumption, b->assumption) && bf_diff_same_number(a->low, b->low) &&
           bf_diff_same_number(a->high, b->high);
}

/* ---- one object in both ---------------------------------------------------------------- */

/* The first setting of `object`; those of one object follow one another, and objects mostly come
 * in the order in which they are asked for. */
static size_t first_within(struct bf_diff_index *index, const char *object)
{
    size_t count = index->bound->given_count;
    for (size_t k = 0; k < count; k++) {
        size_t i = (index->at + k) % count;
        if (!bf_diff_is_within(index->bound->given[i].path, object)) continue;
        index->at = i;
        return i;
    }
    return count;
}

static const struct bf_given *within(const struct bf_diff_index *index, size_t i,
                                     const char *object)
{
    if (i >= index->bound->given_count) return NULL;
    const struct bf_given *given = &index->bound->given[i];
    return bf_diff_is_within(given->path, object) ? given : NULL;
}

/* All settings below `object` that differ; those of b first, in the order of the tables. */
static void compare_settings(struct job *job, const char *object)
{
    const struct bf_given *a, *b;
    for (size_t i = first_within(&job->in_b, object); (b = within(&job->in_b, i, object)); i++) {
        a = bf_diff_find(&job->in_a, b->path);
        if (!a || !bf_diff_same_value(job->a, a, job->b, b))
            tell_difference(job, a, b);
        else if (!same_evidence(a, b))
            job->evidence++;
    }
    for (size_t i = first_within(&job->in_a, object); (a = within(&job->in_a, i, object)); i++)
        if (!bf_diff_find(&job->in_b, a->path)) tell_difference(job, a, NULL);
    flush_list(job);
}

static bool is_same(struct job *job, const char *object)
{
    const struct bf_given *a, *b;
    for (size_t i = first_within(&job->in_b, object); (b = within(&job->in_b, i, object)); i++) {
        a = bf_diff_find(&job->in_a, b->path);
        if (!a || !bf_diff_same_value(job->a, a, job->b, b)) return false;
        job->evidence += !same_evidence(a, b);
    }
    for (size_t i = first_within(&job->in_a, object); (a = within(&job->in_a, i, object)); i++)
        if (!bf_diff_find(&job->in_b, a->path)) return false;
    return true;
}

/* ---- sections -------------------------------------------------------------------------- */

typedef void describe(const struct bf_bound *bound, const char *object, const void *item,
                      char text[], size_t size);

static const struct section {
    const char *name, *heading;
    describe *describe;
    bool as_a_whole; /* a difference is told by the object before and after */
} sections[] = {
    {"services", "Services", bf_diff_object_words, false},
    {"demand", "Demand", bf_diff_object_words, false},
    {"changes", "Changes by date", bf_diff_change_words, true},
    {"purchases", "Purchases", bf_diff_purchase_words, true},
    {"policies", "Rules of escalation", bf_diff_object_words, false},
    {"tasks", "Discharge tasks", bf_diff_object_words, false},
    {"classes", "Classes of people", bf_diff_object_words, false},
    {"localities", "Localities", bf_diff_object_words, false},
    {"census", "Definitions of delay", bf_diff_object_words, false},
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
    bf_diff_label_words(bound, object, label, sizeof label);
    section->describe(bound, object, item, words, sizeof words);
    bf_format(text, sizeof text, "%s: %s: %s", bound == job->b ? "new" : "gone", label, words);
    line(job, text);
}

static void tell_whole(struct job *job, const struct section *section, const char *object,
                       const void *before, const void *after)
{
    char label[160], was[WORDS], is[WORDS];
    if (is_same(job, object)) return;
    bf_diff_label_words(job->b, object, label, sizeof label);
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

bool bf_diff_is_in_a_section(const char *path)
{
    for (int i = 0; i < SECTIONS; i++)
        if (bf_diff_is_within(path, sections[i].name)) return true;
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
        if (bf_diff_is_in_a_section(b->path) || is_words(b->path)) continue;
        const struct bf_given *a = bf_diff_find(&job->in_a, b->path);
        if (!a || !bf_diff_same_value(job->a, a, job->b, b))
            tell_difference(job, a, b);
        else if (!same_evidence(a, b))
            job->evidence++;
    }
    for (size_t i = 0; i < job->a->given_count; i++) {
        const struct bf_given *a = &job->a->given[i];
        if (!bf_diff_is_in_a_section(a->path) && !is_words(a->path) &&
            !bf_diff_find(&job->in_b, a->path))
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
    job.in_a = bf_diff_index_open(job.a);
    job.in_b = bf_diff_index_open(job.b);
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
