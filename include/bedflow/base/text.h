/* SPDX-License-Identifier: GPL-3.0-or-later */
/* base/text.h -- bounded text building, and comparing names.
 *
 * A bf_text grows on the heap up to a limit; after a failed growth it keeps
 * what it has, sets `failed`, and ignores further appends, so that a writer
 * checks once, at the end.
 */
#ifndef BF_BASE_TEXT_H
#define BF_BASE_TEXT_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#define BF_TEXT_LIMIT ((size_t)1 << 28) /* bytes that a bf_text may hold, with its NUL */

struct bf_text {
    char *bytes; /* NUL-terminated; NULL while empty */
    size_t length, cap;
    bool failed;
};

void bf_text_add(struct bf_text *text, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
void bf_text_add_list(struct bf_text *text, const char *fmt, va_list args)
    __attribute__((format(printf, 2, 0)));
void bf_text_add_bytes(struct bf_text *text, const char bytes[], size_t length);
void bf_text_free(struct bf_text *text);

/* snprintf that always terminates and tells whether all of it fitted. What does
 * not fit is cut between characters, never inside one (UTF-8). */
bool bf_format(char text[], size_t size, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

bool bf_format_list(char text[], size_t size, const char *fmt, va_list args)
    __attribute__((format(printf, 3, 0)));

/* Length of a typed value: up to the first of `separators` outside quotes and brackets that
 * `separates`, which may be NULL: all do. */
size_t bf_text_value_length(const char *text, const char *separators,
                            bool (*separates)(const char *at));

/* Copy `from` into text for use inside a message: at most `size` bytes with the
 * NUL, control characters as '?', "..." at the end if it was cut. */
void bf_text_quote(char text[], size_t size, const char *from);

/* Cut spaces and tabs off both ends, in place; the text from its first character that stays. */
char *bf_text_trim(char *text);

/* Bytes of the UTF-8 sequence with which `text` begins, or 0 if it is none (RFC 3629:
 * no overlong forms, no surrogates, nothing above U+10FFFF). The NUL is one of 1. */
size_t bf_text_sequence(const char *text);

/* Whether two texts are equal but for the case of the letters A to Z. */
bool bf_text_same(const char *a, const char *b);

/* The name nearest to `name` among `count` candidates, or NULL when none is
 * near enough to be worth asking "did you mean". Distance is Damerau-Levenshtein
 * (optimal string alignment) of the letters without their case, at most a third
 * of the longer length; the first of equals. Names of 64 bytes or more have none. */
const char *bf_text_nearest(const char *name, const char *const candidate[], size_t count);

/* "a, b, c", or "a, b and 7 more" where there is no room for all. */
void bf_text_list(const char *const name[], size_t count, char text[], size_t size);

#endif
