/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

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

static void no_line_is_wider_than_the_table(void **state)
{
    (void)state;
    make(-60.5, 50, true);
    for (const char *line = out.bytes; *line != '\0';) {
        char text[512];
        size_t length = strcspn(line, "\n");
        bf_format(text, sizeof text, "%.*s", (int)length, line);
        if (bf_text_width(text) > BF_TABLE_COLUMNS) fail_msg("too wide: %s", text);
        line += length + (line[length] != '\0');
    }
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
        cmocka_unit_test(no_line_is_wider_than_the_table),
        cmocka_unit_test(stopped_replications_and_exact_inputs_are_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
