/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said before a run of changes, purchases and policies that can't be, that do nothing, or
 * that take away twice. */
#include "unit.h"

#include "model_fixture.h"

#define WARD                                                                                       \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-12-12\"; follow_up = \"0 days\"; "  \
    "}; start = { warm_up = \"9 days\"; }; classes: { old: {}; young: {}; };"                      \
    "demand: { falls: { rate = \"3.7 per day\"; classes = { old = 0.7; young = 0.3; };"            \
    "   by_weekday = [1, 1, 1, 1, 1, 1, 1]; enter = ( { to = \"ward\"; } ); }; };"                 \
    "services: { ward: { kind = \"beds\"; beds = 62; setting = \"acute\";"                         \
    "   stay = { shape = \"lognormal\"; mean = \"4.3 days\"; median = \"3.1 days\"; };"            \
    "   then = ( { to = \"home\"; share = 0.6; }, { to = \"care\"; share = 0.4; } ); };"           \
    " care: { kind = \"caseload\"; hours = \"420 hours per week\"; first_visits = \"9 hours per "  \
    "   week\"; stay = { mean = \"9.1 days\"; }; then = ( { to = \"home\"; } ); }; };"
#define CHANGES(text) WARD "changes: { " text " };"
#define A(what, more) "a: { what = " what "; from = \"2021-11-20\"; " more " };"
#define POLICY(more)                                                                               \
    WARD "policies: { p: { service = \"ward\"; above = 0.93; until_below = 0.85; " more " }; };"

static bool found(const struct fixture *f, enum bf_severity severity, const char *path,
                  const char *words)
{
    for (size_t i = 0; i < f->faults.count; i++)
        if (f->faults.fault[i].severity == severity &&
            strcmp(f->faults.fault[i].err.where.path, path) == 0 &&
            strstr(f->faults.fault[i].err.what, words))
            return true;
    fixture_show(&f->faults);
    return false;
}

static void refused(const char *text, const char *path, const char *words)
{
    struct fixture f;
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    assert_true(found(&f, BF_ERROR, path, words));
    fixture_close(&f);
}

static void warned(const char *text, const char *path, const char *words)
{
    struct fixture f;
    bool accepted = fixture_try(&f, text, "given.cfg", NULL, 0);
    if (!accepted) fixture_show(&f.faults);
    assert_true(accepted);
    assert_true(found(&f, BF_WARNING, path, words));
    fixture_close(&f);
}

/* Of what these tests are about: other warnings there may be. */
static void nothing_said(const char *text, const char *path)
{
    struct fixture f;
    assert_true(fixture_try(&f, text, "given.cfg", NULL, 0));
    for (size_t i = 0; i < f.faults.count; i++)
        if (strcmp(f.faults.fault[i].err.where.path, path) == 0) fixture_show(&f.faults);
    for (size_t i = 0; i < f.faults.count; i++)
        assert_string_not_equal(f.faults.fault[i].err.where.path, path);
    fixture_close(&f);
}

static void a_change_that_makes_a_number_impossible_is_refused_with_its_day(void **state)
{
    (void)state;
    refused(CHANGES(A("\"services.ward.stay.mean\"", "factor = 0.5;")), "changes.a",
            "on Sat 20 Nov 2021 it makes a number impossible: ward: stay: expected a median below");
    refused(CHANGES(A("\"services.ward.stay.mean\"", "set = \"0 days\";")), "changes.a",
            "a finite mean above 0");
    refused(CHANGES(A("[\"demand.falls.classes.old\", \"demand.falls.classes.young\"]",
                      "set = \"0\";")),
            "changes.a", "expected people of some class");
    refused(CHANGES(A("[\"services.ward.then[0].share\", \"services.ward.then[1].share\"]",
                      "set = \"0\";")),
            "changes.a", "expected some way with a share above 0");
    /* a ramp reaches it later */
    refused(CHANGES(A("\"services.ward.stay.mean\"", "factor = 0.5; ramp = \"10 days\";")),
            "changes.a", "on Tue 30 Nov 2021");
    nothing_said(
        CHANGES(A("[\"services.ward.stay.mean\", \"services.ward.stay.median\"]", "factor = 0.5;")),
        "changes.a");
    nothing_said(CHANGES(A("\"services.ward.then[0].share\"", "set = \"0.9\";")), "changes.a");
}

static void every_day_of_the_week_shut_is_refused(void **state)
{
    (void)state;
    char text[4000], what[800] = "[";
    for (int i = 0; i < 7; i++)
        snprintf(what + strlen(what), 80, "%s\"demand.falls.by_weekday[%d]\"", i ? ", " : "", i);
    snprintf(text, sizeof text, CHANGES("a: { what = %s]; from = \"2021-11-20\"; set = \"0\"; };"),
             what);
    refused(text, "changes.a", "expected some number of by_weekday above 0");
}

static void a_policy_is_tried_by_itself(void **state)
{
    (void)state;
    refused(POLICY("when = \"occupancy\"; what = \"services.ward.stay.mean\"; factor = 0.5;"),
            "policies.p", "while it is on it makes a number impossible");
    warned(POLICY("when = \"occupancy\"; what = \"services.ward.beds\"; add = \"-77\";"),
           "policies.p", "while it is on it takes \"services.ward.beds\" to -15");
}

static void closures_that_take_the_same_beds_twice_are_told(void **state)
{
    (void)state;
#define SHUT(name, beds, from, to)                                                                 \
    name ": { what = \"services.ward.beds\"; add = \"-" beds "\"; from = \"2021-11-" from "\"; "   \
         "to = \"2021-11-" to "\"; };"
    warned(CHANGES(SHUT("a", "40", "10", "20") SHUT("b", "41", "12", "25")), "changes.b",
           "on Fri 12 Nov 2021 it takes \"services.ward.beds\" to -19 together with changes.a");
    nothing_said(CHANGES(SHUT("a", "40", "10", "20") SHUT("b", "41", "21", "25")), "changes.b");
    warned(CHANGES(A("\"services.ward.then[1].share\"", "add = \"5\";")), "changes.a",
           "to 540%, and it is held at 100%");
    /* before the period, and held when it begins */
    warned(CHANGES("a: { what = \"services.ward.beds\"; add = \"-63\"; from = \"2021-10-29\"; };"),
           "changes.a", "on Mon 1 Nov 2021");
}

static void a_path_written_twice_is_refused(void **state)
{
    (void)state;
    refused(CHANGES(A("[\"services.ward.beds\", \"services.ward.beds\"]", "add = \"-4\";")),
            "changes.a.what", "expected each path once");
}

static void what_is_over_before_anything_is_simulated_is_told(void **state)
{
    (void)state;
#define OVER(to, more)                                                                             \
    CHANGES("a: { what = \"services.ward.beds\"; add = \"-4\"; from = \"2020-11-01\"; to = \"" to  \
            "\"; " more " };")
    warned(OVER("2021-10-22", ""), "changes.a", "is over on 2021-10-22, before the start");
    nothing_said(OVER("2021-10-23", ""), "changes.a"); /* in the warm-up */
    nothing_said(OVER("2021-10-01", "fade = \"30 days\";"), "changes.a");
    nothing_said(OVER("2021-10-01", "date_sd = \"9 days\";"), "changes.a");
#define BLOCK(dates)                                                                               \
    WARD "purchases: { sea: { service = \"ward\"; kind = \"block\"; beds = 7; price = \"£1,050 "  \
         "per "                                                                                    \
         "bed per week\"; " dates " }; };"
    warned(BLOCK("from = \"2020-11-01\"; to = \"2020-12-01\";"), "purchases.sea", "is over on");
    nothing_said(BLOCK("from = \"2020-11-01\"; to = \"2020-12-01\"; minimum_term = \"371 days\";"),
                 "purchases.sea");
    /* 1,060 days x 7 x £150 */
    warned(BLOCK("from = \"2021-11-08\"; to = \"2021-11-20\"; minimum_term = \"1095 days\";"),
           "purchases.sea",
           "is paid until Wed 6 Nov 2024 by its minimum term: of that, £1,113,000");
}

static void lines_that_are_never_crossed_are_told(void **state)
{
    (void)state;
#define LINES(service, when, above, below, more)                                                   \
    WARD "policies: { first: { when = \"delayed\"; above = 5; until_below = 2; }; p: { service = " \
         "\"" service "\"; when = \"" when "\"; above = " above "; until_below = " below "; " more \
         " }; };"
    refused(LINES("ward", "occupancy", "95", "90", ""), "policies.p", "which is 9500%");
    refused(LINES("care", "occupancy", "0.95", "0.9", ""), "policies.p", "which has none");
    warned(LINES("ward", "occupancy", "0.95", "0.95", ""), "policies.p", "by turns");
    nothing_said(LINES("ward", "occupancy", "0.95", "0.95", "at_least = \"1 day\";"), "policies.p");
    nothing_said(LINES("ward", "occupancy", "\"95%\"", "\"90%\"", ""), "policies.p");
    nothing_said(LINES("care", "waiting", "9.5", "7", ""), "policies.p");
#define RULES(above)                                                                               \
    WARD "policies: { first: { when = \"delayed\"; above = 5; until_below = 2; }; p: { when = "    \
         "\"rules\"; rules = [\"first\"]; above = " above "; until_below = 0.5; }; };"
    warned(RULES("1"), "policies.p", "never begins");
    nothing_said(RULES("0.5"), "policies.p");
}

static void a_rule_of_acute_beds_that_there_are_none_of_is_told(void **state)
{
    (void)state;
#define OUTSIDE(beds, when, where)                                                                 \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-12-12\"; }; start = { warm_up = "   \
    "\"9 days\"; }; demand: { falls: { rate = \"3.7 per day\"; enter = ( { to = \"ward\"; } ); "   \
    "}; "                                                                                          \
    "}; services: { ward: { kind = \"beds\"; " beds                                                \
    " stay = { mean = \"4.3 days\"; }; then = ( { "                                                \
    "to = \"home\"; } ); }; }; policies: { p: { when = \"" when "\"; " where " above = 0.9; "      \
    "until_below = 0.8; }; };"
    warned(OUTSIDE("beds = 62; setting = \"non-acute\";", "occupancy", ""), "policies.p",
           "never begins: it is measured at all acute beds");
    warned(OUTSIDE("unlimited = true; setting = \"acute\";", "occupancy", ""), "policies.p",
           "no service has any that can be full");
    warned(OUTSIDE("beds = 62; setting = \"non-acute\";", "waiting", ""), "policies.p",
           "write service = to say where");
    nothing_said(OUTSIDE("beds = 62; setting = \"non-acute\";", "occupancy", "service = \"ward\";"),
                 "policies.p");
    nothing_said(OUTSIDE("beds = 62; setting = \"acute\";", "occupancy", ""), "policies.p");
    nothing_said(OUTSIDE("unlimited = true; setting = \"acute\";", "waiting", ""), "policies.p");
}

static void a_county_without_people_is_refused(void **state)
{
    (void)state;
    refused(WARD "localities: { east: { population = 0; }; west: { population = 0; }; };",
            "localities", "received populations of 0");
    nothing_said(WARD "localities: { east: { population = 0; }; west: { population = 7; }; };",
                 "localities");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_that_makes_a_number_impossible_is_refused_with_its_day),
        cmocka_unit_test(every_day_of_the_week_shut_is_refused),
        cmocka_unit_test(a_policy_is_tried_by_itself),
        cmocka_unit_test(closures_that_take_the_same_beds_twice_are_told),
        cmocka_unit_test(a_path_written_twice_is_refused),
        cmocka_unit_test(what_is_over_before_anything_is_simulated_is_told),
        cmocka_unit_test(lines_that_are_never_crossed_are_told),
        cmocka_unit_test(a_rule_of_acute_beds_that_there_are_none_of_is_told),
        cmocka_unit_test(a_county_without_people_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
