/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places called off a framework contract, with bills checked by hand. */
#include "unit.h"

#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"
#define STEP(rate, beds)                                                                           \
    "demand: { people: { rate = \"" rate "\"; enter = ( { to = \"step\"; } ); }; };"               \
    "services: { step: { kind = \"beds\"; beds = " beds "; stay = { mean = \"9.4 days\"; };"       \
    "   then = ( { to = \"home\"; } ); }; };"
#define CROWDED PERIOD STEP("7.3 per day", "5")
#define CONTRACT(more)                                                                             \
    "purchases: { frame: { service = \"step\"; kind = \"call-off\"; beds = 12;"                    \
    "   from = \"2021-11-01\"; to = \"2021-11-30\"; price = \"£150 per bed per day\";"            \
    "   price_after_end = \"£0 per bed per day\"; " more " }; };"

static double of(const struct fixture *f, const char *name)
{
    return fixture_of(f, "step", "purchase:frame", name);
}

static double open_on(const struct fixture *f, uint32_t day_of_month)
{
    return fixture_day(f, "step", "all", "capacity", day_of_month - 1) - 5;
}

static void a_call_opens_after_the_notice_and_lasts_the_minimum(void **state)
{
    (void)state;
    struct fixture f;
    /* 8 wanted from the 10th to the 14th: open from the 13th, three days on, for seven days.
     * 8 x 7 x £150 = £8,400, and held ready 12 x 30 days x £10 = £3,600 */
    fixture_text(
        &f,
        CROWDED CONTRACT(
            "notice = \"3 days\"; minimum_call = \"7 days\";"
            " retainer = \"£70 per bed per week\"; payer = \"council\";") "changes: { x: { what = "
                                                                          "\"purchases.frame.beds_"
                                                                          "called\"; set = 8;"
                                                                          "   from = "
                                                                          "\"2021-11-10\"; to = "
                                                                          "\"2021-11-14\"; }; };");
    fixture_run(&f, 0);
    assert_close(open_on(&f, 12), 0, 0);
    assert_close(open_on(&f, 13), 8, 0);
    assert_close(open_on(&f, 19), 8, 0);
    assert_close(open_on(&f, 20), 0, 0);
    assert_close(of(&f, "bought") - of(&f, "stayed_on"), 56, 0);
    assert_close(of(&f, "used") - of(&f, "stayed_on"), 56, 0);
    assert_in_range((uint32_t)of(&f, "stayed_on"), 8, 80); /* eight lose their places at once */
    assert_close(of(&f, "calls"), 1, 0);
    assert_close(of(&f, "spend"), 12000, 1e-6);
    assert_close(fixture_of(&f, "system", "payer:council", "spend"), 12000, 1e-6);
    fixture_close(&f);
}

static void never_more_is_called_than_the_contract_holds_nor_after_its_end(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, CROWDED "purchases: { frame: { service = \"step\"; kind = \"call-off\";"
                             " beds = 12; beds_called = 29; from = \"2021-11-04\";"
                             " to = \"2021-11-20\"; price = \"£150 per bed per day\";"
                             " price_after_end = \"£0 per bed per day\"; }; };");
    fixture_run(&f, 0);
    assert_close(open_on(&f, 3), 0, 0);
    assert_close(open_on(&f, 4), 12, 0);
    assert_close(open_on(&f, 20), 12, 0);
    assert_close(open_on(&f, 21), 0, 0);
    assert_close(of(&f, "spend"), 12 * 17 * 150, 1e-6);
    fixture_close(&f);
}

static void what_is_wanted_meanwhile_is_ordered_when_the_first_call_opens(void **state)
{
    (void)state;
    struct fixture f;
    /* 3 wanted on the 5th, 7 on the 6th; notice 4 days: 3 open on the 9th, 7 on the 13th */
    fixture_text(&f, CROWDED CONTRACT(
                         "notice = \"4 days\";") "changes: {"
                                                 " a: { what = \"purchases.frame.beds_called\"; "
                                                 "set = 3; from = \"2021-11-05\"; };"
                                                 " b: { what = \"purchases.frame.beds_called\"; "
                                                 "set = 7; from = \"2021-11-06\"; "
                                                 "}; };");
    fixture_run(&f, 0);
    assert_close(open_on(&f, 8), 0, 0);
    assert_close(open_on(&f, 9), 3, 0);
    assert_close(open_on(&f, 12), 3, 0);
    assert_close(open_on(&f, 13), 7, 0);
    assert_close(of(&f, "calls"), 2, 0);
    fixture_close(&f);
}

static void care_hours_are_called_off_by_the_hour(void **state)
{
    (void)state;
    static const char text[] =
        "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-28\"; follow_up = \"0 "
        "days\"; };"
        "start = { warm_up = \"0 days\"; };"
        "demand: { people: { rate = \"0.0001 per year\"; enter = ( { to = \"step\"; } ); }; };"
        "services: { step: { kind = \"caseload\"; hours = \"100 hours per week\";"
        "   first_visits = \"14 hours per week\"; last_visits = \"7 hours per week\";"
        "   stay = { mean = \"3 days\"; }; then = ( { to = \"home\"; } ); }; };"
        "purchases: { frame: { service = \"step\"; kind = \"call-off\"; hours = \"350 hours per "
        "week\"; from = \"2021-11-01\"; to = \"2021-11-28\"; price = \"£25 per hour\";"
        "   retainer = \"£2 per hour\"; }; };"
        "changes: { x: { what = \"purchases.frame.hours_called\"; set = \"210 hours per week\";"
        "   from = \"2021-11-08\"; }; };";
    struct fixture f;
    fixture_text(&f, text);
    fixture_run(&f, 0);
    /* held ready 4 x 350 h x £2 = £2,800; 3 weeks x 210 h x £25 = £15,750 */
    assert_close(of(&f, "spend"), 18550, 1e-6);
    assert_close(of(&f, "bought"), 630, 1e-6);
    assert_close(fixture_scalar(&f, "step", "hours_offered"), 4 * 100 + 630, 1e-6);
    fixture_close(&f);
}

static void a_policy_calls_and_sends_back(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 PERIOD STEP("3.1 per day", "25") CONTRACT(
                     "notice = \"1 day\"; minimum_call = \"2 days\";") "policies: { rule: { when = "
                                                                       "\"waiting\"; service = "
                                                                       "\"step\"; above = "
                                                                       "4; until_below = 1; what = "
                                                                       "\"purchases.frame.beds_"
                                                                       "called\"; set = 9; "
                                                                       "}; };");
    double calls = 0;
    for (uint32_t r = 0; r < 20; r++) {
        fixture_run(&f, r);
        double most = 0, nights = 0;
        for (uint32_t d = 1; d <= 30; d++) {
            most = fmax(most, open_on(&f, d) - 20);
            nights += open_on(&f, d) - 20;
        }
        assert_true(most < 0.5 || fabs(most - 9) < 0.5);
        assert_close(of(&f, "bought") - of(&f, "stayed_on"), nights, 1e-6);
        assert_close(of(&f, "spend"), 150 * nights, 1e-6);
        calls += of(&f, "calls");
    }
    assert_in_range((uint32_t)calls, 5, 100);
    fixture_close(&f);
}

static void own_places_fill_first_then_blocks_then_what_was_called(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD STEP(
            "0.8 per day",
            "5") "purchases: { frame: { service = \"step\"; kind = \"call-off\"; beds = 4;"
                 "   beds_called = 4; from = \"2021-09-01\"; to = \"2021-11-30\";"
                 "   price = \"£150 per bed per day\"; paid = \"when used\"; };"
                 " block: { service = \"step\"; kind = \"block\"; beds = 3;"
                 "   from = \"2021-09-01\"; to = \"2021-11-30\"; price = \"£100 per bed per day\"; "
                 "}; };");
    fixture_run(&f, 4);
    double block = 0, call = 0;
    for (uint32_t d = 0; d < 30; d++) {
        double there = fixture_day(&f, "step", "all", "occupied", d);
        block += fmin(3, fmax(0, there - 5));
        call += fmin(4, fmax(0, there - 8));
    }
    assert_true(block > 5 && call > 1 && call < 115);
    assert_close(fixture_of(&f, "step", "purchase:block", "used"), block, 1e-9);
    assert_close(of(&f, "used"), call, 1e-9);
    assert_close(of(&f, "spend"), 150 * call, 1e-6);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_call_opens_after_the_notice_and_lasts_the_minimum),
        cmocka_unit_test(never_more_is_called_than_the_contract_holds_nor_after_its_end),
        cmocka_unit_test(what_is_wanted_meanwhile_is_ordered_when_the_first_call_opens),
        cmocka_unit_test(care_hours_are_called_off_by_the_hour),
        cmocka_unit_test(a_policy_calls_and_sends_back),
        cmocka_unit_test(own_places_fill_first_then_blocks_then_what_was_called),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
