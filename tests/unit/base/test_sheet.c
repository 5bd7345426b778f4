/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/sheet.h"
#include "bedflow/base/heap_hook.h"

static bool parse(struct bf_sheet *sheet, const char *text, struct bf_faults *faults)
{
    *faults = (struct bf_faults){.count = 0};
    return bf_sheet_parse(sheet, bf_heap_text(text), strlen(text), "t.csv", faults);
}

static void fields_and_the_lines_of_rows_come_back(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_faults faults;
    assert_true(parse(&sheet,
                      "\xEF\xBB\xBF"
                      "name,days\r\n\"a \"\"b\"\"\nc\",2.385\r\n,\"\"\r\n\r\n\n",
                      &faults));
    assert_int_equal(sheet.columns, 2);
    assert_int_equal(sheet.rows, 2);
    assert_int_equal(bf_sheet_column(&sheet, "days"), 1);
    assert_int_equal(bf_sheet_column(&sheet, "Days"), -1);
    assert_string_equal(bf_sheet_at(&sheet, 0, 0), "a \"b\"\nc");
    assert_string_equal(bf_sheet_at(&sheet, 0, 1), "2.385");
    assert_string_equal(bf_sheet_at(&sheet, 1, 0), "");
    assert_string_equal(bf_sheet_at(&sheet, 1, 1), "");
    assert_int_equal(sheet.line[0], 2);
    assert_int_equal(sheet.line[1], 4); /* the field before it held a line feed */
    bf_sheet_free(&sheet);
    bf_faults_free(&faults);
}

static void every_way_of_ending_lines_gives_the_same_rows(void **state)
{
    (void)state;
    static const char *const text[] = {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4", "a,b\r1,2\r3,4\r"};
    for (size_t i = 0; i < UNIT_COUNT(text); i++) {
        struct bf_sheet sheet;
        struct bf_faults faults;
        assert_true(parse(&sheet, text[i], &faults));
        assert_int_equal(sheet.rows, 2);
        assert_string_equal(bf_sheet_at(&sheet, 1, 1), "4");
        assert_int_equal(sheet.line[1], 3);
        bf_sheet_free(&sheet);
        bf_faults_free(&faults);
    }
}

static void what_is_nearly_csv_is_refused_with_its_line_and_a_cure(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int line;
        const char *says;
    } row[] = {{"", 1, "empty file"},
               {"a;b\n1;2\n", 1, "semicolons"},
               {"a\tb\n1\t2\n", 1, "tabs"},
               {"a,b,a\n1,2,3\n", 1, "\"a\" twice"},
               {"a,b\n1,2\n3\n", 3, "expected 2 fields as in the header, received 1"},
               {"a,b\n1,2,5\n", 2, "received 3"},
               {"a,b\n1,2\n\n3,4\n", 3, "received 1"},
               {"a,b\n1,\"open\n2,3\n", 2, "closing quote"},
               {"a\n\"x\"y\n", 2, "stray byte"},
               {"a\nx\"y\"\n", 2, "in its middle"}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_sheet sheet;
        struct bf_faults faults;
        assert_false(parse(&sheet, row[i].text, &faults));
        assert_true(faults.count >= 1);
        assert_int_equal(faults.fault[0].err.where.line, row[i].line);
        assert_string_equal(faults.fault[0].err.where.file, "t.csv");
        assert_contains(faults.fault[0].err.what, row[i].says);
        bf_sheet_free(&sheet);
        bf_faults_free(&faults);
    }
}

static void all_bad_rows_are_reported_and_good_ones_kept(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_faults faults;
    assert_false(parse(&sheet, "a,b\n1\n2,3\n4,5,6\n7,8\n", &faults));
    assert_int_equal(faults.errors, 2);
    assert_int_equal(faults.fault[1].err.where.line, 4);
    assert_int_equal(sheet.rows, 2);
    assert_string_equal(bf_sheet_at(&sheet, 1, 0), "7");
    bf_sheet_free(&sheet);
    bf_faults_free(&faults);
}

/* Whatever the bytes: a table whose shape holds, or a fault with a line; no field beyond the text.
 * The generator is a plain congruential one: the bytes only have to be awkward. */
static void any_bytes_give_a_table_or_a_fault(void **state)
{
    (void)state;
    static const char alphabet[] = "a1,,,\"\"\n\n\r;\t x\0";
    uint64_t seed = UINT64_C(0x2545f4914f6cdd1d);
    for (int trial = 0; trial < 20000; trial++) {
        char text[64];
        size_t length = (size_t)(seed >> 33) % sizeof text;
        for (size_t i = 0; i < length; i++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            text[i] = alphabet[(seed >> 33) % sizeof alphabet];
        }
        seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        char *copy = bf_heap_take(length + 1, 1);
        memcpy(copy, text, length);
        struct bf_sheet sheet;
        struct bf_faults faults = {.count = 0};
        bool good = bf_sheet_parse(&sheet, copy, length, "t.csv", &faults);
        assert_true(good == (faults.errors == 0));
        for (size_t i = 0; i < sheet.rows * sheet.columns; i++)
            assert_true(sheet.field[i] >= copy &&
                        sheet.field[i] + strlen(sheet.field[i]) <= copy + length);
        for (size_t i = 1; i < sheet.rows; i++)
            assert_true(sheet.line[i] > sheet.line[i - 1]);
        bf_sheet_free(&sheet);
        bf_faults_free(&faults);
    }
}

#ifdef BF_FAULTS
static void memory_that_runs_out_is_a_fault(void **state)
{
    (void)state;
    for (unsigned n = 1; n < 4; n++) {
        struct bf_sheet sheet;
        struct bf_faults faults = {.count = 0};
        char *copy = bf_heap_text("a,b\n1,2\n");
        bf_heap_hook = n;
        assert_false(bf_sheet_parse(&sheet, copy, 8, "t.csv", &faults));
        bf_heap_hook = 0;
        assert_int_equal(faults.errors, 1);
        bf_sheet_free(&sheet);
        bf_faults_free(&faults);
    }
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_and_the_lines_of_rows_come_back),
        cmocka_unit_test(every_way_of_ending_lines_gives_the_same_rows),
        cmocka_unit_test(what_is_nearly_csv_is_refused_with_its_line_and_a_cure),
        cmocka_unit_test(all_bad_rows_are_reported_and_good_ones_kept),
        cmocka_unit_test(any_bytes_give_a_table_or_a_fault),
#ifdef BF_FAULTS
        cmocka_unit_test(memory_that_runs_out_is_a_fault),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
