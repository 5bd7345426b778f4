/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bedflow/base/text.h"

#include "bedflow/base/arena.h"
#include "bedflow/base/contract.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define NAME_CAP 64 /* bytes of a name worth comparing, with its NUL */

/* Make `length` more bytes and a NUL fit. */
static bool make_room(struct bf_text *text, size_t length)
{
    if (text->failed) return false;
    if (length >= BF_TEXT_LIMIT - text->length) {
        text->failed = true;
        return false;
    }
    const size_t need = text->length + length + 1;
    if (need <= text->cap) return true;
    size_t cap = text->cap > 0 ? text->cap : 256;
    while (cap < need)
        cap *= 2;
    char *grown = bf_heap_grow(text->bytes, cap);
    if (grown == NULL) {
        text->failed = true;
        return false;
    }
    text->bytes = grown;
    text->cap = cap;
    text->bytes[text->length] = '\0';
    return true;
}

void bf_text_add_list(struct bf_text *text, const char *fmt, va_list args)
{
    va_list again;

    va_copy(again, args);
    const int length = vsnprintf(NULL, 0, fmt, again);
    va_end(again);
    BF_REQUIRE(length >= 0);
    if (!make_room(text, (size_t)length)) return;
    vsnprintf(text->bytes + text->length, (size_t)length + 1, fmt, args);
    text->length += (size_t)length;
}

void bf_text_add(struct bf_text *text, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    bf_text_add_list(text, fmt, args);
    va_end(args);
}

void bf_text_add_bytes(struct bf_text *text, const char bytes[], size_t length)
{
    if (length == 0 || !make_room(text, length)) return;
    memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
}

void bf_text_free(struct bf_text *text)
{
    bf_heap_give(text->bytes);
    *text = (struct bf_text){0};
}

/* Drop the beginning of a character whose end was cut off. */
static void cut_between_characters(char text[])
{
    size_t end = strlen(text), start = end;

    while (start > 0 && ((unsigned char)text[start - 1] & 0xC0) == 0x80)
        start--;
    if (start == 0) return;
    const unsigned char lead = (unsigned char)text[start - 1];
    const size_t bytes = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    if (end - (start - 1) < bytes) text[start - 1] = '\0';
}

bool bf_format_list(char text[], size_t size, const char *fmt, va_list args)
{
    BF_REQUIRE(size > 0);
    const int length = vsnprintf(text, size, fmt, args);

    if (length < 0) {
        text[0] = '\0';
        return false;
    }
    if ((size_t)length < size) return true;
    cut_between_characters(text);
    return false;
}

bool bf_format(char text[], size_t size, const char *fmt, ...)
{
    va_list args;

    va_start(args, fmt);
    const bool fitted = bf_format_list(text, size, fmt, args);
    va_end(args);
    return fitted;
}

size_t bf_text_value_length(const char *text, const char *separators,
                            bool (*separates)(const char *at))
{
    int depth = 0;
    bool quoted = false;
    size_t i = 0;
    for (; text[i] != '\0'; i++) {
        if (text[i] == '"' && (i == 0 || text[i - 1] != '\\')) quoted = !quoted;
        if (quoted) continue;
        depth += strchr("([{", text[i]) != NULL;
        depth -= strchr(")]}", text[i]) != NULL;
        if (depth <= 0 && strchr(separators, text[i]) && (!separates || separates(text + i))) break;
    }
    return i;
}

void bf_text_quote(char text[], size_t size, const char *from)
{
    BF_REQUIRE(size > 3);
    if (!bf_format(text, size, "%s", from)) {
        text[size - 4] = '\0';
        cut_between_characters(text);
        strncat(text, "...", 4);
    }
    for (unsigned char *c = (unsigned char *)text; *c != '\0'; c++)
        if (*c < 0x20 || *c == 0x7F) *c = '?';
}

static char folded(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool bf_text_same(const char *a, const char *b)
{
    while (*a != '\0' && folded(*a) == folded(*b))
        a++, b++;
    return *a == '\0' && *b == '\0';
}

static int least(int a, int b)
{
    return a < b ? a : b;
}

/* Optimal string alignment: insert, delete, replace, or swap two neighbours,
 * each at a cost of 1. Only the last three rows of the table are kept. */
static int distance(const char *a, size_t a_length, const char *b, size_t b_length)
{
    int rows[3][NAME_CAP];
    int *last = rows[0], *row = rows[1], *before = rows[2];

    for (size_t j = 0; j <= b_length; j++)
        last[j] = (int)j;
    for (size_t i = 1; i <= a_length; i++) {
        row[0] = (int)i;
        for (size_t j = 1; j <= b_length; j++) {
            const char x = folded(a[i - 1]), y = folded(b[j - 1]);
            row[j] = least(least(last[j] + 1, row[j - 1] + 1), last[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == folded(b[j - 2]) && folded(a[i - 2]) == y)
                row[j] = least(row[j], before[j - 2] + 1);
        }
        int *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b_length];
}

const char *bf_text_nearest(const char *name, const char *const candidate[], size_t count)
{
    const size_t length = strlen(name);
    const char *nearest = NULL;
    int nearest_distance = INT32_MAX;

    if (length >= NAME_CAP) return NULL;
    for (size_t i = 0; i < count; i++) {
        if (candidate[i] == NULL) continue;
        const size_t other = strlen(candidate[i]);
        if (other >= NAME_CAP) continue;
        const int worth = (int)((length > other ? length : other) / 3);
        const int apart = distance(name, length, candidate[i], other);
        if (apart <= worth && apart < nearest_distance) {
            nearest = candidate[i];
            nearest_distance = apart;
        }
    }
    return nearest;
}

char *bf_text_trim(char *text)
{
    text += strspn(text, " \t");
    size_t length = strlen(text);
    while (length > 0 && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        text[--length] = '\0';
    return text;
}

size_t bf_text_sequence(const char *text)
{
    const unsigned char *at = (const unsigned char *)text;
    static const struct {
        unsigned char first_low, first_high, second_low, second_high;
        size_t length;
    } form[] = {
        {0x00, 0x7F, 0, 0, 1},       {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3},
        {0xE1, 0xEC, 0x80, 0xBF, 3}, {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3},
        {0xF0, 0xF0, 0x90, 0xBF, 4}, {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    for (size_t i = 0; i < sizeof form / sizeof form[0]; i++) {
        if (at[0] < form[i].first_low || at[0] > form[i].first_high) {
            continue;
        }
        if (form[i].length > 1 && (at[1] < form[i].second_low || at[1] > form[i].second_high)) {
            return 0;
        }
        for (size_t k = 2; k < form[i].length; k++) {
            if ((at[k] & 0xC0) != 0x80) {
                return 0;
            }
        }
        return form[i].length;
    }
    return 0;
}

void bf_text_list(const char *const name[], size_t count, char text[], size_t size)
{
    const size_t more = sizeof " and 4000000000 more";
    bf_format(text, size, "%s", "");
    for (size_t i = 0, used = 0; i < count; i++, used = strlen(text)) {
        const size_t left = i + 1 < count ? more : 1;
        const bool room = used + strlen(name[i]) + 2 + left <= size;
        if (room)
            bf_format(text + used, size - used, "%s%s", i ? ", " : "", name[i]);
        else
            bf_format(text + used, size - used, "%s%zu more", i ? " and " : "", count - i);
        if (!room) return;
    }
}
