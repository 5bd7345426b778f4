/* SPDX-License-Identifier: GPL-3.0-or-later */
/* narrow.h -- words for a terminal: no line is wider than it. */
#ifndef BF_TESTS_NARROW_H
#define BF_TESTS_NARROW_H

#include "unit.h"

#include "bedflow/base/text.h"
#include "bedflow/report/table.h"

/* Every line of `text` takes at most so many columns; there is one at least. */
static inline void assert_narrow(const char *text, unsigned columns)
{
    assert_non_null(text);
    assert_true(text[0] != '\0');
    for (const char *at = text; *at != '\0';) {
        char line[2048];
        size_t length = strcspn(at, "\n");
        assert_true(length < sizeof line);
        bf_format(line, sizeof line, "%.*s", (int)length, at);
        if (bf_text_width(line) > columns) fail_msg("too wide: %s", line);
        at += length + (at[length] == '\n');
    }
}

#endif
