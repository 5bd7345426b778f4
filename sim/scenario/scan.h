/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/scan.h -- text to words and signs, each with its file and line.
 *
 * libconfig 1.5 wraps whole numbers beyond 32 bits without a word, reads 1e400
 * as infinity, cannot read 1e5, names no file when an include is missing, and
 * wants the numbers of an array to be of one type. So the words and signs are
 * found here first, with comments gone and includes in place; numbers are kept
 * as written. libconfig is then given one word a line (see parse.h), which makes
 * its line numbers into indices of tokens.
 *
 * Texts of tokens point into the sources.
 */
#ifndef BF_SCENARIO_SCAN_H
#define BF_SCENARIO_SCAN_H

#include "files.h"

#include <stdint.h>

enum bf_token_kind {
    BF_TOKEN_NAME,
    BF_TOKEN_FLAG, /* true or false, in any case */
    BF_TOKEN_NUMBER,
    BF_TOKEN_TEXT, /* with its double quotes and escapes */
    BF_TOKEN_EQUALS,
    BF_TOKEN_END,   /* ; */
    BF_TOKEN_COMMA, /* , */
    BF_TOKEN_OPEN_GROUP,
    BF_TOKEN_CLOSE_GROUP,
    BF_TOKEN_OPEN_LIST, /* ( or [ */
    BF_TOKEN_CLOSE_LIST
};

#define BF_NO_TOKEN UINT32_MAX

struct bf_token {
    const char *start;
    uint32_t length;
    int32_t line;
    uint32_t opener; /* token of the bracket around it, or BF_NO_TOKEN; see syntax.h */
    uint16_t file;   /* index into the sources of the scan's files */
    uint8_t kind;    /* enum bf_token_kind */
};

#define BF_TOKENS_LIMIT  4000000u
#define BF_INCLUDE_DEPTH 10
#define BF_INCLUDE_LIMIT 1000u /* includes in one scenario */
#define BF_NAME_LIMIT    63

struct bf_scan {
    struct bf_files *files;
    struct bf_token *token; /* [count] */
    uint32_t count, cap;
    uint32_t include_count;
};

/* Append the tokens of `source` and of all it includes. False if a fault was
 * added or memory has run out. */
bool bf_scan_source(struct bf_scan *scan, const struct bf_source *source);
void bf_scan_free(struct bf_scan *scan);

/* Where a token stands, without a path. */
void bf_scan_where(const struct bf_scan *scan, uint32_t token, struct bf_where *where);
/* The length of the number at the start of `text`, 0 if there is none: decimal,
 * with exponent, hexadecimal, or with the suffix L or LL. */
size_t bf_number_length(const char *text);

#endif
