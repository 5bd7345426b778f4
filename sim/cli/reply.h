/* SPDX-License-Identifier: GPL-3.0-or-later */
/* reply.h -- --json: one document on stdout in place of words.
 *
 * Every document is an envelope, the same for all commands (format, version,
 * program, exit, errors), around `result`, which is the command's own and is
 * described by the table in its struct bf_command. `result` is null when the
 * command did not come so far. What is said on stderr stays there, and faults
 * are in `errors` as well, also those of the command line.
 *
 * A command writes its result with one call and goes on as before:
 *
 *     struct bf_json *json = bf_reply_result();
 *     if (json != NULL) bf_json_count(json, "people", count);
 *
 * and what it prints for people (bf_print) is left out by itself. A command
 * without a table has these words as result.words.
 *
 * The document is printed when the command has ended, whole or not at all, and
 * compared with its table: one that differs is a mistake of ours (exit code 70).
 */
#ifndef BF_CLI_REPLY_H
#define BF_CLI_REPLY_H

#include "bedflow/report/json_schema.h"
#include "command.h"

/* Is a document wanted? Looks for --json before any "--"; from then on faults are kept. */
void bf_reply_begin(int argc, char *argv[]);
bool bf_reply_wanted(void);

/* Whose document it is; NULL: of no command that there is. */
void bf_reply_is_of(const struct bf_command *command);

/* The open object `result`; NULL if no document is wanted. The first call opens it. */
struct bf_json *bf_reply_result(void);
/* Words for people in place of a result that has a table. */
void bf_reply_words(const char bytes[], size_t length);

/* One fault; where and parts of `what` are told apart. */
void bf_reply_fault(enum bf_severity severity, const struct bf_where *where, const char *what);

/* Print the document, if one is wanted, and return the exit code: `code`, or that of a failure
 * to print. */
int bf_reply_end(int code);

/* The same for a broken contract: safe inside a signal handler. */
void bf_reply_abort(void);

/* The JSON Schema of a command's document. */
void bf_reply_schema(const struct bf_command *command, struct bf_text *out);

#endif
