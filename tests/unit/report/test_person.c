/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/report/person.h"
#include "model_fixture.h"

static const char scenario[] =
    "format = 1; title = \"x\";\n"
    "period = { from = \"2021-11-01\"; to = \"2021-11-21\"; }; start = { warm_up = \"7 days\"; };\n"
    "demand: { falls: { rate = \"9.7 per day\"; enter = ( { to = \"ward\"; } ); };\n"
    "  by_night: { rate = \"2.3 per day\"; enter = ( { to = \"ward\"; } ); }; };\n"
    "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 58;\n"
    "  stay = { mean = \"4.3 days\"; }; then = ( { to = \"home\"; } ); }; };\n";

static struct fixture f;

static void a_name_and_its_key_are_one(void **state)
{
    (void)state;
    static const char *const name[] = {"falls-2021-11-03-17", "by_night-2021-10-25-1"};
    for (size_t i = 0; i < UNIT_COUNT(name); i++) {
        uint64_t who;
        char text[BF_PERSON_CAP], why[300];
        assert_true(bf_person_parse(&f.model.network, name[i], &who, why, sizeof why));
        assert_true(bf_person_print(&f.model.network, who, text, sizeof text));
        assert_string_equal(text, name[i]);
    }
}

static void what_is_no_name_is_refused_with_a_reason(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "falls",
                                      "falls-2021-11-03",
                                      "falls-2021-11-31-1",
                                      "falls-2021-11-03-0",
                                      "falls-2021-11-03-1x",
                                      "strokes-2021-11-03-1",
                                      "snapshot-3"};
    for (size_t i = 0; i < UNIT_COUNT(bad); i++) {
        uint64_t who;
        char why[300] = "";
        if (bf_person_parse(&f.model.network, bad[i], &who, why, sizeof why))
            fail_msg("taken: %s", bad[i]);
        assert_true(why[0] != '\0');
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_name_and_its_key_are_one),
        cmocka_unit_test(what_is_no_name_is_refused_with_a_reason),
    };
    fixture_text(&f, scenario);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    fixture_close(&f);
    return failed;
}
