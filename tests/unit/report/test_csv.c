/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/csv.h"

#include <locale.h>

static void numbers_have_nine_digits_and_no_needless_zeros(void **state)
{
    (void)state;
    static const struct {
        double value;
        const char *text;
    } row[] = {{2.385, "2.385"},
               {-0.1, "-0.1"},
               {1234567.891234, "1234567.89"},
               {0.0, "0"},
               {-0.0, "0"},
               {1e-12 / 3, "3.33333333e-13"},
               {(double)NAN, ""},
               {30, "30"},
               {(double)INFINITY, "inf"},
               {-(double)INFINITY, "-inf"}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        char text[BF_NUMBER_CAP];
        bf_number_print(row[i].value, text);
        assert_string_equal(text, row[i].text);
    }
}

static void exact_numbers_read_back_to_the_last_bit(void **state)
{
    (void)state;
    double value = 2.385;
    char text[BF_NUMBER_CAP];
    for (int i = 0; i < 2000; i++) {
        double back = 0;
        value = value * -1.37 + 1.0 / 3;
        if (fabs(value) > 1e12) {
            value *= 1e-13;
        }
        bf_number_print_exact(value, text);
        assert_true(bf_number_parse(text, &back));
        assert_same_double(back, value);
    }
    bf_number_print_exact(0.1, text);
    assert_string_equal(text, "0.1");
    bf_number_print_exact(1.0 / 3, text);
    assert_string_equal(text, "0.3333333333333333");
}

/* Whole numbers take a shorter way: no reader may see it. */
static void whole_numbers_are_printed_as_printf_would(void **state)
{
    (void)state;
    static const double value[] = {0,      -0.0,      1,      -7,       9,        10,
                                   238.5,  -999999,   999999, 1e6,      -1e6,     1000001,
                                   123456, 0x1p-1074, -0.25,  999999.5, 20210402, 4e9};
    for (size_t i = 0; i < UNIT_COUNT(value); i++) {
        char text[BF_NUMBER_CAP], expected[BF_NUMBER_CAP];
        snprintf(expected, sizeof expected, "%.9g", value[i] == 0 ? 0.0 : value[i]);
        bf_number_print(value[i], text);
        assert_string_equal(text, expected);
        bf_number_print_exact(value[i], text);
        double back;
        assert_true(bf_number_parse(text, &back));
        assert_same_double(back, value[i]);
        snprintf(expected, sizeof expected, "%.6g", (double)(float)value[i]);
        bf_number_print_float((float)value[i], text);
        if (fabs(value[i]) <= 999999) assert_string_equal(text, expected);
    }
}

static void floats_are_printed_as_short_as_they_read_back(void **state)
{
    (void)state;
    char text[BF_NUMBER_CAP];
    bf_number_print_float(0.1f, text);
    assert_string_equal(text, "0.1");
    bf_number_print_float(16777217.0f / 3, text);
    assert_same_double((double)strtof(text, NULL), (double)(16777217.0f / 3));
    bf_number_print_float(NAN, text);
    assert_string_equal(text, "");
}

static void a_comma_as_decimal_point_of_the_host_changes_nothing(void **state)
{
    (void)state;
    static const char *const comma[] = {"de_DE.UTF-8", "fr_FR.UTF-8", "de_DE", "nl_NL.UTF-8"};
    bool found = false;
    for (size_t i = 0; i < UNIT_COUNT(comma) && !found; i++) {
        found = setlocale(LC_NUMERIC, comma[i]) != NULL;
    }
    if (!found) {
        skip();
    }
    char text[BF_NUMBER_CAP], exact[BF_NUMBER_CAP], small[BF_NUMBER_CAP];
    double back = 0;
    bf_number_print(2.385, text);
    bf_number_print_exact(1.0 / 3, exact);
    bf_number_print_float(2.5f, small);
    bool read = bf_number_parse("1234.5e-1", &back);
    setlocale(LC_NUMERIC, "C");
    assert_string_equal(text, "2.385");
    assert_string_equal(exact, "0.3333333333333333");
    assert_string_equal(small, "2.5");
    assert_true(read);
    assert_same_double(back, 123.45);
}

static void a_number_is_all_of_its_field_or_none(void **state)
{
    (void)state;
    double value = 7.5;
    assert_false(bf_number_parse("12 beds", &value));
    assert_false(bf_number_parse("1,2", &value));
    assert_false(bf_number_parse("x", &value));
    assert_same_double(value, 7.5);
    assert_true(bf_number_parse("", &value));
    assert_nan(value);
}

static void awkward_names_survive_writing_and_reading(void **state)
{
    (void)state;
    static const char *const name[] = {
        "plain", "comma, inside",     "a \"quote\"", "two\nlines", "carriage\r\nreturn",
        "",      "Équipe “intégrée”", "\"",          ",\","};
    struct bf_csv csv;
    struct bf_sheet sheet;
    struct bf_err err;
    assert_true(bf_csv_open(&csv, scratch_path("names.csv"), "name,number", &err));
    for (size_t i = 0; i < UNIT_COUNT(name); i++) {
        bf_csv_text(&csv, name[i]);
        bf_csv_number(&csv, 2.385 * (double)i);
        bf_csv_end_row(&csv);
    }
    assert_true(bf_csv_close(&csv, &err));
    assert_true(bf_sheet_read(&sheet, scratch_path("names.csv"), &err));
    assert_int_equal(sheet.rows, UNIT_COUNT(name));
    int column = bf_sheet_column(&sheet, "name");
    assert_int_equal(column, 0);
    assert_int_equal(bf_sheet_column(&sheet, "beds"), -1);
    for (size_t i = 0; i < sheet.rows; i++) {
        assert_string_equal(sheet.field[2 * i], name[i]);
    }
    bf_sheet_free(&sheet);
}

static void a_name_that_a_spreadsheet_would_work_out_is_kept_a_name(void **state)
{
    (void)state;
    static const char *const name[] = {"=2+3",  "@SUM(A1)", "=a,\"b\"", "+cmd|' /C calc'!A0",
                                       "-f(2)", "+30 beds", "-4.385",   "a=b"};
    static const char wanted[] = "name\n'=2+3\n'@SUM(A1)\n\"'=a,\"\"b\"\"\"\n'+cmd|' /C calc'!A0\n"
                                 "'-f(2)\n+30 beds\n-4.385\na=b\n";
    struct bf_csv csv;
    struct bf_err err;
    char text[200] = "";
    assert_true(bf_csv_open(&csv, scratch_path("formulas.csv"), "name", &err));
    for (size_t i = 0; i < UNIT_COUNT(name); i++) {
        bf_csv_text(&csv, name[i]);
        bf_csv_end_row(&csv);
    }
    assert_true(bf_csv_close(&csv, &err));
    FILE *file = fopen(scratch_path("formulas.csv"), "r");
    assert_non_null(file);
    assert_int_equal(fread(text, 1, sizeof text - 1, file), strlen(wanted));
    fclose(file);
    assert_string_equal(text, wanted);
}

static void quoting_is_that_of_rfc_4180(void **state)
{
    (void)state;
    struct bf_csv csv;
    struct bf_err err;
    assert_true(bf_csv_open(&csv, scratch_path("rfc.csv"), "a,b,c,d", &err));
    bf_csv_text(&csv, "say \"hi\", twice");
    bf_csv_text(&csv, NULL);
    bf_csv_count(&csv, UINT64_MAX);
    bf_csv_day(&csv, bf_day_from_civil(2022, 2, 28));
    bf_csv_end_row(&csv);
    assert_true(bf_csv_close(&csv, &err));
    char *bytes = scratch_read("rfc.csv");
    assert_string_equal(bytes,
                        "a,b,c,d\n\"say \"\"hi\"\", twice\",,18446744073709551615,2022-02-28\n");
    free(bytes);
}

static void files_with_windows_line_ends_and_without_a_last_one_are_read(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_err err;
    scratch_write("windows.csv", "a,b\r\n1,\"x,y\"\r\n3,last");
    assert_true(bf_sheet_read(&sheet, scratch_path("windows.csv"), &err));
    assert_int_equal(sheet.rows, 2);
    assert_string_equal(sheet.head[1], "b");
    assert_string_equal(sheet.field[1], "x,y");
    assert_string_equal(sheet.field[3], "last");
    bf_sheet_free(&sheet);
}

static void broken_tables_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        int line;
        const char *says;
    } row[] = {{"a,b\n1,2\n3\n", 3, "expected 2 fields"},
               {"a,b\n1,2,5\n", 2, "received 3"},
               {"a,b\n1,\"open\n", 2, "quote"},
               {"a\n\"x\"y\n", 2, "stray"},
               {"", 1, "empty file"}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_sheet sheet;
        struct bf_err err = {.code = BF_OK};
        scratch_write("broken.csv", row[i].bytes);
        assert_false(bf_sheet_read(&sheet, scratch_path("broken.csv"), &err));
        assert_int_equal(err.code, BF_E_SYNTAX);
        assert_int_equal(err.where.line, row[i].line);
        assert_contains(err.what, row[i].says);
    }
}

static void a_missing_table_is_an_error_of_the_system(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_err err = {.code = BF_OK};
    assert_false(bf_sheet_read(&sheet, scratch_path("missing.csv"), &err));
    assert_int_equal(err.code, BF_E_IO);
}

static void a_measure_an_interval_and_a_list_stand_in_their_columns(void **state)
{
    (void)state;
    const struct bf_measure measure = {
        .service = "ward, east", .group = "all", .name = "occupied", .unit = "people"};
    const struct bf_interval interval = {2.385, -0.75, 31.0625};
    const double more[] = {7.125, (double)NAN};
    struct bf_csv csv;
    struct bf_err err;
    const char *head = "service,group,measure,unit,estimate,low,high,more,most";
    assert_true(bf_csv_open(&csv, scratch_path("columns.csv"), head, &err));
    bf_csv_measure(&csv, &measure);
    bf_csv_interval(&csv, &interval);
    bf_csv_numbers(&csv, more, UNIT_COUNT(more));
    bf_csv_end_row(&csv);
    assert_true(bf_csv_close(&csv, &err));
    char *text = scratch_read("columns.csv");
    assert_string_equal(text, "service,group,measure,unit,estimate,low,high,more,most\n"
                              "\"ward, east\",all,occupied,people,2.385,-0.75,31.0625,7.125,\n");
    free(text);
}

static void a_heading_put_together_is_written_and_freed(void **state)
{
    (void)state;
    struct bf_csv csv;
    struct bf_err err;
    struct bf_text head = {.bytes = NULL};
    bf_text_add(&head, "point,%s", "services.ward.beds");
    assert_true(bf_csv_open_with(&csv, scratch_path("together.csv"), &head, &err));
    assert_null(head.bytes);
    assert_true(bf_csv_close(&csv, &err));
    char *text = scratch_read("together.csv");
    assert_string_equal(text, "point,services.ward.beds\n");
    free(text);
}

static void half_a_heading_is_no_table(void **state)
{
    (void)state;
    struct bf_csv csv;
    struct bf_err err;
    struct bf_text head = {.bytes = NULL};
    bf_text_add(&head, "point,");
    head.failed = true; /* memory ran out on the way */
    assert_false(bf_csv_open_with(&csv, scratch_path("half.csv"), &head, &err));
    assert_int_equal(err.code, BF_E_NOMEM);
    assert_null(head.bytes);
    assert_null(fopen(scratch_path("half.csv"), "r"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_have_nine_digits_and_no_needless_zeros),
        cmocka_unit_test(exact_numbers_read_back_to_the_last_bit),
        cmocka_unit_test(whole_numbers_are_printed_as_printf_would),
        cmocka_unit_test(floats_are_printed_as_short_as_they_read_back),
        cmocka_unit_test(a_comma_as_decimal_point_of_the_host_changes_nothing),
        cmocka_unit_test(a_number_is_all_of_its_field_or_none),
        cmocka_unit_test(awkward_names_survive_writing_and_reading),
        cmocka_unit_test(a_name_that_a_spreadsheet_would_work_out_is_kept_a_name),
        cmocka_unit_test(quoting_is_that_of_rfc_4180),
        cmocka_unit_test(a_measure_an_interval_and_a_list_stand_in_their_columns),
        cmocka_unit_test(a_heading_put_together_is_written_and_freed),
        cmocka_unit_test(half_a_heading_is_no_table),
        cmocka_unit_test(files_with_windows_line_ends_and_without_a_last_one_are_read),
        cmocka_unit_test(broken_tables_are_refused_with_their_line),
        cmocka_unit_test(a_missing_table_is_an_error_of_the_system),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
