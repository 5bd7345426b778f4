/* SPDX-License-Identifier: GPL-3.0-or-later */
/* progress.h -- how far a study is, on one line of a terminal.
 *
 * Drawn on stderr, and only when that is a terminal; at most ten times a second.
 */
#ifndef BF_CLI_PROGRESS_H
#define BF_CLI_PROGRESS_H

#include "bedflow/study/study.h"

struct bf_progress_line {
    bool shown; /* private: there is a line to take away */
    bool warming_up;
    double drawn_s;
};

bool bf_progress_wanted(void); /* is stderr a terminal? */

/* The callback of struct bf_study; context is a struct bf_progress_line. */
void bf_progress_draw(void *context, const struct bf_progress *progress);

/* The same for what goes by steps: points, runs. Context as above. */
void bf_progress_step(void *context, uint32_t done, uint32_t planned);

/* Take the line away. */
void bf_progress_end(struct bf_progress_line *line);

/* "40 s", "3 min", "2 h 10 min": as coarse as a guess deserves. */
void bf_time_words(double seconds, char text[], size_t size);

#endif
