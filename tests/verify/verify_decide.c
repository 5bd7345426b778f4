/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify_decide.c -- is a decision right as often as it says?
 *
 * Many small studies whose answer is known, each decided by the functions that the program uses,
 * and how often the answer was right. Systems are keyed normal (or skewed) numbers, so that a
 * thousand studies take a second; options that are equal in law are replications of a real model.
 * Shares are of 1,000 studies (quick: 200), and may lie below what is promised by three of
 * their standard errors; what is promised is a bound, so they may lie above it.
 */
#include "ladder.h"

#include "bedflow/base/arena.h"
#include "bedflow/random/dist.h"
#include "bedflow/random/draw.h"
#include "bedflow/stats/theory.h"
#include "bedflow/study/compare.h"
#include "bedflow/study/select.h"
#include "bedflow/study/sensitivity.h"

#include "unit/study/synthetic.h"

#include <gsl/gsl_errno.h>

enum { ROOM = 2000, MANY = 40, FIRST = 10, FINALISTS = 3, WINTER = 99, THING = 0x5644 };

static uint32_t studies(void)
{
    return rung_quick() ? 200 : 1000;
}

static void accept(const char *what, uint32_t right, uint32_t of, double promised, double at_most)
{
    const double share = 100.0 * right / of;
    /* several of one study lean on each other */
    const double error = 100 * sqrt(promised * (1 - promised) / fmin(of, studies()));
    printf("# %-68s %5.1f%% of %u, promised %.0f%%\n", what, share, (unsigned)of, 100 * promised);
    if (!(share >= 100 * promised - 3 * error && share <= at_most))
        fail_msg("%s: %.1f%% of %u, expected %.1f to %.1f", what, share, (unsigned)of,
                 100 * promised - 3 * error, at_most);
}

/* ---- systems of known law -------------------------------------------------------------- */

struct law {
    uint32_t count;
    double mean[MANY], own_sd[MANY], chance[MANY], other[MANY];
    double winter_sd; /* of what all systems share in a winter */
    bool skewed;      /* exponential in place of normal */
};

struct bench {
    struct bf_systems systems;
    const struct law *law;
    uint64_t study;
    uint32_t from;             /* number of the first winter */
    const uint32_t *candidate; /* system of the law; NULL: the same */
};

static double uniform(const struct bench *b, uint32_t thing, uint32_t r)
{
    const struct bf_key key = {b->study, b->from + r};
    return bf_draw(&key, bf_thing_key(THING, thing), 0).u[0];
}

/* Mean 0, sd 1. */
static double standard(const struct bench *b, uint32_t thing, uint32_t r)
{
    double u = uniform(b, thing, r);
    return b->law->skewed ? -log1p(-u) - 1 : bf_normal_quantile(u);
}

static bool observe(void *context, const uint32_t system[], uint32_t count, uint32_t from,
                    uint32_t to, struct bf_err *err)
{
    const struct bench *b = context;
    const struct law *law = b->law;
    (void)err;
    for (uint32_t k = 0; k < count; k++)
        for (uint32_t r = from; r < to; r++) {
            uint32_t i = b->candidate ? b->candidate[system[k]] : system[k];
            double *value = bf_observation(&b->systems, system[k], r);
            value[0] = law->mean[i] + law->own_sd[i] * standard(b, i, r);
            if (law->winter_sd > 0) value[0] += law->winter_sd * standard(b, WINTER, r);
            value[1] = uniform(b, 200 + i, r) < law->chance[i] ? 10.7 : 14.2;
            value[2] = law->other[i] + 2.9 * standard(b, 300 + i, r);
        }
    return true;
}

static struct bench *begin(const struct law *law, uint64_t study)
{
    static struct bench b;
    static double value[MANY * ROOM * 3];
    b = (struct bench){.law = law, .study = study};
    b.systems = (struct bf_systems){.count = law->count,
                                    .columns = 3,
                                    .room = ROOM,
                                    .value = value,
                                    .observe = observe,
                                    .context = &b};
    return &b;
}

static struct bf_selected choose(const struct bench *b, double delta, uint64_t most,
                                 const struct bf_limit *limit, const uint32_t found[])
{
    const struct bf_select_request request = {.alpha = 0.05,
                                              .delta = delta,
                                              .first = FIRST,
                                              .most = most,
                                              .limit = limit,
                                              .limit_count = limit ? 1 : 0};
    struct bf_selected selected;
    struct bf_err err;
    if (!bf_select(&b->systems, &request, found, &selected, &err)) fail_msg("%s", err.what);
    return selected;
}

/* ---- the best, without limits ---------------------------------------------------------- */

/* The hardest case: all others are worse by just what matters. */
static struct law slippage(uint32_t count, double delta, double own_sd, double winter_sd)
{
    struct law law = {.count = count, .winter_sd = winter_sd};
    for (uint32_t i = 0; i < count; i++) {
        law.mean[i] = 100.7 + (i == count / 2 ? 0 : delta);
        law.own_sd[i] = own_sd;
    }
    return law;
}

static void hold_best(const char *what, const struct law *law, double delta)
{
    uint32_t right = 0, decided = 0;
    double used = 0;
    char line[120];
    for (uint32_t k = 0; k < studies(); k++) {
        struct bf_selected selected = choose(begin(law, 4100 + k), delta, UINT32_MAX, NULL, NULL);
        decided += selected.end == BF_SELECTED;
        right += selected.end == BF_SELECTED && selected.best == law->count / 2;
        used += (double)selected.used / law->count / studies();
        bf_selected_free(&selected);
    }
    snprintf(line, sizeof line, "best of %u, %s (%.0f winters each)", (unsigned)law->count, what,
             used);
    accept(line, right, studies(), 0.95, 100);
    assert_int_equal(decided, studies());
}

static void the_best_is_chosen_as_often_as_promised(void **state)
{
    (void)state;
    const double delta = 2.385;
    struct law law = slippage(2, delta, 5.9, 0);
    hold_best("independent", &law, delta);
    law = slippage(5, delta, 5.9, 0);
    hold_best("independent", &law, delta);
    law = slippage(5, delta, 5.9, 23.7);
    hold_best("common winters, correlation 0.94", &law, delta);
    law = slippage(20, delta, 4.7, 11.3);
    hold_best("common winters, correlation 0.85", &law, delta);
    law = slippage(5, delta, 3.1, 7.7);
    law.own_sd[2] = 9.3; /* the best one varies most */
    hold_best("unequal spread", &law, delta);
    law = slippage(5, delta, 5.9, 7.7);
    law.skewed = true;
    hold_best("skewed (exponential)", &law, delta);
}

/* ---- the best that meets a limit --------------------------------------------------------- */

/* The whole of what is said is true: what is chosen meets the limit, none that meets it is better
 * by more than delta (unless left open), and what is ruled out for the limit breaks it. */
static bool is_true(const struct law *law, const struct bf_selected *s, const bool meets[],
                    double delta)
{
    for (uint32_t i = 0; i < law->count; i++) {
        if (s->standing[i] == BF_STANDING_BREAKS && meets[i]) return false;
        if (s->meets[i] && !meets[i]) return false;
        if (s->end == BF_SELECTED && meets[i] && law->mean[i] < law->mean[s->best] - delta - 1e-9)
            return false;
        if (s->end == BF_SELECTED_NONE && meets[i]) return false;
    }
    return true;
}

static void hold_limit(const char *what, const struct law *law, const struct bf_limit *limit,
                       const bool meets[])
{
    uint32_t right = 0, open = 0;
    char line[120];
    for (uint32_t k = 0; k < studies(); k++) {
        struct bf_selected selected = choose(begin(law, 9100 + k), 1.3, 6000, limit, NULL);
        open += selected.end == BF_SELECTED_OPEN;
        right += is_true(law, &selected, meets, 1.3);
        bf_selected_free(&selected);
    }
    snprintf(line, sizeof line, "%s; not decided in %.0f%%", what, 100.0 * open / studies());
    accept(line, right, studies(), 0.95, 100);
}

static void what_is_said_of_limits_is_true(void **state)
{
    (void)state;
    const struct bf_limit limit = {.column = 1, .bound = 12, .chance = 0.8};
    const struct bf_limit mean = {.column = 2, .bound = 11.4, .chance = (double)NAN};
    const struct bf_limit binary = {.column = 1, .bound = 11.4, .chance = (double)NAN};
    struct law law = {.count = 6, .winter_sd = 4.1};
    static const double clear[6] = {0.31, 0.57, 0.94, 0.97, 0.98, 0.99};
    static const double near[6] = {0.66, 0.74, 0.8, 0.8, 0.93, 0.99};
    bool meets[6];
    for (uint32_t i = 0; i < 6; i++) {
        law.mean[i] = 10.9 + 1.7 * i;
        law.own_sd[i] = 2.3;
        law.chance[i] = clear[i];
        law.other[i] = 13.4 - i; /* the third is exactly at 11.4 */
        meets[i] = i >= 2;
    }
    hold_limit("by chance, well apart", &law, &limit, meets);
    memcpy(law.chance, near, sizeof near);
    hold_limit("by chance, two exactly at it", &law, &limit, meets);
    hold_limit("on average, one exactly at it", &law, &mean, meets);
    for (uint32_t i = 0; i < 6; i++) { /* mean 14.2 - 3.5 chance; 11.4 at 0.8 */
        law.chance[i] = 0.7 + 0.05 * i;
        meets[i] = law.chance[i] > 0.7999;
    }
    hold_limit("on average, of one value or another, one exactly at it", &law, &binary, meets);
    for (uint32_t i = 0; i < 6; i++)
        law.chance[i] = 0.62 - 0.03 * i;
    memset(meets, 0, sizeof meets);
    hold_limit("by chance, none meets it", &law, &limit, meets);
}

/* ---- what it would take ------------------------------------------------------------------ */

static void what_it_would_take_is_about_enough(void **state)
{
    (void)state;
    uint32_t asked = 0, enough = 0;
    double foretold = 0, taken = 0;
    for (uint32_t k = 0; k < studies(); k++) {
        struct law law = slippage(7, 1.9, 6.1, 8.3);
        struct bf_selected once = choose(begin(&law, 700 + k), 1.9, 300, NULL, NULL);
        uint64_t total = once.used + once.needed;
        if (once.end == BF_SELECTED_OPEN) {
            struct bf_selected more = choose(begin(&law, 700 + k), 1.9, total, NULL, NULL);
            asked++;
            enough += more.end == BF_SELECTED;
            bf_selected_free(&more);
            more = choose(begin(&law, 700 + k), 1.9, UINT32_MAX, NULL, NULL);
            foretold += (double)total;
            taken += (double)more.used;
            bf_selected_free(&more);
        }
        bf_selected_free(&once);
    }
    printf("# what an undecided study would take: %.0f winters said, %.0f taken, on average\n",
           foretold / asked, taken / asked);
    assert_true(asked > studies() / 2);
    accept("with what it would take, it is decided", enough, asked, 0.8, 100);
}

/* ---- after a search ------------------------------------------------------------------------ */

static uint32_t place(const double mean[], const uint32_t finalist[], uint32_t count, double own)
{
    uint32_t at = count;
    while (at > 0 && own < mean[finalist[at - 1]])
        at--;
    return at;
}

/* The best few of forty by their means over the first ten winters. */
static void find_finalists(struct bench *b, uint32_t finalist[FINALISTS])
{
    uint32_t all[MANY], kept = 0;
    double mean[MANY];
    struct bf_err err;
    for (uint32_t i = 0; i < MANY; i++)
        all[i] = i;
    observe(b, all, MANY, 0, FIRST, &err);
    for (uint32_t i = 0; i < MANY; i++) {
        mean[i] = bf_observed_mean(&b->systems, i, 0, FIRST);
        uint32_t at = place(mean, finalist, kept, mean[i]);
        if (kept < FINALISTS) kept++;
        for (uint32_t k = kept - 1; k > at; k--)
            finalist[k] = finalist[k - 1];
        if (at < FINALISTS) finalist[at] = i;
    }
}

/* Choose among them, with the winters of the search used again, or with others. 1 if the answer
 * is within delta of the best finalist, 0 if not; -1 where nothing can go wrong: there the
 * best of all is no finalist. */
static int is_right(const struct law *law, uint64_t study, double delta, bool again)
{
    uint32_t finalist[FINALISTS], found[FINALISTS];
    struct bench *b = begin(law, study);
    find_finalists(b, finalist);
    bool there = false;
    for (uint32_t k = 0; k < FINALISTS; k++) {
        there = there || finalist[k] == law->count / 2;
        found[k] = 0;
    }
    if (!there) return -1;
    b->candidate = finalist;
    b->systems.count = FINALISTS;
    b->from = again ? 0 : FIRST; /* keyed: the same winters are the same numbers */
    struct bf_selected selected = choose(b, delta, UINT32_MAX, NULL, found);
    int right = selected.end == BF_SELECTED && finalist[selected.best] == law->count / 2;
    bf_selected_free(&selected);
    return right;
}

static void fresh_winters_keep_the_promise_after_a_search(void **state)
{
    (void)state;
    const double delta = 2.385;
    const struct law law = slippage(MANY, delta, 3.1, 11.3);
    uint32_t asked = 0, fresh = 0, again = 0;
    for (uint32_t k = 0; k < 4 * studies(); k++) {
        int right = is_right(&law, 60000 + k, delta, false);
        if (right < 0) continue;
        asked++;
        fresh += (uint32_t)right;
        again += is_right(&law, 60000 + k, delta, true) > 0;
    }
    accept("after a search, the best finalist by fresh winters", fresh, asked, 0.95, 100);
    printf("# %-68s %5.1f%% of %u\n", "the same with the search's winters used again (not done)",
           100.0 * again / asked, (unsigned)asked);
    assert_true(again < fresh);
    assert_true(rung_quick() || again < 0.95 * asked);
}

/* ---- comparisons --------------------------------------------------------------------------- */

/* Replications 2 k EACH.. of a run as the base of study k, and the EACH after as its option: other
 * people, the same law. They are paired by number. */
enum { EACH = 20 };

static struct bf_result half_of(const struct rung *rung, uint32_t half, uint32_t number[])
{
    struct bf_result part = rung->result;
    size_t from = (size_t)half * EACH;
    part.replication = number;
    part.scalar += from * part.catalogue->scalar_count;
    part.daily += from * part.catalogue->daily_count * part.catalogue->day_count;
    part.digest += from;
    part.events += from;
    part.count = part.planned = EACH;
    return part;
}

static bool holds(double low, double truth, double high)
{
    return low <= truth && truth <= high;
}

static void options_equal_in_law_are_found_equal(void **state)
{
    (void)state;
    struct rung rung;
    uint32_t number[EACH], equal = 0, asked = 0, together = 0, best = 0;
    for (uint32_t r = 0; r < EACH; r++)
        number[r] = r;
    rung_open(&rung, "equals",
              "format = 1; start = { warm_up = \"10 days\"; };\n"
              "period = { from = \"2001-01-01\"; to = \"2001-01-28\"; follow_up = \"0 days\"; };\n",
              "demand: { people: { rate = \"7.13 per day\"; enter = ( { to = \"ward\"; } ); }; };\n"
              "services: {\n"
              "  ward: { kind = \"beds\"; setting = \"acute\"; beds = 40;\n"
              "    stay = { mean = \"3.7 days\"; };\n"
              "    then = ( { to = \"rehab\"; share = 0.4; }, { to = \"home\"; share = 0.6; } ); "
              "};\n"
              "  rehab: { kind = \"beds\"; setting = \"non-acute\"; beds = 17;\n"
              "    stay = { mean = \"6.1 days\"; }; then = ( { to = \"home\"; } ); };\n"
              "};\n"
              "limits = { patients = 2000; };\n",
              2 * EACH * studies());
    uint32_t by = UINT32_MAX;
    for (uint32_t k = 0; k < studies(); k++) {
        const struct bf_result pair[2] = {half_of(&rung, 2 * k, number),
                                          half_of(&rung, 2 * k + 1, number)};
        const struct bf_catalogue *c = pair[0].catalogue;
        for (uint32_t m = 0; m < c->scalar_count && by == UINT32_MAX; m++)
            if (c->scalar[m].headline) by = m;
        const struct bf_decision_request request = {.result = pair, .count = 2, .best_by = by};
        struct bf_decision decision;
        struct bf_err err;
        bool all = true;
        if (!bf_decide(&request, &decision, &err)) fail_msg("%s", err.what);
        for (uint32_t m = 0; m < decision.measure_count; m++) {
            const struct bf_paired *p = bf_paired_at(&decision, 1, m);
            if (!decision.measure[m]->headline || p->verdict == BF_VERDICT_UNKNOWN) continue;
            if (p->sd == 0) continue; /* nothing happened at all */
            asked++;
            equal += holds(p->low, 0, p->high);
            all = all && holds(p->together_low, 0, p->together_high);
        }
        together += all;
        best += decision.family > 0;
        bf_decision_free(&decision);
    }
    assert_int_equal(best, studies());
    assert_true(asked >= 2 * studies());
    accept("options equal in law, other people: a headline is found equal", equal, asked, 0.95,
           rung_quick() ? 99 : 97);
    accept("the same: no headline at all is called different", together, studies(), 0.95, 100);
    rung_close(&rung);
}

/* Three options of known difference and two headlines and more, correlated by common winters. */
static void intervals_of_all_options_hold_together(void **state)
{
    (void)state;
    static const double shift[4] = {0, -13.7, 0, 21.3}, own_sd[4] = {9.1, 9.1, 4.3, 17.9};
    uint32_t together = 0, each = 0, asked = 0, chosen = 0;
    for (uint32_t k = 0; k < studies(); k++) {
        struct bf_result result[4];
        struct bf_decision decision;
        struct bf_err err;
        bool all = true;
        for (uint32_t i = 0; i < 4; i++) {
            synthetic_begin(&result[i], &synthetic_catalogue, 0, EACH);
            result[i].seed = 31000 + k;
            synthetic_fill(&result[i], i, shift[i], own_sd[i]);
        }
        const struct bf_decision_request request = {.result = result, .count = 4, .best_by = 0};
        if (!bf_decide(&request, &decision, &err)) fail_msg("%s", err.what);
        for (uint32_t i = 1; i < 4; i++)
            for (uint32_t m = 0; m < decision.measure_count; m++) {
                const struct bf_paired *p = bf_paired_at(&decision, i, m);
                if (isnan(p->together_low)) continue;
                asked++;
                each += holds(p->low, shift[i], p->high);
                all = all && holds(p->together_low, shift[i], p->together_high);
            }
        together += all;
        chosen += decision.family;
        bf_decision_free(&decision);
        for (uint32_t i = 0; i < 4; i++)
            bf_result_free(&result[i]);
    }
    char line[120];
    assert_int_equal(asked, chosen);
    snprintf(line, sizeof line, "%u differences of three options hold together",
             (unsigned)(asked / studies()));
    accept(line, together, studies(), 0.95, 100);
    accept("and each alone", each, asked, 0.95, rung_quick() ? 98 : 96.5);
}

/* ---- sweeps -------------------------------------------------------------------------------- */

enum { POINTS = 60, WINTERS = 12 };

/* A response that bends and whose inputs act together, winters that matter, and noise. The plane
 * over all values has the slopes 3.7 + 1.3 / 2 and 2.9 + 1.3 / 2 (x squared on 0..1 has slope 1).
 */
static void respond(const struct bf_design *design, uint64_t study, double y[])
{
    for (uint32_t p = 0; p < design->count; p++)
        for (uint32_t r = 0; r < WINTERS; r++) {
            const double *x = bf_design_point(design, p);
            double steeper = 0.8 * synthetic_normal(study, r, 2);
            y[p * WINTERS + r] = 70.9 + (3.7 + steeper) * x[0] + 2.9 * x[1] * x[1] +
                                 1.3 * x[0] * x[1] + 5.1 * synthetic_normal(study, r, 1) +
                                 0.7 * synthetic_normal(study, r, 1000 + p);
        }
}

static void hold_effects(const char *what, enum bf_design_kind kind)
{
    static struct bf_factors factors;
    const double truth[2] = {3.7 + 0.65, 2.9 + 0.65};
    uint32_t held = 0, count = studies() / 2 * 2;
    char line[120];
    memset(&factors, 0, sizeof factors);
    factors.count = 2;
    for (uint32_t f = 0; f < 2; f++)
        factors.factor[f] = (struct bf_factor){.path = "x",
                                               .kind = BF_FACTOR_RANGE,
                                               .is_number = true,
                                               .low = 0,
                                               .high = 1,
                                               .mode = (double)NAN,
                                               .base = 0.5};
    for (uint32_t k = 0; k < studies() / 2; k++) {
        struct bf_design design;
        struct bf_effect effect[2];
        struct bf_err err;
        double y[POINTS * WINTERS];
        if (!bf_design_make(kind, &factors, POINTS, 8100 + k, &design, &err))
            fail_msg("%s", err.what);
        respond(&design, 8100 + k, y);
        assert_true(bf_effects(&design, &factors, y, WINTERS, 0.95, effect));
        for (uint32_t f = 0; f < 2; f++)
            held += holds(effect[f].change.low, truth[f], effect[f].change.high);
        bf_design_free(&design);
    }
    snprintf(line, sizeof line, "effects of %s designs, a response that bends", what);
    accept(line, held, count, 0.95, 100);
}

static void effects_of_drawn_points_hold_those_of_all(void **state)
{
    (void)state;
    hold_effects("latin", BF_DESIGN_LATIN);
    hold_effects("sobol", BF_DESIGN_SOBOL);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    gsl_set_error_handler_off(); /* as the program does */
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_is_chosen_as_often_as_promised),
        cmocka_unit_test(what_is_said_of_limits_is_true),
        cmocka_unit_test(what_it_would_take_is_about_enough),
        cmocka_unit_test(fresh_winters_keep_the_promise_after_a_search),
        cmocka_unit_test(options_equal_in_law_are_found_equal),
        cmocka_unit_test(intervals_of_all_options_hold_together),
        cmocka_unit_test(effects_of_drawn_points_hold_those_of_all),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
