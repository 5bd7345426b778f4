/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/random/dist.h"
#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-12-31\"; follow_up = \"0 days\"; "  \
    "};"
#define HEAD                                                                                       \
    PERIOD "start = { warm_up = \"60 days\"; };"                                                   \
           "demand: { falls: { rate = \"13.7 per day\"; enter = ( { to = \"ward\"; } ); }; };"

static void a_stay_is_time_to_ready_and_the_total_is_its_sum_with_process_and_delay(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 HEAD "services: { ward: { kind = \"beds\"; beds = 110; setting = \"acute\";"
                      "   stay = { mean = \"5.2 days\"; }; discharges = \"Mon-Sat 10:00-16:00\";"
                      "   process = { mean = \"3 h\"; }; then = ( { to = \"step\"; share = 0.4; },"
                      "     { to = \"home\"; share = 0.6; } ); };"
                      " step: { kind = \"beds\"; beds = 19; setting = \"non-acute\";"
                      "   stay = { mean = \"3.2 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t ward = fixture_service(&f, "ward"), left = 0;
    double ready_h = 0, total_h = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_STARTS || told->service != ward) continue;
        const struct bf_told *ready = fixture_find(&f, k, told->who, BF_STEP_READY);
        const struct bf_told *leaves = fixture_find(&f, k, told->who, BF_STEP_LEAVES);
        /* ready after the stay that was drawn, whatever happens next */
        if (ready) assert_close(ready->at_h - told->at_h, told->value, 1e-9);
        if (!leaves || leaves->at_h < fixture_start_h(&f) || leaves->at_h >= fixture_end_h(&f))
            continue;
        left++;
        ready_h += told->value;
        total_h += leaves->at_h - told->at_h;
    }
    assert_in_range(left, 3000, 6000);
    assert_close_relative(fixture_scalar(&f, "ward", "stay_ready") * 24, ready_h / left, 1e-9);
    assert_close_relative(fixture_scalar(&f, "ward", "stay_total") * 24, total_h / left, 1e-9);
    double parts = fixture_scalar(&f, "ward", "stay_ready") +
                   fixture_scalar(&f, "ward", "stay_process") +
                   fixture_scalar(&f, "ward", "stay_delay");
    assert_close_relative(fixture_scalar(&f, "ward", "stay_total"), parts, 1e-9);
    assert_true(fixture_scalar(&f, "ward", "stay_delay") > 0.1);
    assert_true(fixture_scalar(&f, "ward", "stay_process") > 0.1);
    fixture_close(&f);
}

static void an_observed_stay_is_netted_of_its_share_of_delay(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 HEAD "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
                      "   observed_stay = { shape = \"lognormal\"; mean = \"10 days\"; cv = 0.8; };"
                      "   delay_share = 0.35; then = ( { to = \"home\"; } ); }; };");
    struct fixture_expected e[] = {{"ward", "all", "stay_ready", 6.5, 0.02, {0}}};
    fixture_expect(&f, 40, e, 1);
    fixture_close(&f);
}

static void readiness_is_decided_in_rounds_by_weekday_and_holiday(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 HEAD "bank_holidays = [\"2021-04-02\", \"2021-08-30\"];"
                      "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
                      "   rounds = \"Mon-Sun 09:00-11:00; Hol 09:00-11:00\";"
                      "   review = [1, 1, 1, 1, 1, 0.25, 0, 0];"
                      "   stay = { mean = \"5.2 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t by_day[8] = {0}, well_saturday = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        bf_day day =
            f.model.network.from - (bf_day)fixture_warm_up(&f) + (bf_day)floor(told->at_h / 24);
        bool holiday =
            day == bf_day_from_civil(2021, 4, 2) || day == bf_day_from_civil(2021, 8, 30);
        double hour = fmod(told->at_h, 24);
        if (told->step == BF_STEP_READY) {
            assert_true(hour >= 9 - 1e-9 && hour < 11);
            by_day[holiday ? 7 : bf_day_weekday(day)]++;
        }
        /* would be seen on this Saturday at nine, or in the round */
        if (told->step == BF_STEP_WELL && bf_day_weekday(day) == 5 && hour < 11) well_saturday++;
    }
    assert_int_equal(by_day[6], 0);
    assert_int_equal(by_day[7], 0);
    assert_true(by_day[5] > 50 && by_day[5] < by_day[2] / 2);
    assert_true(well_saturday > 50);
    assert_true(by_day[0] > by_day[3]); /* those of the weekend */
    fixture_close(&f);
}

static void a_same_day_share_shortens_the_mean_stay(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, HEAD
                 "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
                 "   same_day = 0.35; same_day_stay = { shape = \"uniform\"; min = \"1 h\"; max "
                 "= \"5 h\"; };"
                 "   stay = { mean = \"5.2 days\"; };"
                 "   then = ( { to = \"home\"; } ); }; };");
    struct fixture_expected e[] = {
        {"ward", "all", "stay_ready", 0.35 * 3 / 24 + 0.65 * 5.2, 0.02, {0}}};
    fixture_expect(&f, 40, e, 1);
    fixture_close(&f);
}

/* ---- stays of one person at different places ------------------------------------------- */

static double share_of_stay(const struct fixture *f, uint32_t service, double stay_h)
{
    return bf_dist_cdf(&f->model.network.numbers.site[service].stay, stay_h);
}

/* Correlation of the ranks of successive stays, a rank being the share of shorter ones. */
static void rank_correlation(struct fixture *f, uint32_t one, uint32_t other,
                             struct bf_pair_tally *pairs)
{
    for (size_t k = 0; k < f->story.count; k++) {
        const struct bf_told *told = &f->story.told[k];
        if (told->step != BF_STEP_STARTS || told->service != one) continue;
        const struct bf_told *next = fixture_find(f, k + 1, told->who, BF_STEP_STARTS);
        if (!next || next->service != other) continue;
        bf_pair_tally_add(pairs, share_of_stay(f, one, told->value),
                          share_of_stay(f, other, next->value));
    }
}

static double correlation(const struct bf_pair_tally *pairs)
{
    return pairs->m2_xy / sqrt(pairs->m2_x * pairs->m2_y);
}

static void the_rank_correlation_of_successive_stays_is_nought(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        HEAD "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
             "   stay = { shape = \"lognormal\"; mean = \"2.2 days\"; cv = 1.1; };"
             "   then = ( { to = \"step\"; share = 0.7; }, { to = \"ward\"; share = 0.3; } ); };"
             " step: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"
             "   stay = { shape = \"weibull\"; mean = \"2.9 days\"; cv = 0.7; };"
             "   then = ( { to = \"home\"; } ); }; };");
    uint32_t ward = fixture_service(&f, "ward"), step = fixture_service(&f, "step");
    struct bf_pair_tally two = {0}, again = {0};
    for (uint32_t r = 0; r < 5; r++) {
        fixture_follow(&f, r);
        rank_correlation(&f, ward, step, &two);
        rank_correlation(&f, ward, ward, &again);
    }
    assert_true(two.count > 15000 && again.count > 5000);
    assert_close(correlation(&two), 0, 5 / sqrt((double)two.count));
    assert_close(correlation(&again), 0, 5 / sqrt((double)again.count));
    fixture_close(&f);
}

/* ---- caseloads ------------------------------------------------------------------------- */

#define CASELOAD(more)                                                                             \
    PERIOD "start = { warm_up = \"120 days\"; };"                                                  \
           "demand: { falls: { rate = \"1.9 per day\"; enter = ( { to = \"ward\"; } ); }; };"      \
           "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"           \
           "   stay = { mean = \"2 days\"; }; then = ( { to = \"visits\"; } ); };"                 \
           " visits: { kind = \"caseload\"; setting = \"home\"; first_visits = \"14 h/week\";"     \
           "   last_visits = \"3.5 h/week\";" more " }; };"

static void hours_are_never_booked_beyond_those_offered(void **state)
{
    (void)state;
    static const char *const order[] = {"strict", "first who fits"};
    for (int k = 0; k < 2; k++) {
        char text[2000];
        snprintf(
            text, sizeof text,
            CASELOAD("hours = \"330 h/week\"; stay = { mean = \"19 days\"; max = \"80 days\"; };"
                     "   order = \"%s\"; then = ( { to = \"home\"; } );"),
            order[k]);
        struct fixture f;
        fixture_text(&f, text);
        for (uint32_t r = 0; r < 4; r++) {
            fixture_run(&f, r);
            for (uint32_t d = 0; d < fixture_days(&f); d++)
                assert_true(fixture_day(&f, "visits", "all", "hours_booked", d) <=
                            330 / 7.0 + 1e-4);
            assert_close(fixture_scalar(&f, "visits", "hours_short"), 0, 1e-6);
        }
        assert_true(fixture_scalar(&f, "visits", "occupancy") > 80);
        fixture_close(&f);
    }
}

static void booking_a_first_week_starts_people_sooner_and_may_fall_short(void **state)
{
    (void)state;
    /* visits that grow: what the first week needs says little about the end */
    static const char *const booking[] = {"whole stay", "first week"};
    double wait_h[2], short_h[2];
    for (int k = 0; k < 2; k++) {
        char text[2000];
        snprintf(
            text, sizeof text,
            PERIOD
            "start = { warm_up = \"120 days\"; };"
            "demand: { falls: { rate = \"1.9 per day\"; enter = ( { to = \"visits\"; } ); }; };"
            "services: { visits: { kind = \"caseload\"; setting = \"home\"; first_visits = \"2 "
            "h/week\";"
            "   last_visits = \"12 h/week\"; hours = \"290 h/week\"; booking = \"%s\";"
            "   stay = { shape = \"constant\"; mean = \"19 days\"; }; then = ( { to = "
            "\"home\"; } ); }; };",
            booking[k]);
        struct fixture f;
        fixture_text(&f, text);
        fixture_run(&f, 2);
        wait_h[k] = fixture_scalar(&f, "visits", "wait_mean");
        short_h[k] = fixture_scalar(&f, "visits", "hours_short");
        fixture_close(&f);
    }
    assert_close(short_h[0], 0, 1e-6);
    assert_true(short_h[1] > 10);
    assert_true(wait_h[1] < wait_h[0]);
}

/* Whoever is ready and has nowhere to go keeps the last rate: hours a day by Little's law. */
static void someone_blocked_at_the_end_keeps_the_last_rate(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        CASELOAD(
            "hours = \"9000 h/week\"; stay = { shape = \"constant\"; mean = \"14 days\"; };"
            "   then = ( { to = \"home\"; needs = { kit = 1.0; }; } );") "tasks: { kit: { reason = "
                                                                         "\"F\"; duration = { "
                                                                         "shape = \"constant\"; "
                                                                         "mean = \"6 days\"; "
                                                                         "}; }; };");
    double of_one = (14 + 3.5) / 2 / 7 * 14 + 3.5 / 7 * 6;
    struct fixture_expected e[] = {{"visits", "all", "hours_booked", 1.9 * of_one * 306, 0.03, {0}},
                                   {"visits", "all", "occupied_mean", 1.9 * 20, 0.03, {0}}};
    fixture_expect(&f, 60, e, 2);
    fixture_close(&f);
}

static void when_hours_are_cut_visits_go_on_and_the_shortfall_is_told(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, CASELOAD("hours = \"330 h/week\"; stay = { shape = \"constant\"; mean = \"19 days\"; };"
                     "   then = ( { to = \"home\"; } );") "changes: { cut: { what = "
                                                          "[\"services.visits.hours\"]; factor = "
                                                          "0.5; from = \"2021-06-01\"; "
                                                          "}; };");
    fixture_follow(&f, 1);
    uint32_t visits = fixture_service(&f, "visits"), first = 92; /* 1 June */
    double cut_h = fixture_start_h(&f) + first * 24.0, short_h = 0;
    for (uint32_t d = 0; d < fixture_days(&f); d++) {
        double booked = fixture_day(&f, "visits", "all", "hours_booked", d);
        double offered = fixture_day(&f, "visits", "all", "hours_offered", d);
        assert_close(offered, (d < first ? 330 : 165) / 7.0, 1e-4);
        short_h += booked > offered ? booked - offered : 0;
        if (d < first || d > first + 19) assert_true(booked <= offered + 1e-4);
    }
    assert_true(short_h > 40);
    assert_close_relative(fixture_scalar(&f, "visits", "hours_short"), short_h, 1e-4);
    /* nobody leaves before the end of their stay, and nobody starts until there is room */
    uint32_t before = 0, left = 0, started = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->service != visits) continue;
        if (told->step == BF_STEP_LEAVES) assert_close(told->value, 19 * 24, 1e-6);
        left += told->step == BF_STEP_LEAVES;
        if (told->step != BF_STEP_STARTS) continue;
        before += told->at_h > cut_h - 48 && told->at_h < cut_h;
        started += told->at_h > cut_h && told->at_h < cut_h + 48;
    }
    assert_true(left > 100);
    assert_true(before > 0);
    assert_int_equal(started, 0);
    fixture_close(&f);
}

static void hours_tied_to_a_locality_serve_nobody_else(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD "start = { warm_up = \"60 days\"; };"
               "localities: { north: { population = 3; }; south: { population = 1; }; };"
               "demand: { falls: { rate = \"2 per day\"; enter = ( { to = \"visits\"; } ); }; };"
               "services: { visits: { kind = \"caseload\"; setting = \"home\"; first_visits = \"7 "
               "h/week\"; last_visits = \"7 h/week\"; hours = \"280 h/week\";"
               "   areas = { north = 0.5; south = 0.5; };"
               "   stay = { shape = \"constant\"; mean = \"16 days\"; }; then = ( { to = \"home\"; "
               "} ); }; "
               "};");
    fixture_follow(&f, 1);
    int inside[2] = {0}, most[2] = {0}; /* at midnights: a day on which one leaves has room */
    double day = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        for (int l = 0; l < 2 && floor(told->at_h / 24) > day; l++)
            most[l] = inside[l] > most[l] ? inside[l] : most[l];
        day = floor(told->at_h / 24);
        inside[told->locality] += told->step == BF_STEP_STARTS;
        inside[told->locality] -= told->step == BF_STEP_LEAVES;
    }
    /* 24 people at once want 1 hour a day; each half has 20; in the south 8 do */
    assert_int_equal(most[0], 20);
    assert_in_range(most[1], 8, 20);
    assert_true(fixture_of(&f, "system", "locality:north", "wait_mean") > 24);
    assert_true(fixture_of(&f, "system", "locality:south", "wait_mean") < 6);
    fixture_close(&f);
}

static void staff_who_have_seen_someone_are_free_while_that_one_waits_for_a_bed(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "start = { warm_up = \"10 days\"; };"
        "demand: { calls: { rate = \"2 per hour\"; enter = ( { to = \"team\"; } ); }; };"
        "services: { team: { kind = \"team\"; staff = 4; stay = { mean = \"1.2 h\"; };"
        "   then = ( { to = \"shut\"; share = 0.02; }, { to = \"home\"; share = 0.98; } ); };"
        " shut: { kind = \"beds\"; beds = 0; setting = \"acute\"; stay = { mean = \"1 day\"; };"
        "   then = ( { to = \"home\"; } ); }; };");
    fixture_run(&f, 1);
    assert_true(fixture_scalar(&f, "shut", "waiting_max") > 100);
    assert_close_relative(fixture_scalar(&f, "team", "occupied_mean"), 2.4, 0.05);
    assert_true(fixture_scalar(&f, "team", "wait_mean") < 1);
    fixture_close(&f);
}

/* ---- outliers -------------------------------------------------------------------------- */

#define OUTLIERS(beds)                                                                             \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2022-01-31\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"10 days\"; };"                                                          \
    "demand: { falls: { rate = \"7.9 per day\"; enter = ( { to = \"ward\";"                        \
    "   or = ( { to = \"surgery\"; } ); } ); };"                                                   \
    " hips: { rate = \"4.3 per day\"; kind = \"planned\"; enter = ( { to = \"surgery\"; } ); }; "  \
    "};"                                                                                           \
    "services: {"                                                                                  \
    " ward: { kind = \"beds\"; beds = " beds                                                       \
    "; setting = \"acute\"; stay = { mean = \"4.6 days\"; };"                                      \
    "   rounds = \"daily 09:00-17:00\"; review = [0.4, 0.5, 0.6, 0.7, 0.8, 0.3, 0.2, 0.2];"        \
    "   then = ( { to = \"step\"; share = 0.35; }, { to = \"home\"; share = 0.65; } );"            \
    "   after_discharge = { death = { days = [\"30 days\"]; share = [0.11]; }; }; };"              \
    " surgery: { kind = \"beds\"; unlimited = true; setting = \"acute\"; outliers_from = "         \
    "\"ward\";"                                                                                    \
    "   stay = { shape = \"constant\"; mean = \"2 days\"; }; then = ( { to = \"home\"; } ); };"    \
    " step: { kind = \"beds\"; unlimited = true; setting = \"non-acute\"; stay = { mean = \"3 "    \
    "days\"; "                                                                                     \
    "}; then = ( { to = \"home\"; } ); }; };"

/* What befalls people, wherever they lay: how long they stay and where they go. */
static double told_by(const struct fixture *f, bool planned, uint32_t *count)
{
    uint32_t ward = fixture_service(f, "ward"), surgery = fixture_service(f, "surgery");
    double sum = 0;
    *count = 0;
    for (size_t k = 0; k < f->story.count; k++) {
        const struct bf_told *t = &f->story.told[k];
        if (t->step != BF_STEP_LEAVES || (t->service != ward && t->service != surgery)) continue;
        if ((t->service == surgery && t->value == 48) != planned) continue;
        sum += t->value + (t->other == BF_TO_HOME ? 0 : 1000);
        ++*count;
    }
    return sum;
}

static void an_outlier_stays_and_goes_on_as_from_the_beds_that_were_full(void **state)
{
    (void)state;
    struct fixture many, few;
    uint32_t count[2], planned[2];
    fixture_text(&many, OUTLIERS("5000"));
    fixture_text(&few, OUTLIERS("17"));
    fixture_follow(&many, 2);
    fixture_follow(&few, 2);
    assert_same_double(fixture_scalar(&many, "surgery", "started"),
                       fixture_scalar(&many, "system", "planned_admissions"));
    assert_true(fixture_scalar(&few, "surgery", "started") >
                fixture_scalar(&few, "system", "planned_admissions") + 200);
    /* the same people, for as long, to the same places, and as many die after */
    double all = told_by(&many, false, &count[0]), some = told_by(&few, false, &count[1]);
    assert_true(count[0] > 700);
    assert_int_equal(count[1], count[0]);
    assert_close_relative(some, all, 1e-9);
    assert_same_double(fixture_scalar(&few, "step", "started"),
                       fixture_scalar(&many, "step", "started"));
    assert_true(fixture_scalar(&many, "system", "deaths") > 20);
    assert_same_double(fixture_scalar(&few, "system", "deaths"),
                       fixture_scalar(&many, "system", "deaths"));
    /* planned people have two days and go home, whatever happens beside them */
    all = told_by(&many, true, &planned[0]);
    some = told_by(&few, true, &planned[1]);
    assert_true(planned[0] > 300);
    assert_int_equal(planned[1], planned[0]);
    assert_same_double(some, all);
    assert_same_double(all, 48.0 * planned[0]);
    fixture_close(&many);
    fixture_close(&few);
}

/* ---- other hours on some dates --------------------------------------------------------- */

#define DATED(ward, team)                                                                          \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2022-01-31\"; };"                        \
    "start = { warm_up = \"30 days\"; }; bank_holidays = [\"2021-12-27\", \"2021-12-28\"];"        \
    "demand: { people: { rate = \"6.3 per day\"; enter = ( { to = \"ward\"; } ); }; };"            \
    "tasks: { look: { reason = \"A\"; team = \"therapists\"; }; };"                                \
    "services: { ward: { kind = \"beds\"; beds = 60; setting = \"acute\"; " ward                   \
    "   stay = { mean = \"4.3 days\"; }; then = ( { to = \"home\"; needs = { look = 0.7; }; } );"  \
    " }; therapists: { kind = \"team\"; stay = { mean = \"47 minutes\"; }; " team                  \
    "   then = ( { to = \"home\"; } ); }; };"
#define ROTA  "on_duty = ( { hours = \"Mon-Fri 08:00-18:00\"; staff = 2; } );"
#define USUAL "rounds = \"daily 10:00-12:00\"; discharges = \"Mon-Sat 09:00-20:00\";"

static uint64_t dated_digest(const char *text)
{
    return fixture_digest(text, 3);
}

static void other_hours_for_ever_are_the_same_as_those_hours(void **state)
{
    (void)state;
    uint64_t usual = dated_digest(DATED(USUAL, ROTA));
    assert_true(usual == dated_digest(DATED("rounds = \"Tue 04:00-05:00\"; discharges = \"always\";"
                                            "other_hours = ( { from = \"2010-01-01\"; rounds = "
                                            "\"daily 10:00-12:00\"; discharges = \"Mon-Sat "
                                            "09:00-20:00\"; } );",
                                            ROTA)));
    /* lines of a rota end and begin: the same people on duty */
    assert_true(
        usual ==
        dated_digest(DATED(USUAL, "on_duty = ( { hours = \"Mon-Fri 08:00-18:00\"; staff = 2; to = "
                                  "\"2021-12-07\"; }, { hours = \"Mon-Fri 08:00-18:00\"; staff "
                                  "= 2; from = \"2021-12-08\"; } );")));
    /* dates that have passed, or never come */
    assert_true(usual == dated_digest(DATED(USUAL "other_hours = ( { from = \"1999-01-01\"; to = "
                                                  "\"1999-12-31\"; rounds = \"never\"; }, { from = "
                                                  "\"2042-01-01\"; like = \"Sunday\"; } );",
                                            ROTA)));
    assert_true(usual != dated_digest(DATED(USUAL "other_hours = ( { from = \"2021-12-03\"; to = "
                                                  "\"2021-12-09\"; rounds = \"never\"; } );",
                                            ROTA)));
}

static int day_of(const struct fixture *f, double at_h) /* since 1 November 2021 */
{
    return (int)floor((at_h - fixture_start_h(f)) / 24);
}

static void on_dates_when_a_service_is_closed_nobody_leaves_and_then_they_do(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, DATED(USUAL "other_hours = ( { from = \"2021-12-24\"; to = \"2021-12-26\"; "
                                 "discharges = \"Fri 09:00-11:00\"; } );",
                           ROTA));
    fixture_follow(&f, 1);
    uint32_t left[92] = {0}, eve_late = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        int day = day_of(&f, told->at_h);
        if (told->step != BF_STEP_LEAVES || told->service != fixture_service(&f, "ward") ||
            day < 0 || day >= 92)
            continue;
        left[day]++;
        eve_late += day == 53 && told->at_h - fixture_start_h(&f) - day * 24 > 11 + 1e-6;
    }
    assert_true(left[53] > 0 && eve_late == 0); /* Friday 24 December, until eleven */
    assert_int_equal(left[54], 0);
    assert_int_equal(left[55], 0);
    assert_true(left[56] == 0); /* a bank holiday is as Sunday, which is closed as usual */
    assert_true(left[58] > 0);
    fixture_close(&f);
}

static void days_worked_like_another_have_its_hours_and_its_rota(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 DATED(USUAL, ROTA "other_hours = ( { from = \"2021-12-06\"; to = "
                                   "\"2021-12-10\"; like = \"Sunday\"; }, { from = "
                                   "\"2021-12-11\"; to = \"2021-12-12\"; like = \"Monday\"; } );"));
    fixture_follow(&f, 1);
    uint32_t seen[92] = {0};
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        int day = day_of(&f, told->at_h);
        if (told->step == BF_STEP_TASK_DONE && day >= 0 && day < 92) seen[day]++;
    }
    for (int day = 35; day < 40; day++) /* Monday 6 December to Friday */
        assert_true(seen[day] == 0);
    assert_true(seen[40] > 5 && seen[41] > 0);   /* the weekend, worked as Mondays */
    assert_true(seen[33] == 0 && seen[34] == 0); /* that before, as usual */
    fixture_close(&f);
}

static void refuse_dates(const char *ward, const char *team, const char *path, const char *what)
{
    char text[4096];
    struct fixture f;
    snprintf(text, sizeof text, DATED("%s", "%s"), ward, team);
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    assert_true(fixture_faults(&f, path, what) > 0);
    fixture_close(&f);
}

static void other_hours_that_say_nothing_or_never_end_are_refused(void **state)
{
    (void)state;
    refuse_dates(
        "other_hours = ( { from = \"2021-12-24\"; to = \"2021-12-20\"; like = \"Sunday\"; } );",
        ROTA, "services.ward.other_hours[0]", "the dates are reversed");
    refuse_dates("other_hours = ( { from = \"2021-12-24\"; } );", ROTA,
                 "services.ward.other_hours[0]", "what is otherwise");
    refuse_dates("other_hours = ( { from = \"2021-12-24\"; rounds = \"never\"; } );", ROTA,
                 "services.ward.other_hours[0].rounds", "nobody could ever move");
    refuse_dates("other_hours = ( { from = \"2021-12-24\"; admits = \"Mon, Wed 09:00\"; } );", ROTA,
                 "services.ward.other_hours[0].admits", "expected");
    refuse_dates("", "on_duty = ( { from = \"2021-12-24\"; to = \"2021-12-20\"; } );",
                 "services.therapists.on_duty[0]", "the dates are reversed");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(other_hours_for_ever_are_the_same_as_those_hours),
        cmocka_unit_test(on_dates_when_a_service_is_closed_nobody_leaves_and_then_they_do),
        cmocka_unit_test(days_worked_like_another_have_its_hours_and_its_rota),
        cmocka_unit_test(other_hours_that_say_nothing_or_never_end_are_refused),
        cmocka_unit_test(a_stay_is_time_to_ready_and_the_total_is_its_sum_with_process_and_delay),
        cmocka_unit_test(an_observed_stay_is_netted_of_its_share_of_delay),
        cmocka_unit_test(readiness_is_decided_in_rounds_by_weekday_and_holiday),
        cmocka_unit_test(a_same_day_share_shortens_the_mean_stay),
        cmocka_unit_test(the_rank_correlation_of_successive_stays_is_nought),
        cmocka_unit_test(hours_are_never_booked_beyond_those_offered),
        cmocka_unit_test(booking_a_first_week_starts_people_sooner_and_may_fall_short),
        cmocka_unit_test(someone_blocked_at_the_end_keeps_the_last_rate),
        cmocka_unit_test(when_hours_are_cut_visits_go_on_and_the_shortfall_is_told),
        cmocka_unit_test(hours_tied_to_a_locality_serve_nobody_else),
        cmocka_unit_test(staff_who_have_seen_someone_are_free_while_that_one_waits_for_a_bed),
        cmocka_unit_test(an_outlier_stays_and_goes_on_as_from_the_beds_that_were_full),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
