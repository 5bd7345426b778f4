/* SPDX-License-Identifier: GPL-3.0-or-later */
/* People who are there when a run begins: the rest of their stays against theory, the order of
 * queues, and nobody lost, sent away, or served out of turn. */
#include "unit.h"

#include "today.h"

#include "bedflow/models/snapshot.h"

#include <gsl/gsl_cdf.h>
#include <math.h>

#define HEAD "service,class,locality,days_so_far,waiting_for,delayed_since\n"
#define BEGIN                                                                                      \
    "format = 1; period = { from = \"2021-11-01\"; to = \"2021-12-31\"; };"                        \
    "start = { snapshot = \"people.csv\"; };"                                                      \
    "limits = { patients = 30000; };"
#define NOBODY  "demand: { none: { rate = \"0.0001 per year\"; enter = ( { to = \"ward\"; } ); }; };"
#define GO_HOME "then = ( { to = \"home\"; } );"
#define WARD(stay, rest)                                                                           \
    "services: { ward: { kind = \"beds\"; setting = \"acute\"; stay = " stay ";" rest "}; };"

/* ---- the rest of a stay ---------------------------------------------------------------- */

struct sample {
    double *rest_h, *past_h; /* [count] */
    size_t count;
};

/* When each person of the table is ready, and how long they had been there. */
static struct sample stays_of(struct fixture *f, uint32_t replications)
{
    size_t room = (size_t)replications * f->model.network.snapshot->count;
    struct sample s = {calloc(room, sizeof(double)), calloc(room, sizeof(double)), 0};
    assert_true(s.rest_h && s.past_h);
    for (uint32_t r = 0; r < replications; r++) {
        size_t past = s.count;
        fixture_follow(f, r);
        for (size_t i = 0; i < f->story.count; i++) {
            const struct bf_told *told = &f->story.told[i];
            if (!(told->who >> 63)) continue;
            if (told->step == BF_STEP_FOUND) s.past_h[past++] = told->value;
            if (told->step == BF_STEP_READY) s.rest_h[s.count++] = told->at_h;
        }
        assert_int_equal(past, s.count); /* all of them leave within the run */
    }
    return s;
}

static void sample_free(struct sample *s)
{
    free(s->rest_h);
    free(s->past_h);
}

static void open_ward(struct fixture *f, const char *scenario, const char *row, int count)
{
    char *table = today_rows(HEAD, row, count);
    today_open(f, scenario, table);
    free(table);
}

static double exponential(double x, const void *mean)
{
    return -expm1(-x / *(const double *)mean);
}

static void an_exponential_stay_does_not_remember_how_long_it_has_lasted(void **state)
{
    (void)state;
    static const char *const row[] = {"ward,,,0.3,,\n", "ward,,,11.7,,\n", "ward,,,,,\n"};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct fixture f;
        double mean_h = 2.385 * 24;
        open_ward(&f, BEGIN NOBODY WARD("{ mean = \"2.385 days\"; }", "unlimited = true;" GO_HOME),
                  row[i], 500);
        struct sample s = stays_of(&f, 6);
        assert_int_equal(s.count, 3000);
        assert_true(today_distance(s.rest_h, s.count, exponential, &mean_h) < 1.95);
        if (i == 2) assert_true(today_distance(s.past_h, s.count, exponential, &mean_h) < 1.95);
        sample_free(&s);
        fixture_close(&f);
    }
}

/* Lognormal of mean 5.3 days and cv 1.1. */
static const double sigma = 0.890501, mean_h = 5.3 * 24;
static double mu(void)
{
    return log(mean_h) - sigma * sigma / 2;
}

static double rest_of_a_lognormal(double x, const void *elapsed)
{
    double e = *(const double *)elapsed;
    return 1 - gsl_cdf_lognormal_Q(e + x, mu(), sigma) / gsl_cdf_lognormal_Q(e, mu(), sigma);
}

static void a_lognormal_stay_goes_on_as_theory_says(void **state)
{
    (void)state;
    static const double days[] = {0.4, 6.5, 31};
    assert_close(sqrt(expm1(sigma * sigma)), 1.1, 1e-4);
    for (size_t i = 0; i < UNIT_COUNT(days); i++) {
        struct fixture f;
        char row[64];
        double elapsed_h = days[i] * 24;
        snprintf(row, sizeof row, "ward,,,%g,,\n", days[i]);
        open_ward(&f,
                  BEGIN NOBODY WARD("{ shape = \"lognormal\"; mean = \"5.3 days\"; cv = 1.1; }",
                                    "unlimited = true;" GO_HOME) " ",
                  row, 400);
        f.model.network.follow_up_days = 400; /* the longest stays are waited for */
        struct sample s = stays_of(&f, 5);
        assert_true(today_distance(s.rest_h, s.count, rest_of_a_lognormal, &elapsed_h) < 1.95);
        sample_free(&s);
        fixture_close(&f);
    }
}

/* The integral of the survival up to x over the mean, by Simpson's rule in small steps. */
static double equilibrium_of_a_lognormal(double x, const void *none)
{
    (void)none;
    enum { STEPS = 400 };
    double sum = 0, h = x / STEPS;
    for (int i = 0; i <= STEPS; i++) {
        double s = i ? gsl_cdf_lognormal_Q(i * h, mu(), sigma) : 1;
        sum += s * (i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2);
    }
    return fmin(1, sum * h / 3 / mean_h);
}

static void a_stay_of_unknown_length_is_length_biased_in_past_and_rest(void **state)
{
    (void)state;
    struct fixture f;
    open_ward(&f,
              BEGIN NOBODY WARD("{ shape = \"lognormal\"; mean = \"5.3 days\"; cv = 1.1; }",
                                "unlimited = true;" GO_HOME),
              "ward,,,,,\n", 400);
    f.model.network.follow_up_days = 400;
    struct sample s = stays_of(&f, 5);
    assert_true(today_distance(s.rest_h, s.count, equilibrium_of_a_lognormal, NULL) < 1.95);
    assert_true(today_distance(s.past_h, s.count, equilibrium_of_a_lognormal, NULL) < 1.95);
    sample_free(&s);
    fixture_close(&f);
}

/* 68% of a lognormal of mean 2.6 and median 2.1 days, 32% of one of mean 19.8 and median 17.8. Who
 * has been there for days is ever more likely one of the long. */
static double left_of_a_mixture(double x)
{
    double a = log(2.1 * 24), b = sqrt(2 * log(2.6 / 2.1));
    double d = log(17.8 * 24), e = sqrt(2 * log(19.8 / 17.8));
    return x > 0 ? 0.68 * gsl_cdf_lognormal_Q(x, a, b) + 0.32 * gsl_cdf_lognormal_Q(x, d, e) : 1;
}

static double rest_of_a_mixture(double x, const void *elapsed)
{
    double e = *(const double *)elapsed;
    return 1 - left_of_a_mixture(e + x) / left_of_a_mixture(e);
}

static double equilibrium_of_a_mixture(double x, const void *none)
{
    (void)none;
    enum { STEPS = 400 };
    double sum = 0, h = x / STEPS;
    for (int i = 0; i <= STEPS; i++)
        sum += left_of_a_mixture(i * h) * (i == 0 || i == STEPS ? 1 : i % 2 ? 4 : 2);
    return fmin(1, sum * h / 3 / ((0.68 * 2.6 + 0.32 * 19.8) * 24));
}

static void a_stay_of_one_of_two_kinds_goes_on_as_theory_says(void **state)
{
    (void)state;
    static const double days[] = {1.3, 4.1, 9.7};
    for (size_t i = 0; i <= UNIT_COUNT(days); i++) {
        struct fixture f;
        char row[64];
        bool known = i < UNIT_COUNT(days);
        double elapsed_h = known ? days[i] * 24 : 0;
        snprintf(row, sizeof row, known ? "ward,,,%g,,\n" : "ward,,,,,\n", elapsed_h / 24);
        open_ward(&f,
                  BEGIN NOBODY WARD("{ shape = \"mixture\"; long_share = 0.32;"
                                    "  short_mean = \"2.6 days\"; short_median = \"2.1 days\";"
                                    "  long_mean = \"19.8 days\"; long_median = \"17.8 days\"; }",
                                    "unlimited = true;" GO_HOME),
                  row, 400);
        f.model.network.follow_up_days = 400;
        struct sample s = stays_of(&f, 5);
        assert_true(today_distance(s.rest_h, s.count,
                                   known ? rest_of_a_mixture : equilibrium_of_a_mixture,
                                   &elapsed_h) < 1.95);
        sample_free(&s);
        fixture_close(&f);
    }
}

/* 35% stay an exponential 0.4 days and 65% one of 6 days: after three days nearly all left are of
 * the second kind; found at random, 96.5% are. */
static double two_kinds(double x, const void *weight)
{
    double first = *(const double *)weight;
    return first * -expm1(-x / (0.4 * 24)) + (1 - first) * -expm1(-x / (6 * 24));
}

static void same_day_stays_count_by_how_likely_they_still_are(void **state)
{
    (void)state;
    const char *scenario = BEGIN NOBODY WARD(
        "{ mean = \"6 days\"; }", "same_day = 0.35; same_day_stay = { mean = \"0.4 days\"; };"
                                  "unlimited = true;" GO_HOME);
    double still = 0.35 * exp(-1 / 0.4), others = 0.65 * exp(-1.0 / 6);
    double after_a_day = still / (still + others);
    double at_random = 0.35 * 0.4 / (0.35 * 0.4 + 0.65 * 6);
    struct fixture f;
    open_ward(&f, scenario, "ward,,,1,,\n", 600);
    struct sample s = stays_of(&f, 5);
    assert_true(today_distance(s.rest_h, s.count, two_kinds, &after_a_day) < 1.95);
    sample_free(&s);
    fixture_close(&f);
    open_ward(&f, scenario, "ward,,,,,\n", 600);
    s = stays_of(&f, 5);
    assert_true(today_distance(s.rest_h, s.count, two_kinds, &at_random) < 1.95);
    sample_free(&s);
    fixture_close(&f);
}

static void a_stay_that_has_outlasted_its_law_ends_at_once_and_is_pointed_out(void **state)
{
    (void)state;
    struct fixture f;
    open_ward(&f,
              BEGIN NOBODY WARD("{ shape = \"uniform\"; min = \"2 days\"; max = \"9 days\"; }",
                                "unlimited = true;" GO_HOME),
              "ward,,,9.5,,\n", 3);
    assert_true(today_says(&f, BF_WARNING, "3 of 3 people in ward have been there longer"));
    fixture_follow(&f, 0);
    uint32_t ready = 0;
    for (size_t i = 0; i < f.story.count; i++)
        if (f.story.told[i].step == BF_STEP_READY) {
            assert_close(f.story.told[i].at_h, 0, 0);
            ready++;
        }
    assert_int_equal(ready, 3);
    fixture_close(&f);
}

/* In equilibrium at the start means in equilibrium ever after: M/G/infinity at 47.7 people, each
 * day of the period, from a table of 48 people of whom nothing is known. */
static void a_snapshot_of_equilibrium_stays_in_equilibrium(void **state)
{
    (void)state;
    struct fixture f;
    char *table = today_rows(HEAD, "ward,,,,,\n", 48);
    today_open(&f,
               BEGIN
               "demand: { some: { rate = \"9 per day\"; enter = ( { to = \"ward\"; } ); }; };" WARD(
                   "{ shape = \"lognormal\"; mean = \"5.3 days\"; cv = 1.1; }",
                   "unlimited = true;" GO_HOME),
               table);
    free(table);
    struct bf_tally day[4];
    static const uint32_t when[4] = {0, 3, 9, 40};
    for (int k = 0; k < 4; k++)
        bf_tally_init(&day[k]);
    for (uint32_t r = 0; r < 600; r++) {
        fixture_run(&f, r);
        for (int k = 0; k < 4; k++)
            bf_tally_add(&day[k], fixture_day(&f, "ward", "all", "occupied", when[k]));
    }
    for (int k = 0; k < 4; k++) {
        /* 48 known at the start, of whom S(t) are left; and those who came since */
        double t_h = (when[k] + 1) * 24.0;
        double theory = 48 * (1 - equilibrium_of_a_lognormal(t_h, NULL)) +
                        47.7 * equilibrium_of_a_lognormal(t_h, NULL);
        double half = bf_interval_half_width(day[k].count, bf_tally_sd(&day[k]), 1 - 1e-6);
        assert_close(bf_tally_mean(&day[k]), theory, half);
        assert_true(half < 1.6);
    }
    fixture_close(&f);
}

/* ---- well, and not yet seen in a round ------------------------------------------------- */

/* A minute of rounds at ten every day, in which half of those who are well are seen. */
#define HALF_SEEN                                                                                  \
    "rounds = \"daily 10:00-10:01\"; review = [0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5];"

/* At midnight each has been well for 14 hours, with a half 24 more, and so on: 38 hours in the
 * mean. Nine a day and 5.3 days: 47.7 in their stays and 14.25 not yet seen. Nine leave on every
 * day, the first among them. */
static void in_equilibrium_with_rounds_as_many_leave_on_the_first_day_as_on_any(void **state)
{
    (void)state;
    static const uint32_t when[] = {0, 1, 4, 20};
    struct fixture f;
    struct bf_tally leave[4], inside[4];
    char *table = today_rows(HEAD, "ward,,,,,\n", 62);
    today_open(&f,
               BEGIN
               "demand: { some: { rate = \"9 per day\"; enter = ( { to = \"ward\"; } ); }; };" WARD(
                   "{ shape = \"lognormal\"; mean = \"5.3 days\"; cv = 1.1; }",
                   "unlimited = true;" HALF_SEEN GO_HOME),
               table);
    free(table);
    for (int k = 0; k < 4; k++) {
        bf_tally_init(&leave[k]);
        bf_tally_init(&inside[k]);
    }
    for (uint32_t r = 0; r < 600; r++) {
        fixture_run(&f, r);
        for (int k = 0; k < 4; k++) {
            bf_tally_add(&leave[k], fixture_day(&f, "system", "all", "discharges", when[k]));
            bf_tally_add(&inside[k], fixture_day(&f, "ward", "all", "occupied", when[k]));
        }
    }
    for (int k = 0; k < 4; k++) {
        double half = bf_interval_half_width(600, bf_tally_sd(&leave[k]), 1 - 1e-6);
        assert_close(bf_tally_mean(&leave[k]), 9, half);
        assert_true(half < 0.7);
        half = bf_interval_half_width(600, bf_tally_sd(&inside[k]), 1 - 1e-6);
        assert_close(bf_tally_mean(&inside[k]), 61.95, half + 0.05);
        assert_true(half < 1.8);
    }
    fixture_close(&f);
}

/* Who came 18 hours ago and is not waiting: still in the stay, S(18 h); or well since some time of
 * the 14 hours since ten, S(4 h) - S(18 h); or in the four before, and missed, (1 - S(4 h)) / 2. */
static void who_is_found_may_be_well_and_not_yet_seen(void **state)
{
    (void)state;
    struct fixture f;
    double still = exp(-18 / 31.0), before = exp(-4 / 31.0);
    double missed = before - still + (1 - before) / 2;
    uint64_t well = 0, found = 0;
    char *table = today_rows(HEAD, "ward,,,0.75,,\n", 40);
    today_open(&f,
               BEGIN NOBODY WARD("{ mean = \"31 hours\"; }", "unlimited = true;" HALF_SEEN GO_HOME),
               table);
    free(table);
    for (uint32_t r = 0; r < 300; r++) {
        fixture_follow(&f, r);
        for (size_t i = 0; i < f.story.count; i++) {
            const struct bf_told *told = &f.story.told[i];
            found += told->step == BF_STEP_FOUND;
            well += told->step == BF_STEP_WELL && !(told->at_h > 0);
        }
    }
    assert_int_equal(found, 300 * 40);
    double expected = missed / (missed + still),
           half = 4.9 * sqrt(expected * (1 - expected) / 12000);
    assert_close((double)well / 12000, expected, half);
    assert_true(half < 0.023);
    fixture_close(&f);
}

/* ---- queues and places ----------------------------------------------------------------- */

#define TWO_STAGES                                                                                 \
    BEGIN NOBODY                                                                                   \
        "tasks: { funding: { reason = \"B\"; responsible = \"NHS\";"                               \
        "  duration = { mean = \"4.2 days\"; }; };"                                                \
        "  forms: { reason = \"A\"; responsible = \"NHS\"; duration = { mean = \"1 day\"; }; }; "  \
        "};"                                                                                       \
        "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 20;"                     \
        "  stay = { mean = \"5 days\"; };"                                                         \
        "  then = ( { to = \"rehab\"; share = 0.3; priority = 4; needs = { forms = 0.5; funding "  \
        "= 0.4; }; },"                                                                             \
        "           { to = \"hospice\"; share = 0.1; }, { to = \"home\"; share = 0.6; } ); };"     \
        "rehab: { kind = \"beds\"; setting = \"non-acute\"; beds = 1; stay = { shape = "           \
        "  \"constant\"; mean = \"2 days\"; }; " GO_HOME                                           \
        "  waiting_counts_as = { reason = \"C\"; responsible = \"NHS\"; }; };"                     \
        "hospice: { kind = \"beds\"; setting = \"non-acute\"; beds = 2; stay = { mean = \"9 "      \
        "days\"; };"                                                                               \
        "  " GO_HOME " }; };"

static uint32_t line_of(const struct fixture *f, uint64_t who)
{
    const struct bf_snapshot *s = f->model.network.snapshot;
    for (uint32_t i = 0; i < s->count; i++)
        if (s->person[i].who == who) return s->person[i].line;
    return 0;
}

/* Lines of the people who take a step at a service, in order. */
static size_t lines_of(const struct fixture *f, enum bf_step step, const char *service,
                       uint32_t line[], size_t room)
{
    uint32_t s = fixture_service(f, service);
    size_t count = 0;
    for (size_t i = 0; i < f->story.count && count < room; i++)
        if (f->story.told[i].step == step && f->story.told[i].service == s)
            line[count++] = line_of(f, f->story.told[i].who);
    return count;
}

static void queues_keep_their_order_and_equal_times_that_of_the_file(void **state)
{
    (void)state;
    static const char table[] = HEAD "ward,,,30,rehab,2021-10-29\n"          /* 2 */
                                     "ward,,,30,rehab,2021-10-21 08:00\n"    /* 3 */
                                     "ward,,,30,rehab,2021-10-29\n"          /* 4 */
                                     "ward,,,30,rehab,\n"                    /* 5: not known */
                                     "ward,,,,rehab,2021-10-29T11:59\n"      /* 6 */
                                     "ward,,,30,rehab,2021-10-21 07:59:59\n" /* 7 */
                                     "rehab,,,1.5,,\n"                       /* 8 */
                                     ",,,3,rehab,\n"; /* 9: outside, 3 days */
    static const uint32_t order[] = {7, 3, 9, 6, 2, 4, 5};
    uint32_t line[16];
    struct fixture f;
    today_open(&f, TWO_STAGES, table);
    fixture_follow(&f, 3);
    assert_int_equal(lines_of(&f, BF_STEP_STARTS, "rehab", line, 16), UNIT_COUNT(order));
    for (size_t i = 0; i < UNIT_COUNT(order); i++)
        assert_int_equal(line[i], order[i]);
    /* the one inside has half a day left of two, and each who follows stays two days */
    double at_h = 12;
    for (size_t i = 0; i < f.story.count; i++)
        if (f.story.told[i].step == BF_STEP_STARTS) {
            assert_close(f.story.told[i].at_h, at_h, 1e-6);
            at_h += 48;
        }
    fixture_close(&f);
}

static void a_free_place_goes_to_the_first_in_line_though_others_are_read_before(void **state)
{
    (void)state;
    static const char table[] = HEAD "ward,,,30,rehab,2021-10-30\n"
                                     "ward,,,30,rehab,2021-10-02\n";
    uint32_t line[4];
    struct fixture f;
    today_open(&f, TWO_STAGES, table);
    fixture_follow(&f, 0);
    assert_int_equal(lines_of(&f, BF_STEP_STARTS, "rehab", line, 4), 2);
    assert_int_equal(line[0], 3);
    fixture_close(&f);
}

static void people_beyond_the_places_stay_and_places_close_as_they_leave(void **state)
{
    (void)state;
    struct fixture f;
    char *table = today_rows(HEAD, "ward,,,2,,\n", 27);
    char *with = malloc(strlen(table) + 64);
    snprintf(with, strlen(table) + 64, "%s,,,1,ward,\n", table);
    today_open(&f, TWO_STAGES, with);
    assert_true(today_says(&f, BF_NOTE, "27 people are in ward, which has 20 places"));
    for (uint32_t r = 0; r < 20; r++) {
        fixture_follow(&f, r);
        int inside = 0, served = 0;
        uint32_t ward = fixture_service(&f, "ward");
        for (size_t i = 0; i < f.story.count; i++) {
            const struct bf_told *told = &f.story.told[i];
            if (told->service != ward) continue;
            inside += told->step == BF_STEP_FOUND || told->step == BF_STEP_STARTS;
            if (told->step == BF_STEP_STARTS) assert_true(inside <= 20);
            served += told->step == BF_STEP_STARTS;
            if (told->step == BF_STEP_LEAVES) {
                /* nobody of the table is sent away */
                if (line_of(&f, told->who) <= 28) assert_true(told->value >= 48);
                inside--;
            }
        }
        assert_int_equal(served, 1);
    }
    free(table);
    free(with);
    fixture_close(&f);
}

static void nobody_of_the_table_counts_as_presenting_or_admitted(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f, TWO_STAGES,
               HEAD "ward,,,2,,\nward,,,9,rehab,2021-10-30\n,,,1,ward,\nrehab,,,1,,\n");
    fixture_run(&f, 0);
    /* the one outside is admitted when a bed is there: at once */
    assert_close(fixture_day(&f, "system", "all", "admissions", 0), 1, 0);
    assert_close(fixture_scalar(&f, "ward", "started"), 1, 0);
    fixture_close(&f);
}

/* Twelve community places are full and 30 people wait in hospital for one, nobody else comes:
 * places free at rate 12 over the mean stay, so the starts are a Poisson process until the queue is
 * gone, and the number still waiting at time t is the mean of (30 - Poisson(12 t / stay))+. */
static void a_queue_that_is_there_at_the_start_drains_as_theory_says(void **state)
{
    (void)state;
    struct fixture f;
    char *inside = today_rows(HEAD, "pathway2,,,,,\n", 12);
    char *table = today_rows(inside, "ward,,,9,pathway2,2021-10-25\n", 30);
    today_open(&f,
               BEGIN NOBODY "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 40;"
                            "  stay = { mean = \"5 days\"; }; then = ( { to = \"pathway2\"; } ); };"
                            "pathway2: { kind = \"beds\"; setting = \"non-acute\"; beds = 12;"
                            "  stay = { mean = \"8.4 days\"; }; " GO_HOME " }; };",
               table);
    static const uint32_t day[] = {0, 4, 11, 17, 24};
    struct bf_tally waiting[UNIT_COUNT(day)];
    for (size_t k = 0; k < UNIT_COUNT(day); k++)
        bf_tally_init(&waiting[k]);
    for (uint32_t r = 0; r < 800; r++) {
        fixture_run(&f, r);
        for (size_t k = 0; k < UNIT_COUNT(day); k++)
            bf_tally_add(&waiting[k], fixture_day(&f, "ward", "all", "delayed", day[k]));
    }
    for (size_t k = 0; k < UNIT_COUNT(day); k++) {
        double freed = 12 * (day[k] + 1) / 8.4, theory = 0, p = exp(-freed);
        for (int n = 0; n < 30; n++, p *= freed / n)
            theory += (30 - n) * p;
        double half = bf_interval_half_width(800, bf_tally_sd(&waiting[k]), 1 - 1e-6);
        assert_close(bf_tally_mean(&waiting[k]), theory, half + 1e-9);
        assert_true(half < 1);
    }
    free(inside);
    free(table);
    fixture_close(&f);
}

/* ---- tasks ----------------------------------------------------------------------------- */

/* Of unknown locality and stream, but waiting for what is open to a few alone. */
static void who_waits_for_a_place_is_one_of_those_to_whom_it_is_open(void **state)
{
    (void)state;
    struct fixture f;
    char *table = today_rows(HEAD, "ward,,,9,rehab,2021-10-25\n", 37);
    today_open(&f,
               "format = 1; period = { from = \"2021-11-01\"; to = \"2021-11-30\"; };"
               "start = { snapshot = \"people.csv\"; };"
               "localities: { coast: { population = 53; }; hills: { population = 29; }; };"
               "demand: { many: { rate = \"7.3 per day\"; enter = ( { to = \"ward\"; } ); };"
               "   few: { rate = \"1.9 per day\"; enter = ( { to = \"ward\"; } ); }; };"
               "services: { ward: { kind = \"beds\"; beds = 60; setting = \"acute\"; stay = { mean "
               "= \"4 days\"; }; then = ("
               "   { to = \"rehab\"; only = { localities = \"hills\"; streams = \"few\"; }; },"
               "   { to = \"home\"; only = { localities = \"coast\"; }; },"
               "   { to = \"home\"; only = { localities = \"hills\"; streams = \"many\"; }; } ); };"
               " rehab: { kind = \"beds\"; beds = 3; setting = \"non-acute\"; stay = { mean = \"5 "
               "days\"; }; then = ( { to = \"home\"; } ); }; };",
               table);
    fixture_follow(&f, 1);
    uint32_t found = 0;
    for (size_t k = 0; k < f.story.count; k++)
        if (f.story.told[k].step == BF_STEP_FOUND) {
            assert_int_equal(f.story.told[k].locality, 1);
            found++;
        }
    assert_int_equal(found, 37);
    fixture_close(&f);
    free(table);
}

static void what_is_left_of_a_task_does_not_remember_when_it_is_exponential(void **state)
{
    (void)state;
    struct fixture f;
    double mean = 4.2 * 24;
    char *table = today_rows(HEAD, "ward,,,30,funding,2021-10-20\n", 300);
    today_open(&f, TWO_STAGES, table);
    double *left = calloc(3000, sizeof *left);
    size_t count = 0;
    uint32_t rehab = fixture_service(&f, "rehab");
    for (uint32_t r = 0; r < 8; r++) {
        fixture_follow(&f, r);
        for (size_t i = 0; i < f.story.count; i++) {
            const struct bf_told *told = &f.story.told[i];
            if (told->step == BF_STEP_TASK && told->at_h == 0) left[count++] = told->value;
            if (told->step == BF_STEP_WAITS) assert_int_equal(told->service, rehab);
        }
    }
    assert_int_equal(count, 2400);
    assert_true(today_distance(left, count, exponential, &mean) < 1.95);
    free(left);
    free(table);
    fixture_close(&f);
}

static void the_delay_has_the_reason_of_what_the_table_says(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f, TWO_STAGES,
               HEAD "ward,,,30,funding,2021-10-20\nward,,,30,rehab,2021-10-20\n"
                    "ward,,,30,rehab,2021-10-21\nrehab,,,0,,\n");
    double held = 0;
    for (uint32_t r = 0; r < 200; r++) {
        fixture_run(&f, r);
        double funding = fixture_day(&f, "system", "reason:B", "delayed", 0);
        assert_close(funding + fixture_day(&f, "system", "reason:C", "delayed", 0), 3, 0);
        assert_close(fixture_day(&f, "system", "reason:A", "delayed", 0), 0, 0);
        held += funding;
    }
    double share = exp(-1 / 4.2); /* by the first midnight the money may be there */
    assert_close(held / 200, share, 4 * sqrt(share * (1 - share) / 200));
    fixture_close(&f);
}

/* ---- market, care hours ---------------------------------------------------------------- */

static void a_lead_time_under_way_goes_on(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f,
               BEGIN NOBODY
               "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 9;"
               "  stay = { mean = \"5 days\"; }; then = ( { to = \"placement\"; } ); };"
               "placement: { kind = \"market\"; lead_time = { shape = \"constant\"; mean = \"8 "
               "days\"; }; }; };",
               HEAD "ward,,,30,placement,2021-10-30\nward,,,30,placement,2021-10-04\n");
    fixture_follow(&f, 0);
    uint32_t line[4];
    assert_int_equal(lines_of(&f, BF_STEP_STARTS, "placement", line, 4), 2);
    assert_int_equal(line[0], 3); /* its eight days are over: at once */
    for (size_t i = 0, k = 0; i < f.story.count; i++)
        if (f.story.told[i].step == BF_STEP_STARTS)
            assert_close(f.story.told[i].at_h, k++ ? 8 * 24 - 36 : 0, 1e-6);
    fixture_close(&f);
}

static void care_hours_are_booked_for_the_rest_of_the_visits(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f,
               BEGIN NOBODY
               "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 9;"
               "  stay = { mean = \"5 days\"; }; then = ( { to = \"care\"; } ); };"
               "care: { kind = \"caseload\"; setting = \"home\"; hours = \"70 hours per week\";"
               "  first_visits = \"21 hours per week\"; last_visits = \"7 hours per week\";"
               "  stay = { shape = \"constant\"; mean = \"20 days\"; }; " GO_HOME " }; };",
               HEAD "care,,,10,,\ncare,,,15,,\ncare,,,25,home,2021-10-27\n");
    fixture_run(&f, 0);
    /* ten days of the line from 3 to 1 hour a day are left to the first, five to the second; the
     * third goes home at once */
    assert_close(fixture_day(&f, "care", "all", "hours_booked", 0), (2 - 0.05) + (1.5 - 0.05),
                 1e-5);
    assert_close(fixture_day(&f, "care", "all", "hours_booked", 6), 2 - 0.65, 1e-5);
    assert_close(fixture_day(&f, "care", "all", "hours_booked", 12), 0, 1e-5);
    fixture_close(&f);
}

/* Six hours a day, two in the north and four for the team of the rest; everybody wants one. Three
 * in the north want three of two; two of the team stay for seven and ten days. All in all there is
 * an hour to spare on the first day, and the north is an hour short. */
static void the_team_that_is_short_is_told_though_the_service_has_hours_left(void **state)
{
    (void)state;
    struct fixture f;
    today_open(
        &f,
        BEGIN NOBODY
        "localities: { north: { population = 3; }; middle: { population = 2; };"
        "              south: { population = 1; }; };"
        "services: { ward: { kind = \"beds\"; setting = \"acute\"; beds = 9;"
        "  stay = { mean = \"5 days\"; }; then = ( { to = \"care\"; } ); };"
        "care: { kind = \"caseload\"; setting = \"home\"; hours = \"42 hours per week\";"
        "  areas = { middle = 0.5; north = 0.333333333; south = 0.166666667; };"
        "  teams: { rest = { label = \"The rest\"; localities = [\"south\", \"middle\"]; }; };"
        "  first_visits = \"7 hours per week\"; last_visits = \"7 hours per week\";"
        "  stay = { shape = \"constant\"; mean = \"20 days\"; }; " GO_HOME " }; };",
        HEAD "care,,north,10,,\ncare,,north,10,,\ncare,,north,10,,\ncare,,middle,13,,\n"
             "care,,south,10,,\n");
    fixture_run(&f, 0);
    static const struct {
        const char *group, *name;
        double first, all; /* hours of the first day, of all days */
    } expected[] = {{"locality:north", "area_hours_offered", 2, 2 * 61},
                    {"locality:north", "area_hours_booked", 3, 3 * 10},
                    {"locality:north", "area_hours_short", 1, 10},
                    {"team:rest", "area_hours_offered", 4, 4 * 61},
                    {"team:rest", "area_hours_booked", 2, 7 + 10},
                    {"team:rest", "area_hours_short", 0, 0}};
    double sum[3] = {0};
    for (size_t i = 0; i < UNIT_COUNT(expected); i++) {
        const char *group = expected[i].group, *name = expected[i].name;
        assert_close(fixture_day(&f, "care", group, name, 0), expected[i].first, 1e-6);
        assert_close(fixture_of(&f, "care", group, name), expected[i].all / 61, 1e-6);
        sum[i % 3] += fixture_of(&f, "care", group, name) * 61;
    }
    assert_close(fixture_of(&f, "care", "locality:north", "area_hours_share"), 3000 / 122.0, 1e-5);
    assert_close(fixture_of(&f, "care", "team:rest", "area_hours_share"), 1700 / 244.0, 1e-5);
    assert_close(sum[0], fixture_scalar(&f, "care", "hours_offered"), 1e-4);
    assert_close(sum[1], fixture_scalar(&f, "care", "hours_booked"), 1e-4);
    assert_close(sum[2], fixture_scalar(&f, "care", "hours_short"), 1e-4);
    const struct bf_catalogue *c = &f.model.measures.catalogue;
    uint32_t team =
        fixture_column(c->scalar, c->scalar_count, "care", "team:rest", "area_hours_short");
    assert_string_equal(c->scalar[team].label, "The rest");
    fixture_close(&f);
}

/* ---- readmission ----------------------------------------------------------------------- */

static void people_at_home_come_back_as_their_curve_goes_on(void **state)
{
    (void)state;
    struct fixture f;
    char *table = today_rows(HEAD, "home,,,12,,\n", 2000);
    today_open(&f,
               BEGIN NOBODY WARD("{ mean = \"2 days\"; }",
                                 "unlimited = true; after_discharge = { readmission = { days = "
                                 "[\"10 days\", \"30 days\"];"
                                 "  share = [0.2, 0.32]; }; };" GO_HOME),
               table);
    free(table);
    assert_int_equal(f.model.network.snapshot->home, 2000);
    uint64_t back = 0, early = 0;
    for (uint32_t r = 0; r < 10; r++) {
        fixture_follow(&f, r);
        for (size_t i = 0; i < f.story.count; i++) {
            const struct bf_told *told = &f.story.told[i];
            /* of the first discharge: before the eighteenth day, and 12 days later by its clock */
            if (told->step != BF_STEP_RETURNS || told->episode != 0) continue;
            back++;
            early += told->at_h < 8 * 24;
            assert_close(told->value, told->at_h + 12 * 24, 1e-6);
        }
    }
    /* by day 12 a share 0.212 had come back; 0.32 will have by day 30, 0.26 by day 20 */
    double share = (0.32 - 0.212) / (1 - 0.212), soon = (0.26 - 0.212) / (1 - 0.212);
    assert_close((double)back / 20000, share, 4.5 * sqrt(share * (1 - share) / 20000));
    assert_close((double)early / 20000, soon, 4.5 * sqrt(soon * (1 - soon) / 20000));
    fixture_close(&f);
}

static void people_in_the_community_can_come_back_too(void **state)
{
    (void)state;
    struct fixture f;
    char *table = today_rows(HEAD, "rehab,,,4,,\n", 1000);
    today_open(&f,
               BEGIN NOBODY
               "services: { ward: { kind = \"beds\"; setting = \"acute\"; unlimited = true;"
               "  stay = { mean = \"2 days\"; }; then = ( { to = \"rehab\"; } );"
               "  after_discharge = { readmission = { days = [\"24 days\"]; share = [0.3]; }; }; };"
               "rehab: { kind = \"beds\"; setting = \"non-acute\"; unlimited = true;"
               "  stay = { shape = \"constant\"; mean = \"100 days\"; }; " GO_HOME " }; };",
               table);
    free(table);
    uint64_t back = 0;
    for (uint32_t r = 0; r < 6; r++) {
        fixture_follow(&f, r);
        for (size_t i = 0; i < f.story.count; i++)
            back += f.story.told[i].step == BF_STEP_RETURNS && f.story.told[i].episode == 0;
    }
    double share = (0.3 - 0.05) / (1 - 0.05);
    assert_close((double)back / 6000, share, 4.5 * sqrt(share * (1 - share) / 6000));
    fixture_close(&f);
}

/* ---- common random numbers ------------------------------------------------------------- */

static void another_row_changes_nobody_elses_fate(void **state)
{
    (void)state;
    const char *scenario =
        BEGIN "demand: { some: { rate = \"3 per day\"; enter = ( { to = \"ward\"; } ); }; };" WARD(
            "{ shape = \"lognormal\"; mean = \"5.3 days\"; cv = 1.1; }",
            "unlimited = true;" GO_HOME);
    struct fixture a, b;
    today_open(&a, scenario, HEAD "ward,,,1,,\nward,,,2.5,,\nward,,,1,,\nward,,,,,\n");
    today_open(&b, scenario, HEAD "ward,,,7,,\nward,,,2.5,,\nward,,,,,\nward,,,1,,\nward,,,1,,\n");
    fixture_follow(&a, 4);
    fixture_follow(&b, 4);
    size_t shared = 0;
    for (size_t i = 0; i < a.story.count; i++) {
        bool found = false;
        for (size_t j = 0; j < b.story.count && !found; j++)
            found = a.story.told[i].who == b.story.told[j].who &&
                    a.story.told[i].step == b.story.told[j].step &&
                    a.story.told[i].at_h == b.story.told[j].at_h;
        assert_true(found);
        shared += a.story.told[i].who >> 63;
    }
    assert_true(shared >= 4 * 3);
    fixture_close(&a);
    fixture_close(&b);
}

static void one_replication_is_the_same_each_time_and_others_differ(void **state)
{
    (void)state;
    struct fixture f;
    today_open(&f, TWO_STAGES,
               HEAD "ward,,,3,,\nward,,,,,\nward,,,30,funding,2021-10-20\nward,,,30,,2021-10-20\n"
                    ",,,,ward,\nrehab,,,,,\nhospice,,,,,\nhome,,,3,,\n");
    fixture_run(&f, 7);
    uint64_t digest = f.outcome.digest;
    fixture_run(&f, 8);
    assert_true(f.outcome.digest != digest);
    fixture_run(&f, 7);
    assert_true(f.outcome.digest == digest);
    fixture_close(&f);
}

/* Whatever is known and unknown of people, the laws that every replication checks hold. */
static void any_mixture_of_known_and_unknown_runs_and_keeps_the_laws(void **state)
{
    (void)state;
    static const char *const service[] = {"", "ward", "rehab", "hospice", "home"};
    static const char *const days[] = {"", "0", "0.5", "14", "400", "36525"};
    static const char *const waits[] = {"", "rehab", "hospice", "funding", "forms", "home", "ward"};
    static const char *const since[] = {"", "2021-10-31", "2021-11-01", "2021-09-01 00:00"};
    uint64_t seed = 77;
    for (int trial = 0; trial < 60; trial++) {
        char table[4096] = HEAD;
        size_t used = strlen(table);
        for (int row = 0; row < 40; row++) {
            char line[128];
            struct fixture one;
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            uint32_t x = (uint32_t)(seed >> 40);
            snprintf(line, sizeof line, "%s,,,%s,%s,%s\n", service[x % 5], days[x / 5 % 6],
                     waits[x / 30 % 7], since[x / 210 % 4]);
            char alone[512];
            snprintf(alone, sizeof alone, "%s%s", HEAD, line);
            if (trial == 0 || row % 8 == 0) { /* rows that say nonsense are refused, not run */
                bool good = today_try(&one, TWO_STAGES, alone);
                fixture_close(&one);
                if (!good) continue;
            } else if (x % 5 != 1 || x / 30 % 7 > 3 || (x / 210 % 4 == 3 && x / 5 % 6 < 4)) {
                continue;
            }
            memcpy(table + used, line, strlen(line) + 1);
            used += strlen(line);
        }
        struct fixture f;
        if (today_try(&f, TWO_STAGES, table)) {
            fixture_ready(&f);
            fixture_run(&f, (uint32_t)trial);
            const struct bf_catalogue *c = &f.model.measures.catalogue;
            for (size_t k = 0; k < (size_t)c->daily_count * c->day_count; k++)
                assert_false(isnan(f.outcome.daily[k]) &&
                             strcmp(c->daily[k % c->daily_count].name, "occupied") == 0);
        }
        fixture_close(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_exponential_stay_does_not_remember_how_long_it_has_lasted),
        cmocka_unit_test(a_lognormal_stay_goes_on_as_theory_says),
        cmocka_unit_test(a_stay_of_one_of_two_kinds_goes_on_as_theory_says),
        cmocka_unit_test(a_stay_of_unknown_length_is_length_biased_in_past_and_rest),
        cmocka_unit_test(same_day_stays_count_by_how_likely_they_still_are),
        cmocka_unit_test(a_stay_that_has_outlasted_its_law_ends_at_once_and_is_pointed_out),
        cmocka_unit_test(a_snapshot_of_equilibrium_stays_in_equilibrium),
        cmocka_unit_test(in_equilibrium_with_rounds_as_many_leave_on_the_first_day_as_on_any),
        cmocka_unit_test(who_is_found_may_be_well_and_not_yet_seen),
        cmocka_unit_test(queues_keep_their_order_and_equal_times_that_of_the_file),
        cmocka_unit_test(a_free_place_goes_to_the_first_in_line_though_others_are_read_before),
        cmocka_unit_test(people_beyond_the_places_stay_and_places_close_as_they_leave),
        cmocka_unit_test(a_queue_that_is_there_at_the_start_drains_as_theory_says),
        cmocka_unit_test(nobody_of_the_table_counts_as_presenting_or_admitted),
        cmocka_unit_test(who_waits_for_a_place_is_one_of_those_to_whom_it_is_open),
        cmocka_unit_test(what_is_left_of_a_task_does_not_remember_when_it_is_exponential),
        cmocka_unit_test(the_delay_has_the_reason_of_what_the_table_says),
        cmocka_unit_test(a_lead_time_under_way_goes_on),
        cmocka_unit_test(care_hours_are_booked_for_the_rest_of_the_visits),
        cmocka_unit_test(the_team_that_is_short_is_told_though_the_service_has_hours_left),
        cmocka_unit_test(people_at_home_come_back_as_their_curve_goes_on),
        cmocka_unit_test(people_in_the_community_can_come_back_too),
        cmocka_unit_test(another_row_changes_nobody_elses_fate),
        cmocka_unit_test(one_replication_is_the_same_each_time_and_others_differ),
        cmocka_unit_test(any_mixture_of_known_and_unknown_runs_and_keeps_the_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
