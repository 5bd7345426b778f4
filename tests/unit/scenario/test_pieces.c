/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "sim/scenario/pieces.h"

static void pieces_are_zero_apart_and_aligned(void **state)
{
    (void)state;
    struct bf_pieces pieces = {0};
    unsigned char *piece[300];
    for (size_t i = 0; i < UNIT_COUNT(piece); i++) {
        size_t size = i % 37 == 0 ? 40000 + i : i + 1;
        piece[i] = bf_pieces_take(&pieces, size);
        assert_int_equal((uintptr_t)piece[i] % 16, 0);
        for (size_t at = 0; at < size; at++)
            assert_int_equal(piece[i][at], 0);
        memset(piece[i], (int)(i % 251) + 1, size);
    }
    for (size_t i = 0; i < UNIT_COUNT(piece); i++) {
        assert_int_equal(piece[i][0], i % 251 + 1);
        assert_int_equal(piece[i][i], i % 251 + 1);
    }
    assert_false(pieces.failed);
    bf_pieces_free(&pieces);
    assert_null(pieces.block);
}

static void a_text_is_copied_with_its_end(void **state)
{
    (void)state;
    struct bf_pieces pieces = {0};
    assert_string_equal(bf_pieces_text(&pieces, "beds of all sorts", 4), "beds");
    assert_string_equal(bf_pieces_text(&pieces, "", 0), "");
    bf_pieces_free(&pieces);
}

static void more_than_there_is_fails_and_is_remembered(void **state)
{
    (void)state;
    struct bf_pieces pieces = {0};
    assert_null(bf_pieces_take(&pieces, SIZE_MAX - 3));
    assert_true(pieces.failed);
    assert_non_null(bf_pieces_take(&pieces, 24));
    assert_true(pieces.failed);
    bf_pieces_free(&pieces);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zero_apart_and_aligned),
        cmocka_unit_test(a_text_is_copied_with_its_end),
        cmocka_unit_test(more_than_there_is_fails_and_is_remembered),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
