/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is written and does nothing, since another setting is missing, is pointed out. */
#include "unit.h"

#include "model_fixture.h"

#define COUNTY(top, stream, ward)                                                                  \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-12-31\"; };"                        \
    "start = { warm_up = \"20 days\"; };" top                                                      \
    "demand: { falls: { rate = \"1.7 per day\"; enter = ( { to = \"ward\"; } ); " stream " }; };"  \
    "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 23; "                        \
    "   then = ( { to = \"home\"; } ); " ward " }; };"
#define STAY "stay = { mean = \"4.3 days\"; };"

static size_t told(const char *text, const char *path, const char *what)
{
    struct fixture f;
    assert_true(fixture_try(&f, text, "given.cfg", NULL, 0));
    size_t found = fixture_faults(&f, path, what);
    fixture_close(&f);
    return found;
}

static void each_is_told_once_with_what_is_missing(void **state)
{
    (void)state;
    static const struct {
        const char *text, *path, *what;
    } row[] = {
        {COUNTY("", "", STAY "gives_up_to = \"home\";"), "services.ward.gives_up_to", "`patience`"},
        {COUNTY("", "", STAY "patience_cv = 0.4;"), "services.ward.patience_cv", "`patience`"},
        {COUNTY("", "",
                STAY "some_give_up_to = ( { to = \"home\"; only = { streams = [\"falls\"]; "
                     "}; } );"),
         "services.ward.some_give_up_to", "`patience`"},
        {COUNTY("", "", STAY "turned_away_to = \"home\";"), "services.ward.turned_away_to",
         "`queue_limit`"},
        {COUNTY("", "",
                STAY "same_day_stay = { shape = \"uniform\"; min = \"2 h\"; max = \"7 h\"; };"),
         "services.ward.same_day_stay", "`same_day`"},
        {COUNTY("", "", STAY "delay_share = 0.23;"), "services.ward.delay_share",
         "`observed_stay`"},
        {COUNTY("", "", STAY "payer = \"council\";"), "services.ward.payer",
         "`cost` or `workforce.agency_premium`"},
        {COUNTY("", "", STAY "workforce = { recruitment_delay = \"11 weeks\"; };"),
         "services.ward.workforce.recruitment_delay", "`workforce.turnover`"},
        {COUNTY("", "", STAY "workforce = { agency_share = 0.4; };"),
         "services.ward.workforce.agency_share", "`workforce.sickness` or `workforce.turnover`"},
        {COUNTY("", "",
                STAY "workforce = { sickness = 0.04; agency_premium = \"£95 per bed per day\"; };"),
         "services.ward.workforce.agency_premium", "`workforce.agency_share`"},
        {COUNTY("", "", STAY "after_discharge = { returns_to = \"ward\"; };"),
         "services.ward.after_discharge.returns_to", "`after_discharge.readmission`"},
        {COUNTY("", "rebook = \"9 days\";", STAY), "demand.falls.rebook", "`kind`"},
        {COUNTY("", "bank_holiday = 0.4;", STAY), "demand.falls.bank_holiday", "`bank_holidays`"},
        {COUNTY("", "season_correlation = 0.4;", STAY), "demand.falls.season_correlation",
         "`season_cv`"},
        {COUNTY("", "first_presentations = 0.9;", STAY), "demand.falls.first_presentations",
         "`contains_readmissions`"}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        assert_int_equal(told(row[i].text, row[i].path, row[i].what), 1);
}

/* Whether it stands in the scenario, or a change will write it. */
static void with_what_they_need_nothing_is_told(void **state)
{
    (void)state;
    static const char *const text[] = {
        COUNTY("", "", STAY "patience = \"5 h\"; gives_up_to = \"home\"; patience_cv = 0.4;"),
        COUNTY("", "", STAY "queue_limit = 7; turned_away_to = \"home\";"),
        COUNTY("", "", "observed_stay = { mean = \"4.3 days\"; }; delay_share = 0.23;"),
        COUNTY("", "", STAY "cost = \"£291 per bed per day\"; payer = \"council\";"),
        COUNTY("", "",
               STAY "workforce = { turnover = 0.1; recruitment_delay = \"11 weeks\"; "
                    "agency_share = 0.4; agency_premium = \"£95 per bed per day\"; };"),
        COUNTY("bank_holidays = [\"2021-12-25\"];", "bank_holiday = 0.4;", STAY),
        COUNTY(
            "changes: { wave: { what = \"services.ward.workforce.sickness\"; set = \"7%\"; from = "
            "\"2021-12-01\"; }; };",
            "", STAY "workforce = { agency_share = 0.4; };")};
    for (size_t i = 0; i < UNIT_COUNT(text); i++)
        assert_int_equal(told(text[i], NULL, "does nothing"), 0);
}

/* The stays of a county of one's own, beside those of the county that it extends. */
static void of_two_stays_the_one_that_is_not_used_is_told(void **state)
{
    (void)state;
    assert_int_equal(told(COUNTY("", "",
                                 STAY "observed_stay = { mean = \"6.1 days\"; }; "
                                      "delay_share = 0.23;"),
                          "services.ward.observed_stay", "does nothing beside `stay`"),
                     1);
}

/* Patience is of those who wait outside: here they do for the ward, and for rehabilitation only in
 * it. */
static void patience_that_nobody_needs_is_told(void **state)
{
    (void)state;
#define TWO(rehab, stream)                                                                         \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-12-31\"; };"                        \
    "start = { warm_up = \"20 days\"; };"                                                          \
    "demand: { falls: { rate = \"1.7 per day\"; enter = ( { to = \"ward\"; " stream " } ); }; };"  \
    "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 23; patience = \"9 "         \
    "h\"; " STAY "   then = ( { to = \"rehab\"; } ); };"                                           \
    " rehab: { kind = \"beds\"; setting = \"non-acute\"; beds = 31; " STAY                         \
    "   then = ( { to = \"home\"; } ); " rehab " }; };"
    static const struct {
        const char *text, *path;
        size_t told;
    } row[] = {{TWO("patience = \"6 days\";", ""), "services.rehab.patience", 1},
               {TWO("queue_limit = 4;", ""), "services.rehab.queue_limit", 1},
               {TWO("patience = \"6 days\";", ""), "services.ward.patience", 0},
               {TWO("patience = \"6 days\";", "or = ( { to = \"rehab\"; after = \"2 h\"; } );"),
                "services.rehab.patience", 0}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        assert_int_equal(told(row[i].text, row[i].path, "does nothing"), row[i].told);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_told_once_with_what_is_missing),
        cmocka_unit_test(with_what_they_need_nothing_is_told),
        cmocka_unit_test(patience_that_nobody_needs_is_told),
        cmocka_unit_test(of_two_stays_the_one_that_is_not_used_is_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
