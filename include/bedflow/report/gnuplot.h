/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/gnuplot.h -- run gnuplot on scripts, several at once.
 *
 * No shell: the program is found on the PATH by posix_spawnp and told by its
 * arguments where to work and what to load; settings of the user's own
 * (~/.gnuplot) are not read, so a picture looks the same everywhere. What it
 * says goes to a log file, which is kept only when it failed.
 *
 * Two scripts at a time run side by side, each a process of its own.
 */
#ifndef BF_REPORT_GNUPLOT_H
#define BF_REPORT_GNUPLOT_H

#include "bedflow/base/text.h"
#include "bedflow/report/sink.h"

#include <stdint.h>

enum bf_gnuplot_end {
    BF_GNUPLOT_DONE,
    BF_GNUPLOT_MISSING, /* no such program on the PATH */
    BF_GNUPLOT_FAILED,  /* ended with an error, or by a signal */
    BF_GNUPLOT_LATER    /* not run, as asked */
};

/* In place of a program: scripts and tables are written and nothing is drawn, so that
 * `bedflow report` can draw them when a page needs pictures. */
#define BF_GNUPLOT_NOT_NOW ""

/* Run `program` ("gnuplot", or BF_GNUPLOT_NOT_NOW) on folder/<name[i]>.gp for i < count. `said`
 * gets, for each that failed, its name and the last of what it said. Missing wins over failed. */
enum bf_gnuplot_end bf_gnuplot_run(const char *program, const char *folder,
                                   const char *const name[], uint32_t count, struct bf_text *said);

/* Run it on those of the scripts that are in the folder and have no <name[i]>.svg there. */
enum bf_gnuplot_end bf_gnuplot_catch_up(const char *program, const char *folder,
                                        const char *const name[], uint32_t count,
                                        struct bf_text *said);

/* What to install, and the command that draws afterwards. */
void bf_gnuplot_advice(const char *folder, struct bf_text *out);

#endif
