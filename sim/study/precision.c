/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/precision.h"

#include "bedflow/base/contract.h"
#include "bedflow/study/compare.h"
#include "bedflow/study/extend.h"

#include <math.h>
#include <string.h>

/* ---- how many -------------------------------------------------------------------------- */

uint32_t bf_precision_needed(uint32_t count, double half, double wanted)
{
    if (half <= wanted) return count;
    double ratio = half / wanted, needed = ceil(count * ratio * ratio);
    return needed < 1e9 ? (uint32_t)needed : UINT32_MAX;
}

uint32_t bf_precision_next(uint32_t count, uint32_t needed, uint32_t most)
{
    uint64_t least = (uint64_t)count + count / 4 + 1, top = 2 * (uint64_t)count;
    uint64_t next = needed < least ? least : needed;
    if (next > top) next = top > least ? top : least;
    return next < most ? (uint32_t)next : most;
}

/* ---- one look -------------------------------------------------------------------------- */

static double wanted_half(const struct bf_goal *goal, double mean)
{
    return goal->is_share ? goal->amount * fabs(mean) : goal->amount;
}

/* Keep the goal that is furthest away: by the replications it would need. */
static void take_look(struct bf_reached *reached, const struct bf_reached *look, uint32_t count)
{
    bool met = look->half <= look->wanted;
    uint32_t needed = met ? count : bf_precision_needed(count, look->half, look->wanted);
    bool first = reached->needed == 0;
    if (!first && needed <= reached->needed && !(!met && reached->met)) return;
    bool all = reached->met && met;
    *reached = *look;
    reached->met = all;
    reached->needed = needed;
}

static void look_at_mean(const struct bf_goal *goal, const struct bf_result *result,
                         struct bf_reached *reached)
{
    struct bf_tally tally;
    size_t scalars = result->catalogue->scalar_count;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < result->count; r++) {
        double x = result->scalar[r * scalars + goal->scalar];
        if (!isnan(x)) bf_tally_add(&tally, x);
    }
    struct bf_reached look = {
        .scalar = goal->scalar,
        .half = bf_interval_half_width(tally.count, bf_tally_sd(&tally), BF_COMPARE_LEVEL),
        .wanted = wanted_half(goal, bf_tally_mean(&tally))};
    take_look(reached, &look, result->count);
}

static void look_at_differences(const struct bf_goal *goal, const struct bf_decision *d,
                                struct bf_reached *reached)
{
    for (uint32_t o = 1; o < d->option_count; o++) {
        const struct bf_paired *p = bf_paired_at(d, o, goal->scalar);
        bool together = !isnan(p->together_high);
        struct bf_reached look = {.scalar = goal->scalar,
                                  .option = o,
                                  .half = (together ? p->together_high : p->high) - p->difference,
                                  .wanted = wanted_half(goal, p->base)};
        take_look(reached, &look, d->pair_count);
    }
}

bool bf_precision_look(const struct bf_goals *goals, const struct bf_result result[],
                       uint32_t count, struct bf_reached *reached, struct bf_err *err)
{
    *reached = (struct bf_reached){.met = true};
    if (goals->count == 0) return true;
    if (count == 1) {
        for (uint32_t i = 0; i < goals->count; i++)
            look_at_mean(&goals->goal[i], &result[0], reached);
        return true;
    }
    struct bf_decision decision;
    struct bf_decision_request request = {.result = result, .count = count};
    bool good = bf_decide(&request, &decision, err);
    for (uint32_t i = 0; good && i < goals->count; i++)
        look_at_differences(&goals->goal[i], &decision, reached);
    bf_decision_free(&decision);
    return good;
}

/* ---- batches --------------------------------------------------------------------------- */

/* All batches and options as one: their results, and their progress. */
struct whole {
    const struct bf_plan *plan;
    struct bf_result *result; /* [plan->count] */
    uint32_t warm_up;         /* days, the same for all */
    const struct bf_study *study;
    uint32_t done, planned;
    double from_s;
};

static void tell_whole(void *context, const struct bf_progress *part)
{
    const struct whole *whole = context;
    struct bf_progress all = *part;
    all.elapsed_s += whole->from_s;
    if (!part->warming_up) {
        all.done += whole->done;
        all.planned = whole->planned;
    }
    whole->study->progress(whole->study->progress_context, &all);
}

static struct bf_study part_of(const struct bf_study *study, struct whole *whole)
{
    struct bf_study part = *study;
    part.warm_up_days = (int32_t)whole->warm_up;
    if (study->progress) {
        part.progress = tell_whole;
        part.progress_context = whole;
    }
    whole->study = study;
    return part;
}

static bool longest_warm_up(const struct bf_plan *plan, uint32_t *days, uint32_t *failed,
                            struct bf_err *err)
{
    *days = 0;
    for (uint32_t o = 0; o < plan->count; o++) {
        uint32_t own = 0;
        *failed = o;
        if (!bf_study_warm_up(&plan->study[o], &own, err)) return false;
        if (own > *days) *days = own;
    }
    return true;
}

/* Replications from..to of one option, appended. */
static bool run_batch(struct whole *whole, uint32_t option, uint32_t from, uint32_t to,
                      struct bf_err *err)
{
    const struct bf_plan *plan = whole->plan;
    struct bf_study part = part_of(&plan->study[option], whole);
    struct bf_result more;
    part.first = plan->study[0].first + from;
    part.replications = to - from;
    if (!bf_study_run(&part, &more, err)) return false;
    whole->done += part.replications;
    whole->from_s += more.wall_s;
    bool good = bf_result_append(&whole->result[option], &more, plan->keep_days, err);
    bf_result_free(&more);
    return good;
}

/* All options up to replication `to`; batches keep the daily values in memory few. */
static bool run_to(struct whole *whole, uint32_t from, uint32_t to, uint32_t *failed,
                   struct bf_err *err)
{
    const struct bf_plan *plan = whole->plan;
    uint32_t most = plan->keep_days ? UINT32_MAX : BF_PRECISION_BATCH;
    whole->planned = plan->count * to;
    while (from < to) {
        uint32_t end = to - from > most ? from + most : to;
        for (uint32_t o = 0; o < plan->count; o++) {
            *failed = o;
            if (!run_batch(whole, o, from, end, err)) return false;
            if (whole->result[o].interrupted) return true;
        }
        from = end;
    }
    return true;
}

static bool over(const struct bf_plan *plan, const struct bf_result result[])
{
    bool none = false;
    for (uint32_t o = 0; o < plan->count; o++) {
        if (result[o].interrupted) return true;
        none = none || result[o].count == 0;
    }
    return none;
}

/* Options that a stop left without a single batch still need their identity. */
static bool has_all(const struct bf_plan *plan, const struct bf_result result[])
{
    for (uint32_t o = 0; o < plan->count; o++)
        if (!result[o].catalogue || result[o].count == 0) return false;
    return true;
}

bool bf_plan_run(const struct bf_plan *plan, struct bf_result result[], struct bf_reached *reached,
                 uint32_t *failed, struct bf_err *err)
{
    struct whole whole = {.plan = plan, .result = result};
    uint32_t done = 0, next = plan->study[0].replications;
    BF_REQUIRE(plan->count >= 1 && next >= 1);
    *reached = (struct bf_reached){.met = plan->precision.count == 0};
    if (plan->precision.count > 0) {
        if (next < BF_PRECISION_LEAST) next = BF_PRECISION_LEAST;
        if (next > plan->most) next = plan->most;
    }
    if (!longest_warm_up(plan, &whole.warm_up, failed, err)) return false;
    for (;;) {
        if (!run_to(&whole, done, next, failed, err)) return false;
        done = next;
        if (!has_all(plan, result)) break;
        struct bf_err no_pairs;
        if (!bf_precision_look(&plan->precision, result, plan->count, reached, &no_pairs)) break;
        if (reached->met || over(plan, result) || done >= plan->most) break;
        next = bf_precision_next(done, reached->needed, plan->most);
    }
    return true;
}
