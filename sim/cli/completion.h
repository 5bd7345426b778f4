/* SPDX-License-Identifier: GPL-3.0-or-later */
/* completion.h -- completion for bash, from the table of commands.
 *
 * Completes commands, options and operands; what an operand or a value is, is
 * told by its words in the table: SCENARIO, BASE, FROM and *.cfg are scenario
 * files, DIR a folder, *.csv a table, COMMAND a command, NAME a part of a
 * scenario, PATH a setting of the scenario that is on the line.
 */
#ifndef BF_CLI_COMPLETION_H
#define BF_CLI_COMPLETION_H

#include "bedflow/base/text.h"

void bf_completion_bash(struct bf_text *out);

#endif
