/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/rows.h"

enum { WHEN, BEDS, STAFF };
static const char *const name[] = {"when", "beds", "staff"};

static struct bf_sheet sheet;
static struct bf_faults faults;

static struct bf_rows begin(const char *text)
{
    size_t length = strlen(text);
    char *copy = bf_heap_take(length + 1, 1);
    assert_non_null(copy);
    memcpy(copy, text, length + 1);
    faults = (struct bf_faults){.count = 0};
    assert_true(bf_sheet_parse(&sheet, copy, length, "t.csv", &faults));
    return bf_rows_begin(&sheet, "t.csv", name, UNIT_COUNT(name), &faults);
}

static void end(void)
{
    bf_sheet_free(&sheet);
    bf_faults_free(&faults);
}

static void fields_are_found_by_column_in_any_order_and_empty_where_there_is_none(void **state)
{
    (void)state;
    struct bf_rows rows = begin("beds,note,when\n2.385,x,may\n7,y, june\n");
    assert_true(bf_rows_have(&rows, BEDS));
    assert_false(bf_rows_have(&rows, STAFF));
    assert_string_equal(bf_rows_field(&rows, WHEN), "may");
    assert_string_equal(bf_rows_field(&rows, STAFF), "");
    assert_int_equal(bf_rows_line(&rows), 2);
    rows.row = 1;
    assert_string_equal(bf_rows_field(&rows, WHEN), " june");
    assert_int_equal(bf_rows_line(&rows), 3);
    rows.row = SIZE_MAX;
    assert_int_equal(bf_rows_line(&rows), 1);
    end();
}

static void a_number_is_within_its_ends_or_nothing_or_a_fault(void **state)
{
    (void)state;
    struct bf_rows rows = begin("beds\n2.385\n\" \"\n9.5\n9.51\nmany\nnan\n");
    static const double want[] = {2.385, (double)NAN, 9.5, (double)NAN, (double)NAN, (double)NAN};
    static const size_t errors[] = {0, 0, 0, 1, 2, 3};
    for (rows.row = 0; rows.row < sheet.rows; rows.row++) {
        double got = bf_rows_number(&rows, BEDS, -0.5, 9.5, "up to 9.5 beds");
        assert_true(isnan(want[rows.row]) ? isnan(got) : got == want[rows.row]);
        assert_int_equal(faults.errors, errors[rows.row]);
    }
    assert_true(isnan(bf_rows_number(&rows, STAFF, 0, 1, "staff")));
    assert_int_equal(faults.errors, 3);
    assert_string_equal(faults.fault[1].err.what, "expected up to 9.5 beds, received \"many\"");
    assert_string_equal(faults.fault[1].err.where.file, "t.csv");
    assert_string_equal(faults.fault[1].err.where.path, "beds");
    assert_int_equal(faults.fault[1].err.where.line, 6);
    assert_int_equal(faults.fault[1].err.code, BF_E_TYPE);
    end();
}

static void a_fault_can_be_of_the_file_as_a_whole(void **state)
{
    (void)state;
    struct bf_rows rows = begin("beds\n1.25\n");
    bf_rows_fault(&rows, BF_WARNING, BF_E_RANGE, 0, "", "expected %d rows", 3);
    assert_int_equal(faults.warnings, 1);
    assert_int_equal(faults.errors, 0);
    assert_int_equal(faults.fault[0].err.where.line, 0);
    assert_string_equal(faults.fault[0].err.what, "expected 3 rows");
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_found_by_column_in_any_order_and_empty_where_there_is_none),
        cmocka_unit_test(a_number_is_within_its_ends_or_nothing_or_a_fault),
        cmocka_unit_test(a_fault_can_be_of_the_file_as_a_whole),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
