/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pictures.h -- drawing, and saying where the pictures are. */
#ifndef BF_CLI_PICTURES_H
#define BF_CLI_PICTURES_H

#include "bedflow/report/json_schema.h"

/* What is told of pictures in a document. */
extern const struct bf_member bf_pictures_members[];

/* Draw dir[count] (one: its own pictures; several: a comparison), into `out` if
 * it is not NULL. Without gnuplot the advice is said, and that is no failure.
 * `json`: an open object for bf_pictures_members, or NULL. */
int bf_pictures(const char *const dir[], uint32_t count, const char *out, bool quiet,
                struct bf_json *json);

#endif
