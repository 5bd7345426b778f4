/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/heap_hook.h"

static void pieces_are_zero_apart_and_aligned(void **state)
{
    static const size_t shape[][2] = {{3, 1}, {7, 8}, {1, 64}, {5, 13}, {1, 15}, {11, 16}, {1, 1}};
    struct bf_arena arena;
    struct bf_err err;
    const unsigned char *end = NULL;

    (void)state;
    assert_true(bf_arena_init(&arena, 4093, &err));
    for (size_t i = 0; i < UNIT_COUNT(shape); i++) {
        const size_t bytes = shape[i][0] * shape[i][1];
        unsigned char *piece = bf_arena_take(&arena, shape[i][0], shape[i][1]);

        assert_int_equal((uintptr_t)piece % (bytes >= 64 ? 64 : 16), 0);
        assert_true(end == NULL || piece >= end);
        for (size_t b = 0; b < bytes; b++)
            assert_int_equal(piece[b], 0);
        memset(piece, 0xA5, bytes);
        end = piece + bytes;
    }
    assert_true(end <= arena.base + arena.size);
    bf_arena_free(&arena);
}

static void the_rooms_of_all_pieces_are_enough_for_them(void **state)
{
    static const size_t bytes[] = {1, 63, 64, 65, 15, 16, 17, 2385, 3, 640};
    struct bf_arena arena;
    struct bf_err err;
    size_t room = 0;

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(bytes); i++)
        room += bf_arena_room(1, bytes[i]);
    assert_true(bf_arena_init(&arena, room, &err));
    for (size_t i = 0; i < UNIT_COUNT(bytes); i++)
        assert_non_null(bf_arena_take(&arena, 1, bytes[i]));
    assert_true(arena.used <= arena.size);
    bf_arena_free(&arena);
}

static void a_take_of_nothing_is_null_and_uses_nothing(void **state)
{
    struct bf_arena arena;
    struct bf_err err;

    (void)state;
    assert_true(bf_arena_init(&arena, 128, &err));
    assert_null(bf_arena_take(&arena, 0, 24));
    assert_null(bf_arena_take(&arena, 24, 0));
    assert_int_equal(arena.used, 0);
    assert_int_equal(bf_arena_room(0, 24), 0);
    bf_arena_free(&arena);
}

static void a_reset_gives_the_same_places_again(void **state)
{
    struct bf_arena arena;
    struct bf_err err;

    (void)state;
    assert_true(bf_arena_init(&arena, 1024, &err));
    const void *first = bf_arena_take(&arena, 5, 17);
    bf_arena_reset(&arena);
    assert_ptr_equal(bf_arena_take(&arena, 5, 17), first);
    bf_arena_free(&arena);
    assert_null(arena.base);
    bf_arena_free(&arena);
}

static void a_take_beyond_the_end_breaks_the_contract(void **state)
{
    struct bf_arena arena;
    struct bf_err err;

    (void)state;
    assert_true(bf_arena_init(&arena, 256, &err));
    assert_non_null(bf_arena_take(&arena, 1, 100));
    assert_breaks_contract(bf_arena_take(&arena, 1, 200), "arena->size");
    assert_breaks_contract(bf_arena_take(&arena, SIZE_MAX / 3, 7), "SIZE_MAX");
    assert_breaks_contract(bf_heap_take(SIZE_MAX / 3, 7), "SIZE_MAX");
    bf_arena_free(&arena);
}

static void an_arena_larger_than_memory_is_refused(void **state)
{
    struct bf_arena arena = {0};
    struct bf_err err;

    (void)state;
#ifndef __SANITIZE_ADDRESS__
    assert_false(bf_arena_init(&arena, SIZE_MAX / 4, &err));
    assert_int_equal(err.code, BF_E_NOMEM);
    assert_contains(err.what, "expected");
#else
    (void)err;
#endif
    assert_null(arena.base);
}

static void memory_from_the_heap_is_zero_and_grows_with_its_content(void **state)
{
    unsigned char *block = bf_heap_take(23, 3);

    (void)state;
    for (size_t i = 0; i < 69; i++) {
        assert_int_equal(block[i], 0);
        block[i] = (unsigned char)(i * 7 + 3);
    }
    block = bf_heap_grow(block, 5001);
    for (size_t i = 0; i < 69; i++)
        assert_int_equal(block[i], (unsigned char)(i * 7 + 3));
    bf_heap_give(block);
    bf_heap_give(NULL);
}

static void a_text_is_copied(void **state)
{
    const char text[] = "discharge to assess";
    char *copy = bf_heap_text(text);

    (void)state;
    assert_string_equal(copy, text);
    assert_ptr_not_equal(copy, text);
    bf_heap_give(copy);
}

#ifdef BF_FAULTS
static void the_chosen_allocation_fails_and_no_other(void **state)
{
    struct bf_arena arena = {0};
    struct bf_err err;

    (void)state;
    bf_heap_hook = 3;
    void *first = bf_heap_take(1, 10);
    void *second = bf_heap_grow(NULL, 20);
    void *third = bf_heap_take(1, 30);
    void *fourth = bf_heap_take(1, 40);
    assert_non_null(first);
    assert_non_null(second);
    assert_null(third);
    assert_non_null(fourth);
    bf_heap_hook = 1;
    assert_null(bf_heap_grow(second, 5000));
    bf_heap_hook = 1;
    assert_null(bf_heap_text("x"));
    bf_heap_hook = 1;
    assert_false(bf_arena_init(&arena, 77, &err));
    assert_int_equal(err.code, BF_E_NOMEM);
    assert_int_equal(bf_heap_hook, 0);
    bf_heap_give(first);
    bf_heap_give(second);
    bf_heap_give(fourth);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zero_apart_and_aligned),
        cmocka_unit_test(the_rooms_of_all_pieces_are_enough_for_them),
        cmocka_unit_test(a_take_of_nothing_is_null_and_uses_nothing),
        cmocka_unit_test(a_reset_gives_the_same_places_again),
        cmocka_unit_test(a_take_beyond_the_end_breaks_the_contract),
        cmocka_unit_test(an_arena_larger_than_memory_is_refused),
        cmocka_unit_test(memory_from_the_heap_is_zero_and_grows_with_its_content),
        cmocka_unit_test(a_text_is_copied),
#ifdef BF_FAULTS
        cmocka_unit_test(the_chosen_allocation_fails_and_no_other),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
