/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Other hours of changes and policies: the same as those of dates, and people who wait look again
 * when a policy turns. Those of dates alone are in test_stay.c. */
#include "unit.h"

#include "assert_close.h"
#include "model_fixture.h"

/* A ward reviewed and left on weekdays alone; a team on the same days. Monday 1 November 2021. */
#define WARD(more, after)                                                                          \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2022-01-30\"; };"                        \
    "start = { warm_up = \"28 days\"; }; bank_holidays = [\"2021-12-27\", \"2021-12-28\"];"        \
    "demand: { people: { rate = \"6.3 per day\"; enter = ( { to = \"ward\"; } ); }; };"            \
    "tasks: { look: { reason = \"A\"; team = \"therapists\"; }; };"                                \
    "services: { ward: { kind = \"beds\"; beds = 70; setting = \"acute\"; "                        \
    "   rounds = \"Mon-Fri 10:00-12:00\"; discharges = \"Mon-Fri 09:00-20:00\"; " more             \
    "   process = { shape = \"constant\"; mean = \"5 hours\"; };"                                  \
    "   stay = { mean = \"4.3 days\"; }; then = ( { to = \"home\"; needs = { look = 0.7; }; } );"  \
    " }; therapists: { kind = \"team\"; stay = { mean = \"47 minutes\"; }; "                       \
    "   on_duty = ( { hours = \"Mon-Fri 08:00-18:00\"; staff = 2; } );"                            \
    "   then = ( { to = \"home\"; } ); }; };" after

static uint64_t digest_of(const char *text)
{
    return fixture_digest(text, 3);
}

static void hours_of_a_change_are_those_of_the_same_dates(void **state)
{
    (void)state;
    uint64_t usual = digest_of(WARD("", ""));
    uint64_t dated = digest_of(WARD("other_hours = ( { from = \"2021-12-06\"; to = \"2021-12-19\"; "
                                    "like = \"Friday\"; discharges = \"daily 14:00-16:00\"; } );",
                                    ""));
    assert_true(usual != dated);
    assert_true(dated ==
                digest_of(WARD("", "changes: { x: { what = \"services.ward\"; from = "
                                   "\"2021-12-06\"; to = \"2021-12-19\"; other_hours = { like = "
                                   "\"Friday\"; discharges = \"daily 14:00-16:00\"; }; }; };")));
    /* a change that has passed, and one of another service that nobody asks for by then */
    assert_true(usual ==
                digest_of(WARD("", "changes: { x: { what = [\"services.ward\"]; from = "
                                   "\"1999-12-06\"; to = \"1999-12-19\"; other_hours = { like = "
                                   "\"Friday\"; }; }; };")));
}

/* People who leave the ward on a weekday (0 Monday), of the period's Mondays to Sundays. */
static void count_days(struct fixture *f, uint32_t left[7], uint32_t seen[7])
{
    memset(left, 0, 7 * sizeof *left);
    memset(seen, 0, 7 * sizeof *seen);
    for (size_t k = 0; k < f->story.count; k++) {
        const struct bf_told *told = &f->story.told[k];
        double day = floor((told->at_h - fixture_start_h(f)) / 24);
        if (day < 0 || day >= fixture_days(f)) continue;
        if (told->step == BF_STEP_LEAVES && told->service == fixture_service(f, "ward"))
            left[(int)day % 7]++;
        if (told->step == BF_STEP_TASK_DONE) seen[(int)day % 7]++;
    }
}

static void days_say_on_which_of_the_dates_hours_differ(void **state)
{
    (void)state;
    struct fixture f;
    uint32_t left[7], seen[7];
    fixture_text(&f,
                 WARD("", "changes: { x: { what = [\"services.ward\", \"services.therapists\"]; "
                          "from = \"2021-10-01\"; other_hours = { days = \"Sat\"; like = "
                          "\"Friday\"; }; }; };"));
    fixture_follow(&f, 1);
    count_days(&f, left, seen);
    for (int day = 0; day < 6; day++)
        assert_true(left[day] > 20 && seen[day] > 20);
    assert_int_equal(left[6], 0);
    assert_int_equal(seen[6], 0);
    fixture_close(&f);
}

/* On from the first full hour in which somebody is there, and never off: as if it were so. */
static void a_policy_that_is_always_on_gives_the_hours_for_ever(void **state)
{
    (void)state;
    uint64_t for_ever =
        digest_of(WARD("other_hours = ( { from = \"2021-01-01\"; days = \"weekends\"; like = "
                       "\"Friday\"; } );",
                       ""));
    assert_true(for_ever != digest_of(WARD("", "")));
    /* a rule adds columns to the results: give the other one that never acts */
    struct fixture on, never;
    fixture_text(&on, WARD("", "policies: { team: { when = \"occupancy\"; above = 0; until_below = "
                               "0; what = \"services.ward\"; other_hours = { days = \"weekends\"; "
                               "like = \"Friday\"; }; }; };"));
    fixture_text(
        &never, WARD("other_hours = ( { from = \"2021-01-01\"; days = \"weekends\"; like = "
                     "\"Friday\"; } );",
                     "policies: { team: { when = \"occupancy\"; above = 1.9; until_below = 0; what "
                     "= \"services.ward\"; other_hours = { like = \"Sunday\"; }; }; };"));
    fixture_run(&on, 3);
    fixture_run(&never, 3);
    static const char *const same[] = {"occupied_mean", "delayed_mean", "started", "stay_total"};
    for (size_t i = 0; i < UNIT_COUNT(same); i++)
        assert_same_double(fixture_scalar(&on, "ward", same[i]),
                           fixture_scalar(&never, "ward", same[i]));
    fixture_close(&on);
    fixture_close(&never);
}

/* When the person of a telling was last granted a place. */
static double granted_at(const struct fixture *f, size_t k)
{
    uint64_t who = f->story.told[k].who;
    while (f->story.told[k].who != who || f->story.told[k].step != BF_STEP_GRANTED)
        k--;
    return f->story.told[k].at_h;
}

/* A rule that turns on Saturday at some hour: who was to wait until Monday goes that day, five
 * hours after being ready and not before; and not on any weekend on which it is off. */
static void who_waits_looks_again_when_a_policy_turns(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 WARD("", "policies: { team: { when = \"occupancy\"; service = \"ward\"; above = "
                          "0.46; until_below = 0.40; for = \"6 hours\"; what = [\"services.ward"
                          "\", \"services.therapists\"]; other_hours = { days = \"weekends\"; "
                          "like = \"Friday\"; rounds = \"daily 10:00-20:00\"; discharges = "
                          "\"daily 09:00-20:00\"; }; }; };"));
    f.outcome.use = calloc(bf_measures_uses(&f.model.network), sizeof(struct bf_use));
    assert_non_null(f.outcome.use);
    uint32_t begun_at_weekends = 0, left_then = 0;
    for (uint32_t r = 0; r < 12; r++) {
        fixture_follow(&f, r);
        for (size_t k = 0; k < f.story.count; k++) {
            const struct bf_told *told = &f.story.told[k];
            double since = told->at_h - fixture_start_h(&f);
            if (told->step != BF_STEP_LEAVES || told->service != fixture_service(&f, "ward") ||
                since < 0 || since >= fixture_days(&f) * 24.0 || (int)floor(since / 24) % 7 < 5)
                continue;
            assert_true(told->at_h >= granted_at(&f, k) + 5 - 1e-9);
            bool on = false;
            for (uint32_t u = 0; u < f.outcome.use_count; u++) {
                const struct bf_use *one = &f.outcome.use[u];
                on = on || (since >= one->on_h - 1e-9 && !(since > one->off_h + 1e-9));
                int day = (int)floor(one->on_h / 24);
                /* it turned on today, at ten or later, by when nobody could be seen */
                if (since >= one->on_h && floor(since / 24) == day && one->on_h - day * 24 > 10)
                    left_then++;
            }
            assert_true(on);
        }
        for (uint32_t u = 0; u < f.outcome.use_count; u++)
            begun_at_weekends += (int)floor(f.outcome.use[u].on_h / 24) % 7 >= 5;
    }
    assert_true(begun_at_weekends > 3);
    assert_true(left_then > 3);
    free(f.outcome.use);
    fixture_close(&f);
}

static void a_rule_says_what_hours_it_gives(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 WARD("", "policies: { team: { when = \"delayed\"; above = 9; until_below = 8; "
                          "what = [\"services.ward\", \"services.therapists\"]; other_hours = { "
                          "days = \"weekends\"; like = \"Friday\"; rounds = \"daily 9:00-10:00\"; "
                          "}; }; };"));
    assert_string_equal(f.model.measures.catalogue.rule[0].action,
                        "services.ward, services.therapists: worked like Friday, rounds daily "
                        "9:00-10:00, on Sat Sun bank holidays");
    fixture_close(&f);
}

static void refuse(const char *after, const char *path, const char *what)
{
    struct fixture f;
    char text[4000];
    snprintf(text, sizeof text, WARD("", "%s"), after);
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    assert_int_equal(fixture_faults(&f, path, what), 1);
    fixture_close(&f);
}
#define CHANGE(more) "changes: { x: { from = \"2021-12-06\"; to = \"2021-12-19\"; " more " }; };"

static void hours_that_cannot_be_are_refused_once(void **state)
{
    (void)state;
    refuse(CHANGE("what = \"services.wards\"; other_hours = { like = \"Friday\"; };"),
           "changes.x.what", "services.ward");
    refuse(CHANGE("what = \"services.ward.beds\"; other_hours = { like = \"Friday\"; };"),
           "changes.x.what", "expected a service with other_hours");
    refuse(CHANGE("what = [\"services.ward\", \"services.therapists\"]; other_hours = { rounds = "
                  "\"Mon, Wed 09:00\"; };"),
           "changes.x.other_hours.rounds", "expected");
    refuse(CHANGE("what = \"services.ward\"; other_hours = { days = \"weekends\"; };"),
           "changes.x.other_hours", "received none of them");
    refuse(CHANGE("what = \"services.ward\"; other_hours = { days = \"Sat 10:00-12:00\"; like = "
                  "\"Friday\"; };"),
           "changes.x.other_hours.days", "whole days");
    refuse(CHANGE("what = \"services.ward\"; factor = 2; other_hours = { like = \"Friday\"; };"),
           "changes.x", "received several");
    refuse(CHANGE("what = \"services.ward\"; ramp = \"2 days\"; other_hours = { like = \"Friday\"; "
                  "};"),
           "changes.x", "without ramp and fade");
    refuse(CHANGE("what = \"services.ward\"; size_cv = 0.2; other_hours = { like = \"Friday\"; };"),
           "changes.x", "no size that could differ");
    refuse("policies: { x: { when = \"occupancy\"; above = 0.9; until_below = 0.8; what = "
           "\"services.home\"; other_hours = { like = \"Friday\"; }; }; };",
           "policies.x.what", "expected a service with other_hours");
}

/* Who is given a place in a closed home is not among the delayed, so weeks of it would look like
 * none. */
static void a_service_that_nobody_can_reach_for_days_is_warned_of_once(void **state)
{
    (void)state;
#define SHUT(to, more)                                                                             \
    "changes: { x: { from = \"2021-12-24\"; to = \"" to "\"; what = [\"services.therapists\", "    \
    "\"services.ward\"]; other_hours = { admits = \"never\"; " more " }; }; };"
    static const struct {
        const char *more, *after;
        size_t warnings;
        const char *path, *cure;
    } row[] = {
        {"", SHUT("2021-12-28", ""), 1, "changes.x", "services.therapists.staff"},
        {"", SHUT("2021-12-27", ""), 0, "changes.x", ""},
        {"", SHUT("2022-01-28", "days = \"weekends\";"), 0, "changes.x", ""},
        {"other_hours = ( { from = \"2021-12-01\"; to = \"2021-12-05\"; admits = \"never\"; } );",
         "", 1, "services.ward.other_hours[0]", "services.ward.beds"},
        {"other_hours = ( { from = \"2021-12-01\"; to = \"2021-12-04\"; admits = \"never\"; } );",
         "", 0, "services.ward.other_hours[0]", ""},
        {"",
         "policies: { x: { when = \"occupancy\"; above = 0.9; until_below = 0.8; what = "
         "\"services.ward\"; other_hours = { admits = \"never\"; }; }; };",
         1, "policies.x", "services.ward.beds"}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct fixture f;
        char text[4000];
        snprintf(text, sizeof text, WARD("%s", "%s"), row[i].more, row[i].after);
        assert_true(fixture_try(&f, text, "given.cfg", NULL, 0));
        assert_int_equal(fixture_faults(&f, row[i].path, row[i].cure), row[i].warnings);
        fixture_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hours_of_a_change_are_those_of_the_same_dates),
        cmocka_unit_test(days_say_on_which_of_the_dates_hours_differ),
        cmocka_unit_test(a_policy_that_is_always_on_gives_the_hours_for_ever),
        cmocka_unit_test(who_waits_looks_again_when_a_policy_turns),
        cmocka_unit_test(a_rule_says_what_hours_it_gives),
        cmocka_unit_test(a_service_that_nobody_can_reach_for_days_is_warned_of_once),
        cmocka_unit_test(hours_that_cannot_be_are_refused_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
