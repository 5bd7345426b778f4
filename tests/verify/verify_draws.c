/* SPDX-License-Identifier: GPL-3.0-or-later */
/* verify_draws.c -- keyed draws are uniform and independent, in every way the engine uses them.
 *
 * Keyed draws are never read as a sequence, so a battery for sequences says little. Here each
 * battery walks along one part of a key, all others standing still: the people of a day, days,
 * streams, services, visits, episodes, purposes, replications, seeds. Then the engine itself is
 * asked: stays that people had are turned back into uniforms and held against each other.
 */
#include "ladder.h"

#include "model_fixture.h"

#include "bedflow/random/draw.h"

#include <gsl/gsl_cdf.h>

#define CELLS     1024u
#define SQUARE    32u
#define TESTS_MAX 400

static struct {
    double p[TESTS_MAX];
    size_t count;
} all;

/* The chance of a chi-square as far from what is expected, on either side. */
static void judge(const char *what, const uint32_t cell[], uint32_t cells, double total)
{
    double chi2 = 0, each = total / cells;
    for (uint32_t i = 0; i < cells; i++)
        chi2 += (cell[i] - each) * (cell[i] - each) / each;
    double upper = gsl_cdf_chisq_Q(chi2, cells - 1.0), lower = 1 - upper;
    double p = 2 * fmin(upper, lower);
    assert_true(all.count < TESTS_MAX);
    all.p[all.count++] = upper;
    if (!(p > 1e-6 / TESTS_MAX))
        fail_msg("%s: chi-square %.6g in %u cells, p = %.3g", what, chi2, (unsigned)cells, p);
}

/* ---- along one part of a key ----------------------------------------------------------- */

enum along { PEOPLE, DAYS, STREAMS, PLACES, VISITS, EPISODES, BLOCKS, REPLICATIONS, SEEDS, PARTS };
static const char *const part_words[PARTS] = {"people of a day", "days",         "streams",
                                              "services",        "visits",       "episodes",
                                              "purposes",        "replications", "seeds"};
/* How far each part reaches: random/draw.h. */
static const uint64_t part_range[PARTS] = {1u << 25, 1u << 22, 1u << 15, 1u << 30, 1u << 24,
                                           1u << 16, 1u << 24, 1u << 30, 1u << 30};

/* The block at step i along a part; what stands still is as a scenario would have it. */
static struct bf_block block_at(enum along part, uint64_t i, uint32_t other)
{
    uint64_t n[PARTS] = {37, 18993, 21011, 0, 2, 1, 0, 17, 20211101};
    n[(part + 1 + other) % PARTS] += other; /* another walk beside the first */
    n[part] = i;
    char name[40];
    snprintf(name, sizeof name, "service_%u", (unsigned)n[PLACES]);
    const struct bf_key key = {n[SEEDS], n[REPLICATIONS]};
    return bf_draw_at(&key,
                      bf_person_key((uint32_t)n[STREAMS], (int32_t)n[DAYS], (uint32_t)n[PEOPLE]),
                      bf_name_key(name),
                      bf_occasion((uint32_t)n[EPISODES], (uint32_t)n[VISITS], (uint32_t)n[BLOCKS]));
}

static uint32_t of(double u, uint32_t cells)
{
    return (uint32_t)(u * cells);
}

/* One walk: each lane by itself (high and low digits), with its next step, and with other lanes. */
static void walk(enum along part, uint32_t steps)
{
    static uint32_t high[4][CELLS], low[4][CELLS], next[4][CELLS], lanes[6][CELLS];
    memset(high, 0, sizeof high);
    memset(low, 0, sizeof low);
    memset(next, 0, sizeof next);
    memset(lanes, 0, sizeof lanes);
    struct bf_block before = {{0}};
    for (uint32_t i = 0; i < steps; i++) {
        const struct bf_block now = block_at(part, i, 0);
        for (int l = 0; l < 4; l++) {
            double digits = now.u[l] * 0x1p20;
            high[l][of(now.u[l], CELLS)]++;
            low[l][of(digits - floor(digits), CELLS)]++;
            if (i % 2) next[l][of(before.u[l], SQUARE) * SQUARE + of(now.u[l], SQUARE)]++;
        }
        for (int l = 0, k = 0; l < 4; l++)
            for (int m = l + 1; m < 4; m++, k++)
                lanes[k][of(now.u[l], SQUARE) * SQUARE + of(now.u[m], SQUARE)]++;
        before = now;
    }
    char what[80];
    for (int l = 0; l < 4; l++) {
        snprintf(what, sizeof what, "along %s, lane %d", part_words[part], l);
        judge(what, high[l], CELLS, steps);
        judge(what, low[l], CELLS, steps);
        judge(what, next[l], CELLS, steps / 2);
    }
    for (int k = 0; k < 6; k++) {
        snprintf(what, sizeof what, "along %s, two lanes", part_words[part]);
        judge(what, lanes[k], CELLS, steps);
    }
}

static void draws_are_uniform_along_every_part_of_a_key(void **state)
{
    (void)state;
    const uint32_t most = rung_quick() ? 1u << 17 : 1u << 20;
    for (enum along part = 0; part < PARTS; part++)
        walk(part, (uint32_t)(part_range[part] < most ? part_range[part] : most));
    printf("# along %d parts of a key, %u steps each, 4 lanes: high and low digits, next steps, "
           "pairs of lanes\n",
           PARTS, (unsigned)most);
}

/* Two walks along one part, a step apart in another: the same patient's next visit, the next
 * patient's same visit, the same patient in the next replication. */
static void walks_a_step_apart_are_independent(void **state)
{
    (void)state;
    const uint32_t most = rung_quick() ? 1u << 16 : 1u << 19;
    for (enum along part = 0; part < PARTS; part++)
        for (uint32_t other = 1; other + 1 < PARTS; other += rung_quick() ? 3 : 1) {
            static uint32_t cell[CELLS];
            memset(cell, 0, sizeof cell);
            uint32_t steps = (uint32_t)(part_range[part] < most ? part_range[part] : most);
            for (uint32_t i = 0; i < steps; i++)
                cell[of(block_at(part, i, 0).u[0], SQUARE) * SQUARE +
                     of(block_at(part, i, other).u[0], SQUARE)]++;
            char what[120];
            snprintf(what, sizeof what, "along %s, beside the next of %s", part_words[part],
                     part_words[(part + 1 + other) % PARTS]);
            judge(what, cell, CELLS, steps);
        }
    printf("# the same walks beside one a step away in each other part: independent\n");
}

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void assert_distinct(const char *what, uint64_t value[], size_t count)
{
    qsort(value, count, sizeof *value, by_value);
    for (size_t i = 1; i < count; i++)
        if (value[i] == value[i - 1]) fail_msg("%s: two are equal", what);
}

/* Different people and occasions have different counters; Philox is a bijection under a key, so
 * their blocks differ. Besides, no uniform of a million is met twice (2^-13 by chance). */
static void nothing_is_drawn_twice(void **state)
{
    (void)state;
    enum { SIDE = 20, COUNT = 1 << 20 };
    static const uint32_t stream[] = {0, 1, 2, 32766, 32767}, edge[] = {0, 1, 2, 3};
    uint64_t *value = malloc(COUNT * sizeof *value);
    assert_non_null(value);
    size_t n = 0;
    for (size_t s = 0; s < UNIT_COUNT(stream); s++)
        for (int d = -SIDE; d < SIDE; d++)
            for (uint32_t k = 0; k < 4; k++) {
                value[n++] = bf_person_key(stream[s], d, edge[k]);
                value[n++] = bf_person_key(stream[s], d + (1 << 21), (1u << 25) - 1 - edge[k]);
            }
    for (uint32_t kind = 0; kind < 8; kind++)
        for (uint32_t id = 0; id < 400; id++)
            value[n++] = bf_thing_key(kind, id);
    assert_distinct("people and things", value, n);
    n = 0;
    for (uint32_t e = 0; e < SIDE; e++)
        for (uint32_t v = 0; v < SIDE; v++)
            for (uint32_t b = 0; b < SIDE; b++) {
                value[n++] = bf_occasion(e, v, b);
                value[n++] = bf_occasion(65535 - e, (1u << 24) - 1 - v, (1u << 24) - 1 - b);
            }
    assert_distinct("occasions", value, n);
    for (n = 0; n < COUNT; n++) {
        double u = block_at(n % 2 ? PEOPLE : DAYS, n / 2, 0).u[n % 4];
        memcpy(&value[n], &u, sizeof u);
    }
    assert_distinct("uniforms", value, n);
    free(value);
    printf("# no two keys equal at the corners of their ranges, no uniform of %d met twice\n",
           COUNT);
}

/* The upper chances of all tests above are themselves uniform: neither too good nor too bad. */
static void the_chances_themselves_are_uniform(void **state)
{
    (void)state;
    double least = 1, most = 0, d = 0;
    uint64_t order[TESTS_MAX];
    for (size_t i = 0; i < all.count; i++)
        memcpy(&order[i], &all.p[i], sizeof order[i]);
    qsort(order, all.count, sizeof *order, by_value);
    for (size_t i = 0; i < all.count; i++) {
        double p;
        memcpy(&p, &order[i], sizeof p);
        least = fmin(least, p);
        most = fmax(most, p);
        d = fmax(d,
                 fmax((double)(i + 1) / (double)all.count - p, p - (double)i / (double)all.count));
    }
    printf("# %zu chi-squares: least chance %.2g, largest %.6f, Kolmogorov distance %.3f\n",
           all.count, least, most, d);
    assert_true(d < 2.5 / sqrt((double)all.count)); /* 1 in 140,000 */
}

/* ---- as the engine uses them ----------------------------------------------------------- */

/* Wards a and b send people to each other and home; some come back from home. What one episode of
 * one person shows, turned into uniforms; NaN: did not happen. */
struct seen {
    uint64_t who;
    double first, second, other; /* stays in a, in a again, in b */
    double returned;             /* part of the 30 hours in which people return */
    bool to_other, straight;     /* from a to b; from a home at once */
};

#define STAY_A 5.3
#define STAY_B 7.9
#define CURVE  30.0
#define LAST_H (20 * 24.0) /* of thirty days */

static int by_person(const void *a, const void *b)
{
    const struct bf_told *x = a, *y = b;
    if (x->who != y->who) return (x->who > y->who) - (x->who < y->who);
    if (x->episode != y->episode) return (x->episode > y->episode) - (x->episode < y->episode);
    return (x->at_h > y->at_h) - (x->at_h < y->at_h);
}

static void see(struct seen *seen, const struct bf_told *told, uint32_t a)
{
    if (told->step == BF_STEP_STARTS) {
        double u = -expm1(-told->value / (told->service == a ? STAY_A : STAY_B));
        if (told->service != a)
            seen->other = isnan(seen->other) ? u : seen->other;
        else if (isnan(seen->first))
            seen->first = u;
        else if (isnan(seen->second))
            seen->second = u;
    }
    if (told->step == BF_STEP_LEAVES && told->service == a && isnan(seen->other)) {
        seen->to_other = told->other != BF_TO_HOME;
        seen->straight = !seen->to_other;
    }
}

/* First episodes only; a return is told in the episode that begins with it. */
static size_t gather(struct fixture *f, uint32_t number, struct seen seen[], size_t cap)
{
    size_t count = 0;
    fixture_follow(f, number);
    const uint32_t a = fixture_service(f, "a");
    qsort(f->story.told, f->story.count, sizeof *f->story.told, by_person);
    for (size_t i = 0; i < f->story.count; i++) {
        const struct bf_told *told = &f->story.told[i];
        if (told->episode == 0) {
            if (count == 0 || seen[count - 1].who != told->who) {
                assert_true(count < cap);
                const double nan = (double)NAN;
                if (told->at_h > LAST_H) continue; /* may still be there when the run ends */
                seen[count++] = (struct seen){told->who, nan, nan, nan, nan, false, false};
            }
            if (seen[count - 1].who == told->who) see(&seen[count - 1], told, a);
        }
        if (told->step == BF_STEP_RETURNS && count && seen[count - 1].who == told->who &&
            seen[count - 1].straight && isnan(seen[count - 1].returned))
            seen[count - 1].returned = told->value / CURVE;
    }
    return count;
}

#define FINE 16u
struct table {
    const char *what;
    uint32_t cell[FINE * FINE];
    double total;
};

static void put(struct table *table, double x, double y)
{
    if (!(x > 0 && x < 1 && y > 0 && y < 1)) return;
    table->cell[of(x, FINE) * FINE + of(y, FINE)]++;
    table->total += 1;
}

/* A yes or no beside a uniform: its share must be the same everywhere. */
static void judge_share(const char *what, const struct table *yes, const struct table *both)
{
    double share = yes->total / both->total, chi2 = 0;
    for (uint32_t i = 0; i < FINE; i++) {
        double n = both->cell[i * FINE], k = yes->cell[i * FINE];
        chi2 += (k - n * share) * (k - n * share) / (n * share * (1 - share));
    }
    double p = gsl_cdf_chisq_Q(chi2, FINE - 1.0);
    printf("# in the engine: %-40s %8.0f people, p = %.3f\n", what, both->total, p);
    if (!(p > 1e-7)) fail_msg("%s: chi-square %.6g, p = %.3g", what, chi2, p);
}

static void stays_of_people_are_independent_in_every_way(void **state)
{
    (void)state;
    enum { CAP = 60000 };
    static struct table visits = {.what = "a stay and the next visit's"},
                        services = {.what = "stays at two services"},
                        returns = {.what = "a stay and the time of return"},
                        replications = {.what = "a stay in two replications"},
                        neighbours = {.what = "stays of people one after another"}, way, ways, back,
                        backs;
    struct seen *now = calloc(CAP, sizeof *now), *before = calloc(CAP, sizeof *before);
    assert_true(now && before);
    size_t last = 0;
    struct fixture f;
    fixture_text(
        &f,
        rung_text(
            "format = 1; period = { from = \"2001-01-01\"; to = \"2001-01-30\";\n"
            "  follow_up = \"0 days\"; };\n"
            "start = { warm_up = \"0 days\"; };\n"
            "demand: { all_comers: { rate = \"53 per hour\"; enter = ( { to = \"a\"; } ); }; };\n"
            "services: {\n"
            "  a: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"%g "
            "h\"; };\n"
            "    then = ( { to = \"b\"; share = 0.47; }, { to = \"home\"; share = 0.53; } );\n"
            "    after_discharge = { readmission = { days = [\"%g h\"]; share = [0.41]; }; }; };\n"
            "  b: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"%g "
            "h\"; };\n"
            "    then = ( { to = \"a\"; share = 0.61; }, { to = \"home\"; share = 0.39; } ); };\n"
            "};\n",
            STAY_A, CURVE, STAY_B));
    for (uint32_t r = 0; r < rung_replications(16); r++) {
        size_t count = gather(&f, r, now, CAP);
        for (size_t i = 0, j = 0; i < count; i++) {
            put(&visits, now[i].first, now[i].second);
            put(&services, now[i].first, now[i].other);
            put(&ways, now[i].first, 0.01);
            if (now[i].to_other) put(&way, now[i].first, 0.01);
            if (now[i].straight) {
                put(&returns, now[i].first, now[i].returned);
                put(&backs, now[i].first, 0.01);
                if (!isnan(now[i].returned)) put(&back, now[i].first, 0.01);
            }
            if (i % 2) put(&neighbours, now[i - 1].first, now[i].first);
            while (j < last && before[j].who < now[i].who)
                j++;
            if (j < last && before[j].who == now[i].who)
                put(&replications, before[j].first, now[i].first);
        }
        struct seen *swap = before;
        before = now;
        now = swap;
        last = count;
    }
    struct table *const squares[] = {&visits, &services, &returns, &replications, &neighbours};
    for (size_t k = 0; k < UNIT_COUNT(squares); k++) {
        assert_true(squares[k]->total > 8000);
        judge(squares[k]->what, squares[k]->cell, FINE * FINE, squares[k]->total);
        printf("# in the engine: %-40s %8.0f pairs, p = %.3f\n", squares[k]->what,
               squares[k]->total, all.p[all.count - 1]);
    }
    judge_share("a stay and the way on", &way, &ways);
    judge_share("a stay and whether people return", &back, &backs);
    fixture_close(&f);
    free(now);
    free(before);
}

int main(void)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(draws_are_uniform_along_every_part_of_a_key),
        cmocka_unit_test(walks_a_step_apart_are_independent),
        cmocka_unit_test(nothing_is_drawn_twice),
        cmocka_unit_test(the_chances_themselves_are_uniform),
        cmocka_unit_test(stays_of_people_are_independent_in_every_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
