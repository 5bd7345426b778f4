/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scratch.h"

#include "bedflow/report/json.h"
#include "bedflow/report/json_read.h"

static bool parse(const char *text, struct bf_json_document *d, struct bf_err *err)
{
    return bf_json_parse(d, text, strlen(text), "x.json", err);
}

static void every_kind_of_value_is_read(void **state)
{
    (void)state;
    struct bf_json_document d;
    struct bf_err err;
    assert_true(parse(" {\"a\": [2.385, -0, 1e3, -12.5E-1], \"b\": {\"c\": null, \"d\": true,\n"
                      "\"e\": false}, \"f\": \"text\", \"g\": [], \"h\": {}} ",
                      &d, &err));
    const struct bf_json_value *v = bf_json_first(&d, bf_json_at(&d, "a"));
    const double want[] = {2.385, 0, 1000, -1.25};
    for (int i = 0; i < 4; i++, v = bf_json_next(&d, v)) {
        assert_int_equal(v->type, BF_JSON_NUMBER);
        assert_close(v->number, want[i], 1e-12);
    }
    assert_null(v);
    assert_int_equal(bf_json_at(&d, "b.c")->type, BF_JSON_NULL);
    assert_int_equal(bf_json_at(&d, "b.d")->type, BF_JSON_TRUE);
    assert_int_equal(bf_json_at(&d, "b.e")->type, BF_JSON_FALSE);
    assert_string_equal(bf_json_at(&d, "f")->text, "text");
    assert_null(bf_json_first(&d, bf_json_at(&d, "g")));
    assert_int_equal(bf_json_at(&d, "h")->type, BF_JSON_OBJECT);
    assert_null(bf_json_at(&d, "b.z"));
    assert_null(bf_json_at(&d, "f.z"));
    assert_null(bf_json_member(&d, bf_json_at(&d, "a"), "c"));
    bf_json_document_free(&d);
}

static void escapes_become_utf_8(void **state)
{
    (void)state;
    struct bf_json_document d;
    struct bf_err err;
    assert_true(
        parse("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\", \"\\u00a3\\u20AC\\ud83d\\ude00 £😀\"]", &d, &err));
    const struct bf_json_value *v = bf_json_first(&d, &d.value[0]);
    assert_string_equal(v->text, "\"\\/\b\f\n\r\t");
    assert_string_equal(bf_json_next(&d, v)->text, "£€😀 £😀");
    bf_json_document_free(&d);
}

static void what_the_writer_writes_reads_back(void **state)
{
    (void)state;
    static const char hard[] = "quotes \" and \\ back\n\ttab, bell \a, £, \x7F, 😀";
    struct bf_json json;
    struct bf_json_document d;
    struct bf_err err;
    assert_true(bf_json_open(&json, scratch_path("round.json"), &err));
    bf_json_text(&json, "hard", hard);
    bf_json_array(&json, "list");
    bf_json_number(&json, NULL, -1234567.25);
    bf_json_number(&json, NULL, (double)NAN);
    bf_json_end_array(&json);
    assert_true(bf_json_close(&json, &err));
    assert_true(bf_json_read(&d, scratch_path("round.json"), &err));
    assert_string_equal(bf_json_at(&d, "hard")->text, hard);
    const struct bf_json_value *v = bf_json_first(&d, bf_json_at(&d, "list"));
    assert_close(v->number, -1234567.25, 0);
    assert_int_equal(bf_json_next(&d, v)->type, BF_JSON_NULL);
    bf_json_document_free(&d);
}

static void what_is_not_json_is_refused_with_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text, *says;
        int line;
    } row[] = {
        {"", "end too early", 1},
        {"{\"a\": 1,\n}", "without its name", 2},
        {"[1,\n2,]", "begins no value", 2},
        {"{\"a\" 1}", "without its colon", 1},
        {"{a: 1}", "without its name", 1},
        {"{\"a\": 1, \"a\": 2}", "twice", 1},
        {"[1] 2", "more after its end", 1},
        {"[1\n\n2]", "closing bracket", 3},
        {"[01]", "a number that is none", 1},
        {"[-]", "a number that is none", 1},
        {"[1.]", "its point", 1},
        {"[1e]", "exponent", 1},
        {"[1e999]", "too long or too large", 1},
        {"[nul]", "begins no value", 1},
        {"[// no\n1]", "begins no value", 1},
        {"[\"open", "closing quote", 1},
        {"[\"line\nend\"]", "control character", 1},
        {"[\"\\x\"]", "unknown escape", 1},
        {"[\"\\u12g4\"]", "four hexadecimal", 1},
        {"[\"\\u0000\"]", "u0000", 1},
        {"[\"\\ud83d\"]", "surrogate", 1},
        {"[\"\\ud83d\\u0041\"]", "surrogate", 1},
        {"[\"\\ude00\"]", "surrogate", 1},
        {"[\"\xC0\xAF\"]", "UTF-8", 1},
        {"[\"\xED\xA0\x80\"]", "UTF-8", 1},
        {"[\"cut \xE2\x82\"]", "UTF-8", 1},
    };
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        struct bf_json_document d;
        struct bf_err err;
        if (parse(row[i].text, &d, &err)) fail_msg("accepted: %s", row[i].text);
        assert_int_equal(err.code, BF_E_SYNTAX);
        assert_contains(err.what, row[i].says);
        assert_string_equal(err.where.file, "x.json");
        assert_int_equal(err.where.line, row[i].line);
        assert_null(d.value);
    }
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    char text[2 * BF_JSON_READ_DEPTH + 8];
    struct bf_json_document d;
    struct bf_err err;
    for (int deep = BF_JSON_READ_DEPTH; deep <= BF_JSON_READ_DEPTH + 1; deep++) {
        memset(text, '[', (size_t)deep);
        memset(text + deep, ']', (size_t)deep);
        text[2 * deep] = '\0';
        assert_int_equal(parse(text, &d, &err), deep == BF_JSON_READ_DEPTH);
        bf_json_document_free(&d);
    }
    assert_int_equal(err.code, BF_E_LIMIT);
}

static void numbers_are_whole_or_they_are_none(void **state)
{
    (void)state;
    struct bf_json_document d;
    struct bf_err err;
    uint32_t small = 77;
    uint64_t big = 77;
    assert_true(parse("{\"a\": 4294967295, \"b\": 4294967296, \"c\": 2.5, \"d\": -1, \"e\": \"5\", "
                      "\"f\": \"18446744073709551615\", \"g\": \"18446744073709551616\", "
                      "\"h\": \"00ff\", \"i\": \"\", \"j\": \"12x\"}",
                      &d, &err));
    assert_true(bf_json_to_u32(bf_json_at(&d, "a"), &small));
    assert_true(small == 4294967295u);
    const char *const none[] = {"b", "c", "d", "e", "nowhere"};
    for (size_t i = 0; i < UNIT_COUNT(none); i++)
        assert_false(bf_json_to_u32(bf_json_at(&d, none[i]), &small));
    assert_true(bf_json_to_u64(bf_json_at(&d, "f"), 10, &big));
    assert_true(big == UINT64_MAX);
    assert_false(bf_json_to_u64(bf_json_at(&d, "g"), 10, &big));
    assert_true(bf_json_to_u64(bf_json_at(&d, "h"), 16, &big));
    assert_true(big == 255);
    assert_false(bf_json_to_u64(bf_json_at(&d, "h"), 10, &big));
    assert_false(bf_json_to_u64(bf_json_at(&d, "i"), 10, &big));
    assert_false(bf_json_to_u64(bf_json_at(&d, "j"), 16, &big));
    assert_false(bf_json_to_u64(bf_json_at(&d, "a"), 10, &big));
    bf_json_document_free(&d);
}

static void a_file_that_is_not_there_is_told(void **state)
{
    (void)state;
    struct bf_json_document d;
    struct bf_err err;
    assert_false(bf_json_read(&d, scratch_path("none.json"), &err));
    assert_int_equal(err.code, BF_E_IO);
    bf_json_document_free(&d);
}

/* Ten thousand of them take no time, and one twice is found wherever it is. */
static void names_of_a_large_object_are_compared_too(void **state)
{
    (void)state;
    char *text = malloc(200000);
    assert_non_null(text);
    for (int again = -1; again < 10000; again += 3333) {
        struct bf_json_document d;
        struct bf_err err;
        size_t length = (size_t)snprintf(text, 200000, "{\"n9999\": 0");
        for (int i = 0; i < 9999; i++)
            length += (size_t)snprintf(text + length, 200000 - length, ", \"n%04d\": %d",
                                       i == again ? i + 1 : i, i);
        length += (size_t)snprintf(text + length, 200000 - length, "}");
        bool ok = bf_json_parse(&d, text, length, "big.json", &err);
        assert_int_equal(ok, again < 0);
        if (!ok) assert_non_null(strstr(err.what, "twice"));
        if (ok) assert_non_null(bf_json_at(&d, "n9998"));
        if (ok) bf_json_document_free(&d);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_of_a_large_object_are_compared_too),
        cmocka_unit_test(every_kind_of_value_is_read),
        cmocka_unit_test(escapes_become_utf_8),
        cmocka_unit_test(what_the_writer_writes_reads_back),
        cmocka_unit_test(what_is_not_json_is_refused_with_its_line),
        cmocka_unit_test(nesting_has_a_limit),
        cmocka_unit_test(numbers_are_whole_or_they_are_none),
        cmocka_unit_test(a_file_that_is_not_there_is_told),
    };
    return cmocka_run_group_tests(tests, scratch_begin, scratch_end);
}
