/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "sim/scenario/value.h"

#include <math.h>

static struct bf_node node(enum bf_node_kind kind, const char *text)
{
    return (struct bf_node){.kind = kind, .text = text};
}

static void numbers_are_read_as_written(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        double value;
    } row[] = {{"0.1", 0.1},
               {"-2.385", -2.385},
               {"+7", 7},
               {"5.", 5},
               {".25", 0.25},
               {"0x1F", 31},
               {"12L", 12},
               {"1.25e-3", 1.25e-3},
               {"3e2", 300},
               {"5.e1", 50},
               {"0.3333333333333333", 0.3333333333333333}};
    const struct bf_param param = {.name = "n", .type = BF_PARAM_QUANTITY, .dim = BF_DIM_NUMBER};
    char why[256];
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_node number = node(BF_NODE_NUMBER, row[i].text);
        double value = -99;
        assert_int_equal(bf_value_read(&param, &number, &value, why, sizeof why), BF_OK);
        assert_close(value, row[i].value, 0);
    }
}

static void a_value_with_a_fault_is_left_alone(void **state)
{
    (void)state;
    const struct bf_param param = {
        .name = "n", .type = BF_PARAM_SERIES, .dim = BF_DIM_COUNT, .min = 2, .max = 9};
    static const char *const bad[] = {
        "1", "10", "3.5", "3e0", "1e400", "99999999999999999999", "0xFFFFFFFFFFFFFFFFFFFF"};
    char why[256];
    for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
        struct bf_node number = node(BF_NODE_NUMBER, bad[i]);
        double value = -99;
        why[0] = '\0';
        assert_int_not_equal(bf_value_read(&param, &number, &value, why, sizeof why), BF_OK);
        assert_close(value, -99, 0);
        assert_contains(why, "expected");
    }
}

static void a_blank_says_that_nothing_was_given(void **state)
{
    (void)state;
    double quantity = 3;
    bf_day day = 7;
    int32_t choice = 2;
    const char *text = "x";
    struct bf_items items = {.count = 5};
    bf_value_blank(BF_PARAM_QUANTITY, &quantity);
    bf_value_blank(BF_PARAM_DATE, &day);
    bf_value_blank(BF_PARAM_CHOICE, &choice);
    bf_value_blank(BF_PARAM_TEXT, &text);
    bf_value_blank(BF_PARAM_MAP, &items);
    assert_true(isnan(quantity));
    assert_int_equal(day, BF_DAY_NONE);
    assert_int_equal(choice, -1);
    assert_null(text);
    assert_int_equal(items.count, 0);
}

static void elements_have_the_type_of_one_value(void **state)
{
    (void)state;
    assert_int_equal(bf_value_type(BF_PARAM_SHARES), BF_PARAM_QUANTITY);
    assert_int_equal(bf_value_type(BF_PARAM_DATES), BF_PARAM_DATE);
    assert_int_equal(bf_value_type(BF_PARAM_NAMES), BF_PARAM_TEXT);
    assert_int_equal(bf_value_type(BF_PARAM_MAP), BF_PARAM_MAP);
    assert_int_equal(bf_value_size(BF_PARAM_HOURS), sizeof(struct bf_week));
    assert_breaks_contract(bf_value_size(BF_PARAM_LIST), "bf_type_is_single");
}

static void a_range_is_said_in_units_of_people(void **state)
{
    (void)state;
    char text[160];
    struct bf_param param = {.dim = BF_DIM_TIME, .min = 12, .max = 240};
    assert_true(bf_value_range_text(&param, text, sizeof text));
    assert_string_equal(text, "expected 12 hours to 10 days");
    param.max = (double)INFINITY;
    assert_true(bf_value_range_text(&param, text, sizeof text));
    assert_string_equal(text, "expected at least 12 hours");
    param = (struct bf_param){.dim = BF_DIM_SHARE, .min = -(double)INFINITY, .max = 0.35};
    assert_true(bf_value_range_text(&param, text, sizeof text));
    assert_string_equal(text, "expected at most 35%");
    param = (struct bf_param){.dim = BF_DIM_SHARE};
    assert_false(bf_value_range_text(&param, text, sizeof text));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_read_as_written),
        cmocka_unit_test(a_value_with_a_fault_is_left_alone),
        cmocka_unit_test(a_blank_says_that_nothing_was_given),
        cmocka_unit_test(elements_have_the_type_of_one_value),
        cmocka_unit_test(a_range_is_said_in_units_of_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
