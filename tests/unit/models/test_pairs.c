/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two systems under the same random numbers: what differs, and what may not. */
#include "unit.h"

#include "bedflow/base/digest.h"
#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-12-31\"; follow_up = \"30 days\"; " \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"
#define DEMAND                                                                                     \
    "demand: { falls: { rate = \"9.3 per day\"; dispersion = 0.1; enter = ( { to = \"ward\"; } "   \
    "); };"                                                                                        \
    " strokes: { rate = \"1.9 per day\"; enter = ( { to = \"stroke_unit\"; } ); }; };"
#define TASKS                                                                                      \
    "tasks: { assess: { reason = \"A\"; team = \"hub\"; }; kit: { reason = \"F\";"                 \
    "   duration = { mean = \"1.4 days\"; }; }; };"
#define SERVICES                                                                                   \
    " ward: { kind = \"beds\"; beds = 60; setting = \"acute\"; stay = { mean = \"4.6 days\"; };"   \
    "   then = ( { to = \"step\"; share = 0.3; }, { to = \"home\"; share = 0.7; needs = { kit = "  \
    "0.2; }; } );"                                                                                 \
    "   after_discharge = { readmission = { days = [\"30 days\"]; share = [0.12]; }; }; };"        \
    " step: { kind = \"beds\"; beds = 22; setting = \"non-acute\"; stay = { mean = \"6.9 days\"; " \
    "};"                                                                                           \
    "   then = ( { to = \"home\"; } ); };"                                                         \
    " stroke_unit: { kind = \"beds\"; beds = 15; setting = \"acute\"; stay = { mean = \"7 "        \
    "days\"; };"                                                                                   \
    "   then = ( { to = \"rehab\"; needs = { assess = 0.7; }; } ); };"                             \
    " rehab: { kind = \"beds\"; beds = 31; setting = \"non-acute\"; stay = { mean = \"15 days\"; " \
    "};"                                                                                           \
    "   then = ( { to = \"home\"; } ); };"                                                         \
    " hub: { kind = \"team\"; staff = 1; stay = { mean = \"3 h\"; }; then = ( { to = \"left\"; } " \
    "); };"

/* Everything measured at a service, day by day and in all. */
static uint64_t digest_of(const struct fixture *f, const char *service)
{
    const struct bf_catalogue *c = &f->model.measures.catalogue;
    struct bf_digest digest;
    bf_digest_init(&digest);
    for (uint32_t i = 0; i < c->scalar_count; i++)
        if (strcmp(c->scalar[i].service, service) == 0)
            bf_digest_add_double(&digest, f->outcome.scalar[i]);
    for (uint32_t i = 0; i < c->daily_count; i++)
        for (uint32_t d = 0; strcmp(c->daily[i].service, service) == 0 && d < c->day_count; d++)
            bf_digest_add_double(&digest, (double)f->outcome.daily[(size_t)d * c->daily_count + i]);
    return bf_digest_end(&digest);
}

/* Who presents for the first time, and when. */
static uint64_t digest_of_people(const struct fixture *f)
{
    struct bf_digest digest;
    bf_digest_init(&digest);
    for (size_t k = 0; k < f->story.count; k++)
        if (f->story.told[k].step == BF_STEP_PRESENTS && f->story.told[k].episode == 0) {
            bf_digest_add_u64(&digest, f->story.told[k].who);
            bf_digest_add_double(&digest, f->story.told[k].at_h);
        }
    return bf_digest_end(&digest);
}

/* The stay drawn by person, episode and service is the same wherever both systems draw it. */
static uint32_t same_stays(const struct fixture *a, const struct fixture *b, uint32_t service_a,
                           uint32_t service_b)
{
    uint32_t same = 0;
    size_t from = 0;
    for (size_t k = 0; k < a->story.count; k++) {
        const struct bf_told *x = &a->story.told[k];
        if (x->step != BF_STEP_STARTS || x->service != service_a || x->episode != 0) continue;
        while (from < b->story.count && b->story.told[from].at_h < x->at_h - 24 * 40)
            from++;
        for (size_t j = from; j < b->story.count; j++) {
            const struct bf_told *y = &b->story.told[j];
            if (y->at_h > x->at_h + 24 * 40) break;
            if (y->step != BF_STEP_STARTS || y->service != service_b || y->episode != 0 ||
                y->who != x->who)
                continue;
            assert_close(y->value, x->value, 1e-8);
            same++;
            break;
        }
    }
    return same;
}

/* More step-down beds change the ward and what it feeds, and nothing else: people,
 * times and draws stay, and the stroke pathway is the same to the last bit. */
static void a_change_reaches_only_what_lies_downstream_of_it(void **state)
{
    (void)state;
    struct fixture off, on;
    const struct bf_setting more[] = {{"services.step.beds", "30"}};
    fixture_open(&off, PERIOD DEMAND TASKS "services: {" SERVICES "};", "given.cfg", NULL, 0);
    fixture_open(&on, PERIOD DEMAND TASKS "services: {" SERVICES "};", "given.cfg", more, 1);
    for (uint32_t r = 0; r < 3; r++) {
        fixture_follow(&off, r);
        fixture_follow(&on, r);
        assert_true(digest_of_people(&on) == digest_of_people(&off));
        assert_true(digest_of(&on, "stroke_unit") == digest_of(&off, "stroke_unit"));
        assert_true(digest_of(&on, "rehab") == digest_of(&off, "rehab"));
        assert_true(digest_of(&on, "hub") == digest_of(&off, "hub"));
        assert_true(digest_of(&on, "ward") != digest_of(&off, "ward"));
        assert_true(fixture_scalar(&on, "ward", "delayed_mean") <
                    fixture_scalar(&off, "ward", "delayed_mean"));
        assert_true(same_stays(&off, &on, 0, 0) > 2000);
        assert_true(same_stays(&off, &on, 1, 1) > 500);
    }
    fixture_close(&off);
    fixture_close(&on);
}

static void a_service_that_nobody_needs_changes_nothing(void **state)
{
    (void)state;
    struct fixture off, on;
    fixture_text(&off, PERIOD DEMAND TASKS "services: {" SERVICES "};");
    fixture_text(&on, PERIOD DEMAND TASKS
                 "services: { a_first: { kind = \"beds\"; beds = 3; stay = { mean = \"2 days\"; };"
                 "   then = ( { to = \"home\"; } ); };" SERVICES "};");
    static const char *const names[] = {"ward", "step", "stroke_unit", "rehab", "hub", "system"};
    fixture_run(&off, 4);
    fixture_run(&on, 4);
    for (size_t k = 0; k < UNIT_COUNT(names); k++)
        assert_true(digest_of(&on, names[k]) == digest_of(&off, names[k]));
    fixture_close(&off);
    fixture_close(&on);
}

/* A dated change reaches nobody before its date, and no other pathway after it. */
static void a_purchase_for_one_winter_leaves_the_time_before_it_alone(void **state)
{
    (void)state;
    struct fixture off, on;
    fixture_text(&off, PERIOD DEMAND TASKS "services: {" SERVICES "};");
    fixture_text(&on, PERIOD DEMAND TASKS
                 "services: {" SERVICES "};"
                 "purchases: { sea: { service = \"step\"; kind = \"block\"; beds = 9; from = "
                 "\"2021-08-01\"; to = \"2021-12-31\"; price = \"£900 per bed per week\"; }; };");
    fixture_run(&off, 4);
    fixture_run(&on, 4);
    bool differs = false;
    for (uint32_t d = 0; d < fixture_days(&off); d++) {
        double a = fixture_day(&off, "ward", "all", "occupied", d);
        double b = fixture_day(&on, "ward", "all", "occupied", d);
        if (d < 153) /* 1 August */
            assert_same_double(b, a);
        else
            differs = differs || b < a || b > a;
    }
    assert_true(differs);
    assert_true(digest_of(&on, "rehab") == digest_of(&off, "rehab"));
    fixture_close(&off);
    fixture_close(&on);
}

/* ---- A/A ------------------------------------------------------------------------------- */

static void identical_systems_differ_by_nothing(void **state)
{
    (void)state;
    struct fixture a, b;
    fixture_text(&a, PERIOD DEMAND TASKS "services: {" SERVICES "};");
    /* written otherwise: other units, other order of settings, a change that changes nothing */
    fixture_text(
        &b, "/* the same */ services: {" SERVICES "};" TASKS PERIOD
            "demand: { falls: { enter = ( { share = 1.0; to = \"ward\"; } ); dispersion = \"10%\";"
            "   rate = \"65.1 per week\"; };"
            " strokes: { rate = \"1.9 per day\"; enter = ( { to = \"stroke_unit\"; } ); }; };"
            "changes: { nothing: { what = [\"services.ward.beds\"]; factor = 1.0; from = "
            "\"2021-05-01\"; }; };");
    for (uint32_t r = 0; r < 3; r++) {
        fixture_run(&a, r);
        fixture_run(&b, r);
        const struct bf_catalogue *c = &a.model.measures.catalogue;
        assert_int_equal(b.model.measures.catalogue.scalar_count, c->scalar_count);
        for (uint32_t i = 0; i < c->scalar_count; i++)
            if (!isnan(a.outcome.scalar[i]))
                assert_close(b.outcome.scalar[i] - a.outcome.scalar[i], 0,
                             1e-9 * fabs(a.outcome.scalar[i]));
    }
    fixture_close(&a);
    fixture_close(&b);
}

/* The same law by other people: twice the stream at half the rate. Means agree, pairs do not. */
static void systems_equal_in_law_agree_in_distribution(void **state)
{
    (void)state;
    struct fixture a, b;
#define ONE_WARD                                                                                   \
    "services: { ward: { kind = \"beds\"; beds = 50; setting = \"acute\"; stay = { mean = \"4.6 "  \
    "days\"; };"                                                                                   \
    "   then = ( { to = \"home\"; } ); }; };"
    fixture_text(
        &a, PERIOD
        "demand: { one: { rate = \"9.3 per day\"; enter = ( { to = \"ward\"; } ); }; };" ONE_WARD);
    fixture_text(
        &b,
        PERIOD "demand: { left: { rate = \"4.1 per day\"; enter = ( { to = \"ward\"; } ); };"
               " right: { rate = \"5.2 per day\"; enter = ( { to = \"ward\"; } ); }; };" ONE_WARD);
    static const char *const names[] = {"occupied_mean", "wait_mean", "wait_p95", "started"};
    struct bf_tally difference[4];
    bool same = true;
    for (size_t k = 0; k < 4; k++)
        bf_tally_init(&difference[k]);
    for (uint32_t r = 0; r < 300; r++) {
        fixture_run(&a, r);
        fixture_run(&b, 1000 + r); /* and other replications */
        for (size_t k = 0; k < 4; k++) {
            double x = fixture_scalar(&a, "ward", names[k]) - fixture_scalar(&b, "ward", names[k]);
            bf_tally_add(&difference[k], x);
            same = same && x >= 0 && x <= 0;
        }
    }
    assert_false(same);
    for (size_t k = 0; k < 4; k++) {
        double half = bf_interval_half_width(300, bf_tally_sd(&difference[k]), 1 - 1e-6);
        assert_close(bf_tally_mean(&difference[k]), 0, half);
    }
    fixture_close(&a);
    fixture_close(&b);
}

/* ---- more is not worse ----------------------------------------------------------------- */

/* One queue, first come first served, the same people with the same stays: one more bed lengthens
 * no wait. */
static void one_more_bed_lengthens_nobodys_wait(void **state)
{
    (void)state;
    struct fixture f[2];
    for (int k = 0; k < 2; k++)
        fixture_text(
            &f[k],
            k ? PERIOD "demand: { one: { rate = \"9.3 per day\"; enter = ( { to = "
                       "\"ward\"; } ); }; }; services: { ward: { kind = \"beds\"; beds = 46; "
                       "stay = { mean = \"4.6 days\"; }; then = ( { to = \"home\"; } ); }; };"
              : PERIOD "demand: { one: { rate = \"9.3 per day\"; enter = ( { to = "
                       "\"ward\"; } ); }; }; services: { ward: { kind = \"beds\"; beds = 45; "
                       "stay = { mean = \"4.6 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f[0], 2);
    fixture_follow(&f[1], 2);
    uint32_t shorter = 0;
    size_t j = 0;
    /* places are granted in the order of arrival in both */
    for (size_t k = 0; k < f[0].story.count; k++) {
        const struct bf_told *few = &f[0].story.told[k];
        if (few->step != BF_STEP_GRANTED) continue;
        while (j < f[1].story.count && f[1].story.told[j].step != BF_STEP_GRANTED)
            j++;
        const struct bf_told *more = &f[1].story.told[j++];
        assert_true(more->who == few->who);
        assert_true(more->value <= few->value + 1e-9);
        shorter += more->value < few->value;
    }
    assert_true(shorter > 300);
    fixture_close(&f[0]);
    fixture_close(&f[1]);
}

/* ---- fewer ----------------------------------------------------------------------------- */

/* People stay, and places close as they leave. */
static void when_capacity_falls_nobody_is_moved(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "demand: { one: { rate = \"12 per day\"; enter = ( { to = \"ward\"; } ); }; };"
        "services: { ward: { kind = \"beds\"; beds = 40; setting = \"acute\";"
        "   stay = { shape = \"constant\"; mean = \"4 days\"; }; then = ( { to = \"home\"; } ); }; "
        "};"
        "changes: { shut: { what = [\"services.ward.beds\"]; set = \"15\"; from = \"2021-06-01\";"
        "   to = \"2021-06-30\"; }; };");
    fixture_follow(&f, 1);
    double june_h = fixture_start_h(&f) + 92 * 24.0;
    uint32_t started = 0, left = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step == BF_STEP_LEAVES) assert_close(told->value, 96, 1e-6); /* the whole stay */
        if (told->at_h < june_h || told->at_h >= june_h + 96) continue;
        started += told->step == BF_STEP_STARTS;
        left += told->step == BF_STEP_LEAVES;
        /* nobody starts until 25 beds have closed */
        if (started) assert_true(left >= 26);
    }
    assert_true(left == 40 && started >= 10);
    for (uint32_t d = 96; d < 122; d++) {
        assert_same_double(fixture_day(&f, "ward", "all", "occupied", d), 15);
        assert_same_double(fixture_day(&f, "ward", "all", "capacity", d), 15);
    }
    assert_same_double(fixture_day(&f, "ward", "all", "occupied", 122), 40); /* and open again */
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_change_reaches_only_what_lies_downstream_of_it),
        cmocka_unit_test(a_service_that_nobody_needs_changes_nothing),
        cmocka_unit_test(a_purchase_for_one_winter_leaves_the_time_before_it_alone),
        cmocka_unit_test(identical_systems_differ_by_nothing),
        cmocka_unit_test(systems_equal_in_law_agree_in_distribution),
        cmocka_unit_test(one_more_bed_lengthens_nobodys_wait),
        cmocka_unit_test(when_capacity_falls_nobody_is_moved),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
