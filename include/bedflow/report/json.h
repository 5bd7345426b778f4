/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/json.h -- writing JSON (RFC 8259).
 *
 * The writer keeps track of commas and indentation; the caller opens and
 * closes objects and arrays and names the members. `name` is NULL inside an
 * array. Text is escaped in full: quotes, backslashes, control characters, and
 * bytes that are not UTF-8 become U+FFFD. NaN and infinities become null.
 * 64-bit integers that a reader's doubles could not hold are the caller's to
 * write as text.
 */
#ifndef BF_REPORT_JSON_H
#define BF_REPORT_JSON_H

#include "bedflow/base/date.h"
#include "bedflow/report/sink.h"

#include <stdint.h>

#define BF_JSON_DEPTH 48

struct bf_json {
    struct bf_sink sink;
    unsigned depth;                 /* private */
    unsigned margin;                /* private: steps of indentation before the outermost level */
    bool has_member[BF_JSON_DEPTH]; /* private: of each open object or array */
};

/* Open `path` and begin the outermost object. Fails as bf_sink_open; whatever fails later is told
 * at the close. */
bool bf_json_open(struct bf_json *json, const char *path, struct bf_err *err);
/* The same into memory, indented by `margin` steps more than alone: what is to become a member
 * of another document (bf_json_whole). text->failed tells whether memory ran out. */
void bf_json_open_text(struct bf_json *json, struct bf_text *text, unsigned margin);
void bf_json_object(struct bf_json *json, const char *name);
void bf_json_array(struct bf_json *json, const char *name);
void bf_json_end_object(struct bf_json *json);
void bf_json_end_array(struct bf_json *json);
void bf_json_text(struct bf_json *json, const char *name, const char *text); /* NULL: null */
void bf_json_number(struct bf_json *json, const char *name, double value);
/* A list of them in one line; null for each that is not finite. */
void bf_json_numbers(struct bf_json *json, const char *name, const double value[], size_t count);
void bf_json_count(struct bf_json *json, const char *name, uint64_t value);
void bf_json_flag(struct bf_json *json, const char *name, bool value);
void bf_json_day(struct bf_json *json, const char *name, bf_day day); /* BF_DAY_NONE: null */
/* A value that is JSON already: object, array or other, without a line feed at its end. */
void bf_json_whole(struct bf_json *json, const char *name, const char *value);
/* End the outermost object and close the file; as bf_sink_close. */
bool bf_json_close(struct bf_json *json, struct bf_err *err);

#endif
