/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An averted crisis that comes back, and services offered to people who are readmitted. */
#include "unit.h"

#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-01-01\"; to = \"2024-12-31\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"90 days\"; };"                                                          \
    "classes: { firm: { }; frail: { readmission_factor = 2.1; }; };"
#define DEMAND(rate, offer)                                                                        \
    "demand: { crises: { rate = \"" rate "\"; classes = { firm = 0.63; frail = 0.37; };"           \
    "   enter = ( { to = \"ward\"; } ); offer = { to = \"response\"; share = 0.71; " offer " }; "  \
    "}; };"
#define SERVICES(returns)                                                                          \
    "services: {"                                                                                  \
    " response: { kind = \"team\"; staff = 500; stay = { mean = \"2 hours\"; }; " returns          \
    "   then = ( { to = \"support\"; share = 0.8; }, { to = \"ward\"; share = 0.2; } ); };"        \
    " support: { kind = \"beds\"; unlimited = true; stay = { mean = \"3.7 days\"; };"              \
    "   then = ( { to = \"home\"; share = 0.93; }, { to = \"died\"; share = 0.07; } ); };"         \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"4 "        \
    "days\"; };"                                                                                   \
    "   then = ( { to = \"home\"; } ); after_discharge = { readmission = { days = [\"30 days\"];"  \
    "   share = [0.137]; }; }; }; };"
#define RETURNS "averted_returns = { days = [\"2 days\", \"14 days\"]; share = [0.11, 0.23]; };"

static void the_share_that_comes_back_is_the_curves_by_class(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND("20 per day", "") SERVICES(RETURNS));
    fixture_follow(&f, 1);
    uint32_t ended[2] = {0, 0}, back[2] = {0, 0}, soon = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        /* home from support, and not from the ward */
        if (told->step != BF_STEP_HOME || told->at_h > fixture_end_h(&f) - 15 * 24) continue;
        size_t before = k;
        while (f.story.told[before].who != told->who || f.story.told[before].step != BF_STEP_LEAVES)
            before--;
        if (f.story.told[before].service != fixture_service(&f, "support")) continue;
        ended[told->class_]++;
        const struct bf_told *again = fixture_find(&f, k, told->who, BF_STEP_COMES_BACK);
        if (!again || again->episode != told->episode) continue;
        assert_true(again->at_h - told->at_h <= 14 * 24 + 1e-6);
        back[told->class_]++;
        soon += told->class_ == 0 && again->at_h - told->at_h <= 48;
    }
    double firm = ended[0], frail = ended[1], share = 1 - pow(1 - 0.23, 2.1);
    assert_true(firm > 8000 && frail > 5000);
    assert_close(back[0] / firm, 0.23, 4.5 * sqrt(0.23 * 0.77 / firm));
    assert_close(soon / firm, 0.11, 4.5 * sqrt(0.11 * 0.89 / firm));
    assert_close(back[1] / frail, share, 4.5 * sqrt(share * (1 - share) / frail));
    fixture_close(&f);
}

static void without_a_curve_an_averted_crisis_is_over(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND("20 per day", "") SERVICES(""));
    fixture_follow(&f, 1);
    for (size_t k = 0; k < f.story.count; k++)
        assert_true(f.story.told[k].step != BF_STEP_COMES_BACK);
    fixture_close(&f);
}

/* People readmitted who go to `response` first. */
static uint32_t offered_again(struct fixture *f, const char *text, uint32_t *readmitted)
{
    fixture_text(f, text);
    fixture_follow(f, 1);
    uint32_t offered = 0;
    *readmitted = 0;
    for (size_t k = 0; k + 1 < f->story.count; k++) {
        if (f->story.told[k].step != BF_STEP_RETURNS) continue;
        (*readmitted)++;
        const struct bf_told *to = fixture_find(f, k, f->story.told[k].who, BF_STEP_PRESENTS);
        offered += to && to->service == fixture_service(f, "response");
    }
    fixture_close(f);
    return offered;
}

static void readmissions_are_offered_it_only_where_the_scenario_says_so(void **state)
{
    (void)state;
    struct fixture f;
    uint32_t all;
    assert_int_equal(offered_again(&f, PERIOD DEMAND("20 per day", "") SERVICES(""), &all), 0);
    assert_true(all > 1000);
    uint32_t offered =
        offered_again(&f, PERIOD DEMAND("20 per day", "readmissions = true;") SERVICES(""), &all);
    double n = all;
    assert_close(offered / n, 0.71, 4.5 * sqrt(0.71 * 0.29 / n));
}

static void a_published_total_holds_those_who_come_back(void **state)
{
    (void)state;
    struct fixture f;
    double sum = 0;
    fixture_text(&f, PERIOD DEMAND("36 per day\"; contains_readmissions = true; label = \"",
                                   "readmissions = true;") SERVICES(RETURNS));
    double emergency, again;
    struct bf_load load[3];
    assert_true(bf_network_load(&f.model.network, load, &emergency, &again));
    assert_close_relative(emergency, 36 * 365, 1e-9);
    for (uint32_t r = 0; r < 6; r++) {
        fixture_run(&f, r);
        sum += fixture_scalar(&f, "system", "emergency_admissions") / fixture_days(&f);
    }
    assert_close_relative(sum / 6, 36, 0.01); /* 8,766 days: standard error about 0.2% */
    fixture_close(&f);
}

/* Nobody at work in the first service; the second answers everybody. */
#define IN_ORDER(first, also)                                                                      \
    PERIOD                                                                                         \
    "demand: { crises: { rate = \"7.1 per day\"; classes = { firm = 1; }; enter = ( { to = "       \
    "\"ward\"; } ); offer = { to = \"one\"; share = 0.71; " also "}; };"                           \
    " falls: { rate = \"3.3 per day\"; classes = { firm = 1; }; enter = ( { to = \"ward\"; } "     \
    "); }; };"                                                                                     \
    "services: { one: { kind = \"team\"; staff = 0; stay = { mean = \"2 hours\"; }; " first        \
    "   then = ( { to = \"home\"; } ); };"                                                         \
    " two: { kind = \"team\"; staff = 90; stay = { mean = \"2 hours\"; };"                         \
    "   then = ( { to = \"home\"; } ); };"                                                         \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"4 "        \
    "days\"; }; then = ( { to = \"home\"; } ); }; };"

static void services_are_asked_in_order_and_avoided_is_told_by_stream(void **state)
{
    (void)state;
    static const char *const text[] = {IN_ORDER("queue_limit = 0;", "or = \"two\";"),
                                       IN_ORDER("patience = \"3 hours\";", "or = [\"two\"];")};
    for (int i = 0; i < 2; i++) {
        struct fixture f;
        fixture_text(&f, text[i]);
        for (size_t k = 0; k < f.faults.count; k++) /* the further service is reached, too */
            assert_null(strstr(f.faults.fault[k].err.what, "nobody reaches"));
        fixture_run(&f, 1);
        double offered = fixture_of(&f, "system", "stream:crises", "offered");
        double avoided = fixture_of(&f, "system", "stream:crises", "avoided");
        assert_true(offered > 6500);
        assert_close(avoided, offered, 5); /* but those under way at the ends */
        assert_close(avoided, fixture_scalar(&f, "system", "avoided"), 0);
        assert_close(fixture_scalar(&f, "two", "joined"), offered, 5);
        fixture_close(&f);
    }
    struct fixture f;
    fixture_text(&f, IN_ORDER("queue_limit = 0;", ""));
    fixture_run(&f, 1);
    assert_close(fixture_scalar(&f, "system", "avoided"), 0, 0);
    fixture_close(&f);
    assert_false(fixture_try(&f, IN_ORDER("", "or = [\"two\", \"one\"];"), "given.cfg", NULL, 0));
    assert_contains(f.faults.fault[0].err.what, "each service once");
    fixture_close(&f);
}

static void a_curve_that_falls_is_refused_by_its_name(void **state)
{
    (void)state;
    struct fixture f;
    assert_false(fixture_try(
        &f,
        PERIOD DEMAND("2 per day", "")
            SERVICES("averted_returns = { days = [\"2 days\", \"1 day\"]; share = [0.1, 0.2]; };"),
        "given.cfg", NULL, 0));
    assert_contains(f.faults.fault[0].err.what, "averted_returns");
    fixture_close(&f);
}

/* Nobody is offered anything: some call the response themselves, and some of those whom it keeps
 * out of hospital come back, in the ways in which people of the stream come. */
#define CALLERS                                                                                    \
    "demand: { crises: { rate = \"7300 per year\"; contains_readmissions = true; classes = { "     \
    "firm "                                                                                        \
    "= 0.63; frail = 0.37; }; enter = ( { to = \"response\"; share = 0.58; }, { to = \"ward\"; "   \
    "share = 0.42; } ); }; };"

static void who_calls_for_themselves_comes_back_too(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD CALLERS SERVICES(RETURNS));
    fixture_follow(&f, 1);
    uint32_t ended = 0, back = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step == BF_STEP_COMES_BACK) {
            assert_int_equal(told->service, fixture_service(&f, "response"));
            continue;
        }
        if (told->step != BF_STEP_HOME || told->class_ != 0) continue;
        if (told->at_h > fixture_end_h(&f) - 15 * 24) continue;
        size_t before = k;
        while (f.story.told[before].who != told->who || f.story.told[before].step != BF_STEP_LEAVES)
            before--;
        const struct bf_told *again = fixture_find(&f, k, told->who, BF_STEP_COMES_BACK);
        bool returns = again && again->episode == told->episode;
        if (f.story.told[before].service != fixture_service(&f, "support")) {
            assert_false(returns); /* from the ward: that was an admission */
            continue;
        }
        ended++;
        back += returns;
    }
    assert_true(ended > 5000);
    assert_close(back / (double)ended, 0.23, 4.5 * sqrt(0.23 * 0.77 / ended));
    fixture_close(&f);
}

/* What is published holds the readmissions of those whom it admits, those back after an averted
 * crisis among them: the first presentations that are solved give it back. */
static void first_presentations_balance_with_those_who_come_back(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD CALLERS SERVICES(RETURNS));
    struct bf_load load[3];
    double emergency, again;
    assert_true(bf_network_load(&f.model.network, load, &emergency, &again));
    assert_close_relative(emergency, 7300, 1e-6);
    struct fixture_expected expected[] = {
        {"system", "all", "emergency_admissions", 7300 * 1461 / 365.0, 0.01, {0}}};
    fixture_expect(&f, 30, expected, 1);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_calls_for_themselves_comes_back_too),
        cmocka_unit_test(first_presentations_balance_with_those_who_come_back),
        cmocka_unit_test(the_share_that_comes_back_is_the_curves_by_class),
        cmocka_unit_test(without_a_curve_an_averted_crisis_is_over),
        cmocka_unit_test(readmissions_are_offered_it_only_where_the_scenario_says_so),
        cmocka_unit_test(a_published_total_holds_those_who_come_back),
        cmocka_unit_test(services_are_asked_in_order_and_avoided_is_told_by_stream),
        cmocka_unit_test(a_curve_that_falls_is_refused_by_its_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
