/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/report/json_read.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"
#include "bedflow/report/csv.h"
#include "bedflow/report/sink.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BYTES_CAP = 1 << 28, FEW_NAMES = 32 /* compared as they come */ };

/* Texts are unescaped in place: they never grow. */
struct reading {
    struct bf_json_document *document;
    char *at, *end;
    const char *file;
    int line; /* texts hold no line ends, so only blanks count */
    uint32_t cap;
    struct bf_err *err;
};

/* ---- faults ---------------------------------------------------------------------------- */

static bool refuse(struct reading *r, enum bf_errcode code, const char *what)
{
    struct bf_where where = {.line = r->line};
    bf_format(where.file, sizeof where.file, "%s", r->file);
    return bf_fail(r->err, code, &where, "expected JSON, received %s", what);
}

static bool bad(struct reading *r, const char *what)
{
    return refuse(r, BF_E_SYNTAX, what);
}

/* ---- values ---------------------------------------------------------------------------- */

static struct bf_json_value *add_value(struct reading *r, uint32_t *index)
{
    struct bf_json_document *d = r->document;
    if (d->count == r->cap) {
        uint32_t cap = r->cap ? 2 * r->cap : 64;
        struct bf_json_value *grown = bf_heap_grow(d->value, (size_t)cap * sizeof *grown);
        if (!grown) {
            bf_fail(r->err, BF_E_NOMEM, NULL, "expected memory to read %s", r->file);
            return NULL;
        }
        d->value = grown;
        r->cap = cap;
    }
    *index = d->count++;
    d->value[*index] = (struct bf_json_value){.type = BF_JSON_NULL};
    return &d->value[*index];
}

static void skip_blank(struct reading *r)
{
    for (; r->at < r->end && *r->at != '\0' && strchr(" \t\r\n", *r->at) != NULL; r->at++)
        r->line += *r->at == '\n';
}

static bool take_char(struct reading *r, char c)
{
    skip_blank(r);
    if (r->at >= r->end || *r->at != c) return false;
    r->at++;
    return true;
}

/* ---- texts ----------------------------------------------------------------------------- */

static bool hex4(struct reading *r, uint32_t *code)
{
    *code = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        char c = r->at < r->end ? *r->at : '\0';
        uint32_t digit = c >= '0' && c <= '9'   ? (uint32_t)(c - '0')
                         : c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10)
                                                : 16;
        if (digit > 15) return bad(r, "\\u without four hexadecimal digits");
        *code = *code << 4 | digit;
    }
    return true;
}

static char *put_utf8(char *to, uint32_t code)
{
    if (code < 0x80) {
        *to++ = (char)code;
    } else if (code < 0x800) {
        *to++ = (char)(0xC0 | code >> 6);
        *to++ = (char)(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        *to++ = (char)(0xE0 | code >> 12);
        *to++ = (char)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    } else {
        *to++ = (char)(0xF0 | code >> 18);
        *to++ = (char)(0x80 | (code >> 12 & 0x3F));
        *to++ = (char)(0x80 | (code >> 6 & 0x3F));
        *to++ = (char)(0x80 | (code & 0x3F));
    }
    return to;
}

static bool unicode_escape(struct reading *r, char **to)
{
    uint32_t code, low;
    if (!hex4(r, &code)) return false;
    if (code == 0) return bad(r, "\\u0000 in a text");
    if (code >= 0xDC00 && code <= 0xDFFF) return bad(r, "half a surrogate pair");
    if (code >= 0xD800 && code <= 0xDBFF) {
        if (r->end - r->at < 6 || r->at[0] != '\\' || r->at[1] != 'u')
            return bad(r, "half a surrogate pair");
        r->at += 2;
        if (!hex4(r, &low)) return false;
        if (low < 0xDC00 || low > 0xDFFF) return bad(r, "half a surrogate pair");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    *to = put_utf8(*to, code);
    return true;
}

static bool escape(struct reading *r, char **to)
{
    static const char from[] = "\"\\/bfnrt", plain[] = "\"\\/\b\f\n\r\t";
    char c = r->at < r->end ? *r->at : '\0';
    if (c == 'u') {
        r->at++;
        return unicode_escape(r, to);
    }
    const char *which = c != '\0' ? strchr(from, c) : NULL;
    if (!which) return bad(r, "an unknown escape in a text");
    *(*to)++ = plain[which - from];
    r->at++;
    return true;
}

/* Bytes of the UTF-8 sequence at `at` (RFC 3629), or 0. */
static size_t sequence(const char *text, const char *end)
{
    const unsigned char *at = (const unsigned char *)text;
    size_t left = (size_t)(end - text);
    size_t length = at[0] < 0x80                    ? 1
                    : at[0] >= 0xC2 && at[0] < 0xE0 ? 2
                    : at[0] >= 0xE0 && at[0] < 0xF0 ? 3
                    : at[0] >= 0xF0 && at[0] < 0xF5 ? 4
                                                    : 0;
    if (length == 0 || length > left) return 0;
    for (size_t i = 1; i < length; i++)
        if ((at[i] & 0xC0) != 0x80) return 0;
    bool overlong = (at[0] == 0xE0 && at[1] < 0xA0) || (at[0] == 0xF0 && at[1] < 0x90);
    bool beyond = (at[0] == 0xED && at[1] > 0x9F) || (at[0] == 0xF4 && at[1] > 0x8F);
    return overlong || beyond ? 0 : length;
}

/* A text after its opening quote. */
static bool read_text(struct reading *r, const char **text)
{
    char *to = r->at;
    *text = to;
    while (r->at < r->end && *r->at != '"') {
        if ((unsigned char)*r->at < 0x20)
            return bad(r, "a control character or line end in a text");
        if (*r->at == '\\') {
            r->at++;
            if (!escape(r, &to)) return false;
            continue;
        }
        size_t length = sequence(r->at, r->end);
        if (length == 0) return bad(r, "bytes that are not UTF-8");
        memmove(to, r->at, length);
        to += length;
        r->at += length;
    }
    if (r->at >= r->end) return bad(r, "a text without its closing quote");
    r->at++;
    *to = '\0'; /* in place of the quote, or before it */
    return true;
}

/* ---- numbers and words ----------------------------------------------------------------- */

static size_t digits(const char *at, const char *end)
{
    size_t count = 0;
    while (at + count < end && at[count] >= '0' && at[count] <= '9')
        count++;
    return count;
}

static bool read_number(struct reading *r, struct bf_json_value *value)
{
    const char *at = r->at + (*r->at == '-');
    char text[BF_NUMBER_CAP * 2];
    size_t whole = digits(at, r->end);
    if (whole == 0 || (whole > 1 && at[0] == '0')) return bad(r, "a number that is none");
    at += whole;
    if (at < r->end && *at == '.') {
        size_t part = digits(at + 1, r->end);
        if (part == 0) return bad(r, "a number that ends with its point");
        at += 1 + part;
    }
    if (at < r->end && (*at == 'e' || *at == 'E')) {
        at += 1 + (at + 1 < r->end && (at[1] == '+' || at[1] == '-'));
        size_t part = digits(at, r->end);
        if (part == 0) return bad(r, "a number without its exponent");
        at += part;
    }
    bool fits = bf_format(text, sizeof text, "%.*s", (int)(at - r->at), r->at);
    if (!fits || !bf_number_parse(text, &value->number) || !isfinite(value->number))
        return bad(r, "a number that is too long or too large");
    value->type = BF_JSON_NUMBER;
    r->at += at - r->at;
    return true;
}

static bool read_word(struct reading *r, struct bf_json_value *value)
{
    static const struct {
        const char *word;
        enum bf_json_type type;
    } known[] = {{"null", BF_JSON_NULL}, {"false", BF_JSON_FALSE}, {"true", BF_JSON_TRUE}};
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        size_t length = strlen(known[i].word);
        if ((size_t)(r->end - r->at) < length || memcmp(r->at, known[i].word, length) != 0)
            continue;
        value->type = known[i].type;
        r->at += length;
        return true;
    }
    return bad(r, r->at < r->end ? "something that begins no value" : "its end too early");
}

/* ---- the grammar ----------------------------------------------------------------------- */

static bool read_value(struct reading *r, unsigned depth, uint32_t *index);

static bool is_repeated(const struct bf_json_document *d, uint32_t object, const char *name)
{
    for (uint32_t i = d->value[object].first; i != 0; i = d->value[i].next)
        if (strcmp(d->value[i].name, name) == 0) return true;
    return false;
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Names of a large object are compared in their order, once all are there. */
static bool check_names(struct reading *r, uint32_t object, uint32_t count)
{
    const struct bf_json_document *d = r->document;
    const char **name = bf_heap_take(count, sizeof *name);
    bool repeated = false;
    uint32_t used = 0;
    if (!name) return refuse(r, BF_E_NOMEM, "more names than there is memory for");
    for (uint32_t i = d->value[object].first; i != 0; i = d->value[i].next)
        name[used++] = d->value[i].name;
    qsort(name, used, sizeof *name, by_text);
    for (uint32_t i = 1; i < used && !repeated; i++)
        repeated = strcmp(name[i - 1], name[i]) == 0;
    bf_heap_give(name);
    return !repeated || bad(r, "a name twice in one object");
}

/* Members or elements after the opening bracket. */
static bool read_children(struct reading *r, unsigned depth, uint32_t parent, bool object)
{
    struct bf_json_document *d = r->document;
    uint32_t last = 0, count = 0;
    char closing = object ? '}' : ']';
    if (depth == BF_JSON_READ_DEPTH) return refuse(r, BF_E_LIMIT, "a nesting that is too deep");
    if (take_char(r, closing)) return true;
    do {
        const char *name = NULL;
        uint32_t child;
        if (object) {
            if (!take_char(r, '"')) return bad(r, "a member without its name in quotes");
            if (!read_text(r, &name)) return false;
            if (count < FEW_NAMES && is_repeated(d, parent, name))
                return bad(r, "a name twice in one object");
            count++;
            if (!take_char(r, ':')) return bad(r, "a name without its colon");
        }
        if (!read_value(r, depth + 1, &child)) return false;
        d->value[child].name = name;
        if (last == 0)
            d->value[parent].first = child;
        else
            d->value[last].next = child;
        last = child;
    } while (take_char(r, ','));
    if (!take_char(r, closing)) return bad(r, "an object or array without its closing bracket");
    return count <= FEW_NAMES || check_names(r, parent, count);
}

static bool read_value(struct reading *r, unsigned depth, uint32_t *index)
{
    struct bf_json_value *value = add_value(r, index);
    if (!value) return false;
    skip_blank(r);
    char c = r->at < r->end ? *r->at : '\0';
    if (c == '{' || c == '[') {
        value->type = c == '{' ? BF_JSON_OBJECT : BF_JSON_ARRAY;
        r->at++;
        return read_children(r, depth, *index, c == '{');
    }
    if (c == '"') {
        value->type = BF_JSON_TEXT;
        r->at++;
        return read_text(r, &value->text);
    }
    if (c == '-' || (c >= '0' && c <= '9')) return read_number(r, value);
    return read_word(r, value);
}

/* Takes over `bytes`. */
static bool parse_own(struct bf_json_document *document, char *bytes, size_t length,
                      const char *file, struct bf_err *err)
{
    uint32_t root;
    *document = (struct bf_json_document){.bytes = bytes};
    struct reading r = {.document = document,
                        .at = bytes,
                        .end = bytes + length,
                        .file = file,
                        .line = 1,
                        .err = err};
    bool good = read_value(&r, 0, &root);
    if (good) skip_blank(&r);
    if (good && r.at < r.end) good = bad(&r, "more after its end");
    if (!good) bf_json_document_free(document);
    return good;
}

bool bf_json_parse(struct bf_json_document *document, const char bytes[], size_t length,
                   const char *file, struct bf_err *err)
{
    char *copy = bf_heap_take(length + 1, 1);
    *document = (struct bf_json_document){.bytes = NULL};
    if (!copy) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory to read %s", file);
    memcpy(copy, bytes, length);
    return parse_own(document, copy, length, file, err);
}

bool bf_json_read(struct bf_json_document *document, const char *path, struct bf_err *err)
{
    *document = (struct bf_json_document){.bytes = NULL};
    errno = 0;
    FILE *file = fopen(path, "rb");
    if (!file) return bf_io_fail(err, path, "read the file", errno);
    size_t cap = 1 << 16, used = 0;
    char *bytes = bf_heap_take(cap, 1);
    bool full = false;
    while (bytes && !full) {
        used += fread(bytes + used, 1, cap - 1 - used, file);
        full = used + 1 < cap;
        if (full) break;
        char *grown = cap < BYTES_CAP ? bf_heap_grow(bytes, 2 * cap) : NULL;
        if (!grown) {
            bf_heap_give(bytes);
            bytes = NULL;
        } else {
            bytes = grown;
            cap *= 2;
        }
    }
    int error = ferror(file) ? errno : 0;
    bool failed = ferror(file) != 0;
    fclose(file);
    if (!bytes) return bf_fail(err, BF_E_NOMEM, NULL, "expected memory to read %s", path);
    if (failed) {
        bf_heap_give(bytes);
        return bf_io_fail(err, path, "read the file", error);
    }
    return parse_own(document, bytes, used, path, err);
}

void bf_json_document_free(struct bf_json_document *document)
{
    bf_heap_give(document->bytes);
    bf_heap_give(document->value);
    *document = (struct bf_json_document){.bytes = NULL};
}

/* ---- looking --------------------------------------------------------------------------- */

const struct bf_json_value *bf_json_first(const struct bf_json_document *document,
                                          const struct bf_json_value *value)
{
    return value && value->first ? &document->value[value->first] : NULL;
}

const struct bf_json_value *bf_json_next(const struct bf_json_document *document,
                                         const struct bf_json_value *value)
{
    return value && value->next ? &document->value[value->next] : NULL;
}

static const struct bf_json_value *member(const struct bf_json_document *document,
                                          const struct bf_json_value *object, const char *name,
                                          size_t length)
{
    const struct bf_json_value *v =
        object && object->type == BF_JSON_OBJECT ? bf_json_first(document, object) : NULL;
    for (; v; v = bf_json_next(document, v))
        if (strlen(v->name) == length && memcmp(v->name, name, length) == 0) return v;
    return NULL;
}

const struct bf_json_value *bf_json_member(const struct bf_json_document *document,
                                           const struct bf_json_value *object, const char *name)
{
    return member(document, object, name, strlen(name));
}

const struct bf_json_value *bf_json_at(const struct bf_json_document *document, const char *path)
{
    const struct bf_json_value *v = document->count > 0 ? &document->value[0] : NULL;
    while (v && *path != '\0') {
        size_t length = strcspn(path, ".");
        v = member(document, v, path, length);
        path += length + (path[length] == '.');
    }
    return v;
}

bool bf_json_to_u32(const struct bf_json_value *value, uint32_t *number)
{
    if (!value || value->type != BF_JSON_NUMBER) return false;
    if (!(value->number >= 0 && value->number <= UINT32_MAX)) return false;
    uint32_t whole = (uint32_t)value->number;
    if ((double)whole < value->number) return false;
    *number = whole;
    return true;
}

bool bf_json_to_u64(const struct bf_json_value *value, unsigned base, uint64_t *number)
{
    uint64_t sum = 0;
    if (!value || value->type != BF_JSON_TEXT || value->text[0] == '\0') return false;
    for (const char *at = value->text; *at != '\0'; at++) {
        unsigned digit = *at >= '0' && *at <= '9'   ? (unsigned)(*at - '0')
                         : *at >= 'a' && *at <= 'f' ? (unsigned)(*at - 'a' + 10)
                                                    : 99;
        if (digit >= base || sum > (UINT64_MAX - digit) / base) return false;
        sum = sum * base + digit;
    }
    *number = sum;
    return true;
}
