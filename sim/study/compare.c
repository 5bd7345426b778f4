/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/compare.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/random/draw.h"

#include <math.h>
#include <string.h>

static const double nothing = (double)NAN;
enum { RESAMPLE_KIND = 0x7001 }; /* of things that are not people; draws of no simulation */

struct job {
    const struct bf_decision_request *request;
    struct bf_decision *d;
};

/* ---- the same measure, the same replication -------------------------------------------- */

static bool same_measure(const struct bf_measure *a, const struct bf_measure *b)
{
    return strcmp(a->name, b->name) == 0 && strcmp(a->service, b->service) == 0 &&
           strcmp(a->group, b->group) == 0;
}

/* Options are mostly alike: look at the same place first, then from there on round. */
static uint32_t find_column(const struct bf_catalogue *catalogue, const struct bf_measure *measure,
                            uint32_t hint)
{
    for (uint32_t k = 0; k < catalogue->scalar_count; k++) {
        uint32_t i = (hint + k) % catalogue->scalar_count;
        if (same_measure(&catalogue->scalar[i], measure)) return i;
    }
    return UINT32_MAX;
}

static bool knows(const struct bf_decision *d, const struct bf_measure *measure)
{
    for (uint32_t m = 0; m < d->measure_count; m++)
        if (same_measure(d->measure[m], measure)) return true;
    return false;
}

static bool list_measures(struct job *job)
{
    const struct bf_decision_request *q = job->request;
    struct bf_decision *d = job->d;
    size_t most = 0;
    for (uint32_t o = 0; o < q->count; o++)
        most += q->result[o].catalogue->scalar_count;
    d->measure = bf_heap_take(most + 1, sizeof *d->measure);
    if (!d->measure) return false;
    for (uint32_t o = 0; o < q->count; o++)
        for (uint32_t i = 0; i < q->result[o].catalogue->scalar_count; i++) {
            const struct bf_measure *measure = &q->result[o].catalogue->scalar[i];
            if (o == 0 || !knows(d, measure)) d->measure[d->measure_count++] = measure;
        }
    d->column = bf_heap_take((size_t)q->count * d->measure_count + 1, sizeof *d->column);
    if (!d->column) return false;
    for (uint32_t o = 0; o < q->count; o++) {
        uint32_t hint = 0;
        for (uint32_t m = 0; m < d->measure_count; m++) {
            uint32_t i = find_column(q->result[o].catalogue, d->measure[m], hint);
            d->column[(size_t)o * d->measure_count + m] = i;
            if (i != UINT32_MAX) hint = i + 1;
        }
    }
    return true;
}

static uint32_t find_row(const struct bf_result *result, uint32_t number, uint32_t *from)
{
    while (*from < result->count && result->replication[*from] < number)
        ++*from;
    return *from < result->count && result->replication[*from] == number ? *from : UINT32_MAX;
}

static bool list_pairs(struct job *job)
{
    const struct bf_decision_request *q = job->request;
    struct bf_decision *d = job->d;
    const struct bf_result *base = &q->result[0];
    uint32_t *from = bf_heap_take(q->count, sizeof *from);
    d->replication = bf_heap_take((size_t)base->count + 1, sizeof *d->replication);
    d->row = bf_heap_take((size_t)q->count * base->count + 1, sizeof *d->row);
    bool good = from && d->replication && d->row;
    for (uint32_t r = 0; good && r < base->count; r++) {
        bool all = true;
        for (uint32_t o = 0; o < q->count; o++) {
            uint32_t row = find_row(&q->result[o], base->replication[r], &from[o]);
            d->row[(size_t)o * base->count + d->pair_count] = row;
            all = all && row != UINT32_MAX;
        }
        if (all) d->replication[d->pair_count++] = base->replication[r];
    }
    /* close the rows up, now that the number of pairs is known */
    for (uint32_t o = 1; good && o < q->count; o++)
        memmove(d->row + (size_t)o * d->pair_count, d->row + (size_t)o * base->count,
                d->pair_count * sizeof *d->row);
    bf_heap_give(from);
    return good;
}

static double value_of(const struct job *job, uint32_t option, uint32_t measure, uint32_t pair)
{
    const struct bf_decision *d = job->d;
    const struct bf_result *result = &job->request->result[option];
    uint32_t column = d->column[(size_t)option * d->measure_count + measure];
    if (column == UINT32_MAX) return nothing;
    uint32_t row = d->row[(size_t)option * d->pair_count + pair];
    return result->scalar[(size_t)row * result->catalogue->scalar_count + column];
}

/* ---- differences ----------------------------------------------------------------------- */

static double goal_amount(const struct bf_goal *goal, double mean)
{
    return goal->is_share ? goal->amount * fabs(mean) : goal->amount;
}

/* Goals name scalars of the base, and those come first among the measures. */
static double zone_of(const struct job *job, uint32_t measure, double base_mean)
{
    const struct bf_goals *matters = job->request->matters;
    const struct bf_goal *goal = matters ? bf_goals_of(matters, measure) : NULL;
    return goal && !isnan(base_mean) ? goal_amount(goal, base_mean) : 0;
}

static void take_difference(const struct job *job, uint32_t option, uint32_t measure)
{
    struct bf_paired *p = &job->d->paired[(size_t)option * job->d->measure_count + measure];
    struct bf_tally base, other, difference;
    bf_tally_init(&base);
    bf_tally_init(&other);
    bf_tally_init(&difference);
    for (uint32_t k = 0; k < job->d->pair_count; k++) {
        double a = value_of(job, 0, measure, k), b = value_of(job, option, measure, k);
        if (isnan(a) || isnan(b)) continue;
        bf_tally_add(&base, a);
        bf_tally_add(&other, b);
        bf_tally_add(&difference, b - a);
    }
    struct bf_interval own = bf_interval_of_mean(&difference, job->d->level);
    p->pairs = (uint32_t)difference.count;
    struct bf_interval of_base = bf_interval_of_mean(&base, job->d->level);
    p->base = bf_tally_mean(&base);
    p->base_half = (of_base.high - of_base.low) / 2;
    p->option = bf_tally_mean(&other);
    p->difference = own.estimate;
    p->sd = bf_tally_sd(&difference);
    p->low = own.low;
    p->high = own.high;
    p->together_low = p->together_high = nothing;
    p->zone = zone_of(job, measure, p->base);
    double apart = bf_tally_variance(&base) + bf_tally_variance(&other);
    double paired = bf_tally_variance(&difference);
    p->fewer = paired > 0 ? apart / paired : apart > 0 ? (double)INFINITY : nothing;
}

static void take_together(struct bf_decision *d)
{
    d->family = 0;
    for (uint32_t o = 1; o < d->option_count; o++)
        for (uint32_t m = 0; m < d->measure_count; m++)
            d->family += d->measure[m]->headline && bf_paired_at(d, o, m)->pairs > 1;
    d->each_level = d->family > 0 ? 1 - (1 - d->level) / d->family : d->level;
    for (uint32_t o = 1; o < d->option_count; o++)
        for (uint32_t m = 0; m < d->measure_count; m++) {
            struct bf_paired *p = &d->paired[(size_t)o * d->measure_count + m];
            if (!d->measure[m]->headline || p->pairs < 2) continue;
            double half = bf_interval_half_width(p->pairs, p->sd, d->each_level);
            p->together_low = p->difference - half;
            p->together_high = p->difference + half;
        }
}

static enum bf_verdict judge(const struct bf_paired *p)
{
    double low = isnan(p->together_low) ? p->low : p->together_low;
    double high = isnan(p->together_high) ? p->high : p->together_high;
    if (p->pairs < 2 || isnan(low)) return BF_VERDICT_UNKNOWN;
    if (!(p->difference < 0) && !(p->difference > 0) && !(p->sd > 0)) return BF_VERDICT_SAME;
    if (p->zone > 0 && low >= -p->zone && high <= p->zone) return BF_VERDICT_NO_MATTER;
    if (high < 0) return high <= -p->zone ? BF_VERDICT_LOWER : BF_VERDICT_LOWER_PERHAPS_LITTLE;
    if (low > 0) return low >= p->zone ? BF_VERDICT_HIGHER : BF_VERDICT_HIGHER_PERHAPS_LITTLE;
    return BF_VERDICT_OPEN;
}

static void take_differences(const struct job *job)
{
    struct bf_decision *d = job->d;
    for (uint32_t o = 0; o < d->option_count; o++)
        for (uint32_t m = 0; m < d->measure_count; m++)
            take_difference(job, o, m);
    take_together(d);
    d->fewer_low = d->fewer_high = nothing;
    for (uint32_t o = 0; o < d->option_count; o++)
        for (uint32_t m = 0; m < d->measure_count; m++) {
            struct bf_paired *p = &d->paired[(size_t)o * d->measure_count + m];
            p->verdict = judge(p);
            if (o == 0 || !d->measure[m]->headline || isnan(p->fewer) || isinf(p->fewer)) continue;
            if (!(d->fewer_low <= p->fewer)) d->fewer_low = p->fewer;
            if (!(d->fewer_high >= p->fewer)) d->fewer_high = p->fewer;
        }
}

/* ---- the best -------------------------------------------------------------------------- */

/* Add 1 to the best of value[options]; equals share it. */
static void give_point(const double value[], uint32_t options, bool lower, double points[])
{
    double best = nothing;
    uint32_t holders = 0;
    for (uint32_t o = 0; o < options; o++) {
        double x = lower ? value[o] : -value[o];
        if (isnan(x)) continue;
        holders = !(x >= best) ? 1 : holders + !(x > best);
        if (!(x >= best)) best = x;
    }
    for (uint32_t o = 0; o < options; o++) {
        double x = lower ? value[o] : -value[o];
        if (!(x > best) && !isnan(x)) points[o] += 1.0 / holders;
    }
}

/* Values of best_by where every option is defined: [count][options]. */
static uint32_t whole_pairs(const struct job *job, double value[])
{
    uint32_t options = job->d->option_count, count = 0;
    for (uint32_t k = 0; k < job->d->pair_count; k++) {
        bool whole = true;
        for (uint32_t o = 0; o < options; o++) {
            double x = value_of(job, o, job->d->best_by, k);
            value[(size_t)count * options + o] = x;
            whole = whole && !isnan(x);
        }
        count += whole;
    }
    return count;
}

/* Sums of one resample, the same replications for every option. */
static void resample(const struct bf_key *key, const double value[], uint32_t count,
                     uint32_t options, double sum[])
{
    struct bf_block block = {{0}};
    memset(sum, 0, options * sizeof *sum);
    for (uint32_t i = 0; i < count; i++) {
        if (i % 4 == 0) block = bf_draw(key, bf_thing_key(RESAMPLE_KIND, 0), i / 4);
        uint32_t k = (uint32_t)(block.u[i % 4] * count);
        for (uint32_t o = 0; o < options; o++)
            sum[o] += value[(size_t)k * options + o];
    }
}

static bool find_best(const struct job *job)
{
    struct bf_decision *d = job->d;
    uint32_t options = d->option_count, resamples = job->request->resamples;
    bool lower = d->measure[d->best_by]->lower_is_better;
    double *value = bf_heap_take((size_t)(d->pair_count + 1) * options, sizeof *value);
    double *sum = bf_heap_take(options, sizeof *sum);
    bool good = value && sum;
    uint32_t count = good ? whole_pairs(job, value) : 0;
    for (uint32_t k = 0; k < count; k++)
        give_point(value + (size_t)k * options, options, lower, d->best_share);
    for (uint32_t b = 0; count > 0 && b < resamples; b++) {
        struct bf_key key = {job->request->result[0].seed, b};
        resample(&key, value, count, options, sum);
        give_point(sum, options, lower, d->chance_best);
    }
    for (uint32_t o = 0; o < options; o++) {
        d->best_share[o] = count > 0 ? d->best_share[o] / count : nothing;
        d->chance_best[o] = count > 0 && resamples > 0 ? d->chance_best[o] / resamples : nothing;
    }
    bf_heap_give(sum);
    bf_heap_give(value);
    return good;
}

/* ---- targets --------------------------------------------------------------------------- */

static double target_of(const struct job *job, uint32_t measure)
{
    const struct bf_measure *about = job->d->measure[measure];
    const struct bf_goals *targets = job->request->targets;
    const struct bf_goal *goal = targets ? bf_goals_of(targets, measure) : NULL;
    if (!goal) return about->target;
    /* "dtoc_rate: 3.5%" is 3.5 of a measure in percent */
    if (goal->is_share && strcmp(about->unit, "%") == 0) return 100 * goal->amount;
    return goal_amount(goal, bf_paired_at(job->d, 0, measure)->base);
}

static void take_targets(const struct job *job)
{
    struct bf_decision *d = job->d;
    for (uint32_t m = 0; m < d->measure_count; m++) {
        double target = d->target[m] = target_of(job, m);
        bool lower = d->measure[m]->lower_is_better;
        for (uint32_t o = 0; o < d->option_count; o++) {
            uint64_t hits = 0, count = 0;
            for (uint32_t k = 0; k < d->pair_count && !isnan(target); k++) {
                double x = value_of(job, o, m, k);
                if (isnan(x)) continue;
                count++;
                hits += lower ? x <= target : x >= target;
            }
            d->meets[(size_t)o * d->measure_count + m] =
                bf_interval_of_share(hits, count, d->level);
        }
    }
}

/* ---- all of it ------------------------------------------------------------------------- */

static bool reserve(struct bf_decision *d)
{
    size_t cells = (size_t)d->option_count * d->measure_count + 1;
    d->paired = bf_heap_take(cells, sizeof *d->paired);
    d->meets = bf_heap_take(cells, sizeof *d->meets);
    d->target = bf_heap_take((size_t)d->measure_count + 1, sizeof *d->target);
    d->chance_best = bf_heap_take(d->option_count, sizeof *d->chance_best);
    d->best_share = bf_heap_take(d->option_count, sizeof *d->best_share);
    d->same_people = bf_heap_take(d->option_count, sizeof *d->same_people);
    return d->same_people && d->paired && d->meets && d->target && d->chance_best && d->best_share;
}

/* What common random numbers promise, seen. */
static void compare_people(struct job *job)
{
    struct bf_decision *d = job->d;
    const struct bf_result *result = job->request->result;
    for (uint32_t o = 0; o < d->option_count; o++) {
        bool known = result[0].people && result[o].people;
        d->same_people[o] = known ? 0 : UINT32_MAX;
        for (uint32_t k = 0; known && k < d->pair_count; k++)
            d->same_people[o] += result[o].people[d->row[(size_t)o * d->pair_count + k]] ==
                                 result[0].people[d->row[k]];
    }
}

bool bf_decide(const struct bf_decision_request *request, struct bf_decision *decision,
               struct bf_err *err)
{
    struct job job = {.request = request, .d = decision};
    memset(decision, 0, sizeof *decision);
    BF_REQUIRE(request->count >= 2);
    BF_REQUIRE(request->best_by < request->result[0].catalogue->scalar_count);
    for (uint32_t o = 1; o < request->count; o++)
        BF_REQUIRE(request->result[o].seed == request->result[0].seed);
    decision->option_count = request->count;
    decision->level = request->level > 0 ? request->level : BF_COMPARE_LEVEL;
    decision->best_by = request->best_by;
    bool good = list_measures(&job) && list_pairs(&job) && reserve(decision);
    if (good && decision->pair_count == 0)
        return bf_fail(err, BF_E_RANGE, NULL,
                       "expected replications that finished in every option, found none");
    if (good) compare_people(&job);
    if (good) take_differences(&job);
    if (good) take_targets(&job);
    if (good) good = find_best(&job);
    return good ? good : bf_fail(err, BF_E_NOMEM, NULL, "expected memory to compare the options");
}

void bf_decision_free(struct bf_decision *decision)
{
    bf_heap_give(decision->measure);
    bf_heap_give(decision->column);
    bf_heap_give(decision->replication);
    bf_heap_give(decision->row);
    bf_heap_give(decision->paired);
    bf_heap_give(decision->chance_best);
    bf_heap_give(decision->best_share);
    bf_heap_give(decision->target);
    bf_heap_give(decision->meets);
    bf_heap_give(decision->same_people);
    memset(decision, 0, sizeof *decision);
}

const char *bf_verdict_words(enum bf_verdict verdict)
{
    static const char *const words[] = {
        "nothing to compare",
        "the same",
        "no difference that matters",
        "lower",
        "higher",
        "lower, perhaps too little to matter",
        "higher, perhaps too little to matter",
        "not decided",
    };
    return words[verdict];
}
