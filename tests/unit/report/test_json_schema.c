/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "unit.h"

#include "bedflow/report/json_schema.h"

#include <string.h>

static const char *const colour[] = {"red", "green", NULL};
static const char *const version[] = {"3", NULL};
static const struct bf_member inner[] = {
    {"when", BF_MEMBER_DAY, "a day", NULL, NULL},
    {"share", BF_MEMBER_NUMBER | BF_MEMBER_OR_NULL, "a share", NULL, NULL},
    {NULL, 0, NULL, NULL, NULL}};
static const struct bf_member members[] = {
    {"version", BF_MEMBER_COUNT, "a version", NULL, version},
    {"colour", BF_MEMBER_TEXT | BF_MEMBER_OR_NULL, "a colour", NULL, colour},
    {"yes", BF_MEMBER_FLAG, "a flag", NULL, NULL},
    {"words", BF_MEMBER_TEXTS, "texts", NULL, NULL},
    {"named", BF_MEMBER_NAMED, "texts with names", NULL, NULL},
    {"one", BF_MEMBER_OBJECT | BF_MEMBER_OR_NULL, "an object", inner, NULL},
    {"many", BF_MEMBER_LIST, "objects", inner, NULL},
    {NULL, 0, NULL, NULL, NULL}};

static const char right[] =
    "{\"version\": 3, \"colour\": \"green\", \"yes\": false, \"words\": [\"a\", \"b\"], "
    "\"named\": {\"x\": \"y\"}, \"one\": null, "
    "\"many\": [{\"when\": \"2021-11-01\", \"share\": 0.2385}, "
    "{\"when\": \"2021-11-02\", \"share\": null}]}";

/* `from` replaced by `to` in the right document; NULL: as it is. "" if it passes. */
static const char *fault_of(const char *from, const char *to, char text[], size_t size)
{
    struct bf_json_document document;
    struct bf_err err;
    struct bf_text out = {.bytes = NULL};
    const char *at = from != NULL ? strstr(right, from) : NULL;
    assert_true(from == NULL || at != NULL);
    size_t head = at != NULL ? (size_t)(at - right) : strlen(right);
    bf_text_add_bytes(&out, right, head);
    if (at != NULL) bf_text_add(&out, "%s%s", to, at + strlen(from));
    assert_true(bf_json_parse(&document, out.bytes, out.length, "x", &err));
    if (bf_json_schema_check(members, &document, &document.value[0], &err))
        text[0] = '\0';
    else
        bf_err_render(&err, text, size);
    bf_json_document_free(&document);
    bf_text_free(&out);
    return text;
}

static void a_document_as_described_passes(void **state)
{
    char text[1024];
    (void)state;
    assert_string_equal(fault_of(NULL, NULL, text, sizeof text), "");
    assert_string_equal(fault_of("\"green\"", "null", text, sizeof text), "");
}

static void each_departure_is_found_with_its_path(void **state)
{
    static const struct {
        const char *from, *to, *fault;
    } row[] = {
        {"\"version\": 3", "\"version\": -3", "version: expected the type"},
        {"\"version\": 3", "\"version\": 3.5", "version: expected the type"},
        {"\"version\": 3", "\"version\": 4", "version: expected the type"},
        {"\"green\"", "\"blue\"", "colour: expected the type"},
        {"\"green\"", "7", "colour: expected the type"},
        {"false", "null", "yes: expected the type"},
        {"\"b\"]", "7]", "words: expected the type"},
        {"\"y\"", "{}", "named: expected the type"},
        {"\"one\": null", "\"one\": []", "one: expected the type"},
        {"\"one\": null", "\"one\": {\"when\": \"2021-11-01\"}", "one.share: expected this member"},
        {"\"2021-11-02\"", "\"2021-11-32\"", "many[1].when: expected the type"},
        {"0.2385", "\"0.2385\"", "many[0].share: expected the type"},
        {"{\"when\": \"2021-11-02\", \"share\": null}", "7", "many[1]: expected an object"},
        {"\"share\": null", "\"share\": null, \"extra\": 1", "many[1].extra: expected a member of"},
        {"\"yes\": false, ", "", "yes: expected this member, received none"},
    };
    char text[1024];
    (void)state;
    for (size_t i = 0; i < UNIT_COUNT(row); i++) {
        fault_of(row[i].from, row[i].to, text, sizeof text);
        if (strncmp(text, row[i].fault, strlen(row[i].fault)) != 0)
            fail_msg("%s -> %s: expected %s, received %s", row[i].from, row[i].to, row[i].fault,
                     text);
    }
}

static void the_schema_says_the_same(void **state)
{
    struct bf_text out = {.bytes = NULL};
    struct bf_json json;
    struct bf_json_document d;
    struct bf_err err;
    (void)state;
    bf_json_open_text(&json, &out, 0);
    bf_json_schema(members, &json);
    assert_true(bf_json_close(&json, &err));
    assert_true(bf_json_parse(&d, out.bytes, out.length, "schema", &err));
    assert_string_equal(bf_json_at(&d, "type")->text, "object");
    assert_close(bf_json_at(&d, "properties.version.const")->number, 3, 0);
    assert_string_equal(bf_json_at(&d, "properties.one.properties.when.format")->text, "date");
    assert_string_equal(bf_json_at(&d, "properties.many.items.properties.share.description")->text,
                        "a share");
    const struct bf_json_value *choice =
        bf_json_first(&d, bf_json_at(&d, "properties.colour.enum"));
    assert_string_equal(choice->text, "red");
    choice = bf_json_next(&d, bf_json_next(&d, choice));
    assert_int_equal(choice->type, BF_JSON_NULL);
    uint32_t required = 0;
    for (const struct bf_json_value *v = bf_json_first(&d, bf_json_at(&d, "required")); v != NULL;
         v = bf_json_next(&d, v))
        assert_string_equal(v->text, members[required++].name);
    assert_int_equal(required, UNIT_COUNT(members) - 1);
    bf_json_document_free(&d);
    bf_text_free(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_document_as_described_passes),
        cmocka_unit_test(each_departure_is_found_with_its_path),
        cmocka_unit_test(the_schema_says_the_same),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
