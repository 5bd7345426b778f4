/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "appraisal.h"

#include "bedflow/base/arena.h"
#include "bedflow/report/optimum_view.h"
#include "files.h"
#include "interrupt.h"
#include "say.h"

#include <math.h>

enum { FEWEST = 10, MOST = 40, SHARE_OF_SEARCH = 20 };

/* Everything as the scenario says already. */
static bool is_as_it_stands(const struct bf_optimum *o, uint32_t point)
{
    for (uint32_t f = 0; f < o->factors->count; f++) {
        double x = o->x[(size_t)point * o->factors->count + f];
        double base = o->factors->factor[f].base;
        if (!(fabs(x - base) <= 1e-9 * fmax(fabs(x), fabs(base)))) return false;
    }
    return true;
}

static void choose_points(const struct bf_optimum *o, struct bf_appraisal *a)
{
    uint32_t best = o->selected.best, cheapest = best;
    if (best == UINT32_MAX) return;
    if (!is_as_it_stands(o, best)) a->point[a->count++] = best;
    for (uint32_t i = 0; i < o->systems.count; i++)
        if (o->selected.standing[i] == BF_STANDING_EQUAL &&
            o->point[i].cost.estimate < o->point[cheapest].cost.estimate)
            cheapest = i;
    if (cheapest != best && !is_as_it_stands(o, cheapest)) a->point[a->count++] = cheapest;
}

static uint32_t winters_of(uint64_t used)
{
    uint64_t winters = used / SHARE_OF_SEARCH;
    return winters < FEWEST ? FEWEST : winters > MOST ? MOST : (uint32_t)winters;
}

static uint32_t first_unseen(const struct bf_optimum *o)
{
    uint32_t first = 0;
    for (uint32_t i = 0; i < o->systems.count; i++)
        first = first > o->from + o->selected.seen[i] ? first : o->from + o->selected.seen[i];
    return first;
}

static bool open_option(const struct bf_arguments *arguments, struct bf_disk *disk,
                        const struct bf_optimum *o, struct bf_appraisal *a, uint32_t i)
{
    char(*text)[BF_FACTOR_TEXT] = bf_heap_take(o->factors->count, sizeof *text);
    struct bf_arguments own = *arguments;
    own.set_count = arguments->set_count + o->factors->count;
    own.set = bf_heap_take(own.set_count, sizeof *own.set);
    bool good = text != NULL && own.set != NULL;
    if (good) {
        for (size_t k = 0; k < arguments->set_count; k++)
            own.set[k] = arguments->set[k];
        bf_factors_set(o->factors, &o->x[(size_t)a->point[i] * o->factors->count], text,
                       own.set + arguments->set_count);
        good = bf_model_open_from(disk, &a->model[i], &own, false) == BF_EXIT_DONE;
    } else {
        bf_complain(BF_EXIT_STOPPED, "memory ran out before the choice was judged");
    }
    bf_heap_give(own.set);
    bf_heap_give(text);
    bf_optimum_full_words(o, a->point[i], a->title[i], sizeof a->title[i]);
    a->name[i + 1] = i == 0 ? "chosen" : "cheapest as good";
    return good;
}

static bool simulate(const struct bf_study *study, struct bf_appraisal *a, struct bf_err *err)
{
    for (uint32_t k = 0; k <= a->count; k++) {
        struct bf_study own = *study;
        if (k > 0) own.model = &a->model[k - 1];
        own.option = k;
        own.first = a->first;
        own.replications = a->winters;
        if (!bf_study_run(&own, &a->result[k], err)) return false;
        a->result[k].title = k > 0 ? a->title[k - 1] : study->model->care->title;
    }
    return true;
}

void bf_appraise(const struct bf_arguments *arguments, struct bf_disk *disk,
                 const struct bf_optimum *optimum, const struct bf_study *study, uint32_t harm,
                 struct bf_appraisal *a)
{
    struct bf_err err = {.code = BF_OK};
    if (bf_interrupted()) return;
    choose_points(optimum, a);
    a->first = first_unseen(optimum);
    a->winters = winters_of(optimum->used);
    a->name[0] = "as it stands";
    bool good = a->count > 0;
    for (uint32_t i = 0; good && i < a->count; i++)
        good = open_option(arguments, disk, optimum, a, i);
    a->missed = a->count > 0 && !good;
    const struct bf_decision_request request = {
        .result = a->result, .count = a->count + 1, .best_by = harm};
    good = good && simulate(study, a, &err);
    a->known = good && !bf_interrupted() && bf_decide(&request, &a->decision, &err) &&
               a->decision.pair_count > 1;
    if (err.code != BF_OK && err.code != BF_E_STOPPED) a->missed = true;
    if (a->missed)
        bf_say("What the choice is worth could not be told%s%s", err.code != BF_OK ? ": " : ".",
               err.code != BF_OK ? err.what : "");
    a->view = (struct bf_comparison_view){&a->decision, a->result, a->name, a->text};
}

void bf_appraisal_free(struct bf_appraisal *a)
{
    bf_decision_free(&a->decision);
    for (uint32_t k = 0; k <= BF_APPRAISED; k++)
        bf_result_free(&a->result[k]);
    for (uint32_t i = 0; i < BF_APPRAISED; i++)
        bf_model_free(&a->model[i]);
}
