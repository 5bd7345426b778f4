/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/record.h -- a result folder read back: what pictures are drawn from.
 *
 * Pictures come from the tables on disk and never from memory, so `bedflow
 * plot` on an old folder draws what the run drew, and a table that somebody
 * corrected by hand is drawn as corrected.
 *
 * Shapes: band[k][day_count] of a series, k one of enum bf_band; paths
 * [replication_count][day_count]. Undefined values are NaN.
 *
 * Ownership: the record owns all it points at; free it once.
 */
#ifndef BF_REPORT_RECORD_H
#define BF_REPORT_RECORD_H

#include "bedflow/base/date.h"
#include "bedflow/base/err.h"
#include "bedflow/base/sheet.h"

enum bf_band {
    BF_BAND_MEAN,
    BF_BAND_P05,
    BF_BAND_P25,
    BF_BAND_P50,
    BF_BAND_P75,
    BF_BAND_P95,
    BF_BAND_COUNT
};

/* One daily series. */
struct bf_series_record {
    const char *service, *label, *group, *measure, *unit, *help;
    double target;               /* NaN if none */
    double *band[BF_BAND_COUNT]; /* each [day_count] */
    double *paths;               /* [replication_count][day_count], or NULL if not kept */
};

/* One scalar. */
struct bf_scalar_record {
    const char *service, *label, *group, *measure, *unit;
    double target;
    double mean, mc_low, mc_high, p05, p50, p95;
};

/* Tables that only some runs have, as they stand. */
enum bf_extra {
    BF_EXTRA_OUTCOMES,   /* outcomes.csv */
    BF_EXTRA_CAPACITY,   /* capacity_demand.csv */
    BF_EXTRA_SPEND,      /* spend_by_month.csv */
    BF_EXTRA_PLANS,      /* plans_by_month.csv */
    BF_EXTRA_WHO_WAITS,  /* who_waits.csv */
    BF_EXTRA_DISCHARGES, /* discharges_by_time.csv */
    BF_EXTRA_COUNT
};

struct bf_record {
    const char *title, *version, *commit, *seed; /* "" if unknown */
    uint32_t planned, replication_count;
    uint32_t *replication; /* [replication_count]: their numbers, ascending */
    bool chance_only;
    bf_day first_day;
    uint32_t day_count;
    struct bf_series_record *series; /* [series_count], in the order of the catalogue */
    uint32_t series_count;
    struct bf_scalar_record *scalar; /* [scalar_count] */
    uint32_t scalar_count;
    const struct bf_sheet *extra[BF_EXTRA_COUNT]; /* NULL: not in the folder */
    void *keep;                                   /* private: the sheets that own the texts */
};

/* Read a folder that bf_store_write made. Fails with BF_E_IO (a table is
 * missing; says that the folder is not a result), BF_E_SYNTAX, BF_E_KEY (a
 * column or a row is not one that this version knows), BF_E_NOMEM. */
bool bf_record_read(struct bf_record *record, const char *dir, struct bf_err *err);

/* The series or scalar with these names, or NULL. */
const struct bf_series_record *bf_record_series(const struct bf_record *record, const char *service,
                                                const char *group, const char *measure);
const struct bf_scalar_record *bf_record_scalar(const struct bf_record *record, const char *service,
                                                const char *group, const char *measure);

void bf_record_free(struct bf_record *record);

#endif
