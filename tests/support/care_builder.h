/* SPDX-License-Identifier: GPL-3.0-or-later */
/* care_builder.h -- a scenario put together in memory, for tests of compiling.
 *
 * Include "unit.h" first. Everything not said has the default of the tables
 * (models/care*.c) as far as compiling looks at it.
 *
 *     struct care_builder b;
 *     care_begin(&b, 4);
 *     struct bf_service *ward = care_beds(&b, "ward", BF_SETTING_ACUTE, 20, 5.3 * 24);
 *     care_way(&b, &ward->then, "home", 1);
 *     care_stream(&b, "falls", 2.385, "ward");
 *     assert_true(care_compile(&b));
 *     ... b.network ...
 *     care_end(&b);
 */
#ifndef BF_TESTS_CARE_BUILDER_H
#define BF_TESTS_CARE_BUILDER_H

#include "bedflow/base/err.h"
#include "bedflow/models/network.h"
#include "no_dist.h"

#define CARE_STREAMS 8
#define CARE_TASKS   4
#define CARE_CLASSES 4
#define CARE_WAYS    6 /* of one list */
#define CARE_OTHERS  3 /* further preferences, needs of one way */
#define CARE_PIECES  4096

struct care_builder {
    struct bf_care care;
    struct bf_bound bound;
    struct bf_network network;
    struct bf_faults faults;
    const char **service_name;
    struct bf_stream stream[CARE_STREAMS];
    const char *stream_name[CARE_STREAMS];
    struct bf_task task[CARE_TASKS];
    const char *task_name[CARE_TASKS];
    struct bf_class class_[CARE_CLASSES];
    const char *class_name[CARE_CLASSES];
    uint32_t services_cap;
    void **piece; /* [piece_count] memory of lists */
    size_t piece_count, piece_cap;
    bool compiled;
};

static inline void *care_piece(struct care_builder *b, size_t count, size_t size)
{
    if (b->piece_count == b->piece_cap) {
        b->piece_cap = b->piece_cap ? 2 * b->piece_cap : CARE_PIECES;
        b->piece = realloc(b->piece, b->piece_cap * sizeof *b->piece);
        assert_non_null(b->piece);
    }
    void *piece = calloc(count, size);
    assert_non_null(piece);
    return b->piece[b->piece_count++] = piece;
}

static inline void care_begin(struct care_builder *b, uint32_t services)
{
    memset(b, 0, sizeof *b);
    b->services_cap = services;
    b->care.services.item = care_piece(b, services, sizeof(struct bf_service));
    b->care.services.name = b->service_name = care_piece(b, services, sizeof(char *));
    b->care.demand.item = b->stream;
    b->care.demand.name = b->stream_name;
    b->care.tasks.item = b->task;
    b->care.tasks.name = b->task_name;
    b->care.classes.item = b->class_;
    b->care.classes.name = b->class_name;
    b->care.period.from = bf_day_from_civil(2021, 11, 1);
    b->care.period.to = bf_day_from_civil(2022, 3, 31);
    b->care.period.follow_up_h = 30 * 24;
    b->care.start = (struct bf_start){.warm_up_h = (double)NAN, .longest_h = 730 * 24};
    b->care.budget = (double)NAN;
}

static inline struct bf_dist_spec care_no_dist(void)
{
    return no_dist(BF_SHAPE_EXPONENTIAL);
}

static inline struct bf_dist_spec care_mean(double hours)
{
    struct bf_dist_spec spec = care_no_dist();
    spec.mean = hours;
    return spec;
}

static inline struct bf_service *care_service(struct care_builder *b, const char *name,
                                              enum bf_kind kind, enum bf_care_setting setting,
                                              double stay_h)
{
    const double none = (double)NAN;
    assert_true(b->care.services.count < b->services_cap);
    uint32_t i = b->care.services.count++;
    struct bf_service *s = (struct bf_service *)b->care.services.item + i;
    b->service_name[i] = name;
    *s = (struct bf_service){
        .kind = (int32_t)kind, .setting = (int32_t)setting, .delay_share = none};
    s->stay = stay_h > 0 ? care_mean(stay_h) : care_no_dist();
    s->observed_stay = s->same_day_stay = s->process = s->lead_time = care_no_dist();
    s->admits.always = s->discharges.always = s->rounds.always = true;
    s->patience_h = s->queue_limit = s->ageing_h = s->target_h = none;
    s->gives_up_to = s->turned_away_to = "left";
    s->readmission_factor = s->death_factor = 1;
    s->beds = s->hours = s->places = s->weekly_limit = s->workforce.agency_premium = none;
    s->staff = 1;
    return s;
}

static inline struct bf_service *care_beds(struct care_builder *b, const char *name,
                                           enum bf_care_setting setting, double beds, double stay_h)
{
    struct bf_service *s = care_service(b, name, BF_KIND_BEDS, setting, stay_h);
    s->beds = beds;
    return s;
}

/* One more way in a list of at most CARE_WAYS. */
static inline struct bf_way *care_way(struct care_builder *b, struct bf_items *ways, const char *to,
                                      double share)
{
    if (ways->item == NULL) ways->item = care_piece(b, CARE_WAYS, sizeof(struct bf_way));
    assert_true(ways->count < CARE_WAYS);
    struct bf_way *way = (struct bf_way *)ways->item + ways->count++;
    *way = (struct bf_way){.to = to, .share = share, .priority = 4};
    return way;
}

static inline void care_or(struct care_builder *b, struct bf_way *way, const char *to,
                           double after_h, bool keeps_claim)
{
    struct bf_items *other = &way->or_else;
    if (other->item == NULL) other->item = care_piece(b, CARE_OTHERS, sizeof(struct bf_way_or));
    assert_true(other->count < CARE_OTHERS);
    ((struct bf_way_or *)other->item)[other->count++] =
        (struct bf_way_or){.to = to, .after_h = after_h, .keeps_claim = keeps_claim};
}

static inline void care_share(struct care_builder *b, struct bf_shares *shares, const char *name,
                              double value)
{
    if (shares->name == NULL) {
        shares->name = care_piece(b, CARE_CLASSES, sizeof(char *));
        shares->value = care_piece(b, CARE_CLASSES, sizeof(double));
    }
    assert_true(shares->count < CARE_CLASSES);
    shares->name[shares->count] = name;
    shares->value[shares->count++] = value;
}

/* A curve through one point. */
static inline void care_curve(struct care_builder *b, struct bf_curve_spec *curve, double days,
                              double share)
{
    if (curve->days.value == NULL) {
        curve->days.value = care_piece(b, BF_CURVE_POINTS, sizeof(double));
        curve->share.value = care_piece(b, BF_CURVE_POINTS, sizeof(double));
    }
    curve->days.value[curve->days.count++] = days * 24;
    curve->share.value[curve->share.count++] = share;
}

static inline struct bf_service_class *care_by_class(struct care_builder *b, struct bf_service *s,
                                                     const char *class_)
{
    if (s->by_class.item == NULL) {
        s->by_class.item = care_piece(b, CARE_CLASSES, sizeof(struct bf_service_class));
        s->by_class.name = care_piece(b, CARE_CLASSES, sizeof(char *));
    }
    assert_true(s->by_class.count < CARE_CLASSES);
    s->by_class.name[s->by_class.count] = class_;
    struct bf_service_class *by = (struct bf_service_class *)s->by_class.item + s->by_class.count++;
    by->stay = care_no_dist();
    by->stay_factor = 1;
    return by;
}

/* A stream that enters by one way (NULL: add the ways by hand). */
static inline struct bf_stream *care_stream(struct care_builder *b, const char *name,
                                            double per_day, const char *to)
{
    assert_true(b->care.demand.count < CARE_STREAMS);
    uint32_t i = b->care.demand.count++;
    b->stream_name[i] = name;
    b->stream[i] = (struct bf_stream){.rate = per_day / 24,
                                      .bank_holiday = (double)NAN,
                                      .offer.share = 1,
                                      .rebook_h = 14 * 24,
                                      .first_presentations = (double)NAN};
    if (to) care_way(b, &b->stream[i].enter, to, 1);
    return &b->stream[i];
}

static inline struct bf_task *care_task(struct care_builder *b, const char *name, const char *team)
{
    assert_true(b->care.tasks.count < CARE_TASKS);
    uint32_t i = b->care.tasks.count++;
    b->task_name[i] = name;
    b->task[i] = (struct bf_task){.team = team, .duration = care_mean(7.5)};
    return &b->task[i];
}

static inline struct bf_class *care_class(struct care_builder *b, const char *name)
{
    assert_true(b->care.classes.count < CARE_CLASSES);
    uint32_t i = b->care.classes.count++;
    b->class_name[i] = name;
    b->class_[i] = (struct bf_class){.adult = true, .readmission_factor = 1, .death_factor = 1};
    return &b->class_[i];
}

static inline bool care_compile(struct care_builder *b)
{
    b->bound.table = &bf_care_table;
    b->bound.region = (unsigned char *)&b->care;
    b->bound.size = sizeof b->care;
    b->compiled = true;
    return bf_network_compile(&b->bound, &b->network, &b->faults);
}

static inline void care_end(struct care_builder *b)
{
    if (b->compiled) bf_network_free(&b->network);
    bf_faults_free(&b->faults);
    for (size_t i = 0; i < b->piece_count; i++)
        free(b->piece[i]);
    free(b->piece);
    memset(b, 0, sizeof *b);
}

/* The number of a service by name. */
static inline uint32_t care_index(const struct care_builder *b, const char *name)
{
    for (uint32_t i = 0; i < b->care.services.count; i++)
        if (strcmp(b->service_name[i], name) == 0) return i;
    fail_msg("no service \"%s\"", name);
    return 0;
}

/* The text of the n-th fault of a severity whose path is this one, or NULL. */
static inline const char *care_fault(const struct care_builder *b, enum bf_severity severity,
                                     const char *path, size_t n)
{
    for (size_t i = 0; i < b->faults.count; i++)
        if (b->faults.fault[i].severity == severity &&
            strcmp(b->faults.fault[i].err.where.path, path) == 0 && n-- == 0)
            return b->faults.fault[i].err.what;
    return NULL;
}

static inline size_t care_fault_count(const struct care_builder *b, enum bf_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < b->faults.count; i++)
        count += b->faults.fault[i].severity == severity;
    return count;
}

#endif
