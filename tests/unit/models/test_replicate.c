/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One replication as a function: of scenario, seed and number, and of nothing else. */
#include "unit.h"

#include "model_fixture.h"

static const char county[] =
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-12-31\"; follow_up = \"10 days\"; };"
    "start = { warm_up = \"30 days\"; };"
    "demand: { people: { rate = \"7.7 per day\"; dispersion = 0.02; enter = ( { to = \"ward\"; } "
    "); }; };"
    "services: {"
    " ward: { kind = \"beds\"; beds = 43; setting = \"acute\"; stay = { mean = \"4.4 days\"; };"
    "   then = ( { to = \"home\"; share = 0.7; }, { to = \"step\"; share = 0.3;"
    "     or = ( { to = \"visits\"; after = \"3 days\"; } ); } );"
    "   after_discharge = { readmission = { days = [\"30 days\"]; share = [0.12]; }; }; };"
    " step: { kind = \"beds\"; beds = 19; setting = \"non-acute\"; stay = { mean = \"10.7 days\"; "
    "};"
    "   then = ( { to = \"home\"; } ); };"
    " visits: { kind = \"caseload\"; hours = \"90 hours per week\"; first_visits = \"14 hours per "
    "week\";"
    "   last_visits = \"5 hours per week\"; stay = { mean = \"12 days\"; }; then = ( { to = "
    "\"home\"; } ); };"
    "};";

static void a_workspace_leaves_no_trace_of_earlier_replications(void **state)
{
    (void)state;
    struct fixture used, fresh;
    fixture_text(&used, county);
    for (uint32_t r = 0; r < 5; r++)
        fixture_run(&used, r);
    for (uint32_t r = 9; r < 12; r++) {
        fixture_text(&fresh, county);
        fixture_run(&used, r);
        fixture_run(&fresh, r);
        assert_true(used.outcome.digest == fresh.outcome.digest);
        assert_true(used.outcome.events == fresh.outcome.events);
        fixture_close(&fresh);
    }
    fixture_close(&used);
}

static void listening_changes_nothing(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    fixture_run(&f, 2);
    uint64_t digest = f.outcome.digest;
    fixture_follow(&f, 2);
    assert_true(f.outcome.digest == digest);
    assert_true(f.story.count > 1000);
    fixture_close(&f);
}

static void seeds_and_numbers_give_different_histories(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, county);
    uint64_t digest[3];
    static const uint64_t seed[] = {1, 1, 2};
    static const uint32_t number[] = {0, 1, 0};
    for (int k = 0; k < 3; k++) {
        struct bf_replication r = {.seed = seed[k], .number = number[k], .warm_up_days = 30};
        struct bf_err err;
        assert_true(bf_replicate(f.workspace, &r, &f.outcome, &err));
        digest[k] = f.outcome.digest;
    }
    assert_true(digest[0] != digest[1] && digest[0] != digest[2] && digest[1] != digest[2]);
    fixture_close(&f);
}

static void a_full_start_and_an_empty_one_meet(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_setting set[] = {{"start.warm_up", "300 days"}, {"services.step.beds", "45"}};
    fixture_open(&f, county, "given.cfg", set, 2);
    uint32_t columns = bf_coupling_count(&f.model.network);
    float *level[2];
    for (int full = 0; full < 2; full++) {
        level[full] = calloc((size_t)300 * columns, sizeof(float));
        struct bf_replication r = {.seed = 5,
                                   .number = 0,
                                   .warm_up_days = 300,
                                   .over_full = full != 0,
                                   .stop_before_period = true};
        struct bf_err err;
        f.outcome.coupling = level[full];
        assert_true(bf_replicate(f.workspace, &r, &f.outcome, &err));
    }
    assert_true((double)level[1][0] > (double)level[0][0] + 20);
    double apart = 0;
    for (uint32_t d = 280; d < 300; d++)
        apart +=
            fabs((double)level[1][(size_t)d * columns] - (double)level[0][(size_t)d * columns]);
    if (!(apart / 20 < 3)) fail_msg("still %g people apart", apart / 20);
    f.outcome.coupling = NULL;
    free(level[0]);
    free(level[1]);
    fixture_close(&f);
}

static void nobody_and_one_person_and_no_beds_are_histories_too(void **state)
{
    (void)state;
    static const struct bf_setting odd[][1] = {{{"demand.people.rate", "0 per day"}},
                                               {{"demand.people.rate", "1 per year"}},
                                               {{"services.step.beds", "0"}},
                                               {{"services.ward.beds", "0"}},
                                               {{"demand.people.rate", "60 per day"}}};
    for (size_t k = 0; k < UNIT_COUNT(odd); k++) {
        struct fixture f;
        fixture_open(&f, county, "given.cfg", odd[k], 1);
        fixture_run(&f, 0);
        const struct bf_catalogue *c = &f.model.measures.catalogue;
        for (uint32_t i = 0; i < c->scalar_count; i++)
            assert_true(!isinf(f.outcome.scalar[i]));
        for (size_t i = 0; i < (size_t)c->daily_count * c->day_count; i++)
            assert_true(!isinf(f.outcome.daily[i]));
        fixture_close(&f);
    }
}

static void a_limit_on_people_stops_the_run_and_says_what_to_do(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_setting set[] = {{"limits.patients", "40"}};
    struct bf_err err;
    fixture_open(&f, county, "given.cfg", set, 1);
    assert_false(fixture_try_run(&f, 0, &err));
    assert_int_equal(err.code, BF_E_LIMIT);
    assert_contains(err.what, "limits.patients");
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_workspace_leaves_no_trace_of_earlier_replications),
        cmocka_unit_test(listening_changes_nothing),
        cmocka_unit_test(seeds_and_numbers_give_different_histories),
        cmocka_unit_test(a_full_start_and_an_empty_one_meet),
        cmocka_unit_test(nobody_and_one_person_and_no_beds_are_histories_too),
        cmocka_unit_test(a_limit_on_people_stops_the_run_and_says_what_to_do),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
