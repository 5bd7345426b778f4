/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-12-31\"; follow_up = \"30 days\"; " \
    "};"                                                                                           \
    "start = { warm_up = \"40 days\"; };"
#define WARD                                                                                       \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"3.1 "      \
    "days\"; };"                                                                                   \
    "   then = ( { to = \"home\"; } ); }; "

/* ---- who is there ---------------------------------------------------------------------- */

struct person {
    uint64_t who;
    double at_h;
    uint8_t class_, locality;
};

static int by_who(const void *a, const void *b)
{
    const struct person *x = a, *y = b;
    return x->who < y->who ? -1 : x->who > y->who;
}

/* Those who present for the first time, sorted by key. */
static struct person *people(struct fixture *f, const char *text, size_t *count)
{
    fixture_text(f, text);
    fixture_follow(f, 3);
    struct person *p = calloc(f->story.count + 1, sizeof *p);
    *count = 0;
    for (size_t k = 0; k < f->story.count; k++) {
        const struct bf_told *told = &f->story.told[k];
        if (told->step == BF_STEP_PRESENTS && told->episode == 0)
            p[(*count)++] = (struct person){told->who, told->at_h, told->class_, told->locality};
    }
    qsort(p, *count, sizeof *p, by_who);
    fixture_close(f);
    return p;
}

#define TWO_CLASSES                                                                                \
    "classes: { young: { }; old: { }; }; localities: { n: { population = 3; }; s: { }; };"

static void more_demand_adds_people_and_moves_nobody(void **state)
{
    (void)state;
    struct fixture f;
    size_t few_count, more_count;
#define STREAM(rate)                                                                               \
    PERIOD TWO_CLASSES                                                                             \
        "demand: { falls: { rate = \"" rate " per day\"; by_month = [3, 2, 1, 1, 1, 1, "           \
        "1, 1, 1, 1, 2, 3]; dispersion = 0.2; classes = { young = 0.3; old = 0.7; };"              \
        "   enter = ( { to = \"ward\"; } ); }; }; services: {" WARD "};"
    struct person *few = people(&f, STREAM("4.7"), &few_count);
    struct person *more = people(&f, STREAM("5.9"), &more_count);
    assert_in_range(few_count, 1000, 2500);
    assert_in_range(more_count, few_count + 100, few_count + 900);
    for (size_t i = 0, j = 0; i < few_count; i++, j++) {
        while (j < more_count && more[j].who != few[i].who)
            j++;
        assert_true(j < more_count); /* nobody is lost */
        assert_same_double(more[j].at_h, few[i].at_h);
        assert_int_equal(more[j].class_, few[i].class_);
        assert_int_equal(more[j].locality, few[i].locality);
    }
    free(few);
    free(more);
}

static void another_stream_adds_its_people_and_moves_nobody(void **state)
{
    (void)state;
    struct fixture f;
    size_t alone_count, both_count;
#define FALLS   " falls: { rate = \"4.7 per day\"; enter = ( { to = \"ward\"; } ); };"
#define STROKES " a_strokes: { rate = \"1.1 per day\"; enter = ( { to = \"ward\"; } ); };"
    struct person *alone =
        people(&f, PERIOD "demand: {" FALLS "}; services: {" WARD "};", &alone_count);
    struct person *both =
        people(&f, PERIOD "demand: {" STROKES FALLS "}; services: {" WARD "};", &both_count);
    assert_true(both_count > alone_count + 100);
    size_t found = 0;
    for (size_t i = 0; i < alone_count; i++) {
        const struct person *same = bsearch(&alone[i], both, both_count, sizeof *both, by_who);
        found += same && same->at_h >= alone[i].at_h && same->at_h <= alone[i].at_h;
    }
    assert_int_equal(found, alone_count);
    free(alone);
    free(both);
}

static void shares_of_classes_and_localities_are_kept(void **state)
{
    (void)state;
    struct fixture f;
    size_t count, old = 0, north = 0;
    struct person *p = people(&f, STREAM("29.0"), &count);
    for (size_t i = 0; i < count; i++) {
        old += p[i].class_ == 1;
        north += p[i].locality == 0;
    }
    double n = (double)count;
    assert_close((double)old / n, 0.7, 5 * sqrt(0.21 / n));
    assert_close((double)north / n, 0.75, 5 * sqrt(0.1875 / n));
    free(p);
}

static void counts_follow_month_weekday_holiday_and_growth(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, "format = 1; period = { from = \"2021-01-01\"; to = \"2022-12-31\"; follow_up = \"0 "
            "days\"; }; start = { warm_up = \"0 days\"; };"
            "bank_holidays = [\"2021-12-27\", \"2021-12-28\", \"2022-01-03\"];"
            "demand: { falls: { rate = \"200 per day\"; growth = -0.2; bank_holiday = 0.5;"
            "   by_month = [2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1];"
            "   by_weekday = [2, 1, 1, 1, 1, 1, 0];"
            "   enter = ( { to = \"left\"; } ); }; }; services: {" WARD "};");
    double month = 365.25 / (365.25 + 31), total = 0, expected = 0;
    fixture_run(&f, 1);
    for (uint32_t d = 0; d < fixture_days(&f); d++) {
        bf_day day = f.model.network.from + (bf_day)d;
        int year, of_year, date;
        bf_day_to_civil(day, &year, &of_year, &date);
        int weekday = bf_day_weekday(day);
        bool holiday = day == bf_day_from_civil(2021, 12, 27) ||
                       day == bf_day_from_civil(2021, 12, 28) ||
                       day == bf_day_from_civil(2022, 1, 3);
        double factor = holiday ? 0.5 : weekday == 0 ? 14.0 / 7 : weekday == 6 ? 0 : 1;
        double mean = 200 * month * (of_year == 1 ? 2 : 1) * factor * pow(0.8, d / 365.25);
        double seen = fixture_day(&f, "system", "all", "presented", d);
        assert_close(seen, mean, 6 * sqrt(mean));
        total += seen;
        expected += mean;
    }
    assert_close(total, expected, 5 * sqrt(expected));
    fixture_close(&f);
}

/* ---- first presentations --------------------------------------------------------------- */

static void demand_solved_from_a_published_total_reproduces_it(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD "demand: { published: { rate = \"31 per day\"; contains_readmissions = true;"
               "   enter = ( { to = \"ward\"; share = 0.8; }, { to = \"clinic\"; share = 0.2; } );"
               " }; };"
               "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\";"
               "   stay = { mean = \"3.1 days\"; }; then = ( { to = \"home\"; share = 0.95; },"
               "     { to = \"died\"; share = 0.05; } );"
               "   after_discharge = { readmission = { days = [\"7 days\", \"30 days\"];"
               "     share = [0.08, 0.19]; }; death = { days = [\"30 days\"]; share = [0.1]; }; "
               "}; };"
               " clinic: { kind = \"team\"; staff = 1000; stay = { mean = \"2 h\"; };"
               "   then = ( { to = \"ward\"; share = 0.5; }, { to = \"home\"; share = 0.5; } ); "
               "}; };");
    /* the total is of people who are admitted or seen as the stream says */
    struct fixture_expected e[] = {{"system", "all", "emergency_admissions", 31 * 306, 0.01, {0}}};
    fixture_expect(&f, 60, e, 1);
    assert_true(f.model.network.stream_scale[0] < 1);
    fixture_close(&f);
}

/* ---- offers and full services ---------------------------------------------------------- */

static void people_turned_away_by_a_service_that_might_avoid_it_are_admitted(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD "demand: { falls: { rate = \"9 per day\"; enter = ( { to = \"ward\"; } );"
               "   offer = { to = \"crisis\"; share = 0.7; }; }; };"
               "services: {" WARD
               " crisis: { kind = \"team\"; staff = 0; queue_limit = 0; turned_away_to = \"left\";"
               "   stay = { mean = \"2 h\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_run(&f, 1);
    assert_same_double(fixture_scalar(&f, "system", "avoided"), 0);
    assert_true(fixture_scalar(&f, "system", "offered") > 1500);
    assert_same_double(fixture_scalar(&f, "crisis", "turned_away"),
                       fixture_scalar(&f, "system", "offered"));
    assert_same_double(fixture_scalar(&f, "system", "emergency_admissions"),
                       fixture_scalar(&f, "system", "presented"));
    fixture_close(&f);
}

/* The later the referral, the less is avoided and the more is shortened. */
static void later_referrals_avoid_less_and_shorten_more(void **state)
{
    (void)state;
    double avoided = 1e9, early_days = -1, last_beds = -1;
    for (int tenth = 0; tenth <= 10; tenth += 2) {
        struct fixture f;
        char share[32];
        snprintf(share, sizeof share, "%.1f", tenth / 10.0);
        const struct bf_setting set[] = {{"demand.emergencies.offer.after_admission", share}};
        fixture_file(&f, "scenarios/14-early-supported-discharge.cfg", set, 1);
        fixture_run(&f, 4); /* the same people each time */
        assert_true(fixture_scalar(&f, "system", "avoided") < avoided);
        assert_true(fixture_scalar(&f, "system", "early_days") > early_days);
        assert_true(fixture_scalar(&f, "hospital", "occupied_mean") > last_beds);
        avoided = fixture_scalar(&f, "system", "avoided");
        early_days = fixture_scalar(&f, "system", "early_days");
        last_beds = fixture_scalar(&f, "hospital", "occupied_mean");
        fixture_close(&f);
    }
    assert_same_double(avoided, 0);
}

static void whoever_is_sent_round_full_services_leaves_in_the_end(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD
        "demand: { falls: { rate = \"3 per day\"; enter = ( { to = \"a\"; } ); }; };"
        "services: { a: { kind = \"beds\"; beds = 0; queue_limit = 0; turned_away_to = \"b\";"
        "   stay = { mean = \"1 day\"; }; then = ( { to = \"home\"; } ); };"
        " b: { kind = \"beds\"; beds = 0; queue_limit = 0; turned_away_to = \"c\";"
        "   stay = { mean = \"1 day\"; }; then = ( { to = \"home\"; } ); };"
        " c: { kind = \"beds\"; beds = 0; patience = \"0 h\"; gives_up_to = \"a\";"
        "   stay = { mean = \"1 day\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_run(&f, 1);
    assert_same_double(fixture_scalar(&f, "a", "waiting_max"), 0);
    assert_true(fixture_scalar(&f, "a", "turned_away") > 800);
    fixture_close(&f);
}

static void planned_people_without_a_bed_come_back(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        PERIOD "demand: { hips: { rate = \"2.1 per day\"; kind = \"planned\"; rebook = \"11 days\";"
               "   enter = ( { to = \"ward\"; } ); }; falls: { rate = \"2 per day\";"
               "   enter = ( { to = \"ward\"; } ); }; };"
               "services: { ward: { kind = \"beds\"; beds = 14; setting = \"acute\";"
               "   stay = { mean = \"3.1 days\"; }; then = ( { to = \"home\"; } ); }; };");
    fixture_follow(&f, 2);
    uint32_t cancelled = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_CANCELLED) continue;
        assert_close(told->value, 264, 1e-9);
        const struct bf_told *again = fixture_find(&f, k, told->who, BF_STEP_PRESENTS);
        if (again) assert_close(again->at_h, told->at_h + 264, 1e-9);
        cancelled++;
    }
    assert_in_range(cancelled, 50, 2000);
    assert_true(fixture_scalar(&f, "system", "cancelled") > 30);
    assert_true(fixture_scalar(&f, "system", "planned_admissions") > 400);
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(more_demand_adds_people_and_moves_nobody),
        cmocka_unit_test(another_stream_adds_its_people_and_moves_nobody),
        cmocka_unit_test(shares_of_classes_and_localities_are_kept),
        cmocka_unit_test(counts_follow_month_weekday_holiday_and_growth),
        cmocka_unit_test(demand_solved_from_a_published_total_reproduces_it),
        cmocka_unit_test(people_turned_away_by_a_service_that_might_avoid_it_are_admitted),
        cmocka_unit_test(later_referrals_avoid_less_and_shorten_more),
        cmocka_unit_test(whoever_is_sent_round_full_services_leaves_in_the_end),
        cmocka_unit_test(planned_people_without_a_bed_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
