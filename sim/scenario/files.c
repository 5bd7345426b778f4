/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "files.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"
#include "bedflow/base/text.h"
#include "bedflow/scenario/read.h"

#include <string.h>

static void fault_at(struct bf_files *files, enum bf_errcode code, const char *path, size_t line,
                     const char *what)
{
    struct bf_where where = {.line = (int)line};
    bf_format(where.file, sizeof where.file, "%s", path);
    bf_faults_add(files->faults, BF_ERROR, code, &where, "%s", what);
}

static size_t line_at(const char *text, size_t at)
{
    size_t line = 1;
    for (size_t i = 0; i < at; i++) {
        if (text[i] == '\n' || (text[i] == '\r' && text[i + 1] != '\n')) line++;
    }
    return line;
}

/* Bytes of the UTF-8 character at `text`, or 0 if it is none (RFC 3629). */
static size_t utf8_length(const unsigned char *text)
{
    unsigned char lead = text[0];
    if (lead < 0x80) return 1;
    if (lead < 0xC2 || lead > 0xF4) return 0;
    unsigned char low = 0x80, high = 0xBF;
    if (lead == 0xE0)
        low = 0xA0;
    else if (lead == 0xED)
        high = 0x9F;
    else if (lead == 0xF0)
        low = 0x90;
    else if (lead == 0xF4)
        high = 0x8F;
    if (text[1] < low || text[1] > high) return 0;
    size_t length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    for (size_t i = 2; i < length; i++) {
        if ((text[i] & 0xC0) != 0x80) return 0;
    }
    return length;
}

size_t bf_files_bad_byte(const char *text, size_t length)
{
    const unsigned char *bytes = (const unsigned char *)text;
    size_t at = 0;
    while (at < length) {
        size_t step = utf8_length(bytes + at);
        bool control = bytes[at] == 0x7F || (bytes[at] < 0x20 && (bytes[at] < 9 || bytes[at] > 13));
        if (step == 0 || control) return at;
        at += step;
    }
    return length;
}

static bool is_clean(struct bf_files *files, const char *path, const char *text, size_t length)
{
    char what[160];
    size_t at = bf_files_bad_byte(text, length);
    if (at == length) return true;
    unsigned byte = (unsigned char)text[at];
    if (length >= 2 && (!memcmp(text, "\xFF\xFE", 2) || !memcmp(text, "\xFE\xFF", 2)))
        bf_format(what, sizeof what,
                  "expected UTF-8 text, received UTF-16; save the file again as UTF-8");
    else if (byte == 0)
        bf_format(what, sizeof what, "expected text, received a NUL byte; is this the right file?");
    else if (byte < 0x80)
        bf_format(what, sizeof what, "expected text, received the control character 0x%02X", byte);
    else
        bf_format(what, sizeof what,
                  "expected UTF-8 text, received the byte 0x%02X; save the file again as UTF-8",
                  byte);
    fault_at(files, BF_E_SYNTAX, path, line_at(text, at), what);
    return false;
}

/* In place: no byte order mark, and '\n' alone between lines. */
static size_t clean(char *text, size_t length)
{
    size_t from = length >= 3 && !memcmp(text, "\xEF\xBB\xBF", 3) ? 3 : 0;
    size_t to = 0;
    for (; from < length; from++) {
        if (text[from] == '\r' && text[from + 1] == '\n') continue;
        text[to++] = text[from] == '\r' ? '\n' : text[from];
    }
    text[to] = '\0';
    return to;
}

static bool load(struct bf_files *files, struct bf_source *source, const struct bf_where *asked,
                 const char *how)
{
    char *text = NULL;
    size_t length = 0;
    struct bf_err err = {0};
    if (!files->loader->load(files->loader->context, source->path, &text, &length, &err)) {
        enum bf_errcode code = err.code == BF_OK ? BF_E_IO : err.code;
        const char *why = err.what[0] ? err.what : "it cannot be opened";
        if (asked)
            bf_faults_add(files->faults, BF_ERROR, code, asked,
                          "expected a file that can be read after %s, received %s: %s", how,
                          source->path, why);
        else
            fault_at(files, code, source->path, 0, why);
        return false;
    }
    BF_REQUIRE(text && text[length] == '\0');
    source->text = text;
    source->loaded = length;
    bf_sha256_text(text, length, source->sha256);
    if (length > BF_FILE_LIMIT) {
        fault_at(files, BF_E_LIMIT, source->path, 0, "expected at most 64 MB of text");
        return false;
    }
    if (!is_clean(files, source->path, text, length)) return false;
    source->length = clean(text, length);
    return true;
}

static struct bf_source *source_new(struct bf_files *files, const char *path)
{
    if (files->count == files->cap) {
        size_t cap = files->cap ? 2 * files->cap : 16;
        struct bf_source **grown = bf_heap_grow(files->source, cap * sizeof *grown);
        if (!grown) return NULL;
        files->source = grown;
        files->cap = cap;
    }
    struct bf_source *source = bf_pieces_take(files->pieces, sizeof *source);
    if (!source) return NULL;
    source->path = bf_pieces_text(files->pieces, path, strlen(path));
    if (!source->path) return NULL;
    files->source[files->count++] = source;
    return source;
}

const struct bf_source *bf_files_read(struct bf_files *files, const char *path,
                                      const struct bf_where *asked, const char *how)
{
    for (size_t i = 0; i < files->count; i++) {
        if (!strcmp(files->source[i]->path, path))
            return files->source[i]->text ? files->source[i] : NULL;
    }
    struct bf_source *source = source_new(files, path);
    if (!source) {
        files->pieces->failed = true;
        return NULL;
    }
    if (load(files, source, asked, how)) return source;
    bf_heap_give(source->text);
    source->text = NULL;
    return NULL;
}

static bool is_absolute(const char *name)
{
    return name[0] == '/' || name[0] == '\\' || (name[0] && name[1] == ':');
}

static bool is_slash(char byte)
{
    return byte == '/' || byte == '\\';
}

/* Take out "./" and "x/../" where x is not "..". In place. */
static void normalise(char *path)
{
    char *to = path;
    const char *from = path;
    while (is_slash(*from))
        *to++ = *from++;
    char *start = to; /* nothing before it is taken out */
    while (*from) {
        size_t length = 0;
        while (from[length] && !is_slash(from[length]))
            length++;
        const char *after = from + length;
        bool up = length == 2 && !memcmp(from, "..", 2);
        if (up && to > start) {
            to--;
            while (to > start && !is_slash(to[-1]))
                to--;
        } else if (length > 0 && !(length == 1 && *from == '.')) {
            memmove(to, from, length);
            to += length;
            if (*after) *to++ = '/';
            if (up) start = to;
        }
        from = *after ? after + 1 : after;
    }
    *to = '\0';
}

const char *bf_files_resolve(struct bf_files *files, const char *base, const char *name)
{
    size_t folder = 0;
    for (size_t i = 0; base[i] && !is_absolute(name); i++) {
        if (is_slash(base[i])) folder = i + 1;
    }
    size_t length = strlen(name);
    char *path = bf_pieces_take(files->pieces, folder + length + 1);
    if (!path) return NULL;
    memcpy(path, base, folder);
    memcpy(path + folder, name, length);
    normalise(path);
    return path;
}

void bf_files_free(struct bf_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        bf_heap_give(files->source[i]->text);
    bf_heap_give(files->source);
    files->source = NULL;
    files->count = files->cap = 0;
}
