/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pictures.h -- drawing, and saying where the pictures are. */
#ifndef BF_CLI_PICTURES_H
#define BF_CLI_PICTURES_H

#include "bedflow/report/drawing.h"
#include "bedflow/report/json_schema.h"

/* What is told of pictures in a document. */
extern const struct bf_member bf_pictures_members[];

/* Draw dir[count] (one: its own pictures; several: a comparison), into `out` if
 * it is not NULL. Without gnuplot the advice is said, and that is no failure.
 * `json`: an open object for bf_pictures_members, or NULL. */
int bf_pictures(const char *const dir[], uint32_t count, const char *out, bool quiet,
                struct bf_json *json);

/* A drawing into this folder (report/drawing.h), with the program's own scripts; not `now`: gnuplot
 * is left to `bedflow report`. */
struct bf_drawing bf_drawing_in(const char *plots, bool now);

/* Say how it went: where the pictures are or, though all else is written, why there are none.
 * `drawn` and `err`: what the one who drew returned. Frees what gnuplot said. */
int bf_drawing_told(struct bf_drawing *drawing, bool drawn, const struct bf_err *err, bool quiet);

#endif
