/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/random/draw.h"

/* From the kat_vectors of the Random123 library, philox4x64-10. */
static void philox_gives_the_published_vectors(void **state)
{
    (void)state;
    static const struct {
        uint64_t counter[4], key[2], want[4];
    } known[] = {
        {{0, 0, 0, 0},
         {0, 0},
         {0x16554d9eca36314c, 0xdb20fe9d672d0fdc, 0xd7e772cee186176b, 0x7e68b68aec7ba23b}},
        {{UINT64_MAX, UINT64_MAX, UINT64_MAX, UINT64_MAX},
         {UINT64_MAX, UINT64_MAX},
         {0x87b092c3013fe90b, 0x438c3c67be8d0224, 0x9cc7d7c69cd777b6, 0xa09caebf594f0ba0}},
        {{0x243f6a8885a308d3, 0x13198a2e03707344, 0xa4093822299f31d0, 0x082efa98ec4e6c89},
         {0x452821e638d01377, 0xbe5466cf34e90c6c},
         {0xa528f45403e61d95, 0x38c72dbd566e9788, 0xa5a1610e72fd18b5, 0x57bd43b5e52b7fe6}}};
    for (size_t i = 0; i < UNIT_COUNT(known); i++) {
        uint64_t got[4];
        bf_philox4x64(known[i].counter, known[i].key, got);
        assert_memory_equal(got, known[i].want, sizeof got);
    }
}

static void a_draw_is_philox_of_who_what_and_a_constant_tag(void **state)
{
    (void)state;
    const struct bf_key key = {0x9b1c22d7, 417};
    const uint64_t counter[4] = {0x7ace00391, 0x51f0c3, BF_DRAW_DOMAIN, 0};
    const uint64_t words[2] = {key.seed, key.replication};
    uint64_t want[4];
    bf_philox4x64(counter, words, want);
    const struct bf_block got = bf_draw(&key, counter[0], counter[1]);
    for (int i = 0; i < 4; i++)
        assert_same_double(got.u[i], ((double)(want[i] >> 12) + 0.5) / 4503599627370496.0);
}

static void uniforms_never_reach_0_or_1(void **state)
{
    (void)state;
    assert_true(bf_uniform(0) > 0.0);
    assert_true(bf_uniform(UINT64_MAX) < 1.0);
    assert_same_double(bf_uniform(0), 0x1p-53);
    assert_same_double(1.0 - bf_uniform(UINT64_MAX), 0x1p-53);
}

static void the_portable_product_is_the_same(void **state)
{
    (void)state;
    const uint64_t edge[] = {0,          1,          0xffffffff,         0x100000000,
                             0xd2e7470e, UINT64_MAX, 0xCA5A826395121157, UINT64_MAX - 1};
    for (size_t i = 0; i < UNIT_COUNT(edge); i++)
        for (size_t j = 0; j < UNIT_COUNT(edge); j++)
            assert_int_equal(bf_mulhi64(edge[i], edge[j]), bf_mulhi64_portable(edge[i], edge[j]));
    const struct bf_key key = {31, 7};
    for (uint64_t i = 0; i < 5000; i++) {
        const uint64_t counter[4] = {i, 1, 2, 3}, words[2] = {key.seed, key.replication};
        uint64_t x[4];
        bf_philox4x64(counter, words, x);
        assert_int_equal(bf_mulhi64(x[0], x[1]), bf_mulhi64_portable(x[0], x[1]));
    }
    assert_int_equal(bf_mulhi64_portable(UINT64_MAX, UINT64_MAX), UINT64_MAX - 1);
}

static int by_value(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void assert_all_different(uint64_t keys[], size_t count)
{
    qsort(keys, count, sizeof keys[0], by_value);
    for (size_t i = 1; i < count; i++)
        if (keys[i] == keys[i - 1]) fail_msg("key %llx twice", (unsigned long long)keys[i]);
}

/* Every combination of 0, 1, a middle value and both ends of each field. */
static void keys_do_not_collide_at_their_limits(void **state)
{
    (void)state;
    const uint32_t stream[] = {0, 1, 0x2a51, (1u << 15) - 2, (1u << 15) - 1};
    const int32_t day[] = {-(1 << 22), -1, 0, 1, 18932, (1 << 22) - 1};
    const uint32_t ordinal[] = {0, 1, 4242, (1u << 25) - 2, (1u << 25) - 1};
    const uint64_t id[] = {0, 1, 0x1ffffff, (UINT64_C(1) << 48) - 2, (UINT64_C(1) << 48) - 1};
    uint64_t keys[UNIT_COUNT(stream) * (UNIT_COUNT(day) * UNIT_COUNT(ordinal) + UNIT_COUNT(id))];
    size_t count = 0;
    for (size_t s = 0; s < UNIT_COUNT(stream); s++) {
        for (size_t d = 0; d < UNIT_COUNT(day); d++)
            for (size_t o = 0; o < UNIT_COUNT(ordinal); o++)
                keys[count++] = bf_person_key(stream[s], day[d], ordinal[o]);
        for (size_t i = 0; i < UNIT_COUNT(id); i++)
            keys[count++] = bf_thing_key(stream[s], id[i]);
    }
    assert_int_equal(count, UNIT_COUNT(keys));
    assert_all_different(keys, count);
}

static void purposes_do_not_collide_at_their_limits(void **state)
{
    (void)state;
    const uint32_t episode[] = {0, 1, 2049, 4094, 4095};
    const uint32_t service[] = {0, 1, 40503, 65534, 65535};
    const uint32_t visit[] = {0, 1, 99991, (1u << 28) - 2, (1u << 28) - 1};
    const uint32_t block[] = {0, 1, 77, 254, 255};
    uint64_t keys[625];
    size_t count = 0;
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < 5; j++)
            for (size_t k = 0; k < 5; k++)
                for (size_t l = 0; l < 5; l++)
                    keys[count++] = bf_what(episode[i], service[j], visit[k], block[l]);
    assert_all_different(keys, count);
}

/* Pearson's statistic of 100 cells has mean 99 and sd 14.1: six sd each way. */
static void every_lane_is_uniform_over_persons_days_and_replications(void **state)
{
    (void)state;
    enum { DRAWS = 50000, CELLS = 100 };
    for (int lane = 0; lane < 4; lane++) {
        int cell[CELLS] = {0};
        for (int i = 0; i < DRAWS; i++) {
            const struct bf_key key = {20211101, (uint64_t)(i % 7)};
            const uint64_t who = bf_person_key(3, 18900 + i / 50, (uint32_t)(i % 50));
            cell[(int)(bf_draw(&key, who, bf_what(1, 513, 0, 2)).u[lane] * CELLS)]++;
        }
        double chi2 = 0.0;
        const double want = (double)DRAWS / CELLS;
        for (int c = 0; c < CELLS; c++)
            chi2 += (cell[c] - want) * (cell[c] - want) / want;
        assert_close(chi2, 99.0, 85.0);
    }
}

static void neighbouring_keys_are_uncorrelated(void **state)
{
    (void)state;
    enum { DRAWS = 40000 };
    const struct bf_key key = {8, 1}, next = {8, 2};
    double person = 0.0, visit = 0.0, replication = 0.0, lane = 0.0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        const struct bf_block here = bf_draw(&key, i, 1 << 8);
        const double x = here.u[0] - 0.5;
        person += x * (bf_draw(&key, i + 1, 1 << 8).u[0] - 0.5);
        visit += x * (bf_draw(&key, i, 2 << 8).u[0] - 0.5);
        replication += x * (bf_draw(&next, i, 1 << 8).u[0] - 0.5);
        lane += x * (here.u[1] - 0.5);
    }
    const double six_sd = 6.0 / sqrt((double)DRAWS); /* of a correlation */
    assert_close(12.0 * person / DRAWS, 0.0, six_sd);
    assert_close(12.0 * visit / DRAWS, 0.0, six_sd);
    assert_close(12.0 * replication / DRAWS, 0.0, six_sd);
    assert_close(12.0 * lane / DRAWS, 0.0, six_sd);
}

/* Purposes of one occasion, by names that differ in one letter, and over occasions. */
static void purposes_of_a_word_are_uniform_and_uncorrelated(void **state)
{
    (void)state;
    enum { DRAWS = 40000, PURPOSES = 4, CELLS = 100 };
    const uint64_t purpose[PURPOSES] = {0x6c62272e07bb0142, 0x6c62272e07bb0143, 0x6d62272e07bb0142,
                                        0x6c62272e07bb0142 + UINT64_C(0x9E3779B97F4A7C15)};
    const struct bf_key key = {2385, 3};
    const struct bf_key_schedule keys = bf_key_schedule(&key);
    double product[PURPOSES][PURPOSES] = {{0}};
    int cell[PURPOSES][CELLS] = {{0}};
    for (uint64_t i = 0; i < DRAWS; i++) {
        double u[PURPOSES];
        uint64_t word;
        struct bf_block block = bf_draw_by(&keys, i / 2, 77, bf_occasion(1, (uint32_t)(i % 2), 5));
        memcpy(&word, &block.u[2], sizeof word);
        for (int k = 0; k < PURPOSES; k++) {
            u[k] = bf_uniform_of(word, purpose[k]);
            assert_true(u[k] > 0 && u[k] < 1);
            cell[k][(int)(u[k] * CELLS)]++;
        }
        for (int k = 0; k < PURPOSES; k++)
            for (int j = 0; j < k; j++)
                product[k][j] += (u[k] - 0.5) * (u[j] - 0.5);
    }
    for (int k = 0; k < PURPOSES; k++) {
        double chi2 = 0, want = (double)DRAWS / CELLS;
        for (int c = 0; c < CELLS; c++)
            chi2 += (cell[k][c] - want) * (cell[k][c] - want) / want;
        assert_close(chi2, 99.0, 85.0);
        for (int j = 0; j < k; j++)
            assert_close(12 * product[k][j] / DRAWS, 0, 6 / sqrt((double)DRAWS));
    }
    assert_same_double(bf_uniform_of(9, 4), bf_uniform_of(9, 4));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_published_vectors),
        cmocka_unit_test(a_draw_is_philox_of_who_what_and_a_constant_tag),
        cmocka_unit_test(uniforms_never_reach_0_or_1),
        cmocka_unit_test(the_portable_product_is_the_same),
        cmocka_unit_test(keys_do_not_collide_at_their_limits),
        cmocka_unit_test(purposes_do_not_collide_at_their_limits),
        cmocka_unit_test(every_lane_is_uniform_over_persons_days_and_replications),
        cmocka_unit_test(neighbouring_keys_are_uncorrelated),
        cmocka_unit_test(purposes_of_a_word_are_uniform_and_uncorrelated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
