/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/event_log.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/person.h"

#include "event_log_xes.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

enum { FIRST_CAP = 1024, NOWHERE = BF_TO_LEFT };

/* Instances that are open for one person. */
struct bf_log_person {
    uint64_t who;
    uint64_t stay, wait; /* numbers of instances; 0: none */
    uint16_t stay_at, wait_for;
    bool used;
};

/* What a step is called in a log. An activity of NULL is the service's own. */
struct form {
    const char *step, *activity, *lifecycle;
};
static const struct form form[] = {
    [BF_STEP_PRESENTS] = {"presents", "presents", "complete"},
    [BF_STEP_WAITS] = {"waits", NULL, "schedule"},
    [BF_STEP_TURNED_AWAY] = {"turned_away", "turned away", "complete"},
    [BF_STEP_GIVES_UP] = {"gives_up", NULL, "withdraw"},
    [BF_STEP_CANCELLED] = {"cancelled", "cancelled", "complete"},
    [BF_STEP_STARTS] = {"starts", NULL, "start"},
    [BF_STEP_WELL] = {"well", "well enough to leave", "complete"},
    [BF_STEP_READY] = {"ready", "ready to leave", "complete"},
    [BF_STEP_TASK] = {"task", "held up by a task", "complete"},
    [BF_STEP_TASK_DONE] = {"task_done", "task done", "complete"},
    [BF_STEP_ACCEPTS] = {"accepts", "accepts another service", "complete"},
    [BF_STEP_GRANTED] = {"granted", "place granted", "complete"},
    [BF_STEP_LEAVES] = {"leaves", NULL, "complete"},
    [BF_STEP_HOME] = {"home", "home", "complete"},
    [BF_STEP_LEFT] = {"left", "left the system", "complete"},
    [BF_STEP_DIED] = {"died", "died", "complete"},
    [BF_STEP_RETURNS] = {"returns", "emergency again", "complete"},
    [BF_STEP_EARLY] = {"early", "leaves early with support", "complete"},
    [BF_STEP_EXCHANGE] = {"exchange", "changes places", "complete"},
    [BF_STEP_FOUND] = {"found", NULL, "start"},
    [BF_STEP_COMES_BACK] = {"comes_back", "averted crisis comes back", "complete"},
    [BF_STEP_WITH] = {"with", NULL, "start"},
    [BF_STEP_WITH_ENDS] = {"with_ends", NULL, "complete"},
};

/* ---- people ---------------------------------------------------------------------------- */

static size_t place_of(uint64_t who, size_t cap)
{
    return (size_t)(who * UINT64_C(0x9E3779B97F4A7C15) >> 32) & (cap - 1);
}

static struct bf_log_person *look(struct bf_log_person *person, size_t cap, uint64_t who)
{
    size_t at = place_of(who, cap);
    while (person[at].used && person[at].who != who)
        at = (at + 1) & (cap - 1);
    return &person[at];
}

static bool grow(struct bf_event_log *log)
{
    size_t cap = log->cap > 0 ? 2 * log->cap : FIRST_CAP;
    struct bf_log_person *grown = bf_heap_take(cap, sizeof *grown);
    if (grown == NULL) {
        log->failed = true;
        return false;
    }
    for (size_t i = 0; i < log->cap; i++)
        if (log->person[i].used) *look(grown, cap, log->person[i].who) = log->person[i];
    bf_heap_give(log->person);
    log->person = grown;
    log->cap = cap;
    return true;
}

/* The record of a person, made if there is none; NULL without memory. */
static struct bf_log_person *find(struct bf_event_log *log, uint64_t who)
{
    if (2 * (log->count + 1) > log->cap && !grow(log)) return NULL;
    struct bf_log_person *p = look(log->person, log->cap, who);
    if (!p->used) {
        *p = (struct bf_log_person){
            .who = who, .used = true, .stay_at = NOWHERE, .wait_for = NOWHERE};
        log->count++;
    }
    return p;
}

/* Who is gone is forgotten; those behind in the same run of places move up. */
static void forget(struct bf_event_log *log, uint64_t who)
{
    if (log->cap == 0) return;
    size_t mask = log->cap - 1, hole = (size_t)(look(log->person, log->cap, who) - log->person);
    if (!log->person[hole].used) return;
    log->person[hole].used = false;
    log->count--;
    for (size_t at = (hole + 1) & mask; log->person[at].used; at = (at + 1) & mask) {
        size_t own = place_of(log->person[at].who, log->cap);
        bool stays = hole <= at ? own > hole && own <= at : own > hole || own <= at;
        if (stays) continue;
        log->person[hole] = log->person[at];
        log->person[at].used = false;
        hole = at;
    }
}

/* ---- instances ------------------------------------------------------------------------- */

static uint64_t ask(struct bf_event_log *log, struct bf_log_person *p, uint16_t service)
{
    if (p->wait == 0 || p->wait_for != service) p->wait = ++log->next_instance;
    p->wait_for = service;
    return p->wait;
}

static uint64_t start(struct bf_event_log *log, struct bf_log_person *p, uint16_t service)
{
    p->stay = p->wait != 0 && p->wait_for == service ? p->wait : ++log->next_instance;
    p->stay_at = service;
    p->wait = 0;
    return p->stay;
}

static uint64_t instance_of(struct bf_event_log *log, struct bf_log_person *p,
                            const struct bf_told *told)
{
    uint64_t number = 0;
    switch (p == NULL ? BF_STEP_PRESENTS : told->step) {
    case BF_STEP_WAITS:
        return ask(log, p, told->service);
    case BF_STEP_STARTS:
    case BF_STEP_FOUND:
        return start(log, p, told->service);
    case BF_STEP_LEAVES:
        if (p->stay_at == told->service) number = p->stay;
        p->stay = 0;
        p->stay_at = NOWHERE;
        break;
    case BF_STEP_GIVES_UP:
        if (p->wait_for == told->service) number = p->wait;
        p->wait = 0;
        break;
    default:
        break;
    }
    return number != 0 ? number : ++log->next_instance;
}

/* ---- rows ------------------------------------------------------------------------------ */

void bf_timestamp(bf_day first_day, double at_h, char text[BF_TIMESTAMP_CAP])
{
    enum { DAY_MS = 86400000 };
    char day[BF_DAY_TEXT];
    double days = floor(at_h / 24);
    int64_t ms = llround((at_h - 24 * days) * 3600000);
    ms = ms < DAY_MS ? ms : DAY_MS - 1;
    bf_day_print(first_day + (bf_day)days, day);
    bf_format(text, BF_TIMESTAMP_CAP, "%sT%02d:%02d:%02d.%03d", day, (int)(ms / 3600000),
              (int)(ms / 60000 % 60), (int)(ms / 1000 % 60), (int)(ms % 1000));
}

/* The place that a row is about: a service that is gone to may be home. */
static const struct bf_service_info *service_of(const struct bf_network *n,
                                                const struct bf_told *told)
{
    return told->service < n->service_count ? &n->service[told->service] : NULL;
}

static const char *activity_of(const struct bf_network *n, const struct bf_told *told)
{
    const struct bf_service_info *service = service_of(n, told);
    bool is_task = told->step == BF_STEP_TASK || told->step == BF_STEP_TASK_DONE;
    if (is_task && told->other < n->task_count) return n->task[told->other].label;
    if (form[told->step].activity != NULL) return form[told->step].activity;
    return service != NULL ? service->label : "away";
}

static const char *reason_of(const struct bf_network *n, const struct bf_log_person *p,
                             const struct bf_told *told)
{
    const struct bf_service_info *service = service_of(n, told);
    if (told->step == BF_STEP_TASK && told->other < n->task_count)
        return bf_reason_names[n->task[told->other].reason];
    bool in_bed = p != NULL && p->stay_at < n->service_count && n->service[p->stay_at].counts_delay;
    return told->step == BF_STEP_WAITS && in_bed && service != NULL
               ? bf_reason_names[service->reason]
               : "";
}

struct bf_log_words bf_log_words_of(const struct bf_network *n, const struct bf_told *told)
{
    return (struct bf_log_words){form[told->step].step, activity_of(n, told),
                                 form[told->step].lifecycle, service_of(n, told)};
}

static void put_head(struct bf_event_log *log, const struct bf_told *told, uint64_t instance)
{
    char person[BF_PERSON_CAP] = "", who[BF_PERSON_CAP + 16], at[BF_TIMESTAMP_CAP];
    const struct bf_service_info *service = service_of(log->network, told);
    const char *activity = activity_of(log->network, told), *resource;
    bf_person_print(log->network, told->who, person, sizeof person);
    bf_format(who, sizeof who, "%s@%u", person, log->replication);
    bf_timestamp(log->first_day, told->at_h, at);
    resource = service != NULL ? service->label : "";
    bf_csv_text(&log->csv, who);
    bf_csv_text(&log->csv, activity);
    bf_csv_count(&log->csv, instance);
    bf_csv_text(&log->csv, form[told->step].lifecycle);
    bf_csv_text(&log->csv, at);
    bf_csv_text(&log->csv, resource);
}

static void put_attributes(struct bf_event_log *log, const struct bf_told *told, const char *reason)
{
    const struct bf_network *n = log->network;
    const struct bf_service_info *service = service_of(n, told);
    const struct bf_class_info *class_ = &n->class_[told->class_];
    const struct bf_items *classes = &n->care->classes;
    const struct bf_class *own = classes->item;
    const char *ages = told->class_ < classes->count ? own[told->class_].ages : NULL;
    bf_csv_count(&log->csv, log->replication);
    bf_csv_count(&log->csv, told->episode);
    bf_csv_text(&log->csv, form[told->step].step);
    bf_csv_text(&log->csv, service != NULL ? service->name : "");
    bf_csv_text(&log->csv, service != NULL ? bf_setting_names[service->setting] : "");
    bf_csv_text(&log->csv, class_->label);
    bf_csv_text(&log->csv, ages != NULL ? ages : "");
    bf_csv_text(&log->csv, class_->adult ? "yes" : "no");
    bf_csv_text(&log->csv,
                told->locality < n->locality_count ? n->locality_label[told->locality] : "");
    bf_csv_text(&log->csv, reason);
    bf_csv_end_row(&log->csv);
    log->rows++;
}

void bf_event_log_hear(void *context, const struct bf_told *told)
{
    struct bf_event_log *log = context;
    struct bf_log_person *p = find(log, told->who);
    const char *reason = reason_of(log->network, p, told);
    uint64_t instance = instance_of(log, p, told);
    if (told->at_h >= log->from_h && told->at_h < log->to_h) {
        if (log->shape == BF_LOG_XML) {
            bf_xes_keep(log, told, instance, reason);
        } else {
            put_head(log, told, instance);
            put_attributes(log, told, reason);
        }
    }
    if (told->step == BF_STEP_HOME || told->step == BF_STEP_LEFT || told->step == BF_STEP_DIED)
        forget(log, told->who);
}

/* ---- the whole ------------------------------------------------------------------------- */

bool bf_event_log_open(struct bf_event_log *log, const char *path, struct bf_err *err)
{
    static const char *const head[] = {
        [BF_LOG_BUPAR] = "case_id,activity,activity_instance_id,lifecycle_id,timestamp,resource,"
                         "replication,episode,step,service,setting,class,ages,adult,locality,"
                         "reason",
        [BF_LOG_XES] = "case:concept:name,concept:name,concept:instance,lifecycle:transition,"
                       "time:timestamp,org:resource,replication,episode,step,service,setting,"
                       "case:class,case:ages,case:adult,case:locality,reason"};
    log->rows = log->next_instance = 0;
    log->person = NULL;
    log->cap = log->count = 0;
    log->failed = false;
    log->step = NULL;
    log->step_count = log->step_cap = 0;
    if (log->shape == BF_LOG_XML) return bf_xes_open(log, path, err);
    return bf_csv_open(&log->csv, path, head[log->shape], err);
}

void bf_event_log_begin(struct bf_event_log *log, uint32_t replication)
{
    if (log->shape == BF_LOG_XML) bf_xes_write(log);
    log->replication = replication;
    if (log->cap > 0) memset(log->person, 0, log->cap * sizeof *log->person);
    log->count = 0;
}

bool bf_event_log_close(struct bf_event_log *log, struct bf_err *err)
{
    bool closed = log->shape == BF_LOG_XML ? bf_xes_close(log, err) : bf_csv_close(&log->csv, err);
    bf_heap_give(log->person);
    log->person = NULL;
    log->cap = log->count = 0;
    if (!closed) return false;
    return !log->failed || bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the people present");
}
