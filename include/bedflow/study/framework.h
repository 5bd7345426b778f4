/* SPDX-License-Identifier: GPL-3.0-or-later */
/* study/framework.h -- rows of an outcomes framework, judged: green, amber or red, and how surely.
 *
 * Two kinds of doubt are kept apart. The chance of each colour is the share of possible winters
 * in which the figure falls there, with its exact binomial 95% interval (simulation error). The
 * colour told for the row is that of the mean over winters; it is `sure` when the 95% interval of
 * that mean lies within one colour, and when not, more replications could change it.
 */
#ifndef BF_STUDY_FRAMEWORK_H
#define BF_STUDY_FRAMEWORK_H

#include "bedflow/stats/interval.h"
#include "bedflow/study/result.h"

enum bf_rag {
    BF_RAG_GREEN,
    BF_RAG_AMBER,
    BF_RAG_RED,
    BF_RAG_NONE, /* no target, or no value */
    BF_RAG_COUNT
};
extern const char *const bf_rag_names[]; /* "green", "amber", "red", "none" */

/* The colour of one value. The lines belong to the better side. */
enum bf_rag bf_rag_of(const struct bf_framework_row *row, double value);

struct bf_judgement {
    const struct bf_framework_row *row;
    struct bf_summary summary;
    enum bf_rag rag; /* of the mean */
    bool sure;
    struct bf_interval chance[BF_RAG_COUNT]; /* of winters with a value; NaN without target */
};

/* Row k of the framework. Fails with BF_E_NOMEM. */
bool bf_framework_judge(const struct bf_result *result, uint32_t k, struct bf_judgement *judgement,
                        struct bf_err *err);

#endif
