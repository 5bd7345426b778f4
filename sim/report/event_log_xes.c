/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A trace of XES holds all steps of one person, who may come back months later: the steps of a
 * replication are kept, small, and sorted by person at its end. */
#include "event_log_xes.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/person.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { FIRST_CAP = 4096 };

struct bf_log_step {
    struct bf_told told;
    uint64_t instance;
    const char *reason; /* a literal */
};

/* ---- writing --------------------------------------------------------------------------- */

static void put(struct bf_html *xml, const char *type, const char *key, const char *value)
{
    bf_html_begin(xml, type);
    bf_html_attribute(xml, "key", key);
    bf_html_attribute(xml, "value", value);
    bf_html_end(xml);
}

static void put_count(struct bf_html *xml, const char *key, uint64_t value)
{
    char text[32];
    bf_format(text, sizeof text, "%" PRIu64, value);
    put(xml, "int", key, text);
}

/* Of the standard (IEEE 1849), by the addresses it gives them. */
static void put_extensions(struct bf_html *xml)
{
    static const char *const extension[][3] = {
        {"Concept", "concept", "http://www.xes-standard.org/concept.xesext"},
        {"Lifecycle", "lifecycle", "http://www.xes-standard.org/lifecycle.xesext"},
        {"Time", "time", "http://www.xes-standard.org/time.xesext"},
        {"Organizational", "org", "http://www.xes-standard.org/org.xesext"}};
    for (size_t i = 0; i < sizeof extension / sizeof extension[0]; i++) {
        bf_html_begin(xml, "extension");
        bf_html_attribute(xml, "name", extension[i][0]);
        bf_html_attribute(xml, "prefix", extension[i][1]);
        bf_html_attribute(xml, "uri", extension[i][2]);
        bf_html_end(xml);
    }
}

/* What every trace and every event has, with a value for those that would not. */
static void put_globals(struct bf_html *xml)
{
    bf_html_begin(xml, "global");
    bf_html_attribute(xml, "scope", "trace");
    put(xml, "string", "concept:name", "unknown");
    bf_html_end(xml);
    bf_html_begin(xml, "global");
    bf_html_attribute(xml, "scope", "event");
    put(xml, "string", "concept:name", "unknown");
    put(xml, "string", "lifecycle:transition", "complete");
    put(xml, "date", "time:timestamp", "1970-01-01T00:00:00.000+00:00");
    bf_html_end(xml);
}

static void put_classifier(struct bf_html *xml, const char *name, const char *keys)
{
    bf_html_begin(xml, "classifier");
    bf_html_attribute(xml, "name", name);
    bf_html_attribute(xml, "keys", keys);
    bf_html_end(xml);
}

bool bf_xes_open(struct bf_event_log *log, const char *path, struct bf_err *err)
{
    struct bf_html *xml = &log->xml;
    if (!bf_html_open(xml, path, err)) return false;
    bf_html_raw(xml, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    bf_html_begin(xml, "log");
    bf_html_attribute(xml, "xes.version", "1849.2016");
    bf_html_attribute(xml, "xes.features", "");
    bf_html_attribute(xml, "xmlns", "http://www.xes-standard.org/");
    put_extensions(xml);
    put_globals(xml);
    put_classifier(xml, "Activity", "concept:name");
    put_classifier(xml, "Activity and transition", "concept:name lifecycle:transition");
    put(xml, "string", "lifecycle:model", "standard");
    if (log->title != NULL) put(xml, "string", "concept:name", log->title);
    return true;
}

static void put_person(struct bf_event_log *log, const struct bf_told *told)
{
    const struct bf_network *n = log->network;
    struct bf_html *xml = &log->xml;
    char person[BF_PERSON_CAP] = "", name[BF_PERSON_CAP + 16];
    const struct bf_items *classes = &n->care->classes;
    const struct bf_class *own = classes->item;
    const char *ages = told->class_ < classes->count ? own[told->class_].ages : NULL;
    bf_person_print(n, told->who, person, sizeof person);
    bf_format(name, sizeof name, "%s@%u", person, log->replication);
    put(xml, "string", "concept:name", name);
    put_count(xml, "replication", log->replication);
    put(xml, "string", "class", n->class_[told->class_].label);
    if (ages != NULL) put(xml, "string", "ages", ages);
    put(xml, "boolean", "adult", n->class_[told->class_].adult ? "true" : "false");
    if (told->locality < n->locality_count)
        put(xml, "string", "locality", n->locality_label[told->locality]);
}

static void put_event(struct bf_event_log *log, const struct bf_log_step *s)
{
    struct bf_html *xml = &log->xml;
    struct bf_log_words words = bf_log_words_of(log->network, &s->told);
    char at[BF_TIMESTAMP_CAP], date[BF_TIMESTAMP_CAP + 8], instance[32];
    bf_timestamp(log->first_day, s->told.at_h, at);
    bf_format(date, sizeof date, "%s+00:00", at);
    bf_format(instance, sizeof instance, "%" PRIu64, s->instance);
    bf_html_begin(xml, "event");
    put(xml, "string", "concept:name", words.activity);
    put(xml, "string", "concept:instance", instance);
    put(xml, "string", "lifecycle:transition", words.lifecycle);
    put(xml, "date", "time:timestamp", date);
    if (words.service != NULL) {
        put(xml, "string", "org:resource", words.service->label);
        put(xml, "string", "service", words.service->name);
        put(xml, "string", "setting", bf_setting_names[words.service->setting]);
    }
    put_count(xml, "episode", s->told.episode);
    put(xml, "string", "step", words.step);
    if (s->reason[0] != '\0') put(xml, "string", "reason", s->reason);
    bf_html_end(xml);
    log->rows++;
}

/* ---- keeping --------------------------------------------------------------------------- */

void bf_xes_keep(struct bf_event_log *log, const struct bf_told *told, uint64_t instance,
                 const char *reason)
{
    if (log->step_count == log->step_cap) {
        size_t cap = log->step_cap > 0 ? 2 * log->step_cap : FIRST_CAP;
        struct bf_log_step *grown = bf_heap_grow(log->step, cap * sizeof *grown);
        if (grown == NULL) {
            log->failed = true;
            return;
        }
        log->step = grown;
        log->step_cap = cap;
    }
    log->step[log->step_count++] = (struct bf_log_step){*told, instance, reason};
}

/* By person, then as they came: places in one array are in that order. */
static int by_person(const void *left, const void *right)
{
    const struct bf_log_step *a = *(struct bf_log_step *const *)left;
    const struct bf_log_step *b = *(struct bf_log_step *const *)right;
    if (a->told.who != b->told.who) return a->told.who < b->told.who ? -1 : 1;
    return a < b ? -1 : a > b;
}

void bf_xes_write(struct bf_event_log *log)
{
    struct bf_log_step **order = bf_heap_take(log->step_count + 1, sizeof *order);
    struct bf_html *xml = &log->xml;
    log->failed = log->failed || order == NULL;
    for (size_t i = 0; order != NULL && i < log->step_count; i++)
        order[i] = &log->step[i];
    if (order != NULL) qsort(order, log->step_count, sizeof *order, by_person);
    for (size_t i = 0; order != NULL && i < log->step_count;) {
        uint64_t who = order[i]->told.who;
        bf_html_begin(xml, "trace");
        put_person(log, &order[i]->told);
        for (; i < log->step_count && order[i]->told.who == who; i++)
            put_event(log, order[i]);
        bf_html_end(xml);
    }
    bf_heap_give(order);
    log->step_count = 0;
}

bool bf_xes_close(struct bf_event_log *log, struct bf_err *err)
{
    bf_xes_write(log);
    bf_html_end(&log->xml);
    bf_heap_give(log->step);
    log->step = NULL;
    log->step_cap = 0;
    return bf_html_close(&log->xml, err);
}
