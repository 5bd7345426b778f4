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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_outcome_is_told_with_its_figure_lines_status_and_chances),
        cmocka_unit_test(a_table_without_rows_has_no_picture_and_one_of_another_kind_is_refused),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
