/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "example_result.h"
#include "scratch.h"

#include "../study/synthetic.h"

#include "assert_close.h"
#include "bedflow/report/comparison_store.h"
#include "bedflow/report/dossier.h"
#include "bedflow/report/store.h"

static void a_run_is_read_back_with_how_it_was_made(void **state)
{
    (void)state;
    struct example *e = calloc(1, sizeof *e);
    struct bf_dossier d;
    struct bf_err err = {.code = BF_OK};
    assert_non_null(e);
    example_make(e, example_winter());
    assert_true(bf_store_write(&e->result, &example_identity, scratch_path("run"), false, &err));
    assert_true(bf_dossier_read(&d, scratch_path("run"), &err));
    assert_int_equal(d.kind, BF_DOSSIER_RUN);
    assert_int_equal(d.option_count, 1);
    assert_string_equal(d.option[0].title, "Winter, \"as bought\"");
    assert_string_equal(d.option[0].text, example_identity.scenario_text);
    assert_string_equal(d.version, example_identity.version);
    assert_string_equal(d.seed, "18446744073709551557");
    assert_int_equal(d.option[0].finished, 7);
    assert_int_equal(d.outcomes.rows, 2);
    assert_null(bf_dossier_model(&d));
    bf_dossier_free(&d);
    bf_result_free(&e->result);
    free(e);
}

static void a_comparison_is_read_back_option_by_option(void **state)
{
    (void)state;
    static const char *const name[] = {"base", "more"};
    static const char *const text[] = {"format = 1;\n", "format = 1;\ntitle = \"x\";\n"};
    struct bf_result result[2];
    struct bf_decision decision;
    struct bf_comparison_view view = {&decision, result, name, text};
    struct bf_dossier d;
    struct bf_err err = {.code = BF_OK};
    for (uint32_t o = 0; o < 2; o++) {
        synthetic_begin(&result[o], &synthetic_catalogue, 3, 9);
        synthetic_fill(&result[o], o, o ? -7.25 : 0, 2.5);
    }
    struct bf_decision_request request = {.result = result, .count = 2, .resamples = 200};
    assert_true(bf_decide(&request, &decision, &err));
    assert_true(
        bf_comparison_write(&view, &example_identity, scratch_path("comparison"), false, &err));
    assert_true(bf_dossier_read(&d, scratch_path("comparison"), &err));
    assert_int_equal(d.kind, BF_DOSSIER_COMPARISON);
    assert_int_equal(d.option_count, 2);
    assert_string_equal(d.option[1].name, "more");
    assert_string_equal(d.option[1].text, text[1]);
    assert_int_equal(d.option[0].finished, 9);
    assert_int_equal(d.differences.rows, SYNTHETIC_MEASURES);
    const struct bf_paired *p = bf_paired_at(&decision, 1, 0);
    assert_close(bf_dossier_number(&d.differences, 0, "difference"), p->difference, 1e-8);
    assert_true(isnan(bf_dossier_number(&d.differences, 0, "no such column")));
    assert_string_equal(bf_dossier_text(&d.differences, 0, "no such column"), "");
    assert_true(bf_dossier_is(&d.differences, 0, "no such column", ""));
    assert_false(bf_dossier_is(&d.differences, 0, "no such column", "all"));
    bf_dossier_free(&d);
    bf_decision_free(&decision);
    for (uint32_t o = 0; o < 2; o++)
        bf_result_free(&result[o]);
}

static void a_folder_without_results_is_refused(void **state)
{
    (void)state;
    struct bf_dossier d;
    struct bf_err err = {.code = BF_OK};
    assert_true(bf_folder_make(scratch_path("empty"), &err));
    assert_false(bf_dossier_read(&d, scratch_path("empty"), &err));
    assert_int_equal(err.code, BF_E_IO);
    bf_dossier_free(&d);
    scratch_write("empty/comparison.json", "{\"options\": [{\"name\": \"one\"}]}");
    assert_false(bf_dossier_read(&d, scratch_path("empty"), &err));
    assert_int_equal(err.code, BF_E_KEY);
    bf_dossier_free(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_run_is_read_back_with_how_it_was_made),
        cmocka_unit_test(a_comparison_is_read_back_option_by_option),
        cmocka_unit_test(a_folder_without_results_is_refused),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
