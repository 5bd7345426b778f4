/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

#include "bedflow/study/goal.h"
#include "bedflow/study/optimise.h"

/* A ward that delays people for want of beds to move on to; a block of those can be bought. */
static const char small[] =
    "format = 1;\n"
    "period = { from = \"2021-01-04\"; to = \"2021-02-14\"; follow_up = \"0 days\"; };\n"
    "start = { warm_up = \"28 days\"; };\n"
    "demand: { people: { rate = \"9.7 per day\"; enter = ( { to = \"ward\"; } ); }; };\n"
    "services: {\n"
    "  ward: { kind = \"beds\"; setting = \"acute\"; beds = 70; stay = { mean = \"4.3 days\"; };\n"
    "    then = ( { to = \"rehab\"; share = 0.31; }, { to = \"home\"; share = 0.69; } ); };\n"
    "  rehab: { kind = \"beds\"; setting = \"non-acute\"; beds = 26; stay = { mean = \"9.1 days\"; "
    "};\n"
    "    then = ( { to = \"home\"; share = 1; } ); };\n"
    "};\n"
    "purchases: { block: { service = \"rehab\"; kind = \"block\"; beds = 3; from = "
    "\"2021-01-04\";\n"
    "  to = \"2021-02-14\"; price = \"\xC2\xA3"
    "1,050 per bed per week\"; }; };\n"
    "limits = { patients = 3000; };\n";

struct bench {
    struct fixture f;
    struct bf_factors factors;
    struct bf_faults faults;
    struct bf_study study;
    struct bf_loader loader;
    struct bf_points points;
    struct bf_optimise_request request;
    struct bf_optimum optimum;
};

static void begin(struct bench *b, const char *const choose[], uint32_t count)
{
    static char text[sizeof small];
    memset(b, 0, sizeof *b);
    memcpy(text, small, sizeof small);
    if (!fixture_try(&b->f, small, "given.cfg", NULL, 0)) {
        fixture_show(&b->f.faults);
        fail();
    }
    assert_true(bf_factors_read("--choose", choose, count, &b->f.model.scenario.bound, &b->factors,
                                &b->faults));
    b->loader = (struct bf_loader){text, fixture_load};
    b->study = (struct bf_study){.model = &b->f.model, .seed = 7, .warm_up_days = -1};
    b->points = (struct bf_points){.study = &b->study,
                                   .file = "given.cfg",
                                   .loader = &b->loader,
                                   .factors = &b->factors,
                                   .warm_up_days = 28};
    b->request = (struct bf_optimise_request){
        .points = &b->points,
        .harm = bf_measure_find(&b->f.model.measures.catalogue, "delayed_days"),
        .alpha = 0.05,
        .replications = 3000};
}

static void seek(struct bench *b)
{
    struct bf_err err;
    if (!bf_optimise(&b->request, &b->optimum, &err)) fail_msg("%s", err.what);
}

static void end(struct bench *b)
{
    bf_optimum_free(&b->optimum);
    bf_factors_free(&b->factors);
    bf_faults_free(&b->faults);
    fixture_close(&b->f);
}

static const char *const beds[] = {"purchases.block.beds=0..28/4"};

/* Six weeks at 1,050 a week. */
static const double bill = 6300;

static void a_budget_buys_the_most_that_helps(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, beds, 1);
    b.request.limit[0] = (struct bf_limit){
        .column = UINT32_MAX, .bound = 8.5 * bill, .chance = (double)NAN, .exact = true};
    b.request.limit_count = 1;
    b.request.delta = 5;
    seek(&b);
    const struct bf_optimum *o = &b.optimum;
    assert_true(o->whole);
    assert_int_equal(o->systems.count, 8);
    assert_int_equal(o->selected.end, BF_SELECTED);
    assert_close(o->point[1].cost.estimate, 4 * bill, 1e-6);
    for (uint32_t i = 3; i < 8; i++) /* 12 beds and more are too dear, whatever they would do */
        assert_int_equal(o->selected.standing[i], BF_STANDING_BREAKS);
    assert_int_equal(o->selected.best, 2);
    assert_int_equal(o->selected.standing[0], BF_STANDING_WORSE);
    end(&b);
}

static void the_cheapest_that_meets_a_target_is_that_of_enumeration(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, beds, 1);
    b.request.least_cost = true;
    b.request.delta = 0.5 * bill;
    b.request.limit[0] = (struct bf_limit){.column = b.request.harm, .bound = 60, .chance = 0.7};
    b.request.limit_count = 1;
    b.request.replications = 6000;
    seek(&b);
    const struct bf_optimum *o = &b.optimum;
    assert_int_equal(o->selected.end, BF_SELECTED);
    /* the share of many winters that meet it, counted by itself */
    double meets[8];
    for (uint32_t i = 0; i < 8; i++) {
        char value[16];
        uint32_t hits = 0;
        snprintf(value, sizeof value, "%u", 4 * i);
        struct bf_setting set = {"purchases.block.beds", value};
        struct fixture own;
        assert_true(fixture_try(&own, small, "given.cfg", &set, 1));
        struct bf_study study = {
            .model = &own.model, .seed = 99, .replications = 400, .warm_up_days = 28};
        struct bf_result result;
        struct bf_err err;
        assert_true(bf_study_run(&study, &result, &err));
        for (uint32_t r = 0; r < 400; r++)
            hits += result.scalar[r * result.catalogue->scalar_count + b.request.harm] <= 60;
        meets[i] = hits / 400.0;
        bf_result_free(&result);
        fixture_close(&own);
    }
    uint32_t cheapest = 0;
    while (cheapest < 7 && meets[cheapest] < 0.7)
        cheapest++;
    assert_true(cheapest > 0);
    assert_int_equal(o->selected.best, cheapest);
    assert_true(o->selected.meets[cheapest]);
    end(&b);
}

static void the_frontier_has_a_price_for_each_step(void **state)
{
    (void)state;
    struct bench b;
    struct bf_interval spared, each;
    begin(&b, beds, 1);
    b.request.replications = 400;
    seek(&b);
    const struct bf_optimum *o = &b.optimum;
    assert_true(o->frontier_count >= 3);
    assert_int_equal(o->frontier[0], 0); /* nothing is cheapest */
    for (uint32_t k = 1; k < o->frontier_count; k++) {
        const struct bf_option_point *a = &o->point[o->frontier[k - 1]];
        const struct bf_option_point *c = &o->point[o->frontier[k]];
        assert_true(a->cost.estimate < c->cost.estimate);
        assert_true(a->harm.estimate > c->harm.estimate);
    }
    bf_frontier_step(o, o->frontier[0], o->frontier[1], &spared, &each);
    assert_true(spared.low > 0);
    assert_true(each.low > 0 && each.low < each.estimate && each.estimate < each.high);
    end(&b);
}

static void the_same_replications_give_the_same_answer(void **state)
{
    (void)state;
    static const char *const both[] = {"purchases.block.beds=0..40",
                                       "purchases.block.from=2021-01-04..2021-01-31"};
    uint64_t digest[2];
    for (uint32_t k = 0; k < 2; k++) {
        struct bench b;
        begin(&b, both, 2);
        b.study.threads = 1 + 2 * k;
        b.request.replications = 500;
        b.request.limit[0] = (struct bf_limit){
            .column = UINT32_MAX, .bound = 100000, .chance = (double)NAN, .exact = true};
        b.request.limit_count = 1;
        seek(&b);
        assert_false(b.optimum.whole);
        assert_true(b.optimum.used <= 500);
        assert_true(b.optimum.systems.count >= 8);
        digest[k] = b.optimum.digest;
        end(&b);
    }
    assert_true(digest[0] == digest[1]);
}

static const char *const two[] = {"purchases.block.beds=0..40",
                                  "purchases.block.from=2021-01-04..2021-01-31"};

static void set_budget(struct bench *b)
{
    b->request.limit[0] = (struct bf_limit){
        .column = UINT32_MAX, .bound = 100000, .chance = (double)NAN, .exact = true};
    b->request.limit_count = 1;
}

static void after_a_search_finalists_are_judged_by_other_winters(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, two, 2);
    set_budget(&b);
    b.request.replications = 600;
    seek(&b);
    const struct bf_optimum *o = &b.optimum;
    assert_false(o->whole);
    assert_int_equal(o->from, 10);
    assert_int_equal(o->systems.count, 30);
    assert_int_equal(o->searched, 300);
    assert_int_equal(o->finalists, 15);
    assert_true(o->selected.best < o->finalists);
    for (uint32_t i = o->finalists; i < o->systems.count; i++) {
        assert_int_equal(o->selected.standing[i], BF_STANDING_ASIDE);
        assert_false(o->point[i].on_frontier);
    }
    /* what a finalist is judged by is winter 10 and on: simulated by itself it is the same */
    struct bf_probe probe[2];
    double value[2];
    struct bf_err err;
    struct bf_points points = b.points;
    points.x = o->x;
    points.count = o->systems.count;
    points.measure = &b.request.harm;
    points.measure_count = 1;
    const uint32_t point[2] = {o->selected.best, o->finalists}, number[2] = {10, 0};
    for (uint32_t k = 0; k < 2; k++)
        probe[k] =
            (struct bf_probe){.point = point[k], .replication = number[k], .value = &value[k]};
    assert_true(bf_points_run(&points, probe, 2, NULL, &err));
    for (uint32_t k = 0; k < 2; k++)
        assert_same_double(bf_observation(&o->systems, point[k], 0)[BF_OPTIMISE_HARM], value[k]);
    end(&b);
}

/* What a run ended by its clock found is had again from two numbers. */
static void an_answer_by_the_clock_is_had_again_without_it(void **state)
{
    (void)state;
    struct bench b, again;
    begin(&b, two, 2);
    set_budget(&b);
    b.request.replications = 2000;
    b.request.within_s = 1.2;
    b.request.delta = 0.01;
    seek(&b); /* a fast machine decides in this time, and knows the frontier better; a slow one not
               */
    begin(&again, two, 2);
    set_budget(&again);
    again.request.replications = b.optimum.used;
    again.request.look = b.optimum.systems.count;
    again.request.delta = 0.01;
    seek(&again);
    assert_int_equal(again.optimum.used, b.optimum.used);
    assert_true(again.optimum.digest == b.optimum.digest);
    assert_int_equal(again.optimum.selected.best, b.optimum.selected.best);
    end(&b);
    end(&again);
}

static void no_time_to_judge_leaves_what_the_search_saw(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, two, 2);
    set_budget(&b);
    b.request.replications = 100;
    b.request.look = 10;
    seek(&b);
    const struct bf_optimum *o = &b.optimum;
    assert_int_equal(o->used, 100);
    assert_int_equal(o->from, 0);
    assert_int_equal(o->selected.end, BF_SELECTED_OPEN);
    assert_true(o->selected.best < o->finalists && o->selected.needed > 0);
    assert_true(o->point[o->selected.best].harm.estimate > 0);
    end(&b);
}

static void intervals_are_of_enough_winters_where_there_is_time(void **state)
{
    (void)state;
    struct bench b;
    begin(&b, beds, 1);
    b.request.delta = 400; /* decided at once */
    seek(&b);
    assert_int_equal(b.optimum.selected.end, BF_SELECTED);
    assert_int_equal(b.optimum.common, BF_OPTIMISE_WINTERS);
    assert_int_equal(b.optimum.used, 8 * BF_OPTIMISE_WINTERS);
    end(&b);
    begin(&b, beds, 1); /* as many as there have to be, and no more */
    b.request.replications = 80;
    seek(&b);
    assert_int_equal(b.optimum.common, 10);
    assert_int_equal(b.optimum.used, 80);
    end(&b);
}

static void what_cannot_be_asked_is_refused(void **state)
{
    (void)state;
    static const char *const any[] = {"services.ward.stay.mean=3..5 days"};
    struct bench b;
    struct bf_err err;
    begin(&b, any, 1);
    assert_false(bf_optimise(&b.request, &b.optimum, &err));
    assert_int_equal(err.code, BF_E_RANGE);
    assert_contains(err.what, "add a step");
    end(&b);
    begin(&b, beds, 1);
    b.request.replications = 79;
    assert_false(bf_optimise(&b.request, &b.optimum, &err));
    assert_contains(err.what, "at least 80 replications");
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_budget_buys_the_most_that_helps),
        cmocka_unit_test(the_cheapest_that_meets_a_target_is_that_of_enumeration),
        cmocka_unit_test(the_frontier_has_a_price_for_each_step),
        cmocka_unit_test(the_same_replications_give_the_same_answer),
        cmocka_unit_test(after_a_search_finalists_are_judged_by_other_winters),
        cmocka_unit_test(an_answer_by_the_clock_is_had_again_without_it),
        cmocka_unit_test(no_time_to_judge_leaves_what_the_search_saw),
        cmocka_unit_test(intervals_are_of_enough_winters_where_there_is_time),
        cmocka_unit_test(what_cannot_be_asked_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
