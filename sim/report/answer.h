/* SPDX-License-Identifier: GPL-3.0-or-later */
/* answer.h -- what a folder of results says, in a paragraph of plain words, and how sure that is.
 *
 * Made from the figures alone. A comparison ends in one of: an option that is
 * better, no difference that matters, none better, or not decided.
 */
#ifndef BF_REPORT_ANSWER_H
#define BF_REPORT_ANSWER_H

#include "bedflow/base/text.h"
#include "bedflow/report/dossier.h"

/* Append one paragraph each, plain text without line breaks. Check out->failed. */
void bf_answer(const struct bf_dossier *dossier, struct bf_text *out);
void bf_answer_doubt(const struct bf_dossier *dossier, struct bf_text *out);

/* "£1,234", "-£52", to what `error` leaves meaningful. */
void bf_answer_pounds(double value, double error, char text[], size_t size);
/* ">99%", "<1%", "62%" */
void bf_answer_chance(double share, char text[], size_t size);

/* What a setting that was swept is called; its path if that is unknown. */
const char *bf_answer_factor(const struct bf_dossier *dossier, const char *path);

/* A verdict of comparison.csv for this measure: "better", "not decided". */
void bf_answer_verdict(const struct bf_sheet *differences, size_t row, char text[], size_t size);

/* The row of comparison.csv of this option and measure of the whole system, or SIZE_MAX. */
size_t bf_answer_row(const struct bf_dossier *dossier, const char *option, const char *service,
                     const char *measure);

#endif
