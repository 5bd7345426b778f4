/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What purchases may say: notice, terms, numbers that vary by date, a budget. */
#include "unit.h"

#include "model_fixture.h"

#define CROWDED                                                                                    \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"                                                          \
    "demand: { people: { rate = \"7.3 per day\"; enter = ( { to = \"step\"; } ); }; };"            \
    "services: { step: { kind = \"beds\"; beds = 5; setting = \"non-acute\"; stay = { mean = "     \
    "\"9.4 days\"; };"                                                                             \
    "   then = ( { to = \"home\"; } ); }; };"
#define BUY(kind, more)                                                                            \
    "purchases: { sea: { service = \"step\"; kind = \"" kind "\"; from = \"2021-11-01\";"          \
    "   to = \"2021-11-30\"; " more " }; };"
#define CHANGE(path, more) "changes: { x: { what = \"" path "\"; " more " }; };"

static double of(const struct fixture *f, const char *name)
{
    return fixture_of(f, "step", "purchase:sea", name);
}

static double spend(const char *text)
{
    struct fixture f;
    fixture_text(&f, text);
    fixture_run(&f, 0);
    double pounds = of(&f, "spend");
    fixture_close(&f);
    return pounds;
}

static void refused(const char *text, const char *words)
{
    struct fixture f;
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    assert_contains(f.faults.fault[0].err.what, words);
    fixture_close(&f);
}

/* Accepted, with these words in a note or warning. */
static void says(const char *text, enum bf_severity severity, const char *words)
{
    struct fixture f;
    bool found = false;
    assert_true(fixture_try(&f, text, "given.cfg", NULL, 0));
    for (size_t i = 0; i < f.faults.count; i++)
        found = found || (f.faults.fault[i].severity == severity &&
                          strstr(f.faults.fault[i].err.what, words));
    if (!found) fixture_show(&f.faults);
    assert_true(found);
    fixture_close(&f);
}

#define DECIDED(day)                                                                               \
    "beds = 3; decided = \"" day "\"; notice = \"2 weeks\"; price = \"£9 per bed per day\";"

static void a_block_may_not_open_before_the_notice_is_over(void **state)
{
    (void)state;
    refused(CROWDED BUY("block", DECIDED("2021-10-19")), "Tue 2 Nov 2021");
    assert_close(spend(CROWDED BUY("block", DECIDED("2021-10-18"))), 3 * 30 * 9, 1e-6);
}

static void an_early_end_is_paid_for_the_notice_and_the_minimum_term(void **state)
{
    (void)state;
    struct fixture f;
    /* ended on the 5th with a week's notice: open to the 11th. 4 x 11 x £150 = £6,600 */
#define EARLY                                                                                      \
    "beds = 4; ended = \"2021-11-05\"; notice = \"7 days\"; price = \"£150 per bed per day\";"    \
    "price_after_end = \"£0 per bed per day\";"
    fixture_text(&f, CROWDED BUY("block", EARLY));
    fixture_run(&f, 0);
    assert_close(of(&f, "spend"), 6600, 1e-6);
    assert_close(fixture_day(&f, "step", "all", "capacity", 10), 9, 0);
    assert_close(fixture_day(&f, "step", "all", "capacity", 11), 5, 0);
    fixture_close(&f);
    /* and a term of 14 days is paid: 4 x 14 x £150 = £8,400 */
    assert_close(spend(CROWDED BUY("block", EARLY " minimum_term = \"2 weeks\";")), 8400, 1e-6);
    refused(
        CROWDED BUY("block", "beds = 4; ended = \"2021-12-01\"; price = \"£1 per bed per day\";"),
        "notice of an early end");
}

static void places_and_prices_of_a_block_vary_by_date(void **state)
{
    (void)state;
    /* 10 x 10 days and 4 x 20 days are 180 bed days at £150 */
    assert_close(
        spend(CROWDED BUY("block", "beds = 10; price = \"£150 per bed per day\"; price_after_end = "
                                   "\"£0 per bed per day\";")
                  CHANGE("purchases.sea.beds", "set = 4; from = \"2021-11-11\";")),
        27000, 1e-6);
    /* 2 x 20 days at £100 and 2 x 10 days at £150 */
    assert_close(spend(CROWDED BUY("block", "beds = 2; price = \"£100 per bed per day\";")
                           CHANGE("purchases.sea.price", "factor = 1.5; from = \"2021-11-21\";")),
                 7000, 1e-6);
}

static void spot_places_can_be_called_by_date_and_by_policy(void **state)
{
    (void)state;
    struct fixture f;
#define SPOT "after = \"1 day\"; weekly_limit = 0; price = \"£500 per person\";"
    /* the 15th is a Monday: three in each of three weeks */
    fixture_text(&f, CROWDED BUY("spot", SPOT)
                         CHANGE("purchases.sea.weekly_limit", "set = 3; from = \"2021-11-15\";"));
    fixture_run(&f, 0);
    assert_close(of(&f, "people"), 9, 0);
    assert_close(of(&f, "spend"), 4500, 1e-6);
    fixture_close(&f);
    fixture_text(
        &f, CROWDED BUY(
                "spot",
                SPOT) "policies: { p: { when = \"waiting\"; service = \"step\"; above = 20; "
                      "until_below = 10; what = \"purchases.sea.weekly_limit\"; set = 2; }; };");
    fixture_run(&f, 0);
    assert_close(fixture_of(&f, "system", "policy:p", "share_on"), 100, 0);
    assert_close(of(&f, "people"), 10, 0);
    fixture_close(&f);
}

static void a_setting_of_another_kind_is_refused(void **state)
{
    (void)state;
    refused(CROWDED BUY("block", "beds = 3; after = \"2 days\"; price = \"£1 per bed per day\";"),
            "a block, which has no use for it");
    refused(CROWDED BUY("spot", "beds_called = 3; price = \"£1 per person\";"), "a spot purchase");
    refused(CROWDED BUY("call-off", "beds = 3; beds_called = 1; minimum_term = \"1 week\";"),
            "a call-off");
    refused(CROWDED BUY("spot", "price_after_end = \"£1 per bed per day\";"), "a spot purchase");
    refused(CROWDED BUY("block", "beds = 3; moves_to_block = true;"), "a block, which has no use");
    refused(CROWDED BUY("block", "beds = 3; price = \"£9 per bed per day\"; price_after_end = \"£1 "
                                 "per person\";"),
            "by time");
    refused(CROWDED BUY("block",
                        "beds = 3; price = \"£9 per person\"; price_after_end = \"£1 per bed "
                        "per day\";"),
            "by time");
    refused(
        CROWDED BUY("block", "hours = \"9 hours per week\"; price_after_end = \"£1 per hour\";"),
        "visits that are booked go on");
    refused(CROWDED BUY("call-off", "beds = 3; hours_called = \"7 hours per week\";"),
            "expected `beds_called` to be called");
    refused(CROWDED BUY("call-off", "beds = 3; beds_called = 1; late = \"3 days\";"), "a call-off");
    refused(CROWDED BUY("block", "beds = 3; late_sd = \"3 days\";"), "expected `late`, how late");
}

/* Each would make a bill of nothing, or one of a 168th. */
static void a_price_of_another_kind_is_refused(void **state)
{
    (void)state;
    refused(CROWDED BUY("block", "beds = 3; price = \"£1,722 per person\";"),
            "a block is billed by");
    refused(CROWDED BUY("call-off", "beds = 3; beds_called = 1; price = \"£1,722 per episode\";"),
            "what is called off is billed by");
    refused(CROWDED BUY("call-off", "beds = 3; beds_called = 1; price = \"£9 per bed per day\"; "
                                    "retainer = \"£5 per person\";"),
            "billed by its beds");
    refused(CROWDED BUY("block", "hours = \"70 hours per week\"; price = \"£1,050 per week\";"),
            "the price of an hour of care");
    refused(CROWDED BUY("block", "hours = \"70 hours per week\"; price = \"£25 per visit\";"),
            "the price of an hour of care");
    says(CROWDED BUY("call-off", "beds = 3; beds_called = 5; price = \"£1 per bed per day\";"),
         BF_WARNING, "more is called than the contract holds");
}

static void a_contract_that_nobody_calls_is_said(void **state)
{
    (void)state;
    says(CROWDED BUY("call-off", "beds = 3; price = \"£1 per bed per day\";"), BF_WARNING,
         "nothing is ever called");
}

static void the_budget_is_held_against_what_is_owed_for_certain(void **state)
{
    (void)state;
    /* 2 x 30 x £100 */
#define BLOCK "beds = 2; price = \"£100 per bed per day\";"
    says(CROWDED "budget = \"£6,000\";" BUY("block", BLOCK), BF_NOTE, "£6,000 for certain");
    says(CROWDED "budget = \"£5,900\";" BUY("block", BLOCK), BF_WARNING, "is exceeded");
    /* 3 x 30 x £4 held ready, and 3 x 30 x £100 if all is called */
    says(CROWDED "budget = \"£5,900\";" BUY(
             "call-off", "beds = 3; beds_called = 1; retainer = \"£4 per bed per day\"; price = "
                         "\"£100 per bed per day\";"),
         BF_NOTE, "£360 for certain in the period, before dated changes, and up to £9,000");
    says(CROWDED "budget = \"£6,000\";" BUY("block", "beds = 3; late = \"9 days\"; "
                                                     "price = \"£7 per bed per day\";"),
         BF_NOTE, "less for each day that a block opens late; the budget");
}

/* What is bought is a service by its name, not the first there is. */
static void spot_places_are_of_beds_whatever_stands_before_them(void **state)
{
    (void)state;
#define COUNTY(other)                                                                              \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; };"                        \
    "demand: { people: { rate = \"2 per day\"; enter = ( { to = \"hours\"; } ); }; };"             \
    "services: { hours: { kind = \"caseload\"; hours = \"900 h/week\"; first_visits = \"7 "        \
    "h/week\"; stay = { mean = \"9 days\"; }; then = ( { to = \"step\"; } ); };"                   \
    " step: { kind = \"beds\"; beds = 40; setting = \"non-acute\"; stay = { mean = \"8 days\"; };" \
    "   then = ( { to = \"home\"; } ); }; };" other
    refused(COUNTY("purchases: { sea: { service = \"hours\"; kind = \"spot\"; from = "
                   "\"2021-11-01\"; to = \"2021-11-30\"; price = \"£9 per person\"; }; };"),
            "kind beds for spot places, received caseload");
    struct fixture f;
    fixture_text(&f, COUNTY(BUY("block", "beds = 3; price = \"£9 per bed per day\";")));
    assert_close(f.model.network.purchase[0].service, fixture_service(&f, "step"), 0);
    fixture_run(&f, 0);
    assert_close(fixture_day(&f, "step", "all", "capacity", 3), 43, 0);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_may_not_open_before_the_notice_is_over),
        cmocka_unit_test(an_early_end_is_paid_for_the_notice_and_the_minimum_term),
        cmocka_unit_test(places_and_prices_of_a_block_vary_by_date),
        cmocka_unit_test(spot_places_can_be_called_by_date_and_by_policy),
        cmocka_unit_test(a_setting_of_another_kind_is_refused),
        cmocka_unit_test(a_price_of_another_kind_is_refused),
        cmocka_unit_test(a_contract_that_nobody_calls_is_said),
        cmocka_unit_test(the_budget_is_held_against_what_is_owed_for_certain),
        cmocka_unit_test(spot_places_are_of_beds_whatever_stands_before_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
