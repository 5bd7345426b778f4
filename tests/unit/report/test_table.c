/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "unit.h"

#include "bedflow/report/table.h"

static struct example example;

static void widths_are_those_of_a_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned width;
    } row[] = {{"beds", 4}, {"Équipe “x”", 10}, {"e\xCC\x81", 1},   {"病床", 4}, {"£ ± – …", 7},
               {"", 0},     {"\xFF\xFE", 2},    {"cut \xE2\x82", 6}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        assert_int_equal(bf_text_width(row[i].text), row[i].width);
    }
}

static void digits_follow_the_error(void **state)
{
    (void)state;
    static const struct {
        double value, error;
        const char *text;
    } row[] = {{1234.567, 2.3, "1,234.6"},
               {1234567.8, 5038, "1,234,568"},
               {0.0123, 0.002, "0.0123"},
               {-1234.5, 20, "-1,235"},
               {2.385, 0.031, "2.385"},
               {0, 0.1, "0"},
               {12, (double)NAN, "12"},
               {95.7142, (double)NAN, "95.7"},
               {(double)NAN, 1, "–"},
               {-0.001, 0.5, "0.00"},
               {999999.99, 12, "1,000,000"},
               {2.385, 0.15, "2.39"},
               {0.145, 0.031, "0.145"},
               {12.5, 10, "13"},
               {1234567891, 10, "1,234,567,891"}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        char text[64];
        bf_value_print(row[i].value, row[i].error, text, sizeof text);
        assert_string_equal(text, row[i].text);
    }
}

/* The screen is told from the number, a page from the nine digits of a table. */
static void a_half_reads_alike_from_a_number_and_from_a_table(void **state)
{
    (void)state;
    static const double value[] = {20.4999999999, 20.5, 0.3849999999999, 8.65, 1234.49999999999};
    for (size_t i = 0; i < UNIT_COUNT(value); i++)
        for (int digits = 0; digits < 3; digits++) {
            char direct[64], stored[64], cell[64];
            double error = pow(10, 1 - digits);
            bf_format(cell, sizeof cell, "%.9g", value[i]);
            bf_value_print(value[i], error, direct, sizeof direct);
            bf_value_print(strtod(cell, NULL), error, stored, sizeof stored);
            assert_string_equal(direct, stored);
        }
}

static void times_have_the_unit_that_is_easiest(void **state)
{
    (void)state;
    static const struct {
        double hours;
        const char *text;
    } row[] = {{0, "none"},    {0.01, "none"},      {0.385, "23 min"},  {3.72, "3.7 h"},
               {35.2, "35 h"}, {139.2, "5.8 days"}, {412.3, "17 days"}, {(double)NAN, "–"}};
    char text[64];
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        bf_hours_print(row[i].hours, text, sizeof text);
        assert_string_equal(text, row[i].text);
    }
}

static void no_line_is_longer_than_a_hundred_columns_and_columns_align(void **state)
{
    (void)state;
    struct bf_text out = {NULL, 0, 0, false};
    unsigned rows = 0;
    example_make(&example, example_winter());
    snprintf(example.label[1], sizeof example.label[1], "%s",
             "Étage “très long”, 病床病床病床病床病床");
    bf_table_headline(&example.result, &out);
    assert_false(out.failed);
    assert_contains(out.bytes, "…");
    assert_contains(out.bytes, "winters p05 to p95");
    assert_contains(out.bytes, "System: delayed");
    assert_null(strstr(out.bytes, "wait p50")); /* not a headline */
    for (char *line = out.bytes, *end; (end = strchr(line, '\n')) != NULL; line = end + 1) {
        *end = '\0';
        assert_true(bf_text_width(line) <= BF_TABLE_COLUMNS);
        char *sign = strstr(line, "±");
        if (sign != NULL && sign != line) {
            *sign = '\0';
            assert_int_equal(bf_text_width(line), 56);
            rows++;
        }
    }
    assert_int_equal(rows, 1 + 3 + 3 + 1); /* head, system, waits, occupancy */
    bf_text_free(&out);
    bf_result_free(&example.result);
}

static void what_a_reader_must_know_is_said_below(void **state)
{
    (void)state;
    struct bf_text out = {NULL, 0, 0, false};
    struct bf_stopped *stopped = bf_heap_take(1, sizeof *stopped);
    example_make(&example, example_winter());
    example.result.chance_only = true;
    example.result.interrupted = true;
    example.result.planned = 9;
    stopped->replication = 385;
    bf_fail(&stopped->err, BF_E_LIMIT, NULL, "expected at most 50 people");
    example.result.stopped = stopped;
    example.result.stopped_count = 1;
    bf_table_headline(&example.result, &out);
    assert_contains(out.bytes, "chance only: inputs assumed exact");
    assert_contains(out.bytes, "interrupted: 7 of 9");
    assert_contains(out.bytes, "number 385: expected at most 50 people");
    bf_text_free(&out);
    bf_result_free(&example.result);
}

static void one_replication_has_no_error_and_none_has_no_table(void **state)
{
    (void)state;
    struct bf_text out = {NULL, 0, 0, false};
    struct example_shape shape = example_winter();
    shape.replications = 1;
    example_make(&example, shape);
    bf_table_headline(&example.result, &out);
    assert_contains(out.bytes, "a single possible winter");
    assert_null(strstr(out.bytes, "nan"));
    bf_text_free(&out);
    bf_result_free(&example.result);
    shape.replications = 0;
    example_make(&example, shape);
    bf_table_headline(&example.result, &out);
    assert_contains(out.bytes, "No replication finished");
    bf_text_free(&out);
    bf_result_free(&example.result);
}

static void measures_are_named_without_underscores_and_with_their_group(void **state)
{
    (void)state;
    struct bf_measure measure = {.group = "all", .name = "wait_p95"};
    char text[64];
    bf_measure_words(&measure, text, sizeof text);
    assert_string_equal(text, "wait p95");
    measure.group = "class:frail_85";
    bf_measure_words(&measure, text, sizeof text);
    assert_string_equal(text, "wait p95, class:frail 85");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(widths_are_those_of_a_terminal),
        cmocka_unit_test(digits_follow_the_error),
        cmocka_unit_test(a_half_reads_alike_from_a_number_and_from_a_table),
        cmocka_unit_test(times_have_the_unit_that_is_easiest),
        cmocka_unit_test(no_line_is_longer_than_a_hundred_columns_and_columns_align),
        cmocka_unit_test(what_a_reader_must_know_is_said_below),
        cmocka_unit_test(one_replication_has_no_error_and_none_has_no_table),
        cmocka_unit_test(measures_are_named_without_underscores_and_with_their_group),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
