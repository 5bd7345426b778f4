/* SPDX-License-Identifier: GPL-3.0-or-later */
/* event_log_xes.h -- private to report/: the event log as an XES document (report/event_log.h). */
#ifndef BF_REPORT_EVENT_LOG_XES_H
#define BF_REPORT_EVENT_LOG_XES_H

#include "bedflow/report/event_log.h"

/* What a step is called, of which activity and at what place; service_of may be NULL. */
struct bf_log_words {
    const char *step, *activity, *lifecycle;
    const struct bf_service_info *service;
};
struct bf_log_words bf_log_words_of(const struct bf_network *network, const struct bf_told *told);

bool bf_xes_open(struct bf_event_log *log, const char *path, struct bf_err *err);
/* Keep a step until its replication ends. */
void bf_xes_keep(struct bf_event_log *log, const struct bf_told *told, uint64_t instance,
                 const char *reason);
/* Write the traces of the steps that are kept, and forget these. */
void bf_xes_write(struct bf_event_log *log);
bool bf_xes_close(struct bf_event_log *log, struct bf_err *err);

#endif
