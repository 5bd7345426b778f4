/* SPDX-License-Identifier: GPL-3.0-or-later */
/* members.h -- private to report/: short names for the rows that describe a document's members
 * (report/json_schema.h).
 */
#ifndef BF_REPORT_MEMBERS_H
#define BF_REPORT_MEMBERS_H

#include "bedflow/report/json_schema.h"

#define NUMBER(name, help)                                                                         \
    {                                                                                              \
        name, BF_MEMBER_NUMBER | BF_MEMBER_OR_NULL, help, NULL, NULL                               \
    }
#define WORDS(name, help)                                                                          \
    {                                                                                              \
        name, BF_MEMBER_TEXT, help, NULL, NULL                                                     \
    }
#define COUNT(name, help)                                                                          \
    {                                                                                              \
        name, BF_MEMBER_COUNT, help, NULL, NULL                                                    \
    }
#define END                                                                                        \
    {                                                                                              \
        NULL, 0, NULL, NULL, NULL                                                                  \
    }

#endif
