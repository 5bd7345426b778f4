/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/result_json.h -- the parts of JSON documents that tell of a result.
 *
 * run.json, comparison.json and what --json prints are put together from these,
 * each with the table (report/json_schema.h) that describes it. Seeds and digests are
 * texts: 64 bits are more than the numbers of many readers hold.
 */
#ifndef BF_REPORT_RESULT_JSON_H
#define BF_REPORT_RESULT_JSON_H

#include "bedflow/base/sha256.h"
#include "bedflow/report/identity.h"
#include "bedflow/report/json_schema.h"
#include "bedflow/study/result.h"

/* SHA-256 of a resolved scenario, in hexadecimal; "" without one. */
void bf_scenario_sum(const char *text, char hex[BF_SHA256_TEXT]);

/* "program": what ran, and how it was called. */
void bf_json_program(struct bf_json *json, const struct bf_run_identity *identity);
extern const struct bf_member bf_program_members[];

/* Open the document that says how a folder of results was made, run.json or the like: its format
 * and program are in it. The caller adds the rest and closes it. Fails as bf_json_open. */
bool bf_json_begin(struct bf_json *json, const char *path, const struct bf_run_identity *identity,
                   struct bf_err *err);

/* "scenario": title, file, checksum, period; its resolved text if `whole`. The table is
 * without the text. */
void bf_json_scenario(struct bf_json *json, const struct bf_result *result,
                      const struct bf_run_identity *identity, bool whole);
extern const struct bf_member bf_scenario_members[];

/* "study": seed, replications with their digests, what stopped, times. */
void bf_json_study(struct bf_json *json, const struct bf_result *result);
extern const struct bf_member bf_study_members[];

/* "measures": every scalar with its words, summary and definition. Cost: a sort
 * of `count` values each. False if memory ran out. */
bool bf_json_measures(struct bf_json *json, const struct bf_result *result);
extern const struct bf_member bf_measure_members[];

/* "daily": the curves, as in daily.csv: those of the whole system and, unless a scenario has more
 * than BF_JSON_CURVES in all, those of every service. A list of one number a day for the mean and
 * for each quantile over possible winters. Cost: a sort of `count` values a day and curve. False
 * if memory ran out. */
enum { BF_JSON_CURVES = 400 };
bool bf_json_daily(struct bf_json *json, const struct bf_result *result);
extern const struct bf_member bf_curve_members[];

/* "outcomes": the rows of the outcomes framework, judged (study/framework.h); empty without one.
 * False if memory ran out. */
bool bf_json_framework(struct bf_json *json, const struct bf_result *result);
extern const struct bf_member bf_framework_members[];

/* Which measure: service, group and name of it. */
void bf_json_measure_name(struct bf_json *json, const struct bf_measure *measure);

/* A digest or seed as text. */
void bf_json_digest(struct bf_json *json, const char *name, uint64_t digest);
void bf_json_seed(struct bf_json *json, const char *name, uint64_t seed);

#endif
