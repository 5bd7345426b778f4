/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/study/search.h"

enum { CAP = 160 };

struct hill {
    uint32_t factors, asked;
    double best[3];
    uint32_t stop_after;
};

/* A bowl with a slant; its least is at best[]. */
static double height(const struct hill *h, const uint32_t level[])
{
    double sum = 0;
    for (uint32_t f = 0; f < h->factors; f++) {
        double from = level[f] - h->best[f];
        sum += (1.3 + f) * from * from + 0.02 * from;
    }
    return sum;
}

static bool score(void *context, const uint32_t level[], uint32_t from, uint32_t to, double out[])
{
    struct hill *h = context;
    if (h->asked + to - from > h->stop_after) return false;
    for (uint32_t i = from; i < to; i++, h->asked++)
        out[i] = height(h, level + (size_t)i * h->factors);
    return true;
}

static uint32_t least(const double out[], uint32_t count)
{
    uint32_t best = 0;
    for (uint32_t i = 1; i < count; i++)
        if (out[i] < out[best]) best = i;
    return best;
}

static void a_small_lattice_is_looked_through(void **state)
{
    (void)state;
    const uint32_t levels[2] = {7, 11};
    struct hill h = {.factors = 2, .best = {5, 2}, .stop_after = UINT32_MAX};
    struct bf_search search = {levels, 2, CAP, 1, score, &h};
    uint32_t level[CAP][2], count;
    double out[CAP];
    bool whole;
    bf_search_run(&search, &level[0][0], out, &count, &whole);
    assert_true(whole);
    assert_int_equal(count, 77);
    uint32_t best = least(out, count);
    assert_int_equal(level[best][0], 5);
    assert_int_equal(level[best][1], 2);
}

static void the_optimum_of_a_large_lattice_is_found(void **state)
{
    (void)state;
    const uint32_t levels[3] = {41, 53, 37}; /* 80,401 points */
    for (uint32_t k = 0; k < 12; k++) {
        struct hill h = {.factors = 3,
                         .best = {(k * 17) % 41, (k * 29) % 53, (k * 5) % 37},
                         .stop_after = UINT32_MAX};
        struct bf_search search = {levels, 3, CAP, k, score, &h};
        uint32_t level[CAP][3], count;
        double out[CAP];
        bool whole;
        bf_search_run(&search, &level[0][0], out, &count, &whole);
        assert_false(whole);
        assert_true(count <= CAP);
        assert_int_equal(h.asked, count);
        uint32_t best = least(out, count);
        for (uint32_t f = 0; f < 3; f++)
            assert_int_equal(level[best][f], (uint32_t)h.best[f]);
        for (uint32_t i = 0; i < count; i++) /* none twice */
            for (uint32_t j = 0; j < i; j++)
                assert_true(memcmp(level[i], level[j], sizeof level[i]) != 0);
    }
}

static void a_stop_keeps_what_is_scored(void **state)
{
    (void)state;
    const uint32_t levels[1] = {5000};
    struct hill h = {.factors = 1, .best = {777}, .stop_after = 60};
    struct bf_search search = {levels, 1, CAP, 3, score, &h};
    uint32_t level[CAP][1], count;
    double out[CAP];
    bool whole;
    bf_search_run(&search, &level[0][0], out, &count, &whole);
    assert_true(count > 0 && count <= 60);
    assert_false(whole);
    h.stop_after = 0;
    h.asked = 0;
    bf_search_run(&search, &level[0][0], out, &count, &whole);
    assert_int_equal(count, 0);
}

static void a_shorter_search_is_the_beginning_of_a_longer_one(void **state)
{
    (void)state;
    const uint32_t levels[2] = {41, 53};
    static uint32_t all[CAP][2], some[CAP][2];
    struct hill h = {.factors = 2, .best = {17, 29}, .stop_after = UINT32_MAX};
    double out[CAP];
    uint32_t longest, count;
    bool whole;
    struct bf_search search = {levels, 2, CAP, 5, score, &h};
    bf_search_run(&search, &all[0][0], out, &longest, &whole);
    assert_int_equal(longest, CAP); /* what is left of it is spread again */
    for (uint32_t cap = BF_SEARCH_LEAST; cap < CAP; cap += 7) {
        search.cap = cap;
        bf_search_run(&search, &some[0][0], out, &count, &whole);
        assert_int_equal(count, cap);
        assert_memory_equal(some, all, cap * sizeof all[0]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_lattice_is_looked_through),
        cmocka_unit_test(the_optimum_of_a_large_lattice_is_found),
        cmocka_unit_test(a_shorter_search_is_the_beginning_of_a_longer_one),
        cmocka_unit_test(a_stop_keeps_what_is_scored),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
