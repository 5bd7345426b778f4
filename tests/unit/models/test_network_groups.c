/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ways, offers and places to give up to that are open to some people alone. */
#include "unit.h"

#include "model_fixture.h"

#define PERIOD                                                                                     \
    "format = 1; period = { from = \"2021-01-01\"; to = \"2021-12-31\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"60 days\"; };"                                                          \
    "localities: { coast: { population = 53; }; hills: { population = 29; }; town: { "             \
    "population = 17; }; };"                                                                       \
    "classes: { firm: { }; frail: { }; };"
#define WHO "classes = { firm = 0.63; frail = 0.37; };"
#define STREAM(name, rate, more)                                                                   \
    name ": { rate = \"" rate "\"; " WHO " enter = ( { to = \"ward\"; } ); " more " };"
#define DEMAND                                                                                     \
    "demand: { " STREAM("falls", "5.3 per day", "") STREAM("chests", "3.1 per day", "") " };"
#define WARD(then)                                                                                 \
    " ward: { kind = \"beds\"; unlimited = true; setting = \"acute\"; stay = { mean = \"4.7 "      \
    "days\"; };"                                                                                   \
    "   then = ( " then " ); };"
#define PLACE(name)                                                                                \
    " " name ": { kind = \"beds\"; beds = 23; setting = \"non-acute\"; stay = { mean = \"6.1 "     \
    "days\"; };"                                                                                   \
    "   then = ( { to = \"home\"; } ); };"

static void expect_fault(const char *text, const char *path, const char *what)
{
    struct fixture f;
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    for (size_t i = 0; i < f.faults.count; i++)
        if (strcmp(f.faults.fault[i].err.where.path, path) == 0 &&
            strstr(f.faults.fault[i].err.what, what)) {
            fixture_close(&f);
            return;
        }
    fixture_show(&f.faults);
    fail_msg("no fault at %s that says \"%s\"", path, what);
}

/* ---- what is refused ------------------------------------------------------------------- */

static void names_of_people_that_are_unknown_are_told_with_the_nearest(void **state)
{
    (void)state;
    expect_fault(PERIOD DEMAND "services: {" WARD(
                     "{ to = \"home\"; only = { localities = [\"cost\"]; }; }") " };",
                 "services.ward.then[0].only.localities", "did you mean \"coast\"");
    expect_fault(PERIOD DEMAND "services: {" WARD(
                     "{ to = \"rehab\"; or = ( { to = \"home\"; only = { streams = \"fall\"; }; } "
                     "); }") PLACE("rehab") " };",
                 "services.ward.then[0].or[0].only.streams", "did you mean \"falls\"");
    expect_fault(PERIOD DEMAND
                 "services: {" WARD("{ to = \"home\"; only = { classes = [\"frial\"]; }; }") " };",
                 "services.ward.then[0].only.classes", "did you mean \"frail\"");
}

static void shares_must_add_to_1_for_every_person_and_who_they_do_not_for_is_told(void **state)
{
    (void)state;
    expect_fault(PERIOD DEMAND "services: {" WARD(
                     "{ to = \"rehab\"; share = 0.3; only = { localities = [\"hills\"]; "
                     "streams = [\"falls\"]; }; }, { to = \"home\"; share = 0.7; }, { to = "
                     "\"home\"; share = 0.3; only = { localities = [\"coast\", \"town\"]; }; "
                     "}") PLACE("rehab") " };",
                 "services.ward.then",
                 "of those who came by chests from hills, received 0.7 (1 way is open); change one "
                 "by +0.3");
}

/* ---- who goes where -------------------------------------------------------------------- */

static void groups_are_no_more_than_filters_tell_apart(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND "services: {" WARD("{ to = \"home\"; }") " };");
    assert_int_equal(f.model.network.group_count, 2);
    assert_null(f.model.network.stream_cell);
    fixture_close(&f);
    fixture_text(&f, PERIOD DEMAND "services: {" WARD(
                         "{ to = \"rehab\"; only = { localities = [\"hills\"]; }; }, { to = "
                         "\"home\"; only = { localities = [\"coast\", \"town\"]; }; }")
                         PLACE("rehab") " };");
    assert_int_equal(f.model.network.group_count, 4); /* coast and town share a cell */
    assert_int_equal(bf_group_of(&f.model.network, 0, 0, 1),
                     bf_group_of(&f.model.network, 1, 2, 1));
    fixture_close(&f);
}

#define SPLIT                                                                                      \
    "{ to = \"rehab\"; share = 0.42; only = { localities = [\"hills\"]; }; },"                     \
    "{ to = \"step\"; share = 0.27; only = { streams = [\"falls\"]; localities = [\"coast\", "     \
    "\"town\"]; }; },"                                                                             \
    "{ to = \"home\"; share = 0.58; only = { localities = [\"hills\"]; }; },"                      \
    "{ to = \"home\"; share = 0.73; only = { streams = [\"falls\"]; localities = [\"coast\", "     \
    "\"town\"]; }; },"                                                                             \
    "{ to = \"home\"; only = { streams = [\"chests\"]; localities = [\"coast\", \"town\"]; }; }"

static void a_way_takes_its_share_of_the_people_to_whom_it_is_open_and_nobody_else(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND "services: {" WARD(SPLIT) PLACE("rehab") PLACE("step") " };");
    fixture_follow(&f, 1);
    uint32_t ward = fixture_service(&f, "ward"), rehab = fixture_service(&f, "rehab");
    uint32_t step = fixture_service(&f, "step");
    double left[2] = {0, 0}, to_rehab = 0, to_step = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step != BF_STEP_LEAVES || told->service != ward) continue;
        bool hills = told->locality == 1;
        left[hills]++;
        assert_true(told->other != rehab || hills);
        assert_true(told->other != step || !hills);
        to_rehab += told->other == rehab;
        to_step += told->other == step;
    }
    double falls = 5.3 / 8.4 * 0.27;
    assert_true(left[0] > 2000 && left[1] > 700);
    assert_close(to_rehab / left[1], 0.42, 4 * sqrt(0.42 * 0.58 / left[1]));
    assert_close(to_step / left[0], falls, 4 * sqrt(falls * (1 - falls) / left[0]));
    fixture_close(&f);
}

static void load_counts_people_of_each_place_and_stream(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_load load[3];
    double emergencies, readmissions;
    fixture_text(&f, PERIOD DEMAND "services: {" WARD(SPLIT) PLACE("rehab") PLACE("step") " };");
    assert_true(bf_network_load(&f.model.network, load, &emergencies, &readmissions));
    assert_close_relative(load[fixture_service(&f, "rehab")].arrivals_per_day,
                          8.4 * 2.9 / 9.9 * 0.42, 1e-9);
    assert_close_relative(load[fixture_service(&f, "step")].arrivals_per_day,
                          5.3 * 7.0 / 9.9 * 0.27, 1e-9);
    fixture_close(&f);
}

static uint64_t digest_of(const char *text)
{
    return fixture_digest(text, 2);
}

/* Equal in law, and with the same draws: equal to the last bit. */
static void filters_that_leave_everything_as_it_was_change_nothing(void **state)
{
    (void)state;
#define TEXT(then, enter)                                                                          \
    PERIOD "demand: { falls: { rate = \"8.4 per day\"; " WHO " enter = ( " enter " ); }; };"       \
           "services: {" WARD(then) PLACE("rehab") " };"
#define THEN "{ to = \"rehab\"; share = 0.37; }, { to = \"home\"; share = 0.63; }"
    uint64_t plain = digest_of(TEXT(THEN, "{ to = \"ward\"; }"));
    assert_true(plain == digest_of(TEXT("{ to = \"rehab\"; share = 0.37; only = { localities = "
                                        "[\"coast\"]; }; }, { to = \"rehab\"; share = 0.37; only = "
                                        "{ localities = [\"town\", \"hills\"]; }; }, { to = "
                                        "\"home\"; share = 0.63; }",
                                        "{ to = \"ward\"; }")));
    assert_true(plain ==
                digest_of(TEXT(THEN, "{ to = \"ward\"; only = { classes = [\"firm\"]; }; }, { to = "
                                     "\"ward\"; only = { classes = [\"frail\"]; }; }")));
    assert_true(plain != digest_of(TEXT("{ to = \"rehab\"; share = 0.37; only = { localities = "
                                        "[\"coast\"]; }; }, { to = \"home\"; share = 0.37; only = "
                                        "{ localities = [\"town\", \"hills\"]; }; }, { to = "
                                        "\"home\"; share = 0.63; }",
                                        "{ to = \"ward\"; }")));
}

static void a_further_preference_is_for_those_to_whom_it_is_open(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND
                 "services: {" WARD("{ to = \"rehab\"; or = ( { to = \"step\"; only = { localities "
                                    "= [\"hills\"]; }; }, { to = \"home\"; after = \"31 h\"; } ); "
                                    "}") PLACE("rehab") PLACE("step") " };");
    fixture_follow(&f, 1);
    uint32_t step = fixture_service(&f, "step"), hills = 0, others_home = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        if (told->step == BF_STEP_STARTS && told->service == step) {
            assert_int_equal(told->locality, 1);
            hills++;
        }
        others_home +=
            told->step == BF_STEP_ACCEPTS && told->service != step && told->locality != 1;
    }
    assert_true(hills > 100 && others_home > 100);
    fixture_close(&f);
}

static void some_people_give_up_and_are_turned_away_to_places_of_their_own(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD DEMAND
        "services: { ward: { kind = \"beds\"; beds = 9; stay = { mean = \"4.7 days\"; };"
        "   patience = \"7.3 h\"; gives_up_to = \"rehab\";"
        "   some_give_up_to = ( { to = \"step\"; only = { localities = [\"hills\"]; }; },"
        "      { to = \"home\"; only = { localities = [\"hills\", \"town\"]; }; } );"
        "   queue_limit = 3; turned_away_to = \"home\";"
        "   some_turned_away_to = ( { to = \"step\"; only = { classes = [\"frail\"]; }; } );"
        "   then = ( { to = \"home\"; } ); };" PLACE("rehab") PLACE("step") " };");
    fixture_follow(&f, 1);
    uint32_t ward = fixture_service(&f, "ward"), count[4] = {0};
    for (size_t k = 0; k + 1 < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k], *next = told + 1;
        bool up = told->step == BF_STEP_GIVES_UP, away = told->step == BF_STEP_TURNED_AWAY;
        if ((!up && !away) || told->service != ward) continue;
        uint32_t to = next->step == BF_STEP_PRESENTS ? next->service : BF_TO_HOME;
        assert_true(next->who == told->who);
        uint32_t want = up ? (told->locality == 1   ? fixture_service(&f, "step")
                              : told->locality == 2 ? BF_TO_HOME
                                                    : fixture_service(&f, "rehab"))
                           : (told->class_ == 1 ? fixture_service(&f, "step") : BF_TO_HOME);
        assert_int_equal(to, want);
        count[up ? told->locality : 3]++;
    }
    assert_true(count[0] > 20 && count[1] > 20 && count[2] > 20 && count[3] > 20);
    fixture_close(&f);
}

static void an_offer_is_made_to_those_to_whom_it_is_open(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, PERIOD "demand: { " STREAM(
                "falls", "8.4 per day",
                "offer = { to = \"step\"; share = 0.57; only = { localities = [\"coast\", "
                "\"town\"]; classes = [\"frail\"]; }; };") " };"
                                                           "services: {" WARD("{ to = \"home\"; }")
                                                               PLACE("step") " };");
    fixture_follow(&f, 1);
    uint32_t step = fixture_service(&f, "step"), offered = 0, all = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        bool open = told->locality != 1 && told->class_ == 1;
        if (told->step != BF_STEP_PRESENTS) continue;
        assert_true(open || told->service != step);
        all += open;
        offered += told->service == step;
    }
    assert_close(offered / (double)all, 0.57, 4 * sqrt(0.57 * 0.43 / all));
    fixture_close(&f);
}

static void a_dated_change_of_a_share_moves_the_people_to_whom_the_way_is_open(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(&f, PERIOD DEMAND
                 "services: {" WARD("{ to = \"rehab\"; share = 0.23; only = { localities = "
                                    "[\"hills\"]; }; }, { to = \"home\"; share = 0.77; }, { to = "
                                    "\"home\"; share = 0.23; only = { localities = [\"coast\", "
                                    "\"town\"]; }; }")
                     PLACE("rehab") " };"
                                    "changes: { more: { what = \"services.ward.then[0].share\"; "
                                    "set = \"0.81\"; from "
                                    "= \"2021-01-01\"; }; };");
    fixture_follow(&f, 1);
    uint32_t ward = fixture_service(&f, "ward"), rehab = fixture_service(&f, "rehab");
    double left = 0, to = 0;
    for (size_t k = 0; k < f.story.count; k++) {
        const struct bf_told *told = &f.story.told[k];
        /* ways are drawn at the start of a stay: well after the change */
        if (told->step != BF_STEP_LEAVES || told->service != ward || told->at_h < 120 * 24)
            continue;
        assert_true(told->other != rehab || told->locality == 1);
        left += told->locality == 1;
        to += told->other == rehab;
    }
    assert_close(to / left, 0.81, 4 * sqrt(0.81 * 0.19 / left));
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_people_that_are_unknown_are_told_with_the_nearest),
        cmocka_unit_test(shares_must_add_to_1_for_every_person_and_who_they_do_not_for_is_told),
        cmocka_unit_test(groups_are_no_more_than_filters_tell_apart),
        cmocka_unit_test(a_way_takes_its_share_of_the_people_to_whom_it_is_open_and_nobody_else),
        cmocka_unit_test(load_counts_people_of_each_place_and_stream),
        cmocka_unit_test(filters_that_leave_everything_as_it_was_change_nothing),
        cmocka_unit_test(a_further_preference_is_for_those_to_whom_it_is_open),
        cmocka_unit_test(some_people_give_up_and_are_turned_away_to_places_of_their_own),
        cmocka_unit_test(an_offer_is_made_to_those_to_whom_it_is_open),
        cmocka_unit_test(a_dated_change_of_a_share_moves_the_people_to_whom_the_way_is_open),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
