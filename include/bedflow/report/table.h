/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/table.h -- the headline table for a terminal.
 *
 * One row for each headline scalar: what it is, mean, plus or minus its
 * simulation error (95%), the range over winters (p05 to p95), and the unit.
 * At most 100 columns; widths are counted in characters as a terminal shows
 * them, not in bytes; a long name is cut with an ellipsis. The digits shown
 * follow the simulation error: no figure looks more certain than it is.
 */
#ifndef BF_REPORT_TABLE_H
#define BF_REPORT_TABLE_H

#include "bedflow/base/text.h"
#include "bedflow/study/result.h"

#define BF_TABLE_COLUMNS 100

/* Append the table to `out` (check out->failed at the end). Says so when no
 * replication finished, when the study was interrupted, when replications
 * stopped, and when the inputs were assumed exact. */
void bf_table_headline(const struct bf_result *result, struct bf_text *out);

/* What must be said where a measure is 0, or has no value, since the scenario may not hold it: to
 * a reader 0% would be a finding. */
#define BF_NOBODY_RETURNS                                                                          \
    "Nobody came back within 30 days in any winter. A scenario in which no service has "           \
    "`after_discharge` leaves readmissions out: 0 then says nothing about them."
#define BF_NO_ACUTE_SHARE                                                                          \
    "Acute beds have no occupancy here: the scenario has none, or as many as come. No day can "    \
    "then count as too full."

/* Columns that UTF-8 `text` takes on a terminal. Broken UTF-8 counts a column a byte. */
unsigned bf_text_width(const char *text);

/* `text` cut to `width` columns, with an ellipsis if anything was lost. */
void bf_text_fit(const char *text, unsigned width, char out[], size_t size);

/* One cell of `width` columns; text that is wider stands out over it. */
void bf_table_cell(struct bf_text *out, const char *text, unsigned width, bool to_the_right);
/* The same on the left, as much as fits, an ellipsis if some does not. */
void bf_table_cut_cell(struct bf_text *out, const char *text, unsigned width);
/* A paragraph of at most BF_TABLE_COLUMNS, broken at spaces; lines after the first stand two
 * columns in. */
void bf_table_paragraph(struct bf_text *out, const char *text);

/* The same with its first line from column `first` on and the others from `next` on. */
void bf_table_wrap(struct bf_text *out, unsigned first, unsigned next, const char *text);

/* `value` with grouped thousands and the digits that an error of `error` leaves
 * meaningful: (1234.567, 2.3) is "1,234.6". An error of 0 or NaN: three
 * significant digits, all of an integer part. A value is taken as tables hold it, to nine digits,
 * and a half goes away from zero: a figure reads alike on the screen, on a page and in a
 * spreadsheet. */
void bf_value_print(double value, double error, char text[], size_t size);

/* A time in the unit that is easiest to read: "none" under a minute, "25 min", "5.8 h", "17 days".
 */
void bf_hours_print(double hours, char text[], size_t size);

/* The same in the unit of its measure: "9.86%", "£82.1m", "£579k", "2,078". "–" for NaN. Without an
 * error (NaN) as exactly as it was written, to three decimals. */
void bf_figure_print(double value, double error, const char *unit, char text[], size_t size);

/* A measure's name for people: "wait_p95" is "wait p95"; with its group unless "all". */
void bf_measure_words(const struct bf_measure *measure, char text[], size_t size);

#endif
