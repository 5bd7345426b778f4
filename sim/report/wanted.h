/* SPDX-License-Identifier: GPL-3.0-or-later */
/* wanted.h -- private to report/: members that a document of our own must have, to make something
 * again from it. What is not there, or is not as it was, is told with the file and the member.
 */
#ifndef BF_REPORT_WANTED_H
#define BF_REPORT_WANTED_H

#include "bedflow/report/json_read.h"

struct bf_wanted {
    const struct bf_json_document *document;
    const char *path;    /* of the file */
    const char *missing; /* what is said of a member that is not there */
    struct bf_err *err;
};

/* All false return with *err filled: BF_E_KEY where the member is missing or of another type. */
bool bf_wanted_fail(const struct bf_wanted *wanted, enum bf_errcode code, const char *member,
                    const char *what);
bool bf_wanted_missing(const struct bf_wanted *wanted, const char *member);
bool bf_wanted_flag(const struct bf_wanted *wanted, const char *member, bool *flag);
bool bf_wanted_count(const struct bf_wanted *wanted, const char *member, uint32_t *count);
/* Its text; "" if there is none. */
const char *bf_wanted_text(const struct bf_wanted *wanted, const char *member);
/* Whether `text` has this SHA-256; BF_E_RANGE. */
bool bf_wanted_scenario(const struct bf_wanted *wanted, const char *member, const char *text,
                        const char *sha256);

#endif
