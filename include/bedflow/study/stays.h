/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/stays.h -- from a table of stays to the words of a scenario.
 *
 * One row a stay. The stays are in one column, in days ("3", "3.5") or with a
 * unit ("36 h"); another column may tell classes apart. Empty fields are left out
 * and counted. When every value is a whole number they are taken as rounded, and
 * fitted as intervals (stats/fit.h); otherwise stays of 0 are left out, for no
 * shape has them, and their share is told.
 *
 * For all stays, and for each class of at least BF_STAYS_LEAST of them, every
 * shape is fitted, the one of least BIC is chosen, and its Kolmogorov-Smirnov
 * distance is judged by resamples of keyed random numbers: the same table and
 * seed give the same words.
 *
 * Published and recorded stays mostly end when people leave, not when they are
 * ready to: then they contain delay, and are no `stay` but an `observed_stay`
 * with its delay_share. `looks_total` says that names of columns speak for it.
 */
#ifndef BF_STUDY_STAYS_H
#define BF_STUDY_STAYS_H

#include "bedflow/base/date.h"
#include "bedflow/base/sheet.h"
#include "bedflow/base/text.h"
#include "bedflow/stats/fit.h"

#define BF_STAYS_LEAST   20u
#define BF_STAYS_CLASSES 64u

struct bf_stays_request {
    const char *file;   /* for messages and the source of the numbers */
    const char *column; /* of the stays; NULL: days, stay, los, ..., or the only one of numbers */
    const char *by;     /* column of classes; NULL: none */
    uint64_t seed;      /* of resamples */
};

struct bf_stays_group {
    const char *name;            /* of the class; NULL: all */
    struct bf_fit_sample sample; /* in days */
    uint32_t n, zeros;           /* stays fitted; left out because they are 0 */
    double mean, median;         /* of the sample */
    bool fitted[BF_FIT_SHAPES];  /* and of a mean that a scenario takes, a century at most */
    struct bf_fitted fit[BF_FIT_SHAPES];
    int best; /* shape of least BIC; -1: none could be fitted */
    double p_value;
    uint32_t resamples;
    double *value, *weight; /* private: the sample's */
};

struct bf_stays {
    struct bf_stays_group group[BF_STAYS_CLASSES + 1]; /* [group_count]; the first: all */
    uint32_t group_count;
    const char *file;        /* without its folder */
    const char *column, *by; /* names, as in the table */
    const char *dated;       /* column of dates; NULL: none */
    bf_day first, last;      /* of those */
    uint32_t left_out;       /* rows without a stay */
    uint32_t undated;        /* stays without a date in that column: still going on? */
    bool whole_days;
    const char *looks_total; /* column whose name speaks for delay within the stays, or NULL */
};

/* Fit. `sheet` must outlive `stays`. True if no error was added to *faults: a
 * column that is not there (BF_E_KEY), a field that is no stay (BF_E_TYPE, with its
 * line), too few stays (BF_E_RANGE), BF_E_LIMIT, BF_E_NOMEM. Free in any case. */
bool bf_stays_fit(const struct bf_sheet *sheet, const struct bf_stays_request *request,
                  struct bf_stays *stays, struct bf_faults *faults);
void bf_stays_free(struct bf_stays *stays);

/* How far a fit is off at its worst quantile from p10 to p95, as a share of the sample's
 * quantile (of a quarter of the mean, where that is more); *at: which. */
double bf_stays_worst(const struct bf_stays_group *group, const struct bf_fitted *fit, double *at);

/* What was fitted and how well; then what to paste into a scenario. */
void bf_stays_words(const struct bf_stays *stays, struct bf_text *out);
void bf_stays_scenario(const struct bf_stays *stays, struct bf_text *out);

#endif
