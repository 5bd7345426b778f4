/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "bedflow/report/outcomes.h"
#include "bedflow/report/table_picture.h"

static struct bf_script script;
static struct bf_sheet sheet;

static struct bf_record record_of(enum bf_extra extra, const char *text)
{
    struct bf_faults faults = {.count = 0};
    size_t length = strlen(text);
    char *copy = bf_heap_take(length + 1, 1);
    memcpy(copy, text, length + 1);
    assert_true(bf_sheet_parse(&sheet, copy, length, "table.csv", &faults));
    bf_faults_free(&faults);
    struct bf_record record = {.replication_count = 7};
    record.extra[extra] = &sheet;
    return record;
}

typedef bool draw(const struct bf_table_picture *, bool *, struct bf_err *);

/* What the script gets from a table; NULL when there is no picture. */
static char *drawn(draw *picture, enum bf_extra extra, const char *text)
{
    struct bf_record record = record_of(extra, text);
    struct bf_err err;
    bool has;
    assert_true(bf_script_open(&script, scratch_path("run.gp"), &err));
    struct bf_table_picture request = {&record, scratch, &script};
    assert_true(picture(&request, &has, &err));
    assert_true(bf_script_close(&script, &err));
    bf_sheet_free(&sheet);
    return has ? scratch_read("run.gp") : NULL;
}

#define OUTCOMES                                                                                   \
    "label,unit,better,target,amber,mean,mc_low,mc_high,status,sure,chance_green,chance_amber,"    \
    "chance_red,replications\n"

static void an_outcome_is_told_with_its_figure_lines_status_and_chances(void **state)
{
    (void)state;
    char *script_text =
        drawn(bf_outcomes_picture, BF_EXTRA_OUTCOMES,
              OUTCOMES "At home,%,higher,82.9,79,81.25,80.9,81.6,amber,1,0.125,0.75,0.125,40\n"
                       "Cost,£,lower,2500000,,2610000,2400000,2820000,red,0,0.3,0,0.7,40\n"
                       "Falls,people,lower,,,601,590,612,none,0,,,,40\n");
    assert_non_null(script_text);
    assert_contains(script_text,
                    "outcomes_title = 'Of 2 outcomes with a target, 0 green, 1 amber and 1 red'");
    assert_contains(script_text, "outcome_mean[1] = '81.25% ± 0.35%'");
    assert_contains(script_text, "outcome_lines[1] = 'from 82.9% | from 79%'");
    assert_contains(script_text, "outcome_doubt[1] = ''");
    assert_contains(script_text, "outcome_amber[1] = 0.75");
    assert_contains(script_text, "outcome_lines[2] = 'to £2.5m'");
    assert_contains(script_text, "outcome_status[2] = 'red'");
    assert_contains(script_text, "outcome_doubt[2] = '?'");
    assert_contains(script_text, "outcome_lines[3] = 'no target'");
    assert_contains(script_text, "outcome_doubt[3] = ''");
    assert_contains(script_text, "outcomes_rows = 3");
    free(script_text);
}

static void a_table_without_rows_has_no_picture_and_one_of_another_kind_is_refused(void **state)
{
    (void)state;
    assert_null(drawn(bf_outcomes_picture, BF_EXTRA_OUTCOMES, OUTCOMES));
    struct bf_record record = record_of(BF_EXTRA_OUTCOMES, "label,unit\na,b\n"),
                     empty = {.title = ""};
    struct bf_err err;
    bool has = true;
    assert_true(bf_script_open(&script, scratch_path("run.gp"), &err));
    struct bf_table_picture request = {&record, scratch, &script};
    assert_false(bf_outcomes_picture(&request, &has, &err));
    assert_int_equal(err.code, BF_E_KEY);
    assert_contains(err.what, "\"better\"");
    request.record = &empty;
    assert_true(bf_outcomes_picture(&request, &has, &err));
    assert_false(has);
    assert_true(bf_script_close(&script, &err));
    bf_sheet_free(&sheet);
}

#define CAPACITY                                                                                   \
    "service,label,month,demand_hospital,demand_community,demand,capacity,capacity_p05,"           \
    "capacity_p95,gap\n"

static void the_scarcest_service_stands_first_and_one_without_a_limit_is_left_out(void **state)
{
    (void)state;
    char *text = drawn(bf_capacity_picture, BF_EXTRA_CAPACITY,
                       CAPACITY "visits,Visits,2021-12,30,10,40,50,48,52,10\n"
                                "visits,Visits,2022-01,30,30,60,60,58,62,0\n"
                                "beds,Beds,2021-12,40,0,40,30,28,33,-10\n"
                                "beds,Beds,2022-01,40,0,40,42,41,43,2\n"
                                "help,Help,2021-12,9,0,9,,,,\n"
                                "help,Help,2022-01,9,0,9,,,,\n");
    assert_non_null(text);
    assert_contains(text, "Asked for more than could start: 1 of 2 ");
    assert_contains(text, "1 over the whole period");
    assert_contains(text, "capacity_label[1] = 'Beds'");
    assert_contains(text, "capacity_note[1] = '10% short'");
    assert_contains(text, "capacity_note[2] = '10% spare'");
    assert_contains(text, "capacity_month[1] = 'Dec 2021'");
    assert_contains(text, "capacity_month[2] = 'Jan 2022'");
    assert_contains(text, "capacity_panels = 2");
    free(text);
    text = scratch_read("data/capacity.csv");
    assert_contains(text, "1,1,40,0,30,28,33\n");
    assert_contains(text, "2,2,30,30,60,58,62\n");
    free(text);
}

static void a_service_with_room_over_the_period_and_short_in_a_month_is_not_told_as_enough(
    void **state)
{
    (void)state;
    char *text =
        drawn(bf_capacity_picture, BF_EXTRA_CAPACITY,
              CAPACITY "beds,Discharge-to-assess beds,2021-10,51.2,0,51.2,29.6,27,32,-21.6\n"
                       "beds,Discharge-to-assess beds,2021-11,48.4,0,48.4,78.9,67,79,30.5\n");
    assert_non_null(text);
    assert_contains(text, "Asked for more than could start: 1 of 1 ");
    assert_contains(text, "0 over the whole period");
    assert_contains(text, "capacity_label[1] = 'Discharge-to-assess beds'");
    free(text);
    text = drawn(bf_capacity_picture, BF_EXTRA_CAPACITY,
                 CAPACITY "beds,Beds,2021-10,21.2,0,21.2,29.6,27,32,8.4\n");
    assert_non_null(text);
    assert_contains(text, "No service out of hospital is asked for more than it could start");
    free(text);
}

static void spend_is_told_in_thousands_payers_first(void **state)
{
    (void)state;
    char *text = drawn(bf_spend_picture, BF_EXTRA_SPEND,
                       "service,label,group,month,mean,p05,p95\n"
                       "system,All,payer:NHS,2021-12,1210000,1100000,1300000\n"
                       "system,All,payer:council,2021-12,0,0,0\n"
                       "beds,Beds,purchase:winter_block,2021-12,42500,42500,42500\n");
    assert_non_null(text);
    assert_contains(text, "spend_title = '£1.210m spent in the period, by payer and month'");
    assert_contains(text, "spend_label[1] = 'NHS'");
    assert_contains(text, "spend_label[2] = 'bought: winter block'");
    assert_contains(text, "spend_panels = 2");
    free(text);
    text = scratch_read("data/spend.csv");
    assert_contains(text, "1,1,1210,0,1210,1100,1300\n");
    free(text);
}

static void a_plan_is_not_one_more_purchase(void **state)
{
    (void)state;
    char *text = drawn(bf_spend_picture, BF_EXTRA_SPEND,
                       "service,label,group,month,mean,p05,p95\n"
                       "system,All,payer:NHS,2021-12,1210000,1100000,1300000\n"
                       "beds,Beds,purchase:winter_block,2021-12,42500,42500,42500\n"
                       "system,The winter_fund,plan:fund,2021-12,42500,42500,42500\n");
    assert_non_null(text);
    assert_contains(text, "spend_title = '£1.210m spent in the period, by payer and month'");
    assert_contains(text, "spend_label[2] = 'bought: winter block'");
    assert_contains(text, "spend_label[3] = 'plan: The winter_fund'");
    assert_contains(text, "and so does a plan.");
    free(text);
}

static void a_budget_is_a_line_over_what_is_spent_and_set_aside(void **state)
{
    (void)state;
#define PLANS "plan,label,budget,month,spent,spent_p05,spent_p95,set_aside,chance_overspent\n"
    char *text = drawn(bf_plans_picture, BF_EXTRA_PLANS,
                       PLANS "fund,Winter fund,700000,2021-12,115700,88500,157200,538700,0\n"
                             "fund,Winter fund,700000,2022-01,669900,623700,703200,0,0.1\n"
                             "other,Other,1900000,2021-12,1000,1000,1000,0,0\n"
                             "other,Other,1900000,2022-01,2000,2000,2000,0,0\n");
    assert_non_null(text);
    assert_contains(text, "plans_title = 'Budgets are overspent in up to 10% of possible winters'");
    assert_contains(text, "plans_label[1] = 'Winter fund'");
    assert_contains(text, "plans_note[1] = 'budget £700k, overspent in 10% of winters'");
    assert_contains(text, "plans_line[1] = 700\n");
    assert_contains(text, "plans_line[2] = 1900\n");
    assert_contains(text, "plans_top[2] = 2000\n"); /* the line is within the panel */
    assert_contains(text, "plans_month[2] = 'Jan 2022'");
    free(text);
    text = scratch_read("data/plans.csv");
    assert_contains(text, "1,1,115.7,538.7,115.7,88.5,157.2\n");
    free(text);
    text = drawn(bf_plans_picture, BF_EXTRA_PLANS,
                 PLANS "fund,Winter fund,700000,2021-12,115700,88500,157200,538700,0\n");
    assert_contains(text, "plans_title = 'The budget is kept in every winter that was simulated'");
    free(text);
}

static int begin(void **state)
{
    struct bf_err err;
    return scratch_begin(state) == 0 && bf_folder_make(scratch_path("data"), &err) ? 0 : -1;
}

static void every_month_lies_within_its_panel(void **state)
{
    (void)state;
    char *text = drawn(bf_spend_picture, BF_EXTRA_SPEND,
                       "service,label,group,month,mean,p05,p95\n"
                       "system,All,payer:NHS,2021-12,1210000,1100000,1300000\n"
                       "system,All,payer:NHS,2022-01,5000,4000,6000\n");
    assert_non_null(text);
    assert_true(scratch_number(text, "spend_top[1]") >= 1300);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outcome_is_told_with_its_figure_lines_status_and_chances),
        cmocka_unit_test(a_table_without_rows_has_no_picture_and_one_of_another_kind_is_refused),
        cmocka_unit_test(the_scarcest_service_stands_first_and_one_without_a_limit_is_left_out),
        cmocka_unit_test(
            a_service_with_room_over_the_period_and_short_in_a_month_is_not_told_as_enough),
        cmocka_unit_test(spend_is_told_in_thousands_payers_first),
        cmocka_unit_test(a_plan_is_not_one_more_purchase),
        cmocka_unit_test(a_budget_is_a_line_over_what_is_spent_and_set_aside),
        cmocka_unit_test(every_month_lies_within_its_panel),
    };
    return cmocka_run_group_tests(tests, begin, scratch_end);
}
