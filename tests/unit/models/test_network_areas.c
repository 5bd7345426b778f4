/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "model_fixture.h"

/* 24 people at once want an hour a day each: 12 in the north, 8 in the middle, 4 in the south. */
#define VISITS(areas)                                                                              \
    "format = 1; period = { from = \"2021-01-01\"; to = \"2021-12-31\"; };"                        \
    "start = { warm_up = \"60 days\"; };"                                                          \
    "localities: { north: { population = 3; }; middle: { population = 2; };"                       \
    "              south: { population = 1; }; };"                                                 \
    "demand: { falls: { rate = \"1.5 per day\"; enter = ( { to = \"visits\"; } ); }; };"           \
    "services: { visits: { kind = \"caseload\"; setting = \"home\"; hours = \"210 h/week\";"       \
    "   first_visits = \"7 h/week\"; last_visits = \"7 h/week\";" areas                            \
    "   stay = { shape = \"constant\"; mean = \"16 days\"; }; then = ( { to = \"home\"; } ); }; "  \
    "};"
#define SHARES "areas = { north = 0.2; middle = 0.5; south = 0.3; };"

/* People at once at the midnights of a year, by locality and in all: the most. */
static void find_most(struct fixture *f, int most[4])
{
    int inside[4] = {0};
    double day = 0;
    fixture_follow(f, 1);
    memset(most, 0, 4 * sizeof *most);
    for (size_t k = 0; k < f->story.count; k++) {
        const struct bf_told *told = &f->story.told[k];
        int change = (told->step == BF_STEP_STARTS) - (told->step == BF_STEP_LEAVES);
        for (int l = 0; l < 4 && floor(told->at_h / 24) > day; l++)
            most[l] = inside[l] > most[l] ? inside[l] : most[l];
        day = floor(told->at_h / 24);
        inside[told->locality] += change;
        inside[3] += change;
    }
}

/* Of 30 hours a day the north has 6, and with the middle's 15 there are 21 for both. */
static void a_team_lends_hours_within_itself_and_to_nobody_else(void **state)
{
    (void)state;
    struct fixture f;
    int most[4];
    double wait[2];
    fixture_text(&f, VISITS(SHARES));
    find_most(&f, most);
    assert_int_equal(most[0], 6);
    assert_true(most[1] <= 15 && most[2] <= 9);
    wait[0] = fixture_of(&f, "system", "locality:north", "wait_mean");
    fixture_close(&f);
    fixture_text(&f,
                 VISITS(SHARES "teams: { upper = { localities = [\"north\", \"middle\"]; }; };"));
    assert_int_equal(f.model.network.service[0].area_count, 2);
    assert_close(f.model.network.numbers.area_share[0], 0.7, 1e-12);
    assert_close(f.model.network.numbers.area_share[1], 0.3, 1e-12);
    find_most(&f, most);
    assert_in_range(most[0], 7, 21);
    assert_true(most[2] <= 9 && most[3] <= 30);
    wait[1] = fixture_of(&f, "system", "locality:north", "wait_mean");
    assert_true(wait[1] < wait[0] / 4);
    fixture_close(&f);
}

/* Half of the middle's 15 hours are missing for ten days: 22.5 of 30 are left, and the others' are
 * theirs as before. */
static void a_dated_change_of_one_area_takes_hours_from_it_alone(void **state)
{
    (void)state;
    static const struct {
        const char *group, *measure;
        double before, during;
    } row[] = {{"all", "hours_offered", 30, 22.5},
               {"locality:north", "area_hours_offered", 6, 6},
               {"locality:middle", "area_hours_offered", 15, 7.5},
               {"locality:south", "area_hours_offered", 9, 9}};
    struct fixture f;
    fixture_text(&f, VISITS(SHARES) "changes: { late: { what = [\"services.visits.areas.middle\"];"
                                    " factor = 0.5; from = \"2021-03-01\"; to = \"2021-03-10\"; "
                                    "}; };");
    fixture_run(&f, 2);
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        assert_close(fixture_day(&f, "visits", row[i].group, row[i].measure, 58), row[i].before,
                     1e-5);
        assert_close(fixture_day(&f, "visits", row[i].group, row[i].measure, 62), row[i].during,
                     1e-5);
        assert_close(fixture_day(&f, "visits", row[i].group, row[i].measure, 69), row[i].before,
                     1e-5);
    }
    fixture_close(&f);
}

/* One team of all is no areas at all, and teams of one are areas: to the bit. */
static void teams_of_all_and_of_one_are_what_they_should_be(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {VISITS(""), VISITS(SHARES "teams: { all = { localities = [\"north\", \"middle\", "
                                   "\"south\"]; }; };")},
        {VISITS(SHARES), VISITS(SHARES "teams: { a = { localities = [\"south\"]; };"
                                       " b = { localities = [\"north\"]; }; };")}};
    for (size_t i = 0; i < UNIT_COUNT(same); i++) {
        uint64_t digest[2];
        for (int k = 0; k < 2; k++) {
            struct fixture f;
            fixture_text(&f, same[i][k]);
            fixture_run(&f, 5);
            digest[k] = f.outcome.digest;
            fixture_close(&f);
        }
        assert_int_equal(digest[0], digest[1]);
    }
}

static void what_is_no_area_or_team_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *path, *says;
    } row[] = {{VISITS("areas = { nort = 0.2; middle = 0.5; south = 0.3; };"),
                "services.visits.areas.nort", "did you mean \"north\"?"},
               {VISITS("areas = { north = 0.2; middle = 0.5; };"), "services.visits.areas",
                "shares that add to 1, received 0.7"},
               {VISITS("teams: { a = { localities = [\"south\"]; }; };"), "services.visits.teams",
                "expected `areas`"},
               {VISITS(SHARES "teams: { a = { localities = [\"sooth\"]; }; };"),
                "services.visits.teams.a.localities", "did you mean \"south\"?"},
               {VISITS(SHARES "teams: { a = { localities = [\"south\"]; };"
                              " b = { localities = [\"north\", \"south\"]; }; };"),
                "services.visits.teams.b.localities", "received \"south\" in a, too"}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct fixture f;
        assert_false(fixture_try(&f, row[i].text, "given.cfg", NULL, 0));
        assert_int_equal(f.faults.errors, 1);
        for (size_t k = 0; k < f.faults.count; k++) {
            if (f.faults.fault[k].severity != BF_ERROR) continue;
            assert_string_equal(f.faults.fault[k].err.where.path, row[i].path);
            assert_contains(f.faults.fault[k].err.what, row[i].says);
        }
        bf_faults_free(&f.faults);
        bf_model_free(&f.model);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_team_lends_hours_within_itself_and_to_nobody_else),
        cmocka_unit_test(a_dated_change_of_one_area_takes_hours_from_it_alone),
        cmocka_unit_test(teams_of_all_and_of_one_are_what_they_should_be),
        cmocka_unit_test(what_is_no_area_or_team_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
