/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/observed.h -- what was really seen, and the same out of a simulation.
 *
 * A CSV table (base/sheet.h), one row an observation of one measure over one
 * stretch of days:
 *
 *   measure,from,to,value,low,high,statistic,source,definition,comparability
 *   emergency_admissions,2021-10,,4397,,,total,E16,"all, with readmissions",high
 *   acute.occupied + elective.occupied,2021-10-01,2021-12-31,588,570,606,mean,E20,...
 *
 * measure    as in daily.csv: a measure of the whole system by its name
 *            ("occupancy", "nctr_delayed"), one of a service as "service.name",
 *            of a group as "reason:E.delayed"; several are added up with " + ".
 * from, to   first and last day; a month ("2021-10") in `from`, with nothing in
 *            `to`, is all of it; a day with nothing in `to` is that day.
 * value      what was counted, in the measure's own unit.
 * low, high  if known: 90% sure that the true value is between (error of the
 *            count, difference of definition); both or neither.
 * statistic  "mean" of the days (unless given) or "total" of them.
 * source, definition, comparability, note   words, for the reader: repeated in
 *            results. A definition that is missing is warned of, since a number
 *            is only comparable with one of the same definition.
 *
 * The modelled counterpart is the mean (or total) of the same daily series over
 * the same days, in one replication; days on which it is undefined are left out.
 *
 * Ownership: texts are the sheet's, which must outlive `observed`.
 */
#ifndef BF_STUDY_OBSERVED_H
#define BF_STUDY_OBSERVED_H

#include "bedflow/base/sheet.h"
#include "bedflow/study/result.h"

#define BF_OBSERVED_ROWS     1000u
#define BF_OBSERVED_MEASURES 24u
#define BF_OBSERVED_TERMS    16u

/* One measure, or a sum of several. */
struct bf_observed_measure {
    const char *text; /* as written first */
    bool total;
    uint32_t column[BF_OBSERVED_TERMS]; /* [column_count] of the daily series */
    uint32_t column_count;
    const char *source, *definition, *comparability; /* of its first row; "" if none */
    const char *unit, *help;                         /* of the first series, by the model */
};

struct bf_observed_row {
    uint32_t measure; /* index */
    uint32_t line;
    bf_day from, to; /* inclusive */
    double value;
    double sd; /* of the observation's own error; 0 if none is stated */
    bool held_out;
};

struct bf_observed {
    struct bf_observed_row *row; /* [row_count], as in the table */
    uint32_t row_count, fit_count, held_count;
    struct bf_observed_measure measure[BF_OBSERVED_MEASURES];
    uint32_t measure_count;
};

/* Days to be predicted and not fitted, both ends included; from > to: none. */
struct bf_hold_out {
    bf_day from, to;
};

/* "2022-01-01..2022-03-31", or months. Fails with BF_E_SYNTAX. */
bool bf_hold_out_parse(const char *text, struct bf_hold_out *hold_out, struct bf_err *err);

/* Read the rows, all faults at once: BF_E_KEY (column or measure unknown: the
 * nearest is named), BF_E_TYPE, BF_E_RANGE (days on both sides of the hold-out's
 * edge; the same twice; none to fit), BF_E_LIMIT, BF_E_NOMEM. Warns of rows that
 * are left out since the period does not have all their days, of missing
 * definitions, and of rows of one measure that overlap. Free in any case. */
bool bf_observed_read(const struct bf_sheet *sheet, const char *file,
                      const struct bf_catalogue *catalogue, const struct bf_hold_out *hold_out,
                      struct bf_observed *observed, struct bf_faults *faults);

/* The row's counterpart in the r-th finished replication; NaN if never defined. */
double bf_observed_modelled(const struct bf_observed *observed, uint32_t row,
                            const struct bf_result *result, uint32_t r);

void bf_observed_free(struct bf_observed *observed);

#endif
