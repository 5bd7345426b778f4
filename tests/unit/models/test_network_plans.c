/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What `check` says of budgets. */
#include "unit.h"

#include "model_fixture.h"

#define COUNTY                                                                                     \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 days\"; "  \
    "}; start = { warm_up = \"0 days\"; };"                                                        \
    "demand: { people: { rate = \"7.3 per day\"; enter = ( { to = \"step\"; } ); }; };"            \
    "services: { step: { kind = \"beds\"; beds = 5; stay = { mean = \"9.4 days\"; };"              \
    "   then = ( { to = \"home\"; } ); }; };"                                                      \
    "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 10; from = \"2021-11-01\";"  \
    "   to = \"2021-12-10\"; price = \"£150 per bed per day\"; };"                                \
    " hill: { service = \"step\"; kind = \"block\"; beds = 3; from = \"2021-11-01\";"              \
    "   to = \"2021-11-20\"; price = \"£200 per bed per day\"; paid = \"when used\"; };"          \
    " frame: { service = \"step\"; kind = \"call-off\"; beds = 4; beds_called = 2; from = "        \
    "   \"2021-11-01\"; to = \"2021-11-10\"; price = \"£90 per bed per day\"; retainer = "        \
    "   \"£10 per bed per day\"; };"                                                              \
    " one: { service = \"step\"; kind = \"spot\"; from = \"2021-11-01\"; to = \"2021-11-30\";"     \
    "   price = \"£500 per person\"; }; };"

static void refused(const char *text, const char *words)
{
    struct fixture f;
    bool found = false;
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    for (size_t i = 0; i < f.faults.count; i++)
        found = found || (f.faults.fault[i].severity == BF_ERROR &&
                          (strstr(f.faults.fault[i].err.what, words) ||
                           strstr(f.faults.fault[i].err.where.path, words)));
    if (!found) fixture_show(&f.faults);
    assert_true(found);
    fixture_close(&f);
}

/* Accepted, with these words in a note or warning at a path. */
static void says(const char *text, enum bf_severity severity, const char *path, const char *words)
{
    struct fixture f;
    bool found = false;
    assert_true(fixture_try(&f, text, "given.cfg", NULL, 0));
    for (size_t i = 0; i < f.faults.count; i++)
        found = found || (f.faults.fault[i].severity == severity &&
                          strcmp(f.faults.fault[i].err.where.path, path) == 0 &&
                          strstr(f.faults.fault[i].err.what, words));
    if (!found) fixture_show(&f.faults);
    assert_true(found);
    fixture_close(&f);
}

#define FUND(purchases, more)                                                                      \
    "plans: { fund: { budget = \"£45,400\"; purchases = " purchases "; " more " }; };"

/* 10 x 30 x £150 = £45,000 and 4 x 10 x £10 = £400 for certain; 3 x 20 x £200 = £12,000 and
 * 4 x 10 x £90 = £3,600 at most. */
static void what_is_certain_is_held_against_each_budget(void **state)
{
    (void)state;
    says(
        COUNTY FUND("\"all\"", ""), BF_NOTE, "plans.fund.budget",
        "cost £45,400 for certain in the period, before dated changes, and up to £15,600 more when "
        "used or called, spot places on top; the budget of £45,400 holds what is certain");
    says(
        COUNTY FUND("[\"sea\", \"hill\"]", ""), BF_NOTE, "plans.fund.budget",
        "cost £45,000 for certain in the period, before dated changes, and up to £12,000 more when "
        "used or called; the budget of £45,400 holds");
    says(COUNTY "budget = \"£45,399\";" FUND("[\"one\"]", ""), BF_WARNING, "budget",
         "the budget of £45,399 is exceeded");
    says(COUNTY "plans: { fund: { budget = \"£44,999\"; purchases = [\"sea\"]; }; };", BF_WARNING,
         "plans.fund.budget", "the budget of £44,999 is exceeded");
}

static void what_falls_outside_the_period_is_told(void **state)
{
    (void)state;
    says(COUNTY FUND("[\"sea\"]", ""), BF_NOTE, "plans.fund.purchases",
         "what \"sea\" costs after the period is not counted in the budget");
}

static void a_plan_without_sense_is_refused(void **state)
{
    (void)state;
    refused(COUNTY FUND("[\"seaa\"]", ""), "did you mean \"sea\"?");
    refused(COUNTY FUND("[]", ""), "expected the purchases that the budget is for");
    refused(COUNTY "plans: { a: { budget = \"£1\"; purchases = [\"one\"]; }; b: { budget = \"£2\"; "
                   "purchases = [\"sea\", \"one\"]; }; };",
            "received one, which is in plans.a as well");
    refused(COUNTY "outcomes: { fund: { kind = \"admissions\"; }; };" FUND("\"all\"", ""),
            "an outcome has this one");
    refused(COUNTY "plans: { fund: { purchases = \"all\"; }; };", "budget");
}

static void a_plan_in_which_nothing_can_stop_is_told(void **state)
{
    (void)state;
    says(COUNTY FUND("[\"sea\", \"hill\"]", "when_spent = \"stops\";"), BF_WARNING, "plans.fund",
         "nothing in it can stop");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_certain_is_held_against_each_budget),
        cmocka_unit_test(what_falls_outside_the_period_is_told),
        cmocka_unit_test(a_plan_without_sense_is_refused),
        cmocka_unit_test(a_plan_in_which_nothing_can_stop_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
