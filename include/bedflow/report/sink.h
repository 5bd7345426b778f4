/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/sink.h -- writing a file, or a text in memory, so that no failure is lost.
 *
 * A sink remembers its first failure and ignores what is written after it, so
 * a writer checks once, at the close. A full disk often shows only when the
 * last buffer is flushed or the file is closed: both are checked. The message
 * names the path, the system's reason and a cure.
 *
 * Ownership: the sink owns its file; close it on every path, also after a
 * failure (bf_sink_close then reports that failure and still closes).
 */
#ifndef BF_REPORT_SINK_H
#define BF_REPORT_SINK_H

#include "bedflow/base/err.h"
#include "bedflow/base/text.h"

#include <stdio.h>

#define BF_FILE_CAP 4096 /* bytes of a path on disk, with its NUL */

struct bf_sink {
    FILE *file;             /* private */
    struct bf_text *text;   /* private: what is written to in place of a file; NULL: a file */
    int error;              /* private: errno of the first failure, 0 if none */
    size_t since;           /* private: bytes since the last flush that a test may make fail */
    char path[BF_FILE_CAP]; /* read only */
};

/* Create or truncate `path`. Fails with BF_E_IO. */
bool bf_sink_open(struct bf_sink *sink, const char *path, struct bf_err *err);

/* Append to `text`, which outlives the sink. When memory runs out text->failed says so, and
 * closing still succeeds. */
void bf_sink_open_text(struct bf_sink *sink, struct bf_text *text);

void bf_sink_bytes(struct bf_sink *sink, const char bytes[], size_t length);
void bf_sink_text(struct bf_sink *sink, const char *text);
void bf_sink_format(struct bf_sink *sink, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* A text that goes into what is written: if memory ran out while it was made, the sink has failed.
 */
void bf_sink_whole(struct bf_sink *sink, const struct bf_text *text);

/* Flush and close. Fails with BF_E_IO (BF_E_NOMEM: memory ran out) if anything since the open
 * failed. Safe to call twice, and after a failed open. */
bool bf_sink_close(struct bf_sink *sink, struct bf_err *err);

/* Fill *err with "cannot <verb>: <reason>; <cure>" at `path` and return false. The code is BF_E_IO,
 * or BF_E_NOMEM for ENOMEM. */
bool bf_io_fail(struct bf_err *err, const char *path, const char *verb, int error);

/* folder + "/" + name. Fails with BF_E_IO when the path is too long. */
bool bf_path_join(char out[BF_FILE_CAP], const char *folder, const char *name, struct bf_err *err);

#endif
