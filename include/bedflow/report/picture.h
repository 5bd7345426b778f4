/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/picture.h -- the tables and words of the pictures of one run.
 *
 * Writes under `plots_dir`: run.gp (titles, ranges, ticks, identity) and
 *
 *   data/delayed.csv, system.csv, readmissions.csv   date,mean,p05,p25,p50,p75,p95
 *   data/<name>-ends.csv      labels at the right end: place,text,role
 *   data/reasons.csv          date, then low and high of each reason, stacked means
 *   data/service-NN.csv       date, people in (6 bands), places, waiting (6), delayed (6)
 *   data/rule-NN.csv          date, share of winters in which a rule of escalation was on at
 *                             midnight, %
 *   data/waits.csv            a row a service: p50, p90, p95 of waits and their winters
 *
 * Titles say what is seen: they are made from the numbers. Readmissions by week
 * are summed over each week and then summarised over replications here, since
 * gnuplot cannot. A picture without data is left out, not drawn empty.
 */
#ifndef BF_REPORT_PICTURE_H
#define BF_REPORT_PICTURE_H

#include "bedflow/report/record.h"

enum bf_picture {
    BF_PICTURE_DELAYED,      /* delayed.gp: delayed transfers of care and their reasons */
    BF_PICTURE_SYSTEM,       /* system.gp: occupancy of the whole system */
    BF_PICTURE_READMISSIONS, /* readmissions.gp: by week of discharge */
    BF_PICTURE_OCCUPANCY,    /* occupancy.gp: every service against its places */
    BF_PICTURE_QUEUES,       /* queues.gp: people waiting for every service */
    BF_PICTURE_WAITS,        /* waits.gp: how long they wait */
    BF_PICTURE_RULES,        /* rules.gp: when rules of escalation are on */
    BF_PICTURE_OUTCOMES,     /* outcomes.gp: the outcomes framework, green, amber or red */
    BF_PICTURE_CAPACITY,     /* capacity.gp: demand, capacity and gap by month */
    BF_PICTURE_SPEND,        /* spend.gp: spend by payer, purchase and month */
    BF_PICTURE_PLANS,        /* plans.gp: what is spent and set aside, against budgets */
    BF_PICTURE_WHO_WAITS,    /* who-waits.gp: delay by locality and age band */
    BF_PICTURE_DISCHARGES,   /* discharges.gp: by weekday and by hour */
    BF_PICTURE_COUNT
};

/* Name of a picture: its script is <name>.gp, its files <name>.png and so on. */
const char *bf_picture_name(enum bf_picture picture);

/* Write the tables and run.gp; has[] says which pictures have anything to show.
 * Requires that plots_dir and plots_dir/data exist. Fails with BF_E_IO or
 * BF_E_NOMEM. */
bool bf_picture_write(const struct bf_record *record, const char *plots_dir,
                      bool has[BF_PICTURE_COUNT], struct bf_err *err);

#endif
