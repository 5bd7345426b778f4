/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/script.h -- the generated header of the plot scripts, plots/run.gp.
 *
 * It holds what the scripts cannot know: titles, the identity of the run, the
 * ranges and ticks of axes. Everything else is in the scripts and in the tables
 * under plots/data, so a picture can be changed and drawn again with gnuplot
 * alone: `cd <folder>/plots && gnuplot delayed.gp`.
 *
 * Safety: texts come from scenarios. They are written as single-quoted gnuplot
 * strings, in which nothing is expanded (no backquotes, no macros, no escapes);
 * quotes are doubled and control characters become spaces.
 */
#ifndef BF_REPORT_SCRIPT_H
#define BF_REPORT_SCRIPT_H

#include "bedflow/base/date.h"
#include "bedflow/report/sink.h"

#include <stdint.h>

struct bf_script {
    struct bf_sink sink;
};

/* Fails as bf_sink_open; whatever fails later is told at the close. */
bool bf_script_open(struct bf_script *script, const char *path, struct bf_err *err);
void bf_script_remark(struct bf_script *script, const char *text); /* one comment line */

/* name = 'text' */
void bf_script_text(struct bf_script *script, const char *name, const char *text);
/* name = 'first line'."\n".'second line', broken at spaces into at most `lines`
 * lines of at most `width` columns, the last cut with an ellipsis if need be;
 * and name_lines = n. A title is the same in lines of like length: no last word
 * stands alone below a full line. */
void bf_script_title(struct bf_script *script, const char *name, const char *text, unsigned width,
                     unsigned lines);
void bf_script_wrapped(struct bf_script *script, const char *name, const char *text, unsigned width,
                       unsigned lines);
void bf_script_number(struct bf_script *script, const char *name, double value); /* NaN allowed */

/* prefix_name = number or text; a text named "title" as bf_script_title, any other as
 * bf_script_wrapped, in at most two lines. */
void bf_script_prefixed(struct bf_script *script, const char *prefix, const char *name,
                        double value);
void bf_script_words(struct bf_script *script, const char *prefix, const char *name,
                     const char *text, unsigned width);

/* array name[count], then name[i] = 'text' for i = 1..count. gnuplot has no
 * empty arrays: count 0 declares one entry. */
void bf_script_array(struct bf_script *script, const char *name, uint32_t count);
void bf_script_array_text(struct bf_script *script, const char *name, uint32_t i, const char *text);
void bf_script_array_number(struct bf_script *script, const char *name, uint32_t i, double value);

enum bf_tick_words {
    BF_TICKS_FULL,  /* "1 Nov", with the year below the first tick and each January */
    BF_TICKS_BRIEF, /* "Nov"; in a window of more than a year "Jan 22" */
    BF_TICKS_BARE   /* marks without words */
};

/* name = 'set xtics (...)', for `eval name`: at most `at_most` ticks on whole
 * days, Mondays, or firsts of months. */
void bf_script_ticks(struct bf_script *script, const char *name, bf_day first, uint32_t days,
                     unsigned at_most, enum bf_tick_words words);

/* The axis of a period's days: first_x and last_x (seconds since 1970; a day apart for one day
 * alone), and its ticks: ticks_wide for a panel of the whole width, ticks_small for one of several
 * side by side, ticks_bare without words. */
void bf_script_days(struct bf_script *script, bf_day first, uint32_t days);

bool bf_script_close(struct bf_script *script, struct bf_err *err); /* as bf_sink_close */

/* An axis that begins at 0, or below `low` if that is negative, or, unless
 * `from_zero`, just below `low`: round ends, round steps, four to eight of them. */
struct bf_axis {
    double bottom, top, step;
};
struct bf_axis bf_axis_for(double low, double high, bool from_zero);
/* The least of 1, 2, 2.5, 5 times a power of ten that is not below `raw` > 0. */
double bf_round_step(double raw);

/* Move labels apart: y[count] sorted ascending, at least `gap` from one to the
 * next, within low..high as far as they fit, each as near its place as can be. */
void bf_labels_spread(double y[], uint32_t count, double gap, double low, double high);

/* "10 Jan 2022" */
void bf_day_words(bf_day day, char text[], size_t size);

#endif
