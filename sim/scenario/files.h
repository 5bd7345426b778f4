/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/files.h -- the texts that a scenario is made of, each loaded once.
 *
 * Text is cleaned as it comes in: a byte order mark goes, and every line ends
 * with '\n'. Text that cannot be a scenario (UTF-16, bytes that are no UTF-8,
 * control characters) is refused with its line.
 *
 * Paths are compared after "./" and "x/../" are taken out; they are never
 * looked up anywhere else than through the loader.
 * Ownership: texts live until bf_files_free, paths as long as the pieces.
 */
#ifndef BF_SCENARIO_FILES_H
#define BF_SCENARIO_FILES_H

#include "bedflow/base/err.h"
#include "bedflow/base/sha256.h"
#include "pieces.h"

#define BF_FILE_LIMIT ((size_t)64 << 20) /* bytes of one file */

struct bf_loader;

struct bf_source {
    const char *path;
    char *text; /* cleaned, NUL-terminated; NULL if it could not be read */
    size_t length;
    size_t loaded; /* bytes as loaded */
    char sha256[BF_SHA256_TEXT];
};

struct bf_files {
    const struct bf_loader *loader;
    struct bf_pieces *pieces;
    struct bf_faults *faults;
    struct bf_source **source; /* [count], in the order of first use */
    size_t count, cap;
    const char *root; /* path of the scenario that the others extend */
};

/* The text of `path`. `asked` is the place that names it (NULL: the caller's
 * own file) and `how` the words there, such as "@include". NULL if it cannot be
 * had; the first time this adds a fault. */
const struct bf_source *bf_files_read(struct bf_files *files, const char *path,
                                      const struct bf_where *asked, const char *how);
/* `name` as written in file `base`, as a path for the loader. NULL: memory. */
const char *bf_files_resolve(struct bf_files *files, const char *base, const char *name);
/* The first byte of text[length], with a NUL behind it, that no scenario holds
 * (no UTF-8, or a control character), or `length`. */
size_t bf_files_bad_byte(const char *text, size_t length);
void bf_files_free(struct bf_files *files);

#endif
