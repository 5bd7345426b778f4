/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/database.h -- the result as one SQLite file, for questions in SQL.
 *
 *   run(title, scenario_file, scenario_text, scenario_sha256, seed, ...)   one row
 *   measure(id, kind, service, label, class, name, unit, headline, ...)    kind: scalar, daily
 *   summary(measure_id, mean, mc_low, mc_high, p05, p25, p50, p75, p95, replications)
 *   daily(measure_id, date, mean, p05, p25, p50, p75, p95)
 *   replication_value(replication, measure_id, value)
 *   replication(number, digest, events), stopped(number, reason)
 *   policy_log(replication, policy, label, measure, value, ...)            as in policy_log.csv,
 *                                                                          `on` and `off` being
 *                                                                          started and ended
 *   named_summary, named_daily, named_replications                         views by name, with the
 *                                                                          columns of the CSV files
 *
 * `class` is the column called group in the CSV files (a reserved word in SQL).
 * Undefined values are NULL; the seed and digests are text, since they have 64
 * bits without a sign. The file is written in one transaction, beside the CSV
 * files in the partial folder, so a failure leaves none.
 */
#ifndef BF_REPORT_DATABASE_H
#define BF_REPORT_DATABASE_H

#include "bedflow/report/identity.h"
#include "bedflow/study/result.h"

/* Whether this build has SQLite (-DBF_WITH_SQLITE). */
bool bf_database_is_built(void);
const char *bf_database_version(void); /* of SQLite; "" without it */

/* Write the new file `path`. Requires bf_database_is_built. Fails with BF_E_IO
 * (a full disk too) or BF_E_NOMEM. */
bool bf_database_write(const struct bf_result *result, const struct bf_run_identity *identity,
                       const char *path, struct bf_err *err);

#endif
