/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Budgets checked by hand: a crowd takes every place, and stays are of one length. */
#include "unit.h"

#include "model_fixture.h"

#define CROWD(beds)                                                                                \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 days\"; "  \
    "}; start = { warm_up = \"60 days\"; };"                                                       \
    "demand: { people: { rate = \"7.3 per day\"; enter = ( { to = \"step\"; } ); }; };"            \
    "services: { step: { kind = \"beds\"; beds = " beds "; stay = { shape = \"constant\"; mean = " \
    "\"6 days\"; }; then = ( { to = \"home\"; } ); }; };"
#define BUY(name, kind, more)                                                                      \
    name ": { service = \"step\"; kind = \"" kind "\"; from = \"2021-11-01\";"                     \
         "   to = \"2021-11-30\"; " more " };"
#define FUND(budget, more)                                                                         \
    "plans: { fund: { label = \"Winter fund\"; budget = \"" budget                                 \
    "\"; purchases = \"all\"; " more " }; };"
#define STOPS "when_spent = \"stops\";"

static double fund(const struct fixture *f, const char *name)
{
    return fixture_of(f, "system", "plan:fund", name);
}

static double left_on(const struct fixture *f, uint32_t day_of_month)
{
    return fixture_day(f, "system", "plan:fund", "left", day_of_month - 1);
}

static void what_a_contract_will_cost_is_set_aside_from_the_first_day(void **state)
{
    (void)state;
    struct fixture f;
    /* 10 beds x 30 days x £150 = £45,000, and a retainer of 12 x 30 x £10 = £3,600, of £50,000 */
    fixture_text(&f, CROWD("0") "purchases: {" BUY("sea", "block",
                                                   "beds = 10; price = \"£150 per bed per day\";")
                         BUY("frame", "call-off",
                             "beds = 12; price = \"£999 per bed per day\"; "
                             "retainer = \"£70 per bed per week\";") "};" FUND("£50,000", ""));
    fixture_run(&f, 0);
    for (uint32_t day = 1; day <= 30; day++) {
        assert_close(left_on(&f, day), 1400, 0.01);
        assert_close(fixture_day(&f, "system", "plan:fund", "spend", day - 1), 1620, 0.01);
    }
    assert_close(fund(&f, "spend"), 48600, 1e-6);
    assert_close(fund(&f, "left"), 1400, 1e-6);
    const struct bf_catalogue *c = &f.model.measures.catalogue;
    assert_int_equal(c->plan_count, 1);
    assert_string_equal(c->plan[0].label, "Winter fund");
    assert_int_equal(c->framework_count, 1); /* a row of the framework, its budget the target */
    assert_close(c->framework[0].target, 50000, 0);
    assert_close(f.outcome.scalar[c->framework[0].scalar], 48600, 1e-6);
    fixture_close(&f);
}

static void a_price_that_rises_is_known_on_its_day(void **state)
{
    (void)state;
    struct fixture f;
    /* from the 11th 10 x 20 x £30 more: £6,000 */
    fixture_text(
        &f,
        CROWD("0") "purchases: {" BUY(
            "sea", "block",
            "beds = 10; price = \"£150 per bed per day\";") "};" FUND("£50,000",
                                                                      "") "changes: { x: { what = "
                                                                          "\"purchases.sea.price\";"
                                                                          " factor = 1.2; from = "
                                                                          "\"2021-11-11\"; }; };");
    fixture_run(&f, 0);
    assert_close(left_on(&f, 10), 5000, 0.01);
    assert_close(left_on(&f, 11), -1000, 0.01);
    assert_close(left_on(&f, 30), -1000, 0.01);
    assert_close(fund(&f, "left"), -1000, 1e-6);
    fixture_close(&f);
}

#define SPOT(price, more)                                                                          \
    "purchases: {" BUY("one", "spot", "after = \"1 day\"; price = \"" price "\"; " more) "};"

static void a_spot_place_is_bought_while_its_planned_stay_can_be_paid(void **state)
{
    (void)state;
    struct fixture f;
    /* £600 each: ten of £6,100, all on the 1st, there for the midnights of the 1st to the 6th; on
     * the last day another costs what is left, £100 */
    fixture_text(&f, CROWD("0") SPOT("£100 per bed per day", "weekly_limit = 50;")
                         FUND("£6,100", STOPS));
    fixture_run(&f, 0);
    assert_close(fixture_of(&f, "step", "purchase:one", "people"), 11, 0);
    assert_close(fund(&f, "spend"), 6100, 1e-6);
    for (uint32_t day = 1; day <= 29; day++)
        assert_close(left_on(&f, day), 100, 0.01);
    assert_close(left_on(&f, 30), 0, 0.01);
    assert_close(fund(&f, "days_out"), 30, 0);
    fixture_close(&f);
    /* planned for three days, and there for six: ten the first day; what twenty cost was not there
     */
    fixture_text(
        &f, CROWD("0") SPOT("£100 per bed per day", "weekly_limit = 10; planned_stay = \"3 days\";")
                FUND("£6,100", STOPS));
    fixture_run(&f, 0);
    /* £6,000 spent of the first ten's; the next Monday £100 is left, and a place wants £300 */
    assert_close(fixture_of(&f, "step", "purchase:one", "people"), 11, 0);
    assert_close(left_on(&f, 1), 6100 - 3000, 0.01);
    assert_close(left_on(&f, 3), 6100 - 3000, 0.01);
    assert_close(left_on(&f, 4), 6100 - 4000, 0.01);
    assert_close(left_on(&f, 6), 100, 0.01);
    fixture_close(&f);
}

static void a_place_paid_per_person_is_bought_while_there_is_its_price(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 CROWD("0") SPOT("£500 per person", "weekly_limit = 50;") FUND("£2,100", STOPS));
    fixture_run(&f, 0);
    assert_close(fixture_of(&f, "step", "purchase:one", "people"), 4, 0);
    assert_close(fund(&f, "spend"), 2000, 1e-6);
    fixture_close(&f);
}

static void a_plan_that_goes_on_overspends_and_says_by_how_much(void **state)
{
    (void)state;
    struct fixture f;
    /* twelve on the 1st, 8th, 15th and 22nd for six days each, on the 29th for two: 312 days */
    fixture_text(&f,
                 CROWD("0") SPOT("£100 per bed per day", "weekly_limit = 12;") FUND("£6,100", ""));
    fixture_run(&f, 0);
    assert_close(fund(&f, "spend"), 31200, 1e-6);
    assert_close(fund(&f, "left"), 6100 - 31200, 1e-6);
    assert_close(left_on(&f, 1), 6100 - 7200, 0.01);
    assert_close(left_on(&f, 30), 6100 - 31200, 0.01); /* December is of another budget */
    fixture_close(&f);
}

/* Eight are wanted from the 10th on. */
#define CALL_EIGHT(to)                                                                             \
    "changes: { x: { what = \"purchases.frame.beds_called\"; set = 8; from = \"2021-11-10\"; " to  \
    " }; };"
#define FRAME                                                                                      \
    "beds = 12; price = \"£150 per bed per day\"; price_after_end = \"£0 per bed per day\"; "    \
    "minimum_call = \"7 days\";"
#define CALLS(to) "purchases: {" BUY("frame", "call-off", FRAME) "};" CALL_EIGHT(to)

static double called(const char *text, double spend, uint32_t first_closed)
{
    struct fixture f;
    fixture_text(&f, text);
    fixture_run(&f, 0);
    assert_close(fund(&f, "spend"), spend, 1e-6);
    for (uint32_t day = 1; day <= 30; day++)
        assert_close(fixture_day(&f, "step", "all", "capacity", day - 1),
                     day >= 10 && day < first_closed ? 8 : 0, 0);
    double out = fund(&f, "days_out");
    fixture_close(&f);
    return out;
}

static void a_call_is_made_if_its_minimum_can_be_paid_and_kept_while_a_day_can(void **state)
{
    (void)state;
    /* 8 x 7 x £150 = £8,400 for the minimum; £1,200 a day beyond it: 16 days of £20,000 */
    assert_close(called(CROWD("0") CALLS("to = \"2021-11-23\";") FUND("£8,399", STOPS), 0, 10), 14,
                 0);
    assert_close(called(CROWD("0") CALLS("") FUND("£8,400", STOPS), 8400, 17), 14, 0);
    assert_close(called(CROWD("0") CALLS("") FUND("£20,000", STOPS), 19200, 26), 5, 0);
}

static void each_plan_pays_for_its_own_in_the_period_alone(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        CROWD("0") "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 10; from = "
                   "\"2021-10-01\"; to = \"2021-12-20\"; price = \"£150 per bed per day\"; };" BUY(
                       "one", "spot",
                       "price = \"£500 per person\"; weekly_limit = 3;") "};"
                                                                         "plans: { fund: { budget "
                                                                         "= \"£2,100\"; purchases "
                                                                         "= \"one\"; " STOPS " };"
                                                                         " other: { budget = "
                                                                         "\"£45,000\"; purchases = "
                                                                         "[\"sea\"]; }; };");
    fixture_run(&f, 0);
    assert_close(fund(&f, "spend"), 2000, 1e-6);
    assert_close(fixture_of(&f, "system", "plan:other", "spend"), 45000, 1e-6);
    assert_close(fixture_of(&f, "system", "plan:other", "left"), 0, 1e-6);
    assert_close(fixture_day(&f, "system", "plan:other", "left", 0), 0, 0.01);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_contract_will_cost_is_set_aside_from_the_first_day),
        cmocka_unit_test(a_price_that_rises_is_known_on_its_day),
        cmocka_unit_test(a_spot_place_is_bought_while_its_planned_stay_can_be_paid),
        cmocka_unit_test(a_place_paid_per_person_is_bought_while_there_is_its_price),
        cmocka_unit_test(a_plan_that_goes_on_overspends_and_says_by_how_much),
        cmocka_unit_test(a_call_is_made_if_its_minimum_can_be_paid_and_kept_while_a_day_can),
        cmocka_unit_test(each_plan_pays_for_its_own_in_the_period_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
