/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "syntax.h"

#include "bedflow/base/text.h"

#include <string.h>

#define RECEIVED_CAP 80

/* A token as words of a message. */
static void received(const struct bf_token *token, char text[RECEIVED_CAP])
{
    char copy[RECEIVED_CAP];
    unsigned length = token->length < 60 ? token->length : 60;
    bf_format(copy, sizeof copy, "%.*s", (int)length, token->start);
    bf_text_quote(text, RECEIVED_CAP, copy);
}

static void fault(const struct bf_scan *scan, uint32_t at, enum bf_errcode code, const char *what)
{
    struct bf_where where;
    bf_scan_where(scan, at, &where);
    bf_faults_add(scan->files->faults, BF_ERROR, code, &where, "%s", what);
}

static const char *place_of(const struct bf_scan *scan, uint32_t token, char text[BF_PATH_CAP])
{
    struct bf_where where;
    bf_scan_where(scan, token, &where);
    bf_format(text, BF_PATH_CAP, "%s:%d", where.file, where.line);
    return text;
}

/* A closing bracket at `at`, the innermost open one at `opener`. False if they do not match. */
static bool closes(const struct bf_scan *scan, uint32_t at, uint32_t opener)
{
    const struct bf_token *token = &scan->token[at];
    char what[BF_WHAT_CAP], place[BF_PATH_CAP];
    if (opener == BF_NO_TOKEN) {
        bf_format(what, sizeof what, "expected no '%c' here: no bracket is open", *token->start);
        fault(scan, at, BF_E_SYNTAX, what);
        return false;
    }
    char open = *scan->token[opener].start;
    char want = open == '{' ? '}' : open == '(' ? ')' : ']';
    if (*token->start == want) return true;
    bf_format(what, sizeof what, "expected '%c' to close the '%c' of %s, received '%c'", want, open,
              place_of(scan, opener, place), *token->start);
    fault(scan, at, BF_E_SYNTAX, what);
    return false;
}

static bool check_depth(const struct bf_scan *scan, uint32_t at, uint32_t depth)
{
    if (depth <= BF_NESTING_LIMIT) return true;
    fault(scan, at, BF_E_LIMIT, "expected groups and lists at most 64 deep");
    return false;
}

static bool check_size(const struct bf_scan *scan, uint32_t at, uint32_t names, uint64_t compared)
{
    if (names <= BF_GROUP_LIMIT && compared <= BF_COMPARED_LIMIT) return true;
    fault(scan, at, BF_E_LIMIT,
          names > BF_GROUP_LIMIT
              ? "expected at most 12000 settings in one group"
              : "expected fewer large groups; together they have too many settings");
    return false;
}

/* Stops at the first bracket that does not fit: after it nothing can be told. */
static bool check_brackets(struct bf_scan *scan)
{
    uint32_t open[BF_NESTING_LIMIT + 1], names[BF_NESTING_LIMIT + 1] = {0};
    uint32_t depth = 0;
    uint64_t compared = 0;
    for (uint32_t i = 0; i < scan->count; i++) {
        struct bf_token *token = &scan->token[i];
        token->opener = depth ? open[depth - 1] : BF_NO_TOKEN;
        if (token->kind == BF_TOKEN_NAME) {
            compared += names[depth]++;
            if (!check_size(scan, i, names[depth], compared)) return false;
        } else if (token->kind == BF_TOKEN_OPEN_GROUP || token->kind == BF_TOKEN_OPEN_LIST) {
            if (!check_depth(scan, i, depth + 1)) return false;
            open[depth++] = i;
            names[depth] = 0;
        } else if (token->kind == BF_TOKEN_CLOSE_GROUP || token->kind == BF_TOKEN_CLOSE_LIST) {
            if (!closes(scan, i, token->opener)) return false;
            token->opener = --depth ? open[depth - 1] : BF_NO_TOKEN;
        }
    }
    if (depth == 0) return true;
    char what[BF_WHAT_CAP];
    bf_format(what, sizeof what, "expected a closing bracket for this '%c', received the end",
              *scan->token[open[depth - 1]].start);
    fault(scan, open[depth - 1], BF_E_SYNTAX, what);
    return false;
}

static bool is_kind(const struct bf_scan *scan, uint32_t at, enum bf_token_kind kind)
{
    return at < scan->count && scan->token[at].kind == kind;
}

/* "29 days" without quotes, or two values where one belongs. */
static bool after_number(const struct bf_scan *scan, uint32_t at)
{
    uint32_t next = at + 1;
    if (!is_kind(scan, at, BF_TOKEN_NUMBER) || next >= scan->count) return true;
    const struct bf_token *number = &scan->token[at], *other = &scan->token[next];
    bool word = other->kind == BF_TOKEN_NAME && !is_kind(scan, next + 1, BF_TOKEN_EQUALS);
    if (!word && other->kind != BF_TOKEN_NUMBER && other->kind != BF_TOKEN_TEXT) return true;
    char first[RECEIVED_CAP], second[RECEIVED_CAP], what[BF_WHAT_CAP];
    received(number, first);
    received(other, second);
    if (word && other->line == number->line)
        bf_format(what, sizeof what, "expected one value, received %s %s; write \"%s %s\"", first,
                  second, first, second);
    else
        bf_format(what, sizeof what, "expected ';' or ',' after %s, received %s", first, second);
    fault(scan, at, BF_E_SYNTAX, what);
    return false;
}

static bool name_as_value(const struct bf_scan *scan, uint32_t at)
{
    char word[RECEIVED_CAP], what[BF_WHAT_CAP];
    received(&scan->token[at], word);
    bf_format(what, sizeof what,
              "expected a value, received %s; a text stands in double quotes: \"%s\"", word, word);
    fault(scan, at, BF_E_SYNTAX, what);
    return false;
}

/* "step down: {", "ward {", "include "x.cfg"" */
static void no_equals(const struct bf_scan *scan, uint32_t at, const char *name, char what[],
                      size_t size)
{
    char next[RECEIVED_CAP] = "";
    bool words = is_kind(scan, at + 1, BF_TOKEN_NAME) &&
                 scan->token[at + 1].line == scan->token[at].line &&
                 is_kind(scan, at + 2, BF_TOKEN_EQUALS);
    if (words) received(&scan->token[at + 1], next);
    if (words)
        bf_format(what, size, "expected a name of one word, received %s %s; write %s_%s", name,
                  next, name, next);
    else if (is_kind(scan, at + 1, BF_TOKEN_OPEN_GROUP))
        bf_format(what, size, "expected '=' or ':' after %s; write %s: { ... }", name, name);
    else if (bf_text_same(name, "include") && is_kind(scan, at + 1, BF_TOKEN_TEXT))
        bf_format(what, size, "expected '=' after %s; to include a file write @include", name);
    else
        bf_format(what, size, "expected '=' after %s", name);
}

static bool around_name(const struct bf_scan *scan, uint32_t at)
{
    if (!is_kind(scan, at, BF_TOKEN_NAME)) return true;
    uint32_t opener = scan->token[at].opener;
    bool in_list = opener != BF_NO_TOKEN && scan->token[opener].kind == BF_TOKEN_OPEN_LIST;
    bool after_equals = at > 0 && is_kind(scan, at - 1, BF_TOKEN_EQUALS);
    bool has_equals = is_kind(scan, at + 1, BF_TOKEN_EQUALS);
    if (after_equals && !has_equals) return name_as_value(scan, at);
    char name[RECEIVED_CAP], what[BF_WHAT_CAP];
    received(&scan->token[at], name);
    if (after_equals)
        bf_format(what, sizeof what, "expected a value before %s", name);
    else if (in_list && has_equals)
        bf_format(what, sizeof what,
                  "expected a value or a group in a list, received %s =; write { %s = ...; }", name,
                  name);
    else if (in_list)
        return name_as_value(scan, at);
    else if (!has_equals && !(at > 0 && is_kind(scan, at - 1, BF_TOKEN_NUMBER)))
        no_equals(scan, at, name, what, sizeof what);
    else
        return true;
    fault(scan, at, BF_E_SYNTAX, what);
    return false;
}

/* libconfig 1.5 would also leak a text that it does not expect. */
static bool before_text(const struct bf_scan *scan, uint32_t at)
{
    if (!is_kind(scan, at, BF_TOKEN_TEXT)) return true;
    uint32_t opener = scan->token[at].opener;
    bool in_list = opener != BF_NO_TOKEN && scan->token[opener].kind == BF_TOKEN_OPEN_LIST;
    enum bf_token_kind before = at > 0 ? scan->token[at - 1].kind : BF_TOKEN_END;
    bool fits = before == BF_TOKEN_EQUALS || before == BF_TOKEN_TEXT ||
                before == BF_TOKEN_NUMBER || /* see after_number */
                (in_list && (before == BF_TOKEN_COMMA || before == BF_TOKEN_OPEN_LIST));
    if (fits || before == BF_TOKEN_NAME) return true; /* of a name, see around_name */
    char text[RECEIVED_CAP], what[BF_WHAT_CAP];
    received(&scan->token[at], text);
    if (is_kind(scan, at + 1, BF_TOKEN_EQUALS))
        bf_format(what, sizeof what, "expected a name without quotes before '=', received %s",
                  text);
    else if (in_list)
        bf_format(what, sizeof what, "expected ',' before %s", text);
    else
        bf_format(what, sizeof what, "expected name = before %s", text);
    fault(scan, at, BF_E_SYNTAX, what);
    return false;
}

bool bf_syntax_check(struct bf_scan *scan)
{
    size_t errors = scan->files->faults->errors;
    if (!check_brackets(scan)) return false;
    for (uint32_t i = 0; i < scan->count; i++) {
        bool fits = after_number(scan, i);
        fits = around_name(scan, i) && fits;
        fits = before_text(scan, i) && fits;
        if (!fits && scan->files->faults->errors > errors + BF_FAULTS_CAP) break;
    }
    return scan->files->faults->errors == errors;
}

uint32_t bf_syntax_first(const struct bf_scan *scan, uint32_t name)
{
    const struct bf_token *twin = &scan->token[name];
    for (uint32_t i = 0; i < name; i++) {
        const struct bf_token *token = &scan->token[i];
        if (token->kind == BF_TOKEN_NAME && token->opener == twin->opener &&
            token->file == twin->file && token->length == twin->length &&
            !memcmp(token->start, twin->start, twin->length))
            return i;
    }
    return BF_NO_TOKEN;
}
