/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Planned people who were cancelled: called again, on the list, higher and higher, until admitted.
 */
#include "unit.h"

#include "assert_close.h"
#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-08-31\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"0 days\"; };"
#define PLANNED(rate, more)                                                                        \
    " planned: { kind = \"planned\"; rate = \"" rate " per day\"; rebook = \"1 day\";"             \
    "   enter = ( { to = \"ward\"; priority = 6; } );" more " };"
#define WARD(beds, stay)                                                                           \
    "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = " beds ";"                   \
    "   stay = { shape = \"constant\"; mean = \"" stay "\"; }; then = ( { to = \"home\"; } ); }; " \
    "};"

static void everyone_cancelled_is_admitted_or_in_the_backlog(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD "demand: {" PLANNED("2.9", "") "};" WARD("3", "1.07 days"));
    fixture_run(&f, 2);
    double presented = fixture_scalar(&f, "system", "presented");
    double admitted = fixture_scalar(&f, "system", "planned_admissions");
    double backlog = fixture_scalar(&f, "system", "planned_backlog");
    assert_true(fixture_scalar(&f, "system", "cancelled") > 50);
    assert_true(backlog > 0);
    assert_close(presented, admitted + backlog, 0);
    fixture_close(&f);
}

static void who_is_on_the_list_takes_the_next_bed_and_waits_in_no_waiting_room(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD "demand: {" PLANNED("2.9", "") "};" WARD("3", "1.07 days"));
    fixture_follow(&f, 2);
    uint32_t listed = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        if (f.story.told[k].step != BF_STEP_WAITS) continue;
        listed++;
        const struct bf_told *start = fixture_find(&f, k, f.story.told[k].who, BF_STEP_STARTS);
        if (!start) continue;
        bool freed = false; /* at that instant, by somebody who left */
        for (const struct bf_told *t = start; t > f.story.told && t->at_h >= start->at_h; t--)
            freed = freed || t->step == BF_STEP_LEAVES;
        assert_true(freed);
    }
    assert_true(listed > 20);
    assert_close(fixture_scalar(&f, "ward", "waiting_max"), 0, 0);
    assert_close(fixture_scalar(&f, "ward", "wait_mean"), 0, 0);
    fixture_close(&f);
}

static void a_level_a_day_brings_them_before_emergencies_who_came_earlier(void **state)
{
    (void)state;
    struct fixture f;
    /* emergencies overload the bed, so that their queue at level 4 grows and grows: the old ones
     * wait for weeks. A planned person is cancelled at level 6, and at level 3 after three days */
    fixture_text(&f, PERIOD "demand: {" PLANNED(
                         "0.15", "") " crises: { rate = \"4 per day\"; enter = ( { to = "
                                     "\"ward\"; } ); }; };" WARD("1", "9.3 hours"));
    fixture_follow(&f, 1);
    uint32_t seen = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_CANCELLED || told->at_h < 40 * 24) continue;
        const struct bf_told *start = fixture_find(&f, k, told->who, BF_STEP_STARTS);
        if (told->at_h + 6 * 24 > fixture_end_h(&f)) continue;
        assert_non_null(start);
        assert_in_range((uint32_t)(start->at_h - told->at_h), 72, 72 + 3 * 10);
        seen++;
    }
    assert_in_range(seen, 10, 60);
    fixture_close(&f);
}

static void nobody_cancelled_leaves_no_backlog(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD "demand: {" PLANNED("2.9", "") "};" WARD("300", "1.07 days"));
    fixture_run(&f, 0);
    assert_close(fixture_scalar(&f, "system", "cancelled"), 0, 0);
    assert_close(fixture_scalar(&f, "system", "planned_backlog"), 0, 0);
    fixture_close(&f);
}

/* ---- cancelled whatever beds there are ------------------------------------------------- */

#define ROOMY(more) PERIOD "demand: {" PLANNED("6.3", more) "};" WARD("400", "1.07 days")

/* Who was cancelled, in order. */
static size_t cancelled_people(struct fixture *f, const char *text, uint64_t who[], size_t cap)
{
    size_t count = 0;
    fixture_text(f, text);
    fixture_follow(f, 4);
    for (size_t k = 0; k < f->story.count; k++)
        if (f->story.told[k].step == BF_STEP_CANCELLED && count < cap)
            who[count++] = f->story.told[k].who;
    return count;
}

static void a_share_is_cancelled_called_again_and_admitted(void **state)
{
    (void)state;
    struct fixture f;
    uint64_t who[2000];
    size_t count = cancelled_people(&f, ROOMY("cancelled = 0.3;"), who, UNIT_COUNT(who));
    double presented = fixture_scalar(&f, "system", "presented");
    /* 1,160 people, 0.3 +- 4 x 0.0135 */
    assert_close((double)count / presented, 0.3, 4 * sqrt(0.21 / presented));
    assert_close(fixture_scalar(&f, "system", "cancelled"), (double)count, 0);
    assert_close(presented,
                 fixture_scalar(&f, "system", "planned_admissions") +
                     fixture_scalar(&f, "system", "planned_backlog"),
                 0);
    for (size_t k = 0; k < f.story.count; k++) { /* a day later they are in a bed */
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_CANCELLED || told->at_h + 30 > fixture_end_h(&f)) continue;
        const struct bf_told *start = fixture_find(&f, k, told->who, BF_STEP_STARTS);
        assert_non_null(start);
        assert_close(start->at_h - told->at_h, 24, 1e-9);
    }
    fixture_close(&f);
}

static void a_larger_share_cancels_the_same_people_and_more(void **state)
{
    (void)state;
    struct fixture few, many;
    uint64_t a[2000], b[2000];
    size_t some = cancelled_people(&few, ROOMY("cancelled = 0.2;"), a, UNIT_COUNT(a));
    size_t more = cancelled_people(&many, ROOMY("cancelled = 0.55;"), b, UNIT_COUNT(b));
    assert_true(some > 100 && more > 2 * some);
    for (size_t i = 0, j = 0; i < some; i++, j++) {
        while (j < more && b[j] != a[i])
            j++;
        assert_true(j < more);
    }
    fixture_close(&few);
    fixture_close(&many);
}

static void a_strike_cancels_on_its_days_and_nobody_is_lost(void **state)
{
    (void)state;
    struct fixture with, without;
    fixture_text(&without, ROOMY(""));
    fixture_text(&with, ROOMY("") "changes: { strike: { what = \"demand.planned.cancelled\"; set = "
                                  "\"1\"; from = \"2021-04-12\"; to = \"2021-04-14\"; }; };");
    fixture_run(&without, 4);
    fixture_run(&with, 4);
    for (uint32_t day = 0; day < fixture_days(&with); day++) {
        double cancelled = fixture_day(&with, "system", "all", "cancelled", day);
        assert_true((cancelled > 0) == (day >= 42 && day <= 44)); /* 12 April */
    }
    assert_close(fixture_scalar(&with, "system", "planned_admissions"),
                 fixture_scalar(&without, "system", "planned_admissions"), 0);
    fixture_close(&with);
    fixture_close(&without);
}

static void emergencies_cannot_be_cancelled(void **state)
{
    (void)state;
    static const char *const text[] = {
        PERIOD "demand: { planned: { rate = \"2 per day\"; cancelled = 0.2; enter = ( { to = "
               "\"ward\"; } ); }; };" WARD("3", "1 day"),
        PERIOD
        "demand: { planned: { rate = \"2 per day\"; enter = ( { to = \"ward\"; } ); }; };" WARD(
            "3",
            "1 day") "changes: { x: { what = \"demand.planned.cancelled\"; set = \"1\"; from = "
                     "\"2021-04-12\"; }; };"};
    for (size_t i = 0; i < UNIT_COUNT(text); i++) {
        struct fixture f;
        assert_false(fixture_try(&f, text[i], "given.cfg", NULL, 0));
        assert_int_equal(f.faults.errors, 1);
        assert_non_null(strstr(f.faults.fault[0].err.what, "planned"));
        fixture_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_share_is_cancelled_called_again_and_admitted),
        cmocka_unit_test(a_larger_share_cancels_the_same_people_and_more),
        cmocka_unit_test(a_strike_cancels_on_its_days_and_nobody_is_lost),
        cmocka_unit_test(emergencies_cannot_be_cancelled),
        cmocka_unit_test(everyone_cancelled_is_admitted_or_in_the_backlog),
        cmocka_unit_test(who_is_on_the_list_takes_the_next_bed_and_waits_in_no_waiting_room),
        cmocka_unit_test(a_level_a_day_brings_them_before_emergencies_who_came_earlier),
        cmocka_unit_test(nobody_cancelled_leaves_no_backlog),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
