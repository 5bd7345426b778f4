/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/json.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static void put_quoted(struct bf_sink *sink, const char *text)
{
    bf_sink_bytes(sink, "\"", 1);
    for (size_t i = 0; text[i] != '\0';) {
        const unsigned char *at = (const unsigned char *)text + i;
        size_t length = bf_text_sequence(text + i);
        if (length == 0) {
            bf_sink_text(sink, "\\ufffd");
            length = 1;
        } else if (*at == '"' || *at == '\\') {
            bf_sink_format(sink, "\\%c", *at);
        } else if (*at == '\n') {
            bf_sink_text(sink, "\\n");
        } else if (*at == '\t') {
            bf_sink_text(sink, "\\t");
        } else if (*at < 0x20 || *at == 0x7F) {
            bf_sink_format(sink, "\\u%04x", (unsigned)*at);
        } else {
            bf_sink_bytes(sink, text + i, length);
        }
        i += length;
    }
    bf_sink_bytes(sink, "\"", 1);
}

static void new_line(struct bf_json *json)
{
    bf_sink_bytes(&json->sink, "\n", 1);
    for (unsigned i = 0; i < json->margin + json->depth; i++) {
        bf_sink_bytes(&json->sink, "  ", 2);
    }
}

static void begin_member(struct bf_json *json, const char *name)
{
    if (json->has_member[json->depth - 1]) {
        bf_sink_bytes(&json->sink, ",", 1);
    }
    json->has_member[json->depth - 1] = true;
    new_line(json);
    if (name != NULL) {
        put_quoted(&json->sink, name);
        bf_sink_bytes(&json->sink, ": ", 2);
    }
}

static void open_level(struct bf_json *json, const char *bracket)
{
    BF_REQUIRE(json->depth < BF_JSON_DEPTH);
    bf_sink_text(&json->sink, bracket);
    json->has_member[json->depth++] = false;
}

static void close_level(struct bf_json *json, const char *bracket)
{
    BF_REQUIRE(json->depth > 0);
    bool had_member = json->has_member[--json->depth];
    if (had_member) {
        new_line(json);
    }
    bf_sink_text(&json->sink, bracket);
}

bool bf_json_open(struct bf_json *json, const char *path, struct bf_err *err)
{
    json->depth = json->margin = 0;
    if (!bf_sink_open(&json->sink, path, err)) {
        return false;
    }
    open_level(json, "{");
    return true;
}

void bf_json_open_text(struct bf_json *json, struct bf_text *text, unsigned margin)
{
    json->depth = 0;
    json->margin = margin;
    bf_sink_open_text(&json->sink, text);
    open_level(json, "{");
}

void bf_json_object(struct bf_json *json, const char *name)
{
    begin_member(json, name);
    open_level(json, "{");
}

void bf_json_array(struct bf_json *json, const char *name)
{
    begin_member(json, name);
    open_level(json, "[");
}

void bf_json_end_object(struct bf_json *json)
{
    close_level(json, "}");
}

void bf_json_end_array(struct bf_json *json)
{
    close_level(json, "]");
}

void bf_json_text(struct bf_json *json, const char *name, const char *text)
{
    begin_member(json, name);
    if (text == NULL) {
        bf_sink_text(&json->sink, "null");
    } else {
        put_quoted(&json->sink, text);
    }
}

void bf_json_number(struct bf_json *json, const char *name, double value)
{
    char text[BF_NUMBER_CAP];
    begin_member(json, name);
    bf_number_print(value, text);
    bf_sink_text(&json->sink, isfinite(value) ? text : "null");
}

void bf_json_numbers(struct bf_json *json, const char *name, const double value[], size_t count)
{
    char text[BF_NUMBER_CAP];
    begin_member(json, name);
    bf_sink_text(&json->sink, "[");
    for (size_t i = 0; i < count; i++) {
        bf_number_print(value[i], text);
        bf_sink_format(&json->sink, "%s%s", i > 0 ? ", " : "", isfinite(value[i]) ? text : "null");
    }
    bf_sink_text(&json->sink, "]");
}

void bf_json_count(struct bf_json *json, const char *name, uint64_t value)
{
    begin_member(json, name);
    bf_sink_format(&json->sink, "%" PRIu64, value);
}

void bf_json_flag(struct bf_json *json, const char *name, bool value)
{
    begin_member(json, name);
    bf_sink_text(&json->sink, value ? "true" : "false");
}

void bf_json_day(struct bf_json *json, const char *name, bf_day day)
{
    char text[BF_DAY_TEXT];
    if (day != BF_DAY_NONE) {
        bf_day_print(day, text);
    }
    bf_json_text(json, name, day != BF_DAY_NONE ? text : NULL);
}

void bf_json_whole(struct bf_json *json, const char *name, const char *value)
{
    begin_member(json, name);
    if (value != NULL) bf_sink_text(&json->sink, value); /* NULL: memory ran out before */
}

bool bf_json_close(struct bf_json *json, struct bf_err *err)
{
    if (json->depth == 1) {
        close_level(json, "}");
        if (json->margin == 0) {
            bf_sink_bytes(&json->sink, "\n", 1);
        }
    }
    return bf_sink_close(&json->sink, err);
}
