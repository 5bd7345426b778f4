/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Posts that stand empty, sickness, agency staff: what is open, and what it costs. */
#include "unit.h"

#include "model_fixture.h"

#define PERIOD(to)                                                                                 \
    "format = 1; period = { from = \"2021-03-01\"; to = \"" to "\"; follow_up = \"0 days\"; };"    \
    "start = { warm_up = \"0 days\"; };"                                                           \
    "demand: { people: { rate = \"0.0001 per year\"; enter = ( { to = \"x\"; } ); }; };"
#define LAST "then = ( { to = \"home\"; } ); }; };"
#define BEDS(more)                                                                                 \
    "services: { x: { kind = \"beds\"; beds = 30; stay = { mean = \"3 days\"; }; " more LAST
#define HOURS(more)                                                                                \
    "services: { x: { kind = \"caseload\"; hours = \"700 hours per week\"; first_visits = \"14 "   \
    "hours per week\"; last_visits = \"7 hours per week\"; stay = { mean = \"3 days\"; }; " more   \
        LAST

static double mean_open(struct fixture *f)
{
    double sum = 0;
    for (uint32_t d = 0; d < fixture_days(f); d++)
        sum += fixture_day(f, "x", "all", "capacity", d);
    return sum / fixture_days(f);
}

static void beds_are_whole_and_have_the_mean_of_the_renewal_process(void **state)
{
    (void)state;
    struct fixture f;
    /* a quarter leaves in a year, twelve weeks empty: 0.25 x 84 / 365 = 0.0575; 4.7% are sick */
    fixture_text(&f, PERIOD("2026-02-28")
                         BEDS("workforce = { turnover = 0.25; recruitment_delay = \"12 weeks\"; "
                              "sickness = 0.047; };"));
    fixture_run(&f, 2);
    double open = 30 / (1 + 0.25 * 84 / 365) * (1 - 0.047), part = open - floor(open);
    for (uint32_t d = 0; d < fixture_days(&f); d++) {
        double beds = fixture_day(&f, "x", "all", "capacity", d);
        assert_true(fabs(beds - floor(open)) < 1e-6 || fabs(beds - ceil(open)) < 1e-6);
    }
    assert_close(mean_open(&f), open, 4.5 * sqrt(part * (1 - part) / fixture_days(&f)));
    assert_close(fixture_scalar(&f, "x", "staffed"), 100 * open / 30, 1e-6);
    fixture_close(&f);
}

static void agency_makes_up_its_share_and_is_billed_by_the_hour(void **state)
{
    (void)state;
    struct fixture f;
    /* 10% missing of 700 hours a week, half of it made up: 665 offered, 35 by agency. Four weeks
     * x 35 x £9 = £1,260 */
    fixture_text(&f, PERIOD("2021-03-28")
                         HOURS("workforce = { sickness = 0.1; agency_share = 0.5; agency_premium "
                               "= \"£9 per hour\"; }; payer = \"council\";"));
    fixture_run(&f, 0);
    assert_close(fixture_scalar(&f, "x", "hours_offered"), 4 * 665, 1e-6);
    assert_close(fixture_scalar(&f, "x", "agency_cost"), 1260, 1e-6);
    assert_close(fixture_of(&f, "system", "payer:council", "spend"), 1260, 1e-6);
    assert_close(fixture_scalar(&f, "x", "staffed"), 95, 1e-9);
    fixture_close(&f);
}

static void agency_beds_are_billed_by_the_day_and_a_team_by_its_rota(void **state)
{
    (void)state;
    struct fixture f;
    /* 20% of 30 beds missing, all made up: 6 x 28 days x £95 = £15,960, and 30 open every day */
    fixture_text(&f, PERIOD("2021-03-28")
                         BEDS("workforce = { sickness = 0.2; agency_share = 1; agency_premium = "
                              "\"£95 per bed per day\"; };"));
    fixture_run(&f, 0);
    assert_close(fixture_scalar(&f, "x", "agency_cost"), 15960, 1e-6);
    assert_close(mean_open(&f), 30, 0);
    fixture_close(&f);
    /* 3 people for 12 hours on 20 weekdays, and 1 for 8 on 8 weekend days: 784 hours, of which
     * 0.25 x 0.4 by agency at £11: £862.40 */
    fixture_text(&f, PERIOD("2021-03-28") "services: { x: { kind = \"team\"; stay = { mean = \"1 "
                                          "hour\"; }; on_duty = ( "
                                          "{ hours = \"Mon-Fri 08:00-20:00\"; staff = 3; }, "
                                          "{ hours = \"Sat-Sun 09:00-17:00\"; staff = 1; } );"
                                          "workforce = { sickness = 0.25; agency_share = 0.4; "
                                          "agency_premium = \"£11 "
                                          "per hour\"; };" LAST);
    fixture_run(&f, 0);
    assert_close(fixture_scalar(&f, "x", "agency_cost"), 862.40, 1e-6);
    fixture_close(&f);
}

static void what_is_bought_has_its_own_staff(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD("2021-03-28")
                BEDS("workforce = { sickness = 0.2; };") "purchases: { b: { service = \"x\"; kind "
                                                         "= \"block\"; beds = 10; from = "
                                                         "\"2021-03-08\"; to = \"2021-03-21\"; "
                                                         "price = \"£1 per bed per day\"; }; };");
    fixture_run(&f, 0);
    for (uint32_t d = 0; d < 28; d++)
        assert_close(fixture_day(&f, "x", "all", "capacity", d), d >= 7 && d < 21 ? 34 : 24, 0);
    fixture_close(&f);
}

static void sickness_varies_by_date_and_by_winter(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD("2021-03-28")
            HOURS("") "changes: { wave: { what = \"services.x.workforce.sickness\"; set = \"20%\"; "
                      "from = \"2021-03-15\"; }; };");
    fixture_run(&f, 0);
    assert_close(fixture_scalar(&f, "x", "hours_offered"), 2 * 700 + 2 * 560, 1e-6);
    assert_close(fixture_scalar(&f, "x", "staffed"), 90, 1e-9);
    fixture_close(&f);
    fixture_text(&f, PERIOD("2021-03-28") HOURS(
                         "workforce = { sickness = { value = 0.1; range = [0.05, 0.2]; }; };"));
    double low = 1e9, high = 0;
    for (uint32_t r = 0; r < 30; r++) {
        fixture_run(&f, r);
        low = fmin(low, fixture_scalar(&f, "x", "hours_offered"));
        high = fmax(high, fixture_scalar(&f, "x", "hours_offered"));
    }
    assert_true(low >= 2800 * 0.8 && high <= 2800 * 0.95 && high - low > 150);
    fixture_close(&f);
}

static void refused(const char *text, const char *words)
{
    struct fixture f;
    size_t i = 0;
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    while (i + 1 < f.faults.count && f.faults.fault[i].severity != BF_ERROR)
        i++; /* there may be warnings before it */
    assert_contains(f.faults.fault[i].err.what, words);
    fixture_close(&f);
}

static void a_workforce_of_nothing_and_a_premium_per_person_are_refused(void **state)
{
    (void)state;
    refused(PERIOD("2021-03-28") "services: { x: { kind = \"beds\"; unlimited = true; stay = { "
                                 "mean = \"3 days\"; }; "
                                 "workforce = { sickness = 0.1; };" LAST,
            "one that is never full");
    refused(PERIOD("2021-03-28") BEDS("workforce = { agency_premium = \"£9 per person\"; };"),
            "a price by time");
    refused(
        PERIOD("2021-03-28") "services: { x: { kind = \"caseload\"; hours = \"90 hours per week\"; "
                             "first_visits = \"9 hours per week\"; stay = { mean = \"3 days\"; }; "
                             "workforce = { agency_premium = \"£95 per bed per day\"; };" LAST,
        "of an hour of care or of a person on duty");
    refused(
        PERIOD("2021-03-28") "services: { x: { kind = \"caseload\"; hours = \"90 hours per week\"; "
                             "first_visits = \"9 hours per week\"; stay = { mean = \"3 days\"; }; "
                             "cost = \"£230 per person per week\";" LAST,
        "the cost of an hour of care");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(beds_are_whole_and_have_the_mean_of_the_renewal_process),
        cmocka_unit_test(agency_makes_up_its_share_and_is_billed_by_the_hour),
        cmocka_unit_test(agency_beds_are_billed_by_the_day_and_a_team_by_its_rota),
        cmocka_unit_test(what_is_bought_has_its_own_staff),
        cmocka_unit_test(sickness_varies_by_date_and_by_winter),
        cmocka_unit_test(a_workforce_of_nothing_and_a_premium_per_person_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
