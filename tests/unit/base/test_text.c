/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/text.h"
#include "bedflow/base/heap_hook.h"

static void a_text_holds_all_that_was_added(void **state)
{
    struct bf_text text = {0};
    size_t want = 0;

    (void)state;
    for (int i = 0; i < 1000; i++) {
        bf_text_add(&text, "%d;", i * 37);
        want += (size_t)snprintf(NULL, 0, "%d;", i * 37);
    }
    assert_false(text.failed);
    assert_int_equal(text.length, want);
    assert_int_equal(strlen(text.bytes), want);
    assert_memory_equal(text.bytes, "0;37;74;111;", 12);
    assert_string_equal(text.bytes + want - 13, ";36926;36963;");
    bf_text_free(&text);
    assert_null(text.bytes);
}

static void bytes_are_added_as_they_are(void **state)
{
    struct bf_text text = {0};

    (void)state;
    bf_text_add_bytes(&text, "a%s\0b", 5);
    bf_text_add_bytes(&text, "never", 0);
    assert_int_equal(text.length, 5);
    assert_memory_equal(text.bytes, "a%s\0b", 6);
    bf_text_free(&text);
}

static void a_text_at_its_limit_fails_and_keeps_what_it_has(void **state)
{
    struct bf_text text = {0};

    (void)state;
    bf_text_add(&text, "kept");
    bf_text_add_bytes(&text, "x", BF_TEXT_LIMIT - 4); /* not read: it cannot fit */
    assert_true(text.failed);
    bf_text_add(&text, "ignored");
    assert_string_equal(text.bytes, "kept");
    bf_text_free(&text);
}

#ifdef BF_FAULTS
static void a_failed_growth_keeps_what_was_there_and_ignores_the_rest(void **state)
{
    struct bf_text text = {0};

    (void)state;
    bf_text_add(&text, "kept");
    bf_heap_hook = 1;
    bf_text_add(&text, "%300d", 7);
    assert_true(text.failed);
    bf_text_add(&text, "ignored");
    assert_string_equal(text.bytes, "kept");
    bf_text_free(&text);
}
#endif

static void formatting_terminates_and_tells_whether_all_fitted(void **state)
{
    char text[6];

    (void)state;
    assert_true(bf_format(text, sizeof text, "%d", 23857));
    assert_string_equal(text, "23857");
    assert_false(bf_format(text, sizeof text, "%d", 238571));
    assert_string_equal(text, "23857");
    assert_false(bf_format(text, sizeof text, "abcd\xC2\xA3")); /* a pound sign of two bytes */
    assert_string_equal(text, "abcd");
    assert_false(bf_format(text, sizeof text, "ab\xE2\x82\xAC\xE2\x82\xAC"));
    assert_string_equal(text, "ab\xE2\x82\xAC");
    assert_false(bf_format(text, sizeof text, "ab\xF0\x9F\x8F\xA5")); /* a character of four */
    assert_string_equal(text, "ab");
}

static void a_quoted_text_is_short_and_printable(void **state)
{
    char text[10];

    (void)state;
    bf_text_quote(text, sizeof text, "a\tb\x7F");
    assert_string_equal(text, "a?b?");
    bf_text_quote(text, sizeof text, "123456789");
    assert_string_equal(text, "123456789");
    bf_text_quote(text, sizeof text, "1234567890");
    assert_string_equal(text, "123456...");
    bf_text_quote(text, sizeof text, "12345\xC2\xA3\xC2\xA3 ");
    assert_string_equal(text, "12345...");
}

static void texts_are_the_same_but_for_case(void **state)
{
    (void)state;
    assert_true(bf_text_same("Per Week", "pER wEEK"));
    assert_false(bf_text_same("week", "weeks"));
    assert_false(bf_text_same("weeks", "week"));
    assert_false(bf_text_same("[", "{"));
    assert_true(bf_text_same("", ""));
}

static void the_nearest_name_is_found_within_a_third_of_the_length(void **state)
{
    static const char *const name[] = {"beds", "stay", "capacity", "admits", NULL, "d2a_beds"};
    static const struct {
        const char *typed, *want;
    } row[] = {
        {"bedz", "beds"},
        {"satY", "stay"},
        {"BEDS", "beds"},
        {"capcity", "capacity"},
        {"capaictiy", "capacity"},
        {"d2a-bed", "d2a_beds"},
        {"admit", "admits"},
        {"price", NULL},
        {"bd", NULL},
        {"", NULL},
        {"discharge", NULL},
        {"a_name_that_is_far_too_long_to_be_that_of_any_setting_in_a_scenario", NULL},
    };

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        const char *found = bf_text_nearest(row[i].typed, name, UNIT_COUNT(name));
        if (row[i].want == NULL)
            assert_null(found);
        else
            assert_string_equal(found != NULL ? found : "(none)", row[i].want);
    }
    assert_null(bf_text_nearest("beds", name, 0));
}

static void the_first_of_equally_near_names_wins(void **state)
{
    static const char *const name[] = {"team", "bead", "bear", "beam"};

    (void)state;
    assert_string_equal(bf_text_nearest("beax", name, UNIT_COUNT(name)), "bead");
    assert_string_equal(bf_text_nearest("beam", name, UNIT_COUNT(name)), "beam");
}

static void a_sequence_is_as_long_as_utf8_says_or_none(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t length;
    } row[] = {{"", 1},
               {"a", 1},
               {"£5", 2},
               {"→", 3},
               {"😀", 4},
               {"\xE2\x82", 0},
               {"\xC0\xAF", 0},
               {"\xED\xA0\x80", 0},
               {"\xF4\x90\x80\x80", 0},
               {"\x80", 0}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        assert_int_equal(bf_text_sequence(row[i].text), row[i].length);
}

static void names_are_listed_as_far_as_there_is_room(void **state)
{
    (void)state;
    static const char *const name[] = {"omicron", "flu", "staff_sickness", "norovirus"};
    char text[64], tight[38];
    bf_text_list(name, 4, text, sizeof text);
    assert_string_equal(text, "omicron, flu, staff_sickness, norovirus");
    bf_text_list(name, 4, tight, sizeof tight);
    assert_string_equal(tight, "omicron, flu and 2 more");
    bf_text_list(name, 1, tight, sizeof tight);
    assert_string_equal(tight, "omicron");
    bf_text_list(name, 0, tight, sizeof tight);
    assert_string_equal(tight, "");
}

static void what_is_trimmed_keeps_what_is_inside(void **state)
{
    (void)state;
    char text[] = " \t ward A, beds\t ", none[] = " \t", plain[] = "x";
    assert_string_equal(bf_text_trim(text), "ward A, beds");
    assert_string_equal(bf_text_trim(none), "");
    assert_string_equal(bf_text_trim(plain), "x");
}

static bool before_a_letter(const char *at)
{
    return at[1] >= 'a' && at[1] <= 'z';
}

static void a_typed_value_ends_at_a_separator_of_its_own(void **state)
{
    (void)state;
    assert_int_equal(bf_text_value_length("7 days,9 days", ",", NULL), 6);
    assert_int_equal(bf_text_value_length("2.385", ",;", NULL), 5);
    assert_int_equal(bf_text_value_length("", ",", NULL), 0);
    assert_int_equal(bf_text_value_length("\"a,b\",c", ",", NULL), 5);
    assert_int_equal(bf_text_value_length("\"a\\\",b\",c", ",", NULL), 7);
    assert_int_equal(bf_text_value_length("[1, 2], (3, {4, 5}); 6", ";", NULL), 19);
    assert_int_equal(bf_text_value_length("a=1,500,b=2;c=3", ",;", NULL), 3);
    assert_int_equal(bf_text_value_length("a=1,500,b=2;c=3", ",;", before_a_letter), 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_holds_all_that_was_added),
        cmocka_unit_test(bytes_are_added_as_they_are),
        cmocka_unit_test(a_text_at_its_limit_fails_and_keeps_what_it_has),
#ifdef BF_FAULTS
        cmocka_unit_test(a_failed_growth_keeps_what_was_there_and_ignores_the_rest),
#endif
        cmocka_unit_test(formatting_terminates_and_tells_whether_all_fitted),
        cmocka_unit_test(a_quoted_text_is_short_and_printable),
        cmocka_unit_test(texts_are_the_same_but_for_case),
        cmocka_unit_test(the_nearest_name_is_found_within_a_third_of_the_length),
        cmocka_unit_test(the_first_of_equally_near_names_wins),
        cmocka_unit_test(a_sequence_is_as_long_as_utf8_says_or_none),
        cmocka_unit_test(names_are_listed_as_far_as_there_is_room),
        cmocka_unit_test(what_is_trimmed_keeps_what_is_inside),
        cmocka_unit_test(a_typed_value_ends_at_a_separator_of_its_own),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
