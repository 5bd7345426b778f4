/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/arena.h"
#include "bedflow/study/parcel.h"

#include <math.h>
#include <string.h>

enum { SCALARS = 7, DAYS = 5, COLUMNS = 4, CELLS = DAYS * COLUMNS, USES = 2 };

/* Every kind of value: whole, shares, below 0, -0, undefined, huge, and runs of the same. */
static const double scalar[SCALARS] = {2385.25, -0.0, (double)NAN, 1e-310, -1e300, 0.1, 3.0};
static const float daily[DAYS][COLUMNS] = {{17, 0.837465F, (float)NAN, -0.0F},
                                           {19, 0.837465F, (float)NAN, 0.0F},
                                           {4, 0.312F, (float)NAN, -3.0F},
                                           {16777215, -16777215, 0, 16777216},
                                           {-16777215, 16777215, 1.5F, -1e38F}};
static const struct bf_use use[USES] = {
    {.rule = 3, .decided_h = -17.25, .on_h = 5, .off_h = 53.5, .value = 0.9621},
    {.rule = 60000, .decided_h = 1, .on_h = 2, .off_h = (double)NAN, .value = 117}};
static const struct bf_parcel shape = {.option = 3,
                                       .replication = 4000000001u,
                                       .warm_up_days = 231,
                                       .scalar_count = SCALARS,
                                       .day_count = DAYS,
                                       .daily_count = COLUMNS,
                                       .use_count = USES,
                                       .digest = 0xfedcba9876543210u,
                                       .events = 123456789012u,
                                       .people = 0x0123456789abcdefu};

struct packed {
    unsigned char bytes[4096];
    size_t length;
};

static void pack(struct packed *p)
{
    assert_true(bf_parcel_room(SCALARS, DAYS, COLUMNS, USES) <= sizeof p->bytes);
    p->length = bf_parcel_pack(&shape, scalar, daily[0], use, NULL, p->bytes);
    assert_true(p->length <= bf_parcel_room(SCALARS, DAYS, COLUMNS, USES));
}

static void a_replication_comes_back_to_the_last_bit(void **state)
{
    (void)state;
    struct packed p;
    struct bf_parcel back;
    struct bf_err why;
    double scalar_back[SCALARS];
    float daily_back[CELLS];
    struct bf_use use_back[USES] = {{.replication = 0}};
    pack(&p);
    assert_int_equal(bf_parcel_length(p.bytes), p.length);
    assert_true(bf_parcel_look(p.bytes, p.length, &back));
    assert_int_equal(back.option, 3);
    assert_true(back.replication == 4000000001u);
    assert_int_equal(back.warm_up_days, 231);
    assert_true(back.people == 0x0123456789abcdefu);
    assert_false(back.is_stopped);
    assert_int_equal(back.scalar_count, SCALARS);
    assert_int_equal(back.day_count, DAYS);
    assert_int_equal(back.daily_count, COLUMNS);
    assert_true(back.digest == shape.digest && back.events == shape.events);
    assert_true(bf_parcel_unpack(p.bytes, p.length, scalar_back, daily_back, use_back, &why));
    assert_memory_equal(scalar_back, scalar, sizeof scalar);
    assert_memory_equal(daily_back, daily, sizeof daily);
    assert_int_equal(back.use_count, USES);
    for (int i = 0; i < USES; i++) {
        assert_int_equal(use_back[i].rule, use[i].rule);
        assert_memory_equal(&use_back[i].decided_h, &use[i].decided_h, 4 * sizeof(double));
    }
}

static void whole_numbers_take_a_byte_where_they_change_little(void **state)
{
    (void)state;
    enum { MANY = 182 * 20 };
    float *people = bf_heap_take(MANY, sizeof *people);
    struct bf_parcel parcel = {.day_count = 182, .daily_count = 20};
    unsigned char *bytes = bf_heap_take(bf_parcel_room(0, 182, 20, 0), 1);
    assert_true(people && bytes);
    for (size_t i = 0; i < MANY; i++)
        people[i] = (float)(500 + (i * 7919) % 29);
    size_t length = bf_parcel_pack(&parcel, NULL, people, NULL, NULL, bytes);
    assert_true(length < MANY + MANY / 20 + 100);
    bf_heap_give(people);
    bf_heap_give(bytes);
}

static void why_one_stopped_is_kept_too(void **state)
{
    (void)state;
    struct packed p;
    struct bf_parcel parcel = {.replication = 17, .warm_up_days = 28, .is_stopped = true}, back;
    struct bf_err err = {.code = BF_OK}, why;
    struct bf_where where = {.file = "winter.cfg", .line = 2385, .path = "limits.waiting"};
    bf_fail(&err, BF_E_LIMIT, &where, "expected at most %d people waiting, received more", 30);
    p.length = bf_parcel_pack(&parcel, NULL, NULL, NULL, &err, p.bytes);
    assert_true(bf_parcel_look(p.bytes, p.length, &back));
    assert_true(back.is_stopped);
    assert_int_equal(back.scalar_count, 0);
    assert_true(bf_parcel_unpack(p.bytes, p.length, NULL, NULL, NULL, &why));
    assert_int_equal(why.code, BF_E_LIMIT);
    assert_int_equal(why.where.line, 2385);
    assert_string_equal(why.where.file, "winter.cfg");
    assert_string_equal(why.where.path, "limits.waiting");
    assert_string_equal(why.what, err.what);
}

static void the_format_is_fixed_to_the_byte(void **state)
{
    (void)state;
    static const unsigned char expected[] = {
        'b',  'f',  'P', '3', 116, 0, 0,    0,                   /* length */
        3,    0,    0,   0,   1,   2, 0,    0,                   /* option, replication 513 */
        28,   0,    0,   0,   1,   0, 0,    0,                   /* warm-up, scalars */
        2,    0,    0,   0,   1,   0, 0,    0,                   /* days, columns */
        1,    0,    0,   0,                                      /* uses */
        8,    7,    6,   5,   4,   3, 2,    1,                   /* digest */
        5,    0,    0,   0,   0,   0, 0,    0,                   /* events */
        1,    2,    3,   4,   5,   6, 7,    8,                   /* people */
        0,    0,    0,   0,   0,   0, 4,    0xC0,                /* -2.5 */
        7,    0,    0,   0,   0,   0, 0,    0,    0, 0, 4, 0xC0, /* rule, decided */
        0,    0,    0,   0,   0,   0, 0,    0,    0, 0, 0, 0,    0, 0, 0, 0x40, /* on, off */
        0,    0,    0,   0,   0,   0, 0xF0, 0x3F,                               /* value */
        0xBC, 0x05,  /* 175: difference 175, z 350, token 700 */
        0xB2, 0x05}; /* 2: difference -173, z 345, token 690 */
    const struct bf_parcel parcel = {
        3, 513, 28, false, 1, 2, 1, 1, 0x0102030405060708u, 5, 0x0807060504030201u};
    const struct bf_use once = {.rule = 7, .decided_h = -2.5, .on_h = 0, .off_h = 2, .value = 1};
    const double one[] = {-2.5};
    const float two[] = {175, 2};
    unsigned char bytes[2048];
    size_t length = bf_parcel_pack(&parcel, one, two, &once, NULL, bytes);
    assert_int_equal(length, sizeof expected + 8);
    assert_memory_equal(bytes, expected, sizeof expected);
}

static void one_that_is_cut_off_is_not_taken(void **state)
{
    (void)state;
    struct packed p;
    struct bf_parcel back;
    pack(&p);
    for (size_t length = 0; length < p.length; length++)
        assert_false(bf_parcel_look(p.bytes, length, &back));
}

static void one_with_a_bit_flipped_is_not_taken(void **state)
{
    (void)state;
    struct packed p;
    struct bf_parcel back;
    pack(&p);
    for (size_t bit = 0; bit < 8 * p.length; bit++) {
        p.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
        assert_false(bf_parcel_look(p.bytes, p.length, &back));
        p.bytes[bit / 8] ^= (unsigned char)(1u << bit % 8);
    }
    assert_true(bf_parcel_look(p.bytes, p.length, &back));
}

/* A shape that does not belong to the bytes is found, whatever the checksum says. */
static void one_that_contradicts_itself_is_not_read(void **state)
{
    (void)state;
    struct packed p;
    struct bf_err why;
    double scalar_back[SCALARS + 100];
    float daily_back[CELLS + 100 * COLUMNS];
    struct bf_use use_back[USES + 100];
    static const int at[] = {20, 24, 32};
    for (size_t i = 0; i < UNIT_COUNT(at); i++) {
        pack(&p);
        p.bytes[at[i]]++;
        assert_false(bf_parcel_unpack(p.bytes, p.length, scalar_back, daily_back, use_back, &why));
        p.bytes[at[i]] = (unsigned char)(p.bytes[at[i]] - 2);
        assert_false(bf_parcel_unpack(p.bytes, p.length, scalar_back, daily_back, use_back, &why));
    }
    assert_int_equal(bf_parcel_length((const unsigned char *)"bfP1\xff\0\0\0"), 0);
    assert_int_equal(bf_parcel_length((const unsigned char *)"bfP3\x0f\0\0\0"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_replication_comes_back_to_the_last_bit),
        cmocka_unit_test(whole_numbers_take_a_byte_where_they_change_little),
        cmocka_unit_test(why_one_stopped_is_kept_too),
        cmocka_unit_test(the_format_is_fixed_to_the_byte),
        cmocka_unit_test(one_that_is_cut_off_is_not_taken),
        cmocka_unit_test(one_with_a_bit_flipped_is_not_taken),
        cmocka_unit_test(one_that_contradicts_itself_is_not_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
