/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "wanted.h"

#include "bedflow/base/sha256.h"
#include "bedflow/base/text.h"

#include <string.h>

bool bf_wanted_fail(const struct bf_wanted *w, enum bf_errcode code, const char *member,
                    const char *what)
{
    struct bf_where where = {.line = 0};
    bf_format(where.file, sizeof where.file, "%s", w->path);
    bf_format(where.path, sizeof where.path, "%s", member);
    return bf_fail(w->err, code, &where, "%s", what);
}

bool bf_wanted_missing(const struct bf_wanted *w, const char *member)
{
    return bf_wanted_fail(w, BF_E_KEY, member, w->missing);
}

bool bf_wanted_flag(const struct bf_wanted *w, const char *member, bool *flag)
{
    const struct bf_json_value *value = bf_json_at(w->document, member);
    if (!value || (value->type != BF_JSON_TRUE && value->type != BF_JSON_FALSE))
        return bf_wanted_missing(w, member);
    *flag = value->type == BF_JSON_TRUE;
    return true;
}

bool bf_wanted_count(const struct bf_wanted *w, const char *member, uint32_t *count)
{
    return bf_json_to_u32(bf_json_at(w->document, member), count) || bf_wanted_missing(w, member);
}

const char *bf_wanted_text(const struct bf_wanted *w, const char *member)
{
    const struct bf_json_value *value = bf_json_at(w->document, member);
    return value && value->type == BF_JSON_TEXT ? value->text : "";
}

bool bf_wanted_scenario(const struct bf_wanted *w, const char *member, const char *text,
                        const char *sha256)
{
    char hex[BF_SHA256_TEXT];
    bf_sha256_text(text, strlen(text), hex);
    return strcmp(hex, sha256) == 0 ||
           bf_wanted_fail(w, BF_E_RANGE, member,
                          "expected the scenario that was run, received another (its SHA-256 "
                          "differs); was this file changed by hand?");
}
