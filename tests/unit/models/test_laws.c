/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Laws that no number of a scenario can break: of scale, and of more and less under the same
 * people. */
#include "unit.h"

#include "bedflow/base/digest.h"
#include "model_fixture.h"

#define HEAD                                                                                       \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-12-31\"; follow_up = \"30 days\"; " \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"

/* ---- a doubled county is two counties --------------------------------------------------- */

#define PEOPLE(c)                                                                                  \
    c "_falls: { rate = \"9.3 per day\"; dispersion = 0.1; enter = ( { to = \"" c                  \
      "_ward\"; } ); };" c "_calls: { rate = \"3.7 per day\"; enter = ( { to = \"" c               \
      "_ward\"; priority = 2; } ); offer = { to = \"" c "_team\"; share = 0.6; }; };"
#define TASKS(c)                                                                                   \
    c "_kit: { reason = \"F\"; duration = { mean = \"1.4 days\"; }; };" c                          \
      "_assess: { reason = \"A\"; team = \"" c "_team\"; };"
#define PLACES(c)                                                                                  \
    c "_ward: { kind = \"beds\"; beds = 57; setting = \"acute\"; stay = { mean = \"3.6 "           \
      "days\"; }; then = ( { to = \"" c "_step\"; share = 0.3; needs = { " c                       \
      "_assess = 0.4; }; }, { to = \"home\"; share = 0.7; needs = { " c                            \
      "_kit = 0.2; }; } ); after_discharge = { readmission = { days = [\"30 days\"]; "             \
      "share = [0.12]; }; }; };" c                                                                 \
      "_step: { kind = \"beds\"; beds = 28; setting = \"non-acute\"; stay = { mean = \"7.1 "       \
      "days\"; }; then = ( { to = \"home\"; } ); };" c                                             \
      "_team: { kind = \"team\"; staff = 2; patience = \"5 h\"; patience_cv = 0.8; stay = { "      \
      "mean = \"2.3 h\"; }; then = ( { to = \"home\"; } ); };"
#define COUNTY(c) HEAD "demand: {" PEOPLE(c) "}; tasks: {" TASKS(c) "}; services: {" PLACES(c) "};"
#define BOTH                                                                                       \
    HEAD "demand: {" PEOPLE("east") PEOPLE("west") "}; tasks: {" TASKS("east")                     \
        TASKS("west") "};"                                                                         \
                      " services: {" PLACES("east") PLACES("west") "};"

/* Everything measured at the services whose names begin so, day by day and in all. */
static uint64_t digest_of(const struct fixture *f, const char *county)
{
    const struct bf_catalogue *c = &f->model.measures.catalogue;
    struct bf_digest digest;
    bf_digest_init(&digest);
    for (uint32_t i = 0; i < c->scalar_count; i++)
        if (strncmp(c->scalar[i].service, county, strlen(county)) == 0)
            bf_digest_add_double(&digest, f->outcome.scalar[i]);
    for (uint32_t i = 0; i < c->daily_count; i++)
        for (uint32_t d = 0;
             strncmp(c->daily[i].service, county, strlen(county)) == 0 && d < c->day_count; d++)
            bf_digest_add_double(&digest, (double)f->outcome.daily[(size_t)d * c->daily_count + i]);
    return bf_digest_end(&digest);
}

static void a_doubled_county_is_two_counties_to_the_last_bit(void **state)
{
    (void)state;
    struct fixture east, west, both;
    static const char *const counts[] = {"presented",        "emergency_admissions", "readmitted",
                                         "discharges_alive", "delayed_days",         "avoided"};
    fixture_text(&east, COUNTY("east"));
    fixture_text(&west, COUNTY("west"));
    fixture_text(&both, BOTH);
    for (uint32_t r = 0; r < 3; r++) {
        fixture_run(&east, r);
        fixture_run(&west, r);
        fixture_run(&both, r);
        assert_true(digest_of(&both, "east") == digest_of(&east, "east"));
        assert_true(digest_of(&both, "west") == digest_of(&west, "west"));
        for (size_t k = 0; k < UNIT_COUNT(counts); k++) {
            double sum = fixture_scalar(&east, "system", counts[k]) +
                         fixture_scalar(&west, "system", counts[k]);
            assert_same_double(fixture_scalar(&both, "system", counts[k]), sum);
            assert_true(sum > 0);
        }
    }
    fixture_close(&east);
    fixture_close(&west);
    fixture_close(&both);
}

/* Alike in law, and neither knows of the other. */
static void the_two_counties_are_independent_and_alike(void **state)
{
    (void)state;
    const uint32_t runs = 300;
    struct fixture both;
    struct bf_tally east, west, product;
    fixture_text(&both, BOTH);
    bf_tally_init(&east);
    bf_tally_init(&west);
    bf_tally_init(&product);
    for (uint32_t r = 0; r < runs; r++) {
        fixture_run(&both, r);
        double x = fixture_scalar(&both, "east_ward", "delayed_mean");
        double y = fixture_scalar(&both, "west_ward", "delayed_mean");
        bf_tally_add(&east, x);
        bf_tally_add(&west, y);
        bf_tally_add(&product, x * y);
    }
    double spread = bf_tally_sd(&east) * bf_tally_sd(&west);
    double covariance = bf_tally_mean(&product) - bf_tally_mean(&east) * bf_tally_mean(&west);
    assert_close(covariance / spread, 0, 5 / sqrt(runs));
    assert_close(bf_tally_mean(&east), bf_tally_mean(&west),
                 5 * hypot(bf_tally_sd(&east), bf_tally_sd(&west)) / sqrt(runs));
    fixture_close(&both);
}

/* ---- the unit of time ------------------------------------------------------------------- */

/* Everything 24 times as fast: waits and stays are a 24th, and people, shares and counts stay. */
static void a_system_24_times_as_fast_has_waits_of_a_24th(void **state)
{
    (void)state;
    const uint32_t runs = 400;
#define TIMED(days, u)                                                                             \
    "format = 1; period = { from = \"2001-01-01\"; to = \"" days "\"; follow_up = \"0 days\"; };"  \
    "demand: { one: { rate = \"9.3 per " u "\"; enter = ( { to = \"ward\"; } ); }; };"             \
    "services: { ward: { kind = \"beds\"; beds = 37; setting = \"acute\"; patience = \"1.7 " u     \
    "s\"; stay = { shape = \"lognormal\"; mean = \"3.8 " u "s\"; cv = 1.3; }; then = ( { to = "    \
    "\"step\"; share = 0.2; }, { to = \"home\"; share = 0.8; } ); };"                              \
    " step: { kind = \"beds\"; beds = 9; setting = \"non-acute\"; stay = { mean = \"4.7 " u        \
    "s\"; }; then = ( { to = \"home\"; } ); }; };"
    static const struct {
        const char *service, *name;
        double slow; /* times */
    } measured[] = {{"ward", "wait_mean", 24},  {"ward", "wait_p90", 24},
                    {"ward", "stay_delay", 24}, {"ward", "occupied_mean", 1},
                    {"ward", "gave_up", 1},     {"step", "occupied_mean", 1}};
    struct fixture slow, fast;
    struct bf_tally x[UNIT_COUNT(measured)], y[UNIT_COUNT(measured)];
    fixture_text(&slow, TIMED("2001-12-31", "day") "start = { warm_up = \"48 days\"; };");
    fixture_text(&fast, TIMED("2001-01-15", "hour") "start = { warm_up = \"2 days\"; };");
    for (size_t k = 0; k < UNIT_COUNT(measured); k++) {
        bf_tally_init(&x[k]);
        bf_tally_init(&y[k]);
    }
    for (uint32_t r = 0; r < runs; r++) {
        fixture_run(&slow, r);
        fixture_run(&fast, r);
        for (size_t k = 0; k < UNIT_COUNT(measured); k++) {
            bool count =
                strcmp(measured[k].name, "gave_up") == 0; /* in 365 and 360 units of time */
            bf_tally_add(&x[k], fixture_scalar(&slow, measured[k].service, measured[k].name) /
                                    (count ? 365 : 1));
            bf_tally_add(&y[k], fixture_scalar(&fast, measured[k].service, measured[k].name) *
                                    measured[k].slow / (count ? 360 : 1));
        }
    }
    for (size_t k = 0; k < UNIT_COUNT(measured); k++) {
        double half = 5 * hypot(bf_tally_sd(&x[k]), bf_tally_sd(&y[k])) / sqrt(runs);
        if (getenv("FIXTURE_SHOW"))
            fprintf(stderr, "%s %s: %.5g, %.5g, within %.3g\n", measured[k].service,
                    measured[k].name, bf_tally_mean(&x[k]), bf_tally_mean(&y[k]), half);
        assert_close(bf_tally_mean(&y[k]), bf_tally_mean(&x[k]), half);
        assert_true(half < 0.15 * bf_tally_mean(&x[k])); /* else it means nothing */
    }
    fixture_close(&slow);
    fixture_close(&fast);
}

/* ---- more and less, the same people ------------------------------------------------------ */

#define ONE_QUEUE(beds, rate, stay)                                                                \
    HEAD "demand: { one: { rate = \"" rate " per day\"; enter = ( { to = \"ward\"; } ); }; };"     \
         "services: { ward: { kind = \"beds\"; beds = " beds "; stay = { shape = \"lognormal\"; "  \
         "mean = \"" stay " days\"; cv = 0.9; }; then = ( { to = \"home\"; } ); }; };"

/* Waits of the people of `less` who are granted a place in `more`, too: none is shorter there. How
 * many are longer? */
static uint32_t longer_for_all(const struct fixture *less, const struct fixture *more)
{
    uint32_t longer = 0, met = 0;
    size_t from = 0;
    for (size_t k = 0; k < less->story.count; k++) {
        const struct bf_told *a = &less->story.told[k];
        if (a->step != BF_STEP_GRANTED) continue;
        size_t j = from; /* first come, first served in both: the same order */
        while (j < more->story.count &&
               !(more->story.told[j].step == BF_STEP_GRANTED && more->story.told[j].who == a->who))
            j++;
        if (j == more->story.count) break; /* not served before the end of the run */
        from = j + 1;
        assert_true(more->story.told[j].value >= a->value - 1e-9);
        longer += more->story.told[j].value > a->value + 1e-9;
        met++;
    }
    assert_true(met > 1500);
    return longer;
}

static void more_people_and_longer_stays_shorten_nobodys_wait(void **state)
{
    (void)state;
    struct fixture base, people, stays, beds;
    fixture_text(&base, ONE_QUEUE("45", "9.3", "4.6"));
    fixture_text(&people, ONE_QUEUE("45", "9.7", "4.6"));
    fixture_text(&stays, ONE_QUEUE("45", "9.3", "4.7"));
    fixture_text(&beds, ONE_QUEUE("44", "9.3", "4.6"));
    for (uint32_t r = 1; r < 4; r++) {
        fixture_follow(&base, r);
        fixture_follow(&people, r);
        fixture_follow(&stays, r);
        fixture_follow(&beds, r);
        assert_true(longer_for_all(&base, &people) > 200);
        assert_true(longer_for_all(&base, &stays) > 200);
        assert_true(longer_for_all(&base, &beds) > 200);
    }
    fixture_close(&base);
    fixture_close(&people);
    fixture_close(&stays);
    fixture_close(&beds);
}

/* With room onward for all, nobody is delayed; with less and less room, more and more are. */
static void less_room_onward_delays_more_people(void **state)
{
    (void)state;
    static const char *const beds[] = {"200", "24", "22", "20", "18"};
    double last[3] = {-1, -1, -1};
    for (size_t k = 0; k < UNIT_COUNT(beds); k++) {
        const struct bf_setting set[] = {{"services.east_step.beds", beds[k]}};
        struct fixture f;
        fixture_open(&f, COUNTY("east"), "given.cfg", set, 1);
        for (uint32_t r = 0; r < 3; r++) {
            fixture_run(&f, r);
            double delayed =
                fixture_of(&f, "system", "reason:O", "delayed_days"); /* for want of a bed */
            assert_true(k ? delayed > last[r] : delayed <= 0);
            last[r] = delayed;
        }
        fixture_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_doubled_county_is_two_counties_to_the_last_bit),
        cmocka_unit_test(the_two_counties_are_independent_and_alike),
        cmocka_unit_test(a_system_24_times_as_fast_has_waits_of_a_24th),
        cmocka_unit_test(more_people_and_longer_stays_shorten_nobodys_wait),
        cmocka_unit_test(less_room_onward_delays_more_people),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
