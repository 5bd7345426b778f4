/* SPDX-License-Identifier: GPL-3.0-or-later */
/* appraisal.h -- what a choice does against doing nothing: money, days, and what these are worth.
 *
 * "Doing nothing" is the scenario as it stands. It and the choice are run over winters that no
 * option was judged by: an option was chosen because it did well in those, and would be flattered.
 * Their number follows from the size of the search, a tenth of it or less, so that the same search
 * tells the same.
 */
#ifndef BF_CLI_APPRAISAL_H
#define BF_CLI_APPRAISAL_H

#include "bedflow/report/comparison_table.h"
#include "bedflow/study/optimise.h"
#include "command.h"
#include "files.h"

enum { BF_APPRAISED = 2 }; /* the choice, and the cheapest that is as good */

struct bf_appraisal {
    struct bf_model model[BF_APPRAISED];
    struct bf_result result[BF_APPRAISED + 1];
    const char *name[BF_APPRAISED + 1], *text[BF_APPRAISED + 1];
    char title[BF_APPRAISED][700];
    uint32_t point[BF_APPRAISED], count; /* points of the optimum */
    uint32_t first, winters;
    struct bf_decision decision;
    struct bf_comparison_view view;
    bool known;
    bool missed; /* by a failure, which was said */
};

/* Fill *appraisal, which is zero. The scenario is on `disk`; `study` is that of the scenario as it
 * stands; `harm` its scalar. Not known, and said why if that is a surprise, where nothing was
 * chosen or the choice is the scenario as it stands. Free in any case. */
void bf_appraise(const struct bf_arguments *arguments, struct bf_disk *disk,
                 const struct bf_optimum *optimum, const struct bf_study *study, uint32_t harm,
                 struct bf_appraisal *appraisal);
void bf_appraisal_free(struct bf_appraisal *appraisal);

#endif
