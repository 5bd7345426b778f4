/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "synthetic.h"

#include "bedflow/study/goal.h"

static bool parse(const char *text, struct bf_goals *goals, struct bf_err *err)
{
    return bf_goals_parse(text, &synthetic_catalogue, goals, err);
}

static void goals_are_read_with_units_shares_and_thousands(void **state)
{
    (void)state;
    struct bf_goals goals;
    struct bf_err err;
    assert_true(parse("delayed_days: 1,500, occupancy:2.5% ;acute.wait_p95 : 3.25", &goals, &err));
    assert_int_equal(goals.count, 3);
    assert_int_equal(goals.goal[0].scalar, 0);
    assert_close(goals.goal[0].amount, 1500, 0);
    assert_false(goals.goal[0].is_share);
    assert_int_equal(goals.goal[1].scalar, 1);
    assert_close(goals.goal[1].amount, 0.025, 1e-15);
    assert_true(goals.goal[1].is_share);
    assert_int_equal(goals.goal[2].scalar, 3);
    assert_close(goals.goal[2].amount, 3.25, 0);
}

static void no_text_is_no_goal(void **state)
{
    (void)state;
    struct bf_goals goals;
    struct bf_err err;
    assert_true(parse(NULL, &goals, &err));
    assert_int_equal(goals.count, 0);
    assert_true(parse("", &goals, &err));
    assert_int_equal(goals.count, 0);
}

static void a_goal_is_found_by_its_scalar(void **state)
{
    (void)state;
    struct bf_goals goals;
    struct bf_err err;
    assert_true(parse("occupancy: 0.75", &goals, &err));
    assert_null(bf_goals_of(&goals, 0));
    assert_ptr_equal(bf_goals_of(&goals, 1), &goals.goal[0]);
}

static void an_unknown_measure_is_refused_with_the_nearest(void **state)
{
    (void)state;
    struct bf_goals goals;
    struct bf_err err;
    assert_false(parse("delayed_day: 5", &goals, &err));
    assert_int_equal(err.code, BF_E_KEY);
    assert_non_null(strstr(err.what, "did you mean delayed_days?"));
    assert_int_equal(bf_measure_find(&synthetic_catalogue, "system.occupancy"), 1);
    assert_int_equal(bf_measure_find(&synthetic_catalogue, "wait_p95"), UINT32_MAX);
}

static void a_group_has_its_place_in_a_whole_name(void **state)
{
    (void)state;
    const struct bf_catalogue *c = &synthetic_catalogue;
    assert_int_equal(bf_measure_named(c->scalar, c->scalar_count, "occupancy"), 1);
    assert_int_equal(bf_measure_named(c->scalar, c->scalar_count, "acute.wait_p95"), 3);
    assert_int_equal(bf_measure_named(c->scalar, c->scalar_count, "class:frail.delayed_days"), 4);
    assert_int_equal(bf_measure_named(c->scalar, c->scalar_count, "frail.delayed_days"),
                     UINT32_MAX);
    assert_int_equal(bf_measure_named(c->scalar, 0, "occupancy"), UINT32_MAX);
}

static void faults_of_grammar_say_what_was_expected(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
        enum bf_errcode code;
    } fault[] = {
        {"delayed_days", "a colon", BF_E_SYNTAX},
        {": 5", "a colon", BF_E_SYNTAX},
        {"delayed_days: five", "a number", BF_E_SYNTAX},
        {"delayed_days: -5", "0 or more", BF_E_RANGE},
        {"delayed_days: 5; delayed_days: 6", "twice", BF_E_KEY},
    };
    for (size_t i = 0; i < sizeof fault / sizeof fault[0]; i++) {
        struct bf_goals goals;
        struct bf_err err;
        assert_false(parse(fault[i].text, &goals, &err));
        assert_int_equal(err.code, fault[i].code);
        assert_non_null(strstr(err.what, fault[i].says));
    }
}

static void more_goals_than_there_is_room_for_are_refused(void **state)
{
    (void)state;
    enum { MANY = BF_GOALS_CAP + 1 };
    static struct bf_measure measure[MANY];
    static char name[MANY][8];
    char text[MANY * 12] = "";
    for (int i = 0; i < MANY; i++) {
        snprintf(name[i], sizeof name[i], "m%c", 'a' + i);
        measure[i] = (struct bf_measure){
            .service = "system", .group = "all", .name = name[i], .unit = "people"};
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s: 2.5;", name[i]);
    }
    struct bf_catalogue catalogue = {.scalar = measure, .scalar_count = MANY};
    struct bf_goals goals;
    struct bf_err err;
    assert_false(bf_goals_parse(text, &catalogue, &goals, &err));
    assert_int_equal(err.code, BF_E_LIMIT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(goals_are_read_with_units_shares_and_thousands),
        cmocka_unit_test(no_text_is_no_goal),
        cmocka_unit_test(a_goal_is_found_by_its_scalar),
        cmocka_unit_test(an_unknown_measure_is_refused_with_the_nearest),
        cmocka_unit_test(a_group_has_its_place_in_a_whole_name),
        cmocka_unit_test(faults_of_grammar_say_what_was_expected),
        cmocka_unit_test(more_goals_than_there_is_room_for_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
