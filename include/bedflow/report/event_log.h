/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/event_log.h -- what happened to people as an event log, for process mining.
 *
 * A row a step, in the order of time; replications one after another. The same
 * facts in two shapes:
 *
 *   bupar  case_id,activity,activity_instance_id,lifecycle_id,timestamp,resource, then
 *          replication,episode,step,service,setting,class,ages,adult,locality,reason
 *          (eventlog() of bupaR takes the first six by these names)
 *   xes    case:concept:name,concept:name,concept:instance,lifecycle:transition,
 *          time:timestamp,org:resource, then replication,episode,step,service,setting,
 *          case:class,case:ages,case:adult,case:locality,reason (as pm4py and ProM read CSV)
 *
 * and as an XES document (IEEE 1849-2016), a trace a person in place of rows in the order of time,
 * with the standard's extensions concept, lifecycle, time and org and its transitions:
 *
 *   trace  concept:name (the case), replication, class, ages, adult, locality
 *   event  concept:name, concept:instance, lifecycle:transition, time:timestamp, org:resource,
 *          service, setting, episode, step, reason
 *
 * There timestamps end in +00:00, which is no zone of theirs: it keeps readers from moving them.
 *
 * Activities. A stay at a service is one instance under the service's label:
 * "schedule" when its place is asked for, "start", "complete" when it is left, or
 * "withdraw" when the person gives up. All else (presents, ready to leave, a task,
 * home) is an instance of its own that is "complete" at once. What is open at the
 * last row never completed within the log.
 *
 * case: the person (report/person.h), with "@" and the replication's number behind
 * it. step: the model's own word for what happened, one for each enum bf_step.
 * service: its key. reason: the official code of what a person in a bed waits for.
 * timestamp: local time without a zone, "2022-01-03T17:25:13.250"; model days have
 * 24 hours, so clocks never change. A midnight comes before the steps of its own
 * instant, so people counted at it are those of the rows before it.
 *
 * Memory: a few words for each person present, never for each step; for XES 56 bytes for each step
 * of a replication, whose traces are written at its end.
 * Cost: a line of some 160 bytes a step; half a year of a county has 270,000, in a second.
 */
#ifndef BF_REPORT_EVENT_LOG_H
#define BF_REPORT_EVENT_LOG_H

#include "bedflow/models/replicate.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/html.h"

enum bf_log_shape { BF_LOG_BUPAR, BF_LOG_XES, BF_LOG_XML };

struct bf_log_person; /* private */
struct bf_log_step;   /* private */
struct bf_event_log {
    const struct bf_network *network;
    enum bf_log_shape shape;
    const char *title;    /* of an XES document; may be NULL */
    bf_day first_day;     /* of the run, warm-up included */
    double from_h, to_h;  /* rows of this part of the run only */
    uint32_t replication; /* being written */
    uint64_t rows;        /* written so far */
    struct bf_csv csv;    /* private, as is the rest */
    struct bf_html xml;
    struct bf_log_step *step; /* [step_count] */
    size_t step_count, step_cap;
    struct bf_log_person *person;
    size_t cap, count;
    uint64_t next_instance;
    bool failed; /* memory ran out: instances are missing */
};

/* Create `path` and write its header. Set network, shape, first_day, from_h and to_h before. Fails
 * as bf_sink_open. */
bool bf_event_log_open(struct bf_event_log *log, const char *path, struct bf_err *err);
/* A new replication begins; nobody is known. Of XES, the one before is written. */
void bf_event_log_begin(struct bf_event_log *log, uint32_t replication);
/* A bf_trace: `context` is the log. */
void bf_event_log_hear(void *context, const struct bf_told *told);
/* Fails as bf_sink_close, and with BF_E_NOMEM. */
bool bf_event_log_close(struct bf_event_log *log, struct bf_err *err);

/* "2022-01-03T17:25:13.250"; an instant before a midnight is never shown at or after it. */
#define BF_TIMESTAMP_CAP 32
void bf_timestamp(bf_day first_day, double at_h, char text[BF_TIMESTAMP_CAP]);

#endif
