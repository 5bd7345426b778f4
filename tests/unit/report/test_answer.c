/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/base/arena.h"
#include "sim/report/answer.h"

#include <math.h>

/* A comparison from memory: two options against a base, in delayed days and readmissions. */
#define NOTHING_SPENT ",,,,,,,,,,,,"

struct case_ {
    const char *verdict[2];
    double difference[2], chance[3];
    const char *spend; /* what the first option costs and is worth, as in options.csv */
    const char *other; /* and the second; NULL: nothing is known */
    bool readmissions_worse;
};

static struct bf_sheet sheet_of(const struct bf_text *text)
{
    struct bf_sheet sheet;
    struct bf_faults faults = {.count = 0};
    char *copy = bf_heap_text(text->bytes);
    assert_non_null(copy);
    assert_true(bf_sheet_parse(&sheet, copy, strlen(copy), "table.csv", &faults));
    bf_faults_free(&faults);
    return sheet;
}

static void make(struct bf_dossier *d, const struct case_ *c)
{
    static const char *const name[] = {"base", "block", "spot"};
    static const char *const title[] = {"As it is", "Thirty <beds>", "Spot only"};
    struct bf_text t = {.bytes = NULL}, o = {.bytes = NULL};
    memset(d, 0, sizeof *d);
    d->kind = BF_DOSSIER_COMPARISON;
    d->option_count = 3;
    bf_text_add(&t, "option,title,service,group,measure,unit,headline,lower_is_better,base_mean,"
                    "difference,low,high,together_low,together_high,verdict\n");
    bf_text_add(&o, "option,chance_best,extra_spend,extra_spend_low,extra_spend_high,extra_paid,"
                    "spend_per_day_avoided,spend_per_day_low,spend_per_day_high,"
                    "acute_days_released,acute_days_released_low,acute_days_released_high,"
                    "break_even_day,break_even_day_low,break_even_day_high\n");
    for (int i = 0; i < 3; i++) {
        d->option[i] = (struct bf_dossier_option){
            .name = name[i], .title = title[i], .finished = 60, .planned = 60};
        bf_text_add(&o, "%s,%.9g,%s\n", name[i], c->chance[i],
                    i == 1               ? c->spend
                    : i == 2 && c->other ? c->other
                                         : NOTHING_SPENT);
        if (i == 0) continue;
        double x = c->difference[i - 1];
        bf_text_add(
            &t,
            "%s,%s,system,all,delayed_days,bed days,1,1,17675,%.9g,%.9g,%.9g,%.9g,%.9g,\"%s\"\n"
            "%s,%s,system,all,readmission_rate,%%,1,1,9.561,0.3551,0.23,0.48,0.2,0.5,%s\n",
            name[i], title[i], x, x - 100, x + 100, x - 516, x + 516, c->verdict[i - 1], name[i],
            title[i], c->readmissions_worse ? "higher" : "not decided");
    }
    d->differences = sheet_of(&t);
    d->options = sheet_of(&o);
    bf_text_free(&t);
    bf_text_free(&o);
}

static void expect_answer(const struct case_ *c, const char *expected)
{
    struct bf_dossier d;
    struct bf_text out = {.bytes = NULL};
    make(&d, c);
    bf_answer(&d, &out);
    assert_false(out.failed);
    assert_string_equal(out.bytes, expected);
    bf_text_free(&out);
    bf_dossier_free(&d);
}

static void a_better_option_is_named_with_gain_price_and_harm(void **state)
{
    (void)state;
    expect_answer(
        &(struct case_){.verdict = {"lower", "lower"},
                        .difference = {-2287, -1426},
                        .chance = {0, 0.998, 0.002},
                        .spend = "147439,141200,153700,163150,115.2,-17.7,598.3,2264,2019,2509,"
                                 "264.8,240.4,295",
                        .other = "90000,80000,100000,91000,62.5,51.25,77.75,,,,,,",
                        .readmissions_worse = true},
        "“Thirty <beds>” is better than “As it is”. Judged by “system: delayed days”, it has 2,287 "
        "bed days fewer than the base's 17,675 (95% interval: 1,771 to 2,803). No other option "
        "does as well (chance of the best mean: >99%).\n"
        "It costs £147,400 (95% interval: £141,200 to £153,700) more than the base: £163,150 for "
        "what is bought, less £15,700 that other services then cost less. That is £120 (95% "
        "interval: -£20 to £600) for each delayed bed day avoided. It releases 2,264 acute bed "
        "days (95% interval: 2,019 to 2,509). Those are beds for others, not cash, unless beds "
        "close; it is worth its cost if "
        "such a day is worth at least £265 (95% interval: £240 to £295).\n"
        "It makes worse: “system: readmission rate” by 0.36 percentage points.\n"
        "The others, by “system: delayed days”:\n"
        "- “Spot only”: 1,426 bed days fewer, better\n"
        "“Spot only” pays least for each delayed bed day avoided: £63 (95% interval: £51 to "
        "£78).\n");
}

static void which_of_two_good_options_is_best_may_stay_open(void **state)
{
    (void)state;
    expect_answer(
        &(struct case_){.verdict = {"lower, perhaps too little to matter", "lower"},
                        .difference = {-1530, -1426},
                        .chance = {0, 0.62, 0.38},
                        .spend = "9000,8000,10000,9000,,,,,,,,,"},
        "“Thirty <beds>” is better than “As it is”. Judged by “system: delayed days”, it has 1,530 "
        "bed days fewer than the base's 17,675 (95% interval: 1,014 to 2,046), perhaps too few to "
        "matter. Which is best is not decided: “Thirty <beds>” has the best mean with a chance of "
        "62%, “Spot only” with 38%.\n"
        "It costs £9,000 (95% interval: £8,000 to £10,000) more than the base: £9,000 for what is "
        "bought. It may avoid so few delayed bed days that a price for each cannot be told.\n"
        "The others, by “system: delayed days”:\n"
        "- “Spot only”: 1,426 bed days fewer, better\n");
}

static void a_cost_that_chance_may_have_made_is_not_decided(void **state)
{
    (void)state;
    expect_answer(
        &(struct case_){.verdict = {"lower", "the same"},
                        .difference = {-1530, 0},
                        .chance = {0, 0.997, 0.003},
                        .spend = "33600,-33000,100200,14000,21.96,-20,66,,,,,,",
                        .readmissions_worse = false},
        "“Thirty <beds>” is better than “As it is”. Judged by “system: delayed days”, it has 1,530 "
        "bed days fewer than the base's 17,675 (95% interval: 1,014 to 2,046). No other option "
        "does as well (chance of the best mean: >99%).\n"
        "It costs £34,000 (95% interval: -£33,000 to £100,000) more than the base: £14,000 for "
        "what is bought and £20,000 more in other services. Whether it costs more or less in all "
        "is not decided. That is £22 (95% interval: -£20 to £66) for each delayed bed day "
        "avoided.\n"
        "The others, by “system: delayed days”:\n- “Spot only”: 0 bed days more, the same\n");
}

static void a_lopsided_interval_is_rounded_by_its_short_side(void **state)
{
    (void)state;
    char text[64];
    assert_close(bf_answer_error(13005, 6537, 736305), 6468, 1e-9);
    assert_close(bf_answer_error(100, 90, 110), 10, 1e-12);
    assert_close(bf_answer_error(5, 5, 9), 2, 1e-12); /* no short side */
    assert_nan(bf_answer_error(5, (double)NAN, 9));
    bf_answer_pounds(13005, bf_answer_error(13005, 6537, 736305), text, sizeof text);
    assert_string_equal(text, "£13,000"); /* by half its width: £10,000, as its lower end */
    assert_true(bf_answer_open(-0.1, 2.385));
    assert_false(bf_answer_open(0, 2.385));
    assert_false(bf_answer_open(-2.385, -0.1));
    assert_false(bf_answer_open((double)NAN, 1));
}

static void no_difference_that_matters_is_an_answer(void **state)
{
    (void)state;
    expect_answer(&(struct case_){.verdict = {"no difference that matters", "the same"},
                                  .difference = {-12, 0},
                                  .chance = {0.2, 0.5, 0.3},
                                  .spend = NOTHING_SPENT},
                  "No difference that matters: judged by “system: delayed days”, each option does "
                  "as well as “As it is”.\n");
}

static void not_decided_is_an_answer(void **state)
{
    (void)state;
    expect_answer(&(struct case_){.verdict = {"not decided", "no difference that matters"},
                                  .difference = {-312, 3},
                                  .chance = {0.24, 0.7, 0.06},
                                  .spend = NOTHING_SPENT},
                  "Not decided: judged by “system: delayed days”, these replications cannot tell "
                  "whether any of the options is better than “As it is”. Which is best is not "
                  "decided: “Thirty <beds>” has the best mean with a chance of 70%, “As it is” "
                  "with 24%. More replications would narrow the intervals.\n");
}

static void the_base_may_stay_best(void **state)
{
    (void)state;
    expect_answer(&(struct case_){.verdict = {"higher", "no difference that matters"},
                                  .difference = {812, 3},
                                  .chance = {0.9, 0, 0.1},
                                  .spend = NOTHING_SPENT},
                  "“As it is” stays best: judged by “system: delayed days”, no option is better "
                  "than it.\n");
}

static void money_and_chances_are_said_as_far_as_they_are_known(void **state)
{
    (void)state;
    static const struct {
        double value, error;
        const char *words;
    } row[] = {{191469, 108316, "£190,000"},
               {-310875, 60000, "-£311,000"},
               {115.2, 250, "£120"},
               {14.385, 0, "£14"},
               {-0.2, 300, "£0"}};
    char text[64];
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        bf_answer_pounds(row[i].value, row[i].error, text, sizeof text);
        assert_string_equal(text, row[i].words);
    }
    bf_answer_rounded(15346.4, 1105, text, sizeof text);
    assert_string_equal(text, "15,300");
    bf_answer_rounded(15346.4, 385, text, sizeof text);
    assert_string_equal(text, "15,350");
    bf_answer_rounded(-2385.46, 5.2, text, sizeof text);
    assert_string_equal(text, "-2,385.5");
    bf_answer_chance(0.9951, text, sizeof text);
    assert_string_equal(text, ">99%");
    bf_answer_chance(0.0049, text, sizeof text);
    assert_string_equal(text, "<1%");
    bf_answer_chance((double)NAN, text, sizeof text);
    assert_string_equal(text, "–");
}

static void what_was_so_in_every_winter_is_all_of_them(void **state)
{
    (void)state;
    static const struct {
        double share;
        const char *words;
    } row[] = {{1, "100%"},     {0, "0%"},      {0.99751, ">99%"},
               {0.0038, "<1%"}, {0.385, "38%"}, {(double)NAN, "–"}};
    char text[64];
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        bf_answer_share(row[i].share, text, sizeof text);
        assert_string_equal(text, row[i].words);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_better_option_is_named_with_gain_price_and_harm),
        cmocka_unit_test(which_of_two_good_options_is_best_may_stay_open),
        cmocka_unit_test(a_cost_that_chance_may_have_made_is_not_decided),
        cmocka_unit_test(a_lopsided_interval_is_rounded_by_its_short_side),
        cmocka_unit_test(no_difference_that_matters_is_an_answer),
        cmocka_unit_test(not_decided_is_an_answer),
        cmocka_unit_test(the_base_may_stay_best),
        cmocka_unit_test(money_and_chances_are_said_as_far_as_they_are_known),
        cmocka_unit_test(what_was_so_in_every_winter_is_all_of_them),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
