/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "example_explanation.h"

#include "bedflow/report/explanation_json.h"

static void an_explanation_is_written_as_its_table_says(void **state)
{
    struct example e;
    struct bf_text out = {.bytes = NULL};
    struct bf_json json;
    struct bf_json_document d;
    struct bf_err err;
    (void)state;
    example_begin(&e);
    bf_json_open_text(&json, &out, 0);
    bf_json_explanation(&json, &e.view);
    bf_json_text(&json, "folder", "r/explain");
    assert_true(bf_json_close(&json, &err));
    assert_true(bf_json_parse(&d, out.bytes, out.length, "x", &err));
    if (!bf_json_schema_check(bf_explanation_members, &d, &d.value[0], &err))
        fail_msg("%s: %s", err.where.path, err.what);
    assert_string_equal(bf_json_at(&d, "from")->text, "2021-01-11");
    assert_string_equal(bf_json_at(&d, "shares")->text, "Shapley");
    assert_close(bf_json_at(&d, "with_none.estimate")->number, 6.86, 1e-9);
    const struct bf_json_value *first = bf_json_first(&d, bf_json_at(&d, "causes"));
    assert_string_equal(bf_json_member(&d, first, "name")->text, "wave");
    const struct bf_json_value *share = bf_json_member(&d, first, "share");
    assert_close(bf_json_member(&d, share, "high")->number, 8.51, 1e-9);
    assert_contains(bf_json_at(&d, "sentence")->text, "The wave");
    assert_contains(bf_json_at(&d, "who")->text, "Frail people +5.3 (4.1 to 6.5)");
    assert_contains(bf_json_at(&d, "places")->text, "Rehabilitation: 11.20 waiting (6.40)");
    bf_json_document_free(&d);
    bf_text_free(&out);
    example_end(&e);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_explanation_is_written_as_its_table_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
