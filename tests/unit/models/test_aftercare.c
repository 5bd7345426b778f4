/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-12-31\"; follow_up = \"30 days\"; " \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"
#define DEMAND "demand: { falls: { rate = \"13.7 per day\"; enter = ( { to = \"ward\"; } ); }; };"
#define AFTER                                                                                      \
    "   after_discharge = { readmission = { days = [\"5 days\", \"30 days\"]; share = [0.07, "     \
    "0.21]; };"                                                                                    \
    "     death = { days = [\"30 days\"]; share = [0.09]; }; }; "
/* The hospital, from which people go straight home or by a bed elsewhere. */
#define HOSPITAL(then)                                                                             \
    PERIOD DEMAND "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"    \
                  "   stay = { mean = \"3.1 days\"; };" then AFTER "};"                            \
                  " step: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"           \
                  "   stay = { mean = \"16 days\"; }; then = ( { to = \"home\"; } ); }; };"

/* When each person's first return was, and death, by key. */
struct fate {
    uint64_t who;
    double returns_h, dies_h, since_h;
};

static int by_who(const void *a, const void *b)
{
    const struct fate *x = a, *y = b;
    return x->who < y->who ? -1 : x->who > y->who;
}

static struct fate *fates(const char *text, size_t *count)
{
    struct fixture f;
    fixture_text(&f, text);
    fixture_follow(&f, 6);
    struct fate *fate = calloc(f.story.count + 1, sizeof *fate);
    *count = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->episode != 0) continue;
        if (told->step == BF_STEP_RETURNS)
            fate[(*count)++] = (struct fate){told->who, told->at_h, 0, told->value};
        if (told->step == BF_STEP_DIED)
            fate[(*count)++] = (struct fate){told->who, 0, told->at_h, 0};
    }
    qsort(fate, *count, sizeof *fate, by_who);
    fixture_close(&f);
    return fate;
}

/* Where people are hides nothing. The same people come back at the same instant. */
static void a_bed_elsewhere_does_not_prevent_a_readmission_by_hiding_it(void **state)
{
    (void)state;
    size_t home_count, step_count;
    struct fate *home = fates(HOSPITAL("then = ( { to = \"home\"; } );"), &home_count);
    struct fate *step = fates(HOSPITAL("then = ( { to = \"step\"; } );"), &step_count);
    assert_in_range(home_count, 900, 2000);
    assert_int_equal(step_count, home_count);
    for (size_t i = 0; i < home_count; i++) {
        assert_int_equal(step[i].who, home[i].who);
        assert_close(step[i].returns_h, home[i].returns_h, 1e-6);
        assert_close(step[i].dies_h, home[i].dies_h, 1e-6);
    }
    free(home);
    free(step);
}

static void the_rate_is_that_of_the_curve_wherever_people_go(void **state)
{
    (void)state;
    static const char *const texts[] = {HOSPITAL("then = ( { to = \"home\"; } );"),
                                        HOSPITAL("then = ( { to = \"step\"; } );")};
    /* straight pieces: 7% by day 5 while 0 to 1.5% die, 14% more while 1.5 to 9% do */
    double back = 0.07 * (1 - 0.0075) + 0.14 * (1 - 0.0525);
    for (int k = 0; k < 2; k++) {
        struct fixture f;
        fixture_text(&f, texts[k]);
        struct fixture_expected e[] = {
            {"system", "all", "readmission_rate", 100 * back, 0.02, {0}}};
        fixture_expect(&f, 60, e, 1);
        fixture_close(&f);
    }
}

/* A hazard factor h turns a share s into 1 - (1 - s)^h. */
static void a_place_that_halves_the_hazard_halves_it_and_no_more(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD DEMAND
        "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
        "   stay = { mean = \"3.1 days\"; }; then = ( { to = \"step\"; } );"
        "   after_discharge = { readmission = { days = [\"30 days\"]; share = [0.3]; }; }; };"
        " step: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"
        "   readmission_factor = 0.5; stay = { shape = \"constant\"; mean = \"15 days\"; };"
        "   then = ( { to = \"home\"; } ); }; };");
    /* half of the hazard up to day 15, all of it after */
    double by_15 = 0.15, left = pow(1 - by_15, 0.5) * (1 - 0.3) / (1 - by_15);
    struct fixture_expected e[] = {
        {"system", "all", "readmission_rate", 100 * (1 - left), 0.02, {0}}};
    fixture_expect(&f, 60, e, 1);
    fixture_close(&f);
}

static void a_class_at_twice_the_hazard_comes_back_as_often_as_that_says(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "classes: { fit: { }; frail: { readmission_factor = 2; }; };"
        "demand: { falls: { rate = \"27 per day\"; classes = { fit = 0.5; frail = 0.5; };"
        "   enter = ( { to = \"ward\"; } ); }; };"
        "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
        "   stay = { mean = \"3.1 days\"; }; then = ( { to = \"home\"; } );"
        "   after_discharge = { readmission = { days = [\"30 days\"]; share = [0.2]; }; }; }; };");
    struct fixture_expected e[] = {
        {"system", "class:fit", "readmission_rate", 20, 0.025, {0}},
        {"system", "class:frail", "readmission_rate", 100 * (1 - 0.8 * 0.8), 0.02, {0}}};
    fixture_expect(&f, 60, e, 2);
    fixture_close(&f);
}

/* A person moved back to hospital from a bed elsewhere is an admission, and the old clock stops. */
static void nobody_returns_to_hospital_from_hospital(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND
                 "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
                 "   stay = { shape = \"constant\"; mean = \"6 days\"; };"
                 "   then = ( { to = \"step\"; share = 0.6; }, { to = \"home\"; share = 0.4; } );"
                 "   after_discharge = { readmission = { days = [\"30 days\"]; share = [0.6]; };"
                 "     death = { days = [\"30 days\"]; share = [0.3]; }; }; };"
                 " step: { kind = \"beds\"; unlimited = true; setting = \"non-acute\";"
                 "   stay = { mean = \"4 days\"; }; then = ( { to = \"ward\"; share = 0.5; },"
                 "     { to = \"home\"; share = 0.5; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t ward = fixture_service(&f, "ward"), returns = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step == BF_STEP_RETURNS) {
            assert_int_not_equal(told->other, ward);
            returns++;
        }
        /* every stay in hospital lasts as long as it was to last */
        if (told->step == BF_STEP_LEAVES && told->service == ward)
            assert_close(told->value, 6 * 24, 1e-6);
    }
    assert_true(returns > 1000);
    fixture_close(&f);
}

static void the_dead_do_not_come_back_and_are_counted(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, HOSPITAL("then = ( { to = \"step\"; } );"));
    fixture_follow(&f, 1);
    uint32_t deaths = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_DIED) continue;
        for (size_t j = k + 1; j < f.story.count; j++)
            assert_int_not_equal(f.story.told[j].who, told->who);
        deaths += told->at_h >= fixture_start_h(&f) && told->at_h < fixture_end_h(&f);
    }
    assert_in_range(deaths, 200, 500);
    assert_same_double(fixture_scalar(&f, "system", "deaths"), deaths);
    fixture_close(&f);
}

/* ---- identity -------------------------------------------------------------------------- */

struct second {
    uint64_t who;
    double stay_h;
};

static size_t second_stays(const char *text, struct second **out)
{
    struct fixture f;
    size_t count = 0;
    fixture_text(&f, text);
    fixture_follow(&f, 2);
    *out = calloc(f.story.count + 1, sizeof **out);
    uint32_t ward = fixture_service(&f, "ward");
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step == BF_STEP_STARTS && told->service == ward && told->episode == 1)
            (*out)[count++] = (struct second){told->who, told->value};
    }
    fixture_close(&f);
    return count;
}

/* Whatever happened before it, by whichever way and however long. */
static void a_readmission_keeps_its_identity_whatever_came_before(void **state)
{
    (void)state;
    struct second *a, *b;
    size_t a_count = second_stays(HOSPITAL("then = ( { to = \"home\"; } );"), &a);
    size_t b_count = second_stays(
        HOSPITAL("then = ( { to = \"step\"; share = 0.5; }, { to = \"ward\"; share = 0.2; },"
                 "         { to = \"home\"; share = 0.3; } );"),
        &b);
    size_t both = 0;
    for (size_t i = 0; i < a_count; i++)
        for (size_t j = 0; j < b_count; j++)
            if (a[i].who == b[j].who) {
                assert_close(a[i].stay_h, b[j].stay_h, 1e-9);
                both++;
                break;
            }
    assert_true(both > 300);
    free(a);
    free(b);
}

/* ---- held places ----------------------------------------------------------------------- */

static void a_held_place_waits_for_its_person_and_no_longer_than_declared(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD DEMAND
        "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
        "   stay = { mean = \"3.1 days\"; }; then = ( { to = \"step\"; } );"
        "   after_discharge = { readmission = { days = [\"30 days\"]; share = [0.7]; }; }; };"
        " step: { kind = \"beds\"; beds = 150; setting = \"non-acute\"; holds = \"2 days\";"
        "   stay = { mean = \"16 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 1);
    uint32_t step = fixture_service(&f, "step"), back = 0, late = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_RETURNS || told->other != step) continue;
        const struct bf_told *ready = fixture_find(&f, k, told->who, BF_STEP_READY);
        if (!ready) continue;
        const struct bf_told *granted =
            fixture_find(&f, (size_t)(ready - f.story.told), told->who, BF_STEP_GRANTED);
        if (ready->at_h < told->at_h + 48) {
            /* straight back, whoever waits */
            assert_true(granted && granted->service == step);
            assert_close(granted->at_h, ready->at_h, 1e-9);
            back++;
        } else {
            late += granted == NULL || granted->at_h > ready->at_h + 1e-9;
        }
    }
    assert_true(back > 200);
    assert_true(late > 50);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bed_elsewhere_does_not_prevent_a_readmission_by_hiding_it),
        cmocka_unit_test(the_rate_is_that_of_the_curve_wherever_people_go),
        cmocka_unit_test(a_place_that_halves_the_hazard_halves_it_and_no_more),
        cmocka_unit_test(a_class_at_twice_the_hazard_comes_back_as_often_as_that_says),
        cmocka_unit_test(nobody_returns_to_hospital_from_hospital),
        cmocka_unit_test(the_dead_do_not_come_back_and_are_counted),
        cmocka_unit_test(a_readmission_keeps_its_identity_whatever_came_before),
        cmocka_unit_test(a_held_place_waits_for_its_person_and_no_longer_than_declared),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
