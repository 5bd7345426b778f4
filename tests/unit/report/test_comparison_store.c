/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "../study/synthetic.h"

#include "bedflow/report/comparison_store.h"
#include "bedflow/report/csv.h"

enum { REPS = 9 };

static struct bf_result result[2];
static struct bf_decision decision;
static const char *const name[] = {"winter", "more, \"beds\""};
static const char *const text[] = {"format = 1;\n", "format = 1;\ntitle = \"x\";\n"};
static struct bf_comparison_view view = {&decision, result, name, text};

static void make(void)
{
    struct bf_err err;
    for (uint32_t o = 0; o < 2; o++) {
        synthetic_begin(&result[o], &synthetic_catalogue, 3, REPS);
        synthetic_fill(&result[o], o, o ? -7.25 : 0, 2.5);
        result[o].total_digest = 0xDEADBEEF12345678u + o;
    }
    struct bf_decision_request request = {.result = result, .count = 2, .resamples = 200};
    assert_true(bf_decide(&request, &decision, &err));
}

static void end(void)
{
    bf_decision_free(&decision);
    for (uint32_t o = 0; o < 2; o++)
        bf_result_free(&result[o]);
}

static void store(const char *folder, bool force)
{
    struct bf_err err = {.code = BF_OK};
    if (!bf_comparison_write(&view, &example_identity, scratch_path(folder), force, &err))
        fail_msg("%s: %s", err.where.file, err.what);
}

static const char *field(const struct bf_sheet *sheet, size_t row, const char *column)
{
    int at = bf_sheet_column(sheet, column);
    assert_true(at >= 0);
    return sheet->field[row * sheet->columns + (size_t)at];
}

static void differences_are_one_row_each_and_read_back(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_err err;
    double value;
    make();
    store("a", false);
    assert_true(bf_sheet_read(&sheet, scratch_path("a/comparison.csv"), &err));
    assert_int_equal(sheet.rows, SYNTHETIC_MEASURES);
    assert_string_equal(field(&sheet, 0, "option"), name[1]);
    assert_string_equal(field(&sheet, 0, "measure"), "delayed_days");
    assert_true(bf_number_parse(field(&sheet, 0, "difference"), &value));
    assert_close_relative(value, bf_paired_at(&decision, 1, 0)->difference, 1e-8);
    assert_true(bf_number_parse(field(&sheet, 0, "together_low"), &value));
    assert_close_relative(value, bf_paired_at(&decision, 1, 0)->together_low, 1e-8);
    assert_string_equal(field(&sheet, 3, "together_low"), "");
    assert_string_equal(field(&sheet, 0, "verdict"), "lower");
    bf_sheet_free(&sheet);
    end();
}

static void pairs_read_back_to_the_same_difference(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_err err;
    double sum = 0, value;
    make();
    store("b", false);
    assert_true(bf_sheet_read(&sheet, scratch_path("b/pairs.csv"), &err));
    assert_int_equal(sheet.rows, 2 * 3 * REPS); /* three headline measures */
    for (size_t row = 0; row < sheet.rows; row++) {
        if (strcmp(field(&sheet, row, "measure"), "delayed_days") != 0) continue;
        assert_true(bf_number_parse(field(&sheet, row, "value"), &value));
        sum += strcmp(field(&sheet, row, "option"), "winter") == 0 ? -value : value;
    }
    assert_close(sum / REPS, bf_paired_at(&decision, 1, 0)->difference, 1e-9);
    assert_string_equal(field(&sheet, 0, "replication"), "3");
    bf_sheet_free(&sheet);
    end();
}

static void options_and_targets_have_their_chances(void **state)
{
    (void)state;
    struct bf_sheet sheet;
    struct bf_err err;
    double value;
    make();
    store("c", false);
    assert_true(bf_sheet_read(&sheet, scratch_path("c/options.csv"), &err));
    assert_int_equal(sheet.rows, 2);
    assert_string_equal(field(&sheet, 1, "digest"), "deadbeef12345679");
    assert_true(bf_number_parse(field(&sheet, 1, "chance_best"), &value));
    assert_close(value, decision.chance_best[1], 1e-9);
    bf_sheet_free(&sheet);
    assert_true(bf_sheet_read(&sheet, scratch_path("c/targets.csv"), &err));
    assert_int_equal(sheet.rows, 2); /* one measure has a target */
    assert_string_equal(field(&sheet, 0, "target"), "92");
    bf_sheet_free(&sheet);
    end();
}

static void the_record_says_how_it_was_made(void **state)
{
    (void)state;
    make();
    store("d", false);
    char *json = scratch_read("d/comparison.json");
    assert_contains(json, "\"Bonferroni over options and headline measures\"");
    assert_contains(json, "\"seed\": \"2385\"");
    assert_contains(json, "\"name\": \"more, \\\"beds\\\"\"");
    assert_contains(json, "\"text\": \"format = 1;\\n\"");
    assert_contains(json, "\"digest\": \"deadbeef12345678\"");
    assert_contains(json, "\"fixed_inputs\": false");
    free(json);
    end();
}

static void an_existing_comparison_is_replaced_by_force_only(void **state)
{
    (void)state;
    struct bf_err err;
    make();
    store("e", false);
    assert_false(bf_comparison_write(&view, &example_identity, scratch_path("e"), false, &err));
    assert_int_equal(err.code, BF_E_IO);
    store("e", true);
    assert_true(scratch_exists("e/comparison.json"));
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(differences_are_one_row_each_and_read_back),
        cmocka_unit_test(pairs_read_back_to_the_same_difference),
        cmocka_unit_test(options_and_targets_have_their_chances),
        cmocka_unit_test(the_record_says_how_it_was_made),
        cmocka_unit_test(an_existing_comparison_is_replaced_by_force_only),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
