/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/html.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"

#include <stdarg.h>
#include <string.h>

enum { FORMATTED = 4096 };

bool bf_html_open(struct bf_html *html, const char *path, struct bf_err *err)
{
    html->depth = 0;
    html->in_tag = html->empty = false;
    return bf_sink_open(&html->sink, path, err);
}

static const char *entity(char byte)
{
    switch (byte) {
    case '&':
        return "&amp;";
    case '<':
        return "&lt;";
    case '>':
        return "&gt;";
    case '"':
        return "&quot;";
    case '\'':
        return "&#39;";
    default:
        return NULL;
    }
}

/* XML has no place for most control characters, nor for U+FFFE and U+FFFF. */
static bool is_forbidden(const char *at, size_t length)
{
    unsigned char byte = (unsigned char)*at;
    return (length == 1 && byte < 0x20 && byte != '\n' && byte != '\t') || byte == 0x7F ||
           (length == 2 && byte == 0xC2 && (unsigned char)at[1] < 0xA0) ||
           (length == 3 && memcmp(at, "\xEF\xBF", 2) == 0 && (unsigned char)at[2] >= 0xBE);
}

static void put_escaped(struct bf_sink *sink, const char *text)
{
    while (*text != '\0') {
        size_t length = bf_text_sequence(text);
        const char *instead = length == 0                  ? "\xEF\xBF\xBD"
                              : is_forbidden(text, length) ? " "
                                                           : entity(*text);
        if (instead != NULL)
            bf_sink_text(sink, instead);
        else
            bf_sink_bytes(sink, text, length);
        text += length == 0 ? 1 : length;
    }
}

static void end_tag(struct bf_html *html)
{
    if (html->in_tag) bf_sink_text(&html->sink, ">");
    html->in_tag = html->empty = false;
}

/* Lines end after these, so that a page can be read and compared as text. */
static bool is_block(const char *element)
{
    static const char *const inner[] = {"a",  "b",    "em",  "code", "span",
                                        "dt", "abbr", "sup", "tspan"};
    for (size_t i = 0; i < sizeof inner / sizeof inner[0]; i++)
        if (strcmp(element, inner[i]) == 0) return false;
    return true;
}

/* Elements that have no content and no end tag: of HTML, and of XES (event_log_xes.c). */
static bool is_void(const char *element)
{
    static const char *const list[] = {"meta",   "br",  "hr",        "link",
                                       "img",    "col", "extension", "classifier",
                                       "string", "int", "date",      "boolean"};
    for (size_t i = 0; i < sizeof list / sizeof list[0]; i++)
        if (strcmp(element, list[i]) == 0) return true;
    return false;
}

void bf_html_begin(struct bf_html *html, const char *element)
{
    BF_REQUIRE(html->depth < BF_HTML_DEPTH);
    end_tag(html);
    html->element[html->depth++] = element;
    html->in_tag = html->empty = true;
    bf_sink_format(&html->sink, "<%s", element);
}

void bf_html_attribute(struct bf_html *html, const char *name, const char *value)
{
    BF_REQUIRE(html->in_tag);
    bf_sink_format(&html->sink, " %s=\"", name);
    put_escaped(&html->sink, value);
    bf_sink_text(&html->sink, "\"");
}

void bf_html_text(struct bf_html *html, const char *text)
{
    end_tag(html);
    put_escaped(&html->sink, text);
}

void bf_html_format(struct bf_html *html, const char *fmt, ...)
{
    char text[FORMATTED];
    va_list args;
    va_start(args, fmt);
    bf_format_list(text, sizeof text, fmt, args);
    va_end(args);
    bf_html_text(html, text);
}

void bf_html_end(struct bf_html *html)
{
    BF_REQUIRE(html->depth > 0);
    const char *element = html->element[--html->depth];
    if (html->empty && is_void(element)) {
        bf_sink_text(&html->sink, "/>");
        html->in_tag = html->empty = false;
    } else {
        end_tag(html);
        bf_sink_format(&html->sink, "</%s>", element);
    }
    if (is_block(element)) bf_sink_text(&html->sink, "\n");
}

void bf_html_begin_of(struct bf_html *html, const char *element, const char *class_)
{
    bf_html_begin(html, element);
    bf_html_attribute(html, "class", class_);
}

void bf_html_leaf(struct bf_html *html, const char *element, const char *text)
{
    bf_html_begin(html, element);
    bf_html_text(html, text);
    bf_html_end(html);
}

void bf_html_leaf_of(struct bf_html *html, const char *element, const char *class_,
                     const char *text)
{
    bf_html_begin_of(html, element, class_);
    bf_html_text(html, text);
    bf_html_end(html);
}

void bf_html_raw(struct bf_html *html, const char *bytes)
{
    end_tag(html);
    bf_sink_text(&html->sink, bytes);
}

bool bf_html_close(struct bf_html *html, struct bf_err *err)
{
    BF_REQUIRE(html->depth == 0 || html->sink.error != 0 || html->sink.file == NULL);
    return bf_sink_close(&html->sink, err);
}
