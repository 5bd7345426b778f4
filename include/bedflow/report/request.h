/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/request.h -- what was asked for, written before the first replication.
 *
 * request.json lies beside the journal (report/journal.h) from the first moment on: scenario
 * texts, seed, how many replications or how exact, and by which program. With it a run
 * that was killed can be gone on with, and a finished one extended, without the
 * files that the scenario came from.
 *
 * Ownership: one that was read owns its texts; free it once. One to be written
 * borrows all.
 */
#ifndef BF_REPORT_REQUEST_H
#define BF_REPORT_REQUEST_H

#include "bedflow/report/json_read.h"

#define BF_REQUEST_FILE    "request.json"
#define BF_REQUEST_OPTIONS 16

struct bf_request_option {
    const char *name;  /* short; "" for a run */
    const char *title; /* NULL: the scenario's own */
    const char *file;  /* the scenario, as the user typed it */
    const char *text;  /* resolved */
};

struct bf_request {
    const char *command;          /* "run" or "compare" */
    const char *typed;            /* the whole command line */
    const char *version, *commit; /* of the program */
    uint64_t seed;
    uint32_t replications, most; /* of each option; at most, with a precision */
    const char *precision, *matters, *target, *best_by; /* as typed; "" if not */
    bool fixed_inputs;
    bool replaces; /* a result that is there may be replaced */
    bool no_plots;
    struct bf_request_option option[BF_REQUEST_OPTIONS];
    uint32_t option_count;
    struct bf_json_document document; /* private, of one that was read */
};

/* Write folder/request.json, whole or not at all. Fails with BF_E_IO. */
bool bf_request_write(const struct bf_request *request, const char *folder, struct bf_err *err);

/* Read it. Fails with BF_E_IO, BF_E_SYNTAX, BF_E_KEY (something is missing), BF_E_RANGE (a
 * scenario text was changed since) or BF_E_NOMEM. Free it in any case. */
bool bf_request_read(struct bf_request *request, const char *folder, struct bf_err *err);
void bf_request_free(struct bf_request *request);

/* Which replications belong together: seed, held inputs, texts and program. */
uint64_t bf_request_key(const struct bf_request *request);

#endif
