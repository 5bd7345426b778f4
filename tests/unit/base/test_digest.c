/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/digest.h"

#define PATTERN_LENGTH 1009

static void make_pattern(unsigned char bytes[PATTERN_LENGTH])
{
    for (int i = 0; i < PATTERN_LENGTH; i++)
        bytes[i] = (unsigned char)((i * 37 + 11) % 251);
}

static uint64_t digest_of(const void *bytes, size_t length)
{
    struct bf_digest digest;

    bf_digest_init(&digest);
    bf_digest_add(&digest, bytes, length);
    return bf_digest_end(&digest);
}

/* Wanted values are from the xxHash reference library, version 0.8.1. */
static void known_texts_have_the_digests_of_the_reference_library(void **state)
{
    static const struct {
        const char *text;
        uint64_t want;
    } row[] = {
        {"", 0xef46db3751d8e999u},
        {"a", 0xd24ec4f1a98c6e5bu},
        {"abc", 0x44bc2cf5ad770999u},
        {"0123456789abcdef", 0x5c5b90c34e376d0bu},
        {"0123456789abcdef0123456789abcdef", 0x642a94958e71e6c5u},
        {"Call me Ishmael. Some years ago--never mind how long precisely-", 0x02a2e85470d6fd96u},
    };

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        assert_int_equal(digest_of(row[i].text, strlen(row[i].text)), row[i].want);
}

static void every_length_of_tail_agrees_with_the_reference_library(void **state)
{
    static const struct {
        size_t length;
        uint64_t want;
    } row[] = {{4, 0xfb1e5cf2f1ae4d95u},   {12, 0xeb8e2fb3e0fdb735u}, {31, 0x1dc0df26850864d4u},
               {33, 0x72d764e14938ec2eu},  {64, 0x3aa319987b92380au}, {100, 0x5299eb7592ca4649u},
               {1009, 0x8473355da5e0bbe7u}};
    unsigned char bytes[PATTERN_LENGTH];

    (void)state;
    make_pattern(bytes);
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        assert_int_equal(digest_of(bytes, row[i].length), row[i].want);
}

static void it_does_not_matter_how_the_bytes_are_split(void **state)
{
    unsigned char bytes[PATTERN_LENGTH];

    (void)state;
    make_pattern(bytes);
    for (size_t step = 1; step < 70; step++) {
        struct bf_digest digest;
        bf_digest_init(&digest);
        for (size_t at = 0; at < PATTERN_LENGTH; at += step)
            bf_digest_add(&digest, bytes + at,
                          step < PATTERN_LENGTH - at ? step : PATTERN_LENGTH - at);
        assert_int_equal(bf_digest_end(&digest), 0x8473355da5e0bbe7u);
    }
}

static void numbers_are_added_lowest_byte_first(void **state)
{
    const double value[] = {2.385, -0.0};
    struct bf_digest digest;

    (void)state;
    bf_digest_init(&digest);
    bf_digest_add_doubles(&digest, value, 2);
    bf_digest_add_u64(&digest, 0x0123456789abcdefu);
    assert_int_equal(bf_digest_end(&digest), 0x61d499c396a017b8u);
}

static uint64_t digest_of_double(double value)
{
    struct bf_digest digest;

    bf_digest_init(&digest);
    bf_digest_add_double(&digest, value);
    return bf_digest_end(&digest);
}

static void one_bit_of_a_double_and_the_sign_of_zero_are_seen(void **state)
{
    (void)state;
    assert_int_not_equal(digest_of_double(2.385), digest_of_double(nextafter(2.385, 3)));
    assert_int_not_equal(digest_of_double(0.0), digest_of_double(-0.0));
}

static void all_nans_are_one(void **state)
{
    const uint64_t bits = 0xfff8000000000123u;
    double other;

    (void)state;
    memcpy(&other, &bits, sizeof other);
    assert_int_equal(digest_of_double(other), digest_of_double((double)NAN));
    assert_int_equal(digest_of_double(other), digest_of("\0\0\0\0\0\0\xF8\x7F", 8));
}

static void a_digest_may_be_asked_for_on_the_way(void **state)
{
    struct bf_digest digest;

    (void)state;
    bf_digest_init(&digest);
    bf_digest_add(&digest, "a", 1);
    assert_int_equal(bf_digest_end(&digest), 0xd24ec4f1a98c6e5bu);
    bf_digest_add(&digest, "bc", 2);
    assert_int_equal(bf_digest_end(&digest), 0x44bc2cf5ad770999u);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_texts_have_the_digests_of_the_reference_library),
        cmocka_unit_test(every_length_of_tail_agrees_with_the_reference_library),
        cmocka_unit_test(it_does_not_matter_how_the_bytes_are_split),
        cmocka_unit_test(numbers_are_added_lowest_byte_first),
        cmocka_unit_test(one_bit_of_a_double_and_the_sign_of_zero_are_seen),
        cmocka_unit_test(all_nans_are_one),
        cmocka_unit_test(a_digest_may_be_asked_for_on_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
