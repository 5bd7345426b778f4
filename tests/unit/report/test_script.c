/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/script.h"

/* What `write` puts into a script; the caller frees it. */
#define WRITTEN(write)                                                                             \
    do {                                                                                           \
        assert_true(bf_script_open(&script, scratch_path("x.gp"), &err));                          \
        write;                                                                                     \
        assert_true(bf_script_close(&script, &err));                                               \
        bytes = scratch_read("x.gp");                                                              \
    } while (0)

static struct bf_script script;
static struct bf_err err;
static char *bytes;

static void texts_cannot_leave_their_quotes(void **state)
{
    (void)state;
    WRITTEN(bf_script_text(&script, "t", "O'Brien `rm -rf x`\n@macro \"q\" \\n"));
    assert_string_equal(bytes, "t = 'O''Brien `rm -rf x` @macro \"q\" \\n'\n");
    free(bytes);
    WRITTEN(bf_script_text(&script, "t", "a ]]> b"));
    assert_string_equal(bytes, "t = 'a ]] > b'\n");
    free(bytes);
    WRITTEN(bf_script_remark(&script, "one\nsystem('x')\\"));
    assert_string_equal(bytes, "# one system('x') \n");
    free(bytes);
}

static void long_texts_break_at_spaces_and_end_in_an_ellipsis(void **state)
{
    (void)state;
    WRITTEN(bf_script_wrapped(&script, "t", "one two three four", 9, 2));
    assert_string_equal(bytes, "t = 'one two'.\"\\n\".'three'.'…'\nt_lines = 2\n");
    free(bytes);
    WRITTEN(bf_script_wrapped(&script, "t", "ééééééé, éé", 9, 1));
    assert_string_equal(bytes, "t = 'ééééééé'.'…'\nt_lines = 1\n");
    free(bytes);
    WRITTEN(bf_script_wrapped(&script, "t", "", 9, 2));
    assert_string_equal(bytes, "t = ''\nt_lines = 1\n");
    free(bytes);
}

static void a_line_may_end_behind_a_hyphen_and_never_behind_a_sign(void **state)
{
    (void)state;
    WRITTEN(bf_script_wrapped(&script, "t", "purchases-home-first", 17, 2));
    assert_string_equal(bytes, "t = 'purchases-home-'.\"\\n\".'first'\nt_lines = 2\n");
    free(bytes);
    WRITTEN(bf_script_wrapped(&script, "t", "lower by -12 days", 11, 2));
    assert_string_equal(bytes, "t = 'lower by'.\"\\n\".'-12 days'\nt_lines = 2\n");
    free(bytes);
}

static void a_title_leaves_no_last_word_alone(void **state)
{
    (void)state;
    WRITTEN(bf_script_title(&script, "t", "aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd ee", 45, 2));
    assert_string_equal(
        bytes, "t = 'aaaaaaaaaa bbbbbbbbbb'.\"\\n\".'cccccccccc dddddddddd ee'\nt_lines = 2\n");
    free(bytes);
}

static void numbers_and_arrays_are_what_gnuplot_reads(void **state)
{
    (void)state;
    WRITTEN((bf_script_number(&script, "a", 1635724800),
             bf_script_number(&script, "b", (double)NAN), bf_script_array(&script, "c", 0),
             bf_script_array_number(&script, "c", 1, 2.385)));
    assert_string_equal(bytes, "a = 1.6357248e+09\nb = NaN\narray c[1]\nc[1] = 2.385\n");
    free(bytes);
}

static void ticks_stand_on_months_mondays_or_days_as_room_allows(void **state)
{
    (void)state;
    bf_day nov = bf_day_from_civil(2021, 11, 1);
    WRITTEN(bf_script_ticks(&script, "t", nov, 91, 13, BF_TICKS_FULL));
    assert_contains(bytes, "\"1 Nov\\n2021\" 1635724800");
    assert_contains(bytes, "\"8 Nov\" 1636329600");
    free(bytes);
    WRITTEN(bf_script_ticks(&script, "t", nov, 92, 13, BF_TICKS_FULL)); /* a 14th Monday */
    assert_null(strstr(bytes, "8 Nov"));
    free(bytes);
    WRITTEN(bf_script_ticks(&script, "t", nov, 151, 13, BF_TICKS_FULL));
    assert_string_equal(bytes, "t = 'set xtics (\"1 Nov\\n2021\" 1635724800, \"1 Dec\" 1638316800, "
                               "\"1 Jan\\n2022\" 1640995200, \"1 Feb\" 1643673600, \"1 Mar\" "
                               "1646092800)'\n");
    free(bytes);
    WRITTEN(bf_script_ticks(&script, "t", nov, 1096, 5, BF_TICKS_BRIEF));
    assert_string_equal(bytes, "t = 'set xtics (\"Jan 22\" 1640995200, \"Jan 23\" 1672531200, "
                               "\"Jan 24\" 1704067200)'\n");
    free(bytes);
    WRITTEN(bf_script_ticks(&script, "t", nov, 20, 13, BF_TICKS_BARE));
    assert_contains(bytes, "(\"\" 1635724800, \"\" 1635897600,");
    free(bytes);
    WRITTEN(bf_script_ticks(&script, "t", nov, 1, 5, BF_TICKS_BRIEF));
    assert_string_equal(bytes, "t = 'set xtics (\"1 Nov\" 1635724800)'\n");
    free(bytes);
}

static void the_axis_of_one_day_alone_has_a_width(void **state)
{
    (void)state;
    bf_day nov = bf_day_from_civil(2021, 11, 1);
    WRITTEN(bf_script_days(&script, nov, 1));
    assert_string_equal(bytes, "first_x = 1.6357248e+09\nlast_x = 1.6358112e+09\n"
                               "ticks_wide = 'set xtics (\"1 Nov\\n2021\" 1635724800)'\n"
                               "ticks_small = 'set xtics (\"1 Nov\" 1635724800)'\n"
                               "ticks_bare = 'set xtics (\"\" 1635724800)'\n");
    free(bytes);
    WRITTEN(bf_script_days(&script, nov, 12));
    assert_contains(bytes, "last_x = 1.6366752e+09\n"); /* the 12th, not the 13th */
    free(bytes);
}

static void axes_hold_the_data_between_round_ends(void **state)
{
    (void)state;
    static const double low[] = {0, 90.2, -61.7, 0.0021, 12.6, -5},
                        high[] = {158, 96.8, -24, 0.019, 14, 1300000};
    for (size_t i = 0; i < UNIT_COUNT(low); i++) {
        for (int from_zero = 0; from_zero < 2; from_zero++) {
            struct bf_axis axis = bf_axis_for(low[i], high[i], from_zero);
            double steps = (axis.top - axis.bottom) / axis.step;
            assert_true(axis.bottom <= low[i] + 1e-9 && axis.top >= high[i] - 1e-9);
            assert_true(!from_zero || (axis.bottom <= 0 && axis.top >= 0));
            assert_true(steps > 2.5 && steps < 9.5);
            assert_close(steps, floor(steps + 0.5), 1e-6);
        }
    }
    struct bf_axis flat = bf_axis_for(0, 0, true);
    assert_close(flat.top, 1, 0);
    assert_close(flat.step, 1, 0);
    struct bf_axis none = bf_axis_for((double)NAN, (double)NAN, false);
    assert_true(none.top > none.bottom);
}

static void labels_move_apart_no_further_than_needed(void **state)
{
    (void)state;
    double close[] = {86, 94, 106, 110}, far[] = {10, 50, 90}, edge[] = {97, 98, 99};
    bf_labels_spread(close, 4, 25, 0, 200);
    for (int i = 0; i < 4; i++) {
        assert_close(close[i], 61.5 + 25 * i, 1e-9); /* centred where they were */
    }
    bf_labels_spread(far, 3, 25, 0, 200);
    assert_close(far[1], 50, 1e-9);
    bf_labels_spread(edge, 3, 10, 0, 100);
    assert_close(edge[2], 100, 1e-9);
    assert_close(edge[0], 80, 1e-9);
    bf_labels_spread(NULL, 0, 10, 0, 100);
}

static void names_can_begin_with_that_of_their_picture(void **state)
{
    (void)state;
    const char *text = "aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd ee";
    WRITTEN(bf_script_prefixed(&script, "system", "top", 2.385));
    assert_string_equal(bytes, "system_top = 2.385\n");
    free(bytes);
    WRITTEN(bf_script_words(&script, "system", "below", text, 45));
    assert_string_equal(
        bytes, "system_below = 'aaaaaaaaaa bbbbbbbbbb cccccccccc dddddddddd'.\"\\n\".'ee'\n"
               "system_below_lines = 2\n");
    free(bytes);
    WRITTEN(bf_script_words(&script, "system", "title", text, 45));
    assert_string_equal(
        bytes, "system_title = 'aaaaaaaaaa bbbbbbbbbb'.\"\\n\".'cccccccccc dddddddddd ee'\n"
               "system_title_lines = 2\n");
    free(bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_cannot_leave_their_quotes),
        cmocka_unit_test(long_texts_break_at_spaces_and_end_in_an_ellipsis),
        cmocka_unit_test(a_line_may_end_behind_a_hyphen_and_never_behind_a_sign),
        cmocka_unit_test(a_title_leaves_no_last_word_alone),
        cmocka_unit_test(names_can_begin_with_that_of_their_picture),
        cmocka_unit_test(numbers_and_arrays_are_what_gnuplot_reads),
        cmocka_unit_test(ticks_stand_on_months_mondays_or_days_as_room_allows),
        cmocka_unit_test(the_axis_of_one_day_alone_has_a_width),
        cmocka_unit_test(axes_hold_the_data_between_round_ends),
        cmocka_unit_test(labels_move_apart_no_further_than_needed),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
