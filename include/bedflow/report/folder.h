/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/folder.h -- a result folder appears whole or not at all.
 *
 * Everything is written into a sibling, `<folder>.partial-<number>`, and one
 * rename at the end gives it its name; a failure before that removes the
 * sibling. An existing folder is never touched without `force`, and with it
 * only if it is empty or looks like a result folder (it holds run.json or the
 * like of another command: comparison.json, sweep.json): a slip such as `--out .` cannot delete
 * somebody's work. The old folder is moved aside first and put back if the new one cannot take its
 * place.
 */
#ifndef BF_REPORT_FOLDER_H
#define BF_REPORT_FOLDER_H

#include "bedflow/base/text.h"
#include "bedflow/report/sink.h"

#include <stdint.h>

enum bf_folder_state {
    BF_FOLDER_NONE,   /* nothing there */
    BF_FOLDER_EMPTY,  /* a folder without entries */
    BF_FOLDER_RESULT, /* a folder that holds run.json, comparison.json or the like */
    BF_FOLDER_OTHER   /* anything else, or unreadable */
};

/* Sets errno: why a folder is unreadable, else 0. */
enum bf_folder_state bf_folder_look(const char *folder);

/* Make `folder` and its missing parents. Existing folders are fine. Fails with BF_E_IO. */
bool bf_folder_make(const char *folder, struct bf_err *err);

/* Check that `folder` may be written (see above) and make its partial sibling,
 * whose path goes to partial[]. Fails with BF_E_IO; nothing is left then. */
bool bf_folder_begin(const char *folder, bool force, char partial[BF_FILE_CAP], struct bf_err *err);

/* Give the partial folder its name. On failure removes it and fails with BF_E_IO. */
bool bf_folder_commit(const char *partial, const char *folder, bool force, struct bf_err *err);

/* The same, but a failure leaves the partial folder as it is: what is in it is worth keeping. */
bool bf_folder_place(const char *partial, const char *folder, bool force, struct bf_err *err);

/* One file of a folder: its name there, and what writes it at `path` of the subject. */
struct bf_folder_file {
    const char *name;
    bool (*write)(const void *subject, const char *path, struct bf_err *err);
};

/* Write files [count] of `subject` into a folder that is there; those of the same names are removed
 * first. Up to `threads` files are written at once, begun in this order; the last one alone, when
 * all others are whole. Fails as the first writer that fails, or with BF_E_IO for a path too long:
 * none of the files is left then, and what else is in the folder is not touched. */
bool bf_folder_fill(const char *folder, const struct bf_folder_file file[], size_t count,
                    const void *subject, uint32_t threads, struct bf_err *err);

/* The same as a new folder: begin, fill, commit. On failure nothing is left of it. */
bool bf_folder_write(const char *folder, bool force, const struct bf_folder_file file[],
                     size_t count, const void *subject, struct bf_err *err);

/* Remove a folder and all in it, following no symbolic link; as far as possible. */
void bf_folder_remove(const char *folder);

/* Append all of a file to `out`. Fails with BF_E_IO or BF_E_NOMEM. */
bool bf_file_read(struct bf_text *out, const char *path, struct bf_err *err);

/* Copy one file. Fails with BF_E_IO. */
bool bf_file_copy(const char *from, const char *to, struct bf_err *err);

#endif
