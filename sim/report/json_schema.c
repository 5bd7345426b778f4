/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/json_schema.h"

#include "bedflow/base/text.h"

#include <math.h>
#include <string.h>

static const char *const type_name[] = {"string", "string", "number", "integer", "boolean",
                                        "object", "array",  "array",  "object",  "array"};

static enum bf_member_type plain_type(const struct bf_member *field)
{
    return (enum bf_member_type)(field->type & ~BF_MEMBER_OR_NULL);
}

static bool can_be_null(const struct bf_member *field)
{
    return (field->type & BF_MEMBER_OR_NULL) != 0;
}

/* ---- the schema ------------------------------------------------------------------------ */

static void write_type(const struct bf_member *field, struct bf_json *json)
{
    const char *name = type_name[plain_type(field)];
    if (!can_be_null(field)) {
        bf_json_text(json, "type", name);
        return;
    }
    bf_json_array(json, "type");
    bf_json_text(json, NULL, name);
    bf_json_text(json, NULL, "null");
    bf_json_end_array(json);
}

static void write_choices(const struct bf_member *field, struct bf_json *json)
{
    if (field->choices == NULL) return;
    bf_json_array(json, "enum");
    for (int i = 0; field->choices[i] != NULL; i++)
        bf_json_text(json, NULL, field->choices[i]);
    if (can_be_null(field)) bf_json_text(json, NULL, NULL);
    bf_json_end_array(json);
}

static void write_members(const struct bf_member *fields, struct bf_json *json);

static void write_items(const struct bf_member *field, struct bf_json *json)
{
    bf_json_object(json, "items");
    if (plain_type(field) == BF_MEMBER_LIST) {
        bf_json_schema(field->inside, json);
    } else if (plain_type(field) == BF_MEMBER_NUMBERS) {
        bf_json_array(json, "type");
        bf_json_text(json, NULL, "number");
        bf_json_text(json, NULL, "null");
        bf_json_end_array(json);
    } else {
        bf_json_text(json, "type", "string");
    }
    bf_json_end_object(json);
}

static void write_field(const struct bf_member *field, struct bf_json *json)
{
    bf_json_object(json, field->name);
    bf_json_text(json, "description", field->help);
    write_type(field, json);
    switch (plain_type(field)) {
    case BF_MEMBER_DAY:
        bf_json_text(json, "format", "date");
        break;
    case BF_MEMBER_COUNT:
        bf_json_count(json, "minimum", 0);
        if (field->choices != NULL) bf_json_whole(json, "const", field->choices[0]);
        break;
    case BF_MEMBER_OBJECT:
        write_members(field->inside, json);
        break;
    case BF_MEMBER_LIST:
    case BF_MEMBER_TEXTS:
    case BF_MEMBER_NUMBERS:
        write_items(field, json);
        break;
    case BF_MEMBER_NAMED:
        bf_json_object(json, "additionalProperties");
        bf_json_text(json, "type", "string");
        bf_json_end_object(json);
        break;
    default:
        write_choices(field, json);
        break;
    }
    bf_json_end_object(json);
}

static void write_members(const struct bf_member *fields, struct bf_json *json)
{
    bf_json_object(json, "properties");
    for (const struct bf_member *f = fields; f->name != NULL; f++)
        write_field(f, json);
    bf_json_end_object(json);
    bf_json_array(json, "required");
    for (const struct bf_member *f = fields; f->name != NULL; f++)
        bf_json_text(json, NULL, f->name);
    bf_json_end_array(json);
}

void bf_json_schema(const struct bf_member *fields, struct bf_json *json)
{
    bf_json_text(json, "type", "object");
    write_members(fields, json);
}

/* ---- the check ------------------------------------------------------------------------- */

/* Where in the document, for the message. */
struct at {
    const struct bf_json_document *document;
    char path[BF_PATH_CAP];
    struct bf_err *err;
};

static bool refuse(struct at *at, const char *name, const char *what)
{
    struct bf_where where = {.line = 0};
    bf_format(where.path, sizeof where.path, "%s%s%s", at->path,
              at->path[0] != '\0' && name[0] != '\0' ? "." : "", name);
    return bf_fail(at->err, BF_E_TYPE, &where, "%s", what);
}

static bool is_day(const char *text)
{
    bf_day day;
    return bf_day_parse(text, &day);
}

static bool is_choice(const struct bf_member *field, const char *text)
{
    for (int i = 0; field->choices != NULL && field->choices[i] != NULL; i++)
        if (strcmp(field->choices[i], text) == 0) return true;
    return field->choices == NULL;
}

static bool is_count(const struct bf_member *field, const struct bf_json_value *value)
{
    char text[32];
    if (value->type != BF_JSON_NUMBER || !(value->number >= 0) || value->number > 9e15)
        return false;
    if (value->number > floor(value->number)) return false;
    bf_format(text, sizeof text, "%.0f", value->number);
    return field->choices == NULL || strcmp(text, field->choices[0]) == 0;
}

static bool all_texts(const struct at *at, const struct bf_json_value *value)
{
    const struct bf_json_value *item = bf_json_first(at->document, value);
    while (item != NULL && item->type == BF_JSON_TEXT)
        item = bf_json_next(at->document, item);
    return item == NULL;
}

static bool all_numbers(const struct at *at, const struct bf_json_value *value)
{
    const struct bf_json_value *item = bf_json_first(at->document, value);
    while (item != NULL && (item->type == BF_JSON_NUMBER || item->type == BF_JSON_NULL))
        item = bf_json_next(at->document, item);
    return item == NULL;
}

static bool is_of_type(const struct at *at, const struct bf_member *field,
                       const struct bf_json_value *value)
{
    switch (plain_type(field)) {
    case BF_MEMBER_TEXT:
        return value->type == BF_JSON_TEXT && is_choice(field, value->text);
    case BF_MEMBER_DAY:
        return value->type == BF_JSON_TEXT && is_day(value->text);
    case BF_MEMBER_NUMBER:
        return value->type == BF_JSON_NUMBER;
    case BF_MEMBER_COUNT:
        return is_count(field, value);
    case BF_MEMBER_FLAG:
        return value->type == BF_JSON_TRUE || value->type == BF_JSON_FALSE;
    case BF_MEMBER_TEXTS:
        return value->type == BF_JSON_ARRAY && all_texts(at, value);
    case BF_MEMBER_NUMBERS:
        return value->type == BF_JSON_ARRAY && all_numbers(at, value);
    case BF_MEMBER_LIST:
        return value->type == BF_JSON_ARRAY;
    case BF_MEMBER_NAMED:
        return value->type == BF_JSON_OBJECT && all_texts(at, value);
    default:
        return value->type == BF_JSON_OBJECT;
    }
}

static bool check_object(struct at *at, const struct bf_member *fields,
                         const struct bf_json_value *value);

/* The objects within: their names are added to the path for the while. */
static bool check_inside(struct at *at, const struct bf_member *field,
                         const struct bf_json_value *value)
{
    size_t length = strlen(at->path);
    bool list = plain_type(field) == BF_MEMBER_LIST, good = true;
    const struct bf_json_value *item = list ? bf_json_first(at->document, value) : value;
    for (unsigned i = 0; good && item != NULL; i++) {
        bf_format(at->path + length, sizeof at->path - length, "%s%s", length > 0 ? "." : "",
                  field->name);
        size_t used = strlen(at->path);
        if (list) bf_format(at->path + used, sizeof at->path - used, "[%u]", i);
        good = check_object(at, field->inside, item);
        item = list ? bf_json_next(at->document, item) : NULL;
    }
    at->path[length] = '\0';
    return good;
}

static bool check_field(struct at *at, const struct bf_member *field,
                        const struct bf_json_value *value)
{
    if (value == NULL) return refuse(at, field->name, "expected this member, received none");
    if (value->type == BF_JSON_NULL && can_be_null(field)) return true;
    if (!is_of_type(at, field, value))
        return refuse(at, field->name, "expected the type of the schema, received another");
    if (field->inside == NULL) return true;
    return check_inside(at, field, value);
}

static bool check_object(struct at *at, const struct bf_member *fields,
                         const struct bf_json_value *value)
{
    if (value->type != BF_JSON_OBJECT)
        return refuse(at, "", "expected an object, received another type");
    for (const struct bf_member *f = fields; f->name != NULL; f++)
        if (!check_field(at, f, bf_json_member(at->document, value, f->name))) return false;
    for (const struct bf_json_value *v = bf_json_first(at->document, value); v != NULL;
         v = bf_json_next(at->document, v)) {
        const struct bf_member *f = fields;
        while (f->name != NULL && strcmp(f->name, v->name) != 0)
            f++;
        if (f->name == NULL) return refuse(at, v->name, "expected a member of the schema");
    }
    return true;
}

bool bf_json_schema_check(const struct bf_member *fields, const struct bf_json_document *document,
                          const struct bf_json_value *value, struct bf_err *err)
{
    struct at at = {.document = document, .err = err};
    return check_object(&at, fields, value);
}
