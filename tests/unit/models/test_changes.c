/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Dated changes, season-level draws and ranges, seen through the places open each midnight. */
#include "unit.h"

#include "assert_close.h"
#include "model_fixture.h"

#define WARD                                                                                       \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-12-15\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"7 days\"; };"                                                           \
    "demand: { people: { rate = \"2.3 per day\"; enter = ( { to = \"ward\"; } ); }; };"            \
    "services: { ward: { kind = \"beds\"; beds = 20; setting = \"acute\"; stay = { mean = \"3.1 "  \
    "days\"; };"                                                                                   \
    "   then = ( { to = \"home\"; share = 0.6; }, { to = \"left\"; share = 0.3; }, { to = "        \
    "\"died\"; share = 0.1; } ); }; };"

/* Places at the midnight that ends a day of the period. */
static double places(const struct fixture *f, uint32_t day)
{
    return fixture_day(f, "ward", "all", "capacity", day);
}

static void a_change_holds_from_its_first_to_its_last_day(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, WARD "changes: { more: { what = \"services.ward.beds\"; add = 7;"
                          " from = \"2021-11-05\"; to = \"2021-11-09\"; }; };");
    fixture_run(&f, 0);
    assert_close(places(&f, 3), 20, 0); /* 4 November */
    assert_close(places(&f, 4), 27, 0);
    assert_close(places(&f, 8), 27, 0);
    assert_close(places(&f, 9), 20, 0);
    fixture_close(&f);
}

static void a_ramp_and_a_fade_go_in_equal_daily_steps(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, WARD "changes: { more: { what = \"services.ward.beds\"; add = 8;"
                          " from = \"2021-11-05\"; to = \"2021-11-20\"; ramp = \"4 days\";"
                          " fade = \"4 days\"; }; };");
    fixture_run(&f, 0);
    static const double expected[] = {20, 22, 24, 26, 28, 28};
    for (uint32_t d = 0; d < UNIT_COUNT(expected); d++)
        assert_close(places(&f, 3 + d), expected[d], 0);
    assert_close(places(&f, 19), 28, 0);
    assert_close(places(&f, 20), 26, 0);
    assert_close(places(&f, 22), 22, 0);
    assert_close(places(&f, 23), 20, 0);
    fixture_close(&f);
}

static void changes_of_one_number_act_in_the_order_written(void **state)
{
    (void)state;
    struct fixture f;
    /* (20 set to 30, times 1.5) - 5 = 40 */
    fixture_text(
        &f,
        WARD "changes: { a: { what = \"services.ward.beds\"; set = 30; from = \"2021-11-03\"; };"
             " b: { what = [\"services.ward.beds\"]; factor = 1.5; from = \"2021-11-05\"; };"
             " c: { what = \"services.ward.beds\"; add = \"-5\"; from = \"2021-11-07\"; }; };");
    fixture_run(&f, 0);
    assert_close(places(&f, 1), 20, 0);
    assert_close(places(&f, 2), 30, 0);
    assert_close(places(&f, 4), 45, 0);
    assert_close(places(&f, 6), 40, 0);
    assert_close(places(&f, 40), 40, 0);
    fixture_close(&f);
}

static void a_share_that_changes_leaves_the_rest_to_the_others_in_proportion(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, WARD "changes: { die: { what = \"services.ward.then[2].share\"; set = 0.55;"
                          " from = \"2021-10-01\"; }; };");
    struct bf_care *care = (struct bf_care *)(void *)f.model.scenario.bound.region;
    struct bf_service *ward = care->services.item;
    struct bf_way *way = ward->then.item;
    struct bf_numbers numbers;
    char why[256];
    unsigned char *block = bf_heap_take(f.model.network.numbers.size, 1);
    unsigned char *copy = bf_heap_take(f.model.scenario.bound.size, 1);
    bf_bound_copy(&f.model.scenario.bound, copy);
    bf_numbers_layout(&f.model.network, &numbers, block);
    memcpy(block, f.model.network.numbers.block, numbers.size);
    struct bf_care *other = (struct bf_care *)(void *)copy;
    ((struct bf_way *)((struct bf_service *)other->services.item)->then.item)[2].share = 0.55;
    assert_true(bf_numbers_derive(&f.model.network, other, 0, &numbers, why, sizeof why));
    /* 0.45 is shared 0.6 : 0.3 */
    assert_close(numbers.choice[0].cumulative, 0.30, 1e-12);
    assert_close(numbers.choice[1].cumulative, 0.45, 1e-12);
    assert_close(numbers.choice[2].cumulative, 1, 0);
    assert_close(way[2].share, 0.1, 0); /* the scenario's own is untouched */
    bf_heap_give(block);
    bf_heap_give(copy);
    fixture_close(&f);
}

/* The days between, on which nothing is looked up, are those on which nothing moves. */
static void every_day_has_the_level_of_its_causes(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, WARD
                 "changes: {"
                 " slow: { what = \"services.ward.beds\"; add = 43117; from = \"2021-11-04\";"
                 "   to = \"2021-11-21\"; ramp = \"61 hours\"; fade = \"83 hours\"; };"
                 " cut_short: { what = \"services.ward.beds\"; add = 17389; from = \"2021-11-09\";"
                 "   to = \"2021-11-10\"; ramp = \"130 hours\"; fade = \"37 hours\"; };"
                 " for_good: { what = \"services.ward.beds\"; factor = 1.37;"
                 "   from = \"2021-12-02\"; ramp = \"9 days\"; }; };");
    const struct bf_network *n = &f.model.network;
    assert_int_equal(n->cause_count, 3);
    fixture_run(&f, 2);
    for (uint32_t d = 0; d < fixture_days(&f); d++) {
        double level[3];
        for (uint32_t k = 0; k < 3; k++)
            level[k] =
                bf_cause_level(&n->cause[k], n->cause[k].from, n->cause[k].to, n->from + (bf_day)d);
        double beds = (20 + 43117 * level[0] + 17389 * level[1]) * (1 + 0.37 * level[2]);
        assert_close(places(&f, d), floor(beds + 1e-6), 0);
    }
    fixture_close(&f);
}

static void a_change_moves_nobody_before_it_begins(void **state)
{
    (void)state;
    struct fixture with, without;
    fixture_text(&without, WARD);
    fixture_text(&with, WARD "changes: { less: { what = \"services.ward.beds\"; set = 2;"
                             " from = \"2021-11-21\"; }; };");
    fixture_run(&with, 3);
    fixture_run(&without, 3);
    for (uint32_t d = 0; d < 20; d++)
        assert_close(fixture_day(&with, "ward", "all", "occupied", d),
                     fixture_day(&without, "ward", "all", "occupied", d), 0);
    assert_true(fixture_scalar(&with, "ward", "waiting_max") >
                fixture_scalar(&without, "ward", "waiting_max"));
    /* as many people present in both */
    assert_close(fixture_scalar(&with, "system", "presented"),
                 fixture_scalar(&without, "system", "presented"), 0);
    fixture_close(&with);
    fixture_close(&without);
}

static void dates_and_sizes_differ_from_winter_to_winter_and_repeat(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, WARD "changes: { more: { what = \"services.ward.beds\"; add = 40;"
                          " from = \"2021-11-20\"; date_sd = \"5 days\"; size_cv = 0.3; }; };");
    assert_false(f.model.network.chance_only);
    uint32_t first[40];
    double top[40], mean = 0;
    for (uint32_t r = 0; r < 40; r++) {
        fixture_run(&f, r);
        first[r] = 0;
        while (first[r] < 44 && places(&f, first[r]) <= 20)
            first[r]++;
        top[r] = places(&f, 44);
        mean += first[r] / 40.0;
    }
    assert_close(mean, 19, 2.5);
    bool dates = false, sizes = false;
    for (uint32_t r = 1; r < 40; r++) {
        dates = dates || first[r] != first[0];
        sizes = sizes || fabs(top[r] - top[0]) > 1;
    }
    assert_true(dates && sizes);
    fixture_run(&f, 17);
    assert_close(places(&f, 44), top[17], 0);
    fixture_close(&f);
}

static void a_declared_range_is_drawn_once_a_replication_within_its_ends(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_setting set[] = {{"services.ward.beds", "{ value = 20; range = [14, 32]; }"}};
    fixture_open(&f, WARD, "given.cfg", set, 1);
    assert_false(f.model.network.chance_only);
    double sum = 0;
    for (uint32_t r = 0; r < 300; r++) {
        fixture_run(&f, r);
        double beds = places(&f, 0);
        assert_true(beds >= 14 && beds <= 32);
        assert_close(places(&f, 44), beds, 0);
        sum += beds / 300;
    }
    /* triangular with its mode at 20: mean (14 + 20 + 32) / 3 = 22, sd 3.74 */
    assert_close(sum, 22, 4 * 3.74 / sqrt(300));
    fixture_close(&f);
}

/* Who is not seen is not delayed: a reader who looks at delays alone must be told. Once. */
static void fewer_seen_in_rounds_are_pointed_out(void **state)
{
    (void)state;
    static const char ward[] = WARD;
    static const struct {
        const char *amount;
        size_t notes;
    } row[] = {{"factor = 0.5;", 1},
               {"add = \"-0.1\";", 1},
               {"set = \"0.85\";", 1},
               {"factor = 1.1;", 0},
               {"set = \"0.95\";", 0}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct fixture f;
        char text[3000];
        size_t notes = 0;
        const char *at = strstr(ward, "beds = 20;");
        snprintf(
            text, sizeof text,
            "%.*s review = [0.9, 0.9, 0.8, 0.9, 0.9, 0.4, 0.3, 0.3]; %s changes: { c: { what = "
            "[\"services.ward.review[1]\", \"services.ward.review[2]\"]; from = "
            "\"2021-11-05\"; %s }; };",
            (int)(at - ward), ward, at, row[i].amount);
        fixture_text(&f, text);
        for (size_t k = 0; k < f.faults.count; k++)
            notes += f.faults.fault[k].severity == BF_NOTE &&
                     strstr(f.faults.fault[k].err.what, "not yet seen is not counted as delayed");
        if (notes != row[i].notes) fail_msg("%s: %zu notes", row[i].amount, notes);
        fixture_close(&f);
    }
}

static void a_change_reaches_what_it_names_among_names_of_one_length(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f,
                 "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; };"
                 "start = { warm_up = \"7 days\"; };"
                 "demand: { folk: { rate = \"2.3 per day\"; enter = ( { to = \"ward\"; } ); };"
                 " kids: { rate = \"1.9 per day\"; enter = ( { to = \"unit\"; } ); }; };"
                 "services: { ward: { kind = \"beds\"; beds = 20; setting = \"acute\"; stay = { "
                 "mean = \"3.1 days\"; }; then = ( { to = \"home\"; } ); };"
                 " unit: { kind = \"beds\"; beds = 18; setting = \"acute\"; stay = { mean = "
                 "\"2.9 days\"; }; then = ( { to = \"home\"; } ); }; };"
                 "changes: { a: { what = \"services.unit.beds\"; add = 7; from = "
                 "\"2021-11-05\"; };"
                 " b: { what = \"demand.kids.rate\"; set = \"0 per day\"; from = "
                 "\"2021-11-09\"; }; };");
    fixture_follow(&f, 0);
    assert_close(places(&f, 20), 20, 0);
    assert_close(fixture_day(&f, "unit", "all", "capacity", 20), 25, 0);
    uint32_t folk = 0, kids = 0, unit = fixture_service(&f, "unit");
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_PRESENTS) continue;
        if (told->at_h < fixture_start_h(&f) + 8 * 24 || told->at_h > fixture_end_h(&f)) continue;
        kids += told->service == unit;
        folk += told->service != unit;
    }
    assert_int_equal(kids, 0);
    assert_in_range(folk, 20, 90);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fewer_seen_in_rounds_are_pointed_out),
        cmocka_unit_test(a_change_holds_from_its_first_to_its_last_day),
        cmocka_unit_test(a_ramp_and_a_fade_go_in_equal_daily_steps),
        cmocka_unit_test(changes_of_one_number_act_in_the_order_written),
        cmocka_unit_test(a_share_that_changes_leaves_the_rest_to_the_others_in_proportion),
        cmocka_unit_test(every_day_has_the_level_of_its_causes),
        cmocka_unit_test(a_change_moves_nobody_before_it_begins),
        cmocka_unit_test(dates_and_sizes_differ_from_winter_to_winter_and_repeat),
        cmocka_unit_test(a_declared_range_is_drawn_once_a_replication_within_its_ends),
        cmocka_unit_test(a_change_reaches_what_it_names_among_names_of_one_length),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
