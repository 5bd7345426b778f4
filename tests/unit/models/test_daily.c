/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Arrivals by day from a table: counts as given, forecasts with their error, the rate elsewhere. */
#include "unit.h"

#include "today.h"

#include "bedflow/models/daily.h"
#include "bedflow/random/draw.h"

#include <math.h>

#define SCENARIO(stream)                                                                           \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-14\"; follow_up = \"0 days\"; "  \
    "};"                                                                                           \
    "start = { warm_up = \"3 days\"; };"                                                           \
    "demand: { falls: { rate = \"40 per day\"; " stream " enter = ( { to = \"ward\"; } ); }; };"   \
    "services: { ward: { kind = \"beds\"; setting = \"acute\"; unlimited = true;"                  \
    "  stay = { mean = \"2 days\"; }; then = ( { to = \"home\"; } );"                              \
    "  after_discharge = { readmission = { days = [\"20 days\"]; share = [0.25]; }; }; }; };"

static double presented(const struct fixture *f, uint32_t day)
{
    return fixture_day(f, "system", "all", "presented", day);
}

static void counts_are_as_given_and_other_days_have_the_rate(void **state)
{
    (void)state;
    struct fixture f;
    bool varies = false;
    today_open(&f,
               SCENARIO("daily = \"days.csv\"; dispersion = 0.5; season_cv = 0.4; growth = 0.1;"),
               "count,date,weather\n0,2021-11-02,rain\n177,2021-11-05,\n38,2021-11-03,\n");
    f.model.network.numbers.service[0].after[0].count = 0; /* nobody comes back */
    for (uint32_t r = 0; r < 10; r++) {
        fixture_run(&f, r);
        assert_close(presented(&f, 1), 0, 0);
        assert_close(presented(&f, 2), 38, 0);
        assert_close(presented(&f, 4), 177, 0);
        varies = varies || presented(&f, 3) < 30 || presented(&f, 3) > 50;
    }
    assert_true(varies); /* the day between is the stream's own */
    const struct bf_daily *daily = &f.model.network.daily[0];
    assert_int_equal(daily->counts, 3);
    assert_int_equal(daily->days, 4);
    assert_close(daily->mean, 215.0 / 3, 1e-9);
    fixture_close(&f);
}

static void tally_day(struct fixture *f, uint32_t day, uint32_t replications, struct bf_tally *out)
{
    bf_tally_init(out);
    for (uint32_t r = 0; r < replications; r++) {
        fixture_run(f, r);
        bf_tally_add(out, presented(f, day));
    }
}

static void forecasts_are_poisson_or_wider_by_their_error(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_tally t;
    today_open(
        &f, SCENARIO("daily = \"days.csv\"; dispersion = 0.5; season_cv = 0.4;"),
        "date,count,mean,cv\n2021-11-02,,61.5,\n2021-11-03,,61.5,0.3\n2021-11-04,7,61.5,0.3\n");
    f.model.network.numbers.service[0].after[0].count = 0;
    tally_day(&f, 1, 3000, &t);
    double half = bf_interval_half_width(t.count, bf_tally_sd(&t), 1 - 1e-6);
    assert_close(bf_tally_mean(&t), 61.5, half);
    assert_close(bf_tally_variance(&t), 61.5, 61.5 * 0.13); /* 5 errors of a variance */
    tally_day(&f, 2, 3000, &t);
    half = bf_interval_half_width(t.count, bf_tally_sd(&t), 1 - 1e-6);
    assert_close(bf_tally_mean(&t), 61.5, half);
    double variance = 61.5 + 0.09 * 61.5 * 61.5;
    assert_close(bf_tally_variance(&t), variance, variance * 0.17);
    fixture_run(&f, 0);
    assert_close(presented(&f, 3), 7, 0); /* what was is better than what was foreseen */
    assert_int_equal(f.model.network.daily[0].forecasts, 2);
    fixture_close(&f);
}

static void the_people_of_a_day_are_the_same_however_their_number_came_about(void **state)
{
    (void)state;
    struct fixture a, b;
    size_t shared = 0;
    today_open(&a, SCENARIO(""), "");
    today_open(&b, SCENARIO("daily = \"days.csv\";"), "date,count\n2021-11-04,200\n");
    fixture_follow(&a, 2);
    fixture_follow(&b, 2);
    for (size_t i = 0; i < a.story.count; i++) {
        const struct bf_told *told = &a.story.told[i];
        bool found = told->step != BF_STEP_STARTS;
        for (size_t j = 0; j < b.story.count && !found; j++)
            found = b.story.told[j].who == told->who && b.story.told[j].episode == told->episode &&
                    b.story.told[j].step == told->step && b.story.told[j].at_h == told->at_h &&
                    b.story.told[j].value == told->value;
        assert_true(found);
        shared += told->step == BF_STEP_STARTS;
    }
    assert_true(shared > 400);
    assert_true(b.story.count > a.story.count);
    fixture_close(&a);
    fixture_close(&b);
}

static void counts_that_hold_readmissions_are_thinned_to_first_presentations(void **state)
{
    (void)state;
    struct fixture f;
    struct bf_tally t;
    today_open(&f, SCENARIO("daily = \"days.csv\"; contains_readmissions = true;"),
               "date,count,mean\n2021-11-01,100,\n2021-11-02,,100\n");
    double share = f.model.network.stream_scale[0];
    assert_close(share, 0.75, 0.01);
    f.model.network.numbers.service[0].after[0].count = 0;
    tally_day(&f, 0, 1500, &t);
    double half = bf_interval_half_width(t.count, bf_tally_sd(&t), 1 - 1e-6);
    assert_close(bf_tally_mean(&t), 100 * share, half);
    assert_close(bf_tally_variance(&t), 100 * share * (1 - share), 100 * share * (1 - share) * 0.2);
    tally_day(&f, 1, 1500, &t);
    half = bf_interval_half_width(t.count, bf_tally_sd(&t), 1 - 1e-6);
    assert_close(bf_tally_mean(&t), 100 * share, half);
    fixture_close(&f);
}

/* Counts made with a known variance of the day's factor give it back. */
static void the_scatter_of_counts_is_found(void **state)
{
    (void)state;
    static const double wanted[] = {0, 0.04};
    for (int k = 0; k < 2; k++) {
        size_t room = 1200 * 32;
        char *table = calloc(1, room), *at = table;
        at += snprintf(at, room, "date,count\n");
        for (uint32_t i = 0; i < 1000; i++) {
            char day[BF_DAY_TEXT];
            struct bf_block u =
                bf_draw(&(struct bf_key){2385, 1}, bf_thing_key(9, i), bf_what(0, 0, 0, 0));
            double mean = i % 7 < 5 ? 60 : 35;
            bf_day_print(bf_day_from_civil(2021, 1, 4) + (bf_day)i, day);
            at += snprintf(at, 32, "%s,%u\n", day,
                           bf_arrivals_count(mean, wanted[k], u.u[0], u.u[1]));
        }
        struct fixture f;
        today_open(&f, SCENARIO("daily = \"days.csv\";"), table);
        const struct bf_dispersion *s = &f.model.network.daily[0].scatter;
        assert_int_equal(s->groups, 7);
        assert_close(s->dispersion, wanted[k], k ? 0.008 : 0.003);
        if (k)
            assert_true(s->ratio > 2);
        else
            assert_true(s->ratio > s->chance_low && s->ratio < s->chance_high);
        assert_true(today_says(&f, BF_WARNING, "the table has"));
        free(table);
        fixture_close(&f);
    }
}

static void what_cannot_be_is_refused_with_its_line(void **state)
{
    (void)state;
    static const char scenario[] = SCENARIO("daily = \"days.csv\";");
    static const struct {
        const char *table;
        int line;
        const char *path, *says;
    } row[] = {
        {"date,cuont\n2021-11-01,3\n", 1, "", "did you mean \"count\"?"},
        {"date\n2021-11-01\n", 1, "", "expected a header with date and count"},
        {"date,count,cv\n2021-11-01,3,0.1\n", 1, "", "expected a column mean"},
        {"date,count\n", 0, "", "expected a row a day"},
        {"date,count\n2021-11-01,3\n1/11/2021,4\n", 3, "date", "received \"1/11/2021\""},
        {"date,count\n2021-11-01,3\n2021-11-01,4\n", 3, "date", "each day once"},
        {"date,count\n2021-11-01,3.5\n", 2, "count", "call the column mean"},
        {"date,count\n2021-11-01,-3\n", 2, "count", "from 0 to"},
        {"date,mean\n2021-11-01,inf\n", 2, "mean", "received \"inf\""},
        {"date,mean,cv\n2021-11-01,,0.3\n", 2, "mean", "beside the cv"},
        {"date,mean,cv\n2021-11-01,4,9\n", 2, "cv", "from 0 to 3"},
        {"date,count\n2021-11-01,3\n1621-11-01,3\n", 0, "", "within a century"},
    };
    for (size_t i = 0; i < UNIT_COUNT(row); i++)
        today_refused(scenario, row[i].table, row[i].line, row[i].path, row[i].says);
}

static void a_table_without_effect_is_pointed_out(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f, SCENARIO("daily = \"days.csv\";"), "date,count\n2020-11-01,40\n2020-11-02,\n");
    assert_true(today_says(&f, BF_WARNING, "no day of the table lies within the period"));
    assert_false(today_says(&f, BF_WARNING, "would bring"));
    assert_int_equal(f.model.network.daily[0].counts, 1);
    assert_true(isnan(bf_daily_at(&f.model.network, 0, bf_day_from_civil(2020, 11, 2)).count));
    assert_close(bf_daily_at(&f.model.network, 0, bf_day_from_civil(2020, 11, 1)).count, 40, 0);
    fixture_close(&f);
}

static void days_left_out_in_the_midst_are_pointed_out(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f, SCENARIO("daily = \"days.csv\";"),
               "date,count\n2021-11-01,4\n2021-11-02,\n2021-11-05,3\n");
    assert_true(today_says(&f, BF_WARNING,
                           "3 days between the first and the last of the table "
                           "have no number (first 2021-11-02)"));
    fixture_close(&f);
    today_open(&f, SCENARIO("daily = \"days.csv\";"), "date,count\n2021-11-01,4\n2021-11-02,3\n");
    assert_false(today_says(&f, BF_WARNING, "between the first and the last"));
    fixture_close(&f);
}

/* A wave of flu on top of a table is no wave. */
static void changes_that_a_table_leaves_without_effect_are_pointed_out(void **state)
{
    (void)state;
    static const char table[] = "date,count,mean\n2021-10-31,38,\n2021-11-03,41,\n2021-11-04,,\n"
                                "2021-11-05,,39\n2021-11-06,37,\n";
    static const struct {
        const char *change, *says; /* NULL: nothing */
    } row[] = {
        {"what = \"demand.falls.rate\"; factor = 1.7; from = \"2021-11-04\";",
         "changes.flu changes demand.falls.rate, which does nothing on 2 days"},
        {"what = \"demand.falls.rate\"; factor = 1.7; from = \"2021-11-03\"; to = \"2021-11-03\";",
         "nothing on 1 day of the period that is in"},
        {"what = \"demand.falls.by_weekday[2]\"; factor = 1.7; from = \"2021-11-05\";",
         "by_weekday[2]"},
        {"what = \"demand.falls.rate\"; factor = 1.7; from = \"2021-11-07\";", NULL},
        {"what = \"services.ward.stay.mean\"; factor = 1.7; from = \"2021-11-01\";", NULL},
    };
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct fixture f;
        char text[2000];
        snprintf(
            text, sizeof text,
            SCENARIO("daily = \"days.csv\"; by_weekday = [1, 1, 1, 1, 1, 1, 1];") "changes: { flu: "
                                                                                  "{ %s }; };",
            row[i].change);
        today_open(&f, text, table);
        assert_int_equal(today_says(&f, BF_WARNING, row[i].says ? row[i].says : "does nothing"),
                         row[i].says != NULL);
        fixture_close(&f);
    }
}

static void every_bad_field_of_a_table_is_reported(void **state)
{
    (void)state;
    struct fixture f;
    assert_false(today_try(&f, SCENARIO("daily = \"days.csv\";"),
                           "date,count\n2021-11-31,4\n2021-11-02,-3\n2021-11-03,3.5\n"
                           "1/11/2021,x\n2021-11-04,7\n"));
    assert_int_equal(f.faults.errors, 5);
    fixture_close(&f);
}

static void a_table_of_two_streams_is_pointed_out(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f,
               SCENARIO("daily = \"days.csv\"; enter = ( { to = \"ward\"; } ); };"
                        "  more: { rate = \"0 per day\"; daily = \"days.csv\";"),
               "date,count\n2021-11-01,40\n");
    assert_true(today_says(&f, BF_WARNING, "the table of demand.falls as well"));
    assert_false(today_says(&f, BF_WARNING, "nobody ever presents")); /* the table brings them */
    fixture_close(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_as_given_and_other_days_have_the_rate),
        cmocka_unit_test(forecasts_are_poisson_or_wider_by_their_error),
        cmocka_unit_test(the_people_of_a_day_are_the_same_however_their_number_came_about),
        cmocka_unit_test(counts_that_hold_readmissions_are_thinned_to_first_presentations),
        cmocka_unit_test(the_scatter_of_counts_is_found),
        cmocka_unit_test(what_cannot_be_is_refused_with_its_line),
        cmocka_unit_test(a_table_without_effect_is_pointed_out),
        cmocka_unit_test(days_left_out_in_the_midst_are_pointed_out),
        cmocka_unit_test(changes_that_a_table_leaves_without_effect_are_pointed_out),
        cmocka_unit_test(every_bad_field_of_a_table_is_reported),
        cmocka_unit_test(a_table_of_two_streams_is_pointed_out),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
