/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Scenarios at the edge of sense: they run, or say why not. */
#include "unit.h"

#include "model_fixture.h"
#ifdef BF_FAULTS
#include "bedflow/base/heap_hook.h"
#endif

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-04-30\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"20 days\"; };"
#define DEMAND(rate) "demand: { falls: { rate = \"" rate "\"; enter = ( { to = \"ward\"; } ); }; };"
#define WARD(capacity, stay)                                                                       \
    "services: { ward: { kind = \"beds\"; setting = \"acute\"; " capacity " stay = { " stay " };"  \
    "   then = ( { to = \"home\"; } ); }; };"

/* Runs, or fails with this in its message. */
static void expect_failure(const char *text, const char *const parts[], size_t count)
{
    struct fixture f;
    struct bf_err err;
    fixture_text(&f, text);
    assert_false(fixture_try_run(&f, 1, &err));
    assert_int_equal(err.code, BF_E_LIMIT);
    for (size_t k = 0; k < count; k++)
        assert_contains(err.what, parts[k]);
    fixture_close(&f);
}

static void a_queue_that_grows_for_ever_stops_at_its_limit_and_names_the_service(void **state)
{
    (void)state;
    static const char *const says[] = {"at most 900", "ward", "limits.waiting"};
    expect_failure(PERIOD "limits = { waiting = 900; };" DEMAND("90 per day")
                       WARD("beds = 3;", "mean = \"2 days\";"),
                   says, 3);
}

static void too_many_people_stop_the_run_and_say_what_to_raise(void **state)
{
    (void)state;
    static const char *const says[] = {"at most 700", "limits.patients"};
    expect_failure(PERIOD "limits = { patients = 700; };" DEMAND("90 per day")
                       WARD("unlimited = true;", "mean = \"20 days\";"),
                   says, 2);
}

static void too_many_events_stop_the_run_and_say_what_to_raise(void **state)
{
    (void)state;
    static const char *const says[] = {"at most 400", "limits.events"};
    expect_failure(PERIOD "limits = { events = 400; };" DEMAND("90 per day")
                       WARD("unlimited = true;", "mean = \"20 days\";"),
                   says, 2);
}

static void a_thousand_a_minute_stops_without_a_crash(void **state)
{
    (void)state;
    static const char *const rates[] = {"1000 per minute", "1000000 per hour"};
    for (size_t k = 0; k < UNIT_COUNT(rates); k++) {
        struct fixture f;
        struct bf_err err;
        const struct bf_setting set[] = {{"demand.falls.rate", rates[k]}};
        assert_true(fixture_try(&f,
                                PERIOD DEMAND("1 per day") WARD("beds = 3;", "mean = \"2 days\";"),
                                "given.cfg", set, 1));
        fixture_ready(&f);
        assert_false(fixture_try_run(&f, 1, &err));
        assert_int_equal(err.code, BF_E_LIMIT);
        fixture_close(&f);
    }
}

static void ten_thousand_people_a_day_are_no_matter(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND("10000 per day") WARD("beds = 900;", "mean = \"2 hours\";"));
    fixture_run(&f, 1);
    assert_close_relative(fixture_scalar(&f, "ward", "occupied_mean"), 10000 * 2.0 / 24, 0.01);
    fixture_close(&f);
}

static void a_stay_of_a_lifetime_does_not_end(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND("3 per day") WARD("beds = 7;", "shape = \"lognormal\"; mean = "
                                                                  "\"99 years\"; cv = 0.4;"));
    fixture_run(&f, 1);
    assert_same_double(fixture_scalar(&f, "ward", "started"), 0); /* in the period: all are in */
    assert_same_double(fixture_scalar(&f, "ward", "occupied_mean"), 7);
    fixture_close(&f);
}

static void a_stay_of_no_time_is_over_at_once(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND("300 per day")
                         WARD("beds = 1;", "shape = \"constant\"; mean = \"0 h\";"));
    fixture_run(&f, 1);
    assert_same_double(fixture_scalar(&f, "ward", "occupied_mean"), 0);
    assert_close_relative(fixture_scalar(&f, "ward", "started"), 300 * 61, 0.04);
    assert_same_double(fixture_scalar(&f, "ward", "waiting_mean"), 0);
    fixture_close(&f);
}

static void a_way_that_is_never_open_keeps_people_where_they_are(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND("3 per day")
                         WARD("beds = 9; discharges = \"Hol 10:00-14:00\";", "mean = \"2 days\";"));
    fixture_run(&f, 1);
    assert_true(fixture_scalar(&f, "ward", "occupied_mean") > 8.9);
    assert_true(fixture_scalar(&f, "system", "delayed_days") <= 0); /* a window is no delay */
    fixture_close(&f);
}

static void a_period_of_one_day_has_one_row(void **state)
{
    (void)state;
    struct fixture f;
    const struct bf_setting set[] = {{"period.from", "2021-04-30"}, {"start.warm_up", "0 days"}};
    fixture_open(&f, PERIOD DEMAND("300 per day") WARD("beds = 70;", "mean = \"5 h\";"),
                 "given.cfg", set, 2);
    fixture_run(&f, 1);
    assert_int_equal(fixture_days(&f), 1);
    assert_in_range((uint64_t)fixture_scalar(&f, "system", "presented"), 200, 400);
    fixture_close(&f);
}

static void thirty_services_in_a_row_lose_nobody(void **state)
{
    (void)state;
    static char text[20000];
    int at = snprintf(
        text, sizeof text,
        PERIOD "demand: { falls: { rate = \"20 per day\"; enter = ( { to = \"s0\"; } ); }; }; "
               "services: {");
    for (int k = 0; k < 30; k++)
        at += snprintf(
            text + at, sizeof text - (size_t)at,
            " s%d: { kind = \"beds\"; beds = 9; setting = \"%s\"; stay = { mean = \"7 h\"; };"
            "   then = ( { to = \"s%d\"; share = 0.9; }, { to = \"home\"; share = 0.1; } ); };",
            k, k % 2 ? "acute" : "non-acute", k + 1);
    snprintf(text + at, sizeof text - (size_t)at,
             " s30: { kind = \"beds\"; beds = 9; stay = { mean = \"7 h\"; }; then = ( { to = "
             "\"home\"; } ); "
             "}; };");
    struct fixture f;
    fixture_text(&f, text);
    fixture_run(&f, 1);
    for (int k = 0; k < 30; k++) {
        char name[16];
        snprintf(name, sizeof name, "s%d", k);
        assert_close_relative(fixture_scalar(&f, name, "started"), 20 * 61 * pow(0.9, k), 0.35);
    }
    fixture_close(&f);
}

#ifdef BF_FAULTS
static void a_replication_takes_no_memory(void **state)
{
    (void)state;
    struct fixture f;
    fixture_file(&f, "scenarios/08-preferences.cfg", NULL, 0);
    fixture_run(&f, 1);
    bf_heap_hook = 1000000;
    for (uint32_t r = 2; r < 6; r++)
        fixture_run(&f, r);
    assert_int_equal(bf_heap_hook, 1000000);
    bf_heap_hook = 0;
    fixture_close(&f);
}

/* Each request for memory in turn is refused: an error, never a crash, and then all is well. */
static void memory_refused_anywhere_is_an_error(void **state)
{
    (void)state;
    static char text[] = PERIOD "classes: { a: { }; b: { }; };" DEMAND("2 per day")
        WARD("beds = 3;", "mean = \"2 days\";") "changes: { c: { what = [\"services.ward.beds\"]; "
                                                "add = \"1\"; from = \"2021-03-09\"; }; };";
    bool loaded = false;
    unsigned refused = 0;
    for (unsigned n = 1; n < 3000 && !loaded; n++) {
        struct fixture f;
        struct bf_err err;
        memset(&f, 0, sizeof f);
        struct bf_loader loader = {text, fixture_load};
        bf_heap_hook = n;
        bool ok = bf_model_load(&f.model, "given.cfg", &loader, NULL, 0, &f.faults);
        if (!ok) assert_true(f.faults.errors > 0);
        if (ok) {
            ok = bf_workspace_init(&f.workspace, &f.model.network, &f.model.measures.catalogue,
                                   &err);
            if (!ok) assert_int_equal(err.code, BF_E_NOMEM);
        }
        loaded = bf_heap_hook > 0;
        refused += !loaded;
        bf_heap_hook = 0;
        fixture_close(&f);
    }
    assert_true(loaded);
    assert_true(refused > 20);
}
#endif

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_queue_that_grows_for_ever_stops_at_its_limit_and_names_the_service),
        cmocka_unit_test(too_many_people_stop_the_run_and_say_what_to_raise),
        cmocka_unit_test(too_many_events_stop_the_run_and_say_what_to_raise),
        cmocka_unit_test(a_thousand_a_minute_stops_without_a_crash),
        cmocka_unit_test(ten_thousand_people_a_day_are_no_matter),
        cmocka_unit_test(a_stay_of_a_lifetime_does_not_end),
        cmocka_unit_test(a_stay_of_no_time_is_over_at_once),
        cmocka_unit_test(a_way_that_is_never_open_keeps_people_where_they_are),
        cmocka_unit_test(a_period_of_one_day_has_one_row),
        cmocka_unit_test(thirty_services_in_a_row_lose_nobody),
#ifdef BF_FAULTS
        cmocka_unit_test(a_replication_takes_no_memory),
        cmocka_unit_test(memory_refused_anywhere_is_an_error),
#endif
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
