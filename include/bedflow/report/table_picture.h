/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/table_picture.h -- pictures of the tables that a run writes for plans and boards.
 *
 * Each writes what its script needs into run.gp, from a table of the folder, and bars by month into
 * plots/data: panel,month,one,two,mark,low,high.
 * Colour is never alone: each status is told by a word and a shape.
 * A table that is not there, or has no rows, has no picture.
 */
#ifndef BF_REPORT_TABLE_PICTURE_H
#define BF_REPORT_TABLE_PICTURE_H

#include "bedflow/report/record.h"
#include "bedflow/report/script.h"

struct bf_table_picture {
    const struct bf_record *record;
    const char *plots_dir;
    struct bf_script *script;
};

/* Each sets *has when there is something to show. Fails with BF_E_IO, BF_E_NOMEM, or BF_E_KEY for a
 * table with other columns than this version writes. */
bool bf_outcomes_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err);

/* Demand, capacity and gap by month and service, the scarcest first; of services with a limit. */
bool bf_capacity_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err);

/* Spend by month, payers first, then purchases. */
bool bf_spend_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err);

/* What each plan has spent and set aside at the end of a month, against its budget. */
bool bf_plans_picture(const struct bf_table_picture *picture, bool *has, struct bf_err *err);

#endif
