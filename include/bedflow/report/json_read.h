/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/json_read.h -- reading JSON (RFC 8259), strictly.
 *
 * Refused, each with its line: anything that the grammar does not allow
 * (comments, trailing commas, unquoted names, leading zeros, control characters
 * in texts), text after the end, a name twice in one object, \u0000, half a
 * surrogate pair, bytes that are not UTF-8, nesting beyond BF_JSON_READ_DEPTH.
 * Numbers are kept as doubles; 64-bit integers are written as text by us.
 *
 * Shape: values lie in one array; `first` is the first member or element of an
 * object or array and `next` its next sibling, 0 for none (value 0 is the root).
 * Ownership: the document owns all; texts lie in its copy of the bytes.
 * Cost: linear, but for the names of an object, which are sorted.
 */
#ifndef BF_REPORT_JSON_READ_H
#define BF_REPORT_JSON_READ_H

#include "bedflow/base/err.h"

#include <stdint.h>

#define BF_JSON_READ_DEPTH 64

enum bf_json_type {
    BF_JSON_NULL,
    BF_JSON_FALSE,
    BF_JSON_TRUE,
    BF_JSON_NUMBER,
    BF_JSON_TEXT,
    BF_JSON_ARRAY,
    BF_JSON_OBJECT
};

struct bf_json_value {
    enum bf_json_type type;
    const char *name; /* of a member; NULL in an array and of the root */
    const char *text; /* of a text */
    double number;    /* of a number */
    uint32_t first, next;
};

struct bf_json_document {
    char *bytes;                 /* private */
    struct bf_json_value *value; /* [count]; value[0] is the root */
    uint32_t count;
};

/* Read `length` bytes. `file` is for messages. Fails with BF_E_SYNTAX, BF_E_LIMIT or BF_E_NOMEM. */
bool bf_json_parse(struct bf_json_document *document, const char bytes[], size_t length,
                   const char *file, struct bf_err *err);
/* The same for a file of at most 256 MB. Fails also with BF_E_IO. */
bool bf_json_read(struct bf_json_document *document, const char *path, struct bf_err *err);
void bf_json_document_free(struct bf_json_document *document);

/* The member at a path of names, "study.seed", from the root; NULL if there is none. */
const struct bf_json_value *bf_json_at(const struct bf_json_document *document, const char *path);
/* The member `name` of an object; NULL if there is none. */
const struct bf_json_value *bf_json_member(const struct bf_json_document *document,
                                           const struct bf_json_value *object, const char *name);
/* First and next element or member; NULL at the end. */
const struct bf_json_value *bf_json_first(const struct bf_json_document *document,
                                          const struct bf_json_value *value);
const struct bf_json_value *bf_json_next(const struct bf_json_document *document,
                                         const struct bf_json_value *value);

/* Whole numbers from 0 to 2^32 - 1; hexadecimal and decimal texts of 64 bits. False if it is no
 * such. */
bool bf_json_to_u32(const struct bf_json_value *value, uint32_t *number);
bool bf_json_to_u64(const struct bf_json_value *value, unsigned base, uint64_t *number);

#endif
