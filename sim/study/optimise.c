/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/optimise.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/digest.h"
#include "bedflow/study/search.h"

#include <math.h>
#include <string.h>

#define LEVEL 0.95
enum {
    ROOM = 2000,
    COLUMNS_CAP = BF_OPTIMISE_FIRST_LIMIT + BF_OPTIMISE_LIMITS,
    PACED = 8 /* replications at once whose time tells the pace */
};

struct optimising {
    const struct bf_optimise_request *r;
    struct bf_optimum *o;
    struct bf_points points;
    uint32_t *measure; /* [measures]: bills first, then harm, then limits */
    uint32_t measures, bills;
    uint32_t levels[BF_SEARCH_FACTORS], *level;
    struct bf_digest digest;
    uint32_t first;         /* winters of every point before anything is ruled out */
    double began_s, pace_s; /* seconds of a replication, of late */
    uint32_t seems_best;    /* by the search */
    struct bf_err err;
    bool failed;
};

/* ---- what is measured ------------------------------------------------------------------- */

static void find_bills(struct optimising *a)
{
    const struct bf_catalogue *c = &a->r->points->study->model->measures.catalogue;
    for (uint32_t i = 0; i < c->scalar_count; i++)
        if (strncmp(c->scalar[i].group, "purchase:", 9) == 0 &&
            strcmp(c->scalar[i].name, "spend") == 0)
            a->measure[a->bills++] = i;
    a->o->costs_are_bills = a->bills > 0;
    for (uint32_t i = 0; i < c->scalar_count && a->bills == 0; i++)
        if (strcmp(c->scalar[i].service, "system") == 0 && strcmp(c->scalar[i].group, "all") == 0 &&
            strcmp(c->scalar[i].name, "spend") == 0)
            a->measure[a->bills++] = i;
}

static bool choose_measures(struct optimising *a, struct bf_err *err)
{
    const struct bf_optimise_request *r = a->r;
    uint32_t scalars = r->points->study->model->measures.catalogue.scalar_count;
    a->measure = bf_heap_take(scalars + COLUMNS_CAP, sizeof *a->measure);
    if (!a->measure) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the measures");
    find_bills(a);
    if (a->bills == 0)
        return bf_fail(err, BF_E_KEY, NULL,
                       "expected something that costs money, a purchase with its price or a "
                       "service with its cost, found none in the scenario; see `bedflow kinds "
                       "purchase`");
    a->measures = a->bills;
    a->measure[a->measures++] = r->harm;
    for (uint32_t k = 0; k < r->limit_count; k++) {
        a->o->limit[k] = r->limit[k];
        a->o->limit[k].column = BF_OPTIMISE_FIRST_LIMIT + k;
        a->measure[a->measures++] = r->limit[k].column == UINT32_MAX ? r->harm : r->limit[k].column;
    }
    a->o->limit_count = r->limit_count;
    return true;
}

/* From what was measured to the columns of an observation. */
static void set_observation(const struct optimising *a, const double value[], double column[])
{
    const struct bf_optimise_request *r = a->r;
    double cost = 0, sign = r->harm_is_negative ? -1 : 1;
    for (uint32_t i = 0; i < a->bills; i++)
        cost += isnan(value[i]) ? 0 : value[i]; /* what is not bought has no bill */
    column[BF_OPTIMISE_COST] = cost;
    column[BF_OPTIMISE_HARM] = sign * value[a->bills];
    column[BF_OPTIMISE_LEAST] = r->least_cost ? cost : column[BF_OPTIMISE_HARM];
    for (uint32_t k = 0; k < r->limit_count; k++)
        column[BF_OPTIMISE_FIRST_LIMIT + k] =
            r->limit[k].column == UINT32_MAX ? cost : value[a->bills + 1 + k];
}

/* ---- running points -------------------------------------------------------------------- */

static bool fail(struct optimising *a, struct bf_err *err)
{
    a->failed = true;
    a->err = *err;
    return false;
}

static void keep(struct optimising *a, const struct bf_probe *probe)
{
    double *column = bf_observation(&a->o->systems, probe->point, probe->replication - a->o->from);
    for (uint32_t c = 0; c < a->o->systems.columns; c++)
        column[c] = (double)NAN;
    if (probe->state != BF_PROBE_DONE) return;
    set_observation(a, probe->value, column);
    bf_digest_add_u64(&a->digest, (uint64_t)probe->point << 32 | probe->replication);
    bf_digest_add_u64(&a->digest, probe->digest);
}

static void pace(struct optimising *a, size_t count, double from_s)
{
    if (count >= PACED || a->pace_s == 0) a->pace_s = (bf_wall_s() - from_s) / (double)count;
}

/* Replications that there is time for, as fast as they are now. */
static uint64_t left(void *context)
{
    const struct optimising *a = context;
    if (!(a->r->within_s > 0) || a->pace_s == 0) return UINT64_MAX;
    double left_s = a->r->within_s - (bf_wall_s() - a->began_s);
    return left_s > 0 ? (uint64_t)(left_s / a->pace_s) : 0;
}

/* Winters from..to of some points. False after a stop or a failure. */
static bool run_points(struct optimising *a, const uint32_t point[], uint32_t count, uint32_t from,
                       uint32_t to, struct bf_err *err)
{
    size_t total = (size_t)count * (to - from);
    struct bf_probe *probe = bf_heap_take(total + 1, sizeof *probe);
    double *value = bf_heap_take(total * a->measures + 1, sizeof *value);
    bool good = probe && value;
    double from_s = bf_wall_s();
    if (!good) bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %zu replications", total);
    for (size_t i = 0; good && i < total; i++)
        probe[i] = (struct bf_probe){.point = point[i / (to - from)],
                                     .replication = a->o->from + from + (uint32_t)(i % (to - from)),
                                     .value = value + i * a->measures};
    if (good) good = bf_points_run(&a->points, probe, total, NULL, err);
    if (good && total > 0) pace(a, total, from_s);
    for (size_t i = 0; good && i < total; i++) {
        if (probe[i].state == BF_PROBE_WAITING) {
            a->o->interrupted = true;
            good = bf_fail(err, BF_E_STOPPED, NULL, "stopped");
            break;
        }
        keep(a, &probe[i]);
    }
    bf_heap_give(value);
    bf_heap_give(probe);
    return good;
}

static bool observe(void *context, const uint32_t system[], uint32_t count, uint32_t from,
                    uint32_t to, struct bf_err *err)
{
    return run_points(context, system, count, from, to, err);
}

/* ---- the search ------------------------------------------------------------------------ */

static double shortfall(const struct optimising *a, uint32_t i, uint32_t k)
{
    const struct bf_limit *limit = &a->o->limit[k];
    double sign = limit->at_least ? -1 : 1, met = 0;
    for (uint32_t w = 0; w < a->first; w++)
        met += sign * bf_observation(&a->o->systems, i, w)[limit->column] <= sign * limit->bound;
    double mean = bf_observed_mean(&a->o->systems, i, limit->column, a->first);
    double by = fmax(0, sign * (mean - limit->bound)) / fmax(1e-9, fabs(limit->bound));
    return isnan(limit->chance) ? by : by + fmax(0, limit->chance - met / a->first);
}

/* Least is best; what breaks a limit comes after all that does not, by how far. */
static double score_of(const struct optimising *a, uint32_t i)
{
    double broken = 0, least = bf_observed_mean(&a->o->systems, i, BF_OPTIMISE_LEAST, a->first);
    for (uint32_t k = 0; k < a->o->limit_count; k++)
        broken += shortfall(a, i, k);
    if (isnan(least)) return (double)NAN;
    return broken > 0 ? 1e15 * (1 + broken) : least;
}

/* Half of the work for the search, the rest to decide with; a quarter where a chance has
 * to be shown, which takes many winters of few options. */
static uint64_t search_share(const struct optimising *a)
{
    uint64_t share = 2;
    for (uint32_t k = 0; k < a->r->limit_count; k++)
        if (!isnan(a->r->limit[k].chance)) share = 4;
    return share;
}

/* A search whose length was asked for is not cut short: it would not be the same again. */
static bool has_time(const struct optimising *a, uint64_t replications)
{
    if (!(a->r->within_s > 0) || a->r->look > 0) return true;
    double then_s = bf_wall_s() - a->began_s + (double)replications * a->pace_s;
    return then_s <= a->r->within_s / (double)search_share(a);
}

static bool score(void *context, const uint32_t level[], uint32_t from, uint32_t to, double out[])
{
    struct optimising *a = context;
    const struct bf_factors *f = a->points.factors;
    uint32_t point[BF_OPTIMISE_POINTS] = {0};
    struct bf_err err;
    if (from > 0 && !has_time(a, (uint64_t)(to - from) * a->first)) return false;
    for (uint32_t i = from; i < to; i++) {
        point[i - from] = i;
        for (uint32_t k = 0; k < f->count; k++)
            a->o->x[(size_t)i * f->count + k] =
                bf_factor_at(&f->factor[k], level[(size_t)i * f->count + k]);
    }
    a->points.count = to;
    if (!run_points(a, point, to - from, 0, a->first, &err))
        return err.code == BF_E_STOPPED ? false : fail(a, &err);
    a->o->used += (uint64_t)(to - from) * a->first;
    for (uint32_t i = from; i < to; i++)
        out[i] = score_of(a, i);
    return true;
}

static uint32_t search_cap(const struct optimising *a)
{
    uint64_t share = search_share(a);
    uint64_t cap = a->r->replications / share / a->first;
    if (a->r->look > 0) cap = a->r->look;
    if (cap < BF_SEARCH_LEAST) cap = BF_SEARCH_LEAST; /* paid for: see least_work */
    return cap < BF_OPTIMISE_POINTS ? (uint32_t)cap : BF_OPTIMISE_POINTS;
}

static void set_delta(struct optimising *a)
{
    double mean = 0;
    a->o->delta = a->r->delta;
    for (uint32_t i = 0; i < a->o->systems.count; i++)
        mean = fmax(mean, fabs(bf_observed_mean(&a->o->systems, i, BF_OPTIMISE_LEAST, a->first)));
    if (!(a->o->delta > 0)) a->o->delta = 0.02 * mean;
    if (!(a->o->delta > 0)) a->o->delta = 1;
}

static void swap(double *a, double *b, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double keep = a[i];
        a[i] = b[i];
        b[i] = keep;
    }
}

/* Points of the search that no other beats in cost and harm at once, cheapest first. */
static uint32_t find_trend(const struct optimising *a, uint32_t count, uint32_t trend[])
{
    double cost[BF_OPTIMISE_POINTS], harm[BF_OPTIMISE_POINTS];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        cost[i] = bf_observed_mean(&a->o->systems, i, BF_OPTIMISE_COST, a->first);
        harm[i] = bf_observed_mean(&a->o->systems, i, BF_OPTIMISE_HARM, a->first);
    }
    for (uint32_t i = 0; i < count; i++) {
        bool beaten = isnan(harm[i]);
        for (uint32_t k = 0; k < count && !beaten; k++)
            beaten = cost[k] <= cost[i] && harm[k] <= harm[i] &&
                     (cost[k] < cost[i] || harm[k] < harm[i] || k < i);
        if (beaten) continue;
        uint32_t at = kept++;
        for (; at > 0 && cost[trend[at - 1]] > cost[i]; at--)
            trend[at] = trend[at - 1];
        trend[at] = i;
    }
    return kept;
}

static void take_best(const double scores[], uint32_t count, uint32_t wanted, bool taken[])
{
    uint32_t have = 0;
    for (uint32_t i = 0; i < count; i++)
        have += taken[i];
    for (; have < wanted; have++) {
        uint32_t best = UINT32_MAX;
        for (uint32_t i = 0; i < count; i++)
            if (!taken[i] && !isnan(scores[i]) && (best == UINT32_MAX || scores[i] < scores[best]))
                best = i;
        if (best == UINT32_MAX) return;
        taken[best] = true;
    }
}

/* The best by score, and some along the whole frontier, dearer ones too: what seemed to meet a
 * limit in a few winters may not. They come first from now on. */
static void pick_finalists(struct optimising *a, double scores[], uint32_t count)
{
    bool taken[BF_OPTIMISE_POINTS] = {false};
    uint32_t trend[BF_OPTIMISE_POINTS], wanted = count / 2, next = 0;
    struct bf_optimum *o = a->o;
    if (wanted > BF_OPTIMISE_FINALISTS) wanted = BF_OPTIMISE_FINALISTS;
    if (wanted < 2) wanted = 2 < count ? 2 : count;
    take_best(scores, count, (wanted + 1) / 2, taken);
    uint32_t along = find_trend(a, count, trend), places = wanted - (wanted + 1) / 2;
    for (uint32_t k = 0; k < places && along > 0; k++)
        taken[trend[places > 1 ? k * (along - 1) / (places - 1) : along - 1]] = true;
    take_best(scores, count, wanted, taken);
    for (uint32_t i = 0; i < count; i++) {
        if (!taken[i]) continue;
        swap(o->x + (size_t)i * o->factors->count, o->x + (size_t)next * o->factors->count,
             o->factors->count);
        swap(bf_observation(&o->systems, i, 0), bf_observation(&o->systems, next, 0),
             (size_t)a->first * o->systems.columns);
        swap(&scores[i], &scores[next], 1);
        next++;
    }
    o->finalists = next;
}

static bool search(struct optimising *a, struct bf_err *err)
{
    uint32_t cap = search_cap(a), count = 0;
    struct bf_optimum *o = a->o;
    double *scores = bf_heap_take(BF_OPTIMISE_POINTS, sizeof *scores);
    struct bf_search s = {.levels = a->levels,
                          .factors = a->points.factors->count,
                          .cap = cap,
                          .seed = a->points.study->seed,
                          .score = score,
                          .context = a};
    if (!scores) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for the search");
    bf_search_run(&s, a->level, scores, &count, &o->whole);
    o->systems.count = a->points.count = o->finalists = count;
    o->searched = o->used;
    if (!a->failed) set_delta(a);
    if (!o->whole && !a->failed) pick_finalists(a, scores, count);
    for (uint32_t i = 0; i < o->finalists; i++)
        if (scores[i] < scores[a->seems_best] || isnan(scores[a->seems_best])) a->seems_best = i;
    bf_heap_give(scores);
    if (a->failed) *err = a->err;
    return !a->failed;
}

/* ---- choosing -------------------------------------------------------------------------- */

/* A system that was ruled out may be as good all the same: worse by no more than delta, with an
 * interval that holds for all of them at once. */
static void find_equals(struct bf_optimum *o, double alpha)
{
    uint32_t best = o->selected.best;
    if (o->selected.end != BF_SELECTED) return;
    for (uint32_t i = 0; i < o->finalists; i++) {
        uint32_t a = o->selected.seen[i], b = o->selected.seen[best];
        struct bf_tally tally;
        if (o->selected.standing[i] != BF_STANDING_WORSE || !o->selected.meets[i]) continue;
        bf_tally_init(&tally);
        for (uint32_t r = 0; r < (a < b ? a : b); r++)
            bf_tally_add(&tally, bf_observation(&o->systems, i, r)[BF_OPTIMISE_LEAST] -
                                     bf_observation(&o->systems, best, r)[BF_OPTIMISE_LEAST]);
        double high = bf_interval_of_mean(&tally, 1 - 2 * alpha / o->finalists).high;
        if (high <= o->delta) o->selected.standing[i] = BF_STANDING_EQUAL;
    }
}

static void say_searched(struct optimising *a)
{
    struct bf_optimum *o = a->o;
    for (uint32_t i = o->finalists; i < o->systems.count; i++) {
        o->selected.standing[i] = BF_STANDING_ASIDE;
        o->selected.meets[i] = false;
        o->selected.seen[i] = a->first;
    }
}

/* From the finalists to all points. */
static bool widen(struct optimising *a, struct bf_err *err)
{
    struct bf_selected *s = &a->o->selected;
    size_t count = a->o->systems.count;
    void *standing = bf_heap_grow(s->standing, count * sizeof *s->standing);
    if (standing) s->standing = standing;
    void *meets = bf_heap_grow(s->meets, count * sizeof *s->meets);
    if (meets) s->meets = meets;
    void *seen = bf_heap_grow(s->seen, count * sizeof *s->seen);
    if (seen) s->seen = seen;
    if (!standing || !meets || !seen)
        return bf_fail(err, BF_E_NOMEM, NULL, "expected memory to choose");
    say_searched(a);
    return true;
}

/* The choice had no time to begin: what the search saw is all there is. */
static void fall_back(struct optimising *a, const double kept[])
{
    struct bf_optimum *o = a->o;
    size_t row = (size_t)a->first * o->systems.columns;
    o->from = 0;
    for (uint32_t i = 0; i < o->finalists; i++) {
        memcpy(bf_observation(&o->systems, i, 0), kept + i * row, row * sizeof *kept);
        o->selected.seen[i] = a->first;
    }
    o->selected.best = a->seems_best;
}

static bool select_among(struct optimising *a, const uint32_t found[], struct bf_err *err)
{
    struct bf_optimum *o = a->o;
    struct bf_systems finalists = o->systems;
    uint64_t most = a->r->replications > o->used ? a->r->replications - o->used : 0;
    struct bf_select_request request = {.alpha = a->r->alpha,
                                        .delta = o->delta,
                                        .first = a->first,
                                        .most = a->r->within_s > 0 ? UINT64_MAX : most,
                                        .left = left,
                                        .limit = o->limit,
                                        .limit_count = o->limit_count};
    finalists.count = o->finalists;
    bool good = bf_select(&finalists, &request, found, &o->selected, err);
    o->used += o->selected.used;
    return good;
}

/* After a search by winters that it did not see; else by those and more. */
static bool select_best(struct optimising *a, struct bf_err *err)
{
    struct bf_optimum *o = a->o;
    size_t row = (size_t)a->first * o->systems.columns;
    uint32_t *found = bf_heap_take(o->systems.count + 1, sizeof *found);
    double *kept = bf_heap_take(o->finalists * row + 1, sizeof *kept);
    bool good = found && kept;
    if (!good) bf_fail(err, BF_E_NOMEM, NULL, "expected memory to choose");
    for (uint32_t i = 0; good && i < o->finalists; i++) {
        found[i] = o->whole ? a->first : 0;
        memcpy(kept + i * row, bf_observation(&o->systems, i, 0), row * sizeof *kept);
    }
    if (good && !o->whole) o->from = a->first;
    good = good && select_among(a, found, err) && widen(a, err);
    if (good && o->selected.seen[0] < a->first) fall_back(a, kept);
    bf_heap_give(kept);
    bf_heap_give(found);
    return good;
}

/* ---- what is left of the work ---------------------------------------------------------- */

/* Winters that every finalist can have with what is left. */
static uint32_t level_to_pay(const struct optimising *a)
{
    const struct bf_optimum *o = a->o;
    uint64_t pay = a->r->replications > o->used ? a->r->replications - o->used : 0;
    uint32_t level = 0;
    if (a->r->within_s > 0) pay = left(a->o->systems.context);
    for (uint32_t n = 1; n <= BF_OPTIMISE_WINTERS; n++) {
        uint64_t cost = 0;
        for (uint32_t i = 0; i < o->finalists; i++)
            if (o->selected.seen[i] < n && o->selected.standing[i] != BF_STANDING_FAILED)
                cost += n - o->selected.seen[i];
        if (cost <= pay) level = n;
    }
    return level;
}

/* The choice is made; the frontier is drawn by winters that all finalists have, so those that were
 * ruled out early get more. Not where nothing was decided or the last look was cut short: that has
 * used what there was, and the same total, without a clock, would not be split the same again. A
 * stop here loses nothing. */
static bool deepen(struct optimising *a, struct bf_err *err)
{
    struct bf_optimum *o = a->o;
    uint32_t level = level_to_pay(a), group[BF_OPTIMISE_POINTS];
    bool good = true;
    if (o->selected.end != BF_SELECTED && o->selected.end != BF_SELECTED_NONE) return true;
    if (o->selected.cut_short) return true;
    for (uint32_t i = 0; good && i < o->finalists && !o->interrupted; i++) {
        uint32_t seen = o->selected.seen[i], count = 0;
        for (uint32_t k = i; seen < level && k < o->finalists; k++)
            if (o->selected.seen[k] == seen && o->selected.standing[k] != BF_STANDING_FAILED)
                group[count++] = k;
        if (count == 0) continue;
        good = run_points(a, group, count, seen, level, err);
        for (uint32_t k = 0; good && k < count; k++)
            o->selected.seen[group[k]] = level;
        if (good) o->used += (uint64_t)count * (level - seen);
    }
    return good || o->interrupted;
}

/* ---- the frontier ---------------------------------------------------------------------- */

static struct bf_interval mean_of(const struct bf_optimum *o, uint32_t i, uint32_t column,
                                  uint32_t winters)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < winters; r++)
        if (!isnan(bf_observation(&o->systems, i, r)[column]))
            bf_tally_add(&tally, bf_observation(&o->systems, i, r)[column]);
    return bf_interval_of_mean(&tally, LEVEL);
}

/* Another costs no more and harms no more, and one of both less. */
static bool is_beaten(const struct bf_optimum *o, uint32_t i)
{
    const struct bf_option_point *p = &o->point[i];
    double room = 1e-9 * (1 + fabs(p->cost.estimate));
    for (uint32_t k = 0; k < o->finalists; k++) {
        const struct bf_option_point *q = &o->point[k];
        if (k == i || !(q->cost.estimate <= p->cost.estimate + room) ||
            !(q->harm.estimate <= p->harm.estimate))
            continue;
        bool better =
            q->cost.estimate < p->cost.estimate - room || q->harm.estimate < p->harm.estimate;
        if (better || k < i) return true; /* of equals the first stays */
    }
    return isnan(p->harm.estimate);
}

static void draw_frontier(struct bf_optimum *o, uint32_t first)
{
    /* means over different winters would differ by the winters */
    o->common = UINT32_MAX;
    for (uint32_t i = 0; i < o->finalists; i++)
        if (o->selected.seen[i] < o->common && o->selected.standing[i] != BF_STANDING_FAILED)
            o->common = o->selected.seen[i];
    if (o->common == UINT32_MAX) o->common = first;
    for (uint32_t i = 0; i < o->systems.count; i++) {
        uint32_t winters = i < o->finalists ? o->common : first;
        o->point[i].cost = mean_of(o, i, BF_OPTIMISE_COST, winters);
        o->point[i].harm = mean_of(o, i, BF_OPTIMISE_HARM, winters);
    }
    for (uint32_t i = 0; i < o->finalists; i++) {
        o->point[i].on_frontier = !is_beaten(o, i);
        if (!o->point[i].on_frontier) continue;
        uint32_t at = o->frontier_count++;
        for (; at > 0 && o->point[o->frontier[at - 1]].cost.estimate > o->point[i].cost.estimate;
             at--)
            o->frontier[at] = o->frontier[at - 1];
        o->frontier[at] = i;
    }
}

void bf_frontier_step(const struct bf_optimum *o, uint32_t cheap, uint32_t dear,
                      struct bf_interval *spared, struct bf_interval *each)
{
    uint32_t a = o->selected.seen[cheap], b = o->selected.seen[dear];
    struct bf_pair_tally pairs = {.count = 0};
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < (a < b ? a : b); r++) {
        const double *from = bf_observation(&o->systems, cheap, r);
        const double *to = bf_observation(&o->systems, dear, r);
        double less = from[BF_OPTIMISE_HARM] - to[BF_OPTIMISE_HARM];
        if (isnan(less)) continue;
        bf_tally_add(&tally, less);
        bf_pair_tally_add(&pairs, to[BF_OPTIMISE_COST] - from[BF_OPTIMISE_COST], less);
    }
    *spared = bf_interval_of_mean(&tally, LEVEL);
    *each = bf_interval_of_ratio(&pairs, LEVEL);
}

/* ---- all of it ------------------------------------------------------------------------- */

/* Replications for the search, and where it cannot see all there is as many again to decide. */
static uint64_t least_work(const struct optimising *a)
{
    uint64_t size = 1, points = a->r->look > 0 ? a->r->look : BF_SEARCH_LEAST;
    for (uint32_t k = 0; k < a->points.factors->count && size <= points; k++)
        size *= a->levels[k];
    if (size <= points) return size * a->first;
    return a->r->look > 0 ? points * a->first : 2 * points * a->first;
}

static bool set_lattice(struct optimising *a, struct bf_err *err)
{
    const struct bf_factors *f = a->points.factors;
    for (uint32_t k = 0; k < f->count; k++) {
        a->levels[k] = f->factor[k].count;
        if (f->factor[k].count == 0)
            return bf_fail(err, BF_E_RANGE, NULL,
                           "%s: expected values to choose from, received any between two; add a "
                           "step, LOW..HIGH/STEP",
                           f->factor[k].path);
    }
    a->first = BF_SELECT_FIRST;
    if (a->r->replications < least_work(a))
        return bf_fail(err, BF_E_RANGE, NULL,
                       "expected at least %.0f replications in all, received %.0f; allow more time "
                       "(--within) or more replications (--max-reps)",
                       (double)least_work(a), (double)a->r->replications);
    return true;
}

static bool reserve(struct optimising *a, struct bf_err *err)
{
    struct bf_optimum *o = a->o;
    uint32_t cap = search_cap(a), factors = a->points.factors->count;
    o->systems.columns = BF_OPTIMISE_FIRST_LIMIT + a->o->limit_count;
    o->systems.room = ROOM;
    o->systems.value =
        bf_heap_take((size_t)cap * o->systems.room * o->systems.columns, sizeof *o->systems.value);
    o->x = bf_heap_take((size_t)cap * factors, sizeof *o->x);
    o->point = bf_heap_take(cap, sizeof *o->point);
    o->frontier = bf_heap_take(cap, sizeof *o->frontier);
    a->level = bf_heap_take((size_t)cap * factors, sizeof *a->level);
    if (o->systems.value && o->x && o->point && o->frontier && a->level) return true;
    return bf_fail(err, BF_E_NOMEM, NULL, "expected memory for %u points; allow less time", cap);
}

bool bf_optimise(const struct bf_optimise_request *request, struct bf_optimum *o,
                 struct bf_err *err)
{
    struct optimising a = {
        .r = request, .o = o, .points = *request->points, .began_s = bf_wall_s()};
    memset(o, 0, sizeof *o);
    o->factors = request->points->factors;
    o->systems.observe = observe;
    o->systems.context = &a;
    bf_digest_init(&a.digest);
    bool good = set_lattice(&a, err) && choose_measures(&a, err) && reserve(&a, err);
    if (good) {
        a.points.x = o->x;
        a.points.measure = a.measure;
        a.points.measure_count = a.measures;
        good = search(&a, err);
    }
    if (good && o->systems.count > 0) good = select_best(&a, err) && deepen(&a, err);
    if (good && o->systems.count > 0) {
        find_equals(o, request->alpha);
        draw_frontier(o, a.first);
    }
    o->wall_s = bf_wall_s() - a.began_s;
    o->digest = bf_digest_end(&a.digest);
    o->systems.context = NULL;
    bf_heap_give(a.level);
    bf_heap_give(a.measure);
    return good;
}

void bf_optimum_free(struct bf_optimum *o)
{
    bf_selected_free(&o->selected);
    bf_heap_give(o->systems.value);
    bf_heap_give(o->x);
    bf_heap_give(o->point);
    bf_heap_give(o->frontier);
    memset(o, 0, sizeof *o);
}
