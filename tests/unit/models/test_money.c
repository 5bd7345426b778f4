/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Bills checked by hand: fixed stays and a full house leave nothing to chance but who arrives. */
#include "unit.h"

#include "assert_close.h"
#include "model_fixture.h"

/* Far more people than places, so that every place is always in use. */
#define CROWDED                                                                                    \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"                                                          \
    "demand: { people: { rate = \"7.3 per day\"; enter = ( { to = \"ward\"; } ); }; };"            \
    "services: {"                                                                                  \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"                             \
    "   stay = { shape = \"constant\"; mean = \"2 days\"; }; then = ( { to = \"step\"; } ); };"    \
    " step: { kind = \"beds\"; beds = 5; setting = \"non-acute\"; stay = { mean = \"9.4 days\"; "  \
    "};"                                                                                           \
    "   then = ( { to = \"home\"; } ); }; };"

static double scalar_of(struct fixture *f, const char *service, const char *group, const char *name)
{
    const struct bf_catalogue *catalogue = &f->model.measures.catalogue;
    for (uint32_t i = 0; i < catalogue->scalar_count; i++) {
        const struct bf_measure *m = &catalogue->scalar[i];
        if (!strcmp(m->service, service) && !strcmp(m->group, group) && !strcmp(m->name, name))
            return f->outcome.scalar[i];
    }
    fail_msg("no measure %s %s %s", service, group, name);
    return 0;
}

static void a_block_paid_full_or_empty_costs_its_open_days(void **state)
{
    (void)state;
    struct fixture f;
    /* 10 beds x 30 days x £1,050 / 7 = £45,000 */
    fixture_text(&f, CROWDED "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 10;"
                             " from = \"2021-11-01\"; to = \"2021-11-30\";"
                             " price = \"£1,050 per bed per week\"; payer = \"council\"; }; };");
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "spend"), 45000, 1e-6);
    assert_close(scalar_of(&f, "step", "purchase:sea", "bought"), 300, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "used") +
                     scalar_of(&f, "step", "purchase:sea", "void"),
                 300, 1e-9);
    assert_close(scalar_of(&f, "system", "payer:council", "spend"), 45000, 1e-6);
    assert_close(scalar_of(&f, "system", "payer:NHS", "spend"), 0, 0);
    fixture_close(&f);
}

static void a_ramp_opens_a_block_in_equal_daily_steps(void **state)
{
    (void)state;
    struct fixture f;
    /* 10 beds over 5 days: 2, 4, 6, 8, 10 and then 25 days of 10: 280 bed days x £150 */
    fixture_text(&f, CROWDED "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 10;"
                             " from = \"2021-11-01\"; to = \"2021-11-30\"; ramp = \"5 days\";"
                             " price = \"£150 per bed per day\"; }; };");
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "bought"), 280, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "spend"), 42000, 1e-6);
    fixture_close(&f);
}

/* Six days late of thirty, and 2, 4, 6, 8 of ten beds before all: 19 days of 10 and 5 of a ramp. */
static void a_block_that_opens_late_is_not_paid_before_and_ends_as_written(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, CROWDED "seasons_differ = false;"
                             "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 10;"
                             " from = \"2021-11-01\"; to = \"2021-11-30\"; ramp = \"5 days\";"
                             " late = \"6 days\"; late_sd = \"4 days\";"
                             " price = \"£150 per bed per day\"; }; };");
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "bought"), 19 * 10 + 2 + 4 + 6 + 8 + 10, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "spend"), 220 * 150, 1e-6);
    assert_close(fixture_day(&f, "step", "all", "capacity", 5), 5, 0);
    assert_close(fixture_day(&f, "step", "all", "capacity", 6), 7, 0);
    fixture_close(&f);
    fixture_text(&f, CROWDED "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 10;"
                             " from = \"2021-11-01\"; to = \"2021-11-30\"; late = \"31 days\";"
                             " price = \"£150 per bed per day\"; }; };");
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "spend"), 0, 0);
    fixture_close(&f);
}

static void a_minimum_term_is_paid_after_the_block_has_closed(void **state)
{
    (void)state;
    struct fixture f;
    /* 4 beds for 10 days, paid for at least 2 weeks: 14 days x 4 x £150 */
    fixture_text(&f,
                 CROWDED "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 4;"
                         " from = \"2021-11-01\"; to = \"2021-11-10\";"
                         " minimum_term = \"2 weeks\"; price = \"£150 per bed per day\"; }; };");
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "spend"), 8400, 1e-6);
    fixture_close(&f);
}

static void an_empty_block_is_paid_and_void_unless_paid_when_used(void **state)
{
    (void)state;
    static const char text[] =
        "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 "
        "days\"; };"
        "start = { warm_up = \"0 days\"; };"
        "demand: { people: { rate = \"0.0001 per year\"; enter = ( { to = \"step\"; } ); }; };"
        "services: { step: { kind = \"beds\"; beds = 0; stay = { mean = \"3 days\"; };"
        "   then = ( { to = \"home\"; } ); }; };"
        "purchases: { full: { service = \"step\"; kind = \"block\"; beds = 3; from = "
        "\"2021-11-01\";"
        "   to = \"2021-11-30\"; price = \"£100 per bed per day\"; };"
        " used: { service = \"step\"; kind = \"block\"; beds = 3; from = \"2021-11-01\";"
        "   to = \"2021-11-30\"; price = \"£100 per bed per day\"; paid = \"when used\"; }; };";
    struct fixture f;
    fixture_text(&f, text);
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "step", "purchase:full", "spend"), 9000, 1e-6);
    assert_close(scalar_of(&f, "step", "purchase:full", "void"), 90, 0);
    assert_close(scalar_of(&f, "step", "purchase:used", "spend"), 0, 0);
    fixture_close(&f);
}

/* ---- when a place closes with somebody in it ------------------------------------------- */

/* Everybody stays six days, and somebody waits for every place: who comes on the 1st leaves on the
 * 7th, 13th, 19th and, when the ten places have closed with the 20th, on the 25th at midnight. */
#define SIX_DAYS                                                                                   \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 days\"; "  \
    "}; start = { warm_up = \"60 days\"; };"                                                       \
    "demand: { people: { rate = \"7.3 per day\"; enter = ( { to = \"step\"; } ); }; };"            \
    "services: { step: { kind = \"beds\"; beds = 0; stay = { shape = \"constant\"; mean = "        \
    "\"6 days\"; }; then = ( { to = \"home\"; } ); }; };"
#define SEA(more)                                                                                  \
    "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 10; from = \"2021-11-01\";"  \
    "   to = \"2021-11-20\"; price = \"£150 per bed per day\"; " more " }; };"

static double stays_on(const char *text, double spend, double bought)
{
    struct fixture f;
    fixture_text(&f, text);
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "spend"), spend, 1e-6);
    assert_close(scalar_of(&f, "step", "purchase:sea", "bought"), bought, 0);
    double days = scalar_of(&f, "step", "purchase:sea", "stayed_on");
    assert_close(scalar_of(&f, "step", "purchase:sea", "used"), 200 + days, 0);
    fixture_close(&f);
    return days;
}

static void a_block_is_paid_until_the_last_has_left(void **state)
{
    (void)state;
    /* 10 beds x 20 days and 10 people x 4 midnights (21st to 24th) */
    assert_close(stays_on(SIX_DAYS SEA(""), 200 * 150 + 40 * 150, 240), 40, 0);
    assert_close(stays_on(SIX_DAYS SEA("price_after_end = \"£1,309 per bed per week\";"),
                          200 * 150 + 40 * 187, 240),
                 40, 0);
    /* a term of 22 days is paid anyway: two of the four days are in it */
    assert_close(stays_on(SIX_DAYS SEA("minimum_term = \"22 days\"; price_after_end = \"£187 per "
                                       "bed per day\";"),
                          220 * 150 + 20 * 187, 240),
                 40, 0);
    assert_close(stays_on(SIX_DAYS SEA("paid = \"when used\";"), 240 * 150, 240), 40, 0);
}

/* Eight of ten beds close for ten days; who came on the 7th stays until the 13th. */
static void beds_of_a_block_that_an_outbreak_closes_are_void(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, SIX_DAYS
                 "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 10;"
                 " from = \"2021-11-01\"; to = \"2021-11-30\"; price = \"£150 per bed per day\"; };"
                 " sand: { service = \"step\"; kind = \"block\"; beds = 3; paid = \"when used\";"
                 " from = \"2021-11-01\"; to = \"2021-11-30\"; price = \"£170 per bed per day\"; "
                 "}; };"
                 "changes: { norovirus: { what = [\"services.step.beds\"]; add = \"-11\";"
                 " from = \"2021-11-11\"; to = \"2021-11-20\"; }; };");
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "bought"), 300, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "used"), 12 * 10 + 8 * 2 + 10 * 10, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "void"), 64, 0);
    assert_close(scalar_of(&f, "step", "purchase:sand", "spend"), (12 + 10) * 3 * 170, 1e-6);
    fixture_close(&f);
}

static void of_two_blocks_that_close_each_pays_for_its_own(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, SIX_DAYS
                 "purchases: {"
                 " sea: { service = \"step\"; kind = \"block\"; beds = 7; from = "
                 "\"2021-11-01\"; to = \"2021-11-20\"; price = \"£150 per bed per day\"; };"
                 " hill: { service = \"step\"; kind = \"block\"; beds = 3; from = "
                 "\"2021-11-01\"; to = \"2021-11-20\"; price = \"£210 per bed per day\"; };"
                 " later: { service = \"step\"; kind = \"block\"; beds = 2; from = "
                 "\"2021-11-23\"; to = \"2021-11-30\"; price = \"£90 per bed per day\"; }; };");
    fixture_run(&f, 0);
    /* on the 23rd two of the ten have a place again: eight stay on for two days */
    assert_close(scalar_of(&f, "step", "purchase:sea", "stayed_on"), 2 * 7 + 2 * 7, 0);
    assert_close(scalar_of(&f, "step", "purchase:hill", "stayed_on"), 2 * 3 + 2 * 1, 0);
    assert_close(scalar_of(&f, "step", "purchase:later", "used"), 16, 0);
    assert_close(scalar_of(&f, "system", "all", "purchases"),
                 (140 + 28) * 150 + (60 + 8) * 210 + 16 * 90, 1e-6);
    fixture_close(&f);
}

/* ---- from a place bought for one person to another ------------------------------------- */

/* Nobody comes from November on, and who waits gives up in three days: four are in spot places for
 * twenty days when a block of three opens on the 10th. */
#define FOUR_IN_SPOT(more)                                                                         \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 days\"; "  \
    "}; start = { warm_up = \"60 days\"; };"                                                       \
    "demand: { people: { rate = \"7.3 per day\"; enter = ( { to = \"step\"; } ); }; };"            \
    "services: { step: { kind = \"beds\"; beds = 0; patience = \"3 days\"; stay = { shape = "      \
    "\"constant\"; mean = \"20 days\"; }; then = ( { to = \"home\"; } ); }; };"                    \
    "changes: { no_more: { what = \"demand.people.rate\"; factor = 0; from = \"2021-11-01\"; }; "  \
    "}; "                                                                                          \
    "purchases: { one: { service = \"step\"; kind = \"spot\"; after = \"1 day\"; weekly_limit = "  \
    "4; "                                                                                          \
    "   from = \"2021-11-01\"; to = \"2021-11-01\"; price = \"£200 per bed per day\"; " more " };" \
    " sea: { service = \"step\"; kind = \"block\"; beds = 3; from = \"2021-11-10\"; to = "         \
    "   \"2021-11-30\"; price = \"£150 per bed per day\"; }; };"

static void spends(const char *text, double spot, double used)
{
    struct fixture f;
    fixture_text(&f, text);
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "step", "purchase:one", "people"), 4, 0);
    assert_close(scalar_of(&f, "step", "purchase:one", "spend"), spot, 1e-6);
    assert_close(scalar_of(&f, "step", "purchase:sea", "spend"), 3 * 21 * 150, 1e-6);
    assert_close(scalar_of(&f, "step", "purchase:sea", "used"), used, 0);
    fixture_close(&f);
}

static void who_is_in_a_spot_place_stays_there_or_moves_to_a_free_block_as_is_said(void **state)
{
    (void)state;
    /* there at the midnights of the 1st to the 20th: 4 x 20 */
    spends(FOUR_IN_SPOT(""), 80 * 200, 0);
    /* 4 x 9 to the 9th, then one of them alone for 11 days, and three in the block */
    spends(FOUR_IN_SPOT("moves_to_block = true;"), (36 + 11) * 200, 33);
}

static void who_waits_has_a_free_place_before_who_is_in_a_spot_place(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, CROWDED "purchases: { one: { service = \"step\"; kind = \"spot\"; from = "
                             "\"2021-11-01\"; to = \"2021-11-30\"; price = \"£200 per bed per "
                             "day\"; weekly_limit = 3; moves_to_block = true; }; };");
    fixture_run(&f, 0);
    struct fixture stays;
    fixture_text(&stays, CROWDED "purchases: { one: { service = \"step\"; kind = \"spot\"; from = "
                                 "\"2021-11-01\"; to = \"2021-11-30\"; price = \"£200 per bed per "
                                 "day\"; weekly_limit = 3; }; };");
    fixture_run(&stays, 0);
    assert_close(scalar_of(&f, "step", "purchase:one", "spend"),
                 scalar_of(&stays, "step", "purchase:one", "spend"), 0);
    fixture_close(&f);
    fixture_close(&stays);
}

static void care_hours_bought_in_a_block_are_paid_by_the_hour(void **state)
{
    (void)state;
    static const char text[] =
        "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-28\"; follow_up = \"0 "
        "days\"; };"
        "start = { warm_up = \"0 days\"; };"
        "demand: { people: { rate = \"0.0001 per year\"; enter = ( { to = \"first\"; } ); }; };"
        "services: { first: { kind = \"caseload\"; hours = \"100 hours per week\";"
        "   first_visits = \"14 hours per week\"; last_visits = \"7 hours per week\";"
        "   stay = { mean = \"3 days\"; }; then = ( { to = \"home\"; } ); }; };"
        "purchases: { more: { service = \"first\"; kind = \"block\"; hours = \"350 hours per "
        "week\";"
        "   from = \"2021-11-01\"; to = \"2021-11-28\"; price = \"£25 per hour\"; }; };";
    struct fixture f;
    fixture_text(&f, text);
    fixture_run(&f, 0);
    /* 4 weeks x 350 h x £25; 450 h a week are offered in all */
    assert_close(scalar_of(&f, "first", "purchase:more", "spend"), 35000, 1e-6);
    assert_close(scalar_of(&f, "first", "all", "hours_offered"), 1800, 1e-6);
    fixture_close(&f);
}

/* Of 10 hours of its own and 20 and 20 in blocks a day, 20 are left for ten days of 28: those of
 * the first block. More is booked then than there is, and nobody gives it. */
static void hours_that_are_not_given_are_not_used(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-28\"; follow_up = \"0 "
        "days\"; "
        "}; start = { warm_up = \"60 days\"; };"
        "demand: { people: { rate = \"29 per day\"; enter = ( { to = \"first\"; } ); }; };"
        "services: { first: { kind = \"caseload\"; hours = \"70 hours per week\";"
        "   first_visits = \"7 hours per week\"; last_visits = \"7 hours per week\"; stay = { "
        "shape = "
        "\"constant\"; mean = \"30 days\"; }; then = ( { to = \"home\"; } ); }; };"
        "purchases: { sea: { service = \"first\"; kind = \"block\"; hours = \"140 hours per week\";"
        "   from = \"2021-09-01\"; to = \"2021-11-28\"; price = \"£25 per hour\"; paid = \"when "
        "used\"; };"
        " sand: { service = \"first\"; kind = \"block\"; hours = \"140 hours per week\";"
        "   from = \"2021-09-01\"; to = \"2021-11-28\"; price = \"£30 per hour\"; paid = \"when "
        "used\"; }; };"
        "changes: { sick: { what = \"services.first.hours\"; add = \"-210 hours per week\";"
        "   from = \"2021-11-11\"; to = \"2021-11-20\"; }; };");
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "first", "all", "hours_offered"), 18 * 50 + 10 * 20, 1e-6);
    assert_close(scalar_of(&f, "first", "purchase:sea", "spend"), 28 * 20 * 25, 1e-6);
    assert_close(scalar_of(&f, "first", "purchase:sand", "spend"), 18 * 20 * 30, 1e-6);
    assert_close(scalar_of(&f, "first", "purchase:sand", "void"), 10 * 20, 1e-6);
    fixture_close(&f);
}

static void spot_places_come_after_block_and_never_beyond_the_weekly_limit(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, CROWDED "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 10;"
                             " from = \"2021-09-01\"; to = \"2021-11-30\";"
                             " price = \"£150 per bed per day\"; };"
                             " spot: { service = \"step\"; kind = \"spot\"; from = \"2021-11-01\";"
                             " to = \"2021-11-30\"; price = \"£200 per bed per day\";"
                             " after = \"2 days\"; lead_time = \"1 day\"; weekly_limit = 3; }; };");
    fixture_run(&f, 0);
    /* 1 November 2021 is a Monday: five weeks of three */
    assert_close(scalar_of(&f, "step", "purchase:spot", "people"), 15, 0);
    assert_close(scalar_of(&f, "step", "purchase:sea", "void"), 0, 0);
    assert_close(scalar_of(&f, "step", "purchase:spot", "spend"),
                 200 * scalar_of(&f, "step", "purchase:spot", "bought"), 1e-6);
    fixture_close(&f);
}

static void a_service_costs_by_the_people_there_at_midnight(void **state)
{
    (void)state;
    struct fixture f;
    static const char text[] =
        "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 "
        "days\"; };"
        "start = { warm_up = \"60 days\"; };"
        "demand: { people: { rate = \"50 per day\"; enter = ( { to = \"step\"; } ); }; };"
        "services: { step: { kind = \"beds\"; beds = 7; stay = { mean = \"9.4 days\"; };"
        "   cost = \"£346 per bed per day\"; then = ( { to = \"home\"; } ); }; };";
    fixture_text(&f, text);
    fixture_run(&f, 0);
    assert_close(scalar_of(&f, "step", "all", "cost"), 7 * 30 * 346.0, 1e-6);
    fixture_close(&f);
}

/* Places in limited acute beds only; 11 x 30 midnights in a full ward of 11. */
static void acute_days_are_valued_at_nothing_at_their_marginal_and_at_their_average_cost(
    void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; follow_up = \"0 days\";"
        "}; start = { warm_up = \"60 days\"; }; acute_day_marginal = \"£60\"; "
        "acute_day_average = \"£346\"; budget = \"£20,000\";"
        "demand: { people: { rate = \"17.3 per day\"; enter = ( { to = \"ward\"; } ); }; };"
        "services: { ward: { kind = \"beds\"; beds = 11; setting = \"acute\"; "
        "   cost = \"£346 per bed per day\"; stay = { mean = \"2 days\"; }; "
        "   then = ( { to = \"step\"; } ); };"
        " step: { kind = \"beds\"; beds = 2; setting = \"non-acute\"; stay = { mean = \"9 days\";"
        "   }; then = ( { to = \"home\"; } ); }; };"
        "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 10; "
        " from = \"2021-11-01\"; to = \"2021-11-30\"; price = \"£700 per bed per week\"; }; };");
    fixture_run(&f, 0);
    double days = fixture_scalar(&f, "system", "acute_bed_days");
    assert_close(days, 330, 0);
    assert_close(fixture_scalar(&f, "system", "spend"), 30000 + 330 * 346, 1e-6);
    assert_close(fixture_scalar(&f, "system", "spend_elsewhere"), 30000, 1e-6);
    assert_close(fixture_scalar(&f, "system", "net_marginal"), 30000 + 330 * 60, 1e-6);
    assert_close(fixture_scalar(&f, "system", "net_average"), 30000 + 330 * 346, 1e-6);
    assert_close(fixture_scalar(&f, "system", "purchases"), 30000, 1e-6);
    const struct bf_catalogue *c = &f.model.measures.catalogue;
    assert_int_equal(c->framework_count, 1); /* the budget is a row of the framework */
    assert_close(c->framework[0].target, 20000, 0);
    assert_string_equal(c->scalar[c->framework[0].scalar].name, "purchases");
    fixture_close(&f);
}

static void a_policy_turns_on_above_one_line_and_off_below_the_other(void **state)
{
    (void)state;
    struct fixture f, without;
    fixture_text(&f,
                 CROWDED "policies: { more: { when = \"waiting\"; service = \"step\"; above = 9;"
                         " until_below = 4; for = \"12 hours\"; notice = \"1 day\";"
                         " at_least = \"2 days\"; what = \"services.step.beds\"; add = 80; }; };");
    fixture_run(&f, 0);
    fixture_text(&without, CROWDED);
    fixture_run(&without, 0);
    double on = scalar_of(&f, "system", "policy:more", "share_on");
    assert_true(on > 0 && on <= 100);
    assert_true(scalar_of(&f, "step", "all", "waiting_mean") <
                scalar_of(&without, "step", "all", "waiting_mean"));
    fixture_close(&f);
    fixture_close(&without);
}

static void every_time_that_a_policy_is_on_is_in_the_log(void **state)
{
    (void)state;
    struct fixture f;
    static struct bf_use use[2000];
    fixture_text(&f,
                 "format = 1; period = { from = \"2021-11-01\"; to = \"2022-02-28\"; follow_up = "
                 "\"20 days\"; }; start = { warm_up = \"60 days\"; };"
                 "demand: { people: { rate = \"2.2 per day\"; enter = ( { to = \"step\"; } ); "
                 "}; };"
                 "services: { step: { kind = \"beds\"; beds = 25; stay = { mean = \"9.4 days\"; };"
                 "   then = ( { to = \"home\"; } ); }; };"
                 "policies: { a: { when = \"occupancy\"; service = \"step\"; above = 0.9;"
                 "   until_below = 0.8; for = \"5 hours\"; notice = \"7 hours\"; at_least = "
                 "\"30 hours\"; what = \"services.step.beds\"; add = 6; };"
                 " b: { when = \"waiting\"; service = \"step\"; above = 0.5; until_below = 0.5; "
                 "what = \"services.step.beds\"; add = 1; }; };");
    assert_in_range(f.model.measures.catalogue.use_cap, 100, 2000);
    f.outcome.use = use;
    for (uint32_t r = 0; r < 5; r++) {
        fixture_run(&f, r);
        double on[2] = {0, 0}, begun[2] = {0, 0}, period_h = fixture_days(&f) * 24.0;
        for (uint32_t k = 0; k < f.outcome.use_count; k++) {
            const struct bf_use *u = &use[k];
            assert_true(u->rule < 2 && u->value > (u->rule ? 0 : 0.9));
            assert_true(u->on_h - u->decided_h >= (u->rule ? 0 : 7) - 1e-6);
            if (!isnan(u->off_h)) assert_true(u->off_h - u->on_h >= (u->rule ? 1 : 30) - 1e-6);
            on[u->rule] += fmin(isnan(u->off_h) ? period_h : u->off_h, period_h) - fmax(u->on_h, 0);
            begun[u->rule] += u->on_h > -1e-6;
        }
        assert_close(scalar_of(&f, "system", "policy:a", "share_on"), 100 * on[0] / period_h, 1e-6);
        assert_close(scalar_of(&f, "system", "policy:b", "share_on"), 100 * on[1] / period_h, 1e-6);
        assert_close(scalar_of(&f, "system", "policy:a", "activations"), begun[0], 0);
        assert_close(scalar_of(&f, "system", "policy:b", "activations"), begun[1], 0);
        assert_true(begun[0] > 1);
    }
    f.outcome.use = NULL;
    fixture_close(&f);
}

static void a_policy_that_is_never_met_changes_nothing(void **state)
{
    (void)state;
    struct fixture f, without;
    fixture_text(&f,
                 CROWDED "policies: { never: { when = \"waiting\"; above = 1e6; until_below = 1;"
                         " what = \"services.step.beds\"; add = 80; }; };");
    fixture_run(&f, 2);
    fixture_text(&without, CROWDED);
    fixture_run(&without, 2);
    assert_close(scalar_of(&f, "system", "policy:never", "activations"), 0, 0);
    assert_close(scalar_of(&f, "system", "all", "delayed_days"),
                 scalar_of(&without, "system", "all", "delayed_days"), 0);
    fixture_close(&f);
    fixture_close(&without);
}

/* £3,000 for a person would be £3,000 for each hour of a place that is paid by the week. */
static void a_change_of_a_price_is_written_like_the_price(void **state)
{
    (void)state;
    static const struct {
        const char *price, *change;
        size_t faults;
    } row[] = {{"£1,400 per bed per week", "set = \"£3,000 per person\";", 1},
               {"£1,400 per bed per week", "add = \"£300 per person\";", 1},
               {"£1,722 per person", "set = \"£1,400 per bed per week\";", 1},
               {"£1,400 per bed per week", "set = \"£9.70 per hour\";", 1},
               {"£1,400 per bed per week", "set = \"£230 per bed per day\";", 0},
               {"£1,722 per person", "add = \"£90 per person\";", 0},
               {"£1,400 per bed per week", "factor = 1.17;", 0}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct fixture f;
        char text[4000];
        snprintf(text, sizeof text,
                 CROWDED
                 "purchases: { sea: { service = \"step\"; kind = \"spot\"; after = \"1 day\";"
                 " from = \"2021-11-01\"; to = \"2021-11-30\"; weekly_limit = 3; price = "
                 "\"%s\"; }; };"
                 "changes: { dear: { what = \"purchases.sea.price\"; %s from = "
                 "\"2021-11-11\"; }; };",
                 row[i].price, row[i].change);
        assert_int_equal(fixture_try(&f, text, "given.cfg", NULL, 0), !row[i].faults);
        assert_int_equal(fixture_faults(&f, "changes.dear.what", "a price of the same kind"),
                         row[i].faults);
        fixture_close(&f);
    }
}

static void a_purchase_for_an_unknown_service_is_refused_with_a_suggestion(void **state)
{
    (void)state;
    struct fixture f;
    assert_false(fixture_try(
        &f,
        CROWDED
        "purchases: { sea: { service = \"stepp\"; kind = \"block\"; beds = 3;"
        " from = \"2021-11-01\"; to = \"2021-11-20\"; price = \"£1 per bed per day\"; }; };",
        "given.cfg", NULL, 0));
    assert_contains(f.faults.fault[0].err.what, "did you mean \"step\"");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_block_paid_full_or_empty_costs_its_open_days),
        cmocka_unit_test(a_ramp_opens_a_block_in_equal_daily_steps),
        cmocka_unit_test(a_block_that_opens_late_is_not_paid_before_and_ends_as_written),
        cmocka_unit_test(a_minimum_term_is_paid_after_the_block_has_closed),
        cmocka_unit_test(an_empty_block_is_paid_and_void_unless_paid_when_used),
        cmocka_unit_test(a_block_is_paid_until_the_last_has_left),
        cmocka_unit_test(beds_of_a_block_that_an_outbreak_closes_are_void),
        cmocka_unit_test(of_two_blocks_that_close_each_pays_for_its_own),
        cmocka_unit_test(who_is_in_a_spot_place_stays_there_or_moves_to_a_free_block_as_is_said),
        cmocka_unit_test(who_waits_has_a_free_place_before_who_is_in_a_spot_place),
        cmocka_unit_test(care_hours_bought_in_a_block_are_paid_by_the_hour),
        cmocka_unit_test(hours_that_are_not_given_are_not_used),
        cmocka_unit_test(spot_places_come_after_block_and_never_beyond_the_weekly_limit),
        cmocka_unit_test(a_service_costs_by_the_people_there_at_midnight),
        cmocka_unit_test(
            acute_days_are_valued_at_nothing_at_their_marginal_and_at_their_average_cost),
        cmocka_unit_test(a_policy_turns_on_above_one_line_and_off_below_the_other),
        cmocka_unit_test(every_time_that_a_policy_is_on_is_in_the_log),
        cmocka_unit_test(a_policy_that_is_never_met_changes_nothing),
        cmocka_unit_test(a_change_of_a_price_is_written_like_the_price),
        cmocka_unit_test(a_purchase_for_an_unknown_service_is_refused_with_a_suggestion),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
