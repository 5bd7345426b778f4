/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/svg.h"

#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { NAME_CAP = 32, UNKNOWN = -1 };

struct name {
    const char *at;
    size_t length;
};

struct reading {
    struct bf_html *html; /* NULL: only looking */
    const char *at, *prefix, *title, *desc;
    struct name open[BF_SVG_DEPTH]; /* [depth] */
    unsigned depth, skip;           /* skip > 0: so many levels are being left out */
    bool in_text, has_box, is_over;
};

static const char *const element[] = {
    "svg",     "g",    "path",  "rect", "circle", "ellipse", "line",    "polyline",
    "polygon", "text", "tspan", "use",  "defs",   "filter",  "feFlood", "feComposite"};
enum { ELEMENTS = sizeof element / sizeof element[0], SVG = 0, TEXT = 9, TSPAN = 10 };

static const char *const attribute[] = {"viewBox",
                                        "d",
                                        "points",
                                        "x",
                                        "y",
                                        "x1",
                                        "x2",
                                        "y1",
                                        "y2",
                                        "cx",
                                        "cy",
                                        "r",
                                        "rx",
                                        "ry",
                                        "width",
                                        "height",
                                        "fill",
                                        "stroke",
                                        "color",
                                        "stroke-width",
                                        "stroke-linecap",
                                        "stroke-linejoin",
                                        "stroke-dasharray",
                                        "fill-opacity",
                                        "stroke-opacity",
                                        "opacity",
                                        "transform",
                                        "text-anchor",
                                        "font-family",
                                        "font-size",
                                        "font-weight",
                                        "font-style",
                                        "shape-rendering",
                                        "fill-rule",
                                        "dx",
                                        "dy"};

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\n' || byte == '\t' || byte == '\r';
}

static bool is_name(char byte)
{
    return byte != '\0' && !is_space(byte) && strchr("<>/='\"&", byte) == NULL;
}

static void skip_space(struct reading *r)
{
    while (is_space(*r->at))
        r->at++;
}

static struct name take_name(struct reading *r)
{
    struct name name = {r->at, 0};
    while (is_name(*r->at))
        r->at++;
    name.length = (size_t)(r->at - name.at);
    return name;
}

static bool is_called(struct name name, const char *what)
{
    return strlen(what) == name.length && strncmp(name.at, what, name.length) == 0;
}

static int find_element(struct name name)
{
    for (int i = 0; i < ELEMENTS; i++)
        if (is_called(name, element[i])) return i;
    return UNKNOWN;
}

/* ---- texts, with their entities resolved ----------------------------------------------- */

static void add_code(struct bf_text *out, unsigned long code)
{
    char bytes[4];
    size_t length = 0;
    if (code < 0x80) {
        bytes[length++] = (char)code;
    } else if (code < 0x800) {
        bytes[length++] = (char)(0xC0 | code >> 6);
        bytes[length++] = (char)(0x80 | (code & 0x3F));
    } else {
        bytes[length++] = (char)(0xE0 | (code >> 12 & 0x0F));
        bytes[length++] = (char)(0x80 | (code >> 6 & 0x3F));
        bytes[length++] = (char)(0x80 | (code & 0x3F));
    }
    bf_text_add_bytes(out, bytes, length);
}

/* What stands for one character; the place behind it. */
static const char *add_entity(struct bf_text *out, const char *at)
{
    static const struct {
        const char *name, *text;
    } known[] = {{"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        size_t length = strlen(known[i].name);
        if (strncmp(at, known[i].name, length) != 0) continue;
        bf_text_add(out, "%s", known[i].text);
        return at + length;
    }
    if (at[1] == '#') {
        bool hexadecimal = at[2] == 'x';
        char *end;
        unsigned long code = strtoul(at + (hexadecimal ? 3 : 2), &end, hexadecimal ? 16 : 10);
        if (*end == ';' && code > 0 && code < 0x10000) {
            add_code(out, code);
            return end + 1;
        }
    }
    bf_text_add(out, "&");
    return at + 1;
}

static void resolve(struct bf_text *out, const char *from, size_t length)
{
    const char *end = from + length;
    while (from < end) {
        size_t plain = strcspn(from, "&");
        plain = plain < (size_t)(end - from) ? plain : (size_t)(end - from);
        bf_text_add_bytes(out, from, plain);
        from += plain;
        if (from < end) from = add_entity(out, from);
    }
}

/* ---- tags ------------------------------------------------------------------------------ */

static bool is_known_attribute(struct name name)
{
    for (size_t i = 0; i < sizeof attribute / sizeof attribute[0]; i++)
        if (is_called(name, attribute[i])) return true;
    return false;
}

/* A name inside the picture, with the picture's own prefix. */
static void put_reference(struct reading *r, const char *name, const char *mark, const char *value)
{
    char whole[256];
    bf_format(whole, sizeof whole, "%s%s-%s", mark, r->prefix, value);
    bf_html_attribute(r->html, name, whole);
}

static void put_attribute(struct reading *r, struct name name, const char *value)
{
    char own[NAME_CAP];
    if (is_called(name, "id"))
        put_reference(r, "id", "", value);
    else if ((is_called(name, "href") || is_called(name, "xlink:href")) && value[0] == '#')
        put_reference(r, "href", "#", value + 1);
    else if (is_known_attribute(name) && strstr(value, "url(") == NULL) {
        bf_format(own, sizeof own, "%.*s", (int)name.length, name.at);
        bf_html_attribute(r->html, own, value);
    }
}

static bool read_attribute(struct reading *r, int kind)
{
    struct name name = take_name(r);
    skip_space(r);
    if (name.length == 0 || *r->at++ != '=') return false;
    skip_space(r);
    char quote = *r->at;
    if (quote != '"' && quote != '\'') return false;
    const char *from = ++r->at, *end = strchr(from, quote);
    if (end == NULL) return false;
    r->at = end + 1;
    if (kind == SVG && r->depth == 0 && is_called(name, "viewBox")) r->has_box = true;
    if (r->html == NULL || r->skip > 0) return true;
    bool is_frame = kind == SVG && (is_called(name, "width") || is_called(name, "height"));
    if (is_frame) return true; /* the page decides how large it is */
    struct bf_text value = {.bytes = NULL};
    resolve(&value, from, (size_t)(end - from));
    put_attribute(r, name, value.bytes != NULL ? value.bytes : "");
    if (value.failed) r->html->sink.error = r->html->sink.error ? r->html->sink.error : ENOMEM;
    bf_text_free(&value);
    return true;
}

static void put_words(struct reading *r)
{
    char id[128];
    bf_format(id, sizeof id, "%s-title %s-desc", r->prefix, r->prefix);
    bf_html_attribute(r->html, "xmlns", "http://www.w3.org/2000/svg");
    bf_html_attribute(r->html, "role", "img");
    bf_html_attribute(r->html, "aria-labelledby", id);
    bf_html_begin(r->html, "title");
    bf_format(id, sizeof id, "%s-title", r->prefix);
    bf_html_attribute(r->html, "id", id);
    bf_html_text(r->html, r->title);
    bf_html_end(r->html);
    bf_html_begin(r->html, "desc");
    bf_format(id, sizeof id, "%s-desc", r->prefix);
    bf_html_attribute(r->html, "id", id);
    bf_html_text(r->html, r->desc);
    bf_html_end(r->html);
}

static void leave(struct reading *r)
{
    struct name name = r->open[--r->depth];
    if (r->skip > 0) {
        r->skip--;
    } else {
        if (r->html != NULL) bf_html_end(r->html);
        if (find_element(name) == TEXT) r->in_text = false;
    }
    r->is_over = r->depth == 0;
}

static bool read_begin(struct reading *r)
{
    struct name name = take_name(r);
    int kind = find_element(name);
    bool outermost = r->depth == 0, drawn;
    if (name.length == 0 || r->is_over || r->depth == BF_SVG_DEPTH || (outermost && kind != SVG))
        return false;
    if (r->skip > 0 || kind == UNKNOWN || (kind == SVG && !outermost)) r->skip++;
    drawn = r->skip == 0;
    if (drawn && r->html != NULL) bf_html_begin(r->html, element[kind]);
    for (skip_space(r); is_name(*r->at); skip_space(r))
        if (!read_attribute(r, kind)) return false;
    if (outermost && r->html != NULL) put_words(r);
    r->open[r->depth++] = name;
    if (drawn && kind == TEXT) r->in_text = true;
    if (*r->at == '/') {
        r->at++;
        leave(r);
    }
    return *r->at++ == '>';
}

static bool read_end(struct reading *r)
{
    struct name name = take_name(r);
    skip_space(r);
    if (r->depth == 0 || *r->at++ != '>') return false;
    struct name open = r->open[r->depth - 1];
    if (open.length != name.length || memcmp(open.at, name.at, name.length) != 0) return false;
    leave(r);
    return true;
}

/* A comment, a declaration or an instruction: none of them draws. */
static bool pass_over(struct reading *r)
{
    bool is_comment = strncmp(r->at, "!--", 3) == 0;
    const char *end = strstr(is_comment ? r->at + 3 : r->at, is_comment ? "-->" : ">");
    if (end == NULL || (!is_comment && memchr(r->at, '[', (size_t)(end - r->at)) != NULL))
        return false;
    r->at = end + (is_comment ? 3 : 1);
    return true;
}

static void read_text(struct reading *r)
{
    size_t length = strcspn(r->at, "<");
    if (r->html != NULL && r->in_text && r->skip == 0) {
        struct bf_text text = {.bytes = NULL};
        resolve(&text, r->at, length);
        if (text.bytes != NULL) bf_html_text(r->html, text.bytes);
        if (text.failed) r->html->sink.error = r->html->sink.error ? r->html->sink.error : ENOMEM;
        bf_text_free(&text);
    }
    r->at += length;
}

static bool read_all(struct reading *r)
{
    while (*r->at != '\0') {
        if (*r->at != '<') {
            read_text(r);
            continue;
        }
        r->at++;
        bool good = *r->at == '/'                    ? (r->at++, read_end(r))
                    : *r->at == '!' || *r->at == '?' ? pass_over(r)
                                                     : read_begin(r);
        if (!good) return false;
    }
    return r->is_over && r->has_box;
}

bool bf_svg_is_good(const char *bytes)
{
    struct reading r = {.at = bytes};
    return read_all(&r);
}

void bf_svg_put(struct bf_html *html, const char *bytes, const char *prefix, const char *title,
                const char *desc)
{
    struct reading r = {.html = html, .at = bytes, .prefix = prefix, .title = title, .desc = desc};
    bool good = read_all(&r);
    BF_REQUIRE(good);
}
