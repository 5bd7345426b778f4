/* SPDX-License-Identifier: GPL-3.0-or-later */
/* models/daily.h -- arrivals of a stream as they were, or as they are foreseen, day by day.
 *
 * `daily = "arrivals.csv"` of a stream names a table whose header has `date`
 * (2021-11-01) and `count`, or `mean` and, if wanted, `cv`; or all of them, with
 * counts of the days that are past and means of those to come. On these days
 * nothing else applies: no rate, factor, growth, season, or dated change of
 * them. On all other days the stream is as the scenario says.
 *
 *   count   that many people present, in every replication
 *   mean    a Poisson number of this mean; with `cv` the mean is itself in error
 *           by a factor of mean 1 and this coefficient of variation (gamma),
 *           drawn once a replication and day
 *
 * Where the stream contains_readmissions, so do the table's numbers: each person
 * counted presents for the first time with the share that solves the published
 * total (models/network.h), and the others come back by themselves. A mean is
 * multiplied by that share.
 *
 * People and their times of day are drawn as always: the k-th person of a day is
 * the same whether the number comes from the table or from the rate.
 */
#ifndef BF_MODELS_DAILY_H
#define BF_MODELS_DAILY_H

#include "bedflow/base/sheet.h"
#include "bedflow/models/network.h"
#include "bedflow/stats/dispersion.h"

struct bf_daily_value {
    double count;    /* NaN: a forecast, or none */
    double mean, cv; /* of a forecast; mean NaN: none for this day */
};

struct bf_daily {
    bf_day first;
    uint32_t days;                /* 0: no table */
    struct bf_daily_value *value; /* [days] from `first` on */
    uint32_t counts, forecasts;   /* days of each */
    double mean;                  /* of counts and means */
    double own_mean;              /* of the stream's own rate on these days */
    struct bf_dispersion scatter; /* of the counts, by weekday */
};

/* Read the table of a stream into network->daily[stream]. Adds faults at lines of
 * `file`, and a warning where the table and the stream's own rate differ by a
 * quarter. True if no error was added. */
bool bf_daily_read(struct bf_network *network, uint32_t stream, const struct bf_sheet *sheet,
                   const char *file, struct bf_faults *faults);
void bf_daily_free(struct bf_network *network);

/* What the table says of a day; count and mean NaN where it says nothing. */
struct bf_daily_value bf_daily_at(const struct bf_network *network, uint32_t stream, bf_day day);

#endif
