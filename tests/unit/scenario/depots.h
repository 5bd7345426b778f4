/* SPDX-License-Identifier: GPL-3.0-or-later */
/* depots.h -- a made-up table with every type of parameter, and files in memory. */
#ifndef BF_TESTS_DEPOTS_H
#define BF_TESTS_DEPOTS_H

#include "unit.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/param.h"
#include "bedflow/base/text.h"
#include "bedflow/scenario/read.h"

#include <math.h>

struct way {
    const char *to;
    double share;
};

struct stay {
    double mean_h, cv;
};

struct depot {
    const char *label;
    int32_t kind;
    struct stay stay;
    struct bf_items then; /* struct way */
    struct bf_series by_month;
    struct bf_shares classes;
    struct bf_week open;
    bool counted;
    double beds;         /* of a store */
    double hours, visit; /* of a crew */
    struct bf_names with;
};

struct county {
    const char *title;
    bf_day start;
    double horizon_h, growth, price;
    bool strict;
    double scale;
    struct bf_days closed;
    struct bf_names tags;
    struct bf_series weights;
    struct stay pause;
    struct bf_items depots; /* struct depot */
};

static const char *const depot_kinds[] = {"store", "crew", NULL};

static const struct bf_param way_params[] = {{.name = "to",
                                              .type = BF_PARAM_TEXT,
                                              .flags = BF_PARAM_REQUIRED,
                                              .offset = offsetof(struct way, to),
                                              .help = "where to"},
                                             {.name = "share",
                                              .type = BF_PARAM_QUANTITY,
                                              .dim = BF_DIM_SHARE,
                                              .fallback = "1",
                                              .offset = offsetof(struct way, share),
                                              .help = "how many of them"},
                                             {0}};
static const struct bf_table way_table = {
    .name = "way", .help = "One way on.", .size = sizeof(struct way), .params = way_params};

static const struct bf_param stay_params[] = {{.name = "mean",
                                               .type = BF_PARAM_QUANTITY,
                                               .dim = BF_DIM_TIME,
                                               .flags = BF_PARAM_REQUIRED,
                                               .min = 0.5,
                                               .max = 8760,
                                               .offset = offsetof(struct stay, mean_h),
                                               .help = "mean time"},
                                              {.name = "cv",
                                               .type = BF_PARAM_QUANTITY,
                                               .dim = BF_DIM_NUMBER,
                                               .fallback = "0.75",
                                               .min = 0,
                                               .max = (double)INFINITY,
                                               .offset = offsetof(struct stay, cv),
                                               .help = "spread"},
                                              {0}};
static const struct bf_table stay_table = {
    .name = "stay", .help = "A time.", .size = sizeof(struct stay), .params = stay_params};

static const struct bf_param depot_params[] = {{.name = "kind",
                                                .type = BF_PARAM_CHOICE,
                                                .flags = BF_PARAM_REQUIRED,
                                                .choices = depot_kinds,
                                                .offset = offsetof(struct depot, kind),
                                                .help = "what it is"},
                                               {.name = "label",
                                                .type = BF_PARAM_TEXT,
                                                .offset = offsetof(struct depot, label),
                                                .help = "its name"},
                                               {.name = "stay",
                                                .type = BF_PARAM_GROUP,
                                                .table = &stay_table,
                                                .offset = offsetof(struct depot, stay),
                                                .help = "time in it"},
                                               {.name = "then",
                                                .type = BF_PARAM_LIST,
                                                .table = &way_table,
                                                .offset = offsetof(struct depot, then),
                                                .help = "ways on"},
                                               {.name = "by_month",
                                                .type = BF_PARAM_SERIES,
                                                .dim = BF_DIM_NUMBER,
                                                .fallback = "[1, 1.25, 0.75]",
                                                .offset = offsetof(struct depot, by_month),
                                                .help = "factors"},
                                               {.name = "classes",
                                                .type = BF_PARAM_SHARES,
                                                .dim = BF_DIM_SHARE,
                                                .offset = offsetof(struct depot, classes),
                                                .help = "who comes"},
                                               {.name = "open",
                                                .type = BF_PARAM_HOURS,
                                                .fallback = "always",
                                                .offset = offsetof(struct depot, open),
                                                .help = "opening hours"},
                                               {.name = "counted",
                                                .type = BF_PARAM_FLAG,
                                                .fallback = "true",
                                                .offset = offsetof(struct depot, counted),
                                                .help = "whether it counts"},
                                               {0}};
static const struct bf_param store_params[] = {{.name = "beds",
                                                .type = BF_PARAM_QUANTITY,
                                                .dim = BF_DIM_COUNT,
                                                .flags = BF_PARAM_REQUIRED,
                                                .min = 1,
                                                .max = 6000,
                                                .offset = offsetof(struct depot, beds),
                                                .help = "places"},
                                               {0}};
static const struct bf_param crew_params[] = {{.name = "hours",
                                               .type = BF_PARAM_QUANTITY,
                                               .dim = BF_DIM_EFFORT,
                                               .offset = offsetof(struct depot, hours),
                                               .help = "work on offer"},
                                              {.name = "visit",
                                               .type = BF_PARAM_QUANTITY,
                                               .dim = BF_DIM_TIME,
                                               .fallback = "45 minutes",
                                               .offset = offsetof(struct depot, visit),
                                               .help = "time a visit"},
                                              {.name = "with",
                                               .type = BF_PARAM_NAMES,
                                               .offset = offsetof(struct depot, with),
                                               .help = "who works with it"},
                                              {0}};
static const struct bf_param *const depot_variants[] = {store_params, crew_params};
static const char *const depot_variant_help[] = {"Things wait in it.", "People who work."};
static const struct bf_table depot_table = {.name = "depot",
                                            .help = "A place.",
                                            .size = sizeof(struct depot),
                                            .params = depot_params,
                                            .selector = "kind",
                                            .variant = depot_variants,
                                            .variant_help = depot_variant_help};

static const struct bf_param county_params[] = {{.name = "title",
                                                 .type = BF_PARAM_TEXT,
                                                 .offset = offsetof(struct county, title),
                                                 .help = "what it is called"},
                                                {.name = "start",
                                                 .type = BF_PARAM_DATE,
                                                 .offset = offsetof(struct county, start),
                                                 .help = "first day"},
                                                {.name = "horizon",
                                                 .type = BF_PARAM_QUANTITY,
                                                 .dim = BF_DIM_TIME,
                                                 .fallback = "26 weeks",
                                                 .offset = offsetof(struct county, horizon_h),
                                                 .help = "how long"},
                                                {.name = "growth",
                                                 .type = BF_PARAM_QUANTITY,
                                                 .dim = BF_DIM_NUMBER,
                                                 .offset = offsetof(struct county, growth),
                                                 .help = "a year"},
                                                {.name = "price",
                                                 .type = BF_PARAM_QUANTITY,
                                                 .dim = BF_DIM_PRICE,
                                                 .offset = offsetof(struct county, price),
                                                 .help = "of a bed"},
                                                {.name = "strict",
                                                 .type = BF_PARAM_FLAG,
                                                 .offset = offsetof(struct county, strict),
                                                 .help = "or not"},
                                                {.name = "scale",
                                                 .type = BF_PARAM_QUANTITY,
                                                 .dim = BF_DIM_COUNT,
                                                 .fallback = "7",
                                                 .offset = offsetof(struct county, scale),
                                                 .help = "a number"},
                                                {.name = "closed",
                                                 .type = BF_PARAM_DATES,
                                                 .offset = offsetof(struct county, closed),
                                                 .help = "days off"},
                                                {.name = "tags",
                                                 .type = BF_PARAM_NAMES,
                                                 .offset = offsetof(struct county, tags),
                                                 .help = "words"},
                                                {.name = "weights",
                                                 .type = BF_PARAM_SERIES,
                                                 .dim = BF_DIM_TIME,
                                                 .min = 0,
                                                 .max = 100,
                                                 .offset = offsetof(struct county, weights),
                                                 .help = "times"},
                                                {.name = "pause",
                                                 .type = BF_PARAM_GROUP,
                                                 .table = &stay_table,
                                                 .offset = offsetof(struct county, pause),
                                                 .help = "between"},
                                                {.name = "depots",
                                                 .type = BF_PARAM_MAP,
                                                 .table = &depot_table,
                                                 .offset = offsetof(struct county, depots),
                                                 .help = "its places"},
                                                {0}};
static const struct bf_table county_table = {.name = "county",
                                             .help = "Everything.",
                                             .size = sizeof(struct county),
                                             .params = county_params};

/* A scenario that uses all of it. */
#define COUNTY_TEXT                                                                                \
    "format = 1;\n"                                                                                \
    "title = \"Winter \\\"21\\\"\\n and \xC2\xA3\\\\more\";\n"                                     \
    "start = \"2021-11-01\";\n"                                                                    \
    "horizon = { value = \"182 days\"; source = \"W01\"; range = [\"20 weeks\", \"30 weeks\"]; "   \
    "};\n"                                                                                         \
    "growth = 2.385e-2;\n"                                                                         \
    "price = \"\xC2\xA3"                                                                           \
    "1,050 per bed per week\";\n"                                                                  \
    "strict = TRUE;\n"                                                                             \
    "scale = 0x1F;\n"                                                                              \
    "closed = [\"2021-12-25\", \"2021-12-28\"];\n"                                                 \
    "tags = (\"cold\", \"flu\",);\n"                                                               \
    "weights = [\"1.5 h\", { value = \"30 min\"; assumption = \"a guess\"; }]; // two\n"           \
    "depots: {\n"                                                                                  \
    "  north: {\n"                                                                                 \
    "    kind = \"store\"; source = \"C36\";\n"                                                    \
    "    beds = 431; # of all sorts\n"                                                             \
    "    stay = { mean = \"5.2 days\"; cv = { value = 1.375; assumption = \"as elsewhere\"; }; "   \
    "};\n"                                                                                         \
    "    then = ( { to = \"south\"; share = \"37.5%\"; }, { to = \"home\"; share = .625; } );\n"   \
    "    by_month = [1, 1.125, 9.5e-1];\n"                                                         \
    "    classes = { frail = 0.375; fit = 0.625; };\n"                                             \
    "    open = \"Mon-Fri 09:00-17:00\";\n"                                                        \
    "    counted = false;\n"                                                                       \
    "  };\n"                                                                                       \
    "  /* a crew */\n"                                                                             \
    "  south: { kind = \"crew\"; hours = \"2400 hours per week\"; with = [\"north\"]; }\n"         \
    "};\n"

struct memory_file {
    const char *path, *text;
    size_t length; /* 0: up to the NUL */
};

struct memory {
    const struct memory_file *file;
    size_t count;
};

static inline bool memory_load(void *context, const char *path, char **text, size_t *length,
                               struct bf_err *err)
{
    const struct memory *memory = context;
    for (size_t i = 0; i < memory->count; i++) {
        const struct memory_file *file = &memory->file[i];
        if (strcmp(file->path, path) != 0) continue;
        *length = file->length ? file->length : strlen(file->text);
        *text = bf_heap_take(*length + 1, 1);
        if (!*text) return bf_fail(err, BF_E_NOMEM, NULL, "no memory");
        memcpy(*text, file->text, *length);
        return true;
    }
    return bf_fail(err, BF_E_IO, NULL, "no such file");
}

struct reading {
    struct bf_scenario scenario;
    struct bf_faults faults;
    bool fine;
};

static inline struct reading read_files_set(const struct memory_file file[], size_t count,
                                            const struct bf_setting set[], size_t set_count)
{
    struct memory memory = {.file = file, .count = count};
    struct bf_loader loader = {.context = &memory, .load = memory_load};
    struct reading reading = {.fine = false};
    reading.fine = bf_scenario_read(file[0].path, &loader, set, set_count, &county_table,
                                    &reading.scenario, &reading.faults);
    return reading;
}

static inline struct reading read_files(const struct memory_file file[], size_t count)
{
    return read_files_set(file, count, NULL, 0);
}

static inline struct reading read_text(const char *text)
{
    struct memory_file file = {.path = "main.cfg", .text = text};
    return read_files(&file, 1);
}

static inline void reading_free(struct reading *reading)
{
    bf_scenario_free(&reading->scenario);
    bf_faults_free(&reading->faults);
}

/* All faults, a line each, cut at the end of `all`. */
static inline const char *said(const struct bf_faults *faults, char all[], size_t size)
{
    size_t length = 0;
    all[0] = '\0';
    for (size_t i = 0; i < faults->count && length + 2 < size; i++) {
        bf_err_render(&faults->fault[i].err, all + length, size - length - 1);
        length += strlen(all + length);
        all[length++] = '\n';
        all[length] = '\0';
    }
    return all;
}

static inline void assert_fine(const struct reading *reading)
{
    char all[8192];
    if (!reading->fine || reading->faults.errors)
        fail_msg("expected no fault, received\n%s", said(&reading->faults, all, sizeof all));
}

/* There is a fault that says `part`, and there are `count` in all (0: any number). */
static inline void assert_faults(struct reading reading, size_t count, const char *part)
{
    char all[16384];
    said(&reading.faults, all, sizeof all);
    assert_false(reading.fine);
    if (!strstr(all, part)) fail_msg("expected \"%s\" in\n%s", part, all);
    if (count && reading.faults.errors != count)
        fail_msg("expected %zu faults, received\n%s", count, all);
    reading_free(&reading);
}

static inline const struct county *county_of(const struct reading *reading)
{
    return (const struct county *)(const void *)reading->scenario.bound.region;
}

static inline const struct depot *depot_of(const struct reading *reading, const char *name)
{
    const struct bf_items *depots = &county_of(reading)->depots;
    for (uint32_t i = 0; i < depots->count; i++) {
        if (!strcmp(depots->name[i], name)) return (const struct depot *)depots->item + i;
    }
    return NULL;
}

/* Two scenarios hold the same: values, evidence, ranges; places may differ. */
static inline void assert_same_values(const struct bf_bound *a, const struct bf_bound *b)
{
    assert_int_equal(a->size, b->size);
    assert_int_equal(a->given_count, b->given_count);
    for (size_t i = 0; i < a->given_count; i++) {
        const struct bf_given *one = &a->given[i], *two = &b->given[i];
        assert_string_equal(one->path, two->path);
        assert_int_equal(one->offset, two->offset);
        assert_string_equal(one->source ? one->source : "-", two->source ? two->source : "-");
        assert_string_equal(one->assumption ? one->assumption : "-",
                            two->assumption ? two->assumption : "-");
        assert_memory_equal(&one->low, &two->low, sizeof one->low);
        assert_memory_equal(&one->high, &two->high, sizeof one->high);
        if (one->param->type == BF_PARAM_TEXT || one->param->type == BF_PARAM_NAMES) {
            const char *x, *y;
            memcpy(&x, a->region + one->offset, sizeof x);
            memcpy(&y, b->region + two->offset, sizeof y);
            assert_string_equal(x, y);
        } else if (one->param->type == BF_PARAM_QUANTITY || one->param->type == BF_PARAM_SERIES ||
                   one->param->type == BF_PARAM_SHARES) {
            assert_memory_equal(a->region + one->offset, b->region + two->offset, sizeof(double));
        } else if (one->param->type == BF_PARAM_HOURS) {
            assert_memory_equal(a->region + one->offset, b->region + two->offset,
                                sizeof(struct bf_week));
        } else if (one->param->type == BF_PARAM_FLAG) {
            assert_memory_equal(a->region + one->offset, b->region + two->offset, sizeof(bool));
        } else {
            assert_memory_equal(a->region + one->offset, b->region + two->offset, sizeof(int32_t));
        }
    }
}

#endif
