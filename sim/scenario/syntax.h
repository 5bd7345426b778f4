/* SPDX-License-Identifier: GPL-3.0-or-later */
/* scenario/syntax.h -- the slips that people make, said in their words.
 *
 * libconfig stops at its first "syntax error". Looked at as tokens, most slips
 * can be named, all of them at once, and with their cure: a bracket that is not
 * closed, an equals sign forgotten, a text without its quotes. What passes here
 * may still be refused by libconfig.
 */
#ifndef BF_SCENARIO_SYNTAX_H
#define BF_SCENARIO_SYNTAX_H

#include "scan.h"

#define BF_NESTING_LIMIT  64
#define BF_GROUP_LIMIT    12000u     /* settings of one group: libconfig compares each with all */
#define BF_COMPARED_LIMIT 200000000u /* such comparisons in one scenario: some seconds */

/* Set the opener of each token, and add a fault for each slip found. True if none was. */
bool bf_syntax_check(struct bf_scan *scan);

/* The first of two settings with the name of token `name` in the same group of
 * the same file, or BF_NO_TOKEN. Cost: linear. */
uint32_t bf_syntax_first(const struct bf_scan *scan, uint32_t name);

#endif
