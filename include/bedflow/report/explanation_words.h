/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/explanation_words.h -- why a day or week was as it was, told to people.
 *
 * One sentence first, then what each cause did (with its interval), who was
 * held up, for which reasons, and where it was short: the services that more
 * people waited for than on ordinary days, each with what limits it (beds, care
 * hours, starts a week, a team's rota, hours of admission). At most 100 columns.
 */
#ifndef BF_REPORT_EXPLANATION_WORDS_H
#define BF_REPORT_EXPLANATION_WORDS_H

#include "bedflow/base/text.h"
#include "bedflow/study/explain.h"

struct bf_explanation_view {
    const struct bf_explanation *explanation;
    const struct bf_model *model; /* of the run */
    const char *title;            /* NULL: none */
    const char *folder;           /* of the run that is explained */
    const char *file;             /* the scenario's name, as the user typed it for the run */
    uint64_t seed;
    uint32_t warm_up_days;
    bool fixed_inputs;
};

/* Append all of it. */
void bf_explanation_words(const struct bf_explanation_view *view, struct bf_text *out);

/* The one sentence: "10 Jan 2022 to 16 Jan 2022: 124 ..., 29 more than ordinary; because of ...".
 */
void bf_explanation_sentence(const struct bf_explanation_view *view, struct bf_text *out);

/* Who was delayed more, from where and for what: a line each. And the services that more people
 * waited for, each with what limits it, a line each. Lines are not broken; nothing to say: none. */
void bf_explanation_who(const struct bf_explanation_view *view, struct bf_text *out);
void bf_explanation_places(const struct bf_explanation_view *view, struct bf_text *out);
/* People who are held up and not among the delayed: a line for each kind. */
void bf_explanation_elsewhere(const struct bf_explanation_view *view, struct bf_text *out);

/* What the measure is called: "Delayed transfers at midnight", "Ward: waiting". */
void bf_explanation_measure(const struct bf_explanation_view *view, char text[], size_t size);

/* "10 Jan 2022 to 16 Jan 2022", or one day. */
void bf_explanation_days(const struct bf_explanation *explanation, char text[], size_t size);

#endif
