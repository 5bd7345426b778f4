/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

#include "bedflow/study/explain.h"

/* Two streams into a ward without limit, so that what happens to one leaves the other alone; four
 * weeks, and changes in the second. */
static const char head[] =
    "format = 1; title = \"Two streams\";\n"
    "period = { from = \"2021-01-04\"; to = \"2021-01-31\"; follow_up = \"0 days\"; };\n"
    "start = { warm_up = \"28 days\"; };\n"
    "demand: {\n"
    "  falls: { rate = \"5.1 per day\"; enter = ( { to = \"ward\"; } ); };\n"
    "  flu: { rate = \"3.7 per day\"; enter = ( { to = \"ward\"; } ); }; };\n"
    "services: { ward: { kind = \"beds\"; beds = 300; setting = \"acute\";\n"
    "    stay = { mean = \"2.9 days\"; }; then = ( { to = \"home\"; share = 1; } ); }; };\n";
static const char apart[] =
    "changes: {\n"
    "  ice: { what = \"demand.falls.rate\"; factor = 1.6; from = \"2021-01-11\"; to = "
    "\"2021-01-17\"; };\n"
    "  wave: { what = \"demand.flu.rate\"; factor = 2.2; from = \"2021-01-11\"; to = "
    "\"2021-01-17\"; };\n"
    "  later: { what = \"demand.flu.rate\"; factor = 3; from = \"2021-01-25\"; };\n"
    "};\n";
static const char twins[] = "changes: {\n"
                            "  one: { what = \"demand.falls.rate\"; factor = 1.8; from = "
                            "\"2021-01-11\"; to = \"2021-01-17\"; };\n"
                            "  two: { what = \"demand.falls.rate\"; factor = 1.8; from = "
                            "\"2021-01-11\"; to = \"2021-01-17\"; };\n"
                            "};\n";

struct bench {
    struct fixture f;
    char *text;
    struct bf_loader loader;
    struct bf_study study;
    struct bf_explain_request request;
    struct bf_explanation x;
};

static void begin(struct bench *b, const char *changes)
{
    memset(b, 0, sizeof *b);
    b->text = bf_heap_take(sizeof head + strlen(changes), 1);
    memcpy(b->text, head, sizeof head - 1);
    memcpy(b->text + sizeof head - 1, changes, strlen(changes) + 1);
    if (!fixture_try(&b->f, b->text, "given.cfg", NULL, 0)) {
        fixture_show(&b->f.faults);
        fail_msg("does not load");
    }
    b->loader = (struct bf_loader){b->text, fixture_load};
    b->study = (struct bf_study){.model = &b->f.model,
                                 .seed = 31,
                                 .first = 3,
                                 .replications = 12,
                                 .threads = 2,
                                 .warm_up_days = 28};
    b->request = (struct bf_explain_request){
        .file = "given.cfg", .loader = &b->loader, .study = &b->study, .measure = "ward.occupied"};
    assert_true(bf_day_parse("2021-01-14", &b->request.from));
    assert_true(bf_day_parse("2021-01-17", &b->request.to));
}

static void run(struct bench *b)
{
    struct bf_err err;
    if (!bf_explain(&b->request, &b->x, &err)) fail_msg("%s", err.what);
}

static void end(struct bench *b)
{
    bf_explanation_free(&b->x);
    fixture_close(&b->f);
    bf_heap_give(b->text);
}

/* Mean people there in the window with some changes taken out, by hand. */
static void by_hand(const struct bench *b, const struct bf_setting set[], size_t count,
                    double value[])
{
    struct fixture f;
    struct bf_result result;
    struct bf_err err;
    assert_true(fixture_try(&f, b->text, "given.cfg", set, count));
    struct bf_study study = b->study;
    study.model = &f.model;
    assert_true(bf_study_run(&study, &result, &err));
    uint32_t column = bf_daily_find(result.catalogue, "ward.occupied");
    for (uint32_t r = 0; r < result.count; r++) {
        value[r] = 0;
        for (uint32_t d = 10; d < 14; d++)
            value[r] += (double)result.daily[((size_t)r * result.catalogue->day_count + d) *
                                                 result.catalogue->daily_count +
                                             column] /
                        4;
    }
    bf_result_free(&result);
    fixture_close(&f);
}

static void effects_that_add_are_told_exactly(void **state)
{
    (void)state;
    struct bench b;
    double all[12], no_ice[12], no_wave[12];
    const struct bf_setting ice = {"changes.ice", "remove"}, wave = {"changes.wave", "remove"};
    begin(&b, apart);
    run(&b);
    by_hand(&b, NULL, 0, all);
    by_hand(&b, &ice, 1, no_ice);
    by_hand(&b, &wave, 1, no_wave);
    assert_true(b.x.shapley);
    assert_int_equal(b.x.cause_count, 2);
    assert_int_equal(b.x.left_out, 1); /* "later" */
    assert_int_equal(b.x.runs, 4);
    uint32_t first_is_wave = strcmp(b.f.model.network.cause[b.x.cause[0].cause].name, "wave") == 0;
    double sum[2] = {0, 0};
    for (uint32_t r = 0; r < 12; r++) {
        assert_close(b.x.all[r], all[r], 1e-9);
        assert_close(b.x.share[r], all[r] - (first_is_wave ? no_wave[r] : no_ice[r]), 1e-9);
        assert_close(b.x.share[12 + r], all[r] - (first_is_wave ? no_ice[r] : no_wave[r]), 1e-9);
        assert_close(b.x.all[r] - b.x.none[r], b.x.share[r] + b.x.share[12 + r], 1e-9);
        sum[0] += b.x.share[r] / 12;
        sum[1] += b.x.share[12 + r] / 12;
    }
    assert_close(b.x.cause[0].share.estimate, sum[0], 1e-9);
    assert_true(b.x.cause[0].share.low < sum[0] && b.x.cause[0].share.high > sum[0]);
    assert_true(sum[0] > 3 && sum[1] > 3);
    end(&b);
}

/* 1.8 times 1.8: each alone adds 0.8 of the rate, together 2.24; equal shares by symmetry. */
static void what_two_do_together_is_halved(void **state)
{
    (void)state;
    struct bench b;
    double all[12], one[12], none[12];
    const struct bf_setting out[] = {{"changes.one", "remove"}, {"changes.two", "remove"}};
    begin(&b, twins);
    run(&b);
    by_hand(&b, NULL, 0, all);
    by_hand(&b, out, 1, one);
    by_hand(&b, out, 2, none);
    double together = 0;
    for (uint32_t r = 0; r < 12; r++) {
        assert_close(b.x.share[r], b.x.share[12 + r], 1e-9);
        assert_close(b.x.share[r], (all[r] - none[r]) / 2, 1e-9);
        together += (all[r] - none[r] - 2 * (one[r] - none[r])) / 12;
    }
    assert_true(together > 1); /* they do interact */
    end(&b);
}

static void beyond_six_each_is_taken_out_alone_and_the_rest_is_told(void **state)
{
    (void)state;
    struct bench b;
    char changes[2000] = "changes: {\n";
    for (int i = 0; i < 7; i++)
        snprintf(changes + strlen(changes), sizeof changes - strlen(changes),
                 "  c%d: { what = \"demand.falls.rate\"; factor = 1.2; from = \"2021-01-11\"; };\n",
                 i);
    snprintf(changes + strlen(changes), sizeof changes - strlen(changes), "};\n");
    begin(&b, changes);
    run(&b);
    assert_false(b.x.shapley);
    assert_int_equal(b.x.runs, 9);
    double sum = b.x.together.estimate;
    for (uint32_t i = 0; i < 7; i++)
        sum += b.x.cause[i].share.estimate;
    assert_close(sum, b.x.difference.estimate, 1e-9);
    assert_close(b.x.with_all.estimate - b.x.with_none.estimate, b.x.difference.estimate, 1e-9);
    /* each of seven times 1.2, from the top: seven sixths of the last step are more than all */
    assert_true(b.x.together.estimate < 0);
    end(&b);
}

static void only_the_causes_that_are_asked_for_are_taken_out(void **state)
{
    (void)state;
    struct bench b;
    static const char *const of[] = {"ice"}, *const wrong[] = {"icy"};
    struct bf_err err;
    begin(&b, apart);
    b.request.of = of;
    b.request.of_count = 1;
    run(&b);
    assert_int_equal(b.x.cause_count, 1);
    assert_int_equal(b.x.runs, 2);
    bf_explanation_free(&b.x);
    b.request.of = wrong;
    assert_false(bf_explain(&b.request, &b.x, &err));
    assert_contains(err.what, "did you mean \"ice\"");
    end(&b);
}

/* A rule that only watches is no cause; the one that counts it is, and is taken out whole. */
static void rules_that_only_watch_are_no_causes(void **state)
{
    (void)state;
    struct bench b;
    static const char *const of[] = {"busy"};
    static const char levels[] =
        "policies: { busy: { when = \"delayed\"; above = 0; until_below = 0; };\n"
        "  high: { when = \"rules\"; rules = \"busy\"; above = 0.5; until_below = 0.5; what = "
        "\"services.ward.beds\"; factor = 0.5; }; };\n";
    struct bf_err err;
    begin(&b, levels);
    run(&b);
    assert_int_equal(b.x.cause_count, 1);
    assert_string_equal(b.f.model.network.cause[b.x.cause[0].cause].name, "high");
    bf_explanation_free(&b.x);
    b.request.of = of;
    b.request.of_count = 1;
    assert_false(bf_explain(&b.request, &b.x, &err));
    assert_contains(err.what, "\"busy\" only watches");
    end(&b);
}

/* A plan names one purchase and a rule another, and a third rule counts that one. */
static void purchases_and_rules_that_others_name_are_taken_out(void **state)
{
    (void)state;
    struct bench b;
    static const char bought[] =
        "changes: { short_of_beds: { what = \"services.ward.beds\"; set = \"21\"; from = "
        "\"2020-11-01\"; }; };\n"
        "purchases: { sea: { service = \"ward\"; kind = \"block\"; beds = 4; decided = "
        "\"2020-12-20\"; notice = \"2 weeks\"; ended = \"2021-01-18\"; minimum_term = \"4 weeks\"; "
        "from = \"2021-01-11\"; to = \"2021-01-31\"; price = \"£150 per bed per day\"; };\n"
        "  hill: { service = \"ward\"; kind = \"call-off\"; beds = 3; from = \"2021-01-11\"; to = "
        "\"2021-01-31\"; price = \"£190 per bed per day\"; }; };\n"
        "plans: { money: { budget = \"£90,000\"; purchases = [\"sea\"]; }; };\n"
        "policies: { call: { when = \"waiting\"; above = 0; until_below = 0; what = "
        "\"purchases.hill.beds_called\"; set = \"3\"; };\n"
        "  count: { when = \"rules\"; rules = \"call\"; above = 0.5; until_below = 0.5; what = "
        "\"services.ward.stay.mean\"; factor = 0.9; }; };\n";
    static const char *const of[] = {"sea", "hill", "call", "count"};
    const struct bf_setting set[] = {{"plans.money", "remove"},
                                     {"policies.count", "remove"},
                                     {"policies.call", "remove"},
                                     {"purchases.sea", "remove"},
                                     {"purchases.hill", "remove"}};
    double none[12], gap = 0;
    begin(&b, bought);
    b.request.of = of;
    b.request.of_count = 4;
    run(&b);
    by_hand(&b, set, 5, none);
    assert_int_equal(b.x.cause_count, 4);
    for (uint32_t r = 0; r < 12; r++) {
        assert_close(b.x.none[r], none[r], 1e-9);
        gap += fabs(b.x.all[r] - none[r]) / 12;
    }
    assert_true(gap > 0.1);
    end(&b);
}

static void the_worst_week_is_found_and_set_against_ordinary_days(void **state)
{
    (void)state;
    struct bench b;
    char day[BF_DAY_TEXT];
    static const char tall[] = "changes: { wave: { what = \"demand.flu.rate\"; factor = 9; from = "
                               "\"2021-01-12\"; to = \"2021-01-18\"; }; };\n";
    begin(&b, tall);
    b.request.from = b.request.to = BF_DAY_NONE;
    run(&b);
    bf_day_print(b.x.from, day);
    assert_int_equal(b.x.to - b.x.from, 6);
    if (strcmp(day, "2021-01-13") < 0 || strcmp(day, "2021-01-15") > 0) fail_msg("%s", day);
    const struct bf_contrast *c = &b.x.series[b.x.column];
    assert_true(c->difference.low > 10);
    assert_close(c->in.estimate - c->ordinary.estimate, c->difference.estimate, 1e-9);
    assert_close(c->in.estimate, b.x.with_all.estimate, 1e-9);
    end(&b);
}

static void days_and_measures_that_are_not_there_are_refused(void **state)
{
    (void)state;
    struct bench b;
    struct bf_err err;
    begin(&b, apart);
    b.request.measure = "ward.happiness";
    assert_false(bf_explain(&b.request, &b.x, &err));
    assert_int_equal(err.code, BF_E_KEY);
    bf_explanation_free(&b.x);
    b.request.measure = "ward.occupied";
    b.request.to += 100;
    assert_false(bf_explain(&b.request, &b.x, &err));
    assert_contains(err.what, "2021-01-04 to 2021-01-31");
    bf_explanation_free(&b.x);
    assert_true(bf_day_parse("2021-01-04", &b.request.from));
    assert_true(bf_day_parse("2021-01-31", &b.request.to));
    assert_false(bf_explain(&b.request, &b.x, &err));
    assert_contains(err.what, "ordinary day");
    end(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(effects_that_add_are_told_exactly),
        cmocka_unit_test(what_two_do_together_is_halved),
        cmocka_unit_test(beyond_six_each_is_taken_out_alone_and_the_rest_is_told),
        cmocka_unit_test(only_the_causes_that_are_asked_for_are_taken_out),
        cmocka_unit_test(rules_that_only_watch_are_no_causes),
        cmocka_unit_test(purchases_and_rules_that_others_name_are_taken_out),
        cmocka_unit_test(the_worst_week_is_found_and_set_against_ordinary_days),
        cmocka_unit_test(days_and_measures_that_are_not_there_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
