/* SPDX-License-Identifier: GPL-3.0-or-later */
/* pictures.h -- drawing, and saying where the pictures are. */
#ifndef BF_CLI_PICTURES_H
#define BF_CLI_PICTURES_H

#include <stdbool.h>
#include <stdint.h>

/* Draw dir[count] (one: its own pictures; several: a comparison), into `out` if
 * it is not NULL. Without gnuplot the advice is said, and that is no failure. */
int bf_pictures(const char *const dir[], uint32_t count, const char *out, bool quiet);

#endif
