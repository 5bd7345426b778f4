/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

#include "bedflow/flow/booking.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-12-31\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"40 days\"; };"

/* ---- order ----------------------------------------------------------------------------- */

struct waiting {
    uint64_t who;
    double since_h;
    uint8_t level;
};

/* (priority, since, key): is a before b? */
static bool before(const struct waiting *a, const struct waiting *b)
{
    if (a->level != b->level) return a->level < b->level;
    if (a->since_h < b->since_h || a->since_h > b->since_h) return a->since_h < b->since_h;
    return a->who < b->who;
}

/* Whoever gets a place in `service` was the first of those who waited for it. The classes are
 * named by their priority. */
static uint32_t check_order(const struct fixture *f, uint32_t service, double ageing_h)
{
    struct waiting *line = calloc(f->story.count + 1, sizeof *line);
    size_t count = 0;
    uint32_t passed = 0;
    for (size_t k = 0; k < f->story.count; k++) {
        const struct bf_told *told = &f->story.told[k];
        if (told->service != service) continue;
        uint8_t level = told->class_ ? 5 : 2;
        if (told->step == BF_STEP_WAITS)
            line[count++] = (struct waiting){
                told->who, ageing_h > 0 ? told->at_h + level * ageing_h : told->at_h,
                ageing_h > 0 ? 0 : level};
        if (told->step != BF_STEP_GRANTED || told->value <= 0) continue;
        size_t own = count;
        for (size_t i = 0; i < count; i++)
            if (line[i].who == told->who) own = i;
        assert_true(own < count);
        for (size_t i = 0; i < count; i++)
            assert_true(i == own || before(&line[own], &line[i]));
        line[own] = line[--count];
        passed++;
    }
    free(line);
    return passed;
}

#define TWO_PRIORITIES(more)                                                                       \
    PERIOD "classes: { urgent: { }; routine: { }; };"                                              \
           "demand: { u: { rate = \"3 per day\"; classes = { urgent = 1.0; };"                     \
           "   enter = ( { to = \"ward\"; priority = 2; } ); };"                                   \
           " r: { rate = \"6 per day\"; classes = { routine = 1.0; };"                             \
           "   enter = ( { to = \"ward\"; priority = 5; } ); }; };"                                \
           "services: { ward: { kind = \"beds\"; beds = 28; setting = \"acute\";"                  \
           "   stay = { mean = \"2.9 days\"; };" more "then = ( { to = \"home\"; } ); }; };"

static void places_go_by_priority_then_by_who_waits_longest(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, TWO_PRIORITIES(""));
    fixture_follow(&f, 1);
    assert_true(check_order(&f, fixture_service(&f, "ward"), 0) > 800);
    fixture_close(&f);
}

static void ageing_lets_a_long_wait_outweigh_a_priority(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, TWO_PRIORITIES("ageing = \"5 h\";"));
    fixture_follow(&f, 1);
    assert_true(check_order(&f, fixture_service(&f, "ward"), 5) > 800);
    fixture_close(&f);
}

/* ---- preferences ----------------------------------------------------------------------- */

#define PREFERENCES(or, more)                                                                      \
    PERIOD "demand: { falls: { rate = \"4.1 per day\"; enter = ( { to = \"ward\"; } ); }; };"      \
           "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"           \
           "   stay = { mean = \"2 days\"; }; then = ( { to = \"first\"; or = ( " or               \
        " ); } ); };"                                                                              \
        " first: { kind = \"beds\"; beds = 12; setting = \"non-acute\"; stay = { mean = \"4 "      \
        "days\"; };"                                                                               \
        "   then = ( { to = \"home\"; } ); };" more "};"

static void patience_that_ends_is_enough_to_move(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PREFERENCES("{ to = \"spare\"; after = \"31 h\"; }",
                        " spare: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"
                        "   stay = { mean = \"9 days\"; }; then = ( { to = \"home\"; } ); };"));
    fixture_follow(&f, 1);
    uint32_t ward = fixture_service(&f, "ward"), spare = fixture_service(&f, "spare");
    uint32_t taken = 0, waited = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *ready = &f.story.told[k];
        if (ready->step != BF_STEP_READY || ready->service != ward) continue;
        const struct bf_told *granted = fixture_find(&f, k, ready->who, BF_STEP_GRANTED);
        if (!granted) continue;
        /* at that instant, though nobody leaves anywhere then; never before, never after */
        if (granted->service == spare) {
            assert_close(granted->at_h, ready->at_h + 31, 1e-9);
            taken++;
        } else {
            assert_true(granted->at_h <= ready->at_h + 31 + 1e-9);
            waited += granted->at_h > ready->at_h;
        }
    }
    assert_true(taken > 100 && waited > 100);
    fixture_close(&f);
}

static void an_accepted_place_withdraws_the_other_claims(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PREFERENCES("{ to = \"second\"; }, { to = \"third\"; after = \"10 h\"; }",
                        " second: { kind = \"beds\"; beds = 9; setting = \"non-acute\";"
                        "   stay = { mean = \"4 days\"; }; then = ( { to = \"home\"; } ); };"
                        " third: { kind = \"beds\"; beds = 5; setting = \"non-acute\";"
                        "   stay = { mean = \"4 days\"; }; then = ( { to = \"home\"; } ); };"));
    fixture_follow(&f, 1);
    uint32_t ward = fixture_service(&f, "ward"), by[4] = {0};
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *leaves = &f.story.told[k];
        if (leaves->step != BF_STEP_LEAVES) continue;
        if (leaves->service == ward)
            by[leaves->other]++;
        else /* from any of the three people go home, and are granted nothing more */
            assert_int_equal(leaves->other, BF_TO_HOME);
    }
    assert_true(by[1] > 300 && by[2] > 200 && by[3] > 20);
    fixture_close(&f);
}

static void a_kept_claim_brings_people_to_their_first_choice(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PREFERENCES("{ to = \"second\"; after = \"4 h\"; keeps_claim = true; }",
                        " second: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"
                        "   stay = { mean = \"6 days\"; }; then = ( { to = \"home\"; } ); };"));
    fixture_follow(&f, 1);
    uint32_t first = fixture_service(&f, "first"), second = fixture_service(&f, "second");
    uint32_t moved = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_LEAVES || told->service != second || told->other != first)
            continue;
        moved++;
        /* by the wait since they were ready in hospital, not since they came here */
        const struct bf_told *granted = NULL;
        for (size_t j = k; j-- > 0 && !granted;)
            if (f.story.told[j].who == told->who && f.story.told[j].step == BF_STEP_GRANTED)
                granted = &f.story.told[j];
        assert_true(granted && granted->service == first && granted->value > 4 - 1e-9);
    }
    assert_true(moved > 100);
    /* the first choice is never left empty while somebody holds a claim on it */
    assert_true(fixture_scalar(&f, "first", "occupancy") > 95);
    fixture_close(&f);
}

static void a_free_first_choice_is_taken_before_a_further_one(void **state)
{
    (void)state;
    struct fixture f;
    /* people who cannot go yet stand in the queue of a place that is free */
    fixture_text(&f, PERIOD
                 "tasks: { slow: { reason = \"A\"; duration = { shape = \"constant\"; mean = \"90 "
                 "days\"; }; }; };"
                 "demand: { stuck: { rate = \"0.5 per day\"; enter = ( { to = \"ward\"; } ); };"
                 " quick: { rate = \"2 per day\"; enter = ( { to = \"first\"; or = ( { to = "
                 "\"second\"; } ); } ); }; };"
                 "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
                 "   stay = { mean = \"1 day\"; };"
                 "   then = ( { to = \"first\"; needs = { slow = 1.0; }; } ); };"
                 " first: { kind = \"beds\"; beds = 100; setting = \"non-acute\"; stay = { mean = "
                 "\"2 days\"; };"
                 "   queue_limit = 3; then = ( { to = \"home\"; } ); };"
                 " second: { kind = \"beds\"; beds = 100; setting = \"non-acute\"; stay = { mean = "
                 "\"2 days\"; };"
                 "   then = ( { to = \"home\"; } ); }; };");
    fixture_run(&f, 1);
    assert_true(fixture_scalar(&f, "first", "waiting_mean") > 20);
    assert_same_double(fixture_scalar(&f, "second", "started"), 0);
    assert_same_double(fixture_scalar(&f, "first", "turned_away"), 0);
    assert_true(fixture_scalar(&f, "first", "started") > 500);
    fixture_close(&f);
}

/* ---- what wakes a queue ---------------------------------------------------------------- */

static void queues_are_served_when_places_open(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "demand: { falls: { rate = \"1.3 per day\"; enter = ( { to = \"ward\"; } ); }; };"
        "services: { ward: { kind = \"beds\"; beds = 0; setting = \"acute\";"
        "   stay = { shape = \"constant\"; mean = \"900 days\"; }; then = ( { to = \"home\"; } ); "
        "}; };"
        "changes: { opens: { what = [\"services.ward.beds\"]; set = \"40\"; from = \"2021-05-01\";"
        "   ramp = \"20 days\"; }; };");
    fixture_follow(&f, 1);
    uint32_t started = 0, ward = fixture_service(&f, "ward");
    double may_h = fixture_start_h(&f) + 61 * 24;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_STARTS) continue;
        started++;
        assert_int_equal(told->service, ward);
        /* two at each midnight, as the ramp says: nobody ever leaves */
        if (started <= 40) assert_close(told->at_h, may_h + (started - 1) / 2 * 24, 1e-9);
    }
    assert_int_equal(started, 40);
    fixture_close(&f);
}

static void queues_are_served_when_a_rota_begins(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "demand: { calls: { rate = \"9 per day\"; enter = ( { to = \"team\"; } ); }; };"
        "services: { team: { kind = \"team\"; on_duty = ( { hours = \"Mon-Fri 09:30-17:00\"; staff "
        "= 3; } );"
        "   stay = { mean = \"40 minutes\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t at_once = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_STARTS) continue;
        double hour = fmod(told->at_h, 24);
        bf_day day =
            f.model.network.from - (bf_day)fixture_warm_up(&f) + (bf_day)floor(told->at_h / 24);
        assert_true(hour >= 9.5 - 1e-9 && hour < 17);
        assert_true(bf_day_weekday(day) < 5);
        at_once += hour < 9.5 + 1e-9;
    }
    assert_true(at_once > 400);
    fixture_close(&f);
}

static void a_team_does_tasks_in_its_queue_and_people_go_when_it_has(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "tasks: { assess: { reason = \"A\"; team = \"hub\"; lead = \"20 h\"; }; };"
        "demand: { falls: { rate = \"13 per day\"; enter = ( { to = \"ward\"; } ); }; };"
        "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
        "   stay = { mean = \"3 days\"; }; then = ( { to = \"home\"; needs = { assess = 0.6; }; } "
        "); };"
        " hub: { kind = \"team\"; on_duty = ( { hours = \"Mon-Fri 09:00-17:00\"; staff = 3; } );"
        "   stay = { shape = \"constant\"; mean = \"90 minutes\"; }; then = ( { to = \"left\"; } "
        "); }; };");
    fixture_follow(&f, 1);
    uint32_t ward = fixture_service(&f, "ward"), held = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_TASK || told->service != ward) continue;
        const struct bf_told *leaves = fixture_find(&f, k, told->who, BF_STEP_LEAVES);
        if (!leaves) continue;
        /* at the end of a contact: 90 minutes after it began, in the hours of the rota */
        double hour = fmod(leaves->at_h - 1.5, 24);
        assert_true(hour >= 9 - 1e-6 && hour < 17);
        held++;
    }
    assert_true(held > 300);
    /* 60% of people: a contact for each who needs one, and most of it before they are ready */
    struct fixture_expected e[] = {{"hub", "all", "occupied_mean", 13 * 0.6 * 1.5 / 24, 0.03, {0}}};
    fixture_expect(&f, 40, e, 1);
    assert_true(fixture_scalar(&f, "hub", "waiting_mean") > 1);
    fixture_close(&f);
}

static void a_queue_with_patience_loses_people_at_its_end(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD "demand: { calls: { rate = \"9 per day\"; enter = ( { to = \"team\"; } ); }; };"
               "services: { team: { kind = \"team\"; staff = 1; patience = \"5 h\"; gives_up_to = "
               "\"desk\";"
               "   stay = { mean = \"4 h\"; }; then = ( { to = \"home\"; } ); };"
               " desk: { kind = \"team\"; staff = 50; stay = { mean = \"1 h\"; };"
               "   then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t gone = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step == BF_STEP_GRANTED) assert_true(told->value <= 5 + 1e-9);
        if (told->step != BF_STEP_GIVES_UP) continue;
        assert_close(told->value, 5, 1e-9);
        const struct bf_told *starts = fixture_find(&f, k, told->who, BF_STEP_STARTS);
        assert_true(starts && starts->service == fixture_service(&f, "desk"));
        gone++;
    }
    assert_true(gone > 500);
    fixture_close(&f);
}

/* Nobody is ever seen, so that everybody waits as long as they will. */
static void patience_differs_from_person_to_person_and_scales_with_its_mean(void **state)
{
    (void)state;
    struct fixture f[2];
    const struct bf_setting longer[] = {{"services.team.patience", "7.3 h"}};
    for (int k = 0; k < 2; k++)
        fixture_open(&f[k],
                     PERIOD
                     "demand: { calls: { rate = \"9 per day\"; enter = ( { to = \"team\"; } ); "
                     "}; };"
                     "services: { team: { kind = \"team\"; staff = 0; patience = \"3.65 h\";"
                     "   patience_cv = 0.7; stay = { mean = \"4 h\"; }; then = ( { to = "
                     "\"home\"; } ); }; };",
                     "given.cfg", longer, (size_t)k);
    struct bf_tally patience;
    bf_tally_init(&patience);
    fixture_follow(&f[0], 1);
    fixture_follow(&f[1], 1);
    for (size_t k = 0; k < f[0].story.count; k++) {
        const struct bf_told *told = &f[0].story.told[k];
        if (told->step != BF_STEP_GIVES_UP) continue;
        const struct bf_told *twice = fixture_find(&f[1], 0, told->who, BF_STEP_GIVES_UP);
        if (twice) assert_close(twice->value, 2 * told->value, 1e-8);
        bf_tally_add(&patience, told->value);
    }
    double n = (double)patience.count;
    assert_true(n > 1000);
    assert_close(bf_tally_mean(&patience), 3.65, 5 * 0.7 * 3.65 / sqrt(n));
    assert_close(bf_tally_sd(&patience), 0.7 * 3.65, 5 * 0.7 * 3.65 / sqrt(n));
    fixture_close(&f[0]);
    fixture_close(&f[1]);
}

static void a_market_takes_its_lead_time_and_its_weekly_limit(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD "demand: { falls: { rate = \"1.4 per day\"; enter = ( { to = \"homes\"; } ); }; };"
               "services: { homes: { kind = \"market\"; setting = \"care home\"; weekly_limit = 10;"
               "   lead_time = { shape = \"uniform\"; min = \"20 h\"; max = \"80 h\"; }; }; };");
    fixture_follow(&f, 1);
    uint32_t week = 0, in_week = 0, most = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_STARTS) continue;
        const struct bf_told *granted = NULL;
        for (size_t j = k; j-- > 0 && !granted;)
            if (f.story.told[j].who == told->who && f.story.told[j].step == BF_STEP_GRANTED)
                granted = &f.story.told[j];
        assert_true(granted && granted->value >= 20 - 1e-9);
        /* 1 March 2021 is a Monday, and the warm-up begins five days before a week does */
        uint32_t this_week = (uint32_t)floor((told->at_h / 24 + 2) / 7);
        in_week = this_week == week ? in_week + 1 : 1;
        week = this_week;
        most = in_week > most ? in_week : most;
    }
    assert_int_equal(most, 10);
    fixture_close(&f);
}

/* Three hours a day; each person has an hour a day for three days, and begins on a Thursday at
 * noon. So at most three begin on a Thursday, and hours are booked on Thursdays, Fridays and
 * Saturdays: one for each who is there. The day on which the hours were found has none. */
static void care_hours_are_booked_from_the_move_on(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, "format = 1; period = { from = \"2021-03-01\"; to = \"2021-12-31\"; follow_up = \"0 "
            "days\"; }; start = { warm_up = \"21 days\"; };"
            "demand: { falls: { rate = \"0.37 per day\"; enter = ( { to = \"ward\"; } ); }; };"
            "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { "
            "mean = \"2 days\"; }; then = ( { to = \"visits\"; } ); };"
            " visits: { kind = \"caseload\"; hours = \"21 h/week\"; first_visits = \"7 h/week\"; "
            "last_visits = \"7 h/week\"; admits = \"Thu 12:00-12:01\"; stay = { shape = "
            "\"constant\"; mean = \"3 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t visits = fixture_service(&f, "visits"), days = fixture_days(&f), full = 0, waited = 0;
    for (uint32_t day = 0; day < days; day++) {
        uint32_t there = 0;
        double at_h = fixture_start_h(&f) + day * 24 + 23;
        for (size_t k = 0; k < f.story.count; k++) {
            const struct bf_told *told = &f.story.told[k];
            bool in_time = told->at_h <= at_h && told->at_h > at_h - 72;
            there += told->service == visits && told->step == BF_STEP_STARTS && in_time;
            waited += told->service == visits && told->step == BF_STEP_GRANTED && told->value > 1;
        }
        /* 1 March 2021 was a Monday */
        if (day % 7 < 3 || day % 7 == 6) assert_int_equal(there, 0);
        assert_in_range(there, 0, 3);
        assert_close(fixture_day(&f, "visits", "all", "hours_booked", day), there, 1e-6);
        full += there == 3;
    }
    assert_true(full > 40 && waited > 20);
    assert_same_double(fixture_scalar(&f, "visits", "hours_short"), 0);
    fixture_close(&f);
}

/* Two years of visits: two people at once have all the hours, and nobody else begins meanwhile. */
static void care_of_years_keeps_its_hours_to_the_end(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, "format = 1; period = { from = \"2021-01-01\"; to = \"2026-12-31\"; follow_up = \"0 "
            "days\"; }; start = { warm_up = \"0 days\"; };"
            "demand: { falls: { rate = \"0.1 per day\"; enter = ( { to = \"visits\"; } ); }; };"
            "services: { visits: { kind = \"caseload\"; hours = \"20 h/week\"; first_visits = \"10 "
            "h/week\"; last_visits = \"10 h/week\"; stay = { shape = \"constant\"; mean = \"700 "
            "days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    assert_same_double(fixture_scalar(&f, "visits", "hours_short"), 0);
    for (uint32_t day = 200; day < 600; day += 17)
        assert_close(fixture_day(&f, "visits", "all", "hours_booked", day), 20 / 7.0, 1e-6);
    double mean = fixture_scalar(&f, "visits", "occupied_mean");
    assert_true(mean > 1.9 && mean <= 2);
    fixture_close(&f);
}

/* ---- plans that are remembered ---------------------------------------------------------- */

#define STAY_AFTER "2021-04-10"

/* Hours that a person in `service` wants on a day of the run, if their stay was planned to last
 * `days`: as booked at the start, the last rate after the end. */
static double hours_of(double first, double last, uint32_t days, uint32_t since)
{
    struct bf_taper taper = {first, last, 0, days};
    return since < days ? bf_taper_hours(&taper, since) : last;
}

/* The length of the stay changes while people wait for care hours: who starts later books the hours
 * of the stay that they will have, not of the one that was looked at when they were first in the
 * queue. All are there for as long, so that what is booked on every day follows from who is there.
 */
static void hours_are_booked_for_the_stay_that_will_be(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 "format = 1; period = { from = \"2021-03-01\"; to = \"2021-05-31\"; follow_up = "
                 "\"0 days\"; }; start = { warm_up = \"0 days\"; };"
                 "demand: { falls: { rate = \"1.9 per day\"; enter = ( { to = \"care\"; } ); }; };"
                 "services: { care: { kind = \"caseload\"; hours = \"203 h/week\";"
                 "   first_visits = \"33.6 h/week\"; last_visits = \"11.9 h/week\";"
                 "   stay = { shape = \"constant\"; mean = \"13.3 days\"; };"
                 "   then = ( { to = \"home\"; } ); }; };"
                 "changes: { sooner: { what = [\"services.care.stay.mean\"]; factor = 0.27;"
                 "   from = \"" STAY_AFTER "\"; to = \"2021-05-31\"; }; };");
    fixture_follow(&f, 1);
    uint32_t changes = (uint32_t)(bf_day_from_civil(2021, 4, 10) - bf_day_from_civil(2021, 3, 1));
    uint32_t held_over = 0, checked = 0;
    double *expected = calloc(fixture_days(&f), sizeof *expected);
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *start = &f.story.told[k];
        if (start->step != BF_STEP_STARTS) continue;
        const struct bf_told *left = fixture_find(&f, k, start->who, BF_STEP_LEAVES);
        const struct bf_told *came = fixture_find(&f, 0, start->who, BF_STEP_WAITS);
        uint32_t day = (uint32_t)(start->at_h / 24), days = day < changes ? 14 : 4;
        uint32_t last = left ? (uint32_t)(left->at_h / 24) : fixture_days(&f);
        held_over += came && came->at_h < changes * 24.0 && day > changes;
        for (uint32_t d = day; d < last; d++)
            expected[d] += hours_of(4.8, 1.7, days, d - day);
    }
    for (uint32_t d = 0; d < fixture_days(&f); d++, checked++)
        assert_close(fixture_day(&f, "care", "all", "hours_booked", d), expected[d], 1e-4);
    assert_true(held_over > 10); /* waited over the change, were looked at before and start after */
    assert_true(checked > 90);
    free(expected);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(care_hours_are_booked_from_the_move_on),
        cmocka_unit_test(care_of_years_keeps_its_hours_to_the_end),
        cmocka_unit_test(places_go_by_priority_then_by_who_waits_longest),
        cmocka_unit_test(ageing_lets_a_long_wait_outweigh_a_priority),
        cmocka_unit_test(patience_that_ends_is_enough_to_move),
        cmocka_unit_test(an_accepted_place_withdraws_the_other_claims),
        cmocka_unit_test(a_kept_claim_brings_people_to_their_first_choice),
        cmocka_unit_test(a_free_first_choice_is_taken_before_a_further_one),
        cmocka_unit_test(queues_are_served_when_places_open),
        cmocka_unit_test(queues_are_served_when_a_rota_begins),
        cmocka_unit_test(a_team_does_tasks_in_its_queue_and_people_go_when_it_has),
        cmocka_unit_test(a_queue_with_patience_loses_people_at_its_end),
        cmocka_unit_test(patience_differs_from_person_to_person_and_scales_with_its_mean),
        cmocka_unit_test(a_market_takes_its_lead_time_and_its_weekly_limit),
        cmocka_unit_test(hours_are_booked_for_the_stay_that_will_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
