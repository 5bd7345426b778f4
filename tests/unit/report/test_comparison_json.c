/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "../study/synthetic.h"

#include "bedflow/report/comparison_json.h"

enum { REPS = 9 };

static struct bf_result result[2];
static struct bf_decision decision;
static const char *const name[] = {"winter", "more, \"beds\""};
static const char *const text[] = {"format = 1;\n", "format = 1;\ntitle = \"x\";\n"};
static struct bf_comparison_view view = {&decision, result, name, text};
static struct bf_json_document document;

static const struct bf_member members[] = {
    {"method", BF_MEMBER_OBJECT, "method", bf_comparison_method_members, NULL},
    {"options", BF_MEMBER_LIST, "options", bf_comparison_option_members, NULL},
    {NULL, 0, NULL, NULL, NULL}};

static void make(bool whole)
{
    struct bf_err err;
    struct bf_text out = {.bytes = NULL};
    struct bf_json json;
    for (uint32_t o = 0; o < 2; o++) {
        synthetic_begin(&result[o], &synthetic_catalogue, 3, REPS);
        synthetic_fill(&result[o], o, o ? -7.25 : 0, 2.5);
    }
    struct bf_decision_request request = {.result = result, .count = 2, .resamples = 200};
    assert_true(bf_decide(&request, &decision, &err));
    bf_json_open_text(&json, &out, 0);
    bf_json_comparison(&json, &view, whole);
    assert_true(bf_json_close(&json, &err));
    assert_true(bf_json_parse(&document, out.bytes, out.length, "x", &err));
    bf_text_free(&out);
}

static void end(void)
{
    bf_json_document_free(&document);
    bf_decision_free(&decision);
    for (uint32_t o = 0; o < 2; o++)
        bf_result_free(&result[o]);
}

static const struct bf_json_value *second_option(void)
{
    return bf_json_next(&document, bf_json_first(&document, bf_json_at(&document, "options")));
}

static void a_comparison_is_written_as_its_tables_say(void **state)
{
    struct bf_err err;
    (void)state;
    make(false);
    if (!bf_json_schema_check(members, &document, &document.value[0], &err))
        fail_msg("%s: %s", err.where.path, err.what);
    const struct bf_json_value *option = second_option();
    assert_string_equal(bf_json_member(&document, option, "name")->text, name[1]);
    const struct bf_json_value *first =
        bf_json_first(&document, bf_json_member(&document, option, "headline_differences"));
    const struct bf_paired *paired = bf_paired_at(&decision, 1, 0);
    assert_close_relative(bf_json_member(&document, first, "difference")->number,
                          paired->difference, 1e-8);
    assert_close_relative(bf_json_member(&document, first, "together_high")->number,
                          paired->together_high, 1e-8);
    end();
}

static void what_is_stored_has_the_scenarios_too(void **state)
{
    (void)state;
    make(true);
    char hex[BF_SHA256_TEXT];
    assert_string_equal(bf_json_member(&document, second_option(), "text")->text, text[1]);
    bf_sha256_text(text[1], strlen(text[1]), hex);
    assert_string_equal(bf_json_member(&document, second_option(), "sha256")->text, hex);
    end();
}

static void an_option_without_bills_has_no_price(void **state)
{
    double number[BF_COMPARISON_WORTH];
    (void)state;
    make(false);
    for (uint32_t o = 0; o < 2; o++) {
        bf_comparison_worth(&view, o, number);
        for (int i = 0; i < BF_COMPARISON_WORTH; i++)
            assert_true(isnan(number[i]));
    }
    end();
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_comparison_is_written_as_its_tables_say),
        cmocka_unit_test(what_is_stored_has_the_scenarios_too),
        cmocka_unit_test(an_option_without_bills_has_no_price),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
