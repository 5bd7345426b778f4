/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What differs from winter to winter: dates, lengths and sizes, alone, together, and with the
 * season; seen through the places open at each midnight. */
#include "unit.h"

#include "assert_close.h"
#include "model_fixture.h"

#define WINTERS 400

/* Three services of a thousand beds, so that sizes are read to a thousandth; few people. */
#define WARD(name, people)                                                                         \
    name ": { kind = \"beds\"; beds = 100000; setting = \"acute\"; " people                        \
         "stay = { mean = \"1.7 days\"; }; then = ( { to = \"home\"; } ); };"
#define COUNTY(changes)                                                                            \
    "format = 1; period = { from = \"2021-10-01\"; to = \"2022-04-30\"; follow_up = \"0 days\"; "  \
    "}; start = { warm_up = \"2 days\"; };"                                                        \
    "demand: { people: { rate = \"30 per day\"; season_cv = 0.2; season_correlation = 0.7; "       \
    "enter = ( { to = \"a\"; } ); }; }; limits = { patients = 2000; events = 9000; };"             \
    "services: { " WARD("a", "") WARD("b", "") WARD("c", "") " }; changes: { " changes " };"
#define EVENT(name, more)                                                                          \
    name ": { what = \"services." name ".beds\"; factor = 2; from = \"2022-01-10\"; to = "         \
         "\"2022-01-29\"; " more " };"

struct seen {
    double first, days, size; /* of an event; first in days since it was written to begin */
};

static struct seen look(const struct fixture *f, const char *service)
{
    struct seen seen = {.first = (double)NAN};
    for (uint32_t day = 0; day < fixture_days(f); day++) {
        double more = fixture_day(f, service, "all", "capacity", day) / 100000 - 1;
        if (more <= 0) continue;
        if (seen.days == 0) seen.first = (double)day - 101; /* 10 January */
        seen.days++;
        seen.size = more;
    }
    return seen;
}

static void moments_of_dates_lengths_and_sizes_are_those_stated(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_tally first, days, size;
    fixture_text(&f, COUNTY(EVENT("a", "date_sd = \"9 days\"; length_cv = 0.3; size_cv = 0.5;")));
    assert_false(f.model.network.chance_only);
    bf_tally_init(&first);
    bf_tally_init(&days);
    bf_tally_init(&size);
    double latest = 0, longest = 0;
    for (uint32_t r = 0; r < WINTERS; r++) {
        fixture_run(&f, r);
        struct seen seen = look(&f, "a");
        assert_true(seen.days >= 1);
        bf_tally_add(&first, seen.first);
        bf_tally_add(&days, seen.days);
        bf_tally_add(&size, seen.size);
        latest = fmax(latest, fabs(seen.first));
        longest = fmax(longest, seen.days);
    }
    /* four standard errors; those of a standard deviation are sd / sqrt(2 n), a fifth more for the
     * tail of a lognormal of cv 0.3, twice as much for 0.5 */
    double n = sqrt(WINTERS);
    assert_close(first.mean, 0, 4 * 9 / n);
    assert_close(bf_tally_sd(&first), 9, 4 * 9 / n / sqrt(2));
    assert_close(days.mean, 20, 4 * 6 / n);
    assert_close(bf_tally_sd(&days), 6, 4 * 6 / n / sqrt(2) * 1.3);
    assert_close(size.mean, 1, 4 * 0.5 / n);
    assert_close(bf_tally_sd(&size), 0.5, 4 * 0.5 / n / sqrt(2) * 2);
    /* in four hundred winters some are far out, and none absurdly */
    assert_true(latest > 2 * 9 && latest < 4.5 * 9);
    assert_true(longest > 20 * 1.6 && longest < 20 * 4);
    fixture_close(&f);
}

#define BOUGHT(terms)                                                                              \
    COUNTY("")                                                                                     \
    "purchases: { late: { service = \"a\"; kind = \"block\"; beds = 431; price = \"£7 per "       \
    "bed per day\"; from = \"2022-01-10\"; to = \"2022-04-29\"; " terms " }; };"

/* The last day is 110 days after the first that is written, whenever it opens. */
static void a_purchase_opens_late_by_its_mean_and_spread_and_never_early(void **state)
{
    (void)state;
    static double first[WINTERS];
    struct fixture f;
    struct bf_tally late;
    bf_tally_init(&late);
    fixture_text(&f, BOUGHT("late = \"14 days\"; late_sd = \"10 days\";"));
    assert_false(f.model.network.chance_only);
    for (uint32_t r = 0; r < WINTERS; r++) {
        fixture_run(&f, r);
        struct seen seen = look(&f, "a");
        assert_true(seen.days == 0 || seen.first >= 0);
        assert_true(seen.days == 0 || seen.first + seen.days == 110);
        first[r] = seen.days == 0 ? 110 : seen.first;
        bf_tally_add(&late, first[r]);
    }
    fixture_close(&f);
    assert_close(late.mean, 14, 4 * 10 / sqrt(WINTERS));
    assert_close(bf_tally_sd(&late), 10, 4 * 10 / sqrt(2.0 * WINTERS) * 2);
    /* by inversion: twice as late on average is about twice as late in each winter */
    fixture_text(&f, BOUGHT("late = \"28 days\"; late_sd = \"20 days\";"));
    for (uint32_t r = 0; r < 40; r++) {
        fixture_run(&f, r);
        struct seen seen = look(&f, "a");
        if (seen.days > 0) assert_close(seen.first, 2 * first[r], 1.5);
    }
    fixture_close(&f);
}

struct pairs { /* for a correlation */
    struct bf_tally x, y, sum;
};

static void add_pair(struct pairs *p, double x, double y)
{
    bf_tally_add(&p->x, x);
    bf_tally_add(&p->y, y);
    bf_tally_add(&p->sum, x + y);
}

static double correlation(const struct pairs *p)
{
    double x = bf_tally_variance(&p->x), y = bf_tally_variance(&p->y);
    return (bf_tally_variance(&p->sum) - x - y) / (2 * sqrt(x * y));
}

static void sizes_go_with_how_hard_the_season_is_as_far_as_is_stated(void **state)
{
    (void)state;
    struct fixture f;
    struct pairs with = {0}, people = {0}, alone = {0}, dates = {0};
    fixture_text(&f,
                 COUNTY(EVENT("a", "date_sd = \"5 days\"; size_cv = 0.4; season_correlation = 0.9;")
                            EVENT("b", "date_sd = \"5 days\"; size_cv = 0.6; season_correlation = "
                                       "-0.8;") EVENT("c", "size_cv = 0.5;")));
    struct pairs *all[] = {&with, &people, &alone, &dates};
    for (size_t i = 0; i < UNIT_COUNT(all); i++) {
        bf_tally_init(&all[i]->x);
        bf_tally_init(&all[i]->y);
        bf_tally_init(&all[i]->sum);
    }
    for (uint32_t r = 0; r < WINTERS; r++) {
        fixture_run(&f, r);
        struct seen a = look(&f, "a"), b = look(&f, "b"), c = look(&f, "c");
        double presented = fixture_scalar(&f, "system", "presented");
        add_pair(&with, log(a.size), log(b.size));
        add_pair(&people, log(a.size), log(presented));
        add_pair(&alone, log(a.size), log(c.size));
        add_pair(&dates, a.first, b.first);
    }
    double error = 1 / sqrt(WINTERS);
    assert_close(correlation(&with), -0.72, 4 * error * (1 - 0.72 * 0.72));
    /* chance in the count (6,400 people, cv 1.2%) takes next to nothing from 0.9 x 0.7 */
    assert_close(correlation(&people), 0.63, 4 * error * (1 - 0.63 * 0.63));
    assert_close(correlation(&alone), 0, 4 * error);
    assert_close(correlation(&dates), 0, 4 * error); /* sizes alone go together */
    fixture_close(&f);
}

static void parts_of_one_event_come_together(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f, COUNTY(EVENT("a", "event = \"cold\"; date_sd = \"9 days\"; length_cv = 0.4; size_cv = "
                              "0.5;") EVENT("b", "event = \"cold\"; date_sd = \"9 days\"; "
                                                 "length_cv = 0.4; size_cv = 0.5;")
                       EVENT("c", "date_sd = \"9 days\"; length_cv = 0.4; size_cv = 0.5;")));
    uint32_t apart = 0;
    for (uint32_t r = 0; r < 40; r++) {
        fixture_run(&f, r);
        struct seen a = look(&f, "a"), b = look(&f, "b"), c = look(&f, "c");
        assert_close(a.first, b.first, 0);
        assert_close(a.days, b.days, 0);
        assert_close(a.size, b.size, 0);
        apart += a.first != c.first && a.days != c.days && a.size != c.size;
    }
    assert_true(apart > 30);
    fixture_close(&f);
}

/* Options are compared in the same season: an option's own events and rules move nobody else's. */
static void a_season_is_the_same_whatever_else_is_in_the_scenario(void **state)
{
    (void)state;
    struct fixture plain, option;
    fixture_text(&plain, COUNTY(EVENT("b", "date_sd = \"9 days\"; length_cv = 0.3; size_cv = 0.5; "
                                           "season_correlation = 0.5;")));
    fixture_text(&option,
                 COUNTY("z: { what = \"services.a.beds\"; add = \"-99940\"; from = \"2021-11-20\"; "
                        "date_sd = \"4 days\"; };" EVENT(
                            "b", "date_sd = \"9 days\"; length_cv = 0.3; size_cv = 0.5; "
                                 "season_correlation = 0.5;")
                            EVENT("c", "event = \"x\"; size_cv = 0.9; season_correlation = 1.0;")));
    for (uint32_t r = 0; r < 12; r++) {
        fixture_run(&plain, r);
        fixture_run(&option, r);
        struct seen a = look(&plain, "b"), b = look(&option, "b");
        assert_close(a.first, b.first, 0);
        assert_close(a.days, b.days, 0);
        assert_close(a.size, b.size, 0);
        assert_close(fixture_scalar(&plain, "system", "presented"),
                     fixture_scalar(&option, "system", "presented"), 0);
    }
    fixture_close(&plain);
    fixture_close(&option);
}

static void one_season_can_be_that_of_every_replication(void **state)
{
    (void)state;
    struct fixture each, one;
    struct bf_setting set[] = {{"season", "7"}};
    const char *text = COUNTY(EVENT("b", "date_sd = \"9 days\"; length_cv = 0.3; size_cv = 0.5;"));
    fixture_text(&each, text);
    fixture_open(&one, text, "given.cfg", set, 1);
    fixture_run(&each, 7);
    struct seen seventh = look(&each, "b");
    uint64_t digest = each.outcome.digest;
    double people = 0;
    for (uint32_t r = 0; r < 20; r++) {
        fixture_run(&one, r);
        struct seen seen = look(&one, "b");
        assert_close(seen.first, seventh.first, 0);
        assert_close(seen.days, seventh.days, 0);
        assert_close(seen.size, seventh.size, 0);
        assert_true((one.outcome.digest == digest) == (r == 7)); /* chance is each one's own */
        people += fixture_scalar(&one, "system", "presented") / 20;
    }
    /* the winter's factor of demand, too, is the seventh's */
    fixture_run(&each, 7);
    assert_close_relative(people, fixture_scalar(&each, "system", "presented"), 0.05);
    fixture_close(&each);
    fixture_close(&one);
}

static void without_seasons_events_are_as_written(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_setting set[] = {{"seasons_differ", "false"}};
    fixture_open(&f,
                 COUNTY(EVENT("b", "date_sd = \"9 days\"; length_cv = 0.3; size_cv = 0.5; "
                                   "season_correlation = 0.9;")),
                 "given.cfg", set, 1);
    assert_true(f.model.network.chance_only);
    struct bf_tally people;
    bf_tally_init(&people);
    for (uint32_t r = 0; r < 30; r++) {
        fixture_run(&f, r);
        struct seen seen = look(&f, "b");
        assert_close(seen.first, 0, 0);
        assert_close(seen.days, 20, 0);
        assert_close(seen.size, 1, 1e-12);
        bf_tally_add(&people, fixture_scalar(&f, "system", "presented"));
    }
    /* 212 days of thirty, by chance alone: with the season's factor their cv would be 0.2 */
    assert_close_relative(people.mean, 6360, 0.01);
    assert_true(bf_tally_sd(&people) < 0.03 * people.mean);
    fixture_close(&f);
}

static void other_hours_move_with_their_event(void **state)
{
    (void)state;
    struct fixture f;
    fixture_text(
        &f,
        "format = 1; period = { from = \"2021-10-01\"; to = \"2022-04-30\"; follow_up = \"0 "
        "days\"; }; start = { warm_up = \"9 days\"; };"
        "demand: { people: { rate = \"40 per day\"; enter = ( { to = \"a\"; } ); }; };"
        "services: { a: { kind = \"beds\"; beds = 100000; setting = \"acute\"; "
        "stay = { mean = \"1.7 days\"; }; then = ( { to = \"home\"; } ); other_hours = ( { "
        "from = \"2022-01-10\"; to = \"2022-01-14\"; discharges = \"never\"; event = "
        "\"walk_out\"; date_sd = \"15 days\"; length_cv = 0.3; } ); }; };"
        "changes: { beds: { what = \"services.a.beds\"; factor = 2; from = \"2022-01-10\"; to "
        "= \"2022-01-14\"; event = \"walk_out\"; date_sd = \"15 days\"; length_cv = 0.3; }; };");
    assert_false(f.model.network.chance_only);
    for (uint32_t r = 0; r < 10; r++) {
        fixture_follow(&f, r);
        struct seen seen = look(&f, "a");
        uint32_t left[400] = {0}, shut = 0;
        for (size_t k = 0; k < f.story.count; k++) {
            double day = floor((f.story.told[k].at_h - fixture_start_h(&f)) / 24);
            if (f.story.told[k].step == BF_STEP_LEAVES && day >= 0) left[(int)day]++;
        }
        for (uint32_t day = 0; day < fixture_days(&f); day++) {
            bool in = day >= 101 + seen.first && day < 101 + seen.first + seen.days;
            assert_true((left[day] == 0) == in); /* forty a day leave on any other */
            shut += left[day] == 0;
        }
        assert_true(shut >= 1);
    }
    fixture_close(&f);
}

static void refuse(const char *changes, const char *path, const char *what)
{
    struct fixture f;
    char text[4000];
    snprintf(text, sizeof text, COUNTY("%s"), changes);
    assert_false(fixture_try(&f, text, "given.cfg", NULL, 0));
    assert_true(fixture_faults(&f, path, what) > 0);
    fixture_close(&f);
}

static void what_cannot_differ_is_refused(void **state)
{
    (void)state;
    refuse("x: { what = \"services.a.beds\"; add = 4; from = \"2022-01-10\"; length_cv = 0.3; };",
           "changes.x", "what has no end has no length");
    refuse("x: { what = \"services.a.beds\"; set = 4; from = \"2022-01-10\"; size_cv = 0.3; };",
           "changes.x", "set has no size that could differ");
    refuse("x: { what = \"services.a.beds\"; add = 4; from = \"2022-01-10\"; season_correlation = "
           "0.3; };",
           "changes.x", "cannot go with the season");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_purchase_opens_late_by_its_mean_and_spread_and_never_early),
        cmocka_unit_test(moments_of_dates_lengths_and_sizes_are_those_stated),
        cmocka_unit_test(sizes_go_with_how_hard_the_season_is_as_far_as_is_stated),
        cmocka_unit_test(parts_of_one_event_come_together),
        cmocka_unit_test(a_season_is_the_same_whatever_else_is_in_the_scenario),
        cmocka_unit_test(one_season_can_be_that_of_every_replication),
        cmocka_unit_test(without_seasons_events_are_as_written),
        cmocka_unit_test(other_hours_move_with_their_event),
        cmocka_unit_test(what_cannot_differ_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
