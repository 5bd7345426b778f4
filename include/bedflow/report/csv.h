/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/csv.h -- tidy tables on disk, and numbers in them.
 *
 * Dialect: RFC 4180 fields (a field with a comma, a quote or a line break is
 * quoted and its quotes doubled), UTF-8, one header line, lines ended by a
 * single line feed. An undefined number (NaN) is an empty field. Numbers use a
 * full stop whatever the locale of the host program. A text that a spreadsheet
 * would take for a formula (it begins with = or @, or with a sign and calls
 * something) has an apostrophe before it.
 *
 * Cost: a number is one to four conversions of about 200 ns.
 */
#ifndef BF_REPORT_CSV_H
#define BF_REPORT_CSV_H

#include "bedflow/base/date.h"
#include "bedflow/base/sheet.h"
#include "bedflow/report/sink.h"
#include "bedflow/stats/interval.h"
#include "bedflow/stats/measure.h"
#include "bedflow/study/result.h"

#define BF_NUMBER_CAP 40

/* Nine significant digits, no trailing zeros; "" for NaN, "inf" and "-inf". */
void bf_number_print(double value, char text[BF_NUMBER_CAP]);
/* The fewest digits, nine at least, that read back to the same double. */
void bf_number_print_exact(double value, char text[BF_NUMBER_CAP]);
/* The fewest digits, six at least, that read back to the same float. */
void bf_number_print_float(float value, char text[BF_NUMBER_CAP]);
/* The number that is all of `text`; "" is NaN. False if it is anything else. */
bool bf_number_parse(const char *text, double *value);

/* A table being written: fields one by one, then the end of the row. */
struct bf_csv {
    struct bf_sink sink;
    bool within_row; /* private */
};

/* Open `path` and write the header line, `head` being names separated by commas. Fails as
 * bf_sink_open; whatever fails later is told at the close. */
bool bf_csv_open(struct bf_csv *csv, const char *path, const char *head, struct bf_err *err);
/* The same with a header line that was put together; frees it. Fails with BF_E_NOMEM, too, if
 * memory for it had run out. */
bool bf_csv_open_with(struct bf_csv *csv, const char *path, struct bf_text *head,
                      struct bf_err *err);
void bf_csv_text(struct bf_csv *csv, const char *text);
void bf_csv_number(struct bf_csv *csv, double value);
void bf_csv_exact(struct bf_csv *csv, double value);
void bf_csv_float(struct bf_csv *csv, float value);
void bf_csv_count(struct bf_csv *csv, uint64_t value);
void bf_csv_day(struct bf_csv *csv, bf_day day);
void bf_csv_numbers(struct bf_csv *csv, const double value[], size_t count);
void bf_csv_interval(struct bf_csv *csv,
                     const struct bf_interval *interval); /* estimate,low,high */
/* Of one measure over replications: the columns BF_CSV_SUMMARY. */
#define BF_CSV_SUMMARY "mean,mc_low,mc_high,p05,p50,p95"
void bf_csv_summary(struct bf_csv *csv, const struct bf_summary *summary);
void bf_csv_measure(struct bf_csv *csv,
                    const struct bf_measure *measure); /* service,group,measure,unit */
void bf_csv_end_row(struct bf_csv *csv);
bool bf_csv_close(struct bf_csv *csv, struct bf_err *err); /* as bf_sink_close */

/* Read a whole table (base/sheet.h). Fails with BF_E_IO (cannot read) or with the
 * first fault of the table: BF_E_SYNTAX, BF_E_LIMIT, BF_E_NOMEM. */
bool bf_sheet_read(struct bf_sheet *sheet, const char *path, struct bf_err *err);

#endif
