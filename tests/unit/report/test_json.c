/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/json.h"

static void objects_arrays_and_commas_come_out_in_order(void **state)
{
    (void)state;
    struct bf_json json;
    struct bf_err err;
    assert_true(bf_json_open(&json, scratch_path("a.json"), &err));
    bf_json_count(&json, "format", 1);
    bf_json_array(&json, "list");
    bf_json_number(&json, NULL, 2.385);
    bf_json_object(&json, NULL);
    bf_json_flag(&json, "yes", true);
    bf_json_end_object(&json);
    bf_json_end_array(&json);
    bf_json_object(&json, "empty");
    bf_json_end_object(&json);
    bf_json_text(&json, "none", NULL);
    bf_json_number(&json, "undefined", (double)NAN);
    assert_true(bf_json_close(&json, &err));
    char *bytes = scratch_read("a.json");
    assert_string_equal(bytes, "{\n  \"format\": 1,\n  \"list\": [\n    2.385,\n    {\n"
                               "      \"yes\": true\n    }\n  ],\n  \"empty\": {},\n"
                               "  \"none\": null,\n  \"undefined\": null\n}\n");
    free(bytes);
}

static void every_byte_of_a_text_is_escaped_or_valid(void **state)
{
    (void)state;
    static const struct {
        const char *text, *json;
    } row[] = {{"a \"b\" \\ c", "\"a \\\"b\\\" \\\\ c\""},
               {"tab\tline\nbell\a", "\"tab\\tline\\nbell\\u0007\""},
               {"£ → 😀", "\"£ → 😀\""},
               {"cut \xE2\x82", "\"cut \\ufffd\\ufffd\""},
               {"overlong \xC0\xAF", "\"overlong \\ufffd\\ufffd\""},
               {"surrogate \xED\xA0\x80", "\"surrogate \\ufffd\\ufffd\\ufffd\""},
               {"too high \xF4\x90\x80\x80", "\"too high \\ufffd\\ufffd\\ufffd\\ufffd\""},
               {"delete \x7F", "\"delete \\u007f\""}};
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_json json;
        struct bf_err err;
        char expected[200];
        assert_true(bf_json_open(&json, scratch_path("b.json"), &err));
        bf_json_text(&json, "t", row[i].text);
        assert_true(bf_json_close(&json, &err));
        char *bytes = scratch_read("b.json");
        snprintf(expected, sizeof expected, "{\n  \"t\": %s\n}\n", row[i].json);
        assert_string_equal(bytes, expected);
        free(bytes);
    }
}

static void too_deep_a_nesting_breaks_a_contract(void **state)
{
    (void)state;
    struct bf_json json;
    struct bf_err err;
    assert_true(bf_json_open(&json, scratch_path("deep.json"), &err));
    for (int i = 1; i < BF_JSON_DEPTH; i++) {
        bf_json_object(&json, "x");
    }
    assert_breaks_contract(bf_json_object(&json, "x"), "BF_JSON_DEPTH");
    assert_true(bf_json_close(&json, &err));
}

static void a_document_in_memory_becomes_a_member_of_another(void **state)
{
    (void)state;
    struct bf_json json;
    struct bf_err err;
    struct bf_text inner = {.bytes = NULL}, outer = {.bytes = NULL};
    bf_json_open_text(&json, &inner, 1);
    bf_json_day(&json, "day", 18932);
    bf_json_day(&json, "never", BF_DAY_NONE);
    bf_json_array(&json, "list");
    bf_json_count(&json, NULL, 4711);
    bf_json_end_array(&json);
    assert_true(bf_json_close(&json, &err));
    bf_json_open_text(&json, &outer, 0);
    bf_json_whole(&json, "inner", inner.bytes);
    assert_true(bf_json_close(&json, &err));
    assert_string_equal(outer.bytes, "{\n  \"inner\": {\n    \"day\": \"2021-11-01\",\n"
                                     "    \"never\": null,\n    \"list\": [\n      4711\n"
                                     "    ]\n  }\n}\n");
    bf_text_free(&inner);
    bf_text_free(&outer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_arrays_and_commas_come_out_in_order),
        cmocka_unit_test(every_byte_of_a_text_is_escaped_or_valid),
        cmocka_unit_test(a_document_in_memory_becomes_a_member_of_another),
        cmocka_unit_test(too_deep_a_nesting_breaks_a_contract),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
