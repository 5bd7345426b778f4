/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/err.h"
#include "bedflow/base/text.h"
#include "bedflow/base/heap_hook.h"

static void rendering_leaves_out_what_is_unknown(void **state)
{
    static const struct {
        struct bf_where where;
        const char *want;
    } row[] = {
        {{"w.cfg", 12, "wards[2].beds"}, "w.cfg:12: wards[2].beds: expected 7, received 12.9"},
        {{"w.cfg", 12, ""}, "w.cfg:12: expected 7, received 12.9"},
        {{"w.cfg", 0, "beds"}, "w.cfg: beds: expected 7, received 12.9"},
        {{"", 31, "beds"}, "line 31: beds: expected 7, received 12.9"},
        {{"", 0, "beds"}, "beds: expected 7, received 12.9"},
        {{"", 0, ""}, "expected 7, received 12.9"},
    };
    char text[200];
    struct bf_err err;

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        assert_false(
            bf_fail(&err, BF_E_RANGE, &row[i].where, "expected %d, received %.1f", 7, 12.9));
        assert_int_equal(err.code, BF_E_RANGE);
        bf_err_render(&err, text, sizeof text);
        assert_string_equal(text, row[i].want);
    }
}

static void an_error_without_a_place_has_an_empty_one(void **state)
{
    struct bf_err err;

    (void)state;
    memset(&err, 0x5A, sizeof err);
    assert_false(bf_fail(&err, BF_E_IO, NULL, "expected a folder"));
    assert_string_equal(err.where.file, "");
    assert_string_equal(err.where.path, "");
    assert_int_equal(err.where.line, 0);
}

static void a_message_may_be_made_from_the_error_itself(void **state)
{
    struct bf_err err;
    const struct bf_where where = {"a.cfg", 3, "x.y"};

    (void)state;
    bf_fail(&err, BF_E_KEY, &where, "expected a name");
    bf_fail(&err, BF_E_LIMIT, &err.where, "%s; see %s", err.what, err.where.path);
    assert_string_equal(err.what, "expected a name; see x.y");
    assert_string_equal(err.where.file, "a.cfg");
    assert_int_equal(err.code, BF_E_LIMIT);
}

static void a_long_message_is_cut_between_characters(void **state)
{
    char text[2 * BF_WHAT_CAP] = "";
    struct bf_err err;

    (void)state;
    for (size_t i = 0; i + 3 < sizeof text; i += 2)
        memcpy(text + i, "\xC2\xA3", 3); /* pound signs */
    bf_fail(&err, BF_E_TYPE, NULL, "%s", text);
    assert_int_equal(strlen(err.what), BF_WHAT_CAP - 2); /* 255 of them, and no half one */
    char narrow[8];
    bf_err_render(&err, narrow, sizeof narrow);
    assert_int_equal(strlen(narrow), 6);
}

static void an_error_without_a_code_breaks_the_contract(void **state)
{
    struct bf_err err;

    (void)state;
    assert_breaks_contract(bf_fail(&err, BF_OK, NULL, "x"), "code != BF_OK");
}

static void faults_are_kept_in_the_order_found_and_counted_by_severity(void **state)
{
    struct bf_faults faults = {0};

    (void)state;
    bf_faults_add(&faults, BF_WARNING, BF_E_RANGE, NULL, "first %d", 17);
    bf_faults_add(&faults, BF_ERROR, BF_E_KEY, NULL, "second");
    bf_faults_add(&faults, BF_NOTE, BF_E_KEY, NULL, "third");
    bf_faults_add(&faults, BF_ERROR, BF_E_TYPE, NULL, "fourth");
    assert_int_equal(faults.count, 4);
    assert_int_equal(faults.errors, 2);
    assert_int_equal(faults.warnings, 1);
    assert_string_equal(faults.fault[0].err.what, "first 17");
    assert_int_equal(faults.fault[2].severity, BF_NOTE);
    assert_int_equal(faults.fault[3].err.code, BF_E_TYPE);
    bf_faults_free(&faults);
    assert_int_equal(faults.count + faults.errors, 0);
}

static void faults_beyond_the_cap_are_counted_and_not_kept(void **state)
{
    struct bf_faults faults = {0};

    (void)state;
    for (int i = 0; i < BF_FAULTS_CAP + 37; i++)
        bf_faults_add(&faults, BF_ERROR, BF_E_KEY, NULL, "%d", i);
    assert_int_equal(faults.count, BF_FAULTS_CAP);
    assert_int_equal(faults.errors, BF_FAULTS_CAP + 37);
    assert_string_equal(faults.fault[BF_FAULTS_CAP - 1].err.what, "999");
    bf_faults_free(&faults);
}

static void sorting_goes_by_file_and_line_and_keeps_equals_in_order(void **state)
{
    static const struct {
        const char *file;
        int line;
        const char *what;
    } row[] = {{"b.cfg", 9, "5"}, {"a.cfg", 31, "3"}, {"b.cfg", 2, "4"}, {"a.cfg", 7, "1"},
               {"b.cfg", 9, "6"}, {"a.cfg", 7, "2"},  {"", 0, "0"},      {"b.cfg", 9, "7"}};
    struct bf_faults faults = {0};

    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_where where = {.line = row[i].line};
        snprintf(where.file, sizeof where.file, "%s", row[i].file);
        bf_faults_add(&faults, BF_ERROR, BF_E_KEY, &where, "%s", row[i].what);
    }
    bf_faults_sort(&faults);
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        assert_int_equal(faults.fault[i].err.what[0], '0' + (int)i);
    bf_faults_free(&faults);
}

static void a_message_is_taken_apart_by_its_grammar(void **state)
{
    static const struct {
        const char *what, *about, *expected, *received, *cure;
    } row[] = {
        {"expected 1 to 40 beds, received 58; choose fewer", "", "1 to 40 beds", "58",
         "choose fewer"},
        {"expected a file, found nothing", "", "a file, found nothing", "", ""},
        {"--reps: expected a whole number, received \"ten; eleven\"", "--reps", "a whole number",
         "\"ten; eleven\"", ""},
        {"expected home (or, received, left), received \"x, received y\"; write home", "",
         "home (or, received, left)", "\"x, received y\"", "write home"},
        {"expected UTF-8 text; save the file again, received or not", "", "UTF-8 text", "",
         "save the file again, received or not"},
        {"cannot write: disk full; make room", "", "", "", "make room"},
        {"no word of it", "", "", "", ""},
        {"", "", "", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_err_parts parts;
        bf_err_take_apart(row[i].what, &parts);
        assert_string_equal(parts.about, row[i].about);
        assert_string_equal(parts.expected, row[i].expected);
        assert_string_equal(parts.received, row[i].received);
        assert_string_equal(parts.cure, row[i].cure);
    }
}

#ifdef BF_FAULTS
static void a_fault_that_finds_no_memory_is_still_counted(void **state)
{
    struct bf_faults faults = {0};

    (void)state;
    bf_heap_hook = 1;
    bf_faults_add(&faults, BF_ERROR, BF_E_KEY, NULL, "lost");
    assert_int_equal(faults.count, 0);
    assert_int_equal(faults.errors, 1);
    bf_faults_add(&faults, BF_WARNING, BF_E_KEY, NULL, "kept");
    assert_int_equal(faults.count, 1);
    assert_int_equal(faults.warnings, 1);
    bf_faults_free(&faults);
}
#endif

static void one_fault_a_thousand_times_crowds_out_no_other(void **state)
{
    (void)state;
    struct bf_faults faults = {.count = 0};
    struct bf_where where = {.file = "people.csv", .path = "locality"};
    for (int i = 0; i < 2385; i++) {
        where.line = i + 2;
        bf_faults_add(&faults, BF_ERROR, BF_E_KEY, &where, "expected a locality, received \"x\"");
    }
    bf_format(where.path, sizeof where.path, "class");
    bf_faults_add(&faults, BF_ERROR, BF_E_KEY, &where, "expected a locality, received \"x\"");
    bf_faults_add(&faults, BF_WARNING, BF_E_KEY, &where, "expected a locality, received \"x\"");
    assert_int_equal(faults.count, BF_FAULTS_SAME + 2);
    assert_int_equal(faults.errors, 2386);
    assert_int_equal(faults.fault[0].again, 2385 - BF_FAULTS_SAME);
    assert_int_equal(faults.fault[1].again, 0);
    assert_true(bf_fault_same(&faults.fault[0], &faults.fault[99]));
    assert_false(bf_fault_same(&faults.fault[0], &faults.fault[100]));   /* another column */
    assert_false(bf_fault_same(&faults.fault[100], &faults.fault[101])); /* less serious */
    bf_faults_free(&faults);
}

static void a_fault_of_one_setting_in_many_services_is_the_same(void **state)
{
    (void)state;
    struct bf_fault a = {.err = {.where = {.path = "services.ward.then[0].to"}, .what = "x"}};
    struct bf_fault b = {.err = {.where = {.path = "services.rehab.then[7].to"}, .what = "x"}};
    assert_true(bf_fault_same(&a, &b));
    bf_format(b.err.where.path, sizeof b.err.where.path, "services.rehab.too");
    assert_false(bf_fault_same(&a, &b));
    bf_format(b.err.where.path, sizeof b.err.where.path, "beds[3]");
    bf_format(a.err.where.path, sizeof a.err.where.path, "services.ward.beds");
    assert_true(bf_fault_same(&a, &b));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_fault_a_thousand_times_crowds_out_no_other),
        cmocka_unit_test(a_fault_of_one_setting_in_many_services_is_the_same),
        cmocka_unit_test(rendering_leaves_out_what_is_unknown),
        cmocka_unit_test(an_error_without_a_place_has_an_empty_one),
        cmocka_unit_test(a_message_may_be_made_from_the_error_itself),
        cmocka_unit_test(a_long_message_is_cut_between_characters),
        cmocka_unit_test(an_error_without_a_code_breaks_the_contract),
        cmocka_unit_test(faults_are_kept_in_the_order_found_and_counted_by_severity),
        cmocka_unit_test(faults_beyond_the_cap_are_counted_and_not_kept),
        cmocka_unit_test(sorting_goes_by_file_and_line_and_keeps_equals_in_order),
        cmocka_unit_test(a_message_is_taken_apart_by_its_grammar),
#ifdef BF_FAULTS
        cmocka_unit_test(a_fault_that_finds_no_memory_is_still_counted),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
