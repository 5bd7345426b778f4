/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

#include <math.h>

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-03-01\"; to = \"2021-11-30\"; follow_up = \"91 days\"; " \
    "}; start = { warm_up = \"40 days\"; };"
#define DEMAND                                                                                     \
    "classes: { old: { ages = \"85+\"; }; young: { ages = \"18-64\"; }; };"                        \
    "demand: { falls: { rate = \"13.7 per day\"; classes = { old = 1.0; }; "                       \
    "                   enter = ( { to = \"ward\"; } ); }; "                                       \
    "          chests: { rate = \"5.3 per day\"; classes = { old = 0.3; young = 0.7; }; "          \
    "                    enter = ( { to = \"ward\"; } ); }; };"
/* From the ward to a service at home, and home. Who returns does so to another ward. */
#define COUNTY(death, back, then)                                                                  \
    PERIOD DEMAND "services: { ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; "   \
                  "  stay = { mean = \"4.1 days\"; }; then = ( { to = \"team\"; } ); "             \
                  "  after_discharge = { returns_to = \"again\"; "                                 \
                  "    readmission = { days = [\"200 days\"]; share = [0.31]; }; "                 \
                  "    death = { days = [\"200 days\"]; share = [" death "]; }; }; }; "            \
                  " again: { kind = \"beds\"; unlimited = true; setting = \"acute\"; " back " }; " \
                  " team: { kind = \"caseload\"; places = 100000; setting = \"home\"; "            \
                  "  stay = { shape = \"constant\"; mean = \"20 days\"; }; " then " }; "           \
                  " place: { kind = \"beds\"; unlimited = true; setting = \"home\"; "              \
                  "  stay = { mean = \"30 days\"; }; then = ( { to = \"left\"; } ); }; };"
#define STAYS_THERE                                                                                \
    "stay = { shape = \"constant\"; mean = \"900 days\"; }; then = ( { to = \"home\"; } );"
#define BACK_IN_TEN_DAYS                                                                           \
    "stay = { shape = \"constant\"; mean = \"10 days\"; }; then = ( { to = \"home\"; } );"
#define HOME "then = ( { to = \"home\"; } );"
#define AT_HOME                                                                                    \
    "outcomes: { at_home: { kind = \"at home\"; to = \"team\"; after = \"91 days\"; }; };"

/* Return and death are independent and each spread evenly over 200 days. */
static void who_neither_dies_nor_returns_is_at_home(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, COUNTY("0.23", STAYS_THERE, HOME) AT_HOME);
    double home = (1 - 0.31 * 91 / 200) * (1 - 0.23 * 91 / 200);
    struct fixture_expected e[] = {{"system", "all", "at_home", 100 * home, 0.01, {0}}};
    fixture_expect(&f, 60, e, 1);
    fixture_close(&f);
}

/* A return that is over by then does not count against them, one under way does. */
static void who_is_back_from_hospital_is_at_home(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, COUNTY("0.23", BACK_IN_TEN_DAYS, HOME) AT_HOME);
    double r = 0.31 / 200, d = 0.23 / 200;
    double dies_first = d * (91 - r * 91 * 91 / 2);
    double in_hospital = r * (10 - d * (91 * 91 - 81 * 81) / 2);
    struct fixture_expected e[] = {
        {"system", "all", "at_home", 100 * (1 - dies_first - in_hospital), 0.01, {0}}};
    fixture_expect(&f, 60, e, 1);
    fixture_close(&f);
}

static void a_place_that_is_nobodys_home_is_not_home_even_after_the_record_ends(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, COUNTY("0", STAYS_THERE,
                   "then = ( { to = \"home\"; share = 0.63; }, "
                   "         { to = \"place\"; share = 0.37; } );") "outcomes: { own: { kind = "
                                                                    "\"at home\"; to = \"team\"; "
                                                                    "elsewhere = \"place\"; }; "
                                                                    "  any: { kind = \"at home\"; "
                                                                    "to = \"team\"; }; };");
    /* to the place after 20 days, unless readmitted before */
    double stays = 1 - 0.31 * 91 / 200, by_20 = 1 - 0.31 * 20 / 200;
    struct fixture_expected e[] = {
        {"system", "all", "own", 100 * 0.63 * stays, 0.02, {0}},
        /* who left the place for good is where they were last, and out of sight */
        {"system",
         "all",
         "any",
         100 * (0.63 * stays + 0.37 * (by_20 - 0.31 / 200 * 30 * (1 - exp(-71.0 / 30)))),
         0.02,
         {0}}};
    fixture_expect(&f, 60, e, 2);
    fixture_close(&f);
}

static void a_run_with_a_framework_is_the_run_without_it(void **state)
{
    (void)state;
    struct fixture with, without;
    fixture_text(&without, COUNTY("0.23", BACK_IN_TEN_DAYS, HOME));
    fixture_text(&with, COUNTY("0.23", BACK_IN_TEN_DAYS, HOME) AT_HOME);
    fixture_run(&without, 3);
    fixture_run(&with, 3);
    const struct bf_catalogue *c = &without.model.measures.catalogue;
    assert_int_equal(with.outcome.events, without.outcome.events);
    size_t cells = (size_t)c->daily_count * c->day_count;
    assert_memory_equal(with.outcome.daily, without.outcome.daily, cells * sizeof(float));
    fixture_close(&with);
    fixture_close(&without);
}

/* ---- counts, against the story that a run tells ---------------------------------------- */

#define COUNTED                                                                                    \
    "outcomes: { "                                                                                 \
    " falls: { kind = \"admissions\"; streams = \"falls\"; target = 3000; amber = 3900; }; "       \
    " old: { kind = \"admissions\"; ages = [\"85+\"]; per = 100000; population = 5432; "           \
    "        a_year = true; }; "                                                                   \
    " beds: { kind = \"bed days\"; classes = \"young\"; }; "                                       \
    " taken: { kind = \"starts\"; services = \"team\"; classes = \"old\"; }; "                     \
    " home: { kind = \"leavers\"; services = \"team\"; to = \"home\"; }; "                         \
    " home_of_all: { kind = \"leavers\"; services = \"team\"; to = \"home\"; interrupted = true; " \
    "  }; "                                                                                        \
    " back: { kind = \"readmissions\"; }; "                                                        \
    " dtoc: { kind = \"measure\"; measure = \"delayed_days\"; target = 10; }; };"

struct counted {
    double falls, old, taken, home, gone, stopped, midnights;
};

static struct counted count_story(const struct fixture *f)
{
    struct counted n = {0};
    uint32_t ward = fixture_service(f, "ward"), again = fixture_service(f, "again");
    uint32_t team = fixture_service(f, "team");
    double from = fixture_start_h(f), to = fixture_end_h(f);
    for (size_t k = 0; k < f->story.count; k++) {
        const struct bf_told *t = &f->story.told[k];
        bool within = t->at_h >= from && t->at_h < to,
             hospital = t->service == ward || t->service == again;
        if (t->step == BF_STEP_STARTS && hospital) {
            const struct bf_told *left = fixture_find(f, k, t->who, BF_STEP_LEAVES);
            double until = left ? left->at_h : to + 1e9;
            if (within) n.falls += f->model.network.stream[0].key == (t->who >> 48 & 0x7fff);
            if (within) n.old += t->class_ == 0;
            if (t->class_ == 1)
                for (double day = from + 24; day <= to; day += 24)
                    n.midnights += t->at_h < day && until >= day;
        }
        if (t->step == BF_STEP_STARTS && t->service == team && within) n.taken += t->class_ == 0;
        if (t->step != BF_STEP_LEAVES || t->service != team || !within) continue;
        if (t->other == BF_TO_HOME)
            n.home++;
        else
            n.stopped++;
    }
    return n;
}

static void rows_are_what_the_story_of_the_run_tells(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, COUNTY("0.23", BACK_IN_TEN_DAYS, HOME) COUNTED);
    fixture_follow(&f, 5);
    struct counted n = count_story(&f);
    assert_in_range((uintmax_t)n.old, 3000, 9000);
    double days = fixture_days(&f);
    assert_close(fixture_scalar(&f, "system", "old"), n.old * 1e5 / 5432 * 365 / days, 1e-6);
    assert_close(fixture_scalar(&f, "system", "taken"), n.taken, 1e-9);
    assert_close(fixture_scalar(&f, "system", "beds"), n.midnights, 1e-9);
    assert_close(fixture_scalar(&f, "system", "home"), 100, 1e-9);
    assert_true(n.stopped > 50);
    assert_close(fixture_scalar(&f, "system", "home_of_all"), 100 * n.home / (n.home + n.stopped),
                 1e-9);
    assert_close(fixture_scalar(&f, "system", "back"),
                 fixture_scalar(&f, "system", "readmission_rate"), 1e-9);
    /* everybody of the other stream who is old is not in this count */
    assert_true(fixture_scalar(&f, "system", "falls") < n.old);
    fixture_close(&f);
}

static void a_row_may_show_any_measure_with_lines_in_its_unit(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, COUNTY("0.23", BACK_IN_TEN_DAYS,
                   HOME) "outcomes: { r: { kind = \"measure\"; measure = \"readmission_rate\"; "
                         "  target = \"9.3%\"; amber = 0.11; }; "
                         " w: { kind = \"measure\"; service = \"team\"; measure = \"wait_mean\"; "
                         "  target = \"2.5 days\"; definition = \"as it is\"; }; };");
    const struct bf_catalogue *c = &f.model.measures.catalogue;
    assert_int_equal(c->framework_count, 2);
    assert_string_equal(c->scalar[c->framework[0].scalar].name, "readmission_rate");
    assert_close(c->framework[0].target, 9.3, 1e-9);
    assert_close(c->framework[0].amber, 11, 1e-9);
    assert_true(c->framework[0].lower_is_better);
    assert_string_equal(c->scalar[c->framework[1].scalar].service, "team");
    assert_close(c->framework[1].target, 60, 1e-9);
    assert_string_equal(c->framework[1].definition, "as it is");
    fixture_close(&f);
}

/* ---- what is refused ------------------------------------------------------------------- */

static void expect_fault(const char *outcomes, const char *path, const char *words)
{
    char text[8192];
    snprintf(text, sizeof text, "%s outcomes: { %s };", COUNTY("0.1", STAYS_THERE, HOME), outcomes);
    struct fixture f;
    fixture_try(&f, text, "given.cfg", NULL, 0);
    assert_true(fixture_faults(&f, path, words) > 0);
    fixture_close(&f);
}

static void nobody_can_be_followed_beyond_the_end(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_setting set[] = {{"period.follow_up", "20 days"}, {"period.to", "2021-04-30"}};
    assert_false(
        fixture_try(&f,
                    COUNTY("0.1", STAYS_THERE,
                           HOME) "outcomes: { a: { kind = \"at home\"; to = \"team\"; }; };",
                    "given.cfg", set, 2));
    assert_true(fixture_faults(&f, NULL, "nobody could be followed so long") > 0);
    fixture_close(&f);
}

static void names_that_are_not_there_are_refused_with_the_nearest(void **state)
{
    (void)state;
    expect_fault("a: { kind = \"admissions\"; streams = \"fals\"; };", "outcomes.a.streams",
                 "did you mean \"falls\"?");
    expect_fault("a: { kind = \"admissions\"; classes = \"odl\"; };", "outcomes.a.classes",
                 "the name of a class");
    expect_fault("a: { kind = \"admissions\"; ages = \"75+\"; };", "outcomes.a.ages",
                 "`ages` of some class");
    expect_fault("a: { kind = \"starts\"; services = \"teem\"; };", "outcomes.a.services",
                 "did you mean \"team\"?");
    expect_fault("a: { kind = \"leavers\"; services = \"team\"; to = \"hom\"; };", "outcomes.a.to",
                 "a service, \"home\" or \"left\"");
    expect_fault("a: { kind = \"measure\"; measure = \"dtoc\"; };", "outcomes.a",
                 "look in summary.csv");
    expect_fault("a: { kind = \"spend\"; payers = \"nobody\"; };", "outcomes.a.payers",
                 "somebody who pays");
}

static void rows_that_cannot_be_counted_are_refused(void **state)
{
    (void)state;
    expect_fault("a: { kind = \"starts\"; };", "outcomes.a.services",
                 "the services that it is about");
    expect_fault("a: { kind = \"leavers\"; services = \"team\"; };", "outcomes.a.to",
                 "where people go");
    expect_fault("a: { kind = \"in target\"; services = \"team\"; };", "outcomes.a.services",
                 "a response `target`");
    expect_fault("a: { kind = \"starts\"; services = \"team\"; per = 1000; };",
                 "outcomes.a.population", "both `per` and `population`");
    expect_fault("a: { kind = \"admissions\"; target = 10; amber = 9; };", "outcomes.a",
                 "expected `amber` above the target");
    expect_fault("a: { kind = \"admissions\"; target = 10; amber = 9; };", "outcomes.a",
                 "or write better = \"higher\"");
    /* there are none of them, which would be green */
    expect_fault("a: { kind = \"admissions\"; services = \"team\"; };", "outcomes.a.services",
                 "services with setting = \"acute\"");
    expect_fault("a: { kind = \"readmissions\"; services = \"team\"; };", "outcomes.a.services",
                 "services with setting = \"acute\"");
    /* a fuller ward is not greener unless somebody says so */
    expect_fault("a: { kind = \"measure\"; measure = \"occupancy\"; service = \"team\"; target = "
                 "\"92%\"; };",
                 "outcomes.a", "expected better = \"lower\" or \"higher\"");
    expect_fault("a: { kind = \"admissions\"; amber = 9; };", "outcomes.a",
                 "`target` beside `amber`");
    expect_fault("a: { kind = \"admissions\"; target = \"9 weeks\"; };", "outcomes.a", "expected");
    expect_fault("delayed: { kind = \"admissions\"; };", "outcomes.delayed",
                 "expected another name");
}

/* The curves of the county above end on day 200; here the question is of a later day. */
static void a_figure_that_the_curves_cannot_tell_is_warned_of(void **state)
{
    (void)state;
    expect_fault("a: { kind = \"at home\"; to = \"team\"; after = \"210 days\"; };", "outcomes.a",
                 "left out: returns to hospital after day 200, deaths after day 200");
    expect_fault("a: { kind = \"at home\"; to = \"team\"; after = \"150 days\"; };", "outcomes.a",
                 "the last 59 days of the period are left out");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_neither_dies_nor_returns_is_at_home),
        cmocka_unit_test(who_is_back_from_hospital_is_at_home),
        cmocka_unit_test(a_place_that_is_nobodys_home_is_not_home_even_after_the_record_ends),
        cmocka_unit_test(a_run_with_a_framework_is_the_run_without_it),
        cmocka_unit_test(rows_are_what_the_story_of_the_run_tells),
        cmocka_unit_test(a_row_may_show_any_measure_with_lines_in_its_unit),
        cmocka_unit_test(nobody_can_be_followed_beyond_the_end),
        cmocka_unit_test(names_that_are_not_there_are_refused_with_the_nearest),
        cmocka_unit_test(rows_that_cannot_be_counted_are_refused),
        cmocka_unit_test(a_figure_that_the_curves_cannot_tell_is_warned_of),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
