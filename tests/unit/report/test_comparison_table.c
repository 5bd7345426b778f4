/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "narrow.h"

#include "../study/synthetic.h"

#include "bedflow/report/comparison_table.h"
#include "bedflow/report/table.h"

enum { REPS = 40 };

static struct bf_result result[3];
static struct bf_decision decision;
static const char *const name[] = {"winter", "more-beds", "home-care"};
static struct bf_text out;

static void make(double shift, double zone, bool decisive)
{
    struct bf_goals matters = {.goal = {{.scalar = 0, .amount = zone}}, .count = 1};
    struct bf_err err;
    for (uint32_t o = 0; o < 3; o++) {
        synthetic_begin(&result[o], &synthetic_catalogue, 0, REPS);
        synthetic_fill(&result[o], o == 2 ? 0 : o, o == 1 ? shift : 0, 2.5);
    }
    struct bf_decision_request request = {.result = result,
                                          .count = 3,
                                          .matters = &matters,
                                          .resamples = decisive ? BF_COMPARE_RESAMPLES : 0};
    assert_true(bf_decide(&request, &decision, &err));
    struct bf_comparison_view view = {&decision, result, name, NULL};
    bf_comparison_table(&view, &out);
    assert_false(out.failed);
}

static void end(void)
{
    bf_text_free(&out);
    bf_decision_free(&decision);
    for (uint32_t o = 0; o < 3; o++)
        bf_result_free(&result[o]);
}

static void assert_told(const char *text)
{
    if (strstr(out.bytes, text) == NULL) fail_msg("expected \"%s\" in:\n%s", text, out.bytes);
}

static void an_option_is_told_with_its_difference_and_verdict(void **state)
{
    (void)state;
    make(-60.5, 0, true);
    char avoided[64], mean[64];
    const struct bf_paired *p = bf_paired_at(&decision, 1, 0);
    bf_value_print(-p->difference, p->together_high - p->difference, mean, sizeof mean);
    bf_format(avoided, sizeof avoided, "Delayed bed days avoided: %s (", mean);
    assert_told("Base: winter: Synthetic. 40 possible winters");
    assert_told("more-beds: Synthetic\n");
    assert_told("  better\n");
    assert_told("  lower\n"); /* admissions are neither good nor bad */
    assert_told(avoided);
    assert_told("Chance of the best mean of “Delayed bed days”: more-beds >99% (best in 100% of "
                "winters)");
    assert_told("Chance of “Acute beds occupied” at most 92% in a winter: winter 0%");
    assert_told("all 6 differences at once with 95% confidence (Bonferroni: 99.17% each)");
    end();
}

static void a_target_that_all_meet_or_none_is_said_to_tell_nothing(void **state)
{
    (void)state;
    assert_non_null(strstr(bf_comparison_target_remark(1, 1), "Every option met it in all"));
    assert_non_null(strstr(bf_comparison_target_remark(0, 0), "No option met it in any"));
    assert_non_null(strstr(bf_comparison_target_remark(0, 0.385), "no certainty"));
    assert_non_null(strstr(bf_comparison_target_remark(0.385, 1), "no certainty"));
    assert_null(bf_comparison_target_remark(0.0385, 0.985));
}

static void an_equal_option_is_the_same_in_every_row(void **state)
{
    (void)state;
    make(-60.5, 0, true);
    const char *at = strstr(out.bytes, "home-care: Synthetic");
    assert_non_null(at);
    for (int i = 0; i < 3; i++) {
        at = strstr(at, "the same\n");
        assert_non_null(at);
        at++;
    }
    assert_null(strstr(at, "bed days avoided"));
    end();
}

static void a_small_difference_is_too_small_to_matter(void **state)
{
    (void)state;
    make(-3.5, 50.5, true);
    assert_told("too small to matter");
    end();
    make(-50.5, 50, true);
    assert_told("better, maybe small");
    end();
    make(50.5, 50, true);
    assert_told("worse, maybe small");
    assert_told("Delayed bed days added: ");
    end();
}

static void an_open_question_says_so(void **state)
{
    (void)state;
    make(0.0625, 0, true);
    assert_told("not decided");
    assert_told("Which is best is not decided.");
    end();
    make(-60.5, 0, false);
    assert_null(strstr(out.bytes, "Chance of the best"));
    end();
}

/* Differences of six winters whose mean and half-width are known: +1, -1 about a middle. */
static void pay(const double middle[], const double spread[])
{
    static const struct bf_measure measure[] = {
        {.service = "system",
         .group = "all",
         .name = "delayed_days",
         .unit = "bed days",
         .title = "Delayed bed days",
         .headline = true,
         .lower_is_better = true},
        {.service = "system", .group = "all", .name = "spend_elsewhere", .unit = "£"},
        {.service = "system", .group = "payer:NHS", .name = "spend_elsewhere", .unit = "£"},
        {.service = "system", .group = "payer:social care", .name = "spend_elsewhere", .unit = "£"},
        {.service = "system", .group = "all", .name = "acute_bed_days", .unit = "bed days"},
        {.service = "system", .group = "all", .name = "net_marginal", .unit = "£"}};
    static const struct bf_catalogue catalogue = {.scalar = measure, .scalar_count = 6};
    struct bf_err err;
    for (uint32_t o = 0; o < 2; o++) {
        synthetic_begin(&result[o], &catalogue, 0, 6);
        for (uint32_t r = 0; r < 6; r++)
            for (uint32_t m = 0; m < 6; m++)
                synthetic_set(&result[o], r, m,
                              9385.5 + o * (middle[m] + (r % 2 ? 1 : -1) * spread[m]));
    }
    struct bf_decision_request request = {.result = result, .count = 2};
    assert_true(bf_decide(&request, &decision, &err));
    struct bf_comparison_view view = {&decision, result, name, NULL};
    bf_comparison_money(&view, 1, false, &out);
    result[2] = (struct bf_result){.count = 0};
}

/* half-widths at 95%: t(5) x 1.0954 / sqrt(6) = 1.1496 of the spread */
static void money_that_chance_may_have_moved_is_said_not_to_be_decided(void **state)
{
    (void)state;
    static const double middle[] = {-52, -600, 1900, -2500, -40, -3000};
    static const double spread[] = {300, 5900, 7500, 1700, 90, 5600};
    pay(middle, spread);
    assert_told("Delayed bed days avoided: 52 (-293 to 397); not decided");
    assert_told("Extra spend: £600 less (£7,400 less to £6,200 more; not decided)");
    assert_told(
        "By payer: NHS £1,900 more (£6,700 less to £10,500 more; not decided); social care");
    assert_told("social care £2,500 less (£500\n  to £4,500).");
    assert_told("Acute bed days released: 40 (-63 to 143; not decided)");
    assert_told("it may gain, net, £600 (£7,400 gained to £6,200 paid; not\n  decided)");
    assert_told("£60 (its marginal cost) it may gain, net, £3,000 (£9,400 gained to £3,400 paid");
    end();
}

static void days_added_have_no_price_as_if_they_were_avoided(void **state)
{
    (void)state;
    static const double middle[] = {952, 600, 600, 0, 900, 0};
    static const double spread[] = {20, 10, 10, 0, 9, 0};
    pay(middle, spread);
    assert_told("Delayed bed days added: 952 (929 to 975)\n");
    assert_told("For each delayed bed day avoided: cannot be said, it may avoid none\n");
    end();
}

static void no_line_is_wider_than_the_table(void **state)
{
    (void)state;
    make(-60.5, 50, true);
    assert_narrow(out.bytes, BF_TABLE_COLUMNS);
    end();
}

static void stopped_replications_and_exact_inputs_are_told(void **state)
{
    (void)state;
    make(-60.5, 0, true);
    bf_text_free(&out);
    result[1].stopped_count = 2;
    for (uint32_t o = 0; o < 3; o++)
        result[o].chance_only = true;
    struct bf_comparison_view view = {&decision, result, name, NULL};
    bf_comparison_table(&view, &out);
    assert_told("more-beds: 2 of 40 replications stopped and are left out of every option");
    assert_told("chance only: inputs assumed exact\n");
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_option_is_told_with_its_difference_and_verdict),
        cmocka_unit_test(a_target_that_all_meet_or_none_is_said_to_tell_nothing),
        cmocka_unit_test(an_equal_option_is_the_same_in_every_row),
        cmocka_unit_test(a_small_difference_is_too_small_to_matter),
        cmocka_unit_test(an_open_question_says_so),
        cmocka_unit_test(money_that_chance_may_have_moved_is_said_not_to_be_decided),
        cmocka_unit_test(days_added_have_no_price_as_if_they_were_avoided),
        cmocka_unit_test(no_line_is_wider_than_the_table),
        cmocka_unit_test(stopped_replications_and_exact_inputs_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
