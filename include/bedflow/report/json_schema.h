/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/json_schema.h -- what a JSON document holds, as tables.
 *
 * One table describes the members of one object: name, type, meaning. The
 * JSON Schema (draft 2020-12) that other programs check documents by is
 * written from it, and every document that --json prints is checked by it, so that
 * schema and document cannot drift apart.
 *
 * Every member of a table is always there; what is not known is null, and then
 * its type has BF_MEMBER_OR_NULL. An undefined number is null, never NaN.
 * A member is added without a new version, so a reader skips those that it does not know (and
 * schemas allow them; the check here does not); it is renamed, removed or given
 * another meaning with one.
 */
#ifndef BF_REPORT_JSON_SCHEMA_H
#define BF_REPORT_JSON_SCHEMA_H

#include "bedflow/report/json.h"
#include "bedflow/report/json_read.h"

enum bf_member_type {
    BF_MEMBER_TEXT,
    BF_MEMBER_DAY, /* "2021-11-01" */
    BF_MEMBER_NUMBER,
    BF_MEMBER_COUNT, /* a whole number from 0 */
    BF_MEMBER_FLAG,
    BF_MEMBER_OBJECT,      /* of `inside` */
    BF_MEMBER_LIST,        /* of objects of `inside` */
    BF_MEMBER_TEXTS,       /* a list of texts */
    BF_MEMBER_NAMED,       /* an object of texts with any names */
    BF_MEMBER_NUMBERS,     /* a list of numbers, null where one is undefined */
    BF_MEMBER_OR_NULL = 16 /* added to one of those */
};

struct bf_member {
    const char *name; /* NULL ends a table */
    int type;         /* enum bf_member_type, perhaps with BF_MEMBER_OR_NULL */
    const char *help; /* its meaning, with the unit of a number */
    const struct bf_member *inside;
    /* Of a text: all that it can be, ended by NULL. Of a count: the one that it is, in decimal.
     * NULL: anything. */
    const char *const *choices;
};

/* Write the members of a schema that describes an object of `fields` into the open object:
 * type, properties, required. */
void bf_json_schema(const struct bf_member *fields, struct bf_json *json);

/* Whether `value` is an object of `fields`. Fails with BF_E_TYPE and the path of the first
 * member that is not as described: missing, unknown, or of another type. */
bool bf_json_schema_check(const struct bf_member *fields, const struct bf_json_document *document,
                          const struct bf_json_value *value, struct bf_err *err);

#endif
