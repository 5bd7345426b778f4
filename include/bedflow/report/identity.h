/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/identity.h -- what made a result, besides the scenario's numbers.
 *
 * Only the command line knows these; the study's result holds the rest (seed,
 * replications, times, digest). Together they are run.json and the footer of
 * every picture: enough to make the result again.
 *
 * Ownership: all texts are the caller's and outlive the call.
 */
#ifndef BF_REPORT_IDENTITY_H
#define BF_REPORT_IDENTITY_H

#include <stdint.h>

struct bf_library {
    const char *name;    /* "GSL" */
    const char *version; /* "2.7.1" */
};

struct bf_run_identity {
    const char *version;              /* of bedflow: "0.1.0" */
    const char *commit;               /* git commit it was built from; NULL or "" if unknown */
    const char *compiler;             /* "gcc 12.2.0" */
    const char *command;              /* as typed; NULL if none */
    const char *scenario_text;        /* the scenario with all includes resolved; NULL if unknown */
    const struct bf_library *library; /* [library_count] */
    uint32_t library_count;
};

#endif
