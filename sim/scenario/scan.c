/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "scan.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/text.h"

#include <string.h>

#define FAULTS_TOLD 20 /* of one file: more of them help nobody */

/* One file being read; `outer` is the one that includes it. */
struct lexer {
    struct bf_scan *scan;
    const struct bf_source *source;
    const struct lexer *outer;
    const char *at;
    int32_t line;
    uint16_t file;
    int depth;
    int32_t suspect;    /* line of the first text that goes on over settings; 0: none */
    bool line_is_blank; /* so far */
};

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_name_byte(char byte)
{
    return is_letter(byte) || is_digit(byte) || byte == '-' || byte == '_' || byte == '*';
}

static bool is_space(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_delimiter(char byte)
{
    return byte == '\0' || is_space(byte) || strchr(";,{}()[]=\"#", byte) != NULL;
}

static void place(const struct lexer *lexer, int32_t line, struct bf_where *where)
{
    *where = (struct bf_where){.line = (int)line};
    bf_format(where->file, sizeof where->file, "%s", lexer->source->path);
}

static void fault(struct lexer *lexer, enum bf_errcode code, const char *what)
{
    struct bf_where where;
    place(lexer, lexer->line, &where);
    bf_faults_add(lexer->scan->files->faults, BF_ERROR, code, &where, "%s", what);
}

static bool give_up(struct lexer *lexer, enum bf_errcode code, const char *what)
{
    fault(lexer, code, what);
    return false;
}

static bool push(struct lexer *lexer, enum bf_token_kind kind, const char *start, size_t length,
                 int32_t line)
{
    struct bf_scan *scan = lexer->scan;
    if (scan->count == BF_TOKENS_LIMIT)
        return give_up(lexer, BF_E_LIMIT,
                       "expected at most 4000000 words and signs in a scenario with its includes");
    if (scan->count == scan->cap) {
        uint32_t cap = scan->cap ? 2 * scan->cap : 1024;
        struct bf_token *grown = bf_heap_grow(scan->token, cap * sizeof *grown);
        if (!grown) {
            scan->files->pieces->failed = true;
            return false;
        }
        scan->token = grown;
        scan->cap = cap;
    }
    scan->token[scan->count++] = (struct bf_token){.start = start,
                                                   .length = (uint32_t)length,
                                                   .line = line,
                                                   .opener = BF_NO_TOKEN,
                                                   .file = lexer->file,
                                                   .kind = (uint8_t)kind};
    return true;
}

/* "1.5e3" and what follows an exponent's e. */
static size_t exponent_length(const char *text)
{
    if (*text != 'e' && *text != 'E') return 0;
    size_t at = text[1] == '-' || text[1] == '+' ? 2 : 1;
    size_t digits = 0;
    while (is_digit(text[at + digits]))
        digits++;
    return digits ? at + digits : 0;
}

static size_t hex_length(const char *text)
{
    if (text[0] != '0' || (text[1] != 'x' && text[1] != 'X')) return 0;
    size_t digits = 0;
    while (text[2 + digits] && strchr("0123456789abcdefABCDEF", text[2 + digits]))
        digits++;
    return digits ? 2 + digits : 0;
}

static size_t suffix_length(const char *text)
{
    return text[0] != 'L' ? 0 : text[1] == 'L' ? 2 : 1;
}

size_t bf_number_length(const char *text)
{
    size_t hex = hex_length(text);
    if (hex) return hex + suffix_length(text + hex);
    size_t at = *text == '-' || *text == '+' ? 1 : 0;
    size_t digits = 0;
    while (is_digit(text[at])) {
        at++;
        digits++;
    }
    bool real = text[at] == '.';
    if (real) {
        at++;
        while (is_digit(text[at])) {
            at++;
            digits++;
        }
    }
    if (digits == 0) return 0;
    size_t exponent = exponent_length(text + at);
    if (real || exponent) return at + exponent;
    return at + suffix_length(text + at);
}

/* What stands at `at` up to white space or a sign, for a message. */
static size_t run_length(const char *at)
{
    size_t length = 0;
    while (!is_delimiter(at[length]))
        length++;
    return length;
}

static void quote_run(const char *at, size_t length, char text[], size_t size)
{
    char copy[80];
    bf_format(copy, sizeof copy, "%.*s", (int)(length < 60 ? length : 60), at);
    bf_text_quote(text, size, copy);
}

static void unknown_sign(struct lexer *lexer)
{
    size_t length = run_length(lexer->at);
    if (length == 0) length = 1;
    char received[80], what[320];
    quote_run(lexer->at, length, received, sizeof received);
    if (lexer->at[0] == '@')
        bf_format(what, sizeof what,
                  "expected @include \"file.cfg\" on a line of its own, received %s", received);
    else if (!strncmp(lexer->at, "\xE2\x80\x9C", 3) || !strncmp(lexer->at, "\xE2\x80\x9D", 3) ||
             !strncmp(lexer->at, "\xE2\x80\x98", 3) || !strncmp(lexer->at, "\xE2\x80\x99", 3) ||
             lexer->at[0] == '\'')
        bf_format(what, sizeof what, "expected straight double quotes, received %s; write \"...\"",
                  received);
    else
        bf_format(what, sizeof what,
                  "expected a setting, received %s; a text stands in double quotes: \"%s\"",
                  received, received);
    fault(lexer, BF_E_SYNTAX, what);
    lexer->at += length;
}

static bool name_token(struct lexer *lexer)
{
    const char *start = lexer->at;
    size_t length = 1;
    while (is_name_byte(start[length]))
        length++;
    lexer->at += length;
    if (length > BF_NAME_LIMIT) {
        char received[80], what[200];
        quote_run(start, 40, received, sizeof received);
        bf_format(what, sizeof what, "expected a name of at most %d letters, received %s...",
                  BF_NAME_LIMIT, received);
        fault(lexer, BF_E_LIMIT, what);
        return true;
    }
    char word[BF_NAME_LIMIT + 1];
    memcpy(word, start, length);
    word[length] = '\0';
    bool flag = bf_text_same(word, "true") || bf_text_same(word, "false");
    return push(lexer, flag ? BF_TOKEN_FLAG : BF_TOKEN_NAME, start, length, lexer->line);
}

static bool number_token(struct lexer *lexer, size_t length)
{
    const char *start = lexer->at;
    char next = start[length];
    bool comment = next == '/' && (start[length + 1] == '/' || start[length + 1] == '*');
    if (is_delimiter(next) || comment) {
        lexer->at += length;
        return push(lexer, BF_TOKEN_NUMBER, start, length, lexer->line);
    }
    size_t run = run_length(start);
    char received[80], what[320];
    quote_run(start, run, received, sizeof received);
    bf_format(what, sizeof what,
              "expected a number, or a text in double quotes, received %s; write \"%s\"", received,
              received);
    fault(lexer, BF_E_SYNTAX, what);
    lexer->at += run;
    return true;
}

/* The place behind the closing quote, or NULL. `at` is behind the opening one. */
static const char *text_end(struct lexer *lexer, const char *at)
{
    for (; *at != '"'; at++) {
        if (*at == '\0') return NULL;
        if (*at == '\n') lexer->line++;
        if (*at == '\\' && (at[1] == '\\' || at[1] == '"'))
            at++;
        else if (*at == '\\' && (at[1] == 'x' || at[1] == 'X') && at[2] == '0' && at[3] == '0')
            fault(lexer, BF_E_SYNTAX, "expected text, received a NUL byte, \\x00");
    }
    return at + 1;
}

static bool text_token(struct lexer *lexer)
{
    const char *start = lexer->at;
    int32_t line = lexer->line;
    const char *end = text_end(lexer, start + 1);
    if (!end) {
        lexer->line = lexer->suspect ? lexer->suspect : line;
        return give_up(lexer, BF_E_SYNTAX,
                       lexer->suspect
                           ? "expected double quotes in pairs, received one too few by the end of "
                             "the file; the text that begins on this line goes on over the next "
                             "lines: was its closing quote forgotten?"
                           : "expected a closing double quote, received the end of the file; the "
                             "text that begins on this line has none");
    }
    if (lexer->suspect == 0 && lexer->line > line && memchr(start, '=', (size_t)(end - start)))
        lexer->suspect = line;
    lexer->at = end;
    return push(lexer, BF_TOKEN_TEXT, start, (size_t)(end - start), line);
}

static bool skip_block_comment(struct lexer *lexer)
{
    int32_t line = lexer->line;
    const char *at = lexer->at + 2;
    for (; *at && (at[0] != '*' || at[1] != '/'); at++) {
        if (*at == '\n') lexer->line++;
    }
    if (!*at) {
        lexer->line = line;
        return give_up(lexer, BF_E_SYNTAX,
                       "expected */ at the end of the comment that begins on this line, received "
                       "the end of the file");
    }
    lexer->at = at + 2;
    return true;
}

static void skip_line(struct lexer *lexer)
{
    while (*lexer->at && *lexer->at != '\n')
        lexer->at++;
}

static bool lex(struct bf_scan *scan, const struct bf_source *source, const struct lexer *outer);

/* A fault here does not end the reading: what follows may have faults of its own. */
static bool may_include(struct lexer *lexer, const char *path)
{
    char what[BF_WHAT_CAP];
    for (const struct lexer *open = lexer; open; open = open->outer) {
        if (!strcmp(open->source->path, path)) {
            bf_format(what, sizeof what, "expected includes without a circle, received %s again",
                      path);
            return give_up(lexer, BF_E_SYNTAX, what);
        }
    }
    if (lexer->depth < BF_INCLUDE_DEPTH) return true;
    bf_format(what, sizeof what, "expected includes at most %d deep, received %s", BF_INCLUDE_DEPTH,
              path);
    return give_up(lexer, BF_E_LIMIT, what);
}

/* False to stop. */
static bool include(struct lexer *lexer, const char *name, size_t length)
{
    struct bf_scan *scan = lexer->scan;
    struct bf_files *files = scan->files;
    char *copy = bf_pieces_text(files->pieces, name, length);
    const char *path = copy ? bf_files_resolve(files, lexer->source->path, copy) : NULL;
    if (!path) return false;
    if (scan->include_count++ >= BF_INCLUDE_LIMIT)
        return give_up(lexer, BF_E_LIMIT, "expected at most 1000 includes in a scenario");
    if (!may_include(lexer, path)) return true;
    struct bf_where where;
    place(lexer, lexer->line, &where);
    const struct bf_source *source = bf_files_read(files, path, &where, "@include");
    if (source) lex(scan, source, lexer);
    return !files->pieces->failed && scan->count < BF_TOKENS_LIMIT &&
           scan->include_count <= BF_INCLUDE_LIMIT;
}

/* `@include "x.cfg"`, first on its line, with nothing behind it. */
static bool include_line(struct lexer *lexer)
{
    const char *at = lexer->at;
    if (!lexer->line_is_blank || strncmp(at, "@include", 8) != 0) {
        unknown_sign(lexer);
        return true;
    }
    at += 8;
    while (*at == ' ' || *at == '\t')
        at++;
    const char *name = at + 1;
    size_t length = *at == '"' ? strcspn(name, "\"\n") : 0;
    if (length == 0 || name[length] != '"' || length >= 1024) {
        unknown_sign(lexer);
        skip_line(lexer);
        return true;
    }
    lexer->at = name + length + 1;
    while (*lexer->at == ' ' || *lexer->at == '\t' || *lexer->at == ';')
        lexer->at++;
    bool alone = !*lexer->at || *lexer->at == '\n' || *lexer->at == '#' ||
                 !strncmp(lexer->at, "//", 2) || !strncmp(lexer->at, "/*", 2);
    if (!alone)
        fault(lexer, BF_E_SYNTAX,
              "expected nothing behind the file of an @include; continue on the next line");
    return include(lexer, name, length);
}

static bool sign_token(struct lexer *lexer, enum bf_token_kind kind)
{
    return push(lexer, kind, lexer->at++, 1, lexer->line);
}

static bool one_token(struct lexer *lexer)
{
    const char *at = lexer->at;
    size_t number = bf_number_length(at);
    if (number) return number_token(lexer, number);
    if (is_letter(*at) || *at == '*') return name_token(lexer);
    switch (*at) {
    case '"':
        return text_token(lexer);
    case '=':
    case ':':
        return sign_token(lexer, BF_TOKEN_EQUALS);
    case ';':
        return sign_token(lexer, BF_TOKEN_END);
    case ',':
        return sign_token(lexer, BF_TOKEN_COMMA);
    case '{':
        return sign_token(lexer, BF_TOKEN_OPEN_GROUP);
    case '}':
        return sign_token(lexer, BF_TOKEN_CLOSE_GROUP);
    case '(':
    case '[':
        return sign_token(lexer, BF_TOKEN_OPEN_LIST);
    case ')':
    case ']':
        return sign_token(lexer, BF_TOKEN_CLOSE_LIST);
    case '@':
        return include_line(lexer);
    default:
        unknown_sign(lexer);
        return true;
    }
}

static bool one_step(struct lexer *lexer)
{
    const char *at = lexer->at;
    if (*at == '\n') {
        lexer->line++;
        lexer->line_is_blank = true;
        lexer->at++;
        return true;
    }
    if (is_space(*at)) {
        lexer->at++;
        return true;
    }
    if (*at == '#' || (at[0] == '/' && at[1] == '/')) {
        skip_line(lexer);
        return true;
    }
    if (at[0] == '/' && at[1] == '*') return skip_block_comment(lexer);
    bool done = one_token(lexer);
    lexer->line_is_blank = false;
    return done;
}

static uint16_t file_index(const struct bf_files *files, const struct bf_source *source)
{
    size_t i = 0;
    while (files->source[i] != source)
        i++;
    return (uint16_t)i;
}

static bool is_table(const char *path)
{
    size_t length = path ? strlen(path) : 0; /* a text of our own has none */
    return length > 4 && bf_text_same(path + length - 4, ".csv");
}

static bool lex(struct bf_scan *scan, const struct bf_source *source, const struct lexer *outer)
{
    struct bf_faults *faults = scan->files->faults;
    size_t errors = faults->errors;
    struct lexer lexer = {.scan = scan,
                          .source = source,
                          .outer = outer,
                          .at = source->text,
                          .line = 1,
                          .file = file_index(scan->files, source),
                          .depth = outer ? outer->depth + 1 : 0,
                          .line_is_blank = true};
    if (is_table(source->path))
        return give_up(&lexer, BF_E_SYNTAX,
                       "expected a scenario, received a table (.csv); name the .cfg file that uses "
                       "it");
    while (*lexer.at) {
        if (!one_step(&lexer)) return false;
        if (faults->errors > errors + FAULTS_TOLD)
            return give_up(&lexer, BF_E_SYNTAX,
                           "expected a scenario, received text that is none so far; mend these "
                           "first, and check that it is the right file");
    }
    return faults->errors == errors;
}

bool bf_scan_source(struct bf_scan *scan, const struct bf_source *source)
{
    return lex(scan, source, NULL);
}

void bf_scan_where(const struct bf_scan *scan, uint32_t token, struct bf_where *where)
{
    const struct bf_token *at = &scan->token[token];
    *where = (struct bf_where){.line = (int)at->line};
    bf_format(where->file, sizeof where->file, "%s", scan->files->source[at->file]->path);
}

void bf_scan_free(struct bf_scan *scan)
{
    bf_heap_give(scan->token);
    *scan = (struct bf_scan){.files = scan->files};
}
