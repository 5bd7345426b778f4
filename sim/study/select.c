/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/study/select.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/stats/interval.h"

#include <math.h>
#include <string.h>

#define FAR_SHARE 0.2 /* of the error of the choice: measured, see the header */

struct selecting {
    const struct bf_systems *s;
    const struct bf_select_request *r;
    struct bf_selected *out;
    double h2, limit_level; /* two-sided level of one bound */
    double far_level;       /* likewise */
    uint32_t *wanted;       /* [count]: systems to observe */
    bool *chosen;           /* [count]: those that the next round brings on */
    uint32_t *level; /* [count]: observations that it is judged by; 0 before the first look */
    bool last;       /* no more looks after this one */
};

static double first_of(const struct selecting *a, uint32_t i, uint32_t r)
{
    return bf_observation(a->s, i, r)[0];
}

double bf_observed_mean(const struct bf_systems *s, uint32_t system, uint32_t column,
                        uint32_t count)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < count; r++)
        if (!isnan(bf_observation(s, system, r)[column]))
            bf_tally_add(&tally, bf_observation(s, system, r)[column]);
    return bf_tally_mean(&tally);
}

static bool is_open(const struct selecting *a, uint32_t i)
{
    return a->out->standing[i] == BF_STANDING_OPEN;
}

/* ---- limits ---------------------------------------------------------------------------- */

enum judgement { BREAKS, UNKNOWN, MEETS };

static bool meets_once(const struct bf_limit *limit, double value)
{
    return limit->at_least ? value >= limit->bound : value <= limit->bound;
}

static enum judgement judge_chance(const struct selecting *a, uint32_t i,
                                   const struct bf_limit *limit)
{
    uint64_t hits = 0;
    for (uint32_t r = 0; r < a->level[i]; r++)
        hits += meets_once(limit, bf_observation(a->s, i, r)[limit->column]);
    struct bf_interval share = bf_interval_of_share(hits, a->level[i], a->limit_level);
    return share.low >= limit->chance ? MEETS : share.high < limit->chance ? BREAKS : UNKNOWN;
}

static enum judgement judge_mean(const struct selecting *a, uint32_t i,
                                 const struct bf_limit *limit)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < a->level[i]; r++)
        bf_tally_add(&tally, bf_observation(a->s, i, r)[limit->column]);
    struct bf_interval mean = bf_interval_of_mean(&tally, a->limit_level);
    /* a bill that never varies is known; another number may yet vary in a winter to come */
    if (bf_tally_variance(&tally) == 0 && !limit->exact && a->level[i] < BF_SELECT_CONSTANT)
        return UNKNOWN;
    double room = 1e-9 * fabs(limit->bound), sign = limit->at_least ? -1 : 1;
    double low = sign * (limit->at_least ? mean.high : mean.low);
    double high = sign * (limit->at_least ? mean.low : mean.high);
    return high <= sign * limit->bound + room ? MEETS
           : low > sign * limit->bound + room ? BREAKS
                                              : UNKNOWN;
}

static void judge(struct selecting *a, uint32_t i)
{
    bool all = true;
    for (uint32_t k = 0; k < a->r->limit_count; k++) {
        const struct bf_limit *limit = &a->r->limit[k];
        enum judgement said =
            isnan(limit->chance) ? judge_mean(a, i, limit) : judge_chance(a, i, limit);
        if (said == BREAKS) a->out->standing[i] = BF_STANDING_BREAKS;
        all = all && said == MEETS;
    }
    /* what was known at one look stays known */
    a->out->meets[i] = a->out->meets[i] || all;
}

/* ---- screening ------------------------------------------------------------------------- */

/* Variance of the differences of two systems in the first observations. */
static double first_variance(const struct selecting *a, uint32_t i, uint32_t l)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < a->r->first; r++)
        bf_tally_add(&tally, first_of(a, i, r) - first_of(a, l, r));
    return bf_tally_variance(&tally);
}

/* By a t bound at every look, whatever delta is: what is far worse goes early. */
static bool is_far_worse(const struct selecting *a, uint32_t i, uint32_t l, uint32_t both)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < both; r++)
        bf_tally_add(&tally, first_of(a, i, r) - first_of(a, l, r));
    return bf_interval_of_mean(&tally, a->far_level).low > 0;
}

static bool is_worse(const struct selecting *a, uint32_t i, uint32_t l)
{
    /* two that have seen different numbers are compared by what both have seen */
    uint32_t both = a->level[i] < a->level[l] ? a->level[i] : a->level[l];
    double delta = a->r->delta, n = both;
    double width = delta / (2 * n) * (a->h2 * first_variance(a, i, l) / (delta * delta) - n);
    double mean_i = bf_observed_mean(a->s, i, 0, both), mean_l = bf_observed_mean(a->s, l, 0, both);
    return mean_i - mean_l > fmax(0, width) || (mean_i > mean_l && is_far_worse(a, i, l, both));
}

static void screen(struct selecting *a)
{
    uint32_t count = a->s->count, kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (is_open(a, i)) a->wanted[kept++] = i;
    /* all are held against those that were open before this look */
    for (uint32_t x = 0; x < kept; x++)
        for (uint32_t y = 0; y < kept && is_open(a, a->wanted[x]); y++)
            if (x != y && a->out->meets[a->wanted[y]] && is_worse(a, a->wanted[x], a->wanted[y]))
                a->out->standing[a->wanted[x]] = BF_STANDING_WORSE;
}

/* Observations after which two systems are as good as equal. */
static double enough(const struct selecting *a, uint32_t i, uint32_t l)
{
    return floor(a->h2 * first_variance(a, i, l) / (a->r->delta * a->r->delta)) + 1;
}

/* ---- the end --------------------------------------------------------------------------- */

/* Winters that all open systems have seen, or all of those that are known to meet their limits. */
static uint32_t common_level(const struct selecting *a, bool known)
{
    uint32_t common = UINT32_MAX;
    for (uint32_t i = 0; i < a->s->count; i++)
        if (is_open(a, i) && (a->out->meets[i] || !known) && a->level[i] < common)
            common = a->level[i];
    return common;
}

static void choose(struct selecting *a)
{
    bool known = false;
    double least = (double)INFINITY;
    a->out->best = UINT32_MAX;
    a->out->open = 0;
    for (uint32_t i = 0; i < a->s->count; i++) {
        a->out->open += is_open(a, i);
        known = known || (is_open(a, i) && a->out->meets[i]);
    }
    /* means over different winters would differ by the winters */
    uint32_t common = common_level(a, known);
    for (uint32_t i = 0; i < a->s->count; i++) {
        if (!is_open(a, i) || (known && !a->out->meets[i])) continue;
        double mean = bf_observed_mean(a->s, i, 0, common);
        if (mean < least) {
            a->out->best = i;
            least = mean;
        }
    }
}

/* About how many observations a chance needs until its bound passes the one that is asked. */
static double enough_for_chance(const struct selecting *a, uint32_t i, const struct bf_limit *limit)
{
    double hits = 0, z = 4.2; /* the normal quantile of bounds as strict as these */
    for (uint32_t r = 0; r < a->level[i]; r++)
        hits += meets_once(limit, bf_observation(a->s, i, r)[limit->column]);
    double p = (hits + 0.5) / (a->level[i] + 1.0), gap = fabs(p - limit->chance);
    double p0 = fmin(fmax(p, 0.01), 0.99);
    return gap > 1e-3 ? fmax(z * z * p0 * (1 - p0) / (gap * gap), log(1e-5) / log(limit->chance))
                      : (double)INFINITY;
}

static double enough_for_mean(const struct selecting *a, uint32_t i, const struct bf_limit *limit)
{
    struct bf_tally tally;
    bf_tally_init(&tally);
    for (uint32_t r = 0; r < a->level[i]; r++)
        bf_tally_add(&tally, bf_observation(a->s, i, r)[limit->column]);
    double gap = fabs(tally.mean - limit->bound);
    return gap > 0 ? 4.2 * 4.2 * bf_tally_variance(&tally) / (gap * gap) : (double)INFINITY;
}

/* Observations until i is ruled out by the best if their means go on to differ as they do: where
 * that difference leaves KN's triangle. Taken less by its standard error, as it was chosen. */
static double enough_to_tell(const struct selecting *a, uint32_t i)
{
    uint32_t best = a->out->best,
             both = a->level[i] < a->level[best] ? a->level[i] : a->level[best];
    if (both < a->r->first) return enough(a, i, best);
    double gap = bf_observed_mean(a->s, i, 0, both) - bf_observed_mean(a->s, best, 0, both);
    double variance = first_variance(a, i, best), t = 5; /* of bounds as strict as these */
    gap = fmax(0, gap - sqrt(variance / both));
    double by_kn = enough(a, i, best) / (1 + 2 * gap / a->r->delta);
    return fmax(both, fmin(by_kn, t * t * variance / (gap * gap)));
}

/* Observations of i until its limits are judged. */
static double enough_to_judge(const struct selecting *a, uint32_t i)
{
    double own = a->level[i];
    for (uint32_t k = 0; k < a->r->limit_count && !a->out->meets[i]; k++) {
        const struct bf_limit *limit = &a->r->limit[k];
        own = fmax(own, isnan(limit->chance) ? enough_for_mean(a, i, limit)
                                             : enough_for_chance(a, i, limit));
    }
    return own;
}

static void foresee(struct selecting *a)
{
    double total = 0, of_best = 0;
    uint32_t best = a->out->best;
    a->out->needed = (uint64_t)a->out->open * a->r->first;
    if (best == UINT32_MAX) return;
    for (uint32_t i = 0; i < a->s->count; i++) {
        if (!is_open(a, i) || !a->chosen[i] || i == best) continue;
        double own = enough_to_judge(a, i);
        double tell = enough_to_tell(a, i);
        of_best = fmax(of_best, tell);
        own = fmax(own, tell);
        total += own - a->level[i];
    }
    total += fmax(0, fmax(of_best, enough_to_judge(a, best)) - a->level[best]);
    a->out->needed = total < 1e12 ? (uint64_t)ceil(fmax(total, 1)) : UINT64_MAX;
}

/* Is there an answer? All open systems are then known to meet their limits. */
static bool is_decided(struct selecting *a)
{
    bool settled = true;
    choose(a);
    if (a->out->open == 0) {
        a->out->end = BF_SELECTED_NONE;
        return true;
    }
    for (uint32_t i = 0; i < a->s->count && settled; i++) {
        if (!is_open(a, i)) continue;
        settled = a->out->meets[i];
        for (uint32_t l = 0; l < i && settled; l++)
            if (is_open(a, l)) settled = fmin(a->level[i], a->level[l]) >= enough(a, i, l);
    }
    if (!settled) return false;
    for (uint32_t i = 0; i < a->s->count; i++)
        if (is_open(a, i))
            a->out->standing[i] = i == a->out->best ? BF_STANDING_BEST : BF_STANDING_EQUAL;
    a->out->end = BF_SELECTED;
    return true;
}

/* ---- looks ----------------------------------------------------------------------------- */

static void drop_failed(struct selecting *a, uint32_t i)
{
    for (uint32_t r = 0; r < a->level[i]; r++)
        for (uint32_t c = 0; c < a->s->columns; c++)
            if (isnan(bf_observation(a->s, i, r)[c])) a->out->standing[i] = BF_STANDING_FAILED;
}

/* Whether what was seen so far meets the limits, proved or not. */
static bool seems_to_meet(const struct selecting *a, uint32_t i)
{
    for (uint32_t k = 0; k < a->r->limit_count && !a->out->meets[i]; k++) {
        const struct bf_limit *limit = &a->r->limit[k];
        double hits = 0, mean = bf_observed_mean(a->s, i, limit->column, a->level[i]);
        for (uint32_t r = 0; r < a->level[i]; r++)
            hits += meets_once(limit, bf_observation(a->s, i, r)[limit->column]);
        if (isnan(limit->chance) ? !meets_once(limit, mean) : hits < limit->chance * a->level[i])
            return false;
    }
    return true;
}

/* Until one is known to meet the limits, winters go to the best that seems to and to those that
 * would be better still: it may rule out all others at once. */
static void choose_next(struct selecting *a)
{
    double least = (double)INFINITY;
    bool known = false;
    for (uint32_t i = 0; i < a->s->count; i++) {
        if (!is_open(a, i) || a->level[i] == 0) continue;
        known = known || a->out->meets[i];
        if (seems_to_meet(a, i))
            least = fmin(least, bf_observed_mean(a->s, i, 0, a->level[i]) + a->r->delta);
    }
    for (uint32_t i = 0; i < a->s->count; i++)
        a->chosen[i] = is_open(a, i) && (known || a->level[i] == 0 || isinf(least) ||
                                         bf_observed_mean(a->s, i, 0, a->level[i]) <= least);
}

static uint32_t next_look(uint32_t n)
{
    return n + (n + 1) / 2;
}

static uint64_t cost_of(const struct selecting *a, uint32_t n)
{
    uint64_t cost = 0;
    for (uint32_t i = 0; i < a->s->count; i++)
        if (a->chosen[i] && a->out->seen[i] < n) cost += n - a->out->seen[i];
    return cost;
}

/* How far the chosen can be brought: to the next look or, the last time, as far as `most`, the room
 * and the caller allow. 0: nowhere. */
static uint32_t reach(struct selecting *a)
{
    uint32_t from = UINT32_MAX;
    for (uint32_t i = 0; i < a->s->count; i++)
        if (a->chosen[i] && a->level[i] < from) from = a->level[i];
    uint32_t next = from == 0 ? a->r->first : next_look(from), n = next;
    uint64_t left = a->r->most > a->out->used ? a->r->most - a->out->used : 0;
    if (a->r->left) {
        uint64_t allowed = a->r->left(a->s->context);
        if (allowed < left) left = allowed;
    }
    if (n > a->s->room) n = a->s->room;
    while (n > from && cost_of(a, n) > left) {
        n--;
        a->out->cut_short = true;
    }
    a->last = n < next;
    return n <= from || (from == 0 && n < a->r->first) ? 0 : n;
}

/* Bring those chosen to n observations. False on failure. */
static bool bring(struct selecting *a, uint32_t n, struct bf_err *err)
{
    /* those that have seen as much go together */
    for (uint32_t from = 0; from < n;) {
        uint32_t count = 0, next = n;
        for (uint32_t i = 0; i < a->s->count; i++) {
            if (!a->chosen[i]) continue;
            if (a->out->seen[i] == from) a->wanted[count++] = i;
            if (a->out->seen[i] > from && a->out->seen[i] < next) next = a->out->seen[i];
        }
        if (count > 0 && !a->s->observe(a->s->context, a->wanted, count, from, next, err))
            return false;
        for (uint32_t k = 0; k < count; k++)
            a->out->seen[a->wanted[k]] = next;
        a->out->used += (uint64_t)count * (next - from);
        from = next;
    }
    for (uint32_t i = 0; i < a->s->count; i++)
        if (a->chosen[i] && a->level[i] < n) a->level[i] = n;
    return true;
}

static void look(struct selecting *a)
{
    for (uint32_t i = 0; i < a->s->count; i++) {
        if (!is_open(a, i) || !a->chosen[i]) continue;
        drop_failed(a, i);
        if (is_open(a, i)) judge(a, i);
    }
    screen(a);
}

static bool run(struct selecting *a, struct bf_err *err)
{
    a->out->end = BF_SELECTED_OPEN;
    while (!a->last) {
        struct bf_err why;
        choose_next(a);
        uint32_t n = reach(a);
        if (n == 0) break;
        if (!bring(a, n, &why)) {
            if (why.code == BF_E_STOPPED) a->out->end = BF_SELECTED_STOPPED;
            if (why.code != BF_E_STOPPED) *err = why;
            if (why.code != BF_E_STOPPED) return false;
            break;
        }
        look(a);
        if (is_decided(a)) return true;
    }
    choose_next(a);
    choose(a);
    foresee(a);
    return true;
}

/* Looks at one system until the room is full, the last of them at any number. */
static uint32_t count_looks(const struct selecting *a)
{
    uint32_t looks = 2;
    for (uint32_t n = next_look(a->r->first); n <= a->s->room; n = next_look(n))
        looks++;
    return looks;
}

static void set_levels(struct selecting *a)
{
    double k = a->s->count, first = a->r->first;
    bool limits = a->r->limit_count > 0;
    double choice = limits ? a->r->alpha / 2 : a->r->alpha;
    double far = FAR_SHARE * choice;
    choice -= far;
    a->far_level = 1 - 2 * far / (fmax(k - 1, 1) * count_looks(a));
    double eta = (pow(2 * choice / fmax(k - 1, 1), -2 / (first - 1)) - 1) / 2;
    a->h2 = 2 * eta * (first - 1);
    /* one bound errs with half of 1 - level */
    if (limits) a->limit_level = 1 - a->r->alpha / (k * a->r->limit_count * count_looks(a));
}

bool bf_select(const struct bf_systems *systems, const struct bf_select_request *request,
               const uint32_t found[], struct bf_selected *out, struct bf_err *err)
{
    struct selecting a = {.s = systems, .r = request, .out = out};
    BF_REQUIRE(request->delta > 0 && request->first >= 2 && systems->room >= request->first);
    memset(out, 0, sizeof *out);
    out->best = UINT32_MAX;
    out->standing = bf_heap_take(systems->count + 1, sizeof *out->standing);
    out->meets = bf_heap_take(systems->count + 1, sizeof *out->meets);
    out->seen = bf_heap_take(systems->count + 1, sizeof *out->seen);
    a.wanted = bf_heap_take(systems->count + 1, sizeof *a.wanted);
    a.level = bf_heap_take(systems->count + 1, sizeof *a.level);
    a.chosen = bf_heap_take(systems->count + 1, sizeof *a.chosen);
    bool good = out->standing && out->meets && out->seen && a.wanted && a.level && a.chosen;
    if (good) {
        for (uint32_t i = 0; i < systems->count; i++) {
            out->meets[i] = request->limit_count == 0;
            out->seen[i] = found ? found[i] : 0;
        }
        set_levels(&a);
        good = run(&a, err);
    } else {
        bf_fail(err, BF_E_NOMEM, NULL, "expected memory to choose among %u", systems->count);
    }
    bf_heap_give(a.chosen);
    bf_heap_give(a.level);
    bf_heap_give(a.wanted);
    return good;
}

void bf_selected_free(struct bf_selected *selected)
{
    bf_heap_give(selected->standing);
    bf_heap_give(selected->meets);
    bf_heap_give(selected->seen);
    memset(selected, 0, sizeof *selected);
}
