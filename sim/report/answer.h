/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answer.h -- what a folder of results says, in a few plain paragraphs, and how sure that is.
 *
 * Made from the figures alone. A comparison ends in one of: an option that is
 * better, no difference that matters, none better, or not decided.
 */
#ifndef BF_REPORT_ANSWER_H
#define BF_REPORT_ANSWER_H

#include "bedflow/base/text.h"
#include "bedflow/report/dossier.h"

/* Append plain text: the answer in paragraphs of a line each, the chief one first, and items of
 * lists, which begin with "- "; the doubt in one paragraph. Check out->failed. */
void bf_answer(const struct bf_dossier *dossier, struct bf_text *out);
void bf_answer_doubt(const struct bf_dossier *dossier, struct bf_text *out);

/* End a paragraph, if one was begun: what follows stands in a line of its own. */
void bf_answer_break(struct bf_text *out);

/* Those of each kind of folder: answer_run.c and its like. */
void bf_answer_run(const struct bf_dossier *dossier, struct bf_text *out);
void bf_answer_comparison(const struct bf_dossier *dossier, struct bf_text *out);
void bf_answer_sweep(const struct bf_dossier *dossier, struct bf_text *out);
void bf_answer_calibration(const struct bf_dossier *dossier, struct bf_text *out);
void bf_answer_optimum(const struct bf_dossier *dossier, struct bf_text *out);
void bf_answer_explanation(const struct bf_dossier *dossier, struct bf_text *out);

/* The option of an optimisation with this number, from 1, or NULL; and the first winters that all
 * of its options have seen: the fewest of any. */
const struct bf_json_value *bf_answer_option(const struct bf_dossier *dossier, double number);
double bf_answer_fewest(const struct bf_dossier *dossier);
/* What an optimisation was asked to meet: "cost at most £1.5m and ...", "" if nothing. */
void bf_answer_limits(const struct bf_dossier *dossier, char text[], size_t size);

/* A value to what `error` leaves meaningful: 15,300 for 15,346.4 and 1,105. */
void bf_answer_rounded(double value, double error, char text[], size_t size);

/* How many are delayed at midnight, and how far that mean may be off, for reading aloud; false if
 * the run does not say. */
bool bf_answer_delayed(const struct bf_dossier *dossier, char mean[], char error[], size_t size);

/* Whether an interval of a difference has zero in it, with room on both sides: chance alone may
 * have made the difference, and in which direction it goes is not decided. Not of ends that are
 * NaN. */
bool bf_answer_open(double low, double high);

/* What an interval leaves meaningful of its estimate, for rounding: half its width, or the shorter
 * side where a ratio has a long one. NaN of an interval that is not known. */
double bf_answer_error(double estimate, double low, double high);

/* "£1,234", "-£52", to what `error` leaves meaningful. */
void bf_answer_pounds(double value, double error, char text[], size_t size);
/* ">99%", "<1%", "62%": a chance that was reckoned, which is never certain */
void bf_answer_chance(double share, char text[], size_t size);
/* The share of simulated winters in which something was so, as it was counted: 100% is all of them,
 * and ">99%" is not. */
void bf_answer_share(double share, char text[], size_t size);

/* What a setting that was swept is called; its path if that is unknown. */
bool bf_answer_of_seasons(const struct bf_dossier *dossier); /* a sweep of nothing else */
const char *bf_answer_factor(const struct bf_dossier *dossier, const char *path);

/* A verdict of comparison.csv for this measure: "better", "not decided". */
void bf_answer_verdict(const struct bf_sheet *differences, size_t row, char text[], size_t size);

#endif
