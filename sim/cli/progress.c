/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "progress.h"

#include "bedflow/base/text.h"
#include "interrupt.h"

#include <math.h>
#include <stdio.h>
#include <unistd.h>

enum { BAR = 24, LINE = 78 };

bool bf_progress_wanted(void)
{
    return isatty(STDERR_FILENO) != 0;
}

void bf_time_words(double seconds, char text[], size_t size)
{
    if (seconds < 9.5)
        bf_format(text, size, "%.0f s", fmax(1, seconds));
    else if (seconds < 90)
        bf_format(text, size, "%.0f s", 5 * round(seconds / 5));
    else if (seconds < 5400)
        bf_format(text, size, "%.0f min", seconds / 60);
    else
        bf_format(text, size, "%d h %02d min", (int)(seconds / 3600),
                  (int)(fmod(seconds, 3600) / 60));
}

static void left_words(const struct bf_progress *p, char text[], size_t size)
{
    char time[32];
    text[0] = '\0';
    if (p->done == 0 || p->done >= p->planned || p->elapsed_s < 0.5) return;
    bf_time_words(p->elapsed_s / p->done * (p->planned - p->done), time, sizeof time);
    bf_format(text, size, ", about %s left", time);
}

void bf_progress_draw(void *context, const struct bf_progress *p)
{
    struct bf_progress_line *line = context;
    char bar[BAR + 1], text[160], left[64];
    bool due = p->elapsed_s < line->drawn_s || p->elapsed_s - line->drawn_s >= 0.1;
    if (p->warming_up != line->warming_up) due = true;
    if ((line->shown && !due) || p->planned == 0 || bf_interrupted()) return;
    uint32_t full = (uint32_t)((uint64_t)p->done * BAR / p->planned);
    for (uint32_t i = 0; i < BAR; i++)
        bar[i] = i < full ? '#' : '.';
    bar[BAR] = '\0';
    left_words(p, left, sizeof left);
    if (p->warming_up)
        bf_format(text, sizeof text, "[%s] choosing the warm-up%s", bar, left);
    else
        bf_format(text, sizeof text, "[%s] %u of %u replications%s", bar, p->done, p->planned,
                  left);
    fprintf(stderr, "\r%-*.*s", LINE, LINE, text);
    fflush(stderr);
    line->shown = true;
    line->warming_up = p->warming_up;
    line->drawn_s = p->elapsed_s;
}

void bf_progress_step(void *context, uint32_t done, uint32_t planned)
{
    struct bf_progress progress = {.done = done, .planned = planned};
    bf_progress_draw(context, &progress);
}

void bf_progress_end(struct bf_progress_line *line)
{
    if (line->shown) fprintf(stderr, "\r%*s\r", LINE, "");
    fflush(stderr);
    line->shown = false;
}
