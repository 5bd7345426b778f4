/* SPDX-License-Identifier: GPL-3.0-or-later */
/* say.h -- words for the user: results to stdout, everything else to stderr.
 *
 * Control characters that a scenario or a file name may hold never reach the
 * terminal. With --json (reply.h) stdout is the document's alone: what is printed is left out,
 * and what is complained of is also in the document. Colour is used only on a terminal, and not if
 * NO_COLOR is set.
 */
#ifndef BF_CLI_SAY_H
#define BF_CLI_SAY_H

#include "bedflow/base/err.h"
#include "bedflow/base/text.h"
#include "exit_codes.h"

#include <stdint.h>
#include <stdio.h>

/* A line, or several, to stderr; a line feed is added. */
void bf_say(const char *fmt, ...) __attribute__((format(printf, 1, 2)));

/* "bedflow: error: ..." to stderr; always returns `code`. */
int bf_complain(int code, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The same for an error; the exit code follows from what kind it is. */
int bf_complain_err(const struct bf_err *err);

/* One line a fault, "file:line: error: path: what", sorted as they are. */
enum bf_say_notes { BF_WITHOUT_NOTES, BF_WITH_NOTES };
void bf_say_faults(FILE *stream, const struct bf_faults *faults, enum bf_say_notes notes);

/* "2 errors, 1 warning" */
/* `code`, unless memory ran out while the faults were looked for: then that is said, and 1. */
int bf_faults_code(const struct bf_faults *faults, int code);

void bf_faults_count_words(const struct bf_faults *faults, char text[], size_t size);

/* Write all of `text` to stdout and free it. Returns BF_EXIT_DONE, or says why
 * not and returns BF_EXIT_IO; BF_EXIT_STOPPED when memory had run out. */
int bf_print(struct bf_text *text);

/* The same for bytes as they are, and not freed: a document for programs. */
int bf_print_bytes(const struct bf_text *text);

/* What an exit code means, in one line or two. */
const char *bf_exit_meaning(int code);

/* "1 person", "12 people" */
const char *bf_plural(uint64_t count, const char *one, const char *many);

#endif
