/* SPDX-License-Identifier: GPL-3.0-or-later */
/* report/members.h -- short names for the rows of a table that describes a document's members
 * (report/json_schema.h), so that the table reads as the document does.
 *
 *     static const struct bf_member members[] = {
 *         COUNT("people", "people who came"), NUMBER("wait", "mean wait, hours"), END};
 *
 * The names have no prefix: this header is for sources with such tables, and no other header
 * includes it. A number may be undefined, and is null then; NUMBER_ALWAYS is one that cannot be.
 * Rows with choices, and types of one place alone, are written out.
 */
#ifndef BF_REPORT_MEMBERS_H
#define BF_REPORT_MEMBERS_H

#include "bedflow/report/json_schema.h"

/* clang-format off */
#define BF_MEMBER_ROW(name, type, help, inside) {name, type, help, inside, NULL}

#define WORDS(name, help)          BF_MEMBER_ROW(name, BF_MEMBER_TEXT, help, NULL)
#define WORDS_OR_NULL(name, help)  BF_MEMBER_ROW(name, BF_MEMBER_TEXT | BF_MEMBER_OR_NULL, help, NULL)
#define DAY(name, help)            BF_MEMBER_ROW(name, BF_MEMBER_DAY, help, NULL)
#define NUMBER(name, help)         BF_MEMBER_ROW(name, BF_MEMBER_NUMBER | BF_MEMBER_OR_NULL, help, NULL)
#define NUMBER_ALWAYS(name, help)  BF_MEMBER_ROW(name, BF_MEMBER_NUMBER, help, NULL)
#define NUMBERS(name, help)        BF_MEMBER_ROW(name, BF_MEMBER_NUMBERS, help, NULL)
#define COUNT(name, help)          BF_MEMBER_ROW(name, BF_MEMBER_COUNT, help, NULL)
#define COUNT_OR_NULL(name, help)  BF_MEMBER_ROW(name, BF_MEMBER_COUNT | BF_MEMBER_OR_NULL, help, NULL)
#define FLAG(name, help)           BF_MEMBER_ROW(name, BF_MEMBER_FLAG, help, NULL)
#define LIST(name, help, of)       BF_MEMBER_ROW(name, BF_MEMBER_LIST, help, of)
#define OBJECT(name, help, of)     BF_MEMBER_ROW(name, BF_MEMBER_OBJECT, help, of)
#define OBJECT_OR_NULL(name, help, of) \
    BF_MEMBER_ROW(name, BF_MEMBER_OBJECT | BF_MEMBER_OR_NULL, help, of)
#define END                        BF_MEMBER_ROW(NULL, 0, NULL, NULL)
/* clang-format on */

#endif
