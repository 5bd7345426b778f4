/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

#include "bedflow/study/design.h"
#include "bedflow/study/goal.h"
#include "bedflow/study/points.h"

static const char small[] =
    "format = 1;\n"
    "period = { from = \"2021-01-04\"; to = \"2021-01-31\"; follow_up = \"0 days\"; };\n"
    "start = { warm_up = \"14 days\"; };\n"
    "demand: { people: { rate = \"3.7 per day\"; enter = ( { to = \"ward\"; } ); }; };\n"
    "services: {\n"
    "  ward: { kind = \"beds\"; setting = \"acute\"; beds = 17; stay = { mean = \"2.9 days\"; };\n"
    "    then = ( { to = \"home\"; share = 1; } ); };\n"
    "};\n"
    "limits = { patients = 600; };\n";

struct bench {
    struct fixture f;
    struct bf_factors factors;
    struct bf_design design;
    struct bf_faults faults;
    struct bf_study study;
    struct bf_loader loader;
    struct bf_points points;
    struct bf_responses responses;
    uint32_t measure[2];
    atomic_int stop;
};

static void begin(struct bench *b, const char *over, enum bf_design_kind kind)
{
    struct bf_err err;
    memset(b, 0, sizeof *b);
    static char text[sizeof small]; /* a loader's context is not const */
    memcpy(text, small, sizeof small);
    assert_true(fixture_try(&b->f, small, "given.cfg", NULL, 0));
    assert_true(
        bf_factors_read("--over", &over, 1, &b->f.model.scenario.bound, &b->factors, &b->faults));
    assert_true(bf_design_make(kind, &b->factors, 3, 1, &b->design, &err));
    b->measure[0] = bf_measure_find(&b->f.model.measures.catalogue, "ward.occupied_mean");
    b->measure[1] = bf_measure_find(&b->f.model.measures.catalogue, "ward.wait_mean");
    assert_true(b->measure[0] != UINT32_MAX && b->measure[1] != UINT32_MAX);
    b->loader = (struct bf_loader){text, fixture_load};
    b->study = (struct bf_study){
        .model = &b->f.model, .seed = 23, .warm_up_days = -1, .threads = 2, .stop = &b->stop};
    b->points = (struct bf_points){.study = &b->study,
                                   .file = "given.cfg",
                                   .loader = &b->loader,
                                   .factors = &b->factors,
                                   .x = b->design.x,
                                   .count = b->design.count,
                                   .measure = b->measure,
                                   .measure_count = 2};
    if (!bf_points_warm_up(&b->points, &err)) fail_msg("%s", err.what);
    assert_int_equal(b->points.warm_up_days, 14);
}

static void respond(struct bench *b, uint32_t replications)
{
    struct bf_err err;
    if (!bf_points_respond(&b->points, replications, &b->responses, &err)) fail_msg("%s", err.what);
}

static void end(struct bench *b)
{
    bf_responses_free(&b->responses);
    bf_design_free(&b->design);
    bf_factors_free(&b->factors);
    bf_faults_free(&b->faults);
    fixture_close(&b->f);
}

static void a_point_is_what_a_study_of_its_setting_gives(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, "services.ward.beds=9,17,23", BF_DESIGN_GRID);
    respond(&b, 4);
    assert_int_equal(b.responses.done, 12);
    struct fixture own;
    struct bf_setting set = {"services.ward.beds", "23"};
    assert_true(fixture_try(&own, small, "given.cfg", &set, 1));
    struct bf_study study = {
        .model = &own.model, .seed = 23, .replications = 4, .warm_up_days = 14};
    struct bf_result result;
    struct bf_err err;
    assert_true(bf_study_run(&study, &result, &err));
    for (uint32_t r = 0; r < 4; r++)
        for (uint32_t m = 0; m < 2; m++)
            assert_same_double(bf_response(&b.responses, 2, r, m),
                               result.scalar[r * result.catalogue->scalar_count + b.measure[m]]);
    assert_true(b.responses.probe[2 * 4 + 3].digest == result.digest[3]);
    bf_result_free(&result);
    fixture_close(&own);
    end(&b);
}

static void threads_leave_no_trace(void **state)
{
    (void)state;
    uint64_t digest = 0;
    for (uint32_t threads = 1; threads <= 3; threads++) {
        struct bench b;
        begin(&b, "services.ward.stay.mean=2..3.5 days/0.5", BF_DESIGN_GRID);
        b.study.threads = threads;
        respond(&b, 5);
        assert_int_equal(b.responses.done, 20);
        if (threads > 1) assert_true(b.responses.digest == digest);
        digest = b.responses.digest;
        end(&b);
    }
}

static void more_points_than_a_batch_holds_are_all_run(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, "services.ward.beds=1..60", BF_DESIGN_GRID);
    respond(&b, 2);
    assert_int_equal(b.responses.done + b.responses.stopped_count, 120);
    assert_false(b.responses.interrupted);
    /* a ward of one bed fills, and a limit on people stops what never empties */
    assert_true(bf_response(&b.responses, 59, 0, 0) > 5);
    end(&b);
}

static void limits_stop_replications_with_a_reason(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, "limits.patients=11,600", BF_DESIGN_GRID);
    respond(&b, 3);
    assert_int_equal(b.responses.stopped_count, 3);
    assert_int_equal(b.responses.stopped.code, BF_E_LIMIT);
    assert_int_equal(b.responses.done, 3);
    assert_true(isnan(bf_response(&b.responses, 0, 1, 0)));
    end(&b);
}

static void the_period_cannot_be_varied(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    begin(&b, "services.ward.beds=9,17", BF_DESIGN_GRID);
    const char *over = "period.from=2021-01-04,2021-01-11";
    bf_factors_free(&b.factors);
    assert_true(
        bf_factors_read("--over", &over, 1, &b.f.model.scenario.bound, &b.factors, &b.faults));
    assert_false(bf_points_warm_up(&b.points, &err));
    assert_int_equal(err.code, BF_E_RANGE);
    assert_contains(err.what, "period");
    end(&b);
}

static void what_was_not_begun_waits(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, "services.ward.beds=9,17,23", BF_DESIGN_GRID);
    atomic_store(&b.stop, 1);
    respond(&b, 4);
    assert_true(b.responses.interrupted);
    assert_int_equal(b.responses.done, 0);
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_point_is_what_a_study_of_its_setting_gives),
        cmocka_unit_test(threads_leave_no_trace),
        cmocka_unit_test(more_points_than_a_batch_holds_are_all_run),
        cmocka_unit_test(limits_stop_replications_with_a_reason),
        cmocka_unit_test(the_period_cannot_be_varied),
        cmocka_unit_test(what_was_not_begun_waits),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
